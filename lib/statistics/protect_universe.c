/* SPDX-License-Identifier: EUPL-1.2 */
/* The cells of a table to be protected: those asked for and all leaves, what they count, and which are sensitive. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"

/* What hiding a cell costs: nearly the same for each, so that few are hidden, then small ones. A zero costs more, since
 * it helps in one direction only. */
enum { WEIGHT_OF_ZERO = 6 * HVK__WEIGHT, WEIGHT_OF_LEVEL = 64, WEIGHT_OF_BIT = 16 };

static size_t place_of(const struct hvk_protection *p, const uint32_t node[])
{
	size_t place = 0;

	for (size_t d = 0; d < p->dimensions; d++)
		place += node[d] * p->axes[d].stride;
	return place;
}

static void nodes_of(const struct hvk_protection *p, size_t place, uint32_t node[])
{
	for (size_t d = 0; d < p->dimensions; d++) {
		node[d] = (uint32_t)(place / p->axes[d].stride);
		place %= p->axes[d].stride;
	}
}

static bool is_leaf(const struct hvk_protection *p, const uint32_t node[])
{
	for (size_t d = 0; d < p->dimensions; d++) {
		if (p->axes[d].node_leaf[node[d]] < 0)
			return false;
	}
	return true;
}

/* ---------------------------------------------------------------- which cells there are */

static int make_map(struct hvk__error *error, struct hvk_protection *p)
{
	p->combinations = 1;
	for (size_t d = p->dimensions; d-- > 0;) {
		p->axes[d].stride = p->combinations;
		p->combinations *= p->axes[d].nodes;
		if (p->combinations > HVK__COMBINATIONS_MAX)
			return hvk__fail_at(error, HVK_EINPUT, p->input, 0, 0,
			                    "expected at most %d combinations of codes, found more",
			                    (int)HVK__COMBINATIONS_MAX);
	}
	p->map = malloc(p->combinations * sizeof(*p->map));
	if (!p->map)
		return hvk__fail_memory(error);
	memset(p->map, -1, p->combinations * sizeof(*p->map));
	return HVK_OK;
}

/* Puts the number of what was given in the map. */
static int place_given(struct hvk__error *error, struct hvk_protection *p)
{
	char name[HVK__CELL_NAME];

	for (size_t i = 0; i < p->given_count; i++) {
		const struct hvk__given *given = &p->given[i];
		int32_t *place = &p->map[place_of(p, given->node)];

		if (*place >= 0) {
			hvk__cell_name(p, given->node, name);
			return hvk__fail_at(error, HVK_EINPUT, p->input, given->line, 0, "%s: the cell is there twice",
			                    name);
		}
		if (given->state == HVK_CELL_INTERNAL && !is_leaf(p, given->node)) {
			hvk__cell_name(p, given->node, name);
			return hvk__fail_at(error, HVK_EINPUT, p->input, given->line, 0,
			                    "%s: only leaves are internal; leave out a total that is not asked for",
			                    name);
		}
		*place = (int32_t)i;
	}
	return HVK_OK;
}

/* What was given, every leaf, and every total where these are asked for. */
static bool is_cell(const struct hvk_protection *p, size_t place, const uint32_t node[])
{
	return p->totals || p->map[place] >= 0 || is_leaf(p, node);
}

static size_t count_cells(const struct hvk_protection *p)
{
	uint32_t node[HVK__AXES] = { 0 };
	size_t count = 0;

	for (size_t place = 0; place < p->combinations; place++) {
		nodes_of(p, place, node);
		count += is_cell(p, place, node);
	}
	return count;
}

/* A leaf that was not added is asked for with all others. */
static enum hvk_cell_state state_of_missing(const struct hvk_protection *p, bool leaf)
{
	return leaf && p->missing != HVK_CELL_INTERNAL ? p->missing : p->totals ? HVK_CELL_NEW : HVK_CELL_INTERNAL;
}

static void make_cell(struct hvk_protection *p, size_t place, const uint32_t node[])
{
	struct hvk__cell *cell = &p->cells[p->cell_count];
	const struct hvk__given *given = p->map[place] >= 0 ? &p->given[p->map[place]] : NULL;

	memcpy(cell->node, node, sizeof(cell->node));
	cell->leaf = is_leaf(p, node);
	cell->given = given;
	cell->spare = given && given->spare;
	cell->state = (uint8_t)(given ? given->state : state_of_missing(p, cell->leaf));
	cell->listed = cell->state != HVK_CELL_INTERNAL;
	cell->count = given ? given->count : 0;
	p->lines[p->cell_count] = given ? given->line : 0;
	if (cell->listed)
		p->listed[p->listed_count++] = (uint32_t)p->cell_count;
	p->map[place] = (int32_t)p->cell_count++;
}

