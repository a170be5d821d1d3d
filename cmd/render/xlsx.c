/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * xlsx: a workbook for Excel and LibreOffice. Each heading of level 2 begins a sheet, but that of the key figures; these
 * stand on the first one, with what comes before. Numbers are numbers, totals are formulas, charts are drawn from the cells.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hvk.h"
#include "render/xlsx-chart.h"

/* Characters: the width of a column, of a header before it wraps, of a line of text; and of a table beside which a chart
 * still stands on the page. */
enum { WIDTH_MIN = 8, WIDTH_MAX = 60, HEADER_MAX = 22, LINE_MAX_WIDTH = 110, BESIDE_MAX = 75, ARROW = 3 };
/* Rows from which on it pays to filter. */
enum { FILTER_ROWS = 12, CHARTS_MAX = 4 };

/* What is known of a column of the table being written. */
struct column {
	size_t width;
	bool wholes;           /* all its numbers are whole, and can be added */
	int64_t sum;
};

struct xlsx {
	struct book *book;
	char *title;           /* of the document */
	char *pending;         /* a heading of level 2 of which is not known yet whether it begins a sheet */
	lxw_worksheet *sheet;
	const char *name;      /* of the sheet */
	size_t row;            /* the next that is free, and so is all below */
	bool has_table;        /* on this sheet */
	bool has_filter;
	size_t *widths, width_count; /* of the columns of this sheet */
	/* This table. */
	struct column *columns;
	size_t header, rows, total; /* its row; how many below it; of which totals */
	size_t labels;         /* the column of the charts' categories */
	struct held_chart *charts[CHARTS_MAX]; /* waiting for it */
	size_t chart_count;
};

static void forget_charts(struct xlsx *xlsx)
{
	while (xlsx->chart_count > 0)
		chart_release(xlsx->charts[--xlsx->chart_count]);
}

