/* SPDX-License-Identifier: EUPL-1.2 */
/* From counters to values: totals, shares, and questions per 1000 children. */
#include <string.h>

#include "core/macro.h"
#include "statistics/sessions.h"
#include "store/store.h"

static const struct {
	const char *name, *help;
} measures[HVK_MEASURES] = {
	{ "questions", "the number of questions" },
	{ "contacts", "the number of conversations: questions that are not a further one in the same conversation" },
	{ "share", "the share of all questions in the table" },
	{ "per-1000", "questions per 1000 children of 0-17 years living there, an estimate of 2026" },
	{ "sessions", "the number of activities for families that were held" },
	{ "participants", "how many took part in them, as far as they were counted" },
	{ "new", "how many of these took part for the first time" },
};

HVK_EXPORT const char *hvk_measure_name(enum hvk_measure measure)
{
	return (size_t)measure < HVK_MEASURES ? measures[measure].name : NULL;
}

HVK_EXPORT const char *hvk_measure_help(enum hvk_measure measure)
{
	return (size_t)measure < HVK_MEASURES ? measures[measure].help : NULL;
}

HVK_EXPORT const char *hvk_table_unit(const struct hvk_table *table, enum hvk_measure measure)
{
	bool mentions = false;

	for (size_t i = 0; i < table->count; i++)
		mentions |= table->by[i].dimension->kind == HVK__BY_ANSWER;
	if (mentions && measure == HVK_QUESTIONS)
		return "mentions";
	if (mentions && measure == HVK_CONTACTS)
		return "contact-mentions";
	/* Wherever it is shown, it says of itself what it is. */
	return measure == HVK_PER_1000 ? "per-1000-estimate" : hvk_measure_name(measure);
}

/* ---- totals */

/* Whether a counter goes into the sum over some dimensions: regions may overlap, so their total has its own slot. */
static bool in_sum(const struct hvk_table *table, unsigned summed, const uint32_t slots[])
{
	for (size_t i = 0; i < table->count; i++)
		if (summed & (1u << i) && table->by[i].dimension->kind == HVK__BY_REGION &&
		    slots[i] != HVK__REGION_TOTAL)
			return false;
	return true;
}

/* Adds all counters up over some dimensions: they keep an axis of one slot. */
static int sum_over(const struct hvk_table *table, unsigned summed, struct hvk__cells *margin)
{
	const struct hvk__cells *cells = &table->cells;
	uint32_t sizes[HVK__AXES_MAX], slots[HVK__AXES_MAX];
	int result;

	for (size_t i = 0; i < cells->axis_count; i++)
		sizes[i] = summed & (1u << i) ? 1 : cells->axes[i].size;
	result = hvk__cells_init(margin, sizes, cells->axis_count, 0);
	if (result == HVK_OK)
		result = hvk__cells_raise(margin, UINT64_MAX);
	for (size_t block = 0; block < cells->blocks && result == HVK_OK; block++) {
		for (uint64_t at = 0; at < cells->inner_size && result == HVK_OK; at++) {
			uint64_t amount = hvk__cells_at(cells, block, at);

			if (!amount)
				continue;
			hvk__cells_slots(cells, block, at, slots);
			if (!in_sum(table, summed, slots))
				continue;
			for (size_t i = 0; i < table->count; i++)
				slots[i] = summed & (1u << i) ? 0 : slots[i];
			result = hvk__cells_add(margin, slots, amount);
		}
	}
	return result;
}

/* The counters summed over some dimensions, made when first asked for. */
static int margin_of(const struct hvk_table *table, unsigned summed, const struct hvk__cells **cells)
{
	struct hvk__cells *margin = table->margins[summed];
	int result = HVK_OK;

	if (!summed) {
		*cells = &table->cells;
		return HVK_OK;
	}
	if (!margin) {
		margin = calloc(1, sizeof(*margin));
		if (!margin)
			return hvk__fail_memory(&table->store->error);
		result = sum_over(table, summed, margin);
		if (result < 0) {
			hvk__cells_free(margin);
			free(margin);
			return result == HVK_ENOMEM ? hvk__fail_memory(&table->store->error)
			                            : hvk__fail(&table->store->error, result, "a total passes 2^63-1");
		}
		table->margins[summed] = margin;
	}
	*cells = margin;
	return HVK_OK;
}

