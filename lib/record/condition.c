/* SPDX-License-Identifier: EUPL-1.2 */
/* The keys of conditions on records: their columns, and some more. */
#include "record/compare.h"

#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/span.h"
#include "core/text.h"

int hvk__test_fail(const struct hvk__test *test, int code, const char *format, ...)
{
	char message[800];
	va_list arguments;

	if (code == HVK_ENOMEM)
		return hvk__fail_memory(&test->store->error);
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), _(format), arguments);
	va_end(arguments);
	return hvk__fail(&test->store->error, code, "%s: %s", test->key, message);
}

/* ---- keys besides columns */

static const struct hvk_record_column *column_named(enum hvk_type type, const char *name)
{
	return hvk_type_column(type, hvk_type_find_column(type, name));
}

static bool has_period(enum hvk_type type)
{
	return column_named(type, "since") && column_named(type, "until");
}

static bool is_referral(enum hvk_type type)
{
	return type == HVK_REFERRAL;
}

static bool has_end(enum hvk_type type)
{
	return column_named(type, "until");
}

static bool is_verified(enum hvk_type type)
{
	return column_named(type, "verified_on");
}

static bool has_place(enum hvk_type type)
{
	return column_named(type, "gemeente") || column_named(type, "house");
}

/* Which partner it is about: who holds it, who was there, who does it. */
static const struct hvk_record_column *partner_column(enum hvk_type type)
{
	const struct hvk_record_column *column = column_named(type, "partner");

	return column ? column : column_named(type, "who");
}

static bool has_partner(enum hvk_type type)
{
	return partner_column(type);
}

/* The day of the agenda on which it is: when it takes place, or by when it is to be done. */
static const struct hvk_record_column *day_column(enum hvk_type type)
{
	const struct hvk_record_column *column = column_named(type, "date");

	return column ? column : column_named(type, "due");
}

static bool has_day(enum hvk_type type)
{
	return day_column(type);
}

static bool is_to_do(enum hvk_type type)
{
	return column_named(type, "done");
}

/* Reads the value as a day; 'today' is one. */
static int read_day(const struct hvk__test *test, char day[11])
{
	static const struct hvk_record_column column = { .name = "on", .form = HVK_FORM_DATE };
	_cleanup_free_ char *key = NULL;
	struct hvk__error error;
	int result;

	hvk__date_format(hvk__store_today(test->store), day);
	if (test->length == strlen("today") && strncasecmp(test->value, "today", test->length) == 0)
		return HVK_OK;
	hvk__error_clear(&error);
	result = hvk__value_parse(test->store, &error, &column, test->value, test->length, HVK__PARSE_CONDITION, &key);
	if (result < 0)
		return hvk__test_fail(test, result == HVK_EINPUT ? HVK_EINVAL : result, "%s", error.public.message);
	if (!key)
		return hvk__test_fail(test, HVK_EINVAL, "expected a date such as 2026-10-31, found nothing");
	snprintf(day, 11, "%s", key);
	return HVK_OK;
}

static int test_on(const struct hvk__test *test)
{
	char day[11];
	int result = read_day(test, day);

	if (result < 0)
		return result;
	hvk__clause_sql(test->clause, "ifnull(%s.since <= ", test->alias);
	hvk__clause_text(test->clause, day, strlen(day));
	hvk__clause_sql(test->clause, ", 1) AND ifnull(%s.until >= ", test->alias);
	hvk__clause_text(test->clause, day, strlen(day));
	hvk__clause_sql(test->clause, ", 1)");
	return HVK_OK;
}

/* The day that lies a span away from today. */
static int read_span(const struct hvk__test *test, int sign, char day[11])
{
	struct hvk__span_of_time span;
	struct hvk__error error;
	int result;

	hvk__error_clear(&error);
	result = hvk__span_parse(&error, test->value, test->length, &span);
	if (result < 0)
		return hvk__test_fail(test, result, "%s", error.public.message);
	hvk__date_format(hvk__span_from(hvk__store_today(test->store), span, sign), day);
	return HVK_OK;
}

static int test_stale(const struct hvk__test *test)
{
	char day[11];
	int result = read_span(test, -1, day);

	if (result < 0)
		return result;
	hvk__clause_sql(test->clause, "ifnull(%s.verified_on <= ", test->alias);
	hvk__clause_text(test->clause, day, strlen(day));
	hvk__clause_sql(test->clause, ", 1)");
	return HVK_OK;
}

static int test_due(const struct hvk__test *test)
{
	char today[11], day[11];
	int result = read_span(test, 1, day);

	if (result < 0)
		return result;
	hvk__date_format(hvk__store_today(test->store), today);
	hvk__clause_sql(test->clause, "ifnull(%s.until BETWEEN ", test->alias);
	hvk__clause_text(test->clause, today, strlen(today));
	hvk__clause_sql(test->clause, " AND ");
	hvk__clause_text(test->clause, day, strlen(day));
	hvk__clause_sql(test->clause, ", 0)");
	return HVK_OK;
}

