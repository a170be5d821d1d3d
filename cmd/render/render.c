/* SPDX-License-Identifier: EUPL-1.2 */
/* The renderer: finds the format and passes a document's parts to it, through one buffer. */
#include "render/render.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hvk.h"
#include "render/format.h"

enum { BUFFER_SIZE = 1 << 16 };

const struct render_format *const render_formats[] = {
	&render_text, &render_csv, &render_tsv, &render_jsonl, &render_rec, &render_markdown, &render_html,
	&render_svg, &render_excel, &render_ids, &render_xlsx, &render_ics, NULL
};

const struct render_format *render_format_find(const char *name)
{
	for (const struct render_format *const *format = render_formats; *format; format++)
		if (strcmp((*format)->name, name) == 0)
			return *format;
	return NULL;
}

const struct render_format *render_format_for_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *dot = strrchr(slash ? slash : path, '.');

	if (!dot)
		return NULL;
	for (const struct render_format *const *format = render_formats; *format; format++)
		if ((*format)->extension && strcmp((*format)->extension, dot + 1) == 0)
			return *format;
	return NULL;
}

struct renderer *renderer_new(const struct render_format *format, FILE *stream, bool terminal)
{
	struct renderer *renderer = calloc(1, sizeof(*renderer));

	if (!renderer)
		return NULL;
	renderer->format = format;
	renderer->stream = stream;
	renderer->terminal = terminal;
	renderer->language = "nl";
	renderer->capacity = BUFFER_SIZE;
	renderer->data = malloc(renderer->capacity);
	if (!renderer->data) {
		free(renderer);
		return NULL;
	}
	return renderer;
}

void renderer_set_style(struct renderer *renderer, bool decimal_comma, bool color)
{
	renderer->decimal_comma = decimal_comma && (renderer->format->traits & RENDER_LABELS) != 0;
	renderer->color = color && renderer->terminal;
}

void renderer_set_language(struct renderer *renderer, const char *language)
{
	renderer->language = language;
}

void renderer_set_date(struct renderer *renderer, int64_t date)
{
	renderer->date = date;
}

const struct render_format *renderer_format(const struct renderer *renderer)
{
	return renderer->format;
}

/* ---- writing */

int put_flush(struct renderer *renderer)
{
	size_t length = renderer->length;

	renderer->length = 0;
	if (length == 0)
		return 0;
	return fwrite_unlocked(renderer->data, 1, length, renderer->stream) == length ? 0 : -1;
}

int put_reserve(struct renderer *renderer, size_t length)
{
	char *data;

	if (renderer->capacity - renderer->length >= length)
		return 0;
	if (put_flush(renderer) < 0)
		return -1;
	if (renderer->capacity >= length)
		return 0;
	data = realloc(renderer->data, length);
	if (!data) {
		errno = ENOMEM;
		return -1;
	}
	renderer->data = data;
	renderer->capacity = length;
	return 0;
}

int put_slow(struct renderer *renderer, const char *bytes, size_t length)
{
	if (put_reserve(renderer, length) < 0)
		return -1;
	memcpy(renderer->data + renderer->length, bytes, length);
	renderer->length += length;
	return 0;
}

int put_repeated(struct renderer *renderer, const char *text, size_t count)
{
	size_t length = strlen(text);

	while (count-- > 0)
		if (put(renderer, text, length) < 0)
			return -1;
	return 0;
}

/* ---- cells */

struct cell cell_empty(void)
{
	return (struct cell){ .type = CELL_EMPTY };
}

struct cell cell_hidden(void)
{
	return (struct cell){ .type = CELL_HIDDEN };
}

struct cell cell_text(const char *text)
{
	return cell_bytes(text, text ? strlen(text) : 0);
}

struct cell cell_bytes(const char *text, size_t length)
{
	if (!text)
		return cell_empty();
	return (struct cell){ .type = CELL_TEXT, .text = text, .length = length };
}

struct cell cell_whole(int64_t whole)
{
	return (struct cell){ .type = CELL_WHOLE, .whole = whole };
}

struct cell cell_change(int64_t change)
{
	return (struct cell){ .type = CELL_WHOLE, .whole = change, .change = true };
}

struct cell cell_real(double real, int decimals)
{
	/* What is no number, a share of nothing, is no value. */
	if (!isfinite(real))
		return cell_empty();
	return (struct cell){ .type = CELL_REAL, .real = real, .decimals = decimals };
}

