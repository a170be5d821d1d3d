/* SPDX-License-Identifier: EUPL-1.2 */
/* Atoms: what the members of an axis tell apart. Two leaves that are in the same members are one for the protection,
 * and so are all leaves that no member lists. */
#include <stdlib.h>
#include <string.h>

#include "statistics/publication_system.h"

/* ---------------------------------------------------------------- leaves */

static int compare_leaves(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The members that a part has on an axis; none when only its rows count and these are subjects. */
static const struct hvk__publication_axis *axis_of(const struct hvk__part *part, enum hvk__publication_axis_name axis)
{
	static const struct hvk__publication_axis none;

	return part->rows && axis == HVK__SUBJECTS ? &none : &part->publication->axes[axis];
}

/* All leaves that members list, each once; *rest: whether one holds others too. */
static bool read_leaves(struct hvk__atoms *atoms, enum hvk__publication_axis_name name, const struct hvk__part parts[],
                        size_t count, bool *rest)
{
	size_t capacity = 0, kept = 0;

	*rest = false;
	for (size_t i = 0; i < count; i++) {
		const struct hvk__publication_axis *axis = axis_of(&parts[i], name);

		for (size_t m = 0; m < axis->member_count; m++) {
			const struct hvk__publication_member *member = &axis->members[m];

			*rest = *rest || member->whole;
			if (!hvk__reserve(&atoms->leaves, &capacity, atoms->leaf_count + member->leaf_count + 1,
			                  sizeof(*atoms->leaves)))
				return false;
			if (member->leaf_count > 0)
				memcpy(atoms->leaves + atoms->leaf_count, member->leaves,
				       member->leaf_count * sizeof(*member->leaves));
			atoms->leaf_count += member->leaf_count;
		}
	}
	if (atoms->leaf_count > 0)
		qsort(atoms->leaves, atoms->leaf_count, sizeof(*atoms->leaves), compare_leaves);
	for (size_t i = 0; i < atoms->leaf_count; i++) {
		if (kept == 0 || atoms->leaves[kept - 1] != atoms->leaves[i])
			atoms->leaves[kept++] = atoms->leaves[i];
	}
	atoms->leaf_count = kept;
	return true;
}

/* The place of a leaf, or that of the rest. */
static size_t place_of(const struct hvk__atoms *atoms, uint32_t leaf)
{
	const uint32_t *found = NULL;

	if (atoms->leaf_count > 0)
		found = bsearch(&leaf, atoms->leaves, atoms->leaf_count, sizeof(*atoms->leaves), compare_leaves);
	return found ? (size_t)(found - atoms->leaves) : atoms->leaf_count;
}

uint32_t hvk__atoms_find(const struct hvk__atoms *atoms, uint32_t leaf)
{
	return atoms->atom_of[place_of(atoms, leaf)];
}

/* ---------------------------------------------------------------- telling them apart */

/* Splits what a member holds from the rest of each atom. split: room for each atom there can be, all HVK__NO_ATOM
 * before and after. */
static void split_by(struct hvk__atoms *atoms, const struct hvk__publication_member *member, uint32_t split[])
{
	size_t before = atoms->count;

	for (size_t i = 0; i < member->leaf_count; i++) {
		uint32_t *atom = &atoms->atom_of[place_of(atoms, member->leaves[i])];

		if (split[*atom] == HVK__NO_ATOM)
			split[*atom] = (uint32_t)atoms->count++;
		*atom = split[*atom];
	}
	for (size_t atom = 0; atom < before; atom++)
		split[atom] = HVK__NO_ATOM;
}

/* Numbers them by their first leaves, so that the order of members does not matter. */
static void renumber(struct hvk__atoms *atoms, uint32_t number[])
{
	atoms->count = 0;
	for (size_t i = 0; i <= atoms->leaf_count; i++) {
		uint32_t *atom = &atoms->atom_of[i];

		if (number[*atom] == HVK__NO_ATOM)
			number[*atom] = (uint32_t)atoms->count++;
		*atom = number[*atom];
	}
}

/* Splitting by one member makes at most as many new atoms as there are, and those it leaves empty are numbered too:
 * room is made for each of them. */
static bool tell_apart(struct hvk__atoms *atoms, enum hvk__publication_axis_name name, const struct hvk__part parts[],
                       size_t count)
{
	_cleanup_free_ uint32_t *numbers = NULL;
	size_t capacity = 0, made = 0;

	atoms->count = 1;
	for (size_t i = 0; i < count; i++) {
		const struct hvk__publication_axis *axis = axis_of(&parts[i], name);

		for (size_t m = 0; m < axis->member_count; m++) {
			if (!hvk__reserve(&numbers, &capacity, 2 * atoms->count + atoms->leaf_count + 1,
			                  sizeof(*numbers)))
				return false;
			for (; made < capacity; made++)
				numbers[made] = HVK__NO_ATOM;
			split_by(atoms, &axis->members[m], numbers);
			renumber(atoms, numbers);
			for (size_t atom = 0; atom < capacity; atom++)
				numbers[atom] = HVK__NO_ATOM;
		}
	}
	return true;
}

int hvk__atoms_make(struct hvk__error *error, struct hvk__atoms *atoms, enum hvk__publication_axis_name axis,
                    const struct hvk__part parts[], size_t count)
{
	bool rest;

	if (!read_leaves(atoms, axis, parts, count, &rest))
		return hvk__fail_memory(error);
	atoms->atom_of = calloc(atoms->leaf_count + 1, sizeof(*atoms->atom_of));
	if (!atoms->atom_of || !tell_apart(atoms, axis, parts, count))
		return hvk__fail_memory(error);
	/* Every leaf is in a list, so that the rest is by itself, and last. */
	if (!rest)
		hvk__atoms_drop_rest(atoms);
	return HVK_OK;
}

void hvk__atoms_drop_rest(struct hvk__atoms *atoms)
{
	if (atoms->count < 2 || atoms->atom_of[atoms->leaf_count] == HVK__NO_ATOM)
		return;
	atoms->count--;
	atoms->atom_of[atoms->leaf_count] = HVK__NO_ATOM;
}

/* ---------------------------------------------------------------- sets of atoms */

void hvk__atoms_set(const struct hvk__atoms *atoms, const struct hvk__publication_member *member, uint64_t set[])
{
	memset(set, 0, atoms->words * sizeof(*set));
	for (uint32_t atom = 0; member->whole && atom < atoms->count; atom++)
		set[atom / 64] |= (uint64_t)1 << (atom % 64);
	for (size_t i = 0; i < member->leaf_count; i++) {
		uint32_t atom = hvk__atoms_find(atoms, member->leaves[i]);

		set[atom / 64] |= (uint64_t)1 << (atom % 64);
	}
}

static int add_node(struct hvk__error *error, struct hvk__atoms *atoms, const uint64_t set[])
{
	if (!hvk__reserve(&atoms->sets, &atoms->node_capacity, atoms->node_count + 1, atoms->words * sizeof(*set)))
		return hvk__fail_memory(error);
	memcpy(atoms->sets + atoms->node_count * atoms->words, set, atoms->words * sizeof(*set));
	if (!hvk__index_add(&atoms->index, (const char *)set, atoms->words * sizeof(*set), (int64_t)atoms->node_count))
		return hvk__fail_memory(error);
	atoms->node_count++;
	return HVK_OK;
}

int hvk__atoms_open(struct hvk__error *error, struct hvk__atoms *atoms)
{
	_cleanup_free_ uint64_t *set = NULL;
	int result = HVK_OK;

	atoms->words = (atoms->count + 63) / 64;
	set = calloc(atoms->words, sizeof(*set));
	if (!set)
		return hvk__fail_memory(error);
	for (size_t atom = 0; result == HVK_OK && atom < atoms->count; atom++) {
		set[atom / 64] = (uint64_t)1 << (atom % 64);
		result = add_node(error, atoms, set);
		set[atom / 64] = 0;
	}
	return result;
}

int hvk__atoms_node(struct hvk__error *error, struct hvk__atoms *atoms, const uint64_t set[], uint32_t *node)
{
	size_t at = 0;
	int64_t found = (int64_t)atoms->node_count;
	int result = HVK_OK;

	if (!hvk__index_next(&atoms->index, (const char *)set, atoms->words * sizeof(*set), &at, &found))
		result = add_node(error, atoms, set);
	*node = (uint32_t)found;
	return result;
}

void hvk__atoms_free(struct hvk__atoms *atoms)
{
	free(atoms->leaves);
	free(atoms->atom_of);
	free(atoms->sets);
	hvk__index_free(&atoms->index);
	*atoms = (struct hvk__atoms){ 0 };
}
