/* SPDX-License-Identifier: EUPL-1.2 */
/* Takes any text for a condition, and for a second one after a line end. One that is refused leaves the filter as it
 * was; the same one twice changes nothing. */
#include "fuzz/fuzz.h"
#include "store/store.h"

enum { ROWS = 64 };

/* Some rows, all different. */
static void make_rows(struct hvk__row rows[ROWS])
{
	for (unsigned i = 0; i < ROWS; i++) {
		rows[i] = (struct hvk__row){ .answers = i * 37 & 0xff };
		rows[i].value[HVK__MONTH] = (uint16_t)(660 + i % 24);
		rows[i].id = (int64_t)rows[i].value[HVK__MONTH] << HVK__ID_BITS | i;
		rows[i].value[HVK__GEMEENTE] = (uint16_t)(1 + i * 9);
		for (unsigned field = HVK__CHANNEL; field < HVK__DAY; field++)
			rows[i].value[field] = (uint16_t)(i * field % 5);
	}
}

static uint64_t matches(const struct hvk_filter *filter)
{
	static struct hvk__row rows[ROWS];
	uint64_t found = 0;

	if (rows[0].id == 0)
		make_rows(rows);
	for (unsigned i = 0; i < ROWS; i++)
		found |= (uint64_t)hvk__filter_matches(filter, &rows[i]) << i;
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct hvk_store *store;
	char *text = fuzz_text(bytes, size), *more = strchr(text, '\n');
	struct hvk_filter *filter;

	if (!store)
		promise(hvk_store_new(&store) == HVK_OK && hvk_store_set_today(store, "2026-11-21") == HVK_OK);
	if (more)
		*more++ = '\0';
	promise(hvk_filter_new(store, &filter) == HVK_OK);
	for (const char *condition = text; condition; condition = condition == text ? more : NULL) {
		uint64_t before = matches(filter), after;

		if (hvk_filter_parse(filter, condition) == HVK_OK) {
			after = matches(filter);
			promise((after & ~before) == 0);
			hvk_filter_parse(filter, condition); /* ids are refused the second time */
			promise(matches(filter) == after);
		} else {
			promise(hvk_store_error(store)->code < 0 && hvk_store_error(store)->message[0]);
			promise(matches(filter) == before);
		}
	}
	hvk_filter_free(filter);
	free(text);
	return 0;
}
