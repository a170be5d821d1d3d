/* SPDX-License-Identifier: EUPL-1.2 */
/* What the verbs of hvk-report share. */
#ifndef HVK_REPORT_H
#define HVK_REPORT_H

#include "common/output.h"
#include "common/program.h"

extern const struct option_spec table_options[];
extern const struct option_spec month_options[];
int report_table(struct command *command);
int report_month(struct command *command);

/* The formats a report can be written in. */
extern const char *const report_formats[];

/* All that a report says by itself, in the language of the command. */
enum report_text {
	TEXT_QUESTIONS, TEXT_CONTACTS, TEXT_MENTIONS, TEXT_CONTACT_MENTIONS, TEXT_SHARE, TEXT_PER_1000,
	TEXT_BY, TEXT_ACROSS, TEXT_ONLY, TEXT_LEFT_OUT, TEXT_INTERNAL, TEXT_MENTIONS_NOTE, TEXT_ESTIMATE_NOTE,
	TEXT_MONTH_REPORT, TEXT_ALL_GEMEENTEN, TEXT_KEY_FIGURES, TEXT_PER_GEMEENTE, TEXT_PER_THEME_GROUP,
	TEXT_TOP_THEMES, TEXT_PER_CHANNEL, TEXT_PER_ASKER, TEXT_PER_AGE, TEXT_PER_ANSWER, TEXT_CHANGE,
	TEXT_NO_QUESTIONS, TEXT_ZERO_ROWS,
	TEXT_NOTHING, TEXTS
};
const char *report_text(const struct command *command, enum report_text text);

/* The title of a dimension or filter, the name of a month (1 to 12) in full or short. */
const char *report_dimension(const struct command *command, const char *dimension);
const char *report_month_name(const struct command *command, int month, bool in_full);

/* What a measure of a table counts, as a title. */
const char *report_unit(const struct command *command, const struct hvk_table *table, enum hvk_measure measure);

#endif
