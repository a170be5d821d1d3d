/* SPDX-License-Identifier: EUPL-1.2 */
/* A dimension of a table to be protected: nodes, and which consist of which. A node can consist of several sets. */
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"

enum { CLASSES_MAX = 1000, ABOVE_MAX = 100 };

/* ---------------------------------------------------------------- child sets */

static bool find_set(struct hvk__axis *axis, struct hvk__pool *pool, const char *set, uint32_t *number)
{
	for (*number = 0; *number < axis->set_count; (*number)++) {
		if (strcmp(axis->sets[*number], set) == 0)
			return true;
	}
	if (!hvk__reserve(&axis->sets, &axis->set_capacity, axis->set_count + 1, sizeof(*axis->sets)))
		return false;
	axis->sets[axis->set_count] = hvk__pool_add(pool, set, strlen(set));
	if (!axis->sets[axis->set_count])
		return false;
	axis->set_count++;
	return true;
}

int hvk__axis_add_child(struct hvk__error *error, struct hvk__axis *axis, struct hvk__pool *pool, const char *parent,
                        const char *child, const char *set)
{
	struct hvk__child link = { .order = (uint32_t)axis->child_count };
	int result = hvk__axis_find_near(error, axis, parent, &link.parent);

	if (result == HVK_OK)
		result = hvk__axis_find_near(error, axis, child, &link.child);
	if (result < 0)
		return result;
	if (link.parent == link.child)
		return hvk__fail(error, HVK_EINPUT, "%s: '%s' is a child of itself", axis->name, child);
	if (!find_set(axis, pool, set, &link.set) ||
	    !hvk__reserve(&axis->children, &axis->child_capacity, axis->child_count + 1, sizeof(*axis->children)))
		return hvk__fail_memory(error);
	axis->children[axis->child_count++] = link;
	return HVK_OK;
}

static int compare_children(const void *a, const void *b)
{
	const struct hvk__child *x = a, *y = b;

	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	if (x->set != y->set)
		return x->set < y->set ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

/* ---------------------------------------------------------------- closing: what is under what */

size_t hvk__axis_children(const struct hvk__axis *axis, uint32_t node, size_t *end)
{
	size_t low = 0, high = axis->child_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (axis->children[middle].parent < node)
			low = middle + 1;
		else
			high = middle;
	}
	for (*end = low; *end < axis->child_count && axis->children[*end].parent == node;)
		(*end)++;
	return low;
}

static uint64_t *leaves_under(const struct hvk__axis *axis, uint32_t node)
{
	return axis->under + node * axis->words;
}

static const char *first_leaf(const struct hvk__axis *axis, const uint64_t *a, const uint64_t *b, bool both)
{
	for (uint32_t leaf = 0; leaf < axis->leaves; leaf++) {
		bool in_a = a[leaf / 64] >> (leaf % 64) & 1, in_b = b[leaf / 64] >> (leaf % 64) & 1;

		if (both ? in_a && in_b : in_a != in_b)
			return axis->codes[axis->leaf_node[leaf]];
	}
	return "";
}

/* Adds the leaves of one set of a node to sum; refuses what is in it twice. */
static int add_set(struct hvk__error *error, const struct hvk__axis *axis, size_t first, size_t end, uint64_t *sum)
{
	const struct hvk__child *children = axis->children;

	memset(sum, 0, axis->words * sizeof(*sum));
	for (size_t i = first; i < end; i++) {
		const uint64_t *under = leaves_under(axis, children[i].child);
		uint64_t twice = 0;

		for (size_t j = first; j < i; j++) {
			if (children[j].child == children[i].child)
				return hvk__fail_at(error, HVK_EINPUT, axis->input, children[i].line, 0,
				                    "%s: '%s' is a child of '%s' twice in set '%s'", axis->name,
				                    axis->codes[children[i].child], axis->codes[children[i].parent],
				                    axis->sets[children[i].set]);
		}
		for (size_t word = 0; word < axis->words; word++)
			twice |= sum[word] & under[word];
		if (twice)
			return hvk__fail_at(error, HVK_EINPUT, axis->input, children[i].line, 0,
			                    "%s: '%s' is in '%s' twice through set '%s'", axis->name,
			                    first_leaf(axis, sum, under, true), axis->codes[children[i].parent],
			                    axis->sets[children[i].set]);
		for (size_t word = 0; word < axis->words; word++)
			sum[word] |= under[word];
	}
	return HVK_OK;
}

