/* SPDX-License-Identifier: EUPL-1.2 */
/* Running a report on the network, and writing what its sections hold. */
#include <stdlib.h>
#include <string.h>

#include "report-network.h"

const struct option_spec place_options[] = {
	{ "gemeente", 'g', VALUE_GEMEENTE, "GEMEENTE", "only these: name, NIS code, postcode or deelgemeente", true,
	  NULL },
	{ "arrondissement", 0, VALUE_TEXT, "NAME", "only its gemeenten", true, NULL },
	{ "province", 0, VALUE_TEXT, "NAME", "only its gemeenten", true, NULL },
	{ "region", 0, VALUE_REGION, "NAME", "only this set of gemeenten of your own", true, NULL },
	{ 0 }
};

/* ---- running */

static int set_options(const struct command *command, struct hvk_report *report)
{
	static const struct {
		const char *name;
		enum hvk_report_option option;
	} options[] = {
		{ "on", HVK_REPORT_ON }, { "by", HVK_REPORT_BY }, { "direction", HVK_REPORT_DIRECTION },
		{ "min-questions", HVK_REPORT_MIN_QUESTIONS }, { "deadline", HVK_REPORT_DEADLINE }
	};
	const char *value;

	for (size_t i = 0; i < COUNT(options); i++)
		for (size_t n = 0; (value = option_at(command, options[i].name, n)) != NULL; n++)
			if (hvk_report_set(report, options[i].option, value) < 0)
				return fail_store(command);
	return EXIT_DONE;
}

/* The months of --year or --schoolyear. */
static int add_year(struct command *command, struct hvk_filter *filter)
{
	char first[8], last[8], months[20];
	int status = report_read_year(command, first, last);

	if (status != EXIT_DONE || !*first)
		return status;
	snprintf(months, sizeof(months), "%s..%s", first, last);
	return hvk_filter_add(filter, "period", "=", months) < 0 ? fail_store(command) : EXIT_DONE;
}

static int run(struct command *command, struct hvk_report *report, struct output *output,
               int (*write)(const struct network_view *view))
{
	unsigned traits = output_format(output)->traits;
	const struct network_view view = {
		.command = command, .report = report, .renderer = output_renderer(output),
		.page = (traits & RENDER_TITLES) != 0, .for_people = (traits & RENDER_LABELS) != 0,
		.labels = output_labels(output)
	};

	if (hvk_report_run(report) < 0)
		return fail_store(command);
	return write(&view) < 0 ? output_fail(command, output) : EXIT_DONE;
}

int report_write(struct command *command, enum hvk_report_kind kind, const char *fails,
                 int (*write)(const struct network_view *view))
{
	struct hvk_report *report = NULL;
	struct hvk_filter *filter = NULL;
	struct output *output;
	int status = output_open(command, formats_but_ids, &output);

	if (status != EXIT_DONE)
		return status;
	status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE)
		status = make_filter(command, &filter);
	if (status == EXIT_DONE)
		status = add_year(command, filter);
	if (status == EXIT_DONE && hvk_report_new(command->store, kind, &report) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = set_options(command, report);
	if (status == EXIT_DONE) {
		hvk_report_set_filter(report, filter);
		status = run(command, report, output, write);
	}
	if (status == EXIT_DONE && fails && option_given(command, fails) && hvk_report_findings(report) > 0)
		status = EXIT_NO;
	hvk_report_free(report);
	hvk_filter_free(filter);
	return output_close(command, output, status);
}

/* ---- cells */

int64_t report_count(const struct network_view *view, size_t section, size_t row, size_t column)
{
	int64_t whole;
	double unused;

	return hvk_report_value(view->report, section, row, column, &whole, &unused) == 1 ? whole : 0;
}

struct cell report_cell(const struct network_view *view, size_t section, size_t row, size_t column)
{
	enum hvk_report_form form = hvk_report_column(view->report, section, column)->form;
	int64_t whole;
	double real;

