/* SPDX-License-Identifier: EUPL-1.2 */
/* Referrals: recording them, alone and with a question, and what becomes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network_store.h"

static struct hvk_store *store_of(void **state)
{
	return ((struct question_store *)*state)->store;
}

static int a_network(void **state)
{
	struct hvk_store *store;

	if (store_set_up(state) < 0)
		return -1;
	store = store_of(state);
	put(store, HVK_PARTNER, "slug", "fictief", "name", "Fictief Huis", "gemeente", "Oostkamp", NULL);
	put(store, HVK_PARTNER, "slug", "ander", "name", "Ander Huis", NULL);
	put(store, HVK_PERSON, "slug", "iemand", "partner", "fictief", "name", "An Voorbeeld", NULL);
	put(store, HVK_OFFER, "slug", "inloop", "partner", "fictief", "name", "Inloop", NULL);
	return 0;
}

static struct hvk_record *referral_of(struct hvk_store *store, ...)
{
	struct hvk_record *referral;
	va_list pairs;

	assert_done(store, hvk_record_new(store, HVK_REFERRAL, &referral));
	va_start(pairs, store);
	fill_record(referral, pairs);
	va_end(pairs);
	return referral;
}

static const char *key(struct hvk_record *referral, enum hvk__referral_column column)
{
	const char *text = hvk_record_key(referral, column, NULL);

	return text ? text : "";
}

/* The trail as "status day, status day". */
static const char *trail(struct hvk_record *referral)
{
	static char text[512];
	size_t length = 0;
	const char *status, *on;

	text[0] = '\0';
	for (size_t n = 0; (status = hvk_referral_step(referral, n, &on)); n++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s %s", n ? ", " : "", status, on);
	return text;
}

static void fills_in_what_is_not_said(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral = referral_of(store, "partner", "fictief", NULL);

	assert_done(store, hvk_referral_add(referral, NULL, false));
	assert_true(hvk_record_is_stored(referral));
	assert_int_equal(strlen(key(referral, HVK__REFERRAL_ID)), 13);
	assert_string_equal(key(referral, HVK__REFERRAL_MONTH), "2026-11");
	assert_string_equal(key(referral, HVK__REFERRAL_DIRECTION), "out");
	assert_string_equal(key(referral, HVK__REFERRAL_WARM), "no");
	assert_string_equal(key(referral, HVK__REFERRAL_STATUS), "voorgesteld");
	assert_string_equal(key(referral, HVK__REFERRAL_STATUS_ON), "2026-11-21");
	assert_string_equal(trail(referral), "voorgesteld 2026-11-21");
	assert_int_equal(count_rows(store, "change WHERE what LIKE '%referral%'"), 0);
	hvk_record_free(referral);
}

static void keeps_what_is_said(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral = referral_of(store, "month", "2026-10", "direction", "in", "partner",
	                                          "Fictief Huis", "person", "iemand", "offer", "inloop", "theme",
	                                          "driftbuien", "gemeente", "8020", "age", "2", "desk",
	                                          "loket-noord", "warm", "ja", NULL), *found;
	char id[14];

	assert_done(store, hvk_referral_add(referral, NULL, false));
	strcpy(id, key(referral, HVK__REFERRAL_ID));
	assert_done(store, hvk_record_new(store, HVK_REFERRAL, &found));
	assert_done(store, hvk_record_find(found, id));
	for (unsigned column = 0; column < HVK__REFERRAL_COLUMNS; column++)
		assert_string_equal(key(found, column), key(referral, column));
	assert_string_equal(key(found, HVK__REFERRAL_PARTNER), "fictief");
	assert_string_equal(key(found, HVK__REFERRAL_GEMEENTE), "31022");
	assert_string_equal(key(found, HVK__REFERRAL_AGE), "0-2");
	assert_string_equal(key(found, HVK__REFERRAL_DESK), "loket-noord");
	/* Who was reached has been contacted; a month that is past had it then. */
	assert_string_equal(trail(found), "gecontacteerd 2026-10-31");
	assert_int_equal(hvk_referral_add(referral, NULL, false), HVK_EINVAL);
	hvk_record_free(referral);
	hvk_record_free(found);
}

static void an_offer_tells_its_partner(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral = referral_of(store, "offer", "inloop", NULL);

	assert_done(store, hvk_referral_add(referral, NULL, false));
	assert_string_equal(key(referral, HVK__REFERRAL_PARTNER), "fictief");
	hvk_record_free(referral);
}

static void refuse(struct hvk_record *referral, int result, const char *part)
{
	assert_int_equal(hvk_referral_add(referral, NULL, false), result);
	assert_message_has(referral->store, part);
	assert_false(hvk_record_is_stored(referral));
	assert_int_equal(count_rows(referral->store, "referral"), 0);
	hvk_record_free(referral);
}

static void refuses_what_cannot_be(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral, *partner;

	refuse(referral_of(store, NULL), HVK_EINPUT, "partner: expected a value");
	refuse(referral_of(store, "partner", "ander", "offer", "inloop", NULL), HVK_EINPUT,
	       "offer: 'inloop' is not of partner 'ander' but of 'fictief'");
	refuse(referral_of(store, "partner", "ander", "person", "iemand", NULL), HVK_EINPUT,
	       "person: 'iemand' is not of");
	refuse(referral_of(store, "partner", "ander", "month", "2026-12", NULL), HVK_EINPUT,
	       "month: 2026-12 is in the future, this month is 2026-11");
	referral = referral_of(store, "partner", "ander", NULL);
	assert_done(store, hvk_record_new(store, HVK_PARTNER, &partner));
	assert_done(store, hvk_record_find(partner, "ander"));
	assert_done(store, hvk_record_remove_all(store, &partner, 1, false, NULL));
	assert_int_equal(hvk_referral_add(partner, NULL, false), HVK_EINVAL);
	hvk_record_free(partner);
	refuse(referral, HVK_ENOTFOUND, "partner: there is no partner 'ander'");
}

static void says_nothing_personal(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral = referral_of(store, "partner", "fictief", NULL);

	assert_int_equal(hvk_record_set(referral, HVK__REFERRAL_THEME, "0470 00 00 01"), HVK_EINPUT);
	assert_null(strstr(hvk_store_error(store)->message, "0470"));
	assert_int_equal(hvk_record_set(referral, HVK__REFERRAL_DESK, "a@voorbeeld.example"), HVK_EINPUT);
	assert_null(strstr(hvk_store_error(store)->message, "voorbeeld"));
	assert_done(store, hvk_referral_add(referral, NULL, false));
	assert_int_equal(hvk_referral_set_status(referral, "0470 00 00 01", NULL, false), HVK_ENOTFOUND);
	assert_null(strstr(hvk_store_error(store)->message, "0470"));
	hvk_record_free(referral);
}

static void a_dry_run_changes_nothing(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral = referral_of(store, "partner", "fictief", "desk", "loket-noord", NULL);

	assert_done(store, hvk_referral_add(referral, NULL, true));
	assert_false(hvk_record_is_stored(referral));
	assert_null(hvk_record_key(referral, 0, NULL));
	assert_null(hvk_record_key(referral, HVK__REFERRAL_STATUS, NULL));
	assert_int_equal(count_rows(store, "referral"), 0);
	assert_int_equal(count_rows(store, "code WHERE list = 'desk'"), 0);
	assert_done(store, hvk_referral_add(referral, NULL, false));
	assert_done(store, hvk_referral_set_status(referral, "gestart", NULL, true));
	assert_string_equal(trail(referral), "voorgesteld 2026-11-21");
	assert_string_equal(key(referral, HVK__REFERRAL_STATUS), "voorgesteld");
	hvk_record_free(referral);
}

static void the_trail_goes_on(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral = referral_of(store, "partner", "fictief", "month", "2026-09", NULL);
	const char *on;

	assert_int_equal(hvk_referral_set_status(referral, "gestart", NULL, false), HVK_EINVAL);
	assert_null(hvk_referral_step(referral, 0, &on));
	assert_done(store, hvk_referral_add(referral, NULL, false));
	assert_done(store, hvk_referral_set_status(referral, "wachtl", "5/10/2026", false));
	assert_done(store, hvk_referral_set_status(referral, "Hulp gestart", NULL, false));
	assert_string_equal(trail(referral), "voorgesteld 2026-09-30, wachtlijst 2026-10-05, gestart 2026-11-21");
	assert_string_equal(key(referral, HVK__REFERRAL_STATUS), "gestart");
	assert_string_equal(rows_of(store, "SELECT status, status_on FROM referral"), "3|2026-11-21");
	/* Said again on that day it is said once. */
	assert_done(store, hvk_referral_set_status(referral, "gestart", NULL, false));
	assert_int_equal(count_rows(store, "referral_step"), 3);
	assert_int_equal(hvk_referral_set_status(referral, "afgehaakt", "2026-11-20", false), HVK_EINVAL);
	assert_message(store, "on: 2026-11-20 lies before 2026-11-21, the day of the last status");
	assert_int_equal(hvk_referral_set_status(referral, "afgehaakt", "2026-11-22", false), HVK_EINVAL);
	assert_message(store, "on: 2026-11-22 is in the future, today is 2026-11-21");
	assert_int_equal(hvk_referral_set_status(referral, "gestrat", NULL, false), HVK_ENOTFOUND);
	assert_message(store, "status: unknown 'gestrat'; did you mean gestart?");
	assert_int_equal(hvk_referral_set_status(referral, "ge", NULL, false), HVK_EAMBIGUOUS);
	assert_int_equal(hvk_referral_set_status(referral, NULL, NULL, false), HVK_EINVAL);
	assert_int_equal(hvk_referral_set_status(referral, "gestart", "gisteren", false), HVK_EINVAL);
	run_sql(store, "DELETE FROM referral");
	assert_int_equal(hvk_referral_set_status(referral, "afgehaakt", NULL, false), HVK_ENOTFOUND);
	hvk_record_free(referral);
}

/* ---- with a question */

/* The desk that the only row of a table holds. */
static const char *desk_in(struct hvk_store *store, const char *table)
{
	char text[160];

	snprintf(text, sizeof(text),
	         "SELECT d.code FROM %s AS t JOIN code AS d ON d.list = 'desk' AND d.number = t.desk", table);
	return rows_of(store, text);
}

static struct hvk_question *question_of(struct hvk_store *store, const char *line)
{
	struct hvk_question *question;

	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_set_short(question, line));
	return question;
}

