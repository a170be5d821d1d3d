/* SPDX-License-Identifier: EUPL-1.2 */
/* What people type as values of records: how it is kept, shown, and refused. */
#include "unit/open_store.h"

#include "core/macro.h"
#include "record/record.h"

static struct hvk_record *record_of(struct fixture *f, enum hvk_type type)
{
	struct hvk_record *record;

	assert_int_equal(hvk_record_new(f->store, type, &record), HVK_OK);
	assert_int_equal(hvk_record_type(record), type);
	assert_false(hvk_record_is_stored(record));
	return record;
}

#define assert_key(record, column, text, expected)                                                 \
	do {                                                                                       \
		if (hvk_record_set(record, column, text) != HVK_OK)                                \
			fail_msg("'%s': %s", text, hvk_store_error(f->store)->message);            \
		assert_string_equal(hvk_record_key(record, column, NULL), expected);               \
	} while (0)
/* Refused with that in the message; what was there stays. */
#define assert_not(record, column, text, result, part)                                             \
	do {                                                                                       \
		const char *before_ = hvk_record_key(record, column, NULL);                        \
		assert_int_equal(hvk_record_set(record, column, text), result);                    \
		assert_failed(f->store, result, part);                                             \
		assert_ptr_equal(hvk_record_key(record, column, NULL), before_);                   \
	} while (0)
#define assert_label(record, column, lang, expected) \
	assert_string_equal(hvk_record_label(record, column, lang), expected)

static int setup_today(void **state)
{
	return setup(state) < 0 ? -1 : hvk_store_set_today(((struct fixture *)*state)->store, "2026-11-22");
}

/* A store with partners, offers and people of whom values can speak. */
static int setup_network(void **state)
{
	struct fixture *f;

	if (setup_open(state) < 0)
		return -1;
	f = *state;
	run(f, "INSERT INTO partner (id, slug, name) VALUES (1, 'opvoedingswinkel-brugge', 'Opvoedingswinkel Brugge'), "
	       "(2, 'speelplek', 'De Speelplek'), (3, 'speelplek-2', 'De Speelplek');"
	       "INSERT INTO partner_former_slug VALUES (1, 'winkel');"
	       "INSERT INTO person (id, slug, partner, name) VALUES "
	       "(1, 'speelplek-begeleider', 2, 'Fien Fictief'), (2, 'speelplek-onthaal', 2, 'Victor Voorbeeld'), "
	       "(3, 'winkel-onthaal', 1, 'Victor Voorbeeld');"
	       "INSERT INTO offer (id, slug, partner, name) VALUES (1, 'driftbuien', 1, 'Omgaan met driftbuien')");
	return hvk_store_set_today(f->store, "2026-11-22");
}

static void test_text(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER);
	char *text = malloc(4098);

	assert_null(hvk_record_key(partner, HVK__PARTNER_NAME, NULL));
	assert_null(hvk_record_label(partner, HVK__PARTNER_NAME, HVK_NL));
	assert_key(partner, HVK__PARTNER_NAME, "  Huis\t1 ", "Huis 1");
	assert_key(partner, HVK__PARTNER_NAME, "Cafe\xcc\x81", "Caf\xc3\xa9");
	assert_key(partner, HVK__PARTNER_NAME, "a + b, c", "a + b, c");
	assert_label(partner, HVK__PARTNER_NAME, HVK_NL, "a + b, c");
	assert_not(partner, HVK__PARTNER_NAME, "een\ntwee", HVK_EINPUT, "name: expected one line of text");
	assert_not(partner, HVK__PARTNER_NAME, "bel\x07", HVK_EINPUT, "control characters");
	assert_not(partner, HVK__PARTNER_NAME, "om\xe2\x80\xaegekeerd", HVK_EINPUT, "control characters");
	assert_not(partner, HVK__PARTNER_NAME, "\xff", HVK_EINPUT, "name: expected UTF-8 text");
	assert_key(partner, HVK__PARTNER_DESCRIPTION, "een  \r\ntwee\rdrie\n\n", "een\ntwee\ndrie");
	assert_not(partner, HVK__PARTNER_DESCRIPTION, "een\x1b[2J", HVK_EINPUT, "control characters");
	memset(text, 'a', 4097);
	text[4097] = '\0';
	assert_not(partner, HVK__PARTNER_NAME, text, HVK_EINPUT, "at most 4096 bytes");
	assert_key(partner, HVK__PARTNER_NAME, text + 1, text + 1);
	assert_key(partner, HVK__PARTNER_DESCRIPTION, text, text);
	assert_int_equal(hvk_record_set(partner, HVK__PARTNER_NAME, NULL), HVK_OK);
	assert_null(hvk_record_key(partner, HVK__PARTNER_NAME, NULL));
	free(text);
	hvk_record_free(partner);
}

