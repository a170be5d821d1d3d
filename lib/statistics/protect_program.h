/* SPDX-License-Identifier: EUPL-1.2 */
/* The linear program of protect_program.c, which protect_simplex.c solves. */
#ifndef HVK_STATISTICS_PROTECT_PROGRAM_H
#define HVK_STATISTICS_PROTECT_PROGRAM_H

#include "statistics/protect.h"

#define HVK__NONE UINT32_MAX

struct hvk__program {
	struct hvk__search *search;
	uint64_t attempt;   /* tells in which order leaves are taken */
	uint32_t *leaves;   /* cells that can change, by variable: of those with the same rows one is the first, */
	uint32_t *next;     /* and by cell the next of them, or HVK__NONE */
	int64_t *stock;     /* by variable: what there is of all of them */
	size_t leaf_count;
	uint32_t *variable; /* by cell: its number, or HVK__NONE */
	uint64_t *keys;     /* by cell: a hash of the rows that it is in */
	size_t rows;
	double *table;      /* by row, then column */
	uint32_t *in_row;   /* by row: a variable, or HVK__NONE: what has to be 0 */
	double *value;      /* by row: how much it changes; a published cell: how much too much */
	int8_t *slope;      /* by row: what one more costs */
	uint32_t *in_column; /* by column: a variable, or HVK__NONE: never to change again */
	bool *emptied;      /* by column: the variable is at 0, all of it gone */
	double *price;      /* by column: what the rows cost when it is one less */
	uint32_t *nonzero;  /* columns of the row that is pivoted on */
	uint64_t *hashes;   /* of rows */
};

static inline double *hvk__program_row(const struct hvk__program *program, size_t row)
{
	return program->table + row * program->leaf_count;
}
/* What there is of a variable, to be taken away. */
static inline double hvk__program_stock(const struct hvk__program *program, uint32_t variable)
{
	return (double)program->stock[variable];
}

/* Makes the program of the target at hand. False: there is no room for it, or no memory. */
bool hvk__program_make(struct hvk__program *program);
/* Leaves on the cells what it has come to; false, with nothing, when that is not what was asked for: parts of a
 * question may be left over. */
bool hvk__program_note(struct hvk__program *program);
void hvk__program_free(struct hvk__program *program);

#endif
