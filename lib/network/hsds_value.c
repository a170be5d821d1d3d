/* SPDX-License-Identifier: EUPL-1.2 */
/* Values of packages that HSDS leaves to whoever writes them: waiting times, schedules, languages. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/macro.h"
#include "core/text.h"
#include "network/hsds.h"

#define DAYS_MAX 36500

/* ---------------------------------------------------------------- waiting */

static int unit_days(const char *text)
{
	static const struct {
		const char *name;
		int days;
	} units[] = { { "dag", 1 },   { "day", 1 },   { "week", 7 },   { "weken", 7 }, { "wk", 7 },
		      { "maand", 30 }, { "month", 30 }, { "mnd", 30 }, { "jaar", 365 }, { "year", 365 } };

	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (strncasecmp(text, units[i].name, strlen(units[i].name)) == 0)
			return units[i].days;
	return 0;
}

/* Passes over what may stand between a number and its unit, or between the numbers of a range. */
static const char *skip_between(const char *text)
{
	static const char *const words[] = { "tot", "to", "of", "or", "\xc3\xa0", "werk", "working", "business",
		                             "kalender", "calendar" };

	for (;;) {
		const char *start = text;

		while (*text == ' ' || *text == '-' || strncmp(text, "\xe2\x80\x93", 3) == 0)
			text += *text == ' ' || *text == '-' ? 1 : 3;
		for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
			size_t length = strlen(words[i]);

			if (strncasecmp(text, words[i], length) == 0) {
				text += length;
				break;
			}
		}
		if (text == start)
			return text;
	}
}

int hvk__hsds_wait(const char *text)
{
	while (*text) {
		size_t digits = strspn(text, "0123456789");
		long number = digits > 0 && digits <= 5 ? strtol(text, NULL, 10) : -1;
		int days;

		if (digits == 0) {
			text++;
			continue;
		}
		text = skip_between(text + digits);
		days = unit_days(text);
		if (days > 0 && number >= 0 && number * days <= DAYS_MAX)
			return (int)(number * days);
	}
	return -1;
}

/* ---------------------------------------------------------------- schedules */

static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

/* The day of the week, from 0, that a word means; -1 for none. 1 to 7 are Monday to Sunday. */
static int find_day(const char *word, size_t length)
{
	static const char *const names[][3] = {
		{ "mo", "monday", "maandag" },   { "tu", "tuesday", "dinsdag" }, { "we", "wednesday", "woensdag" },
		{ "th", "thursday", "donderdag" }, { "fr", "friday", "vrijdag" },  { "sa", "saturday", "zaterdag" },
		{ "su", "sunday", "zondag" },
	};

	if (length == 1 && word[0] >= '1' && word[0] <= '7')
		return word[0] - '1';
	for (int day = 0; day < 7; day++)
		for (size_t i = 0; i < 3; i++)
			if (strlen(names[day][i]) == length && strncasecmp(names[day][i], word, length) == 0)
				return day;
	return -1;
}

/* 'MO,TU,WE,FR' is MO-WE,FR; what has other things in it, as 1SA has, stays as it is. */
static bool add_days(const char *text, struct hvk__buffer *line)
{
	unsigned mask = 0;
	bool first = true;

	for (const char *word = text; *word;) {
		size_t length = strcspn(word, ",; ");
		int day = find_day(word, length);

		if (length > 0 && day < 0)
			return hvk__buffer_add_text(line, text);
		if (length > 0)
			mask |= 1u << day;
		word += length + (word[length] != '\0');
	}
	for (int day = 0; day < 7; day++) {
		int last = day;

		if (!(mask & 1u << day))
			continue;
		while (last + 1 < 7 && mask & 1u << (last + 1))
			last++;
		/* Two days next to one another are no stretch. */
		if (last == day + 1)
			last = day;
		if (!hvk__buffer_printf(line, "%s%s%s%s", first ? "" : ",", days[day], last > day ? "-" : "",
		                        last > day ? days[last] : ""))
			return false;
		first = false;
		day = last;
	}
	return true;
}

/* '09:00:00Z' is 09:00. */
static bool add_time(const char *text, struct hvk__buffer *line)
{
	unsigned hour, minute;
	int end = 0;

	if (sscanf(text, "%2u:%2u%n", &hour, &minute, &end) == 2 && end > 0 && hour <= 24 && minute < 60 &&
	    (text[end] == '\0' || text[end] == ':' || text[end] == 'Z'))
		return hvk__buffer_printf(line, "%02u:%02u", hour, minute);
	return hvk__buffer_add_text(line, text);
}

static bool add_blank(struct hvk__buffer *line, size_t start)
{
	return line->length == start || hvk__buffer_add_text(line, " ");
}

static bool add_hours(const struct hvk__hsds_schedule *schedule, struct hvk__buffer *line)
{
	return add_time(schedule->opens, line) && hvk__buffer_add_text(line, "-") && add_time(schedule->closes, line);
}

