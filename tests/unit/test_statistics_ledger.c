/* SPDX-License-Identifier: EUPL-1.2 */
/* The ledger: what goes in comes back as it was, all or nothing, and nothing in it changes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ledger.h"

#define CHECKSUM "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* ---------------------------------------------------------------- going in and coming back */

static void assert_same_axis(const struct hvk__publication_axis *a, const struct hvk__publication_axis *b)
{
	if (a->name)
		assert_string_equal(a->name, b->name);
	else
		assert_null(b->name);
	assert_int_equal(a->member_count, b->member_count);
	for (size_t i = 0; i < a->member_count; i++) {
		const struct hvk__publication_member *one = &a->members[i], *other = &b->members[i];

		assert_string_equal(one->key, other->key);
		assert_string_equal(one->level, other->level);
		assert_string_equal(one->label[HVK_NL], other->label[HVK_NL]);
		assert_string_equal(one->label[HVK_EN], other->label[HVK_EN]);
		assert_int_equal(one->whole, other->whole);
		assert_int_equal(one->sensitive, other->sensitive);
		assert_int_equal(one->leaf_count, other->leaf_count);
		if (one->leaf_count > 0)
			assert_memory_equal(one->leaves, other->leaves, one->leaf_count * sizeof(*one->leaves));
	}
	assert_int_equal(a->link_count, b->link_count);
	for (size_t i = 0; i < a->link_count; i++)
		assert_int_equal(hvk__publication_compare_links(&a->links[i], &b->links[i]), 0);
}

static void assert_same(const struct hvk_publication *a, const struct hvk_publication *b)
{
	size_t cells = 1;

	for (int field = 0; field < HVK_PUBLICATION_FIELDS; field++)
		assert_string_equal(hvk_publication_text(a, (enum hvk_publication_field)field),
		                    hvk_publication_text(b, (enum hvk_publication_field)field));
	assert_string_equal(a->subject, b->subject);
	assert_int_equal(a->list, b->list);
	assert_int_equal(a->answer, b->answer);
	for (int axis = 0; axis < HVK__PUBLICATION_AXES; axis++) {
		assert_same_axis(&a->axes[axis], &b->axes[axis]);
		cells *= a->axes[axis].member_count;
	}
	for (size_t i = 0; i < cells; i++) {
		assert_int_equal(a->cells[i].count, b->cells[i].count);
		assert_int_equal(a->cells[i].status, b->cells[i].status);
	}
}

/* Enters one with cells of all kinds, and finds it again. */
static void go_through(struct hvk_store *store, const char *by, const char *period, const char *region,
                       uint64_t number)
{
	static const enum hvk__publication_status all[] = { HVK__CELL_OK, HVK__CELL_PRIMARY, HVK__CELL_SECONDARY,
		                                            HVK__CELL_NOT_APPLICABLE, HVK__CELL_NOT_COLLECTED,
		                                            HVK__CELL_BY_RULE, HVK__CELL_OK };
	const char *place = "/tmp/nergens/tabel.csv", *checksum = CHECKSUM;
	struct hvk_publication *p = ask_publication(store, by, period, region, ""), *found;

	assert_done(store, hvk_publication_set(p, HVK_PUBLISH_MIN_CELL, "7"));
	assert_done(store, hvk_publication_set(p, HVK_PUBLISH_ZEROS, "protect"));
	assert_done(store, hvk__publication_make_axes(p));
	fill_cells(p, 3, all, ARRAY_SIZE(all));
	p->late = 4;
	p->plan = 2;
	strcpy(p->digest, "fedcba9876543210fedcba9876543210");
	join_publications(&p, 1);
	assert_done(store, hvk_publication_enter(&p, 1, &place, &checksum));
	assert_int_equal(p->number, number);
	assert_string_equal(p->entered_on, "2026-11-21");
	assert_done(store, hvk_publication_open(store, number, &found));
	assert_same(p, found);
	assert_string_equal(found->place, place);
	assert_string_equal(found->checksum, checksum);
	assert_int_equal(found->late, 4);
	assert_int_equal(found->plan, 2);
	hvk_publication_free(found);
	hvk_publication_free(p);
}

