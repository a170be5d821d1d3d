/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The reader: takes bytes from a descriptor in large blocks, turns them into UTF-8, and hands them out in chunks of
 * whole records. It never seeks, and holds no more than the lookahead that judging an encoding needs and the start of
 * one record.
 */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"
#include "tabular/cutter.h"
#include "tabular/dialect.h"
#include "tabular/encoding.h"
#include "tabular/rec.h"
#include "tabular/record.h"
#include "tabular/tabular.h"

#define BUFFER_SIZE (1u << 20)  /* a chunk, unless asked otherwise */
#define START_SIZE (64u << 10)  /* read to find the header */
#define DECODE_SIZE (64u << 10) /* read at once to be decoded */
#define JUDGE_SIZE (1u << 20)   /* what an encoding is judged by, from the first byte on that is not ASCII */

/* A quoted cell of more bytes than this is over HVK__CELL_MAX even if all of it were doubled quotes. */
#define QUOTED_MAX (2u * HVK__CELL_MAX + 2u)

struct hvk__reader {
	const char *name;
	int descriptor;
	bool eof;                     /* nothing more is read: the end, or a failure */
	struct hvk__dialect dialect;
	bool guessed;                 /* the encoding, from its bytes */
	enum hvk__encoding looks;     /* like UTF-16 without a BOM */
	struct {                      /* read, but not UTF-8 yet or not given out */
		char *data;
		size_t start, length, capacity;
	} raw;
	struct hvk__buffer rest;      /* UTF-8 behind the last chunk: the start of a record */
	struct hvk__cutter cutter;    /* stands in rest, then in the chunk being filled */
	uint64_t line;                /* of the first byte of rest */
	uint64_t chunks;
	size_t buffer_size;
	struct {                      /* stops the input where it was met, and is told after all before it was read */
		int code;
		char text[256];
	} failure;
	struct hvk__error error;      /* what next_chunk failed with, for good */

	struct hvk__chunk head;       /* the header's record */
	struct hvk__span *header;
	size_t header_count;
	struct hvk__pool pool;
	uint64_t header_line;
	bool records;                 /* it may be recutils' text ... */
	bool rec;                     /* ... and is: all of it is in rest, or to come */
};

static void stop(struct hvk__reader *reader, int code, const char *format, ...) HVK_PRINTF(3, 4);

/* Ends the input here. The last failure stands: it is met in bytes that were taken back, before the one known
 * already. */
static void stop(struct hvk__reader *reader, int code, const char *format, ...)
{
	va_list arguments;

	reader->failure.code = code;
	va_start(arguments, format);
	vsnprintf(reader->failure.text, sizeof(reader->failure.text), _(format), arguments);
	va_end(arguments);
	reader->eof = true;
	reader->raw.length = 0;
}

static bool ended(const struct hvk__reader *reader)
{
	return reader->eof && reader->raw.length == 0;
}

/* Reads at most size bytes; 0 at the end and on failure. */
static size_t read_some(struct hvk__reader *reader, char *to, size_t size)
{
	while (!reader->eof) {
		ssize_t count = read(reader->descriptor, to, size);
		struct pollfd wait = { .fd = reader->descriptor, .events = POLLIN };

		if (count > 0)
			return (size_t)count;
		if (count == 0)
			reader->eof = true;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			poll(&wait, 1, -1);
		else if (errno == EISDIR)
			stop(reader, HVK_EINPUT, "this is a directory; a CSV file was expected");
		else if (errno != EINTR)
			stop(reader, HVK_EIO, "cannot be read: %m");
	}
	return 0;
}

/* Reads until there are count raw bytes, or the input ends. */
static bool fill_raw(struct hvk__reader *reader, size_t count)
{
	if (reader->raw.length > 0 && reader->raw.start > 0)
		memmove(reader->raw.data, reader->raw.data + reader->raw.start, reader->raw.length);
	reader->raw.start = 0;
	if (!hvk__reserve(&reader->raw.data, &reader->raw.capacity, count, 1))
		return false;
	while (reader->raw.length < count && !reader->eof) {
		size_t length = reader->raw.length;

		/* In two steps: read_some() drops what is there when it fails. */
		length += read_some(reader, reader->raw.data + length, count - length);
		if (reader->failure.code == HVK_OK)
			reader->raw.length = length;
	}
	return true;
}

static void take_raw(struct hvk__reader *reader, size_t count)
{
	reader->raw.start += count;
	reader->raw.length -= count;
}

