/* SPDX-License-Identifier: EUPL-1.2 */
/* Merging stores: nothing lost, nothing twice, in any order; all or nothing. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "admin_store.h"

static struct hvk_counts merge(void **state, struct hvk_store *store, const char *name)
{
	struct hvk_counts counts;

	assert_done(store, hvk_store_merge(store, beside(state, name), false, &counts, NULL));
	assert_sound(store);
	return counts;
}

static void copy_file(void **state, const char *from, const char *to)
{
	struct hvk_store *store = open_beside(state, from, HVK_OPEN_READ);

	assert_done(store, hvk_store_backup(store, beside(state, to)));
	hvk_store_free(store);
}

/* Merges a into a copy of b and b into a copy of a, and asserts that both come to the same questions. */
static void assert_commutes(void **state, const char *a, const char *b)
{
	struct hvk_store *ab, *ba;
	char *one, *other;

	copy_file(state, a, "ab.db");
	copy_file(state, b, "ba.db");
	ab = open_beside(state, "ab.db", HVK_OPEN_WRITE);
	ba = open_beside(state, "ba.db", HVK_OPEN_WRITE);
	merge(state, ab, b);
	merge(state, ba, a);
	one = all_questions(ab);
	other = all_questions(ba);
	assert_string_equal(one, other);
	/* And again, now that each has all. */
	assert_int_equal(merge(state, ab, "ba.db").added, 0);
	assert_questions(ab, one);
	free(one);
	free(other);
	hvk_store_free(ab);
	hvk_store_free(ba);
}

static void void_one(struct hvk_store *store, const char *id)
{
	assert_done(store, hvk_question_void(store, &id, 1, false));
}

static void adds_what_the_other_has(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "o.db", HVK_OPEN_CREATE);
	struct hvk_counts counts;

	/* Desks come in another order, so that their numbers differ. */
	add_short(store, "month:2026-10 gemeente:gent slapen desk:noord info+folder", NULL);
	add_short(store, "month:2026-09 gemeente:gent slapen desk:west", NULL);
	add_short(other, "month:2026-10 gemeente:brugge driftbuien desk:oost", NULL);
	add_short(other, "month:2026-11 gemeente:brugge driftbuien desk:noord moeder", NULL);
	assert_commutes(state, "hvk.db", "o.db");
	counts = merge(state, store, "o.db");
	assert_int_equal(counts.added, 2);
	assert_int_equal(counts.unchanged, 0);
	assert_int_equal(counts.voided, 0);
	assert_questions(store, "2026-09 44021 west - - - slapen - - - - new\n"
	                        "2026-10 31005 oost - - - gedrag.driftbuien - - - - new\n"
	                        "2026-10 44021 noord - - - slapen - - info+folder - new\n"
	                        "2026-11 31005 noord - moeder - gedrag.driftbuien - - - - new\n");
	counts = merge(state, store, "o.db");
	assert_int_equal(counts.added, 0);
	assert_int_equal(counts.unchanged, 2);
	hvk_store_free(other);
}

static void what_is_voided_in_one_is_voided(void **state)
{
	struct hvk_store *store = store_of(state), *other;
	struct hvk_counts counts;
	char first[14], second[14];

	add_short(store, "month:2026-10 gemeente:gent slapen", first);
	add_short(store, "month:2026-10 gemeente:brugge slapen", second);
	copy_file(state, "hvk.db", "o.db");
	other = open_beside(state, "o.db", HVK_OPEN_WRITE);
	void_one(store, first);
	void_one(other, second);
	assert_commutes(state, "hvk.db", "o.db");
	counts = merge(state, store, "o.db");
	assert_int_equal(counts.added, 0);
	assert_int_equal(counts.unchanged, 1);
	assert_int_equal(counts.voided, 1);
	assert_int_equal(count_rows(store, "question"), 0);
	assert_int_equal(count_rows(store, "tombstone"), 2);
	hvk_store_free(other);
}

