/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a publication says is no count, and codes that it leaves out, are known to count nothing however much of it is
 * hidden. So is then what was published before less this: of two windows the month that only the last one has, once it
 * is known of the month that only the first one has that it is 0. Such a publication is refused; of one that is not no
 * sensitive count can be told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "unit/open_store.h"
#include "unit/publication_world.h"

/* How it is said that in the first month nothing counts, of the first theme or at all. */
enum manner { NOT_COLLECTED, NOT_APPLICABLE, LEFT_OUT };
enum { WORLDS = 200, WINDOWS = 4 };

static void draw_months(struct world *world, enum manner manner)
{
	draw_world(world, 1, WINDOWS);
	world->sensitive = false;
	world->zeros = HVK_ZEROS_CAMOUFLAGE;
	for (unsigned p = 0; p < world->places; p++) {
		for (unsigned t = 0; t < world->themes && (t == 0 || manner == NOT_COLLECTED); t++)
			world->count[p][t][0][0] = 0;
	}
}

static void publish_windows(struct hvk_store *store, struct world *world)
{
	struct plan plan = { .by_place = true, .by_subject = true };

	for (plan.first = 0; plan.first < 2; plan.first++) {
		plan.last = plan.first + 2;
		assert_true(publish(store, world, &plan, 1));
	}
}

/* The first month; false when it is refused. */
static bool publish_first(struct hvk_store *store, struct world *world, enum manner manner)
{
	struct hvk__questions questions = { .closings = { &world->closing }, .count = 1, .first_collected = FIRST_MONTH };
	const struct plan plan = monthly(0);
	struct hvk_publication *p = make_publication(store, world, &plan);
	struct hvk__publication_axis *axis = &p->axes[HVK__SUBJECTS];
	int result;

	if (manner == NOT_COLLECTED)
		questions.first_collected++;
	else if (manner == NOT_APPLICABLE)
		axis->members[0].first = FIRST_MONTH + 1;
	for (size_t i = 0; i < axis->member_count && manner == LEFT_OUT; i++)
		free(axis->members[i].leaves);
	if (manner == LEFT_OUT) {
		axis->member_count = axis->link_count = 0;
		make_axis(p, HVK__SUBJECTS, 2, world->themes - 1, 0, false, true);
	}
	world->publications[world->published++] = p;
	result = hvk__systems_solve(store, world->publications, world->published, world->published - 1, &questions);
	if (result != HVK_OK)
		assert_int_equal(result, HVK_EINPUT);
	return result == HVK_OK;
}

/* The variables of a place, a theme and a month. */
static unsigned variable_of(const struct world *world, unsigned place, unsigned theme, unsigned month)
{
	return (place * world->themes + theme) * world->months + month;
}

/* Of each month the small counts, which nobody asked for but of the first, and everybody could work out. */
static void assert_uncertain(const struct world *world, enum manner manner, unsigned number)
{
	learn_all(world);
	for (unsigned p = 0; p < world->places; p++) {
		for (unsigned t = 0; t < world->themes && (t == 0 || manner == NOT_COLLECTED); t++) {
			unsigned variable = variable_of(world, p, t, 0);

			assert_true(attacker_learn(&attacker, &variable, 1, 0));
		}
	}
	for (unsigned v = 0; v < attacker.variables; v++) {
		int64_t count = attacker.value[v];

		if (count == 0 || count >= world->k)
			continue;
		if (attacker_reach(&attacker, &v, 1, -1, count) < count ||
		    attacker_reach(&attacker, &v, 1, 1, world->k - 1 - count) < world->k - 1 - count)
			fail_msg("world %u: of place %u, theme %u, month %u %lld can be told", number,
			         v / world->months / world->themes, v / world->months % world->themes,
			         v % world->months, (long long)count);
	}
}

static void assert_worlds(struct hvk_store *store, uint64_t first, enum manner manner)
{
	static struct world world;
	unsigned refused = 0, worlds = number_of(WORLDS);

	for (unsigned i = 0; i < worlds; i++) {
		seed = first + i;
		draw_months(&world, manner);
		make_closing(&world);
		publish_windows(store, &world);
		if (publish_first(store, &world, manner))
			assert_uncertain(&world, manner, i);
		else
			refused++;
		free_world(&world);
	}
	assert_in_range(refused, 1, worlds - 1);
}

static void test_what_was_not_collected(void **state)
{
	struct fixture *fixture = *state;

	assert_worlds(fixture->store, 7000000, NOT_COLLECTED);
}

static void test_what_cannot_be(void **state)
{
	struct fixture *fixture = *state;

	assert_worlds(fixture->store, 8000000, NOT_APPLICABLE);
}

static void test_what_is_left_out(void **state)
{
	struct fixture *fixture = *state;

	assert_worlds(fixture->store, 9000000, LEFT_OUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_was_not_collected, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_what_cannot_be, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_what_is_left_out, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
