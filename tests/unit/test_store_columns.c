/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of columns, ids as text, and the order of rows. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "store/question.h"

static int column_of(const char *header)
{
	for (unsigned column = 0; column < HVK_COLUMNS; column++)
		for (const char *const *alias = hvk__columns[column].aliases; *alias; alias++)
			if (hvk__fold_equal(*alias, header))
				return (int)column;
	return -1;
}

static void every_column_is_described(void **state)
{
	(void)state;
	for (unsigned column = 0; column < HVK_COLUMNS; column++) {
		assert_non_null(hvk_column_name(column));
		assert_string_equal(hvk_column_name(column), hvk__columns[column].aliases[0]);
		assert_true(strlen(hvk_column_help(column)) > 10);
	}
	assert_null(hvk_column_name(HVK_COLUMNS));
	assert_null(hvk_column_help(HVK_COLUMNS));
	assert_null(hvk_column_name((enum hvk_column)-1));
}

static void headers_mean_one_column(void **state)
{
	(void)state;
	for (unsigned column = 0; column < HVK_COLUMNS; column++)
		for (const char *const *alias = hvk__columns[column].aliases; *alias; alias++)
			if (column_of(*alias) != (int)column)
				fail_msg("'%s' means %s and %s", *alias, hvk__columns[column].name,
				         hvk__columns[column_of(*alias)].name);
}

static void headers_of_sheets_are_known(void **state)
{
	(void)state;
	assert_int_equal(column_of("Datum"), HVK_MONTH);
	assert_int_equal(column_of("maand"), HVK_MONTH);
	assert_int_equal(column_of("stad"), HVK_GEMEENTE);
	assert_int_equal(column_of("Wie vraagt?"), HVK_ASKER);
	assert_int_equal(column_of("vrager"), HVK_ASKER);
	assert_int_equal(column_of("Leeftijd kind"), HVK_AGE);
	assert_int_equal(column_of("Soort vraag"), HVK_KIND);
	assert_int_equal(column_of("soort"), HVK_KIND);
	assert_int_equal(column_of("BALIE"), HVK_DESK);
	assert_int_equal(column_of("Kanaal"), HVK_CHANNEL);
	assert_int_equal(column_of("Thema"), HVK_THEME);
	assert_int_equal(column_of("Antwoord"), HVK_ANSWER);
	assert_int_equal(column_of("Th\xc3\xa8me"), HVK_THEME);
	assert_int_equal(column_of("naam"), -1);
	assert_int_equal(column_of("opmerking"), -1);
	assert_int_equal(column_of("adres"), -1);
}

static void ids_go_to_text_and_back(void **state)
{
	static const int64_t ids[] = { 0, 1, 31, 32, INT64_C(1) << 51, (INT64_C(681) << 51) | 12345, INT64_MAX };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		char text[14];
		int64_t back;

		hvk__id_format(ids[i], text);
		assert_int_equal(strlen(text), 13);
		assert_true(hvk__id_parse(text, 13, &back));
		assert_true(back == ids[i]);
	}
}

static void ids_forgive_what_people_confuse(void **state)
{
	int64_t id, other;

	(void)state;
	assert_true(hvk__id_parse("1000000000ab1", 13, &id));
	assert_true(hvk__id_parse("LoOoOoOoOoABi", 13, &other));
	assert_true(id == other);
	assert_false(hvk__id_parse("100000000000", 12, &id));
	assert_false(hvk__id_parse("10000000000000", 14, &id));
	assert_false(hvk__id_parse("100000000000U", 13, &id));
	assert_false(hvk__id_parse("100000000000-", 13, &id));
	assert_false(hvk__id_parse("8000000000000", 13, &id)); /* 64 bits */
	assert_false(hvk__id_parse("100000\0" "000000", 13, &id));
	assert_true(id == 0);
}

static void rows_go_by_column_then_id(void **state)
{
	struct hvk__row a = { .id = 2, .value[HVK__MONTH] = 681, .value[HVK__DESK] = 1 }, b = a;
	static const uint16_t rank[] = { 0, 9, 3 };

	(void)state;
	assert_int_equal(hvk__row_compare(&a, &b, NULL), 0);
	b.id = 1;
	assert_int_equal(hvk__row_compare(&a, &b, NULL), 1);
	b.value[HVK__CONTACT] = 1;
	assert_int_equal(hvk__row_compare(&a, &b, NULL), -1);
	a.answers = 4;
	assert_int_equal(hvk__row_compare(&a, &b, NULL), 1);
	b.value[HVK__SEVERITY] = 1;
	assert_int_equal(hvk__row_compare(&a, &b, NULL), -1);
	b.value[HVK__DESK] = 2;
	assert_int_equal(hvk__row_compare(&a, &b, NULL), -1);
	assert_int_equal(hvk__row_compare(&a, &b, rank), 1);
	a.value[HVK__GEMEENTE] = 1;
	b.value[HVK__GEMEENTE] = 2;
	assert_int_equal(hvk__row_compare(&a, &b, rank), -1);
	a.value[HVK__DAY] = 2;
	assert_int_equal(hvk__row_compare(&a, &b, rank), 1);
	b.value[HVK__MONTH]++;
	assert_int_equal(hvk__row_compare(&a, &b, rank), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_column_is_described), cmocka_unit_test(headers_mean_one_column),
		cmocka_unit_test(headers_of_sheets_are_known), cmocka_unit_test(ids_go_to_text_and_back),
		cmocka_unit_test(ids_forgive_what_people_confuse), cmocka_unit_test(rows_go_by_column_then_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
