/* SPDX-License-Identifier: EUPL-1.2 */
/* recutils' text: what is read, what is refused and on which line, and that recutils itself reads what is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/macro.h"
#include "tabular/rec.h"

/* All records of a text as '1 name=[value] 2 other=[value];' with line breaks as '/', or 'line: message'. */
static const char *read_all(const char *text, size_t length)
{
	static char shown[4096];
	struct hvk__error error;
	struct hvk__rec rec = { .error = &error, .name = "in.rec", .text = text, .length = length, .type = "partner" };
	struct hvk__buffer out = { 0 };
	int result;

	while ((result = hvk__rec_next(&rec)) == 1) {
		for (size_t i = 0; i < rec.field_count; i++)
			assert_true(hvk__buffer_printf(&out, "%s%u %.*s=[%.*s]", i > 0 ? " " : "",
			                               (unsigned)rec.fields[i].line, (int)rec.fields[i].name.length,
			                               rec.fields[i].name.data, (int)rec.fields[i].value.length,
			                               rec.fields[i].value.data));
		assert_true(hvk__buffer_add_text(&out, ";"));
	}
	if (result < 0)
		assert_true(hvk__buffer_printf(&out, "%u: %s", (unsigned)error.public.line, error.public.message));
	snprintf(shown, sizeof(shown), "%s", out.data ? out.data : "");
	for (char *c = shown; *c; c++)
		*c = *c == '\n' ? '/' : *c;
	hvk__buffer_free(&out);
	hvk__rec_free(&rec);
	return shown;
}

#define assert_read(text, expected) assert_string_equal(read_all(text, strlen(text)), expected)

static void assert_fails(const char *text, const char *part)
{
	const char *shown = read_all(text, strlen(text));

	if (!strstr(shown, part))
		fail_msg("'%s' is not in: %s", part, shown);
}

static void records_are_fields_between_empty_lines(void **state)
{
	(void)state;
	assert_read("a: 1\nb: 2\n\na: 3\n", "1 a=[1] 2 b=[2];4 a=[3];");
	assert_read("\n\n  \na: 1\n \t\n\n\nb: 2", "4 a=[1];8 b=[2];");
	assert_read("", "");
	assert_read("# only\n\n# comments\n", "");
	assert_read("# before\na: 1\n# between\nb: 2\n#behind", "2 a=[1] 4 b=[2];");
	assert_read("a: 1\na: 2\n", "1 a=[1] 2 a=[2];");
	assert_read("e-mail: x@example.org\r\nb: 2\r\n\r\nc: 3\r\n", "1 e-mail=[x@example.org] 2 b=[2];4 c=[3];");
}

static void one_blank_behind_the_name_is_not_of_the_value(void **state)
{
	(void)state;
	assert_read("a:   b  \nc:\td\ne:\nf: \ng:  ", "1 a=[  b  ] 2 c=[d] 3 e=[] 4 f=[] 5 g=[ ];");
	assert_read("a: b: c # d\n", "1 a=[b: c # d];");
}

static void values_go_on_behind_a_plus(void **state)
{
	(void)state;
	assert_read("a: 1\n+ 2\n+  3\n+\n+4\n+\t5\nb: 6\n", "1 a=[1/2/ 3//4/\t5] 7 b=[6];");
	assert_read("a:\n+ 1\n", "1 a=[/1];");
	assert_read("a: 1\n+", "1 a=[1/];");
}

static void a_backslash_joins_lines(void **state)
{
	(void)state;
	assert_read("a: 1\\\n2\\\n3\nb: \\\\ c\\d\n", "1 a=[123] 4 b=[\\\\ c\\d];");
	assert_read("a: 1\\\\\n\n+ 2\\\n3\nb: 4\n", "1 a=[1\\/23] 5 b=[4];");
	assert_read("a: 1\\", "1 a=[1\\];");
	assert_read("a: \\\n\n\nb: 1\n", "1 a=[];4 b=[1];");
	assert_read("a: 1\\\n+ 2\n", "1 a=[1+ 2];");
	assert_read("a: 1\\\r\n2\r\n", "1 a=[12];");
}

static void descriptors_are_passed_over(void **state)
{
	(void)state;
	assert_read("%rec: partner\n%key: slug\n%type: name line\n\na: 1\n", "5 a=[1];");
	assert_read("a: 1\n\n%rec: Partner https://example.org\n", "1 a=[1];");
	assert_fails("%rec: offer\n\na: 1\n", "1: expected records of type partner, found 'offer'");
	assert_fails("a: 1\n\n%rec: partner\n\nb: 1\n\n%rec:\n", "7: expected records of type partner, found ''");
	assert_fails("%rec: partner\na: 1\n", "2: a field among those that describe records");
}

static void what_is_no_field_is_refused(void **state)
{
	(void)state;
	assert_fails("a: 1\nno field\n",
	             "2: expected 'name: value', or '+ ' before a value that goes on, found 'no field'");
	assert_fails("a: 1\n\n+ 2\n", "3: a line that begins with '+'");
	assert_fails("a : 1\n", "1: expected 'name: value'");
	assert_fails("https://voorbeeld.example\n", "1: expected 'name: value'");
	assert_fails(": 1\n", "1: expected 'name: value'");
	assert_fails("a: 1\nmail iemand@voorbeeld.example\n",
	             "2: expected 'name: value', or '+ ' before a value that goes on");
	assert_null(strstr(read_all("0470 00 00 01\n", 14), "0470"));
	assert_fails("a: 1\nb: \xe9\n", "2: the byte 0xE9 is not UTF-8");
	assert_string_equal(read_all("a: 1\nb: \0\n", 10), "2: a NUL byte, where text was expected");
}

