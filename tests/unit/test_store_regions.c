/* SPDX-License-Identifier: EUPL-1.2 */
/* Regions: reading them from CSV, replacing, listing and removing. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "admin_store.h"

/* All memberships: "Meetjesland 43005 43018 Noord 44021" */
static const char *all_regions(struct hvk_store *store)
{
	static char text[1024];
	const struct hvk_gemeente *gemeente;
	const char *region;
	char last[128] = "";

	text[0] = '\0';
	for (size_t n = 0; (gemeente = hvk_region_at(store, n, &region)) != NULL; n++) {
		if (strcmp(region, last) != 0)
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", n ? " " : "", region);
		snprintf(last, sizeof(last), "%s", region);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), " %s",
		         hvk_gemeente_text(gemeente, HVK_GEMEENTE_NIS));
	}
	return text;
}

static int import(struct hvk_store *store, const char *name, const char *text, bool dry_run, uint64_t *members)
{
	int descriptor = input_of(text), result = hvk_region_import(store, name, descriptor, dry_run, members);

	close(descriptor);
	return result;
}

static void take(struct hvk_store *store, const char *name, const char *text, uint64_t expected)
{
	uint64_t members;

	assert_done(store, import(store, name, text, false, &members));
	assert_int_equal(members, expected);
}

static void reads_regions_in_any_form(void **state)
{
	struct hvk_store *store = store_of(state);

	assert_string_equal(all_regions(store), "");
	take(store, "r.csv", "region,gemeente\nNoord,Brugge\nNoord,8020\nZuid,44021\nNoord,\"knokke-heist\"\n\n,\n", 4);
	assert_string_equal(all_regions(store), "Noord 31005 31022 31043 Zuid 44021");
	/* Dutch headers, semicolons, an order of its own. */
	take(store, "r.csv", "Gemeente;Regio\r\nGent;West\r\nGENT;west\r\n", 2);
	assert_string_equal(all_regions(store), "Noord 31005 31022 31043 West 44021 Zuid 44021");
}

static void a_region_that_exists_is_replaced(void **state)
{
	struct hvk_store *store = store_of(state);

	take(store, "r.csv", "region,gemeente\nNoord,Brugge\nNoord,Gent\nZuid,Gent\n", 3);
	take(store, "r.csv", "region,gemeente\nNOORD,Oostkamp\n", 1);
	assert_string_equal(all_regions(store), "NOORD 31022 Zuid 44021");
}

static void a_file_without_regions_is_one(void **state)
{
	struct hvk_store *store = store_of(state);

	take(store, "/some/where/Meetjesland 2026.csv", "gemeente\nBrugge\nGent\n", 2);
	assert_string_equal(all_regions(store), "Meetjesland 2026 31005 44021");
	take(store, "noord", "nis\n31022\n", 1);
	assert_string_equal(all_regions(store), "Meetjesland 2026 31005 44021 noord 31022");
}

static void refuse(struct hvk_store *store, const char *name, const char *text, unsigned line, unsigned column,
                   const char *part)
{
	const struct hvk_error *error = hvk_store_error(store);
	uint64_t members = 7;
	int result = import(store, name, text, false, &members);

	if (result != HVK_EINPUT)
		fail_msg("%s: %d", text, result);
	assert_message_has(store, part);
	assert_string_equal(error->file, name);
	assert_int_equal(error->line, line);
	assert_int_equal(error->column, column);
	assert_int_equal(members, 0);
	assert_string_equal(all_regions(store), "Noord 31005");
}

static void refuses_all_when_one_line_is_wrong(void **state)
{
	struct hvk_store *store = store_of(state);
	char name[128];

	take(store, "r.csv", "region,gemeente\nNoord,Brugge\n", 1);
	refuse(store, "r.csv", "region,gemeente\nZuid,Gent\nZuid,Gend\n", 3, 2,
	       "gemeente: unknown 'Gend'; did you mean Gent");
	refuse(store, "r.csv", "region,gemeente\nZuid,Gent\nZuid,\n", 3, 2, "gemeente: expected one, found nothing");
	refuse(store, "r.csv", "region,gemeente\n,Gent\n", 2, 1, "region: expected a name");
	refuse(store, "r.csv", "region,gemeente\n\"Zuid, West\",Gent\n", 2, 1, "commas");
	refuse(store, "r.csv", "region,gemeente\n\"Zuid\nWest\",Gent\n", 2, 1, "control characters");
	refuse(store, "r.csv", "region,gemeente\nZuid,Gent,Aalst\n", 2, 3, "a value without a column above it");
	refuse(store, "r.csv", "region,gemeente,naam\nZuid,Gent,x\n", 1, 3,
	       "unknown column 'naam'; known are region, gemeente");
	refuse(store, "r.csv", "region,gemeente,gemeente\nZuid,Gent,x\n", 1, 3, "column gemeente stands there twice");
	refuse(store, "r.csv", "region\nZuid\n", 1, 0, "expected a column gemeente");
	refuse(store, "r.csv", "region,gemeente\n", 1, 0, "expected gemeenten, found none");
	refuse(store, "-", "gemeente\nGent\n", 1, 0, "named after the file");
	refuse(store, "standard input", "gemeente\nGent\n", 1, 0, "named after the file");
	refuse(store, "dir/.csv", "gemeente\nGent\n", 1, 0, "named after the file");
	memset(name, 'x', sizeof(name));
	memcpy(name + 120, ".csv", 5);
	refuse(store, name, "gemeente\nGent\n", 1, 0, "region: expected a name of 1 to 100 bytes, found 120");
}

