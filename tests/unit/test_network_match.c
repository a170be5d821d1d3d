/* SPDX-License-Identifier: EUPL-1.2 */
/* Matching: each rule alone decides the order, before all that follow it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network/match.h"
#include "network_store.h"

/* Two offers of one partner that differ in nothing but their slugs. */
static int two_offers(void **state)
{
	struct hvk_store *store;

	if (store_set_up(state) < 0)
		return -1;
	store = ((struct question_store *)*state)->store;
	put(store, HVK_PARTNER, "slug", "fictief", "name", "Fictief Huis", "gemeente", "Oostkamp", "stage", "active",
	    NULL);
	put(store, HVK_OFFER, "slug", "a", "partner", "fictief", "name", "Aanbod a", NULL);
	put(store, HVK_OFFER, "slug", "b", "partner", "fictief", "name", "Aanbod b", NULL);
	return 0;
}

static struct hvk_store *store_of(void **state)
{
	return ((struct question_store *)*state)->store;
}

static struct hvk_match *match_of(void **state)
{
	struct hvk_match *match;

	assert_done(store_of(state), hvk_match_new(store_of(state), &match));
	return match;
}

static void need(struct hvk_match *match, enum hvk_need what, const char *text)
{
	assert_done(match->store, hvk_match_set(match, what, text));
}

/* The slugs of the offers found now, best first. */
static const char *found(struct hvk_match *match)
{
	static char text[512];
	size_t length = 0;
	int more;

	text[0] = '\0';
	match->searched = false;
	while ((more = hvk_match_next(match)) == 1)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s", length ? " " : "",
		                           hvk_record_key(hvk_match_offer(match), 0, NULL));
	if (more < 0)
		fail_msg("%s", hvk_store_error(match->store)->message);
	return text;
}

/* What a rule found for the first offer with a slug. */
static const char *finding(struct hvk_match *match, const char *slug, enum hvk__rule rule, enum hvk_lang lang)
{
	static char text[512];
	unsigned rank;

	match->searched = false;
	snprintf(text, sizeof(text), "not found");
	while (hvk_match_next(match) == 1)
		if (strcmp(hvk_record_key(hvk_match_offer(match), 0, NULL), slug) == 0)
			snprintf(text, sizeof(text), "%s", hvk_match_finding(match, rule, lang, &rank));
	match->searched = false;
	return text;
}

static void without_a_need_all_come_by_slug(void **state)
{
	struct hvk_match *match = match_of(state);

	assert_string_equal(found(match), "a b");
	assert_int_equal(hvk_match_next(match), 0);
	assert_null(hvk_match_offer(match));
	assert_null(hvk_match_finding(match, 0, HVK_EN, &(unsigned){ 1 }));
	assert_string_equal(finding(match, "a", HVK__RULE_THEME, HVK_EN), "not asked");
	assert_string_equal(finding(match, "a", HVK__RULE_GEMEENTE, HVK_NL), "niet gevraagd");
	assert_string_equal(finding(match, "a", HVK__RULE_SLUG, HVK_NL), "a");
	hvk_match_free(match);
}

static void the_nearer_theme_wins(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	put(store, HVK_OFFER, "slug", "c", "partner", "fictief", "name", "Aanbod c", NULL);
	put(store, HVK_OFFER, "slug", "d", "partner", "fictief", "name", "Aanbod d", "theme", "slapen", NULL);
	change(store, HVK_OFFER, "b", "theme", "gedrag", NULL);
	change(store, HVK_OFFER, "c", "theme", "gedrag.driftbuien+slapen", NULL);
	need(match, HVK_NEED_THEME, "driftbuien");
	assert_string_equal(found(match), "c b a");
	assert_string_equal(finding(match, "c", HVK__RULE_THEME, HVK_EN), "exact");
	assert_string_equal(finding(match, "b", HVK__RULE_THEME, HVK_EN), "group gedrag covers gedrag.driftbuien");
	assert_string_equal(finding(match, "b", HVK__RULE_THEME, HVK_NL), "groep gedrag omvat gedrag.driftbuien");
	assert_string_equal(finding(match, "a", HVK__RULE_THEME, HVK_EN), "for no theme in particular");
	/* Asked the group, who does a part of it comes before who does nothing in particular. */
	need(match, HVK_NEED_THEME, "gedrag");
	assert_string_equal(found(match), "b c a");
	assert_string_equal(finding(match, "c", HVK__RULE_THEME, HVK_EN), "gedrag.driftbuien, a part of gedrag");
	hvk_match_free(match);
}

