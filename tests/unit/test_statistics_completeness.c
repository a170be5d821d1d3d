/* SPDX-License-Identifier: EUPL-1.2 */
/* Completeness: what is expected of desks beside what came in. Today is 2026-11-21. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report_rows.h"

/* Adds a question on a day. */
static void ask(struct hvk_store *store, const char *day, const char *month, const char *desk)
{
	struct hvk_question *question;

	assert_done(store, hvk_store_set_today(store, day));
	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_set(question, HVK_MONTH, month));
	assert_done(store, hvk_question_set(question, HVK_GEMEENTE, "brugge"));
	assert_done(store, hvk_question_set(question, HVK_THEME, "slapen"));
	assert_done(store, hvk_question_set(question, HVK_DESK, desk));
	assert_done(store, hvk_question_add(question));
	hvk_question_free(question);
	assert_done(store, hvk_store_set_today(store, "2026-11-21"));
}

static bool tell(struct hvk_store *store, const char *desk, const char *month, const char *on)
{
	bool changed;

	assert_done(store, hvk_delivery_add(store, desk, month, on, false, &changed));
	return changed;
}

static void change_store(struct hvk_store *store, const char *sql)
{
	assert_done(store, hvk__store_exec(store, sql));
	hvk__store_forget_codes(store);
}

/* Of some months and a desk (or NULL: those), with an option or -1. */
static struct hvk_report *report_on(struct hvk_store *store, const char *months, const char *desk, int option,
                                    const char *text)
{
	struct hvk_filter *filter;
	struct hvk_report *report;

	assert_done(store, hvk_filter_new(store, &filter));
	if (months)
		assert_done(store, hvk_filter_add(filter, "month", "=", months));
	if (desk)
		assert_done(store, hvk_filter_add(filter, "desk", "=", desk));
	assert_done(store, hvk_report_new(store, HVK_REPORT_COMPLETENESS, &report));
	if (option >= 0)
		assert_done(store, hvk_report_set(report, (enum hvk_report_option)option, text));
	hvk_report_set_filter(report, filter);
	assert_done(store, hvk_report_run(report));
	hvk_filter_free(filter);
	return report;
}

/* The rows of its first section. */
static const char *cells(struct hvk_store *store, const char *months, const char *desk, int option, const char *text)
{
	struct hvk_report *report = report_on(store, months, desk, option, text);
	const char *rows = all_rows(report, "completeness");

	hvk_report_free(report);
	return rows;
}

/* August to October, of which: noord had 2, 0 and 1 questions, the last in time by a day; zuid was late by a day in
 * August and has not been heard of since; oost began in October. */
static int set_up(void **state)
{
	struct hvk_store *store;

	if (store_set_up(state) < 0)
		return -1;
	store = store_of(state);
	ask(store, "2026-08-04", "2026-08", "noord");
	ask(store, "2026-08-31", "2026-08", "noord");
	ask(store, "2026-09-11", "2026-08", "zuid");
	ask(store, "2026-10-20", "2026-10", "oost");
	tell(store, "noord", "2026-09", "2026-10-01");
	ask(store, "2026-11-10", "2026-10", "noord");
	return 0;
}

static void test_cells(void **state)
{
	struct hvk_report *report = report_on(store_of(state), "2026-08..2026-10", NULL, -1, NULL);

	/* desk month status received_on questions */
	assert_string_equal(all_rows(report, "completeness"),
	                    "noord 2026-08 received - 2, noord 2026-09 zero 2026-10-01 0,"
	                    " noord 2026-10 received 2026-11-10 1, oost 2026-10 received - 1,"
	                    " zuid 2026-08 late 2026-09-11 1, zuid 2026-09 missing - -, zuid 2026-10 missing - -");
	/* name expected received late missing zero open */
	assert_string_equal(all_rows(report, "desk"), "noord 3 2 0 0 1 0, oost 1 1 0 0 0 0, zuid 3 0 1 2 0 0");
	assert_string_equal(all_rows(report, "month"),
	                    "2026-08 2 1 1 0 0 0, 2026-09 2 0 0 1 1 0, 2026-10 3 2 0 1 0 0");
	assert_int_equal(hvk_report_findings(report), 2);
	hvk_report_free(report);
}

