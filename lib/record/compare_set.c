/* SPDX-License-Identifier: EUPL-1.2 */
/* Conditions that mean a set of things which are known: codes, gemeenten, records. */
#include "record/compare.h"

#include <stdio.h>
#include <string.h>

#include "core/macro.h"

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
	hvk__test_open(test);
	hvk__clause_sql(test->clause, "%s.%s", hvk__test_each(test), test->column->name);
	hvk__test_numbers(test->clause, values, gemeenten);
	hvk__test_close(test);
}

int hvk__test_code(const struct hvk__test *test)
{
	const struct hvk__asked asked = {
		.key = test->key, .list = test->column->list, .ordered = _("dates, numbers and age"),
		.class = strcmp(test->column->list, "age") == 0 ? HVK__CLASS_NUMBERED : HVK__CLASS_CODE,
		/* A group covers its terms, where themes say what something is for. */
		.above = hvk__test_is_many(test) && strcmp(test->column->list, "theme") == 0,
	};
	struct hvk__values values;
	int result = hvk__values_find(test->store, &asked, test->operator, test->value, &values);

	if (result < 0)
		return result;
	add_values(test, &values, false);
	hvk__test_or_empty(test, values.wanted[0]);
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
	hvk__test_empty(test);
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
	const struct hvk__asked asked = { .key = test->key, .class = class, .ordered = _("dates, numbers and age") };
	struct hvk__values values;
	int result = hvk__values_find(test->store, &asked, test->operator, test->value, &values);

	if (result < 0)
		return result;
	add_values(test, &values, true);
	if (hvk__test_is_many(test) && is_any(&values)) {
		if (test->type == HVK_PARTNER)
			hvk__clause_sql(test->clause, " OR %s.everywhere = 1", test->alias);
		else
			add_inherited(test, &values);
	}
	hvk__test_or_empty(test, values.wanted[0]);
	free(values.wanted);
	return HVK_OK;
}

/* How many came from where: those of whom some came from one of the gemeenten. */
int hvk__test_counts(const struct hvk__test *test)
{
	const struct hvk__asked asked = {
		.key = test->key, .class = HVK__CLASS_GEMEENTE, .ordered = _("dates, numbers and age")
	};
	struct hvk__values values;
	const char *between = "";
	int result = hvk__values_find(test->store, &asked, test->operator, test->value, &values);

	if (result < 0)
		return result;
	hvk__test_open(test);
	hvk__clause_sql(test->clause, "(");
	for (size_t i = 1; i < values.count; i++) {
		char counted[12];

		if (!values.wanted[i])
			continue;
		snprintf(counted, sizeof(counted), "+%05u=", (unsigned)hvk__gemeenten[i - 1].nis);
		hvk__clause_sql(test->clause, "%sinstr('+' || %s.%s, ", between, test->alias, test->column->name);
		hvk__clause_text(test->clause, counted, strlen(counted));
		hvk__clause_sql(test->clause, ") > 0");
		between = " OR ";
	}
	hvk__clause_sql(test->clause, "%s)", *between ? "" : "0");
	hvk__test_close(test);
	hvk__test_or_empty(test, values.wanted[0]);
	free(values.wanted);
	return HVK_OK;
}

/* ---- records by their slugs */

/* The row of a record. */
static int find_record(const struct hvk__test *test, enum hvk_type type, const struct hvk__part *part, int64_t *id)
{
	const struct hvk_record_column column = { .name = test->key, .form = HVK_FORM_RECORD, .type = type };
	_cleanup_free_ char *slug = NULL;
	int result = hvk__part_parse(test, &column, part, &slug);

	*id = 0;
	if (result < 0)
		return result;
	result = slug ? hvk__record_lookup(test->store, type, slug, id) : 0;
	if (result == 0)
		return hvk__test_fail(test, HVK_ENOTFOUND, "unknown %s '%.*s'", _(hvk_type_name(type)),
		                      HVK__QUOTE(((struct hvk__text){ part->text, part->length })));
	return result < 0 ? result : HVK_OK;
}

/* Names of people are nothing to search by here. */
static void add_matching_record(const struct hvk__test *test, enum hvk_type type)
{
	size_t name = (size_t)hvk__types[type].name_column;

	hvk__clause_sql(test->clause, "(SELECT r.id FROM %s AS r WHERE ", hvk__types[type].name);
	hvk__test_matching(test, "hvk_fold", "r", "slug");
	if (hvk__is_named(type) && type != HVK_PERSON) {
		hvk__clause_sql(test->clause, " OR ");
		hvk__test_matching(test, "hvk_fold", "r", hvk__record_column(type, name)->name);
	}
	hvk__clause_sql(test->clause, ")");
}

static int add_records(const struct hvk__test *test, enum hvk_type type, bool *empty)
{
	struct hvk__part part = hvk__part_first(test);
	const char *between = "";

	hvk__clause_sql(test->clause, "(");
	while (hvk__part_next(test, &part)) {
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
int hvk__test_record(const struct hvk__test *test, enum hvk_type type, const char *column)
{
	bool empty = false, many = hvk__test_is_many(test);
	int result = HVK_OK;

	if (test->operator != HVK__EQUAL && test->operator != HVK__CONTAINS && test->operator != HVK__BEGINS)
		return hvk__test_fail_operator(test, "'=', '!=', '~' or '^=' and a slug");
	if (many)
		hvk__test_open(test);
	else
		hvk__clause_sql(test->clause, "(%s.%s IS NOT NULL AND ", test->alias, column);
	hvk__clause_sql(test->clause, "%s.%s IN ", hvk__test_each(test), column);
	if (test->operator == HVK__EQUAL)
		result = add_records(test, type, &empty);
	else
		add_matching_record(test, type);
	hvk__clause_sql(test->clause, ")");
	if (empty && many)
		hvk__test_or_empty(test, true);
	else if (empty)
		hvk__clause_sql(test->clause, " OR %s.%s IS NULL", test->alias, column);
	return result;
}
