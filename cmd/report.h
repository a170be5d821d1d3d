/* SPDX-License-Identifier: EUPL-1.2 */
/* What the verbs of hvk-report share. */
#ifndef HVK_REPORT_H
#define HVK_REPORT_H

#include "common/output.h"
#include "common/program.h"

extern const struct option_spec table_options[];
extern const struct option_spec chart_options[];
extern const struct option_spec month_options[];
extern const struct option_spec year_options[];
extern const struct option_spec network_options[];
extern const struct option_spec coverage_options[];
extern const struct option_spec gaps_options[];
extern const struct option_spec referrals_options[];
extern const struct option_spec completeness_options[];
extern const struct option_spec activities_options[];
extern const struct option_spec phases_options[];
extern const struct option_spec diff_options[];
extern const struct option_spec protect_options[];
extern const struct option_spec place_options[]; /* which gemeenten */
extern const struct option_spec question_options[]; /* which questions besides, and what the map shows of them */
int report_table(struct command *command);
int report_chart(struct command *command);
int report_month(struct command *command);
int report_year(struct command *command);
int report_network(struct command *command);
int report_coverage(struct command *command);
int report_gaps(struct command *command);
int report_referrals(struct command *command);
int report_completeness(struct command *command);
int report_activities(struct command *command);
int report_phases(struct command *command);
int report_diff(struct command *command);
int report_protect(struct command *command);

extern const struct option_spec publish_by_options[];
extern const struct option_spec publish_by_plan_options[];
extern const struct option_spec publish_options[];
extern const struct option_spec publish_plan_options[];
extern const struct option_spec publish_dry_options[];
extern const struct option_spec publish_list_options[];
extern const struct option_spec publish_withdraw_options[];
int report_publish(struct command *command);
int report_publish_plan(struct command *command);
int report_publish_list(struct command *command);
int report_publish_show(struct command *command);
int report_publish_verify(struct command *command);
int report_publish_withdraw(struct command *command);

