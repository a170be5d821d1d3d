/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The privacy guard. A cell is first made plain: blanks, hyphens and digits in all their Unicode disguises become
 * ASCII. Then each kind of identifier has one function that looks for it, in a table ordered by how certain the find
 * is.
 */
#include "core/guard.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "core/macro.h"

#define LOOKED_AT 4096

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes above ASCII are parts of letters here: what matters is where a word ends. */
static bool is_letter(char c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c & 0x80);
}

static bool is_word(char c)
{
	return is_digit(c) || is_letter(c);
}

static size_t word_length(const char *text)
{
	size_t length = 0;

	while (is_word(text[length]))
		length++;
	return length;
}

static bool is_word_start(const char *text, const char *at)
{
	return is_word(*at) && (at == text || !is_word(at[-1]));
}

/* ---- making plain */

/* Characters of three bytes in UTF-8 that stand for an ASCII one, by first and last code point; 0: they vanish. */
static const struct {
	unsigned first, last;
	char plain; /* for 0xff01.., the first of a run of equals */
} disguises[] = {
	{ 0x2000, 0x200a, ' ' }, { 0x200b, 0x200f, 0 }, { 0x2010, 0x2015, '-' }, { 0x202f, 0x202f, ' ' },
	{ 0x2060, 0x2060, 0 },   { 0x2212, 0x2212, '-' }, { 0xfeff, 0xfeff, 0 },
};

/* The ASCII character for a code point, '\0' for one that vanishes, -1 for all others. */
static int undisguise(unsigned point)
{
	if (point >= 0xff01 && point <= 0xff5e) /* full-width forms */
		return (int)(point - 0xff01 + '!');
	for (size_t i = 0; i < ARRAY_SIZE(disguises); i++)
		if (point >= disguises[i].first && point <= disguises[i].last)
			return disguises[i].plain;
	return -1;
}

struct plain {
	char text[LOOKED_AT + 1];
	unsigned digits;
};

static void make_plain(struct plain *plain, const char *text, size_t length)
{
	size_t used = 0;

	plain->digits = 0;
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		int c = byte < 0x20 ? ' ' : byte;

		if (byte == 0xc2 && i + 1 < length && (unsigned char)text[i + 1] == 0xa0) {
			c = ' ';
			i++;
		} else if (byte >= 0xe0 && byte < 0xf0 && i + 2 < length) {
			unsigned second = (unsigned char)text[i + 1], third = (unsigned char)text[i + 2];
			int other = undisguise((byte & 15u) << 12 | (second & 63) << 6 | (third & 63));

			if (other >= 0) {
				c = other;
				i += 2;
			}
		}
		if (c == 0)
			continue;
		plain->digits += is_digit((char)c);
		plain->text[used++] = (char)c;
	}
	plain->text[used] = '\0';
}

/* ---- groups of digits or letters, as people space long numbers */

#define RUN_MAX 34 /* an IBAN */

struct run {
	char text[RUN_MAX + 1];
	size_t length;
	const char *next;
};

/* Appends the next group, at most three separators away; false when there is none or the run grows too long. */
static bool next_group(struct run *run, const char *separators, bool letters)
{
	const char *at = run->next;
	size_t before = run->length;

	for (int i = 0; run->length > 0 && i < 3 && *at && strchr(separators, *at); i++)
		at++;
	while (is_digit(*at) || (letters && is_letter(*at) && !(*at & 0x80))) {
		if (run->length == RUN_MAX)
			return false;
		run->text[run->length++] = *at++;
	}
	run->text[run->length] = '\0';
	run->next = at;
	return run->length > before;
}

/* The number that count digits make. */
static unsigned long number(const char *digits, size_t count)
{
	unsigned long value = 0;

	while (count-- > 0)
		value = value * 10 + (unsigned)(*digits++ - '0');
	return value;
}

/* ---- telephone numbers */

static bool is_telephone(const struct run *run, size_t first_group, bool plus)
{
	const char *digits = run->text;
	size_t count = run->length;

	if (plus)
		return count >= 8 && count <= 15;
	if (first_group < 2)
		return false;
	if (digits[0] == '0' && digits[1] == '0')
		return count >= 11 && count <= 15 && digits[2] != '0';
	if (digits[0] == '0')
		return count == 9 || count == 10;
	/* As spreadsheets leave them, without the leading zero or plus. */
	if (digits[0] == '4' && digits[1] >= '5')
		return count == 9;
	return digits[0] == '3' && digits[1] == '2' && (count == 10 || count == 11) && digits[2] != '0';
}

