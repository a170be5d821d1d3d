/* SPDX-License-Identifier: EUPL-1.2 */
/* Deliveries and completeness through the public interface. */
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
static char folder[] = "/tmp/hvk-delivery-XXXXXX";
static char path[64];

static void assert_done(int result)
{
	if (result != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
}

/* Its answer for the one desk in a month, with the deadline. */
static const char *status_of(const char *month, const char *deadline)
{
	static char status[16];
	struct hvk_filter *filter;
	struct hvk_report *report;

	assert_done(hvk_filter_new(store, &filter));
	assert_done(hvk_filter_add(filter, "month", "=", month));
	assert_done(hvk_report_new(store, HVK_REPORT_COMPLETENESS, &report));
	assert_done(hvk_report_set(report, HVK_REPORT_DEADLINE, deadline));
	hvk_report_set_filter(report, filter);
	assert_done(hvk_report_run(report));
	assert_string_equal(hvk_report_section(report, 0), "completeness");
	assert_string_equal(hvk_report_section(report, 1), "desk");
	assert_string_equal(hvk_report_section(report, 2), "month");
	assert_null(hvk_report_section(report, 3));
	assert_string_equal(hvk_report_column(report, 0, 2)->name, "status");
	snprintf(status, sizeof(status), "%s", hvk_report_key(report, 0, 0, 2));
	assert_int_equal(hvk_report_findings(report), strcmp(status, "missing") == 0);
	hvk_report_free(report);
	hvk_filter_free(filter);
	return status;
}

static void test_deliveries(void **state)
{
	struct hvk_question *question;
	bool changed;

	(void)state;
	assert_done(hvk_question_new(store, &question));
	assert_done(hvk_question_set_short(question, "2026-08 gent slapen desk:noord"));
	assert_done(hvk_question_add(question));
	hvk_question_free(question);
	assert_string_equal(status_of("2026-08", "10"), "late");
	assert_done(hvk_delivery_add(store, "noord", "2026-08", "2026-09-10", false, &changed));
	assert_true(changed);
	assert_string_equal(status_of("2026-08", "10"), "received");
	assert_string_equal(status_of("2026-09", "10"), "missing");
	assert_done(hvk_delivery_add(store, "noord", "2026-09", NULL, false, &changed));
	assert_string_equal(status_of("2026-09", "10"), "late");
	assert_string_equal(status_of("2026-09", "60"), "zero");
	assert_done(hvk_delivery_remove(store, "noord", "2026-09", false, &changed));
	assert_true(changed);
	assert_string_equal(status_of("2026-09", "10"), "missing");
	assert_string_equal(status_of("2026-09", "60"), "open");
}

static void test_options_of_others(void **state)
{
	struct hvk_report *report;

	(void)state;
	assert_done(hvk_report_new(store, HVK_REPORT_GAPS, &report));
	assert_int_equal(hvk_report_set(report, HVK_REPORT_DEADLINE, "10"), HVK_EINVAL);
	hvk_report_free(report);
	assert_done(hvk_report_new(store, HVK_REPORT_COMPLETENESS, &report));
	assert_int_equal(hvk_report_set(report, HVK_REPORT_BY, "desk"), HVK_EINVAL);
	assert_int_equal(hvk_report_set(report, HVK_REPORT_MIN_QUESTIONS, "10"), HVK_EINVAL);
	hvk_report_free(report);
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder) || hvk_store_new(&store) < 0)
		return -1;
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	return hvk_store_set_today(store, "2026-11-21") < 0 ||
	       hvk_store_create(store, path, HVK_PRECISION_MONTH, false) < 0;
}

static int tear_down(void **state)
{
	(void)state;
	hvk_store_free(store);
	return unlink(path) < 0 || rmdir(folder) < 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deliveries), cmocka_unit_test(test_options_of_others)
	};

	return cmocka_run_group_tests_name("deliveries", tests, set_up, tear_down);
}
