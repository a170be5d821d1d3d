/* SPDX-License-Identifier: EUPL-1.2 */
/* Gaps: demand beside supply, and what a row comes to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report_rows.h"

enum { QUESTIONS = 3, OFFERS = 5, GAP = 7, REPORTED = 7 }; /* columns; the first so many to be shown */

static int set_up(void **state)
{
	struct hvk_store *store;

	if (store_set_up(state) < 0)
		return -1;
	store = store_of(state);
	put(store, HVK_PARTNER, "slug", "fictief", "name", "Fictief Huis", "gemeente", "Torhout", "stage", "active",
	    NULL);
	add_short(store, "2026-10 torhout telefoon moeder 2 driftbuien", NULL);
	add_short(store, "2026-10 torhout telefoon vader 2 driftbuien", NULL);
	add_short(store, "2026-09 torhout chat vader 4 inslapen", NULL);
	add_short(store, "2025-09 torhout chat vader 4 inslapen", NULL); /* before the last twelve months */
	return 0;
}

static void offer(struct hvk_store *store, const char *slug, const char *theme, const char *age)
{
	put(store, HVK_OFFER, "slug", slug, "partner", "fictief", "name", slug, "theme", theme, "age", age, NULL);
}

static struct hvk_report *run_gaps(void **state)
{
	return run_report(store_of(state), HVK_REPORT_GAPS, NULL, -1);
}

/* gemeente theme-group age questions without-offer offers gap, where something was asked or, else, is offered. */
static const char *asked(struct hvk_report *report)
{
	return rows_with(report, "gaps", GAP, QUESTIONS);
}

static const char *offered(struct hvk_report *report)
{
	return rows_with(report, "gaps", GAP, OFFERS);
}

static void test_no_offers(void **state)
{
	struct hvk_report *report = run_gaps(state);
	const char *last;

	assert_string_equal(asked(report), "31033 slapen 3-5 1 1 0 witte-vlek, 31033 gedrag 0-2 2 2 0 witte-vlek");
	assert_int_equal(hvk_report_findings(report), 2);
	assert_string_equal(hvk_report_months(report, &last), "2025-11");
	assert_string_equal(last, "2026-10");
	assert_string_equal(hvk_report_on(report), "2026-10-31");
	/* Every group and age is there, also at 0. */
	assert_int_equal(hvk_report_rows(report, 0), 15 * 10);
	hvk_report_free(report);
}

static void test_covered(void **state)
{
	struct hvk_report *report;

	offer(store_of(state), "a", "gedrag.driftbuien", "0-3");
	offer(store_of(state), "b", "gedrag", NULL);
	report = run_gaps(state);
	assert_string_equal(asked(report), "31033 slapen 3-5 1 1 0 witte-vlek, 31033 gedrag 0-2 2 0 2 gedekt");
	assert_int_equal(hvk_report_findings(report), 1);
	hvk_report_free(report);
}

/* An offer of the same group that is about something else. */
static void test_partly(void **state)
{
	struct hvk_report *report;

	add_short(store_of(state), "2026-10 torhout telefoon moeder 2 liegen", NULL);
	offer(store_of(state), "a", "gedrag.driftbuien", "0-3");
	report = run_gaps(state);
	assert_string_equal(rows_with(report, "gaps", GAP, OFFERS),
	                    "31033 gedrag 0-2 3 1 1 deels, 31033 gedrag 3-5 0 0 1 ongebruikt, "
	                    "31033 gedrag meerdere 0 0 1 ongebruikt, 31033 gedrag geen 0 0 1 ongebruikt, "
	                    "31033 gedrag onbekend 0 0 1 ongebruikt");
	hvk_report_free(report);
}

/* A question about a group in general is answered by an offer for part of it. */
static void test_a_group_is_asked_about(void **state)
{
	struct hvk_report *report;

	add_short(store_of(state), "2026-10 brugge telefoon moeder 8 thema:gedrag", NULL);
	put(store_of(state), HVK_OFFER, "slug", "a", "partner", "fictief", "name", "a", "theme", "gedrag.liegen",
	    "gemeente", "Brugge", NULL);
	report = run_report(store_of(state), HVK_REPORT_GAPS, "gemeente=Brugge", -1);
	assert_string_equal(asked(report), "31005 gedrag 6-11 1 0 1 gedekt");
	hvk_report_free(report);
}

/* Ages that are no range fit every offer of the theme. */
static void test_ages(void **state)
{
	struct hvk_report *report;

	add_short(store_of(state), "2026-10 torhout telefoon moeder leeftijd:meerdere liegen", NULL);
	add_short(store_of(state), "2026-10 torhout telefoon moeder liegen", NULL);
	add_short(store_of(state), "2026-10 torhout telefoon moeder leeftijd:prenataal liegen", NULL);
	offer(store_of(state), "a", "gedrag", "12-");
	report = run_gaps(state);
	assert_string_equal(asked(report),
	                    "31033 slapen 3-5 1 1 0 witte-vlek, 31033 gedrag prenataal 1 1 0 witte-vlek, "
	                    "31033 gedrag 0-2 2 2 0 witte-vlek, 31033 gedrag meerdere 1 0 1 gedekt, "
	                    "31033 gedrag not-recorded 1 0 1 gedekt");
	hvk_report_free(report);
}

