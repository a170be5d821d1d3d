/* SPDX-License-Identifier: EUPL-1.2 */
/* Counting a source whose rows are made here: threads, failures, new desks, numbers that nothing defines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "statistics/table.h"
#include "store/store.h"

#define WORKERS 4
#define ROWS 1000

/* Each worker gives the same rows, so many times. */
struct fake_worker {
	struct fake_source *source;
	struct hvk__error error;
	int rounds, number;
};
struct fake_source {
	struct hvk_source source;
	struct hvk__row rows[ROWS];
	struct fake_worker workers[WORKERS];
	int opened, rounds;
	int fails_at, fails_with; /* worker and result; -1: none */
};

static int fake_open(struct hvk_source *source, unsigned needed, void **worker)
{
	struct fake_source *fake = (struct fake_source *)source;
	struct fake_worker *own = &fake->workers[fake->opened];

	assert_true(needed & 1u << HVK__MONTH);
	hvk__error_clear(&own->error);
	own->source = fake;
	own->rounds = fake->rounds;
	own->number = fake->opened++;
	*worker = own;
	return HVK_OK;
}

static int fake_next(void *worker, const struct hvk__row **rows, size_t *count)
{
	struct fake_worker *own = worker;
	struct fake_source *fake = own->source;

	if (own->rounds-- == 0)
		return 0;
	if (own->number >= fake->fails_at && fake->fails_at >= 0)
		return hvk__fail_at(&own->error, fake->fails_with, "vragen.csv", 100 - (uint64_t)own->number, 0,
		                    "refused");
	*rows = fake->rows;
	*count = ROWS;
	return 1;
}

static const struct hvk__error *fake_error(void *worker)
{
	return &((struct fake_worker *)worker)->error;
}

static void fake_close(void *worker)
{
	((struct fake_worker *)worker)->source->opened--;
}

static void fake_free(struct hvk_source *source)
{
	(void)source;
}

static const struct hvk__source_class fake_class = {
	WORKERS, false, fake_open, fake_next, NULL, fake_error, fake_close, fake_free
};

static struct hvk_store *store;
static struct fake_source fake;

static int set_up(void **state)
{
	(void)state;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_set_today(store, "2026-11-15"), HVK_OK);
	memset(&fake, 0, sizeof(fake));
	fake.source.class = &fake_class;
	fake.source.store = store;
	fake.rounds = 10;
	fake.fails_at = -1;
	for (size_t i = 0; i < ROWS; i++) {
		fake.rows[i].value[HVK__MONTH] = (uint16_t)(672 + i % 10); /* 2026-01 to -10 */
		fake.rows[i].value[HVK__GEMEENTE] = 1;
		fake.rows[i].value[HVK__THEME] = 1;
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	assert_int_equal(fake.opened, 0);
	hvk_store_free(store);
	return 0;
}

static int64_t total(const struct hvk_table *table, enum hvk_measure measure)
{
	const size_t all[HVK__DIMENSIONS_MAX] = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX };
	int64_t whole;
	double real;

	assert_int_equal(hvk_table_value(table, measure, all, &whole, &real), 1);
	return whole;
}

static struct hvk_table *table_by(const char *by)
{
	struct hvk_table *table;

	assert_int_equal(hvk_table_new(store, by, &table), HVK_OK);
	return table;
}

static int count(struct hvk_table *table)
{
	return hvk_table_count(&table, 1, &fake.source);
}

static void test_threads(void **state)
{
	struct hvk_table *tables[] = {
		table_by("month,theme"), table_by(NULL), table_by("answer,region"), table_by("desk")
	};

	(void)state;
	assert_int_equal(hvk_table_add_measure(tables[0], HVK_CONTACTS), HVK_OK);
	assert_int_equal(hvk_table_count(tables, ARRAY_SIZE(tables), &fake.source), HVK_OK);
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		assert_int_equal(total(tables[i], HVK_QUESTIONS), WORKERS * 10 * ROWS);
		if (i == 0)
			assert_int_equal(total(tables[i], HVK_CONTACTS), WORKERS * 10 * ROWS);
		hvk_table_free(tables[i]);
	}
}

static void test_months_outside(void **state)
{
	struct hvk_table *tables[] = { table_by("month"), table_by("theme"), table_by("answer") };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++)
		assert_int_equal(hvk_table_set_months(tables[i], "2026-09", "2026-12"), HVK_OK);
	assert_int_equal(hvk_table_count(tables, ARRAY_SIZE(tables), &fake.source), HVK_OK);
	assert_int_equal(hvk_table_members(tables[0], 0), 4);
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		assert_int_equal(total(tables[i], HVK_QUESTIONS), WORKERS * 10 * ROWS / 5);
		hvk_table_free(tables[i]);
	}
}

/* The row refused first in the input is the one to be told, whichever thread met it. */
static void test_refused(void **state)
{
	struct hvk_table *table = table_by("theme");

	(void)state;
	fake.fails_at = 1;
	fake.fails_with = HVK_EINPUT;
	assert_int_equal(count(table), HVK_EINPUT);
	assert_int_equal(hvk_store_error(store)->line, 100 - (WORKERS - 1));
	assert_string_equal(hvk_store_error(store)->file, "vragen.csv");
	hvk_table_free(table);
}

