/* SPDX-License-Identifier: EUPL-1.2 */
/* Counters addressed by slots: dense, hashed, growing, passing 32 bits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "statistics/cells.h"

static void add(struct hvk__cells *cells, uint32_t a, uint32_t b, uint32_t c, uint64_t amount)
{
	const uint32_t slots[] = { a, b, c };

	assert_int_equal(hvk__cells_add(cells, slots, amount), HVK_OK);
}

static uint64_t get(const struct hvk__cells *cells, uint32_t a, uint32_t b, uint32_t c)
{
	const uint32_t slots[] = { a, b, c };

	return hvk__cells_get(cells, slots);
}

/* Every counter is its own, and going through the blocks finds each one where it was put. */
static void check_places(const uint32_t sizes[3], unsigned outside, bool hashed)
{
	struct hvk__cells cells;
	uint64_t sum = 0;

	assert_int_equal(hvk__cells_init(&cells, sizes, 3, outside), HVK_OK);
	assert_int_equal(cells.directory == NULL, hashed);
	for (uint32_t i = 0; i < 500; i++) {
		uint32_t a = i * 7 % sizes[0], b = i * 13 % sizes[1], c = i % sizes[2];

		add(&cells, a, b, c, 1);
		assert_true(get(&cells, a, b, c) > 0);
	}
	for (size_t block = 0; block < cells.blocks; block++) {
		for (uint64_t place = 0; place < cells.inner_size; place++) {
			uint32_t slots[HVK__AXES_MAX];
			uint64_t amount = hvk__cells_at(&cells, block, place);

			hvk__cells_slots(&cells, block, place, slots);
			assert_int_equal(hvk__cells_get(&cells, slots), amount);
			sum += amount;
		}
	}
	assert_int_equal(sum, 500);
	hvk__cells_free(&cells);
}

static void test_places(void **state)
{
	(void)state;
	check_places((const uint32_t[]){ 3, 5, 2 }, 0, false);
	check_places((const uint32_t[]){ 4096, 622, 131 }, 0, false);
	check_places((const uint32_t[]){ 1, 1, 1 }, 0, false);
	check_places((const uint32_t[]){ 622, 131, 2 }, 1u << 1, false);
	check_places((const uint32_t[]){ 60000, 60000, 2 }, 0, true);
}

static void test_too_many(void **state)
{
	const uint32_t sizes[] = { UINT32_MAX, UINT32_MAX, UINT32_MAX };
	struct hvk__cells cells;

	(void)state;
	assert_int_equal(hvk__cells_init(&cells, sizes, 3, 0), HVK_EINVAL);
	hvk__cells_free(&cells);
}

static void test_merge(void **state)
{
	const uint32_t sizes[] = { 100, 700, 131 };
	struct hvk__cells one, other;

	(void)state;
	assert_int_equal(hvk__cells_init(&one, sizes, 3, 1), HVK_OK);
	assert_int_equal(hvk__cells_init(&other, sizes, 3, 1), HVK_OK);
	add(&one, 1, 2, 3, 4);
	add(&other, 1, 2, 3, 5);
	add(&other, 99, 699, 130, 6);
	one.bound = 4;
	other.bound = 6;
	assert_int_equal(hvk__cells_merge(&one, &other), HVK_OK);
	assert_int_equal(get(&one, 1, 2, 3), 9);
	assert_int_equal(get(&one, 99, 699, 130), 6);
	assert_int_equal(get(&one, 99, 0, 0), 0);
	assert_null(one.wide);
	hvk__cells_free(&one);
	hvk__cells_free(&other);
}

/* An axis that grows in one of two, in either order of merging; what was counted stays where it was. */
static void test_grow(void **state)
{
	const uint32_t sizes[] = { 100, 700, 131 };

	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		struct hvk__cells cells[2];

		for (int i = 0; i < 2; i++) {
			assert_int_equal(hvk__cells_init(&cells[i], sizes, 3, 1), HVK_OK);
			for (uint32_t n = 0; n < 2000; n++)
				add(&cells[i], n % 100, n % 700, n % 131, 1);
			cells[i].bound = 2000;
		}
		assert_int_equal(hvk__cells_grow(&cells[turn], 0, 65536), HVK_OK);
		assert_null(cells[turn].directory);
		add(&cells[turn], 65535, 699, 130, 7);
		assert_int_equal(hvk__cells_merge(&cells[0], &cells[1]), HVK_OK);
		assert_int_equal(get(&cells[0], 65535, 699, 130), 7);
		assert_int_equal(get(&cells[0], 99, 99, 99), 2);
		assert_int_equal(get(&cells[0], 99, 699, 1999 % 131), 0);
		assert_int_equal(get(&cells[0], 1999 % 100, 1999 % 700, 1999 % 131), 2);
		hvk__cells_free(&cells[0]);
		hvk__cells_free(&cells[1]);
	}
}

static void test_past_32_bits(void **state)
{
	const uint32_t sizes[] = { 2, 3, 4 };
	struct hvk__cells one, other;

	(void)state;
	assert_int_equal(hvk__cells_init(&one, sizes, 3, 0), HVK_OK);
	assert_int_equal(hvk__cells_init(&other, sizes, 3, 0), HVK_OK);
	add(&one, 0, 0, 0, UINT32_MAX);
	add(&other, 0, 0, 0, UINT32_MAX);
	add(&other, 1, 2, 3, 1);
	one.bound = other.bound = UINT32_MAX;
	assert_int_equal(hvk__cells_merge(&one, &other), HVK_OK);
	assert_non_null(one.wide);
	assert_true(get(&one, 0, 0, 0) == 2 * (uint64_t)UINT32_MAX);
	assert_int_equal(get(&one, 1, 2, 3), 1);
	/* What a signed 64-bit number cannot hold is refused, not wrapped. */
	add(&one, 1, 1, 1, INT64_MAX);
	assert_int_equal(hvk__cells_add(&one, (const uint32_t[]){ 1, 1, 1 }, 1), HVK_EINVAL);
	add(&other, 1, 1, 1, 1);
	one.wide[0] = 0;
	assert_int_equal(hvk__cells_merge(&one, &other), HVK_EINVAL);
	hvk__cells_free(&one);
	hvk__cells_free(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places), cmocka_unit_test(test_too_many), cmocka_unit_test(test_merge),
		cmocka_unit_test(test_grow), cmocka_unit_test(test_past_32_bits)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
