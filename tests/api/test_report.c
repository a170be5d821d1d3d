/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports on the network through the public interface. */
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
static char folder[] = "/tmp/hvk-report-XXXXXX";
static char path[64];

/* Saves a record: column, text ... NULL. */
static void save(enum hvk_type type, ...)
{
	struct hvk_record *record;
	const char *column;
	va_list arguments;

	assert_int_equal(hvk_record_new(store, type, &record), HVK_OK);
	va_start(arguments, type);
	while ((column = va_arg(arguments, const char *))) {
		const char *text = va_arg(arguments, const char *);

		if (hvk_record_set(record, hvk_type_find_column(type, column), text) != HVK_OK)
			fail_msg("%s: %s", text, hvk_store_error(store)->message);
	}
	va_end(arguments);
	assert_int_equal(hvk_record_save(record, false), HVK_OK);
	hvk_record_free(record);
}

static void ask(const char *line)
{
	struct hvk_question *question;

	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	if (hvk_question_set_short(question, line) != HVK_OK)
		fail_msg("%s: %s", line, hvk_store_error(store)->message);
	assert_int_equal(hvk_question_add(question), HVK_OK);
	hvk_question_free(question);
}

static void refer(const char *partner)
{
	struct hvk_record *referral;

	assert_int_equal(hvk_record_new(store, HVK_REFERRAL, &referral), HVK_OK);
	assert_int_equal(hvk_record_set(referral, hvk_type_find_column(HVK_REFERRAL, "partner"), partner), HVK_OK);
	assert_int_equal(hvk_referral_add(referral, NULL, false), HVK_OK);
	hvk_record_free(referral);
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	if (hvk_store_new(&store) < 0 || hvk_store_set_today(store, "2026-11-21") < 0 ||
	    hvk_store_create(store, path, HVK_PRECISION_MONTH, false) < 0)
		return -1;
	save(HVK_PARTNER, "slug", "winkel", "name", "Fictieve Winkel", "gemeente", "Brugge", NULL);
	save(HVK_OFFER, "slug", "gesprek", "partner", "winkel", "name", "Gesprek", "level", "basis", "pillar",
	     "opvoedingsondersteuning", "theme", "gedrag", NULL);
	ask("2026-10 brugge telefoon moeder 2 driftbuien");
	ask("2026-10 brugge telefoon moeder 2 inslapen");
	refer("winkel");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	hvk_store_free(store);
	unlink(path);
	return rmdir(folder);
}

static struct hvk_report *run(enum hvk_report_kind kind)
{
	struct hvk_report *report;

