/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Publications, one after the other, of small random tables: whoever has all of them cannot tell of a sensitive count
 * more than that it is small. The axes are made here, and what is published before is a handle, not the ledger.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "attacker.h"
#include "statistics/publication_system.h"
#include "unit/open_store.h"

enum { PLACES = 4, THEMES = 4, CHANNELS = 2, MONTHS = 12, PUBLICATIONS = 24, FIRST_MONTH = 600, FIRST_NIS = 41001 };

struct world {
	unsigned places, themes, channels, months;
	int64_t count[PLACES][THEMES][CHANNELS][MONTHS];
	int64_t k;
	int zeros;
	bool sensitive; /* the last theme */
	struct hvk_publication *publications[PUBLICATIONS];
	unsigned published;
	struct hvk__closing closing;
};

static uint64_t seed;

static unsigned draw(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((seed >> 33) % below);
}

static int64_t draw_count(unsigned style)
{
	if (style == 0) /* nearly all zero */
		return draw(5) == 0 ? draw(4) : 0;
	if (style == 1) /* nearly all large */
		return draw(5) == 0 ? draw(5) : 4 + draw(30);
	return draw(7);
}

static void draw_world(struct world *world, unsigned channels, unsigned months)
{
	unsigned style = draw(3);

	memset(world, 0, sizeof(*world));
	world->places = 2 + draw(3);
	world->themes = 2 + draw(3);
	world->channels = channels;
	world->months = months;
	world->k = 3 + draw(3);
	world->zeros = draw(4) == 0 ? HVK_ZEROS_PROTECT : HVK_ZEROS_CAMOUFLAGE;
	world->sensitive = draw(3) == 0;
	for (unsigned p = 0; p < world->places; p++) {
		for (unsigned t = 0; t < world->themes; t++) {
			for (unsigned c = 0; c < channels; c++) {
				for (unsigned m = 0; m < months; m++)
					world->count[p][t][c][m] = draw_count(style);
			}
		}
	}
}

static void make_closing(struct world *world)
{
	size_t capacity = 0;

	for (unsigned p = 0; p < world->places; p++) {
		for (unsigned t = 0; t < world->themes; t++) {
			for (unsigned c = 0; c < world->channels; c++) {
				for (unsigned m = 0; m < world->months; m++) {
					struct hvk__closed row = { .counted = FIRST_MONTH + (int)m,
						                   .month = FIRST_MONTH + (int)m,
						                   .nis = FIRST_NIS + p,
						                   .questions = world->count[p][t][c][m] };

					row.codes[HVK__CLOSED_THEME] = (uint16_t)(t + 1);
					row.codes[HVK__CLOSED_CHANNEL] = (uint16_t)(c + 1);
					if (row.questions == 0)
						continue;
					assert_true(hvk__reserve(&world->closing.rows, &capacity,
					                         world->closing.count + 1, sizeof(row)));
					world->closing.rows[world->closing.count++] = row;
				}
			}
		}
	}
}

static void free_world(struct world *world)
{
	for (unsigned i = 0; i < world->published; i++)
		hvk_publication_free(world->publications[i]);
	hvk__closing_free(&world->closing);
}

/* ---------------------------------------------------------------- axes */

static size_t add_member(struct hvk_publication *p, enum hvk__publication_axis_name axis, const char *level,
                         unsigned number, const unsigned leaves[], unsigned count)
{
	const char *label[2];
	char key[16];
	size_t member;

	snprintf(key, sizeof(key), "%.1s%u", level, number);
	label[0] = label[1] = strcmp(level, "total") == 0 ? level : key;
	assert_int_equal(hvk__publication_add_member(p, axis, label[0], level, label, &member), HVK_OK);
	for (unsigned i = 0; i < count; i++)
		assert_int_equal(hvk__publication_add_leaf(p, axis, member, leaves[i]), HVK_OK);
	p->axes[axis].members[member].whole = count == 0;
	return member;
}

