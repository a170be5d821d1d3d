/* SPDX-License-Identifier: EUPL-1.2 */
/* Inputs as a whole: one small file for each trap, and what small files cannot show. */
#include "unit/tabular_dump.h"

#include <fcntl.h>
#include <glob.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "tabular/encoding.h"

#define DATA "tests/data/csv/"
#define MONTH_THEME "header at line 1: [month][theme]\n"
#define HEADER "month,gemeente,theme\n"
#define HEADER_DUMP "header at line 1: [month][gemeente][theme]\n"

/* ---------------------------------------------------------------- files */

static struct hvk__buffer slurp(const char *path)
{
	struct hvk__buffer text = { 0 };
	char block[4096];
	ssize_t count;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);

	if (descriptor < 0)
		fail_msg("%s cannot be opened", path);
	hvk__buffer_add_text(&text, "");
	while ((count = read(descriptor, block, sizeof(block))) > 0)
		hvk__buffer_add(&text, block, (size_t)count);
	close(descriptor);
	return text;
}

/* Every file gives what stands in the file '.expected' beside it, whatever the size of the buffer. */
static void each_file(void **state)
{
	static const size_t sizes[] = { 0, 1, 2, 3, 5, 16, 63, 64, 65, 1000 };
	glob_t files;

	(void)state;
	assert_int_equal(glob(DATA "*.expected", 0, NULL, &files), 0);
	assert_true(files.gl_pathc > 40);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct hvk__buffer expected = slurp(files.gl_pathv[i]), input;

		*strrchr(files.gl_pathv[i], '.') = '\0';
		input = slurp(files.gl_pathv[i]);
		for (size_t j = 0; j < ARRAY_SIZE(sizes); j++) {
			struct hvk__buffer found = dump_bytes(input.data, input.length, NULL, sizes[j]);

			if (strcmp(found.data, expected.data) != 0)
				fail_msg("%s, buffer of %zu:\n%s\nexpected:\n%s", files.gl_pathv[i], sizes[j],
				         found.data,
				         expected.data);
			hvk__buffer_free(&found);
		}
		hvk__buffer_free(&expected);
		hvk__buffer_free(&input);
	}
	globfree(&files);
}

static void directory(void **state)
{
	int descriptor = open("/", O_RDONLY | O_CLOEXEC);
	struct hvk__buffer out = dump(descriptor, NULL, 0);

	(void)state;
	assert_string_equal(out.data, "error -3, line 0, column 0: this is a directory; a CSV file was expected\n");
	hvk__buffer_free(&out);
	close(descriptor);
}

static void unreadable(void **state)
{
	struct hvk__buffer out = dump(-1, NULL, 0);

	(void)state;
	assert_string_equal(out.data, "error -8, line 0, column 0: cannot be read: Bad file descriptor\n");
	hvk__buffer_free(&out);
}

/* ---------------------------------------------------------------- pipes */

struct feed {
	int descriptor;
	const char *bytes;
	size_t length, step;
};

static void *feed_pipe(void *data)
{
	const struct feed *feed = data;

	for (size_t i = 0; i < feed->length; i += feed->step) {
		size_t count = feed->length - i < feed->step ? feed->length - i : feed->step;

		if (write(feed->descriptor, feed->bytes + i, count) != (ssize_t)count)
			break;
	}
	close(feed->descriptor);
	return NULL;
}

static void from_pipe(const char *bytes, size_t length, size_t step, bool nonblocking, const char *expected)
{
	struct feed feed = { .bytes = bytes, .length = length, .step = step };
	struct hvk__buffer out;
	pthread_t thread;
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	if (nonblocking)
		assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	feed.descriptor = ends[1];
	assert_int_equal(pthread_create(&thread, NULL, feed_pipe, &feed), 0);
	out = dump(ends[0], NULL, 0);
	assert_string_equal(out.data, expected);
	pthread_join(thread, NULL);
	hvk__buffer_free(&out);
	close(ends[0]);
}