static void a_question_comes_along(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral = referral_of(store, "partner", "fictief", "month", "2026-10", "desk",
	                                          "loket-noord", NULL);
	struct hvk_question *question = question_of(store, "2026-10 oostkamp slapen desk:loket-zuid");

	assert_done(store, hvk_referral_add(referral, question, true));
	assert_int_equal(count_rows(store, "question"), 0);
	assert_null(hvk_question_key(question, HVK_ID, NULL));
	assert_done(store, hvk_referral_add(referral, question, false));
	assert_int_equal(count_rows(store, "question"), 1);
	assert_int_equal(count_rows(store, "referral"), 1);
	assert_non_null(hvk_question_key(question, HVK_ID, NULL));
	assert_string_equal(hvk_question_key(question, HVK_DESK, NULL), "loket-zuid");
	assert_string_equal(desk_in(store, "question"), "loket-zuid");
	assert_string_equal(desk_in(store, "referral"), "loket-noord");
	assert_string_not_equal(hvk_question_key(question, HVK_ID, NULL), key(referral, HVK__REFERRAL_ID));
	hvk_record_free(referral);
	hvk_question_free(question);
}

/* Undoing takes the question out; what the referral needs stays. */
static void undoing_the_question_leaves_the_referral(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral = referral_of(store, "partner", "fictief", "desk", "loket-noord", NULL);
	struct hvk_question *question = question_of(store, "2026-10 oostkamp slapen desk:loket-noord");
	struct hvk_counts counts;
	const char *what;

	assert_done(store, hvk_referral_add(referral, question, false));
	assert_done(store, hvk_store_undo(store, false, &counts, &what));
	assert_int_equal(counts.voided, 1);
	assert_int_equal(count_rows(store, "question"), 0);
	assert_string_equal(desk_in(store, "referral"), "loket-noord");
	hvk_record_free(referral);
	/* A desk of a question before, too. */
	add_short(store, "2026-10 oostkamp slapen desk:loket-west", NULL);
	referral = referral_of(store, "partner", "fictief", "desk", "loket-west", NULL);
	assert_done(store, hvk_referral_add(referral, NULL, false));
	assert_done(store, hvk_store_undo(store, false, &counts, &what));
	assert_int_equal(count_rows(store, "question"), 0);
	assert_int_equal(count_rows(store, "code WHERE list = 'desk' AND code = 'loket-west'"), 1);
	hvk_record_free(referral);
	hvk_question_free(question);
}

