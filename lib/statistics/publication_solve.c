/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications together, one system after the other: of theme, then of other lists. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "statistics/publication_system.h"

/* ---------------------------------------------------------------- the rows of other lists */

/* Notes that a row is published, whose combination in the main system is place. */
static int note_row(struct hvk__system *system, size_t place, const struct hvk__system *other, bool protect)
{
	int64_t count = system->counts[place];
	uint16_t known = system->known[place];

	if (known & (HVK__KNOWN_PRIMARY | HVK__KNOWN_SECONDARY) || (count > 0 && count < system->min_cell) ||
	    (count == 0 && protect && !(known & HVK__KNOWN_PUBLISHED)))
		return hvk__system_refuse_row(system, place, other);
	system->known[place] |= HVK__KNOWN_PUBLISHED;
	return HVK_OK;
}

/* Rows that a publication lists; they are sums of atoms' rows, so that nothing new is told by them. */
static int note_listed(struct hvk__system *system, const struct hvk__part *part, struct hvk__system *other)
{
	const struct hvk_publication *p = part->publication;
	bool protect = part->fresh && p->zeros == HVK_ZEROS_PROTECT;
	int result = HVK_OK;

	for (size_t i = 0; i < p->axes[HVK__PLACES].member_count; i++) {
		for (size_t t = 0; result == HVK_OK && t < p->axes[HVK__TIME].member_count; t++)
			result = note_row(system, hvk__part_place(system, part, i, 0, t), other, protect);
	}
	return result;
}

/* In the system of the other list itself. */
static void note_own(struct hvk__system *other)
{
	for (uint32_t i = 0; i < other->axes[HVK__PLACES].count; i++) {
		for (uint32_t t = 0; t < other->axes[HVK__TIME].count; t++)
			other->known[hvk__system_place(other, i, other->total, t)] |= HVK__KNOWN_PUBLISHED;
	}
	for (size_t n = 0; n < other->part_count; n++) {
		const struct hvk__part *part = &other->parts[n];

		for (size_t i = 0; i < part->publication->axes[HVK__PLACES].member_count; i++) {
			for (size_t t = 0; t < part->publication->axes[HVK__TIME].member_count; t++)
				other->known[hvk__system_place(other, part->nodes[HVK__PLACES][i], other->total,
				                               part->nodes[HVK__TIME][t])] |= HVK__KNOWN_PUBLISHED;
		}
	}
}

static bool is_of(const struct hvk__system *system, const struct hvk_publication *p)
{
	return system->list == p->list && system->answer == p->answer;
}

/* Those that are listed first: a refusal then names one that people know. */
static int add_rows(struct hvk__system *system, struct hvk__system *other)
{
	int result = HVK_OK;

	for (size_t n = 0; result == HVK_OK && n < system->part_count; n++) {
		if (system->parts[n].rows && is_of(other, system->parts[n].publication))
			result = note_listed(system, &system->parts[n], other);
	}
	for (uint32_t i = 0; i < other->axes[HVK__PLACES].count; i++) {
		for (uint32_t t = 0; result == HVK_OK && t < other->axes[HVK__TIME].count; t++)
			result = note_row(system, hvk__system_place(system, other->rows[HVK__PLACES][i], system->total,
			                                            other->rows[HVK__TIME][t]), other, false);
	}
	if (result == HVK_OK)
		note_own(other);
	return result;
}

/* ---------------------------------------------------------------- systems */

struct systems {
	struct hvk_store *store;
	struct hvk__system *systems; /* the main one first */
	size_t count;
};

static void systems_free(struct systems *systems)
{
	for (size_t i = 0; i < systems->count; i++)
		hvk__system_free(&systems->systems[i]);
	free(systems->systems);
}

/* The system of a publication, room for which there is. */
static struct hvk__system *system_of(struct systems *systems, const struct hvk_publication *p)
{
	size_t n = 0;

	while (n < systems->count && !is_of(&systems->systems[n], p))
		n++;
	if (n == systems->count)
		systems->systems[systems->count++] = (struct hvk__system){
			.store = systems->store, .subject = p->subject, .list = p->list, .answer = p->answer
		};
	return &systems->systems[n];
}

static int sort_publications(struct systems *systems, struct hvk_publication *const publications[], size_t count,
                             size_t known)
{
	const struct hvk_publication main = { .subject = "theme", .list = HVK__CLOSED_THEME };
	struct hvk__system *first;
	int64_t min_cell = 0;
	int result = HVK_OK;

	systems->systems = calloc(count + 1, sizeof(*systems->systems));
	if (!systems->systems)
		return hvk__fail_memory(&systems->store->error);
	first = system_of(systems, &main);
	for (size_t i = 0; result == HVK_OK && i < count; i++) {
		struct hvk__system *system = system_of(systems, publications[i]);

		min_cell = publications[i]->min_cell > min_cell ? publications[i]->min_cell : min_cell;
		result = hvk__system_add_part(system, publications[i], i >= known, false);
		if (result == HVK_OK && system != first)
			result = hvk__system_add_part(first, publications[i], i >= known, true);
	}
	for (size_t i = 0; i < systems->count; i++)
		systems->systems[i].min_cell = min_cell;
	return result;
}

