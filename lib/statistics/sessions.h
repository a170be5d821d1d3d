/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Sessions in memory, to be counted into tables beside questions. A session can be in several places of a dimension at
 * once - it has two themes - and counts in each of them; in a total over that dimension it counts once.
 */
#ifndef HVK_STATISTICS_SESSIONS_H
#define HVK_STATISTICS_SESSIONS_H

#include "record/index.h"
#include "statistics/table.h"

/* What is counted of them: the places on the last axis of a table's cells of sessions. */
enum hvk__session_figure {
	HVK__SESSIONS_HELD, HVK__SESSIONS_PARTICIPANTS, HVK__SESSIONS_NEW, HVK__SESSIONS_PLANNED,
	HVK__SESSIONS_CANCELLED,
	HVK__SESSIONS_SERIES,     /* how many series they belong to */
	HVK__SESSIONS_UNCOUNTED,  /* held, and not known how many came */
	HVK__SESSIONS_CAPACITY,   /* of those of which both that and the participants are known ... */
	HVK__SESSIONS_SEATED,     /* ... and how many came there */
	HVK__SESSIONS_LAST_SERIES, /* the last one that was counted in a cell */
	HVK__SESSION_FIGURES
};

struct hvk__session_numbers {
	size_t first, count;
};

struct hvk__session {
	int64_t id;
	int month;
	uint16_t status;
	int64_t capacity, participants, new; /* -1: not known */
	/* What it is in a dimension: numbers of codes, versions of gemeenten as questions have them, names. */
	struct hvk__session_numbers of[HVK__OF_SESSIONS];
};

/* The texts that a dimension is of, in order; a text's number is its place, from 1. */
struct hvk__session_names {
	const char **keys, **labels;
	size_t count, key_capacity, label_capacity;
	struct hvk__index index;
};

struct hvk__sessions {
	uint16_t held, planned, cancelled;   /* the numbers of these statuses */
	struct hvk__session *items;          /* by id; sorted by series to be counted */
	size_t count, capacity;
	uint32_t *numbers;
	int64_t *people;                     /* beside numbers: how many came from there */
	size_t number_count, number_capacity, people_capacity;
	struct hvk__session_names names[HVK__OF_SESSIONS];
	struct hvk__pool pool;
};

/* session_read.c: those of some months, with what they are in the dimensions in needed: bits of enum hvk__of_session.
 * HVK_OK, HVK_ENOMEM, HVK_ESTORE, HVK_EBUSY. Freed also after a failure. */
int hvk__sessions_read(struct hvk_store *store, const struct hvk__span_of_months *months, unsigned needed,
                       struct hvk__sessions *sessions);
void hvk__sessions_free(struct hvk__sessions *sessions);

/* session_count.c: counts the table's sessions, as far as both filters let them through, into a table that is
 * prepared. */
int hvk__sessions_count(struct hvk_table *table, const struct hvk_filter *filter);
/* What was counted in a cell, as hvk_table_value() names it: false for a combination that cannot be (measure.c). */
bool hvk__sessions_figure(const struct hvk_table *table, enum hvk__session_figure figure, const size_t member[],
                          int64_t *whole);
/* The same by slots; summed: bits of the dimensions that it is a total over. */
uint64_t hvk__sessions_value(const struct hvk_table *table, enum hvk__session_figure figure, const uint32_t slots[],
                             unsigned summed);
/* Marks the slots of the table's dimensions in which a session was counted. */
void hvk__sessions_mark_seen(struct hvk_table *table);
/* Goes through the cells, but for totals, that hold a session: *block and *at are 0 before the first. */
bool hvk__sessions_next_cell(const struct hvk_table *table, size_t *block, uint64_t *at, uint32_t slots[]);

#endif
