/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading small CSV files with a few known columns. */
#include "store/sheet.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/guard.h"
#include "core/text.h"

int hvk__sheet_fail(const struct hvk__sheet *sheet, int column, const char *format, ...)
{
	unsigned place = column >= 0 ? (unsigned)(sheet->place[column] + 1) : 0;
	va_list arguments;

	va_start(arguments, format);
	hvk__vfail_at(sheet->error, HVK_EINPUT, sheet->name, sheet->line, place, format, arguments);
	va_end(arguments);
	return HVK_EINPUT;
}

/* Labels and names stand in every table: what points to a person is refused here as in questions, and not repeated. */
static int check_private(const struct hvk__sheet *sheet, unsigned cell, const struct hvk__span *text)
{
	enum hvk__identifier seen = hvk__guard(text->data, text->length);

	if (seen == HVK__INNOCENT)
		return HVK_OK;
	return hvk__fail_at(sheet->error, HVK_EINPUT, sheet->name, sheet->line, cell + 1,
	                    "looks like %s (the value is not repeated)", hvk__identifier_name(seen));
}

static bool is_known(void *data, const char *cell, size_t length)
{
	const struct hvk__sheet *sheet = data;

	return hvk__column_match(sheet->columns, sheet->count, cell, length) >= 0;
}

/* "list, code, parent ...": what could have stood in a header. */
static void list_columns(const struct hvk__sheet *sheet, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < sheet->count && length < size; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%s", i ? ", " : "",
		                           sheet->columns[i].names[0]);
}

static int match_header(struct hvk__sheet *sheet, const struct hvk__reader *reader)
{
	const struct hvk__span *header;
	char known[256];
	size_t count;

	sheet->line = hvk__reader_header_line(reader);
	for (size_t i = 0; i < sheet->count; i++)
		sheet->place[i] = -1;
	header = hvk__reader_header(reader, &count);
	for (size_t i = 0; i < count; i++) {
		int found = hvk__column_match(sheet->columns, sheet->count, header[i].data, header[i].length);

		if (found < 0 && sheet->passed_over && sheet->passed_over(sheet, &header[i]))
			continue;
		if (found < 0 && check_private(sheet, (unsigned)i, &header[i]) < 0)
			return HVK_EINPUT;
		list_columns(sheet, known, sizeof(known));
		if (found < 0 && sheet->passed_over)
			return hvk__fail_at(sheet->error, HVK_EINPUT, sheet->name, sheet->line, (unsigned)i + 1,
			                    "unknown column '%.*s'; known are %s; pass others over (--ignore-columns)",
			                    (int)header[i].length, header[i].data, known);
		if (found < 0)
			return hvk__fail_at(sheet->error, HVK_EINPUT, sheet->name, sheet->line, (unsigned)i + 1,
			                    "unknown column '%.*s'; known are %s", (int)header[i].length,
			                    header[i].data, known);
		if (sheet->place[found] >= 0)
			return hvk__fail_at(sheet->error, HVK_EINPUT, sheet->name, sheet->line, (unsigned)i + 1,
			                    "column %s stands there twice", sheet->columns[found].names[0]);
		sheet->place[found] = (int)i;
	}
	return sheet->header ? sheet->header(sheet) : HVK_OK;
}

static void forget_cells(struct hvk__sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		free(sheet->composed[i]);
		sheet->composed[i] = NULL;
	}
}

static int take_cells(struct hvk__sheet *sheet, const struct hvk__chunk *chunk)
{
	forget_cells(sheet);
	for (size_t i = 0; i < sheet->count; i++) {
		struct hvk__span cell = { "", 0 };

		if (sheet->place[i] >= 0 && (size_t)sheet->place[i] < chunk->cell_count)
			cell = chunk->cells[sheet->place[i]];
		cell.data = hvk__trim(cell.data, &cell.length);
		if (!hvk__is_ascii(cell.data, cell.length)) {
			if (!hvk__nfc(cell.data, cell.length, &sheet->composed[i], &cell.length))
				return hvk__fail_memory(sheet->error);
			cell.data = sheet->composed[i];
		}
		sheet->cell[i] = cell;
		if (!(sheet->dates & 1u << i) && check_private(sheet, (unsigned)sheet->place[i], &cell) < 0)
			return HVK_EINPUT;
	}
	return HVK_OK;
}

/* Every cell must stand under a header; a blank line, as spreadsheets leave them, is passed over. */
static int read_record(struct hvk__sheet *sheet, const struct hvk__chunk *chunk, size_t header_count)
{
	bool blank = true;
	int result;

	sheet->line = chunk->line;
	for (size_t i = 0; i < chunk->cell_count; i++) {
		size_t length = chunk->cells[i].length;

		hvk__trim(chunk->cells[i].data, &length);
		if (length > 0 && i >= header_count)
			return hvk__fail_at(sheet->error, HVK_EINPUT, sheet->name, sheet->line, (unsigned)i + 1,
			                    "a value without a column above it: the header has %zu", header_count);
		blank &= length == 0;
	}
	if (blank)
		return HVK_OK;
	result = take_cells(sheet, chunk);
	return result < 0 ? result : sheet->record(sheet);
}

static int read_chunks(struct hvk__sheet *sheet, struct hvk__reader *reader, struct hvk__chunk *chunk)
{
	size_t header_count;
	int result;

	hvk__reader_header(reader, &header_count);
	while ((result = hvk__reader_next_chunk(reader, chunk)) == 1) {
		while ((result = hvk__chunk_next_record(chunk, NULL)) == 1) {
			result = read_record(sheet, chunk, header_count);
			if (result < 0)
				return result;
		}
		if (result < 0)
			break;
	}
	return result < 0 ? hvk__error_copy(sheet->error, &chunk->error) : HVK_OK;
}

int hvk__sheet_read(struct hvk__sheet *sheet, int descriptor)
{
	static const struct hvk__dialect detect;
	struct hvk__header_test test = { is_known, sheet };
	struct hvk__reader *reader = NULL;
	struct hvk__chunk *chunk;
	int result = hvk__reader_open(sheet->error, sheet->name, descriptor, &detect, &test, 0, &reader);

	if (result < 0)
		return result;
	chunk = calloc(1, sizeof(*chunk));
	result = chunk ? match_header(sheet, reader) : hvk__fail_memory(sheet->error);
	if (result == HVK_OK)
		result = read_chunks(sheet, reader, chunk);
	forget_cells(sheet);
	if (chunk)
		hvk__chunk_free(chunk);
	free(chunk);
	hvk__reader_free(reader);
	return result;
}
