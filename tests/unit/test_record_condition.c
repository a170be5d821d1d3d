/* SPDX-License-Identifier: EUPL-1.2 */
/* Conditions on records: every operator on every form of column, and what cannot be asked. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "record_list.h"

static struct hvk_store *store;

static void add_partners(void)
{
	add_record(store, HVK_PARTNER, "slug=antwerps", "name=Antwerps Steunpunt", "gemeente=antwerpen",
	           "type=vereniging", "stage=active", "stage_on=2026-01-15", "verified_on=2026-10-01",
	           "keyword=spel;knuffels",
	           "website=https://steunpunt.example/antwerps", NULL);
	add_record(store, HVK_PARTNER, "slug=brugse", "name=Brugse Ouders, Café Zoë", "gemeente=brugge+oostkamp",
	           "type=school", "stage=dormant", "stage_on=2025-06-01", "verified_on=2025-11-21",
	           "phone=050 00 00 01", "email=brugse@voorbeeld.example", "keyword=praatcafé", NULL);
	add_record(store, HVK_PARTNER, "slug=overal", "name=Overal Fictief", "everywhere=yes", "stage=ended",
	           "stage_on=2024-02-29", "description=Eerste regel\nTweede regel", NULL);
	add_record(store, HVK_PARTNER, "slug=tieltse", "name=Tieltse Groep", "gemeente=tielt", "type=school",
	           "verified_on=2025-11-20", "website=https://tieltse.example", NULL);
}

static void add_offers(void)
{
	add_record(store, HVK_OFFER, "slug=babbel", "partner=brugse", "name=Babbelcafé", "theme=gedrag", "age=0-3",
	           "language=nl+fr", "waiting_days=0", "since=2026-01-01", "until=2026-12-31", "form=ontmoeting", NULL);
	add_record(store, HVK_OFFER, "slug=driftbui", "partner=brugse", "name=Driftbuien de baas",
	           "theme=gedrag.driftbuien", "age=2-6+12-", "gemeente=oostkamp", "waiting_days=14", "until=2027-02-01",
	           NULL);
	add_record(store, HVK_OFFER, "slug=landelijk", "partner=overal", "name=Landelijke lijn",
	           "theme=slapen", "age=prenataal-1", "waiting_days=30", "capacity=100", "since=2027-01-01", NULL);
	add_record(store, HVK_OFFER, "slug=spel", "partner=antwerps", "name=Spelotheek",
	           "verified_on=2026-11-20", NULL);
}

static int set_up(void **state)
{
	if (store_set_up(state) < 0)
		return -1;
	store = ((struct question_store *)*state)->store;
	add_partners();
	add_offers();
	add_record(store, HVK_AGREEMENT, "slug=steun", "partner=antwerps", "type=subsidie", "gemeente=antwerpen",
	           "since=2026-01-01", "until=2026-11-30", "amount_cents=125000", "decided_on=2025-12-15", NULL);
	add_record(store, HVK_AGREEMENT, "slug=huis", "partner=brugse", "type=erkenning", "house=brugge",
	           "until=2027-02-21", "amount_cents=0", NULL);
	add_record(store, HVK_PERSON, "slug=brugse-1", "partner=brugse", "name=Fien Fictief", "gemeente=oostkamp",
	           "theme=gedrag", "first_contact=yes", NULL);
	add_record(store, HVK_PERSON, "slug=brugse-2", "partner=brugse", "name=Veerle Voorbeeld", "until=2026-11-20",
	           NULL);
	return 0;
}

#define PARTNERS(conditions, expected) assert_listed(store, HVK_PARTNER, conditions, expected)
#define OFFERS(conditions, expected) assert_listed(store, HVK_OFFER, conditions, expected)

static void nothing_asked_lists_all(void **state)
{
	(void)state;
	PARTNERS(NULL, "antwerps brugse overal tieltse");
	OFFERS(NULL, "babbel driftbui landelijk spel");
	assert_listed(store, HVK_HOUSE, NULL, "");
}

static void texts_are_folded(void **state)
{
	(void)state;
	PARTNERS("name=OVERAL fictief", "overal");
	PARTNERS("name=overal", "");
	PARTNERS("name=brugse ouders, cafe zoe", "brugse");
	PARTNERS("name=Overal Fictief, Tieltse-groep", "overal tieltse");
	PARTNERS("name~CAFE", "brugse");
	PARTNERS("name^=br", "brugse");
	PARTNERS("name^=ouders", "");
	PARTNERS("name!=overal fictief", "antwerps brugse tieltse");
	PARTNERS("description~tweede", "overal");
	PARTNERS("description=", "antwerps brugse tieltse");
	PARTNERS("description!=", "overal");
	PARTNERS("description~", "overal");
	PARTNERS("email=BRUGSE@voorbeeld.example", "brugse");
	PARTNERS("website~steunpunt", "antwerps");
	PARTNERS("phone=+32 50/00.00.01", "brugse");
	PARTNERS("phone!=050 00 00 01", "antwerps overal tieltse");
	PARTNERS("phone!=hallo", "antwerps brugse overal tieltse");
	PARTNERS("phone~00 00 01", "brugse");
	PARTNERS("website=HTTPS://tieltse.example", "tieltse");
	PARTNERS("name=%", "");
	PARTNERS("name~' OR 1 --", "");
}

static void many_texts(void **state)
{
	(void)state;
	PARTNERS("keyword=Knuffels", "antwerps");
	PARTNERS("keyword=praatcafe,spel", "antwerps brugse");
	PARTNERS("keyword!=spel", "brugse overal tieltse");
	PARTNERS("keyword~praat", "brugse");
	PARTNERS("keyword=", "overal tieltse");
	PARTNERS("keyword!=", "antwerps brugse");
	PARTNERS("keyword=,spel", "antwerps overal tieltse");
}

static void codes(void **state)
{
	(void)state;
	PARTNERS("type=school", "brugse tieltse");
	PARTNERS("type=School,vereniging", "antwerps brugse tieltse");
	PARTNERS("type!=school", "antwerps overal");
	PARTNERS("type=", "overal");
	PARTNERS("type=,vereniging", "antwerps overal");
	PARTNERS("type~vrijwilligers", "antwerps");
	PARTNERS("stage=active", "antwerps");
	OFFERS("language=fr", "babbel");
	OFFERS("language=nl", "babbel");
	OFFERS("language!=fr", "driftbui landelijk spel");
	OFFERS("language=", "driftbui landelijk spel");
	OFFERS("form=ontmoetingsm", "babbel");
	assert_refused(store, HVK_OFFER, "theme=slaapen", HVK_ENOTFOUND,
	               "theme: unknown 'slaapen'; did you mean slapen?");
	assert_refused(store, HVK_OFFER, "form>loket", HVK_EINVAL,
	               "form: has no order; '<' and '>' are for dates, numbers and age");
	assert_refused(store, HVK_PARTNER, "type=o", HVK_EAMBIGUOUS,
	               "type: 'o' fits several: ocmw, opvoedingswinkel, opgroeien, andere");
}

static void a_group_covers_its_themes(void **state)
{
	(void)state;
	OFFERS("theme=gedrag", "babbel driftbui");
	OFFERS("theme=driftbuien", "babbel driftbui");
	OFFERS("theme=gedrag.liegen", "babbel");
	OFFERS("theme!=gedrag.liegen", "driftbui landelijk spel");
	OFFERS("theme=", "spel");
	OFFERS("theme=slapen,", "landelijk spel");
	assert_listed(store, HVK_PERSON, "theme=driftbuien", "brugse-1");
}

static void places_are_those_of_today(void **state)
{
	(void)state;
	PARTNERS("gemeente=borsbeek", "antwerps overal");
	PARTNERS("gemeente=meulebeke", "overal tieltse");
	PARTNERS("gemeente=8020", "brugse overal");
	PARTNERS("gemeente!=oostkamp", "antwerps tieltse");
	PARTNERS("gemeente=oostkamp,tielt", "brugse overal tieltse");
	PARTNERS("gemeente~kamp", "brugse overal");
	PARTNERS("gemeente=", "overal");
	PARTNERS("gemeente!=", "antwerps brugse tieltse");
	PARTNERS("arrondissement=tielt", "overal tieltse");
	PARTNERS("province=West-Vlaanderen", "brugse overal tieltse");
	assert_refused(store, HVK_PARTNER, "gemeente=Gend", HVK_ENOTFOUND,
	               "gemeente: unknown 'Gend'; did you mean Gent (44021)?");
	assert_refused(store, HVK_PARTNER, "gemeente>gent", HVK_EINVAL,
	               "gemeente: has no order; '<' and '>' are for dates, numbers and age");
}

/* A store may hold a gemeente that has merged since. */
static void a_merged_gemeente_counts_as_the_whole(void **state)
{
	(void)state;
	assert_done(store, hvk__store_exec(store, "UPDATE partner_gemeente SET gemeente = 37007 WHERE partner ="
	                                          " (SELECT id FROM partner WHERE slug = 'tieltse');"
	                                          "UPDATE partner_gemeente SET gemeente = 11007 WHERE partner ="
	                                          " (SELECT id FROM partner WHERE slug = 'antwerps')"));
	PARTNERS("gemeente=tielt", "overal tieltse");
	PARTNERS("gemeente=antwerpen", "antwerps overal");
	PARTNERS("gemeente=11002", "antwerps overal");
	PARTNERS("gemeente~meuleb", "overal tieltse");
}

