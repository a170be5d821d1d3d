/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory that runs out while small counts are protected. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
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

static int file_of(const char *text)
{
	int descriptor = memfd_create("input", MFD_CLOEXEC);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	return descriptor;
}

/* A hierarchy in two sets, of which one part goes on below the table. */
static const char hierarchy_text[] =
	"dim,parent,child,set\nplace,all,west,\nplace,all,east,\nplace,west,a,\nplace,west,b,\nplace,east,c,\n"
	"place,all,left,halves\nplace,all,right,halves\nplace,left,a,\nplace,right,b,\nplace,right,c,\n"
	"place,c,below,\nplace,c,beside,\n";
static const char table_text[] = "place,kind,count,note\na,\xc3\xa9\xc3\xa9n,3,\nb,\xc3\xa9\xc3\xa9n,9,\n"
                                 "c,\xc3\xa9\xc3\xa9n,7,\nall,\xc3\xa9\xc3\xa9n,19,\n";
static const char published_text[] = "place,kind,count,status\na,one,9,ok\nb,one,9,ok\nwest,one,17,ok\n";

static int read_table(struct hvk_store *store, const struct hvk_input *hierarchy, const struct hvk_input *table)
{
	struct hvk_protection *p = NULL;
	int result = hvk_protection_read(store, table, hierarchy, "place,kind", NULL, "note", &p);

	if (result == HVK_OK)
		result = hvk_protection_run(p);
	if (result == HVK_OK)
		tell_cells(p);
	hvk_protection_free(p);
	return result;
}

static int read_files(struct hvk_store *store)
{
	struct hvk_input hierarchy = { "h.csv", file_of(hierarchy_text) }, table = { "t.csv", file_of(table_text) };
	int result = read_table(store, &hierarchy, &table);

	close(hierarchy.descriptor);
	close(table.descriptor);
	return result;
}

static int audit(struct hvk_store *store)
{
	struct hvk_input hierarchy = { "h.csv", file_of(hierarchy_text) }, table = { "p.csv", file_of(published_text) };
	uint64_t findings = 0;
	int result = hvk_publication_audit(store, &table, &hierarchy, NULL, &findings);

	if (result == HVK_OK)
		tell_number(findings);
	close(hierarchy.descriptor);
	close(table.descriptor);
	return result;
}

static const struct operation operations[] = {
	{ .name = "protect", .run = protect },
	{ .name = "read a table", .run = read_files },
	{ .name = "audit what was published", .run = audit }
};

static void test_set_up(void **state)
{
	struct scene *made;

	(void)state;
	assert_int_equal(scene_set_up((void **)&made), 0);
	scene = made;
}

static int tear_down(void **state)
{
	(void)state;
	return scene_tear_down((void *[]){ (void *)(uintptr_t)scene });
}

int main(void)
{
	enum { OTHERS = 1, COUNT = sizeof(operations) / sizeof(operations[0]) };
	struct CMUnitTest tests[COUNT + OTHERS] = { cmocka_unit_test(test_set_up) };

	faults_install();
	for (size_t i = 0; i < COUNT; i++)
		tests[i + OTHERS] = (struct CMUnitTest){
			.name = operations[i].name,
			.test_func = test_operation,
			.initial_state = (void *)(uintptr_t)&operations[i],
		};
	return cmocka_run_group_tests_name("memory, protecting small counts", tests, NULL, tear_down);
}
