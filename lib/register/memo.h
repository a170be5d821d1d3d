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
#define HVK__KEY_LOAD (HVK__KEY_WORDS * sizeof(uint64_t)) /* bytes that are read to make a key */
#define HVK__KEY_TEXT (HVK__KEY_LOAD - sizeof(uint16_t))  /* bytes of text in a key; the others are for the era */

/*
 * The bytes of a cell, filled up with zeros, which no cell holds, and the era: what a text means may change with the
 * month, when gemeenten merge or codes are retired; between such changes lies an era. A longer text is known by its
 * hash and length, with a mark in the last word that no UTF-8 has; its bytes are kept beside the slots and compared.
 */
struct hvk__key {
	uint64_t word[HVK__KEY_WORDS];
};
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define HVK__ERA_SHIFT 48
#define HVK__LONG_MARK (UINT64_MAX >> 16)
#else
#define HVK__ERA_SHIFT 0
#define HVK__LONG_MARK (UINT64_MAX << 16)
#endif

/* One to a cache line. The first slot is never used, so that the empty cell, whose key is 0, always finds 0 there. */
struct hvk__slot {
	struct hvk__key key;
	uint64_t value;
} __attribute__((aligned(64)));

struct hvk__memo {
	struct hvk__slot slots[HVK__MEMO_SLOTS];
	char (*longs)[HVK__MEMO_LONG]; /* made when first needed */
};

/* The words of a key spread by odd constants; the topmost bits are the best mixed. */
static inline size_t hvk__memo_home(const struct hvk__key *key)
{
	uint64_t even = key->word[0] ^ (key->word[2] << 29 | key->word[2] >> 35);
	uint64_t odd = key->word[1] ^ (key->word[3] << 31 | key->word[3] >> 33);

	return (even * UINT64_C(0x9e3779b97f4a7c15) + odd * UINT64_C(0xc2b2ae3d27d4eb4f)) >> (64 - HVK__MEMO_BITS);
}

static inline bool hvk__key_same(const struct hvk__key *a, const struct hvk__key *b)
{
	return ((a->word[0] ^ b->word[0]) | (a->word[1] ^ b->word[1]) | (a->word[2] ^ b->word[2]) |
	        (a->word[3] ^ b->word[3])) == 0;
}

/* Makes a key by reading HVK__KEY_LOAD bytes, of which the first length, at most HVK__KEY_TEXT, count. */
static inline struct hvk__key hvk__key_load(const char *data, size_t length, unsigned era)
{
	static const unsigned char window[2 * HVK__KEY_LOAD] __attribute__((aligned(64))) = {
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	};
	uint64_t text[HVK__KEY_WORDS], mask[HVK__KEY_WORDS];

	memcpy(text, data, HVK__KEY_LOAD);
	memcpy(mask, window + HVK__KEY_LOAD - length, HVK__KEY_LOAD);
	return (struct hvk__key){ { text[0] & mask[0], text[1] & mask[1], text[2] & mask[2],
		                    (text[3] & mask[3]) | (uint64_t)(length > 0 ? era : 0) << HVK__ERA_SHIFT } };
}

/* NULL when memory runs out. */
struct hvk__memo *hvk__memo_new(void);
void hvk__memo_free(struct hvk__memo *memo);

/* The key of any cell that is not empty: also of one that is long, or too near the end of memory for hvk__key_load().
 */
struct hvk__key hvk__key_make(const struct hvk__span *cell, unsigned era);

/* The slot that holds a cell's meaning, or NULL. */
const struct hvk__slot *hvk__memo_find(const struct hvk__memo *memo, const struct hvk__key *key,
                                       const struct hvk__span *cell);

/* Remembers a meaning; in place of another when there is no room. Not to remember it is no failure. */
void hvk__memo_keep(struct hvk__memo *memo, const struct hvk__key *key, const struct hvk__span *cell, uint64_t value);

#endif
