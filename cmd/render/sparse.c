/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables without the columns that are empty in every row. */
#include "render/sparse.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool make_room(struct sparse_table *table)
{
	size_t capacity = 2 * table->capacity + 16;
	struct cell *larger;

	if (table->rows < table->capacity)
		return true;
	larger = realloc(table->cells, capacity * table->count * sizeof(*larger));
	if (!larger)
		return false;
	table->cells = larger;
	table->capacity = capacity;
	return true;
}

static bool copy_cell(struct cell *copy, const struct cell *cell)
{
	char *text;

	*copy = *cell;
	if (cell->type != CELL_TEXT)
		return true;
	text = malloc(cell->length + 1);
	if (text) {
		memcpy(text, cell->text, cell->length);
		text[cell->length] = '\0';
	}
	copy->text = text;
	return text != NULL;
}

int sparse_row(struct sparse_table *table, const struct cell *cells)
{
	bool complete = make_room(table);
	struct cell *row = table->cells + table->rows * table->count;

	for (size_t i = 0; complete && i < table->count; i++)
		row[i] = cell_empty();
	table->rows += complete;
	for (size_t i = 0; complete && i < table->count; i++) {
		complete = copy_cell(&row[i], &cells[i]);
		table->filled[i] |= cells[i].type != CELL_EMPTY;
	}
	if (!complete)
		errno = ENOMEM;
	return complete ? 0 : -1;
}

int sparse_render(const struct sparse_table *table, struct renderer *renderer)
{
	struct render_column columns[SPARSE_COLUMNS_MAX];
	struct cell cells[SPARSE_COLUMNS_MAX];
	size_t count = 0;
	int result;

	for (size_t i = 0; i < table->count; i++)
		if (table->filled[i])
			columns[count++] = table->columns[i];
	result = render_table_begin(renderer, columns, count, NULL);
	for (size_t row = 0; row < table->rows && result == 0; row++) {
		count = 0;
		for (size_t i = 0; i < table->count; i++)
			if (table->filled[i])
				cells[count++] = table->cells[row * table->count + i];
		result = render_row(renderer, cells);
	}
	return result == 0 ? render_table_end(renderer) : -1;
}

void sparse_free(struct sparse_table *table)
{
	for (size_t i = 0; i < table->rows * table->count; i++)
		if (table->cells[i].type == CELL_TEXT)
			free((char *)(uintptr_t)table->cells[i].text);
	free(table->cells);
	*table = (struct sparse_table){ 0 };
}
