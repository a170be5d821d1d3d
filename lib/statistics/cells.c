/* SPDX-License-Identifier: EUPL-1.2 */
/* Counters in blocks: see cells.h. */
#include "statistics/cells.h"

#include <string.h>

#include "core/macro.h"
#include "core/memory.h"

#define INNER_MAX 4096             /* counters in a block: a theme, not a gemeente times a theme */
#define INNER_MAX_HASHED 2         /* among very many possible cells few occur */
#define DIRECTORY_MAX (UINT64_C(1) << 22) /* every month there is, times every gemeente */
#define HASHED_BITS_FIRST 10

/* From the last axis to the first, those that still fit go inside. */
static bool lay_out(struct hvk__cells *cells, unsigned outside, uint64_t inner_max)
{
	uint64_t inner = 1, outer = 1;

	for (size_t i = cells->axis_count; i-- > 0;) {
		struct hvk__axis *axis = &cells->axes[i];

		axis->inner = axis->outer = 0;
		if (!(outside & (1u << i)) && inner * axis->size <= inner_max) {
			axis->inner = inner;
			inner *= axis->size;
		} else {
			axis->outer = outer;
			if (__builtin_mul_overflow(outer, (uint64_t)axis->size, &outer))
				return false;
		}
	}
	cells->inner_size = inner;
	cells->outer_size = outer;
	return true;
}

static int hash_new(struct hvk__cells *cells, unsigned bits)
{
	cells->hashed = calloc((size_t)1 << bits, sizeof(*cells->hashed));
	cells->hashed_bits = bits;
	return cells->hashed ? HVK_OK : HVK_ENOMEM;
}

/* The entry of a key, or the free one where it belongs. */
static struct hvk__cells_entry *hash_find(const struct hvk__cells *cells, uint64_t key)
{
	size_t mask = ((size_t)1 << cells->hashed_bits) - 1;
	size_t at = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - cells->hashed_bits));

	while (cells->hashed[at].block && cells->hashed[at].key != key)
		at = (at + 1) & mask;
	return &cells->hashed[at];
}

/* Enters all blocks anew into a table of so many bits. */
static int rehash(struct hvk__cells *cells, unsigned bits)
{
	free(cells->hashed);
	if (hash_new(cells, bits) < 0)
		return HVK_ENOMEM;
	for (size_t block = 0; block < cells->blocks; block++) {
		struct hvk__cells_entry *entry = hash_find(cells, cells->keys[block]);

		entry->key = cells->keys[block];
		entry->block = (uint32_t)block + 1;
	}
	return HVK_OK;
}

int hvk__cells_init(struct hvk__cells *cells, const uint32_t sizes[], size_t count, unsigned outside)
{
	memset(cells, 0, sizeof(*cells));
	cells->axis_count = count;
	for (size_t i = 0; i < count; i++)
		cells->axes[i].size = sizes[i];
	if (lay_out(cells, outside, INNER_MAX) && cells->outer_size <= DIRECTORY_MAX) {
		/* Large and zero: the kernel gives pages only where something is counted. */
		cells->directory = calloc(cells->outer_size, sizeof(*cells->directory));
		return cells->directory ? HVK_OK : HVK_ENOMEM;
	}
	if (!lay_out(cells, outside, INNER_MAX_HASHED))
		return HVK_EINVAL;
	return hash_new(cells, HASHED_BITS_FIRST);
}

void hvk__cells_free(struct hvk__cells *cells)
{
	free(cells->directory);
	free(cells->hashed);
	free(cells->keys);
	free(cells->narrow);
	free(cells->wide);
	memset(cells, 0, sizeof(*cells));
}

static int make_block(struct hvk__cells *cells, uint64_t key)
{
	size_t used = cells->blocks * cells->inner_size, wanted = used + cells->inner_size;

	if (cells->blocks >= UINT32_MAX - 1 ||
	    !hvk__reserve(&cells->keys, &cells->keys_capacity, cells->blocks + 1, sizeof(*cells->keys)))
		return HVK_ENOMEM;
	if (cells->wide) {
		if (!hvk__reserve(&cells->wide, &cells->counters_capacity, wanted, sizeof(*cells->wide)))
			return HVK_ENOMEM;
		memset(cells->wide + used, 0, cells->inner_size * sizeof(*cells->wide));
	} else {
		if (!hvk__reserve(&cells->narrow, &cells->counters_capacity, wanted, sizeof(*cells->narrow)))
			return HVK_ENOMEM;
		memset(cells->narrow + used, 0, cells->inner_size * sizeof(*cells->narrow));
	}
	cells->keys[cells->blocks++] = key;
	return HVK_OK;
}

/* Finds the block with a key, or makes it. */
static int find_block(struct hvk__cells *cells, uint64_t key, size_t *block)
{
	uint32_t *known;
	int result;

	if (cells->directory) {
		known = &cells->directory[key];
	} else {
		/* At most half full, so that searches stay short. */
		if (cells->blocks >= (size_t)1 << (cells->hashed_bits - 1)) {
			result = rehash(cells, cells->hashed_bits + 1);
			if (result < 0)
				return result;
		}
		struct hvk__cells_entry *entry = hash_find(cells, key);

		entry->key = key;
		known = &entry->block;
	}
	if (!*known) {
		result = make_block(cells, key);
		if (result < 0)
			return result;
		*known = (uint32_t)cells->blocks;
	}
	*block = *known - 1;
	return HVK_OK;
}

