/* SPDX-License-Identifier: EUPL-1.2 */
/* Who came to meetings, in the report on the network; and the phases of houses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report_rows.h"

static void partner(struct hvk_store *store, const char *slug, const char *gemeente, const char *stage)
{
	put(store, HVK_PARTNER, "slug", slug, "name", slug, "gemeente", gemeente, "stage", stage, NULL);
}

static void meeting(struct hvk_store *store, const char *slug, const char *type, const char *date, const char *status,
                    const char *house)
{
	put(store, HVK_MEETING, "slug", slug, "type", type, "date", date, "status", status, "house", house, NULL);
}

static void attend(struct hvk_store *store, const char *at, const char *who, const char *people)
{
	char slug[64];

	snprintf(slug, sizeof(slug), "%s-%s", at, who);
	put(store, HVK_ATTENDANCE, "slug", slug, "meeting", at, "partner", who, "people", people, "excused",
	    *people == '0' ? "yes" : "no", NULL);
}

static bool has_section(struct hvk_report *report, const char *name)
{
	for (size_t i = 0; i < hvk_report_sections(report); i++)
		if (strcmp(hvk_report_section(report, i), name) == 0)
			return true;
	return false;
}

static int set_up(void **state)
{
	struct hvk_store *store;

	if (store_set_up(state) < 0)
		return -1;
	store = store_of(state);
	partner(store, "alfa", "Brugge", "active");
	partner(store, "beta", "Brugge", "active");
	partner(store, "gamma", "Torhout", "active");
	partner(store, "delta", "Torhout", "active");
	partner(store, "oud", "Brugge", "ended");
	return 0;
}

/* today: 2026-11-21 */
static void add_meetings(struct hvk_store *store)
{
	meeting(store, "nm", "netwerkmoment", "2026-05-07", "gehouden", NULL);
	attend(store, "nm", "alfa", "2");
	attend(store, "nm", "beta", "0");
	attend(store, "nm", "oud", "4");
	meeting(store, "sg", "stuurgroep", "2026-11-20", "gepland", "Brugge");
	attend(store, "sg", "alfa", "1");
	meeting(store, "vorig", "stuurgroep", "2025-11-20", "gehouden", NULL); /* a year and a day ago */
	attend(store, "vorig", "gamma", "3");
	attend(store, "vorig", "beta", "1");
	meeting(store, "net-niet", "overleg", "2025-11-21", "gehouden", "Torhout"); /* a year ago */
}

static void test_none(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	meeting(store, "weg", "overleg", "2026-05-07", "geannuleerd", NULL);
	meeting(store, "later", "overleg", "2027-05-07", "gepland", NULL);
	report = run_report(store, HVK_REPORT_NETWORK, NULL, -1);
	assert_false(has_section(report, "meetings"));
	assert_false(has_section(report, "never-met"));
	hvk_report_free(report);
}

static void test_attendance(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	add_meetings(store);
	report = run_report(store, HVK_REPORT_NETWORK, NULL, -1);
	/* Partners that work no more are not counted. */
	assert_string_equal(rows_with(report, "meetings", 0, 1),
	                    "netwerkmoment 1 1 2, stuurgroep 1 1 1, overleg 1 0 0");
	assert_string_equal(all_rows(report, "attendance"), "alfa 2 3 0, beta 0 0 1");
	assert_string_equal(all_rows(report, "not-met"), "beta, delta, gamma");
	assert_string_equal(all_rows(report, "never-met"), "delta");
	hvk_report_free(report);
}

/* Who is noted at a meeting that is planned is expected; that the day passed changes nothing. */
static void test_expected(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	meeting(store, "straks", "netwerkmoment", "2026-12-10", "gepland", NULL);
	attend(store, "straks", "delta", "2");
	attend(store, "straks", "beta", "0");
	report = run_report(store, HVK_REPORT_NETWORK, NULL, HVK_REPORT_ON, "2026-12-11", -1);
	assert_false(has_section(report, "meetings"));
	hvk_report_free(report);
	add_meetings(store);
	report = run_report(store, HVK_REPORT_NETWORK, NULL, HVK_REPORT_ON, "2026-12-11", -1);
	assert_string_equal(rows_with(report, "meetings", 0, 1), "netwerkmoment 1 1 2, stuurgroep 1 1 1");
	assert_string_equal(all_rows(report, "attendance"), "alfa 2 3 0, beta 0 0 1");
	assert_string_equal(all_rows(report, "never-met"), "delta");
	hvk_report_free(report);
	change(store, HVK_MEETING, "straks", "status", "gehouden", NULL);
	report = run_report(store, HVK_REPORT_NETWORK, NULL, HVK_REPORT_ON, "2026-12-11", -1);
	assert_string_equal(rows_with(report, "meetings", 0, 1), "netwerkmoment 2 2 4, stuurgroep 1 1 1");
	assert_string_equal(all_rows(report, "attendance"), "alfa 2 3 0, beta 0 0 2, delta 1 2 0");
	assert_string_equal(all_rows(report, "never-met"), "");
	hvk_report_free(report);
}

