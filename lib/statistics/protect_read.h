/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Tables to be protected, and tables that were published, from CSV: what protect_read.c, protect_hierarchy.c and
 * publication_audit.c share.
 */
#ifndef HVK_STATISTICS_PROTECT_READ_H
#define HVK_STATISTICS_PROTECT_READ_H

#include "statistics/protect.h"

struct hvk__table_input {
	const struct hvk_input *table, *hierarchy;
	const char *dimensions, *count, *ignore; /* as hvk_protection_read() takes them */
	/* It is as it was published: hidden cells have no count, and columns that are no dimension are passed over. */
	bool published;
};

/* The count of a cell of a published table that shows none. */
#define HVK__NO_COUNT INT64_C(-1)

/* Reads both into a new protection that was not run. HVK_OK, HVK_EINVAL, HVK_EINPUT, HVK_EIO, HVK_ENOMEM. */
int hvk__table_read(struct hvk_store *store, const struct hvk__table_input *input, struct hvk_protection **protection);

/* ---- hierarchies */

struct hvk__link {
	size_t dimension;
	const char *parent, *child, *set; /* parent "": the child is on top */
	uint64_t line;
};

/* Starts as { 0 }. */
struct hvk__hierarchy {
	struct hvk__pool pool;
	const char *name;               /* of the input */
	const char *names[HVK__AXES];   /* of the dimensions */
	size_t dimensions;
	bool named;                     /* they were named beforehand: no others may occur */
	struct hvk__link *links;
	size_t count, capacity;
	unsigned column[2];             /* of the input, from 1: where parents stand, and children */
};

/* Names the dimensions: texts separated by commas; those that the hierarchy names when there are none. HVK_EINVAL. */
int hvk__hierarchy_name(struct hvk__error *error, struct hvk__hierarchy *hierarchy, const char *dimensions);
int hvk__hierarchy_read(struct hvk__error *error, struct hvk__hierarchy *hierarchy, const struct hvk_input *input);
/* Adds all codes and links to a protection that has its dimensions. known[d]: whether there are any of a dimension. */
int hvk__hierarchy_add(struct hvk__error *error, const struct hvk__hierarchy *hierarchy, struct hvk_protection *p,
                       bool known[HVK__AXES]);
/* Drops each set, of a code that stands in the table or has parts that do, of which no part does: a code without any
 * becomes a leaf. */
int hvk__hierarchy_trim(struct hvk__error *error, struct hvk_protection *p, size_t dimension);
void hvk__hierarchy_free(struct hvk__hierarchy *hierarchy);

#endif
