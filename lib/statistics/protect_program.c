/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Moves of any shape as a linear program, and what comes of it. Leaves that are in the same rows, for the same
 * published cells hold them, are one variable: what the ledger asks of fine codes is then no more work than of coarse
 * ones.
 */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "statistics/protect_program.h"

/* Of the table: when nothing else is left, and when something is only to be published again. A key costs so much
 * effort. */
enum { ENTRIES_MAX = 1 << 25, ENTRIES_MAX_HARD = 1 << 21, EFFORT_OF_KEY = 8 };

void hvk__program_free(struct hvk__program *program)
{
	free(program->leaves);
	free(program->next);
	free(program->stock);
	free(program->variable);
	free(program->keys);
	free(program->table);
	free(program->in_row);
	free(program->value);
	free(program->slope);
	free(program->in_column);
	free(program->emptied);
	free(program->price);
	free(program->nonzero);
	free(program->hashes);
}

/* ---------------------------------------------------------------- making it */

static bool is_rigid(const struct hvk__search *search, const struct hvk__cell *cell)
{
	return !cell->hidden && (cell->frozen || !search->paid);
}

static bool is_row(const struct hvk__search *search, const struct hvk__cell *cell)
{
	return cell == &search->p->cells[search->target] || (cell->listed && is_rigid(search, cell));
}

/* Adds to the keys of the leaves under a cell, from dimension d on. */
static void add_keys(struct hvk__program *program, const struct hvk__cell *cell, uint64_t key, size_t d, size_t place)
{
	const struct hvk_protection *p = program->search->p;
	const struct hvk__axis *axis = &p->axes[d];

	if (d == p->dimensions) {
		if (p->map[place] >= 0)
			program->keys[p->map[place]] += key;
		program->search->effort -= EFFORT_OF_KEY;
		return;
	}
	if (axis->node_leaf[cell->node[d]] >= 0) {
		add_keys(program, cell, key, d + 1, place + cell->node[d] * axis->stride);
		return;
	}
	for (uint32_t leaf = 0; leaf < axis->leaves; leaf++) {
		if (hvk__axis_holds(axis, cell->node[d], leaf))
			add_keys(program, cell, key, d + 1, place + axis->leaf_node[leaf] * axis->stride);
	}
}

static bool make_keys(struct hvk__program *program)
{
	const struct hvk_protection *p = program->search->p;

	program->keys = calloc(p->cell_count + 1, sizeof(*program->keys));
	for (uint32_t i = 0; program->keys && i < p->cell_count; i++) {
		if (is_row(program->search, &p->cells[i]))
			add_keys(program, &p->cells[i], XXH3_64bits_withSeed(&i, sizeof(i), program->attempt), 0, 0);
	}
	return program->keys;
}

/* Of leaves in the same rows those come first that are hidden, so that they change rather than others. */
static int compare_leaves(const void *a, const void *b, void *data)
{
	const struct hvk__program *program = data;
	const struct hvk__cell *cells = program->search->p->cells;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;

	if (program->keys[i] != program->keys[j])
		return program->keys[i] < program->keys[j] ? -1 : 1;
	if (cells[i].hidden != cells[j].hidden)
		return cells[i].hidden ? -1 : 1;
	return (i > j) - (i < j);
}

/* Leaves in the same rows are one variable. */
static void join_leaves(struct hvk__program *program, uint32_t *order, size_t count)
{
	const struct hvk__cell *cells = program->search->p->cells;

	qsort_r(order, count, sizeof(*order), compare_leaves, program);
	for (size_t i = 0; i < count; i++) {
		bool first = i == 0 || program->keys[order[i]] != program->keys[order[i - 1]];

		if (first)
			program->leaves[program->leaf_count++] = order[i];
		else
			program->next[order[i - 1]] = order[i];
		program->variable[order[i]] = (uint32_t)program->leaf_count - 1;
		program->stock[program->leaf_count - 1] += cells[order[i]].count + cells[order[i]].delta;
	}
}

static bool find_leaves(struct hvk__program *program)
{
	const struct hvk_protection *p = program->search->p;
	_cleanup_free_ uint32_t *order = calloc(p->cell_count + 1, sizeof(*order));
	size_t count = 0;

	program->leaves = calloc(p->cell_count + 1, sizeof(*program->leaves));
	program->next = calloc(p->cell_count + 1, sizeof(*program->next));
	program->stock = calloc(p->cell_count + 1, sizeof(*program->stock));
	program->variable = calloc(p->cell_count + 1, sizeof(*program->variable));
	if (!order || !program->leaves || !program->next || !program->stock || !program->variable ||
	    !make_keys(program))
		return false;
	for (size_t i = 0; i < p->cell_count; i++) {
		program->variable[i] = program->next[i] = HVK__NONE;
		if (p->cells[i].leaf && !is_rigid(program->search, &p->cells[i]))
			order[count++] = (uint32_t)i;
	}
	join_leaves(program, order, count);
	return true;
}

/* Calls for each leaf under a cell that can change, from dimension d on. */
static void fill_row(struct hvk__program *program, const struct hvk__cell *cell, double *row, size_t d, size_t place)
{
	const struct hvk_protection *p = program->search->p;
	const struct hvk__axis *axis = &p->axes[d];

	if (d == p->dimensions) {
		if (p->map[place] >= 0 && program->variable[p->map[place]] != HVK__NONE)
			row[program->variable[p->map[place]]] = 1;
		return;
	}
	if (axis->node_leaf[cell->node[d]] >= 0) {
		fill_row(program, cell, row, d + 1, place + cell->node[d] * axis->stride);
		return;
	}
	for (uint32_t leaf = 0; leaf < axis->leaves; leaf++) {
		if (hvk__axis_holds(axis, cell->node[d], leaf))
			fill_row(program, cell, row, d + 1, place + axis->leaf_node[leaf] * axis->stride);
	}
}

