/* SPDX-License-Identifier: EUPL-1.2 */
/* A file that appears whole or not at all: written under another name beside its place, then renamed. */
#include "common/file.h"
#include "common/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a signal removes: the one thing that a handler needs to find without being told. */
static const char *volatile watched;

static void remove_watched(int number)
{
	if (watched)
		unlink(watched);
	signal(number, SIG_DFL);
	raise(number);
}

static void watch(const char *path)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	struct sigaction action = { .sa_handler = remove_watched }, old;

	sigemptyset(&action.sa_mask);
	watched = path;
	for (size_t i = 0; path && i < COUNT(numbers); i++)
		if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
}

static int refuse(const struct command *command, const char *path, const char *reason)
{
	return fail(command, EXIT_OUTPUT, "%s: %s", path, reason);
}

/* The mode of a new file: that of the file it will replace; what is for everybody is as the user lets new files be. */
static mode_t mode_of(const struct command *command, const struct stat *existing)
{
	if (existing)
		return existing->st_mode & 07777;
	return command->for_everybody ? 0666 & ~command->user_mask : 0600;
}

/* Opens the temporary file beside the one it will replace. */
static int open_temporary(const struct command *command, struct new_file *file, const struct stat *existing)
{
	const char *slash = strrchr(file->path, '/');
	int folder = slash ? (int)(slash - file->path) + 1 : 0;

	if (asprintf(&file->temporary, "%.*s.hvk-XXXXXX", folder, file->path) < 0) {
		file->temporary = NULL;
		return fail_memory(command);
	}
	file->descriptor = mkostemp(file->temporary, O_CLOEXEC);
	if (file->descriptor < 0) {
		int reason = errno;

		free(file->temporary);
		file->temporary = NULL;
		return refuse(command, file->path, strerror(reason));
	}
	watch(file->temporary);
	if (fchmod(file->descriptor, mode_of(command, existing)) < 0) {
		int reason = errno;

		file_discard(file);
		return refuse(command, file->path, strerror(reason));
	}
	return EXIT_DONE;
}

static bool is_same_file(const char *path, const struct stat *file)
{
	struct stat other;

	return stat(path, &other) == 0 && other.st_dev == file->st_dev && other.st_ino == file->st_ino;
}

/* Whether an option names a file to read: every file but these. */
static bool is_read(const struct option_spec *spec)
{
	return spec->kind == VALUE_FILE && strcmp(spec->name, "output") != 0 && strcmp(spec->name, "rejects") != 0;
}

/* Whether a file is one of those that the verb reads: its operands, and what its options name. */
static bool is_input(const struct command *command, const struct stat *file)
{
	for (int i = 0; command->verb->operand_kind == VALUE_FILE && i < command->operand_count; i++)
		if (is_same_file(command->operands[i], file))
			return true;
	for (size_t i = 0; i < command->value_count; i++)
		if (is_read(command->values[i].spec) && is_same_file(command->values[i].text, file))
			return true;
	return false;
}

/* A file that is read must not be what is written: a slip of the hand would replace a sheet by its rejects, or all
 * questions by a list of some. */
static int check_overwriting(struct command *command, const char *path, const struct stat *existing)
{
	bool store = is_store(command, existing);

	if (!store && !is_input(command, existing))
		return EXIT_DONE;
	return fail(command, EXIT_USAGE, "%s: expected another file, found %s", path,
	            store ? _("the store itself") : _("one that is read"));
}

int file_create(struct command *command, const char *path, struct new_file *file)
{
	struct stat existing;
	bool exists = lstat(path, &existing) == 0;

	*file = (struct new_file){ path, NULL, -1 };
	if (!exists && errno != ENOENT)
		return refuse(command, path, strerror(errno));
	if (exists && S_ISLNK(existing.st_mode))
		return refuse(command, path, _("is a symbolic link; name the file it leads to"));
	if (exists && S_ISDIR(existing.st_mode))
		return refuse(command, path, _("is a folder"));
	if (exists && S_ISREG(existing.st_mode)) {
		int status = check_overwriting(command, path, &existing);

		if (status != EXIT_DONE)
			return status;
	}
	if (!exists || S_ISREG(existing.st_mode))
		return open_temporary(command, file, exists ? &existing : NULL);
	file->descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return file->descriptor < 0 ? refuse(command, path, strerror(errno)) : EXIT_DONE;
}

bool file_is_unchanged(const struct new_file *file)
{
	FILE *before, *after;
	int one, other;

	if (!file->temporary)
		return false;
	before = fopen(file->path, "re");
	after = before ? fopen(file->temporary, "re") : NULL;
	if (!after) {
		if (before)
			fclose(before);
		return false;
	}
	do {
		one = getc(before);
		other = getc(after);
	} while (one == other && one != EOF);
	one = one == other && !ferror(before) && !ferror(after);
	fclose(before);
	fclose(after);
	return one;
}

int file_commit(const struct command *command, struct new_file *file)
{
	bool good = file->temporary == NULL || fsync(file->descriptor) == 0;
	int reason = good ? 0 : errno;

	if (close(file->descriptor) < 0 && good) {
		good = false;
		reason = errno;
	}
	file->descriptor = -1;
	if (good && file->temporary && rename(file->temporary, file->path) < 0) {
		good = false;
		reason = errno;
	}
	if (!good) {
		file_discard(file);
		return refuse(command, file->path, strerror(reason));
	}
	watch(NULL);
	free(file->temporary);
	file->temporary = NULL;
	return EXIT_DONE;
}

void file_discard(struct new_file *file)
{
	if (file->descriptor >= 0)
		close(file->descriptor);
	file->descriptor = -1;
	if (file->temporary) {
		unlink(file->temporary);
		watch(NULL);
	}
	free(file->temporary);
	file->temporary = NULL;
}
