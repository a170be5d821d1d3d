/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Small counts are protected. For small tables every table of whole numbers that agrees with what is published is
 * looked for, by trying, with nothing of the library: each sensitive cell must be able to take every value below the
 * limit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "hvk.h"

enum { DIMENSIONS = 3, NODES = 24, LEAVES = 12, CELLS = 4096 };

/* ---------------------------------------------------------------- small tables */

/* A node is the set of its leaves, a bit each. */
struct axis {
	unsigned leaves, nodes;
	uint32_t under[NODES];
	struct {
		unsigned parent, child;
		const char *set;
	} links[4 * NODES];
	unsigned link_count;
};

/* A cell is the set of its leaf cells. */
struct cell {
	unsigned node[DIMENSIONS];
	uint32_t leaves;
	int64_t count;
	enum hvk_cell_state state;
	bool hidden, sensitive, wanted;
};

struct small {
	unsigned dimensions;
	struct axis axes[DIMENSIONS];
	unsigned leaf_count;
	int64_t leaf[32];
	struct cell cells[CELLS];
	unsigned cell_count;
	int64_t k;
	bool zeros;
};

static uint64_t seed;

static unsigned draw(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((seed >> 33) % below);
}

static void link_nodes(struct axis *axis, unsigned parent, unsigned child, const char *set)
{
	axis->links[axis->link_count].parent = parent;
	axis->links[axis->link_count].child = child;
	axis->links[axis->link_count++].set = set;
}

/* Groups of leaves, some of one leaf only, under the total. */
static void draw_groups(struct axis *axis, unsigned total, const char *set)
{
	unsigned from = 0;

	while (from < axis->leaves) {
		unsigned size = 1 + draw(3), group = axis->nodes++;

		if (size > axis->leaves - from)
			size = axis->leaves - from;
		axis->under[group] = 0;
		for (unsigned leaf = from; leaf < from + size; leaf++) {
			link_nodes(axis, group, leaf, "");
			axis->under[group] |= UINT32_C(1) << leaf;
		}
		link_nodes(axis, total, group, set);
		from += size;
	}
}

static void draw_axis(struct axis *axis, unsigned leaves)
{
	unsigned total, shape = draw(4);

	memset(axis, 0, sizeof(*axis));
	axis->leaves = axis->nodes = leaves;
	for (unsigned leaf = 0; leaf < leaves; leaf++)
		axis->under[leaf] = UINT32_C(1) << leaf;
	total = axis->nodes++;
	axis->under[total] = (UINT32_C(1) << leaves) - 1;
	if (shape == 0) {
		for (unsigned leaf = 0; leaf < leaves; leaf++)
			link_nodes(axis, total, leaf, "");
		return;
	}
	draw_groups(axis, total, "");
	if (shape == 3)
		draw_groups(axis, total, "other");
}

static int64_t draw_count(unsigned style)
{
	if (style == 0) /* nearly all zero */
		return draw(4) == 0 ? draw(4) : 0;
	if (style == 1) /* nearly all large */
		return draw(5) == 0 ? draw(5) : 4 + draw(30);
	return draw(8);
}

static void add_cells(struct small *small)
{
	unsigned at[DIMENSIONS] = { 0 }, d;

	small->cell_count = 0;
	do {
		struct cell *cell = &small->cells[small->cell_count++];

		memset(cell, 0, sizeof(*cell));
		memcpy(cell->node, at, sizeof(at));
		for (unsigned leaf = 0; leaf < small->leaf_count; leaf++) {
			unsigned rest = leaf;
			bool in = true;

			for (d = 0; d < small->dimensions; d++) {
				in = in && small->axes[d].under[at[d]] >> (rest % small->axes[d].leaves) & 1;
				rest /= small->axes[d].leaves;
			}
			cell->leaves |= in ? UINT32_C(1) << leaf : 0;
			cell->count += in ? small->leaf[leaf] : 0;
		}
		cell->wanted = true;
		for (d = small->dimensions; d-- > 0 && ++at[d] == small->axes[d].nodes;)
			at[d] = 0;
	} while (d < small->dimensions);
}

static void draw_small(struct small *small)
{
	static const unsigned shapes[][DIMENSIONS] = { { 7, 1, 1 }, { 3, 4, 1 }, { 2, 5, 1 }, { 2, 2, 3 }, { 3, 2, 2 } };
	static const unsigned dimensions[] = { 1, 2, 2, 3, 3 };
	unsigned shape = draw(5), style = draw(3);

	memset(small, 0, sizeof(*small));
	small->dimensions = dimensions[shape];
	small->leaf_count = 1;
	for (unsigned d = 0; d < small->dimensions; d++) {
		draw_axis(&small->axes[d], shapes[shape][d]);
		small->leaf_count *= small->axes[d].leaves;
	}
	for (unsigned leaf = 0; leaf < small->leaf_count; leaf++)
		small->leaf[leaf] = draw_count(style);
	small->k = 3 + draw(3);
	small->zeros = draw(3) == 0;
	add_cells(small);
}

