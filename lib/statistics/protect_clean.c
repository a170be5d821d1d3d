/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Publishes again what need not be hidden. One cell after the other, the dearest first, is published where the
 * certificates that need it can do without; and exchanged for others where they can do with those, which are hidden
 * then and together cost less. In the end, as long as that does not take too long, linear programs look for
 * certificates too.
 */
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"

/* The certificates that were replaced, to be put back when it does not work out. */
struct replaced {
	struct hvk__certificate *place, before;
};

struct cleaner {
	struct hvk__search *search;
	struct replaced *replaced;
	size_t replaced_count;
	uint32_t *order;  /* cells */
	size_t count;
	uint32_t *failed; /* by cell: the certificate that could not do without it, plus 1 */
	uint32_t *uses;   /* by cell: how many certificates need it */
};

static bool needs(const struct hvk__certificate *certificate, uint32_t cell)
{
	for (size_t i = 0; i < certificate->secondary_count; i++) {
		if (certificate->secondary[i] == cell)
			return true;
	}
	return false;
}

/* Finds another certificate when one, of a target and direction, needs the cell, which is published now. */
static int replace(struct cleaner *cleaner, uint32_t cell, size_t number, bool paid)
{
	struct hvk__target *target = &cleaner->search->p->targets[number / 2];
	struct hvk__certificate *certificate = &target->certificates[number % 2], fresh = { 0 };
	int found;

	if (!needs(certificate, cell))
		return HVK__FOUND;
	found = hvk__certify_one(cleaner->search, target->cell, (enum hvk_direction)(number % 2), paid, &fresh);
	if (found == HVK__FOUND) {
		cleaner->replaced[cleaner->replaced_count++] = (struct replaced){ certificate, *certificate };
		*certificate = fresh;
	} else {
		cleaner->failed[cell] = (uint32_t)number + 1;
	}
	return found;
}

/* All that need it; first the one that could not do without it the last time. */
static int replace_all(struct cleaner *cleaner, uint32_t cell, bool paid)
{
	size_t count = 2 * cleaner->search->p->target_count;
	int found = HVK__FOUND;

	cleaner->replaced_count = 0;
	if (cleaner->failed[cell] > 0)
		found = replace(cleaner, cell, cleaner->failed[cell] - 1, paid);
	for (size_t i = 0; i < count && found == HVK__FOUND; i++)
		found = replace(cleaner, cell, i, paid);
	return found;
}

static void settle(struct cleaner *cleaner, bool keep)
{
	for (size_t i = 0; i < cleaner->replaced_count; i++) {
		struct replaced *replaced = &cleaner->replaced[i];

		hvk__certificate_free(keep ? &replaced->before : replaced->place);
		if (!keep)
			*replaced->place = replaced->before;
	}
}

static int compare_costs(const void *a, const void *b, void *data)
{
	const struct hvk__cell *cells = data;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;

	if (cells[i].weight != cells[j].weight)
		return cells[i].weight > cells[j].weight ? -1 : 1;
	return (i > j) - (i < j);
}

/* Those first that count the most for each certificate that needs them: totals are worth most to readers. */
static int compare_uses(const void *a, const void *b, void *data)
{
	const struct cleaner *cleaner = data;
	const struct hvk__cell *cells = cleaner->search->p->cells;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int64_t x = cells[i].count * cleaner->uses[j], y = cells[j].count * cleaner->uses[i];

	if (x != y)
		return x > y ? -1 : 1;
	return (i > j) - (i < j);
}

static void count_uses(struct cleaner *cleaner)
{
	const struct hvk_protection *p = cleaner->search->p;

	memset(cleaner->uses, 0, p->cell_count * sizeof(*cleaner->uses));
	for (size_t i = 0; i < 2 * p->target_count; i++) {
		const struct hvk__certificate *certificate = &p->targets[i / 2].certificates[i % 2];

		for (size_t n = 0; n < certificate->secondary_count; n++)
			cleaner->uses[certificate->secondary[n]]++;
	}
}

/* What is hidden for others and new. */
static void find_order(struct cleaner *cleaner)
{
	const struct hvk_protection *p = cleaner->search->p;

	cleaner->count = 0;
	for (size_t n = 0; n < p->listed_count; n++) {
		const struct hvk__cell *cell = &p->cells[p->listed[n]];

		if (cell->hidden && !cell->sensitive && cell->state == HVK_CELL_NEW)
			cleaner->order[cleaner->count++] = p->listed[n];
	}
	if (!cleaner->search->hard) {
		qsort_r(cleaner->order, cleaner->count, sizeof(*cleaner->order), compare_costs, p->cells);
		return;
	}
	count_uses(cleaner);
	qsort_r(cleaner->order, cleaner->count, sizeof(*cleaner->order), compare_uses, cleaner);
}

