/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables to be protected, from CSV: a column for each dimension, one of counts, one of what was published before. */
#include "statistics/protect_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/guard.h"
#include "core/text.h"
#include "store/sheet.h"
#include "store/store.h"

/* The columns of a table: its dimensions, then these. */
enum { COUNT, STATUS, COLUMNS_BESIDES };
enum { COLUMNS_MAX = HVK__AXES + COLUMNS_BESIDES };

struct reading {
	struct hvk_store *store;
	const struct hvk__table_input *input;
	struct hvk__hierarchy hierarchy;
	struct hvk_protection *p;
	bool known[HVK__AXES];           /* the hierarchy has codes of that dimension */
	const char *names[COLUMNS_MAX][2];
	struct hvk__column_names columns[COLUMNS_MAX];
};

/* ---------------------------------------------------------------- columns */

/* Names of columns have to tell them apart. */
static int check_names(struct reading *reading)
{
	size_t count = reading->hierarchy.dimensions + COLUMNS_BESIDES;
	int code = reading->hierarchy.named ? HVK_EINVAL : HVK_EINPUT;

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < i; j++) {
			if (hvk__fold_equal(reading->names[i][0], reading->names[j][0]))
				return hvk__fail(&reading->store->error, code, "two columns have the name '%s'",
				                 reading->names[i][0]);
		}
	}
	return HVK_OK;
}

static int name_columns(struct reading *reading)
{
	const char *count = reading->input->count;
	size_t dimensions = reading->hierarchy.dimensions;

	for (size_t d = 0; d < dimensions; d++)
		reading->names[d][0] = reading->hierarchy.names[d];
	reading->names[dimensions + COUNT][0] = count && *count ? count : "count";
	reading->names[dimensions + STATUS][0] = "status";
	for (size_t i = 0; i < dimensions + COLUMNS_BESIDES; i++)
		reading->columns[i].names = reading->names[i];
	return check_names(reading);
}

/* 'A,B': the headers between the commas, and, since a header may hold a comma, the whole. */
static bool is_passed_over(const struct hvk__sheet *sheet, const struct hvk__span *header)
{
	const struct reading *reading = sheet->data;
	const char *text = reading->input->ignore ? reading->input->ignore : "", *names[] = { text, NULL };
	const struct hvk__column_names whole = { names };

	if (reading->input->published || hvk__column_match(&whole, 1, header->data, header->length) == 0)
		return true;
	while (*text) {
		const char *end = strchrnul(text, ',');
		char folded[HVK__FOLD_MAX], wanted[HVK__FOLD_MAX];

		hvk__fold(folded, sizeof(folded), header->data, header->length);
		hvk__fold(wanted, sizeof(wanted), text, (size_t)(end - text));
		if (*folded && strcmp(folded, wanted) == 0)
			return true;
		text = *end ? end + 1 : end;
	}
	return false;
}

static int read_header(struct hvk__sheet *sheet)
{
	const struct reading *reading = sheet->data;
	size_t dimensions = reading->p->dimensions;

	for (size_t i = 0; i <= dimensions + COUNT; i++) {
		if (sheet->place[i] < 0)
			return hvk__sheet_fail(sheet, -1, "expected a column %s, found none", reading->names[i][0]);
	}
	/* Who knows what was published knows that what is not there is none. */
	if (sheet->place[dimensions + STATUS] >= 0)
		reading->p->missing = HVK_CELL_PUBLISHED;
	return HVK_OK;
}

/* ---------------------------------------------------------------- rows */

static bool span_is(struct hvk__span span, const char *text)
{
	return span.length == strlen(text) && memcmp(span.data, text, span.length) == 0;
}

