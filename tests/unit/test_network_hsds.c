/* SPDX-License-Identifier: EUPL-1.2 */
/* The small parts of Open Referral packages: ids, values that others write as they like, addresses, names of files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "network/hsds_out.h"

static void test_uuid(void **state)
{
	char first[HVK__UUID_SIZE], second[HVK__UUID_SIZE];

	(void)state;
	hvk__hsds_uuid("organization", "voorbeeld", first);
	/* What was given away must not change: others hold on to it. */
	assert_string_equal(first, "72891e40-6955-881e-bb74-d9dc20e459d4");
	assert_int_equal(strlen(first), HVK__UUID_SIZE - 1);
	assert_int_equal(first[14], '8');
	assert_non_null(strchr("89ab", first[19]));
	hvk__hsds_uuid("organization", "voorbeeld", second);
	assert_string_equal(first, second);
	hvk__hsds_uuid("service", "voorbeeld", second);
	assert_string_not_equal(first, second);
	hvk__hsds_uuid("organization", "voorbeeld-2", second);
	assert_string_not_equal(first, second);
}

static void test_wait(void **state)
{
	static const struct {
		const char *text;
		int days;
	} cases[] = {
		{ "14 days", 14 },
		{ "0 days", 0 },
		{ "2 weken", 14 },
		{ "1 week", 7 },
		{ "3 maanden", 90 },
		{ "1-3 months", 90 },
		{ "2 tot 4 weken", 28 },
		{ "2\xe2\x80\x93"
		  "3 weeks",
		  21 },
		{ "5 working days", 5 },
		{ "10 werkdagen", 10 },
		{ "3dagen", 3 },
		{ "ongeveer 6 weken", 42 },
		{ "1 jaar", 365 },
		{ "", -1 },
		{ "bel ons", -1 },
		{ "open 5 pm on Mondays", -1 },
		{ "24 hours a day", -1 },
		{ "week", -1 },
		{ "999999 days", -1 },
		{ "2000 years", -1 },
		{ "050 00 00 01", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (hvk__hsds_wait(cases[i].text) != cases[i].days)
			fail_msg("'%s': %d, not %d", cases[i].text, hvk__hsds_wait(cases[i].text), cases[i].days);
}

static void check_schedule(struct hvk__hsds_schedule schedule, const char *expected)
{
	const char **cells[] = { &schedule.freq,       &schedule.interval, &schedule.byday,
		                 &schedule.bymonthday, &schedule.opens,    &schedule.closes,
		                 &schedule.from,       &schedule.to,       &schedule.text };
	struct hvk__buffer line = { 0 };

	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
		if (!*cells[i])
			*cells[i] = "";
	assert_true(hvk__hsds_schedule_line(&schedule, &line));
	assert_string_equal(line.data, expected);
	hvk__buffer_free(&line);
}

static void test_schedules(void **state)
{
	(void)state;
	check_schedule(
		(struct hvk__hsds_schedule){ .byday = "MO,TU,WE,TH,FR", .opens = "09:00:00Z", .closes = "12:00" },
		"MO-FR 09:00-12:00");
	check_schedule((struct hvk__hsds_schedule){ .byday = "MO,TU,TH", .opens = "9:00", .closes = "" },
	               "MO,TU,TH 09:00-");
	check_schedule((struct hvk__hsds_schedule){ .byday = "SU MO,tu,3;5", .freq = "WEEKLY", .interval = "1" },
	               "MO-WE,FR,SU");
	check_schedule((struct hvk__hsds_schedule){ .byday = "zaterdag", .freq = "WEEKLY", .interval = "2" },
	               "WEEKLY/2 SA");
	check_schedule((struct hvk__hsds_schedule){ .byday = "1SA", .freq = "MONTHLY", .opens = "noon" },
	               "MONTHLY 1SA noon-");
	check_schedule((struct hvk__hsds_schedule){ .freq = "MONTHLY", .bymonthday = "1,15", .from = "2026-01-01" },
	               "MONTHLY 1,15 2026-01-01..");
	check_schedule((struct hvk__hsds_schedule){ .byday = "WE", .text = "op afspraak" }, "WE (op afspraak)");
	check_schedule((struct hvk__hsds_schedule){ .text = "alle dagen\nvan 9 tot 12", .from = "2026-01-01" },
	               "alle dagen\nvan 9 tot 12");
	check_schedule((struct hvk__hsds_schedule){ .byday = "MO,TU,WE,TH,FR,SA,SU" }, "MO-SU");
}

static void test_languages(void **state)
{
	static const char *const cases[][2] = {
		{ "nl", "nl" },       { "Nederlands", "nl" }, { "dutch", "nl" },     { "nld", "nl" },
		{ "EN", "en" },       { "en-GB", "en" },      { "English", "en" },   { "Türkçe", "tr" },
		{ "Français", "fr" }, { "العربية", "ar" },    { "Oekraïens", "uk" }, { "vgt", "vgt" },
	};
	struct hvk__hsds hsds = { 0 };

	assert_int_equal(hvk_store_new(&hsds.store), HVK_OK);
	assert_int_equal(hvk__store_codes(hsds.store, &hsds.codes), HVK_OK);
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *code = hvk__hsds_language(&hsds, cases[i][0], strlen(cases[i][0]));

		if (!code || strcmp(code, cases[i][1]) != 0)
			fail_msg("'%s': %s", cases[i][0], code ? code : "none");
	}
	assert_null(hvk__hsds_language(&hsds, "Klingon", 7));
	assert_null(hvk__hsds_language(&hsds, "", 0));
	assert_null(hvk__hsds_language(&hsds, "qq-QQ", 5));
	hvk_store_free(hsds.store);
}

#define TODAY 20778 /* 2026-11-21 */

static void check_address(const char *address, const char *nis, const char *street, const char *postal_code,
                          const char *city, const char *province)
{
	struct hvk__hsds_address parts;

	if (!hvk__hsds_address_split(address, nis, TODAY, &parts))
		fail_msg("'%s' has no parts", address);
	assert_string_equal(parts.street, street);
	assert_string_equal(parts.postal_code, postal_code);
	assert_string_equal(parts.city, city);
	assert_string_equal(parts.province, province);
}

static void test_addresses(void **state)
{
	struct hvk__hsds_address parts;
	struct hvk__buffer line = { 0 };
	char longer[700];

	(void)state;
	check_address("Voorbeeldstraat 1, 8000 Brugge", "", "Voorbeeldstraat 1", "8000", "Brugge", "West-Vlaanderen");
	check_address("Voorbeeldstraat 1 bus 2 8310 Assebroek", "", "Voorbeeldstraat 1 bus 2", "8310", "Assebroek",
	              "West-Vlaanderen");
	check_address("Laan 1200, 9000 Gent", "", "Laan 1200", "9000", "Gent", "Oost-Vlaanderen");
	check_address("Voorbeeldlaan 5, Oostkamp", "", "Voorbeeldlaan 5, Oostkamp", "8020", "Oostkamp",
	              "West-Vlaanderen");
	check_address("Ergens 1", "31005+44021", "Ergens 1", "8000", "Brugge", "West-Vlaanderen");
	check_address("8000 Brugge", "31005", "8000 Brugge", "8000", "Brugge", "West-Vlaanderen");
	check_address("Voorbeeldstraat 1, 0001 Nergens", "44021", "Voorbeeldstraat 1, 0001 Nergens", "9000", "Gent",
	              "Oost-Vlaanderen");
	assert_false(hvk__hsds_address_split("Ergens", "", TODAY, &parts));
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	assert_false(hvk__hsds_address_split(longer, "31005", TODAY, &parts));
	memcpy(longer + 600, ", 8000 Brugge", 14);
	assert_false(hvk__hsds_address_split(longer, "31005", TODAY, &parts));
	assert_true(hvk__hsds_address_join("Laan 1", "8000", "Brugge", &line));
	assert_string_equal(line.data, "Laan 1, 8000 Brugge");
	assert_true(hvk__hsds_address_join("", "", "Brugge", &line));
	assert_string_equal(line.data, "Brugge");
	assert_true(hvk__hsds_address_join("Laan 1", "", "", &line));
	assert_string_equal(line.data, "Laan 1");
	hvk__buffer_free(&line);
}

static void test_inside(void **state)
{
	static const char *const inside[] = { "organizations.csv", "data/organizations.csv", "a..b/c.csv", "..a/b.csv",
		                              "a:b" };
	static const char *const outside[] = { "",
		                               "/organizations.csv",
		                               "../organizations.csv",
		                               "a/../b.csv",
		                               "a/..",
		                               "..",
		                               "a\\b.csv",
		                               "C:b.csv",
		                               "c:/b.csv",
		                               "https://voorbeeld.example/b.csv" };

	(void)state;
	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]) - 1; i++)
		if (!hvk__package_inside(inside[i]))
			fail_msg("'%s' is inside", inside[i]);
	for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
		if (hvk__package_inside(outside[i]))
			fail_msg("'%s' is outside", outside[i]);
}

