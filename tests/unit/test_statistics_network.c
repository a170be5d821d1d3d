/* SPDX-License-Identifier: EUPL-1.2 */
/* The network: who counts, where, how fresh, and who is passed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report_rows.h"

/* Two partners that work, in Torhout and Zedelgem, and one that does no more. */
static int set_up(void **state)
{
	struct hvk_store *store;

	if (store_set_up(state) < 0)
		return -1;
	store = store_of(state);
	put(store, HVK_PARTNER, "slug", "een", "name", "Fictief Een", "type", "school", "gemeente", "Torhout", "stage",
	    "active", "verified_on", "2026-11-01", NULL);
	put(store, HVK_PARTNER, "slug", "twee", "name", "Fictief Twee", "type", "school", "gemeente",
	    "Torhout+Zedelgem", "stage", "agreed", "verified_on", "2025-01-01", NULL);
	put(store, HVK_PARTNER, "slug", "weg", "name", "Fictief Weg", "gemeente", "Zedelgem", "stage", "ended",
	    "stage_on", "2025-01-01", NULL);
	put(store, HVK_PERSON, "slug", "een-onthaal", "partner", "een", "name", "Voornaam Voorbeeld", "function",
	    "onthaal", "verified_on", "2026-03-01", NULL);
	put(store, HVK_PERSON, "slug", "twee-onthaal", "partner", "twee", "name", "Ander Voorbeeld", "gemeente",
	    "Zedelgem", NULL);
	put(store, HVK_PERSON, "slug", "twee-vroeger", "partner", "twee", "name", "Vroeger Voorbeeld", "until",
	    "2026-01-31", NULL);
	put(store, HVK_OFFER, "slug", "a", "partner", "een", "name", "a", "form", "workshop", "level", "basis",
	    "pillar", "ontmoeting+andere", "verified_on", "2026-10-01", NULL);
	put(store, HVK_AGREEMENT, "slug", "o", "partner", "twee", "type", "opdracht", "until", "2026-12-31", NULL);
	put(store, HVK_HOUSE, "slug", "torhout", "gemeente", "Torhout", NULL);
	return 0;
}

static void test_totals(void **state)
{
	struct hvk_report *report = run_report(store_of(state), HVK_REPORT_NETWORK, NULL, -1);

	assert_string_equal(all_rows(report, "total"), "partners 2, people 2, offers 1, partners-agreed 1, houses 1");
	hvk_report_free(report);
	report = run_report(store_of(state), HVK_REPORT_NETWORK, NULL, HVK_REPORT_ON, "2026-01-31", -1);
	assert_string_equal(all_rows(report, "total"), "partners 2, people 3, offers 1, partners-agreed 1, houses 1");
	hvk_report_free(report);
	report = run_report(store_of(state), HVK_REPORT_NETWORK, NULL, HVK_REPORT_ON, "2027-01-01", -1);
	assert_string_equal(all_rows(report, "total"), "partners 2, people 2, offers 1, partners-agreed 0, houses 1");
	hvk_report_free(report);
}

/* A person without gemeenten is one of those of the partner. */
static void test_breakdowns(void **state)
{
	struct hvk_report *report = run_report(store_of(state), HVK_REPORT_NETWORK, NULL, -1);

	assert_string_equal(all_rows(report, "gemeente"), "31033 2 1 1, 31040 1 1 0");
	assert_string_equal(rows_with(report, "type", 0, 1), "school 2 2 1");
	assert_string_equal(rows_with(report, "pillar", 0, 1), "ontmoeting 1 1 1, andere 1 1 1");
	assert_string_equal(all_rows(report, "level"), "basis 1 1 1, supplementair 0 0 0");
	assert_string_equal(rows_with(report, "form", 0, 1), "workshop 1 1 1");
	assert_string_equal(rows_with(report, "stage", 0, 1), "agreed 1, active 1, ended 1");
	hvk_report_free(report);
}