/* Adds UTF-8 to the chunk, at most up to want bytes, from raw bytes that need no decoding or from the descriptor. */
static void add_plain(struct hvk__reader *reader, struct hvk__chunk *chunk, size_t want)
{
	size_t count = want - chunk->length;

	if (reader->raw.length == 0) {
		chunk->length += read_some(reader, chunk->data + chunk->length, count);
		return;
	}
	if (count > reader->raw.length)
		count = reader->raw.length;
	memcpy(chunk->data + chunk->length, reader->raw.data + reader->raw.start, count);
	chunk->length += count;
	take_raw(reader, count);
}

/* The same from raw bytes that do. */
static bool add_decoded(struct hvk__reader *reader, struct hvk__chunk *chunk, size_t want)
{
	struct hvk__decoding decoding = {
		.out = chunk->data + chunk->length,
		.out_size = want - chunk->length + HVK__DECODE_ROOM,
	};

	if (reader->raw.length < HVK__DECODE_ROOM && !fill_raw(reader, DECODE_SIZE))
		return false;
	decoding.in = reader->raw.data + reader->raw.start;
	decoding.in_length = reader->raw.length;
	hvk__decode(&decoding, reader->dialect.encoding);
	chunk->length += decoding.made;
	take_raw(reader, decoding.taken);
	if (decoding.wrong[0])
		stop(reader, HVK_EINPUT, "%s", decoding.wrong);
	else if (decoding.taken == 0 && reader->raw.length > 0)
		stop(reader, HVK_EINPUT, "the file ends in the middle of a character");
	return true;
}

/* Fills the chunk up to want bytes, or a little more, or the end. false when memory runs out. */
static bool fill(struct hvk__reader *reader, struct hvk__chunk *chunk, size_t want)
{
	bool decode = reader->dialect.encoding != HVK__DETECT && reader->dialect.encoding != HVK__UTF_8;

	if (!hvk__chunk_reserve(chunk, want + HVK__DECODE_ROOM))
		return false;
	while (chunk->length < want && !ended(reader)) {
		if (!decode)
			add_plain(reader, chunk, want);
		else if (!add_decoded(reader, chunk, want))
			return false;
	}
	return true;
}

/* Ends the input at the first NUL byte from position on. */
static bool stop_at_nul(struct hvk__reader *reader, struct hvk__chunk *chunk, size_t position)
{
	const char *nul = NULL;

	if (chunk->length > position)
		nul = memchr(chunk->data + position, '\0', chunk->length - position);
	if (!nul)
		return false;
	chunk->length = (size_t)(nul - chunk->data);
	if (reader->looks != HVK__DETECT && reader->dialect.encoding != reader->looks)
		stop(reader, HVK_EINPUT,
		     "a NUL byte, where text was expected; this looks like %s without a byte order mark, which can be "
		     "declared with --encoding", hvk__encoding_name(reader->looks));
	else
		stop(reader, HVK_EINPUT, "a NUL byte, where text was expected");
	return true;
}

/* Takes back what was given out from position on. */
static bool push_back(struct hvk__reader *reader, struct hvk__chunk *chunk, size_t position)
{
	size_t count = chunk->length - position;

	if (!hvk__reserve(&reader->raw.data, &reader->raw.capacity, reader->raw.start + reader->raw.length + count, 1))
		return false;
	memmove(reader->raw.data + count, reader->raw.data + reader->raw.start, reader->raw.length);
	memcpy(reader->raw.data, chunk->data + position, count);
	reader->raw.start = 0;
	reader->raw.length += count;
	chunk->length = position;
	return true;
}

/* Settles the encoding at the first byte from position on that is not ASCII: valid UTF-8 is UTF-8, all else is
 * Windows-1252. Up to there they are the same. Returns 1 when it did, and the chunk ends before that byte; 0 when
 * there is none; or HVK_ENOMEM. */
static int settle_encoding(struct hvk__reader *reader, struct hvk__chunk *chunk, size_t position)
{
	size_t valid;

	while (position < chunk->length && (unsigned char)chunk->data[position] < 0x80)
		position++;
	if (position >= chunk->length)
		return 0;
	if (!push_back(reader, chunk, position) || !fill_raw(reader, JUDGE_SIZE))
		return HVK_ENOMEM;
	valid = hvk__utf8_valid_prefix(reader->raw.data, reader->raw.length);
	/* A character may be cut by the end of what we look at, but not by the end of the input. */
	if (valid == reader->raw.length || (!reader->eof && reader->raw.length - valid < 4))
		reader->dialect.encoding = HVK__UTF_8;
	else
		reader->dialect.encoding = HVK__WINDOWS_1252;
	reader->guessed = true;
	return 1;
}