	if (form == HVK_REPORT_NAME)
		return cell_text(view->labels
		                 ? hvk_report_label(view->report, section, row, column, view->command->lang)
		                              : hvk_report_key(view->report, section, row, column));
	if (hvk_report_value(view->report, section, row, column, &whole, &real) != 1)
		return cell_empty();
	if (form == HVK_REPORT_COUNT)
		return cell_whole(whole);
	if (form == HVK_REPORT_SHARE)
		return view->for_people ? cell_real(100 * real, 0) : cell_real(real, 6);
	return cell_real(real, view->for_people ? 1 : 2);
}

static bool is_nothing(const struct network_view *view, size_t section, size_t row, size_t columns)
{
	bool numbers = false;

	for (size_t i = 0; i < columns; i++) {
		if (hvk_report_column(view->report, section, i)->form != HVK_REPORT_COUNT)
			continue;
		numbers = true;
		if (report_count(view, section, row, i) != 0)
			return false;
	}
	return numbers;
}

static struct render_column *make_columns(const struct network_view *view, size_t section, size_t count)
{
	struct render_column *columns = calloc(count + 1, sizeof(*columns));

	for (size_t i = 0; columns && i < count; i++) {
		const struct hvk_report_column *column = hvk_report_column(view->report, section, i);

		columns[i] = (struct render_column){ column->name, column->title[view->command->lang],
		                                     column->form != HVK_REPORT_NAME };
	}
	return columns;
}

int report_put_kept(const struct network_view *view, size_t section, size_t count,
                    bool (*leaves)(const struct network_view *view, size_t section, size_t row, size_t columns),
                    size_t *left)
{
	struct render_column *columns = make_columns(view, section, count);
	struct cell *cells = calloc(count + 1, sizeof(*cells));
	int result = columns && cells ? render_table_begin(view->renderer, columns, count, NULL) : -1;

	*left = 0;
	for (size_t row = 0; row < hvk_report_rows(view->report, section) && result == 0; row++) {
		if (leaves && leaves(view, section, row, count)) {
			++*left;
			continue;
		}
		for (size_t i = 0; i < count; i++)
			cells[i] = report_cell(view, section, row, i);
		result = render_row(view->renderer, cells);
	}
	if (result == 0)
		result = render_table_end(view->renderer);
	free(columns);
	free(cells);
	return result;
}

int report_put_rows(const struct network_view *view, size_t section)
{
	size_t left;

	return report_put_kept(view, section, hvk_report_columns(view->report, section), NULL, &left);
}

int report_put_section(const struct network_view *view, size_t section, size_t columns, bool zeros)
{
	const char *title = hvk_report_title(view->report, section, view->command->lang);

	if (render_heading(view->renderer, 2, title) < 0)
		return -1;
	return report_put_table(view, section, columns, zeros);
}

int report_put_table(const struct network_view *view, size_t section, size_t columns, bool zeros)
{
	const struct command *command = view->command;
	size_t rows = hvk_report_rows(view->report, section), left = 0;
	char text[128];

	if (columns == 0)
		columns = hvk_report_columns(view->report, section);
	for (size_t row = 0; row < rows && !zeros; row++)
		left += is_nothing(view, section, row, columns);
	if (left == rows)
		return render_paragraph(view->renderer, report_text(command, TEXT_NOTHING));
	if (report_put_kept(view, section, columns, zeros ? NULL : is_nothing, &left) < 0)
		return -1;
	snprintf(text, sizeof(text), "%s: %zu.", report_text(command, TEXT_EMPTY_ROWS), left);
	return left > 0 ? render_paragraph(view->renderer, text) : 0;
}

/* ---- several sections as one table */

size_t report_names_in(const struct network_view *view, size_t section)
{
	size_t count = 0;

	while (hvk_report_column(view->report, section, count)->form == HVK_REPORT_NAME)
		count++;
	return count;
}