static void pipes(void **state)
{
	static const char text[] = "\xEF\xBB\xBF" "month;gemeente;theme\r\n2026-01;\"Gent\";\"\xC3\xA9\"\"n\"\r\n";
	const char *expected = HEADER_DUMP "2 [2026-01][Gent][\xC3\xA9\"n]\nUTF-8, semicolon\n";

	(void)state;
	from_pipe(text, strlen(text), 1, false, expected);
	from_pipe(text, strlen(text), 7, true, expected);
	from_pipe(text, strlen(text), 1000, false, expected);
}

/* ---------------------------------------------------------------- encodings */

static void declared_encodings(void **state)
{
	static const char latin[] = "month,theme\n2026-01,Li\xE8ge\n", utf_8[] = "month,theme\n2026-01,Li\xC3\xA8ge\n";
	static const char utf_16[] = "\0m\0o\0n\0t\0h\0,\0x\0\n\0001\0,\0002\0\n";
	static const char marked[] = "\xEF\xBB\xBFmonth,theme\n1,2\n", little[] = "\xFF\xFEm\0,\0t\0\n\0";
	struct hvk__dialect dialect = { .encoding = HVK__WINDOWS_1252 };

	(void)state;
	assert_dump(latin, strlen(latin), &dialect, 0, MONTH_THEME "2 [2026-01][Li\xC3\xA8ge]\n"
	            "Windows-1252, comma\n");
	/* What is declared holds, also where it looks otherwise. */
	assert_dump(utf_8, strlen(utf_8), &dialect, 0, MONTH_THEME "2 [2026-01][Li\xC3\x83\xC2\xA8ge]\n"
	            "Windows-1252, comma\n");
	assert_dump(marked, strlen(marked), &dialect, 0, "error -3, line 0, column 0: the file begins with the byte "
	            "order mark of UTF-8, but was declared to be Windows-1252\n");
	dialect.encoding = HVK__UTF_8;
	assert_dump(marked, strlen(marked), &dialect, 0, MONTH_THEME "2 [1][2]\nUTF-8, comma\n");
	assert_dump(latin, strlen(latin), &dialect, 0, MONTH_THEME
	            "error -3, line 2, column 0: the byte 0xE8 is not UTF-8\nUTF-8, comma\n");
	dialect.encoding = HVK__UTF_16BE;
	assert_dump(utf_16, sizeof(utf_16) - 1, &dialect, 0, "header at line 1: [month][x]\n2 [1][2]\nUTF-16BE, "
	            "comma\n");
	assert_dump(little, sizeof(little) - 1, &dialect, 0, "error -3, line 0, column 0: the file begins with the "
	            "byte order mark of UTF-16LE, but was declared to be UTF-16BE\n");
}

/* The question stays open while all is ASCII, and is answered by what comes first. */
static struct hvk__buffer late(size_t rows, const char *first, size_t more, const char *second)
{
	struct hvk__buffer text = { 0 };

	hvk__buffer_add_text(&text, HEADER);
	for (size_t i = 0; i < rows; i++)
		hvk__buffer_add_text(&text, "2026-01,Gent,slapen\n");
	hvk__buffer_printf(&text, "2026-01,%s,x\n", first);
	for (size_t i = 0; i < more; i++)
		hvk__buffer_add_text(&text, "2026-01,Gent,slapen\n");
	hvk__buffer_printf(&text, "2026-01,%s,x\n", second);
	return text;
}

static void assert_end(const struct hvk__buffer *text, size_t buffer_size, const char *expected)
{
	struct hvk__buffer out = dump_bytes(text->data, text->length, NULL, buffer_size);

	assert_true(out.length > strlen(expected));
	assert_string_equal(out.data + out.length - strlen(expected), expected);
	hvk__buffer_free(&out);
}

