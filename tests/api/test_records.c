/* SPDX-License-Identifier: EUPL-1.2 */
/* Listing records through the public interface. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hvk.h"

static struct hvk_store *store;
static char folder[] = "/tmp/hvk-records-XXXXXX";

/* Columns as 'name=value', up to NULL. */
static void add(enum hvk_type type, ...)
{
	struct hvk_record *record;
	const char *text;
	va_list values;

	assert_int_equal(hvk_record_new(store, type, &record), HVK_OK);
	va_start(values, type);
	while ((text = va_arg(values, const char *))) {
		size_t length = strcspn(text, "=");
		char name[32] = "";

		memcpy(name, text, length);
		if (hvk_record_set(record, hvk_type_find_column(type, name), text + length + 1) != HVK_OK)
			fail_msg("%s", hvk_store_error(store)->message);
	}
	va_end(values);
	if (hvk_record_save(record, false) != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
	hvk_record_free(record);
}

static int set_up(void **state)
{
	char path[64];

	(void)state;
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_set_today(store, "2026-11-15"), HVK_OK);
	assert_int_equal(hvk_store_create(store, path, HVK_PRECISION_MONTH, false), HVK_OK);
	add(HVK_PARTNER, "slug=winkel", "name=Opvoedwinkel Fictief", "stage=active", "gemeente=brugge", NULL);
	add(HVK_PARTNER, "slug=lijn", "name=Éénlijn Voorbeeld", "stage=dormant", "everywhere=yes", NULL);
	add(HVK_OFFER, "slug=praten", "partner=winkel", "name=Praatcafé", "theme=gedrag", "age=0-5", NULL);
	add(HVK_OFFER, "slug=bellen", "partner=lijn", "name=Bellen", "theme=slapen", "until=2026-12-01", NULL);
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

static struct hvk_records *list(enum hvk_type type)
{
	struct hvk_records *records;

	assert_int_equal(hvk_records_new(store, type, &records), HVK_OK);
	return records;
}

/* The names of what is listed; frees the listing. */
static void assert_list(struct hvk_records *records, enum hvk_type type, const char *expected)
{
	size_t name = hvk_type_find_column(type, "name");
	struct hvk_record *record;
	char text[256] = "";
	int result;

	while ((result = hvk_records_next(records, &record)) == 1) {
		assert_int_equal(hvk_record_type(record), type);
		strcat(text, text[0] ? ", " : "");
		strcat(text, hvk_record_key(record, name, NULL));
	}
	assert_int_equal(result, 0);
	assert_null(record);
	assert_int_equal(hvk_records_next(records, &record), 0);
	hvk_records_free(records);
	assert_string_equal(text, expected);
}

static void conditions_words_and_order(void **state)
{
	struct hvk_records *records = list(HVK_OFFER);

	(void)state;
	assert_int_equal(hvk_records_set_sort(records, "-name"), HVK_OK);
	assert_list(records, HVK_OFFER, "Praatcafé, Bellen");
	records = list(HVK_OFFER);
	assert_int_equal(hvk_records_add(records, "partner_type", "=", ""), HVK_OK);
	assert_int_equal(hvk_records_parse(records, "gemeente = 8000"), HVK_OK);
	assert_int_equal(hvk_records_parse(records, "due=1m"), HVK_OK);
	assert_list(records, HVK_OFFER, "Bellen");
	records = list(HVK_OFFER);
	assert_int_equal(hvk_records_parse(records, "theme=driftbuien"), HVK_OK);
	assert_int_equal(hvk_records_set_words(records, "OPVOED praatcafe"), HVK_OK);
	assert_list(records, HVK_OFFER, "Praatcafé");
	records = list(HVK_PARTNER);
	assert_int_equal(hvk_records_set_words(records, "eenlijn"), HVK_OK);
	assert_list(records, HVK_PARTNER, "Éénlijn Voorbeeld");
}

static void what_is_refused(void **state)
{
	struct hvk_records *records = list(HVK_PARTNER);

	(void)state;
	assert_int_equal(hvk_records_add(records, "nane", "=", "x"), HVK_EINVAL);
	assert_string_equal(hvk_store_error(store)->message, "cannot filter on 'nane'; did you mean name?");
	assert_int_equal(hvk_records_add(records, "name", "==", "x"), HVK_EINVAL);
	assert_int_equal(hvk_records_parse(records, "stage=actief-ish"), HVK_ENOTFOUND);
	assert_int_equal(hvk_records_parse(records, "gemeente=nergens"), HVK_ENOTFOUND);
	assert_int_equal(hvk_records_set_words(records, "..."), HVK_EINVAL);
	assert_int_equal(hvk_records_set_sort(records, "names"), HVK_EINVAL);
	assert_list(records, HVK_PARTNER, "Éénlijn Voorbeeld, Opvoedwinkel Fictief");
	assert_int_equal(hvk_records_new(store, HVK_TYPES, &records), HVK_EINVAL);
	assert_null(records);
}

/* Several listings may be read in turns. */
static void listings_side_by_side(void **state)
{
	struct hvk_records *some = list(HVK_PARTNER), *others = list(HVK_OFFER);
	struct hvk_record *one, *other;

	(void)state;
	assert_int_equal(hvk_records_next(some, &one), 1);
	assert_int_equal(hvk_records_next(others, &other), 1);
	assert_string_equal(hvk_record_key(one, 0, NULL), "lijn");
	assert_string_equal(hvk_record_key(other, 0, NULL), "bellen");
	assert_int_equal(hvk_records_parse(some, "stage=active"), HVK_EINVAL);
	assert_list(some, HVK_PARTNER, "Opvoedwinkel Fictief");
	assert_list(others, HVK_OFFER, "Praatcafé");
}

/* Every key there is can be asked for, with some value. */
static void every_key_is_known(void **state)
{
	static const char *const values[] = {
		"", "2026-11-15", "12m", "west-vlaanderen", "brugge", "school", "active", "1"
	};
	static const size_t count = sizeof(values) / sizeof(values[0]);

	(void)state;
	for (enum hvk_type type = 0; type < HVK_TYPES; type++) {
		const char *key;

		for (size_t n = 0; (key = hvk_records_key(type, n)); n++) {
			struct hvk_records *records = list(type);
			size_t taken = 0;

			assert_non_null(hvk_records_key_help(type, n));
			for (size_t i = 0; i < count; i++)
				taken += hvk_records_add(records, key, "=", values[i]) == HVK_OK;
			if (strcmp(key, "region") != 0)
				assert_true(taken > 0);
			hvk_records_free(records);
		}
	}
	assert_null(hvk_records_key(HVK_TYPES, 0));
	assert_null(hvk_records_key_help(HVK_TYPES, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(conditions_words_and_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(listings_side_by_side, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_key_is_known, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
