/* SPDX-License-Identifier: EUPL-1.2 */
/* The parts of remembering that are not in the fastest path. */
#include "register/memo.h"

#include <stdlib.h>
#include <xxhash.h>

/* Slots in a row that a key may stand in. */
#define PROBES 8

struct hvk__memo *hvk__memo_new(void)
{
	struct hvk__memo *memo = aligned_alloc(_Alignof(struct hvk__memo), sizeof(*memo));

	if (memo)
		memset(memo, 0, sizeof(*memo));
	return memo;
}

void hvk__memo_free(struct hvk__memo *memo)
{
	if (!memo)
		return;
	free(memo->longs);
	free(memo);
}

struct hvk__key hvk__key_make(const struct hvk__span *cell, unsigned era)
{
	struct hvk__key key = { { 0 } };

	if (cell->length <= HVK__KEY_TEXT) {
		memcpy(&key, cell->data, cell->length);
	} else {
		key.word[0] = XXH3_64bits(cell->data, cell->length);
		key.word[1] = cell->length;
		key.word[3] = HVK__LONG_MARK;
	}
	key.word[3] |= (uint64_t)era << HVK__ERA_SHIFT;
	return key;
}

static bool is_long(const struct hvk__key *key)
{
	return (key->word[3] & HVK__LONG_MARK) == HVK__LONG_MARK;
}

/* Whether a slot holds this cell's meaning. */
static bool slot_fits(const struct hvk__memo *memo, const struct hvk__slot *slot, const struct hvk__key *key,
                      const struct hvk__span *cell)
{
	if (!hvk__key_same(&slot->key, key))
		return false;
	return !is_long(key) || memcmp(memo->longs[slot - memo->slots], cell->data, cell->length) == 0;
}

const struct hvk__slot *hvk__memo_find(const struct hvk__memo *memo, const struct hvk__key *key,
                                       const struct hvk__span *cell)
{
	size_t home = hvk__memo_home(key);

	if (cell->length > HVK__MEMO_LONG)
		return NULL;
	for (size_t i = 0; i < PROBES; i++) {
		const struct hvk__slot *slot = &memo->slots[(home + i) % HVK__MEMO_SLOTS];

		if (slot_fits(memo, slot, key, cell))
			return slot;
	}
	return NULL;
}

/* Where to remember a key: in a free slot near its home, else instead of what is there. */
static size_t slot_for(const struct hvk__memo *memo, const struct hvk__key *key)
{
	static const struct hvk__key none;
	size_t home = hvk__memo_home(key);

	for (size_t at = home; at < home + PROBES; at++)
		if (at % HVK__MEMO_SLOTS != 0 && hvk__key_same(&memo->slots[at % HVK__MEMO_SLOTS].key, &none))
			return at % HVK__MEMO_SLOTS;
	return home > 0 ? home : 1;
}

void hvk__memo_keep(struct hvk__memo *memo, const struct hvk__key *key, const struct hvk__span *cell, uint64_t value)
{
	size_t at = slot_for(memo, key);

	if (cell->length > HVK__MEMO_LONG)
		return;
	if (is_long(key)) {
		if (!memo->longs)
			memo->longs = calloc(HVK__MEMO_SLOTS, sizeof(*memo->longs));
		if (!memo->longs)
			return;
		memcpy(memo->longs[at], cell->data, cell->length);
	}
	memo->slots[at] = (struct hvk__slot){ .key = *key, .value = value };
}