static void test_not_recorded(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	put(store, HVK_PARTNER, "slug", "kaal", "name", "Fictief Kaal", "everywhere", "yes", NULL);
	put(store, HVK_OFFER, "slug", "b", "partner", "kaal", "name", "b", NULL);
	report = run_report(store, HVK_REPORT_NETWORK, NULL, -1);
	assert_string_equal(rows_with(report, "type", 0, 1), "school 2 2 1, not-recorded 1 0 1");
	assert_string_equal(rows_with(report, "level", 0, 1), "basis 1 1 1, not-recorded 1 0 1");
	assert_string_equal(all_rows(report, "gemeente"), "31033 3 1 2, 31040 2 1 1");
	hvk_report_free(report);
}

static void test_freshness(void **state)
{
	struct hvk_report *report = run_report(store_of(state), HVK_REPORT_NETWORK, NULL, -1);

	assert_string_equal(all_rows(report, "freshness"), "partners 1 0 1 0, people 0 1 0 1, offers 1 0 0 0");
	hvk_report_free(report);
	/* Three months before is within three months. */
	report = run_report(store_of(state), HVK_REPORT_NETWORK, NULL, HVK_REPORT_ON, "2027-02-01", -1);
	assert_string_equal(rows_with(report, "freshness", 0, 1), "partners 1 0 1 0");
	hvk_report_free(report);
	report = run_report(store_of(state), HVK_REPORT_NETWORK, NULL, HVK_REPORT_ON, "2027-02-02", -1);
	assert_string_equal(rows_with(report, "freshness", 0, 2), "partners 0 1 1 0, people 0 1 0 1, offers 0 1 0 0");
	hvk_report_free(report);
}

static void refer_to(struct hvk_store *store, const char *partner, const char *direction)
{
	struct hvk_record *referral;

	assert_done(store, hvk_record_new(store, HVK_REFERRAL, &referral));
	assert_done(store, hvk_record_set(referral, HVK__REFERRAL_PARTNER, partner));
	assert_done(store, hvk_record_set(referral, HVK__REFERRAL_DIRECTION, direction));
	assert_done(store, hvk_referral_add(referral, NULL, false));
	hvk_record_free(referral);
}

static void test_lists(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	refer_to(store, "een", "out");
	refer_to(store, "twee", "in");
	put(store, HVK_PARTNER, "slug", "drie", "name", "Fictief Drie", NULL);
	report = run_report(store, HVK_REPORT_NETWORK, NULL, -1);
	assert_string_equal(all_rows(report, "never-referred"), "drie, twee");
	assert_string_equal(all_rows(report, "without-offer"), "drie, twee");
	assert_string_equal(all_rows(report, "without-person"), "drie");
	assert_string_equal(all_rows(report, "without-agreement"), "drie, een");
	assert_string_equal(hvk_report_label(report, find_section(report, "never-referred"), 0, 0, HVK_NL),
	                    "Fictief Drie");
	hvk_report_free(report);
}

/* Of a gemeente are those who serve it, are members of its house, have an offer there, or are everywhere. */
static void test_one_gemeente(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	put(store, HVK_PARTNER, "slug", "lid", "name", "Fictief Lid", NULL);
	put(store, HVK_MEMBERSHIP, "partner", "lid", "house", "Zedelgem", "role", "core", NULL);
	put(store, HVK_PARTNER, "slug", "overal", "name", "Fictief Overal", "everywhere", "yes", NULL);
	put(store, HVK_OFFER, "slug", "b", "partner", "een", "name", "b", "gemeente", "Zedelgem", NULL);
	report = run_report(store, HVK_REPORT_NETWORK, "gemeente=Zedelgem", -1);
	assert_string_equal(all_rows(report, "total"), "partners 4, people 2, offers 1, partners-agreed 1, houses 0");
	assert_string_equal(all_rows(report, "gemeente"), "31040 4 2 1");
	assert_string_equal(all_rows(report, "without-offer"), "lid, overal, twee");
	hvk_report_free(report);
	report = run_report(store, HVK_REPORT_NETWORK, "gemeente=Damme", -1);
	assert_string_equal(all_rows(report, "total"), "partners 1, people 0, offers 0, partners-agreed 0, houses 0");
	hvk_report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_totals, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_breakdowns, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_not_recorded, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_freshness, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_lists, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_one_gemeente, set_up, store_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
