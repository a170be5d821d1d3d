/* SPDX-License-Identifier: EUPL-1.2 */
/* Small random tables of questions and publications of them, one after the other, for tests of these and an attacker on
 * them. The axes are made here, and what is published before is a handle, not the ledger. */
#ifndef PUBLICATION_WORLD_H
#define PUBLICATION_WORLD_H

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

static inline unsigned draw(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((seed >> 33) % below);
}

static inline int64_t draw_count(unsigned style)
{
	if (style == 0) /* nearly all zero */
		return draw(5) == 0 ? draw(4) : 0;
	if (style == 1) /* nearly all large */
		return draw(5) == 0 ? draw(5) : 4 + draw(30);
	return draw(7);
}

static inline void draw_world(struct world *world, unsigned channels, unsigned months)
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

static inline void make_closing(struct world *world)
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

static inline void free_world(struct world *world)
{
	for (unsigned i = 0; i < world->published; i++)
		hvk_publication_free(world->publications[i]);
	hvk__closing_free(&world->closing);
}

/* ---------------------------------------------------------------- axes */

static inline size_t add_member(struct hvk_publication *p, enum hvk__publication_axis_name axis, const char *level,
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
static inline void make_axis(struct hvk_publication *p, enum hvk__publication_axis_name axis, unsigned first,
                             unsigned count, unsigned grouped, bool merged, bool whole)
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

static inline void make_total(struct hvk_publication *p, enum hvk__publication_axis_name axis, unsigned first,
                              unsigned count)
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

static inline struct hvk_publication *make_publication(struct hvk_store *store, const struct world *world,
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
	for (size_t i = 0; i + 1 < p->axes[HVK__SUBJECTS].member_count; i++) {
		struct hvk__publication_member *member = &p->axes[HVK__SUBJECTS].members[i];

		member->sensitive = world->sensitive && !plan->channel && member->leaves[0] == world->themes;
	}
	return p;
}

/* Publishes some together, on top of all that was; false when they are refused. */
static inline bool publish(struct hvk_store *store, struct world *world, const struct plan plans[], unsigned count)
{
	struct hvk__questions questions = { .closings = { &world->closing }, .count = 1,
		                            .first_collected = FIRST_MONTH };
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

static inline bool has(const struct hvk__publication_member *member, uint32_t leaf)
{
	for (size_t i = 0; i < member->leaf_count; i++) {
		if (member->leaves[i] == leaf)
			return true;
	}
	return member->whole;
}

/* The variables of a cell. */
static inline void find_variables(const struct world *world, const struct hvk_publication *publication,
                                  const size_t m[])
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

static inline struct hvk__publication_cell cell_of(const struct hvk_publication *p, const size_t m[])
{
	return p->cells[hvk__publication_place(p, m[0], m[1], m[2])];
}

static inline bool next_cell(const struct hvk_publication *p, size_t m[])
{
	for (int a = 2; a >= 0; a--) {
		if (++m[a] < p->axes[a].member_count)
			return true;
		m[a] = 0;
	}
	return false;
}

static inline void learn_all(const struct world *world)
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

/* Under valgrind, where each takes a moment, a tenth of them. */
static inline unsigned number_of(unsigned worlds)
{
	return getenv("HVK_FAULTS") ? worlds / 10 : worlds;
}

static inline struct plan monthly(unsigned month)
{
	return (struct plan){ .first = month, .last = month, .by_place = true, .by_subject = true };
}

#endif
