/* SPDX-License-Identifier: EUPL-1.2 */
/* A table for people that is held until its end, so that columns in which nothing stands can be left out. */
#ifndef HVK_RENDER_SPARSE_H
#define HVK_RENDER_SPARSE_H

#include "render/render.h"

enum { SPARSE_COLUMNS_MAX = 32 };

/* Starts as { 0 }, with count and columns, which are borrowed. */
struct sparse_table {
	const struct render_column *columns;
	size_t count;                     /* at most SPARSE_COLUMNS_MAX */
	bool filled[SPARSE_COLUMNS_MAX];  /* something stands in that column */
	struct cell *cells;               /* count of them a row; their texts are copies */
	size_t rows, capacity;
};

/* Adds a row with copies of its texts. 0, or -1 when out of memory (errno tells). */
int sparse_row(struct sparse_table *table, const struct cell *cells);
/* Renders what is held. 0, or -1 when writing failed (errno tells). */
int sparse_render(const struct sparse_table *table, struct renderer *renderer);
void sparse_free(struct sparse_table *table);

#endif
