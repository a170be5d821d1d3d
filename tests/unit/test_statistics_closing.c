/* SPDX-License-Identifier: EUPL-1.2 */
/* Closing months: what was published of one stays, and what comes later counts later. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "admin_store.h"
#include "statistics/publication.h"

enum { JAN = 672, FEB, MAR, APR, MAY }; /* 2026 */

/* The months of a closing, from JAN on, for which a bit is set. */
static int read_months(struct hvk_store *store, unsigned months, struct hvk__closing *closing)
{
	bool wanted[12];
	int result;

	for (int i = 0; i < 12; i++)
		wanted[i] = months >> i & 1;
	assert_done(store, hvk__begin_reading(store));
	result = hvk__closing_read(store, JAN, JAN + 11, wanted, closing);
	hvk__rollback(store);
	return result;
}

static int close_read(struct hvk_store *store, const struct hvk__closing *closing, uint64_t publication)
{
	assert_done(store, hvk__begin(store, false));
	return hvk__end(store, hvk__closing_enter(store, closing, publication));
}

/* Closes months: those of which a bit is set. */
static void close_months(struct hvk_store *store, unsigned months, uint64_t publication)
{
	struct hvk__closing closing;

	assert_done(store, read_months(store, months, &closing));
	assert_done(store, close_read(store, &closing, publication));
	hvk__closing_free(&closing);
}

/* A closing as text: "2026-01 2026-01 44021 slapen 3" - counted, month, gemeente, theme, other lists, questions. */
static const char *rows_of(struct hvk_store *store, const struct hvk__closing *closing)
{
	static char text[2048];
	char counted[8], month[8];
	struct hvk__codes *codes;
	size_t length = 0;

	assert_done(store, hvk__store_codes(store, &codes));
	text[0] = '\0';
	for (size_t i = 0; i < closing->count; i++) {
		const struct hvk__closed *row = &closing->rows[i];

		hvk__month_format(row->counted, counted);
		hvk__month_format(row->month, month);
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s %s %u", counted, month, row->nis);
		for (int list = 0; list < HVK__CLOSED_LISTS; list++) {
			static const char *const names[] = { "theme", "channel", "asker", "age",
				                             "kind", "severity", "answer", "duration" };

			if (row->codes[list] != 0)
				length += (size_t)snprintf(text + length, sizeof(text) - length, " %s",
				                           hvk__codes_list(codes, names[list])
				                           ->codes[row->codes[list] - 1].code);
		}
		if (row->answers != 0)
			length += (size_t)snprintf(text + length, sizeof(text) - length, " %llx",
			                           (unsigned long long)row->answers);
		length += (size_t)snprintf(text + length, sizeof(text) - length, " %lld\n",
		                           (long long)row->questions);
	}
	return text;
}

#define assert_rows(store, months, expected)                              \
	do {                                                              \
		struct hvk__closing closing_;                             \
		assert_done(store, read_months(store, months, &closing_)); \
		assert_string_equal(rows_of(store, &closing_), expected); \
		hvk__closing_free(&closing_);                             \
	} while (0)

#define assert_late(store, months, expected)                              \
	do {                                                              \
		struct hvk__closing closing_;                             \
		assert_done(store, read_months(store, months, &closing_)); \
		assert_int_equal(closing_.late, expected);                \
		hvk__closing_free(&closing_);                             \
	} while (0)

static void equal_questions_are_one_row(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__closing closing;

	add_short(store, "2026-02 gent slapen", NULL);
	add_short(store, "2026-02 gent slapen desk:balie-a", NULL);
	add_short(store, "2026-02 gent slapen telefoon moeder", NULL);
	add_short(store, "2026-02 gent slapen answer:info+folder", NULL);
	add_short(store, "2026-02 brugge slapen", NULL);
	add_short(store, "2026-01 gent slapen", NULL);
	add_short(store, "2026-04 gent slapen", NULL);
	assert_done(store, read_months(store, 7, &closing));
	assert_string_equal(rows_of(store, &closing),
	                    "2026-01 2026-01 44021 slapen 1\n2026-02 2026-02 31005 slapen 1\n"
	                    "2026-02 2026-02 44021 slapen 2\n2026-02 2026-02 44021 slapen 6 1\n"
	                    "2026-02 2026-02 44021 slapen telefoon moeder 1\n");
	assert_int_equal(closing.month_count, 3);
	assert_int_equal(closing.months[0], JAN);
	assert_int_equal(closing.months[2], MAR);
	assert_int_equal(closing.late, 0);
	assert_int_equal(closing.first_collected, 0);
	hvk__closing_free(&closing);
	assert_rows(store, 1, "2026-01 2026-01 44021 slapen 1\n");
}

