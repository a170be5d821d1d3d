/* SPDX-License-Identifier: EUPL-1.2 */
/* A table of questions as 'table' and 'chart' show it: what is counted for it, its rows, its columns, its page. */
#ifndef HVK_REPORT_VIEW_H
#define HVK_REPORT_VIEW_H

#include "report.h"

enum { DIMENSIONS_MAX = 6, SPARK_MONTHS_MAX = 36 };

enum compare { COMPARE_NOTHING, COMPARE_PREV, COMPARE_YEAR };

/*
 * What is counted, in one pass. NOW is the table itself. To compare, BEFORE is the same of the earlier months, and
 * BOTH, of all of them, holds every member that either has, in order. SPARK is the rows of the table by month.
 */
enum part_name { NOW, BEFORE, BOTH, SPARK, PARTS };

struct part {
	struct hvk_table *table; /* NULL: not counted */
	struct span months;      /* last 0: those of the filter */
	/* By member of the view: that of the table, SIZE_MAX for none; NULL: the same. */
	size_t *places[DIMENSIONS_MAX];
};

/* What is shown, and how. */
struct view {
	struct command *command;
	const char *by, *across;   /* dimensions; across may be NULL */
	struct part parts[PARTS];
	enum hvk_measure measures[HVK_MEASURES];
	size_t measure_count;
	size_t dimensions;         /* of the table; with --across the last of them is that */
	size_t row_dimensions;     /* those that rows are made of */
	size_t columns_across;     /* columns for each measure: 1, or the members of --across, and their total */
	enum compare compare;
	bool wide, totals, nonzero, bars, spark, labels;
	bool for_people;           /* a format for people */
	bool titles;               /* a format with a page around the table */
	bool no_future;            /* what is to come has no number: a line ends there */
	bool failed;               /* a value could not be made; the store tells why */
	uint64_t top;              /* 0: all */
	double largest;            /* for bars */
	struct render_column *columns;
	struct cell *cells;
	size_t column_count;
	char **names;              /* of columns, to be freed */
	size_t name_count;
	char spark_text[4 * SPARK_MONTHS_MAX]; /* of the row at hand */
	struct renderer *renderer;
};

/* A view for an output, nothing asked for yet; and the options that 'table' and 'chart' share: --measure, --top,
 * --nonzero, --by and --across. 0 or an exit status, with the message printed. */
void view_init(struct view *view, struct command *command, struct output *output);
int view_read_options(struct view *view);
void view_free(struct view *view);

/* ---- report-months.c */

bool is_time(const char *dimension);
/* The months that the options bound on both sides; purpose is the option that needs them. 0 or an exit status. */
int find_months(const struct command *command, const char *purpose, struct span *months);
/* The months before those of the view's NOW that it is compared with. 0 or an exit status. */
int find_months_before(const struct view *view, struct span *before);
/* Whether each member of the table's dimensions of time has one in the months before. 0 or an exit status. */
int check_pairs(const struct view *view);
/* What report_name_span() makes of a period as it may be written in an option; that itself when it is none. */
void name_period(const struct command *command, const char *period, char *text, size_t size);

/* ---- report-count.c: counts all that a view needs, over the store or the files given. 0 or an exit status. */
int view_count(struct view *view);

/* ---- report-rows.c */

struct ranked {
	double value;
	size_t order;
	size_t member[DIMENSIONS_MAX];
};

struct ranking {
	struct ranked *rows;   /* to be freed */
	size_t count, capacity;
	size_t left;           /* rows that are not shown */
};

/* The table that knows the members of a dimension of the view. */
struct hvk_table *view_table(const struct view *view, size_t dimension);
size_t view_members(const struct view *view, size_t dimension);

/* Where the members of a row stand in a part; false when it has one of them not. */
bool place_row(const struct view *view, enum part_name part, const size_t row[], size_t member[]);

/* A value of a part in a row of which all members are set. */
struct cell view_value(struct view *view, enum part_name part, enum hvk_measure measure, const size_t row[]);
/* Sets the member of one column of --across; for a table that is not wide the row's own stays. */
void set_across(const struct view *view, size_t member[], size_t column);
double cell_value(const struct cell *cell);

bool is_total(const struct view *view, const size_t row[]);
/* Whether there are more combinations than anybody waits for. */
bool too_many_rows(const struct view *view);

/* Receives a row, with the value that it is ranked and drawn by: 0, or -1 to stop. */
typedef int row_function(struct view *view, void *data, const size_t row[], double value);
int each_row(struct view *view, bool totals, row_function *function, void *data);
/* The rows to be shown without their totals: all, or with --top the largest. -1 when out of memory. */
int rank_rows(struct view *view, struct ranking *ranking);

/* ---- report-view.c */

/* Makes the columns, once the view is counted. 0 or an exit status. */
int view_make_columns(struct view *view);
/* Writes the table: caption, conditions, rows, notes. 0 or an exit status. */
int view_write(struct view *view, const struct output *output);
/* Only the rows, without a word around them. -1 when writing failed; *left: rows that are not shown. */
int view_put_table(struct view *view, size_t *left);
/* The notes that its figures need. */
int view_put_notes(const struct view *view, size_t left);
/* The tidy facts, for formats that take them. */
int view_put_data(struct view *view);

/* ---- report-chart.c: counts and draws a view. type: CHART_TYPES for the one that suits it. 0 or an exit status. */
int chart_run(struct view *view, const struct output *output, enum chart_type type);

/* ---- report-chart-text.c: what a chart says in words; to be freed, NULL when out of memory */

/* "vragen per 1000 kinderen (schatting)" */
char *chart_unit(const struct view *view);
/* "Vragen per gemeente, okt 2026, kanaal telefoon" */
char *chart_title(const struct view *view);
/* "Samen 640. Meest: Brugge (227). Minst: Beernem (45)." */
char *chart_description(struct view *view, const struct chart *chart, size_t left);

#endif
