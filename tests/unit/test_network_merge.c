/* SPDX-License-Identifier: EUPL-1.2 */
/* Two partners become one, and two again; people who are gone are forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network_store.h"

/* All tables of the registry but the journal, to see that undoing brings all back. */
static const char *all_of(struct hvk_store *store)
{
	static char text[3][32768];
	static unsigned next;
	static const char *const tables[] = {
		"partner", "partner_gemeente", "partner_keyword", "partner_former_slug", "person", "person_theme",
		"agreement", "offer", "offer_theme", "membership", "referral", "partner_words", "offer_words",
		"code WHERE list = 'desk'", "code_alias",
	};
	char *all = text[next++ % 3];
	size_t length = 0;

	all[0] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
		char query[128];

		snprintf(query, sizeof(query), "SELECT %s* FROM %s ORDER BY 1, 2",
		         strstr(tables[i], "_words") ? "rowid, " : "", tables[i]);
		assert_done(store, hvk__store_prepare(store, query, &statement));
		while (hvk__store_step(store, statement) == 1) {
			length += (size_t)snprintf(all + length, sizeof(text[0]) - length, "\n%s", tables[i]);
			for (int c = 0; c < sqlite3_column_count(statement); c++)
				length += (size_t)snprintf(all + length, sizeof(text[0]) - length, "|%s",
				                           (const char *)sqlite3_column_text(statement, c));
		}
	}
	return all;
}

static struct hvk_store *store_of(void **state)
{
	return ((struct question_store *)*state)->store;
}

static int two_partners(void **state)
{
	struct hvk_store *store;

	if (store_set_up(state) < 0)
		return -1;
	store = store_of(state);
	put(store, HVK_PARTNER, "slug", "blijft", "name", "Fictief Huis", "gemeente", "Brugge", "keyword", "een",
	    "stage", "identified", "phone", "050 00 00 01", NULL);
	put(store, HVK_PARTNER, "slug", "gaat", "name", "Fictief Huis vzw", "gemeente", "Brugge+Oostkamp", "keyword",
	    "twee", "stage", "active", "stage_reason", "akkoord getekend", "phone", "050 00 00 02", "email",
	    "info@voorbeeld.example", "everywhere", "no", NULL);
	change(store, HVK_PARTNER, "gaat", "slug", "ging", NULL);
	put(store, HVK_PERSON, "slug", "iemand", "partner", "ging", "name", "An Voorbeeld", "theme", "slapen", NULL);
	put(store, HVK_AGREEMENT, "slug", "akkoord", "partner", "ging", "type", "subsidie", NULL);
	put(store, HVK_OFFER, "slug", "eerste", "partner", "blijft", "name", "Inloop", NULL);
	put(store, HVK_OFFER, "slug", "tweede", "partner", "ging", "name", "Inloop", "agreement", "akkoord", NULL);
	put(store, HVK_MEMBERSHIP, "slug", "lid-1", "partner", "blijft", "house", "Brugge", "role", "core", NULL);
	put(store, HVK_MEMBERSHIP, "slug", "lid-2", "partner", "ging", "house", "Brugge", "role", "partner", NULL);
	put(store, HVK_MEMBERSHIP, "slug", "lid-3", "partner", "ging", "house", "Oostkamp", "role", "partner", NULL);
	run_sql(store, "INSERT INTO referral (id, month, direction, partner, person, offer, status, status_on)"
	        " SELECT 681 << 51 | id, '2026-10', 1, partner, NULL, id, 1, '2026-10-05' FROM offer");
	return 0;
}

static void what_is_the_ones_becomes_the_others(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record_counts counts;

	assert_done(store, hvk_partner_merge(store, "blijft", "ging", false, &counts));
	assert_int_equal(counts.removed, 2);
	assert_int_equal(counts.added, 0);
	assert_string_equal(column_of(store, HVK_PARTNER, "blijft", "gemeente"), "31005+31022");
	assert_string_equal(column_of(store, HVK_PARTNER, "blijft", "keyword"), "een+twee");
	assert_string_equal(column_of(store, HVK_PARTNER, "blijft", "phone"), "050 00 00 01");
	assert_string_equal(column_of(store, HVK_PARTNER, "blijft", "email"), "info@voorbeeld.example");
	/* A stage comes with its reason, or not at all. */
	assert_string_equal(column_of(store, HVK_PARTNER, "blijft", "stage"), "identified");
	assert_string_equal(column_of(store, HVK_PARTNER, "blijft", "stage_reason"), "");
	assert_string_equal(column_of(store, HVK_PARTNER, "blijft", "former_slug"), "gaat+ging");
	assert_string_equal(column_of(store, HVK_PARTNER, "ging", "slug"), "blijft");
	assert_string_equal(column_of(store, HVK_PARTNER, "gaat", "slug"), "blijft");
	assert_string_equal(column_of(store, HVK_PERSON, "iemand", "partner"), "blijft");
	assert_string_equal(column_of(store, HVK_AGREEMENT, "akkoord", "partner"), "blijft");
	assert_string_equal(column_of(store, HVK_OFFER, "tweede", "partner"), "blijft");
	assert_string_equal(column_of(store, HVK_OFFER, "tweede", "agreement"), "akkoord");
	assert_string_equal(rows_of(store, "SELECT slug FROM membership ORDER BY slug"), "lid-1 lid-3");
	assert_string_equal(rows_of(store, "SELECT DISTINCT p.slug FROM referral JOIN partner AS p ON p.id = partner"),
	                    "blijft");
	assert_int_equal(count_rows(store, "partner"), 1);
}

