/* SPDX-License-Identifier: EUPL-1.2 */
/* From the encodings of other people's files to UTF-8. */
#ifndef HVK_TABULAR_ENCODING_H
#define HVK_TABULAR_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"
#include "tabular/tabular.h"

/* A byte order mark: which encoding it tells of, and how many bytes it takes; 0 when there is none. */
size_t hvk__bom(const char *bytes, size_t length, enum hvk__encoding *encoding);

/* What a file is that is certainly not text, by its first bytes: "an Excel workbook (.xlsx)"; NULL when it may be
 * text. */
const char *hvk__not_text(const char *bytes, size_t length);

/* How the NUL bytes near the start lie, if as in UTF-16 without a byte order mark; else HVK__DETECT. */
enum hvk__encoding hvk__looks_like_utf_16(const char *bytes, size_t length);

/* How much room decoding wants to go on, and how many bytes it must see to tell a character: a surrogate pair, or a
 * word of ASCII. */
#define HVK__DECODE_ROOM 8u

/* Decodes Windows-1252 or UTF-16 from in to out, until out cannot be sure to hold the next character, in is used up,
 * holds but the first part of a character, or has something that does not decode: then wrong says what. */
struct hvk__decoding {
	const char *in;
	size_t in_length;
	char *out;
	size_t out_size;
	size_t taken, made;
	char wrong[64];
};
void hvk__decode(struct hvk__decoding *decoding, enum hvk__encoding encoding);

#endif
