/* SPDX-License-Identifier: EUPL-1.2 */
/* The members of dimensions of places, and how many children live in them. */
#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "core/macro.h"
#include "statistics/member.h"
#include "store/store.h"

static const char *const no_region[2] = { "In geen regio", "In no region" };

/* ---- which are asked for */

/* The gemeenten a table was asked for, by slot: those of the filter, else those of the regions. */
static int find_asked_gemeenten(struct hvk_table *table, bool **wanted)
{
	const struct hvk__geography *geography = &table->geography;
	const struct hvk__regions *regions;
	size_t count = 0;
	const bool *allowed = table->filter ? hvk__filter_allowed(table->filter, HVK__GEMEENTE, &count) : NULL;
	int result;

	*wanted = calloc(geography->size, sizeof(**wanted));
	if (!*wanted)
		return HVK_ENOMEM;
	if (table->places) {
		memcpy(*wanted, table->places, geography->size * sizeof(**wanted));
		return HVK_OK;
	}
	if (allowed) {
		for (size_t value = 1; value < count && value < geography->size; value++)
			if (allowed[value] && !hvk__geography_later(geography, geography->target[value]))
				(*wanted)[geography->target[value]] = true;
		return HVK_OK;
	}
	result = hvk__store_regions(table->store, &regions);
	for (size_t i = 0; result == HVK_OK && i < regions->count; i++) {
		uint16_t index = hvk__gemeente_by_nis(regions->members[i].nis, geography->day);
		uint32_t member = index == HVK__GEMEENTE_NONE ? 0 : geography->target[index + 1u];

		for (uint32_t slot = 1; member && slot < geography->size; slot++)
			if (!hvk__geography_later(geography, slot) &&
			    (slot == member || hvk__geography_became(slot, member)))
				(*wanted)[slot] |= slot == member || hvk__geography_later(geography, member);
	}
	return result;
}

/* ---- gemeenten, arrondissementen, provinces */

/* A gemeente that can be told by its number, or one that was merged later. */
static int add_gemeente(struct hvk_table *table, struct hvk__breakdown *by, uint32_t own_slot, uint32_t slot)
{
	const struct hvk_gemeente *gemeente = &hvk__gemeenten[slot - 1];
	char key[32], date[11], label[2][160];

	snprintf(key, sizeof(key), "%05u", (unsigned)gemeente->nis);
	if (!hvk__geography_later(&table->geography, slot))
		return hvk__member_add(table, by, own_slot, key, gemeente->name[0], gemeente->name[0]);
	snprintf(label[HVK_NL], sizeof(label[HVK_NL]), "%s (%s, latere fusie)", gemeente->name[0], key);
	snprintf(label[HVK_EN], sizeof(label[HVK_EN]), "%s (%s, later merger)", gemeente->name[0], key);
	/* A gemeente that kept its number needs the date beside it. */
	if ((slot > 1 && hvk__gemeenten[slot - 2].nis == gemeente->nis)) {
		hvk__date_format(gemeente->valid_from, date);
		snprintf(key, sizeof(key), "%05u@%s", (unsigned)gemeente->nis, date);
	}
	return hvk__member_add(table, by, own_slot, key, label[HVK_NL], label[HVK_EN]);
}

static int add_place(struct hvk_table *table, struct hvk__breakdown *by, uint32_t slot)
{
	enum hvk__dimension_kind kind = by->dimension->kind;
	size_t count = kind == HVK__BY_ARRONDISSEMENT ? hvk__arrondissementen_count
	             : kind == HVK__BY_PROVINCE ? hvk__provinces_count : 0;
	const char *name;
	uint32_t nis;
	char key[16];

	if (slot > count)
		return add_gemeente(table, by, slot, slot - (uint32_t)count);
	if (kind == HVK__BY_ARRONDISSEMENT) {
		nis = hvk__arrondissementen[slot - 1].nis;
		name = hvk__arrondissementen[slot - 1].name;
	} else {
		nis = hvk__provinces[slot - 1].nis;
		name = hvk__provinces[slot - 1].name;
	}
	snprintf(key, sizeof(key), "%05u", (unsigned)nis);
	return hvk__member_add(table, by, slot, key, name, name);
}

/* ---- children */

