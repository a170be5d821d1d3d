/* SPDX-License-Identifier: EUPL-1.2 */
/* Splitting against libcsv, and cutting against a walk one byte at a time, on input made at random from fixed seeds. */
#include "unit/tabular_dump.h"

#include <csv.h>
#include <stdlib.h>

#include "tabular/cutter.h"

#define HEADER "month,gemeente;theme\n"

static uint64_t seed;

static unsigned draw(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % below;
}

/* Input of up to 400 bytes in which all that matters stands close together. */
static size_t make_input(char *bytes)
{
	static const char *const moods[] = {
		"ab\",\n", "abcdefgh,,,\n", "a\" ,;\t\n\r", "\"\",\n", "\"a\n ", "aaaaaaaaaaaaaaaaaa,\"\n",
		" \t,\n\r\"x",
	};
	const char *mood = moods[draw(ARRAY_SIZE(moods))];
	unsigned kinds;
	size_t length = draw(draw(4) ? 80 : 400);

	for (size_t i = 0; i < length; i++) {
		if (draw(40) == 0)
			mood = moods[draw(ARRAY_SIZE(moods))];
		kinds = (unsigned)strlen(mood);
		bytes[i] = mood[draw(kinds)];
	}
	return length;
}

static void add_cell(void *text, size_t length, void *data)
{
	struct hvk__span cell = { text, length };
	struct hvk__buffer *out = data;

	/* Without the line feed that dump_cells() ends with. */
	dump_cells(out, &cell, 1);
	out->data[--out->length] = '\0';
}

static void end_row(int c, void *data)
{
	(void)c;
	hvk__buffer_add_text(data, "\n");
}

/* What libcsv makes of it; *open: a quote is left open at the end, in the last row. */
static struct hvk__buffer by_libcsv(const char *bytes, size_t length, char delimiter, bool *open)
{
	const int field_begun = 2;
	struct hvk__buffer out = { 0 };
	struct csv_parser parser;

	hvk__buffer_add_text(&out, "");
	csv_init(&parser, 0);
	csv_set_delim(&parser, (unsigned char)delimiter);
	assert_int_equal(csv_parse(&parser, bytes, length, add_cell, end_row, &out), length);
	*open = parser.pstate == field_begun && parser.quoted;
	csv_fini(&parser, add_cell, end_row, &out);
	csv_free(&parser);
	return out;
}

/* Takes the last row away. */
static void drop_row(struct hvk__buffer *rows)
{
	char *end;

	rows->data[rows->length - 1] = '\0';
	end = strrchr(rows->data, '\n');
	rows->length = end ? (size_t)(end + 1 - rows->data) : 0;
	rows->data[rows->length] = '\0';
}

/* Whether a record is a row for libcsv, which passes over blank lines. */
static bool has_row(struct hvk__span raw, char delimiter)
{
	for (size_t i = 0; i < raw.length; i++) {
		if (raw.data[i] == delimiter || !hvk__is_blank(raw.data[i]))
			return true;
	}
	return false;
}

/* Where the next record of the input is expected: a walk of its own. */
struct walk {
	const char *bytes;
	size_t length, position;
	uint64_t line;
	char delimiter;
};

static void check_place(struct walk *walk, const struct hvk__chunk *chunk, struct hvk__span raw)
{
	const char *record = walk->bytes + walk->position;
	size_t open, end = hvk__record_end(record, walk->length - walk->position, walk->delimiter, &open);

	assert_int_equal(open, SIZE_MAX);
	assert_int_equal(raw.length, end);
	assert_memory_equal(raw.data, record, end);
	assert_int_equal(chunk->line, walk->line);
	walk->line += hvk__count_lines(record, end);
	walk->position += end;
	walk->line += hvk__line_end(walk->bytes + walk->position, walk->length - walk->position) > 0;
	walk->position += hvk__line_end(walk->bytes + walk->position, walk->length - walk->position);
}

/* What the reader makes of it, in the same form. */
static struct hvk__buffer by_reader(const char *bytes, size_t length, char delimiter, size_t buffer_size, bool *open)
{
	struct hvk__dialect dialect = { .delimiter = delimiter };
	struct walk walk = { bytes, length, strlen(HEADER), 2, delimiter };
	struct hvk__buffer out = { 0 };
	struct hvk__chunk chunk = { 0 };
	struct hvk__reader *reader;
	struct hvk__error error;
	struct hvk__span raw;
	int descriptor = open_bytes(bytes, length), result;

	hvk__buffer_add_text(&out, "");
	assert_int_equal(hvk__reader_open(&error, "random", descriptor, &dialect, NULL, buffer_size, &reader), HVK_OK);
	while ((result = hvk__reader_next_chunk(reader, &chunk)) == 1) {
		while ((result = hvk__chunk_next_record(&chunk, &raw)) == 1) {
			check_place(&walk, &chunk, raw);
			if (!has_row(raw, delimiter))
				continue;
			dump_cells(&out, chunk.cells, chunk.cell_count);
		}
		assert_int_equal(result, 0);
	}
	*open = result != 0;
	if (*open) {
		size_t quote, end = hvk__record_end(bytes + walk.position, length - walk.position, delimiter, &quote);

		assert_int_equal(result, HVK_EINPUT);
		assert_int_equal(walk.position + end, length);
		assert_int_equal(chunk.error.public.line, walk.line + hvk__count_lines(bytes + walk.position, quote));
	} else {
		assert_int_equal(walk.position, length);
	}
	hvk__reader_free(reader);
	hvk__chunk_free(&chunk);
	close(descriptor);
	return out;
}

