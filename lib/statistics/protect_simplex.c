/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Moves of any shape by linear programming, when nothing else finds one: how much each leaf that can change does, so
 * that no published cell changes, the target changes by one, no leaf is below 0, and all changes together are few. It
 * is the dual simplex method, with pivots of 1 and -1 only, so that all numbers are whole; they are kept as doubles,
 * which are exact as long as they are. Where only other pivots are left, nothing is found.
 *
 * A leaf that changes costs one a unit, up or down. In the table are the leaves that stay as they are, or go to 0, by
 * column; and by row those that follow from them, and at first the published cells, whose change has to be 0.
 */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "statistics/protect.h"

enum { ENTRIES_MAX = 1 << 23, PIVOTS_MAX = 4000 };
#define NONE UINT32_MAX

struct program {
	struct hvk__search *search;
	uint32_t *leaves;   /* cells that can change: the variables */
	size_t leaf_count;
	uint32_t *variable; /* by cell: its number, or NONE */
	size_t rows;
	double *table;      /* by row, then column */
	uint32_t *in_row;   /* by row: a variable, or NONE: what has to be 0 */
	double *value;      /* by row: how much it changes; a published cell: how much too much */
	int8_t *slope;      /* by row: what one more costs */
	uint32_t *in_column; /* by column: a variable, or NONE: never to change again */
	bool *emptied;      /* by column: the variable is at 0, all of it gone */
	double *price;      /* by column: what the rows cost when it is one less */
	uint32_t *nonzero;  /* columns of the row that is pivoted on */
	uint64_t *hashes;   /* of rows */
};

static void program_free(struct program *program)
{
	free(program->leaves);
	free(program->variable);
	free(program->table);
	free(program->in_row);
	free(program->value);
	free(program->slope);
	free(program->in_column);
	free(program->emptied);
	free(program->price);
	free(program->nonzero);
	free(program->hashes);
}

static double *row_of(const struct program *program, size_t row)
{
	return program->table + row * program->leaf_count;
}

/* What there is of a variable, to be taken away. */
static double stock(const struct program *program, uint32_t variable)
{
	const struct hvk__cell *cell = &program->search->p->cells[program->leaves[variable]];

	return (double)(cell->count + cell->delta);
}

/* ---------------------------------------------------------------- making it */

static bool is_rigid(const struct hvk__search *search, const struct hvk__cell *cell)
{
	return !cell->hidden && (cell->frozen || !search->paid);
}

static bool find_leaves(struct program *program)
{
	const struct hvk_protection *p = program->search->p;

	program->leaves = calloc(p->cell_count + 1, sizeof(*program->leaves));
	program->variable = calloc(p->cell_count + 1, sizeof(*program->variable));
	if (!program->leaves || !program->variable)
		return false;
	for (size_t i = 0; i < p->cell_count; i++) {
		program->variable[i] = NONE;
		if (!p->cells[i].leaf || is_rigid(program->search, &p->cells[i]))
			continue;
		program->variable[i] = (uint32_t)program->leaf_count;
		program->leaves[program->leaf_count++] = (uint32_t)i;
	}
	return true;
}

/* Calls for each leaf under a cell that can change, from dimension d on. */
static void fill_row(struct program *program, const struct hvk__cell *cell, double *row, size_t d, size_t place)
{
	const struct hvk_protection *p = program->search->p;
	const struct hvk__axis *axis = &p->axes[d];

	if (d == p->dimensions) {
		if (p->map[place] >= 0 && program->variable[p->map[place]] != NONE)
			row[program->variable[p->map[place]]] = 1;
		return;
	}
	for (uint32_t leaf = 0; leaf < axis->leaves; leaf++) {
		if (hvk__axis_holds(axis, cell->node[d], leaf))
			fill_row(program, cell, row, d + 1, place + axis->leaf_node[leaf] * axis->stride);
	}
}

/* Whether a row has something in it that no row before it has. */
static bool is_new_row(struct program *program)
{
	size_t size = program->leaf_count * sizeof(*program->table);
	double *row = row_of(program, program->rows);
	uint64_t hash = XXH3_64bits(row, size);
	bool any = false;

	for (size_t i = 0; i < program->leaf_count && !any; i++)
		any = row[i] != 0;
	for (size_t i = 0; i < program->rows && any; i++)
		any = program->hashes[i] != hash || memcmp(row, row_of(program, i), size) != 0;
	program->hashes[program->rows] = hash;
	return any;
}

static void add_row(struct program *program, const struct hvk__cell *cell, double value)
{
	double *row = row_of(program, program->rows);

	memset(row, 0, program->leaf_count * sizeof(*row));
	fill_row(program, cell, row, 0, 0);
	if (!is_new_row(program))
		return;
	program->in_row[program->rows] = NONE;
	program->value[program->rows++] = value;
}