static void both_or_none(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral = referral_of(store, "partner", "ander", "offer", "inloop", NULL);
	struct hvk_question *question = question_of(store, "2026-10 oostkamp slapen");

	assert_int_equal(hvk_referral_add(referral, question, false), HVK_EINPUT);
	assert_int_equal(count_rows(store, "question"), 0);
	assert_done(store, hvk_record_set(referral, HVK__REFERRAL_OFFER, NULL));
	assert_done(store, hvk_question_set(question, HVK_THEME, NULL));
	assert_int_equal(hvk_referral_add(referral, question, false), HVK_EINPUT);
	assert_message_has(store, "theme: expected a value");
	assert_int_equal(count_rows(store, "referral"), 0);
	hvk_record_free(referral);
	hvk_question_free(question);
}

/* A referral cannot be saved as other records are: it would have no trail, and be whose it cannot be. */
static void is_not_saved_as_records_are(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record *referral = referral_of(store, "partner", "fictief", NULL);

	assert_int_equal(hvk_record_save(referral, false), HVK_EINVAL);
	assert_int_equal(count_rows(store, "referral"), 0);
	assert_done(store, hvk_referral_add(referral, NULL, false));
	assert_done(store, hvk_record_set(referral, HVK__REFERRAL_OFFER, "inloop"));
	assert_int_equal(hvk_record_save(referral, false), HVK_EINVAL);
	hvk_record_free(referral);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, a_network, store_tear_down)
		TEST(fills_in_what_is_not_said),
		TEST(keeps_what_is_said),
		TEST(an_offer_tells_its_partner),
		TEST(refuses_what_cannot_be),
		TEST(says_nothing_personal),
		TEST(a_dry_run_changes_nothing),
		TEST(the_trail_goes_on),
		TEST(a_question_comes_along),
		TEST(undoing_the_question_leaves_the_referral),
		TEST(both_or_none),
		TEST(is_not_saved_as_records_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
