/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads months and dates. Every trap has its message: day and month exchanged, two-digit years, Excel's serial numbers.
 */
#include "core/when.h"

#include <string.h>

#define PARTS 3

/* Numbers between separators of one kind: '5/10/2026'. */
struct parts {
	int number[PARTS];
	size_t digits[PARTS];
	size_t count;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Forms and spreadsheets put a time behind the date: '2026-10-05T14:03:22', '5/10/2026 14:03'. Only its form is looked
 * at. */
static size_t without_time(const char *text, size_t length)
{
	const char *mark = memchr(text, ':', length);
	size_t end;

	if (!mark)
		return length;
	end = (size_t)(mark - text);
	while (end > 0 && is_digit(text[end - 1]))
		end--;
	if (end == 0 || (text[end - 1] != ' ' && text[end - 1] != 'T'))
		return length;
	for (const char *at = mark; at < text + length; at++)
		if (!is_digit(*at) && !strchr(":.,+-Z ", *at))
			return length;
	while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == 'T'))
		end--;
	return end;
}

static bool split(const char *text, size_t length, struct parts *parts)
{
	char separator = '\0';

	*parts = (struct parts){ .count = 1 };
	for (size_t i = 0; i < length; i++) {
		size_t last = parts->count - 1;

		if (is_digit(text[i])) {
			if (++parts->digits[last] > 8)
				return false;
			parts->number[last] = parts->number[last] * 10 + (text[i] - '0');
			continue;
		}
		if (!strchr("-/.", text[i]) || (separator && text[i] != separator) || parts->digits[last] == 0 ||
		    parts->count == PARTS)
			return false;
		separator = text[i];
		parts->count++;
	}
	return parts->digits[parts->count - 1] > 0;
}

static int fail_form(struct hvk__error *error, const char *text, size_t length, bool day)
{
	if (day)
		return hvk__fail(error, HVK_EINPUT, "expected a date such as 2026-10-31 or 31/10/2026, found '%.*s'",
		                 (int)length, text);
	return hvk__fail(error, HVK_EINPUT, "expected a month or date such as 2026-10 or 2026-10-05, found '%.*s'",
	                 (int)length, text);
}

/* A lone number: 46023 is what Excel makes of 1 January 2026 in a cell that is not formatted as a date. */
static int fail_number(struct hvk__error *error, const char *text, size_t length, int number, bool day)
{
	char date[11];

	if (length != 5 || number < 25569 || number > 69999) /* 1970 .. 2091 */
		return fail_form(error, text, length, day);
	hvk__date_format(number - 25569, date);
	return hvk__fail(
		error, HVK_EINPUT,
		"'%.*s' looks like a date as Excel counts them (%s); format the column as a date and save again",
		(int)length, text, date);
}

static int check_year(struct hvk__error *error, int year)
{
	/* The month 1970-01 has number 0, which means "none". */
	if (year < 1971 || year > 2310)
		return hvk__fail(error, HVK_EINPUT, "the year %d is out of range (1971 to 2310)", year);
	return HVK_OK;
}

static int check_date(struct hvk__error *error, const struct hvk__date *date, enum hvk__date_order order,
                      bool *contradiction)
{
	int result = check_year(error, date->year);

	if (result < 0)
		return result;
	if (date->month > 12 && date->day >= 1 && date->day <= 12 &&
	    date->month <= hvk__days_in_month(date->year, date->day)) {
		const char *other = order == HVK__DMY ? "mdy" : order == HVK__MDY ? "dmy" : NULL;

		*contradiction = other != NULL;
		if (other)
			return hvk__fail(error, HVK_EINPUT, "month %d; is the file %s? --date-order %s", date->month,
			                 order == HVK__DMY ? _("month-day-year") : _("day-month-year"), other);
	}
	if (date->month < 1 || date->month > 12)
		return hvk__fail(error, HVK_EINPUT, "there is no month %d", date->month);
	if (date->day < 1 || date->day > hvk__days_in_month(date->year, date->month))
		return hvk__fail(error, HVK_EINPUT, "%04d-%02d has no day %d", date->year, date->month, date->day);
	return HVK_OK;
}

/* Year and month: '2026-10', '10/2026'. */
static int read_month(struct hvk__error *error, const struct parts *parts, struct hvk__date *date)
{
	size_t year = parts->digits[0] == 4 ? 0 : 1;
	int result;

	date->year = parts->number[year];
	date->month = parts->number[1 - year];
	date->day = 0;
	result = check_year(error, date->year);
	if (result < 0)
		return result;
	if (date->month < 1 || date->month > 12)
		return hvk__fail(error, HVK_EINPUT, "there is no month %d", date->month);
	return HVK_OK;
}

/* The year stands in front, or at the end; which of the others is the month is as declared. */
static int read_day(struct hvk__error *error, const struct parts *parts, enum hvk__date_order order,
                    struct hvk__date *date, bool *contradiction)
{
	const int *n = parts->number;

	if (parts->digits[0] == 4) {
		*date = (struct hvk__date){ n[0], n[1], n[2] };
		return check_date(error, date, HVK__YMD, contradiction);
	}
	if (order == HVK__YMD)
		return hvk__fail(error, HVK_EINPUT, "the date does not begin with the year, as --date-order ymd says");
	*date = order == HVK__DMY ? (struct hvk__date){ n[2], n[1], n[0] } : (struct hvk__date){ n[2], n[0], n[1] };
	return check_date(error, date, order, contradiction);
}

static int parse(struct hvk__error *error, const char *text, size_t length, enum hvk__date_order order, bool day,
                 struct hvk__date *date, bool *contradiction)
{
	struct parts parts;
	size_t whole = length;

	*contradiction = false;
	*date = (struct hvk__date){ 0, 0, 0 };
	length = without_time(text, length);
	if (length == 0 || !split(text, length, &parts))
		return fail_form(error, text, whole, day);
	if (parts.count == 1)
		return fail_number(error, text, length, parts.number[0], day);
	for (size_t i = 0; i < parts.count; i++)
		if (parts.digits[i] == 3 || parts.digits[i] > 4)
			return fail_form(error, text, whole, day);
	if (parts.count == 2 && !day && (parts.digits[0] == 4) != (parts.digits[1] == 4))
		return read_month(error, &parts, date);
	if (parts.count == 3 && parts.digits[1] <= 2 && (parts.digits[0] == 4) != (parts.digits[2] == 4))
		return read_day(error, &parts, order, date, contradiction);
	if (parts.count == 3 && parts.digits[0] <= 2 && parts.digits[1] <= 2 && parts.digits[2] <= 2)
		return hvk__fail(error, HVK_EINPUT, "'%.*s' has a year of two digits; write it in full", (int)whole,
		                 text);
	return fail_form(error, text, whole, day);
}

int hvk__when_parse(struct hvk__error *error, const char *text, size_t length, enum hvk__date_order order,
                    struct hvk__date *date, bool *contradiction)
{
	return parse(error, text, length, order, false, date, contradiction);
}

int hvk__when_parse_day(struct hvk__error *error, const char *text, size_t length, enum hvk__date_order order,
                        struct hvk__date *date, bool *contradiction)
{
	return parse(error, text, length, order, true, date, contradiction);
}
