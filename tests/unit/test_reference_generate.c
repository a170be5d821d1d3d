/* SPDX-License-Identifier: EUPL-1.2 */
/* The build tool: the same bytes every time, and a place for everything that contradicts itself. Also the default codes
 * it wrote. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/macro.h"
#include "reference/tables.h"

enum { GEMEENTEN, POSTCODES, DEELGEMEENTEN, POPULATION, SHAPES, CODES, HSDS, MILESTONES, FILES };

static const char *const file_names[FILES] = { "gemeenten.csv", "postcodes.csv", "deelgemeenten.csv", "population.csv",
	                                       "gemeente-shapes.csv", "codes.csv", "hsds-3.0-tabular-schema.csv",
	                                       "milestones.csv" };

/* A country of three: A and B merge into A, which keeps its number; C stays. */
static const char *const good[FILES] = {
	"nis,name_nl,name_fr,name_de,arrondissement_nis,arrondissement,province_nis,province,region_nis,region,valid_"
	"from,valid_to,"
	"successor_nis,main_postcode\n"
	"10001,Aa,Aa,Aa,10100,Noord,10200,West,02000,Gewest,,,,1000\n"
	"10002,Bee,Bee,Bee,10100,Noord,10200,West,02000,Gewest,,2019-12-31,10001,\n"
	"10003,Cee,Cee,Zee,10101,Zuid,,,02000,Gewest,2001-01-01,,,1200\n",
	"postcode,place,place_fr,kind,nis\n"
	"1000,Aa,,hoofdgemeente,10001\n1100,Bee,,deelgemeente,10001\n1200,Cee,,hoofdgemeente,10003\n",
	"name,nis\nAa,10001\nBee,10001\n\"Cee\",10003\n",
	"nis,inhabitants_2026,children_0_14_2026,children_0_17_2026_estimate,children_0_17_2020\n10001,100,10,12,\n",
	"nis,label_x,label_y,path\n10003,5,2.5,\"M0,0 10,0 10,5 0,5Z\"\n",
	"list,code,parent,label_nl,label_en,sensitive,valid_from,valid_to\n"
	"theme,een,,Een,One,,,\ntheme,een.twee,een,\"Twee, \"\"drie\"\"?\",Two,1,,\nkind,een,,Een,One,,,\n"
	"phase,start,,Start,Start,,,\n",
	"file,field,type,format,required,unique,enum,foreign_key\n"
	"taxonomies.csv,id,string,uuid,1,1,,\naddresses.csv,id,string,uuid,1,1,,\n"
	"addresses.csv,kind,string,,0,0,a|b,taxonomy\n",
	"phase,months,label_nl,label_en\nstart,0,Begin,Beginning\nstart,12,Opening,Opening\n",
};

static char folder[] = "/tmp/hvk-generate-XXXXXX";
static char tool[PATH_MAX];

static int setup(void **state)
{
	ssize_t length = readlink("/proc/self/exe", tool, sizeof(tool) - 64);
	char *end;

	(void)state;
	if (length < 0 || !mkdtemp(folder))
		return -1;
	tool[length] = '\0';
	for (int up = 0; up < 3; up++) {
		end = strrchr(tool, '/');
		if (!end)
			return -1;
		*end = '\0';
	}
	strcat(tool, "/lib/reference/generate");
	return 0;
}

static void path_of(int file, char path[128])
{
	snprintf(path, 128, "%s/%s", folder, file_names[file]);
}

static int teardown(void **state)
{
	char path[128];

	(void)state;
	for (int file = 0; file < FILES; file++) {
		path_of(file, path);
		unlink(path);
	}
	return rmdir(folder);
}

static void write_file(int file, const char *text, size_t length)
{
	char path[128];
	FILE *stream;

	path_of(file, path);
	stream = fopen(path, "w");
	assert_non_null(stream);
	assert_int_equal(fwrite(text, 1, length, stream), length);
	assert_int_equal(fclose(stream), 0);
}

static void write_good(void)
{
	for (int file = 0; file < FILES; file++)
		write_file(file, good[file], strlen(good[file]));
}

/* Runs the tool; returns its exit status and what it wrote on one of its streams, to be freed. */
static int run(const char *redirection, char **output)
{
	char command[PATH_MAX + 128];
	size_t length = 0;
	FILE *stream, *memory;
	int c;

	snprintf(command, sizeof(command), "'%s' %s %s", tool, folder, redirection);
	stream = popen(command, "r");
	assert_non_null(stream);
	memory = open_memstream(output, &length);
	assert_non_null(memory);
	while ((c = getc(stream)) != EOF)
		putc(c, memory);
	fclose(memory);
	return WEXITSTATUS(pclose(stream));
}