static void test_keywords(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER);

	assert_key(partner, HVK__PARTNER_KEYWORD, "wachtlijst; baby , spel+baby;", "baby+spel+wachtlijst");
	assert_label(partner, HVK__PARTNER_KEYWORD, HVK_NL, "baby, spel, wachtlijst");
	assert_int_equal(hvk_record_set(partner, HVK__PARTNER_KEYWORD, " ; , "), HVK_OK);
	assert_null(hvk_record_key(partner, HVK__PARTNER_KEYWORD, NULL));
	hvk_record_free(partner);
}

static void test_email(void **state)
{
	static const char *const wrong[] = {
		"info", "@voorbeeld.example", "info@voorbeeld", "info@.example", "info@voorbeeld.", "a@b@c.example",
		"in fo@voorbeeld.example", "info@voorbeeld..example", "Info <info@voorbeeld.example>",
		"info@voorbeeld.example, post@voorbeeld.example",
		"0123456789012345678901234567890123456789012345678901234567890123a@voorbeeld.example",
	};
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER);

	assert_key(partner, HVK__PARTNER_EMAIL, " info@voorbeeld.example ", "info@voorbeeld.example");
	assert_key(partner, HVK__PARTNER_EMAIL, "info+huis@sub.voorbeeld.example", "info+huis@sub.voorbeeld.example");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_not(partner, HVK__PARTNER_EMAIL, wrong[i], HVK_EINPUT, "email: expected one e-mail address");
	hvk_record_free(partner);
}

static void test_phone(void **state)
{
	static const char *const wrong[] = {
		"050", "050 00", "bel maar", "050 00 00 0l", "tel. 050 00 00 01", "12345",
	};
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER);

	assert_key(partner, HVK__PARTNER_PHONE, "050 00  00\t01", "050 00 00 01");
	assert_key(partner, HVK__PARTNER_PHONE, "+32 (0)50/00.00-01", "+32 (0)50/00.00-01");
	assert_key(partner, HVK__PARTNER_PHONE, "050 00 00 01 toestel 12", "050 00 00 01 toestel 12");
	assert_key(partner, HVK__PARTNER_PHONE, "050 00 00 01, na 14 uur", "050 00 00 01, na 14 uur");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_not(partner, HVK__PARTNER_PHONE, wrong[i], HVK_EINPUT, "phone: expected a telephone number");
	hvk_record_free(partner);
}

static void test_url(void **state)
{
	static const char *const wrong[] = {
		"voorbeeld", "ftp://voorbeeld.example", "https://", "https://voorbeeld", "https://voor beeld.example",
		"javascript:alert(1)", "https://.example/", "https:///voorbeeld.example", "www.",
		"https://voorbeeld.example/\"onload",
	};
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER);

	assert_key(partner, HVK__PARTNER_WEBSITE, "https://voorbeeld.example/a?b=c#d",
	           "https://voorbeeld.example/a?b=c#d");
	assert_key(partner, HVK__PARTNER_WEBSITE, "HTTP://Voorbeeld.example:8080", "http://Voorbeeld.example:8080");
	assert_key(partner, HVK__PARTNER_WEBSITE, "www.voorbeeld.example", "https://www.voorbeeld.example");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_not(partner, HVK__PARTNER_WEBSITE, wrong[i], HVK_EINPUT, "website: expected a web address");
	hvk_record_free(partner);
}