static void undoing_brings_all_back(void **state)
{
	struct hvk_store *store = store_of(state);
	const char *before = all_of(store), *what;
	struct hvk_record_counts counts;

	assert_done(store, hvk_partner_merge(store, "blijft", "ging", false, NULL));
	assert_string_not_equal(all_of(store), before);
	assert_done(store, hvk_record_undo(store, false, &counts, &what));
	assert_string_equal(what, "merged ging into blijft");
	assert_string_equal(all_of(store), before);
	assert_string_equal(column_of(store, HVK_PARTNER, "gaat", "slug"), "ging");
	assert_string_equal(rows_of(store, "SELECT p.slug FROM referral JOIN partner AS p ON p.id = partner"
	                            " ORDER BY 1"), "blijft ging");
}

static void a_dry_run_changes_nothing(void **state)
{
	struct hvk_store *store = store_of(state);
	const char *before = all_of(store);
	struct hvk_record_counts counts;

	assert_done(store, hvk_partner_merge(store, "blijft", "ging", true, &counts));
	assert_int_equal(counts.removed, 2);
	assert_string_equal(all_of(store), before);
}

static void not_with_itself(void **state)
{
	struct hvk_store *store = store_of(state);

	assert_int_equal(hvk_partner_merge(store, "ging", "ging", false, NULL), HVK_EINVAL);
	assert_message(store, "a partner cannot be merged with itself: 'ging'");
	assert_int_equal(hvk_partner_merge(store, "ging", "gaat", false, NULL), HVK_EINVAL);
	assert_message(store, "a partner cannot be merged with itself: 'gaat' leads to 'ging'");
	assert_int_equal(hvk_partner_merge(store, "gaat", "ging", false, NULL), HVK_EINVAL);
	assert_int_equal(hvk_partner_merge(store, "blijft", "wie-dan", false, NULL), HVK_ENOTFOUND);
	assert_int_equal(count_rows(store, "partner"), 2);
	/* Round in a circle: whoever is merged is gone, and leads to the one that stayed. */
	assert_done(store, hvk_partner_merge(store, "blijft", "ging", false, NULL));
	assert_int_equal(hvk_partner_merge(store, "ging", "blijft", false, NULL), HVK_EINVAL);
	assert_message(store, "a partner cannot be merged with itself: 'ging' leads to 'blijft'");
}

static void slugs_lead_on_through_several_merges(void **state)
{
	struct hvk_store *store = store_of(state);

	put(store, HVK_PARTNER, "slug", "derde", "name", "Derde", NULL);
	assert_done(store, hvk_partner_merge(store, "blijft", "ging", false, NULL));
	assert_done(store, hvk_partner_merge(store, "derde", "gaat", false, NULL));
	assert_string_equal(column_of(store, HVK_PARTNER, "gaat", "slug"), "derde");
	assert_string_equal(column_of(store, HVK_PARTNER, "blijft", "slug"), "derde");
	assert_string_equal(column_of(store, HVK_OFFER, "eerste", "partner"), "derde");
	/* The name of one that stayed may be taken again by itself. */
	change(store, HVK_PARTNER, "derde", "slug", "blijft", NULL);
	assert_string_equal(column_of(store, HVK_PARTNER, "derde", "slug"), "blijft");
}

static void memberships_of_another_time_stay(void **state)
{
	struct hvk_store *store = store_of(state);

	change(store, HVK_MEMBERSHIP, "lid-1", "until", "2024-12-31", NULL);
	change(store, HVK_MEMBERSHIP, "lid-2", "since", "2025-01-01", NULL);
	assert_done(store, hvk_partner_merge(store, "blijft", "ging", false, NULL));
	assert_string_equal(rows_of(store, "SELECT slug FROM membership ORDER BY slug"), "lid-1 lid-2 lid-3");
}

