/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory that runs out: Open Referral packages, in and out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "memory.h"

/* Apart from the scene, whose digest is of all in its folder. */
static char folder[] = "/tmp/hvk-hsds-XXXXXX";

static const char *const package[][2] = {
	{ "organizations.csv",
	  "id,name,description,email,url,extra\n1,Fictief Huis,\"Een\\ntwee\",info@voorbeeld.example,"
	  "www.voorbeeld.example,x\n,Zonder id,,,,\n2,Voorbeeldhuis,,geen adres,,\n" },
	{ "services.csv",
	  "id,organization_id,name,status,wait_time,fees,minimum_age\ns1,1,Spreekuur,active,2 weken,gratis,3\n"
	  "s2,9,Zwevend,active,,,\ns3,2,Groep,defunct,,,\n" },
	{ "locations.csv", "id,organization_id\n10,1\n" },
	{ "physical_addresses.csv", "id,location_id,address_1,city,postal_code\n1,10,Voorbeeldstraat 1,Brugge,8000\n" },
	{ "phones.csv", "id,organization_id,contact_id,number\n1,1,,\"\"\"050 00 00 01\"\"\"\n2,,c1,050 00 00 02\n" },
	{ "contacts.csv", "id,organization_id,name,title\nc1,1,Vera Verzonnen,onthaal\n" },
	{ "schedules.csv", "id,service_id,byday,opens_at,closes_at\n1,s1,\"MO,TU\",09:00,12:00\n" },
	{ "taxonomy_terms.csv", "id,name,description\nt1,Slapen,x\nt2,Spelen,x\n" },
	{ "service_attributes.csv", "id,service_id,taxonomy_term_id\n1,s1,t1\n2,s1,t2\n" },
	{ "languages.csv", "id,service_id,language\n1,s1,\"Frans, Engels\"\n" },
	{ "service_areas.csv", "id,service_id,service_area\n1,s1,Brugge\n" },
	{ "programs.csv", "id,organization_id,name\n1,1,Iets\n" },
	{ "terms.txt", "term,theme\nt1,slapen\n" },
	{ "datapackage.json", "{\"resources\": [{\"name\": \"service\", \"path\": \"services.csv\"}]}" },
};
enum { FILES = sizeof(package) / sizeof(package[0]) };

static const char *path_of(const char *file)
{
	static char path[2][128];
	static unsigned next;

	next = !next;
	snprintf(path[next], sizeof(path[next]), "%s/%s", folder, file);
	return path[next];
}

static int hear(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	(void)data;
	tell_number(severity);
	tell(error->message);
	return 0;
}

static int import(struct hvk_store *store, const char *path, bool mapped)
{
	struct hvk_listener listener = { hear, NULL };
	struct hvk_hsds_options options = { .with_persons = true, .listener = &listener };
	struct hvk_record_counts counts;
	int result;

	options.map_terms = mapped ? path_of("terms.txt") : NULL;
	result = hvk_hsds_import(store, path, &options, &counts);
	if (result == HVK_OK) {
		tell_number(counts.added);
		tell_number(counts.changed);
		tell_number(counts.unchanged);
		tell_number(counts.refused);
	}
	return result;
}

static int import_folder(struct hvk_store *store)
{
	return import(store, folder, true);
}

static int import_zip(struct hvk_store *store)
{
	return import(store, path_of("own.zip"), false);
}

static int export_folder(struct hvk_store *store)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/out", folder);
	return hvk_hsds_export(store, path, true);
}

static int export_zip(struct hvk_store *store)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/out.zip", folder);
	return hvk_hsds_export(store, path, true);
}

static const struct operation operations[] = {
	{ .name = "import a folder", .run = import_folder },
	{ .name = "import a zip file", .run = import_zip },
	{ .name = "export a folder", .run = export_folder },
	{ .name = "export a zip file", .run = export_zip },
};

static void save(struct hvk_store *store, enum hvk_type type, ...)
{
	struct hvk_record *record;
	const char *column;
	va_list arguments;

	assert_well(store, hvk_record_new(store, type, &record));
	va_start(arguments, type);
	while ((column = va_arg(arguments, const char *)))
		assert_well(store, hvk_record_set(record, hvk_type_find_column(type, column),
		                                  va_arg(arguments, const char *)));
	va_end(arguments);
	assert_well(store, hvk_record_save(record, false));
	hvk_record_free(record);
}

/* Little of everything: each file that is exported is written to disk each time. */
static void fill(const char *path, const char *name)
{
	struct hvk_store *store = scene_store(path, HVK_OPEN_WRITE);

	save(store, HVK_PARTNER, "slug", name, "name", name, "address", "Laan 1, 8000 Brugge", "keyword", "spel", NULL);
	save(store, HVK_OFFER, "partner", name, "name", "Spelen", "theme", "slapen.inslapen", "age", "0-3+6", NULL);
	hvk_store_free(store);
}

/* The zip file that is imported is of another store than the one that takes it in. */
static void test_set_up(void **state)
{
	struct scene *made = NULL;
	struct hvk_store *store;

	(void)state;
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < FILES; i++) {
		FILE *file = fopen(path_of(package[i][0]), "w");

		assert_non_null(file);
		fputs(package[i][1], file);
		assert_int_equal(fclose(file), 0);
	}
	assert_int_equal(scene_set_up((void **)&made), 0);
	scene = made;
	fill(scene->path, "hier");
	fill(scene->other, "daar");
	store = scene_store(scene->other, HVK_OPEN_WRITE);
	assert_well(store, hvk_hsds_export(store, path_of("own.zip"), true));
	hvk_store_free(store);
	image_take(made, 0);
	image_take(made, 1);
}

/* Nothing but what was asked for is left beside it. */
static void test_left(void **state)
{
	char command[256];

	(void)state;
	snprintf(command, sizeof(command), "test -z \"$(find %s -name '.hvk-*')\" && rm -r %s", folder, folder);
	assert_int_equal(system(command), 0);
}

static int tear_down(void **state)
{
	(void)state;
	return scene_tear_down((void *[]){ (void *)(uintptr_t)scene });
}

int main(void)
{
	enum { COUNT = sizeof(operations) / sizeof(operations[0]) };
	struct CMUnitTest tests[COUNT + 2] = { cmocka_unit_test(test_set_up) };

	faults_install();
	for (size_t i = 0; i < COUNT; i++)
		tests[i + 1] = (struct CMUnitTest){
			.name = operations[i].name,
			.test_func = test_operation,
			.initial_state = (void *)(uintptr_t)&operations[i],
		};
	tests[COUNT + 1] = (struct CMUnitTest)cmocka_unit_test(test_left);
	return cmocka_run_group_tests_name("memory, packages", tests, NULL, tear_down);
}
