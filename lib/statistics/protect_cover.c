/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The cover. An equation says that a cell is the sum of one child set of it, all else being the same. Some equations
 * cannot hold a secret, whatever certificates may be sought:
 *
 *   - the parent is published and exactly one child hidden: it is the difference;
 *   - the parent is published and the hidden children sum to less than k - 1: none of them can be k - 1;
 *   - the parent is hidden and no child is: it is their sum.
 *
 * Cells are hidden, one after the other the one that mends most, until none mends more than it breaks. So
 * few need to be hidden later, when one certificate after the other looks after itself only.
 */
#include <stdlib.h>

#include "statistics/protect.h"

/* What mending and breaking an equation count for: nearly the same, so that progress is made. */
enum { MENDS = 16, BREAKS = 12 };

struct equation {
	int64_t sum;     /* of the hidden children */
	uint32_t hidden; /* how many they are */
	bool parent_hidden;
};

/* A cell in an equation. */
struct term {
	uint32_t cell, equation;
	bool parent;
};

struct cover {
	struct hvk_protection *p;
	struct equation *equations;
	size_t equation_count, equation_capacity;
	struct term *terms; /* by cell */
	size_t term_count, term_capacity;
	uint32_t *start;    /* by cell: its first term */
};

static bool is_deficient(const struct cover *cover, const struct equation *equation)
{
	if (equation->parent_hidden)
		return equation->hidden == 0;
	return equation->hidden == 1 || (equation->hidden > 1 && equation->sum < cover->p->min_cell - 1);
}

/* ---------------------------------------------------------------- the equations */

static bool add_term(struct cover *cover, uint32_t cell, bool parent)
{
	if (!hvk__reserve(&cover->terms, &cover->term_capacity, cover->term_count + 1, sizeof(*cover->terms)))
		return false;
	cover->terms[cover->term_count++] = (struct term){ cell, (uint32_t)cover->equation_count, parent };
	return true;
}

/* The cell in which dimension d of another is replaced by a node; -1 when nobody asked for it. */
static int32_t neighbour(const struct hvk_protection *p, const struct hvk__cell *cell, size_t d, uint32_t node)
{
	size_t place = 0;
	int32_t number;

	for (size_t e = 0; e < p->dimensions; e++)
		place += (e == d ? node : cell->node[e]) * p->axes[e].stride;
	number = p->map[place];
	return number >= 0 && p->cells[number].listed ? number : -1;
}

/* The equation of a cell and a child set, where all of it is asked for. */
static bool add_equation(struct cover *cover, uint32_t parent, size_t d, size_t first, size_t end)
{
	const struct hvk_protection *p = cover->p;
	const struct hvk__child *children = p->axes[d].children;
	const struct hvk__cell *cell = &p->cells[parent];
	struct equation equation = { .parent_hidden = cell->hidden };

	for (size_t i = first; i < end; i++) {
		if (neighbour(p, cell, d, children[i].child) < 0)
			return true;
	}
	if (!add_term(cover, parent, true))
		return false;
	for (size_t i = first; i < end; i++) {
		uint32_t child = (uint32_t)neighbour(p, cell, d, children[i].child);

		if (!add_term(cover, child, false))
			return false;
		equation.hidden += p->cells[child].hidden;
		equation.sum += p->cells[child].hidden ? p->cells[child].count : 0;
	}
	if (!hvk__reserve(&cover->equations, &cover->equation_capacity, cover->equation_count + 1,
	                  sizeof(*cover->equations)))
		return false;
	cover->equations[cover->equation_count++] = equation;
	return true;
}

static bool make_equations(struct cover *cover)
{
	const struct hvk_protection *p = cover->p;

	for (size_t d = 0; d < p->dimensions; d++) {
		const struct hvk__child *children = p->axes[d].children;
		size_t next;

		for (size_t i = 0; i < p->axes[d].child_count; i = next) {
			for (next = i; next < p->axes[d].child_count && children[next].parent == children[i].parent &&
			               children[next].set == children[i].set;)
				next++;
			for (size_t n = 0; n < p->listed_count; n++) {
				if (p->cells[p->listed[n]].node[d] == children[i].parent &&
				    !add_equation(cover, p->listed[n], d, i, next))
					return false;
			}
		}
	}
	return true;
}

/* Sorts the terms by cell, by counting. */
static bool sort_terms(struct cover *cover)
{
	struct term *sorted = calloc(cover->term_count + 1, sizeof(*sorted));

	cover->start = calloc(cover->p->cell_count + 2, sizeof(*cover->start));
	if (!sorted || !cover->start) {
		free(sorted);
		return false;
	}
	for (size_t i = 0; i < cover->term_count; i++)
		cover->start[cover->terms[i].cell + 2]++;
	for (size_t i = 2; i < cover->p->cell_count + 2; i++)
		cover->start[i] += cover->start[i - 1];
	for (size_t i = 0; i < cover->term_count; i++)
		sorted[cover->start[cover->terms[i].cell + 1]++] = cover->terms[i];
	free(cover->terms);
	cover->terms = sorted;
	return true;
}

/* ---------------------------------------------------------------- hiding */

static struct equation with_hidden(const struct hvk__cell *cell, struct equation equation, bool parent)
{
	if (parent) {
		equation.parent_hidden = true;
	} else {
		equation.hidden++;
		equation.sum += cell->count;
	}
	return equation;
}

/* What hiding a cell is worth: not above 0 when it breaks more than it mends. */
static int64_t gain_of(const struct cover *cover, uint32_t number)
{
	const struct hvk__cell *cell = &cover->p->cells[number];
	int64_t gain = 0;

	if (cell->hidden || cell->frozen || cell->count == 0)
		return 0;
	for (uint32_t i = cover->start[number]; i < cover->start[number + 1]; i++) {
		const struct equation *before = &cover->equations[cover->terms[i].equation];
		struct equation after = with_hidden(cell, *before, cover->terms[i].parent);

		if (is_deficient(cover, before) && !is_deficient(cover, &after))
			gain += MENDS;
		else if (!is_deficient(cover, before) && is_deficient(cover, &after))
			gain -= BREAKS;
	}
	/* Of two that mend as much, rather not a total of all. */
	gain *= HVK__AXES + 1;
	for (size_t d = 0; d < cover->p->dimensions; d++)
		gain -= cover->p->axes[d].whole[cell->node[d]];
	return gain;
}

static void hide(struct cover *cover, uint32_t number)
{
	struct hvk__cell *cell = &cover->p->cells[number];

	cell->hidden = true;
	for (uint32_t i = cover->start[number]; i < cover->start[number + 1]; i++) {
		struct equation *equation = &cover->equations[cover->terms[i].equation];

		*equation = with_hidden(cell, *equation, cover->terms[i].parent);
	}
}

static void hide_greedily(struct cover *cover)
{
	const struct hvk_protection *p = cover->p;

	for (;;) {
		uint32_t best = 0;
		int64_t most = 0;

		for (size_t n = 0; n < p->listed_count; n++) {
			int64_t gain = gain_of(cover, p->listed[n]);

			if (gain > most) {
				most = gain;
				best = p->listed[n];
			}
		}
		if (most == 0)
			return;
		hide(cover, best);
	}
}

int hvk__cover(struct hvk__error *error, struct hvk_protection *p)
{
	struct cover cover = { .p = p };
	bool made = make_equations(&cover) && sort_terms(&cover);

	if (made && cover.equations) /* a table without sums has none */
		hide_greedily(&cover);
	free(cover.equations);
	free(cover.terms);
	free(cover.start);
	return made ? HVK_OK : hvk__fail_memory(error);
}
