/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Splitting records. The hot path looks at 64 bytes at a time, keeps what it found across records, and never copies.
 * A record with a quote that is not simply around a cell - doubled quotes, line breaks, blanks or text beside it -
 * goes through libcsv.
 */
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "tabular/cutter.h"
#include "tabular/record.h"
#include "tabular/scan.h"

#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

enum outcome { RECORD, ODD, TOO_MANY };

bool hvk__chunk_reserve(struct hvk__chunk *chunk, size_t length)
{
	size_t needed;

	return !__builtin_add_overflow(length, HVK__PADDING, &needed) &&
	       hvk__reserve(&chunk->data, &chunk->capacity, needed, 1);
}

void hvk__chunk_pad(struct hvk__chunk *chunk)
{
	memset(chunk->data + chunk->length, ' ', HVK__PADDING);
}

void hvk__chunk_start(struct hvk__chunk *chunk)
{
	hvk__chunk_pad(chunk);
	chunk->position = 0;
	chunk->line = 0;
	chunk->next_line = chunk->first_line;
	chunk->valid = chunk->not_ascii ? 0 : chunk->length;
	chunk->block = 0;
	chunk->special = chunk->length > 0 ? hvk__block_special(chunk->data, chunk->delimiter) : 0;
	chunk->cell_count = 0;
	hvk__error_clear(&chunk->error);
}

void hvk__chunk_free(struct hvk__chunk *chunk)
{
	free(chunk->data);
	hvk__buffer_free(&chunk->scratch);
	if (chunk->parser) {
		csv_free(chunk->parser);
		free(chunk->parser);
	}
	*chunk = (struct hvk__chunk){ 0 };
}

/* A cell that has a quote or a blank at one of its ends, or is empty. Quotes were found to be well-formed before. */
static struct hvk__span uncommon_cell(const char *data, size_t start, size_t end)
{
	if (start < end && data[start] == '"')
		return (struct hvk__span){ data + start + 1, end - start - 2 };
	while (start < end && hvk__is_blank(data[start]))
		start++;
	while (start < end && hvk__is_blank(data[end - 1]))
		end--;
	return (struct hvk__span){ data + start, end - start };
}

static inline void set_cell(struct hvk__span *cell, const char *data, size_t start, size_t end)
{
	/* All blanks and the quote are at most '"', and hardly a cell begins or ends with another such byte. The byte
	 * before an empty cell need not exist. */
	if (likely(end > start && (unsigned char)data[start] > '"' && (unsigned char)data[end - 1] > '"'))
		*cell = (struct hvk__span){ data + start, end - start };
	else
		*cell = uncommon_cell(data, start, end);
}

/* Where splitting stands: a copy of what the chunk keeps, so that the compiler can hold it in registers. */
struct place {
	const char *data;
	size_t length, block;
	uint64_t special;
	char delimiter;
};

/* The next delimiter, quote or line end; length, where the padding begins, when there is none. */
static inline size_t next_special(struct place *place)
{
	size_t found;

	while (place->special == 0) {
		if (place->length - place->block <= HVK__BLOCK)
			return place->length;
		place->block += HVK__BLOCK;
		place->special = hvk__block_special(place->data + place->block, place->delimiter);
	}
	found = place->block + hvk__lowest(place->special);
	place->special &= place->special - 1;
	return found;
}

/* Whether the cell that a quote has just opened is well-formed; then the next special is what ends the cell. */
static inline bool skip_quoted(struct place *place)
{
	size_t close;
	char after;

	do {
		close = next_special(place);
		if (close == place->length || place->data[close] == '\n' || place->data[close] == '\r')
			return false;
	} while (place->data[close] != '"');
	after = place->data[close + 1];
	return after == place->delimiter || after == '\n' || after == '\r' || close + 1 == place->length;
}

/* Splits the record at the chunk's position. *end: where its line end stands, or the chunk's length. */
static enum outcome split(struct hvk__chunk *chunk, struct place *place, size_t *end)
{
	const char *data = place->data;
	size_t start = chunk->position, count = 0;

	for (;;) {
		size_t at = next_special(place);
		char c = data[at];

		if (likely(c == place->delimiter)) {
			if (unlikely(count == HVK__CELLS_MAX - 1))
				return TOO_MANY;
			set_cell(&chunk->cells[count++], data, start, at);
			start = at + 1;
			continue;
		}
		if (c == '"') {
			if (at != start || !skip_quoted(place))
				return ODD;
			continue;
		}
		if (c == '\r' && data[at + 1] == '\n')
			next_special(place);
		*end = at;
		set_cell(&chunk->cells[count], data, start, at);
		chunk->cell_count = count + 1;
		return RECORD;
	}
}

/* What libcsv's callback gathers. */
struct gathering {
	struct hvk__chunk *chunk;
	bool too_many;
};

static void gather_cell(void *text, size_t length, void *data)
{
	struct gathering *gathering = data;
	struct hvk__chunk *chunk = gathering->chunk;
	struct hvk__buffer *scratch = &chunk->scratch;

	if (chunk->cell_count == HVK__CELLS_MAX) {
		gathering->too_many = true;
		return;
	}
	/* There is room: cells together are no longer than their record. */
	if (length > 0)
		memcpy(scratch->data + scratch->length, text, length);
	chunk->cells[chunk->cell_count++] = (struct hvk__span){ scratch->data + scratch->length, length };
	scratch->length += length;
}