/* ---------------------------------------------------------------- the start of an input */

/* Looks at the first bytes: is it text, and is there a BOM? */
static int read_bom(struct hvk__reader *reader)
{
	enum hvk__encoding declared = reader->dialect.encoding, marked = HVK__DETECT;
	const char *not_text;
	size_t bom;

	if (!fill_raw(reader, START_SIZE))
		return HVK_ENOMEM;
	if (reader->failure.code != HVK_OK)
		return reader->failure.code;
	if (reader->raw.length == 0) {
		stop(reader, HVK_EINPUT, "the file is empty; a header with the names of columns was expected");
		return HVK_EINPUT;
	}
	not_text = hvk__not_text(reader->raw.data, reader->raw.length);
	if (not_text) {
		stop(reader, HVK_EINPUT, "this is %s; save it as CSV first, in UTF-8", not_text);
		return HVK_EINPUT;
	}
	bom = hvk__bom(reader->raw.data, reader->raw.length, &marked);
	if (bom == 0) {
		reader->looks = hvk__looks_like_utf_16(reader->raw.data, reader->raw.length);
		return HVK_OK;
	}
	if (declared != HVK__DETECT && declared != marked) {
		stop(reader, HVK_EINPUT, "the file begins with the byte order mark of %s, but was declared to be %s",
		     hvk__encoding_name(marked), hvk__encoding_name(declared));
		return HVK_EINPUT;
	}
	reader->dialect.encoding = marked;
	take_raw(reader, bom);
	return HVK_OK;
}

/* The bytes of empty lines and a 'sep=' line at the start of text; *line moves along. */
static size_t skip_preamble(struct hvk__reader *reader, const struct hvk__chunk *text, uint64_t *line)
{
	char separator = '\0';
	size_t position = 0, length;

	*line = 1;
	length = hvk__sep_line(text->data, text->length, &separator);
	if (length > 0) {
		/* What was declared is stronger. */
		if (!reader->dialect.delimiter)
			reader->dialect.delimiter = separator;
		position = length;
		++*line;
	}
	for (;;) {
		size_t next = position;

		while (next < text->length && (text->data[next] == ' ' || text->data[next] == '\t'))
			next++;
		length = hvk__line_end(text->data + next, text->length - next);
		if (length == 0)
			return position;
		position = next + length;
		++*line;
	}
}

/* Reads until the header is whole; leaves it split in head, and what comes behind it in rest. */
static int find_header(struct hvk__reader *reader, struct hvk__chunk *text, const struct hvk__header_test *test)
{
	struct hvk__chunk *head = &reader->head;
	size_t position, taken;
	int result;

	for (size_t want = START_SIZE;; want *= 2) {
		char declared[2];

		do {
			if (!fill(reader, text, want))
				return HVK_ENOMEM;
			stop_at_nul(reader, text, 0);
			result = reader->dialect.encoding == HVK__DETECT ? settle_encoding(reader, text, 0) : 0;
		} while (result > 0);
		if (result < 0)
			return result;
		reader->rec = reader->records && hvk__rec_starts(text->data, text->length);
		if (reader->rec)
			return hvk__buffer_add(&reader->rest, text->data, text->length) ? 1 : HVK_ENOMEM;
		position = skip_preamble(reader, text, &reader->header_line);
		declared[0] = reader->dialect.delimiter;
		declared[1] = '\0';
		head->first_line = reader->header_line;
		head->name = reader->name;
		head->guessed = reader->guessed;
		result = hvk__choose_delimiter(head, text->data + position, text->length - position,
		                               ended(reader) && reader->failure.code == HVK_OK,
		                               declared[0] ? declared : NULL, test, &taken);
		if (result != 0 || ended(reader) || want > HVK__CELL_MAX)
			break;
	}
	if (result == 1) {
		position += taken;
		reader->line = 1 + hvk__count_lines(text->data, position);
		if (!hvk__buffer_add(&reader->rest, text->data + position, text->length - position))
			return HVK_ENOMEM;
	} else if (result == 0 && !ended(reader)) {
		stop(reader, HVK_EINPUT, "no end of the header in %zu bytes; a quote (\") may be left open",
		     text->length);
		reader->line = reader->header_line;
	}
	return result;
}

