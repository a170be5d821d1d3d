/* SPDX-License-Identifier: EUPL-1.2 */
/* Examining a store: every kind of damage is found, told with advice, and a sound store has none. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "admin_store.h"

static struct hvk__buffer heard;

static int hear(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	(void)data;
	assert_int_equal(severity, HVK_WARNING);
	assert_non_null(error->file);
	return hvk__buffer_printf(&heard, "%s\n", error->message) ? 0 : -1;
}

enum { SOME = -1 }; /* how many things SQLite says of one damage is its own affair */

static const char *check(struct hvk_store *store, int64_t expected)
{
	static const struct hvk_listener listener = { hear, NULL };
	uint64_t findings;

	hvk__buffer_free(&heard);
	heard = (struct hvk__buffer){ 0 };
	assert_true(hvk__buffer_add_text(&heard, ""));
	assert_done(store, hvk_store_check(store, &listener, &findings));
	if (expected == SOME ? findings == 0 : findings != (uint64_t)expected)
		fail_msg("%d findings: %s", (int)findings, heard.data);
	return heard.data;
}

static void finds(void **state, const char *sql, const char *part)
{
	const char *text;

	tamper(state, "hvk.db", sql);
	text = check(store_of(state), 1);
	if (!strstr(text, part))
		fail_msg("'%s' is not in '%s'", part, text);
}

static void a_sound_store_has_no_findings(void **state)
{
	struct hvk_store *store = store_of(state);
	char id[14];
	const char *ids[] = { id };

	check(store, 0);
	add_short(store, "month:2026-10 gemeente:gent slapen telefoon moeder 2 info+folder desk:noord", id);
	add_short(store, "month:2026-10 gemeente:gent slapen contact:same", NULL);
	assert_done(store, hvk_question_void(store, ids, 1, false));
	assert_done(store, hvk_code_rename(store, "theme", "slapen", "nachtrust", false));
	check(store, 0);
	assert_sound(store);
}

static void finds_values_that_do_not_exist(void **state)
{
	struct hvk_store *store = store_of(state);
	char id[14], part[128];

	add_short(store, "month:2026-10 gemeente:gent slapen", id);
	add_short(store, "month:2026-10 gemeente:gent slapen", NULL);
	snprintf(part, sizeof(part), "2 questions have theme 9999, which does not exist, such as ");
	finds(state, "UPDATE question SET theme = 9999", part);
	tamper(state, "hvk.db",
	       "UPDATE question SET theme = 1; DELETE FROM question WHERE id <> (SELECT max(id) FROM question)");
	finds(state, "UPDATE question SET gemeente = 12", "1 question has gemeente 12, which does not exist, such as ");
	finds(state, "UPDATE question SET gemeente = -1", "gemeente -1");
	finds(state, "UPDATE question SET gemeente = 44021, desk = 1", "desk 1");
	finds(state, "UPDATE question SET desk = NULL, duration = 70000", "duration 70000");
	finds(state, "UPDATE question SET duration = NULL, channel = 0", "channel 0");
	finds(state, "UPDATE question SET channel = NULL, answer = 1 << 40", "an answer that no code stands for");
	finds(state, "UPDATE question SET answer = -1", "an answer that no code stands for");
	finds(state, "UPDATE question SET answer = NULL, day = 3", "has a day, though this store records months only");
	finds(state, "UPDATE question SET day = NULL, id = -5", "an id that holds no month");
	tamper(state, "hvk.db", "DELETE FROM question");
	check(store, 0);
}

static void a_wrong_value_is_told_once(void **state)
{
	struct hvk_store *store = store_of(state);

	add_short(store, "month:2026-10 gemeente:gent slapen", NULL);
	tamper(state, "hvk.db",
	       "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)"
	       " INSERT INTO question (id, gemeente, theme, contact) SELECT i, 44021, 5000 + i, 1 FROM n");
	assert_non_null(strstr(check(store, 101), "150 more values are wrong"));
}

static void finds_days_that_are_none(void **state)
{
	struct hvk_store *store = store_of(state);

	add_short(store, "month:2026-02 day:28 gemeente:gent slapen", NULL);
	check(store, 0);
	finds(state, "UPDATE question SET day = 29", "has day 29, which does not exist");
	finds(state, "UPDATE question SET day = 0", "has day 0, which does not exist");
}

