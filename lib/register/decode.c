/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Cells to numbers. The fast path is hvk__decode_record() and remembered(): a cell is loaded as four words, and a table
 * per column tells what those words meant before. All else - Unicode, labels, suggestions, the privacy guard - happens
 * once for every different text.
 */
#include "register/decode.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "core/text.h"
#include "register/guard.h"
#include "register/when.h"

#define DAY_SHIFT 16   /* in what a cell of the month column means: the day above the month */
#define REPEAT_MAX 100 /* a longer text is not a code, and not to be repeated in a message */

/* ---------------------------------------------------------------- what is remembered */

#define SLOT_BITS 9
#define SLOTS (1u << SLOT_BITS)
#define PROBES 8
#define KEY_WORDS 4
#define KEY_BYTES (KEY_WORDS * sizeof(uint64_t))
#define LONG_BYTES 120

/* The bytes of a cell, filled up with zeros, which no cell holds. A longer one is known by its hash and length, with a
 * mark that is not UTF-8 in the last word; its bytes are kept beside the slots and compared. */
struct key {
	uint64_t word[KEY_WORDS];
};
#define LONG_MARK UINT64_MAX

/*
 * What a text means may change with the month: gemeenten merge, codes are retired. Between such changes lies an era,
 * and a meaning is remembered for one era. The first slot is never used, so that the empty cell, whose key and era are
 * 0, always finds 0 there.
 */
struct slot {
	struct key key;
	uint64_t value;
	uint16_t era;
} __attribute__((aligned(64)));

struct hvk__memo {
	struct slot slots[SLOTS];
	char (*longs)[LONG_BYTES]; /* made when first needed */
};

static struct hvk__memo *memo_new(void)
{
	struct hvk__memo *memo = aligned_alloc(_Alignof(struct hvk__memo), sizeof(*memo));

	if (memo)
		memset(memo, 0, sizeof(*memo));
	return memo;
}

static void memo_free(struct hvk__memo *memo)
{
	if (!memo)
		return;
	free(memo->longs);
	free(memo);
}

/* The words of a key spread by odd constants; the topmost bits are the best mixed. */
static inline size_t home_slot(const struct key *key, unsigned era)
{
	uint64_t hash = era * UINT64_C(0xa0761d6478bd642f) + key->word[0] * UINT64_C(0x9e3779b97f4a7c15) +
	                key->word[1] * UINT64_C(0xc2b2ae3d27d4eb4f) + key->word[2] * UINT64_C(0x165667b19e3779f9) +
	                key->word[3] * UINT64_C(0xd6e8feb86659fd93);

	return hash >> (64 - SLOT_BITS);
}

static inline bool same_key(const struct key *a, const struct key *b)
{
	return ((a->word[0] ^ b->word[0]) | (a->word[1] ^ b->word[1]) | (a->word[2] ^ b->word[2]) |
	        (a->word[3] ^ b->word[3])) == 0;
}

/* Reads KEY_BYTES bytes, of which the first length count. */
static inline void load_key(struct key *key, const char *data, size_t length)
{
	static const unsigned char window[2 * KEY_BYTES] = {
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	};
	struct key mask;

	memcpy(&mask, window + KEY_BYTES - length, KEY_BYTES);
	memcpy(key, data, KEY_BYTES);
	for (int i = 0; i < KEY_WORDS; i++)
		key->word[i] &= mask.word[i];
}

/* The key of a cell that is long, or too near the end of memory to be loaded whole. */
static void make_key(struct key *key, const struct hvk__span *cell)
{
	*key = (struct key){ { 0 } };
	if (cell->length <= KEY_BYTES) {
		if (cell->length > 0)
			memcpy(key, cell->data, cell->length);
		return;
	}
	key->word[0] = XXH3_64bits(cell->data, cell->length);
	key->word[1] = cell->length;
	key->word[3] = LONG_MARK;
}

/* Whether a slot holds this cell's meaning. */
static bool slot_fits(const struct hvk__memo *memo, const struct slot *slot, const struct key *key, unsigned era,
                      const struct hvk__span *cell)
{
	if (slot->era != era || !same_key(&slot->key, key))
		return false;
	return key->word[3] != LONG_MARK || memcmp(memo->longs[slot - memo->slots], cell->data, cell->length) == 0;
}