/* ---------------------------------------------------------------- having it protected */

static void name_node(unsigned node, char name[16])
{
	snprintf(name, 16, "n%u", node);
}

static void add_axis(struct hvk_store *store, struct hvk_protection *p, unsigned d, const struct axis *axis)
{
	char parent[16], child[16];

	for (unsigned node = 0; node < axis->nodes; node++) {
		name_node(node, parent);
		if (hvk_protection_add_node(p, d, parent) < 0)
			fail_msg("%s", hvk_store_error(store)->message);
	}
	for (unsigned i = 0; i < axis->link_count; i++) {
		name_node(axis->links[i].parent, parent);
		name_node(axis->links[i].child, child);
		if (hvk_protection_add_child(p, d, parent, child, axis->links[i].set) < 0)
			fail_msg("%s", hvk_store_error(store)->message);
	}
}

static void add_cell(struct hvk_store *store, struct hvk_protection *p, const struct small *small,
                     const struct cell *cell)
{
	char names[DIMENSIONS][16];
	const char *codes[DIMENSIONS];
	bool leaf = true;

	for (unsigned d = 0; d < small->dimensions; d++) {
		name_node(cell->node[d], names[d]);
		codes[d] = names[d];
		leaf = leaf && cell->node[d] < small->axes[d].leaves;
	}
	if (!cell->wanted && !leaf)
		return;
	if (hvk_protection_add_cell(p, codes, (uint64_t)cell->count, cell->wanted ? cell->state : HVK_CELL_INTERNAL) < 0)
		fail_msg("%s", hvk_store_error(store)->message);
}

static bool is_hidden(enum hvk_cell_status status)
{
	return status != HVK_STATUS_PUBLISHED && status != HVK_STATUS_FIXED_PUBLISHED;
}

/* Protects what is wanted and notes what is hidden. Returns what running it returned. */
static int protect(struct hvk_store *store, struct small *small)
{
	static const char *const names[] = { "x", "y", "z" };
	struct hvk_protection *p;
	size_t n = 0;
	int result;

	assert_int_equal(hvk_protection_new(store, names, small->dimensions, &p), HVK_OK);
	assert_int_equal(hvk_protection_set(p, HVK_PROTECT_MIN_CELL, small->k), HVK_OK);
	assert_int_equal(hvk_protection_set(p, HVK_PROTECT_ZEROS, small->zeros ? HVK_ZEROS_PROTECT : HVK_ZEROS_CAMOUFLAGE),
	                 HVK_OK);
	for (unsigned d = 0; d < small->dimensions; d++)
		add_axis(store, p, d, &small->axes[d]);
	for (unsigned i = 0; i < small->cell_count; i++)
		add_cell(store, p, small, &small->cells[i]);
	result = hvk_protection_run(p);
	if (result == HVK_OK)
		assert_int_equal(hvk_protection_verify(p), HVK_OK);
	for (unsigned i = 0; result == HVK_OK && i < small->cell_count; i++) {
		struct cell *cell = &small->cells[i];
		char code[16];

		if (!cell->wanted)
			continue;
		name_node(cell->node[0], code);
		assert_string_equal(hvk_protection_code(p, n, 0), code);
		assert_int_equal(hvk_protection_count(p, n), cell->count);
		cell->hidden = is_hidden(hvk_protection_status(p, n++));
		cell->sensitive = cell->count < small->k && (cell->count > 0 || small->zeros);
		assert_true(cell->hidden || !cell->sensitive);
	}
	if (result == HVK_OK)
		assert_int_equal(hvk_protection_cells(p), n);
	hvk_protection_free(p);
	return result;
}

/* ---------------------------------------------------------------- trying everything */

struct equation {
	uint32_t leaves;
	int64_t rest; /* what is not yet given to leaves */
};

struct attempt {
	const struct small *small;
	struct equation equations[CELLS];
	unsigned count;
	int64_t budget; /* how far from the true table, all leaves together */
};

static bool fill(struct attempt *attempt, unsigned leaf);

