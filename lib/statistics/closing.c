/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The questions that count in what is published. A month that was closed counts what the ledger says. One that is to be
 * closed counts the questions that are there, and those that came for earlier months since these were closed: of each
 * kind of equal questions as many as there are more than the ledger has. Fewer, since some were voided, change nothing.
 */
#include <string.h>

#include "core/macro.h"
#include "record/index.h"
#include "statistics/publication.h"

/* By enum hvk__closed_list; of answers there is a set. */
static const int fields[HVK__CLOSED_LISTS] = {
	[HVK__CLOSED_THEME] = HVK__THEME, [HVK__CLOSED_CHANNEL] = HVK__CHANNEL, [HVK__CLOSED_ASKER] = HVK__ASKER,
	[HVK__CLOSED_AGE] = HVK__AGE, [HVK__CLOSED_KIND] = HVK__KIND, [HVK__CLOSED_SEVERITY] = HVK__SEVERITY,
	[HVK__CLOSED_ANSWER] = -1, [HVK__CLOSED_DURATION] = HVK__DURATION,
};

#define SELECT_CLOSED "SELECT " HVK__CLOSED_COLUMNS " FROM closed_question"

/* What is read for one closing. */
struct reading {
	struct hvk_store *store;
	struct hvk__closing *closing;
	int purged, forgotten;            /* the first months whose questions, or counts of them, are there */
	bool closed[HVK__MONTH_MAX + 1];
	sqlite3_stmt *counted, *registered;
};

/* Equal questions of one month: rows, and their numbers by what is equal. */
struct kinds {
	struct hvk__closed *rows;
	size_t count, capacity;
	struct hvk__index index;
};

static void kinds_free(struct kinds *kinds)
{
	free(kinds->rows);
	hvk__index_free(&kinds->index);
}

static void reading_free(struct reading *reading)
{
	hvk__finalize(&reading->counted);
	hvk__finalize(&reading->registered);
}

/* ---------------------------------------------------------------- rows */

/* The order of what the questions are. */
static int compare_kinds(const struct hvk__closed *a, const struct hvk__closed *b)
{
	if (a->nis != b->nis)
		return HVK__ORDER(a->nis, b->nis);
	for (size_t i = 0; i < HVK__CLOSED_LISTS; i++)
		if (a->codes[i] != b->codes[i])
			return HVK__ORDER(a->codes[i], b->codes[i]);
	return HVK__ORDER(a->answers, b->answers);
}

int hvk__closed_compare(const void *first, const void *second)
{
	const struct hvk__closed *a = first, *b = second;

	if (a->counted != b->counted)
		return HVK__ORDER(a->counted, b->counted);
	return a->month != b->month ? HVK__ORDER(a->month, b->month) : compare_kinds(a, b);
}

static int add_row(struct reading *reading, const struct hvk__closed *row)
{
	struct hvk__closing *closing = reading->closing;

	if (!hvk__reserve(&closing->rows, &closing->capacity, closing->count + 1, sizeof(*closing->rows)))
		return hvk__fail_memory(&reading->store->error);
	closing->rows[closing->count++] = *row;
	return HVK_OK;
}

/* Of a row of closed_question. */
static struct hvk__closed take_row(sqlite3_stmt *statement)
{
	struct hvk__closed row = {
		.counted = sqlite3_column_int(statement, 0),
		.month = sqlite3_column_int(statement, 1),
		.nis = (uint32_t)sqlite3_column_int64(statement, 2),
		.answers = (uint64_t)sqlite3_column_int64(statement, HVK__CLOSED_FIRST_CODE + HVK__CLOSED_ANSWER),
		.questions = sqlite3_column_int64(statement, HVK__CLOSED_FIRST_CODE + HVK__CLOSED_LISTS),
	};

	for (int i = 0; i < HVK__CLOSED_LISTS; i++)
		if (i != HVK__CLOSED_ANSWER)
			row.codes[i] = (uint16_t)sqlite3_column_int(statement, HVK__CLOSED_FIRST_CODE + i);
	return row;
}

/* Of a question. */
static struct hvk__closed make_row(const struct hvk__row *question)
{
	unsigned gemeente = question->value[HVK__GEMEENTE];
	struct hvk__closed row = {
		.counted = question->value[HVK__MONTH],
		.month = question->value[HVK__MONTH],
		.nis = gemeente ? hvk__gemeenten[gemeente - 1].nis : 0,
		.answers = question->answers,
		.questions = 1,
	};

	for (size_t i = 0; i < HVK__CLOSED_LISTS; i++)
		if (fields[i] >= 0)
			row.codes[i] = question->value[fields[i]];
	return row;
}

/* ---------------------------------------------------------------- the questions of one month */

