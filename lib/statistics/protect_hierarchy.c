/* SPDX-License-Identifier: EUPL-1.2 */
/* Hierarchies of a table to be protected, from CSV: dim,parent,child,set. */
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "statistics/protect_read.h"
#include "store/sheet.h"

enum { DIM, PARENT, CHILD, SET, COLUMNS };

static const struct hvk__column_names columns[COLUMNS] = {
	[DIM] = { (const char *const[]) { "dim", "dimension", "dimensie", NULL } },
	[PARENT] = { (const char *const[]) { "parent", "ouder", NULL } },
	[CHILD] = { (const char *const[]) { "child", NULL } },
	[SET] = { (const char *const[]) { "set", NULL } },
};

/* ---------------------------------------------------------------- dimensions */

static int add_dimension(struct hvk__error *error, struct hvk__hierarchy *hierarchy, const char *name, size_t length)
{
	const char *copy = hvk__pool_add(&hierarchy->pool, name, length);

	if (!copy)
		return hvk__fail_memory(error);
	hierarchy->names[hierarchy->dimensions++] = copy;
	return HVK_OK;
}

int hvk__hierarchy_name(struct hvk__error *error, struct hvk__hierarchy *hierarchy, const char *dimensions)
{
	hierarchy->named = dimensions && *dimensions;
	while (dimensions && *dimensions) {
		const char *end = strchrnul(dimensions, ',');
		size_t length = (size_t)(end - dimensions);
		const char *name = hvk__trim(dimensions, &length);
		int result;

		if (length == 0)
			return hvk__fail(error, HVK_EINVAL, "expected the name of a dimension, found nothing");
		if (hierarchy->dimensions == HVK__AXES)
			return hvk__fail(error, HVK_EINVAL, "expected at most %d dimensions, found more",
			                 (int)HVK__AXES);
		result = add_dimension(error, hierarchy, name, length);
		if (result < 0)
			return result;
		dimensions = *end ? end + 1 : end;
	}
	return HVK_OK;
}

/* A dimension that was not named may be a name that was mistyped: then its codes would have no sums. */
static int refuse_dimension(const struct hvk__sheet *sheet, const struct hvk__hierarchy *hierarchy)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };
	const struct hvk__span *cell = &sheet->cell[DIM];

	if (!hierarchy->named)
		return hvk__sheet_fail(sheet, DIM, "expected at most %d dimensions, found more", (int)HVK__AXES);
	hvk__fold(folded, sizeof(folded), cell->data, cell->length);
	for (size_t d = 0; d < hierarchy->dimensions; d++)
		hvk__nearest_offer_text(&nearest, hierarchy->names[d], hierarchy->names[d]);
	if (nearest.best)
		return hvk__sheet_fail(sheet, DIM, "'%.*s' is not a dimension that was named; did you mean '%s'?",
		                       (int)cell->length, cell->data, (const char *)nearest.best);
	return hvk__sheet_fail(sheet, DIM, "'%.*s' is not a dimension that was named", (int)cell->length, cell->data);
}

static int find_dimension(struct hvk__sheet *sheet, size_t *dimension)
{
	struct hvk__hierarchy *hierarchy = sheet->data;
	const struct hvk__span *cell = &sheet->cell[DIM];

	*dimension = 0;
	if (cell->length == 0)
		return hvk__sheet_fail(sheet, DIM, "expected the name of a dimension, found nothing");
	for (; *dimension < hierarchy->dimensions; (*dimension)++) {
		const char *names[] = { hierarchy->names[*dimension], NULL };

		if (hvk__column_match(&(struct hvk__column_names){ names }, 1, cell->data, cell->length) == 0)
			return HVK_OK;
	}
	if (hierarchy->named || hierarchy->dimensions == HVK__AXES)
		return refuse_dimension(sheet, hierarchy);
	return add_dimension(sheet->error, hierarchy, cell->data, cell->length);
}

/* ---------------------------------------------------------------- reading */

