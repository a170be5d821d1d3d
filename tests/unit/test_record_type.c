/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables of types and columns: whole, and without anything that means two things. */
#include "unit/open_store.h"

#include "core/macro.h"
#include "core/text.h"
#include "record/record.h"
#include "tabular/tabular.h"

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

/* ---- the tables and views of registry.sql */

/* Fails unless the next column of a table or view is this one. */
/* What listings for people head their columns with, in both languages, is read back. */
static void test_titles_are_headers(void **state)
{
	(void)state;
	for (enum hvk_type type = HVK_SESSION; type < HVK_TYPES; type++) {
		struct hvk__column_names names[HVK__RECORD_COLUMNS_MAX];
		size_t count = hvk__types[type].count;

		for (size_t i = 0; i < count; i++)
			names[i].names = hvk__types[type].columns[i].aliases;
		for (size_t i = 0; i < 2 * count; i++) {
			const char *title = hvk_type_column(type, i / 2)->title[i % 2];

			if (hvk__column_match(names, count, title, strlen(title)) != (int)(i / 2))
				fail_msg("%s: '%s' is not %s", hvk_type_name(type), title,
				         hvk_type_column(type, i / 2)->name);
		}
	}
}

static void assert_next(sqlite3_stmt *columns, const char *table, const char *name)
{
	if (sqlite3_step(columns) != SQLITE_ROW)
		fail_msg("%s: no column %s", table, name);
	if (strcmp((const char *)sqlite3_column_text(columns, 0), name) != 0)
		fail_msg("%s: expected column %s, found %s", table, name,
		         (const char *)sqlite3_column_text(columns, 0));
}

/* Its columns: name, type, whether NULL is refused. */
static sqlite3_stmt *columns_of(struct hvk_store *store, const char *table)
{
	sqlite3_stmt *columns = NULL;

	assert_int_equal(hvk__store_prepare(store, "SELECT name, type, \"notnull\" FROM pragma_table_info(?)",
	                                    &columns), HVK_OK);
	sqlite3_bind_text(columns, 1, table, -1, SQLITE_TRANSIENT);
	return columns;
}

static void assert_end(sqlite3_stmt *columns, const char *table)
{
	if (sqlite3_step(columns) == SQLITE_ROW)
		fail_msg("%s: has a column %s too", table, (const char *)sqlite3_column_text(columns, 0));
	sqlite3_finalize(columns);
}

static bool is_number(const struct hvk_record_column *column)
{
	return column->form == HVK_FORM_ID || column->form == HVK_FORM_CODE || column->form == HVK_FORM_GEMEENTE ||
	       column->form == HVK_FORM_RECORD || column->form == HVK_FORM_YES_NO ||
	       column->form == HVK_FORM_NUMBER || column->form == HVK_FORM_CENTS;
}

static bool is_set(const struct hvk_record_column *column)
{
	return (column->traits & HVK_TRAIT_MANY) && column->form != HVK_FORM_AGES;
}

/* What the column of a table says of itself is what the column of the type needs. */
static void assert_holds(sqlite3_stmt *columns, const char *table, const struct hvk_record_column *column)
{
	bool required = (column->traits & HVK_TRAIT_REQUIRED) || column->form == HVK_FORM_YES_NO;

	assert_next(columns, table, column->name);
	if (strcmp((const char *)sqlite3_column_text(columns, 1), is_number(column) ? "INTEGER" : "TEXT") != 0)
		fail_msg("%s: %s is %s", table, column->name, (const char *)sqlite3_column_text(columns, 1));
	if (required && !sqlite3_column_int(columns, 2))
		fail_msg("%s: %s may be NULL", table, column->name);
}

/* A table has the columns of one value in the order of the type; each other one is a table of owner and value. */
static void test_tables(void **state)
{
	struct fixture *f = *state;

	for (enum hvk_type type = 0; type < HVK_TYPES; type++) {
		const char *name = hvk_type_name(type);
		sqlite3_stmt *columns = columns_of(f->store, name);

		if (type != HVK_REFERRAL)
			assert_next(columns, name, "id");
		for (size_t i = 0; i < hvk_type_columns(type); i++) {
			const struct hvk_record_column *column = hvk_type_column(type, i);
			sqlite3_stmt *values;
			char table[64];

			if (!is_set(column)) {
				assert_holds(columns, name, column);
				continue;
			}
			snprintf(table, sizeof(table), "%s_%s", name, column->name);
			values = columns_of(f->store, table);
			assert_next(values, table, name);
			assert_holds(values, table, column);
			assert_end(values, table);
		}
		assert_end(columns, name);
	}
}

/* A view has all columns in that order but what points to persons; behind those of gemeenten may stand their names. */
static void test_views(void **state)
{
	struct fixture *f = *state;

	for (enum hvk_type type = 0; type < HVK_TYPES; type++) {
		char view[64], named[64];
		sqlite3_stmt *columns;
		size_t n = 0;

		snprintf(view, sizeof(view), "v_%s", hvk_type_name(type));
		columns = columns_of(f->store, view);
		while (sqlite3_step(columns) == SQLITE_ROW) {
			const char *name = (const char *)sqlite3_column_text(columns, 0);

			snprintf(named, sizeof(named), "%s_name", n > 0 ? hvk_type_column(type, n - 1)->name : "");
			if (strcmp(name, named) == 0)
				continue;
			while (n < hvk_type_columns(type) && hvk_type_column(type, n)->traits & HVK_TRAIT_PERSONAL)
				n++;
			if (n == hvk_type_columns(type) || strcmp(name, hvk_type_column(type, n)->name) != 0)
				fail_msg("%s: column %s is out of place", view, name);
			n++;
		}
		sqlite3_finalize(columns);
		while (n < hvk_type_columns(type) && hvk_type_column(type, n)->traits & HVK_TRAIT_PERSONAL)
			n++;
		if (n < hvk_type_columns(type))
			fail_msg("%s: no column %s", view, hvk_type_column(type, n)->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_hyphens),
		cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_titles_are_headers),
		cmocka_unit_test_setup_teardown(test_tables, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_views, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
