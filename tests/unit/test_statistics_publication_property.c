/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One question more or less in a sensitive count: what is published does not tell whether it is there. Of two stores
 * that differ by it the same is published. Which cells are hidden can differ, since it follows from all counts, and so
 * can the totals that hold the question, by one. But the cell is shown by none of them, as long as it is sensitive; and
 * with all that the one shows goes a table that has in this cell what the other one has. So with the larger cells that
 * hold the question and are sensitive too. No claim is made of a count of 0 where zeros are not protected: it can be
 * shown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "unit/open_store.h"
#include "unit/publication_world.h"

enum { PLANS = 8, NONE = PUBLICATIONS };

/* Two stores. */
struct pair {
	struct world worlds[2];
	unsigned changed;           /* the variable in which they differ */
	int by;                     /* the second has one more or one less */
	struct plan plans[PLANS];
	unsigned plan_count;
	unsigned numbers[2][PLANS]; /* by plan its publication, or NONE: it was refused */
};

/* The number of a variable for an attacker, who has those only that the world uses. */
static unsigned variable_of(const struct world *world, unsigned place, unsigned theme, unsigned channel, unsigned month)
{
	return ((place * world->themes + theme) * world->channels + channel) * world->months + month;
}

/* Finds a sensitive count of a place, a theme and a month, from one drawn on; the second world gets one more or less of
 * it. False when there is none. */
static bool change_one(struct pair *pair)
{
	struct world *one = &pair->worlds[0];
	unsigned cells = one->places * one->themes * one->months, start = draw(cells);

	for (unsigned i = 0; i < cells; i++) {
		unsigned cell = (start + i) % cells, month = cell % one->months;
		unsigned theme = cell / one->months % one->themes, place = cell / one->months / one->themes;
		unsigned channel = draw(one->channels);
		int64_t sum = 0, by = draw(2) ? 1 : -1;

		for (unsigned c = 0; c < one->channels; c++)
			sum += one->count[place][theme][c][month];
		if (sum == 0 || sum >= one->k || sum + by >= one->k ||
		    one->count[place][theme][channel][month] + by < 0)
			continue;
		pair->worlds[1] = *one;
		pair->worlds[1].count[place][theme][channel][month] += by;
		pair->changed = variable_of(one, place, theme, channel, month);
		pair->by = (int)by;
		return true;
	}
	return false;
}

/* Months, then what they add up to; then another list. */
static void draw_plans(struct pair *pair)
{
	const struct world *world = &pair->worlds[0];
	unsigned places = draw(2) ? 0 : 1 + draw(world->places - 1), themes = draw(2) ? 0 : 1 + draw(world->themes - 1);
	struct plan all = { .last = world->months - 1, .by_place = true, .by_subject = true };

	pair->plan_count = 0;
	for (unsigned month = 0; month < world->months; month++)
		pair->plans[pair->plan_count++] = monthly(month);
	all.grouped_places = places;
	all.grouped_themes = themes;
	pair->plans[pair->plan_count++] = all;
	if (world->channels == 1)
		return;
	pair->plans[pair->plan_count++] = (struct plan){ .last = all.last, .by_subject = true, .channel = true };
	all.channel = true;
	pair->plans[pair->plan_count++] = all;
}

static void publish_both(struct hvk_store *store, struct pair *pair)
{
	for (unsigned w = 0; w < 2; w++) {
		struct world *world = &pair->worlds[w];

		make_closing(world);
		for (unsigned n = 0; n < pair->plan_count; n++) {
			pair->numbers[w][n] = world->published;
			if (publish(store, world, &pair->plans[n], 1))
				continue;
			/* Of another list a row can be too small. */
			assert_true(pair->plans[n].channel);
			pair->numbers[w][n] = NONE;
		}
	}
}

/* Whether what was found last is changed. */
static bool is_changed(const struct pair *pair)
{
	for (unsigned i = 0; i < found_count; i++) {
		if (found[i] == pair->changed)
			return true;
	}
	return false;
}

static bool is_sensitive(const struct world *world, int64_t count)
{
	return count < world->k && (count > 0 || world->zeros == HVK_ZEROS_PROTECT);
}

static bool is_shown(struct hvk__publication_cell cell)
{
	return cell.status == HVK__CELL_OK;
}

/* What both show differs where the question is in it, and nowhere else. */
static void assert_same_figures(const struct pair *pair)
{
	learn_all(&pair->worlds[0]);
	for (unsigned n = 0; n < pair->plan_count; n++) {
		const struct hvk_publication *p[2];
		size_t m[3] = { 0 };

		if (pair->numbers[0][n] == NONE || pair->numbers[1][n] == NONE)
			continue;
		for (unsigned w = 0; w < 2; w++)
			p[w] = pair->worlds[w].publications[pair->numbers[w][n]];
		do {
			struct hvk__publication_cell one = cell_of(p[0], m), other = cell_of(p[1], m);

			if (!is_shown(one) || !is_shown(other))
				continue;
			find_variables(&pair->worlds[0], p[0], m);
			assert_int_equal(llabs(one.count - other.count), is_changed(pair));
		} while (next_cell(p[0], m));
	}
}

/* What one shows goes with what the other has, in each sensitive cell with the question. How many these are. */
static unsigned assert_possible(const struct pair *pair, unsigned w, unsigned number)
{
	const struct world *world = &pair->worlds[w];
	int by = w == 0 ? pair->by : -pair->by;
	unsigned cells = 0;

	learn_all(world);
	for (unsigned i = 0; i < world->published; i++) {
		const struct hvk_publication *p = world->publications[i];
		size_t m[3] = { 0 };

		do {
			struct hvk__publication_cell cell = cell_of(p, m);

			find_variables(world, p, m);
			if (!is_changed(pair) || !is_sensitive(world, cell.count) || cell.count + by >= world->k)
				continue;
			cells++;
			if (is_shown(cell) || attacker_reach(&attacker, found, found_count, by, 1) != 1)
				fail_msg("pair %u, store %u, publication %u: cell %zu,%zu,%zu is %lld, status %d, and "
				         "cannot be %s", number, w, i, m[0], m[1], m[2], (long long)cell.count,
				         (int)cell.status, by > 0 ? "more" : "less");
		} while (next_cell(p, m));
	}
	return cells;
}

/* Other numbers of channels and months, so that each is quick. */
static void assert_pairs(struct hvk_store *store, uint64_t first, unsigned count, unsigned channels, unsigned months)
{
	static struct pair pair;
	unsigned pairs = 0, cells = 0;

	for (unsigned i = 0; i < number_of(count); i++) {
		seed = first + i;
		draw_world(&pair.worlds[0], channels, months);
		if (!change_one(&pair))
			continue;
		draw_plans(&pair);
		publish_both(store, &pair);
		assert_same_figures(&pair);
		for (unsigned w = 0; w < 2; w++)
			cells += assert_possible(&pair, w, i);
		for (unsigned w = 0; w < 2; w++)
			free_world(&pair.worlds[w]);
		pairs++;
	}
	assert_true(pairs > number_of(count) / 2 && cells > pairs);
}

static void test_months_and_their_sum(void **state)
{
	struct fixture *fixture = *state;

	assert_pairs(fixture->store, 4000000, 250, 1, 3);
}

static void test_another_list_beside(void **state)
{
	struct fixture *fixture = *state;

	assert_pairs(fixture->store, 5000000, 150, 2, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_months_and_their_sum, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_another_list_beside, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
