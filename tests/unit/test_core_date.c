/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates, months and periods. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "core/date.h"
#include "hvk.h"

/* How messages list what a period can be. */
#define FORMS "2026, 2026-10, 2026-Q4, 2026-2027 or sj2026 (school year), FROM..TO, or a word such as last-month"

static bool parses(const char *text, bool day_required)
{
	struct hvk__date date;

	return hvk__date_parse(text, strlen(text), day_required, &date);
}

static void test_every_day(void **state)
{
	struct hvk__date date = { 1970, 1, 1 };
	char text[11];

	(void)state;
	/* Every day that months can number: the days count up, and come back from number and from text. */
	for (int days = 0; hvk__month_number(date) <= HVK__MONTH_MAX; days++) {
		struct hvk__date back = hvk__date_from_days(days);

		assert_int_equal(hvk__date_to_days(date), days);
		assert_memory_equal(&back, &date, sizeof(date));
		hvk__date_format(days, text);
		assert_true(hvk__date_parse(text, 10, true, &back));
		assert_memory_equal(&back, &date, sizeof(date));
		if (++date.day > hvk__days_in_month(date.year, date.month)) {
			date.day = 1;
			date.month = date.month % 12 + 1;
			date.year += date.month == 1;
		}
	}
	assert_int_equal(hvk__date_to_days((struct hvk__date){ 2000, 3, 1 }), 11017);
	assert_int_equal(hvk__date_to_days((struct hvk__date){ 1969, 12, 31 }), -1);
	assert_int_equal(hvk__date_to_days((struct hvk__date){ 2026, 10, 0 }),
	                 hvk__date_to_days((struct hvk__date){ 2026, 10, 1 }));
}

static void test_months(void **state)
{
	char text[8];

	(void)state;
	for (int month = 0; month <= HVK__MONTH_MAX; month++) {
		struct hvk__date date;

		hvk__month_format(month, text);
		assert_true(hvk__date_parse(text, 7, false, &date));
		assert_int_equal(date.day, 0);
		assert_int_equal(hvk__month_number(date), month);
		assert_int_equal(hvk__month_last_day(month) + 1, hvk__month_first_day(month + 1));
	}
	hvk__month_format(HVK__MONTH_MAX, text);
	assert_string_equal(text, "2311-04");
	assert_int_equal(hvk__days_in_month(2000, 2), 29);
	assert_int_equal(hvk__days_in_month(2100, 2), 28);
	assert_int_equal(hvk__days_in_month(2024, 2), 29);
}

static void test_parse_is_strict(void **state)
{
	static const char *const bad[] = { "",           "2026",       "2026-1",      "2026-13",
		                           "2026-00",    "26-10-05",   "2026-10-5",   "2026-10-00",
		                           "2026-10-32", "2026-09-31", "2026-02-29",  "2100-02-29",
		                           "2026/10/05", "2026-10/05", "2026-10-05 ", " 2026-10-05",
		                           "2026-1o-05", "1969-12-31", "2311-05-01",  "2311-05",
		                           "9999-01",    "-026-10",    "2026--1",     "+026-10" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(parses(bad[i], false));
	assert_true(parses("2026-10", false));
	assert_false(parses("2026-10", true));
	assert_true(parses("2024-02-29", true));
	assert_true(parses("2311-04-30", true));
	assert_true(parses("1970-01-01", true));
}

/* Today is 2026-10-15 in all of these. */
static int resolve(const char *text, char result[20], struct hvk__error *error)
{
	struct hvk__period period;
	int today = hvk__date_to_days((struct hvk__date){ 2026, 10, 15 });
	int code = hvk__period_parse(error, text, today, &period);

	result[0] = '\0';
	if (code == HVK_OK) {
		hvk__month_format(period.first, result);
		strcat(result, " ");
		hvk__month_format(period.last, result + 8);
	}
	return code;
}

static void test_periods(void **state)
{
	static const struct {
		const char *text, *result;
	} cases[] = {
		{ "2026", "2026-01 2026-12" },
		{ "1970", "1970-01 1970-12" },
		{ "2310", "2310-01 2310-12" },
		{ "2026-10", "2026-10 2026-10" },
		{ " 2026-10 ", "2026-10 2026-10" },
		{ "2026-Q4", "2026-10 2026-12" },
		{ "2026-q1", "2026-01 2026-03" },
		{ "2026q4", "2026-10 2026-12" },
		{ "2026Q2", "2026-04 2026-06" },
		{ "2026-2027", "2026-09 2027-08" },
		{ "sj2026", "2026-09 2027-08" },
		{ "SJ2025", "2025-09 2026-08" },
		{ "2026-01..2026-03", "2026-01 2026-03" },
		{ "2025..2026", "2025-01 2026-12" },
		{ "2026-Q1..2026", "2026-01 2026-12" },
		{ "sj2024..this-month", "2024-09 2026-10" },
		{ "2026-10..2026-10", "2026-10 2026-10" },
		{ "this-month", "2026-10 2026-10" },
		{ "Last-Month", "2026-09 2026-09" },
		{ "this-quarter", "2026-10 2026-12" },
		{ "last-quarter", "2026-07 2026-09" },
		{ "this-year", "2026-01 2026-12" },
		{ "last-year", "2025-01 2025-12" },
		{ "year-to-date", "2026-01 2026-10" },
		{ "this-schoolyear", "2026-09 2027-08" },
		{ "last-schoolyear", "2025-09 2026-08" },
		{ "schoolyear-to-date", "2026-09 2026-10" },
		{ "last-12-months", "2025-10 2026-09" },
		{ "last-1-months", "2026-09 2026-09" },
		{ "LAST-120-MONTHS", "2016-10 2026-09" },
	};
	struct hvk__error error;
	char result[20];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(resolve(cases[i].text, result, &error), HVK_OK);
		assert_string_equal(result, cases[i].result);
	}
}

