/* SPDX-License-Identifier: EUPL-1.2 */
/* Conditions: what they let through, and which cannot be made. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "question_store.h"

/* Whether a question, from a short line, passes the conditions, which are separated by ';'. */
static bool passes(void **state, const char *conditions, const char *line)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct hvk_question *question;
	struct hvk_filter *filter;
	char copy[256], *rest = copy, *condition;
	bool result;

	snprintf(copy, sizeof(copy), "%s", conditions);
	assert_done(store, hvk_filter_new(store, &filter));
	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_set_short(question, line));
	while ((condition = strsep(&rest, ";")))
		assert_done(store, hvk_filter_parse(filter, condition));
	result = hvk__filter_matches(filter, &question->row);
	hvk_question_free(question);
	hvk_filter_free(filter);
	return result;
}

#define YES(conditions, line) assert_true(passes(state, conditions, "2026-10 " line))
#define NO(conditions, line) assert_false(passes(state, conditions, "2026-10 " line))

static void codes_include_what_is_below(void **state)
{
	YES("theme=gedrag", "driftbuien");
	YES("theme=gedrag.driftbuien", "driftbuien");
	YES("theme=Driftbuien", "driftbuien");
	YES("theme=driftb", "driftbuien");
	NO("theme=gedrag.driftbuien", "theme:gedrag");
	NO("theme=slapen", "driftbuien");
	YES("asker=ouder", "moeder");
	YES("asker=professional", "leerkracht");
	NO("theme!=gedrag", "driftbuien");
	YES("theme!=gedrag", "theme:slapen");
	YES("theme!=gedrag", "gent");
}

static void several_values_and_conditions(void **state)
{
	YES("theme=slapen,gedrag", "driftbuien");
	YES("theme = slapen , gedrag", "driftbuien");
	NO("theme=slapen,school", "driftbuien");
	NO("theme!=slapen,gedrag", "driftbuien");
	YES("theme=gedrag;channel=chat", "driftbuien chat");
	NO("theme=gedrag;channel=chat", "driftbuien telefoon");
	NO("theme=gedrag;theme=slapen", "driftbuien");
	YES("theme=gedrag;theme!=gedrag.liegen", "driftbuien");
	/* A label with a comma in it is one value. */
	YES("theme=Eten, moeilijke eter", "theme:lichaam.eten");
}

static void the_empty_value_is_not_recorded(void **state)
{
	YES("channel=", "slapen");
	NO("channel=", "slapen chat");
	NO("channel!=", "slapen");
	YES("channel!=", "slapen chat");
	YES("channel=chat,", "slapen");
	YES("answer=", "slapen");
	NO("answer=", "slapen info");
	YES("answer!=", "slapen info");
	NO("channel=", "slapen channel:onbekend");
	YES("theme-group=", "gent");
	YES("day=", "gent");
}

static void answers_are_a_set(void **state)
{
	YES("answer=info", "slapen info folder");
	YES("answer=boek,folder", "slapen info folder");
	NO("answer=boek", "slapen info folder");
	NO("answer!=info", "slapen info folder");
	YES("answer!=boek", "slapen info folder");
	YES("answer!=boek", "slapen");
	YES("answer=info;answer=folder", "slapen info folder");
	NO("answer=info;answer=boek", "slapen info folder");
	YES("answer=doorverwijzing", "slapen warme-doorverwijzing");
	NO("answer=warme-doorverwijzing", "slapen answer:doorverwijzing");
	YES("answer~verwijz", "slapen warme-doorverwijzing");
}

static void months_and_periods(void **state)
{
	YES("month=2026-10", "slapen");
	YES("month=2026", "slapen");
	YES("period=2026-Q4", "slapen");
	YES("period=last-month", "slapen");
	YES("period=sj2026", "slapen");
	NO("month=2026-09,2026-11", "slapen");
	YES("month=2026-09,2026-10", "slapen");
	YES("month>=2026-10", "slapen");
	NO("month>2026-10", "slapen");
	NO("month>2026", "slapen");
	YES("month>=2026", "slapen");
	NO("month<2026", "slapen");
	YES("month<=2026", "slapen");
	YES("month!=2026-09", "slapen");
	YES("month^=2026-1", "slapen");
	NO("month^=2025", "slapen");
}