static const struct slot *memo_find(const struct hvk__memo *memo, const struct key *key, unsigned era,
                                    const struct hvk__span *cell)
{
	size_t home = home_slot(key, era);

	if (cell->length > LONG_BYTES)
		return NULL;
	for (size_t i = 0; i < PROBES; i++) {
		const struct slot *slot = &memo->slots[(home + i) % SLOTS];

		if (slot_fits(memo, slot, key, era, cell))
			return slot;
	}
	return NULL;
}

/* Where to remember a key: in a free slot near its home, else instead of what is there. */
static size_t slot_for(const struct hvk__memo *memo, const struct key *key, unsigned era)
{
	static const struct key none;
	size_t home = home_slot(key, era);

	for (size_t at = home; at < home + PROBES; at++)
		if (at % SLOTS != 0 && same_key(&memo->slots[at % SLOTS].key, &none))
			return at % SLOTS;
	return home > 0 ? home : 1;
}

/* Remembers a meaning. Not to remember it is no failure. */
static void memo_keep(struct hvk__memo *memo, const struct key *key, unsigned era, const struct hvk__span *cell,
                      uint64_t value)
{
	size_t at = slot_for(memo, key, era);

	if (cell->length > LONG_BYTES)
		return;
	if (key->word[3] == LONG_MARK) {
		if (!memo->longs)
			memo->longs = calloc(SLOTS, sizeof(*memo->longs));
		if (!memo->longs)
			return;
		memcpy(memo->longs[at], cell->data, cell->length);
	}
	memo->slots[at] = (struct slot){ .key = *key, .value = value, .era = (uint16_t)era };
}

/* ---------------------------------------------------------------- refusing */

static int refuse(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, int cell, const char *format, ...)
	HVK_PRINTF(4, 5);
static int refuse(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, int cell, const char *format, ...)
{
	va_list arguments;

	decoder->refusal.private = false;
	decoder->refusal.whole_file = false;
	va_start(arguments, format);
	hvk__vfail_at(&decoder->refusal.error, HVK_EINPUT, chunk->name, chunk->line, cell < 0 ? 0 : (unsigned)cell + 1,
	              format, arguments);
	va_end(arguments);
	return HVK_EINPUT;
}

/* Refuses a cell whose text means nothing in its column: without repeating it when it may be personal. */
static int refuse_cell(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, int cell, int column,
                       const struct hvk__span *text, const char *reason)
{
	const char *name = hvk__columns[column].name;
	enum hvk__identifier seen = hvk__guard(text->data, text->length);

	if (column == HVK_MONTH && seen == HVK__BIRTH_DATE)
		seen = HVK__INNOCENT;
	if (seen != HVK__INNOCENT) {
		refuse(decoder, chunk, cell, "%s: looks like %s; row refused (the value is not repeated)", name,
		       hvk__identifier_name(seen));
		decoder->refusal.private = true;
	} else if (text->length > REPEAT_MAX) {
		refuse(decoder, chunk, cell,
		       "%s: a text of %zu bytes, which is no code or label; row refused (the value is not repeated)",
		       name, text->length);
		decoder->refusal.private = true;
	} else {
		refuse(decoder, chunk, cell, "%s: %s", name, reason);
	}
	return HVK_EINPUT;
}

/* ---------------------------------------------------------------- the slow path: one text */

static int convert_gemeente(struct hvk__error *error, const struct hvk__span *text, int month, uint64_t *value)
{
	uint16_t index;
	int result = hvk__gemeente_lookup(error, text->data, text->length, hvk__month_first_day(month), false, &index);

	if (result < 0)
		return result;
	*value = index + 1u;
	return HVK_OK;
}

static int convert_code(struct hvk__error *error, const struct hvk__decoder *decoder, int column,
                        const struct hvk__span *text, int month, uint64_t *value)
{
	const struct hvk__list *list = decoder->lists[column];
	uint16_t number;
	int result = hvk__code_lookup(error, decoder->codes, list, text->data, text->length,
	                              hvk__month_first_day(month), false, &number);

	if (result < 0)
		return result;
	*value = number;
	return HVK_OK;
}