static void test_failure_before_refusal(void **state)
{
	struct hvk_table *table = table_by("theme");

	(void)state;
	fake.fails_at = 0;
	fake.fails_with = HVK_EIO;
	assert_int_equal(count(table), HVK_EIO);
	hvk_table_free(table);
}

/* Desks beyond those that were known when counting began: none is lost, in whatever thread. */
static void test_desks_to_come(void **state)
{
	struct hvk_table *table = table_by("desk,gemeente,theme");
	struct hvk__codes *codes;
	uint16_t number;

	(void)state;
	assert_int_equal(hvk__store_codes(store, &codes), HVK_OK);
	for (size_t i = 0; i < ROWS; i++)
		fake.rows[i].value[HVK__DESK] = (uint16_t)(i * 3);
	assert_int_equal(hvk__table_prepare(table), HVK_OK);
	assert_int_equal(hvk__count((struct hvk_table *const[]){ table }, 1, &fake.source), HVK_OK);
	/* They became known meanwhile. */
	for (int i = 1; i <= 3 * ROWS; i++) {
		char slug[32];
		int length = snprintf(slug, sizeof(slug), "balie-%d", i);

		assert_int_equal(hvk__desk_make(store, slug, (size_t)length, &number), HVK_OK);
	}
	assert_int_equal(hvk__table_make_members(table), HVK_OK);
	table->counted = true;
	assert_int_equal(total(table, HVK_QUESTIONS), WORKERS * 10 * ROWS);
	for (size_t i = 0, found = 0; i < hvk_table_members(table, 0); i++) {
		const size_t cell[] = { i, SIZE_MAX, SIZE_MAX };
		int64_t whole;
		double real;

		assert_int_equal(hvk_table_value(table, HVK_QUESTIONS, cell, &whole, &real), 1);
		found += whole > 0;
		if (whole > 0)
			assert_int_equal(whole, WORKERS * 10);
		if (i + 1 == hvk_table_members(table, 0))
			assert_int_equal(found, ROWS);
	}
	hvk_table_free(table);
}

/* A damaged store is told, not counted as something else, and read beyond no table. */
static void test_undefined_numbers(void **state)
{
	static const struct { const char *by; enum hvk__field field; } cases[] = {
		{ "theme", HVK__THEME }, { "theme-group", HVK__THEME }, { "gemeente", HVK__GEMEENTE },
		{ "region", HVK__GEMEENTE }, { "province", HVK__GEMEENTE }, { "month", HVK__MONTH },
		{ "age,answer", HVK__AGE }
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct hvk_table *table = table_by(cases[i].by);
		uint16_t before = fake.rows[7].value[cases[i].field];

		fake.rows[7].value[cases[i].field] = 60000;
		assert_int_equal(count(table), HVK_ESTORE);
		assert_non_null(strstr(hvk_store_error(store)->message, "60000"));
		fake.rows[7].value[cases[i].field] = before;
		hvk_table_free(table);
		assert_int_equal(fake.opened, 0);
	}
	struct hvk_table *table = table_by("answer");

	fake.rows[7].answers = UINT64_C(1) << 62;
	assert_int_equal(count(table), HVK_ESTORE);
	hvk_table_free(table);
}

static void test_counted_once(void **state)
{
	struct hvk_table *table = table_by("theme");

	(void)state;
	assert_int_equal(count(table), HVK_OK);
	assert_int_equal(count(table), HVK_EINVAL);
	hvk_table_free(table);
}

/* Hashed: the possible cells are far too many, those that occur few. */
static void test_occurring(void **state)
{
	struct hvk_table *table = table_by("month,gemeente,theme,asker,age,channel");
	size_t member[HVK__DIMENSIONS_MAX];
	int64_t whole, sum = 0;
	double real;

	(void)state;
	hvk_table_set_occurring(table);
	assert_int_equal(count(table), HVK_OK);
	assert_int_equal(hvk_table_occurring(table), 10);
	for (size_t i = 0; i < 10; i++) {
		hvk_table_occurring_at(table, i, member);
		assert_int_equal(member[0], i);
		assert_int_equal(hvk_table_value(table, HVK_QUESTIONS, member, &whole, &real), 1);
		sum += whole;
	}
	assert_int_equal(sum, WORKERS * 10 * ROWS);
	hvk_table_free(table);

	table = table_by("month,gemeente,theme,asker,age,channel");
	fake.opened = 0;
	assert_int_equal(hvk_table_set_months(table, "2000-01", "2026-12"), HVK_OK);
	assert_int_equal(count(table), HVK_EINVAL);
	assert_non_null(strstr(hvk_store_error(store)->message, "only for those that occur"));
	hvk_table_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_threads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_months_outside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_failure_before_refusal, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_desks_to_come, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_undefined_numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_counted_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_occurring, set_up, tear_down)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
