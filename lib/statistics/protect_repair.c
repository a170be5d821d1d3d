/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Moves of any shape, for when there is no cycle and no box: what was published before can leave few ways. The target is
 * to change by one. A cell that must not change and does, or the target as long as it does not, is repaired by changing a
 * leaf under it by one; that leaf spoils other cells, and so on until none is left. The cell with the fewest leaves is
 * repaired first, and those leaves are tried first that repair more than they spoil. A leaf never goes both ways, so that
 * it stays at 0 or above. The number of leaves is limited, first to few and then to more; and so is how long it takes.
 */
#include <stdlib.h>

#include "statistics/protect.h"

enum { LONGEST = 48, TRIALS = 1 << 20, NEAREST = 32 };
/* What spoiling a cell counts for: one that must not change, and one that would have to be hidden. */
enum { SPOILS = 8, HIDES = 1 };

struct repair {
	struct hvk__search *search;
	uint32_t leaves[LONGEST]; /* those changed */
	int signs[LONGEST];
	size_t count, longest;
	int64_t trials; /* left */
};

struct candidate {
	uint32_t cell;
	int32_t score;
};

/* ---------------------------------------------------------------- the cells that hold a leaf */

struct walk {
	const struct hvk_protection *p;
	const uint32_t *above[HVK__AXES];
	size_t count[HVK__AXES], at[HVK__AXES];
	bool done;
};

static struct walk walk_from(const struct hvk_protection *p, uint32_t leaf)
{
	struct walk walk = { .p = p };

	for (size_t d = 0; d < p->dimensions; d++) {
		const struct hvk__axis *axis = &p->axes[d];
		int32_t number = axis->node_leaf[p->cells[leaf].node[d]];

		walk.above[d] = axis->above + axis->above_start[number];
		walk.count[d] = axis->above_start[number + 1] - axis->above_start[number];
	}
	return walk;
}

/* The next of them, or NULL. */
static struct hvk__cell *walk_on(struct walk *walk)
{
	while (!walk->done) {
		size_t place = 0, d;
		int32_t number;

		for (d = 0; d < walk->p->dimensions; d++)
			place += walk->above[d][walk->at[d]] * walk->p->axes[d].stride;
		number = walk->p->map[place];
		for (d = walk->p->dimensions; d-- > 0 && ++walk->at[d] == walk->count[d];)
			walk->at[d] = 0;
		walk->done = d >= walk->p->dimensions;
		if (number >= 0)
			return &walk->p->cells[number];
	}
	return NULL;
}

/* ---------------------------------------------------------------- what is spoilt */

static bool is_rigid(const struct hvk__search *search, const struct hvk__cell *cell)
{
	return !cell->hidden && (cell->frozen || !search->paid);
}

/* How far a cell is from where it has to be. */
static int32_t spoilt(const struct hvk__search *search, const struct hvk__cell *cell)
{
	if (cell == &search->p->cells[search->target])
		return cell->effect - search->sign;
	return is_rigid(search, cell) ? cell->effect : 0;
}

static size_t leaves_under(const struct hvk_protection *p, const struct hvk__cell *cell)
{
	size_t product = 1;

	for (size_t d = 0; d < p->dimensions; d++) {
		const struct hvk__axis *axis = &p->axes[d];
		size_t count = 0;

		for (size_t word = 0; word < axis->words; word++)
			count += (size_t)__builtin_popcountll(axis->under[cell->node[d] * axis->words + word]);
		product *= count;
	}
	return product;
}

/* The spoilt cell with the fewest leaves, or NULL. */
static const struct hvk__cell *find_spoilt(const struct repair *repair)
{
	const struct hvk_protection *p = repair->search->p;
	const struct hvk__cell *found = &p->cells[repair->search->target], *cell;
	size_t fewest = leaves_under(p, found);

	if (spoilt(repair->search, found) == 0)
		found = NULL;
	for (size_t i = 0; i < repair->count; i++) {
		struct walk walk = walk_from(p, repair->leaves[i]);

		while ((cell = walk_on(&walk))) {
			size_t leaves;

			if (spoilt(repair->search, cell) == 0)
				continue;
			leaves = leaves_under(p, cell);
			if (!found || leaves < fewest || (leaves == fewest && cell < found)) {
				found = cell;
				fewest = leaves;
			}
		}
	}
	return found;
}

