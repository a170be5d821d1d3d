/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Moves that are cycles. In a dimension A, the rows, the move goes from leaf to leaf and back to where it began, each
 * step in some column, a leaf of dimension B: a step from row r to row s in column b adds (r - s) x b. Every row that
 * is passed gives in one column what it gets in another, so that its sums over the columns stay as they are; the cells
 * that change are those of the column. The first step is in the column of the target and leaves it. Outside is a row as
 * well: it stands for the totals. In a third dimension the whole is one leaf, or the difference of two.
 *
 * The costs of steps add up, so that the cheapest cycle is a shortest path. Its states: a row, with the class of the
 * column in which it was entered, since what is above two columns that are siblings stays as it is; a column with the
 * class of the row that is left, since rows that are siblings have the same above them; and one with the class of the
 * row to be entered.
 */
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"

enum { STEP = 1 }; /* a step costs something, so that short cycles come first */

struct hvk__state {
	int64_t distance;
	uint32_t generation; /* of the search in which the state was seen */
	uint32_t before;     /* state, or NOWHERE */
	uint32_t place;      /* in the heap, or DONE */
};
#define NOWHERE UINT32_MAX
#define DONE UINT32_MAX

struct family {
	struct hvk__search *search;
	const struct hvk__axis *rows, *columns;
	size_t third;              /* dimension, or HVK__AXES */
	struct hvk__box box;       /* from: where it begins; in the third dimension also to */
	int32_t chain[HVK__CHAIN]; /* of the third dimension, or only { 1 } */
	size_t chain_count;
	bool all;                  /* columns, not only siblings */
	uint32_t row_node, column_node; /* of the target */
	uint32_t class;            /* of the column of the first step */
	int64_t limit;
};

/* ---------------------------------------------------------------- the heap */

bool hvk__family_prepare(struct hvk__search *search)
{
	size_t rows = 0, columns = 0, classes = 0, count;

	for (size_t d = 0; d < search->p->dimensions; d++) {
		const struct hvk__axis *axis = &search->p->axes[d];

		rows = axis->leaves > rows ? axis->leaves : rows;
		columns = axis->leaves > columns ? axis->leaves : columns;
		classes = axis->classes > classes ? axis->classes : classes;
	}
	count = (rows + 1) * classes + 2 * (classes + 1) * columns + 1;
	search->states = calloc(count, sizeof(*search->states));
	search->heap = calloc(count, sizeof(*search->heap));
	return search->states && search->heap;
}

static void heap_put(struct hvk__search *search, size_t place, uint32_t state)
{
	search->heap[place] = state;
	search->states[state].place = (uint32_t)place;
}

static void heap_rise(struct hvk__search *search, size_t place, uint32_t state)
{
	while (place > 0) {
		uint32_t above = search->heap[(place - 1) / 2];

		if (search->states[above].distance <= search->states[state].distance)
			break;
		heap_put(search, place, above);
		place = (place - 1) / 2;
	}
	heap_put(search, place, state);
}

static uint32_t heap_take(struct hvk__search *search)
{
	uint32_t first = search->heap[0], last = search->heap[--search->heap_count];
	size_t place = 0, child;

	for (; (child = 2 * place + 1) < search->heap_count; place = child) {
		if (child + 1 < search->heap_count &&
		    search->states[search->heap[child + 1]].distance < search->states[search->heap[child]].distance)
			child++;
		if (search->states[search->heap[child]].distance >= search->states[last].distance)
			break;
		heap_put(search, place, search->heap[child]);
	}
	if (search->heap_count > 0)
		heap_put(search, place, last);
	search->states[first].place = DONE;
	return first;
}

static void reach(const struct family *family, uint32_t state, uint32_t before, int64_t distance)
{
	struct hvk__search *search = family->search;
	struct hvk__state *s = &search->states[state];

	if (distance > family->limit)
		return;
	if (s->generation != search->generation) {
		*s = (struct hvk__state){ distance, search->generation, before, 0 };
		heap_rise(search, search->heap_count++, state);
	} else if (s->place != DONE && distance < s->distance) {
		s->distance = distance;
		s->before = before;
		heap_rise(search, s->place, state);
	}
}

/* ---------------------------------------------------------------- states */