static void ages_have_an_order(void **state)
{
	YES("age>=3-5", "12-17");
	YES("age>3-5", "6-11");
	NO("age>3-5", "3-5");
	YES("age<=3-5", "3-5");
	YES("age<3-5", "prenataal");
	YES("age<8", "3-5");
	YES("age>=2", "25+");
	NO("age>=prenataal", "age:onbekend");
	NO("age<25+", "meerdere");
	NO("age<25+", "slapen");
	YES("duration>=15-30", "60+");
	NO("duration<15-30", "duration:onbekend");
	YES("age=2", "0-2");
}

static void places_are_those_of_today(void **state)
{
	YES("gemeente=antwerpen", "antwerpen");
	assert_true(passes(state, "gemeente=antwerpen", "2023-05 borsbeek slapen"));
	assert_true(passes(state, "gemeente=11002", "2023-05 borsbeek slapen"));
	assert_true(passes(state, "gemeente!=gent", "2023-05 borsbeek slapen"));
	assert_false(passes(state, "gemeente=gent", "2023-05 borsbeek slapen"));
	YES("gemeente=8020", "oostkamp");
	YES("gemeente=hertsberge,gent", "oostkamp");
	YES("gemeente~kamp", "oostkamp");
	YES("gemeente^=oost", "oostkamp");
	assert_true(passes(state, "gemeente~borsb", "2023-05 borsbeek slapen"));
	assert_true(passes(state, "gemeente~antwerp", "2023-05 borsbeek slapen"));
	YES("arrondissement=brugge", "oostkamp");
	NO("arrondissement=gent", "oostkamp");
	YES("province=west-vlaanderen", "oostkamp");
	YES("province=WEST VLAANDEREN", "oostkamp");
	YES("province~vlaanderen", "oostkamp");
	NO("province!=west-vlaanderen", "oostkamp");
}

static void regions_are_the_users(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct hvk_filter *filter;

	assert_done(store,
	            hvk__store_exec(store, "INSERT INTO region VALUES ('Brugse rand', 31022), ('Brugse rand', 31005)"));
	YES("region=brugse rand", "oostkamp");
	NO("region=brugse-rand", "gent");
	YES("region!=brugse-rand", "gent");
	YES("region~brugse", "oostkamp");
	assert_done(store, hvk_filter_new(store, &filter));
	assert_int_equal(hvk_filter_parse(filter, "region=brugse ran"), HVK_ENOTFOUND);
	assert_message(store, "region: unknown 'brugse ran'; did you mean Brugse rand?");
	hvk_filter_free(filter);
}

static void groups_are_topmost_codes(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct hvk_filter *filter;

	YES("theme-group=gedrag", "driftbuien");
	YES("theme-group~gedrag", "driftbuien");
	NO("theme-group!=gedrag", "driftbuien");
	YES("asker-group=ouder", "moeder");
	YES("asker-group=ouder,kind", "asker:kind");
	assert_done(store, hvk_filter_new(store, &filter));
	assert_int_equal(hvk_filter_parse(filter, "theme-group=driftbuien"), HVK_EINVAL);
	assert_message(store, "theme-group: 'gedrag.driftbuien' is not a group but part of 'gedrag'");
	hvk_filter_free(filter);
}

#define FIFTY "slapenslapenslapenslapenslapenslapenslapenslapensl"

static void names_contain_and_begin(void **state)
{
	YES("theme~drift", "driftbuien");
	YES("theme~tantrum", "driftbuien");
	YES("theme^=gedrag", "driftbuien");
	NO("theme^=drift", "theme:slapen");
	NO("theme~drift", "gent");
	YES("desk^=loket", "@loket-noord");
	/* A text longer than any name is in none. */
	NO("theme~" FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY, "slapen");
	NO("theme^=" FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY, "slapen");
}