static void test_bad_periods(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "2026-13", "period '2026-13': month 13: a month is 01 to 12" },
		{ "2026-00", "period '2026-00': month 00: a month is 01 to 12" },
		{ "2026-Q5", "period '2026-Q5': a quarter is Q1 to Q4" },
		{ "2026q0", "period '2026q0': a quarter is Q1 to Q4" },
		{ "1969", "period '1969': a year is 1970 to 2310" },
		{ "2311", "period '2311': a year is 1970 to 2310" },
		{ "sj2311", "period 'sj2311': a year is 1970 to 2310" },
		{ "2026-2028", "period '2026-2028': a school year is two years in a row, as 2026-2027; several years "
		               "are written 2026..2028" },
		{ "2026-10-05", "period '2026-10-05': a period is made of whole months, as 2026-10" },
		{ "2026-10..2026-09", "period '2026-10..2026-09': it ends before it begins" },
		{ "2027..2026", "period '2027..2026': it ends before it begins" },
		{ "2026..", "period '2026..': a range has a period on both sides of '..'" },
		{ "..2026", "period '..2026': a range has a period on both sides of '..'" },
		{ "..", "period '..': a range has a period on both sides of '..'" },
		{ "2026-13..2027", "period '2026-13': month 13: a month is 01 to 12" },
		{ "2026..lastmont", "unknown period 'lastmont'; did you mean last-month?" },
		{ "last-mnth", "unknown period 'last-mnth'; did you mean last-month?" },
		{ "this-schoolyaer", "unknown period 'this-schoolyaer'; did you mean this-schoolyear?" },
		{ "last-0-months", "period 'last-0-months': the number of months is 1 to 120" },
		{ "last-121-months", "period 'last-121-months': the number of months is 1 to 120" },
		{ "last-99999999999-months", "period 'last-99999999999-months': the number of months is 1 to 120" },
		{ "last-x-months", "unknown period 'last-x-months'; did you mean last-month?" },
		{ "oktober", "unknown period 'oktober'; write it as " FORMS },
		{ "", "unknown period ''; write it as " FORMS },
		{ "2026-1", "unknown period '2026-1'; write it as " FORMS },
		{ "20261", "unknown period '20261'; write it as " FORMS },
		{ "2026..2027..2028", "unknown period '2027..2028'; write it as " FORMS },
	};
	struct hvk__error error;
	char result[20];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(resolve(cases[i].text, result, &error), HVK_EINVAL);
		assert_string_equal(error.public.message, cases[i].message);
	}
}

static void test_period_words(void **state)
{
	struct hvk__error error;
	char result[20];
	size_t n;

	(void)state;
	for (n = 0; hvk_period_word(n); n++) {
		assert_int_equal(resolve(hvk_period_word(n), result, &error), HVK_OK);
		assert_non_null(hvk_period_help(n));
	}
	assert_true(n > 5);
	assert_null(hvk_period_help(n));
	assert_null(hvk_period_word(n + 100));
}

static void test_every_month_as_today(void **state)
{
	struct hvk__error error;

	(void)state;
	for (int month = 240; month < 600; month++) {
		struct hvk__period period;
		int today = hvk__month_last_day(month);

		assert_int_equal(hvk__period_parse(&error, "this-schoolyear", today, &period), HVK_OK);
		assert_int_equal(period.last - period.first, 11);
		assert_int_equal(hvk__month_date(period.first).month, 9);
		assert_in_range(month, period.first, period.last);
		assert_int_equal(hvk__period_parse(&error, "this-quarter", today, &period), HVK_OK);
		assert_int_equal(period.last - period.first, 2);
		assert_int_equal(period.first % 3, 0);
		assert_in_range(month, period.first, period.last);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_parse_is_strict),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_bad_periods),
		cmocka_unit_test(test_period_words),
		cmocka_unit_test(test_every_month_as_today),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