/* A text of several codes joined by '+', unless the whole is a label with a '+' in it. */
static int convert_answers(struct hvk__error *error, const struct hvk__decoder *decoder, const struct hvk__span *text,
                           int month, uint64_t *value)
{
	const char *at = text->data, *end = text->data + text->length, *plus;
	uint64_t set = 0;

	if (memchr(at, '+', text->length) && convert_code(NULL, decoder, HVK_ANSWER, text, month, value) == HVK_OK) {
		*value = UINT64_C(1) << (*value - 1);
		return HVK_OK;
	}
	for (;; at = plus + 1) {
		struct hvk__span part = { .data = at };
		int result;

		plus = memchr(at, '+', (size_t)(end - at));
		part.length = (size_t)((plus ? plus : end) - at);
		part.data = hvk__trim(part.data, &part.length);
		if (part.length == 0)
			return hvk__fail(error, HVK_EINPUT, "expected a code on both sides of '+'");
		result = convert_code(error, decoder, HVK_ANSWER, &part, month, value);
		if (result < 0)
			return result;
		set |= UINT64_C(1) << (*value - 1);
		if (!plus)
			break;
	}
	*value = set;
	return HVK_OK;
}

/* The nearest slug to a text that is not one: "Loket Noord" gives "loket-noord". */
static bool suggest_slug(char slug[65], const char *text, size_t length)
{
	size_t out = 0;

	if (!hvk__is_ascii(text, length))
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (!plain && (out == 0 || slug[out - 1] == '-'))
			continue;
		if (out == 64)
			return false;
		slug[out++] = plain ? c : '-';
	}
	if (out > 0 && slug[out - 1] == '-')
		out--;
	slug[out] = '\0';
	return out > 0;
}

/* A desk that is known, or a slug that becomes one. A desk made on the way is known by its exact name only: which rows
 * came before must not decide what a text means. The caller holds desk_lock. */
static int find_desk(struct hvk__error *error, const struct hvk__decoder *decoder, const struct hvk__span *text,
                     int month, uint64_t *value)
{
	const struct hvk__list *list = decoder->lists[HVK_DESK];
	int result = convert_code(error, decoder, HVK_DESK, text, month, value);
	const struct hvk_code *code;
	char slug[65];
	uint16_t number;

	if (result == HVK_OK) {
		code = &list->codes[*value - 1];
		if (!code->made ||
		    (strlen(code->code) == text->length && memcmp(code->code, text->data, text->length) == 0))
			return HVK_OK;
	} else if (result == HVK_EINPUT || result == HVK_ENOMEM) {
		return result;
	}
	result = hvk__desk_make(decoder->intake->store, text->data, text->length, &number);
	if (result == HVK_EINPUT) {
		bool suggested = suggest_slug(slug, text->data, text->length);

		return hvk__fail(error, HVK_EINPUT,
		                 "expected a known desk or a short name of a-z, 0-9 and '-', found '%.*s'%s%s%s",
		                 (int)text->length, text->data, suggested ? "; did you mean " : "",
		                 suggested ? slug : "", suggested ? "?" : "");
	}
	*value = number;
	return result < 0 ? hvk__fail_memory(error) : HVK_OK;
}

static int convert_desk(struct hvk__error *error, const struct hvk__decoder *decoder, const struct hvk__span *text,
                        int month, uint64_t *value)
{
	int result;

	if (hvk__guard(text->data, text->length) != HVK__INNOCENT)
		return hvk__fail(error, HVK_EINPUT, "looks personal");
	pthread_mutex_lock(decoder->desk_lock);
	result = find_desk(error, decoder, text, month, value);
	pthread_mutex_unlock(decoder->desk_lock);
	return result;
}

