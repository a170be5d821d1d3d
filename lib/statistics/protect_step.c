/* SPDX-License-Identifier: EUPL-1.2 */
/* Differences between leaves of a dimension: which nodes hold one and not the other. */
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"

/* The nodes above the leaves of a class, without the leaves; none for the class outside. */
static const uint32_t *above_class(const struct hvk__axis *axis, size_t class, size_t *count)
{
	uint32_t leaf;

	*count = 0;
	if (class == axis->classes)
		return NULL;
	leaf = axis->class_leaf[axis->class_start[class]];
	*count = axis->above_start[leaf + 1] - axis->above_start[leaf] - 1;
	return axis->above + axis->above_start[leaf] + 1;
}

static int32_t entry(const struct hvk__axis *axis, uint32_t node, int sign)
{
	return ((int32_t)(node * axis->stride) + 1) * sign;
}

/* Both lists ascend. Writes into steps unless it is NULL; returns how many there are. */
static size_t difference(const struct hvk__axis *axis, size_t a, size_t b, int32_t *steps)
{
	size_t m, n, i = 0, j = 0, count = 0;
	const uint32_t *x = above_class(axis, a, &m), *y = above_class(axis, b, &n);

	while (i < m || j < n) {
		if (i < m && j < n && x[i] == y[j]) {
			i++;
			j++;
			continue;
		}
		if (j == n || (i < m && x[i] < y[j])) {
			if (steps)
				steps[count] = entry(axis, x[i], 1);
			i++;
		} else {
			if (steps)
				steps[count] = entry(axis, y[j], -1);
			j++;
		}
		count++;
	}
	return count;
}

int hvk__axis_make_steps(struct hvk__error *error, struct hvk__axis *axis)
{
	size_t side = axis->classes + 1, count = 0;

	axis->step_start = calloc(side * side + 1, sizeof(*axis->step_start));
	if (!axis->step_start)
		return hvk__fail_memory(error);
	for (size_t i = 0; i < side * side; i++) {
		count += difference(axis, i / side, i % side, NULL);
		axis->step_start[i + 1] = (uint32_t)count;
	}
	axis->steps = calloc(count + 1, sizeof(*axis->steps));
	if (!axis->steps)
		return hvk__fail_memory(error);
	for (size_t i = 0; i < side * side; i++)
		difference(axis, i / side, i % side, axis->steps + axis->step_start[i]);
	return HVK_OK;
}

size_t hvk__chain(const struct hvk__axis *axis, int32_t from, int32_t to, int32_t chain[HVK__CHAIN])
{
	size_t a = from < 0 ? axis->classes : axis->leaf_class[from], b = to < 0 ? axis->classes : axis->leaf_class[to];
	const uint32_t *start = axis->step_start + a * (axis->classes + 1) + b;
	size_t count = 0;

	if (from == to)
		return 0;
	if (from >= 0)
		chain[count++] = entry(axis, axis->leaf_node[from], 1);
	if (to >= 0)
		chain[count++] = entry(axis, axis->leaf_node[to], -1);
	memcpy(chain + count, axis->steps + start[0], (start[1] - start[0]) * sizeof(*chain));
	return count + start[1] - start[0];
}

void hvk__axis_free(struct hvk__axis *axis)
{
	free(axis->leaf_node);
	free(axis->node_leaf);
	free(axis->under);
	free(axis->above_start);
	free(axis->above);
	free(axis->whole);
	free(axis->leaf_class);
	free(axis->class_start);
	free(axis->class_leaf);
	free(axis->step_start);
	free(axis->steps);
	free(axis->codes);
	free(axis->slots);
	free(axis->sets);
	free(axis->children);
}
