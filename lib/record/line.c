/* SPDX-License-Identifier: EUPL-1.2 */
/* Values that are text: one line or more, an e-mail address, a telephone number, a web address. */
#include <string.h>
#include <strings.h>

#include "core/macro.h"
#include "core/text.h"
#include "record/value.h"

#define LINE_MAX_BYTES 4096
#define LINES_MAX_BYTES 65536
#define EMAIL_MAX 254 /* RFC 5321: 64 before the @, 255 behind it, 256 with the brackets around them */
#define EMAIL_LOCAL_MAX 64
#define PHONE_MAX 128
#define PHONE_DIGITS_MIN 6
#define URL_MAX 2048

int hvk__quotable(struct hvk__text text)
{
	return (int)hvk__utf8_valid_prefix(text.data, text.length < 60 ? text.length : 60);
}

int hvk__expected(struct hvk__error *error, const char *what, struct hvk__text text)
{
	return hvk__fail(error, HVK_EINPUT, "expected %s, found '%.*s'", _(what), HVK__QUOTE(text));
}

/* Whether a terminal would show all of a text, line breaks aside. */
static int check_printable(struct hvk__error *error, const char *text)
{
	_cleanup_free_ char *shown = strdup(text);
	bool same;

	if (!shown)
		return hvk__fail_memory(error);
	for (char *byte = shown; *byte; byte++)
		if (*byte == '\n')
			*byte = ' ';
	hvk__make_printable(shown);
	same = strlen(shown) == strlen(text);
	for (size_t i = 0; same && shown[i]; i++)
		same = shown[i] == text[i] || text[i] == '\n';
	return same ? HVK_OK : hvk__fail(error, HVK_EINPUT, "expected text, found control characters in it");
}

/* In composed form, with line breaks as '\n', tabs as blanks, and no blanks at the ends of lines. */
static char *tidy(const char *text, size_t length)
{
	char *tidied = NULL;
	size_t count = 0, out = 0;

	if (!hvk__nfc(text, length, &tidied, &count))
		return NULL;
	for (size_t in = 0; in < count; in++) {
		char byte = tidied[in];

		if (byte == '\r' && in + 1 < count && tidied[in + 1] == '\n')
			continue;
		if (byte == '\r')
			byte = '\n';
		while (byte == '\n' && out > 0 && tidied[out - 1] == ' ')
			out--;
		tidied[out++] = byte == '\t' ? ' ' : byte;
	}
	tidied[out] = '\0';
	return tidied;
}

static int parse_text(struct hvk__error *error, struct hvk__text text, size_t most, struct hvk__buffer *key)
{
	_cleanup_free_ char *tidied = tidy(text.data, text.length);
	int result;

	if (!tidied)
		return hvk__fail_memory(error);
	if (strlen(tidied) > most)
		return hvk__fail(error, HVK_EINPUT, "expected at most %zu bytes of text, found %zu", most,
		                 strlen(tidied));
	if (strlen(tidied) < text.length && memchr(text.data, '\0', text.length))
		return hvk__fail(error, HVK_EINPUT, "expected text, found control characters in it");
	result = check_printable(error, tidied);
	if (result < 0)
		return result;
	return hvk__buffer_add_text(key, tidied) ? HVK_OK : hvk__fail_memory(error);
}

int hvk__parse_line(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	if (memchr(text.data, '\n', text.length) || memchr(text.data, '\r', text.length))
		return hvk__fail(error, HVK_EINPUT, "expected one line of text, found several");
	return parse_text(error, text, LINE_MAX_BYTES, key);
}

int hvk__parse_lines(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	return parse_text(error, text, LINES_MAX_BYTES, key);
}

/* Whether a text has no blanks, controls or characters of the set in it. */
static bool is_solid(struct hvk__text text, const char *without)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if (byte <= ' ' || byte == 0x7f || strchr(without, byte))
			return false;
	}
	return true;
}

/* Whether a text is words with full stops between, as the name of a machine is. */
static bool is_host(struct hvk__text text)
{
	if (text.length == 0 || !memchr(text.data, '.', text.length))
		return false;
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] == '.' && (i == 0 || i + 1 == text.length || text.data[i + 1] == '.'))
			return false;
	return true;
}

int hvk__parse_email(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	const char *at = memchr(text.data, '@', text.length);
	struct hvk__text domain = { "", 0 };
	bool good = at && text.length <= EMAIL_MAX && is_solid(text, "<>()[]\\,;:\"");

	if (good) {
		domain = (struct hvk__text){ at + 1, text.length - (size_t)(at + 1 - text.data) };
		good = at > text.data && at - text.data <= EMAIL_LOCAL_MAX && is_host(domain) &&
		       !memchr(domain.data, '@', domain.length);
	}
	if (!good)
		return hvk__expected(error, "one e-mail address such as info@voorbeeld.be", text);
	return parse_text(error, text, EMAIL_MAX, key);
}

/* Digits and what stands between them, then perhaps words: '050 00 00 01 toestel 12'. Kept as it was typed, since a
 * number that is shown is a number that is rung; comparing is for others. */
int hvk__parse_phone(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	char tidied[PHONE_MAX + 1];
	size_t digits = 0, length = 0, at = 0;
	bool good = text.length <= PHONE_MAX && !memchr(text.data, '\0', text.length);

	for (; good && at < text.length && strchr("0123456789 \t+/.()-", text.data[at]); at++)
		digits += text.data[at] >= '0' && text.data[at] <= '9';
	good = good && digits >= PHONE_DIGITS_MIN;
	/* Words need a blank before them: '050 00 00 0l' is a mistake. */
	good = good && (at == text.length || text.data[at - 1] == ' ' || text.data[at] == ',' || text.data[at] == ';');
	if (!good)
		return hvk__expected(error, "a telephone number such as 050 00 00 01, of at least six digits", text);
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.data[i] == '\t' ? ' ' : text.data[i];

		if (byte != ' ' || tidied[length - 1] != ' ')
			tidied[length++] = byte;
	}
	return hvk__parse_line(error, (struct hvk__text){ tidied, length }, key);
}

int hvk__parse_url(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	static const char *const schemes[] = { "https://", "http://" };
	struct hvk__text rest = { NULL, 0 }, host;
	const char *scheme = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(schemes) && !scheme; i++) {
		size_t length = strlen(schemes[i]);

		if (text.length > length && strncasecmp(text.data, schemes[i], length) == 0) {
			scheme = schemes[i];
			rest = (struct hvk__text){ text.data + length, text.length - length };
		}
	}
	if (!scheme && text.length > 4 && strncasecmp(text.data, "www.", 4) == 0) {
		scheme = schemes[0];
		rest = text;
	}
	host = rest;
	if (scheme)
		for (host.length = 0; host.length < rest.length && !strchr("/?#:", rest.data[host.length]);)
			host.length++;
	if (!scheme || text.length > URL_MAX || !is_solid(rest, "<>\"\\^`{|}") || !is_host(host))
		return hvk__expected(error, "a web address such as https://www.voorbeeld.be", text);
	if (!hvk__buffer_add_text(key, scheme))
		return hvk__fail_memory(error);
	return parse_text(error, rest, URL_MAX, key);
}
