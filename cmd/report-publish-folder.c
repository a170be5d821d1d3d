/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Files that appear together. A folder that is not there yet is made under another name beside its place and renamed.
 * In one that is there its files are replaced one by one, each of them whole, and others are left alone; what describes
 * the others comes last.
 */
#include "report-publish.h"

#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/translate.h"

void sha256_text(const struct text *text, char digits[SHA256_TEXT])
{
	SHA256Data((const uint8_t *)text->bytes, text->length, digits);
}

/* ---- bundles */

int bundle_add(struct bundle *bundle, const char *folder, const char *name, struct text *text)
{
	size_t capacity = bundle->capacity ? 2 * bundle->capacity : 4;
	struct bundle_file *files = bundle->files;
	char *path = NULL;

	if (asprintf(&path, "%s%s%s", folder ? folder : "", folder ? "/" : "", name) < 0)
		path = NULL;
	if (path && bundle->count == bundle->capacity) {
		files = realloc(files, capacity * sizeof(*files));
		if (files) {
			bundle->files = files;
			bundle->capacity = capacity;
		}
	}
	if (!path || !files) {
		free(path);
		free(text->bytes);
		*text = (struct text){ NULL, 0 };
		return -1;
	}
	bundle->files[bundle->count++] = (struct bundle_file){ path, *text };
	*text = (struct text){ NULL, 0 };
	return 0;
}

void bundle_free(struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->count; i++) {
		free(bundle->files[i].path);
		free(bundle->files[i].text.bytes);
	}
	free(bundle->files);
}

/* ---- paths */

bool names_folder(const char *path)
{
	size_t length = strlen(path);
	struct stat info;

	return (length > 0 && path[length - 1] == '/') || (stat(path, &info) == 0 && S_ISDIR(info.st_mode));
}

char *absolute_path(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	char *above, *folder, *whole = realpath(path, NULL);

	if (whole || errno != ENOENT)
		return whole;
	above = !slash ? strdup(".") : slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
	folder = above ? realpath(above, NULL) : NULL;
	if (folder && asprintf(&whole, "%s%s%s", folder, strcmp(folder, "/") == 0 ? "" : "/", name) < 0)
		whole = NULL;
	free(above);
	free(folder);
	return whole;
}

static int refuse(const struct command *command, const char *path, int reason)
{
	return fail(command, EXIT_OUTPUT, "%s: %s", path, strerror(reason));
}

/* The folders above a path, from the first that is not there. */
static int make_above(const struct command *command, struct new_folder *folder)
{
	for (char *slash = folder->path; (slash = strchr(slash + 1, '/')) != NULL;) {
		int result, reason;

		*slash = '\0';
		result = mkdir(folder->path, 0777);
		reason = errno;
		if (result == 0 && !folder->made) {
			folder->made = strdup(folder->path);
			reason = ENOMEM;
			result = folder->made ? 0 : -1;
		}
		*slash = '/';
		if (result < 0 && reason != EEXIST)
			return refuse(command, folder->path, reason);
	}
	return EXIT_DONE;
}

/* Takes the folders above away again, as far as there is nothing else in them. */
static void forget_above(const struct new_folder *folder)
{
	char *path = strdup(folder->path), *slash;
	size_t least = folder->made ? strlen(folder->made) : 0;

	while (path && least > 0 && (slash = strrchr(path, '/')) != NULL && (size_t)(slash - path) >= least) {
		*slash = '\0';
		if (rmdir(path) < 0)
			break;
	}
	free(path);
}

/* "FOLDER/FILE", to be freed; NULL when out of memory. */
static char *join(const char *folder, const char *file)
{
	char *path;

	return asprintf(&path, "%s/%s", folder, file) < 0 ? NULL : path;
}

/* ---- writing */

int write_text(int descriptor, const struct text *text)
{
	size_t done = 0;

	while (done < text->length) {
		ssize_t written = write(descriptor, text->bytes + done, text->length - done);

		if (written < 0 && errno != EINTR)
			return -1;
		done += written > 0 ? (size_t)written : 0;
	}
	return 0;
}

static int flush_folder(const char *path)
{
	int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;

	if (descriptor < 0)
		return -1;
	result = fsync(descriptor);
	close(descriptor);
	return result;
}

