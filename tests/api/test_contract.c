/* SPDX-License-Identifier: EUPL-1.2 */
/* What hvk.h promises of all functions: outputs are cleared, errors stay, NULL is freed, a store needs no file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "hvk.h"

/* A pointer that no function may leave in an output. */
#define RUBBISH ((void *)0x1)

struct fixture {
	char folder[64], path[96];
	struct hvk_store *store; /* not connected */
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	snprintf(f->folder, sizeof(f->folder), "/tmp/hvk-test-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/hvk.db", f->folder);
	if (hvk_store_new(&f->store) < 0 || hvk_store_set_today(f->store, "2026-11-21") < 0)
		return -1;
	*state = f;
	return 0;
}

static int set_up_open(void **state)
{
	struct fixture *f;

	if (set_up(state) < 0)
		return -1;
	f = *state;
	return hvk_store_open(f->store, f->path, HVK_OPEN_CREATE);
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[160];

	hvk_store_free(f->store);
	snprintf(command, sizeof(command), "rm -rf '%s'", f->folder);
	if (system(command) != 0)
		return -1;
	free(f);
	return 0;
}

static struct hvk_store *store_of(void **state)
{
	return ((struct fixture *)*state)->store;
}

/* ---- the record of an error */

static void expect_failure(struct hvk_store *store, int result, int expected)
{
	const struct hvk_error *error = hvk_store_error(store);

	if (result != expected)
		print_error("expected %d, found %d: '%s'\n", expected, result, error->message);
	assert_int_equal(result, expected);
	assert_int_equal(error->code, expected);
	assert_true(error->message[0] != '\0');
	assert_null(strchr(error->message, '\n'));
}

static void expect_success(struct hvk_store *store, int result)
{
	const struct hvk_error *error = hvk_store_error(store);

	if (result != HVK_OK)
		print_error("failed with %d: '%s'\n", result, error->message);
	assert_int_equal(result, HVK_OK);
	assert_int_equal(error->code, HVK_OK);
	assert_string_equal(error->message, "");
	assert_null(error->file);
	assert_int_equal(error->line, 0);
	assert_int_equal(error->column, 0);
}

/* So that what is found in the record afterwards is of the call that follows. */
static void fail_before(struct hvk_store *store)
{
	const struct hvk_code *code;

	expect_failure(store, hvk_code_find(store, "no-such-list", "x", false, &code), HVK_EINVAL);
}

static void a_new_store_has_no_error(void **state)
{
	struct hvk_store *store;

	(void)state;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	expect_success(store, HVK_OK);
	assert_false(hvk_store_is_open(store));
	assert_int_equal(hvk_store_precision(store), HVK_PRECISION_MONTH);
	hvk_store_free(store);
}

static void a_failure_has_its_place(void **state)
{
	struct hvk_store *store = store_of(state);
	const struct hvk_error *error;

	expect_failure(store, hvk_store_open(store, "/no/such/store.db", HVK_OPEN_READ), HVK_ENOTFOUND);
	error = hvk_store_error(store);
	assert_string_equal(error->file, "/no/such/store.db");
	assert_int_equal(error->line, 0);
	assert_false(hvk_store_is_open(store));
}

