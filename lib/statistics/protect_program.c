/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Moves of any shape as a linear program, and what comes of it. It begins with the target alone. Whenever what it has
 * come to changes cells that should not, rows for these are added, those with the fewest leaves first: so it is as
 * small as the moves that it finds, however large the table. Leaves that are in the same rows are one variable: what
 * the ledger asks of fine codes is then no more work than of coarse ones.
 */
#include <stdlib.h>
#include <string.h>

#include "statistics/protect_program.h"

enum { COST_OF_LEAF = 1, VARIABLES = HVK__ROWS + HVK__COLUMNS };
enum { COMMON_MAX = 1 << 16 }; /* so that sums of all changes do not overflow */

struct key {
	uint64_t key;
	uint32_t leaf;
	bool hidden;
};

void hvk__program_free(struct hvk__program *program)
{
	if (!program)
		return;
	free(program->variables);
	free(program->variable_of);
	free(program->next);
	free(program->rows);
	free(program->columns);
	free(program->entries);
	free(program->nonzero);
	free(program->keys);
	free(program->change);
	free(program->changed);
	free(program->seen);
	free(program);
}

bool hvk__program_prepare(struct hvk__search *search)
{
	size_t count = search->p->cell_count + 1;
	struct hvk__program *program = calloc(1, sizeof(*program));

	search->program = program;
	if (!program)
		return false;
	program->search = search;
	program->variables = calloc(VARIABLES, sizeof(*program->variables));
	program->variable_of = malloc(count * sizeof(*program->variable_of));
	program->next = malloc(count * sizeof(*program->next));
	program->rows = calloc(HVK__ROWS + 1, sizeof(*program->rows));
	program->columns = calloc(HVK__COLUMNS, sizeof(*program->columns));
	program->entries = malloc(sizeof(*program->entries) * (HVK__ROWS + 1) * HVK__COLUMNS);
	program->nonzero = calloc(HVK__COLUMNS, sizeof(*program->nonzero));
	program->keys = calloc(count, sizeof(*program->keys));
	program->change = calloc(count, sizeof(*program->change));
	program->changed = calloc(count, sizeof(*program->changed));
	program->seen = calloc(count, sizeof(*program->seen));
	if (!program->variables || !program->variable_of || !program->next || !program->rows || !program->columns ||
	    !program->entries || !program->nonzero || !program->keys || !program->change ||
	    !program->changed || !program->seen)
		return false;
	memset(program->variable_of, 0xff, count * sizeof(*program->variable_of));
	memset(program->next, 0xff, count * sizeof(*program->next));
	return true;
}

/* ---------------------------------------------------------------- variables */

static bool is_rigid(const struct hvk__search *search, const struct hvk__cell *cell)
{
	return !cell->hidden && (cell->frozen || !search->paid);
}

/* Whether a cell is to stay as it is, or has its price. */
static bool is_row(const struct hvk__search *search, const struct hvk__cell *cell)
{
	return cell == &search->p->cells[search->target] || (cell->listed && !cell->hidden);
}

static uint32_t add_variable(struct hvk__program *program, struct hvk__variable variable)
{
	program->variables[program->count] = variable;
	program->variable_of[variable.cell] = (uint32_t)program->count;
	return (uint32_t)program->count++;
}

static void add_column(struct hvk__program *program, uint32_t variable)
{
	size_t column = program->column_count++;

	program->columns[column] = variable;
	for (size_t i = 0; i < program->row_count; i++)
		hvk__program_row(program, i)[column] = 0;
	hvk__program_row(program, HVK__PRICES)[column] = 0;
}

static void forget_variables(struct hvk__program *program)
{
	for (size_t i = 0; i < program->count; i++) {
		uint32_t leaf = program->variables[i].cell, next;

		for (; leaf != HVK__NONE; leaf = next) {
			next = program->next[leaf];
			program->variable_of[leaf] = program->next[leaf] = HVK__NONE;
		}
	}
	program->count = program->row_count = program->column_count = program->dead = 0;
}

