/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the reports of a month and of a year are made of: questions, counted by several things at once and by month, in
 * one pass; periods, which are sums of months; and lines, each a member with its figure in every period.
 */
#ifndef HVK_REPORT_QUESTIONS_H
#define HVK_REPORT_QUESTIONS_H

#include "report.h"

enum section {
	SECTION_TOTAL, SECTION_GEMEENTE, SECTION_THEME_GROUP, SECTION_THEME, SECTION_CHANNEL, SECTION_ASKER,
	SECTION_AGE, SECTION_ANSWER, SECTIONS
};

struct section_spec {
	const char *dimension; /* NULL: the key figures */
	enum report_text title;
	bool zeros;            /* shown on a page also where there is nothing */
	bool ranked;           /* the largest lines first, those without questions left out */
};
extern const struct section_spec report_sections[SECTIONS];

/* A period that is compared stands right before the one that it is compared with; these two are the report's. */
enum { PERIOD_NOW, PERIOD_BEFORE, PERIODS_MAX = 2 + 2 * 12 };

/* Months that are one figure. */
struct period {
	char name[24];         /* 2026-10, 2026-01..2026-10, 2025-2026: what --period takes */
	char title[32];        /* okt 2026, jan-okt 2026 */
	size_t first, count;   /* from the first month that is counted */
};

enum agenda_part { AGENDA_ACTIVITIES, AGENDA_NETWORK, AGENDA_PHASES, AGENDA_PARTS };

struct report {
	struct command *command;
	int year, month;       /* the first that is counted */
	size_t months;
	struct period periods[PERIODS_MAX];
	size_t period_count;
	size_t top;            /* of a ranked section the facts have so many lines; 0: all */
	bool split;            /* everything is counted by gemeente as well: each can have a page of its own */
	size_t gemeente;       /* the member that the page is about; SIZE_MAX: all together */
	struct hvk_filter *filter;
	struct hvk_table *tables[SECTIONS];
	struct hvk_report *referrals; /* of PERIOD_NOW, by partner; NULL where there are none to be told about */
	struct hvk_report *agenda[AGENDA_PARTS]; /* of PERIOD_NOW; NULL where there is nothing to be told about */
	struct published *published;  /* --public: where all figures come from instead of tables; see report-public.h */
	struct renderer *renderer;
	bool failed;           /* a value could not be made; the store tells why */
};

struct line {
	size_t member;         /* hvk_table_members(): the total */
	const char *label;
	int64_t value[PERIODS_MAX];   /* 0 where it is not published */
	enum hvk_published published[PERIODS_MAX]; /* of what is counted here HVK_PUBLISHED_OK */
	double per_1000;       /* of PERIOD_NOW; NAN where it is not known */
	size_t place[2];       /* in a ranked section, by PERIOD_NOW and PERIOD_BEFORE: 1 is the largest, 0: none */
};

/* Year and month, from 1, of a month that is counted. */
void report_month_at(const struct report *report, size_t index, int *year, int *month);
/* Adds a period of one month, or of several, which are then written with both ends. */
struct period *report_add_month(struct report *report, size_t index);
struct period *report_add_months(struct report *report, size_t first, size_t count);

/* Adds what the options say of places and desks. 0 or an exit status, with the message printed. */
int report_filter_places(struct command *command, struct hvk_filter *filter);
/* Counts. 0 or an exit status, with the message printed. */
int report_count_questions(struct report *report);
void report_free(struct report *report);

/* Whether the page is about one gemeente. */
bool report_is_of_one(const struct report *report);
/* 0, with *published telling why, where there is none to be shown. */
int64_t report_value(struct report *report, enum section section, enum hvk_measure measure, size_t member,
                     size_t period, enum hvk_published *published);
/* Of these: whether nothing was asked in PERIOD_NOW. */
bool report_is_without_questions(struct report *report);
/* The members of a section, and what the figures of one are called; beyond the last is the total. */
size_t report_members(const struct report *report, enum section section);
const char *report_key(const struct report *report, enum section section, size_t member);
const char *report_label(const struct report *report, enum section section, size_t member, enum hvk_lang lang);
/* What a section counts, as a title and as a name: "vragen", "questions". */
const char *report_counted(const struct report *report, enum section section, enum hvk_measure measure);
const char *report_counted_name(const struct report *report, enum section section, enum hvk_measure measure);
/* The line of a member, or of the total. */
struct line report_line(struct report *report, enum section section, size_t member);
/* All lines of a section; of one that is ranked those with questions now or before, of what is published those with
 * questions now. NULL when out of memory. */
struct line *report_lines(struct report *report, enum section section, size_t *count);
/* The same in the order of members. */
struct line *report_unranked_lines(struct report *report, enum section section, size_t *count);

#endif
