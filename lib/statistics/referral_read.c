/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading referrals and their trails. Members have ranks: the order in which they are shown. */
#include <string.h>

#include "statistics/referrals.h"

/* The lists of codes that members are of; NULL: they are no codes. */
static const char *const lists[HVK__PER_COUNT] = {
	[HVK__PER_THEME] = "theme", [HVK__PER_THEME_GROUP] = "theme", [HVK__PER_DESK] = "desk",
	[HVK__PER_DIRECTION] = "direction", [HVK__PER_STATUS] = "referral_status"
};

/* As these codes were first made. */
static const char *const open_statuses[] = { "voorgesteld", "gecontacteerd", "wachtlijst" };
static const char *const silent_statuses[] = { "voorgesteld", "gecontacteerd", "vervallen", "onbekend" };

/* ---- ranks: what is not recorded comes after the last */

static uint32_t rank_of_code(const struct hvk__referrals *referrals, enum hvk__per dimension, int number)
{
	const struct hvk__list *list = referrals->lists[dimension];

	return number > 0 && (size_t)number <= list->count ? (uint32_t)number : (uint32_t)list->count + 1;
}

static int compare_desks(const void *a, const void *b, void *list)
{
	const struct hvk__list *desks = list;

	return strcmp(desks->codes[*(const uint16_t *)a - 1].code, desks->codes[*(const uint16_t *)b - 1].code);
}

/* The numbers of desks tell the order in which they came. */
static int rank_desks(struct hvk__referrals *referrals)
{
	const struct hvk__list *list = referrals->lists[HVK__PER_DESK];

	referrals->desks = calloc(list->count + 1, sizeof(*referrals->desks));
	referrals->desk_rank = calloc(list->count + 1, sizeof(*referrals->desk_rank));
	if (!referrals->desks || !referrals->desk_rank)
		return HVK_ENOMEM;
	for (size_t i = 0; i < list->count; i++)
		referrals->desks[i] = (uint16_t)(i + 1);
	if (list->count > 0)
		qsort_r(referrals->desks, list->count, sizeof(*referrals->desks), compare_desks,
		        (void *)(uintptr_t)list);
	for (size_t i = 0; i < list->count; i++)
		referrals->desk_rank[referrals->desks[i]] = (uint32_t)i;
	return HVK_OK;
}

static int compare_partners(const void *a, const void *b)
{
	const struct hvk__partner_rank *one = a, *other = b;

	return HVK__ORDER(one->id, other->id);
}

static int load_partners(struct hvk__referrals *referrals)
{
	struct hvk_report *report = referrals->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(report->store, "SELECT id, slug, name FROM partner ORDER BY slug", &statement);

	if (result < 0)
		return result;
	while ((result = hvk__store_step(report->store, statement)) == 1) {
		size_t count = referrals->partner_count;
		const char *slug = (const char *)sqlite3_column_text(statement, 1);
		const char *name = (const char *)sqlite3_column_text(statement, 2);

		if (!slug || !name ||
		    !hvk__reserve(&referrals->partners, &referrals->partner_capacity, count + 1,
		                  sizeof(*referrals->partners)) ||
		    !hvk__reserve(&referrals->by_id, &referrals->id_capacity, count + 1, sizeof(*referrals->by_id)))
			return HVK_ENOMEM;
		referrals->partners[count] = hvk__report_name(report, slug, name, name);
		referrals->by_id[count] =
			(struct hvk__partner_rank){ sqlite3_column_int64(statement, 0), (uint32_t)count };
		if (!referrals->partners[count])
			return HVK_ENOMEM;
		referrals->partner_count++;
	}
	if (referrals->partner_count > 0)
		qsort(referrals->by_id, referrals->partner_count, sizeof(*referrals->by_id), compare_partners);
	return result;
}

static uint32_t rank_of_partner(const struct hvk__referrals *referrals, int64_t id)
{
	const struct hvk__partner_rank wanted = { .id = id }, *found = NULL;

	if (referrals->partner_count > 0)
		found = bsearch(&wanted, referrals->by_id, referrals->partner_count, sizeof(wanted), compare_partners);
	return found ? found->rank : (uint32_t)referrals->partner_count;
}

