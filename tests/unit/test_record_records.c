/* SPDX-License-Identifier: EUPL-1.2 */
/* Listing records: orders, words, and what happens meanwhile. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "record/record.h"
#include "record_list.h"

static struct hvk_store *store;

static int set_up(void **state)
{
	if (store_set_up(state) < 0)
		return -1;
	store = ((struct question_store *)*state)->store;
	add_record(store, HVK_PARTNER, "slug=zon", "name=Élan fictief", "type=school", "stage=active",
	           "gemeente=brugge", "description=Wij helpen bij \"driftbuien\" en meer", "verified_on=2026-05-01", NULL);
	add_record(store, HVK_PARTNER, "slug=aarde", "name=Fictieve Gezinsschool", "type=vereniging", "stage=ended",
	           "verified_on=2026-01-01", "keyword=knuffelbeer", NULL);
	add_record(store, HVK_PARTNER, "slug=maan", "name=elan Voorbeeld", "type=gemeente", "stage=dormant", NULL);
	add_record(store, HVK_OFFER, "slug=b", "partner=zon", "name=Slaapcafé", "theme=slapen+gedrag", "age=12-",
	           "waiting_days=9", NULL);
	add_record(store, HVK_OFFER, "slug=a", "partner=zon", "name=slaap wel", "age=prenataal-0", "waiting_days=100",
	           NULL);
	add_record(store, HVK_OFFER, "slug=c", "partner=aarde", "name=Praten", "theme=gedrag.liegen", "age=2-5", NULL);
	return 0;
}

static const char *sorted(enum hvk_type type, const char *columns)
{
	struct hvk_records *records = open_list(store, type, NULL);

	assert_done(store, hvk_records_set_sort(records, columns));
	return list_all(store, records);
}

static const char *with_words(enum hvk_type type, const char *words)
{
	struct hvk_records *records = open_list(store, type, NULL);

	assert_done(store, hvk_records_set_words(records, words));
	return list_all(store, records);
}

static void the_usual_order_is_that_of_slugs(void **state)
{
	(void)state;
	assert_string_equal(sorted(HVK_PARTNER, NULL), "aarde maan zon");
	assert_string_equal(sorted(HVK_PARTNER, ""), "aarde maan zon");
	assert_string_equal(sorted(HVK_PARTNER, "slug"), "aarde maan zon");
	assert_string_equal(sorted(HVK_PARTNER, "-slug"), "zon maan aarde");
}

static void names_are_sorted_without_case_and_accents(void **state)
{
	(void)state;
	assert_string_equal(sorted(HVK_PARTNER, "name"), "zon maan aarde");
	assert_string_equal(sorted(HVK_PARTNER, "-name"), "aarde maan zon");
	assert_string_equal(sorted(HVK_OFFER, "name"), "c b a");
}

static void codes_are_sorted_by_their_place_in_the_list(void **state)
{
	(void)state;
	assert_string_equal(sorted(HVK_PARTNER, "type"), "maan zon aarde");
	assert_string_equal(sorted(HVK_PARTNER, "-stage"), "aarde maan zon");
}

static void what_is_empty_comes_last(void **state)
{
	(void)state;
	assert_string_equal(sorted(HVK_PARTNER, "verified_on"), "aarde zon maan");
	assert_string_equal(sorted(HVK_PARTNER, "-verified-on"), "zon aarde maan");
	assert_string_equal(sorted(HVK_PARTNER, "keyword"), "aarde maan zon");
	assert_string_equal(sorted(HVK_OFFER, "waiting_days"), "b a c");
	assert_string_equal(sorted(HVK_OFFER, "-waiting_days"), "a b c");
}

static void sorting_by_several(void **state)
{
	(void)state;
	assert_string_equal(sorted(HVK_OFFER, "partner"), "c a b");
	assert_string_equal(sorted(HVK_OFFER, "-partner , -slug"), "b a c");
	assert_string_equal(sorted(HVK_OFFER, "form,-form,name"), "c b a");
	assert_string_equal(sorted(HVK_OFFER, "age"), "a c b");
	assert_string_equal(sorted(HVK_OFFER, "-age"), "b c a");
	assert_string_equal(sorted(HVK_OFFER, "theme,slug"), "b c a");
}

static void every_column_can_be_sorted_by(void **state)
{
	(void)state;
	for (enum hvk_type type = 0; type < HVK_TYPES; type++)
		for (size_t i = 0; i < hvk_type_columns(type); i++)
			sorted(type, hvk_type_column(type, i)->name);
}

static void an_order_that_cannot_be(void **state)
{
	struct hvk_records *records = open_list(store, HVK_PARTNER, NULL);

	(void)state;
	assert_done(store, hvk_records_set_sort(records, "-slug"));
	assert_int_equal(hvk_records_set_sort(records, "name,-verifed_on"), HVK_EINVAL);
	assert_message(store, "cannot sort by 'verifed_on'; did you mean verified_on?");
	assert_int_equal(hvk_records_set_sort(records, "qqqqqqqqqq"), HVK_EINVAL);
	assert_message(store, "cannot sort by 'qqqqqqqqqq'; expected columns such as slug,-name");
	assert_int_equal(hvk_records_set_sort(records, "name,,slug"), HVK_EINVAL);
	assert_string_equal(list_all(store, records), "zon maan aarde");
}

/* What was entered first or last must not show. */
static void referrals_are_listed_by_month_and_content(void **state)
{
	static const char *const themes[] = { "slapen", "gedrag", "slapen", "eten", "gedrag" };
	char text[1024] = "";
	struct hvk_records *records;
	struct hvk_record *record;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(themes); i++) {
		char theme[32], month[32];

		snprintf(theme, sizeof(theme), "theme=%s", themes[i]);
		snprintf(month, sizeof(month), "month=2026-%02d", i == 3 ? 9 : 10);
		add_record(store, HVK_REFERRAL, "partner=zon", "gemeente=brugge", theme, month, NULL);
	}
	assert_done(store, hvk_records_new(store, HVK_REFERRAL, &records));
	while (hvk_records_next(records, &record) == 1)
		sprintf(text + strlen(text), "%s %s;", hvk_record_key(record, HVK__REFERRAL_MONTH, NULL) + 5,
		        hvk_record_key(record, HVK__REFERRAL_THEME, NULL));
	hvk_records_free(records);
	assert_string_equal(text, "09 lichaam.eten;10 slapen;10 slapen;10 gedrag;10 gedrag;");
}

