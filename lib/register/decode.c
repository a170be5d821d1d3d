/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Records to questions. The fast path is the loop of hvk__decode_record(): a cell is loaded as four words, and a memo
 * per column tells what those words meant before. All else - Unicode, labels, suggestions, the privacy guard - happens
 * once for every different text.
 */
#include "register/decode.h"

#include <string.h>
#include <xxhash.h>

#include "core/guard.h"
#include "core/text.h"
#include "register/memo.h"

#define REPEAT_MAX 100 /* a longer text is not a code, and not to be repeated in a message */

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

/* ---------------------------------------------------------------- a cell */

static int decode_slowly(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, int cell, int column,
                         const struct hvk__span *text, int month, uint64_t *value)
{
	struct hvk__error error;
	bool contradiction = false;
	int result = hvk__meaning(&decoder->meanings, &error, column, text, month, value, &contradiction);

	if (result == HVK_OK)
		return HVK_OK;
	if (result == HVK_ENOMEM) {
		decoder->refusal.whole_file = true;
		return hvk__fail_memory(&decoder->refusal.error);
	}
	refuse_cell(decoder, chunk, cell, column, text, error.message);
	decoder->refusal.whole_file = contradiction;
	return HVK_EINPUT;
}

/* A cell that was not found at once. */
static __attribute__((noinline)) int decode_cell(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, int cell,
                                                 int column, int month)
{
	struct hvk__memo *memo = decoder->memos[column];
	const struct hvk__span *raw = &chunk->cells[cell];
	uint64_t *value = &decoder->value[column];
	struct hvk__span text = *raw;
	const struct hvk__slot *slot;
	struct hvk__key key;
	int result;

	*value = 0;
	if (raw->length == 0)
		return HVK_OK;
	key = hvk__key_make(raw, decoder->meanings.eras[month]);
	slot = hvk__memo_find(memo, &key, raw);
	if (slot) {
		*value = slot->value;
		return HVK_OK;
	}
	text.data = hvk__trim(text.data, &text.length);
	if (text.length == 0)
		return HVK_OK;
	result = decode_slowly(decoder, chunk, cell, column, &text, month, value);
	if (result == HVK_OK)
		hvk__memo_keep(memo, &key, raw, *value);
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
		refuse(decoder, chunk, -1,
		       P_("%zu cell, the header has %zu", "%zu cells, the header has %zu", chunk->cell_count),
		       chunk->cell_count, count);
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
	int cell = decoder->layout->cell[HVK__HASHED_ID];
	const char *id_from = hvk__question_intake(decoder->intake)->id_from;
	struct hvk__span text = chunk->cells[cell];
	enum hvk__identifier seen;
	const char *desk = "";
	XXH64_hash_t hash;

	text.data = hvk__trim(text.data, &text.length);
	if (text.length == 0)
		return refuse(decoder, chunk, cell, "%s: empty, so that no id can be made from it", id_from);
	seen = hvk__guard(text.data, text.length);
	if (seen != HVK__INNOCENT && seen != HVK__BIRTH_DATE) {
		refuse(decoder, chunk, cell, "%s: looks like %s; row refused (the value is not repeated)", id_from,
		       hvk__identifier_name(seen));
		decoder->refusal.private = true;
		return HVK_EINPUT;
	}
	if (row->value[HVK__DESK]) {
		pthread_mutex_lock(decoder->meanings.desk_lock);
		desk = decoder->meanings.lists[HVK_DESK]->codes[row->value[HVK__DESK] - 1].origin;
		pthread_mutex_unlock(decoder->meanings.desk_lock);
	}
	hash = XXH3_64bits_withSeed(text.data, text.length, XXH3_64bits(desk, strlen(desk)));
	row->id = (int64_t)row->value[HVK__MONTH] << HVK__ID_BITS | (int64_t)(hash & (uint64_t)HVK__ID_MASK);
	return HVK_OK;
}

static int refuse_purged(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, int month)
{
	char text[8], limit[8];

	hvk__month_format(month, text);
	hvk__month_format(decoder->first_month, limit);
	return refuse(decoder, chunk, decoder->layout->cell[HVK_MONTH],
	              "month: %s was purged; this store takes questions from %s on", text, limit);
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
	if (row->value[HVK__MONTH] < decoder->first_month) {
		refuse_purged(decoder, chunk, row->value[HVK__MONTH]);
		return HVK__DECODED_REFUSED;
	}
	return HVK__DECODED_VOIDED;
}