static void late_encodings(void **state)
{
	static const size_t sizes[] = { 0, 100, 70000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct hvk__buffer text = late(100000, "Li\xE8ge", 100000, "Li\xC3\xA8ge");

		assert_end(&text, sizes[i], "200003 [2026-01][Li\xC3\x83\xC2\xA8ge][x]\nWindows-1252, comma\n");
		hvk__buffer_free(&text);
		/* Near enough to be judged together. */
		text = late(100000, "Li\xC3\xA8ge", 10, "Li\xE8ge");
		assert_end(&text, sizes[i], "100013 [2026-01][Li\xC3\xA8ge][x]\nWindows-1252, comma\n");
		hvk__buffer_free(&text);
		/* Too far apart. */
		text = late(100000, "Li\xC3\xA8ge", 100000, "Li\xE8ge");
		assert_end(&text, sizes[i], "200002 [2026-01][Gent][slapen]\nerror -3, line 200003, column 0: the "
		           "byte 0xE8 is not "
		           "UTF-8, as all before was; if the file is in Windows-1252, declare that with --encoding "
		           "windows-1252\nUTF-8, comma\n");
		hvk__buffer_free(&text);
		/* A character cut off by the end. */
		text = late(10, "Gent", 10, "x");
		hvk__buffer_add_text(&text, "2026-01,Gent,caf\xC3");
		assert_end(&text, sizes[i], "24 [2026-01][Gent][caf\xC3\x83]\nWindows-1252, comma\n");
		hvk__buffer_free(&text);
	}
}

/* A character that lies across the end of what is judged does not count against UTF-8. */
static void judged_window(void **state)
{
	(void)state;
	for (size_t shift = 0; shift < 4; shift++) {
		struct hvk__buffer text = { 0 };

		hvk__buffer_add_text(&text, HEADER);
		hvk__buffer_add(&text, "abc", shift);
		for (size_t i = 0; i < 400000; i++)
			hvk__buffer_add_text(&text, i % 10 ? "\xE2\x82\xAC" : "\xE2\x82\xAC,x\n");
		assert_end(&text, 0, "\nUTF-8, comma\n");
		hvk__buffer_free(&text);
	}
}

/* Every byte of Windows-1252, and nothing lost where blocks of input meet. */
static void decoding(void **state)
{
	struct hvk__dialect dialect = { .encoding = HVK__WINDOWS_1252 };
	struct hvk__buffer text = { 0 }, expected = { 0 };

	(void)state;
	hvk__buffer_add_text(&text, HEADER);
	hvk__buffer_add_text(&expected, HEADER_DUMP);
	for (unsigned i = 0; i < 40000; i++) {
		hvk__buffer_printf(&text, "%u,\x80uro,%.*s\xFF\n", i, (int)(i % 9), "abcdefghi");
		hvk__buffer_printf(&expected, "%u [%u][\xE2\x82\xACuro][%.*s\xC3\xBF]\n", i + 2, i, (int)(i % 9),
		                   "abcdefghi");
	}
	hvk__buffer_add_text(&expected, "Windows-1252, comma\n");
	assert_dump(text.data, text.length, NULL, 0, expected.data);
	assert_dump(text.data, text.length, NULL, 77, expected.data);
	hvk__buffer_free(&text);
	hvk__buffer_free(&expected);

	for (unsigned byte = 0x80; byte < 0x100; byte++) {
		bool undefined = byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D;
		char line[] = "month\n?\n";
		struct hvk__buffer out;

		line[6] = (char)byte;
		out = dump_bytes(line, strlen(line), &dialect, 0);
		assert_int_equal(strstr(out.data, "means nothing in Windows-1252") != NULL, undefined);
		hvk__buffer_free(&out);
	}
}

/* ---------------------------------------------------------------- delimiters */

