/* SPDX-License-Identifier: EUPL-1.2 */
/* Which column and row of an output is which of an earlier one. */
#include "report-diff.h"

#include <stdlib.h>
#include <string.h>

bool diff_is_dimension(const char *name)
{
	const char *dimension;

	for (size_t n = 0; (dimension = hvk_dimension_name(n)) != NULL; n++)
		if (strcmp(dimension, name) == 0)
			return true;
	return false;
}

const char *diff_name(const struct diff *diff, const struct pair *pair)
{
	return sheet_header(diff->sheets[NOW], pair->place[NOW]);
}

/* ---- columns */

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

/* Whether a column of that name says what a row is about rather than how much there is of it. */
static bool is_key_name(const char *name)
{
	static const char *const names[] = { "section", "key", "measure", "period", NULL };

	return diff_is_dimension(name) || is_one_of(name, names);
}

static bool is_number_column(const struct diff *diff, const struct pair *pair)
{
	return sheet_is_numeric(diff->sheets[BEFORE], pair->place[BEFORE]) &&
	       sheet_is_numeric(diff->sheets[NOW], pair->place[NOW]);
}

static int pair_columns(struct diff *diff)
{
	const struct sheet *now = diff->sheets[NOW], *before = diff->sheets[BEFORE];
	size_t columns = sheet_columns(now);

	diff->pairs = calloc(columns + 1, sizeof(*diff->pairs));
	if (!diff->pairs)
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
			known[i] = diff_name(diff, &diff->pairs[i]);
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
		const char *name = diff_name(diff, &diff->pairs[i]);

		if (strcmp(name, "slug") == 0 || strcmp(name, "id") == 0)
			set_key(diff, &diff->pairs[i]);
	}
	if (diff->key_count > 0)
		return;
	for (size_t i = 0; i < diff->pair_count; i++)
		if (is_key_name(diff_name(diff, &diff->pairs[i])))
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
	return !pair->key && strcmp(diff_name(diff, pair), "label") != 0 && !is_number_column(diff, pair);
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

size_t diff_find_row(const struct diff *diff, enum side side, size_t row, enum side other)
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

int diff_pair(struct diff *diff)
{
	int status = pair_columns(diff);

	if (status == EXIT_DONE && option_given(diff->command, "key"))
		status = choose_named_keys(diff);
	else if (status == EXIT_DONE)
		choose_known_keys(diff);
	return status == EXIT_DONE ? sort_sides(diff) : status;
}