/* Keeps the header's cells, without the empty ones at its end. */
static int keep_header(struct hvk__reader *reader)
{
	const struct hvk__chunk *head = &reader->head;

	reader->header = calloc(head->cell_count, sizeof(*reader->header));
	if (!reader->header)
		return HVK_ENOMEM;
	for (size_t i = 0; i < head->cell_count; i++) {
		struct hvk__span *cell = &reader->header[i];
		size_t length = head->cells[i].length;
		const char *trimmed = hvk__trim(head->cells[i].data, &length);
		_cleanup_free_ char *text = NULL;

		if (!hvk__nfc(trimmed, length, &text, &cell->length))
			return HVK_ENOMEM;
		cell->data = hvk__pool_add(&reader->pool, text, cell->length);
		if (!cell->data)
			return HVK_ENOMEM;
		if (cell->length > 0)
			reader->header_count = i + 1;
	}
	if (reader->header_count == 0) {
		stop(reader, HVK_EINPUT,
		     "a header with the names of columns was expected, but all its cells are empty");
		reader->line = reader->header_line;
		return HVK_EINPUT;
	}
	return HVK_OK;
}

/* There is no header: because of a failure before its end, or because there is nothing at all. */
static int fail_header(struct hvk__reader *reader, const struct hvk__chunk *text)
{
	if (reader->failure.code == HVK_OK)
		stop(reader, HVK_EINPUT, "a header with the names of columns was expected, but all lines are empty");
	else if (reader->failure.code != HVK_EIO && reader->line == 0)
		reader->line = 1 + hvk__count_lines(text->data, text->length);
	return reader->failure.code;
}

static int read_header(struct hvk__reader *reader, const struct hvk__header_test *test)
{
	struct hvk__chunk text = { .name = reader->name };
	int result = find_header(reader, &text, test);

	if (result == 1)
		result = reader->rec ? HVK_OK : keep_header(reader);
	if (result == 0 && !reader->rec && reader->header_count == 0)
		result = fail_header(reader, &text);
	hvk__chunk_free(&text);
	if (result == HVK_OK) {
		reader->dialect.delimiter = reader->head.delimiter;
		reader->cutter.delimiter = reader->head.delimiter;
		reader->cutter.line = reader->line;
		reader->cutter.not_ascii = false;
	}
	return result;
}

/* ---------------------------------------------------------------- chunks */

/* Lets the cutter see what is new in the chunk, which may turn out to end sooner. false when memory runs out. */
static bool scan(struct hvk__reader *reader, struct hvk__chunk *chunk)
{
	for (;;) {
		struct hvk__cutter before = reader->cutter;
		size_t end = chunk->length;

		/* The LF behind a CR may be still to come. */
		if (end > before.position && chunk->data[end - 1] == '\r' && !ended(reader))
			end--;
		hvk__chunk_pad(chunk);
		hvk__cutter_scan(&reader->cutter, chunk->data, end);
		if (reader->cutter.nul) {
			reader->cutter = before;
			stop_at_nul(reader, chunk, before.position);
			continue;
		}
		if (reader->dialect.encoding == HVK__DETECT && reader->cutter.not_ascii) {
			reader->cutter = before;
			if (settle_encoding(reader, chunk, before.position) < 0)
				return false;
			continue;
		}
		return true;
	}
}

static int fail(struct hvk__reader *reader, struct hvk__chunk *chunk)
{
	const struct hvk__cutter *cutter = &reader->cutter;
	uint64_t quote_line = 0;

	if (cutter->state == HVK__INSIDE)
		quote_line = reader->line + hvk__count_lines(chunk->data, cutter->quote);
	if (reader->failure.code != HVK_OK)
		hvk__fail_at(&reader->error, reader->failure.code, reader->name,
		             reader->failure.code == HVK_EIO ? 0 : cutter->line, 0, "%s", reader->failure.text);
	else if (ended(reader))
		hvk__fail_at(&reader->error, HVK_EINPUT, reader->name, quote_line, 0,
		             "a cell opened with a quote (\") here, but the quote is never closed");
	else if (quote_line != 0 && chunk->length - cutter->quote > QUOTED_MAX)
		hvk__fail_at(&reader->error, HVK_EINPUT, reader->name, quote_line, 0,
		             "a cell opened with a quote (\") here, but the quote is not closed in %u bytes, where "
		             "a cell has at most %u", QUOTED_MAX, HVK__CELL_MAX);
	else
		hvk__fail_at(&reader->error, HVK_EINPUT, reader->name, reader->line, 0, "a row of more than %u bytes",
		             HVK__RECORD_MAX);
	chunk->length = 0;
	return hvk__error_copy(&chunk->error, &reader->error);
}

