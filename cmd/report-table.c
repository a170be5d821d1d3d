/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report table: any breakdown of questions, over the store or over CSV. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report.h"

enum {
	DIMENSIONS_MAX = 6,
	ROWS_WITH_TOTALS_MAX = 4000000 /* rows looked at to find the totals of what occurs */
};

static const char *const layouts[] = { "tidy", "wide", NULL };

const struct option_spec table_options[] = {
	{ "by", 'b', VALUE_DIMENSION, "A,B,...", "break down by these dimensions", false, NULL },
	{ "across", 0, VALUE_DIMENSION, "DIMENSION", "and by this one, a column for each of its members", false, NULL },
	{ "measure", 0, VALUE_MEASURE, "A,B,...", "questions, contacts, share, per-1000 (questions)", false, NULL },
	{ "totals", 0, VALUE_NONE, NULL, "with totals over each dimension", false, NULL },
	{ "top", 0, VALUE_NUMBER, "N", "only the N largest rows by the first measure, largest first", false, NULL },
	{ "bars", 0, VALUE_NONE, NULL, "with a bar beside the first measure, in formats for people", false, NULL },
	{ "nonzero", 0, VALUE_NONE, NULL, "without what does not occur", false, NULL },
	{ "layout", 0, VALUE_WORD, "tidy|wide",
	  "a row for each cell, or a column for each member of --across (wide in table, md and excel)", false,
	  layouts },
	{ "geography", 0, VALUE_DATE, "DATE", "count on the gemeenten of that day (today)", false, NULL },
	{ 0 }
};

/* What is shown, and how. */
struct view {
	struct command *command;
	struct hvk_table *table;
	enum hvk_measure measures[HVK_MEASURES];
	size_t measure_count;
	size_t dimensions;      /* of the table; with --across the last of them is that */
	size_t row_dimensions;  /* those that rows are made of */
	size_t columns_across;  /* columns for each measure: 1, or the members of --across, and their total */
	bool wide, totals, nonzero, bars, labels;
	bool for_people;        /* a format for people */
	bool titles;            /* a format with a page around the table */
	bool failed;            /* a value could not be made; the store tells why */
	uint64_t top;           /* 0: all */
	double largest;         /* for bars */
	struct render_column *columns;
	struct cell *cells;
	size_t column_count;
	char **names;           /* of columns, to be freed */
	size_t name_count;
	struct renderer *renderer;
};

/* One row of the ranking. */
struct ranked {
	double value;
	size_t order;
	size_t member[DIMENSIONS_MAX];
};

