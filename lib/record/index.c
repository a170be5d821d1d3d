/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers by a text: a table of hashes with chains. */
#include "record/index.h"

#include <string.h>
#include <xxhash.h>

#define SLOTS_FIRST 256

void hvk__index_free(struct hvk__index *index)
{
	free(index->entries);
	free(index->slots);
	hvk__pool_free(&index->pool);
	*index = (struct hvk__index){ 0 };
}

static void chain(struct hvk__index *index, size_t entry)
{
	size_t *slot = &index->slots[index->entries[entry].hash & (index->slot_count - 1)];

	index->entries[entry].next = *slot;
	*slot = entry + 1;
}

/* Keeps as many slots, a power of two, as there are entries. */
static bool grow(struct hvk__index *index)
{
	size_t count = index->slot_count > 0 ? 2 * index->slot_count : SLOTS_FIRST;
	size_t *slots;

	if (index->count < index->slot_count)
		return true;
	slots = calloc(count, sizeof(*slots));
	if (!slots)
		return false;
	free(index->slots);
	index->slots = slots;
	index->slot_count = count;
	for (size_t i = 0; i < index->count; i++)
		chain(index, i);
	return true;
}

bool hvk__index_add(struct hvk__index *index, const char *key, size_t length, int64_t value)
{
	struct hvk__index_entry *entry;

	if (!grow(index) || !hvk__reserve(&index->entries, &index->capacity, index->count + 1, sizeof(*index->entries)))
		return false;
	entry = &index->entries[index->count];
	entry->key = hvk__pool_add(&index->pool, key, length);
	if (!entry->key)
		return false;
	entry->length = length;
	entry->hash = XXH3_64bits(key, length);
	entry->value = value;
	chain(index, index->count++);
	return true;
}

bool hvk__index_next(const struct hvk__index *index, const char *key, size_t length, size_t *at, int64_t *value)
{
	uint64_t hash;

	if (index->slot_count == 0)
		return false;
	hash = XXH3_64bits(key, length);
	*at = *at > 0 ? index->entries[*at - 1].next : index->slots[hash & (index->slot_count - 1)];
	for (; *at > 0; *at = index->entries[*at - 1].next) {
		const struct hvk__index_entry *entry = &index->entries[*at - 1];

		if (entry->hash == hash && entry->length == length && memcmp(entry->key, key, length) == 0) {
			*value = entry->value;
			return true;
		}
	}
	return false;
}
