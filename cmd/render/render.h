/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How a table or a list looks. One interface for all formats: a document is a sequence of headings, notes and tables; a
 * table has typed columns and rows of cells. Each format is one struct render_format; a new one is added to render.c's
 * table and nowhere else.
 */
#ifndef HVK_RENDER_H
#define HVK_RENDER_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum cell_type { CELL_EMPTY, CELL_TEXT, CELL_WHOLE, CELL_REAL, CELL_HIDDEN };

struct cell {
	enum cell_type type;
	int decimals;          /* digits after the point for CELL_REAL */
	const char *text;      /* UTF-8; borrowed for the call */
	size_t length;         /* of text */
	int64_t whole;
	bool change;           /* of whole: written with its sign, for people '=' when it is 0 */
	double real;
	double bar;            /* above 0 up to 1: a bar of that length beside the value; else none */
};

struct render_column {
	const char *key;       /* machine formats' header */
	const char *title;     /* human formats' header */
	bool numeric;          /* aligned right */
};

/* A figure that stands out: "640 vragen, 12 meer dan in oktober 2025". */
struct figure {
	const char *title;     /* what it is */
	struct cell value;
	const char *note;      /* what to compare it with; NULL for none */
};

struct hvk_gemeente;

enum chart_type { CHART_BAR, CHART_STACKED, CHART_LINE, CHART_HEAT, CHART_MAP, CHART_TYPES };

struct chart_series {
	const char *title;
	size_t column;         /* of the table that follows: where these numbers stand */
};

/* Of a chart: there is a number, which is not shown. */
#define CHART_HIDDEN (-INFINITY)

/* A picture of numbers, of which the table that follows it gives all. Its categories are that table's first rows. */
struct chart {
	enum chart_type type;
	const char *title;     /* what it shows, in a few words */
	const char *description; /* the same in a sentence or two, for who cannot see it: what is most, what is least */
	const char *unit;      /* what the numbers count: "vragen" */
	const char *axis;      /* what the categories are: "gemeente" */
	int decimals;          /* of the numbers as written */
	size_t categories, series_count; /* both at least 1; a map and a heat's colour have one unit */
	const char *const *labels; /* of the categories, in reading order */
	const struct chart_series *series;
	const double *values;  /* series after series: values[s * categories + c], 0 or more; NAN: none; CHART_HIDDEN */
	const struct hvk_gemeente *const *gemeenten; /* of a map: that of each category, NULL where it is none */
};

/* Where the formats differ in kind. */
enum render_traits {
	RENDER_LABELS = 1,     /* for people: labels instead of keys, titles instead of column keys */
	RENDER_TITLES = 2,     /* has headings and notes; the others show one tidy table */
	RENDER_STREAMS = 4,    /* writes rows as they come; the others hold them */
	RENDER_CAPTIONS = 8,   /* writes a table's caption itself; in the others it is a paragraph before */
	RENDER_DATA = 16,      /* besides the page takes the tidy table, under a heading of its own, at the end */
	RENDER_PICTURE = 32,   /* is one chart, and nothing else */
	RENDER_BINARY = 64,    /* is no text, and says on which day it was made */
	RENDER_TITLED = 128,   /* is a file by itself, which begins with its title; others may become part of more */
	RENDER_EVENTS = 256    /* is a calendar, of what has a date: see ics.h */
};

/* Something to go to, as families read of it. */
struct announced_day {
	const char *text;      /* "dinsdag 6 oktober, van 19.30 tot 21.30 uur" */
	bool cancelled;        /* not on that day */
};
struct announced_fact {
	const char *word, *text; /* "Kostprijs", "gratis" */
	bool link;             /* a web address */
};
struct announcement {
	const char *title;
	bool cancelled;        /* on no day */
	const char *word;      /* of what is cancelled: "geannuleerd" */
	const struct announced_day *days;
	size_t day_count;
	const char *text;      /* of one line or more; NULL: none */
	const struct announced_fact *facts;
	size_t fact_count;
};

struct renderer;

