/* SPDX-License-Identifier: EUPL-1.2 */
/* Gemeenten: what a text means on a day, and how a gemeente is carried to another day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "core/text.h"
#include "reference/reference.h"

#define EVERY(i) for (size_t i = 0; i < hvk__gemeenten_count; i++)

static int day_of(const char *text)
{
	struct hvk__date date;

	assert_true(hvk__date_parse(text, strlen(text), true, &date));
	return hvk__date_to_days(date);
}

static uint16_t index_of(unsigned nis, const char *day)
{
	uint16_t index = hvk__gemeente_by_nis(nis, day_of(day));

	assert_int_not_equal(index, HVK__GEMEENTE_NONE);
	return index;
}

/* The NIS code found, or the negative result. */
static int find(const char *text, const char *day, bool prefix, struct hvk__error *error)
{
	uint16_t index;
	int result = hvk__gemeente_lookup(error, text, strlen(text), day_of(day), prefix, &index);

	if (result != HVK_OK) {
		assert_int_equal(index, HVK__GEMEENTE_NONE);
		return result;
	}
	assert_true(hvk__gemeente_valid(index, day_of(day)));
	return (int)hvk__gemeenten[index].nis;
}

static void check(const char *text, const char *day, int nis)
{
	struct hvk__error error;
	int found = find(text, day, false, &error);

	if (found != nis)
		print_error("%s on %s: %s\n", text, day, found < 0 ? error.public.message : "another");
	assert_int_equal(found, nis);
}

static void check_message(const char *text, const char *day, bool prefix, int code, const char *message)
{
	struct hvk__error error;

	assert_int_equal(find(text, day, prefix, &error), code);
	assert_string_equal(error.public.message, message);
}

static size_t count_in(unsigned gewest, const char *day)
{
	size_t count = 0;

	EVERY(i)
	{
		unsigned province = hvk__arrondissementen[hvk__gemeenten[i].arrondissement].province;

		count += hvk__provinces[province].gewest_nis == gewest && hvk__gemeente_valid((uint16_t)i, day_of(day));
	}
	return count;
}

static void test_counts(void **state)
{
	(void)state;
	assert_int_equal(count_in(2000, "2018-12-31"), 308);
	assert_int_equal(count_in(2000, "2019-01-01"), 300);
	assert_int_equal(count_in(2000, "2024-12-31"), 300);
	assert_int_equal(count_in(2000, "2025-01-01"), 285);
	assert_int_equal(count_in(4000, "2018-12-31"), 19);
	assert_int_equal(count_in(4000, "2026-01-01"), 19);
}

static void test_tables(void **state)
{
	(void)state;
	EVERY(i)
	{
		const struct hvk_gemeente *gemeente = &hvk__gemeenten[i], *next = gemeente + 1;

		assert_true(gemeente->valid_from <= gemeente->valid_to);
		assert_true(gemeente->arrondissement < hvk__arrondissementen_count);
		assert_true(gemeente->children <= gemeente->inhabitants);
		if (gemeente->successor != HVK__GEMEENTE_NONE)
			assert_true(hvk__gemeente_valid(gemeente->successor, gemeente->valid_to + 1));
		else
			assert_int_equal(gemeente->valid_to, INT32_MAX);
		if (i + 1 < hvk__gemeenten_count && next->nis == gemeente->nis)
			assert_int_equal(gemeente->valid_to + 1, next->valid_from);
		else if (i + 1 < hvk__gemeenten_count)
			assert_true(gemeente->nis < next->nis);
	}
	for (size_t i = 0; i < hvk__arrondissementen_count; i++)
		assert_true(hvk__arrondissementen[i].province < hvk__provinces_count);
}

/* Every gemeente answers, on the days it exists, to its code, and to its name where no other of that day bears it. */
static void test_round_trip(void **state)
{
	struct hvk__error error;

	(void)state;
	EVERY(i)
	{
		const struct hvk_gemeente *gemeente = &hvk__gemeenten[i];
		int day = gemeente->valid_to != INT32_MAX ? gemeente->valid_to : day_of("2026-06-01");
		char nis[8];
		uint16_t index;

		snprintf(nis, sizeof(nis), "%05u", gemeente->nis);
		assert_int_equal(hvk__gemeente_lookup(&error, nis, 5, day, false, &index), HVK_OK);
		assert_int_equal(index, i);
		for (int language = 0; language < 3; language++) {
			const char *name = gemeente->name[language];

			assert_int_equal(hvk__gemeente_lookup(&error, name, strlen(name), day, true, &index), HVK_OK);
			if (index != i) /* the one case: its French name is the Dutch name of another */
				assert_string_equal(name, "Saint-Nicolas");
		}
		assert_int_equal(hvk__gemeente_by_nis(gemeente->nis, day), i);
		if (gemeente->postcode && gemeente->valid_to == INT32_MAX) {
			snprintf(nis, sizeof(nis), "%04u", gemeente->postcode);
			assert_int_equal(hvk__gemeente_lookup(&error, nis, 4, day, false, &index), HVK_OK);
			assert_int_equal(index, i);
		}
	}
}

