/* SPDX-License-Identifier: EUPL-1.2 */
/* What a reader makes of an input, written down line by line so that tests can compare it. */
#ifndef UNIT_TABULAR_DUMP_H
#define UNIT_TABULAR_DUMP_H

#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/macro.h"
#include "tabular/tabular.h"

/* The columns that the header test of these tests knows. */
static inline bool known_column(void *data, const char *cell, size_t length)
{
	static const char *const month[] = { "month", "Datum", NULL };
	static const char *const gemeente[] = { "gemeente", NULL };
	static const char *const theme[] = { "theme", "Thema", NULL };
	static const struct hvk__column_names columns[] = { { month }, { gemeente }, { theme } };

	(void)data;
	return hvk__column_match(columns, ARRAY_SIZE(columns), cell, length) >= 0;
}

static const struct hvk__header_test known_columns = { known_column, NULL };

static inline void dump_cells(struct hvk__buffer *out, const struct hvk__span *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		hvk__buffer_add_text(out, "[");
		for (size_t j = 0; j < cells[i].length; j++) {
			char c = cells[i].data[j];

			if (c == '\n' || c == '\r' || c == '\t')
				hvk__buffer_add_text(out, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
			else
				hvk__buffer_add(out, &c, 1);
		}
		hvk__buffer_add_text(out, "]");
	}
	hvk__buffer_add_text(out, "\n");
}

static inline void dump_error(struct hvk__buffer *out, int result, const struct hvk__error *error)
{
	assert_int_equal(result, error->public.code);
	hvk__buffer_printf(out, "error %d, line %" PRIu64 ", column %u: %s\n", result, error->public.line,
	                   error->public.column, error->public.message);
}

static inline void dump_records(struct hvk__buffer *out, struct hvk__reader *reader)
{
	struct hvk__chunk chunk = { 0 };
	uint64_t number = 0;
	int result;

	while ((result = hvk__reader_next_chunk(reader, &chunk)) == 1) {
		assert_int_equal(chunk.number, number++);
		while ((result = hvk__chunk_next_record(&chunk, NULL)) == 1) {
			hvk__buffer_printf(out, "%" PRIu64 " ", chunk.line);
			dump_cells(out, chunk.cells, chunk.cell_count);
		}
		if (result < 0)
			break;
	}
	if (result < 0)
		dump_error(out, result, &chunk.error);
	hvk__chunk_free(&chunk);
}

/* The descriptor stays open. */
static inline struct hvk__buffer dump(int descriptor, const struct hvk__dialect *dialect, size_t buffer_size)
{
	struct hvk__buffer out = { 0 };
	struct hvk__error error;
	struct hvk__reader *reader = NULL;
	const struct hvk__span *header;
	struct hvk__dialect found;
	size_t count;
	int result;

	hvk__error_clear(&error);
	result = hvk__reader_open(&error, "input.csv", descriptor, dialect, &known_columns, buffer_size, &reader);
	if (result != HVK_OK) {
		assert_null(reader);
		assert_string_equal(error.public.file, "input.csv");
		dump_error(&out, result, &error);
		return out;
	}
	header = hvk__reader_header(reader, &count);
	hvk__buffer_printf(&out, "header at line %" PRIu64 ": ", hvk__reader_header_line(reader));
	dump_cells(&out, header, count);
	dump_records(&out, reader);
	found = hvk__reader_dialect(reader);
	hvk__buffer_printf(&out, "%s, %s\n", hvk__encoding_name(found.encoding), hvk__delimiter_name(found.delimiter));
	assert_string_equal(hvk__reader_name(reader), "input.csv");
	hvk__reader_free(reader);
	return out;
}

/* An open descriptor that gives these bytes. */
static inline int open_bytes(const char *bytes, size_t length)
{
	int descriptor = memfd_create("input", MFD_CLOEXEC);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, bytes, length), (ssize_t)length);
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	return descriptor;
}

static inline struct hvk__buffer dump_bytes(const char *bytes, size_t length, const struct hvk__dialect *dialect,
                                            size_t buffer_size)
{
	int descriptor = open_bytes(bytes, length);
	struct hvk__buffer out = dump(descriptor, dialect, buffer_size);

	close(descriptor);
	return out;
}

static inline void assert_dump(const char *bytes, size_t length, const struct hvk__dialect *dialect,
                               size_t buffer_size, const char *expected)
{
	struct hvk__buffer out = dump_bytes(bytes, length, dialect, buffer_size);

	assert_string_equal(out.data, expected);
	hvk__buffer_free(&out);
}

#endif
