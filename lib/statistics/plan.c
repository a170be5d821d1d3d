/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications that are declared in advance, to be protected together: so they hide less than one after the other. */
#include <string.h>

#include "core/macro.h"
#include "statistics/publication.h"
#include "store/admin.h"

/* ---------------------------------------------------------------- reading */

static int read_last(struct hvk_store *store, uint64_t *number)
{
	int64_t last;
	int result = hvk__store_number(store, "SELECT max(number) FROM plan", &last);

	*number = result == HVK_OK ? (uint64_t)last : 0;
	return result;
}

HVK_EXPORT int hvk_plan_last(struct hvk_store *store, uint64_t *number)
{
	int result;

	*number = 0;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	return result == HVK_OK ? read_last(store, number) : result;
}

static int fail_unknown(struct hvk_store *store, uint64_t number, uint64_t last)
{
	if (last == 0)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "no plan %llu: none was declared yet",
		                 (unsigned long long)number);
	return hvk__fail(&store->error, HVK_ENOTFOUND, "no plan %llu; the last is %llu", (unsigned long long)number,
	                 (unsigned long long)last);
}

/* Takes the columns of read_publication(). */
static int take(struct hvk_publication *p, sqlite3_stmt *row)
{
	const char **const into[] = { &p->levels, &p->region, &p->gemeenten };
	const char *zeros;
	int result;

	for (int i = 0; i < (int)ARRAY_SIZE(into); i++) {
		const char *text = (const char *)sqlite3_column_text(row, i);

		*into[i] = text ? hvk__pool_add(&p->pool, text, strlen(text)) : NULL;
		if (!*into[i])
			return hvk__fail_memory(&p->store->error);
	}
	p->first = sqlite3_column_int(row, 3);
	p->last = sqlite3_column_int(row, 4);
	p->min_cell = sqlite3_column_int64(row, 5);
	zeros = (const char *)sqlite3_column_text(row, 6);
	if (!zeros && sqlite3_column_type(row, 6) != SQLITE_NULL)
		return hvk__fail_memory(&p->store->error);
	if (zeros)
		p->zeros = strcmp(zeros, "protect") == 0 ? HVK_ZEROS_PROTECT : HVK_ZEROS_CAMOUFLAGE;
	result = hvk__publication_read_levels(p);
	if (p->first >= 0 && p->last >= p->first && p->last <= HVK__MONTH_MAX && result != HVK_EINVAL &&
	    result != HVK_ENOTFOUND && result != HVK_EAMBIGUOUS)
		return result;
	return hvk__fail_at(&p->store->error, HVK_ESTORE, hvk__store_path(p->store), 0, 0,
	                    "plan %llu is damaged; restore a backup", (unsigned long long)p->plan);
}

/* 1, or 0 beyond the last. */
static int read_publication(struct hvk_publication *p, size_t n)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = hvk__store_prepare(p->store,
		"SELECT levels, region, gemeenten, first_month, last_month, min_cell, zeros FROM plan_publication"
		" WHERE plan = ? ORDER BY place LIMIT 1 OFFSET ?", &row);

	if (result < 0)
		return result;
	sqlite3_bind_int64(row, 1, (int64_t)p->plan);
	sqlite3_bind_int64(row, 2, (int64_t)n);
	result = hvk__store_step(p->store, row);
	if (result == 1)
		result = take(p, row) < 0 ? p->store->error.public.code : 1;
	return result;
}

static int open_plan(struct hvk_store *store, uint64_t number, size_t n, struct hvk_publication **publication)
{
	uint64_t last;
	int result = read_last(store, &last);

	if (result == HVK_OK && (number == 0 || number > last))
		result = fail_unknown(store, number, last);
	if (result == HVK_OK)
		result = hvk_publication_new(store, publication);
	if (result != HVK_OK)
		return result;
	(*publication)->plan = number;
	return read_publication(*publication, n);
}

HVK_EXPORT int hvk_plan_open(struct hvk_store *store, uint64_t number, size_t n, struct hvk_publication **publication)
{
	int result;

	*publication = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result == HVK_OK)
		result = hvk__begin_reading(store);
	if (result < 0)
		return result;
	result = open_plan(store, number, n, publication);
	hvk__rollback(store);
	if (result != 1) {
		hvk_publication_free(*publication);
		*publication = NULL;
	}
	return result < 0 ? result : HVK_OK;
}

/* ---------------------------------------------------------------- declaring */

/* Whether it could be published once its period is over. What it resolves to is found anew then: a plan keeps what was
 * asked for. */
static int check(struct hvk_publication *p)
{
	int64_t min_cell = p->min_cell;
	int zeros = p->zeros, result;

	if (p->cells)
		return hvk__fail(&p->store->error, HVK_EINVAL, "the publication was protected before");
	if (p->first < 0)
		return hvk__fail(&p->store->error, HVK_EINVAL, "period: a publication needs one, such as 2026-10");
	result = hvk__publication_settle_gemeenten(p);
	if (result == HVK_OK)
		result = hvk__publication_settle_rules(p);
	if (result == HVK_OK)
		result = hvk__publication_make_axes(p);
	hvk__publication_free_axes(p);
	p->min_cell = min_cell;
	p->zeros = zeros;
	return result;
}

