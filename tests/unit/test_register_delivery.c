/* SPDX-License-Identifier: EUPL-1.2 */
/* Deliveries: noted with questions, told, taken back, merged and purged. Today is 2026-11-21. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "csv_input.h"
#include "question_store.h"

static struct hvk_store *store_of(void **state)
{
	return ((struct question_store *)*state)->store;
}

/* All deliveries: desk month day, '-' for none. */
static const char *deliveries(struct hvk_store *store)
{
	static char text[1024];
	sqlite3_stmt *statement;

	text[0] = '\0';
	assert_done(store, hvk__store_prepare(store,
	                                      "SELECT group_concat(desk || ' ' || month || ' ' ||"
	                                      " ifnull(received_on, '-'), ', ')"
	                                      " FROM (SELECT * FROM v_delivery ORDER BY desk, month)", &statement));
	assert_int_equal(hvk__store_step(store, statement), 1);
	if (sqlite3_column_text(statement, 0))
		snprintf(text, sizeof(text), "%s", (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return text;
}

/* Adds a question on a day; its id through id, if not NULL. */
static void ask_on(struct hvk_store *store, const char *day, const char *desk, const char *month, char id[14])
{
	struct hvk_question *question;

	assert_done(store, hvk_store_set_today(store, day));
	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_set(question, HVK_GEMEENTE, "Gent"));
	assert_done(store, hvk_question_set(question, HVK_THEME, "slapen"));
	assert_done(store, hvk_question_set(question, HVK_DESK, desk));
	assert_done(store, hvk_question_set(question, HVK_MONTH, month));
	assert_done(store, hvk_question_add(question));
	if (id)
		strcpy(id, hvk_question_key(question, HVK_ID, NULL));
	hvk_question_free(question);
	assert_done(store, hvk_store_set_today(store, "2026-11-21"));
}

static void ask(struct hvk_store *store, const char *desk, const char *month)
{
	ask_on(store, "2026-11-21", desk, month, NULL);
}

static void undo(struct hvk_store *store)
{
	struct hvk_counts counts;
	const char *what;

	assert_done(store, hvk_store_undo(store, false, &counts, &what));
}

static void import(struct hvk_store *store, const char *csv, unsigned flags)
{
	const struct hvk_input input = { "sheet.csv", input_of(csv, strlen(csv)) };
	struct hvk_intake *intake;
	struct hvk_import *import;
	struct hvk_counts counts;

	assert_done(store, hvk_intake_new(store, &intake));
	assert_done(store, hvk_import_new(intake, flags, &import));
	assert_done(store, hvk_import_read(import, &input, NULL));
	assert_done(store, hvk_import_commit(import, &counts));
	hvk_import_free(import);
	hvk_intake_free(intake);
	close(input.descriptor);
}

static bool told(struct hvk_store *store, const char *desk, const char *month, const char *on)
{
	bool changed;

	assert_done(store, hvk_delivery_add(store, desk, month, on, false, &changed));
	return changed;
}

static bool taken_back(struct hvk_store *store, const char *desk, const char *month)
{
	bool changed;

	assert_done(store, hvk_delivery_remove(store, desk, month, false, &changed));
	return changed;
}

/* The first counts; within the month without a day; without a desk not at all. */
static void test_add(void **state)
{
	struct hvk_store *store = store_of(state);

	ask_on(store, "2026-10-05", "noord", "2026-10", NULL);
	ask_on(store, "2026-11-02", "noord", "2026-10", NULL);
	ask_on(store, "2026-10-31", "noord", "2026-09", NULL);
	ask_on(store, "2026-11-02", "noord", "2026-09", NULL);
	ask_on(store, "2026-11-02", "", "2026-08", NULL);
	assert_string_equal(deliveries(store), "noord 2026-09 2026-10-31, noord 2026-10 -");
}

#define HEADER "month,gemeente,theme,desk\n"

static void test_import(void **state)
{
	struct hvk_store *store = store_of(state);
	static const char csv[] = HEADER "2026-10,Gent,slapen,noord\n2026-09,Gent,slapen,zuid\n2026-10,Gent,eten,zuid\n"
	                                 "2026-11,Gent,slapen,noord\n2026-10,Gent,eten,noord\n2026-08,Gent,eten,\n";
	static const char all[] = "noord 2026-10 2026-11-21, noord 2026-11 -,"
	                          " zuid 2026-09 2026-10-01, zuid 2026-10 2026-11-21";

	ask_on(store, "2026-10-01", "zuid", "2026-09", NULL);
	import(store, csv, HVK_IMPORT_DRY_RUN);
	assert_string_equal(deliveries(store), "zuid 2026-09 2026-10-01");
	import(store, csv, 0);
	assert_string_equal(deliveries(store), all);
	/* What came in before comes in no more. */
	import(store, csv, 0);
	assert_string_equal(deliveries(store), all);
	undo(store);
	assert_string_equal(deliveries(store), "zuid 2026-09 2026-10-01");
	assert_int_equal(count_rows(store, "undo_delivery"), 0);
}

/* A question that is voided was received all the same. */
static void test_undo_of_add(void **state)
{
	struct hvk_store *store = store_of(state);
	char id[14];
	const char *const ids[] = { id };

	ask_on(store, "2026-11-21", "noord", "2026-10", id);
	assert_string_equal(deliveries(store), "noord 2026-10 2026-11-21");
	assert_done(store, hvk_question_void(store, ids, 1, false));
	assert_string_equal(deliveries(store), "noord 2026-10 2026-11-21");
	undo(store);
	assert_string_equal(deliveries(store), "noord 2026-10 2026-11-21");
	ask(store, "noord", "2026-10");
	undo(store);
	assert_string_equal(deliveries(store), "noord 2026-10 2026-11-21");
	ask(store, "noord", "2026-09");
	assert_string_equal(deliveries(store), "noord 2026-09 2026-11-21, noord 2026-10 2026-11-21");
	undo(store);
	assert_string_equal(deliveries(store), "noord 2026-10 2026-11-21");
}

static void test_told(void **state)
{
	struct hvk_store *store = store_of(state);

	ask(store, "noord", "2026-10");
	assert_true(told(store, "noord", "2026-09", NULL));
	assert_false(told(store, "NOORD", "2026-09", NULL));
	assert_string_equal(deliveries(store), "noord 2026-09 2026-11-21, noord 2026-10 2026-11-21");
	assert_true(told(store, "noord", "2026-09", "2026-10-02"));
	assert_false(told(store, "noord", "2026-09", "2026-10-02"));
	assert_false(told(store, "noord", "2026-09", NULL));
	assert_true(told(store, "noord", "2026-08", "2026-08-31"));
	assert_false(told(store, "noord", "2026-08", "2026-08-01"));
	assert_true(told(store, "noord", "2026-11", NULL));
	assert_string_equal(deliveries(store),
	                    "noord 2026-08 -, noord 2026-09 2026-10-02, noord 2026-10 2026-11-21, noord 2026-11 -");
	assert_true(taken_back(store, "noord", "2026-09"));
	assert_false(taken_back(store, "noord", "2026-09"));
	assert_string_equal(deliveries(store), "noord 2026-08 -, noord 2026-10 2026-11-21, noord 2026-11 -");
}

/* What was told is not the change before, which can still be undone, but for what was told. */
static void test_told_and_undone(void **state)
{
	struct hvk_store *store = store_of(state);

	ask(store, "noord", "2026-10");
	assert_false(told(store, "noord", "2026-10", NULL));
	assert_true(told(store, "noord", "2026-09", "2026-09-30"));
	undo(store);
	assert_int_equal(count_rows(store, "question"), 0);
	assert_string_equal(deliveries(store), "noord 2026-09 -, noord 2026-10 2026-11-21");
	assert_int_equal(count_rows(store, "code WHERE list = 'desk'"), 1);
}

static void assert_refused(struct hvk_store *store, int expected, const char *desk, const char *month, const char *on,
                           const char *message)
{
	bool changed = true;

	assert_int_equal(hvk_delivery_add(store, desk, month, on, false, &changed), expected);
	assert_message_has(store, message);
	assert_false(changed);
	assert_int_equal(hvk_delivery_add(store, desk, month, on, true, &changed), expected);
	assert_message_has(store, message);
}

static void test_refused(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_question *question;
	bool changed = true;

	ask(store, "noord", "2026-10");
	ask(store, "oud", "2026-01");
	assert_done(store, hvk_code_retire(store, "desk", "oud", "2026-06-30", false));
	assert_refused(store, HVK_EINVAL, "noord", "2026-10-01", NULL, "month: expected YYYY-MM, found '2026-10-01'");
	assert_refused(store, HVK_EINVAL, "noord", "2026-13", NULL, "month: expected YYYY-MM, found '2026-13'");
	assert_refused(store, HVK_EINVAL, "noord", "2026-12", NULL, "2026-12 is in the future, this month is 2026-11");
	assert_refused(store, HVK_EINVAL, "noord", "2026-10", "gisteren", "on: expected a date as 2026-12-31");
	assert_refused(store, HVK_EINVAL, "noord", "2026-10", "2026-11-22", "on: 2026-11-22 is a day to come");
	assert_refused(store, HVK_EINVAL, "noord", "2026-10", "2026-09-30",
	               "on: 2026-09-30 is before the month itself");
	assert_refused(store, HVK_ENOTFOUND, "nord", "2026-10", NULL, "did you mean noord");
	assert_refused(store, HVK_EINPUT, "oud", "2026-10", NULL, "desk: 'oud' is not in use after 2026-06-30");
	assert_true(told(store, "oud", "2026-06", NULL));
	/* A desk that a question brings along, which is not added yet. */
	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_set(question, HVK_DESK, "nieuw"));
	assert_refused(store, HVK_ENOTFOUND, "nieuw", "2026-10", NULL, "desk: 'nieuw' is not in the store yet");
	hvk_question_free(question);
	assert_int_equal(hvk_delivery_remove(store, "noord", "2026-10", false, &changed), HVK_EINVAL);
	assert_message_has(store, "desk 'noord' has questions in 2026-10");
	assert_false(changed);
}

