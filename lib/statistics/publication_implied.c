/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Cells that nobody asked for and everybody can work out: January to March less January to February is March, and all
 * gemeenten less those of a region are the others. They are as secret as those that are asked for. Cells that differ
 * on one axis only make a line; what the nodes of a line tell apart, and is not itself there, is implied. That is
 * again in lines along the other axes.
 */
#include <stdlib.h>
#include <string.h>

#include "statistics/publication_system.h"

enum { ROUNDS = 2 };

/* What a set of nodes implies. */
struct inference {
	size_t first, count;
};

struct pass {
	struct hvk__system *system;
	int axis;
	size_t counts[HVK__PUBLICATION_AXES]; /* of nodes, when it began */
	bool *listed;   /* by combination */
	uint32_t *line; /* nodes that are listed */
	size_t length;
	uint32_t *group; /* by atom */
	uint64_t *set;
	struct inference *inferences;
	size_t inference_count, inference_capacity;
	struct hvk__index index; /* inferences by the nodes of a line */
	uint32_t *nodes; /* of all inferences */
	size_t node_count, node_capacity;
};

static void pass_free(struct pass *pass)
{
	free(pass->listed);
	free(pass->line);
	free(pass->group);
	free(pass->set);
	free(pass->inferences);
	hvk__index_free(&pass->index);
	free(pass->nodes);
}

static size_t place_of(const struct pass *pass, const uint32_t node[])
{
	return (node[0] * pass->counts[1] + node[1]) * pass->counts[2] + node[2];
}

/* ---------------------------------------------------------------- what is listed */

static void note_part(struct pass *pass, const struct hvk__part *part)
{
	const struct hvk__publication_axis *axes = part->publication->axes;
	size_t subjects = part->rows ? 1 : axes[HVK__SUBJECTS].member_count;
	uint32_t node[HVK__PUBLICATION_AXES];

	for (size_t i = 0; i < axes[HVK__PLACES].member_count; i++) {
		for (size_t j = 0; j < subjects; j++) {
			for (size_t t = 0; t < axes[HVK__TIME].member_count; t++) {
				node[HVK__PLACES] = part->nodes[HVK__PLACES][i];
				node[HVK__SUBJECTS] = part->rows ? pass->system->total : part->nodes[HVK__SUBJECTS][j];
				node[HVK__TIME] = part->nodes[HVK__TIME][t];
				pass->listed[place_of(pass, node)] = true;
			}
		}
	}
}

static int begin(struct pass *pass)
{
	struct hvk__system *system = pass->system;
	struct hvk__atoms *atoms = &system->axes[pass->axis];
	size_t combinations = 1;

	for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++) {
		pass->counts[a] = system->axes[a].node_count;
		combinations *= pass->counts[a];
	}
	pass->listed = calloc(combinations, sizeof(*pass->listed));
	pass->line = calloc(atoms->node_count, sizeof(*pass->line));
	pass->group = calloc(atoms->count, sizeof(*pass->group));
	pass->set = calloc(atoms->words, sizeof(*pass->set));
	if (!pass->listed || !pass->line || !pass->group || !pass->set)
		return hvk__fail_memory(&system->store->error);
	for (size_t i = 0; i < system->part_count; i++)
		note_part(pass, &system->parts[i]);
	for (size_t i = 0; i < system->implied_count; i++)
		pass->listed[place_of(pass, system->implied[i])] = true;
	return HVK_OK;
}

/* ---------------------------------------------------------------- what a line tells apart */

static bool is_in_line(const struct pass *pass, uint32_t node)
{
	for (size_t i = 0; i < pass->length; i++) {
		if (pass->line[i] == node)
			return true;
	}
	return false;
}

/* Groups atoms by the nodes of the line that hold them; 0: none does. Returns how many groups there are, 0
 * included. */
static uint32_t group_atoms(struct pass *pass)
{
	const struct hvk__atoms *atoms = &pass->system->axes[pass->axis];
	uint32_t groups = 1;

	memset(pass->group, 0, atoms->count * sizeof(*pass->group));
	for (size_t i = 0; i < pass->length; i++) {
		const uint64_t *held = hvk__atoms_of(atoms, pass->line[i]);
		uint32_t before = groups;

		for (uint32_t group = 0; group < before; group++) {
			bool split = false;

			for (uint32_t atom = 0; atom < atoms->count; atom++) {
				if (pass->group[atom] != group || !hvk__atoms_has(held, atom))
					continue;
				pass->group[atom] = groups;
				split = true;
			}
			groups += split;
		}
	}
	return groups;
}

