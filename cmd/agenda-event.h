/* SPDX-License-Identifier: EUPL-1.2 */
/* Events as the listing, the calendar and the programme show them. */
#ifndef HVK_AGENDA_EVENT_H
#define HVK_AGENDA_EVENT_H

#include "common/output.h"
#include "common/program.h"

/* What is told of an event besides what, when and where: a field with the word before it. Ends without words. */
struct event_fact {
	enum hvk_event_field field;
	const char *word[2];
};
extern const struct event_fact event_facts[];

/* The word before a fact: what a partner has to do with it differs from kind to kind. */
const char *event_fact_word(struct hvk_event *event, const struct event_fact *fact, enum hvk_lang lang);
/* A field in words for families, where the labels are those of a register: '0 tot 6 jaar'. *text is NULL when there is
 * nothing to be told; freed by the caller. false when out of memory. */
bool event_fact(struct hvk_event *event, enum hvk_event_field field, enum hvk_lang lang, char **text);
/* The building, and the gemeente unless it tells that itself: 'De Boomhut, Oostkamp'. *text is NULL where neither is
 * known; freed by the caller. false when out of memory. */
bool event_place(struct hvk_event *event, enum hvk_lang lang, char **text);
/* With the first letter, if it is a to z, in upper case; in text. */
char *event_capital(char *text);

/* Events as rows of the columns that are chosen. */
struct event_rows {
	enum hvk_event_field columns[HVK_EVENT_FIELDS];
	size_t count;
	uint64_t written;          /* so far */
};
/* Writes all that are left as one table: 0 or an exit status. */
int event_write_rows(struct command *command, struct output *output, struct hvk_events *events,
                     struct event_rows *rows);

#endif
