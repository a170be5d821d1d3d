/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of delimiters and encodings, headers and columns, and fields on their way out. */
#include "unit/tabular_dump.h"

#include "core/text.h"
#include "tabular/cutter.h"
#include "tabular/dialect.h"
#include "tabular/encoding.h"

static void delimiter_names(void **state)
{
	static const struct {
		const char *text;
		char delimiter;
		const char *name;
	} cases[] = {
		{ ",", ',', "comma" },
		{ "comma", ',', "comma" },
		{ ";", ';', "semicolon" },
		{ "Semicolon", ';', "semicolon" },
		{ "\t", '\t', "tab" },
		{ "TAB", '\t', "tab" },
		{ "\\t", '\t', "tab" },
		{ "|", '|', "pipe" },
		{ "pipe", '|', "pipe" },
		{ ":", ':', ":" },
		{ "~", '~', "~" },
		{ "\\", '\\', "\\" },
	};
	static const char *const wrong[] = { "", "x", "0", " ", "\"", "\n", "\r", ",,", "commas", "\xC2\xA7", "\x01" };
	char delimiter;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		delimiter = '\0';
		assert_true(hvk__delimiter_parse(cases[i].text, &delimiter));
		assert_int_equal(delimiter, cases[i].delimiter);
		assert_string_equal(hvk__delimiter_name(delimiter), cases[i].name);
	}
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_false(hvk__delimiter_parse(wrong[i], &delimiter));
	assert_string_equal(hvk__delimiter_name('\0'), "not known yet");
}

static void encoding_names(void **state)
{
	static const struct {
		const char *text;
		enum hvk__encoding encoding;
		const char *name;
	} cases[] = {
		{ "utf-8", HVK__UTF_8, "UTF-8" },
		{ "UTF8", HVK__UTF_8, "UTF-8" },
		{ "windows-1252", HVK__WINDOWS_1252, "Windows-1252" },
		{ "cp1252", HVK__WINDOWS_1252, "Windows-1252" },
		{ "latin1", HVK__WINDOWS_1252, "Windows-1252" },
		{ "utf-16le", HVK__UTF_16LE, "UTF-16LE" },
		{ "UTF-16BE", HVK__UTF_16BE, "UTF-16BE" },
	};
	enum hvk__encoding encoding;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_true(hvk__encoding_parse(cases[i].text, &encoding));
		assert_int_equal(encoding, cases[i].encoding);
		assert_string_equal(hvk__encoding_name(encoding), cases[i].name);
	}
	assert_false(hvk__encoding_parse("utf-9", &encoding));
	assert_false(hvk__encoding_parse("", &encoding));
	assert_string_equal(hvk__encoding_name(HVK__DETECT), "not known yet");
}

