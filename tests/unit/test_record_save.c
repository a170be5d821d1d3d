/* SPDX-License-Identifier: EUPL-1.2 */
/* Saving records: what is filled in, what is refused, what goes along. */
#include "unit/record_store.h"

#define PARTNER(name) "name", name, "phone", "050 00 00 01"

/* Expects that saving a record fails so, and that nothing was written. */
static void refuse(struct hvk_record *record, int code, const char *part)
{
	struct fixture f = { .store = record->store };

	assert_int_equal(hvk_record_save(record, false), code);
	assert_failed(f.store, code, part);
}

static struct hvk_record *make_partner(struct fixture *f, const char *slug, const char *name)
{
	struct hvk_record *record = make(f, HVK_PARTNER, "slug", slug, "name", name, NULL);

	save(record);
	return record;
}

/* ---------------------------------------------------------------- adding */

static void test_partner_is_filled_in(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make(f, HVK_PARTNER, PARTNER("Opvoedingswinkel Voorbeeld"), "gemeente",
	                                 "oostkamp, brugge", "keyword", "spelen;baby", "type", "opvoedingswinkel",
	                                 NULL);

	assert_false(hvk_record_is_stored(record));
	save(record);
	assert_true(hvk_record_is_stored(record));
	assert_key(record, "slug", "opvoedingswinkel-voorbeeld");
	assert_key(record, "stage", "identified");
	assert_key(record, "stage_on", TODAY);
	assert_key(record, "everywhere", "no");
	hvk_record_free(record);

	record = find(f, HVK_PARTNER, "opvoedingswinkel-voorbeeld");
	assert_key(record, "name", "Opvoedingswinkel Voorbeeld");
	assert_key(record, "gemeente", "31005+31022");
	assert_key(record, "keyword", "baby+spelen");
	assert_key(record, "type", "opvoedingswinkel");
	assert_key(record, "stage", "identified");
	assert_key(record, "everywhere", "no");
	assert_key(record, "website", "");
	hvk_record_free(record);
	assert_query(f, "SELECT gemeente_name || ' ' || stage || ' ' || keyword FROM v_partner",
	             "Brugge+Oostkamp identified baby+spelen");
}

static void test_every_type(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record;

	add(f, HVK_PARTNER, PARTNER("Fictief Centrum"), "gemeente", "brugge");
	add(f, HVK_PERSON, "partner", "fictief-centrum", "name", "An Voorbeeld", "function", "Onthaal", "public", "ja",
	    "theme", "slapen+eten", "gemeente", "brugge");
	add(f, HVK_PERSON, "partner", "fictief-centrum", "name", "Bo Voorbeeld");
	add(f, HVK_AGREEMENT, "partner", "fictief-centrum", "type", "subsidie", "amount_cents", "125000", "house",
	    "brugge", "since", "1/1/2026", "until", "31/12/2026");
	add(f, HVK_OFFER, "partner", "fictief-centrum", "name", "Praatcafé", "pillar", "ontmoeting", "theme",
	    "gedrag.driftbuien", "age", "0-3,12-", "agreement", "fictief-centrum-subsidie", "waiting_days", "14",
	    "language", "nl");
	add(f, HVK_HOUSE, "gemeente", "8000", "name", "Huis van het Kind Voorbeeld", "presence", "physical");
	add(f, HVK_MEMBERSHIP, "partner", "fictief-centrum", "house", "brugge", "role", "core");

	record = find(f, HVK_PERSON, "fictief-centrum-onthaal");
	assert_key(record, "name", "An Voorbeeld");
	assert_key(record, "public", "yes");
	assert_key(record, "first_contact", "no");
	assert_key(record, "partner", "fictief-centrum");
	hvk_record_free(record);
	/* A slug of a person tells no name. */
	record = find(f, HVK_PERSON, "fictief-centrum-persoon");
	assert_key(record, "name", "Bo Voorbeeld");
	hvk_record_free(record);
	record = find(f, HVK_OFFER, "fictief-centrum-praatcafe");
	assert_key(record, "agreement", "fictief-centrum-subsidie");
	assert_key(record, "age", "0-3+12-");
	assert_key(record, "theme", "gedrag.driftbuien");
	assert_key(record, "waiting_days", "14");
	hvk_record_free(record);
	record = find(f, HVK_AGREEMENT, "fictief-centrum-subsidie");
	assert_key(record, "amount_cents", "125000");
	assert_key(record, "until", "2026-12-31");
	hvk_record_free(record);
	record = find(f, HVK_HOUSE, "brugge");
	assert_key(record, "gemeente", "31005");
	hvk_record_free(record);
	record = find(f, HVK_MEMBERSHIP, "fictief-centrum-brugge");
	assert_key(record, "role", "core");
	hvk_record_free(record);

	assert_query(f,
	             "SELECT partner || ' ' || theme || ' ' || age || ' ' || agreement || ' ' || language FROM v_offer",
	             "fictief-centrum gedrag.driftbuien 0-3+12- fictief-centrum-subsidie nl");
	assert_query(f, "SELECT group_concat(slug) FROM v_person", "fictief-centrum-onthaal,fictief-centrum-persoon");
	assert_query(f, "SELECT type || house || amount_cents FROM v_agreement", "subsidie31005125000");
	assert_query(f, "SELECT house_name || role FROM v_membership", "Bruggecore");
	assert_query(f, "SELECT gemeente_name || presence FROM v_house", "Bruggephysical");
}