static void sizes_are_bounded(void **state)
{
	struct hvk__buffer text = { 0 };
	_cleanup_free_ char *line = malloc(HVK__CELL_MAX + 2);

	(void)state;
	assert_non_null(line);
	memset(line, 'x', HVK__CELL_MAX + 1);
	line[HVK__CELL_MAX + 1] = '\0';
	assert_true(hvk__rec_add(&text, "a", line, HVK__CELL_MAX + 1));
	assert_fails(text.data, "1: a value of more than");
	text.length = 0;
	assert_true(hvk__buffer_printf(&text, "a: 1\n+ %s\n", line));
	assert_fails(text.data, "1: a value of more than");
	text.length = 0;
	for (size_t i = 0; i < 1025; i++)
		assert_true(hvk__buffer_add_text(&text, "a: 1\n"));
	assert_fails(text.data, "1025: a record of more than 1024 fields");
	text.length = 0;
	for (size_t i = 0; i < 5; i++)
		assert_true(hvk__rec_add(&text, "a", line, HVK__CELL_MAX));
	assert_fails(text.data, "1: a record of more than");
	hvk__buffer_free(&text);
}

static void it_is_told_from_csv_by_its_first_line(void **state)
{
	static const char *const texts[] = {
		"name: x\n", "name:\n", "# note\n\n  \nname: x", "%rec: partner\n", "%rec:", "naam:\tx", "a:"
	};
	static const char *const others[] = { "name;type\n", "a,b: c\nname: x\n", "a;b: c", "", "# name: x\n", "a:b\n",
		                              "a b: c" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		assert_true(hvk__rec_starts(texts[i], strlen(texts[i])));
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		assert_false(hvk__rec_starts(others[i], strlen(others[i])));
}

/* ---------------------------------------------------------------- writing */

static const char *const hostile[] = {
	"",       "x",    " x",         "  x  ",      "\tx",          "a\nb",
	"\n",     "\n\n", "\nx",        "x\n",        " \n x\n",      "x\\",
	"\\",     "\\\\", "x\\\ny",     "\\\n\\\n\\", "# no comment", "a\n# no comment",
	"a\n+ b", "+ b",  "a: b\nc: d", "a\n\nb",     "%rec: x",      "caf\xc3\xa9 \xe2\x82\xac"
};

static void what_is_written_is_read_back(void **state)
{
	struct hvk__buffer text = { 0 };
	struct hvk__error error;
	struct hvk__rec rec = { .error = &error, .name = "in.rec", .type = "partner" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(hostile); i++)
		assert_true(hvk__rec_add(&text, "a", hostile[i], strlen(hostile[i])));
	rec.text = text.data;
	rec.length = text.length;
	assert_int_equal(hvk__rec_next(&rec), 1);
	assert_int_equal(rec.field_count, ARRAY_SIZE(hostile));
	for (size_t i = 0; i < ARRAY_SIZE(hostile); i++) {
		assert_int_equal(rec.fields[i].value.length, strlen(hostile[i]));
		assert_memory_equal(rec.fields[i].value.data, hostile[i], strlen(hostile[i]));
	}
	assert_int_equal(hvk__rec_next(&rec), 0);
	hvk__rec_free(&rec);
	hvk__buffer_free(&text);
}

/* What recutils' own program says a field holds. */
static char *by_recsel(const struct hvk__buffer *text)
{
	int descriptor = memfd_create("in.rec", 0);
	char command[64], *value = calloc(1, 4096);
	FILE *pipe;

	assert_non_null(value);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text->data, text->length), text->length);
	snprintf(command, sizeof(command), "recsel -P a /proc/%d/fd/%d", (int)getpid(), descriptor);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_true(fread(value, 1, 4095, pipe) < 4095);
	assert_int_equal(pclose(pipe), 0);
	close(descriptor);
	return value;
}

static void recutils_reads_the_same(void **state)
{
	(void)state;
	if (system("command -v recsel >/dev/null") != 0)
		skip();
	for (size_t i = 0; i < ARRAY_SIZE(hostile); i++) {
		struct hvk__buffer text = { 0 };
		size_t length = strlen(hostile[i]);
		char *value;

		assert_true(hvk__rec_add(&text, "a", hostile[i], length));
		assert_true(hvk__rec_add(&text, "b", "end", 3));
		value = by_recsel(&text);
		assert_memory_equal(value, hostile[i], length);
		assert_string_equal(value + length, "\n");
		free(value);
		hvk__buffer_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_fields_between_empty_lines),
		cmocka_unit_test(one_blank_behind_the_name_is_not_of_the_value),
		cmocka_unit_test(values_go_on_behind_a_plus),
		cmocka_unit_test(a_backslash_joins_lines),
		cmocka_unit_test(descriptors_are_passed_over),
		cmocka_unit_test(what_is_no_field_is_refused),
		cmocka_unit_test(sizes_are_bounded),
		cmocka_unit_test(it_is_told_from_csv_by_its_first_line),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(recutils_reads_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