static void a_success_clears_the_record(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_question *question;
	struct hvk_filter *filter;
	struct hvk_intake *intake;
	struct hvk_import *import;
	struct hvk_source *source;
	struct hvk_table *table;
	const struct hvk_code *code;
	const struct hvk_gemeente *gemeente;
	char first[8], last[8];

	fail_before(store);
	expect_success(store, hvk_store_set_today(store, "2026-11-20"));
	fail_before(store);
	expect_success(store, hvk_question_new(store, &question));
	fail_before(store);
	expect_success(store, hvk_question_set(question, HVK_THEME, "slapen"));
	fail_before(store);
	expect_success(store, hvk_question_set_short(question, "gent chat"));
	fail_before(store);
	expect_success(store, hvk_filter_new(store, &filter));
	fail_before(store);
	expect_success(store, hvk_filter_add(filter, "theme", "=", "slapen"));
	fail_before(store);
	expect_success(store, hvk_filter_parse(filter, "month=2026-10"));
	fail_before(store);
	expect_success(store, hvk_intake_new(store, &intake));
	fail_before(store);
	expect_success(store, hvk_intake_set(intake, HVK_INTAKE_DELIMITER, "tab"));
	fail_before(store);
	expect_success(store, hvk_import_new(intake, 0, &import));
	fail_before(store);
	expect_success(store, hvk_source_csv(intake, NULL, 0, NULL, &source));
	fail_before(store);
	expect_success(store, hvk_table_new(store, "gemeente", &table));
	fail_before(store);
	expect_success(store, hvk_table_set_geography(table, "2024-12-31"));
	fail_before(store);
	expect_success(store, hvk_table_set_months(table, "2026-01", "2026-02"));
	fail_before(store);
	expect_success(store, hvk_table_add_measure(table, HVK_PER_1000));
	fail_before(store);
	expect_success(store, hvk_table_count(&table, 1, source));
	fail_before(store);
	expect_success(store, hvk_code_find(store, "channel", "chat", false, &code));
	fail_before(store);
	expect_success(store, hvk_gemeente_find(store, "Gent", NULL, false, &gemeente));
	fail_before(store);
	expect_success(store, hvk_period_resolve(store, "2026-Q1", first, last));
	fail_before(store);
	assert_non_null(hvk_code_at(store, NULL, 0));
	expect_success(store, HVK_OK);
	hvk_table_free(table);
	hvk_source_free(source);
	hvk_import_free(import);
	hvk_intake_free(intake);
	hvk_filter_free(filter);
	hvk_question_free(question);
}

/* The end of what is numbered is no failure. */
static void an_end_is_not_an_error(void **state)
{
	struct hvk_store *store = store_of(state);
	const char *region;

	fail_before(store);
	assert_null(hvk_code_at(store, "theme", SIZE_MAX));
	expect_success(store, HVK_OK);
	assert_null(hvk_code_at(store, "no-such-list", 0));
	expect_success(store, HVK_OK);
	fail_before(store);
	region = RUBBISH;
	assert_null(hvk_region_at(store, 0, &region));
	assert_null(region);
	expect_success(store, HVK_OK);
}

/* ---- freeing */

static void every_free_takes_null(void **state)
{
	(void)state;
	hvk_store_free(NULL);
	hvk_sql_free(NULL);
	hvk_question_free(NULL);
	hvk_filter_free(NULL);
	hvk_source_free(NULL);
	hvk_intake_free(NULL);
	hvk_list_free(NULL);
	hvk_import_free(NULL);
	hvk_table_free(NULL);
}

/* ---- a store without a file */

