/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Takes any bytes for a hierarchy and, behind the first line that is a '%' alone, a table. None of it may crash, nor
 * take long; what is protected can be verified and, written as it would be published and read once more, adds up and
 * gives nothing away. The first byte chooses options.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "hvk.h"

enum { SIZE_MAX_OF_INPUT = 1 << 14 };

static int file_of(const uint8_t *bytes, size_t size)
{
	int descriptor = memfd_create("input", MFD_CLOEXEC);

	promise(descriptor >= 0);
	promise(write(descriptor, bytes, size) == (ssize_t)size);
	promise(lseek(descriptor, 0, SEEK_SET) == 0);
	return descriptor;
}

static bool is_shown(enum hvk_cell_status status)
{
	return status == HVK_STATUS_PUBLISHED || status == HVK_STATUS_FIXED_PUBLISHED;
}

static void put_cell(FILE *file, const char *text)
{
	putc('"', file);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', file);
		putc(*text, file);
	}
	fputs("\",", file);
}

/* As it would be published. */
static int publish(const struct hvk_protection *p)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	int descriptor;

	promise(file);
	for (size_t d = 0; d < hvk_protection_dimensions(p); d++)
		put_cell(file, hvk_protection_dimension(p, d));
	fputs("count,status\n", file);
	for (size_t n = 0; n < hvk_protection_cells(p); n++) {
		for (size_t d = 0; d < hvk_protection_dimensions(p); d++)
			put_cell(file, hvk_protection_code(p, n, d));
		if (is_shown(hvk_protection_status(p, n)))
			fprintf(file, "%llu,ok\n", (unsigned long long)hvk_protection_count(p, n));
		else
			fputs(",x\n", file);
	}
	promise(fclose(file) == 0);
	descriptor = file_of((const uint8_t *)text, size);
	free(text);
	return descriptor;
}

static void check(struct hvk_store *store, const struct hvk_protection *p, struct hvk_input *hierarchy)
{
	struct hvk_input published = { "published.csv", -1 };
	uint64_t findings = 0;

	promise(hvk_protection_verify(p) == HVK_OK);
	if (hvk_protection_cells(p) == 0)
		return;
	published.descriptor = publish(p);
	promise(lseek(hierarchy->descriptor, 0, SEEK_SET) == 0);
	/* A column of the hierarchy that is called as one of ours cannot be read back. */
	if (hvk_publication_audit(store, &published, hierarchy, NULL, &findings) < 0)
		promise(hvk_store_error(store)->message[0]);
	else if (hvk_protection_tally(p, HVK_STATUS_FIXED_HIDDEN, NULL) == 0)
		promise(findings == 0);
	close(published.descriptor);
}

/* Everything that is refused has a message, and what is wrong in a file its name. */
static void check_refused(const struct hvk_store *store, int result)
{
	promise(result == HVK_EINPUT || result == HVK_EINVAL);
	promise(hvk_store_error(store)->message[0]);
}

static void protect(struct hvk_store *store, unsigned options, const struct hvk_input *table,
                    struct hvk_input *hierarchy)
{
	struct hvk_protection *p;
	int result = hvk_protection_read(store, table, hierarchy, options & 1 ? "a,b" : NULL, options & 2 ? "n" : NULL,
	                                 options & 4 ? "x,y" : NULL, &p);

	if (result < 0) {
		promise(!p);
		check_refused(store, result);
		return;
	}
	if (options & 8)
		promise(hvk_protection_set(p, HVK_PROTECT_ZEROS, HVK_ZEROS_PROTECT) == HVK_OK);
	if (options & 16)
		promise(hvk_protection_set(p, HVK_PROTECT_TOTALS, 1) == HVK_OK);
	promise(hvk_protection_set(p, HVK_PROTECT_MIN_CELL, options & 32 ? 3 : 5) == HVK_OK);
	result = hvk_protection_run(p);
	if (result == HVK_OK)
		check(store, p, hierarchy);
	else
		check_refused(store, result);
	hvk_protection_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct hvk_input hierarchy = { "h.csv", -1 }, table = { "t.csv", -1 };
	const uint8_t *middle;
	struct hvk_store *store;
	uint64_t findings;
	size_t length;

	if (size < 2 || size > SIZE_MAX_OF_INPUT)
		return 0;
	middle = memmem(bytes + 1, size - 1, "\n%\n", 3);
	length = middle ? (size_t)(middle - bytes) : size - 1;
	hierarchy.descriptor = file_of(bytes + 1, length);
	table.descriptor = middle ? file_of(middle + 3, size - length - 3) : file_of(bytes + 1, length);
	promise(hvk_store_new(&store) == HVK_OK);
	protect(store, bytes[0], &table, &hierarchy);
	/* The same bytes as if they had been published. */
	promise(lseek(hierarchy.descriptor, 0, SEEK_SET) == 0 && lseek(table.descriptor, 0, SEEK_SET) == 0);
	if (hvk_publication_audit(store, &table, &hierarchy, NULL, &findings) < 0)
		check_refused(store, HVK_EINPUT);
	hvk_store_free(store);
	close(hierarchy.descriptor);
	close(table.descriptor);
	return 0;
}
