/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Protects a frequency table with all its totals and says what it took:
 *   protect [-k MIN-CELL] [-z] [-s | -f] [-o PUBLISHED.csv] TABLE.csv HIERARCHY.csv
 * -z protects zeros too. -s publishes one leaf of the last dimension after the other, as months are, then what consists
 * of them, the smallest first; -f does so and forgets each time what was published before, which discloses. -o writes
 * what is published in the end. Reads plain CSV without quotes: columns of codes and then the count;
 * dim,parent,child,set.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "hvk.h"

enum { FIELDS = 4, ROWS = 20000, WIDTH = 64, NODES = 64 };

struct settings {
	int min_cell;
	bool zeros, series, forget;
	const char *output;
};

struct row {
	char line[WIDTH];
	char *fields[FIELDS];
};

struct table {
	struct row rows[ROWS], links[ROWS];
	size_t count, link_count;
	struct row header;
	size_t dimensions;
};

static void die(const char *what)
{
	fprintf(stderr, "protect: %s\n", what);
	exit(EXIT_FAILURE);
}

/* Cuts a line at its commas; returns how many fields there are. */
static size_t cut(struct row *row)
{
	char *line = row->line;
	size_t count = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (line && count < FIELDS)
		row->fields[count++] = strsep(&line, ",");
	return count;
}

static void read_file(const char *path, struct row *header, size_t *fields, struct row *rows, size_t *count)
{
	FILE *file = fopen(path, "r");

	if (!file || !fgets(header->line, WIDTH, file))
		die(path);
	*fields = cut(header);
	for (*count = 0; *count < ROWS && fgets(rows[*count].line, WIDTH, file); (*count)++) {
		if (cut(&rows[*count]) != *fields)
			die("a line is too short");
	}
	if (!feof(file))
		die("too many lines");
	fclose(file);
}

static void read_table(struct table *table, const char *path, const char *hierarchy)
{
	struct row header;
	size_t fields;

	read_file(path, &table->header, &table->dimensions, table->rows, &table->count);
	table->dimensions--;
	read_file(hierarchy, &header, &fields, table->links, &table->link_count);
	if (fields != FIELDS)
		die("columns of the hierarchy");
}

static size_t dimension_of(const struct table *table, const struct row *link)
{
	size_t d = 0;

	while (d < table->dimensions && strcmp(table->header.fields[d], link->fields[0]) != 0)
		d++;
	return d;
}

static struct hvk_protection *make(struct hvk_store *store, const struct table *table, const struct settings *settings)
{
	struct hvk_protection *p;

	if (hvk_protection_new(store, (const char *const *)table->header.fields, table->dimensions, &p) < 0 ||
	    hvk_protection_set(p, HVK_PROTECT_MIN_CELL, settings->min_cell) < 0)
		die(hvk_store_error(store)->message);
	hvk_protection_set(p, HVK_PROTECT_ZEROS, settings->zeros ? HVK_ZEROS_PROTECT : HVK_ZEROS_CAMOUFLAGE);
	return p;
}

static FILE *begin_output(const struct table *table, const struct settings *settings)
{
	FILE *file = settings->output ? fopen(settings->output, "w") : NULL;

	if (settings->output && !file)
		die(settings->output);
	for (size_t d = 0; file && d < table->dimensions; d++)
		fprintf(file, "%s,", table->header.fields[d]);
	if (file)
		fputs("count,status\n", file);
	return file;
}

static void write_cell(FILE *file, const struct table *table, const struct hvk_protection *p, size_t cell, bool hidden)
{
	for (size_t d = 0; d < table->dimensions; d++)
		fprintf(file, "%s,", hvk_protection_code(p, cell, d));
	if (hidden)
		fputs(",x\n", file);
	else
		fprintf(file, "%llu,ok\n", (unsigned long long)hvk_protection_count(p, cell));
}

/* ---------------------------------------------------------------- all at once */

static struct hvk_protection *fill(struct hvk_store *store, const struct table *table, const struct settings *settings)
{
	struct hvk_protection *p = make(store, table, settings);

	for (size_t i = 0; i < table->link_count; i++) {
		char *const *fields = table->links[i].fields;
		size_t d = dimension_of(table, &table->links[i]);

		(void)hvk_protection_add_node(p, d, fields[1]); /* fails when it is there */
		(void)hvk_protection_add_node(p, d, fields[2]);
		if (hvk_protection_add_child(p, d, fields[1], fields[2], fields[3]) < 0)
			die(hvk_store_error(store)->message);
	}
	for (size_t i = 0; i < table->count; i++) {
		char *const *fields = table->rows[i].fields;

		for (size_t d = 0; d < table->dimensions; d++)
			(void)hvk_protection_add_node(p, d, fields[d]);
		if (hvk_protection_add_cell(p, (const char *const *)fields, strtoull(fields[table->dimensions], NULL, 10),
		                            HVK_CELL_NEW) < 0)
			die(hvk_store_error(store)->message);
	}
	hvk_protection_set(p, HVK_PROTECT_TOTALS, 1);
	return p;
}

