/* SPDX-License-Identifier: EUPL-1.2 */
/* Setting, showing, adding and finding one question. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "question_store.h"

static struct hvk_question *question_of(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question;

	assert_done(made->store, hvk_question_new(made->store, &question));
	assert_done(made->store, hvk_question_set(question, HVK_MONTH, "2026-10"));
	return question;
}

static void expect(struct hvk_question *question, enum hvk_column column, const char *text, const char *key)
{
	const char *shown_key;

	assert_done(question->store, hvk_question_set(question, column, text));
	shown_key = hvk_question_key(question, column, NULL);
	if (key)
		assert_string_equal(shown_key, key);
	else
		assert_null(shown_key);
}

static void refuse(struct hvk_question *question, enum hvk_column column, const char *text, int result,
                   const char *part)
{
	assert_int_equal(hvk_question_set(question, column, text), result);
	assert_message_has(question->store, part);
	assert_int_equal(strncmp(hvk_store_error(question->store)->message, hvk_column_name(column),
	                         strlen(hvk_column_name(column))), 0);
}

static void takes_codes_labels_and_prefixes(void **state)
{
	struct hvk_question *question = question_of(state);

	expect(question, HVK_THEME, "gedrag.driftbuien", "gedrag.driftbuien");
	expect(question, HVK_THEME, "driftbuien", "gedrag.driftbuien");
	expect(question, HVK_THEME, "  Tantrums ", "gedrag.driftbuien");
	expect(question, HVK_THEME, "driftb", "gedrag.driftbuien");
	expect(question, HVK_CHANNEL, "tel", "telefoon");
	expect(question, HVK_ASKER, "MOEDER", "moeder");
	expect(question, HVK_GEMEENTE, "Oostkamp", "31022");
	expect(question, HVK_GEMEENTE, "8020", "31022");
	expect(question, HVK_GEMEENTE, "hertsberge", "31022");
	expect(question, HVK_AGE, "2", "0-2");
	expect(question, HVK_AGE, "4 jaar", "3-5");
	expect(question, HVK_AGE, "18 maanden", "0-2");
	expect(question, HVK_AGE, "30", "25+");
	expect(question, HVK_CONTACT, "zelfde", "same");
	expect(question, HVK_CONTACT, "Nieuw", "new");
	expect(question, HVK_SEVERITY, "crisis", "crisis");
	expect(question, HVK_DURATION, "5-15", "5-15");
	hvk_question_free(question);
}

static void takes_several_answers(void **state)
{
	struct hvk_question *question = question_of(state);

	expect(question, HVK_ANSWER, "info+folder", "info+folder");
	expect(question, HVK_ANSWER, "folder + info", "info+folder");
	expect(question, HVK_ANSWER, "Luisterend oor, geruststelling", "luisteren");
	expect(question, HVK_ANSWER, "luisteren+Informatie gegeven", "luisteren+info");
	assert_string_equal(hvk_question_label(question, HVK_ANSWER, HVK_NL),
	                    "Luisterend oor, geruststelling + Informatie gegeven");
	refuse(question, HVK_ANSWER, "info,folder", HVK_EINPUT, "joined by '+'");
	refuse(question, HVK_ANSWER, "info+", HVK_EINPUT, "both sides");
	refuse(question, HVK_ANSWER, "+info", HVK_EINPUT, "both sides");
	refuse(question, HVK_ANSWER, "info+nonsens", HVK_ENOTFOUND, "unknown 'nonsens'");
	expect(question, HVK_ANSWER, "", NULL);
	hvk_question_free(question);
}

static void shows_keys_and_labels(void **state)
{
	struct hvk_question *question = question_of(state);
	size_t length;

	assert_null(hvk_question_key(question, HVK_GEMEENTE, &length));
	assert_int_equal(length, 0);
	assert_null(hvk_question_label(question, HVK_THEME, HVK_EN));
	expect(question, HVK_GEMEENTE, "brugge", "31005");
	assert_string_equal(hvk_question_label(question, HVK_GEMEENTE, HVK_EN), "Brugge");
	expect(question, HVK_THEME, "driftbuien", "gedrag.driftbuien");
	assert_string_equal(hvk_question_label(question, HVK_THEME, HVK_NL), "Driftbuien");
	assert_string_equal(hvk_question_label(question, HVK_THEME, HVK_EN), "Tantrums");
	assert_string_equal(hvk_question_key(question, HVK_MONTH, &length), "2026-10");
	assert_int_equal(length, 7);
	expect(question, HVK_DESK, "loket-noord", "loket-noord");
	assert_string_equal(hvk_question_label(question, HVK_DESK, HVK_NL), "loket-noord");
	assert_null(hvk_question_key(question, HVK_COLUMNS, NULL));
	hvk_question_clear(question);
	assert_string_equal(shown(question), "- - - - - - - - - - - -");
	hvk_question_free(question);
}

static void says_what_was_expected(void **state)
{
	struct hvk_question *question = question_of(state);

	refuse(question, HVK_THEME, "driftboien", HVK_ENOTFOUND,
	       "unknown 'driftboien'; did you mean gedrag.driftbuien?");
	refuse(question, HVK_GEMEENTE, "Gend", HVK_ENOTFOUND, "did you mean Gent");
	refuse(question, HVK_THEME, "s", HVK_EAMBIGUOUS, "theme:");
	refuse(question, HVK_MONTH, "2026-13", HVK_EINPUT, "expected a month such as 2026-10");
	refuse(question, HVK_MONTH, "oktober", HVK_EINPUT, "found 'oktober'");
	refuse(question, HVK_MONTH, "1970-01", HVK_EINPUT, "1970-02");
	refuse(question, HVK_ID, "1000000000000", HVK_EINPUT, "given by the store");
	refuse(question, HVK_VOIDED, "1", HVK_EINPUT, "given by the store");
	refuse(question, HVK_DAY, "3", HVK_EINPUT, "months only");
	refuse(question, HVK_DESK, "Loket Noord!", HVK_EINPUT, "desk:");
	refuse(question, HVK_THEME, "\xff\xfe", HVK_EINPUT, "UTF-8");
	assert_int_equal(hvk_question_set(question, HVK_COLUMNS, "x"), HVK_EINVAL);
	hvk_question_free(question);
}

static void never_repeats_what_is_personal(void **state)
{
	static const char *const texts[] = { "0470 12 34 56", "iemand@example.be", "BE68 5390 0754 7034",
		                             "85.07.30-033.28", "Kerkstraat 12" };
	struct hvk_question *question = question_of(state);

	for (unsigned column = HVK_MONTH; column < HVK_VOIDED; column++)
		for (size_t i = 0; i < ARRAY_SIZE(texts) && column != HVK_DAY; i++) {
			assert_int_equal(hvk_question_set(question, column, texts[i]), HVK_EINPUT);
			assert_message_has(question->store, "nothing personal is recorded");
			assert_null(strstr(hvk_store_error(question->store)->message, texts[i]));
		}
	hvk_question_free(question);
}

static void adds_and_finds(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question = question_of(state), *found;
	char id[14];

	expect(question, HVK_GEMEENTE, "Oostkamp", "31022");
	expect(question, HVK_THEME, "slapen", "slapen");
	expect(question, HVK_DESK, "loket-noord", "loket-noord");
	expect(question, HVK_ANSWER, "info+folder", "info+folder");
	assert_done(made->store, hvk_question_add(question));
	strcpy(id, hvk_question_key(question, HVK_ID, NULL));
	assert_true((question->row.id >> 51) == 681);
	assert_done(made->store, hvk_question_new(made->store, &found));
	assert_done(made->store, hvk_question_find(found, id));
	assert_string_equal(shown(found), "2026-10 31022 loket-noord - - - slapen - - info+folder - new");
	for (char *c = id; *c; c++)
		*c = (char)(*c >= 'A' ? *c | 32 : *c);
	assert_done(made->store, hvk_question_find(found, id));
	hvk_question_free(found);
	hvk_question_free(question);
}

static void finds_only_what_is_there(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question = question_of(state);
	const char *id;
	char copy[14];

	assert_int_equal(hvk_question_find(question, "1000000000000"), HVK_ENOTFOUND);
	assert_message(made->store, "id: no question 1000000000000");
	assert_int_equal(hvk_question_find(question, "not an id"), HVK_EINVAL);
	add_short(made->store, "2026-10 gent slapen", copy);
	id = copy;
	assert_done(made->store, hvk_question_void(made->store, &id, 1, false));
	assert_int_equal(hvk_question_find(question, copy), HVK_ENOTFOUND);
	assert_message_has(made->store, "was voided");
	hvk_question_free(question);
}

static void needs_month_gemeente_and_theme(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question;

	assert_done(made->store, hvk_question_new(made->store, &question));
	assert_int_equal(hvk_question_add(question), HVK_EINPUT);
	assert_message_has(made->store, "month: expected a value");
	expect(question, HVK_MONTH, "2026-10", "2026-10");
	assert_int_equal(hvk_question_add(question), HVK_EINPUT);
	assert_message_has(made->store, "gemeente: expected a value");
	expect(question, HVK_GEMEENTE, "gent", "44021");
	assert_int_equal(hvk_question_add(question), HVK_EINPUT);
	assert_message_has(made->store, "theme: expected a value");
	expect(question, HVK_THEME, "slapen", "slapen");
	expect(question, HVK_MONTH, "2026-12", "2026-12");
	assert_int_equal(hvk_question_add(question), HVK_EINPUT);
	assert_message(made->store, "month: 2026-12 is in the future, this month is 2026-11");
	assert_null(hvk_question_key(question, HVK_ID, NULL));
	assert_int_equal(count_rows(made->store, "question"), 0);
	expect(question, HVK_MONTH, "2026-11", "2026-11");
	assert_done(made->store, hvk_question_add(question));
	hvk_question_free(question);
}

static void a_gemeente_is_of_its_month(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question;

	assert_done(made->store, hvk_question_new(made->store, &question));
	expect(question, HVK_MONTH, "2023-05", "2023-05");
	expect(question, HVK_GEMEENTE, "Borsbeek", "11007");
	expect(question, HVK_THEME, "slapen", "slapen");
	assert_done(made->store, hvk_question_add(question));
	/* The same gemeente in a month in which it is no more. */
	expect(question, HVK_MONTH, "2026-05", "2026-05");
	assert_int_equal(hvk_question_add(question), HVK_EINPUT);
	assert_message_has(made->store, "gemeente: 'Borsbeek' did not exist");
	expect(question, HVK_GEMEENTE, "Borsbeek", "11002");
	assert_done(made->store, hvk_question_add(question));
	hvk_question_free(question);
}

