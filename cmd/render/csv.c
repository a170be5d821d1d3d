/* SPDX-License-Identifier: EUPL-1.2 */
/* Formats with one line a row: csv (RFC 4180, LF), tsv, excel (CSV as Excel in Belgium reads it) and ids. */
#include <string.h>

#include "hvk.h"
#include "render/format.h"

/* ---- csv */

static int put_field(struct renderer *renderer, const char *text, size_t length, char delimiter)
{
	/* Two bytes for each of text, two quotes, and the delimiter or line end that follows. */
	if (put_reserve(renderer, 2 * length + 4) < 0)
		return -1;
	renderer->length += hvk_csv_field(renderer->data + renderer->length, text, length, delimiter);
	return 0;
}

static int csv_begin(struct renderer *renderer)
{
	for (size_t i = 0; i < renderer->column_count; i++) {
		const char *key = renderer->columns[i].key;

		if ((i > 0 && put_char(renderer, ',') < 0) || put_field(renderer, key, strlen(key), ',') < 0)
			return -1;
	}
	return put_char(renderer, '\n');
}

static int csv_row(struct renderer *renderer, const struct cell *cells)
{
	size_t count = renderer->column_count;
	char number[NUMBER_MAX];

	for (size_t i = 0; i < count; i++) {
		size_t length;
		const char *text = cell_data(&cells[i], number, &length);

		if (put_field(renderer, text, length, ',') < 0)
			return -1;
		renderer->data[renderer->length++] = i + 1 < count ? ',' : '\n';
	}
	return 0;
}

const struct render_format render_csv = {
	.name = "csv", .extension = "csv", .help = "comma-separated, UTF-8, codes", .traits = RENDER_STREAMS,
	.table_begin = csv_begin, .row = csv_row
};

/* ---- tsv: has no quoting, so a tab or line break in a value becomes a blank */

static int put_plain(struct renderer *renderer, const char *text, size_t length)
{
	char *bytes;

	if (put_reserve(renderer, length + 1) < 0)
		return -1;
	bytes = renderer->data + renderer->length;
	for (size_t i = 0; i < length; i++)
		bytes[i] = text[i] == '\t' || text[i] == '\n' || text[i] == '\r' ? ' ' : text[i];
	renderer->length += length;
	return 0;
}

static int tsv_begin(struct renderer *renderer)
{
	for (size_t i = 0; i < renderer->column_count; i++) {
		const char *key = renderer->columns[i].key;

		if (put_plain(renderer, key, strlen(key)) < 0 ||
		    put_char(renderer, i + 1 < renderer->column_count ? '\t' : '\n') < 0)
			return -1;
	}
	return 0;
}

static int tsv_row(struct renderer *renderer, const struct cell *cells)
{
	char number[NUMBER_MAX];

	for (size_t i = 0; i < renderer->column_count; i++) {
		size_t length;
		const char *text = cell_data(&cells[i], number, &length);

		if (put_plain(renderer, text, length) < 0 ||
		    put_char(renderer, i + 1 < renderer->column_count ? '\t' : '\n') < 0)
			return -1;
	}
	return 0;
}

const struct render_format render_tsv = {
	.name = "tsv", .extension = "tsv", .help = "tab-separated, UTF-8, codes", .traits = RENDER_STREAMS,
	.table_begin = tsv_begin, .row = tsv_row
};

/* ---- excel: nl_BE, so semicolons, decimal commas, CRLF, and a BOM that makes it read UTF-8 */

/* A text that Excel would take for a formula gets an apostrophe in front. */
static bool is_formula(const char *text, size_t length)
{
	return length > 0 && memchr("=+-@\t\r", text[0], 6) != NULL;
}

static int put_excel(struct renderer *renderer, const char *text, size_t length, bool is_text)
{
	if (!is_text || !is_formula(text, length))
		return put_field(renderer, text, length, ';');
	if (!memchr(text, '"', length) && !memchr(text, ';', length) && !memchr(text, '\r', length) &&
	    !memchr(text, '\n', length))
		return put_char(renderer, '\'') < 0 ? -1 : put(renderer, text, length);
	if (put_text(renderer, "\"'") < 0)
		return -1;
	for (size_t i = 0; i < length; i++)
		if ((text[i] == '"' && put_char(renderer, '"') < 0) || put_char(renderer, text[i]) < 0)
			return -1;
	return put_char(renderer, '"');
}

static int put_excel_end(struct renderer *renderer, size_t column)
{
	return put_text(renderer, column + 1 < renderer->column_count ? ";" : "\r\n");
}

static int excel_begin(struct renderer *renderer)
{
	if (renderer->tables == 1 && put_text(renderer, "\xef\xbb\xbf") < 0)
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++) {
		const char *title = renderer->columns[i].title;

		if (put_excel(renderer, title, strlen(title), true) < 0 || put_excel_end(renderer, i) < 0)
			return -1;
	}
	return 0;
}

static int excel_row(struct renderer *renderer, const struct cell *cells)
{
	char number[NUMBER_MAX];

	for (size_t i = 0; i < renderer->column_count; i++) {
		size_t length;
		const char *text = cell_format(&cells[i], true, number, &length);

		if (put_excel(renderer, text, length, cells[i].type == CELL_TEXT) < 0 || put_excel_end(renderer, i) < 0)
			return -1;
	}
	return 0;
}

const struct render_format render_excel = {
	.name = "excel", .extension = NULL, .help = "CSV for Excel in Belgium: semicolons, decimal commas, labels",
	.traits = RENDER_STREAMS | RENDER_LABELS, .table_begin = excel_begin, .row = excel_row
};

/* ---- ids: of each row only its id, or what comes first */

static int ids_row(struct renderer *renderer, const struct cell *cells)
{
	char number[NUMBER_MAX];
	const char *text;
	size_t column = 0, length;

	while (column < renderer->column_count && strcmp(renderer->columns[column].key, "id") != 0)
		column++;
	if (column == renderer->column_count)
		column = 0;
	text = cell_data(&cells[column], number, &length);
	return put_plain(renderer, text, length) < 0 ? -1 : put_char(renderer, '\n');
}

const struct render_format render_ids = {
	.name = "ids", .extension = NULL, .help = "ids alone, one a line", .traits = RENDER_STREAMS, .row = ids_row
};