static void sep_lines(void **state)
{
	static const struct {
		const char *line;
		size_t taken;
		char delimiter;
	} cases[] = {
		{ "sep=;\nx", 6, ';' }, { "sep=;\r\nx", 7, ';' }, { "SEP=,\rx", 6, ',' }, { "sep=\t\n", 6, '\t' },
		{ "sep=|", 5, '|' },    { "\"sep=;\"\n", 8, ';' }, { "\"sep=;\n", 0, 0 },  { "sep=;;\n", 0, 0 },
		{ "sep=a\n", 0, 0 },    { "sep=\n", 0, 0 },        { "sep", 0, 0 },        { "", 0, 0 },
		{ "\"", 0, 0 },         { "separator;b\n", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char delimiter = '\0';

		assert_int_equal(hvk__sep_line(cases[i].line, strlen(cases[i].line), &delimiter), cases[i].taken);
		if (cases[i].taken > 0)
			assert_int_equal(delimiter, cases[i].delimiter);
	}
}

static void record_ends(void **state)
{
	static const struct {
		const char *text;
		size_t end, open;
	} cases[] = {
		{ "", 0, SIZE_MAX },
		{ "a,b", 3, SIZE_MAX },
		{ "a,b\nc", 3, SIZE_MAX },
		{ "a\rb", 1, SIZE_MAX },
		{ "\"a\nb\"\nc", 5, SIZE_MAX },
		{ "a,\"b\nc", 6, 2 },
		{ "\"a\"\"", 4, 0 },
		{ "\"a\"", 3, SIZE_MAX },
		{ "\"a\" \nb", 4, SIZE_MAX },
		{ "\"a\" b\n\"\n", 7, SIZE_MAX },
		{ "a\"\nb", 2, SIZE_MAX },
		{ "  \"a\nb", 6, 2 },
		{ "\"a\" \"\n", 5, SIZE_MAX },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t open;

		assert_int_equal(hvk__record_end(cases[i].text, strlen(cases[i].text), ',', &open), cases[i].end);
		assert_int_equal(open, cases[i].open);
	}
}

static void columns(void **state)
{
	static const char *const month[] = { "month", "datum", "Maand", NULL };
	static const char *const asker[] = { "asker", "Wie vraagt?", NULL };
	static const struct hvk__column_names known[] = { { month }, { asker } };
	char name[HVK__FOLD_MAX + 10];

	(void)state;
	assert_int_equal(hvk__column_match(known, 2, "MONTH", 5), 0);
	assert_int_equal(hvk__column_match(known, 2, " D\xC3\xA1tum ", 8), 0);
	assert_int_equal(hvk__column_match(known, 2, "wie vraagt?", 11), 1);
	assert_int_equal(hvk__column_match(known, 2, "months", 6), -1);
	assert_int_equal(hvk__column_match(known, 2, "mont", 4), -1);
	assert_int_equal(hvk__column_match(known, 2, "", 0), -1);
	assert_int_equal(hvk__column_match(known, 2, " - ", 3), -1);
	memset(name, 'x', sizeof(name));
	assert_int_equal(hvk__column_match(known, 2, name, sizeof(name)), -1);
}

static void fields(void **state)
{
	static const struct {
		const char *text;
		char delimiter;
		const char *field;
	} cases[] = {
		{ "", ',', "" },
		{ "Gent", ',', "Gent" },
		{ "een twee", ',', "een twee" },
		{ "een, twee", ',', "\"een, twee\"" },
		{ "een, twee", ';', "een, twee" },
		{ "5\" pijp", ',', "\"5\"\" pijp\"" },
		{ "\"", ',', "\"\"\"\"" },
		{ "a\nb", ',', "\"a\nb\"" },
		{ "a\rb", ',', "\"a\rb\"" },
		{ " a", ',', "\" a\"" },
		{ "a\t", ',', "\"a\t\"" },
		{ " ", ',', "\" \"" },
	};
	char buffer[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t length = hvk_csv_field(buffer, cases[i].text, strlen(cases[i].text), cases[i].delimiter);

		assert_int_equal(length, strlen(cases[i].field));
		assert_memory_equal(buffer, cases[i].field, length);
	}
}

/* What is written comes back as it was. */
static void round_trip(void **state)
{
	static const char kinds[] = "a\", ;\n\r\t";
	uint64_t seed = 1;

	(void)state;
	for (unsigned i = 0; i < 5000; i++) {
		char cell[8], line[64] = "month;theme\n";
		size_t length = 0, at = strlen(line);
		struct hvk__buffer out, expected = { 0 };
		struct hvk__span span;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		for (; length < (seed >> 60) % sizeof(cell); length++)
			cell[length] = kinds[(seed >> (8 + 4 * length)) % (sizeof(kinds) - 1)];
		span = (struct hvk__span){ cell, length };
		at += hvk_csv_field(line + at, cell, length, ';');
		memcpy(line + at, ";x\n", 3);
		hvk__buffer_add_text(&expected, "header at line 1: [month][theme]\n2 ");
		dump_cells(&expected, &span, 1);
		expected.length--;
		hvk__buffer_add_text(&expected, "[x]\nUTF-8, semicolon\n");
		out = dump_bytes(line, at + 3, NULL, 0);
		assert_string_equal(out.data, expected.data);
		hvk__buffer_free(&out);
		hvk__buffer_free(&expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(delimiter_names), cmocka_unit_test(encoding_names), cmocka_unit_test(sep_lines),
		cmocka_unit_test(record_ends),     cmocka_unit_test(columns),        cmocka_unit_test(fields),
		cmocka_unit_test(round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
