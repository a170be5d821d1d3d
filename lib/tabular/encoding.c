/* SPDX-License-Identifier: EUPL-1.2 */
/* Encodings: their names, what gives them away, and the way to UTF-8. */
#include "tabular/encoding.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/macro.h"

static const struct {
	const char *name;
	enum hvk__encoding encoding;
} names[] = {
	{ "UTF-8", HVK__UTF_8 },           { "UTF8", HVK__UTF_8 },
	{ "Windows-1252", HVK__WINDOWS_1252 }, { "CP1252", HVK__WINDOWS_1252 },
	{ "CP-1252", HVK__WINDOWS_1252 },  { "1252", HVK__WINDOWS_1252 },
	/* What calls itself Latin-1 is read as its superset, as browsers do. */
	{ "ISO-8859-1", HVK__WINDOWS_1252 }, { "Latin1", HVK__WINDOWS_1252 },
	{ "Latin-1", HVK__WINDOWS_1252 },
	{ "UTF-16LE", HVK__UTF_16LE },     { "UTF16LE", HVK__UTF_16LE },
	{ "UTF-16BE", HVK__UTF_16BE },     { "UTF16BE", HVK__UTF_16BE },
};

bool hvk__encoding_parse(const char *text, enum hvk__encoding *encoding)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcasecmp(text, names[i].name) == 0) {
			*encoding = names[i].encoding;
			return true;
		}
	}
	return false;
}

const char *hvk__encoding_name(enum hvk__encoding encoding)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (names[i].encoding == encoding)
			return names[i].name;
	}
	return _("not known yet");
}

static bool starts_with(const char *bytes, size_t length, const char *with, size_t with_length)
{
	return length >= with_length && memcmp(bytes, with, with_length) == 0;
}

size_t hvk__bom(const char *bytes, size_t length, enum hvk__encoding *encoding)
{
	if (starts_with(bytes, length, "\xEF\xBB\xBF", 3)) {
		*encoding = HVK__UTF_8;
		return 3;
	}
	if (starts_with(bytes, length, "\xFF\xFE", 2)) {
		*encoding = HVK__UTF_16LE;
		return 2;
	}
	if (starts_with(bytes, length, "\xFE\xFF", 2)) {
		*encoding = HVK__UTF_16BE;
		return 2;
	}
	return 0;
}

const char *hvk__not_text(const char *bytes, size_t length)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *what;
	} kinds[] = {
		{ "PK\3\4", 4, N_("an Excel or LibreOffice workbook (or another ZIP file)") },
		{ "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, N_("an old Excel workbook (.xls)") },
		{ "%PDF-", 5, N_("a PDF document") },
		{ "SQLite format 3", 16, N_("an SQLite database") },
		{ "\x1F\x8B", 2, N_("a gzip archive") },
		{ "\xFF\xFE\0\0", 4, N_("text in UTF-32") },
		{ "\0\0\xFE\xFF", 4, N_("text in UTF-32") },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (starts_with(bytes, length, kinds[i].bytes, kinds[i].length))
			return _(kinds[i].what);
	}
	return NULL;
}

enum hvk__encoding hvk__looks_like_utf_16(const char *bytes, size_t length)
{
	size_t even = 0, odd = 0;

	/* A header is mostly ASCII, so one byte of each pair is NUL and the other is not. */
	length = length < 64 ? length & ~(size_t)1 : 64;
	for (size_t i = 0; i < length; i += 2) {
		even += bytes[i] == '\0';
		odd += bytes[i + 1] == '\0';
	}
	if (even == 0 && odd > length / 4)
		return HVK__UTF_16LE;
	if (odd == 0 && even > length / 4)
		return HVK__UTF_16BE;
	return HVK__DETECT;
}

static size_t put_character(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* 0x80 to 0x9F; 0 where Windows-1252 defines nothing. The rest is as in Unicode. */
static const uint16_t windows_1252[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
	0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static void decode_windows_1252(struct hvk__decoding *d)
{
	const uint64_t not_ascii = 0x8080808080808080u;

	while (d->taken < d->in_length && d->out_size - d->made >= HVK__DECODE_ROOM) {
		unsigned char byte = (unsigned char)d->in[d->taken];
		uint64_t word, c = byte;

		if (d->in_length - d->taken >= sizeof(word)) {
			memcpy(&word, d->in + d->taken, sizeof(word));
			if ((word & not_ascii) == 0) {
				memcpy(d->out + d->made, &word, sizeof(word));
				d->taken += sizeof(word);
				d->made += sizeof(word);
				continue;
			}
		}
		if (byte >= 0x80 && byte < 0xA0)
			c = windows_1252[byte - 0x80];
		if (c == 0 && byte != 0) {
			snprintf(d->wrong, sizeof(d->wrong), _("the byte 0x%02X means nothing in Windows-1252"), byte);
			return;
		}
		d->made += put_character(d->out + d->made, (uint32_t)c);
		d->taken++;
	}
}

static uint32_t unit(const char *in, enum hvk__encoding encoding)
{
	uint32_t first = (unsigned char)in[0], second = (unsigned char)in[1];

	return encoding == HVK__UTF_16LE ? second << 8 | first : first << 8 | second;
}

static void decode_utf_16(struct hvk__decoding *d, enum hvk__encoding encoding)
{
	while (d->in_length - d->taken >= 2 && d->out_size - d->made >= HVK__DECODE_ROOM) {
		uint32_t c = unit(d->in + d->taken, encoding), low = 0;
		size_t units = 1;

		if (c >= 0xD800 && c < 0xDC00) {
			if (d->in_length - d->taken < 4)
				return;
			low = unit(d->in + d->taken + 2, encoding);
			units = 2;
		}
		if (c >= 0xD800 && c < 0xE000) {
			if (units == 1 || low < 0xDC00 || low >= 0xE000) {
				snprintf(d->wrong, sizeof(d->wrong), _("half a surrogate pair (0x%04X)"), (unsigned)c);
				return;
			}
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
		}
		d->made += put_character(d->out + d->made, c);
		d->taken += 2 * units;
	}
}

void hvk__decode(struct hvk__decoding *decoding, enum hvk__encoding encoding)
{
	decoding->taken = 0;
	decoding->made = 0;
	decoding->wrong[0] = '\0';
	if (encoding == HVK__WINDOWS_1252)
		decode_windows_1252(decoding);
	else
		decode_utf_16(decoding, encoding);
}
