/* SPDX-License-Identifier: EUPL-1.2 */
/* What becomes of a referral: its statuses, one after the other. */
#include <stdio.h>
#include <string.h>

#include "core/guard.h"
#include "register/referral.h"
#include "store/admin.h"

int hvk__referral_list(struct hvk_store *store, enum hvk__referral_column column, const struct hvk__codes **codes,
                   const struct hvk__list **list)
{
	const char *name = hvk__types[HVK_REFERRAL].columns[column].public.list;
	struct hvk__codes *all;
	int result = hvk__store_codes(store, &all);

	if (result < 0)
		return result;
	*codes = all;
	*list = hvk__codes_list(all, name);
	return *list ? HVK_OK : hvk__fail(&store->error, HVK_EBUG, "the store has no code list '%s'", name);
}

int hvk__referral_insert_step(struct hvk_store *store, int64_t referral, int64_t step, uint16_t status, int day)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	char date[11];
	int result = hvk__store_prepare(store, "INSERT INTO referral_step (referral, step, status, made_on)"
	                                " VALUES (?, ?, ?, ?)", &insert);

	if (result < 0)
		return result;
	hvk__date_format(day, date);
	sqlite3_bind_int64(insert, 1, referral);
	sqlite3_bind_int64(insert, 2, step);
	sqlite3_bind_int(insert, 3, status);
	sqlite3_bind_text(insert, 4, date, -1, SQLITE_STATIC);
	return hvk__store_run(store, insert);
}

/* A status that is to be noted, and the last one before it. */
struct noting {
	struct hvk_record *referral;
	char *status, *on;                 /* keys */
	uint16_t number;
	int day;
};

static void free_noting(struct noting *noting)
{
	free(noting->status);
	free(noting->on);
}

static int parse(struct hvk_store *store, enum hvk__referral_column column, const char *text, char **key)
{
	const char *name = column == HVK__REFERRAL_STATUS_ON ? "on" : hvk__referral_column_name(column);
	enum hvk__identifier identifier;
	struct hvk__error error;
	int result = hvk__value_parse(store, &error, &hvk__types[HVK_REFERRAL].columns[column].public, text,
	                              strlen(text), HVK__PARSE_PREFIX, key);

	if (result == HVK_OK && *key)
		return HVK_OK;
	if (result == HVK_OK)
		return hvk__fail(&store->error, HVK_EINVAL, "%s: expected a value, found none", name);
	identifier = column == HVK__REFERRAL_STATUS_ON ? HVK__INNOCENT : hvk__guard(text, strlen(text));
	if (result == HVK_EINPUT)
		result = HVK_EINVAL;
	if (identifier)
		return hvk__fail(&store->error, result, "%s: looks like %s; nothing personal is recorded", name,
		                 hvk__identifier_name(identifier));
	return hvk__fail(&store->error, result, "%s: %s", name, error.public.message);
}

/* What is to be noted, with the day, which is today unless it is said. */
static int read_noting(struct noting *noting, const char *status, const char *on)
{
	struct hvk_store *store = noting->referral->store;
	int today = hvk__store_today(store);
	const struct hvk__codes *codes;
	const struct hvk__list *list;
	struct hvk__date date;
	char now[11];
	int result = parse(store, HVK__REFERRAL_STATUS, status ? status : "", &noting->status);

	hvk__date_format(today, now);
	if (result == HVK_OK)
		result = parse(store, HVK__REFERRAL_STATUS_ON, on && *on ? on : now, &noting->on);
	if (result == HVK_OK)
		result = hvk__referral_list(store, HVK__REFERRAL_STATUS, &codes, &list);
	if (result == HVK_OK)
		result = hvk__code_lookup(&store->error, codes, list, noting->status, strlen(noting->status), INT32_MIN,
		                          false, &noting->number);
	if (result < 0)
		return result;
	if (!hvk__date_parse(noting->on, strlen(noting->on), true, &date))
		return hvk__fail(&store->error, HVK_EINVAL, "on: expected a date such as 2026-10-31, found '%s'",
		                 noting->on);
	noting->day = hvk__date_to_days(date);
	if (noting->day > today)
		return hvk__fail(&store->error, HVK_EINVAL, "on: %s is in the future, today is %s", noting->on, now);
	return HVK_OK;
}

