/* SPDX-License-Identifier: EUPL-1.2 */
/* Referrals in memory, to be counted: of each the rank of its member in every dimension. */
#ifndef HVK_STATISTICS_REFERRALS_H
#define HVK_STATISTICS_REFERRALS_H

#include "statistics/report.h"

/* What referrals can be broken down by; hvk__referral_dimensions has the names. */
enum hvk__per {
	HVK__PER_PARTNER, HVK__PER_THEME, HVK__PER_THEME_GROUP, HVK__PER_GEMEENTE, HVK__PER_DESK,
	HVK__PER_DIRECTION, HVK__PER_STATUS, HVK__PER_MONTH, HVK__PER_COUNT
};

struct hvk__referral {
	int64_t id;
	uint32_t rank[HVK__PER_COUNT];      /* where its member stands among those of the dimension */
	uint16_t status;
	bool warm;
	int first, feedback;                /* days of its first step and of the first that tells; INT32_MIN: none */
};

struct hvk__partner_rank {
	int64_t id;
	uint32_t rank;
};

struct hvk__referrals {
	struct hvk_report *report;
	const struct hvk__list *lists[HVK__PER_COUNT], *statuses;
	struct hvk__referral *items;        /* by id */
	size_t count, capacity;
	const struct hvk__named **partners; /* by rank, which is the order of slugs */
	struct hvk__partner_rank *by_id;
	size_t partner_count, partner_capacity, id_capacity;
	uint32_t *desk_rank;                /* by number */
	uint16_t *desks;                    /* by rank */
	bool *places, asked;
	uint32_t bound[HVK__PER_COUNT];     /* ranks */
	bool *open, *silent;                /* by status */
};

/* Reads those of the report's months that its filter lets through, with their trails (referral_read.c). What
 * referrals point to is freed by hvk__referrals_free(), also after a failure. */
int hvk__referrals_read(struct hvk__referrals *referrals);
void hvk__referrals_free(struct hvk__referrals *referrals);

/* The name of the member of a rank; and which members, by rank, are shown also at 0 (referral_member.c). */
const struct hvk__named *hvk__referral_member(const struct hvk__referrals *referrals, enum hvk__per per, uint32_t rank);
void hvk__referral_members_asked(const struct hvk__referrals *referrals, enum hvk__per per, bool asked[]);

#endif
