/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * table: aligned plain text. Rows are held until the widths of all are known. A table so large that nobody reads it by
 * eye is not held whole: from a certain size on the widths found so far are kept and rows go out as they come.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "hvk.h"
#include "render/format.h"

enum {
	HELD_MAX = 16 << 20,     /* bytes of text */
	BAR_WIDTH = 20,
	NARROWEST = 8,           /* what a column is cut down to at most */
	KEY_MAX = 48             /* what is longer is cut in any case */
};

struct held_cell {
	size_t start;            /* in text */
	uint32_t length, width;  /* bytes; columns on a terminal */
	double bar;
};

struct text_table {
	char *text;
	size_t text_length, text_capacity;
	struct held_cell *cells;
	size_t cell_count, cell_capacity;
	size_t *widths;          /* of the columns */
	size_t *least;           /* what they can be narrowed to: a number or key is not cut, its title can be */
	bool *bars;              /* columns that have any */
	bool released;           /* widths are final */
};

void text_table_free(struct text_table *table)
{
	if (!table)
		return;
	free(table->text);
	free(table->cells);
	free(table->widths);
	free(table->least);
	free(table->bars);
	free(table);
}

static int put_distance(struct renderer *renderer)
{
	bool started = renderer->started;

	renderer->started = true;
	return started ? put_char(renderer, '\n') : 0;
}

static int put_bold(struct renderer *renderer, bool on)
{
	return renderer->color ? put_text(renderer, on ? "\033[1m" : "\033[0m") : 0;
}

static int text_heading(struct renderer *renderer, int level, const char *text)
{
	if (put_distance(renderer) < 0 || put_bold(renderer, true) < 0 || put_text(renderer, text) < 0 ||
	    put_bold(renderer, false) < 0 || put_char(renderer, '\n') < 0)
		return -1;
	if (level > 2)
		return 0;
	if (put_repeated(renderer, level == 1 ? "=" : "-", hvk_text_width(text)) < 0)
		return -1;
	return put_char(renderer, '\n');
}

static int text_paragraph(struct renderer *renderer, const char *text)
{
	if (put_distance(renderer) < 0 || put_text(renderer, text) < 0)
		return -1;
	return put_char(renderer, '\n');
}

static int text_begin(struct renderer *renderer)
{
	struct text_table *table = calloc(1, sizeof(*table));

	if (table) {
		table->widths = calloc(renderer->column_count + 1, sizeof(*table->widths));
		table->least = calloc(renderer->column_count + 1, sizeof(*table->least));
		table->bars = calloc(renderer->column_count + 1, sizeof(*table->bars));
	}
	if (!table || !table->widths || !table->least || !table->bars) {
		text_table_free(table);
		errno = ENOMEM;
		return -1;
	}
	for (size_t i = 0; i < renderer->column_count; i++) {
		table->widths[i] = hvk_text_width(renderer->columns[i].title);
		table->least[i] = NARROWEST;
	}
	renderer->held = table;
	return put_distance(renderer);
}

/* Makes room in a growing array; false when there is no memory. */
static bool grow(void *array, size_t *capacity, size_t count, size_t size)
{
	size_t wanted = count + count / 2 + 64;
	void *larger;

	if (count <= *capacity)
		return true;
	larger = realloc(*(void **)array, wanted * size);
	if (!larger) {
		errno = ENOMEM;
		return false;
	}
	*(void **)array = larger;
	*capacity = wanted;
	return true;
}

static bool hold_cell(struct renderer *renderer, struct text_table *table, const struct cell *cell)
{
	char number[NUMBER_MAX];
	struct held_cell *held;
	size_t length;
	const char *text = cell_format(cell, renderer->decimal_comma, number, &length);

	if (!grow(&table->text, &table->text_capacity, table->text_length + length + 1, 1) ||
	    !grow(&table->cells, &table->cell_capacity, table->cell_count + 1, sizeof(*table->cells)))
		return false;
	held = &table->cells[table->cell_count++];
	memcpy(table->text + table->text_length, text, length);
	table->text[table->text_length + length] = '\0';
	*held = (struct held_cell){ .start = table->text_length, .length = (uint32_t)length, .bar = cell->bar };
	held->width = (uint32_t)hvk_text_width(table->text + held->start);
	table->text_length += length + 1;
	return true;
}

static size_t terminal_width(const struct renderer *renderer)
{
	struct winsize size;

	if (!renderer->terminal || ioctl(fileno(renderer->stream), TIOCGWINSZ, &size) < 0)
		return 0;
	return size.ws_col;
}

/* Narrows the widest columns until the table fits the terminal, as far as that can be done. */
static void fit_to_terminal(const struct renderer *renderer, struct text_table *table)
{
	size_t room = terminal_width(renderer), total = 0;

	for (size_t i = 0; i < renderer->column_count; i++)
		total += table->widths[i] + (i > 0 ? 2 : 0) + (table->bars[i] ? 1 + BAR_WIDTH : 0);
	while (room > 0 && total > room) {
		size_t widest = renderer->column_count;

		for (size_t i = 0; i < renderer->column_count; i++)
			if (table->widths[i] > table->least[i] &&
			    (widest == renderer->column_count || table->widths[i] > table->widths[widest]))
				widest = i;
		if (widest == renderer->column_count)
			return;
		table->widths[widest]--;
		total--;
	}
}

