/* SPDX-License-Identifier: EUPL-1.2 */
/* Several questions as one change: all or none, reverted together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "hvk.h"

enum { COUNT = 3 };

struct fixture {
	char folder[64], path[80];
	struct hvk_store *store;
	struct hvk_question *questions[COUNT];
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	strcpy(fixture->folder, "/tmp/hvk-test-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	snprintf(fixture->path, sizeof(fixture->path), "%s/test.db", fixture->folder);
	assert_int_equal(hvk_store_new(&fixture->store), HVK_OK);
	assert_int_equal(hvk_store_set_today(fixture->store, "2026-11-21"), HVK_OK);
	assert_int_equal(hvk_store_open(fixture->store, fixture->path, HVK_OPEN_CREATE), HVK_OK);
	for (size_t i = 0; i < COUNT; i++) {
		assert_int_equal(hvk_question_new(fixture->store, &fixture->questions[i]), HVK_OK);
		assert_int_equal(hvk_question_set(fixture->questions[i], HVK_MONTH, "2026-10"), HVK_OK);
		assert_int_equal(hvk_question_set(fixture->questions[i], HVK_GEMEENTE, "Gent"), HVK_OK);
		assert_int_equal(hvk_question_set(fixture->questions[i], HVK_THEME, "slapen"), HVK_OK);
	}
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < COUNT; i++)
		hvk_question_free(fixture->questions[i]);
	hvk_store_free(fixture->store);
	unlink(fixture->path);
	rmdir(fixture->folder);
	free(fixture);
	return 0;
}

static size_t stored(struct fixture *fixture)
{
	struct hvk_question *question;
	struct hvk_list *list;
	size_t count = 0;

	assert_int_equal(hvk_list_open(fixture->store, NULL, NULL, false, &list), HVK_OK);
	while (hvk_list_next(list, &question) > 0)
		count++;
	hvk_list_free(list);
	return count;
}

static void all_get_ids_and_are_undone_together(void **state)
{
	struct fixture *fixture = *state;
	struct hvk_counts counts;
	const char *what;
	char first[14];

	assert_int_equal(hvk_question_add_all(fixture->store, fixture->questions, COUNT, false), HVK_OK);
	assert_int_equal(stored(fixture), COUNT);
	strcpy(first, hvk_question_key(fixture->questions[0], HVK_ID, NULL));
	assert_string_not_equal(first, hvk_question_key(fixture->questions[1], HVK_ID, NULL));
	assert_string_equal(hvk_question_key(fixture->questions[2], HVK_CONTACT, NULL), "new");
	assert_int_equal(hvk_store_undo(fixture->store, false, &counts, &what), HVK_OK);
	assert_string_equal(what, "the last 3 questions added");
	assert_int_equal(stored(fixture), 0);
}

static void one_that_cannot_be_added_stops_all(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(hvk_question_set(fixture->questions[2], HVK_THEME, NULL), HVK_OK);
	assert_int_equal(hvk_question_add_all(fixture->store, fixture->questions, COUNT, false), HVK_EINPUT);
	assert_non_null(strstr(hvk_store_error(fixture->store)->message, "theme"));
	assert_null(hvk_question_key(fixture->questions[0], HVK_ID, NULL));
	assert_null(hvk_question_key(fixture->questions[0], HVK_CONTACT, NULL));
	assert_int_equal(stored(fixture), 0);
}

static void a_dry_run_writes_nothing(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(hvk_question_add_all(fixture->store, fixture->questions, COUNT, true), HVK_OK);
	assert_null(hvk_question_key(fixture->questions[0], HVK_ID, NULL));
	assert_int_equal(stored(fixture), 0);
	assert_int_equal(hvk_question_set(fixture->questions[1], HVK_MONTH, "2027-01"), HVK_OK);
	assert_int_equal(hvk_question_add_all(fixture->store, fixture->questions, COUNT, true), HVK_EINPUT);
}

static void none_is_no_change(void **state)
{
	struct fixture *fixture = *state;
	struct hvk_counts counts;
	const char *what;

	assert_int_equal(hvk_question_add(fixture->questions[0]), HVK_OK);
	assert_int_equal(hvk_question_add_all(fixture->store, NULL, 0, false), HVK_OK);
	assert_int_equal(hvk_store_undo(fixture->store, false, &counts, &what), HVK_OK);
	assert_int_equal(stored(fixture), 0);
}

/* A new desk of one program can become known under another number when a second program made one meanwhile. */
static void new_desks_survive_those_of_another(void **state)
{
	struct fixture *fixture = *state;
	struct hvk_question *other;
	struct hvk_store *second;

	assert_int_equal(hvk_question_set(fixture->questions[0], HVK_DESK, "loket-noord"), HVK_OK);
	assert_int_equal(hvk_question_set(fixture->questions[1], HVK_DESK, "loket-zuid"), HVK_OK);
	assert_int_equal(hvk_store_new(&second), HVK_OK);
	assert_int_equal(hvk_store_set_today(second, "2026-11-21"), HVK_OK);
	assert_int_equal(hvk_store_open(second, fixture->path, HVK_OPEN_WRITE), HVK_OK);
	assert_int_equal(hvk_question_new(second, &other), HVK_OK);
	assert_int_equal(hvk_question_set_short(other, "gent slapen 2026-10 @loket-west"), HVK_OK);
	assert_int_equal(hvk_question_add(other), HVK_OK);
	assert_int_equal(hvk_question_add_all(fixture->store, fixture->questions, COUNT, false), HVK_OK);
	assert_string_equal(hvk_question_key(fixture->questions[0], HVK_DESK, NULL), "loket-noord");
	assert_string_equal(hvk_question_key(fixture->questions[1], HVK_DESK, NULL), "loket-zuid");
	assert_null(hvk_question_key(fixture->questions[2], HVK_DESK, NULL));
	assert_int_equal(stored(fixture), COUNT + 1);
	hvk_question_free(other);
	hvk_store_free(second);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_get_ids_and_are_undone_together), TEST(one_that_cannot_be_added_stops_all),
		TEST(a_dry_run_writes_nothing),
		TEST(none_is_no_change), TEST(new_desks_survive_those_of_another)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