/* Leaves, of which the first grouped are also a group, or only that (merged), and a total. */
static void make_axis(struct hvk_publication *p, enum hvk__publication_axis_name axis, unsigned first, unsigned count,
                      unsigned grouped, bool merged, bool whole)
{
	unsigned leaves[64], links[64], from = merged ? grouped : 0;
	size_t group = 0, total;

	for (unsigned i = 0; i < count; i++)
		leaves[i] = first + i;
	for (unsigned i = from; i < count; i++)
		links[i] = (unsigned)add_member(p, axis, "leaf", i, leaves + i, 1);
	if (grouped > 0)
		group = add_member(p, axis, "group", 0, leaves, grouped);
	total = add_member(p, axis, "total", 0, leaves, whole ? 0 : count);
	for (unsigned i = from; i < grouped; i++)
		assert_int_equal(hvk__publication_add_link(p, axis, group, links[i], ""), HVK_OK);
	if (count > 0 && grouped > 0)
		assert_int_equal(hvk__publication_add_link(p, axis, total, group, ""), HVK_OK);
	for (unsigned i = grouped; i < count; i++)
		assert_int_equal(hvk__publication_add_link(p, axis, total, links[i], ""), HVK_OK);
}

static void make_total(struct hvk_publication *p, enum hvk__publication_axis_name axis, unsigned first, unsigned count)
{
	unsigned leaves[64];

	for (unsigned i = 0; i < count; i++)
		leaves[i] = first + i;
	add_member(p, axis, "total", 0, leaves, count);
}

struct plan {
	unsigned first, last; /* months, from 0 */
	bool by_month, by_place, by_subject, channel;
	unsigned grouped_places, grouped_themes;
	bool merged; /* the places that are grouped */
	bool region; /* only these places, and they are not grouped */
};

static struct hvk_publication *make_publication(struct hvk_store *store, const struct world *world,
                                                const struct plan *plan)
{
	unsigned months = plan->last - plan->first + 1, places = plan->region ? plan->grouped_places : world->places;
	struct hvk_publication *p;

	assert_int_equal(hvk_publication_new(store, &p), HVK_OK);
	p->first = FIRST_MONTH + (int)plan->first;
	p->last = FIRST_MONTH + (int)plan->last;
	p->min_cell = world->k;
	p->zeros = world->zeros;
	p->subject = plan->channel ? "channel" : "theme";
	p->list = plan->channel ? HVK__CLOSED_CHANNEL : HVK__CLOSED_THEME;
	if (plan->by_place)
		make_axis(p, HVK__PLACES, FIRST_NIS, places, plan->region ? 0 : plan->grouped_places, plan->merged,
		          !plan->region);
	else
		make_total(p, HVK__PLACES, FIRST_NIS, plan->region ? places : 0);
	if (plan->by_subject)
		make_axis(p, HVK__SUBJECTS, 1, plan->channel ? world->channels : world->themes,
		          plan->channel ? 0 : plan->grouped_themes, false, true);
	else
		make_total(p, HVK__SUBJECTS, 1, 0);
	if (plan->by_month && months > 1)
		make_axis(p, HVK__TIME, (unsigned)p->first, months, 0, false, false);
	else
		make_total(p, HVK__TIME, (unsigned)p->first, months);
	for (size_t i = 0; i < p->axes[HVK__PLACES].member_count; i++)
		p->axes[HVK__PLACES].members[i].below_region = p->axes[HVK__PLACES].members[i].leaf_count == 1;
	for (size_t i = 0; i + 1 < p->axes[HVK__SUBJECTS].member_count; i++)
		p->axes[HVK__SUBJECTS].members[i].sensitive =
			world->sensitive && !plan->channel && p->axes[HVK__SUBJECTS].members[i].leaves[0] == world->themes;
	return p;
}

/* Publishes some together, on top of all that was; false when they are refused. */
static bool publish(struct hvk_store *store, struct world *world, const struct plan plans[], unsigned count)
{
	struct hvk__questions questions = { .closings = { &world->closing }, .count = 1, .first_collected = FIRST_MONTH };
	unsigned before = world->published;
	int result;

	assert_true(before + count <= PUBLICATIONS);
	for (unsigned i = 0; i < count; i++)
		world->publications[world->published++] = make_publication(store, world, &plans[i]);
	result = hvk__systems_solve(store, world->publications, world->published, before, &questions);
	if (result == HVK_OK)
		return true;
	if (result != HVK_EINPUT)
		fail_msg("%s", hvk_store_error(store)->message);
	while (world->published > before)
		hvk_publication_free(world->publications[--world->published]);
	return false;
}

/* ---------------------------------------------------------------- the attack */

static struct attacker attacker;
static unsigned found[ATTACKER_VARIABLES], found_count;

static bool has(const struct hvk__publication_member *member, uint32_t leaf)
{
	for (size_t i = 0; i < member->leaf_count; i++) {
		if (member->leaves[i] == leaf)
			return true;
	}
	return member->whole;
}

