/* SPDX-License-Identifier: EUPL-1.2 */
/* All that counts by one list as one table: its cells, what they count, and what is known of them from the ledger. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/publication_system.h"

int hvk__system_add_part(struct hvk__system *system, struct hvk_publication *publication, bool fresh, bool rows)
{
	struct hvk__part part = { .publication = publication, .fresh = fresh, .rows = rows };

	if (!hvk__reserve(&system->parts, &system->part_capacity, system->part_count + 1, sizeof(*system->parts)))
		return hvk__fail_memory(&system->store->error);
	system->parts[system->part_count++] = part;
	system->fresh = system->fresh || fresh;
	return HVK_OK;
}

void hvk__system_free(struct hvk__system *system)
{
	for (size_t i = 0; i < system->part_count; i++) {
		for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++)
			free(system->parts[i].nodes[a]);
	}
	for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++) {
		hvk__atoms_free(&system->axes[a]);
		free(system->rows[a]);
	}
	free(system->parts);
	free(system->implied);
	free(system->ahead);
	free(system->counts);
	free(system->known);
	free(system->statuses);
}

/* ---------------------------------------------------------------- questions to atoms */

static uint32_t subject_of(const struct hvk__system *system, const struct hvk__closed *row)
{
	if (system->list == HVK__CLOSED_ANSWER)
		return (uint32_t)(row->answers >> (system->answer - 1) & 1);
	return row->codes[system->list];
}

/* The atoms of a question; false when it is none of the system's. */
static bool atoms_of(const struct hvk__system *system, const struct hvk__closed *row,
                     uint32_t atoms[HVK__PUBLICATION_AXES])
{
	atoms[HVK__PLACES] = hvk__atoms_find(&system->axes[HVK__PLACES], row->nis);
	atoms[HVK__SUBJECTS] = hvk__atoms_find(&system->axes[HVK__SUBJECTS], subject_of(system, row));
	atoms[HVK__TIME] = hvk__atoms_find(&system->axes[HVK__TIME], (uint32_t)row->counted);
	return atoms[HVK__PLACES] != HVK__NO_ATOM && atoms[HVK__SUBJECTS] != HVK__NO_ATOM &&
	       atoms[HVK__TIME] != HVK__NO_ATOM;
}

/* Whether everybody can read that nothing is left out of what a part holds: that it consists of what it lists. */
static bool is_listed(const struct hvk__part *part, int a)
{
	const struct hvk__publication_axis *axis = &part->publication->axes[a];

	for (size_t i = 0; i < axis->link_count; i++) {
		if (axis->members[axis->links[i].parent].whole)
			return true;
	}
	return !axis->members[axis->member_count - 1].whole;
}

/* The lists of codes are known, also to who reads a total. */
static bool is_rest_known(const struct hvk__system *system, int a)
{
	size_t listed = 0, count = 0;

	for (size_t i = 0; i < system->part_count; i++) {
		if (system->parts[i].rows && a == HVK__SUBJECTS)
			continue;
		count++;
		listed += is_listed(&system->parts[i], a);
	}
	return a == HVK__SUBJECTS ? listed > 0 : listed == count;
}

/* What no member lists is left out where nothing counts there, as everybody can read. */
static void drop_rest(struct hvk__system *system, const struct hvk__questions *questions)
{
	bool used[HVK__PUBLICATION_AXES] = { false };
	uint32_t atoms[HVK__PUBLICATION_AXES];

	for (size_t c = 0; c < questions->count; c++) {
		for (size_t i = 0; i < questions->closings[c]->count; i++) {
			if (!atoms_of(system, &questions->closings[c]->rows[i], atoms))
				continue;
			for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++)
				used[a] = used[a] || atoms[a] == system->axes[a].atom_of[system->axes[a].leaf_count];
		}
	}
	for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++) {
		if (!used[a] && is_rest_known(system, (int)a))
			hvk__atoms_drop_rest(&system->axes[a]);
	}
}

/* ---------------------------------------------------------------- nodes */