static bool add_frequency(const struct hvk__hsds_schedule *schedule, struct hvk__buffer *line)
{
	bool every = schedule->interval[0] == '\0' || strcmp(schedule->interval, "1") == 0;
	bool weekly = schedule->freq[0] == '\0' || strcasecmp(schedule->freq, "WEEKLY") == 0;

	if (weekly && every)
		return true;
	return hvk__buffer_printf(line, "%s%s%s", schedule->freq[0] ? schedule->freq : "WEEKLY", every ? "" : "/",
	                          every ? "" : schedule->interval);
}

bool hvk__hsds_schedule_line(const struct hvk__hsds_schedule *schedule, struct hvk__buffer *line)
{
	size_t start = line->length;
	bool fits = true;

	if (schedule->byday[0] || schedule->bymonthday[0] || schedule->opens[0] || schedule->closes[0]) {
		fits = add_frequency(schedule, line);
		if (fits && schedule->byday[0])
			fits = add_blank(line, start) && add_days(schedule->byday, line);
		if (fits && schedule->bymonthday[0])
			fits = add_blank(line, start) && hvk__buffer_add_text(line, schedule->bymonthday);
		if (fits && (schedule->opens[0] || schedule->closes[0]))
			fits = add_blank(line, start) && add_hours(schedule, line);
		if (fits && (schedule->from[0] || schedule->to[0]))
			fits = add_blank(line, start) &&
			       hvk__buffer_printf(line, "%s..%s", schedule->from, schedule->to);
		if (fits && schedule->text[0])
			fits = hvk__buffer_printf(line, " (%s)", schedule->text);
		return fits;
	}
	return hvk__buffer_add_text(line, schedule->text);
}

/* ---------------------------------------------------------------- languages */

/* Names of languages in themselves, and codes of three letters, for languages that people ask for here. */
static const struct {
	const char *name, *code;
} languages[] = {
	{ "nld", "nl" },         { "dut", "nl" },        { "vlaams", "nl" },     { "flemish", "nl" },
	{ "fra", "fr" },         { "fre", "fr" },        { "français", "fr" },   { "deu", "de" },
	{ "ger", "de" },         { "deutsch", "de" },    { "eng", "en" },        { "ara", "ar" },
	{ "العربية", "ar" },     { "bul", "bg" },        { "български", "bg" },  { "ces", "cs" },
	{ "cze", "cs" },         { "čeština", "cs" },    { "dan", "da" },        { "dansk", "da" },
	{ "ell", "el" },         { "gre", "el" },        { "ελληνικά", "el" },   { "spa", "es" },
	{ "español", "es" },     { "castellano", "es" }, { "fas", "fa" },        { "per", "fa" },
	{ "فارسی", "fa" },       { "dari", "fa" },       { "fin", "fi" },        { "suomi", "fi" },
	{ "hrv", "hr" },         { "hrvatski", "hr" },   { "hun", "hu" },        { "magyar", "hu" },
	{ "hye", "hy" },         { "arm", "hy" },        { "ita", "it" },        { "italiano", "it" },
	{ "jpn", "ja" },         { "kor", "ko" },        { "kur", "ku" },        { "kurdî", "ku" },
	{ "lit", "lt" },         { "lav", "lv" },        { "nep", "ne" },        { "nor", "no" },
	{ "pan", "pa" },         { "pol", "pl" },        { "polski", "pl" },     { "pus", "ps" },
	{ "por", "pt" },         { "português", "pt" },  { "ron", "ro" },        { "rum", "ro" },
	{ "română", "ro" },      { "rus", "ru" },        { "русский", "ru" },    { "slk", "sk" },
	{ "slo", "sk" },         { "som", "so" },        { "soomaali", "so" },   { "sqi", "sq" },
	{ "alb", "sq" },         { "shqip", "sq" },      { "srp", "sr" },        { "swe", "sv" },
	{ "svenska", "sv" },     { "swa", "sw" },        { "kiswahili", "sw" },  { "tir", "ti" },
	{ "tur", "tr" },         { "türkçe", "tr" },     { "ukr", "uk" },        { "українська", "uk" },
	{ "urd", "ur" },         { "vie", "vi" },        { "tiếng việt", "vi" }, { "zho", "zh" },
	{ "chi", "zh" },         { "中文", "zh" },       { "mandarin", "zh" },
};

const char *hvk__hsds_language(const struct hvk__hsds *hsds, const char *text, size_t length)
{
	const struct hvk__list *list = hvk__codes_list(hsds->codes, "language");
	char folded[HVK__FOLD_MAX], name[HVK__FOLD_MAX];
	uint16_t number;
	size_t size;

	if (list && hvk__code_lookup(NULL, hsds->codes, list, text, length, INT32_MIN, false, &number) == HVK_OK)
		return list->codes[number - 1].code;
	size = hvk__fold(folded, sizeof(folded), text, length);
	if (size == 0 || size == sizeof(folded))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(languages); i++)
		if (hvk__fold(name, sizeof(name), languages[i].name, strlen(languages[i].name)) == size &&
		    memcmp(name, folded, size) == 0)
			return languages[i].code;
	/* 'en-GB' is English. */
	if (length > 3 && (text[2] == '-' || text[2] == '_') && list &&
	    hvk__code_lookup(NULL, hsds->codes, list, text, 2, INT32_MIN, false, &number) == HVK_OK)
		return list->codes[number - 1].code;
	return NULL;
}