/* The day, from a date or a column of its own. */
static int decode_day(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, uint64_t month, uint64_t day,
                      struct hvk__row *row)
{
	struct hvk__date date = hvk__month_date((uint16_t)month);
	unsigned of_date = (month >> HVK__DAY_SHIFT) & 31;
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
                                                                     struct hvk__row *row)
{
	static const int required[] = { HVK_MONTH, HVK_GEMEENTE, HVK_THEME };
	const uint64_t *value = decoder->value;

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
static inline void assemble(const struct hvk__decoder *decoder, struct hvk__row *row)
{
	const uint64_t *value = decoder->value;

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
	row->value[HVK__DAY] = decoder->keep_day ? (value[HVK_MONTH] >> HVK__DAY_SHIFT) & 31 : 0;
}

/* The parts of a record that are not found by their text. */
static inline int decode_rest(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, struct hvk__row *row)
{
	const struct hvk__layout *layout = decoder->layout;

	if (layout->cell[HVK_DAY] >= 0 &&
	    decode_day(decoder, chunk, decoder->value[HVK_MONTH], decoder->value[HVK_DAY], row) < 0)
		return HVK_EINPUT;
	if (layout->cell[HVK__HASHED_ID] >= 0)
		return hash_id(decoder, chunk, row);
	if (layout->cell[HVK_ID] < 0)
		return HVK_OK;
	if (decode_id(decoder, chunk, &row->id) < 0)
		return HVK_EINPUT;
	return row->id ? check_id_month(decoder, chunk, row->id, row->value[HVK__MONTH]) : HVK_OK;
}

/* All cells but ids, by what they meant before where that is known. */
static int decode_cells(struct hvk__decoder *decoder, const struct hvk__chunk *chunk)
{
	/* Cells from which HVK__KEY_LOAD bytes may be read, whatever they are: not those at the end of the memory. */
	uintptr_t start = (uintptr_t)chunk->data;
	uintptr_t loadable = chunk->capacity >= HVK__KEY_LOAD ? chunk->capacity - HVK__KEY_LOAD + 1 : 0;
	int month = decoder->layout->cell[HVK_MONTH] < 0 ? decoder->month : 0;
	unsigned era = decoder->meanings.eras[month];

	for (size_t i = 0; i < decoder->column_count; i++) {
		unsigned at = decoder->columns[i].cell, column = decoder->columns[i].column;
		const struct hvk__span *cell = &chunk->cells[at];
		const struct hvk__slot *slot = NULL;
		struct hvk__key key;

		if (__builtin_expect(cell->length <= HVK__KEY_TEXT && (uintptr_t)cell->data - start < loadable, 1)) {
			key = hvk__key_load(cell->data, cell->length, era);
			slot = &decoder->memos[column]->slots[hvk__memo_home(&key)];
		}
		if (__builtin_expect(slot && hvk__key_same(&slot->key, &key), 1))
			decoder->value[column] = slot->value;
		else if (decode_cell(decoder, chunk, (int)at, (int)column, month) < 0)
			return HVK_EINPUT;
		if (column == HVK_MONTH) {
			if (!decoder->value[HVK_MONTH])
				decoder->value[HVK_MONTH] = (uint64_t)decoder->month;
			month = (uint16_t)decoder->value[HVK_MONTH];
			era = decoder->meanings.eras[month];
			if (__builtin_expect(!month, 0))
				return HVK_OK; /* what the others mean depends on it */
		}
	}
	return HVK_OK;
}

enum hvk__decoded hvk__decode_record(struct hvk__decoder *decoder, const struct hvk__chunk *chunk, struct hvk__row *row)
{
	const uint64_t *value = decoder->value;

