/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * hvk-report diff: what changed in a table since an earlier output of it. Works on any CSV that the programs write: rows
 * are the same when their keys are, and everything else is compared.
 */
#include <stdlib.h>
#include <string.h>

#include "report-sheet.h"
#include "report.h"

const struct option_spec diff_options[] = {
	{ "against", 'a', VALUE_FILE, "FILE", "the earlier output; required", false, NULL },
	{ "key", 'k', VALUE_TEXT, "A,B,...", "the columns by which rows are the same; else found by their names", true,
	  NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when anything changed", false, NULL },
	{ 0 }
};

enum side { BEFORE, NOW, SIDES };

/* One column that both outputs have. */
struct pair {
	size_t place[SIDES];
	bool key;
};

struct diff {
	struct command *command;
	struct sheet *sheets[SIDES];
	struct pair *pairs;
	size_t pair_count, key_count;
	size_t *sorted[SIDES];      /* rows by key */
	struct renderer *renderer;
	bool labels;
	struct cell *cells;
	uint64_t changes;
};

/* ---- columns */

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static bool is_dimension(const char *name)
{
	const char *dimension;

	for (size_t n = 0; (dimension = hvk_dimension_name(n)) != NULL; n++)
		if (strcmp(dimension, name) == 0)
			return true;
	return false;
}

/* Whether a column of that name says what a row is about rather than how much there is of it. */
static bool is_key_name(const char *name)
{
	static const char *const names[] = { "section", "key", "measure", "period", NULL };

	return is_dimension(name) || is_one_of(name, names);
}

static bool is_number_column(const struct diff *diff, const struct pair *pair)
{
	return sheet_is_numeric(diff->sheets[BEFORE], pair->place[BEFORE]) &&
	       sheet_is_numeric(diff->sheets[NOW], pair->place[NOW]);
}

static const char *pair_name(const struct diff *diff, const struct pair *pair)
{
	return sheet_header(diff->sheets[NOW], pair->place[NOW]);
}

static int pair_columns(struct diff *diff)
{
	const struct sheet *now = diff->sheets[NOW], *before = diff->sheets[BEFORE];
	size_t columns = sheet_columns(now);

	diff->pairs = calloc(columns + 1, sizeof(*diff->pairs));
	/* Of a change: its keys, their label, what happened to which column, and the two values and their difference. */
	diff->cells = calloc(columns + 8, sizeof(*diff->cells));
	if (!diff->pairs || !diff->cells)
		return fail_memory(diff->command);
	for (size_t i = 0; i < columns; i++) {
		size_t place = sheet_find(before, sheet_header(now, i));

		if (place < sheet_columns(before))
			diff->pairs[diff->pair_count++] = (struct pair){ { place, i }, false };
		else
			note(diff->command, "%s: column '%s' is not in %s; not compared", sheet_name(now),
			     sheet_header(now, i), sheet_name(before));
	}
	for (size_t i = 0; i < sheet_columns(before); i++)
		if (sheet_find(now, sheet_header(before, i)) == columns)
			note(diff->command, "%s: column '%s' is not in %s; not compared", sheet_name(before),
			     sheet_header(before, i), sheet_name(now));
	if (diff->pair_count > 0)
		return EXIT_DONE;
	return fail(diff->command, EXIT_REFUSED, "%s: expected a column of %s, found none", sheet_name(now),
	            sheet_name(before));
}

static void set_key(struct diff *diff, struct pair *pair)
{
	diff->key_count += !pair->key;
	pair->key = true;
}

/* --key: named by the user. */
static int choose_named_keys(struct diff *diff)
{
	char *names = option_joined(diff->command, "key"), *rest = names, *name;
	int status = names ? EXIT_DONE : fail_memory(diff->command);

	while (status == EXIT_DONE && (name = strsep(&rest, ",")) != NULL) {
		const char **known = calloc(diff->pair_count + 1, sizeof(*known));
		bool found = false;

		for (size_t i = 0; known && i < diff->pair_count; i++) {
			known[i] = pair_name(diff, &diff->pairs[i]);
			if (strcmp(known[i], name) != 0)
				continue;
			set_key(diff, &diff->pairs[i]);
			found = true;
		}
		if (!known)
			status = fail_memory(diff->command);
		else if (!found)
			status = usage_unknown(diff->command, "column", name, known);
		free(known);
	}
	free(names);
	return status;
}

static void choose_known_keys(struct diff *diff)
{
	for (size_t i = 0; i < diff->pair_count && diff->key_count == 0; i++) {
		const char *name = pair_name(diff, &diff->pairs[i]);

		if (strcmp(name, "slug") == 0 || strcmp(name, "id") == 0)
			set_key(diff, &diff->pairs[i]);
	}
	if (diff->key_count > 0)
		return;
	for (size_t i = 0; i < diff->pair_count; i++)
		if (is_key_name(pair_name(diff, &diff->pairs[i])))
			set_key(diff, &diff->pairs[i]);
}

/* ---- rows */

struct sorting {
	const struct diff *diff;
	enum side side;
};

/* By their keys, the first column first. */
static int compare_keys(const struct diff *diff, enum side one, size_t row, enum side other, size_t other_row)
{
	int order = 0;

	for (size_t i = 0; i < diff->pair_count && order == 0; i++) {
		const struct pair *pair = &diff->pairs[i];

		if (pair->key)
			order = strcmp(sheet_cell(diff->sheets[one], row, pair->place[one]),
			               sheet_cell(diff->sheets[other], other_row, pair->place[other]));
	}
	return order;
}

static int compare_rows(const void *a, const void *b, void *data)
{
	const struct sorting *sorting = data;
	size_t one = *(const size_t *)a, other = *(const size_t *)b;
	int order = compare_keys(sorting->diff, sorting->side, one, sorting->side, other);

	return order != 0 ? order : one < other ? -1 : one > other;
}

/* Sorts the rows of a side. The first row, in that order, whose key another has too; the number of rows when there is
 * none. */
static size_t sort_rows(struct diff *diff, enum side side)
{
	struct sorting sorting = { diff, side };
	size_t rows = sheet_rows(diff->sheets[side]);

	for (size_t i = 0; i < rows; i++)
		diff->sorted[side][i] = i;
	qsort_r(diff->sorted[side], rows, sizeof(size_t), compare_rows, &sorting);
	for (size_t i = 1; i < rows; i++)
		if (compare_keys(diff, side, diff->sorted[side][i - 1], side, diff->sorted[side][i]) == 0)
			return i - 1;
	return rows;
}

static int refuse_twice(const struct diff *diff, enum side side, size_t first)
{
	const struct sheet *sheet = diff->sheets[side];
	const size_t *sorted = diff->sorted[side];

	return fail(diff->command, EXIT_REFUSED,
	            "%s:%llu: has the key of line %llu; name more columns by --key", sheet_name(sheet),
	            (unsigned long long)sheet_line(sheet, sorted[first + 1]),
	            (unsigned long long)sheet_line(sheet, sorted[first]));
}

/* A column of words that is no key yet. */
static bool can_become_key(const struct diff *diff, const struct pair *pair)
{
	return !pair->key && strcmp(pair_name(diff, pair), "label") != 0 && !is_number_column(diff, pair);
}

/* Sorts both sides, and while rows are not told apart takes one more column of words into the key. */
static int sort_sides(struct diff *diff)
{
	bool named = option_given(diff->command, "key");
	size_t next = 0;

	for (int side = BEFORE; side < SIDES; side++) {
		diff->sorted[side] = calloc(sheet_rows(diff->sheets[side]) + 1, sizeof(size_t));
		if (!diff->sorted[side])
			return fail_memory(diff->command);
	}
	for (;;) {
		enum side side = BEFORE;
		size_t twice = sort_rows(diff, BEFORE);

		if (twice == sheet_rows(diff->sheets[BEFORE])) {
			side = NOW;
			twice = sort_rows(diff, NOW);
			if (twice == sheet_rows(diff->sheets[NOW]))
				return EXIT_DONE;
		}
		while (next < diff->pair_count && (named || !can_become_key(diff, &diff->pairs[next])))
			next++;
		if (next == diff->pair_count && diff->key_count > 0)
			return refuse_twice(diff, side, twice);
		if (next == diff->pair_count)
			return usage(diff->command, "name the columns that say which row is which: --key A,B");
		set_key(diff, &diff->pairs[next]);
	}
}

/* The row of the other side with the same key, or its number of rows. */
static size_t find_row(const struct diff *diff, enum side side, size_t row, enum side other)
{
	size_t low = 0, high = sheet_rows(diff->sheets[other]);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_keys(diff, side, row, other, diff->sorted[other][middle]);

		if (order == 0)
			return diff->sorted[other][middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return sheet_rows(diff->sheets[other]);
}

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
	if (is_dimension(dimension) && hvk_code_find(command->store, list, key, false, &code) == HVK_OK)
		return hvk_code_text(code, command->lang == HVK_NL ? HVK_CODE_LABEL_NL : HVK_CODE_LABEL_EN);
	return report_dimension(command, key);
}

/* For people the label, which a report of facts has in a column of its own. */
static struct cell key_cell(const struct diff *diff, enum side side, size_t row, const struct pair *pair)
{
	const struct sheet *sheet = diff->sheets[side];
	const char *key = sheet_cell(sheet, row, pair->place[side]), *name = pair_name(diff, pair);
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
	const char *text[SIDES] = { NULL, NULL }, *name = pair ? pair_name(diff, pair) : "";

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

		if (pair->key || strcmp(pair_name(diff, pair), "label") == 0)
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
		result = write_row(diff, (size_t[SIDES]){ find_row(diff, NOW, row, BEFORE), row });
	for (size_t row = 0; row < sheet_rows(diff->sheets[BEFORE]) && result == 0; row++)
		if (find_row(diff, BEFORE, row, NOW) == sheet_rows(diff->sheets[NOW]))
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
	size_t count = 0, added = sizeof(more) / sizeof(more[0]);
	struct render_column *columns = calloc(diff->key_count + added, sizeof(*columns));
	int result;

	if (!columns)
		return -1;
	for (size_t i = 0; i < diff->pair_count; i++)
		if (diff->pairs[i].key)
			columns[count++] = (struct render_column){ pair_name(diff, &diff->pairs[i]),
			                                           report_dimension(diff->command,
			                                                            pair_name(diff, &diff->pairs[i])),
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
		result = render_banner(diff->renderer, report_text(diff->command, TEXT_INTERNAL));
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

static int compare(struct diff *diff)
{
	int status = read_sides(diff);

	if (status == EXIT_DONE)
		status = pair_columns(diff);
	if (status == EXIT_DONE && option_given(diff->command, "key"))
		status = choose_named_keys(diff);
	else if (status == EXIT_DONE)
		choose_known_keys(diff);
	return status == EXIT_DONE ? sort_sides(diff) : status;
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
		status = compare(&diff);
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