/* The leaves under a node whose children are done. All its sets must hold the same, unless the axis is loose. */
static int add_up(struct hvk__error *error, const struct hvk__axis *axis, uint32_t node, uint64_t *sum)
{
	uint64_t *under = leaves_under(axis, node);
	size_t end, first = hvk__axis_children(axis, node, &end), next;
	const struct hvk__child *children = axis->children;
	int result;

	for (size_t i = first; i < end; i = next) {
		size_t later = children[i].order > children[first].order ? i : first;

		for (next = i; next < end && children[next].set == children[i].set;)
			next++;
		result = add_set(error, axis, i, next, sum);
		if (result < 0)
			return result;
		if (i == first)
			memcpy(under, sum, axis->words * sizeof(*sum));
		else if (!axis->loose && memcmp(under, sum, axis->words * sizeof(*sum)) != 0)
			return hvk__fail_at(error, HVK_EINPUT, axis->input, children[later].line, 0,
			                    "%s: the sets '%s' and '%s' of '%s' do not hold the same: '%s' is in "
			                    "one only",
			                    axis->name, axis->sets[children[first].set], axis->sets[children[i].set],
			                    axis->codes[node], first_leaf(axis, under, sum, false));
	}
	return HVK_OK;
}

static int compare_by_child(const void *a, const void *b)
{
	const struct hvk__child *x = a, *y = b;

	return (x->child > y->child) - (x->child < y->child);
}

/* The links of a node to those above it, of upward, which is by child; and behind the last one. */
static size_t parents_of(const struct hvk__axis *axis, const struct hvk__child *upward, uint32_t node, size_t *end)
{
	struct hvk__child key = { .child = node };
	const struct hvk__child *link = bsearch(&key, upward, axis->child_count, sizeof(*upward), compare_by_child);
	size_t first = link ? (size_t)(link - upward) : axis->child_count;

	while (first > 0 && first < axis->child_count && upward[first - 1].child == node)
		first--;
	for (*end = first; *end < axis->child_count && upward[*end].child == node;)
		(*end)++;
	return first;
}

/* Whether there is a cycle in the links that were added before the limit-th. */
static bool has_cycle(const struct hvk__axis *axis, const struct hvk__child *upward, uint32_t limit, uint32_t *ready,
                      uint32_t *waiting)
{
	size_t count = 0, end;

	memset(waiting, 0, axis->nodes * sizeof(*waiting));
	for (size_t i = 0; i < axis->child_count; i++)
		waiting[upward[i].parent] += upward[i].order < limit;
	for (uint32_t node = 0; node < axis->nodes; node++) {
		if (waiting[node] == 0)
			ready[count++] = node;
	}
	for (size_t done = 0; done < count; done++) {
		for (size_t i = parents_of(axis, upward, ready[done], &end); i < end; i++) {
			if (upward[i].order < limit && --waiting[upward[i].parent] == 0)
				ready[count++] = upward[i].parent;
		}
	}
	return count < axis->nodes;
}

/* Names the link that closes the first cycle. */
static int refuse_cycle(struct hvk__error *error, const struct hvk__axis *axis, const struct hvk__child *upward,
                        uint32_t *ready, uint32_t *waiting)
{
	uint32_t low = 0, high = (uint32_t)axis->child_count;
	size_t closing = 0;

	while (low + 1 < high) {
		uint32_t middle = low + (high - low) / 2;

		if (has_cycle(axis, upward, middle, ready, waiting))
			high = middle;
		else
			low = middle;
	}
	while (upward[closing].order + 1 != high)
		closing++;
	return hvk__fail_at(error, HVK_EINPUT, axis->input, upward[closing].line, 0,
	                    "%s: '%s' is, through its children, a child of itself", axis->name,
	                    axis->codes[upward[closing].child]);
}

