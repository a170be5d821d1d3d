/* SPDX-License-Identifier: EUPL-1.2 */
/* Records in full: a page for people, or rows for programs. */
#include "common/record-page.h"

#include <stdlib.h>
#include <string.h>

#include "common/record-verbs.h"
#include "common/records.h"
#include "render/sparse.h"

int record_page_written(const struct record_page *page, int result)
{
	return result < 0 ? output_fail(page->command, page->output) : EXIT_DONE;
}

static bool is_yes(struct hvk_record *record, const char *column)
{
	const char *key = hvk_record_key(record, hvk_type_find_column(hvk_record_type(record), column), NULL);

	return key && strcmp(key, "yes") == 0;
}

/* ---------------------------------------------------------------- the record itself */

/* Whether a column may stand on the page. Who is public may be shown to anybody. */
static bool may_show(const struct record_page *page, struct hvk_record *record, size_t column)
{
	const struct hvk_record_column *known = hvk_type_column(hvk_record_type(record), column);

	if (!(known->traits & HVK_TRAIT_PERSONAL) || page->with_persons)
		return true;
	return is_yes(record, "public");
}

static bool is_word(struct hvk_record *record, size_t column, const char *word)
{
	const char *key = hvk_record_key(record, column, NULL);

	return key && strcmp(key, word) == 0;
}

/* What is shown of a column in the table of facts; NULL when it says nothing. */
static const char *fact(const struct record_page *page, struct hvk_record *record, size_t column)
{
	const struct hvk_record_column *known = hvk_type_column(hvk_record_type(record), column);

	if (!may_show(page, record, column) || strcmp(known->name, "description") == 0)
		return NULL;
	if (known->form == HVK_FORM_YES_NO && is_word(record, column, "no"))
		return NULL;
	return hvk_record_label(record, column, page->lang);
}

/* The first fact, the slug, stands where tables have their header. */
static int show_facts(const struct record_page *page, struct hvk_record *record)
{
	enum hvk_type type = hvk_record_type(record);
	struct render_column headers[2] = {
		{ .key = "column", .title = hvk_type_column(type, 0)->title[page->lang] },
		{ .key = "value", .title = hvk_record_key(record, 0, NULL) }
	};
	int result = render_table_begin(page->renderer, headers, 2, NULL);

	for (size_t n = 1; n < hvk_type_columns(type) && result == 0; n++) {
		const char *text = fact(page, record, n);
		struct cell cells[2];

		if (!text)
			continue;
		cells[0] = cell_text(hvk_type_column(type, n)->title[page->lang]);
		cells[1] = cell_text(text);
		result = render_row(page->renderer, cells);
	}
	return record_page_written(page, result == 0 ? render_table_end(page->renderer) : result);
}

/* What the page is called. */
static const char *title_of(const struct record_page *page, struct hvk_record *record)
{
	static const char *const columns[] = {
		"title", "name", "what", "function", "type", "house", "gemeente"
	};
	enum hvk_type type = hvk_record_type(record);

	for (size_t i = 0; i < COUNT(columns); i++) {
		size_t column = hvk_type_find_column(type, columns[i]);
		const char *text = column < hvk_type_columns(type) && may_show(page, record, column)
		                           ? hvk_record_label(record, column, page->lang)
		                           : NULL;

		if (text)
			return text;
	}
	return hvk_record_key(record, 0, NULL);
}

static int show_description(const struct record_page *page, struct hvk_record *record)
{
	size_t column = hvk_type_find_column(hvk_record_type(record), "description");
	const char *text = column < hvk_type_columns(hvk_record_type(record))
	                           ? hvk_record_key(record, column, NULL)
	                           : NULL;

	return text ? record_page_written(page, render_paragraph(page->renderer, text)) : EXIT_DONE;
}

/* ---------------------------------------------------------------- what belongs to it */

int record_section_open(const struct record_page *page, const struct record_section *section, const char *value,
                        struct hvk_records **records)
{
	char date[11];

	today(page->command, date);
	if (hvk_records_new(page->command->store, section->type, records) < 0 ||
	    hvk_records_add(*records, section->key, "=", value) < 0 ||
	    (section->today && hvk_records_add(*records, "on", "=", date) < 0))
		return fail_store(page->command);
	return EXIT_DONE;
}

/* The rows of a section. */
struct held {
	size_t columns[SPARSE_COLUMNS_MAX];
	struct render_column headers[SPARSE_COLUMNS_MAX];
	struct sparse_table table;
	uint64_t hidden;                /* rows that may not be shown */
};

/* Whether a record may stand in a section. People who are not public only when they are asked for. */
static bool is_shown(const struct record_page *page, struct hvk_record *record)
{
	return hvk_record_type(record) != HVK_PERSON || page->with_persons || is_yes(record, "public");
}

static void name_columns(const struct record_page *page, const struct record_section *section, struct held *held)
{
	size_t count = 0;

	for (; section->columns[count]; count++) {
		size_t n = hvk_type_find_column(section->type, section->columns[count]);
		const struct hvk_record_column *column = hvk_type_column(section->type, n);

		held->columns[count] = n;
		held->headers[count] = record_header(column, page->lang);
	}
	held->table = (struct sparse_table){ .columns = held->headers, .count = count };
}