/* What the questions of a row are, as bytes. */
struct kind {
	uint64_t nis, answers;
	uint16_t codes[HVK__CLOSED_LISTS];
};

static struct kind kind_of(const struct hvk__closed *row)
{
	struct kind kind = { .nis = row->nis, .answers = row->answers };

	_Static_assert(sizeof(kind) == 2 * sizeof(uint64_t) + sizeof(row->codes), "no byte beside them");
	memcpy(kind.codes, row->codes, sizeof(row->codes));
	return kind;
}

/* The row of equal questions, or NULL. */
static struct hvk__closed *find_row(const struct kinds *kinds, const struct hvk__closed *row)
{
	struct kind kind = kind_of(row);
	size_t at = 0;
	int64_t number;

	return hvk__index_next(&kinds->index, (const char *)&kind, sizeof(kind), &at, &number) ? &kinds->rows[number]
	                                                                                      : NULL;
}

/* Counts a question; false when memory runs out. */
static bool add_question(struct kinds *kinds, const struct hvk__closed *row)
{
	struct hvk__closed *found = find_row(kinds, row);
	struct kind kind = kind_of(row);

	if (found) {
		found->questions++;
		return true;
	}
	if (!hvk__reserve(&kinds->rows, &kinds->capacity, kinds->count + 1, sizeof(*kinds->rows)))
		return false;
	kinds->rows[kinds->count] = *row;
	return hvk__index_add(&kinds->index, (const char *)&kind, sizeof(kind), (int64_t)kinds->count++);
}

/* One month at a time, so that no more is kept than its questions. SQL's GROUP BY would sort them. */
static int read_questions(struct reading *reading, int month, struct kinds *kinds)
{
	const struct hvk__row *questions;
	struct hvk__scan *scan;
	unsigned needed = HVK__NEED_ANSWERS | 1u << HVK__GEMEENTE;
	size_t count;
	int result;

	kinds->count = 0;
	hvk__index_free(&kinds->index);
	for (size_t i = 0; i < HVK__CLOSED_LISTS; i++)
		needed |= fields[i] >= 0 ? 1u << fields[i] : 0;
	result = hvk__scan_open(reading->store, month, month, needed, &scan);
	while (result >= 0 && (result = hvk__scan_block(scan, &questions, &count)) == 1) {
		for (size_t i = 0; result > 0 && i < count; i++) {
			struct hvk__closed row = make_row(&questions[i]);

			if (!add_question(kinds, &row))
				result = hvk__fail_memory(&reading->store->error);
		}
	}
	hvk__scan_close(scan);
	return result;
}

/* ---------------------------------------------------------------- months */

static int read_closed_months(struct reading *reading)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(reading->store, "SELECT month FROM closed_month", &statement);

	while (result >= 0 && (result = hvk__store_step(reading->store, statement)) == 1) {
		int month = sqlite3_column_int(statement, 0);

		if (month >= 0 && month <= HVK__MONTH_MAX)
			reading->closed[month] = true;
	}
	return result;
}

static int prepare(struct reading *reading)
{
	int result = hvk__store_purged(reading->store, &reading->purged);

	if (result == HVK_OK)
		result = hvk__store_forgotten(reading->store, &reading->forgotten);
	if (result == HVK_OK)
		result = read_closed_months(reading);
	if (result == HVK_OK)
		result = hvk__store_collected_since(reading->store, &reading->closing->first_collected);
	if (result == HVK_OK)
		result = hvk__store_prepare(reading->store, SELECT_CLOSED " WHERE counted = ?", &reading->counted);
	/* Questions count in their month or a later one: the key finds them in each. */
	if (result == HVK_OK)
		result = hvk__store_prepare(reading->store,
		                            SELECT_CLOSED " WHERE month = ?1 AND counted IN"
		                            " (SELECT month FROM closed_month WHERE month >= ?1)",
		                            &reading->registered);
	return result;
}

/* A month that was closed: as it was. */
static int add_closed(struct reading *reading, int month)
{
	int result;

	sqlite3_bind_int(reading->counted, 1, month);
	while ((result = hvk__store_step(reading->store, reading->counted)) == 1) {
		struct hvk__closed row = take_row(reading->counted);

		result = add_row(reading, &row);
		if (result < 0)
			break;
	}
	sqlite3_reset(reading->counted);
	return result;
}

/* A month whose questions were deleted before it was closed: what was kept of them, gemeente and theme. Where nothing
 * was kept nothing is known, which is not 0, unless it was set that nothing was collected. */