static int read_header(struct hvk__sheet *sheet)
{
	struct hvk__hierarchy *hierarchy = sheet->data;

	for (int column = DIM; column <= CHILD; column++) {
		if (sheet->place[column] < 0)
			return hvk__sheet_fail(sheet, -1, "expected the columns dim, parent and child, found no %s",
			                       columns[column].names[0]);
	}
	hierarchy->column[0] = (unsigned)sheet->place[PARENT] + 1;
	hierarchy->column[1] = (unsigned)sheet->place[CHILD] + 1;
	return HVK_OK;
}

static int read_link(struct hvk__sheet *sheet)
{
	struct hvk__hierarchy *hierarchy = sheet->data;
	struct hvk__link link = { .line = sheet->line };
	int result = find_dimension(sheet, &link.dimension);

	if (result < 0)
		return result;
	if (sheet->cell[CHILD].length == 0)
		return hvk__sheet_fail(sheet, CHILD, "expected a code, found nothing");
	link.parent = hvk__pool_add(&hierarchy->pool, sheet->cell[PARENT].data, sheet->cell[PARENT].length);
	link.child = hvk__pool_add(&hierarchy->pool, sheet->cell[CHILD].data, sheet->cell[CHILD].length);
	link.set = hvk__pool_add(&hierarchy->pool, sheet->cell[SET].data, sheet->cell[SET].length);
	if (!link.parent || !link.child || !link.set ||
	    !hvk__reserve(&hierarchy->links, &hierarchy->capacity, hierarchy->count + 1, sizeof(*hierarchy->links)))
		return hvk__fail_memory(sheet->error);
	hierarchy->links[hierarchy->count++] = link;
	return HVK_OK;
}

int hvk__hierarchy_read(struct hvk__error *error, struct hvk__hierarchy *hierarchy, const struct hvk_input *input)
{
	struct hvk__sheet sheet = {
		.error = error, .name = input->name, .columns = columns, .count = COLUMNS,
		.data = hierarchy, .header = read_header, .record = read_link
	};

	hierarchy->name = input->name;
	return hvk__sheet_read(&sheet, input->descriptor);
}

void hvk__hierarchy_free(struct hvk__hierarchy *hierarchy)
{
	free(hierarchy->links);
	hvk__pool_free(&hierarchy->pool);
}

/* ---------------------------------------------------------------- into a protection */

static int add_code(struct hvk__error *error, struct hvk_protection *p, const struct hvk__hierarchy *hierarchy,
                    const struct hvk__link *link, bool is_child)
{
	struct hvk__axis *axis = &p->axes[link->dimension];
	int result = hvk__axis_reach_node(error, axis, &p->pool, is_child ? link->child : link->parent, NULL);

	return result == HVK_EINPUT ? hvk__fail_at(error, result, hierarchy->name, link->line,
	                                           hierarchy->column[is_child], "%s", error->public.message)
	                            : result;
}

int hvk__hierarchy_add(struct hvk__error *error, const struct hvk__hierarchy *hierarchy, struct hvk_protection *p,
                       bool known[HVK__AXES])
{
	for (size_t i = 0; i < hierarchy->count; i++) {
		const struct hvk__link *link = &hierarchy->links[i];
		struct hvk__axis *axis = &p->axes[link->dimension];
		int result = *link->parent ? add_code(error, p, hierarchy, link, false) : HVK_OK;

		if (result == HVK_OK)
			result = add_code(error, p, hierarchy, link, true);
		if (result < 0)
			return result;
		known[link->dimension] = true;
		if (!*link->parent)
			continue;
		result = hvk__axis_add_child(error, axis, &p->pool, link->parent, link->child, link->set);
		if (result == HVK_EINPUT)
			return hvk__fail_at(error, result, hierarchy->name, link->line, hierarchy->column[1], "%s",
			                    error->public.message);
		if (result < 0)
			return result;
		axis->children[axis->child_count - 1].line = link->line;
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- what lies below the table */

/* A code counts when it stands in the table or one below it does. */
static void mark_counting(const struct hvk__axis *axis, bool *counts)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < axis->child_count; i++) {
			const struct hvk__child *child = &axis->children[i];

			if (counts[child->child] && !counts[child->parent])
				more = counts[child->parent] = true;
		}
	}
}

static bool same_set(const struct hvk__child *a, const struct hvk__child *b)
{
	return a->parent == b->parent && a->set == b->set;
}