static void ids(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct hvk_filter *filter;
	struct hvk__row row = { .id = (INT64_C(681) << 51) + 5 }, other = { .id = (INT64_C(690) << 51) + 5 };
	char condition[64], id[14];
	int first, last;

	hvk__id_format(row.id, id);
	snprintf(condition, sizeof(condition), "id=%s, 1000000000000", id);
	assert_done(store, hvk_filter_new(store, &filter));
	assert_done(store, hvk_filter_parse(filter, condition));
	assert_true(hvk__filter_matches(filter, &row));
	assert_false(hvk__filter_matches(filter, &other));
	assert_false(hvk__filter_matches_voided(filter, &other));
	hvk__filter_months(filter, &first, &last);
	assert_int_equal(first, 512);
	assert_int_equal(last, 681);
	assert_int_equal(hvk_filter_parse(filter, condition), HVK_EINVAL);
	hvk_filter_free(filter);

	assert_done(store, hvk_filter_new(store, &filter));
	assert_done(store, hvk_filter_add(filter, "id", "!=", id));
	assert_false(hvk__filter_matches(filter, &row));
	assert_true(hvk__filter_matches(filter, &other));
	hvk__filter_months(filter, &first, &last);
	assert_int_equal(first, 0);
	hvk_filter_free(filter);
}

static void what_cannot_be_is_refused(void **state)
{
	static const struct {
		const char *condition, *message;
		int result;
	} cases[] = {
		{ "them=slapen", "cannot filter on 'them'; did you mean theme?", HVK_EINVAL },
		{ "xyzzyxyzzy=slapen", "cannot filter on 'xyzzyxyzzy'; expected a column", HVK_EINVAL },
		{ "voided=1", "cannot filter on 'voided'", HVK_EINVAL },
		{ "slapen", "expected KEY OP VALUE, such as theme=slapen", HVK_EINVAL },
		{ "=slapen", "expected KEY OP VALUE", HVK_EINVAL },
		{ "theme!slapen", "expected KEY OP VALUE", HVK_EINVAL },
		{ "theme=slaapen", "theme: unknown 'slaapen'; did you mean slapen?", HVK_ENOTFOUND },
		{ "theme=gedrag,slaapen", "theme: unknown 'slaapen'", HVK_ENOTFOUND },
		{ "theme<slapen", "theme: has no order", HVK_EINVAL },
		{ "answer>info", "answer: has no order", HVK_EINVAL },
		{ "age>onbekend", "age: this value has no place in the order", HVK_EINVAL },
		{ "gemeente=gend", "gemeente: unknown 'gend'; did you mean Gent", HVK_ENOTFOUND },
		{ "month=2026-13", "month:", HVK_EINVAL },
		{ "month=", "month:", HVK_EINVAL },
		{ "day=32", "day: expected a day of the month", HVK_EINVAL },
		{ "province=west", "province: unknown 'west'", HVK_ENOTFOUND },
		{ "region=x", "region: unknown 'x'", HVK_ENOTFOUND },
		{ "desk=loket-noord", "desk: unknown 'loket-noord'", HVK_ENOTFOUND },
		{ "id=xyz", "id: expected 13 characters", HVK_EINVAL },
		{ "id~0", "id: expected '=' or '!='", HVK_EINVAL },
	};
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct hvk_filter *filter;

	assert_done(store, hvk_filter_new(store, &filter));
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int result = hvk_filter_parse(filter, cases[i].condition);

		if (result != cases[i].result)
			fail_msg("%s: %d, %s", cases[i].condition, result, hvk_store_error(store)->message);
		assert_message_has(store, cases[i].message);
	}
	assert_int_equal(hvk_filter_add(filter, "theme", "==", "slapen"), HVK_EINVAL);
	assert_message_has(store, "unknown operator '=='");
	hvk_filter_free(filter);
	hvk_filter_free(NULL);
}