static void finds_codes_that_hang_in_the_air(void **state)
{
	finds(state, "UPDATE code SET parent = 999 WHERE list = 'theme' AND code = 'slapen.inslapen'",
	      "code theme slapen.inslapen: its parent does not exist; give it one that does");
	tamper(state, "hvk.db", "UPDATE code SET parent = number WHERE list = 'theme' AND code = 'slapen.inslapen'");
	assert_non_null(strstr(check(store_of(state), 1), "code theme slapen.inslapen: is below itself"));
	tamper(state, "hvk.db", "UPDATE code SET parent = NULL WHERE list = 'theme' AND code = 'slapen.inslapen'");
	finds(state, "INSERT INTO code_alias VALUES ('theme', 'oud', 999)",
	      "former name theme oud: its code does not exist");
	tamper(state, "hvk.db", "DELETE FROM code_alias");
	finds(state, "DELETE FROM code WHERE list = 'kind' AND number = 3", "list kind: the numbers of its codes");
}

static void finds_what_was_voided_and_is_there(void **state)
{
	add_short(store_of(state), "month:2026-10 gemeente:gent slapen", NULL);
	finds(state, "INSERT INTO tombstone SELECT id FROM question", "1 voided questions are there again");
}

static void finds_regions_of_nothing(void **state)
{
	finds(state, "INSERT INTO region VALUES ('Noord', 12)", "region Noord: no gemeente has the NIS code 12");
}

static void finds_what_is_amiss_in_the_registry(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *partner, *offer;

	assert_done(store, hvk_record_new(store, HVK_PARTNER, &partner));
	assert_done(store, hvk_record_set(partner, hvk_type_find_column(HVK_PARTNER, "name"), "Voorbeeld"));
	assert_done(store, hvk_record_set(partner, hvk_type_find_column(HVK_PARTNER, "gemeente"), "brugge"));
	assert_done(store, hvk_record_save(partner, false));
	assert_done(store, hvk_record_new(store, HVK_OFFER, &offer));
	assert_done(store, hvk_record_set(offer, hvk_type_find_column(HVK_OFFER, "partner"), "voorbeeld"));
	assert_done(store, hvk_record_set(offer, hvk_type_find_column(HVK_OFFER, "name"), "Spelen"));
	assert_done(store, hvk_record_set(offer, hvk_type_find_column(HVK_OFFER, "theme"), "slapen+eten"));
	assert_done(store, hvk_record_save(offer, false));
	hvk_record_free(partner);
	hvk_record_free(offer);
	assert_int_equal(hvk__store_exec(store,
		"INSERT INTO referral (id, month, direction, partner, status, status_on) VALUES"
		" (5, '1970-01', 1, 1, 1, '2026-10-01');"
		"INSERT INTO referral_step (referral, step, status, made_on) VALUES (5, 1, 1, '2026-10-01')"), HVK_OK);
	check(store, 0);
	finds(state, "UPDATE partner SET type = 500", "partner: 1 row has type 500, which does not exist; set it anew");
	tamper(state, "hvk.db", "UPDATE partner SET type = NULL");
	finds(state, "UPDATE offer_theme SET theme = 4000 + theme WHERE theme = (SELECT max(theme) FROM offer_theme)",
	      "offer_theme: 1 row has theme 4");
	tamper(state, "hvk.db", "DELETE FROM offer_theme");
	finds(state, "UPDATE partner_gemeente SET gemeente = 12", "partner_gemeente: 1 row has gemeente 12");
	tamper(state, "hvk.db", "DELETE FROM partner_gemeente");
	finds(state, "UPDATE referral SET status_on = '2026-10-02'", "1 referral is not where the trail ends");
	tamper(state, "hvk.db", "UPDATE referral SET status_on = '2026-10-01'");
	finds(state, "UPDATE referral SET month = '2026-10'", "1 referral has an id of another month");
	tamper(state, "hvk.db", "UPDATE referral SET month = '1970-01'");
	finds(state, "INSERT INTO partner_former_slug VALUES (1, 'voorbeeld')", "is a former slug of voorbeeld too");
	tamper(state, "hvk.db", "DELETE FROM partner_former_slug");
	finds(state, "INSERT INTO gap VALUES ('2026-10', 44021, 1, 99, 1, 1)", "gap: 1 counts have age 99");
	tamper(state, "hvk.db", "DELETE FROM gap");
	finds(state, "DELETE FROM offer_words", "offer voorbeeld-spelen: its words cannot be searched");
	finds(state, "INSERT INTO offer_words (rowid, words) VALUES (1, 'x'), (9, 'y')",
	      "words of 1 offers that do not exist");
}

/* A table whose pages are another's: the file can be read, and is not sound. */
static void finds_damage(void **state)
{
	const char *text;

	tamper(state, "hvk.db",
	       "PRAGMA writable_schema = on; CREATE TABLE mine (a TEXT UNIQUE) STRICT; INSERT INTO mine VALUES ('x');"
	       "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'tombstone')"
	       " WHERE name = 'mine'");
	text = check(store_of(state), SOME);
	assert_non_null(strstr(text, "2nd reference to page "));
	assert_null(strstr(text, "***"));
	for (const char *line = text; *line; line = strchr(line, '\n') + 1)
		assert_non_null(strstr(line, "; the file is damaged; restore a backup\n"));
}