	if (__builtin_expect(chunk->cell_count != decoder->layout->count, 0)) {
		enum hvk__decoded decoded = decode_ragged(decoder, chunk);

		if (decoded != HVK__DECODED_ROW)
			return decoded;
	}
	if (__builtin_expect(decode_cells(decoder, chunk) < 0, 0))
		return HVK__DECODED_REFUSED;
	if (__builtin_expect(!value[HVK_MONTH] || !value[HVK_GEMEENTE] || !value[HVK_THEME] || value[HVK_VOIDED], 0))
		return decode_incomplete(decoder, chunk, row);
	assemble(decoder, row);
	if (__builtin_expect(row->value[HVK__MONTH] < decoder->first_month, 0)) {
		refuse_purged(decoder, chunk, row->value[HVK__MONTH]);
		return HVK__DECODED_REFUSED;
	}
	return decode_rest(decoder, chunk, row) < 0 ? HVK__DECODED_REFUSED : HVK__DECODED_ROW;
}

/* ---------------------------------------------------------------- making */

/* The desk of rows that have none, and the contact of those that do not say. */
static int find_defaults(struct hvk__decoder *decoder)
{
	const struct hvk__meanings *meanings = &decoder->meanings;
	struct hvk__span text = { hvk__question_intake(decoder->intake)->desk, 0 };
	struct hvk__error *error = &decoder->refusal.error, reason;
	bool contradiction;
	uint64_t value = 0;
	int result = hvk__code_lookup(error, meanings->codes, meanings->lists[HVK_CONTACT], "new", 3, INT32_MIN, false,
	                              &decoder->contact);

	if (result < 0 || !text.data)
		return result;
	text.length = strlen(text.data);
	result = hvk__meaning(meanings, &reason, HVK_DESK, &text, 0, &value, &contradiction);
	decoder->desk = (uint16_t)value;
	return result < 0 ? hvk__fail(error, result, "desk: %s", reason.message) : HVK_OK;
}

int hvk__decoder_init(struct hvk__decoder *decoder, struct hvk_intake *intake, pthread_mutex_t *desk_lock,
                      int last_month)
{
	int result;

	*decoder = (struct hvk__decoder){ .intake = intake };
	decoder->keep_day = hvk_store_precision(intake->store) == HVK_PRECISION_DAY;
	decoder->month = hvk__question_intake(intake)->month;
	result = hvk__meanings_init(&decoder->meanings, &decoder->refusal.error, intake, desk_lock, last_month);
	return result < 0 ? result : find_defaults(decoder);
}

/*
 * A code is retired for what is registered here from then on. What was registered already - rows with ids come out of a
 * store, what is only counted is in one - keeps its codes. What texts meant under the other rule is forgotten.
 */
static void choose_rule(struct hvk__decoder *decoder, const struct hvk__layout *layout)
{
	bool any_day = decoder->meanings.last_month == HVK__MONTH_MAX || layout->cell[HVK_ID] >= 0;

	for (int i = 0; i < HVK_COLUMNS && any_day != decoder->meanings.any_day; i++) {
		hvk__memo_free(decoder->memos[i]);
		decoder->memos[i] = NULL;
	}
	decoder->meanings.any_day = any_day;
}

int hvk__decoder_layout(struct hvk__decoder *decoder, const struct hvk__layout *layout)
{
	/* A voided row needs no month; all others do, and what comes behind it depends on it. Ids are not remembered.
	 */
	static const enum hvk_column order[] = {
		HVK_VOIDED, HVK_MONTH, HVK_DAY,  HVK_GEMEENTE, HVK_DESK,   HVK_CHANNEL,  HVK_ASKER,
		HVK_AGE,    HVK_THEME, HVK_KIND, HVK_SEVERITY, HVK_ANSWER, HVK_DURATION, HVK_CONTACT,
	};

	choose_rule(decoder, layout);
	decoder->layout = layout;
	decoder->column_count = 0;
	memset(decoder->value, 0, sizeof(decoder->value));
	decoder->value[HVK_MONTH] = layout->cell[HVK_MONTH] < 0 ? (uint64_t)decoder->month : 0;
	decoder->extra_cells = 0;
	for (size_t n = 0; n < ARRAY_SIZE(order); n++) {
		enum hvk_column i = order[n];

		if (layout->cell[i] < 0)
			continue;
		if (!decoder->memos[i])
			decoder->memos[i] = hvk__memo_new();
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
		hvk__memo_free(decoder->memos[i]);
}
