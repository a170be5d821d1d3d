/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-refer find FILE: to each row of CSV the best offer for what it asks, and whom to ring there. */
#include "refer.h"

#include <stdlib.h>
#include <string.h>

/* The columns of a row that say what is needed. */
static const struct {
	enum hvk_need need;
	enum hvk_column column;
} asked[] = {
	{ HVK_NEED_THEME, HVK_THEME }, { HVK_NEED_GEMEENTE, HVK_GEMEENTE }, { HVK_NEED_AGE, HVK_AGE }
};

static const struct {
	const char *key;
	const char *title[2];
} appended[] = {
	{ "offer", { "aanbod", "offer" } },
	{ "offer_name", { "naam aanbod", "offer name" } },
	{ "offer_partner", { "partner", "partner" } },
	{ "person", { "persoon", "person" } },
	{ "person_name", { "bel", "ring" } },
	{ "person_phone", { "op", "at" } },
};

struct rows {
	struct command *command;
	struct hvk_match *match;
	struct hvk_csv *csv;
	const char *name;                  /* of the input */
	size_t place[COUNT(asked)];        /* of the columns asked, hvk_csv_columns() where there is none */
	struct output *output;
	struct render_column *headers;
	struct cell *cells;
	uint64_t without;                  /* rows that nothing fits */
};

/* What the row says goes before what the options say for all. */
static int set_row(struct rows *rows)
{
	for (size_t i = 0; i < COUNT(asked); i++) {
		const char *text = hvk_csv_cell(rows->csv, rows->place[i], NULL);

		if (!text || (*text == '\0' && option_given(rows->command, hvk_need_name(asked[i].need))))
			text = option(rows->command, hvk_need_name(asked[i].need));
		if (hvk_match_set(rows->match, asked[i].need, text) < 0)
			return fail(rows->command, EXIT_REFUSED, "%s:%llu:%zu: %s", rows->name,
			            (unsigned long long)hvk_csv_line(rows->csv), rows->place[i] + 1,
			            hvk_store_error(rows->command->store)->message);
	}
	return EXIT_DONE;
}

static void set_cells(struct rows *rows, bool found)
{
	size_t columns = hvk_csv_columns(rows->csv);
	struct hvk_record *offer = found ? hvk_match_offer(rows->match) : NULL;
	struct hvk_record *person = found ? hvk_match_person(rows->match) : NULL;
	const char *texts[COUNT(appended)] = {
		refer_key(offer, "slug"), refer_key(offer, "name"), refer_key(offer, "partner"),
		refer_key(person, "slug"), refer_key(person, "name"), refer_key(person, "phone")
	};

	for (size_t i = 0; i < columns; i++) {
		size_t length;
		const char *text = hvk_csv_cell(rows->csv, i, &length);

		rows->cells[i] = length > 0 ? cell_bytes(text, length) : cell_empty();
	}
	for (size_t i = 0; i < COUNT(appended); i++)
		rows->cells[columns + i] = cell_text(texts[i]);
}

static int write_rows(struct rows *rows)
{
	int more, found, status;

	while ((more = hvk_csv_next(rows->csv)) > 0) {
		status = set_row(rows);
		if (status != EXIT_DONE)
			return status;
		found = hvk_match_next(rows->match);
		if (found < 0)
			return fail_store(rows->command);
		rows->without += found == 0;
		set_cells(rows, found > 0);
		if (render_row(output_renderer(rows->output), rows->cells) < 0)
			return output_fail(rows->command, rows->output);
	}
	return more < 0 ? fail_store(rows->command) : EXIT_DONE;
}

static int write_document(struct rows *rows)
{
	size_t columns = hvk_csv_columns(rows->csv), count = columns + COUNT(appended);
	struct renderer *renderer = output_renderer(rows->output);
	int status;

	for (size_t i = 0; i < columns; i++)
		rows->headers[i].key = rows->headers[i].title = hvk_csv_header(rows->csv, i);
	for (size_t i = 0; i < COUNT(appended); i++) {
		rows->headers[columns + i].key = appended[i].key;
		rows->headers[columns + i].title = appended[i].title[rows->command->lang];
	}
	if (render_table_begin(renderer, rows->headers, count, NULL) < 0)
		return output_fail(rows->command, rows->output);
	status = write_rows(rows);
	if (status == EXIT_DONE && render_table_end(renderer) < 0)
		return output_fail(rows->command, rows->output);
	if (status == EXIT_DONE && rows->without > 0) {
		note(rows->command, "no offer fits %llu of the rows", (unsigned long long)rows->without);
		status = option_given(rows->command, "exit-status") ? EXIT_NO : EXIT_DONE;
	}
	return status;
}

/* Without columns that say what is asked every row would get the same. */
static int find_columns(struct rows *rows)
{
	bool any = false;

	for (size_t i = 0; i < COUNT(asked); i++) {
		rows->place[i] = hvk_csv_find(rows->csv, asked[i].column);
		any |= rows->place[i] < hvk_csv_columns(rows->csv);
	}
	if (!any)
		return fail(rows->command, EXIT_REFUSED, "%s:1: expected a column theme, gemeente or age, found none",
		            rows->name);
	rows->headers = calloc(hvk_csv_columns(rows->csv) + COUNT(appended), sizeof(*rows->headers));
	rows->cells = calloc(hvk_csv_columns(rows->csv) + COUNT(appended), sizeof(*rows->cells));
	return rows->headers && rows->cells ? EXIT_DONE : fail_memory(rows->command);
}

int refer_rows(struct command *command, struct hvk_match *match)
{
	struct rows rows = { .command = command, .match = match };
	struct hvk_input input;
	int status = open_input(command, command->operands[0], &input);

	if (status != EXIT_DONE)
		return status;
	rows.name = input.name;
	if (hvk_csv_open(command->store, &input, &rows.csv) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = find_columns(&rows);
	if (status == EXIT_DONE)
		status = output_open(command, formats_but_ids, &rows.output);
	if (status == EXIT_DONE)
		status = output_close(command, rows.output, write_document(&rows));
	free(rows.headers);
	free(rows.cells);
	hvk_csv_free(rows.csv);
	close_input(&input);
	return status;
}