/* Proposed, or the partner was rung, and not a word since: what came of a waiting list or a refusal is known. */
static int test_overdue(const struct hvk__test *test)
{
	char day[11];
	int result = read_span(test, -1, day);

	if (result < 0)
		return result;
	hvk__clause_sql(test->clause, "%s.status IN (SELECT number FROM code WHERE list = 'referral_status'"
	                " AND origin IN ('voorgesteld', 'gecontacteerd')) AND %s.status_on < ",
	                test->alias, test->alias);
	hvk__clause_text(test->clause, day, strlen(day));
	return HVK_OK;
}

/* Compares the day of the agenda with a day, today or a period. */
static int test_day(const struct hvk__test *test, enum hvk__operator operator)
{
	struct hvk__test day = *test;
	char today[11];

	day.column = day_column(test->type);
	day.operator = operator;
	if (test->length == strlen("today") && strncasecmp(test->value, "today", test->length) == 0) {
		hvk__date_format(hvk__store_today(test->store), today);
		day.value = today;
		day.length = strlen(today);
	}
	return hvk__test_column(&day);
}

static int test_since(const struct hvk__test *test)
{
	return test_day(test, HVK__GREATER_EQUAL);
}

static int test_until(const struct hvk__test *test)
{
	return test_day(test, HVK__LESS_EQUAL);
}

static int test_period(const struct hvk__test *test)
{
	return test_day(test, HVK__EQUAL);
}

static int read_yes_no(const struct hvk__test *test, bool *yes)
{
	static const struct hvk_record_column column = { .name = "open", .form = HVK_FORM_YES_NO };
	_cleanup_free_ char *key = NULL;
	struct hvk__part whole = { test->value, test->length, NULL };
	int result = hvk__part_parse(test, &column, &whole, &key);

	*yes = key && strcmp(key, "yes") == 0;
	return result < 0 || key ? result : hvk__test_fail(test, HVK_EINVAL, "expected yes or no, found nothing");
}

static int test_open(const struct hvk__test *test)
{
	bool yes;
	int result = read_yes_no(test, &yes);

	if (result == HVK_OK)
		hvk__clause_sql(test->clause, "%s.done IS %sNULL", test->alias, yes ? "" : "NOT ");
	return result;
}

static int test_late(const struct hvk__test *test)
{
	char today[11];
	bool yes;
	int result = read_yes_no(test, &yes);

	if (result < 0)
		return result;
	hvk__date_format(hvk__store_today(test->store), today);
	hvk__clause_sql(test->clause, "ifnull(%s.done IS NULL AND %s.due < ", test->alias, test->alias);
	hvk__clause_text(test->clause, today, strlen(today));
	hvk__clause_sql(test->clause, ", 0) = %d", yes);
	return HVK_OK;
}

/* An agreement is somewhere by its gemeente or by its house. */
static int test_place(const struct hvk__test *test, enum hvk__class class)
{
	static const char *const columns[] = { "gemeente", "house" };
	struct hvk__test one = *test;
	const char *between = "";

	for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
		int result;

		one.column = column_named(test->type, columns[i]);
		if (!one.column)
			continue;
		hvk__clause_sql(test->clause, "%s(", between);
		result = hvk__test_place(&one, class);
		if (result < 0)
			return result;
		hvk__clause_sql(test->clause, ")");
		between = " OR ";
	}
	return HVK_OK;
}

static int test_arrondissement(const struct hvk__test *test)
{
	return test_place(test, HVK__CLASS_ARRONDISSEMENT);
}

static int test_province(const struct hvk__test *test)
{
	return test_place(test, HVK__CLASS_PROVINCE);
}

static int test_region(const struct hvk__test *test)
{
	return test_place(test, HVK__CLASS_REGION);
}

/* The same test on the partner that the record belongs to. */
static int test_partner(const struct hvk__test *test, size_t column)
{
	struct hvk__test partner = *test;
	int result;

	partner.type = HVK_PARTNER;
	partner.alias = "p";
	partner.column = hvk_type_column(HVK_PARTNER, column);
	hvk__clause_sql(test->clause, "ifnull(%s.%s IN (SELECT p.id FROM partner AS p WHERE ", test->alias,
	                partner_column(test->type)->name);
	result = hvk__test_column(&partner);
	hvk__clause_sql(test->clause, "), 0)");
	return result;
}

static int test_partner_type(const struct hvk__test *test)
{
	return test_partner(test, HVK__PARTNER_TYPE);
}

static int test_stage(const struct hvk__test *test)
{
	return test_partner(test, HVK__PARTNER_STAGE);
}

