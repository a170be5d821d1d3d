/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Somebody who reads all that is published, and wants to know what is not. Of every leaf cell it has a variable, a
 * whole number from 0 on; every published count is a sum of variables. For a hidden cell it looks for a table that
 * agrees with all of it and has a given value there. It begins at the true table, which agrees, and repairs one sum
 * after the other by changing a variable by one, none of them both ways: any other table that agrees can be reached so.
 * Where that takes too long it wanders, more than once. Nothing of the library is in it.
 */
#ifndef ATTACKER_H
#define ATTACKER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ATTACKER_VARIABLES = 8192, ATTACKER_SUMS = 16384, ATTACKER_TRIALS = 300, ATTACKER_WALKS = 64,
       ATTACKER_STEPS = 25000 };

struct attacker_sum {
	unsigned *variables;
	unsigned count;
	int64_t missing; /* in the table that is looked at */
};

struct attacker {
	unsigned variables;
	int64_t value[ATTACKER_VARIABLES];
	int sign[ATTACKER_VARIABLES]; /* the way in which it is changed */
	unsigned *sums_of[ATTACKER_VARIABLES];
	unsigned sum_count_of[ATTACKER_VARIABLES];
	struct attacker_sum sums[ATTACKER_SUMS];
	unsigned sum_count;
	unsigned spoilt[ATTACKER_SUMS], spoilt_count; /* sums from which something is missing */
	unsigned place[ATTACKER_SUMS];                /* in spoilt, plus 1 */
	long trials;
};

static inline void attacker_clear(struct attacker *attacker)
{
	for (unsigned i = 0; i < attacker->sum_count; i++)
		free(attacker->sums[i].variables);
	for (unsigned i = 0; i < attacker->variables; i++)
		free(attacker->sums_of[i]);
	memset(attacker, 0, sizeof(*attacker));
}

/* Adds a sum without saying what it is; the number of it. */
static inline unsigned attacker_add(struct attacker *attacker, const unsigned variables[], unsigned count)
{
	struct attacker_sum *sum = &attacker->sums[attacker->sum_count];

	if (attacker->sum_count == ATTACKER_SUMS)
		abort();
	sum->variables = calloc(count + 1, sizeof(*variables));
	memcpy(sum->variables, variables, count * sizeof(*variables));
	sum->count = count;
	for (unsigned i = 0; i < count; i++) {
		unsigned v = variables[i];

		attacker->sums_of[v] = realloc(attacker->sums_of[v], (attacker->sum_count_of[v] + 1) * sizeof(unsigned));
		attacker->sums_of[v][attacker->sum_count_of[v]++] = attacker->sum_count;
	}
	return attacker->sum_count++;
}

