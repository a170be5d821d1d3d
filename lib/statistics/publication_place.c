/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Publications: the axis of places, on the geography of the last day of the period. Its rows do not depend on what was
 * registered, as far as the store says which gemeenten there are: a row that comes tells that somebody asked.
 */
#include <stdio.h>
#include <string.h>

#include "statistics/geography.h"
#include "statistics/publication.h"

static const char *const total_label[2] = { "Totaal", "Total" };

struct places {
	struct hvk_publication *p;
	const char *const *asked;
	struct hvk__geography geography;
	const struct hvk__regions *regions;
	bool *within;  /* by slot: it counts in the total */
	bool *row;     /* it is asked for */
	bool *inside;  /* of the member that is being added */
};

static bool asks(const struct places *places, const char *level)
{
	for (size_t n = 0; places->asked[n]; n++)
		if (strcmp(places->asked[n], level) == 0)
			return true;
	return false;
}

/* A gemeente of the day, not one that was merged after it. */
static bool exists(const struct places *places, uint32_t slot)
{
	return slot > 0 && !hvk__geography_later(&places->geography, slot) && places->geography.target[slot] == slot;
}

/* Where a NIS code belongs, of whatever time; 0 when there is no such code. */
static uint32_t slot_of(const struct places *places, uint32_t nis)
{
	uint16_t index = hvk__gemeente_by_nis(nis, places->geography.day);

	return index == HVK__GEMEENTE_NONE ? 0 : places->geography.target[index + 1u];
}

/* Marks the gemeente that a NIS code belongs to; of a later merger its parts. */
static void mark(const struct places *places, uint32_t nis, bool marked[])
{
	uint32_t found = slot_of(places, nis);

	for (uint32_t slot = 1; slot < places->geography.size && found > 0; slot++) {
		if (!exists(places, slot))
			continue;
		marked[slot] |= slot == found || hvk__gemeenten[slot - 1].nis == nis ||
		                (hvk__geography_later(&places->geography, found) &&
		                 hvk__geography_became(slot, found));
	}
}

static bool is_any(const struct places *places, const bool marked[])
{
	bool any = false;

	for (uint32_t slot = 1; slot < places->geography.size; slot++)
		any |= marked[slot];
	return any;
}

static bool mark_region(const struct places *places, const char *name, bool marked[])
{
	bool any = false;

	for (size_t i = 0; i < places->regions->count; i++) {
		if (strcmp(places->regions->members[i].region, name) != 0)
			continue;
		mark(places, places->regions->members[i].nis, marked);
		any = true;
	}
	return any;
}

/* ---------------------------------------------------------------- which gemeenten */

static int find_within(struct places *places)
{
	struct hvk_publication *p = places->p;

	for (uint32_t slot = 1; slot < places->geography.size && !*p->region; slot++)
		places->within[slot] = exists(places, slot);
	if (!*p->region)
		return HVK_OK;
	if (!mark_region(places, p->region, places->within))
		return hvk__publication_fail_region(p->store, places->regions, p->region);
	if (is_any(places, places->within))
		return HVK_OK;
	return hvk__fail(&p->store->error, HVK_EINVAL, "region: no gemeente of %s exists on the last day of the period",
	                 p->region);
}

static int mark_rows(struct places *places, const char *query, bool *any)
{
	struct hvk_store *store = places->p->store;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store, query, &statement);

	while (result >= 0 && (result = hvk__store_step(store, statement)) == 1) {
		mark(places, (uint32_t)sqlite3_column_int64(statement, 0), places->row);
		*any = true;
	}
	return result;
}

/* Those of the regions and of the houses; where there are neither, those that occur. */
static int find_usual_rows(struct places *places)
{
	const struct hvk__regions *regions = places->regions;
	bool any = regions->count > 0;
	int result;

	for (size_t i = 0; i < regions->count; i++)
		mark(places, regions->members[i].nis, places->row);
	result = mark_rows(places, "SELECT gemeente FROM house", &any);
	if (result < 0 || any)
		return result;
	return mark_rows(places, "SELECT gemeente FROM question UNION SELECT gemeente FROM closed_question "
	                         "UNION SELECT gemeente FROM tally", &any);
}

