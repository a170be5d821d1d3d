/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Cells that may be asked for next: of a window that rolls, the months that the next one holds too. When these add up
 * to little, the next window can be as little; and whether that is uncertain is settled by what is published until
 * then. So they are protected beforehand, as far as that is possible.
 */
#include <stdlib.h>
#include <string.h>

#include "statistics/publication_system.h"

enum { AHEAD_MAX = 1 << 18 }; /* cells of a system, for anything to be added */

/* The last months of a window, from a leaf on, as a node. False where an atom holds months before it too. */
static bool find_end(const struct hvk__atoms *atoms, const struct hvk__publication_member *window, size_t from,
                     uint64_t set[])
{
	memset(set, 0, atoms->words * sizeof(*set));
	for (size_t i = from; i < window->leaf_count; i++) {
		uint32_t atom = hvk__atoms_find(atoms, window->leaves[i]);

		set[atom / 64] |= (uint64_t)1 << (atom % 64);
	}
	for (size_t i = 0; i < from; i++) {
		if (hvk__atoms_has(set, hvk__atoms_find(atoms, window->leaves[i])))
			return false;
	}
	return true;
}

/* Notes a time for each place and subject of a part. */
static int add_cells(struct hvk__system *system, const struct hvk__part *part, uint32_t time)
{
	const struct hvk__publication_axis *axes = part->publication->axes;
	size_t subjects = axes[HVK__SUBJECTS].member_count;
	size_t count = axes[HVK__PLACES].member_count * subjects;

	if (!hvk__reserve(&system->ahead, &system->ahead_capacity, system->ahead_count + count,
	                  sizeof(*system->ahead)))
		return hvk__fail_memory(&system->store->error);
	for (size_t i = 0; i < count; i++) {
		uint32_t *node = system->ahead[system->ahead_count++];

		node[HVK__PLACES] = part->nodes[HVK__PLACES][i / subjects];
		node[HVK__SUBJECTS] = part->nodes[HVK__SUBJECTS][i % subjects];
		node[HVK__TIME] = time;
	}
	return HVK_OK;
}

/* Whether nodes can be added to the axis of time without there being too many cells. */
static bool has_room(const struct hvk__system *system, size_t nodes)
{
	size_t others = system->axes[HVK__PLACES].node_count * system->axes[HVK__SUBJECTS].node_count;

	return system->axes[HVK__TIME].node_count + nodes <= AHEAD_MAX / others;
}

static int look_ahead(struct hvk__system *system, const struct hvk__part *part)
{
	const struct hvk__publication_axis *axis = &part->publication->axes[HVK__TIME];
	const struct hvk__publication_member *window = &axis->members[axis->member_count - 1];
	struct hvk__atoms *atoms = &system->axes[HVK__TIME];
	_cleanup_free_ uint64_t *set = calloc(atoms->words, sizeof(*set));
	int result = HVK_OK;

	if (!set)
		return hvk__fail_memory(&system->store->error);
	for (size_t from = has_room(system, window->leaf_count) ? 1 : window->leaf_count;
	     result == HVK_OK && from < window->leaf_count; from++) {
		uint32_t node;

		if (!find_end(atoms, window, from, set))
			continue;
		result = hvk__atoms_node(&system->store->error, atoms, set, &node);
		if (result == HVK_OK)
			result = add_cells(system, part, node);
	}
	return result;
}

int hvk__system_find_ahead(struct hvk__system *system)
{
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < system->part_count; i++) {
		if (system->parts[i].fresh && !system->parts[i].rows)
			result = look_ahead(system, &system->parts[i]);
	}
	return result;
}