static void the_desk_goes_along(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record_counts counts;
	const struct hvk_code *code;
	const char *before, *what;
	char id[14];
	struct hvk_question *question;

	add_short(store, "2026-10 oostkamp slapen desk:ging", id);
	change(store, HVK_PARTNER, "ging", "name", "Gaat vzw", NULL);
	assert_done(store, hvk_question_new(store, &question));
	before = all_of(store);
	assert_done(store, hvk_partner_merge(store, "blijft", "ging", false, NULL));
	assert_done(store, hvk_question_find(question, id));
	assert_string_equal(hvk_question_key(question, HVK_DESK, NULL), "blijft");
	assert_string_equal(hvk_question_label(question, HVK_DESK, HVK_NL), "Fictief Huis");
	assert_done(store, hvk_code_find(store, "desk", "ging", false, &code));
	assert_string_equal(hvk_code_text(code, HVK_CODE_CODE), "blijft");
	assert_done(store, hvk_record_undo(store, false, &counts, &what));
	assert_string_equal(hvk_question_key(question, HVK_DESK, NULL), "ging");
	assert_string_equal(all_of(store), before);
	/* Both have one: they stay two. */
	add_short(store, "2026-10 oostkamp slapen desk:blijft", NULL);
	assert_done(store, hvk_partner_merge(store, "blijft", "ging", false, NULL));
	assert_done(store, hvk_question_find(question, id));
	assert_string_equal(hvk_question_key(question, HVK_DESK, NULL), "ging");
	hvk_question_free(question);
}

/* ---- people who are gone */

static void people_who_are_gone_are_forgotten(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record_counts counts;
	const char *what;
	uint64_t gone;

	change(store, HVK_PERSON, "iemand", "until", "2026-01-31", "phone", "050 00 00 09", NULL);
	run_sql(store, "UPDATE referral SET person = (SELECT id FROM person), warm = 1 WHERE partner = 2");
	assert_done(store, hvk_person_purge(store, "2026-01-31", false, &gone));
	assert_int_equal(gone, 0);
	assert_done(store, hvk_person_purge(store, "2026-02-01", true, &gone));
	assert_int_equal(gone, 1);
	assert_int_equal(count_rows(store, "person"), 1);
	assert_done(store, hvk_person_purge(store, "2026-02-01", false, &gone));
	assert_int_equal(gone, 1);
	assert_int_equal(count_rows(store, "person"), 0);
	assert_int_equal(count_rows(store, "person_theme"), 0);
	assert_int_equal(count_rows(store, "referral WHERE person IS NOT NULL"), 0);
	assert_int_equal(count_rows(store, "referral WHERE warm"), 1);
	assert_int_equal(count_rows(store, "change_record WHERE type = 1"), 0);
	assert_int_equal(count_rows(store, "change_value WHERE before GLOB '*An Voor*' OR after GLOB '*00 00 09*'"), 0);
	/* What is undone first is what came before. */
	assert_done(store, hvk_record_undo(store, false, &counts, &what));
	assert_int_equal(count_rows(store, "person"), 0);
	assert_int_equal(hvk_person_purge(store, "vorig jaar", false, &gone), HVK_EINVAL);
	assert_int_equal(hvk_person_purge(store, "2036-01-01", true, &gone), HVK_EINVAL);
}

/* Of somebody who was removed the history knows all, until it is purged. */
static void removed_people_are_forgotten_too(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_record_counts counts;
	struct hvk_record *person;
	const char *what;
	uint64_t gone;

	assert_done(store, hvk_record_new(store, HVK_PERSON, &person));
	assert_done(store, hvk_record_find(person, "iemand"));
	assert_done(store, hvk_record_remove_all(store, &person, 1, false, NULL));
	hvk_record_free(person);
	assert_true(count_rows(store, "change_value WHERE before = 'An Voorbeeld'") > 0);
	assert_done(store, hvk_person_purge(store, "2026-11-21", false, &gone));
	assert_int_equal(gone, 0);
	assert_done(store, hvk_person_purge(store, "2026-11-22", false, &gone));
	assert_int_equal(gone, 1);
	assert_int_equal(count_rows(store, "change_value WHERE before = 'An Voorbeeld'"), 0);
	assert_done(store, hvk_record_undo(store, false, &counts, &what));
	assert_int_equal(count_rows(store, "person"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, two_partners, store_tear_down)
		TEST(what_is_the_ones_becomes_the_others),
		TEST(undoing_brings_all_back),
		TEST(a_dry_run_changes_nothing),
		TEST(not_with_itself),
		TEST(slugs_lead_on_through_several_merges),
		TEST(memberships_of_another_time_stay),
		TEST(the_desk_goes_along),
		TEST(people_who_are_gone_are_forgotten),
		TEST(removed_people_are_forgotten_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
