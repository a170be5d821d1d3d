/* SPDX-License-Identifier: EUPL-1.2 */
/* Saving records: what is filled in, what is refused, what goes along. */
#include "unit/record_store.h"

static void test_smoke(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *p = make(f, HVK_PARTNER, "name", "Opvoedingswinkel Voorbeeld", "gemeente", "brugge+oostkamp", NULL);
	save(p);
	assert_string_equal(hvk_record_key(p, 0, NULL), "opvoedingswinkel-voorbeeld");
	hvk_record_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_smoke, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