static void the_gemeente_is_served_or_near(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	change(store, HVK_OFFER, "a", "gemeente", "Brugge", NULL);
	put(store, HVK_OFFER, "slug", "far", "partner", "fictief", "name", "Ver weg", "gemeente", "Gent", NULL);
	put(store, HVK_PARTNER, "slug", "overal", "name", "Overal vzw", "everywhere", "yes", NULL);
	put(store, HVK_OFFER, "slug", "z", "partner", "overal", "name", "Overal", NULL);
	need(match, HVK_NEED_GEMEENTE, "8020");
	assert_string_equal(found(match), "b z a");
	assert_string_equal(finding(match, "b", HVK__RULE_GEMEENTE, HVK_EN), "serves Oostkamp");
	assert_string_equal(finding(match, "z", HVK__RULE_GEMEENTE, HVK_EN), "serves every gemeente");
	assert_string_equal(finding(match, "a", HVK__RULE_GEMEENTE, HVK_EN),
	                    "serves Brugge, with Oostkamp in arrondissement Brugge");
	assert_string_equal(finding(match, "a", HVK__RULE_GEMEENTE, HVK_NL),
	                    "bedient Brugge, met Oostkamp in arrondissement Brugge");
	/* A region of the user's own brings the far one near, and before the arrondissement. */
	run_sql(store, "INSERT INTO region (region, nis) VALUES ('Zuid', 31022), ('Zuid', 44021)");
	hvk__store_forget_regions(store);
	assert_string_equal(found(match), "b z far a");
	assert_string_equal(finding(match, "far", HVK__RULE_GEMEENTE, HVK_EN),
	                    "serves Gent, with Oostkamp in region Zuid");
	hvk_match_free(match);
}

static void gemeenten_that_merged_are_one(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	/* Tessenderlo and Ham are one since 2025. The records hold what they were. */
	run_sql(store, "INSERT INTO offer_gemeente (offer, gemeente) SELECT id, 71069 FROM offer WHERE slug = 'a'");
	run_sql(store, "INSERT INTO offer_gemeente (offer, gemeente) SELECT id, 71057 FROM offer WHERE slug = 'b'");
	need(match, HVK_NEED_GEMEENTE, "Tessenderlo-Ham");
	assert_string_equal(found(match), "a b");
	assert_string_equal(finding(match, "a", HVK__RULE_GEMEENTE, HVK_EN), "serves Tessenderlo-Ham");
	/* In 2024 they were two, and near one another. */
	need(match, HVK_NEED_GEMEENTE, NULL);
	need(match, HVK_NEED_ON, "2024-06-01");
	need(match, HVK_NEED_GEMEENTE, "Tessenderlo");
	assert_string_equal(found(match), "b a");
	hvk_match_free(match);
}

