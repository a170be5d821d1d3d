/* SPDX-License-Identifier: EUPL-1.2 */
/* Statistical tables through the public interface: over a store, and over CSV. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hvk.h"

static struct hvk_store *store;
static char folder[] = "/tmp/hvk-table-XXXXXX";
static char path[64];

/* month, gemeente, theme, answer, contact, desk */
static const char *const questions[][6] = {
	{ "2023-05", "Borsbeek", "slapen.inslapen", "info", NULL, NULL },
	{ "2023-05", "Antwerpen", "slapen.inslapen", "info+folder", "new", "loket-zuid" },
	{ "2024-11", "Hasselt", "gedrag.driftbuien", NULL, "same", "loket-noord" },
	{ "2024-11", "Kortessem", "gedrag.driftbuien", NULL, NULL, NULL },
	{ "2025-03", "Hasselt", "gedrag.driftbuien", "info", NULL, NULL },
	{ "2025-03", "Antwerpen", "andere", "luisteren+info+folder", "same", NULL },
	{ "2026-01", "Zwijndrecht", "onbekend", NULL, NULL, "loket-noord" }
};
enum { QUESTIONS = sizeof(questions) / sizeof(questions[0]) };

static void add_questions(void)
{
	static const enum hvk_column columns[] = {
		HVK_MONTH, HVK_GEMEENTE, HVK_THEME, HVK_ANSWER, HVK_CONTACT, HVK_DESK
	};
	struct hvk_question *question;

	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	for (size_t i = 0; i < QUESTIONS; i++) {
		hvk_question_clear(question);
		for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]); c++) {
			if (hvk_question_set(question, columns[c], questions[i][c]) != HVK_OK)
				fail_msg("%s: %s", questions[i][c], hvk_store_error(store)->message);
		}
		assert_int_equal(hvk_question_add(question), HVK_OK);
	}
	hvk_question_free(question);
}

static void import_region(const char *csv)
{
	int ends[2];
	uint64_t members;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], csv, strlen(csv)), strlen(csv));
	close(ends[1]);
	assert_int_equal(hvk_region_import(store, "regions.csv", ends[0], false, &members), HVK_OK);
	close(ends[0]);
}

static int set_up(void **state)
{
	(void)state;
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_set_today(store, "2026-11-15"), HVK_OK);
	assert_int_equal(hvk_store_create(store, path, HVK_PRECISION_MONTH, false), HVK_OK);
	add_questions();
	return 0;
}