void xlsx_free(struct xlsx *xlsx)
{
	if (!xlsx)
		return;
	forget_charts(xlsx);
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

/* The workbook, begun with what comes first; and a sheet to write on. name: of both. */
static struct xlsx *started(struct renderer *renderer, const char *name)
{
	struct xlsx *xlsx = xlsx_book(renderer, name) ? renderer->xlsx : NULL;

	if (!xlsx)
		return NULL;
	if (!xlsx->sheet && begin_sheet(renderer, name) < 0)
		return NULL;
	return put_pending(renderer) < 0 ? NULL : xlsx;
}

/* What a sheet is called on which no heading stands. */
static const char *plain_name(const struct renderer *renderer)
{
	return strcmp(renderer->language, "nl") == 0 ? "Gegevens" : "Data";
}

static size_t at_most(size_t width, size_t most)
{
	return width < most ? width : most;
}

static int widen(struct xlsx *xlsx, size_t column, size_t width)
{
	if (column >= xlsx->width_count) {
		size_t *larger = realloc(xlsx->widths, (column + 1) * sizeof(*larger));

		if (!larger)
			return -1;
		memset(larger + xlsx->width_count, 0, (column + 1 - xlsx->width_count) * sizeof(*larger));
		xlsx->widths = larger;
		xlsx->width_count = column + 1;
	}
	width = at_most(width < WIDTH_MIN ? WIDTH_MIN : width, WIDTH_MAX);
	if (width > xlsx->widths[column])
		xlsx->widths[column] = width;
	return 0;
}

/* ---- headings and paragraphs */

static int xlsx_heading(struct renderer *renderer, int level, const char *text)
{
	struct xlsx *xlsx = started(renderer, text);

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
	struct xlsx *xlsx = started(renderer, plain_name(renderer));

	return xlsx ? put_lines(xlsx, text, LOOK_PLAIN) : -1;
}

static int xlsx_banner(struct renderer *renderer, const char *text)
{
	struct xlsx *xlsx = started(renderer, plain_name(renderer));

	return xlsx ? put_lines(xlsx, text, LOOK_BANNER) : -1;
}

/* ---- cells */

static enum book_kind number_kind(const struct cell *cell)
{
	if (cell->type != CELL_REAL || cell->decimals <= 0)
		return KIND_WHOLE;
	return (enum book_kind)(KIND_WHOLE + (cell->decimals < BOOK_DECIMALS ? cell->decimals : BOOK_DECIMALS));
}

static int put_number(struct xlsx *xlsx, size_t column, double value, enum book_look look, enum book_kind kind)
{
	lxw_format *format = book_format(xlsx->book, look, kind);

	return format ? book_result(worksheet_write_number(xlsx->sheet, (lxw_row_t)xlsx->row, (lxw_col_t)column, value,
	                                                   format)) :
	                -1;
}

/* How wide a cell is when it is written out, with a mark at every thousand. */
static size_t cell_width(const struct cell *cell)
{
	char number[NUMBER_MAX];
	size_t length, width = 0;
	const char *text = cell_format(cell, false, number, &length);

	if (cell->type != CELL_TEXT)
		return length + length / 3;
	for (size_t i = 0; i < length; i++)
		width += ((unsigned char)text[i] & 0xc0) != 0x80;
	return width;
}

static int put_cell(struct xlsx *xlsx, size_t column, const struct cell *cell, bool numeric, enum book_look look)
{
	size_t width = cell_width(cell);
	lxw_format *format;

	switch (cell->type) {
	case CELL_TEXT:
		return book_text(xlsx->book, xlsx->sheet, xlsx->row, column, cell->text, cell->length, look,
		                 numeric ? KIND_RIGHT : width > WIDTH_MAX ? KIND_WRAPPED : KIND_TEXT);
	case CELL_WHOLE:
		return put_number(xlsx, column, (double)cell->whole, look, number_kind(cell));
	case CELL_REAL:
		return put_number(xlsx, column, cell->real, look, number_kind(cell));
	case CELL_EMPTY:
	default:
		if (look == LOOK_PLAIN)
			return 0;
		/* The rule above a total goes on where nothing stands. */
		format = book_format(xlsx->book, look, KIND_TEXT);
		return format ? book_result(worksheet_write_blank(xlsx->sheet, (lxw_row_t)xlsx->row, (lxw_col_t)column,
		                                                  format)) :
		                -1;
	}
}

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
	xlsx = started(renderer, plain_name(renderer));
	if (!xlsx)
		return -1;
	for (size_t i = 0; i < count; i++, xlsx->row++)
		if (put_printable(xlsx, 0, figures[i].title, LOOK_PLAIN) < 0 ||
		    put_cell(xlsx, 1, &figures[i].value, true, LOOK_FIGURE) < 0 ||
		    put_printable(xlsx, 2, figures[i].note, LOOK_NOTE) < 0 ||
		    widen(xlsx, 0, hvk_text_width(figures[i].title)) < 0 ||
		    widen(xlsx, 1, 2 * cell_width(&figures[i].value)) < 0)
			return -1;
	return 0;
}

/* ---- tables */

static int put_header(struct renderer *renderer)
{
	struct xlsx *xlsx = renderer->xlsx;

	for (size_t i = 0; i < renderer->column_count; i++) {
		const char *title = renderer->columns[i].title;

		if (book_text(xlsx->book, xlsx->sheet, xlsx->row, i, title, strlen(title), LOOK_HEADER,
		              renderer->columns[i].numeric ? KIND_RIGHT : KIND_TEXT) < 0)
			return -1;
		xlsx->columns[i].width = at_most(hvk_text_width(title), HEADER_MAX);
		xlsx->columns[i].wholes = true;
	}
	xlsx->row++;
	return 0;
}