static void many_kinds_are_kept_apart(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__closing closing;
	enum { COUNT = 5000 };
	struct hvk__row *rows = calloc(COUNT, sizeof(*rows));

	for (int i = 0; i < COUNT; i++) {
		rows[i].id = (int64_t)FEB << HVK__ID_BITS | (i + 1);
		rows[i].value[HVK__GEMEENTE] = 1;
		rows[i].value[HVK__AGE] = (uint16_t)(1 + i % 10);
		rows[i].value[HVK__CHANNEL] = (uint16_t)(1 + i / 10 % 10);
		rows[i].value[HVK__THEME] = (uint16_t)(1 + i / 100 % 25);
		rows[i].value[HVK__CONTACT] = 1;
	}
	assert_done(store, hvk__begin(store, false));
	assert_done(store, hvk__end(store, hvk__rows_insert(store, rows, COUNT)));
	free(rows);
	assert_done(store, read_months(store, 2, &closing));
	assert_int_equal(closing.count, 2500);
	for (size_t i = 0; i < closing.count; i++) {
		assert_int_equal(closing.rows[i].questions, 2);
		if (i > 0)
			assert_true(hvk__closed_compare(&closing.rows[i - 1], &closing.rows[i]) < 0);
	}
	hvk__closing_free(&closing);
}

static void what_was_closed_stays(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__closing closing;
	const char *ids[1];
	char id[14];

	add_short(store, "2026-01 gent slapen", id);
	add_short(store, "2026-01 gent slapen", NULL);
	close_months(store, 1, 7);
	assert_int_equal(count_rows(store, "closed_month WHERE month = 672 AND publication = 7"), 1);
	ids[0] = id;
	assert_done(store, hvk_question_void(store, ids, 1, false));
	assert_rows(store, 1, "2026-01 2026-01 44021 slapen 2\n");
	assert_done(store, read_months(store, 1, &closing));
	assert_int_equal(closing.month_count, 0);
	assert_done(store, close_read(store, &closing, 8));
	hvk__closing_free(&closing);
	assert_int_equal(count_rows(store, "closed_month"), 1);
	/* One less is not one less in a later month. */
	assert_late(store, 2, 0);
	assert_rows(store, 3, "2026-01 2026-01 44021 slapen 2\n");
}

static void what_comes_late_counts_in_the_next_month_closed(void **state)
{
	struct hvk_store *store = store_of(state);

	add_short(store, "2026-01 gent slapen", NULL);
	add_short(store, "2026-03 gent slapen", NULL);
	close_months(store, 1, 1);
	close_months(store, 4, 2);
	add_short(store, "2026-01 gent slapen", NULL);
	add_short(store, "2026-01 brugge slapen", NULL);
	add_short(store, "2026-03 brugge slapen", NULL);
	/* February lies before March: only January's can count in it. */
	assert_rows(store, 2, "2026-02 2026-01 31005 slapen 1\n2026-02 2026-01 44021 slapen 1\n");
	assert_late(store, 2, 2);
	/* The earliest of those that are closed. */
	assert_rows(store, 2 | 8 | 16, "2026-02 2026-01 31005 slapen 1\n2026-02 2026-01 44021 slapen 1\n"
	            "2026-04 2026-03 31005 slapen 1\n");
	assert_late(store, 8, 3);
	/* Nothing is late for a month that was closed. */
	assert_late(store, 1 | 4, 0);
	close_months(store, 8, 3);
	assert_late(store, 16, 0);
	assert_rows(store, 8, "2026-04 2026-01 31005 slapen 1\n2026-04 2026-01 44021 slapen 1\n"
	            "2026-04 2026-03 31005 slapen 1\n");
	add_short(store, "2026-01 brugge slapen", NULL);
	assert_rows(store, 16, "2026-05 2026-01 31005 slapen 1\n");
}

