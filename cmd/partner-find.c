/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-partner find and dupes: rows of texts. */
#include "partner.h"

#include <stdlib.h>
#include <string.h>

#include "common/records.h"
#include "common/text-rows.h"
#include "common/translate.h"

/* ---------------------------------------------------------------- find */

enum { FOUND_RECORD, FOUND_SLUG, FOUND_NAME, FOUND_PARTNER, FOUND_PHONE, FOUND_GEMEENTE, FOUND_COLUMNS };

static const struct text_column found_columns[FOUND_COLUMNS] = {
	[FOUND_RECORD] = { "record", { "soort", "record" }, N_("partner or offer") },
	[FOUND_SLUG] = { "slug", { "kenmerk", "slug" }, N_("its name in commands") },
	[FOUND_NAME] = { "name", { "naam", "name" }, N_("what it is called") },
	[FOUND_PARTNER] = { "partner", { "partner", "partner" }, N_("who offers it") },
	[FOUND_PHONE] = { "phone", { "telefoon", "phone" }, N_("telephone number of the partner") },
	[FOUND_GEMEENTE] = { "gemeente", { "gemeenten", "gemeenten" }, N_("the gemeenten it serves") },
};
static const char *const found_names[FOUND_COLUMNS + 1] = {
	"record", "slug", "name", "partner", "phone", "gemeente", NULL
};

const struct option_spec find_options[] = {
	{ "gemeente", 'g', VALUE_GEMEENTE, "GEMEENTE", "that serve this gemeente", true, NULL },
	{ "columns", 'c', VALUE_COLUMN, "COLUMNS", "a,b to choose; +a or -a to add or leave out; all; help", false,
	  found_names },
	{ 0 }
};

struct search {
	struct text_rows rows;
	const char *words;
	bool labels, ids;
	struct hvk_record *partner;   /* of an offer */
	uint64_t found;
};

static const char *text_of(const struct command *command, const struct search *search, struct hvk_record *record,
                           const char *column)
{
	size_t n = hvk_type_find_column(hvk_record_type(record), column);

	return search->labels ? hvk_record_label(record, n, command->lang) : hvk_record_key(record, n, NULL);
}

static char *copy_of(const char *text)
{
	return strdup(text ? text : "");
}

/* Where a partner, or its offer, is to be found: its own gemeenten, else the partner's, else everywhere. */
static const char *gemeenten_of(const struct command *command, const struct search *search, struct hvk_record *record,
                                struct hvk_record *partner)
{
	static const char *const everywhere[] = { "overal", "everywhere" };
	const char *yes = hvk_record_key(partner, hvk_type_find_column(HVK_PARTNER, "everywhere"), NULL);
	const char *own = text_of(command, search, record, "gemeente");

	if (own && (record != partner || !yes || strcmp(yes, "yes") != 0))
		return own;
	if (yes && strcmp(yes, "yes") == 0)
		return search->labels ? everywhere[command->lang] : "everywhere";
	return record == partner ? NULL : text_of(command, search, partner, "gemeente");
}

static int show_found(const struct command *command, struct search *search, struct hvk_record *record)
{
	static const char *const offer_title[] = { "aanbod", "offer" };
	bool is_partner = hvk_record_type(record) == HVK_PARTNER;
	struct hvk_record *partner = is_partner ? record : search->partner;
	char *texts[FOUND_COLUMNS] = { NULL };
	bool complete = true;
	int status;

	texts[FOUND_RECORD] = copy_of(is_partner ? "partner" : search->labels ? offer_title[command->lang] : "offer");
	texts[FOUND_SLUG] = copy_of(hvk_record_key(record, 0, NULL));
	texts[FOUND_NAME] = copy_of(text_of(command, search, record, "name"));
	texts[FOUND_PARTNER] = copy_of(is_partner ? NULL : text_of(command, search, record, "partner"));
	texts[FOUND_PHONE] = copy_of(text_of(command, search, partner, "phone"));
	texts[FOUND_GEMEENTE] = copy_of(gemeenten_of(command, search, record, partner));
	for (size_t i = 0; i < FOUND_COLUMNS; i++)
		complete &= texts[i] != NULL;
	status = complete ? text_rows_add(command, &search->rows, (const char *const *)texts) : fail_memory(command);
	for (size_t i = 0; i < FOUND_COLUMNS; i++)
		free(texts[i]);
	search->found++;
	return status;
}

