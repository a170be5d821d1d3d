/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Certificates: for each sensitive cell and direction as many steps as it needs, of moves that change hidden cells
 * only; where there are none, of those that cost the least, whose cells are then hidden.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"

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
}

/* The same, from farther. */
static void find_far(struct hvk__search *search, struct hvk__move *best)
{
	search->far = true;
	hvk__family_search(search, best);
	if (best->count == 0 && !search->repair)
		hvk__box_search(search, best);
}

static bool is_limited(const struct hvk__search *search)
{
	return search->most < HVK__IMPOSSIBLE - 1;
}

/* What costs the least, of all that is tried; far boxes only when there is nothing else. */
static void find_paid(struct hvk__search *search, struct hvk__move *best)
{
	begin(search, true, false);
	hvk__family_search(search, best);
	if (!is_limited(search))
		hvk__box_search(search, best);
	search->wide = true;
	hvk__family_search(search, best);
	search->far = true;
	hvk__family_search(search, best);
	if (best->count == 0 && !is_limited(search))
		hvk__box_search(search, best);
}

/* Whatever there is: with cells that are hidden, else with all that may be. */
static bool find_any(struct hvk__search *search)
{
	search->paid = false;
	if (search->hard)
		return search->effort > 0 && hvk__simplex_search(search);
	if (hvk__repair_search(search, false) || (!search->out_of_memory && hvk__simplex_search(search)))
		return true;
	search->paid = true;
	return !search->out_of_memory && (hvk__repair_search(search, false) || hvk__simplex_search(search));
}

/* How a certificate is sought. One step can lead where there is no next: then another way is tried from the start. */
enum manner { FREELY, PLAINLY, ANYHOW, MANNERS };

/* What costs nothing, or else the least: a move, or effects, when *any is set. False when there is neither. */
static bool find_step(struct hvk__search *search, bool paid, enum manner manner, struct hvk__move *best, bool *any)
{
	*any = false;
	if (manner != ANYHOW) {
		find_free(search, best);
		*any = best->count == 0 && manner == FREELY && hvk__repair_search(search, true);
		if (best->count == 0 && !*any)
			find_far(search, best);
		if (best->count == 0 && !*any && paid)
			find_paid(search, best);
	}
	if (best->count == 0 && !*any && ((paid && !is_limited(search)) || search->hard))
		*any = find_any(search);
	return *any || best->count > 0;
}

/* Searches and makes a move; returns how often, 0 when there is none. */
static int64_t advance(struct hvk__search *search, bool paid, enum manner manner, uint32_t step)
{
	struct hvk__move best = { .count = 0 };
	int64_t units;
	bool any;

	if (search->out_of_memory || !find_step(search, paid, manner, &best, &any))
		return 0;
	if (!any)
		return hvk__move_make(search, &best, best.units, step) ? best.units : 0;
	units = hvk__effect_units(search);
	return hvk__effect_make(search, units, step) ? units : 0;
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

/* Whether all steps were found. */
static bool find_steps(struct hvk__search *search, int64_t need, bool paid, enum manner manner)
{
	uint32_t step = 1;

	for (search->need = need; search->need > 0;) {
		int64_t units = advance(search, paid, manner, step);

		if (units == 0)
			return false;
		step += (uint32_t)units;
		search->need -= units;
	}
	return true;
}

int hvk__certify_one(struct hvk__search *search, uint32_t target, enum hvk_direction direction, bool paid,
                     struct hvk__certificate *certificate)
{
	int64_t need = hvk__cell_need(search->p, &search->p->cells[target], direction);
	int manners = (paid && !is_limited(search)) || search->hard ? MANNERS : FREELY + 1;
	bool found = false, kept;

	search->target = target;
	search->sign = direction == HVK_LESS ? -1 : 1;
	for (int manner = FREELY; manner < manners && !found && !search->out_of_memory; manner++) {
		found = find_steps(search, need, paid, (enum manner)manner);
		if (!found)
			hvk__search_reset(search);
	}
	if (!found)
		return search->out_of_memory ? HVK_ENOMEM : HVK__NOT_FOUND;
	kept = keep_certificate(search, certificate);
	hvk__search_reset(search);
	return kept ? HVK__FOUND : HVK_ENOMEM;
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
		                    "%s: what was published before leaves this cell without protection; leave it out, "
		                    "or publish coarser codes", name);
	hvk__cell_name(p, holder->node, other);
	return hvk__fail_at(error, HVK_EINPUT, p->input, p->lines[target], 0,
	                    "%s: the cell cannot be protected, since %s was published before; leave it out, or publish "
	                    "coarser codes", name, other);
}