/* The last step that was noted: its number, its status and, through day, its date. */
static int last_step(struct hvk_store *store, int64_t referral, int64_t *step, int *status, char day[11])
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	const char *made_on;
	int result = hvk__store_prepare(store, "SELECT step, status, made_on FROM referral_step WHERE referral = ?"
	                                " ORDER BY step DESC LIMIT 1", &query);

	if (result < 0)
		return result;
	sqlite3_bind_int64(query, 1, referral);
	result = hvk__store_step(store, query);
	if (result == 0)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "id: this referral is no longer in the store");
	if (result < 0)
		return result;
	*step = sqlite3_column_int64(query, 0);
	*status = sqlite3_column_int(query, 1);
	made_on = (const char *)sqlite3_column_text(query, 2);
	if (!made_on)
		return hvk__fail_memory(&store->error);
	snprintf(day, 11, "%s", made_on);
	return HVK_OK;
}

static int update_status(struct hvk_store *store, const struct noting *noting)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *update = NULL;
	int result = hvk__store_prepare(store, "UPDATE referral SET status = ?, status_on = ? WHERE id = ?", &update);

	if (result < 0)
		return result;
	sqlite3_bind_int(update, 1, noting->number);
	sqlite3_bind_text(update, 2, noting->on, -1, SQLITE_STATIC);
	sqlite3_bind_int64(update, 3, noting->referral->id);
	return hvk__store_run(store, update);
}

static int note(struct hvk_store *store, const struct noting *noting)
{
	char last_day[11];
	int64_t step = 0;
	int last_status = 0, result = last_step(store, noting->referral->id, &step, &last_status, last_day);

	if (result < 0)
		return result;
	/* NOLINTNEXTLINE(clang-analyzer-core.*): what was read has a day */
	if (strcmp(noting->on, last_day) < 0)
		return hvk__fail(&store->error, HVK_EINVAL, "on: %s lies before %s, the day of the last status",
		                 noting->on, last_day);
	/* The same said twice is said once. */
	if (last_status == noting->number && strcmp(noting->on, last_day) == 0)
		return HVK_OK;
	result = hvk__referral_insert_step(store, noting->referral->id, step + 1, noting->number, noting->day);
	return result < 0 ? result : update_status(store, noting);
}

static int check_stored(const struct hvk_record *referral)
{
	if (referral->type == HVK_REFERRAL && referral->id)
		return HVK_OK;
	return hvk__fail(&referral->store->error, HVK_EINVAL, "expected a referral that is recorded");
}

HVK_EXPORT int hvk_referral_set_status(struct hvk_record *referral, const char *status, const char *on, bool dry_run)
{
	_cleanup_(free_noting) struct noting noting = { .referral = referral };
	struct hvk_store *store = referral->store;
	int result;

	hvk__error_clear(&store->error);
	result = check_stored(referral);
	if (result == HVK_OK)
		result = hvk__store_require(store, true);
	if (result == HVK_OK)
		result = read_noting(&noting, status, on);
	if (result == HVK_OK)
		result = hvk__begin(store, false);
	if (result < 0)
		return result;
	result = hvk__end_or_take_back(store, note(store, &noting), dry_run);
	if (result < 0 || dry_run)
		return result;
	free(referral->value[HVK__REFERRAL_STATUS]);
	referral->value[HVK__REFERRAL_STATUS] = take_ptr(noting.status);
	free(referral->value[HVK__REFERRAL_STATUS_ON]);
	referral->value[HVK__REFERRAL_STATUS_ON] = take_ptr(noting.on);
	return HVK_OK;
}

HVK_EXPORT const char *hvk_referral_step(struct hvk_record *referral, size_t n, const char **on)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	struct hvk_store *store = referral->store;
	const struct hvk__codes *codes;
	const struct hvk__list *list;
	const char *day;
	int number;

	*on = NULL;
	if (check_stored(referral) < 0 || hvk__store_require(store, false) < 0 ||
	    hvk__referral_list(store, HVK__REFERRAL_STATUS, &codes, &list) < 0 ||
	    hvk__store_prepare(store, "SELECT status, made_on FROM referral_step WHERE referral = ? ORDER BY step"
	                       " LIMIT 1 OFFSET ?", &query) < 0)
		return NULL;
	sqlite3_bind_int64(query, 1, referral->id);
	sqlite3_bind_int64(query, 2, n < INT32_MAX ? (int64_t)n : INT32_MAX);
	if (hvk__store_step(store, query) != 1)
		return NULL;
	number = sqlite3_column_int(query, 0);
	day = (const char *)sqlite3_column_text(query, 1);
	referral->shown.length = 0;
	if (!day || !hvk__buffer_add_text(&referral->shown, day)) {
		hvk__fail_memory(&store->error);
		return NULL;
	}
	*on = referral->shown.data;
	return number >= 1 && (size_t)number <= list->count ? list->codes[number - 1].code : "?";
}
