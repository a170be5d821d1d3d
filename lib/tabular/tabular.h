/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * CSV in and out. Knows dialects, encodings, headers and records; knows nothing of questions or partners.
 *
 * A reader turns one input into chunks of whole records; a record is an array of spans that point into the chunk (or,
 * for records that needed unquoting, into the chunk's scratch). Chunks can be split by several threads at once:
 * hvk__reader_next_chunk() is the only step that must be taken one at a time.
 */
#ifndef HVK_TABULAR_H
#define HVK_TABULAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"

#define HVK__CELL_MAX (1u << 20)   /* bytes in a cell */
#define HVK__RECORD_MAX (4u << 20) /* bytes in a record, so that memory stays bounded */
#define HVK__CELLS_MAX 1024u       /* cells in a record */

enum hvk__encoding { HVK__DETECT, HVK__UTF_8, HVK__WINDOWS_1252, HVK__UTF_16LE, HVK__UTF_16BE };

/* What is declared; zero means "detect". */
struct hvk__dialect {
	char delimiter;               /* , ; TAB | or any other single ASCII character; 0: detect */
	enum hvk__encoding encoding;
};

/* Parses what a person writes for them: "tab", ";", "semicolon"; "windows-1252", "utf-16le". false when unknown. */
bool hvk__delimiter_parse(const char *text, char *delimiter);
bool hvk__encoding_parse(const char *text, enum hvk__encoding *encoding);
const char *hvk__encoding_name(enum hvk__encoding encoding);
const char *hvk__delimiter_name(char delimiter);

struct hvk__span {
	const char *data;
	size_t length;
};

/* Says whether a header cell is one the model knows: that decides the delimiter. */
struct hvk__header_test {
	bool (*known)(void *data, const char *cell, size_t length);
	void *data;
};

struct hvk__reader;

/* Opens an input: finds encoding, BOM, 'sep=' line and delimiter, and reads the header. name and descriptor must
 * outlive the reader. buffer_size: bytes a chunk aims at; 0 for 1 MiB. Returns HVK_OK, HVK_EINPUT (empty, not text, a
 * directory, ...), HVK_EIO; error tells which. */
int hvk__reader_open(struct hvk__error *error, const char *name, int descriptor, const struct hvk__dialect *dialect,
                     const struct hvk__header_test *test, size_t buffer_size, struct hvk__reader **reader);
/* The same for an input that may also be recutils' text: hvk__reader_is_rec() tells. */
int hvk__reader_open_records(struct hvk__error *error, const char *name, int descriptor,
                             const struct hvk__dialect *dialect, const struct hvk__header_test *test,
                             struct hvk__reader **reader);
void hvk__reader_free(struct hvk__reader *reader);

/* The header, trimmed and in NFC, without Excel's empty trailing columns, and the physical line it stands on. */
const struct hvk__span *hvk__reader_header(const struct hvk__reader *reader, size_t *count);
uint64_t hvk__reader_header_line(const struct hvk__reader *reader);
/* How the input is read: detected where it was not declared. As long as only ASCII was read the encoding says UTF-8;
 * ask again at the end, for Windows-1252 may turn up late. */
struct hvk__dialect hvk__reader_dialect(const struct hvk__reader *reader);
const char *hvk__reader_name(const struct hvk__reader *reader);

/* Whether the input turned out to be recutils' text: then it has no header and no chunks. */
bool hvk__reader_is_rec(const struct hvk__reader *reader);
#define HVK__TEXT_MAX (64u << 20) /* bytes of such an input, as UTF-8 */
/* All of such an input as UTF-8 in an empty buffer. HVK_OK, HVK_EINPUT, HVK_EIO, HVK_ENOMEM. */
int hvk__reader_text(struct hvk__reader *reader, struct hvk__error *error, struct hvk__buffer *text);

/* A run of whole records. Zero it before first use; reuse it; free it with hvk__chunk_free(). */
struct hvk__chunk {
	char *data;                   /* UTF-8, free of NUL bytes; blanks follow it */
	size_t length, capacity;
	size_t position;              /* where the next record starts */
	uint64_t number;              /* of the chunk, from 0 */
	uint64_t first_line;          /* physical line of its first byte, from 1 */
	uint64_t line;                /* of the record last returned */
	uint64_t next_line;
	char delimiter;
	bool not_ascii;               /* may hold more than ASCII: to be validated */
	bool guessed;                 /* that it is UTF-8, neither declared nor marked */
	size_t valid;                 /* how far it is known to be UTF-8 */
	size_t block;                 /* the 64 bytes that special tells of */
	uint64_t special;             /* delimiters, quotes and line ends in them that are still to come */
	struct hvk__span cells[HVK__CELLS_MAX];
	size_t cell_count;
	struct hvk__buffer scratch;   /* unquoted cells */
	struct csv_parser *parser;    /* for odd records; made when the first comes */
	struct hvk__error error;      /* of this chunk, so that threads do not share one */
	const char *name;
};

/* Fills the chunk with the next whole records, reusing its memory. One thread at a time. Returns 1, 0 at the end,
 * HVK_EINPUT (NUL, a byte that does not decode, a record over HVK__RECORD_MAX, an unterminated quote), HVK_EIO; error
 * is in the chunk. An error comes after all whole records before it, and again when asked again. */
int hvk__reader_next_chunk(struct hvk__reader *reader, struct hvk__chunk *chunk);
void hvk__chunk_free(struct hvk__chunk *chunk);

/* Splits the next record of the chunk: cells and cell_count, outer blanks of unquoted cells trimmed (ASCII ones),
 * line; the record's own bytes, without its line end, through *raw if it is not NULL. Plain lines and well-formed
 * quoted cells are spans of the chunk itself; all else goes through libcsv, and its cells live until the next call.
 * Wholly empty lines are records with one empty cell. Lines end with LF, CRLF or CR. Returns 1, 0 at the end of the
 * chunk, HVK_EINPUT (invalid UTF-8, a cell over HVK__CELL_MAX, more than HVK__CELLS_MAX cells); error is in the
 * chunk. */
int hvk__chunk_next_record(struct hvk__chunk *chunk, struct hvk__span *raw);

/* Matches headers with known columns. names: for each column its own name and its aliases, ending with NULL. */
struct hvk__column_names {
	const char *const *names;
};
/* The column a header cell names, folded; -1 for none. */
int hvk__column_match(const struct hvk__column_names columns[], size_t count, const char *cell, size_t length);

#endif
