/* SPDX-License-Identifier: EUPL-1.2 */
/* Gathers sessions into what a programme announces. */
#include "agenda-item.h"

#include <stdlib.h>
#include <string.h>

#include "agenda-event.h"

static void free_item(struct item *item)
{
	for (size_t i = 0; i < item->day_count; i++)
		for (size_t n = 0; n < ITEM_TEXTS; n++)
			free(item->days[i].texts[n]);
	free(item->days);
	free(item->series);
	free(item->gemeente);
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
	*item = (struct item){ .number = items->count };
	return keep(&item->series, series) && keep(&item->gemeente, gemeente) ? item : NULL;
}

static void copy_key(char *to, size_t size, struct hvk_event *event, enum hvk_event_field field)
{
	const char *key = hvk_event_key(event, field);

	snprintf(to, size, "%s", key ? key : "");
}

/* Each text of its own, so that what differs can be told with the day. */
static bool read_texts(struct item_day *day, struct hvk_event *event, enum hvk_lang lang)
{
	bool known = keep(&day->texts[ITEM_TITLE], hvk_event_label(event, HVK_EVENT_TITLE, lang)) &&
	             keep(&day->texts[ITEM_DESCRIPTION], hvk_event_label(event, HVK_EVENT_DESCRIPTION, lang)) &&
	             keep(&day->texts[ITEM_WEBSITE], hvk_event_key(event, HVK_EVENT_WEBSITE)) &&
	             event_place(event, lang, &day->texts[ITEM_PLACE]);

	for (size_t n = 0; known && n < ITEM_FACTS_MAX && event_facts[n].word[0]; n++)
		known = event_fact(event, event_facts[n].field, lang, &day->texts[n]);
	return known;
}

bool items_add(struct items *items, struct hvk_event *event, enum hvk_lang lang, bool by_gemeente)
{
	struct item *item = find_item(items, event, lang, by_gemeente);
	struct item_day *day;

	if (!item || !reserve(&item->days, &item->day_capacity, item->day_count, sizeof(*item->days)))
		return false;
	day = &item->days[item->day_count++];
	*day = (struct item_day){ .cancelled = hvk_event_is_cancelled(event) };
	copy_key(day->date, sizeof(day->date), event, HVK_EVENT_DATE);
	copy_key(day->start, sizeof(day->start), event, HVK_EVENT_START);
	copy_key(day->end, sizeof(day->end), event, HVK_EVENT_END);
	return read_texts(day, event, lang);
}

/* ---------------------------------------------------------------- what holds of all, what of a day */

static size_t count_days(const struct item *item, const char *text, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < item->day_count; i++)
		count += is_same(item->days[i].texts[n], text);
	return count;
}

const char *item_text(const struct item *item, size_t n)
{
	const char *best = NULL;
	size_t most = item->day_count > 1 ? 1 : 0;

	for (size_t i = 0; i < item->day_count; i++) {
		const char *text = item->days[i].texts[n];
		size_t count = text ? count_days(item, text, n) : 0;

		if (count > most) {
			most = count;
			best = text;
		}
	}
	return best;
}

const char *item_day_text(const struct item *item, const struct item_day *day, size_t n)
{
	return is_same(day->texts[n], item_text(item, n)) ? NULL : day->texts[n];
}
