/* SPDX-License-Identifier: EUPL-1.2 */
/* Cells of a publication to come that are sensitive by rule, not applicable or not collected. */
#include <stdlib.h>

#include "statistics/publication_system.h"

/* From this on a place has so many questions that one subject can be all of them. */
enum { REST = 1 };

static bool can_be(const struct hvk__publication_member *member, const struct hvk__publication_member *time)
{
	for (size_t i = 0; i < time->leaf_count; i++) {
		if ((int)time->leaves[i] >= member->first)
			return true;
	}
	return time->leaf_count == 0;
}

static bool is_applicable(const struct hvk__publication_axis axes[], const size_t m[])
{
	const struct hvk__publication_member *time = &axes[HVK__TIME].members[m[HVK__TIME]];

	return can_be(&axes[HVK__SUBJECTS].members[m[HVK__SUBJECTS]], time) &&
	       can_be(&axes[HVK__PLACES].members[m[HVK__PLACES]], time);
}

/* What cannot be is told apart from what is 0 or hidden. So where it is all the same, as when the beginning of a code
 * was moved later, nothing is published: a row that is not told apart would tell that something is in it. */
static int check_codes(const struct hvk__system *system, const struct hvk__part *part)
{
	const struct hvk__publication_axis *axes = part->publication->axes;
	size_t all_places = axes[HVK__PLACES].member_count - 1;
	char period[HVK__PERIOD_TEXT];

	hvk__publication_period(part->publication->first, part->publication->last, period);
	for (size_t i = 0; i < axes[HVK__SUBJECTS].member_count; i++) {
		const struct hvk__publication_member *subject = &axes[HVK__SUBJECTS].members[i];

		for (size_t t = 0; t < axes[HVK__TIME].member_count; t++) {
			const struct hvk__publication_member *time = &axes[HVK__TIME].members[t];

			if (can_be(subject, time) || system->counts[hvk__part_place(system, part, all_places, i, t)] == 0)
				continue;
			return hvk__fail(&system->store->error, HVK_EINPUT,
			                 "%s %s: there are questions of %s, but it is not in use then; let it begin "
			                 "earlier with 'hvk-admin codes', or leave these months out", subject->level,
			                 subject->key, t + 1 < axes[HVK__TIME].member_count ? time->key : period);
		}
	}
	return HVK_OK;
}

static bool is_collected(const struct hvk__publication_member *time, int first_collected)
{
	return time->leaf_count == 0 || (int)time->leaves[time->leaf_count - 1] >= first_collected;
}

/* The group rule: who is known to have asked at all is known to have asked this. */
static bool is_all(const struct hvk__system *system, const struct hvk__part *part, const size_t m[], int64_t count)
{
	size_t all = part->publication->axes[HVK__SUBJECTS].member_count - 1;
	int64_t total = system->counts[hvk__part_place(system, part, m[HVK__PLACES], all, m[HVK__TIME])];

	return total >= system->min_cell && total - count < REST;
}

/* What is no count is said to be none, whatever is hidden. */
static void tell(uint16_t *known)
{
	if (!(*known & HVK__KNOWN_PUBLISHED))
		*known |= HVK__KNOWN_TOLD;
	*known |= HVK__KNOWN_PUBLISHED;
}

static void apply(struct hvk__system *system, const struct hvk__part *part, const size_t m[], int first_collected)
{
	struct hvk_publication *p = part->publication;
	const struct hvk__publication_axis *axes = p->axes;
	struct hvk__publication_cell *cell = &p->cells[hvk__publication_place(p, m[0], m[1], m[2])];
	size_t place = hvk__part_place(system, part, m[0], m[1], m[2]);
	uint16_t *known = &system->known[place];
	bool hidden = *known & (HVK__KNOWN_PRIMARY | HVK__KNOWN_SECONDARY);
	bool shielded = axes[HVK__SUBJECTS].members[m[HVK__SUBJECTS]].sensitive &&
	                axes[HVK__PLACES].members[m[HVK__PLACES]].below_region;

	cell->count = system->counts[place];
	cell->status = HVK__CELL_OK;
	if (cell->count == 0 && !hidden && !is_collected(&axes[HVK__TIME].members[m[HVK__TIME]], first_collected)) {
		cell->status = HVK__CELL_NOT_COLLECTED;
		tell(known);
	} else if (cell->count == 0 && !hidden && !is_applicable(axes, m)) {
		cell->status = HVK__CELL_NOT_APPLICABLE;
		tell(known);
	} else if (shielded && p->zeros != HVK_ZEROS_PROTECT) {
		cell->status = HVK__CELL_BY_RULE;
		*known |= HVK__KNOWN_BY_RULE;
	} else {
		*known |= HVK__KNOWN_NEW;
		if ((cell->count == 0 && p->zeros == HVK_ZEROS_PROTECT) ||
		    (shielded && is_all(system, part, m, cell->count)))
			*known |= HVK__KNOWN_SENSITIVE;
	}
}

/* The same of one that is made again: what is so by rule is as the ledger has it. What the rules went by can be other
 * now: from when on a code is in use, the setting of when registration began. */
static void apply_again(struct hvk__system *system, const struct hvk__part *part, const size_t m[])
{
	struct hvk_publication *p = part->publication;
	struct hvk__publication_cell *cell = &p->cells[hvk__publication_place(p, m[0], m[1], m[2])];
	uint16_t *known = &system->known[hvk__part_place(system, part, m[0], m[1], m[2])];
	bool shielded = p->axes[HVK__SUBJECTS].members[m[HVK__SUBJECTS]].sensitive &&
	                cell->status == HVK__CELL_PRIMARY;

	if ((cell->status == HVK__CELL_NOT_COLLECTED || cell->status == HVK__CELL_NOT_APPLICABLE) && cell->count == 0) {
		tell(known);
	} else if (cell->status == HVK__CELL_BY_RULE) {
		*known |= HVK__KNOWN_BY_RULE;
	} else {
		cell->status = HVK__CELL_OK;
		*known |= HVK__KNOWN_NEW;
		if ((cell->count == 0 && p->zeros == HVK_ZEROS_PROTECT) ||
		    (shielded && is_all(system, part, m, cell->count)))
			*known |= HVK__KNOWN_SENSITIVE;
	}
}

static int make_cells(struct hvk__system *system, const struct hvk__part *part)
{
	struct hvk_publication *p = part->publication;
	const struct hvk__publication_axis *axes = p->axes;
	int result = check_codes(system, part);

	if (result < 0)
		return result;
	free(p->cells);
	p->cells = calloc(axes[0].member_count * axes[1].member_count * axes[2].member_count, sizeof(*p->cells));
	return p->cells ? HVK_OK : hvk__fail_memory(&system->store->error);
}

int hvk__system_apply_rules(struct hvk__system *system, const struct hvk__part *part,
                            const struct hvk__questions *questions)
{
	struct hvk_publication *p = part->publication;
	const struct hvk__publication_axis *axes = p->axes;
	size_t m[HVK__PUBLICATION_AXES];
	int result = p->opened ? HVK_OK : make_cells(system, part);

	if (result < 0)
		return result;
	for (m[0] = 0; m[0] < axes[0].member_count; m[0]++) {
		for (m[1] = 0; m[1] < axes[1].member_count; m[1]++) {
			for (m[2] = 0; m[2] < axes[2].member_count; m[2]++) {
				if (p->opened)
					apply_again(system, part, m);
				else
					apply(system, part, m, questions->first_collected);
			}
		}
	}
	return HVK_OK;
}
