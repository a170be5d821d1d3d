/* SPDX-License-Identifier: EUPL-1.2 */
/* Ids that clash: hashed to seven bits instead of 51, so that what is rare among millions of rows happens among a few.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "csv_input.h"
#include "question_store.h"

#define HVK__HASHED_BITS 7
#include "register/identify.c"

static struct hvk_store *store_of(void **state)
{
	return ((struct question_store *)*state)->store;
}

static struct hvk_counts imports(struct hvk_store *store, const char *name, const struct hvk__buffer *text,
                                 unsigned flags)
{
	struct hvk_input input = { name, input_of(text->data, text->length) };
	struct hvk_import *import;
	struct hvk_intake *intake;
	struct hvk_counts counts;

	assert_done(store, hvk_intake_new(store, &intake));
	assert_done(store, hvk_import_new(intake, flags, &import));
	assert_done(store, hvk_import_read(import, &input, NULL));
	assert_done(store, hvk_import_commit(import, &counts));
	hvk_import_free(import);
	hvk_intake_free(intake);
	close(input.descriptor);
	return counts;
}

static int64_t questions(struct hvk_store *store)
{
	int64_t number;

	assert_done(store, hvk__store_number(store, "SELECT count(*) FROM question", &number));
	return number;
}

/* Rows of one month, some of them the same; from and step choose which, and their order. */
static void make_rows(struct hvk__buffer *text, int count, int from, int step)
{
	text->length = 0;
	hvk__buffer_add_text(text, "maand,gemeente,thema,balie\n");
	for (int i = 0; i < count; i++)
		assert_true(hvk__buffer_printf(text, "2026-01,Gent,slapen,desk-%d\n",
		                               (from + i * step) % count / 2 * 2 % 60));
}

static void clashes_in_one_file(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__buffer text = { 0 };
	struct hvk_counts counts;

	make_rows(&text, 100, 0, 1);
	counts = imports(store, "a.csv", &text, 0);
	assert_int_equal(counts.added, 100);
	assert_int_equal(questions(store), 100);
	/* The same rows in another order find their ids. */
	make_rows(&text, 100, 37, 7);
	counts = imports(store, "a.csv", &text, HVK_IMPORT_AGAIN);
	assert_int_equal(counts.unchanged, 100);
	assert_int_equal(counts.added, 0);
	hvk__buffer_free(&text);
}

static void clashes_between_batches(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__buffer text = { 0 };
	struct hvk_counts counts;

	make_rows(&text, 40, 0, 1);
	assert_int_equal(imports(store, "a.csv", &text, 0).added, 40);
	text.length = 0;
	hvk__buffer_add_text(&text, "maand,gemeente,thema,balie\n");
	for (int i = 0; i < 50; i++)
		assert_true(hvk__buffer_printf(&text, "2026-01,Gent,pesten,desk-%d\n", i));
	assert_int_equal(imports(store, "b.csv", &text, 0).added, 50);
	assert_int_equal(imports(store, "b.csv", &text, HVK_IMPORT_AGAIN).unchanged, 50);
	assert_true(hvk__buffer_printf(&text, "2026-01,Gent,pesten,desk-51\n"));
	counts = imports(store, "b.csv", &text, 0);
	assert_int_equal(counts.added, 1);
	assert_int_equal(counts.unchanged, 50);
	make_rows(&text, 40, 11, 7);
	assert_int_equal(imports(store, "a.csv", &text, HVK_IMPORT_AGAIN).unchanged, 40);
	assert_int_equal(questions(store), 91);
	hvk__buffer_free(&text);
}

static void clashes_while_replacing(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__buffer text = { 0 };
	struct hvk_counts counts;

	make_rows(&text, 60, 0, 1);
	counts = imports(store, "a.csv", &text, HVK_IMPORT_REPLACE);
	assert_int_equal(counts.added, 60);
	counts = imports(store, "b.csv", &text, HVK_IMPORT_REPLACE);
	assert_int_equal(counts.unchanged, 60);
	make_rows(&text, 20, 0, 1);
	counts = imports(store, "c.csv", &text, HVK_IMPORT_REPLACE);
	assert_int_equal(counts.unchanged, 20);
	make_rows(&text, 60, 11, 7);
	counts = imports(store, "d.csv", &text, HVK_IMPORT_REPLACE);
	assert_int_equal(questions(store), 60);
	hvk__buffer_free(&text);
}

/* Sorting and merging, which all of it rests on. */
static void sorted(void **state)
{
	struct hvk__arrivals arrivals = { 0 }, more = { 0 };
	struct hvk__row rows[2] = { { 0 } };
	uint64_t key = 88172645463325252;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		key ^= key << 13;
		key ^= key >> 7;
		key ^= key << 17;
		assert_true(hvk__arrivals_add(i % 3 ? &arrivals : &more, i % 5 ? key : key % 7, &rows[i % 2]));
	}
	assert_true(hvk__arrivals_sort(&arrivals) && hvk__arrivals_sort(&more) &&
	            hvk__arrivals_merge(&arrivals, &more));
	assert_int_equal(arrivals.count, 5000);
	for (size_t i = 1; i < arrivals.count; i++)
		assert_true(arrivals.items[i - 1].key <= arrivals.items[i].key);
	free(arrivals.items);
	free(more.items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(clashes_in_one_file, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(clashes_between_batches, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(clashes_while_replacing, store_set_up, store_tear_down),
		cmocka_unit_test(sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
