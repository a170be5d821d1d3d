/* SPDX-License-Identifier: EUPL-1.2 */
/* Months and dates as people and spreadsheets write them. */
#ifndef HVK_CORE_WHEN_H
#define HVK_CORE_WHEN_H

#include "core/date.h"
#include "core/error.h"

/* The order of the parts in a date that is not ISO. */
enum hvk__date_order { HVK__DMY, HVK__MDY, HVK__YMD };

/* Reads a month or a date: '2026-10', '2026-10-05', a date in the declared order such as '5/10/2026', or '10/2026'; a
 * time of day after a date is passed over. Nothing is guessed. HVK_OK, or HVK_EINPUT with what was found and what to
 * do; *contradiction: the date exists only in another order than the declared one, so that the order is probably wrong
 * for the whole file. */
int hvk__when_parse(struct hvk__error *error, const char *text, size_t length, enum hvk__date_order order,
                    struct hvk__date *date, bool *contradiction);
/* The same where a whole date is asked for. */
int hvk__when_parse_day(struct hvk__error *error, const char *text, size_t length, enum hvk__date_order order,
                        struct hvk__date *date, bool *contradiction);

#endif
