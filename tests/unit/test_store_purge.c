/* SPDX-License-Identifier: EUPL-1.2 */
/* Deleting old months for good: nothing of them may be left, nowhere. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "admin_store.h"

#define KEPT "2026-03 44021 - - - - slapen - - - - new\n"

static void fill(struct hvk_store *store)
{
	char id[14];
	const char *ids[] = { id };

	add_short(store, "month:2026-01 gemeente:gent slapen", NULL);
	add_short(store, "month:2026-02 gemeente:gent slapen", id);
	assert_done(store, hvk_question_void(store, ids, 1, false));
	add_short(store, "month:2026-02 gemeente:gent slapen", NULL);
	add_short(store, "month:2026-03 gemeente:gent slapen", id);
}

static void deletes_what_lies_before(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t gone;

	fill(store);
	assert_done(store, hvk_store_purge(store, "2026-03", false, true, &gone, NULL));
	assert_int_equal(gone, 2);
	assert_int_equal(count_rows(store, "question"), 3);
	assert_done(store, hvk_store_purge(store, "2026-03", false, false, &gone, NULL));
	assert_int_equal(gone, 2);
	assert_questions(store, KEPT);
	assert_done(store, hvk_store_purge(store, "2026-03", false, false, &gone, NULL));
	assert_int_equal(gone, 0);
	assert_sound(store);
}

static void undo_brings_nothing_back(void **state)
{
	struct hvk_store *store = store_of(state);
	const char *what, *ids[1];
	char id[14];
	uint64_t gone;

	add_short(store, "month:2026-01 gemeente:gent slapen", id);
	ids[0] = id;
	assert_done(store, hvk_question_void(store, ids, 1, false));
	assert_int_equal(count_rows(store, "undo_voided"), 1);
	assert_done(store, hvk_store_purge(store, "2026-02", false, false, &gone, NULL));
	assert_int_equal(count_rows(store, "undo_voided"), 0);
	assert_int_equal(count_rows(store, "tombstone"), 0);
	assert_int_equal(hvk_store_undo(store, false, &(struct hvk_counts){ 0 }, &what), HVK_ENOTFOUND);
}

static void referrals_go_too(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t gone;

	assert_int_equal(hvk__store_exec(store,
		"INSERT INTO partner (id, slug, name) VALUES (1, 'x', 'Voorbeeld');"
		"INSERT INTO referral (id, month, direction, partner, status, status_on) VALUES"
		" (1, '2026-02', 1, 1, 1, '2026-02-01'), (2, '2026-03', 1, 1, 1, '2026-03-01');"
		"INSERT INTO referral_step (referral, step, status, made_on) VALUES"
		" (1, 1, 1, '2026-02-01'), (2, 1, 1, '2026-03-01');"
		"INSERT INTO gap (month, gemeente, theme, age, reason, times) VALUES"
		" ('2026-02', 44021, 1, 0, 1, 3), ('2026-03', 44021, 1, 0, 1, 3)"), HVK_OK);
	assert_done(store, hvk_store_purge(store, "2026-03", false, true, &gone, NULL));
	assert_int_equal(count_rows(store, "referral"), 2);
	assert_done(store, hvk_store_purge(store, "2026-03", false, false, &gone, NULL));
	assert_int_equal(gone, 0);
	assert_int_equal(count_rows(store, "referral"), 1);
	assert_int_equal(count_rows(store, "referral_step"), 1);
	assert_int_equal(count_rows(store, "gap"), 1);
	assert_int_equal(count_rows(store, "partner"), 1);
}

/* An id as it stands in the file: SQLite's integer of nine bytes. */
static void encode(int64_t id, unsigned char bytes[9])
{
	bytes[8] = (unsigned char)id;
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(0x80 | (id >> (8 + 7 * (7 - i)) & 0x7f));
}

static void nothing_is_left_in_the_file(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__row row = { .value = { [HVK__GEMEENTE] = 1, [HVK__THEME] = 1, [HVK__CONTACT] = 1 } };
	static char bytes[1 << 20];
	unsigned char pattern[9];
	uint64_t gone;
	size_t length;
	FILE *file;

	row.id = (INT64_C(672) << HVK__ID_BITS) | INT64_C(0x123456789abcd);
	encode(row.id, pattern);
	for (int pass = 0; pass < 2; pass++) {
		if (pass == 0) {
			assert_done(store, hvk__begin(store, false));
			assert_done(store, hvk__end(store, hvk__row_insert(store, &row)));
		} else {
			assert_done(store, hvk_store_purge(store, "2026-11", false, false, &gone, NULL));
		}
		file = fopen(beside(state, "hvk.db"), "r");
		assert_non_null(file);
		length = fread(bytes, 1, sizeof(bytes), file);
		fclose(file);
		assert_int_equal(memmem(bytes, length, pattern, sizeof(pattern)) != NULL, pass == 0);
	}
}

static void refuses_what_is_no_month(void **state)
{
	struct hvk_store *store = store_of(state), *reader;
	static const char *const texts[] = { "", "2026", "2026-13", "2026-03-01", "last-month", "03/2026" };
	uint64_t gone = 7;

	fill(store);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		assert_int_equal(hvk_store_purge(store, texts[i], false, false, &gone, NULL), HVK_EINVAL);
		assert_message_has(store, "expected YYYY-MM");
		assert_int_equal(gone, 0);
	}
	assert_int_equal(count_rows(store, "question"), 3);
	reader = open_beside(state, "hvk.db", HVK_OPEN_READ);
	assert_int_equal(hvk_store_purge(reader, "2026-03", false, false, &gone, NULL), HVK_ESTORE);
	assert_done(reader, hvk_store_purge(reader, "2026-03", false, true, &gone, NULL));
	assert_int_equal(gone, 2);
	hvk_store_free(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(deletes_what_lies_before),
		WITH_STORE(referrals_go_too),
		WITH_STORE(undo_brings_nothing_back),
		WITH_STORE(nothing_is_left_in_the_file),
		WITH_STORE(refuses_what_is_no_month),
	};

	return cmocka_run_group_tests_name("purge", tests, NULL, NULL);
}