static void what_goes_in_comes_back(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t findings;

	assert_int_equal(hvk__store_exec(store, "INSERT INTO region VALUES ('noord', 44021), ('noord', 31005),"
	                                 " ('zuid', 31022)"), HVK_OK);
	add_short(store, "2026-01 gent slapen", NULL);
	go_through(store, "gemeente,region,theme,theme-group,month,quarter", "2026-01..2026-09", "", 1);
	go_through(store, "gemeente,channel", "2026-09", "noord", 2);
	go_through(store, "", "2026-10", "", 3);
	go_through(store, "gemeente,answer=info", "2026-02", "", 4);
	go_through(store, "month", "2026-01..2026-03", "zuid", 5);
	/* Of each that its counts are made up, and no more. */
	assert_done(store, hvk_store_check(store, NULL, &findings));
	assert_int_equal(findings, 5);
}

static void numbers_have_no_gaps(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *both[2], *found;
	uint64_t last = 9;

	assert_done(store, hvk_publication_last(store, &last));
	assert_int_equal(last, 0);
	assert_int_equal(hvk_publication_open(store, 1, &found), HVK_ENOTFOUND);
	assert_message(store, "no publication 1: nothing was published yet");
	publish(store, "gemeente", "2026-01", 10);
	both[0] = make_publication(store, "gemeente", "2026-02", 20);
	both[1] = make_publication(store, "gemeente", "2026-03", 30);
	join_publications(both, 2);
	assert_done(store, hvk_publication_enter(both, 2, NULL, NULL));
	assert_int_equal(both[0]->number, 2);
	assert_int_equal(both[1]->number, 3);
	assert_int_equal(count_rows(store, "closed_month"), 3);
	hvk_publication_free(both[0]);
	/* One that was found in the ledger beside a new one. */
	assert_done(store, hvk_publication_open(store, 2, &both[0]));
	hvk_publication_free(both[1]);
	both[1] = make_publication(store, "gemeente", "2026-04", 40);
	join_publications(both, 2);
	assert_done(store, hvk_publication_enter(both, 2, NULL, NULL));
	assert_int_equal(both[0]->number, 2);
	assert_int_equal(both[1]->number, 4);
	assert_done(store, hvk_publication_last(store, &last));
	assert_int_equal(last, 4);
	/* Nothing but what is there. */
	hvk_publication_free(both[1]);
	assert_done(store, hvk_publication_open(store, 4, &both[1]));
	join_publications(both, 2);
	assert_done(store, hvk_publication_enter(both, 2, NULL, NULL));
	assert_int_equal(count_rows(store, "publication"), 4);
	hvk_publication_free(both[0]);
	hvk_publication_free(both[1]);
	assert_int_equal(hvk_publication_open(store, 5, &found), HVK_ENOTFOUND);
	assert_message(store, "no publication 5; the last is 4");
	assert_null(found);
	assert_int_equal(hvk_publication_open(store, 0, &found), HVK_ENOTFOUND);
}

/* ---------------------------------------------------------------- all or none */

static void expect_nothing(struct hvk_store *store, const struct hvk_publication *p)
{
	assert_int_equal(p->number, 0);
	assert_string_equal(p->entered_on, "");
	assert_int_equal(count_rows(store, "publication"), 0);
	assert_int_equal(count_rows(store, "publication_cell"), 0);
	assert_int_equal(count_rows(store, "publication_member"), 0);
	assert_int_equal(count_rows(store, "closed_month"), 0);
	assert_int_equal(count_rows(store, "closed_question"), 0);
}

