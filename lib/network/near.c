/* SPDX-License-Identifier: EUPL-1.2 */
/* Gemeenten near another: in a region of the user's that has both, or else in its arrondissement. */
#include "network/match.h"

uint16_t hvk__gemeente_on(uint32_t nis, int day)
{
	uint16_t index = hvk__gemeente_by_nis(nis, day);

	return index == HVK__GEMEENTE_NONE ? index : hvk__gemeente_carry(index, day);
}

/* Whether the region that begins at a member has the gemeente. */
static bool region_has(const struct hvk__regions *regions, size_t first, uint16_t gemeente, int day)
{
	const char *region = regions->members[first].region;

	for (size_t i = first; i < regions->count && regions->members[i].region == region; i++)
		if (hvk__gemeente_on(regions->members[i].nis, day) == gemeente)
			return true;
	return false;
}

static void add_regions(struct hvk__near *near, const struct hvk__regions *regions)
{
	for (size_t i = 0, end; i < regions->count; i = end) {
		bool has = region_has(regions, i, near->gemeente, near->day);

		for (end = i; end < regions->count && regions->members[end].region == regions->members[i].region;
		     end++) {
			uint16_t member = hvk__gemeente_on(regions->members[end].nis, near->day);

			if (has && member != HVK__GEMEENTE_NONE)
				near->rank[member] = HVK__GEMEENTE_IN_REGION;
		}
	}
}

int hvk__near_make(struct hvk_match *match)
{
	struct hvk__near *near = &match->near;
	const struct hvk__regions *regions;
	uint16_t gemeente = match->need.gemeente;
	int result;

	if (gemeente == HVK__GEMEENTE_NONE || (near->gemeente == gemeente && near->day == match->need.day))
		return HVK_OK;
	near->gemeente = HVK__GEMEENTE_NONE;
	if (!near->rank)
		near->rank = malloc(hvk__gemeenten_count);
	if (!near->rank)
		return hvk__fail_memory(&match->store->error);
	result = hvk__store_regions(match->store, &regions);
	if (result < 0)
		return result;
	near->gemeente = gemeente;
	near->day = match->need.day;
	for (size_t i = 0; i < hvk__gemeenten_count; i++)
		near->rank[i] = hvk__gemeenten[i].arrondissement == hvk__gemeenten[gemeente].arrondissement ?
		                HVK__GEMEENTE_IN_ARRONDISSEMENT : HVK__FAR;
	add_regions(near, regions);
	return HVK_OK;
}

uint16_t hvk__near_by(const struct hvk_match *match, const struct hvk__offer *offer, unsigned rank)
{
	for (size_t i = 0; rank != HVK__GEMEENTE_SERVED && i < offer->gemeenten.count; i++)
		if (match->near.rank[offer->gemeenten.items[i]] == rank)
			return offer->gemeenten.items[i];
	return HVK__GEMEENTE_NONE;
}

int hvk__near_region(struct hvk_match *match, uint16_t other, const char **region)
{
	const struct hvk__regions *regions;
	int day = match->need.day;
	int result = hvk__store_regions(match->store, &regions);

	*region = NULL;
	for (size_t i = 0; result == HVK_OK && i < regions->count && !*region; i++)
		if ((i == 0 || regions->members[i].region != regions->members[i - 1].region) &&
		    region_has(regions, i, match->need.gemeente, day) && region_has(regions, i, other, day))
			*region = regions->members[i].region;
	return result;
}
