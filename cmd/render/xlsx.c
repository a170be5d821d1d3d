/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * xlsx: a workbook for Excel and LibreOffice. Each heading of level 2 begins a sheet, but that of the key figures; these
 * stand on the first one, with what comes before. Numbers are numbers, totals are formulas, and charts are drawn from
 * the cells.
 */
#include "render/xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "hvk.h"

/* Characters of a line of text. */
enum { LINE_MAX_WIDTH = 110 };

void xlsx_free(struct xlsx *xlsx)
{
	if (!xlsx)
		return;
	xlsx_forget_charts(xlsx);
	book_free(xlsx->book);
	free(xlsx->title);
	free(xlsx->pending);
	free(xlsx->widths);
	free(xlsx->columns);
	free(xlsx);
}

/* ---- text */

/* How much of the text stands on a line: up to the last blank before it is too wide. */
static size_t line_length(const char *text)
{
	size_t length = 0, blank = 0, width = 0;

	for (; text[length] != '\0'; length++) {
		if (text[length] == ' ')
			blank = length;
		width += ((unsigned char)text[length] & 0xc0) != 0x80;
		if (width > LINE_MAX_WIDTH && blank > 0)
			return blank;
	}
	return length;
}

/* A paragraph takes as many rows as it has lines: a cell shows no more than one without being made higher by hand. */
static int put_lines(struct xlsx *xlsx, const char *text, enum book_look look)
{
	while (*text != '\0') {
		size_t length = line_length(text);

		if (book_text(xlsx->book, xlsx->sheet, xlsx->row, 0, text, length, look, KIND_TEXT) < 0)
			return -1;
		xlsx->row++;
		text += length;
		text += strspn(text, " ");
	}
	return 0;
}

static int put_heading(struct xlsx *xlsx, const char *text, enum book_look look)
{
	const double height = look == LOOK_TITLE ? 24 : 19; /* points */

	if (xlsx->row > 0)
		xlsx->row++;
	if (book_result(worksheet_set_row(xlsx->sheet, (lxw_row_t)xlsx->row, height, NULL)) < 0)
		return -1;
	return put_lines(xlsx, text, look);
}

/* ---- sheets */

static int end_sheet(struct xlsx *xlsx)
{
	int result = 0;

	for (size_t i = 0; i < xlsx->width_count && result == 0; i++)
		if (xlsx->widths[i] > 0)
			result = book_result(worksheet_set_column(xlsx->sheet, (lxw_col_t)i, (lxw_col_t)i,
			                                          (double)xlsx->widths[i] + 1, NULL));
	/* Ids and postcodes are text, and stay it without a mark in every cell. */
	if (result == 0 && xlsx->sheet)
		result = book_result(worksheet_ignore_errors(xlsx->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
		                                             "A1:XFD1048576"));
	free(xlsx->widths);
	xlsx->widths = NULL;
	xlsx->width_count = 0;
	return result;
}

static int begin_sheet(struct renderer *renderer, const char *name)
{
	struct xlsx *xlsx = renderer->xlsx;

	if (end_sheet(xlsx) < 0)
		return -1;
	xlsx->row = 0;
	xlsx->has_table = false;
	xlsx->has_filter = false;
	xlsx->sheet = book_sheet(xlsx->book, name, xlsx->title, renderer->language, &xlsx->name);
	return xlsx->sheet ? 0 : -1;
}

/* A heading that was waiting begins a sheet now, if there is something on the one before. */
static int put_pending(struct renderer *renderer)
{
	struct xlsx *xlsx = renderer->xlsx;
	char *text = xlsx->pending;
	int result = 0;

	xlsx->pending = NULL;
	if (text && xlsx->row > 0)
		result = begin_sheet(renderer, text);
	if (text && result == 0)
		result = put_heading(xlsx, text, LOOK_TITLE);
	free(text);
	return result;
}

struct book *xlsx_book(struct renderer *renderer, const char *title)
{
	struct xlsx *xlsx = renderer->xlsx;

	if (!xlsx) {
		renderer->xlsx = xlsx = calloc(1, sizeof(*xlsx));
		if (!xlsx)
			return NULL;
		xlsx->book = book_new();
		xlsx->title = strdup(title);
	}
	return xlsx->title ? xlsx->book : NULL;
}

/* What a sheet is called on which no heading stands. */
static const char *plain_name(const struct renderer *renderer)
{
	return strcmp(renderer->language, "nl") == 0 ? "Gegevens" : "Data";
}