static void what_cannot_go_in(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *both[2] = { make_publication(store, "gemeente", "2026-02", 20),
		                            make_publication(store, "gemeente", "2026-03", 30) }, *twice[2];
	const char *places[] = { "/tmp/een.csv", "twee.csv" }, *checksums[] = { CHECKSUM, "0" CHECKSUM };

	assert_int_equal(hvk_publication_enter(both, 2, NULL, NULL), HVK_EINVAL);
	assert_message(store, "expected publications that were protected together");
	join_publications(both, 2);
	assert_int_equal(hvk_publication_enter(both, 1, NULL, NULL), HVK_EINVAL);
	twice[0] = twice[1] = both[0];
	assert_int_equal(hvk_publication_enter(twice, 2, NULL, NULL), HVK_EINVAL);
	assert_message(store, "a publication is there twice");
	assert_int_equal(hvk_publication_enter(both, 2, places, NULL), HVK_EINVAL);
	assert_message(store, "expected an absolute path, found 'twee.csv'");
	assert_int_equal(hvk_publication_enter(both, 2, NULL, checksums), HVK_EINVAL);
	assert_message_has(store, "expected a checksum of 64 hexadecimal digits, found '00123");
	/* Two tables in one cannot be told apart afterwards. */
	both[1]->axes[HVK__PLACES].members[0].whole = true;
	assert_int_equal(hvk_publication_enter(both, 2, NULL, NULL), HVK_EBUG);
	both[1]->axes[HVK__PLACES].members[0].whole = false;
	expect_nothing(store, both[0]);
	assert_done(store, hvk_publication_enter(both, 2, NULL, NULL));
	/* They share nothing any more. */
	assert_int_equal(hvk_publication_enter(both, 2, NULL, NULL), HVK_EINVAL);
	assert_int_equal(count_rows(store, "publication"), 2);
	hvk_publication_free(both[0]);
	hvk_publication_free(both[1]);
}

static void all_or_none(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *both[2] = { make_publication(store, "gemeente", "2026-02", 20),
		                            make_publication(store, "gemeente", "2026-03", 30) };

	/* The last cell of the last is what the table refuses. */
	both[1]->cells[3].count = -1;
	join_publications(both, 2);
	assert_true(hvk_publication_enter(both, 2, NULL, NULL) < 0);
	expect_nothing(store, both[0]);
	expect_nothing(store, both[1]);
	both[1]->cells[3].count = 1;
	assert_done(store, hvk_publication_enter(both, 2, NULL, NULL));
	hvk_publication_free(both[0]);
	hvk_publication_free(both[1]);
}

static void what_changed_meanwhile(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p, *other;

	p = make_publication(store, "gemeente", "2026-02", 20);
	join_publications(&p, 1);
	add_short(store, "2026-02 gent slapen", NULL);
	assert_int_equal(hvk_publication_enter(&p, 1, NULL, NULL), HVK_EBUSY);
	expect_nothing(store, p);
	hvk_publication_free(p);
	p = make_publication(store, "gemeente", "2026-02", 20);
	join_publications(&p, 1);
	/* A month that it does not count. */
	add_short(store, "2026-03 gent slapen", NULL);
	assert_done(store, hvk_publication_enter(&p, 1, NULL, NULL));
	hvk_publication_free(p);
	p = make_publication(store, "gemeente", "2026-03", 30);
	join_publications(&p, 1);
	other = make_publication(store, "gemeente", "2026-01", 40);
	join_publications(&other, 1);
	assert_done(store, hvk_publication_enter(&p, 1, NULL, NULL));
	assert_int_equal(hvk_publication_enter(&other, 1, NULL, NULL), HVK_EBUSY);
	assert_message(store, "another publication came in between; try again");
	assert_int_equal(other->number, 0);
	hvk_publication_free(p);
	hvk_publication_free(other);
}

static void one_that_is_freed_leaves_the_others(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *both[2] = { make_publication(store, "gemeente", "2026-02", 20),
		                            make_publication(store, "gemeente", "2026-03", 30) };

	join_publications(both, 2);
	hvk_publication_free(both[0]);
	assert_int_equal(both[1]->joint->holders, 1);
	/* It was protected together with what is no longer there. */
	assert_int_equal(hvk_publication_enter(&both[1], 1, NULL, NULL), HVK_EINVAL);
	hvk_publication_free(both[1]);
}

/* ---------------------------------------------------------------- it only grows */