static bool make_room(struct program *program, size_t rows)
{
	program->table = malloc(rows * program->leaf_count * sizeof(*program->table));
	program->in_row = calloc(rows, sizeof(*program->in_row));
	program->value = calloc(rows, sizeof(*program->value));
	program->slope = calloc(rows, sizeof(*program->slope));
	program->hashes = calloc(rows, sizeof(*program->hashes));
	program->in_column = calloc(program->leaf_count, sizeof(*program->in_column));
	program->emptied = calloc(program->leaf_count, sizeof(*program->emptied));
	program->price = calloc(program->leaf_count, sizeof(*program->price));
	program->nonzero = calloc(program->leaf_count, sizeof(*program->nonzero));
	return program->table && program->in_row && program->value && program->slope && program->hashes &&
	       program->in_column && program->emptied && program->price && program->nonzero;
}

/* The target first, which has to change by one; published cells, that may not. False: there is no room for it. */
static bool make(struct program *program)
{
	struct hvk__search *search = program->search;
	const struct hvk_protection *p = search->p;
	size_t rows = 1;

	if (!find_leaves(program)) {
		search->out_of_memory = true;
		return false;
	}
	for (size_t i = 0; i < p->cell_count; i++)
		rows += p->cells[i].listed && is_rigid(search, &p->cells[i]);
	if (program->leaf_count == 0 || rows > ENTRIES_MAX / program->leaf_count)
		return false;
	if (!make_room(program, rows)) {
		search->out_of_memory = true;
		return false;
	}
	for (size_t i = 0; i < program->leaf_count; i++)
		program->in_column[i] = (uint32_t)i;
	add_row(program, &p->cells[search->target], search->sign);
	for (size_t i = 0; i < p->cell_count; i++) {
		if (p->cells[i].listed && is_rigid(search, &p->cells[i]))
			add_row(program, &p->cells[i], 0);
	}
	return true;
}

/* ---------------------------------------------------------------- pivoting */

/* How far a row has to go: up, when it is above 0. Half: only to where its variable is as it was, beyond which it
 * costs the other way round. */
static double need_of(const struct program *program, size_t row, bool *half)
{
	uint32_t variable = program->in_row[row];
	double value = program->value[row];

	*half = false;
	if (variable == NONE)
		return -value;
	if (value < -stock(program, variable))
		return -stock(program, variable) - value;
	*half = (value < 0 && program->slope[row] > 0) || (value > 0 && program->slope[row] < 0);
	return *half ? -value : 0;
}

/* The row that is the farthest off. */
static size_t find_row(const struct program *program)
{
	size_t found = program->rows;
	double most = 0;

	for (size_t row = 0; row < program->rows; row++) {
		bool half;
		double need = need_of(program, row, &half);

		if (need < 0)
			need = -need;
		if (need > most) {
			most = need;
			found = row;
		}
	}
	return found;
}

/* What it costs to change a column by one, up or down, at least 0; negative: it cannot. */
static double cost_of(const struct program *program, size_t column, int way)
{
	uint32_t variable = program->in_column[column];
	bool emptied = program->emptied[column];
	double cost;

	if (variable == NONE || (way < 0 && (emptied || stock(program, variable) <= 0)))
		return -1;
	cost = (emptied ? -1 : 1) - way * program->price[column];
	return cost > 0 ? cost : 0;
}

/* The cheapest column by which a row can go its way, or none. */
static size_t find_column(const struct program *program, size_t row, int way, double *cheapest)
{
	const double *entries = row_of(program, row);
	size_t found = program->leaf_count;

	for (size_t column = 0; column < program->leaf_count; column++) {
		double cost;

		if (entries[column] != 1 && entries[column] != -1)
			continue;
		cost = cost_of(program, column, entries[column] > 0 ? -way : way);
		if (cost < 0 || (found < program->leaf_count && cost >= *cheapest))
			continue;
		*cheapest = cost;
		found = column;
	}
	return found;
}

static void set_slope(struct program *program, size_t row, int slope)
{
	const double *entries = row_of(program, row);
	int change = slope - program->slope[row];

	for (size_t column = 0; column < program->leaf_count; column++)
		program->price[column] += change * entries[column];
	program->slope[row] = (int8_t)slope;
}

/* Subtracts the pivot's row from another. */
static void eliminate(struct program *program, size_t row, size_t pivot, size_t column, size_t count)
{
	double *entries = row_of(program, row), factor = entries[column];
	const double *by = row_of(program, pivot);

	if (factor == 0)
		return;
	entries[column] = 0;
	for (size_t i = 0; i < count; i++)
		entries[program->nonzero[i]] -= factor * by[program->nonzero[i]];
}

