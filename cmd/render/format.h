/* SPDX-License-Identifier: EUPL-1.2 */
/* What the formats share among themselves; the programs see render.h only. */
#ifndef HVK_RENDER_FORMAT_H
#define HVK_RENDER_FORMAT_H

#include <string.h>

#include "render/render.h"

/* The rows that the format 'table' holds; see text.c. */
struct text_table;
void text_table_free(struct text_table *table);

/* The workbook on its way; see xlsx.c. */
struct xlsx;
void xlsx_free(struct xlsx *xlsx);

struct renderer {
	const struct render_format *format;
	FILE *stream;
	bool terminal, color, decimal_comma;
	const struct render_column *columns;
	size_t column_count;
	const char *caption;
	const char *language;      /* "nl" or "en" */
	uint64_t tables;           /* begun so far */
	unsigned headings, charts; /* written so far, by html and svg */
	bool footer;               /* the totals of this table have begun, in html */
	uint64_t rows;             /* of this table so far */
	bool started;              /* something was written: what follows keeps a distance */
	struct text_table *held;   /* rows of the format 'table' */
	int64_t date;              /* when the document is made; in seconds since 1970 */
	struct xlsx *xlsx;         /* of the format 'xlsx' */
	/* A terminal's copies, without controls: of the columns and their texts, of the cells of a row and their texts.
	 * */
	struct render_column *safe_columns;
	char **column_texts;
	struct cell *safe;
	char **copies;
	/* Bytes on their way to the stream: one call of stdio for each cell would take longer than all the rest. */
	char *data;
	size_t length, capacity;
};

/* Writing. Each returns 0, or -1 (errno tells). */
int put_flush(struct renderer *renderer);
int put_slow(struct renderer *renderer, const char *bytes, size_t length);
/* Makes room for so many bytes at renderer->data + renderer->length. */
int put_reserve(struct renderer *renderer, size_t length);

static inline int put(struct renderer *renderer, const char *bytes, size_t length)
{
	if (renderer->capacity - renderer->length < length)
		return put_slow(renderer, bytes, length);
	memcpy(renderer->data + renderer->length, bytes, length);
	renderer->length += length;
	return 0;
}

static inline int put_text(struct renderer *renderer, const char *text)
{
	return put(renderer, text, strlen(text));
}

static inline int put_char(struct renderer *renderer, char c)
{
	return put(renderer, &c, 1);
}

int put_repeated(struct renderer *renderer, const char *text, size_t count);

/* The bytes of a cell for people: its own text, or its number written into buffer, with a decimal comma where asked. */
enum { NUMBER_MAX = 400 };
const char *cell_format(const struct cell *cell, bool comma, char buffer[NUMBER_MAX], size_t *length);
/* The same for programs: what is hidden has none. */
const char *cell_data(const struct cell *cell, char buffer[NUMBER_MAX], size_t *length);

/* A bar of value (0..1) in eighths of width blocks, into buffer of 3 * width + 1 bytes. */
void bar_format(double value, size_t width, char *buffer);

extern const struct render_format render_text, render_csv, render_tsv, render_excel, render_ids, render_jsonl,
	render_html, render_rec, render_markdown, render_svg, render_xlsx, render_ics;

#endif
