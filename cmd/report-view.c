/* SPDX-License-Identifier: EUPL-1.2 */
/* The columns of a view, its cells, and the page around them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report-view.h"

/* What stands beside each other of one measure when it is compared. */
enum beside { VALUE, VALUE_BEFORE, CHANGE, PERCENT };

static bool is_count(enum hvk_measure measure)
{
	return measure != HVK_SHARE && measure != HVK_PER_1000;
}

/* A percentage is for people, and of what is no percentage or estimate itself. */
static size_t columns_of(const struct view *view, enum hvk_measure measure)
{
	return !view->compare ? VALUE + 1 : view->for_people && is_count(measure) ? PERCENT + 1 : CHANGE + 1;
}

/* ---- columns */

static char *keep_name(struct view *view, char *name)
{
	if (name)
		view->names[view->name_count++] = name;
	return name;
}

/* What a page says once above the table, a table without a page says in every column. */
static bool says_measure(const struct view *view)
{
	return view->measure_count > 1 || !view->titles;
}

static bool name_across(struct view *view, struct render_column *column, const char *unit, const char *title,
                        size_t member)
{
	size_t across = view->dimensions - 1;
	const struct hvk_table *table = view_table(view, across);
	const char *label = hvk_table_label(table, across, member, view->command->lang);
	char *text = NULL;

	if (asprintf(&text, "%s:%s", unit, hvk_table_key(table, across, member)) < 0)
		text = NULL;
	column->key = keep_name(view, text);
	column->title = label;
	if (!says_measure(view))
		return column->key;
	if (asprintf(&text, "%s %s", label, title) < 0)
		text = NULL;
	column->title = keep_name(view, text);
	return column->key && column->title;
}

static bool name_beside(struct view *view, struct render_column *column, const char *unit, const char *title,
                        enum beside beside)
{
	static const char *const keys[] = { "", "_before", "_change", "_percent" };
	const struct command *command = view->command;
	char what[64], *text = NULL;

	if (beside == VALUE || beside == VALUE_BEFORE)
		report_name_span(command, view->parts[beside == VALUE ? NOW : BEFORE].months, true, what, sizeof(what));
	else
		snprintf(what, sizeof(what), "%s",
		         report_text(command, beside == CHANGE ? TEXT_CHANGE : TEXT_CHANGE_PERCENT));
	if (asprintf(&text, "%s%s", unit, keys[beside]) < 0)
		text = NULL;
	column->key = keep_name(view, text);
	if (asprintf(&text, "%s%s%s", says_measure(view) ? title : "", says_measure(view) ? " " : "", what) < 0)
		text = NULL;
	column->title = keep_name(view, text);
	return column->key && column->title;
}

/* The columns of a measure; wide ones are also about a member. */
static bool name_columns(struct view *view, size_t *n, enum hvk_measure measure, size_t member)
{
	const struct hvk_table *table = view->parts[NOW].table;
	const char *unit = hvk_table_unit(table, measure), *title = report_unit(view->command, table, measure);

	for (enum beside beside = VALUE; beside < columns_of(view, measure); beside++) {
		struct render_column *column = &view->columns[(*n)++];

		*column = (struct render_column){ .key = unit, .title = title, .numeric = true };
		if (view->compare && !name_beside(view, column, unit, title, beside))
			return false;
		if (view->wide && !name_across(view, column, unit, title, member))
			return false;
	}
	return true;
}

static bool name_spark(struct view *view, struct render_column *column)
{
	char months[64];

	report_name_span(view->command, view->parts[SPARK].months, false, months, sizeof(months));
	column->key = "spark";
	column->title = keep_name(view, strdup(months));
	return column->title;
}