static int fail_memory(struct hvk__reader *reader, struct hvk__chunk *chunk)
{
	hvk__fail_memory(&reader->error);
	chunk->length = 0;
	return hvk__error_copy(&chunk->error, &reader->error);
}

/* Fills the chunk until at least one record is whole, or it cannot be. false when memory runs out. */
static bool fill_records(struct hvk__reader *reader, struct hvk__chunk *chunk)
{
	struct hvk__cutter *cutter = &reader->cutter;
	size_t want = reader->buffer_size;

	for (;;) {
		if (!fill(reader, chunk, want) || !scan(reader, chunk))
			return false;
		if (ended(reader) && reader->failure.code == HVK_OK && cutter->state != HVK__INSIDE)
			cutter->cut = chunk->length;
		if (cutter->cut > 0 || ended(reader) || chunk->length > HVK__RECORD_MAX)
			return true;
		if (cutter->state == HVK__INSIDE && chunk->length - cutter->quote > QUOTED_MAX)
			return true;
		if (want <= chunk->length)
			want = chunk->length < HVK__RECORD_MAX / 2 ? 2 * chunk->length : HVK__RECORD_MAX + 1;
	}
}

/* Keeps what is behind the cut for the next chunk. */
static bool keep_rest(struct hvk__reader *reader, struct hvk__chunk *chunk)
{
	struct hvk__cutter *cutter = &reader->cutter;
	const char *rest = chunk->data + cutter->cut;
	size_t length = chunk->length - cutter->cut;

	reader->rest.length = 0;
	if (!hvk__buffer_add(&reader->rest, rest, length))
		return false;
	chunk->length = cutter->cut;
	chunk->first_line = reader->line;
	chunk->guessed = reader->guessed;
	/* What was decoded is UTF-8 for certain. */
	chunk->not_ascii = cutter->not_ascii && reader->dialect.encoding == HVK__UTF_8;
	cutter->not_ascii = cutter->not_ascii && !hvk__is_ascii(rest, length);
	reader->line = cutter->line - hvk__count_lines(rest, cutter->position - cutter->cut);
	hvk__cutter_drop(cutter);
	return true;
}

int hvk__reader_next_chunk(struct hvk__reader *reader, struct hvk__chunk *chunk)
{
	hvk__error_clear(&chunk->error);
	chunk->name = reader->name;
	chunk->delimiter = reader->dialect.delimiter;
	chunk->length = 0;
	chunk->position = 0;
	if (reader->error.public.code != HVK_OK)
		return hvk__error_copy(&chunk->error, &reader->error);
	if (!hvk__chunk_reserve(chunk, reader->rest.length))
		return fail_memory(reader, chunk);
	if (reader->rest.length > 0)
		memcpy(chunk->data, reader->rest.data, reader->rest.length);
	chunk->length = reader->rest.length;
	if (!fill_records(reader, chunk))
		return fail_memory(reader, chunk);
	if (reader->cutter.cut == 0) {
		if (chunk->length == 0 && reader->failure.code == HVK_OK)
			return 0;
		return fail(reader, chunk);
	}
	if (!keep_rest(reader, chunk))
		return fail_memory(reader, chunk);
	chunk->number = reader->chunks++;
	hvk__chunk_start(chunk);
	return 1;
}

/* ---------------------------------------------------------------- recutils' text */

bool hvk__reader_is_rec(const struct hvk__reader *reader)
{
	return reader->rec;
}

/* Adds all that is left to the chunk, or a little more than HVK__TEXT_MAX. false when memory runs out. */
static bool fill_text(struct hvk__reader *reader, struct hvk__chunk *chunk)
{
	while (!ended(reader) && chunk->length <= HVK__TEXT_MAX) {
		size_t position = chunk->length, want = 2 * chunk->length + START_SIZE;
		int result;

		do {
			if (!fill(reader, chunk, want))
				return false;
			stop_at_nul(reader, chunk, position);
			result = reader->dialect.encoding == HVK__DETECT ? settle_encoding(reader, chunk, position) : 0;
		} while (result > 0);
		if (result < 0)
			return false;
	}
	return true;
}

