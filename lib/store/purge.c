/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Deleting old months for good. What may stay are counts (table tally), which tell nobody apart that a table of
 * gemeente by theme would not.
 */
#include <string.h>

#include "store/admin.h"

_Static_assert(HVK_REFERRAL == 6, "the type in the statement below");

/* Runs a statement with the key of the first month that stays. */
static int run_before(struct hvk_store *store, const char *text, int month)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store, text, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, (int64_t)month << HVK__ID_BITS);
	return hvk__store_run(store, statement);
}

/* Referrals, with their trails, and counted needs are about families too. */
static int purge_referrals(struct hvk_store *store, int month)
{
	static const char *const texts[] = {
		"DELETE FROM referral WHERE month < ?", "DELETE FROM gap WHERE month < ?"
	};
	char first[8];
	int result = HVK_OK;

	hvk__month_format(month, first);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(texts); i++) {
		_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;

		result = hvk__store_prepare(store, texts[i], &statement);
		if (result < 0)
			return result;
		sqlite3_bind_text(statement, 1, first, -1, SQLITE_STATIC);
		result = hvk__store_run(store, statement);
	}
	return result;
}

/* How many questions will be gone, and of how many months. Those that are counts already go unless they are kept. */
static int count_gone(struct hvk_store *store, int month, bool collapse, uint64_t *gone, uint64_t *months)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store,
	                                "SELECT coalesce(sum(n), 0), count(DISTINCT m) FROM ("
	                                "SELECT id >> 51 AS m, count(*) AS n FROM question WHERE id < ?1 << 51"
	                                " GROUP BY id >> 51"
	                                " UNION ALL SELECT month, questions FROM tally WHERE month < ?1 AND NOT ?2)",
	                                &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int(statement, 1, month);
	sqlite3_bind_int(statement, 2, collapse);
	result = hvk__store_step(store, statement);
	if (result == 1) {
		*gone = (uint64_t)sqlite3_column_int64(statement, 0);
		*months = (uint64_t)sqlite3_column_int64(statement, 1);
	}
	return result < 0 ? result : HVK_OK;
}

/* ?1 is the key of the first month that stays. What undo keeps of a voided question goes too, whatever change voided
 * it: purged months leave nothing behind. The history knows referrals that a merge of partners moved. */
static const char *const deletions[] = {
	"DELETE FROM question WHERE id < ?1",
	"DELETE FROM tombstone WHERE id < ?1",
	"DELETE FROM delivery WHERE month < ?1 >> 51",
	"DELETE FROM change_record WHERE type = 6 AND record < ?1",
};

/* Before they are deleted. */
static const char collapsing[] =
	"INSERT INTO tally (month, gemeente, theme, contact, questions)"
	" SELECT id >> 51, gemeente, theme, contact, count(*) FROM question WHERE id < ?1 GROUP BY 1, 2, 3, 4"
	" ON CONFLICT DO UPDATE SET questions = questions + excluded.questions";

/* The ledger goes on counting closed months by place and theme, and by the other lists that were ever published. */
#define PUBLISHED(list) "EXISTS (SELECT 1 FROM publication WHERE subject = '" list "')"
#define NEEDED(list) ", " list " * " PUBLISHED(list)
#define NOT_NEEDED(list) "(" list " <> 0 AND NOT " PUBLISHED(list) ")"
#define MORE_THAN_NEEDED \
	" WHERE month < ?1 >> 51 AND (" NOT_NEEDED("channel") " OR " NOT_NEEDED("asker") " OR " NOT_NEEDED("age") \
	" OR " NOT_NEEDED("kind") " OR " NOT_NEEDED("severity") " OR " NOT_NEEDED("answer") \
	" OR " NOT_NEEDED("duration") ")"
static const char *const reducing[] = {
	"INSERT INTO closed_question (counted, month, gemeente, theme, channel, asker, age, kind, severity, answer,"
	" duration, questions) SELECT counted, month, gemeente, theme" NEEDED("channel") NEEDED("asker") NEEDED("age")
	NEEDED("kind") NEEDED("severity") NEEDED("answer") NEEDED("duration") ", sum(questions)"
	" FROM closed_question" MORE_THAN_NEEDED " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"
	" ON CONFLICT DO UPDATE SET questions = questions + excluded.questions",
	"DELETE FROM closed_question" MORE_THAN_NEEDED,
};

static int purge(struct hvk_store *store, int month, bool collapse, uint64_t *gone, uint64_t *months)
{
	int result = count_gone(store, month, collapse, gone, months);

	/* First: before it is set, closed months cannot be changed. */
	if (result == HVK_OK)
		result = hvk__store_set_purged(store, month, collapse);
	if (result == HVK_OK)
		result = run_before(store, collapse ? collapsing : "DELETE FROM tally WHERE month < ?1 >> 51", month);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(deletions); i++)
		result = run_before(store, deletions[i], month);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(reducing); i++)
		result = run_before(store, reducing[i], month);
	if (result == HVK_OK)
		result = purge_referrals(store, month);
	if (result == HVK_OK)
		result = hvk__undo_forget(store);
	return result;
}

/* A month that is not over has questions to come, which it would refuse. */
static int read_month(struct hvk_store *store, const char *text, int *month)
{
	int now = hvk__month_number(hvk__date_from_days(hvk__store_today(store)));
	struct hvk__date date;
	char limit[8];

	if (!hvk__date_parse(text, strlen(text), false, &date) || date.day != 0)
		return hvk__fail(&store->error, HVK_EINVAL, "month: expected YYYY-MM, found '%s'", text);
	*month = hvk__month_number(date);
	hvk__month_format(now, limit);
	if (*month > now)
		return hvk__fail(&store->error, HVK_EINVAL, "month: %s is in the future, this month is %s", text,
		                 limit);
	return HVK_OK;
}

HVK_EXPORT int hvk_store_purge(struct hvk_store *store, const char *month, bool collapse, bool dry_run, uint64_t *gone,
                               uint64_t *months)
{
	uint64_t count = 0;
	int result, first = 0;

	*gone = 0;
	if (months)
		*months = 0;
	hvk__error_clear(&store->error);
	result = read_month(store, month, &first);
	if (result == HVK_OK)
		result = hvk__store_require(store, !dry_run);
	if (result == HVK_OK && dry_run)
		result = count_gone(store, first, collapse, gone, &count);
	else if (result == HVK_OK && (result = hvk__begin(store, true)) == HVK_OK)
		result = hvk__end(store, purge(store, first, collapse, gone, &count));
	if (result < 0)
		*gone = 0;
	else if (months)
		*months = count;
	return result;
}
