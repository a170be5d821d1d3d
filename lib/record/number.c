/* SPDX-License-Identifier: EUPL-1.2 */
/* Values that are days, months, numbers, money in cents, yes or no. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "record/value.h"

static int add(struct hvk__error *error, struct hvk__buffer *key, const char *text)
{
	return hvk__buffer_add_text(key, text) ? HVK_OK : hvk__fail_memory(error);
}

/* Reads parts of digits between separators of one kind: 'd/m/y', 'm-y'. *digits: how many the last part has. Returns
 * the number of parts, 0 when the text is nothing of the kind. */
static size_t split_numbers(struct hvk__text text, int parts[3], size_t *digits)
{
	size_t count = 0, at = 0;
	char separator = '\0';

	while (count < 3) {
		*digits = 0;
		parts[count] = 0;
		for (; at < text.length && text.data[at] >= '0' && text.data[at] <= '9' && *digits < 5; at++, ++*digits)
			parts[count] = parts[count] * 10 + text.data[at] - '0';
		if (*digits == 0)
			return 0;
		count++;
		if (at == text.length)
			return count;
		if (!strchr("/-.", text.data[at]) || (separator && text.data[at] != separator))
			return 0;
		separator = text.data[at++];
	}
	return 0;
}

/* A date in one of the forms that people write, as YYYY-MM-DD. */
static bool to_iso(struct hvk__text text, struct hvk__date *date)
{
	int parts[3];
	size_t digits;
	char iso[40];

	if (hvk__date_parse(text.data, text.length, true, date))
		return true;
	if (split_numbers(text, parts, &digits) != 3 || digits != 4 || parts[0] > 31 || parts[1] > 12)
		return false;
	snprintf(iso, sizeof(iso), "%04d-%02d-%02d", parts[2], parts[1], parts[0]);
	return hvk__date_parse(iso, strlen(iso), true, date);
}

int hvk__parse_date(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	struct hvk__date date;
	char iso[11];
	int parts[3];
	size_t digits;

	if (!to_iso(text, &date)) {
		if (split_numbers(text, parts, &digits) == 3 && parts[0] <= 31 && digits == 2)
			return hvk__expected(error, "a year of four digits", text);
		return hvk__expected(error, "a date such as 2026-10-31 or 31/10/2026", text);
	}
	hvk__date_format(hvk__date_to_days(date), iso);
	return add(error, key, iso);
}

int hvk__parse_month(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	struct hvk__date date;
	char iso[40];
	int parts[3];
	size_t digits;

	if (!hvk__date_parse(text.data, text.length, false, &date) && !to_iso(text, &date)) {
		iso[0] = '\0';
		if (split_numbers(text, parts, &digits) == 2 && digits == 4 && parts[0] <= 12)
			snprintf(iso, sizeof(iso), "%04d-%02d", parts[1], parts[0]);
		if (!hvk__date_parse(iso, strlen(iso), false, &date))
			return hvk__expected(error, "a month such as 2026-10", text);
	}
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
