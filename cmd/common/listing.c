/* SPDX-License-Identifier: EUPL-1.2 */
/* Records as rows of a table. */
#include <stdlib.h>
#include <string.h>

#include "common/records.h"

/* People only where they were asked for. */
static bool may_show(const struct record_listing *listing, size_t column)
{
	const struct hvk_record_column *known = hvk_type_column(listing->type, column);

	return listing->with_persons || !known || !(known->traits & HVK_TRAIT_PERSONAL);
}

static bool is_among(const char *const *names, const char *name)
{
	while (*names && strcmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

/* Whether a column stands in a listing for people unless others are chosen. */
static bool is_standard(const struct record_listing *listing, size_t column)
{
	if (column == hvk_type_columns(listing->type))
		return true;
	if (listing->standard)
		return is_among(listing->standard, hvk_type_column(listing->type, column)->name);
	return hvk_type_column(listing->type, column)->traits & HVK_TRAIT_STANDARD;
}

static int choose(struct command *command, struct record_listing *listing, bool human, bool *done)
{
	const char *names[RECORD_COLUMNS_MAX + 1], *help[RECORD_COLUMNS_MAX + 1];
	size_t standard[RECORD_COLUMNS_MAX + 1], chosen[RECORD_COLUMNS_MAX + 1];
	size_t available = hvk_type_columns(listing->type), count = 0;
	int status;

	for (size_t i = 0; i < available; i++) {
		names[i] = hvk_type_column(listing->type, i)->name;
		help[i] = hvk_type_column(listing->type, i)->help;
	}
	if (listing->extra) {
		names[available] = listing->extra->name;
		help[available++] = listing->extra->help;
	}
	for (size_t i = 0; i < available; i++)
		if (may_show(listing, i) && (!human || is_standard(listing, i)))
			standard[count++] = i;
	status = choose_columns(command, names, help, available, standard, count, chosen, &count, done);
	listing->count = 0;
	for (size_t i = 0; i < count; i++) /* 'all' is all that may be shown; a name was refused before */
		if (may_show(listing, chosen[i]))
			listing->columns[listing->count++] = chosen[i];
	return status;
}

int listing_check(struct command *command, struct record_listing *listing, bool *done)
{
	int status = check_persons(command, listing->type);

	*done = false;
	listing->with_persons = option_given(command, "with-persons");
	listing->lang = command->lang;
	return status == EXIT_DONE ? choose(command, listing, false, done) : status;
}

struct render_column record_header(const struct hvk_record_column *column, enum hvk_lang lang)
{
	return (struct render_column){
		.key = column->name, .title = column->title[lang],
		.numeric = column->form == HVK_FORM_NUMBER || column->form == HVK_FORM_CENTS
	};
}

static struct render_column header_of(const struct record_listing *listing, size_t column)
{
	const struct hvk_record_column *known = hvk_type_column(listing->type, column);

	if (known)
		return record_header(known, listing->lang);
	return (struct render_column){
		.key = listing->extra->name, .title = listing->extra->title[listing->lang], .numeric = true
	};
}

static int choose_for_format(struct command *command, struct record_listing *listing)
{
	const struct render_format *format = output_format(listing->output);
	bool done;

	if (strcmp(format->name, "ids") == 0) {
		listing->columns[0] = 0;
		listing->count = 1;
		return EXIT_DONE;
	}
	return choose(command, listing, (format->traits & RENDER_TITLES) != 0, &done);
}

int listing_open(struct command *command, struct record_listing *listing, const char *const *allowed,
                 const char *fallback)
{
	int status = output_open_as(command, allowed, fallback, &listing->output);

	if (status != EXIT_DONE)
		return status;
	listing->labels = output_labels(listing->output);
	status = choose_for_format(command, listing);
	for (size_t i = 0; i < listing->count; i++)
		listing->headers[i] = header_of(listing, listing->columns[i]);
	if (status == EXIT_DONE && render_table_begin(output_renderer(listing->output), listing->headers,
	                                              listing->count, NULL) < 0)
		status = output_fail(command, listing->output);
	if (status != EXIT_DONE) {
		output_close(command, listing->output, status);
		listing->output = NULL;
	}
	return status;
}

/* Keeps a text behind those of the row: a label lives until the next is asked for. */
static bool keep_text(struct record_listing *listing, size_t *used, const char *text)
{
	size_t length = strlen(text);

	if (*used + length >= listing->capacity) {
		size_t capacity = 2 * (*used + length) + 256;
		char *larger = realloc(listing->text, capacity);

		if (!larger)
			return false;
		listing->text = larger;
		listing->capacity = capacity;
	}
	memcpy(listing->text + *used, text, length);
	*used += length;
	return true;
}

static struct cell extra_cell(const struct command *command, const struct record_listing *listing,
                              struct hvk_record *record)
{
	int64_t value;

	return listing->extra->value(command, record, &value) ? cell_whole(value) : cell_empty();
}

int listing_row(const struct command *command, struct record_listing *listing, struct hvk_record *record)
{
	struct cell cells[RECORD_COLUMNS_MAX + 1];
	size_t starts[RECORD_COLUMNS_MAX + 1] = { 0 }, used = 0;

	for (size_t i = 0; i < listing->count; i++) {
		size_t column = listing->columns[i];
		const char *text;

		if (column == hvk_type_columns(listing->type)) {
			cells[i] = extra_cell(command, listing, record);
			continue;
		}
		text = listing->labels ? hvk_record_label(record, column, listing->lang)
		                       : hvk_record_key(record, column, NULL);
		if (text && !listing->labels && listing->headers[i].numeric) {
			cells[i] = cell_whole(strtoll(text, NULL, 10));
			continue;
		}
		starts[i] = used;
		if (text && !keep_text(listing, &used, text))
			return fail_memory(command);
		cells[i] = text ? cell_bytes("", used - starts[i]) : cell_empty();
	}
	for (size_t i = 0; i < listing->count; i++)
		if (cells[i].type == CELL_TEXT)
			cells[i].text = listing->text ? listing->text + starts[i] : "";
	if (render_row(output_renderer(listing->output), cells) < 0)
		return output_fail(command, listing->output);
	return EXIT_DONE;
}

int listing_write(struct command *command, struct record_listing *listing, struct hvk_records *records, uint64_t *rows)
{
	struct hvk_record *record;
	int more = 0, status = EXIT_DONE;

	while (status == EXIT_DONE && (more = hvk_records_next(records, &record)) > 0) {
		status = listing_row(command, listing, record);
		++*rows;
	}
	return status == EXIT_DONE && more < 0 ? fail_store(command) : status;
}

int listing_close(struct command *command, struct record_listing *listing, int status)
{
	if (listing->output && status == EXIT_DONE && render_table_end(output_renderer(listing->output)) < 0)
		status = output_fail(command, listing->output);
	if (listing->output)
		status = output_close(command, listing->output, status);
	listing->output = NULL;
	free(listing->text);
	listing->text = NULL;
	listing->capacity = 0;
	return status;
}

static int fill_listing(struct command *command, struct record_listing *listing, const struct listing_wish *wish,
                        uint64_t *rows)
{
	struct hvk_records *records = NULL;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status == EXIT_DONE)
		status = make_records(command, listing->type, &records);
	if (status == EXIT_DONE && wish->key && hvk_records_add(records, wish->key, "=", wish->value) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && wish->sort && !option_given(command, "sort") &&
	    hvk_records_set_sort(records, wish->sort) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = listing_open(command, listing, NULL, NULL);
	if (status == EXIT_DONE)
		status = listing_close(command, listing, listing_write(command, listing, records, rows));
	hvk_records_free(records);
	return status;
}

int listing_run(struct command *command, struct record_listing *listing, const struct listing_wish *wish)
{
	uint64_t rows = 0;
	bool done;
	int status = listing_check(command, listing, &done);

	if (status == EXIT_DONE && !done)
		status = fill_listing(command, listing, wish, &rows);
	if (status == EXIT_DONE && !done && option_given(command, "exit-status") && (rows > 0) == wish->none_hoped)
		status = EXIT_NO;
	return status;
}
