/* SPDX-License-Identifier: EUPL-1.2 */
/* A document that becomes a workbook: what its text in xlsx.c and its tables in xlsx-table.c share. */
#ifndef HVK_RENDER_XLSX_H
#define HVK_RENDER_XLSX_H

#include "render/xlsx-chart.h"

enum { CHARTS_MAX = 4 };

/* What is known of a column of the table being written. */
struct column {
	size_t width;
	bool wholes;           /* all its numbers are whole and none is hidden: they can be added */
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

/* The workbook, begun with what comes first, and a sheet to write on. name: of both, where nothing stands yet; NULL for
 * what is called nothing. NULL with errno set. */
struct xlsx *xlsx_started(struct renderer *renderer, const char *name);

/* Makes a column of the sheet so many characters wide, if it is not wider. 0, or -1 with errno set. */
int xlsx_widen(struct xlsx *xlsx, size_t column, size_t width);
/* How wide a cell is when it is written out, with a mark at every thousand. */
size_t xlsx_cell_width(const struct cell *cell);
/* Writes a cell into the row that is next. 0, or -1 with errno set. */
int xlsx_put_cell(struct xlsx *xlsx, size_t column, const struct cell *cell, bool numeric, enum book_look look);
/* Charts that wait for a table. */
void xlsx_forget_charts(struct xlsx *xlsx);

/* Of the format. */
int xlsx_chart(struct renderer *renderer, const struct chart *chart);
int xlsx_table_begin(struct renderer *renderer);
int xlsx_row(struct renderer *renderer, const struct cell *cells);
int xlsx_total(struct renderer *renderer, const struct cell *cells);
int xlsx_table_end(struct renderer *renderer);

#endif