static void test_slugs_are_numbered(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *long_one;
	char name[201] = "een";

	add(f, HVK_PARTNER, PARTNER("Zelfde Naam"));
	add(f, HVK_PARTNER, PARTNER("Zelfde naam"));
	add(f, HVK_PARTNER, PARTNER("zelfde-naam"));
	assert_query(f, "SELECT group_concat(slug) FROM (SELECT slug FROM partner ORDER BY id)",
	             "zelfde-naam,zelfde-naam-2,zelfde-naam-3");
	/* However long, it stays within a slug's length. */
	memset(name, 'a', 200);
	for (int i = 0; i < 12; i++) {
		long_one = make(f, HVK_PARTNER, "name", name, NULL);
		save(long_one);
		assert_true(strlen(key(long_one, "slug")) <= 64);
		hvk_record_free(long_one);
	}
	assert_query(f, "SELECT count(*) FROM partner WHERE length(slug) = 64 AND slug LIKE '%-12'", "1");
}

static void test_refused(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make(f, HVK_PARTNER, "slug", "x", NULL);
	size_t column;
	struct hvk__change change;

	refuse(record, HVK_EINPUT, "name: expected a value, found nothing");
	assert_false(hvk_record_is_stored(record));
	/* An importer hears which column. */
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	hvk__change_start(&change, f->store, NULL);
	assert_int_equal(hvk__record_write(&change, record, &column), HVK_EINPUT);
	assert_int_equal(column, HVK__PARTNER_NAME);
	hvk__change_finish(&change);
	assert_int_equal(hvk__end(f->store, HVK_EINPUT), HVK_EINPUT);
	set(record, "name", "Voorbeeld");
	save(record);
	hvk_record_free(record);

	record = make(f, HVK_PARTNER, "slug", "x", "name", "Ander", NULL);
	refuse(record, HVK_EINPUT, "slug: 'x' is the slug of another partner");
	hvk_record_free(record);
	record = make(f, HVK_AGREEMENT, "partner", "x", "type", "subsidie", "since", "2026-02-01", "until", "2026-01-31",
	              NULL);
	refuse(record, HVK_EINPUT, "until: expected a day from 2026-02-01 on");
	set(record, "until", "2026-02-01");
	save(record);
	hvk_record_free(record);
	add(f, HVK_HOUSE, "gemeente", "brugge");
	record = make(f, HVK_HOUSE, "gemeente", "brugge", "slug", "ander", NULL);
	refuse(record, HVK_EINPUT, "gemeente: this gemeente has a house: 'brugge'");
	hvk_record_free(record);
	assert_query(f, "SELECT count(*) FROM partner", "1");
	assert_query(f, "SELECT count(*) FROM house", "1");
}

/* ---------------------------------------------------------------- changing */

