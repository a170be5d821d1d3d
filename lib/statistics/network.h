/* SPDX-License-Identifier: EUPL-1.2 */
/* The network in memory, counted. */
#ifndef HVK_STATISTICS_NETWORK_H
#define HVK_STATISTICS_NETWORK_H

#include "statistics/report.h"

struct hvk__network_partner {
	int64_t id;
	const struct hvk__named *name;
	uint16_t type, stage;
	int verified;            /* day; INT32_MIN: never */
	bool working, everywhere, counts;
	bool offering, agreed, referred;
	bool exchanged;          /* a family was referred, to it or by it */
	int64_t people;
	int met;                 /* the last day it was at a meeting; INT32_MIN: never */
	int64_t meetings, came, excused; /* in the time that attendance is told of: people came */
};

/* Where a partner stands, by its id. */
struct hvk__network_place {
	int64_t id;
	size_t index;
};

enum hvk__network_dimension {
	HVK__NETWORK_GEMEENTE, HVK__NETWORK_TYPE, HVK__NETWORK_PILLAR, HVK__NETWORK_LEVEL, HVK__NETWORK_FORM,
	HVK__NETWORK_DIMENSIONS
};

/* What partners, people and offers are counted by: slots of gemeenten, or code numbers. */
struct hvk__network_breakdown {
	const struct hvk__list *list; /* NULL: gemeenten */
	size_t size;
	bool *of;                     /* by partner, then value */
	int64_t *partners, *people, *offers;
};

enum hvk__freshness { HVK__RECENT, HVK__THIS_YEAR, HVK__LONGER_AGO, HVK__NEVER, HVK__FRESHNESSES };
enum { HVK__FRESH_PARTNERS, HVK__FRESH_PEOPLE, HVK__FRESH_OFFERS, HVK__FRESH };

struct hvk__network {
	struct hvk_report *report;
	bool *places, asked;
	bool *own;                    /* the gemeenten of the person at hand, by slot */
	struct hvk__network_partner *partners;
	struct hvk__network_place *by_id;
	size_t count, capacity;
	struct hvk__network_breakdown by[HVK__NETWORK_DIMENSIONS];
	int64_t working, people, offers, agreements, houses;
	int64_t fresh[HVK__FRESH][HVK__FRESHNESSES];
	int recent, this_year;        /* days since which */
};

/* Reads and counts all (network_read.c). What network points to is freed by hvk__network_free(), also after a
 * failure. */
int hvk__network_read(struct hvk__network *network, const struct hvk__supply *supply);
void hvk__network_free(struct hvk__network *network);
struct hvk__network_partner *hvk__network_find(const struct hvk__network *network, int64_t id, size_t *index);

/* Adds a section of the partners that work and belong (network.c). */
int hvk__network_add_list(struct hvk__network *network, const char *name, const char *nl, const char *en,
                          bool (*belongs)(const struct hvk__network *network,
                                          const struct hvk__network_partner *partner));

/* The sections about meetings, when there were any (attendance.c). */
int hvk__network_add_attendance(struct hvk__network *network);

#endif