static void nothing_in_it_changes(void **state)
{
	static const char *const changes[] = {
		"DELETE FROM publication", "UPDATE publication SET min_cell = 3",
		"DELETE FROM publication_cell", "UPDATE publication_cell SET status = 0",
		"DELETE FROM publication_member", "UPDATE publication_leaf SET leaf = 1",
		"DELETE FROM publication_link", "DELETE FROM closed_month", "UPDATE closed_month SET publication = 9",
		"DELETE FROM withdrawal", "UPDATE withdrawal SET reason = 'x'",
	};
	struct hvk_store *store = store_of(state);

	assert_int_equal(hvk__store_exec(store, "INSERT INTO region VALUES ('noord', 44021)"), HVK_OK);
	publish(store, "gemeente,region,month,quarter", "2026-01..2026-03", 10);
	assert_true(count_rows(store, "publication_link") > 0);
	assert_done(store, hvk_publication_withdraw(store, 1, "Een proef", false));
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		if (hvk__store_exec(store, changes[i]) == HVK_OK)
			fail_msg("%s went well", changes[i]);
	}
}

/* What is damaged is said, and nothing crashes. */
static void a_damaged_ledger(void **state)
{
	static const struct {
		const char *change, *message;
	} damages[] = {
		{ "DELETE FROM publication WHERE number = 1", "publication 1: it is missing" },
		{ "DELETE FROM publication_member WHERE axis = 0 AND member = 0", "members are missing" },
		{ "DELETE FROM publication_member WHERE axis = 2", "members are missing" },
		{ "DELETE FROM publication_member WHERE axis = 1 AND member = 0", "members are missing" },
		{ "UPDATE publication_member SET member = 9 WHERE axis = 0 AND member = 2", "members are missing" },
		{ "INSERT INTO publication_leaf VALUES (1, 0, 77, 44021)", "members are missing" },
		{ "INSERT INTO publication_leaf VALUES (1, 7, 0, 44021)", "members are missing" },
		{ "INSERT INTO publication_leaf VALUES (1, 0, 0, -4)", "members are missing" },
		{ "INSERT INTO publication_leaf VALUES (1, 2, 0, 4096)", "members are missing" },
		{ "INSERT INTO publication_link VALUES (1, 0, 0, 'x', 99)", "members are missing" },
		{ "INSERT INTO publication_link VALUES (1, 0, -1, 'x', 0)", "members are missing" },
		{ "DELETE FROM publication_cell WHERE place = 1", "cells are missing" },
		{ "DELETE FROM publication_cell", "cells are missing" },
		{ "UPDATE publication_cell SET place = 1000 WHERE place = 1", "cells are missing" },
		{ "INSERT INTO publication_cell VALUES (1, 100, 0, 0, 0, 1)", "cells are missing" },
		{ "PRAGMA ignore_check_constraints = on; UPDATE publication_cell SET status = 9",
		  "a cell with neither count nor status" },
		{ "PRAGMA ignore_check_constraints = on; UPDATE publication_cell SET count = -9",
		  "a cell with neither count nor status" },
		{ "UPDATE publication SET levels = 'huisdier'", "what it counts by is not known" },
		{ "UPDATE publication SET levels = 'answer=huisdier'", "what it counts by is not known" },
		{ "UPDATE publication SET levels = 'year,year,year,year,year'", "what it counts by is not known" },
		{ "UPDATE publication SET digest = 'x'", "no digest" },
		{ "UPDATE publication SET first_month = -3", "no months" },
		{ "PRAGMA ignore_check_constraints = on; UPDATE publication SET geography = 'ooit'",
		  "no day of its gemeenten" },
	};
	struct hvk_store *store = store_of(state), *copy;

	assert_int_equal(hvk__store_exec(store, "DROP TRIGGER publication_stays; DROP TRIGGER publication_same;"
	                                 "DROP TRIGGER publication_member_stays; DROP TRIGGER publication_member_same;"
	                                 "DROP TRIGGER publication_cell_stays; DROP TRIGGER publication_cell_same"),
	                 HVK_OK);
	publish(store, "gemeente", "2026-01", 10);
	publish(store, "gemeente", "2026-02", 20);
	for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
		struct hvk_publication *found;
		struct hvk_figures *figures;

		assert_done(store, hvk_store_backup(store, beside(state, "copy.db")));
		tamper(state, "copy.db", damages[i].change);
		copy = open_beside(state, "copy.db", HVK_OPEN_READ);
		if (hvk_publication_open(copy, 1, &found) != HVK_ESTORE)
			fail_msg("%s was not found", damages[i].change);
		assert_message_has(copy, damages[i].message);
		assert_null(found);
		assert_int_equal(hvk_figures_new(copy, &figures), HVK_ESTORE);
		assert_null(figures);
		hvk_store_free(copy);
	}
}