/* Rows first, the last being outside, each by class of columns; then classes of rows left, then those to be entered,
 * each by column. */
static uint32_t outside(const struct family *family)
{
	return (uint32_t)family->rows->leaves;
}

static uint32_t at_row(const struct family *family, uint32_t row, size_t column_class)
{
	return (uint32_t)(row * family->columns->classes + column_class);
}

static uint32_t leaving(const struct family *family, size_t class, uint32_t column)
{
	return (uint32_t)(at_row(family, outside(family) + 1, 0) + class * family->columns->leaves + column);
}

static uint32_t entering(const struct family *family, size_t class, uint32_t column)
{
	return (uint32_t)(leaving(family, class, column) + (family->rows->classes + 1) * family->columns->leaves);
}

static size_t class_of(const struct family *family, uint32_t row)
{
	return row == outside(family) ? family->rows->classes : family->rows->leaf_class[row];
}

/* Whether the rows of a class are part of the target's, where that is a total. */
static bool within(const struct family *family, size_t class)
{
	const struct hvk__axis *rows = family->rows;

	return class < rows->classes &&
	       hvk__axis_holds(rows, family->row_node, rows->class_leaf[rows->class_start[class]]);
}

/* ---------------------------------------------------------------- what steps cost */

static int64_t touch_third(const struct family *family, size_t place, int sign)
{
	int64_t cost = 0;

	for (size_t i = 0; i < family->chain_count && cost < HVK__IMPOSSIBLE; i++)
		cost += hvk__touch(family->search, place + hvk__chain_place(family->chain[i]),
		                   sign * hvk__chain_sign(family->chain[i]));
	return cost;
}

/* A node of the rows in a column and what is above it, but for what is above all columns, which stays as it is. */
static int64_t touch(const struct family *family, size_t place, uint32_t column, int sign)
{
	const struct hvk__axis *columns = family->columns;
	uint32_t start = columns->above_start[column], end = family->all ? columns->above_start[column + 1] : start + 1;
	int64_t cost = 0;

	for (uint32_t i = start; i < end && cost < HVK__IMPOSSIBLE; i++) {
		if (i == start || !columns->whole[columns->above[i]])
			cost += touch_third(family, place + columns->above[i] * columns->stride, sign);
	}
	return cost;
}

static int64_t touch_leaf(const struct family *family, uint32_t row, uint32_t column, int sign)
{
	if (row == outside(family))
		return 0;
	return touch_third(family, family->rows->leaf_node[row] * family->rows->stride +
	                           family->columns->leaf_node[column] * family->columns->stride, sign);
}

/* What is above the columns in which a row is left and entered. */
static int64_t touch_row(const struct family *family, uint32_t row, size_t left, size_t entered)
{
	const struct hvk__axis *columns = family->columns;
	const uint32_t *start = columns->step_start + left * (columns->classes + 1) + entered;
	int64_t cost = 0;

	if (row == outside(family))
		return 0;
	for (uint32_t i = start[0]; i < start[1] && cost < HVK__IMPOSSIBLE; i++)
		cost += touch_third(family, family->rows->leaf_node[row] * family->rows->stride +
		                            hvk__chain_place(columns->steps[i]),
		                    family->search->sign * hvk__chain_sign(columns->steps[i]));
	return cost;
}

static int64_t touch_classes(const struct family *family, size_t from, size_t to, uint32_t column)
{
	const struct hvk__axis *rows = family->rows;
	const uint32_t *start = rows->step_start + from * (rows->classes + 1) + to;
	int64_t cost = 0;

	for (uint32_t i = start[0]; i < start[1] && cost < HVK__IMPOSSIBLE; i++)
		cost += touch(family, hvk__chain_place(rows->steps[i]), column,
		              family->search->sign * hvk__chain_sign(rows->steps[i]));
	return cost;
}

/* ---------------------------------------------------------------- the path */

static bool has_column(const struct family *family, uint32_t column)
{
	return family->all || family->columns->leaf_class[column] == family->class;
}

static void leave_row(const struct family *family, uint32_t state, int64_t distance)
{
	const struct hvk__axis *columns = family->columns;
	uint32_t row = (uint32_t)(state / columns->classes), class = (uint32_t)(state % columns->classes);

	for (uint32_t column = 0; column < columns->leaves; column++) {
		if (has_column(family, column))
			reach(family, leaving(family, class_of(family, row), column), state,
			      distance + STEP + touch_leaf(family, row, column, family->search->sign) +
			      touch_row(family, row, columns->leaf_class[column], class));
	}
}

