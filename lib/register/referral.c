/* SPDX-License-Identifier: EUPL-1.2 */
/* Referrals: a family passed on to a partner, or by one. Never who. */
#include <stdio.h>
#include <string.h>

#include "record/record.h"
#include "register/question.h"
#include "register/referral.h"
#include "store/admin.h"

/* A referral as the file holds it; 0 is not recorded. */
struct row {
	int64_t id, partner, person, offer;
	int month, status_on;              /* since 1970-01; day */
	uint32_t gemeente;
	uint16_t direction, theme, age, status;
	bool warm;
};

/* What is written: a desk is kept in a row of its own kind, since desks may get other numbers when they are saved. */
struct addition {
	struct hvk_store *store;
	struct hvk_record *referral;
	char *filled[HVK__REFERRAL_COLUMNS]; /* keys that the referral gets once it is stored */
	struct row row;
	struct hvk__row rows[2];           /* the question, if any; the desk of the referral */
	size_t question_count;
};

static const char *value_of(const struct addition *addition, enum hvk__referral_column column)
{
	const char *filled = addition->filled[column];

	return filled ? filled : addition->referral->value[column];
}

static void free_addition(struct addition *addition)
{
	for (unsigned i = 0; i < HVK__REFERRAL_COLUMNS; i++)
		free(addition->filled[i]);
}

static int fill(struct addition *addition, enum hvk__referral_column column, const char *key)
{
	free(addition->filled[column]);
	addition->filled[column] = strdup(key);
	return addition->filled[column] ? HVK_OK : hvk__fail_memory(&addition->store->error);
}

/* ---- codes */

/* The code that was made with a name, whatever it is called by now. */
static int code_made_as(struct hvk_store *store, enum hvk__referral_column column, const char *origin,
                        const struct hvk_code **code)
{
	const char *list = hvk__types[HVK_REFERRAL].columns[column].public.list;
	int result = hvk__store_code_made_as(store, list, origin, code);

	if (result < 0 || *code)
		return result;
	return hvk__fail(&store->error, HVK_EBUG, "the store has no code '%s' in list '%s'", origin, list);
}

/* The number of a code in use in the month; 0 when there is none. */
static int number_of(struct addition *addition, enum hvk__referral_column column, uint16_t *number)
{
	struct hvk_store *store = addition->store;
	const char *key = value_of(addition, column);
	const struct hvk__codes *codes;
	const struct hvk__list *list;
	struct hvk__error error;
	int result = hvk__referral_list(store, column, &codes, &list);

	*number = 0;
	if (result < 0 || !key)
		return result;
	result = hvk__code_lookup(&error, codes, list, key, strlen(key), hvk__month_first_day(addition->row.month),
	                          false, number);
	if (result < 0)
		return hvk__fail(&store->error, result, "%s: %s", hvk__referral_column_name(column),
		                 error.public.message);
	return HVK_OK;
}

/* A desk that is not known yet is made, as it is with a question. */
static int find_desk(struct addition *addition, uint16_t *number)
{
	const char *key = value_of(addition, HVK__REFERRAL_DESK);
	const struct hvk__codes *codes;
	const struct hvk__list *list;
	struct hvk_store *store = addition->store;
	int day = hvk__month_first_day(addition->row.month);
	int result = hvk__referral_list(store, HVK__REFERRAL_DESK, &codes, &list);

	if (result < 0 || !key)
		return result;
	result = hvk__desk_make(store, key, strlen(key), number);
	if (result < 0)
		return result;
	if (day < list->codes[*number - 1].valid_from || day > list->codes[*number - 1].valid_to)
		return hvk__fail(&store->error, HVK_EINPUT, "desk: '%s' is not in use in the month of the referral",
		                 key);
	return HVK_OK;
}

/* ---- what goes into the row, as far as it can be told without the file */