static void an_offer_is_where_its_partner_is(void **state)
{
	(void)state;
	OFFERS("gemeente=brugge", "babbel landelijk");
	OFFERS("gemeente=oostkamp", "babbel driftbui landelijk");
	OFFERS("gemeente=antwerpen", "landelijk spel");
	OFFERS("gemeente=", "babbel landelijk spel");
	OFFERS("gemeente!=brugge", "driftbui spel");
	OFFERS("arrondissement=brugge", "babbel driftbui landelijk");
	assert_listed(store, HVK_PERSON, "gemeente=brugge", "brugse-2");
	assert_listed(store, HVK_PERSON, "gemeente=oostkamp", "brugse-1 brugse-2");
	assert_listed(store, HVK_AGREEMENT, "gemeente=antwerpen", "steun");
	assert_listed(store, HVK_AGREEMENT, "province=west-vlaanderen", "huis");
}

static void regions(void **state)
{
	static const char csv[] = "region,gemeente\nNoordrand,Brugge\nNoordrand,Tielt\n";
	uint64_t members;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], csv, strlen(csv)), strlen(csv));
	close(ends[1]);
	assert_done(store, hvk_region_import(store, "regions.csv", ends[0], false, &members));
	close(ends[0]);
	PARTNERS("region=noordrand", "brugse overal tieltse");
	PARTNERS("region!=noordrand", "antwerps");
	OFFERS("region^=noord", "babbel landelijk");
	assert_refused(store, HVK_PARTNER, "region=noordrant", HVK_ENOTFOUND,
	               "region: unknown 'noordrant'; did you mean Noordrand?");
}