/* ---- reading */

/* One row as a question has it, for the filter. */
static void fill_row(sqlite3_stmt *statement, int month, struct hvk__row *row)
{
	uint16_t index = HVK__GEMEENTE_NONE;

	memset(row, 0, sizeof(*row));
	if (sqlite3_column_type(statement, 5) != SQLITE_NULL)
		index = hvk__gemeente_by_nis((uint32_t)sqlite3_column_int64(statement, 5), hvk__month_first_day(month));
	row->value[HVK__MONTH] = (uint16_t)month;
	row->value[HVK__THEME] = (uint16_t)sqlite3_column_int(statement, 4);
	row->value[HVK__GEMEENTE] = index == HVK__GEMEENTE_NONE ? 0 : (uint16_t)(index + 1);
	row->value[HVK__AGE] = (uint16_t)sqlite3_column_int(statement, 6);
	row->value[HVK__DESK] = (uint16_t)sqlite3_column_int(statement, 7);
}

/* The ranks of what a question has as well. */
static void rank_row(const struct hvk__referrals *referrals, const struct hvk__row *row, uint32_t rank[])
{
	const struct hvk_report *report = referrals->report;
	const struct hvk__list *themes = referrals->lists[HVK__PER_THEME];
	uint32_t desks = (uint32_t)referrals->lists[HVK__PER_DESK]->count, slot;
	uint16_t theme = row->value[HVK__THEME], desk = row->value[HVK__DESK];

	slot = report->geography.target[row->value[HVK__GEMEENTE]];
	rank[HVK__PER_MONTH] = row->value[HVK__MONTH];
	rank[HVK__PER_GEMEENTE] = slot ? slot : (uint32_t)report->geography.size;
	rank[HVK__PER_DESK] = desk > 0 && desk <= desks ? referrals->desk_rank[desk] : desks;
	rank[HVK__PER_THEME] = rank[HVK__PER_THEME_GROUP] = rank_of_code(referrals, HVK__PER_THEME, theme);
	if (rank[HVK__PER_THEME] <= themes->count)
		rank[HVK__PER_THEME_GROUP] = hvk__code_group(themes, theme);
}

static bool read_referral(const struct hvk__referrals *referrals, sqlite3_stmt *statement,
                          struct hvk__referral *referral)
{
	const struct hvk_report *report = referrals->report;
	const char *text = (const char *)sqlite3_column_text(statement, 1);
	int direction = sqlite3_column_int(statement, 2), month;
	struct hvk__date date;
	struct hvk__row row;

	if (!text || !hvk__date_parse(text, strlen(text), false, &date))
		return false;
	month = hvk__month_number(date);
	fill_row(statement, month, &row);
	if (month < report->period.first || month > report->period.last || !hvk__filter_matches(report->filter, &row) ||
	    (report->direction && direction != report->direction))
		return false;
	*referral = (struct hvk__referral){
		.id = sqlite3_column_int64(statement, 0), .warm = sqlite3_column_int(statement, 8) != 0,
		.status = (uint16_t)sqlite3_column_int(statement, 9), .first = INT32_MIN, .feedback = INT32_MIN
	};
	if (referral->status > referrals->statuses->count)
		referral->status = 0;
	rank_row(referrals, &row, referral->rank);
	referral->rank[HVK__PER_PARTNER] = rank_of_partner(referrals, sqlite3_column_int64(statement, 3));
	referral->rank[HVK__PER_DIRECTION] = rank_of_code(referrals, HVK__PER_DIRECTION, direction);
	referral->rank[HVK__PER_STATUS] = rank_of_code(referrals, HVK__PER_STATUS, referral->status);
	return true;
}

static int read_referrals(struct hvk__referrals *referrals)
{
	struct hvk_store *store = referrals->report->store;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store,
	                                "SELECT id, month, direction, partner, theme, gemeente, age, desk, warm, status"
	                                " FROM referral ORDER BY id", &statement);

	if (result < 0)
		return result;
	while ((result = hvk__store_step(store, statement)) == 1) {
		if (!hvk__reserve(&referrals->items, &referrals->capacity, referrals->count + 1,
		                  sizeof(*referrals->items)))
			return HVK_ENOMEM;
		referrals->count += read_referral(referrals, statement, &referrals->items[referrals->count]);
	}
	return result;
}