/* Looks with all hidden that may be, and publishes again what the certificate does not need. */
static int certify_widely(struct hvk__search *search, struct hvk__target *target, enum hvk_direction direction)
{
	struct hvk_protection *p = search->p;
	struct hvk__certificate *certificate = &target->certificates[direction];
	_cleanup_free_ uint32_t *hidden = calloc(p->listed_count + 1, sizeof(*hidden));
	size_t count = 0;
	int found;

	if (!hidden)
		return HVK_ENOMEM;
	for (size_t n = 0; n < p->listed_count; n++) {
		struct hvk__cell *cell = &p->cells[p->listed[n]];

		if (cell->hidden || cell->frozen)
			continue;
		cell->hidden = true;
		hidden[count++] = p->listed[n];
	}
	found = count > 0 || search->patient ? hvk__certify_one(search, target->cell, direction, true, certificate)
	                                     : HVK__NOT_FOUND;
	for (size_t i = 0; i < count; i++)
		p->cells[hidden[i]].hidden = false;
	for (size_t i = 0; i < certificate->secondary_count; i++) {
		struct hvk__cell *cell = &p->cells[certificate->secondary[i]];

		if (!cell->hidden)
			search->hid[search->hid_count++] = certificate->secondary[i];
		cell->spread = cell->spread || !cell->hidden;
		cell->hidden = true;
	}
	return found;
}

/* The same, and again with more patience where it would be refused. */
static int certify_at_last(struct hvk__search *search, struct hvk__target *target, enum hvk_direction direction)
{
	int found = certify_widely(search, target, direction);

	if (found != HVK__NOT_FOUND || search->p->cells[target->cell].spare)
		return found;
	search->patient = true;
	found = certify_widely(search, target, direction);
	search->patient = false;
	return found;
}

/* Certifies a cell in one direction, hiding one holder after the other while that fails. */
static int certify_direction(struct hvk__search *search, struct hvk__target *target, enum hvk_direction direction)
{
	struct hvk__cell *holder;
	int found;

	while ((found = hvk__certify_one(search, target->cell, direction, true, &target->certificates[direction])) ==
	       HVK__NOT_FOUND) {
		holder = smallest_holder(search->p, target->cell, false);
		if (!holder)
			return certify_at_last(search, target, direction);
		search->hid[search->hid_count++] = (uint32_t)(holder - search->p->cells);
		holder->hidden = true;
	}
	return found;
}

/* A target that does without certificates is none; what was hidden for it is published again. */
static void drop_target(struct hvk__search *search, size_t number)
{
	struct hvk_protection *p = search->p;
	struct hvk__target *target = &p->targets[number];

	for (size_t i = 0; i < search->hid_count; i++)
		p->cells[search->hid[i]].hidden = false;
	for (int direction = HVK_LESS; direction <= HVK_MORE; direction++)
		hvk__certificate_free(&target->certificates[direction]);
	p->cells[target->cell].sensitive = false;
	p->target_of[target->cell] = 0;
	memmove(target, target + 1, (--p->target_count - number) * sizeof(*target));
	for (; number < p->target_count; number++)
		p->target_of[p->targets[number].cell] = (uint32_t)number + 1;
}

/* Certifies a cell in both directions. *number: the next one. */
static int certify_target(struct hvk__error *error, struct hvk__search *search, size_t *number)
{
	struct hvk_protection *p = search->p;
	struct hvk__target *target = &p->targets[*number];
	int found = HVK__FOUND;

	search->hid_count = 0;
	for (int direction = HVK_LESS; found == HVK__FOUND && direction <= HVK_MORE; direction++)
		found = certify_direction(search, target, (enum hvk_direction)direction);
	if (found < 0)
		return hvk__fail_memory(error);
	if (found == HVK__NOT_FOUND && !p->cells[target->cell].spare)
		return refuse(error, p, target->cell);
	if (found == HVK__NOT_FOUND)
		drop_target(search, *number);
	else
		++*number;
	return HVK_OK;
}

/* ---------------------------------------------------------------- all in all */

int hvk__certify(struct hvk__error *error, struct hvk_protection *p)
{
	struct hvk__search search = { .p = p, .most = HVK__IMPOSSIBLE - 1 };
	int result = HVK_OK;

	search.dirty = calloc(p->cell_count + 1, sizeof(*search.dirty));
	search.hid = calloc(p->cell_count + 1, sizeof(*search.hid));
	if (!search.dirty || !search.hid || !hvk__family_prepare(&search) || !hvk__links_make(&search) ||
	    !hvk__repair_prepare(&search))
		result = hvk__fail_memory(error);
	for (size_t i = 0; result == HVK_OK && i < p->target_count;)
		result = certify_target(error, &search, &i);
	if (result == HVK_OK && hvk__clean(&search) < 0)
		result = hvk__fail_memory(error);
	hvk__program_free(search.program);
	hvk__repair_free(search.repair);
	hvk__links_free(search.links);
	free(search.dirty);
	free(search.hid);
	free(search.touched);
	free(search.states);
	free(search.heap);
	free(search.shifts);
	return result;
}