static void test_only_what_was_set_is_written(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *mine = make_partner(f, "x", "Voorbeeld"), *theirs = find(f, HVK_PARTNER, "x");
	struct hvk_record_counts counts;

	set(mine, "phone", "050 00 00 01");
	set(theirs, "website", "https://voorbeeld.example/");
	set(theirs, "gemeente", "brugge");
	save(theirs);
	assert_int_equal(hvk_record_save_all(f->store, &mine, 1, "phone", false, &counts), HVK_OK);
	assert_int_equal(counts.changed, 1);
	/* It has heard of what the other did. */
	assert_key(mine, "website", "https://voorbeeld.example/");
	assert_key(mine, "gemeente", "31005");
	assert_query(f, "SELECT (phone IS NOT NULL) || website || gemeente FROM v_partner",
	             "1https://voorbeeld.example/31005");

	/* The same again is no change, and leaves no history. */
	set(mine, "phone", "050 00 00 01");
	set(mine, "gemeente", "31005");
	assert_int_equal(hvk_record_save_all(f->store, &mine, 1, NULL, false, &counts), HVK_OK);
	assert_int_equal(counts.unchanged, 1);
	assert_int_equal(counts.changed, 0);
	assert_query(f, "SELECT count(*) FROM change", "3");

	/* Emptying is a change. */
	set(mine, "website", "");
	set(mine, "gemeente", NULL);
	save(mine);
	assert_query(f, "SELECT (website IS NULL) || (gemeente IS NULL) || (phone IS NULL) FROM v_partner", "110");

	/* Removed meanwhile. */
	assert_int_equal(hvk_record_remove_all(f->store, &theirs, 1, false, NULL), HVK_OK);
	assert_false(hvk_record_is_stored(theirs));
	set(mine, "website", "https://ander.example/");
	refuse(mine, HVK_ENOTFOUND, "the partner is no longer there");
	hvk_record_free(mine);
	hvk_record_free(theirs);
}

static void test_stages(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make(f, HVK_PARTNER, "slug", "x", "name", "Voorbeeld", "stage", "contacted",
	                                 "stage_on", "2026-01-02", "stage_reason", "op een overleg", NULL);

	save(record);
	assert_key(record, "stage_on", "2026-01-02");
	/* Another stage: since today, and no longer for that reason. */
	set(record, "stage", "active");
	save(record);
	assert_key(record, "stage_on", TODAY);
	assert_key(record, "stage_reason", "");
	/* What a file leaves empty does not make it younger. */
	set(record, "stage_on", "2026-03-04");
	save(record);
	set(record, "stage", "active");
	set(record, "stage_on", "");
	save(record);
	assert_key(record, "stage_on", "2026-03-04");
	set(record, "stage", "");
	save(record);
	assert_key(record, "stage", "identified");
	assert_key(record, "stage_on", TODAY);
	hvk_record_free(record);
}

static void test_renaming(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make_partner(f, "oud", "Voorbeeld"), *other = make_partner(f, "ander", "Ander");
	struct hvk_record *offer;

	add(f, HVK_OFFER, "partner", "oud", "name", "Spelen");
	set(record, "slug", "nieuw");
	save(record);
	assert_key(record, "former_slug", "oud");
	hvk_record_free(record);
	record = find(f, HVK_PARTNER, "oud");
	assert_key(record, "slug", "nieuw");
	offer = find(f, HVK_OFFER, "oud-spelen");
	assert_key(offer, "partner", "nieuw");
	/* Nobody else can have it, neither as slug nor as former slug. */
	set(other, "slug", "oud");
	refuse(other, HVK_EINPUT, "slug: 'oud' is a former slug of partner 'nieuw'");
	hvk_record_free(other);
	other = find(f, HVK_PARTNER, "ander");
	set(other, "former_slug", "vroeger+oud");
	refuse(other, HVK_EINPUT, "former_slug: 'oud' is a former slug of partner 'nieuw'");
	set(other, "former_slug", "vroeger+nieuw");
	refuse(other, HVK_EINPUT, "former_slug: 'nieuw' is the slug of another partner");
	/* A cycle of names ends where it began. */
	set(record, "slug", "derde");
	save(record);
	assert_key(record, "former_slug", "nieuw+oud");
	set(record, "slug", "oud");
	save(record);
	assert_key(record, "former_slug", "derde+nieuw");
	set(record, "former_slug", "nieuw+oud");
	save(record);
	assert_key(record, "former_slug", "nieuw");
	assert_query(f, "SELECT group_concat(former_slug) FROM partner_former_slug", "nieuw");
	/* A slug that nobody leads to any more is free; a new one is not made from one that leads somewhere. */
	set(other, "slug", "derde");
	set(other, "former_slug", "");
	save(other);
	add(f, HVK_PARTNER, "name", "Nieuw");
	assert_query(f, "SELECT count(*) FROM partner WHERE slug = 'nieuw-2'", "1");
	hvk_record_free(record);
	hvk_record_free(other);
	hvk_record_free(offer);
}

