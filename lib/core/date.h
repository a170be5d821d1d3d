/* SPDX-License-Identifier: EUPL-1.2 */
/* Months, dates and periods. Days are counted from 1970-01-01, months from 1970-01, both from 0. */
#ifndef HVK_CORE_DATE_H
#define HVK_CORE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

#define HVK__MONTH_MAX 4095 /* 2311-04: what twelve bits of an id can hold */
#define HVK__MONTH_NONE (-1)

struct hvk__date {
	int year;  /* 1970 .. 2311 */
	int month; /* 1 .. 12 */
	int day;   /* 1 .. 31; 0 when only the month is known */
};

/* Reads exactly 'YYYY-MM' or 'YYYY-MM-DD' (day required: the latter only); false when it is neither or no such day
 * exists. */
bool hvk__date_parse(const char *text, size_t length, bool day_required, struct hvk__date *date);
int hvk__date_to_days(struct hvk__date date); /* a day of 0 counts as 1 */
struct hvk__date hvk__date_from_days(int days);
int hvk__days_in_month(int year, int month);
int hvk__month_number(struct hvk__date date); /* (year - 1970) * 12 + month - 1 */
struct hvk__date hvk__month_date(int number); /* day 0 */
int hvk__month_first_day(int number);         /* days */
int hvk__month_last_day(int number);

/* Writes 'YYYY-MM' (8 bytes with the NUL), 'YYYY-MM-DD' (11 bytes). */
void hvk__month_format(int number, char text[8]);
void hvk__date_format(int days, char text[11]);

/* The words for periods: the one table that parsing, help, completions and the manual share. Ends with a NULL name. */
struct hvk__period_word {
	const char *name;
	const char *help; /* one line, lower case, no full stop */
	int unit;         /* for date.c */
	int back;         /* units back; -1: the unit so far */
};
extern const struct hvk__period_word hvk__period_words[];

/* The forms, as messages list them: to be translated where it is used. */
extern const char hvk__period_forms[];

/* Resolves a period, inclusive. Case does not matter. today in days. Names the nearest known word when it fails.
 * Returns HVK_OK or HVK_EINVAL. */
struct hvk__period {
	int first, last; /* months */
};
int hvk__period_parse(struct hvk__error *error, const char *text, int today, struct hvk__period *period);

#endif
