/* SPDX-License-Identifier: EUPL-1.2 */
/* Which known column a header cell names. */
#include <string.h>

#include "core/text.h"
#include "tabular/tabular.h"

int hvk__column_match(const struct hvk__column_names columns[], size_t count, const char *cell, size_t length)
{
	char wanted[HVK__FOLD_MAX], folded[HVK__FOLD_MAX];
	size_t wanted_length = hvk__fold(wanted, sizeof(wanted), cell, length);

	if (wanted_length == 0 || wanted_length == sizeof(wanted))
		return -1;
	for (size_t i = 0; i < count; i++) {
		for (const char *const *name = columns[i].names; *name != NULL; name++) {
			if (hvk__fold(folded, sizeof(folded), *name, strlen(*name)) == wanted_length &&
			    memcmp(folded, wanted, wanted_length) == 0)
				return (int)i;
		}
	}
	return -1;
}
