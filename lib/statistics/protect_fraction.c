/* SPDX-License-Identifier: EUPL-1.2 */
/* The rows of a linear program, exactly: whole numbers over one divisor a row, as small as they can be. */
#include "statistics/protect_program.h"

/* So that products of two, and the sum of two such, do not overflow. */
#define LARGEST ((int64_t)INT32_MAX)
enum { DEAD_MAX = 8 }; /* one in so many columns */

static bool is_large(int64_t number)
{
	return number > LARGEST || number < -LARGEST;
}

int32_t hvk__program_check(struct hvk__program *program, int64_t number)
{
	if (is_large(number))
		program->lost = true;
	return (int32_t)number;
}

void hvk__program_reduce(struct hvk__program *program, size_t row)
{
	int32_t *entries = hvk__program_row(program, row);
	struct hvk__row *r = &program->rows[row];
	int32_t by = (int32_t)hvk__gcd(r->divisor, r->value);

	for (size_t i = 0; i < program->column_count && by > 1; i++) {
		if (entries[i] != 0 && entries[i] % by != 0)
			by = (int32_t)hvk__gcd(by, entries[i]);
	}
	if (by <= 1)
		return;
	for (size_t i = 0; i < program->column_count; i++) {
		if (entries[i] != 0)
			entries[i] /= by;
	}
	r->value /= by;
	r->divisor /= by;
}

/* One test for all, so that processors can do several at once. */
static void multiply(struct hvk__program *program, int32_t *entries, int64_t by)
{
	bool large = false;

	for (size_t i = 0; i < program->column_count; i++) {
		int64_t number = entries[i] * by;

		large |= is_large(number);
		entries[i] = (int32_t)number;
	}
	program->lost = program->lost || large;
}

void hvk__program_compact(struct hvk__program *program)
{
	size_t count = 0;

	if (program->dead <= program->column_count / DEAD_MAX)
		return;
	for (size_t i = 0; i < program->column_count; i++) {
		if (program->columns[i] != HVK__NONE)
			program->nonzero[count++] = (uint32_t)i;
	}
	for (size_t row = 0; row <= program->row_count; row++) {
		int32_t *entries = hvk__program_row(program, row < program->row_count ? row : HVK__PRICES);

		for (size_t i = 0; i < count; i++)
			entries[i] = entries[program->nonzero[i]];
	}
	for (size_t i = 0; i < count; i++)
		program->columns[i] = program->columns[program->nonzero[i]];
	program->column_count = count;
	program->dead = 0;
}

void hvk__program_combine(struct hvk__program *program, size_t target, int64_t a, int64_t b, size_t by,
                          int64_t value, size_t nonzero_count)
{
	int32_t *entries = hvk__program_row(program, target), *source = hvk__program_row(program, by);
	struct hvk__row *row = &program->rows[target];
	bool large = false;

	if (a > LARGEST || b > LARGEST || b < -LARGEST || value > LARGEST || value < -LARGEST) {
		program->lost = true;
		return;
	}
	program->search->effort -= (int64_t)nonzero_count;
	if (a != 1) {
		multiply(program, entries, a);
		program->search->effort -= (int64_t)program->column_count;
	}
	for (size_t i = 0; i < nonzero_count; i++) {
		uint32_t column = program->nonzero[i];
		int64_t number = entries[column] + b * source[column];

		large = large || is_large(number);
		entries[column] = (int32_t)number;
	}
	program->lost = program->lost || large;
	row->value = hvk__program_check(program, row->value * a + b * value);
	row->divisor = hvk__program_check(program, row->divisor * a);
	if (a != 1)
		hvk__program_reduce(program, target);
}
