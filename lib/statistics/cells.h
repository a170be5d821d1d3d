/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Counters addressed by slots: one small number for every axis. They lie in blocks made when first counted in, so that
 * a year in which nothing was asked costs nothing. The axes with few slots, together at most a page of counters, are
 * the inside of a block; the others are its key, looked up in an array or, where that would be too large, in a hash
 * table.
 */
#ifndef HVK_STATISTICS_CELLS_H
#define HVK_STATISTICS_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hvk.h"

#define HVK__AXES_MAX 8 /* six dimensions, the months that count, and the kind of contact */

struct hvk__axis {
	uint32_t size;
	uint64_t outer; /* what a slot adds to the key of a block; 0 when the axis is inside */
	uint64_t inner; /* what it adds to the place in the block; 0 when it is outside */
};

struct hvk__cells_entry {
	uint64_t key;
	uint32_t block; /* plus 1; 0: free */
};

struct hvk__cells {
	struct hvk__axis axes[HVK__AXES_MAX];
	size_t axis_count;
	uint64_t inner_size;             /* counters in a block */
	uint64_t outer_size;             /* entries of the directory */
	uint32_t *directory;             /* by key: block plus 1, 0 for none; NULL when hashed */
	struct hvk__cells_entry *hashed; /* open addressing */
	unsigned hashed_bits;
	uint64_t *keys;                  /* by block */
	size_t keys_capacity;
	uint32_t *narrow;                /* counters, while none can have passed 32 bits ... */
	uint64_t *wide;                  /* ... and afterwards */
	size_t counters_capacity;
	size_t blocks;
	uint64_t bound;                  /* no counter is larger than this */
};

/* Lays out axes of these sizes; bit n of outside: axis n may grow. HVK_OK, HVK_ENOMEM, HVK_EINVAL (more cells than 64
 * bits can number). */
int hvk__cells_init(struct hvk__cells *cells, const uint32_t sizes[], size_t count, unsigned outside);
void hvk__cells_free(struct hvk__cells *cells);

/* HVK_OK, HVK_ENOMEM, HVK_EINVAL (a counter would pass 2^63-1). bound is not touched: see hvk__cells_raise(). */
int hvk__cells_add(struct hvk__cells *cells, const uint32_t slots[], uint64_t amount);
uint64_t hvk__cells_get(const struct hvk__cells *cells, const uint32_t slots[]);

/* Announces that counters may grow by at most amount: they become 64 bits wide when 32 may not do. HVK_OK,
 * HVK_ENOMEM. */
int hvk__cells_raise(struct hvk__cells *cells, uint64_t amount);

/* Gives an axis that was laid outside more slots. HVK_OK, HVK_ENOMEM, HVK_EINVAL. */
int hvk__cells_grow(struct hvk__cells *cells, size_t axis, uint32_t size);

/* Adds all counters of another with the same axes, of which those that may grow can differ in size. */
int hvk__cells_merge(struct hvk__cells *into, const struct hvk__cells *from);

/* Going through all: the counter at a place of a block, and the slots it stands for. */
static inline uint64_t hvk__cells_at(const struct hvk__cells *cells, size_t block, uint64_t place)
{
	size_t at = block * cells->inner_size + place;

	return cells->wide ? cells->wide[at] : cells->narrow[at];
}
void hvk__cells_slots(const struct hvk__cells *cells, size_t block, uint64_t place, uint32_t slots[]);

#endif