static int infer(struct pass *pass, struct inference *inference)
{
	struct hvk__atoms *atoms = &pass->system->axes[pass->axis];
	struct hvk__error *error = &pass->system->store->error;
	uint32_t groups = group_atoms(pass), node;
	int result;

	inference->first = pass->node_count;
	for (uint32_t group = 1; group < groups; group++) {
		bool any = false;

		memset(pass->set, 0, atoms->words * sizeof(*pass->set));
		for (uint32_t atom = 0; atom < atoms->count; atom++) {
			if (pass->group[atom] == group) {
				pass->set[atom / 64] |= (uint64_t)1 << (atom % 64);
				any = true;
			}
		}
		if (!any)
			continue;
		result = hvk__atoms_node(error, atoms, pass->set, &node);
		if (result < 0)
			return result;
		if (is_in_line(pass, node))
			continue;
		if (!hvk__reserve(&pass->nodes, &pass->node_capacity, pass->node_count + 1, sizeof(*pass->nodes)))
			return hvk__fail_memory(error);
		pass->nodes[pass->node_count++] = node;
	}
	inference->count = pass->node_count - inference->first;
	return HVK_OK;
}

/* Most lines are like others. */
static int find_inference(struct pass *pass, struct inference *inference)
{
	const char *line = (const char *)pass->line;
	size_t size = pass->length * sizeof(*pass->line), at = 0;
	int64_t known;
	int result;

	if (pass->inferences && hvk__index_next(&pass->index, line, size, &at, &known)) {
		*inference = pass->inferences[known];
		return HVK_OK;
	}
	result = infer(pass, inference);
	if (result < 0)
		return result;
	if (!hvk__reserve(&pass->inferences, &pass->inference_capacity, pass->inference_count + 1,
	                  sizeof(*pass->inferences)) ||
	    !hvk__index_add(&pass->index, line, size, (int64_t)pass->inference_count))
		return hvk__fail_memory(&pass->system->store->error);
	pass->inferences[pass->inference_count++] = *inference;
	return HVK_OK;
}

/* The line through a combination. */
static int look_along(struct pass *pass, uint32_t node[HVK__PUBLICATION_AXES])
{
	struct hvk__system *system = pass->system;
	struct inference inference;
	int a = pass->axis, result;

	pass->length = 0;
	for (node[a] = 0; node[a] < pass->counts[a]; node[a]++) {
		if (pass->listed[place_of(pass, node)])
			pass->line[pass->length++] = node[a];
	}
	if (pass->length < 2)
		return HVK_OK;
	result = find_inference(pass, &inference);
	if (result < 0)
		return result;
	if (!hvk__reserve(&system->implied, &system->implied_capacity, system->implied_count + inference.count + 1,
	                  sizeof(*system->implied)))
		return hvk__fail_memory(&system->store->error);
	for (size_t i = 0; i < inference.count; i++) {
		node[a] = pass->nodes[inference.first + i];
		memcpy(system->implied[system->implied_count++], node, sizeof(*system->implied));
	}
	return HVK_OK;
}

static int look(struct hvk__system *system, int axis)
{
	_cleanup_(pass_free) struct pass pass = { .system = system, .axis = axis };
	int b = axis == 0 ? 1 : 0, c = axis == 2 ? 1 : 2;
	uint32_t node[HVK__PUBLICATION_AXES];
	int result = begin(&pass);

	for (uint32_t i = 0; i < pass.counts[b]; i++) {
		for (uint32_t j = 0; result == HVK_OK && j < pass.counts[c]; j++) {
			node[b] = i;
			node[c] = j;
			result = look_along(&pass, node);
		}
	}
	return result;
}

int hvk__system_find_implied(struct hvk__system *system)
{
	for (int round = 0; round < ROUNDS; round++) {
		for (int axis = 0; axis < HVK__PUBLICATION_AXES; axis++) {
			int result = hvk__system_check_size(system);

			if (result == HVK_OK)
				result = look(system, axis);
			if (result < 0)
				return result;
		}
	}
	return hvk__system_check_size(system);
}

/* ---------------------------------------------------------------- what is known of it */

/* Whether zeros are to be protected where a cell is. */
static bool protects_zeros(const struct hvk__system *system, const uint32_t node[])
{
	for (size_t i = 0; i < system->part_count; i++) {
		const struct hvk__part *part = &system->parts[i];
		bool within = !part->rows && part->publication->zeros == HVK_ZEROS_PROTECT;

		for (int a = 0; within && a < HVK__PUBLICATION_AXES; a++) {
			const uint64_t *whole = hvk__atoms_of(&system->axes[a], hvk__part_whole(system, part, a));
			const uint64_t *set = hvk__atoms_of(&system->axes[a], node[a]);

			for (size_t word = 0; word < system->axes[a].words; word++)
				within = within && (set[word] & ~whole[word]) == 0;
		}
		if (within)
			return true;
	}
	return false;
}

static void note(struct hvk__system *system, uint32_t (*nodes)[HVK__PUBLICATION_AXES], size_t count,
                 enum hvk__known known)
{
	for (size_t i = 0; i < count; i++) {
		size_t place = hvk__system_place(system, nodes[i][0], nodes[i][1], nodes[i][2]);

		if (system->counts[place] > 0 || protects_zeros(system, nodes[i]))
			system->known[place] |= known;
	}
}

void hvk__system_note_implied(struct hvk__system *system)
{
	note(system, system->implied, system->implied_count, HVK__KNOWN_IMPLIED);
	note(system, system->ahead, system->ahead_count, HVK__KNOWN_AHEAD);
}
