/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Certificates: for each sensitive cell and direction as many steps as it needs, of moves that change hidden cells only;
 * where there are none, of those that cost the least, whose cells are then hidden. Afterwards what was hidden for others
 * is published again, the dearest first, where the certificates that need it can do without.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"

enum outcome { FOUND = 1, NOT_FOUND = 0 }; /* or a negative result */

void hvk__certificate_free(struct hvk__certificate *certificate)
{
	free(certificate->shifts);
	free(certificate->secondary);
	*certificate = (struct hvk__certificate){ 0 };
}

/* ---------------------------------------------------------------- seeds */

/* How good a leaf is to begin a move with; HVK__IMPOSSIBLE when it cannot change. */
static int64_t rank_of(const struct hvk__search *search, const struct hvk__cell *cell)
{
	int64_t count = cell->count + cell->delta;

	if (search->sign < 0 && count <= 0)
		return HVK__IMPOSSIBLE;
	if (cell->hidden)
		return search->sign < 0 && count < search->need ? 1 : 0;
	return search->paid && !cell->frozen ? cell->weight : HVK__IMPOSSIBLE;
}

static void offer_seed(struct hvk__search *search, uint32_t number)
{
	struct hvk__seed seed = { number, rank_of(search, &search->p->cells[number]) };
	size_t place = search->seed_count;

	if (seed.rank >= HVK__IMPOSSIBLE)
		return;
	if (place == HVK__SEEDS && search->seeds[--place].rank <= seed.rank)
		return;
	for (; place > 0 && search->seeds[place - 1].rank > seed.rank; place--)
		search->seeds[place] = search->seeds[place - 1];
	search->seeds[place] = seed;
	if (search->seed_count < HVK__SEEDS)
		search->seed_count++;
}

/* The leaves under the target, from dimension d on. */
static void find_seeds(struct hvk__search *search, size_t d, size_t place)
{
	const struct hvk_protection *p = search->p;
	const struct hvk__axis *axis = &p->axes[d];
	uint32_t node;

	if (d == p->dimensions) {
		offer_seed(search, (uint32_t)p->map[place]);
		return;
	}
	node = p->cells[search->target].node[d];
	if (axis->node_leaf[node] >= 0) {
		find_seeds(search, d + 1, place + node * axis->stride);
		return;
	}
	for (uint32_t leaf = 0; leaf < axis->leaves; leaf++) {
		if (hvk__axis_holds(axis, node, leaf))
			find_seeds(search, d + 1, place + axis->leaf_node[leaf] * axis->stride);
	}
}

/* ---------------------------------------------------------------- one certificate */

static void begin(struct hvk__search *search, bool paid, bool wide)
{
	search->paid = paid;
	search->wide = wide;
	search->far = false;
	search->seed_count = 0;
	find_seeds(search, 0, 0);
}

/* What costs nothing, the nearest first. */
static void find_free(struct hvk__search *search, struct hvk__move *best)
{
	begin(search, false, false);
	hvk__family_search(search, best);
	search->wide = true;
	if (best->count == 0)
		hvk__family_search(search, best);
	search->far = true;
	if (best->count == 0)
		hvk__family_search(search, best);
	if (best->count == 0)
		hvk__box_search(search, best);
}

/* What costs the least, of all that is tried; far boxes only when there is nothing else. */
static void find_paid(struct hvk__search *search, struct hvk__move *best)
{
	begin(search, true, false);
	hvk__family_search(search, best);
	hvk__box_search(search, best);
	search->wide = true;
	hvk__family_search(search, best);
	search->far = true;
	hvk__family_search(search, best);
	if (best->count == 0)
		hvk__box_search(search, best);
}

/* Whatever there is: with cells that are hidden, else with all that may be. */
static bool find_any(struct hvk__search *search)
{
	search->paid = false;
	if (hvk__repair_search(search) || (!search->out_of_memory && hvk__simplex_search(search)))
		return true;
	search->paid = true;
	return !search->out_of_memory && (hvk__repair_search(search) || hvk__simplex_search(search));
}

/* Searches and makes a move; returns how often, 0 when there is none. */
static int64_t advance(struct hvk__search *search, bool paid, uint32_t step)
{
	struct hvk__move best = { .count = 0 };
	int64_t units = 0;

	find_free(search, &best);
	if (best.count == 0 && paid)
		find_paid(search, &best);
	if (best.count > 0)
		return hvk__move_make(search, &best, best.units, step) ? best.units : 0;
	if (paid && find_any(search)) {
		units = hvk__effect_units(search);
		units = hvk__effect_make(search, units, step) ? units : 0;
	}
	return units;
}

