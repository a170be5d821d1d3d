/* SPDX-License-Identifier: EUPL-1.2 */
/* What is reported as suspicious, and what is not. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "question_store.h"

struct heard {
	char text[4096];
	int stop_after; /* 0: never */
	int count;
};

static int hear(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	struct heard *heard = data;

	assert_int_equal(severity, HVK_WARNING);
	snprintf(heard->text + strlen(heard->text), sizeof(heard->text) - strlen(heard->text), "%s\n", error->message);
	return ++heard->count == heard->stop_after;
}

static struct heard check(void **state, const char *condition, uint64_t expected)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct heard heard = { .text = "" };
	struct hvk_listener listener = { hear, &heard };
	struct hvk_filter *filter = NULL;
	uint64_t findings;

	if (condition) {
		assert_done(store, hvk_filter_new(store, &filter));
		assert_done(store, hvk_filter_parse(filter, condition));
	}
	assert_done(store, hvk_question_check(store, filter, &listener, &findings));
	if (findings != expected || (uint64_t)heard.count != expected)
		fail_msg("%d findings:\n%s", heard.count, heard.text);
	hvk_filter_free(filter);
	return heard;
}

static void add_times(void **state, int times, const char *line)
{
	for (int i = 0; i < times; i++)
		add_short(((struct question_store *)*state)->store, line, NULL);
}

static void expect_has(const struct heard *heard, const char *part)
{
	if (!strstr(heard->text, part))
		fail_msg("'%s' is not in\n%s", part, heard->text);
}

static void ordinary_questions_are_fine(void **state)
{
	check(state, NULL, 0);
	add_times(state, 1, "2026-10 gent driftbuien 2 moeder info");
	add_times(state, 1, "2026-10 gent driftbuien 2 moeder info same");
	add_times(state, 1, "2026-10 gent ouderschap.zwangerschap prenataal aanstaande-ouder info");
	add_times(state, 1, "2026-10 gent slapen asker:kind 12-17 doorverwijzing luisteren");
	check(state, NULL, 0);
}

static void impossible_combinations(void **state)
{
	static const struct {
		const char *line, *why;
	} cases[] = {
		{ "gent driftbuien prenataal", "not born yet" },
		{ "gent huiswerk 0-2", "a theme of older children" },
		{ "gent slapen asker:kind 0-2", "asks nothing itself" },
		{ "gent huilen 12-17", "excessive crying" },
		{ "gent slapen geen-aanbod doorverwijzing", "no provision was found" },
		{ "gent slapen geen-aanbod warme-doorverwijzing", "no provision was found" },
		{ "gent theme:onbekend geen-vraag info", "not a question, and yet it was answered" },
		{ "gent theme:onbekend geen-vraag crisis", "not a question, and yet it is grave" },
		{ "gent mishandeling alledaags", "a suspicion of harm" },
		{ "gent slapen casus moeder", "a case of a professional" },
	};
	struct hvk_store *store = ((struct question_store *)*state)->store;
	char line[96], id[14];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct heard heard;
		const char *ids[] = { id };

		snprintf(line, sizeof(line), "2026-10 %s", cases[i].line);
		add_short(store, line, id);
		heard = check(state, NULL, 1);
		expect_has(&heard, cases[i].why);
		expect_has(&heard, id);
		assert_done(store, hvk_question_void(store, ids, 1, false));
	}
}

static void months_to_come(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct heard heard;

	add_times(state, 1, "2026-11 gent slapen");
	assert_done(store, hvk_store_set_today(store, "2026-10-31"));
	heard = check(state, NULL, 1);
	expect_has(&heard, "its month, 2026-11, is yet to come");
}

static void many_that_are_the_same(void **state)
{
	struct heard heard;
	char line[96];
	static const char *const themes[] = { "slapen", "school", "gedrag", "lichaam", "sociaal", "relaties" };
	static const char *const channels[] = { "chat", "telefoon", "video", "e-mail" };

	/* A desk with all kinds of questions. */
	for (size_t i = 0; i < 48; i++) {
		snprintf(line, sizeof(line), "2026-10 gent theme:%s %s @a", themes[i % 6], channels[i / 6 % 4]);
		add_times(state, 1, line);
	}
	add_times(state, 17, "2026-10 brugge driftbuien huisbezoek 3-5 moeder crisis info folder 5-15 @a");
	check(state, NULL, 0);
	add_times(state, 3, "2026-10 brugge driftbuien huisbezoek 3-5 moeder crisis info folder 5-15 @a");
	heard = check(state, NULL, 1);
	expect_has(&heard, "2026-10, a: 20 questions are the same in every column");
	check(state, "gemeente=gent", 0);
	check(state, "month=2026-09", 0);
}

static void a_desk_that_notes_little_has_many_that_are_the_same(void **state)
{
	add_times(state, 40, "2026-10 gent slapen @a");
	add_times(state, 40, "2026-10 gent school @a");
	check(state, NULL, 0);
}

static void contacts_that_nobody_began(void **state)
{
	struct heard heard;

	add_times(state, 1, "2026-10 gent slapen @a same");
	add_times(state, 1, "2026-10 gent slapen @b new");
	add_times(state, 1, "2026-09 gent slapen @a new");
	heard = check(state, NULL, 1);
	expect_has(&heard, "2026-10, a: every one of 1 question continues a contact, none begins one");
	add_times(state, 1, "2026-10 gent school @a new");
	check(state, NULL, 0);
}

static void places_outside_the_regions(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct heard heard;

	add_times(state, 2, "2026-10 gent slapen");
	add_times(state, 1, "2026-10 brugge slapen");
	add_times(state, 1, "2023-05 borsbeek slapen");
	check(state, NULL, 0);
	assert_done(store, hvk__store_exec(store, "INSERT INTO region VALUES ('noord', 31005), ('noord', 11002)"));
	hvk__store_forget_regions(store);
	heard = check(state, NULL, 1);
	expect_has(&heard, "gemeente Gent (44021) is in no region, yet it has 2 questions");
}

static void a_listener_can_stop(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct heard heard = { .stop_after = 2 };
	struct hvk_listener listener = { hear, &heard };
	uint64_t findings;

	add_times(state, 5, "2026-10 gent driftbuien prenataal");
	assert_int_equal(hvk_question_check(store, NULL, &listener, &findings), HVK_EINPUT);
	assert_int_equal(heard.count, 2);
	assert_done(store, hvk_question_check(store, NULL, NULL, &findings));
	assert_int_equal(findings, 5);
}

static void codes_that_are_gone_are_passed_over(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;

	add_times(state, 1, "2026-10 gent driftbuien prenataal");
	assert_done(store,
	            hvk__store_exec(store, "UPDATE code SET code = 'x' WHERE list = 'age' AND code = 'prenataal'"));
	hvk__store_forget_codes(store);
	check(state, NULL, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, store_set_up, store_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ordinary_questions_are_fine),
		TEST(impossible_combinations),
		TEST(months_to_come),
		TEST(many_that_are_the_same),
		TEST(a_desk_that_notes_little_has_many_that_are_the_same),
		TEST(contacts_that_nobody_began),
		TEST(places_outside_the_regions),
		TEST(a_listener_can_stop),
		TEST(codes_that_are_gone_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
