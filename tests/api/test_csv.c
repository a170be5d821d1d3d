/* SPDX-License-Identifier: EUPL-1.2 */
/* CSV row by row, through the public interface. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "hvk.h"

static int input_of(const char *text, struct hvk_input *input)
{
	int descriptor = memfd_create("input", MFD_CLOEXEC);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	*input = (struct hvk_input){ "rows.csv", descriptor };
	return descriptor;
}

static struct hvk_csv *open_text(struct hvk_store *store, const char *text, int *descriptor)
{
	static struct hvk_input input; /* outlives what is opened */
	struct hvk_csv *csv;

	*descriptor = input_of(text, &input);
	assert_int_equal(hvk_csv_open(store, &input, &csv), HVK_OK);
	return csv;
}

static void assert_cell(const struct hvk_csv *csv, size_t n, const char *expected)
{
	size_t length;
	const char *cell = hvk_csv_cell(csv, n, &length);

	assert_string_equal(cell, expected);
	assert_int_equal(length, strlen(expected));
}

static void test_rows_pass_as_they_stand(void **state)
{
	struct hvk_store *store = *state;
	int descriptor;
	struct hvk_csv *csv = open_text(store, "sep=;\r\nGemeente;Thema;Iets van ons\r\nGent;slapen;\"a;\"\"b\"\"\"\r\n"
	                                       "\r\nBrugge;eten\r\n", &descriptor);

	assert_int_equal(hvk_csv_columns(csv), 3);
	assert_string_equal(hvk_csv_header(csv, 2), "Iets van ons");
	assert_null(hvk_csv_header(csv, 3));
	assert_int_equal(hvk_csv_find(csv, HVK_THEME), 1);
	assert_int_equal(hvk_csv_find(csv, HVK_AGE), 3);
	assert_int_equal(hvk_csv_next(csv), 1);
	assert_int_equal(hvk_csv_line(csv), 3);
	assert_cell(csv, 0, "Gent");
	assert_cell(csv, 2, "a;\"b\"");
	assert_null(hvk_csv_cell(csv, 3, NULL));
	assert_int_equal(hvk_csv_next(csv), 1);
	assert_int_equal(hvk_csv_line(csv), 5);
	assert_cell(csv, 1, "eten");
	assert_cell(csv, 2, "");
	assert_int_equal(hvk_csv_next(csv), 0);
	assert_int_equal(hvk_csv_next(csv), 0);
	hvk_csv_free(csv);
	close(descriptor);
}

static void test_a_value_without_a_column_is_refused(void **state)
{
	struct hvk_store *store = *state;
	int descriptor;
	struct hvk_csv *csv = open_text(store, "gemeente,thema\nGent,slapen\nGent,slapen,meer\n", &descriptor);

	assert_int_equal(hvk_csv_next(csv), 1);
	assert_int_equal(hvk_csv_next(csv), HVK_EINPUT);
	assert_string_equal(hvk_store_error(store)->file, "rows.csv");
	assert_int_equal(hvk_store_error(store)->line, 3);
	assert_int_equal(hvk_store_error(store)->column, 3);
	hvk_csv_free(csv);
	close(descriptor);
}

static void test_what_is_no_csv_is_refused(void **state)
{
	struct hvk_store *store = *state;
	struct hvk_input input;
	struct hvk_csv *csv = (struct hvk_csv *)1;
	int descriptor = input_of("", &input);

	assert_int_equal(hvk_csv_open(store, &input, &csv), HVK_EINPUT);
	assert_null(csv);
	close(descriptor);
	descriptor = input_of("gemeente,thema\nGent,\"open\n", &input);
	assert_int_equal(hvk_csv_open(store, &input, &csv), HVK_OK);
	assert_int_equal(hvk_csv_next(csv), HVK_EINPUT);
	hvk_csv_free(csv);
	close(descriptor);
	hvk_csv_free(NULL);
}

static int make_store(void **state)
{
	return hvk_store_new((struct hvk_store **)state);
}

static int free_store(void **state)
{
	hvk_store_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_rows_pass_as_they_stand, make_store, free_store),
		cmocka_unit_test_setup_teardown(test_a_value_without_a_column_is_refused, make_store, free_store),
		cmocka_unit_test_setup_teardown(test_what_is_no_csv_is_refused, make_store, free_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
