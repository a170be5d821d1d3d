/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files that examine a store. */
#ifndef HVK_STORE_CHECK_H
#define HVK_STORE_CHECK_H

#include "store/store.h"

struct hvk__check {
	struct hvk_store *store;
	const struct hvk_listener *listener;
	uint64_t *findings;
};

/* Each line of each row of a query is a finding; advice is what follows it. */
int hvk__check_query(struct hvk__check *check, const char *sql, const char *advice);

/* A column of numbers of codes: each has to exist in its list, unless it is NULL, or 0 where 0 is none. */
struct hvk__coded {
	const char *table, *column, *list;
	bool may_be_0;
};
int hvk__check_codes(struct hvk__check *check, const struct hvk__coded columns[], size_t count, const char *advice);

/* One finding, with its advice. */
int hvk__finding(struct hvk__check *check, const char *format, ...) HVK_PRINTF(2, 3);

/* What was published, closed and purged; questions that are older than the store's own limit. */
int hvk__check_publications(struct hvk__check *check);

/* The registry: codes and gemeenten that do not exist, words that are amiss, trails that end elsewhere. */
int hvk__check_registry(struct hvk__check *check);

#endif