static void test_good(void **state)
{
	_cleanup_free_ char *first = NULL, *second = NULL;

	(void)state;
	write_good();
	assert_int_equal(run("", &first), 0);
	assert_int_equal(run("", &second), 0);
	assert_string_equal(first, second);
	/* Aa before and after it took in Bee, which leads to the latter. */
	assert_non_null(strstr(first, "{ 10001, 1, INT32_MIN, 18261, 0, 1000, { \"Aa\", \"Aa\", \"Aa\" }, -1, -1 }"));
	assert_non_null(
		strstr(first, "{ 10001, 65535, 18262, INT32_MAX, 0, 1000, { \"Aa\", \"Aa\", \"Aa\" }, 100, 12 }"));
	assert_non_null(strstr(first, "{ 10002, 1, INT32_MIN, 18261, 0, 0, { \"Bee\", \"Bee\", \"Bee\" }, -1, -1 }"));
	assert_non_null(strstr(first, "\"Twee, \\\"drie\\\"\\?\""));
	assert_non_null(strstr(first, "hvk__gemeenten_count = 4;"));
	assert_non_null(strstr(first, "{ \"taxonomies\", \"taxonomy\", \"id\", \"string\", \"uuid\", \"\", \"\", true, true }"));
	assert_non_null(strstr(first, "\"addresses\", \"address\", \"kind\", \"string\", \"\", \"a|b\", \"taxonomy\", false, false"));
}

/* Replaces the first occurrence of one text in one file by another, and expects this on standard error. */
static void check_refused(int file, const char *from, const char *to, unsigned line, const char *why)
{
	_cleanup_free_ char *output = NULL;
	const char *at = strstr(good[file], from);
	char text[2048], expected[512];
	int length;

	assert_non_null(at);
	write_good();
	length = snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - good[file]), good[file], to, at + strlen(from));
	write_file(file, text, (size_t)length);
	assert_int_equal(run("2>&1 >/dev/null", &output), 1);
	snprintf(expected, sizeof(expected), "%s/%s:%u: %s\n", folder, file_names[file], line, why);
	assert_string_equal(output, expected);
}

static void test_bad_header_and_successor(void **state)
{
	(void)state;
	check_refused(GEMEENTEN, "nis,name", "nr,name", 1,
	              "the header is not "
	              "'nis,name_nl,name_fr,name_de,arrondissement_nis,arrondissement,province_nis,province,region_nis,"
	              "region,valid_from,valid_to,successor_nis,main_postcode'");
	check_refused(GEMEENTEN, "31,10001,", "31,10009,", 3, "unknown successor 10009");
}