static void test_dry_run(void **state)
{
	struct hvk_store *store = store_of(state);
	bool changed;

	ask(store, "noord", "2026-10");
	assert_done(store, hvk_delivery_add(store, "noord", "2026-09", NULL, true, &changed));
	assert_true(changed);
	assert_done(store, hvk_delivery_add(store, "noord", "2026-10", NULL, true, &changed));
	assert_false(changed);
	assert_string_equal(deliveries(store), "noord 2026-10 2026-11-21");
	assert_int_equal(count_rows(store, "undo_delivery"), 1);
	assert_int_equal(count_rows(store, "undo_desk"), 1);
	assert_true(told(store, "noord", "2026-09", NULL));
	assert_done(store, hvk_delivery_remove(store, "noord", "2026-09", true, &changed));
	assert_true(changed);
	assert_string_equal(deliveries(store), "noord 2026-09 2026-11-21, noord 2026-10 2026-11-21");
}

/* What no store of ours says, and a file may. */
static const char *const damage[] = {
	"INSERT INTO delivery VALUES (680, -70000, NULL)",
	"INSERT INTO delivery VALUES (680, 0, NULL)",
	"INSERT INTO delivery VALUES (680, 99, NULL)",
	"INSERT INTO delivery VALUES (4096, 1, NULL)",
	"INSERT INTO delivery VALUES (690, 1, '2027-07-15'); UPDATE delivery SET received_on = 'x' WHERE month = 690",
	"UPDATE delivery SET received_on = '2027-07-15' WHERE month = 690",
	"UPDATE delivery SET received_on = '2027-02-30' WHERE month = 690",
};

