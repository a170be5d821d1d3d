/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Publications, one after the other, of small random tables: whoever has all of them cannot tell of a sensitive count
 * more than that it is small.
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

/* What a cell must be able to be, from less to more than it is. False when it is not sensitive. */
static bool range_of(const struct world *world, const struct hvk_publication *p, const size_t m[], int64_t *less,
                     int64_t *more)
{
	struct hvk__publication_cell cell = cell_of(p, m);
	bool small = cell.count > 0 && cell.count < world->k;

	if (!small && cell.status != HVK__CELL_PRIMARY)
		return false;
	*less = cell.count < world->k ? cell.count : world->k - 1;
	*more = cell.count < world->k ? world->k - 1 - cell.count : 0;
	return true;
}

static void assert_uncertain(const struct world *world, unsigned number)
{
	learn_all(world);
	for (unsigned i = 0; i < world->published; i++) {
		const struct hvk_publication *p = world->publications[i];
		size_t m[3] = { 0 };

		do {
			int64_t less, more;

			if (!range_of(world, p, m, &less, &more))
				continue;
			find_variables(world, p, m);
			less -= attacker_reach(&attacker, found, found_count, -1, less);
			more -= attacker_reach(&attacker, found, found_count, 1, more);
			if (less > 0 || more > 0)
				fail_msg("world %u, publication %u of %u: cell %zu,%zu,%zu is %lld, status %d, and cannot be %s",
				         number, i, world->published, m[0], m[1], m[2], (long long)cell_of(p, m).count,
				         (int)cell_of(p, m).status, less > 0 ? "less" : "more");
		} while (next_cell(p, m));
	}
}

/* Of equal cells all are published or none. */
static uint64_t hash_found(void)
{
	uint64_t hash = 14695981039346656037u + found_count;

	for (unsigned i = 0; i < found_count; i++)
		hash = (hash ^ found[i]) * 1099511628211u;
	return hash;
}

static void assert_equal_cells(const struct world *world)
{
	static struct {
		uint64_t hash;
		bool hidden;
	} seen[20000];
	unsigned count = 0;

	for (unsigned i = 0; i < world->published; i++) {
		const struct hvk_publication *p = world->publications[i];
		size_t m[3] = { 0 };

		do {
			struct hvk__publication_cell cell = cell_of(p, m);
			bool hidden = cell.status == HVK__CELL_PRIMARY || cell.status == HVK__CELL_SECONDARY;
			uint64_t hash;

			if (cell.status == HVK__CELL_BY_RULE)
				continue;
			find_variables(world, p, m);
			hash = hash_found();
			for (unsigned n = 0; n < count; n++) {
				if (seen[n].hash == hash && seen[n].hidden != hidden)
					fail_msg("publication %u of %u: cell %zu,%zu,%zu is %lld, status %d, elsewhere not",
					         i, world->published, m[0], m[1], m[2], (long long)cell.count,
					         (int)cell.status);
			}
			assert_true(count < 20000);
			seen[count].hash = hash;
			seen[count++].hidden = hidden;
		} while (next_cell(p, m));
	}
}

/* ---------------------------------------------------------------- sequences */

/* Months, then quarters, then all of it. */
static unsigned publish_by_turns(struct hvk_store *store, struct world *world)
{
	unsigned refused = 0;
	struct plan plan;

	for (unsigned month = 0; month < world->months; month++) {
		plan = monthly(month);
		refused += !publish(store, world, &plan, 1);
		if (month % 3 != 2)
			continue;
		plan.first = month - 2;
		refused += !publish(store, world, &plan, 1);
	}
	plan.first = 0;
	return refused + !publish(store, world, &plan, 1);
}

static void test_months_quarters_years(void **state)
{
	static struct world world;
	struct fixture *fixture = *state;
	unsigned refused = 0;

	for (unsigned i = 0; i < number_of(100); i++) {
		seed = i;
		draw_world(&world, 1, 6);
		make_closing(&world);
		refused += publish_by_turns(fixture->store, &world);
		assert_uncertain(&world, i);
		assert_equal_cells(&world);
		free_world(&world);
	}
	assert_int_equal(refused, 0);
}

