/* SPDX-License-Identifier: EUPL-1.2 */
/* What a store knows of itself, and purging by it, through the public header. Today is 2026-11-21. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "hvk.h"

static char folder[64], path[96];
static struct hvk_store *store;

static struct hvk_store *open_as(enum hvk_open mode)
{
	struct hvk_store *opened;

	assert_int_equal(hvk_store_new(&opened), HVK_OK);
	assert_int_equal(hvk_store_set_today(opened, "2026-11-21"), HVK_OK);
	assert_int_equal(hvk_store_open(opened, path, mode), HVK_OK);
	return opened;
}

static int set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/hvk-test-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	store = open_as(HVK_OPEN_CREATE);
	return 0;
}

static int tear_down(void **state)
{
	char command[96];

	(void)state;
	hvk_store_free(store);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

static void assert_set(enum hvk_setting setting, const char *text, const char *kept)
{
	if (hvk_setting_set(store, setting, text, false) != HVK_OK)
		fail_msg("%s: %s", text, hvk_store_error(store)->message);
	assert_string_equal(hvk_setting_text(store, setting), kept);
}

static void assert_refused(enum hvk_setting setting, const char *text)
{
	if (hvk_setting_set(store, setting, text, false) != HVK_EINVAL)
		fail_msg("'%s' was taken", text);
	assert_non_null(strstr(hvk_store_error(store)->message, hvk_setting_name(setting)));
	assert_string_equal(hvk_setting_text(store, setting), "");
	assert_int_equal(hvk_store_error(store)->code, HVK_OK);
}

static void each_has_a_name_and_help(void **state)
{
	(void)state;
	assert_string_equal(hvk_setting_name(HVK_SETTING_RETENTION), "retention");
	assert_string_equal(hvk_setting_name(HVK_SETTING_PUBLIC_FOLDER), "public-folder");
	assert_string_equal(hvk_setting_name(HVK_SETTING_COLLECTED_SINCE), "collected-since");
	for (int i = 0; i < HVK_SETTINGS; i++)
		assert_true(hvk_setting_help((enum hvk_setting)i)[0] != '\0');
	assert_null(hvk_setting_name(HVK_SETTINGS));
	assert_null(hvk_setting_help((enum hvk_setting)-1));
}

static void a_retention_is_a_number_of_months(void **state)
{
	static const char *const refused[] = {
		"0", "00", "1201", "-1", "+1", "1.5", "12 ", " 12", "12m", "0x10", "18446744073709551617", "twaalf"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		assert_refused(HVK_SETTING_RETENTION, refused[i]);
	assert_set(HVK_SETTING_RETENTION, "1", "1");
	assert_set(HVK_SETTING_RETENTION, "1200", "1200");
	assert_set(HVK_SETTING_RETENTION, "00012", "12");
	assert_set(HVK_SETTING_RETENTION, "", "");
	assert_set(HVK_SETTING_RETENTION, "", "");
}

static void a_folder_has_one_spelling(void **state)
{
	static const char *const refused[] = {
		"openbaar", "./openbaar", "~/openbaar", "https://voorbeeld.be/openbaar", "/", "//", "/..", "/a/..",
		"/a/../..",
		"/a\nb", "/a\033[31m", "/\xff"
	};
	static const char *const folders[][2] = {
		{ "/srv/www", "/srv/www" }, { "/srv/www/", "/srv/www" }, { "//srv//www//", "/srv/www" },
		{ "/srv/./www/.", "/srv/www" }, { "/srv/x/../www", "/srv/www" }, { "/../srv/www", "/srv/www" },
		{ "/srv/...", "/srv/..." }, { "/srv/.www", "/srv/.www" }, { "/srv/..www", "/srv/..www" },
		{ "/srv/een map", "/srv/een map" }, { "/srv/caf\303\251", "/srv/caf\303\251" },
	};
	char long_path[5000];

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		assert_refused(HVK_SETTING_PUBLIC_FOLDER, refused[i]);
	memset(long_path, 'a', sizeof(long_path));
	long_path[0] = '/';
	long_path[sizeof(long_path) - 1] = '\0';
	assert_refused(HVK_SETTING_PUBLIC_FOLDER, long_path);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		assert_set(HVK_SETTING_PUBLIC_FOLDER, folders[i][0], folders[i][1]);
}

static void registration_began_in_a_month(void **state)
{
	static const char *const refused[] = {
		"2026", "2026-1", "2026-00", "2026-13", "2026-01-01", "2026-Q1", " 2026-01", "2026-01 ", "januari", "0"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		assert_refused(HVK_SETTING_COLLECTED_SINCE, refused[i]);
	assert_set(HVK_SETTING_COLLECTED_SINCE, "2026-01", "2026-01");
	assert_set(HVK_SETTING_COLLECTED_SINCE, "", "");
}

static void settings_are_of_the_file(void **state)
{
	struct hvk_store *other;
	char backup[96];

	(void)state;
	assert_set(HVK_SETTING_RETENTION, "36", "36");
	assert_int_equal(hvk_setting_set(store, HVK_SETTING_RETENTION, "24", true), HVK_OK);
	assert_string_equal(hvk_setting_text(store, HVK_SETTING_RETENTION), "36");
	assert_int_equal(hvk_setting_set(store, HVK_SETTING_RETENTION, "x", true), HVK_EINVAL);
	assert_int_equal(hvk_setting_set(store, HVK_SETTINGS, "1", false), HVK_EINVAL);
	assert_string_equal(hvk_setting_text(store, HVK_SETTINGS), "");
	other = open_as(HVK_OPEN_READ);
	assert_string_equal(hvk_setting_text(other, HVK_SETTING_RETENTION), "36");
	assert_string_equal(hvk_setting_text(other, HVK_SETTING_PUBLIC_FOLDER), "");
	assert_int_equal(hvk_setting_set(other, HVK_SETTING_RETENTION, "24", false), HVK_ESTORE);
	hvk_store_free(other);
	/* A backup has them. */
	snprintf(backup, sizeof(backup), "%s/copy.db", folder);
	assert_int_equal(hvk_store_backup(store, backup), HVK_OK);
	assert_set(HVK_SETTING_RETENTION, "12", "12");
	assert_int_equal(hvk_store_restore(store, backup, false), HVK_OK);
	assert_string_equal(hvk_setting_text(store, HVK_SETTING_RETENTION), "36");
}

