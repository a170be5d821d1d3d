/* SPDX-License-Identifier: EUPL-1.2 */
/* A whole CSV file in memory: its header, and rows of as many cells. */
#include "report-sheet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct sheet {
	const char *name;
	size_t columns, rows, capacity;
	char **header;
	char **cells;          /* row after row */
	uint64_t *lines;
};

static int add_row(struct sheet *sheet, const struct hvk_csv *csv)
{
	char **cells;

	if (sheet->rows == sheet->capacity) {
		size_t capacity = sheet->capacity * 2 + 64;
		void *more = reallocarray(sheet->cells, capacity, sheet->columns * sizeof(char *));
		void *lines;

		if (!more)
			return -1;
		sheet->cells = more;
		lines = reallocarray(sheet->lines, capacity, sizeof(*sheet->lines));
		if (!lines)
			return -1;
		sheet->lines = lines;
		sheet->capacity = capacity;
	}
	cells = sheet->cells + sheet->rows * sheet->columns;
	memset(cells, 0, sheet->columns * sizeof(*cells));
	sheet->lines[sheet->rows++] = hvk_csv_line(csv);
	for (size_t i = 0; i < sheet->columns; i++) {
		const char *text = hvk_csv_cell(csv, i, NULL);

		cells[i] = strdup(text ? text : "");
		if (!cells[i])
			return -1;
	}
	return 0;
}

static int read_header(struct command *command, struct sheet *sheet, const struct hvk_csv *csv)
{
	sheet->columns = hvk_csv_columns(csv);
	sheet->header = calloc(sheet->columns + 1, sizeof(*sheet->header));
	for (size_t i = 0; sheet->header && i < sheet->columns; i++) {
		sheet->header[i] = strdup(hvk_csv_header(csv, i));
		if (!sheet->header[i])
			return fail_memory(command);
		if (sheet_find(sheet, sheet->header[i]) < i)
			return fail(command, EXIT_REFUSED, "%s:1:%zu: the header '%s' stands there twice", sheet->name,
			            i + 1, sheet->header[i]);
	}
	return sheet->header ? EXIT_DONE : fail_memory(command);
}

static int read_all(struct command *command, struct sheet *sheet, const struct hvk_input *input)
{
	struct hvk_csv *csv;
	int status, more = 1;

	if (hvk_csv_open(command->store, input, &csv) < 0)
		return fail_store(command);
	status = read_header(command, sheet, csv);
	while (status == EXIT_DONE && (more = hvk_csv_next(csv)) > 0)
		if (add_row(sheet, csv) < 0)
			status = fail_memory(command);
	if (more < 0)
		status = fail_store(command);
	hvk_csv_free(csv);
	return status;
}

int sheet_read(struct command *command, const char *path, struct sheet **sheet)
{
	struct hvk_input input;
	int status = open_input(command, path, &input);

	*sheet = NULL;
	if (status != EXIT_DONE)
		return status;
	*sheet = calloc(1, sizeof(**sheet));
	if (!*sheet) {
		status = fail_memory(command);
	} else {
		(*sheet)->name = input.name;
		status = read_all(command, *sheet, &input);
	}
	close_input(&input);
	if (status != EXIT_DONE) {
		sheet_free(*sheet);
		*sheet = NULL;
	}
	return status;
}

void sheet_free(struct sheet *sheet)
{
	if (!sheet)
		return;
	for (size_t i = 0; sheet->header && i < sheet->columns; i++)
		free(sheet->header[i]);
	for (size_t i = 0; i < sheet->rows * sheet->columns; i++)
		free(sheet->cells[i]);
	free(sheet->header);
	free(sheet->cells);
	free(sheet->lines);
	free(sheet);
}

const char *sheet_name(const struct sheet *sheet)
{
	return sheet->name;
}

size_t sheet_columns(const struct sheet *sheet)
{
	return sheet->columns;
}

size_t sheet_rows(const struct sheet *sheet)
{
	return sheet->rows;
}

const char *sheet_header(const struct sheet *sheet, size_t column)
{
	return sheet->header[column];
}

size_t sheet_find(const struct sheet *sheet, const char *name)
{
	size_t i = 0;

	while (i < sheet->columns && sheet->header[i] && strcmp(sheet->header[i], name) != 0)
		i++;
	return i < sheet->columns && sheet->header[i] ? i : sheet->columns;
}

const char *sheet_cell(const struct sheet *sheet, size_t row, size_t column)
{
	return sheet->cells[row * sheet->columns + column];
}

uint64_t sheet_line(const struct sheet *sheet, size_t row)
{
	return sheet->lines[row];
}

bool sheet_is_numeric(const struct sheet *sheet, size_t column)
{
	bool any = false;
	double real;
	int decimals;

	for (size_t row = 0; row < sheet->rows; row++) {
		const char *text = sheet_cell(sheet, row, column);

		if (*text == '\0')
			continue;
		if (!sheet_real(text, &real, &decimals))
			return false;
		any = true;
	}
	return any;
}

/* Behind the whole part of a number; NULL when a text begins with none. Zeros in front, as in a telephone number, and a
 * plus would be lost in a number. */
static const char *skip_whole(const char *text)
{
	size_t digits;

	text += *text == '-';
	digits = strspn(text, "0123456789");
	return digits == 0 || (digits > 1 && *text == '0') ? NULL : text + digits;
}

bool sheet_whole(const char *text, int64_t *whole)
{
	const char *end = skip_whole(text);

	if (!end || *end)
		return false;
	errno = 0;
	*whole = strtoll(text, NULL, 10);
	return errno == 0;
}

bool sheet_real(const char *text, double *real, int *decimals)
{
	const char *point = skip_whole(text);
	char plain[64];
	size_t length = strlen(text);

	if (!point || length >= sizeof(plain))
		return false;
	*decimals = 0;
	memcpy(plain, text, length + 1);
	if (*point) {
		*decimals = (int)strspn(point + 1, "0123456789");
		if ((*point != '.' && *point != ',') || *decimals == 0 || point[1 + *decimals])
			return false;
		plain[point - text] = '.';
	}
	*real = strtod(plain, NULL);
	return true;
}
