/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables: what a new store holds, what its views show, and how older and newer files are met. */
#include "unit/open_store.h"

static void reopen(struct fixture *f, enum hvk_open mode, int expected)
{
	hvk_store_free(f->store);
	assert_int_equal(hvk_store_new(&f->store), HVK_OK);
	assert_int_equal(hvk_store_open(f->store, f->path, mode), expected);
}

static void test_filled(void **state)
{
	struct fixture *f = *state;
	char expected[32];

	snprintf(expected, sizeof(expected), "%zu", hvk__default_codes_count);
	assert_query(f, "SELECT count(*) FROM code", expected);
	assert_query(f, "SELECT count(*) FROM code WHERE list = 'desk'", "0");
	assert_query(f, "SELECT group_concat(code) FROM v_code WHERE list = 'contact'", "new,same");
	assert_query(f, "SELECT parent FROM v_code WHERE code = 'gedrag.driftbuien'", "gedrag");
	assert_query(f, "SELECT name || ', ' || province FROM gemeente WHERE nis = 44021", "Gent, Oost-Vlaanderen");
	assert_query(f, "SELECT count(*) > 600 FROM gemeente", "1");
	assert_query(f, "SELECT count(*) FROM pragma_foreign_key_check", "0");
	assert_query(f,
		"SELECT group_concat(name) FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
		" AND NOT strict AND name NOT LIKE 'sqlite%'", "");
}

static void test_view_of_questions(void **state)
{
	struct fixture *f = *state;
	struct hvk__row row = make_row(681, 0x5a5a5a5a5a5a5), bare = make_row(0, 0);
	struct hvk__row last = make_row(HVK__MONTH_MAX, HVK__ID_MASK);
	char id[14];

	row.value[HVK__CHANNEL] = 2;
	row.answers = 6; /* the second and the third */
	row.value[HVK__DAY] = 31;
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__row_insert(f->store, &row), HVK_OK);
	assert_int_equal(hvk__row_insert(f->store, &bare), HVK_OK);
	assert_int_equal(hvk__row_insert(f->store, &last), HVK_OK);
	assert_int_equal(hvk__end(f->store, HVK_OK), HVK_OK);
	hvk__id_format(row.id, id);
	assert_query(f, "SELECT id FROM v_question WHERE month = '2026-10'", id);
	assert_query(f,
		"SELECT group_concat(id, ' ') FROM v_question WHERE month <> '2026-10'", "0000000000000 7ZZZZZZZZZZZZ");
	assert_query(f,
		"SELECT gemeente || ' ' || gemeente_name || ' ' || theme || ' ' || channel || ' ' || answer"
		" || ' ' || contact || ' ' || day FROM v_question WHERE month = '2026-10'",
		"44021 Gent lichaam.eten telefoon info+folder new 31");
	assert_query(f, "SELECT count(*) FROM v_question WHERE answer IS NULL AND desk IS NULL AND day IS NULL", "2");
	assert_query(f,
		"SELECT group_concat(month || '=' || questions || '/' || contacts) FROM v_month",
		"1970-01=1/1,2026-10=1/1,2311-04=1/1");
}

static void test_rules(void **state)
{
	struct fixture *f = *state;
#define CODE "INSERT INTO code (list, number, code, parent, label_nl, label_en, origin) VALUES "
	static const char *const refused[] = {
		"INSERT INTO question (id, gemeente, theme, contact) VALUES (1, 'Gent', 1, 1)",
		"INSERT INTO question (id, gemeente, theme) VALUES (1, 44021, 1)",
		CODE "('kind', 1, 'x', NULL, 'x', 'x', 'x')",
		CODE "('kind', 99, 'klacht', NULL, 'x', 'x', 'x')",
		CODE "('kind', 99, 'x', 98, 'x', 'x', 'x')",
		"UPDATE code SET valid_to = '31/12/2026' WHERE list = 'kind'",
		"INSERT INTO code_alias (list, alias, number) VALUES ('kind', 'x', 99)",
		"INSERT INTO milestone (slug, house, phase, what, due) VALUES ('x', 31022, 1, 'x', '2026-13-01')",
		"INSERT INTO meeting (slug, type, date, status, start) VALUES ('x', 1, '2026-10-01', 1, '24:00')",
		"INSERT INTO meeting (slug, type, date, status, \"end\") VALUES ('x', 1, '2026-10-01', 1, '9:00')",
		"INSERT INTO meeting (slug, type, date, status) VALUES ('x', 1, '2026-10', 1)",
		"INSERT INTO undo (id, what) VALUES (2, 'x')",
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		assert_int_equal(hvk__store_exec(f->store, refused[i]), HVK_EBUG);
		assert_failed(f->store, HVK_EBUG, "SQLite");
	}
	run(f, "UPDATE code SET valid_to = '2026-12-31' WHERE list = 'kind'");
}