static void test_folding(void **state)
{
	static const char *const kruis[] = {
		"Sint-Jans-Molenbeek",  "SINT JANS MOLENBEEK", " sint\xe2\x80\x91jans\xe2\x80\x91molenbeek\xc2\xa0",
		"Molenbeek-Saint-Jean", "St.-Jans-Molenbeek",  "st jans molenbeek",
		"St-Jans-Molenbeek"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(kruis) / sizeof(kruis[0]); i++)
		check(kruis[i], "2026-10-01", 21012);
	check("luttich", "2026-10-01", 62063);
	check("li\xc3\x88GE", "2026-10-01", 62063);
	check("\xe2\x80\x99s Herenelderen", "2026-10-01", 73111);
	check("Steenokkerzeel", "2026-10-01", 23081); /* St is not Sint in every word */
}

static void test_order_of_meaning(void **state)
{
	(void)state;
	check("Saint-Nicolas", "2026-10-01", 62093); /* the French name of Sint-Niklaas too */
	check("Kapellen", "2026-10-01", 11023);      /* also a part of Glabbeek */
	check("Halle", "2026-10-01", 23027);         /* also a part of Zoersel */
	check("Tielt", "2026-10-01", 37022);         /* also a part of Tielt-Winge */
	check("Tielt", "2024-12-31", 37015);
	check("Hamme", "2026-10-01", 42008);
	check("Hertsberge", "2026-10-01", 31022);
	check("9000", "2026-10-01", 44021);
	check("44021", "2026-10-01", 44021);
	check("Laken", "2026-10-01", 21004);
	check("Bruxelles", "2026-10-01", 21004);
	check("Meeuwen-Gruitrode", "2026-10-01", 72042); /* neither gemeente nor part any more */
}

static void test_ambiguous(void **state)
{
	(void)state;
	check_message("Deurne", "2026-10-01", false, HVK_EAMBIGUOUS,
	              "'Deurne' is ambiguous on 2026-10-01: Antwerpen (11002) or Diest (24020); say which, by name or "
	              "NIS code");
	check_message(" Meldert ", "2026-10-01", true, HVK_EAMBIGUOUS,
	              "'Meldert' is ambiguous on 2026-10-01: Hoegaarden (24041), Aalst (41002) or Lummen (71037); "
	              "say which, by name or NIS code");
	check_message("Sai", "2026-10-01", true, HVK_EAMBIGUOUS,
	              "'Sai' is ambiguous on 2026-10-01: Sainte-Ode (82038), Saint-Georges-sur-Meuse (64065), "
	              "Saint-Ghislain (53070), "
	              "Saint-Hubert (84059), Saint-L\xc3\xa9ger (85034), Saint-Nicolas (62093), Sint-Gillis (21013), "
	              "Sint-Joost-ten-Node (21014) or others; say which, by name or NIS code");
}

static void test_name_with_number(void **state)
{
	(void)state;
	check("9000 Gent", "2026-10-01", 44021);
	check("Gent (44021)", "2026-10-01", 44021);
	check("2100 Deurne", "2026-10-01", 11002);
	check("Deurne (24020)", "2026-10-01", 24020);
	check("Oostende, 8400", "2026-10-01", 35013);
	check_message("9000 Genk", "2026-10-01", true, HVK_ENOTFOUND,
	              "'9000 Genk': the name and the number are not of the same gemeente");
	check("9000 Xyz", "2026-10-01", HVK_ENOTFOUND);
	check("123456 Gent", "2026-10-01", HVK_ENOTFOUND);
	check("\xc2\xb2 9000 Gent", "2026-10-01", HVK_ENOTFOUND);
}

