/* SPDX-License-Identifier: EUPL-1.2 */
/* From a need to the person to ring, by the public interface alone. */
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

struct fixture {
	char folder[64], path[80];
	struct hvk_store *store;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	strcpy(fixture->folder, "/tmp/hvk-test-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	snprintf(fixture->path, sizeof(fixture->path), "%s/test.db", fixture->folder);
	assert_int_equal(hvk_store_new(&fixture->store), HVK_OK);
	assert_int_equal(hvk_store_set_today(fixture->store, "2026-11-21"), HVK_OK);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	hvk_store_free(fixture->store);
	unlink(fixture->path);
	rmdir(fixture->folder);
	free(fixture);
	return 0;
}

static void save(struct hvk_store *store, enum hvk_type type, const char *const texts[][2])
{
	struct hvk_record *record;

	assert_int_equal(hvk_record_new(store, type, &record), HVK_OK);
	for (; (*texts)[0]; texts++)
		if (hvk_record_set(record, hvk_type_find_column(type, (*texts)[0]), (*texts)[1]) != HVK_OK)
			fail_msg("%s", hvk_store_error(store)->message);
	assert_int_equal(hvk_record_save(record, false), HVK_OK);
	hvk_record_free(record);
}
#define SAVE(store, type, ...) save(store, type, (const char *const[][2]){ __VA_ARGS__, { NULL, NULL } })

static void fill(struct fixture *fixture)
{
	struct hvk_store *store = fixture->store;

	assert_int_equal(hvk_store_open(store, fixture->path, HVK_OPEN_CREATE), HVK_OK);
	SAVE(store, HVK_PARTNER, { "slug", "fictief" }, { "name", "Fictief Huis" }, { "gemeente", "Oostkamp" },
	     { "stage", "active" });
	SAVE(store, HVK_PERSON, { "slug", "coach" }, { "partner", "fictief" }, { "name", "An Voorbeeld" },
	     { "theme", "gedrag" });
	SAVE(store, HVK_OFFER, { "slug", "gesprek" }, { "partner", "fictief" }, { "name", "Adviesgesprek" },
	     { "theme", "gedrag" }, { "age", "0-5" });
	SAVE(store, HVK_OFFER, { "slug", "slaap" }, { "partner", "fictief" }, { "name", "Slaapavond" },
	     { "theme", "slapen" });
}

static void names_and_helps_end(void **state)
{
	size_t rules = 0;

	(void)state;
	for (int need = 0; need < HVK_NEEDS; need++) {
		assert_non_null(hvk_need_name((enum hvk_need)need));
		assert_non_null(hvk_need_help((enum hvk_need)need));
	}
	assert_null(hvk_need_name(HVK_NEEDS));
	assert_null(hvk_need_help(HVK_NEEDS));
	while (hvk_match_rule(rules)) {
		assert_non_null(hvk_match_rule_help(rules));
		assert_non_null(hvk_match_rule_title(rules, HVK_NL));
		rules++;
	}
	assert_string_equal(hvk_match_rule_title(2, HVK_NL), "leeftijd");
	assert_string_equal(hvk_match_rule_title(2, HVK_EN), "age");
	assert_null(hvk_match_rule_title(rules, HVK_NL));
	assert_null(hvk_match_rule_help(rules));
	assert_string_equal(hvk_match_rule(0), "theme");
	assert_string_equal(hvk_match_rule(rules - 1), "slug");
}

static void needs_a_store(void **state)
{
	struct fixture *fixture = *state;
	struct hvk_match *match;

	assert_int_equal(hvk_match_new(fixture->store, &match), HVK_OK);
	assert_int_equal(hvk_match_set(match, HVK_NEED_THEME, "slapen"), HVK_OK);
	assert_int_equal(hvk_match_next(match), HVK_ESTORE);
	assert_null(hvk_match_offer(match));
	assert_int_equal(hvk_gap_count(match, NULL, "taal", true), HVK_EINVAL);
	assert_int_equal(hvk_match_set(match, HVK_NEED_GEMEENTE, "Oostkamp"), HVK_OK);
	assert_int_equal(hvk_gap_count(match, NULL, "taal", false), HVK_ESTORE);
	hvk_match_free(match);
	hvk_match_free(NULL);
}

static void from_a_need_to_the_person_to_ring(void **state)
{
	struct fixture *fixture = *state;
	struct hvk_match *match;
	const char *text;
	unsigned rank = 9;

	fill(fixture);
	assert_int_equal(hvk_match_new(fixture->store, &match), HVK_OK);
	assert_int_equal(hvk_match_set(match, HVK_NEED_THEME, "driftbuien"), HVK_OK);
	assert_int_equal(hvk_match_set(match, HVK_NEED_GEMEENTE, "8020"), HVK_OK);
	assert_int_equal(hvk_match_set(match, HVK_NEED_AGE, "2"), HVK_OK);
	assert_null(hvk_match_offer(match));
	assert_int_equal(hvk_match_next(match), 1);
	assert_string_equal(hvk_record_key(hvk_match_offer(match), 0, NULL), "gesprek");
	assert_string_equal(hvk_record_key(hvk_match_partner(match), 0, NULL), "fictief");
	assert_string_equal(hvk_record_label(hvk_match_person(match), hvk_type_find_column(HVK_PERSON, "name"), HVK_NL),
	                    "An Voorbeeld");
	text = hvk_match_finding(match, 0, HVK_EN, &rank);
	assert_string_equal(text, "group gedrag covers gedrag.driftbuien");
	assert_int_equal(rank, 1);
	for (size_t n = 0; hvk_match_rule(n); n++)
		assert_non_null(hvk_match_finding(match, n, HVK_NL, &rank));
	assert_null(hvk_match_finding(match, 99, HVK_NL, &rank));
	assert_int_equal(hvk_match_next(match), 0);
	assert_null(hvk_match_offer(match));
	assert_null(hvk_match_finding(match, 0, HVK_EN, &rank));
	/* Setting anything begins anew; a failure leaves the need as it was. */
	assert_int_equal(hvk_match_set(match, HVK_NEED_AGE, "vijftig"), HVK_ENOTFOUND);
	assert_int_equal(hvk_match_next(match), 1);
	assert_int_equal(hvk_match_set(match, HVK_NEED_AGE, "16"), HVK_OK);
	assert_int_equal(hvk_match_next(match), 0);
	assert_int_equal(hvk_gap_count(match, "2026-10", "geen-aanbod", false), HVK_OK);
	hvk_match_free(match);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_helps_end),
		cmocka_unit_test_setup_teardown(needs_a_store, set_up, tear_down),
		cmocka_unit_test_setup_teardown(from_a_need_to_the_person_to_ring, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
