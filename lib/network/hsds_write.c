/* SPDX-License-Identifier: EUPL-1.2 */
/* The files of a package, in a folder or a zip file that appears whole or not at all: made beside its place, written to
 * disk, then renamed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "core/macro.h"
#include "network/hsds_out.h"
#include "store/admin.h"

#define DESCRIPTION "datapackage.json"
#define DESCRIPTION_MAX (1u << 20)

/* What is being made. */
struct making {
	struct hvk_store *store;
	char *path;      /* without slashes at its end */
	char *temporary; /* beside it; NULL when there is nothing to remove */
	bool replaces;
	mode_t mode;     /* of the folder or file */
};

static int fail(const struct making *making, const char *doing)
{
	if (errno == ENOMEM)
		return hvk__fail_memory(&making->store->error);
	return hvk__fail_at(&making->store->error, HVK_EIO, making->path, 0, 0, "cannot %s: %s", _(doing),
	                    strerror(errno));
}

bool hvk__out_is_zip(const char *path)
{
	size_t length = strlen(path);

	return length > 4 && strcasecmp(path + length - 4, ".zip") == 0;
}

static int write_all(int descriptor, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(descriptor, bytes, length);

		if (written < 0 && errno != EINTR)
			return -1;
		if (written > 0) {
			bytes += written;
			length -= (size_t)written;
		}
	}
	return fsync(descriptor);
}

/* Removes the files of a package and their folder, as far as there is nothing else in it. */
static void remove_folder(const char *path)
{
	_cleanup_close_ int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

	if (descriptor < 0)
		return;
	unlinkat(descriptor, DESCRIPTION, 0);
	for (size_t i = 0; i < hvk__hsds_fields_count; i++) {
		char name[80];

		snprintf(name, sizeof(name), "%s.csv", hvk__hsds_fields[i].table);
		if (i == 0 || strcmp(hvk__hsds_fields[i].table, hvk__hsds_fields[i - 1].table) != 0)
			unlinkat(descriptor, name, 0);
	}
	rmdir(path);
}

static void discard(struct making *making)
{
	if (making->temporary && unlink(making->temporary) < 0)
		remove_folder(making->temporary);
	free(making->temporary);
	free(making->path);
}

/* ---------------------------------------------------------------- what is there already */

static bool is_file_of_package(const char *name)
{
	size_t length = strlen(name);

	if (strcmp(name, DESCRIPTION) == 0)
		return true;
	for (size_t i = 0; length > 4 && strcmp(name + length - 4, ".csv") == 0 && i < hvk__hsds_fields_count; i++)
		if (strlen(hvk__hsds_fields[i].table) == length - 4 &&
		    memcmp(hvk__hsds_fields[i].table, name, length - 4) == 0)
			return true;
	return false;
}

/* Whether its datapackage.json is ours: 1, 0 (also when there is none), or negative. */
static int is_ours(const struct making *making, int folder)
{
	_cleanup_close_ int descriptor = openat(folder, DESCRIPTION, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	_cleanup_free_ char *text = malloc(DESCRIPTION_MAX);
	size_t length = 0;
	ssize_t got = 1;

	if (!text)
		return hvk__fail_memory(&making->store->error);
	while (descriptor >= 0 && got > 0 && length < DESCRIPTION_MAX) {
		got = read(descriptor, text + length, DESCRIPTION_MAX - length);
		length += got > 0 ? (size_t)got : 0;
	}
	return length > 0 ? hvk__hsds_is_ours(making->store, text, length) : 0;
}

/* A folder is replaced when all that is in it came from here. */
static int check_folder(struct making *making)
{
	_cleanup_close_ int descriptor = open(making->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	int copy = descriptor < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, 0), result = HVK_OK;
	DIR *folder = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *found;
	bool any = false;

	if (!folder) {
		result = fail(making, "look into it");
		if (copy >= 0)
			close(copy);
		return result;
	}
	while (result == HVK_OK && (found = readdir(folder))) {
		if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0)
			continue;
		any = true;
		if (!is_file_of_package(found->d_name))
			result = hvk__fail_at(
				&making->store->error, HVK_EIO, making->path, 0, 0,
				"expected a new folder or an earlier package, found '%.200s' in it; nothing was"
				" written",
				found->d_name);
	}
	closedir(folder);
	if (result == HVK_OK && any)
		result = is_ours(making, descriptor);
	if (result == 0 && any)
		return hvk__fail_at(
			&making->store->error, HVK_EIO, making->path, 0, 0,
			"expected a new folder or an earlier package, found that of somebody else; nothing was"
			" written");
	return result < 0 ? result : HVK_OK;
}

static int check_place(struct making *making, bool zip)
{
	struct stat found;

	if (hvk__store_is_file(making->store, making->path))
		return hvk__fail_at(&making->store->error, HVK_EINVAL, making->path, 0, 0,
		                    "expected another file, found the store itself");
	if (lstat(making->path, &found) < 0)
		return errno == ENOENT ? HVK_OK : fail(making, "be written");
	making->replaces = true;
	making->mode = found.st_mode & 07777;
	if (zip ? !S_ISREG(found.st_mode) : !S_ISDIR(found.st_mode))
		return hvk__fail_at(&making->store->error, HVK_EIO, making->path, 0, 0,
		                    "expected %s or nothing, found %s; nothing was written",
		                    zip ? _("a zip file") : _("a folder"),
		                    S_ISDIR(found.st_mode) ? _("a folder") :
		                    S_ISLNK(found.st_mode) ? _("a symbolic link") :
		                    S_ISREG(found.st_mode) ? _("a file") :
		                                             _("a device or pipe"));
	return zip ? HVK_OK : check_folder(making);
}