/* An offer without themes is no answer to a question about one. */
static void test_offers_without_themes(void **state)
{
	struct hvk_report *report;

	offer(store_of(state), "a", NULL, NULL);
	report = run_gaps(state);
	assert_string_equal(offered(report), "");
	assert_int_equal(hvk_report_findings(report), 2);
	assert_string_equal(all_rows(report, "offers"), "a fictief -");
	hvk_report_free(report);
}

static void test_offers(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	add_short(store, "2026-10 brugge telefoon moeder 2 driftbuien", NULL);
	offer(store, "a", "gedrag", "0-3");
	offer(store, "b", "gedrag.liegen", NULL);
	put(store, HVK_PARTNER, "slug", "overal", "name", "Fictief Overal", "everywhere", "yes", NULL);
	put(store, HVK_OFFER, "slug", "c", "partner", "overal", "name", "c", "theme", "gedrag+slapen", NULL);
	report = run_gaps(state);
	assert_string_equal(all_rows(report, "offers"), "a fictief 2, b fictief 0, c overal 4");
	assert_string_equal(asked(report),
	                    "31005 gedrag 0-2 1 0 1 gedekt, 31033 slapen 3-5 1 0 1 gedekt, "
	                    "31033 gedrag 0-2 2 0 3 gedekt");
	hvk_report_free(report);
	/* Of a filter on themes only those that are for them. */
	report = run_report(store, HVK_REPORT_GAPS, "theme=liegen", -1);
	assert_string_equal(all_rows(report, "offers"), "a fictief 0, b fictief 0, c overal 0");
	hvk_report_free(report);
	report = run_report(store, HVK_REPORT_GAPS, "theme=slapen", -1);
	assert_string_equal(all_rows(report, "offers"), "c overal 1");
	hvk_report_free(report);
}

/* The offers of the last day of the months, or of another. */
static void test_days(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	put(store, HVK_OFFER, "partner", "fictief", "name", "a", "theme", "slapen", "until", "2026-09-30", NULL);
	report = run_report(store, HVK_REPORT_GAPS, "period=2026-09", -1);
	assert_string_equal(asked(report), "31033 slapen 3-5 1 0 1 gedekt");
	hvk_report_free(report);
	report = run_report(store, HVK_REPORT_GAPS, "period=2026-09", HVK_REPORT_ON, "2026-10-01", -1);
	assert_string_equal(asked(report), "31033 slapen 3-5 1 1 0 witte-vlek");
	hvk_report_free(report);
	report = run_report(store, HVK_REPORT_GAPS, "period=2026", -1);
	assert_string_equal(hvk_report_on(report), "2026-11-21");
	hvk_report_free(report);
}

static void test_at_least(void **state)
{
	struct hvk_report *report =
		run_report(store_of(state), HVK_REPORT_GAPS, NULL, HVK_REPORT_MIN_QUESTIONS, "2", -1);

	assert_string_equal(rows_with(report, "gaps", GAP, 0), "31033 gedrag 0-2 2 2 0 witte-vlek");
	assert_int_equal(hvk_report_findings(report), 1);
	hvk_report_free(report);
}

/* Of a theme that is unknown nobody can say whether there is an offer. */
static void test_unknown_theme(void **state)
{
	struct hvk_report *report;

	add_short(store_of(state), "2026-10 brugge telefoon moeder 2 thema:onbekend", NULL);
	report = run_report(store_of(state), HVK_REPORT_GAPS, "gemeente=Brugge", -1);
	assert_string_equal(asked(report), "31005 onbekend 0-2 1 - 0 onbekend");
	assert_int_equal(hvk_report_findings(report), 0);
	hvk_report_free(report);
}

/* What was reported counts by the month; also where the age was not said and nothing was asked. */
static void test_reported(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	run_sql(store, "INSERT INTO gap SELECT '2026-10', 31033, t.number, 0, r.number, 3 FROM code t, code r"
	               " WHERE t.list = 'theme' AND t.code = 'school.huiswerk' AND r.list = 'gap_reason'"
	               " AND r.code = 'wachtlijst'");
	run_sql(store, "INSERT INTO gap SELECT '2025-10', gemeente, theme, age, reason, 9 FROM gap");
	report = run_gaps(state);
	assert_string_equal(rows_with(report, "gaps", 0, REPORTED),
	                    "31033 school not-recorded 0 0 0 leeg 3 0 3 0 0 0 0 0 0 0 0");
	hvk_report_free(report);
	/* Of channels nothing is known of them. */
	report = run_report(store, HVK_REPORT_GAPS, "channel=chat", -1);
	assert_string_equal(rows_with(report, "gaps", 8, QUESTIONS), "31033 slapen 3-5 1 1 0 witte-vlek -");
	hvk_report_free(report);
}

static void test_what_cannot_be_asked(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	assert_done(store, hvk_report_new(store, HVK_REPORT_GAPS, &report));
	assert_int_equal(hvk_report_set(report, HVK_REPORT_MIN_QUESTIONS, "veel"), HVK_EINVAL);
	assert_int_equal(hvk_report_set(report, HVK_REPORT_MIN_QUESTIONS, ""), HVK_EINVAL);
	assert_int_equal(hvk_report_set(report, HVK_REPORT_DIRECTION, "out"), HVK_EINVAL);
	hvk_report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_no_offers, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_covered, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_partly, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_a_group_is_asked_about, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_ages, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_offers_without_themes, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_offers, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_days, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_at_least, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_unknown_theme, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_reported, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_asked, set_up, store_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