/* *nothing: the cell cannot be, or nobody collected it; to the totals that are shown it adds nothing. */
static int read_status(struct hvk__sheet *sheet, enum hvk_cell_state *state, bool *nothing)
{
	const struct reading *reading = sheet->data;
	int column = (int)reading->p->dimensions + STATUS;
	struct hvk__span cell = sheet->cell[column];

	*nothing = reading->input->published && (span_is(cell, "na") || span_is(cell, "nc"));
	*state = HVK_CELL_NEW;
	if (*nothing || span_is(cell, "ok") || (reading->input->published && sheet->place[column] < 0))
		*state = HVK_CELL_PUBLISHED;
	else if (span_is(cell, "x"))
		*state = HVK_CELL_HIDDEN;
	else if (reading->input->published)
		return hvk__sheet_fail(sheet, column, "expected the status ok, x, na or nc, found '%.*s'",
		                       (int)cell.length, cell.data);
	else if (cell.length > 0)
		return hvk__sheet_fail(sheet, column, "expected the status ok, x or none, found '%.*s'",
		                       (int)cell.length, cell.data);
	return HVK_OK;
}

static int read_count(struct hvk__sheet *sheet, struct hvk__given *given, bool nothing)
{
	const struct reading *reading = sheet->data;
	int column = (int)reading->p->dimensions + COUNT;
	struct hvk__span cell = sheet->cell[column];
	bool whole = cell.length > 0;

	given->count = 0;
	if (cell.length == 0 && nothing)
		return HVK_OK;
	if (cell.length == 0 && reading->input->published && given->state == HVK_CELL_HIDDEN) {
		given->count = HVK__NO_COUNT;
		return HVK_OK;
	}
	/* What protecting wrote is no table to protect: the counts that it hid are not in it. */
	if (cell.length == 0 && given->state == HVK_CELL_HIDDEN)
		return hvk__sheet_fail(sheet, column, "%s: the count of a hidden cell has to be given",
		                       reading->names[column][0]);
	for (size_t i = 0; i < cell.length && whole; i++) {
		whole = cell.data[i] >= '0' && cell.data[i] <= '9';
		if (whole)
			given->count = given->count * 10 + (cell.data[i] - '0');
		whole = whole && given->count <= HVK__COUNT_MAX;
	}
	if (whole)
		return HVK_OK;
	if (hvk__guard(cell.data, cell.length) != HVK__INNOCENT)
		cell = (struct hvk__span){ "...", 3 };
	return hvk__sheet_fail(sheet, column, "%s: expected a whole number from 0 to %" PRId64 ", found '%.*s'",
	                       reading->names[column][0], HVK__COUNT_MAX, (int)cell.length, cell.data);
}

/* A code that the hierarchy does not know, where it knows others, may be one that was mistyped. */
static int read_code(struct hvk__sheet *sheet, size_t d, uint32_t *node)
{
	const struct reading *reading = sheet->data;
	struct hvk_protection *p = reading->p;
	const struct hvk__span *cell = &sheet->cell[d];
	_cleanup_free_ char *code = strndup(cell->data, cell->length);
	int result;

	if (!code)
		return hvk__fail_memory(sheet->error);
	if (!*code)
		return hvk__sheet_fail(sheet, (int)d, "%s: expected a code, found nothing", p->axes[d].name);
	if (reading->known[d])
		result = hvk__axis_find_near(sheet->error, &p->axes[d], code, node);
	else
		result = hvk__axis_reach_node(sheet->error, &p->axes[d], &p->pool, code, node);
	return result == HVK_EINPUT ? hvk__sheet_fail(sheet, (int)d, "%s", sheet->error->public.message) : result;
}

static int read_row(struct hvk__sheet *sheet)
{
	const struct reading *reading = sheet->data;
	struct hvk_protection *p = reading->p;
	struct hvk__given given = { .line = sheet->line };
	bool nothing = false;
	int result = HVK_OK;

	for (size_t d = 0; result == HVK_OK && d < p->dimensions; d++)
		result = read_code(sheet, d, &given.node[d]);
	if (result == HVK_OK)
		result = read_status(sheet, &given.state, &nothing);
	if (result == HVK_OK)
		result = read_count(sheet, &given, nothing);
	if (result < 0)
		return result;
	if (!hvk__reserve(&p->given, &p->given_capacity, p->given_count + 1, sizeof(*p->given)))
		return hvk__fail_memory(sheet->error);
	p->given[p->given_count++] = given;
	return HVK_OK;
}

