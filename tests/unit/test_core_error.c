/* SPDX-License-Identifier: EUPL-1.2 */
/* The record of a failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "hvk.h"

static void test_fail(void **state)
{
	struct hvk__error error;

	(void)state;
	hvk__error_clear(&error);
	assert_int_equal(error.public.code, HVK_OK);
	assert_string_equal(error.public.message, "");
	assert_null(error.public.file);
	assert_int_equal(hvk__fail(&error, HVK_EINVAL, "unknown '%s'", "x"), HVK_EINVAL);
	assert_int_equal(error.public.code, HVK_EINVAL);
	assert_string_equal(error.public.message, "unknown 'x'");
	assert_null(error.public.file);
	assert_int_equal(hvk__fail_at(&error, HVK_EINPUT, "vragen.csv", 17, 3, "gemeente: %d", 5), HVK_EINPUT);
	assert_string_equal(error.public.message, "gemeente: 5");
	assert_string_equal(error.public.file, "vragen.csv");
	assert_int_equal(error.public.line, 17);
	assert_int_equal(error.public.column, 3);
	assert_int_equal(hvk__fail(&error, HVK_EIO, "again"), HVK_EIO);
	assert_null(error.public.file);
	assert_int_equal(error.public.line, 0);
	assert_int_equal(hvk__fail_memory(&error), HVK_ENOMEM);
	assert_string_equal(error.public.message, "out of memory");
}

static void test_wraps_itself(void **state)
{
	struct hvk__error error;

	(void)state;
	hvk__fail_at(&error, HVK_EINPUT, "a.csv", 1, 1, "inner");
	hvk__fail_at(&error, HVK_EINPUT, error.public.file, 2, 0, "outer: %s", error.public.message);
	assert_string_equal(error.public.message, "outer: inner");
	assert_string_equal(error.public.file, "a.csv");
}

static void test_cut(void **state)
{
	struct hvk__error error;
	char text[3000];

	(void)state;
	/* However the characters fall, the message ends at one that is whole. */
	for (size_t shift = 0; shift < 4; shift++) {
		size_t at = shift;

		memset(text, 'x', shift);
		for (; at + 4 < sizeof(text); at += 4)
			memcpy(text + at, "\xf0\x9f\x98\x80", 4);
		text[at] = '\0';
		hvk__fail_at(&error, HVK_EINPUT, text, 1, 1, "%s", text);
		assert_true(hvk__is_utf8(error.message, strlen(error.message)));
		assert_in_range(strlen(error.message), sizeof(error.message) - 4, sizeof(error.message) - 1);
		assert_in_range(strlen(error.file), sizeof(error.file) - 4, sizeof(error.file) - 1);
		assert_null(strchr(error.message, '?'));
		assert_null(strchr(error.file, '?'));
	}
}

static void test_controls(void **state)
{
	struct hvk__error error;

	(void)state;
	hvk__fail_at(&error, HVK_EINPUT, "a\nb\x1b", 1, 1, "x\x1b[2J\r\n\xc2\x9b\xe2\x80\xae\xffy");
	assert_string_equal(error.public.message, "x?[2J?????y");
	assert_string_equal(error.public.file, "a?b?");
}

static void test_copy(void **state)
{
	struct hvk__error from, to, zero = { 0 };

	(void)state;
	hvk__fail_at(&from, HVK_EINPUT, "a.csv", 7, 2, "text");
	assert_int_equal(hvk__error_copy(&to, &from), HVK_EINPUT);
	memset(&from, 'z', sizeof(from));
	assert_string_equal(to.public.message, "text");
	assert_string_equal(to.public.file, "a.csv");
	assert_int_equal(to.public.line, 7);
	assert_int_equal(to.public.column, 2);
	assert_int_equal(hvk__error_copy(&to, &to), HVK_EINPUT);
	assert_string_equal(to.public.message, "text");
	assert_int_equal(hvk__error_copy(&to, &zero), HVK_OK);
	assert_string_equal(to.public.message, "");
	assert_null(to.public.file);
	hvk__fail_memory(&from);
	assert_int_equal(hvk__error_copy(&to, &from), HVK_ENOMEM);
	assert_string_equal(to.public.message, "out of memory");
}

static void test_version(void **state)
{
	(void)state;
	assert_string_equal(hvk_version(), HVK_VERSION);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fail),     cmocka_unit_test(test_wraps_itself), cmocka_unit_test(test_cut),
		cmocka_unit_test(test_controls), cmocka_unit_test(test_copy),         cmocka_unit_test(test_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