/* The node of all atoms that are not told apart by a set of others. */
static int make_total(struct hvk__system *system)
{
	struct hvk__atoms *subjects = &system->axes[HVK__SUBJECTS];
	struct hvk__publication_member all = { .whole = true };
	_cleanup_free_ uint64_t *set = calloc(subjects->words, sizeof(*set));

	if (!set)
		return hvk__fail_memory(&system->store->error);
	hvk__atoms_set(subjects, &all, set);
	return hvk__atoms_node(&system->store->error, subjects, set, &system->total);
}

static int make_nodes(struct hvk__system *system, struct hvk__part *part, int a)
{
	const struct hvk__publication_axis *axis = &part->publication->axes[a];
	struct hvk__atoms *atoms = &system->axes[a];
	_cleanup_free_ uint64_t *set = calloc(atoms->words, sizeof(*set));
	int result = HVK_OK;

	part->nodes[a] = calloc(axis->member_count + 1, sizeof(*part->nodes[a]));
	if (!set || !part->nodes[a])
		return hvk__fail_memory(&system->store->error);
	for (size_t m = 0; result == HVK_OK && m < axis->member_count && !(part->rows && a == HVK__SUBJECTS); m++) {
		hvk__atoms_set(atoms, &axis->members[m], set);
		result = hvk__atoms_node(&system->store->error, atoms, set, &part->nodes[a][m]);
	}
	return result;
}

/* The nodes of what are atoms in another system. Its rest is all that its members do not list. */
static int make_row_nodes(struct hvk__system *system, struct hvk__system *other, int a)
{
	const struct hvk__atoms *theirs = &other->axes[a];
	struct hvk__atoms *atoms = &system->axes[a];
	_cleanup_free_ uint64_t *sets = calloc(theirs->count * atoms->words, sizeof(*sets));
	int result = HVK_OK;

	other->rows[a] = calloc(theirs->count, sizeof(*other->rows[a]));
	if (!sets || !other->rows[a])
		return hvk__fail_memory(&system->store->error);
	for (size_t i = 0; i <= atoms->leaf_count; i++) {
		uint32_t atom = atoms->atom_of[i], their = theirs->atom_of[theirs->leaf_count];

		if (i < atoms->leaf_count)
			their = hvk__atoms_find(theirs, atoms->leaves[i]);
		if (atom != HVK__NO_ATOM && their != HVK__NO_ATOM)
			sets[their * atoms->words + atom / 64] |= (uint64_t)1 << (atom % 64);
	}
	for (size_t their = 0; result == HVK_OK && their < theirs->count; their++)
		result = hvk__atoms_node(&system->store->error, atoms, sets + their * atoms->words,
		                         &other->rows[a][their]);
	return result;
}

static int make_axes(struct hvk__system *system, struct hvk__system others[], size_t other_count,
                     const struct hvk__questions *questions)
{
	struct hvk__error *error = &system->store->error;
	int result = HVK_OK;

	for (int a = 0; result == HVK_OK && a < HVK__PUBLICATION_AXES; a++)
		result = hvk__atoms_make(error, &system->axes[a], (enum hvk__publication_axis_name)a, system->parts,
		                         system->part_count);
	if (result == HVK_OK)
		drop_rest(system, questions);
	for (int a = 0; result == HVK_OK && a < HVK__PUBLICATION_AXES; a++)
		result = hvk__atoms_open(error, &system->axes[a]);
	if (result == HVK_OK)
		result = make_total(system);
	for (int a = 0; a < HVK__PUBLICATION_AXES; a++) {
		for (size_t i = 0; result == HVK_OK && i < system->part_count; i++)
			result = make_nodes(system, &system->parts[i], a);
		for (size_t i = 0; result == HVK_OK && a != HVK__SUBJECTS && i < other_count; i++)
			result = make_row_nodes(system, &others[i], a);
	}
	return result;
}

/* ---------------------------------------------------------------- counts */

/* From atoms of one axis to its nodes, the axes before it being outer, those after it inner. */
static int64_t *expand(const struct hvk__atoms *atoms, const int64_t *from, size_t outer, size_t inner)
{
	int64_t *to = calloc(outer * atoms->node_count * inner + 1, sizeof(*to));

	for (size_t o = 0; to && o < outer; o++) {
		for (uint32_t node = 0; node < atoms->node_count; node++) {
			int64_t *sum = to + (o * atoms->node_count + node) * inner;

			for (uint32_t atom = 0; atom < atoms->count; atom++) {
				const int64_t *term = from + (o * atoms->count + atom) * inner;

				for (size_t i = 0; hvk__atoms_has(hvk__atoms_of(atoms, node), atom) && i < inner; i++)
					sum[i] += term[i];
			}
		}
	}
	return to;
}