/* Whether a row has something in it that no row before it has. */
static bool is_new_row(struct hvk__program *program)
{
	size_t size = program->leaf_count * sizeof(*program->table);
	double *row = hvk__program_row(program, program->rows);
	uint64_t hash = XXH3_64bits(row, size);
	bool any = false;

	for (size_t i = 0; i < program->leaf_count && !any; i++)
		any = row[i] != 0;
	for (size_t i = 0; i < program->rows && any; i++)
		any = program->hashes[i] != hash || memcmp(row, hvk__program_row(program, i), size) != 0;
	program->hashes[program->rows] = hash;
	return any;
}

static void add_row(struct hvk__program *program, const struct hvk__cell *cell, double value)
{
	double *row = hvk__program_row(program, program->rows);

	memset(row, 0, program->leaf_count * sizeof(*row));
	fill_row(program, cell, row, 0, 0);
	if (!is_new_row(program))
		return;
	program->in_row[program->rows] = HVK__NONE;
	program->value[program->rows++] = value;
}

static bool make_room(struct hvk__program *program, size_t rows)
{
	program->table = malloc(rows * program->leaf_count * sizeof(*program->table));
	program->in_row = calloc(rows, sizeof(*program->in_row));
	program->value = calloc(rows, sizeof(*program->value));
	program->slope = calloc(rows, sizeof(*program->slope));
	program->hashes = calloc(rows, sizeof(*program->hashes));
	program->in_column = calloc(program->leaf_count, sizeof(*program->in_column));
	program->emptied = calloc(program->leaf_count, sizeof(*program->emptied));
	program->price = calloc(program->leaf_count, sizeof(*program->price));
	program->nonzero = calloc(program->leaf_count, sizeof(*program->nonzero));
	return program->table && program->in_row && program->value && program->slope && program->hashes &&
	       program->in_column && program->emptied && program->price && program->nonzero;
}

/* The target first, which has to change by one; published cells, that may not. False: there is no room for it. */
bool hvk__program_make(struct hvk__program *program)
{
	struct hvk__search *search = program->search;
	const struct hvk_protection *p = search->p;
	size_t rows = 1, most = search->hard ? ENTRIES_MAX_HARD : ENTRIES_MAX;

	if (!find_leaves(program)) {
		search->out_of_memory = true;
		return false;
	}
	for (size_t i = 0; i < p->cell_count; i++)
		rows += p->cells[i].listed && is_rigid(search, &p->cells[i]);
	if (program->leaf_count == 0 || rows > most / program->leaf_count)
		return false;
	search->effort -= (int64_t)(rows * program->leaf_count);
	if (!make_room(program, rows)) {
		search->out_of_memory = true;
		return false;
	}
	for (size_t i = 0; i < program->leaf_count; i++)
		program->in_column[i] = (uint32_t)i;
	add_row(program, &p->cells[search->target], search->sign);
	for (size_t i = 0; i < p->cell_count; i++) {
		if (p->cells[i].listed && is_rigid(search, &p->cells[i]))
			add_row(program, &p->cells[i], 0);
	}
	return true;
}

/* ---------------------------------------------------------------- what comes of it */

/* Adds what a leaf changes to all cells that hold it. */
static bool note_leaf(struct hvk__program *program, const struct hvk__cell *leaf, int32_t change)
{
	struct hvk_protection *p = program->search->p;
	const uint32_t *above[HVK__AXES];
	size_t count[HVK__AXES], at[HVK__AXES] = { 0 }, d;

	if (change == 0)
		return true;
	for (d = 0; d < p->dimensions; d++) {
		const struct hvk__axis *axis = &p->axes[d];
		int32_t number = axis->node_leaf[leaf->node[d]];

		above[d] = axis->above + axis->above_start[number];
		count[d] = axis->above_start[number + 1] - axis->above_start[number];
	}
	do {
		size_t place = 0;

		for (d = 0; d < p->dimensions; d++)
			place += above[d][at[d]] * p->axes[d].stride;
		if (p->map[place] >= 0) {
			struct hvk__cell *cell = &p->cells[p->map[place]];

			if (!hvk__effect_note(program->search, cell))
				return false;
			cell->effect += change;
		}
		for (d = p->dimensions; d-- > 0 && ++at[d] == count[d];)
			at[d] = 0;
	} while (d < p->dimensions);
	return true;
}

/* What is more goes to the first of the leaves of a variable; what is less comes from all that have something. */
static bool note_variable(struct hvk__program *program, uint32_t variable, double by)
{
	const struct hvk__cell *cells = program->search->p->cells;
	int64_t change = (int64_t)by;

	for (uint32_t leaf = program->leaves[variable]; leaf != HVK__NONE && change != 0; leaf = program->next[leaf]) {
		int64_t most = cells[leaf].count + cells[leaf].delta, part = change < -most ? -most : change;

		if (!note_leaf(program, &cells[leaf], (int32_t)part))
			return false;
		change -= part;
	}
	return true;
}

static bool note_leaves(struct hvk__program *program)
{
	for (size_t row = 0; row < program->rows; row++) {
		uint32_t variable = program->in_row[row];

		if (variable != HVK__NONE && !note_variable(program, variable, program->value[row]))
			return false;
	}
	for (size_t column = 0; column < program->leaf_count; column++) {
		uint32_t variable = program->in_column[column];

		if (variable != HVK__NONE && program->emptied[column] &&
		    !note_variable(program, variable, -hvk__program_stock(program, variable)))
			return false;
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
	if (note_leaves(program)) {
		hvk__effect_settle(program->search);
		if (is_right(program))
			return true;
	}
	hvk__effect_clear(program->search);
	return false;
}