static int add_purged(struct reading *reading, int month)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	struct hvk_store *store = reading->store;
	char name[8];
	int result;

	if (month < reading->forgotten && month >= reading->closing->first_collected) {
		hvk__month_format(month, name);
		return hvk__fail(&store->error, HVK_EINVAL, "the questions of %s were purged: nothing is left to count",
		                 name);
	}
	result = hvk__store_prepare(store,
	                            "SELECT gemeente, theme, sum(questions) FROM tally WHERE month = ?"
	                            " GROUP BY gemeente, theme", &statement);
	if (result == HVK_OK)
		sqlite3_bind_int(statement, 1, month);
	while (result >= 0 && (result = hvk__store_step(store, statement)) == 1) {
		struct hvk__closed row = { .counted = month, .month = month };

		row.nis = (uint32_t)sqlite3_column_int64(statement, 0);
		row.codes[HVK__CLOSED_THEME] = (uint16_t)sqlite3_column_int(statement, 1);
		row.questions = sqlite3_column_int64(statement, 2);
		result = add_row(reading, &row);
	}
	return result;
}

static int add_open(struct reading *reading, int month, struct kinds *kinds)
{
	int result;

	if (month < reading->purged)
		return add_purged(reading, month);
	result = read_questions(reading, month, kinds);
	for (size_t i = 0; result == HVK_OK && i < kinds->count; i++)
		result = add_row(reading, &kinds->rows[i]);
	return result;
}

/* Those of a closed month that came since, in the first month that is closed now and later. */
static int add_late(struct reading *reading, int month, int counted, struct kinds *kinds)
{
	int result = read_questions(reading, month, kinds);

	if (result < 0 || !kinds->rows)
		return result;
	sqlite3_bind_int(reading->registered, 1, month);
	while ((result = hvk__store_step(reading->store, reading->registered)) == 1) {
		struct hvk__closed row = take_row(reading->registered), *now = find_row(kinds, &row);

		if (now)
			now->questions = now->questions > row.questions ? now->questions - row.questions : 0;
	}
	sqlite3_reset(reading->registered);
	for (size_t i = 0; result == HVK_OK && i < kinds->count; i++) {
		if (kinds->rows[i].questions == 0)
			continue;
		kinds->rows[i].counted = counted;
		reading->closing->late += kinds->rows[i].questions;
		result = add_row(reading, &kinds->rows[i]);
	}
	return result;
}

static int add_all_late(struct reading *reading, struct kinds *kinds)
{
	const struct hvk__closing *closing = reading->closing;
	int result = HVK_OK, month = reading->purged;

	for (size_t i = 0; i < closing->month_count; i++)
		for (; result == HVK_OK && month < closing->months[i]; month++)
			if (reading->closed[month])
				result = add_late(reading, month, closing->months[i], kinds);
	return result;
}

static int add_month_to_close(struct reading *reading, int month, size_t *capacity)
{
	struct hvk__closing *closing = reading->closing;

	if (!hvk__reserve(&closing->months, capacity, closing->month_count + 1, sizeof(*closing->months)))
		return hvk__fail_memory(&reading->store->error);
	closing->months[closing->month_count++] = month;
	return HVK_OK;
}

/* What others commit, what this connection changes, and what a backup that is restored through it does. */
int hvk__moment_read(struct hvk_store *store, struct hvk__moment *moment)
{
	int result = hvk__store_number(store, "PRAGMA data_version", &moment->others);

	moment->own = sqlite3_total_changes64(store->database);
	return result == HVK_OK ? hvk__store_number(store, "PRAGMA schema_version", &moment->schema) : result;
}

int hvk__closing_read(struct hvk_store *store, int first, int last, const bool wanted[], struct hvk__closing *closing)
{
	_cleanup_(reading_free) struct reading reading = { .store = store, .closing = closing };
	_cleanup_(kinds_free) struct kinds kinds = { 0 };
	size_t capacity = 0;
	int result;

	*closing = (struct hvk__closing){ 0 };
	result = prepare(&reading);
	if (result == HVK_OK)
		result = hvk__moment_read(store, &closing->moment);
	for (int month = first; result == HVK_OK && month <= last; month++)
		if (wanted[month - first] && reading.closed[month])
			result = add_closed(&reading, month);
		else if (wanted[month - first])
			result = add_month_to_close(&reading, month, &capacity);
	for (size_t i = 0; result == HVK_OK && i < closing->month_count; i++)
		result = add_open(&reading, closing->months[i], &kinds);
	if (result == HVK_OK)
		result = add_all_late(&reading, &kinds);
	if (result == HVK_OK && closing->count > 0)
		qsort(closing->rows, closing->count, sizeof(*closing->rows), hvk__closed_compare);
	if (result < 0)
		hvk__closing_free(closing);
	return result;
}

void hvk__closing_free(struct hvk__closing *closing)
{
	free(closing->rows);
	free(closing->months);
	*closing = (struct hvk__closing){ 0 };
}
