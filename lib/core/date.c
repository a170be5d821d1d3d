/* SPDX-License-Identifier: EUPL-1.2 */
/* The calendar (proleptic Gregorian, as ISO 8601 has it) and the language of periods. */
#include "core/date.h"

#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"

#define YEAR_MIN 1970
#define YEAR_MAX 2310 /* the last whole year that months can number */

int hvk__days_in_month(int year, int month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* Counts in years that begin in March, so that the leap day is the last of its year. */
int hvk__date_to_days(struct hvk__date date)
{
	int year = date.year - (date.month <= 2);
	int day = date.day > 0 ? date.day : 1;
	int era = (year >= 0 ? year : year - 399) / 400;
	int year_of_era = year - era * 400;
	int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

struct hvk__date hvk__date_from_days(int days)
{
	int shifted = days + 719468;
	int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int day_of_era = shifted - era * 146097;
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int shifted_month = (5 * day_of_year + 2) / 153;
	int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;

	return (struct hvk__date){
		.year = year_of_era + era * 400 + (month <= 2),
		.month = month,
		.day = day_of_year - (153 * shifted_month + 2) / 5 + 1,
	};
}

int hvk__month_number(struct hvk__date date)
{
	return (date.year - YEAR_MIN) * 12 + date.month - 1;
}

struct hvk__date hvk__month_date(int number)
{
	return (struct hvk__date){ .year = YEAR_MIN + number / 12, .month = number % 12 + 1, .day = 0 };
}

int hvk__month_first_day(int number)
{
	return hvk__date_to_days(hvk__month_date(number));
}

int hvk__month_last_day(int number)
{
	return hvk__month_first_day(number + 1) - 1;
}

/* Writes the last count decimal digits of value. */
static void put_digits(char *text, int value, int count)
{
	while (count-- > 0) {
		text[count] = (char)('0' + value % 10);
		value /= 10;
	}
}

void hvk__month_format(int number, char text[8])
{
	struct hvk__date date = hvk__month_date(number);

	put_digits(text, date.year, 4);
	text[4] = '-';
	put_digits(text + 5, date.month, 2);
	text[7] = '\0';
}

void hvk__date_format(int days, char text[11])
{
	struct hvk__date date = hvk__date_from_days(days);

	put_digits(text, date.year, 4);
	text[4] = '-';
	put_digits(text + 5, date.month, 2);
	text[7] = '-';
	put_digits(text + 8, date.day, 2);
	text[10] = '\0';
}

/* The number that count digits make, or -1 when one of them is none. */
static int get_digits(const char *text, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned digit = (unsigned char)text[i] - (unsigned)'0';

		if (digit > 9)
			return -1;
		value = value * 10 + (int)digit;
	}
	return value;
}

bool hvk__date_parse(const char *text, size_t length, bool day_required, struct hvk__date *date)
{
	int year, month, day = 0;

	*date = (struct hvk__date){ 0 };
	if (length != 10 && (length != 7 || day_required))
		return false;
	year = get_digits(text, 4);
	month = get_digits(text + 5, 2);
	if (year < YEAR_MIN || text[4] != '-' || month < 1 || month > 12)
		return false;
	if ((year - YEAR_MIN) * 12 + month - 1 > HVK__MONTH_MAX)
		return false;
	if (length == 10) {
		day = get_digits(text + 8, 2);
		if (text[7] != '-' || day < 1 || day > hvk__days_in_month(year, month))
			return false;
	}
	*date = (struct hvk__date){ .year = year, .month = month, .day = day };
	return true;
}

/* ---------------------------------------------------------------- periods */

enum unit { MONTH = 1, QUARTER = 3, YEAR = 12, SCHOOLYEAR = 13 };

const struct hvk__period_word hvk__period_words[] = {
	{ "this-month", "the month that today is in", MONTH, 0 },
	{ "last-month", "the month before this one", MONTH, 1 },
	{ "this-quarter", "the quarter that today is in, as a whole", QUARTER, 0 },
	{ "last-quarter", "the quarter before this one", QUARTER, 1 },
	{ "this-year", "the year that today is in, as a whole", YEAR, 0 },
	{ "last-year", "the year before this one", YEAR, 1 },
	{ "year-to-date", "January to this month", YEAR, -1 },
	{ "this-schoolyear", "the school year (September to August) that today is in, as a whole", SCHOOLYEAR, 0 },
	{ "last-schoolyear", "the school year before this one", SCHOOLYEAR, 1 },
	{ "schoolyear-to-date", "September to this month", SCHOOLYEAR, -1 },
	{ "last-12-months", "the 12 months before this one; so with any number from 1 to 120", MONTH, 12 },
	{ NULL, NULL, 0, 0 },
};

HVK_EXPORT const char *hvk_period_word(size_t n)
{
	return n < ARRAY_SIZE(hvk__period_words) ? hvk__period_words[n].name : NULL;
}

HVK_EXPORT const char *hvk_period_help(size_t n)
{
	return n < ARRAY_SIZE(hvk__period_words) ? hvk__period_words[n].help : NULL;
}

/* One side of a period as it is being read: its text is for messages. */
struct reading {
	struct hvk__error *error;
	const char *text;
	size_t length;
	int this_month;
	struct hvk__period *period;
};

static int refuse(const struct reading *reading, const char *why)
{
	return hvk__fail(reading->error, HVK_EINVAL, "period '%.*s': %s", (int)reading->length, reading->text, why);
}

/* Sets a period that begins in a month and is count months long. */
static int set_months(const struct reading *reading, int first, int count)
{
	if (first < 0 || first + count - 1 > HVK__MONTH_MAX)
		return refuse(reading, "a year is 1970 to 2310");
	reading->period->first = first;
	reading->period->last = first + count - 1;
	return HVK_OK;
}

static int january(int year)
{
	return (year - YEAR_MIN) * 12;
}

/* The first month of the unit that a month is in. */
static int unit_start(int month, int unit)
{
	if (unit == SCHOOLYEAR)
		return month - (month + 12 - 8) % 12;
	return month - month % unit;
}

static int read_word(const struct reading *reading, const struct hvk__period_word *word)
{
	int unit = word->unit, length = unit == SCHOOLYEAR ? 12 : unit;
	int first = unit_start(reading->this_month, unit);

	if (word->back < 0)
		return set_months(reading, first, reading->this_month - first + 1);
	if (word->back > 1) /* last-12-months: that many, together */
		return set_months(reading, first - word->back, word->back);
	return set_months(reading, first - word->back * length, length);
}

/* last-N-months; 1 when it is something else. */
static int read_last_months(const struct reading *reading)
{
	static const char head[] = "last-", tail[] = "-months";
	size_t head_length = sizeof(head) - 1, tail_length = sizeof(tail) - 1, digits;
	int count;

	if (reading->length <= head_length + tail_length)
		return 1;
	digits = reading->length - head_length - tail_length;
	if (strncasecmp(reading->text, head, head_length) != 0 ||
	    strncasecmp(reading->text + head_length + digits, tail, tail_length) != 0)
		return 1;
	count = get_digits(reading->text + head_length, digits > 4 ? 4 : digits);
	if (count < 0)
		return 1;
	if (digits > 4 || count < 1 || count > 120)
		return refuse(reading, "the number of months is 1 to 120");
	return set_months(reading, reading->this_month - count, count);
}

/* What follows a year: nothing, -MM, -QN or QN, or -YYYY; 1 when it is something else. */
static int read_year(const struct reading *reading, int year)
{
	const char *rest = reading->text + 4;
	size_t length = reading->length - 4;
	int number;

	if (length == 0)
		return set_months(reading, january(year), 12);
	if (length >= 2 && rest[0] == '-' && (rest[1] == 'q' || rest[1] == 'Q')) {
		rest++;
		length--;
	}
	if (length == 2 && (rest[0] == 'q' || rest[0] == 'Q')) {
		number = get_digits(rest + 1, 1);
		if (number < 1 || number > 4)
			return refuse(reading, "a quarter is Q1 to Q4");
		return set_months(reading, january(year) + (number - 1) * 3, 3);
	}
	if (length == 3 && rest[0] == '-' && (number = get_digits(rest + 1, 2)) >= 0) {
		char why[64];

		if (number >= 1 && number <= 12)
			return set_months(reading, january(year) + number - 1, 1);
		snprintf(why, sizeof(why), _("month %02d: a month is 01 to 12"), number);
		return refuse(reading, why);
	}
	if (length == 5 && rest[0] == '-' && (number = get_digits(rest + 1, 4)) >= 0) {
		if (number != year + 1)
			return refuse(reading, "a school year is two years in a row, as 2026-2027; "
			                       "several years are written 2026..2028");
		return set_months(reading, january(year) + 8, 12);
	}
	if (length == 6 && rest[0] == '-' && rest[3] == '-')
		return refuse(reading, "a period is made of whole months, as 2026-10");
	return 1;
}

const char hvk__period_forms[] =
	N_("2026, 2026-10, 2026-Q4, 2026-2027 or sj2026 (school year), FROM..TO, or a word such as last-month");

/* Neither a form nor a word: names the word that was probably meant. */
static int unknown_period(const struct reading *reading)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };
	const struct hvk__period_word *word;

	hvk__fold(folded, sizeof(folded), reading->text, reading->length);
	for (word = hvk__period_words; word->name; word++)
		hvk__nearest_offer_text(&nearest, word->name, word);
	word = nearest.best;
	if (word)
		return hvk__fail(reading->error, HVK_EINVAL, "unknown period '%.*s'; did you mean %s?",
		                 (int)reading->length, reading->text, word->name);
	return hvk__fail(reading->error, HVK_EINVAL, "unknown period '%.*s'; write it as %s", (int)reading->length,
	                 reading->text, _(hvk__period_forms));
}

