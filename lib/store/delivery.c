/* SPDX-License-Identifier: EUPL-1.2 */
/* Deliveries: noting that the questions of a desk in a month are in, and taking that back. */
#include "store/delivery.h"

#include <stdio.h>
#include <string.h>

#include "store/admin.h"

/* Binds the day that may be kept of what came in on a day: none within the month. text outlives the statement's run. */
static void bind_day(sqlite3_stmt *statement, int parameter, int month, int day, char text[11])
{
	hvk__date_format(day, text);
	sqlite3_bind_text(statement, parameter, day > hvk__month_last_day(month) ? text : NULL, -1, SQLITE_STATIC);
}

/* ---- with questions */

void hvk__deliveries_finish(struct hvk__deliveries *deliveries)
{
	sqlite3_finalize(deliveries->insert);
	sqlite3_finalize(deliveries->remember);
}

/* For undo: one that is new, which at a desk is so once a month. */
static int remember(struct hvk__deliveries *deliveries, int month, int desk)
{
	int result = deliveries->remember ? HVK_OK :
	                                    hvk__store_prepare(deliveries->store,
	                                                       "INSERT INTO undo_delivery (month, desk) VALUES (?, ?)",
	                                                       &deliveries->remember);

	if (result < 0)
		return result;
	sqlite3_bind_int(deliveries->remember, 1, month);
	sqlite3_bind_int(deliveries->remember, 2, desk);
	return hvk__store_run(deliveries->store, deliveries->remember);
}

static int note(struct hvk__deliveries *deliveries, int month, int desk)
{
	struct hvk_store *store = deliveries->store;
	char day[11];
	int result = deliveries->insert ? HVK_OK :
	                                  hvk__store_prepare(store,
	                                                     "INSERT INTO delivery (month, desk, received_on)"
	                                                     " VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
	                                                     &deliveries->insert);

	if (result < 0)
		return result;
	sqlite3_bind_int(deliveries->insert, 1, month);
	sqlite3_bind_int(deliveries->insert, 2, desk);
	bind_day(deliveries->insert, 3, month, hvk__store_today(store), day);
	result = hvk__store_run(store, deliveries->insert);
	if (result < 0 || sqlite3_changes(store->database) == 0)
		return result;
	return remember(deliveries, month, desk);
}

int hvk__deliveries_add(struct hvk__deliveries *deliveries, const struct hvk__row rows[], size_t count)
{
	int result = HVK_OK;

	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		unsigned month = rows[i].value[HVK__MONTH], desk = rows[i].value[HVK__DESK];
		uint64_t *noted = &deliveries->noted[desk / 64], bit = UINT64_C(1) << desk % 64;

		if (desk == 0)
			continue;
		if (month != deliveries->month) {
			memset(deliveries->noted, 0, sizeof(deliveries->noted));
			deliveries->month = month;
		}
		if (*noted & bit)
			continue;
		*noted |= bit;
		result = note(deliveries, (int)month, (int)desk);
	}
	return result;
}

/* ---- of another store */

/* Whether it is a delivery, with one of count desks: another store may hold anything. */
static bool is_sound(sqlite3_stmt *read, size_t count)
{
	int64_t month = sqlite3_column_int64(read, 0), desk = sqlite3_column_int64(read, 2);
	const char *text = (const char *)sqlite3_column_text(read, 1);
	struct hvk__date date;

	if (month < 0 || month > HVK__MONTH_MAX || desk < 1 || desk >= (int64_t)count)
		return false;
	return !text || (hvk__date_parse(text, strlen(text), true, &date) &&
	                 hvk__date_to_days(date) > hvk__month_last_day((int)month));
}

