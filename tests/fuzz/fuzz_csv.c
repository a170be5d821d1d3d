/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Reads any bytes as CSV, in two ways that must agree: in chunks as small as can be, and as one. The first byte
 * chooses the dialect.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "tabular/tabular.h"

static bool known(void *data, const char *cell, size_t length)
{
	(void)data;
	return length == 1 && *cell == 'a';
}

static void add_number(struct hvk__buffer *out, uint64_t number)
{
	if (!hvk__buffer_add(out, (const char *)&number, sizeof(number)))
		abort();
}

/* All that the reader gives: lines, cells and where it failed. */
static void add_records(struct hvk__buffer *out, struct hvk__reader *reader)
{
	struct hvk__chunk chunk = { 0 };
	int result;

	while ((result = hvk__reader_next_chunk(reader, &chunk)) == 1) {
		while ((result = hvk__chunk_next_record(&chunk, NULL)) == 1) {
			add_number(out, chunk.line);
			for (size_t i = 0; i < chunk.cell_count; i++) {
				add_number(out, chunk.cells[i].length);
				if (!hvk__buffer_add(out, chunk.cells[i].data, chunk.cells[i].length))
					abort();
			}
		}
		if (result < 0)
			break;
	}
	add_number(out, (uint64_t)result);
	add_number(out, chunk.error.public.line);
	hvk__chunk_free(&chunk);
}

static struct hvk__buffer read_all(int descriptor, const struct hvk__dialect *dialect, size_t buffer_size)
{
	static const struct hvk__header_test test = { known, NULL };
	struct hvk__buffer out = { 0 };
	struct hvk__reader *reader;
	struct hvk__error error;
	int result;

	if (lseek(descriptor, 0, SEEK_SET) != 0)
		abort();
	result = hvk__reader_open(&error, "input", descriptor, dialect, &test, buffer_size, &reader);
	add_number(&out, (uint64_t)result);
	if (result == HVK_OK)
		add_records(&out, reader);
	else
		add_number(&out, error.public.line);
	hvk__reader_free(reader);
	return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char delimiters[] = { '\0', ',', ';', '\t' };
	static int descriptor = -1;
	struct hvk__dialect dialect = { 0 };
	struct hvk__buffer whole, pieces;

	if (descriptor < 0)
		descriptor = memfd_create("input", MFD_CLOEXEC);
	if (size == 0)
		return 0;
	dialect.delimiter = delimiters[bytes[0] & 3];
	dialect.encoding = (enum hvk__encoding)((bytes[0] >> 2 & 7) % 5);
	if (descriptor < 0 || ftruncate(descriptor, 0) != 0 || lseek(descriptor, 0, SEEK_SET) != 0 ||
	    write(descriptor, bytes + 1, size - 1) != (ssize_t)size - 1)
		abort();
	whole = read_all(descriptor, &dialect, 0);
	pieces = read_all(descriptor, &dialect, 1 + (bytes[0] >> 5) * 13u);
	if (whole.length != pieces.length || memcmp(whole.data, pieces.data, whole.length) != 0)
		abort();
	hvk__buffer_free(&whole);
	hvk__buffer_free(&pieces);
	return 0;
}