static void delimiters(void **state)
{
	static const char both[] = "month;theme,x\n1;2,3\n", unknown[] = "a,b;c;d\n1,2;3;4\n", tie[] = "a,b;c\n1,2;3\n";
	static const char sep[] = "sep=,\nmonth;theme\n1;2\n", odd[] = "month^theme\n1^2\n", not_sep[] = "sep=x\n1\n";
	struct hvk__dialect dialect = { .delimiter = ',' };

	(void)state;
	/* Most known; else most cells; else the first. */
	assert_dump(both, strlen(both), NULL, 0, "header at line 1: [month][theme,x]\n2 [1][2,3]\nUTF-8, semicolon\n");
	assert_dump(unknown, strlen(unknown), NULL, 0, "header at line 1: [a,b][c][d]\n2 [1,2][3][4]\nUTF-8, "
	            "semicolon\n");
	assert_dump(tie, strlen(tie), NULL, 0, "header at line 1: [a][b;c]\n2 [1][2;3]\nUTF-8, comma\n");
	assert_dump(both, strlen(both), &dialect, 0, "header at line 1: [month;theme][x]\n2 [1;2][3]\nUTF-8, comma\n");
	dialect.delimiter = ';';
	assert_dump(sep, strlen(sep), &dialect, 0, "header at line 2: [month][theme]\n3 [1][2]\nUTF-8, semicolon\n");
	assert_dump(sep, strlen(sep), NULL, 0, "header at line 2: [month;theme]\n3 [1;2]\nUTF-8, comma\n");
	dialect.delimiter = '^';
	assert_dump(odd, strlen(odd), &dialect, 0, MONTH_THEME "2 [1][2]\nUTF-8, ^\n");
	/* A letter separates nothing. */
	assert_dump(not_sep, strlen(not_sep), NULL, 0, "header at line 1: [sep=x]\n2 [1]\nUTF-8, comma\n");
}

/* ---------------------------------------------------------------- limits */

static void add_many(struct hvk__buffer *text, const char *what, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hvk__buffer_add_text(text, what);
}

/* A cell just within the limit and one beyond it; quoted or not, in buffers small and large. */
static void long_cells(void **state)
{
	static const size_t sizes[] = { 0, 1000, 16u << 20 };
	static const char *const fillers[] = { "x", "\"\"", "y" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sizes) * ARRAY_SIZE(fillers); i++) {
		const char *filler = fillers[i % ARRAY_SIZE(fillers)], *quote = *filler == 'y' ? "" : "\"";
		size_t size = sizes[i / ARRAY_SIZE(fillers)];
		struct hvk__buffer text = { 0 };

		hvk__buffer_printf(&text, HEADER "1,2,3\n1,%s", quote);
		add_many(&text, filler, HVK__CELL_MAX);
		hvk__buffer_printf(&text, "%s,z\n", quote);
		assert_end(&text, size, "][z]\nUTF-8, comma\n");
		text.length -= strlen(",z\n") + strlen(quote);
		hvk__buffer_printf(&text, "%s%s,z\n", filler, quote);
		assert_end(&text, size, "2 [1][2][3]\nerror -3, line 3, column 2: a cell of 1048577 bytes, where at "
		           "most 1048576 are taken; a quote (\") may be left open\nUTF-8, comma\n");
		hvk__buffer_free(&text);
	}
}

static void long_records(void **state)
{
	struct hvk__buffer text = { 0 };

	(void)state;
	hvk__buffer_add_text(&text, HEADER "1,2,3\n");
	for (unsigned i = 0; i < 5; i++) {
		add_many(&text, "0123456789abcdef", HVK__CELL_MAX / 16 - 1);
		hvk__buffer_add_text(&text, ",");
	}
	hvk__buffer_add_text(&text, "\n4,5,6\n");
	assert_end(&text, 0, "2 [1][2][3]\nerror -3, line 3, column 0: a row of more than 4194304 bytes\nUTF-8, "
	           "comma\n");
	assert_end(&text, 16u << 20, "2 [1][2][3]\nerror -3, line 3, column 0: a row of more than 4194304 "
	           "bytes\nUTF-8, comma\n");
	hvk__buffer_free(&text);
}