static int convert_month(struct hvk__error *error, struct hvk__decoder *decoder, const struct hvk__span *text,
                         uint64_t *value, bool *contradiction)
{
	struct hvk__date date;
	char limit[8];
	int result = hvk__when_parse(error, text->data, text->length, decoder->intake->order, &date, contradiction);
	int month;

	if (result < 0)
		return result;
	month = hvk__month_number(date);
	if (month > decoder->last_month) {
		hvk__month_format(decoder->last_month, limit);
		return hvk__fail(error, HVK_EINPUT, "'%.*s' is after this month (%s)", (int)text->length, text->data,
		                 limit);
	}
	*value = (uint64_t)date.day << DAY_SHIFT | (unsigned)month;
	return HVK_OK;
}

static int convert_day(struct hvk__error *error, const struct hvk__span *text, uint64_t *value)
{
	unsigned day = 0;

	for (size_t i = 0; i < text->length; i++)
		day = text->data[i] >= '0' && text->data[i] <= '9' && day < 32
		              ? day * 10 + (unsigned)(text->data[i] - '0')
		              : 99;
	if (day < 1 || day > 31)
		return hvk__fail(error, HVK_EINPUT, "expected a day of the month, 1 to 31, found '%.*s'",
		                 (int)text->length, text->data);
	*value = day;
	return HVK_OK;
}

static int convert_voided(struct hvk__error *error, const struct hvk__span *text, uint64_t *value)
{
	static const char *const words[] = { "no", "nee", "neen", "0", "yes", "ja", "1" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i]) == text->length && strncasecmp(text->data, words[i], text->length) == 0) {
			*value = i >= 4;
			return HVK_OK;
		}
	return hvk__fail(error, HVK_EINPUT, "expected 1 (yes) or nothing, found '%.*s'", (int)text->length, text->data);
}

/* What a text means in a column. */
static int convert(struct hvk__error *error, struct hvk__decoder *decoder, int column, const struct hvk__span *text,
                   int month, uint64_t *value, bool *contradiction)
{
	switch (column) {
	case HVK_MONTH:
		return convert_month(error, decoder, text, value, contradiction);
	case HVK_DAY:
		return convert_day(error, text, value);
	case HVK_GEMEENTE:
		return convert_gemeente(error, text, month, value);
	case HVK_DESK:
		return convert_desk(error, decoder, text, month, value);
	case HVK_ANSWER:
		return convert_answers(error, decoder, text, month, value);
	case HVK_VOIDED:
		return convert_voided(error, text, value);
	default:
		return convert_code(error, decoder, column, text, month, value);
	}
}

/* Spreadsheets take '3-5' and '6-11' for dates. */
static const char *spreadsheet_hint(int column, const struct hvk__span *text)
{
	bool letters = false, digits = false, other = false;

	if (column != HVK_AGE && column != HVK_DURATION)
		return "";
	for (size_t i = 0; i < text->length; i++) {
		char c = text->data[i];

		letters = letters || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		digits = digits || (c >= '0' && c <= '9');
		other = other || c == '-' || c == '/';
	}
	return letters && digits && other && text->length <= 9
	               ? "; did a spreadsheet make a date of it? format the column as text"
	               : "";
}

static int decode_slowly(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, int cell, int column,
                         const struct hvk__span *text, int month, uint64_t *value)
{
	struct hvk__error error;
	char reason[sizeof(error.message) + 100];
	bool contradiction = false;
	int result;

	result = convert(&error, decoder, column, text, month, value, &contradiction);
	if (result == HVK_OK)
		return HVK_OK;
	if (result == HVK_ENOMEM) {
		hvk__fail_memory(&decoder->refusal.error);
		decoder->refusal.whole_file = true;
		return result;
	}
	snprintf(reason, sizeof(reason), "%s%s", error.message, spreadsheet_hint(column, text));
	refuse_cell(decoder, chunk, cell, column, text, reason);
	decoder->refusal.whole_file = contradiction;
	return HVK_EINPUT;
}

/* A cell that was not found at once. An empty one leaves the value as it is. */
static __attribute__((noinline)) int decode_cell(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, int cell,
                                                 int column, int month, uint64_t *value)
{
	struct hvk__memo *memo = decoder->memos[column];
	const struct hvk__span *raw = &chunk->cells[cell];
	struct hvk__span text = *raw;
	unsigned era = decoder->eras[month];
	const struct slot *slot;
	struct key key;
	int result;

	if (raw->length == 0)
		return HVK_OK;
	make_key(&key, raw);
	slot = memo_find(memo, &key, era, raw);
	if (slot) {
		*value = slot->value;
		return HVK_OK;
	}
	text.data = hvk__trim(text.data, &text.length);
	if (text.length == 0)
		return HVK_OK;
	result = decode_slowly(decoder, chunk, cell, column, &text, month, value);
	if (result == HVK_OK)
		memo_keep(memo, &key, era, raw, *value);
	return result;
}

