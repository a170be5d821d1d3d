/* SPDX-License-Identifier: EUPL-1.2 */
/* What hiding costs, for who decides whether to publish: true counts, which the published table does not tell. */
#include <string.h>

#include "core/macro.h"
#include "statistics/publication.h"

/* The members of an axis, by the levels that these have. */
struct level {
	const char *name;
	size_t first; /* member that has it */
};

static bool is_protected_here(const struct hvk_publication *p)
{
	return p->cells && !p->opened;
}

/* The n-th level of an axis, in the order of its members; false beyond the last. */
static bool find_level(const struct hvk__publication_axis *axis, size_t n, struct level *level)
{
	size_t seen = 0;

	for (size_t i = 0; i < axis->member_count; i++) {
		bool known = false;

		for (size_t before = 0; before < i && !known; before++)
			known = strcmp(axis->members[before].level, axis->members[i].level) == 0;
		if (known || seen++ < n)
			continue;
		*level = (struct level){ axis->members[i].level, i };
		return true;
	}
	return false;
}

static size_t count_levels(const struct hvk__publication_axis *axis)
{
	struct level level;
	size_t count = 0;

	while (find_level(axis, count, &level))
		count++;
	return count;
}

/* The next member of the same level; false when there is none. */
static bool next_member(const struct hvk__publication_axis *axis, const char *level, size_t *member)
{
	for (size_t i = *member + 1; i < axis->member_count; i++) {
		if (strcmp(axis->members[i].level, level) == 0) {
			*member = i;
			return true;
		}
	}
	return false;
}

/* Hidden for itself, not for others. */
static bool is_sensitive(const struct hvk__publication_cell *cell)
{
	return cell->status == HVK__CELL_PRIMARY || cell->status == HVK__CELL_BY_RULE;
}

static void add_cell(const struct hvk__publication_cell *cell, struct hvk_loss *loss)
{
	if (cell->status == HVK__CELL_NOT_APPLICABLE || cell->status == HVK__CELL_NOT_COLLECTED)
		return;
	loss->cells++;
	loss->count += (uint64_t)cell->count;
	if (cell->status == HVK__CELL_OK)
		return;
	loss->hidden++;
	loss->hidden_count += (uint64_t)cell->count;
	loss->sensitive += is_sensitive(cell);
}

/* All cells of a combination. */
static void add_cells(const struct hvk_publication *p, const struct level of[HVK__PUBLICATION_AXES],
                      struct hvk_loss *loss)
{
	size_t at[HVK__PUBLICATION_AXES] = { of[0].first, of[1].first, of[2].first };
	int axis;

	do {
		add_cell(&p->cells[hvk__publication_place(p, at[0], at[1], at[2])], loss);
		for (axis = HVK__PUBLICATION_AXES - 1; axis >= 0; axis--) {
			if (next_member(&p->axes[axis], of[axis].name, &at[axis]))
				break;
			at[axis] = of[axis].first;
		}
	} while (axis >= 0);
}

/* The levels of the n-th combination, the last axis fastest; an axis that was not asked for has one, its total. */
static bool find_combination(const struct hvk_publication *p, size_t n, struct level of[HVK__PUBLICATION_AXES])
{
	for (int axis = HVK__PUBLICATION_AXES - 1; axis >= 0; axis--) {
		size_t size = count_levels(&p->axes[axis]);

		if (size == 0 || !find_level(&p->axes[axis], n % size, &of[axis]))
			return false;
		n /= size;
	}
	return n == 0;
}

HVK_EXPORT int hvk_publication_loss(const struct hvk_publication *p, size_t n, const char *levels[],
                                    struct hvk_loss *loss)
{
	enum hvk__publication_axis_name asked[HVK__PUBLICATION_AXES];
	size_t count = hvk__publication_asked(p, asked);
	struct level of[HVK__PUBLICATION_AXES] = { { NULL, 0 } };

	*loss = (struct hvk_loss){ 0 };
	for (size_t i = 0; i < count; i++)
		levels[i] = NULL;
	if (!is_protected_here(p) || !find_combination(p, n, of))
		return 0;
	for (size_t i = 0; i < count; i++)
		levels[i] = of[asked[i]].name;
	add_cells(p, of, loss);
	return 1;
}

HVK_EXPORT uint64_t hvk_publication_beside(const struct hvk_publication *p)
{
	return is_protected_here(p) ? p->beside : 0;
}

HVK_EXPORT int hvk_publication_truth(const struct hvk_publication *p, const size_t member[], uint64_t *count,
                                     bool *sensitive)
{
	const struct hvk__publication_cell *cell;

	*count = 0;
	*sensitive = false;
	hvk__error_clear(&p->store->error);
	if (!is_protected_here(p))
		return hvk__fail(&p->store->error, HVK_EINVAL,
		                 "expected a publication that was protected, found one of the ledger");
	cell = hvk__publication_cell_at(p, member);
	if (!cell)
		return hvk__fail(&p->store->error, HVK_EINVAL, "an axis has no such member");
	*count = (uint64_t)cell->count;
	*sensitive = is_sensitive(cell);
	return HVK_OK;
}
