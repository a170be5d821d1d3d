/* SPDX-License-Identifier: EUPL-1.2 */
/* Purged months that stay as counts: tables count on, records are gone, and questions of those months are refused.
 * Today is 2026-11-21. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "admin_store.h"

static void fill(struct hvk_store *store)
{
	static const char *const lines[] = {
		"month:2026-01 gemeente:gent slapen telefoon desk:noord",
		"month:2026-01 gemeente:gent slapen moeder info",
		"month:2026-01 gemeente:gent slapen contact:same", "month:2026-01 gemeente:brugge eten",
		"month:2026-02 gemeente:gent slapen", "month:2026-03 gemeente:gent slapen telefoon",
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		add_short(store, lines[i], NULL);
}

static uint64_t purge(struct hvk_store *store, const char *month, bool collapse)
{
	uint64_t gone;

	assert_done(store, hvk_store_purge(store, month, collapse, false, &gone, NULL));
	return gone;
}

/* All cells of a table that are not 0, as text; good until the next call. */
static const char *counted(struct hvk_store *store, const char *by, const char *condition)
{
	static struct hvk__buffer text;
	struct hvk_source *source;
	struct hvk_filter *filter;
	struct hvk_table *table;
	int64_t count;
	double real;

	hvk__buffer_free(&text);
	text = (struct hvk__buffer){ 0 };
	assert_true(hvk__buffer_add_text(&text, ""));
	assert_done(store, hvk_filter_new(store, &filter));
	if (condition)
		assert_done(store, hvk_filter_parse(filter, condition));
	assert_done(store, hvk_table_new(store, by, &table));
	assert_done(store, hvk_table_add_measure(table, HVK_CONTACTS));
	assert_done(store, hvk_source_store(store, condition ? filter : NULL, &source));
	assert_done(store, hvk_table_count(&table, 1, source));
	for (size_t i = 0; i <= hvk_table_members(table, 0); i++) {
		if (hvk_table_value(table, HVK_QUESTIONS, &i, &count, &real) != 1 || count == 0)
			continue;
		assert_true(hvk__buffer_printf(&text, "%s=%d", hvk_table_key(table, 0, i), (int)count));
		hvk_table_value(table, HVK_CONTACTS, &i, &count, &real);
		assert_true(hvk__buffer_printf(&text, "/%d ", (int)count));
	}
	hvk_source_free(source);
	hvk_table_free(table);
	hvk_filter_free(filter);
	return text.data;
}

static void tables_count_on(void **state)
{
	struct hvk_store *store = store_of(state);

	fill(store);
	for (int pass = 0; pass < 2; pass++) {
		assert_string_equal(counted(store, "month", NULL),
		                    "2026-01=4/3 2026-02=1/1 2026-03=1/1 total=6/5 ");
		assert_string_equal(counted(store, "gemeente", NULL), "31005=1/1 44021=5/4 total=6/5 ");
		assert_string_equal(counted(store, "theme-group", "month<2026-03"),
		                    "lichaam=1/1 slapen=4/3 total=5/4 ");
		assert_string_equal(counted(store, "month", "gemeente=brugge"), "2026-01=1/1 total=1/1 ");
		assert_string_equal(counted(store, "month", "contact=same"), "2026-01=1/0 total=1/0 ");
		if (pass == 0)
			assert_int_equal(purge(store, "2026-03", true), 5);
	}
	assert_int_equal(count_rows(store, "question"), 1);
	assert_int_equal(count_rows(store, "tally"), 4);
	assert_sound(store);
}

static void all_else_is_not_recorded(void **state)
{
	struct hvk_store *store = store_of(state);

	fill(store);
	purge(store, "2026-03", true);
	assert_string_equal(counted(store, "channel", NULL), "telefoon=1/1 not-recorded=5/4 total=6/5 ");
	assert_string_equal(counted(store, "answer", NULL), "not-recorded=6/5 total=6/5 ");
	assert_string_equal(counted(store, "desk", NULL), "not-recorded=6/5 total=6/5 ");
	assert_string_equal(counted(store, "month", "channel=telefoon"), "2026-03=1/1 total=1/1 ");
	assert_string_equal(counted(store, "month", "desk=noord"), "");
	assert_questions(store, "2026-03 44021 - telefoon - - slapen - - - - new\n");
}