static void what_needs_a_file_says_so_and_clears_its_outputs(void **state)
{
	struct fixture *f = *state;
	struct hvk_store *store = f->store;
	static const char *const ids[] = { "0NM0000000000" };
	struct hvk_counts counts, none = { 0 };
	struct hvk_sql *sql = RUBBISH;
	struct hvk_list *list = RUBBISH;
	struct hvk_source *source = RUBBISH;
	struct hvk_question *question;
	const char *what = RUBBISH;
	uint64_t number = 1;

	expect_failure(store, hvk_store_check(store, NULL, &number), HVK_ESTORE);
	assert_int_equal(number, 0);
	expect_failure(store, hvk_store_backup(store, f->path), HVK_ESTORE);
	expect_failure(store, hvk_store_restore(store, f->path, true), HVK_ESTORE);
	memset(&counts, 1, sizeof(counts));
	expect_failure(store, hvk_store_merge(store, f->path, true, &counts, NULL), HVK_ESTORE);
	assert_memory_equal(&counts, &none, sizeof(none));
	number = 1;
	expect_failure(store, hvk_store_purge(store, "2026-01", false, true, &number, NULL), HVK_ESTORE);
	assert_int_equal(number, 0);
	expect_failure(store, hvk_sql_open(store, "SELECT 1", &sql), HVK_ESTORE);
	assert_null(sql);
	expect_failure(store, hvk_list_open(store, NULL, NULL, false, &list), HVK_ESTORE);
	assert_null(list);
	expect_failure(store, hvk_source_store(store, NULL, &source), HVK_ESTORE);
	assert_null(source);
	number = 1;
	expect_failure(store, hvk_question_check(store, NULL, NULL, &number), HVK_ESTORE);
	assert_int_equal(number, 0);
	expect_failure(store, hvk_question_void(store, ids, 1, false), HVK_ESTORE);
	expect_failure(store, hvk_question_void(store, ids, 1, true), HVK_ESTORE);
	memset(&counts, 1, sizeof(counts));
	expect_failure(store, hvk_store_undo(store, true, &counts, &what), HVK_ESTORE);
	assert_memory_equal(&counts, &none, sizeof(none));
	assert_string_equal(what, "");
	number = 1;
	expect_failure(store, hvk_code_import(store, "x", STDIN_FILENO, false, &number), HVK_ESTORE);
	assert_int_equal(number, 0);
	number = 1;
	expect_failure(store, hvk_region_import(store, "x", STDIN_FILENO, false, &number), HVK_ESTORE);
	assert_int_equal(number, 0);
	expect_failure(store, hvk_code_retire(store, "channel", "chat", "2026-01-01", true), HVK_ESTORE);
	expect_failure(store, hvk_code_rename(store, "channel", "chat", "praten", true), HVK_ESTORE);
	expect_failure(store, hvk_region_remove(store, "x", true), HVK_ESTORE);
	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	assert_int_equal(hvk_question_set_short(question, "2026-10 gent slapen @loket-noord"), HVK_OK);
	expect_failure(store, hvk_question_add(question), HVK_ESTORE);
	expect_success(store, hvk_question_add_all(store, &question, 1, true));
	expect_failure(store, hvk_question_find(question, ids[0]), HVK_ESTORE);
	assert_null(hvk_question_key(question, HVK_THEME, NULL));
	hvk_question_free(question);
}

static int count_csv(struct hvk_intake *intake, const char *text, struct hvk_table *table)
{
	FILE *file = tmpfile();
	struct hvk_input input = { .name = "sheet" };
	struct hvk_source *source;
	int result;

	assert_non_null(file);
	fputs(text, file);
	rewind(file);
	input.descriptor = fileno(file);
	assert_int_equal(hvk_source_csv(intake, &input, 1, NULL, &source), HVK_OK);
	result = hvk_table_count(&table, 1, source);
	hvk_source_free(source);
	fclose(file);
	return result;
}

static void csv_is_counted_without_a_file(void **state)
{
	struct hvk_store *store = store_of(state);
	const size_t total = 0, beyond = SIZE_MAX;
	struct hvk_intake *intake;
	struct hvk_table *table;
	int64_t whole;
	double real;

	assert_int_equal(hvk_intake_new(store, &intake), HVK_OK);
	assert_string_equal(hvk_intake_dialect(intake), "");
	assert_int_equal(hvk_table_new(store, "channel", &table), HVK_OK);
	assert_int_equal(hvk_table_members(table, 0), 0);
	expect_failure(store, hvk_table_value(table, HVK_QUESTIONS, &total, &whole, &real), HVK_EINVAL);
	expect_success(store, count_csv(intake, "month,gemeente,theme,channel\n2026-10,Gent,slapen,chat\n", table));
	assert_true(hvk_table_members(table, 0) > 0);
	assert_int_equal(hvk_table_value(table, HVK_QUESTIONS, &beyond, &whole, &real), 1);
	assert_int_equal(whole, 1);
	assert_string_equal(hvk_table_key(table, 0, beyond), "total");
	assert_string_equal(hvk_table_key(table, 7, 0), "total");
	assert_null(hvk_table_dimension(table, 1));
	assert_int_equal(hvk_table_members(table, 1), 0);
	assert_non_null(strstr(hvk_intake_dialect(intake), "channel=channel"));
	hvk_table_free(table);
	hvk_intake_free(intake);
}