/* The main system last, since it has the atoms of all others. */
static int make_systems(struct systems *systems, const struct hvk__questions *questions)
{
	int result = HVK_OK;

	for (size_t i = systems->count; result == HVK_OK && i-- > 0;) {
		bool first = i == 0;

		result = hvk__system_make(&systems->systems[i], first ? systems->systems + 1 : NULL,
		                          first ? systems->count - 1 : 0, questions);
		if (result == HVK_OK)
			result = hvk__system_judge(&systems->systems[i], questions);
	}
	for (size_t i = 1; result == HVK_OK && i < systems->count; i++)
		result = add_rows(&systems->systems[0], &systems->systems[i]);
	return result;
}

/* Whether it has cells of its own. */
static bool has_cells(const struct hvk__system *system)
{
	for (size_t i = 0; i < system->part_count; i++) {
		if (!system->parts[i].rows)
			return true;
	}
	return false;
}

/* Of a list to which nothing is added nothing changes, but for the main one, which gets the rows of others. all: also
 * these. */
static int protect_systems(struct systems *systems, bool all)
{
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < systems->count; i++) {
		if (has_cells(&systems->systems[i]) && (all || systems->systems[i].fresh))
			result = hvk__system_protect(&systems->systems[i]);
	}
	return result;
}

/* ---------------------------------------------------------------- what publications get */

static int make_digest(const struct systems *systems, char digest[33])
{
	_cleanup_free_ char *texts = calloc(systems->count, sizeof(systems->systems[0].digest));
	size_t size = sizeof(systems->systems[0].digest);
	XXH128_hash_t hash;

	if (!texts)
		return hvk__fail_memory(&systems->store->error);
	for (size_t i = 0; i < systems->count; i++)
		memcpy(texts + i * size, systems->systems[i].digest, size);
	hash = XXH3_128bits(texts, systems->count * size);
	snprintf(digest, size, "%016" PRIx64 "%016" PRIx64, (uint64_t)hash.high64, (uint64_t)hash.low64);
	return HVK_OK;
}

static bool has_leaf(const struct hvk__publication_member *member, uint32_t leaf)
{
	for (size_t i = 0; i < member->leaf_count; i++) {
		if (member->leaves[i] == leaf)
			return true;
	}
	return member->whole;
}

/* Questions that were registered for another month than they count in. */
static int64_t count_late(const struct hvk_publication *p, const struct hvk__questions *questions)
{
	const struct hvk__publication_axis *places = &p->axes[HVK__PLACES], *time = &p->axes[HVK__TIME];
	int64_t late = 0;

	for (size_t c = 0; c < questions->count; c++) {
		for (size_t i = 0; i < questions->closings[c]->count; i++) {
			const struct hvk__closed *row = &questions->closings[c]->rows[i];

			if (row->counted != row->month &&
			    has_leaf(&time->members[time->member_count - 1], (uint32_t)row->counted) &&
			    has_leaf(&places->members[places->member_count - 1], row->nis))
				late += row->questions;
		}
	}
	return late;
}

int hvk__systems_make_again(struct hvk_store *store, struct hvk_publication *const publications[], size_t count,
                            size_t known, const struct hvk__questions *questions, bool *spared)
{
	_cleanup_(systems_free) struct systems systems = { .store = store };
	char digest[33];
	int result = sort_publications(&systems, publications, count, known);

	if (result == HVK_OK)
		result = make_systems(&systems, questions);
	if (result == HVK_OK)
		result = protect_systems(&systems, known == count);
	if (result == HVK_OK)
		result = make_digest(&systems, digest);
	for (size_t i = known; result == HVK_OK && i < count; i++) {
		memcpy(publications[i]->digest, digest, sizeof(digest));
		publications[i]->late = count_late(publications[i], questions);
	}
	*spared = false;
	for (size_t i = 0; i < systems.count; i++)
		*spared = *spared || systems.systems[i].spared;
	return result;
}

int hvk__systems_solve(struct hvk_store *store, struct hvk_publication *const publications[], size_t count,
                       size_t known, const struct hvk__questions *questions)
{
	bool spared;

	return hvk__systems_make_again(store, publications, count, known, questions, &spared);
}
