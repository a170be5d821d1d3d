/* SPDX-License-Identifier: EUPL-1.2 */
/* Values that are days, months, times of the day, numbers, money in cents, yes or no. */
#include <inttypes.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "core/when.h"
#include "record/value.h"

static int add(struct hvk__error *error, struct hvk__buffer *key, const char *text)
{
	return hvk__buffer_add_text(key, text) ? HVK_OK : hvk__fail_memory(error);
}

/* As the failure of what reads days and months says, which is about a value, but where it is about a whole file. */
static int fail_when(struct hvk__error *error, const struct hvk__error *failed, bool of_file, const char *expected,
                     struct hvk__text text)
{
	return of_file ? hvk__expected(error, expected, text) : hvk__error_copy(error, failed);
}

int hvk__parse_date(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	struct hvk__error failed;
	struct hvk__date date;
	bool contradiction;
	char iso[11];

	if (hvk__when_parse_day(&failed, text.data, text.length, HVK__DMY, &date, &contradiction) < 0)
		return fail_when(error, &failed, contradiction, "a date such as 2026-10-31 or 31/10/2026", text);
	hvk__date_format(hvk__date_to_days(date), iso);
	return add(error, key, iso);
}

int hvk__parse_month(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	struct hvk__error failed;
	struct hvk__date date;
	bool contradiction;
	char iso[8];

	if (hvk__when_parse(&failed, text.data, text.length, HVK__DMY, &date, &contradiction) < 0)
		return fail_when(error, &failed, contradiction, "a month such as 2026-10 or 10/2026", text);
	hvk__month_format(hvk__month_number(date), iso);
	return add(error, key, iso);
}

int hvk__parse_yes_no(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	static const char *const words[][8] = {
		{ "no", "nee", "neen", "n", "0", "false", "onwaar" },
		{ "yes", "ja", "y", "j", "1", "true", "waar", "x" },
	};
	char folded[16];

	if (hvk__fold(folded, sizeof(folded), text.data, text.length) < sizeof(folded))
		for (size_t yes = 0; yes < ARRAY_SIZE(words); yes++)
			for (size_t i = 0; i < ARRAY_SIZE(words[yes]) && words[yes][i]; i++)
				if (strcmp(folded, words[yes][i]) == 0)
					return add(error, key, words[yes][0]);
	return hvk__expected(error, "yes or no", text);
}

/* Reads digits only; false when there are others, or the number is more than most. */
static bool read_digits(struct hvk__text text, int64_t most, int64_t *number)
{
	*number = 0;
	for (size_t i = 0; i < text.length; i++) {
		int digit = text.data[i] - '0';

		if (digit < 0 || digit > 9 || *number > (most - digit) / 10)
			return false;
		*number = *number * 10 + digit;
	}
	return text.length > 0;
}

int hvk__parse_number(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	int64_t number;

	if (!read_digits(text, INT32_MAX, &number))
		return hvk__expected(error, "a whole number from 0 to 2147483647", text);
	return hvk__buffer_printf(key, "%" PRId64, number) ? HVK_OK : hvk__fail_memory(error);
}

/* Only digits: whether '1.250' is one euro or a thousand, nobody can tell. */
int hvk__parse_cents(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	int64_t cents;

	if (!read_digits(text, INT64_MAX, &cents))
		return hvk__expected(error, "an amount in cents, digits only, such as 125000 for 1250 euro", text);
	return hvk__buffer_printf(key, "%" PRId64, cents) ? HVK_OK : hvk__fail_memory(error);
}

/* "9:00", "09.00", "9u", "19u30": hours and minutes with anything between that people write there. */
int hvk__parse_time(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	size_t hours = 0, minutes;
	int64_t hour, minute = 0;

	while (hours < text.length && text.data[hours] >= '0' && text.data[hours] <= '9')
		hours++;
	minutes = hours < text.length ? hours + 1 : hours;
	if (hours == 0 || hours > 2 || minutes == hours || !strchr(":.uUhH", text.data[hours]) ||
	    !read_digits((struct hvk__text){ text.data, hours }, 23, &hour) ||
	    (minutes < text.length && (text.length - minutes != 2 ||
	     !read_digits((struct hvk__text){ text.data + minutes, 2 }, 59, &minute))) ||
	    (minutes == text.length && !strchr("uUhH", text.data[hours])))
		return hvk__expected(error, "a time such as 19:30", text);
	return hvk__buffer_printf(key, "%02d:%02d", (int)hour, (int)minute) ? HVK_OK : hvk__fail_memory(error);
}