static uint64_t mix(uint64_t number)
{
	number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
	number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
	return number ^ (number >> 31);
}

/* Of the rows that a leaf is in. */
static uint64_t key_of(struct hvk__program *program, uint32_t leaf)
{
	const struct hvk__search *search = program->search;
	const struct hvk__links *links = search->links;
	uint64_t key = is_row(search, &search->p->cells[leaf]) ? mix(leaf + 1) : 0;

	for (uint32_t i = links->above_start[leaf]; i < links->above_start[leaf + 1]; i++) {
		if (is_row(search, &search->p->cells[links->above[i]]))
			key += mix((links->above[i] + UINT64_C(1)) * 0x9e3779b97f4a7c15 + program->attempt);
	}
	program->search->effort -= links->above_start[leaf + 1] - links->above_start[leaf];
	return key;
}

static int compare_keys(const void *first, const void *second)
{
	const struct key *a = first, *b = second;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->hidden != b->hidden)
		return a->hidden ? -1 : 1;
	return (a->leaf > b->leaf) - (a->leaf < b->leaf);
}

/* The leaves under a cell that can change and are no variable yet, those of one key together. */
static size_t find_keys(struct hvk__program *program, uint32_t cell)
{
	const struct hvk__search *search = program->search;
	const struct hvk__links *links = search->links;
	const struct hvk__cell *cells = search->p->cells;
	size_t count = 0;

	for (uint32_t i = links->under_start[cell]; i < links->under_start[cell + 1]; i++) {
		uint32_t leaf = links->under[i];

		if (program->variable_of[leaf] == HVK__NONE && !is_rigid(search, &cells[leaf]))
			program->keys[count++] = (struct key){ key_of(program, leaf), leaf, cells[leaf].hidden };
	}
	qsort(program->keys, count, sizeof(*program->keys), compare_keys);
	return count;
}

/* False: there is no room. */
static bool add_leaves(struct hvk__program *program, uint32_t cell)
{
	const struct hvk__cell *cells = program->search->p->cells;
	size_t count = find_keys(program, cell);

	for (size_t i = 0; i < count; i++) {
		uint32_t leaf = program->keys[i].leaf;
		int64_t stock = cells[leaf].count + cells[leaf].delta;

		if (i == 0 || program->keys[i].key != program->keys[i - 1].key) {
			if (program->count == VARIABLES || program->column_count == HVK__COLUMNS)
				return false;
			add_column(program, add_variable(program, (struct hvk__variable){
				.cell = leaf, .row = HVK__NONE, .leaf = true, .high = HVK__UNBOUNDED,
				.cost = COST_OF_LEAF + (cells[leaf].hidden ? 0 : cells[leaf].weight) }));
		} else {
			program->next[program->keys[i - 1].leaf] = leaf;
			program->variable_of[leaf] = (uint32_t)program->count - 1;
		}
		program->variables[program->count - 1].low -= stock < HVK__UNBOUNDED ? stock : HVK__UNBOUNDED;
		if (program->variables[program->count - 1].low < -HVK__UNBOUNDED)
			program->variables[program->count - 1].low = -HVK__UNBOUNDED;
	}
	return true;
}

/* ---------------------------------------------------------------- rows */

/* One that fits all rows of leaves under a cell. */
static int64_t find_divisor(struct hvk__program *program, uint32_t cell)
{
	int64_t divisor = 1;

	for (size_t i = 0; i < program->row_count && !program->lost; i++) {
		const struct hvk__variable *variable = &program->variables[program->rows[i].variable];
		int64_t other = program->rows[i].divisor;

		if (variable->leaf && hvk__cell_holds(program->search->p, cell, variable->cell))
			divisor = hvk__program_check(program, divisor / hvk__gcd(divisor, other) * other);
	}
	return program->lost ? 1 : divisor;
}