static void test_of_a_period(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	add_meetings(store);
	report = run_report(store, HVK_REPORT_NETWORK, "period=2025", -1);
	assert_string_equal(rows_with(report, "meetings", 0, 1), "stuurgroep 1 2 4, overleg 1 0 0");
	assert_string_equal(all_rows(report, "attendance"), "beta 1 1 0, gamma 1 3 0");
	/* That is always of the year up to the day. */
	assert_string_equal(all_rows(report, "not-met"), "beta, delta, gamma");
	hvk_report_free(report);
	report = run_report(store, HVK_REPORT_NETWORK, NULL, HVK_REPORT_ON, "2026-05-06", -1);
	assert_string_equal(all_rows(report, "attendance"), "beta 1 1 0, gamma 1 3 0");
	/* One ended after that day. */
	assert_string_equal(all_rows(report, "not-met"), "alfa, delta, oud");
	hvk_report_free(report);
}

static void test_of_a_gemeente(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	add_meetings(store);
	report = run_report(store, HVK_REPORT_NETWORK, "gemeente=Torhout", -1);
	/* Meetings about another house are left out, as are partners of elsewhere. */
	assert_string_equal(rows_with(report, "meetings", 0, 1), "netwerkmoment 1 0 0, overleg 1 0 0");
	assert_string_equal(all_rows(report, "never-met"), "delta");
	hvk_report_free(report);
}

/* Whom a family was referred to, or who referred one, is known to the others. */
static void test_referred(void **state)
{
	static const char *const directions[] = { "in", "out" };
	struct hvk_store *store = store_of(state);

	add_meetings(store);
	partner(store, "epsilon", "Brugge", "active");
	for (int i = 0; i < 2; i++) {
		struct hvk_record *referral;

		assert_done(store, hvk_record_new(store, HVK_REFERRAL, &referral));
		assert_done(store, hvk_record_set(referral, hvk_type_find_column(HVK_REFERRAL, "direction"),
		                                  directions[i]));
		assert_done(store, hvk_record_set(referral, hvk_type_find_column(HVK_REFERRAL, "partner"),
		                                  i ? "epsilon" : "delta"));
		assert_done(store, hvk_referral_add(referral, NULL, false));
		hvk_record_free(referral);
	}
	struct hvk_report *report = run_report(store, HVK_REPORT_NETWORK, NULL, -1);

	assert_string_equal(all_rows(report, "never-met"), "");
	assert_string_equal(all_rows(report, "never-referred"), "alfa, beta, delta, gamma");
	hvk_report_free(report);
}

/* ---- phases */

static void milestone(struct hvk_store *store, const char *slug, const char *house, const char *phase, const char *due,
                      const char *done)
{
	put(store, HVK_MILESTONE, "slug", slug, "house", house, "phase", phase, "what", slug, "due", due, "done", done,
	    NULL);
}

static void test_phases(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	put(store, HVK_HOUSE, "slug", "torhout", "gemeente", "Torhout", "name", "Fictief huis", NULL);
	milestone(store, "a", "Oostkamp", "voorbereiding", "2026-01-15", "2026-02-01");
	milestone(store, "b", "Oostkamp", "oprichting", "2026-11-20", NULL);
	milestone(store, "c", "Oostkamp", "oprichting", "2026-11-21", NULL);
	milestone(store, "d", "Oostkamp", "oprichting", "2027-01-01", "2026-11-01");
	milestone(store, "e", "Oostkamp", "verankering", NULL, NULL);
	milestone(store, "f", "Brugge", "start", NULL, "2026-01-01");
	report = run_report(store, HVK_REPORT_PHASES, NULL, -1);
	/* What is due today is not late. */
	assert_string_equal(all_rows(report, "houses"),
	                    "31005  1 1 0 , 31022 oprichting 5 2 1 2026-11-21, 31033  0 0 0 ");
	assert_string_equal(rows_with(report, "phases", 0, 2),
	                    "31005 start 1 1 0  klaar, 31022 voorbereiding 1 1 0  klaar, "
	                    "31022 oprichting 3 1 1 2026-11-21 bezig, 31022 verankering 1 0 0  later");
	assert_int_equal(hvk_report_rows(report, find_section(report, "phases")), 3 * 4);
	assert_int_equal(hvk_report_findings(report), 1);
	hvk_report_free(report);
	/* Then it was still to be done, and late. */
	report = run_report(store, HVK_REPORT_PHASES, "gemeente=Oostkamp", HVK_REPORT_ON, "2026-01-20", -1);
	assert_string_equal(all_rows(report, "houses"), "31022 voorbereiding 5 0 1 2026-11-20");
	hvk_report_free(report);
}

static void test_phases_know_no_months(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;
	struct hvk_filter *filter;

	assert_done(store, hvk_filter_new(store, &filter));
	assert_done(store, hvk_filter_parse(filter, "month=2026-10"));
	assert_done(store, hvk_report_new(store, HVK_REPORT_PHASES, &report));
	hvk_report_set_filter(report, filter);
	assert_int_equal(hvk_report_run(report), HVK_EINVAL);
	assert_message_has(store, "a report on phases cannot be restricted by month");
	hvk_report_free(report);
	hvk_filter_free(filter);
}

#define WITH_NETWORK(test) cmocka_unit_test_setup_teardown(test, set_up, store_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NETWORK(test_none), WITH_NETWORK(test_attendance), WITH_NETWORK(test_expected),
		WITH_NETWORK(test_of_a_period), WITH_NETWORK(test_of_a_gemeente), WITH_NETWORK(test_referred),
		WITH_NETWORK(test_phases), WITH_NETWORK(test_phases_know_no_months)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
