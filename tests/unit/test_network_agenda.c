/* SPDX-License-Identifier: EUPL-1.2 */
/* The agenda when partners are merged or removed, people forgotten, stores merged; and taking all of that back. */
#include "unit/record_store.h"

/* All that the agenda holds, as one text: what undo must lead back to. */
static const char *dump(struct fixture *f)
{
	static char kept[4][4096];
	static unsigned next;
	static const char text[] =
		"SELECT group_concat(line, x'0a') FROM ("
		"SELECT 'session ' || id || slug || offer || partner || quote(person) ||"
		" quote((SELECT group_concat(co_partner) FROM session_co_partner AS c WHERE c.session = session.id))"
		" || status AS line FROM session"
		" UNION ALL SELECT 'meeting ' || id || slug || quote(partner) || status FROM meeting"
		" UNION ALL SELECT 'attendance ' || id || slug || meeting || '/' || partner || people || excused"
		" FROM attendance"
		" UNION ALL SELECT 'action ' || id || slug || quote(meeting) || quote(who) || quote(person) FROM action"
		" UNION ALL SELECT 'partner ' || id || slug FROM partner"
		" UNION ALL SELECT 'offer ' || id || slug FROM offer"
		" ORDER BY line)";
	sqlite3_stmt *statement;
	char *copy = kept[next++ % 4];

	assert_int_equal(hvk__store_prepare(f->store, text, &statement), HVK_OK);
	assert_int_equal(hvk__store_step(f->store, statement), 1);
	snprintf(copy, sizeof(kept[0]), "%s", (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return copy;
}

static void undo(struct fixture *f)
{
	struct hvk_record_counts counts;
	const char *what;

	if (hvk_record_undo(f->store, false, &counts, &what) != HVK_OK)
		fail_msg("%s", hvk_store_error(f->store)->message);
}

static int remove_one(struct fixture *f, enum hvk_type type, const char *slug)
{
	struct hvk_record *record = find(f, type, slug);
	int result = hvk_record_remove_all(f->store, &record, 1, false, NULL);

	hvk_record_free(record);
	return result;
}

static void check_well(struct fixture *f)
{
	uint64_t findings;

	assert_int_equal(hvk_store_check(f->store, NULL, &findings), HVK_OK);
	assert_int_equal(findings, 0);
}

#define MEETING "stuurgroep-2026-10-01"

static void fill(struct fixture *f)
{
	add(f, HVK_PARTNER, "slug", "huis", "name", "Huis Voorbeeld");
	add(f, HVK_PARTNER, "slug", "clb", "name", "CLB Fictief");
	add(f, HVK_PARTNER, "slug", "school", "name", "School Voorbeeld");
	add(f, HVK_PERSON, "slug", "huis-an", "partner", "huis", "name", "An Voorbeeld");
	add(f, HVK_OFFER, "slug", "cursus", "partner", "clb", "name", "Cursus");
	add(f, HVK_SESSION, "slug", "avond", "title", "Avond", "date", "2026-11-03", "partner", "huis", "offer",
	    "cursus",
	    "person", "huis-an", "co_partner", "clb+school");
	add(f, HVK_MEETING, "type", "stuurgroep", "date", "2026-10-01", "partner", "clb");
	add(f, HVK_ATTENDANCE, "meeting", MEETING, "partner", "huis", "people", "2");
	add(f, HVK_ATTENDANCE, "meeting", MEETING, "partner", "school", "excused", "yes");
	add(f, HVK_ACTION, "meeting", MEETING, "what", "Affiche", "who", "clb", "person", "huis-an");
	add(f, HVK_MILESTONE, "house", "oostkamp", "phase", "start", "what", "Openingsdag");
}

/* ---------------------------------------------------------------- removing */

static void test_removing_partner(void **state)
{
	struct fixture *f = *state;
	const char *before;

	fill(f);
	before = dump(f);
	assert_int_equal(remove_one(f, HVK_PARTNER, "huis"), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "1 session names partner 'huis'; end it instead of removing it");
	assert_int_equal(remove_one(f, HVK_PARTNER, "school"), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "1 attendance names partner 'school'; end it");
	assert_string_equal(dump(f), before);
	/* It holds nothing itself: the others go on without it, and without its offer. */
	assert_int_equal(remove_one(f, HVK_PARTNER, "clb"), HVK_OK);
	assert_query(f, "SELECT co_partner || ifnull(offer, '-') FROM v_session", "school-");
	assert_query(f, "SELECT ifnull(partner, '-') || (SELECT ifnull(who, '-') FROM v_action) FROM v_meeting", "--");
	check_well(f);
	undo(f);
	assert_string_equal(dump(f), before);
}

static void test_removing_others(void **state)
{
	struct fixture *f = *state;
	const char *before;

	fill(f);
	before = dump(f);
	assert_int_equal(remove_one(f, HVK_MEETING, MEETING), HVK_OK);
	assert_query(f, "SELECT (SELECT count(*) FROM attendance) || (SELECT count(*) FROM action)", "00");
	undo(f);
	assert_string_equal(dump(f), before);
	assert_int_equal(remove_one(f, HVK_PERSON, "huis-an"), HVK_OK);
	assert_query(f, "SELECT (SELECT count(person) FROM session) || (SELECT count(person) FROM action)", "00");
	undo(f);
	assert_string_equal(dump(f), before);
	assert_int_equal(remove_one(f, HVK_SESSION, "avond"), HVK_OK);
	assert_query(f, "SELECT count(*) FROM session_co_partner", "0");
	undo(f);
	assert_string_equal(dump(f), before);
	check_well(f);
}

/* Pairs that pass from one to another, back in whatever order. */
static void test_undoing_pairs(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *records[2];
	const char *before;

	fill(f);
	before = dump(f);
	records[0] = find(f, HVK_ATTENDANCE, MEETING "-huis");
	records[1] = find(f, HVK_ATTENDANCE, MEETING "-school");
	set(records[0], "partner", "clb");
	set(records[1], "partner", "huis");
	assert_int_equal(hvk_record_save_all(f->store, records, 2, NULL, false, NULL), HVK_OK);
	undo(f);
	assert_string_equal(dump(f), before);
	check_well(f);
	hvk_record_free(records[0]);
	hvk_record_free(records[1]);
}

/* Counting who came holds the meeting; that is taken back with it. */
static void test_undoing_held(void **state)
{
	struct fixture *f = *state;

	fill(f);
	add(f, HVK_MEETING, "type", "overleg", "date", "2026-10-02");
	add(f, HVK_ATTENDANCE, "meeting", "overleg-2026-10-02", "partner", "huis");
	assert_query(f, "SELECT status FROM v_meeting WHERE type = 'overleg'", "gehouden");
	undo(f);
	assert_query(f, "SELECT status FROM v_meeting WHERE type = 'overleg'", "gepland");
	assert_query(f, "SELECT count(*) FROM attendance", "2");
}

/* ---------------------------------------------------------------- merging partners */

static void test_merging_partners(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *keep, *drop, *sessions, *attendance, *named;
	} merges[] = {
		{ "huis", "clb", "huis school", MEETING "-huis2no " MEETING "-school0yes", "huis huis" },
		{ "clb", "school", "huis clb", MEETING "-huis2no " MEETING "-school0yes", "clb clb" },
		{ "clb", "huis", "clb school", MEETING "-huis2no " MEETING "-school0yes", "clb clb" },
		{ "huis", "school", "huis clb", MEETING "-huis2no", "clb clb" },
		{ "school", "huis", "school clb", MEETING "-school2no", "clb clb" },
	};

	fill(f);
	for (size_t i = 0; i < ARRAY_SIZE(merges); i++) {
		const char *before = dump(f);

		if (hvk_partner_merge(f->store, merges[i].keep, merges[i].drop, false, NULL) != HVK_OK)
			fail_msg("%s", hvk_store_error(f->store)->message);
		assert_query(f, "SELECT partner || ' ' || co_partner FROM v_session", merges[i].sessions);
		assert_query(f, "SELECT group_concat(slug || people || excused, ' ') FROM (SELECT * FROM v_attendance"
		                " ORDER BY slug)", merges[i].attendance);
		assert_query(f, "SELECT partner || ' ' || (SELECT who FROM v_action) FROM v_meeting", merges[i].named);
		check_well(f);
		undo(f);
		assert_string_equal(dump(f), before);
	}
}

/* ---------------------------------------------------------------- people who are gone */

static void test_purging_people(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record;
	uint64_t gone;

	fill(f);
	add(f, HVK_PERSON, "slug", "huis-bo", "partner", "huis", "name", "Bo Voorbeeld", "until", "2026-01-01");
	record = find(f, HVK_SESSION, "avond");
	set(record, "person", "huis-bo");
	save(record);
	set(record, "person", "huis-an");
	set(record, "title", "Andere avond");
	save(record);
	hvk_record_free(record);
	assert_int_equal(hvk_person_purge(f->store, "2026-02-01", false, &gone), HVK_OK);
	assert_int_equal(gone, 1);
	assert_query(f, "SELECT count(*) FROM change_value WHERE before = 'huis-bo' OR after = 'huis-bo'", "0");
	/* What else changed can be taken back all the same. */
	undo(f);
	assert_query(f, "SELECT title FROM session", "Avond");
	run(f, "UPDATE person SET until = '2026-01-01'");
	assert_int_equal(hvk_person_purge(f->store, "2026-02-01", false, &gone), HVK_OK);
	assert_query(f, "SELECT (SELECT count(person) FROM session) || (SELECT count(person) FROM action)", "00");
}

/* ---------------------------------------------------------------- history and checks */

static const char *history(struct fixture *f, enum hvk_type type, const char *slug)
{
	static char text[512];
	struct hvk_record *record = find(f, type, slug);
	struct hvk_history *lines;

	text[0] = '\0';
	assert_int_equal(hvk_history_open(record, false, &lines), HVK_OK);
	while (hvk_history_next(lines) == 1)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", text[0] ? "," : "",
		         hvk_history_text(lines, HVK_HISTORY_SLUG));
	hvk_history_free(lines);
	hvk_record_free(record);
	return text;
}

