/* SPDX-License-Identifier: EUPL-1.2 */
/* What reports on the network say, as text. Include after cmocka.h. */
#ifndef TESTS_REPORT_ROWS_H
#define TESTS_REPORT_ROWS_H

#include "network_store.h"
#include "statistics/report.h"

static inline struct hvk_store *store_of(void **state)
{
	return ((struct question_store *)*state)->store;
}

/* A report that ran, with a condition on it ("gemeente=Brugge", or NULL) and options: number, text ... -1. */
static inline struct hvk_report *run_report(struct hvk_store *store, enum hvk_report_kind kind, const char *condition,
                                            ...)
{
	struct hvk_report *report;
	struct hvk_filter *filter = NULL;
	va_list arguments;
	int option;

	assert_done(store, hvk_report_new(store, kind, &report));
	va_start(arguments, condition);
	while ((option = va_arg(arguments, int)) >= 0)
		assert_done(store,
		            hvk_report_set(report, (enum hvk_report_option)option, va_arg(arguments, const char *)));
	va_end(arguments);
	if (condition) {
		assert_done(store, hvk_filter_new(store, &filter));
		assert_done(store, hvk_filter_parse(filter, condition));
	}
	hvk_report_set_filter(report, filter);
	assert_done(store, hvk_report_run(report));
	hvk_filter_free(filter);
	return report;
}

static inline size_t find_section(struct hvk_report *report, const char *name)
{
	for (size_t i = 0; i < hvk_report_sections(report); i++)
		if (strcmp(hvk_report_section(report, i), name) == 0)
			return i;
	fail_msg("no section '%s'", name);
	return 0;
}

/* One row: keys and numbers joined by blanks, '-' where there is nothing. */
static inline size_t write_row(struct hvk_report *report, size_t section, size_t row, size_t columns, char *text,
                               size_t size)
{
	size_t length = 0;

	for (size_t i = 0; i < columns; i++) {
		const char *key = hvk_report_key(report, section, row, i), *blank = i ? " " : "";
		enum hvk_report_form form = hvk_report_column(report, section, i)->form;
		int64_t whole;
		double real;

		if (form == HVK_REPORT_NAME)
			length += (size_t)snprintf(text + length, size - length, "%s%s", blank, key ? key : "-");
		else if (hvk_report_value(report, section, row, i, &whole, &real) != 1)
			length += (size_t)snprintf(text + length, size - length, "%s-", blank);
		else if (form == HVK_REPORT_COUNT)
			length += (size_t)snprintf(text + length, size - length, "%s%" PRId64, blank, whole);
		else
			length += (size_t)snprintf(text + length, size - length, "%s%.2f", blank, real);
	}
	return length;
}

/* The rows of a section, joined by ", ": the first columns (0: all), and those only that have a number above 0 in
 * column with (0: all). */
static inline const char *rows_with(struct hvk_report *report, const char *name, size_t columns, size_t with)
{
	static char text[4][65536];
	static unsigned next;
	char *out = text[next++ % 4];
	size_t section = find_section(report, name), length = 0;
	int64_t whole;
	double real;

	out[0] = '\0';
	if (columns == 0)
		columns = hvk_report_columns(report, section);
	for (size_t row = 0; row < hvk_report_rows(report, section); row++) {
		if (with && (hvk_report_value(report, section, row, with, &whole, &real) != 1 || whole == 0))
			continue;
		if (length)
			length += (size_t)snprintf(out + length, sizeof(text[0]) - length, ", ");
		length += write_row(report, section, row, columns, out + length, sizeof(text[0]) - length);
	}
	return out;
}

static inline const char *all_rows(struct hvk_report *report, const char *name)
{
	return rows_with(report, name, 0, 0);
}

#endif