/* ---------------------------------------------------------------- a record */

static bool all_empty(const struct hvk__span *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = cells[i].length;

		hvk__trim(cells[i].data, &length);
		if (length > 0)
			return false;
	}
	return true;
}

/* A record with more or fewer cells than the header. HVK__DECODED_ROW: its extra cells are empty, so it may be decoded.
 */
static enum hvk__decoded decode_ragged(struct hvk__decoder *decoder, const struct hvk__chunk *chunk)
{
	size_t count = decoder->layout->count;

	if (all_empty(chunk->cells, chunk->cell_count)) {
		if (chunk->cell_count > count && chunk->cell_count - count > decoder->extra_cells)
			decoder->extra_cells = chunk->cell_count - count;
		return HVK__DECODED_BLANK;
	}
	if (chunk->cell_count < count || !all_empty(chunk->cells + count, chunk->cell_count - count)) {
		refuse(decoder, chunk, -1, "%zu cell%s, the header has %zu", chunk->cell_count,
		       chunk->cell_count == 1 ? "" : "s", count);
		return HVK__DECODED_REFUSED;
	}
	if (chunk->cell_count - count > decoder->extra_cells)
		decoder->extra_cells = chunk->cell_count - count;
	return HVK__DECODED_ROW;
}

/* Reads the id, if the record has one: 0 when not. */
static int decode_id(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, int64_t *id)
{
	int cell = decoder->layout->cell[HVK_ID];
	struct hvk__span text = chunk->cells[cell];

	text.data = hvk__trim(text.data, &text.length);
	*id = 0;
	if (text.length == 0 || (hvk__id_parse(text.data, text.length, id) && *id != 0))
		return HVK_OK;
	if (text.length > REPEAT_MAX || hvk__guard(text.data, text.length) != HVK__INNOCENT)
		return refuse_cell(decoder, chunk, cell, HVK_ID, &text, "");
	return refuse(decoder, chunk, cell,
	              "id: '%.*s' is not an id of this register; if these numbers are your own, --id-from makes ids "
	              "from them",
	              (int)text.length, text.data);
}

static int check_id_month(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, int64_t id, int month)
{
	char ours[8], theirs[8];

	if (id >> HVK__ID_BITS == month)
		return HVK_OK;
	hvk__month_format((int)(id >> HVK__ID_BITS), ours);
	hvk__month_format(month, theirs);
	return refuse(decoder, chunk, decoder->layout->cell[HVK_ID], "id: belongs to a question of %s, not of %s", ours,
	              theirs);
}

/* Makes the id from a cell of the user's choice: the same cell at the same desk in the same month is the same question.
 */
static int hash_id(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, struct hvk__row *row)
{
	struct hvk__span text = chunk->cells[decoder->layout->id_from];
	enum hvk__identifier seen;
	const char *desk = "";
	XXH64_hash_t hash;

	text.data = hvk__trim(text.data, &text.length);
	if (text.length == 0)
		return refuse(decoder, chunk, decoder->layout->id_from, "%s: empty, so that no id can be made from it",
		              decoder->intake->id_from);
	seen = hvk__guard(text.data, text.length);
	if (seen != HVK__INNOCENT && seen != HVK__BIRTH_DATE) {
		refuse(decoder, chunk, decoder->layout->id_from,
		       "%s: looks like %s; row refused (the value is not repeated)", decoder->intake->id_from,
		       hvk__identifier_name(seen));
		decoder->refusal.private = true;
		return HVK_EINPUT;
	}
	if (row->value[HVK__DESK]) {
		pthread_mutex_lock(decoder->desk_lock);
		desk = decoder->lists[HVK_DESK]->codes[row->value[HVK__DESK] - 1].origin;
		pthread_mutex_unlock(decoder->desk_lock);
	}
	hash = XXH3_64bits_withSeed(text.data, text.length, XXH3_64bits(desk, strlen(desk)));
	row->id = (int64_t)row->value[HVK__MONTH] << HVK__ID_BITS | (int64_t)(hash & (uint64_t)HVK__ID_MASK);
	return HVK_OK;
}