/* ---------------------------------------------------------------- one after the other */

/* Codes of the last dimension, in the order in which a protection has them; under: the leaves of one, a bit each. */
struct series {
	const struct table *table;
	const struct settings *settings;
	const char *codes[NODES];
	uint32_t under[NODES];
	size_t count;
	/* What was decided, by cell of all dimensions, in the order in which the protection of all has them. */
	struct hvk_protection *all;
	uint8_t *states;
	bool published[NODES];
};

static size_t find_code(struct series *series, const char *code)
{
	size_t i = 0;

	while (i < series->count && strcmp(series->codes[i], code) != 0)
		i++;
	if (i == series->count) {
		if (series->count == NODES)
			die("too many codes in the last dimension");
		series->codes[series->count++] = code;
	}
	return i;
}

static int bits(uint32_t set)
{
	return __builtin_popcount(set);
}

static void find_months(struct series *series)
{
	const struct table *table = series->table;
	size_t last = table->dimensions - 1;

	for (size_t i = 0; i < table->link_count; i++) {
		if (dimension_of(table, &table->links[i]) == last) {
			find_code(series, table->links[i].fields[1]);
			find_code(series, table->links[i].fields[2]);
		}
	}
	for (size_t i = 0; i < table->count; i++) {
		size_t node = find_code(series, table->rows[i].fields[last]);

		series->under[node] = UINT32_C(1) << node;
	}
	for (int round = 0; round < FIELDS; round++) {
		for (size_t i = 0; i < table->link_count; i++) {
			const struct row *link = &table->links[i];
			size_t parent;

			if (dimension_of(table, link) != last)
				continue;
			parent = find_code(series, link->fields[1]);
			series->under[parent] |= series->under[find_code(series, link->fields[2])];
		}
	}
}

/* What has been published that shares months, and what is published now. */
static bool is_used(const struct series *series, size_t node, size_t now)
{
	return node == now || (series->published[node] && series->under[node] & series->under[now] &&
	                       !series->settings->forget);
}

static bool is_month(const struct series *series, size_t node)
{
	return bits(series->under[node]) == 1;
}

static void add_codes(struct series *series, struct hvk_protection *p, size_t now)
{
	const struct table *table = series->table;
	size_t last = table->dimensions - 1;

	for (size_t node = 0; node < series->count; node++) {
		if (is_used(series, node, now))
			(void)hvk_protection_add_node(p, last, series->codes[node]);
	}
	for (size_t i = 0; i < table->link_count; i++) {
		char *const *fields = table->links[i].fields;
		size_t d = dimension_of(table, &table->links[i]);

		if (d < last) {
			(void)hvk_protection_add_node(p, d, fields[1]);
			(void)hvk_protection_add_node(p, d, fields[2]);
		} else if (!is_used(series, find_code(series, fields[1]), now) ||
		           is_month(series, find_code(series, fields[1]))) {
			continue;
		}
		(void)hvk_protection_add_child(p, d, fields[1], fields[2], fields[3]);
	}
}

static size_t node_of(struct series *series, size_t cell)
{
	return find_code(series, hvk_protection_code(series->all, cell, series->table->dimensions - 1));
}

static void add_cells(struct series *series, struct hvk_protection *p, size_t now)
{
	for (size_t n = 0; n < hvk_protection_cells(series->all); n++) {
		size_t node = node_of(series, n);
		const char *codes[FIELDS];

		for (size_t d = 0; d < series->table->dimensions; d++)
			codes[d] = hvk_protection_code(series->all, n, d);
		if (is_used(series, node, now) &&
		    hvk_protection_add_cell(p, codes, hvk_protection_count(series->all, n),
		                            (enum hvk_cell_state)series->states[n]) < 0)
			die("a cell");
	}
}

