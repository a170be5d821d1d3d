/* SPDX-License-Identifier: EUPL-1.2 */
/* Conditions on days, months, numbers and ages, and on what is yes or no. */
#include "record/compare.h"

#include <stdio.h>
#include <string.h>

#include "core/macro.h"

/* ---- days, months and numbers: what has an order */

/* A stretch of an order, inclusive: texts, or numbers. */
struct stretch {
	char first[24], last[24];
};

/* A day, or a period; of a column of months only its months count. */
static int read_days(const struct hvk__test *test, const struct hvk__part *part, struct stretch *stretch)
{
	bool months = test->column->form == HVK_FORM_MONTH;
	_cleanup_free_ char *key = NULL, *copy = strndup(part->text, part->length);
	struct hvk__period period;
	struct hvk__error error;
	int result;

	if (!copy)
		return hvk__fail_memory(&test->store->error);
	hvk__error_clear(&error);
	result = hvk__value_parse(test->store, &error, test->column, part->text, part->length, HVK__PARSE_CONDITION,
	                          &key);
	if (result == HVK_OK && key) {
		snprintf(stretch->first, sizeof(stretch->first), "%s", key);
		snprintf(stretch->last, sizeof(stretch->last), "%s", key);
		return HVK_OK;
	}
	if (test->column->form == HVK_FORM_TIME)
		return hvk__test_fail(test, result == HVK_EINPUT ? HVK_EINVAL : result, "%s", error.public.message);
	result = hvk__period_parse(&error, copy, hvk__store_today(test->store), &period);
	if (result < 0)
		return hvk__test_fail(test, result,
		                      months ? N_("expected a month such as 2026-10 or a period: %s")
		                             : N_("expected a date such as 2026-10-31 or a period: %s"),
		                      error.public.message);
	if (months) {
		hvk__month_format(period.first, stretch->first);
		hvk__month_format(period.last, stretch->last);
	} else {
		hvk__date_format(hvk__month_first_day(period.first), stretch->first);
		hvk__date_format(hvk__month_last_day(period.last), stretch->last);
	}
	return HVK_OK;
}

static int read_number(const struct hvk__test *test, const struct hvk__part *part, struct stretch *stretch)
{
	_cleanup_free_ char *key = NULL;
	int result = hvk__part_parse(test, test->column, part, &key);

	if (result < 0)
		return result;
	snprintf(stretch->first, sizeof(stretch->first), "%s", key ? key : "");
	snprintf(stretch->last, sizeof(stretch->last), "%s", key ? key : "");
	return HVK_OK;
}

static bool is_number(const struct hvk__test *test)
{
	return test->column->form == HVK_FORM_NUMBER || test->column->form == HVK_FORM_CENTS;
}

static bool comes_before(const struct hvk__test *test, const char *a, const char *b)
{
	return is_number(test) ? strtoll(a, NULL, 10) < strtoll(b, NULL, 10) : strcmp(a, b) < 0;
}

static void add_bound(const struct hvk__test *test, const char *text)
{
	if (is_number(test))
		hvk__clause_number(test->clause, strtoll(text, NULL, 10));
	else
		hvk__clause_text(test->clause, text, strlen(text));
}

/* As many as SQLite joins by OR without hesitation. */
#define STRETCHES_MAX 200

/* Reads all values; what they span goes in *whole. */
static int read_stretches(const struct hvk__test *test, struct stretch stretches[], size_t *count, bool *empty,
                          struct stretch *whole)
{
	struct hvk__part part = hvk__part_first(test);

	*count = 0;
	*empty = false;
	while (hvk__part_next(test, &part)) {
		struct stretch *one = &stretches[*count];
		int result;

		if (part.length == 0) {
			*empty = true;
			continue;
		}
		if (*count == STRETCHES_MAX)
			return hvk__test_fail(test, HVK_EINVAL, "expected at most %d values", STRETCHES_MAX);
		result = is_number(test) ? read_number(test, &part, one) : read_days(test, &part, one);
		if (result < 0)
			return result;
		if (*count == 0 || comes_before(test, one->first, whole->first))
			memcpy(whole->first, one->first, sizeof(whole->first));
		if (*count == 0 || comes_before(test, whole->last, one->last))
			memcpy(whole->last, one->last, sizeof(whole->last));
		++*count;
	}
	return HVK_OK;
}

