/* SPDX-License-Identifier: EUPL-1.2 */
/* What a programme announces: activities by themselves, and series of them as one. */
#ifndef HVK_AGENDA_ITEM_H
#define HVK_AGENDA_ITEM_H

#include "common/program.h"

enum { ITEM_FACTS_MAX = 16 };

/* What may differ from day to day: besides the facts, in the order of event_facts, these. */
enum { ITEM_TITLE = ITEM_FACTS_MAX, ITEM_PLACE, ITEM_DESCRIPTION, ITEM_WEBSITE, ITEM_TEXTS };

struct item_day {
	char date[11], start[6], end[6]; /* "" where there is none */
	bool cancelled;
	char *texts[ITEM_TEXTS];
};
struct item {
	char *series;              /* NULL: by itself */
	char *gemeente;            /* its label; NULL: not known */
	struct item_day *days;
	size_t day_count, day_capacity, number; /* number: in the order in which items came */
};
struct items {
	struct item *items;
	size_t count, capacity;
};

/* Adds a session: to its series, of the same gemeente when by_gemeente, or by itself. false when out of memory. */
bool items_add(struct items *items, struct hvk_event *event, enum hvk_lang lang, bool by_gemeente);
void items_free(struct items *items);
/* Whether none of its days takes place. */
bool item_is_cancelled(const struct item *item);
/* What holds of the item as a whole: what its only day has; of several what most of them have, if that is more than one
 * day. NULL: nothing. */
const char *item_text(const struct item *item, size_t n);
/* What is to be told with a day, since it is not what holds of the item as a whole; NULL: nothing. */
const char *item_day_text(const struct item *item, const struct item_day *day, size_t n);

#endif
