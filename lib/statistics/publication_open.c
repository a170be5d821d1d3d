/* SPDX-License-Identifier: EUPL-1.2 */
/* Out of the ledger: publications as they were entered. Whoever damaged the file gets a message, not a crash. */
#include <string.h>

#include "core/macro.h"
#include "statistics/publication.h"

static int fail_damaged(const struct hvk_publication *p, const char *what)
{
	return hvk__fail_at(&p->store->error, HVK_ESTORE, hvk__store_path(p->store), 0, 0,
	                    "the ledger is damaged: publication %llu: %s; restore a backup",
	                    (unsigned long long)p->number, _(what));
}

/* Prepares what is read of one publication. */
static int prepare(const struct hvk_publication *p, const char *text, sqlite3_stmt **statement)
{
	int result = hvk__store_prepare(p->store, text, statement);

	if (result == HVK_OK)
		sqlite3_bind_int64(*statement, 1, (int64_t)p->number);
	return result;
}

/* A column as text that stays; NULL when memory runs out. */
static const char *keep(struct hvk_publication *p, sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);

	if (!text)
		return sqlite3_column_type(row, column) == SQLITE_NULL ? "" : NULL;
	return hvk__pool_add(&p->pool, text, strlen(text));
}

/* ---------------------------------------------------------------- what it is */

/* It is not there: it never was, or the ledger has a gap. */
static int fail_missing(const struct hvk_publication *p)
{
	uint64_t last;
	int result = hvk__publication_read_last(p->store, &last);

	if (result < 0)
		return result;
	return p->number > 0 && p->number <= last ? fail_damaged(p, N_("it is missing")) :
	                                            hvk__publication_fail_unknown(p->store, p->number, last);
}

/* Takes the columns of read_publication(). */
static int take_publication(struct hvk_publication *p, sqlite3_stmt *row)
{
	const char **const into[] = { &p->entered_on, &p->levels, &p->region, &p->gemeenten, &p->place, &p->checksum,
		                      &p->withdrawn_on, &p->reason };
	const char *zeros, *geography, *digest;
	struct hvk__date date;
	int n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(into); i++)
		if (!(*into[i] = keep(p, row, n++)))
			return hvk__fail_memory(&p->store->error);
	zeros = (const char *)sqlite3_column_text(row, n++);
	geography = (const char *)sqlite3_column_text(row, n++);
	digest = (const char *)sqlite3_column_text(row, n++);
	if (!zeros || !geography || !digest)
		return hvk__fail_memory(&p->store->error);
	p->zeros = strcmp(zeros, "protect") == 0 ? HVK_ZEROS_PROTECT : HVK_ZEROS_CAMOUFLAGE;
	if (!hvk__date_parse(geography, strlen(geography), true, &date))
		return fail_damaged(p, N_("no day of its gemeenten"));
	p->geography_day = hvk__date_to_days(date);
	if (strlen(digest) != sizeof(p->digest) - 1)
		return fail_damaged(p, N_("no digest"));
	memcpy(p->digest, digest, sizeof(p->digest));
	p->first = sqlite3_column_int(row, n++);
	p->last = sqlite3_column_int(row, n++);
	p->min_cell = sqlite3_column_int64(row, n++);
	p->late = sqlite3_column_int64(row, n++);
	p->plan = (uint64_t)sqlite3_column_int64(row, n++);
	if (p->first < 0 || p->last > HVK__MONTH_MAX)
		return fail_damaged(p, N_("no months"));
	return HVK_OK;
}

static int read_publication(struct hvk_publication *p)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = prepare(p,
		"SELECT entered_on, levels, region, gemeenten, place, checksum, withdrawn_on, reason, zeros, geography,"
		" digest, first_month, last_month, min_cell, late, plan FROM publication"
		" LEFT JOIN withdrawal ON publication = number WHERE number = ?", &row);

	if (result == HVK_OK)
		result = hvk__store_step(p->store, row);
	if (result == 0)
		return fail_missing(p);
	return result < 0 ? result : take_publication(p, row);
}

/* ---------------------------------------------------------------- its axes */

