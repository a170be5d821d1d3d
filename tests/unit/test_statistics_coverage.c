/* SPDX-License-Identifier: EUPL-1.2 */
/* Coverage: which offers count on a day, and what is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report_rows.h"

/* The pillars of Torhout, which has a partner there. */
static int set_up(void **state)
{
	if (store_set_up(state) < 0)
		return -1;
	put(store_of(state), HVK_PARTNER, "slug", "fictief", "name", "Fictief Huis", "gemeente", "Torhout", "stage",
	    "active", NULL);
	return 0;
}

static void offer(struct hvk_store *store, const char *slug, const char *level, const char *pillar,
                  const char *gemeente)
{
	put(store, HVK_OFFER, "slug", slug, "partner", "fictief", "name", slug, "level", level, "pillar", pillar,
	    "gemeente", gemeente, NULL);
}

#define TORHOUT(a, b, c, d, e, f)                                                                            \
	"31033 gezondheidszorg basis " #a ", 31033 gezondheidszorg supplementair " #b                        \
	", 31033 opvoedingsondersteuning basis " #c ", 31033 opvoedingsondersteuning supplementair " #d      \
	", 31033 ontmoeting basis " #e ", 31033 ontmoeting supplementair " #f

static void test_nothing_is_said_too(void **state)
{
	struct hvk_report *report = run_report(store_of(state), HVK_REPORT_COVERAGE, NULL, -1);

	assert_string_equal(all_rows(report, "coverage"), TORHOUT(0, 0, 0, 0, 0, 0));
	assert_string_equal(all_rows(report, "missing"),
	                    "31033 gezondheidszorg, 31033 opvoedingsondersteuning, 31033 ontmoeting");
	assert_int_equal(hvk_report_findings(report), 3);
	assert_string_equal(hvk_report_on(report), "2026-11-21");
	hvk_report_free(report);
}

static void test_pillars_and_levels(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	offer(store, "a", "basis", "gezondheidszorg+ontmoeting", NULL);
	offer(store, "b", "basis", "ontmoeting+andere", NULL);
	offer(store, "c", "supplementair", "opvoedingsondersteuning", NULL);
	report = run_report(store, HVK_REPORT_COVERAGE, NULL, -1);
	assert_string_equal(all_rows(report, "coverage"), TORHOUT(1, 0, 0, 1, 2, 0));
	assert_string_equal(all_rows(report, "missing"), "31033 opvoedingsondersteuning");
	hvk_report_free(report);
}

/* An offer whose level is not recorded is shown as such, and is no basic offer. */
static void test_no_level(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	offer(store, "a", NULL, "ontmoeting", NULL);
	report = run_report(store, HVK_REPORT_COVERAGE, NULL, -1);
	assert_string_equal(rows_with(report, "coverage", 0, 3), "31033 ontmoeting not-recorded 1");
	assert_int_equal(hvk_report_rows(report, 0), 9);
	assert_int_equal(hvk_report_findings(report), 3);
	hvk_report_free(report);
}

static void test_days(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	put(store, HVK_OFFER, "slug", "a", "partner", "fictief", "name", "a", "level", "basis", "pillar", "ontmoeting",
	    "since", "2026-01-01", "until", "2026-06-30", NULL);
	report = run_report(store, HVK_REPORT_COVERAGE, NULL, HVK_REPORT_ON, "2026-06-30", -1);
	assert_string_equal(all_rows(report, "coverage"), TORHOUT(0, 0, 0, 0, 1, 0));
	hvk_report_free(report);
	report = run_report(store, HVK_REPORT_COVERAGE, NULL, HVK_REPORT_ON, "2026-07-01", -1);
	assert_string_equal(all_rows(report, "coverage"), TORHOUT(0, 0, 0, 0, 0, 0));
	hvk_report_free(report);
}

static void test_a_partner_that_ended(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	offer(store, "a", "basis", "ontmoeting", NULL);
	change(store, HVK_PARTNER, "fictief", "stage", "ended", NULL);
	report = run_report(store, HVK_REPORT_COVERAGE, NULL, -1);
	assert_string_equal(all_rows(report, "coverage"), TORHOUT(0, 0, 0, 0, 0, 0));
	hvk_report_free(report);
}

