/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory that runs out while something is published, and with what is in the ledger. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/macro.h"
#include "memory.h"
#include "statistics/publication.h"

/* ---------------------------------------------------------------- the operations */

static int ask(struct hvk_store *store, const char *by, const char *period, struct hvk_publication **p)
{
	int result = hvk_publication_new(store, p);

	if (result == HVK_OK)
		result = hvk_publication_set(*p, HVK_PUBLISH_BY, by);
	if (result == HVK_OK)
		result = hvk_publication_set(*p, HVK_PUBLISH_PERIOD, period);
	if (result == HVK_OK && strstr(by, "gemeente"))
		result = hvk_publication_set(*p, HVK_PUBLISH_GEMEENTE, "gent,brugge");
	return result;
}

static void tell_publication(const struct hvk_publication *p)
{
	for (int field = 0; field < HVK_PUBLICATION_FIELDS; field++)
		tell(hvk_publication_text(p, (enum hvk_publication_field)field));
	for (size_t axis = 0; axis < hvk_publication_axes(p); axis++)
		for (size_t i = 0; i < hvk_publication_members(p, axis); i++)
			tell(hvk_publication_key(p, axis, i));
}

/* One that is in the ledger, and two that are new. */
static int publish(struct hvk_store *store)
{
	static const char *const asked[][2] = { { "gemeente", "2026-01" }, { "theme-group", "2026-02" },
		                                { "gemeente,month", "2026-01..2026-03" } };
	struct hvk_publication *p[ARRAY_SIZE(asked)] = { NULL };
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(asked); i++)
		result = ask(store, asked[i][0], asked[i][1], &p[i]);
	if (result == HVK_OK)
		result = hvk_publication_protect(p, ARRAY_SIZE(asked));
	if (result == HVK_OK)
		result = hvk_publication_enter(p, ARRAY_SIZE(asked), NULL, NULL);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(asked); i++)
		tell_publication(p[i]);
	for (size_t i = 0; i < ARRAY_SIZE(asked); i++)
		hvk_publication_free(p[i]);
	return result;
}

/* Every kind of axis. */
static int axes(struct hvk_store *store)
{
	static const struct { const char *by, *period, *region, *gemeenten; } asked[] = {
		{ "gemeente,arrondissement,province,severity", "2026-01", "", "gent,8000" },
		{ "region,gemeente,asker-group,asker,month,quarter", "2025-Q1", "", "" },
		{ "gemeente,answer=fold,schoolyear", "sj2024", "noord", "" },
	};
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(asked); i++) {
		struct hvk_publication *p;
		char text[128];

		result = hvk_publication_new(store, &p);
		if (result == HVK_OK)
			result = hvk_publication_set(p, HVK_PUBLISH_BY, asked[i].by);
		if (result == HVK_OK)
			result = hvk_publication_set(p, HVK_PUBLISH_PERIOD, asked[i].period);
		if (result == HVK_OK)
			result = hvk_publication_set(p, HVK_PUBLISH_REGION, asked[i].region);
		if (result == HVK_OK)
			result = hvk_publication_set(p, HVK_PUBLISH_GEMEENTE, asked[i].gemeenten);
		if (result == HVK_OK)
			result = hvk__publication_make_axes(p);
		if (result == HVK_OK) {
			tell_publication(p);
			hvk__publication_propose(p, HVK__PUBLICATION_AXES, text, sizeof(text));
			tell(text);
		}
		hvk_publication_free(p);
	}
	return result;
}

static int open_one(struct hvk_store *store)
{
	struct hvk_publication *p = NULL;
	uint64_t last;
	int result = hvk_publication_last(store, &last);

	if (result == HVK_OK)
		result = hvk_publication_open(store, last, &p);
	if (result == HVK_OK)
		tell_publication(p);
	hvk_publication_free(p);
	return result;
}

static int withdraw(struct hvk_store *store)
{
	return hvk_publication_withdraw(store, 1, "Een proef", false);
}

static int plan(struct hvk_store *store)
{
	struct hvk_publication *p = NULL;
	uint64_t number;
	int result = ask(store, "gemeente,month", "2027", &p);

	if (result == HVK_OK)
		result = hvk_plan_add(store, &p, 1, false, &number);
	hvk_publication_free(p);
	p = NULL;
	if (result == HVK_OK)
		tell_number(number);
	return result;
}

static int open_plan(struct hvk_store *store)
{
	struct hvk_publication *p = NULL;
	uint64_t number;
	int result = hvk_plan_last(store, &number);

	for (size_t n = 0; result == HVK_OK; n++) {
		result = hvk_plan_open(store, number, n, &p);
		if (result < 0 || !p)
			break;
		tell(hvk_publication_text(p, HVK_PUBLICATION_BY));
		hvk_publication_free(p);
	}
	return result;
}

static int figures(struct hvk_store *store)
{
	struct hvk_figures *read = NULL;
	uint64_t count;
	int result = hvk_figures_new(store, &read);

	if (result == HVK_OK)
		tell_number(hvk_figures_value(read, "44021", NULL, NULL, "2026-01", "2026-01", &count));
	hvk_figures_free(read);
	return result;
}

static int restore(struct hvk_store *store)
{
	return hvk_store_restore(store, scene->other, false);
}

static const struct operation operations[] = {
	{ .name = "axes", .run = axes },
	{ .name = "publish", .run = publish },
	{ .name = "read a publication", .run = open_one },
	{ .name = "withdraw", .run = withdraw },
	{ .name = "plan", .run = plan },
	{ .name = "read a plan", .run = open_plan },
	{ .name = "figures", .run = figures },
	{ .name = "restore", .run = restore },
};

/* The scene, with something in the ledger of both stores, and a plan. A test of its own, since cmocka has the state of
 * a group take the place of that of its tests. */
static void test_set_up(void **state)
{
	struct scene *made = NULL;
	struct hvk_publication *p;
	struct hvk_store *store;
	uint64_t number;
	int descriptor;

	(void)state;
	assert_int_equal(scene_set_up((void **)&made), 0);
	scene = made;
	store = scene_store(made->path, HVK_OPEN_WRITE);
	descriptor = text_file("region,gemeente\nNoord,Brugge\nNoord,Damme\nZuid,Gent\n");
	assert_well(store, hvk_region_import(store, "regions.csv", descriptor, false, &number));
	close(descriptor);
	assert_well(store, ask(store, "gemeente", "2026-01", &p));
	assert_well(store, hvk_publication_protect(&p, 1));
	assert_well(store, hvk_publication_enter(&p, 1, NULL, NULL));
	hvk_publication_free(p);
	assert_well(store, ask(store, "gemeente", "2026-12", &p));
	assert_well(store, hvk_plan_add(store, &p, 1, false, &number));
	hvk_publication_free(p);
	unlink(made->other);
	assert_well(store, hvk_store_backup(store, made->other));
	hvk_store_free(store);
	image_take(made, 0);
	image_take(made, 1);
}

static int tear_down(void **state)
{
	(void)state;
	return scene_tear_down((void *[]){ (void *)(uintptr_t)scene });
}

int main(void)
{
	enum { COUNT = ARRAY_SIZE(operations) };
	struct CMUnitTest tests[COUNT + 1] = { cmocka_unit_test(test_set_up) };

	for (size_t i = 0; i < COUNT; i++)
		tests[i + 1] = (struct CMUnitTest){ .name = operations[i].name, .test_func = test_operation,
			                            .initial_state = (void *)(uintptr_t)&operations[i] };
	faults_install();
	return cmocka_run_group_tests_name("memory, publications", tests, NULL, tear_down);
}
