/* SPDX-License-Identifier: EUPL-1.2 */
/* Gemeenten on a day: see geography.h. */
#include "statistics/geography.h"

#include "core/macro.h"

/* The population figures are those of the gemeenten of this day. */
static const struct hvk__date population_date = { 2026, 1, 1 };

int hvk__geography_init(struct hvk__geography *geography, int day)
{
	geography->day = day;
	geography->size = hvk__gemeenten_count + 1;
	geography->target = calloc(geography->size, sizeof(*geography->target));
	if (!geography->target)
		return HVK_ENOMEM;
	for (uint32_t slot = 1; slot < geography->size; slot++) {
		uint16_t carried = hvk__gemeente_carry((uint16_t)(slot - 1), day);

		geography->target[slot] = carried == HVK__GEMEENTE_NONE ? slot : carried + 1u;
	}
	return HVK_OK;
}

void hvk__geography_free(struct hvk__geography *geography)
{
	free(geography->target);
	geography->target = NULL;
}

bool hvk__geography_later(const struct hvk__geography *geography, uint32_t slot)
{
	return slot && !hvk__gemeente_valid((uint16_t)(slot - 1), geography->day);
}

bool hvk__geography_became(uint32_t slot, uint32_t later)
{
	/* No chain of mergers is longer than the table; the limit is against a circle in it. */
	for (size_t step = 0; slot && step < hvk__gemeenten_count; step++) {
		uint16_t successor = hvk__gemeenten[slot - 1].successor;

		if (successor == HVK__GEMEENTE_NONE)
			return false;
		slot = successor + 1u;
		if (slot == later)
			return true;
	}
	return false;
}

static uint32_t arrondissement_of(uint32_t slot)
{
	return hvk__gemeenten[slot - 1].arrondissement + 1u;
}

static uint32_t province_of(uint32_t slot)
{
	return hvk__arrondissementen[hvk__gemeenten[slot - 1].arrondissement].province + 1u;
}

/* Where a slot lies; for a later merger, where all its parts lay on the day, or a slot of its own. */
static uint32_t lies_in(const struct hvk__geography *geography, uint32_t slot, uint32_t (*of)(uint32_t), size_t count)
{
	uint32_t found = 0;

	if (!slot)
		return 0;
	if (!hvk__geography_later(geography, slot))
		return of(slot);
	for (uint32_t part = 1; part < geography->size; part++) {
		if (hvk__geography_later(geography, part) || !hvk__geography_became(part, slot))
			continue;
		if (found && found != of(part))
			return (uint32_t)count + slot;
		found = of(part);
	}
	return found ? found : of(slot);
}

uint32_t hvk__geography_arrondissement(const struct hvk__geography *geography, uint32_t slot)
{
	return lies_in(geography, slot, arrondissement_of, hvk__arrondissementen_count);
}

uint32_t hvk__geography_province(const struct hvk__geography *geography, uint32_t slot)
{
	return lies_in(geography, slot, province_of, hvk__provinces_count);
}

int64_t hvk__geography_children(uint32_t slot)
{
	if (!slot || !hvk__gemeente_valid((uint16_t)(slot - 1), hvk__date_to_days(population_date)))
		return -1;
	return hvk__gemeenten[slot - 1].children;
}