static int find_month(struct addition *addition)
{
	struct hvk_store *store = addition->store;
	int today = hvk__store_today(store), now = hvk__month_number(hvk__date_from_days(today));
	const char *key = value_of(addition, HVK__REFERRAL_MONTH);
	struct hvk__date date;
	char this_month[8], day[11];
	int result = HVK_OK;

	hvk__month_format(now, this_month);
	if (!key) {
		result = fill(addition, HVK__REFERRAL_MONTH, this_month);
		key = this_month;
	}
	if (result < 0)
		return result;
	if (!hvk__date_parse(key, strlen(key), false, &date))
		return hvk__fail(&store->error, HVK_EINPUT, "month: expected one such as 2026-10, found '%s'", key);
	addition->row.month = hvk__month_number(date);
	if (addition->row.month > now)
		return hvk__fail(&store->error, HVK_EINPUT, "month: %s is in the future, this month is %s", key,
		                 this_month);
	if (addition->row.month < 1)
		return hvk__fail(&store->error, HVK_EINPUT, "month: expected one from 1970-02 on, found '%s'", key);
	/* What is noted afterwards had its first status in its own month. */
	addition->row.status_on = addition->row.month == now ? today : hvk__month_last_day(addition->row.month);
	hvk__date_format(addition->row.status_on, day);
	return fill(addition, HVK__REFERRAL_STATUS_ON, day);
}

/* The gemeente as it was called in the month. */
static int find_gemeente(struct addition *addition)
{
	const char *key = value_of(addition, HVK__REFERRAL_GEMEENTE);
	int day = hvk__month_first_day(addition->row.month);
	uint16_t index, then;
	char nis[6];

	if (!key)
		return HVK_OK;
	index = hvk__gemeente_by_nis((uint32_t)strtoul(key, NULL, 10), day);
	then = index == HVK__GEMEENTE_NONE ? index : hvk__gemeente_carry(index, day);
	if (then == HVK__GEMEENTE_NONE)
		return hvk__fail(&addition->store->error, HVK_EINPUT,
		                 "gemeente: '%s' did not exist in the month of the referral", key);
	addition->row.gemeente = hvk__gemeenten[then].nis;
	snprintf(nis, sizeof(nis), "%05u", (unsigned)addition->row.gemeente % 100000);
	return fill(addition, HVK__REFERRAL_GEMEENTE, nis);
}

/* Who was reached has been contacted; else it has been proposed. */
static int find_status(struct addition *addition)
{
	const char *warm = value_of(addition, HVK__REFERRAL_WARM);
	const struct hvk_code *status, *out;
	int result = HVK_OK;

	addition->row.warm = warm && strcmp(warm, "yes") == 0;
	if (!value_of(addition, HVK__REFERRAL_DIRECTION)) {
		result = code_made_as(addition->store, HVK__REFERRAL_DIRECTION, "out", &out);
		if (result == HVK_OK)
			result = fill(addition, HVK__REFERRAL_DIRECTION, out->code);
	}
	if (result == HVK_OK)
		result = code_made_as(addition->store, HVK__REFERRAL_STATUS,
		                      addition->row.warm && value_of(addition, HVK__REFERRAL_PERSON) ? "gecontacteerd" :
		                                                                                      "voorgesteld",
		                      &status);
	if (result < 0)
		return result;
	/* NOLINTNEXTLINE(clang-analyzer-core.*): without one there is a failure */
	addition->row.status = status->number;
	return fill(addition, HVK__REFERRAL_STATUS, status->code);
}

static int prepare(struct addition *addition)
{
	struct hvk__row *desk = &addition->rows[addition->question_count];
	int result = find_month(addition);

	if (result == HVK_OK)
		result = find_gemeente(addition);
	if (result == HVK_OK)
		result = find_status(addition);
	if (result == HVK_OK)
		result = number_of(addition, HVK__REFERRAL_DIRECTION, &addition->row.direction);
	if (result == HVK_OK)
		result = number_of(addition, HVK__REFERRAL_THEME, &addition->row.theme);
	if (result == HVK_OK)
		result = number_of(addition, HVK__REFERRAL_AGE, &addition->row.age);
	if (result == HVK_OK)
		result = find_desk(addition, &desk->value[HVK__DESK]);
	return result;
}

/* ---- the partner, and what is the partner's */

