/* SPDX-License-Identifier: EUPL-1.2 */
/* Finding where records end, which needs the state of quotes from the first byte on. Both ways follow libcsv without
 * CSV_STRICT. */
#ifndef HVK_TABULAR_CUTTER_H
#define HVK_TABULAR_CUTTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that must be readable behind those that are scanned, and hold blanks. */
#define HVK__PADDING 64u

/* What libcsv trims, where it is not the delimiter. */
static inline bool hvk__is_blank(char c)
{
	return c == ' ' || c == '\t';
}

enum hvk__quote_state {
	HVK__OUTSIDE, /* of quotes */
	HVK__INSIDE,
	HVK__BEHIND,  /* a quote inside quotes was seen: the end of the cell, or half of a doubled one */
};

/* Cuts a stream that stands in one buffer, a part after the other. Zeroed but for delimiter and line it stands at the
 * start. */
struct hvk__cutter {
	char delimiter;
	enum hvk__quote_state state;
	bool blanks;      /* BEHIND: blanks followed the quote */
	bool nul;         /* the last part held a NUL byte */
	bool not_ascii;   /* what was scanned since the caller cleared it held bytes beyond ASCII */
	size_t position;  /* where scanning goes on */
	size_t cut;       /* end of the last whole record, behind its line end */
	size_t quote;     /* the quote that opened last */
	uint64_t line;    /* physical line that position is in */
};

/* Scans on to end. The byte before end must not be a CR that may have its LF to come. */
void hvk__cutter_scan(struct hvk__cutter *cutter, const char *data, size_t end);

/* The bytes before cut leave the buffer. */
void hvk__cutter_drop(struct hvk__cutter *cutter);

/* The end of the record at data: where its line end stands, or length. *open: the offset of a quote that is still
 * open there, or SIZE_MAX. One byte at a time; for odd records and headers. */
size_t hvk__record_end(const char *data, size_t length, char delimiter, size_t *open);

/* How many bytes the line end at data takes, 0 when there is none; how many line ends there are. */
size_t hvk__line_end(const char *data, size_t length);
uint64_t hvk__count_lines(const char *data, size_t length);

#endif
