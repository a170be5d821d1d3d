/* SPDX-License-Identifier: EUPL-1.2 */
/* CSV out: a field, quoted only where it must be. */
#include <string.h>

#include "core/macro.h"
#include "hvk.h"

/* Outer blanks are quoted too: a reader may trim them else. */
static bool needs_quotes(const char *text, size_t length, char delimiter)
{
	if (length == 0)
		return false;
	if (text[0] == ' ' || text[0] == '\t' || text[length - 1] == ' ' || text[length - 1] == '\t')
		return true;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == delimiter || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
			return true;
	}
	return false;
}

HVK_EXPORT size_t hvk_csv_field(char *buffer, const char *text, size_t length, char delimiter)
{
	char *out = buffer;

	if (!needs_quotes(text, length, delimiter)) {
		if (length > 0)
			memcpy(buffer, text, length);
		return length;
	}
	*out++ = '"';
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"')
			*out++ = '"';
		*out++ = text[i];
	}
	*out++ = '"';
	return (size_t)(out - buffer);
}