static uint64_t place_of(const struct hvk__cells *cells, const uint32_t slots[], uint64_t *key)
{
	uint64_t inner = 0;

	*key = 0;
	for (size_t i = 0; i < cells->axis_count; i++) {
		*key += slots[i] * cells->axes[i].outer; /* NOLINT(clang-analyzer-core.*): a slot for every axis */
		inner += slots[i] * cells->axes[i].inner;
	}
	return inner;
}

int hvk__cells_add(struct hvk__cells *cells, const uint32_t slots[], uint64_t amount)
{
	uint64_t key, place = place_of(cells, slots, &key);
	size_t block;
	int result = find_block(cells, key, &block);

	if (result < 0)
		return result;
	place += block * cells->inner_size;
	if (!cells->wide)
		cells->narrow[place] += (uint32_t)amount;
	else if (__builtin_add_overflow(cells->wide[place], amount, &cells->wide[place]) ||
	         cells->wide[place] > INT64_MAX)
		return HVK_EINVAL;
	return HVK_OK;
}

uint64_t hvk__cells_get(const struct hvk__cells *cells, const uint32_t slots[])
{
	uint64_t key, place = place_of(cells, slots, &key);
	uint32_t block = cells->directory ? cells->directory[key] : hash_find(cells, key)->block;

	return block ? hvk__cells_at(cells, block - 1, place) : 0;
}

int hvk__cells_raise(struct hvk__cells *cells, uint64_t amount)
{
	size_t used = cells->blocks * cells->inner_size;
	uint64_t *wide;

	if (__builtin_add_overflow(cells->bound, amount, &cells->bound))
		cells->bound = UINT64_MAX;
	if (cells->wide || cells->bound <= UINT32_MAX)
		return HVK_OK;
	wide = calloc(used ? used : 1, sizeof(*wide));
	if (!wide)
		return HVK_ENOMEM;
	for (size_t i = 0; i < used; i++)
		wide[i] = cells->narrow[i];
	free(cells->narrow);
	cells->narrow = NULL;
	cells->wide = wide;
	cells->counters_capacity = used;
	return HVK_OK;
}

int hvk__cells_grow(struct hvk__cells *cells, size_t axis, uint32_t size)
{
	struct hvk__cells old = *cells;
	uint64_t outer = 1;
	uint32_t slots[HVK__AXES_MAX];

	if (size <= cells->axes[axis].size)
		return HVK_OK;
	cells->axes[axis].size = size;
	for (size_t i = cells->axis_count; i-- > 0;) {
		if (!cells->axes[i].outer)
			continue;
		cells->axes[i].outer = outer;
		if (__builtin_mul_overflow(outer, (uint64_t)cells->axes[i].size, &outer))
			return HVK_EINVAL;
	}
	cells->outer_size = outer;
	for (size_t block = 0; block < cells->blocks; block++) {
		hvk__cells_slots(&old, block, 0, slots);
		place_of(cells, slots, &cells->keys[block]);
	}
	free(cells->directory);
	cells->directory = NULL;

	unsigned bits = HASHED_BITS_FIRST;

	while (cells->blocks >= (size_t)1 << (bits - 1))
		bits++;
	return rehash(cells, bits);
}

void hvk__cells_slots(const struct hvk__cells *cells, size_t block, uint64_t place, uint32_t slots[])
{
	uint64_t key = cells->keys[block];

	for (size_t i = 0; i < cells->axis_count; i++) {
		const struct hvk__axis *axis = &cells->axes[i];

		slots[i] = (uint32_t)((axis->outer ? key / axis->outer : place / axis->inner) % axis->size);
	}
}

static int merge_block(struct hvk__cells *into, const struct hvk__cells *from, size_t block)
{
	uint32_t slots[HVK__AXES_MAX];
	uint64_t key;
	size_t target;
	int result;

	hvk__cells_slots(from, block, 0, slots);
	place_of(into, slots, &key);
	result = find_block(into, key, &target);
	if (result < 0)
		return result;
	target *= into->inner_size;
	for (uint64_t place = 0; place < from->inner_size; place++) {
		uint64_t amount = hvk__cells_at(from, block, place);

		if (!into->wide)
			into->narrow[target + place] += (uint32_t)amount;
		else if (__builtin_add_overflow(into->wide[target + place], amount, &into->wide[target + place]) ||
		         into->wide[target + place] > INT64_MAX)
			return HVK_EINVAL;
	}
	return HVK_OK;
}

int hvk__cells_merge(struct hvk__cells *into, const struct hvk__cells *from)
{
	int result = hvk__cells_raise(into, from->bound);

	for (size_t i = 0; i < into->axis_count && result == HVK_OK; i++)
		result = hvk__cells_grow(into, i, from->axes[i].size);
	for (size_t block = 0; block < from->blocks && result == HVK_OK; block++)
		result = merge_block(into, from, block);
	return result;
}