static void test_dry_run(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make(f, HVK_PARTNER, "name", "Voorbeeld", NULL);
	struct hvk_record_counts counts;

	assert_int_equal(hvk_record_save_all(f->store, &record, 1, NULL, true, &counts), HVK_OK);
	assert_int_equal(counts.added, 1);
	assert_false(hvk_record_is_stored(record));
	assert_query(f, "SELECT count(*) FROM partner", "0");
	assert_query(f, "SELECT count(*) FROM change", "0");
	save(record);
	set(record, "name", "Ander");
	assert_int_equal(hvk_record_save(record, true), HVK_OK);
	assert_query(f, "SELECT name FROM partner", "Voorbeeld");
	/* What was set is still to be written. */
	save(record);
	assert_query(f, "SELECT name FROM partner", "Ander");
	assert_int_equal(hvk_record_remove_all(f->store, &record, 1, true, &counts), HVK_OK);
	assert_int_equal(counts.removed, 1);
	assert_true(hvk_record_is_stored(record));
	assert_query(f, "SELECT count(*) FROM partner", "1");
	hvk_record_free(record);
}

static void test_all_or_none(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *records[2] = {
		make(f, HVK_PARTNER, "slug", "x", "name", "Voorbeeld", NULL),
		make(f, HVK_PARTNER, "slug", "x", "name", "Ander", NULL)
	};
	struct hvk_record_counts counts = { .added = 7 };

	assert_int_equal(hvk_record_save_all(f->store, records, 2, NULL, false, &counts), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "partner x: slug: 'x' is the slug of another partner");
	assert_int_equal(counts.added, 0);
	assert_false(hvk_record_is_stored(records[0]));
	assert_query(f, "SELECT count(*) FROM partner", "0");
	set(records[1], "slug", "y");
	assert_int_equal(hvk_record_save_all(f->store, records, 2, NULL, false, &counts), HVK_OK);
	assert_int_equal(counts.added, 2);
	assert_query(f, "SELECT group_concat(what) FROM change", "saved 2 partners");
	hvk_record_free(records[0]);
	hvk_record_free(records[1]);
}

/* ---------------------------------------------------------------- what goes along */

#define FOUND(table, words) "SELECT count(*) FROM " table " WHERE " table " MATCH '" words "'"

static void test_words(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make(f, HVK_PARTNER, "slug", "x", "name", "Het Nest", "type", "bibliotheek",
	                                 "description", "Voor ouders van\nbaby's", "keyword", "wiegje", "gemeente", "brugge", NULL);

	save(record);
	add(f, HVK_PERSON, "partner", "x", "name", "Zonneklaar Voorbeeld", "function", "Directeur");
	add(f, HVK_OFFER, "partner", "x", "name", "Praatcafé", "theme", "slapen", "keyword", "nacht");
	assert_query(f, FOUND("partner_words", "nest library ouders wiegje brugge"), "1");
	assert_query(f, FOUND("offer_words", "praatcafe nest nacht slap*"), "1");
	assert_query(f, FOUND("partner_words", "zonneklaar OR directeur"), "0");
	/* A partner's new name is found at its offers too. */
	set(record, "name", "De Kroon");
	set(record, "keyword", "");
	save(record);
	assert_query(f, FOUND("partner_words", "nest OR wiegje"), "0");
	assert_query(f, FOUND("partner_words", "kroon"), "1");
	assert_query(f, FOUND("offer_words", "nest"), "0");
	assert_query(f, FOUND("offer_words", "kroon"), "1");
	assert_int_equal(hvk_record_remove_all(f->store, &record, 1, false, NULL), HVK_OK);
	assert_query(f, "SELECT (SELECT count(*) FROM partner_words) + (SELECT count(*) FROM offer_words)", "0");
	hvk_record_free(record);
}