/* Adds what another row says its variable is. */
static void add_to_row(struct hvk__program *program, struct hvk__row *row, int32_t *entries, size_t from)
{
	const struct hvk__row *other = &program->rows[from];
	const int32_t *source = hvk__program_row(program, from);
	int64_t times = row->divisor / other->divisor;

	for (size_t i = 0; i < program->column_count; i++)
		entries[i] = hvk__program_check(program, entries[i] + times * source[i]);
	row->value = hvk__program_check(program, row->value + times * other->value);
	program->search->effort -= (int64_t)program->column_count;
}

/* What a cell is, by its leaves: as they are in columns and in rows. */
static void add_up(struct hvk__program *program, uint32_t cell, struct hvk__row *row, int32_t *entries)
{
	const struct hvk_protection *p = program->search->p;

	for (size_t i = 0; i < program->column_count; i++) {
		const struct hvk__variable *leaf;

		entries[i] = 0;
		if (program->columns[i] == HVK__NONE)
			continue;
		leaf = &program->variables[program->columns[i]];
		if (leaf->leaf && hvk__cell_holds(p, cell, leaf->cell)) {
			entries[i] = -(int32_t)row->divisor;
			row->value += leaf->at * row->divisor;
		}
	}
	for (size_t i = 0; i < program->row_count; i++) {
		const struct hvk__variable *leaf = &program->variables[program->rows[i].variable];

		if (leaf->leaf && hvk__cell_holds(p, cell, leaf->cell))
			add_to_row(program, row, entries, i);
	}
}

static void add_row(struct hvk__program *program, struct hvk__variable variable)
{
	struct hvk__row *row = &program->rows[program->row_count];

	if (program->row_count == HVK__ROWS || !add_leaves(program, variable.cell) || program->count == VARIABLES) {
		program->lost = true;
		return;
	}
	*row = (struct hvk__row){ .divisor = find_divisor(program, variable.cell) };
	add_up(program, variable.cell, row, hvk__program_row(program, program->row_count));
	variable.row = (uint32_t)program->row_count++;
	row->variable = add_variable(program, variable);
	hvk__program_reduce(program, variable.row);
}

void hvk__program_begin(struct hvk__program *program, uint64_t attempt)
{
	const struct hvk__search *search = program->search;
	struct hvk__variable target = { .cell = search->target, .row = HVK__NONE, .low = search->sign,
		                        .high = search->sign, .at = search->sign };

	forget_variables(program);
	program->attempt = attempt;
	program->lost = false;
	program->rows[HVK__PRICES] = (struct hvk__row){ .divisor = 1 };
	target.leaf = search->p->cells[search->target].leaf;
	if (target.leaf)
		add_column(program, add_variable(program, target));
	else
		add_row(program, target);
}

/* ---------------------------------------------------------------- cells that change */

/* A change of a leaf, to cells that have no row. */
static void note_change(struct hvk__program *program, uint32_t leaf, int64_t amount)
{
	const struct hvk__search *search = program->search;
	const struct hvk__links *links = search->links;

	for (uint32_t i = links->above_start[leaf]; i < links->above_start[leaf + 1]; i++) {
		uint32_t cell = links->above[i];

		if (program->variable_of[cell] != HVK__NONE || !is_row(search, &search->p->cells[cell]))
			continue;
		if (!program->seen[cell])
			program->changed[program->changed_count++] = cell;
		program->seen[cell] = true;
		program->change[cell] += amount;
	}
	program->search->effort -= links->above_start[leaf + 1] - links->above_start[leaf];
}

/* Changes of cells that have no row, all over one divisor. */
static void find_changes(struct hvk__program *program)
{
	int64_t common = 1;

	program->changed_count = 0;
	for (size_t i = 0; i < program->row_count; i++) {
		int64_t divisor = program->rows[i].divisor;

		if (program->variables[program->rows[i].variable].leaf && program->rows[i].value != 0)
			common = hvk__program_check(program, common / hvk__gcd(common, divisor) * divisor);
		program->lost = program->lost || common > COMMON_MAX;
		if (program->lost)
			return;
	}
	for (size_t i = 0; i < program->count; i++) {
		const struct hvk__variable *variable = &program->variables[i];

		if (!variable->leaf)
			continue;
		if (variable->row == HVK__NONE && variable->at != 0)
			note_change(program, variable->cell, variable->at * common);
		else if (variable->row != HVK__NONE && program->rows[variable->row].value != 0)
			note_change(program, variable->cell, program->rows[variable->row].value *
			                                     (common / program->rows[variable->row].divisor));
	}
}