/* The trails, which come in the order of the referrals. */
static int read_steps(struct hvk__referrals *referrals)
{
	struct hvk_store *store = referrals->report->store;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	size_t at = 0;
	int result = hvk__store_prepare(store,
	                                "SELECT referral, status, made_on FROM referral_step"
	                                " ORDER BY referral, step", &statement);

	if (result < 0)
		return result;
	while ((result = hvk__store_step(store, statement)) == 1) {
		int64_t id = sqlite3_column_int64(statement, 0);
		int status = sqlite3_column_int(statement, 1), day;
		const char *text = (const char *)sqlite3_column_text(statement, 2);
		struct hvk__referral *referral;
		struct hvk__date date;

		while (at < referrals->count && referrals->items[at].id < id)
			at++;
		if (at == referrals->count || referrals->items[at].id != id || !text ||
		    !hvk__date_parse(text, strlen(text), true, &date))
			continue;
		referral = &referrals->items[at];
		day = hvk__date_to_days(date);
		if (referral->first == INT32_MIN)
			referral->first = day;
		if (referral->feedback == INT32_MIN && status > 0 && (size_t)status <= referrals->statuses->count &&
		    !referrals->silent[status])
			referral->feedback = day;
	}
	return result;
}

/* ---- all of it */

static int mark_statuses(struct hvk__referrals *referrals)
{
	const struct hvk__list *statuses = referrals->statuses;

	referrals->open = calloc(statuses->count + 1, sizeof(*referrals->open));
	referrals->silent = calloc(statuses->count + 1, sizeof(*referrals->silent));
	if (!referrals->open || !referrals->silent)
		return HVK_ENOMEM;
	for (uint16_t status = 1; status <= statuses->count; status++) {
		for (size_t i = 0; i < ARRAY_SIZE(open_statuses); i++)
			referrals->open[status] |= hvk__code_is(statuses, status, open_statuses[i]);
		for (size_t i = 0; i < ARRAY_SIZE(silent_statuses); i++)
			referrals->silent[status] |= hvk__code_is(statuses, status, silent_statuses[i]);
	}
	return HVK_OK;
}

int hvk__referrals_read(struct hvk__referrals *referrals)
{
	struct hvk_report *report = referrals->report;
	int result;

	for (size_t i = 0; i < HVK__PER_COUNT; i++) {
		referrals->lists[i] = lists[i] ? hvk__report_list(report, lists[i]) : NULL;
		referrals->bound[i] = referrals->lists[i] ? (uint32_t)referrals->lists[i]->count + 2 : 0;
	}
	referrals->statuses = referrals->lists[HVK__PER_STATUS];
	referrals->bound[HVK__PER_GEMEENTE] = (uint32_t)report->geography.size + 1;
	referrals->bound[HVK__PER_MONTH] = HVK__MONTH_MAX + 1;
	if (!report->direction_set)
		report->direction = hvk__code_made_as(referrals->lists[HVK__PER_DIRECTION], "out");
	result = mark_statuses(referrals);
	if (result == HVK_OK)
		result = hvk__report_places(report, &referrals->places, &referrals->asked);
	if (result == HVK_OK)
		result = rank_desks(referrals);
	if (result == HVK_OK)
		result = load_partners(referrals);
	referrals->bound[HVK__PER_PARTNER] = (uint32_t)referrals->partner_count + 1;
	if (result == HVK_OK)
		result = read_referrals(referrals);
	return result < 0 ? result : read_steps(referrals);
}

void hvk__referrals_free(struct hvk__referrals *referrals)
{
	free(referrals->items);
	free(referrals->partners);
	free(referrals->by_id);
	free(referrals->desk_rank);
	free(referrals->desks);
	free(referrals->places);
	free(referrals->open);
	free(referrals->silent);
}
