/* SPDX-License-Identifier: EUPL-1.2 */
/* Text: checking, trimming, folding, nearness, showing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "hvk.h"

static void test_ascii(void **state)
{
	char bytes[100];

	(void)state;
	memset(bytes, 'a', sizeof(bytes));
	assert_true(hvk__is_ascii(bytes, sizeof(bytes)));
	assert_true(hvk__is_ascii(bytes, 0));
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (char)0x80;
		assert_false(hvk__is_ascii(bytes, sizeof(bytes)));
		assert_true(hvk__is_ascii(bytes, i));
		bytes[i] = 'a';
	}
}

static void test_utf8(void **state)
{
	static const char *const valid[] = { "",
		                             "a",
		                             "\xc2\x80",
		                             "\xdf\xbf",
		                             "\xe0\xa0\x80",
		                             "\xed\x9f\xbf",
		                             "\xee\x80\x80",
		                             "\xef\xbf\xbf",
		                             "\xf0\x90\x80\x80",
		                             "\xf4\x8f\xbf\xbf",
		                             "é"
		                             "è"
		                             "ij",
		                             "Hélécine, 12 en €" };
	static const char *const invalid[] = { "\x80",
		                               "\xbf",
		                               "\xc0\x80",
		                               "\xc1\xbf",
		                               "\xe0\x9f\xbf",
		                               "\xed\xa0\x80",
		                               "\xf0\x8f\xbf\xbf",
		                               "\xf4\x90\x80\x80",
		                               "\xf5\x80\x80\x80",
		                               "\xff",
		                               "\xc3",
		                               "\xe2\x82",
		                               "\xf0\x9f\x98",
		                               "\xc3(",
		                               "\xe2(\xa1" };
	char bytes[128];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(valid); i++)
		assert_true(hvk__is_utf8(valid[i], strlen(valid[i])));
	for (size_t i = 0; i < ARRAY_SIZE(invalid); i++)
		for (size_t before = 0; before < 70; before++) {
			size_t length = strlen(invalid[i]);

			memset(bytes, 'x', sizeof(bytes));
			memcpy(bytes + before, invalid[i], length);
			assert_false(hvk__is_utf8(bytes, before + length));
			assert_int_equal(hvk__utf8_valid_prefix(bytes, before + length), before);
			assert_int_equal(hvk__utf8_valid_prefix(bytes, sizeof(bytes)), before);
		}
}

static void test_trim(void **state)
{
	static const char *const texts[] = { "Gent",
		                             " Gent ",
		                             "\t Gent\r\n",
		                             "\xc2\xa0Gent\xc2\xa0",
		                             "\xef\xbb\xbfGent",
		                             "\xe2\x80\xafGent \xe2\x80\xaf" };
	size_t length;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		const char *start;

		length = strlen(texts[i]);
		start = hvk__trim(texts[i], &length);
		assert_int_equal(length, 4);
		assert_memory_equal(start, "Gent", 4);
	}
	length = 5;
	hvk__trim(" \t\xc2\xa0 ", &length);
	assert_int_equal(length, 0);
	length = 0;
	hvk__trim("", &length);
	assert_int_equal(length, 0);
	length = 3;
	assert_string_equal(hvk__trim("a b", &length), "a b");
	length = 1; /* half of NBSP is not a blank */
	hvk__trim("\xc2", &length);
	assert_int_equal(length, 1);
}

static void check_fold(const char *text, const char *expected)
{
	char folded[HVK__FOLD_MAX];

	assert_int_equal(hvk__fold(folded, sizeof(folded), text, strlen(text)), strlen(expected));
	assert_string_equal(folded, expected);
}

