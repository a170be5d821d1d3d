/* SPDX-License-Identifier: EUPL-1.2 */
/* Which store a program works on, and opening it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/program.h"

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* The store named explicitly, or NULL for the default one. */
static const char *named_path(const struct command *command)
{
	const char *path = option(command, "db");

	return path ? path : environment("HVK_DB");
}

const char *store_path(struct command *command)
{
	const char *path = named_path(command);
	const char *base, *between = "";
	int length;

	if (path || command->default_path)
		return path ? path : command->default_path;
	base = environment("XDG_DATA_HOME");
	if (!base || base[0] != '/') { /* a relative one is invalid, says the specification */
		base = environment("HOME");
		between = "/.local/share";
	}
	if (!base) {
		fail(command, EXIT_USAGE, "no store named: use --db, or set HVK_DB or HOME");
		return NULL;
	}
	length = asprintf(&command->default_path, "%s%s/hvk/hvk.db", base, between);
	if (length < 0) {
		command->default_path = NULL;
		fail_memory(command);
	}
	return command->default_path;
}

bool is_store(struct command *command, const struct stat *file)
{
	struct stat store;
	const char *path = named_path(command) || environment("XDG_DATA_HOME") || environment("HOME")
	                           ? store_path(command)
	                           : NULL;

	return path && stat(path, &store) == 0 && store.st_dev == file->st_dev && store.st_ino == file->st_ino;
}

int make_store_folder(struct command *command)
{
	const char *path = store_path(command);

	if (!path)
		return EXIT_USAGE;
	if (path != command->default_path)
		return EXIT_DONE;
	for (char *slash = command->default_path + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
		int result;

		*slash = '\0';
		result = mkdir(command->default_path, 0700);
		if (result < 0 && access(command->default_path, F_OK) == 0)
			result = 0;
		if (result < 0)
			fail(command, EXIT_STORE, "%s: %s", command->default_path, strerror(errno));
		*slash = '/';
		if (result < 0)
			return EXIT_STORE;
	}
	return EXIT_DONE;
}

static void tell_who_makes_one(const struct command *command)
{
	bool adds = find_verb_words(command->program, "add", NULL) != NULL;
	const char *name = adds ? command->program->name : "hvk-register";

	message(command, "'%s add', '%s import' or 'hvk-admin init' makes one", name, name);
}

int open_store(struct command *command, enum hvk_open mode, bool optional)
{
	const char *path = store_path(command);
	int result, status;

	if (!path)
		return EXIT_USAGE;
	if (mode == HVK_OPEN_CREATE && path == command->default_path && access(path, F_OK) != 0) {
		status = make_store_folder(command);
		if (status != EXIT_DONE)
			return status;
	}
	result = hvk_store_open(command->store, path, mode);
	if (result == HVK_ENOTFOUND && optional && path == command->default_path)
		return EXIT_DONE;
	if (result < 0) {
		status = fail_store(command);
		if (result == HVK_ENOTFOUND)
			tell_who_makes_one(command);
		/* Not something in the store is missing or cannot be written, but the store. */
		return result == HVK_ENOTFOUND || result == HVK_EIO ? EXIT_STORE : status;
	}
	return EXIT_DONE;
}

/* A store of its own in a folder of its own, for a dry run where there is none yet. */
static int make_dry_store(struct command *command)
{
	const char *folder = environment("TMPDIR");

	if (asprintf(&command->dry_path, "%s/hvk-XXXXXX/hvk.db", folder ? folder : "/tmp") < 0) {
		command->dry_path = NULL;
		return fail_memory(command);
	}
	*strrchr(command->dry_path, '/') = '\0';
	if (!mkdtemp(command->dry_path)) {
		int status = fail(command, EXIT_STORE, "%s: %s", command->dry_path, strerror(errno));

		free(command->dry_path);
		command->dry_path = NULL;
		return status;
	}
	command->dry_path[strlen(command->dry_path)] = '/';
	if (hvk_store_open(command->store, command->dry_path, HVK_OPEN_CREATE) < 0)
		return fail_store(command);
	return EXIT_DONE;
}

void forget_dry_store(struct command *command)
{
	if (!command->dry_path)
		return;
	unlink(command->dry_path);
	*strrchr(command->dry_path, '/') = '\0';
	rmdir(command->dry_path);
	free(command->dry_path);
	command->dry_path = NULL;
}

/* Opening to write brings an older store up to date, which a dry run must not: one that cannot be read as it is cannot
 * be tried on either. */
static int check_readable(struct command *command, const char *path)
{
	struct hvk_store *probe;
	int status = EXIT_DONE;

	if (hvk_store_new(&probe) < 0)
		return fail_memory(command);
	if (hvk_store_open(probe, path, HVK_OPEN_READ) == HVK_ESTORE)
		status = fail(command, EXIT_STORE, "%s: %s", path, hvk_store_error(probe)->message);
	hvk_store_free(probe);
	return status;
}

int open_store_to_change(struct command *command, bool may_make)
{
	bool dry_run = option_given(command, "dry-run");
	const char *path = store_path(command);

	if (dry_run && may_make && path && access(path, F_OK) != 0 && errno == ENOENT)
		return make_dry_store(command);
	if (dry_run && path && check_readable(command, path) != EXIT_DONE)
		return EXIT_STORE;
	return open_store(command, may_make && !dry_run ? HVK_OPEN_CREATE : HVK_OPEN_WRITE, false);
}

void open_store_silently(struct command *command)
{
	const char *path = store_path(command);

	if (path)
		hvk_store_open(command->store, path, HVK_OPEN_READ);
}
