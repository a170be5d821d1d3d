/* SPDX-License-Identifier: EUPL-1.2 */
/* A report on the network from the inside: what it was asked, and the sections it consists of. */
#ifndef HVK_STATISTICS_REPORT_H
#define HVK_STATISTICS_REPORT_H

#include "record/supply.h"
#include "statistics/geography.h"

#define HVK__SECTIONS_MAX 16

/* What stands in a cell that names. */
struct hvk__named {
	const char *key, *label[2]; /* label by enum hvk_lang */
};

/* A cell: which of them is said by the form of its column. */
union hvk__figure {
	const struct hvk__named *name; /* NULL: none */
	int64_t count;                 /* HVK__NO_COUNT: none */
	double real;                   /* not a number: none */
};
#define HVK__NO_COUNT INT64_MIN

struct hvk__section {
	const char *name, *title[2];
	struct hvk_report_column *columns;
	size_t column_count, column_capacity;
	union hvk__figure *figures;    /* row after row */
	size_t row_count, figure_capacity;
};

struct hvk_report {
	struct hvk_store *store;
	enum hvk_report_kind kind;
	const struct hvk_filter *filter;
	int on;                        /* asked for; INT32_MIN: not */
	uint64_t min_questions;
	int deadline;                  /* days after a month */
	uint16_t direction;            /* number of its code; 0: both */
	bool direction_set;
	const char *by[HVK__SECTIONS_MAX]; /* dimensions of a section, between commas */
	size_t by_count;
	bool ran;
	/* From here on known when it runs. */
	int day;                       /* the one whose offers and gemeenten count */
	struct hvk__period period;     /* first 0: without beginning */
	char on_text[11], first_text[8], last_text[8];
	struct hvk__geography geography;
	struct hvk__codes *codes;
	struct hvk__section sections[HVK__SECTIONS_MAX];
	size_t section_count;
	uint64_t findings;
	struct hvk__pool pool;
	struct hvk__named **names;
	size_t name_count, name_capacity;
};

/* ---- the reports: each inside a transaction of the caller's, with day, geography and codes known */
int hvk__report_network(struct hvk_report *report);
int hvk__report_coverage(struct hvk_report *report);
int hvk__report_gaps(struct hvk_report *report);
int hvk__report_referrals(struct hvk_report *report);
int hvk__report_completeness(struct hvk_report *report);
int hvk__report_activities(struct hvk_report *report);
int hvk__report_phases(struct hvk_report *report);

/* The dimensions that referrals and activities can be broken down by; end with NULL. */
extern const char *const hvk__referral_dimensions[], *const hvk__activity_dimensions[];

/* ---- sections. What gives a pointer gives NULL, and what gives a bool false, when memory runs out. */

/* A new section; the texts are borrowed. There is room for HVK__SECTIONS_MAX. */
struct hvk__section *hvk__report_add(struct hvk_report *report, const char *name, const char *nl, const char *en);

/* Adds a column, before there are rows; the texts are borrowed. */
bool hvk__section_column(struct hvk__section *section, enum hvk_report_form form, const char *name, const char *nl,
                         const char *en);

/* Adds a row in which there is nothing yet; valid until the next. */
union hvk__figure *hvk__section_row(struct hvk__section *section);

/* ---- names */
const struct hvk__named *hvk__report_name(struct hvk_report *report, const char *key, const char *nl, const char *en);
/* The gemeente of a slot of the report's geography; slot 0: not recorded. */
const struct hvk__named *hvk__report_place(struct hvk_report *report, uint32_t slot);
/* A code of a list by its number; 0: not recorded. as_group: without what stands between brackets in its label. */
const struct hvk__named *hvk__report_code(struct hvk_report *report, const struct hvk__list *list, uint16_t number,
                                          bool as_group);
const struct hvk__named *hvk__report_not_recorded(struct hvk_report *report);

/* ---- what reports have in common */

/* The list of that name, which there always is. */
const struct hvk__list *hvk__report_list(const struct hvk_report *report, const char *name);

/* Whether a code can be used on a day. */
bool hvk__code_valid_on(const struct hvk__list *list, uint16_t number, int day);

/* Marks the slots of the gemeenten that a NIS code stands for on the report's day. */
void hvk__report_mark(const struct hvk_report *report, uint32_t nis, bool slots[]);
/* The same for all rows of a query, whose first column is a NIS code. */
int hvk__report_mark_all(struct hvk_report *report, const char *sql, bool slots[]);
/* The slot that a NIS code counts for on that day, 0 for none. month: the one it was noted in. */
uint32_t hvk__report_slot(const struct hvk_report *report, uint32_t nis, int month);

/* The gemeenten that a report is about, by slot, geography.size of them: those of the filter, else all that have a
 * house or are served by somebody. *asked: the filter said. Freed by the caller. */
int hvk__report_places(struct hvk_report *report, bool **places, bool *asked);

/* The slot of the n-th gemeente that an offer serves. */
static inline uint32_t hvk__offer_slot(const struct hvk__offer *offer, size_t n)
{
	return offer->gemeenten.items[n] + 1u;
}

/* A statement whose ?1, if it has one, is the report's day as text. */
int hvk__report_prepare(struct hvk_report *report, const char *sql, sqlite3_stmt **statement);

#endif