const char *cell_format(const struct cell *cell, bool comma, char buffer[NUMBER_MAX], size_t *length)
{
	char *point;

	*length = 0;
	switch (cell->type) {
	case CELL_TEXT:
		*length = cell->length;
		return cell->text;
	case CELL_WHOLE:
		if (cell->change && cell->whole == 0)
			*length = (size_t)snprintf(buffer, NUMBER_MAX, "=");
		else
			*length = (size_t)snprintf(buffer, NUMBER_MAX, cell->change ? "%+" PRId64 : "%" PRId64,
			                           cell->whole);
		return buffer;
	case CELL_REAL:
		/* The programs never call setlocale(), so this writes a point. */
		*length = (size_t)snprintf(buffer, NUMBER_MAX, "%.*f", cell->decimals, cell->real);
		point = comma ? strchr(buffer, '.') : NULL;
		if (point)
			*point = ',';
		return buffer;
	case CELL_HIDDEN:
		*length = 1;
		return "x";
	case CELL_EMPTY:
	default:
		return "";
	}
}

const char *cell_data(const struct cell *cell, char buffer[NUMBER_MAX], size_t *length)
{
	if (cell->type != CELL_HIDDEN)
		return cell_format(cell, false, buffer, length);
	*length = 0;
	return "";
}

void bar_format(double value, size_t width, char *buffer)
{
	static const char *const blocks[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };
	size_t eighths = value <= 0 ? 0 : (size_t)(fmin(value, 1) * (double)width * 8 + 0.5);

	buffer[0] = '\0';
	for (; eighths >= 8; eighths -= 8)
		buffer = stpcpy(buffer, blocks[8]);
	stpcpy(buffer, blocks[eighths]);
}

/* ---- the parts of a document */

static bool is_plain(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < ' ' || (unsigned char)text[i] > '~')
			return false;
	return true;
}

/* A copy in which line breaks are '; ' and what a terminal would obey is replaced; NULL when out of memory. */
static char *make_printable(const char *text, size_t length)
{
	char *joined = malloc(2 * length + 1), *printable;
	size_t used = 0;

	if (!joined)
		return NULL;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\n')
			joined[used++] = ';';
		joined[used++] = text[i] == '\n' ? ' ' : text[i];
	}
	joined[used] = '\0';
	printable = hvk_text_printable(joined);
	free(joined);
	return printable;
}

/* Replaces, in copies, what would break a line or what a terminal would obey. */
static const struct cell *make_safe(struct renderer *renderer, const struct cell *cells)
{
	size_t count = renderer->column_count;

	if (!renderer->safe)
		return NULL;
	memcpy(renderer->safe, cells, count * sizeof(*cells));
	for (size_t i = 0; i < count; i++) {
		struct cell *cell = &renderer->safe[i];

		if (cell->type != CELL_TEXT || is_plain(cell->text, cell->length))
			continue;
		renderer->copies[i] = make_printable(cell->text, cell->length);
		if (!renderer->copies[i])
			return NULL;
		cell->text = renderer->copies[i];
		cell->length = strlen(cell->text);
	}
	return renderer->safe;
}

static void forget_copies(struct renderer *renderer)
{
	for (size_t i = 0; i < renderer->column_count; i++) {
		free(renderer->copies[i]);
		renderer->copies[i] = NULL;
	}
}

/* A terminal's copies of the headers, and room for those of a row. */
static int copy_columns(struct renderer *renderer)
{
	size_t count = renderer->column_count;
	char **texts = calloc(2 * count + 1, sizeof(*texts));

	renderer->column_texts = texts;
	renderer->safe_columns = calloc(count + 1, sizeof(*renderer->safe_columns));
	renderer->safe = calloc(count + 1, sizeof(*renderer->safe));
	renderer->copies = calloc(count + 1, sizeof(*renderer->copies));
	if (!texts || !renderer->safe_columns || !renderer->safe || !renderer->copies)
		return -1;
	for (size_t i = 0; i < count; i++) {
		texts[2 * i] = hvk_text_printable(renderer->columns[i].key);
		texts[2 * i + 1] = hvk_text_printable(renderer->columns[i].title);
		if (!texts[2 * i] || !texts[2 * i + 1])
			return -1;
		renderer->safe_columns[i] = renderer->columns[i];
		renderer->safe_columns[i].key = texts[2 * i];
		renderer->safe_columns[i].title = texts[2 * i + 1];
	}
	renderer->columns = renderer->safe_columns;
	return 0;
}

