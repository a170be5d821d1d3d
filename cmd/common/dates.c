/* SPDX-License-Identifier: EUPL-1.2 */
/* Days and hours as people say them. */
#include "common/dates.h"

const char *const month_names[2][12] = {
	{ "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
	  "november", "december" },
	{ "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
	  "December" }
};
static const char *const weekday_names[2][7] = {
	{ "zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag" },
	{ "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" }
};

bool read_day(const char *date, struct tm *day)
{
	*day = (struct tm){ 0 };
	if (!strptime(date, "%Y-%m-%d", day))
		return false;
	timegm(day);
	return true;
}

void write_day(FILE *stream, const struct tm *day, int year, enum hvk_lang lang)
{
	fprintf(stream, "%s %d %s", weekday_names[lang][day->tm_wday], day->tm_mday, month_names[lang][day->tm_mon]);
	if (day->tm_year + 1900 != year)
		fprintf(stream, " %d", day->tm_year + 1900);
}

/* '09:30' as a clock is read: 9.30 in Dutch. */
static void write_hour(FILE *stream, const char *hour, enum hvk_lang lang)
{
	if (lang == HVK_NL && *hour == '0') {
		fprintf(stream, "%.1s.%.2s", hour + 1, hour + 3);
		return;
	}
	fprintf(stream, "%.2s%c%.2s", hour, lang == HVK_NL ? '.' : ':', hour + 3);
}

void write_hours(FILE *stream, const char *start, const char *end, enum hvk_lang lang)
{
	bool begins = start && *start, ends = end && *end;

	if (!begins && !ends)
		return;
	if (begins) {
		fputs(lang == HVK_NL ? (ends ? "van " : "om ") : (ends ? "from " : "at "), stream);
		write_hour(stream, start, lang);
	}
	if (ends) {
		fputs(begins ? " " : "", stream);
		fputs(lang == HVK_NL ? "tot " : begins ? "to " : "until ", stream);
		write_hour(stream, end, lang);
	}
	if (lang == HVK_NL)
		fputs(" uur", stream);
}
