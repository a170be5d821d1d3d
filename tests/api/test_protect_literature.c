/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Tables that are examples in what others wrote about hiding cells, with the cells that are sensitive there. What is
 * shown is attacked: for each value it is found out, with nothing of the library, whether some table of whole numbers
 * has it and agrees with everything that is shown. Where a source tells how many cells have to be hidden, or which
 * pattern fails, that is asserted too.
 *
 *   investment     Fischetti and Salazar-Gonzalez, Solving the Cell Suppression Problem on Tabular Data with Linear
 *                  Constraints, Management Science 47 (2001); there in millions of guilders
 *   delinquents    Statistical Policy Working Paper 22, Report on Statistical Disclosure Limitation Methodology, US
 *                  Federal Committee on Statistical Methodology (1994)
 *   singletons     the manual of tau-ARGUS, the section on singletons (where a total is misprinted)
 *   persons        microdata1 of the R package sdcTable, counted by region and gender
 *   ages, incomes  example1 and d2s of the R packages SSBtools and GaussSuppression; the latter with two hierarchies
 *                  over the same regions
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "hvk.h"

enum { NODES = 16, LINKS = 24, LEAVES = 32, CELLS = NODES * NODES, VALUE_MAX = 1000 };

/* ---------------------------------------------------------------- a table */

struct axis {
	const char *codes[NODES]; /* leaves first */
	unsigned leaves;
	struct {
		const char *parent, *children; /* each digit the number of a node, in base 36 */
	} sets[LINKS];
};

struct example {
	struct axis axes[2];
	int64_t leaf[LEAVES];     /* the second dimension fastest */
	int64_t k;
	bool zeros;
	const char *sensitive[4][2]; /* by decision */
};

struct cell {
	unsigned node[2];
	uint64_t leaves;
	int64_t count;
	bool shown, sensitive;
};

struct table {
	const struct example *example;
	unsigned nodes[2], leaf_count, cell_count;
	uint64_t under[2][NODES]; /* leaves of that dimension */
	struct cell cells[CELLS];
};

