/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * hvk-report diff: what changed in a table since an earlier output of it. Works on any CSV that the programs write: rows
 * are the same when their keys are, and everything else is compared.
 */
#include "report-diff.h"

#include <stdlib.h>
#include <string.h>

const struct option_spec diff_options[] = {
	{ "against", 'a', VALUE_FILE, "FILE", "the earlier output; required", false, NULL },
	{ "key", 'k', VALUE_TEXT, "A,B,...", "the columns by which rows are the same; else found by their names", true,
	  NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when anything changed", false, NULL },
	{ 0 }
};

/* ---- writing */

/* What people call a key of a dimension; the key itself where that is not known. */
static const char *find_label(const struct command *command, const char *dimension, const char *key)
{
	const struct hvk_gemeente *gemeente;
	const struct hvk_code *code;
	char list[32];

	if (strcmp(dimension, "gemeente") == 0 &&
	    hvk_gemeente_find(command->store, key, NULL, false, &gemeente) == HVK_OK)
		return hvk_gemeente_text(gemeente, HVK_GEMEENTE_NAME);
	/* A group is a code of the list of what it groups: theme-group. */
	snprintf(list, sizeof(list), "%.*s", (int)strcspn(dimension, "-"), dimension);
	if (diff_is_dimension(dimension) && hvk_code_find(command->store, list, key, false, &code) == HVK_OK)
		return hvk_code_text(code, command->lang == HVK_NL ? HVK_CODE_LABEL_NL : HVK_CODE_LABEL_EN);
	return report_dimension(command, key);
}

/* For people the label, which a report of facts has in a column of its own. */
static struct cell key_cell(const struct diff *diff, enum side side, size_t row, const struct pair *pair)
{
	const struct sheet *sheet = diff->sheets[side];
	const char *key = sheet_cell(sheet, row, pair->place[side]), *name = diff_name(diff, pair);
	size_t label = sheet_find(sheet, "label");

	if (!diff->labels)
		return cell_text(key);
	if (strcmp(name, "key") == 0 && label < sheet_columns(sheet))
		return cell_text(sheet_cell(sheet, row, label));
	return cell_text(find_label(diff->command, name, key));
}

static struct cell difference(const char *before, const char *now)
{
	int64_t whole[SIDES], change;
	double real[SIDES];
	int decimals[SIDES];

	if (sheet_whole(before, &whole[BEFORE]) && sheet_whole(now, &whole[NOW]) &&
	    !__builtin_sub_overflow(whole[NOW], whole[BEFORE], &change))
		return cell_whole(change);
	if (!sheet_real(before, &real[BEFORE], &decimals[BEFORE]) || !sheet_real(now, &real[NOW], &decimals[NOW]))
		return cell_empty();
	return cell_real(real[NOW] - real[BEFORE],
	                 decimals[NOW] > decimals[BEFORE] ? decimals[NOW] : decimals[BEFORE]);
}

static struct cell value_cell(const char *text)
{
	int64_t whole;
	double real;
	int decimals;

	if (!text || !*text)
		return cell_empty();
	if (sheet_whole(text, &whole))
		return cell_whole(whole);
	return sheet_real(text, &real, &decimals) ? cell_real(real, decimals) : cell_text(text);
}

/* One value of a row that is in one of the outputs, or in both and not the same there. */
static int write_change(struct diff *diff, const size_t row[SIDES], const struct pair *pair)
{
	static const enum report_text states[] = { TEXT_REMOVED, TEXT_ADDED, TEXT_CHANGED };
	static const char *const keys[] = { "removed", "added", "changed" };
	bool there[SIDES] = { row[BEFORE] < sheet_rows(diff->sheets[BEFORE]), row[NOW] < sheet_rows(diff->sheets[NOW]) };
	size_t state = there[BEFORE] && there[NOW] ? 2 : there[NOW] ? 1 : 0, n = 0;
	enum side side = there[NOW] ? NOW : BEFORE;
	const char *text[SIDES] = { NULL, NULL }, *name = pair ? diff_name(diff, pair) : "";

	for (int i = BEFORE; i < SIDES; i++)
		if (pair && there[i])
			text[i] = sheet_cell(diff->sheets[i], row[i], pair->place[i]);
	for (size_t i = 0; i < diff->pair_count; i++)
		if (diff->pairs[i].key)
			diff->cells[n++] = key_cell(diff, side, row[side], &diff->pairs[i]);
	diff->cells[n++] = cell_text(diff->labels ? report_text(diff->command, states[state]) : keys[state]);
	diff->cells[n++] = cell_text(diff->labels ? report_dimension(diff->command, name) : name);
	diff->cells[n++] = value_cell(text[BEFORE]);
	diff->cells[n++] = value_cell(text[NOW]);
	diff->cells[n++] = text[BEFORE] && text[NOW] ? difference(text[BEFORE], text[NOW]) : cell_empty();
	diff->changes++;
	return render_row(diff->renderer, diff->cells);
}

/* What a cell says counts, not how many zeros it ends with. */
static bool is_same(const char *before, const char *now)
{
	int64_t whole[SIDES];
	double real[SIDES];
	int decimals[SIDES];

	if (strcmp(before, now) == 0)
		return true;
	/* Long ones are the same as reals before they are the same. */
	if (sheet_whole(before, &whole[BEFORE]) && sheet_whole(now, &whole[NOW]))
		return whole[BEFORE] == whole[NOW];
	return sheet_real(before, &real[BEFORE], &decimals[BEFORE]) && sheet_real(now, &real[NOW], &decimals[NOW]) &&
	       real[BEFORE] == real[NOW];
}

static int write_row(struct diff *diff, const size_t row[SIDES])
{
	bool both = row[BEFORE] < sheet_rows(diff->sheets[BEFORE]) && row[NOW] < sheet_rows(diff->sheets[NOW]);
	bool any = false;
	int result = 0;

	for (size_t i = 0; i < diff->pair_count && result == 0; i++) {
		const struct pair *pair = &diff->pairs[i];

		if (pair->key || strcmp(diff_name(diff, pair), "label") == 0)
			continue;
		if (both && is_same(sheet_cell(diff->sheets[BEFORE], row[BEFORE], pair->place[BEFORE]),
		                    sheet_cell(diff->sheets[NOW], row[NOW], pair->place[NOW])))
			continue;
		any = true;
		result = write_change(diff, row, pair);
	}
	/* A row of keys alone has nothing more to say than that it came or went. */
	return result == 0 && !any && !both ? write_change(diff, row, NULL) : result;
}

/* Rows that are there now, in their order, then those that are no longer. */
static int write_rows(struct diff *diff)
{
	int result = 0;

	for (size_t row = 0; row < sheet_rows(diff->sheets[NOW]) && result == 0; row++)
		result = write_row(diff, (size_t[SIDES]){ diff_find_row(diff, NOW, row, BEFORE), row });
	for (size_t row = 0; row < sheet_rows(diff->sheets[BEFORE]) && result == 0; row++)
		if (diff_find_row(diff, BEFORE, row, NOW) == sheet_rows(diff->sheets[NOW]))
			result = write_row(diff, (size_t[SIDES]){ row, sheet_rows(diff->sheets[NOW]) });
	return result;
}

static int write_table(struct diff *diff)
{
	static const struct {
		const char *key;
		enum report_text title;
		bool numeric;
	} more[] = {
		{ "change", TEXT_STATE, false }, { "column", TEXT_COLUMN, false }, { "before", TEXT_BEFORE, true },
		{ "now", TEXT_NOW, true }, { "difference", TEXT_CHANGE, true }
	};
	size_t count = 0, added = COUNT(more);
	struct render_column *columns = calloc(diff->key_count + added, sizeof(*columns));
	int result;

	diff->cells = calloc(diff->key_count + added, sizeof(*diff->cells));
	if (!columns || !diff->cells) {
		free(columns);
		return -1;
	}
	for (size_t i = 0; i < diff->pair_count; i++)
		if (diff->pairs[i].key)
			columns[count++] = (struct render_column){ diff_name(diff, &diff->pairs[i]),
			                                           report_dimension(diff->command,
			                                                            diff_name(diff, &diff->pairs[i])),
			                                           false };
	for (size_t i = 0; i < added; i++)
		columns[count++] = (struct render_column){ more[i].key, report_text(diff->command, more[i].title),
		                                           more[i].numeric };
	result = render_table_begin(diff->renderer, columns, count, NULL);
	if (result == 0)
		result = write_rows(diff);
	if (result == 0)
		result = render_table_end(diff->renderer);
	free(columns);
	return result;
}

static int write_document(struct diff *diff, struct output *output)
{
	bool page = (output_format(output)->traits & RENDER_TITLES) != 0;
	int result = 0;

	diff->renderer = output_renderer(output);
	diff->labels = output_labels(output);
	if (page)
		result = render_heading(diff->renderer, 1, report_text(diff->command, TEXT_DIFFERENCES));
	if (result == 0 && page)
		result = render_banner(diff->renderer, report_text(diff->command, TEXT_BANNER));
	if (result == 0)
		result = write_table(diff);
	if (result == 0 && page && diff->changes == 0)
		result = render_paragraph(diff->renderer, report_text(diff->command, TEXT_NO_DIFFERENCES));
	return result < 0 ? output_fail(diff->command, output) : EXIT_DONE;
}

/* ---- the verb */

static int read_sides(struct diff *diff)
{
	struct command *command = diff->command;
	const char *path[SIDES] = { option(command, "against"),
	                            command->operand_count > 0 ? command->operands[0] : "-" };
	int status = EXIT_DONE;

	if (!path[BEFORE])
		return usage(command, "name the earlier output: --against FILE");
	if (strcmp(path[BEFORE], "-") == 0 && strcmp(path[NOW], "-") == 0)
		return usage(command, "only one of the two can be standard input");
	for (int side = BEFORE; side < SIDES && status == EXIT_DONE; side++)
		status = sheet_read(command, path[side], &diff->sheets[side]);
	return status;
}

int report_diff(struct command *command)
{
	struct diff diff = { .command = command };
	struct output *output;
	int status = output_open(command, formats_but_ids, &output);

	if (status != EXIT_DONE)
		return status;
	status = open_store(command, HVK_OPEN_READ, true);
	if (status == EXIT_DONE)
		status = read_sides(&diff);
	if (status == EXIT_DONE)
		status = diff_pair(&diff);
	if (status == EXIT_DONE)
		status = write_document(&diff, output);
	if (status == EXIT_DONE && option_given(command, "exit-status") && diff.changes > 0)
		status = EXIT_NO;
	for (int side = BEFORE; side < SIDES; side++) {
		sheet_free(diff.sheets[side]);
		free(diff.sorted[side]);
	}
	free(diff.pairs);
	free(diff.cells);
	return output_close(command, output, status);
}
