/* SPDX-License-Identifier: EUPL-1.2 */
/* A user's own SELECT: what it gives, and that nothing else is let through. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "admin_store.h"
#include "record/record.h"

static void gives_columns_and_rows(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_sql *sql;

	add_short(store, "month:2026-10 gemeente:gent slapen", NULL);
	add_short(store, "month:2026-10 gemeente:gent driftbuien contact:same", NULL);
	assert_done(store,
	            hvk_sql_open(store, "SELECT month, questions, contacts, 1.5, NULL FROM v_month -- all\n ; ", &sql));
	assert_int_equal(hvk_sql_columns(sql), 5);
	assert_string_equal(hvk_sql_name(sql, 0), "month");
	assert_string_equal(hvk_sql_name(sql, 2), "contacts");
	assert_null(hvk_sql_name(sql, 5));
	assert_int_equal(hvk_sql_next(sql), 1);
	assert_string_equal(hvk_sql_text(sql, 0), "2026-10");
	assert_false(hvk_sql_is_number(sql, 0));
	assert_string_equal(hvk_sql_text(sql, 1), "2");
	assert_true(hvk_sql_is_number(sql, 1));
	assert_string_equal(hvk_sql_text(sql, 2), "1");
	assert_string_equal(hvk_sql_text(sql, 3), "1.5");
	assert_true(hvk_sql_is_number(sql, 3));
	assert_null(hvk_sql_text(sql, 4));
	assert_null(hvk_sql_text(sql, 5));
	assert_false(hvk_sql_is_number(sql, 5));
	assert_int_equal(hvk_sql_next(sql), 0);
	assert_int_equal(hvk_sql_next(sql), 0);
	assert_null(hvk_sql_text(sql, 0));
	hvk_sql_free(sql);
	hvk_sql_free(NULL);
}

static void sees_the_text_form_of_an_id(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_sql *sql;
	char id[14];

	add_short(store, "month:2026-10 gemeente:gent slapen info+folder", id);
	assert_done(store, hvk_sql_open(store, "SELECT id, gemeente_name, theme, answer FROM v_question", &sql));
	assert_int_equal(hvk_sql_next(sql), 1);
	assert_string_equal(hvk_sql_text(sql, 0), id);
	assert_string_equal(hvk_sql_text(sql, 1), "Gent");
	assert_string_equal(hvk_sql_text(sql, 2), "slapen");
	assert_string_equal(hvk_sql_text(sql, 3), "info+folder");
	hvk_sql_free(sql);
}

static void refuse(struct hvk_store *store, const char *text, const char *part)
{
	struct hvk_sql *sql;
	int result = hvk_sql_open(store, text, &sql);

	if (result != HVK_EINVAL)
		fail_msg("%s: %d", text, result);
	assert_null(sql);
	assert_message_has(store, part);
}

static void refuses_all_but_one_select(void **state)
{
	static const char *const others[] = {
		"DELETE FROM question",
		"INSERT INTO tombstone VALUES (1)",
		"UPDATE code SET code = 'x'",
		"DROP TABLE question",
		"CREATE TABLE t (a)",
		"CREATE TEMP TABLE t (a)",
		"CREATE TEMP VIEW t AS SELECT 1",
		"PRAGMA user_version = 7",
		"PRAGMA query_only = off",
		"PRAGMA integrity_check",
		"VACUUM",
		"BEGIN",
		"COMMIT",
		"REINDEX",
		"ANALYZE",
		"ATTACH ':memory:' AS other",
		"DETACH main",
		"SAVEPOINT s",
		"SELECT load_extension('x')",
		"WITH x AS (SELECT 1) DELETE FROM question",
		"INSERT INTO tombstone VALUES (1) RETURNING id",
	};
	struct hvk_store *store = store_of(state);

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		refuse(store, others[i], "SQL: ");
	refuse(store, "DELETE FROM question", "only reading is allowed");
	refuse(store, "", "found nothing");
	refuse(store, " -- nothing\n", "found nothing");
	refuse(store, "SELECT 1; SELECT 2", "found more behind it");
	refuse(store, "SELECT 1; DROP TABLE question", "found more behind it");
	refuse(store, "SELECT 1; nonsense", "found more behind it");
	assert_sound(store);
}

static void tells_what_is_wrong_with_the_sql(void **state)
{
	struct hvk_store *store = store_of(state);

	refuse(store, "SELEC 1", "near \"SELEC\": syntax error");
	refuse(store, "SELECT them FROM v_question", "no such column: them");
	refuse(store, "SELECT \"them\" FROM v_question", "no such column: them");
	refuse(store, "SELECT * FROM questions", "no such table: questions");
}

static void a_query_that_fails_half_way_says_so(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_sql *sql;

	assert_done(store, hvk_sql_open(store, "SELECT length(zeroblob(1 << 30))", &sql));
	assert_int_equal(hvk_sql_next(sql), HVK_EINVAL);
	assert_message_has(store, "too big");
	assert_int_equal(hvk_sql_next(sql), 0);
	hvk_sql_free(sql);
	assert_done(store, hvk_sql_open(store, "SELECT 1 UNION ALL SELECT json('{')", &sql));
	assert_int_equal(hvk_sql_next(sql), 1);
	assert_int_equal(hvk_sql_next(sql), HVK_EINVAL);
	assert_message_has(store, "malformed JSON");
	hvk_sql_free(sql);
}

static void needs_a_store(void **state)
{
	struct hvk_store *store;
	struct hvk_sql *sql;

	(void)state;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_sql_open(store, "SELECT 1", &sql), HVK_ESTORE);
	assert_null(sql);
	hvk_store_free(store);
}

static void waits_for_a_writer_no_longer_than_told(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "hvk.db", HVK_OPEN_WRITE);
	struct hvk_sql *sql;
	int result;

	hvk_store_set_wait(store, 0);
	assert_done(other, hvk__store_exec(other, "BEGIN EXCLUSIVE"));
	result = hvk_sql_open(store, "SELECT count(*) FROM question", &sql);
	assert_int_equal(result, HVK_EBUSY);
	assert_message_has(store, "try again");
	assert_done(other, hvk__store_exec(other, "COMMIT"));
	assert_done(store, hvk_sql_open(store, "SELECT count(*) FROM question", &sql));
	assert_int_equal(hvk_sql_next(sql), 1);
	hvk_sql_free(sql);
	hvk_store_free(other);
}

static void save_person(struct hvk_store *store)
{
	struct hvk_record *partner, *person;

	assert_done(store, hvk_record_new(store, HVK_PARTNER, &partner));
	assert_done(store, hvk_record_set(partner, HVK__PARTNER_NAME, "Fictief Steunpunt"));
	assert_done(store, hvk_record_set(partner, HVK__PARTNER_EMAIL, "steunpunt@example.org"));
	assert_done(store, hvk_record_save(partner, false));
	assert_done(store, hvk_record_new(store, HVK_PERSON, &person));
	assert_done(store, hvk_record_set(person, HVK__PERSON_PARTNER, "fictief-steunpunt"));
	assert_done(store, hvk_record_set(person, HVK__PERSON_NAME, "Fictief Persoon"));
	assert_done(store, hvk_record_set(person, HVK__PERSON_PHONE, "050 00 00 01"));
	assert_done(store, hvk_record_set(person, HVK__PERSON_EMAIL, "persoon@example.org"));
	assert_done(store, hvk_record_save(person, false));
	assert_done(store, hvk_record_set(person, HVK__PERSON_PHONE, "050 00 00 02"));
	assert_done(store, hvk_record_save(person, false));
	hvk_record_free(person);
	hvk_record_free(partner);
}

/* Fails unless all of the query is NULL. */
static void assert_hidden(struct hvk_store *store, const char *text)
{
	struct hvk_sql *sql;

	assert_done(store, hvk_sql_open(store, text, &sql));
	assert_int_equal(hvk_sql_next(sql), 1);
	for (size_t i = 0; i < hvk_sql_columns(sql); i++)
		if (hvk_sql_text(sql, i))
			fail_msg("%s: %s", text, hvk_sql_text(sql, i));
	hvk_sql_free(sql);
}