static unsigned number_of(char digit)
{
	return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

static unsigned find_node(const struct axis *axis, const char *code)
{
	unsigned node = 0;

	while (strcmp(axis->codes[node], code) != 0)
		node++;
	return node;
}

static void make_axis(struct table *table, unsigned d)
{
	const struct axis *axis = &table->example->axes[d];

	for (unsigned leaf = 0; leaf < axis->leaves; leaf++)
		table->under[d][leaf] = UINT64_C(1) << leaf;
	for (unsigned i = 0; axis->sets[i].parent; i++) {
		unsigned parent = find_node(axis, axis->sets[i].parent);

		for (const char *child = axis->sets[i].children; *child; child++)
			table->under[d][parent] |= table->under[d][number_of(*child)];
	}
	while (axis->codes[table->nodes[d]])
		table->nodes[d]++;
}

static void make_table(struct table *table, const struct example *example)
{
	unsigned columns = example->axes[1].leaves;

	memset(table, 0, sizeof(*table));
	table->example = example;
	make_axis(table, 0);
	make_axis(table, 1);
	table->leaf_count = example->axes[0].leaves * columns;
	for (unsigned place = 0; place < table->nodes[0] * table->nodes[1]; place++) {
		struct cell *cell = &table->cells[table->cell_count++];

		cell->node[0] = place / table->nodes[1];
		cell->node[1] = place % table->nodes[1];
		for (unsigned leaf = 0; leaf < table->leaf_count; leaf++) {
			if (table->under[0][cell->node[0]] >> leaf / columns & 1 &&
			    table->under[1][cell->node[1]] >> leaf % columns & 1) {
				cell->leaves |= UINT64_C(1) << leaf;
				cell->count += example->leaf[leaf];
			}
		}
	}
}

static struct cell *find_cell(struct table *table, const char *row, const char *column)
{
	unsigned nodes[2] = { find_node(&table->example->axes[0], row), find_node(&table->example->axes[1], column) };

	return &table->cells[nodes[0] * table->nodes[1] + nodes[1]];
}

/* ---------------------------------------------------------------- having it protected */

static void add_axis(struct hvk_protection *p, const struct axis *axis, unsigned d)
{
	static const char *const sets[] = { "a", "b", "c", "d", "e", "f", "g", "h" };

	for (unsigned node = 0; axis->codes[node]; node++)
		assert_int_equal(hvk_protection_add_node(p, d, axis->codes[node]), HVK_OK);
	for (unsigned i = 0; axis->sets[i].parent; i++) {
		for (const char *child = axis->sets[i].children; *child; child++)
			assert_int_equal(hvk_protection_add_child(p, d, axis->sets[i].parent,
			                                          axis->codes[number_of(*child)], sets[i]), HVK_OK);
	}
}

static enum hvk_cell_state state_of(const struct example *example, const char *const codes[2])
{
	for (unsigned i = 0; i < 4 && example->sensitive[i][0]; i++) {
		if (strcmp(example->sensitive[i][0], codes[0]) == 0 && strcmp(example->sensitive[i][1], codes[1]) == 0)
			return HVK_CELL_SENSITIVE;
	}
	return HVK_CELL_NEW;
}

static void read_cells(struct table *table, const struct hvk_protection *p)
{
	for (size_t n = 0; n < hvk_protection_cells(p); n++) {
		struct cell *cell = find_cell(table, hvk_protection_code(p, n, 0), hvk_protection_code(p, n, 1));

		assert_int_equal(hvk_protection_count(p, n), cell->count);
		cell->shown = hvk_protection_status(p, n) == HVK_STATUS_PUBLISHED;
		cell->sensitive = hvk_protection_status(p, n) == HVK_STATUS_PRIMARY;
	}
}

/* Returns how many cells are hidden besides the sensitive ones; *sensitive: how many these are. */
static size_t protect(struct hvk_store *store, struct table *table, size_t *sensitive)
{
	static const char *const names[] = { "row", "column" };
	const struct example *example = table->example;
	struct hvk_protection *p;
	size_t secondary;

	assert_int_equal(hvk_protection_new(store, names, 2, &p), HVK_OK);
	assert_int_equal(hvk_protection_set(p, HVK_PROTECT_MIN_CELL, example->k), HVK_OK);
	assert_int_equal(hvk_protection_set(p, HVK_PROTECT_ZEROS,
	                                    example->zeros ? HVK_ZEROS_PROTECT : HVK_ZEROS_CAMOUFLAGE), HVK_OK);
	add_axis(p, &example->axes[0], 0);
	add_axis(p, &example->axes[1], 1);
	for (unsigned i = 0; i < table->cell_count; i++) {
		const struct cell *cell = &table->cells[i];
		const char *codes[] = { example->axes[0].codes[cell->node[0]], example->axes[1].codes[cell->node[1]] };

		assert_int_equal(hvk_protection_add_cell(p, codes, (uint64_t)cell->count, state_of(example, codes)),
		                 HVK_OK);
	}
	if (hvk_protection_run(p) != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
	read_cells(table, p);
	*sensitive = hvk_protection_tally(p, HVK_STATUS_PRIMARY, NULL);
	secondary = hvk_protection_tally(p, HVK_STATUS_SECONDARY, NULL);
	hvk_protection_free(p);
	return secondary;
}

/* ---------------------------------------------------------------- the attacker */

struct bounds {
	int64_t low[LEAVES], high[LEAVES];
};

/* Narrows the bounds by one sum; false when it cannot be. *changed: whether they did. */
static bool narrow(struct bounds *bounds, uint64_t leaves, int64_t count, bool *changed)
{
	int64_t low = 0, high = 0;

	for (unsigned i = 0; i < LEAVES; i++) {
		low += leaves >> i & 1 ? bounds->low[i] : 0;
		high += leaves >> i & 1 ? bounds->high[i] : 0;
	}
	if (low > count || high < count)
		return false;
	for (unsigned i = 0; i < LEAVES; i++) {
		if (!(leaves >> i & 1))
			continue;
		if (bounds->high[i] > count - (low - bounds->low[i])) {
			high -= bounds->high[i] - (count - (low - bounds->low[i]));
			bounds->high[i] = count - (low - bounds->low[i]);
			*changed = true;
		}
		if (bounds->low[i] < count - (high - bounds->high[i])) {
			low += count - (high - bounds->high[i]) - bounds->low[i];
			bounds->low[i] = count - (high - bounds->high[i]);
			*changed = true;
		}
	}
	return true;
}

/* Whether some table within the bounds agrees with all that is shown and has that count in the target. */
static bool exists(const struct table *table, const struct cell *target, int64_t count, struct bounds bounds)
{
	unsigned open = LEAVES;
	bool changed = true;

	while (changed) {
		changed = false;
		if (!narrow(&bounds, target->leaves, count, &changed))
			return false;
		for (unsigned i = 0; i < table->cell_count; i++) {
			const struct cell *cell = &table->cells[i];

			if (cell->shown && !narrow(&bounds, cell->leaves, cell->count, &changed))
				return false;
		}
	}
	for (unsigned i = 0; i < table->leaf_count; i++) {
		if (bounds.low[i] < bounds.high[i] &&
		    (open == LEAVES || bounds.high[i] - bounds.low[i] < bounds.high[open] - bounds.low[open]))
			open = i;
	}
	if (open == LEAVES)
		return true;
	for (int half = 0; half < 2; half++) {
		struct bounds part = bounds;
		int64_t middle = (bounds.low[open] + bounds.high[open]) / 2;

		if (half == 0)
			part.high[open] = middle;
		else
			part.low[open] = middle + 1;
		if (exists(table, target, count, part))
			return true;
	}
	return false;
}

static bool can_be(const struct table *table, const struct cell *target, int64_t count)
{
	struct bounds bounds = { 0 };

	for (unsigned i = 0; i < table->leaf_count; i++)
		bounds.high[i] = VALUE_MAX;
	return exists(table, target, count, bounds);
}

/* What is hidden keeps its secret. */
static void attack(const struct table *table)
{
	int64_t k = table->example->k;

	for (unsigned i = 0; i < table->cell_count; i++) {
		const struct cell *cell = &table->cells[i];

		if (!cell->sensitive)
			continue;
		assert_false(cell->shown);
		for (int64_t value = 0; value < k; value++) {
			int64_t wanted = cell->count < k ? value : cell->count - value;

			if (!can_be(table, cell, wanted))
				fail_msg("%s, %s: cannot be %d", table->example->axes[0].codes[cell->node[0]],
				         table->example->axes[1].codes[cell->node[1]], (int)wanted);
		}
	}
}

/* Hides what a source hides: codes of rows and columns by turns, ending with NULL. */
static void hide(struct table *table, const char *const *codes)
{
	for (unsigned i = 0; i < table->cell_count; i++)
		table->cells[i].shown = true;
	for (; *codes; codes += 2)
		find_cell(table, codes[0], codes[1])->shown = false;
}

static void assert_range(struct table *table, const char *row, const char *column, int64_t low, int64_t high)
{
	const struct cell *cell = find_cell(table, row, column);

	assert_true(can_be(table, cell, low));
	assert_true(can_be(table, cell, high));
	assert_false(low > 0 && can_be(table, cell, low - 1));
	assert_false(can_be(table, cell, high + 1));
}

/* ---------------------------------------------------------------- the tables */

static const struct example investment = {
	{ { { "I", "II", "III", "total" }, 3, { { "total", "012" } } },
	  { { "A", "B", "C", "total" }, 3, { { "total", "012" } } } },
	{ 20, 50, 10, 8, 19, 22, 17, 32, 12 }, 8, false, { { "II", "C" } }
};

/* Hiding the sensitive cell takes three others. */
static void test_investment(void **state)
{
	static const char *const published[] = { "II", "A", "II", "C", "III", "A", "III", "C", NULL };
	static const char *const row_only[] = { "II", "A", "II", "C", NULL };
	struct table table;
	size_t sensitive;

	make_table(&table, &investment);
	assert_int_equal(find_cell(&table, "total", "total")->count, 190);
	assert_int_equal(find_cell(&table, "total", "B")->count, 101);
	hide(&table, published);
	assert_range(&table, "II", "C", 5, 30);
	hide(&table, row_only);
	assert_range(&table, "II", "C", 22, 22);

	make_table(&table, &investment);
	assert_int_equal(protect(*state, &table, &sensitive), 3);
	assert_int_equal(sensitive, 1);
	attack(&table);
}

static const struct example delinquents = {
	{ { { "Alpha", "Beta", "Gamma", "Delta", "total" }, 4, { { "total", "0123" } } },
	  { { "low", "medium", "high", "very high", "total" }, 4, { { "total", "0123" } } } },
	{ 15, 1, 3, 1, 20, 10, 10, 15, 3, 10, 10, 2, 12, 14, 7, 2 }, 5, false, { { NULL } }
};

/* Two hidden cells in each row and column are not enough: two rows less two columns give one of them. */
static void test_delinquents(void **state)
{
	static const char *const two_each[] = {
		"Alpha", "medium", "Alpha", "high", "Alpha", "very high", "Beta", "medium", "Beta", "high",
		"Gamma", "low", "Gamma", "very high", "Delta", "low", "Delta", "very high", NULL
	};
	struct table table;
	size_t sensitive;

	make_table(&table, &delinquents);
	assert_int_equal(find_cell(&table, "total", "total")->count, 135);
	assert_int_equal(find_cell(&table, "total", "low")->count, 50);
	hide(&table, two_each);
	assert_range(&table, "Alpha", "very high", 1, 1);

	make_table(&table, &delinquents);
	assert_in_range(protect(*state, &table, &sensitive), 3, 8);
	assert_int_equal(sensitive, 6);
	attack(&table);
}

static const struct example singletons = {
	{ { { "A", "B", "total" }, 2, { { "total", "01" } } },
	  { { "X1", "X2", "X3", "X4", "total" }, 4, { { "total", "0123" } } } },
	{ 52, 15, 62, 17, 24, 18, 31, 8 }, 6, false, { { "A", "X2" }, { "A", "X4" } }
};

/* Two sensitive cells of one row protect each other, and the other row has to follow. */
static void test_singletons(void **state)
{
	struct table table;
	size_t sensitive;

	make_table(&table, &singletons);
	assert_int_equal(find_cell(&table, "total", "total")->count, 227);
	assert_int_equal(find_cell(&table, "A", "total")->count, 146);
	assert_int_equal(protect(*state, &table, &sensitive), 2);
	assert_int_equal(sensitive, 2);
	assert_false(find_cell(&table, "B", "X2")->shown);
	assert_false(find_cell(&table, "B", "X4")->shown);
	attack(&table);
}

static const struct example persons = {
	{ { { "A", "B", "C", "D", "total" }, 4, { { "total", "0123" } } },
	  { { "male", "female", "total" }, 2, { { "total", "01" } } } },
	{ 18, 2, 14, 19, 12, 10, 11, 14 }, 3, false, { { NULL } }
};

/* One sensitive cell in a table of two columns: its neighbour and two of another region. */
static void test_persons(void **state)
{
	struct table table;
	size_t sensitive;

	make_table(&table, &persons);
	assert_int_equal(find_cell(&table, "total", "total")->count, 100);
	assert_int_equal(find_cell(&table, "A", "female")->count, 2);
	assert_int_equal(protect(*state, &table, &sensitive), 3);
	assert_int_equal(sensitive, 1);
	attack(&table);
}

static const struct example ages = {
	{ { { "young", "old", "total" }, 2, { { "total", "01" } } },
	  { { "Spain", "Iceland", "Portugal", "EU", "total" }, 3, { { "EU", "02" }, { "total", "31" } } } },
	{ 5, 2, 0, 6, 3, 4 }, 3, true, { { NULL } }
};

/* Zeros are sensitive. The four cells that the source hides in a table without the EU are not enough with it. */
static void test_ages(void **state)
{
	static const char *const hidden[] = {
		"young", "Iceland", "young", "Portugal", "old", "Iceland", "old", "Portugal", NULL
	};
	struct table table;
	size_t sensitive;

	make_table(&table, &ages);
	assert_int_equal(find_cell(&table, "total", "total")->count, 20);
	hide(&table, hidden);
	assert_range(&table, "young", "Iceland", 2, 2);

	make_table(&table, &ages);
	protect(*state, &table, &sensitive);
	assert_int_equal(sensitive, 2);
	attack(&table);
}

static const struct example incomes = {
	{ { { "A", "B", "C", "D", "E", "F", "county-1", "county-2", "county-3", "BIG", "small", "total" }, 6,
	    { { "county-1", "03" }, { "county-2", "12" }, { "county-3", "45" }, { "BIG", "012" }, { "small", "345" },
	      { "total", "678" }, { "total", "9a" } } },
	  { { "other", "wages", "assistance", "pensions", "total" }, 4, { { "total", "0123" } } } },
	{ 2, 11, 55, 36, 3, 1, 29, 18, 5, 8, 35, 25, 3, 0, 9, 2, 9, 0, 32, 20, 4, 2, 18, 11 }, 4, false, { { NULL } }
};

/* Counties and sizes hold the same regions in other ways. */
static void test_incomes(void **state)
{
	struct table table;
	size_t sensitive;

	make_table(&table, &incomes);
	assert_int_equal(find_cell(&table, "total", "total")->count, 338);
	assert_int_equal(find_cell(&table, "county-1", "total")->count, 118);
	assert_int_equal(find_cell(&table, "small", "total")->count, 110);
	assert_in_range(protect(*state, &table, &sensitive), 4, 20);
	assert_int_equal(sensitive, 8);
	attack(&table);
}

static int set_up(void **state)
{
	return hvk_store_new((struct hvk_store **)state);
}

static int tear_down(void **state)
{
	hvk_store_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_investment),
		cmocka_unit_test(test_delinquents),
		cmocka_unit_test(test_singletons),
		cmocka_unit_test(test_persons),
		cmocka_unit_test(test_ages),
		cmocka_unit_test(test_incomes)
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