static int find_asked_rows(struct places *places)
{
	struct hvk_publication *p = places->p;
	int result = hvk__publication_settle_gemeenten(p);

	for (const char *text = p->gemeenten; result == HVK_OK && *text;) {
		uint32_t nis = (uint32_t)strtoul(text, NULL, 10), slot = slot_of(places, nis);

		if (slot > 0 && !places->within[slot])
			return hvk__fail(&p->store->error, HVK_EINVAL, "gemeente: %s (%05u) is not in region %s",
			                 hvk__gemeenten[slot - 1].name[0], (unsigned)nis, p->region);
		mark(places, nis, places->row);
		text += strcspn(text, ",");
		text += *text == ',';
	}
	return result;
}

static int find_rows(struct places *places)
{
	struct hvk_publication *p = places->p;
	bool rows = asks(places, "gemeente") || asks(places, "arrondissement") || asks(places, "province");

	if (*p->gemeenten && !rows)
		return hvk__fail(&p->store->error, HVK_EINVAL,
		                 "gemeente: found '%s', but by asks for no level that has rows of them; add gemeente",
		                 p->gemeenten);
	if (*p->region && asks(places, "region"))
		return hvk__fail(&p->store->error, HVK_EINVAL,
		                 "by: region %s is the total already; leave region out", p->region);
	if (!rows)
		return HVK_OK;
	if (*p->gemeenten)
		return find_asked_rows(places);
	if (!*p->region)
		return find_usual_rows(places);
	memcpy(places->row, places->within, places->geography.size * sizeof(*places->row));
	return HVK_OK;
}

/* ---------------------------------------------------------------- members */

/* A key that no other member has: a region can have any name. */
static int add_member(struct places *places, const char *key, const char *level, const char *const label[2],
                      size_t *member)
{
	struct hvk_publication *p = places->p;
	const struct hvk__publication_axis *axis = &p->axes[HVK__PLACES];
	_cleanup_(hvk__buffer_free) struct hvk__buffer free_key = { 0 };
	bool taken = !hvk__buffer_add_text(&free_key, key);

	if (taken)
		return hvk__fail_memory(&p->store->error);
	do {
		taken = strcmp(free_key.data, hvk__publication_total) == 0 && level != hvk__publication_total;
		for (size_t m = 0; m < axis->member_count && !taken; m++)
			taken = strcmp(axis->members[m].key, free_key.data) == 0;
		if (taken && !hvk__buffer_add_text(&free_key, "_"))
			return hvk__fail_memory(&p->store->error);
	} while (taken);
	return hvk__publication_add_member(p, HVK__PLACES, free_key.data, level, label, member);
}

/* All codes of the gemeenten inside, also those of before a merger. */
static int add_leaves(struct places *places, size_t member)
{
	struct hvk_publication *p = places->p;
	size_t gemeenten = 0;
	int result = HVK_OK;

	for (size_t i = 0; i < hvk__gemeenten_count && result == HVK_OK; i++) {
		uint32_t slot = slot_of(places, hvk__gemeenten[i].nis);

		if (places->inside[slot])
			result = hvk__publication_add_leaf(p, HVK__PLACES, member, hvk__gemeenten[i].nis);
	}
	for (uint32_t slot = 1; slot < places->geography.size; slot++)
		gemeenten += places->inside[slot] && exists(places, slot);
	p->axes[HVK__PLACES].members[member].below_region = gemeenten == 1;
	return result;
}

static void clear_inside(struct places *places)
{
	memset(places->inside, 0, places->geography.size * sizeof(*places->inside));
}

static int add_gemeente(struct places *places, uint32_t slot)
{
	const struct hvk_gemeente *gemeente = &hvk__gemeenten[slot - 1];
	char key[16];
	size_t member;
	int result;

	snprintf(key, sizeof(key), "%05u", (unsigned)gemeente->nis);
	clear_inside(places);
	places->inside[slot] = true;
	result = add_member(places, key, "gemeente",
	                    (const char *const[]){ gemeente->name[0], gemeente->name[0] }, &member);
	return result == HVK_OK ? add_leaves(places, member) : result;
}