struct ranking {
	struct ranked *rows;
	size_t count, capacity;
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

static int make_table(struct view *view, const struct hvk_filter *filter)
{
	struct command *command = view->command;
	const char *by = option(command, "by"), *across = option(command, "across"), *geography;
	char *all = NULL;
	int result;

	if (across && strchr(across, ','))
		return usage(command, "--across takes one dimension, found '%s'", across);
	if (asprintf(&all, "%s%s%s", by, across && *by ? "," : "", across ? across : "") < 0)
		return fail_memory(command);
	result = hvk_table_new(command->store, all, &view->table);
	free(all);
	geography = option(command, "geography");
	if (result == HVK_OK && geography)
		result = hvk_table_set_geography(view->table, geography);
	for (size_t i = 0; i < view->measure_count && result == HVK_OK; i++)
		result = hvk_table_add_measure(view->table, view->measures[i]);
	if (result < 0)
		return fail_store(command);
	if (view->nonzero)
		hvk_table_set_occurring(view->table);
	hvk_table_set_filter(view->table, filter);
	return EXIT_DONE;
}

static int read_options(struct view *view)
{
	struct command *command = view->command;
	const char *measure = option(command, "measure"), *layout = option(command, "layout");
	int status = parse_measures(view, measure ? measure : "questions");

	if (status != EXIT_DONE)
		return status;
	if (!option(command, "by"))
		return usage(command, "name the dimensions of the table, as in --by gemeente,theme");
	view->top = option_number(command, "top", 0);
	if (option_given(command, "top") && view->top == 0)
		return usage(command, "--top needs a number above 0");
	view->totals = option_given(command, "totals");
	view->nonzero = option_given(command, "nonzero");
	view->bars = option_given(command, "bars");
	view->wide = option_given(command, "across") && (layout ? strcmp(layout, "wide") == 0 : view->for_people);
	if (layout && strcmp(layout, "wide") == 0 && !view->wide)
		return usage(command, "--layout wide needs --across");
	if (view->wide && view->bars)
		return usage(command, "--bars cannot be drawn in a wide table; add --layout tidy");
	return EXIT_DONE;
}

/* ---- counting */

static int count_source(struct view *view, struct hvk_source *source)
{
	struct hvk_table *tables[] = { view->table };
	int result = hvk_table_count(tables, 1, source);

	if (result == HVK_EINPUT)
		print_refused_rest(view->command);
	return result < 0 ? fail_store(view->command) : EXIT_DONE;
}

static int count_store(struct view *view, const struct hvk_filter *filter)
{
	struct hvk_source *source;
	int status;

	if (hvk_source_store(view->command->store, filter, &source) < 0)
		return fail_store(view->command);
	status = count_source(view, source);
	hvk_source_free(source);
	return status;
}

static int count_inputs(struct view *view, const struct hvk_filter *filter, struct hvk_input *inputs, size_t count)
{
	struct hvk_intake *intake;
	struct hvk_source *source;
	int status = make_intake(view->command, &intake);

	if (status != EXIT_DONE)
		return status;
	if (hvk_source_csv(intake, inputs, count, filter, &source) < 0) {
		status = fail_store(view->command);
	} else {
		status = count_source(view, source);
		hvk_source_free(source);
	}
	hvk_intake_free(intake);
	return status;
}

static int count_files(struct view *view, const struct hvk_filter *filter)
{
	struct command *command = view->command;
	size_t count = (size_t)command->operand_count, opened = 0;
	struct hvk_input *inputs = calloc(count, sizeof(*inputs));
	int status = inputs ? EXIT_DONE : fail_memory(command);

	for (; opened < count && status == EXIT_DONE; opened++)
		status = open_input(command, command->operands[opened], &inputs[opened]);
	if (status == EXIT_DONE)
		status = count_inputs(view, filter, inputs, count);
	while (inputs && opened > 0)
		close_input(&inputs[--opened]);
	free(inputs);
	return status;
}

/* ---- values */

static struct cell value_cell(struct view *view, enum hvk_measure measure, const size_t member[], double *value)
{
	int64_t whole;
	double real;
	int result = hvk_table_value(view->table, measure, member, &whole, &real);