/* Gives a leaf a value and the rest theirs. */
static bool give(struct attempt *attempt, unsigned leaf, int64_t value)
{
	uint32_t bit = UINT32_C(1) << leaf, later = ~((bit << 1) - 1);
	bool fits = true;

	for (unsigned i = 0; i < attempt->count; i++) {
		struct equation *equation = &attempt->equations[i];

		if (!(equation->leaves & bit))
			continue;
		equation->rest -= value;
		fits = fits && equation->rest >= 0 && (equation->rest == 0 || (equation->leaves & later));
	}
	fits = fits && fill(attempt, leaf + 1);
	for (unsigned i = 0; i < attempt->count; i++) {
		if (attempt->equations[i].leaves & bit)
			attempt->equations[i].rest += value;
	}
	return fits;
}

/* All values, the nearest to the true one first. */
static bool fill(struct attempt *attempt, unsigned leaf)
{
	int64_t truth, far = attempt->budget;
	bool found = false;

	if (leaf == attempt->small->leaf_count)
		return true;
	truth = attempt->small->leaf[leaf];
	for (int64_t away = 0; away <= far && !found; away++) {
		attempt->budget = far - away;
		found = give(attempt, leaf, truth + away) || (away > 0 && truth >= away && give(attempt, leaf, truth - away));
	}
	attempt->budget = far;
	return found;
}

static int compare_equations(const void *a, const void *b)
{
	uint32_t x = ((const struct equation *)a)->leaves, y = ((const struct equation *)b)->leaves;

	return (x > y) - (x < y);
}

/* Whether a table agrees with all that is published and has the value in the cell. */
static bool can_be(const struct small *small, const struct cell *cell, int64_t value)
{
	static struct attempt attempt;
	unsigned kept = 0;

	attempt.small = small;
	attempt.count = 0;
	for (unsigned i = 0; i < small->cell_count; i++) {
		if (small->cells[i].wanted && !small->cells[i].hidden)
			attempt.equations[attempt.count++] = (struct equation){ small->cells[i].leaves, small->cells[i].count };
	}
	for (unsigned i = 0; i < attempt.count; i++) {
		if (attempt.equations[i].leaves == cell->leaves)
			return attempt.equations[i].rest == value;
	}
	attempt.equations[attempt.count++] = (struct equation){ cell->leaves, value };
	qsort(attempt.equations, attempt.count, sizeof(attempt.equations[0]), compare_equations);
	for (unsigned i = 0; i < attempt.count; i++) {
		if (kept == 0 || attempt.equations[kept - 1].leaves != attempt.equations[i].leaves)
			attempt.equations[kept++] = attempt.equations[i];
	}
	attempt.count = kept;
	for (attempt.budget = 2; attempt.budget <= 64; attempt.budget *= 2) {
		if (fill(&attempt, 0))
			return true;
	}
	return false;
}

static void assert_uncertain(const struct small *small)
{
	for (unsigned i = 0; i < small->cell_count; i++) {
		const struct cell *cell = &small->cells[i];

		if (!cell->wanted || !cell->sensitive)
			continue;
		for (int64_t value = 0; value < small->k; value++) {
			if (value != cell->count && !can_be(small, cell, value))
				fail_msg("n%u,n%u,n%u is %lld and cannot be %lld", cell->node[0], cell->node[1], cell->node[2],
				         (long long)cell->count, (long long)value);
		}
	}
}

/* ---------------------------------------------------------------- what must hold for any table */

enum { TABLES = 2000, SEQUENCES = 500 };

/* Under valgrind, where each takes a moment, a tenth of them. */
static unsigned number_of(unsigned tables)
{
	return getenv("HVK_FAULTS") ? tables / 10 : tables;
}

static void test_every_value_is_possible(void **state)
{
	static struct small small;
	struct hvk_store *store = *state;

	for (unsigned i = 0; i < number_of(TABLES); i++) {
		seed = i;
		draw_small(&small);
		if (protect(store, &small) != HVK_OK)
			fail_msg("table %u: %s", i, hvk_store_error(store)->message);
		assert_uncertain(&small);
	}
}

static void test_a_table_asked_for_in_part(void **state)
{
	static struct small small;
	struct hvk_store *store = *state;

	for (unsigned i = 0; i < number_of(TABLES / 2); i++) {
		seed = 1000000 + i;
		draw_small(&small);
		for (unsigned j = 0; j < small.cell_count; j++)
			small.cells[j].wanted = draw(3) > 0;
		if (protect(store, &small) != HVK_OK)
			fail_msg("table %u: %s", i, hvk_store_error(store)->message);
		assert_uncertain(&small);
	}
}

/* What was published stays so, what was hidden too. */
static void settle(struct small *small)
{
	for (unsigned j = 0; j < small->cell_count; j++) {
		struct cell *cell = &small->cells[j];

		if (cell->wanted)
			cell->state = cell->hidden ? HVK_CELL_HIDDEN : HVK_CELL_PUBLISHED;
	}
}