/* More than 32 bits of them, and more than there is room for. */
static void large_counts_are_whole(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_source *source;
	struct hvk_table *table;
	size_t total = 0;
	int64_t count;
	double real;

	fill(store);
	purge(store, "2026-03", true);
	tamper(state, "hvk.db", "UPDATE tally SET questions = 6000000000");
	assert_done(store, hvk_table_new(store, "", &table));
	assert_done(store, hvk_source_store(store, NULL, &source));
	assert_done(store, hvk_table_count(&table, 1, source));
	assert_int_equal(hvk_table_value(table, HVK_QUESTIONS, &total, &count, &real), 1);
	assert_true(count == INT64_C(24000000001));
	hvk_source_free(source);
	hvk_table_free(table);
	tamper(state, "hvk.db", "UPDATE tally SET questions = 9000000000000000000");
	assert_done(store, hvk_table_new(store, "", &table));
	assert_done(store, hvk_source_store(store, NULL, &source));
	assert_int_equal(hvk_table_count(&table, 1, source), HVK_EINVAL);
	assert_message_has(store, "passes 2^63-1");
	hvk_source_free(source);
	hvk_table_free(table);
}

static void counts_add_up_and_go(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t gone, months;

	fill(store);
	assert_done(store, hvk_store_purge(store, "2026-02", true, true, &gone, &months));
	assert_int_equal(gone, 4);
	assert_int_equal(months, 1);
	assert_int_equal(count_rows(store, "tally"), 0);
	assert_int_equal(purge(store, "2026-02", true), 4);
	assert_int_equal(purge(store, "2026-03", true), 1);
	assert_int_equal(purge(store, "2026-03", true), 0);
	assert_string_equal(counted(store, "month", NULL), "2026-01=4/3 2026-02=1/1 2026-03=1/1 total=6/5 ");
	/* Without counts those that there are go as well, and are counted. */
	assert_done(store, hvk_store_purge(store, "2026-02", false, true, &gone, &months));
	assert_int_equal(gone, 4);
	assert_int_equal(months, 1);
	assert_int_equal(purge(store, "2026-02", false), 4);
	assert_string_equal(counted(store, "month", NULL), "2026-02=1/1 2026-03=1/1 total=2/2 ");
	/* What is purged stays so when less is asked for. */
	assert_done(store, hvk_store_purge(store, "2026-04", false, false, &gone, &months));
	assert_int_equal(gone, 2);
	assert_int_equal(months, 2);
	assert_int_equal(purge(store, "2026-01", true), 0);
	assert_string_equal(counted(store, "month", NULL), "");
}

static void refuses_months_to_come(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t gone = 7, months = 7;

	fill(store);
	assert_int_equal(hvk_store_purge(store, "2026-12", true, false, &gone, &months), HVK_EINVAL);
	assert_message(store, "month: 2026-12 is in the future, this month is 2026-11");
	assert_int_equal(gone, 0);
	assert_int_equal(months, 0);
	assert_int_equal(purge(store, "2026-11", false), 6);
	add_short(store, "month:2026-11 gemeente:gent slapen", NULL);
}

static void purged_months_take_no_questions(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_question *question;

	fill(store);
	purge(store, "2026-03", true);
	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_set_short(question, "month:2026-02 gemeente:gent slapen"));
	for (int dry_run = 0; dry_run < 2; dry_run++) {
		assert_int_equal(hvk_question_add_all(store, &question, 1, dry_run), HVK_EINPUT);
		assert_message(store, "month: 2026-02 was purged; this store takes nothing of months before 2026-03");
	}
	assert_done(store, hvk_question_set_short(question, "month:2026-03 gemeente:gent slapen"));
	assert_done(store, hvk_question_add(question));
	hvk_question_free(question);
	assert_int_equal(count_rows(store, "question"), 2);
}