static void the_age_lies_inside(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	change(store, HVK_OFFER, "b", "age", "0-3", NULL);
	put(store, HVK_OFFER, "slug", "old", "partner", "fictief", "name", "Tieners", "age", "12-", NULL);
	need(match, HVK_NEED_AGE, "2");
	assert_string_equal(found(match), "b a");
	assert_string_equal(finding(match, "b", HVK__RULE_AGE, HVK_EN), "2 lies in 0-3");
	assert_string_equal(finding(match, "a", HVK__RULE_AGE, HVK_NL), "niet vermeld");
	need(match, HVK_NEED_AGE, "18 maanden");
	assert_string_equal(finding(match, "b", HVK__RULE_AGE, HVK_EN), "1 lies in 0-3");
	need(match, HVK_NEED_AGE, "13 jaar");
	assert_string_equal(found(match), "old a");
	need(match, HVK_NEED_AGE, "3-5");
	assert_string_equal(finding(match, "b", HVK__RULE_AGE, HVK_NL), "3-5 valt deels binnen 0-3");
	need(match, HVK_NEED_AGE, "25+");
	assert_string_equal(found(match), "old a");
	change(store, HVK_OFFER, "b", "age", "prenataal", NULL);
	need(match, HVK_NEED_AGE, "prenataal");
	assert_string_equal(found(match), "b a");
	/* Several children are of no age. */
	need(match, HVK_NEED_AGE, "meerdere");
	assert_string_equal(found(match), "a b old");
	assert_string_equal(finding(match, "b", HVK__RULE_AGE, HVK_EN), "not asked");
	hvk_match_free(match);
}

static void who_it_is_for(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	change(store, HVK_OFFER, "b", "audience", "ouders", "target", "tieners+vaders", NULL);
	put(store, HVK_OFFER, "slug", "c", "partner", "fictief", "name", "Aanbod c", "audience", "professionelen",
	    "target", "alle-gezinnen", NULL);
	need(match, HVK_NEED_AUDIENCE, "ouders");
	assert_string_equal(found(match), "b a");
	assert_string_equal(finding(match, "b", HVK__RULE_AUDIENCE, HVK_EN), "named: ouders");
	assert_string_equal(finding(match, "a", HVK__RULE_AUDIENCE, HVK_NL), "open voor iedereen");
	need(match, HVK_NEED_AUDIENCE, "");
	need(match, HVK_NEED_TARGET, "vaders");
	assert_string_equal(found(match), "b a c");
	assert_string_equal(finding(match, "c", HVK__RULE_TARGET, HVK_EN), "open to all");
	need(match, HVK_NEED_TARGET, "grootouders");
	assert_string_equal(found(match), "a c");
	hvk_match_free(match);
}

static void the_language_is_spoken(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	change(store, HVK_OFFER, "b", "language", "nl+tr", NULL);
	put(store, HVK_OFFER, "slug", "c", "partner", "fictief", "name", "Aanbod c", "language", "fr", NULL);
	need(match, HVK_NEED_LANGUAGE, "Turks");
	assert_string_equal(found(match), "b a");
	assert_string_equal(finding(match, "b", HVK__RULE_LANGUAGE, HVK_EN), "spoken: tr");
	need(match, HVK_NEED_LANGUAGE, "nl");
	assert_string_equal(found(match), "a b");
	hvk_match_free(match);
}

static void somebody_is_known(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	put(store, HVK_PARTNER, "slug", "ander", "name", "Ander Huis", "gemeente", "Oostkamp", NULL);
	change(store, HVK_OFFER, "b", "partner", "ander", NULL);
	put(store, HVK_PERSON, "slug", "iemand", "partner", "ander", "name", "An Voorbeeld", "theme", "slapen", NULL);
	assert_string_equal(found(match), "b a");
	assert_string_equal(finding(match, "b", HVK__RULE_PERSON, HVK_EN), "known: the referral can be warm");
	assert_string_equal(finding(match, "a", HVK__RULE_PERSON, HVK_NL), "niemand bekend");
	need(match, HVK_NEED_THEME, "gedrag");
	assert_string_equal(found(match), "a b");
	need(match, HVK_NEED_THEME, "slapen");
	need(match, HVK_NEED_GEMEENTE, "Oostkamp");
	assert_string_equal(found(match), "b a");
	change(store, HVK_PERSON, "iemand", "gemeente", "Brugge", NULL);
	assert_string_equal(found(match), "a b");
	change(store, HVK_PERSON, "iemand", "gemeente", "Oostkamp", NULL);
	assert_string_equal(found(match), "b a");
	change(store, HVK_PERSON, "iemand", "until", "2026-10-31", NULL);
	assert_string_equal(found(match), "a b");
	need(match, HVK_NEED_ON, "31/10/2026");
	assert_string_equal(found(match), "b a");
	hvk_match_free(match);
}

