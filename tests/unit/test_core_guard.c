/* SPDX-License-Identifier: EUPL-1.2 */
/* What the privacy guard recognises, and what it must leave alone. All numbers and names are made up; checksums are
 * right. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "core/guard.h"
#include "core/macro.h"
#include "reference/reference.h"

static enum hvk__identifier guard(const char *text)
{
	return hvk__guard(text, strlen(text));
}

static void expect_all(enum hvk__identifier expected, const char *const texts[])
{
	bool right = true;

	for (size_t i = 0; texts[i]; i++) {
		enum hvk__identifier found = guard(texts[i]);

		if (found != expected) {
			print_error("'%s': expected %s, found %s\n", texts[i], hvk__identifier_name(expected),
			            hvk__identifier_name(found));
			right = false;
		}
	}
	assert_true(right);
}

#define EXPECT(kind, ...) expect_all(kind, (const char *const[]) { __VA_ARGS__, NULL })

static void telephone_numbers(void **state)
{
	(void)state;
	EXPECT(HVK__TELEPHONE, "0470 12 34 56", "0470123456", "0470/12.34.56", "0470/123456", "0470-12-34-56",
	       "050/33.44.55", "050 33 44 55", "050334455", "(050) 33 44 55", "02 123 45 67", "02/123.45.67",
	       "+32 50 33 44 55", "+32470123456", "+32 (0)50 33 44 55", "0032 50 33 44 55", "0032470123456",
	       "+31 6 12345678", "tel. 050 33 44 55", "bel mama:0470123456", "gsm0470123456",
	       "0470\xc2\xa0"
	       "12\xc2\xa0"
	       "34\xc2\xa0"
	       "56",
	       "0470\xe2\x80\x91"
	       "12\xe2\x80\x91"
	       "34\xe2\x80\x91"
	       "56",
	       "470123456", "32470123456", "0470 12 34 56 8020 Oostkamp",
	       "\xef\xbc\x90\xef\xbc\x94\xef\xbc\x97\xef\xbc\x90 12 34 56");
}

static void email_addresses(void **state)
{
	(void)state;
	EXPECT(HVK__EMAIL, "iemand@example.be", "mail naar iemand.anders+x@voorbeeld.example", "iemand@intranet",
	       "mailto:iemand");
}

static void accounts(void **state)
{
	(void)state;
	EXPECT(HVK__IBAN, "BE68 5390 0754 7034", "BE68539007547034", "be68-5390-0754-7034",
	       "rek BE68 5390 0754 7034 van mama", "NL91 ABNA 0417 1643 00", "FR14 2004 1010 0505 0001 3M02 606",
	       "DE89370400440532013000");
	/* A wrong check digit is not an account; neither is a name that starts like one. */
	assert_int_not_equal(guard("BE68 5390 0754 7035"), HVK__IBAN);
	assert_int_equal(guard("ab12-opvoedingswinkel-brugge"), HVK__INNOCENT);
}

static void national_numbers(void **state)
{
	(void)state;
	/* Born 1985-07-30; in 2012, counted from 2000; a BIS number, month + 40; and one of whom only the year is
	 * known. */
	EXPECT(HVK__NATIONAL_NUMBER, "85.07.30-033.28", "85073003328", "850730 033 28", "12.03.15-123.20",
	       "85.47.30-033.17", "85000003306");
	assert_int_not_equal(guard("85.07.30-033.29"), HVK__NATIONAL_NUMBER);
}

static void street_addresses(void **state)
{
	(void)state;
	EXPECT(HVK__ADDRESS, "Kerkstraat 12", "Kerkstraat 12 bus 3", "Kerkstraat 12a, 8020 Oostkamp", "kerkstraat, 12",
	       "Kerkstraat nr. 12", "Lange Nieuwstraat 7", "Markt 1", "Grote Markt 5", "Brugse Steenweg 100",
	       "Steenweg op Gent 12",
	       "Stationsplein 3", "Keizerslei 44", "Korte dreef 9", "woont in de Kerkstraat 12", "Rue de la Loi 16",
	       "Avenue Louise 4", "Kerkstraat, 8020 Oostkamp", "Oude Gentweg 12");
}

static void number_plates(void **state)
{
	(void)state;
	EXPECT(HVK__NUMBER_PLATE, "1-ABC-234", "1ABC234", "1 ABC 234", "1-abc-234", "auto 1-ABC-234");
}

static void full_dates(void **state)
{
	(void)state;
	EXPECT(HVK__BIRTH_DATE, "12/03/2019", "12-03-2019", "2019-03-12", "12.3.2019", "geb. 12 maart 2019",
	       "12 mrt. 2019", "3 okt '19", "20190312", "12032019", "12/3/19", "12.03.19",
	       "\xc2\xb0"
	       "12/03/2019",
	       "1 January 2020");
}

static void web_addresses(void **state)
{
	(void)state;
	EXPECT(HVK__WEB_ADDRESS, "https://voorbeeld.example/x", "www.voorbeeld.example", "facebook.com/iemand",
	       "@iemand", "volg @iemand_hier", "voorbeeld.be", "instagram.com", "wa.me/x");
}

