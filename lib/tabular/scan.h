/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Looking at 64 bytes at a time: bit n of a mask stands for byte n. SSE2 is part of every x86-64; other processors,
 * and HVK_PORTABLE, do the same with 64-bit words. Whoever calls sees to it that 64 bytes can be read.
 */
#ifndef HVK_TABULAR_SCAN_H
#define HVK_TABULAR_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HVK__BLOCK 64u

static inline unsigned hvk__lowest(uint64_t mask)
{
	return (unsigned)__builtin_ctzll(mask);
}

static inline unsigned hvk__highest(uint64_t mask)
{
	return 63u - (unsigned)__builtin_clzll(mask);
}

/* The bits from n on, and those below it; n is at most 64. */
static inline uint64_t hvk__bits_from(size_t n)
{
	return n < HVK__BLOCK ? ~(uint64_t)0 << n : 0;
}

static inline uint64_t hvk__bits_below(size_t n)
{
	return ~hvk__bits_from(n);
}

/* Written out, for without -mpopcnt the compiler's builtin is a call. */
static inline unsigned hvk__bit_count(uint64_t mask)
{
	mask -= mask >> 1 & 0x5555555555555555u;
	mask = (mask & 0x3333333333333333u) + (mask >> 2 & 0x3333333333333333u);
	mask = (mask + (mask >> 4)) & 0x0f0f0f0f0f0f0f0fu;
	return (unsigned)(mask * 0x0101010101010101u >> 56);
}

/* Bit n of the result: whether an odd number of bits up to and with n are set. */
static inline uint64_t hvk__parity(uint64_t mask)
{
	mask ^= mask << 1;
	mask ^= mask << 2;
	mask ^= mask << 4;
	mask ^= mask << 8;
	mask ^= mask << 16;
	return mask ^ mask << 32;
}

#if defined(__SSE2__) && !defined(HVK_PORTABLE)

#include <emmintrin.h>

/* Written out rather than as loops over an array, which gcc leaves in memory at -O2. */
struct hvk__block {
	__m128i a, b, c, d;
};

static inline struct hvk__block hvk__block_load(const char *bytes)
{
	const __m128i *parts = (const __m128i *)(const void *)bytes;

	return (struct hvk__block){ _mm_loadu_si128(parts), _mm_loadu_si128(parts + 1), _mm_loadu_si128(parts + 2),
		                    _mm_loadu_si128(parts + 3) };
}

static inline uint64_t hvk__join_masks(__m128i a, __m128i b, __m128i c, __m128i d)
{
	uint64_t low = (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
	uint64_t high = (uint32_t)_mm_movemask_epi8(c) | (uint32_t)_mm_movemask_epi8(d) << 16;

	return high << 32 | low;
}

static inline uint64_t hvk__block_find(const struct hvk__block *block, char c)
{
	__m128i wanted = _mm_set1_epi8(c);

	return hvk__join_masks(_mm_cmpeq_epi8(block->a, wanted), _mm_cmpeq_epi8(block->b, wanted),
	                       _mm_cmpeq_epi8(block->c, wanted), _mm_cmpeq_epi8(block->d, wanted));
}

static inline __m128i hvk__part_special(__m128i part, __m128i delimiter)
{
	__m128i quote = _mm_cmpeq_epi8(part, _mm_set1_epi8('"'));
	__m128i lf = _mm_cmpeq_epi8(part, _mm_set1_epi8('\n')), cr = _mm_cmpeq_epi8(part, _mm_set1_epi8('\r'));

	return _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(part, delimiter), quote), _mm_or_si128(lf, cr));
}

/* Where a delimiter, a quote, CR or LF stands. */
static inline uint64_t hvk__block_special(const char *bytes, char delimiter)
{
	struct hvk__block block = hvk__block_load(bytes);
	__m128i wanted = _mm_set1_epi8(delimiter);

	return hvk__join_masks(hvk__part_special(block.a, wanted), hvk__part_special(block.b, wanted),
	                       hvk__part_special(block.c, wanted), hvk__part_special(block.d, wanted));
}