static void keep(struct series *series, const struct hvk_protection *p, size_t now)
{
	size_t at = 0;

	for (size_t n = 0; n < hvk_protection_cells(series->all); n++) {
		enum hvk_cell_status status;

		if (!is_used(series, node_of(series, n), now))
			continue;
		for (size_t d = 0; d < series->table->dimensions; d++) {
			if (strcmp(hvk_protection_code(p, at, d), hvk_protection_code(series->all, n, d)) != 0)
				die("the order of the cells");
		}
		status = hvk_protection_status(p, at++);
		series->states[n] = status == HVK_STATUS_PUBLISHED || status == HVK_STATUS_FIXED_PUBLISHED ?
			HVK_CELL_PUBLISHED : HVK_CELL_HIDDEN;
	}
	series->published[now] = true;
}

static double processor(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
}

static void tell(const struct hvk_protection *p, double seconds)
{
	static const char *const statuses[] = { "published", "primary", "secondary", "published before", "hidden before" };
	struct rusage usage;

	printf("cells %zu", hvk_protection_cells(p));
	for (int status = 0; status < HVK_STATUSES; status++) {
		uint64_t sum;
		size_t cells = hvk_protection_tally(p, (enum hvk_cell_status)status, &sum);

		if (cells > 0)
			printf(", %s %zu (%llu)", statuses[status], cells, (unsigned long long)sum);
	}
	getrusage(RUSAGE_SELF, &usage);
	printf(", processor %.3f s, %ld MiB, %s\n", seconds, usage.ru_maxrss / 1024, hvk_protection_digest(p));
}

static void publish(struct hvk_store *store, struct series *series, size_t now)
{
	struct hvk_protection *p = make(store, series->table, series->settings);
	double began = processor();

	add_codes(series, p, now);
	add_cells(series, p, now);
	if (hvk_protection_run(p) < 0)
		die(hvk_store_error(store)->message);
	printf("%s: ", series->codes[now]);
	tell(p, processor() - began);
	keep(series, p, now);
	hvk_protection_free(p);
}

static void write_series(const struct series *series)
{
	FILE *file = begin_output(series->table, series->settings);

	for (size_t n = 0; file && n < hvk_protection_cells(series->all); n++)
		write_cell(file, series->table, series->all, n, series->states[n] == HVK_CELL_HIDDEN);
	if (file && fclose(file) != 0)
		die(series->settings->output);
}

static void run_series(struct hvk_store *store, const struct table *table, const struct settings *settings)
{
	static struct series series;

	series.table = table;
	series.settings = settings;
	find_months(&series);
	series.all = fill(store, table, settings);
	if (hvk_protection_run(series.all) < 0)
		die(hvk_store_error(store)->message);
	series.states = calloc(hvk_protection_cells(series.all), sizeof(*series.states));
	if (!series.states)
		die("no memory");
	printf("all at once: ");
	tell(series.all, processor());
	for (int size = 1; size <= 32; size++) {
		for (size_t node = 0; node < series.count; node++) {
			if (bits(series.under[node]) == size)
				publish(store, &series, node);
		}
	}
	write_series(&series);
	free(series.states);
	hvk_protection_free(series.all);
}

static void run_once(struct hvk_store *store, const struct table *table, const struct settings *settings)
{
	struct hvk_protection *p = fill(store, table, settings);
	FILE *file;

	if (hvk_protection_run(p) < 0)
		die(hvk_store_error(store)->message);
	tell(p, processor());
	file = begin_output(table, settings);
	for (size_t n = 0; file && n < hvk_protection_cells(p); n++)
		write_cell(file, table, p, n, hvk_protection_status(p, n) != HVK_STATUS_PUBLISHED);
	if (file && fclose(file) != 0)
		die(settings->output);
	hvk_protection_free(p);
}

static void read_settings(struct settings *settings, int argc, char *argv[])
{
	int option;

	while ((option = getopt(argc, argv, "k:zsfo:")) != -1) {
		switch (option) {
		case 'k':
			settings->min_cell = atoi(optarg);
			break;
		case 'z':
			settings->zeros = true;
			break;
		case 'o':
			settings->output = optarg;
			break;
		case 's':
		case 'f':
			settings->series = true;
			settings->forget = option == 'f';
			break;
		default:
			die("there is no such option");
		}
	}
	if (argc - optind != 2)
		die("expected a table and a hierarchy");
}

int main(int argc, char *argv[])
{
	static struct table table;
	struct settings settings = { .min_cell = 5 };
	struct hvk_store *store;

	read_settings(&settings, argc, argv);
	read_table(&table, argv[optind], argv[optind + 1]);
	if (hvk_store_new(&store) < 0)
		die("no memory");
	if (settings.series)
		run_series(store, &table, &settings);
	else
		run_once(store, &table, &settings);
	hvk_store_free(store);
	return EXIT_SUCCESS;
}
