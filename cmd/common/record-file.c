/* SPDX-License-Identifier: EUPL-1.2 */
/* Verbs of records: import from CSV and rec, and export to them. */
#include <string.h>

#include "common/file.h"
#include "common/record-verbs.h"
#include "common/records.h"

/* ---------------------------------------------------------------- import */

static const char *const error_words[] = { "stop", "skip", NULL };

const struct option_spec record_import_options[] = {
	{ "on-error", 0, VALUE_WORD, "stop|skip", "write nothing, or the good rows, when a row is refused (stop)",
	  false, error_words },
	{ "rejects", 0, VALUE_FILE, "FILE", "with --on-error skip: where refused rows go, with the reason", false,
	  NULL },
	{ 0 }
};

static unsigned import_flags(const struct command *command)
{
	const char *on_error = option(command, "on-error");
	unsigned flags = 0;

	if (on_error && strcmp(on_error, "skip") == 0)
		flags |= HVK_IMPORT_SKIP;
	if (option_given(command, "dry-run"))
		flags |= HVK_IMPORT_DRY_RUN;
	return flags;
}

static int check_import(const struct command *command)
{
	if (option_given(command, "rejects") && !(import_flags(command) & HVK_IMPORT_SKIP))
		return usage(command, "--rejects needs --on-error skip");
	if (option_given(command, "rejects") && command->operand_count > 1)
		return usage(command, "--rejects is for one file; found %d", command->operand_count);
	return EXIT_DONE;
}

static void add_counts(struct hvk_record_counts *sum, const struct hvk_record_counts *counts)
{
	sum->added += counts->added;
	sum->changed += counts->changed;
	sum->unchanged += counts->unchanged;
	sum->removed += counts->removed;
	sum->refused += counts->refused;
	sum->blank += counts->blank;
}

/* Each file is a change of its own. */
static int import_files(struct command *command, struct hvk_intake *intake, int rejects)
{
	struct hvk_record_counts sum = { 0 }, counts;

	for (int i = 0; i < command->operand_count; i++) {
		struct hvk_input input;
		int result, status = open_input(command, command->operands[i], &input);

		if (status == EXIT_DONE) {
			result = hvk_record_import(intake, &input, import_flags(command), rejects, &counts);
			close_input(&input);
			print_refused_rest(command);
			status = result < 0 ? fail_store(command) : EXIT_DONE;
		}
		if (status != EXIT_DONE) {
			if (i > 0)
				message(command, "%s and what follows it was not imported; what came before it was",
				        command->operands[i]);
			return status;
		}
		add_counts(&sum, &counts);
	}
	tell_record_counts(command, verb_type(command), &sum);
	return sum.refused ? EXIT_REFUSED : EXIT_DONE;
}

/* The rejects appear also when nothing was refused, without rows: a script can rely on the file. */
static int import_with_rejects(struct command *command, struct hvk_intake *intake)
{
	const char *path = option(command, "rejects");
	struct new_file rejects;
	int status;

	if (!path)
		return import_files(command, intake, -1);
	status = file_create(command, path, &rejects);
	if (status != EXIT_DONE)
		return status;
	status = import_files(command, intake, rejects.descriptor);
	if (status != EXIT_DONE && status != EXIT_REFUSED)
		file_discard(&rejects);
	else if (file_commit(command, &rejects) != EXIT_DONE)
		status = EXIT_OUTPUT;
	else
		warn_when_public(command, path);
	return status;
}

int verb_import(struct command *command)
{
	struct hvk_intake *intake = NULL;
	int status = check_import(command);

	if (status == EXIT_DONE)
		status = open_store_to_change(command, true);
	if (status == EXIT_DONE)
		status = make_record_intake(command, verb_type(command), &intake);
	if (status == EXIT_DONE)
		status = import_with_rejects(command, intake);
	hvk_intake_free(intake);
	return status;
}

/* ---------------------------------------------------------------- export */

static const char *const export_formats[] = { "csv", "tsv", "jsonl", "rec", NULL };

const struct option_spec record_export_options[] = {
	{ "format", 'f', VALUE_WORD, "csv|tsv|jsonl|rec", "else by the extension of FILE, else csv", false,
	  export_formats },
	{ "output", 'o', VALUE_FILE, "FILE", "write to FILE, which appears whole or not at all", false, NULL },
	{ 0 }
};

static int export_records(struct command *command, enum hvk_type type)
{
	struct record_listing listing = { .type = type };
	struct hvk_records *records = NULL;
	uint64_t rows = 0;
	bool done;
	int status = listing_check(command, &listing, &done);

	if (status == EXIT_DONE)
		status = make_records(command, type, &records);
	if (status == EXIT_DONE)
		status = listing_open(command, &listing, export_formats, "csv");
	if (status == EXIT_DONE)
		status = listing_close(command, &listing, listing_write(command, &listing, records, &rows));
	hvk_records_free(records);
	return status;
}

int verb_export(struct command *command)
{
	enum hvk_type type = verb_type(command);
	int status;

	if (type == HVK_PERSON && !option_given(command, "with-persons"))
		return usage(command, "people leave the store only with --with-persons");
	status = open_store(command, HVK_OPEN_READ, false);
	return status == EXIT_DONE ? export_records(command, type) : status;
}
