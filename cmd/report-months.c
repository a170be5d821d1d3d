/* SPDX-License-Identifier: EUPL-1.2 */
/* The months of a table, where they must be known: those that it is compared with, and those of a sparkline. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "report-view.h"

enum { EARLIEST = 1970 * 12 };

static const struct {
	const char *dimension;
	int months;
} times[] = { { "month", 1 }, { "quarter", 3 }, { "year", 12 }, { "schoolyear", 12 } };

bool is_time(const char *dimension)
{
	for (size_t i = 0; i < COUNT(times); i++)
		if (strcmp(times[i].dimension, dimension) == 0)
			return true;
	return false;
}

/* ---- the months asked for */

/* A condition can say anything of months; only options say which they are. */
static bool is_about_months(const char *condition)
{
	size_t length;

	condition += strspn(condition, " ");
	length = strspn(condition, "abcdefghijklmnopqrstuvwxyz-");
	return (length == 5 && memcmp(condition, "month", 5) == 0) ||
	       (length == 6 && memcmp(condition, "period", 6) == 0) ||
	       (length == 3 && memcmp(condition, "day", 3) == 0);
}

static int month_number(const char *key)
{
	return atoi(key) * 12 + atoi(key + 5) - 1;
}

static int narrow(const struct command *command, const char *name, bool first, bool last, struct span *months)
{
	const char *period = option(command, name);
	char from[8], to[8];

	if (!period)
		return EXIT_DONE;
	if (hvk_period_resolve(command->store, period, from, to) < 0)
		return fail_store(command);
	if (first && month_number(from) > months->first)
		months->first = month_number(from);
	if (last && month_number(to) < months->last)
		months->last = month_number(to);
	return EXIT_DONE;
}

int find_months(const struct command *command, const char *purpose, struct span *months)
{
	const char *condition;
	int status;

	*months = (struct span){ 0, INT_MAX };
	for (size_t n = 0; (condition = option_at(command, "where", n)) != NULL; n++)
		if (is_about_months(condition))
			return usage(command, "%s needs the months from --period, not from --where '%s'", purpose,
			             condition);
	if (option_at(command, "month", 1))
		return usage(command, "%s takes one --month; several in a row are a period: --period A..B", purpose);
	status = narrow(command, "period", true, true, months);
	if (status == EXIT_DONE)
		status = narrow(command, "month", true, true, months);
	if (status == EXIT_DONE)
		status = narrow(command, "since", true, false, months);
	if (status == EXIT_DONE)
		status = narrow(command, "until", false, true, months);
	if (status != EXIT_DONE)
		return status;
	if (months->first == 0 || months->last == INT_MAX)
		return usage(command, "%s needs to know the months: give --period, --month, or --since and --until",
		             purpose);
	if (months->first > months->last)
		return usage(command, "%s needs a month, and no month is in all the periods given", purpose);
	return EXIT_DONE;
}

/* ---- a year */

static int read_year(struct command *command, const char *name, const char *text, char first[8], char last[8])
{
	int month = strcmp(name, "year") == 0 ? 1 : 9;

	if (hvk_period_resolve(command->store, text, first, last) < 0)
		return fail_store(command);
	/* Twelve months that begin in the right one end in the one before that. */
	if (atoi(first + 5) == month && month_number(last) - month_number(first) == 11)
		return EXIT_DONE;
	if (month == 1)
		return usage(command, "--year takes a calendar year such as 2026; '%s' is %s to %s", text, first, last);
	return usage(command, "--schoolyear takes a school year such as 2025-2026; '%s' is %s to %s", text, first,
	             last);
}

int report_read_year(struct command *command, char first[8], char last[8])
{
	const char *year = option(command, "year"), *school = option(command, "schoolyear");

	*first = *last = '\0';
	if (year && school)
		return usage(command, "--year and --schoolyear exclude each other");
	if (school)
		return read_year(command, "schoolyear", school, first, last);
	return year ? read_year(command, "year", year, first, last) : EXIT_DONE;
}

/* ---- the months before */

static int months_back(const struct view *view)
{
	const struct span *now = &view->parts[NOW].months;

	return view->compare == COMPARE_YEAR ? 12 : now->last - now->first + 1;
}

int find_months_before(const struct view *view, struct span *before)
{
	const struct span *now = &view->parts[NOW].months;
	int back = months_back(view);
	char text[8];

	*before = (struct span){ now->first - back, now->last - back };
	if (before->first >= EARLIEST)
		return EXIT_DONE;
	report_month_key(now->first, text);
	return usage(view->command, "--compare has nothing to go back to from %s: months begin with 1970-01", text);
}

int check_pairs(const struct view *view)
{
	const struct hvk_table *table = view->parts[NOW].table;
	int back = months_back(view);

	for (size_t d = 0; d < hvk_table_dimensions(table); d++)
		for (size_t i = 0; i < COUNT(times); i++)
			if (strcmp(times[i].dimension, hvk_table_dimension(table, d)) == 0 && back % times[i].months)
				return usage(view->command, "--compare prev cannot set the members of %s side by side: "
				             "it goes %d months back, and they have %d; try --compare year",
				             times[i].dimension, back, times[i].months);
	return EXIT_DONE;
}

/* ---- names */

void report_month_key(int month, char text[8])
{
	snprintf(text, 8, "%04u-%02u", (unsigned)month / 12 % 10000, (unsigned)month % 12 + 1);
}

void report_name_span(const struct command *command, struct span months, bool years, char *text, size_t size)
{
	int year = months.first / 12, last_year = months.last / 12, length = months.last - months.first + 1;
	const char *first = report_month_name(command, months.first % 12 + 1, false);
	const char *last = report_month_name(command, months.last % 12 + 1, false);

	if (length == 1)
		snprintf(text, size, "%s %d", first, year);
	else if (years && length == 12 && months.first % 12 == 0)
		snprintf(text, size, "%d", year);
	else if (years && length == 12 && months.first % 12 == 8)
		snprintf(text, size, "%d-%d", year, last_year);
	else if (year == last_year)
		snprintf(text, size, "%s-%s %d", first, last, year);
	else
		snprintf(text, size, "%s %d - %s %d", first, year, last, last_year);
}

void name_period(const struct command *command, const char *period, char *text, size_t size)
{
	char first[8], last[8];

	if (hvk_period_resolve(command->store, period, first, last) < 0)
		snprintf(text, size, "%s", period);
	else
		report_name_span(command, (struct span){ month_number(first), month_number(last) }, true, text, size);
}