static void the_rest_decides_in_its_order(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	put(store, HVK_AGREEMENT, "slug", "akkoord", "partner", "fictief", "type", "subsidie", "until", "2026-12-31",
	    NULL);
	change(store, HVK_OFFER, "b", "agreement", "akkoord", NULL);
	assert_string_equal(found(match), "b a");
	assert_string_equal(finding(match, "b", HVK__RULE_AGREEMENT, HVK_EN), "in force");
	change(store, HVK_AGREEMENT, "akkoord", "until", "2026-06-30", NULL);
	assert_string_equal(found(match), "a b");
	assert_string_equal(finding(match, "b", HVK__RULE_AGREEMENT, HVK_EN), "not in force");
	change(store, HVK_OFFER, "b", "verified_on", "2025-11-20", NULL);
	assert_string_equal(found(match), "b a");
	assert_string_equal(finding(match, "b", HVK__RULE_VERIFIED, HVK_EN), "on 2025-11-20, more than a year ago");
	change(store, HVK_OFFER, "a", "verified_on", "2025-11-21", NULL);
	assert_string_equal(found(match), "a b");
	assert_string_equal(finding(match, "a", HVK__RULE_VERIFIED, HVK_NL), "op 2025-11-21");
	change(store, HVK_OFFER, "b", "waiting_days", "30", NULL);
	assert_string_equal(found(match), "b a");
	assert_string_equal(finding(match, "a", HVK__RULE_WAITING, HVK_EN), "not known");
	change(store, HVK_OFFER, "a", "waiting_days", "0", NULL);
	assert_string_equal(found(match), "a b");
	assert_string_equal(finding(match, "b", HVK__RULE_WAITING, HVK_NL), "30 dagen");
	hvk_match_free(match);
}

/* Each rule weighs more than all after it together. */
static void one_rule_weighs_more_than_all_after_it(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	change(store, HVK_OFFER, "a", "theme", "gedrag.driftbuien", NULL);
	change(store, HVK_OFFER, "b", "theme", "gedrag", "age", "2", "audience", "ouders", "language", "tr",
	       "waiting_days", "0", "verified_on", "2026-11-01", NULL);
	need(match, HVK_NEED_THEME, "driftbuien");
	need(match, HVK_NEED_AGE, "2");
	need(match, HVK_NEED_AUDIENCE, "ouders");
	need(match, HVK_NEED_LANGUAGE, "tr");
	assert_string_equal(found(match), "a b");
	need(match, HVK_NEED_THEME, NULL);
	assert_string_equal(found(match), "b a");
	hvk_match_free(match);
}

static void the_person_to_ring(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	need(match, HVK_NEED_THEME, "driftbuien");
	need(match, HVK_NEED_GEMEENTE, "Oostkamp");
#define assert_rings(expected)                                                                   \
	do {                                                                                     \
		match->searched = false;                                                         \
		assert_int_equal(hvk_match_next(match), 1);                                      \
		assert_string_equal(hvk_record_key(hvk_match_person(match), 0, NULL), expected); \
	} while (0)
	assert_int_equal(hvk_match_next(match), 1);
	assert_null(hvk_match_person(match));
	put(store, HVK_PERSON, "slug", "q", "partner", "fictief", "name", "Quinten Voorbeeld", NULL);
	assert_rings("q");
	put(store, HVK_PERSON, "slug", "p", "partner", "fictief", "name", "Piet Voorbeeld", NULL);
	assert_rings("p");
	change(store, HVK_PERSON, "q", "verified_on", "2026-01-01", NULL);
	assert_rings("q");
	change(store, HVK_PERSON, "p", "first_contact", "ja", NULL);
	assert_rings("p");
	change(store, HVK_PERSON, "q", "gemeente", "Oostkamp+Brugge", NULL);
	assert_rings("q");
	change(store, HVK_PERSON, "p", "theme", "gedrag", NULL);
	assert_rings("p");
	change(store, HVK_PERSON, "q", "theme", "driftbuien", NULL);
	assert_rings("q");
	change(store, HVK_PERSON, "q", "theme", "slapen", NULL);
	assert_rings("p");
	change(store, HVK_PERSON, "p", "since", "2026-12-01", NULL);
	match->searched = false;
	assert_int_equal(hvk_match_next(match), 1);
	assert_null(hvk_match_person(match));
	assert_string_equal(hvk_record_key(hvk_match_partner(match), 0, NULL), "fictief");
	hvk_match_free(match);
}