static void test_newer(void **state)
{
	struct fixture *f = *state;

	change_file(f->path, "PRAGMA user_version = 8");
	reopen(f, HVK_OPEN_WRITE, HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "made by a newer hvk (schema 8; this one knows 5)");
}

/* No released version had schema 0, so there is no way from it; but the file says that it is older. */
static void test_older(void **state)
{
	struct fixture *f = *state;

	change_file(f->path, "PRAGMA user_version = 0");
	reopen(f, HVK_OPEN_READ, HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "made by an older hvk (schema 0");
	reopen(f, HVK_OPEN_WRITE, HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "no way leads");
}

static void test_migration(void **state)
{
	struct fixture *f = *state;
	static const struct hvk__migration steps[] = {
		{ 5, "ALTER TABLE batch ADD COLUMN extra TEXT; UPDATE setting SET value = 'day'" },
		{ 6, "CREATE TABLE added (id INTEGER PRIMARY KEY) STRICT" },
		{ 0, NULL },
	};
	static const struct hvk__migration broken[] = {
		{ 7, "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT" },
		{ 8, "ALTER TABLE nothing ADD COLUMN extra TEXT" },
		{ 0, NULL },
	};

	assert_int_equal(hvk__schema_migrate(f->store, steps, 5), HVK_OK);
	assert_int_equal(hvk__schema_migrate(f->store, steps, 7), HVK_OK);
	assert_query(f, "PRAGMA user_version", "7");
	assert_query(f, "SELECT count(extra) FROM batch", "0");
	assert_query(f, "SELECT count(*) FROM added", "0");
	/* All or nothing. */
	assert_int_equal(hvk__schema_migrate(f->store, broken, 9), HVK_ESTORE);
	assert_query(f, "PRAGMA user_version", "7");
	assert_query(f, "SELECT count(*) FROM sqlite_schema WHERE name = 'more'", "0");
	assert_int_equal(hvk__schema_migrate(f->store, steps, 9), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "has schema 7, from which no way leads to 9");
	reopen(f, HVK_OPEN_WRITE, HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "newer");
}

/* Makes the store one of version 4: without an agenda, and without the lists of codes that came with it. */
#define AS_VERSION_4 \
	"DROP VIEW v_session; DROP VIEW v_meeting; DROP VIEW v_attendance; DROP VIEW v_action; DROP VIEW v_milestone;" \
	"DROP TABLE milestone; DROP TABLE action; DROP TABLE attendance; DROP TABLE meeting; DROP TABLE revision;" \
	"DROP TABLE session_language; DROP TABLE session_target; DROP TABLE session_audience;" \
	"DROP TABLE session_pillar; DROP TABLE session_theme; DROP TABLE session_co_partner; DROP TABLE session;" \
	"DELETE FROM setting WHERE key = 'id';" \
	"DELETE FROM code WHERE list IN ('session_status'); PRAGMA user_version = 4;"

/* Of version 3: also without publications. */
#define AS_VERSION_3 \
	AS_VERSION_4 \
	"DROP VIEW v_publication; DROP VIEW v_tally; DROP TABLE tally; DROP TABLE plan_publication; DROP TABLE plan;" \
	"DROP TABLE withdrawal; DROP TABLE publication_cell; DROP TABLE publication_link; DROP TABLE publication_leaf;" \
	"DROP TABLE publication_member; DROP TABLE publication; DROP TABLE closed_question; DROP TABLE closed_month;" \
	"PRAGMA user_version = 3;"

/* Of version 2: also without deliveries. */
#define AS_VERSION_2 \
	AS_VERSION_3 \
	"DROP VIEW v_delivery; DROP TABLE delivery; DROP TABLE undo_delivery; PRAGMA user_version = 2;"

