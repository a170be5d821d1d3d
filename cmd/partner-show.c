/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-partner show: a page for people, or records for programs. */
#include "partner.h"

#include <stdlib.h>
#include <string.h>

#include "common/records.h"
#include "render/sparse.h"

enum text {
	TEXT_PEOPLE, TEXT_OFFERS, TEXT_AGREEMENTS, TEXT_MEMBERSHIPS, TEXT_COVERAGE, TEXT_PARTNERS, TEXT_NOT_SHOWN,
	TEXT_PILLAR, TEXT_NO_LEVEL, TEXTS
};

static const char *const texts[TEXTS][2] = {
	[TEXT_PEOPLE] = { "Personen", "People" },
	[TEXT_OFFERS] = { "Aanbod", "Offers" },
	[TEXT_AGREEMENTS] = { "Overeenkomsten", "Agreements" },
	[TEXT_MEMBERSHIPS] = { "In het Huis van het Kind van", "In the Huis van het Kind of" },
	[TEXT_PARTNERS] = { "Partners van het huis", "Partners of the house" },
	[TEXT_COVERAGE] = { "Aanbod per pijler", "Offers by pillar" },
	[TEXT_NOT_SHOWN] = { "Niet getoond, tenzij met --with-persons", "Not shown unless with --with-persons" },
	[TEXT_PILLAR] = { "pijler", "pillar" },
	[TEXT_NO_LEVEL] = { "zonder niveau", "no level" },
};

/* One page. What goes wrong while it is written is told by the status. */
struct page {
	struct command *command;
	struct output *output;
	struct renderer *renderer;
	enum hvk_lang lang;
	bool with_persons;
};

static const char *say(const struct page *page, enum text text)
{
	return texts[text][page->lang];
}

static int written(const struct page *page, int result)
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
static bool may_show(const struct page *page, struct hvk_record *record, size_t column)
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
static const char *fact(const struct page *page, struct hvk_record *record, size_t column)
{
	const struct hvk_record_column *known = hvk_type_column(hvk_record_type(record), column);

	if (!may_show(page, record, column) || strcmp(known->name, "description") == 0)
		return NULL;
	if (known->form == HVK_FORM_YES_NO && is_word(record, column, "no"))
		return NULL;
	return hvk_record_label(record, column, page->lang);
}

/* The first fact, the slug, stands where tables have their header. */
static int show_facts(const struct page *page, struct hvk_record *record)
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
	return written(page, result == 0 ? render_table_end(page->renderer) : result);
}