static void test_desk(void **state)
{
	struct fixture *f = *state;
	const struct hvk_code *desk;
	struct hvk_record *record;
	uint16_t number;

	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__desk_make(f->store, "winkel", 6, &number), HVK_OK);
	assert_int_equal(hvk__desk_make(f->store, "bezet", 5, &number), HVK_OK);
	assert_int_equal(hvk__desks_save(f->store, NULL, 0), HVK_OK);
	assert_int_equal(hvk__end(f->store, HVK_OK), HVK_OK);
	record = make_partner(f, "winkel", "De Winkel");
	assert_int_equal(hvk_code_find(f->store, "desk", "winkel", false, &desk), HVK_OK);
	assert_string_equal(hvk_code_text(desk, HVK_CODE_LABEL_NL), "De Winkel");
	set(record, "slug", "opvoedingswinkel");
	set(record, "name", "De Opvoedingswinkel");
	save(record);
	/* Its former name leads to it. */
	assert_int_equal(hvk_code_find(f->store, "desk", "winkel", false, &desk), HVK_OK);
	assert_string_equal(hvk_code_text(desk, HVK_CODE_CODE), "opvoedingswinkel");
	assert_string_equal(hvk_code_text(desk, HVK_CODE_LABEL_EN), "De Opvoedingswinkel");
	/* A name that is another desk's stays that. */
	set(record, "slug", "bezet");
	save(record);
	assert_int_equal(hvk_code_find(f->store, "desk", "opvoedingswinkel", false, &desk), HVK_OK);
	assert_string_equal(hvk_code_text(desk, HVK_CODE_CODE), "opvoedingswinkel");
	/* Back to a name it had. */
	set(record, "slug", "opvoedingswinkel");
	save(record);
	set(record, "slug", "winkel");
	save(record);
	assert_query(f, "SELECT code FROM code WHERE list = 'desk' AND number = 1", "winkel");
	assert_query(f, "SELECT group_concat(alias) FROM code_alias WHERE list = 'desk'", "opvoedingswinkel");
	hvk_record_free(record);
}

/* ---------------------------------------------------------------- removing */

static void test_removing(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make_partner(f, "x", "Voorbeeld"), *both[2];
	struct hvk_record_counts counts;

	add(f, HVK_PARTNER, "slug", "y", "name", "Ander");
	add(f, HVK_PERSON, "partner", "x", "name", "An Voorbeeld");
	add(f, HVK_AGREEMENT, "partner", "x", "type", "subsidie");
	add(f, HVK_OFFER, "partner", "x", "name", "Spelen", "agreement", "x-subsidie", "theme", "slapen");
	add(f, HVK_OFFER, "partner", "y", "name", "Lezen", "agreement", "x-subsidie");
	add(f, HVK_MEMBERSHIP, "partner", "x", "house", "brugge", "role", "core");
	both[0] = record;
	both[1] = find(f, HVK_OFFER, "x-spelen"); /* goes along with its partner anyway */
	assert_int_equal(hvk_record_remove_all(f->store, both, 2, false, &counts), HVK_OK);
	assert_int_equal(counts.removed, 5);
	assert_int_equal(counts.changed, 1);
	assert_query(f, "SELECT group_concat(slug) FROM v_partner", "y");
	assert_query(f, "SELECT slug || coalesce(agreement, '-') FROM v_offer", "y-lezen-");
	assert_query(f, "SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM agreement)"
	                " + (SELECT count(*) FROM membership) + (SELECT count(*) FROM offer_theme)", "0");
	assert_int_equal(hvk_record_remove_all(f->store, &record, 1, false, &counts), HVK_ENOTFOUND);
	hvk_record_free(both[0]);
	hvk_record_free(both[1]);
}