/* All that a report says by itself, in the language of the command. */
enum report_text {
	TEXT_COMPARED, TEXT_CHANGE_PERCENT, TEXT_CHART_TOTAL, TEXT_CHART_MOST, TEXT_CHART_LEAST, TEXT_INTERNAL_MARK,
	TEXT_BY_AND,
	TEXT_QUESTIONS, TEXT_CONTACTS, TEXT_MENTIONS, TEXT_CONTACT_MENTIONS, TEXT_SHARE, TEXT_PER_1000,
	TEXT_BY, TEXT_ACROSS, TEXT_ONLY, TEXT_LEFT_OUT, TEXT_MENTIONS_NOTE, TEXT_ESTIMATE_NOTE,
	TEXT_MONTH_REPORT, TEXT_ALL_GEMEENTEN, TEXT_KEY_FIGURES, TEXT_PER_GEMEENTE, TEXT_PER_THEME_GROUP,
	TEXT_TOP_THEMES, TEXT_PER_CHANNEL, TEXT_PER_ASKER, TEXT_PER_AGE, TEXT_PER_ANSWER, TEXT_CHANGE,
	TEXT_MONTH_NOT_OVER, TEXT_ONLY_COUNTS, TEXT_NO_QUESTIONS, TEXT_ZERO_ROWS,
	TEXT_NOTHING, TEXT_EMPTY_ROWS, TEXT_UP_TO, TEXT_ALL_UP_TO, TEXT_SLUG, TEXT_NAME, TEXT_PARTNER,
	TEXT_NETWORK_ON, TEXT_COVERAGE_ON, TEXT_NONE, TEXT_LACKS, TEXT_ALL_COVERED, TEXT_NO_GEMEENTEN,
	TEXT_GAPS_IN, TEXT_OFFERS_ON, TEXT_WITHOUT_OFFER, TEXT_WHITE_SPOTS, TEXT_PARTLY, TEXT_UNUSED, TEXT_REPORTED,
	TEXT_REASON, TEXT_TIMES, TEXT_WITHOUT_THEME,
	TEXT_DIFFERENCES, TEXT_NO_DIFFERENCES, TEXT_STATE, TEXT_COLUMN, TEXT_BEFORE, TEXT_NOW, TEXT_ADDED, TEXT_REMOVED,
	TEXT_CHANGED,
	TEXT_BANNER, TEXT_PER_1000_SHORT, TEXT_PLACE_IN, TEXT_MOST, TEXT_PUBLISHED_MOST, TEXT_LEAST, TEXT_NONE_AT,
	TEXT_DATA, TEXT_SCHOOLYEAR, TEXT_SAME_MONTHS, TEXT_PER_MONTH, TEXT_NEW_AT_TOP, TEXT_GONE_FROM_TOP, TEXT_REFERRALS_MADE,
	TEXT_REFERRALS_BY_PARTNER,
	TEXT_REFERRALS_IN, TEXT_REFERRALS, TEXT_STATUSES, TEXT_FEEDBACK_NOTE,
	TEXT_COMPLETENESS_IN, TEXT_COMPLETENESS_LEGEND, TEXT_NOTHING_EXPECTED, TEXT_WHAT_IS_MISSING,
	TEXT_WHAT_CAME_LATE,
	TEXT_HIDDEN_ROWS, TEXT_HIDDEN_AT, TEXT_PUBLISHED_ONE, TEXT_PUBLISHED_MANY, TEXT_PUBLISHED_OF,
	TEXT_PUBLISHED_LAST, TEXT_HIDDEN_X, TEXT_NOT_APPLICABLE, TEXT_NOT_COLLECTED, TEXT_EMPTY_CELL,
	TEXT_NOT_PUBLISHED, TEXT_OTHERS_NOTE,
	TEXT_SESSIONS, TEXT_PARTICIPANTS, TEXT_NEW_PARTICIPANTS, TEXT_SESSION_NOTE, TEXT_ACTIVITIES, TEXT_ACTIVITIES_IN,
	TEXT_OCCUPANCY_NOTE, TEXT_ACTIVITIES_PUBLIC, TEXT_PHASES_ON, TEXT_NO_MILESTONES, TEXTS
};
const char *report_text(const struct command *command, enum report_text text);

/* The title of a dimension or filter, the name of a month (1 to 12) in full or short. */
const char *report_dimension(const struct command *command, const char *dimension);
const char *report_month_name(const struct command *command, int month, bool in_full);

/* ---- report-months.c */

/* Months, counted from January of the year 0; last inclusive. */
struct span {
	int first, last;
};
/* 2026-10 */
void report_month_key(int month, char text[8]);
/* "okt 2026", "jan-okt 2026", "nov 2025 - jan 2026"; and where years may stand for their months "2026", "2025-2026". */
void report_name_span(const struct command *command, struct span months, bool years, char *text, size_t size);

/* The first and the last month, 2025-09 and 2026-08, of the year that --year or --schoolyear names, "" without either.
 * 0 or an exit status. */
int report_read_year(struct command *command, char first[8], char last[8]);

/* ---- report-text.c */

/* A text that is written bit by bit to a stream; NULL when out of memory. */
struct text {
	char *bytes;
	size_t length;
};
FILE *text_open(struct text *text);
/* Closes the stream. The text, to be freed; NULL when it could not all be held, or stream is NULL. */
char *text_close(struct text *text, FILE *stream);
/* Makes its first letter, one of ASCII, a capital; returns it. */
char *capitalize(char *text);
/* Writes a text as a paragraph and frees it; nothing when it is empty. -1 when it is NULL or writing failed. */
int report_put_text(struct renderer *renderer, char *text);
/* A number in a sentence, with a comma in Dutch. */
void report_write_number(const struct command *command, FILE *stream, double value, int decimals);
/* Writes the filters that were given: "Alleen: gemeente Brugge, periode 2026." or nothing. 0 or -1. */
int report_put_conditions(const struct command *command, struct renderer *renderer);

/* What a measure of a table counts, as a title. */
const char *report_unit(const struct command *command, const struct hvk_table *table, enum hvk_measure measure);

#endif
