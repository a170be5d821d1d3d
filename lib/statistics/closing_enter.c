/* SPDX-License-Identifier: EUPL-1.2 */
/* Closing months for what is published: nothing may have changed since they were counted. */
#include <string.h>

#include "core/macro.h"
#include "statistics/publication.h"

static bool is_to_close(const struct hvk__closing *closing, int month)
{
	for (size_t i = 0; i < closing->month_count; i++)
		if (closing->months[i] == month)
			return true;
	return false;
}

/* Whether both have the same months to close, and the same questions. */
static bool is_same(const struct hvk__closing *closing, const struct hvk__closing *now)
{
	if (now->month_count != closing->month_count || now->count != closing->count)
		return false;
	for (size_t i = 0; i < closing->count; i++)
		if (hvk__closed_compare(&closing->rows[i], &now->rows[i]) != 0 ||
		    closing->rows[i].questions != now->rows[i].questions)
			return false;
	return true;
}

/* The months to close, and of those that are closed the ones that anything counts in. */
static int read_again(struct hvk_store *store, const struct hvk__closing *closing, struct hvk__closing *now)
{
	bool wanted[HVK__MONTH_MAX + 1] = { false };

	for (size_t i = 0; i < closing->month_count; i++)
		wanted[closing->months[i]] = true;
	for (size_t i = 0; i < closing->count; i++)
		wanted[closing->rows[i].counted] = true;
	return hvk__closing_read(store, 0, HVK__MONTH_MAX, wanted, now);
}

static int insert_months(struct hvk_store *store, const struct hvk__closing *closing, uint64_t publication)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result = hvk__store_prepare(store, "INSERT INTO closed_month (month, publication) VALUES (?, ?)", &insert);

	for (size_t i = 0; result == HVK_OK && i < closing->month_count; i++) {
		sqlite3_bind_int(insert, 1, closing->months[i]);
		sqlite3_bind_int64(insert, 2, (int64_t)publication);
		result = hvk__store_run(store, insert);
	}
	return result;
}

static int insert_row(struct hvk_store *store, sqlite3_stmt *insert, const struct hvk__closed *row)
{
	sqlite3_bind_int(insert, 1, row->counted);
	sqlite3_bind_int(insert, 2, row->month);
	sqlite3_bind_int64(insert, 3, row->nis);
	for (int i = 0; i < HVK__CLOSED_LISTS; i++)
		sqlite3_bind_int64(insert, HVK__CLOSED_FIRST_CODE + i + 1,
		                   i == HVK__CLOSED_ANSWER ? (int64_t)row->answers : row->codes[i]);
	sqlite3_bind_int64(insert, HVK__CLOSED_FIRST_CODE + HVK__CLOSED_LISTS + 1, row->questions);
	return hvk__store_run(store, insert);
}

/* Most often nothing happened meanwhile, and that is told at once. Closed months can have been purged. */
static int check(struct hvk_store *store, const struct hvk__closing *closing)
{
	_cleanup_(hvk__closing_free) struct hvk__closing now = { 0 };
	struct hvk__moment moment = { 0 };
	int result = hvk__moment_read(store, &moment);

	if (result < 0 || memcmp(&moment, &closing->moment, sizeof(moment)) == 0)
		return result;
	result = read_again(store, closing, &now);
	if (result == HVK_OK && !is_same(closing, &now))
		return hvk__fail(&store->error, HVK_EBUSY,
		                 "questions of months that are to be published came or went meanwhile; try again");
	return result;
}

int hvk__closing_enter(struct hvk_store *store, const struct hvk__closing *closing, uint64_t publication)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result;

	result = check(store, closing);
	if (result == HVK_OK)
		result = insert_months(store, closing, publication);
	if (result == HVK_OK)
		result = hvk__store_prepare(store, "INSERT INTO closed_question (" HVK__CLOSED_COLUMNS ")"
		                            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &insert);
	for (size_t i = 0; result == HVK_OK && i < closing->count; i++)
		if (is_to_close(closing, closing->rows[i].counted))
			result = insert_row(store, insert, &closing->rows[i]);
	return result;
}
