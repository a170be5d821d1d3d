/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The ids of rows that have none. They are hashed from the row as decoded, by names that do not change, so that reading
 * the same file again, in any dialect, gives the same ids; and from nothing that the store does not hold, so that an id
 * tells nothing more.
 */
#include <endian.h>
#include <string.h>

#include "register/import.h"

/* Tests narrow this to see ids clash. */
#ifndef HVK__HASHED_BITS
#define HVK__HASHED_BITS HVK__ID_BITS
#endif

/* ---------------------------------------------------------------- names of codes */

int hvk__names_update(struct hvk__names *names, struct hvk__codes *codes)
{
	for (int i = 0; i < HVK_COLUMNS; i++) {
		const char *name = i == HVK_ANSWER ? "answer" : hvk__columns[i].list;
		const struct hvk__list *list = name ? hvk__codes_list(codes, name) : NULL;
		uint64_t *grown;

		if (!list || (names->hash[i] && names->count[i] == list->count))
			continue;
		grown = realloc(names->hash[i], (list->count + 1) * sizeof(*grown));
		if (!grown)
			return HVK_ENOMEM;
		names->hash[i] = grown;
		grown[0] = 0;
		for (size_t n = names->count[i]; n < list->count; n++)
			grown[n + 1] = XXH3_64bits(list->codes[n].origin, strlen(list->codes[n].origin));
		names->count[i] = list->count;
	}
	return HVK_OK;
}

void hvk__names_free(struct hvk__names *names)
{
	for (int i = 0; i < HVK_COLUMNS; i++)
		free(names->hash[i]);
	*names = (struct hvk__names){ .count = { 0 } };
}

/* ---------------------------------------------------------------- what a row holds */

static uint32_t nis_of(const struct hvk__row *row)
{
	return row->value[HVK__GEMEENTE] ? hvk__gemeenten[row->value[HVK__GEMEENTE] - 1].nis : 0;
}

/* The order of these is part of every id that was ever hashed: it must never change. */
static const struct {
	enum hvk_column column;
	enum hvk__field field;
} hashed[] = {
	{ HVK_DESK, HVK__DESK },         { HVK_CHANNEL, HVK__CHANNEL },   { HVK_ASKER, HVK__ASKER },
	{ HVK_AGE, HVK__AGE },           { HVK_THEME, HVK__THEME },       { HVK_KIND, HVK__KIND },
	{ HVK_SEVERITY, HVK__SEVERITY }, { HVK_DURATION, HVK__DURATION }, { HVK_CONTACT, HVK__CONTACT },
};

/* A row of the store can have a number that came after the codes were read, or that a damaged store does not define. */
static inline uint64_t name_hash(const struct hvk__names *names, enum hvk_column column, unsigned number)
{
	return number <= names->count[column] ? names->hash[column][number] : number;
}

XXH128_hash_t hvk__row_hash(const struct hvk__names *names, const struct hvk__row *row)
{
	uint64_t content[ARRAY_SIZE(hashed) + 3];
	uint64_t answers = 0;
	size_t count = 0;

	content[count++] = htole64((uint64_t)row->id);
	content[count++] =
		htole64((uint64_t)nis_of(row) << 32 | (uint64_t)row->value[HVK__DAY] << 16 | row->value[HVK__MONTH]);
	for (size_t i = 0; i < ARRAY_SIZE(hashed); i++)
		content[count++] = htole64(name_hash(names, hashed[i].column, row->value[hashed[i].field]));
	/* A sum, since the numbers that order a set differ between stores. */
	for (uint64_t set = row->answers; set; set &= set - 1)
		answers += name_hash(names, HVK_ANSWER, (unsigned)__builtin_ctzll(set) + 1);
	content[count++] = htole64(answers);
	return XXH3_128bits(content, sizeof(content));
}

bool hvk__row_same(const struct hvk__row *a, const struct hvk__row *b)
{
	if (a->answers != b->answers || nis_of(a) != nis_of(b))
		return false;
	for (int i = 0; i < HVK__FIELDS; i++)
		if (i != HVK__GEMEENTE && a->value[i] != b->value[i])
			return false;
	return true;
}

/* ---------------------------------------------------------------- sorting */