static int read_table(struct reading *reading)
{
	struct hvk_protection *p = reading->p;
	struct hvk__sheet sheet = {
		.error = &reading->store->error, .name = reading->input->table->name, .columns = reading->columns,
		.count = p->dimensions + COLUMNS_BESIDES, .dates = 1u << (p->dimensions + COUNT), .data = reading,
		.passed_over = is_passed_over, .header = read_header, .record = read_row
	};
	int result = hvk__sheet_read(&sheet, reading->input->table->descriptor);

	if (result == HVK_OK && p->given_count == 0)
		return hvk__fail_at(sheet.error, HVK_EINPUT, sheet.name, sheet.line, 0, "expected rows, found none");
	return result;
}

/* ---------------------------------------------------------------- both */

static int make_protection(struct reading *reading)
{
	struct hvk__hierarchy *hierarchy = &reading->hierarchy;
	struct hvk__error *error = &reading->store->error;
	const char *name, *table = reading->input->table->name;
	struct hvk_protection *p;
	int result;

	if (hierarchy->dimensions == 0)
		return hvk__fail_at(error, HVK_EINPUT, hierarchy->name, 0, 0, "expected rows, found none");
	result = name_columns(reading);
	if (result == HVK_OK)
		result = hvk_protection_new(reading->store, hierarchy->names, hierarchy->dimensions, &reading->p);
	if (result < 0)
		return result;
	p = reading->p;
	p->missing = HVK_CELL_NEW;
	p->input = hvk__pool_add(&p->pool, table, strlen(table));
	name = hvk__pool_add(&p->pool, hierarchy->name, strlen(hierarchy->name));
	if (!p->input || !name)
		return hvk__fail_memory(error);
	for (size_t d = 0; d < p->dimensions; d++)
		p->axes[d].input = name;
	return hvk__hierarchy_add(error, hierarchy, p, reading->known);
}

int hvk__table_read(struct hvk_store *store, const struct hvk__table_input *input, struct hvk_protection **protection)
{
	struct reading reading = { .store = store, .input = input };
	struct hvk__error *error = &store->error;
	int result = hvk__hierarchy_name(error, &reading.hierarchy, input->dimensions);

	*protection = NULL;
	if (result == HVK_OK)
		result = hvk__hierarchy_read(error, &reading.hierarchy, input->hierarchy);
	if (result == HVK_OK)
		result = make_protection(&reading);
	if (result == HVK_OK)
		result = read_table(&reading);
	for (size_t d = 0; result == HVK_OK && d < reading.p->dimensions; d++)
		result = hvk__hierarchy_trim(error, reading.p, d);
	hvk__hierarchy_free(&reading.hierarchy);
	if (result < 0)
		hvk_protection_free(reading.p);
	else
		*protection = reading.p;
	return result;
}

HVK_EXPORT int hvk_protection_read(struct hvk_store *store, const struct hvk_input *table,
                                   const struct hvk_input *hierarchy, const char *dimensions, const char *count,
                                   const char *ignore, struct hvk_protection **protection)
{
	const struct hvk__table_input input = {
		.table = table, .hierarchy = hierarchy, .dimensions = dimensions, .count = count, .ignore = ignore
	};

	*protection = NULL;
	hvk__error_clear(&store->error);
	return hvk__table_read(store, &input, protection);
}

/* ---------------------------------------------------------------- what was read */

HVK_EXPORT size_t hvk_protection_dimensions(const struct hvk_protection *p)
{
	return p->dimensions;
}

HVK_EXPORT const char *hvk_protection_dimension(const struct hvk_protection *p, size_t dimension)
{
	return dimension < p->dimensions ? p->axes[dimension].name : NULL;
}

HVK_EXPORT uint64_t hvk_protection_line(const struct hvk_protection *p, size_t n)
{
	return n < hvk_protection_cells(p) ? p->lines[p->listed[n]] : 0;
}
