/* SPDX-License-Identifier: EUPL-1.2 */
/* Open Referral packages through the public header: what is told and counted, what stops an import, and that nothing is
 * half-done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "hvk.h"

struct fixture {
	char folder[64], path[96], package[96];
	struct hvk_store *store;
};

/* What a listener heard. */
struct heard {
	unsigned count[3];
	unsigned stop_at; /* the message of that number, from 1; 0: none */
	enum hvk_severity stop_on;
	char last_note[256], file[256];
	uint64_t line;
	unsigned column;
};

static int hear(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	struct heard *heard = data;

	heard->count[severity]++;
	if (severity == HVK_NOTE)
		snprintf(heard->last_note, sizeof(heard->last_note), "%s", error->message);
	if (severity == HVK_REFUSED) {
		snprintf(heard->file, sizeof(heard->file), "%s", error->file);
		heard->line = error->line;
		heard->column = error->column;
	}
	return heard->stop_at && severity == heard->stop_on && heard->count[severity] == heard->stop_at;
}

static void write_file(struct fixture *f, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", f->package, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->folder, "/tmp/hvk-api-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/hvk.db", f->folder);
	snprintf(f->package, sizeof(f->package), "%s/gids", f->folder);
	assert_int_equal(mkdir(f->package, 0700), 0);
	assert_int_equal(hvk_store_new(&f->store), HVK_OK);
	assert_int_equal(hvk_store_set_today(f->store, "2026-11-21"), HVK_OK);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_CREATE), HVK_OK);
	write_file(f, "organizations.csv",
	           "id,name,email\n1,Voorbeeldhuis,geen adres\n,Zonder id,\n2,Fictief Centrum,\n");
	write_file(f, "services.csv", "id,organization_id,name,status\ns1,1,Spreekuur,active\ns2,7,Zwevend,active\n");
	write_file(f, "contacts.csv", "id,organization_id,name\nc1,1,Vera Verzonnen\n");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[128];

	hvk_store_free(f->store);
	snprintf(command, sizeof(command), "rm -r %s", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static unsigned count_records(struct fixture *f, enum hvk_type type)
{
	struct hvk_records *records;
	struct hvk_record *record;
	unsigned count = 0;

	assert_int_equal(hvk_records_new(f->store, type, &records), HVK_OK);
	while (hvk_records_next(records, &record) == 1)
		count++;
	hvk_records_free(records);
	return count;
}

static void assert_empty(struct fixture *f)
{
	assert_int_equal(count_records(f, HVK_PARTNER), 0);
	assert_int_equal(count_records(f, HVK_OFFER), 0);
	assert_int_equal(count_records(f, HVK_PERSON), 0);
}

static void test_counts(void **state)
{
	struct fixture *f = *state;
	struct heard heard = { 0 };
	struct hvk_listener listener = { hear, &heard };
	struct hvk_hsds_options options = { .with_persons = true, .listener = &listener };
	struct hvk_record_counts counts;
	const char *what;

	assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_OK);
	assert_int_equal(counts.added, 4);
	assert_int_equal(counts.refused, 2);
	assert_int_equal(heard.count[HVK_REFUSED], 2);
	assert_int_equal(heard.count[HVK_WARNING], 1);
	assert_int_equal(heard.count[HVK_NOTE], 3);
	assert_int_equal(heard.line, 3);
	assert_int_equal(heard.column, 2);
	assert_non_null(strstr(heard.file, "/gids/services.csv"));
	assert_string_equal(heard.last_note, "1 row taken without it: email: is not an e-mail address");
	assert_int_equal(hvk_store_error(f->store)->code, HVK_OK);
	/* Again is unchanged, also with nobody listening. */
	options.listener = NULL;
	assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_OK);
	assert_int_equal(counts.added + counts.changed, 0);
	assert_int_equal(counts.unchanged, 4);
	/* It was one change. */
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_OK);
	assert_string_equal(what, "imported package gids");
	assert_int_equal(counts.removed, 4);
	assert_empty(f);
}

static void test_dry_run(void **state)
{
	struct fixture *f = *state;
	struct heard heard = { 0 };
	struct hvk_listener listener = { hear, &heard };
	struct hvk_hsds_options options = { .dry_run = true, .listener = &listener };
	struct hvk_record_counts counts;

	assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_OK);
	assert_int_equal(counts.added, 3);
	assert_int_equal(counts.refused, 2);
	assert_int_equal(heard.count[HVK_REFUSED], 2);
	assert_empty(f);
}

