/* SPDX-License-Identifier: EUPL-1.2 */
/* A length of time as people write it: 90d, 3w, 12m, 2y. */
#ifndef HVK_CORE_SPAN_H
#define HVK_CORE_SPAN_H

#include "core/date.h"

struct hvk__span_of_time {
	int months, days;
};

/* HVK_OK, or HVK_EINVAL with what was expected and found. */
int hvk__span_parse(struct hvk__error *error, const char *text, size_t length, struct hvk__span_of_time *span);

/* The day that lies the span after a day (sign 1) or before it (-1): of a month that is too short its last. Kept within
 * the days that have a text. */
int hvk__span_from(int day, struct hvk__span_of_time span, int sign);

#endif