static void a_refused_row_is_the_failure_when_nobody_listens(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_intake *intake;
	struct hvk_table *table;
	const struct hvk_error *error;

	assert_int_equal(hvk_intake_new(store, &intake), HVK_OK);
	assert_int_equal(hvk_table_new(store, NULL, &table), HVK_OK);
	expect_failure(store, count_csv(intake, "month,gemeente,theme\n2026-10,Gent,slapen\n2026-10,Gend,slapen\n",
	                                table),
	               HVK_EINPUT);
	error = hvk_store_error(store);
	assert_string_equal(error->file, "sheet");
	assert_int_equal(error->line, 3);
	assert_int_equal(error->column, 2);
	hvk_table_free(table);
	hvk_intake_free(intake);
}

/* ---- arguments that cannot be */

static void malformed_arguments_are_refused(void **state)
{
	struct hvk_store *store = store_of(state);
	char first[8] = "rubbish", last[8] = "rubbish";
	const struct hvk_gemeente *gemeente = RUBBISH;
	const struct hvk_code *code = RUBBISH;
	struct hvk_table *table = RUBBISH;
	struct hvk_import *import = RUBBISH;
	struct hvk_question *question;
	struct hvk_intake *intake;
	uint64_t number = 1;

	expect_failure(store, hvk_store_set_today(store, "2026-02-30"), HVK_EINVAL);
	expect_failure(store, hvk_store_set_today(store, ""), HVK_EINVAL);
	expect_failure(store, hvk_store_open(store, "", HVK_OPEN_READ), HVK_EINVAL);
	expect_failure(store, hvk_store_create(store, "", HVK_PRECISION_DAY, false), HVK_EINVAL);
	expect_failure(store, hvk_store_purge(store, "2026-13", false, true, &number, NULL), HVK_EINVAL);
	assert_int_equal(number, 0);
	expect_failure(store, hvk_gemeente_find(store, "Gent", "yesterday", false, &gemeente), HVK_EINVAL);
	assert_null(gemeente);
	expect_failure(store, hvk_code_find(store, "teme", "slapen", false, &code), HVK_EINVAL);
	assert_null(code);
	assert_non_null(strstr(hvk_store_error(store)->message, "theme"));
	code = RUBBISH;
	expect_failure(store, hvk_code_find(store, "theme", "slappen", false, &code), HVK_ENOTFOUND);
	assert_null(code);
	expect_failure(store, hvk_code_retire(store, "theme", "slapen", "2026-10", true), HVK_EINVAL);
	expect_failure(store, hvk_period_resolve(store, "2026-13", first, last), HVK_EINVAL);
	assert_string_equal(first, "");
	assert_string_equal(last, "");
	expect_failure(store, hvk_table_new(store, "gemeente,temes", &table), HVK_EINVAL);
	assert_null(table);
	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	expect_failure(store, hvk_question_set(question, HVK_COLUMNS, "x"), HVK_EINVAL);
	expect_failure(store, hvk_question_set(question, (enum hvk_column)-1, "x"), HVK_EINVAL);
	expect_failure(store, hvk_question_set(question, HVK_ID, "0NM0000000000"), HVK_EINPUT);
	expect_failure(store, hvk_question_find(question, "no id"), HVK_EINVAL);
	hvk_question_free(question);
	assert_int_equal(hvk_intake_new(store, &intake), HVK_OK);
	expect_failure(store, hvk_intake_set(intake, HVK_INTAKE_OPTIONS, "x"), HVK_EINVAL);
	expect_failure(store, hvk_intake_set(intake, HVK_INTAKE_ENCODING, "ebcdic"), HVK_EINVAL);
	expect_failure(store, hvk_intake_set(intake, HVK_INTAKE_MAP, "Waar=gemeent"), HVK_EINVAL);
	expect_failure(store, hvk_intake_set(intake, HVK_INTAKE_MONTH, "oktober"), HVK_EINVAL);
	expect_failure(store, hvk_import_new(intake, 16, &import), HVK_EINVAL);
	assert_null(import);
	hvk_intake_free(intake);
}