static void test_labels(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	change_store(store, "UPDATE code SET label_nl = 'Balie Zuid' WHERE code = 'zuid'");
	report = report_on(store, "2026-09", "zuid", -1, NULL);
	assert_string_equal(hvk_report_label(report, 0, 0, 0, HVK_NL), "Balie Zuid");
	assert_string_equal(hvk_report_label(report, 0, 0, 1, HVK_NL), "sep 2026");
	assert_string_equal(hvk_report_label(report, 0, 0, 2, HVK_NL), "ontbreekt");
	assert_string_equal(hvk_report_label(report, 0, 0, 2, HVK_EN), "missing");
	assert_null(hvk_report_key(report, 0, 0, 3));
	hvk_report_free(report);
}

/* The month that runs is open, whatever is in; so is one whose deadline has not passed, until something is. */
static void test_open(void **state)
{
	struct hvk_store *store = store_of(state);

	ask(store, "2026-11-20", "2026-11", "noord");
	assert_string_equal(cells(store, "2026-11", NULL, -1, NULL),
	                    "noord 2026-11 open - 1, oost 2026-11 open - -, zuid 2026-11 open - -");
	assert_string_equal(cells(store, "2026-10", "zuid", HVK_REPORT_ON, "2026-10-31"),
	                    "zuid 2026-10 open - -");
	assert_string_equal(cells(store, "2026-10", "noord", HVK_REPORT_ON, "2026-10-31"),
	                    "noord 2026-10 open 2026-11-10 1");
	assert_string_equal(cells(store, "2026-10", "zuid", HVK_REPORT_ON, "2026-11-10"),
	                    "zuid 2026-10 open - -");
	assert_string_equal(cells(store, "2026-10", "zuid", HVK_REPORT_ON, "2026-11-11"),
	                    "zuid 2026-10 missing - -");
	assert_string_equal(cells(store, "2026-10", "noord", HVK_REPORT_ON, "2026-11-01"),
	                    "noord 2026-10 received 2026-11-10 1");
}

static void test_deadline(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report;

	assert_string_equal(cells(store, "2026-08", "zuid", HVK_REPORT_DEADLINE, "11"),
	                    "zuid 2026-08 received 2026-09-11 1");
	assert_string_equal(cells(store, "2026-10", "noord", HVK_REPORT_DEADLINE, "9"),
	                    "noord 2026-10 late 2026-11-10 1");
	assert_string_equal(cells(store, "2026-09", "noord", HVK_REPORT_DEADLINE, "0"),
	                    "noord 2026-09 late 2026-10-01 0");
	assert_string_equal(cells(store, "2026-10", "zuid", HVK_REPORT_DEADLINE, "21"), "zuid 2026-10 open - -");
	assert_string_equal(cells(store, "2026-10", "zuid", HVK_REPORT_DEADLINE, "20"),
	                    "zuid 2026-10 missing - -");
	assert_done(store, hvk_report_new(store, HVK_REPORT_COMPLETENESS, &report));
	for (size_t i = 0; i < 5; i++) {
		static const char *const refused[] = { "", "367", "-1", "10 dagen", "99999999999999999999" };

		assert_int_equal(hvk_report_set(report, HVK_REPORT_DEADLINE, refused[i]), HVK_EINVAL);
		assert_message_has(store, "deadline: expected a number of days from 0 to 366");
	}
	assert_done(store, hvk_report_set(report, HVK_REPORT_DEADLINE, "366"));
	hvk_report_free(report);
}

/* December is due in January; nothing of a desk that ended is expected after its last month, and nothing before its
 * first, though what came in all the same is shown. */