static void words_in_any_spelling(void **state)
{
	(void)state;
	assert_string_equal(with_words(HVK_PARTNER, "elan"), "maan zon");
	assert_string_equal(with_words(HVK_PARTNER, "ÉLAN"), "maan zon");
	assert_string_equal(with_words(HVK_PARTNER, "fict"), "aarde zon");
	assert_string_equal(with_words(HVK_PARTNER, "driftbui"), "zon");
	assert_string_equal(with_words(HVK_PARTNER, "knuffel"), "aarde");
	assert_string_equal(with_words(HVK_PARTNER, "zins"), "");
	assert_string_equal(with_words(HVK_PARTNER, "elan voorbeeld"), "maan");
	assert_string_equal(with_words(HVK_PARTNER, "voorbeeld \t elan"), "maan");
	assert_string_equal(with_words(HVK_PARTNER, "voorbeeld\xc2\xa0zon"), "");
}

static void words_of_partners_and_their_offers(void **state)
{
	(void)state;
	assert_string_equal(with_words(HVK_PARTNER, "slaapcafe"), "zon");
	assert_string_equal(with_words(HVK_PARTNER, "elan slaap"), "zon");
	assert_string_equal(with_words(HVK_OFFER, "slaap"), "a b");
	assert_string_equal(with_words(HVK_OFFER, "slaap elan"), "a b");
	assert_string_equal(with_words(HVK_OFFER, "knuffel praten"), "c");
	assert_string_equal(with_words(HVK_OFFER, "liegen"), "c");
}

