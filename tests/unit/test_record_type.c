/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables of types and columns: whole, and without anything that means two things. */
#include "unit/open_store.h"

#include "core/macro.h"
#include "core/text.h"
#include "record/record.h"

static void test_whole(void **state)
{
	(void)state;
	for (enum hvk_type type = 0; type < HVK_TYPES; type++) {
		assert_non_null(hvk_type_name(type));
		assert_non_null(hvk_type_help(type));
		assert_in_range(hvk_type_columns(type), 1, HVK__RECORD_COLUMNS_MAX);
		for (size_t i = 0; i < hvk_type_columns(type); i++) {
			const struct hvk_record_column *column = hvk_type_column(type, i);

			assert_non_null(column);
			assert_non_null(column->name);
			assert_true(*column->help);
			assert_true(*column->title[HVK_NL] && *column->title[HVK_EN]);
			assert_int_equal(hvk_type_find_column(type, column->name), i);
			assert_true((column->form == HVK_FORM_CODE) == (column->list != NULL));
			assert_true(column->form != HVK_FORM_RECORD || column->type < HVK_TYPES);
		}
		assert_null(hvk_type_column(type, hvk_type_columns(type)));
		assert_int_equal(hvk_type_find_column(type, "nonsense"), hvk_type_columns(type));
	}
	assert_null(hvk_type_name(HVK_TYPES));
	assert_null(hvk_type_help(HVK_TYPES));
	assert_null(hvk_type_column(HVK_TYPES, 0));
	assert_int_equal(hvk_type_columns(HVK_TYPES), 0);
}

static void test_hyphens(void **state)
{
	(void)state;
	assert_int_equal(hvk_type_find_column(HVK_PARTNER, "opening-hours"), HVK__PARTNER_OPENING_HOURS);
	assert_int_equal(hvk_type_find_column(HVK_PARTNER, "opening_hours"), HVK__PARTNER_OPENING_HOURS);
	assert_int_equal(hvk_type_find_column(HVK_PARTNER, "opening"), hvk_type_columns(HVK_PARTNER));
	assert_int_equal(hvk_type_find_column(HVK_PARTNER, "name-"), hvk_type_columns(HVK_PARTNER));
}

/* Every code list that a column names exists. */
static void test_lists(void **state)
{
	struct fixture *f = *state;
	struct hvk__codes *codes;

	assert_int_equal(hvk__store_codes(f->store, &codes), HVK_OK);
	for (enum hvk_type type = 0; type < HVK_TYPES; type++)
		for (size_t i = 0; i < hvk_type_columns(type); i++)
			if (hvk_type_column(type, i)->list && !hvk__codes_list(codes, hvk_type_column(type, i)->list))
				fail_msg("no list %s", hvk_type_column(type, i)->list);
}

struct header {
	char folded[64];
	size_t column;
};

/* A header, folded as headers are, means one column; and is listed once. */
static void test_headers(void **state)
{
	(void)state;
	for (enum hvk_type type = 0; type < HVK_TYPES; type++) {
		struct header headers[256];
		size_t count = 0;

		for (size_t i = 0; i < hvk_type_columns(type); i++) {
			const struct hvk__record_column *column = &hvk__types[type].columns[i];

			assert_string_equal(column->aliases[0], column->public.name);
			for (const char *const *alias = column->aliases; *alias; alias++) {
				struct header *header = &headers[count];

				assert_true(hvk__fold(header->folded, sizeof(header->folded), *alias, strlen(*alias)) <
				            sizeof(header->folded));
				for (size_t other = 0; other < count; other++)
					if (strcmp(headers[other].folded, header->folded) == 0)
						fail_msg("%s: '%s' twice", hvk_type_name(type), *alias);
				header->column = i;
				assert_true(++count < ARRAY_SIZE(headers));
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_hyphens),
		cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
		cmocka_unit_test(test_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
