/* SPDX-License-Identifier: EUPL-1.2 */
/* Has a system protected: its nodes and cells go into the core, and statuses come out. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "statistics/protect.h"
#include "statistics/publication_system.h"

enum { CODE = 12, /* of a node: its number */
       SPARED = 4 };

struct feeding {
	struct hvk__system *system;
	struct hvk_protection *protection;
	int axes[HVK__PUBLICATION_AXES]; /* by dimension; those of one atom tell nothing */
	size_t dimensions;
	uint64_t *sets; /* hashes of child sets that were told; the same one from many publications is told once */
	size_t set_count, set_capacity;
	uint32_t *children;
	size_t child_count, child_capacity;
};

static void feeding_free(struct feeding *feeding)
{
	hvk_protection_free(feeding->protection);
	free(feeding->sets);
	free(feeding->children);
}

/* ---------------------------------------------------------------- the hierarchies */

static const char *code_of(uint32_t node, char code[CODE])
{
	snprintf(code, CODE, "%" PRIu32, node);
	return code;
}

static int compare_nodes(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static bool is_new_set(struct feeding *feeding, size_t d, uint32_t parent)
{
	uint32_t head[2] = { (uint32_t)d, parent };
	uint64_t hash;

	qsort(feeding->children, feeding->child_count, sizeof(*feeding->children), compare_nodes);
	hash = XXH3_64bits_withSeed(feeding->children, feeding->child_count * sizeof(*feeding->children),
	                            XXH3_64bits(head, sizeof(head)));
	for (size_t i = 0; i < feeding->set_count; i++) {
		if (feeding->sets[i] == hash)
			return false;
	}
	feeding->sets[feeding->set_count] = hash;
	return true;
}

/* Tells the set of a parent that was collected. */
static int tell_set(struct feeding *feeding, size_t d, uint32_t parent)
{
	char code[CODE], child[CODE], set[24];
	int result = HVK_OK;

	if (!hvk__reserve(&feeding->sets, &feeding->set_capacity, feeding->set_count + 1, sizeof(*feeding->sets)))
		return hvk__fail_memory(&feeding->system->store->error);
	if (!is_new_set(feeding, d, parent))
		return HVK_OK;
	snprintf(set, sizeof(set), "%zu", feeding->set_count++);
	for (size_t i = 0; result == HVK_OK && i < feeding->child_count; i++)
		result = hvk_protection_add_child(feeding->protection, d, code_of(parent, code),
		                                  code_of(feeding->children[i], child), set);
	return result;
}

static int add_child(struct feeding *feeding, uint32_t node)
{
	if (!hvk__reserve(&feeding->children, &feeding->child_capacity, feeding->child_count + 1,
	                  sizeof(*feeding->children)))
		return hvk__fail_memory(&feeding->system->store->error);
	feeding->children[feeding->child_count++] = node;
	return HVK_OK;
}

/* Every node consists of its atoms. */
static int tell_atoms(struct feeding *feeding, size_t d)
{
	const struct hvk__atoms *atoms = &feeding->system->axes[feeding->axes[d]];
	int result = HVK_OK;

	for (uint32_t node = (uint32_t)atoms->count; result == HVK_OK && node < atoms->node_count; node++) {
		feeding->child_count = 0;
		for (uint32_t atom = 0; result == HVK_OK && atom < atoms->count; atom++) {
			if (hvk__atoms_has(hvk__atoms_of(atoms, node), atom))
				result = add_child(feeding, atom);
		}
		if (result == HVK_OK)
			result = tell_set(feeding, d, node);
	}
	return result;
}

/* Collects the children that a publication links to a parent, and the atoms that these leave out, in which nothing
 * counts. *fits: nothing is in it twice, or too much. */
static int collect(struct feeding *feeding, const struct hvk__part *part, size_t d, size_t first, size_t end,
                   uint64_t left[], bool *fits)
{
	int a = feeding->axes[d], result = HVK_OK;
	const struct hvk__atoms *atoms = &feeding->system->axes[a];
	const struct hvk__publication_link *links = part->publication->axes[a].links;
	uint32_t parent = part->nodes[a][links[first].parent];

	*fits = true;
	feeding->child_count = 0;
	memcpy(left, hvk__atoms_of(atoms, parent), atoms->words * sizeof(*left));
	for (size_t i = first; result == HVK_OK && i < end; i++) {
		uint32_t child = part->nodes[a][links[i].child];
		const uint64_t *set = hvk__atoms_of(atoms, child);
		bool empty = true;

		for (size_t word = 0; word < atoms->words; word++) {
			*fits = *fits && (set[word] & ~left[word]) == 0 && child != parent;
			empty = empty && set[word] == 0;
			left[word] &= ~set[word];
		}
		if (!empty)
			result = add_child(feeding, child);
	}
	for (uint32_t atom = 0; result == HVK_OK && atom < atoms->count; atom++) {
		if (hvk__atoms_has(left, atom))
			result = add_child(feeding, atom);
	}
	return result;
}

static int tell_links(struct feeding *feeding, const struct hvk__part *part, size_t d)
{
	int a = feeding->axes[d], result = HVK_OK;
	const struct hvk__publication_axis *axis = &part->publication->axes[a];
	_cleanup_free_ uint64_t *left = calloc(feeding->system->axes[a].words, sizeof(*left));
	size_t next;
	bool fits;

	if (!left)
		return hvk__fail_memory(&feeding->system->store->error);
	for (size_t i = 0; result == HVK_OK && i < axis->link_count; i = next) {
		for (next = i; next < axis->link_count && axis->links[next].parent == axis->links[i].parent &&
		               strcmp(axis->links[next].set, axis->links[i].set) == 0;)
			next++;
		result = collect(feeding, part, d, i, next, left, &fits);
		if (result == HVK_OK && fits)
			result = tell_set(feeding, d, part->nodes[a][axis->links[i].parent]);
	}
	return result;
}

static int tell_axes(struct feeding *feeding)
{
	const struct hvk__system *system = feeding->system;
	char code[CODE];
	int result = HVK_OK;

	for (size_t d = 0; d < feeding->dimensions; d++) {
		for (uint32_t node = 0; result == HVK_OK && node < system->axes[feeding->axes[d]].node_count; node++)
			result = hvk_protection_add_node(feeding->protection, d, code_of(node, code));
		if (result == HVK_OK)
			result = tell_atoms(feeding, d);
		for (size_t i = 0; result == HVK_OK && i < system->part_count; i++) {
			if (!system->parts[i].rows)
				result = tell_links(feeding, &system->parts[i], d);
		}
	}
	return result;
}

/* ---------------------------------------------------------------- the cells */

/* The state of a cell in the core; HVK_CELL_INTERNAL: not asked for. A count hidden by rule is as secret as a small
 * one; that nothing counts is not, no more than elsewhere. */
static enum hvk_cell_state state_of(uint8_t known, int64_t count, bool hide)
{
	if (known & HVK__KNOWN_PUBLISHED)
		return HVK_CELL_PUBLISHED;
	if (known & HVK__KNOWN_PRIMARY)
		return HVK_CELL_HIDDEN_SENSITIVE;
	if (known & HVK__KNOWN_SECONDARY)
		return HVK_CELL_HIDDEN;
	if (known & HVK__KNOWN_SENSITIVE)
		return HVK_CELL_SENSITIVE;
	if (known & HVK__KNOWN_NEW)
		return hide ? HVK_CELL_HIDDEN : HVK_CELL_NEW;
	if (known & HVK__KNOWN_BY_RULE)
		return count > 0 ? HVK_CELL_HIDDEN_SENSITIVE : HVK_CELL_HIDDEN;
	if (known & HVK__KNOWN_IMPLIED)
		return count > 0 ? HVK_CELL_HIDDEN : HVK_CELL_HIDDEN_SENSITIVE;
	return HVK_CELL_INTERNAL;
}

static void nodes_of(const struct hvk__system *system, size_t place, uint32_t node[HVK__PUBLICATION_AXES])
{
	for (size_t a = HVK__PUBLICATION_AXES; a-- > 0; place /= system->axes[a].node_count)
		node[a] = (uint32_t)(place % system->axes[a].node_count);
}

static int tell_cells(struct feeding *feeding, bool hide)
{
	const struct hvk__system *system = feeding->system;
	char texts[HVK__PUBLICATION_AXES][CODE];
	const char *codes[HVK__PUBLICATION_AXES];
	uint32_t node[HVK__PUBLICATION_AXES];
	int result = HVK_OK;

	for (size_t place = 0; result == HVK_OK && place < system->combinations; place++) {
		int64_t count = system->counts[place];
		enum hvk_cell_state state = state_of(system->known[place], count, hide);

		if (state == HVK_CELL_INTERNAL && count == 0)
			continue;
		nodes_of(system, place, node);
		if (state == HVK_CELL_INTERNAL &&
		    (node[0] >= system->axes[0].count || node[1] >= system->axes[1].count ||
		     node[2] >= system->axes[2].count))
			continue;
		for (size_t d = 0; d < feeding->dimensions; d++)
			codes[d] = code_of(node[feeding->axes[d]], texts[d]);
		result = hvk_protection_add_cell(feeding->protection, codes, (uint64_t)count, state);
	}
	return result;
}

/* ---------------------------------------------------------------- what came of it */

static size_t place_of(const struct feeding *feeding, const uint32_t nodes[])
{
	uint32_t node[HVK__PUBLICATION_AXES] = { 0 };

	for (size_t d = 0; d < feeding->dimensions; d++)
		node[feeding->axes[d]] = nodes[d];
	return hvk__system_place(feeding->system, node[0], node[1], node[2]);
}

static enum hvk__publication_status status_of(const struct hvk__system *system, size_t place,
                                              enum hvk_cell_status status)
{
	bool small = system->counts[place] > 0 && system->counts[place] < system->min_cell;

	if (status == HVK_STATUS_PUBLISHED || status == HVK_STATUS_FIXED_PUBLISHED)
		return HVK__CELL_OK;
	if (status == HVK_STATUS_PRIMARY || small || system->known[place] & HVK__KNOWN_PRIMARY)
		return HVK__CELL_PRIMARY;
	return HVK__CELL_SECONDARY;
}

static void read_statuses(struct feeding *feeding)
{
	struct hvk__system *system = feeding->system;
	uint32_t nodes[HVK__PUBLICATION_AXES];

	for (size_t n = 0; n < hvk_protection_cells(feeding->protection); n++) {
		size_t place;

		for (size_t d = 0; d < feeding->dimensions; d++)
			nodes[d] = (uint32_t)strtoul(hvk_protection_code(feeding->protection, n, d), NULL, 10);
		place = place_of(feeding, nodes);
		system->statuses[place] = (uint8_t)status_of(system, place, hvk_protection_status(feeding->protection, n));
	}
	snprintf(system->digest, sizeof(system->digest), "%s", hvk_protection_digest(feeding->protection));
}

/* Protects once. hide: all that is new. *refused: the cell that cannot be protected, when that is what failed. */
static int run(struct hvk__system *system, bool hide, size_t *refused)
{
	static const char *const names[] = { "place", "subject", "time" };
	_cleanup_(feeding_free) struct feeding feeding = { .system = system };
	const char *dimensions[HVK__PUBLICATION_AXES];
	int result;

	*refused = system->combinations;
	for (int a = 0; a < HVK__PUBLICATION_AXES; a++) {
		if (system->axes[a].node_count > 1) {
			dimensions[feeding.dimensions] = names[a];
			feeding.axes[feeding.dimensions++] = a;
		}
	}
	if (feeding.dimensions == 0)
		dimensions[feeding.dimensions++] = names[HVK__PLACES];
	result = hvk_protection_new(system->store, dimensions, feeding.dimensions, &feeding.protection);
	if (result == HVK_OK)
		result = hvk_protection_set(feeding.protection, HVK_PROTECT_MIN_CELL, system->min_cell);
	if (result == HVK_OK)
		result = tell_axes(&feeding);
	if (result == HVK_OK)
		result = tell_cells(&feeding, hide);
	if (result == HVK_OK)
		result = hvk_protection_run(feeding.protection);
	if (result == HVK_OK)
		read_statuses(&feeding);
	else if (feeding.protection && feeding.protection->refused > 0)
		*refused = place_of(&feeding, feeding.protection->cells[feeding.protection->refused - 1].node);
	return result;
}

/* ---------------------------------------------------------------- all of it */

static bool holds(const struct hvk__system *system, const uint32_t node[], const uint32_t atom[], size_t axes)
{
	for (size_t a = 0; a < axes; a++) {
		if (!hvk__atoms_has(hvk__atoms_of(&system->axes[a], node[a]), atom[a]))
			return false;
	}
	return true;
}

/* Notes that what a cell holds is known to be 0. */
static void note_zero(const struct hvk__system *system, size_t place, int64_t unknown[])
{
	uint32_t node[HVK__PUBLICATION_AXES], atom[HVK__PUBLICATION_AXES];

	nodes_of(system, place, node);
	for (atom[0] = 0; atom[0] < system->axes[0].count; atom[0]++) {
		for (atom[1] = 0; holds(system, node, atom, 1) && atom[1] < system->axes[1].count; atom[1]++) {
			for (atom[2] = 0; holds(system, node, atom, 2) && atom[2] < system->axes[2].count; atom[2]++) {
				if (holds(system, node, atom, 3))
					unknown[hvk__system_atom(system, atom)] = 0;
			}
		}
	}
}

/* A new cell that is 0 since all of it is known to be 0 cannot be hidden any more, and protects nothing. */
static int note_zeros(struct hvk__system *system)
{
	_cleanup_free_ int64_t *unknown = calloc(hvk__system_atoms(system), sizeof(*unknown)), *sums = NULL;

	if (!unknown)
		return hvk__fail_memory(&system->store->error);
	for (size_t i = 0; i < hvk__system_atoms(system); i++)
		unknown[i] = 1;
	for (size_t place = 0; place < system->combinations; place++) {
		if (system->counts[place] == 0 && system->known[place] & HVK__KNOWN_PUBLISHED)
			note_zero(system, place, unknown);
	}
	sums = hvk__system_add_up(system, unknown);
	if (!sums)
		return hvk__fail_memory(&system->store->error);
	for (size_t place = 0; place < system->combinations; place++) {
		if (sums[place] == 0 && system->known[place] & (HVK__KNOWN_NEW | HVK__KNOWN_BY_RULE | HVK__KNOWN_IMPLIED) &&
		    !(system->known[place] & (HVK__KNOWN_PRIMARY | HVK__KNOWN_SECONDARY)))
			system->known[place] |= HVK__KNOWN_PUBLISHED;
	}
	return HVK_OK;
}

static void set_statuses(const struct hvk__system *system, const struct hvk__part *part)
{
	struct hvk_publication *p = part->publication;

	for (size_t i = 0; i < p->axes[HVK__PLACES].member_count; i++) {
		for (size_t j = 0; j < p->axes[HVK__SUBJECTS].member_count; j++) {
			for (size_t t = 0; t < p->axes[HVK__TIME].member_count; t++) {
				struct hvk__publication_cell *cell = &p->cells[hvk__publication_place(p, i, j, t)];

				if (cell->status == HVK__CELL_OK)
					cell->status = (enum hvk__publication_status)
						system->statuses[hvk__part_place(system, part, i, j, t)];
			}
		}
	}
}

/* Whether it tells more even when all new cells are hidden: rows of another list are published. */
static bool has_new_rows(const struct hvk__system *system)
{
	for (size_t i = 0; i < system->part_count; i++) {
		if (system->parts[i].fresh && (system->parts[i].rows || system->list != HVK__CLOSED_THEME))
			return true;
	}
	return false;
}

/* Whether a cell can do without a certificate. A large count that is hidden by rule is not small: that it follows from
 * what was published before is no reason to refuse what is new. And when all that is new is hidden, what was uncertain
 * before is so still: that no certificate is found for it now says nothing. */
static bool is_spare(const struct hvk__system *system, size_t place, bool hide)
{
	const uint8_t others = HVK__KNOWN_PRIMARY | HVK__KNOWN_SECONDARY | HVK__KNOWN_NEW | HVK__KNOWN_SENSITIVE;
	uint8_t known = system->known[place];

	if (known & HVK__KNOWN_BY_RULE && !(known & others) && system->counts[place] >= system->min_cell)
		return true;
	return hide && known & (HVK__KNOWN_PRIMARY | HVK__KNOWN_SECONDARY | HVK__KNOWN_IMPLIED) &&
	       !(known & HVK__KNOWN_PUBLISHED) && !has_new_rows(system);
}

static void spare(struct hvk__system *system, size_t place, bool hide)
{
	system->known[place] = 0;
	system->statuses[place] = HVK__CELL_PRIMARY;
	system->spared = system->spared || hide;
}

/* Spares one after the other, then all that are left. */
static int run_spared(struct hvk__system *system, bool hide, size_t *refused)
{
	int result = run(system, hide, refused);

	for (int spared = 0; result == HVK_EINPUT && *refused < system->combinations && is_spare(system, *refused, hide);
	     spared++) {
		spare(system, *refused, hide);
		for (size_t place = 0; spared == SPARED && place < system->combinations; place++) {
			if (is_spare(system, place, hide))
				spare(system, place, hide);
		}
		result = run(system, hide, refused);
	}
	return result;
}

/* Once more with all that is new hidden: what was published before held until now, so it holds then. */
int hvk__system_protect(struct hvk__system *system)
{
	size_t refused;
	int result = note_zeros(system);

	if (result == HVK_OK)
		result = hvk__system_check_small(system);
	if (result < 0)
		return result;
	result = run_spared(system, false, &refused);
	if (result == HVK_EINPUT && refused < system->combinations && system->fresh)
		result = run_spared(system, true, &refused);
	if (result == HVK_EINPUT && refused < system->combinations)
		return hvk__system_refuse(system, refused);
	for (size_t i = 0; result == HVK_OK && i < system->part_count; i++) {
		if (system->parts[i].fresh && !system->parts[i].rows)
			set_statuses(system, &system->parts[i]);
	}
	return result;
}