	*value = 0;
	if (result < 0)
		view->failed = true;
	if (result <= 0)
		return cell_empty();
	if (measure == HVK_QUESTIONS || measure == HVK_CONTACTS) {
		*value = (double)whole;
		return cell_whole(whole);
	}
	*value = real;
	if (measure == HVK_PER_1000)
		return cell_real(real, 2);
	return view->for_people ? cell_real(100 * real, 1) : cell_real(real, 6);
}

/* The members of one column of --across; for a table that is not wide the row's own. */
static void set_across(const struct view *view, size_t member[], size_t column)
{
	if (view->wide)
		member[view->dimensions - 1] = column;
}

/* The value that a row is ranked and drawn by: that of its first measure, over all columns. False when it cannot be. */
static bool row_value(struct view *view, const size_t row[], double *value)
{
	size_t member[DIMENSIONS_MAX] = { 0 };
	int64_t whole;
	double real;
	int result;

	memcpy(member, row, view->row_dimensions * sizeof(*row));
	set_across(view, member, view->wide ? hvk_table_members(view->table, view->dimensions - 1) : 0);
	result = hvk_table_value(view->table, HVK_QUESTIONS, member, &whole, &real);
	view->failed |= result < 0;
	if (result != 1)
		return false;
	if (view->nonzero && whole == 0)
		return false;
	value_cell(view, view->measures[0], member, value);
	return true;
}

static bool is_total(const struct view *view, const size_t row[])
{
	for (size_t i = 0; i < view->row_dimensions; i++)
		if (row[i] >= hvk_table_members(view->table, i))
			return true;
	return false;
}

/* ---- going through the rows */

/* Receives a row: 0, or -1 to stop. */
typedef int row_function(struct view *view, void *data, const size_t row[], double value);

/* Every combination of members, the last dimension fastest; with totals, each total after its members. */
static int each_combination(struct view *view, bool totals, row_function *function, void *data)
{
	size_t row[DIMENSIONS_MAX] = { 0 }, count[DIMENSIONS_MAX];
	double value;

	for (size_t i = 0; i < view->row_dimensions; i++) {
		count[i] = hvk_table_members(view->table, i) + totals;
		if (count[i] == 0)
			return 0;
	}
	for (;;) {
		size_t i = view->row_dimensions;

		if (row_value(view, row, &value) && function(view, data, row, value) < 0)
			return -1;
		while (i > 0 && ++row[i - 1] == count[i - 1])
			row[--i] = 0;
		if (i == 0)
			return 0;
	}
}

/* The rows that hold anything, without looking at those that do not. */
static int each_occurring(struct view *view, row_function *function, void *data)
{
	size_t row[DIMENSIONS_MAX], last[DIMENSIONS_MAX];
	double value;

	for (size_t i = 0; i < hvk_table_occurring(view->table); i++) {
		hvk_table_occurring_at(view->table, i, row);
		/* Cells of one row in a wide table follow each other. */
		if (i > 0 && memcmp(row, last, view->row_dimensions * sizeof(*row)) == 0)
			continue;
		memcpy(last, row, sizeof(last));
		if (row_value(view, row, &value) && function(view, data, row, value) < 0)
			return -1;
	}
	return 0;
}

static int each_row(struct view *view, bool totals, row_function *function, void *data)
{
	return view->nonzero && !totals ? each_occurring(view, function, data)
	                                : each_combination(view, totals, function, data);
}

static bool too_many_for_totals(const struct view *view)
{
	double rows = 1;

	for (size_t i = 0; i < view->row_dimensions; i++)
		rows *= (double)hvk_table_members(view->table, i) + 1;
	return view->totals && !view->top && rows > ROWS_WITH_TOTALS_MAX;
}

/* ---- columns */

static char *keep_name(struct view *view, char *name)
{
	if (name)
		view->names[view->name_count++] = name;
	return name;
}

/* The title of a measure's column; wide ones are also about a member. */
static bool name_column(struct view *view, struct render_column *column, enum hvk_measure measure, size_t member)
{
	const struct command *command = view->command;
	const char *unit = hvk_table_unit(view->table, measure), *title = report_unit(command, view->table, measure);
	size_t across = view->dimensions - 1;
	const char *label;
	char *text = NULL;

	column->numeric = true;
	column->key = unit;
	column->title = title;
	if (!view->wide)
		return true;
	label = hvk_table_label(view->table, across, member, command->lang);
	if (asprintf(&text, "%s:%s", unit, hvk_table_key(view->table, across, member)) < 0)
		text = NULL;
	column->key = keep_name(view, text);
	/* What a page says once above the table, a table without a page says in every column. */
	if (view->measure_count == 1 && view->titles) {
		column->title = label;
		return column->key;
	}
	if (asprintf(&text, "%s %s", label, title) < 0)
		text = NULL;
	column->title = keep_name(view, text);
	return column->key && column->title;
}

static int make_columns(struct view *view)
{
	size_t n = 0;

	view->dimensions = hvk_table_dimensions(view->table);
	view->row_dimensions = view->dimensions - view->wide;
	view->columns_across = 1;
	if (view->wide)
		view->columns_across = hvk_table_members(view->table, view->dimensions - 1) + view->totals;
	view->column_count = view->row_dimensions + view->columns_across * view->measure_count;
	view->columns = calloc(view->column_count + 1, sizeof(*view->columns));
	view->cells = calloc(view->column_count + 1, sizeof(*view->cells));
	view->names = calloc(2 * view->column_count + 1, sizeof(*view->names));
	if (!view->columns || !view->cells || !view->names)
		return fail_memory(view->command);
	for (; n < view->row_dimensions; n++) {
		view->columns[n].key = hvk_table_dimension(view->table, n);
		view->columns[n].title = report_dimension(view->command, view->columns[n].key);
	}
	for (size_t i = 0; i < view->columns_across; i++)
		for (size_t m = 0; m < view->measure_count; m++)
			if (!name_column(view, &view->columns[n++], view->measures[m], i))
				return fail_memory(view->command);
	return EXIT_DONE;
}

/* ---- writing */

static int write_row(struct view *view, void *data, const size_t row[], double value)
{
	enum hvk_lang lang = view->command->lang;
	size_t member[DIMENSIONS_MAX] = { 0 }, n = 0;

	(void)data;
	memcpy(member, row, view->row_dimensions * sizeof(*row));
	for (; n < view->row_dimensions; n++)
		view->cells[n] = cell_text(view->labels ? hvk_table_label(view->table, n, row[n], lang)
		                                        : hvk_table_key(view->table, n, row[n]));
	for (size_t i = 0; i < view->columns_across; i++) {
		set_across(view, member, i);
		for (size_t m = 0; m < view->measure_count; m++) {
			double unused;

			view->cells[n++] = value_cell(view, view->measures[m], member, &unused);
		}
	}
	if (view->bars && view->largest > 0 && !is_total(view, row))
		view->cells[view->row_dimensions].bar = value / view->largest;
	return render_row(view->renderer, view->cells);
}

static int find_largest(struct view *view, void *data, const size_t row[], double value)
{
	(void)data;
	if (!is_total(view, row) && value > view->largest)
		view->largest = value;
	return 0;
}

static int rank_row(struct view *view, void *data, const size_t row[], double value)
{
	struct ranking *ranking = data;
	struct ranked *ranked;

	if (ranking->count == ranking->capacity) {
		size_t capacity = ranking->capacity + ranking->capacity / 2 + 64;
		void *rows = realloc(ranking->rows, capacity * sizeof(*ranking->rows));

		if (!rows)
			return -1;
		ranking->rows = rows;
		ranking->capacity = capacity;
	}
	ranked = &ranking->rows[ranking->count];
	*ranked = (struct ranked){ .value = value, .order = ranking->count++ };
	memcpy(ranked->member, row, view->row_dimensions * sizeof(*row));
	return 0;
}

static int compare_ranked(const void *a, const void *b)
{
	const struct ranked *one = a, *other = b;

	if (one->value != other->value)
		return one->value > other->value ? -1 : 1;
	return one->order < other->order ? -1 : one->order > other->order;
}

/* The largest rows, and with totals the total of all. *left: how many are not shown. */
static int write_top(struct view *view, size_t *left)
{
	struct ranking ranking = { 0 };
	size_t total[DIMENSIONS_MAX] = { 0 };
	int result = each_row(view, false, rank_row, &ranking);

	if (result == 0 && ranking.count > 0)
		qsort(ranking.rows, ranking.count, sizeof(*ranking.rows), compare_ranked);
	for (size_t i = 0; i < ranking.count && i < view->top && result == 0; i++)
		result = write_row(view, NULL, ranking.rows[i].member, ranking.rows[i].value);
	*left = ranking.count > view->top ? ranking.count - view->top : 0;
	free(ranking.rows);
	for (size_t i = 0; i < view->row_dimensions; i++)
		total[i] = hvk_table_members(view->table, i);
	if (result == 0 && view->totals)
		result = write_row(view, NULL, total, 0);
	return result;
}

static int write_rows(struct view *view, size_t *left)
{
	*left = 0;
	if (view->bars && each_row(view, false, find_largest, NULL) < 0)
		return -1;
	return view->top ? write_top(view, left) : each_row(view, view->totals, write_row, NULL);
}

/* ---- the page around it */

/* "Vragen, contacten per gemeente, thema." */
static void write_caption(const struct view *view, FILE *caption)
{
	const struct command *command = view->command;

	for (size_t m = 0; m < view->measure_count; m++)
		fprintf(caption, "%s%s", m ? ", " : "", report_unit(command, view->table, view->measures[m]));
	for (size_t i = 0; i < view->row_dimensions; i++)
		fprintf(caption, "%s%s", i ? ", " : report_text(command, TEXT_BY),
		        report_dimension(command, hvk_table_dimension(view->table, i)));
	if (view->wide)
		fprintf(caption, "%s%s", report_text(command, TEXT_ACROSS),
		        report_dimension(command, hvk_table_dimension(view->table, view->dimensions - 1)));
	fputc('.', caption);
}

/* The conditions, as they were given. */
static void write_conditions(const struct view *view, FILE *caption)
{
	report_conditions(view->command, caption);
}

/* A paragraph that a function writes; none when it writes nothing. */
static int put_paragraph(const struct view *view, void (*write)(const struct view *view, FILE *caption))
{
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&text, &length);
	int result;