struct render_format {
	const char *name;      /* "csv" */
	const char *extension; /* of -o FILE that selects it; "csv"; NULL when none does */
	const char *help;
	unsigned traits;
	/* All return 0, or -1 when writing failed (errno tells). Any but row may be NULL. */
	int (*heading)(struct renderer *renderer, int level, const char *text);
	int (*paragraph)(struct renderer *renderer, const char *text);
	int (*banner)(struct renderer *renderer, const char *text);
	int (*figures)(struct renderer *renderer, const struct figure *figures, size_t count);
	int (*chart)(struct renderer *renderer, const struct chart *chart);
	int (*announcement)(struct renderer *renderer, const struct announcement *announcement);
	int (*table_begin)(struct renderer *renderer);
	int (*row)(struct renderer *renderer, const struct cell *cells);
	int (*total)(struct renderer *renderer, const struct cell *cells);
	int (*table_end)(struct renderer *renderer);
	int (*finish)(struct renderer *renderer);
};

/* All formats, ending with NULL. */
extern const struct render_format *const render_formats[];
const struct render_format *render_format_find(const char *name);
/* By the extension of path; NULL when it has none that a format uses. */
const struct render_format *render_format_for_file(const char *path);

/* Starts a document on stream. terminal: the output is one (width, colour; controls in cells are replaced whatever the
 * format). NULL when out of memory. */
struct renderer *renderer_new(const struct render_format *format, FILE *stream, bool terminal);
/* decimal_comma: in formats for people; elsewhere numbers have a point. color: may be used on a terminal. */
void renderer_set_style(struct renderer *renderer, bool decimal_comma, bool color);
/* The language of headings and labels, "nl" unless set: for formats that say so. */
void renderer_set_language(struct renderer *renderer, const char *language);
/* When the document is made, in seconds since 1970, 0 unless set: for formats that say so. */
void renderer_set_date(struct renderer *renderer, int64_t date);
void renderer_free(struct renderer *renderer);
const struct render_format *renderer_format(const struct renderer *renderer);

/* The parts of a document, in their order. Each line of a paragraph is one. Formats without titles pass headings and
 * paragraphs over. caption may be NULL. The columns are borrowed until the table ends. Each returns 0, or -1 when
 * writing failed (errno tells). */
int render_heading(struct renderer *renderer, int level, const char *text);
int render_paragraph(struct renderer *renderer, const char *text);
/* What the reader must not miss, above all else: that the figures are internal. A paragraph where nothing stands
 * out. */
int render_banner(struct renderer *renderer, const char *text);
/* Passed over where the table that follows must do. */
int render_figures(struct renderer *renderer, const struct figure *figures, size_t count);
/* Passed over where nothing can be drawn. */
int render_chart(struct renderer *renderer, const struct chart *chart);
/* Under a heading of level 2; its title is one of level 3. Headings and paragraphs where there is nothing better. */
int render_announcement(struct renderer *renderer, const struct announcement *announcement);
int render_table_begin(struct renderer *renderer, const struct render_column *columns, size_t count,
                       const char *caption);
int render_row(struct renderer *renderer, const struct cell *cells);
/* The last row or rows of a table: in each numeric column of whole numbers the sum of the rows above, where it is one;
 * never where one of these is hidden. */
int render_total(struct renderer *renderer, const struct cell *cells);
int render_table_end(struct renderer *renderer);
/* Once, at the end: hands the last bytes to the stream, which the caller flushes. */
int render_finish(struct renderer *renderer);

/* Cells. A NULL text is an empty cell. */
struct cell cell_empty(void);
/* A figure that there is and that is not shown, to protect others: x for people, nothing for programs, for which a
 * column of its own says so. */
struct cell cell_hidden(void);
struct cell cell_text(const char *text);
struct cell cell_bytes(const char *text, size_t length);
struct cell cell_whole(int64_t whole);
struct cell cell_change(int64_t change);
struct cell cell_real(double real, int decimals);

/* A text as JSON, quoted: into to, which has room for JSON_STRING_MAX(length) bytes; how many it took. */
#define JSON_STRING_MAX(length) (6 * (length) + 2) /* \u00XX for each byte at worst */
size_t json_string(const char *text, size_t length, char *to);

#endif