static void test_prefix(void **state)
{
	struct hvk__error error;

	(void)state;
	check("Lint", "2026-10-01", 11025); /* also the beginning of Linter */
	check("Lier", "2026-10-01", 12021);
	check("As", "2026-10-01", 71002);
	check("Asse", "2026-10-01", 23002);
	check("Lede", "2026-10-01", 41034);
	check("Herent", "2026-10-01", 24038);
	check("Beerse", "2026-10-01", 13004);
	check("Bever", "2026-10-01", 23009);
	check("Ham", "2024-12-31", 71069);
	check("Ham", "2026-10-01", 71071);
	assert_int_equal(find("oostka", "2026-10-01", true, &error), 31022);
	assert_int_equal(find("oostka", "2026-10-01", false, &error), HVK_ENOTFOUND);
	assert_int_equal(find("oostk", "2026-10-01", true, &error), HVK_EAMBIGUOUS); /* Oostkerke too */
	assert_int_equal(find("antwerp", "2026-10-01", true, &error), 11002);
	assert_int_equal(find("gentb", "2026-10-01", true, &error), 44021);
	assert_int_equal(find("st-nikl", "2026-10-01", true, &error), 46021);
	assert_int_equal(find("pajot", "2026-10-01", true, &error), 23106);
	assert_int_equal(find("pajot", "2024-12-31", true, &error), HVK_EAMBIGUOUS);
	assert_int_equal(find("900", "2026-10-01", true, &error), HVK_ENOTFOUND);
}

static void test_unknown(void **state)
{
	(void)state;
	check_message("Gend", "2026-10-01", false, HVK_ENOTFOUND, "unknown 'Gend'; did you mean Gent (44021)?");
	check_message("Oostkmap", "2026-10-01", true, HVK_ENOTFOUND,
	              "unknown 'Oostkmap'; did you mean Oostkamp (31022)?");
	check_message("Gentbruge", "2026-10-01", true, HVK_ENOTFOUND,
	              "unknown 'Gentbruge'; did you mean Gentbrugge (Gent, 44021)?");
	check_message("Meldertt", "2026-10-01", false, HVK_ENOTFOUND, "unknown 'Meldertt'; did you mean Meldert?");
	check_message("qqqqqqqqq", "2026-10-01", true, HVK_ENOTFOUND, "unknown 'qqqqqqqqq'");
	check_message("11003", "2026-10-01", true, HVK_ENOTFOUND, "unknown NIS code '11003'");
	check_message("9999", "2026-10-01", true, HVK_ENOTFOUND, "unknown postcode '9999'");
	check_message("123", "2026-10-01", true, HVK_ENOTFOUND,
	              "unknown '123': a NIS code has five digits, a postcode four");
	check_message("99999999999999999999", "2026-10-01", true, HVK_ENOTFOUND,
	              "unknown '99999999999999999999': a NIS code has five digits, a postcode four");
	check_message("", "2026-10-01", true, HVK_ENOTFOUND, "empty, where a gemeente is expected");
	check_message(" \xc2\xa0", "2026-10-01", true, HVK_ENOTFOUND, "empty, where a gemeente is expected");
	check_message("-", "2026-10-01", true, HVK_ENOTFOUND, "unknown '-': not the name of a gemeente");
	check_message("Ge\xffnt", "2026-10-01", true, HVK_ENOTFOUND, "unknown 'Ge': not the name of a gemeente");
}

static void test_long_text(void **state)
{
	struct hvk__error error;
	char text[2001];

	(void)state;
	for (size_t length = 200; length < sizeof(text); length += 50) {
		memset(text, 'a', length);
		text[length] = '\0';
		assert_int_equal(find(text, "2026-10-01", true, &error), HVK_ENOTFOUND);
		memcpy(text, "st ", 3);
		assert_int_equal(find(text, "2026-10-01", true, &error), HVK_ENOTFOUND);
		memset(text, '1', length);
		assert_int_equal(find(text, "2026-10-01", true, &error), HVK_ENOTFOUND);
	}
}

/* Names, codes and postcodes of today, asked of a day before the mergers. */
static void test_earlier_day(void **state)
{
	(void)state;
	check("Borsbeek", "2023-06-01", 11007);
	check("2150", "2023-06-01", 11007);
	check("2600", "2023-06-01", 11002);
	check("Borgerhout", "2023-06-01", 11002);
	check("Hasselt", "2024-12-31", 71022);
	check("3500", "2024-12-31", 71022);
	check("9160", "2024-12-31", 46014);
	check("Daknam", "2024-12-31", 46014); /* shares its postcode with Lokeren */
	check("9180", "2024-12-31", 44045);
	check("Breendonk", "2018-12-31", 12030);
	check("Lippelo", "2018-12-31", 12034);
	check("Puurs", "2018-12-31", 12030);
	check("Puurs", "2019-01-01", 12041);
	check("9880", "2018-12-31", 44001);
	check("Komen-Waasten", "2018-12-31", 54010);
	check("57097", "2018-12-31", 54010); /* only the number changed */
	check("54010", "2019-01-01", 57097);
	check_message("Pajottegem", "2024-12-31", false, HVK_EAMBIGUOUS,
	              "'Pajottegem' is ambiguous on 2024-12-31: Galmaarden (23023), Gooik (23024) or Herne (23032); "
	              "say which, by name or NIS code");
	check("Tongeren-Borgloon", "2024-12-31", HVK_EAMBIGUOUS);
	check("Tongres-Looz", "2024-12-31", HVK_EAMBIGUOUS);
	check("37021", "2024-12-31", HVK_EAMBIGUOUS);
	check("Sint-Pieters-Kapelle", "2024-12-31", HVK_EAMBIGUOUS);
	check("Kermt", "2024-12-31", HVK_EAMBIGUOUS);
	check_message("Komen-Waasten", "1980-01-01", false, HVK_ENOTFOUND,
	              "'Komen-Waasten' did not exist on 1980-01-01");
	check_message("54010", "1980-01-01", false, HVK_ENOTFOUND, "'54010' did not exist on 1980-01-01");
}