/* Nothing of what is typed is a language of its own. */
static void words_are_taken_as_they_are(void **state)
{
	(void)state;
	assert_string_equal(with_words(HVK_PARTNER, "\"driftbuien\""), "zon");
	assert_string_equal(with_words(HVK_PARTNER, "elan OR fictieve"), "");
	assert_string_equal(with_words(HVK_PARTNER, "words:elan"), "");
	assert_string_equal(with_words(HVK_PARTNER, "elan - & \xe2\x80\x93 *"), "maan zon");
	assert_string_equal(with_words(HVK_PARTNER, "^elan"), "maan zon");
	assert_string_equal(with_words(HVK_PARTNER, "(elan"), "maan zon");
	assert_string_equal(with_words(HVK_PARTNER, "NEAR(elan"), "");
	assert_string_equal(with_words(HVK_PARTNER, "drift\"buien"), "");
}

static void words_that_are_none(void **state)
{
	static const char *const none[] = { "", "  ", "- \"*\" ...", "\xe2\x80\x93" };
	struct hvk_records *records = open_list(store, HVK_PARTNER, "type=school");
	char many[200] = "";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		assert_int_equal(hvk_records_set_words(records, none[i]), HVK_EINVAL);
	assert_message(store, "expected words to look for, found '\xe2\x80\x93'");
	assert_int_equal(hvk_records_set_words(records, "caf\xe9"), HVK_EINVAL);
	assert_message(store, "expected words in UTF-8");
	for (size_t i = 0; i < 33; i++)
		strcat(many, "elan ");
	assert_int_equal(hvk_records_set_words(records, many), HVK_EINVAL);
	assert_message(store, "expected at most 32 words to look for");
	assert_string_equal(list_all(store, records), "zon");
	records = open_list(store, HVK_PERSON, NULL);
	assert_int_equal(hvk_records_set_words(records, "elan"), HVK_EINVAL);
	assert_message(store, "words are looked for in partners and offers, not in type person");
	hvk_records_free(records);
}

static void words_and_conditions_join(void **state)
{
	struct hvk_records *records = open_list(store, HVK_PARTNER, "type=school");

	(void)state;
	assert_done(store, hvk_records_set_words(records, "elan"));
	assert_done(store, hvk_records_parse(records, "name~fictief"));
	assert_string_equal(list_all(store, records), "zon");
}

static void nothing_is_set_once_it_has_begun(void **state)
{
	struct hvk_records *records = open_list(store, HVK_PARTNER, NULL);
	struct hvk_record *record;

	(void)state;
	assert_int_equal(hvk_records_next(records, &record), 1);
	assert_int_equal(hvk_records_add(records, "type", "=", "school"), HVK_EINVAL);
	assert_message(store, "the listing has begun: nothing can be set any more");
	assert_int_equal(hvk_records_parse(records, "type=school"), HVK_EINVAL);
	assert_int_equal(hvk_records_set_words(records, "elan"), HVK_EINVAL);
	assert_int_equal(hvk_records_set_sort(records, "name"), HVK_EINVAL);
	assert_string_equal(list_all(store, records), "maan zon");
}

static void add_many(int count)
{
	for (int i = 0; i < count; i++) {
		char slug[32];

		snprintf(slug, sizeof(slug), "slug=veel-%03d", i);
		add_record(store, HVK_PARTNER, slug, "name=Voorbeeld", NULL);
	}
}

/* Who reads a list keeps nobody from writing, and misses what is removed meanwhile. */
static void a_listing_holds_no_lock(void **state)
{
	struct hvk_records *records;
	struct hvk_record *record;
	struct hvk_store *other;
	size_t count = 1;

	add_many(150);
	records = open_list(store, HVK_PARTNER, "slug^=veel");
	assert_int_equal(hvk_records_next(records, &record), 1);
	assert_done(store, hvk_store_new(&other));
	assert_done(other, hvk_store_open(other, ((struct question_store *)*state)->path, true));
	assert_done(other, hvk_record_new(other, HVK_PARTNER, &record));
	assert_done(other, hvk_record_find(record, "veel-149"));
	assert_done(other, hvk_record_remove_all(other, &record, 1, false, NULL));
	hvk_record_free(record);
	hvk_store_free(other);
	while (hvk_records_next(records, &record) == 1) {
		char slug[32];

		snprintf(slug, sizeof(slug), "veel-%03zu", count++);
		assert_string_equal(hvk_record_key(record, 0, NULL), slug);
		assert_true(hvk_record_is_stored(record));
	}
	assert_int_equal(count, 149);
	hvk_records_free(records);
}