/* An arrondissement or province, by its place among them. */
struct division {
	const char *level;
	uint32_t (*of)(const struct hvk__geography *geography, uint32_t slot); /* its place plus 1 */
	uint32_t nis;
	const char *name;
	uint32_t number; /* place plus 1 */
};

static bool has_row(const struct places *places, const struct division *division)
{
	for (uint32_t slot = 1; slot < places->geography.size; slot++)
		if (places->row[slot] && division->of(&places->geography, slot) == division->number)
			return true;
	return false;
}

static int add_division(struct places *places, const struct division *division)
{
	struct hvk_publication *p = places->p;
	char key[16];
	size_t member;
	int result;

	if (!has_row(places, division))
		return HVK_OK;
	clear_inside(places);
	for (uint32_t slot = 1; slot < places->geography.size; slot++) {
		if (!exists(places, slot) || division->of(&places->geography, slot) != division->number)
			continue;
		if (!places->within[slot])
			return hvk__fail(&p->store->error, HVK_EINVAL,
			                 "by: %s %s lies only partly in region %s; leave %s out", division->level,
			                 division->name, p->region, division->level);
		places->inside[slot] = true;
	}
	snprintf(key, sizeof(key), "%05u", (unsigned)division->nis);
	result = add_member(places, key, division->level, (const char *const[]){ division->name, division->name },
	                    &member);
	return result == HVK_OK ? add_leaves(places, member) : result;
}

static int add_province(struct places *places, size_t province)
{
	const struct division division = {
		"province", hvk__geography_province, hvk__provinces[province].nis, hvk__provinces[province].name,
		(uint32_t)province + 1,
	};

	return asks(places, "province") ? add_division(places, &division) : HVK_OK;
}

static int add_arrondissement(struct places *places, size_t number)
{
	const struct division division = {
		"arrondissement", hvk__geography_arrondissement, hvk__arrondissementen[number].nis,
		hvk__arrondissementen[number].name, (uint32_t)number + 1,
	};
	uint16_t province = hvk__arrondissementen[number].province;
	bool first = true;
	int result = HVK_OK;

	for (size_t i = 0; i < number; i++)
		first &= hvk__arrondissementen[i].province != province;
	if (first)
		result = add_province(places, province);
	if (result == HVK_OK && asks(places, "arrondissement"))
		result = add_division(places, &division);
	return result;
}

/* In the order of NIS codes: a province, its first arrondissement, the gemeenten in it, the next. */
static int add_rows(struct places *places)
{
	uint32_t slot = 1;
	int result = HVK_OK;

	for (size_t i = 0; i <= hvk__arrondissementen_count && result == HVK_OK; i++) {
		uint32_t before = i < hvk__arrondissementen_count ? hvk__arrondissementen[i].nis : UINT32_MAX;

		for (; slot < places->geography.size && hvk__gemeenten[slot - 1].nis < before && result == HVK_OK;
		     slot++)
			if (places->row[slot] && asks(places, "gemeente"))
				result = add_gemeente(places, slot);
		if (result == HVK_OK && i < hvk__arrondissementen_count)
			result = add_arrondissement(places, i);
	}
	return result;
}

static int add_regions(struct places *places)
{
	const struct hvk__regions *regions = places->regions;
	int result = HVK_OK;

	for (size_t i = 0; i < regions->count && result == HVK_OK && asks(places, "region"); i++) {
		const char *name = regions->members[i].region;
		size_t member;

		if (i > 0 && strcmp(name, regions->members[i - 1].region) == 0)
			continue;
		clear_inside(places);
		mark_region(places, name, places->inside);
		/* One of gemeenten that are no more, or not yet, and no others have taken in. */
		if (!is_any(places, places->inside))
			continue;
		result = add_member(places, name, "region", (const char *const[]){ name, name }, &member);
		if (result == HVK_OK)
			result = add_leaves(places, member);
	}
	return result;
}

/* ---------------------------------------------------------------- others and total */

static const char *const others[HVK__PUBLICATION_LEVELS][3] = {
	{ "gemeente", "Andere gemeenten", "Other gemeenten" },
	{ "arrondissement", "Andere arrondissementen", "Other arrondissementen" },
	{ "province", "Andere provincies", "Other provinces" },
	{ "region", "In geen regio", "In no region" },
};