/* A row marked as voided: its id and month are all that counts. */
static enum hvk__decoded decode_voided(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, uint64_t month,
                                       struct hvk__row *row)
{
	int64_t id = 0;

	if (decoder->layout->cell[HVK_ID] < 0 || decode_id(decoder, chunk, &id) < 0 || id == 0) {
		if (decoder->layout->cell[HVK_ID] < 0 || id == 0)
			refuse(decoder, chunk, decoder->layout->cell[HVK_VOIDED],
			       "voided: a question without an id of this register cannot be voided");
		return HVK__DECODED_REFUSED;
	}
	if (month && check_id_month(decoder, chunk, id, (uint16_t)month) < 0)
		return HVK__DECODED_REFUSED;
	*row = (struct hvk__row){ .id = id };
	row->value[HVK__MONTH] = (uint16_t)(id >> HVK__ID_BITS);
	return HVK__DECODED_VOIDED;
}

/* The day, from a date or a column of its own. */
static int decode_day(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, uint64_t month, uint64_t day,
                      struct hvk__row *row)
{
	struct hvk__date date = hvk__month_date((uint16_t)month);
	unsigned of_date = (month >> DAY_SHIFT) & 31;
	int cell = decoder->layout->cell[HVK_DAY];

	if (day && of_date && day != of_date)
		return refuse(decoder, chunk, cell, "day: %u, but the date says %u", (unsigned)day, of_date);
	if ((int)day > hvk__days_in_month(date.year, date.month))
		return refuse(decoder, chunk, cell, "day: %04d-%02d has no day %u", date.year, date.month,
		              (unsigned)day);
	row->value[HVK__DAY] = decoder->keep_day ? (uint16_t)(day ? day : of_date) : 0;
	return HVK_OK;
}

/* A record in which month, gemeente or theme is missing, or that says it is voided. */
static __attribute__((noinline)) enum hvk__decoded decode_incomplete(struct hvk__decoder *decoder,
                                                                     const struct hvk__chunk *chunk,
                                                                     const uint64_t value[HVK_COLUMNS],
                                                                     struct hvk__row *row)
{
	static const int required[] = { HVK_MONTH, HVK_GEMEENTE, HVK_THEME };

	if (value[HVK_VOIDED])
		return decode_voided(decoder, chunk, value[HVK_MONTH], row);
	if (all_empty(chunk->cells, chunk->cell_count))
		return HVK__DECODED_BLANK;
	for (size_t i = 0; i < ARRAY_SIZE(required); i++)
		if (!value[required[i]]) {
			refuse(decoder, chunk, decoder->layout->cell[required[i]], "%s: empty; expected %s",
			       hvk__columns[required[i]].name, hvk__columns[required[i]].help);
			break;
		}
	return HVK__DECODED_REFUSED;
}

/* Puts the meanings of cells, by column, where they stand in a row. */
static inline void assemble(const struct hvk__decoder *decoder, const uint64_t value[HVK_COLUMNS], struct hvk__row *row)
{
	row->id = 0;
	row->answers = value[HVK_ANSWER];
	row->value[HVK__MONTH] = (uint16_t)value[HVK_MONTH];
	row->value[HVK__GEMEENTE] = (uint16_t)value[HVK_GEMEENTE];
	row->value[HVK__DESK] = value[HVK_DESK] ? (uint16_t)value[HVK_DESK] : decoder->desk;
	row->value[HVK__CHANNEL] = (uint16_t)value[HVK_CHANNEL];
	row->value[HVK__ASKER] = (uint16_t)value[HVK_ASKER];
	row->value[HVK__AGE] = (uint16_t)value[HVK_AGE];
	row->value[HVK__THEME] = (uint16_t)value[HVK_THEME];
	row->value[HVK__KIND] = (uint16_t)value[HVK_KIND];
	row->value[HVK__SEVERITY] = (uint16_t)value[HVK_SEVERITY];
	row->value[HVK__DURATION] = (uint16_t)value[HVK_DURATION];
	row->value[HVK__CONTACT] = value[HVK_CONTACT] ? (uint16_t)value[HVK_CONTACT] : decoder->contact;
	row->value[HVK__DAY] = decoder->keep_day ? (value[HVK_MONTH] >> DAY_SHIFT) & 31 : 0;
}

