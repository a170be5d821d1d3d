/* SPDX-License-Identifier: EUPL-1.2 */
/* What is on offer on a day: which offers count, where they serve, what they cover. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "record/supply.h"
#include "record_list.h"

static struct hvk_store *store;

static int set_up(void **state)
{
	if (store_set_up(state) < 0)
		return -1;
	store = ((struct question_store *)*state)->store;
	add_record(store, HVK_PARTNER, "slug=actief", "name=Actief Fictief", "gemeente=oostkamp+brugge",
	           "stage=active", NULL);
	add_record(store, HVK_PARTNER, "slug=overal", "name=Overal Fictief", "everywhere=yes", NULL);
	add_record(store, HVK_PARTNER, "slug=slapend", "name=Slapend Fictief", "stage=dormant",
	           "stage_on=2025-01-01", NULL);
	add_record(store, HVK_PARTNER, "slug=gestopt", "name=Gestopt Fictief", "stage=ended",
	           "stage_on=2025-01-01", NULL);
	return 0;
}

static int day_of(const char *text)
{
	struct hvk__date date;

	assert_true(hvk__date_parse(text, strlen(text), true, &date));
	return hvk__date_to_days(date);
}

static uint16_t theme_number(const char *code)
{
	struct hvk__codes *codes;
	uint16_t number;

	if (!code)
		return 0;
	assert_done(store, hvk__store_codes(store, &codes));
	assert_done(store, hvk__code_lookup(&store->error, codes, hvk__codes_list(codes, "theme"), code, strlen(code),
	                                    INT32_MIN, false, &number));
	return number;
}

static uint16_t gemeente(const char *name, const char *day)
{
	uint16_t index;

	assert_done(store, hvk__gemeente_lookup(&store->error, name, strlen(name), day_of(day), false, &index));
	return index;
}

static struct hvk__supply *load(const char *day, const char *theme, const char *words)
{
	struct hvk__supply *supply;

	assert_done(store, hvk__supply_load(store, day_of(day), theme_number(theme), words, &supply));
	assert_true(sqlite3_get_autocommit(store->database));
	return supply;
}

/* The slugs of what is on offer, with blanks between. */
static const char *offered(const char *day, const char *theme, const char *words)
{
	static char text[512];
	struct hvk__supply *supply = load(day, theme, words);

	text[0] = '\0';
	for (size_t i = 0; i < supply->count; i++)
		sprintf(text + strlen(text), "%s%s", i > 0 ? " " : "", supply->offers[i].slug);
	hvk__supply_free(supply);
	return text;
}

#define TODAY "2026-11-21"

static void those_that_count_that_day(void **state)
{
	(void)state;
	assert_string_equal(offered(TODAY, NULL, NULL), "");
	add_record(store, HVK_OFFER, "slug=z", "partner=actief", "name=Altijd", NULL);
	add_record(store, HVK_OFFER, "slug=b", "partner=actief", "name=Nu", "since=2026-11-21",
	           "until=2026-11-21", NULL);
	add_record(store, HVK_OFFER, "slug=a", "partner=overal", "name=Straks", "since=2026-11-22", NULL);
	add_record(store, HVK_OFFER, "slug=c", "partner=overal", "name=Vroeger", "until=2026-11-20", NULL);
	add_record(store, HVK_OFFER, "slug=d", "partner=slapend", "name=Slapend", NULL);
	add_record(store, HVK_OFFER, "slug=e", "partner=gestopt", "name=Gestopt", NULL);
	assert_string_equal(offered(TODAY, NULL, NULL), "b z");
	assert_string_equal(offered("2026-11-22", NULL, NULL), "a z");
	assert_string_equal(offered("2026-11-20", NULL, NULL), "c z");
}

