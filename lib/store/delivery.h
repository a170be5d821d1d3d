/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Deliveries: that the questions of a desk in a month are in, so that a month without questions can be told from one
 * that is missing. What adds questions notes them in its own transaction:
 *
 *	_cleanup_(hvk__deliveries_finish) struct hvk__deliveries deliveries = { .store = store };
 *	hvk__deliveries_add(&deliveries, rows, count);      after hvk__undo_begin(), as often as needed
 *
 * Only the first counts. Every question of a desk has its delivery, so that what is known of a desk's months need not
 * be looked for among the questions.
 */
#ifndef HVK_STORE_DELIVERY_H
#define HVK_STORE_DELIVERY_H

#include "store/store.h"

struct hvk__deliveries {
	struct hvk_store *store;
	sqlite3_stmt *insert, *remember; /* NULL until needed */
	unsigned month;                  /* of noted */
	uint64_t noted[(UINT16_MAX + 1) / 64]; /* a bit for each desk: of this month there is nothing more to do */
};

/* Notes the deliveries that rows are, today, and for undo those that are new. Fastest when rows of a month stand
 * together. */
int hvk__deliveries_add(struct hvk__deliveries *deliveries, const struct hvk__row rows[], size_t count);
void hvk__deliveries_finish(struct hvk__deliveries *deliveries);

/* The same as hvk_delivery_add(), today, inside a transaction of the caller's (or for a dry run without): for what came
 * in without questions. */
int hvk__delivery_none(struct hvk_store *store, const char *desk, const char *month, bool dry_run);

/* Takes over the deliveries of another store, the earliest of each; desks[n] is the number here of desk n there, of
 * which there are count, with that at 0. first: the month with which to begin. path: of other, for messages. */
int hvk__deliveries_merge(struct hvk_store *store, struct hvk_store *other, const char *path, const uint16_t desks[],
                          size_t count, int first);

#endif