/* ---------------------------------------------------------------- making */

static int name_temporary(struct making *making)
{
	const char *slash = strrchr(making->path, '/');
	int folder = slash ? (int)(slash - making->path) + 1 : 0;

	if (asprintf(&making->temporary, "%.*s.hvk-XXXXXX", folder, making->path) >= 0)
		return HVK_OK;
	making->temporary = NULL;
	return hvk__fail_memory(&making->store->error);
}

static void forget_temporary(struct making *making)
{
	free(making->temporary);
	making->temporary = NULL;
}

/* The folder that it gets its name in, which must outlast a power failure as well: opened before, so that once it has
 * its name nothing but the disk can fail. A descriptor, or a negative result. */
static int open_parent(const struct making *making)
{
	int folder = hvk__folder_open(making->path);

	return folder < 0 ? fail(making, "open its folder") : folder;
}

static int sync_parent(const struct making *making, int folder)
{
	return fsync(folder) < 0 ? fail(making, "write its folder to disk") : HVK_OK;
}

static int write_zip(struct making *making, const struct hvk__buffer *zip)
{
	_cleanup_close_ int folder = open_parent(making), descriptor = -1;
	int result = folder < 0 ? folder : name_temporary(making);

	if (result < 0)
		return result;
	descriptor = mkostemp(making->temporary, O_CLOEXEC); /* mode 0600 */
	if (descriptor < 0) {
		result = fail(making, "be written");
		forget_temporary(making);
		return result;
	}
	if ((making->replaces && fchmod(descriptor, making->mode) < 0) ||
	    write_all(descriptor, zip->data, zip->length) < 0)
		return fail(making, "be written");
	if (rename(making->temporary, making->path) < 0)
		return fail(making, "get its name");
	forget_temporary(making);
	return sync_parent(making, folder);
}

static int fill_folder(const struct making *making, const struct hvk__file_out files[], size_t count)
{
	_cleanup_close_ int folder = open(making->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		return fail(making, "be written");
	for (size_t i = 0; i < count; i++) {
		_cleanup_close_ int file =
			openat(folder, files[i].name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

		if (file < 0 || (making->replaces && fchmod(file, making->mode & 0666) < 0) ||
		    write_all(file, files[i].data, files[i].length) < 0)
			return fail(making, "be written");
	}
	if (making->replaces && fchmod(folder, making->mode) < 0)
		return fail(making, "be written");
	return fsync(folder) < 0 ? fail(making, "be written to disk") : HVK_OK;
}

/* Where the file system cannot exchange two names, the old one steps aside first. */
static int step_aside(struct making *making)
{
	_cleanup_free_ char *aside = NULL;

	if (asprintf(&aside, "%s-old", making->temporary) < 0) {
		aside = NULL;
		return hvk__fail_memory(&making->store->error);
	}
	if (rename(making->path, aside) < 0)
		return fail(making, "be replaced");
	if (rename(making->temporary, making->path) < 0) {
		int reason = errno;

		rename(aside, making->path);
		errno = reason;
		return fail(making, "get its name");
	}
	remove_folder(aside);
	forget_temporary(making);
	return HVK_OK;
}

static int name_folder(struct making *making)
{
	_cleanup_close_ int folder = open_parent(making);
	int result = folder < 0 ? folder : HVK_OK;

	if (result < 0)
		return result;
	if (!making->replaces) {
		if (rename(making->temporary, making->path) < 0)
			return fail(making, "get its name");
		forget_temporary(making);
	} else if (renameat2(AT_FDCWD, making->temporary, AT_FDCWD, making->path, RENAME_EXCHANGE) < 0) {
		result = errno == EINVAL || errno == ENOSYS ? step_aside(making) : fail(making, "be replaced");
	} else {
		/* The temporary name is that of the old one now. */
		remove_folder(making->temporary);
		forget_temporary(making);
	}
	return result < 0 ? result : sync_parent(making, folder);
}

static int write_folder(struct making *making, const struct hvk__file_out files[], size_t count)
{
	int result = name_temporary(making);

	if (result < 0)
		return result;
	if (!mkdtemp(making->temporary)) {
		result = fail(making, "be written");
		forget_temporary(making);
		return result;
	}
	result = fill_folder(making, files, count);
	return result < 0 ? result : name_folder(making);
}

int hvk__out_write(struct hvk_store *store, const char *path, const struct hvk__file_out files[], size_t count)
{
	_cleanup_(discard) struct making making = { .store = store };
	_cleanup_(hvk__buffer_free) struct hvk__buffer bytes = { 0 };
	size_t length = strlen(path);
	bool zip = hvk__out_is_zip(path);
	int result;

	while (length > 1 && path[length - 1] == '/')
		length--;
	making.path = strndup(path, length);
	if (!making.path)
		return hvk__fail_memory(&store->error);
	result = check_place(&making, zip);
	if (result == HVK_OK && zip)
		result = hvk__out_zip(store, files, count, &bytes);
	if (result < 0)
		return result;
	return zip ? write_zip(&making, &bytes) : write_folder(&making, files, count);
}
