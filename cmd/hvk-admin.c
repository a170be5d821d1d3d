/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-admin: makes stores, keeps them safe, and keeps their codes and regions. */
#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin.h"

const struct option_spec dry_run_options[] = {
	{ "dry-run", 'n', VALUE_NONE, NULL, "check all, write nothing", false, NULL },
	{ 0 }
};

int admin_open(struct command *command, bool *made)
{
	bool may_make = made && !option_given(command, "dry-run");
	const char *path = store_path(command);

	if (made)
		*made = may_make && path && access(path, F_OK) != 0 && errno == ENOENT;
	return open_store(command, may_make ? HVK_OPEN_CREATE : HVK_OPEN_WRITE, false);
}

int admin_give_up(struct command *command, bool made)
{
	int status = fail_store(command);

	if (made)
		unlink(store_path(command));
	return status;
}

const char *admin_would(const struct command *command)
{
	return option_given(command, "dry-run") ? _("dry run: would have ") : "";
}

/* ---------------------------------------------------------------- init */

static const char *const precision_words[] = { "month", "day", NULL };

static const struct option_spec init_options[] = {
	{ "region", 0, VALUE_FILE, "FILE", "import regions from FILE", true, NULL },
	{ "precision", 0, VALUE_WORD, "month|day", "what is kept of the date of a question (month)", false,
	  precision_words },
	{ "group", 0, VALUE_NONE, NULL, "let the group of the file read and write it", false, NULL },
	{ "retention", 0, VALUE_NUMBER, "MONTHS", "for how many months questions are kept", false, NULL },
	{ "public-folder", 0, VALUE_DIRECTORY, "DIR", "what is written in this folder is for everybody", false, NULL },
	{ 0 }
};

/* Who can open the file, and whether the folder lets them: SQLite writes its journal beside the file. */
static void tell_group(const struct command *command, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	const struct group *group;
	struct stat status;

	if (stat(path, &status) == 0) {
		group = getgrgid(status.st_gid);
		note(command, "everyone in group %s can read and write it, whatever questions it will hold",
		     group ? group->gr_name : _("of the file"));
	}
	if (folder && stat(folder, &status) == 0 && (status.st_mode & (S_IWGRP | S_IXGRP)) != (S_IWGRP | S_IXGRP))
		note(command, "its folder keeps the group out; let them in with: chmod g+rwxs %s", folder);
	free(folder);
}

/* Imports the files of --region into the store that was just made. */
static int init_regions(struct command *command)
{
	const char *path;
	int status = EXIT_DONE;

	for (size_t n = 0; status == EXIT_DONE && (path = option_at(command, "region", n)) != NULL; n++) {
		struct hvk_input input;
		uint64_t members;

		status = open_input(command, path, &input);
		if (status != EXIT_DONE)
			break;
		if (admin_import_regions(command, &input, &members) < 0)
			status = fail_store(command);
		close_input(&input);
	}
	return status;
}

static int init_settings(struct command *command)
{
	int status = EXIT_DONE;

	/* The options are called as the settings are. */
	for (int i = 0; status == EXIT_DONE && i < HVK_SETTINGS; i++) {
		const char *text = option(command, hvk_setting_name((enum hvk_setting)i));

		if (text)
			status = admin_set(command, (enum hvk_setting)i, text, false);
	}
	return status;
}

static int run_init(struct command *command)
{
	const char *precision = option(command, "precision"), *path = store_path(command);
	bool days = precision && strcmp(precision, "day") == 0, group = option_given(command, "group");
	int status;

	if (!path)
		return EXIT_USAGE;
	status = make_store_folder(command);
	if (status != EXIT_DONE)
		return status;
	if (hvk_store_create(command->store, path, days ? HVK_PRECISION_DAY : HVK_PRECISION_MONTH, group) < 0)
		return fail_store(command);
	status = init_regions(command);
	if (status == EXIT_DONE)
		status = init_settings(command);
	if (status != EXIT_DONE) {
		/* Half of what was asked for would be in the way of trying again. */
		unlink(path);
		return status;
	}
	if (days)
		note(command, "made %s, which keeps the day of a question", path);
	else
		note(command, "made %s, which keeps the month of a question", path);
	if (group)
		tell_group(command, path);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- check, backup, restore */

static int run_check(struct command *command)
{
	struct hvk_listener listener = { print_finding, command };
	uint64_t findings = 0;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status != EXIT_DONE)
		return status;
	if (hvk_store_check(command->store, &listener, &findings) < 0)
		return fail_store(command);
	if (findings > 0)
		return EXIT_NO;
	confirm(command, "%s: nothing found", store_path(command));
	return EXIT_DONE;
}

static int run_backup(struct command *command)
{
	int status;

	if (strcmp(command->operands[0], "-") == 0)
		return usage(command, "backup: expected a file; a store is not written to standard output");
	status = open_store(command, HVK_OPEN_READ, false);
	if (status != EXIT_DONE)
		return status;
	if (hvk_store_backup(command->store, command->operands[0]) < 0)
		return fail_store(command);
	confirm(command, "%s: a verified copy of %s", command->operands[0], store_path(command));
	warn_when_public(command, command->operands[0]);
	return EXIT_DONE;
}