static void a_list_needs_columns_to_sort_by(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_list *list = RUBBISH;
	struct hvk_question *question = RUBBISH;

	expect_failure(store, hvk_list_open(store, NULL, "monht", false, &list), HVK_EINVAL);
	assert_null(list);
	assert_int_equal(hvk_list_open(store, NULL, "", true, &list), HVK_OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(hvk_list_next(list, &question), 0);
		assert_null(question);
	}
	hvk_list_free(list);
}

static void sql_that_is_no_select_is_refused(void **state)
{
	static const char *const texts[] = { "", ";", "SELECT", "SELECT 1; SELECT 2", "PRAGMA user_version",
	                                     "DELETE FROM question", "ATTACH 'x' AS x",
	                                     "SELECT nothing FROM question" };
	struct hvk_store *store = store_of(state);
	struct hvk_sql *sql;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		sql = RUBBISH;
		expect_failure(store, hvk_sql_open(store, texts[i], &sql), HVK_EINVAL);
		assert_null(sql);
	}
	expect_success(store, hvk_sql_open(store, "SELECT 'a' AS x, NULL, 1.5;", &sql));
	assert_int_equal(hvk_sql_next(sql), 1);
	assert_int_equal(hvk_sql_columns(sql), 3);
	assert_string_equal(hvk_sql_name(sql, 0), "x");
	assert_null(hvk_sql_name(sql, 3));
	assert_string_equal(hvk_sql_text(sql, 0), "a");
	assert_null(hvk_sql_text(sql, 1));
	assert_null(hvk_sql_text(sql, 3));
	assert_true(hvk_sql_is_number(sql, 2));
	assert_false(hvk_sql_is_number(sql, 1));
	assert_false(hvk_sql_is_number(sql, 3));
	assert_int_equal(hvk_sql_next(sql), 0);
	assert_int_equal(hvk_sql_next(sql), 0);
	hvk_sql_free(sql);
}

static void a_store_is_connected_once(void **state)
{
	struct fixture *f = *state;

	assert_true(hvk_store_is_open(f->store));
	expect_failure(f->store, hvk_store_open(f->store, f->path, HVK_OPEN_READ), HVK_EINVAL);
	expect_failure(f->store, hvk_store_create(f->store, f->path, HVK_PRECISION_DAY, false), HVK_EINVAL);
	assert_true(hvk_store_is_open(f->store));
	expect_failure(f->store, hvk_store_backup(f->store, f->path), HVK_EINVAL);
	expect_failure(f->store, hvk_store_restore(f->store, f->path, false), HVK_EINVAL);
}

static void a_store_can_be_connected_after_a_failure(void **state)
{
	struct fixture *f = *state;

	expect_failure(f->store, hvk_store_open(f->store, f->path, HVK_OPEN_WRITE), HVK_ENOTFOUND);
	expect_failure(f->store, hvk_store_open(f->store, f->folder, HVK_OPEN_CREATE), HVK_ESTORE);
	expect_success(f->store, hvk_store_create(f->store, f->path, HVK_PRECISION_DAY, false));
	assert_int_equal(hvk_store_precision(f->store), HVK_PRECISION_DAY);
}