/* Whether some sensitive cell cannot take some value, even with everything new hidden. */
static bool is_necessary(struct small *small)
{
	for (unsigned j = 0; j < small->cell_count; j++) {
		struct cell *cell = &small->cells[j];

		cell->hidden = cell->wanted && (cell->hidden || cell->state == HVK_CELL_NEW);
		cell->sensitive = cell->wanted && cell->count < small->k && (cell->count > 0 || small->zeros);
	}
	for (unsigned j = 0; j < small->cell_count; j++) {
		for (int64_t value = 0; small->cells[j].sensitive && value < small->k; value++) {
			if (value != small->cells[j].count && !can_be(small, &small->cells[j], value))
				return true;
		}
	}
	return false;
}

/* One leaf of the first dimension after the other, as months are, then its totals. What is refused has to be. */
static void test_one_publication_after_the_other(void **state)
{
	static struct small small;
	struct hvk_store *store = *state;
	unsigned refused = 0;

	for (unsigned i = 0; i < number_of(SEQUENCES); i++) {
		seed = 2000000 + i;
		draw_small(&small);
		for (unsigned j = 0; j < small.cell_count; j++)
			small.cells[j].wanted = false;
		for (unsigned node = 0; node < small.axes[0].nodes; node++) {
			int result;

			for (unsigned j = 0; j < small.cell_count; j++)
				small.cells[j].wanted |= small.cells[j].node[0] == node;
			result = protect(store, &small);
			if (result == HVK_EINPUT) {
				refused++;
				if (!is_necessary(&small))
					fail_msg("sequence %u: %s", i, hvk_store_error(store)->message);
				break;
			}
			assert_int_equal(result, HVK_OK);
			assert_uncertain(&small);
			settle(&small);
		}
	}
	assert_in_range(refused, 0, number_of(SEQUENCES) / 50);
}

/* ---------------------------------------------------------------- one table, looked at closely */

static const char *const place_and_theme[] = { "gemeente", "theme" };

/* Two regions of three and two gemeenten, three themes. */
static struct hvk_protection *make(struct hvk_store *store)
{
	static const char *const links[][3] = {
		{ "west", "a", "" }, { "west", "b", "" }, { "west", "c", "" }, { "east", "d", "" }, { "east", "e", "" },
		{ "all", "west", "" }, { "all", "east", "" }
	};
	static const char *const themes[] = { "total", "sleep", "food", "play" };
	static const char *const places[] = { "all", "west", "east", "a", "b", "c", "d", "e" };
	struct hvk_protection *p;

	assert_int_equal(hvk_protection_new(store, place_and_theme, 2, &p), HVK_OK);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(hvk_protection_add_node(p, 0, places[i]), HVK_OK);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(hvk_protection_add_node(p, 1, themes[i]), HVK_OK);
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(hvk_protection_add_child(p, 0, links[i][0], links[i][1], links[i][2]), HVK_OK);
	for (size_t i = 1; i < 4; i++)
		assert_int_equal(hvk_protection_add_child(p, 1, "total", themes[i], ""), HVK_OK);
	return p;
}

static int add(struct hvk_protection *p, const char *place, const char *theme, uint64_t count,
               enum hvk_cell_state state)
{
	const char *codes[] = { place, theme };

	return hvk_protection_add_cell(p, codes, count, state);
}

/* All leaves; totals are asked for. */
static void fill_table(struct hvk_protection *p, const uint64_t counts[15])
{
	static const char *const places[] = { "a", "b", "c", "d", "e" };
	static const char *const themes[] = { "sleep", "food", "play" };

	for (size_t i = 0; i < 15; i++)
		assert_int_equal(add(p, places[i / 3], themes[i % 3], counts[i], HVK_CELL_NEW), HVK_OK);
	assert_int_equal(hvk_protection_set(p, HVK_PROTECT_TOTALS, 1), HVK_OK);
}