/* The row of the record that a column names; 0 when it names none. */
static int find_record(struct addition *addition, enum hvk__referral_column column, int64_t *id)
{
	enum hvk_type type = hvk__types[HVK_REFERRAL].columns[column].public.type;
	const char *key = value_of(addition, column);
	int result;

	*id = 0;
	if (!key)
		return HVK_OK;
	result = hvk__record_lookup(addition->store, type, key, id);
	if (result == 0)
		return hvk__fail(&addition->store->error, HVK_ENOTFOUND, "%s: there is no %s '%s'",
		                 hvk__referral_column_name(column), hvk__types[type].name, key);
	return result < 0 ? result : HVK_OK;
}

/* Whose a person or an offer is. */
static int partner_of(struct hvk_store *store, const char *table, int64_t id, int64_t *partner, char **slug)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	const char *found;
	char text[128];
	int result;

	snprintf(text, sizeof(text), "SELECT p.id, p.slug FROM %s AS t JOIN partner AS p ON p.id = t.partner"
	         " WHERE t.id = ?", table);
	result = hvk__store_prepare(store, text, &query);
	if (result < 0)
		return result;
	sqlite3_bind_int64(query, 1, id);
	result = hvk__store_step(store, query);
	if (result < 1)
		return result < 0 ? result : hvk__fail(&store->error, HVK_ESTORE, "a %s belongs to no partner", table);
	*partner = sqlite3_column_int64(query, 0);
	found = (const char *)sqlite3_column_text(query, 1);
	*slug = found ? strdup(found) : NULL;
	return *slug ? HVK_OK : hvk__fail_memory(&store->error);
}

/* What is named has to be the partner's; who names no partner means the one whose it is. */
static int check_belongs(struct addition *addition, enum hvk__referral_column column, int64_t id)
{
	const char *type = hvk__types[hvk__types[HVK_REFERRAL].columns[column].public.type].name;
	_cleanup_free_ char *slug = NULL;
	int64_t partner = 0;
	int result;

	if (id == 0)
		return HVK_OK;
	result = partner_of(addition->store, type, id, &partner, &slug);
	if (result < 0)
		return result;
	if (addition->row.partner == 0) {
		addition->row.partner = partner;
		return fill(addition, HVK__REFERRAL_PARTNER, slug);
	}
	if (partner != addition->row.partner)
		return hvk__fail(&addition->store->error, HVK_EINPUT, "%s: '%s' is not of partner '%s' but of '%s'",
		                 hvk__referral_column_name(column), value_of(addition, column),
		                 value_of(addition, HVK__REFERRAL_PARTNER), slug);
	return HVK_OK;
}

static int find_records(struct addition *addition)
{
	struct row *row = &addition->row;
	int result = find_record(addition, HVK__REFERRAL_PARTNER, &row->partner);

	if (result == HVK_OK)
		result = find_record(addition, HVK__REFERRAL_OFFER, &row->offer);
	if (result == HVK_OK)
		result = find_record(addition, HVK__REFERRAL_PERSON, &row->person);
	if (result == HVK_OK)
		result = check_belongs(addition, HVK__REFERRAL_OFFER, row->offer);
	if (result == HVK_OK)
		result = check_belongs(addition, HVK__REFERRAL_PERSON, row->person);
	if (result == HVK_OK && row->partner == 0)
		result = hvk__fail(&addition->store->error, HVK_EINPUT, "partner: expected a value, found none");
	return result;
}

/* ---- writing */

static void bind_or_null(sqlite3_stmt *statement, int place, int64_t number)
{
	if (number)
		sqlite3_bind_int64(statement, place, number);
	else
		sqlite3_bind_null(statement, place);
}

