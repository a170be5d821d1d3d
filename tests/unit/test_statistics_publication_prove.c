/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications of a ledger proved anew, also where a search finds no certificate for what was hidden since nothing
 * certain could be found: what is sound is never called wrong, and what was changed is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "admin_store.h"
#include "store/store.h"

/* By gemeente, theme and month. */
static const unsigned counts[2][3][5] = {
	{ { 10, 2, 13, 10, 4 }, { 4, 5, 2, 4, 4 }, { 3, 1, 1, 3, 0 } },
	{ { 5, 1, 2, 3, 2 }, { 1, 1, 1, 6, 0 }, { 0, 0, 1, 0, 1 } },
};

static const struct {
	const char *by, *period, *gemeenten;
} asked[] = {
	{ "theme-group", "2026-04", "" },
	{ "gemeente,theme-group", "2026-02..2026-04", "31005,44021" },
	{ "gemeente,theme-group", "2026-03..2026-05", "31005,44021" },
	{ "gemeente,theme-group", "2026-03", "44021" },
	{ "theme-group", "2026-01..2026-02", "" },
	{ "gemeente", "2026-05", "31005,44021" },
};

static void import_questions(struct hvk_store *store)
{
	static const char *const gemeenten[] = { "44021", "31005" }, *const themes[] = { "slapen", "gedrag", "school" };
	struct hvk_input input = { "vragen.csv", -1 };
	struct hvk_counts done;
	struct hvk_intake *intake;
	struct hvk_import *import;
	size_t size;
	char *text;
	FILE *file = open_memstream(&text, &size);

	fputs("month;gemeente;theme\n", file);
	for (unsigned i = 0; i < 2 * 3 * 5; i++) {
		for (unsigned n = 0; n < counts[i / 15][i / 5 % 3][i % 5]; n++)
			fprintf(file, "2026-%02u;%s;%s\n", i % 5 + 1, gemeenten[i / 15], themes[i / 5 % 3]);
	}
	assert_int_equal(fclose(file), 0);
	input.descriptor = input_of(text);
	free(text);
	assert_done(store, hvk_intake_new(store, &intake));
	assert_done(store, hvk_import_new(intake, 0, &import));
	assert_done(store, hvk_import_read(import, &input, "vragen"));
	assert_done(store, hvk_import_commit(import, &done));
	hvk_import_free(import);
	hvk_intake_free(intake);
	close(input.descriptor);
}

/* Publishes all that is asked, and proves each when it is there. */
static void publish_all(struct hvk_store *store)
{
	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		struct hvk_publication *p;

		assert_done(store, hvk_publication_new(store, &p));
		assert_done(store, hvk_publication_set(p, HVK_PUBLISH_BY, asked[i].by));
		assert_done(store, hvk_publication_set(p, HVK_PUBLISH_PERIOD, asked[i].period));
		assert_done(store, hvk_publication_set(p, HVK_PUBLISH_GEMEENTE, asked[i].gemeenten));
		assert_done(store, hvk_publication_protect(&p, 1));
		assert_done(store, hvk_publication_enter(&p, 1, NULL, NULL));
		assert_done(store, hvk_publication_verify(p));
		hvk_publication_free(p);
	}
}

/* What proving says of the last. */
static int verify_last(struct hvk_store *store)
{
	struct hvk_publication *p;
	int result;

	assert_done(store, hvk_publication_open(store, ARRAY_SIZE(asked), &p));
	result = hvk_publication_verify(p);
	hvk_publication_free(p);
	return result;
}

static void what_is_sound_is_proved(void **state)
{
	struct question_store *made = *state;

	import_questions(made->store);
	publish_all(made->store);
	assert_done(made->store, verify_last(made->store));
}

/* Of a month before the first something is registered now. */
static void what_came_later_changes_nothing(void **state)
{
	struct question_store *made = *state;
	struct hvk_question *question;

	import_questions(made->store);
	publish_all(made->store);
	assert_done(made->store, hvk_question_new(made->store, &question));
	assert_done(made->store, hvk_question_set_short(question, "2025-11 gent slapen"));
	assert_done(made->store, hvk_question_add(question));
	hvk_question_free(question);
	assert_done(made->store, verify_last(made->store));
}

/* Each small count that was hidden, as if it had been shown; and a figure that is another one. */
static void what_was_changed_is_found(void **state)
{
	struct question_store *made = *state;
	struct hvk_store *store = made->store;
	char update[256];
	int64_t small;

	import_questions(store);
	publish_all(store);
	assert_int_equal(hvk__store_exec(store, "DROP TRIGGER publication_cell_same"), HVK_OK);
	assert_int_equal(hvk__store_number(store, "SELECT count(*) FROM publication_cell WHERE status = 1", &small),
	                 HVK_OK);
	assert_true(small > 10);
	for (int64_t i = 0; i < small; i++) {
		snprintf(update, sizeof(update), "UPDATE publication_cell SET status = 0"
		         " WHERE (publication, place, subject, time) = (SELECT publication, place, subject, time"
		         " FROM publication_cell WHERE status = 1 ORDER BY 1, 2, 3, 4 LIMIT 1 OFFSET %d)", (int)i);
		assert_int_equal(hvk__store_exec(store, update), HVK_OK);
		assert_int_not_equal(verify_last(store), HVK_OK);
		assert_int_equal(hvk__store_exec(store, "UPDATE publication_cell SET status = 1"
		                                 " WHERE status = 0 AND count BETWEEN 1 AND 4"), HVK_OK);
	}
	assert_done(store, verify_last(store));
	assert_int_equal(hvk__store_exec(store, "UPDATE publication_cell SET count = count + 1"
	                                 " WHERE publication = 2 AND status = 0"), HVK_OK);
	assert_int_equal(verify_last(store), HVK_ESTORE);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_set_up, store_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(what_is_sound_is_proved), WITH_STORE(what_came_later_changes_nothing),
		WITH_STORE(what_was_changed_is_found),
	};

	return cmocka_run_group_tests_name("prove", tests, NULL, NULL);
}
