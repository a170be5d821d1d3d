/* SPDX-License-Identifier: EUPL-1.2 */
/* The linear program of protect_program.c, which protect_simplex.c solves. */
#ifndef HVK_STATISTICS_PROTECT_PROGRAM_H
#define HVK_STATISTICS_PROTECT_PROGRAM_H

#include "statistics/protect.h"

#define HVK__NONE UINT32_MAX
#define HVK__UNBOUNDED ((int64_t)1 << 30) /* more than any move takes; times a divisor it does not overflow */
enum { HVK__ROWS = 768, HVK__COLUMNS = 8192 }; /* at most */
enum { HVK__PRICES = HVK__ROWS };              /* in place of a row: what the rows cost when a column is one less */

/* What can change: leaves that are in the same rows; or how much a cell does that should not. */
struct hvk__variable {
	uint32_t cell;      /* of leaves the first */
	uint32_t row;       /* or HVK__NONE */
	bool leaf;
	int64_t low, high;
	int64_t cost;       /* of one more or less than nothing */
	int64_t at;         /* what it is while it has a column */
};

/* variable = value - sum of entries times columns' changes, all over a divisor. */
struct hvk__row {
	uint32_t variable;
	int64_t divisor, value;
	int64_t slope;      /* what one more costs */
};

struct hvk__program {
	struct hvk__search *search;
	uint64_t attempt;
	struct hvk__variable *variables;
	size_t count;
	uint32_t *variable_of; /* by cell, or HVK__NONE */
	uint32_t *next;        /* by leaf: another in the same rows, or HVK__NONE */
	struct hvk__row *rows;
	size_t row_count;
	uint32_t *columns;     /* variables, or HVK__NONE */
	size_t column_count;
	size_t dead;           /* columns that are HVK__NONE */
	int32_t *entries;      /* by row, then column */
	uint32_t *nonzero;     /* columns of the row that is pivoted on */
	struct key *keys;      /* of protect_program.c */
	int64_t *change;       /* by cell */
	uint32_t *changed;     /* cells */
	size_t changed_count;
	bool *seen;            /* by cell: it is among them */
	bool lost;             /* there is no room for it, or its numbers are too large */
};

static inline int32_t *hvk__program_row(const struct hvk__program *program, size_t row)
{
	return program->entries + row * HVK__COLUMNS;
}

static inline int64_t hvk__gcd(int64_t a, int64_t b)
{
	while (b != 0) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a < 0 ? -a : a;
}

/* False: no memory; it is to be freed all the same. */
bool hvk__program_prepare(struct hvk__search *search);
/* The program of the target at hand: it alone, which has to change by one. The number of the attempt tells in which
 * order leaves are taken. */
void hvk__program_begin(struct hvk__program *program, uint64_t attempt);
/* Adds rows for cells that change and should not; false when there are none, or it is lost. */
bool hvk__program_add_rows(struct hvk__program *program);
/* Leaves on the cells what it has come to; false, with nothing, when that is not what was asked for. */
bool hvk__program_note(struct hvk__program *program);

/* ---- protect_fraction.c */

/* A number that is to be an entry, a value or a divisor; the program is lost when it is too large. */
int32_t hvk__program_check(struct hvk__program *program, int64_t number);
/* Takes out columns without a variable when they are many: whatever is done to a row takes as long as it is. */
void hvk__program_compact(struct hvk__program *program);
/* Divides a row by what divides all of it. */
void hvk__program_reduce(struct hvk__program *program, size_t row);
/* target = (a * target + b * by) / a, where by has that value and its nonzero columns are listed. */
void hvk__program_combine(struct hvk__program *program, size_t target, int64_t a, int64_t b, size_t by, int64_t value,
                          size_t nonzero_count);

#endif