/* Of version 1: also without the registry, and without the lists of codes that came with it. */
static const char as_version_1[] =
	AS_VERSION_2
	"DROP VIEW v_partner; DROP VIEW v_person; DROP VIEW v_offer; DROP VIEW v_agreement; DROP VIEW v_house;"
	"DROP VIEW v_membership; DROP VIEW v_referral; DROP VIEW v_gap;"
	"DROP TABLE change_value; DROP TABLE change_record; DROP TABLE change; DROP TABLE gap;"
	"DROP TABLE referral_step; DROP TABLE referral; DROP TABLE membership; DROP TABLE house;"
	"DROP TABLE offer_keyword; DROP TABLE offer_language; DROP TABLE offer_gemeente; DROP TABLE offer_target;"
	"DROP TABLE offer_audience; DROP TABLE offer_theme; DROP TABLE offer_pillar; DROP TABLE offer;"
	"DROP TABLE agreement; DROP TABLE person_gemeente; DROP TABLE person_theme; DROP TABLE person;"
	"DROP TABLE partner_former_slug; DROP TABLE partner_keyword; DROP TABLE partner_gemeente; DROP TABLE partner;"
	"DROP TABLE partner_words; DROP TABLE offer_words;"
	"DELETE FROM code WHERE list IN ('stage', 'role', 'presence', 'direction', 'language');"
	"DELETE FROM code WHERE list = 'form' AND number > 3;"
	"UPDATE code SET label_nl = 'Eigen woord' WHERE list = 'form' AND number = 2;"
	"PRAGMA user_version = 1";

/* Tables, indexes and views, however they came about. */
#define SCHEMA_DIGEST "SELECT count(*) || ' ' || sum(length(sql)) FROM sqlite_schema WHERE sql IS NOT NULL"

static void add_question(struct fixture *f)
{
	struct hvk__row row = make_row(681, 5);

	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__row_insert(f->store, &row), HVK_OK);
	assert_int_equal(hvk__end(f->store, HVK_OK), HVK_OK);
}

/* Makes the file an older one, which is not read, but becomes what a new one is when it is opened to be written. */
static void make_older(struct fixture *f, const char *sql, int version)
{
	char message[128], fresh[512];

	snprintf(fresh, sizeof(fresh), "%s", query(f->store, SCHEMA_DIGEST));
	snprintf(message, sizeof(message), "made by an older hvk (schema %d; this one needs 5)", version);
	change_file(f->path, sql);
	reopen(f, HVK_OPEN_READ, HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, message);
	reopen(f, HVK_OPEN_WRITE, HVK_OK);
	assert_query(f, "PRAGMA user_version", "5");
	assert_query(f, SCHEMA_DIGEST, fresh);
}

static void test_migration_from_1(void **state)
{
	struct fixture *f = *state;

	add_question(f);
	make_older(f, as_version_1, 1);
	/* New lists are there; what a user made of an old one stays. */
	assert_query(f, "SELECT group_concat(number || code) FROM (SELECT * FROM code WHERE list = 'stage'"
	                " ORDER BY number)", "1identified,2contacted,3agreed,4active,5dormant,6ended");
	assert_query(f, "SELECT count(DISTINCT list) FROM code WHERE list IN"
	                " ('stage', 'role', 'presence', 'direction', 'language')", "5");
	assert_query(f, "SELECT count(*) FROM code WHERE list = 'form'", "3");
	assert_query(f, "SELECT label_nl FROM code WHERE list = 'form' AND number = 2", "Eigen woord");
	assert_query(f, "SELECT count(*) FROM v_question", "1");
	assert_query(f, "SELECT count(*) FROM pragma_foreign_key_check", "0");
}

/* What desks handed in before that was kept is known from their questions; not when. */
static void test_migration_from_2(void **state)
{
	struct fixture *f = *state;
	static const struct { int month; uint16_t desk; } questions[] = {
		{ 680, 2 }, { 680, 2 }, { 680, 1 }, { 681, 1 }, { 681, 0 }
	};

	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++) {
		struct hvk__row row = make_row(questions[i].month, (int64_t)i + 5);

		row.value[HVK__DESK] = questions[i].desk;
		assert_int_equal(hvk__row_insert(f->store, &row), HVK_OK);
	}
	assert_int_equal(hvk__end(f->store, HVK_OK), HVK_OK);
	make_older(f, AS_VERSION_2, 2);
	assert_query(f, "SELECT group_concat(month || '/' || desk || '/' || ifnull(received_on, '-'), ' ') FROM"
	                " (SELECT * FROM delivery ORDER BY month, desk)", "680/1/- 680/2/- 681/1/-");
	assert_query(f, "SELECT count(*) FROM question", "5");
}

static void test_migration_from_3(void **state)
{
	struct fixture *f = *state;

	add_question(f);
	make_older(f, AS_VERSION_3, 3);
	assert_query(f, "SELECT count(*) FROM question", "1");
	assert_query(f, "SELECT (SELECT count(*) FROM v_publication) || (SELECT count(*) FROM tally)", "00");
}

