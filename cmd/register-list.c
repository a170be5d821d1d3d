/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-register list, show and export: questions as rows. */
#include "common/translate.h"
#include "register.h"

#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- columns */

/* Headers for people. Reading CSV knows them too, so that what is shown can be read back. */
static const char *const dutch_titles[HVK_COLUMNS] = {
	[HVK_ID] = "id", [HVK_MONTH] = "maand", [HVK_DAY] = "dag", [HVK_GEMEENTE] = "gemeente", [HVK_DESK] = "balie",
	[HVK_CHANNEL] = "kanaal", [HVK_ASKER] = "vrager", [HVK_AGE] = "leeftijd", [HVK_THEME] = "thema",
	[HVK_KIND] = "soort", [HVK_SEVERITY] = "ernst", [HVK_ANSWER] = "antwoord", [HVK_DURATION] = "duur",
	[HVK_CONTACT] = "gesprek", [HVK_VOIDED] = "ingetrokken",
};

struct render_column register_header(size_t column, enum hvk_lang lang)
{
	const char *name = hvk_column_name((enum hvk_column)column);

	return (struct render_column){
		.key = name, .title = lang == HVK_NL ? dutch_titles[column] : name, .numeric = column == HVK_DAY
	};
}

/* The columns of a listing, and memory for the texts of one row. */
struct listing {
	struct output *output;
	enum hvk_lang lang;
	bool labels;
	size_t columns[HVK_COLUMNS], count;
	struct render_column headers[HVK_COLUMNS];
	char *text;
	size_t capacity;
};

static int choose_question_columns(struct command *command, const size_t *standard, size_t standard_count,
                                   struct listing *listing, bool *done)
{
	const char *names[HVK_COLUMNS], *help[HVK_COLUMNS];

	for (size_t i = 0; i < HVK_COLUMNS; i++) {
		names[i] = hvk_column_name((enum hvk_column)i);
		help[i] = hvk_column_help((enum hvk_column)i);
	}
	return choose_columns(command, names, help, HVK_COLUMNS, standard, standard_count, listing->columns,
	                      &listing->count, done);
}

static int listing_begin(const struct command *command, struct listing *listing)
{
	listing->lang = command->lang;
	listing->labels = output_labels(listing->output);
	for (size_t i = 0; i < listing->count; i++)
		listing->headers[i] = register_header(listing->columns[i], command->lang);
	if (render_table_begin(output_renderer(listing->output), listing->headers, listing->count, NULL) < 0)
		return output_fail(command, listing->output);
	return EXIT_DONE;
}

/* The text of a column lives until the next column is asked for, so a row is gathered in memory of the listing. */
static int listing_row(const struct command *command, struct listing *listing, struct hvk_question *question)
{
	struct cell cells[HVK_COLUMNS];
	size_t starts[HVK_COLUMNS], used = 0;

	for (size_t i = 0; i < listing->count; i++) {
		enum hvk_column column = (enum hvk_column)listing->columns[i];
		size_t length;
		const char *text = hvk_question_key(question, column, &length);

		if (text && listing->labels) {
			text = hvk_question_label(question, column, listing->lang);
			length = text ? strlen(text) : 0;
		}
		if (used + length >= listing->capacity) {
			size_t capacity = 2 * (used + length) + 256;
			char *larger = realloc(listing->text, capacity);

			if (!larger)
				return fail_memory(command);
			listing->text = larger;
			listing->capacity = capacity;
		}
		if (text)
			memcpy(listing->text + used, text, length);
		starts[i] = used;
		used += length;
		cells[i] = text ? cell_bytes("", length) : cell_empty();
	}
	for (size_t i = 0; i < listing->count; i++)
		cells[i].text = listing->text + starts[i];
	if (render_row(output_renderer(listing->output), cells) < 0)
		return output_fail(command, listing->output);
	return EXIT_DONE;
}