static void what_does_not_count_is_not_found(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	change(store, HVK_OFFER, "a", "until", "2026-11-20", NULL);
	assert_string_equal(found(match), "b");
	need(match, HVK_NEED_ON, "2026-11-20");
	assert_string_equal(found(match), "a b");
	change(store, HVK_PARTNER, "fictief", "stage", "dormant", "stage_on", "2025-01-01", NULL);
	assert_string_equal(found(match), "");
	need(match, HVK_NEED_WORDS, "aanbod");
	assert_string_equal(found(match), "");
	change(store, HVK_PARTNER, "fictief", "stage", "active", NULL);
	assert_string_equal(found(match), "a b");
	need(match, HVK_NEED_WORDS, "aanb b");
	assert_string_equal(found(match), "b");
	hvk_match_free(match);
}

/* One match for many searches, the store changing in between by another program too. */
static void one_match_serves_many_searches(void **state)
{
	struct question_store *made = *state;
	struct hvk_match *match = match_of(state);
	struct hvk_store *other;

	change(made->store, HVK_OFFER, "a", "theme", "slapen", NULL);
	change(made->store, HVK_OFFER, "b", "theme", "gedrag", NULL);
	for (int i = 0; i < 3; i++) {
		need(match, HVK_NEED_THEME, "slapen");
		assert_string_equal(found(match), "a");
		need(match, HVK_NEED_THEME, "driftbuien");
		assert_string_equal(found(match), "b");
		need(match, HVK_NEED_THEME, "school");
		assert_string_equal(found(match), "");
		need(match, HVK_NEED_THEME, NULL);
		assert_string_equal(found(match), "a b");
	}
	assert_int_equal(hvk_store_new(&other), HVK_OK);
	assert_int_equal(hvk_store_open(other, made->path, HVK_OPEN_WRITE), HVK_OK);
	change(other, HVK_OFFER, "b", "theme", "slapen", NULL);
	hvk_store_free(other);
	need(match, HVK_NEED_THEME, "slapen");
	assert_string_equal(found(match), "a b");
	hvk_match_free(match);
}

/* With more partners than are looked up one by one, people are read at once: the same comes out. */
static void many_partners_have_their_own_people(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);
	int more, count = 0;

	run_sql(store, "INSERT INTO partner (slug, name, everywhere) WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL"
	        " SELECT i + 1 FROM n WHERE i < 299) SELECT 'p' || i, 'Fictief ' || i, 1 FROM n");
	run_sql(store, "INSERT INTO offer (slug, partner, name) SELECT 'o' || substr(slug, 2), id, 'Aanbod'"
	        " FROM partner WHERE slug GLOB 'p[12]*'");
	run_sql(store, "INSERT INTO person (slug, partner, name) SELECT 'w' || substr(slug, 2), id, 'Wie Voorbeeld'"
	        " FROM partner WHERE slug GLOB 'p[12]*'");
	run_sql(store, "INSERT INTO person_theme (person, theme) SELECT id, 50 FROM person WHERE id % 2");
	while ((more = hvk_match_next(match)) == 1) {
		const char *offer = hvk_record_key(hvk_match_offer(match), 0, NULL);

		if (++count > 200)
			break;
		assert_string_equal(hvk_record_key(hvk_match_person(match), 0, NULL) + 1, offer + 1);
	}
	assert_int_equal(count, 201);
	hvk_match_free(match);
}