static const struct key {
	const char *name, *help;
	bool (*applies)(enum hvk_type type);
	int (*test)(const struct hvk__test *test);
	bool any_operator; /* else only '=' and '!=' */
} keys[] = {
	{ "on", "in force on that day, a date or today: within since and until", has_period, test_on, false },
	{ "stale", "not verified for that long: 90d, 3w, 12m or 2y", is_verified, test_stale, false },
	{ "due", "ends within that long from today: 90d, 3w, 12m or 2y", has_end, test_due, false },
	{ "since", "on that day or later: a date, today or a period", has_day, test_since, false },
	{ "until", "on that day or before: a date, today or a period", has_day, test_until, false },
	{ "period", "in that period: 2026, 2026-10, 2026-2027 (a school year), this-month", has_day, test_period,
	  false },
	{ "late", "yes: not done, and it should have been before today", is_to_do, test_late, false },
	{ "open", "yes: not done", is_to_do, test_open, false },
	{ "overdue", "proposed or rung longer ago than that: 14d, 3w, 2m; nothing heard since", is_referral,
	  test_overdue, false },
	{ "arrondissement", "of the gemeente", has_place, test_arrondissement, true },
	{ "province", "of the gemeente", has_place, test_province, true },
	{ "region", "a set of gemeenten of your own", has_place, test_region, true },
	{ "partner-type", "what kind of organisation the partner is", has_partner, test_partner_type, true },
	{ "stage", "how far working together with the partner has come", has_partner, test_stage, true },
};

static const struct key *key_at(enum hvk_type type, size_t n)
{
	for (size_t i = 0; (unsigned)type < HVK_TYPES && i < ARRAY_SIZE(keys); i++)
		if (keys[i].applies(type) && n-- == 0)
			return &keys[i];
	return NULL;
}

HVK_EXPORT const char *hvk_records_key(enum hvk_type type, size_t n)
{
	const struct key *key = key_at(type, n);

	return key ? key->name : NULL;
}

HVK_EXPORT const char *hvk_records_key_help(enum hvk_type type, size_t n)
{
	const struct key *key = key_at(type, n);

	return key ? key->help : NULL;
}

/* ---- finding the key */

static bool is_named(const char *known, const char *name, size_t length)
{
	size_t i = 0;

	while (i < length && known[i] && (known[i] == name[i] || (strchr("-_", known[i]) && strchr("-_", name[i]))))
		i++;
	return i == length && known[i] == '\0';
}

static int fail_unknown(struct hvk_store *store, enum hvk_type type, const char *name, size_t length)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };
	const struct hvk_record_column *column;
	const char *other;

	hvk__fold(folded, sizeof(folded), name, length);
	for (size_t i = 0; (column = hvk_type_column(type, i)); i++)
		hvk__nearest_offer_text(&nearest, column->name, column->name);
	for (size_t i = 0; (other = hvk_records_key(type, i)); i++)
		hvk__nearest_offer_text(&nearest, other, other);
	if (nearest.best)
		return hvk__fail(&store->error, HVK_EINVAL, "cannot filter on '%.*s'; did you mean %s?", (int)length,
		                 name, (const char *)nearest.best);
	return hvk__fail(&store->error, HVK_EINVAL,
	                 "cannot filter on '%.*s'; expected a column such as %s, %s or %s", (int)length, name,
	                 hvk_type_column(type, 0)->name, hvk_type_column(type, 1)->name,
	                 hvk_type_column(type, 2)->name);
}

/* Sets what the key of a condition stands for: a column, or one of the others. */
static int find_key(struct hvk__test *test, const struct hvk__condition *condition, const struct key **key)
{
	*key = NULL;
	for (size_t i = 0; (test->column = hvk_type_column(test->type, i)); i++) {
		test->key = test->column->name;
		if (is_named(test->column->name, condition->key, condition->key_length))
			return HVK_OK;
	}
	for (size_t i = 0; (*key = key_at(test->type, i)); i++) {
		test->key = (*key)->name;
		if (is_named((*key)->name, condition->key, condition->key_length))
			return HVK_OK;
	}
	return fail_unknown(test->store, test->type, condition->key, condition->key_length);
}

static int run(const struct hvk__test *test, const struct key *key)
{
	if (!key)
		return hvk__test_column(test);
	if (!key->any_operator && test->operator != HVK__EQUAL)
		return hvk__test_fail(test, HVK_EINVAL, "expected '=' or '!='");
	return key->test(test);
}

int hvk__condition_add(struct hvk_store *store, enum hvk_type type, const struct hvk__condition *condition,
                       struct hvk__clause *clause)
{
	struct hvk__clause_mark mark = hvk__clause_mark(clause);
	bool negated = condition->operator == HVK__NOT_EQUAL;
	struct hvk__test test = {
		.store = store, .clause = clause, .type = type, .alias = "t",
		.operator = negated ? HVK__EQUAL : condition->operator, .length = strlen(condition->value),
	};
	const struct key *key;
	int result = find_key(&test, condition, &key);

	test.value = hvk__trim(condition->value, &test.length);
	if (result == HVK_OK && !hvk__is_utf8(test.value, test.length))
		result = hvk__test_fail(&test, HVK_EINVAL, "expected UTF-8");
	if (result < 0)
		return result;
	hvk__clause_sql(clause, negated ? " AND NOT (" : " AND (");
	result = run(&test, key);
	hvk__clause_sql(clause, ")");
	if (result == HVK_OK)
		result = hvk__clause_check(&store->error, clause);
	if (result < 0)
		hvk__clause_back(clause, mark);
	return result;
}
