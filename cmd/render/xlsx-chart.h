/* SPDX-License-Identifier: EUPL-1.2 */
/* Charts in a workbook, over the cells of the table that follows them. */
#ifndef HVK_RENDER_XLSX_CHART_H
#define HVK_RENDER_XLSX_CHART_H

#include "render/xlsx-book.h"

/* What is kept of a chart until its table is written; the numbers stand in the cells. Excel draws the text x as 0: rows
 * that have one hidden have no bar, and lines with one are left out. */
struct held_chart {
	enum chart_type type;
	char *title, *description, *unit, *axis, *first_label;
	size_t categories, series_count;
	struct held_series {
		char *title;
		size_t column;
	} *series;
	bool *hidden;              /* by category: whether a series has no number there that may be told */
	size_t hidden_count;
};

/* Where the table stands. */
struct chart_place {
	const char *sheet_name;
	size_t first_row;          /* of the categories */
	size_t label_column, column_count;
	size_t row, column;        /* of the chart's corner */
};

/* NULL when out of memory. Texts are copied without controls. */
struct held_chart *chart_hold(const struct chart *chart);
void chart_release(struct held_chart *chart);

/* Puts it on the sheet. *rows: how many it covers, none where colours in the cells do. 0, or -1 with errno set. */
int chart_put(const struct held_chart *chart, struct book *book, lxw_worksheet *sheet, const struct chart_place *place,
              size_t *rows);

#endif