/* From the leaves upwards: a node when all its children are done. work: words for a sum; ready, waiting: for each
 * node. */
static int fill_under(struct hvk__error *error, struct hvk__axis *axis, uint64_t *sum, uint32_t *ready,
                      uint32_t *waiting, struct hvk__child *upward)
{
	size_t count = 0, done, end;
	int result;

	if (axis->child_count > 0)
		memcpy(upward, axis->children, axis->child_count * sizeof(*upward));
	qsort(upward, axis->child_count, sizeof(*upward), compare_by_child);
	for (size_t i = 0; i < axis->child_count; i++)
		waiting[axis->children[i].parent]++;
	for (uint32_t node = 0; node < axis->nodes; node++) {
		if (axis->node_leaf[node] >= 0) {
			uint32_t leaf = (uint32_t)axis->node_leaf[node];

			leaves_under(axis, node)[leaf / 64] |= (uint64_t)1 << (leaf % 64);
			ready[count++] = node;
		}
	}
	for (done = 0; done < count; done++) {
		result = add_up(error, axis, ready[done], sum);
		if (result < 0)
			return result;
		for (size_t i = parents_of(axis, upward, ready[done], &end); i < end; i++) {
			if (--waiting[upward[i].parent] == 0)
				ready[count++] = upward[i].parent;
		}
	}
	return count < axis->nodes ? refuse_cycle(error, axis, upward, ready, waiting) : HVK_OK;
}

static int make_under(struct hvk__error *error, struct hvk__axis *axis)
{
	_cleanup_free_ uint64_t *sum = NULL;
	_cleanup_free_ uint32_t *ready = NULL, *waiting = NULL;
	_cleanup_free_ struct hvk__child *upward = NULL;

	axis->words = (axis->leaves + 63) / 64;
	axis->under = calloc(axis->nodes * axis->words + 1, sizeof(*axis->under));
	sum = calloc(axis->words + 1, sizeof(*sum));
	ready = calloc(axis->nodes + 1, sizeof(*ready));
	waiting = calloc(axis->nodes + 1, sizeof(*waiting));
	upward = calloc(axis->child_count + 1, sizeof(*upward));
	if (!axis->under || !sum || !ready || !waiting || !upward)
		return hvk__fail_memory(error);
	return fill_under(error, axis, sum, ready, waiting, upward);
}

static int find_leaves(struct hvk__error *error, struct hvk__axis *axis)
{
	axis->leaf_node = calloc(axis->nodes + 1, sizeof(*axis->leaf_node));
	axis->node_leaf = calloc(axis->nodes + 1, sizeof(*axis->node_leaf));
	if (!axis->leaf_node || !axis->node_leaf)
		return hvk__fail_memory(error);
	for (size_t i = 0; i < axis->child_count; i++)
		axis->node_leaf[axis->children[i].parent] = -1;
	axis->leaves = 0;
	for (uint32_t node = 0; node < axis->nodes; node++) {
		if (axis->node_leaf[node] == 0) {
			axis->node_leaf[node] = (int32_t)axis->leaves;
			axis->leaf_node[axis->leaves++] = node;
		}
	}
	return HVK_OK;
}

static bool holds_all(const struct hvk__axis *axis, uint32_t node)
{
	size_t count = 0;

	for (size_t word = 0; word < axis->words; word++)
		count += (size_t)__builtin_popcountll(leaves_under(axis, node)[word]);
	return count == axis->leaves;
}