static void test_dates(void **state)
{
	static const struct { const char *text, *message; } wrong[] = {
		{ "31/02/2026", "stage_on: 2026-02 has no day 31" },
		{ "2026-13-01", "stage_on: there is no month 13" },
		{ "31 oktober", "stage_on: expected a date such as" },
		{ "2026", "stage_on: expected a date such as" },
		{ "1/2/3/2026", "stage_on: expected a date such as" },
		{ "1-2/2026", "stage_on: expected a date such as" },
		{ "31/10/26", "stage_on: '31/10/26' has a year of two digits" },
		/* Nothing is read here that has an order of its own to be declared. */
		{ "10/31/2026", "stage_on: expected a date such as 2026-10-31 or 31/10/2026, found '10/31/2026'" },
		{ "46023", "stage_on: '46023' looks like a date as Excel counts them (2026-01-01)" },
	};
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER), *referral = record_of(f, HVK_REFERRAL);

	assert_key(partner, HVK__PARTNER_STAGE_ON, "2026-10-31", "2026-10-31");
	assert_key(partner, HVK__PARTNER_STAGE_ON, "31/10/2026", "2026-10-31");
	assert_key(partner, HVK__PARTNER_STAGE_ON, "1-2-2026", "2026-02-01");
	assert_key(partner, HVK__PARTNER_STAGE_ON, "01.02.2026", "2026-02-01");
	assert_key(partner, HVK__PARTNER_STAGE_ON, "1/2/2026 14:03", "2026-02-01");
	assert_label(partner, HVK__PARTNER_STAGE_ON, HVK_NL, "2026-02-01");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_not(partner, HVK__PARTNER_STAGE_ON, wrong[i].text, HVK_EINPUT, wrong[i].message);
	assert_key(referral, HVK__REFERRAL_MONTH, "2026-10", "2026-10");
	assert_key(referral, HVK__REFERRAL_MONTH, "2026-10-03", "2026-10");
	assert_key(referral, HVK__REFERRAL_MONTH, "3/9/2026", "2026-09");
	assert_key(referral, HVK__REFERRAL_MONTH, "9/2026", "2026-09");
	assert_not(referral, HVK__REFERRAL_MONTH, "13/2026", HVK_EINPUT, "month: there is no month 13");
	assert_not(referral, HVK__REFERRAL_MONTH, "oktober", HVK_EINPUT, "month: expected a month or date such as 2026-10");
	hvk_record_free(partner);
	hvk_record_free(referral);
}

static void test_yes_no(void **state)
{
	static const char *const yes[] = { "yes", "ja", "Y", "J", "1", "true", "X", "JA" };
	static const char *const no[] = { "no", "nee", "N", "0", "false", "", " " };
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER);

	assert_string_equal(hvk_record_key(partner, HVK__PARTNER_EVERYWHERE, NULL), "no");
	assert_label(partner, HVK__PARTNER_EVERYWHERE, HVK_NL, "nee");
	for (size_t i = 0; i < ARRAY_SIZE(yes); i++)
		assert_key(partner, HVK__PARTNER_EVERYWHERE, yes[i], "yes");
	assert_label(partner, HVK__PARTNER_EVERYWHERE, HVK_NL, "ja");
	assert_label(partner, HVK__PARTNER_EVERYWHERE, HVK_EN, "yes");
	for (size_t i = 0; i < ARRAY_SIZE(no); i++)
		assert_key(partner, HVK__PARTNER_EVERYWHERE, no[i], "no");
	assert_not(partner, HVK__PARTNER_EVERYWHERE, "misschien", HVK_EINPUT,
	           "everywhere: expected yes or no, found 'misschien'");
	hvk_record_free(partner);
}

static void test_numbers(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *offer = record_of(f, HVK_OFFER);

	assert_key(offer, HVK__OFFER_WAITING_DAYS, "0", "0");
	assert_key(offer, HVK__OFFER_WAITING_DAYS, " 007 ", "7");
	assert_key(offer, HVK__OFFER_CAPACITY, "2147483647", "2147483647");
	assert_not(offer, HVK__OFFER_CAPACITY, "2147483648", HVK_EINPUT, "capacity: expected a whole number");
	assert_not(offer, HVK__OFFER_CAPACITY, "-1", HVK_EINPUT, "whole number");
	assert_not(offer, HVK__OFFER_WAITING_DAYS, "10 dagen", HVK_EINPUT, "waiting_days: expected a whole number");
	hvk_record_free(offer);
}