static bool has_telephone(const char *text)
{
	for (const char *at = text; *at; at++) {
		struct run run = { .next = at };
		bool plus = at > text && at[-1] == '+';

		if (!is_digit(*at) || (at > text && is_digit(at[-1])))
			continue;
		next_group(&run, " ./-()", false);
		for (size_t first_group = run.length; run.length <= 15;) {
			if (is_telephone(&run, first_group, plus))
				return true;
			if (!next_group(&run, " ./-()", false))
				break;
		}
	}
	return false;
}

/* ---- rijksregisternummer and BIS number: yymmdd, three digits, and 97 minus the rest of those nine (with 2 before
 * it for those born since 2000). A BIS number has 20 or 40 added to the month. */

static bool is_national_number(const char *digits)
{
	unsigned long head = number(digits, 9), check = number(digits + 9, 2);
	unsigned long month = number(digits + 2, 2), day = number(digits + 4, 2);

	if (month >= 60 || month % 20 > 12 || day > 31)
		return false;
	return check == 97 - head % 97 || check == 97 - (head + 2000000000ul) % 97;
}

static bool has_national_number(const char *text)
{
	for (const char *at = text; *at; at++) {
		struct run run = { .next = at };

		if (!is_digit(*at) || (at > text && is_digit(at[-1])))
			continue;
		while (run.length < 11 && next_group(&run, " ./-", false))
			;
		if (run.length == 11 && is_national_number(run.text))
			return true;
	}
	return false;
}

/* ---- IBAN: country, two check digits, and as a number (letters from 10 on, the first four put last) it leaves 1
 * modulo 97 */

static bool is_iban(const char *text, size_t length)
{
	unsigned rest = 0, digits = 0;

	for (size_t i = 0; i < length; i++) {
		char c = text[(i + 4) % length];

		if (is_digit(c))
			rest = (rest * 10 + (unsigned)(c - '0')) % 97;
		else
			rest = (rest * 100 + (unsigned)((c | 32) - 'a') + 10) % 97;
		digits += is_digit(c);
	}
	/* One text in 97 passes by chance; accounts are mostly digits, names are not. */
	return rest == 1 && digits >= 10;
}

static bool has_iban(const char *text)
{
	for (const char *at = text; *at; at++) {
		struct run run = { .next = at };

		if (!is_word_start(text, at) || !is_letter(at[0]) || !is_letter(at[1]) || !is_digit(at[2]) ||
		    !is_digit(at[3]))
			continue;
		while (next_group(&run, " .-", true))
			if (run.length >= 15 && is_iban(run.text, run.length))
				return true;
	}
	return false;
}

/* ---- e-mail and web addresses, names of accounts */

/* 'iemand @ voorbeeld.be': blanks that were put round the sign to hide it, at the sign. */
static bool is_spaced_email(const char *text, const char *at)
{
	const char *domain = at + 1 + strspn(at + 1, " "), *dot = domain + word_length(domain);

	while (at > text && at[-1] == ' ')
		at--;
	return at > text && is_word(at[-1]) && dot > domain && *dot == '.' && is_letter(dot[1]);
}

static bool has_email(const char *text)
{
	for (const char *at = text; (at = strchr(at, '@')); at++)
		if ((at > text && (is_word(at[-1]) || strchr("._-+%", at[-1])) && is_word(at[1])) ||
		    is_spaced_email(text, at))
			return true;
	return strcasestr(text, "mailto:") != NULL;
}

/* Whether a domain ends here: ".be" and the end of the word. Two letters after a dot may also be the end of a code
 * (taal.nl), so that most endings count only with a path behind them. */
static bool is_domain_end(const char *dot)
{
	static const char alone[][4] = { "be", "com", "net", "org" };
	static const char with_path[][12] = { "be", "com", "net",  "org",      "nl",        "eu",
		                              "fr", "me",  "gent", "brussels", "vlaanderen" };
	size_t length = word_length(dot + 1);

	for (size_t i = 0; i < ARRAY_SIZE(alone); i++)
		if (strlen(alone[i]) == length && strncasecmp(dot + 1, alone[i], length) == 0)
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(with_path) && dot[length + 1] == '/'; i++)
		if (strlen(with_path[i]) == length && strncasecmp(dot + 1, with_path[i], length) == 0)
			return true;
	return false;
}

