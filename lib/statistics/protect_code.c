/* SPDX-License-Identifier: EUPL-1.2 */
/* The codes of a dimension of a table to be protected, and the nodes that they are. */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "core/text.h"
#include "statistics/protect.h"

enum { NODES_MAX = 10000 };

/* The slot that has the code, or the empty one where it belongs. */
static size_t find_slot(const struct hvk__axis *axis, const char *code)
{
	size_t mask = axis->slot_count - 1, slot = XXH3_64bits(code, strlen(code)) & mask;

	while (axis->slots[slot] && strcmp(axis->codes[axis->slots[slot] - 1], code) != 0)
		slot = (slot + 1) & mask;
	return slot;
}

static bool find_code(const struct hvk__axis *axis, const char *code, uint32_t *node)
{
	size_t slot;

	*node = 0;
	if (axis->slot_count == 0)
		return false;
	slot = find_slot(axis, code);
	if (!axis->slots[slot])
		return false;
	*node = axis->slots[slot] - 1;
	return true;
}

/* Keeps at least half of the slots empty. */
static bool reserve_slot(struct hvk__axis *axis)
{
	size_t count = axis->slot_count ? axis->slot_count * 2 : 64;
	uint32_t *slots;

	if (axis->slot_count >= 2 * (axis->nodes + 1))
		return true;
	slots = calloc(count, sizeof(*slots));
	if (!slots)
		return false;
	free(axis->slots);
	axis->slots = slots;
	axis->slot_count = count;
	for (uint32_t node = 0; node < axis->nodes; node++)
		axis->slots[find_slot(axis, axis->codes[node])] = node + 1;
	return true;
}

int hvk__axis_add_node(struct hvk__error *error, struct hvk__axis *axis, struct hvk__pool *pool, const char *code)
{
	const char *copy;
	uint32_t node;

	if (!*code)
		return hvk__fail(error, HVK_EINPUT, "%s: expected a code, found nothing", axis->name);
	if (find_code(axis, code, &node))
		return hvk__fail(error, HVK_EINPUT, "%s: '%s' is there twice", axis->name, code);
	if (axis->nodes == NODES_MAX)
		return hvk__fail(error, HVK_EINPUT, "%s: expected at most %d codes, found more", axis->name,
		                 (int)NODES_MAX);
	copy = hvk__pool_add(pool, code, strlen(code));
	if (!copy || !hvk__reserve(&axis->codes, &axis->code_capacity, axis->nodes + 1, sizeof(*axis->codes)) ||
	    !reserve_slot(axis))
		return hvk__fail_memory(error);
	axis->slots[find_slot(axis, copy)] = (uint32_t)axis->nodes + 1;
	axis->codes[axis->nodes++] = copy;
	return HVK_OK;
}

int hvk__axis_reach_node(struct hvk__error *error, struct hvk__axis *axis, struct hvk__pool *pool, const char *code,
                         uint32_t *node)
{
	uint32_t found;
	int result = HVK_OK;

	if (!find_code(axis, code, &found)) {
		found = (uint32_t)axis->nodes;
		result = hvk__axis_add_node(error, axis, pool, code);
	}
	if (node)
		*node = found;
	return result;
}

int hvk__axis_find_near(struct hvk__error *error, const struct hvk__axis *axis, const char *code, uint32_t *node)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	if (find_code(axis, code, node))
		return HVK_OK;
	hvk__fold(folded, sizeof(folded), code, strlen(code));
	for (size_t i = 0; i < axis->nodes; i++)
		hvk__nearest_offer_text(&nearest, axis->codes[i], axis->codes[i]);
	if (nearest.best)
		return hvk__fail(error, HVK_EINPUT, "%s: unknown '%s'; did you mean '%s'?", axis->name, code,
		                 (const char *)nearest.best);
	return hvk__fail(error, HVK_EINPUT, "%s: unknown '%s'", axis->name, code);
}
