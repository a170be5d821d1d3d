/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Moves of any shape by linear programming, when nothing else finds one: how much each leaf that can change does, so
 * that no published cell changes, or those that may at their price, the target changes by one, no leaf is below 0, and
 * all together costs little. It is the dual simplex method. What a variable costs is a line with a bend: in the middle,
 * where it is as it was. A row that is off goes to the nearest bend or bound; or, when that costs more than to leave it
 * where it is, its slope is set to that of the side it is on. A fraction is bounded to one side of it, and to the other
 * in the next attempt, which also takes leaves in another order.
 */
#include "statistics/protect_program.h"

enum { PIVOTS_MAX = 4000, BRANCHES_MAX = 64, ATTEMPTS = 3 };
/* Numbers that are calculated in one attempt; and where cells can be hidden instead and little is found anyway. */
enum { EFFORT_MAX = 1 << 24, EFFORT_PAID = 1 << 18 };
enum outcome { SOLVED, HOPELESS, STUCK };

/* ---------------------------------------------------------------- where rows should go */

static int64_t middle_of(const struct hvk__variable *variable)
{
	return variable->low > 0 ? variable->low : variable->high < 0 ? variable->high : 0;
}

struct aim {
	int64_t off;    /* how far, over the divisor; above 0: it has to go up */
	int64_t target;
	int64_t flip;   /* what a unit costs to leave it where it is; negative: it cannot be */
	int64_t slope;  /* then */
};

static struct aim aim_of(const struct hvk__program *program, size_t row)
{
	const struct hvk__row *r = &program->rows[row];
	const struct hvk__variable *variable = &program->variables[r->variable];
	int64_t middle = middle_of(variable), bound;
	struct aim aim = { .target = middle, .flip = -1 };
	int side = r->value > middle * r->divisor ? 1 : -1;

	if (r->value == middle * r->divisor)
		return aim;
	bound = side > 0 ? variable->high : variable->low;
	if (bound != middle && r->slope != side * variable->cost) {
		aim.slope = side * variable->cost;
		aim.flip = side * (aim.slope - r->slope);
	} else if (bound != middle) {
		if (side * r->value <= side * bound * r->divisor)
			return aim;
		aim.target = bound;
	}
	aim.off = aim.target * r->divisor - r->value;
	return aim;
}

static int64_t size_of(int64_t number)
{
	return number < 0 ? -number : number;
}

/* The row that is the farthest off; false when none is. */
static bool find_row(const struct hvk__program *program, size_t *found, struct aim *aim)
{
	int64_t divisor = 1;

	*aim = (struct aim){ .off = 0 };
	for (size_t row = 0; row < program->row_count; row++) {
		struct aim next = aim_of(program, row);

		if ((__int128)size_of(next.off) * divisor <= (__int128)size_of(aim->off) * program->rows[row].divisor)
			continue;
		*aim = next;
		*found = row;
		divisor = program->rows[row].divisor;
	}
	return aim->off != 0;
}

/* ---------------------------------------------------------------- by which column */

/* What one more of a column's variable costs, from its value on; way -1: down to it. */
static int64_t slope_of(const struct hvk__variable *variable, int way)
{
	int64_t middle = middle_of(variable);

	if (way > 0)
		return variable->at < middle ? -variable->cost : variable->cost;
	return variable->at > middle ? variable->cost : -variable->cost;
}

/* What it costs to change a column, over the divisor of prices, at least 0; negative: it cannot. */
static int64_t cost_of(const struct hvk__program *program, size_t column, int way)
{
	const struct hvk__variable *variable;
	int64_t cost;

	if (program->columns[column] == HVK__NONE)
		return -1;
	variable = &program->variables[program->columns[column]];
	if (way > 0 ? variable->at >= variable->high : variable->at <= variable->low)
		return -1;
	cost = way * (slope_of(variable, way) * program->rows[HVK__PRICES].divisor -
	              hvk__program_row(program, HVK__PRICES)[column]);
	return cost > 0 ? cost : 0;
}

/* The cheapest column by which a row can go its way, or none; of those as cheap one by which all stays whole. */
static size_t find_column(const struct hvk__program *program, size_t row, int way, int64_t *cheapest)
{
	const int32_t *entries = hvk__program_row(program, row);
	int64_t divisor = program->rows[row].divisor, best = 0;
	size_t found = program->column_count;

	for (size_t column = 0; column < program->column_count; column++) {
		int64_t entry = size_of(entries[column]), cost;
		__int128 more;

		if (entry == 0)
			continue;
		cost = cost_of(program, column, entries[column] > 0 ? -way : way);
		more = best > 0 ? (__int128)cost * best - (__int128)*cheapest * entry : -1;
		if (cost < 0 || more > 0 || (more == 0 && (entry != divisor || best == divisor)))
			continue;
		*cheapest = cost;
		best = entry;
		found = column;
	}
	program->search->effort -= (int64_t)program->column_count;
	return found;
}

/* ---------------------------------------------------------------- pivoting */

static size_t list_nonzero(struct hvk__program *program, size_t row)
{
	const int32_t *entries = hvk__program_row(program, row);
	size_t count = 0;

	for (size_t i = 0; i < program->column_count; i++) {
		if (entries[i] != 0)
			program->nonzero[count++] = (uint32_t)i;
	}
	return count;
}