/* 'Instagram: voornaam.naam', at the name of the service. What stands behind it has a dot, a line or a digit in it, as
 * names of accounts mostly do: 'Facebook: ja' is none. */
static bool is_account_at_service(const char *at)
{
	static const char services[][10] = { "instagram", "insta",    "facebook", "messenger", "tiktok",   "snapchat",
		                             "twitter",   "whatsapp", "telegram", "linkedin",  "discord", "fb" };
	size_t length = word_length(at), name;

	for (size_t i = 0; i < ARRAY_SIZE(services); i++) {
		if (strlen(services[i]) != length || strncasecmp(at, services[i], length) != 0)
			continue;
		at += length + strspn(at + length, " ");
		if (*at != ':')
			return false;
		at += 1 + strspn(at + 1, " ");
		name = strcspn(at, " ,;()");
		while (name > 0 && !is_word(at[name - 1]))
			name--;
		return is_letter(*at) && strcspn(at, "._0123456789") < name;
	}
	return false;
}

static bool has_web_address(const char *text)
{
	const char *at;

	if (strstr(text, "://"))
		return true;
	for (at = text; *at; at++)
		if (is_word_start(text, at) && is_account_at_service(at))
			return true;
	for (at = text; (at = strchr(at, '@')); at++)
		if (word_length(at + 1) >= 2)
			return true;
	for (at = text; (at = strchr(at, '.')); at++)
		if (at > text && is_word(at[-1]) &&
		    (is_domain_end(at) || (at - text >= 3 && strncasecmp(at - 3, "www.", 4) == 0 && is_word(at[1]))))
			return true;
	return false;
}

/* ---- full dates */