/* What was seen in a run of blocks: gathered a block at a time, asked once. */
struct hvk__seen {
	__m128i lowest, any;
};

static inline void hvk__seen_start(struct hvk__seen *seen)
{
	seen->lowest = _mm_set1_epi8(' ');
	seen->any = _mm_setzero_si128();
}

static inline void hvk__seen_add(struct hvk__seen *seen, const struct hvk__block *block)
{
	__m128i low = _mm_min_epu8(_mm_min_epu8(block->a, block->b), _mm_min_epu8(block->c, block->d));
	__m128i any = _mm_or_si128(_mm_or_si128(block->a, block->b), _mm_or_si128(block->c, block->d));

	seen->lowest = _mm_min_epu8(seen->lowest, low);
	seen->any = _mm_or_si128(seen->any, any);
}

static inline bool hvk__seen_nul(const struct hvk__seen *seen)
{
	return _mm_movemask_epi8(_mm_cmpeq_epi8(seen->lowest, _mm_setzero_si128())) != 0;
}

static inline bool hvk__seen_not_ascii(const struct hvk__seen *seen)
{
	return _mm_movemask_epi8(seen->any) != 0;
}

#else

#define HVK__EACH_BYTE(byte) ((byte) * (uint64_t)0x0101010101010101u)

struct hvk__block {
	uint64_t part[8];
};

static inline struct hvk__block hvk__block_load(const char *bytes)
{
	struct hvk__block block;

	memcpy(block.part, bytes, sizeof(block.part));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	for (int i = 0; i < 8; i++)
		block.part[i] = __builtin_bswap64(block.part[i]);
#endif
	return block;
}

/* The top bit of each byte that is c; exact, no carry runs from one byte into the next. */
static inline uint64_t hvk__word_find(uint64_t word, char c)
{
	uint64_t low = HVK__EACH_BYTE(0x7fu);
	uint64_t different = word ^ HVK__EACH_BYTE((uint64_t)(unsigned char)c);

	return ~(((different & low) + low) | different | low);
}

/* Gathers the top bits of eight bytes into eight bits. */
static inline uint64_t hvk__word_gather(uint64_t word)
{
	return (word >> 7) * (uint64_t)0x0102040810204080u >> 56;
}

static inline uint64_t hvk__block_find(const struct hvk__block *block, char c)
{
	uint64_t mask = 0;

	for (int i = 0; i < 8; i++)
		mask |= hvk__word_gather(hvk__word_find(block->part[i], c)) << 8 * i;
	return mask;
}

static inline uint64_t hvk__block_special(const char *bytes, char delimiter)
{
	struct hvk__block block = hvk__block_load(bytes);
	uint64_t mask = 0;

	for (int i = 0; i < 8; i++) {
		uint64_t word = block.part[i];
		uint64_t found = hvk__word_find(word, delimiter) | hvk__word_find(word, '"') |
		                 hvk__word_find(word, '\n') | hvk__word_find(word, '\r');

		mask |= hvk__word_gather(found) << 8 * i;
	}
	return mask;
}

struct hvk__seen {
	uint64_t nul, any;
};

static inline void hvk__seen_start(struct hvk__seen *seen)
{
	seen->nul = 0;
	seen->any = 0;
}

static inline void hvk__seen_add(struct hvk__seen *seen, const struct hvk__block *block)
{
	for (int i = 0; i < 8; i++) {
		seen->nul |= hvk__word_find(block->part[i], '\0');
		seen->any |= block->part[i];
	}
}

static inline bool hvk__seen_nul(const struct hvk__seen *seen)
{
	return seen->nul != 0;
}

static inline bool hvk__seen_not_ascii(const struct hvk__seen *seen)
{
	return (seen->any & HVK__EACH_BYTE((uint64_t)0x80u)) != 0;
}

#endif

#endif