static void random_input(void **state)
{
	static const char delimiters[] = ",;\t|";
	char bytes[512];

	(void)state;
	memcpy(bytes, HEADER, strlen(HEADER));
	for (unsigned i = 0; i < 20000; i++) {
		char delimiter = delimiters[i % 4];
		struct hvk__buffer expected, found;
		size_t length, buffer_size;
		bool open, found_open;

		seed = 0x9e3779b97f4a7c15u * (i + 1);
		length = strlen(HEADER) + make_input(bytes + strlen(HEADER));
		buffer_size = i % 3 == 0 ? 0 : 1 + draw(i % 3 == 1 ? 8 : 200);
		expected = by_libcsv(bytes + strlen(HEADER), length - strlen(HEADER), delimiter, &open);
		if (open)
			drop_row(&expected);
		found = by_reader(bytes, length, delimiter, buffer_size, &found_open);
		if (open != found_open || strcmp(found.data, expected.data) != 0)
			fail_msg("input %u: %.*s\nexpected %s\nfound %s", i, (int)length, bytes, expected.data,
			         found.data);
		hvk__buffer_free(&expected);
		hvk__buffer_free(&found);
	}
}

/* Chunks split by hand, without a reader, end where they end. */
static void every_length(void **state)
{
	static const char text[] = "month,theme\n\"a\",b\r\nc,\"d, e\"\r\"f\"\"g\",h\ni,\"j\"";

	(void)state;
	for (size_t length = strlen("month,theme\n"); length <= strlen(text); length++) {
		struct hvk__buffer whole = dump_bytes(text, length, NULL, 0);

		for (size_t size = 1; size < 70; size++)
			assert_dump(text, length, NULL, size, whole.data);
		hvk__buffer_free(&whole);
	}
}

/* A chunk of a thousand records splits the same whichever block each record begins in. */
static void every_alignment(void **state)
{
	char bytes[4096];

	(void)state;
	for (size_t shift = 0; shift < 130; shift++) {
		struct hvk__buffer out;
		size_t length = (size_t)snprintf(bytes, sizeof(bytes), "month,theme\n%*s,x\n", (int)shift + 1, "y");
		char *expected = bytes + sizeof(bytes) / 2;

		length += (size_t)sprintf(bytes + length, "\"a b\",c\r\n\"d\"\"\",\"e\"\nf,\r,\n\"g\nh\",i");
		out = dump_bytes(bytes, length, NULL, 0);
		sprintf(expected, "header at line 1: [month][theme]\n2 [y][x]\n3 [a b][c]\n4 [d\"][e]\n5 [f][]\n6 "
		        "[][]\n"
		        "7 [g\\nh][i]\nUTF-8, comma\n");
		assert_string_equal(out.data, expected);
		hvk__buffer_free(&out);
	}
}

static void widest_record(void **state)
{
	struct hvk__buffer bytes = { 0 }, out;

	(void)state;
	hvk__buffer_add_text(&bytes, "month,theme\n");
	for (unsigned i = 0; i < HVK__CELLS_MAX - 1; i++)
		hvk__buffer_add_text(&bytes, ",");
	out = dump_bytes(bytes.data, bytes.length, NULL, 0);
	assert_null(strstr(out.data, "error"));
	hvk__buffer_free(&out);

	hvk__buffer_add_text(&bytes, ",");
	assert_dump(bytes.data, bytes.length, NULL, 0, "header at line 1: [month][theme]\nerror -3, line 2, column 0: "
	            "more than 1024 cells in a row\nUTF-8, comma\n");
	hvk__buffer_free(&bytes);

	/* The same by way of libcsv. */
	hvk__buffer_add_text(&bytes, "month,theme\n1,2\n x\"x");
	for (unsigned i = 0; i < HVK__CELLS_MAX; i++)
		hvk__buffer_add_text(&bytes, ",");
	assert_dump(bytes.data, bytes.length, NULL, 0, "header at line 1: [month][theme]\n2 [1][2]\nerror -3, line 3, "
	            "column 0: more than 1024 cells in a row\nUTF-8, comma\n");
	hvk__buffer_free(&bytes);
}

/* Plain and well-formed cells are not copied. */
static void zero_copy(void **state)
{
	static const char text[] = "month,theme\nplain,\"quoted, cell\"\nodd,\"a \"\"b\"\"\"\n";
	struct hvk__chunk chunk = { 0 };
	struct hvk__reader *reader;
	struct hvk__error error;
	int descriptor = open_bytes(text, strlen(text));

	(void)state;
	assert_int_equal(hvk__reader_open(&error, "text", descriptor, NULL, NULL, 0, &reader), HVK_OK);
	assert_int_equal(hvk__reader_next_chunk(reader, &chunk), 1);
	assert_int_equal(hvk__chunk_next_record(&chunk, NULL), 1);
	assert_ptr_equal(chunk.cells[0].data, chunk.data);
	assert_ptr_equal(chunk.cells[1].data, chunk.data + strlen("plain,\""));
	assert_null(chunk.parser);
	assert_int_equal(hvk__chunk_next_record(&chunk, NULL), 1);
	assert_non_null(chunk.parser);
	assert_int_equal(hvk__chunk_next_record(&chunk, NULL), 0);
	assert_int_equal(hvk__reader_next_chunk(reader, &chunk), 0);
	assert_int_equal(hvk__reader_next_chunk(reader, &chunk), 0);
	hvk__chunk_free(&chunk);
	hvk__reader_free(reader);
	close(descriptor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_input),   cmocka_unit_test(every_length), cmocka_unit_test(every_alignment),
		cmocka_unit_test(widest_record), cmocka_unit_test(zero_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