void hvk__table_free_margins(struct hvk_table *table)
{
	for (size_t i = 0; table->margins && i < (size_t)1 << HVK__DIMENSIONS_MAX; i++) {
		if (table->margins[i])
			hvk__cells_free(table->margins[i]);
		free(table->margins[i]);
	}
	free(table->margins);
	table->margins = NULL;
}

/* The slots of a cell and the dimensions it is a total over; false for a combination that cannot be. */
static bool find_cell(const struct hvk_table *table, const size_t member[], uint32_t slots[], unsigned *summed)
{
	*summed = 0;
	memset(slots, 0, HVK__AXES_MAX * sizeof(*slots));
	for (size_t i = 0; i < table->count; i++) {
		if (member[i] >= table->by[i].member_count)
			*summed |= 1u << i;
		else
			slots[i] = table->by[i].members[member[i]].slot;
	}
	for (size_t i = 0; i < table->count; i++) {
		for (size_t j = i + 1; j < table->count; j++) {
			if (table->possible[i][j] && !(*summed & (1u << i)) && !(*summed & (1u << j)) &&
			    !table->possible[i][j][member[i] * table->by[j].member_count + member[j]])
				return false;
		}
	}
	return true;
}

/* A sum of two counts, each below 2^63. */
static int count_at(const struct hvk_table *table, bool contacts, const uint32_t slots[], unsigned summed,
                    int64_t *whole)
{
	const struct hvk__cells *cells = NULL;
	uint32_t at[HVK__AXES_MAX];
	uint64_t same = 0, sum;
	int result = margin_of(table, summed, &cells);

	if (result < 0)
		return result;
	memcpy(at, slots, sizeof(at));
	if (table->contacts) {
		at[table->axis_count - 1] = 0;
		same = contacts ? 0 : hvk__cells_get(cells, at);
		at[table->axis_count - 1] = 1;
	}
	if (__builtin_add_overflow(same, hvk__cells_get(cells, at), &sum) || sum > INT64_MAX)
		return hvk__fail(&table->store->error, HVK_EINVAL, "a total passes 2^63-1");
	*whole = (int64_t)sum;
	return 1;
}

static int per_1000(const struct hvk_table *table, const size_t member[], int64_t questions, double *real)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct hvk__breakdown *by = &table->by[i];
		int64_t children;

		if (!hvk__dimension_geographic(by->dimension))
			continue;
		children = member[i] < by->member_count ? by->members[member[i]].children : by->children;
		if (children <= 0)
			return 0;
		*real = 1000.0 * (double)questions / (double)children;
		return 1;
	}
	return 0;
}

static enum hvk__session_figure figure_of(enum hvk_measure measure)
{
	return measure == HVK_SESSIONS ? HVK__SESSIONS_HELD
	     : measure == HVK_PARTICIPANTS ? HVK__SESSIONS_PARTICIPANTS : HVK__SESSIONS_NEW;
}

bool hvk__sessions_figure(const struct hvk_table *table, enum hvk__session_figure figure, const size_t member[],
                          int64_t *whole)
{
	uint32_t slots[HVK__AXES_MAX];
	unsigned summed;

	if (!find_cell(table, member, slots, &summed))
		return false;
	/* No counter passes 2^63-1. */
	*whole = (int64_t)hvk__sessions_value(table, figure, slots, summed);
	return true;
}