static void forget_columns(struct renderer *renderer)
{
	for (size_t i = 0; renderer->column_texts && i < 2 * renderer->column_count; i++)
		free(renderer->column_texts[i]);
	free(renderer->column_texts);
	free(renderer->safe_columns);
	free(renderer->safe);
	free(renderer->copies);
	renderer->column_texts = NULL;
	renderer->safe_columns = NULL;
	renderer->safe = NULL;
	renderer->copies = NULL;
}

void renderer_free(struct renderer *renderer)
{
	if (!renderer)
		return;
	text_table_free(renderer->held); /* of a table that was not ended, because something failed */
	xlsx_free(renderer->xlsx);
	forget_columns(renderer);
	free(renderer->data);
	free(renderer);
}

/* Formats for people, and whatever goes to a terminal. */
static bool needs_safety(const struct renderer *renderer)
{
	return renderer->terminal || (renderer->format->traits & RENDER_TITLES) != 0;
}

static int put_safely(struct renderer *renderer, const char *text, size_t length,
                      int (*write)(struct renderer *renderer, int level, const char *text), int level)
{
	char *printable = make_printable(text, length);
	int result;

	if (!printable) {
		errno = ENOMEM;
		return -1;
	}
	result = write(renderer, level, printable);
	free(printable);
	return result;
}

static int write_paragraph(struct renderer *renderer, int level, const char *text)
{
	(void)level;
	return renderer->format->paragraph(renderer, text);
}

int render_heading(struct renderer *renderer, int level, const char *text)
{
	if (!renderer->format->heading)
		return 0;
	return put_safely(renderer, text, strlen(text), renderer->format->heading, level);
}

int render_paragraph(struct renderer *renderer, const char *text)
{
	if (!renderer->format->paragraph)
		return 0;
	for (;;) {
		size_t length = strcspn(text, "\n");

		if (length > 0 && put_safely(renderer, text, length, write_paragraph, 0) < 0)
			return -1;
		if (text[length] == '\0')
			return 0;
		text += length + 1;
	}
}

int render_banner(struct renderer *renderer, const char *text)
{
	return renderer->format->banner ? renderer->format->banner(renderer, text) : render_paragraph(renderer, text);
}

int render_figures(struct renderer *renderer, const struct figure *figures, size_t count)
{
	return renderer->format->figures ? renderer->format->figures(renderer, figures, count) : 0;
}

int render_chart(struct renderer *renderer, const struct chart *chart)
{
	return renderer->format->chart ? renderer->format->chart(renderer, chart) : 0;
}

int render_table_begin(struct renderer *renderer, const struct render_column *columns, size_t count,
                       const char *caption)
{
	renderer->columns = columns;
	renderer->column_count = count;
	renderer->caption = caption;
	renderer->tables++;
	renderer->rows = 0;
	if (needs_safety(renderer) && copy_columns(renderer) < 0) {
		errno = ENOMEM;
		return -1;
	}
	if (caption && !(renderer->format->traits & RENDER_CAPTIONS) && render_paragraph(renderer, caption) < 0)
		return -1;
	return renderer->format->table_begin ? renderer->format->table_begin(renderer) : 0;
}

static int put_row(struct renderer *renderer, const struct cell *cells,
                   int (*write)(struct renderer *renderer, const struct cell *cells))
{
	int result;

	renderer->rows++;
	if (!renderer->safe)
		return write(renderer, cells);
	cells = make_safe(renderer, cells);
	if (!cells)
		errno = ENOMEM;
	result = cells ? write(renderer, cells) : -1;
	forget_copies(renderer);
	return result;
}

int render_row(struct renderer *renderer, const struct cell *cells)
{
	return put_row(renderer, cells, renderer->format->row);
}

int render_total(struct renderer *renderer, const struct cell *cells)
{
	const struct render_format *format = renderer->format;

	return put_row(renderer, cells, format->total ? format->total : format->row);
}

int render_table_end(struct renderer *renderer)
{
	int result = renderer->format->table_end ? renderer->format->table_end(renderer) : 0;

	forget_columns(renderer);
	renderer->columns = NULL;
	renderer->column_count = 0;
	return result;
}

int render_finish(struct renderer *renderer)
{
	if (renderer->format->finish && renderer->format->finish(renderer) < 0)
		return -1;
	return put_flush(renderer);
}
