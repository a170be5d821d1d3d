/* SPDX-License-Identifier: EUPL-1.2 */
/* Counting what a view needs, in one pass over the store or over CSV. */
#include <stdlib.h>
#include <string.h>

#include "report-view.h"

/* ---- tables */

static int make_part(struct view *view, enum part_name name, const char *by, const struct hvk_filter *filter)
{
	struct command *command = view->command;
	struct part *part = &view->parts[name];
	const char *geography = option(command, "geography");
	/* A sparkline needs no more than its first measure. */
	size_t measures = name == SPARK ? 1 : view->measure_count;
	char first[8], last[8];
	int result = hvk_table_new(command->store, by, &part->table);

	if (result == HVK_OK && geography)
		result = hvk_table_set_geography(part->table, geography);
	for (size_t i = 0; i < measures && result == HVK_OK; i++)
		result = hvk_table_add_measure(part->table, view->measures[i]);
	if (result == HVK_OK && part->months.last > 0) {
		report_month_key(part->months.first, first);
		report_month_key(part->months.last, last);
		result = hvk_table_set_months(part->table, first, last);
	}
	if (result < 0)
		return fail_store(command);
	hvk_table_set_filter(part->table, filter);
	return EXIT_DONE;
}

static bool by_time(const struct view *view)
{
	for (size_t d = 0; d < hvk_table_dimensions(view->parts[NOW].table); d++)
		if (is_time(hvk_table_dimension(view->parts[NOW].table, d)))
			return true;
	return false;
}

static int make_parts_to_compare(struct view *view, const char *by, const struct hvk_filter *filter)
{
	int status = check_pairs(view);

	if (status == EXIT_DONE)
		status = make_part(view, BEFORE, by, filter);
	return status == EXIT_DONE ? make_part(view, BOTH, by, filter) : status;
}

static int make_spark(struct view *view, const char *by, const struct hvk_filter *filter)
{
	char *by_month = NULL;
	int status;

	if (by_time(view))
		return usage(view->command, "--spark draws months beside each row; leave the time out of --by");
	if (hvk_table_dimensions(view->parts[NOW].table) - view->wide == DIMENSIONS_MAX)
		return usage(view->command, "--spark leaves room for %d dimensions in --by", DIMENSIONS_MAX - 1);
	if (asprintf(&by_month, "%s%smonth", view->wide ? view->by : by, *by ? "," : "") < 0)
		return fail_memory(view->command);
	status = make_part(view, SPARK, by_month, filter);
	free(by_month);
	return status;
}

static int make_parts(struct view *view, const struct hvk_filter *filter)
{
	char *by = NULL;
	int status;

	if (view->across && strchr(view->across, ','))
		return usage(view->command, "--across takes one dimension, found '%s'", view->across);
	if (asprintf(&by, "%s%s%s", view->by, view->across && *view->by ? "," : "",
	             view->across ? view->across : "") < 0)
		return fail_memory(view->command);
	status = make_part(view, NOW, by, filter);
	if (status == EXIT_DONE && view->compare)
		status = make_parts_to_compare(view, by, filter);
	if (status == EXIT_DONE && view->spark)
		status = make_spark(view, by, filter);
	free(by);
	if (status != EXIT_DONE)
		return status;
	/* Months that nothing occurs in must stay to be paired by their place. */
	for (size_t i = NOW; i <= BOTH && view->nonzero && !(view->compare && by_time(view)); i++)
		if (view->parts[i].table)
			hvk_table_set_occurring(view->parts[i].table);
	if (view->parts[SPARK].table)
		hvk_table_set_occurring(view->parts[SPARK].table);
	return EXIT_DONE;
}

/* ---- filters */

static bool names_months(const struct option_spec *spec)
{
	static const char *const names[] = { "period", "month", "since", "until" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(spec->name, names[i]) == 0)
			return true;
	return false;
}

