/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-register import: questions from other people's CSV. */
#include "register.h"

#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/translate.h"

static const char *const error_words[] = { "stop", "skip", NULL };

const struct option_spec import_options[] = {
	{ "desk", 0, VALUE_DESK, "DESK", "the desk of rows that name none", false, NULL },
	{ "month", 'm', VALUE_DATE, "MONTH", "the month of rows that name none", false, NULL },
	{ "batch", 0, VALUE_TEXT, "NAME",
	  "the name under which this is imported (the file's name without folder and extension)", false, NULL },
	{ "id-from", 0, VALUE_TEXT, "HEADER", "the column that tells rows apart; kept only as a hash", false, NULL },
	{ "on-error", 0, VALUE_WORD, "stop|skip", "write nothing, or the good rows, when a row is refused (stop)",
	  false, error_words },
	{ "rejects", 0, VALUE_FILE, "FILE", "with --on-error skip: where refused rows go, with the reason", false,
	  NULL },
	{ "replace", 0, VALUE_NONE, NULL,
	  "the files are the truth for their desks and months: what else is there is voided",
	  false, NULL },
	{ "again", 0, VALUE_NONE, NULL, "import also what came in before as another batch", false, NULL },
	{ "show-dialect", 0, VALUE_NONE, NULL, "tell how the files are read, write nothing", false, NULL },
	{ "dry-run", 'n', VALUE_NONE, NULL, "do all but write", false, NULL },
	{ 0 }
};

static int make_import_intake(struct command *command, struct hvk_intake **intake)
{
	static const struct {
		enum hvk_intake_option option;
		const char *name;
	} settings[] = {
		{ HVK_INTAKE_DESK, "desk" }, { HVK_INTAKE_MONTH, "month" }, { HVK_INTAKE_ID_FROM, "id-from" }
	};
	int status = make_intake(command, intake);

	for (size_t i = 0; i < COUNT(settings) && status == EXIT_DONE; i++) {
		const char *value = option(command, settings[i].name);

		if (value && hvk_intake_set(*intake, settings[i].option, value) < 0)
			status = fail_store(command);
	}
	return status;
}

static unsigned import_flags(const struct command *command)
{
	const char *on_error = option(command, "on-error");
	unsigned flags = 0;

	if (on_error && strcmp(on_error, "skip") == 0)
		flags |= HVK_IMPORT_SKIP;
	if (option_given(command, "dry-run") || option_given(command, "show-dialect"))
		flags |= HVK_IMPORT_DRY_RUN;
	if (option_given(command, "replace"))
		flags |= HVK_IMPORT_REPLACE;
	if (option_given(command, "again"))
		flags |= HVK_IMPORT_AGAIN;
	return flags;
}

static int check_import_options(const struct command *command)
{
	unsigned flags = import_flags(command);

	if (option_given(command, "rejects") && !(flags & HVK_IMPORT_SKIP))
		return usage(command, "--rejects needs --on-error skip");
	if ((flags & HVK_IMPORT_REPLACE) && (flags & HVK_IMPORT_SKIP))
		return usage(command, "--replace needs --on-error stop: a refused row would count as gone and void a "
		                      "question");
	if (option_given(command, "batch") && command->operand_count > 1)
		return usage(command, "--batch names one file; found %d", command->operand_count);
	return EXIT_DONE;
}

static int read_inputs(struct command *command, struct hvk_intake *intake, struct hvk_import *import)
{
	bool show_dialect = option_given(command, "show-dialect");
	const char *batch = option(command, "batch");

	for (int i = 0; i < command->operand_count; i++) {
		struct hvk_input input;
		int result, status = open_input(command, command->operands[i], &input);

		if (status != EXIT_DONE)
			return status;
		/* What comes by a pipe has no name of its own. */
		if (!batch && input.descriptor == STDIN_FILENO) {
			note(command, "standard input is batch 'stdin'; --batch NAME tells one sheet from another");
			batch = "stdin";
		}
		result = hvk_import_read(import, &input, batch);
		if (show_dialect && hvk_intake_dialect(intake))
			printf("%s: %s\n", input.name, hvk_intake_dialect(intake));
		close_input(&input);
		if (result < 0) {
			print_refused_rest(command);
			return fail_store(command);
		}
	}
	return EXIT_DONE;
}

static void tell_counts(const struct command *command, const struct hvk_counts *counts, bool dry_run)
{
	char voided[48] = "", blank[64] = "";

	if (counts->voided)
		snprintf(voided, sizeof(voided), _(", %llu voided"), (unsigned long long)counts->voided);
	if (counts->blank)
		snprintf(blank, sizeof(blank), _(", %llu empty rows passed over"), (unsigned long long)counts->blank);
	note(command, "%s%llu new, %llu unchanged, %llu refused%s%s", dry_run ? _("dry run: ") : "",
	     (unsigned long long)counts->added, (unsigned long long)counts->unchanged,
	     (unsigned long long)counts->refused, voided, blank);
}

static int import_inputs(struct command *command, struct hvk_intake *intake, struct hvk_import *import)
{
	struct hvk_counts counts;
	int status = read_inputs(command, intake, import);

	if (status != EXIT_DONE || option_given(command, "show-dialect"))
		return status;
	print_refused_rest(command);
	if (hvk_import_commit(import, &counts) < 0)
		return fail_store(command);
	tell_counts(command, &counts, option_given(command, "dry-run"));
	return counts.refused ? EXIT_REFUSED : EXIT_DONE;
}

/* The rejects appear also when nothing was refused, without rows: a script can rely on the file. */
static int import_with_rejects(struct command *command, struct hvk_intake *intake, struct hvk_import *import)
{
	const char *path = option(command, "rejects");
	struct new_file rejects;
	int status;

	if (!path)
		return import_inputs(command, intake, import);
	status = file_create(command, path, &rejects);
	if (status != EXIT_DONE)
		return status;
	hvk_import_set_rejects(import, rejects.descriptor);
	status = import_inputs(command, intake, import);
	if (status != EXIT_DONE && status != EXIT_REFUSED)
		file_discard(&rejects);
	else if (file_commit(command, &rejects) != EXIT_DONE)
		status = EXIT_OUTPUT;
	else
		warn_when_public(command, path);
	return status;
}

int register_import(struct command *command)
{
	unsigned flags = import_flags(command);
	bool dry_run = flags & HVK_IMPORT_DRY_RUN;
	struct hvk_intake *intake = NULL;
	struct hvk_import *import = NULL;
	int status = check_import_options(command);

	if (status == EXIT_DONE)
		status = register_open(command, HVK_OPEN_CREATE, dry_run);
	if (status == EXIT_DONE)
		status = make_import_intake(command, &intake);
	if (status == EXIT_DONE && hvk_import_new(intake, flags, &import) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = import_with_rejects(command, intake, import);
	hvk_import_free(import);
	hvk_intake_free(intake);
	return status;
}
