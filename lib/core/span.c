/* SPDX-License-Identifier: EUPL-1.2 */
#include "core/span.h"

#include <string.h>

#include "core/macro.h"
#include "core/text.h"

enum { DIGITS_MAX = 5 };

static const struct {
	char letter;
	int months, days;
} units[] = { { 'd', 0, 1 }, { 'w', 0, 7 }, { 'm', 1, 0 }, { 'y', 12, 0 } };

int hvk__span_parse(struct hvk__error *error, const char *text, size_t length, struct hvk__span_of_time *span)
{
	size_t whole = length, at = 0;
	const char *start = hvk__trim(text, &whole);
	int number = 0;

	for (; at < whole && at < DIGITS_MAX && start[at] >= '0' && start[at] <= '9'; at++)
		number = number * 10 + start[at] - '0';
	for (size_t i = 0; at > 0 && at + 1 == whole && i < ARRAY_SIZE(units); i++) {
		if ((start[at] | 32) != units[i].letter)
			continue;
		*span = (struct hvk__span_of_time){ number * units[i].months, number * units[i].days };
		return HVK_OK;
	}
	*span = (struct hvk__span_of_time){ 0, 0 };
	return hvk__fail(error, HVK_EINVAL, "expected a time such as 90d, 3w, 12m or 2y, found '%.*s'",
	                 (int)hvk__utf8_valid_prefix(start, whole < 60 ? whole : 60), start);
}

int hvk__span_from(int day, struct hvk__span_of_time span, int sign)
{
	struct hvk__date date = hvk__date_from_days(day);
	int month = hvk__month_number(date) + sign * span.months, last = hvk__month_last_day(HVK__MONTH_MAX), in_month;

	if (month < 0)
		return 0;
	if (month > HVK__MONTH_MAX)
		return last;
	in_month = date.day;
	date = hvk__month_date(month);
	date.day = in_month < hvk__days_in_month(date.year, date.month) ? in_month :
	                                                                  hvk__days_in_month(date.year, date.month);
	day = hvk__date_to_days(date) + sign * span.days;
	if (day < 0)
		return 0;
	return day > last ? last : day;
}