static void the_theme_asked_for(void **state)
{
	(void)state;
	add_record(store, HVK_OFFER, "slug=groep", "partner=actief", "name=Groep", "theme=gedrag+slapen", NULL);
	add_record(store, HVK_OFFER, "slug=exact", "partner=actief", "name=Exact", "theme=gedrag.driftbuien", NULL);
	add_record(store, HVK_OFFER, "slug=ander", "partner=actief", "name=Ander", "theme=gedrag.liegen", NULL);
	add_record(store, HVK_OFFER, "slug=geen", "partner=actief", "name=Geen", NULL);
	assert_string_equal(offered(TODAY, "gedrag.driftbuien", NULL), "exact geen groep");
	assert_string_equal(offered(TODAY, "gedrag", NULL), "ander exact geen groep");
	assert_string_equal(offered(TODAY, "slapen.inslapen", NULL), "geen groep");
	assert_string_equal(offered(TODAY, "school", NULL), "geen");
}

static void words_asked_for(void **state)
{
	struct hvk__supply *supply;

	(void)state;
	add_record(store, HVK_OFFER, "slug=een", "partner=actief", "name=Slaapcafé", "theme=slapen", NULL);
	add_record(store, HVK_OFFER, "slug=twee", "partner=overal", "name=Praatcafé", "theme=gedrag", NULL);
	assert_string_equal(offered(TODAY, NULL, "slaapcafe"), "een");
	assert_string_equal(offered(TODAY, NULL, "overal praat"), "twee");
	assert_string_equal(offered(TODAY, "slapen", "fictief"), "een");
	assert_string_equal(offered(TODAY, "slapen", "praat"), "");
	assert_int_equal(hvk__supply_load(store, 0, 0, "--", &supply), HVK_EINVAL);
	assert_null(supply);
	assert_true(sqlite3_get_autocommit(store->database));
}

/* Whatever the way by which it was loaded. */
static void check_values(const struct hvk__offer *offer)
{
	assert_string_equal(offer->slug, "vol");
	assert_string_equal(offer->age, "0-3+12-");
	assert_int_equal(offer->waiting_days, 14);
	assert_int_equal(offer->verified, day_of("2026-10-01"));
	assert_int_equal(offer->form, 2);
	assert_int_equal(offer->level, 1);
	assert_int_equal(offer->agreement, 0);
	assert_true(offer->agreed);
	assert_int_equal(offer->themes.count, 2);
	assert_int_equal(offer->themes.items[0], theme_number("slapen"));
	assert_int_equal(offer->themes.items[1], theme_number("gedrag"));
	assert_int_equal(offer->pillars.count, 2);
	assert_int_equal(offer->pillars.items[0], 2);
	assert_int_equal(offer->pillars.items[1], 3);
	assert_int_equal(offer->audiences.count, 1);
	assert_int_equal(offer->audiences.items[0], 1);
	assert_int_equal(offer->targets.count, 1);
	assert_int_equal(offer->targets.items[0], 8);
	assert_int_equal(offer->languages.count, 2);
	assert_int_equal(offer->languages.items[1], 2);
	assert_int_equal(offer->gemeenten.count, 1);
	assert_int_equal(offer->gemeenten.items[0], gemeente("gent", TODAY));
}

static void what_is_known_of_an_offer(void **state)
{
	struct hvk__supply *supply;

	(void)state;
	add_record(store, HVK_OFFER, "slug=leeg", "partner=actief", "name=Leeg", NULL);
	add_record(store, HVK_OFFER, "slug=vol", "partner=actief", "name=Vol", "age=12-,0-3", "waiting_days=14",
	           "verified_on=2026-10-01", "form=advies-info", "level=basis", "theme=gedrag+slapen",
	           "pillar=ontmoeting+opvoedingsondersteuning", "audience=ouders", "target=vaders", "language=fr+nl",
	           "gemeente=gent", NULL);
	supply = load(TODAY, NULL, NULL);
	assert_int_equal(supply->count, 2);
	assert_int_equal(supply->day, day_of(TODAY));
	check_values(&supply->offers[1]);
	assert_string_equal(supply->offers[0].age, "");
	assert_int_equal(supply->offers[0].waiting_days, -1);
	assert_int_equal(supply->offers[0].verified, INT32_MIN);
	assert_int_equal(supply->offers[0].form, 0);
	assert_int_equal(supply->offers[0].themes.count, 0);
	assert_int_equal(supply->offers[0].partner, supply->offers[1].partner);
	hvk__supply_free(supply);
	supply = load(TODAY, "slapen", NULL);
	assert_int_equal(supply->count, 2);
	check_values(&supply->offers[1]);
	hvk__supply_free(supply);
}

