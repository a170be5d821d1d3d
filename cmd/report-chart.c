/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report chart: one picture of a table of questions, for a slide, or on a page with its numbers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report-view.h"

enum { COLOURS_MAX = 16 /* series that are told apart by their colours */ };

static const char *const types[CHART_TYPES + 1] = {
	[CHART_BAR] = "bar", [CHART_STACKED] = "stacked", [CHART_LINE] = "line", [CHART_HEAT] = "heat",
	[CHART_MAP] = "map"
};
static const char *const formats[] = { "svg", "html", "xlsx", "md", "table", NULL };

const struct option_spec chart_options[] = {
	{ "type", 0, VALUE_WORD, "bar|stacked|line|heat|map",
	  "how it is drawn; else stacked with --across, line when --by is a time, bar", false, types },
	{ "by", 'b', VALUE_DIMENSION, "DIMENSION", "what is set side by side (of a map gemeente, of a line month)",
	  false, NULL },
	{ "across", 0, VALUE_DIMENSION, "DIMENSION", "and what each is made up of: for stacked, line and heat", false,
	  NULL },
	{ "measure", 0, VALUE_MEASURE, "MEASURE",
	  "questions, contacts, share, per-1000, sessions, participants or new (questions)", false, NULL },
	{ "title", 0, VALUE_TEXT, "TEXT", "what it is called; else what it shows", false, NULL },
	{ "top", 0, VALUE_NUMBER, "N", "only the N largest, largest first", false, NULL },
	{ "nonzero", 0, VALUE_NONE, NULL, "without what does not occur", false, NULL },
	{ "geography", 0, VALUE_DATE, "DATE", "count on the gemeenten of that day (today)", false, NULL },
	{ 0 }
};

/* A chart, and what it is made of. */
struct drawing {
	struct view *view;
	struct chart chart;
	struct ranking ranking;
	const char **labels;
	struct chart_series *series;
	double *values;
	const struct hvk_gemeente **gemeenten;
	char *title, *description, *unit;
};

/* ---- which chart */

static int check_type(const struct view *view, enum chart_type type)
{
	const struct command *command = view->command;
	bool map = type == CHART_MAP, across = type == CHART_STACKED || type == CHART_HEAT;

	if (map && (strcmp(view->by, "gemeente") != 0 || view->across))
		return usage(command, "a map shows gemeenten: --by gemeente, without --across");
	if (across && !view->across)
		return usage(command, "--type %s needs a second dimension: --across", types[type]);
	if (type == CHART_BAR && view->across)
		return usage(command, "bars show one dimension; with --across take --type stacked or heat");
	if (type == CHART_LINE && !is_time(view->by))
		return usage(command, "a line goes through time: --by month, quarter, year or schoolyear, not '%s'",
		             view->by);
	if (type == CHART_LINE && view->top)
		return usage(command, "--top would break a line through time");
	return EXIT_DONE;
}

/* A picture has one measure and one dimension, or two. */
static int choose_type(const struct view *view, enum chart_type *type)
{
	const struct command *command = view->command;

	if (view->measure_count != 1)
		return usage(command, "a picture shows one measure, found %zu", view->measure_count);
	if (!*view->by || strchr(view->by, ','))
		return usage(command, "a picture takes one dimension in --by, and one in --across; found --by '%s'",
		             view->by);
	if (view->compare)
		return usage(command, "--compare cannot be drawn; take a format for tables");
	if (*type == CHART_TYPES)
		*type = view->across ? CHART_STACKED : is_time(view->by) ? CHART_LINE : CHART_BAR;
	return check_type(view, *type);
}

/* Markup on a terminal helps nobody. */
static int check_terminal(const struct command *command, const struct output *output)
{
	const char *path = option(command, "output");

	if (!(output_format(output)->traits & RENDER_PICTURE) || (path && strcmp(path, "-") != 0) ||
	    !isatty(STDOUT_FILENO))
		return EXIT_DONE;
	return usage(command, "a picture is for a file: --output FILE.svg");
}

/* ---- what it is made of */

static int check_size(const struct drawing *drawing)
{
	const struct view *view = drawing->view;
	enum chart_type type = drawing->chart.type;

	if ((type == CHART_STACKED || type == CHART_LINE) && view->columns_across > COLOURS_MAX)
		return usage(view->command, "a picture tells %d colours apart, and %s has %zu members; take --type "
		             "heat, --nonzero or a broader dimension", COLOURS_MAX, view->across,
		             view->columns_across);
	return EXIT_DONE;
}

static bool make_room(struct drawing *drawing)
{
	size_t categories = drawing->ranking.count, series = drawing->view->columns_across;

	drawing->labels = calloc(categories + 1, sizeof(*drawing->labels));
	drawing->series = calloc(series + 1, sizeof(*drawing->series));
	drawing->values = calloc(categories * series + 1, sizeof(*drawing->values));
	drawing->gemeenten = calloc(categories + 1, sizeof(*drawing->gemeenten));
	return drawing->labels && drawing->series && drawing->values && drawing->gemeenten;
}

static void fill_category(struct drawing *drawing, size_t n)
{
	struct view *view = drawing->view;
	const struct command *command = view->command;
	const struct hvk_table *table = view->parts[NOW].table;
	size_t member[DIMENSIONS_MAX] = { drawing->ranking.rows[n].member[0] };

	drawing->labels[n] = hvk_table_label(table, 0, member[0], command->lang);
	for (size_t s = 0; s < view->columns_across; s++) {
		struct cell cell;

		set_across(view, member, s);
		cell = view_value(view, NOW, view->measures[0], member);
		drawing->values[s * drawing->ranking.count + n] = cell.type == CELL_EMPTY ? NAN : cell_value(&cell);
		drawing->chart.decimals = cell.type == CELL_EMPTY ? drawing->chart.decimals : cell.decimals;
	}
	/* What is no gemeente of that day is found nowhere. */
	if (drawing->chart.type == CHART_MAP)
		hvk_gemeente_find(command->store, hvk_table_key(table, 0, member[0]), option(command, "geography"),
		                  false, &drawing->gemeenten[n]);
}

