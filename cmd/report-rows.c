/* SPDX-License-Identifier: EUPL-1.2 */
/* The values and rows of a view. */
#include <stdlib.h>
#include <string.h>

#include "report-view.h"

enum {
	ROWS_MAX = 4000000, /* combinations looked at to find totals, or what occurs in one of two periods */
	MANY = 1024         /* rows that are ranked at once */
};

/* ---- members */

struct hvk_table *view_table(const struct view *view, size_t dimension)
{
	bool both = view->compare && !is_time(hvk_table_dimension(view->parts[NOW].table, dimension));

	return view->parts[both ? BOTH : NOW].table;
}

size_t view_members(const struct view *view, size_t dimension)
{
	return hvk_table_members(view_table(view, dimension), dimension);
}

bool place_row(const struct view *view, enum part_name name, const size_t row[], size_t member[])
{
	const struct part *part = &view->parts[name];
	size_t count = name == SPARK ? view->row_dimensions : view->dimensions;

	for (size_t d = 0; d < count; d++) {
		member[d] = row[d];
		if (row[d] >= view_members(view, d))
			member[d] = hvk_table_members(part->table, d);
		else if (part->places[d])
			member[d] = part->places[d][row[d]];
		if (member[d] == SIZE_MAX)
			return false;
	}
	return true;
}

void set_across(const struct view *view, size_t member[], size_t column)
{
	if (view->wide)
		member[view->dimensions - 1] = column;
}

bool is_total(const struct view *view, const size_t row[])
{
	for (size_t i = 0; i < view->row_dimensions; i++)
		if (row[i] >= view_members(view, i))
			return true;
	return false;
}

/* ---- values */

/* What the library says of a value, remembering that it failed: 1, or 0 for none. */
static int read_value(struct view *view, enum part_name part, enum hvk_measure measure, const size_t member[],
                      int64_t *whole, double *real)
{
	int result = hvk_table_value(view->parts[part].table, measure, member, whole, real);

	view->failed |= result < 0;
	return result == 1;
}

/* Questions of a part per 1000 children. The children are those of all members that are shown, whichever of the two
 * periods they occur in, so that both totals are about the same children. */
static bool rate(struct view *view, const size_t row[], int64_t questions, double *real)
{
	size_t member[DIMENSIONS_MAX];
	int64_t whole;

	if (!place_row(view, BOTH, row, member))
		return false;
	for (size_t d = 0; d < view->dimensions; d++)
		if (is_time(hvk_table_dimension(view->parts[BOTH].table, d)))
			member[d] = hvk_table_members(view->parts[BOTH].table, d);
	if (!read_value(view, BOTH, HVK_PER_1000, member, &whole, real))
		return false;
	*real = whole > 0 ? *real * (double)questions / (double)whole : 0;
	return true;
}

/* What does not occur in a part counts 0 there; it has a share when anything has. */
static bool read_absent(struct view *view, enum part_name part, enum hvk_measure measure, int64_t *whole, double *real)
{
	size_t all[DIMENSIONS_MAX];
	bool known = true;

	for (size_t d = 0; d < view->dimensions; d++)
		all[d] = hvk_table_members(view->parts[part].table, d);
	if (measure == HVK_SHARE)
		known = read_value(view, part, measure, all, whole, real);
	*whole = 0;
	*real = 0;
	return known;
}

static bool read_part(struct view *view, enum part_name part, enum hvk_measure measure, const size_t row[],
                      int64_t *whole, double *real)
{
	bool rated = view->compare && measure == HVK_PER_1000, known;
	enum hvk_measure counted = rated ? HVK_QUESTIONS : measure;
	size_t member[DIMENSIONS_MAX];

	if (place_row(view, part, row, member))
		known = read_value(view, part, counted, member, whole, real);
	else
		known = read_absent(view, part, counted, whole, real);
	return known && rated ? rate(view, row, *whole, real) : known;
}

/* Whether a row is of a time that has not begun, as the first dimension tells. */
static bool is_to_come(const struct view *view, const size_t row[])
{
	char first[8], last[8], now[11];

	if (is_total(view, row))
		return false;
	today(view->command, now);
	return hvk_period_resolve(view->command->store, hvk_table_key(view_table(view, 0), 0, row[0]), first, last) ==
	       HVK_OK && strncmp(first, now, 7) > 0;
}

struct cell view_value(struct view *view, enum part_name part, enum hvk_measure measure, const size_t row[])
{
	int64_t whole;
	double real;

	if (!read_part(view, part, measure, row, &whole, &real))
		return cell_empty();
	if (view->no_future && whole == 0 && is_to_come(view, row))
		return cell_empty();
	if (measure == HVK_PER_1000)
		return cell_real(real, 2);
	if (measure != HVK_SHARE)
		return cell_whole(whole);
	return view->for_people ? cell_real(100 * real, 1) : cell_real(real, 6);
}

double cell_value(const struct cell *cell)
{
	return cell->type == CELL_WHOLE ? (double)cell->whole : cell->type == CELL_REAL ? cell->real : 0;
}

/* ---- going through the rows */

