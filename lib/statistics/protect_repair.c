/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Moves of any shape. The target is to change by one. A cell that must not change and does, or the target as long as it
 * does not, is spoilt, and repaired by changing a leaf under it by one; that spoils others, and so on until none is
 * left. The spoilt cell with the fewest leaves is repaired first, and those leaves are tried first that repair more
 * than they spoil. A leaf never goes both ways, so that it stays at 0 or above. The number of leaves is limited, first
 * to few and then to more; and so is how long it takes.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"

enum { LONGEST = 48, NEAREST = 32, NEAREST_QUICKLY = 6 };
/* Leaves that are tried, for each limit of their number: when there is nothing else; quickly; and quickly when so many
 * were tried quickly that it takes too long. */
enum { TRIALS = 1 << 10, TRIALS_QUICKLY = 1 << 8, TRIALS_AT_LAST = 1 << 7, TRIALS_ENOUGH = 1 << 22 };
/* What spoiling a cell counts for: one that must not change, and one that would have to be hidden. */
enum { SPOILS = 8, HIDES = 1 };
#define NOWHERE UINT32_MAX

/* How a cell stands. */
struct stand {
	int32_t off;   /* how far it is from where it has to be, when it must not change; else by how much it changes */
	uint32_t place; /* in the list of spoilt cells, or NOWHERE */
	bool rigid;    /* it must not change, or is the target */
	bool hidden;
	uint8_t level; /* how far from the leaves it is in each dimension */
};
enum { HEIGHTS = 4, LEVELS = HEIGHTS * HEIGHTS * HEIGHTS };

struct hvk__repair {
	struct hvk__search *search;
	const struct hvk__links *links;
	struct stand *stands; /* by cell */
	uint32_t *spoilt;
	size_t spoilt_count;
	int32_t spoilt_at[LEVELS]; /* by level: how far spoilt cells are off, together */
	struct hvk__shift leaves[LONGEST]; /* those changed */
	size_t count, longest, nearest;
	int64_t trials;  /* left */
	int64_t quickly; /* all trials */
};

struct candidate {
	uint32_t cell;
	int32_t score;
};

/* ---------------------------------------------------------------- making it */

/* Raises the heights of nodes above their children's, as far as they are told apart. */
static void find_heights(const struct hvk__axis *axis, uint8_t *heights)
{
	for (int pass = 1; pass < HEIGHTS; pass++) {
		for (size_t i = 0; i < axis->child_count; i++) {
			if (heights[axis->children[i].child] == pass - 1)
				heights[axis->children[i].parent] = (uint8_t)pass;
		}
	}
}

static bool set_levels(struct hvk__repair *repair)
{
	const struct hvk_protection *p = repair->search->p;

	for (size_t d = 0; d < p->dimensions; d++) {
		const struct hvk__axis *axis = &p->axes[d];
		_cleanup_free_ uint8_t *heights = calloc(axis->nodes, sizeof(*heights));

		if (!heights)
			return false;
		find_heights(axis, heights);
		for (size_t i = 0; i < p->cell_count; i++)
			repair->stands[i].level =
				(uint8_t)(repair->stands[i].level * HEIGHTS + heights[p->cells[i].node[d]]);
	}
	return true;
}

bool hvk__repair_prepare(struct hvk__search *search)
{
	size_t count = search->p->cell_count;
	struct hvk__repair *repair;

	if (!search->links)
		return true; /* too large for it */
	repair = search->repair = calloc(1, sizeof(*repair));
	if (!repair)
		return false;
	repair->search = search;
	repair->links = search->links;
	repair->stands = calloc(count + 1, sizeof(*repair->stands));
	repair->spoilt = calloc(count + 1, sizeof(*repair->spoilt));
	return repair->stands && repair->spoilt && set_levels(repair);
}

void hvk__repair_free(struct hvk__repair *repair)
{
	if (!repair)
		return;
	free(repair->stands);
	free(repair->spoilt);
	free(repair);
}

/* ---------------------------------------------------------------- what is spoilt */

static void mark(struct hvk__repair *repair, uint32_t cell)
{
	struct stand *stand = &repair->stands[cell];

	if (stand->off != 0 && stand->place == NOWHERE) {
		stand->place = (uint32_t)repair->spoilt_count;
		repair->spoilt[repair->spoilt_count++] = cell;
	} else if (stand->off == 0 && stand->place != NOWHERE) {
		uint32_t last = repair->spoilt[--repair->spoilt_count];

		repair->spoilt[stand->place] = last;
		repair->stands[last].place = stand->place;
		stand->place = NOWHERE;
	}
}

static void change_cell(struct hvk__repair *repair, uint32_t cell, int sign)
{
	struct stand *stand = &repair->stands[cell];

	stand->off += sign;
	if (!stand->rigid)
		return;
	repair->spoilt_at[stand->level] += stand->off * sign > 0 ? 1 : -1;
	if (stand->off == 0 || stand->place == NOWHERE)
		mark(repair, cell);
}

static void change(struct hvk__repair *repair, uint32_t leaf, int sign)
{
	for (uint32_t i = repair->links->above_start[leaf]; i < repair->links->above_start[leaf + 1]; i++)
		change_cell(repair, repair->links->above[i], sign);
	change_cell(repair, leaf, sign);
}

/* How many leaves have to be changed at least: cells of one level have no leaf in common, but for a dimension with two
 * sets, and there it is a guess. */
static size_t least_left(const struct hvk__repair *repair)
{
	int32_t most = 0;

	for (size_t level = 0; level < LEVELS; level++)
		most = repair->spoilt_at[level] > most ? repair->spoilt_at[level] : most;
	return (size_t)most;
}