/* What the page is called. */
static const char *title_of(const struct page *page, struct hvk_record *record)
{
	static const char *const columns[] = { "name", "function", "type", "house", "gemeente" };
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

static int show_description(const struct page *page, struct hvk_record *record)
{
	size_t column = hvk_type_find_column(hvk_record_type(record), "description");
	const char *text = column < hvk_type_columns(hvk_record_type(record))
	                           ? hvk_record_key(record, column, NULL)
	                           : NULL;

	return text ? written(page, render_paragraph(page->renderer, text)) : EXIT_DONE;
}

/* ---------------------------------------------------------------- what belongs to it */

struct section {
	enum text title;
	enum hvk_type type;
	const char *key;                /* the column that refers to the record of the page */
	const char *const *columns;     /* ends with NULL */
	bool today;                     /* only what is in force */
};

static int open_section(const struct page *page, const struct section *section, const char *value,
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
static bool is_shown(const struct page *page, struct hvk_record *record)
{
	return hvk_record_type(record) != HVK_PERSON || page->with_persons || is_yes(record, "public");
}

static void name_columns(const struct page *page, const struct section *section, struct held *held)
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
static int hold_row(const struct page *page, struct held *held, struct hvk_record *record)
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

static int hold_section(const struct page *page, const struct section *section, const char *value, struct held *held)
{
	struct hvk_records *records = NULL;
	struct hvk_record *record;
	int more = 0, status = open_section(page, section, value, &records);

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
static int show_section(const struct page *page, const struct section *section, const char *value)
{
	struct held held = { 0 };
	char line[160];
	int result = 0, status = hold_section(page, section, value, &held);

	if (status == EXIT_DONE && held.table.rows + held.hidden > 0)
		result = render_heading(page->renderer, 2, say(page, section->title));
	if (status == EXIT_DONE && held.table.rows > 0 && result == 0)
		result = sparse_render(&held.table, page->renderer);
	if (status == EXIT_DONE && held.hidden > 0 && result == 0) {
		snprintf(line, sizeof(line), "%s: %llu.", say(page, TEXT_NOT_SHOWN), (unsigned long long)held.hidden);
		result = render_paragraph(page->renderer, line);
	}
	sparse_free(&held.table);
	return status == EXIT_DONE ? written(page, result) : status;
}

/* ---------------------------------------------------------------- coverage */

enum { PILLARS_MAX = 16, LEVELS_MAX = 8 };

struct coverage {
	const struct hvk_code *pillars[PILLARS_MAX], *levels[LEVELS_MAX];
	size_t pillar_count, level_count;
	uint64_t offers[PILLARS_MAX][LEVELS_MAX + 1]; /* the last: without a level */
	uint64_t total, without_level;
};

static size_t read_list(struct hvk_store *store, const char *list, const struct hvk_code **codes, size_t most)
{
	size_t count = 0;

	while (count < most && (codes[count] = hvk_code_at(store, list, count)) != NULL)
		count++;
	return count;
}

static void count_offer(struct coverage *coverage, struct hvk_record *offer)
{
	const char *pillars = hvk_record_key(offer, hvk_type_find_column(HVK_OFFER, "pillar"), NULL);
	const char *level = hvk_record_key(offer, hvk_type_find_column(HVK_OFFER, "level"), NULL);
	size_t column = 0;

	while (column < coverage->level_count &&
	       (!level || strcmp(hvk_code_text(coverage->levels[column], HVK_CODE_CODE), level) != 0))
		column++;
	for (size_t i = 0; i < coverage->pillar_count; i++) {
		const char *pillar = hvk_code_text(coverage->pillars[i], HVK_CODE_CODE);

		if (!pillars || !has_value(pillars, pillar, strlen(pillar)))
			continue;
		coverage->offers[i][column]++;
		coverage->total++;
		coverage->without_level += column == coverage->level_count;
	}
}

static int write_coverage(const struct page *page, const struct coverage *coverage)
{
	enum hvk_code_field label = page->lang == HVK_EN ? HVK_CODE_LABEL_EN : HVK_CODE_LABEL_NL;
	struct render_column headers[LEVELS_MAX + 2] = {
		{ .key = "pillar", .title = say(page, TEXT_PILLAR) }
	};
	size_t shown = coverage->level_count + (coverage->without_level > 0);
	int result;

	for (size_t i = 0; i < coverage->level_count; i++) {
		const char *code = hvk_code_text(coverage->levels[i], HVK_CODE_CODE);

		headers[i + 1] = (struct render_column){ .key = code, .title = code, .numeric = true };
	}
	headers[coverage->level_count + 1] =
		(struct render_column){ .key = "no_level", .title = say(page, TEXT_NO_LEVEL), .numeric = true };
	result = render_heading(page->renderer, 2, say(page, TEXT_COVERAGE));
	if (result == 0)
		result = render_table_begin(page->renderer, headers, shown + 1, NULL);
	for (size_t i = 0; i < coverage->pillar_count && result == 0; i++) {
		struct cell cells[LEVELS_MAX + 2];

		cells[0] = cell_text(hvk_code_text(coverage->pillars[i], label));
		for (size_t j = 0; j < shown; j++)
			cells[j + 1] = cell_whole((int64_t)coverage->offers[i][j]);
		result = render_row(page->renderer, cells);
	}
	return written(page, result == 0 ? render_table_end(page->renderer) : result);
}

/* How many of a partner's offers of today belong to each pillar, for all families and for some. Nothing when it has
 * none. */
static int show_coverage(const struct page *page, const char *slug)
{
	static const struct section offers = { TEXT_OFFERS, HVK_OFFER, "partner", NULL, true };
	struct coverage coverage = { 0 };
	struct hvk_records *records = NULL;
	struct hvk_record *offer;
	int more = 0, status = open_section(page, &offers, slug, &records);

	coverage.pillar_count = read_list(page->command->store, "pillar", coverage.pillars, PILLARS_MAX);
	coverage.level_count = read_list(page->command->store, "level", coverage.levels, LEVELS_MAX);
	while (status == EXIT_DONE && (more = hvk_records_next(records, &offer)) > 0)
		count_offer(&coverage, offer);
	if (status == EXIT_DONE && more < 0)
		status = fail_store(page->command);
	hvk_records_free(records);
	return status == EXIT_DONE && coverage.total > 0 ? write_coverage(page, &coverage) : status;
}

/* ---------------------------------------------------------------- pages */

#define COLUMNS(...) (const char *const[]) { __VA_ARGS__, NULL }

static const struct section sections[HVK_TYPES][5] = {
	[HVK_PARTNER] = {
		{ TEXT_PEOPLE, HVK_PERSON, "partner",
		  COLUMNS("name", "function", "phone", "email", "reachable", "theme", "first_contact"), true },
		{ TEXT_OFFERS, HVK_OFFER, "partner",
		  COLUMNS("slug", "name", "form", "level", "theme", "age", "gemeente", "waiting_days", "verified_on"),
		  true },
		{ TEXT_AGREEMENTS, HVK_AGREEMENT, "partner",
		  COLUMNS("slug", "type", "gemeente", "house", "authority", "since", "until"), false },
		{ TEXT_MEMBERSHIPS, HVK_MEMBERSHIP, "partner", COLUMNS("house", "role", "since", "until"), false },
	},
	[HVK_AGREEMENT] = {
		{ TEXT_OFFERS, HVK_OFFER, "agreement", COLUMNS("slug", "partner", "name", "since", "until"), false },
	},
	[HVK_HOUSE] = {
		{ TEXT_PARTNERS, HVK_MEMBERSHIP, "house", COLUMNS("partner", "role", "since", "until"), true },
		{ TEXT_AGREEMENTS, HVK_AGREEMENT, "house", COLUMNS("slug", "partner", "type", "since", "until"),
		  false },
	},
};

/* What others refer to it by. */
static const char *reference_of(struct hvk_record *record)
{
	size_t column = hvk_record_type(record) == HVK_HOUSE ? hvk_type_find_column(HVK_HOUSE, "gemeente") : 0;

	return hvk_record_key(record, column, NULL);
}

static int show_page(const struct page *page, struct hvk_record *record)
{
	enum hvk_type type = hvk_record_type(record);
	int status = written(page, render_heading(page->renderer, 1, title_of(page, record)));

	if (status == EXIT_DONE)
		status = show_description(page, record);
	if (status == EXIT_DONE)
		status = show_facts(page, record);
	for (const struct section *section = sections[type]; section->columns && status == EXIT_DONE; section++)
		status = show_section(page, section, reference_of(record));
	if (status == EXIT_DONE && type == HVK_PARTNER)
		status = show_coverage(page, reference_of(record));
	return status;
}

static int show_pages(struct command *command, struct hvk_record *record, struct output *output)
{
	struct page page = {
		.command = command, .output = output, .renderer = output_renderer(output), .lang = command->lang,
		.with_persons = option_given(command, "with-persons")
	};
	int status = EXIT_DONE;

	for (int i = 0; i < command->operand_count && status == EXIT_DONE; i++) {
		if (hvk_record_find(record, command->operands[i]) < 0)
			return fail_store(command);
		status = show_page(&page, record);
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

int partner_show(struct command *command)
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
			status = output_close(command, output, show_pages(command, record, output));
	} else if (status == EXIT_DONE) {
		status = listing_open(command, &listing, NULL, NULL);
		if (status == EXIT_DONE)
			status = listing_close(command, &listing, show_records(command, record, &listing));
	}
	hvk_record_free(record);
	return status;
}