static void refuses_what_is_no_csv(void **state)
{
	struct hvk_store *store = store_of(state);
	int folder = open("/tmp", O_RDONLY);
	uint64_t members;

	assert_int_equal(import(store, "r.csv", "", false, &members), HVK_EINPUT);
	assert_int_equal(import(store, "r.csv", "region,gemeente\nZuid,\"Gent\n", false, &members), HVK_EINPUT);
	assert_int_equal(hvk_region_import(store, "/tmp", folder, false, &members), HVK_EINPUT);
	close(folder);
}

static void a_dry_run_changes_nothing(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t members;

	assert_done(store, import(store, "r.csv", "region,gemeente\nZuid,Gent\n", true, &members));
	assert_int_equal(members, 1);
	assert_string_equal(all_regions(store), "");
	take(store, "r.csv", "region,gemeente\nZuid,Gent\n", 1);
	assert_done(store, hvk_region_remove(store, "Zuid", true));
	assert_string_equal(all_regions(store), "Zuid 44021");
}

static void removes(void **state)
{
	struct hvk_store *store = store_of(state);

	take(store, "r.csv", "region,gemeente\nNoord,Brugge\nZuid,Gent\n", 2);
	assert_done(store, hvk_region_remove(store, "noord", false));
	assert_string_equal(all_regions(store), "Zuid 44021");
	assert_int_equal(hvk_region_remove(store, "Zuit", false), HVK_ENOTFOUND);
	assert_message(store, "unknown region 'Zuit'; did you mean Zuid?");
	assert_int_equal(hvk_region_remove(store, "Elders", false), HVK_ENOTFOUND);
	assert_message(store, "unknown region 'Elders'");
}

static void another_programs_change_is_seen(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "hvk.db", HVK_OPEN_WRITE);

	take(store, "r.csv", "region,gemeente\nNoord,Brugge\n", 1);
	take(other, "r.csv", "region,gemeente\nNoord,Gent\n", 1);
	take(store, "r.csv", "region,gemeente\nnoord,Oostkamp\n", 1);
	assert_string_equal(all_regions(store), "noord 31022");
	hvk_store_free(other);
}

static void a_store_that_cannot_be_written_is_told(void **state)
{
	struct hvk_store *reader = open_beside(state, "hvk.db", HVK_OPEN_READ), *none;
	uint64_t members;
	const char *region;

	assert_int_equal(import(reader, "r.csv", "gemeente\nGent\n", false, &members), HVK_ESTORE);
	assert_int_equal(hvk_region_remove(reader, "Noord", false), HVK_ESTORE);
	hvk_store_free(reader);
	assert_int_equal(hvk_store_new(&none), HVK_OK);
	assert_null(hvk_region_at(none, 0, &region));
	assert_int_equal(hvk_store_error(none)->code, HVK_OK);
	hvk_store_free(none);
	tamper(state, "hvk.db", "INSERT INTO region VALUES ('Fout', 12)");
	assert_null(hvk_region_at(store_of(state), 0, &region));
	assert_message_has(store_of(state), "region Fout: no gemeente has the NIS code 00012");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(reads_regions_in_any_form),
		WITH_STORE(a_region_that_exists_is_replaced),
		WITH_STORE(a_file_without_regions_is_one),
		WITH_STORE(refuses_all_when_one_line_is_wrong),
		WITH_STORE(refuses_what_is_no_csv),
		WITH_STORE(a_dry_run_changes_nothing),
		WITH_STORE(removes),
		WITH_STORE(another_programs_change_is_seen),
		WITH_STORE(a_store_that_cannot_be_written_is_told),
	};

	return cmocka_run_group_tests_name("regions", tests, NULL, NULL);
}
