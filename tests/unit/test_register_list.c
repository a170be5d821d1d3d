/* SPDX-License-Identifier: EUPL-1.2 */
/* Listings and the stream of a store: which rows, in which order. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/memory.h"
#include "question_store.h"

/* One column of all questions listed, joined by blanks. */
static const char *listed(void **state, const char *condition, const char *sort, bool with_voided,
                          enum hvk_column column)
{
	static char text[4096];
	struct question_store *made = *state;
	struct hvk_filter *filter = NULL;
	struct hvk_list *list;
	struct hvk_question *question;
	int result;

	text[0] = '\0';
	if (condition) {
		assert_done(made->store, hvk_filter_new(made->store, &filter));
		assert_done(made->store, hvk_filter_parse(filter, condition));
	}
	assert_done(made->store, hvk_list_open(made->store, filter, sort, with_voided, &list));
	while ((result = hvk_list_next(list, &question)) == 1) {
		const char *key = hvk_question_key(question, column, NULL);

		if (text[0])
			strcat(text, " ");
		strcat(text, hvk_question_key(question, HVK_VOIDED, NULL) ? "voided" : key ? key : "-");
	}
	assert_int_equal(result, 0);
	assert_null(question);
	assert_int_equal(hvk_list_next(list, &question), 0);
	hvk_list_free(list);
	hvk_filter_free(filter);
	return text;
}

static void fill(void **state)
{
	struct question_store *made = *state;

	add_short(made->store, "2026-10 gent slapen @b-loket info", NULL);
	add_short(made->store, "2026-09 brugge slapen @a-loket", NULL);
	add_short(made->store, "2026-10 brugge lichaam.eten @b-loket chat", NULL);
	add_short(made->store, "2026-10 brugge lichaam.eten @a-loket", NULL);
	add_short(made->store, "2026-10 brugge slapen folder", NULL);
	add_short(made->store, "2024-01 gent school", NULL);
}

static void the_usual_order_is_by_columns(void **state)
{
	fill(state);
	assert_string_equal(listed(state, NULL, NULL, false, HVK_MONTH),
	                    "2024-01 2026-09 2026-10 2026-10 2026-10 2026-10");
	assert_string_equal(listed(state, NULL, "", false, HVK_GEMEENTE), "44021 31005 31005 31005 31005 44021");
	assert_string_equal(listed(state, NULL, NULL, false, HVK_DESK), "- a-loket - a-loket b-loket b-loket");
}

static void the_order_does_not_tell_the_order_of_entry(void **state)
{
	struct question_store *made = *state;
	struct hvk_list *list;
	struct hvk_question *question;
	char last[14] = "";

	for (int i = 0; i < 50; i++)
		add_short(made->store, "2026-10 gent slapen", NULL);
	assert_done(made->store, hvk_list_open(made->store, NULL, NULL, false, &list));
	while (hvk_list_next(list, &question) == 1) {
		assert_true(strcmp(last, hvk_question_key(question, HVK_ID, NULL)) < 0);
		strcpy(last, hvk_question_key(question, HVK_ID, NULL));
	}
	hvk_list_free(list);
}

static void other_orders(void **state)
{
	fill(state);
	assert_string_equal(listed(state, NULL, "-month", false, HVK_MONTH),
	                    "2026-10 2026-10 2026-10 2026-10 2026-09 2024-01");
	assert_string_equal(listed(state, NULL, "gemeente,-month", false, HVK_MONTH),
	                    "2026-10 2026-10 2026-10 2026-09 2026-10 2024-01");
	assert_string_equal(listed(state, NULL, "-desk", false, HVK_DESK), "b-loket b-loket a-loket a-loket - -");
	assert_string_equal(listed(state, NULL, "-answer, id", false, HVK_ANSWER), "folder info - - - -");
	assert_string_equal(listed(state, NULL, "-theme", false, HVK_THEME),
	                    "school slapen slapen slapen lichaam.eten lichaam.eten");
}

static void unknown_columns_are_named(void **state)
{
	struct question_store *made = *state;
	struct hvk_list *list;

	assert_int_equal(hvk_list_open(made->store, NULL, "gemeent", false, &list), HVK_EINVAL);
	assert_message(made->store, "cannot sort by 'gemeent'; did you mean gemeente?");
	assert_null(list);
	assert_int_equal(hvk_list_open(made->store, NULL, "xyzzyx", false, &list), HVK_EINVAL);
	assert_message_has(made->store, "expected columns");
	assert_int_equal(hvk_list_open(made->store, NULL, "month,,", false, &list), HVK_EINVAL);
}

