/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The reports of a month and of a year from what was published, and from nothing else: what was hidden there is not
 * known here. Members are those of publications of the periods of the report; a section has those of which anything was
 * published.
 */
#ifndef HVK_REPORT_PUBLIC_H
#define HVK_REPORT_PUBLIC_H

#include "report-page.h"

struct member {
	char *key, *label[2];
	char *dimension, *subject; /* as hvk_figures_value() takes them; NULL: all */
};

struct members {
	struct member *list;
	size_t count, held, capacity; /* the first are shown; all are held */
};

struct source {
	uint64_t number;
	char entered_on[11];
};

struct published {
	struct hvk_figures *figures;
	char *place;           /* of the whole report: "total", or the one that was asked for */
	char *place_label;     /* NULL: total */
	struct members members[SECTIONS];
	struct source *sources; /* publications that have anything of the report's periods */
	size_t source_count;
	char min_cell[16];     /* the largest of theirs */
	bool others;           /* totals count gemeenten that have no row */
};

/* Finds what is published of the report's periods, for report->published. 0, or an exit status with the message
 * printed, also where nothing is published of the first. */
int public_open(struct report *report);
void public_free(struct published *published);

/* As report_members() and its kind. */
size_t public_members(const struct published *published, enum section section);
const char *public_key(const struct published *published, enum section section, size_t member);
const char *public_label(const struct published *published, enum section section, size_t member, enum hvk_lang lang);
int64_t public_value(const struct report *report, enum section section, size_t member, size_t period,
                     enum hvk_published *status);
/* Of the members of a section, of place and period of the page: whether anything is published, also as hidden. */
bool public_has(const struct report *report, enum section section);
/* Of a line of gemeenten; NAN where it is not published or not known. */
double public_per_1000(const struct report *report, const struct line *line);

/* What is published of a member in a period, which need not be one of the report's. */
int64_t public_find(const struct report *report, enum section section, size_t member, const struct period *period,
                    enum hvk_published *status);
/* Whether it is a figure, or hidden. */
bool public_is_shown(enum hvk_published status);
/* Leaves those members of which anything is shown in any period. */
void public_drop_unpublished(struct report *report, enum section section);

/* Where the figures come from, what x means, and what is not published. 0, or -1 with errno set. */
int public_put_origin(struct report *report);

#endif
