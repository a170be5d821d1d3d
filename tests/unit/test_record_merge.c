/* SPDX-License-Identifier: EUPL-1.2 */
/* Merging stores: the records, referrals and counted needs of both. */
#include "unit/record_store.h"

/* A second store beside the first, open. */
static struct fixture other_of(const struct fixture *f)
{
	struct fixture other = *f;

	snprintf(other.path, sizeof(other.path), "%s/other.db", f->folder);
	assert_int_equal(hvk_store_new(&other.store), HVK_OK);
	assert_int_equal(hvk_store_create(other.store, other.path, HVK_PRECISION_MONTH, false), HVK_OK);
	return other;
}

static struct hvk_record_counts merge(struct fixture *f, const struct fixture *other, bool dry_run)
{
	struct hvk_record_counts records;
	struct hvk_counts counts;

	if (hvk_store_merge(f->store, other->path, dry_run, &counts, &records) != HVK_OK)
		fail_msg("%s", hvk_store_error(f->store)->message);
	return records;
}

static void fill(struct fixture *f)
{
	add(f, HVK_PARTNER, "slug", "ander", "name", "Ander");
	add(f, HVK_PARTNER, "slug", "x", "name", "Voorbeeld", "gemeente", "brugge", "keyword", "a+b", "stage", "active",
	    "stage_on", "2026-01-02", "stage_reason", "overleg", "former_slug", "oud");
	add(f, HVK_PERSON, "partner", "x", "name", "An Voorbeeld", "theme", "slapen");
	add(f, HVK_AGREEMENT, "partner", "x", "type", "subsidie");
	add(f, HVK_OFFER, "partner", "x", "name", "Spelen", "agreement", "x-subsidie", "theme", "slapen+eten");
	add(f, HVK_HOUSE, "gemeente", "brugge");
	add(f, HVK_MEMBERSHIP, "partner", "x", "house", "brugge", "role", "core");
	run(f, "INSERT INTO referral (id, month, direction, partner, person, offer, status, status_on)"
	       " SELECT 5, '1970-01', 1, partner, (SELECT id FROM person), id, 2, '2026-10-02' FROM offer;"
	       "INSERT INTO referral_step (referral, step, status, made_on)"
	       " VALUES (5, 1, 1, '2026-10-01'), (5, 2, 2, '2026-10-02');"
	       "INSERT INTO gap (month, gemeente, theme, age, reason, times) VALUES"
	       " ('2026-10', 31005, 1, 0, 1, 3), ('2026-10', 31005, 2, 1, 1, 1)");
}

#define ALL(view, columns) "SELECT group_concat(" columns ", ' ') FROM (SELECT * FROM " view " ORDER BY slug)"

static void test_into_an_empty_store(void **state)
{
	struct fixture *f = *state, other = other_of(f);
	struct hvk_record_counts counts;
	uint64_t findings;
	const char *what;

	fill(&other);
	counts = merge(f, &other, true);
	assert_int_equal(counts.added, 8);
	assert_query(f, "SELECT count(*) FROM partner", "0");
	counts = merge(f, &other, false);
	assert_int_equal(counts.added, 8);
	assert_query(f, "SELECT slug || name || gemeente || keyword || stage || stage_on || stage_reason || former_slug"
	                " FROM v_partner WHERE slug = 'x'", "xVoorbeeld31005a+bactive2026-01-02overlegoud");
	assert_query(f, "SELECT slug || theme || agreement || partner FROM v_offer",
	             "x-spelenlichaam.eten+slapenx-subsidiex");
	assert_query(f, "SELECT name || theme FROM person JOIN v_person USING (slug)", "An Voorbeeldslapen");
	assert_query(f, "SELECT id || partner || person || offer || status FROM v_referral",
	             "0000000000005xx-persoonx-spelengecontacteerd");
	assert_query(f, "SELECT group_concat(step || made_on) FROM referral_step", "12026-10-01,22026-10-02");
	assert_query(f, "SELECT group_concat(theme || age || times) FROM gap", "103,211");
	assert_int_equal(hvk_store_check(f->store, NULL, &findings), HVK_OK);
	assert_int_equal(findings, 0);
	/* Again: nothing. */
	counts = merge(f, &other, false);
	assert_int_equal(counts.added + counts.changed, 0);
	assert_int_equal(counts.unchanged, 8);
	assert_query(f, "SELECT sum(times) FROM gap", "4");
	assert_query(f, "SELECT group_concat(what) FROM change", "merged other.db");
	/* Undo leads back, unless referrals hold it. */
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_EINPUT);
	run(f, "DELETE FROM referral");
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_OK);
	assert_int_equal(counts.removed, 7);
	assert_query(f, "SELECT count(*) FROM partner", "0");
	hvk_store_free(other.store);
}