static void agreements_in_force(void **state)
{
	static const bool agreed[] = { true, false, false, true };
	struct hvk__supply *supply;

	(void)state;
	add_record(store, HVK_AGREEMENT, "slug=nu", "partner=actief", "type=subsidie", "since=2026-01-01", NULL);
	add_record(store, HVK_AGREEMENT, "slug=om", "partner=actief", "type=subsidie", "until=2026-11-20", NULL);
	add_record(store, HVK_AGREEMENT, "slug=later", "partner=actief", "type=subsidie", "since=2027-01-01", NULL);
	add_record(store, HVK_OFFER, "slug=a", "partner=actief", "name=A", "agreement=nu", NULL);
	add_record(store, HVK_OFFER, "slug=b", "partner=actief", "name=B", "agreement=om", NULL);
	add_record(store, HVK_OFFER, "slug=c", "partner=actief", "name=C", "agreement=later", NULL);
	add_record(store, HVK_OFFER, "slug=d", "partner=actief", "name=D", NULL);
	supply = load(TODAY, NULL, NULL);
	assert_int_equal(supply->count, 4);
	for (size_t i = 0; i < supply->count; i++)
		assert_int_equal(supply->offers[i].agreed, agreed[i]);
	hvk__supply_free(supply);
}

static void check_places(const char *theme)
{
	struct hvk__supply *supply = load(TODAY, theme, NULL);
	const struct hvk__offer *own = &supply->offers[0], *limited = &supply->offers[1], *overall = &supply->offers[2];
	const struct hvk__offer *partners = &supply->offers[3];

	assert_int_equal(supply->count, 4);
	assert_true(hvk__offer_serves(own, gemeente("gent", TODAY)));
	assert_false(hvk__offer_serves(own, gemeente("brugge", TODAY)));
	assert_true(hvk__offer_serves(limited, gemeente("gent", TODAY)));
	assert_false(hvk__offer_serves(limited, gemeente("brugge", TODAY)));
	assert_false(limited->everywhere);
	assert_true(overall->everywhere);
	assert_true(hvk__offer_serves(overall, gemeente("brugge", TODAY)));
	assert_int_equal(partners->gemeenten.count, 2);
	assert_true(hvk__offer_serves(partners, gemeente("brugge", TODAY)));
	assert_true(hvk__offer_serves(partners, gemeente("oostkamp", TODAY)));
	assert_false(hvk__offer_serves(partners, gemeente("gent", TODAY)));
	hvk__supply_free(supply);
}

static void where_offers_serve(void **state)
{
	(void)state;
	add_record(store, HVK_OFFER, "slug=a-eigen", "partner=actief", "name=Eigen", "gemeente=gent", NULL);
	add_record(store, HVK_OFFER, "slug=b-beperkt", "partner=overal", "name=Beperkt", "gemeente=gent", NULL);
	add_record(store, HVK_OFFER, "slug=c-overal", "partner=overal", "name=Overal", NULL);
	add_record(store, HVK_OFFER, "slug=d-partner", "partner=actief", "name=Partner", NULL);
	check_places(NULL);
	check_places("slapen");
}