/* What went wrong while all was read, if anything did. */
static int check_text(const struct hvk__reader *reader, struct hvk__error *error, const struct hvk__chunk *chunk)
{
	int code = reader->failure.code;
	uint64_t line = code == HVK_EIO ? 0 : 1 + hvk__count_lines(chunk->data, chunk->length);

	if (code != HVK_OK)
		return hvk__fail_at(error, code, reader->name, line, 0, "%s", reader->failure.text);
	if (chunk->length > HVK__TEXT_MAX)
		return hvk__fail_at(error, HVK_EINPUT, reader->name, 0, 0, "more than %u bytes", HVK__TEXT_MAX);
	return HVK_OK;
}

int hvk__reader_text(struct hvk__reader *reader, struct hvk__error *error, struct hvk__buffer *text)
{
	struct hvk__chunk chunk = { .name = reader->name };
	bool filled = hvk__chunk_reserve(&chunk, reader->rest.length);
	int result = HVK_OK;

	if (filled && reader->rest.length > 0)
		memcpy(chunk.data, reader->rest.data, reader->rest.length);
	chunk.length = filled ? reader->rest.length : 0;
	filled = filled && fill_text(reader, &chunk);
	if (filled)
		result = check_text(reader, error, &chunk);
	if (!filled || (result == HVK_OK && !hvk__buffer_add(text, chunk.data, chunk.length)))
		result = hvk__fail_memory(error);
	hvk__chunk_free(&chunk);
	return result;
}

/* ---------------------------------------------------------------- the reader as an object */

static void free_reader(struct hvk__reader **reader)
{
	hvk__reader_free(*reader);
}

static int open_reader(struct hvk__error *error, const char *name, int descriptor, const struct hvk__dialect *dialect,
                       const struct hvk__header_test *test, size_t buffer_size, bool records, struct hvk__reader **out)
{
	_cleanup_(free_reader) struct hvk__reader *reader = calloc(1, sizeof(*reader));
	int result;

	*out = NULL;
	if (!reader)
		return hvk__fail_memory(error);
	reader->name = name;
	reader->descriptor = descriptor;
	if (dialect)
		reader->dialect = *dialect;
	reader->buffer_size = buffer_size ? buffer_size : BUFFER_SIZE;
	reader->records = records;
	hvk__error_clear(&reader->error);
	result = read_bom(reader);
	if (result == HVK_OK)
		result = read_header(reader, test);
	if (result == HVK_OK) {
		*out = take_ptr(reader);
		return HVK_OK;
	}
	if (result == HVK_ENOMEM)
		return hvk__fail_memory(error);
	if (reader->failure.code == HVK_OK)
		return hvk__error_copy(error, &reader->head.error);
	return hvk__fail_at(error, result, name, reader->line, 0, "%s", reader->failure.text);
}

int hvk__reader_open(struct hvk__error *error, const char *name, int descriptor, const struct hvk__dialect *dialect,
                     const struct hvk__header_test *test, size_t buffer_size, struct hvk__reader **out)
{
	return open_reader(error, name, descriptor, dialect, test, buffer_size, false, out);
}

int hvk__reader_open_records(struct hvk__error *error, const char *name, int descriptor,
                             const struct hvk__dialect *dialect, const struct hvk__header_test *test,
                             struct hvk__reader **out)
{
	return open_reader(error, name, descriptor, dialect, test, 0, true, out);
}

void hvk__reader_free(struct hvk__reader *reader)
{
	if (!reader)
		return;
	free(reader->raw.data);
	hvk__buffer_free(&reader->rest);
	hvk__chunk_free(&reader->head);
	free(reader->header);
	hvk__pool_free(&reader->pool);
	free(reader);
}

const struct hvk__span *hvk__reader_header(const struct hvk__reader *reader, size_t *count)
{
	*count = reader->header_count;
	return reader->header;
}

uint64_t hvk__reader_header_line(const struct hvk__reader *reader)
{
	return reader->header_line;
}

struct hvk__dialect hvk__reader_dialect(const struct hvk__reader *reader)
{
	struct hvk__dialect dialect = reader->dialect;

	if (dialect.encoding == HVK__DETECT)
		dialect.encoding = HVK__UTF_8;
	return dialect;
}

const char *hvk__reader_name(const struct hvk__reader *reader)
{
	return reader->name;
}
