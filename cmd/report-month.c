/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * hvk-report month: one month, beside the same month of last year and the year so far. All its tables are
 * broken down by month as well and counted in one pass over the months from January of last year on; the periods are
 * sums of their columns.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

enum { TOP_THEMES = 10 };

const struct option_spec month_options[] = {
	{ "month", 'm', VALUE_PERIOD, "MONTH", "the month, 2026-10; last: the one before today's (last)", false, NULL },
	{ "gemeente", 'g', VALUE_GEMEENTE, "GEMEENTE", "only these: name, NIS code, postcode or deelgemeente", true,
	  NULL },
	{ "arrondissement", 0, VALUE_TEXT, "NAME", "only its gemeenten", true, NULL },
	{ "province", 0, VALUE_TEXT, "NAME", "only its gemeenten", true, NULL },
	{ "region", 0, VALUE_REGION, "NAME", "only this set of gemeenten of your own", true, NULL },
	{ "desk", 0, VALUE_DESK, "DESK", "only where the question was asked", true, NULL },
	{ "geography", 0, VALUE_DATE, "DATE", "count on the gemeenten of that day (today)", false, NULL },
	{ 0 }
};

/* What is set side by side. */
enum period { THIS_MONTH, SAME_MONTH_LAST_YEAR, YEAR_SO_FAR, YEAR_SO_FAR_LAST_YEAR, PERIODS };

enum section { TOTAL, GEMEENTE, THEME_GROUP, THEME, CHANNEL, ASKER_GROUP, AGE, ANSWER, SECTIONS };

static const struct {
	const char *dimension; /* NULL: the key figures */
	enum report_text title;
	bool zeros;            /* shown on the page also when there is nothing */
} sections[SECTIONS] = {
	[TOTAL] = { NULL, TEXT_KEY_FIGURES, true },
	[GEMEENTE] = { "gemeente", TEXT_PER_GEMEENTE, true },
	[THEME_GROUP] = { "theme-group", TEXT_PER_THEME_GROUP, false },
	[THEME] = { "theme", TEXT_TOP_THEMES, false },
	[CHANNEL] = { "channel", TEXT_PER_CHANNEL, false },
	[ASKER_GROUP] = { "asker-group", TEXT_PER_ASKER, false },
	[AGE] = { "age", TEXT_PER_AGE, false },
	[ANSWER] = { "answer", TEXT_PER_ANSWER, false }
};

struct report {
	struct command *command;
	struct hvk_filter *filter;
	struct hvk_table *tables[SECTIONS];
	struct renderer *renderer;
	bool labels;
	bool failed;           /* a value could not be made; the store tells why */
	int year, month;
	char names[PERIODS][48];  /* 2026-10, 2026-01..2026-10: what --period takes */
	char titles[PERIODS][32];
	char year_so_far[16];     /* jan-okt: where the year goes without saying */
};

/* One line of a section. */
struct line {
	size_t member;
	int64_t value[PERIODS];
};

/* ---- the month and its periods */

static int read_month(struct report *report)
{
	struct command *command = report->command;
	const char *text = option(command, "month");
	char first[8], last[8];

	if (!text || strcmp(text, "last") == 0)
		text = "last-month";
	if (hvk_period_resolve(command->store, text, first, last) < 0)
		return fail_store(command);
	if (strcmp(first, last) != 0)
		return usage(command, "--month takes one month; '%s' is %s to %s", text, first, last);
	if (strcmp(first, "1971-01") < 0)
		return usage(command, "there is no year before that of %s to compare with", first);
	report->year = atoi(first);
	report->month = atoi(first + 5);
	return EXIT_DONE;
}