/* A question that was voided and entered anew with another theme is another question. */
static void a_correction_counts_later(void **state)
{
	struct hvk_store *store = store_of(state);
	const char *ids[1];
	char id[14];

	add_short(store, "2026-01 gent slapen", id);
	close_months(store, 1, 1);
	ids[0] = id;
	assert_done(store, hvk_question_void(store, ids, 1, false));
	add_short(store, "2026-01 gent gedrag", NULL);
	assert_rows(store, 3, "2026-01 2026-01 44021 slapen 1\n2026-02 2026-01 44021 gedrag 1\n");
	/* And anew as it was: it is there already. */
	add_short(store, "2026-01 gent slapen", NULL);
	assert_late(store, 2, 1);
}

static void purged_months_count_what_was_kept(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t gone;

	add_short(store, "2026-01 gent slapen telefoon", NULL);
	add_short(store, "2026-01 gent slapen telefoon contact:same", NULL);
	add_short(store, "2026-02 gent slapen", NULL);
	close_months(store, 2, 1);
	add_short(store, "2026-02 gent slapen", NULL);
	add_short(store, "2026-04 gent slapen", NULL);
	assert_late(store, 4, 1);
	assert_done(store, hvk_store_purge(store, "2026-04", true, false, &gone, NULL));
	assert_late(store, 8, 0);
	assert_rows(store, 15, "2026-01 2026-01 44021 slapen 2\n2026-02 2026-02 44021 slapen 1\n"
	            "2026-04 2026-04 44021 slapen 1\n");
}

static void nothing_is_known_of_months_of_which_nothing_was_kept(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__closing closing;
	uint64_t gone;

	add_short(store, "2026-01 gent slapen", NULL);
	close_months(store, 1, 1);
	add_short(store, "2026-02 gent slapen", NULL);
	add_short(store, "2026-03 gent slapen", NULL);
	assert_done(store, hvk_store_purge(store, "2026-03", false, false, &gone, NULL));
	assert_rows(store, 5, "2026-01 2026-01 44021 slapen 1\n2026-03 2026-03 44021 slapen 1\n");
	assert_int_equal(read_months(store, 2, &closing), HVK_EINVAL);
	assert_message(store, "the questions of 2026-02 were purged: nothing is left to count");
	assert_null(closing.rows);
}

/* Also when nothing older is left, which is not that nothing was collected. */
static void nothing_is_known_of_what_is_older_than_all_there_is(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__closing closing;
	uint64_t gone;

	add_short(store, "2026-01 gent slapen", NULL);
	add_short(store, "2026-02 gent slapen", NULL);
	assert_done(store, hvk_store_purge(store, "2026-02", false, false, &gone, NULL));
	assert_int_equal(read_months(store, 1, &closing), HVK_EINVAL);
	assert_message(store, "the questions of 2026-01 were purged: nothing is left to count");
	assert_done(store, hvk_setting_set(store, HVK_SETTING_COLLECTED_SINCE, "2026-01", false));
	assert_int_equal(read_months(store, 1, &closing), HVK_EINVAL);
	assert_done(store, hvk_setting_set(store, HVK_SETTING_COLLECTED_SINCE, "2026-02", false));
	assert_rows(store, 1, "");
}

static void the_first_month_is_set(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__closing closing;

	add_short(store, "2026-02 gent slapen", NULL);
	assert_done(store, read_months(store, 3, &closing));
	assert_int_equal(closing.first_collected, 0);
	hvk__closing_free(&closing);
	assert_done(store, hvk_setting_set(store, HVK_SETTING_COLLECTED_SINCE, "2026-03", false));
	assert_done(store, read_months(store, 3, &closing));
	assert_int_equal(closing.first_collected, MAR);
	hvk__closing_free(&closing);
}