bool hvk__arrivals_add(struct hvk__arrivals *arrivals, uint64_t key, const struct hvk__row *row)
{
	if (!hvk__reserve(&arrivals->items, &arrivals->capacity, arrivals->count + 1, sizeof(*arrivals->items)))
		return false;
	arrivals->items[arrivals->count++] = (struct hvk__arrival){ key, row };
	return true;
}

#define DIGIT_BITS 8
#define DIGITS (64 / DIGIT_BITS)
#define DIGIT_VALUES (1u << DIGIT_BITS)

/* How often each value occurs at each digit, for all digits in one pass. */
static void count_digits(const struct hvk__arrivals *arrivals, size_t counts[DIGITS][DIGIT_VALUES])
{
	memset(counts, 0, sizeof(size_t[DIGITS][DIGIT_VALUES]));
	for (size_t i = 0; i < arrivals->count; i++)
		for (unsigned digit = 0; digit < DIGITS; digit++)
			counts[digit][arrivals->items[i].key >> (digit * DIGIT_BITS) & (DIGIT_VALUES - 1)]++;
}

/* Radix sort, from the least significant digit; a digit that is the same in all keys is passed over. */
bool hvk__arrivals_sort(struct hvk__arrivals *arrivals)
{
	size_t counts[DIGITS][DIGIT_VALUES];
	struct hvk__arrival *from = arrivals->items, *spare, *to;

	if (arrivals->count < 2)
		return true;
	spare = to = malloc(arrivals->count * sizeof(*to));
	if (!to)
		return false;
	count_digits(arrivals, counts);
	for (unsigned digit = 0; digit < DIGITS; digit++) {
		unsigned shift = digit * DIGIT_BITS;
		size_t place = 0;
		struct hvk__arrival *swap = from;

		if (counts[digit][from[0].key >> shift & (DIGIT_VALUES - 1)] == arrivals->count)
			continue;
		for (size_t value = 0; value < DIGIT_VALUES; value++) {
			size_t count = counts[digit][value];

			counts[digit][value] = place;
			place += count;
		}
		for (size_t i = 0; i < arrivals->count; i++)
			to[counts[digit][from[i].key >> shift & (DIGIT_VALUES - 1)]++] = from[i];
		from = to;
		to = swap;
	}
	if (from != arrivals->items)
		memcpy(arrivals->items, from, arrivals->count * sizeof(*from));
	free(spare);
	return true;
}

bool hvk__arrivals_merge(struct hvk__arrivals *arrivals, const struct hvk__arrivals *more)
{
	size_t left = arrivals->count, right = more->count, at = left + right;

	if (!hvk__reserve(&arrivals->items, &arrivals->capacity, at, sizeof(*arrivals->items)))
		return false;
	arrivals->count = at;
	while (right > 0)
		if (left > 0 && arrivals->items[left - 1].key > more->items[right - 1].key)
			arrivals->items[--at] = arrivals->items[--left];
		else
			arrivals->items[--at] = more->items[--right];
	return true;
}

/* ---------------------------------------------------------------- ids */

static uint64_t with_month(uint64_t month, uint64_t hash)
{
	return month << HVK__ID_BITS | (hash & ((UINT64_C(1) << HVK__HASHED_BITS) - 1));
}

/* The id of the ordinal-th row of this content in the batch that seed is the hash of. */
static uint64_t id_hash(uint64_t seed, uint64_t month, uint64_t content, uint64_t ordinal)
{
	const uint64_t text[] = { htole64(content), htole64(ordinal) };

	return with_month(month, XXH3_64bits_withSeed(text, sizeof(text), seed));
}

/* By steps of an odd length, so that all ids of the month are tried before one comes again. */
uint64_t hvk__id_next(uint64_t id, uint64_t content)
{
	return with_month(id >> HVK__ID_BITS, id + (content | 1));
}

int hvk__block_identify(struct hvk__block *block, const char *batch, const struct hvk__names *names)
{
	uint64_t seed = XXH3_64bits(batch, strlen(batch));

	block->ids = malloc(block->count * sizeof(*block->ids));
	if (!block->ids)
		return HVK_ENOMEM;
	for (size_t i = 0; i < block->count; i++) {
		const struct hvk__row *row = &block->rows[i];
		XXH128_hash_t hash = hvk__row_hash(names, row);

		block->questions += row->value[HVK__GEMEENTE] != 0;
		block->sum.high64 +=
			hash.high64 + __builtin_add_overflow(block->sum.low64, hash.low64, &block->sum.low64);
		block->ids[i] = row->id ? (uint64_t)row->id : id_hash(seed, row->value[HVK__MONTH], hash.low64, 0);
	}
	return HVK_OK;
}

