/* SPDX-License-Identifier: EUPL-1.2 */
/* Questions in the file: written, read back whole or in part, in order of month. */
#include "unit/open_store.h"

#define ALL (~0u)

static void assert_rows_equal(const struct hvk__row *a, const struct hvk__row *b)
{
	assert_int_equal(a->id, b->id);
	assert_int_equal(a->answers, b->answers);
	assert_memory_equal(a->value, b->value, sizeof(a->value));
}

/* A row in which each column has another value. */
static struct hvk__row full_row(void)
{
	struct hvk__row row = make_row(681, 12345);

	for (int field = HVK__DESK; field < HVK__FIELDS; field++)
		row.value[field] = (uint16_t)(field * 100 + 7);
	row.answers = UINT64_C(1) << 62 | 5;
	return row;
}

static void insert_all(struct fixture *f, const struct hvk__row rows[], size_t count)
{
	int result = hvk__begin(f->store, true);

	assert_int_equal(result, HVK_OK);
	assert_int_equal(hvk__end(f->store, hvk__rows_insert(f->store, rows, count)), HVK_OK);
}

/* How many rows a scan of months gives; checks that they ascend. */
static size_t scan_count(struct fixture *f, int first, int last)
{
	struct hvk__scan *scan;
	struct hvk__row row;
	int64_t previous = -1;
	size_t count = 0;
	int result;

	assert_int_equal(hvk__scan_open(f->store, first, last, HVK__NEED_ID, &scan), HVK_OK);
	for (; (result = hvk__scan_next(scan, &row)) == 1; count++) {
		assert_true(row.id > previous);
		assert_int_equal(row.value[HVK__MONTH], row.id >> HVK__ID_BITS);
		previous = row.id;
	}
	assert_int_equal(result, 0);
	assert_int_equal(hvk__scan_next(scan, &row), 0);
	hvk__scan_close(scan);
	return count;
}

static void test_one(void **state)
{
	struct fixture *f = *state;
	struct hvk__row row = full_row(), bare = make_row(681, 1), read;

	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__row_insert(f->store, &row), HVK_OK);
	assert_int_equal(hvk__end(f->store, hvk__row_insert(f->store, &bare)), HVK_OK);
	assert_int_equal(hvk__row_read(f->store, row.id, &read), HVK_OK);
	assert_rows_equal(&read, &row);
	assert_int_equal(hvk__row_read(f->store, bare.id, &read), HVK_OK);
	assert_rows_equal(&read, &bare);
	assert_query(f, "SELECT count(*) FROM question WHERE desk IS NULL AND answer IS NULL AND day IS NULL", "1");
	assert_query(f, "SELECT gemeente FROM question WHERE day = 1107", "44021");
	assert_int_equal(hvk__row_read(f->store, 17, &read), HVK_ENOTFOUND);
	assert_int_equal(read.id, 0);
	assert_int_equal(scan_count(f, 0, HVK__MONTH_MAX), 2);
}

static void test_many(void **state)
{
	struct fixture *f = *state;
	struct hvk__row rows[3] = { make_row(0, 0), make_row(0, 1), full_row() }, read;

	insert_all(f, rows, 0);
	insert_all(f, rows, 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(hvk__row_read(f->store, rows[i].id, &read), HVK_OK);
		assert_rows_equal(&read, &rows[i]);
	}
	/* Once more, between those that are there. */
	rows[0] = make_row(0, 2);
	rows[1] = make_row(680, 9);
	insert_all(f, rows, 2);
	assert_int_equal(scan_count(f, 0, HVK__MONTH_MAX), 5);
	/* An id that is taken refuses all. */
	rows[0] = make_row(0, 3);
	rows[1] = make_row(680, 9);
	assert_int_equal(hvk__begin(f->store, true), HVK_OK);
	assert_int_equal(hvk__end(f->store, hvk__rows_insert(f->store, rows, 2)), HVK_EBUG);
	assert_int_equal(scan_count(f, 0, HVK__MONTH_MAX), 5);
}