static bool has_class(const struct family *family, size_t class)
{
	return family->search->wide || class == family->rows->classes ||
	       class == family->rows->leaf_class[family->box.from[family->rows - family->search->p->axes]];
}

static void change_class(const struct family *family, uint32_t state, size_t class, uint32_t column, int64_t distance)
{
	bool total = family->rows->node_leaf[family->row_node] < 0;

	for (size_t to = 0; to <= family->rows->classes; to++) {
		/* Only the first step may take the target along. */
		if (!has_class(family, to) || (total && hvk__axis_holds(family->columns, family->column_node, column) &&
		                               within(family, to) != within(family, class)))
			continue;
		reach(family, entering(family, to, column), state, distance + touch_classes(family, class, to, column));
	}
}

static void enter_rows(const struct family *family, uint32_t state, size_t class, uint32_t column, int64_t distance,
                       bool first)
{
	const struct hvk__axis *rows = family->rows;
	uint32_t goal = (uint32_t)family->box.from[rows - family->search->p->axes];
	size_t column_class = family->columns->leaf_class[column];
	bool ours = hvk__axis_holds(family->columns, family->column_node, column);

	if (class == rows->classes)
		reach(family, at_row(family, outside(family), column_class), state, distance);
	for (uint32_t i = rows->class_start[class]; i < rows->class_start[class + 1] && class < rows->classes; i++) {
		uint32_t row = rows->class_leaf[i];

		if (ours && rows->leaf_node[row] == family->row_node)
			continue;
		if (first && hvk__axis_holds(rows, family->row_node, row))
			continue;
		if (row == goal)
			reach(family, at_row(family, row, 0), state,
			      distance + touch_leaf(family, row, column, -family->search->sign) +
			      touch_row(family, row, family->class, column_class));
		else
			reach(family, at_row(family, row, column_class), state,
			      distance + touch_leaf(family, row, column, -family->search->sign));
	}
}

/* The first step, which takes the target along: to a row that is not under it. */
static void begin(const struct family *family, uint32_t row, uint32_t column)
{
	int64_t cost = touch_leaf(family, row, column, family->search->sign);
	size_t class = class_of(family, row);

	for (size_t to = 0; to <= family->rows->classes; to++) {
		if (has_class(family, to) && cost <= family->limit)
			enter_rows(family, NOWHERE, to, column,
			           cost + STEP + touch_classes(family, class, to, column), true);
	}
}

static bool find_path(const struct family *family, uint32_t goal)
{
	struct hvk__search *search = family->search;
	uint32_t rows = at_row(family, outside(family) + 1, 0), columns = (uint32_t)family->columns->leaves;
	uint32_t classes = (uint32_t)family->rows->classes + 1;

	while (search->heap_count > 0) {
		uint32_t state = heap_take(search);
		int64_t distance = search->states[state].distance;

		if (state == goal)
			return true;
		if (state < rows)
			leave_row(family, state, distance);
		else if (state < rows + classes * columns)
			change_class(family, state, (state - rows) / columns, (state - rows) % columns, distance);
		else
			enter_rows(family, state, (state - rows) / columns - classes, (state - rows) % columns,
			           distance, false);
	}
	return false;
}

/* ---------------------------------------------------------------- the move */

static int32_t row_leaf(const struct family *family, uint32_t state)
{
	uint32_t row = (uint32_t)(state / family->columns->classes);

	return row == outside(family) ? HVK__OUTSIDE : (int32_t)row;
}

/* Follows the path back from the goal. */
static bool read_path(const struct family *family, uint32_t goal, struct hvk__move *move)
{
	const struct hvk__search *search = family->search;
	const struct hvk__axis *axes = search->p->axes;
	size_t a = (size_t)(family->rows - axes), b = (size_t)(family->columns - axes);
	uint32_t row = goal, columns = (uint32_t)family->columns->leaves;

	move->count = 0;
	move->sign = search->sign;
	do {
		uint32_t before = search->states[row].before;
		struct hvk__box *box = &move->boxes[move->count];

		if (move->count == HVK__BOXES)
			return false;
		*box = family->box;
		box->to[a] = row_leaf(family, row);
		box->to[b] = HVK__OUTSIDE;
		move->count++;
		if (before == NOWHERE)
			return true;
		box->from[b] = (int32_t)((before - at_row(family, outside(family) + 1, 0)) % columns);
		row = search->states[search->states[before].before].before;
		box->from[a] = row_leaf(family, row);
	} while (row != goal);
	return false;
}