static void test_bad_rows(void **state)
{
	(void)state;
	check_refused(GEMEENTEN, "10002,Bee", "10001,Bee", 3, "duplicate 10001, also on line 2");
	check_refused(GEMEENTEN, "2019-12-31", "2019-12-32", 3, "'2019-12-32' is not a date");
	check_refused(GEMEENTEN, "2001-01-01,", "2001-01-01,2000-01-01", 4, "ends before it begins");
	check_refused(GEMEENTEN, ",2019-12-31,", ",,", 3, "has a successor but no end");
	check_refused(GEMEENTEN, "10002,Bee", "10002,", 3, "a name is empty");
	check_refused(GEMEENTEN, "10002,Bee", "1002,Bee", 3, "'1002' has not 5 digits");
	check_refused(GEMEENTEN, "10002,Bee", "1000x,Bee", 3, "'1000x' is not a number");
	check_refused(GEMEENTEN, "Bee,Bee,Bee,10100,Noord", "Bee,Bee,Bee,10100,Oost", 3,
	              "10100 Oost contradicts line 2");
	check_refused(GEMEENTEN, ",1200\n", ",1100\n", 4, "postcode 1100 is not among its postcodes");
	check_refused(GEMEENTEN, ",1200\n", ",1200,\n", 4, "more than 14 cells");
	check_refused(GEMEENTEN, ",,1200\n", ",1200\n", 4, "13 cells, not 14");
	check_refused(GEMEENTEN, "Cee,Cee", "\"Cee,Cee", 4, "a quote is not closed");
	check_refused(GEMEENTEN, "Cee,Cee", "\"Cee\"x,Cee", 4, "text follows a closing quote");
	check_refused(GEMEENTEN, "Cee,Cee", "C\xff,Cee", 4, "not UTF-8");
	check_refused(GEMEENTEN, "Cee,Cee",
	              "Ce\xcc\x81"
	              "e,Cee",
	              4, "not in composed form (NFC)");
	check_refused(GEMEENTEN, "Cee,Cee", "C\tee,Cee", 4, "a control character");
	check_refused(GEMEENTEN, "Cee,Cee", "-,Cee", 4, "'-' is not a name");
	check_refused(POSTCODES, "1100,Bee", "0900,Bee", 3, "postcode 900 is out of order");
	check_refused(POSTCODES, "deelgemeente,10001", "deelgemeente,10004", 3, "unknown NIS code 10004");
	check_refused(POSTCODES, "deelgemeente,10001", "deelgemeente,10002", 3, "NIS code 10002 is no longer valid");
	check_refused(DEELGEMEENTEN, "Bee,10001", "Bee,10005", 3, "unknown NIS code 10005");
	check_refused(POPULATION, "10001,100,10,12,\n", "10001,100,10,12,\n10001,100,10,12,\n", 3, "duplicate 10001");
	check_refused(POPULATION, "100,10,12", "10,10,12", 2, "more children than inhabitants");
	check_refused(POPULATION, "100,10", "veel,10", 2, "'veel' is not a number");
	check_refused(SHAPES, "10003,", "10002,", 2, "NIS code 10002 is no longer valid");
	check_refused(SHAPES, "5Z\"\n", "5Z\"\n10003,1,1,M0Z\n", 3, "duplicate 10003");
	check_refused(SHAPES, "M0,0 10,0 10,5 0,5Z", "M0,0 L10,0Z", 2, "'M0,0 L10,0Z...' is not an outline");
	check_refused(SHAPES, "5,2.5", "5,x", 2, "'x' is not a coordinate");
	check_refused(CODES, "kind,een", "theme,een", 4, "duplicate theme een");
	check_refused(CODES, "kind,een", "kind,twee,,Twee,Two,,,\ntheme,zes", 5, "list theme is not in one piece");
	check_refused(CODES, "een.twee,een", "een.twee,vier", 3, "unknown parent vier; it must stand before");
	check_refused(CODES, "Two,1", "Two,2", 3, "sensitive is 1 or empty");
	check_refused(CODES, "Two,1,", "Two,1,2026-01-01", 3, "a default code has no dates");
	check_refused(CODES, "Two,1", ",1", 3, "list, code and labels are required");
	check_refused(HSDS, "addresses.csv,id", "addresses.txt,id", 3, "'addresses.txt' is not the name of a CSV file");
	check_refused(HSDS, "kind,string", "id,string", 4, "duplicate id");
	check_refused(HSDS, "kind,string", "kind,", 4, "field and type are required");
	check_refused(HSDS, "0,0,a|b", "0,no,a|b", 4, "required and unique are 0 or 1");
	check_refused(HSDS, "taxonomy\n", "term\n", 4, "no file has rows of 'term'");
	check_refused(HSDS, "a|b,taxonomy\n", "a|b,taxonomy\ntaxonomies.csv,x,string,,0,0,,\n", 5,
	              "taxonomies.csv is not in one piece");
	check_refused(MILESTONES, "start,12", "slot,12", 3, "unknown phase 'slot'");
	check_refused(MILESTONES, "12,", "later,", 3, "'later' is not a number");
	check_refused(MILESTONES, "Begin,Beginning", "Begin,", 2, "labels are required");
	check_refused(MILESTONES, "Opening,Opening", "Begin,Opening", 3, "duplicate of line 2");
}

static void test_successor_gap(void **state)
{
	(void)state;
	/* The successor ended first: nothing of it is there on the day after. */
	check_refused(GEMEENTEN, "Gewest,,,,1000", "Gewest,,2019-06-30,10003,1000", 3,
	              "its successor 10001 (line 2) is not valid the day after");
}

static void test_missing_file(void **state)
{
	_cleanup_free_ char *output = NULL;
	char path[128];

	(void)state;
	write_good();
	path_of(POSTCODES, path);
	unlink(path);
	assert_int_equal(run("2>&1 >/dev/null", &output), 1);
	assert_non_null(strstr(output, "postcodes.csv: No such file or directory"));
}

static void test_full_disk(void **state)
{
	_cleanup_free_ char *output = NULL;

	(void)state;
	write_good();
	assert_int_equal(run("2>&1 >/dev/full", &output), 1);
	assert_non_null(strstr(output, "No space left on device"));
}

static const struct hvk__default_code *code(const char *list, const char *name)
{
	for (size_t i = 0; i < hvk__default_codes_count; i++)
		if (strcmp(hvk__default_codes[i].list, list) == 0 && strcmp(hvk__default_codes[i].code, name) == 0)
			return &hvk__default_codes[i];
	fail_msg("no code %s %s", list, name);
	return NULL;
}

static void test_default_codes(void **state)
{
	const struct hvk__default_code *found;

	(void)state;
	found = code("theme", "gedrag.driftbuien");
	assert_string_equal(found->parent, "gedrag");
	assert_string_equal(found->label_nl, "Driftbuien");
	assert_string_equal(found->label_en, "Tantrums");
	assert_false(found->sensitive);
	assert_true(code("theme", "emoties.zelfdoding")->sensitive);
	assert_string_equal(code("duration", "60+")->parent, "");
	/* Numbers in stores follow this order: new is 1, same is 2. */
	assert_ptr_equal(code("contact", "same"), code("contact", "new") + 1);
	assert_string_not_equal(code("contact", "new")[-1].list, "contact");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),          cmocka_unit_test(test_bad_header_and_successor),
		cmocka_unit_test(test_bad_rows),      cmocka_unit_test(test_successor_gap),
		cmocka_unit_test(test_missing_file),  cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_default_codes),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