static void bounds_and_members_are_told(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct hvk_filter *filter;
	const bool *allowed;
	size_t count;
	int first, last;

	hvk__filter_months(NULL, &first, &last);
	assert_int_equal(first, 0);
	assert_int_equal(last, HVK__MONTH_MAX);
	assert_null(hvk__filter_allowed(NULL, HVK__THEME, &count));
	assert_int_equal(hvk__filter_needed(NULL), 0);
	assert_true(hvk__filter_matches(NULL, NULL));
	assert_done(store, hvk_filter_new(store, &filter));
	assert_null(hvk__filter_allowed(filter, HVK__THEME, &count));
	assert_done(store, hvk_filter_parse(filter, "month=2026-03..2026-05"));
	assert_done(store, hvk_filter_parse(filter, "month!=2026-03"));
	hvk__filter_months(filter, &first, &last);
	assert_int_equal(first, 56 * 12 + 3);
	assert_int_equal(last, 56 * 12 + 4);
	allowed = hvk__filter_allowed(filter, HVK__MONTH, &count);
	assert_int_equal(count, HVK__MONTH_MAX + 1);
	assert_true(allowed[first] && allowed[last] && !allowed[first - 1] && !allowed[last + 1]);
	assert_done(store, hvk_filter_parse(filter, "answer=info"));
	assert_done(store, hvk_filter_parse(filter, "theme=slapen"));
	assert_int_equal(hvk__filter_needed(filter), 1u << HVK__MONTH | 1u << HVK__THEME | HVK__NEED_ANSWERS);
	assert_done(store, hvk_filter_parse(filter, "month=2025"));
	hvk__filter_months(filter, &first, &last);
	assert_true(first > last);
	hvk_filter_free(filter);
}

static void desks_that_come_later(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct hvk_filter *without, *with;
	struct hvk__row row = { 0 };

	add_short(store, "2026-10 gent slapen @loket-noord", NULL);
	assert_done(store, hvk_filter_new(store, &without));
	assert_done(store, hvk_filter_parse(without, "desk!=loket-noord"));
	assert_done(store, hvk_filter_new(store, &with));
	assert_done(store, hvk_filter_parse(with, "desk=loket-noord"));
	row.value[HVK__DESK] = 2;
	assert_true(hvk__filter_matches(without, &row));
	assert_false(hvk__filter_matches(with, &row));
	hvk_filter_free(without);
	hvk_filter_free(with);
}

static void without_a_file_any_slug_can_be_a_desk(void **state)
{
	struct hvk_store *store;
	struct hvk_filter *filter;

	(void)state;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_done(store, hvk_filter_new(store, &filter));
	assert_done(store, hvk_filter_parse(filter, "desk=loket-noord,loket-zuid"));
	assert_int_equal(hvk_filter_parse(filter, "desk=Loket Noord"), HVK_OK); /* known by now */
	assert_int_equal(hvk_filter_parse(filter, "desk=a--b"), HVK_ENOTFOUND);
	hvk_filter_free(filter);
	hvk_store_free(store);
}

static void periods_are_resolved(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	char first[8], last[8];

	assert_done(store, hvk_period_resolve(store, "sj2026", first, last));
	assert_string_equal(first, "2026-09");
	assert_string_equal(last, "2027-08");
	assert_done(store, hvk_period_resolve(store, "last-month", first, last));
	assert_string_equal(first, "2026-10");
	assert_int_equal(hvk_period_resolve(store, "last-mont", first, last), HVK_EINVAL);
	assert_string_equal(first, "");
	assert_message_has(store, "last-month");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, store_set_up, store_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(codes_include_what_is_below),
		TEST(several_values_and_conditions),
		TEST(the_empty_value_is_not_recorded),
		TEST(answers_are_a_set),
		TEST(months_and_periods),
		TEST(ages_have_an_order),
		TEST(places_are_those_of_today),
		TEST(regions_are_the_users),
		TEST(groups_are_topmost_codes),
		TEST(names_contain_and_begin),
		TEST(ids),
		TEST(what_cannot_be_is_refused),
		TEST(bounds_and_members_are_told),
		TEST(desks_that_come_later),
		cmocka_unit_test(without_a_file_any_slug_can_be_a_desk),
		TEST(periods_are_resolved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