/* The parts of a record that are not found by their text. */
static inline int decode_rest(struct hvk__decoder *decoder, const struct hvk__chunk *chunk,
                              const uint64_t value[HVK_COLUMNS], struct hvk__row *row)
{
	const struct hvk__layout *layout = decoder->layout;

	if (layout->cell[HVK_DAY] >= 0 && decode_day(decoder, chunk, value[HVK_MONTH], value[HVK_DAY], row) < 0)
		return HVK_EINPUT;
	if (layout->id_from >= 0)
		return hash_id(decoder, chunk, row);
	if (layout->cell[HVK_ID] < 0)
		return HVK_OK;
	if (decode_id(decoder, chunk, &row->id) < 0)
		return HVK_EINPUT;
	return row->id ? check_id_month(decoder, chunk, row->id, row->value[HVK__MONTH]) : HVK_OK;
}

enum hvk__decoded hvk__decode_record(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, struct hvk__row *row)
{
	uint64_t value[HVK_COLUMNS] = { [HVK_MONTH] = decoder->month };
	/* Cells of which KEY_BYTES bytes may be read, whatever they are: those that do not stand at the end of the
	 * chunk's memory. */
	uintptr_t start = (uintptr_t)chunk->data,
		  loadable = chunk->capacity >= KEY_BYTES ? chunk->capacity - KEY_BYTES + 1 : 0;
	int month = (uint16_t)decoder->month;
	unsigned era = decoder->eras[month];

	if (__builtin_expect(chunk->cell_count != decoder->layout->count, 0)) {
		enum hvk__decoded decoded = decode_ragged(decoder, chunk);

		if (decoded != HVK__DECODED_ROW)
			return decoded;
	}
	for (size_t i = 0; i < decoder->column_count; i++) {
		unsigned at = decoder->columns[i].cell, column = decoder->columns[i].column;
		const struct hvk__span *cell = &chunk->cells[at];
		bool found = false;

		if (__builtin_expect(cell->length <= KEY_BYTES && (uintptr_t)cell->data - start < loadable, 1)) {
			unsigned cell_era = cell->length > 0 ? era : 0;
			const struct slot *slot;
			struct key key;

			load_key(&key, cell->data, cell->length);
			slot = &decoder->memos[column]->slots[home_slot(&key, cell_era)];
			found = same_key(&slot->key, &key) && slot->era == cell_era;
			if (__builtin_expect(found, 1))
				value[column] = cell->length > 0 ? slot->value : value[column];
		}
		if (__builtin_expect(!found, 0) &&
		    decode_cell(decoder, chunk, (int)at, (int)column, month, &value[column]) < 0)
			return HVK__DECODED_REFUSED;
		if (column == HVK_MONTH) {
			month = (uint16_t)value[HVK_MONTH];
			era = decoder->eras[month];
		}
	}
	if (__builtin_expect(!value[HVK_MONTH] || !value[HVK_GEMEENTE] || !value[HVK_THEME] || value[HVK_VOIDED], 0))
		return decode_incomplete(decoder, chunk, value, row);
	assemble(decoder, value, row);
	return decode_rest(decoder, chunk, value, row) < 0 ? HVK__DECODED_REFUSED : HVK__DECODED_ROW;
}

/* ---------------------------------------------------------------- making */

/* Marks the month from which something that begins on day holds. */
static void mark_era(struct hvk__decoder *decoder, int64_t day)
{
	struct hvk__date date;
	int month;

	if (day <= 0 || day > hvk__month_first_day(HVK__MONTH_MAX))
		return;
	date = hvk__date_from_days((int)day);
	month = hvk__month_number(date) + (date.day > 1);
	decoder->eras[month] = 1;
}

