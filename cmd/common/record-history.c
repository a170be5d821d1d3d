/* SPDX-License-Identifier: EUPL-1.2 */
/* Verbs of records: list and history. */
#include "common/record-verbs.h"
#include "common/records.h"
#include "common/text-rows.h"

const struct option_spec record_exit_options[] = {
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when nothing matches", false, NULL },
	{ 0 }
};

int verb_list(struct command *command)
{
	struct record_listing listing = { .type = verb_type(command) };

	if (listing.type == HVK_PERSON && !option_given(command, "with-persons") && command->verbose)
		note(command, "names, telephone numbers and addresses are left out; --with-persons shows them");
	return listing_run(command, &listing, &(struct listing_wish){ 0 });
}

/* ---------------------------------------------------------------- history */

static const struct text_column history_columns[HVK_HISTORY_FIELDS] = {
	[HVK_HISTORY_DATE] = { NULL, { "datum", "date" }, NULL },
	[HVK_HISTORY_CHANGE] = { NULL, { "wijziging", "change" }, NULL },
	[HVK_HISTORY_TYPE] = { NULL, { "soort", "record" }, NULL },
	[HVK_HISTORY_SLUG] = { NULL, { "kenmerk", "slug" }, NULL },
	[HVK_HISTORY_COLUMN] = { NULL, { "kolom", "column" }, NULL },
	[HVK_HISTORY_BEFORE] = { NULL, { "voordien", "before" }, NULL },
	[HVK_HISTORY_AFTER] = { NULL, { "nadien", "after" }, NULL },
};

static int list_history(struct command *command, struct hvk_record *record, struct text_rows *rows)
{
	const char *texts[HVK_HISTORY_FIELDS];
	struct hvk_history *history;
	int more, status = EXIT_DONE;

	if (hvk_history_open(record, option_given(command, "with-persons"), &history) < 0)
		return fail_store(command);
	while ((more = hvk_history_next(history)) > 0 && status == EXIT_DONE) {
		for (size_t i = 0; i < HVK_HISTORY_FIELDS; i++)
			texts[i] = hvk_history_text(history, (enum hvk_history_field)i);
		status = text_rows_add(command, rows, texts);
	}
	if (status == EXIT_DONE && more < 0)
		status = fail_store(command);
	hvk_history_free(history);
	return status;
}

int verb_history(struct command *command)
{
	struct text_column columns[HVK_HISTORY_FIELDS];
	struct hvk_record *record = NULL;
	struct text_rows rows;
	bool done;
	int status = open_store(command, HVK_OPEN_READ, false);

	for (size_t i = 0; i < HVK_HISTORY_FIELDS; i++) {
		columns[i] = history_columns[i];
		columns[i].name = hvk_history_field_name((enum hvk_history_field)i);
	}
	if (status == EXIT_DONE && hvk_record_new(command->store, verb_type(command), &record) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && hvk_record_find(record, command->operands[0]) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = text_rows_open(command, columns, HVK_HISTORY_FIELDS, formats_but_ids, &rows, &done);
	if (status == EXIT_DONE)
		status = text_rows_close(command, &rows, list_history(command, record, &rows));
	hvk_record_free(record);
	return status;
}
