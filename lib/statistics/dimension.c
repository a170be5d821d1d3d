/* SPDX-License-Identifier: EUPL-1.2 */
/* The dimensions a table can be broken down by. */
#include "core/macro.h"
#include "statistics/table.h"

const struct hvk__dimension hvk__dimensions[] = {
	{ "month", "the month of the question", HVK__BY_TIME, HVK__MONTH, NULL, 1, 0 },
	{ "quarter", "the quarter of the year", HVK__BY_TIME, HVK__MONTH, NULL, 3, 0 },
	{ "year", "the calendar year", HVK__BY_TIME, HVK__MONTH, NULL, 12, 0 },
	{ "schoolyear", "the school year, September to August", HVK__BY_TIME, HVK__MONTH, NULL, 12, 8 },
	{ "gemeente", "the gemeente, on the geography of the table", HVK__BY_GEMEENTE, HVK__GEMEENTE, NULL, 0, 0 },
	{ "arrondissement", "the arrondissement of the gemeente", HVK__BY_ARRONDISSEMENT, HVK__GEMEENTE, NULL, 0, 0 },
	{ "province", "the province of the gemeente", HVK__BY_PROVINCE, HVK__GEMEENTE, NULL, 0, 0 },
	{ "region", "the regions of the store; a question counts in each that holds its gemeente", HVK__BY_REGION,
	  HVK__GEMEENTE, NULL, 0, 0 },
	{ "desk", "the partner where the question was asked", HVK__BY_DESK, HVK__DESK, "desk", 0, 0 },
	{ "channel", "how the question came", HVK__BY_CODE, HVK__CHANNEL, "channel", 0, 0 },
	{ "asker", "who asked", HVK__BY_CODE, HVK__ASKER, "asker", 0, 0 },
	{ "asker-group", "who asked, in broad groups", HVK__BY_GROUP, HVK__ASKER, "asker", 0, 0 },
	{ "age", "the age of the child", HVK__BY_CODE, HVK__AGE, "age", 0, 0 },
	{ "theme", "what the question was about", HVK__BY_CODE, HVK__THEME, "theme", 0, 0 },
	{ "theme-group", "what the question was about, in broad groups", HVK__BY_GROUP, HVK__THEME, "theme", 0, 0 },
	{ "kind", "the kind of question", HVK__BY_CODE, HVK__KIND, "kind", 0, 0 },
	{ "severity", "how serious it was", HVK__BY_CODE, HVK__SEVERITY, "severity", 0, 0 },
	{ "answer", "what was done; a question counts once for every answer (mentions)", HVK__BY_ANSWER, HVK__FIELDS,
	  "answer", 0, 0 },
	{ "duration", "how long it took", HVK__BY_CODE, HVK__DURATION, "duration", 0, 0 },
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