static int stop(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	(void)severity;
	(void)error;
	++*(int *)data;
	return 1;
}

static void stops_when_told(void **state)
{
	struct hvk_store *store = store_of(state);
	int calls = 0;
	struct hvk_listener listener = { stop, &calls };
	uint64_t findings;

	tamper(state, "hvk.db", "INSERT INTO region VALUES ('Noord', 12), ('Zuid', 13)");
	assert_int_equal(hvk_store_check(store, &listener, &findings), HVK_EINPUT);
	assert_int_equal(calls, 1);
	/* The store can be used after it. */
	add_short(store, "month:2026-10 gemeente:gent slapen", NULL);
}

/* Publication 1 of September and October, of one gemeente and all of one theme: as it should be. */
static const char ledger[] =
	"INSERT INTO publication VALUES (1, '2026-11-01', 'gemeente', 'theme', 680, 681, '', '', 5, 'camouflage',"
	" '2026-10-31', 0, NULL, '', '', '');"
	"INSERT INTO publication_member VALUES (1, 0, 0, '44021', 'gemeente', 'Gent', 'Gent', 0),"
	" (1, 0, 1, 'total', 'total', 'Totaal', 'Total', 0), (1, 1, 0, 'total', 'total', 'Totaal', 'Total', 0),"
	" (1, 2, 0, 'total', 'total', 'Totaal', 'Total', 0);"
	"INSERT INTO publication_leaf VALUES (1, 0, 0, 44021), (1, 1, 0, 1), (1, 1, 0, 0), (1, 2, 0, 680),"
	" (1, 2, 0, 681);"
	"INSERT INTO publication_link VALUES (1, 0, 1, '', 0);"
	"INSERT INTO publication_cell VALUES (1, 0, 0, 0, 0, 7), (1, 1, 0, 0, 0, 7);"
	"INSERT INTO closed_month VALUES (680, 1), (681, 1);"
	"INSERT INTO closed_question VALUES (680, 680, 44021, 1, 0, 0, 0, 0, 0, 0, 0, 7);"
	"INSERT INTO setting VALUES ('purged', '2026-08'), ('forgotten', '2026-08'), ('retention', '12');"
	"INSERT INTO tally VALUES (678, 44021, 1, 1, 3)";

/* The triggers of the ledger would not let it be damaged. */
static const char no_ledger[] =
	"DROP TRIGGER IF EXISTS publication_same; DROP TRIGGER IF EXISTS publication_member_stays;"
	"DROP TRIGGER IF EXISTS publication_member_same; DROP TRIGGER IF EXISTS publication_leaf_same;"
	"DROP TRIGGER IF EXISTS publication_link_same; DROP TRIGGER IF EXISTS publication_cell_stays;"
	"DROP TRIGGER IF EXISTS publication_cell_same; DROP TRIGGER IF EXISTS closed_month_same;"
	"DROP TRIGGER IF EXISTS closed_month_stays; DROP TRIGGER IF EXISTS publication_leaf_stays;"
	"DROP TRIGGER IF EXISTS publication_link_stays; DROP TRIGGER IF EXISTS publication_stays;"
	"DROP TRIGGER IF EXISTS closed_question_same; DROP TRIGGER IF EXISTS closed_question_stays;"
	"DELETE FROM publication_cell; DELETE FROM publication_link; DELETE FROM publication_leaf;"
	"DELETE FROM publication_member; DELETE FROM publication; DELETE FROM closed_month;"
	"DELETE FROM closed_question; DELETE FROM tally; DELETE FROM setting WHERE key <> 'precision';";