/* What the total has and no member of a level: the codes, marked by their slot. Whether there is any. */
static bool find_others(struct places *places, const char *level)
{
	const struct hvk__publication_axis *axis = &places->p->axes[HVK__PLACES];

	/* Where all there is counts in the total, later mergers do too. */
	memcpy(places->inside, places->within, places->geography.size * sizeof(*places->inside));
	for (uint32_t slot = 1; slot < places->geography.size && !*places->p->region; slot++)
		places->inside[slot] |= places->geography.target[slot] == slot;
	for (size_t m = 0; m < axis->member_count; m++) {
		const struct hvk__publication_member *member = &axis->members[m];

		for (size_t i = 0; i < member->leaf_count && strcmp(member->level, level) == 0; i++)
			places->inside[slot_of(places, member->leaves[i])] = false;
	}
	return is_any(places, places->inside);
}

static bool is_there(const struct hvk__publication_axis *axis, size_t member)
{
	const struct hvk__publication_member *added = &axis->members[member];

	for (size_t m = 0; m < member; m++) {
		const struct hvk__publication_member *other = &axis->members[m];

		if (strcmp(other->level, "other") == 0 && other->leaf_count == added->leaf_count &&
		    memcmp(other->leaves, added->leaves, added->leaf_count * sizeof(*added->leaves)) == 0)
			return true;
	}
	return false;
}

/* One row for each level, unless they are the same. */
static int add_others(struct places *places, size_t n)
{
	struct hvk__publication_axis *axis = &places->p->axes[HVK__PLACES];
	const char *level = places->asked[n];
	char key[32] = "other";
	size_t kind = 0, member;
	int result;

	while (kind < HVK__PUBLICATION_LEVELS - 1 && strcmp(others[kind][0], level) != 0)
		kind++;
	if (n > 0)
		snprintf(key, sizeof(key), "other-%s", level);
	if (!find_others(places, level))
		return HVK_OK;
	result = add_member(places, key, "other", others[kind] + 1, &member);
	if (result == HVK_OK)
		result = add_leaves(places, member);
	if (result == HVK_OK && is_there(axis, member)) {
		free(axis->members[member].leaves);
		axis->member_count--;
	}
	return result;
}

static int add_total(struct places *places)
{
	struct hvk_publication *p = places->p;
	const char *const region[2] = { p->region, p->region };
	size_t member;
	int result = add_member(places, hvk__publication_total, hvk__publication_total,
	                        *p->region ? region : total_label, &member);

	if (result < 0)
		return result;
	if (!*p->region) {
		p->axes[HVK__PLACES].members[member].whole = true;
		return HVK_OK;
	}
	memcpy(places->inside, places->within, places->geography.size * sizeof(*places->inside));
	return add_leaves(places, member);
}

static int make(struct places *places)
{
	int result = find_within(places);

	if (result == HVK_OK)
		result = find_rows(places);
	if (result == HVK_OK)
		result = add_rows(places);
	if (result == HVK_OK)
		result = add_regions(places);
	for (size_t n = 0; places->asked[n] && result == HVK_OK; n++)
		result = add_others(places, n);
	return result == HVK_OK ? add_total(places) : result;
}

int hvk__publication_make_places(struct hvk_publication *p)
{
	struct places places = { .p = p, .asked = p->asked[HVK__PLACES] };
	int result = hvk__store_regions(p->store, &places.regions);

	if (result < 0)
		return result;
	if (hvk__geography_init(&places.geography, p->geography_day) < 0)
		return hvk__fail_memory(&p->store->error);
	places.within = calloc(places.geography.size, sizeof(*places.within));
	places.row = calloc(places.geography.size, sizeof(*places.row));
	places.inside = calloc(places.geography.size, sizeof(*places.inside));
	if (places.within && places.row && places.inside)
		result = make(&places);
	else
		result = hvk__fail_memory(&p->store->error);
	free(places.within);
	free(places.row);
	free(places.inside);
	hvk__geography_free(&places.geography);
	return result;
}
