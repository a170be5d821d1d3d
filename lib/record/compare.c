/* SPDX-License-Identifier: EUPL-1.2 */
/* What a condition on a column means in SQL, by the form of the column. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "record/condition.h"
#include "record/row.h"

/* One of the values that commas separate. */
struct part {
	const char *text;
	size_t length;
	const char *next; /* NULL: it was the last */
};

static struct part first_part(const struct hvk__test *test)
{
	return (struct part){ NULL, 0, test->value };
}

static bool next_part(const struct hvk__test *test, struct part *part)
{
	const char *end = test->value + test->length, *comma;

	if (!part->next)
		return false;
	comma = memchr(part->next, ',', (size_t)(end - part->next));
	part->length = (size_t)((comma ? comma : end) - part->next);
	part->text = hvk__trim(part->next, &part->length);
	part->next = comma ? comma + 1 : NULL;
	return true;
}

/* What part of a text a message should repeat. */
static int quotable(const struct part *part)
{
	return (int)hvk__utf8_valid_prefix(part->text, part->length < 60 ? part->length : 60);
}

/* The value as key of the column, NULL when it is empty. */
static int parse(const struct hvk__test *test, const struct hvk_record_column *column, const struct part *part,
                 char **key)
{
	struct hvk__error error;
	int result;

	*key = NULL;
	hvk__error_clear(&error);
	result = hvk__value_parse(test->store, &error, column, part->text, part->length,
	                          HVK__PARSE_PREFIX | HVK__PARSE_CONDITION, key);
	if (result < 0)
		return hvk__test_fail(test, result == HVK_EINPUT ? HVK_EINVAL : result, "%s", error.public.message);
	return HVK_OK;
}

static int fail_operator(const struct hvk__test *test, const char *expected)
{
	return hvk__test_fail(test, HVK_EINVAL, "expected %s", expected);
}

static bool is_many(const struct hvk__test *test)
{
	return hvk__column_is_set(test->column);
}

/* Opens an expression on each of the values of the column, to be closed by close_each(); what goes between them takes
 * the value by the name of the column. */
static void open_each(const struct hvk__test *test)
{
	const char *type = hvk__types[test->type].name, *column = test->column->name;

	if (is_many(test))
		hvk__clause_sql(test->clause, "%s.id IN (SELECT m.%s FROM %s_%s AS m WHERE ", test->alias, type, type,
		                column);
	else
		hvk__clause_sql(test->clause, "(%s.%s IS NOT NULL AND ", test->alias, column);
}

/* The name that the value has in between. */
static const char *each(const struct hvk__test *test)
{
	return is_many(test) ? "m" : test->alias;
}

static void close_each(const struct hvk__test *test)
{
	hvk__clause_sql(test->clause, ")");
}

/* That nothing is recorded. */
static void add_empty(const struct hvk__test *test)
{
	const char *type = hvk__types[test->type].name, *column = test->column->name;

	if (is_many(test))
		hvk__clause_sql(test->clause, "NOT EXISTS (SELECT 1 FROM %s_%s AS m WHERE m.%s = %s.id)", type, column,
		                type, test->alias);
	else
		hvk__clause_sql(test->clause, "%s.%s IS NULL", test->alias, column);
}

/* Adds " OR ..." for an empty value among others. */
static void add_or_empty(const struct hvk__test *test, bool empty)
{
	if (!empty)
		return;
	hvk__clause_sql(test->clause, " OR ");
	add_empty(test);
}

/* ---- codes and gemeenten */

void hvk__test_numbers(struct hvk__clause *clause, const struct hvk__values *values, bool gemeenten)
{
	const char *between = "";

	hvk__clause_sql(clause, " IN (");
	for (size_t i = 1; i < values->count; i++) {
		/* Versions of one code stand together. */
		if (!values->wanted[i] || (gemeenten && i > 1 && values->wanted[i - 1] &&
		                           hvk__gemeenten[i - 1].nis == hvk__gemeenten[i - 2].nis))
			continue;
		hvk__clause_sql(clause, "%s", between);
		hvk__clause_number(clause, gemeenten ? (int64_t)hvk__gemeenten[i - 1].nis : (int64_t)i);
		between = ", ";
	}
	hvk__clause_sql(clause, ")");
}

static void add_values(const struct hvk__test *test, const struct hvk__values *values, bool gemeenten)
{
	open_each(test);
	hvk__clause_sql(test->clause, "%s.%s", each(test), test->column->name);
	hvk__test_numbers(test->clause, values, gemeenten);
	close_each(test);
}

