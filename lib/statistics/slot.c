/* SPDX-License-Identifier: EUPL-1.2 */
/* What leads from the values of a question to the slots of a table. Built once for a table, read by all that count. */
#include <string.h>

#include "core/date.h"
#include "core/macro.h"
#include "statistics/sessions.h"
#include "store/store.h"

#define DESKS_TO_COME 1024 /* desks a CSV file may bring along before the cells have to be laid out anew */

static bool new_slots(struct hvk__breakdown *by, size_t bound)
{
	by->slots = calloc(bound, sizeof(*by->slots));
	by->bound = (uint32_t)bound;
	return by->slots;
}

static int list_of(struct hvk_table *table, const char *name, const struct hvk__list **list)
{
	struct hvk__codes *codes;
	int result = hvk__store_codes(table->store, &codes);

	if (result < 0)
		return result;
	*list = hvk__codes_list(codes, name);
	return *list ? HVK_OK : hvk__fail(&table->store->error, HVK_EBUG, "there is no list '%s'", name);
}

/* Months outside the range have no slot. dimension NULL: all within it share one. */
static int prepare_time(struct hvk_table *table, struct hvk__breakdown *by)
{
	const struct hvk__dimension *dimension = by->dimension;
	int first = table->range.first, last = table->range.last, base = 0;

	by->field = HVK__MONTH;
	by->size = 1;
	if (!new_slots(by, HVK__MONTH_MAX + 1))
		return HVK_ENOMEM;
	if (dimension && first <= last) {
		base = hvk__time_unit(dimension, first);
		by->size = (uint32_t)(hvk__time_unit(dimension, last) - base) + 1;
	}
	for (int month = 0; month <= HVK__MONTH_MAX; month++) {
		if (month < first || month > last)
			by->slots[month] = HVK__NOWHERE;
		else if (dimension)
			by->slots[month] = (uint32_t)(hvk__time_unit(dimension, month) - base);
	}
	return HVK_OK;
}

static int prepare_place(struct hvk_table *table, struct hvk__breakdown *by)
{
	const struct hvk__geography *geography = &table->geography;

	if (!new_slots(by, geography->size))
		return HVK_ENOMEM;
	by->size = (uint32_t)geography->size;
	if (by->dimension->kind == HVK__BY_ARRONDISSEMENT)
		by->size += (uint32_t)hvk__arrondissementen_count;
	else if (by->dimension->kind == HVK__BY_PROVINCE)
		by->size += (uint32_t)hvk__provinces_count;
	for (uint32_t value = 0; value < geography->size; value++) {
		uint32_t slot = geography->target[value];

		if (by->dimension->kind == HVK__BY_ARRONDISSEMENT)
			slot = hvk__geography_arrondissement(geography, slot);
		else if (by->dimension->kind == HVK__BY_PROVINCE)
			slot = hvk__geography_province(geography, slot);
		by->slots[value] = slot;
	}
	return HVK_OK;
}

/* The slot of the gemeente that a member of a region counts for: regions may name codes of other times. */
static bool region_holds(const struct hvk__geography *geography, uint32_t nis, uint32_t slot)
{
	uint16_t index = hvk__gemeente_by_nis(nis, geography->day);
	uint32_t member;

	if (index == HVK__GEMEENTE_NONE || !slot)
		return false;
	/* A gemeente that kept its number when it took in others is meant before and after. */
	if (hvk__gemeenten[slot - 1].nis == nis)
		return true;
	member = geography->target[index + 1u];
	/* A later merger stands for its parts. */
	return member == slot || (hvk__geography_later(geography, member) && hvk__geography_became(slot, member));
}

/* The regions that hold a gemeente, each once, after the total; "none" when there are none. Returns how many slots. */
static uint32_t regions_of(const struct hvk__geography *geography, const struct hvk__regions *regions, uint32_t slot,
                           uint32_t found[])
{
	uint32_t count = 0, region = 0;

	found[count++] = HVK__REGION_TOTAL;
	for (size_t i = 0; i < regions->count; i++) {
		if (i == 0 || strcmp(regions->members[i].region, regions->members[i - 1].region) != 0)
			region++;
		if (found[count - 1] != region && region_holds(geography, regions->members[i].nis, slot))
			found[count++] = region;
	}
	if (count == 1)
		found[count++] = region + 1;
	return count;
}

static int prepare_regions(struct hvk_table *table, struct hvk__breakdown *by)
{
	const struct hvk__geography *geography = &table->geography;
	const struct hvk__regions *regions;
	_cleanup_free_ uint32_t *several = NULL;
	uint32_t names = 0, used = 0, values = (uint32_t)geography->size;
	size_t capacity = 0;
	int result = hvk__store_regions(table->store, &regions);

	if (result < 0)
		return result;
	for (size_t i = 0; i < regions->count; i++)
		names += i == 0 || strcmp(regions->members[i].region, regions->members[i - 1].region) != 0;
	by->size = names + 2;
	by->bound = values;
	by->first = calloc(values + 1, sizeof(*by->first));
	if (!by->first)
		return HVK_ENOMEM;
	for (uint32_t value = 0; value < values; value++) {
		by->first[value] = used;
		if (!hvk__reserve(&several, &capacity, used + names + 2, sizeof(*several)))
			return HVK_ENOMEM;
		used += regions_of(geography, regions, geography->target[value], several + used);
	}
	by->first[values] = used;
	by->several = take_ptr(several);
	return HVK_OK;
}

