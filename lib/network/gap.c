/* SPDX-License-Identifier: EUPL-1.2 */
/* Needs for which there was no offer: counted by month, gemeente, theme, age and reason, and nothing else. */
#include <string.h>

#include "network/match.h"
#include "store/admin.h"

/* What is counted. */
struct gap {
	int month;
	uint32_t gemeente;
	uint16_t theme, age, reason;
};

static int find_month(struct hvk_store *store, const char *text, int *month)
{
	int now = hvk__month_number(hvk__date_from_days(hvk__store_today(store)));
	struct hvk__date date;
	char this_month[8];

	*month = now;
	if (!text || !*text)
		return HVK_OK;
	if (!hvk__date_parse(text, strlen(text), false, &date) || date.day != 0)
		return hvk__fail(&store->error, HVK_EINVAL, "month: expected one such as 2026-10, found '%s'", text);
	*month = hvk__month_number(date);
	hvk__month_format(now, this_month);
	if (*month > now)
		return hvk__fail(&store->error, HVK_EINVAL, "month: %s is in the future, this month is %s", text,
		                 this_month);
	return HVK_OK;
}

static int find_reason(struct hvk_store *store, const char *text, int day, uint16_t *number)
{
	struct hvk__codes *codes;
	const struct hvk__list *list;
	struct hvk__error error;
	int result = hvk__store_codes(store, &codes);

	if (result < 0)
		return result;
	list = hvk__codes_list(codes, "gap_reason");
	if (!list)
		return hvk__fail(&store->error, HVK_EBUG, "the store has no code list 'gap_reason'");
	if (!text || !*text)
		return hvk__fail(&store->error, HVK_EINVAL, "reason: expected a code of list gap_reason, found none");
	result = hvk__code_lookup(&error, codes, list, text, strlen(text), day, true, number);
	if (result < 0)
		return hvk__fail(&store->error, result == HVK_EINPUT ? HVK_EINVAL : result, "reason: %s",
		                 error.public.message);
	return HVK_OK;
}

/* The gemeente as it was called in that month, where that can be told. */
static uint32_t nis_in(uint16_t gemeente, int month)
{
	uint16_t then = hvk__gemeente_carry(gemeente, hvk__month_first_day(month));

	return hvk__gemeenten[then == HVK__GEMEENTE_NONE ? gemeente : then].nis;
}

static int write_gap(struct hvk_store *store, const struct gap *gap)
{
	static const char text[] =
		"INSERT INTO gap (month, gemeente, theme, age, reason, times) VALUES (?, ?, ?, ?, ?, 1)"
		" ON CONFLICT DO UPDATE SET times = times + 1";
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result = hvk__store_prepare(store, text, &insert);
	char month[8];

	if (result < 0)
		return result;
	hvk__month_format(gap->month, month);
	sqlite3_bind_text(insert, 1, month, -1, SQLITE_STATIC);
	sqlite3_bind_int64(insert, 2, gap->gemeente);
	sqlite3_bind_int(insert, 3, gap->theme);
	sqlite3_bind_int(insert, 4, gap->age);
	sqlite3_bind_int(insert, 5, gap->reason);
	return hvk__store_run(store, insert);
}

HVK_EXPORT int hvk_gap_count(struct hvk_match *match, const char *month, const char *reason, bool dry_run)
{
	struct hvk_store *store = match->store;
	struct gap gap = { 0 };
	int result;

	hvk__error_clear(&store->error);
	result = hvk__need_refresh(match);
	if (result == HVK_OK && (match->need.theme == 0 || match->need.gemeente == HVK__GEMEENTE_NONE))
		return hvk__fail(&store->error, HVK_EINVAL,
		                 "%s: expected a value; a gap is counted by theme and gemeente",
		                 match->need.theme == 0 ? "theme" : "gemeente");
	if (result == HVK_OK)
		result = find_month(store, month, &gap.month);
	if (result == HVK_OK)
		result = find_reason(store, reason, hvk__month_first_day(gap.month), &gap.reason);
	if (result < 0)
		return result;
	gap.gemeente = nis_in(match->need.gemeente, gap.month);
	gap.theme = match->need.theme;
	gap.age = match->need.age;
	result = hvk__begin(store, false);
	if (result < 0)
		return result;
	return hvk__end_or_take_back(store, write_gap(store, &gap), dry_run);
}