/* Keeps what the search has found. */
static bool keep_certificate(struct hvk__search *search, struct hvk__certificate *certificate)
{
	const struct hvk__cell *cells = search->p->cells;

	certificate->shifts = calloc(search->shift_count + 1, sizeof(*certificate->shifts));
	certificate->secondary = calloc(search->dirty_count + 1, sizeof(*certificate->secondary));
	if (!certificate->shifts || !certificate->secondary) {
		hvk__certificate_free(certificate);
		return false;
	}
	if (search->shift_count > 0)
		memcpy(certificate->shifts, search->shifts, search->shift_count * sizeof(*certificate->shifts));
	certificate->count = search->shift_count;
	for (size_t i = 0; i < search->dirty_count; i++) {
		if (cells[search->dirty[i]].listed && !cells[search->dirty[i]].sensitive)
			certificate->secondary[certificate->secondary_count++] = search->dirty[i];
	}
	certificate->held = true;
	return true;
}

/* FOUND with the certificate, NOT_FOUND, or HVK_ENOMEM. */
static int certify(struct hvk__search *search, uint32_t target, enum hvk_direction direction, bool paid,
                   struct hvk__certificate *certificate)
{
	int64_t need = hvk__cell_need(search->p, &search->p->cells[target], direction);
	uint32_t step = 1;
	bool kept;

	search->target = target;
	search->sign = direction == HVK_LESS ? -1 : 1;
	for (search->need = need; search->need > 0;) {
		int64_t units = advance(search, paid, step);

		if (units == 0) {
			hvk__search_reset(search);
			return search->out_of_memory ? HVK_ENOMEM : NOT_FOUND;
		}
		step += (uint32_t)units;
		search->need -= units;
	}
	kept = keep_certificate(search, certificate);
	hvk__search_reset(search);
	return kept ? FOUND : HVK_ENOMEM;
}

/* ---------------------------------------------------------------- all certificates */

static bool holds(const struct hvk_protection *p, const struct hvk__cell *cell, const struct hvk__cell *part)
{
	for (size_t d = 0; d < p->dimensions; d++) {
		const struct hvk__axis *axis = &p->axes[d];

		for (size_t word = 0; word < axis->words; word++) {
			if (axis->under[part->node[d] * axis->words + word] &
			    ~axis->under[cell->node[d] * axis->words + word])
				return false;
		}
	}
	return true;
}

/* The smallest published cell that the target is part of: one that may be hidden, or one that may not. */
static struct hvk__cell *smallest_holder(const struct hvk_protection *p, uint32_t target, bool frozen)
{
	struct hvk__cell *smallest = NULL;

	for (size_t n = 0; n < p->listed_count; n++) {
		struct hvk__cell *cell = &p->cells[p->listed[n]];

		if (!cell->hidden && cell->frozen == frozen && (!smallest || cell->count < smallest->count) &&
		    holds(p, cell, &p->cells[target]))
			smallest = cell;
	}
	return smallest;
}

static int refuse(struct hvk__error *error, struct hvk_protection *p, uint32_t target)
{
	const struct hvk__cell *holder = smallest_holder(p, target, true);
	char name[HVK__CELL_NAME], other[HVK__CELL_NAME];

	p->refused = target + 1;
	hvk__cell_name(p, p->cells[target].node, name);
	if (!holder)
		return hvk__fail_at(error, HVK_EINPUT, p->input, p->lines[target], 0,
		                    "%s: what was published before leaves this cell without protection; leave it out, or "
		                    "publish coarser codes", name);
	hvk__cell_name(p, holder->node, other);
	return hvk__fail_at(error, HVK_EINPUT, p->input, p->lines[target], 0,
	                    "%s: the cell cannot be protected, since %s was published before; leave it out, or publish "
	                    "coarser codes", name, other);
}