static void assert_well(struct hvk_store *store, int result)
{
	if (result != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
}

static void assert_refused(struct hvk_store *store, int result, int expected, const char *message)
{
	assert_int_equal(result, expected);
	assert_string_equal(hvk_store_error(store)->message, message);
}

/* The cell of two codes. */
static size_t find(const struct hvk_protection *p, const char *place, const char *theme)
{
	size_t n = 0;

	while (n < hvk_protection_cells(p) && (strcmp(hvk_protection_code(p, n, 0), place) != 0 ||
	                                       strcmp(hvk_protection_code(p, n, 1), theme) != 0))
		n++;
	assert_true(n < hvk_protection_cells(p));
	return n;
}

static const uint64_t mixed[15] = { 12, 2, 9, 7, 15, 8, 22, 6, 11, 9, 14, 6, 13, 7, 3 };

static void test_statuses(void **state)
{
	struct hvk_store *store = *state;
	struct hvk_protection *p = make(store);
	uint64_t sum;

	fill_table(p, mixed);
	assert_int_equal(hvk_protection_cells(p), 0);
	assert_string_equal(hvk_protection_digest(p), "");
	assert_well(store, hvk_protection_run(p));
	assert_int_equal(hvk_protection_cells(p), 32);
	assert_string_equal(hvk_protection_code(p, 0, 0), "all");
	assert_string_equal(hvk_protection_code(p, 0, 1), "total");
	assert_int_equal(hvk_protection_count(p, 0), 144);
	assert_int_equal(hvk_protection_status(p, 0), HVK_STATUS_PUBLISHED);
	assert_int_equal(hvk_protection_status(p, find(p, "a", "food")), HVK_STATUS_PRIMARY);
	assert_int_equal(hvk_protection_status(p, find(p, "e", "play")), HVK_STATUS_PRIMARY);
	assert_int_equal(hvk_protection_tally(p, HVK_STATUS_PRIMARY, &sum), 2);
	assert_int_equal(sum, 5);
	assert_true(hvk_protection_tally(p, HVK_STATUS_SECONDARY, NULL) > 0);
	assert_int_equal(hvk_protection_tally(p, HVK_STATUS_FIXED_HIDDEN, &sum), 0);
	assert_int_equal(sum, 0);
	assert_int_equal(strlen(hvk_protection_digest(p)), 32);
	assert_null(hvk_protection_code(p, 32, 0));
	assert_null(hvk_protection_code(p, 0, 2));
	assert_int_equal(hvk_protection_count(p, 32), 0);
	assert_int_equal(hvk_protection_status(p, 32), HVK_STATUS_PRIMARY);
	hvk_protection_free(p);
}

/* A certificate, carried out on the table by its reader. */
static void test_certificates_can_be_read(void **state)
{
	struct hvk_store *store = *state;
	struct hvk_protection *p = make(store);
	const char *codes[2];
	int64_t delta, away = 0;
	size_t cell, step, last = 0;

	fill_table(p, mixed);
	assert_well(store, hvk_protection_run(p));
	cell = find(p, "e", "play");
	for (size_t n = 0; hvk_protection_change(p, cell, HVK_LESS, n, &step, codes, &delta) == 1; n++) {
		assert_true(step == last || step == last + 1);
		last = step;
		assert_int_not_equal(hvk_protection_status(p, find(p, codes[0], codes[1])), HVK_STATUS_PUBLISHED);
		away += strcmp(codes[0], "e") == 0 && strcmp(codes[1], "play") == 0 ? delta : 0;
	}
	assert_int_equal(last, 3);
	assert_int_equal(away, -3);
	assert_int_equal(hvk_protection_change(p, cell, HVK_LESS, 1000, &step, codes, &delta), 0);
	assert_null(codes[0]);
	assert_int_equal(hvk_protection_change(p, find(p, "all", "total"), HVK_MORE, 0, &step, codes, &delta), 0);
	assert_int_equal(hvk_protection_change(p, 1000, HVK_MORE, 0, &step, codes, &delta), 0);
	hvk_protection_free(p);
}

static void test_the_same_input_gives_the_same(void **state)
{
	struct hvk_store *store = *state;
	struct hvk_protection *p = make(store), *q = make(store), *r = make(store);

	fill_table(p, mixed);
	fill_table(q, mixed);
	fill_table(r, mixed);
	assert_int_equal(hvk_protection_set(r, HVK_PROTECT_MIN_CELL, 4), HVK_OK);
	assert_well(store, hvk_protection_run(p));
	assert_well(store, hvk_protection_run(q));
	assert_well(store, hvk_protection_run(r));
	assert_string_equal(hvk_protection_digest(p), hvk_protection_digest(q));
	assert_string_not_equal(hvk_protection_digest(p), hvk_protection_digest(r));
	hvk_protection_free(p);
	hvk_protection_free(q);
	hvk_protection_free(r);
}

static void test_nothing_and_everything(void **state)
{
	static const uint64_t large[15] = { 12, 22, 9, 7, 15, 8, 22, 6, 11, 9, 14, 6, 13, 7, 33 };
	static const uint64_t none[15] = { 0 }, one[15] = { [4] = 1 };
	struct hvk_store *store = *state;
	struct hvk_protection *p = make(store);

	fill_table(p, large);
	assert_well(store, hvk_protection_run(p));
	assert_int_equal(hvk_protection_tally(p, HVK_STATUS_PUBLISHED, NULL), 32);
	hvk_protection_free(p);

	p = make(store);
	fill_table(p, none);
	assert_well(store, hvk_protection_run(p));
	assert_int_equal(hvk_protection_tally(p, HVK_STATUS_PUBLISHED, NULL), 32);
	hvk_protection_free(p);

	/* A table of zeros of which none may be known. */
	p = make(store);
	fill_table(p, none);
	assert_int_equal(hvk_protection_set(p, HVK_PROTECT_ZEROS, HVK_ZEROS_PROTECT), HVK_OK);
	assert_well(store, hvk_protection_run(p));
	assert_int_equal(hvk_protection_tally(p, HVK_STATUS_PRIMARY, NULL), 32);
	hvk_protection_free(p);

	/* One question only: all that holds it is small. */
	p = make(store);
	fill_table(p, one);
	assert_well(store, hvk_protection_run(p));
	assert_int_equal(hvk_protection_tally(p, HVK_STATUS_PRIMARY, NULL), 6);
	hvk_protection_free(p);

	/* No cells at all. */
	p = make(store);
	assert_well(store, hvk_protection_run(p));
	assert_int_equal(hvk_protection_cells(p), 0);
	hvk_protection_free(p);
}

/* All questions of a gemeente have one theme: who knows that somebody asked would know what. */
static void test_sensitive_by_decision(void **state)
{
	struct hvk_store *store = *state;
	struct hvk_protection *p = make(store);
	const char *codes[2];
	int64_t delta;
	size_t cell, step, last = 0;

	assert_int_equal(add(p, "a", "sleep", 30, HVK_CELL_SENSITIVE), HVK_OK);
	assert_int_equal(add(p, "a", "food", 0, HVK_CELL_NEW), HVK_OK);
	assert_int_equal(add(p, "a", "play", 0, HVK_CELL_NEW), HVK_OK);
	assert_int_equal(add(p, "b", "sleep", 20, HVK_CELL_NEW), HVK_OK);
	assert_int_equal(add(p, "b", "food", 20, HVK_CELL_NEW), HVK_OK);
	assert_int_equal(add(p, "c", "sleep", 20, HVK_CELL_INTERNAL), HVK_OK);
	assert_int_equal(add(p, "a", "total", 30, HVK_CELL_NEW), HVK_OK);
	assert_int_equal(add(p, "west", "sleep", 70, HVK_CELL_NEW), HVK_OK);
	assert_well(store, hvk_protection_run(p));
	assert_int_equal(hvk_protection_cells(p), 7);
	cell = find(p, "a", "sleep");
	assert_int_equal(hvk_protection_status(p, cell), HVK_STATUS_PRIMARY);
	for (size_t n = 0; hvk_protection_change(p, cell, HVK_LESS, n, &step, codes, &delta) == 1; n++)
		last = step;
	assert_int_equal(last, 4);
	hvk_protection_free(p);
}

static void test_what_was_published_before(void **state)
{
	struct hvk_store *store = *state;
	struct hvk_protection *p = make(store);

	assert_int_equal(add(p, "a", "sleep", 4, HVK_CELL_PUBLISHED), HVK_OK);
	assert_refused(store, hvk_protection_run(p), HVK_EINPUT,
	               "gemeente a, theme sleep: the count 4 was published before, and is sensitive below 5");
	assert_int_equal(hvk_protection_cells(p), 0);
	hvk_protection_free(p);

	/* What holds it and all else in that is known. */
	p = make(store);
	assert_int_equal(add(p, "d", "sleep", 4, HVK_CELL_NEW), HVK_OK);
	assert_int_equal(add(p, "e", "sleep", 9, HVK_CELL_PUBLISHED), HVK_OK);
	assert_int_equal(add(p, "east", "sleep", 13, HVK_CELL_PUBLISHED), HVK_OK);
	assert_refused(store, hvk_protection_run(p), HVK_EINPUT,
	               "gemeente d, theme sleep: the cell cannot be protected, since gemeente east, theme sleep was "
	               "published before; leave it out, or publish coarser codes");
	hvk_protection_free(p);

	/* The same where the total is new: it is hidden. */
	p = make(store);
	assert_int_equal(add(p, "d", "sleep", 4, HVK_CELL_HIDDEN), HVK_OK);
	assert_int_equal(add(p, "e", "sleep", 9, HVK_CELL_PUBLISHED), HVK_OK);
	assert_int_equal(add(p, "east", "sleep", 13, HVK_CELL_NEW), HVK_OK);
	assert_well(store, hvk_protection_run(p));
	assert_int_equal(hvk_protection_status(p, find(p, "d", "sleep")), HVK_STATUS_FIXED_HIDDEN);
	assert_int_equal(hvk_protection_status(p, find(p, "e", "sleep")), HVK_STATUS_FIXED_PUBLISHED);
	assert_int_equal(hvk_protection_status(p, find(p, "east", "sleep")), HVK_STATUS_SECONDARY);
	hvk_protection_free(p);

	/* What was hidden by decision stays protected. */
	p = make(store);
	assert_int_equal(add(p, "d", "sleep", 40, HVK_CELL_HIDDEN_SENSITIVE), HVK_OK);
	assert_int_equal(add(p, "east", "sleep", 40, HVK_CELL_PUBLISHED), HVK_OK);
	assert_int_equal(add(p, "e", "sleep", 0, HVK_CELL_NEW), HVK_OK);
	assert_well(store, hvk_protection_run(p));
	assert_int_equal(hvk_protection_status(p, find(p, "e", "sleep")), HVK_STATUS_SECONDARY);
	hvk_protection_free(p);
}

/* ---------------------------------------------------------------- what is refused */

/* A dimension of these links, parent and child and set by turns; the message of running it. */
static void refuse_links(struct hvk_store *store, const char *const links[][3], const char *message)
{
	static const char *const names[] = { "d" };
	struct hvk_protection *p;

	assert_int_equal(hvk_protection_new(store, names, 1, &p), HVK_OK);
	for (char code[] = "a"; *code <= 'f'; (*code)++)
		assert_int_equal(hvk_protection_add_node(p, 0, code), HVK_OK);
	for (size_t i = 0; links[i][0]; i++)
		assert_int_equal(hvk_protection_add_child(p, 0, links[i][0], links[i][1], links[i][2]), HVK_OK);
	assert_refused(store, hvk_protection_run(p), HVK_EINPUT, message);
	hvk_protection_free(p);
}

static void test_hierarchies_that_cannot_be(void **state)
{
	static const char *const cycle[][3] = { { "f", "a", "" }, { "a", "b", "" }, { "b", "c", "" }, { "c", "a", "" },
		                                { NULL } };
	static const char *const twice[][3] = { { "a", "b", "" }, { "a", "c", "" }, { "a", "b", "" }, { NULL } };
	static const char *const through[][3] = { { "a", "b", "" }, { "a", "c", "" }, { "b", "d", "" }, { "c", "d", "" },
		                                  { "c", "e", "" }, { NULL } };
	static const char *const sets[][3] = { { "a", "b", "x" }, { "a", "c", "x" }, { "a", "b", "y" }, { "a", "d", "y" },
		                               { NULL } };

	refuse_links(*state, cycle, "d: 'a' is, through its children, a child of itself");
	refuse_links(*state, twice, "d: 'b' is a child of 'a' twice in set ''");
	refuse_links(*state, through, "d: 'd' is in 'a' twice through set ''");
	refuse_links(*state, sets, "d: the sets 'x' and 'y' of 'a' do not hold the same: 'c' is in one only");
}

static void test_arguments_that_cannot_be(void **state)
{
	struct hvk_store *store = *state;
	struct hvk_protection *p;
	const char *unknown[] = { "a", "slep" };

	assert_refused(store, hvk_protection_new(store, place_and_theme, 0, &p), HVK_EINVAL,
	               "expected 1 to 3 dimensions, found 0");
	assert_null(p);
	assert_int_equal(hvk_protection_new(store, place_and_theme, 4, &p), HVK_EINVAL);
	hvk_protection_free(NULL);
	p = make(store);
	assert_refused(store, hvk_protection_set(p, HVK_PROTECT_MIN_CELL, 2), HVK_EINVAL,
	               "min-cell: expected 3 to 1000, found 2");
	assert_int_equal(hvk_protection_set(p, HVK_PROTECT_MIN_CELL, 1001), HVK_EINVAL);
	assert_int_equal(hvk_protection_set(p, HVK_PROTECT_ZEROS, 2), HVK_EINVAL);
	assert_int_equal(hvk_protection_set(p, HVK_PROTECT_TOTALS, -1), HVK_EINVAL);
	assert_int_equal(hvk_protection_set(p, (enum hvk_protect_option)9, 1), HVK_EINVAL);
	assert_refused(store, hvk_protection_add_node(p, 2, "x"), HVK_EINVAL, "expected a dimension from 0 to 1, found 2");
	assert_refused(store, hvk_protection_add_node(p, 0, "a"), HVK_EINPUT, "gemeente: 'a' is there twice");
	assert_refused(store, hvk_protection_add_node(p, 0, ""), HVK_EINPUT, "gemeente: expected a code, found nothing");
	assert_refused(store, hvk_protection_add_child(p, 0, "a", "a", ""), HVK_EINPUT,
	               "gemeente: 'a' is a child of itself");
	assert_refused(store, hvk_protection_add_child(p, 0, "a", "wets", ""), HVK_EINPUT,
	               "gemeente: unknown 'wets'; did you mean 'west'?");
	assert_refused(store, hvk_protection_add_cell(p, unknown, 1, HVK_CELL_NEW), HVK_EINPUT,
	               "theme: unknown 'slep'; did you mean 'sleep'?");
	assert_int_equal(add(p, "a", "sleep", 1, HVK_CELL_STATES), HVK_EINVAL);
	assert_int_equal(add(p, "a", "sleep", UINT64_MAX, HVK_CELL_NEW), HVK_EINPUT);
	assert_refused(store, hvk_protection_verify(p), HVK_EINVAL, "the table was not protected");
	hvk_protection_free(p);
}

static void test_cells_that_cannot_be(void **state)
{
	struct hvk_store *store = *state;
	struct hvk_protection *p = make(store);

	assert_int_equal(add(p, "a", "sleep", 1, HVK_CELL_NEW), HVK_OK);
	assert_int_equal(add(p, "a", "sleep", 1, HVK_CELL_NEW), HVK_OK);
	assert_refused(store, hvk_protection_run(p), HVK_EINPUT, "gemeente a, theme sleep: the cell is there twice");
	assert_refused(store, hvk_protection_run(p), HVK_EINVAL, "the table was protected before");
	assert_int_equal(hvk_protection_add_node(p, 0, "z"), HVK_EINVAL);
	hvk_protection_free(p);

	p = make(store);
	assert_int_equal(add(p, "a", "sleep", 10, HVK_CELL_NEW), HVK_OK);
	assert_int_equal(add(p, "b", "sleep", 11, HVK_CELL_NEW), HVK_OK);
	assert_int_equal(add(p, "west", "sleep", 20, HVK_CELL_NEW), HVK_OK);
	assert_refused(store, hvk_protection_run(p), HVK_EINPUT,
	               "gemeente west, theme sleep: expected the sum of its leaves, 21, found 20");
	hvk_protection_free(p);

	p = make(store);
	assert_int_equal(add(p, "west", "sleep", 20, HVK_CELL_INTERNAL), HVK_OK);
	assert_refused(store, hvk_protection_run(p), HVK_EINPUT,
	               "gemeente west, theme sleep: only leaves are internal; leave out a total that is not asked for");
	hvk_protection_free(p);

	assert_int_equal(hvk_protection_new(store, place_and_theme, 2, &p), HVK_OK);
	assert_refused(store, hvk_protection_run(p), HVK_EINPUT, "gemeente: expected codes, found none");
	hvk_protection_free(p);
}

/* More codes than a table of all combinations of them can have. */
static void test_too_many(void **state)
{
	struct hvk_store *store = *state;
	struct hvk_protection *p;
	char code[16];

	assert_int_equal(hvk_protection_new(store, place_and_theme, 2, &p), HVK_OK);
	for (unsigned i = 0; i < 10000; i++) {
		snprintf(code, sizeof(code), "%u", i);
		assert_int_equal(hvk_protection_add_node(p, 0, code), HVK_OK);
		if (i < 1000)
			assert_int_equal(hvk_protection_add_node(p, 1, code), HVK_OK);
	}
	assert_refused(store, hvk_protection_add_node(p, 0, "x"), HVK_EINPUT,
	               "gemeente: expected at most 10000 codes, found more");
	assert_refused(store, hvk_protection_run(p), HVK_EINPUT,
	               "expected at most 4194304 combinations of codes, found more");
	hvk_protection_free(p);
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
		cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_certificates_can_be_read),
		cmocka_unit_test(test_the_same_input_gives_the_same),
		cmocka_unit_test(test_nothing_and_everything),
		cmocka_unit_test(test_sensitive_by_decision),
		cmocka_unit_test(test_what_was_published_before),
		cmocka_unit_test(test_hierarchies_that_cannot_be),
		cmocka_unit_test(test_arguments_that_cannot_be),
		cmocka_unit_test(test_cells_that_cannot_be),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_every_value_is_possible),
		cmocka_unit_test(test_a_table_asked_for_in_part),
		cmocka_unit_test(test_one_publication_after_the_other)
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
