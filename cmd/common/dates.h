/* SPDX-License-Identifier: EUPL-1.2 */
/* Days and hours as people say them. Days are given as YYYY-MM-DD, hours as HH:MM. */
#ifndef HVK_COMMON_DATES_H
#define HVK_COMMON_DATES_H

#include <hvk.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

/* Of January, 0, to December, in full. */
extern const char *const month_names[2][12];

/* Reads a day, its weekday too. False when it is none. */
bool read_day(const char *date, struct tm *day);
/* "dinsdag 6 oktober 2026"; without its year when that is the one that goes without saying. 0: none does. */
void write_day(FILE *stream, const struct tm *day, int year, enum hvk_lang lang);
/* "van 9.30 tot 12.00 uur", "om 9.30 uur", "tot 12.00 uur"; nothing when neither is known. NULL and "" are not known. */
void write_hours(FILE *stream, const char *start, const char *end, enum hvk_lang lang);

#endif