static void a_code_out_of_use_is_refused(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question = question_of(state);

	expect(question, HVK_GEMEENTE, "gent", "44021");
	assert_done(made->store, hvk_code_retire(made->store, "theme", "vrijetijd.sociale-media", "2026-06-30", false));
	refuse(question, HVK_THEME, "vrijetijd.sociale-media", HVK_EINPUT, "theme:");
	expect(question, HVK_MONTH, "2026-06", "2026-06");
	expect(question, HVK_THEME, "vrijetijd.sociale-media", "vrijetijd.sociale-media");
	expect(question, HVK_MONTH, "2026-10", "2026-10");
	assert_int_equal(hvk_question_add(question), HVK_EINPUT);
	assert_message_has(made->store, "theme: 'vrijetijd.sociale-media' is not in use");
	hvk_question_free(question);
}

static void ids_do_not_repeat(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question = question_of(state);
	int64_t last = 0;

	expect(question, HVK_GEMEENTE, "gent", "44021");
	expect(question, HVK_THEME, "slapen", "slapen");
	for (int i = 0; i < 20; i++) {
		assert_done(made->store, hvk_question_add(question));
		assert_true(question->row.id != last);
		last = question->row.id;
	}
	assert_int_equal(count_rows(made->store, "question"), 20);
	hvk_question_free(question);
}