static bool is_day_of(unsigned long day, unsigned long month)
{
	return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

static bool is_year(unsigned long year)
{
	return year >= 1900 && year <= 2099;
}

/* Whether the word is the name of a month or its beginning, in Dutch, English or French. */
static bool is_month_name(const char *word, size_t length)
{
	static const char names[][10] = {
		"januari",   "februari", "maart",     "mrt",      "april",    "mei",      "juni",  "juli", "augustus",
		"september", "oktober",  "november",  "december", "january",  "february", "march", "may",  "june",
		"july",      "august",   "october",   "janvier",  "fevrier",  "mars",     "avril", "mai",  "juin",
		"juillet",   "aout",     "septembre", "octobre",  "novembre", "decembre",
	};

	for (size_t i = 0; length >= 3 && i < ARRAY_SIZE(names); i++)
		if (strncasecmp(word, names[i], length) == 0)
			return true;
	return false;
}

/* '12 maart 2019', '12 mrt. 2019', at the day. */
static bool is_written_date(const char *at)
{
	size_t day = word_length(at), month;
	const char *word = at + day + strspn(at + day, " .-");

	month = word_length(word);
	if (day > 2 || !is_month_name(word, month))
		return false;
	at = word + month + strspn(word + month, " .-'");
	return is_digit(at[0]) && is_digit(at[1]) && (word_length(at) == 2 || word_length(at) == 4);
}

/* Three numbers with the same separator between them, at the first: their lengths decide which is the year. */
static bool is_numeric_date(const char *at)
{
	unsigned long part[3];
	size_t length[3];
	char separator = '\0';

	for (int i = 0; i < 3; i++) {
		length[i] = strspn(at, "0123456789");
		if (length[i] == 0 || length[i] > 4)
			return false;
		part[i] = number(at, length[i]);
		at += length[i];
		if (i == 2)
			break;
		if (!*at || !strchr("/.-", *at) || (i == 1 && *at != separator))
			return false;
		separator = *at++;
	}
	if (is_digit(*at))
		return false;
	if (length[0] == 4)
		return length[1] <= 2 && length[2] <= 2 && is_year(part[0]) && is_day_of(part[2], part[1]);
	if (length[0] > 2 || length[1] > 2 || !(is_day_of(part[0], part[1]) || is_day_of(part[1], part[0])))
		return false;
	if (length[2] == 4)
		return is_year(part[2]);
	return length[2] == 2 && (separator == '/' || (length[0] == 2 && length[1] == 2));
}

/* '20190312' and '12032019'. */
static bool is_compact_date(const char *at)
{
	if (strspn(at, "0123456789") != 8)
		return false;
	return (is_year(number(at, 4)) && is_day_of(number(at + 6, 2), number(at + 4, 2))) ||
	       (is_year(number(at + 4, 4)) && is_day_of(number(at, 2), number(at + 2, 2)));
}

static bool has_date(const char *text)
{
	for (const char *at = text; *at; at++) {
		if (!is_digit(*at) || (at > text && is_digit(at[-1])))
			continue;
		if (is_numeric_date(at) || is_compact_date(at) || is_written_date(at))
			return true;
	}
	return false;
}

/* ---- number plates: 1-ABC-234 */

static bool is_number_plate(const char *at)
{
	const char *letters = at + 1 + (at[1] && strchr("- .", at[1]));
	const char *digits;

	for (int i = 0; i < 3; i++)
		if ((letters[i] & 0x80) || !is_letter(letters[i]))
			return false;
	digits = letters + 3 + (letters[3] && strchr("- .", letters[3]));
	/* '3 van 100 gezinnen' is not one. */
	if ((at[1] == ' ' || letters[3] == ' ') && !(letters[0] < 'a' && letters[1] < 'a' && letters[2] < 'a'))
		return false;
	return strspn(digits, "0123456789") == 3 && !is_word(digits[3]);
}

static bool has_number_plate(const char *text)
{
	for (const char *at = text; *at; at++)
		if (is_word_start(text, at) && *at >= '1' && *at <= '9' && is_number_plate(at))
			return true;
	return false;
}

/* ---- a street and a house number */

/* How the names of streets end. alone: also as a word by itself. */
static const struct {
	char ending[10];
	bool alone;
} street_endings[] = {
	{ "straat", true }, { "laan", true },     { "plein", true },     { "weg", false },  { "dreef", true },
	{ "lei", false },   { "kaai", true },     { "markt", true },     { "baan", false }, { "pad", false },
	{ "hof", false },   { "singel", true },   { "vest", false },     { "dijk", true },  { "gracht", false },
	{ "str", false },   { "steenweg", true }, { "boulevard", true },
};

/* Words with such an ending that are no streets, but occur in the names of what partners offer. */
static const char *const no_streets[] = {
	"speelplein", "rommelmarkt",    "infomarkt", "kerstmarkt", "jobmarkt",  "huizenmarkt", "arbeidsmarkt",
	"onderweg",   "halfweg",        "allerlei",  "velerlei",   "kinderhof", "kleuterhof",  "ruilmarkt",
	"babymarkt",  "speelgoedmarkt", "vrijmarkt", "zoekpad",    "leerpad",
};

/* Names that begin with what they are: French ones, and 'Steenweg op Gent'. */
static const char *const street_beginnings[] = { "steenweg", "rue", "avenue", "chaussee", "chaussée", "allee", "allée" };

/* What after a number tells that it counts something: '3 jaar'. */
static const char *const units[] = { "jaar", "jarig", "maand", "week", "weken", "dag", "keer",
	                             "uur",  "minu",  "euro",  "kind", "gezin", "km",  "x" };

static bool ends_with(const char *word, size_t length, const char *ending)
{
	size_t ending_length = strlen(ending);

	return length >= ending_length && strncasecmp(word + length - ending_length, ending, ending_length) == 0;
}

static bool is_street(const char *word, size_t length)
{
	for (size_t i = 0; i < ARRAY_SIZE(no_streets); i++)
		if (ends_with(word, length, no_streets[i]))
			return false;
	for (size_t i = 0; i < ARRAY_SIZE(street_endings); i++) {
		size_t least = strlen(street_endings[i].ending) + (street_endings[i].alone ? 0 : 3);

		if (length >= least && ends_with(word, length, street_endings[i].ending))
			return true;
	}
	return false;
}

/* Whether a house number stands at the end of a street's name: 'nr. 12', ', 12 bus 3', '12a'. Not a year, an age or a
 * count. */
static bool is_house_number(const char *at)
{
	size_t digits;

	at += strspn(at, " ,.-");
	if (strncasecmp(at, "nr", 2) == 0 && !is_letter(at[2]))
		at += 2 + strspn(at + 2, " .:");
	digits = strspn(at, "0123456789");
	if (digits == 0 || digits > 4 || (digits == 4 && is_year(number(at, 4))))
		return false;
	at += digits;
	if (*at == '+' || *at == '%')
		return false;
	at += strspn(at, "0123456789-/ ");
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (strncasecmp(at, units[i], strlen(units[i])) == 0)
			return false;
	return true;
}

/* '5, 8020 Oostkamp', at the number: whatever the street is called. Years that are no postcodes are left alone. */
static bool is_number_and_postcode(const char *at)
{
	size_t digits = strspn(at, "0123456789");
	unsigned long postcode;

	if (digits == 0 || digits > 4)
		return false;
	at += digits;
	at += is_letter(*at) && !is_word(at[1]);
	if (*at != ',')
		return false;
	at += 1 + strspn(at + 1, " ");
	if (strspn(at, "0123456789") != 4 || at[4] != ' ' || !is_letter(at[5]))
		return false;
	postcode = number(at, 4);
	return postcode >= 1000 && (postcode < 2019 || postcode > 2039 || postcode % 10 == 0);
}

static bool is_street_beginning(const char *word, size_t length)
{
	for (size_t i = 0; i < ARRAY_SIZE(street_beginnings); i++)
		if (strlen(street_beginnings[i]) == length && strncasecmp(word, street_beginnings[i], length) == 0)
			return true;
	return false;
}

/* 'str.' for 'straat' behind a hyphen: elsewhere it needs a name before it. */
static bool is_short_street(const char *text, const char *word, size_t length)
{
	return length == 3 && word > text && word[-1] == '-' && strncasecmp(word, "str", 3) == 0;
}

static bool has_address(const char *text)
{
	bool begun = false;

	for (const char *at = text; *at; at++) {
		size_t length;

		if (!is_word_start(text, at))
			continue;
		length = word_length(at);
		if ((begun || is_street(at, length) || is_short_street(text, at, length)) &&
		    is_house_number(at + length))
			return true;
		if (at >= text + 3 && at[-1] == ' ' && is_letter(at[-2]) && is_number_and_postcode(at))
			return true;
		begun = begun || (is_street_beginning(at, length) && at[length] == ' ');
		at += length - 1;
	}
	return false;
}

/* ---- the table */

static const struct {
	enum hvk__identifier identifier;
	unsigned least_digits;
	const char *one_of; /* characters of which one must occur, or NULL */
	bool (*seen)(const char *text);
} checks[] = {
	{ HVK__EMAIL, 0, "@:", has_email },
	{ HVK__WEB_ADDRESS, 0, "@.:", has_web_address },
	{ HVK__IBAN, 10, NULL, has_iban },
	{ HVK__NATIONAL_NUMBER, 11, NULL, has_national_number },
	{ HVK__BIRTH_DATE, 3, NULL, has_date },
	{ HVK__TELEPHONE, 8, NULL, has_telephone },
	{ HVK__NUMBER_PLATE, 4, NULL, has_number_plate },
	{ HVK__ADDRESS, 1, NULL, has_address },
};

static const char *const names[HVK__IDENTIFIERS] = {
	[HVK__INNOCENT] = N_("nothing personal"),
	[HVK__TELEPHONE] = N_("a telephone number"),
	[HVK__EMAIL] = N_("an e-mail address"),
	[HVK__IBAN] = N_("an account number (IBAN)"),
	[HVK__NATIONAL_NUMBER] = N_("a national number (rijksregisternummer or BIS)"),
	[HVK__ADDRESS] = N_("a street address"),
	[HVK__NUMBER_PLATE] = N_("a number plate"),
	[HVK__BIRTH_DATE] = N_("a full date, such as a date of birth"),
	[HVK__WEB_ADDRESS] = N_("a web address or the name of an account"),
};

/* Nearly all cells are codes and labels without a digit, a sign or a letter in disguise. */
static bool is_plainly_innocent(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if (is_digit(text[i]) || c == '@' || c == '.' || c == ':' || c == 0xef)
			return false;
	}
	return true;
}

enum hvk__identifier hvk__guard(const char *text, size_t length)
{
	struct plain plain;

	if (length > LOOKED_AT)
		length = LOOKED_AT;
	if (is_plainly_innocent(text, length))
		return HVK__INNOCENT;
	make_plain(&plain, text, length);
	for (size_t i = 0; i < ARRAY_SIZE(checks); i++)
		if (plain.digits >= checks[i].least_digits &&
		    (!checks[i].one_of || strpbrk(plain.text, checks[i].one_of)) && checks[i].seen(plain.text))
			return checks[i].identifier;
	return HVK__INNOCENT;
}

const char *hvk__identifier_name(enum hvk__identifier identifier)
{
	return _((unsigned)identifier < HVK__IDENTIFIERS ? names[identifier] : names[HVK__INNOCENT]);
}