static void codes_ages_and_names_pass(void **state)
{
	(void)state;
	EXPECT(HVK__INNOCENT, "", "3-5", "0-2", "12-17", "25+", "2 jaar", "18 maanden", "2026-10", "10/2026", "2026",
	       "202610", "8020", "31022", "0-5", "5-15", "15-30", "30-60", "60+", "60 minuten", "0-5 minuten",
	       "gedrag.driftbuien", "info+folder", "loket-oostcampus", "opvoedingswinkel-brugge",
	       "huis-van-het-kind-kerkstraat", "loket-2", "desk-12", "huis-van-het-kind-gent-3", "school2026",
	       "Triple P niveau 4", "Opvoeden: zo doe je dat", "cursus 1-2-3 opvoeden", "EHBO bij baby's 0-2 jaar",
	       "Speelplein 6-11 jaar", "Speelplein 2026", "Infomarkt 2026", "Kerstmarkt 12", "Samen op weg 3",
	       "taal.nl", "3 van 100 gezinnen", "Niet luisteren, 3-5", "Scheiding: omgangsregeling",
	       "Warme doorverwijzing naar een persoon", "Sint-Kruis", "BRUGGE", "2 Brugge", "9000 Gent", "week 42",
	       "Q4 2026", "2026-2027", "1/2", "100", "10 000", "1.234", "12,5", "n.v.t.", "enz.", "allerlei 3");
}

static void reference_data_passes(void **state)
{
	(void)state;
	for (size_t i = 0; i < hvk__default_codes_count; i++) {
		const struct hvk__default_code *code = &hvk__default_codes[i];

		EXPECT(HVK__INNOCENT, code->code, code->label_nl, code->label_en);
	}
	for (size_t i = 0; i < hvk__gemeenten_count; i++)
		EXPECT(HVK__INNOCENT, hvk__gemeenten[i].name[0], hvk__gemeenten[i].name[1], hvk__gemeenten[i].name[2]);
}

/* Two hundred strings as people put them in cells, half of them identifiers, each with its kind: how many are found,
 * and how many others are taken for one. */
static void strings_of_people(void **state)
{
	unsigned identifiers = 0, found = 0, innocent = 0, alarms = 0;
	char line[256];
	FILE *file = fopen("tests/data/guard/strings.tsv", "r");

	(void)state;
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	while (fgets(line, sizeof(line), file)) {
		char *text = strchr(line, '\t');
		bool seen, is_none;

		assert_non_null(text);
		*text++ = '\0';
		text[strcspn(text, "\n")] = '\0';
		seen = guard(text) != HVK__INNOCENT;
		is_none = strcmp(line, "none") == 0;
		if (seen == is_none)
			print_message("%s: '%s' is %s\n", line, text, seen ? "taken for an identifier" : "not found");
		identifiers += !is_none;
		found += !is_none && seen;
		innocent += is_none;
		alarms += is_none && seen;
	}
	fclose(file);
	print_message("privacy guard: recall %.3f (%u of %u), false alarms %.3f (%u of %u)\n",
	              (double)found / identifiers, found, identifiers, (double)alarms / innocent, alarms, innocent);
	assert_int_equal(identifiers, 100);
	assert_int_equal(innocent, 100);
	assert_true(100 * found >= 98 * identifiers);
	assert_true(100 * alarms <= 2 * innocent);
}

static void any_bytes_are_safe(void **state)
{
	char long_text[8192];

	(void)state;
	memset(long_text, '7', sizeof(long_text));
	hvk__guard(long_text, sizeof(long_text));
	memset(long_text, 0xe2, sizeof(long_text));
	long_text[0] = '1';
	hvk__guard(long_text, sizeof(long_text));
	memset(long_text, 0, sizeof(long_text));
	assert_int_equal(hvk__guard(long_text, sizeof(long_text)), HVK__INNOCENT);
	assert_int_equal(hvk__guard("1\xc2", 2), HVK__INNOCENT);
	/* NUL does not hide what follows. */
	assert_int_equal(hvk__guard("a\0iemand@example.be", 19), HVK__EMAIL);
	for (unsigned i = 0; i < 65536; i++) {
		char two[] = { '1', (char)(i >> 8), (char)i, '.' };

		hvk__guard(two, sizeof(two));
	}
}

static void names_are_for_messages(void **state)
{
	(void)state;
	assert_string_equal(hvk__identifier_name(HVK__TELEPHONE), "a telephone number");
	for (int i = 0; i < HVK__IDENTIFIERS; i++)
		assert_non_null(hvk__identifier_name((enum hvk__identifier)i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(telephone_numbers),
		cmocka_unit_test(email_addresses),
		cmocka_unit_test(accounts),
		cmocka_unit_test(national_numbers),
		cmocka_unit_test(street_addresses),
		cmocka_unit_test(number_plates),
		cmocka_unit_test(full_dates),
		cmocka_unit_test(web_addresses),
		cmocka_unit_test(codes_ages_and_names_pass),
		cmocka_unit_test(reference_data_passes),
		cmocka_unit_test(strings_of_people),
		cmocka_unit_test(any_bytes_are_safe),
		cmocka_unit_test(names_are_for_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
