/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What texts of a column meant before: a table by the bytes of the cell, of a fixed size, in which the common case is a
 * few loads and one comparison. Ten million rows ask it a hundred million times.
 */
#ifndef HVK_REGISTER_MEMO_H
#define HVK_REGISTER_MEMO_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tabular/tabular.h"

#define HVK__MEMO_BITS 9
#define HVK__MEMO_SLOTS (1u << HVK__MEMO_BITS)
#define HVK__MEMO_LONG 120 /* bytes; longer cells are not remembered */
#define HVK__KEY_WORDS 4
#define HVK__KEY_BYTES (HVK__KEY_WORDS * sizeof(uint64_t))

/* The bytes of a cell, filled up with zeros, which no cell holds. A longer one is known by its hash and length, with a
 * mark that is not UTF-8 in the last word; its bytes are kept beside the slots and compared. */
struct hvk__key {
	uint64_t word[HVK__KEY_WORDS];
};
#define HVK__LONG_MARK UINT64_MAX

/*
 * What a text means may change with the month: gemeenten merge, codes are retired. Between such changes lies an era,
 * and a meaning is remembered for one era. The first slot is never used, so that the empty cell, whose key and era are
 * 0, always finds 0 there.
 */
struct hvk__slot {
	struct hvk__key key;
	uint64_t value;
	uint16_t era;
} __attribute__((aligned(64)));

struct hvk__memo {
	struct hvk__slot slots[HVK__MEMO_SLOTS];
	char (*longs)[HVK__MEMO_LONG]; /* made when first needed */
};

/* The words of a key spread by odd constants; the topmost bits are the best mixed. */
static inline size_t hvk__memo_home(const struct hvk__key *key, unsigned era)
{
	uint64_t hash = era * UINT64_C(0xa0761d6478bd642f) + key->word[0] * UINT64_C(0x9e3779b97f4a7c15) +
	                key->word[1] * UINT64_C(0xc2b2ae3d27d4eb4f) + key->word[2] * UINT64_C(0x165667b19e3779f9) +
	                key->word[3] * UINT64_C(0xd6e8feb86659fd93);

	return hash >> (64 - HVK__MEMO_BITS);
}

static inline bool hvk__key_same(const struct hvk__key *a, const struct hvk__key *b)
{
	return ((a->word[0] ^ b->word[0]) | (a->word[1] ^ b->word[1]) | (a->word[2] ^ b->word[2]) |
	        (a->word[3] ^ b->word[3])) == 0;
}

/* Reads HVK__KEY_BYTES bytes, of which the first length count. */
static inline void hvk__key_load(struct hvk__key *key, const char *data, size_t length)
{
	static const unsigned char window[2 * HVK__KEY_BYTES] = {
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	};
	struct hvk__key mask;

	memcpy(&mask, window + HVK__KEY_BYTES - length, HVK__KEY_BYTES);
	memcpy(key, data, HVK__KEY_BYTES);
	for (int i = 0; i < HVK__KEY_WORDS; i++)
		key->word[i] &= mask.word[i];
}

/* NULL when memory runs out. */
struct hvk__memo *hvk__memo_new(void);
void hvk__memo_free(struct hvk__memo *memo);

/* The key of any cell: of one that is long, or too near the end of memory for hvk__key_load(). */
void hvk__key_make(struct hvk__key *key, const struct hvk__span *cell);

/* The slot that holds a cell's meaning in an era, or NULL. */
const struct hvk__slot *hvk__memo_find(const struct hvk__memo *memo, const struct hvk__key *key, unsigned era,
                                       const struct hvk__span *cell);

/* Remembers a meaning; in place of another when there is no room. Not to remember it is no failure. */
void hvk__memo_keep(struct hvk__memo *memo, const struct hvk__key *key, unsigned era, const struct hvk__span *cell,
                    uint64_t value);

#endif