/* A picture goes about by itself, without the banner of a page: its title says that it is internal. */
static char *mark_title(const struct command *command, char *title)
{
	char *marked = NULL;

	if (title && asprintf(&marked, "%s (%s)", title, report_text(command, TEXT_INTERNAL_MARK)) < 0)
		marked = NULL;
	free(title);
	return marked;
}

static int make_texts(struct drawing *drawing)
{
	struct view *view = drawing->view;
	struct chart *chart = &drawing->chart;

	drawing->title = chart_title(view);
	drawing->unit = chart_unit(view);
	drawing->description = chart_description(view, chart, drawing->ranking.left);
	if (renderer_format(view->renderer)->traits & RENDER_PICTURE)
		drawing->title = mark_title(view->command, drawing->title);
	if (!drawing->title || !drawing->unit || !drawing->description)
		return fail_memory(view->command);
	chart->title = drawing->title;
	chart->unit = drawing->unit;
	chart->description = drawing->description;
	return EXIT_DONE;
}

static int make_chart(struct drawing *drawing)
{
	struct view *view = drawing->view;
	struct chart *chart = &drawing->chart;
	const struct hvk_table *table = view->parts[NOW].table;

	if (rank_rows(view, &drawing->ranking) < 0 || !make_room(drawing))
		return fail_memory(view->command);
	chart->categories = drawing->ranking.count;
	chart->series_count = view->columns_across;
	chart->labels = drawing->labels;
	chart->series = drawing->series;
	chart->values = drawing->values;
	chart->gemeenten = drawing->gemeenten;
	chart->axis = report_dimension(view->command, hvk_table_dimension(table, 0));
	for (size_t s = 0; s < chart->series_count; s++)
		drawing->series[s] = (struct chart_series){
			view->wide ? hvk_table_label(table, 1, s, view->command->lang) : view->columns[1].title, 1 + s
		};
	for (size_t n = 0; n < chart->categories; n++)
		fill_category(drawing, n);
	return make_texts(drawing);
}

static void drawing_free(struct drawing *drawing)
{
	free(drawing->ranking.rows);
	free(drawing->labels);
	free(drawing->series);
	free(drawing->values);
	free(drawing->gemeenten);
	free(drawing->title);
	free(drawing->description);
	free(drawing->unit);
}

/* ---- writing */

static int put_document(const struct drawing *drawing)
{
	struct view *view = drawing->view;
	const struct command *command = view->command;
	size_t left;
	int result;

	if (render_heading(view->renderer, 1, drawing->title) < 0 ||
	    render_banner(view->renderer, report_text(command, TEXT_BANNER)) < 0)
		return -1;
	if (drawing->chart.categories > 0 && drawing->chart.series_count > 0)
		result = render_chart(view->renderer, &drawing->chart);
	else
		result = render_paragraph(view->renderer, report_text(command, TEXT_NOTHING));
	if (result < 0 || view_put_table(view, &left) < 0 || view_put_notes(view, left) < 0)
		return -1;
	return view_put_data(view);
}

static int write_drawing(struct drawing *drawing, const struct output *output)
{
	struct view *view = drawing->view;
	int status = view_make_columns(view);

	if (status == EXIT_DONE)
		status = check_size(drawing);
	if (status == EXIT_DONE)
		status = make_chart(drawing);
	if (status != EXIT_DONE)
		return status;
	if (output_format(output)->traits & RENDER_PICTURE &&
	    (drawing->chart.categories == 0 || drawing->chart.series_count == 0))
		return fail(view->command, EXIT_NOT_FOUND, "there is nothing to draw: no row was counted");
	if (put_document(drawing) < 0)
		return output_fail(view->command, output);
	return view->failed ? fail_store(view->command) : EXIT_DONE;
}

int chart_run(struct view *view, const struct output *output, enum chart_type type)
{
	struct drawing drawing = { .view = view };
	int status = check_terminal(view->command, output);

	/* A picture has no totals, and no bars or lines in it. */
	view->wide = view->across;
	view->totals = view->bars = view->spark = false;
	if (status == EXIT_DONE)
		status = choose_type(view, &type);
	if (status == EXIT_DONE)
		status = view_count(view);
	view->no_future = type == CHART_LINE;
	drawing.chart.type = type;
	if (status == EXIT_DONE)
		status = write_drawing(&drawing, output);
	drawing_free(&drawing);
	return status;
}

/* ---- the verb */

static int run(struct view *view, const struct output *output)
{
	const char *name = option(view->command, "type");
	enum chart_type type = name ? CHART_BAR : CHART_TYPES;
	int status = view_read_options(view);

	while (name && strcmp(types[type], name) != 0)
		type++;
	if (status != EXIT_DONE)
		return status;
	if (!view->by && type == CHART_MAP)
		view->by = "gemeente";
	else if (!view->by && type == CHART_LINE)
		view->by = "month";
	if (!view->by)
		return usage(view->command, "name what is set side by side, as in --by gemeente");
	return chart_run(view, output, type);
}

int report_chart(struct command *command)
{
	struct view view;
	struct output *output;
	int status = output_open_as(command, formats, "svg", &output);

	if (status != EXIT_DONE)
		return status;
	view_init(&view, command, output);
	status = run(&view, output);
	view_free(&view);
	return output_close(command, output, status);
}