static int search_type(struct command *command, struct search *search, enum hvk_type type)
{
	struct hvk_records *records;
	struct hvk_record *record;
	char *gemeenten = option_joined(command, "gemeente");
	int status = EXIT_DONE, more = 0;

	if (!gemeenten)
		return fail_memory(command);
	if (hvk_records_new(command->store, type, &records) < 0 ||
	    hvk_records_set_words(records, search->words) < 0 ||
	    (*gemeenten && hvk_records_add(records, "gemeente", "=", gemeenten) < 0))
		status = fail_store(command);
	while (status == EXIT_DONE && (more = hvk_records_next(records, &record)) > 0) {
		const char *partner = type == HVK_OFFER
			? hvk_record_key(record, hvk_type_find_column(type, "partner"), NULL) : NULL;

		if (partner && hvk_record_find(search->partner, partner) < 0)
			status = fail_store(command);
		else
			status = show_found(command, search, record);
	}
	if (status == EXIT_DONE && more < 0)
		status = fail_store(command);
	hvk_records_free(records);
	free(gemeenten);
	return status;
}

static char *join_operands(const struct command *command)
{
	size_t size = 1;
	char *joined, *end;

	for (int i = 0; i < command->operand_count; i++)
		size += strlen(command->operands[i]) + 1;
	joined = end = malloc(size);
	for (int i = 0; joined && i < command->operand_count; i++) {
		if (i > 0)
			*end++ = ' ';
		end = stpcpy(end, command->operands[i]);
	}
	return joined;
}

int partner_find(struct command *command)
{
	struct search search = { 0 };
	char *words = join_operands(command);
	bool done = false;
	int status = words ? open_store(command, HVK_OPEN_READ, false) : fail_memory(command);

	search.words = words;
	if (status == EXIT_DONE && hvk_record_new(command->store, HVK_PARTNER, &search.partner) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = text_rows_open(command, found_columns, FOUND_COLUMNS, NULL, &search.rows, &done);
	if (status == EXIT_DONE && !done) {
		search.labels = output_labels(search.rows.output);
		search.ids = strcmp(output_format(search.rows.output)->name, "ids") == 0;
		status = search_type(command, &search, HVK_PARTNER);
		/* Ids are those of partners, which are found by their offers too. */
		if (status == EXIT_DONE && !search.ids)
			status = search_type(command, &search, HVK_OFFER);
		status = text_rows_close(command, &search.rows, status);
		if (status == EXIT_DONE && search.found == 0 && option_given(command, "exit-status"))
			status = EXIT_NO;
	}
	hvk_record_free(search.partner);
	free(words);
	return status;
}

/* ---------------------------------------------------------------- dupes */

const struct option_spec dupes_options[] = {
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when there are any", false, NULL },
	{ 0 }
};

static const char *why_label(const struct command *command, const struct text_rows *rows, const char *why)
{
	size_t column = hvk_type_find_column(HVK_PARTNER, why);

	if (!output_labels(rows->output) || column == hvk_type_columns(HVK_PARTNER))
		return why;
	return hvk_type_column(HVK_PARTNER, column)->title[command->lang];
}

static int list_dupes(struct command *command, struct text_rows *rows, uint64_t *found)
{
	struct hvk_dupes *dupes;
	const char *texts[4];
	int more, status = EXIT_DONE;

	if (hvk_dupes_open(command->store, &dupes) < 0)
		return fail_store(command);
	while ((more = hvk_dupes_next(dupes, &texts[0], &texts[1], &texts[2], &texts[3])) > 0 && status == EXIT_DONE) {
		texts[2] = why_label(command, rows, texts[2]);
		status = text_rows_add(command, rows, texts);
		++*found;
	}
	if (status == EXIT_DONE && more < 0)
		status = fail_store(command);
	hvk_dupes_free(dupes);
	return status;
}

int partner_dupes(struct command *command)
{
	static const struct text_column columns[] = {
		{ "keep", { "houden", "keep" }, N_("the one of which more is known") },
		{ "drop", { "laten opgaan", "drop" }, N_("the other") },
		{ "why", { "zelfde", "same" }, N_("what they have in common") },
		{ "value", { "waarde", "value" }, N_("of that column") }
	};
	struct text_rows rows;
	bool done;
	uint64_t found = 0;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status == EXIT_DONE)
		status = text_rows_open(command, columns, COUNT(columns), formats_but_ids, &rows, &done);
	if (status == EXIT_DONE)
		status = text_rows_close(command, &rows, list_dupes(command, &rows, &found));
	return status == EXIT_DONE && found > 0 && option_given(command, "exit-status") ? EXIT_NO : status;
}