static int xlsx_begin(struct renderer *renderer)
{
	struct xlsx *xlsx = started(renderer, plain_name(renderer));

	if (!xlsx)
		return -1;
	if (renderer->column_count > BOOK_COLUMNS) {
		errno = EOVERFLOW;
		return -1;
	}
	free(xlsx->columns);
	xlsx->columns = calloc(renderer->column_count + 1, sizeof(*xlsx->columns));
	if (!xlsx->columns)
		return -1;
	if (xlsx->row > 0)
		xlsx->row++;
	xlsx->header = xlsx->row;
	xlsx->rows = 0;
	xlsx->total = 0;
	xlsx->labels = 0;
	if (put_header(renderer) < 0)
		return -1;
	if (xlsx->has_table)
		return 0;
	xlsx->has_table = true;
	worksheet_freeze_panes(xlsx->sheet, (lxw_row_t)xlsx->row, 0);
	return book_result(worksheet_repeat_rows(xlsx->sheet, (lxw_row_t)xlsx->header, (lxw_row_t)xlsx->header));
}

/* The column in which the first of the categories stands. */
static void find_labels(struct renderer *renderer, const struct cell *cells)
{
	struct xlsx *xlsx = renderer->xlsx;
	const char *label = xlsx->chart_count > 0 ? xlsx->charts[0]->first_label : "";

	for (size_t i = renderer->column_count; i-- > 0;)
		if (cells[i].type == CELL_TEXT && cells[i].length == strlen(label) &&
		    memcmp(cells[i].text, label, cells[i].length) == 0)
			xlsx->labels = i;
}

static bool room_below(const struct xlsx *xlsx)
{
	if (xlsx->row < BOOK_ROWS)
		return true;
	errno = EOVERFLOW;
	return false;
}

static int xlsx_row(struct renderer *renderer, const struct cell *cells)
{
	struct xlsx *xlsx = renderer->xlsx;

	if (!room_below(xlsx))
		return -1;
	if (xlsx->rows == 0)
		find_labels(renderer, cells);
	for (size_t i = 0; i < renderer->column_count; i++) {
		struct column *column = &xlsx->columns[i];
		size_t width = cell_width(&cells[i]);

		if (put_cell(xlsx, i, &cells[i], renderer->columns[i].numeric, LOOK_PLAIN) < 0)
			return -1;
		if (width > column->width)
			column->width = width;
		if (cells[i].type == CELL_REAL ||
		    (cells[i].type == CELL_WHOLE && __builtin_add_overflow(column->sum, cells[i].whole, &column->sum)))
			column->wholes = false;
	}
	xlsx->row++;
	xlsx->rows++;
	return 0;
}

/* The sum of what stands above, which goes on being it when somebody changes a number; when it is not, the number. */
static int put_sum(struct xlsx *xlsx, size_t column, const struct cell *cell)
{
	size_t first = xlsx->header + 1;
	char above[LXW_MAX_CELL_RANGE_LENGTH], formula[LXW_MAX_CELL_RANGE_LENGTH + 8];
	lxw_format *format = book_format(xlsx->book, LOOK_TOTAL, KIND_WHOLE);

	if (!format)
		return -1;
	lxw_rowcol_to_range(above, (lxw_row_t)first, (lxw_col_t)column, (lxw_row_t)(first + xlsx->rows - 1),
	                    (lxw_col_t)column);
	snprintf(formula, sizeof(formula), "=SUM(%s)", above);
	return book_result(worksheet_write_formula_num(xlsx->sheet, (lxw_row_t)xlsx->row, (lxw_col_t)column, formula,
	                                               format, (double)cell->whole));
}

static int xlsx_total(struct renderer *renderer, const struct cell *cells)
{
	struct xlsx *xlsx = renderer->xlsx;

	if (!room_below(xlsx))
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++) {
		struct column *column = &xlsx->columns[i];
		size_t width = cell_width(&cells[i]);
		bool sum = cells[i].type == CELL_WHOLE && xlsx->rows > 0 && column->wholes &&
		           column->sum == cells[i].whole;

		if ((sum ? put_sum(xlsx, i, &cells[i]) :
		           put_cell(xlsx, i, &cells[i], renderer->columns[i].numeric, LOOK_TOTAL)) < 0)
			return -1;
		if (width > column->width)
			column->width = width;
	}
	xlsx->row++;
	xlsx->total++;
	return 0;
}

static bool has_text_column(const struct renderer *renderer)
{
	for (size_t i = 0; i < renderer->column_count; i++)
		if (!renderer->columns[i].numeric)
			return true;
	return false;
}