/* Borsbeek became part of Antwerpen, and Tielt was made from Tielt and Meulebeke, both in 2025. */
static void gemeenten_through_time(void **state)
{
	struct hvk__supply *supply;
	const struct hvk__offer *offer;

	(void)state;
	add_record(store, HVK_OFFER, "slug=a", "partner=actief", "name=A", "gemeente=gent", NULL);
	assert_done(store, hvk__store_exec(store, "DELETE FROM offer_gemeente; INSERT INTO offer_gemeente"
	                                          " SELECT id, 37007 FROM offer UNION ALL SELECT id, 11007 FROM offer"
	                                          " UNION ALL SELECT id, 11002 FROM offer"));
	supply = load(TODAY, NULL, NULL);
	offer = &supply->offers[0];
	assert_int_equal(offer->gemeenten.count, 2);
	assert_true(hvk__offer_serves(offer, gemeente("antwerpen", TODAY)));
	assert_true(hvk__offer_serves(offer, gemeente("tielt", TODAY)));
	hvk__supply_free(supply);
	supply = load("2024-06-01", NULL, NULL);
	offer = &supply->offers[0];
	assert_int_equal(offer->gemeenten.count, 3);
	assert_true(hvk__offer_serves(offer, gemeente("antwerpen", "2024-06-01")));
	assert_true(hvk__offer_serves(offer, gemeente("borsbeek", "2024-06-01")));
	assert_true(hvk__offer_serves(offer, gemeente("meulebeke", "2024-06-01")));
	assert_false(hvk__offer_serves(offer, gemeente("tielt", "2024-06-01")));
	hvk__supply_free(supply);
}

/* On a day before they merged, what serves the whole serves its parts. */
static void a_merged_gemeente_before_it_was(void **state)
{
	struct hvk__supply *supply;

	(void)state;
	add_record(store, HVK_OFFER, "slug=a", "partner=actief", "name=A", "gemeente=tielt", NULL);
	supply = load("2024-06-01", NULL, NULL);
	assert_true(hvk__offer_serves(&supply->offers[0], gemeente("meulebeke", "2024-06-01")));
	assert_true(hvk__offer_serves(&supply->offers[0], gemeente("tielt", "2024-06-01")));
	assert_int_equal(supply->offers[0].gemeenten.count, 2);
	hvk__supply_free(supply);
}

static void what_offers_cover(void **state)
{
	const uint16_t driftbuien = theme_number("gedrag.driftbuien"), gedrag = theme_number("gedrag");
	const uint16_t items[] = { theme_number("slapen"), gedrag }, one[] = { driftbuien };
	const struct hvk__offer group = { .themes = { items, 2 } }, exact = { .themes = { one, 1 } };
	const struct hvk__offer none = { .id = 1 };
	const struct hvk__list *themes;
	struct hvk__codes *codes;

	(void)state;
	assert_done(store, hvk__store_codes(store, &codes));
	themes = hvk__codes_list(codes, "theme");
	assert_int_equal(hvk__offer_covers(&group, themes, driftbuien), HVK__COVER_GROUP);
	assert_int_equal(hvk__offer_covers(&group, themes, gedrag), HVK__COVER_EXACT);
	assert_int_equal(hvk__offer_covers(&exact, themes, driftbuien), HVK__COVER_EXACT);
	assert_int_equal(hvk__offer_covers(&exact, themes, gedrag), HVK__COVER_BELOW);
	assert_int_equal(hvk__offer_covers(&exact, themes, theme_number("school")), HVK__COVER_NOT);
	assert_int_equal(hvk__offer_covers(&none, themes, driftbuien), HVK__COVER_GENERAL);
}

static void within_a_transaction_of_the_caller(void **state)
{
	struct hvk__supply *supply;

	(void)state;
	assert_done(store, hvk__begin_reading(store));
	assert_done(store, hvk__supply_load(store, 0, 0, NULL, &supply));
	assert_false(sqlite3_get_autocommit(store->database));
	hvk__rollback(store);
	hvk__supply_free(supply);
	hvk__supply_free(NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, store_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(those_that_count_that_day),
		TEST(the_theme_asked_for),
		TEST(words_asked_for),
		TEST(what_is_known_of_an_offer),
		TEST(agreements_in_force),
		TEST(where_offers_serve),
		TEST(gemeenten_through_time),
		TEST(a_merged_gemeente_before_it_was),
		TEST(what_offers_cover),
		TEST(within_a_transaction_of_the_caller),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