/* What there is of a measure: what it is a share or a rate of. */
static enum hvk_measure counted(enum hvk_measure measure)
{
	return measure >= HVK_SESSIONS ? measure : HVK_QUESTIONS;
}

static bool is_something(struct view *view, enum part_name part, const size_t row[])
{
	int64_t whole = 0;
	double real;

	for (size_t m = 0; m < view->measure_count; m++) {
		read_part(view, part, counted(view->measures[m]), row, &whole, &real);
		if (whole != 0)
			return true;
	}
	return false;
}

/* Whether a row is one: its members can be together, and there is something when nothing is left out. Its value is that
 * of its first measure, over all columns. */
static bool is_row(struct view *view, const size_t row[], double *value)
{
	size_t member[DIMENSIONS_MAX] = { 0 }, placed[DIMENSIONS_MAX];
	enum part_name all = view->compare ? BOTH : NOW;
	int64_t whole;
	double real;
	struct cell cell;

	memcpy(member, row, view->row_dimensions * sizeof(*row));
	set_across(view, member, view->wide ? view_members(view, view->dimensions - 1) : 0);
	if (!place_row(view, all, member, placed) ||
	    !read_value(view, all, counted(view->measures[0]), placed, &whole, &real))
		return false;
	if (view->nonzero && !is_something(view, NOW, member) &&
	    !(view->compare && is_something(view, BEFORE, member)))
		return false;
	cell = view_value(view, NOW, view->measures[0], member);
	*value = cell_value(&cell);
	return true;
}

/* Every combination of members, the last dimension fastest; with totals, each total after its members. */
static int each_combination(struct view *view, bool totals, row_function *function, void *data)
{
	size_t row[DIMENSIONS_MAX] = { 0 }, count[DIMENSIONS_MAX];
	double value;

	for (size_t i = 0; i < view->row_dimensions; i++) {
		count[i] = view_members(view, i) + totals;
		if (count[i] == 0)
			return 0;
	}
	for (;;) {
		size_t i = view->row_dimensions;

		if (is_row(view, row, &value) && function(view, data, row, value) < 0)
			return -1;
		while (i > 0 && ++row[i - 1] == count[i - 1])
			row[--i] = 0;
		if (i == 0)
			return 0;
	}
}

/* The rows that hold anything, without looking at those that do not. */
static int each_occurring(struct view *view, row_function *function, void *data)
{
	const struct hvk_table *table = view->parts[NOW].table;
	size_t row[DIMENSIONS_MAX], last[DIMENSIONS_MAX];
	double value;

	for (size_t i = 0; i < hvk_table_occurring(table); i++) {
		hvk_table_occurring_at(table, i, row);
		/* Cells of one row in a wide table follow each other. */
		if (i > 0 && memcmp(row, last, view->row_dimensions * sizeof(*row)) == 0)
			continue;
		memcpy(last, row, sizeof(last));
		if (is_row(view, row, &value) && function(view, data, row, value) < 0)
			return -1;
	}
	return 0;
}

int each_row(struct view *view, bool totals, row_function *function, void *data)
{
	return view->nonzero && !totals && !view->compare ? each_occurring(view, function, data)
	                                                  : each_combination(view, totals, function, data);
}

bool too_many_rows(const struct view *view)
{
	bool all = view->totals && !view->top;
	double rows = 1;

	for (size_t i = 0; i < view->row_dimensions; i++)
		rows *= (double)view_members(view, i) + all;
	return (all || view->compare) && rows > ROWS_MAX;
}

/* ---- the largest */

static int compare_ranked(const void *a, const void *b)
{
	const struct ranked *one = a, *other = b;

	if (one->value != other->value)
		return one->value > other->value ? -1 : 1;
	return one->order < other->order ? -1 : one->order > other->order;
}

/* Leaves the largest. */
static void keep_top(const struct view *view, struct ranking *ranking)
{
	if (ranking->count == 0)
		return;
	qsort(ranking->rows, ranking->count, sizeof(*ranking->rows), compare_ranked);
	if (ranking->count > view->top) {
		ranking->left += ranking->count - view->top;
		ranking->count = view->top;
	}
}

static int rank_row(struct view *view, void *data, const size_t row[], double value)
{
	struct ranking *ranking = data;
	struct ranked *ranked;

	/* Of any number of rows no more are held than twice those that are shown. */
	if (view->top && ranking->count >= MANY && ranking->count / 2 >= view->top)
		keep_top(view, ranking);
	if (ranking->count == ranking->capacity) {
		size_t capacity = ranking->capacity + ranking->capacity / 2 + 64;
		void *rows = reallocarray(ranking->rows, capacity, sizeof(*ranking->rows));

		if (!rows)
			return -1;
		ranking->rows = rows;
		ranking->capacity = capacity;
	}
	ranked = &ranking->rows[ranking->count++];
	*ranked = (struct ranked){ .value = value, .order = ranking->count + ranking->left };
	memcpy(ranked->member, row, view->row_dimensions * sizeof(*row));
	return 0;
}

int rank_rows(struct view *view, struct ranking *ranking)
{
	*ranking = (struct ranking){ 0 };
	if (each_row(view, false, rank_row, ranking) < 0)
		return -1;
	if (view->top)
		keep_top(view, ranking);
	return 0;
}