static int read_one(const struct reading *reading)
{
	const char *text = reading->text;
	int result = 1, year;

	for (const struct hvk__period_word *word = hvk__period_words; word->name; word++)
		if (strlen(word->name) == reading->length && strncasecmp(word->name, text, reading->length) == 0)
			return read_word(reading, word);
	if (reading->length == 6 && strncasecmp(text, "sj", 2) == 0 && (year = get_digits(text + 2, 4)) >= 0)
		return set_months(reading, january(year) + 8, 12);
	if (reading->length >= 4 && (year = get_digits(text, 4)) >= 0)
		result = read_year(reading, year);
	else
		result = read_last_months(reading);
	return result == 1 ? unknown_period(reading) : result;
}

int hvk__period_parse(struct hvk__error *error, const char *text, int today, struct hvk__period *period)
{
	struct hvk__period from, to;
	struct reading reading = { .error = error, .this_month = hvk__month_number(hvk__date_from_days(today)) };
	size_t length = strlen(text);
	const char *start = hvk__trim(text, &length), *dots = memmem(start, length, "..", 2);
	int result;

	*period = (struct hvk__period){ 0, 0 };
	if (!dots) {
		reading.text = start;
		reading.length = length;
		reading.period = &from;
		result = read_one(&reading);
		if (result == HVK_OK)
			*period = from;
		return result;
	}
	reading.text = start;
	reading.length = length;
	if (dots == start || dots + 2 == start + length)
		return refuse(&reading, "a range has a period on both sides of '..'");
	reading.length = (size_t)(dots - start);
	reading.period = &from;
	result = read_one(&reading);
	if (result != HVK_OK)
		return result;
	reading.text = dots + 2;
	reading.length = (size_t)(start + length - reading.text);
	reading.period = &to;
	result = read_one(&reading);
	if (result != HVK_OK)
		return result;
	if (to.last < from.first) {
		reading.text = start;
		reading.length = length;
		return refuse(&reading, "it ends before it begins");
	}
	period->first = from.first;
	period->last = to.last;
	return HVK_OK;
}