static void dates_and_periods(void **state)
{
	(void)state;
	PARTNERS("stage_on=2026-01-15", "antwerps");
	PARTNERS("stage-on=15/1/2026", "antwerps");
	PARTNERS("stage_on=2025", "brugse");
	PARTNERS("stage_on=2024-02,2026-01", "antwerps overal");
	PARTNERS("stage_on<2025", "overal");
	PARTNERS("stage_on<=2025", "brugse overal");
	PARTNERS("stage_on>2025", "antwerps tieltse"); /* which is identified, today */
	PARTNERS("stage_on>=2025-06-01", "antwerps brugse tieltse");
	PARTNERS("stage_on>2025-06-01", "antwerps tieltse");
	PARTNERS("stage_on=this-year", "antwerps tieltse");
	PARTNERS("stage_on=last-month", "");
	PARTNERS("stage_on!=2025", "antwerps overal tieltse");
	PARTNERS("verified_on=", "overal");
	PARTNERS("verified_on!=", "antwerps brugse tieltse");
	PARTNERS("stage_on^=2024-", "overal");
	PARTNERS("stage_on~-02-", "overal");
	assert_refused(store, HVK_PARTNER, "stage_on=2026-02-30", HVK_EINVAL,
	               "stage_on: expected a date such as 2026-10-31 or a period: period '2026-02-30': a period"
	               " is made of whole months, as 2026-10");
	assert_refused(store, HVK_PARTNER, "stage_on<", HVK_EINVAL,
	               "stage_on: expected a value to compare with, found nothing");
}

static void numbers(void **state)
{
	(void)state;
	OFFERS("waiting_days=0", "babbel");
	OFFERS("waiting-days<=14", "babbel driftbui");
	OFFERS("waiting_days<14", "babbel");
	OFFERS("waiting_days>14", "landelijk");
	OFFERS("waiting_days>=14", "driftbui landelijk");
	OFFERS("waiting_days=0,30", "babbel landelijk");
	OFFERS("waiting_days<9", "babbel");
	OFFERS("waiting_days!=0", "driftbui landelijk spel");
	OFFERS("waiting_days=", "spel");
	OFFERS("capacity>=100", "landelijk");
	assert_listed(store, HVK_AGREEMENT, "amount_cents>99999", "steun");
	assert_listed(store, HVK_AGREEMENT, "amount_cents=0", "huis");
	assert_listed(store, HVK_AGREEMENT, "amount_cents=", "");
}