static void codes_meet_by_name(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "o.db", HVK_OPEN_CREATE);
	static const char here[] =
		"list,code,parent,label_nl\ntheme,sport,,Sport\ntheme,muziek,,Muziek\nanswer,brief,,Brief\n";
	static const char there[] =
		"list,code,parent,label_nl,label_en,sensitive,valid_to\n"
		"theme,muziek,,Muzieken,Music,,\ntheme,kunst.dans,kunst,Dans,Dance,1,2030-12-31\n"
		"theme,kunst,,Kunst,Art,,\nanswer,kaart,,Kaart,Card,,\nanswer,brief,,Brief,Letter,,\n";
	int input = input_of(here);
	struct hvk_sql *sql;
	uint64_t changed;

	assert_done(store, hvk_code_import(store, "c", input, false, &changed));
	close(input);
	input = input_of(there);
	assert_done(other, hvk_code_import(other, "c", input, false, &changed));
	close(input);
	add_short(store, "month:2026-10 gemeente:gent sport", NULL);
	add_short(store, "month:2026-10 gemeente:gent muziek brief", NULL);
	add_short(other, "month:2026-10 gemeente:brugge kunst.dans kaart+brief+info", NULL);
	add_short(other, "month:2026-10 gemeente:brugge muziek", NULL);
	merge(state, store, "o.db");
	assert_questions(store, "2026-10 31005 - - - - muziek - - - - new\n"
	                        "2026-10 31005 - - - - kunst.dans - - info+brief+kaart - new\n"
	                        "2026-10 44021 - - - - sport - - - - new\n"
	                        "2026-10 44021 - - - - muziek - - brief - new\n");
	assert_done(store,
	            hvk_sql_open(store,
	                         "SELECT group_concat(code || '=' || coalesce(parent, '') || '=' || label_nl || '=' ||"
	                         " sensitive || '=' || coalesce(valid_to, ''), ' ') FROM v_code WHERE list = 'theme'"
	                         " AND code IN ('muziek', 'kunst', 'kunst.dans')",
	                         &sql));
	assert_int_equal(hvk_sql_next(sql), 1);
	assert_string_equal(hvk_sql_text(sql, 0),
	                    "muziek==Muziek=0= kunst.dans=kunst=Dans=1=2030-12-31 kunst==Kunst=0=");
	hvk_sql_free(sql);
	hvk_store_free(other);
}

static void a_renamed_code_is_still_the_same(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "o.db", HVK_OPEN_CREATE), *third;
	const struct hvk_code *code;

	assert_done(other, hvk_code_rename(other, "theme", "slapen", "nachtrust", false));
	add_short(other, "month:2026-10 gemeente:gent nachtrust", NULL);
	merge(state, store, "o.db");
	assert_questions(store, "2026-10 44021 - - - - slapen - - - - new\n");
	assert_done(store, hvk_code_find(store, "theme", "nachtrust", false, &code));
	assert_string_equal(hvk_code_text(code, HVK_CODE_CODE), "slapen");
	/* Renamed in both: they meet in the name that both had. */
	third = open_beside(state, "t.db", HVK_OPEN_CREATE);
	assert_done(third, hvk_code_rename(third, "theme", "slapen", "dromen", false));
	merge(state, third, "o.db");
	assert_questions(third, "2026-10 44021 - - - - dromen - - - - new\n");
	hvk_store_free(third);
	hvk_store_free(other);
}

static void the_same_id_with_other_content_refuses_all(void **state)
{
	struct hvk_store *store = store_of(state), *other;
	struct hvk_counts counts;
	char id[14], message[128];

	add_short(store, "month:2026-10 gemeente:gent slapen", id);
	copy_file(state, "hvk.db", "o.db");
	other = open_beside(state, "o.db", HVK_OPEN_WRITE);
	add_short(other, "month:2026-01 gemeente:brugge slapen desk:noord", NULL);
	tamper(state, "o.db", "UPDATE question SET asker = 1 WHERE id = (SELECT max(id) FROM question)");
	assert_int_equal(hvk_store_merge(store, beside(state, "o.db"), false, &counts, NULL), HVK_EINPUT);
	snprintf(message, sizeof(message), "question %s is in both stores with other content; nothing was merged", id);
	assert_message(store, message);
	assert_int_equal(counts.added, 0);
	assert_questions(store, "2026-10 44021 - - - - slapen - - - - new\n");
	assert_null(hvk_code_at(store, "desk", 0));
	hvk_store_free(other);
}