static void search_cycle(struct family *family, struct hvk__move *best)
{
	struct hvk__search *search = family->search;
	const struct hvk__axis *axes = search->p->axes;
	uint32_t row = (uint32_t)family->box.from[family->rows - axes];
	uint32_t column = (uint32_t)family->box.from[family->columns - axes];
	struct hvk__move move;

	if (family->third < HVK__AXES)
		family->chain_count = hvk__chain(&axes[family->third], family->box.from[family->third],
		                                 family->box.to[family->third], family->chain);
	family->limit = HVK__BOXES * STEP;
	if (search->paid && best->count == 0)
		family->limit = search->most < HVK__IMPOSSIBLE - 1 ? family->limit + search->most : search->most;
	else if (search->paid)
		family->limit += best->cost * search->need / best->units;
	search->generation++;
	search->heap_count = 0;
	begin(family, row, column);
	row = at_row(family, row, 0);
	if (find_path(family, row) && read_path(family, row, &move) && hvk__move_weigh(search, &move) &&
	    hvk__move_better(&move, best))
		*best = move;
}

/* ---------------------------------------------------------------- what there is to try */

static bool is_enough(const struct hvk__search *search, const struct hvk__move *best)
{
	return best->count > 0 && best->cost == 0 && (best->units >= search->need || !search->paid);
}

/* In the third dimension: the leaf alone, or less another one. */
static void try_third(struct family *family, struct hvk__move *best)
{
	const struct hvk__search *search = family->search;
	const struct hvk__axis *axis = &search->p->axes[family->third];
	uint32_t node = search->p->cells[search->target].node[family->third];
	uint32_t from = (uint32_t)family->box.from[family->third];

	for (uint32_t leaf = 0; leaf < axis->leaves && !is_enough(search, best); leaf++) {
		if (hvk__axis_holds(axis, node, leaf) ||
		    (!search->wide && axis->leaf_class[leaf] != axis->leaf_class[from]))
			continue;
		family->box.to[family->third] = (int32_t)leaf;
		search_cycle(family, best);
	}
	family->box.to[family->third] = HVK__OUTSIDE;
	if (!is_enough(search, best))
		search_cycle(family, best);
}

static void try_axes(struct hvk__search *search, const struct hvk__cell *seed, size_t a, size_t b,
                     struct hvk__move *best)
{
	const struct hvk_protection *p = search->p;
	const struct hvk__cell *target = &p->cells[search->target];
	struct family family = { .search = search, .rows = &p->axes[a], .columns = &p->axes[b], .third = HVK__AXES,
		                 .chain = { 1 }, .chain_count = 1 };

	for (size_t d = 0; d < p->dimensions; d++) {
		family.box.from[d] = p->axes[d].node_leaf[seed->node[d]];
		family.box.to[d] = HVK__OUTSIDE;
		if (d != a && d != b)
			family.third = d;
	}
	family.row_node = target->node[a];
	family.column_node = target->node[b];
	family.all = search->far || family.columns->node_leaf[target->node[b]] < 0;
	if (family.all && family.columns->whole[target->node[b]])
		return; /* what is above all columns stays as it is */
	family.class = family.columns->leaf_class[family.box.from[b]];
	if (family.third < HVK__AXES)
		try_third(&family, best);
	else
		search_cycle(&family, best);
}

void hvk__family_search(struct hvk__search *search, struct hvk__move *best)
{
	size_t dimensions = search->p->dimensions;

	for (size_t i = 0; i < search->seed_count; i++) {
		const struct hvk__cell *seed = &search->p->cells[search->seeds[i].cell];

		for (size_t a = 0; a < dimensions; a++) {
			for (size_t b = 0; b < dimensions; b++) {
				if (a != b && !is_enough(search, best))
					try_axes(search, seed, a, b, best);
			}
		}
	}
}