/* ---------------------------------------------------------------- the same again */

#define assert_asked(store, expected, by, period, region, gemeenten, k, zeros_)                   \
	do {                                                                                      \
		struct hvk_publication *p_ = ask_publication(store, by, period, region, gemeenten); \
		uint64_t number_ = 99;                                                            \
		p_->min_cell = k;                                                                 \
		p_->zeros = zeros_;                                                               \
		assert_done(store, hvk__publication_same(p_, &number_));                          \
		assert_int_equal(number_, expected);                                              \
		hvk_publication_free(p_);                                                         \
	} while (0)

static void the_same_is_found(void **state)
{
	struct hvk_store *store = store_of(state);

	assert_int_equal(hvk__store_exec(store, "INSERT INTO region VALUES ('noord', 44021)"), HVK_OK);
	publish(store, "gemeente,theme", "2026-01", 10);
	publish(store, "gemeente,theme", "2026-02", 20);
	assert_asked(store, 2, "theme,gemeente", "2026-02..2026-02", "", "31005,Gent", 0, -1);
	assert_asked(store, 2, "gemeente,theme", "2026-02", "", "gent,brugge", 5, HVK_ZEROS_CAMOUFLAGE);
	assert_asked(store, 0, "gemeente,theme", "2026-02", "", "gent,brugge", 6, -1);
	assert_asked(store, 0, "gemeente,theme", "2026-02", "", "gent,brugge", 0, HVK_ZEROS_PROTECT);
	assert_asked(store, 0, "gemeente,theme", "2026-02", "", "gent", 0, -1);
	assert_asked(store, 0, "gemeente,theme", "2026-02", "noord", "gent,brugge", 0, -1);
	assert_asked(store, 0, "gemeente", "2026-02", "", "gent,brugge", 0, -1);
	assert_asked(store, 0, "gemeente,theme", "2026-01..2026-02", "", "gent,brugge", 0, -1);
	assert_done(store, hvk_publication_withdraw(store, 2, "Een proef", false));
	assert_asked(store, 0, "gemeente,theme", "2026-02", "", "gent,brugge", 0, -1);
	assert_asked(store, 1, "gemeente,theme", "2026-01", "", "gent,brugge", 0, -1);
}

/* ---------------------------------------------------------------- withdrawing */

static void one_is_withdrawn_once(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;

	assert_int_equal(hvk_publication_withdraw(store, 1, "Een proef", false), HVK_ENOTFOUND);
	assert_message(store, "no publication 1: nothing was published yet");
	publish(store, "gemeente", "2026-01", 10);
	assert_int_equal(hvk_publication_withdraw(store, 1, NULL, false), HVK_EINVAL);
	assert_message(store, "reason: expected a text, found none");
	assert_int_equal(hvk_publication_withdraw(store, 1, " - ", false), HVK_EINVAL);
	assert_int_equal(hvk_publication_withdraw(store, 1, "\xff", false), HVK_EINVAL);
	assert_int_equal(hvk_publication_withdraw(store, 1, "gemeld door 0499 12 34 56", false), HVK_EINVAL);
	assert_message(store, "reason: looks like a telephone number; nothing personal is recorded");
	assert_int_equal(hvk_publication_withdraw(store, 2, "Een proef", false), HVK_ENOTFOUND);
	assert_done(store, hvk_publication_withdraw(store, 1, "Een proef", true));
	assert_int_equal(count_rows(store, "withdrawal"), 0);
	assert_done(store, hvk_publication_withdraw(store, 1, "  Verkeerde regio gekozen ", false));
	assert_done(store, hvk_publication_open(store, 1, &p));
	assert_string_equal(p->withdrawn_on, "2026-11-21");
	assert_string_equal(p->reason, "Verkeerde regio gekozen");
	hvk_publication_free(p);
	assert_int_equal(hvk_publication_withdraw(store, 1, "Nog eens", false), HVK_EINVAL);
	assert_message(store, "publication 1 was withdrawn on 2026-11-21 already, for another reason: "
	                      "Verkeerde regio gekozen");
	assert_done(store, hvk_publication_withdraw(store, 1, " Verkeerde regio gekozen", false));
	assert_int_equal(count_rows(store, "withdrawal"), 1);
}