static void test_referrals_hold(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *partner = make_partner(f, "x", "Voorbeeld"), *offer;

	add(f, HVK_OFFER, "partner", "x", "name", "Spelen");
	run(f, "INSERT INTO referral (id, month, direction, partner, offer, status, status_on)"
	       " VALUES (5, '2026-10', 1, 1, 1, 1, '2026-10-01')");
	assert_int_equal(hvk_record_remove_all(f->store, &partner, 1, false, NULL), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "1 referral names partner 'x'; end it instead");
	offer = find(f, HVK_OFFER, "x-spelen");
	assert_int_equal(hvk_record_remove_all(f->store, &offer, 1, false, NULL), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "1 referral names offer 'x-spelen'");
	assert_true(hvk_record_is_stored(partner));
	hvk_record_free(partner);
	hvk_record_free(offer);
}

/* ---------------------------------------------------------------- finding */

static void test_finding(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make_partner(f, "opvoedingswinkel-voorbeeld", "De Winkel van Fictief");

	hvk_record_free(record);
	add(f, HVK_PARTNER, "slug", "a", "name", "Zelfde");
	add(f, HVK_PARTNER, "slug", "b", "name", "Zelfde");
	add(f, HVK_HOUSE, "gemeente", "brugge", "slug", "huis-voorbeeld");
	record = find(f, HVK_PARTNER, "Opvoedingswinkel Voorbeeld");
	assert_key(record, "slug", "opvoedingswinkel-voorbeeld");
	assert_int_equal(hvk_record_find(record, "DE WINKEL van fictief"), HVK_OK);
	assert_key(record, "slug", "opvoedingswinkel-voorbeeld");
	assert_int_equal(hvk_record_find(record, "opvoedingswinkel-vorbeeld"), HVK_ENOTFOUND);
	assert_failed(f->store, HVK_ENOTFOUND, "did you mean opvoedingswinkel-voorbeeld?");
	assert_false(hvk_record_is_stored(record));
	assert_int_equal(hvk_record_find(record, "zelfde"), HVK_EAMBIGUOUS);
	assert_failed(f->store, HVK_EAMBIGUOUS, "a, b");
	assert_int_equal(hvk_record_find(record, " "), HVK_ENOTFOUND);
	hvk_record_free(record);
	record = find(f, HVK_HOUSE, "8000");
	assert_key(record, "slug", "huis-voorbeeld");
	assert_int_equal(hvk_record_find(record, "Huis-Voorbeeld"), HVK_OK);
	hvk_record_free(record);
	run(f, "INSERT INTO referral (id, month, direction, partner, status, status_on)"
	       " VALUES (5, '2026-10', 1, 2, 1, '2026-10-01')");
	record = find(f, HVK_REFERRAL, "0000000000005");
	assert_key(record, "partner", "a");
	assert_key(record, "month", "2026-10");
	assert_key(record, "id", "0000000000005");
	assert_int_equal(hvk_record_find(record, "0000000000006"), HVK_ENOTFOUND);
	hvk_record_free(record);
}

static void test_not_open(void **state)
{
	struct fixture *f = *state;
	struct hvk_store *store;
	struct hvk_record *record;

	(void)f;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_record_new(store, HVK_PARTNER, &record), HVK_OK);
	assert_int_equal(hvk_record_find(record, "x"), HVK_ESTORE);
	set(record, "name", "Voorbeeld");
	assert_int_equal(hvk_record_save(record, true), HVK_ESTORE);
	hvk_record_free(record);
	hvk_store_free(store);
}

/* A code that is not in its list is told, not taken for another. */
static void test_damaged(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make_partner(f, "x", "Voorbeeld");

	run(f, "UPDATE partner SET type = 4000");
	assert_int_equal(hvk_record_find(record, "x"), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "a partner has a type that does not exist");
	hvk_record_free(record);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_partner_is_filled_in, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_every_type, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_slugs_are_numbered, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_only_what_was_set_is_written, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_stages, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_renaming, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_dry_run, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_all_or_none, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_words, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_desk, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_removing, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_referrals_hold, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_finding, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_not_open, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_damaged, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