/* The children of the gemeenten in a place, as far as asked for; -1 when those of one are not known. */
static int64_t children_in(const struct hvk_table *table, const struct hvk__breakdown *by, uint32_t place,
                           const bool *wanted)
{
	int64_t sum = 0;
	bool any = false;

	for (uint32_t slot = 1; slot < table->geography.size; slot++) {
		bool within = by->slots ? by->slots[slot] == place && table->geography.target[slot] == slot : false;

		for (uint32_t i = by->first ? by->first[slot] : 0; by->first && i < by->first[slot + 1]; i++)
			within |= by->several[i] == place && table->geography.target[slot] == slot;
		if (!within || hvk__geography_later(&table->geography, slot) || (wanted && !wanted[slot]))
			continue;
		if (hvk__geography_children(slot) < 0)
			return -1;
		sum += hvk__geography_children(slot);
		any = true;
	}
	return any ? sum : -1;
}

/* Of each member, and of all gemeenten in them together. */
static int count_children(struct hvk_table *table, struct hvk__breakdown *by, const bool *wanted)
{
	_cleanup_free_ bool *included = calloc(table->geography.size, sizeof(*included));
	size_t count = 0;
	/* Regions say which gemeenten a table shows, not which part of a province counts; only a filter does that. */
	const bool *restricted = NULL;

	if (!included)
		return HVK_ENOMEM;
	if (table->filter && hvk__filter_allowed(table->filter, HVK__GEMEENTE, &count))
		restricted = wanted;
	by->children = 0;
	for (size_t i = 0; i < by->member_count; i++) {
		struct hvk__member *member = &by->members[i];

		member->children = children_in(table, by, member->slot, restricted);
		if (member->children < 0)
			by->children = -1;
		for (uint32_t slot = 1; slot < table->geography.size; slot++) {
			bool within = by->slots && by->slots[slot] == member->slot;

			for (uint32_t at = by->first ? by->first[slot] : 0; by->first && at < by->first[slot + 1]; at++)
				within |= by->several[at] == member->slot;
			included[slot] |= within && table->geography.target[slot] == slot &&
			                  (!restricted || restricted[slot]);
		}
	}
	for (uint32_t slot = 1; slot < table->geography.size && by->children >= 0; slot++)
		by->children += included[slot] ? hvk__geography_children(slot) : 0;
	return HVK_OK;
}

/* ---- all of them */

static int make_regions(struct hvk_table *table, struct hvk__breakdown *by, const bool *wanted)
{
	const struct hvk__regions *regions;
	_cleanup_free_ bool *shown = calloc(by->size, sizeof(*shown));
	int result = hvk__store_regions(table->store, &regions);
	uint32_t region = 0;

	if (result < 0 || !shown)
		return result < 0 ? result : HVK_ENOMEM;
	for (uint32_t slot = 1; slot < table->geography.size; slot++)
		for (uint32_t i = by->first[slot]; wanted[slot] && i < by->first[slot + 1]; i++)
			shown[by->several[i]] = !table->occurring;
	for (size_t i = 0; i < regions->count && result == HVK_OK; i++) {
		const char *name = regions->members[i].region;

		if (i > 0 && strcmp(name, regions->members[i - 1].region) == 0)
			continue;
		region++;
		if (shown[region] || by->seen[region])
			result = hvk__member_add(table, by, region, name, name, name);
	}
	if (result == HVK_OK && by->seen[region + 1])
		result = hvk__member_add(table, by, region + 1, "no-region", no_region[HVK_NL], no_region[HVK_EN]);
	return result;
}

static int make_places(struct hvk_table *table, struct hvk__breakdown *by, const bool *wanted)
{
	_cleanup_free_ bool *shown = calloc(by->size, sizeof(*shown));
	int result = HVK_OK;

	if (!shown)
		return HVK_ENOMEM;
	for (uint32_t slot = 1; slot < table->geography.size && !table->occurring; slot++)
		if (wanted[slot])
			shown[by->slots[slot]] = true;
	/* The reference data is in the order of NIS codes; later mergers of other dimensions come after. */
	for (uint32_t slot = 1; slot < by->size && result == HVK_OK; slot++)
		if (shown[slot] || by->seen[slot])
			result = add_place(table, by, slot);
	return result == HVK_OK ? hvk__member_add_not_recorded(table, by) : result;
}

int hvk__members_of_places(struct hvk_table *table, struct hvk__breakdown *by)
{
	_cleanup_free_ bool *wanted = NULL;
	int result = find_asked_gemeenten(table, &wanted);

	if (result == HVK_OK)
		result = by->first ? make_regions(table, by, wanted) : make_places(table, by, wanted);
	if (result == HVK_OK && table->per_1000)
		result = count_children(table, by, wanted);
	return result;
}

/* Where participants came from is not asked for: only what occurs. */
int hvk__members_of_origins(struct hvk_table *table, struct hvk__breakdown *by)
{
	_cleanup_free_ bool *wanted = calloc(table->geography.size, sizeof(*wanted));

	return wanted ? make_places(table, by, wanted) : HVK_ENOMEM;
}
