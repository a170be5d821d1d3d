/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files of referrals: referral.c records them, trail.c notes what becomes of them. */
#ifndef HVK_REGISTER_REFERRAL_H
#define HVK_REGISTER_REFERRAL_H

#include "record/record.h"

static inline const char *hvk__referral_column_name(enum hvk__referral_column column)
{
	return hvk__types[HVK_REFERRAL].columns[column].public.name;
}

/* The list that a column takes its codes from. HVK_OK, HVK_ESTORE, HVK_EBUG. */
int hvk__referral_list(struct hvk_store *store, enum hvk__referral_column column, const struct hvk__codes **codes,
                       const struct hvk__list **list);

/* Writes a step of a trail, the first being 0, inside a transaction. */
int hvk__referral_insert_step(struct hvk_store *store, int64_t referral, int64_t step, uint16_t status, int day);

#endif
