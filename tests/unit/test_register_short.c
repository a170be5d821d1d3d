/* SPDX-License-Identifier: EUPL-1.2 */
/* The short line: what words mean, and which are refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "question_store.h"

/* month gemeente desk channel asker age theme kind severity answer duration contact */
static void expect_from(void **state, const char *month, const char *line, const char *expected)
{
	struct question_store *made = *state;
	struct hvk_question *question;

	assert_done(made->store, hvk_question_new(made->store, &question));
	assert_done(made->store, hvk_question_set(question, HVK_MONTH, month));
	if (hvk_question_set_short(question, line) < 0)
		fail_msg("'%s': %s", line, hvk_store_error(made->store)->message);
	assert_string_equal(shown(question), expected);
	hvk_question_free(question);
}

static void expect(void **state, const char *line, const char *expected)
{
	expect_from(state, "2026-10", line, expected);
}

static void refuse(void **state, const char *line, int result, const char *part)
{
	struct question_store *made = *state;
	struct hvk_question *question;

	assert_done(made->store, hvk_question_new(made->store, &question));
	assert_done(made->store, hvk_question_set(question, HVK_MONTH, "2026-10"));
	if (hvk_question_set_short(question, line) != result)
		fail_msg("'%s' gives %s (%s)", line, shown(question), hvk_store_error(made->store)->message);
	assert_message_has(made->store, part);
	assert_string_equal(shown(question), "2026-10 - - - - - - - - - - -");
	hvk_question_free(question);
}

static void words_come_in_any_order(void **state)
{
	expect(state, "oostkamp telefoon moeder 2 driftbuien",
	       "2026-10 31022 - telefoon moeder 0-2 gedrag.driftbuien - - - - -");
	expect(state, "driftbuien 2 moeder telefoon oostkamp",
	       "2026-10 31022 - telefoon moeder 0-2 gedrag.driftbuien - - - - -");
	expect(state, "  8020\ttel moeder 3-5 driftbuien info\r\n",
	       "2026-10 31022 - telefoon moeder 3-5 gedrag.driftbuien - - info - -");
	expect(state, "", "2026-10 - - - - - - - - - - -");
}

static void names_of_several_words_have_hyphens(void **state)
{
	expect(state, "de-panne slapen", "2026-10 38008 - - - - slapen - - - - -");
	expect(state, "heist-op-den-berg broers-zussen", "2026-10 12014 - - - - sociaal.broers-zussen - - - - -");
}

static void every_column_can_be_said(void **state)
{
	expect(state, "gent chat vader 12-17 slapen inhoudelijk spanning luisteren 5-15 zelfde @loket-noord",
	       "2026-10 44021 loket-noord chat vader 12-17 slapen inhoudelijk spanning luisteren 5-15 same");
	expect(state, "contact:nieuw thema:slapen Gemeente:gent leeftijd:4 Wie:moeder duration:60+ balie:loket-zuid",
	       "2026-10 44021 loket-zuid - moeder 3-5 slapen - - - 60+ new");
}

static void answers_join(void **state)
{
	expect(state, "gent slapen info folder", "2026-10 44021 - - - - slapen - - info+folder - -");
	expect(state, "gent slapen answer:info answer:folder", "2026-10 44021 - - - - slapen - - info+folder - -");
	expect(state, "gent slapen info+folder", "2026-10 44021 - - - - slapen - - info+folder - -");
}

static void a_month_in_the_line_wins(void **state)
{
	expect(state, "2026-09 gent slapen", "2026-09 44021 - - - - slapen - - - - -");
	expect(state, "slapen borsbeek", "2026-10 11002 - - - - slapen - - - - -");
	expect(state, "slapen borsbeek 2023-04", "2023-04 11007 - - - - slapen - - - - -");
	refuse(state, "2026-09 2026-08", HVK_EINPUT, "month: '2026-08' is one too many, it is 2026-09 already");
}