static int take_member(struct hvk_publication *p, sqlite3_stmt *row)
{
	unsigned axis = (unsigned)sqlite3_column_int(row, 0);
	const char *key = (const char *)sqlite3_column_text(row, 2), *level = (const char *)sqlite3_column_text(row, 3);
	const char *const label[] = { (const char *)sqlite3_column_text(row, 4),
		                      (const char *)sqlite3_column_text(row, 5) };
	size_t member;
	int result;

	if (!key || !level || !label[HVK_NL] || !label[HVK_EN])
		return hvk__fail_memory(&p->store->error);
	if (axis >= HVK__PUBLICATION_AXES ||
	    sqlite3_column_int64(row, 1) != (int64_t)p->axes[axis].member_count)
		return fail_damaged(p, N_("members are missing"));
	result = hvk__publication_add_member(p, axis, key, level, label, &member);
	if (result < 0)
		return result;
	p->axes[axis].members[member].sensitive = sqlite3_column_int(row, 6) != 0;
	p->axes[axis].members[member].whole = true; /* until a leaf is found */
	return HVK_OK;
}

static int read_members(struct hvk_publication *p)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = prepare(p,
		"SELECT axis, member, key, level, label_nl, label_en, sensitive FROM publication_member"
		" WHERE publication = ? ORDER BY axis, member", &row);

	while (result >= 0 && (result = hvk__store_step(p->store, row)) == 1)
		result = take_member(p, row);
	for (int axis = 0; result == HVK_OK && axis < HVK__PUBLICATION_AXES; axis++)
		if (p->axes[axis].member_count == 0)
			result = fail_damaged(p, N_("members are missing"));
	return result;
}

/* Whether an axis has a member. */
static bool has_member(const struct hvk_publication *p, unsigned axis, int64_t member)
{
	return axis < HVK__PUBLICATION_AXES && member >= 0 && member < (int64_t)p->axes[axis].member_count;
}

/* The largest that a leaf can be: a NIS code, the number of a code, a month. */
static const int64_t largest[HVK__PUBLICATION_AXES] = {
	[HVK__PLACES] = 99999, [HVK__SUBJECTS] = UINT16_MAX, [HVK__TIME] = HVK__MONTH_MAX
};

static int read_leaves(struct hvk_publication *p)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = prepare(p,
		"SELECT axis, member, leaf FROM publication_leaf WHERE publication = ? ORDER BY axis, member, leaf",
		&row);

	while (result >= 0 && (result = hvk__store_step(p->store, row)) == 1) {
		unsigned axis = (unsigned)sqlite3_column_int(row, 0);
		int64_t member = sqlite3_column_int64(row, 1), leaf = sqlite3_column_int64(row, 2);

		if (!has_member(p, axis, member) || leaf < 0 || leaf > largest[axis])
			return fail_damaged(p, N_("members are missing"));
		p->axes[axis].members[member].whole = false;
		result = hvk__publication_add_leaf(p, axis, (size_t)member, (uint32_t)leaf);
	}
	return result;
}

static int read_links(struct hvk_publication *p)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = prepare(p,
		"SELECT axis, parent, child, set_name FROM publication_link WHERE publication = ?"
		" ORDER BY axis, parent, set_name, child", &row);

	while (result >= 0 && (result = hvk__store_step(p->store, row)) == 1) {
		unsigned axis = (unsigned)sqlite3_column_int(row, 0);
		int64_t parent = sqlite3_column_int64(row, 1), child = sqlite3_column_int64(row, 2);
		const char *set = (const char *)sqlite3_column_text(row, 3);

		if (!set)
			return hvk__fail_memory(&p->store->error);
		if (!has_member(p, axis, parent) || !has_member(p, axis, child))
			return fail_damaged(p, N_("members are missing"));
		result = hvk__publication_add_link(p, axis, (size_t)parent, (size_t)child, set);
	}
	return result;
}

/* ---------------------------------------------------------------- its cells */

/* How many it should have, if the ledger has so many. */
static int count_cells(const struct hvk_publication *p, size_t *count)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	size_t expected = 1;
	int result = prepare(p, "SELECT count(*) FROM publication_cell WHERE publication = ?", &row);

	if (result == HVK_OK)
		result = hvk__store_step(p->store, row);
	if (result < 0)
		return result;
	for (int axis = 0; axis < HVK__PUBLICATION_AXES; axis++)
		if (__builtin_mul_overflow(expected, p->axes[axis].member_count, &expected))
			return fail_damaged(p, N_("cells are missing"));
	*count = expected;
	return expected == (uint64_t)sqlite3_column_int64(row, 0) ? HVK_OK : fail_damaged(p, N_("cells are missing"));
}

