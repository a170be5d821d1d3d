/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files that merge stores: merge.c records, merge_referral.c referrals and counted needs. */
#ifndef HVK_RECORD_MERGE_H
#define HVK_RECORD_MERGE_H

#include "record/index.h"
#include "record/row.h"

/* Ids of the same record there and here, ascending by there. */
struct hvk__pair {
	int64_t there, here;
};
struct hvk__pairs {
	struct hvk__pair *items;
	size_t count, capacity;
};

struct hvk__merge {
	struct hvk_store *store, *other;
	const char *path;                  /* of other */
	struct hvk__change change;
	struct hvk__pairs pairs[HVK_TYPES];
	struct hvk__sames sames;           /* of the type at hand, loaded when first asked */
	bool sames_loaded;
	int purged;                        /* no referral or need of a month before this one comes in */
};

/* Tells the failure of the other store as one of this; returns its code. */
int hvk__merge_fail(const struct hvk__merge *merge);

/* Has each record of a type there worked on, with memory for one of here. */
int hvk__merge_each(struct hvk__merge *merge, enum hvk_type type,
                    int (*work)(struct hvk__merge *, struct hvk_record *, struct hvk_record *));
/* Moves the values of one there to one of here, with what it refers to as that is called here. */
int hvk__merge_move(struct hvk__merge *merge, struct hvk_record *there, struct hvk_record *here);

int hvk__merge_referrals(struct hvk__merge *merge);
int hvk__merge_gaps(struct hvk__merge *merge);

#endif
