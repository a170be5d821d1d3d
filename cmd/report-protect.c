/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report protect: any table of counts, with so much hidden that no small count can be told from the rest. */
#include <stdlib.h>
#include <string.h>

#include "common/translate.h"
#include "report.h"

static const char *const zeros[] = { "camouflage", "protect", NULL };

const struct option_spec protect_options[] = {
	{ "hierarchy", 0, VALUE_FILE, "FILE", "what the totals consist of: dim,parent,child,set; required", false,
	  NULL },
	{ "dims", 0, VALUE_TEXT, "A,B,...", "the columns of codes (those that the hierarchy names)", false, NULL },
	{ "count", 0, VALUE_TEXT, "COLUMN", "the column of counts (count)", false, NULL },
	{ "ignore-columns", 0, VALUE_TEXT, "A,B,...", "leave these columns out", true, NULL },
	{ "min-cell", 0, VALUE_NUMBER, "K", "counts below K are small, from 3 on (5)", false, NULL },
	{ "zeros", 0, VALUE_WORD, "camouflage|protect",
	  "zeros may be hidden to protect others, or are small counts themselves (camouflage)", false, zeros },
	{ "totals", 0, VALUE_NONE, NULL, "with the totals that the table does not have", false, NULL },
	{ "dry-run", 'n', VALUE_NONE, NULL, "only tell how much would be hidden", false, NULL },
	{ 0 }
};

enum { DIMENSIONS_MAX = 3, MIN_CELL = 5 };

struct protect {
	struct command *command;
	struct output *output;
	struct hvk_protection *protection;
	size_t dimensions;
	size_t *order;       /* cells as they are written */
	size_t added;        /* of them that the table does not have */
};

/* ---- reading */