static void test_tables(void **state)
{
	const struct hvk__hsds_alias *alias;

	(void)state;
	assert_ptr_equal(hvk__hsds_find_table("data/Services.CSV", &alias), &hvk__hsds_tables[HVK__HSDS_SERVICE]);
	assert_ptr_equal(hvk__hsds_find_table("postal_address", &alias), &hvk__hsds_tables[HVK__HSDS_ADDRESS]);
	assert_string_equal(alias->value, "postal");
	assert_null(hvk__hsds_find_table("brief.csv", &alias));
	assert_true(hvk__hsds_is_passed("programs.csv"));
	assert_true(hvk__hsds_is_passed("eligibility"));
	assert_false(hvk__hsds_is_passed("brief.csv"));
	/* Each of ours is one of the standard, and each column that it has no other name for. */
	for (size_t i = 0; i < HVK__HSDS_TABLES; i++) {
		bool found = false;

		for (size_t n = 0; n < hvk__hsds_fields_count; n++)
			found |= strcmp(hvk__hsds_fields[n].table, hvk__hsds_tables[i].aliases[0].file) == 0;
		if (!found)
			fail_msg("%s is no table of HSDS", hvk__hsds_tables[i].aliases[0].file);
	}
}

/* Packages are told apart by what they say of themselves. */
static void test_ours(void **state)
{
	struct hvk_store *store = *state;
	static const char ours[] = "{\"created_by\": \"libhvk\", \"resources\": []}";

	assert_int_equal(hvk__hsds_is_ours(store, ours, sizeof(ours) - 1), 1);
	assert_int_equal(hvk__hsds_is_ours(store, ours, sizeof(ours) - 2), 0);
	assert_int_equal(hvk__hsds_is_ours(store, "{}", 2), 0);
	assert_int_equal(hvk__hsds_is_ours(store, "[\"libhvk\"]", 10), 0);
	assert_int_equal(hvk__hsds_is_ours(store, "\xff", 1), 0);
	assert_int_equal(hvk__hsds_is_ours(store, "", 0), 0);
}