/* ---------------------------------------------------------------- other changes leave it alone */

/* Of all that is in the ledger. */
static int64_t ledger_size(struct hvk_store *store)
{
	return count_rows(store, "publication") + 10 * count_rows(store, "publication_cell") +
	       1000 * count_rows(store, "closed_month") + 100000 * count_rows(store, "closed_question");
}

static void undo_and_void_leave_it(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_counts counts;
	const char *ids[1], *what;
	int64_t size;
	char id[14];

	add_short(store, "2026-01 gent slapen", id);
	publish(store, "gemeente", "2026-01", 10);
	size = ledger_size(store);
	assert_done(store, hvk_store_undo(store, false, &counts, &what));
	assert_int_equal(count_rows(store, "question"), 0);
	assert_int_equal(ledger_size(store), size);
	add_short(store, "2026-01 gent slapen", id);
	ids[0] = id;
	assert_done(store, hvk_question_void(store, ids, 1, false));
	assert_int_equal(ledger_size(store), size);
	assert_done(store, hvk_store_undo(store, false, &counts, &what));
	assert_int_equal(ledger_size(store), size);
}

/* Of months that are gone no more is kept than what was published is counted by. */
static void purging_keeps_what_the_ledger_counts_by(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t gone;

	add_short(store, "2026-01 gent slapen telefoon moeder", NULL);
	add_short(store, "2026-01 gent slapen telefoon vader", NULL);
	add_short(store, "2026-01 gent slapen telefoon", NULL);
	add_short(store, "2026-01 gent slapen moeder", NULL);
	add_short(store, "2026-02 gent slapen telefoon moeder", NULL);
	publish(store, "gemeente,channel", "2026-01", 10);
	publish(store, "gemeente", "2026-02", 20);
	assert_done(store, hvk_store_purge(store, "2026-02", false, false, &gone, NULL));
	assert_int_equal(count_rows(store, "closed_question WHERE counted = 672"), 2);
	assert_int_equal(count_rows(store, "closed_question WHERE channel <> 0 AND asker = 0 AND questions = 3"), 1);
	assert_int_equal(count_rows(store, "closed_question WHERE channel = 0 AND asker = 0 AND questions = 1"), 1);
	assert_int_equal(count_rows(store, "closed_question WHERE counted = 673 AND asker <> 0"), 1);
}

static void merging_leaves_both_as_they_are(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "other.db", HVK_OPEN_CREATE);
	struct hvk__closing closing;
	struct hvk_counts counts;
	bool february = true;
	int64_t size;

	add_short(store, "2026-01 gent slapen", NULL);
	publish(store, "gemeente", "2026-01", 10);
	add_short(other, "2026-01 gent slapen", NULL);
	add_short(other, "2026-01 brugge slapen", NULL);
	publish(other, "gemeente", "2026-01", 50);
	publish(other, "gemeente", "2026-02", 60);
	hvk_store_free(other);
	size = ledger_size(store);
	assert_done(store, hvk_store_merge(store, beside(state, "other.db"), false, &counts, NULL));
	assert_int_equal(counts.added, 2);
	assert_int_equal(ledger_size(store), size);
	/* What came into a month that was closed here is late. */
	assert_done(store, hvk__begin_reading(store));
	assert_done(store, hvk__closing_read(store, 673, 673, &february, &closing));
	hvk__rollback(store);
	assert_int_equal(closing.late, 2);
	hvk__closing_free(&closing);
}