/* Publishes a cell; HVK__NOT_FOUND when it has to stay hidden. */
static int release(struct cleaner *cleaner, uint32_t number)
{
	struct hvk__cell *cell = &cleaner->search->p->cells[number];
	int found;

	cell->hidden = false;
	found = replace_all(cleaner, number, false);
	settle(cleaner, found == HVK__FOUND);
	cell->hidden = found != HVK__FOUND;
	return found;
}

/* What a cell that is hidden costs in the end, when it is of no matter that a zero helps in one direction only. */
static int64_t price_of(const struct hvk__cell *cell)
{
	return cell->count > 0 ? cell->weight : HVK__WEIGHT;
}

/* Publishes a cell and hides others that are cheaper; HVK__NOT_FOUND when there are none. */
static int exchange(struct cleaner *cleaner, uint32_t number)
{
	struct hvk__search *search = cleaner->search;
	struct hvk__cell *cells = search->p->cells;
	int64_t price = 0;
	int found;

	cells[number].hidden = false;
	cells[number].frozen = true;
	search->hid_count = 0;
	search->most = price_of(&cells[number]) - 1;
	found = replace_all(cleaner, number, true);
	search->most = HVK__IMPOSSIBLE - 1;
	cells[number].frozen = false;
	for (size_t i = 0; i < search->hid_count; i++)
		price += price_of(&cells[search->hid[i]]);
	if (found == HVK__FOUND && price >= price_of(&cells[number]))
		found = HVK__NOT_FOUND;
	settle(cleaner, found == HVK__FOUND);
	cells[number].hidden = found != HVK__FOUND;
	for (size_t i = 0; found != HVK__FOUND && i < search->hid_count; i++)
		cells[search->hid[i]].hidden = false;
	return found;
}

/* One round of either. *done: for how many cells it worked. */
static int clean_round(struct cleaner *cleaner, int (*act)(struct cleaner *, uint32_t), size_t *done)
{
	*done = 0;
	find_order(cleaner);
	for (size_t i = 0; i < cleaner->count && (!cleaner->search->hard || cleaner->search->effort > 0); i++) {
		int found = act(cleaner, cleaner->order[i]);

		if (found < 0)
			return found;
		*done += found == HVK__FOUND;
	}
	return HVK_OK;
}

/* Another round takes as long and brings less: it has to be worth it. */
enum { WORTH = 32 };
/* Of linear programs, in the end: numbers that are calculated, for each cell that is to be published, and at most. */
enum { EFFORT_OF_CELL = 1 << 22, EFFORT_MAX = 1 << 28, FIXED_MAX = 1 << 22 };

/* Whether so much was published before that they are large and find little. */
static bool is_fixed(const struct hvk_protection *p)
{
	size_t rows = 0, fixed = 0, leaves = 0;

	for (size_t i = 0; i < p->cell_count; i++) {
		leaves += p->cells[i].leaf && p->cells[i].hidden;
		rows += p->cells[i].listed && !p->cells[i].hidden;
		fixed += p->cells[i].frozen;
	}
	return fixed > 0 && leaves > 0 && rows > FIXED_MAX / leaves;
}

/* Sets out to search with linear programs too; false for a table that is too large for them, or of two dimensions,
 * where they find nothing that cycles do not. */
static bool begin_hard(struct cleaner *cleaner)
{
	struct hvk__search *search = cleaner->search;

	find_order(cleaner);
	search->hard = search->p->dimensions == HVK__AXES && search->links && !is_fixed(search->p);
	search->effort = cleaner->count < EFFORT_MAX / EFFORT_OF_CELL ? (int64_t)cleaner->count * EFFORT_OF_CELL
	                                                              : EFFORT_MAX;
	return search->hard;
}

static int clean(struct cleaner *cleaner)
{
	size_t done;
	int result;

	do
		result = clean_round(cleaner, release, &done);
	while (result == HVK_OK && done > cleaner->count / WORTH);
	if (result == HVK_OK)
		result = clean_round(cleaner, exchange, &done);
	if (result == HVK_OK && done > 0)
		result = clean_round(cleaner, release, &done);
	return result == HVK_OK && begin_hard(cleaner) ? clean_round(cleaner, release, &done) : result;
}

int hvk__clean(struct hvk__search *search)
{
	struct cleaner cleaner = { .search = search };
	int result = HVK_ENOMEM;

	cleaner.replaced = calloc(2 * search->p->target_count + 1, sizeof(*cleaner.replaced));
	cleaner.order = calloc(search->p->listed_count + 1, sizeof(*cleaner.order));
	cleaner.failed = calloc(search->p->cell_count + 1, sizeof(*cleaner.failed));
	cleaner.uses = calloc(search->p->cell_count + 1, sizeof(*cleaner.uses));
	if (cleaner.replaced && cleaner.order && cleaner.failed && cleaner.uses)
		result = clean(&cleaner);
	free(cleaner.replaced);
	free(cleaner.order);
	free(cleaner.failed);
	free(cleaner.uses);
	return result;
}