/* What the published figures were counted from must still be so when months are closed. */
static void what_changed_meanwhile_is_not_closed(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__closing closing;
	const char *ids[1];
	char id[14];

	add_short(store, "2026-01 gent slapen", NULL);
	close_months(store, 1, 1);
	assert_done(store, read_months(store, 3, &closing));
	add_short(store, "2026-02 gent slapen", id);
	assert_int_equal(close_read(store, &closing, 2), HVK_EBUSY);
	assert_int_equal(count_rows(store, "closed_month"), 1);
	ids[0] = id;
	assert_done(store, hvk_question_void(store, ids, 1, false));
	add_short(store, "2026-01 gent slapen", id);
	assert_int_equal(close_read(store, &closing, 2), HVK_EBUSY);
	ids[0] = id;
	assert_done(store, hvk_question_void(store, ids, 1, false));
	add_short(store, "2026-03 gent slapen", NULL);
	assert_done(store, close_read(store, &closing, 2));
	assert_int_equal(close_read(store, &closing, 3), HVK_EBUSY);
	hvk__closing_free(&closing);
	assert_int_equal(count_rows(store, "closed_month"), 2);
}

/* The same by another program. */
static void what_others_changed_meanwhile_is_not_closed(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__closing closing;

	add_short(store, "2026-01 gent slapen", NULL);
	add_short(store, "2026-02 gent slapen", NULL);
	assert_done(store, read_months(store, 1, &closing));
	tamper(state, "hvk.db", "DELETE FROM question WHERE id >> 51 = 672");
	assert_int_equal(close_read(store, &closing, 1), HVK_EBUSY);
	hvk__closing_free(&closing);
	assert_done(store, read_months(store, 1, &closing));
	tamper(state, "hvk.db", "DELETE FROM question WHERE id >> 51 = 673");
	assert_done(store, close_read(store, &closing, 1));
	hvk__closing_free(&closing);
	assert_int_equal(count_rows(store, "closed_question"), 0);
}

/* Purging leaves of closed months what was published only: what is to be, of other lists, would not agree with it. */
static void what_was_purged_meanwhile_is_not_published(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__closing closing;
	uint64_t gone;

	add_short(store, "2026-01 gent slapen telefoon", NULL);
	close_months(store, 1, 1);
	assert_done(store, read_months(store, 1, &closing));
	assert_int_equal(closing.month_count, 0);
	add_short(store, "2026-03 gent slapen", NULL);
	assert_done(store, close_read(store, &closing, 2));
	assert_done(store, hvk_store_purge(store, "2026-02", false, false, &gone, NULL));
	assert_int_equal(close_read(store, &closing, 2), HVK_EBUSY);
	hvk__closing_free(&closing);
}

/* A backup that is restored through the same handle. */
static void what_was_restored_meanwhile_is_not_closed(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__closing closing;

	assert_done(store, hvk_store_backup(store, beside(state, "copy.db")));
	tamper(state, "copy.db", "INSERT INTO question (id, gemeente, theme, contact)"
	       " VALUES ((672 << 51) + 5, 44021, 1, 1)");
	assert_done(store, read_months(store, 1, &closing));
	assert_int_equal(closing.count, 0);
	assert_done(store, hvk_store_restore(store, beside(state, "copy.db"), false));
	assert_int_equal(close_read(store, &closing, 1), HVK_EBUSY);
	hvk__closing_free(&closing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(equal_questions_are_one_row),
		WITH_STORE(many_kinds_are_kept_apart),
		WITH_STORE(what_was_closed_stays),
		WITH_STORE(what_comes_late_counts_in_the_next_month_closed),
		WITH_STORE(a_correction_counts_later),
		WITH_STORE(purged_months_count_what_was_kept),
		WITH_STORE(nothing_is_known_of_months_of_which_nothing_was_kept),
		WITH_STORE(nothing_is_known_of_what_is_older_than_all_there_is),
		WITH_STORE(the_first_month_is_set),
		WITH_STORE(what_changed_meanwhile_is_not_closed),
		WITH_STORE(what_others_changed_meanwhile_is_not_closed),
		WITH_STORE(what_was_purged_meanwhile_is_not_published),
		WITH_STORE(what_was_restored_meanwhile_is_not_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
