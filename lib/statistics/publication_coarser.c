/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications: a coarser grid, for who is told that a finer one cannot be protected. */
#include <stdio.h>
#include <string.h>

#include "statistics/publication.h"

enum { MONTHS_IN_QUARTER = 3, MONTHS_IN_YEAR = 12 };

static bool is_whole(const struct hvk_publication *p, int months)
{
	return p->first % months == 0 && (p->last + 1) % months == 0;
}

/* The level that takes the place of one on an axis, or NULL. */
static const char *coarser(const struct hvk_publication *p, int axis, const char *level)
{
	static const char *const pairs[][2] = {
		{ "theme", "theme-group" }, { "asker", "asker-group" },
		{ "gemeente", "arrondissement" }, { "arrondissement", "province" },
	};

	if (axis == HVK__TIME) {
		if (strcmp(level, "month") == 0 && is_whole(p, MONTHS_IN_QUARTER))
			return "quarter";
		return strcmp(level, "year") != 0 && is_whole(p, MONTHS_IN_YEAR) ? "year" : NULL;
	}
	/* A region need not consist of arrondissementen. */
	if (axis == HVK__PLACES && *p->region)
		return NULL;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (strcmp(pairs[i][0], level) == 0)
			return pairs[i][1];
	return NULL;
}

static bool is_asked(const struct hvk_publication *p, int axis, const char *level)
{
	for (size_t n = 0; p->asked[axis][n]; n++)
		if (strcmp(p->asked[axis][n], level) == 0)
			return true;
	return false;
}

HVK_EXPORT const char *hvk_publication_coarser(const struct hvk_publication *p, const char *level)
{
	for (int axis = 0; axis < HVK__PUBLICATION_AXES; axis++)
		for (size_t n = 0; p->asked[axis][n]; n++) {
			const char *asked = p->asked[axis][n], *found;

			if (strcmp(asked, level) != 0)
				continue;
			found = coarser(p, axis, asked);
			return found && !is_asked(p, axis, found) ? found : NULL;
		}
	return NULL;
}

/* Whether an axis has something left when it loses its finest level, for which another may come. */
static bool has_more(const struct hvk_publication *p, int axis)
{
	const char *const *asked = p->asked[axis];

	return asked[0] && (asked[1] || coarser(p, axis, asked[0]));
}

/* Whether an axis can be coarser, or left out. */
static bool can_be(const struct hvk_publication *p, int axis)
{
	int named = 0;

	for (int a = 0; a < HVK__PUBLICATION_AXES; a++)
		named += p->asked[a][0] != NULL;
	/* Not where nothing is left, or gemeenten are named that would have no row. */
	return has_more(p, axis) ||
	       (p->asked[axis][0] && named > 1 && !(axis == HVK__PLACES && *p->gemeenten));
}

/* What is best made coarser: an axis that is still there afterwards, if there is any. */
static int choose(const struct hvk_publication *p)
{
	static const int order[] = { HVK__SUBJECTS, HVK__TIME, HVK__PLACES };

	for (size_t i = 0; i < HVK__PUBLICATION_AXES; i++)
		if (has_more(p, order[i]))
			return order[i];
	for (size_t i = 0; i < HVK__PUBLICATION_AXES; i++)
		if (can_be(p, order[i]))
			return order[i];
	return HVK__PUBLICATION_AXES;
}

void hvk__publication_propose(const struct hvk_publication *p, int axis, char *text, size_t size)
{
	size_t length = 0;

	*text = '\0';
	axis = axis == HVK__PUBLICATION_AXES ? choose(p) : axis;
	if (axis == HVK__PUBLICATION_AXES || !can_be(p, axis))
		return;
	for (int a = 0; a < HVK__PUBLICATION_AXES; a++) {
		for (size_t n = 0; p->asked[a][n]; n++) {
			const char *level = p->asked[a][n];

			if (a == axis && n == 0)
				level = p->asked[a][1] ? NULL : coarser(p, a, level);
			if (level && length < size)
				length += (size_t)snprintf(text + length, size - length, "%s%s",
				                           length > 0 ? "," : "--by ", level);
		}
	}
}