/* Desks have other numbers there; of both days the earliest stands, whichever store comes first. */
static void test_merge(void **state)
{
	struct hvk_store *store = store_of(state), *other, *reader;
	struct question_store *there = NULL;
	struct hvk_counts counts;
	uint64_t findings;
	char before[1024];

	assert_int_equal(store_set_up((void **)&there), 0);
	other = there->store;
	ask_on(store, "2026-11-01", "noord", "2026-10", NULL);
	ask_on(store, "2026-11-05", "zuid", "2026-10", NULL);
	ask_on(store, "2026-10-05", "noord", "2026-09", NULL);
	ask_on(store, "2026-08-05", "noord", "2026-08", NULL);
	ask_on(other, "2026-11-03", "zuid", "2026-10", NULL);
	ask_on(other, "2026-11-04", "noord", "2026-10", NULL);
	ask_on(other, "2026-09-07", "noord", "2026-09", NULL);
	assert_true(told(other, "zuid", "2026-07", "2026-08-02"));
	assert_done(store, hvk_store_merge(store, there->path, true, &counts, NULL));
	assert_int_equal(count_rows(store, "delivery"), 4);
	for (int time = 0; time < 2; time++) {
		assert_done(store, hvk_store_merge(store, there->path, false, &counts, NULL));
		assert_string_equal(deliveries(store),
		                    "noord 2026-08 -, noord 2026-09 -, noord 2026-10 2026-11-01,"
		                    " zuid 2026-07 2026-08-02, zuid 2026-10 2026-11-03");
	}
	assert_done(store, hvk_store_check(store, NULL, &findings));
	assert_int_equal(findings, 0);
	/* The other way round it comes to the same. */
	assert_done(other, hvk_store_merge(other, ((struct question_store *)*state)->path, false, &counts, NULL));
	strcpy(before, deliveries(store));
	assert_string_equal(deliveries(other), before);
	/* A delivery of a desk that is none. */
	assert_done(other, hvk__store_exec(other, "INSERT INTO delivery VALUES (680, 99, NULL)"));
	assert_done(other, hvk_store_check(other, NULL, &findings));
	assert_int_equal(findings, 1);
	assert_int_equal(hvk_store_merge(store, there->path, false, &counts, NULL), HVK_EINPUT);
	assert_message_has(store, "a delivery has an unknown desk");
	for (size_t i = 0; i < sizeof(damage) / sizeof(damage[0]); i++) {
		assert_done(other, hvk__store_exec(other, "PRAGMA ignore_check_constraints = 1"));
		assert_done(other, hvk__store_exec(other, "DELETE FROM delivery WHERE month > 4095 OR desk NOT IN (1, 2)"));
		assert_done(other, hvk__store_exec(other, damage[i]));
		assert_int_equal(hvk_store_new(&reader), HVK_OK);
		assert_done(reader, hvk_store_open(reader, there->path, HVK_OPEN_READ));
		assert_done(reader, hvk_store_check(reader, NULL, &findings));
		assert_int_equal(findings, 1);
		hvk_store_free(reader);
		assert_int_equal(hvk_store_merge(store, there->path, false, &counts, NULL), HVK_EINPUT);
		assert_message_has(store, "a delivery has an unknown desk");
		assert_string_equal(deliveries(store), before);
	}
	assert_int_equal(store_tear_down((void *[]){ there }), 0);
}

static void test_purge(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t gone;

	ask_on(store, "2026-09-01", "noord", "2026-09", NULL);
	ask_on(store, "2026-10-01", "noord", "2026-10", NULL);
	assert_true(told(store, "noord", "2026-08", "2026-08-31"));
	assert_done(store, hvk_store_purge(store, "2026-10", false, true, &gone, NULL));
	assert_int_equal(count_rows(store, "delivery"), 3);
	assert_done(store, hvk_store_purge(store, "2026-10", false, false, &gone, NULL));
	assert_int_equal(gone, 1);
	assert_string_equal(deliveries(store), "noord 2026-10 -");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_add, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_import, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_undo_of_add, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_told, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_told_and_undone, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_refused, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_dry_run, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_merge, store_set_up, store_tear_down),
		cmocka_unit_test_setup_teardown(test_purge, store_set_up, store_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
