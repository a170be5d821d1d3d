/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The ids of rows that have none. They are hashed from the row as decoded, by names that do not change, so that reading the same file again, in any
 * dialect, gives the same ids; and from nothing that the store does not hold, so that an id tells nothing more.
 */
#include <endian.h>
#include <string.h>

#include "register/import.h"

/* Tests narrow this to see ids clash. */
#ifndef HVK__HASHED_BITS
#define HVK__HASHED_BITS HVK__ID_BITS
#endif

/* ---------------------------------------------------------------- names of codes */

int hvk__names_load(struct hvk__names *names, struct hvk_store *store)
{
	struct hvk__codes *codes;
	int result = hvk__store_codes(store, &codes);

	for (int i = 0; i < HVK_COLUMNS && result == HVK_OK; i++) {
		const char *name = i == HVK_ANSWER ? "answer" : hvk__columns[i].list;
		const struct hvk__list *list = name ? hvk__codes_list(codes, name) : NULL;

		if (!list)
			continue;
		names->hash[i] = calloc(list->count + 1, sizeof(uint64_t));
		if (!names->hash[i])
			return hvk__fail_memory(&store->error);
		for (size_t n = 0; n < list->count; n++)
			names->hash[i][n + 1] = XXH3_64bits(list->codes[n].origin, strlen(list->codes[n].origin));
	}
	return result;
}

void hvk__names_free(struct hvk__names *names)
{
	for (int i = 0; i < HVK_COLUMNS; i++)
		free(names->hash[i]);
	*names = (struct hvk__names){ { NULL } };
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
	{ HVK_DESK, HVK__DESK }, { HVK_CHANNEL, HVK__CHANNEL }, { HVK_ASKER, HVK__ASKER }, { HVK_AGE, HVK__AGE },
	{ HVK_THEME, HVK__THEME }, { HVK_KIND, HVK__KIND }, { HVK_SEVERITY, HVK__SEVERITY }, { HVK_DURATION, HVK__DURATION },
	{ HVK_CONTACT, HVK__CONTACT },
};

XXH128_hash_t hvk__row_hash(const struct hvk__names *names, const struct hvk__row *row)
{
	uint64_t content[ARRAY_SIZE(hashed) + 3];
	uint64_t answers = 0;
	size_t count = 0;

	content[count++] = htole64((uint64_t)row->id);
	content[count++] = htole64((uint64_t)nis_of(row) << 32 | (uint64_t)row->value[HVK__DAY] << 16 | row->value[HVK__MONTH]);
	for (size_t i = 0; i < ARRAY_SIZE(hashed); i++)
		content[count++] = htole64(names->hash[hashed[i].column][row->value[hashed[i].field]]);
	/* A sum, since the numbers that order a set differ between stores. */
	for (uint64_t set = row->answers; set; set &= set - 1)
		answers += names->hash[HVK_ANSWER][__builtin_ctzll(set) + 1];
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

void hvk__batch_digest(struct hvk__batch *batch, const struct hvk__names *names)
{
	XXH128_hash_t sum = { 0, 0 };

	batch->questions = 0;
	for (size_t i = 0; i < batch->block_count; i++)
		for (size_t j = 0; j < batch->blocks[i].count; j++) {
			const struct hvk__row *row = &batch->blocks[i].rows[j];
			XXH128_hash_t hash = hvk__row_hash(names, row);

			batch->questions += row->value[HVK__GEMEENTE] != 0;
			sum.high64 += hash.high64 + __builtin_add_overflow(sum.low64, hash.low64, &sum.low64);
		}
	XXH128_canonicalFromHash(&batch->digest, sum);
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

/* ---------------------------------------------------------------- ids */

static uint64_t id_of(const struct hvk__row *row, uint64_t hash)
{
	return (uint64_t)row->value[HVK__MONTH] << HVK__ID_BITS | (hash & ((UINT64_C(1) << HVK__HASHED_BITS) - 1));
}

uint64_t hvk__id_hash(const char *batch, const struct hvk__row *row, uint64_t content, uint64_t ordinal)
{
	const uint64_t text[] = { htole64(content), htole64(ordinal) };

	return id_of(row, XXH3_64bits_withSeed(text, sizeof(text), XXH3_64bits(batch, strlen(batch))));
}

uint64_t hvk__id_next(uint64_t id, uint64_t content)
{
	const uint64_t text[] = { htole64(id), htole64(content) };

	return (id & ~(uint64_t)HVK__ID_MASK) | (XXH3_64bits(text, sizeof(text)) & ((UINT64_C(1) << HVK__HASHED_BITS) - 1));
}

/* Rows of one hash are of one content, almost certainly: otherwise they are put side by side by content. */
static int by_content(const void *a, const void *b)
{
	const struct hvk__arrival *left = a, *right = b;

	return memcmp(left->row, right->row, sizeof(*left->row));
}

static void number_run(const char *batch, struct hvk__arrival *run, size_t count)
{
	uint64_t ordinal = 0;
	bool mixed = false;

	for (size_t i = 1; i < count; i++)
		mixed = mixed || !hvk__row_same(run[0].row, run[i].row);
	if (mixed)
		qsort(run, count, sizeof(*run), by_content);
	for (size_t i = 0; i < count; i++) {
		ordinal = i > 0 && hvk__row_same(run[i - 1].row, run[i].row) ? ordinal + 1 : 0;
		run[i].key = hvk__id_hash(batch, run[i].row, run[i].key, ordinal);
	}
}

int hvk__batch_identify(const struct hvk__batch *batch, const struct hvk__names *names, struct hvk__arrivals *arrivals)
{
	struct hvk__arrivals hashes = { 0 };
	bool good = true;

	for (size_t i = 0; i < batch->block_count && good; i++)
		for (size_t j = 0; j < batch->blocks[i].count && good; j++) {
			const struct hvk__row *row = &batch->blocks[i].rows[j];

			if (row->id)
				good = hvk__arrivals_add(arrivals, (uint64_t)row->id, row);
			else
				good = hvk__arrivals_add(&hashes, hvk__row_hash(names, row).low64, row);
		}
	good = good && hvk__arrivals_sort(&hashes);
	for (size_t i = 0, end; i < hashes.count && good; i = end) {
		uint64_t key = hashes.items[i].key;

		for (end = i + 1; end < hashes.count && hashes.items[end].key == key;)
			end++;
		number_run(batch->name, &hashes.items[i], end - i);
		for (size_t j = i; j < end && good; j++)
			good = hvk__arrivals_add(arrivals, hashes.items[j].key, hashes.items[j].row);
	}
	free(hashes.items);
	return good ? HVK_OK : HVK_ENOMEM;
}