static void finds_what_is_amiss_in_the_ledger(void **state)
{
	static const struct {
		const char *sql, *part;
	} damages[] = {
		{ "UPDATE publication SET number = 2", "the numbers do not run from 1" },
		{ "DELETE FROM publication_member WHERE axis = 2", "expected members on three axes" },
		{ "UPDATE publication_member SET member = 5 WHERE axis = 2", "expected members on three axes" },
		{ "UPDATE publication_leaf SET member = 3 WHERE axis = 2", "2 leaves of members that do not exist" },
		{ "UPDATE publication_leaf SET leaf = 12 WHERE axis = 0", "1 leaves that are no gemeente, code" },
		{ "UPDATE publication_leaf SET leaf = leaf + 999 WHERE axis = 1", "2 leaves that are no gemeente" },
		{ "UPDATE publication_leaf SET leaf = 5000 WHERE leaf = 681", "1 leaves that are no gemeente" },
		{ "UPDATE publication_link SET child = 3", "1 links of members that do not exist" },
		{ "UPDATE publication_link SET child = 1", "1 links of members that do not exist" },
		{ "DELETE FROM publication_cell WHERE place = 1", "expected 2 cells, found 1" },
		{ "UPDATE publication_cell SET time = 1 WHERE place = 1", "1 cells of members that do not exist" },
		{ "PRAGMA ignore_check_constraints = on; UPDATE publication_cell SET status = 9 WHERE place = 1",
		  "1 cells have no status, or no count" },
		{ "UPDATE closed_month SET publication = 4 WHERE month = 681",
		  "1 month was closed by a publication that does not exist" },
		{ "DELETE FROM closed_month WHERE month = 681", "1 month of it is not closed" },
		{ "UPDATE closed_question SET questions = 8",
		  "publication 1: 2 cells are not what the questions of its months add up to; restore" },
		{ "UPDATE closed_question SET gemeente = 23002", "publication 1: 1 cell is not what the questions" },
		{ "UPDATE closed_question SET counted = 682", "1 row counts in a month that is not closed" },
		{ "UPDATE closed_question SET month = 681", "before its own" },
		{ "UPDATE closed_question SET age = 99", "closed_question: 1 row has age 99, which does not exist" },
		{ "UPDATE closed_question SET gemeente = 12", "closed_question: 1 row has gemeente 12" },
		{ "UPDATE tally SET month = 679", "tally: 1 row is of a month that was not purged" },
		{ "DELETE FROM setting WHERE key = 'purged'", "tally: 1 row is of a month that was not purged" },
		{ "UPDATE tally SET theme = 0", "tally: 1 row has theme 0, which does not exist" },
		{ "UPDATE setting SET value = 'ooit' WHERE key = 'forgotten'",
		  "the setting forgotten should be a month and is not" },
		{ "UPDATE setting SET value = '0' WHERE key = 'retention'",
		  "retention: expected a number of months from 1 to 1200, found '0'; set it anew with" },
		{ "INSERT INTO setting VALUES ('public-folder', 'x')", "public-folder: expected an absolute path" },
		{ "INSERT INTO setting VALUES ('collected-since', 'x')", "collected-since: expected a month" },
	};
	/* Somebody who may write learns from SQLite what constraints refuse. */
	struct hvk_store *reader = open_beside(state, "hvk.db", HVK_OPEN_READ);

	for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
		const char *text;

		tamper(state, "hvk.db", no_ledger);
		tamper(state, "hvk.db", ledger);
		check(reader, 0);
		tamper(state, "hvk.db", damages[i].sql);
		text = check(reader, SOME);
		if (!strstr(text, damages[i].part))
			fail_msg("%s: '%s' is not in '%s'", damages[i].sql, damages[i].part, text);
	}
	hvk_store_free(reader);
}

static void finds_what_is_kept_too_long(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t gone;

	add_short(store, "month:2025-10 gemeente:gent slapen", NULL);
	add_short(store, "month:2025-11 gemeente:gent slapen", NULL);
	check(store, 0);
	assert_done(store, hvk_setting_set(store, HVK_SETTING_RETENTION, "12", false));
	assert_string_equal(check(store, 1), "1 question of months before 2025-11 is kept for more than 12 months;"
	                                     " delete it with 'hvk-admin purge'\n");
	assert_done(store, hvk_setting_set(store, HVK_SETTING_RETENTION, "11", false));
	assert_non_null(strstr(check(store, 1), "2 questions of months before 2025-12 are kept"));
	assert_done(store, hvk_store_purge(store, "2025-12", true, false, &gone, NULL));
	check(store, 0);
}

static void needs_a_store(void **state)
{
	struct hvk_store *store;
	uint64_t findings;

	(void)state;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_check(store, NULL, &findings), HVK_ESTORE);
	hvk_store_free(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_sound_store_has_no_findings),
		WITH_STORE(finds_values_that_do_not_exist),
		WITH_STORE(a_wrong_value_is_told_once),
		WITH_DAYS(finds_days_that_are_none),
		WITH_STORE(finds_codes_that_hang_in_the_air),
		WITH_STORE(finds_what_was_voided_and_is_there),
		WITH_STORE(finds_regions_of_nothing),
		WITH_STORE(finds_what_is_amiss_in_the_registry),
		WITH_STORE(finds_what_is_amiss_in_the_ledger),
		WITH_STORE(finds_what_is_kept_too_long),
		WITH_STORE(finds_damage),
		WITH_STORE(stops_when_told),
		cmocka_unit_test(needs_a_store),
	};
	int failed = cmocka_run_group_tests_name("check", tests, NULL, NULL);

	hvk__buffer_free(&heard);
	return failed;
}
