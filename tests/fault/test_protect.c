/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory that runs out while small counts are protected. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "memory.h"

/* ---------------------------------------------------------------- the operations */

enum { PLACES = 6, THEMES = 4 };

/* Leaves a, b, ... of one total, in pairs as well where there is a second set. */
static int add_axis(struct hvk_protection *p, size_t dimension, size_t leaves, bool pairs)
{
	char leaf[] = "a", pair[] = "A";
	int result = hvk_protection_add_node(p, dimension, "total");

	for (size_t i = 0; result == HVK_OK && i < leaves; i++, leaf[0]++) {
		result = hvk_protection_add_node(p, dimension, leaf);
		if (result == HVK_OK)
			result = hvk_protection_add_child(p, dimension, "total", leaf, "");
	}
	leaf[0] = 'a';
	for (size_t i = 0; pairs && result == HVK_OK && i < leaves; i++, leaf[0]++) {
		pair[0] = (char)('A' + i / 2);
		if (i % 2 == 0)
			result = hvk_protection_add_node(p, dimension, pair);
		if (result == HVK_OK && i % 2 == 0)
			result = hvk_protection_add_child(p, dimension, "total", pair, "pairs");
		if (result == HVK_OK)
			result = hvk_protection_add_child(p, dimension, pair, leaf, "");
	}
	return result;
}

static int add_cells(struct hvk_protection *p)
{
	char place[] = "a", theme[] = "a";
	const char *codes[] = { place, theme };
	int result = HVK_OK;

	for (unsigned i = 0; result == HVK_OK && i < PLACES * THEMES; i++) {
		place[0] = (char)('a' + i / THEMES);
		theme[0] = (char)('a' + i % THEMES);
		result = hvk_protection_add_cell(p, codes, i * 7 % 23, HVK_CELL_NEW);
	}
	return result;
}

static void tell_cells(const struct hvk_protection *p)
{
	for (size_t n = 0; n < hvk_protection_cells(p); n++)
		tell_number((uint64_t)hvk_protection_status(p, n));
	tell(hvk_protection_digest(p));
}

static int protect(struct hvk_store *store)
{
	static const char *const names[] = { "place", "theme" };
	struct hvk_protection *p = NULL;
	int result = hvk_protection_new(store, names, 2, &p);

	if (result == HVK_OK)
		result = hvk_protection_set(p, HVK_PROTECT_TOTALS, 1);
	if (result == HVK_OK)
		result = add_axis(p, 0, PLACES, true);
	if (result == HVK_OK)
		result = add_axis(p, 1, THEMES, false);
	if (result == HVK_OK)
		result = add_cells(p);
	if (result == HVK_OK)
		result = hvk_protection_run(p);
	if (result == HVK_OK)
		tell_cells(p);
	hvk_protection_free(p);
	return result;
}

static const struct operation protecting = { .name = "protect", .run = protect };

static int set_up(void **state)
{
	struct scene *made = NULL;

	if (scene_set_up((void **)&made) != 0)
		return -1;
	scene = made;
	*state = (void *)(uintptr_t)&protecting;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	return scene_tear_down((void *[]){ (void *)(uintptr_t)scene });
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(test_operation, set_up, tear_down) };

	faults_install();
	return cmocka_run_group_tests_name("memory, protecting small counts", tests, NULL, NULL);
}