static int listing_end(const struct command *command, struct listing *listing)
{
	if (render_table_end(output_renderer(listing->output)) < 0)
		return output_fail(command, listing->output);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- list, show, export */

const struct option_spec list_options[] = {
	{ "columns", 'c', VALUE_COLUMN, "COLUMNS", "a,b to choose; +a or -a to add or leave out; all; all,-id; help",
	  false, NULL },
	{ "sort", 's', VALUE_COLUMN, "COLUMNS", "a,-b: by a, then by b descending", false, NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when nothing matches", false, NULL },
	{ 0 }
};

static const size_t machine_columns[] = {
	HVK_MONTH, HVK_GEMEENTE, HVK_DESK, HVK_CHANNEL, HVK_ASKER, HVK_AGE, HVK_THEME, HVK_KIND, HVK_SEVERITY,
	HVK_ANSWER, HVK_DURATION, HVK_CONTACT
};
static const size_t human_columns[] = {
	HVK_MONTH, HVK_GEMEENTE, HVK_DESK, HVK_CHANNEL, HVK_ASKER, HVK_AGE, HVK_THEME, HVK_ANSWER
};
static const size_t all_columns[] = {
	HVK_ID, HVK_MONTH, HVK_DAY, HVK_GEMEENTE, HVK_DESK, HVK_CHANNEL, HVK_ASKER, HVK_AGE, HVK_THEME, HVK_KIND,
	HVK_SEVERITY, HVK_ANSWER, HVK_DURATION, HVK_CONTACT, HVK_VOIDED
};

/* Without --columns: enough to read on a screen, or all that a table can be made of. */
static int choose_list_columns(struct command *command, struct listing *listing)
{
	unsigned traits = output_format(listing->output)->traits;
	bool human = (traits & RENDER_TITLES) != 0, done;

	if (strcmp(output_format(listing->output)->name, "ids") == 0) {
		listing->columns[0] = HVK_ID;
		listing->count = 1;
		return EXIT_DONE;
	}
	return choose_question_columns(command, human ? human_columns : machine_columns,
	                               human ? COUNT(human_columns) : COUNT(machine_columns), listing, &done);
}

/* A list that is shorter than the table beside it should say why. */
static int tell_counts(struct command *command, const struct hvk_filter *filter)
{
	uint64_t counts;

	if (hvk_store_counted(command->store, filter, &counts) < 0)
		return fail_store(command);
	if (counts > 0)
		note(command, P_("%llu question more was purged but for its count: tables have it",
		                 "%llu questions more were purged but for their counts: tables have them", counts),
		     (unsigned long long)counts);
	return EXIT_DONE;
}

/* Writes what the filter lets through. *rows: how many. */
static int write_list(struct command *command, struct hvk_filter *filter, bool with_voided, struct listing *listing,
                      uint64_t *rows)
{
	struct hvk_question *question;
	struct hvk_list *list;
	int more = 0, status = EXIT_DONE;

	*rows = 0;
	if (hvk_list_open(command->store, filter, option(command, "sort"), with_voided, &list) < 0)
		return fail_store(command);
	status = listing_begin(command, listing);
	while (status == EXIT_DONE && (more = hvk_list_next(list, &question)) > 0) {
		status = listing_row(command, listing, question);
		++*rows;
	}
	if (more < 0)
		status = fail_store(command);
	hvk_list_free(list);
	if (status == EXIT_DONE)
		status = tell_counts(command, filter);
	return status == EXIT_DONE ? listing_end(command, listing) : status;
}

/* Everything is looked at before the output is opened, so that a mistake leaves no half of it. */
int register_list(struct command *command)
{
	struct listing listing = { 0 };
	struct hvk_filter *filter = NULL;
	uint64_t rows = 0;
	bool done;
	int status;

	/* Also without a store. */
	status = choose_question_columns(command, all_columns, COUNT(all_columns), &listing, &done);
	if (status != EXIT_DONE || done)
		return status;
	status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE)
		status = make_filter(command, &filter);
	if (status == EXIT_DONE)
		status = output_open(command, NULL, &listing.output);
	if (status == EXIT_DONE) {
		status = choose_list_columns(command, &listing);
		if (status == EXIT_DONE)
			status = write_list(command, filter, false, &listing, &rows);
		if (status == EXIT_DONE && rows == 0 && option_given(command, "exit-status"))
			status = EXIT_NO;
		status = output_close(command, listing.output, status);
	}
	hvk_filter_free(filter);
	free(listing.text);
	return status;
}

static const char *const export_formats[] = { "csv", "tsv", "jsonl", "rec", NULL };

int register_export(struct command *command)
{
	struct listing listing = { .count = COUNT(all_columns) };
	struct hvk_filter *filter = NULL;
	uint64_t rows;
	int status = open_store(command, HVK_OPEN_READ, false);

	memcpy(listing.columns, all_columns, sizeof(all_columns));
	if (status == EXIT_DONE)
		status = make_filter(command, &filter);
	if (status == EXIT_DONE)
		status = output_open_as(command, export_formats, "csv", &listing.output);
	if (status == EXIT_DONE)
		status = output_close(command, listing.output, write_list(command, filter, true, &listing, &rows));
	hvk_filter_free(filter);
	free(listing.text);
	return status;
}

const struct option_spec show_options[] = {
	{ "columns", 'c', VALUE_COLUMN, "COLUMNS", "as for list", false, NULL },
	{ 0 }
};

static int show_questions(struct command *command, struct listing *listing, struct hvk_question *question)
{
	int status = EXIT_DONE;

	for (int i = 0; i < command->operand_count && status == EXIT_DONE; i++) {
		if (hvk_question_find(question, command->operands[i]) < 0)
			return fail_store(command);
		if (i == 0)
			status = listing_begin(command, listing);
		if (status == EXIT_DONE)
			status = listing_row(command, listing, question);
	}
	return status == EXIT_DONE ? listing_end(command, listing) : status;
}

int register_show(struct command *command)
{
	struct listing listing = { 0 };
	struct hvk_question *question = NULL;
	bool done;
	int status = choose_question_columns(command, all_columns, COUNT(all_columns), &listing, &done);

	if (status != EXIT_DONE || done)
		return status;
	status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE && hvk_question_new(command->store, &question) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = output_open_as(command, NULL, "rec", &listing.output);
	if (status == EXIT_DONE)
		status = output_close(command, listing.output, show_questions(command, &listing, question));
	hvk_question_free(question);
	free(listing.text);
	return status;
}