/* What both have stays; what is new hangs on what is here, under whatever slug. */
static void test_both_know_some(void **state)
{
	struct fixture *f = *state, other = other_of(f);
	struct hvk_record *record;
	struct hvk_record_counts counts;

	add(f, HVK_PARTNER, "slug", "y", "name", "Hier anders genoemd");
	add(f, HVK_PARTNER, "slug", "z", "name", "Hernoemd");
	add(f, HVK_HOUSE, "gemeente", "brugge", "slug", "ons-huis");
	record = find(f, HVK_PARTNER, "z");
	set(record, "slug", "zz");
	save(record);
	hvk_record_free(record);
	/* There y became yy; z is still z. */
	add(&other, HVK_PARTNER, "slug", "yy", "name", "Daar", "former_slug", "y");
	add(&other, HVK_PARTNER, "slug", "z", "name", "Daar");
	add(&other, HVK_OFFER, "partner", "yy", "name", "Spelen");
	add(&other, HVK_OFFER, "partner", "z", "name", "Lezen");
	add(&other, HVK_HOUSE, "gemeente", "brugge");
	counts = merge(f, &other, false);
	assert_int_equal(counts.added, 2);
	assert_int_equal(counts.unchanged, 3);
	assert_query(f, "SELECT group_concat(slug || name, ' ') FROM (SELECT * FROM partner ORDER BY slug)",
	             "yHier anders genoemd zzHernoemd");
	assert_query(f, ALL("v_offer", "slug || '=' || partner"), "yy-spelen=y z-lezen=zz");
	assert_query(f, "SELECT group_concat(slug) FROM house", "ons-huis");
	hvk_store_free(other.store);
}

static void test_codes_of_another_name(void **state)
{
	struct fixture *f = *state, other = other_of(f);

	fill(&other);
	assert_int_equal(hvk_code_rename(f->store, "theme", "slapen", "nachtrust", false), HVK_OK);
	assert_int_equal(hvk_code_rename(other.store, "role", "core", "spil", false), HVK_OK);
	run(f, "INSERT INTO gap (month, gemeente, theme, age, reason, times) VALUES ('2026-10', 31005, 1, 0, 1, 2),"
	       " ('2026-10', 31005, 2, 1, 1, 9)");
	merge(f, &other, false);
	assert_query(f, "SELECT theme FROM v_offer", "lichaam.eten+nachtrust");
	assert_query(f, "SELECT role FROM v_membership", "core");
	/* Of two counts the larger. */
	assert_query(f, "SELECT group_concat(times) FROM gap", "3,9");
	hvk_store_free(other.store);
}

/* A desk reports what became of a referral that was merged before. */
static void test_a_trail_goes_on(void **state)
{
	struct fixture *f = *state, other = other_of(f);
	struct hvk_record_counts counts;

	fill(&other);
	merge(f, &other, false);
	run(&other, "INSERT INTO referral_step (referral, step, status, made_on) VALUES (5, 3, 3, '2026-10-09');"
	            "UPDATE referral SET status = 3, status_on = '2026-10-09'");
	counts = merge(f, &other, false);
	assert_int_equal(counts.changed, 1);
	assert_query(f, "SELECT status || status_on FROM v_referral", "gestart2026-10-09");
	assert_query(f, "SELECT count(*) FROM referral_step", "3");
	/* One that goes another way there stays as it is here. */
	run(&other, "UPDATE referral_step SET status = 7 WHERE step = 2;"
	            "INSERT INTO referral_step (referral, step, status, made_on) VALUES (5, 4, 4, '2026-10-10');"
	            "UPDATE referral SET status = 4, status_on = '2026-10-10'");
	counts = merge(f, &other, false);
	assert_int_equal(counts.changed, 0);
	assert_query(f, "SELECT count(*) FROM referral_step", "3");
	hvk_store_free(other.store);
}

