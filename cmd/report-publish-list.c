/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report publish list and withdraw: the ledger. */
#include "report-publish.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/translate.h"

const struct option_spec publish_list_options[] = {
	{ "columns", 'c', VALUE_COLUMN, "A,B,...|+A|-A|all|help", "which columns, in which order", false, NULL },
	{ "sort", 's', VALUE_COLUMN, "COLUMNS", "a,-b: by a, then by b descending", false, NULL },
	{ 0 }
};
const struct option_spec publish_withdraw_options[] = {
	{ "reason", 0, VALUE_TEXT, "TEXT", "why; it stays on record", false, NULL },
	{ 0 }
};

static const struct {
	const char *title[2];
	bool numeric, standard;
} columns[HVK_PUBLICATION_FIELDS] = {
	[HVK_PUBLICATION_NUMBER] = { { "nr.", "no." }, true, true },
	[HVK_PUBLICATION_ENTERED_ON] = { { "gepubliceerd op", "published on" }, false, true },
	[HVK_PUBLICATION_BY] = { { "per", "by" }, false, true },
	[HVK_PUBLICATION_PERIOD] = { { "periode", "period" }, false, true },
	[HVK_PUBLICATION_REGION] = { { "regio", "region" }, false, true },
	[HVK_PUBLICATION_GEMEENTE] = { { "gemeenten", "gemeenten" }, false, false },
	[HVK_PUBLICATION_MIN_CELL] = { { "k", "k" }, true, true },
	[HVK_PUBLICATION_ZEROS] = { { "nullen", "zeros" }, false, true },
	[HVK_PUBLICATION_GEOGRAPHY] = { { "gemeenten van", "gemeenten of" }, false, false },
	[HVK_PUBLICATION_CELLS] = { { "cellen", "cells" }, true, true },
	[HVK_PUBLICATION_HIDDEN] = { { "verborgen", "hidden" }, true, true },
	[HVK_PUBLICATION_LATE] = { { "te laat", "late" }, true, false },
	[HVK_PUBLICATION_PLAN] = { { "plan", "plan" }, true, false },
	[HVK_PUBLICATION_PLACE] = { { "plaats", "place" }, false, true },
	[HVK_PUBLICATION_CHECKSUM] = { { "sha-256", "sha-256" }, false, false },
	[HVK_PUBLICATION_DIGEST] = { { "certificaten", "certificates" }, false, false },
	[HVK_PUBLICATION_WITHDRAWN_ON] = { { "ingetrokken op", "withdrawn on" }, false, true },
	[HVK_PUBLICATION_REASON] = { { "reden", "reason" }, false, false }
};

/* One publication: its fields, to be freed. */
struct entry {
	char *texts[HVK_PUBLICATION_FIELDS];
};

struct ledger {
	struct entry *entries;
	size_t count;
	const char *names[HVK_PUBLICATION_FIELDS + 1], *help[HVK_PUBLICATION_FIELDS];
	struct {
		size_t column;
		bool descending;
	} order[HVK_PUBLICATION_FIELDS];
	size_t order_count;
};

static void ledger_free(struct ledger *ledger)
{
	for (size_t i = 0; i < ledger->count; i++)
		for (size_t field = 0; field < HVK_PUBLICATION_FIELDS; field++)
			free(ledger->entries[i].texts[field]);
	free(ledger->entries);
}

static int read_entry(struct command *command, uint64_t number, struct entry *entry)
{
	struct hvk_publication *publication;
	int status = EXIT_DONE;

	if (hvk_publication_open(command->store, number, &publication) < 0)
		return fail_store(command);
	for (size_t field = 0; field < HVK_PUBLICATION_FIELDS && status == EXIT_DONE; field++) {
		entry->texts[field] = strdup(hvk_publication_text(publication, (enum hvk_publication_field)field));
		if (!entry->texts[field])
			status = fail_memory(command);
	}
	hvk_publication_free(publication);
	return status;
}

static int read_ledger(struct command *command, struct ledger *ledger)
{
	uint64_t last;
	int status = EXIT_DONE;

	if (hvk_publication_last(command->store, &last) < 0)
		return fail_store(command);
	ledger->entries = calloc(last + 1, sizeof(*ledger->entries));
	if (!ledger->entries)
		return fail_memory(command);
	for (uint64_t number = 1; number <= last && status == EXIT_DONE; number++)
		status = read_entry(command, number, &ledger->entries[ledger->count++]);
	return status;
}

/* ---- order */

static int read_sort(struct command *command, struct ledger *ledger)
{
	const char *text = option(command, "sort");
	char name[64];

	for (size_t length; text && *text; text += length + (text[length] == ',')) {
		bool descending = *text == '-';
		size_t column = 0;

		text += descending;
		length = strcspn(text, ",");
		snprintf(name, sizeof(name), "%.*s", (int)length, text);
		while (column < HVK_PUBLICATION_FIELDS && strcmp(ledger->names[column], name) != 0)
			column++;
		if (column == HVK_PUBLICATION_FIELDS)
			return usage_unknown(command, N_("column"), name, ledger->names);
		if (ledger->order_count == HVK_PUBLICATION_FIELDS)
			return usage(command, "--sort: column '%s' is given twice", name);
		ledger->order[ledger->order_count].column = column;
		ledger->order[ledger->order_count++].descending = descending;
	}
	return EXIT_DONE;
}

static int compare_texts(size_t column, const char *one, const char *other)
{
	if (columns[column].numeric) {
		uint64_t a = strtoull(one, NULL, 10), b = strtoull(other, NULL, 10);

		return a < b ? -1 : a > b;
	}
	return strcmp(one, other);
}