/* The text of a cell cut to width columns, the last of them an ellipsis. */
static int put_cut(struct renderer *renderer, const char *text, size_t length, size_t width, size_t *printed)
{
	char *copy = strndup(text, length);

	if (!copy) {
		errno = ENOMEM;
		return -1;
	}
	do { /* drops the last character: its continuation bytes, then its first */
		while (length > 0 && ((unsigned char)copy[length - 1] & 0xc0) == 0x80)
			length--;
		if (length > 0)
			length--;
		copy[length] = '\0';
	} while (length > 0 && hvk_text_width(copy) + 1 > width);
	*printed = hvk_text_width(copy) + 1;
	length = put_text(renderer, copy) < 0 || put_text(renderer, "…") < 0;
	free(copy);
	return length ? -1 : 0;
}

/* One cell in its column. cut: where it is too wide for a terminal. pending: blanks owed by the cells before; those at
 * the end of a line are never written. */
static int put_cell(struct renderer *renderer, size_t column, const char *text, size_t length, size_t width, bool cut,
                    size_t *pending)
{
	size_t room = renderer->held->widths[column], printed = width;
	size_t before = renderer->columns[column].numeric && width < room ? room - width : 0;

	*pending += before;
	if (length > 0) {
		if (put_repeated(renderer, " ", *pending) < 0)
			return -1;
		*pending = 0;
		if (width > room && renderer->terminal && cut) {
			if (put_cut(renderer, text, length, room, &printed) < 0)
				return -1;
		} else if (put(renderer, text, length) < 0) {
			return -1;
		}
	}
	*pending += printed + before < room ? room - printed - before : 0;
	return 0;
}

static int put_bar(struct renderer *renderer, double value, size_t *pending)
{
	char bar[3 * BAR_WIDTH + 1];
	size_t width;

	bar_format(value, BAR_WIDTH, bar);
	width = hvk_text_width(bar);
	*pending += 1;
	if (width > 0) {
		if (put_repeated(renderer, " ", *pending) < 0 || put_text(renderer, bar) < 0)
			return -1;
		*pending = 0;
	}
	*pending += BAR_WIDTH - width;
	return 0;
}

static int put_held_row(struct renderer *renderer, const struct held_cell *cells)
{
	struct text_table *table = renderer->held;
	size_t pending = 0;

	for (size_t i = 0; i < renderer->column_count; i++) {
		if (i > 0)
			pending += 2;
		if (put_cell(renderer, i, table->text + cells[i].start, cells[i].length, cells[i].width,
		             !renderer->columns[i].numeric, &pending) < 0)
			return -1;
		if (table->bars[i] && put_bar(renderer, cells[i].bar, &pending) < 0)
			return -1;
	}
	return put_char(renderer, '\n');
}

static int put_header(struct renderer *renderer)
{
	struct text_table *table = renderer->held;
	size_t pending = 0;

	if (put_bold(renderer, true) < 0)
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++) {
		const char *title = renderer->columns[i].title;

		if (put_cell(renderer, i, title, strlen(title), hvk_text_width(title), true, &pending) < 0)
			return -1;
		pending += 2 + (table->bars[i] ? 1 + BAR_WIDTH : 0);
	}
	if (put_bold(renderer, false) < 0 || put_char(renderer, '\n') < 0)
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++) {
		bool last = i + 1 == renderer->column_count;

		if (put_repeated(renderer, "─", table->widths[i]) < 0 ||
		    put_repeated(renderer, " ", table->bars[i] && !last ? 1 + BAR_WIDTH : 0) < 0 ||
		    put_text(renderer, last ? "\n" : "  ") < 0)
			return -1;
	}
	return 0;
}

/* Writes what is held; from here on the widths are final. */
static int release(struct renderer *renderer)
{
	struct text_table *table = renderer->held;

	if (!table->released) {
		fit_to_terminal(renderer, table);
		table->released = true;
		if (put_header(renderer) < 0)
			return -1;
	}
	for (size_t i = 0; i < table->cell_count; i += renderer->column_count)
		if (put_held_row(renderer, &table->cells[i]) < 0)
			return -1;
	table->cell_count = 0;
	table->text_length = 0;
	return 0;
}

/* Half a slug, number, date or address is of no use; half a name mostly is. */
static bool is_key(const struct cell *cell, size_t width)
{
	bool blank = false, letter = false, mark = false;

	for (size_t i = 0; i < cell->length; i++) {
		unsigned char c = (unsigned char)cell->text[i];

		blank |= c == ' ';
		letter |= c >= 0x80 || isalpha(c);
		mark |= isdigit(c) || c == '-' || c == '@' || c == '/';
	}
	return width <= KEY_MAX && (!letter || (mark && !blank));
}

static int text_row(struct renderer *renderer, const struct cell *cells)
{
	struct text_table *table = renderer->held;

	for (size_t i = 0; i < renderer->column_count; i++) {
		size_t width;

		if (!hold_cell(renderer, table, &cells[i]))
			return -1;
		if (table->released)
			continue;
		width = table->cells[table->cell_count - 1].width;
		if (width > table->widths[i])
			table->widths[i] = width;
		if (width > table->least[i] &&
		    (renderer->columns[i].numeric || (cells[i].type == CELL_TEXT && is_key(&cells[i], width))))
			table->least[i] = width;
		table->bars[i] |= cells[i].bar > 0;
	}
	return table->released || table->text_length > HELD_MAX ? release(renderer) : 0;
}

static int text_end(struct renderer *renderer)
{
	int result = release(renderer);

	text_table_free(renderer->held);
	renderer->held = NULL;
	return result;
}

const struct render_format render_text = {
	.name = "table", .extension = "txt", .help = "aligned text, labels", .traits = RENDER_LABELS | RENDER_TITLES,
	.heading = text_heading, .paragraph = text_paragraph, .table_begin = text_begin, .row = text_row,
	.table_end = text_end
};