/* Arrows to sort and filter by: for lists, which have neither a total nor a picture. Excel has one on a sheet. */
static int put_filter(struct renderer *renderer)
{
	struct xlsx *xlsx = renderer->xlsx;

	if (xlsx->has_filter || xlsx->total > 0 || xlsx->chart_count > 0 || xlsx->rows < FILTER_ROWS ||
	    !has_text_column(renderer))
		return 0;
	xlsx->has_filter = true;
	for (size_t i = 0; i < renderer->column_count; i++)
		xlsx->columns[i].width += ARROW;
	return book_result(worksheet_autofilter(xlsx->sheet, (lxw_row_t)xlsx->header, 0,
	                                        (lxw_row_t)(xlsx->header + xlsx->rows),
	                                        (lxw_col_t)(renderer->column_count - 1)));
}

/* Beside the table where there is room on the page, else below it. */
static int put_charts(struct renderer *renderer, size_t width)
{
	struct xlsx *xlsx = renderer->xlsx;
	bool beside = width <= BESIDE_MAX;
	size_t row = beside ? xlsx->header + 1 : xlsx->row + 1;

	for (size_t i = 0; i < xlsx->chart_count; i++) {
		const struct held_chart *chart = xlsx->charts[i];
		struct chart_place place = {
			.sheet_name = xlsx->name, .first_row = xlsx->header + 1, .label_column = xlsx->labels,
			.row = row, .column = beside ? renderer->column_count + 1 : 0
		};
		size_t rows;

		/* A map becomes bars, of which one picture is enough. */
		if (chart->categories > xlsx->rows || (chart->type == CHART_MAP && xlsx->chart_count > 1))
			continue;
		if (chart_put(chart, xlsx->book, xlsx->sheet, &place, &rows) < 0)
			return -1;
		row += rows;
	}
	if (row > xlsx->row)
		xlsx->row = row;
	return 0;
}

static int xlsx_end(struct renderer *renderer)
{
	struct xlsx *xlsx = renderer->xlsx;
	size_t width = 0;
	int result = put_filter(renderer);

	for (size_t i = 0; i < renderer->column_count && result == 0; i++) {
		result = widen(xlsx, i, xlsx->columns[i].width);
		width += at_most(xlsx->columns[i].width, WIDTH_MAX);
	}
	if (result == 0)
		result = put_charts(renderer, width);
	forget_charts(xlsx);
	xlsx->row++;
	return result;
}

/* The table comes first, then its charts: they wait. */
static int xlsx_chart(struct renderer *renderer, const struct chart *chart)
{
	struct xlsx *xlsx = started(renderer, plain_name(renderer));
	struct held_chart *held;

	if (!xlsx)
		return -1;
	if (xlsx->chart_count == CHARTS_MAX)
		return 0;
	held = chart_hold(chart);
	if (!held) {
		errno = ENOMEM;
		return -1;
	}
	xlsx->charts[xlsx->chart_count++] = held;
	return 0;
}

static int xlsx_finish(struct renderer *renderer)
{
	struct xlsx *xlsx = renderer->xlsx;

	/* A workbook has at least one sheet; and a heading may stand at the end. */
	if (!xlsx || xlsx->book->count == 0 || xlsx->pending)
		xlsx = started(renderer, plain_name(renderer));
	if (!xlsx || end_sheet(xlsx) < 0)
		return -1;
	return book_write(xlsx->book, renderer, xlsx->title);
}

const struct render_format render_xlsx = {
	.name = "xlsx", .extension = "xlsx", .help = "a workbook with formulas and charts, labels",
	.traits = RENDER_LABELS | RENDER_TITLES | RENDER_DATA | RENDER_BINARY,
	.heading = xlsx_heading, .paragraph = xlsx_paragraph, .banner = xlsx_banner, .figures = xlsx_figures,
	.chart = xlsx_chart, .table_begin = xlsx_begin, .row = xlsx_row, .total = xlsx_total, .table_end = xlsx_end,
	.finish = xlsx_finish
};