static void says_what_it_does_not_understand(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	need(match, HVK_NEED_THEME, "slapen");
	assert_int_equal(hvk_match_set(match, HVK_NEED_THEME, "driftboien"), HVK_ENOTFOUND);
	assert_message(store, "theme: unknown 'driftboien'; did you mean gedrag.driftbuien?");
	assert_int_equal(match->need.theme != 0, 1);
	assert_int_equal(hvk_match_set(match, HVK_NEED_GEMEENTE, "Oostkmp"), HVK_ENOTFOUND);
	assert_message_has(store, "gemeente: unknown 'Oostkmp'; did you mean Oostkamp");
	assert_int_equal(hvk_match_set(match, HVK_NEED_AGE, "jong"), HVK_ENOTFOUND);
	assert_message_has(store, "age: unknown 'jong'");
	assert_int_equal(hvk_match_set(match, HVK_NEED_ON, "morgen"), HVK_EINPUT);
	assert_message_has(store, "on: expected");
	assert_int_equal(hvk_match_set(match, HVK_NEED_TARGET, "050 00 00 01"), HVK_EINPUT);
	assert_message_has(store, "target: looks like a telephone number");
	assert_int_equal(hvk_match_set(match, HVK_NEED_WORDS, "\xff"), HVK_EINPUT);
	assert_int_equal(hvk_match_set(match, HVK_NEED_WORDS, "--"), HVK_EINVAL);
	assert_int_equal(hvk_match_set(match, HVK_NEEDS, "x"), HVK_EINVAL);
	hvk_match_free(match);
}

static void counts_gaps(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_match *match = match_of(state);

	assert_int_equal(hvk_gap_count(match, NULL, "wachtlijst", false), HVK_EINVAL);
	assert_message_has(store, "theme: expected a value");
	need(match, HVK_NEED_THEME, "driftbuien");
	assert_int_equal(hvk_gap_count(match, NULL, "wachtlijst", false), HVK_EINVAL);
	assert_message_has(store, "gemeente: expected a value");
	need(match, HVK_NEED_GEMEENTE, "Oostkamp");
	assert_done(store, hvk_gap_count(match, NULL, "wachtlijst", true));
	assert_int_equal(count_rows(store, "gap"), 0);
	assert_done(store, hvk_gap_count(match, NULL, "wachtlijst", false));
	assert_done(store, hvk_gap_count(match, "2026-11", "Wachtlijst", false));
	need(match, HVK_NEED_AGE, "2");
	assert_done(store, hvk_gap_count(match, "2026-08", "taal", false));
	assert_string_equal(rows_of(store, "SELECT month, gemeente, age, reason, times FROM gap ORDER BY month"),
	                    "2026-08|31022|2|4|1 2026-11|31022|0|2|2");
	assert_int_equal(hvk_gap_count(match, "2026-12", "taal", false), HVK_EINVAL);
	assert_message(store, "month: 2026-12 is in the future, this month is 2026-11");
	assert_int_equal(hvk_gap_count(match, "gisteren", "taal", false), HVK_EINVAL);
	assert_int_equal(hvk_gap_count(match, NULL, "taalk", false), HVK_ENOTFOUND);
	assert_message_has(store, "reason: unknown 'taalk'; did you mean taal?");
	assert_int_equal(hvk_gap_count(match, NULL, NULL, false), HVK_EINVAL);
	hvk_match_free(match);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, two_offers, store_tear_down)
		TEST(without_a_need_all_come_by_slug),
		TEST(the_nearer_theme_wins),
		TEST(the_gemeente_is_served_or_near),
		TEST(gemeenten_that_merged_are_one),
		TEST(the_age_lies_inside),
		TEST(who_it_is_for),
		TEST(the_language_is_spoken),
		TEST(somebody_is_known),
		TEST(the_rest_decides_in_its_order),
		TEST(one_rule_weighs_more_than_all_after_it),
		TEST(the_person_to_ring),
		TEST(what_does_not_count_is_not_found),
		TEST(one_match_serves_many_searches),
		TEST(many_partners_have_their_own_people),
		TEST(says_what_it_does_not_understand),
		TEST(counts_gaps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