/* Marks the links of sets in which a code counts, and of all sets of a code that does not count itself: what is left of
 * one that does is not asked for. links: the same links, sorted, so that those of a set stand together. */
static void mark_links(const struct hvk__axis *axis, const struct hvk__child *links, const bool *counts,
                       bool *kept_link)
{
	size_t next;

	for (size_t i = 0; i < axis->child_count; i = next) {
		bool any = !counts[links[i].parent];

		for (next = i; next < axis->child_count && same_set(&links[next], &links[i]); next++)
			any |= counts[links[next].child];
		for (size_t j = i; j < next; j++)
			kept_link[links[j].order] = any;
	}
}

/* Marks the codes below those that are marked, and leaves only their links. False when all of both are marked. */
static bool mark_kept(const struct hvk__axis *axis, bool *keep, bool *kept_link)
{
	bool more = true, all = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < axis->child_count; i++) {
			const struct hvk__child *child = &axis->children[i];

			if (kept_link[child->order] && keep[child->parent] && !keep[child->child])
				more = keep[child->child] = true;
		}
	}
	for (size_t i = 0; i < axis->child_count; i++) {
		kept_link[axis->children[i].order] &= keep[axis->children[i].parent];
		all &= kept_link[axis->children[i].order];
	}
	for (uint32_t node = 0; node < axis->nodes; node++)
		all &= keep[node];
	return !all;
}

/* Makes the dimension anew from the codes and links that are marked. */
static int keep_codes(struct hvk__error *error, struct hvk_protection *p, size_t dimension, const bool *keep,
                      const bool *kept_link)
{
	struct hvk__axis *axis = &p->axes[dimension], fresh = { .name = axis->name, .input = axis->input };
	_cleanup_free_ uint32_t *number = calloc(axis->nodes, sizeof(*number));
	int result = number ? HVK_OK : hvk__fail_memory(error);

	for (uint32_t node = 0; result == HVK_OK && node < axis->nodes; node++) {
		if (keep[node])
			result = hvk__axis_reach_node(error, &fresh, &p->pool, axis->codes[node], &number[node]);
	}
	for (size_t i = 0; result == HVK_OK && i < axis->child_count; i++) {
		const struct hvk__child *child = &axis->children[i];

		if (!kept_link[child->order])
			continue;
		result = hvk__axis_add_child(error, &fresh, &p->pool, axis->codes[child->parent],
		                             axis->codes[child->child], axis->sets[child->set]);
		if (result == HVK_OK)
			fresh.children[fresh.child_count - 1].line = child->line;
	}
	if (result < 0) {
		hvk__axis_free(&fresh);
		return result;
	}
	for (size_t i = 0; i < p->given_count; i++)
		p->given[i].node[dimension] = number[p->given[i].node[dimension]];
	hvk__axis_free(axis);
	*axis = fresh;
	return HVK_OK;
}

static int compare_links(const void *a, const void *b)
{
	const struct hvk__child *x = a, *y = b;

	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	return (x->set > y->set) - (x->set < y->set);
}

int hvk__hierarchy_trim(struct hvk__error *error, struct hvk_protection *p, size_t dimension)
{
	const struct hvk__axis *axis = &p->axes[dimension];
	_cleanup_free_ bool *keep = calloc(axis->nodes + 1, sizeof(*keep));
	_cleanup_free_ bool *kept_link = calloc(axis->child_count + 1, sizeof(*kept_link));
	_cleanup_free_ struct hvk__child *links = calloc(axis->child_count + 1, sizeof(*links));

	if (!keep || !kept_link || !links)
		return hvk__fail_memory(error);
	for (size_t i = 0; i < p->given_count; i++)
		keep[p->given[i].node[dimension]] = true;
	mark_counting(axis, keep);
	if (axis->child_count > 0)
		memcpy(links, axis->children, axis->child_count * sizeof(*links));
	qsort(links, axis->child_count, sizeof(*links), compare_links);
	mark_links(axis, links, keep, kept_link);
	return mark_kept(axis, keep, kept_link) ? keep_codes(error, p, dimension, keep, kept_link) : HVK_OK;
}