/* The year so far, month after month: nobody asked for a month, and everybody can work it out. */
static void test_the_year_so_far(void **state)
{
	static struct world world;
	struct fixture *fixture = *state;
	unsigned refused = 0;

	for (unsigned i = 0; i < number_of(100); i++) {
		seed = 3000000 + i;
		draw_world(&world, 1, 2 + draw(4));
		make_closing(&world);
		for (unsigned month = 0; month < world.months; month++) {
			struct plan plan = { .last = month, .by_place = true, .by_subject = true };

			refused += !publish(fixture->store, &world, &plan, 1);
		}
		assert_uncertain(&world, i);
		for (unsigned month = 0; month < world.months; month++) {
			struct plan plan = monthly(month);
			struct hvk_publication *p = make_publication(fixture->store, &world, &plan);
			size_t m[3] = { 0 };

			do {
				int64_t count = 0;

				find_variables(&world, p, m);
				for (unsigned v = 0; v < found_count; v++)
					count += attacker.value[found[v]];
				if (count == 0 || count >= world.k)
					continue;
				assert_int_equal(attacker_reach(&attacker, found, found_count, -1, count), count);
				assert_int_equal(attacker_reach(&attacker, found, found_count, 1, world.k - 1 - count),
				                 world.k - 1 - count);
			} while (next_cell(p, m));
			hvk_publication_free(p);
		}
		free_world(&world);
	}
	assert_int_equal(refused, 0);
}

/* Each month, and with it the last few. What windows that overlap tell of one another leaves room for the next. */
static void test_rolling_windows(void **state)
{
	static struct world world;
	struct fixture *fixture = *state;
	unsigned refused = 0;

	for (unsigned i = 0; i < number_of(100); i++) {
		unsigned length;

		seed = 6000000 + i;
		length = 2 + draw(3);
		draw_world(&world, 1, length + 2 + draw(2));
		make_closing(&world);
		for (unsigned month = 0; month < world.months; month++) {
			struct plan plan = monthly(month);

			refused += !publish(fixture->store, &world, &plan, 1);
			if (month + 1 < length)
				continue;
			plan.first = month + 1 - length;
			refused += !publish(fixture->store, &world, &plan, 1);
		}
		assert_uncertain(&world, i);
		assert_equal_cells(&world);
		free_world(&world);
	}
	assert_int_equal(refused, 0);
}

static void draw_plan(const struct world *world, struct plan *plan)
{
	memset(plan, 0, sizeof(*plan));
	plan->first = draw(world->months);
	plan->last = plan->first + draw(world->months - plan->first);
	plan->by_month = draw(2);
	plan->by_place = draw(4) > 0;
	plan->by_subject = draw(4) > 0;
	plan->channel = world->channels > 1 && draw(2);
	plan->grouped_places = draw(2) ? 0 : 1 + draw(world->places - 1);
	plan->grouped_themes = draw(2) ? 0 : 1 + draw(world->themes - 1);
	plan->merged = draw(4) == 0;
	plan->region = plan->grouped_places > 0 && !plan->merged && draw(4) == 0;
}

struct tally {
	unsigned refused, asked;
};

/* Publications drawn until there are so many, up to some together, and an attack on all of them. */
static void attack_anything(struct hvk_store *store, struct world *world, unsigned number, unsigned publications,
                            unsigned together, struct tally *tally)
{
	struct plan plans[3];

	make_closing(world);
	for (unsigned n = 2 + draw(publications); n > 0; n--) {
		unsigned count = 1 + draw(together);

		for (unsigned j = 0; j < count; j++)
			draw_plan(world, &plans[j]);
		tally->refused += !publish(store, world, plans, count);
		tally->asked++;
	}
	assert_uncertain(world, number);
	assert_equal_cells(world);
	free_world(world);
}

/* Whatever comes, some together. */
static void test_anything(void **state)
{
	static struct world world;
	struct fixture *fixture = *state;
	struct tally tally = { 0 };

	for (unsigned i = 0; i < number_of(200); i++) {
		seed = 1000000 + i;
		draw_world(&world, 1, 1 + draw(4));
		attack_anything(fixture->store, &world, i, 5, 3, &tally);
	}
	/* Of places that were not one before the sum of two small counts can be known, though neither is. */
	assert_in_range(tally.refused, 0, tally.asked / 100);
}

/* Theme and channel; only so much of the world that the attack on both is quick. */
static void test_families(void **state)
{
	static struct world world;
	struct fixture *fixture = *state;
	struct tally tally = { 0 };

	for (unsigned i = 0; i < number_of(200); i++) {
		seed = 2000000 + i;
		draw_world(&world, 2, 1 + draw(2));
		attack_anything(fixture->store, &world, i, 4, 2, &tally);
	}
	/* Rows that are too small are refused: of few worlds that is now and then more than a fifth, never half. */
	assert_in_range(tally.refused, 0, tally.asked / 3);
}

/* ---------------------------------------------------------------- one at a time */