	if (!stream)
		return -1;
	write(view, stream);
	if (fclose(stream) != 0) {
		free(text);
		return -1;
	}
	if (length > 0)
		text[0] = (char)toupper((unsigned char)text[0]);
	result = length > 0 ? render_paragraph(view->renderer, text) : 0;
	free(text);
	return result;
}

static int put_notes(const struct view *view, size_t left)
{
	const struct command *command = view->command;
	char text[128];
	int result = 0;

	if (left > 0) {
		snprintf(text, sizeof(text), "%s: %zu.", report_text(command, TEXT_LEFT_OUT), left);
		if (view->titles)
			result = render_paragraph(view->renderer, text);
		else
			note(command, "smaller rows, not shown: %zu", left);
	}
	if (result == 0 && strcmp(hvk_table_unit(view->table, HVK_QUESTIONS), "questions") != 0)
		result = render_paragraph(view->renderer, report_text(command, TEXT_MENTIONS_NOTE));
	for (size_t m = 0; m < view->measure_count && result == 0; m++)
		if (view->measures[m] == HVK_PER_1000)
			result = render_paragraph(view->renderer, report_text(command, TEXT_ESTIMATE_NOTE));
	return result == 0 ? render_paragraph(view->renderer, report_text(command, TEXT_INTERNAL)) : -1;
}

