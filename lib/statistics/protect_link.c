/* SPDX-License-Identifier: EUPL-1.2 */
/* Which cells hold which leaves, as lists both ways. */
#include <stdlib.h>

#include "statistics/protect.h"

enum { LINKS_MAX = 1 << 25 };

/* Calls for each cell that holds a leaf. */
static void each_above(const struct hvk_protection *p, struct hvk__links *links, uint32_t leaf,
                       void (*act)(struct hvk__links *links, uint32_t leaf, uint32_t cell))
{
	const uint32_t *above[HVK__AXES];
	size_t count[HVK__AXES], at[HVK__AXES] = { 0 }, d;

	for (d = 0; d < p->dimensions; d++) {
		const struct hvk__axis *axis = &p->axes[d];
		int32_t number = axis->node_leaf[p->cells[leaf].node[d]];

		above[d] = axis->above + axis->above_start[number];
		count[d] = axis->above_start[number + 1] - axis->above_start[number];
	}
	do {
		size_t place = 0;

		for (d = 0; d < p->dimensions; d++)
			place += above[d][at[d]] * p->axes[d].stride;
		if (p->map[place] >= 0)
			act(links, leaf, (uint32_t)p->map[place]);
		for (d = p->dimensions; d-- > 0 && ++at[d] == count[d];)
			at[d] = 0;
	} while (d < p->dimensions);
}

/* Numbers go two places further, so that they can be used to fill in what they count. */
static void count_link(struct hvk__links *links, uint32_t leaf, uint32_t cell)
{
	links->above_start[leaf + 2] += cell != leaf;
	links->under_start[cell + 2]++;
}

static void add_link(struct hvk__links *links, uint32_t leaf, uint32_t cell)
{
	if (cell != leaf)
		links->above[links->above_start[leaf + 1]++] = cell;
	links->under[links->under_start[cell + 1]++] = leaf;
}

static void each_leaf(const struct hvk_protection *p, struct hvk__links *links,
                      void (*act)(struct hvk__links *links, uint32_t leaf, uint32_t cell))
{
	for (uint32_t i = 0; i < p->cell_count; i++) {
		if (p->cells[i].leaf)
			each_above(p, links, i, act);
	}
}

bool hvk__links_make(struct hvk__search *search)
{
	size_t count = search->p->cell_count;
	struct hvk__links *links = calloc(1, sizeof(*links));
	uint64_t all = 0;

	search->links = links;
	if (!links)
		return false;
	links->above_start = calloc(count + 2, sizeof(*links->above_start));
	links->under_start = calloc(count + 2, sizeof(*links->under_start));
	if (!links->above_start || !links->under_start)
		return false;
	each_leaf(search->p, links, count_link);
	for (size_t i = 2; i < count + 2; i++)
		all += links->under_start[i];
	if (all > LINKS_MAX) {
		hvk__links_free(links);
		search->links = NULL;
		return true;
	}
	for (size_t i = 2; i < count + 2; i++) {
		links->above_start[i] += links->above_start[i - 1];
		links->under_start[i] += links->under_start[i - 1];
	}
	links->above = calloc(all + 1, sizeof(*links->above));
	links->under = calloc(all + 1, sizeof(*links->under));
	if (!links->above || !links->under)
		return false;
	each_leaf(search->p, links, add_link);
	return true;
}

void hvk__links_free(struct hvk__links *links)
{
	if (!links)
		return;
	free(links->above_start);
	free(links->above);
	free(links->under_start);
	free(links->under);
	free(links);
}