static void yes_and_no(void **state)
{
	(void)state;
	PARTNERS("everywhere=yes", "overal");
	PARTNERS("everywhere=nee", "antwerps brugse tieltse");
	PARTNERS("everywhere!=ja", "antwerps brugse tieltse");
	PARTNERS("everywhere=", "");
	assert_listed(store, HVK_PERSON, "first-contact=yes", "brugse-1");
	assert_refused(store, HVK_PARTNER, "everywhere~y", HVK_EINVAL,
	               "everywhere: expected '=' or '!=' and yes or no");
}

static void ages(void **state)
{
	(void)state;
	OFFERS("age=2", "babbel driftbui spel");
	OFFERS("age=3-5", "babbel driftbui spel");
	OFFERS("age=8", "spel");
	OFFERS("age=40", "driftbui spel");
	OFFERS("age=prenataal", "landelijk spel");
	OFFERS("age=8,2", "babbel driftbui spel");
	OFFERS("age!=2", "landelijk");
	OFFERS("age=", "spel");
	OFFERS("age!=", "babbel driftbui landelijk");
	assert_refused(store, HVK_OFFER, "age>3", HVK_EINVAL, "age: expected '=' or '!=' and an age in years");
}

static void records_by_their_slugs(void **state)
{
	struct hvk_record *record;

	(void)state;
	OFFERS("partner=brugse", "babbel driftbui");
	OFFERS("partner=Antwerps,overal", "landelijk spel");
	OFFERS("partner=tieltse groep", "");
	OFFERS("partner!=brugse", "landelijk spel");
	OFFERS("partner~cafe", "babbel driftbui");
	OFFERS("partner^=over", "landelijk");
	OFFERS("agreement=", "babbel driftbui landelijk spel");
	OFFERS("slug=babbel,spel", "babbel spel");
	OFFERS("slug!=babbel", "driftbui landelijk spel");
	OFFERS("slug~bui", "driftbui");
	assert_refused(store, HVK_OFFER, "partner=brugze", HVK_ENOTFOUND,
	               "partner: unknown partner 'brugze'; did you mean brugse?");
	assert_refused(store, HVK_OFFER, "partner<brugse", HVK_EINVAL,
	               "partner: expected '=', '!=', '~' or '^=' and a slug");
	/* A slug of the past leads to the same partner. */
	assert_done(store, hvk_record_new(store, HVK_PARTNER, &record));
	assert_done(store, hvk_record_find(record, "brugse"));
	assert_done(store, hvk_record_set(record, 0, "bruggeling"));
	assert_done(store, hvk_record_save(record, false));
	hvk_record_free(record);
	OFFERS("partner=brugse", "babbel driftbui");
	PARTNERS("slug=brugse", "bruggeling");
	PARTNERS("former-slug=brugse", "bruggeling");
	PARTNERS("former_slug=", "antwerps overal tieltse");
}

static void names_of_people_are_not_searched_by_their_slug(void **state)
{
	(void)state;
	add_record(store, HVK_REFERRAL, "partner=brugse", "person=brugse-1", "theme=slapen", "gemeente=brugge", NULL);
	assert_string_not_equal(list_all(store, open_list(store, HVK_REFERRAL, "person=brugse-1")), "");
	assert_listed(store, HVK_REFERRAL, "person~fien", "");
}

static void what_is_in_force(void **state)
{
	(void)state;
	OFFERS("on=2026-11-21", "babbel driftbui spel");
	OFFERS("on=today", "babbel driftbui spel");
	OFFERS("on=2026-12-31", "babbel driftbui spel");
	OFFERS("on=1/1/2027", "driftbui landelijk spel");
	OFFERS("on!=today", "landelijk");
	assert_listed(store, HVK_PERSON, "on=2026-11-20", "brugse-1 brugse-2");
	assert_listed(store, HVK_PERSON, "on=2026-11-21", "brugse-1");
	assert_refused(store, HVK_OFFER, "on>2026-11-21", HVK_EINVAL, "on: expected '=' or '!='");
	assert_refused(store, HVK_OFFER, "on=", HVK_EINVAL, "on: expected a date such as 2026-10-31, found nothing");
	assert_refused(store, HVK_PARTNER, "on=today", HVK_EINVAL,
	               "cannot filter on 'on'; expected a column such as slug, name or type");
}