static int compare_entries(const void *a, const void *b, void *data)
{
	const struct entry *one = a, *other = b;
	const struct ledger *ledger = data;

	for (size_t i = 0; i < ledger->order_count; i++) {
		size_t column = ledger->order[i].column;
		int order = compare_texts(column, one->texts[column], other->texts[column]);

		if (order != 0)
			return ledger->order[i].descending ? -order : order;
	}
	return compare_texts(HVK_PUBLICATION_NUMBER, one->texts[HVK_PUBLICATION_NUMBER],
	                     other->texts[HVK_PUBLICATION_NUMBER]);
}

/* ---- listing */

static int choose(struct command *command, const struct ledger *ledger, bool human, size_t *chosen, size_t *count,
                  bool *done)
{
	size_t standard[HVK_PUBLICATION_FIELDS], standard_count = 0;

	for (size_t i = 0; i < HVK_PUBLICATION_FIELDS; i++)
		if (!human || columns[i].standard)
			standard[standard_count++] = i;
	return choose_columns(command, ledger->names, ledger->help, HVK_PUBLICATION_FIELDS, standard, standard_count,
	                      chosen, count, done);
}

static int put_entries(const struct command *command, const struct ledger *ledger, struct renderer *renderer,
                       const size_t *chosen, size_t count)
{
	struct render_column headers[HVK_PUBLICATION_FIELDS];
	struct cell cells[HVK_PUBLICATION_FIELDS];

	for (size_t i = 0; i < count; i++)
		headers[i] = (struct render_column){ ledger->names[chosen[i]], columns[chosen[i]].title[command->lang],
		                                     columns[chosen[i]].numeric };
	if (render_table_begin(renderer, headers, count, NULL) < 0)
		return -1;
	for (size_t row = 0; row < ledger->count; row++) {
		for (size_t i = 0; i < count; i++) {
			const char *text = ledger->entries[row].texts[chosen[i]];

			if (*text && columns[chosen[i]].numeric)
				cells[i] = cell_whole(strtoll(text, NULL, 10));
			else
				cells[i] = *text ? cell_text(text) : cell_empty();
		}
		if (render_row(renderer, cells) < 0)
			return -1;
	}
	return render_table_end(renderer);
}

static int write_ledger(struct command *command, struct ledger *ledger)
{
	size_t chosen[HVK_PUBLICATION_FIELDS], count;
	struct output *output;
	bool done;
	int status = output_open(command, NULL, &output);

	if (status != EXIT_DONE)
		return status;
	status = choose(command, ledger, (output_format(output)->traits & RENDER_TITLES) != 0, chosen, &count, &done);
	if (strcmp(output_format(output)->name, "ids") == 0) {
		chosen[0] = HVK_PUBLICATION_NUMBER;
		count = 1;
	}
	if (status == EXIT_DONE && put_entries(command, ledger, output_renderer(output), chosen, count) < 0)
		status = output_fail(command, output);
	return output_close(command, output, status);
}

int report_publish_list(struct command *command)
{
	struct ledger ledger = { .count = 0 };
	size_t chosen[HVK_PUBLICATION_FIELDS], count;
	bool done;
	int status;

	for (size_t i = 0; i < HVK_PUBLICATION_FIELDS; i++) {
		ledger.names[i] = hvk_publication_field_name((enum hvk_publication_field)i);
		ledger.help[i] = hvk_publication_field_help((enum hvk_publication_field)i);
	}
	status = choose(command, &ledger, false, chosen, &count, &done);
	if (status != EXIT_DONE || done)
		return status;
	status = read_sort(command, &ledger);
	if (status == EXIT_DONE)
		status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE)
		status = read_ledger(command, &ledger);
	if (status == EXIT_DONE) {
		qsort_r(ledger.entries, ledger.count, sizeof(*ledger.entries), compare_entries, &ledger);
		status = write_ledger(command, &ledger);
	}
	ledger_free(&ledger);
	return status;
}

/* ---- withdrawing */

/* The day on which it was withdrawn, "" when it was not. */
static int read_withdrawn(struct command *command, uint64_t number, char day[11])
{
	struct hvk_publication *publication;

	if (hvk_publication_open(command->store, number, &publication) < 0)
		return fail_store(command);
	snprintf(day, 11, "%s", hvk_publication_text(publication, HVK_PUBLICATION_WITHDRAWN_ON));
	hvk_publication_free(publication);
	return EXIT_DONE;
}

int report_publish_withdraw(struct command *command)
{
	const char *reason = option(command, "reason");
	bool dry_run = option_given(command, "dry-run");
	char before[11] = "";
	uint64_t number;
	int status = publish_number(command, command->operands[0], &number);

	if (status == EXIT_DONE && !reason)
		status = usage(command, "say why: --reason TEXT");
	if (status == EXIT_DONE)
		status = open_store_to_change(command, false);
	if (status == EXIT_DONE)
		status = read_withdrawn(command, number, before);
	if (status != EXIT_DONE)
		return status;
	if (hvk_publication_withdraw(command->store, number, reason, dry_run) < 0)
		return fail_store(command);
	if (*before)
		note(command, "publication %llu was withdrawn on %s already", (unsigned long long)number, before);
	else if (dry_run)
		note(command, "dry run: publication %llu would be withdrawn", (unsigned long long)number);
	else if (command->verbose || isatty(STDERR_FILENO))
		note(command, "publication %llu is withdrawn; who saw it saw it, and what it tells is still reckoned "
		              "with", (unsigned long long)number);
	return EXIT_DONE;
}