static inline int attacker_compare(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

/* Learns a sum of variables that was published. False when that is not what they add up to. */
static inline bool attacker_learn(struct attacker *attacker, unsigned variables[], unsigned count, int64_t published)
{
	int64_t sum = 0;

	qsort(variables, count, sizeof(*variables), attacker_compare);
	for (unsigned i = 0; i < count; i++)
		sum += attacker->value[variables[i]];
	if (sum != published)
		return false;
	for (unsigned i = 0; i < attacker->sum_count; i++) {
		if (attacker->sums[i].count == count &&
		    memcmp(attacker->sums[i].variables, variables, count * sizeof(*variables)) == 0)
			return true;
	}
	attacker_add(attacker, variables, count);
	return true;
}

static inline void attacker_miss(struct attacker *attacker, unsigned sum, int64_t amount)
{
	unsigned *place = &attacker->place[sum];

	attacker->sums[sum].missing += amount;
	if (attacker->sums[sum].missing != 0 && *place == 0) {
		attacker->spoilt[attacker->spoilt_count++] = sum;
		*place = attacker->spoilt_count;
	} else if (attacker->sums[sum].missing == 0 && *place != 0) {
		unsigned last = attacker->spoilt[--attacker->spoilt_count];

		attacker->spoilt[*place - 1] = last;
		attacker->place[last] = *place;
		*place = 0;
	}
}

static inline void attacker_change(struct attacker *attacker, unsigned variable, int by)
{
	attacker->value[variable] += by;
	for (unsigned i = 0; i < attacker->sum_count_of[variable]; i++)
		attacker_miss(attacker, attacker->sums_of[variable][i], -by);
}

/* How much nearer changing a variable brings it; INT32_MIN: it cannot change so. */
static inline int attacker_worth(const struct attacker *attacker, unsigned variable, int by)
{
	int worth = 0;

	if (attacker->sign[variable] == -by || attacker->value[variable] + by < 0)
		return INT32_MIN;
	for (unsigned i = 0; i < attacker->sum_count_of[variable]; i++)
		worth += attacker->sums[attacker->sums_of[variable][i]].missing * by > 0 ? 1 : -1;
	return worth;
}

/* The sum that is to be repaired next: the one with the fewest variables. */
static inline const struct attacker_sum *attacker_next(const struct attacker *attacker)
{
	const struct attacker_sum *next = NULL;

	for (unsigned i = 0; i < attacker->spoilt_count; i++) {
		const struct attacker_sum *sum = &attacker->sums[attacker->spoilt[i]];

		if (!next || sum->count < next->count || (sum->count == next->count && sum < next))
			next = sum;
	}
	return next;
}

/* The candidates of a sum, the best first; each is left out once it was tried. What it finds stays. */
static inline bool attacker_repair(struct attacker *attacker, int64_t budget)
{
	const struct attacker_sum *sum = attacker_next(attacker);
	int by, last = INT32_MAX;
	unsigned last_place = 0;

	if (!sum)
		return true;
	by = sum->missing > 0 ? 1 : -1;
	if (sum->missing * by > budget || --attacker->trials < 0)
		return false;
	for (;;) {
		int best = INT32_MIN, before;
		unsigned place = 0, variable;

		for (unsigned i = 0; i < sum->count; i++) {
			int worth = attacker_worth(attacker, sum->variables[i], by);

			if (worth > best && (worth < last || (worth == last && i > last_place))) {
				best = worth;
				place = i;
			}
		}
		if (best == INT32_MIN)
			return false;
		last = best;
		last_place = place;
		variable = sum->variables[place];
		before = attacker->sign[variable];
		attacker->sign[variable] = by;
		attacker_change(attacker, variable, by);
		if (attacker_repair(attacker, budget - 1))
			return true;
		attacker_change(attacker, variable, -by);
		attacker->sign[variable] = before;
		if (attacker->trials < 0)
			return false;
	}
}

static inline unsigned attacker_draw(unsigned below)
{
	static uint64_t seed = 1;

	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((seed >> 33) % below);
}

/* Wanders: repairs any sum with the variable that spoils the least, but not one that was just changed the other way.
 * Sums that stay spoilt weigh more and more. What it finds stays. */
static inline bool attacker_wander(struct attacker *attacker)
{
	static int64_t weight[ATTACKER_SUMS];
	static long until[ATTACKER_VARIABLES][2];

	memset(until, 0, sizeof(until));
	for (unsigned i = 0; i < attacker->sum_count; i++)
		weight[i] = 1;
	for (long step = 1; step <= ATTACKER_STEPS && attacker->spoilt_count > 0; step++) {
		const struct attacker_sum *sum = &attacker->sums[attacker->spoilt[attacker_draw(attacker->spoilt_count)]];
		int by = sum->missing > 0 ? 1 : -1;
		int64_t best = INT64_MIN;
		unsigned chosen = 0, equals = 0;

		for (unsigned i = 0; i < sum->count; i++) {
			unsigned v = sum->variables[i];
			int64_t worth = 0;

			if (attacker->value[v] + by < 0 || until[v][by > 0] > step)
				continue;
			for (unsigned j = 0; j < attacker->sum_count_of[v]; j++) {
				unsigned other = attacker->sums_of[v][j];

				worth += attacker->sums[other].missing * by > 0 ? weight[other] : -weight[other];
			}
			if (worth < best)
				continue;
			equals = worth == best ? equals + 1 : 1;
			if (worth > best || (worth == best && attacker_draw(equals) == 0)) {
				best = worth;
				chosen = v;
			}
		}
		if (best == INT64_MIN)
			continue;
		for (unsigned i = 0; best <= 0 && i < attacker->spoilt_count; i++)
			weight[attacker->spoilt[i]]++;
		attacker_change(attacker, chosen, by);
		until[chosen][by < 0] = step + 3 + attacker_draw(10);
	}
	return attacker->spoilt_count == 0;
}

static inline void attacker_return(struct attacker *attacker, const int64_t truth[])
{
	for (unsigned v = 0; v < attacker->variables; v++) {
		while (attacker->value[v] != truth[v])
			attacker_change(attacker, v, attacker->value[v] < truth[v] ? 1 : -1);
	}
}

/* Looks for a table in which a sum is so much more than in the one that it has. */
static inline bool attacker_find(struct attacker *attacker, unsigned sum, int64_t more)
{
	static int64_t before[ATTACKER_VARIABLES];
	bool found = false;

	memcpy(before, attacker->value, sizeof(before));
	attacker_miss(attacker, sum, more);
	for (int64_t budget = 4; budget <= 256 && !found; budget *= 2) {
		memset(attacker->sign, 0, sizeof(attacker->sign));
		attacker->trials = ATTACKER_TRIALS;
		found = attacker_repair(attacker, budget);
	}
	for (int walk = 0; walk < ATTACKER_WALKS && !found; walk++) {
		found = attacker_wander(attacker);
		if (!found)
			attacker_return(attacker, before);
	}
	if (!found)
		attacker_miss(attacker, sum, -more);
	return found;
}

/* How far variables can add up to more, one after the other (by 1) or to less (by -1), whatever is known, up to most.
 * It goes on from the last table that it found, and where that leads nowhere begins at the true one again. */
static inline int64_t attacker_reach(struct attacker *attacker, const unsigned variables[], unsigned count, int by,
                                     int64_t most)
{
	static int64_t truth[ATTACKER_VARIABLES];
	unsigned target = attacker_add(attacker, variables, count);
	int64_t reached = 0;

	memcpy(truth, attacker->value, sizeof(truth));
	while (reached < most) {
		bool found = attacker_find(attacker, target, by);

		if (!found) {
			attacker_return(attacker, truth);
			attacker_miss(attacker, target, -attacker->sums[target].missing);
			found = attacker_find(attacker, target, by * (reached + 1));
		}
		if (!found)
			break;
		reached++;
	}
	attacker_return(attacker, truth);
	attacker_miss(attacker, target, -attacker->sums[target].missing);
	attacker->sum_count--;
	for (unsigned i = 0; i < count; i++)
		attacker->sum_count_of[variables[i]]--;
	free(attacker->sums[target].variables);
	memset(&attacker->sums[target], 0, sizeof(attacker->sums[target]));
	return reached;
}

#endif