int64_t *hvk__system_add_up(const struct hvk__system *system, const int64_t *amounts)
{
	const struct hvk__atoms *places = &system->axes[HVK__PLACES], *subjects = &system->axes[HVK__SUBJECTS];
	const struct hvk__atoms *time = &system->axes[HVK__TIME];
	_cleanup_free_ int64_t *first = expand(time, amounts, places->count * subjects->count, 1), *second = NULL;

	if (first)
		second = expand(subjects, first, places->count, time->node_count);
	return second ? expand(places, second, 1, subjects->node_count * time->node_count) : NULL;
}

static int count_questions(struct hvk__system *system, const struct hvk__questions *questions)
{
	_cleanup_free_ int64_t *amounts = calloc(hvk__system_atoms(system), sizeof(*amounts));
	uint32_t atoms[HVK__PUBLICATION_AXES];

	if (!amounts)
		return hvk__fail_memory(&system->store->error);
	for (size_t c = 0; c < questions->count; c++) {
		for (size_t i = 0; i < questions->closings[c]->count; i++) {
			const struct hvk__closed *row = &questions->closings[c]->rows[i];

			if (atoms_of(system, row, atoms))
				amounts[hvk__system_atom(system, atoms)] += row->questions;
		}
	}
	system->counts = hvk__system_add_up(system, amounts);
	system->known = calloc(system->combinations, sizeof(*system->known));
	system->statuses = calloc(system->combinations, sizeof(*system->statuses));
	if (!system->counts || !system->known || !system->statuses)
		return hvk__fail_memory(&system->store->error);
	return HVK_OK;
}

int hvk__system_make(struct hvk__system *system, struct hvk__system others[], size_t other_count,
                     const struct hvk__questions *questions)
{
	int result = make_axes(system, others, other_count, questions);

	if (result == HVK_OK)
		result = hvk__system_find_implied(system);
	if (result == HVK_OK)
		result = hvk__system_find_ahead(system);
	if (result < 0)
		return result;
	system->combinations = 1;
	for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++)
		system->combinations *= system->axes[a].node_count;
	return count_questions(system, questions);
}

/* ---------------------------------------------------------------- what the ledger says */

static const uint16_t known_of[] = {
	[HVK__CELL_OK] = HVK__KNOWN_PUBLISHED, [HVK__CELL_PRIMARY] = HVK__KNOWN_PRIMARY,
	[HVK__CELL_SECONDARY] = HVK__KNOWN_SECONDARY, [HVK__CELL_NOT_APPLICABLE] = HVK__KNOWN_PUBLISHED,
	[HVK__CELL_NOT_COLLECTED] = HVK__KNOWN_PUBLISHED, [HVK__CELL_BY_RULE] = HVK__KNOWN_BY_RULE | HVK__KNOWN_RULED
};

static int refuse_ledger(struct hvk__system *system, const struct hvk_publication *p, const size_t member[])
{
	return hvk__fail(&system->store->error, HVK_ESTORE,
	                 "publication %" PRIu64 ": %s, %s, %s is not what was published: the ledger was changed; restore "
	                 "a backup", p->number, p->axes[HVK__PLACES].members[member[HVK__PLACES]].key,
	                 p->axes[HVK__SUBJECTS].members[member[HVK__SUBJECTS]].key,
	                 p->axes[HVK__TIME].members[member[HVK__TIME]].key);
}

static bool contradicts(uint16_t known)
{
	return known & HVK__KNOWN_PUBLISHED && known & (HVK__KNOWN_PRIMARY | HVK__KNOWN_SECONDARY);
}

