/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report table: any breakdown of questions, over the store or over CSV. */
#include <string.h>

#include "report-view.h"

/* All but ids: the first column names no record. */
static const char *const formats[] = {
	"table", "csv", "tsv", "jsonl", "rec", "md", "html", "excel", "xlsx", "svg", NULL
};

static const char *const layouts[] = { "tidy", "wide", NULL };
static const char *const comparisons[] = { "prev", "year", NULL };

const struct option_spec table_options[] = {
	{ "by", 'b', VALUE_DIMENSION, "A,B,...", "break down by these dimensions", false, NULL },
	{ "across", 0, VALUE_DIMENSION, "DIMENSION", "and by this one, a column for each of its members", false, NULL },
	{ "measure", 0, VALUE_MEASURE, "A,B,...",
	  "questions, contacts, share, per-1000, sessions, participants, new (questions)", false, NULL },
	{ "totals", 0, VALUE_NONE, NULL, "with totals over each dimension", false, NULL },
	{ "top", 0, VALUE_NUMBER, "N", "only the N largest rows by the first measure, largest first", false, NULL },
	{ "compare", 0, VALUE_WORD, "prev|year",
	  "beside each measure that of as many months just before, or of a year earlier, and the change", false,
	  comparisons },
	{ "bars", 0, VALUE_NONE, NULL, "with a bar beside the first measure, in formats for people", false, NULL },
	{ "spark", 0, VALUE_NONE, NULL, "with the months of each row drawn as a line, in formats for people", false,
	  NULL },
	{ "nonzero", 0, VALUE_NONE, NULL, "without what does not occur", false, NULL },
	{ "layout", 0, VALUE_WORD, "tidy|wide",
	  "a row for each cell, or a column for each member of --across (wide in table, md and excel)", false,
	  layouts },
	{ "geography", 0, VALUE_DATE, "DATE", "count on the gemeenten of that day (today)", false, NULL },
	{ 0 }
};

/* ---- options */

static int parse_measures(struct view *view, const char *text)
{
	char name[32];

	while (*text) {
		size_t length = strcspn(text, ","), found = HVK_MEASURES;
		const char *names[HVK_MEASURES + 1] = { NULL };

		snprintf(name, sizeof(name), "%.*s", (int)length, text);
		for (size_t i = 0; i < HVK_MEASURES; i++) {
			names[i] = hvk_measure_name((enum hvk_measure)i);
			if (strcmp(names[i], name) == 0)
				found = i;
		}
		if (found == HVK_MEASURES)
			return usage_unknown(view->command, "measure", name, names);
		for (size_t i = 0; i < view->measure_count; i++)
			if (view->measures[i] == (enum hvk_measure)found)
				return usage(view->command, "measure '%s' is given twice", name);
		view->measures[view->measure_count++] = (enum hvk_measure)found;
		text += length + (text[length] == ',');
	}
	return view->measure_count ? EXIT_DONE : usage(view->command, "--measure needs a measure");
}

void view_init(struct view *view, struct command *command, struct output *output)
{
	unsigned traits = output_format(output)->traits;

	*view = (struct view){ .command = command, .renderer = output_renderer(output) };
	view->labels = output_labels(output);
	view->for_people = (traits & RENDER_LABELS) != 0;
	view->titles = (traits & RENDER_TITLES) != 0;
}

int view_read_options(struct view *view)
{
	struct command *command = view->command;
	const char *measure = option(command, "measure");

	view->by = option(command, "by");
	view->across = option(command, "across");
	view->nonzero = option_given(command, "nonzero");
	view->top = option_number(command, "top", 0);
	if (option_given(command, "top") && view->top == 0)
		return usage(command, "--top needs a number above 0");
	return parse_measures(view, measure ? measure : "questions");
}

static int read_spark(struct view *view)
{
	enum hvk_measure first = view->measures[0];

	view->spark = option_given(view->command, "spark") && view->titles;
	if (view->spark && (first == HVK_SHARE || first == HVK_PER_1000))
		return usage(view->command, "--spark draws what is counted, such as questions or contacts; put one of "
		             "them first in --measure");
	return EXIT_DONE;
}

static int read_layout(struct view *view)
{
	struct command *command = view->command;
	const char *layout = option(command, "layout");

	view->wide = view->across && (layout ? strcmp(layout, "wide") == 0 : view->for_people);
	if (layout && strcmp(layout, "wide") == 0 && !view->wide)
		return usage(command, "--layout wide needs --across");
	if (view->wide && view->bars)
		return usage(command, "--bars cannot be drawn in a wide table; add --layout tidy");
	if (view->wide && view->compare)
		return usage(command, "--compare cannot be shown in a wide table; add --layout tidy");
	return EXIT_DONE;
}

static int read_options(struct view *view)
{
	struct command *command = view->command;
	const char *compare = option(command, "compare");
	int status = view_read_options(view);

	if (status != EXIT_DONE)
		return status;
	if (!view->by)
		return usage(command, "name the dimensions of the table, as in --by gemeente,theme");
	if (compare)
		view->compare = strcmp(compare, "prev") == 0 ? COMPARE_PREV : COMPARE_YEAR;
	view->totals = option_given(command, "totals");
	view->bars = option_given(command, "bars");
	status = read_layout(view);
	return status == EXIT_DONE ? read_spark(view) : status;
}

static int run(struct view *view, const struct output *output)
{
	int status = read_options(view);

	if (status != EXIT_DONE)
		return status;
	if (output_format(output)->traits & RENDER_PICTURE)
		return chart_run(view, output, CHART_TYPES);
	status = view_count(view);
	return status == EXIT_DONE ? view_write(view, output) : status;
}

int report_table(struct command *command)
{
	struct view view;
	struct output *output;
	int status = output_open(command, formats, &output);

	if (status != EXIT_DONE)
		return status;
	view_init(&view, command, output);
	status = run(&view, output);
	view_free(&view);
	return output_close(command, output, status);
}