static void a_word_of_several_columns_needs_one_that_is_free(void **state)
{
	refuse(state, "gent praktisch", HVK_EAMBIGUOUS,
	       "'praktisch' is ambiguous: write theme:praktisch or kind:praktisch");
	expect(state, "gent praktisch slapen", "2026-10 44021 - - - - slapen praktisch - - - -");
	expect(state, "gent theme:praktisch praktisch", "2026-10 44021 - - - - praktisch praktisch - - - -");
	refuse(state, "gent onbekend slapen", HVK_EAMBIGUOUS,
	       "channel:onbekend or asker:onbekend or age:onbekend or severity:onbekend");
}

static void beginnings_go_where_they_fit(void **state)
{
	expect(state, "gent tel driftb", "2026-10 44021 - telefoon - - gedrag.driftbuien - - - - -");
	refuse(state, "gent slapen w", HVK_EAMBIGUOUS, "'w' is ambiguous: write");
}

static void a_column_takes_one_word(void **state)
{
	refuse(state, "gent brugge", HVK_EINPUT, "gemeente: 'brugge' is one too many, it is 44021 already");
	refuse(state, "moeder vader", HVK_EINPUT, "asker: 'vader' is one too many");
	refuse(state, "gent telefoon tel", HVK_EINPUT, "'tel' is one too many");
	expect(state, "moeder moeder gent", "2026-10 44021 - - moeder - - - - - - -");
}

static void what_was_set_before_stays(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question;

	assert_done(made->store, hvk_question_new(made->store, &question));
	assert_done(made->store, hvk_question_set(question, HVK_MONTH, "2026-10"));
	assert_done(made->store, hvk_question_set(question, HVK_THEME, "slapen"));
	assert_done(made->store, hvk_question_set_short(question, "gent praktisch"));
	assert_string_equal(shown(question), "2026-10 44021 - - - - slapen praktisch - - - -");
	assert_int_equal(hvk_question_set_short(question, "theme:school"), HVK_EINPUT);
	hvk_question_free(question);
}

static void unknown_words_get_a_suggestion(void **state)
{
	refuse(state, "gent driftboien", HVK_ENOTFOUND, "unknown 'driftboien'; did you mean theme:gedrag.driftbuien?");
	refuse(state, "bruhge slapen", HVK_ENOTFOUND, "did you mean gemeente:Brugge?");
	refuse(state, "gent qqqqqqqq", HVK_ENOTFOUND, "unknown 'qqqqqqqq'");
	refuse(state, "naam:jan", HVK_EINPUT, "expected COLUMN:VALUE");
	refuse(state, "theme:", HVK_EINPUT, "expected COLUMN:VALUE");
	refuse(state, "theme:driftboien", HVK_ENOTFOUND, "theme: unknown 'driftboien'");
	refuse(state, "id:1000000000000", HVK_EINPUT, "expected COLUMN:VALUE");
	refuse(state, "@Loket!", HVK_EINPUT, "desk:");
	refuse(state, "gent \xff", HVK_EINPUT, "UTF-8");
	refuse(state, "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a", HVK_EINPUT,
	       "at most 32 words");
}

static void nothing_personal_is_repeated(void **state)
{
	struct question_store *made = *state;

	refuse(state, "gent slapen 0470 12 34 56", HVK_EINPUT,
	       "looks like it holds a telephone number; nothing personal");
	assert_null(strstr(hvk_store_error(made->store)->message, "0470"));
	refuse(state, "gent www.voorbeeld.example", HVK_EINPUT, "a web address");
	refuse(state, "gent iemand@example.be", HVK_EINPUT, "an e-mail address");
	refuse(state, "gent slapen Kerkstraat 12", HVK_EINPUT, "a street address");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, store_set_up, store_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_come_in_any_order),      TEST(names_of_several_words_have_hyphens),
		TEST(every_column_can_be_said),     TEST(answers_join),
		TEST(a_month_in_the_line_wins),     TEST(a_word_of_several_columns_needs_one_that_is_free),
		TEST(beginnings_go_where_they_fit), TEST(a_column_takes_one_word),
		TEST(what_was_set_before_stays),    TEST(unknown_words_get_a_suggestion),
		TEST(nothing_personal_is_repeated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
