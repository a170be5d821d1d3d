/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a text means in a column of a question, as a number. Belongs to one thread, but for desks, which files bring
 * along: they are looked up and made under desk_lock.
 */
#ifndef HVK_REGISTER_MEANING_H
#define HVK_REGISTER_MEANING_H

#include <pthread.h>

#include "register/intake.h"

struct hvk__meanings {
	struct hvk_store *store;
	const struct hvk__codes *codes;
	const struct hvk__list *lists[HVK_COLUMNS]; /* NULL where a column has none */
	pthread_mutex_t *desk_lock;
	enum hvk__date_order order;
	int last_month;                    /* a later one is refused */
	bool any_day;                      /* a code that was not in use in the month will do, where no other does */
	uint16_t eras[HVK__MONTH_MAX + 1]; /* by month: between two, nothing begins or ends to be valid */
};

/* last_month: HVK__MONTH_MAX to take any. HVK_OK, or a negative result with the message in error. */
int hvk__meanings_init(struct hvk__meanings *meanings, struct hvk__error *error, const struct hvk_intake *intake,
                       pthread_mutex_t *desk_lock, int last_month);

/* What a text, trimmed and not empty, means in a question of that month (0: of any): a number of a code; a gemeente's
 * index plus 1; a set of answers; for the month column the month, and above HVK__DAY_SHIFT the day. *contradiction: see
 * hvk__when_parse(). HVK_OK, HVK_EINPUT with what was expected and found - which may hold what must not be repeated -
 * or HVK_ENOMEM. */
#define HVK__DAY_SHIFT 16
int hvk__meaning(const struct hvk__meanings *meanings, struct hvk__error *error, int column,
                 const struct hvk__span *text, int month, uint64_t *value, bool *contradiction);

#endif