/* The gemeenten: all of the network, or those that are asked for, also those without anybody. */
static void test_gemeenten(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	offer(store, "a", "basis", "ontmoeting", "Torhout+Zedelgem");
	put(store, HVK_HOUSE, "gemeente", "Jabbeke", NULL);
	put(store, HVK_PARTNER, "slug", "overal", "name", "Fictief Overal", "everywhere", "yes", NULL);
	put(store, HVK_OFFER, "partner", "overal", "name", "b", "level", "basis", "pillar", "gezondheidszorg", NULL);
	report = run_report(store, HVK_REPORT_COVERAGE, NULL, -1);
	assert_string_equal(rows_with(report, "coverage", 0, 3),
	                    "31012 gezondheidszorg basis 1, 31033 gezondheidszorg basis 1, 31033 ontmoeting basis 1, "
	                    "31040 gezondheidszorg basis 1, 31040 ontmoeting basis 1");
	hvk_report_free(report);
	report = run_report(store, HVK_REPORT_COVERAGE, "gemeente=Zedelgem,Damme", -1);
	assert_string_equal(rows_with(report, "coverage", 0, 3),
	                    "31006 gezondheidszorg basis 1, 31040 gezondheidszorg basis 1, 31040 ontmoeting basis 1");
	hvk_report_free(report);
}

/* Borsbeek is part of Antwerpen since 2025. */
static void test_gemeenten_that_merge(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	put(store, HVK_PARTNER, "slug", "oud", "name", "Fictief Oud", "gemeente", "Borsbeek", NULL);
	put(store, HVK_OFFER, "partner", "oud", "name", "a", "level", "basis", "pillar", "ontmoeting", NULL);
	report = run_report(store, HVK_REPORT_COVERAGE, NULL, -1);
	assert_string_equal(rows_with(report, "coverage", 0, 3), "11002 ontmoeting basis 1");
	hvk_report_free(report);
}

/* Renamed codes are still the three pillars and the basic level. */
static void test_renamed_codes(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	offer(store, "a", "basis", "ontmoeting", NULL);
	assert_done(store, hvk_code_rename(store, "pillar", "ontmoeting", "samenkomst", false));
	assert_done(store, hvk_code_rename(store, "level", "basis", "eerste", false));
	report = run_report(store, HVK_REPORT_COVERAGE, NULL, -1);
	assert_string_equal(rows_with(report, "coverage", 0, 3), "31033 samenkomst eerste 1");
	assert_int_equal(hvk_report_findings(report), 2);
	hvk_report_free(report);
}

static void test_what_cannot_be_asked(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;
	struct hvk_filter *filter;

	assert_done(store, hvk_report_new(store, HVK_REPORT_COVERAGE, &report));
	assert_int_equal(hvk_report_set(report, HVK_REPORT_ON, "morgen"), HVK_EINVAL);
	assert_message(store, "on: expected a date as 2026-12-31, found 'morgen'");
	assert_int_equal(hvk_report_set(report, HVK_REPORT_BY, "theme"), HVK_EINVAL);
	assert_done(store, hvk_filter_new(store, &filter));
	assert_done(store, hvk_filter_parse(filter, "channel=telefoon"));
	hvk_report_set_filter(report, filter);
	assert_int_equal(hvk_report_run(report), HVK_EINVAL);
	assert_message(store, "a report on coverage cannot be restricted by channel");
	assert_int_equal(hvk_report_run(report), HVK_EINVAL);
	assert_message(store, "the report ran before");
	hvk_report_free(report);
	hvk_filter_free(filter);
	assert_int_equal(hvk_report_new(store, (enum hvk_report_kind)9, &report), HVK_EINVAL);
	assert_null(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nothing_is_said_too, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_pillars_and_levels, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_no_level, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_days, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_a_partner_that_ended, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_gemeenten, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_gemeenten_that_merge, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_renamed_codes, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_asked, store_set_up, store_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
