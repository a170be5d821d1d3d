/* SPDX-License-Identifier: EUPL-1.2 */
/* Partners that may be the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "network_store.h"

static struct hvk_store *store_of(void **state)
{
	return ((struct question_store *)*state)->store;
}

/* The pairs as "keep<drop why;". */
static const char *pairs(struct hvk_store *store)
{
	static char text[2048];
	struct hvk_dupes *dupes;
	const char *keep, *drop, *why, *value;
	size_t length = 0;
	int more;

	text[0] = '\0';
	assert_done(store, hvk_dupes_open(store, &dupes));
	while ((more = hvk_dupes_next(dupes, &keep, &drop, &why, &value)) == 1)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s<%s %s", length ? "; " : "", keep,
		                           drop, why);
	assert_int_equal(more, 0);
	hvk_dupes_free(dupes);
	return text;
}

#define PARTNER(slug, ...) put(store, HVK_PARTNER, "slug", slug, __VA_ARGS__, NULL)

static void none_are_the_same(void **state)
{
	struct hvk_store *store = store_of(state);

	assert_string_equal(pairs(store), "");
	PARTNER("a", "name", "Fictief Huis", "phone", "050 00 00 01", "website", "https://een.voorbeeld.example");
	PARTNER("b", "name", "Fictieve Winkel", "phone", "050 00 00 02", "website", "https://twee.voorbeeld.example");
	assert_string_equal(pairs(store), "");
}

static void names_without_legal_form_case_and_accents(void **state)
{
	struct hvk_store *store = store_of(state);

	PARTNER("a", "name", "Crèche 't Voorbeeld vzw");
	PARTNER("b", "name", "CRECHE 'T VOORBEELD");
	PARTNER("c", "name", "v.z.w. Creche-t-Voorbeeld");
	PARTNER("d", "name", "VZW");
	PARTNER("e", "name", "nv");
	assert_string_equal(pairs(store), "a<b name; a<c name; b<c name");
}

static void numbers_as_they_are_dialled(void **state)
{
	struct hvk_store *store = store_of(state);

	PARTNER("a", "name", "Een", "phone", "050 00 00 01");
	PARTNER("b", "name", "Twee", "phone", "+32 50 00 00 01");
	PARTNER("c", "name", "Drie", "phone", "0032 (0)50/00.00.01 toestel 12");
	PARTNER("d", "name", "Vier", "phone", "+33 50 00 00 01");
	PARTNER("e", "name", "Vijf", "phone", "0033 50 00 00 01");
	assert_string_equal(pairs(store), "a<b phone; a<c phone; b<c phone; d<e phone");
}

static void addresses(void **state)
{
	struct hvk_store *store = store_of(state);

	PARTNER("a", "name", "Een", "email", "Info@Voorbeeld.Example");
	PARTNER("b", "name", "Twee", "email", "info@voorbeeld.example");
	PARTNER("c", "name", "Drie", "email", "in-fo@voorbeeld.example");
	PARTNER("d", "name", "Vier", "website", "https://www.Voorbeeld.example/");
	PARTNER("e", "name", "Vijf", "website", "http://voorbeeld.example");
	PARTNER("f", "name", "Zes", "website", "http://voorbeeld.example/Zes");
	PARTNER("g", "name", "Zeven", "website", "http://voorbeeld.example/zes");
	assert_string_equal(pairs(store), "a<b email; d<e website");
}

/* A pair that is the same in two ways comes once, for the first of them. */
static void each_pair_once(void **state)
{
	struct hvk_store *store = store_of(state);

	PARTNER("a", "name", "Fictief", "phone", "050 00 00 01", "email", "a@voorbeeld.example");
	PARTNER("b", "name", "Ander", "phone", "050/00 00 01", "email", "a@voorbeeld.example");
	PARTNER("c", "name", "Fictief vzw", "email", "A@voorbeeld.example");
	assert_string_equal(pairs(store), "a<b phone; a<c name; b<c email");
}

static void the_one_with_more_stays(void **state)
{
	struct hvk_store *store = store_of(state);

	PARTNER("a", "name", "Fictief");
	PARTNER("b", "name", "Fictief");
	assert_string_equal(pairs(store), "a<b name");
	change(store, HVK_PARTNER, "b", "gemeente", "Oostkamp", NULL);
	assert_string_equal(pairs(store), "b<a name");
	put(store, HVK_PERSON, "slug", "p", "partner", "a", "name", "An Voorbeeld", NULL);
	put(store, HVK_OFFER, "slug", "o", "partner", "a", "name", "Aanbod", NULL);
	assert_string_equal(pairs(store), "a<b name");
}

static void tells_the_value_of_the_one_that_stays(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_dupes *dupes;
	const char *keep, *drop, *why, *value;

	PARTNER("a", "name", "Een", "phone", "050 00 00 01");
	PARTNER("b", "name", "Twee", "phone", "+32 50 00 00 01", "address", "Voorbeeldplein");
	assert_done(store, hvk_dupes_open(store, &dupes));
	assert_int_equal(hvk_dupes_next(dupes, &keep, &drop, &why, &value), 1);
	assert_string_equal(keep, "b");
	assert_string_equal(value, "+32 50 00 00 01");
	assert_int_equal(hvk_dupes_next(dupes, &keep, &drop, &why, &value), 0);
	assert_null(keep);
	assert_int_equal(hvk_dupes_next(dupes, &keep, &drop, &why, &value), 0);
	hvk_dupes_free(dupes);
}

/* A number that many share makes millions of pairs: they come one by one. */
static void a_number_that_many_share(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_dupes *dupes;
	const char *keep, *drop, *why, *value;
	int count = 0;

	run_sql(store, "INSERT INTO partner (slug, name, phone) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
	        " SELECT i + 1 FROM n WHERE i < 300) SELECT 'p' || i, 'Fictief ' || i, '050 00 00 01' FROM n");
	assert_done(store, hvk_dupes_open(store, &dupes));
	while (hvk_dupes_next(dupes, &keep, &drop, &why, &value) == 1)
		count++;
	assert_int_equal(count, 300 * 299 / 2);
	hvk_dupes_free(dupes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, store_set_up, store_tear_down)
		TEST(none_are_the_same),
		TEST(names_without_legal_form_case_and_accents),
		TEST(numbers_as_they_are_dialled),
		TEST(addresses),
		TEST(each_pair_once),
		TEST(the_one_with_more_stays),
		TEST(tells_the_value_of_the_one_that_stays),
		TEST(a_number_that_many_share),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
