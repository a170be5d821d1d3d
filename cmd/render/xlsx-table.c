/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables in a workbook: cells, totals, widths, and the charts that come before a table and stand beside it. */
#include "render/xlsx.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hvk.h"

/* Characters: the width of a column, of a header before it wraps, of the arrow of a filter, and of a table beside which
 * a chart still stands on the page. */
enum { WIDTH_MIN = 8, WIDTH_MAX = 60, HEADER_MAX = 22, ARROW = 3, BESIDE_MAX = 75 };
/* Rows from which on it pays to filter. */
enum { FILTER_ROWS = 12 };

void xlsx_forget_charts(struct xlsx *xlsx)
{
	while (xlsx->chart_count > 0)
		chart_release(xlsx->charts[--xlsx->chart_count]);
}

static size_t at_most(size_t width, size_t most)
{
	return width < most ? width : most;
}

int xlsx_widen(struct xlsx *xlsx, size_t column, size_t width)
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

/* ---- cells */

static enum book_kind number_kind(const struct cell *cell)
{
	if (cell->change)
		return KIND_CHANGE;
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
size_t xlsx_cell_width(const struct cell *cell)
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

int xlsx_put_cell(struct xlsx *xlsx, size_t column, const struct cell *cell, bool numeric, enum book_look look)
{
	size_t width = xlsx_cell_width(cell);
	lxw_format *format;

	switch (cell->type) {
	case CELL_TEXT:
		return book_text(xlsx->book, xlsx->sheet, xlsx->row, column, cell->text, cell->length, look,
		                 numeric ? KIND_RIGHT : width > WIDTH_MAX ? KIND_WRAPPED : KIND_TEXT);
	case CELL_HIDDEN:
		return book_text(xlsx->book, xlsx->sheet, xlsx->row, column, "x", 1, look, KIND_RIGHT);
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

int xlsx_table_begin(struct renderer *renderer)
{
	struct xlsx *xlsx = xlsx_started(renderer, NULL);

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

int xlsx_row(struct renderer *renderer, const struct cell *cells)
{
	struct xlsx *xlsx = renderer->xlsx;

	if (!room_below(xlsx))
		return -1;
	if (xlsx->rows == 0)
		find_labels(renderer, cells);
	for (size_t i = 0; i < renderer->column_count; i++) {
		struct column *column = &xlsx->columns[i];
		size_t width = xlsx_cell_width(&cells[i]);

		if (xlsx_put_cell(xlsx, i, &cells[i], renderer->columns[i].numeric, LOOK_PLAIN) < 0)
			return -1;
		if (width > column->width)
			column->width = width;
		if (cells[i].type == CELL_REAL || cells[i].type == CELL_HIDDEN ||
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
	lxw_format *format = book_format(xlsx->book, LOOK_TOTAL, number_kind(cell));

	if (!format)
		return -1;
	lxw_rowcol_to_range(above, (lxw_row_t)first, (lxw_col_t)column, (lxw_row_t)(first + xlsx->rows - 1),
	                    (lxw_col_t)column);
	snprintf(formula, sizeof(formula), "=SUM(%s)", above);
	return book_result(worksheet_write_formula_num(xlsx->sheet, (lxw_row_t)xlsx->row, (lxw_col_t)column, formula,
	                                               format, (double)cell->whole));
}

int xlsx_total(struct renderer *renderer, const struct cell *cells)
{
	struct xlsx *xlsx = renderer->xlsx;

	if (!room_below(xlsx))
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++) {
		struct column *column = &xlsx->columns[i];
		size_t width = xlsx_cell_width(&cells[i]);
		bool sum = cells[i].type == CELL_WHOLE && xlsx->rows > 0 && column->wholes &&
		           column->sum == cells[i].whole;

		if ((sum ? put_sum(xlsx, i, &cells[i]) :
		           xlsx_put_cell(xlsx, i, &cells[i], renderer->columns[i].numeric, LOOK_TOTAL)) < 0)
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

int xlsx_table_end(struct renderer *renderer)
{
	struct xlsx *xlsx = renderer->xlsx;
	size_t width = 0;
	int result = put_filter(renderer);

	for (size_t i = 0; i < renderer->column_count && result == 0; i++) {
		result = xlsx_widen(xlsx, i, xlsx->columns[i].width);
		width += at_most(xlsx->columns[i].width, WIDTH_MAX);
	}
	if (result == 0)
		result = put_charts(renderer, width);
	xlsx_forget_charts(xlsx);
	xlsx->row++;
	return result;
}

/* The table comes first, then its charts: they wait. */
int xlsx_chart(struct renderer *renderer, const struct chart *chart)
{
	struct xlsx *xlsx = xlsx_started(renderer, NULL);
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
