/* SPDX-License-Identifier: EUPL-1.2 */
/* What a programme announces: activities by themselves, and series of them as one. */
#ifndef HVK_AGENDA_ITEM_H
#define HVK_AGENDA_ITEM_H

#include "common/program.h"

enum { ITEM_FACTS_MAX = 16 };

struct item_day {
	char date[11], start[6], end[6]; /* "" where there is none */
	bool cancelled;
	char *title, *place;
};
struct item {
	char *series;              /* NULL: by itself */
	char *gemeente;            /* its label; NULL: not known */
	char *title, *description, *website;
	char *facts[ITEM_FACTS_MAX]; /* in the order of event_facts; what differs from day to day one after the other */
	struct item_day *days;
	size_t day_count, day_capacity;
	bool same_place, same_title; /* on all days */
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

#endif