/* month: of rows that have none. */
static int import(struct hvk_store *store, const char *text, const char *month, struct hvk_counts *counts,
                  unsigned flags)
{
	struct hvk_input input = { "vragen.csv", input_of(text) };
	struct hvk_intake *intake;
	struct hvk_import *import;
	int result;

	assert_done(store, hvk_intake_new(store, &intake));
	if (month)
		assert_done(store, hvk_intake_set(intake, HVK_INTAKE_MONTH, month));
	assert_done(store, hvk_import_new(intake, flags, &import));
	result = hvk_import_read(import, &input, NULL);
	if (result == HVK_OK)
		result = hvk_import_commit(import, counts);
	hvk_import_free(import);
	hvk_intake_free(intake);
	close(input.descriptor);
	return result;
}

static void imports_refuse_rows_of_them(void **state)
{
	static const char both[] = "month,gemeente,theme\n2026-03,gent,slapen\n2026-01,gent,slapen\n";
	struct hvk_store *store = store_of(state);
	struct hvk_counts counts;

	purge(store, "2026-03", true);
	assert_int_equal(import(store, both, NULL, &counts, 0), HVK_EINPUT);
	assert_message(store, "month: 2026-01 was purged; this store takes questions from 2026-03 on");
	assert_int_equal(hvk_store_error(store)->line, 3);
	assert_int_equal(hvk_store_error(store)->column, 1);
	/* The month that was set for rows without one. */
	assert_int_equal(import(store, "gemeente,theme\ngent,slapen\n", "2026-02", &counts, 0), HVK_EINPUT);
	assert_message_has(store, "month: 2026-02 was purged");
	/* Voided in another register: its id is of such a month. 672 is 2026-01. */
	assert_int_equal(import(store, "id,month,gemeente,theme,voided\n1A00000000001,,,,1\n", NULL, &counts, 0),
	                 HVK_EINPUT);
	assert_message_has(store, "month: 2026-01 was purged");
	assert_done(store, import(store, both, NULL, &counts, HVK_IMPORT_SKIP));
	assert_int_equal(counts.added, 1);
	assert_int_equal(counts.refused, 1);
	assert_int_equal(count_rows(store, "tombstone"), 0);
}

/* Another program purges while a file is being read. */
static void imports_look_again(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_input input = { "vragen.csv", input_of("month,gemeente,theme\n2026-01,gent,slapen\n") };
	struct hvk_counts counts;
	struct hvk_intake *intake;
	struct hvk_import *import;

	assert_done(store, hvk_intake_new(store, &intake));
	assert_done(store, hvk_import_new(intake, 0, &import));
	assert_done(store, hvk_import_read(import, &input, NULL));
	tamper(state, "hvk.db", "INSERT INTO setting VALUES ('purged', '2026-02')");
	assert_int_equal(hvk_import_commit(import, &counts), HVK_EINPUT);
	assert_message_has(store, "month: 2026-01 was purged");
	hvk_import_free(import);
	hvk_intake_free(intake);
	close(input.descriptor);
	assert_int_equal(count_rows(store, "question"), 0);
}

static const char registry_sql[] =
	"INSERT INTO partner (id, slug, name) VALUES (1, 'x', 'Voorbeeld');"
	"INSERT INTO referral (id, month, direction, partner, status, status_on) VALUES"
	" ((672 << 51) + 1, '2026-01', 1, 1, 1, '2026-01-01'), ((674 << 51) + 2, '2026-03', 1, 1, 1, '2026-03-01');"
	"INSERT INTO referral_step (referral, step, status, made_on) VALUES"
	" ((672 << 51) + 1, 1, 1, '2026-01-01'), ((674 << 51) + 2, 1, 1, '2026-03-01');"
	"INSERT INTO gap (month, gemeente, theme, age, reason, times) VALUES"
	" ('2026-02', 44021, 1, 0, 1, 3), ('2026-03', 44021, 1, 0, 1, 3);"
	"INSERT INTO tombstone VALUES ((672 << 51) + 7), ((674 << 51) + 8)";

