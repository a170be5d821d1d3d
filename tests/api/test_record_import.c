/* SPDX-License-Identifier: EUPL-1.2 */
/* Records from a file to a text to be edited to another store: all of it comes along. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "hvk.h"

struct fixture {
	char folder[24], path[2][80];
	struct hvk_store *store[2];
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	strcpy(fixture->folder, "/tmp/hvk-test-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	for (int i = 0; i < 2; i++) {
		snprintf(fixture->path[i], sizeof(fixture->path[i]), "%s/%d.db", fixture->folder, i);
		assert_int_equal(hvk_store_new(&fixture->store[i]), HVK_OK);
		assert_int_equal(hvk_store_set_today(fixture->store[i], i == 0 ? "2026-10-15" : "2026-11-21"), HVK_OK);
		assert_int_equal(hvk_store_open(fixture->store[i], fixture->path[i], HVK_OPEN_CREATE), HVK_OK);
	}
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 2; i++) {
		hvk_store_free(fixture->store[i]);
		unlink(fixture->path[i]);
	}
	rmdir(fixture->folder);
	free(fixture);
	return 0;
}

static void import(struct hvk_store *store, enum hvk_type type, const char *text, struct hvk_record_counts *counts)
{
	struct hvk_input input = { "in", memfd_create("in", 0) };
	struct hvk_intake *intake;

	assert_int_equal(write(input.descriptor, text, strlen(text)), strlen(text));
	assert_int_equal(lseek(input.descriptor, 0, SEEK_SET), 0);
	assert_int_equal(hvk_intake_new_records(store, type, &intake), HVK_OK);
	if (hvk_record_import(intake, &input, 0, -1, counts) != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
	hvk_intake_free(intake);
	close(input.descriptor);
}

/* All records of a type as texts, one after the other. */
static char *texts_of(struct hvk_store *store, enum hvk_type type)
{
	struct hvk_records *records;
	struct hvk_record *record;
	size_t size;
	char *all, *text;
	FILE *stream = open_memstream(&all, &size);

	assert_non_null(stream);
	assert_int_equal(hvk_records_new(store, type, &records), HVK_OK);
	while (hvk_records_next(records, &record) == 1) {
		assert_int_equal(hvk_record_write_text(record, &text), HVK_OK);
		fprintf(stream, "%s\n", text);
		free(text);
	}
	hvk_records_free(records);
	fclose(stream);
	return all;
}

static void what_is_written_as_text_is_imported_elsewhere(void **state)
{
	static const struct {
		enum hvk_type type;
		const char *text;
	} inputs[] = {
		{ HVK_PARTNER,
		  "name,type,description,keyword,gemeente\n"
		  "Leeshoek Voorbeeld,bibliotheek,\"Voorlezen,\n\n  elke dag\\\n# ook 's avonds\",\"boeken, spel\","
		  "Brugge+8020\n"
		  "Speelhoek Voorbeeld,,,,\n" },
		{ HVK_PERSON, "partner,name,function,phone\nleeshoek-voorbeeld,An Fictief,onthaal,050 00 00 01\n" },
		{ HVK_AGREEMENT,
		  "partner,type,since,until,bedrag\nspeelhoek-voorbeeld,subsidie,2026-01-01,2026-12-31,125000\n" },
		{ HVK_OFFER,
		  "partner,name,pillar,age,agreement\n"
		  "speelhoek-voorbeeld,Spelen,ontmoeting,0-3+12-,speelhoek-voorbeeld-subsidie\n" },
		{ HVK_HOUSE, "gemeente,name,presence\nBrugge,Huis Voorbeeld,physical\n" },
		{ HVK_MEMBERSHIP, "partner,house,role\nspeelhoek-voorbeeld,Brugge,coordinator\n" },
	};
	struct fixture *fixture = *state;
	struct hvk_record_counts counts;

	for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++) {
		char *texts, *there;

		import(fixture->store[0], inputs[i].type, inputs[i].text, &counts);
		assert_true(counts.added > 0);
		texts = texts_of(fixture->store[0], inputs[i].type);
		import(fixture->store[1], inputs[i].type, texts, &counts);
		assert_true(counts.added > 0);
		there = texts_of(fixture->store[1], inputs[i].type);
		assert_string_equal(there, texts);
		import(fixture->store[1], inputs[i].type, there, &counts);
		assert_int_equal(counts.added + counts.changed, 0);
		free(texts);
		free(there);
	}
}

static void a_text_is_read_back_into_its_record(void **state)
{
	struct fixture *fixture = *state;
	struct hvk_record_counts counts;
	struct hvk_record *record;
	char *text;

	import(fixture->store[0], HVK_PARTNER, "slug,name,phone\nleeshoek,Leeshoek,050 00 00 01\n", &counts);
	assert_int_equal(hvk_record_new(fixture->store[0], HVK_PARTNER, &record), HVK_OK);
	assert_int_equal(hvk_record_find(record, "leeshoek"), HVK_OK);
	assert_int_equal(hvk_record_write_text(record, &text), HVK_OK);
	memcpy(strstr(text, "name: Lees"), "name: Kijk", 10);
	assert_int_equal(hvk_record_read_text(record, "text", text, strlen(text)), HVK_OK);
	assert_int_equal(hvk_record_save(record, false), HVK_OK);
	free(text);
	assert_int_equal(hvk_record_find(record, "leeshoek"), HVK_OK);
	assert_string_equal(hvk_record_key(record, hvk_type_find_column(HVK_PARTNER, "name"), NULL), "Kijkhoek");
	assert_string_equal(hvk_record_key(record, hvk_type_find_column(HVK_PARTNER, "phone"), NULL), "050 00 00 01");
	hvk_record_free(record);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_written_as_text_is_imported_elsewhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_text_is_read_back_into_its_record, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