/* Certifies a cell in both directions, hiding one holder after the other while that fails. */
static int certify_target(struct hvk__error *error, struct hvk__search *search, struct hvk__target *target)
{
	for (int direction = HVK_LESS; direction <= HVK_MORE; direction++) {
		int found;

		while ((found = certify(search, target->cell, (enum hvk_direction)direction, true,
		                        &target->certificates[direction])) == NOT_FOUND) {
			struct hvk__cell *holder = smallest_holder(search->p, target->cell, false);

			if (!holder)
				return refuse(error, search->p, target->cell);
			holder->hidden = true;
		}
		if (found < 0)
			return hvk__fail_memory(error);
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- cleaning up */

/* The certificates that were replaced, to be put back when it does not work out. */
struct replaced {
	struct hvk__certificate *place, before;
};

struct cleaner {
	struct hvk__search *search;
	struct replaced *replaced;
	size_t replaced_count;
	uint32_t *order; /* cells */
	size_t count;
};

static bool needs(const struct hvk__certificate *certificate, uint32_t cell)
{
	for (size_t i = 0; i < certificate->secondary_count; i++) {
		if (certificate->secondary[i] == cell)
			return true;
	}
	return false;
}

/* Finds other certificates for all that need the cell, which is published now. */
static int replace_all(struct cleaner *cleaner, uint32_t cell)
{
	const struct hvk_protection *p = cleaner->search->p;
	int found = FOUND;

	cleaner->replaced_count = 0;
	for (size_t i = 0; i < 2 * p->target_count && found == FOUND; i++) {
		struct hvk__target *target = &p->targets[i / 2];
		struct hvk__certificate *certificate = &target->certificates[i % 2], fresh = { 0 };

		if (!needs(certificate, cell))
			continue;
		found = certify(cleaner->search, target->cell, (enum hvk_direction)(i % 2), false, &fresh);
		if (found == FOUND) {
			cleaner->replaced[cleaner->replaced_count++] = (struct replaced){ certificate, *certificate };
			*certificate = fresh;
		}
	}
	return found;
}

static void settle(struct cleaner *cleaner, bool keep)
{
	for (size_t i = 0; i < cleaner->replaced_count; i++) {
		struct replaced *replaced = &cleaner->replaced[i];

		hvk__certificate_free(keep ? &replaced->before : replaced->place);
		if (!keep)
			*replaced->place = replaced->before;
	}
}

static int compare_weights(const void *a, const void *b, void *data)
{
	const struct hvk__cell *cells = data;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;

	if (cells[i].weight != cells[j].weight)
		return cells[i].weight > cells[j].weight ? -1 : 1;
	return (i > j) - (i < j);
}

/* One round. *released: how many cells are published again. */
static int clean_round(struct cleaner *cleaner, size_t *released)
{
	struct hvk_protection *p = cleaner->search->p;

	*released = 0;
	cleaner->count = 0;
	for (size_t n = 0; n < p->listed_count; n++) {
		const struct hvk__cell *cell = &p->cells[p->listed[n]];

		if (cell->hidden && !cell->sensitive && cell->state == HVK_CELL_NEW)
			cleaner->order[cleaner->count++] = p->listed[n];
	}
	qsort_r(cleaner->order, cleaner->count, sizeof(*cleaner->order), compare_weights, p->cells);
	for (size_t i = 0; i < cleaner->count; i++) {
		struct hvk__cell *cell = &p->cells[cleaner->order[i]];
		int found;

		cell->hidden = false;
		found = replace_all(cleaner, cleaner->order[i]);
		settle(cleaner, found == FOUND);
		if (found < 0)
			return found;
		cell->hidden = found != FOUND;
		*released += found == FOUND;
	}
	return HVK_OK;
}

/* Another round takes as long and brings less: it has to be worth it. */
enum { WORTH = 32 };

static int clean(struct hvk__search *search)
{
	struct cleaner cleaner = { .search = search };
	size_t released;
	int result = HVK_ENOMEM;

	cleaner.replaced = calloc(2 * search->p->target_count + 1, sizeof(*cleaner.replaced));
	cleaner.order = calloc(search->p->listed_count + 1, sizeof(*cleaner.order));
	if (cleaner.replaced && cleaner.order) {
		do
			result = clean_round(&cleaner, &released);
		while (result == HVK_OK && released > cleaner.count / WORTH);
	}
	free(cleaner.replaced);
	free(cleaner.order);
	return result;
}

int hvk__certify(struct hvk__error *error, struct hvk_protection *p)
{
	struct hvk__search search = { .p = p };
	int result = HVK_OK;

	search.dirty = calloc(p->cell_count + 1, sizeof(*search.dirty));
	if (!search.dirty || !hvk__family_prepare(&search))
		result = hvk__fail_memory(error);
	for (size_t i = 0; result == HVK_OK && i < p->target_count; i++)
		result = certify_target(error, &search, &p->targets[i]);
	if (result == HVK_OK && clean(&search) < 0)
		result = hvk__fail_memory(error);
	free(search.dirty);
	free(search.touched);
	free(search.states);
	free(search.heap);
	free(search.shifts);
	return result;
}