static void half_a_desk_is_another_desk(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question = question_of(state);

	add_short(made->store, "2026-10 gent slapen @loket-noord", NULL);
	expect(question, HVK_DESK, "loket", "loket");
	expect(question, HVK_DESK, "loket-noord", "loket-noord");
	hvk_question_free(question);
}

static void days_are_kept_where_the_store_has_them(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question;

	assert_done(made->store, hvk_question_new(made->store, &question));
	refuse(question, HVK_DAY, "3", HVK_EINPUT, "expected the month first");
	expect(question, HVK_MONTH, "2026-02-03", "2026-02");
	assert_string_equal(hvk_question_key(question, HVK_DAY, NULL), "3");
	expect(question, HVK_DAY, "28", "28");
	refuse(question, HVK_DAY, "29", HVK_EINPUT, "from 1 to 28");
	refuse(question, HVK_DAY, "x", HVK_EINPUT, "from 1 to 28");
	expect(question, HVK_MONTH, "2026-03", "2026-03");
	assert_null(hvk_question_key(question, HVK_DAY, NULL));
	hvk_question_free(question);
}

static void dates_become_months_elsewhere(void **state)
{
	struct hvk_question *question = question_of(state);

	expect(question, HVK_MONTH, "2026-02-03", "2026-02");
	assert_null(hvk_question_key(question, HVK_DAY, NULL));
	hvk_question_free(question);
}

static void adding_needs_a_store(void **state)
{
	struct hvk_store *store;
	struct hvk_question *question;

	(void)state;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_set(question, HVK_THEME, "slapen"));
	assert_int_equal(hvk_question_add(question), HVK_ESTORE);
	assert_int_equal(hvk_question_find(question, "1000000000000"), HVK_ESTORE);
	hvk_question_free(question);
	hvk_question_free(NULL);
	hvk_store_free(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, store_set_up, store_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(takes_codes_labels_and_prefixes),
		TEST(takes_several_answers),
		TEST(shows_keys_and_labels),
		TEST(says_what_was_expected),
		TEST(never_repeats_what_is_personal),
		TEST(adds_and_finds),
		TEST(finds_only_what_is_there),
		TEST(needs_month_gemeente_and_theme),
		TEST(a_gemeente_is_of_its_month),
		TEST(a_code_out_of_use_is_refused),
		TEST(ids_do_not_repeat),
		TEST(half_a_desk_is_another_desk),
		TEST(dates_become_months_elsewhere),
		cmocka_unit_test_setup_teardown(days_are_kept_where_the_store_has_them, store_set_up_days,
		                                store_tear_down),
		cmocka_unit_test(adding_needs_a_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
