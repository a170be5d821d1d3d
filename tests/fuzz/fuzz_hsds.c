/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Takes any bytes for an Open Referral package: a zip file when they begin as one, else files of text, each after a
 * line
 * '=== name'. What is refused has changed nothing; what was taken in is unchanged when it comes again; and what goes
 * out comes back the same.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "store/store.h"

static char folder[] = "/tmp/hvk-fuzz-XXXXXX";
static struct hvk_store *store, *other;

static struct hvk_store *open_store(const char *name)
{
	struct hvk_store *opened;
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	promise(hvk_store_new(&opened) == HVK_OK && hvk_store_set_today(opened, "2026-11-21") == HVK_OK);
	promise(hvk_store_open(opened, path, HVK_OPEN_CREATE) == HVK_OK);
	/* Nothing here has to outlast a power failure. */
	promise(hvk__store_exec(opened, "PRAGMA journal_mode = memory; PRAGMA synchronous = off") == HVK_OK);
	return opened;
}

static void clean_up(void)
{
	char command[64];

	hvk_store_free(store);
	hvk_store_free(other);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	if (system(command) != 0)
		perror(folder);
}

static void set_up(void)
{
	char path[64];

	if (store)
		return;
	promise(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/package", folder);
	promise(mkdir(path, 0700) == 0);
	store = open_store("one.db");
	other = open_store("other.db");
	atexit(clean_up);
}

static void empty(struct hvk_store *of)
{
	promise(hvk__store_exec(of,
	                        "DELETE FROM offer; DELETE FROM person; DELETE FROM agreement; DELETE FROM partner;"
	                        "DELETE FROM change; DELETE FROM partner_words; DELETE FROM offer_words") == HVK_OK);
}

static int64_t records(void)
{
	int64_t count;

	promise(hvk__store_number(store, "SELECT (SELECT count(*) FROM partner) + (SELECT count(*) FROM offer)"
	                                 " + (SELECT count(*) FROM person) + (SELECT count(*) FROM change)",
	                          &count) == HVK_OK);
	return count;
}

/* Writes the files that the text holds. */
static void write_files(const char *text)
{
	char path[160];
	FILE *file = NULL;

	snprintf(path, sizeof(path), "rm -f %s/package/*", folder);
	promise(system(path) == 0);
	while (*text) {
		size_t length = strcspn(text, "\n"), whole = length + (text[length] == '\n');

		if (strncmp(text, "=== ", 4) == 0 && length > 4 && length < 64 && !memchr(text + 4, '/', length - 4)) {
			if (file)
				fclose(file);
			snprintf(path, sizeof(path), "%s/package/%.*s", folder, (int)length - 4, text + 4);
			file = fopen(path, "w");
		} else if (file) {
			fwrite(text, 1, whole, file);
		}
		text += whole;
	}
	if (file)
		fclose(file);
}

static int import(struct hvk_store *into, const char *path, struct hvk_record_counts *counts)
{
	struct hvk_hsds_options options = { .with_persons = true };
	int result = hvk_hsds_import(into, path, &options, counts);

	promise(result == HVK_OK || result == HVK_EINPUT || result == HVK_ENOTFOUND);
	promise(result == HVK_OK || hvk_store_error(into)->message[0]);
	return result;
}

static void read_zip(const char *path, char **bytes, size_t *size)
{
	FILE *file = fopen(path, "rb");

	promise(file && fseek(file, 0, SEEK_END) == 0);
	*size = (size_t)ftell(file);
	*bytes = malloc(*size);
	rewind(file);
	promise(*bytes && fread(*bytes, 1, *size, file) == *size);
	fclose(file);
}

static void go_round(void)
{
	struct hvk_record_counts counts;
	char path[64], again[64], *one, *two;
	size_t one_size, two_size;

	snprintf(path, sizeof(path), "%s/one.zip", folder);
	snprintf(again, sizeof(again), "%s/two.zip", folder);
	promise(hvk_hsds_export(store, path, true) == HVK_OK);
	empty(other);
	promise(import(other, path, &counts) == HVK_OK && counts.refused == 0);
	promise(hvk_hsds_export(other, again, true) == HVK_OK);
	read_zip(path, &one, &one_size);
	read_zip(again, &two, &two_size);
	promise(one_size == two_size && memcmp(one, two, one_size) == 0);
	free(one);
	free(two);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct hvk_record_counts counts, second;
	char path[64], *text;
	int memory = -1;

	set_up();
	empty(store);
	if (size >= 4 && memcmp(bytes, "PK", 2) == 0) {
		memory = memfd_create("package", MFD_CLOEXEC);
		promise(memory >= 0 && write(memory, bytes, size) == (ssize_t)size);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", memory);
	} else {
		text = fuzz_text(bytes, size);
		write_files(text);
		free(text);
		snprintf(path, sizeof(path), "%s/package", folder);
	}
	if (import(store, path, &counts) == HVK_OK) {
		promise(import(store, path, &second) == HVK_OK);
		promise(second.added == 0 && second.refused == counts.refused);
		go_round();
	} else {
		promise(records() == 0);
	}
	if (memory >= 0)
		close(memory);
	return 0;
}