/* Numbers the eras from 1. A month counts by its first day, as in all lookups. Month 0, which no row has, is in era 0:
 * cells of the month column itself are remembered under it. */
static void find_eras(struct hvk__decoder *decoder)
{
	for (size_t i = 0; i < hvk__gemeenten_count; i++) {
		mark_era(decoder, hvk__gemeenten[i].valid_from);
		mark_era(decoder, (int64_t)hvk__gemeenten[i].valid_to + 1);
	}
	for (int i = 0; i < HVK_COLUMNS; i++)
		for (size_t j = 0; decoder->lists[i] && j < decoder->lists[i]->count; j++) {
			mark_era(decoder, decoder->lists[i]->codes[j].valid_from);
			mark_era(decoder, (int64_t)decoder->lists[i]->codes[j].valid_to + 1);
		}
	decoder->eras[0] = 0;
	decoder->eras[1] = 1;
	for (int month = 2; month <= HVK__MONTH_MAX; month++)
		decoder->eras[month] = (uint16_t)(decoder->eras[month - 1] + decoder->eras[month]);
}

static int find_lists(struct hvk__decoder *decoder)
{
	struct hvk_store *store = decoder->intake->store;
	struct hvk__codes *codes;
	int result = hvk__store_codes(store, &codes);

	if (result < 0)
		return hvk__error_copy(&decoder->refusal.error, &store->error);
	decoder->codes = codes;
	for (int i = 0; i < HVK_COLUMNS; i++) {
		const char *name = i == HVK_ANSWER ? "answer" : hvk__columns[i].list;

		decoder->lists[i] = name ? hvk__codes_list(codes, name) : NULL;
		if (name && !decoder->lists[i])
			return hvk__fail(&decoder->refusal.error, HVK_EBUG, "no code list '%s'", name);
	}
	return hvk__code_lookup(&decoder->refusal.error, codes, decoder->lists[HVK_CONTACT], "new", 3, INT32_MIN, false,
	                        &decoder->contact);
}

/* The desk of rows that have none. */
static int find_default_desk(struct hvk__decoder *decoder)
{
	struct hvk__span text = { decoder->intake->desk, 0 };
	uint64_t value = 0;
	int result;

	if (!text.data)
		return HVK_OK;
	text.length = strlen(text.data);
	result = convert_desk(&decoder->refusal.error, decoder, &text, 0, &value);
	decoder->desk = (uint16_t)value;
	return result;
}

int hvk__decoder_init(struct hvk__decoder *decoder, struct hvk_intake *intake, pthread_mutex_t *desk_lock,
                      int last_month)
{
	int result;

	*decoder = (struct hvk__decoder){ .intake = intake, .desk_lock = desk_lock, .last_month = last_month };
	decoder->keep_day = hvk_store_precision(intake->store) == HVK_PRECISION_DAY;
	decoder->month = (unsigned)intake->month;
	pthread_mutex_lock(desk_lock);
	result = find_lists(decoder);
	find_eras(decoder);
	pthread_mutex_unlock(desk_lock);
	return result < 0 ? result : find_default_desk(decoder);
}

int hvk__decoder_layout(struct hvk__decoder *decoder, const struct hvk__layout *layout)
{
	decoder->layout = layout;
	decoder->column_count = 0;
	decoder->extra_cells = 0;
	/* The order of enum hvk_column, in which the month stands before all that depends on it. Ids are not
	 * remembered. */
	for (int i = HVK_MONTH; i < HVK_COLUMNS; i++) {
		if (layout->cell[i] < 0)
			continue;
		if (!decoder->memos[i])
			decoder->memos[i] = memo_new();
		if (!decoder->memos[i])
			return hvk__fail_memory(&decoder->refusal.error);
		decoder->columns[decoder->column_count].cell = (uint16_t)layout->cell[i];
		decoder->columns[decoder->column_count++].column = (uint16_t)i;
	}
	return HVK_OK;
}

void hvk__decoder_free(struct hvk__decoder *decoder)
{
	for (int i = 0; i < HVK_COLUMNS; i++)
		memo_free(decoder->memos[i]);
}
