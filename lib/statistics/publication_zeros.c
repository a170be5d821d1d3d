/* SPDX-License-Identifier: EUPL-1.2 */
/* What is known to be 0, and whether what is new tells anything when all of it is hidden. */
#include <stdlib.h>

#include "statistics/publication_system.h"

/* ---------------------------------------------------------------- what is 0 */

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

	hvk__system_nodes(system, place, node);
	for (atom[0] = 0; atom[0] < system->axes[0].count; atom[0]++) {
		for (atom[1] = 0; holds(system, node, atom, 1) && atom[1] < system->axes[1].count; atom[1]++) {
			for (atom[2] = 0; holds(system, node, atom, 2) && atom[2] < system->axes[2].count; atom[2]++) {
				if (holds(system, node, atom, 3))
					unknown[hvk__system_atom(system, atom)] = 0;
			}
		}
	}
}

/* By combination how many atoms it holds that are not known to be 0; told: by what is new too. NULL when memory runs
 * out. */
static int64_t *count_unknown(const struct hvk__system *system, bool told)
{
	_cleanup_free_ int64_t *unknown = calloc(hvk__system_atoms(system), sizeof(*unknown));

	for (size_t i = 0; unknown && i < hvk__system_atoms(system); i++)
		unknown[i] = 1;
	for (size_t place = 0; unknown && place < system->combinations; place++) {
		uint16_t known = system->known[place];

		if (system->counts[place] == 0 && known & HVK__KNOWN_PUBLISHED && (told || !(known & HVK__KNOWN_TOLD)))
			note_zero(system, place, unknown);
	}
	return unknown ? hvk__system_add_up(system, unknown) : NULL;
}

int hvk__system_note_zeros(struct hvk__system *system)
{
	const uint16_t of_new = HVK__KNOWN_NEW | HVK__KNOWN_BY_RULE | HVK__KNOWN_IMPLIED | HVK__KNOWN_AHEAD;
	_cleanup_free_ int64_t *unknown = count_unknown(system, true);

	if (!unknown)
		return hvk__fail_memory(&system->store->error);
	for (size_t place = 0; place < system->combinations; place++) {
		if (unknown[place] == 0 && system->known[place] & of_new &&
		    !(system->known[place] & (HVK__KNOWN_PRIMARY | HVK__KNOWN_SECONDARY)))
			system->known[place] |= HVK__KNOWN_PUBLISHED;
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- what is new */

/* Rows of another list are published, whatever is hidden. */
static bool has_new_rows(const struct hvk__system *system)
{
	for (size_t i = 0; i < system->part_count; i++) {
		if (system->parts[i].fresh && (system->parts[i].rows || system->list != HVK__CLOSED_THEME))
			return true;
	}
	return false;
}

/* What it says cannot be, was not collected, or is left of what a total consists of has to be known to be 0 without
 * it. */
int hvk__system_is_silent(const struct hvk__system *system, bool *silent)
{
	_cleanup_free_ int64_t *unknown = count_unknown(system, false);

	if (!unknown)
		return hvk__fail_memory(&system->store->error);
	*silent = !has_new_rows(system);
	for (size_t place = 0; *silent && place < system->combinations; place++)
		*silent = !(system->known[place] & HVK__KNOWN_TOLD) || unknown[place] == 0;
	return HVK_OK;
}
