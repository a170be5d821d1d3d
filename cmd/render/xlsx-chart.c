/* SPDX-License-Identifier: EUPL-1.2 */
/* Charts in a workbook, which Excel draws from the cells: bars and lines; a heat map colours the cells themselves. */
#include "render/xlsx-chart.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "hvk.h"

enum { ROW_PIXELS = 20, WIDTH = 640, HEIGHT = 320, BAR_HEIGHT = 22, HEIGHT_MAX = 1200, LABELLED_MAX = 40 };
/* What a chart measures when it is not scaled. */
enum { DEFAULT_WIDTH = 480, DEFAULT_HEIGHT = 288 };

/* The colours that series have in pictures on white, too. */
static const lxw_color_t colors[] = {
	0x1f5fa8, 0xc74402, 0x0a3e39, 0xae4177, 0x387f4a, 0x483802, 0x2e1bfc, 0x8a8d91
};
enum { COLORS = sizeof(colors) / sizeof(colors[0]) };
static const lxw_color_t cold = 0xffffff, hot = 0x7aaddb; /* black letters can be read on both */

static char *copy_text(const char *text)
{
	return hvk_text_printable(text ? text : "");
}

struct held_chart *chart_hold(const struct chart *chart)
{
	struct held_chart *held = calloc(1, sizeof(*held));
	bool complete;

	if (!held)
		return NULL;
	held->type = chart->type;
	held->categories = chart->categories;
	held->title = copy_text(chart->title);
	held->description = copy_text(chart->description);
	held->unit = copy_text(chart->unit);
	held->axis = copy_text(chart->axis);
	held->first_label = copy_text(chart->labels[0]);
	held->series = calloc(chart->series_count, sizeof(*held->series));
	held->hidden = calloc(chart->categories + 1, sizeof(*held->hidden));
	complete = held->title && held->description && held->unit && held->axis && held->first_label && held->series &&
	           held->hidden;
	for (; complete && held->series_count < chart->series_count; held->series_count++) {
		struct held_series *series = &held->series[held->series_count];

		series->title = copy_text(chart->series[held->series_count].title);
		series->column = chart->series[held->series_count].column;
		complete = series->title != NULL;
		for (size_t c = 0; complete && c < chart->categories; c++)
			held->hidden[c] |= chart->values[held->series_count * chart->categories + c] == CHART_HIDDEN;
	}
	for (size_t c = 0; complete && c < chart->categories; c++)
		held->hidden_count += held->hidden[c];
	if (complete)
		return held;
	chart_release(held);
	return NULL;
}

void chart_release(struct held_chart *chart)
{
	if (!chart)
		return;
	for (size_t i = 0; i < chart->series_count; i++)
		free(chart->series[i].title);
	free(chart->series);
	free(chart->hidden);
	free(chart->title);
	free(chart->description);
	free(chart->unit);
	free(chart->axis);
	free(chart->first_label);
	free(chart);
}

/* "=('Per gemeente'!$B$4:$B$9,'Per gemeente'!$B$11)": the cells of a column in rows of which nothing is hidden; to
 * be freed, NULL when out of memory. */
static char *shown_cells(const struct held_chart *chart, const struct chart_place *place, size_t column)
{
	char *sheet = lxw_quote_sheetname(place->sheet_name), range[LXW_MAX_CELL_RANGE_LENGTH];
	char *formula = NULL;
	size_t length, count = 0;
	FILE *stream = sheet ? open_memstream(&formula, &length) : NULL;
	bool failed;

	for (size_t from = 0, to; stream && from < chart->categories; from = to + 1) {
		to = from;
		while (to < chart->categories && !chart->hidden[to])
			to++;
		if (to == from)
			continue;
		lxw_rowcol_to_range_abs(range, (lxw_row_t)(place->first_row + from), (lxw_col_t)column,
		                        (lxw_row_t)(place->first_row + to - 1), (lxw_col_t)column);
		fprintf(stream, "%s%s!%s", count++ ? "," : "=(", sheet, range);
	}
	free(sheet);
	if (!stream)
		return NULL;
	fputc(')', stream);
	failed = ferror(stream) != 0;
	if (fclose(stream) == 0 && !failed)
		return formula;
	free(formula);
	return NULL;
}

/* A series over all rows, or over those that hide nothing. */
static lxw_chart_series *add_cells(lxw_chart *drawn, const struct held_chart *chart, const struct chart_place *place,
                                   size_t column)
{
	lxw_row_t first = (lxw_row_t)place->first_row, last = (lxw_row_t)(place->first_row + chart->categories - 1);
	lxw_chart_series *series = NULL;
	char *labels, *values;

	if (chart->hidden_count == 0) {
		series = chart_add_series(drawn, NULL, NULL);
		if (!series)
			return NULL;
		chart_series_set_categories(series, place->sheet_name, first, (lxw_col_t)place->label_column, last,
		                            (lxw_col_t)place->label_column);
		chart_series_set_values(series, place->sheet_name, first, (lxw_col_t)column, last, (lxw_col_t)column);
		return series;
	}
	labels = shown_cells(chart, place, place->label_column);
	values = shown_cells(chart, place, column);
	if (labels && values)
		series = chart_add_series(drawn, labels, values);
	free(labels);
	free(values);
	return series;
}