/* The variable of a column goes into a row, so that what was there comes to its bound; and the other way round. */
static void pivot(struct program *program, size_t row, size_t column, double need)
{
	double *entries = row_of(program, row), divisor = entries[column], price = program->price[column];
	double by = -need / divisor; /* so much the column's variable changes */
	uint32_t leaving = program->in_row[row], entering = program->in_column[column];
	bool emptied = leaving != NONE && program->value[row] + need < 0;
	double before = program->emptied[column] ? -stock(program, entering) : 0;
	int slope = program->emptied[column] || by < 0 ? -1 : 1;
	size_t count = 0;

	for (size_t i = 0; i < program->rows; i++) {
		if (i != row)
			program->value[i] -= row_of(program, i)[column] * by;
	}
	/* The row says what the entering variable is, by what leaves. */
	for (size_t i = 0; i < program->leaf_count; i++) {
		entries[i] /= divisor;
		if (i != column && entries[i] != 0)
			program->nonzero[count++] = (uint32_t)i;
	}
	entries[column] = 1 / divisor;
	program->nonzero[count++] = (uint32_t)column;
	for (size_t i = 0; i < program->rows; i++) {
		if (i != row)
			eliminate(program, i, row, column, count);
	}
	for (size_t i = 0; i + 1 < count; i++)
		program->price[program->nonzero[i]] += (slope - price) * entries[program->nonzero[i]];
	program->price[column] = program->slope[row] + (slope - price) / divisor;
	program->in_row[row] = entering;
	program->value[row] = before + by;
	program->slope[row] = (int8_t)slope;
	program->in_column[column] = leaving;
	program->emptied[column] = emptied;
}

static bool solve(struct program *program)
{
	for (int n = 0; n < PIVOTS_MAX; n++) {
		size_t row = find_row(program), column;
		double need, cost = 0;
		bool half;

		if (row == program->rows)
			return true;
		need = need_of(program, row, &half);
		column = find_column(program, row, need > 0 ? 1 : -1, &cost);
		if (half && (column == program->leaf_count || cost > 2))
			set_slope(program, row, -program->slope[row]);
		else if (column == program->leaf_count)
			return false;
		else
			pivot(program, row, column, need);
	}
	return false;
}

/* ---------------------------------------------------------------- what comes of it */

/* Adds what a leaf changes to all cells that hold it. */
static bool note_leaf(struct program *program, const struct hvk__cell *leaf, double by)
{
	struct hvk_protection *p = program->search->p;
	int32_t change = (int32_t)by;
	const uint32_t *above[HVK__AXES];
	size_t count[HVK__AXES], at[HVK__AXES] = { 0 }, d;

	if (change == 0)
		return true;
	for (d = 0; d < p->dimensions; d++) {
		const struct hvk__axis *axis = &p->axes[d];
		int32_t number = axis->node_leaf[leaf->node[d]];

		above[d] = axis->above + axis->above_start[number];
		count[d] = axis->above_start[number + 1] - axis->above_start[number];
	}
	do {
		size_t place = 0;

		for (d = 0; d < p->dimensions; d++)
			place += above[d][at[d]] * p->axes[d].stride;
		if (p->map[place] >= 0) {
			struct hvk__cell *cell = &p->cells[p->map[place]];

			if (!hvk__effect_note(program->search, cell))
				return false;
			cell->effect += change;
		}
		for (d = p->dimensions; d-- > 0 && ++at[d] == count[d];)
			at[d] = 0;
	} while (d < p->dimensions);
	return true;
}

static bool note_leaves(struct program *program)
{
	const struct hvk__cell *cells = program->search->p->cells;

	for (size_t row = 0; row < program->rows; row++) {
		uint32_t variable = program->in_row[row];

		if (variable != NONE && !note_leaf(program, &cells[program->leaves[variable]], program->value[row]))
			return false;
	}
	for (size_t column = 0; column < program->leaf_count; column++) {
		uint32_t variable = program->in_column[column];

		if (variable != NONE && program->emptied[column] &&
		    !note_leaf(program, &cells[program->leaves[variable]], -stock(program, variable)))
			return false;
	}
	return true;
}

/* Whether it is what was asked for: by the cells themselves, not by the table. */
static bool is_right(const struct program *program)
{
	const struct hvk__search *search = program->search;

	for (size_t i = 0; i < search->touched_count; i++) {
		const struct hvk__cell *cell = &search->p->cells[search->touched[i]];

		if (cell->count + cell->delta + cell->effect < 0 || (cell->listed && is_rigid(search, cell)))
			return false;
	}
	return search->p->cells[search->target].effect == search->sign;
}

bool hvk__simplex_search(struct hvk__search *search)
{
	_cleanup_(program_free) struct program program = { .search = search };
	bool found = make(&program) && solve(&program) && note_leaves(&program);

	if (found) {
		hvk__effect_settle(search);
		found = is_right(&program);
	}
	if (!found)
		hvk__effect_clear(search);
	return found;
}