/* What the bulk table offers is not for others to read. */
static void test_own_functions(void **state)
{
	struct fixture *f = *state;
	struct hvk__row row = make_row(681, 1);
	int64_t number;

	insert_all(f, &row, 1);
	assert_int_equal(scan_count(f, 0, HVK__MONTH_MAX), 1);
	assert_int_equal(hvk__store_number(f->store, "SELECT hvk_collect(1, 2) FROM question", &number), HVK_ESTORE);
	assert_int_equal(hvk__store_number(f->store, "SELECT hvk_collect() FROM question", &number), HVK_ESTORE);
	assert_int_equal(hvk__store_number(f->store, "SELECT count(*) FROM hvk_rows", &number), HVK_OK);
	assert_int_equal(number, 0);
}

#define MANY 2000

static void test_ranges(void **state)
{
	struct fixture *f = *state;
	struct hvk__row *rows = calloc(MANY, sizeof(*rows));
	static const struct { int first, last; size_t count; } cases[] = {
		{ 0, HVK__MONTH_MAX, MANY }, { -5, 99999, MANY }, { 600, 600, MANY / 4 }, { 601, 602, MANY / 2 },
		{ 0, 599, 0 }, { 604, HVK__MONTH_MAX, 0 }, { 603, HVK__MONTH_MAX, MANY / 4 }, { 602, 601, 0 },
		{ HVK__MONTH_MAX, HVK__MONTH_MAX, 0 },
	};

	/* The first and the last id of each month are among them. */
	for (int i = 0; i < MANY; i++) {
		int in_month = i % (MANY / 4);

		rows[i] = make_row(600 + i / (MANY / 4), in_month == MANY / 4 - 1 ? HVK__ID_MASK : in_month);
	}
	insert_all(f, rows, MANY);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (scan_count(f, cases[i].first, cases[i].last) != cases[i].count)
			fail_msg("%d..%d", cases[i].first, cases[i].last);
	free(rows);
}

/* As many rows as a block holds, one less, one more. */
static void test_blocks(void **state)
{
	struct fixture *f = *state;
	static struct hvk__row rows[1025];
	size_t inserted = 0;

	for (size_t i = 0; i < 1025; i++)
		rows[i] = make_row(681, (int64_t)i + 1);
	for (size_t count = 511; count <= 1025; count += count == 513 ? 510 : 1) {
		const struct hvk__row *block;
		struct hvk__scan *scan;
		size_t in_block, total = 0;
		int result;

		insert_all(f, rows + inserted, count - inserted);
		inserted = count;
		assert_int_equal(hvk__scan_open(f->store, 0, HVK__MONTH_MAX, ALL, &scan), HVK_OK);
		while ((result = hvk__scan_block(scan, &block, &in_block)) == 1)
			for (size_t i = 0; i < in_block; i++)
				assert_rows_equal(&block[i], &rows[total++]);
		assert_int_equal(result, 0);
		assert_int_equal(total, count);
		hvk__scan_close(scan);
	}
}

static void test_only_what_is_needed(void **state)
{
	struct fixture *f = *state;
	struct hvk__row row = full_row(), read;
	struct hvk__scan *scan;

	insert_all(f, &row, 1);
	for (int field = 0; field < HVK__FIELDS; field++) {
		assert_int_equal(hvk__scan_open(f->store, 0, HVK__MONTH_MAX, 1u << field, &scan), HVK_OK);
		assert_int_equal(hvk__scan_next(scan, &read), 1);
		assert_int_equal(read.value[field], row.value[field]);
		hvk__scan_close(scan);
	}
	assert_int_equal(hvk__scan_open(f->store, 0, HVK__MONTH_MAX, HVK__NEED_ANSWERS, &scan), HVK_OK);
	assert_int_equal(hvk__scan_next(scan, &read), 1);
	assert_int_equal(read.answers, row.answers);
	assert_int_equal(read.value[HVK__THEME], 0);
	hvk__scan_close(scan);
	assert_int_equal(hvk__scan_open(f->store, 0, HVK__MONTH_MAX, ALL, &scan), HVK_OK);
	assert_int_equal(hvk__scan_next(scan, &read), 1);
	assert_rows_equal(&read, &row);
	hvk__scan_close(scan);
	hvk__scan_close(NULL);
}