static void test_cents(void **state)
{
	static const char *const wrong[] = { "1.250,00", "\xe2\x82\xac 1250", "-1", "1250,5", "9223372036854775808" };
	struct fixture *f = *state;
	struct hvk_record *agreement = record_of(f, HVK_AGREEMENT);

	assert_key(agreement, HVK__AGREEMENT_AMOUNT_CENTS, "123456789", "123456789");
	assert_label(agreement, HVK__AGREEMENT_AMOUNT_CENTS, HVK_NL, "\xe2\x82\xac 1.234.567,89");
	assert_label(agreement, HVK__AGREEMENT_AMOUNT_CENTS, HVK_EN, "\xe2\x82\xac""1,234,567.89");
	assert_key(agreement, HVK__AGREEMENT_AMOUNT_CENTS, "5", "5");
	assert_label(agreement, HVK__AGREEMENT_AMOUNT_CENTS, HVK_NL, "\xe2\x82\xac 0,05");
	assert_key(agreement, HVK__AGREEMENT_AMOUNT_CENTS, "100000", "100000");
	assert_label(agreement, HVK__AGREEMENT_AMOUNT_CENTS, HVK_NL, "\xe2\x82\xac 1.000,00");
	assert_key(agreement, HVK__AGREEMENT_AMOUNT_CENTS, "9223372036854775807", "9223372036854775807");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_not(agreement, HVK__AGREEMENT_AMOUNT_CENTS, wrong[i], HVK_EINPUT,
		           "amount_cents: expected an amount in cents, digits only");
	hvk_record_free(agreement);
}