static void begin(struct hvk__repair *repair)
{
	const struct hvk__search *search = repair->search;
	const struct hvk__cell *cells = search->p->cells;

	for (size_t i = 0; i < search->p->cell_count; i++) {
		struct stand *stand = &repair->stands[i];

		stand->off = 0;
		stand->place = NOWHERE;
		stand->hidden = cells[i].hidden;
		stand->rigid = !cells[i].hidden && (cells[i].frozen || !search->paid);
	}
	memset(repair->spoilt_at, 0, sizeof(repair->spoilt_at));
	repair->spoilt_count = 0;
	repair->count = 0;
	repair->stands[search->target].rigid = true;
	change_cell(repair, search->target, -search->sign);
}

static uint32_t leaves_under(const struct hvk__repair *repair, uint32_t cell)
{
	return repair->links->under_start[cell + 1] - repair->links->under_start[cell];
}

/* The spoilt cell with the fewest leaves. */
static uint32_t find_spoilt(const struct hvk__repair *repair)
{
	uint32_t found = repair->spoilt[0], fewest = leaves_under(repair, found);

	for (size_t i = 1; i < repair->spoilt_count; i++) {
		uint32_t cell = repair->spoilt[i], leaves = leaves_under(repair, cell);

		if (leaves < fewest || (leaves == fewest && cell < found)) {
			found = cell;
			fewest = leaves;
		}
	}
	return found;
}

/* ---------------------------------------------------------------- candidates */

/* Whether a leaf can change: the target can as long as it has not. */
static bool can_change(const struct hvk__repair *repair, uint32_t leaf, int sign)
{
	const struct hvk__search *search = repair->search;
	const struct hvk__cell *cell = &search->p->cells[leaf];
	const struct stand *stand = &repair->stands[leaf];

	if (leaf == search->target)
		return stand->off * sign < 0 && (sign > 0 || cell->count + cell->delta > 0);
	return !stand->rigid && stand->off * sign >= 0 && (sign > 0 || cell->count + cell->delta + stand->off > 0);
}

/* What changing a leaf repairs less what it spoils. */
static int32_t score_of(const struct hvk__repair *repair, uint32_t leaf, int sign)
{
	int32_t score = repair->stands[leaf].hidden ? 0 : -HIDES;

	for (uint32_t i = repair->links->above_start[leaf]; i < repair->links->above_start[leaf + 1]; i++) {
		const struct stand *stand = &repair->stands[repair->links->above[i]];

		if (stand->rigid)
			score += stand->off * sign < 0 ? SPOILS : -SPOILS;
		else if (!stand->hidden && stand->off == 0)
			score -= HIDES;
	}
	return score;
}

/* The best leaves under a cell; returns how many. */
static size_t find_candidates(struct hvk__repair *repair, uint32_t cell, int sign, struct candidate nearest[NEAREST])
{
	size_t count = 0;

	for (uint32_t i = repair->links->under_start[cell]; i < repair->links->under_start[cell + 1]; i++) {
		struct candidate candidate = { .cell = repair->links->under[i] };
		size_t place = count;

		if (!can_change(repair, candidate.cell, sign))
			continue;
		repair->trials--;
		candidate.score = score_of(repair, candidate.cell, sign);
		if (place == repair->nearest && nearest[--place].score >= candidate.score)
			continue;
		for (; place > 0 && nearest[place - 1].score < candidate.score; place--)
			nearest[place] = nearest[place - 1];
		nearest[place] = candidate;
		count += count < repair->nearest;
	}
	return count;
}

/* ---------------------------------------------------------------- the search */

static bool mend(struct hvk__repair *repair)
{
	struct candidate nearest[NEAREST];
	uint32_t cell;
	size_t count;
	int sign;

	if (repair->spoilt_count == 0)
		return true;
	if (repair->count + least_left(repair) > repair->longest || repair->trials <= 0)
		return false;
	cell = find_spoilt(repair);
	sign = repair->stands[cell].off > 0 ? -1 : 1;
	count = find_candidates(repair, cell, sign, nearest);
	for (size_t i = 0; i < count; i++) {
		repair->leaves[repair->count++] = (struct hvk__shift){ .cell = nearest[i].cell, .delta = sign };
		change(repair, nearest[i].cell, sign);
		repair->trials--;
		if (mend(repair))
			return true;
		change(repair, nearest[i].cell, -sign);
		repair->count--;
	}
	return false;
}

bool hvk__repair_search(struct hvk__search *search, bool quickly)
{
	struct hvk__repair *repair = search->repair;
	bool found = false;

	if (!repair)
		return false;
	begin(repair);
	repair->nearest = quickly ? NEAREST_QUICKLY : NEAREST;
	for (repair->longest = 4; repair->longest <= LONGEST && !found; repair->longest += repair->longest / 2) {
		int64_t trials = !quickly ? TRIALS : repair->quickly < TRIALS_ENOUGH ? TRIALS_QUICKLY : TRIALS_AT_LAST;

		repair->trials = trials;
		found = mend(repair);
		repair->quickly += quickly ? trials - repair->trials : 0;
	}
	for (size_t i = 0; i < repair->count; i++) {
		uint32_t leaf = repair->leaves[i].cell;

		if (!hvk__effect_add(search, leaf, repair->leaves[i].delta))
			return false;
		for (uint32_t j = repair->links->above_start[leaf]; j < repair->links->above_start[leaf + 1]; j++) {
			if (!hvk__effect_add(search, repair->links->above[j], repair->leaves[i].delta))
				return false;
		}
	}
	hvk__effect_settle(search);
	return found;
}
