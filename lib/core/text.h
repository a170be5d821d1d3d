/* SPDX-License-Identifier: EUPL-1.2 */
/* UTF-8 text, by utf8proc and so independent of the locale. */
#ifndef HVK_CORE_TEXT_H
#define HVK_CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether all bytes are ASCII; whether they are valid UTF-8 (ASCII stretches are passed at memory speed). */
bool hvk__is_ascii(const char *bytes, size_t length);
bool hvk__is_utf8(const char *bytes, size_t length);

/* Where the first byte stands that is not part of valid UTF-8; length when all are. A sequence cut off by the end
 * counts as valid up to its start. */
size_t hvk__utf8_valid_prefix(const char *bytes, size_t length);

/* Whether there is a letter or a digit, of any script, in valid UTF-8. */
bool hvk__has_letter(const char *bytes, size_t length);

/* Without outer blanks (ASCII white space, NBSP, narrow NBSP, BOM); returns the new start and alters *length. */
const char *hvk__trim(const char *bytes, size_t *length);

/* Folds for comparison: case, accents and compatibility forms fold together; hyphens, blanks, underscores, apostrophes
 * and full stops vanish ("Sint-Kruis" = "SINT KRUIS" = "sint‑kruis"); all else is kept, also '+'. Writes at most size
 * bytes with the NUL into folded and returns the length, or size when it does not fit or is not UTF-8 (folded is then
 * ""). */
size_t hvk__fold(char *folded, size_t size, const char *bytes, size_t length);

/* The longest text that lookups fold; longer text is never a name of anything. */
#define HVK__FOLD_MAX 256

/* Whether two texts fold to the same. */
bool hvk__fold_equal(const char *a, const char *b);

/* NFC form in *out (malloc'ed, NUL-terminated) with its length; false when memory runs out. Input must be UTF-8. */
bool hvk__nfc(const char *bytes, size_t length, char **out, size_t *out_length);

/* The Damerau-Levenshtein distance (optimal string alignment) in code points; limit + 1 when it is more than limit. */
size_t hvk__distance(const char *a, const char *b, size_t limit);

/* The distance at which a folded text is still near: a third of its length, at most 4. */
size_t hvk__distance_limit(const char *folded);

/* Keeps the nearest of the candidates it is offered. Start with { .text = folded text }. */
struct hvk__nearest {
	const char *text; /* folded */
	const void *best; /* what was offered with the nearest candidate, or NULL */
	size_t distance;
};
void hvk__nearest_offer(struct hvk__nearest *nearest, const char *folded_candidate, const void *what);
/* The same with a candidate that is not folded yet. */
void hvk__nearest_offer_text(struct hvk__nearest *nearest, const char *candidate, const void *what);

/* Replaces, in place, what a terminal would obey rather than show - C0, C1, line separators, bidirectional controls -
 * and bytes that are not UTF-8, each by '?'. */
void hvk__make_printable(char *text);

#endif