struct xlsx *xlsx_started(struct renderer *renderer, const char *name)
{
	struct xlsx *xlsx;

	if (!name)
		name = plain_name(renderer);
	xlsx = xlsx_book(renderer, name) ? renderer->xlsx : NULL;
	if (!xlsx)
		return NULL;
	if (!xlsx->sheet && begin_sheet(renderer, name) < 0)
		return NULL;
	return put_pending(renderer) < 0 ? NULL : xlsx;
}

/* ---- headings and paragraphs */

static int xlsx_heading(struct renderer *renderer, int level, const char *text)
{
	struct xlsx *xlsx = xlsx_started(renderer, text);

	if (!xlsx)
		return -1;
	if (level <= 2 && xlsx->row > 0) {
		xlsx->pending = strdup(text);
		return xlsx->pending ? 0 : -1;
	}
	return put_heading(xlsx, text, level <= 2 ? LOOK_TITLE : LOOK_SUBTITLE);
}

static int xlsx_paragraph(struct renderer *renderer, const char *text)
{
	struct xlsx *xlsx = xlsx_started(renderer, NULL);

	return xlsx ? put_lines(xlsx, text, LOOK_PLAIN) : -1;
}

static int xlsx_banner(struct renderer *renderer, const char *text)
{
	struct xlsx *xlsx = xlsx_started(renderer, NULL);

	return xlsx ? put_lines(xlsx, text, LOOK_BANNER) : -1;
}

/* ---- key figures */

/* Text that comes from outside, without controls; none for NULL. */
static int put_printable(struct xlsx *xlsx, size_t column, const char *text, enum book_look look)
{
	char *printable = text ? hvk_text_printable(text) : NULL;
	int result = 0;

	if (printable)
		result = book_text(xlsx->book, xlsx->sheet, xlsx->row, column, printable, strlen(printable), look,
		                   KIND_TEXT);
	else if (text)
		result = -1;
	free(printable);
	return result;
}

/* The heading of key figures stays with them on the first sheet. */
static int put_figures_heading(struct renderer *renderer)
{
	struct xlsx *xlsx = renderer->xlsx;
	char *text;
	int result;

	if (!xlsx || !xlsx->pending || xlsx->book->count > 1 || xlsx->has_table)
		return 0;
	text = xlsx->pending;
	xlsx->pending = NULL;
	result = put_heading(xlsx, text, LOOK_SUBTITLE);
	free(text);
	return result;
}

static int xlsx_figures(struct renderer *renderer, const struct figure *figures, size_t count)
{
	struct xlsx *xlsx;

	if (put_figures_heading(renderer) < 0)
		return -1;
	xlsx = xlsx_started(renderer, NULL);
	if (!xlsx)
		return -1;
	for (size_t i = 0; i < count; i++, xlsx->row++)
		if (put_printable(xlsx, 0, figures[i].title, LOOK_PLAIN) < 0 ||
		    xlsx_put_cell(xlsx, 1, &figures[i].value, true, LOOK_FIGURE) < 0 ||
		    put_printable(xlsx, 2, figures[i].note, LOOK_NOTE) < 0 ||
		    xlsx_widen(xlsx, 0, hvk_text_width(figures[i].title)) < 0 ||
		    xlsx_widen(xlsx, 1, 2 * xlsx_cell_width(&figures[i].value)) < 0)
			return -1;
	return 0;
}

/* ---- the end */

static int xlsx_finish(struct renderer *renderer)
{
	struct xlsx *xlsx = renderer->xlsx;

	/* A workbook has at least one sheet; and a heading may stand at the end. */
	if (!xlsx || xlsx->book->count == 0 || xlsx->pending)
		xlsx = xlsx_started(renderer, NULL);
	if (!xlsx || end_sheet(xlsx) < 0)
		return -1;
	return book_write(xlsx->book, renderer, xlsx->title);
}

const struct render_format render_xlsx = {
	.name = "xlsx", .extension = "xlsx", .help = "a workbook with formulas and charts, labels",
	.traits = RENDER_LABELS | RENDER_TITLES | RENDER_DATA | RENDER_BINARY | RENDER_TITLED,
	.heading = xlsx_heading, .paragraph = xlsx_paragraph, .banner = xlsx_banner, .figures = xlsx_figures,
	.chart = xlsx_chart, .table_begin = xlsx_table_begin, .row = xlsx_row, .total = xlsx_total, .table_end = xlsx_table_end,
	.finish = xlsx_finish
};
