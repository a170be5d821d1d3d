/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Writes a deterministic frequency table and its hierarchies, for measuring the protection of small counts:
 *   protect-tables KIND TABLE.csv HIERARCHY.csv
 * Kinds: sparse, 285 gemeenten by 24 themes and very few questions; months, 18 gemeenten by 24 themes by 12 months;
 * year, 30 gemeenten by 11 themes by 12 months; report, 12 gemeenten by 12 themes. Smaller, for the audit: thin, line
 * (of one dimension), pairs (of two themes), cube and half (6 months). Leaves only: totals are sums. The same arguments
 * give the same bytes.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = 4, AXES = 3, LEAVES = 300, CELLS = LEAVES * 30 };

/* A dimension: its levels from the total down, each with how many there are; the next are evenly under them. */
struct axis {
	const char *name;
	struct {
		const char *prefix;
		unsigned count;
	} levels[LEVELS];
};

struct kind {
	const char *name;
	unsigned questions;
	struct axis axes[AXES];
};

#define PLACES(regions, gemeenten) { "gemeente", { { "all", 1 }, { "r", (regions) }, { "g", (gemeenten) } } }
#define MONTHS { "maand", { { "year", 1 }, { "q", 4 }, { "m", 12 } } }
#define THEMES(groups, themes) { "thema", { { "all", 1 }, { "c", (groups) }, { "t", (themes) } } }
static const struct kind kinds[] = {
	{ "sparse", 3500, { { "gemeente", { { "all", 1 }, { "p", 5 }, { "r", 15 }, { "g", 285 } } },
	                    THEMES(6, 24) } },
	{ "months", 2300, { PLACES(2, 18), THEMES(6, 24), MONTHS } },
	{ "year", 6000, { PLACES(3, 30), { "thema", { { "all", 1 }, { "t", 11 } } }, MONTHS } },
	{ "report", 1000, { PLACES(2, 12), THEMES(3, 12) } },
	{ "thin", 250, { PLACES(4, 32), THEMES(3, 12) } },
	{ "line", 200, { PLACES(8, 40) } },
	{ "pairs", 300, { PLACES(4, 24), { "thema", { { "all", 1 }, { "t", 2 } } } } },
	{ "cube", 400, { PLACES(2, 6), THEMES(2, 6), { "maand", { { "q", 1 }, { "m", 4 } } } } },
	{ "half", 800, { PLACES(2, 8), { "thema", { { "all", 1 }, { "t", 6 } } },
	                 { "maand", { { "half", 1 }, { "q", 2 }, { "m", 6 } } } } }
};

/* splitmix64: https://prng.di.unimi.it/splitmix64.c describes it. */
static uint64_t state = 7;
static uint64_t draw(void)
{
	uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static unsigned bottom(const struct axis *axis)
{
	unsigned level = 0;

	while (level + 1 < LEVELS && axis->levels[level + 1].prefix)
		level++;
	return level;
}

static unsigned leaves(const struct axis *axis)
{
	return axis->name ? axis->levels[bottom(axis)].count : 1;
}

/* A few leaves have most of the questions, as gemeenten and themes have; months are alike. */
static void draw_weights(const struct axis *axis, uint64_t weights[LEAVES])
{
	for (unsigned leaf = 0; leaf < leaves(axis); leaf++)
		weights[leaf] = axis->name && strcmp(axis->name, "maand") == 0 ? 1 : 1000 / (1 + draw() % leaves(axis)) + 10;
}

static unsigned pick(const uint64_t weights[LEAVES], unsigned count)
{
	uint64_t sum = 0, at;
	unsigned leaf = 0;

	for (unsigned i = 0; i < count; i++)
		sum += weights[i];
	for (at = draw() % sum; at >= weights[leaf]; leaf++)
		at -= weights[leaf];
	return leaf;
}

static void print_node(FILE *file, const struct axis *axis, unsigned level, unsigned number)
{
	if (axis->levels[level].count == 1)
		fprintf(file, "%s", axis->levels[level].prefix);
	else
		fprintf(file, "%s%0*u", axis->levels[level].prefix, axis->levels[level].count > 100 ? 3 : 2, number);
}

static void write_hierarchy(FILE *file, const struct axis *axis)
{
	for (unsigned level = 1; level <= bottom(axis); level++) {
		unsigned count = axis->levels[level].count;

		for (unsigned i = 0; i < count; i++) {
			fprintf(file, "%s,", axis->name);
			print_node(file, axis, level - 1, i * axis->levels[level - 1].count / count);
			fputc(',', file);
			print_node(file, axis, level, i);
			fputs(",\n", file);
		}
	}
}

static void write_table(FILE *file, const struct kind *kind)
{
	static uint64_t weights[AXES][LEAVES];
	static unsigned counts[CELLS];
	unsigned number[AXES], cells = 1;

	for (unsigned d = 0; d < AXES; d++) {
		draw_weights(&kind->axes[d], weights[d]);
		cells *= leaves(&kind->axes[d]);
	}
	for (unsigned i = 0; i < kind->questions; i++) {
		unsigned cell = 0;

		for (unsigned d = 0; d < AXES; d++)
			cell = cell * leaves(&kind->axes[d]) + pick(weights[d], leaves(&kind->axes[d]));
		counts[cell]++;
	}
	for (unsigned cell = 0; cell < cells; cell++) {
		unsigned rest = cell;

		for (unsigned d = AXES; d-- > 0; rest /= leaves(&kind->axes[d]))
			number[d] = rest % leaves(&kind->axes[d]);
		for (unsigned d = 0; d < AXES && kind->axes[d].name; d++) {
			print_node(file, &kind->axes[d], bottom(&kind->axes[d]), number[d]);
			fputc(',', file);
		}
		fprintf(file, "%u\n", counts[cell]);
	}
}

int main(int argc, char **argv)
{
	const struct kind *kind = kinds, *end = kinds + sizeof(kinds) / sizeof(kinds[0]);
	FILE *table = argc == 4 ? fopen(argv[2], "w") : NULL, *hierarchy = argc == 4 ? fopen(argv[3], "w") : NULL;

	while (argc > 1 && kind < end && strcmp(kind->name, argv[1]) != 0)
		kind++;
	if (!table || !hierarchy || kind == end) {
		fputs("protect-tables: expected KIND TABLE.csv HIERARCHY.csv\n", stderr);
		return EXIT_FAILURE;
	}
	fputs("dim,parent,child,set\n", hierarchy);
	for (unsigned d = 0; d < AXES && kind->axes[d].name; d++) {
		write_hierarchy(hierarchy, &kind->axes[d]);
		fprintf(table, "%s,", kind->axes[d].name);
	}
	fputs("aantal\n", table);
	write_table(table, kind);
	return fclose(table) == 0 && fclose(hierarchy) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