/* So many as there should be, each inside, and no two the same by the key of the table: none is missing. */
static int take_cell(struct hvk_publication *p, sqlite3_stmt *row)
{
	int64_t status = sqlite3_column_int64(row, 3), count = sqlite3_column_int64(row, 4);
	struct hvk__publication_cell *cell;

	for (unsigned axis = 0; axis < HVK__PUBLICATION_AXES; axis++)
		if (!has_member(p, axis, sqlite3_column_int64(row, (int)axis)))
			return fail_damaged(p, N_("cells are missing"));
	if (status < 0 || status > HVK__CELL_BY_RULE || count < 0)
		return fail_damaged(p, N_("a cell with neither count nor status"));
	cell = &p->cells[hvk__publication_place(p, (size_t)sqlite3_column_int64(row, HVK__PLACES),
	                                        (size_t)sqlite3_column_int64(row, HVK__SUBJECTS),
	                                        (size_t)sqlite3_column_int64(row, HVK__TIME))];
	*cell = (struct hvk__publication_cell){ count, (enum hvk__publication_status)status };
	return HVK_OK;
}

static int read_cells(struct hvk_publication *p)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	size_t count = 0;
	int result = count_cells(p, &count);

	if (result < 0)
		return result;
	p->cells = calloc(count, sizeof(*p->cells));
	if (!p->cells)
		return hvk__fail_memory(&p->store->error);
	result = prepare(p, "SELECT place, subject, time, status, count FROM publication_cell WHERE publication = ?",
	                 &row);
	while (result >= 0 && (result = hvk__store_step(p->store, row)) == 1)
		result = take_cell(p, row);
	return result;
}

/* ---------------------------------------------------------------- all of it */

int hvk__publication_load(struct hvk_store *store, uint64_t number, struct hvk_publication *p)
{
	int result;

	p->store = store;
	p->number = number;
	p->opened = true;
	result = read_publication(p);
	if (result < 0)
		return result;
	result = hvk__publication_read_levels(p);
	if (result == HVK_EINVAL || result == HVK_ENOTFOUND || result == HVK_EAMBIGUOUS || result == HVK_EBUG)
		return fail_damaged(p, N_("what it counts by is not known"));
	if (result == HVK_OK)
		result = read_members(p);
	if (result == HVK_OK)
		result = read_leaves(p);
	if (result == HVK_OK)
		result = read_links(p);
	return result == HVK_OK ? read_cells(p) : result;
}

HVK_EXPORT int hvk_publication_open(struct hvk_store *store, uint64_t number, struct hvk_publication **publication)
{
	int result;

	*publication = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result == HVK_OK)
		result = hvk_publication_new(store, publication);
	if (result == HVK_OK)
		result = hvk__begin_reading(store);
	if (result == HVK_OK) {
		result = hvk__publication_load(store, number, *publication);
		hvk__rollback(store);
	}
	if (result < 0) {
		hvk_publication_free(*publication);
		*publication = NULL;
	}
	return result;
}

/* ---------------------------------------------------------------- the same again */

int hvk__publication_same(struct hvk_publication *p, uint64_t *number)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = hvk__store_prepare(p->store,
		"SELECT max(number) FROM publication WHERE first_month = ?1 AND last_month = ?2 AND levels = ?3"
		" AND region = ?4 AND gemeenten = ?5 AND min_cell = coalesce(?6, min_cell)"
		" AND zeros = coalesce(?7, zeros) AND number NOT IN (SELECT publication FROM withdrawal)", &row);

	*number = 0;
	if (result < 0)
		return result;
	sqlite3_bind_int(row, 1, p->first);
	sqlite3_bind_int(row, 2, p->last);
	sqlite3_bind_text(row, 3, p->levels, -1, SQLITE_STATIC);
	sqlite3_bind_text(row, 4, p->region, -1, SQLITE_STATIC);
	sqlite3_bind_text(row, 5, p->gemeenten, -1, SQLITE_STATIC);
	if (p->min_cell != 0)
		sqlite3_bind_int64(row, 6, p->min_cell);
	if (p->zeros >= 0)
		sqlite3_bind_text(row, 7, p->zeros == HVK_ZEROS_PROTECT ? "protect" : "camouflage", -1, SQLITE_STATIC);
	result = hvk__store_step(p->store, row);
	if (result == 1)
		*number = (uint64_t)sqlite3_column_int64(row, 0);
	return result < 0 ? result : HVK_OK;
}

HVK_EXPORT int hvk_publication_find(struct hvk_publication *p, uint64_t *number)
{
	int result;

	*number = p->number;
	hvk__error_clear(&p->store->error);
	if (p->cells)
		return HVK_OK;
	result = hvk__store_require(p->store, false);
	if (result == HVK_OK)
		result = hvk__publication_settle_gemeenten(p);
	return result == HVK_OK ? hvk__publication_same(p, number) : result;
}