static int write_table(struct view *view, const struct output *output)
{
	size_t left = 0;
	int status = make_columns(view);

	if (status != EXIT_DONE)
		return status;
	if (too_many_for_totals(view))
		return fail(view->command, EXIT_USAGE,
		            "too many combinations for totals; leave --totals or a dimension out");
	if (put_paragraph(view, write_caption) < 0 || put_paragraph(view, write_conditions) < 0 ||
	    render_table_begin(view->renderer, view->columns, view->column_count, NULL) < 0 ||
	    write_rows(view, &left) < 0 || render_table_end(view->renderer) < 0 || put_notes(view, left) < 0)
		return output_fail(view->command, output);
	return view->failed ? fail_store(view->command) : EXIT_DONE;
}

static void view_free(struct view *view)
{
	for (size_t i = 0; i < view->name_count; i++)
		free(view->names[i]);
	free(view->names);
	free(view->columns);
	free(view->cells);
	hvk_table_free(view->table);
}

static int count_and_write(struct view *view, struct output *output)
{
	struct command *command = view->command;
	struct hvk_filter *filter = NULL;
	/* CSV needs no store, but takes the codes, desks and regions of the one there is. */
	int status = open_store(command, HVK_OPEN_READ, command->operand_count > 0);

	if (status == EXIT_DONE)
		status = make_filter(command, &filter);
	if (status == EXIT_DONE)
		status = make_table(view, filter);
	if (status == EXIT_DONE)
		status = command->operand_count > 0 ? count_files(view, filter) : count_store(view, filter);
	if (status == EXIT_DONE)
		status = write_table(view, output);
	view_free(view);
	hvk_filter_free(filter);
	return status;
}

int report_table(struct command *command)
{
	struct view view = { .command = command };
	struct output *output;
	int status = output_open(command, formats_but_ids, &output);

	if (status != EXIT_DONE)
		return status;
	view.renderer = output_renderer(output);
	view.labels = output_labels(output);
	view.for_people = (output_format(output)->traits & RENDER_LABELS) != 0;
	view.titles = (output_format(output)->traits & RENDER_TITLES) != 0;
	status = read_options(&view);
	if (status == EXIT_DONE)
		status = count_and_write(&view, output);
	return output_close(command, output, status);
}