static void test_later_day(void **state)
{
	(void)state;
	check("11007", "2026-10-01", 11002);
	check("71022", "2026-10-01", 71072);
	check("12030", "2026-10-01", 12041);
	check("11056", "2026-10-01", 46030); /* Zwijndrecht moves to another province */
	check("Bastenaken", "2024-12-01", 82003);
	check("Bastenaken", "2024-12-02", 82039);
}

static void check_carry(unsigned nis, const char *from, const char *to, int expected)
{
	uint16_t index = hvk__gemeente_carry(index_of(nis, from), day_of(to));

	if (expected == 0) {
		assert_int_equal(index, HVK__GEMEENTE_NONE);
		return;
	}
	assert_int_not_equal(index, HVK__GEMEENTE_NONE);
	assert_int_equal(hvk__gemeenten[index].nis, expected);
	assert_true(hvk__gemeente_valid(index, day_of(to)));
}

static void test_carry(void **state)
{
	(void)state;
	assert_int_not_equal(index_of(11002, "2024-12-31"), index_of(11002, "2025-01-01"));
	check_carry(11007, "2023-06-01", "2025-01-01", 11002);
	check_carry(11007, "2023-06-01", "2024-12-31", 11007);
	check_carry(11002, "2024-12-31", "2025-01-01", 11002);
	check_carry(11002, "2025-01-01", "2024-12-31", 0); /* Antwerpen with Borsbeek */
	check_carry(71072, "2026-01-01", "2024-12-31", 0); /* Hasselt with Kortessem */
	check_carry(71022, "2024-12-31", "2026-01-01", 71072);
	check_carry(57097, "2026-01-01", "2018-12-31", 54010);
	check_carry(54010, "2018-12-31", "2026-01-01", 57097);
	check_carry(54010, "2018-12-31", "1980-01-01", 0); /* nothing before it is known */
	check_carry(44021, "2026-01-01", "1970-01-01", 44021);
	check_carry(44021, "2026-01-01", "2200-01-01", 44021);
}

/* Carrying forward never loses a question; carrying back and forth again comes home. */
static void test_carry_all(void **state)
{
	static const char *const days[] = { "2018-12-31", "2019-01-01", "2024-12-01", "2024-12-02",
		                            "2024-12-31", "2025-01-01", "2026-10-01" };

	(void)state;
	EVERY(i)
	for (size_t d = 0; d < sizeof(days) / sizeof(days[0]); d++) {
		int day = day_of(days[d]);
		uint16_t there = hvk__gemeente_carry((uint16_t)i, day);

		if (there == HVK__GEMEENTE_NONE) {
			assert_true(hvk__gemeenten[i].valid_from > day);
			continue;
		}
		assert_true(hvk__gemeente_valid(there, day));
		if (hvk__gemeenten[i].valid_from > day)
			assert_int_equal(hvk__gemeente_carry(there, hvk__gemeenten[i].valid_from), i);
	}
}

static void test_by_nis(void **state)
{
	(void)state;
	assert_int_equal(hvk__gemeente_by_nis(0, 0), HVK__GEMEENTE_NONE);
	assert_int_equal(hvk__gemeente_by_nis(11003, 0), HVK__GEMEENTE_NONE);
	assert_int_equal(hvk__gemeente_by_nis(99999, 0), HVK__GEMEENTE_NONE);
	assert_int_equal(hvk__gemeenten[hvk__gemeente_by_nis(11007, day_of("2026-01-01"))].nis,
	                 11007); /* not valid, but known */
	assert_int_equal(hvk__gemeenten[hvk__gemeente_by_nis(71072, day_of("2000-01-01"))].nis, 71072);
}