	assert_int_equal(hvk_report_new(store, kind, &report), HVK_OK);
	if (hvk_report_run(report) != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
	return report;
}

static int64_t count_at(const struct hvk_report *report, size_t section, size_t row, size_t column)
{
	int64_t whole;
	double real;

	assert_int_equal(hvk_report_value(report, section, row, column, &whole, &real), 1);
	return whole;
}

static void test_coverage(void **state)
{
	struct hvk_report *report = run(HVK_REPORT_COVERAGE);
	const char *last;

	(void)state;
	assert_string_equal(hvk_report_section(report, 0), "coverage");
	assert_int_equal(hvk_report_columns(report, 0), 4);
	assert_string_equal(hvk_report_column(report, 0, 0)->name, "gemeente");
	assert_string_equal(hvk_report_column(report, 0, 3)->title[HVK_NL], "aanbod");
	assert_int_equal(hvk_report_column(report, 0, 3)->form, HVK_REPORT_COUNT);
	assert_int_equal(hvk_report_rows(report, 0), 6);
	assert_string_equal(hvk_report_key(report, 0, 2, 0), "31005");
	assert_string_equal(hvk_report_label(report, 0, 2, 1, HVK_EN), "Parenting support");
	assert_int_equal(count_at(report, 0, 2, 3), 1);
	assert_int_equal(hvk_report_findings(report), 2);
	assert_string_equal(hvk_report_on(report), "2026-11-21");
	assert_string_equal(hvk_report_months(report, &last), "");
	assert_string_equal(last, "");
	hvk_report_free(report);
}

static void test_beyond(void **state)
{
	struct hvk_report *report = run(HVK_REPORT_COVERAGE);
	int64_t whole = 7;
	double real = 7;

	(void)state;
	assert_int_equal(hvk_report_sections(report), 2);
	assert_null(hvk_report_section(report, 2));
	assert_null(hvk_report_title(report, 2, HVK_NL));
	assert_null(hvk_report_column(report, 0, 4));
	assert_null(hvk_report_column(report, 2, 0));
	assert_null(hvk_report_key(report, 0, 6, 0));
	assert_null(hvk_report_key(report, 0, 0, 3));
	assert_null(hvk_report_label(report, 9, 9, 9, HVK_EN));
	assert_int_equal(hvk_report_value(report, 0, 0, 0, &whole, &real), 0);
	assert_int_equal(hvk_report_value(report, 0, 6, 3, &whole, &real), 0);
	assert_int_equal(whole, 0);
	assert_true(real == 0);
	hvk_report_free(report);
	hvk_report_free(NULL);
}

static void test_gaps(void **state)
{
	struct hvk_report *report = run(HVK_REPORT_GAPS);
	const char *last;
	size_t found = 0;

	(void)state;
	assert_string_equal(hvk_report_months(report, &last), "2025-11");
	assert_string_equal(last, "2026-10");
	for (size_t row = 0; row < hvk_report_rows(report, 0); row++) {
		if (count_at(report, 0, row, 3) == 0)
			continue;
		assert_string_equal(hvk_report_key(report, 0, row, 6), found++ == 0 ? "witte-vlek" : "gedekt");
	}
	assert_int_equal(found, 2);
	assert_int_equal(hvk_report_findings(report), 1);
	hvk_report_free(report);
}

static void test_network_and_referrals(void **state)
{
	struct hvk_report *report = run(HVK_REPORT_NETWORK);

	(void)state;
	assert_string_equal(hvk_report_title(report, 0, HVK_EN), "Key figures");
	assert_int_equal(count_at(report, 0, 0, 1), 1);
	hvk_report_free(report);
	assert_int_equal(hvk_report_new(store, HVK_REPORT_REFERRALS, &report), HVK_OK);
	assert_int_equal(hvk_report_set(report, HVK_REPORT_BY, "partner"), HVK_OK);
	assert_int_equal(hvk_report_run(report), HVK_OK);
	assert_int_equal(hvk_report_sections(report), 2);
	assert_int_equal(hvk_report_rows(report, 1), 0); /* this month is not one of the last twelve */
	assert_int_equal(hvk_report_set(report, HVK_REPORT_BY, "month"), HVK_EINVAL);
	hvk_report_free(report);
}

/* Activities, who came to meetings, phases: and the same activities in a table. */
static void test_agenda(void **state)
{
	struct hvk_report *report;
	struct hvk_source *source;
	struct hvk_table *table;
	size_t none = 0;
	int64_t whole;
	double real;

	(void)state;
	save(HVK_SESSION, "slug", "spelen-1", "title", "Spelen", "date", "2026-10-03", "partner", "winkel", "gemeente",
	     "Brugge", "theme", "slapen+gedrag", "status", "gehouden", "capacity", "20", "participants", "14", "new", "5",
	     NULL);
	save(HVK_MEETING, "slug", "overleg", "type", "overleg", "date", "2026-10-01", "status", "gehouden", NULL);
	save(HVK_ATTENDANCE, "slug", "overleg-winkel", "meeting", "overleg", "partner", "winkel", "people", "2", NULL);
	save(HVK_MILESTONE, "slug", "openen", "house", "Brugge", "phase", "start", "what", "Openen", "due",
	     "2026-10-01", NULL);
	report = run(HVK_REPORT_ACTIVITIES);
	assert_int_equal(hvk_report_sections(report), 7);
	assert_string_equal(hvk_report_column(report, 0, 2)->name, "participants");
	assert_int_equal(count_at(report, 0, 0, 2), 14);
	assert_int_equal(hvk_report_value(report, 0, 0, 4, &whole, &real), 1);
	assert_true(real == 0.7);
	hvk_report_free(report);
	report = run(HVK_REPORT_PHASES);
	assert_string_equal(hvk_report_key(report, 0, 0, 1), "start");
	assert_int_equal(hvk_report_findings(report), 1);
	hvk_report_free(report);
	report = run(HVK_REPORT_NETWORK);
	assert_string_equal(hvk_report_section(report, hvk_report_sections(report) - 1), "never-met");
	hvk_report_free(report);
	assert_int_equal(hvk_table_new(store, "theme-group", &table), HVK_OK);
	assert_int_equal(hvk_table_add_measure(table, HVK_SESSIONS), HVK_OK);
	assert_int_equal(hvk_table_add_measure(table, HVK_QUESTIONS), HVK_OK);
	assert_int_equal(hvk_source_store(store, NULL, &source), HVK_OK);
	assert_int_equal(hvk_table_count(&table, 1, source), HVK_OK);
	hvk_source_free(source);
	assert_string_equal(hvk_table_unit(table, HVK_SESSIONS), "sessions");
	none = hvk_table_members(table, 0);
	assert_int_equal(hvk_table_value(table, HVK_SESSIONS, &none, &whole, &real), 1);
	assert_int_equal(whole, 1);
	assert_int_equal(hvk_table_value(table, HVK_QUESTIONS, &none, &whole, &real), 1);
	assert_int_equal(whole, 2);
	hvk_table_free(table);
}

static void test_without_a_store(void **state)
{
	struct hvk_store *other;
	struct hvk_report *report;

	(void)state;
	assert_int_equal(hvk_store_new(&other), HVK_OK);
	assert_int_equal(hvk_report_new(other, HVK_REPORT_NETWORK, &report), HVK_OK);
	assert_int_equal(hvk_report_sections(report), 0);
	assert_int_equal(hvk_report_run(report), HVK_ESTORE);
	assert_int_equal(hvk_report_rows(report, 0), 0);
	hvk_report_free(report);
	hvk_store_free(other);
}

/* What stays as it was: no transaction is left behind. */
static void test_writing_afterwards(void **state)
{
	(void)state;
	hvk_report_free(run(HVK_REPORT_GAPS));
	save(HVK_PARTNER, "slug", "later", "name", "Fictief Later", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_coverage), cmocka_unit_test(test_beyond), cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_network_and_referrals), cmocka_unit_test(test_agenda),
		cmocka_unit_test(test_without_a_store),
		cmocka_unit_test(test_writing_afterwards)
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