static void test_ages(void **state)
{
	static const char *const right[][2] = {
		{ "0-3", "0-3" },           { "12-", "12-" },
		{ "12+", "12-" },           { "5", "5" },
		{ "prenataal", "prenataal" }, { "prenataal-2", "prenataal-2" },
		{ "-3", "0-3" },            { "Prenatal", "prenataal" },
		{ "0-3 jaar", "0-3" },      { "0 - 3 jaar", "0-3" },
		{ "0 jaar tot 3 jaar", "0-3" }, { "0\xe2\x80\x93""3", "0-3" },
		{ "12+ jaar", "12-" },      { "12 jaar +", "12-" },
		{ "6-11+0-3", "0-3+6-11" }, { "0-3, 6-11; 0-3", "0-3+6-11" },
		{ "3-5+6-11", "3-5+6-11" }, { "6-11+12+", "6-11+12-" },
		{ "12+ + 3", "3+12-" },     { "5+6", "5+6" },
		{ "3-3", "3" },             { "0-", "0-" },
		{ "0-+3", "0-+3" },         { "prenataal-+5", "prenataal-+5" },
	};
	static const char *const wrong[] = {
		"baby", "0-3+", "+", "0-3-5", "200", "1.5", "18 maanden", "0-3 6-11", "-", "1234",
	};
	struct fixture *f = *state;
	struct hvk_record *offer = record_of(f, HVK_OFFER);
	char again[64];

	for (size_t i = 0; i < ARRAY_SIZE(right); i++) {
		assert_key(offer, HVK__OFFER_AGE, right[i][0], right[i][1]);
		/* What is kept, and what is shown, can be read again. */
		assert_key(offer, HVK__OFFER_AGE, right[i][1], right[i][1]);
		snprintf(again, sizeof(again), "%s", hvk_record_label(offer, HVK__OFFER_AGE, i % 2 ? HVK_EN : HVK_NL));
		assert_key(offer, HVK__OFFER_AGE, again, right[i][1]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_not(offer, HVK__OFFER_AGE, wrong[i], HVK_EINPUT, "age: expected ages in years such as 0-3");
	assert_not(offer, HVK__OFFER_AGE, "5-3", HVK_EINPUT, "age: expected the lower age first, found '5-3'");
	assert_key(offer, HVK__OFFER_AGE, "prenataal-2+12+", "prenataal-2+12-");
	assert_label(offer, HVK__OFFER_AGE, HVK_NL, "prenataal-2 + 12+");
	assert_label(offer, HVK__OFFER_AGE, HVK_EN, "prenatal-2 + 12+");
	hvk_record_free(offer);
}

static void test_ages_hold(void **state)
{
	int from, to;

	(void)state;
	assert_true(hvk__ages_hold(NULL, 5, 5));
	assert_true(hvk__ages_hold("", 5, 5));
	assert_true(hvk__ages_hold("0-3+12-", 3, 3));
	assert_false(hvk__ages_hold("0-3+12-", 4, 11));
	assert_true(hvk__ages_hold("0-3+12-", 4, 12));
	assert_true(hvk__ages_hold("12-", HVK__AGE_MAX, HVK__AGE_MAX));
	assert_false(hvk__ages_hold("0-3", HVK__AGE_BEFORE_BIRTH, HVK__AGE_BEFORE_BIRTH));
	assert_true(hvk__ages_hold("prenataal-2", HVK__AGE_BEFORE_BIRTH, HVK__AGE_BEFORE_BIRTH));
	assert_true(hvk__ages_hold("5", 5, 5));
	assert_false(hvk__ages_hold("5", 6, 7));
	assert_true(hvk__age_code_range("0-2", &from, &to));
	assert_true(from == 0 && to == 2);
	assert_true(hvk__age_code_range("25+", &from, &to));
	assert_true(from == 25 && to == HVK__AGE_MAX);
	assert_true(hvk__age_code_range("prenataal", &from, &to));
	assert_true(from == HVK__AGE_BEFORE_BIRTH && to == HVK__AGE_BEFORE_BIRTH);
	assert_false(hvk__age_code_range("meerdere", &from, &to));
	assert_false(hvk__age_code_range("geen", &from, &to));
	assert_false(hvk__age_code_range("onbekend", &from, &to));
	assert_false(hvk__age_code_range("", &from, &to));
}

static void test_codes(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *offer = record_of(f, HVK_OFFER), *partner = record_of(f, HVK_PARTNER);

	assert_key(offer, HVK__OFFER_THEME, "slapen, driftbuien", "slapen+gedrag.driftbuien");
	assert_key(offer, HVK__OFFER_THEME, "driftbuien+slapen;slapen", "slapen+gedrag.driftbuien");
	/* Labels have commas in them. */
	assert_key(offer, HVK__OFFER_THEME, "Slapen, Eten, moeilijke eter, driftbuien",
	           "lichaam.eten+slapen+gedrag.driftbuien");
	assert_label(offer, HVK__OFFER_THEME, HVK_NL, "Eten, moeilijke eter + Slapen + Driftbuien");
	assert_key(offer, HVK__OFFER_THEME, hvk_record_label(offer, HVK__OFFER_THEME, HVK_NL),
	           "lichaam.eten+slapen+gedrag.driftbuien");
	assert_key(offer, HVK__OFFER_THEME, "driftb", "gedrag.driftbuien");
	assert_not(offer, HVK__OFFER_THEME, "driftbuinen", HVK_ENOTFOUND, "did you mean gedrag.driftbuien?");
	assert_not(offer, HVK__OFFER_THEME, "slapen, zzz", HVK_ENOTFOUND, "theme: unknown 'zzz'");
	assert_key(partner, HVK__PARTNER_TYPE, "Opvoedingswinkel", "opvoedingswinkel");
	assert_label(partner, HVK__PARTNER_TYPE, HVK_EN, "Parenting shop");
	assert_key(partner, HVK__PARTNER_STAGE, "gecontacteerd", "contacted");
	assert_label(partner, HVK__PARTNER_STAGE, HVK_NL, "Gecontacteerd");
	hvk_record_free(offer);
	hvk_record_free(partner);
}

/* Half a code is no code in a file. */
static void test_no_prefix(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *offer = record_of(f, HVK_OFFER);
	struct hvk__error error;

	assert_int_equal(hvk__record_set(&error, offer, HVK__OFFER_THEME, "driftb", 6, 0), HVK_ENOTFOUND);
	assert_non_null(strstr(error.public.message, "theme: unknown 'driftb'"));
	assert_int_equal(hvk__record_set(&error, offer, HVK__OFFER_GEMEENTE, "Oostk", 5, 0), HVK_ENOTFOUND);
	assert_int_equal(hvk__record_set(&error, offer, HVK__OFFER_GEMEENTE, "Oostkampen", 8, 0), HVK_OK);
	assert_string_equal(hvk_record_key(offer, HVK__OFFER_GEMEENTE, NULL), "31022");
	hvk_record_free(offer);
}

static void test_retired(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER);
	const struct hvk_record_column *type = hvk_type_column(HVK_PARTNER, HVK__PARTNER_TYPE);
	struct hvk__error error;
	char *key;

	assert_key(partner, HVK__PARTNER_TYPE, "provincie", "provincie");
	assert_int_equal(hvk_code_retire(f->store, "partner_type", "provincie", "2026-06-30", false), HVK_OK);
	assert_not(partner, HVK__PARTNER_TYPE, "provincie", HVK_EINPUT, "not in use after 2026-06-30");
	/* What a record has it may keep. */
	partner->id = 1;
	assert_key(partner, HVK__PARTNER_TYPE, "Provincie", "provincie");
	assert_int_equal(hvk__value_parse(f->store, &error, type, "provincie", 9, 0, &key), HVK_EINPUT);
	assert_null(key);
	assert_int_equal(hvk__value_parse(f->store, &error, type, "provincie", 9, HVK__PARSE_CONDITION, &key), HVK_OK);
	assert_string_equal(key, "provincie");
	free(key);
	hvk_record_free(partner);
}

static void test_gemeenten(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER);

	assert_key(partner, HVK__PARTNER_GEMEENTE, "8020", "31022");
	assert_key(partner, HVK__PARTNER_GEMEENTE, "Torhout, brugge; oostkamp+Brugge", "31005+31022+31033");
	assert_label(partner, HVK__PARTNER_GEMEENTE, HVK_NL, "Brugge, Oostkamp, Torhout");
	assert_not(partner, HVK__PARTNER_GEMEENTE, "Brugge, Nergenshuizen", HVK_ENOTFOUND,
	           "gemeente: unknown 'Nergenshuizen'");
	hvk_record_free(partner);
}

