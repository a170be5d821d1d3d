/* SPDX-License-Identifier: EUPL-1.2 */
/* CSV row by row, whatever its columns: for programs that pass rows on with something added. */
#include <string.h>

#include "core/text.h"
#include "store/store.h"
#include "tabular/tabular.h"

struct hvk_csv {
	struct hvk_store *store;
	const char *name;
	struct hvk__reader *reader;
	struct hvk__chunk chunk;
	bool in_chunk;                  /* it has been filled */
	struct hvk__buffer text;        /* the header, then the row: each cell ends with NUL */
	char **header;
	size_t columns;
	size_t *start, *length;         /* of each cell of the row, in text */
	uint64_t line;
};

/* Asked for the delimiter: that under which most cells of the header are columns of questions. */
static bool is_question_column(void *data, const char *cell, size_t length)
{
	(void)data;
	for (int i = 0; i < HVK_COLUMNS; i++) {
		struct hvk__column_names names = { hvk__columns[i].aliases };

		if (hvk__column_match(&names, 1, cell, length) == 0)
			return true;
	}
	return false;
}

static int keep_header(struct hvk_csv *csv)
{
	const struct hvk__span *header = hvk__reader_header(csv->reader, &csv->columns);

	csv->header = calloc(csv->columns + 1, sizeof(*csv->header));
	csv->start = calloc(csv->columns + 1, sizeof(*csv->start));
	csv->length = calloc(csv->columns + 1, sizeof(*csv->length));
	if (!csv->header || !csv->start || !csv->length)
		return hvk__fail_memory(&csv->store->error);
	for (size_t i = 0; i < csv->columns; i++) {
		csv->header[i] = strndup(header[i].data, header[i].length);
		if (!csv->header[i])
			return hvk__fail_memory(&csv->store->error);
	}
	return HVK_OK;
}

HVK_EXPORT int hvk_csv_open(struct hvk_store *store, const struct hvk_input *input, struct hvk_csv **csv)
{
	static const struct hvk__dialect detect;
	struct hvk__header_test test = { is_question_column, NULL };
	struct hvk_csv *opened;
	int result;

	*csv = NULL;
	hvk__error_clear(&store->error);
	opened = calloc(1, sizeof(*opened));
	if (!opened)
		return hvk__fail_memory(&store->error);
	opened->store = store;
	opened->name = input->name;
	result = hvk__reader_open(&store->error, input->name, input->descriptor, &detect, &test, 0, &opened->reader);
	if (result == HVK_OK)
		result = keep_header(opened);
	if (result < 0) {
		hvk_csv_free(opened);
		return result;
	}
	*csv = opened;
	return HVK_OK;
}

HVK_EXPORT void hvk_csv_free(struct hvk_csv *csv)
{
	if (!csv)
		return;
	for (size_t i = 0; csv->header && i < csv->columns; i++)
		free(csv->header[i]);
	free(csv->header);
	free(csv->start);
	free(csv->length);
	hvk__buffer_free(&csv->text);
	hvk__chunk_free(&csv->chunk);
	hvk__reader_free(csv->reader);
	free(csv);
}

HVK_EXPORT size_t hvk_csv_columns(const struct hvk_csv *csv)
{
	return csv->columns;
}

HVK_EXPORT const char *hvk_csv_header(const struct hvk_csv *csv, size_t n)
{
	return n < csv->columns ? csv->header[n] : NULL;
}

HVK_EXPORT size_t hvk_csv_find(const struct hvk_csv *csv, enum hvk_column column)
{
	struct hvk__column_names names;
	size_t n = 0;

	if ((unsigned)column >= HVK_COLUMNS)
		return csv->columns;
	names = (struct hvk__column_names){ hvk__columns[column].aliases };
	while (n < csv->columns && hvk__column_match(&names, 1, csv->header[n], strlen(csv->header[n])) != 0)
		n++;
	return n;
}

/* Copies the cells of the chunk's record; those that it lacks at its end are empty. */
static int keep_cells(struct hvk_csv *csv)
{
	struct hvk__error *error = &csv->store->error;

	csv->text.length = 0;
	csv->line = csv->chunk.line;
	for (size_t i = csv->columns; i < csv->chunk.cell_count; i++)
		if (csv->chunk.cells[i].length > 0)
			return hvk__fail_at(error, HVK_EINPUT, csv->name, csv->line, (unsigned)i + 1,
			                    "a value without a column above it: the header has %zu", csv->columns);
	for (size_t i = 0; i < csv->columns; i++) {
		struct hvk__span cell = { "", 0 };

		if (i < csv->chunk.cell_count)
			cell = csv->chunk.cells[i];
		csv->start[i] = csv->text.length;
		csv->length[i] = cell.length;
		if (!hvk__buffer_add(&csv->text, cell.data, cell.length) || !hvk__buffer_add(&csv->text, "", 1))
			return hvk__fail_memory(error);
	}
	return HVK_OK;
}

static bool is_blank(const struct hvk__chunk *chunk)
{
	for (size_t i = 0; i < chunk->cell_count; i++)
		if (chunk->cells[i].length > 0)
			return false;
	return true;
}

HVK_EXPORT int hvk_csv_next(struct hvk_csv *csv)
{
	int result;

	for (;;) {
		result = csv->in_chunk ? hvk__chunk_next_record(&csv->chunk, NULL) : 0;
		if (result == 0) {
			result = hvk__reader_next_chunk(csv->reader, &csv->chunk);
			csv->in_chunk = result == 1;
			if (result == 0)
				return 0;
		} else if (result == 1 && !is_blank(&csv->chunk)) {
			result = keep_cells(csv);
			return result < 0 ? result : 1;
		}
		if (result < 0)
			return hvk__error_copy(&csv->store->error, &csv->chunk.error);
	}
}

HVK_EXPORT const char *hvk_csv_cell(const struct hvk_csv *csv, size_t n, size_t *length)
{
	if (length)
		*length = n < csv->columns ? csv->length[n] : 0;
	return n < csv->columns ? csv->text.data + csv->start[n] : NULL;
}

HVK_EXPORT uint64_t hvk_csv_line(const struct hvk_csv *csv)
{
	return csv->line;
}