static void test_stop(void **state)
{
	static const enum hvk_severity severities[] = { HVK_REFUSED, HVK_WARNING };
	struct fixture *f = *state;
	struct hvk_record_counts counts;

	for (size_t i = 0; i < 2; i++) {
		struct heard heard = { .stop_at = 1, .stop_on = severities[i] };
		struct hvk_listener listener = { hear, &heard };
		struct hvk_hsds_options options = { .listener = &listener };

		assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_EINPUT);
		assert_int_equal(heard.count[severities[i]], 1);
		assert_int_equal(counts.added + counts.refused, 0);
		assert_non_null(strstr(hvk_store_error(f->store)->message, "stopped"));
		assert_empty(f);
		/* The handle goes on. */
		options.listener = NULL;
		options.dry_run = true;
		assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_OK);
	}
}

/* A note cannot stop it. */
static void test_note(void **state)
{
	struct fixture *f = *state;
	struct heard heard = { .stop_at = 1, .stop_on = HVK_NOTE };
	struct hvk_listener listener = { hear, &heard };
	struct hvk_hsds_options options = { .listener = &listener };
	struct hvk_record_counts counts;

	assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_OK);
	assert_true(heard.count[HVK_NOTE] > 1);
	assert_int_equal(count_records(f, HVK_PARTNER), 2);
}

static void test_refused(void **state)
{
	struct fixture *f = *state;
	struct hvk_hsds_options options = { .map_terms = "/nergens/terms.csv" };
	struct hvk_record_counts counts;
	char path[128];

	assert_int_equal(hvk_hsds_import(f->store, "", &options, &counts), HVK_EINVAL);
	assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_ENOTFOUND);
	assert_string_equal(hvk_store_error(f->store)->file, "/nergens/terms.csv");
	options.map_terms = NULL;
	snprintf(path, sizeof(path), "%s/none", f->folder);
	assert_int_equal(hvk_hsds_import(f->store, path, &options, &counts), HVK_ENOTFOUND);
	assert_int_equal(hvk_hsds_import(f->store, f->path, &options, &counts), HVK_EINPUT);
	assert_int_equal(hvk_hsds_import(f->store, "/dev/null", &options, &counts), HVK_EINPUT);
	assert_int_equal(hvk_hsds_export(f->store, "", false), HVK_EINVAL);
	assert_int_equal(hvk_hsds_export(f->store, "/", false), HVK_EINVAL);
	assert_int_equal(hvk_hsds_export(f->store, "..", false), HVK_EINVAL);
	assert_int_equal(hvk_hsds_export(f->store, f->path, false), HVK_EINVAL);
	assert_int_equal(hvk_hsds_export(f->store, f->package, false), HVK_EIO);
	assert_int_equal(hvk_hsds_export(f->store, "/nergens/uit", false), HVK_EIO);
	assert_empty(f);
}

static void test_read_only(void **state)
{
	struct fixture *f = *state;
	struct hvk_hsds_options options = { 0 };
	struct hvk_record_counts counts;
	char path[128];

	assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_OK);
	hvk_store_free(f->store);
	assert_int_equal(hvk_store_new(&f->store), HVK_OK);
	assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_ESTORE);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_READ), HVK_OK);
	assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_ESTORE);
	/* Reading is enough for an export. */
	snprintf(path, sizeof(path), "%s/uit.zip", f->folder);
	assert_int_equal(hvk_hsds_export(f->store, path, false), HVK_OK);
	assert_int_equal(access(path, F_OK), 0);
}

/* The names in a package of ours hold, unless it is said to be another's. */
static void test_source(void **state)
{
	struct fixture *f = *state;
	struct hvk_hsds_options options = { .source = "hier" };
	struct hvk_record_counts counts;
	char path[128];

	assert_int_equal(hvk_hsds_import(f->store, f->package, &options, &counts), HVK_OK);
	snprintf(path, sizeof(path), "%s/uit", f->folder);
	assert_int_equal(hvk_hsds_export(f->store, path, false), HVK_OK);
	options.source = NULL;
	assert_int_equal(hvk_hsds_import(f->store, path, &options, &counts), HVK_OK);
	assert_int_equal(counts.unchanged, 3);
	options.source = "daar";
	assert_int_equal(hvk_hsds_import(f->store, path, &options, &counts), HVK_OK);
	assert_int_equal(counts.added, 3);
	assert_int_equal(hvk_hsds_import(f->store, path, &options, &counts), HVK_OK);
	assert_int_equal(counts.unchanged, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_dry_run, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_stop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_note, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_read_only, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_source, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
