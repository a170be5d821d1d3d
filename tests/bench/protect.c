/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Protects a frequency table and says what it took: protect TABLE.csv HIERARCHY.csv [MIN-CELL [camouflage|protect]].
 * Reads plain CSV without quotes: columns of codes and then the count; dim,parent,child,set.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "hvk.h"

enum { FIELDS = 4 };

static void die(const char *what)
{
	fprintf(stderr, "protect: %s\n", what);
	exit(EXIT_FAILURE);
}

/* Cuts a line at its commas; returns how many fields there are. */
static size_t cut(char *line, char *fields[FIELDS])
{
	size_t count = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (line && count < FIELDS)
		fields[count++] = strsep(&line, ",");
	return count;
}

static FILE *open_file(const char *path)
{
	FILE *file = fopen(path, "r");

	if (!file)
		die(path);
	return file;
}

static void read_hierarchy(struct hvk_protection *p, const char *path, char *const names[], size_t dimensions)
{
	FILE *file = open_file(path);
	char line[1024], *fields[FIELDS];

	if (!fgets(line, sizeof(line), file))
		die("no hierarchy");
	while (fgets(line, sizeof(line), file)) {
		size_t d = 0;

		if (cut(line, fields) < FIELDS)
			die("a line of the hierarchy");
		while (d < dimensions && strcmp(names[d], fields[0]) != 0)
			d++;
		(void)hvk_protection_add_node(p, d, fields[1]); /* fails when it is there */
		(void)hvk_protection_add_node(p, d, fields[2]);
		if (hvk_protection_add_child(p, d, fields[1], fields[2], fields[3]) < 0)
			die("a child");
	}
	fclose(file);
}

static void read_cells(struct hvk_protection *p, FILE *file, size_t dimensions)
{
	char line[1024], *fields[FIELDS];
	const char *codes[FIELDS];

	while (fgets(line, sizeof(line), file)) {
		if (cut(line, fields) != dimensions + 1)
			die("a line of the table");
		for (size_t d = 0; d < dimensions; d++) {
			codes[d] = fields[d];
			(void)hvk_protection_add_node(p, d, fields[d]);
		}
		if (hvk_protection_add_cell(p, codes, strtoull(fields[dimensions], NULL, 10), HVK_CELL_NEW) < 0)
			die("a cell");
	}
	fclose(file);
}

int main(int argc, char *argv[])
{
	static const char *const statuses[] = { "published", "primary", "secondary", "fixed", "fixed hidden" };
	char header[1024], *names[FIELDS];
	const char *dimensions[FIELDS];
	struct hvk_store *store;
	struct hvk_protection *p;
	struct rusage usage;
	size_t count;
	FILE *table;

	if (argc < 3)
		die("expected a table and a hierarchy");
	table = open_file(argv[1]);
	if (!fgets(header, sizeof(header), table))
		die("no table");
	count = cut(header, names) - 1;
	for (size_t d = 0; d < count; d++)
		dimensions[d] = names[d];
	if (hvk_store_new(&store) < 0 || hvk_protection_new(store, dimensions, count, &p) < 0)
		die("no memory");
	if (argc > 3 && hvk_protection_set(p, HVK_PROTECT_MIN_CELL, atoi(argv[3])) < 0)
		die(hvk_store_error(store)->message);
	if (argc > 4 && strcmp(argv[4], "protect") == 0)
		hvk_protection_set(p, HVK_PROTECT_ZEROS, HVK_ZEROS_PROTECT);
	read_hierarchy(p, argv[2], names, count);
	read_cells(p, table, count);
	if (hvk_protection_run(p) < 0)
		die(hvk_store_error(store)->message);
	printf("cells %zu", hvk_protection_cells(p));
	for (int status = 0; status < HVK_STATUSES; status++) {
		uint64_t sum;
		size_t cells = hvk_protection_tally(p, (enum hvk_cell_status)status, &sum);

		if (cells > 0)
			printf(", %s %zu (%llu)", statuses[status], cells, (unsigned long long)sum);
	}
	getrusage(RUSAGE_SELF, &usage);
	printf(", processor %ld.%03ld s, %ld MiB, %s\n", (long)usage.ru_utime.tv_sec, (long)usage.ru_utime.tv_usec / 1000,
	       usage.ru_maxrss / 1024, hvk_protection_digest(p));
	hvk_protection_free(p);
	hvk_store_free(store);
	return EXIT_SUCCESS;
}