static void a_store_to_read_is_not_written(void **state)
{
	struct fixture *f = *state;
	struct hvk_counts counts;
	struct hvk_store *reader;
	struct hvk_question *question;
	const char *what;
	uint64_t gone;

	assert_int_equal(hvk_store_new(&reader), HVK_OK);
	assert_int_equal(hvk_store_set_today(reader, "2026-11-21"), HVK_OK);
	expect_success(reader, hvk_store_open(reader, f->path, HVK_OPEN_READ));
	expect_failure(reader, hvk_store_purge(reader, "2026-01", false, false, &gone, NULL), HVK_ESTORE);
	expect_success(reader, hvk_store_purge(reader, "2026-01", false, true, &gone, NULL));
	expect_failure(reader, hvk_store_undo(reader, false, &counts, &what), HVK_ESTORE);
	expect_failure(reader, hvk_store_undo(reader, true, &counts, &what), HVK_ENOTFOUND);
	assert_int_equal(hvk_question_new(reader, &question), HVK_OK);
	assert_int_equal(hvk_question_set_short(question, "2026-10 gent slapen"), HVK_OK);
	expect_failure(reader, hvk_question_add(question), HVK_ESTORE);
	hvk_question_free(question);
	hvk_store_free(reader);
}

/* ---- names and numbers */

static void names_end_with_null(void **state)
{
	(void)state;
	for (int i = 0; i < HVK_COLUMNS; i++)
		assert_true(hvk_column_name((enum hvk_column)i) && hvk_column_help((enum hvk_column)i));
	assert_null(hvk_column_name(HVK_COLUMNS));
	assert_null(hvk_column_help(HVK_COLUMNS));
	for (int i = 0; i < HVK_CODE_FIELDS; i++)
		assert_non_null(hvk_code_field_name((enum hvk_code_field)i));
	assert_null(hvk_code_field_name(HVK_CODE_FIELDS));
	for (int i = 0; i < HVK_GEMEENTE_FIELDS; i++)
		assert_non_null(hvk_gemeente_field_name((enum hvk_gemeente_field)i));
	assert_null(hvk_gemeente_field_name(HVK_GEMEENTE_FIELDS));
	for (int i = 0; i < HVK_MEASURES; i++)
		assert_true(hvk_measure_name((enum hvk_measure)i) && hvk_measure_help((enum hvk_measure)i));
	assert_null(hvk_measure_name(HVK_MEASURES));
	assert_null(hvk_measure_help(HVK_MEASURES));
	for (size_t i = 0; hvk_dimension_name(i); i++)
		assert_non_null(hvk_dimension_help(i));
	assert_null(hvk_dimension_help(SIZE_MAX));
	for (size_t i = 0; hvk_period_word(i); i++)
		assert_non_null(hvk_period_help(i));
	assert_null(hvk_period_help(SIZE_MAX));
	assert_null(hvk_gemeente_at(SIZE_MAX));
	assert_string_equal(hvk_version(), HVK_VERSION);
}

static void every_field_is_text(void **state)
{
	struct hvk_store *store = store_of(state);
	const struct hvk_gemeente *gemeente;
	const struct hvk_code *code;

	for (size_t n = 0; (code = hvk_code_at(store, NULL, n)); n++)
		for (int field = 0; field <= HVK_CODE_FIELDS; field++)
			assert_non_null(hvk_code_text(code, (enum hvk_code_field)field));
	for (size_t n = 0; (gemeente = hvk_gemeente_at(n)); n++)
		for (int field = 0; field <= HVK_GEMEENTE_FIELDS; field++)
			assert_non_null(hvk_gemeente_text(gemeente, (enum hvk_gemeente_field)field));
}

/* ---- tables, filters, imports: the order of calls */