/* Slugs of the agenda are made, so that both have them of something else. */
static void test_agenda(void **state)
{
	static const char *const titles[] = { "Babbelkoffie", "Verhalenkoffie" };
	static const char *const houses[] = { "oostkamp", "brugge" };
	static const char *const whats[] = { "Burgemeester", "Zaal" };
	struct fixture *f = *state, other = other_of(f), *both[] = { f, &other };
	struct hvk_record_counts counts;

	for (size_t i = 0; i < 2; i++) {
		add(both[i], HVK_PARTNER, "slug", "x", "name", "X");
		add(both[i], HVK_SESSION, "title", titles[i], "date", "2027-01-08", "partner", "x", "series", "koffie");
		add(both[i], HVK_SESSION, "title", "Samen", "date", "2027-01-08", "partner", "x");
		add(both[i], HVK_MEETING, "type", "werkgroep", "date", "2026-10-20", "house", houses[i]);
		add(both[i], HVK_ACTION, "what", whats[i]);
		add(both[i], HVK_MILESTONE, "house", "brugge", "what", "Dag", "phase", i == 0 ? "start" : "oprichting");
	}
	add(&other, HVK_ATTENDANCE, "meeting", "werkgroep-2026-10-20", "partner", "x", "people", "4");
	add(&other, HVK_ACTION, "what", "Verslag", "meeting", "werkgroep-2026-10-20");
	add(f, HVK_ATTENDANCE, "meeting", "werkgroep-2026-10-20", "partner", "x", "people", "1");
	counts = merge(f, &other, false);
	assert_int_equal(counts.added, 6);
	assert_query(f, ALL("v_session", "slug || title"),
	             "koffie-1Babbelkoffie koffie-2Verhalenkoffie samenSamen");
	assert_query(f, ALL("v_meeting", "slug || house"),
	             "werkgroep-2026-10-2031022 werkgroep-2026-10-20-231005");
	assert_query(f, ALL("v_attendance", "meeting || people"), "werkgroep-2026-10-20-24 werkgroep-2026-10-201");
	assert_query(f, ALL("v_action", "slug || what || ifnull(meeting, '')"),
	             "actie-1Burgemeester actie-2Zaal werkgroep-2026-10-20-1Verslagwerkgroep-2026-10-20-2");
	assert_query(f, "SELECT count(*) FROM milestone", "2");
	counts = merge(f, &other, false);
	assert_int_equal(counts.added, 0);
	assert_int_equal(counts.changed, 0);
	hvk_store_free(other.store);
}

static void test_damaged_there(void **state)
{
	struct fixture *f = *state, other = other_of(f);
	struct hvk_record_counts records = { .added = 1 };
	struct hvk_counts counts;

	fill(&other);
	run(&other, "UPDATE partner SET type = 4000");
	assert_int_equal(hvk_store_merge(f->store, other.path, false, &counts, &records), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "a partner has a type that does not exist");
	assert_int_equal(records.added, 0);
	assert_query(f, "SELECT count(*) FROM partner", "0");
	run(&other, "UPDATE partner SET type = NULL; UPDATE gap SET reason = 4000");
	assert_int_equal(hvk_store_merge(f->store, other.path, false, &counts, NULL), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "list gap_reason that does not exist");
	assert_query(f, "SELECT count(*) FROM partner", "0");
	hvk_store_free(other.store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_into_an_empty_store, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_both_know_some, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_codes_of_another_name, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_a_trail_goes_on, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_agenda, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_damaged_there, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