static void what_is_stale_or_due(void **state)
{
	(void)state;
	PARTNERS("stale=12m", "brugse overal tieltse");
	PARTNERS("stale=1y", "brugse overal tieltse");
	PARTNERS("stale=366d", "overal tieltse");
	PARTNERS("stale!=12m", "antwerps");
	PARTNERS("stale=0d", "antwerps brugse overal tieltse");
	assert_listed(store, HVK_AGREEMENT, "due=90d", "steun");
	assert_listed(store, HVK_AGREEMENT, "due=3m", "huis steun");
	assert_listed(store, HVK_AGREEMENT, "due=1w", "");
	assert_listed(store, HVK_AGREEMENT, "due=9D", "steun");
	OFFERS("due=1y", "babbel driftbui");
	assert_refused(store, HVK_PARTNER, "stale=12", HVK_EINVAL,
	               "stale: expected a time such as 90d, 3w, 12m or 2y, found '12'");
	assert_refused(store, HVK_AGREEMENT, "due=m", HVK_EINVAL,
	               "due: expected a time such as 90d, 3w, 12m or 2y, found 'm'");
}

static void what_its_partner_is(void **state)
{
	(void)state;
	OFFERS("partner-type=school", "babbel driftbui");
	OFFERS("partner_type!=school", "landelijk spel");
	OFFERS("partner-type=", "landelijk");
	OFFERS("stage=active,ended", "landelijk spel");
	assert_listed(store, HVK_AGREEMENT, "stage=dormant", "huis");
	assert_refused(store, HVK_OFFER, "stage=activ3", HVK_ENOTFOUND,
	               "stage: unknown 'activ3'; did you mean active?");
}

static void conditions_join(void **state)
{
	(void)state;
	OFFERS("theme=gedrag;age=5", "driftbui");
	OFFERS("theme=gedrag;theme!=driftbuien", "");
	OFFERS("partner=brugse;gemeente=brugge", "babbel");
	assert_refused(store, HVK_OFFER, "thema=slapen", HVK_EINVAL, "cannot filter on 'thema'; did you mean theme?");
	assert_refused(store, HVK_OFFER, "slapen", HVK_EINVAL,
	               "expected KEY OP VALUE, such as gemeente=oostkamp or since>=2026, found 'slapen'");
	assert_refused(store, HVK_OFFER, "=slapen", HVK_EINVAL,
	               "expected KEY OP VALUE, such as gemeente=oostkamp or since>=2026, found '=slapen'");
}

static void a_refused_condition_changes_nothing(void **state)
{
	struct hvk_records *records = open_list(store, HVK_OFFER, "theme=gedrag");

	(void)state;
	assert_int_equal(hvk_records_parse(records, "partner=brugse,niemand"), HVK_ENOTFOUND);
	assert_int_equal(hvk_records_parse(records, "gemeente=nergenshuizen"), HVK_ENOTFOUND);
	assert_int_equal(hvk_records_add(records, "age", "?", "3"), HVK_EINVAL);
	assert_message(store, "unknown operator '?'; expected = != < <= > >= ~ or ^=");
	assert_int_equal(hvk_records_add(records, "name", "=", "\xff"), HVK_EINVAL);
	assert_message(store, "name: expected UTF-8");
	assert_done(store, hvk_records_add(records, "age", "=", " 5 "));
	assert_string_equal(list_all(store, records), "driftbui");
}

static void many_values_at_once(void **state)
{
	struct hvk_records *records = open_list(store, HVK_PARTNER, NULL);
	struct hvk__buffer names = { 0 };

	(void)state;
	for (int i = 0; i < 30000; i++)
		assert_true(hvk__buffer_printf(&names, "naam%d,", i));
	assert_true(hvk__buffer_add_text(&names, "tieltse groep"));
	assert_done(store, hvk_records_add(records, "name", "=", names.data));
	assert_int_equal(hvk_records_add(records, "name", "!=", names.data), HVK_EINVAL);
	assert_message(store, "too many values: at most 32000 in all");
	assert_string_equal(list_all(store, records), "tieltse");
	hvk__buffer_free(&names);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, store_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(nothing_asked_lists_all),
		TEST(texts_are_folded),
		TEST(many_texts),
		TEST(codes),
		TEST(a_group_covers_its_themes),
		TEST(places_are_those_of_today),
		TEST(a_merged_gemeente_counts_as_the_whole),
		TEST(an_offer_is_where_its_partner_is),
		TEST(regions),
		TEST(dates_and_periods),
		TEST(numbers),
		TEST(yes_and_no),
		TEST(ages),
		TEST(records_by_their_slugs),
		TEST(names_of_people_are_not_searched_by_their_slug),
		TEST(what_is_in_force),
		TEST(what_is_stale_or_due),
		TEST(what_its_partner_is),
		TEST(conditions_join),
		TEST(a_refused_condition_changes_nothing),
		TEST(many_values_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