HVK_EXPORT int hvk_table_value(const struct hvk_table *table, enum hvk_measure measure, const size_t member[],
                               int64_t *whole, double *real)
{
	uint32_t slots[HVK__AXES_MAX];
	unsigned summed, all = (1u << table->count) - 1;
	int64_t total = 0;
	int result;

	*whole = 0;
	*real = 0;
	if (!table->counted || (size_t)measure >= HVK_MEASURES || (measure == HVK_CONTACTS && !table->contacts) ||
	    (measure == HVK_PER_1000 && !table->per_1000) ||
	    (measure >= HVK_SESSIONS ? !table->sessions : !hvk__table_counts_questions(table)))
		return hvk__fail(&table->store->error, HVK_EINVAL, "the table was not counted with that measure");
	if (measure >= HVK_SESSIONS)
		return hvk__sessions_figure(table, figure_of(measure), member, whole);
	if (!find_cell(table, member, slots, &summed))
		return 0;
	result = count_at(table, measure == HVK_CONTACTS, slots, summed, whole);
	if (result < 0 || measure == HVK_QUESTIONS || measure == HVK_CONTACTS)
		return result;
	if (measure == HVK_PER_1000)
		return per_1000(table, member, *whole, real);
	memset(slots, 0, sizeof(slots));
	result = count_at(table, false, slots, all, &total);
	if (result < 0 || total == 0)
		return result < 0 ? result : 0;
	*real = (double)*whole / (double)total;
	return 1;
}

/* ---- cells that occur */

static int compare_numbers(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

	return one < other ? -1 : one > other;
}

/* The number of a cell in the order of members; false for a counter that is no cell: the total of regions. */
static bool number_of(const struct hvk_table *table, const uint32_t slots[], uint64_t *number)
{
	*number = 0;
	for (size_t i = 0; i < table->count; i++) {
		uint32_t member = table->by[i].member_of[slots[i]];

		if (member == HVK__NOWHERE)
			return false;
		*number = *number * table->by[i].member_count + member;
	}
	return true;
}

static int add_found(struct hvk_table *table, const uint32_t slots[], size_t *capacity)
{
	uint64_t number;

	if (!number_of(table, slots, &number))
		return HVK_OK;
	if (!hvk__reserve(&table->found, capacity, table->found_count + 1, sizeof(*table->found)))
		return HVK_ENOMEM;
	table->found[table->found_count++] = number;
	return HVK_OK;
}

static int find_sessions(struct hvk_table *table, size_t *capacity)
{
	uint32_t slots[HVK__AXES_MAX];
	size_t block = 0;
	uint64_t at = 0;
	int result = HVK_OK;

	while (result == HVK_OK && hvk__sessions_next_cell(table, &block, &at, slots))
		result = add_found(table, slots, capacity);
	return result;
}

int hvk__table_find_occurring(struct hvk_table *table)
{
	const struct hvk__cells *cells = &table->cells;
	uint32_t slots[HVK__AXES_MAX];
	size_t capacity = 0, kept = 0;
	int result = table->sessions ? find_sessions(table, &capacity) : HVK_OK;

	for (size_t block = 0; block < cells->blocks && result == HVK_OK; block++) {
		for (uint64_t at = 0; at < cells->inner_size && result == HVK_OK; at++) {
			if (!hvk__cells_at(cells, block, at))
				continue;
			hvk__cells_slots(cells, block, at, slots);
			result = add_found(table, slots, &capacity);
		}
	}
	if (result < 0)
		return result;
	if (table->found_count > 0)
		qsort(table->found, table->found_count, sizeof(*table->found), compare_numbers);
	/* A cell with contacts and others was found twice. */
	for (size_t i = 0; i < table->found_count; i++)
		if (kept == 0 || table->found[i] != table->found[kept - 1])
			table->found[kept++] = table->found[i];
	table->found_count = kept;
	return HVK_OK;
}

HVK_EXPORT size_t hvk_table_occurring(const struct hvk_table *table)
{
	return table->found_count;
}

HVK_EXPORT void hvk_table_occurring_at(const struct hvk_table *table, size_t n, size_t member[])
{
	bool there = n < table->found_count;
	uint64_t number = there ? table->found[n] : 0;

	for (size_t i = table->count; i-- > 0;) {
		size_t members = table->by[i].member_count;

		member[i] = there ? number % members : members;
		number = there ? number / members : 0;
	}
}