int view_make_columns(struct view *view)
{
	size_t n = 0, measures = 0;

	for (size_t m = 0; m < view->measure_count; m++)
		measures += columns_of(view, view->measures[m]);
	view->columns_across = 1;
	if (view->wide)
		view->columns_across = view_members(view, view->dimensions - 1) + view->totals;
	view->column_count = view->row_dimensions + view->columns_across * measures + view->spark;
	view->columns = calloc(view->column_count + 1, sizeof(*view->columns));
	view->cells = calloc(view->column_count + 1, sizeof(*view->cells));
	view->names = calloc(2 * view->column_count + 1, sizeof(*view->names));
	if (!view->columns || !view->cells || !view->names)
		return fail_memory(view->command);
	for (; n < view->row_dimensions; n++) {
		view->columns[n].key = hvk_table_dimension(view->parts[NOW].table, n);
		view->columns[n].title = report_dimension(view->command, view->columns[n].key);
	}
	for (size_t i = 0; i < view->columns_across; i++)
		for (size_t m = 0; m < view->measure_count; m++)
			if (!name_columns(view, &n, view->measures[m], i))
				return fail_memory(view->command);
	if (view->spark && !name_spark(view, &view->columns[n]))
		return fail_memory(view->command);
	return EXIT_DONE;
}

static void free_columns(struct view *view)
{
	for (size_t i = 0; i < view->name_count; i++)
		free(view->names[i]);
	free(view->names);
	free(view->columns);
	free(view->cells);
}

/* ---- cells */

static struct cell change_cell(const struct cell *now, const struct cell *before)
{
	double unit = pow(10, now->decimals);

	if (now->type == CELL_EMPTY || before->type == CELL_EMPTY)
		return cell_empty();
	if (now->type == CELL_WHOLE)
		return cell_whole(now->whole - before->whole);
	/* Added to 0, what rounds to nothing has no sign. */
	return cell_real(round((now->real - before->real) * unit) / unit + 0.0, now->decimals);
}

/* Nothing is a percentage of 0. */
static struct cell percent_cell(const struct cell *now, const struct cell *before)
{
	double was = cell_value(before);

	return was > 0 ? cell_real(100 * (cell_value(now) - was) / was, 1) : cell_empty();
}

static size_t put_measure(struct view *view, size_t n, enum hvk_measure measure, const size_t member[])
{
	size_t count = columns_of(view, measure);
	struct cell *cells = &view->cells[n];

	cells[VALUE] = view_value(view, NOW, measure, member);
	if (!view->compare)
		return count;
	cells[VALUE_BEFORE] = view_value(view, BEFORE, measure, member);
	cells[CHANGE] = change_cell(&cells[VALUE], &cells[VALUE_BEFORE]);
	if (count > PERCENT)
		cells[PERCENT] = percent_cell(&cells[VALUE], &cells[VALUE_BEFORE]);
	return count;
}

/* What was counted of a row in each of the months. */
static size_t read_months(struct view *view, const size_t row[], int64_t values[SPARK_MONTHS_MAX])
{
	const struct part *part = &view->parts[SPARK];
	size_t months = (size_t)(part->months.last - part->months.first) + 1, at = 0, member[DIMENSIONS_MAX];
	bool there = place_row(view, SPARK, row, member);

	memset(values, 0, SPARK_MONTHS_MAX * sizeof(*values));
	/* Months in which nothing occurs are no members. */
	for (size_t i = 0; i < months && there; i++) {
		size_t *month = &member[view->row_dimensions];
		char key[8];
		double real;

		report_month_key(part->months.first + (int)i, key);
		if (at == hvk_table_members(part->table, view->row_dimensions) ||
		    strcmp(hvk_table_key(part->table, view->row_dimensions, at), key) != 0)
			continue;
		*month = at++;
		view->failed |= hvk_table_value(part->table, view->measures[0], member, &values[i], &real) < 0;
	}
	return months;
}

/* The lowest block is 0 and no other: what is more than nothing is seen to be. */
static struct cell spark_cell(struct view *view, const size_t row[])
{
	static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	int64_t values[SPARK_MONTHS_MAX], largest = 0;
	size_t months = read_months(view, row, values);
	char *end = view->spark_text;