static void persons_do_not_leave_by_sql(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_sql *sql;
	char text[128];

	save_person(store);
	for (size_t i = 0; i < hvk_type_columns(HVK_PERSON); i++) {
		const struct hvk_record_column *column = hvk_type_column(HVK_PERSON, i);

		if (!(column->traits & HVK_TRAIT_PERSONAL))
			continue;
		snprintf(text, sizeof(text), "SELECT max(%s), max(p.%s || '') FROM person AS p", column->name,
		         column->name);
		assert_hidden(store, text);
	}
	assert_hidden(store, "SELECT max(before), max(after) FROM change_value");
	assert_done(store, hvk_sql_open(store, "SELECT slug, (SELECT email FROM v_partner) FROM person", &sql));
	assert_int_equal(hvk_sql_next(sql), 1);
	assert_string_equal(hvk_sql_text(sql, 0), "fictief-steunpunt-persoon");
	assert_string_equal(hvk_sql_text(sql, 1), "steunpunt@example.org");
	hvk_sql_free(sql);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(gives_columns_and_rows),
		WITH_STORE(sees_the_text_form_of_an_id),
		WITH_STORE(refuses_all_but_one_select),
		WITH_STORE(tells_what_is_wrong_with_the_sql),
		WITH_STORE(a_query_that_fails_half_way_says_so),
		cmocka_unit_test(needs_a_store),
		WITH_STORE(waits_for_a_writer_no_longer_than_told),
		WITH_STORE(persons_do_not_leave_by_sql),
	};

	return cmocka_run_group_tests_name("sql", tests, NULL, NULL);
}
