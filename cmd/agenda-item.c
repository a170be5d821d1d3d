/* SPDX-License-Identifier: EUPL-1.2 */
/* Gathers sessions into what a programme announces. */
#include "agenda-item.h"

#include <stdlib.h>
#include <string.h>

#include "agenda-event.h"

static void free_item(struct item *item)
{
	for (size_t i = 0; i < item->day_count; i++) {
		free(item->days[i].title);
		free(item->days[i].place);
	}
	for (size_t i = 0; i < ITEM_FACTS_MAX; i++)
		free(item->facts[i]);
	free(item->days);
	free(item->series);
	free(item->gemeente);
	free(item->title);
	free(item->description);
	free(item->website);
}

void items_free(struct items *items)
{
	for (size_t i = 0; i < items->count; i++)
		free_item(&items->items[i]);
	free(items->items);
	*items = (struct items){ NULL, 0, 0 };
}

bool item_is_cancelled(const struct item *item)
{
	for (size_t i = 0; i < item->day_count; i++)
		if (!item->days[i].cancelled)
			return false;
	return true;
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* A copy of what may be NULL; false when out of memory. */
static bool keep(char **to, const char *text)
{
	*to = text ? strdup(text) : NULL;
	return *to || !text;
}

/* Room for one more of so many bytes. */
static bool reserve(void *array, size_t *capacity, size_t count, size_t size)
{
	size_t wanted = *capacity ? 2 * *capacity : 8;
	void **items = array, *larger;

	if (count < *capacity)
		return true;
	larger = reallocarray(*items, wanted, size);
	if (!larger)
		return false;
	*items = larger;
	*capacity = wanted;
	return true;
}

/* The item that the event belongs to; a new one where there is none. */
static struct item *find_item(struct items *items, struct hvk_event *event, enum hvk_lang lang, bool by_gemeente)
{
	const char *series = hvk_event_key(event, HVK_EVENT_SERIES);
	const char *gemeente = hvk_event_label(event, HVK_EVENT_GEMEENTE, lang);
	struct item *item;

	for (size_t i = 0; series && i < items->count; i++)
		if (is_same(items->items[i].series, series) &&
		    (!by_gemeente || is_same(items->items[i].gemeente, gemeente)))
			return &items->items[i];
	if (!reserve(&items->items, &items->capacity, items->count, sizeof(*items->items)))
		return NULL;
	item = &items->items[items->count++];
	*item = (struct item){ .same_place = true, .same_title = true };
	return keep(&item->series, series) && keep(&item->gemeente, gemeente) ? item : NULL;
}

/* What differs from what is known already is put behind it. */
static bool add_text(char **known, const char *text)
{
	char *joined;

	if (!text || (*known && strstr(*known, text)))
		return true;
	if (!*known)
		return keep(known, text);
	if (asprintf(&joined, "%s; %s", *known, text) < 0)
		return false;
	free(*known);
	*known = joined;
	return true;
}

static void copy_key(char *to, size_t size, struct hvk_event *event, enum hvk_event_field field)
{
	const char *key = hvk_event_key(event, field);

	snprintf(to, size, "%s", key ? key : "");
}

static bool add_day(struct item *item, struct hvk_event *event, enum hvk_lang lang)
{
	const char *title = hvk_event_label(event, HVK_EVENT_TITLE, lang);
	struct item_day *day;

	if (!reserve(&item->days, &item->day_capacity, item->day_count, sizeof(*item->days)))
		return false;
	day = &item->days[item->day_count++];
	*day = (struct item_day){ .cancelled = event_is_cancelled(event) };
	copy_key(day->date, sizeof(day->date), event, HVK_EVENT_DATE);
	copy_key(day->start, sizeof(day->start), event, HVK_EVENT_START);
	copy_key(day->end, sizeof(day->end), event, HVK_EVENT_END);
	if (!keep(&day->title, title))
		return false;
	day->place = event_place(event, lang);
	if (!day->place && (hvk_event_key(event, HVK_EVENT_PLACE) || hvk_event_key(event, HVK_EVENT_GEMEENTE)))
		return false;
	item->same_place = item->same_place && is_same(day->place, item->days[0].place);
	item->same_title = item->same_title && is_same(day->title, item->days[0].title);
	return item->title || keep(&item->title, title);
}

bool items_add(struct items *items, struct hvk_event *event, enum hvk_lang lang, bool by_gemeente)
{
	struct item *item = find_item(items, event, lang, by_gemeente);

	if (!item || !add_day(item, event, lang) ||
	    !add_text(&item->description, hvk_event_label(event, HVK_EVENT_DESCRIPTION, lang)) ||
	    !add_text(&item->website, hvk_event_key(event, HVK_EVENT_WEBSITE)))
		return false;
	for (size_t i = 0; i < ITEM_FACTS_MAX && event_facts[i].word[0]; i++)
		if (!add_text(&item->facts[i], hvk_event_label(event, event_facts[i].field, lang)))
			return false;
	return true;
}