static void a_table_takes_nothing_after_counting(void **state)
{
	struct hvk_store *store = store_of(state);
	const size_t cell[6] = { 0 };
	size_t member[6] = { 9, 9, 9, 9, 9, 9 };
	struct hvk_source *source;
	struct hvk_table *table;
	int64_t whole = 1;
	double real = 1;

	assert_int_equal(hvk_table_new(store, "", &table), HVK_OK);
	hvk_table_set_occurring(table);
	assert_int_equal(hvk_source_store(store, NULL, &source), HVK_OK);
	expect_success(store, hvk_table_count(&table, 1, source));
	hvk_source_free(source);
	expect_failure(store, hvk_table_add_measure(table, HVK_CONTACTS), HVK_EINVAL);
	expect_failure(store, hvk_table_set_months(table, "2026-01", "2026-02"), HVK_EINVAL);
	expect_failure(store, hvk_table_set_geography(table, "2026-01-01"), HVK_EINVAL);
	expect_failure(store, hvk_table_value(table, HVK_CONTACTS, cell, &whole, &real), HVK_EINVAL);
	assert_int_equal(whole, 0);
	assert_true(real == 0);
	expect_failure(store, hvk_table_value(table, HVK_MEASURES, cell, &whole, &real), HVK_EINVAL);
	assert_int_equal(hvk_table_value(table, HVK_QUESTIONS, cell, &whole, &real), 1);
	assert_int_equal(hvk_table_occurring(table), 0);
	hvk_table_occurring_at(table, 0, member);
	assert_int_equal(member[0], 9); /* there are no dimensions to tell of */
	assert_int_equal(hvk_source_store(store, NULL, &source), HVK_OK);
	expect_failure(store, hvk_table_count(&table, 1, source), HVK_EINVAL);
	hvk_source_free(source);
	hvk_table_free(table);
}

static void beyond_the_cells_that_occur_is_the_total(void **state)
{
	struct hvk_store *store = store_of(state);
	size_t member[2] = { 9, 9 };
	struct hvk_source *source;
	struct hvk_table *table;

	assert_int_equal(hvk_table_new(store, "month,theme", &table), HVK_OK);
	hvk_table_set_occurring(table);
	assert_int_equal(hvk_source_store(store, NULL, &source), HVK_OK);
	expect_success(store, hvk_table_count(&table, 1, source));
	hvk_source_free(source);
	hvk_table_occurring_at(table, 3, member);
	assert_int_equal(member[0], hvk_table_members(table, 0));
	assert_int_equal(member[1], hvk_table_members(table, 1));
	hvk_table_free(table);
}

static size_t listed(struct hvk_store *store, const struct hvk_filter *filter)
{
	struct hvk_question *question;
	struct hvk_list *list;
	size_t count = 0;

	assert_int_equal(hvk_list_open(store, filter, NULL, false, &list), HVK_OK);
	while (hvk_list_next(list, &question) == 1)
		count++;
	hvk_list_free(list);
	return count;
}

static void a_failed_condition_leaves_the_filter_as_it_was(void **state)
{
	static const char *const refused[] = { "theme=slappen", "id=rubbish", "id<0NM0000000000", "colour=red", "theme",
	                                       "theme<slapen", "month=2026-13", "answer=nonsense", "=x", "" };
	struct hvk_store *store = store_of(state);
	struct hvk_question *question;
	struct hvk_filter *filter;

	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	assert_int_equal(hvk_question_set_short(question, "2026-10 gent slapen info"), HVK_OK);
	expect_success(store, hvk_question_add(question));
	assert_int_equal(hvk_filter_new(store, &filter), HVK_OK);
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		assert_true(hvk_filter_parse(filter, refused[i]) < 0);
		assert_true(hvk_store_error(store)->message[0] != '\0');
		assert_int_equal(listed(store, filter), 1);
	}
	expect_failure(store, hvk_filter_add(filter, "theme", "==", "slapen"), HVK_EINVAL);
	expect_success(store, hvk_filter_add(filter, "id", "=", hvk_question_key(question, HVK_ID, NULL)));
	assert_int_equal(listed(store, filter), 1);
	expect_success(store, hvk_filter_parse(filter, "theme!=slapen"));
	assert_int_equal(listed(store, filter), 0);
	hvk_filter_free(filter);
	hvk_question_free(question);
}