static void days_are_for_stores_that_keep_them(void **state)
{
	struct hvk_store *days = store_of(state), *months, *other;

	add_short(days, "month:2026-10 day:7 gemeente:gent slapen", NULL);
	months = open_beside(state, "m.db", HVK_OPEN_CREATE);
	merge(state, months, "hvk.db");
	assert_int_equal(count_rows(months, "question WHERE day IS NOT NULL"), 0);
	/* A store of days that learned of the question without its day learns the day as well. */
	assert_int_equal(hvk_store_new(&other), HVK_OK);
	assert_done(other, hvk_store_create(other, beside(state, "d.db"), HVK_PRECISION_DAY, false));
	merge(state, other, "m.db");
	assert_int_equal(merge(state, other, "hvk.db").unchanged, 1);
	assert_int_equal(count_rows(other, "question WHERE day = 7"), 1);
	assert_int_equal(merge(state, other, "m.db").unchanged, 1);
	assert_int_equal(count_rows(other, "question WHERE day = 7"), 1);
	tamper(state, "hvk.db", "UPDATE question SET day = 8");
	assert_int_equal(hvk_store_merge(other, beside(state, "hvk.db"), false, &(struct hvk_counts){ 0 }, NULL),
	                 HVK_EINPUT);
	hvk_store_free(other);
	hvk_store_free(months);
}

static void regions_and_batches_come_along(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "o.db", HVK_OPEN_CREATE);

	tamper(state, "hvk.db",
	       "INSERT INTO region VALUES ('Noord', 31005); INSERT INTO batch VALUES ('a.csv', x'01', 1)");
	tamper(state, "o.db", "INSERT INTO region VALUES ('noord', 44021), ('Zuid', 44021), ('Zuid', 31005);"
	                      "INSERT INTO batch VALUES ('a.csv', x'02', 2), ('b.csv', x'03', 3)");
	merge(state, store, "o.db");
	merge(state, store, "o.db");
	assert_int_equal(count_rows(store, "region"), 3);
	assert_int_equal(count_rows(store, "region WHERE region = 'noord'"), 0);
	assert_int_equal(count_rows(store, "batch"), 2);
	assert_int_equal(count_rows(store, "batch WHERE name = 'a.csv' AND digest = x'01'"), 1);
	hvk_store_free(other);
}

static void undo_does_not_reach_over_a_merge(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "o.db", HVK_OPEN_CREATE);
	const char *what;

	add_short(store, "month:2026-10 gemeente:gent slapen", NULL);
	merge(state, store, "o.db");
	assert_int_equal(hvk_store_undo(store, false, &(struct hvk_counts){ 0 }, &what), HVK_ENOTFOUND);
	hvk_store_free(other);
}

static void a_dry_run_counts(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "o.db", HVK_OPEN_CREATE);
	struct hvk_counts counts;

	add_short(other, "month:2026-10 gemeente:gent slapen desk:noord", NULL);
	assert_done(store, hvk_store_merge(store, beside(state, "o.db"), true, &counts, NULL));
	assert_int_equal(counts.added, 1);
	assert_questions(store, "");
	assert_null(hvk_code_at(store, "desk", 0));
	assert_int_equal(merge(state, store, "o.db").added, 1);
	hvk_store_free(other);
}

static void many_questions_meet(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "o.db", HVK_OPEN_CREATE);
	enum { ROWS = 20000 };
	struct hvk__row *rows = calloc(ROWS, sizeof(*rows));
	size_t here = 0, there = 0;

	/* Every third in both, the others in one of the two, over 40 months. */
	for (int pass = 0; pass < 2; pass++) {
		struct hvk_store *filled = pass == 0 ? store : other;
		size_t count = 0;

		for (int64_t i = 0; i < ROWS; i++)
			if (i % 3 == 0 || i % 3 == 1 + pass)
				rows[count++] = (struct hvk__row){
					.id = ((600 + i / 500) << HVK__ID_BITS) + i * 7919,
					.value = { [HVK__GEMEENTE] = 1 + (uint16_t)(i % 500),
					           [HVK__THEME] = 1,
					           [HVK__CONTACT] = 1 },
				};
		assert_done(filled, hvk__begin(filled, true));
		assert_done(filled, hvk__end(filled, hvk__rows_insert(filled, rows, count)));
		*(pass == 0 ? &here : &there) = count;
	}
	free(rows);
	assert_int_equal(merge(state, store, "o.db").added, ROWS - here);
	assert_int_equal(count_rows(store, "question"), ROWS);
	assert_int_equal(merge(state, other, "hvk.db").added, ROWS - there);
	assert_int_equal(merge(state, store, "o.db").unchanged, ROWS);
	hvk_store_free(other);
}