static void test_expected(void **state)
{
	struct hvk_store *store = store_of(state);

	change_store(store, "DELETE FROM question; DELETE FROM delivery;"
	               "UPDATE code SET valid_from = '2025-11-15' WHERE code = 'noord';"
	               "UPDATE code SET valid_to = '2025-12-31' WHERE code = 'zuid'");
	assert_true(tell(store, "noord", "2025-12", "2026-01-11"));
	assert_true(tell(store, "zuid", "2025-11", "2025-12-01"));
	assert_string_equal(cells(store, "2025-10..2026-02", NULL, HVK_REPORT_ON, "2026-02-10"),
	                    "noord 2025-12 late 2026-01-11 0, noord 2026-01 open - -, noord 2026-02 open - -,"
	                    " oost 2025-10 missing - -, oost 2025-11 missing - -, oost 2025-12 missing - -,"
	                    " oost 2026-01 open - -, oost 2026-02 open - -,"
	                    " zuid 2025-11 zero 2025-12-01 0, zuid 2025-12 missing - -");
	change_store(store, "INSERT INTO delivery SELECT 670, number, NULL FROM code WHERE code = 'noord'");
	assert_string_equal(cells(store, "2025-10..2025-12", "noord", -1, NULL),
	                    "noord 2025-11 zero - 0, noord 2025-12 late 2026-01-11 0");
}

/* Without months the last twelve; up to a month from the first of which there is anything; and no months to come. */
static void test_months(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_report *report = report_on(store, NULL, NULL, -1, NULL);
	const char *last;

	assert_string_equal(hvk_report_months(report, &last), "2025-11");
	assert_string_equal(last, "2026-10");
	assert_int_equal(hvk_report_rows(report, 2), 12);
	hvk_report_free(report);
	report = run_report(store, HVK_REPORT_COMPLETENESS, "month<=2026-10", -1);
	assert_string_equal(hvk_report_months(report, &last), "2026-08");
	hvk_report_free(report);
	report = report_on(store, "2026", NULL, -1, NULL);
	assert_string_equal(hvk_report_months(report, &last), "2026-01");
	assert_string_equal(last, "2026-11");
	hvk_report_free(report);
	report = report_on(store, "2027", NULL, -1, NULL);
	assert_int_equal(hvk_report_rows(report, 0) + hvk_report_rows(report, 1) + hvk_report_rows(report, 2), 0);
	hvk_report_free(report);
}

/* Questions that are in the store were received, though nothing says when. */
static void test_without_delivery(void **state)
{
	struct hvk_store *store = store_of(state);

	change_store(store, "DELETE FROM delivery");
	assert_string_equal(cells(store, "2026-08..2026-10", NULL, -1, NULL),
	                    "noord 2026-08 received - 2, noord 2026-09 missing - -, noord 2026-10 received - 1,"
	                    " oost 2026-10 received - 1,"
	                    " zuid 2026-08 received - 1, zuid 2026-09 missing - -, zuid 2026-10 missing - -");
}

static void test_no_desks(void **state)
{
	struct hvk_report *report = report_on(store_of(state), NULL, NULL, -1, NULL);

	assert_int_equal(hvk_report_rows(report, 0), 0);
	assert_int_equal(hvk_report_rows(report, 2), 12);
	assert_int_equal(hvk_report_findings(report), 0);
	hvk_report_free(report);
}

static void test_filters(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_filter *filter;
	struct hvk_report *report;

	assert_done(store, hvk_filter_new(store, &filter));
	assert_done(store, hvk_filter_parse(filter, "gemeente=Brugge"));
	assert_done(store, hvk_report_new(store, HVK_REPORT_COMPLETENESS, &report));
	hvk_report_set_filter(report, filter);
	assert_int_equal(hvk_report_run(report), HVK_EINVAL);
	assert_message(store, "a report on completeness cannot be restricted by gemeente");
	hvk_report_free(report);
	hvk_filter_free(filter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cells, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_labels, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_open, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_deadline, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_expected, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_months, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_without_delivery, set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_no_desks, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_filters, set_up, store_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
