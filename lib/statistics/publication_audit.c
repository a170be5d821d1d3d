/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Published files checked by themselves, as anybody can check them: the sums of what is shown agree, and nothing that
 * is hidden is the rest of one sum.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/protect_read.h"
#include "store/store.h"

struct audit {
	struct hvk_store *store;
	const struct hvk_listener *listener;
	uint64_t *findings;
	struct hvk_protection *p; /* what was read; it is never run */
	uint32_t *at;             /* by strides: what was given + 1, or 0 */
};

static int finding(struct audit *audit, const struct hvk__given *given, const char *format, ...) HVK_PRINTF(3, 4);

static int finding(struct audit *audit, const struct hvk__given *given, const char *format, ...)
{
	struct hvk__error error;
	va_list arguments;

	++*audit->findings;
	if (!audit->listener || !audit->listener->report)
		return HVK_OK;
	va_start(arguments, format);
	hvk__vfail_at(&error, HVK_EINPUT, audit->p->input, given->line, 0, format, arguments);
	va_end(arguments);
	if (audit->listener->report(audit->listener->data, HVK_WARNING, &error.public) == 0)
		return HVK_OK;
	return hvk__fail(&audit->store->error, HVK_EINPUT, "the check was stopped");
}

static bool is_shown(const struct hvk__given *given)
{
	return given->state == HVK_CELL_PUBLISHED;
}

/* ---------------------------------------------------------------- one sum */

/* A cell and the parts that it consists of, as far as they are in the table. */
struct equation {
	const struct hvk__given *total;
	const struct hvk__given *hidden; /* the last of its hidden parts */
	size_t hidden_count, absent;
	int64_t sum;                     /* of the parts that are shown */
};

static void add_part(struct equation *equation, const struct hvk__given *part)
{
	if (!part) {
		equation->absent++;
	} else if (is_shown(part)) {
		equation->sum += part->count;
	} else {
		equation->hidden_count++;
		equation->hidden = part;
	}
}

static int judge(struct audit *audit, const struct equation *equation)
{
	bool complete = equation->absent == 0;
	int64_t total = equation->total->count;
	char name[HVK__CELL_NAME];

	hvk__cell_name(audit->p, equation->total->node, name);
	if (!is_shown(equation->total)) {
		if (complete && equation->hidden_count == 0 && equation->sum > 0)
			return finding(audit, equation->total, "%s: hidden, but the sum of parts that are shown", name);
		return HVK_OK;
	}
	if (complete && equation->hidden_count == 0 && equation->sum != total)
		return finding(audit, equation->total, "%s: expected the sum of its parts, %" PRId64 ", found %" PRId64,
		               name, equation->sum, total);
	if (equation->sum > total)
		return finding(audit, equation->total,
		               "%s: expected at least the sum of the parts that are shown, %" PRId64 ", found %" PRId64,
		               name, equation->sum, total);
	/* A rest of nothing is a zero that is hidden by rule, of a sensitive code: zeros may be known. */
	if (complete && equation->hidden_count == 1 && equation->sum < total) {
		hvk__cell_name(audit->p, equation->hidden->node, name);
		return finding(audit, equation->hidden, "%s: hidden, but the rest of a sum that is shown", name);
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- all of them */

static size_t place_of(const struct hvk_protection *p, const uint32_t node[])
{
	size_t place = 0;

	for (size_t d = 0; d < p->dimensions; d++)
		place += node[d] * p->axes[d].stride;
	return place;
}

/* The sums of a cell over one dimension, one for each set. */
static int check_axis(struct audit *audit, const struct hvk__given *total, size_t d)
{
	const struct hvk_protection *p = audit->p;
	const struct hvk__axis *axis = &p->axes[d];
	size_t end, next, first = hvk__axis_children(axis, total->node[d], &end);
	uint32_t node[HVK__AXES];
	int result = HVK_OK;

	memcpy(node, total->node, sizeof(node));
	for (; result == HVK_OK && first < end; first = next) {
		struct equation equation = { .total = total };

		for (next = first; next < end && axis->children[next].set == axis->children[first].set; next++) {
			uint32_t number;

			node[d] = axis->children[next].child;
			number = audit->at[place_of(p, node)];
			add_part(&equation, number > 0 ? &p->given[number - 1] : NULL);
		}
		result = judge(audit, &equation);
	}
	return result;
}

static int check_cell(struct audit *audit, const struct hvk__given *cell)
{
	char name[HVK__CELL_NAME];
	int result = HVK_OK;

	if (!is_shown(cell) && cell->count != HVK__NO_COUNT) {
		hvk__cell_name(audit->p, cell->node, name);
		result = finding(audit, cell, "%s: hidden, but with its count", name);
	}
	for (size_t d = 0; result == HVK_OK && d < audit->p->dimensions; d++)
		result = check_axis(audit, cell, d);
	return result;
}

/* Where each cell was given. */
static int place_cells(struct audit *audit)
{
	struct hvk__error *error = &audit->store->error;
	struct hvk_protection *p = audit->p;
	size_t combinations = 1;
	char name[HVK__CELL_NAME];

	for (size_t d = p->dimensions; d-- > 0;) {
		p->axes[d].stride = combinations;
		combinations *= p->axes[d].nodes;
		if (combinations > HVK__COMBINATIONS_MAX)
			return hvk__fail_at(error, HVK_EINPUT, p->input, 0, 0,
			                    "expected at most %d combinations of codes, found more",
			                    (int)HVK__COMBINATIONS_MAX);
	}
	audit->at = calloc(combinations, sizeof(*audit->at));
	if (!audit->at)
		return hvk__fail_memory(error);
	for (size_t i = 0; i < p->given_count; i++) {
		uint32_t *at = &audit->at[place_of(p, p->given[i].node)];

		if (*at > 0) {
			hvk__cell_name(p, p->given[i].node, name);
			return hvk__fail_at(error, HVK_EINPUT, p->input, p->given[i].line, 0,
			                    "%s: the cell is there twice", name);
		}
		*at = (uint32_t)i + 1;
	}
	return HVK_OK;
}

static int check_all(struct audit *audit)
{
	struct hvk_protection *p = audit->p;
	int result = HVK_OK;

	/* Other gemeenten and other provinces are all there is, with the provinces as with the gemeenten that have a row. */
	for (size_t d = 0; result == HVK_OK && d < p->dimensions; d++) {
		p->axes[d].loose = true;
		result = hvk__axis_close(&audit->store->error, &p->axes[d]);
	}
	if (result == HVK_OK)
		result = place_cells(audit);
	for (size_t i = 0; result == HVK_OK && i < p->given_count; i++)
		result = check_cell(audit, &p->given[i]);
	return result;
}

HVK_EXPORT int hvk_publication_audit(struct hvk_store *store, const struct hvk_input *table,
                                     const struct hvk_input *hierarchy, const struct hvk_listener *listener,
                                     uint64_t *findings)
{
	const struct hvk__table_input input = { .table = table, .hierarchy = hierarchy, .published = true };
	struct audit audit = { .store = store, .listener = listener, .findings = findings };
	int result;

	*findings = 0;
	hvk__error_clear(&store->error);
	result = hvk__table_read(store, &input, &audit.p);
	if (result == HVK_OK)
		result = check_all(&audit);
	free(audit.at);
	hvk_protection_free(audit.p);
	return result;
}
