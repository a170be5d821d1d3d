/* SPDX-License-Identifier: EUPL-1.2 */
/* The dimensions a table can be broken down by. */
#include "core/macro.h"
#include "statistics/table.h"

#define TIME(name, help, span, shift) { name, help, HVK__BY_TIME, HVK__MONTH, NULL, span, shift, HVK__OF_MONTH }
#define PLACE(name, help, kind) { name, help, kind, HVK__GEMEENTE, NULL, 0, 0, HVK__OF_GEMEENTE }
#define CODE(name, help, field) { name, help, HVK__BY_CODE, field, name, 0, 0, HVK__OF_NONE }
#define SESSION(name, help, kind, list, of) { name, help, kind, HVK__FIELDS, list, 0, 0, of }

const struct hvk__dimension hvk__dimensions[] = {
	TIME("month", "the month of the question or session", 1, 0),
	TIME("quarter", "the quarter of the year", 3, 0),
	TIME("year", "the calendar year", 12, 0),
	TIME("schoolyear", "the school year, September to August", 12, 8),
	PLACE("gemeente", "the gemeente, on the geography of the table", HVK__BY_GEMEENTE),
	PLACE("arrondissement", "the arrondissement of the gemeente", HVK__BY_ARRONDISSEMENT),
	PLACE("province", "the province of the gemeente", HVK__BY_PROVINCE),
	PLACE("region", "the regions of the store; a question counts in each that holds its gemeente", HVK__BY_REGION),
	{ "desk", "the partner where the question was asked", HVK__BY_DESK, HVK__DESK, "desk", 0, 0, HVK__OF_NONE },
	CODE("channel", "how the question came", HVK__CHANNEL),
	CODE("asker", "who asked", HVK__ASKER),
	{ "asker-group", "who asked, in broad groups", HVK__BY_GROUP, HVK__ASKER, "asker", 0, 0, HVK__OF_NONE },
	CODE("age", "the age of the child", HVK__AGE),
	{ "theme", "what it was about; a session counts in each of its themes", HVK__BY_CODE, HVK__THEME, "theme", 0, 0,
	  HVK__OF_THEME },
	{ "theme-group", "what it was about, in broad groups", HVK__BY_GROUP, HVK__THEME, "theme", 0, 0,
	  HVK__OF_THEME },
	CODE("kind", "the kind of question", HVK__KIND),
	CODE("severity", "how serious it was", HVK__SEVERITY),
	{ "answer", "what was done; a question counts once for every answer (mentions)", HVK__BY_ANSWER, HVK__FIELDS,
	  "answer", 0, 0, HVK__OF_NONE },
	CODE("duration", "how long it took", HVK__DURATION),
	SESSION("form", "sessions: talk, course, meeting place ...", HVK__BY_SET, "form", HVK__OF_FORM),
	SESSION("pillar", "sessions: the pillars they belong to", HVK__BY_SET, "pillar", HVK__OF_PILLAR),
	SESSION("audience", "sessions: who takes part", HVK__BY_SET, "audience", HVK__OF_AUDIENCE),
	SESSION("target", "sessions: the families they are for", HVK__BY_SET, "target", HVK__OF_TARGET),
	SESSION("partner", "sessions: the partners that hold them", HVK__BY_NAME, NULL, HVK__OF_PARTNER),
	SESSION("programme", "sessions: the season they are announced in", HVK__BY_NAME, NULL, HVK__OF_PROGRAMME),
	SESSION("series", "sessions: the course they are a part of", HVK__BY_NAME, NULL, HVK__OF_SERIES),
	SESSION("origin", "sessions: the gemeente that participants came from", HVK__BY_ORIGIN, NULL, HVK__OF_ORIGIN),
};
const size_t hvk__dimensions_count = ARRAY_SIZE(hvk__dimensions);

HVK_EXPORT const char *hvk_dimension_name(size_t n)
{
	return n < hvk__dimensions_count ? hvk__dimensions[n].name : NULL;
}

HVK_EXPORT const char *hvk_dimension_help(size_t n)
{
	return n < hvk__dimensions_count ? hvk__dimensions[n].help : NULL;
}
