/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Publications: which members of an axis consist of which others, found by what they hold. So a province consists of
 * its gemeenten only when each of them has a row.
 */
#include <stdlib.h>
#include <string.h>

#include "statistics/publication.h"

/* Where the leaves of a member are while it is laid out in those of a level. */
enum { OUTSIDE, OPEN, TAKEN };

struct tiling {
	struct hvk_publication *p;
	struct hvk__publication_axis *axis;
	const char *const *asked;
	unsigned char *place; /* by leaf */
	size_t size;
	size_t open;          /* leaves */
	uint32_t *children;
	size_t child_count;
};

static size_t rank(const struct tiling *tiling, const char *level)
{
	size_t n = 0;

	while (tiling->asked[n] && strcmp(tiling->asked[n], level) != 0)
		n++;
	return n;
}

/* Whether all of a member is within, and with least OPEN nothing of it taken. */
static bool fits(const struct tiling *tiling, const struct hvk__publication_member *member, unsigned char least)
{
	if (member->leaf_count == 0)
		return false;
	for (size_t i = 0; i < member->leaf_count; i++) {
		unsigned char place = tiling->place[member->leaves[i]];

		if (place == OUTSIDE || (least == OPEN && place == TAKEN))
			return false;
	}
	return true;
}

static void take(struct tiling *tiling, size_t number)
{
	const struct hvk__publication_member *member = &tiling->axis->members[number];

	for (size_t i = 0; i < member->leaf_count; i++)
		tiling->place[member->leaves[i]] = TAKEN;
	tiling->open -= member->leaf_count;
	tiling->children[tiling->child_count++] = (uint32_t)number;
}

/* All leaves of a parent are open; of one that holds all there is, all that any member holds. */
static void open_leaves(struct tiling *tiling, const struct hvk__publication_member *parent)
{
	memset(tiling->place, OUTSIDE, tiling->size);
	tiling->open = tiling->child_count = 0;
	for (size_t m = 0; m < tiling->axis->member_count; m++) {
		const struct hvk__publication_member *member = &tiling->axis->members[m];

		if (!parent->whole && member != parent)
			continue;
		for (size_t i = 0; i < member->leaf_count; i++) {
			tiling->open += tiling->place[member->leaves[i]] == OUTSIDE;
			tiling->place[member->leaves[i]] = OPEN;
		}
	}
}

/* What the level leaves open, by what belongs to no level that is finer: gemeenten without a row, not recorded. */
static void fill(struct tiling *tiling, size_t parent, size_t level)
{
	const struct hvk__publication_axis *axis = tiling->axis;

	/* The last one is the total. */
	for (size_t m = 0; m + 1 < axis->member_count && tiling->open > 0; m++)
		if (m != parent && axis->members[m].leaf_count == tiling->open && fits(tiling, &axis->members[m], OPEN))
			take(tiling, m);
	for (size_t m = 0; m + 1 < axis->member_count && tiling->open > 0; m++)
		if (m != parent && rank(tiling, axis->members[m].level) > level &&
		    fits(tiling, &axis->members[m], OPEN))
			take(tiling, m);
}

/* Whether a parent consists of members of a level, with what fills it up. */
static bool tile(struct tiling *tiling, size_t parent, size_t level)
{
	const struct hvk__publication_axis *axis = tiling->axis;

	open_leaves(tiling, &axis->members[parent]);
	for (size_t m = 0; m < axis->member_count; m++) {
		if (m == parent || strcmp(axis->members[m].level, tiling->asked[level]) != 0 ||
		    !fits(tiling, &axis->members[m], TAKEN))
			continue;
		if (!fits(tiling, &axis->members[m], OPEN))
			return false;
		take(tiling, m);
	}
	if (tiling->child_count == 0)
		return false;
	fill(tiling, parent, level);
	return tiling->open == 0;
}

static int by_number(const void *a, const void *b)
{
	return HVK__ORDER(*(const uint32_t *)a, *(const uint32_t *)b);
}

/* The total consists of each level that holds all; what is finer than a member consists of what is finer still. */
static int link_parent(struct tiling *tiling, size_t parent, size_t levels_asked)
{
	const struct hvk__publication_member *member = &tiling->axis->members[parent];
	bool total = parent + 1 == tiling->axis->member_count;
	size_t level = rank(tiling, member->level);
	int result = HVK_OK;

	for (level = level < levels_asked ? level : levels_asked; level-- > 0;) {
		if (!tile(tiling, parent, level))
			continue;
		qsort(tiling->children, tiling->child_count, sizeof(*tiling->children), by_number);
		for (size_t i = 0; i < tiling->child_count && result == HVK_OK; i++)
			result = hvk__publication_add_link(tiling->p, (enum hvk__publication_axis_name)
			                                   (tiling->axis - tiling->p->axes), parent,
			                                   tiling->children[i], tiling->asked[level]);
		if (result < 0 || !total)
			return result;
	}
	return HVK_OK;
}

static int by_set(const void *a, const void *b)
{
	return hvk__publication_compare_links(a, b);
}

int hvk__publication_link(struct hvk_publication *p, enum hvk__publication_axis_name name)
{
	struct hvk__publication_axis *axis = &p->axes[name];
	struct tiling tiling = { .p = p, .axis = axis, .asked = p->asked[name] };
	_cleanup_free_ unsigned char *place = NULL;
	_cleanup_free_ uint32_t *children = calloc(axis->member_count, sizeof(*children));
	size_t levels_asked = 0;
	int result = HVK_OK;

	for (size_t m = 0; m < axis->member_count; m++) {
		const struct hvk__publication_member *member = &axis->members[m];

		if (member->leaf_count > 0 && member->leaves[member->leaf_count - 1] >= tiling.size)
			tiling.size = (size_t)member->leaves[member->leaf_count - 1] + 1;
	}
	place = malloc(tiling.size + 1);
	if (!place || !children)
		return hvk__fail_memory(&p->store->error);
	tiling.place = place;
	tiling.children = children;
	while (tiling.asked[levels_asked])
		levels_asked++;
	for (size_t m = 0; m < axis->member_count && result == HVK_OK; m++)
		result = link_parent(&tiling, m, levels_asked);
	if (result == HVK_OK && axis->link_count > 0)
		qsort(axis->links, axis->link_count, sizeof(*axis->links), by_set);
	return result;
}
