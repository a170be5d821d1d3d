/* SPDX-License-Identifier: EUPL-1.2 */
/* The parts of which the pages of a month and of a year are made, and their facts. All return 0, or -1 with errno. */
#ifndef HVK_REPORT_PAGE_H
#define HVK_REPORT_PAGE_H

#include "render/render.h"
#include "report-questions.h"

/* The columns of a table behind the name of the line. */
enum field {
	FIELD_VALUE,
	FIELD_SHARE,           /* of the questions of that period, in percent */
	FIELD_CHANGE,          /* from the next period to this one */
	FIELD_PER_1000,
	FIELD_PLACE            /* in the ranking of that period */
};
struct field_column {
	enum field field;
	size_t period;
};
enum { COLUMNS_MAX = 18 };
struct layout {
	struct field_column columns[COLUMNS_MAX];
	size_t count;
};

/* A section as a page shows it. */
struct section_page {
	enum section section;
	const struct layout *layout;
	enum chart_type chart; /* CHART_TYPES: none */
	size_t first, count;   /* the periods that the chart shows, each a column; what it says is about PERIOD_NOW,
	                        * and PERIOD_BEFORE when it shows that */
	size_t top;            /* of a ranked section so many lines */
};

/* The title, that the figures are internal, and what the report is restricted to. */
int page_put_head(struct report *report, const char *title);
int page_put_key_figures(struct report *report, const struct layout *layout);
int page_put_section(struct report *report, const struct section_page *page);
/* What the lines of a section are: of the key figures months. */
const char *page_axis(enum section section);
/* Lines, at least one, under a heading: their chart, table and notes, of which one is how many were left out. */
int page_put_lines(struct report *report, const struct section_page *page, const struct line *lines, size_t count,
                   size_t left);

/* A sentence for each series: "Vragen, okt 2026: meest Brugge (25), minst Jabbeke (2)." Freed by the caller; NULL when
 * out of memory. */
char *page_describe(const struct command *command, const struct chart *chart);
/* Passed over where there is nothing to see: nothing but zeros, or one category. */
int page_put_chart(struct renderer *renderer, const struct chart *chart);
/* The chart of a section whose table has these lines. */
int page_put_picture(struct report *report, const struct section_page *page, const struct line *lines, size_t count);
/* The largest lines of a ranked section, of those with questions now; how many. */
size_t page_top(const struct line *lines, size_t count, size_t top);

/* One fact of a report: a row of section, key, label, measure, period and value. */
int page_put_fact(struct report *report, const char *section, const char *key, const char *label, const char *measure,
                  size_t period, int64_t value);

/* Writes the page or the facts, as the format is; to a format that takes data both. more: writes further facts; may be
 * NULL. Returns an exit status. */
int page_write(struct report *report, struct output *output, int (*put_page)(struct report *report),
               int (*more)(struct report *report));

#endif