static void test_zip(void **state)
{
	struct hvk_store *store = *state;
	const struct hvk__file_out files[] = { { "a.csv", "id\n1\n", 5 }, { "empty.csv", "", 0 } };
	struct hvk__buffer first = { 0 }, second = { 0 };

	assert_int_equal(hvk__out_zip(store, files, 2, &first), HVK_OK);
	assert_int_equal(hvk__out_zip(store, files, 2, &second), HVK_OK);
	assert_int_equal(first.length, second.length);
	assert_memory_equal(first.data, second.data, first.length);
	assert_memory_equal(first.data, "PK\3\4", 4);
	hvk__buffer_free(&first);
	hvk__buffer_free(&second);
	assert_true(hvk__out_is_zip("a.ZIP"));
	assert_false(hvk__out_is_zip(".zip"));
	assert_false(hvk__out_is_zip("a.zip/"));
}

static int open_memory(void **state)
{
	struct hvk_store *store;

	if (hvk_store_new(&store) != HVK_OK || sqlite3_open(":memory:", &store->database) != SQLITE_OK)
		return -1;
	*state = store;
	return 0;
}

static int close_memory(void **state)
{
	hvk_store_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uuid),      cmocka_unit_test(test_wait),   cmocka_unit_test(test_schedules),
		cmocka_unit_test(test_languages), cmocka_unit_test(test_addresses), cmocka_unit_test(test_inside),
		cmocka_unit_test(test_tables),    cmocka_unit_test_setup_teardown(test_ours, open_memory, close_memory),
		cmocka_unit_test_setup_teardown(test_zip, open_memory, close_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
