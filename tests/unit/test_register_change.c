/* SPDX-License-Identifier: EUPL-1.2 */
/* Voiding questions, and taking the last change back: afterwards the store is as if the change had not been. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "question_store.h"
#include "register/change.h"

static void undo(struct hvk_store *store, uint64_t added, uint64_t voided, const char *expected)
{
	struct hvk_counts counts;
	const char *what;

	assert_done(store, hvk_store_undo(store, true, &counts, &what));
	assert_int_equal(counts.added, added);
	assert_int_equal(counts.voided, voided);
	assert_string_equal(what, expected);
	assert_done(store, hvk_store_undo(store, false, &counts, &what));
	assert_int_equal(counts.added, added);
	assert_int_equal(counts.voided, voided);
	assert_string_equal(what, expected);
}

static void expect_nothing_to_undo(struct hvk_store *store)
{
	struct hvk_counts counts = { .added = 9 };
	const char *what;

	assert_int_equal(hvk_store_undo(store, true, &counts, &what), HVK_ENOTFOUND);
	assert_int_equal(hvk_store_undo(store, false, &counts, &what), HVK_ENOTFOUND);
	assert_message(store, "there is nothing to undo");
	assert_int_equal(counts.added, 0);
	assert_string_equal(what, "");
}

static void an_added_question_goes(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;

	expect_nothing_to_undo(store);
	add_short(store, "2026-10 gent slapen", NULL);
	add_short(store, "2026-10 gent school", NULL);
	undo(store, 0, 1, "the last question added");
	assert_int_equal(count_rows(store, "question"), 1);
	assert_int_equal(
		count_rows(store,
	                   "question WHERE theme = (SELECT number FROM code WHERE list = 'theme' AND code = 'slapen')"),
		1);
	assert_int_equal(count_rows(store, "tombstone"), 0);
	expect_nothing_to_undo(store);
}

static void a_voided_question_comes_back(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct hvk_question *question;
	char first[14], second[14];
	const char *ids[] = { first, second, first };

	add_short(store, "2026-10 gent slapen @loket-noord info folder 5-15 moeder", first);
	add_short(store, "2026-10 gent slapen", second);
	assert_done(store, hvk_question_void(store, ids, 3, true));
	assert_int_equal(count_rows(store, "question"), 2);
	assert_done(store, hvk_question_void(store, ids, 3, false));
	assert_int_equal(count_rows(store, "question"), 0);
	assert_int_equal(count_rows(store, "tombstone"), 2);
	undo(store, 2, 0, "the last questions voided");
	assert_int_equal(count_rows(store, "question"), 2);
	assert_int_equal(count_rows(store, "tombstone"), 0);
	assert_int_equal(count_rows(store, "undo_voided"), 0);
	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_find(question, first));
	assert_string_equal(shown(question), "2026-10 44021 loket-noord - moeder - slapen - - info+folder 5-15 new");
	hvk_question_free(question);
}

static void voiding_is_all_or_nothing(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	char id[14];
	const char *ids[] = { id, "1000000000000" }, *wrong[] = { id, "nonsense" };

	add_short(store, "2026-10 gent slapen", id);
	assert_int_equal(hvk_question_void(store, ids, 2, true), HVK_ENOTFOUND);
	assert_int_equal(hvk_question_void(store, ids, 2, false), HVK_ENOTFOUND);
	assert_message(store, "id: no question 1000000000000");
	assert_int_equal(hvk_question_void(store, wrong, 2, false), HVK_EINVAL);
	assert_int_equal(count_rows(store, "question"), 1);
	assert_int_equal(count_rows(store, "tombstone"), 0);
	undo(store, 0, 1, "the last question added");
}

static void voiding_again_changes_nothing(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	char id[14];
	const char *ids[] = { id };

	add_short(store, "2026-10 gent slapen", id);
	assert_done(store, hvk_question_void(store, ids, 1, false));
	assert_done(store, hvk_question_void(store, ids, 1, false));
	assert_done(store, hvk_question_void(store, ids, 1, true));
	undo(store, 1, 0, "the last questions voided");
	assert_int_equal(count_rows(store, "question"), 1);
}

static void only_the_last_change_is_kept(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	char id[14];
	const char *ids[] = { id };

	add_short(store, "2026-10 gent slapen", id);
	assert_done(store, hvk_question_void(store, ids, 1, false));
	add_short(store, "2026-10 gent school", NULL);
	/* Nothing of a voided question is left behind. */
	assert_int_equal(count_rows(store, "undo_voided"), 0);
	undo(store, 0, 1, "the last question added");
	expect_nothing_to_undo(store);
	assert_int_equal(count_rows(store, "tombstone"), 1);
}

static void a_desk_that_came_along_goes_too(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	const struct hvk_code *code;

	add_short(store, "2026-10 gent slapen @loket-noord", NULL);
	add_short(store, "2026-10 gent slapen @loket-zuid", NULL);
	undo(store, 0, 1, "the last question added");
	assert_int_equal(hvk_code_find(store, "desk", "loket-zuid", false, &code), HVK_ENOTFOUND);
	assert_done(store, hvk_code_find(store, "desk", "loket-noord", false, &code));
	add_short(store, "2026-10 gent slapen @loket-oost", NULL);
	assert_int_equal(count_rows(store, "code WHERE list = 'desk'"), 2);
}