static void test_slugs(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER);

	assert_key(partner, HVK__PARTNER_SLUG, "opvoedingswinkel-brugge", "opvoedingswinkel-brugge");
	assert_key(partner, HVK__PARTNER_SLUG, " Opvoedingswinkel Brugge ", "opvoedingswinkel-brugge");
	assert_key(partner, HVK__PARTNER_FORMER_SLUG, "b; a", "a+b");
	assert_not(partner, HVK__PARTNER_SLUG, "???", HVK_EINPUT, "slug: expected small letters and digits");
	assert_not(partner, HVK__PARTNER_SLUG, "a2345678901234567890123456789012345678901234567890123456789012345",
	           HVK_EINPUT, "at most 64");
	hvk_record_free(partner);
}

static void test_slug_made(void **state)
{
	static const char *const made[][3] = {
		{ "Opvoedingswinkel Brugge", NULL, "opvoedingswinkel-brugge" },
		{ "'t Caf\xc3\xa9 & co.", NULL, "t-cafe-co" },
		{ "Thema's", "OCMW/Zedelgem", "themas-ocmw-zedelgem" },
		{ "C\xc5\x93ur", "Stra\xc3\x9f""e", "coeur-strasse" },
		{ "  --a--b--  ", "", "a-b" },
		{ "\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a", NULL, "naamloos" },
		{ "Een heel lange naam van een organisatie die nergens echt bestaat", "en toch",
		  "een-heel-lange-naam-van-een-organisatie-die-nergens-echt-bestaat" },
		{ "Een heel lange naam van een organisatie die nergens echt bestaat2", NULL,
		  "een-heel-lange-naam-van-een-organisatie-die-nergens-echt" },
		{ "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", NULL,
		  "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(made); i++) {
		char *slug = hvk__slug_make(made[i], 2);

		assert_string_equal(slug, made[i][2]);
		assert_true(hvk__is_slug(slug, strlen(slug)));
		free(slug);
	}
}

static void test_references(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *offer = record_of(f, HVK_OFFER);

	assert_key(offer, HVK__OFFER_PARTNER, "opvoedingswinkel-brugge", "opvoedingswinkel-brugge");
	assert_key(offer, HVK__OFFER_PARTNER, "speelplek", "speelplek");
	assert_key(offer, HVK__OFFER_PARTNER, "Opvoedingswinkel BRUGGE", "opvoedingswinkel-brugge");
	assert_key(offer, HVK__OFFER_PARTNER, "winkel", "opvoedingswinkel-brugge");
	assert_not(offer, HVK__OFFER_PARTNER, "opvoedingswinkel-bruge", HVK_ENOTFOUND,
	           "partner: unknown partner 'opvoedingswinkel-bruge'; did you mean opvoedingswinkel-brugge?");
	assert_not(offer, HVK__OFFER_PARTNER, "De Speelplek", HVK_EAMBIGUOUS, "speelplek, speelplek-2");
	assert_not(offer, HVK__OFFER_PARTNER, "zzzz", HVK_ENOTFOUND, "partner: unknown partner 'zzzz'");
	assert_not(offer, HVK__OFFER_AGREEMENT, "zzzz", HVK_ENOTFOUND, "agreement: unknown agreement 'zzzz'");
	hvk_record_free(offer);
}

static void test_no_store(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *offer = record_of(f, HVK_OFFER);

	assert_int_equal(hvk_record_set(offer, HVK__OFFER_PARTNER, "speelplek"), HVK_ESTORE);
	hvk_record_free(offer);
}

/* Nothing of a client gets in, and nothing that might be of one comes back. */
static void test_referral(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *referral = record_of(f, HVK_REFERRAL);

	assert_key(referral, HVK__REFERRAL_PERSON, "speelplek-begeleider", "speelplek-begeleider");
	assert_key(referral, HVK__REFERRAL_PERSON, "fien fictief", "speelplek-begeleider");
	assert_not(referral, HVK__REFERRAL_PERSON, "Victor Voorbeeld", HVK_EAMBIGUOUS,
	           "speelplek-onthaal, winkel-onthaal");
	assert_int_equal(hvk_record_set(referral, HVK__REFERRAL_PERSON, "Karel Klant"), HVK_ENOTFOUND);
	assert_null(strstr(hvk_store_error(f->store)->message, "Klant"));
	assert_int_equal(hvk_record_set(referral, HVK__REFERRAL_THEME, "0470 00 00 01"), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "theme: looks like a telephone number");
	assert_null(strstr(hvk_store_error(f->store)->message, "0470"));
	assert_int_equal(hvk_record_set(referral, HVK__REFERRAL_OFFER, "klant@voorbeeld.example"), HVK_EINPUT);
	assert_null(strstr(hvk_store_error(f->store)->message, "klant"));
	assert_key(referral, HVK__REFERRAL_OFFER, "driftbuien", "driftbuien");
	assert_key(referral, HVK__REFERRAL_OFFER, "Omgaan met driftbuien", "driftbuien");
	assert_key(referral, HVK__REFERRAL_AGE, "2", "0-2");
	assert_key(referral, HVK__REFERRAL_DESK, "loket-nieuw", "loket-nieuw");
	assert_label(referral, HVK__REFERRAL_DESK, HVK_NL, "loket-nieuw");
	assert_not(referral, HVK__REFERRAL_DESK, "Loket Nieuw", HVK_EINPUT, "desk: expected a desk");
	assert_not(referral, HVK__REFERRAL_DESK, "0470000001", HVK_EINPUT, "looks like a telephone number");
	assert_not(referral, HVK__REFERRAL_ID, "0", HVK_EINVAL, "id: given by the store");
	assert_not(referral, HVK__REFERRAL_STATUS, "gestart", HVK_EINVAL, "status: given by the store");
	hvk_record_free(referral);
}

static void test_touched(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *partner = record_of(f, HVK_PARTNER), *none;
	size_t length;

	assert_key(partner, HVK__PARTNER_NAME, "Huis", "Huis");
	hvk_record_key(partner, HVK__PARTNER_NAME, &length);
	assert_int_equal(length, 4);
	assert_int_equal(partner->touched, 1u << HVK__PARTNER_NAME);
	assert_not(partner, HVK__PARTNER_EMAIL, "x", HVK_EINPUT, "email");
	assert_int_equal(partner->touched, 1u << HVK__PARTNER_NAME);
	assert_int_equal(hvk_record_set(partner, HVK__PARTNER_COLUMNS, "x"), HVK_EINVAL);
	assert_null(hvk_record_key(partner, HVK__PARTNER_COLUMNS, &length));
	assert_int_equal(length, 0);
	assert_null(hvk_record_label(partner, HVK__PARTNER_COLUMNS, HVK_NL));
	hvk_record_clear(partner);
	assert_int_equal(partner->touched, 0);
	assert_null(hvk_record_key(partner, HVK__PARTNER_NAME, NULL));
	assert_int_equal(hvk_record_new(f->store, HVK_TYPES, &none), HVK_EINVAL);
	assert_null(none);
	hvk_record_free(partner);
	hvk_record_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_text, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_keywords, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_email, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_phone, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_url, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_dates, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_yes_no, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_numbers, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_cents, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_ages, setup_today, teardown),
		cmocka_unit_test(test_ages_hold),
		cmocka_unit_test_setup_teardown(test_codes, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_no_prefix, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_retired, setup_network, teardown),
		cmocka_unit_test_setup_teardown(test_gemeenten, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_slugs, setup_today, teardown),
		cmocka_unit_test(test_slug_made),
		cmocka_unit_test_setup_teardown(test_references, setup_network, teardown),
		cmocka_unit_test_setup_teardown(test_no_store, setup_today, teardown),
		cmocka_unit_test_setup_teardown(test_referral, setup_network, teardown),
		cmocka_unit_test_setup_teardown(test_touched, setup_today, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