static int prepare_codes(struct hvk_table *table, struct hvk__breakdown *by)
{
	const struct hvk__list *list;
	enum hvk__dimension_kind kind = by->dimension->kind;
	int result = list_of(table, by->dimension->list, &list);
	size_t bound;

	if (result < 0)
		return result;
	by->size = (uint32_t)list->count + 1;
	if (kind == HVK__BY_ANSWER)
		return HVK_OK;
	bound = kind == HVK__BY_DESK ? UINT16_MAX + 1u : by->size;
	if (!new_slots(by, bound))
		return HVK_ENOMEM;
	for (uint32_t value = 1; value < bound; value++)
		by->slots[value] = kind == HVK__BY_GROUP ? hvk__code_group(list, (uint16_t)value) : value;
	if (kind == HVK__BY_DESK) {
		by->size += DESKS_TO_COME;
		if (by->size > UINT16_MAX + 1u)
			by->size = UINT16_MAX + 1u;
		by->bound = by->size;
	}
	return HVK_OK;
}

/* Only 'same' is no contact: a question that does not say is a conversation of its own. */
static int prepare_contact(struct hvk_table *table, struct hvk__breakdown *by)
{
	const struct hvk__list *list;
	int result = list_of(table, "contact", &list);

	if (result < 0)
		return result;
	by->field = HVK__CONTACT;
	by->size = 2;
	if (!new_slots(by, list->count + 1))
		return HVK_ENOMEM;
	by->slots[0] = 1;
	for (size_t i = 0; i < list->count; i++)
		by->slots[i + 1] = strcmp(list->codes[i].code, "same") != 0;
	return HVK_OK;
}

/* The sets and texts of sessions: a number is its slot. */
static int prepare_set(struct hvk_table *table, struct hvk__breakdown *by)
{
	const struct hvk__list *list;
	int result;

	/* Such a dimension is of tables that count sessions. */
	if (by->dimension->kind == HVK__BY_NAME && !table->sessions)
		return HVK_EBUG;
	if (by->dimension->kind == HVK__BY_NAME) {
		by->size = (uint32_t)table->sessions->names[by->dimension->of].count + 1;
		return HVK_OK;
	}
	result = list_of(table, by->dimension->list, &list);
	if (result == HVK_OK)
		by->size = (uint32_t)list->count + 1;
	return result;
}

static int prepare_one(struct hvk_table *table, struct hvk__breakdown *by)
{
	by->field = by->dimension->field;
	switch (by->dimension->kind) {
	case HVK__BY_TIME:
		return prepare_time(table, by);
	case HVK__BY_GEMEENTE:
	case HVK__BY_ARRONDISSEMENT:
	case HVK__BY_PROVINCE:
	case HVK__BY_ORIGIN:
		return prepare_place(table, by);
	case HVK__BY_REGION:
		return prepare_regions(table, by);
	case HVK__BY_CODE:
	case HVK__BY_GROUP:
	case HVK__BY_DESK:
	case HVK__BY_ANSWER:
		return prepare_codes(table, by);
	case HVK__BY_SET:
	case HVK__BY_NAME:
		return prepare_set(table, by);
	}
	return HVK_EBUG;
}

static void find_range(struct hvk_table *table)
{
	int first, last;

	table->range = table->months;
	if (!table->filter)
		return;
	hvk__filter_months(table->filter, &first, &last);
	if (first > table->range.first)
		table->range.first = first;
	if (last < table->range.last)
		table->range.last = last;
}

/* The axes that are no dimensions. */
static int prepare_hidden(struct hvk_table *table)
{
	bool by_time = false;
	int result = HVK_OK;

	table->axis_count = table->count;
	for (size_t i = 0; i < table->count; i++)
		by_time |= table->by[i].dimension->kind == HVK__BY_TIME;
	if (!by_time && (table->range.first > 0 || table->range.last < HVK__MONTH_MAX))
		result = prepare_time(table, &table->by[table->axis_count++]);
	if (result == HVK_OK && table->contacts)
		result = prepare_contact(table, &table->by[table->axis_count++]);
	return result;
}

/* The sessions of the months, with what the dimensions and a filter by themes need; series are counted always. */
static int read_sessions(struct hvk_table *table)
{
	unsigned needed = 1u << HVK__OF_SERIES | 1u << HVK__OF_THEME;

	for (size_t i = 0; i < table->count; i++)
		needed |= 1u << table->by[i].dimension->of;
	return hvk__sessions_read(table->store, &table->range, needed, table->sessions);
}

int hvk__table_prepare(struct hvk_table *table)
{
	int day = table->geography_day, result;

	find_range(table);
	if (day == INT32_MIN)
		day = hvk__store_today(table->store);
	result = hvk__geography_init(&table->geography, day);
	if (result == HVK_OK && table->sessions)
		result = read_sessions(table);
	for (size_t i = 0; i < table->count && result == HVK_OK; i++)
		result = prepare_one(table, &table->by[i]);
	if (result == HVK_OK)
		result = prepare_hidden(table);
	return result == HVK_ENOMEM ? hvk__fail_memory(&table->store->error) : result;
}