static void name_periods(struct report *report)
{
	const struct command *command = report->command;
	const char *month = report_month_name(command, report->month, false);
	const char *january = report_month_name(command, 1, false);

	snprintf(report->year_so_far, sizeof(report->year_so_far), "%s%s%s", january, report->month > 1 ? "-" : "",
	         report->month > 1 ? month : "");
	for (int back = 0; back < 2; back++) {
		int year = report->year - back;
		enum period one = back ? SAME_MONTH_LAST_YEAR : THIS_MONTH;
		enum period all = back ? YEAR_SO_FAR_LAST_YEAR : YEAR_SO_FAR;

		snprintf(report->names[one], sizeof(report->names[one]), "%04d-%02d", year, report->month);
		snprintf(report->names[all], sizeof(report->names[all]), "%04d-01..%04d-%02d", year, year,
		         report->month);
		snprintf(report->titles[one], sizeof(report->titles[one]), "%s %d", month, year);
		snprintf(report->titles[all], sizeof(report->titles[all]), "%s %d", report->year_so_far, year);
	}
}

/* The columns of a period in tables that begin with January of last year. */
static void months_of(const struct report *report, enum period period, size_t *first, size_t *count)
{
	size_t year = period == THIS_MONTH || period == YEAR_SO_FAR ? 12 : 0, month = (size_t)report->month - 1;
	bool whole = period == YEAR_SO_FAR || period == YEAR_SO_FAR_LAST_YEAR;

	*first = whole ? year : year + month;
	*count = whole ? month + 1 : 1;
}

/* ---- counting */

static int make_filters(struct report *report)
{
	struct command *command = report->command;

	if (hvk_filter_new(command->store, &report->filter) < 0)
		return fail_store(command);
	for (const struct option_spec *spec = month_options; spec->name; spec++) {
		const char *value;
		char *values = NULL;
		int result = HVK_OK;

		if (strcmp(spec->name, "month") == 0 || strcmp(spec->name, "geography") == 0)
			continue;
		for (size_t n = 0; (value = option_at(command, spec->name, n)) != NULL; n++) {
			char *more = NULL;

			if (asprintf(&more, "%s%s%s", values ? values : "", values ? "," : "", value) < 0)
				more = NULL;
			free(values);
			values = more;
			if (!values)
				return fail_memory(command);
		}
		if (values)
			result = hvk_filter_add(report->filter, spec->name, "=", values);
		free(values);
		if (result < 0)
			return fail_store(command);
	}
	return EXIT_DONE;
}

