/* SPDX-License-Identifier: EUPL-1.2 */
/* Referrals, counted: how warm, what became of them, and when that was heard. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report_rows.h"

/* Records a referral on a day, and notes statuses: status, day ... NULL. */
static void refer(struct hvk_store *store, const char *day, const char *columns[][2], ...)
{
	struct hvk_record *referral;
	const char *status;
	va_list arguments;

	assert_done(store, hvk_store_set_today(store, day));
	assert_done(store, hvk_record_new(store, HVK_REFERRAL, &referral));
	for (size_t i = 0; columns[i][0]; i++)
		assert_done(store,
		            hvk_record_set(referral, hvk_type_find_column(HVK_REFERRAL, columns[i][0]), columns[i][1]));
	assert_done(store, hvk_referral_add(referral, NULL, false));
	assert_done(store, hvk_store_set_today(store, "2026-11-21"));
	va_start(arguments, columns);
	while ((status = va_arg(arguments, const char *)))
		assert_done(store, hvk_referral_set_status(referral, status, va_arg(arguments, const char *), false));
	va_end(arguments);
	hvk_record_free(referral);
}

#define REFER(store, day, columns, ...) \
	refer(store, day, (const char *[][2]){ REFER_PAIRS columns, { NULL, NULL } }, ##__VA_ARGS__, NULL)
#define REFER_PAIRS(...) __VA_ARGS__

static int set_up(void **state)
{
	struct hvk_store *store;

	if (store_set_up(state) < 0)
		return -1;
	store = store_of(state);
	put(store, HVK_PARTNER, "slug", "een", "name", "Fictief Een", NULL);
	put(store, HVK_PARTNER, "slug", "twee", "name", "Fictief Twee", "gemeente", "Jabbeke", NULL);
	REFER(store, "2026-09-01", ({ "partner", "een" }, { "theme", "driftbuien" }, { "gemeente", "Torhout" },
	      { "warm", "yes" }), "gecontacteerd", "2026-09-03", "gestart", "2026-09-11");
	REFER(store, "2026-10-01", ({ "partner", "een" }, { "theme", "inslapen" }, { "gemeente", "Torhout" }),
	      "geweigerd", "2026-10-05");
	REFER(store, "2026-10-01", ({ "partner", "twee" }, { "theme", "liegen" }), "vervallen", "2026-11-01");
	REFER(store, "2026-10-10", ({ "partner", "twee" }, { "theme", "liegen" }));
	REFER(store, "2026-10-10", ({ "partner", "twee" }, { "direction", "in" }));
	REFER(store, "2025-10-10", ({ "partner", "twee" }));
	return 0;
}

enum { FIGURES = 8 }; /* a name, and the figures but for those of statuses */

static void test_total(void **state)
{
	struct hvk_report *report = run_report(store_of(state), HVK_REPORT_REFERRALS, NULL, -1);

	/* made warm share open feedback median mean, voorgesteld gecontacteerd gestart wachtlijst geweigerd ... */
	assert_string_equal(all_rows(report, "total"), "total 4 1 0.25 1 2 7.00 7.00 1 0 1 0 1 0 1 0");
	assert_int_equal(hvk_report_sections(report), 4);
	hvk_report_free(report);
}

static void test_standard_sections(void **state)
{
	struct hvk_report *report = run_report(store_of(state), HVK_REPORT_REFERRALS, NULL, -1);

	assert_string_equal(rows_with(report, "partner", FIGURES, 0),
	                    "een 2 1 0.50 0 2 7.00 7.00, twee 2 0 0.00 1 0 - -");
	assert_string_equal(rows_with(report, "theme-group", FIGURES, 1),
	                    "slapen 1 0 0.00 0 1 4.00 4.00, gedrag 3 1 0.33 1 1 10.00 10.00");
	assert_string_equal(rows_with(report, "gemeente", FIGURES, 0),
	                    "31012 0 0 - 0 0 - -, 31033 2 1 0.50 0 2 7.00 7.00, not-recorded 2 0 0.00 1 0 - -");
	hvk_report_free(report);
}

static void test_directions(void **state)
{
	struct hvk_report *report =
		run_report(store_of(state), HVK_REPORT_REFERRALS, NULL, HVK_REPORT_DIRECTION, "in", -1);

	assert_string_equal(rows_with(report, "total", 2, 0), "total 1");
	hvk_report_free(report);
	report = run_report(store_of(state), HVK_REPORT_REFERRALS, NULL, HVK_REPORT_DIRECTION, "all", HVK_REPORT_BY,
	                    "direction", -1);
	assert_string_equal(rows_with(report, "direction", 2, 0), "out 4, in 1");
	hvk_report_free(report);
}

static void test_by(void **state)
{
	struct hvk_report *report =
		run_report(store_of(state), HVK_REPORT_REFERRALS, "period=2026-Q3", HVK_REPORT_BY, "month",
		           HVK_REPORT_BY, "partner,theme", HVK_REPORT_BY, "status", -1);

	assert_string_equal(rows_with(report, "month", 2, 0), "2026-07 0, 2026-08 0, 2026-09 1");
	assert_string_equal(rows_with(report, "partner,theme", 3, 0), "een gedrag.driftbuien 1");
	assert_string_equal(rows_with(report, "status", 2, 1), "gestart 1");
	assert_int_equal(hvk_report_rows(report, find_section(report, "status")), 8);
	hvk_report_free(report);
	report = run_report(store_of(state), HVK_REPORT_REFERRALS, NULL, HVK_REPORT_BY, "partner,theme-group", -1);
	assert_string_equal(rows_with(report, "partner,theme-group", 3, 0),
	                    "een slapen 1, een gedrag 1, twee gedrag 2");
	assert_string_equal(hvk_report_title(report, 1, HVK_NL), "Per partner, themagroep");
	hvk_report_free(report);
}

/* Desks stand in the order of their names. */
static void test_desks(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	add_short(store, "2026-09 torhout slapen balie:zuid", NULL);
	add_short(store, "2026-09 torhout slapen balie:noord", NULL);
	REFER(store, "2026-10-10", ({ "partner", "een" }, { "desk", "zuid" }));
	REFER(store, "2026-10-10", ({ "partner", "een" }, { "desk", "noord" }));
	report = run_report(store, HVK_REPORT_REFERRALS, NULL, HVK_REPORT_BY, "desk", -1);
	assert_string_equal(rows_with(report, "desk", 2, 0), "noord 1, zuid 1, not-recorded 4");
	hvk_report_free(report);
	report = run_report(store, HVK_REPORT_REFERRALS, "desk=zuid", HVK_REPORT_BY, "desk", -1);
	assert_string_equal(rows_with(report, "desk", 2, 0), "zuid 1");
	hvk_report_free(report);
}

static void test_filters(void **state)
{
	struct hvk_report *report = run_report(store_of(state), HVK_REPORT_REFERRALS, "theme=gedrag", -1);

	assert_string_equal(rows_with(report, "total", 2, 0), "total 3");
	assert_string_equal(rows_with(report, "theme-group", 2, 0), "gedrag 3");
	hvk_report_free(report);
	report = run_report(store_of(state), HVK_REPORT_REFERRALS, "gemeente=Torhout,Damme", -1);
	assert_string_equal(rows_with(report, "gemeente", 2, 0), "31006 0, 31033 2");
	hvk_report_free(report);
}

/* The middle of an even number lies between two. */
static void test_median(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	REFER(store, "2026-10-01", ({ "partner", "een" }), "wachtlijst", "2026-10-02");
	report = run_report(store, HVK_REPORT_REFERRALS, NULL, HVK_REPORT_BY, "partner", -1);
	assert_string_equal(rows_with(report, "partner", FIGURES, 0),
	                    "een 3 1 0.33 1 3 4.00 5.00, twee 2 0 0.00 1 0 - -");
	hvk_report_free(report);
}

static void test_what_cannot_be_asked(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	assert_done(store, hvk_report_new(store, HVK_REPORT_REFERRALS, &report));
	assert_int_equal(hvk_report_set(report, HVK_REPORT_BY, "partner,channel"), HVK_EINVAL);
	assert_message_has(store, "unknown dimension 'channel'; expected partner, theme");
	assert_int_equal(hvk_report_set(report, HVK_REPORT_BY, "themes"), HVK_EINVAL);
	assert_message_has(store, "did you mean theme?");
	assert_int_equal(hvk_report_set(report, HVK_REPORT_BY, "partner,"), HVK_EINVAL);
	assert_message_has(store, "a dimension is missing");
	assert_int_equal(hvk_report_set(report, HVK_REPORT_BY, "partner,partner"), HVK_EINVAL);
	assert_message_has(store, "given twice");
	assert_int_equal(hvk_report_set(report, HVK_REPORT_DIRECTION, "heen"), HVK_ENOTFOUND);
	assert_message_has(store, "direction: ");
	hvk_report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_total, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_standard_sections, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_directions, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_by, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_desks, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_filters, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_median, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_asked, set_up, store_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
