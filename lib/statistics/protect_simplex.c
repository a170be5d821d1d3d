/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Moves of any shape by linear programming, when nothing else finds one: how much each leaf that can change does, so
 * that no published cell changes, the target changes by one, no leaf is below 0, and all changes together are few. It
 * is the dual simplex method, with pivots by which can be divided exactly: powers of two. Numbers are kept as doubles,
 * which are exact as long as that holds. Where only other pivots are left, or the outcome is not whole, leaves are
 * taken in another order.
 *
 * A leaf that changes costs one a unit, up or down. In the table are the leaves that stay as they are, or go to 0, by
 * column; and by row those that follow from them, and at first the published cells, whose change has to be 0.
 */
#include <math.h>

#include "statistics/protect_program.h"

enum { PIVOTS_MAX = 4000, HALVINGS_MAX = 8, ATTEMPTS = 4 };
enum outcome { SOLVED, HOPELESS, STUCK };

/* ---------------------------------------------------------------- pivoting */

/* How far a row has to go: up, when it is above 0. Half: only to where its variable is as it was, beyond which it
 * costs the other way round. */
static double need_of(const struct hvk__program *program, size_t row, bool *half)
{
	uint32_t variable = program->in_row[row];
	double value = program->value[row];

	*half = false;
	if (variable == HVK__NONE)
		return -value;
	if (value < -hvk__program_stock(program, variable))
		return -hvk__program_stock(program, variable) - value;
	*half = (value < 0 && program->slope[row] > 0) || (value > 0 && program->slope[row] < 0);
	return *half ? -value : 0;
}

/* The row that is the farthest off. */
static size_t find_row(const struct hvk__program *program)
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
static double cost_of(const struct hvk__program *program, size_t column, int way)
{
	uint32_t variable = program->in_column[column];
	bool emptied = program->emptied[column];
	double cost;

	if (variable == HVK__NONE || (way < 0 && (emptied || hvk__program_stock(program, variable) <= 0)))
		return -1;
	cost = (emptied ? -1 : 1) - way * program->price[column];
	return cost > 0 ? cost : 0;
}

/* Whether a division by it is exact. */
static bool is_pivot(double entry)
{
	int exponent;
	double part = frexp(entry, &exponent);

	return (part == 0.5 || part == -0.5) && exponent > -HALVINGS_MAX && exponent < HALVINGS_MAX;
}

/* The cheapest column by which a row can go its way, or none. */
static size_t find_column(const struct hvk__program *program, size_t row, int way, double *cheapest)
{
	const double *entries = hvk__program_row(program, row);
	size_t found = program->leaf_count;

	for (size_t column = 0; column < program->leaf_count; column++) {
		double cost;

		if (!is_pivot(entries[column]))
			continue;
		cost = cost_of(program, column, entries[column] > 0 ? -way : way);
		if (cost < 0)
			continue;
		cost /= entries[column] > 0 ? entries[column] : -entries[column];
		if (found < program->leaf_count && cost >= *cheapest)
			continue;
		*cheapest = cost;
		found = column;
	}
	return found;
}

static void set_slope(struct hvk__program *program, size_t row, int slope)
{
	const double *entries = hvk__program_row(program, row);
	int change = slope - program->slope[row];

	for (size_t column = 0; column < program->leaf_count; column++)
		program->price[column] += change * entries[column];
	program->slope[row] = (int8_t)slope;
}

/* Subtracts the pivot's row from another. */
static void eliminate(struct hvk__program *program, size_t row, size_t pivot, size_t column, size_t count)
{
	double *entries = hvk__program_row(program, row), factor = entries[column];
	const double *by = hvk__program_row(program, pivot);

	if (factor == 0)
		return;
	entries[column] = 0;
	program->search->effort -= (int64_t)count;
	for (size_t i = 0; i < count; i++)
		entries[program->nonzero[i]] -= factor * by[program->nonzero[i]];
}

/* The variable of a column goes into a row, so that what was there comes to its bound; and the other way round. */
static void pivot(struct hvk__program *program, size_t row, size_t column, double need)
{
	double *entries = hvk__program_row(program, row), divisor = entries[column], price = program->price[column];
	double by = -need / divisor; /* so much the column's variable changes */
	uint32_t leaving = program->in_row[row], entering = program->in_column[column];
	bool emptied = leaving != HVK__NONE && program->value[row] + need < 0;
	double before = program->emptied[column] ? -hvk__program_stock(program, entering) : 0;
	int slope = program->emptied[column] || by < 0 ? -1 : 1;
	size_t count = 0;

	for (size_t i = 0; i < program->rows; i++) {
		if (i != row)
			program->value[i] -= hvk__program_row(program, i)[column] * by;
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

/* Whether a row can go its way at all. */
static bool is_hopeless(const struct hvk__program *program, size_t row, int way)
{
	const double *entries = hvk__program_row(program, row);

	for (size_t column = 0; column < program->leaf_count; column++) {
		if (entries[column] != 0 && cost_of(program, column, entries[column] > 0 ? -way : way) >= 0)
			return false;
	}
	return true;
}

static enum outcome solve(struct hvk__program *program)
{
	for (int n = 0; n < PIVOTS_MAX && (!program->search->hard || program->search->effort > 0); n++) {
		size_t row = find_row(program), column;
		double need, cost = 0;
		bool half;

		if (row == program->rows)
			return SOLVED;
		need = need_of(program, row, &half);
		column = find_column(program, row, need > 0 ? 1 : -1, &cost);
		if (half && (column == program->leaf_count || cost > 2))
			set_slope(program, row, -program->slope[row]);
		else if (column == program->leaf_count)
			return is_hopeless(program, row, need > 0 ? 1 : -1) ? HOPELESS : STUCK;
		else
			pivot(program, row, column, need);
	}
	return STUCK;
}

/* ---------------------------------------------------------------- all in all */

static enum outcome attempt(struct hvk__search *search, uint64_t number)
{
	_cleanup_(hvk__program_free) struct hvk__program program = { .search = search, .attempt = number };
	enum outcome outcome = hvk__program_make(&program) ? solve(&program) : HOPELESS;

	if (outcome == SOLVED && !hvk__program_note(&program))
		return search->out_of_memory ? HOPELESS : STUCK;
	return outcome;
}

bool hvk__simplex_search(struct hvk__search *search)
{
	enum outcome outcome = STUCK;

	for (uint64_t number = 0; number < ATTEMPTS && outcome == STUCK; number++)
		outcome = attempt(search, number);
	return outcome == SOLVED;
}