/* A folder, and those of its files in it. */
static int flush_folders(const char *path, const struct bundle *bundle)
{
	const char *last = "";
	size_t last_length = 0;

	for (size_t i = 0; i < bundle->count; i++) {
		const char *file = bundle->files[i].path, *slash = strrchr(file, '/');
		size_t length = slash ? (size_t)(slash - file) : 0;
		char *inner;
		int result;

		if (length == 0 || (length == last_length && strncmp(file, last, length) == 0))
			continue;
		if (asprintf(&inner, "%s/%.*s", path, (int)length, file) < 0)
			return -1;
		result = flush_folder(inner);
		free(inner);
		if (result < 0)
			return -1;
		last = file;
		last_length = length;
	}
	return flush_folder(path);
}

/* The folders in which a new one came to stand: that above it, and those above that were made for it. */
static int flush_above(const struct new_folder *folder)
{
	size_t least = strlen(folder->made ? folder->made : folder->path);
	char *path = strdup(folder->path), *slash;
	int result = path ? 0 : -1;
	bool more = path != NULL;

	while (more && result == 0) {
		more = strlen(path) > least;
		slash = strrchr(path, '/');
		if (slash)
			slash[slash == path] = '\0';
		result = flush_folder(slash ? path : ".");
		more = more && slash && slash > path;
	}
	free(path);
	return result;
}

/* What is in the way of a file, in words; NULL for a file. */
static const char *name_obstacle(mode_t mode)
{
	if (S_ISREG(mode))
		return NULL;
	return S_ISDIR(mode) ? N_("a folder") : S_ISLNK(mode) ? N_("a symbolic link") : N_("a device or pipe");
}

/* What a file of the bundle would replace has to be a file; its mode is kept. */
static int find_mode(const struct command *command, const struct new_folder *folder, const struct bundle_file *file,
                     mode_t *mode)
{
	char *path = join(folder->path, file->path);
	struct stat existing;
	const char *obstacle;
	int status = EXIT_DONE;

	*mode = 0;
	if (!path)
		return fail_memory(command);
	if (lstat(path, &existing) == 0) {
		*mode = existing.st_mode & 07777;
		obstacle = name_obstacle(existing.st_mode);
		if (obstacle)
			status = fail(command, EXIT_OUTPUT, "%s: expected a file to replace, found %s; nothing was written",
			              path, _(obstacle));
	}
	free(path);
	return status;
}

/* Writes a file, in a folder of its own where it has one. mode: 0 for that of a new file. 0, or what went wrong. */
static int write_file(char *path, bool in_folder, const struct text *text, mode_t mode)
{
	char *slash = in_folder ? strrchr(path, '/') : NULL;
	int descriptor, reason = 0;

	if (slash) {
		*slash = '\0';
		mkdir(path, 0777);
		*slash = '/';
	}
	descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (descriptor < 0)
		return errno;
	if (write_text(descriptor, text) < 0 || (mode && fchmod(descriptor, mode) < 0) || fsync(descriptor) < 0)
		reason = errno ? errno : EIO;
	if (close(descriptor) < 0 && reason == 0)
		reason = errno;
	return reason;
}

static int stage_file(const struct command *command, const struct new_folder *folder, const struct bundle_file *file)
{
	mode_t mode;
	int reason, status = find_mode(command, folder, file, &mode);
	char *path;

	if (status != EXIT_DONE)
		return status;
	path = join(folder->temporary, file->path);
	if (!path)
		return fail_memory(command);
	reason = write_file(path, strchr(file->path, '/') != NULL, &file->text, mode);
	free(path);
	return reason ? refuse(command, folder->path, reason) : EXIT_DONE;
}

/* A folder of another name, in which the files wait: in the folder itself when it is there, which may be on another
 * disk than what is beside it. */
static int make_temporary(const struct command *command, struct new_folder *folder)
{
	const char *slash = strrchr(folder->path, '/');
	int above = slash ? (int)(slash - folder->path) + 1 : 0, result;

	if (folder->exists)
		result = asprintf(&folder->temporary, "%s/.hvk-XXXXXX", folder->path);
	else
		result = asprintf(&folder->temporary, "%.*s.hvk-XXXXXX", above, folder->path);
	if (result < 0)
		folder->temporary = NULL;
	if (folder->temporary && mkdtemp(folder->temporary))
		return EXIT_DONE;
	result = folder->temporary ? refuse(command, folder->path, errno) : fail_memory(command);
	free(folder->temporary);
	folder->temporary = NULL;
	return result;
}