static int read_cells(struct hvk__system *system, const struct hvk__part *part)
{
	const struct hvk_publication *p = part->publication;
	size_t m[HVK__PUBLICATION_AXES];

	for (m[0] = 0; m[0] < p->axes[HVK__PLACES].member_count; m[0]++) {
		for (m[1] = 0; m[1] < p->axes[HVK__SUBJECTS].member_count; m[1]++) {
			for (m[2] = 0; m[2] < p->axes[HVK__TIME].member_count; m[2]++) {
				const struct hvk__publication_cell *cell =
					&p->cells[hvk__publication_place(p, m[0], m[1], m[2])];
				size_t place = hvk__part_place(system, part, m[0], m[1], m[2]);

				if (cell->count != system->counts[place] || (unsigned)cell->status >= ARRAY_SIZE(known_of))
					return refuse_ledger(system, p, m);
				system->known[place] |= known_of[cell->status];
				if (contradicts(system->known[place]))
					return refuse_ledger(system, p, m);
			}
		}
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- what is left over */

/* Notes that nothing counts in some atoms of an axis, in any of the cells that a part has of the other axes. */
static int note_cells(struct hvk__system *system, const struct hvk__part *part, int axis, const uint64_t left[])
{
	const struct hvk__publication_axis *axes = part->publication->axes;
	int b = axis == 0 ? 1 : 0, c = axis == 2 ? 1 : 2;
	uint32_t node[HVK__PUBLICATION_AXES];

	for (uint32_t atom = 0; atom < system->axes[axis].count; atom++) {
		for (size_t i = 0; hvk__atoms_has(left, atom) && i < axes[b].member_count; i++) {
			for (size_t j = 0; j < axes[c].member_count; j++) {
				size_t place;

				node[axis] = atom;
				node[b] = part->nodes[b][i];
				node[c] = part->nodes[c][j];
				place = hvk__system_place(system, node[0], node[1], node[2]);
				if (system->counts[place] > 0)
					return hvk__fail(&system->store->error, HVK_EBUG,
					                 "the members of axis %d do not hold all that their total does",
					                 axis);
				if (part->fresh && !(system->known[place] & HVK__KNOWN_PUBLISHED))
					system->known[place] |= HVK__KNOWN_TOLD;
				system->known[place] |= HVK__KNOWN_PUBLISHED;
			}
		}
	}
	return HVK_OK;
}

/* A total is the sum of its members, as everybody can read: in what it holds and they do not nothing counts. */
static int find_left(struct hvk__system *system, const struct hvk__part *part, int a, uint64_t left[])
{
	const struct hvk__publication_axis *axis = &part->publication->axes[a];
	const struct hvk__atoms *atoms = &system->axes[a];
	size_t next;
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < axis->link_count; i = next) {
		const struct hvk__publication_link *first = &axis->links[i];
		bool any = false;

		memcpy(left, hvk__atoms_of(atoms, part->nodes[a][first->parent]), atoms->words * sizeof(*left));
		for (next = i; next < axis->link_count && axis->links[next].parent == first->parent &&
		               strcmp(axis->links[next].set, first->set) == 0; next++) {
			const uint64_t *child = hvk__atoms_of(atoms, part->nodes[a][axis->links[next].child]);

			for (size_t word = 0; word < atoms->words; word++)
				left[word] &= ~child[word];
		}
		for (size_t word = 0; word < atoms->words; word++)
			any = any || left[word];
		if (any)
			result = note_cells(system, part, a, left);
	}
	return result;
}

static int note_left(struct hvk__system *system, const struct hvk__part *part)
{
	int result = HVK_OK;

	for (int a = 0; result == HVK_OK && a < HVK__PUBLICATION_AXES; a++) {
		_cleanup_free_ uint64_t *left = calloc(system->axes[a].words, sizeof(*left));

		if (!left)
			return hvk__fail_memory(&system->store->error);
		result = find_left(system, part, a, left);
	}
	return result;
}

int hvk__system_judge(struct hvk__system *system, const struct hvk__questions *questions)
{
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < system->part_count; i++) {
		const struct hvk__part *part = &system->parts[i];

		if (part->rows)
			continue;
		result = part->fresh ? hvk__system_apply_rules(system, part, questions) : read_cells(system, part);
		if (result == HVK_OK)
			result = note_left(system, part);
	}
	if (result == HVK_OK)
		hvk__system_note_implied(system);
	return result;
}