/* What an import does: rows of many months, a batch, and some that are voided. */
static void change_many(struct hvk_store *store, const int64_t ids[], size_t count, int64_t voided)
{
	struct hvk__undo *change;
	struct hvk__row row = { 0 };

	row.value[HVK__GEMEENTE] = (uint16_t)(hvk__gemeente_by_nis(44021, 20000) + 1);
	row.value[HVK__THEME] = row.value[HVK__CONTACT] = 1;
	assert_done(store, hvk__begin(store, true));
	assert_done(store, hvk__undo_begin(store, "the import of x.csv", &change));
	assert_done(store, hvk__undo_added(change, ids, count));
	for (size_t i = 0; i < count; i++) {
		row.id = ids[i];
		row.value[HVK__MONTH] = (uint16_t)(ids[i] >> HVK__ID_BITS);
		assert_done(store, hvk__row_insert(store, &row));
	}
	assert_done(store, hvk__undo_batch(change, "x.csv"));
	assert_done(store, hvk__undo_batch(change, "y.csv"));
	assert_done(
		store,
		hvk__store_exec(store, "INSERT OR REPLACE INTO batch VALUES ('x.csv', x'01', 3), ('y.csv', x'02', 4)"));
	if (voided)
		assert_done(store, hvk__undo_voided(change, voided));
	assert_int_equal(hvk__undo_voided(change, 77), HVK_ENOTFOUND);
	assert_done(store, hvk__undo_end(change));
	hvk__undo_free(change);
	assert_done(store, hvk__end(store, HVK_OK));
}

static void a_large_change_is_taken_back(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	enum { PER_MONTH = 500, MONTHS = 3 };
	static int64_t ids[PER_MONTH * MONTHS];
	struct hvk_question *question;
	char id[14];

	/* The month in the middle has a question already: there, ids must be kept. */
	add_short(store, "2026-09 gent slapen", id);
	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_find(question, id));
	assert_done(store, hvk__store_exec(store, "INSERT INTO batch VALUES ('y.csv', x'77', 2)"));
	for (int64_t i = 0; i < PER_MONTH * MONTHS; i++)
		ids[i] = ((679 + i / PER_MONTH) << HVK__ID_BITS) + 1 + i % PER_MONTH;
	change_many(store, ids, ARRAY_SIZE(ids), question->row.id);
	assert_int_equal(count_rows(store, "question"), PER_MONTH * MONTHS);
	assert_int_equal(count_rows(store, "undo_month"), 2);
	assert_int_equal(count_rows(store, "batch"), 2);
	undo(store, 1, PER_MONTH * MONTHS, "the import of x.csv");
	assert_int_equal(count_rows(store, "question"), 1);
	assert_done(store, hvk_question_find(question, id));
	assert_int_equal(count_rows(store, "batch"), 1);
	assert_int_equal(count_rows(store, "batch WHERE name = 'y.csv' AND digest = x'77' AND questions = 2"), 1);
	assert_int_equal(count_rows(store, "undo_month"), 0);
	assert_int_equal(count_rows(store, "undo_added"), 0);
	assert_int_equal(count_rows(store, "undo_batch"), 0);
	hvk_question_free(question);
}

static void ids_may_come_in_pieces(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct hvk__undo *change;
	int64_t ids[] = { (INT64_C(680) << HVK__ID_BITS) + 1, (INT64_C(680) << HVK__ID_BITS) + 9 };

	assert_done(store, hvk__begin(store, false));
	assert_done(store, hvk__undo_begin(store, "x", &change));
	assert_done(store, hvk__undo_added(change, ids, 1));
	assert_done(store, hvk__undo_added(change, ids + 1, 1));
	assert_int_equal(hvk__undo_added(change, ids, 1), HVK_EBUG);
	hvk__undo_free(change);
	assert_int_equal(hvk__end(store, HVK_EBUG), HVK_EBUG);
	expect_nothing_to_undo(store);
}

static void what_others_took_away_cannot_be_undone(void **state)
{
	struct hvk_store *store = ((struct question_store *)*state)->store;
	struct hvk_counts counts;
	const char *what;
	int64_t ids[] = { (INT64_C(680) << HVK__ID_BITS) + 1, (INT64_C(680) << HVK__ID_BITS) + 9 };

	add_short(store, "2026-10 gent slapen", NULL);
	assert_done(store, hvk__store_exec(store, "DELETE FROM question"));
	assert_int_equal(hvk_store_undo(store, false, &counts, &what), HVK_ESTORE);
	assert_message_has(store, "cannot be undone");
	change_many(store, ids, 2, 0);
	assert_done(store, hvk__store_exec(store, "DELETE FROM question WHERE id & 8"));
	assert_int_equal(hvk_store_undo(store, false, &counts, &what), HVK_ESTORE);
	assert_int_equal(count_rows(store, "question"), 1);
	assert_int_equal(counts.voided, 0);
}

static void a_closed_store_changes_nothing(void **state)
{
	struct hvk_store *store;
	struct hvk_counts counts;
	const char *what, *ids[] = { "1000000000000" };

	(void)state;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_undo(store, false, &counts, &what), HVK_ESTORE);
	assert_int_equal(hvk_question_void(store, ids, 1, false), HVK_ESTORE);
	hvk__undo_free(NULL);
	hvk_store_free(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, store_set_up, store_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_added_question_goes),
		TEST(a_voided_question_comes_back),
		TEST(voiding_is_all_or_nothing),
		TEST(voiding_again_changes_nothing),
		TEST(only_the_last_change_is_kept),
		TEST(a_desk_that_came_along_goes_too),
		TEST(a_large_change_is_taken_back),
		TEST(ids_may_come_in_pieces),
		TEST(what_others_took_away_cannot_be_undone),
		cmocka_unit_test(a_closed_store_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