static int test_code(const struct hvk__test *test)
{
	const struct hvk__asked asked = {
		.key = test->key, .list = test->column->list, .ordered = "dates, numbers and age",
		.class = strcmp(test->column->list, "age") == 0 ? HVK__CLASS_NUMBERED : HVK__CLASS_CODE,
		/* A group covers its terms, where themes say what something is for. */
		.above = is_many(test) && strcmp(test->column->list, "theme") == 0,
	};
	struct hvk__values values;
	int result = hvk__values_find(test->store, &asked, test->operator, test->value, &values);

	if (result < 0)
		return result;
	add_values(test, &values, false);
	add_or_empty(test, values.wanted[0]);
	free(values.wanted);
	return HVK_OK;
}

/* Adds the partners, called p, that are everywhere or have one of the gemeenten. */
static void add_served(const struct hvk__test *test, const struct hvk__values *values)
{
	struct hvk__test partner = *test;

	partner.type = HVK_PARTNER;
	partner.alias = "p";
	partner.column = hvk_type_column(HVK_PARTNER, HVK__PARTNER_GEMEENTE);
	hvk__clause_sql(test->clause, "p.everywhere = 1 OR ");
	add_values(&partner, values, true);
}

/* Of what has no gemeenten of its own those of its partner count. */
static void add_inherited(const struct hvk__test *test, const struct hvk__values *values)
{
	hvk__clause_sql(test->clause, " OR (");
	add_empty(test);
	hvk__clause_sql(test->clause, " AND %s.partner IN (SELECT p.id FROM partner AS p WHERE ", test->alias);
	add_served(test, values);
	hvk__clause_sql(test->clause, "))");
}

static bool is_any(const struct hvk__values *values)
{
	for (size_t i = 1; i < values->count; i++)
		if (values->wanted[i])
			return true;
	return false;
}

int hvk__test_place(const struct hvk__test *test, enum hvk__class class)
{
	const struct hvk__asked asked = { .key = test->key, .class = class, .ordered = "dates, numbers and age" };
	struct hvk__values values;
	int result = hvk__values_find(test->store, &asked, test->operator, test->value, &values);

	if (result < 0)
		return result;
	add_values(test, &values, true);
	if (is_many(test) && is_any(&values)) {
		if (test->type == HVK_PARTNER)
			hvk__clause_sql(test->clause, " OR %s.everywhere = 1", test->alias);
		else
			add_inherited(test, &values);
	}
	add_or_empty(test, values.wanted[0]);
	free(values.wanted);
	return HVK_OK;
}

/* ---- texts */

/* Adds "FUNCTION(?)". */
static void add_compared(const struct hvk__test *test, const char *function, const char *text, size_t length)
{
	hvk__clause_sql(test->clause, "%s(", function);
	hvk__clause_text(test->clause, text, length);
	hvk__clause_sql(test->clause, ")");
}

/* Adds that a column, of the rows called so, has the value in it or begins with it. function: what they are compared
 * by. */
static void add_matching(const struct hvk__test *test, const char *function, const char *alias, const char *column)
{
	hvk__clause_sql(test->clause, "instr(%s(%s.%s), ", function, alias, column);
	add_compared(test, function, test->value, test->length);
	hvk__clause_sql(test->clause, test->operator == HVK__BEGINS ? ") = 1" : ") > 0");
}

/* An address on the web may be typed without its beginning: as it is kept it counts too. */
static void add_kept(const struct hvk__test *test, const struct part *part)
{
	_cleanup_free_ char *key = NULL;
	struct hvk__error ignored;

	hvk__error_clear(&ignored);
	if (test->column->form != HVK_FORM_URL)
		return;
	hvk__value_parse(test->store, &ignored, test->column, part->text, part->length, HVK__PARSE_CONDITION, &key);
	if (!key)
		return;
	hvk__clause_sql(test->clause, ", ");
	add_compared(test, "hvk_fold", key, strlen(key));
}

/* Text may have commas in it: the whole value counts, and so do its parts. *empty: one of those is. */
static void add_equal(const struct hvk__test *test, const char *function, bool *empty)
{
	struct part part = first_part(test), whole = { test->value, test->length, NULL };

	*empty = false;
	hvk__clause_sql(test->clause, "%s(%s.%s) IN (", function, each(test), test->column->name);
	add_compared(test, function, whole.text, whole.length);
	add_kept(test, &whole);
	while (next_part(test, &part)) {
		*empty = *empty || part.length == 0;
		if (part.length == 0 || part.length == test->length)
			continue;
		hvk__clause_sql(test->clause, ", ");
		add_compared(test, function, part.text, part.length);
		add_kept(test, &part);
	}
	hvk__clause_sql(test->clause, ")");
}

