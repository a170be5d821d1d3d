/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows that are refused: kept until those of earlier chunks are known, told in order, and written to a file to be
 * mended. */
#ifndef HVK_REGISTER_REFUSED_H
#define HVK_REGISTER_REFUSED_H

#include "register/decode.h"
#include "store/rejects.h"

struct hvk__refused {
	struct hvk__refused *next;
	int code;
	uint64_t line;
	unsigned column;
	bool whole_file;
	char *reject; /* the row as CSV, to be mended; NULL when not wanted */
	char message[];
};

/* Those of one chunk, or of opening an input. */
struct hvk__refused_chunk {
	struct hvk__refused_chunk *next;
	uint64_t sequence; /* of the chunk */
	size_t input;
	struct hvk__refused *first, **end;
};

/* Adds one to a chunk's, which are made when NULL. Takes reject over when it succeeds. False when memory runs out. */
bool hvk__refused_add(struct hvk__refused_chunk **chunk, uint64_t sequence, size_t input,
                      const struct hvk__error *error, bool whole_file, char *reject);
void hvk__refused_free(struct hvk__refused_chunk *chunk);

/* The line for the record that the decoder has just refused: without cells when any of them may be personal. */
char *hvk__reject_record(const struct hvk__decoder *decoder, const struct hvk__chunk *chunk);

#endif