void hvk__batch_digest(struct hvk__batch *batch)
{
	XXH128_hash_t sum = { 0, 0 };

	batch->questions = 0;
	for (size_t i = 0; i < batch->block_count; i++) {
		const struct hvk__block *block = &batch->blocks[i];

		batch->questions += block->questions;
		sum.high64 += block->sum.high64 + __builtin_add_overflow(sum.low64, block->sum.low64, &sum.low64);
	}
	XXH128_canonicalFromHash(&batch->digest, sum);
}

/* Own ids first, then by content. */
static int by_content(const void *a, const void *b)
{
	const struct hvk__arrival *left = a, *right = b;

	if ((left->row->id != 0) != (right->row->id != 0))
		return left->row->id != 0 ? -1 : 1;
	return hvk__row_compare(left->row, right->row, NULL);
}

/* A run of rows that have the same id so far. Of each content the first one keeps it; the others move to *later with
 * the ids of their ordinals. Returns how many stay, or 0 when memory runs out. */
static size_t separate(struct hvk__arrival *run, size_t count, uint64_t seed, const struct hvk__names *names,
                       struct hvk__arrivals *later)
{
	size_t kept = 0, start = 0;

	qsort(run, count, sizeof(*run), by_content);
	for (size_t i = 0; i < count; i++) {
		const struct hvk__row *row = run[i].row;

		if (i == 0 || row->id || run[start].row->id || !hvk__row_same(run[start].row, row)) {
			start = i;
			run[kept++] = run[i];
		} else if (!hvk__arrivals_add(
				   later,
				   id_hash(seed, row->value[HVK__MONTH], hvk__row_hash(names, row).low64, i - start),
				   row)) {
			return 0;
		}
	}
	return kept;
}

/* Rows of the same content follow one another after sorting. That is rare in files with many columns and common in
 * those with few. */
static bool number_all(struct hvk__arrivals *arrivals, const char *batch, const struct hvk__names *names)
{
	uint64_t seed = XXH3_64bits(batch, strlen(batch));
	struct hvk__arrivals later = { 0 };
	size_t kept = 0;
	bool good = true;

	for (size_t i = 0, end; i < arrivals->count && good; i = end) {
		struct hvk__arrival *run = &arrivals->items[i];
		size_t stay = 1;

		for (end = i + 1; end < arrivals->count && arrivals->items[end].key == run->key;)
			end++;
		if (end - i > 1)
			stay = separate(run, end - i, seed, names, &later);
		good = stay > 0;
		memmove(&arrivals->items[kept], run, stay * sizeof(*run));
		kept += stay;
	}
	arrivals->count = kept;
	good = good && hvk__arrivals_sort(&later) && hvk__arrivals_merge(arrivals, &later);
	free(later.items);
	return good;
}

int hvk__batch_identify(struct hvk__batch *batch, const struct hvk__names *names, struct hvk__arrivals *arrivals)
{
	struct hvk__arrivals own = { 0 };
	size_t count = 0;
	bool good;

	for (size_t i = 0; i < batch->block_count; i++)
		count += batch->blocks[i].count;
	if (!hvk__reserve(&own.items, &own.capacity, count, sizeof(*own.items)))
		return HVK_ENOMEM;
	for (size_t i = 0; i < batch->block_count; i++) {
		struct hvk__block *block = &batch->blocks[i];

		for (size_t j = 0; j < block->count; j++)
			own.items[own.count++] = (struct hvk__arrival){ block->ids[j], &block->rows[j] };
		free(block->ids);
		block->ids = NULL;
	}
	good = hvk__arrivals_sort(&own) && number_all(&own, batch->name, names);
	if (good && arrivals->count == 0) {
		free(arrivals->items);
		*arrivals = own;
		return HVK_OK;
	}
	good = good && hvk__arrivals_merge(arrivals, &own);
	free(own.items);
	return good ? HVK_OK : HVK_ENOMEM;
}
