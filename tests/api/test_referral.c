/* SPDX-License-Identifier: EUPL-1.2 */
/* A family passed on, by the public interface alone; partners that are the same become one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "hvk.h"

struct fixture {
	char folder[64], path[80];
	struct hvk_store *store;
	struct hvk_record *partner, *referral;
};

static void set(struct hvk_record *record, const char *column, const char *text)
{
	assert_int_equal(hvk_record_set(record, hvk_type_find_column(hvk_record_type(record), column), text), HVK_OK);
}

static const char *get(struct hvk_record *record, const char *column)
{
	return hvk_record_key(record, hvk_type_find_column(hvk_record_type(record), column), NULL);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	strcpy(fixture->folder, "/tmp/hvk-test-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	snprintf(fixture->path, sizeof(fixture->path), "%s/test.db", fixture->folder);
	assert_int_equal(hvk_store_new(&fixture->store), HVK_OK);
	assert_int_equal(hvk_store_set_today(fixture->store, "2026-11-21"), HVK_OK);
	assert_int_equal(hvk_store_open(fixture->store, fixture->path, HVK_OPEN_CREATE), HVK_OK);
	assert_int_equal(hvk_record_new(fixture->store, HVK_PARTNER, &fixture->partner), HVK_OK);
	assert_int_equal(hvk_record_new(fixture->store, HVK_REFERRAL, &fixture->referral), HVK_OK);
	set(fixture->partner, "name", "Fictief Huis");
	assert_int_equal(hvk_record_save(fixture->partner, false), HVK_OK);
	set(fixture->referral, "partner", "fictief-huis");
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	hvk_record_free(fixture->partner);
	hvk_record_free(fixture->referral);
	hvk_store_free(fixture->store);
	unlink(fixture->path);
	rmdir(fixture->folder);
	free(fixture);
	return 0;
}

static void is_recorded_and_followed(void **state)
{
	struct fixture *fixture = *state;
	struct hvk_record *found;
	const char *on;

	assert_int_equal(hvk_referral_add(fixture->referral, NULL, false), HVK_OK);
	assert_int_equal(hvk_record_new(fixture->store, HVK_REFERRAL, &found), HVK_OK);
	assert_int_equal(hvk_record_find(found, hvk_record_key(fixture->referral, 0, NULL)), HVK_OK);
	assert_string_equal(get(found, "status"), "voorgesteld");
	assert_int_equal(hvk_referral_set_status(found, "gestart", NULL, false), HVK_OK);
	assert_string_equal(hvk_referral_step(found, 0, &on), "voorgesteld");
	assert_string_equal(hvk_referral_step(found, 1, &on), "gestart");
	assert_string_equal(on, "2026-11-21");
	assert_null(hvk_referral_step(found, 2, &on));
	assert_null(on);
	hvk_record_free(found);
}

static void with_its_question_or_not_at_all(void **state)
{
	struct fixture *fixture = *state;
	struct hvk_question *question, *found;

	assert_int_equal(hvk_question_new(fixture->store, &question), HVK_OK);
	assert_int_equal(hvk_question_set_short(question, "2026-11 oostkamp slapen"), HVK_OK);
	assert_int_equal(hvk_referral_add(fixture->referral, question, false), HVK_OK);
	assert_int_equal(hvk_question_new(fixture->store, &found), HVK_OK);
	assert_int_equal(hvk_question_find(found, hvk_question_key(question, HVK_ID, NULL)), HVK_OK);
	/* Recorded once is enough; then the question is not added either. */
	assert_int_equal(hvk_referral_add(fixture->referral, question, false), HVK_EINVAL);
	hvk_question_free(question);
	hvk_question_free(found);
}

static void a_partner_with_referrals_stays_or_is_merged(void **state)
{
	struct fixture *fixture = *state;
	struct hvk_record *other, *found;
	struct hvk_record_counts counts;
	struct hvk_dupes *dupes;
	const char *keep, *drop, *why, *value, *what;
	uint64_t gone;

	assert_int_equal(hvk_referral_add(fixture->referral, NULL, false), HVK_OK);
	assert_int_equal(hvk_record_remove_all(fixture->store, &fixture->partner, 1, false, NULL), HVK_EINPUT);
	assert_int_equal(hvk_record_new(fixture->store, HVK_PARTNER, &other), HVK_OK);
	set(other, "name", "Fictief Huis vzw");
	set(other, "gemeente", "Brugge,Oostkamp");
	set(other, "phone", "050 00 00 01");
	set(other, "website", "https://voorbeeld.example");
	assert_int_equal(hvk_record_save(other, false), HVK_OK);
	assert_int_equal(hvk_dupes_open(fixture->store, &dupes), HVK_OK);
	assert_int_equal(hvk_dupes_next(dupes, &keep, &drop, &why, &value), 1);
	assert_string_equal(keep, "fictief-huis-vzw");
	assert_string_equal(drop, "fictief-huis");
	assert_string_equal(why, "name");
	assert_string_equal(value, "Fictief Huis vzw");
	assert_int_equal(hvk_partner_merge(fixture->store, keep, drop, false, &counts), HVK_OK);
	assert_int_equal(hvk_dupes_next(dupes, &keep, &drop, &why, &value), 0);
	hvk_dupes_free(dupes);
	assert_int_equal(hvk_record_new(fixture->store, HVK_REFERRAL, &found), HVK_OK);
	assert_int_equal(hvk_record_find(found, hvk_record_key(fixture->referral, 0, NULL)), HVK_OK);
	assert_string_equal(get(found, "partner"), "fictief-huis-vzw");
	assert_int_equal(hvk_record_undo(fixture->store, false, &counts, &what), HVK_OK);
	assert_int_equal(hvk_record_find(found, hvk_record_key(fixture->referral, 0, NULL)), HVK_OK);
	assert_string_equal(get(found, "partner"), "fictief-huis");
	assert_int_equal(hvk_person_purge(fixture->store, "2026-01-01", false, &gone), HVK_OK);
	assert_int_equal(gone, 0);
	hvk_record_free(other);
	hvk_record_free(found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(is_recorded_and_followed),
		TEST(with_its_question_or_not_at_all),
		TEST(a_partner_with_referrals_stays_or_is_merged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