int hvk__deliveries_merge(struct hvk_store *store, struct hvk_store *other, const char *path, const uint16_t desks[],
                          size_t count, int first)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *read = NULL, *insert = NULL;
	int more, result;

	if (hvk__store_prepare(other, "SELECT month, received_on, desk FROM delivery WHERE month NOT BETWEEN 0 AND ?",
	                       &read) < 0)
		return hvk__other_fail(store, other, path);
	sqlite3_bind_int(read, 1, first - 1);
	/* No day is a day within the month, and earlier than all others: min() of it and anything else is NULL. */
	result = hvk__store_prepare(store,
	                            "INSERT INTO delivery (month, received_on, desk) VALUES (?, ?, ?) ON CONFLICT DO"
	                            " UPDATE SET received_on = min(received_on, excluded.received_on)", &insert);
	while (result == HVK_OK && (more = hvk__store_step(other, read)) != 0) {
		if (more < 0)
			return hvk__other_fail(store, other, path);
		if (!is_sound(read, count))
			return hvk__fail_at(&store->error, HVK_EINPUT, path, 0, 0,
			                    "a delivery has an unknown desk, or no month or day; check that store; "
			                    "nothing was merged");
		/* Binding copies: without memory NULL would be bound. */
		for (int column = 0; column < 2; column++)
			if (sqlite3_bind_value(insert, column + 1, sqlite3_column_value(read, column)) != SQLITE_OK)
				return hvk__fail_memory(&store->error);
		sqlite3_bind_int(insert, 3, desks[sqlite3_column_int(read, 2)]);
		result = hvk__store_run(store, insert);
	}
	return result;
}

/* ---- told */

struct told {
	const char *desk_text, *month_text;
	uint16_t desk;
	int month, day;
	bool dated;   /* the day was told too */
	bool dry_run;
};

static int parse_month(struct hvk_store *store, struct told *told)
{
	const char *text = told->month_text;
	struct hvk__error *error = &store->error;
	struct hvk__date date, now = hvk__date_from_days(hvk__store_today(store));
	char this_month[8];

	if (!hvk__date_parse(text, strlen(text), false, &date) || date.day != 0)
		return hvk__fail(error, HVK_EINVAL, "month: expected YYYY-MM, found '%s'", text);
	told->month = hvk__month_number(date);
	hvk__month_format(hvk__month_number(now), this_month);
	if (told->month > hvk__month_number(now))
		return hvk__fail(error, HVK_EINVAL, "month: %s is in the future, this month is %s", text, this_month);
	return HVK_OK;
}

static int parse_day(struct hvk_store *store, const char *text, struct told *told)
{
	struct hvk__date date;

	told->day = hvk__store_today(store);
	told->dated = text != NULL;
	if (!text)
		return HVK_OK;
	if (!hvk__date_parse(text, strlen(text), true, &date))
		return hvk__fail(&store->error, HVK_EINVAL, "on: expected a date as 2026-12-31, found '%s'", text);
	if (hvk__date_to_days(date) > told->day)
		return hvk__fail(&store->error, HVK_EINVAL, "on: %s is a day to come", text);
	told->day = hvk__date_to_days(date);
	if (told->day < hvk__month_first_day(told->month))
		return hvk__fail(&store->error, HVK_EINVAL, "on: %s is before the month itself", text);
	return HVK_OK;
}

/* A desk that is not known is not made: it may well be one misspelt, which would then be missing month after month. */
static int find_desk(struct hvk_store *store, struct told *told)
{
	struct hvk__error error;
	struct hvk__codes *codes;
	const struct hvk__list *desks;
	int result = hvk__store_codes(store, &codes);

	if (result < 0)
		return result;
	hvk__error_clear(&error);
	desks = hvk__codes_list(codes, HVK__DESKS);
	result = hvk__code_lookup(&error, codes, desks, told->desk_text, strlen(told->desk_text),
	                          hvk__month_first_day(told->month), false, &told->desk);
	if (result < 0)
		return hvk__fail(&store->error, result, "desk: %s", error.public.message);
	if (desks->codes[told->desk - 1].made)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "desk: '%s' is not in the store yet", told->desk_text);
	return HVK_OK;
}

/* Finds in the file what is known of the delivery: 1 when it is there, with its day ("" for none), 0, or negative. */
static int read_known(struct hvk_store *store, const struct told *told, char day[11])
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(
		store, "SELECT ifnull(received_on, '') FROM delivery WHERE month = ? AND desk = ?", &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int(statement, 1, told->month);
	sqlite3_bind_int(statement, 2, told->desk);
	result = hvk__store_step(store, statement);
	if (result == 1 && !sqlite3_column_text(statement, 0))
		return hvk__fail_memory(&store->error);
	if (result == 1)
		snprintf(day, 11, "%s", (const char *)sqlite3_column_text(statement, 0));
	return result;
}

/* Runs a statement on month, desk and day. */
static int run_told(struct hvk_store *store, const struct told *told, const char *sql)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	char day[11];
	int result = hvk__store_prepare(store, sql, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int(statement, 1, told->month);
	sqlite3_bind_int(statement, 2, told->desk);
	if (sqlite3_bind_parameter_count(statement) == 3)
		bind_day(statement, 3, told->month, told->day, day);
	return hvk__store_run(store, statement);
}