static void test_equal_text(const struct hvk__test *test)
{
	bool empty;

	open_each(test);
	add_equal(test, "hvk_fold", &empty);
	/* Numbers that are rung alike are one. */
	if (test->column->form == HVK_FORM_PHONE) {
		close_each(test);
		hvk__clause_sql(test->clause, " OR (ifnull(hvk_phone(%s.%s), '') <> '' AND ", test->alias,
		                test->column->name);
		add_equal(test, "hvk_phone", &empty);
	}
	close_each(test);
	add_or_empty(test, empty);
}

static int test_text(const struct hvk__test *test)
{
	if (test->operator == HVK__EQUAL) {
		if (test->length > 0)
			test_equal_text(test);
		else
			add_empty(test);
		return HVK_OK;
	}
	if (test->operator != HVK__CONTAINS && test->operator != HVK__BEGINS)
		return fail_operator(test, "'=', '!=', '~' or '^='; '<' and '>' are for dates, numbers and age");
	open_each(test);
	add_matching(test, "hvk_fold", each(test), test->column->name);
	close_each(test);
	return HVK_OK;
}

/* ---- records by their slugs */

/* The row of a record. */
static int find_record(const struct hvk__test *test, enum hvk_type type, const struct part *part, int64_t *id)
{
	const struct hvk_record_column column = { .name = test->key, .form = HVK_FORM_RECORD, .type = type };
	_cleanup_free_ char *slug = NULL;
	int result = parse(test, &column, part, &slug);

	*id = 0;
	if (result < 0)
		return result;
	result = slug ? hvk__record_lookup(test->store, type, slug, id) : 0;
	if (result == 0)
		return hvk__test_fail(test, HVK_ENOTFOUND, "unknown %s '%.*s'", hvk_type_name(type), quotable(part),
		                      part->text);
	return result < 0 ? result : HVK_OK;
}

/* Names of people are nothing to search by here. */
static void add_matching_record(const struct hvk__test *test, enum hvk_type type)
{
	hvk__clause_sql(test->clause, "(SELECT r.id FROM %s AS r WHERE ", hvk__types[type].name);
	add_matching(test, "hvk_fold", "r", "slug");
	if (type == HVK_PARTNER || type == HVK_OFFER) {
		hvk__clause_sql(test->clause, " OR ");
		add_matching(test, "hvk_fold", "r", "name");
	}
	hvk__clause_sql(test->clause, ")");
}

static int add_records(const struct hvk__test *test, enum hvk_type type, bool *empty)
{
	struct part part = first_part(test);
	const char *between = "";

	hvk__clause_sql(test->clause, "(");
	while (next_part(test, &part)) {
		int64_t id;
		int result;

		if (part.length == 0) {
			*empty = true;
			continue;
		}
		result = find_record(test, type, &part, &id);
		if (result < 0)
			return result;
		hvk__clause_sql(test->clause, "%s", between);
		hvk__clause_number(test->clause, id);
		between = ", ";
	}
	hvk__clause_sql(test->clause, ")");
	return HVK_OK;
}

/* column: of the row id that is the record's. */
static int test_record(const struct hvk__test *test, enum hvk_type type, const char *column)
{
	bool empty = false;
	int result = HVK_OK;

	if (test->operator != HVK__EQUAL && test->operator != HVK__CONTAINS && test->operator != HVK__BEGINS)
		return fail_operator(test, "'=', '!=', '~' or '^=' and a slug");
	hvk__clause_sql(test->clause, "(%s.%s IS NOT NULL AND %s.%s IN ", test->alias, column, test->alias, column);
	if (test->operator == HVK__EQUAL)
		result = add_records(test, type, &empty);
	else
		add_matching_record(test, type);
	hvk__clause_sql(test->clause, ")");
	if (empty)
		hvk__clause_sql(test->clause, " OR %s.%s IS NULL", test->alias, column);
	return result;
}