/* An id taken already, which nobody will live to see, is drawn again. */
static int insert_referral(struct addition *addition, uint16_t desk)
{
	static const char text[] =
		"INSERT INTO referral (id, month, direction, partner, person, offer, theme, gemeente, age, desk, warm,"
		" status, status_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	struct hvk_store *store = addition->store;
	struct row *row = &addition->row;
	char month[8], day[11];
	int result = hvk__store_prepare(store, text, &insert);

	if (result < 0)
		return result;
	hvk__month_format(row->month, month);
	hvk__date_format(row->status_on, day);
	sqlite3_bind_text(insert, 2, month, -1, SQLITE_STATIC);
	sqlite3_bind_int(insert, 3, row->direction);
	sqlite3_bind_int64(insert, 4, row->partner);
	bind_or_null(insert, 5, row->person);
	bind_or_null(insert, 6, row->offer);
	bind_or_null(insert, 7, row->theme);
	bind_or_null(insert, 8, row->gemeente);
	bind_or_null(insert, 9, row->age);
	bind_or_null(insert, 10, desk);
	sqlite3_bind_int(insert, 11, row->warm);
	sqlite3_bind_int(insert, 12, row->status);
	sqlite3_bind_text(insert, 13, day, -1, SQLITE_STATIC);
	for (int attempt = 0; attempt < 3; attempt++) {
		result = hvk__id_draw(store, row->month, &row->id);
		if (result < 0)
			return result;
		sqlite3_bind_int64(insert, 1, row->id);
		result = hvk__store_run(store, insert);
		if (result == HVK_OK || (sqlite3_errcode(store->database) & 0xff) != SQLITE_CONSTRAINT)
			break;
	}
	return result;
}

/* Undoing the last change of questions must leave the desk, whoever made it. */
static int keep_desk(struct hvk_store *store, uint16_t desk)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *delete = NULL;
	int result = hvk__store_prepare(store, "DELETE FROM undo_desk WHERE number = ?", &delete);

	if (result < 0)
		return result;
	sqlite3_bind_int(delete, 1, desk);
	return hvk__store_run(store, delete);
}

static int add(struct addition *addition)
{
	struct hvk_store *store = addition->store;
	const uint16_t *desk = &addition->rows[addition->question_count].value[HVK__DESK];
	int result = hvk__refuse_purged(store, addition->row.month);

	if (result == HVK_OK)
		result = find_records(addition);
	if (result == HVK_OK)
		result = hvk__desks_save(store, addition->rows, addition->question_count + 1);
	if (result == HVK_OK && addition->question_count > 0)
		result = hvk__questions_insert(store, addition->rows, addition->question_count);
	if (result == HVK_OK && *desk)
		result = keep_desk(store, *desk);
	if (result == HVK_OK)
		result = insert_referral(addition, *desk);
	if (result == HVK_OK)
		result = hvk__referral_insert_step(store, addition->row.id, 0, addition->row.status,
		                                   addition->row.status_on);
	return result;
}

/* What was made is in the hands of the caller now: nothing here can fail. */
static void hand_over(struct addition *addition, struct hvk_question *question)
{
	struct hvk_record *referral = addition->referral;

	hvk__id_format(addition->row.id, addition->filled[HVK__REFERRAL_ID]);
	for (unsigned i = 0; i < HVK__REFERRAL_COLUMNS; i++) {
		if (!addition->filled[i])
			continue;
		free(referral->value[i]);
		referral->value[i] = take_ptr(addition->filled[i]);
	}
	referral->id = addition->row.id;
	referral->touched = 0;
	if (question)
		question->row = addition->rows[0];
}

HVK_EXPORT int hvk_referral_add(struct hvk_record *referral, struct hvk_question *question, bool dry_run)
{
	struct hvk_store *store = referral->store;
	_cleanup_(free_addition) struct addition addition = { .store = store, .referral = referral };
	int result;

	hvk__error_clear(&store->error);
	if (referral->type != HVK_REFERRAL)
		return hvk__fail(&store->error, HVK_EINVAL, "expected a referral, found a %s",
		                 hvk__types[referral->type].name);
	if (referral->id)
		return hvk__fail(&store->error, HVK_EINVAL, "this referral is recorded already");
	addition.question_count = question ? 1 : 0;
	result = hvk__store_require(store, true);
	if (result == HVK_OK && question) {
		question->row.id = 0; /* of an earlier addition: what fails leaves it without one */
		result = hvk__questions_prepare(&question, 1, addition.rows);
	}
	if (result == HVK_OK)
		result = prepare(&addition);
	if (result == HVK_OK)
		result = fill(&addition, HVK__REFERRAL_ID, "0000000000000");
	if (result == HVK_OK)
		result = hvk__begin(store, false);
	if (result < 0)
		return result;
	result = hvk__end_or_take_back(store, add(&addition), dry_run);
	if (result == HVK_OK && !dry_run)
		hand_over(&addition, question);
	return result;
}
