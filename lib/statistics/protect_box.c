/* SPDX-License-Identifier: EUPL-1.2 */
/* Moves that are one box: from a leaf cell under the target in each dimension to another leaf, or outside. All pairs
 * are tried. The box that goes outside everywhere touches every cell that holds the leaf: where those may be hidden,
 * there is always a move. */
#include <string.h>

#include "statistics/protect.h"

struct trial {
	struct hvk__search *search;
	struct hvk__move *best;
	struct hvk__box box;
	int32_t chains[HVK__AXES][HVK__CHAIN];
	size_t count[HVK__AXES];
};

/* The most that a move may cost to be better than the best so far; 0: one that costs nothing. */
static int64_t limit_of(const struct hvk__search *search, const struct hvk__move *best)
{
	if (!search->paid || (best->count > 0 && best->cost == 0))
		return 0;
	return best->count == 0 ? search->most : best->cost * search->need / best->units;
}

/* Adds up what it costs to touch all corners, as long as that may still be better. */
static int64_t touch_corners(const struct trial *trial, int64_t limit)
{
	const struct hvk__search *search = trial->search;
	size_t dimensions = search->p->dimensions, at[HVK__AXES] = { 0 }, d;
	int64_t cost = 0;

	do {
		size_t place = 0;
		int product = search->sign;

		for (d = 0; d < dimensions; d++) {
			int32_t entry = trial->chains[d][at[d]];

			place += hvk__chain_place(entry);
			product *= hvk__chain_sign(entry);
		}
		cost += hvk__touch(search, place, product);
		if (cost > limit)
			return HVK__IMPOSSIBLE;
		for (d = dimensions; d-- > 0 && ++at[d] == trial->count[d];)
			at[d] = 0;
	} while (d < dimensions);
	return cost;
}

static bool is_enough(const struct hvk__search *search, const struct hvk__move *best)
{
	return best->count > 0 && best->cost == 0 && best->units >= search->need;
}

static void try_box(struct trial *trial)
{
	struct hvk__move move = { .count = 1, .sign = trial->search->sign };

	if (touch_corners(trial, limit_of(trial->search, trial->best)) >= HVK__IMPOSSIBLE)
		return;
	move.boxes[0] = trial->box;
	if (hvk__move_weigh(trial->search, &move) && hvk__move_better(&move, trial->best))
		*trial->best = move;
}

/* Whether a leaf can be the other end of a box: not under the target, and a sibling unless the search is wide. */
static bool fits(const struct hvk__search *search, size_t d, int32_t from, uint32_t leaf)
{
	const struct hvk__axis *axis = &search->p->axes[d];

	if (hvk__axis_holds(axis, search->p->cells[search->target].node[d], leaf))
		return false;
	return search->wide || axis->leaf_class[leaf] == axis->leaf_class[from];
}

/* All boxes from a seed: dimensions from d on. */
static void try_from(struct trial *trial, size_t d)
{
	const struct hvk__search *search = trial->search;
	const struct hvk__axis *axis = &search->p->axes[d];

	if (d == search->p->dimensions) {
		try_box(trial);
		return;
	}
	for (int32_t leaf = HVK__OUTSIDE; leaf < (int32_t)axis->leaves && !is_enough(search, trial->best); leaf++) {
		if (leaf >= 0 && !fits(search, d, trial->box.from[d], (uint32_t)leaf))
			continue;
		trial->box.to[d] = leaf;
		trial->count[d] = hvk__chain(axis, trial->box.from[d], leaf, trial->chains[d]);
		try_from(trial, d + 1);
	}
}

void hvk__box_search(struct hvk__search *search, struct hvk__move *best)
{
	struct trial trial = { .search = search, .best = best };

	for (size_t i = 0; i < search->seed_count && !is_enough(search, best); i++) {
		const struct hvk__cell *seed = &search->p->cells[search->seeds[i].cell];

		for (size_t d = 0; d < search->p->dimensions; d++)
			trial.box.from[d] = search->p->axes[d].node_leaf[seed->node[d]];
		try_from(&trial, 0);
	}
}
