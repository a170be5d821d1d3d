/* SPDX-License-Identifier: EUPL-1.2 */
/* Has a system protected: its nodes and cells go into the core, and statuses come out. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"
#include "statistics/publication_system.h"

enum { CODE = 12 }; /* of a node: its number */

struct feeding {
	struct hvk__system *system;
	struct hvk_protection *protection;
	bool hide;   /* all that is new */
	bool silent; /* what is new tells nothing then */
	int axes[HVK__PUBLICATION_AXES]; /* by dimension; those of one atom tell nothing */
	size_t dimensions;
	struct hvk__index sets; /* child sets that were told; the same one from many publications is told once */
	uint32_t *children;
	size_t child_count, child_capacity;
};

static void feeding_free(struct feeding *feeding)
{
	hvk_protection_free(feeding->protection);
	hvk__index_free(&feeding->sets);
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

/* Whether a set was told before: by its dimension, its parent and its children, which are put in order. Else it is
 * noted. */
static int note_set(struct feeding *feeding, size_t d, uint32_t parent, bool *told)
{
	size_t count = feeding->child_count, size = (count + 2) * sizeof(uint32_t), at = 0;
	_cleanup_free_ uint32_t *set = malloc(size);
	int64_t number;

	if (!set)
		return hvk__fail_memory(&feeding->system->store->error);
	if (count > 0) {
		qsort(feeding->children, count, sizeof(*feeding->children), compare_nodes);
		memcpy(set + 2, feeding->children, count * sizeof(*set));
	}
	set[0] = (uint32_t)d;
	set[1] = parent;
	*told = hvk__index_next(&feeding->sets, (const char *)set, size, &at, &number);
	if (!*told && !hvk__index_add(&feeding->sets, (const char *)set, size, (int64_t)feeding->sets.count))
		return hvk__fail_memory(&feeding->system->store->error);
	return HVK_OK;
}

/* Tells the set of a parent that was collected. */
static int tell_set(struct feeding *feeding, size_t d, uint32_t parent)
{
	char code[CODE], child[CODE], set[24];
	bool told;
	int result = note_set(feeding, d, parent, &told);

	if (result < 0 || told)
		return result;
	snprintf(set, sizeof(set), "%zu", feeding->sets.count - 1);
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
static enum hvk_cell_state state_of(uint16_t known, int64_t count, bool hide)
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
	if (known & (HVK__KNOWN_IMPLIED | HVK__KNOWN_AHEAD))
		return count > 0 ? HVK_CELL_HIDDEN : HVK_CELL_HIDDEN_SENSITIVE;
	return HVK_CELL_INTERNAL;
}

/* Whether a cell can do without a certificate. What is not asked for yet need not be possible ever. A large count that
 * is hidden by rule is not small: that it follows from what was published before is no reason to refuse what is new.
 * And when what is new tells nothing, what was uncertain before is so still: that no certificate is found for it now
 * says nothing. */
static bool is_spare(const struct feeding *feeding, size_t place)
{
	const uint16_t before = HVK__KNOWN_PRIMARY | HVK__KNOWN_SECONDARY | HVK__KNOWN_IMPLIED | HVK__KNOWN_RULED;
	uint16_t known = feeding->system->known[place] & (uint16_t)~(HVK__KNOWN_AHEAD | HVK__KNOWN_TOLD);

	if (known == 0)
		return true;
	if (!(known & (uint16_t)~(HVK__KNOWN_BY_RULE | HVK__KNOWN_RULED | HVK__KNOWN_IMPLIED)) &&
	    known & HVK__KNOWN_BY_RULE && feeding->system->counts[place] >= feeding->system->min_cell)
		return true;
	return feeding->hide && feeding->silent && known & before && !(known & HVK__KNOWN_PUBLISHED);
}

static int tell_cells(struct feeding *feeding)
{
	const struct hvk__system *system = feeding->system;
	char texts[HVK__PUBLICATION_AXES][CODE];
	const char *codes[HVK__PUBLICATION_AXES];
	uint32_t node[HVK__PUBLICATION_AXES];
	int result = HVK_OK;

	for (size_t place = 0; result == HVK_OK && place < system->combinations; place++) {
		int64_t count = system->counts[place];
		enum hvk_cell_state state = state_of(system->known[place], count, feeding->hide);
		struct hvk_protection *protection = feeding->protection;

		if (state == HVK_CELL_INTERNAL && count == 0)
			continue;
		hvk__system_nodes(system, place, node);
		if (state == HVK_CELL_INTERNAL &&
		    (node[0] >= system->axes[0].count || node[1] >= system->axes[1].count ||
		     node[2] >= system->axes[2].count))
			continue;
		for (size_t d = 0; d < feeding->dimensions; d++)
			codes[d] = code_of(node[feeding->axes[d]], texts[d]);
		result = hvk_protection_add_cell(protection, codes, (uint64_t)count, state);
		if (result == HVK_OK)
			protection->given[protection->given_count - 1].spare = is_spare(feeding, place);
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

/* Whether a cell was to have a certificate, and does without. */
static bool is_spared(const struct hvk_protection *protection, uint32_t number)
{
	const struct hvk__cell *cell = &protection->cells[number];
	bool small = cell->count > 0 && cell->count < protection->min_cell;

	return cell->spare && protection->target_of[number] == 0 &&
	       (small || cell->state == HVK_CELL_HIDDEN_SENSITIVE);
}

static bool has_ledger(const struct hvk__system *system)
{
	for (size_t i = 0; i < system->part_count; i++) {
		if (!system->parts[i].fresh)
			return true;
	}
	return false;
}

static void read_statuses(struct feeding *feeding)
{
	struct hvk__system *system = feeding->system;
	const struct hvk_protection *protection = feeding->protection;
	bool ledger = has_ledger(system);

	for (size_t n = 0; n < hvk_protection_cells(protection); n++) {
		uint32_t number = protection->listed[n];
		size_t place = place_of(feeding, protection->cells[number].node);

		system->statuses[place] = (uint8_t)status_of(system, place, hvk_protection_status(protection, n));
		if (ledger && system->statuses[place] == HVK__CELL_SECONDARY &&
		    system->known[place] & HVK__KNOWN_NEW && (feeding->hide || protection->cells[number].spread))
			system->statuses[place] |= HVK__BESIDE;
		system->spared = system->spared || (feeding->hide && is_spared(protection, number) &&
		                                    system->known[place] != HVK__KNOWN_AHEAD);
	}
	snprintf(system->digest, sizeof(system->digest), "%s", hvk_protection_digest(feeding->protection));
}

/* Protects once. hide: all that is new; silent: this then tells nothing. *refused: the cell that cannot be protected,
 * when that is what failed. */
static int run(struct hvk__system *system, bool hide, bool silent, size_t *refused)
{
	static const char *const names[] = { "place", "subject", "time" };
	_cleanup_(feeding_free) struct feeding feeding = { .system = system, .hide = hide, .silent = silent };
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
		result = tell_cells(&feeding);
	if (result == HVK_OK)
		result = hvk_protection_run(feeding.protection);
	if (result == HVK_OK)
		read_statuses(&feeding);
	else if (feeding.protection && feeding.protection->refused > 0)
		*refused = place_of(&feeding, feeding.protection->cells[feeding.protection->refused - 1].node);
	return result;
}

/* ---------------------------------------------------------------- all of it */

static void set_statuses(const struct hvk__system *system, const struct hvk__part *part)
{
	struct hvk_publication *p = part->publication;

	p->beside = 0;
	for (size_t i = 0; i < p->axes[HVK__PLACES].member_count; i++) {
		for (size_t j = 0; j < p->axes[HVK__SUBJECTS].member_count; j++) {
			for (size_t t = 0; t < p->axes[HVK__TIME].member_count; t++) {
				struct hvk__publication_cell *cell = &p->cells[hvk__publication_place(p, i, j, t)];
				uint8_t status = system->statuses[hvk__part_place(system, part, i, j, t)];

				if (cell->status != HVK__CELL_OK)
					continue;
				cell->status = (enum hvk__publication_status)(status & ~HVK__BESIDE);
				p->beside += (status & HVK__BESIDE) != 0;
			}
		}
	}
}

/* As it is asked for; or else with all that is new hidden: what was published before held until now, so it holds
 * then. */
static int run_both(struct hvk__system *system, size_t *refused)
{
	bool silent = false;
	int result = hvk__system_is_silent(system, &silent);

	if (result == HVK_OK)
		result = run(system, false, silent, refused);
	if (result == HVK_EINPUT && *refused < system->combinations && system->fresh)
		result = run(system, true, silent, refused);
	return result;
}

int hvk__system_protect(struct hvk__system *system)
{
	size_t refused = system->combinations;
	int result = hvk__system_note_zeros(system);

	if (result == HVK_OK)
		result = hvk__system_check_small(system);
	if (result == HVK_OK)
		result = run_both(system, &refused);
	if (result == HVK_EINPUT && refused < system->combinations)
		return hvk__system_refuse(system, refused);
	for (size_t i = 0; result == HVK_OK && i < system->part_count; i++) {
		if (system->parts[i].fresh && !system->parts[i].rows)
			set_statuses(system, &system->parts[i]);
	}
	return result;
}
