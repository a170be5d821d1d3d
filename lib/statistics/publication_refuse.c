/* SPDX-License-Identifier: EUPL-1.2 */
/* Why a publication cannot be: which cell, in words, and what could be published instead. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "statistics/protect.h"
#include "statistics/publication_system.h"

enum { CELL_TEXT = 512, PROPOSAL = 256 };

/* The member of a part that is a node; the first of several. */
static const struct hvk__publication_member *member_of(const struct hvk__part *part, int a, uint32_t node)
{
	const struct hvk__publication_axis *axis = &part->publication->axes[a];

	for (size_t m = 0; m < axis->member_count; m++) {
		if (part->nodes[a][m] == node)
			return &axis->members[m];
	}
	return NULL;
}

/* 'gemeente 44021 Gent, theme-group slapen, month 2026-03': keys, since labels are of another language than messages; of
 * a place, whose key is a number, the name too. Totals are left out unless there is nothing else. False when no member of
 * the part is one of the nodes. */
static bool describe_in(const struct hvk__part *part, const uint32_t node[], char text[CELL_TEXT])
{
	size_t length = 0;

	text[0] = '\0';
	for (int a = 0; a < HVK__PUBLICATION_AXES; a++) {
		const struct hvk__publication_member *member = NULL;
		bool labelled;

		if (part->rows && a == HVK__SUBJECTS)
			continue;
		member = member_of(part, a, node[a]);
		if (!member)
			return false;
		if (strcmp(member->level, "total") == 0 || length >= CELL_TEXT)
			continue;
		labelled = a == HVK__PLACES && member->key[strspn(member->key, "0123456789")] == '\0';
		length += (size_t)snprintf(text + length, CELL_TEXT - length, "%s%s %s%s%s", length > 0 ? ", " : "",
		                           member->level, member->key, labelled ? " " : "",
		                           labelled ? member->label[HVK_NL] : "");
	}
	if (length == 0)
		snprintf(text, CELL_TEXT, "%s", _("the total"));
	return true;
}

/* A cell by what it is called in a publication, a new one if there is any. */
static void describe(const struct hvk__system *system, size_t place, char text[CELL_TEXT])
{
	uint32_t node[HVK__PUBLICATION_AXES];

	hvk__system_nodes(system, place, node);
	for (int fresh = 1; fresh >= 0; fresh--) {
		for (size_t i = 0; i < system->part_count; i++) {
			const struct hvk__part *part = &system->parts[i];

			if (part->fresh == fresh && (!part->rows || node[HVK__SUBJECTS] == system->total) &&
			    describe_in(part, node, text))
				return;
		}
	}
	/* A row of two publications together, which none of them has. */
	snprintf(text, CELL_TEXT, "%s", _("what they leave of one another"));
}

static void propose(const struct hvk__system *system, int axis, char text[PROPOSAL])
{
	text[0] = '\0';
	for (size_t i = 0; i < system->part_count && !text[0]; i++) {
		if (system->parts[i].fresh)
			hvk__publication_propose(system->parts[i].publication, axis, text, PROPOSAL);
	}
}

int hvk__system_refuse(struct hvk__system *system, size_t place)
{
	struct hvk__error *error = &system->store->error;
	char cell[CELL_TEXT], proposal[PROPOSAL];

	describe(system, place, cell);
	propose(system, HVK__PUBLICATION_AXES, proposal);
	if (!proposal[0])
		return hvk__fail(error, HVK_EINPUT, "%s: this cannot be protected beside all that is published of the same "
		                 "months", cell);
	return hvk__fail(error, HVK_EINPUT,
	                 "%s: this cannot be protected beside all that is published of the same months; try %s", cell,
	                 proposal);
}

/* Coarser rows: without the list that needs them nothing would be left of what was asked. */
static void propose_rows(const struct hvk__system *system, size_t place, const struct hvk__system *other,
                         char text[PROPOSAL])
{
	const struct hvk__system *asked = other->fresh ? other : system;
	size_t row = place / system->axes[HVK__TIME].node_count / system->axes[HVK__SUBJECTS].node_count;
	bool of_all = false;

	for (size_t i = 0; i < system->part_count; i++) {
		const struct hvk__part *part = &system->parts[i];

		of_all |= part->fresh &&
		          part->nodes[HVK__PLACES][part->publication->axes[HVK__PLACES].member_count - 1] == row;
	}
	propose(asked, of_all ? HVK__TIME : HVK__PLACES, text);
	if (!text[0])
		propose(asked, of_all ? HVK__PLACES : HVK__TIME, text);
	if (!text[0])
		propose(asked, HVK__PUBLICATION_AXES, text);
}

int hvk__system_refuse_row(struct hvk__system *system, size_t place, const struct hvk__system *other)
{
	struct hvk__error *error = &system->store->error;
	char cell[CELL_TEXT], proposal[PROPOSAL];

	describe(system, place, cell);
	propose_rows(system, place, other, proposal);
	if (!proposal[0])
		return hvk__fail(error, HVK_EINPUT, "%s: counts by %s need the total of this row, which cannot be published",
		                 cell, other->subject);
	return hvk__fail(error, HVK_EINPUT,
	                 "%s: counts by %s need the total of this row, which cannot be published; try %s", cell,
	                 other->subject, proposal);
}

int hvk__system_check_small(struct hvk__system *system)
{
	char cell[CELL_TEXT];

	for (size_t place = 0; place < system->combinations; place++) {
		if (!(system->known[place] & HVK__KNOWN_PUBLISHED) || system->counts[place] == 0 ||
		    system->counts[place] >= system->min_cell)
			continue;
		describe(system, place, cell);
		return hvk__fail(&system->store->error, HVK_EINPUT,
		                 "%s: the count %" PRId64 " was published before, and is sensitive below %" PRId64
		                 "; keep to the smaller limit for months of which something was published", cell,
		                 system->counts[place], system->min_cell);
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- the size */

int hvk__system_check_size(struct hvk__system *system)
{
	struct hvk__error *error = &system->store->error;
	char proposal[PROPOSAL];
	size_t combinations = 1;
	bool fits = true;

	for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++) {
		fits = fits && system->axes[a].node_count <= HVK__COMBINATIONS_MAX / combinations;
		combinations *= fits ? system->axes[a].node_count : 1;
	}
	if (fits)
		return HVK_OK;
	propose(system, HVK__PUBLICATION_AXES, proposal);
	if (!proposal[0])
		return hvk__fail(error, HVK_EINPUT, "expected at most %d cells to be protected together with all that was "
		                 "published of the same months, found more", (int)HVK__COMBINATIONS_MAX);
	return hvk__fail(error, HVK_EINPUT,
	                 "expected at most %d cells to be protected together with all that was published of the same "
	                 "months, found more; try %s", (int)HVK__COMBINATIONS_MAX, proposal);
}
