/* SPDX-License-Identifier: EUPL-1.2 */
/* Questions through the public header alone: register, list, filter, void, undo. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hvk.h"

struct fixture {
	struct hvk_store *store;
	char folder[64], path[80];
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/hvk-test-XXXXXX");
	if (!mkdtemp(fixture->folder))
		return -1;
	snprintf(fixture->path, sizeof(fixture->path), "%s/hvk.db", fixture->folder);
	if (hvk_store_new(&fixture->store) < 0 || hvk_store_set_today(fixture->store, "2026-11-21") < 0 ||
	    hvk_store_open(fixture->store, fixture->path, HVK_OPEN_CREATE) < 0)
		return -1;
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	char command[96];

	hvk_store_free(fixture->store);
	snprintf(command, sizeof(command), "rm -rf '%s'", fixture->folder);
	if (system(command) != 0)
		return -1;
	free(fixture);
	return 0;
}

static struct hvk_store *store_of(void **state)
{
	return ((struct fixture *)*state)->store;
}

static void add(struct hvk_store *store, const char *line, char id[14])
{
	struct hvk_question *question;

	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	assert_int_equal(hvk_question_set_short(question, line), HVK_OK);
	assert_int_equal(hvk_question_add(question), HVK_OK);
	if (id)
		strcpy(id, hvk_question_key(question, HVK_ID, NULL));
	hvk_question_free(question);
}

static int count(struct hvk_store *store, const char *condition)
{
	struct hvk_filter *filter;
	struct hvk_list *list;
	struct hvk_question *question;
	int total = 0;

	assert_int_equal(hvk_filter_new(store, &filter), HVK_OK);
	if (condition)
		assert_int_equal(hvk_filter_parse(filter, condition), HVK_OK);
	assert_int_equal(hvk_list_open(store, filter, NULL, false, &list), HVK_OK);
	while (hvk_list_next(list, &question) == 1)
		total++;
	hvk_list_free(list);
	hvk_filter_free(filter);
	return total;
}

static void a_question_is_registered_and_found(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_question *question;
	size_t length;
	char id[14];

	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	assert_int_equal(hvk_question_set(question, HVK_MONTH, "2026-10"), HVK_OK);
	assert_int_equal(hvk_question_set(question, HVK_GEMEENTE, "Oostkamp"), HVK_OK);
	assert_int_equal(hvk_question_set(question, HVK_THEME, "driftbuien"), HVK_OK);
	assert_int_equal(hvk_question_set(question, HVK_ANSWER, "info+folder"), HVK_OK);
	assert_int_equal(hvk_question_add(question), HVK_OK);
	strcpy(id, hvk_question_key(question, HVK_ID, &length));
	assert_int_equal(length, 13);
	hvk_question_clear(question);
	assert_null(hvk_question_key(question, HVK_MONTH, NULL));
	assert_int_equal(hvk_question_find(question, id), HVK_OK);
	assert_string_equal(hvk_question_key(question, HVK_MONTH, NULL), "2026-10");
	assert_string_equal(hvk_question_key(question, HVK_GEMEENTE, NULL), "31022");
	assert_string_equal(hvk_question_label(question, HVK_GEMEENTE, HVK_NL), "Oostkamp");
	assert_string_equal(hvk_question_label(question, HVK_THEME, HVK_EN), "Tantrums");
	assert_string_equal(hvk_question_key(question, HVK_ANSWER, NULL), "info+folder");
	assert_string_equal(hvk_question_key(question, HVK_CONTACT, NULL), "new");
	assert_null(hvk_question_key(question, HVK_CHANNEL, NULL));
	hvk_question_free(question);
}

static void what_is_refused_is_explained(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_question *question;

	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	assert_int_equal(hvk_question_set(question, HVK_MONTH, "2026-10"), HVK_OK);
	assert_int_equal(hvk_question_set(question, HVK_THEME, "driftboien"), HVK_ENOTFOUND);
	assert_string_equal(hvk_store_error(store)->message,
	                    "theme: unknown 'driftboien'; did you mean gedrag.driftbuien?");
	assert_int_equal(hvk_question_set(question, HVK_GEMEENTE, "0470 12 34 56"), HVK_EINPUT);
	assert_null(strstr(hvk_store_error(store)->message, "0470"));
	assert_int_equal(hvk_question_set_short(question, "gent praktisch"), HVK_EAMBIGUOUS);
	assert_int_equal(hvk_question_add(question), HVK_EINPUT);
	hvk_question_free(question);
	assert_int_equal(count(store, NULL), 0);
}

static void filters_choose_and_say_what_they_do_not_know(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_filter *filter;

	add(store, "2026-10 gent driftbuien 2 moeder", NULL);
	add(store, "2026-10 brugge slapen 6-11 vader", NULL);
	add(store, "2025-10 brugge slapen 6-11 vader", NULL);
	assert_int_equal(count(store, NULL), 3);
	assert_int_equal(count(store, "theme=gedrag"), 1);
	assert_int_equal(count(store, "month>=2026"), 2);
	assert_int_equal(count(store, "asker=ouder"), 3);
	assert_int_equal(count(store, "province=oost-vlaanderen"), 1);
	assert_int_equal(hvk_filter_new(store, &filter), HVK_OK);
	assert_int_equal(hvk_filter_add(filter, "them", "=", "slapen"), HVK_EINVAL);
	assert_string_equal(hvk_store_error(store)->message, "cannot filter on 'them'; did you mean theme?");
	hvk_filter_free(filter);
}

static void voiding_and_undo_go_to_and_fro(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_counts counts;
	const char *what;
	char id[14];
	const char *ids[] = { id };

	add(store, "2026-10 gent slapen", id);
	assert_int_equal(hvk_question_void(store, ids, 1, false), HVK_OK);
	assert_int_equal(count(store, NULL), 0);
	assert_int_equal(hvk_store_undo(store, false, &counts, &what), HVK_OK);
	assert_int_equal(counts.added, 1);
	assert_int_equal(count(store, NULL), 1);
	assert_int_equal(hvk_store_undo(store, false, &counts, &what), HVK_ENOTFOUND);
}

static void a_store_keeps_its_questions(void **state)
{
	struct fixture *fixture = *state;
	struct hvk_store *other;

	add(fixture->store, "2026-10 gent slapen @loket-noord", NULL);
	assert_int_equal(hvk_store_new(&other), HVK_OK);
	assert_int_equal(hvk_store_open(other, fixture->path, HVK_OPEN_READ), HVK_OK);
	assert_int_equal(count(other, "desk=loket-noord"), 1);
	hvk_store_free(other);
}

static void columns_have_names(void **state)
{
	(void)state;
	assert_string_equal(hvk_column_name(HVK_GEMEENTE), "gemeente");
	assert_string_equal(hvk_column_name(HVK_CONTACT), "contact");
	assert_non_null(hvk_column_help(HVK_THEME));
	assert_null(hvk_column_name(HVK_COLUMNS));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_question_is_registered_and_found), TEST(what_is_refused_is_explained),
		TEST(filters_choose_and_say_what_they_do_not_know), TEST(voiding_and_undo_go_to_and_fro),
		TEST(a_store_keeps_its_questions), cmocka_unit_test(columns_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
