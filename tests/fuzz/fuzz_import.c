/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Takes any bytes for a file of questions: counts them, imports them without writing, and imports what was refused.
 * None of it may crash, and a file that is accepted whole holds as many questions one way as the other. The first byte
 * chooses options.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "store/store.h"

/* An empty file in memory. */
static int make_file(const char *name)
{
	int descriptor = memfd_create(name, MFD_CLOEXEC);

	if (descriptor < 0)
		abort();
	return descriptor;
}

static struct hvk_intake *make_intake(struct hvk_store *store, unsigned options)
{
	static const char *const orders[] = { "dmy", "mdy", "ymd", "dmy" };
	struct hvk_intake *intake;

	if (hvk_intake_new(store, &intake) < 0 ||
	    hvk_intake_set(intake, HVK_INTAKE_DATE_ORDER, orders[options & 3]) < 0)
		abort();
	if (options & 4 && hvk_intake_set(intake, HVK_INTAKE_MONTH, "2026-10") < 0)
		abort();
	if (options & 8 && hvk_intake_set(intake, HVK_INTAKE_ID_FROM, "nr") < 0)
		abort();
	if (options & 16 && hvk_intake_set(intake, HVK_INTAKE_IGNORE, "nota") < 0)
		abort();
	return intake;
}

/* The questions that counting sees, or -1 when the file is refused. */
static int64_t count(struct hvk_store *store, unsigned options, const struct hvk_input *input)
{
	struct hvk_intake *intake = make_intake(store, options);
	const struct hvk__row *rows;
	struct hvk_source *source;
	int64_t total = 0;
	size_t some;
	void *worker;
	int result;

	if (lseek(input->descriptor, 0, SEEK_SET) != 0 || hvk_source_csv(intake, input, 1, NULL, &source) < 0 ||
	    source->class->worker_open(source, 0, &worker) < 0)
		abort();
	while ((result = source->class->worker_next(worker, &rows, &some)) == 1)
		total += (int64_t)some;
	source->class->worker_close(worker);
	hvk_source_free(source);
	hvk_intake_free(intake);
	return result < 0 ? -1 : total;
}

/* Imports without writing; what is refused goes to rejects when that is a descriptor. */
static int import(struct hvk_store *store, unsigned options, unsigned flags, const struct hvk_input *input, int rejects,
                  struct hvk_counts *counts)
{
	struct hvk_intake *intake = make_intake(store, options);
	struct hvk_import *import;
	int result;

	if (lseek(input->descriptor, 0, SEEK_SET) != 0 ||
	    hvk_import_new(intake, flags | HVK_IMPORT_DRY_RUN, &import) < 0)
		abort();
	hvk_import_set_rejects(import, rejects);
	result = hvk_import_read(import, input, NULL);
	if (result == HVK_OK)
		result = hvk_import_commit(import, counts);
	hvk_import_free(import);
	hvk_intake_free(intake);
	return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct hvk_input input = { "input.csv", -1 }, again = { "rejects.csv", -1 };
	struct hvk_counts counts = { 0 };
	struct hvk_store *store;
	int64_t counted;

	if (size == 0)
		return 0;
	input.descriptor = make_file("input");
	again.descriptor = make_file("rejects");
	if (hvk_store_new(&store) < 0 || hvk_store_set_today(store, "2300-01-01") < 0)
		abort();
	if (write(input.descriptor, bytes + 1, size - 1) != (ssize_t)size - 1)
		abort();
	counted = count(store, bytes[0], &input);
	if (import(store, bytes[0], bytes[0] & 32 ? HVK_IMPORT_REPLACE : 0, &input, -1, &counts) == HVK_OK &&
	    counts.voided == 0 && counted >= 0 && (uint64_t)counted != counts.added + counts.unchanged)
		abort();
	if (import(store, bytes[0], HVK_IMPORT_SKIP, &input, again.descriptor, &counts) == HVK_OK)
		import(store, bytes[0], HVK_IMPORT_SKIP, &again, -1, &counts);
	hvk_store_free(store);
	close(input.descriptor);
	close(again.descriptor);
	return 0;
}