/* The agenda is there, empty, with the codes of its lists; what there was stays. */
static void test_migration_from_4(void **state)
{
	struct fixture *f = *state;

	run(f, "INSERT INTO partner (slug, name) VALUES ('huis', 'Huis van de Voorbeelden')");
	run(f, "INSERT INTO change (made_on, what) VALUES ('2026-10-01', 'added partner huis')");
	make_older(f, AS_VERSION_4, 4);
	assert_query(f, "SELECT length(value) || (SELECT count(*) FROM revision) FROM setting WHERE key = 'id'", "160");
	assert_query(f, "SELECT group_concat(number || code) FROM (SELECT * FROM code WHERE list = 'session_status'"
	                " ORDER BY number)", "1gepland,2gehouden,3geannuleerd");
	assert_query(f, "SELECT (SELECT count(*) FROM v_session) || (SELECT count(*) FROM v_meeting) ||"
	                " (SELECT count(*) FROM v_attendance) || (SELECT count(*) FROM v_action) ||"
	                " (SELECT count(*) FROM v_milestone)", "00000");
	assert_query(f, "SELECT slug || (SELECT what FROM change) FROM partner", "huisadded partner huis");
	assert_query(f, "SELECT count(*) FROM pragma_foreign_key_check", "0");
}

/* The ledger only grows, whoever opens the file. */
static void test_ledger_grows(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *table, *column, *values;
	} rows[] = {
		{ "publication", "place", "(1, '2026-11-01', 'gemeente', 'theme', 680, 681, '', '', 5, 'camouflage',"
		                          " '2026-10-31', 0, NULL, '', '', '')" },
		{ "publication_member", "key", "(1, 0, 0, '44021', 'gemeente', 'Gent', 'Gent', 0)" },
		{ "publication_leaf", "leaf", "(1, 0, 0, 44021)" },
		{ "publication_link", "child", "(1, 0, 1, '', 0)" },
		{ "publication_cell", "count", "(1, 0, 0, 0, 0, 7)" },
		{ "withdrawal", "reason", "(1, '2026-11-02', 'een fictieve reden')" },
		{ "closed_month", "publication", "(680, 1)" },
		{ "closed_question", "questions", "(680, 680, 44021, 1, 0, 0, 0, 0, 0, 0, 0, 7)" },
	};
	char sql[512];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES %s", rows[i].table, rows[i].values);
		run(f, sql);
		snprintf(sql, sizeof(sql), "UPDATE %s SET %s = 9", rows[i].table, rows[i].column);
		assert_int_equal(hvk__store_exec(f->store, sql), HVK_EBUG);
		assert_failed(f->store, HVK_EBUG, "the ledger only grows");
		snprintf(sql, sizeof(sql), "DELETE FROM %s", rows[i].table);
		assert_int_equal(hvk__store_exec(f->store, sql), HVK_EBUG);
		assert_failed(f->store, HVK_EBUG, "the ledger only grows");
	}
	assert_query(f, "SELECT \"by\" || ' ' || first_month || ' ' || last_month || ' ' || withdrawn_on"
	                " FROM v_publication", "gemeente 2026-09 2026-10 2026-11-02");
}

/* Within a month nothing tells a day, and nothing ever an hour: the file itself does not take them. */
static void test_days_of_deliveries(void **state)
{
	struct fixture *f = *state;
	static const char *const refused[] = {
		"INSERT INTO delivery VALUES (681, 1, '2026-10-31')",
		"INSERT INTO delivery VALUES (681, 1, '2026-09-30')",
		"INSERT INTO delivery VALUES (681, 1, '2026-11-01 10:15')", "INSERT INTO delivery VALUES (681, 1, '')",
		"INSERT INTO delivery VALUES (681, 1, '2026-11')", "INSERT INTO delivery VALUES (683, 1, '2026-12-31')",
		"INSERT INTO delivery VALUES (681, 0, NULL)", "INSERT INTO delivery VALUES (NULL, 1, NULL)",
		"INSERT INTO delivery VALUES (-1, 1, NULL)", "INSERT INTO delivery VALUES (681, NULL, NULL)"
	};

	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		assert_int_equal(hvk__store_exec(f->store, refused[i]), HVK_EBUG);
		assert_failed(f->store, HVK_EBUG, "SQLite");
	}
	run(f, "INSERT INTO delivery VALUES (681, 1, '2026-11-01')");
	run(f, "INSERT INTO delivery VALUES (681, 2, NULL)");
	run(f, "INSERT INTO delivery VALUES (683, 1, '2027-01-01')");
	assert_query(f, "SELECT group_concat(month || ' ' || ifnull(received_on, '-'), ', ') FROM v_delivery",
	             "2026-10 2026-11-01, 2026-10 -, 2026-12 2027-01-01");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_filled, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_view_of_questions, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_rules, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_newer, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_older, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_migration, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_migration_from_1, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_migration_from_2, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_migration_from_3, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_migration_from_4, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_ledger_grows, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_days_of_deliveries, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