static void test_history(void **state)
{
	struct fixture *f = *state;

	fill(f);
	assert_string_equal(history(f, HVK_PARTNER, "huis"), "avond,huis");
	assert_string_equal(history(f, HVK_MEETING, MEETING), MEETING "-1," MEETING "-school," MEETING "," MEETING
	                                                      "-huis," MEETING);
	assert_int_equal(remove_one(f, HVK_ACTION, MEETING "-1"), HVK_OK);
	assert_non_null(strstr(history(f, HVK_MEETING, MEETING), MEETING "-1," MEETING "-1"));
	assert_string_equal(history(f, HVK_MILESTONE, "oostkamp-openingsdag"), "oostkamp-openingsdag");
}

static int hear(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	(void)severity;
	snprintf(data, 256, "%s", error->message);
	return 0;
}

static void test_findings(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *damage, *part, *mend;
	} damages[] = {
		{ "UPDATE session SET participants = 2, new = 3", "avond: has more new participants",
		  "UPDATE session SET participants = NULL, new = NULL" },
		{ "UPDATE session SET participants = 2, status = 3", "avond: was cancelled and has participants",
		  "UPDATE session SET participants = NULL, status = 1" },
		{ "UPDATE session SET origin = '31005=2'", "avond: tells who was new or whence they came, not how many",
		  "UPDATE session SET origin = NULL" },
		{ "UPDATE meeting SET status = 3 WHERE id IN (SELECT meeting FROM attendance WHERE people > 0)",
		  "was cancelled and people came",
		  "UPDATE meeting SET status = 2 WHERE id IN (SELECT meeting FROM attendance WHERE people > 0)" },
		{ "UPDATE attendance SET excused = 1 WHERE people > 0", "-huis: is excused and has people",
		  "UPDATE attendance SET excused = 0 WHERE people > 0" },
		{ "UPDATE session SET status = 99", "status 99, which does not exist",
		  "UPDATE session SET status = 1" },
		{ "UPDATE meeting SET type = 99", "type 99, which does not exist", "UPDATE meeting SET type = 1" },
		{ "UPDATE milestone SET house = 5", "house 5, which does not exist",
		  "UPDATE milestone SET house = 31022" },
		{ "UPDATE milestone SET phase = 99", "phase 99, which does not exist",
		  "UPDATE milestone SET phase = 1" },
	};
	char heard[256];
	struct hvk_listener listener = { .report = hear, .data = heard };
	uint64_t findings;

	fill(f);
	for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
		run(f, damages[i].damage);
		assert_int_equal(hvk_store_check(f->store, &listener, &findings), HVK_OK);
		assert_int_equal(findings, 1);
		if (!strstr(heard, damages[i].part))
			fail_msg("%s: %s", damages[i].damage, heard);
		run(f, damages[i].mend);
	}
	check_well(f);
}