static int add_series(lxw_chart *drawn, const struct held_chart *chart, const struct chart_place *place, size_t n)
{
	const struct held_series *held = &chart->series[n];
	lxw_chart_series *series = add_cells(drawn, chart, place, held->column);
	bool numbers = chart->series_count == 1 && chart->categories <= LABELLED_MAX;
	lxw_chart_fill fill = { .color = colors[n % COLORS] };
	lxw_chart_line line = { .color = colors[n % COLORS], .width = 2.25F };

	if (!series) {
		errno = ENOMEM;
		return -1;
	}
	chart_series_set_name(series, held->title);
	if (chart->type == CHART_LINE) {
		chart_series_set_line(series, &line);
		chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
		chart_series_set_marker_fill(series, &fill);
		return 0;
	}
	chart_series_set_fill(series, &fill);
	if (numbers)
		chart_series_set_labels(series);
	return 0;
}

/* Bars lie: the library calls what they stand on Y. They are read from above, which is where Excel ends: so that axis
 * is turned round, and the numbers stay below. */
static void set_axes(lxw_chart *drawn, const struct held_chart *chart)
{
	bool bars = chart->type != CHART_LINE;
	lxw_chart_axis *categories = chart_axis_get(drawn, bars ? LXW_CHART_AXIS_TYPE_Y : LXW_CHART_AXIS_TYPE_X);
	lxw_chart_axis *values = chart_axis_get(drawn, bars ? LXW_CHART_AXIS_TYPE_X : LXW_CHART_AXIS_TYPE_Y);
	lxw_chart_line rule = { .color = 0xd3d7dc, .width = 0.75F };

	if (chart->axis[0])
		chart_axis_set_name(categories, chart->axis);
	if (chart->unit[0])
		chart_axis_set_name(values, chart->unit);
	chart_axis_set_min(values, 0);
	chart_axis_major_gridlines_set_line(values, &rule);
	if (!bars)
		return;
	chart_axis_set_reverse(categories);
	chart_axis_set_crossing_max(categories);
	chart_axis_major_gridlines_set_visible(categories, LXW_FALSE);
	chart_axis_major_gridlines_set_visible(values, LXW_TRUE);
	chart_axis_set_interval_unit(categories, 1);
}

static lxw_chart *draw_chart(const struct held_chart *chart, struct book *book, const struct chart_place *place)
{
	static const lxw_chart_type types[CHART_TYPES] = {
		[CHART_BAR] = LXW_CHART_BAR, [CHART_STACKED] = LXW_CHART_BAR_STACKED, [CHART_LINE] = LXW_CHART_LINE,
		[CHART_MAP] = LXW_CHART_BAR
	};
	lxw_chart *drawn = workbook_add_chart(book->workbook, (uint8_t)types[chart->type]);

	if (!drawn) {
		errno = ENOMEM;
		return NULL;
	}
	for (size_t n = 0; n < chart->series_count; n++)
		if (add_series(drawn, chart, place, n) < 0)
			return NULL;
	if (chart->title[0])
		chart_title_set_name(drawn, chart->title);
	else
		chart_title_off(drawn);
	set_axes(drawn, chart);
	chart_legend_set_position(drawn, chart->series_count > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
	if (chart->type != CHART_LINE)
		chart_set_series_gap(drawn, 50);
	return drawn;
}

/* From white for the lowest to blue for the highest, over all its columns. */
static int colour_cells(const struct held_chart *chart, lxw_worksheet *sheet, const struct chart_place *place)
{
	lxw_conditional_format scale = {
		.type = LXW_CONDITIONAL_2_COLOR_SCALE, .min_color = cold, .max_color = hot
	};
	size_t first = chart->series[0].column, last = first;

	for (size_t i = 1; i < chart->series_count; i++) {
		first = chart->series[i].column < first ? chart->series[i].column : first;
		last = chart->series[i].column > last ? chart->series[i].column : last;
	}
	return book_result(worksheet_conditional_format_range(
		sheet, (lxw_row_t)place->first_row, (lxw_col_t)first,
		(lxw_row_t)(place->first_row + chart->categories - 1), (lxw_col_t)last, &scale));
}

static size_t height_of(const struct held_chart *chart)
{
	size_t bars = (chart->categories - chart->hidden_count) * (chart->type == CHART_STACKED ? 1 : chart->series_count);
	size_t height = 120 + bars * BAR_HEIGHT;

	return chart->type == CHART_LINE || height < HEIGHT ? HEIGHT : height > HEIGHT_MAX ? HEIGHT_MAX : height;
}

int chart_put(const struct held_chart *chart, struct book *book, lxw_worksheet *sheet, const struct chart_place *place,
              size_t *rows)
{
	size_t height = height_of(chart);
	lxw_chart_options options = {
		.x_scale = (double)WIDTH / DEFAULT_WIDTH, .y_scale = (double)height / DEFAULT_HEIGHT,
		.description = chart->description
	};
	lxw_chart *drawn;

	*rows = 0;
	if (chart->type == CHART_HEAT)
		return colour_cells(chart, sheet, place);
	if (chart->hidden_count == chart->categories || (chart->type == CHART_LINE && chart->hidden_count > 0))
		return 0;
	drawn = draw_chart(chart, book, place);
	if (!drawn)
		return -1;
	*rows = height / ROW_PIXELS + 2;
	return book_result(worksheet_insert_chart_opt(sheet, (lxw_row_t)place->row, (lxw_col_t)place->column, drawn,
	                                              &options));
}