static int make_cells(struct hvk__error *error, struct hvk_protection *p)
{
	uint32_t node[HVK__AXES] = { 0 };
	int result = place_given(error, p);
	size_t count;

	if (result < 0)
		return result;
	count = count_cells(p);
	p->cells = calloc(count + 1, sizeof(*p->cells));
	p->lines = calloc(count + 1, sizeof(*p->lines));
	p->listed = calloc(count + 1, sizeof(*p->listed));
	p->target_of = calloc(count + 1, sizeof(*p->target_of));
	if (!p->cells || !p->lines || !p->listed || !p->target_of)
		return hvk__fail_memory(error);
	for (size_t place = 0; place < p->combinations; place++) {
		nodes_of(p, place, node);
		if (is_cell(p, place, node))
			make_cell(p, place, node);
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- what they count */

/* Adds the count of a leaf to the delta of all cells that hold it, itself included. */
static void add_leaf(struct hvk_protection *p, const struct hvk__cell *leaf)
{
	const uint32_t *above[HVK__AXES];
	size_t count[HVK__AXES], at[HVK__AXES] = { 0 }, d;

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
		if (p->map[place] >= 0)
			p->cells[p->map[place]].delta += leaf->count;
		for (d = p->dimensions; d-- > 0 && ++at[d] == count[d];)
			at[d] = 0;
	} while (d < p->dimensions);
}

/* Totals that were given have to be the sums; those that were not are made. */
static int add_up(struct hvk__error *error, struct hvk_protection *p)
{
	char name[HVK__CELL_NAME];

	for (size_t i = 0; i < p->cell_count; i++) {
		if (p->cells[i].leaf && p->cells[i].count > 0)
			add_leaf(p, &p->cells[i]);
	}
	for (size_t i = 0; i < p->cell_count; i++) {
		struct hvk__cell *cell = &p->cells[i];
		int64_t sum = cell->delta;

		cell->delta = 0;
		if (cell->given && cell->count != sum) {
			hvk__cell_name(p, cell->node, name);
			return hvk__fail_at(error, HVK_EINPUT, p->input, p->lines[i], 0,
			                    "%s: expected the sum of its leaves, %" PRId64 ", found %" PRId64, name,
			                    sum, cell->count);
		}
		cell->count = sum;
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- which are sensitive */

static bool is_sensitive(const struct hvk_protection *p, const struct hvk__cell *cell)
{
	if (!cell->listed)
		return false;
	if (cell->state == HVK_CELL_SENSITIVE || cell->state == HVK_CELL_HIDDEN_SENSITIVE)
		return true;
	return cell->count < p->min_cell && (cell->count > 0 || p->protect_zeros);
}

int64_t hvk__cell_need(const struct hvk_protection *p, const struct hvk__cell *cell, enum hvk_direction direction)
{
	int64_t most = p->min_cell - 1;

	if (cell->count > most)
		return direction == HVK_LESS ? most : 0;
	return direction == HVK_LESS ? cell->count : most - cell->count;
}

/* How far from the leaves a cell is: the number of dimensions in which it is a total. */
static int level_of(const struct hvk_protection *p, const struct hvk__cell *cell)
{
	int level = 0;

	for (size_t d = 0; d < p->dimensions; d++)
		level += p->axes[d].node_leaf[cell->node[d]] < 0;
	return level;
}

static int32_t weight_of(const struct hvk_protection *p, const struct hvk__cell *cell)
{
	if (cell->count == 0)
		return WEIGHT_OF_ZERO;
	return HVK__WEIGHT + WEIGHT_OF_LEVEL * level_of(p, cell) +
	       WEIGHT_OF_BIT * (63 - __builtin_clzll((uint64_t)cell->count));
}

static int judge(struct hvk__error *error, struct hvk_protection *p)
{
	char name[HVK__CELL_NAME];

	for (size_t i = 0; i < p->cell_count; i++) {
		struct hvk__cell *cell = &p->cells[i];

		cell->sensitive = is_sensitive(p, cell);
		cell->frozen = cell->state == HVK_CELL_PUBLISHED;
		cell->hidden = !cell->listed || cell->sensitive || cell->state == HVK_CELL_HIDDEN;
		cell->weight = weight_of(p, cell);
		p->target_count += cell->sensitive;
		if (cell->sensitive && cell->frozen) {
			p->refused = (uint32_t)i + 1;
			hvk__cell_name(p, cell->node, name);
			return hvk__fail_at(error, HVK_EINPUT, p->input, p->lines[i], 0,
			                    "%s: the count %" PRId64 " was published before, and is sensitive below %"
			                    PRId64, name, cell->count, p->min_cell);
		}
	}
	return HVK_OK;
}

static int compare_targets(const void *a, const void *b, void *data)
{
	const struct hvk_protection *p = data;
	uint32_t i = ((const struct hvk__target *)a)->cell, j = ((const struct hvk__target *)b)->cell;
	const struct hvk__cell *x = &p->cells[i], *y = &p->cells[j];
	int difference = level_of(p, y) - level_of(p, x);

	if (difference != 0)
		return difference;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return (i > j) - (i < j);
}

/* The most aggregated first, then the largest, then by place. */
static int make_targets(struct hvk__error *error, struct hvk_protection *p)
{
	size_t count = 0;

	p->targets = calloc(p->target_count + 1, sizeof(*p->targets));
	if (!p->targets) {
		p->target_count = 0;
		return hvk__fail_memory(error);
	}
	for (size_t i = 0; i < p->cell_count; i++) {
		if (p->cells[i].sensitive)
			p->targets[count++].cell = (uint32_t)i;
	}
	qsort_r(p->targets, count, sizeof(*p->targets), compare_targets, p);
	for (size_t i = 0; i < count; i++)
		p->target_of[p->targets[i].cell] = (uint32_t)i + 1;
	return HVK_OK;
}

int hvk__universe_make(struct hvk__error *error, struct hvk_protection *p)
{
	int result = make_map(error, p);

	if (result == HVK_OK)
		result = make_cells(error, p);
	if (result == HVK_OK)
		result = add_up(error, p);
	if (result == HVK_OK)
		result = judge(error, p);
	for (size_t d = 0; result == HVK_OK && d < p->dimensions; d++)
		result = hvk__axis_make_steps(error, &p->axes[d]);
	if (result == HVK_OK)
		return make_targets(error, p);
	p->target_count = 0; /* there are none to be freed */
	return result;
}
