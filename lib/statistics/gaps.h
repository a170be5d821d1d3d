/* SPDX-License-Identifier: EUPL-1.2 */
/* Demand and supply in memory: counters by gemeente, theme or group of themes, and age. */
#ifndef HVK_STATISTICS_GAPS_H
#define HVK_STATISTICS_GAPS_H

#include "statistics/report.h"
#include "statistics/table.h"

enum { HVK__GAPS_BY_GROUP, HVK__GAPS_BY_THEME, HVK__GAPS_TABLES };

/* A need for which there was no offer, as it was counted. */
struct hvk__gap_need {
	uint32_t slot;
	uint16_t group, age, reason; /* numbers */
	int64_t times;
};

/* The numbers of a list that are shown, in their order. */
struct hvk__gap_codes {
	bool *is;                 /* by number */
	uint16_t *numbers;
	size_t size, count;
};

struct hvk__gaps {
	struct hvk_report *report;
	const struct hvk__list *themes, *ages, *reasons;
	struct hvk_table *tables[HVK__GAPS_TABLES];
	uint32_t *slots;          /* of gemeenten, by row */
	uint32_t *row_of;         /* by slot; HVK__NOWHERE */
	size_t places;
	struct hvk__gap_codes groups, shown_ages; /* 0 is not recorded */
	struct hvk__gap_need *needs;       /* of the months */
	size_t need_count, need_capacity;
	bool needs_known;         /* the filter asks only what is known of them */
	const bool *allowed;      /* themes that are asked for, or NULL: all */
	size_t allowed_count;
	size_t theme_size, age_size, reason_size;
	uint64_t *demand;         /* by row, theme, age */
	uint64_t *everywhere;     /* the same over all rows: theme, age */
	bool *covered;            /* by row, theme, age; the last row: everywhere */
	uint32_t *offers;         /* by row, group, age, as numbers of codes; the last row: everywhere */
	int64_t *reported;        /* by row, place of the group, place of the age, reason */
	bool *fits_theme, *fits_group, *fits_age; /* of the offer at hand */
};

static inline size_t hvk__gap_cell(const struct hvk__gaps *gaps, size_t row, size_t theme, size_t age)
{
	return (row * gaps->theme_size + theme) * gaps->age_size + age;
}

/* Where the needs of a group and age of a row are counted, by reason. */
static inline int64_t *hvk__gap_needs(const struct hvk__gaps *gaps, size_t row, size_t group, size_t age)
{
	return gaps->reported +
	       ((row * gaps->groups.count + group) * gaps->shown_ages.count + age) * gaps->reason_size;
}

/* Counts the questions and needs, and finds what is shown (gap_demand.c). What gaps point to is freed by
 * hvk__gaps_free(), also after a failure. */
int hvk__gaps_read_demand(struct hvk__gaps *gaps);
void hvk__gaps_free(struct hvk__gaps *gaps);

/* Counts the offers, each of which becomes a row of the section (gap_supply.c). */
int hvk__gaps_count_supply(struct hvk__gaps *gaps, const struct hvk__supply *supply, struct hvk__section *section);

#endif