static void voided_ones_close_their_month(void **state)
{
	struct question_store *made = *state;
	char id[14], other[14];
	const char *ids[] = { id, other };

	fill(state);
	add_short(made->store, "2026-09 brugge slapen", id);
	add_short(made->store, "2026-08 brugge slapen", other);
	assert_done(made->store, hvk_question_void(made->store, ids, 2, false));
	assert_string_equal(listed(state, NULL, NULL, true, HVK_MONTH),
	                    "2024-01 voided 2026-09 voided 2026-10 2026-10 2026-10 2026-10");
	assert_string_equal(listed(state, NULL, NULL, false, HVK_MONTH),
	                    "2024-01 2026-09 2026-10 2026-10 2026-10 2026-10");
	assert_string_equal(listed(state, "month=2026-09", NULL, true, HVK_MONTH), "2026-09 voided");
	assert_string_equal(listed(state, "gemeente=gent", NULL, true, HVK_MONTH), "2024-01 voided voided 2026-10");
	assert_string_equal(listed(state, "month=2026-11", NULL, true, HVK_MONTH), "");
	assert_string_equal(listed(state, NULL, "-voided", true, HVK_MONTH),
	                    "voided voided 2024-01 2026-09 2026-10 2026-10 2026-10 2026-10");
}

static void only_what_the_filter_lets_through(void **state)
{
	fill(state);
	assert_string_equal(listed(state, "gemeente=gent", NULL, false, HVK_MONTH), "2024-01 2026-10");
	assert_string_equal(listed(state, "gemeente=gent", "-month", false, HVK_MONTH), "2026-10 2024-01");
	assert_string_equal(listed(state, "theme=gedrag", NULL, false, HVK_MONTH), "");
}

static void an_empty_store_lists_nothing(void **state)
{
	assert_string_equal(listed(state, NULL, NULL, true, HVK_MONTH), "");
	assert_string_equal(listed(state, NULL, "theme", true, HVK_MONTH), "");
}

static void a_store_must_be_open(void **state)
{
	struct hvk_store *store;
	struct hvk_list *list;
	struct hvk_source *source;

	(void)state;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_list_open(store, NULL, NULL, false, &list), HVK_ESTORE);
	assert_int_equal(hvk_source_store(store, NULL, &source), HVK_ESTORE);
	assert_null(source);
	hvk_list_free(NULL);
	hvk_source_free(NULL);
	hvk_store_free(store);
}

/* How many rows a source gives. */
static size_t streamed(struct hvk_store *store, const struct hvk_filter *filter, unsigned needed)
{
	struct hvk_source *source;
	const struct hvk__row *rows;
	size_t count, total = 0;
	void *worker;
	int result;

	assert_done(store, hvk_source_store(store, filter, &source));
	assert_int_equal(source->class->threads, 1);
	assert_done(store, source->class->worker_open(source, needed, &worker));
	while ((result = source->class->worker_next(worker, &rows, &count)) == 1) {
		assert_true(count > 0);
		for (size_t i = 0; i < count; i++)
			assert_true(hvk__filter_matches(filter, &rows[i]));
		total += count;
	}
	assert_int_equal(result, 0);
	assert_int_equal(source->class->worker_error(worker)->public.code, HVK_OK);
	source->class->worker_close(worker);
	hvk_source_free(source);
	return total;
}

static void a_source_streams_what_passes(void **state)
{
	struct question_store *made = *state;
	struct hvk_filter *filter;

	fill(state);
	assert_int_equal(streamed(made->store, NULL, 0), 6);
	assert_done(made->store, hvk_filter_new(made->store, &filter));
	assert_int_equal(streamed(made->store, filter, 1u << HVK__THEME), 6);
	assert_done(made->store, hvk_filter_parse(filter, "desk=a-loket"));
	/* The filter's own columns are read although nobody asked for them. */
	assert_int_equal(streamed(made->store, filter, 1u << HVK__THEME), 2);
	assert_done(made->store, hvk_filter_parse(filter, "answer!="));
	assert_int_equal(streamed(made->store, filter, 0), 0);
	hvk_filter_free(filter);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, store_set_up, store_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_usual_order_is_by_columns),
		TEST(the_order_does_not_tell_the_order_of_entry),
		TEST(other_orders),
		TEST(unknown_columns_are_named),
		TEST(voided_ones_close_their_month),
		TEST(only_what_the_filter_lets_through),
		TEST(an_empty_store_lists_nothing),
		TEST(a_source_streams_what_passes),
		cmocka_unit_test(a_store_must_be_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