/* A quote that swallows the rest of a large file is told of where it was opened. */
static void runaway_quote(void **state)
{
	struct hvk__buffer text = { 0 };

	(void)state;
	hvk__buffer_add_text(&text, HEADER "1,2,3\n\"1\n2\",2,\"3\n");
	add_many(&text, "2026-01,Gent,slapen\n", 500000);
	assert_end(&text, 0, "2 [1][2][3]\nerror -3, line 4, column 0: a cell opened with a quote (\") here, but the "
	           "quote is not closed in 2097154 bytes, where a cell has at most 1048576\nUTF-8, comma\n");
	assert_end(&text, 64u << 20, "2 [1][2][3]\nerror -3, line 4, column 0: a cell opened with a quote (\") here, "
	           "but the quote is never closed\nUTF-8, comma\n");
	hvk__buffer_free(&text);

	hvk__buffer_add_text(&text, "month,\"theme\n");
	add_many(&text, "2026-01,Gent\n", 500000);
	assert_dump(text.data, text.length, NULL, 0, "error -3, line 1, column 0: no end of the header in 2097152 "
	            "bytes; a quote (\") may be left open\n");
	hvk__buffer_free(&text);
}

/* A field without end in a stream without end takes no more memory than a limit. */
static void *feed_forever(void *data)
{
	int descriptor = *(int *)data;
	static char block[1u << 16];

	if (write(descriptor, HEADER "1,\"", strlen(HEADER "1,\"")) < 0)
		return NULL;
	memset(block, 'x', sizeof(block));
	while (write(descriptor, block, sizeof(block)) > 0)
		continue;
	return NULL;
}

static void endless_field(void **state)
{
	struct rusage before, after;
	struct hvk__buffer out;
	pthread_t thread;
	int ends[2];

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	getrusage(RUSAGE_SELF, &before);
	assert_int_equal(pthread_create(&thread, NULL, feed_forever, &ends[1]), 0);
	out = dump(ends[0], NULL, 0);
	close(ends[0]);
	pthread_join(thread, NULL);
	close(ends[1]);
	getrusage(RUSAGE_SELF, &after);
	assert_non_null(strstr(out.data, "error -3, line 2, column 0: a cell opened with a quote"));
	assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024);
	hvk__buffer_free(&out);
}

/* ---------------------------------------------------------------- failures */

/* The failure comes after all that was whole before it, and comes again. */
static void failure_stays(void **state)
{
	static const char text[] = HEADER "1,2,3\n4,5\0,6\n";
	struct hvk__chunk chunk = { 0 }, other = { 0 };
	struct hvk__reader *reader;
	struct hvk__error error;
	int descriptor = open_bytes(text, sizeof(text) - 1);

	(void)state;
	assert_int_equal(hvk__reader_open(&error, "text", descriptor, NULL, NULL, 0, &reader), HVK_OK);
	assert_int_equal(hvk__reader_next_chunk(reader, &chunk), 1);
	assert_int_equal(hvk__chunk_next_record(&chunk, NULL), 1);
	assert_int_equal(hvk__chunk_next_record(&chunk, NULL), 0);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(hvk__reader_next_chunk(reader, &other), HVK_EINPUT);
		assert_int_equal(other.error.public.line, 3);
		assert_string_equal(other.error.public.file, "text");
		assert_int_equal(hvk__chunk_next_record(&other, NULL), 0);
	}
	hvk__chunk_free(&chunk);
	hvk__chunk_free(&other);
	hvk__reader_free(reader);
	close(descriptor);
}

/* What stands first in the input is told, also when what comes later was met before. */
static void first_failure(void **state)
{
	static const char text[] = HEADER "1,2,3\n4,\x81,6\n7,8\0,9\n";

	(void)state;
	assert_dump(text, sizeof(text) - 1, NULL, 0, HEADER_DUMP "2 [1][2][3]\nerror -3, line 3, column 0: the byte "
	            "0x81 means nothing in Windows-1252\nWindows-1252, comma\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_file),          cmocka_unit_test(directory),     cmocka_unit_test(unreadable),
		cmocka_unit_test(pipes),              cmocka_unit_test(declared_encodings),
		cmocka_unit_test(late_encodings),     cmocka_unit_test(judged_window), cmocka_unit_test(decoding),
		cmocka_unit_test(delimiters),         cmocka_unit_test(long_cells),    cmocka_unit_test(long_records),
		cmocka_unit_test(runaway_quote),      cmocka_unit_test(endless_field), cmocka_unit_test(failure_stays),
		cmocka_unit_test(first_failure),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