	for (size_t i = 0; i < months; i++)
		largest = values[i] > largest ? values[i] : largest;
	for (size_t i = 0; i < months; i++)
		end = stpcpy(end, blocks[values[i] ? (size_t)ceil(7.0 * (double)values[i] / (double)largest) : 0]);
	return cell_text(view->spark_text);
}

static bool is_grand_total(const struct view *view, const size_t row[])
{
	for (size_t i = 0; i < view->row_dimensions; i++)
		if (row[i] < view_members(view, i))
			return false;
	return true;
}

static int put_row(struct view *view, void *data, const size_t row[], double value)
{
	size_t member[DIMENSIONS_MAX] = { 0 }, n = 0;

	(void)data;
	memcpy(member, row, view->row_dimensions * sizeof(*row));
	for (; n < view->row_dimensions; n++)
		view->cells[n] = cell_text(view->labels ? hvk_table_label(view_table(view, n), n, row[n],
		                                                          view->command->lang)
		                                        : hvk_table_key(view_table(view, n), n, row[n]));
	for (size_t i = 0; i < view->columns_across; i++) {
		set_across(view, member, i);
		for (size_t m = 0; m < view->measure_count; m++)
			n += put_measure(view, n, view->measures[m], member);
	}
	if (view->spark)
		view->cells[n] = spark_cell(view, row);
	if (view->bars && view->largest > 0 && !is_total(view, row))
		view->cells[view->row_dimensions].bar = value / view->largest;
	if (view->totals && is_grand_total(view, row))
		return render_total(view->renderer, view->cells);
	return render_row(view->renderer, view->cells);
}

/* ---- rows */

static int find_largest(struct view *view, void *data, const size_t row[], double value)
{
	(void)data;
	if (!is_total(view, row) && value > view->largest)
		view->largest = value;
	return 0;
}

/* The largest rows, and with totals the total of all. */
static int put_top(struct view *view, size_t *left)
{
	struct ranking ranking;
	size_t total[DIMENSIONS_MAX] = { 0 };
	int result = rank_rows(view, &ranking);

	for (size_t i = 0; i < ranking.count && result == 0; i++)
		result = put_row(view, NULL, ranking.rows[i].member, ranking.rows[i].value);
	*left = ranking.left;
	free(ranking.rows);
	for (size_t i = 0; i < view->row_dimensions; i++)
		total[i] = view_members(view, i);
	if (result == 0 && view->totals)
		result = put_row(view, NULL, total, 0);
	return result;
}

int view_put_table(struct view *view, size_t *left)
{
	int result;

	*left = 0;
	if (view->bars && each_row(view, false, find_largest, NULL) < 0)
		return -1;
	if (render_table_begin(view->renderer, view->columns, view->column_count, NULL) < 0)
		return -1;
	result = view->top ? put_top(view, left) : each_row(view, view->totals, put_row, NULL);
	return result == 0 ? render_table_end(view->renderer) : -1;
}

/* ---- the page around them */

/* "vragen, contacten per gemeente, thema, vergeleken met 2025" */
static void write_caption(const struct view *view, FILE *stream)
{
	const struct command *command = view->command;
	const struct hvk_table *table = view->parts[NOW].table;
	char before[64];

	for (size_t m = 0; m < view->measure_count; m++)
		fprintf(stream, "%s%s", m ? ", " : "", report_unit(command, table, view->measures[m]));
	for (size_t i = 0; i < view->row_dimensions; i++)
		fprintf(stream, "%s%s", i ? ", " : report_text(command, TEXT_BY),
		        report_dimension(command, hvk_table_dimension(table, i)));
	if (view->wide)
		fprintf(stream, "%s%s", report_text(command, TEXT_ACROSS),
		        report_dimension(command, hvk_table_dimension(table, view->dimensions - 1)));
	if (view->compare) {
		report_name_span(view->command, view->parts[BEFORE].months, true, before, sizeof(before));
		fprintf(stream, "%s%s", report_text(view->command, TEXT_COMPARED), before);
	}
}