static int test_id(const struct hvk__test *test)
{
	struct part part = first_part(test);
	const char *between = "";

	if (test->operator != HVK__EQUAL)
		return fail_operator(test, "'=' or '!=' and ids separated by commas");
	hvk__clause_sql(test->clause, "%s.id IN (", test->alias);
	while (next_part(test, &part)) {
		int64_t id;

		if (!hvk__id_parse(part.text, part.length, &id))
			return hvk__test_fail(test, HVK_EINVAL, "expected 13 characters of base32, found '%.*s'",
			                      quotable(&part), part.text);
		hvk__clause_sql(test->clause, "%s", between);
		hvk__clause_number(test->clause, id);
		between = ", ";
	}
	hvk__clause_sql(test->clause, ")");
	return HVK_OK;
}

/* ---- days, months and numbers: what has an order */

/* A stretch of an order, inclusive: texts, or numbers. */
struct stretch {
	char first[24], last[24];
};

/* A day, or a period; of a column of months only its months count. */
static int read_days(const struct hvk__test *test, const struct part *part, struct stretch *stretch)
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
	result = hvk__period_parse(&error, copy, hvk__store_today(test->store), &period);
	if (result < 0)
		return hvk__test_fail(test, result, "expected a %s or a period: %s",
		                      months ? "month such as 2026-10" : "date such as 2026-10-31",
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

static int read_number(const struct hvk__test *test, const struct part *part, struct stretch *stretch)
{
	_cleanup_free_ char *key = NULL;
	int result = parse(test, test->column, part, &key);

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
	struct part part = first_part(test);

	*count = 0;
	*empty = false;
	while (next_part(test, &part)) {
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

static int test_ordered(const struct hvk__test *test)
{
	struct stretch stretches[STRETCHES_MAX], whole = { "", "" };
	size_t count;
	bool empty;
	int result;

	if (test->operator == HVK__CONTAINS || test->operator == HVK__BEGINS) {
		open_each(test);
		/* As it is written: folding takes hyphens away. */
		add_matching(test, "lower", each(test), test->column->name);
		close_each(test);
		return HVK_OK;
	}
	result = read_stretches(test, stretches, &count, &empty, &whole);
	if (result < 0)
		return result;
	if (test->operator != HVK__EQUAL && count == 0)
		return hvk__test_fail(test, HVK_EINVAL, "expected a value to compare with, found nothing");
	open_each(test);
	if (test->operator == HVK__EQUAL)
		add_stretches(test, stretches, count);
	else
		add_side(test, &whole);
	close_each(test);
	add_or_empty(test, empty && test->operator == HVK__EQUAL);
	return HVK_OK;
}

/* ---- yes and no, ages */

static int test_yes_no(const struct hvk__test *test)
{
	struct part part = first_part(test);
	const char *between = "";

	if (test->operator != HVK__EQUAL)
		return fail_operator(test, "'=' or '!=' and yes or no");
	hvk__clause_sql(test->clause, "%s.%s IN (", test->alias, test->column->name);
	while (next_part(test, &part)) {
		_cleanup_free_ char *key = NULL;
		int result = parse(test, test->column, &part, &key);

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

static int test_ages(const struct hvk__test *test)
{
	struct part whole = { test->value, test->length, NULL };
	_cleanup_free_ char *key = NULL;
	size_t length;
	int result;

	if (test->operator != HVK__EQUAL)
		return fail_operator(test, "'=' or '!=' and an age in years");
	result = parse(test, test->column, &whole, &key);
	if (result < 0)
		return result;
	if (!key)
		add_empty(test);
	for (const char *range = key; range; range = range[length] ? range + length + 1 : NULL) {
		length = strcspn(range, "+");
		add_range(test, range, length);
		hvk__clause_sql(test->clause, range[length] ? " OR " : "");
	}
	return HVK_OK;
}

/* ---- by form */

int hvk__test_column(const struct hvk__test *test)
{
	switch (test->column->form) {
	case HVK_FORM_SLUG:
		/* Former slugs are texts that lead to the record. */
		return is_many(test) ? test_text(test) : test_record(test, test->type, "id");
	case HVK_FORM_RECORD:
		return test_record(test, test->column->type, test->column->name);
	case HVK_FORM_ID:
		return test_id(test);
	case HVK_FORM_CODE:
		return test_code(test);
	case HVK_FORM_GEMEENTE:
		return hvk__test_place(test, HVK__CLASS_GEMEENTE);
	case HVK_FORM_DATE:
	case HVK_FORM_MONTH:
	case HVK_FORM_NUMBER:
	case HVK_FORM_CENTS:
		return test_ordered(test);
	case HVK_FORM_YES_NO:
		return test_yes_no(test);
	case HVK_FORM_AGES:
		return test_ages(test);
	default:
		return test_text(test);
	}
}