static int read_inputs(struct protect *protect, const struct hvk_input *table, const struct hvk_input *hierarchy)
{
	struct command *command = protect->command;
	char *ignore = option_joined(command, "ignore-columns");
	int result;

	if (!ignore)
		return fail_memory(command);
	result = hvk_protection_read(command->store, table, hierarchy, option(command, "dims"),
	                             option(command, "count"), ignore, &protect->protection);
	free(ignore);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int read_files(struct protect *protect)
{
	struct command *command = protect->command;
	const char *path = command->operand_count > 0 ? command->operands[0] : "-";
	const char *hierarchy_path = option(command, "hierarchy");
	struct hvk_input table, hierarchy;
	int status;

	if (!hierarchy_path)
		return usage(command, "name the file that tells what the totals consist of: --hierarchy FILE");
	if (strcmp(path, "-") == 0 && strcmp(hierarchy_path, "-") == 0)
		return usage(command, "only one of the two can be standard input");
	status = open_input(command, path, &table);
	if (status != EXIT_DONE)
		return status;
	status = open_input(command, hierarchy_path, &hierarchy);
	if (status == EXIT_DONE) {
		status = read_inputs(protect, &table, &hierarchy);
		close_input(&hierarchy);
	}
	close_input(&table);
	return status;
}

static int run(struct protect *protect)
{
	const struct command *command = protect->command;
	const char *mode = option(command, "zeros");
	uint64_t min_cell = option_number(command, "min-cell", MIN_CELL);
	int result = hvk_protection_set(protect->protection, HVK_PROTECT_MIN_CELL,
	                                min_cell > INT64_MAX ? INT64_MAX : (int64_t)min_cell);

	if (result == HVK_OK && mode && strcmp(mode, "protect") == 0)
		result = hvk_protection_set(protect->protection, HVK_PROTECT_ZEROS, HVK_ZEROS_PROTECT);
	if (result == HVK_OK && option_given(command, "totals"))
		result = hvk_protection_set(protect->protection, HVK_PROTECT_TOTALS, 1);
	if (result == HVK_OK)
		result = hvk_protection_run(protect->protection);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

/* ---- writing */

/* Rows that were read come first, in their order. */
static int compare_cells(const void *a, const void *b, void *data)
{
	const struct hvk_protection *protection = data;
	size_t one = *(const size_t *)a, other = *(const size_t *)b;
	uint64_t line = hvk_protection_line(protection, one), other_line = hvk_protection_line(protection, other);

	if (line != other_line)
		return line - 1 < other_line - 1 ? -1 : 1; /* 0 is behind all */
	return one < other ? -1 : one > other;
}

static int order_cells(struct protect *protect)
{
	size_t count = hvk_protection_cells(protect->protection);

	protect->order = calloc(count + 1, sizeof(*protect->order));
	if (!protect->order)
		return fail_memory(protect->command);
	for (size_t i = 0; i < count; i++) {
		protect->order[i] = i;
		protect->added += hvk_protection_line(protect->protection, i) == 0;
	}
	qsort_r(protect->order, count, sizeof(*protect->order), compare_cells, protect->protection);
	return EXIT_DONE;
}

/* One mark for all that is hidden: which of it is small must not be told. */
static int write_row(const struct protect *protect, size_t cell)
{
	enum hvk_cell_status status = hvk_protection_status(protect->protection, cell);
	bool shown = status == HVK_STATUS_PUBLISHED || status == HVK_STATUS_FIXED_PUBLISHED;
	struct cell cells[DIMENSIONS_MAX + 2];
	size_t count = 0;

	for (; count < protect->dimensions; count++)
		cells[count] = cell_text(hvk_protection_code(protect->protection, cell, count));
	cells[count++] = shown ? cell_whole((int64_t)hvk_protection_count(protect->protection, cell)) : cell_hidden();
	cells[count++] = cell_text(shown ? "ok" : "x");
	return render_row(output_renderer(protect->output), cells);
}

static int write_head(const struct protect *protect)
{
	static const char *const titles[2] = { "Aantallen, de kleine beschermd", "Counts, the small ones protected" };
	const struct command *command = protect->command;
	const char *mode = option(command, "zeros");
	int least = mode && strcmp(mode, "protect") == 0 ? 0 : 1;
	int most = (int)option_number(command, "min-cell", MIN_CELL) - 1;
	char text[128];

	if (!(output_format(protect->output)->traits & RENDER_TITLES))
		return 0;
	if (render_heading(output_renderer(protect->output), 1, titles[command->lang]) < 0)
		return -1;
	if (command->lang == HVK_NL)
		snprintf(text, sizeof(text),
		         "x: verborgen, zodat van een aantal van %d tot %d niet meer te weten is dan dat.", least,
		         most);
	else
		snprintf(text, sizeof(text), "x: hidden, so that of a count of %d to %d no more can be told than that.",
		         least, most);
	return render_paragraph(output_renderer(protect->output), text);
}

static int write_table(const struct protect *protect)
{
	const struct command *command = protect->command;
	struct render_column columns[DIMENSIONS_MAX + 2] = { 0 };
	struct renderer *renderer = output_renderer(protect->output);
	const char *count_name = option(command, "count");
	size_t count = 0;
	int result = write_head(protect);

	for (; count < protect->dimensions; count++)
		columns[count].key = hvk_protection_dimension(protect->protection, count);
	columns[count++] = (struct render_column){ .key = count_name && *count_name ? count_name : "count",
		                                   .numeric = true };
	columns[count++].key = "status";
	for (size_t i = 0; i < count; i++)
		columns[i].title = report_dimension(command, columns[i].key);
	if (result == 0)
		result = render_table_begin(renderer, columns, count, NULL);
	for (size_t i = 0; result == 0 && i < hvk_protection_cells(protect->protection); i++)
		result = write_row(protect, protect->order[i]);
	return result == 0 ? render_table_end(renderer) : result;
}

/* ---- what it costs */

/* For who decides whether to publish, not for publication. */
static int write_loss(const struct protect *protect)
{
	static const struct {
		const char *key, *title[2];
	} names[HVK_STATUSES] = {
		[HVK_STATUS_PUBLISHED] = { "published", { "gepubliceerd", "published" } },
		[HVK_STATUS_PRIMARY] = { "hidden-small", { "verborgen: klein", "hidden: small" } },
		[HVK_STATUS_SECONDARY] = { "hidden-for-others",
		                           { "verborgen om die te beschermen", "hidden to protect those" } },
		[HVK_STATUS_FIXED_PUBLISHED] = { "published-before", { "vroeger gepubliceerd", "published before" } },
		[HVK_STATUS_FIXED_HIDDEN] = { "hidden-before", { "vroeger verborgen", "hidden before" } },
	};
	static const struct render_column columns[2][3] = {
		{ { "status", "status", false }, { "cells", "cellen", true }, { "counts", "samen", true } },
		{ { "status", "status", false }, { "cells", "cells", true }, { "counts", "together", true } }
	};
	const struct command *command = protect->command;
	struct renderer *renderer = output_renderer(protect->output);
	bool page = (output_format(protect->output)->traits & RENDER_TITLES) != 0;
	bool labels = output_labels(protect->output);
	int result = page ? render_banner(renderer, report_text(command, TEXT_BANNER)) : 0;

	if (result == 0)
		result = render_table_begin(renderer, columns[command->lang], 3, NULL);
	for (int i = 0; result == 0 && i < HVK_STATUSES; i++) {
		uint64_t sum;
		size_t cells = hvk_protection_tally(protect->protection, (enum hvk_cell_status)i, &sum);
		const struct cell row[] = {
			cell_text(labels ? names[i].title[command->lang] : names[i].key), cell_whole((int64_t)cells),
			cell_whole((int64_t)sum)
		};

		if (cells > 0 || i <= HVK_STATUS_SECONDARY)
			result = render_row(renderer, row);
	}
	return result == 0 ? render_table_end(renderer) : result;
}

static void tell(const struct protect *protect)
{
	const struct command *command = protect->command;
	size_t cells = hvk_protection_cells(protect->protection), hidden = 0;
	uint64_t lost = 0;

	for (int i = 0; i < HVK_STATUSES; i++) {
		uint64_t sum;
		size_t count = hvk_protection_tally(protect->protection, (enum hvk_cell_status)i, &sum);

		if (i != HVK_STATUS_PUBLISHED && i != HVK_STATUS_FIXED_PUBLISHED) {
			hidden += count;
			lost += sum;
		}
	}
	if (command->verbose)
		note(command, "%zu cells, %zu hidden, which count %llu together", cells, hidden,
		     (unsigned long long)lost);
	if (protect->added > 0)
		note(command, P_("%zu row was added that the table does not have",
		                 "%zu rows were added that the table does not have", protect->added), protect->added);
}

/* ---- the verb */

static int protect_and_write(struct protect *protect)
{
	int status = read_files(protect), result;

	if (status == EXIT_DONE)
		status = run(protect);
	if (status == EXIT_DONE)
		status = order_cells(protect);
	if (status != EXIT_DONE)
		return status;
	protect->dimensions = hvk_protection_dimensions(protect->protection);
	result = option_given(protect->command, "dry-run") ? write_loss(protect) : write_table(protect);
	if (result < 0)
		return output_fail(protect->command, protect->output);
	tell(protect);
	return EXIT_DONE;
}

int report_protect(struct command *command)
{
	struct protect protect = { .command = command };
	int status = output_open(command, formats_but_ids, &protect.output);

	if (status != EXIT_DONE)
		return status;
	/* Only for its folder for everybody, where a trial does not belong. */
	if (option_given(command, "dry-run"))
		open_store_silently(command);
	status = protect_and_write(&protect);
	free(protect.order);
	hvk_protection_free(protect.protection);
	return output_close(command, protect.output, status);
}