static void test_fold(void **state)
{
	(void)state;
	check_fold("", "");
	check_fold("Sint-Kruis", "sintkruis");
	check_fold("SINT KRUIS", "sintkruis");
	check_fold("sint\xe2\x80\x91kruis", "sintkruis");             /* non-breaking hyphen */
	check_fold("sint\xc2\xa0kruis", "sintkruis");                 /* NBSP */
	check_fold("sint\xc2\xadkruis", "sintkruis");                 /* soft hyphen */
	check_fold("\xef\xbb\xbfsint\xe2\x80\x8bkruis", "sintkruis"); /* BOM, zero-width space */
	check_fold("sint\xe2\x80\x93kruis", "sintkruis");             /* en dash */
	check_fold("sint\xe2\x88\x92kruis", "sintkruis");             /* minus */
	check_fold("Li\xc3\xa8ge", "liege");
	check_fold("Lie\xcc\x80ge", "liege"); /* decomposed */
	check_fold("L\xc3\x9cTTICH", "luttich");
	check_fold("'s Herenelderen", "sherenelderen");
	check_fold("\xe2\x80\x99s-Herenelderen", "sherenelderen"); /* curly */
	check_fold("\xe2\x80\x98t", "t");
	check_fold("\xc2\xb4t `t", "tt");
	check_fold("Stra\xc3\x9f"
	           "e",
	           "strasse");
	check_fold("STRA\xe1\xba\x9e"
	           "E",
	           "strasse");
	check_fold("\xc4\xb3sbeer \xc4\xb2zer", "ijsbeerijzer"); /* ligatures */
	check_fold("\xef\xac\x81"
	           "ets",
	           "fiets");
	check_fold("s\xc5\x93ur \xc3\x86lst K\xc3\xb8ln", "soeuraelstkoln");
	check_fold("25+", "25+");
	check_fold("60+ min.", "60+min");
	check_fold("theme_group", "themegroup");
	check_fold("label (nl)/en", "label(nl)/en");
	check_fold("\xef\xbc\xa7"
	           "ent",
	           "gent"); /* full width */
	check_fold("\xd0\x93\xd0\x95\xd0\x9d\xd0\xa2",
	           "\xd0\xb3\xd0\xb5\xd0\xbd\xd1\x82"); /* Cyrillic keeps its letters */
}

static void test_fold_refuses(void **state)
{
	char folded[8];

	(void)state;
	assert_int_equal(hvk__fold(folded, sizeof(folded), "1234567", 7), 7);
	assert_int_equal(hvk__fold(folded, sizeof(folded), "12345678", 8), 8);
	assert_string_equal(folded, "");
	assert_int_equal(hvk__fold(folded, sizeof(folded), "123456\xc3\x9f", 8), 8); /* would be ss */
	assert_string_equal(folded, "");
	assert_int_equal(hvk__fold(folded, sizeof(folded), "a\xff", 2), 8);
	assert_int_equal(hvk__fold(folded, sizeof(folded), "a\0b", 3), 8);
	assert_int_equal(hvk__fold(folded, sizeof(folded), "a\xc3", 2), 8);
	assert_int_equal(hvk__fold(folded, 0, "a", 1), 0);
}

static void test_fold_equal(void **state)
{
	char a[1000], b[1000];

	(void)state;
	assert_true(hvk__fold_equal("Sint-Kruis", "SINT KRUIS"));
	assert_false(hvk__fold_equal("Gent", "Genk"));
	assert_false(hvk__fold_equal("\xff", "\xff"));
	memset(a, 'x', sizeof(a));
	memset(b, 'X', sizeof(b));
	a[999] = b[999] = '\0';
	assert_true(hvk__fold_equal(a, b));
	b[998] = 'y';
	assert_false(hvk__fold_equal(a, b));
	memset(a, '.', 999);
	assert_true(hvk__fold_equal(a, ""));
	for (size_t i = 0; i < 333; i++)
		memcpy(a + 3 * i, "\xef\xb7\xba", 3); /* the character that folds to most */
	assert_true(hvk__fold_equal(a, a));
}

static void test_nfc(void **state)
{
	_cleanup_free_ char *a = NULL, *b = NULL, *c = NULL;
	size_t length;

	(void)state;
	assert_true(hvk__nfc("Lie\xcc\x80ge", 7, &a, &length));
	assert_int_equal(length, 6);
	assert_string_equal(a, "Li\xc3\xa8ge");
	assert_true(hvk__nfc("Gent", 4, &b, &length));
	assert_int_equal(length, 4);
	assert_string_equal(b, "Gent");
	assert_true(hvk__nfc("", 0, &c, &length));
	assert_int_equal(length, 0);
	assert_string_equal(c, "");
}