/* What was told stays when the change before it is undone, and so does its desk. */
static int keep_told(struct hvk_store *store, const struct told *told)
{
	int result = run_told(store, told, "DELETE FROM undo_delivery WHERE month = ? AND desk = ?");

	return result < 0 ? result : hvk__undo_forget_desks(store);
}

static int add(struct hvk_store *store, const struct told *told, bool *changed)
{
	char known[11] = "", day[11] = "";
	int there, result = hvk__refuse_purged(store, told->month);

	if (result < 0)
		return result;
	there = read_known(store, told, known);
	if (there < 0)
		return there;
	if (told->day > hvk__month_last_day(told->month))
		hvk__date_format(told->day, day);
	*changed = !there || (told->dated && strcmp(known, day) != 0);
	if (told->dry_run)
		return HVK_OK;
	result = keep_told(store, told);
	if (result < 0 || !*changed)
		return result;
	return run_told(store, told,
	                "INSERT INTO delivery (month, desk, received_on) VALUES (?, ?, ?)"
	                " ON CONFLICT DO UPDATE SET received_on = excluded.received_on");
}

/* Questions that are there were received: that cannot be taken back without them. */
static int refuse_questions(struct hvk_store *store, const struct told *told)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store,
	                                "SELECT 1 FROM question WHERE id BETWEEN ?1 << 51 AND ((?1 + 1) << 51) - 1"
	                                " AND desk = ?2 LIMIT 1", &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int(statement, 1, told->month);
	sqlite3_bind_int(statement, 2, told->desk);
	result = hvk__store_step(store, statement);
	if (result == 1)
		return hvk__fail(&store->error, HVK_EINVAL,
		                 "desk '%s' has questions in %s, so that these were received; void them first",
		                 told->desk_text, told->month_text);
	return result;
}

static int take_back(struct hvk_store *store, const struct told *told, bool *changed)
{
	char known[11];
	int there, result = refuse_questions(store, told);

	if (result < 0)
		return result;
	there = read_known(store, told, known);
	*changed = there == 1;
	if (there <= 0 || told->dry_run)
		return there < 0 ? there : HVK_OK;
	result = keep_told(store, told);
	return result < 0 ? result : run_told(store, told, "DELETE FROM delivery WHERE month = ? AND desk = ?");
}

/* All is looked at before anything is written. */
static int look(struct hvk_store *store, struct told *told, const char *on)
{
	int result = parse_month(store, told);

	if (result == HVK_OK)
		result = parse_day(store, on, told);
	return result == HVK_OK ? find_desk(store, told) : result;
}

static int tell(struct hvk_store *store, struct told *told, const char *on,
                int (*work)(struct hvk_store *store, const struct told *told, bool *changed), bool *changed)
{
	int result;

	*changed = false;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, !told->dry_run);
	if (result == HVK_OK)
		result = look(store, told, on);
	if (result == HVK_OK)
		result = told->dry_run ? hvk__begin_reading(store) : hvk__begin(store, false);
	if (result < 0)
		return result;
	result = work(store, told, changed);
	if (told->dry_run)
		hvk__rollback(store);
	else
		result = hvk__end(store, result);
	if (result < 0)
		*changed = false;
	return result;
}

int hvk__delivery_none(struct hvk_store *store, const char *desk, const char *month, bool dry_run)
{
	struct told told = { .desk_text = desk, .month_text = month, .dry_run = dry_run };
	bool changed;
	int result = look(store, &told, NULL);

	if (result < 0 || !hvk_store_is_open(store))
		return result;
	return add(store, &told, &changed);
}

HVK_EXPORT int hvk_delivery_add(struct hvk_store *store, const char *desk, const char *month, const char *on,
                                bool dry_run, bool *changed)
{
	struct told told = { .desk_text = desk, .month_text = month, .dry_run = dry_run };

	return tell(store, &told, on, add, changed);
}

HVK_EXPORT int hvk_delivery_remove(struct hvk_store *store, const char *desk, const char *month, bool dry_run,
                                   bool *changed)
{
	struct told told = { .desk_text = desk, .month_text = month, .dry_run = dry_run };

	return tell(store, &told, NULL, take_back, changed);
}
