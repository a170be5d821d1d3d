/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Checks that a protected table discloses nothing, by plain addition. Nothing here comes from the search: from what was
 * told of the hierarchies, and the cells with their statuses, it adds up anew. Each certificate is carried out step by
 * step on the leaves; after each step no published cell may have changed, no leaf may be below 0, and the sensitive
 * cell has to be one further.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"

/* The nodes that hold a node, itself included. */
struct holders {
	uint32_t *nodes;
	size_t count, capacity;
};

struct checker {
	const struct hvk_protection *p;
	struct hvk__error *error;
	struct holders *holders[HVK__AXES]; /* by node */
	bool *parent[HVK__AXES];            /* by node: it has children */
	size_t size[HVK__AXES];             /* of one node, in places */
	int32_t *cells;                     /* by place: the cell, or -1 */
	int64_t *change;                    /* by cell */
	int64_t *sum;                       /* by cell */
	uint32_t *changed;
	size_t changed_count, changed_capacity;
};

/* ---------------------------------------------------------------- the hierarchies */

static bool add_holder(struct holders *holders, uint32_t node)
{
	for (size_t i = 0; i < holders->count; i++) {
		if (holders->nodes[i] == node)
			return true;
	}
	if (!hvk__reserve(&holders->nodes, &holders->capacity, holders->count + 1, sizeof(*holders->nodes)))
		return false;
	holders->nodes[holders->count++] = node;
	return true;
}

struct link {
	uint32_t child, parent;
};

static int compare_links(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	if (x->child != y->child)
		return x->child < y->child ? -1 : 1;
	return (x->parent > y->parent) - (x->parent < y->parent);
}

/* The parents of a node's holders are holders too, each of them once. */
static bool find_holders(struct holders *holders, uint32_t node, const struct link *links, size_t count)
{
	if (!add_holder(holders, node))
		return false;
	for (size_t i = 0; i < holders->count; i++) {
		size_t low = 0, high = count;

		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (links[middle].child < holders->nodes[i])
				low = middle + 1;
			else
				high = middle;
		}
		for (; low < count && links[low].child == holders->nodes[i]; low++) {
			if (!add_holder(holders, links[low].parent))
				return false;
		}
	}
	return true;
}

static bool read_axis(struct checker *checker, size_t d)
{
	const struct hvk__axis *axis = &checker->p->axes[d];
	_cleanup_free_ struct link *links = calloc(axis->child_count + 1, sizeof(*links));

	checker->parent[d] = calloc(axis->nodes, sizeof(*checker->parent[d]));
	checker->holders[d] = calloc(axis->nodes, sizeof(*checker->holders[d]));
	if (!links || !checker->parent[d] || !checker->holders[d])
		return false;
	for (size_t i = 0; i < axis->child_count; i++) {
		links[i] = (struct link){ axis->children[i].child, axis->children[i].parent };
		checker->parent[d][axis->children[i].parent] = true;
	}
	qsort(links, axis->child_count, sizeof(*links), compare_links);
	for (uint32_t node = 0; node < axis->nodes; node++) {
		if (!find_holders(&checker->holders[d][node], node, links, axis->child_count))
			return false;
	}
	return true;
}

/* ---------------------------------------------------------------- the cells */

static bool is_leaf(const struct checker *checker, const struct hvk__cell *cell)
{
	for (size_t d = 0; d < checker->p->dimensions; d++) {
		if (checker->parent[d][cell->node[d]])
			return false;
	}
	return true;
}