static void set_slope(struct hvk__program *program, size_t row, int64_t slope)
{
	struct hvk__row *r = &program->rows[row], *prices = &program->rows[HVK__PRICES];
	int64_t common = hvk__gcd(prices->divisor, r->divisor);
	int64_t by = (slope - r->slope) * (prices->divisor / common);

	hvk__program_combine(program, HVK__PRICES, r->divisor / common, by, row, 0, list_nonzero(program, row));
	r->slope = slope;
}

/* Takes a column out of another row, by the pivot's. */
static void eliminate(struct hvk__program *program, size_t row, size_t column, int64_t factor, size_t by, int64_t value,
                      int64_t divisor, size_t count)
{
	int64_t common = hvk__gcd(factor, divisor);

	hvk__program_row(program, row)[column] = 0;
	hvk__program_combine(program, row, divisor / common, -factor / common, by, value, count);
}

/* The variable of a column goes into a row, so that what was there comes to its target; and the other way round, but
 * for a cell that may never change. */
static void pivot(struct hvk__program *program, size_t row, size_t column, int64_t target)
{
	int32_t *entries = hvk__program_row(program, row), *prices = hvk__program_row(program, HVK__PRICES);
	struct hvk__row *r = &program->rows[row];
	uint32_t number = program->columns[column];
	struct hvk__variable *leaving = &program->variables[r->variable], *entering = &program->variables[number];
	int sign = entries[column] < 0 ? -1 : 1;
	int64_t divisor = size_of(entries[column]), by = (r->value - target * r->divisor) * sign;
	int64_t slope = slope_of(entering, by < 0 ? -1 : 1), slope_before = r->slope;
	bool stays = leaving->leaf || leaving->low < leaving->high;
	size_t count;

	for (size_t i = 0; i < program->column_count; i++)
		entries[i] *= sign;
	entries[column] = stays ? (int32_t)r->divisor * sign : 0;
	count = list_nonzero(program, row);
	for (size_t i = 0; i < program->row_count; i++) {
		int64_t factor = hvk__program_row(program, i)[column];

		if (i != row && factor != 0)
			eliminate(program, i, column, factor, row, by, divisor, count);
	}
	eliminate(program, HVK__PRICES, column, prices[column] - slope * program->rows[HVK__PRICES].divisor, row, 0,
	          divisor, count);
	if (stays)
		prices[column] = hvk__program_check(program, prices[column] +
		                                             slope_before * program->rows[HVK__PRICES].divisor);
	program->columns[column] = stays ? r->variable : HVK__NONE;
	program->dead += !stays;
	leaving->at = target;
	leaving->row = HVK__NONE;
	entering->row = (uint32_t)row;
	*r = (struct hvk__row){ .variable = number, .divisor = divisor, .slope = slope,
		                .value = hvk__program_check(program, entering->at * divisor + by) };
	hvk__program_reduce(program, row);
}

/* ---------------------------------------------------------------- all in all */

/* Bounds a leaf that is a fraction; false when none is. */
static bool branch(struct hvk__program *program)
{
	for (size_t row = 0; row < program->row_count; row++) {
		const struct hvk__row *r = &program->rows[row];
		struct hvk__variable *variable = &program->variables[r->variable];
		int64_t below = r->value / r->divisor - (r->value % r->divisor < 0);

		if (!variable->leaf || r->value % r->divisor == 0)
			continue;
		if ((r->value > 0) == (program->attempt % 2 == 0))
			variable->high = below;
		else
			variable->low = below + 1;
		return true;
	}
	return false;
}

/* A row goes its way; false when it cannot. */
static bool advance(struct hvk__program *program, size_t row, const struct aim *aim)
{
	int64_t cost = 0, divisor = program->rows[row].divisor, prices = program->rows[HVK__PRICES].divisor;
	size_t column = find_column(program, row, aim->off > 0 ? 1 : -1, &cost);
	int64_t entry = column < program->column_count ? size_of(hvk__program_row(program, row)[column]) : 0;

	if (entry == 0 && aim->flip < 0)
		return false;
	if (entry > 0 && (aim->flip < 0 || (__int128)cost * divisor <= (__int128)aim->flip * prices * entry))
		pivot(program, row, column, aim->target);
	else
		set_slope(program, row, aim->slope);
	return true;
}

static enum outcome solve(struct hvk__program *program)
{
	const struct hvk__search *search = program->search;
	int64_t most = search->paid && !search->patient ? EFFORT_PAID : EFFORT_MAX;
	int64_t least = search->hard ? 0 : search->effort - most;
	int branches = 0;

	for (int n = 0; n < PIVOTS_MAX && !program->lost && search->effort > least; n++) {
		struct aim aim;
		size_t row = 0;

		if (find_row(program, &row, &aim)) {
			if (!advance(program, row, &aim))
				return branches == 0 ? HOPELESS : STUCK;
		} else if (!hvk__program_add_rows(program) && !program->lost) {
			if (!branch(program))
				return SOLVED;
			if (branches++ == BRANCHES_MAX)
				return STUCK;
		}
	}
	return STUCK;
}

bool hvk__simplex_search(struct hvk__search *search)
{
	enum outcome outcome = STUCK;

	if (!search->links)
		return false;
	if (!search->program && !hvk__program_prepare(search)) {
		search->out_of_memory = true;
		return false;
	}
	for (uint64_t attempt = 0; attempt < ATTEMPTS && outcome == STUCK && !search->out_of_memory; attempt++) {
		hvk__program_begin(search->program, attempt);
		outcome = solve(search->program);
		if (outcome == SOLVED && !hvk__program_note(search->program))
			outcome = STUCK;
	}
	return outcome == SOLVED;
}