static int find_folder(const struct command *command, const char *path, struct new_folder *folder)
{
	size_t length = strlen(path);
	struct stat info;

	while (length > 1 && path[length - 1] == '/')
		length--;
	folder->path = strndup(path, length);
	if (!folder->path)
		return fail_memory(command);
	folder->exists = lstat(folder->path, &info) == 0;
	if (folder->exists && S_ISLNK(info.st_mode))
		return fail(command, EXIT_OUTPUT, "%s: is a symbolic link; name the folder it leads to", folder->path);
	if (folder->exists && !S_ISDIR(info.st_mode))
		return refuse(command, folder->path, ENOTDIR);
	return EXIT_DONE;
}

int folder_stage(struct command *command, const char *path, const struct bundle *bundle, struct new_folder *folder)
{
	int status;

	*folder = (struct new_folder){ .path = NULL };
	status = find_folder(command, path, folder);
	if (status == EXIT_DONE && !folder->exists)
		status = make_above(command, folder);
	if (status == EXIT_DONE)
		status = make_temporary(command, folder);
	for (size_t i = 0; i < bundle->count && status == EXIT_DONE; i++)
		status = stage_file(command, folder, &bundle->files[i]);
	if (status == EXIT_DONE && folder->temporary && flush_folders(folder->temporary, bundle) < 0)
		status = refuse(command, folder->path, errno);
	return status;
}

/* ---- appearing */

/* Whether a file holds what it is to hold. */
static bool holds(const char *path, const struct text *text)
{
	FILE *stream = fopen(path, "re");
	size_t at = 0;
	int byte;

	if (!stream)
		return false;
	while ((byte = getc(stream)) != EOF && at < text->length && (unsigned char)text->bytes[at] == byte)
		at++;
	if (byte != EOF || ferror(stream))
		at = text->length + 1;
	fclose(stream);
	return at == text->length;
}

static int move_file(const struct command *command, const char *from, char *to, const struct bundle_file *file)
{
	char *slash = strchr(file->path, '/') ? strrchr(to, '/') : NULL;
	int reason = 0;

	if (slash) {
		*slash = '\0';
		if (mkdir(to, 0777) < 0 && errno != EEXIST)
			reason = errno;
		*slash = '/';
	}
	if (reason == 0 && option_given(command, "if-changed") && holds(to, &file->text))
		unlink(from);
	else if (reason == 0 && rename(from, to) < 0)
		reason = errno;
	return reason ? refuse(command, to, reason) : EXIT_DONE;
}

static int install_file(const struct command *command, const struct new_folder *folder, const struct bundle_file *file)
{
	char *from = join(folder->temporary, file->path), *to = join(folder->path, file->path);
	int status;

	if (from && to)
		status = move_file(command, from, to, file);
	else
		status = fail_memory(command);
	free(from);
	free(to);
	return status;
}

int folder_install(struct command *command, const struct bundle *bundle, struct new_folder *folder)
{
	int status = EXIT_DONE;

	if (folder->exists) {
		for (size_t i = 0; i < bundle->count && status == EXIT_DONE; i++)
			status = install_file(command, folder, &bundle->files[i]);
	} else if (chmod(folder->temporary, 0777 & ~command->user_mask) < 0 ||
	           rename(folder->temporary, folder->path) < 0) {
		status = refuse(command, folder->path, errno);
	} else {
		free(folder->temporary);
		folder->temporary = NULL;
		if (flush_above(folder) < 0)
			status = refuse(command, folder->path, errno);
		free(folder->made);
		folder->made = NULL;
	}
	if (status == EXIT_DONE && folder->exists && flush_folders(folder->path, bundle) < 0)
		status = refuse(command, folder->path, errno);
	return status;
}

/* What is left in a folder that waits, which holds nothing but files and folders of these. */
static void remove_waiting(const struct bundle *bundle, const char *temporary)
{
	for (size_t i = 0; i < bundle->count; i++) {
		char *path = join(temporary, bundle->files[i].path), *slash;

		if (!path)
			continue;
		unlink(path);
		slash = strrchr(bundle->files[i].path, '/') ? strrchr(path, '/') : NULL;
		if (slash)
			*slash = '\0';
		if (slash)
			rmdir(path); /* once it is empty */
		free(path);
	}
	rmdir(temporary);
}

void folder_free(const struct bundle *bundle, struct new_folder *folder)
{
	if (folder->temporary)
		remove_waiting(bundle, folder->temporary);
	if (folder->path)
		forget_above(folder);
	free(folder->path);
	free(folder->temporary);
	free(folder->made);
	*folder = (struct new_folder){ .path = NULL };
}
