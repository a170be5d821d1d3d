/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Takes any bytes for recutils' text, and for a file of records. What is read as fields is read again when it is
 * written; a file that is imported changes nothing when it is imported again; a record's text is read back into it. The
 * first byte chooses options.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "record/record.h"
#include "store/store.h"
#include "tabular/rec.h"

/* ---------------------------------------------------------------- recutils' text */

static void same_again(const struct hvk__rec *read)
{
	struct hvk__error error;
	struct hvk__rec rec = { .error = &error, .name = "again", .type = "partner" };
	struct hvk__buffer text = { 0 };

	for (size_t i = 0; i < read->field_count; i++) {
		const struct hvk__rec_field *field = &read->fields[i];
		char *name = fuzz_text((const uint8_t *)field->name.data, field->name.length);

		/* A lone CR before a line end is part of the line end. */
		if (!memchr(field->value.data, '\r', field->value.length))
			promise(hvk__rec_add(&text, name, field->value.data, field->value.length));
		free(name);
	}
	if (text.length > 0) {
		size_t count = 0;

		rec.text = text.data;
		rec.length = text.length;
		promise(hvk__rec_next(&rec) == 1);
		for (size_t i = 0; i < read->field_count; i++) {
			const struct hvk__span *value = &read->fields[i].value;

			if (memchr(value->data, '\r', value->length))
				continue;
			promise(rec.fields[count].value.length == value->length);
			promise(memcmp(rec.fields[count++].value.data, value->data, value->length) == 0);
		}
		promise(rec.field_count == count && hvk__rec_next(&rec) == 0);
	}
	hvk__rec_free(&rec);
	hvk__buffer_free(&text);
}

static void read_text(const char *text, size_t length)
{
	struct hvk__error error;
	struct hvk__rec rec = { .error = &error, .name = "text", .text = text, .length = length, .type = "partner" };

	while (hvk__rec_next(&rec) == 1)
		same_again(&rec);
	hvk__rec_free(&rec);
}

/* ---------------------------------------------------------------- importing */

static int import(struct hvk_store *store, enum hvk_type type, const struct hvk_input *input, unsigned flags,
                  int rejects, struct hvk_record_counts *counts)
{
	struct hvk_intake *intake;
	int result;

	promise(hvk_intake_new_records(store, type, &intake) == HVK_OK);
	promise(lseek(input->descriptor, 0, SEEK_SET) == 0);
	result = hvk_record_import(intake, input, flags, rejects, counts);
	promise(result == HVK_OK || result == HVK_EINPUT);
	promise(result == hvk_store_error(store)->code);
	hvk_intake_free(intake);
	return result;
}

static void edit_records(struct hvk_store *store, enum hvk_type type)
{
	struct hvk_record_counts counts;
	struct hvk_records *records;
	struct hvk_record *record;
	char *text;

	promise(hvk_records_new(store, type, &records) == HVK_OK);
	while (hvk_records_next(records, &record) == 1) {
		promise(hvk_record_write_text(record, &text) == HVK_OK);
		promise(hvk_record_read_text(record, "text", text, strlen(text)) == HVK_OK);
		promise(hvk_record_save_all(store, &record, 1, "edited", true, &counts) == HVK_OK);
		promise(counts.unchanged == 1);
		free(text);
	}
	hvk_records_free(records);
}

static char folder[] = "/tmp/hvk-fuzz.XXXXXX", path[64];

static void remove_store(void)
{
	char command[96];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	promise(system(command) == 0);
}

/* A store with what records refer to. Made once: opening one takes longer than all the rest. */
static struct hvk_store *make_store(void)
{
	static struct hvk_store *store;

	if (store)
		return store;
	promise(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	atexit(remove_store);
	promise(hvk_store_new(&store) == HVK_OK && hvk_store_set_today(store, "2026-10-15") == HVK_OK);
	promise(hvk_store_open(store, path, HVK_OPEN_CREATE) == HVK_OK);
	promise(hvk__store_exec(store, "PRAGMA synchronous = OFF") == HVK_OK);
	return store;
}

static void forget_records(struct hvk_store *store)
{
	promise(hvk__store_exec(store,
	                        "DELETE FROM action; DELETE FROM attendance; DELETE FROM meeting; DELETE FROM session;"
	                        "DELETE FROM milestone;"
	                        "DELETE FROM offer; DELETE FROM person; DELETE FROM agreement; DELETE FROM membership;"
	                        "DELETE FROM house; DELETE FROM partner; DELETE FROM change;"
	                        "DELETE FROM partner_words; DELETE FROM offer_words") == HVK_OK);
	promise(hvk__store_exec(store, "INSERT INTO partner (id, slug, name, stage, stage_on)"
	                               " VALUES (1, 'een', 'Een Fictief', 1, '2026-01-01')") == HVK_OK);
	promise(hvk__store_exec(store, "INSERT INTO offer (id, slug, partner, name, age)"
	                               " VALUES (1, 'aanbod', 1, 'Aanbod', '3-5');"
	                               "INSERT INTO offer_theme VALUES (1, 2);"
	                               "INSERT INTO offer_words (rowid, words) VALUES (1, 'Aanbod');"
	                               "INSERT INTO meeting (id, slug, type, date, status)"
	                               " VALUES (1, 'overleg', 8, '2026-10-01', 1)") == HVK_OK);
}

static void import_bytes(const uint8_t *bytes, size_t size, enum hvk_type type)
{
	struct hvk_store *store = make_store();
	struct hvk_input input = { "in", memfd_create("in", MFD_CLOEXEC) };
	struct hvk_input rejects = { "rejects", memfd_create("rejects", MFD_CLOEXEC) };
	struct hvk_record_counts counts;

	promise(input.descriptor >= 0 && rejects.descriptor >= 0);
	promise(write(input.descriptor, bytes, size) == (ssize_t)size);
	forget_records(store);
	if (import(store, type, &input, HVK_IMPORT_SKIP, rejects.descriptor, &counts) == HVK_OK) {
		uint64_t rows = counts.added + counts.changed + counts.unchanged;

		edit_records(store, type);
		if (counts.refused == 0)
			promise(import(store, type, &input, 0, -1, &counts) < 0 ||
			        (counts.unchanged == rows && counts.added + counts.changed == 0));
		else
			import(store, type, &rejects, HVK_IMPORT_DRY_RUN, -1, &counts);
	}
	close(input.descriptor);
	close(rejects.descriptor);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const enum hvk_type types[] = { HVK_PARTNER,    HVK_OFFER,  HVK_AGREEMENT,
		                               HVK_MEMBERSHIP, HVK_PERSON, HVK_HOUSE,
		                               HVK_SESSION,    HVK_MEETING, HVK_ATTENDANCE,
		                               HVK_ACTION,     HVK_MILESTONE };

	if (size == 0)
		return 0;
	read_text((const char *)bytes + 1, size - 1);
	import_bytes(bytes + 1, size - 1, types[(uint8_t)(bytes[0] - '0') % (sizeof(types) / sizeof(types[0]))]);
	return 0;
}