static bool read_cells(struct checker *checker)
{
	const struct hvk_protection *p = checker->p;
	size_t places = 1;

	for (size_t d = 0; d < p->dimensions; d++) {
		checker->size[d] = places;
		places *= p->axes[d].nodes;
	}
	checker->cells = malloc(places * sizeof(*checker->cells));
	checker->change = calloc(p->cell_count, sizeof(*checker->change));
	checker->sum = calloc(p->cell_count, sizeof(*checker->sum));
	if (!checker->cells || !checker->change || !checker->sum)
		return false;
	for (size_t i = 0; i < places; i++)
		checker->cells[i] = -1;
	for (size_t i = 0; i < p->cell_count; i++) {
		size_t place = 0;

		for (size_t d = 0; d < p->dimensions; d++)
			place += p->cells[i].node[d] * checker->size[d];
		checker->cells[place] = (int32_t)i;
	}
	return true;
}

/* Adds an amount at a leaf to every cell that holds it; in totals too. False when memory runs out. */
static bool add_amount(struct checker *checker, const struct hvk__cell *leaf, int64_t amount, int64_t *totals)
{
	const struct hvk_protection *p = checker->p;
	const struct holders *holders[HVK__AXES];
	size_t combinations = 1;

	for (size_t d = 0; d < p->dimensions; d++) {
		holders[d] = &checker->holders[d][leaf->node[d]];
		combinations *= holders[d]->count;
	}
	for (size_t n = 0; n < combinations; n++) {
		size_t place = 0, rest = n;

		for (size_t d = 0; d < p->dimensions; d++) {
			place += holders[d]->nodes[rest % holders[d]->count] * checker->size[d];
			rest /= holders[d]->count;
		}
		if (checker->cells[place] < 0)
			continue;
		totals[checker->cells[place]] += amount;
		if (!hvk__reserve(&checker->changed, &checker->changed_capacity, checker->changed_count + 1,
		                  sizeof(*checker->changed)))
			return false;
		checker->changed[checker->changed_count++] = (uint32_t)checker->cells[place];
	}
	return true;
}

static int refuse(struct checker *checker, const struct hvk__cell *cell, const char *why)
{
	char name[HVK__CELL_NAME];

	hvk__cell_name(checker->p, cell->node, name);
	return hvk__fail(checker->error, HVK_EBUG, "verifying what is published: %s: %s", name, _(why));
}