static void a_merge_passes_them_over(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "other.db", HVK_OPEN_CREATE);
	struct hvk_counts counts;

	fill(other);
	assert_int_equal(hvk__store_exec(other, registry_sql), HVK_OK);
	hvk_store_free(other);
	purge(store, "2026-03", false);
	for (int dry_run = 1; dry_run >= 0; dry_run--) {
		assert_done(store, hvk_store_merge(store, beside(state, "other.db"), dry_run, &counts, NULL));
		assert_int_equal(counts.added, 1);
		assert_int_equal(counts.purged, 5);
	}
	assert_questions(store, "2026-03 44021 - telefoon - - slapen - - - - new\n!2026-03 - - - - - - - - - - -\n");
	assert_int_equal(count_rows(store, "tombstone"), 1);
	assert_int_equal(count_rows(store, "delivery"), 0); /* that of desk noord is of 2026-01 */
	assert_int_equal(count_rows(store, "referral"), 1);
	assert_int_equal(count_rows(store, "gap"), 1);
	assert_sound(store);
}

/* Counts tell of no question that another store may have too. */
static void counts_are_not_merged(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "other.db", HVK_OPEN_CREATE);
	struct hvk_counts counts;

	fill(other);
	purge(other, "2026-03", true);
	hvk_store_free(other);
	fill(store);
	assert_done(store, hvk_store_merge(store, beside(state, "other.db"), false, &counts, NULL));
	assert_int_equal(counts.added, 1);
	assert_int_equal(counts.purged, 0);
	assert_int_equal(count_rows(store, "tally"), 0);
	assert_int_equal(count_rows(store, "question"), 7);
	assert_int_equal(count_rows(store, "setting"), 2); /* precision and id, which every store has */
}

static void closed_months_keep_what_is_needed(void **state)
{
	struct hvk_store *store = store_of(state);
	int64_t sum;

	/* counted, month, gemeente, theme, seven that go, questions */
	assert_int_equal(hvk__store_exec(store,
		"INSERT INTO closed_question VALUES"
		" (672, 672, 44021, 1, 1, 0, 0, 0, 0, 0, 0, 2), (672, 672, 44021, 1, 0, 0, 0, 0, 0, 3, 0, 5),"
		" (672, 672, 44021, 1, 0, 0, 0, 0, 0, 0, 0, 7), (672, 672, 44021, 2, 0, 0, 0, 0, 0, 0, 9, 1),"
		" (674, 672, 44021, 1, 4, 0, 0, 0, 0, 0, 0, 3), (674, 674, 44021, 1, 4, 0, 0, 0, 0, 0, 0, 8)"), HVK_OK);
	for (int pass = 0; pass < 2; pass++) {
		purge(store, "2026-03", pass == 0);
		assert_int_equal(count_rows(store, "closed_question"), 4);
		assert_done(store, hvk__store_number(store,
			"SELECT sum(questions * iif(channel, -1, 1) * iif(counted = 674, 100, 1)) FROM closed_question",
			&sum));
		assert_int_equal(sum, 14 + 1 + 300 - 800);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(tables_count_on),
		WITH_STORE(all_else_is_not_recorded),
		WITH_STORE(large_counts_are_whole),
		WITH_STORE(counts_add_up_and_go),
		WITH_STORE(refuses_months_to_come),
		WITH_STORE(purged_months_take_no_questions),
		WITH_STORE(imports_refuse_rows_of_them),
		WITH_STORE(imports_look_again),
		WITH_STORE(a_merge_passes_them_over),
		WITH_STORE(counts_are_not_merged),
		WITH_STORE(closed_months_keep_what_is_needed),
	};

	return cmocka_run_group_tests_name("collapse", tests, NULL, NULL);
}