static int tear_down(void **state)
{
	char command[96];

	(void)state;
	hvk_store_free(store);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

/* A table over the store, not yet counted. */
static struct hvk_table *table_by(const char *by)
{
	struct hvk_table *table;

	assert_int_equal(hvk_table_new(store, by, &table), HVK_OK);
	return table;
}

static void count_filtered(struct hvk_table *table, const struct hvk_filter *filter)
{
	struct hvk_source *source;

	assert_int_equal(hvk_source_store(store, filter, &source), HVK_OK);
	if (hvk_table_count(&table, 1, source) != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
	hvk_source_free(source);
}

static void count(struct hvk_table *table)
{
	count_filtered(table, NULL);
}

/* The member of a dimension with this key; "total" for that. */
static size_t member_of(const struct hvk_table *table, size_t dimension, const char *key)
{
	for (size_t i = 0; i <= hvk_table_members(table, dimension); i++)
		if (strcmp(hvk_table_key(table, dimension, i), key) == 0)
			return i;
	fail_msg("no member %s", key);
	return 0;
}

static bool has_member(const struct hvk_table *table, const char *key)
{
	for (size_t i = 0; i < hvk_table_members(table, 0); i++)
		if (strcmp(hvk_table_key(table, 0, i), key) == 0)
			return true;
	return false;
}

static int64_t value(const struct hvk_table *table, enum hvk_measure measure, const char *one, const char *two)
{
	size_t member[2] = { 0, 0 };
	int64_t whole;
	double real;

	if (one)
		member[0] = member_of(table, 0, one);
	if (two)
		member[1] = member_of(table, 1, two);
	return hvk_table_value(table, measure, member, &whole, &real) == 1 ? whole : -1;
}

static int64_t asked(const struct hvk_table *table, const char *key)
{
	return value(table, HVK_QUESTIONS, key, NULL);
}

/* ---- geography */

static void test_today(void **state)
{
	struct hvk_table *table = table_by("gemeente");

	(void)state;
	count(table);
	/* Borsbeek's question of 2023 counts for Antwerpen, Kortessem's for Hasselt, which has a new code. */
	assert_int_equal(asked(table, "11002"), 3);
	assert_int_equal(asked(table, "71072"), 3);
	assert_int_equal(asked(table, "46030"), 1);
	assert_int_equal(hvk_table_members(table, 0), 3);
	assert_int_equal(asked(table, "total"), QUESTIONS);
	assert_string_equal(hvk_table_label(table, 0, member_of(table, 0, "71072"), HVK_EN), "Hasselt");
	hvk_table_free(table);
}

static void test_geography_of_the_past(void **state)
{
	struct hvk_table *table = table_by("gemeente");

	(void)state;
	assert_int_equal(hvk_table_set_geography(table, "2024-12-31"), HVK_OK);
	count(table);
	assert_int_equal(asked(table, "11007"), 1);
	assert_int_equal(asked(table, "11002"), 1);
	/* What was merged later cannot be carried back, and stands on a line of its own. */
	assert_int_equal(asked(table, "11002@2025-01-01"), 1);
	assert_string_equal(hvk_table_label(table, 0, member_of(table, 0, "11002@2025-01-01"), HVK_EN),
	                    "Antwerpen (11002, later merger)");
	assert_int_equal(asked(table, "71022"), 1);
	assert_int_equal(asked(table, "73040"), 1);
	assert_int_equal(asked(table, "71072"), 1);
	assert_string_equal(hvk_table_label(table, 0, member_of(table, 0, "71072"), HVK_NL),
	                    "Hasselt (71072, latere fusie)");
	assert_int_equal(asked(table, "total"), QUESTIONS);
	hvk_table_free(table);
}

/* Zwijndrecht went to another province; Hasselt's parts lay in two arrondissementen but in one province. */
static void test_larger_areas(void **state)
{
	struct hvk_table *table = table_by("province");

	(void)state;
	count(table);
	assert_int_equal(asked(table, "10000"), 3);
	assert_int_equal(asked(table, "40000"), 1);
	assert_int_equal(asked(table, "70000"), 3);
	hvk_table_free(table);
	table = table_by("province");
	assert_int_equal(hvk_table_set_geography(table, "2024-12-31"), HVK_OK);
	count(table);
	assert_int_equal(asked(table, "10000"), 3);
	assert_int_equal(asked(table, "46030"), 1);
	assert_int_equal(asked(table, "70000"), 3);
	hvk_table_free(table);
	table = table_by("arrondissement");
	assert_int_equal(hvk_table_set_geography(table, "2024-12-31"), HVK_OK);
	count(table);
	assert_int_equal(asked(table, "71000"), 1);
	assert_int_equal(asked(table, "73000"), 1);
	assert_int_equal(asked(table, "71072"), 1);
	assert_int_equal(asked(table, "total"), QUESTIONS);
	hvk_table_free(table);
}

static void test_regions(void **state)
{
	struct hvk_table *table;

	(void)state;
	import_region("region,gemeente\nscheldestad,11002\nscheldestad,11001\nsteden,11002\nsteden,71072\n");
	table = table_by("region,month");
	count(table);
	/* Antwerpen counts in both, and once in the total. */
	assert_int_equal(value(table, HVK_QUESTIONS, "scheldestad", "total"), 3);
	assert_int_equal(value(table, HVK_QUESTIONS, "steden", "total"), 6);
	assert_int_equal(value(table, HVK_QUESTIONS, "no-region", "total"), 1);
	assert_int_equal(value(table, HVK_QUESTIONS, "total", "total"), QUESTIONS);
	assert_int_equal(value(table, HVK_QUESTIONS, "total", "2023-05"), 2);
	assert_int_equal(value(table, HVK_QUESTIONS, "no-region", "2023-05"), 0);
	hvk_table_free(table);
	/* Gemeenten of the store's regions are shown also without a question. */
	table = table_by("gemeente");
	count(table);
	assert_int_equal(asked(table, "11001"), 0);
	assert_int_equal(hvk_table_members(table, 0), 4);
	hvk_table_free(table);
	/* On older geography a region holds the parts of what it names, and what kept its number: not Borsbeek. */
	table = table_by("region");
	assert_int_equal(hvk_table_set_geography(table, "2024-12-31"), HVK_OK);
	count(table);
	assert_int_equal(asked(table, "steden"), 5);
	assert_int_equal(asked(table, "no-region"), 2);
	hvk_table_free(table);
	table = table_by("region,gemeente");
	count(table);
	assert_int_equal(value(table, HVK_QUESTIONS, "scheldestad", "11002"), 3);
	assert_int_equal(value(table, HVK_QUESTIONS, "scheldestad", "71072"), -1); /* not in it */
	assert_int_equal(value(table, HVK_QUESTIONS, "no-region", "46030"), 1);
	hvk_table_free(table);
}

/* ---- measures */

static void test_mentions(void **state)
{
	struct hvk_table *table = table_by("answer");

	(void)state;
	assert_int_equal(hvk_table_add_measure(table, HVK_CONTACTS), HVK_OK);
	count(table);
	assert_string_equal(hvk_table_unit(table, HVK_QUESTIONS), "mentions");
	assert_string_equal(hvk_table_unit(table, HVK_CONTACTS), "contact-mentions");
	assert_int_equal(asked(table, "info"), 4);
	assert_int_equal(asked(table, "folder"), 2);
	assert_int_equal(asked(table, "luisteren"), 1);
	assert_int_equal(asked(table, "not-recorded"), 3);
	assert_int_equal(asked(table, "total"), 10);
	assert_int_equal(value(table, HVK_CONTACTS, "info", NULL), 3);
	hvk_table_free(table);
}

static void test_contacts_and_shares(void **state)
{
	struct hvk_table *table = table_by("desk");
	size_t member[1];
	int64_t whole;
	double real;

	(void)state;
	assert_int_equal(hvk_table_add_measure(table, HVK_CONTACTS), HVK_OK);
	assert_int_equal(hvk_table_add_measure(table, HVK_SHARE), HVK_OK);
	count(table);
	assert_string_equal(hvk_table_unit(table, HVK_QUESTIONS), "questions");
	assert_int_equal(asked(table, "loket-noord"), 2);
	assert_int_equal(value(table, HVK_CONTACTS, "loket-noord", NULL), 1);
	assert_int_equal(value(table, HVK_CONTACTS, "total", NULL), QUESTIONS - 2);
	member[0] = member_of(table, 0, "loket-noord");
	assert_int_equal(hvk_table_value(table, HVK_SHARE, member, &whole, &real), 1);
	assert_true(real > 2.0 / QUESTIONS - 1e-9 && real < 2.0 / QUESTIONS + 1e-9);
	/* Desks by name, what is not recorded last. */
	assert_string_equal(hvk_table_key(table, 0, 0), "loket-noord");
	assert_string_equal(hvk_table_key(table, 0, 1), "loket-zuid");
	assert_string_equal(hvk_table_key(table, 0, 2), "not-recorded");
	assert_int_equal(hvk_table_value(table, HVK_PER_1000, member, &whole, &real), HVK_EINVAL);
	hvk_table_free(table);
}

static double per_1000(const struct hvk_table *table, const char *key)
{
	size_t member[1] = { member_of(table, 0, key) };
	int64_t whole;
	double real;

	return hvk_table_value(table, HVK_PER_1000, member, &whole, &real) == 1 ? real : -1;
}

static void test_per_1000(void **state)
{
	struct hvk_table *table = table_by("gemeente");

	(void)state;
	assert_int_equal(hvk_table_add_measure(table, HVK_PER_1000), HVK_OK);
	count(table);
	/* 125,616 children in Antwerpen. */
	assert_true(per_1000(table, "11002") > 0.02388 && per_1000(table, "11002") < 0.02389);
	assert_true(per_1000(table, "total") > 0);
	assert_string_equal(hvk_table_unit(table, HVK_PER_1000), "per-1000-estimate");
	hvk_table_free(table);
	/* Nobody counted the children of 2026 in gemeenten that are no more. */
	table = table_by("gemeente");
	assert_int_equal(hvk_table_add_measure(table, HVK_PER_1000), HVK_OK);
	assert_int_equal(hvk_table_set_geography(table, "2024-12-31"), HVK_OK);
	count(table);
	assert_true(per_1000(table, "11007") < 0);
	assert_true(per_1000(table, "11002@2025-01-01") < 0);
	assert_true(per_1000(table, "total") < 0);
	hvk_table_free(table);
	table = table_by("theme");
	assert_int_equal(hvk_table_add_measure(table, HVK_PER_1000), HVK_EINVAL);
	hvk_table_free(table);
	table = table_by("gemeente,province");
	assert_int_equal(hvk_table_add_measure(table, HVK_PER_1000), HVK_EINVAL);
	hvk_table_free(table);
}

static void test_no_questions(void **state)
{
	struct hvk_table *table = table_by("theme-group");
	size_t member[1] = { 0 };
	int64_t whole;
	double real;

	(void)state;
	assert_int_equal(hvk_table_set_months(table, "2020-01", "2020-12"), HVK_OK);
	count(table);
	assert_int_equal(asked(table, "slapen"), 0);
	assert_int_equal(asked(table, "total"), 0);
	/* There is no share of nothing. */
	assert_int_equal(hvk_table_value(table, HVK_SHARE, member, &whole, &real), 0);
	hvk_table_free(table);
}

/* ---- members */

static void test_zero_is_a_figure(void **state)
{
	struct hvk_table *table = table_by("theme-group");

	(void)state;
	count(table);
	assert_int_equal(hvk_table_members(table, 0), 15);
	assert_string_equal(hvk_table_key(table, 0, 0), "lichaam");
	assert_int_equal(asked(table, "lichaam"), 0);
	assert_int_equal(asked(table, "slapen"), 2);
	assert_int_equal(asked(table, "onbekend"), 1);
	assert_false(has_member(table, "not-recorded"));
	hvk_table_free(table);
	table = table_by("theme-group");
	hvk_table_set_occurring(table);
	count(table);
	assert_int_equal(hvk_table_members(table, 0), 4);
	assert_int_equal(hvk_table_occurring(table), 4);
	hvk_table_free(table);
}

static void test_time(void **state)
{
	static const struct { const char *by, *first, *last; size_t members; } cases[] = {
		{ "month", "2023-05", "2026-01", 33 }, { "quarter", "2023-Q2", "2026-Q1", 12 },
		{ "year", "2023", "2026", 4 }, { "schoolyear", "2022-2023", "2025-2026", 4 }
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hvk_table *table = table_by(cases[i].by);

		/* From the first that occurs to the last. */
		count(table);
		assert_int_equal(hvk_table_members(table, 0), cases[i].members);
		assert_string_equal(hvk_table_key(table, 0, 0), cases[i].first);
		assert_string_equal(hvk_table_key(table, 0, cases[i].members - 1), cases[i].last);
		assert_int_equal(asked(table, "total"), QUESTIONS);
		hvk_table_free(table);
	}
	struct hvk_table *table = table_by("month");

	assert_int_equal(hvk_table_set_months(table, "2025-01", "2025-12"), HVK_OK);
	count(table);
	assert_int_equal(hvk_table_members(table, 0), 12);
	assert_int_equal(asked(table, "total"), 2);
	assert_string_equal(hvk_table_label(table, 0, 9, HVK_NL), "okt 2025");
	assert_string_equal(hvk_table_label(table, 0, 9, HVK_EN), "Oct 2025");
	assert_string_equal(hvk_table_label(table, 0, 12, HVK_NL), "Totaal");
	hvk_table_free(table);
	table = table_by("month,year");
	count(table);
	assert_int_equal(value(table, HVK_QUESTIONS, "2023-05", "2023"), 2);
	assert_int_equal(value(table, HVK_QUESTIONS, "2023-05", "2024"), -1); /* cannot be */
	assert_int_equal(value(table, HVK_QUESTIONS, "total", "2024"), 2);
	hvk_table_free(table);
}

static void test_filter(void **state)
{
	struct hvk_filter *filter;
	struct hvk_table *table = table_by("gemeente");

	(void)state;
	assert_int_equal(hvk_filter_new(store, &filter), HVK_OK);
	assert_int_equal(hvk_filter_add(filter, "gemeente", "=", "Antwerpen,Mortsel"), HVK_OK);
	assert_int_equal(hvk_filter_add(filter, "period", "=", "2025"), HVK_OK);
	hvk_table_set_filter(table, filter);
	/* Whether the source asks already or only the table does. */
	count(table);
	assert_int_equal(asked(table, "11002"), 1);
	assert_int_equal(asked(table, "11029"), 0);
	assert_int_equal(hvk_table_members(table, 0), 2);
	assert_int_equal(asked(table, "total"), 1);
	hvk_table_free(table);
	table = table_by("month,theme-group");
	hvk_table_set_filter(table, filter);
	count_filtered(table, filter);
	assert_int_equal(hvk_table_members(table, 0), 12);
	assert_int_equal(value(table, HVK_QUESTIONS, "total", "andere"), 1);
	assert_int_equal(value(table, HVK_QUESTIONS, "total", "total"), 1);
	hvk_table_free(table);
	hvk_filter_free(filter);
}

/* ---- the same from CSV */

static void test_csv(void **state)
{
	struct hvk_table *tables[] = { table_by("gemeente,theme"), table_by("desk"), table_by("answer,month") };
	struct hvk_input input = { .name = "questions.csv" };
	struct hvk_intake *intake;
	struct hvk_source *source;
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	fputs("month,gemeente,theme,answer,contact,desk\n", file);
	for (size_t i = 0; i < QUESTIONS; i++) {
		for (size_t c = 0; c < 6; c++)
			fprintf(file, "%s%s", questions[i][c] ? questions[i][c] : "", c < 5 ? "," : "\n");
	}
	fputs("2026-10,Gent,slapen,,,balie-nieuw\n", file);
	rewind(file);
	input.descriptor = fileno(file);
	assert_int_equal(hvk_intake_new(store, &intake), HVK_OK);
	assert_int_equal(hvk_source_csv(intake, &input, 1, NULL, &source), HVK_OK);
	if (hvk_table_count(tables, 3, source) != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
	hvk_source_free(source);
	hvk_intake_free(intake);
	fclose(file);
	assert_int_equal(value(tables[0], HVK_QUESTIONS, "total", "total"), QUESTIONS + 1);
	assert_int_equal(value(tables[0], HVK_QUESTIONS, "11002", "slapen.inslapen"), 2);
	assert_int_equal(value(tables[0], HVK_QUESTIONS, "44021", "slapen"), 1);
	/* A desk that only the file knows. */
	assert_int_equal(asked(tables[1], "balie-nieuw"), 1);
	assert_int_equal(asked(tables[1], "loket-noord"), 2);
	assert_int_equal(value(tables[2], HVK_QUESTIONS, "info", "total"), 4);
	assert_int_equal(value(tables[2], HVK_QUESTIONS, "total", "2026-10"), 1);
	for (size_t i = 0; i < 3; i++)
		hvk_table_free(tables[i]);
}

/* ---- what cannot be */

static void test_refused(void **state)
{
	static const struct { const char *by, *says; } cases[] = {
		{ "gemeent", "did you mean gemeente?" }, { "qqqqqqqq", "expected one of" }, { "theme,theme", "twice" },
		{ "theme,", "missing" }, { ",theme", "unknown dimension ''" },
		{ "month,gemeente,desk,channel,asker,age,theme", "at most 6" }
	};
	struct hvk_table *table;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		table = (struct hvk_table *)&table;
		assert_int_equal(hvk_table_new(store, cases[i].by, &table), HVK_EINVAL);
		assert_null(table);
		if (!strstr(hvk_store_error(store)->message, cases[i].says))
			fail_msg("%s: %s", cases[i].by, hvk_store_error(store)->message);
	}
	table = table_by(" theme , month ");
	assert_int_equal(hvk_table_dimensions(table), 2);
	assert_string_equal(hvk_table_dimension(table, 1), "month");
	assert_null(hvk_table_dimension(table, 2));
	assert_int_equal(hvk_table_set_geography(table, "2024-13-01"), HVK_EINVAL);
	assert_int_equal(hvk_table_set_geography(table, "2024-12"), HVK_EINVAL);
	assert_int_equal(hvk_table_set_months(table, "2024-12", "2024-01"), HVK_EINVAL);
	assert_int_equal(hvk_table_set_months(table, "2024", "2024-01"), HVK_EINVAL);
	assert_int_equal(hvk_table_set_months(table, "2024-01", "2024-02-01"), HVK_EINVAL);
	assert_int_equal(hvk_table_add_measure(table, HVK_MEASURES), HVK_EINVAL);
	hvk_table_free(table);
	hvk_table_free(NULL);
	assert_null(hvk_dimension_name(1000));
	assert_null(hvk_dimension_help(1000));
	assert_null(hvk_measure_name(HVK_MEASURES));
	assert_null(hvk_measure_help(HVK_MEASURES));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_today, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_geography_of_the_past, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_larger_areas, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_regions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_mentions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_contacts_and_shares, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_per_1000, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_questions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_zero_is_a_figure, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_filter, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_csv, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