/* Three places, two themes, one month; the second theme is marked sensitive. */
static void make_world(struct world *world, const int64_t counts[6])
{
	memset(world, 0, sizeof(*world));
	world->places = 3;
	world->themes = 2;
	world->channels = world->months = 1;
	world->k = 5;
	world->sensitive = true;
	for (unsigned i = 0; i < 6; i++)
		world->count[i / 2][i % 2][0][0] = counts[i];
	make_closing(world);
}

static enum hvk__publication_status status_of(const struct world *world, unsigned publication, size_t place,
                                              size_t theme)
{
	return cell_of(world->publications[publication], (const size_t[]){ place, theme, 0 }).status;
}

/* Of one place all questions are of the sensitive theme. */
static void test_the_group_rule(void **state)
{
	static const int64_t counts[6] = { 0, 12, 20, 30, 40, 50 };
	static struct world world;
	struct fixture *fixture = *state;
	const struct plan plan = monthly(0);

	make_world(&world, counts);
	assert_true(publish(fixture->store, &world, &plan, 1));
	for (size_t place = 0; place < 3; place++)
		assert_int_equal(status_of(&world, 0, place, 1), HVK__CELL_BY_RULE);
	assert_int_equal(status_of(&world, 0, 3, 1), HVK__CELL_OK);
	free_world(&world);
	make_world(&world, counts);
	world.zeros = HVK_ZEROS_PROTECT;
	assert_true(publish(fixture->store, &world, &plan, 1));
	assert_int_equal(status_of(&world, 0, 0, 1), HVK__CELL_PRIMARY);
	assert_int_not_equal(status_of(&world, 0, 1, 1), HVK__CELL_PRIMARY);
	assert_uncertain(&world, 0);
	free_world(&world);
}

/* A count in the ledger that is not that of its questions, and a hidden cell that is published beside. */
static void test_a_ledger_that_was_changed(void **state)
{
	static const int64_t counts[6] = { 9, 12, 20, 30, 40, 3 };
	static struct world world;
	struct fixture *fixture = *state;
	struct hvk__questions questions = { .closings = { &world.closing }, .count = 1, .first_collected = FIRST_MONTH };
	const struct plan plan = monthly(0);

	make_world(&world, counts);
	world.sensitive = false;
	assert_true(publish(fixture->store, &world, &plan, 1));
	assert_int_equal(hvk__systems_solve(fixture->store, world.publications, 1, 1, &questions), HVK_OK);
	world.publications[0]->cells[0].count++;
	assert_int_equal(hvk__systems_solve(fixture->store, world.publications, 1, 1, &questions), HVK_ESTORE);
	world.publications[0]->cells[0].count--;
	assert_int_equal(hvk__systems_solve(fixture->store, world.publications, 1, 1, &questions), HVK_OK);
	for (size_t i = 0; i < 12; i++) {
		if (world.publications[0]->cells[i].status == HVK__CELL_PRIMARY)
			world.publications[0]->cells[i].status = HVK__CELL_OK;
	}
	assert_int_equal(hvk__systems_solve(fixture->store, world.publications, 1, 1, &questions), HVK_EINPUT);
	free_world(&world);
}

/* Before anything was registered, and before a theme was in use. */
static void test_what_cannot_be(void **state)
{
	static const int64_t counts[6] = { 9, 0, 20, 0, 40, 0 };
	static struct world world;
	struct fixture *fixture = *state;
	struct hvk__questions questions = { .closings = { &world.closing }, .count = 1, .first_collected = FIRST_MONTH };
	const struct plan plan = monthly(0);
	struct hvk_publication *p;

	make_world(&world, counts);
	world.sensitive = false;
	p = world.publications[world.published++] = make_publication(fixture->store, &world, &plan);
	p->axes[HVK__SUBJECTS].members[1].first = FIRST_MONTH + 1;
	assert_int_equal(hvk__systems_solve(fixture->store, &p, 1, 0, &questions), HVK_OK);
	assert_int_equal(status_of(&world, 0, 0, 0), HVK__CELL_OK);
	for (size_t place = 0; place < 4; place++)
		assert_int_equal(status_of(&world, 0, place, 1), HVK__CELL_NOT_APPLICABLE);
	world.closing.count = 0;
	questions.first_collected = FIRST_MONTH + 1;
	assert_int_equal(hvk__systems_solve(fixture->store, &p, 1, 0, &questions), HVK_OK);
	assert_int_equal(status_of(&world, 0, 3, 2), HVK__CELL_NOT_COLLECTED);
	free_world(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_group_rule, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_a_ledger_that_was_changed, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_what_cannot_be, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_months_quarters_years, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_the_year_so_far, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_rolling_windows, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_anything, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_families, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