/* The variables of a cell. */
static void find_variables(const struct world *world, const struct hvk_publication *publication, const size_t m[])
{
	const struct hvk__publication_member *member[3];

	for (int a = 0; a < 3; a++)
		member[a] = &publication->axes[a].members[m[a]];
	found_count = 0;
	for (unsigned v = 0; v < attacker.variables; v++) {
		unsigned month = v % world->months, channel = v / world->months % world->channels;
		unsigned theme = v / world->months / world->channels % world->themes;
		unsigned place = v / world->months / world->channels / world->themes;

		if (has(member[0], FIRST_NIS + place) && has(member[2], FIRST_MONTH + month) &&
		    has(member[1], (publication->list == HVK__CLOSED_CHANNEL ? channel : theme) + 1))
			found[found_count++] = v;
	}
}

static struct hvk__publication_cell cell_of(const struct hvk_publication *p, const size_t m[])
{
	return p->cells[hvk__publication_place(p, m[0], m[1], m[2])];
}

static bool next_cell(const struct hvk_publication *p, size_t m[])
{
	for (int a = 2; a >= 0; a--) {
		if (++m[a] < p->axes[a].member_count)
			return true;
		m[a] = 0;
	}
	return false;
}

static void learn_all(const struct world *world)
{
	attacker_clear(&attacker);
	attacker.variables = world->places * world->themes * world->channels * world->months;
	for (unsigned v = 0; v < attacker.variables; v++)
		attacker.value[v] = world->count[v / world->months / world->channels / world->themes]
		                                [v / world->months / world->channels % world->themes]
		                                [v / world->months % world->channels][v % world->months];
	for (unsigned i = 0; i < world->published; i++) {
		const struct hvk_publication *p = world->publications[i];
		size_t m[3] = { 0 };

		do {
			struct hvk__publication_cell cell = cell_of(p, m);

			if (cell.status != HVK__CELL_OK && cell.status != HVK__CELL_NOT_APPLICABLE &&
			    cell.status != HVK__CELL_NOT_COLLECTED)
				continue;
			find_variables(world, p, m);
			assert_true(attacker_learn(&attacker, found, found_count, cell.count));
		} while (next_cell(p, m));
	}
}

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

/* Under valgrind, where each takes a moment, a tenth of them. */
static unsigned number_of(unsigned worlds)
{
	return getenv("HVK_FAULTS") ? worlds / 10 : worlds;
}

static struct plan monthly(unsigned month)
{
	return (struct plan){ .first = month, .last = month, .by_place = true, .by_subject = true };
}

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

/* Whatever comes, some together. */
static void test_anything(void **state)
{
	static struct world world;
	struct fixture *fixture = *state;
	unsigned refused = 0, asked = 0;

	for (unsigned i = 0; i < number_of(200); i++) {
		struct plan plans[3];

		seed = 1000000 + i;
		draw_world(&world, 1, 1 + draw(4));
		make_closing(&world);
		for (unsigned n = 2 + draw(5); n > 0; n--) {
			unsigned together = 1 + draw(3);

			for (unsigned j = 0; j < together; j++)
				draw_plan(&world, &plans[j]);
			refused += !publish(fixture->store, &world, plans, together);
			asked++;
		}
		assert_uncertain(&world, i);
		assert_equal_cells(&world);
		free_world(&world);
	}
	/* Of places that were not one before the sum of two small counts can be known, though neither is. */
	assert_in_range(refused, 0, asked / 100);
}

/* Theme and channel; only so much of the world that the attack on both is quick. */
static void test_families(void **state)
{
	static struct world world;
	struct fixture *fixture = *state;
	unsigned refused = 0, asked = 0;

	for (unsigned i = 0; i < number_of(200); i++) {
		struct plan plans[3];

		seed = 2000000 + i;
		draw_world(&world, 2, 1 + draw(2));
		make_closing(&world);
		for (unsigned n = 2 + draw(4); n > 0; n--) {
			unsigned together = 1 + draw(2);

			for (unsigned j = 0; j < together; j++)
				draw_plan(&world, &plans[j]);
			refused += !publish(fixture->store, &world, plans, together);
			asked++;
		}
		assert_uncertain(&world, i);
		assert_equal_cells(&world);
		free_world(&world);
	}
	/* Rows that are too small are refused. */
	assert_in_range(refused, 0, asked / 5);
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
		cmocka_unit_test_setup_teardown(test_anything, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_families, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
