/* SPDX-License-Identifier: EUPL-1.2 */
/* Lengths of time: how they are written, and where they lead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "core/span.h"

/* The day a span after another (sign 1) or before it, as text. */
static const char *from(const char *day, const char *span, int sign)
{
	static char text[11];
	struct hvk__span_of_time length;
	struct hvk__error error;
	struct hvk__date date;

	assert_true(hvk__date_parse(day, strlen(day), true, &date));
	assert_int_equal(hvk__span_parse(&error, span, strlen(span), &length), HVK_OK);
	hvk__date_format(hvk__span_from(hvk__date_to_days(date), length, sign), text);
	return text;
}

static void days_weeks_months_and_years(void **state)
{
	(void)state;
	assert_string_equal(from("2026-11-21", "1d", 1), "2026-11-22");
	assert_string_equal(from("2026-11-21", "90d", -1), "2026-08-23");
	assert_string_equal(from("2026-11-21", "2w", 1), "2026-12-05");
	assert_string_equal(from("2026-11-21", "3m", 1), "2027-02-21");
	assert_string_equal(from("2026-11-21", "12M", -1), "2025-11-21");
	assert_string_equal(from("2026-11-21", " 2y ", -1), "2024-11-21");
	assert_string_equal(from("2026-11-21", "0d", 1), "2026-11-21");
}

static void a_month_that_is_too_short(void **state)
{
	(void)state;
	assert_string_equal(from("2026-01-31", "1m", 1), "2026-02-28");
	assert_string_equal(from("2024-03-31", "1m", -1), "2024-02-29");
	assert_string_equal(from("2024-02-29", "1y", 1), "2025-02-28");
}

static void days_stay_within_what_has_a_text(void **state)
{
	(void)state;
	assert_string_equal(from("1970-01-05", "9d", -1), "1970-01-01");
	assert_string_equal(from("2026-11-21", "99999y", -1), "1970-01-01");
	assert_string_equal(from("2026-11-21", "99999y", 1), "2311-04-30");
	assert_string_equal(from("2311-04-30", "99999d", 1), "2311-04-30");
}

static void what_is_no_length_of_time(void **state)
{
	static const char *const texts[] = { "", "d", "12", "-1d", "1 d", "1dd", "1,5m", "100000d", "1h", "een jaar" };
	struct hvk__span_of_time length;
	struct hvk__error error;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		hvk__error_clear(&error);
		assert_int_equal(hvk__span_parse(&error, texts[i], strlen(texts[i]), &length), HVK_EINVAL);
	}
	assert_string_equal(error.public.message, "expected a time such as 90d, 3w, 12m or 2y, found 'een jaar'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_weeks_months_and_years),
		cmocka_unit_test(a_month_that_is_too_short),
		cmocka_unit_test(days_stay_within_what_has_a_text),
		cmocka_unit_test(what_is_no_length_of_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