static void tell_how_all_the_same(const struct command *command)
{
	message(command, "to restore all the same, give that file another name first; a new store is then made");
}

/* A store that is gone is made anew; one that cannot be opened is somebody's to look at first. */
static int open_to_restore(struct command *command, bool *made)
{
	const char *path = store_path(command);
	int status;

	*made = false;
	if (option_given(command, "dry-run"))
		return open_store(command, HVK_OPEN_READ, false);
	status = admin_open(command, made);
	if (status == EXIT_STORE && path && access(path, W_OK) == 0)
		tell_how_all_the_same(command);
	return status;
}

static int run_restore(struct command *command)
{
	bool made;
	int status = open_to_restore(command, &made);

	if (status != EXIT_DONE)
		return status;
	if (hvk_store_restore(command->store, command->operands[0], option_given(command, "dry-run")) < 0) {
		bool lacks = hvk_store_error(command->store)->code == HVK_EINPUT;

		status = admin_give_up(command, made);
		if (lacks)
			tell_how_all_the_same(command);
		return status;
	}
	confirm(command, "%srestored %s from %s", admin_would(command), store_path(command), command->operands[0]);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- the program */

#define OPTIONS(...) (const struct option_spec *const[]) { __VA_ARGS__, NULL }
#define NO_OPTIONS (const struct option_spec *const[]) { NULL }

static const struct verb_spec verbs[] = {
	{ "init", "", VALUE_NONE, 0, 0, "make a new, empty store", OPTIONS(init_options), run_init, FOR_STAFF },
	{ "check", "", VALUE_NONE, 0, 0, "examine the whole store; print what is wrong", NO_OPTIONS,
	  run_check, FOR_STAFF },
	{ "backup", "FILE", VALUE_FILE, 1, 1, "write a verified copy of the store to FILE", NO_OPTIONS,
	  run_backup, FOR_STAFF },
	{ "restore", "FILE", VALUE_FILE, 1, 1, "put the contents of a backup in the place of those of the store",
	  OPTIONS(dry_run_options), run_restore, FOR_STAFF },
	{ "codes list", "[LIST]", VALUE_LIST, 0, 1, "list codes", OPTIONS(list_options, output_options),
	  admin_codes_list, FOR_ANYBODY },
	{ "codes export", "[LIST]", VALUE_LIST, 0, 1, "write codes as 'codes import' reads them",
	  OPTIONS(output_options), admin_codes_export, FOR_ANYBODY },
	{ "codes import", "FILE", VALUE_FILE, 1, 1, "add and change codes; - for standard input",
	  OPTIONS(dry_run_options), admin_codes_import, FOR_STAFF },
	{ "codes retire", "LIST CODE DATE", VALUE_LIST, 3, 3,
	  "allow a code until DATE only; questions that have it keep it", OPTIONS(dry_run_options),
	  admin_codes_retire, FOR_STAFF },
	{ "codes rename", "LIST CODE NAME", VALUE_LIST, 3, 3, "give a code another name; the old one stays known",
	  OPTIONS(dry_run_options), admin_codes_rename, FOR_STAFF },
	{ "regions list", "[REGION]", VALUE_REGION, 0, 1, "list regions with their gemeenten",
	  OPTIONS(list_options, output_options), admin_regions_list, FOR_ANYBODY },
	{ "regions import", "FILE", VALUE_FILE, 1, 1, "read regions from CSV: columns region and gemeente",
	  OPTIONS(dry_run_options), admin_regions_import, FOR_STAFF },
	{ "regions remove", "REGION", VALUE_REGION, 1, 1, "forget a region; its questions stay",
	  OPTIONS(dry_run_options), admin_regions_remove, FOR_STAFF },
	{ "purge", "", VALUE_NONE, 0, 0, "delete the questions of old months for good, or keep their counts only",
	  OPTIONS(purge_options, dry_run_options), admin_purge, FOR_STAFF },
	{ "merge", "OTHER.db", VALUE_FILE, 1, 1, "add what another store has", OPTIONS(dry_run_options),
	  admin_merge, FOR_STAFF },
	{ "settings", "[KEY=VALUE]...", VALUE_SETTING, 0, -1,
	  "list what holds for the whole store, or set it; KEY= takes back",
	  OPTIONS(list_options, dry_run_options, output_options), admin_settings, FOR_ANYBODY },
	{ "sql", "TEXT", VALUE_TEXT, 1, 1, "print what a SELECT finds; - reads it from standard input",
	  OPTIONS(output_options), admin_sql, FOR_STAFF },
	{ 0 }
};

static const struct program_spec program = {
	"hvk-admin", "makes stores, keeps them safe, and keeps their codes and regions", verbs
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
