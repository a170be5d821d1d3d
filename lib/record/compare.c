/* SPDX-License-Identifier: EUPL-1.2 */
/* What a condition on a column means in SQL, by the form of the column: here texts, and what the others share. */
#include "record/compare.h"

#include <string.h>

#include "core/macro.h"
#include "core/text.h"

struct hvk__part hvk__part_first(const struct hvk__test *test)
{
	return (struct hvk__part){ NULL, 0, test->value };
}

bool hvk__part_next(const struct hvk__test *test, struct hvk__part *part)
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

int hvk__part_parse(const struct hvk__test *test, const struct hvk_record_column *column, const struct hvk__part *part,
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

int hvk__test_fail_operator(const struct hvk__test *test, const char *expected)
{
	return hvk__test_fail(test, HVK_EINVAL, "expected %s", _(expected));
}

bool hvk__test_is_many(const struct hvk__test *test)
{
	return hvk__column_is_set(test->column);
}

void hvk__test_open(const struct hvk__test *test)
{
	const char *type = hvk__types[test->type].name, *column = test->column->name;

	if (hvk__test_is_many(test))
		hvk__clause_sql(test->clause, "%s.id IN (SELECT m.%s FROM %s_%s AS m WHERE ", test->alias, type, type,
		                column);
	else
		hvk__clause_sql(test->clause, "(%s.%s IS NOT NULL AND ", test->alias, column);
}

const char *hvk__test_each(const struct hvk__test *test)
{
	return hvk__test_is_many(test) ? "m" : test->alias;
}

void hvk__test_close(const struct hvk__test *test)
{
	hvk__clause_sql(test->clause, ")");
}

void hvk__test_empty(const struct hvk__test *test)
{
	const char *type = hvk__types[test->type].name, *column = test->column->name;

	if (hvk__test_is_many(test))
		hvk__clause_sql(test->clause, "NOT EXISTS (SELECT 1 FROM %s_%s AS m WHERE m.%s = %s.id)", type, column,
		                type, test->alias);
	else
		hvk__clause_sql(test->clause, "%s.%s IS NULL", test->alias, column);
}

void hvk__test_or_empty(const struct hvk__test *test, bool empty)
{
	if (!empty)
		return;
	hvk__clause_sql(test->clause, " OR ");
	hvk__test_empty(test);
}

/* ---- texts */

/* Adds "FUNCTION(?)". */
static void add_compared(const struct hvk__test *test, const char *function, const char *text, size_t length)
{
	hvk__clause_sql(test->clause, "%s(", function);
	hvk__clause_text(test->clause, text, length);
	hvk__clause_sql(test->clause, ")");
}

void hvk__test_matching(const struct hvk__test *test, const char *function, const char *alias, const char *column)
{
	hvk__clause_sql(test->clause, "instr(%s(%s.%s), ", function, alias, column);
	add_compared(test, function, test->value, test->length);
	hvk__clause_sql(test->clause, test->operator == HVK__BEGINS ? ") = 1" : ") > 0");
}

/* An address on the web may be typed without its beginning: as it is kept it counts too. */
static void add_kept(const struct hvk__test *test, const struct hvk__part *part)
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
	struct hvk__part part = hvk__part_first(test), whole = { test->value, test->length, NULL };

	*empty = false;
	hvk__clause_sql(test->clause, "%s(%s.%s) IN (", function, hvk__test_each(test), test->column->name);
	add_compared(test, function, whole.text, whole.length);
	add_kept(test, &whole);
	while (hvk__part_next(test, &part)) {
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

	hvk__test_open(test);
	add_equal(test, "hvk_fold", &empty);
	/* Numbers that are rung alike are one. */
	if (test->column->form == HVK_FORM_PHONE) {
		hvk__test_close(test);
		hvk__clause_sql(test->clause, " OR (ifnull(hvk_phone(%s.%s), '') <> '' AND ", test->alias,
		                test->column->name);
		add_equal(test, "hvk_phone", &empty);
	}
	hvk__test_close(test);
	hvk__test_or_empty(test, empty);
}

static int test_text(const struct hvk__test *test)
{
	if (test->operator == HVK__EQUAL) {
		if (test->length > 0)
			test_equal_text(test);
		else
			hvk__test_empty(test);
		return HVK_OK;
	}
	if (test->operator != HVK__CONTAINS && test->operator != HVK__BEGINS)
		return hvk__test_fail_operator(test,
		                               "'=', '!=', '~' or '^='; '<' and '>' are for dates, numbers and age");
	hvk__test_open(test);
	hvk__test_matching(test, "hvk_fold", hvk__test_each(test), test->column->name);
	hvk__test_close(test);
	return HVK_OK;
}

/* ---- ids */

static int test_id(const struct hvk__test *test)
{
	struct hvk__part part = hvk__part_first(test);
	const char *between = "";

	if (test->operator != HVK__EQUAL)
		return hvk__test_fail_operator(test, "'=' or '!=' and ids separated by commas");
	hvk__clause_sql(test->clause, "%s.id IN (", test->alias);
	while (hvk__part_next(test, &part)) {
		int64_t id;

		if (!hvk__id_parse(part.text, part.length, &id))
			return hvk__test_fail(test, HVK_EINVAL, "expected 13 characters of base32, found '%.*s'",
			                      HVK__QUOTE(((struct hvk__text){ part.text, part.length })));
		hvk__clause_sql(test->clause, "%s", between);
		hvk__clause_number(test->clause, id);
		between = ", ";
	}
	hvk__clause_sql(test->clause, ")");
	return HVK_OK;
}

/* ---- by form */

int hvk__test_column(const struct hvk__test *test)
{
	switch (test->column->form) {
	case HVK_FORM_SLUG:
		/* Only the first is the record's own. Former slugs lead to it; others are names of series. */
		if (test->column != hvk_type_column(test->type, 0))
			return test_text(test);
		return hvk__test_record(test, test->type, "id");
	case HVK_FORM_RECORD:
		return hvk__test_record(test, test->column->type, test->column->name);
	case HVK_FORM_ID:
		return test_id(test);
	case HVK_FORM_CODE:
		return hvk__test_code(test);
	case HVK_FORM_GEMEENTE:
		return hvk__test_place(test, HVK__CLASS_GEMEENTE);
	case HVK_FORM_COUNTS:
		return test->operator == HVK__EQUAL ? hvk__test_counts(test) : test_text(test);
	case HVK_FORM_DATE:
	case HVK_FORM_TIME:
	case HVK_FORM_MONTH:
	case HVK_FORM_NUMBER:
	case HVK_FORM_CENTS:
		return hvk__test_ordered(test);
	case HVK_FORM_YES_NO:
		return hvk__test_yes_no(test);
	case HVK_FORM_AGES:
		return hvk__test_ages(test);
	default:
		return test_text(test);
	}
}