/* Published are the sums of the leaves. */
static int check_sums(struct checker *checker)
{
	const struct hvk_protection *p = checker->p;

	for (size_t i = 0; i < p->cell_count; i++) {
		if (!is_leaf(checker, &p->cells[i]))
			continue;
		if (p->cells[i].count < 0)
			return refuse(checker, &p->cells[i], N_("the count is less than 0"));
		checker->changed_count = 0;
		if (!add_amount(checker, &p->cells[i], p->cells[i].count, checker->sum))
			return hvk__fail_memory(checker->error);
	}
	checker->changed_count = 0;
	for (size_t i = 0; i < p->cell_count; i++) {
		if (checker->sum[i] != p->cells[i].count)
			return refuse(checker, &p->cells[i], N_("the count is not the sum of its leaves"));
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- certificates */

static bool is_published(const struct hvk__cell *cell)
{
	return cell->listed && !cell->hidden;
}

/* Where the table stands after a step: the cell has to be so much away from its count. */
static int check_step(struct checker *checker, uint32_t cell, int64_t away)
{
	const struct hvk_protection *p = checker->p;

	for (size_t i = 0; i < checker->changed_count; i++) {
		uint32_t number = checker->changed[i];

		if (is_published(&p->cells[number]) && checker->change[number] != 0)
			return refuse(checker, &p->cells[cell], N_("its certificate changes a published cell"));
		if (p->cells[number].count + checker->change[number] < 0)
			return refuse(checker, &p->cells[cell], N_("its certificate makes a cell less than 0"));
	}
	if (checker->change[cell] != away)
		return refuse(checker, &p->cells[cell], N_("a step of its certificate is not one"));
	return HVK_OK;
}

/* Carries out steps first to last, which have to be in order, one for each unit. */
static int check_steps(struct checker *checker, uint32_t cell, const struct hvk__certificate *certificate, int unit,
                       int64_t steps)
{
	const struct hvk_protection *p = checker->p;
	size_t next = 0;

	for (int64_t step = 1; step <= steps; step++) {
		int result;

		for (; next < certificate->count && certificate->shifts[next].step == step; next++) {
			const struct hvk__shift *shift = &certificate->shifts[next];

			if (shift->cell >= p->cell_count || !is_leaf(checker, &p->cells[shift->cell]))
				return refuse(checker, &p->cells[cell], N_("its certificate changes what is no leaf"));
			if (!add_amount(checker, &p->cells[shift->cell], shift->delta, checker->change))
				return hvk__fail_memory(checker->error);
		}
		result = check_step(checker, cell, step * unit);
		if (result < 0)
			return result;
	}
	if (next != certificate->count)
		return refuse(checker, &p->cells[cell], N_("its certificate has other steps than it needs"));
	return HVK_OK;
}

static int check_certificate(struct checker *checker, const struct hvk__target *target, enum hvk_direction direction,
                             int64_t steps)
{
	int result;

	checker->changed_count = 0;
	result = check_steps(checker, target->cell, &target->certificates[direction], direction == HVK_LESS ? -1 : 1,
	                     steps);
	for (size_t i = 0; i < checker->changed_count; i++)
		checker->change[checker->changed[i]] = 0;
	return result;
}

static int check_cell(struct checker *checker, uint32_t number)
{
	const struct hvk_protection *p = checker->p;
	const struct hvk__cell *cell = &p->cells[number];
	int64_t k = p->min_cell;
	bool decided = cell->state == HVK_CELL_SENSITIVE || cell->state == HVK_CELL_HIDDEN_SENSITIVE;
	bool small = cell->count < k && (cell->count > 0 || p->protect_zeros);
	bool before = cell->state == HVK_CELL_HIDDEN || cell->state == HVK_CELL_HIDDEN_SENSITIVE;
	const struct hvk__target *target;
	int result;

	if (before && is_published(cell))
		return refuse(checker, cell, N_("it was hidden before and is published"));
	if (cell->state == HVK_CELL_PUBLISHED && cell->hidden)
		return refuse(checker, cell, N_("it was published before and is hidden"));
	if (!cell->listed || (!decided && !small))
		return HVK_OK;
	if (is_published(cell))
		return refuse(checker, cell, N_("it is sensitive and published"));
	if (p->target_of[number] == 0 && cell->spare)
		return HVK_OK;
	if (p->target_of[number] == 0)
		return refuse(checker, cell, N_("it is sensitive and has no certificate"));
	target = &p->targets[p->target_of[number] - 1];
	if (target->cell != number)
		return refuse(checker, cell, N_("its certificate is another's"));
	result = check_certificate(checker, target, HVK_LESS, cell->count < k ? cell->count : k - 1);
	if (result == HVK_OK)
		result = check_certificate(checker, target, HVK_MORE, cell->count < k ? k - 1 - cell->count : 0);
	return result;
}

static void checker_free(struct checker *checker)
{
	for (size_t d = 0; d < checker->p->dimensions; d++) {
		for (size_t i = 0; checker->holders[d] && i < checker->p->axes[d].nodes; i++)
			free(checker->holders[d][i].nodes);
		free(checker->holders[d]);
		free(checker->parent[d]);
	}
	free(checker->cells);
	free(checker->change);
	free(checker->sum);
	free(checker->changed);
}

int hvk__verify(struct hvk__error *error, const struct hvk_protection *p)
{
	_cleanup_(checker_free) struct checker checker = { .p = p, .error = error };
	int result;

	for (size_t d = 0; d < p->dimensions; d++) {
		if (!read_axis(&checker, d))
			return hvk__fail_memory(error);
	}
	if (!read_cells(&checker))
		return hvk__fail_memory(error);
	result = check_sums(&checker);
	for (uint32_t i = 0; result == HVK_OK && i < p->cell_count; i++)
		result = check_cell(&checker, i);
	return result;
}