static void refuse(void **state, const char *name, int result, const char *part)
{
	struct hvk_store *store = store_of(state);
	struct hvk_counts counts = { .added = 7 };

	assert_int_equal(hvk_store_merge(store, beside(state, name), false, &counts, NULL), result);
	assert_message_has(store, part);
	assert_int_equal(counts.added, 0);
}

static void refuses_what_is_no_store(void **state)
{
	struct hvk_store *reader = open_beside(state, "hvk.db", HVK_OPEN_READ), *other;

	refuse(state, "none.db", HVK_ENOTFOUND, "no such store");
	refuse(state, "hvk.db", HVK_EINVAL, "this store itself");
	write_file(beside(state, "text.db"), "x");
	refuse(state, "text.db", HVK_ESTORE, "not a store made by hvk");
	other = open_beside(state, "o.db", HVK_OPEN_CREATE);
	assert_int_equal(hvk_store_merge(reader, beside(state, "o.db"), false, &(struct hvk_counts){ 0 }, NULL),
	                 HVK_ESTORE);
	hvk_store_set_wait(store_of(state), 0);
	assert_done(other, hvk__store_exec(other, "BEGIN EXCLUSIVE"));
	refuse(state, "o.db", HVK_EBUSY, "try again");
	assert_done(other, hvk__store_exec(other, "COMMIT"));
	assert_done(other, hvk__store_exec(other, "PRAGMA user_version = 99"));
	refuse(state, "o.db", HVK_ESTORE, "made by a newer hvk");
	hvk_store_free(other);
	hvk_store_free(reader);
}

static void refuses_questions_it_cannot_understand(void **state)
{
	struct hvk_store *other = open_beside(state, "o.db", HVK_OPEN_CREATE);

	add_short(other, "month:2026-10 gemeente:gent slapen info", NULL);
	tamper(state, "o.db", "UPDATE question SET theme = 9999");
	refuse(state, "o.db", HVK_EINPUT, "has an unknown code; check that store; nothing was merged");
	tamper(state, "o.db", "UPDATE question SET theme = 1, gemeente = 12");
	refuse(state, "o.db", HVK_EINPUT, "has an unknown gemeente");
	tamper(state, "o.db", "UPDATE question SET gemeente = 44021, answer = 1 << 60");
	refuse(state, "o.db", HVK_EINPUT, "has an unknown answer");
	assert_questions(store_of(state), "");
	hvk_store_free(other);
}

static void refuses_more_answers_than_there_is_room_for(void **state)
{
	struct hvk_store *other = open_beside(state, "o.db", HVK_OPEN_CREATE);

	tamper(state, "hvk.db", "WITH RECURSIVE n (i) AS (SELECT 18 UNION ALL SELECT i + 1 FROM n WHERE i < 63)"
	                        " INSERT INTO code (list, number, code, label_nl, label_en, origin)"
	                        " SELECT 'answer', i, 'a' || i, 'A', 'A', 'a' || i FROM n");
	tamper(state, "o.db", "INSERT INTO code (list, number, code, label_nl, label_en, origin)"
	                      " VALUES ('answer', 18, 'extra', 'E', 'E', 'extra')");
	refuse(state, "o.db", HVK_EINPUT, "the list answer is full: no room for 'extra'; nothing was merged");
	hvk_store_free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(adds_what_the_other_has),
		WITH_STORE(what_is_voided_in_one_is_voided),
		WITH_STORE(codes_meet_by_name),
		WITH_STORE(a_renamed_code_is_still_the_same),
		WITH_STORE(the_same_id_with_other_content_refuses_all),
		WITH_DAYS(days_are_for_stores_that_keep_them),
		WITH_STORE(regions_and_batches_come_along),
		WITH_STORE(undo_does_not_reach_over_a_merge),
		WITH_STORE(a_dry_run_counts),
		WITH_STORE(many_questions_meet),
		WITH_STORE(refuses_what_is_no_store),
		WITH_STORE(refuses_questions_it_cannot_understand),
		WITH_STORE(refuses_more_answers_than_there_is_room_for),
	};

	return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