/* A record of a list can be changed while it is read. */
static void what_is_listed_can_be_changed(void **state)
{
	struct hvk_records *records;
	struct hvk_record *record;
	size_t count = 0;

	(void)state;
	add_many(100);
	records = open_list(store, HVK_PARTNER, "slug^=veel");
	while (hvk_records_next(records, &record) == 1) {
		assert_done(store, hvk_record_set(record, HVK__PARTNER_NAME, "Veranderd"));
		assert_done(store, hvk_record_save(record, false));
		count++;
	}
	hvk_records_free(records);
	assert_int_equal(count, 100);
	assert_int_equal(count_rows(store, "partner WHERE name = 'Veranderd'"), 100);
}

static void a_listing_needs_a_store(void **state)
{
	struct hvk_records *records;
	struct hvk_store *none;

	(void)state;
	assert_done(store, hvk_store_new(&none));
	assert_int_equal(hvk_records_new(none, HVK_PARTNER, &records), HVK_ESTORE);
	assert_null(records);
	hvk_store_free(none);
	assert_int_equal(hvk_records_new(store, HVK_TYPES, &records), HVK_EINVAL);
	assert_null(records);
	hvk_records_free(NULL);
}

static void the_keys_that_are_no_columns(void **state)
{
	(void)state;
	assert_string_equal(hvk_records_key(HVK_PARTNER, 0), "stale");
	assert_string_equal(hvk_records_key(HVK_OFFER, 0), "on");
	for (enum hvk_type type = 0; type < HVK_TYPES; type++) {
		const char *key;
		size_t n = 0;

		for (; (key = hvk_records_key(type, n)); n++) {
			assert_non_null(hvk_records_key_help(type, n));
			assert_int_equal(hvk_type_find_column(type, key), hvk_type_columns(type));
		}
		assert_null(hvk_records_key_help(type, n));
	}
	assert_null(hvk_records_key(HVK_TYPES, 0));
}

/* Goes on for count records, whoever they are. */
static void go_on(struct hvk_records *records, size_t count)
{
	struct hvk_record *record;

	for (size_t i = 0; i < count; i++)
		assert_int_equal(hvk_records_next(records, &record), 1);
}

static void who_asks_again_after_a_failure_misses_nobody(void **state)
{
	struct hvk_records *records = open_list(store, HVK_PARTNER, NULL);
	struct hvk_record *record;
	sqlite3 *other;
	char name[32];

	(void)state;
	for (int i = 0; i < 70; i++) {
		snprintf(name, sizeof(name), "name=Fictief %d", i);
		add_record(store, HVK_PARTNER, name, NULL);
	}
	hvk_store_set_wait(store, 0);
	assert_int_equal(sqlite3_open(hvk__store_path(store), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(hvk_records_next(records, &record), HVK_EBUSY);
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	go_on(records, 64);
	assert_int_equal(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(hvk_records_next(records, &record), HVK_EBUSY);
	assert_null(record);
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	go_on(records, 73 - 64);
	assert_int_equal(hvk_records_next(records, &record), 0);
	sqlite3_close(other);
	hvk_records_free(records);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, store_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(the_usual_order_is_that_of_slugs),
		TEST(names_are_sorted_without_case_and_accents),
		TEST(codes_are_sorted_by_their_place_in_the_list),
		TEST(what_is_empty_comes_last),
		TEST(sorting_by_several),
		TEST(every_column_can_be_sorted_by),
		TEST(an_order_that_cannot_be),
		TEST(referrals_are_listed_by_month_and_content),
		TEST(words_in_any_spelling),
		TEST(words_of_partners_and_their_offers),
		TEST(words_are_taken_as_they_are),
		TEST(words_that_are_none),
		TEST(words_and_conditions_join),
		TEST(nothing_is_set_once_it_has_begun),
		TEST(a_listing_holds_no_lock),
		TEST(what_is_listed_can_be_changed),
		TEST(a_listing_needs_a_store),
		TEST(the_keys_that_are_no_columns),
		TEST(who_asks_again_after_a_failure_misses_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