static void without_a_store_there_are_none(void **state)
{
	struct hvk_store *unconnected;
	uint64_t questions = 1;
	char month[8] = "x";

	(void)state;
	assert_int_equal(hvk_store_new(&unconnected), HVK_OK);
	assert_string_equal(hvk_setting_text(unconnected, HVK_SETTING_RETENTION), "");
	assert_int_equal(hvk_store_error(unconnected)->code, HVK_ESTORE);
	assert_int_equal(hvk_setting_set(unconnected, HVK_SETTING_RETENTION, "12", true), HVK_ESTORE);
	assert_int_equal(hvk_store_first_kept(unconnected, month), HVK_ESTORE);
	assert_string_equal(month, "");
	assert_int_equal(hvk_store_counted(unconnected, NULL, &questions), HVK_ESTORE);
	assert_int_equal(questions, 0);
	hvk_store_free(unconnected);
}

static void the_first_month_that_is_kept(void **state)
{
	static const char *const kept[][2] = {
		{ "1", "2026-10" }, { "10", "2026-01" }, { "11", "2025-12" }, { "24", "2024-11" }, { "682", "1970-01" },
		{ "1200", "1970-01" }
	};
	char month[8] = "x";

	(void)state;
	assert_int_equal(hvk_store_first_kept(store, month), HVK_OK);
	assert_string_equal(month, "");
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		assert_set(HVK_SETTING_RETENTION, kept[i][0], kept[i][0]);
		assert_int_equal(hvk_store_first_kept(store, month), HVK_OK);
		assert_string_equal(month, kept[i][1]);
	}
}

static void add(const char *line)
{
	struct hvk_question *question;

	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	assert_int_equal(hvk_question_set_short(question, line), HVK_OK);
	assert_int_equal(hvk_question_add(question), HVK_OK);
	hvk_question_free(question);
}

static void counts_are_told_from_questions(void **state)
{
	struct hvk_question *question;
	struct hvk_filter *filter;
	struct hvk_list *list;
	uint64_t gone, months, questions;
	char month[8];

	(void)state;
	add("2026-01 gent slapen");
	add("2026-02 gent slapen telefoon");
	add("2026-02 brugge slapen");
	add("2026-03 brugge slapen");
	assert_int_equal(hvk_store_counted(store, NULL, &questions), HVK_OK);
	assert_int_equal(questions, 0);
	assert_set(HVK_SETTING_RETENTION, "8", "8");
	assert_int_equal(hvk_store_first_kept(store, month), HVK_OK);
	assert_int_equal(hvk_store_purge(store, month, true, false, &gone, &months), HVK_OK);
	assert_int_equal(gone, 3);
	assert_int_equal(months, 2);
	assert_int_equal(hvk_store_counted(store, NULL, &questions), HVK_OK);
	assert_int_equal(questions, 3);
	assert_int_equal(hvk_filter_new(store, &filter), HVK_OK);
	assert_int_equal(hvk_filter_parse(filter, "gemeente=gent"), HVK_OK);
	assert_int_equal(hvk_store_counted(store, filter, &questions), HVK_OK);
	assert_int_equal(questions, 2);
	assert_int_equal(hvk_filter_parse(filter, "month=2026-02"), HVK_OK);
	assert_int_equal(hvk_store_counted(store, filter, &questions), HVK_OK);
	assert_int_equal(questions, 1);
	assert_int_equal(hvk_filter_parse(filter, "channel=telefoon"), HVK_OK);
	assert_int_equal(hvk_store_counted(store, filter, &questions), HVK_OK);
	assert_int_equal(questions, 0);
	hvk_filter_free(filter);
	assert_int_equal(hvk_list_open(store, NULL, NULL, true, &list), HVK_OK);
	assert_int_equal(hvk_list_next(list, &question), 1);
	assert_string_equal(hvk_question_key(question, HVK_MONTH, NULL), "2026-03");
	/* Counting in between does not disturb who reads. */
	assert_int_equal(hvk_store_counted(store, NULL, &questions), HVK_OK);
	assert_int_equal(hvk_list_next(list, &question), 0);
	hvk_list_free(list);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(each_has_a_name_and_help),
		WITH_STORE(a_retention_is_a_number_of_months),
		WITH_STORE(a_folder_has_one_spelling),
		WITH_STORE(registration_began_in_a_month),
		WITH_STORE(settings_are_of_the_file),
		WITH_STORE(without_a_store_there_are_none),
		WITH_STORE(the_first_month_that_is_kept),
		WITH_STORE(counts_are_told_from_questions),
	};

	return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
