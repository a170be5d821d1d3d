/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-register: puts questions in, and shows, corrects and hands them on. */
#include "register.h"

#include <errno.h>
#include <unistd.h>

#include "common/ids.h"
#include "common/translate.h"

/* ---------------------------------------------------------------- what several verbs need */

int register_open(struct command *command, enum hvk_open mode, bool dry_run)
{
	const char *path = dry_run ? store_path(command) : NULL;

	if (!dry_run)
		return open_store(command, mode, false);
	if (mode == HVK_OPEN_CREATE && path && access(path, F_OK) != 0 && errno == ENOENT)
		return EXIT_DONE;
	return open_store(command, HVK_OPEN_READ, false);
}

/* ---------------------------------------------------------------- void, undo */

static const struct option_spec void_options[] = {
	{ "dry-run", 'n', VALUE_NONE, NULL, "look for all, write nothing", false, NULL },
	{ 0 }
};

static const struct option_spec undo_options[] = {
	{ "dry-run", 'n', VALUE_NONE, NULL, "tell what would be undone", false, NULL },
	{ 0 }
};

static int run_void(struct command *command)
{
	bool dry_run = option_given(command, "dry-run");
	struct ids ids = { 0 };
	int status = EXIT_DONE;

	if (command->operand_count == 0 && !option_given(command, "ids-from"))
		return usage(command, "void: expected ids, or --ids-from FILE");
	status = register_open(command, HVK_OPEN_WRITE, dry_run);
	if (status == EXIT_DONE)
		status = ids_collect(command, 0, &ids);
	if (status == EXIT_DONE && ids.count > 0 &&
	    hvk_question_void(command->store, (const char *const *)ids.texts, ids.count, dry_run) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		note(command, dry_run ? N_("dry run: %zu would be voided") : N_("%zu voided"), ids.count);
	ids_free(&ids);
	return status;
}

static int run_undo(struct command *command)
{
	bool dry_run = option_given(command, "dry-run");
	struct hvk_counts counts;
	const char *what;
	int status = register_open(command, HVK_OPEN_WRITE, dry_run);

	if (status != EXIT_DONE)
		return status;
	if (hvk_store_undo(command->store, dry_run, &counts, &what) < 0)
		return fail_store(command);
	note(command, "%s %s: %llu taken out, %llu put back", dry_run ? _("would undo") : _("undone:"), what,
	     (unsigned long long)counts.voided, (unsigned long long)counts.added);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- check */

static int run_check(struct command *command)
{
	struct hvk_listener listener = { print_finding, command };
	struct hvk_filter *filter = NULL;
	uint64_t findings = 0;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status == EXIT_DONE)
		status = make_filter(command, &filter);
	if (status == EXIT_DONE && hvk_question_check(command->store, filter, &listener, &findings) < 0)
		status = fail_store(command);
	hvk_filter_free(filter);
	if (status == EXIT_DONE && findings > 0)
		status = EXIT_NO;
	return status;
}

/* ---------------------------------------------------------------- the program */

#define OPTIONS(...) (const struct option_spec *const[]) { __VA_ARGS__, NULL }

static const struct verb_spec verbs[] = {
	{ "add", "", VALUE_NONE, 0, 0, "register one question, or one a line",
	  OPTIONS(question_options, talk_options, add_options),
	  register_add, FOR_STAFF },
	{ "import", "FILE...", VALUE_FILE, 1, -1, "take in questions from CSV files; - for standard input",
	  OPTIONS(import_options, intake_options), register_import, FOR_STAFF },
	{ "received", "", VALUE_NONE, 0, 0, "note that the questions of a desk and month are in, also none",
	  OPTIONS(received_options), register_received, FOR_STAFF },
	{ "list", "", VALUE_NONE, 0, 0, "list questions", OPTIONS(list_options, output_options, filter_options),
	  register_list, FOR_STAFF },
	{ "show", "ID...", VALUE_ID, 1, -1, "show questions by their ids", OPTIONS(show_options, output_options),
	  register_show, FOR_STAFF },
	{ "void", "[ID...]", VALUE_ID, 0, -1, "take questions out; no import brings them back",
	  OPTIONS(ids_options, void_options), run_void, FOR_STAFF },
	{ "undo", "", VALUE_NONE, 0, 0, "revert the last add, import or void", OPTIONS(undo_options),
	  run_undo, FOR_STAFF },
	{ "export", "", VALUE_NONE, 0, 0, "write questions for another store, with ids and what was voided",
	  OPTIONS(output_options, filter_options), register_export, FOR_STAFF },
	{ "check", "", VALUE_NONE, 0, 0, "look for suspicious questions", OPTIONS(filter_options),
	  run_check, FOR_STAFF },
	{ "template", "", VALUE_NONE, 0, 0, "write a CSV file or a workbook to be filled in: a header and an example",
	  OPTIONS(output_options), register_template, FOR_ANYBODY },
	{ 0 }
};

static const struct program_spec program = {
	"hvk-register", "registers questions of families, anonymously", verbs
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