/* A record keeps one label at a time, so those of a row are copied. */
static int hold_row(const struct record_page *page, struct held *held, struct hvk_record *record)
{
	char *copies[SPARSE_COLUMNS_MAX] = { NULL };
	struct cell cells[SPARSE_COLUMNS_MAX];
	bool complete = true;

	for (size_t i = 0; i < held->table.count; i++) {
		const char *text = fact(page, record, held->columns[i]);

		copies[i] = text ? strdup(text) : NULL;
		complete &= !text || copies[i];
		cells[i] = cell_text(copies[i]);
	}
	complete = complete && sparse_row(&held->table, cells) == 0;
	for (size_t i = 0; i < held->table.count; i++)
		free(copies[i]);
	return complete ? EXIT_DONE : fail_memory(page->command);
}

static int hold_section(const struct record_page *page, const struct record_section *section, const char *value,
                        struct held *held)
{
	struct hvk_records *records = NULL;
	struct hvk_record *record;
	int more = 0, status = record_section_open(page, section, value, &records);

	name_columns(page, section, held);
	while (status == EXIT_DONE && (more = hvk_records_next(records, &record)) > 0) {
		if (!is_shown(page, record))
			held->hidden++;
		else
			status = hold_row(page, held, record);
	}
	if (status == EXIT_DONE && more < 0)
		status = fail_store(page->command);
	hvk_records_free(records);
	return status;
}

/* A table of the records of a type that refer to the one of the page; nothing when there are none. How many were left
 * out is said, so that nobody believes that there is nobody to ring. */
static int show_section(const struct record_page *page, const struct record_section *section, const char *value)
{
	static const char *const not_shown[] = {
		"Niet getoond, tenzij met --with-persons", "Not shown unless with --with-persons"
	};
	struct held held = { 0 };
	char line[160];
	int result = 0, status = hold_section(page, section, value, &held);

	if (status == EXIT_DONE && held.table.rows + held.hidden > 0)
		result = render_heading(page->renderer, 2, section->title[page->lang]);
	if (status == EXIT_DONE && held.table.rows > 0 && result == 0)
		result = sparse_render(&held.table, page->renderer);
	if (status == EXIT_DONE && held.hidden > 0 && result == 0) {
		snprintf(line, sizeof(line), "%s: %llu.", not_shown[page->lang], (unsigned long long)held.hidden);
		result = render_paragraph(page->renderer, line);
	}
	sparse_free(&held.table);
	return status == EXIT_DONE ? record_page_written(page, result) : status;
}

/* ---------------------------------------------------------------- pages */

/* What others refer to it by. */
static const char *reference_of(struct hvk_record *record)
{
	size_t column = hvk_record_type(record) == HVK_HOUSE ? hvk_type_find_column(HVK_HOUSE, "gemeente") : 0;

	return hvk_record_key(record, column, NULL);
}

static int show_page(const struct record_page *page, const struct record_pages *pages, struct hvk_record *record)
{
	const struct record_section *section = pages->sections[hvk_record_type(record)];
	int status = record_page_written(page, render_heading(page->renderer, 1, title_of(page, record)));

	if (status == EXIT_DONE)
		status = show_description(page, record);
	if (status == EXIT_DONE)
		status = show_facts(page, record);
	for (; section && section->columns && status == EXIT_DONE; section++)
		status = show_section(page, section, reference_of(record));
	if (status == EXIT_DONE && pages->more)
		status = pages->more(page, record);
	return status;
}

static int show_pages(struct command *command, const struct record_pages *pages, struct hvk_record *record,
                      struct output *output)
{
	struct record_page page = {
		.command = command, .output = output, .renderer = output_renderer(output), .lang = command->lang,
		.with_persons = option_given(command, "with-persons")
	};
	int status = EXIT_DONE;

	for (int i = 0; i < command->operand_count && status == EXIT_DONE; i++) {
		if (hvk_record_find(record, command->operands[i]) < 0)
			return fail_store(command);
		status = show_page(&page, pages, record);
	}
	return status;
}

/* ---------------------------------------------------------------- records */

static int show_records(struct command *command, struct hvk_record *record, struct record_listing *listing)
{
	int status = EXIT_DONE;

	for (int i = 0; i < command->operand_count && status == EXIT_DONE; i++) {
		if (hvk_record_find(record, command->operands[i]) < 0)
			return fail_store(command);
		status = listing_row(command, listing, record);
	}
	return status;
}

/* The format, when neither option says it, is that of the page. */
static bool wants_page(const struct command *command)
{
	const char *name = option(command, "format"), *path = option(command, "output");
	const struct render_format *format = name ? render_format_find(name)
	                                          : path ? render_format_for_file(path) : NULL;

	return !format || (format->traits & RENDER_TITLES);
}

int record_show(struct command *command, const struct record_pages *pages)
{
	struct record_listing listing = { .type = verb_type(command) };
	struct hvk_record *record = NULL;
	struct output *output;
	bool done;
	int status = listing_check(command, &listing, &done);

	if (status == EXIT_DONE)
		status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE && hvk_record_new(command->store, listing.type, &record) < 0)
		status = fail_store(command);
	/* A mistake leaves no half of the output. */
	for (int i = 0; i < command->operand_count && status == EXIT_DONE; i++)
		if (hvk_record_find(record, command->operands[i]) < 0)
			status = fail_store(command);
	if (status == EXIT_DONE && wants_page(command)) {
		status = output_open_as(command, NULL, "table", &output);
		if (status == EXIT_DONE)
			status = output_close(command, output, show_pages(command, pages, record, output));
	} else if (status == EXIT_DONE) {
		status = listing_open(command, &listing, NULL, NULL);
		if (status == EXIT_DONE)
			status = listing_close(command, &listing, show_records(command, record, &listing));
	}
	hvk_record_free(record);
	return status;
}
