/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The text records of GNU recutils, in and out: fields 'Name: value', lines '+ more' that continue one, a backslash
 * that joins a line and the next, comments '#', an empty line between records. Record descriptors (%rec: and what
 * belongs to it) are passed over; one for another type than expected is refused. A line may end with CRLF.
 */
#ifndef HVK_TABULAR_REC_H
#define HVK_TABULAR_REC_H

#include "tabular/tabular.h"

/* Whether a text begins as recutils' text does: its first line that is neither empty nor a comment is a field. */
bool hvk__rec_starts(const char *text, size_t length);

struct hvk__rec_field {
	struct hvk__span name, value;
	uint64_t line;
};

/* A text being read: set the first members, zero the rest; free it with hvk__rec_free(). What a field has lives until
 * then, the array of fields until the next step. */
struct hvk__rec {
	struct hvk__error *error;
	const char *name;             /* of the input */
	const char *text;             /* UTF-8, or it is refused; borrowed */
	size_t length;
	const char *type;             /* what %rec: must say */
	bool guessed;                 /* nobody said that it is UTF-8 */
	size_t position;
	uint64_t next_line;           /* lines before position */
	bool checked;
	struct hvk__rec_field *fields; /* of the record last read */
	size_t field_count, capacity;
	struct hvk__pool pool;
	struct hvk__buffer value;     /* of the field being read */
};

/* Reads the next record. Returns 1, 0 at the end, HVK_EINPUT with the line, HVK_ENOMEM. */
int hvk__rec_next(struct hvk__rec *rec);
void hvk__rec_free(struct hvk__rec *rec);

/* Adds a field to a text: what is read back is value, byte for byte. False when memory runs out. */
bool hvk__rec_add(struct hvk__buffer *text, const char *name, const char *value, size_t length);

#endif
