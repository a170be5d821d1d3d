/* SPDX-License-Identifier: EUPL-1.2 */
/* UTF-8 text: checking, folding, comparing, and what it takes to show it. */
#include "core/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "core/macro.h"
#include "hvk.h"

/* ---------------------------------------------------------------- checking */

#define HIGH_BITS UINT64_C(0x8080808080808080)

static uint64_t load_word(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

/* How many bytes at the start are ASCII. Thirty-two at a time, which compilers turn into vector instructions. */
static size_t ascii_prefix(const char *bytes, size_t length)
{
	size_t at = 0;

	for (; at + 32 <= length; at += 32) {
		uint64_t bits = load_word(bytes + at) | load_word(bytes + at + 8) | load_word(bytes + at + 16) |
		                load_word(bytes + at + 24);

		if (bits & HIGH_BITS)
			break;
	}
	for (; at + 8 <= length; at += 8)
		if (load_word(bytes + at) & HIGH_BITS)
			break;
	while (at < length && (signed char)bytes[at] >= 0)
		at++;
	return at;
}

bool hvk__is_ascii(const char *bytes, size_t length)
{
	return ascii_prefix(bytes, length) == length;
}

/* The length of the UTF-8 sequence of more than one byte at the start; 0 when it is not valid or not whole. The second
 * byte's range excludes overlong forms, surrogates and what is beyond U+10FFFF. */
static size_t sequence_length(const unsigned char *bytes, size_t length)
{
	unsigned char first = bytes[0], low = 0x80, high = 0xbf;
	size_t count;

	if (first >= 0xc2 && first <= 0xdf) {
		count = 2;
	} else if (first >= 0xe0 && first <= 0xef) {
		count = 3;
		low = first == 0xe0 ? 0xa0 : 0x80;
		high = first == 0xed ? 0x9f : 0xbf;
	} else if (first >= 0xf0 && first <= 0xf4) {
		count = 4;
		low = first == 0xf0 ? 0x90 : 0x80;
		high = first == 0xf4 ? 0x8f : 0xbf;
	} else {
		return 0;
	}
	if (length < count || bytes[1] < low || bytes[1] > high)
		return 0;
	for (size_t i = 2; i < count; i++)
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
	return count;
}

size_t hvk__utf8_valid_prefix(const char *bytes, size_t length)
{
	size_t at = 0;

	for (;;) {
		at += ascii_prefix(bytes + at, length - at);
		while (at < length && (signed char)bytes[at] < 0) {
			size_t count = sequence_length((const unsigned char *)bytes + at, length - at);

			if (count == 0)
				return at;
			at += count;
		}
		if (at == length)
			return length;
	}
}

bool hvk__is_utf8(const char *bytes, size_t length)
{
	return hvk__utf8_valid_prefix(bytes, length) == length;
}

/* The code point at the start and its length; 0 when the bytes there are not UTF-8. */
static size_t decode(const char *bytes, size_t length, int32_t *point)
{
	const unsigned char *b = (const unsigned char *)bytes;
	size_t count = 1;

	*point = b[0];
	if (b[0] < 0x80)
		return 1;
	count = sequence_length(b, length);
	if (count == 0)
		return 0;
	*point = b[0] & (0x7f >> count);
	for (size_t i = 1; i < count; i++)
		*point = *point << 6 | (b[i] & 0x3f);
	return count;
}

bool hvk__has_letter(const char *bytes, size_t length)
{
	int32_t point;
	size_t count;

	for (size_t at = 0; at < length && (count = decode(bytes + at, length - at, &point)) > 0; at += count) {
		utf8proc_category_t category = utf8proc_category(point);

		if ((category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
		    (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO))
			return true;
	}
	return false;
}

/* ---------------------------------------------------------------- trimming and folding */

/* The length of the blank at the start, or, with end, the one that ends there; 0 when there is none. */
static size_t blank_at(const char *bytes, size_t length, bool end)
{
	static const char *const wide[] = { "\xc2\xa0", "\xe2\x80\xaf", "\xef\xbb\xbf" }; /* NBSP, narrow NBSP, BOM */
	char edge;

	if (length == 0)
		return 0;
	edge = end ? bytes[length - 1] : bytes[0];
	if (edge == ' ' || (edge >= '\t' && edge <= '\r'))
		return 1;
	if ((signed char)edge >= 0)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(wide); i++) {
		size_t size = strlen(wide[i]);

		if (length >= size && memcmp(end ? bytes + length - size : bytes, wide[i], size) == 0)
			return size;
	}
	return 0;
}

const char *hvk__trim(const char *bytes, size_t *length)
{
	size_t blank;

	while ((blank = blank_at(bytes, *length, false)) > 0) {
		bytes += blank;
		*length -= blank;
	}
	while ((blank = blank_at(bytes, *length, true)) > 0)
		*length -= blank;
	return bytes;
}

/* What an ASCII character folds to; 0: it vanishes, as controls, blanks and - _ . ' ` do. '+' stays, since codes such
 * as 25+ and 60+ need it. */
static char fold_ascii(unsigned char byte)
{
#define BIT(character) (UINT64_C(1) << ((character) & 63))
	static const uint64_t gone[2] = {
		UINT32_MAX | BIT(' ') | BIT('-') | BIT('.') | BIT('\''),
		BIT('_') | BIT('`') | BIT(0x7f),
	};
#undef BIT

	if (gone[byte >> 6] >> (byte & 63) & 1)
		return 0;
	return (char)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
}

/* Whether a decomposed code point beyond ASCII vanishes like its ASCII relatives: dashes, blanks, apostrophes,
 * invisible ones. */
static bool vanishes(int32_t point)
{
	switch (utf8proc_category(point)) {
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
		return true;
	default:
		return point == 0x2018 || point == 0x2019 || point == 0x201b || point == 0x2032 || point == 0x02bc ||
		       point == 0x2212;
	}
}

/* Letters that Unicode does not take apart, as Dutch and French write them without the means. */
static const char *plain_letters(int32_t point)
{
	switch (point) {
	case 0x00e6: return "ae";
	case 0x00f8: return "o";
	case 0x0111: return "d";
	case 0x0131: return "i";
	case 0x0142: return "l";
	case 0x0153: return "oe";
	default: return NULL;
	}
}

/* Folds one code point beyond ASCII into at most size bytes; returns how many, or size + 1 when there is no room. */
static size_t fold_point(char *folded, size_t size, int32_t point)
{
	const utf8proc_option_t options =
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
	utf8proc_int32_t parts[32]; /* the longest decomposition has 18 */
	int boundary = UTF8PROC_BOUNDCLASS_START;
	utf8proc_ssize_t count = utf8proc_decompose_char(point, parts, ARRAY_SIZE(parts), options, &boundary);
	size_t length = 0;

	if (count < 0 || count > (utf8proc_ssize_t)ARRAY_SIZE(parts))
		return size + 1;
	for (utf8proc_ssize_t i = 0; i < count; i++) {
		utf8proc_uint8_t encoded[4];
		const char *plain = plain_letters(parts[i]);
		size_t bytes;

		if (parts[i] < 0x80) {
			encoded[0] = (utf8proc_uint8_t)fold_ascii((unsigned char)parts[i]);
			bytes = encoded[0] != 0;
		} else if (plain) {
			bytes = strlen(plain);
			memcpy(encoded, plain, bytes);
		} else {
			bytes = vanishes(parts[i]) ? 0 : (size_t)utf8proc_encode_char(parts[i], encoded);
		}
		if (length + bytes > size)
			return size + 1;
		memcpy(folded + length, encoded, bytes);
		length += bytes;
	}
	return length;
}

size_t hvk__fold(char *folded, size_t size, const char *bytes, size_t length)
{
	size_t out = 0, in = 0;

	if (size == 0)
		return 0;
	while (in < length) {
		unsigned char byte = (unsigned char)bytes[in];
		size_t count, written;
		int32_t point;

		if (byte < 0x80) {
			char plain = fold_ascii(byte);

			if (plain) {
				if (out + 1 >= size)
					goto refused;
				folded[out++] = plain;
			} else if (byte == 0) {
				goto refused;
			}
			in++;
			continue;
		}
		count = decode(bytes + in, length - in, &point);
		if (count == 0)
			goto refused;
		written = fold_point(folded + out, size - 1 - out, point);
		if (written > size - 1 - out)
			goto refused;
		out += written;
		in += count;
	}
	folded[out] = '\0';
	return out;
refused:
	folded[0] = '\0';
	return size;
}

/* Folds a text of any length, into the buffer when it fits and else into memory; NULL when that runs out or it is not
 * UTF-8. */
static char *fold_any(const char *text, char buffer[HVK__FOLD_MAX], char **memory)
{
	size_t length = strlen(text), size;

	*memory = NULL;
	if (hvk__fold(buffer, HVK__FOLD_MAX, text, length) < HVK__FOLD_MAX)
		return buffer;
	/* No character folds to more than eleven times its bytes (U+FDFA: 3 bytes, 33 after). */
	if (__builtin_mul_overflow(length, 11, &size) || __builtin_add_overflow(size, 1, &size))
		return NULL;
	*memory = malloc(size);
	if (!*memory || hvk__fold(*memory, size, text, length) == size)
		return NULL;
	return *memory;
}

bool hvk__fold_equal(const char *a, const char *b)
{
	char buffer_a[HVK__FOLD_MAX], buffer_b[HVK__FOLD_MAX];
	_cleanup_free_ char *memory_a = NULL, *memory_b = NULL;
	const char *folded_a = fold_any(a, buffer_a, &memory_a), *folded_b = fold_any(b, buffer_b, &memory_b);

	return folded_a && folded_b && strcmp(folded_a, folded_b) == 0;
}

bool hvk__nfc(const char *bytes, size_t length, char **out, size_t *out_length)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t count;

	*out = NULL;
	*out_length = 0;
	if (hvk__is_ascii(bytes, length)) {
		*out = malloc(length + 1);
		if (!*out)
			return false;
		if (length > 0)
			memcpy(*out, bytes, length);
		(*out)[length] = '\0';
		*out_length = length;
		return true;
	}
	count = utf8proc_map((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, &composed,
	                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (count < 0)
		return false;
	*out = (char *)composed;
	*out_length = (size_t)count;
	return true;
}

/* ---------------------------------------------------------------- nearness */

/* Decodes into points; returns how many, or HVK__FOLD_MAX when there are more than fit or it is not UTF-8. */
static size_t decode_all(const char *text, int32_t points[HVK__FOLD_MAX])
{
	size_t count = 0, length = strlen(text), at = 0;

	while (at < length) {
		size_t bytes = decode(text + at, length - at, &points[count]);

		if (bytes == 0 || ++count == HVK__FOLD_MAX)
			return HVK__FOLD_MAX;
		at += bytes;
	}
	return count;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The distance itself, by three rows of the classic table. */
static size_t points_distance(const int32_t *a, size_t a_count, const int32_t *b, size_t b_count, size_t limit)
{
	size_t rows[3][HVK__FOLD_MAX];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_count; j++)
		above[j] = j;
	for (size_t i = 1; i <= a_count; i++) {
		size_t best = row[0] = i, *spare;

		for (size_t j = 1; j <= b_count; j++) {
			size_t cost = above[j - 1] + (a[i - 1] != b[j - 1]);

			cost = least(cost, least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				cost = least(cost, before[j - 2] + 1);
			row[j] = cost;
			best = least(best, cost);
		}
		/* A transposition reaches back two rows, at a cost of one more. */
		if (best > limit + 1)
			return limit + 1;
		spare = before;
		before = above;
		above = row;
		row = spare;
	}
	return above[b_count] > limit ? limit + 1 : above[b_count];
}

size_t hvk__distance(const char *a, const char *b, size_t limit)
{
	int32_t a_points[HVK__FOLD_MAX], b_points[HVK__FOLD_MAX];
	size_t a_count = decode_all(a, a_points), b_count = decode_all(b, b_points);

	if (a_count == HVK__FOLD_MAX || b_count == HVK__FOLD_MAX)
		return limit + 1;
	if ((a_count > b_count ? a_count - b_count : b_count - a_count) > limit)
		return limit + 1;
	return points_distance(a_points, a_count, b_points, b_count, limit);
}

size_t hvk__distance_limit(const char *folded)
{
	size_t count = 0;

	for (; *folded; folded++)
		count += ((unsigned char)*folded & 0xc0) != 0x80;
	return least(count / 3, 4);
}

void hvk__nearest_offer(struct hvk__nearest *nearest, const char *folded_candidate, const void *what)
{
	size_t limit = hvk__distance_limit(nearest->text), distance;

	if (nearest->best) {
		if (nearest->distance == 0)
			return;
		limit = nearest->distance - 1;
	}
	distance = hvk__distance(nearest->text, folded_candidate, limit);
	if (distance <= limit) {
		nearest->best = what;
		nearest->distance = distance;
	}
}

void hvk__nearest_offer_text(struct hvk__nearest *nearest, const char *candidate, const void *what)
{
	char folded[HVK__FOLD_MAX];

	if (hvk__fold(folded, sizeof(folded), candidate, strlen(candidate)) < sizeof(folded))
		hvk__nearest_offer(nearest, folded, what);
}

HVK_EXPORT const char *hvk_text_nearest(const char *text, const char *const candidates[])
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	if (hvk__fold(folded, sizeof(folded), text, strlen(text)) == sizeof(folded))
		return NULL;
	for (size_t i = 0; candidates[i]; i++)
		hvk__nearest_offer_text(&nearest, candidates[i], candidates[i]);
	return nearest.best;
}

/* ---------------------------------------------------------------- showing */

/* Whether a terminal would obey rather than show it: C0, DEL, C1, line and paragraph separators, and the
 * marks that reorder text. */
static bool is_control(int32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x061c || point == 0x200e ||
	       point == 0x200f || (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

void hvk__make_printable(char *text)
{
	size_t length = strlen(text), in = 0, out = 0;

	while (in < length) {
		int32_t point;
		size_t count = decode(text + in, length - in, &point);

		if (count == 0 || is_control(point)) {
			text[out++] = '?';
			in += count > 0 ? count : 1;
			continue;
		}
		memmove(text + out, text + in, count);
		out += count;
		in += count;
	}
	text[out] = '\0';
}

HVK_EXPORT char *hvk_text_printable(const char *text)
{
	char *copy = strdup(text);

	if (copy)
		hvk__make_printable(copy);
	return copy;
}

HVK_EXPORT size_t hvk_text_width(const char *text)
{
	size_t width = 0, length = strlen(text), at = 0;

	while (at < length) {
		int32_t point;
		size_t count = decode(text + at, length - at, &point);

		if (count == 0) /* shown as one replacement */
			width++;
		else if (point < 0x80)
			width += point >= 0x20 && point != 0x7f;
		else
			width += (size_t)utf8proc_charwidth(point);
		at += count > 0 ? count : 1;
	}
	return width;
}