char *report_join_names(const struct network_view *view, size_t section, size_t row, bool labels)
{
	enum hvk_lang lang = view->command->lang;
	struct text text;
	FILE *stream = text_open(&text);

	for (size_t i = 0; stream && i < report_names_in(view, section); i++)
		fprintf(stream, "%s%s", i ? (labels ? ", " : "+") : "",
		        labels ? hvk_report_label(view->report, section, row, i, lang)
		               : hvk_report_key(view->report, section, row, i));
	return text_close(&text, stream);
}

static int put_joined(const struct network_view *view, size_t section, size_t row, struct cell cells[])
{
	size_t names = report_names_in(view, section), count = hvk_report_columns(view->report, section);
	char *key = report_join_names(view, section, row, view->labels);
	char *label = report_join_names(view, section, row, true);
	int result = -1;

	cells[0] = cell_text(hvk_report_section(view->report, section));
	cells[1] = cell_text(key);
	cells[2] = cell_text(label);
	/* Not every section has all that the first one has. */
	for (size_t i = 1; i < hvk_report_columns(view->report, 0); i++)
		cells[2 + i] = names + i - 1 < count ? report_cell(view, section, row, names + i - 1) : cell_empty();
	if (key && label)
		result = render_row(view->renderer, cells);
	free(key);
	free(label);
	return result;
}

static int put_sections(const struct network_view *view, struct render_column columns[], struct cell cells[])
{
	size_t count = hvk_report_columns(view->report, 0) + 2;
	int result;

	columns[0] = (struct render_column){ "section", "section", false };
	columns[1] = (struct render_column){ "key", "key", false };
	columns[2] = (struct render_column){ "label", "label", false };
	for (size_t i = 3; i < count; i++) {
		const struct hvk_report_column *column = hvk_report_column(view->report, 0, i - 2);

		columns[i] = (struct render_column){ column->name, column->title[view->command->lang], true };
	}
	result = render_table_begin(view->renderer, columns, count, NULL);
	for (size_t section = 0; section < hvk_report_sections(view->report) && result == 0; section++)
		for (size_t row = 0; row < hvk_report_rows(view->report, section) && result == 0; row++)
			result = put_joined(view, section, row, cells);
	return result == 0 ? render_table_end(view->renderer) : -1;
}

int report_put_facts(const struct network_view *view)
{
	size_t count = hvk_report_columns(view->report, 0) + 2;
	struct render_column *columns;
	struct cell *cells;
	int result = -1;

	if (option_given(view->command, "by") && hvk_report_sections(view->report) == 2)
		return report_put_rows(view, 1);
	columns = calloc(count, sizeof(*columns));
	cells = calloc(count, sizeof(*cells));
	if (columns && cells)
		result = put_sections(view, columns, cells);
	free(columns);
	free(cells);
	return result;
}

/* ---- what a report is about */

void report_date(const struct command *command, const char *date, char text[64])
{
	snprintf(text, 64, "%d %s %.4s", atoi(date + 8), report_month_name(command, atoi(date + 5), true), date);
}

static void report_month_text(const struct command *command, const char *month, char text[64])
{
	snprintf(text, 64, "%s %.4s", report_month_name(command, atoi(month + 5), true), month);
}

int report_put_title(const struct network_view *view, enum report_text title)
{
	const struct command *command = view->command;
	const char *last, *first = hvk_report_months(view->report, &last);
	char begin[64], end[64], text[320];

	if (!*last) {
		report_date(command, hvk_report_on(view->report), end);
		snprintf(text, sizeof(text), "%s %s", report_text(command, title), end);
	} else {
		report_month_text(command, last, end);
		if (*first)
			report_month_text(command, first, begin);
		if (*first && strcmp(first, last) == 0)
			snprintf(text, sizeof(text), "%s %s", report_text(command, title), end);
		else
			snprintf(text, sizeof(text), "%s %s%s%s", report_text(command, title), *first ? begin : "",
			         report_text(command, *first ? TEXT_UP_TO : TEXT_ALL_UP_TO), end);
	}
	if (render_heading(view->renderer, 1, text) < 0 ||
	    render_banner(view->renderer, report_text(command, TEXT_BANNER)) < 0)
		return -1;
	return report_put_conditions(command, view->renderer);
}