/* ---------------------------------------------------------------- candidates */

/* What changing a leaf repairs less what it spoils; INT32_MIN when it cannot change. */
static int32_t score_of(const struct repair *repair, uint32_t leaf, int sign)
{
	const struct hvk__search *search = repair->search;
	const struct hvk__cell *cell = &search->p->cells[leaf];
	struct walk walk = walk_from(search->p, leaf);
	int32_t score = 0;

	if (is_rigid(search, cell) || cell->effect * sign < 0 ||
	    (sign < 0 && cell->count + cell->delta + cell->effect <= 0))
		return INT32_MIN;
	while ((cell = walk_on(&walk))) {
		if (is_rigid(search, cell) || cell == &search->p->cells[search->target])
			score += spoilt(search, cell) * sign < 0 ? SPOILS : -SPOILS;
		else if (!cell->hidden && cell->effect == 0)
			score -= HIDES;
	}
	return score;
}

static void offer(struct candidate nearest[NEAREST], size_t *count, struct candidate candidate)
{
	size_t place = *count;

	if (place == NEAREST && nearest[--place].score >= candidate.score)
		return;
	for (; place > 0 && nearest[place - 1].score < candidate.score; place--)
		nearest[place] = nearest[place - 1];
	nearest[place] = candidate;
	if (*count < NEAREST)
		(*count)++;
}

/* The best leaves under a cell, from dimension d on. */
static void find_candidates(struct repair *repair, const struct hvk__cell *cell, int sign, size_t d, size_t place,
                            struct candidate nearest[NEAREST], size_t *count)
{
	const struct hvk_protection *p = repair->search->p;
	const struct hvk__axis *axis = &p->axes[d];

	if (d == p->dimensions) {
		struct candidate candidate = { .cell = (uint32_t)p->map[place] };

		candidate.score = score_of(repair, candidate.cell, sign);
		repair->trials--;
		if (candidate.score > INT32_MIN)
			offer(nearest, count, candidate);
		return;
	}
	for (uint32_t leaf = 0; leaf < axis->leaves; leaf++) {
		if (hvk__axis_holds(axis, cell->node[d], leaf))
			find_candidates(repair, cell, sign, d + 1, place + axis->leaf_node[leaf] * axis->stride, nearest, count);
	}
}

/* ---------------------------------------------------------------- the search */

static void change(struct repair *repair, uint32_t leaf, int sign)
{
	struct walk walk = walk_from(repair->search->p, leaf);
	struct hvk__cell *cell;

	while ((cell = walk_on(&walk)))
		cell->effect += sign;
}

static bool mend(struct repair *repair)
{
	const struct hvk__cell *cell = find_spoilt(repair);
	struct candidate nearest[NEAREST];
	size_t count = 0;
	int32_t far;
	int sign;

	if (!cell)
		return true;
	far = spoilt(repair->search, cell);
	sign = far > 0 ? -1 : 1;
	if (repair->count + (size_t)abs(far) > repair->longest || repair->trials <= 0)
		return false;
	find_candidates(repair, cell, sign, 0, 0, nearest, &count);
	for (size_t i = 0; i < count; i++) {
		repair->leaves[repair->count] = nearest[i].cell;
		repair->signs[repair->count++] = sign;
		change(repair, nearest[i].cell, sign);
		if (mend(repair))
			return true;
		change(repair, nearest[i].cell, -sign);
		repair->count--;
	}
	return false;
}

bool hvk__repair_search(struct hvk__search *search)
{
	struct repair repair = { .search = search };
	bool found = false;

	for (size_t longest = 4; longest <= LONGEST && !found; longest += longest / 2) {
		repair.longest = longest;
		repair.trials = TRIALS / 8;
		found = mend(&repair);
	}
	if (!found)
		return false;
	/* Who makes a move finds its cells in the list of those touched. */
	for (size_t i = 0; i < repair.count; i++) {
		struct walk walk = walk_from(search->p, repair.leaves[i]);
		const struct hvk__cell *cell;

		while ((cell = walk_on(&walk))) {
			if (!hvk__effect_note(search, cell))
				return false;
		}
	}
	hvk__effect_settle(search);
	return true;
}
