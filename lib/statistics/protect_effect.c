/* SPDX-License-Identifier: EUPL-1.2 */
/* What a move does to the cells, exactly: boxes that overlap add up or cancel out. */
#include <stdlib.h>

#include "statistics/protect.h"

bool hvk__effect_note(struct hvk__search *search, const struct hvk__cell *cell)
{
	if (!hvk__reserve(&search->touched, &search->touched_capacity, search->touched_count + 1,
	                  sizeof(*search->touched))) {
		search->out_of_memory = true;
		return false;
	}
	search->touched[search->touched_count++] = (uint32_t)(cell - search->p->cells);
	return true;
}

bool hvk__effect_add(struct hvk__search *search, uint32_t number, int sign)
{
	struct hvk__cell *cell = &search->p->cells[number];

	if (cell->effect == 0 && !hvk__effect_note(search, cell))
		return false;
	cell->effect += sign;
	return true;
}

static bool add_box(struct hvk__search *search, const struct hvk__box *box, int sign)
{
	const struct hvk_protection *p = search->p;
	int32_t chains[HVK__AXES][HVK__CHAIN];
	size_t count[HVK__AXES], at[HVK__AXES] = { 0 }, d;

	for (d = 0; d < p->dimensions; d++) {
		count[d] = hvk__chain(&p->axes[d], box->from[d], box->to[d], chains[d]);
		if (count[d] == 0)
			return true;
	}
	do {
		size_t place = 0;
		int product = sign;

		for (d = 0; d < p->dimensions; d++) {
			place += hvk__chain_place(chains[d][at[d]]);
			product *= hvk__chain_sign(chains[d][at[d]]);
		}
		if (p->map[place] >= 0 && !hvk__effect_add(search, (uint32_t)p->map[place], product))
			return false;
		for (d = p->dimensions; d-- > 0 && ++at[d] == count[d];)
			at[d] = 0;
	} while (d < p->dimensions);
	return true;
}

void hvk__effect_clear(struct hvk__search *search)
{
	for (size_t i = 0; i < search->touched_count; i++)
		search->p->cells[search->touched[i]].effect = 0;
	search->touched_count = 0;
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* A cell whose effect went through 0 is touched more than once: the first time counts. */
void hvk__effect_settle(struct hvk__search *search)
{
	size_t kept = 0;

	if (search->touched_count > 0)
		qsort(search->touched, search->touched_count, sizeof(*search->touched), compare_numbers);
	for (size_t i = 0; i < search->touched_count; i++) {
		uint32_t number = search->touched[i];

		if (search->p->cells[number].effect != 0 && (kept == 0 || search->touched[kept - 1] != number))
			search->touched[kept++] = number;
	}
	search->touched_count = kept;
}

static bool add_move(struct hvk__search *search, const struct hvk__move *move)
{
	for (size_t i = 0; i < move->count; i++) {
		if (!add_box(search, &move->boxes[i], move->sign))
			return false;
	}
	hvk__effect_settle(search);
	return true;
}

/* How often the effect can be made, at most as often as is needed. */
int64_t hvk__effect_units(const struct hvk__search *search)
{
	int64_t units = search->need;

	for (size_t i = 0; i < search->touched_count; i++) {
		const struct hvk__cell *cell = &search->p->cells[search->touched[i]];

		if (cell->effect < 0 && (cell->count + cell->delta) / -cell->effect < units)
			units = (cell->count + cell->delta) / -cell->effect;
	}
	return units;
}

bool hvk__move_weigh(struct hvk__search *search, struct hvk__move *move)
{
	const struct hvk__cell *cells = search->p->cells;
	bool possible = add_move(search, move) && cells[search->target].effect == search->sign;

	move->cost = 0;
	move->units = hvk__effect_units(search);
	for (size_t i = 0; possible && i < search->touched_count; i++) {
		const struct hvk__cell *cell = &cells[search->touched[i]];

		if (!cell->hidden) {
			possible = search->paid && !cell->frozen;
			move->cost += cell->weight;
		}
	}
	hvk__effect_clear(search);
	return possible && move->units > 0 && move->cost <= search->most;
}

bool hvk__move_better(const struct hvk__move *move, const struct hvk__move *best)
{
	if (best->count == 0)
		return true;
	if (move->cost == 0 && best->cost == 0)
		return move->units > best->units;
	return move->cost * best->units < best->cost * move->units;
}

static bool add_shift(struct hvk__search *search, uint32_t cell, uint32_t step, int32_t delta)
{
	if (!hvk__reserve(&search->shifts, &search->shift_capacity, search->shift_count + 1, sizeof(*search->shifts)))
		return false;
	search->shifts[search->shift_count++] = (struct hvk__shift){ cell, step, delta };
	return true;
}

bool hvk__effect_make(struct hvk__search *search, int64_t times, uint32_t step)
{
	struct hvk__cell *cells = search->p->cells;

	for (size_t i = 0; i < search->touched_count; i++) {
		uint32_t number = search->touched[i];
		struct hvk__cell *cell = &cells[number];

		if (!cell->hidden) {
			search->hid[search->hid_count++] = number;
			search->most -= search->most < HVK__IMPOSSIBLE - 1 ? cell->weight : 0;
		}
		cell->hidden = true;
		cell->delta += cell->effect * times;
		if (!cell->dirty)
			search->dirty[search->dirty_count++] = number;
		cell->dirty = true;
	}
	for (int64_t time = 0; time < times; time++, step++) {
		for (size_t i = 0; i < search->touched_count; i++) {
			const struct hvk__cell *cell = &cells[search->touched[i]];

			if (cell->leaf && !add_shift(search, search->touched[i], step, cell->effect)) {
				search->out_of_memory = true;
				hvk__effect_clear(search);
				return false;
			}
		}
	}
	hvk__effect_clear(search);
	return true;
}

bool hvk__move_make(struct hvk__search *search, const struct hvk__move *move, int64_t times, uint32_t step)
{
	return add_move(search, move) && hvk__effect_make(search, times, step);
}

void hvk__search_reset(struct hvk__search *search)
{
	for (size_t i = 0; i < search->dirty_count; i++) {
		struct hvk__cell *cell = &search->p->cells[search->dirty[i]];

		cell->dirty = false;
		cell->delta = 0;
	}
	search->dirty_count = 0;
	search->shift_count = 0;
}