/* The filter of the command, with the months before besides those asked for. */
static int make_wider_filter(const struct view *view, struct hvk_filter **filter)
{
	struct command without = *view->command;
	char month[4][8], periods[40];
	int status;

	without.values = calloc(without.value_count + 1, sizeof(*without.values));
	if (!without.values)
		return fail_memory(view->command);
	without.value_count = 0;
	for (size_t i = 0; i < view->command->value_count; i++)
		if (!names_months(view->command->values[i].spec))
			without.values[without.value_count++] = view->command->values[i];
	status = make_filter(&without, filter);
	free(without.values);
	if (status != EXIT_DONE)
		return status;
	report_month_key(view->parts[BEFORE].months.first, month[0]);
	report_month_key(view->parts[BEFORE].months.last, month[1]);
	report_month_key(view->parts[NOW].months.first, month[2]);
	report_month_key(view->parts[NOW].months.last, month[3]);
	snprintf(periods, sizeof(periods), "%s..%s,%s..%s", month[0], month[1], month[2], month[3]);
	return hvk_filter_add(*filter, "period", "=", periods) < 0 ? fail_store(view->command) : EXIT_DONE;
}

static int make_view_filter(struct view *view, struct hvk_filter **filter)
{
	struct part *parts = view->parts;
	int status = EXIT_DONE;

	if (view->compare)
		status = find_months(view->command, "--compare", &parts[NOW].months);
	else if (view->spark)
		status = find_months(view->command, "--spark", &parts[NOW].months);
	if (status != EXIT_DONE)
		return status;
	if (view->spark && parts[NOW].months.last - parts[NOW].months.first >= SPARK_MONTHS_MAX)
		return usage(view->command, "--spark draws at most %d months, found %d; give a shorter period",
		             SPARK_MONTHS_MAX, parts[NOW].months.last - parts[NOW].months.first + 1);
	parts[SPARK].months = parts[NOW].months;
	if (!view->compare)
		return make_filter(view->command, filter);
	status = find_months_before(view, &parts[BEFORE].months);
	parts[BOTH].months = (struct span){ parts[BEFORE].months.first, parts[NOW].months.last };
	return status == EXIT_DONE ? make_wider_filter(view, filter) : status;
}

/* ---- sources */

static int count_source(struct view *view, struct hvk_source *source)
{
	struct hvk_table *tables[PARTS];
	size_t count = 0;
	int result;

	for (size_t i = 0; i < PARTS; i++)
		if (view->parts[i].table)
			tables[count++] = view->parts[i].table;
	result = hvk_table_count(tables, count, source);
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

/* ---- members */

/* Members have one order in all tables, so each is looked for behind the one before. */
static int find_places(struct view *view, struct part *part, size_t d)
{
	const struct hvk_table *names = view_table(view, d);
	size_t members = view_members(view, d), at = 0;

	part->places[d] = calloc(members + 1, sizeof(size_t));
	if (!part->places[d])
		return fail_memory(view->command);
	for (size_t m = 0; m < members; m++) {
		size_t found = at, count = hvk_table_members(part->table, d);

		while (found < count &&
		       strcmp(hvk_table_key(names, d, m), hvk_table_key(part->table, d, found)) != 0)
			found++;
		part->places[d][m] = found < count ? found : SIZE_MAX;
		at = found < count ? found + 1 : at;
	}
	return EXIT_DONE;
}

/* Where the members of the view stand in the other tables. Those of time before are paired by their number. */
static int find_all_places(struct view *view)
{
	int status = EXIT_DONE;

	for (size_t i = 0; i < PARTS && status == EXIT_DONE; i++) {
		struct part *part = &view->parts[i];
		size_t count = i == SPARK ? view->row_dimensions : view->dimensions;

		for (size_t d = 0; part->table && d < count && status == EXIT_DONE; d++)
			if (view_table(view, d) != part->table &&
			    !(i == BEFORE && is_time(hvk_table_dimension(part->table, d))))
				status = find_places(view, part, d);
	}
	return status;
}

int view_count(struct view *view)
{
	struct command *command = view->command;
	struct hvk_filter *filter = NULL;
	/* CSV needs no store, but takes the codes, desks and regions of the one there is. */
	int status = open_store(command, HVK_OPEN_READ, command->operand_count > 0);

	if (status == EXIT_DONE)
		status = make_view_filter(view, &filter);
	if (status == EXIT_DONE)
		status = make_parts(view, filter);
	if (status == EXIT_DONE)
		status = command->operand_count > 0 ? count_files(view, filter) : count_store(view, filter);
	if (status == EXIT_DONE) {
		view->dimensions = hvk_table_dimensions(view->parts[NOW].table);
		view->row_dimensions = view->dimensions - view->wide;
		status = find_all_places(view);
	}
	hvk_filter_free(filter);
	return status;
}
