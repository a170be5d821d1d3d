/* SPDX-License-Identifier: EUPL-1.2 */
/* Growing memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

static void test_reserve(void **state)
{
	uint32_t *array = NULL, *before;
	size_t capacity = 0, grown = 0;

	(void)state;
	for (size_t i = 0; i < 100000; i++) {
		size_t was = capacity;

		assert_true(hvk__reserve(&array, &capacity, i + 1, sizeof(*array)));
		grown += capacity != was;
		array[i] = (uint32_t)i;
	}
	assert_true(grown < 40);
	for (size_t i = 0; i < 100000; i++)
		assert_int_equal(array[i], i);
	before = array;
	grown = capacity;
	assert_false(hvk__reserve(&array, &capacity, SIZE_MAX, sizeof(*array)));
	assert_false(hvk__reserve(&array, &capacity, SIZE_MAX / 4 - 1000, sizeof(*array)));
	assert_ptr_equal(array, before);
	assert_int_equal(capacity, grown);
	free(array);
}

static void test_buffer(void **state)
{
	struct hvk__buffer buffer = { 0 };

	(void)state;
	assert_true(hvk__buffer_add(&buffer, NULL, 0));
	assert_string_equal(buffer.data, "");
	assert_true(hvk__buffer_add(&buffer, "ab\0c", 4));
	assert_int_equal(buffer.length, 4);
	assert_memory_equal(buffer.data, "ab\0c", 5);
	assert_true(hvk__buffer_add_text(&buffer, "de"));
	assert_true(hvk__buffer_printf(&buffer, "%d-%s", 42, "x"));
	assert_int_equal(buffer.length, 10);
	assert_memory_equal(buffer.data, "ab\0cde42-x", 11);
	assert_true(hvk__buffer_printf(&buffer, "%1000s", ""));
	assert_int_equal(buffer.length, 1010);
	assert_int_equal(strlen(buffer.data + 10), 1000);
	assert_false(hvk__buffer_add(&buffer, "", SIZE_MAX));
	assert_false(hvk__buffer_add(&buffer, "", SIZE_MAX - 1010));
	assert_int_equal(buffer.length, 1010);
	hvk__buffer_free(&buffer);
	assert_null(buffer.data);
	assert_int_equal(buffer.length, 0);
	hvk__buffer_free(&buffer);
}

static void test_pool(void **state)
{
	static const size_t lengths[] = { 0, 1, 7, 100, 2047, 2048, 5000, 8191, 8192, 100000 };
	struct hvk__pool pool = { 0 };
	const char *kept[200];
	char *text = malloc(100001);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < 200; i++) {
		size_t length = lengths[i % 10];

		memset(text, 'a' + (int)(i % 26), length);
		kept[i] = hvk__pool_add(&pool, text, length);
		assert_non_null(kept[i]);
	}
	for (size_t i = 0; i < 200; i++) {
		size_t length = lengths[i % 10];

		assert_int_equal(strlen(kept[i]), length);
		for (size_t j = 0; j < length; j++)
			assert_true(kept[i][j] == 'a' + (int)(i % 26));
	}
	assert_null(hvk__pool_add(&pool, text, SIZE_MAX));
	assert_null(hvk__pool_add(&pool, text, SIZE_MAX - 10));
	hvk__pool_free(&pool);
	hvk__pool_free(&pool);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reserve),
		cmocka_unit_test(test_buffer),
		cmocka_unit_test(test_pool),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