static int check_all(struct hvk_publication *const publications[], size_t count)
{
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < count; i++) {
		result = check(publications[i]);
		for (size_t n = 0; result == HVK_OK && n < i; n++)
			if (hvk__publication_is_same(publications[n], publications[i]))
				result = hvk__fail(&publications[0]->store->error, HVK_EINVAL,
				                   "publications %zu and %zu ask for the same; leave one out", n + 1,
				                   i + 1);
	}
	return result;
}

/* Whether a plan in the store asks for the same publications, in that order: 1 or 0. */
static int is_declared(struct hvk_publication *const publications[], size_t count, uint64_t number)
{
	int result = 1;

	for (size_t n = 0; result == 1 && n <= count; n++) {
		struct hvk_publication *other = NULL;

		result = open_plan(publications[0]->store, number, n, &other);
		if (result == 1 && other)
			result = n < count && hvk__publication_is_same(publications[n], other) &&
			         publications[n]->min_cell == other->min_cell &&
			         publications[n]->zeros == other->zeros;
		else if (result == 0)
			result = n == count;
		hvk_publication_free(other);
	}
	return result;
}

static int refuse_declared(struct hvk_publication *const publications[], size_t count)
{
	struct hvk_store *store = publications[0]->store;
	uint64_t last;
	int result = read_last(store, &last);

	for (uint64_t number = 1; result == HVK_OK && number <= last; number++) {
		result = is_declared(publications, count, number);
		if (result == 1)
			return hvk__fail(&store->error, HVK_EINVAL, "plan %llu asks for the same already",
			                 (unsigned long long)number);
	}
	return result;
}

static int insert_plan(struct hvk_store *store, uint64_t *number)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	char today[11];
	int result = hvk__store_prepare(store,
		"INSERT INTO plan (number, declared_on) SELECT coalesce(max(number), 0) + 1, ? FROM plan"
		" RETURNING number", &insert);

	if (result < 0)
		return result;
	hvk__date_format(hvk__store_today(store), today);
	sqlite3_bind_text(insert, 1, today, -1, SQLITE_STATIC);
	result = hvk__store_step(store, insert);
	if (result == 1)
		*number = (uint64_t)sqlite3_column_int64(insert, 0);
	return result < 0 ? result : HVK_OK;
}

static int insert_publication(sqlite3_stmt *insert, uint64_t number, size_t place, const struct hvk_publication *p)
{
	sqlite3_bind_int64(insert, 1, (int64_t)number);
	sqlite3_bind_int64(insert, 2, (int64_t)place);
	sqlite3_bind_text(insert, 3, p->levels, -1, SQLITE_STATIC);
	sqlite3_bind_int(insert, 4, p->first);
	sqlite3_bind_int(insert, 5, p->last);
	sqlite3_bind_text(insert, 6, p->region, -1, SQLITE_STATIC);
	sqlite3_bind_text(insert, 7, p->gemeenten, -1, SQLITE_STATIC);
	if (p->min_cell == 0)
		sqlite3_bind_null(insert, 8);
	else
		sqlite3_bind_int64(insert, 8, p->min_cell);
	if (p->zeros < 0)
		sqlite3_bind_null(insert, 9);
	else
		sqlite3_bind_text(insert, 9, p->zeros == HVK_ZEROS_PROTECT ? "protect" : "camouflage", -1,
		                  SQLITE_STATIC);
	return hvk__store_run(p->store, insert);
}

static int add(struct hvk_publication *const publications[], size_t count, uint64_t *number)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	struct hvk_store *store = publications[0]->store;
	int result = check_all(publications, count);

	if (result == HVK_OK)
		result = refuse_declared(publications, count);
	if (result == HVK_OK)
		result = insert_plan(store, number);
	if (result == HVK_OK)
		result = hvk__store_prepare(store,
			"INSERT INTO plan_publication (plan, place, levels, first_month, last_month, region, gemeenten,"
			" min_cell, zeros) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", &insert);
	for (size_t i = 0; result == HVK_OK && i < count; i++)
		result = insert_publication(insert, *number, i, publications[i]);
	return result;
}

HVK_EXPORT int hvk_plan_add(struct hvk_store *store, struct hvk_publication *const publications[], size_t count,
                            bool dry_run, uint64_t *number)
{
	int result;

	*number = 0;
	hvk__error_clear(&store->error);
	if (count == 0)
		return hvk__fail(&store->error, HVK_EINVAL, "a plan needs a publication");
	result = hvk__begin(store, false);
	if (result < 0)
		return result;
	result = hvk__end_or_take_back(store, add(publications, count, number), dry_run);
	if (result < 0)
		*number = 0;
	return result;
}