static void test_distance(void **state)
{
	char a[HVK__FOLD_MAX + 50];

	(void)state;
	assert_int_equal(hvk__distance("gent", "gent", 3), 0);
	assert_int_equal(hvk__distance("gend", "gent", 3), 1);
	assert_int_equal(hvk__distance("egnt", "gent", 3), 1);
	assert_int_equal(hvk__distance("gnt", "gent", 3), 1);
	assert_int_equal(hvk__distance("geent", "gent", 3), 1);
	assert_int_equal(hvk__distance("ca", "abc", 3), 3); /* optimal string alignment, not the unrestricted 2 */
	assert_int_equal(hvk__distance("kitten", "sitting", 3), 3);
	assert_int_equal(hvk__distance("kitten", "sitting", 2), 3);
	assert_int_equal(hvk__distance("", "abc", 3), 3);
	assert_int_equal(hvk__distance("", "", 0), 0);
	assert_int_equal(hvk__distance("abcdef", "", 3), 4);
	assert_int_equal(hvk__distance("\xd0\xb3\xd0\xb5", "\xd0\xb5\xd0\xb3", 3), 1); /* code points, not bytes */
	assert_int_equal(hvk__distance("abcdefgh", "hgfedcba", 3), 4);
	assert_int_equal(hvk__distance("\xff", "a", 3), 4);
	memset(a, 'a', sizeof(a) - 1);
	a[sizeof(a) - 1] = '\0';
	assert_int_equal(hvk__distance(a, a, 3), 4); /* too long to be a name */
}

static void test_nearest(void **state)
{
	static const char *const words[] = { "month", "gemeente", "theme", "theme-group", "channel", NULL };

	(void)state;
	assert_string_equal(hvk_text_nearest("gemeemte", words), "gemeente");
	assert_string_equal(hvk_text_nearest("Themegruop", words), "theme-group");
	assert_string_equal(hvk_text_nearest("mont", words), "month");
	assert_null(hvk_text_nearest("xyz", words));
	assert_null(hvk_text_nearest("", words));
	assert_null(hvk_text_nearest("\xff\xfe", words));
	assert_int_equal(hvk__distance_limit("ab"), 0);
	assert_int_equal(hvk__distance_limit("gent"), 1);
	assert_int_equal(hvk__distance_limit("a very long text indeed"), 4);
}

static void check_printable(const char *text, const char *expected)
{
	_cleanup_free_ char *printable = hvk_text_printable(text);

	assert_string_equal(printable, expected);
}

static void test_printable(void **state)
{
	(void)state;
	check_printable("Gent \xe2\x82\xac", "Gent \xe2\x82\xac");
	check_printable("\x1b[31mred\x1b[0m\a\n\t\x7f", "?[31mred?[0m????");
	check_printable("a\xc2\x9b"
	                "31m",
	                "a?31m"); /* C1: CSI */
	check_printable("\xe2\x80\xae"
	                "tneg",
	                "?tneg"); /* right-to-left override */
	check_printable("a\xe2\x81\xa6"
	                "b\xe2\x81\xa9\xd8\x9c\xe2\x80\x8f",
	                "a?b???");
	check_printable("a\xe2\x80\xa8"
	                "b",
	                "a?b");                   /* line separator */
	check_printable("a\x9b\xff\xc3", "a???"); /* not UTF-8 */
	check_printable("", "");
}

static void test_width(void **state)
{
	(void)state;
	assert_int_equal(hvk_text_width(""), 0);
	assert_int_equal(hvk_text_width("Gent"), 4);
	assert_int_equal(hvk_text_width("Li\xc3\xa8ge"), 5);
	assert_int_equal(hvk_text_width("Lie\xcc\x80ge"), 5);
	assert_int_equal(hvk_text_width("\xe6\xbc\xa2\xe5\xad\x97"), 4);
	assert_int_equal(hvk_text_width("\xf0\x9f\x98\x80"), 2);
	assert_int_equal(hvk_text_width("a\nb"), 2);
	assert_int_equal(hvk_text_width("a\xff"), 2);
}

static void letters_and_digits(void **state)
{
	static const char *const with[] = { "a", "-9", "\xc3\xa9", "...\xd0\x96", "\xe4\xb8\xad" };
	static const char *const without[] = {
		"", "- _ *", "\xe2\x80\x93\xe2\x82\xac", "\xf0\x9f\x99\x82", "\xff" "a"
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(with); i++)
		assert_true(hvk__has_letter(with[i], strlen(with[i])));
	for (size_t i = 0; i < ARRAY_SIZE(without); i++)
		assert_false(hvk__has_letter(without[i], strlen(without[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ascii),        cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_trim),         cmocka_unit_test(test_fold),
		cmocka_unit_test(test_fold_refuses), cmocka_unit_test(test_fold_equal),
		cmocka_unit_test(test_nfc),          cmocka_unit_test(test_distance),
		cmocka_unit_test(test_nearest),      cmocka_unit_test(test_printable),
		cmocka_unit_test(test_width),
		cmocka_unit_test(letters_and_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