static uint32_t leaves_under(const struct hvk__program *program, uint32_t cell)
{
	const struct hvk__links *links = program->search->links;

	return links->under_start[cell + 1] - links->under_start[cell];
}

bool hvk__program_add_rows(struct hvk__program *program)
{
	const struct hvk__search *search = program->search;
	uint32_t fewest = UINT32_MAX;
	bool any = false;

	hvk__program_compact(program);
	find_changes(program);
	for (size_t i = 0; i < program->changed_count && !program->lost; i++) {
		uint32_t cell = program->changed[i];

		if (program->change[cell] != 0 && leaves_under(program, cell) < fewest)
			fewest = leaves_under(program, cell);
	}
	for (size_t i = 0; i < program->changed_count; i++) {
		uint32_t cell = program->changed[i];
		bool rigid = is_rigid(search, &search->p->cells[cell]);
		int64_t bound = rigid ? 0 : HVK__UNBOUNDED;

		if (program->change[cell] != 0 && leaves_under(program, cell) / 2 <= fewest && !program->lost) {
			add_row(program, (struct hvk__variable){ .cell = cell, .low = -bound, .high = bound,
			                                         .cost = search->p->cells[cell].weight });
			any = true;
		}
		program->change[cell] = 0;
		program->seen[cell] = false;
	}
	return any && !program->lost;
}

/* ---------------------------------------------------------------- what comes of it */

/* Adds what a leaf changes to all cells that hold it. */
static bool note_leaf(struct hvk__program *program, uint32_t leaf, int32_t change)
{
	const struct hvk__links *links = program->search->links;

	if (change == 0)
		return true;
	if (!hvk__effect_note(program->search, &program->search->p->cells[leaf]))
		return false;
	program->search->p->cells[leaf].effect += change;
	for (uint32_t i = links->above_start[leaf]; i < links->above_start[leaf + 1]; i++) {
		struct hvk__cell *cell = &program->search->p->cells[links->above[i]];

		if (!hvk__effect_note(program->search, cell))
			return false;
		cell->effect += change;
	}
	return true;
}

/* What is more goes to the first of the leaves of a variable; what is less comes from all that have something. */
static bool note_variable(struct hvk__program *program, const struct hvk__variable *variable)
{
	const struct hvk__cell *cells = program->search->p->cells;
	const struct hvk__row *row = variable->row == HVK__NONE ? NULL : &program->rows[variable->row];
	int64_t change = row ? row->value / row->divisor : variable->at;

	for (uint32_t leaf = variable->cell; leaf != HVK__NONE && change != 0; leaf = program->next[leaf]) {
		int64_t most = cells[leaf].count + cells[leaf].delta, part = change < -most ? -most : change;

		if (!note_leaf(program, leaf, (int32_t)part))
			return false;
		change -= part;
	}
	return true;
}

/* Whether it is what was asked for: by the cells themselves, not by the table. */
static bool is_right(const struct hvk__program *program)
{
	const struct hvk__search *search = program->search;

	for (size_t i = 0; i < search->touched_count; i++) {
		const struct hvk__cell *cell = &search->p->cells[search->touched[i]];

		if (cell->count + cell->delta + cell->effect < 0 || (cell->listed && is_rigid(search, cell)))
			return false;
	}
	return search->p->cells[search->target].effect == search->sign;
}

bool hvk__program_note(struct hvk__program *program)
{
	bool noted = true;

	for (size_t i = 0; i < program->count && noted; i++)
		noted = !program->variables[i].leaf || note_variable(program, &program->variables[i]);
	if (noted) {
		hvk__effect_settle(program->search);
		if (is_right(program))
			return true;
	}
	hvk__effect_clear(program->search);
	return false;
}