/* ---------------------------------------------------------------- merging stores */

static void test_merging_stores(void **state)
{
	struct fixture *f = *state, other = *f;
	struct hvk_record_counts records;
	struct hvk_counts counts;
	struct hvk_record *record;

	snprintf(other.path, sizeof(other.path), "%s/other.db", f->folder);
	assert_int_equal(hvk_store_new(&other.store), HVK_OK);
	assert_int_equal(hvk_store_create(other.store, other.path, HVK_PRECISION_MONTH, false), HVK_OK);
	fill(&other);
	/* What a session was not to have it does not get there either. */
	record = find(&other, HVK_OFFER, "cursus");
	set(record, "cost", "gratis");
	save(record);
	hvk_record_free(record);
	/* The same partner has another slug here. */
	add(f, HVK_PARTNER, "slug", "cz", "former_slug", "clb", "name", "CLB Fictief");
	for (int again = 0; again < 2; again++) {
		if (hvk_store_merge(f->store, other.path, false, &counts, &records) != HVK_OK)
			fail_msg("%s", hvk_store_error(f->store)->message);
		assert_int_equal(records.added, again ? 0 : 10);
		assert_int_equal(records.unchanged, again ? 11 : 1);
		assert_int_equal(records.changed, 0);
	}
	assert_query(f, "SELECT slug || partner || offer || co_partner || ifnull(cost, '-') FROM v_session",
	             "avondhuiscursuscz+school-");
	assert_query(f, "SELECT partner || status || (SELECT who FROM v_action) FROM v_meeting", "czgehoudencz");
	check_well(f);
	/* Who was where is known once, under whatever slug. */
	run(&other, "UPDATE attendance SET slug = slug || '-anders'");
	assert_int_equal(hvk_store_merge(f->store, other.path, false, &counts, &records), HVK_OK);
	assert_int_equal(records.added, 0);
	undo(f);
	assert_query(f, "SELECT (SELECT count(*) FROM session) || (SELECT count(*) FROM attendance)", "00");
	hvk_store_free(other.store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_removing_partner, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_removing_others, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_undoing_pairs, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_undoing_held, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_merging_partners, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_purging_people, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_history, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_findings, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_merging_stores, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
