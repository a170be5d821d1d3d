/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The gemeenten of one day, and where questions of other times belong among them. A slot is the index of a version in
 * hvk__gemeenten plus 1, as questions carry it; slot 0 is "not recorded".
 */
#ifndef HVK_STATISTICS_GEOGRAPHY_H
#define HVK_STATISTICS_GEOGRAPHY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/date.h"
#include "reference/reference.h"

struct hvk__geography {
	int day;
	size_t size;      /* slots */
	uint32_t *target; /* by slot of a question: the slot it counts for on the day */
};

int hvk__geography_init(struct hvk__geography *geography, int day); /* HVK_OK, HVK_ENOMEM */
void hvk__geography_free(struct hvk__geography *geography);

/* Whether a slot was merged from several after the day: its questions cannot be carried back, and stand alone. */
bool hvk__geography_later(const struct hvk__geography *geography, uint32_t slot);

/* Whether the gemeente of a slot went, through one merger or several, into that of another. */
bool hvk__geography_became(uint32_t slot, uint32_t later);

/* Slots of arrondissements and provinces: 0 not recorded, then their index plus 1, then, from the count plus 1, those
 * gemeenten (by slot) whose questions cannot be carried back and whose parts lay in several. */
uint32_t hvk__geography_arrondissement(const struct hvk__geography *geography, uint32_t slot);
uint32_t hvk__geography_province(const struct hvk__geography *geography, uint32_t slot);

/* Children of 0-17 years, estimate of 2026; -1 where not known. */
int64_t hvk__geography_children(uint32_t slot);

#endif