/* To be freed; NULL when out of memory. */
static char *make_caption(const struct view *view, const char *end)
{
	struct text text;
	FILE *stream = text_open(&text);

	if (stream) {
		write_caption(view, stream);
		fputs(end, stream);
	}
	return capitalize(text_close(&text, stream));
}

/* What the table is: the title of a file, a sentence in text that may be pasted into another. */
static int put_head(const struct view *view)
{
	bool titled = (renderer_format(view->renderer)->traits & RENDER_TITLED) != 0;
	char *title = make_caption(view, "");
	int result = title ? 0 : -1;

	if (result == 0 && titled)
		result = render_heading(view->renderer, 1, title);
	free(title);
	if (result == 0)
		result = render_banner(view->renderer, report_text(view->command, TEXT_BANNER));
	if (result == 0 && !titled)
		result = report_put_text(view->renderer, make_caption(view, "."));
	return result == 0 ? report_put_conditions(view->command, view->renderer) : -1;
}

/* Whether a session can count in several rows. */
static bool has_session_mentions(const struct view *view)
{
	static const char *const several[] = { "theme", "theme-group", "pillar", "audience", "target", "partner" };
	bool sessions = false, mentions = false;

	for (size_t m = 0; m < view->measure_count; m++)
		sessions |= view->measures[m] >= HVK_SESSIONS;
	for (size_t d = 0; d < view->dimensions; d++)
		for (size_t i = 0; i < COUNT(several); i++)
			mentions |= strcmp(hvk_table_dimension(view->parts[NOW].table, d), several[i]) == 0;
	return sessions && mentions;
}

int view_put_notes(const struct view *view, size_t left)
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
	if (result == 0 && strcmp(hvk_table_unit(view->parts[NOW].table, HVK_QUESTIONS), "questions") != 0)
		result = render_paragraph(view->renderer, report_text(command, TEXT_MENTIONS_NOTE));
	for (size_t m = 0; m < view->measure_count && result == 0; m++)
		if (view->measures[m] == HVK_PER_1000)
			result = render_paragraph(view->renderer, report_text(command, TEXT_ESTIMATE_NOTE));
	if (result == 0 && has_session_mentions(view))
		result = render_paragraph(view->renderer, report_text(command, TEXT_SESSION_NOTE));
	return result;
}

/* The same figures with one in each row, and all rows, for who goes on counting. */
int view_put_data(struct view *view)
{
	struct view data = *view;
	size_t left;
	int result;

	if (!(renderer_format(view->renderer)->traits & RENDER_DATA))
		return 0;
	data.wide = data.for_people = data.titles = data.totals = data.bars = data.spark = data.no_future = false;
	data.top = 0;
	data.row_dimensions = data.dimensions;
	data.name_count = 0;
	result = view_make_columns(&data) == EXIT_DONE ? 0 : -1;
	for (size_t i = 0; i < data.column_count && result == 0; i++)
		data.columns[i].title = data.columns[i].key;
	if (result == 0)
		result = render_heading(view->renderer, 2, report_text(view->command, TEXT_DATA));
	if (result == 0)
		result = view_put_table(&data, &left);
	view->failed |= data.failed;
	free_columns(&data);
	return result;
}

int view_write(struct view *view, const struct output *output)
{
	size_t left = 0;
	int status = view_make_columns(view);

	if (status != EXIT_DONE)
		return status;
	if (too_many_rows(view))
		return fail(view->command, EXIT_USAGE,
		            "too many combinations for totals or to compare; leave a dimension or --totals out");
	if (put_head(view) < 0 || view_put_table(view, &left) < 0 || view_put_notes(view, left) < 0 || view_put_data(view) < 0)
		return output_fail(view->command, output);
	return view->failed ? fail_store(view->command) : EXIT_DONE;
}

void view_free(struct view *view)
{
	free_columns(view);
	for (size_t i = 0; i < PARTS; i++) {
		hvk_table_free(view->parts[i].table);
		for (size_t d = 0; d < DIMENSIONS_MAX; d++)
			free(view->parts[i].places[d]);
	}
}