/* A NIS code means the version of its month; one that the reference data does not have means none. */
static void test_versions(void **state)
{
	struct fixture *f = *state;
	struct hvk__row rows[3], read;
	struct hvk__scan *scan;
	int months[] = { 647, 648, 660 }; /* 2023-12, 2024-01, 2025-01 */
	uint16_t before = hvk__gemeente_by_nis(11002, hvk__month_first_day(647));
	uint16_t after = hvk__gemeente_by_nis(11002, hvk__month_first_day(660));

	assert_int_not_equal(before, after);
	for (int i = 0; i < 3; i++) {
		rows[i] = make_row(months[i], 1);
		rows[i].value[HVK__GEMEENTE] = (uint16_t)((i < 2 ? before : after) + 1);
	}
	insert_all(f, rows, 3);
	assert_query(f, "SELECT count(DISTINCT gemeente) FROM question", "1");
	assert_int_equal(hvk__scan_open(f->store, 0, HVK__MONTH_MAX, ALL, &scan), HVK_OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(hvk__scan_next(scan, &read), 1);
		assert_rows_equal(&read, &rows[i]);
		assert_int_equal(hvk__row_read(f->store, rows[i].id, &read), HVK_OK);
		assert_rows_equal(&read, &rows[i]);
	}
	hvk__scan_close(scan);
	run(f,
		"DELETE FROM question; INSERT INTO question (id, gemeente, theme, contact)"
		" VALUES (1, 99998, 1, 1), (2, -1, 1, 1), (3, 9000000000, 1, 1)");
	assert_int_equal(hvk__scan_open(f->store, 0, HVK__MONTH_MAX, ALL, &scan), HVK_OK);
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(hvk__scan_next(scan, &read), 1);
		assert_int_equal(read.value[HVK__GEMEENTE], 0);
		assert_int_equal(hvk__row_read(f->store, i, &read), HVK_OK);
		assert_int_equal(read.value[HVK__GEMEENTE], 0);
	}
	hvk__scan_close(scan);
}

/* Two at once on one handle, as when a list is read while counting. */
static void test_scans_side_by_side(void **state)
{
	struct fixture *f = *state;
	struct hvk__row rows[2] = { make_row(600, 1), make_row(601, 1) }, read;
	struct hvk__scan *one, *other;

	insert_all(f, rows, 2);
	assert_int_equal(hvk__scan_open(f->store, 600, 600, ALL, &one), HVK_OK);
	assert_int_equal(hvk__scan_open(f->store, 601, 601, ALL, &other), HVK_OK);
	assert_int_equal(hvk__scan_next(one, &read), 1);
	assert_int_equal(read.id, rows[0].id);
	assert_int_equal(hvk__scan_next(other, &read), 1);
	assert_int_equal(read.id, rows[1].id);
	assert_int_equal(hvk__scan_next(one, &read), 0);
	assert_int_equal(hvk__scan_next(other, &read), 0);
	hvk__scan_close(other);
	hvk__scan_close(one);
}

static void test_failures(void **state)
{
	struct fixture *f = *state;
	struct hvk__scan *scan;
	struct hvk__row row;
	struct hvk_store *unconnected;

	assert_int_equal(hvk_store_new(&unconnected), HVK_OK);
	assert_int_equal(hvk__scan_open(unconnected, 0, 1, ALL, &scan), HVK_ESTORE);
	assert_null(scan);
	assert_int_equal(hvk__row_read(unconnected, 1, &row), HVK_ESTORE);
	hvk_store_free(unconnected);
	run(f, "DROP TABLE question");
	assert_int_equal(hvk__scan_open(f->store, 0, 1, ALL, &scan), HVK_ESTORE);
	assert_null(scan);
	assert_int_equal(hvk__row_read(f->store, 1, &row), HVK_ESTORE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_one, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_own_functions, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_ranges, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_blocks, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_only_what_is_needed, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_versions, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_scans_side_by_side, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_failures, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