static void test_public(void **state)
{
	const struct hvk_gemeente *gent = hvk_gemeente_at(index_of(44021, "2026-01-01"));
	const struct hvk_gemeente *old = hvk_gemeente_at(index_of(11002, "2024-12-31"));
	const struct hvk_gemeente *brussel = hvk_gemeente_at(index_of(21004, "2026-01-01"));

	(void)state;
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_NIS), "44021");
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_NAME), "Gent");
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_NAME_FR), "Gand");
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_NAME_DE), "Gent");
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_ARRONDISSEMENT), "Gent");
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_PROVINCE), "Oost-Vlaanderen");
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_GEWEST), "Vlaams Gewest");
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_POSTCODE), "9000");
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_VALID_FROM), "");
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_SUCCESSOR), "");
	assert_string_equal(hvk_gemeente_text(gent, HVK_GEMEENTE_FIELDS), "");
	assert_string_equal(hvk_gemeente_text(old, HVK_GEMEENTE_VALID_TO), "2024-12-31");
	assert_string_equal(hvk_gemeente_text(old, HVK_GEMEENTE_SUCCESSOR), "11002");
	assert_string_equal(hvk_gemeente_text(old + 1, HVK_GEMEENTE_VALID_FROM), "2025-01-01");
	assert_string_equal(hvk_gemeente_text(brussel, HVK_GEMEENTE_PROVINCE), "");
	assert_string_equal(hvk_gemeente_text(brussel, HVK_GEMEENTE_GEWEST), "Brussels Hoofdstedelijk Gewest");
	assert_null(hvk_gemeente_at(hvk__gemeenten_count));
	assert_string_equal(hvk_gemeente_field_name(HVK_GEMEENTE_NIS), "nis");
	assert_string_equal(hvk_gemeente_field_name(HVK_GEMEENTE_POSTCODE), "postcode");
	assert_null(hvk_gemeente_field_name(HVK_GEMEENTE_FIELDS));
	for (size_t n = 0; hvk_gemeente_at(n); n++)
		for (int field = 0; field < HVK_GEMEENTE_FIELDS; field++)
			assert_non_null(hvk_gemeente_text(hvk_gemeente_at(n), (enum hvk_gemeente_field)field));
}

static void test_population(void **state)
{
	const struct hvk_gemeente *antwerpen = hvk_gemeente_at(index_of(11002, "2026-01-01"));

	(void)state;
	assert_int_equal(antwerpen->inhabitants, 565615);
	assert_int_equal(hvk_gemeente_children(antwerpen), 125616);
	assert_int_equal(antwerpen[-1].inhabitants, -1); /* without Borsbeek: not known */
	assert_int_equal(hvk_gemeente_children(antwerpen - 1), -1);
	EVERY(i)
	if (hvk__gemeente_valid((uint16_t)i, day_of("2026-01-01")) &&
	    hvk__provinces[hvk__arrondissementen[hvk__gemeenten[i].arrondissement].province].gewest_nis != 3000)
		assert_true(hvk_gemeente_children(&hvk__gemeenten[i]) > 0);
}

static void test_outlines(void **state)
{
	const struct hvk_gemeente *antwerpen = hvk_gemeente_at(index_of(11002, "2026-01-01"));
	size_t count = 0;
	double x, y;

	(void)state;
	assert_non_null(hvk_gemeente_outline(antwerpen, &x, &y));
	assert_true(x > 544 && x < 545 && y > 115 && y < 117);
	assert_null(hvk_gemeente_outline(antwerpen - 1, NULL, NULL)); /* without Borsbeek: not known */
	for (size_t n = 0; hvk_gemeente_at(n); n++) {
		const char *path = hvk_gemeente_outline(hvk_gemeente_at(n), &x, &y);

		if (!path)
			continue;
		count++;
		assert_int_equal(path[0], 'M');
		assert_int_equal(path[strlen(path) - 1], 'Z');
		assert_true(x > 0 && x < 1000 && y > 0 && y < 384);
	}
	assert_int_equal(count, 304);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_folding),
		cmocka_unit_test(test_order_of_meaning),
		cmocka_unit_test(test_ambiguous),
		cmocka_unit_test(test_name_with_number),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_earlier_day),
		cmocka_unit_test(test_later_day),
		cmocka_unit_test(test_carry),
		cmocka_unit_test(test_carry_all),
		cmocka_unit_test(test_by_nis),
		cmocka_unit_test(test_public),
		cmocka_unit_test(test_population),
		cmocka_unit_test(test_outlines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