static void add_stretches(const struct hvk__test *test, const struct stretch stretches[], size_t count)
{
	hvk__clause_sql(test->clause, "(0");
	for (size_t i = 0; i < count; i++) {
		hvk__clause_sql(test->clause, " OR %s.%s BETWEEN ", test->alias, test->column->name);
		add_bound(test, stretches[i].first);
		hvk__clause_sql(test->clause, " AND ");
		add_bound(test, stretches[i].last);
	}
	hvk__clause_sql(test->clause, ")");
}

/* '<' is before the first of what the value spans, '>' after the last. */
static void add_side(const struct hvk__test *test, const struct stretch *whole)
{
	static const char *const sides[] = {
		[HVK__LESS] = "<", [HVK__LESS_EQUAL] = "<=", [HVK__GREATER] = ">", [HVK__GREATER_EQUAL] = ">=",
	};
	bool of_first = test->operator == HVK__LESS || test->operator == HVK__GREATER_EQUAL;

	hvk__clause_sql(test->clause, "%s.%s %s ", test->alias, test->column->name, sides[test->operator]);
	add_bound(test, of_first ? whole->first : whole->last);
}

int hvk__test_ordered(const struct hvk__test *test)
{
	struct stretch stretches[STRETCHES_MAX], whole = { "", "" };
	size_t count;
	bool empty;
	int result;

	if (test->operator == HVK__CONTAINS || test->operator == HVK__BEGINS) {
		hvk__test_open(test);
		/* As it is written: folding takes hyphens away. */
		hvk__test_matching(test, "lower", hvk__test_each(test), test->column->name);
		hvk__test_close(test);
		return HVK_OK;
	}
	result = read_stretches(test, stretches, &count, &empty, &whole);
	if (result < 0)
		return result;
	if (test->operator != HVK__EQUAL && count == 0)
		return hvk__test_fail(test, HVK_EINVAL, "expected a value to compare with, found nothing");
	hvk__test_open(test);
	if (test->operator == HVK__EQUAL)
		add_stretches(test, stretches, count);
	else
		add_side(test, &whole);
	hvk__test_close(test);
	hvk__test_or_empty(test, empty && test->operator == HVK__EQUAL);
	return HVK_OK;
}

/* ---- yes and no, ages */

int hvk__test_yes_no(const struct hvk__test *test)
{
	struct hvk__part part = hvk__part_first(test);
	const char *between = "";

	if (test->operator != HVK__EQUAL)
		return hvk__test_fail_operator(test, "'=' or '!=' and yes or no");
	hvk__clause_sql(test->clause, "%s.%s IN (", test->alias, test->column->name);
	while (hvk__part_next(test, &part)) {
		_cleanup_free_ char *key = NULL;
		int result = hvk__part_parse(test, test->column, &part, &key);

		if (result < 0)
			return result;
		if (!key) /* never so: no is what is not set */
			continue;
		hvk__clause_sql(test->clause, "%s", between);
		hvk__clause_number(test->clause, strcmp(key, "yes") == 0);
		between = ", ";
	}
	hvk__clause_sql(test->clause, ")");
	return HVK_OK;
}

/* Adds the test of a range in the form that ages have as key: prenataal, 3, 0-3, prenataal-1, 12-. */
static void add_range(const struct hvk__test *test, const char *range, size_t length)
{
	const char *hyphen = memchr(range, '-', length), *end = range + length;
	int from = *range == 'p' ? HVK__AGE_BEFORE_BIRTH : atoi(range), to = from;

	if (hyphen)
		to = hyphen + 1 == end ? HVK__AGE_MAX : atoi(hyphen + 1);
	hvk__clause_sql(test->clause, "hvk_ages(%s.%s, ", test->alias, test->column->name);
	hvk__clause_number(test->clause, from);
	hvk__clause_sql(test->clause, ", ");
	hvk__clause_number(test->clause, to);
	hvk__clause_sql(test->clause, ")");
}

int hvk__test_ages(const struct hvk__test *test)
{
	struct hvk__part whole = { test->value, test->length, NULL };
	_cleanup_free_ char *key = NULL;
	size_t length;
	int result;

	if (test->operator != HVK__EQUAL)
		return hvk__test_fail_operator(test, "'=' or '!=' and an age in years");
	result = hvk__part_parse(test, test->column, &whole, &key);
	if (result < 0)
		return result;
	if (!key)
		hvk__test_empty(test);
	for (const char *range = key; range; range = range[length] ? range + length + 1 : NULL) {
		length = strcspn(range, "+");
		add_range(test, range, length);
		hvk__clause_sql(test->clause, range[length] ? " OR " : "");
	}
	return HVK_OK;
}