static void a_backup_without_its_publications_is_refused(void **state)
{
	struct hvk_store *store = store_of(state), *fresh;
	uint64_t last;

	add_short(store, "2026-01 gent slapen", NULL);
	assert_done(store, hvk_store_backup(store, beside(state, "none.db")));
	publish(store, "gemeente", "2026-01", 10);
	assert_done(store, hvk_store_backup(store, beside(state, "one.db")));
	assert_int_equal(hvk_store_restore(store, beside(state, "none.db"), true), HVK_EINPUT);
	assert_int_equal(hvk_store_restore(store, beside(state, "none.db"), false), HVK_EINPUT);
	assert_message_has(store, "lacks publication 1 of this store");
	assert_done(store, hvk_publication_last(store, &last));
	assert_int_equal(last, 1);
	assert_done(store, hvk_store_restore(store, beside(state, "one.db"), false));
	publish(store, "gemeente", "2026-02", 20);
	assert_int_equal(hvk_store_restore(store, beside(state, "one.db"), false), HVK_EINPUT);
	assert_message_has(store, "lacks publication 2 of this store");
	/* Another that has the same number. */
	fresh = open_beside(state, "two.db", HVK_OPEN_CREATE);
	assert_done(fresh, hvk_store_restore(fresh, beside(state, "one.db"), false));
	assert_int_equal(count_rows(fresh, "publication_cell"), 4);
	publish(fresh, "gemeente", "2026-02", 21);
	hvk_store_free(fresh);
	assert_int_equal(hvk_store_restore(store, beside(state, "two.db"), false), HVK_EINPUT);
	assert_message_has(store, "lacks publication 2 of this store");
}

static void one_that_lacks_a_withdrawal_is_refused(void **state)
{
	struct hvk_store *store = store_of(state);

	publish(store, "gemeente", "2026-01", 10);
	publish(store, "gemeente", "2026-02", 20);
	assert_done(store, hvk_publication_withdraw(store, 1, "Een proef", false));
	assert_done(store, hvk_store_backup(store, beside(state, "one.db")));
	assert_done(store, hvk_store_restore(store, beside(state, "one.db"), false));
	assert_done(store, hvk_publication_withdraw(store, 2, "Een proef", false));
	assert_int_equal(hvk_store_restore(store, beside(state, "one.db"), true), HVK_EINPUT);
	assert_int_equal(hvk_store_restore(store, beside(state, "one.db"), false), HVK_EINPUT);
	assert_message_has(store, "lacks the withdrawal of publication 2 of this store");
	assert_int_equal(count_rows(store, "withdrawal"), 2);
}

static void one_with_more_publications_is_restored(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t last;

	publish(store, "gemeente", "2026-01", 10);
	assert_done(store, hvk_store_backup(store, beside(state, "one.db")));
	{
		struct hvk_store *copy = open_beside(state, "one.db", HVK_OPEN_WRITE);

		publish(copy, "gemeente", "2026-02", 20);
		hvk_store_free(copy);
	}
	assert_done(store, hvk_store_restore(store, beside(state, "one.db"), false));
	assert_done(store, hvk_publication_last(store, &last));
	assert_int_equal(last, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(what_goes_in_comes_back),
		WITH_STORE(numbers_have_no_gaps),
		WITH_STORE(what_cannot_go_in),
		WITH_STORE(all_or_none),
		WITH_STORE(what_changed_meanwhile),
		WITH_STORE(one_that_is_freed_leaves_the_others),
		WITH_STORE(nothing_in_it_changes),
		WITH_STORE(a_damaged_ledger),
		WITH_STORE(the_same_is_found),
		WITH_STORE(one_is_withdrawn_once),
		WITH_STORE(undo_and_void_leave_it),
		WITH_STORE(purging_keeps_what_the_ledger_counts_by),
		WITH_STORE(merging_leaves_both_as_they_are),
		WITH_STORE(a_backup_without_its_publications_is_refused),
		WITH_STORE(one_that_lacks_a_withdrawal_is_refused),
		WITH_STORE(one_with_more_publications_is_restored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