static int make_table(struct report *report, enum section section)
{
	struct command *command = report->command;
	const char *dimension = sections[section].dimension, *geography = option(command, "geography");
	char by[64], first[16];
	int result;

	snprintf(by, sizeof(by), "%s%smonth", dimension ? dimension : "", dimension ? "," : "");
	snprintf(first, sizeof(first), "%04d-01", report->year - 1);
	result = hvk_table_new(command->store, by, &report->tables[section]);
	if (result == HVK_OK && geography)
		result = hvk_table_set_geography(report->tables[section], geography);
	if (result == HVK_OK)
		result = hvk_table_set_months(report->tables[section], first, report->names[THIS_MONTH]);
	if (result == HVK_OK && section == TOTAL)
		result = hvk_table_add_measure(report->tables[section], HVK_CONTACTS);
	if (result == HVK_OK)
		hvk_table_set_filter(report->tables[section], report->filter);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int count_all(struct report *report)
{
	struct command *command = report->command;
	char first[16];
	struct hvk_source *source;
	int status = make_filters(report), result;

	snprintf(first, sizeof(first), "%04d-01", report->year - 1);
	if (status == EXIT_DONE && (hvk_filter_add(report->filter, "month", ">=", first) < 0 ||
	                            hvk_filter_add(report->filter, "month", "<=", report->names[THIS_MONTH]) < 0))
		status = fail_store(command);
	for (size_t i = 0; i < SECTIONS && status == EXIT_DONE; i++)
		status = make_table(report, (enum section)i);
	if (status != EXIT_DONE)
		return status;
	if (hvk_source_store(command->store, report->filter, &source) < 0)
		return fail_store(command);
	result = hvk_table_count(report->tables, SECTIONS, source);
	hvk_source_free(source);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

/* The sum of a period's months; section TOTAL has no members but months. */
static int64_t period_value(struct report *report, enum section section, enum hvk_measure measure, size_t line,
                            enum period period)
{
	size_t first, count, member[2] = { line, 0 };
	int64_t sum = 0, whole;
	double unused;

	months_of(report, period, &first, &count);
	for (size_t month = first; month < first + count; month++) {
		member[section == TOTAL ? 0 : 1] = month;
		if (hvk_table_value(report->tables[section], measure, member, &whole, &unused) < 0 ||
		    __builtin_add_overflow(sum, whole, &sum))
			report->failed = true;
	}
	return sum;
}

/* ---- the lines of a section */

static int compare_lines(const void *a, const void *b)
{
	const struct line *one = a, *other = b;

	if (one->value[THIS_MONTH] != other->value[THIS_MONTH])
		return one->value[THIS_MONTH] > other->value[THIS_MONTH] ? -1 : 1;
	return one->member < other->member ? -1 : one->member > other->member;
}

/* All lines of a section; of the themes those most asked about this month. NULL when out of memory. */
static struct line *make_lines(struct report *report, enum section section, size_t *count)
{
	struct line *lines;

	*count = hvk_table_members(report->tables[section], 0);
	lines = calloc(*count + 1, sizeof(*lines));
	if (!lines)
		return NULL;
	for (size_t i = 0; i < *count; i++) {
		lines[i].member = i;
		for (int period = 0; period < PERIODS; period++)
			lines[i].value[period] = period_value(report, section, HVK_QUESTIONS, i, (enum period)period);
	}
	if (section != THEME)
		return lines;
	qsort(lines, *count, sizeof(*lines), compare_lines);
	if (*count > TOP_THEMES)
		*count = TOP_THEMES;
	while (*count > 0 && lines[*count - 1].value[THIS_MONTH] == 0)
		--*count;
	return lines;
}

/* ---- as a page */

static struct cell change_cell(char buffer[32], int64_t now, int64_t before)
{
	if (now == before)
		return cell_text("=");
	snprintf(buffer, 32, "%+lld", (long long)(now - before));
	return cell_text(buffer);
}

static int put_title(struct report *report)
{
	const struct command *command = report->command;
	char title[160];
	const char *value;
	char *only = NULL;
	size_t length = 0;
	FILE *stream;
	int result;

	snprintf(title, sizeof(title), "%s %s %d", report_text(command, TEXT_MONTH_REPORT),
	         report_month_name(command, report->month, true), report->year);
	if (render_heading(report->renderer, 1, title) < 0)
		return -1;
	stream = open_memstream(&only, &length);
	if (!stream)
		return -1;
	/* The first of the options, the month, is in the title. */
	for (const struct option_spec *spec = month_options + 1; spec->name; spec++)
		for (size_t n = 0; (value = option_at(command, spec->name, n)) != NULL; n++)
			fprintf(stream, "%s%s %s", ftell(stream) > 0 ? ", " : report_text(command, TEXT_ONLY),
			        report_dimension(command, spec->name), value);
	if (ftell(stream) > 0)
		fputc('.', stream);
	result = fclose(stream);
	if (result == 0)
		result = render_paragraph(report->renderer,
		                          length > 0 ? only : report_text(command, TEXT_ALL_GEMEENTEN));
	free(only);
	return result;
}

static int put_key_figures(struct report *report)
{
	const struct command *command = report->command;
	const char *change = report_text(command, TEXT_CHANGE);
	const struct render_column columns[] = {
		{ "measure", "", false },
		{ "month", report->titles[THIS_MONTH], true },
		{ "before", report->titles[SAME_MONTH_LAST_YEAR], true },
		{ "change", change, true },
		{ "year", report->titles[YEAR_SO_FAR], true },
		{ "year_before", report->titles[YEAR_SO_FAR_LAST_YEAR], true },
		{ "year_change", change, true }
	};
	int result = render_heading(report->renderer, 2, report_text(command, TEXT_KEY_FIGURES));

	if (result == 0)
		result = render_table_begin(report->renderer, columns, sizeof(columns) / sizeof(columns[0]), NULL);
	for (int measure = HVK_QUESTIONS; measure <= HVK_CONTACTS && result == 0; measure++) {
		char change_text[2][32], name[32];
		int64_t value[PERIODS];

		for (int period = 0; period < PERIODS; period++)
			value[period] = period_value(report, TOTAL, (enum hvk_measure)measure, 0, (enum period)period);
		snprintf(name, sizeof(name), "%s",
		         report_unit(command, report->tables[TOTAL], (enum hvk_measure)measure));
		name[0] = (char)toupper((unsigned char)name[0]);
		const struct cell cells[] = {
			cell_text(name),
			cell_whole(value[THIS_MONTH]), cell_whole(value[SAME_MONTH_LAST_YEAR]),
			change_cell(change_text[0], value[THIS_MONTH], value[SAME_MONTH_LAST_YEAR]),
			cell_whole(value[YEAR_SO_FAR]), cell_whole(value[YEAR_SO_FAR_LAST_YEAR]),
			change_cell(change_text[1], value[YEAR_SO_FAR], value[YEAR_SO_FAR_LAST_YEAR])
		};

		result = render_row(report->renderer, cells);
	}
	return result == 0 ? render_table_end(report->renderer) : -1;
}

static int put_line(struct report *report, enum section section, const struct line *line, int64_t total)
{
	char change[32];
	const int64_t *value = line->value;
	const struct cell cells[] = {
		cell_text(hvk_table_label(report->tables[section], 0, line->member, report->command->lang)),
		cell_whole(value[THIS_MONTH]),
		total > 0 ? cell_real(100.0 * (double)value[THIS_MONTH] / (double)total, 0) : cell_empty(),
		cell_whole(value[SAME_MONTH_LAST_YEAR]),
		change_cell(change, value[THIS_MONTH], value[SAME_MONTH_LAST_YEAR]),
		cell_whole(value[YEAR_SO_FAR])
	};

	return render_row(report->renderer, cells);
}

/* The lines, without those that are 0 everywhere where the section leaves them out. *left: how many. */
static int put_lines(struct report *report, enum section section, const struct line *lines, size_t count, size_t *left)
{
	/* The total of mentions is theirs: a question can have several answers. */
	size_t all = hvk_table_members(report->tables[section], 0);
	int64_t total = period_value(report, section, HVK_QUESTIONS, all, THIS_MONTH);
	int result = 0;

	*left = 0;
	for (size_t i = 0; i < count && result == 0; i++) {
		const int64_t *value = lines[i].value;

		if (!sections[section].zeros && !value[THIS_MONTH] && !value[SAME_MONTH_LAST_YEAR] &&
		    !value[YEAR_SO_FAR])
			++*left;
		else
			result = put_line(report, section, &lines[i], total);
	}
	return result;
}

static int put_section(struct report *report, enum section section)
{
	const struct command *command = report->command;
	const struct render_column columns[] = {
		{ sections[section].dimension, report_dimension(command, sections[section].dimension), false },
		{ "month", report->titles[THIS_MONTH], true }, { "share", "%", true },
		{ "before", report->titles[SAME_MONTH_LAST_YEAR], true },
		{ "change", report_text(command, TEXT_CHANGE), true }, { "year", report->year_so_far, true }
	};
	size_t count, left = 0;
	struct line *lines = make_lines(report, section, &count);
	char text[128];
	int result;

	if (!lines || render_heading(report->renderer, 2, report_text(command, sections[section].title)) < 0) {
		free(lines);
		return -1;
	}
	if (count == 0) {
		result = render_paragraph(report->renderer, report_text(command, TEXT_NOTHING));
	} else {
		result = render_table_begin(report->renderer, columns, sizeof(columns) / sizeof(columns[0]), NULL);
		if (result == 0)
			result = put_lines(report, section, lines, count, &left);
		if (result == 0)
			result = render_table_end(report->renderer);
	}
	free(lines);
	snprintf(text, sizeof(text), "%s: %zu.", report_text(command, TEXT_ZERO_ROWS), left);
	return result == 0 && left > 0 ? render_paragraph(report->renderer, text) : result;
}

static int put_page(struct report *report)
{
	const struct command *command = report->command;
	char text[128];
	int result = put_title(report);

	if (result == 0 && period_value(report, TOTAL, HVK_QUESTIONS, 0, THIS_MONTH) == 0) {
		snprintf(text, sizeof(text), "%s %s %d.", report_text(command, TEXT_NO_QUESTIONS),
		         report_month_name(command, report->month, true), report->year);
		result = render_paragraph(report->renderer, text);
	}
	if (result == 0)
		result = put_key_figures(report);
	for (size_t i = TOTAL + 1; i < SECTIONS && result == 0; i++)
		result = put_section(report, (enum section)i);
	if (result == 0)
		result = render_paragraph(report->renderer, report_text(command, TEXT_MENTIONS_NOTE));
	return result == 0 ? render_paragraph(report->renderer, report_text(command, TEXT_INTERNAL)) : -1;
}

/* ---- as facts, one a row */

static int put_fact(struct report *report, enum section section, size_t member, enum hvk_measure measure,
                    enum period period, int64_t value)
{
	const struct hvk_table *table = report->tables[section];
	size_t line = section == TOTAL ? hvk_table_members(table, 0) : member;
	const char *key = hvk_table_key(table, 0, line);
	const char *label = hvk_table_label(table, 0, line, report->command->lang);
	const char *name = sections[section].dimension ? sections[section].dimension : "total";
	const struct cell cells[] = {
		cell_text(name), cell_text(report->labels ? label : key), cell_text(label),
		cell_text(hvk_table_unit(table, measure)), cell_text(report->names[period]), cell_whole(value)
	};

	return render_row(report->renderer, cells);
}

static int put_facts_of(struct report *report, enum section section)
{
	size_t count;
	struct line *lines = make_lines(report, section, &count);
	int result = lines ? 0 : -1;

	for (size_t i = 0; i < count && result == 0; i++)
		for (int period = 0; period < PERIODS && result == 0; period++)
			result = put_fact(report, section, lines[i].member, HVK_QUESTIONS, (enum period)period,
			                  lines[i].value[period]);
	free(lines);
	return result;
}

static int put_facts(struct report *report)
{
	static const struct render_column columns[] = {
		{ "section", "section", false }, { "key", "key", false }, { "label", "label", false },
		{ "measure", "measure", false }, { "period", "period", false }, { "value", "value", true }
	};
	int result = render_table_begin(report->renderer, columns, sizeof(columns) / sizeof(columns[0]), NULL);

	for (int measure = HVK_QUESTIONS; measure <= HVK_CONTACTS; measure++) {
		for (int period = 0; period < PERIODS && result == 0; period++) {
			int64_t value = period_value(report, TOTAL, (enum hvk_measure)measure, 0, (enum period)period);

			result = put_fact(report, TOTAL, 0, (enum hvk_measure)measure, (enum period)period, value);
		}
	}
	for (size_t i = TOTAL + 1; i < SECTIONS && result == 0; i++)
		result = put_facts_of(report, (enum section)i);
	return result == 0 ? render_table_end(report->renderer) : -1;
}

static int write_report(struct report *report, struct output *output)
{
	bool page = (output_format(output)->traits & RENDER_TITLES) != 0;
	int result;

	report->renderer = output_renderer(output);
	report->labels = !page && option_given(report->command, "labels");
	result = page ? put_page(report) : put_facts(report);
	if (report->failed)
		return fail_store(report->command);
	return result < 0 ? output_fail(report->command, output) : EXIT_DONE;
}

int report_month(struct command *command)
{
	struct report report = { .command = command };
	struct output *output;
	int status = output_open(command, formats_but_ids, &output);

	if (status != EXIT_DONE)
		return status;
	status = read_month(&report);
	if (status == EXIT_DONE)
		status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE) {
		name_periods(&report);
		status = count_all(&report);
	}
	if (status == EXIT_DONE)
		status = write_report(&report, output);
	for (size_t i = 0; i < SECTIONS; i++)
		hvk_table_free(report.tables[i]);
	hvk_filter_free(report.filter);
	return output_close(command, output, status);
}