static int make_above(struct hvk__error *error, struct hvk__axis *axis)
{
	size_t count = 0;

	for (size_t i = 0; i < axis->nodes * axis->words; i++)
		count += (size_t)__builtin_popcountll(axis->under[i]);
	axis->above_start = calloc(axis->leaves + 1, sizeof(*axis->above_start));
	axis->above = calloc(count + 1, sizeof(*axis->above));
	axis->whole = calloc(axis->nodes, sizeof(*axis->whole));
	if (!axis->above_start || !axis->above || !axis->whole)
		return hvk__fail_memory(error);
	for (uint32_t node = 0; node < axis->nodes; node++)
		axis->whole[node] = holds_all(axis, node);
	count = 0;
	for (uint32_t leaf = 0; leaf < axis->leaves; leaf++) {
		axis->above[count++] = axis->leaf_node[leaf];
		for (uint32_t node = 0; node < axis->nodes; node++) {
			if (axis->node_leaf[node] < 0 && hvk__axis_holds(axis, node, leaf))
				axis->above[count++] = node;
		}
		axis->above_start[leaf + 1] = (uint32_t)count;
		if (count - axis->above_start[leaf] > ABOVE_MAX)
			return hvk__fail_at(error, HVK_EINPUT, axis->input, 0, 0,
			                    "%s: expected at most %d codes that '%s' is part of, found more",
			                    axis->name, (int)ABOVE_MAX, axis->codes[axis->leaf_node[leaf]]);
	}
	return HVK_OK;
}

static bool same_class(const struct hvk__axis *axis, uint32_t a, uint32_t b)
{
	const uint32_t *start = axis->above_start;
	size_t count = start[a + 1] - start[a];

	return count == start[b + 1] - start[b] &&
	       memcmp(axis->above + start[a] + 1, axis->above + start[b] + 1, (count - 1) * sizeof(*axis->above)) == 0;
}

static int make_classes(struct hvk__error *error, struct hvk__axis *axis)
{
	size_t count = 0;

	axis->leaf_class = calloc(axis->leaves + 1, sizeof(*axis->leaf_class));
	axis->class_start = calloc(axis->leaves + 2, sizeof(*axis->class_start));
	axis->class_leaf = calloc(axis->leaves + 1, sizeof(*axis->class_leaf));
	if (!axis->leaf_class || !axis->class_start || !axis->class_leaf)
		return hvk__fail_memory(error);
	axis->classes = 0;
	for (uint32_t leaf = 0; leaf < axis->leaves; leaf++)
		axis->leaf_class[leaf] = UINT32_MAX;
	for (uint32_t leaf = 0; leaf < axis->leaves; leaf++) {
		if (axis->leaf_class[leaf] != UINT32_MAX)
			continue;
		if (axis->classes == CLASSES_MAX)
			return hvk__fail_at(error, HVK_EINPUT, axis->input, 0, 0,
			                    "%s: expected at most %d different groups of codes, found more", axis->name,
			                    (int)CLASSES_MAX);
		for (uint32_t other = leaf; other < axis->leaves; other++) {
			if (axis->leaf_class[other] == UINT32_MAX && same_class(axis, leaf, other)) {
				axis->leaf_class[other] = (uint32_t)axis->classes;
				axis->class_leaf[count++] = other;
			}
		}
		axis->class_start[++axis->classes] = (uint32_t)count;
	}
	axis->class_start[axis->classes + 1] = (uint32_t)count; /* outside has no leaves */
	return HVK_OK;
}

int hvk__axis_close(struct hvk__error *error, struct hvk__axis *axis)
{
	int result;

	if (axis->nodes == 0)
		return hvk__fail(error, HVK_EINPUT, "%s: expected codes, found none", axis->name);
	if (axis->child_count > 0)
		qsort(axis->children, axis->child_count, sizeof(*axis->children), compare_children);
	result = find_leaves(error, axis);
	if (result == HVK_OK)
		result = make_under(error, axis);
	if (result == HVK_OK)
		result = make_above(error, axis);
	if (result == HVK_OK)
		result = make_classes(error, axis);
	return result;
}
