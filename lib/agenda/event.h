/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Everything dated, whatever it is a record of: event_field.c knows which column of which type a field of an event is,
 * event_condition.c turns conditions and orders into SQL, event_trail.c reads what calendars know a record by,
 * events.c is the cursor.
 */
#ifndef HVK_EVENT_H
#define HVK_EVENT_H

#include "record/condition.h"
#include "record/record.h"

/* The types that have a date, in the order in which those of one day and hour stand. */
enum hvk__event_kind {
	HVK__EVENT_SESSION, HVK__EVENT_MEETING, HVK__EVENT_ACTION, HVK__EVENT_MILESTONE, HVK__EVENT_AGREEMENT,
	HVK__EVENT_KINDS
};
extern const enum hvk_type hvk__event_types[HVK__EVENT_KINDS];

/* Of a field: the columns it is taken from, by kind; the first that has a value. */
enum { HVK__EVENT_SOURCES = 2 };
struct hvk__event_field {
	struct hvk_record_column public;
	const char *source[HVK__EVENT_KINDS][HVK__EVENT_SOURCES];
	bool for_everybody[HVK__EVENT_KINDS]; /* of what is public */
};
extern const struct hvk__event_field hvk__event_fields[HVK_EVENT_FIELDS];

/* The column that a field of a kind is taken from; NULL when it has none. */
const struct hvk_record_column *hvk__event_source(enum hvk__event_kind kind, enum hvk_event_field field, size_t n);
/* The field of that name, of so many bytes; HVK_EVENT_FIELDS when there is none. */
enum hvk_event_field hvk__event_find_field(const char *name, size_t length);

struct hvk_event {
	struct hvk_store *store;
	enum hvk__event_kind kind;
	bool public;               /* only what is for everybody is told */
	bool cancelled;
	struct hvk_record *record;
	char uid[160], changes[24], changed_on[11];
	char *partner;             /* names, NULL where there are none */
	char *co_partner;
	char *contact;             /* who may be told to families: name, telephone number, address */
	struct hvk__buffer shown;
};
void hvk__event_forget(struct hvk_event *event);

/* What a listing found. */
struct hvk__event_found {
	enum hvk__event_kind kind;
	int64_t id;
};
/* Reads it into an event, of which store and public are set. cancelled: the code of what is, or NULL; names: a
 * statement that gives the name of the partner of slug ?1. HVK_OK; HVK_ENOTFOUND (without a message) when it is not
 * there any more, or not for everybody any more; HVK_ESTORE, HVK_EBUSY. */
int hvk__event_read(struct hvk_event *event, const struct hvk__event_found *found, const char *cancelled,
                    sqlite3_stmt *names);

/* A condition, kept until the listing begins. */
struct hvk__event_condition {
	enum hvk__operator operator;
	char *key, *value;
};
/* Adds " AND ..." for rows t of a kind; *applies: whether the kind has such a thing at all. HVK_OK or as
 * hvk_records_add(). */
int hvk__event_condition_add(struct hvk_store *store, enum hvk__event_kind kind,
                             const struct hvk__event_condition *condition, struct hvk__clause *clause, bool *applies);
/* The kinds, as bits, that a list such as 'session,meeting' names. HVK_OK, HVK_EINVAL. */
int hvk__event_kinds_parse(struct hvk_store *store, const char *text, unsigned *kinds);
/* Whether a condition of that key is on something of the kind that everybody is told. */
bool hvk__event_condition_is_public(enum hvk__event_kind kind, const struct hvk__event_condition *condition);
/* Whether a condition of that key and operator is on the kind; HVK_EINVAL when nothing has such a key. */
int hvk__event_key_check(struct hvk_store *store, const char *key, size_t length, enum hvk__operator operator,
                         bool *is_kind);

/* One column of an order. */
struct hvk__event_order {
	enum hvk_event_field field;
	bool descending;
};
/* Reads 'title,-date'. *orders is freed by the caller. HVK_OK, HVK_EINVAL. */
int hvk__event_order_parse(struct hvk_store *store, const char *columns, struct hvk__event_order **orders,
                           size_t *count);
/* Adds the expression that rows t of a kind are sorted by. */
void hvk__event_order_sql(struct hvk__clause *clause, enum hvk__event_kind kind, enum hvk_event_field field);

/* Sets what calendars ask for of each event: its uid, how often it was changed, when last. */
int hvk__event_trails_read(struct hvk_store *store, struct hvk_event *events, size_t count);

#endif
