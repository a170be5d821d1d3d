/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How a table or a list looks. One interface for all formats: a document is a sequence of headings, notes and tables; a table has typed columns and rows of
 * cells. Each format is one struct render_format; a new one is added to render.c's table and nowhere else.
 */
#ifndef HVK_RENDER_H
#define HVK_RENDER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum cell_type { CELL_EMPTY, CELL_TEXT, CELL_WHOLE, CELL_REAL };

struct cell {
	enum cell_type type;
	const char *text;      /* UTF-8; borrowed for the call */
	size_t length;         /* of text */
	int64_t whole;
	double real;
	int decimals;          /* digits after the point for CELL_REAL */
	double bar;            /* 0..1: a bar of that length beside the value, with --bars; negative: none */
};

struct render_column {
	const char *key;       /* machine formats' header */
	const char *title;     /* human formats' header */
	bool numeric;          /* aligned right */
};

/* Where the formats differ in kind. */
enum render_traits {
	RENDER_LABELS = 1,     /* for people: labels instead of keys */
	RENDER_TITLES = 2,     /* has headings and notes; the others show one tidy table */
	RENDER_STREAMS = 4     /* writes rows as they come; the others hold them */
};

struct renderer;

struct render_format {
	const char *name;      /* "csv" */
	const char *extension; /* of -o FILE that selects it; "csv" */
	const char *help;
	unsigned traits;
	/* All return 0, or -1 when writing failed (errno tells). Any but row may be NULL. */
	int (*heading)(struct renderer *renderer, int level, const char *text);
	int (*paragraph)(struct renderer *renderer, const char *text);
	int (*table_begin)(struct renderer *renderer);
	int (*row)(struct renderer *renderer, const struct cell *cells);
	int (*table_end)(struct renderer *renderer);
	int (*finish)(struct renderer *renderer);
};

/* All formats, ending with one without a name. */
extern const struct render_format *const render_formats[];
const struct render_format *render_format_find(const char *name);
const struct render_format *render_format_for_file(const char *path);

/* Starts a document on stream. lang decides decimal signs of human formats. terminal: the output is one (colour, width). NULL when out of memory. */
struct renderer *renderer_new(const struct render_format *format, FILE *stream, bool terminal);
void renderer_free(struct renderer *renderer);
const struct render_format *renderer_format(const struct renderer *renderer);

/* The parts of a document, in their order. Formats without titles pass headings and paragraphs over. caption may be NULL. The columns are borrowed until
 * the table ends. */
int render_heading(struct renderer *renderer, int level, const char *text);
int render_paragraph(struct renderer *renderer, const char *text);
int render_table_begin(struct renderer *renderer, const struct render_column *columns, size_t count, const char *caption);
int render_row(struct renderer *renderer, const struct cell *cells);
int render_table_end(struct renderer *renderer);
int render_finish(struct renderer *renderer);

/* Cells. */
struct cell cell_empty(void);
struct cell cell_text(const char *text);
struct cell cell_bytes(const char *text, size_t length);
struct cell cell_whole(int64_t whole);
struct cell cell_real(double real, int decimals);

#endif