static bool prepare_parser(struct hvk__chunk *chunk)
{
	if (!chunk->parser) {
		chunk->parser = malloc(sizeof(*chunk->parser));
		if (!chunk->parser)
			return false;
		csv_init(chunk->parser, 0);
		csv_set_blk_size(chunk->parser, 4096);
	}
	csv_set_delim(chunk->parser, (unsigned char)chunk->delimiter);
	return true;
}

static int fail_too_many(struct hvk__chunk *chunk)
{
	return hvk__fail_at(&chunk->error, HVK_EINPUT, chunk->name, chunk->line, 0, "more than %u cells in a row",
	                    HVK__CELLS_MAX);
}

/* Splits the record at the chunk's position with libcsv. A line end of our own closes it: libcsv would lose a last
 * row without one. */
static int split_odd(struct hvk__chunk *chunk, size_t end)
{
	const char *record = chunk->data + chunk->position;
	size_t length = end - chunk->position;
	struct gathering gathering = { .chunk = chunk };

	chunk->cell_count = 0;
	chunk->scratch.length = 0;
	if (!prepare_parser(chunk) || !hvk__reserve(&chunk->scratch.data, &chunk->scratch.capacity, length + 1, 1))
		return hvk__fail_memory(&chunk->error);
	if (csv_parse(chunk->parser, record, length, gather_cell, NULL, &gathering) != length ||
	    csv_parse(chunk->parser, "\n", 1, gather_cell, NULL, &gathering) != 1)
		return hvk__fail_memory(&chunk->error);
	return gathering.too_many ? fail_too_many(chunk) : HVK_OK;
}

static int fail_quote(struct hvk__chunk *chunk, size_t open)
{
	uint64_t line = chunk->line + hvk__count_lines(chunk->data + chunk->position, open - chunk->position);

	return hvk__fail_at(&chunk->error, HVK_EINPUT, chunk->name, line, 0,
	                    "a cell opened with a quote (\") here, but the quote is never closed");
}

/* The way of records that are not plain: *end is where the record's line end stands. */
static int next_odd(struct hvk__chunk *chunk, struct place *place, size_t *end)
{
	size_t open, next;
	int result;

	*end = chunk->position +
	       hvk__record_end(chunk->data + chunk->position, chunk->length - chunk->position, chunk->delimiter, &open);
	if (open != SIZE_MAX)
		return fail_quote(chunk, chunk->position + open);
	result = split_odd(chunk, *end);
	if (result != HVK_OK)
		return result;
	/* What was found ahead is behind us now. */
	next = *end + hvk__line_end(chunk->data + *end, chunk->length - *end);
	place->block = next;
	place->special = next < chunk->length ? hvk__block_special(chunk->data + next, chunk->delimiter) : 0;
	return HVK_OK;
}

/* Only records that are long enough to break a limit come here. */
static int check_lengths(struct hvk__chunk *chunk, size_t length)
{
	for (size_t i = 0; i < chunk->cell_count; i++) {
		if (chunk->cells[i].length > HVK__CELL_MAX)
			return hvk__fail_at(&chunk->error, HVK_EINPUT, chunk->name, chunk->line, (unsigned)i + 1,
			                    "a cell of %zu bytes, where at most %u are taken; a quote (\") may be "
			                    "left open", chunk->cells[i].length, HVK__CELL_MAX);
	}
	if (length > HVK__RECORD_MAX)
		return hvk__fail_at(&chunk->error, HVK_EINPUT, chunk->name, chunk->line, 0,
		                    "a row of more than %u bytes", HVK__RECORD_MAX);
	return HVK_OK;
}

/* Validates the whole chunk the first time; complains only when the record that is being read is not valid. */
static int check_utf8(struct hvk__chunk *chunk, size_t end)
{
	uint64_t line = chunk->line;

	if (chunk->not_ascii) {
		chunk->valid = hvk__utf8_valid_prefix(chunk->data, chunk->length);
		chunk->not_ascii = false;
	}
	if (end <= chunk->valid)
		return HVK_OK;
	line += hvk__count_lines(chunk->data + chunk->position, chunk->valid - chunk->position);
	return hvk__fail_at(&chunk->error, HVK_EINPUT, chunk->name, line, 0, "the byte 0x%02X is not UTF-8%s",
	                    (unsigned char)chunk->data[chunk->valid],
	                    chunk->guessed ? _(", as all before was; if the file is in Windows-1252, declare that with "
	                                       "--encoding windows-1252") : "");
}

int hvk__chunk_next_record(struct hvk__chunk *chunk, struct hvk__span *raw)
{
	struct place place = { chunk->data, chunk->length, chunk->block, chunk->special, chunk->delimiter };
	size_t end = 0, start = chunk->position;
	uint64_t lines = 1;
	enum outcome outcome;
	int result;

	if (start >= chunk->length)
		return 0;
	chunk->line = chunk->next_line;
	outcome = split(chunk, &place, &end);
	if (unlikely(outcome != RECORD)) {
		result = outcome == TOO_MANY ? fail_too_many(chunk) : next_odd(chunk, &place, &end);
		if (result != HVK_OK)
			return result;
		lines += hvk__count_lines(chunk->data + start, end - start);
	}
	if (unlikely(end > chunk->valid) && (result = check_utf8(chunk, end)) != HVK_OK)
		return result;
	if (unlikely(end - start > HVK__CELL_MAX) && (result = check_lengths(chunk, end - start)) != HVK_OK)
		return result;
	if (raw)
		*raw = (struct hvk__span){ chunk->data + start, end - start };
	chunk->position = end + hvk__line_end(chunk->data + end, chunk->length - end);
	chunk->next_line += lines;
	chunk->block = place.block;
	chunk->special = place.special;
	return 1;
}
