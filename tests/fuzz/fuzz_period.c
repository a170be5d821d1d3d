/* SPDX-License-Identifier: EUPL-1.2 */
/* Takes any text for a period. One that is understood has its months in order, and means the same when written out. */
#include <stdio.h>

#include "fuzz/fuzz.h"
#include "hvk.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct hvk_store *store;
	char first[8], last[8], again[2][8], range[24];
	char *text = fuzz_text(bytes, size);

	if (!store)
		promise(hvk_store_new(&store) == HVK_OK && hvk_store_set_today(store, "2026-11-21") == HVK_OK);
	if (hvk_period_resolve(store, text, first, last) == HVK_OK) {
		promise(strlen(first) == 7 && strlen(last) == 7 && strcmp(first, last) <= 0);
		snprintf(range, sizeof(range), "%s..%s", first, last);
		promise(hvk_period_resolve(store, range, again[0], again[1]) == HVK_OK);
		promise(strcmp(first, again[0]) == 0 && strcmp(last, again[1]) == 0);
	} else {
		promise(hvk_store_error(store)->code == HVK_EINVAL && hvk_store_error(store)->message[0]);
	}
	free(text);
	return 0;
}