static void an_import_is_committed_once(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_intake *intake;
	struct hvk_import *import;
	struct hvk_counts counts, none = { 0 };
	struct hvk_input directory = { "folder", -1 };

	assert_int_equal(hvk_intake_new(store, &intake), HVK_OK);
	assert_int_equal(hvk_import_new(intake, 0, &import), HVK_OK);
	expect_success(store, hvk_import_commit(import, &counts));
	memset(&counts, 1, sizeof(counts));
	expect_failure(store, hvk_import_commit(import, &counts), HVK_EINVAL);
	assert_memory_equal(&counts, &none, sizeof(none));
	hvk_import_free(import);
	assert_int_equal(hvk_import_new(intake, HVK_IMPORT_SKIP, &import), HVK_OK);
	expect_failure(store, hvk_import_read(import, &directory, NULL), HVK_EIO);
	expect_failure(store, hvk_import_commit(import, &counts), HVK_EINPUT);
	hvk_import_free(import);
	hvk_intake_free(intake);
}

static int stop(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	++*(unsigned *)data;
	assert_true(severity == HVK_WARNING || severity == HVK_REFUSED);
	assert_true(error->message[0] != '\0');
	return 1;
}

static void a_listener_can_stop_the_work(void **state)
{
	struct hvk_store *store = store_of(state);
	unsigned heard = 0;
	const struct hvk_listener listener = { stop, &heard };
	struct hvk_intake *intake;
	struct hvk_table *table;

	assert_int_equal(hvk_intake_new(store, &intake), HVK_OK);
	hvk_intake_set_listener(intake, &listener);
	assert_int_equal(hvk_table_new(store, "theme", &table), HVK_OK);
	expect_failure(store, count_csv(intake, "month,gemeente,theme\n2026-10,Gend,slapen\n2026-10,Gend,slapen\n",
	                                table),
	               HVK_EINPUT);
	assert_int_equal(heard, 1);
	hvk_table_free(table);
	hvk_intake_free(intake);
}

/* ---- questions */

static void a_refused_line_changes_nothing(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_question *question;
	size_t length = 1;

	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	assert_int_equal(hvk_question_set(question, HVK_CHANNEL, "chat"), HVK_OK);
	expect_failure(store, hvk_question_set_short(question, "gent slapen nonsens"), HVK_ENOTFOUND);
	assert_null(hvk_question_key(question, HVK_GEMEENTE, &length));
	assert_int_equal(length, 0);
	assert_string_equal(hvk_question_key(question, HVK_CHANNEL, &length), "chat");
	assert_int_equal(length, 4);
	expect_failure(store, hvk_question_set(question, HVK_CHANNEL, "\xff"), HVK_EINPUT);
	expect_success(store, hvk_question_set(question, HVK_CHANNEL, NULL));
	assert_null(hvk_question_label(question, HVK_CHANNEL, HVK_EN));
	assert_null(hvk_question_key(question, HVK_COLUMNS, NULL));
	hvk_question_free(question);
}

#define WITHOUT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define OPEN(name) cmocka_unit_test_setup_teardown(name, set_up_open, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_store_has_no_error), cmocka_unit_test(every_free_takes_null),
		cmocka_unit_test(names_end_with_null),
		WITHOUT(a_failure_has_its_place), WITHOUT(a_success_clears_the_record),
		OPEN(a_success_clears_the_record),
		WITHOUT(an_end_is_not_an_error), OPEN(an_end_is_not_an_error),
		WITHOUT(what_needs_a_file_says_so_and_clears_its_outputs), WITHOUT(csv_is_counted_without_a_file),
		WITHOUT(a_refused_row_is_the_failure_when_nobody_listens), WITHOUT(malformed_arguments_are_refused),
		OPEN(a_list_needs_columns_to_sort_by), OPEN(sql_that_is_no_select_is_refused),
		OPEN(a_store_is_connected_once), WITHOUT(a_store_can_be_connected_after_a_failure),
		OPEN(a_store_to_read_is_not_written), WITHOUT(every_field_is_text), OPEN(every_field_is_text),
		OPEN(a_table_takes_nothing_after_counting), OPEN(beyond_the_cells_that_occur_is_the_total),
		OPEN(a_failed_condition_leaves_the_filter_as_it_was), OPEN(an_import_is_committed_once),
		WITHOUT(a_listener_can_stop_the_work), WITHOUT(a_refused_line_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
