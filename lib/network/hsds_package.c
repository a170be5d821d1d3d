/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading the files of a package. A zip entry is unpacked into memory that has a descriptor, and counted meanwhile:
 * what the file says of its own size is not believed. */
#include "network/hsds_package.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <zip.h>

#include "core/memory.h"

struct entry {
	char *name;         /* within the package */
	zip_uint64_t index; /* of the zip file */
};

struct hvk__package {
	const char *path;
	char *name;
	int folder;         /* descriptor, or -1 */
	zip_t *zip;         /* or NULL */
	struct entry *entries;
	size_t count, capacity;
	uint64_t unpacked;  /* bytes so far */
};

const char *hvk__package_name(const struct hvk__package *package)
{
	return package->name;
}

const char *hvk__package_file(const struct hvk__package *package, size_t n)
{
	return n < package->count ? package->entries[n].name : NULL;
}

void hvk__package_free(struct hvk__package *package)
{
	if (!package)
		return;
	for (size_t i = 0; i < package->count; i++)
		free(package->entries[i].name);
	free(package->entries);
	free(package->name);
	if (package->folder >= 0)
		close(package->folder);
	if (package->zip)
		zip_discard(package->zip);
	free(package);
}

bool hvk__package_inside(const char *name)
{
	if (name[0] == '\0' || name[0] == '/' || strchr(name, '\\') || strstr(name, "://"))
		return false;
	if (isalpha((unsigned char)name[0]) && name[1] == ':')
		return false;
	for (const char *part = name; part; part = strchr(part, '/')) {
		part += *part == '/';
		if (part[0] == '.' && part[1] == '.' && (part[2] == '/' || part[2] == '\0'))
			return false;
	}
	return true;
}

static int add_entry(struct hvk__error *error, struct hvk__package *package, const char *name, zip_uint64_t index)
{
	struct entry entry = { strdup(name), index };

	if (!entry.name || !hvk__reserve(&package->entries, &package->capacity, package->count + 1, sizeof(entry))) {
		free(entry.name);
		return hvk__fail_memory(error);
	}
	package->entries[package->count++] = entry;
	return HVK_OK;
}

static int compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static int compare_folded(const void *a, const void *b)
{
	int order = strcasecmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);

	return order ? order : compare_entries(a, b);
}

/* ---------------------------------------------------------------- folders */

static int list_folder(struct hvk__error *error, struct hvk__package *package)
{
	int copy = fcntl(package->folder, F_DUPFD_CLOEXEC, 0), result = HVK_OK;
	DIR *folder = copy >= 0 ? fdopendir(copy) : NULL;
	const struct dirent *found;

	if (!folder) {
		result = hvk__fail_at(error, HVK_EIO, package->path, 0, 0, "cannot be read: %s", strerror(errno));
		if (copy >= 0)
			close(copy);
		return result;
	}
	while (result == HVK_OK && (found = readdir(folder)))
		if (found->d_name[0] != '.' && found->d_type != DT_DIR)
			result = add_entry(error, package, found->d_name, 0);
	closedir(folder);
	return result;
}

/* Opens a path part by part, none of which may be a link: unpacked from elsewhere it could lead anywhere. */
static int open_inside(int folder, const char *name)
{
	int at = folder, next;

	for (;;) {
		const char *slash = strchr(name, '/');
		char part[NAME_MAX + 1];
		size_t length = slash ? (size_t)(slash - name) : strlen(name);

		if (length >= sizeof(part)) {
			next = -1;
			errno = ENAMETOOLONG;
		} else {
			memcpy(part, name, length);
			part[length] = '\0';
			next = openat(at, length ? part : ".",
			              O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
			                      (slash ? O_DIRECTORY : 0));
		}
		if (at != folder)
			close(at);
		if (next < 0 || !slash)
			return next;
		at = next;
		name = slash + 1;
	}
}

static int read_folder(struct hvk__error *error, const struct hvk__package *package, const char *name,
                       const char *shown, int *descriptor)
{
	int file = open_inside(package->folder, name);
	struct stat found;

	if (file < 0 && (errno == ELOOP || errno == ENOTDIR))
		return hvk__fail_at(error, HVK_EINPUT, shown, 0, 0,
		                    "expected a file of the package, found a symbolic link, which may lead outside");
	if (file < 0 && errno == ENOENT)
		return hvk__fail_at(error, HVK_ENOTFOUND, shown, 0, 0, "there is no such file");
	if (file < 0)
		return hvk__fail_at(error, HVK_EIO, shown, 0, 0, "cannot be read: %s", strerror(errno));
	if (fstat(file, &found) < 0 || !S_ISREG(found.st_mode)) {
		close(file);
		return hvk__fail_at(error, HVK_EINPUT, shown, 0, 0, "expected a regular file");
	}
	*descriptor = file;
	return HVK_OK;
}

/* ---------------------------------------------------------------- zip files */

static int fail_zip(struct hvk__error *error, const struct hvk__package *package, const char *entry, zip_error_t *why)
{
	if (zip_error_code_zip(why) == ZIP_ER_MEMORY)
		return hvk__fail_memory(error);
	if (!entry)
		return hvk__fail_at(error, HVK_EINPUT, package->path, 0, 0, "the zip file cannot be read: %s",
		                    zip_error_strerror(why));
	return hvk__fail_at(error, HVK_EINPUT, package->path, 0, 0, "the zip file is damaged: %s",
	                    zip_error_strerror(why));
}

static bool is_link(zip_t *zip, zip_uint64_t index)
{
	zip_uint8_t system;
	zip_uint32_t attributes;

	return zip_file_get_external_attributes(zip, index, 0, &system, &attributes) == 0 &&
	       system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16);
}

/* What Apple's archiver adds beside the files. */
static bool is_litter(const char *name)
{
	const char *base = strrchr(name, '/');

	base = base ? base + 1 : name;
	return strncmp(name, "__MACOSX/", 9) == 0 || base[0] == '\0' || base[0] == '.';
}

static int list_entry(struct hvk__error *error, struct hvk__package *package, zip_uint64_t index)
{
	struct zip_stat found;
	const char *name;

	zip_stat_init(&found);
	if (zip_stat_index(package->zip, index, 0, &found) < 0)
		return fail_zip(error, package, "", zip_get_error(package->zip));
	name = found.name ? found.name : "";
	while (name[0] == '.' && name[1] == '/')
		name += 2;
	if (!hvk__package_inside(name) || is_link(package->zip, index))
		return hvk__fail_at(
			error, HVK_EINPUT, package->path, 0, 0,
			"expected files within the package, found '%.200s', which leads outside; nothing was read",
			name);
	if ((found.valid & ZIP_STAT_ENCRYPTION_METHOD) && found.encryption_method != ZIP_EM_NONE)
		return hvk__fail_at(error, HVK_EINPUT, package->path, 0, 0,
		                    "expected plain files, found '%.200s' encrypted; unpack it with its password first",
		                    name);
	return is_litter(name) ? HVK_OK : add_entry(error, package, name, index);
}

/* How long the one folder is that all entries lie in, with its slash; 0 when there is none. */
static size_t common_folder(const struct hvk__package *package)
{
	const char *first = package->count ? package->entries[0].name : "", *slash = strchr(first, '/');
	size_t length = slash ? (size_t)(slash - first) + 1 : 0;

	for (size_t i = 1; i < package->count; i++)
		if (strncmp(package->entries[i].name, first, length) != 0)
			return 0;
	return length;
}

static int list_zip(struct hvk__error *error, struct hvk__package *package)
{
	zip_int64_t count = zip_get_num_entries(package->zip, 0);
	size_t top;
	int result = HVK_OK;

	if (count > HVK__PACKAGE_ENTRIES)
		return hvk__fail_at(error, HVK_EINPUT, package->path, 0, 0,
		                    "expected a package of some files, found a zip file of %lld", (long long)count);
	for (zip_int64_t i = 0; result == HVK_OK && i < count; i++)
		result = list_entry(error, package, (zip_uint64_t)i);
	if (result < 0 || package->count == 0)
		return result;
	top = common_folder(package);
	for (size_t i = 0; i < package->count; i++)
		memmove(package->entries[i].name, package->entries[i].name + top,
		        strlen(package->entries[i].name + top) + 1);
	qsort(package->entries, package->count, sizeof(*package->entries), compare_folded);
	for (size_t i = 1; i < package->count; i++)
		if (strcasecmp(package->entries[i].name, package->entries[i - 1].name) == 0)
			return hvk__fail_at(error, HVK_EINPUT, package->path, 0, 0,
			                    "expected each file once, found '%.200s' twice", package->entries[i].name);
	return HVK_OK;
}

/* Whether so many bytes out of so few are no accident. */
static bool is_bomb(uint64_t unpacked, uint64_t packed)
{
	return unpacked > HVK__PACKAGE_SMALL && unpacked / HVK__PACKAGE_RATIO > packed;
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
	return 0;
}

static int unpack(struct hvk__error *error, struct hvk__package *package, zip_file_t *from, uint64_t packed,
                  const char *shown, int to)
{
	char bytes[16384];
	uint64_t unpacked = 0;
	zip_int64_t got;

	while ((got = zip_fread(from, bytes, sizeof(bytes))) > 0) {
		unpacked += (uint64_t)got;
		package->unpacked += (uint64_t)got;
		if (is_bomb(unpacked, packed) || package->unpacked > HVK__PACKAGE_MAX)
			return hvk__fail_at(
				error, HVK_EINPUT, shown, 0, 0,
				"the zip file unpacks to more than it can honestly hold: a zip bomb; nothing was read");
		if (write_all(to, bytes, (size_t)got) < 0)
			return hvk__fail_at(error, HVK_EIO, shown, 0, 0, "cannot be unpacked: %s", strerror(errno));
	}
	if (got < 0)
		return fail_zip(error, package, shown, zip_file_get_error(from));
	if (lseek(to, 0, SEEK_SET) < 0)
		return hvk__fail_at(error, HVK_EIO, shown, 0, 0, "cannot be unpacked: %s", strerror(errno));
	return HVK_OK;
}

static int read_zip(struct hvk__error *error, struct hvk__package *package, const char *name, const char *shown,
                    int *descriptor)
{
	const struct entry *entry = NULL;
	struct zip_stat found;
	zip_file_t *file;
	int memory, result;

	for (size_t i = 0; i < package->count && !entry; i++)
		if (strcmp(package->entries[i].name, name) == 0)
			entry = &package->entries[i];
	if (!entry)
		return hvk__fail_at(error, HVK_ENOTFOUND, shown, 0, 0, "there is no such file");
	zip_stat_init(&found);
	file = zip_fopen_index(package->zip, entry->index, 0);
	if (!file || zip_stat_index(package->zip, entry->index, 0, &found) < 0) {
		result = fail_zip(error, package, shown, zip_get_error(package->zip));
		if (file)
			zip_fclose(file);
		return result;
	}
	memory = memfd_create("hvk", MFD_CLOEXEC);
	if (memory < 0)
		result = hvk__fail_at(error, HVK_EIO, shown, 0, 0, "cannot be unpacked: %s", strerror(errno));
	else
		result = unpack(error, package, file, found.comp_size, shown, memory);
	zip_fclose(file);
	if (result == HVK_OK)
		*descriptor = memory;
	else if (memory >= 0)
		close(memory);
	return result;
}

int hvk__package_read(struct hvk__error *error, struct hvk__package *package, const char *name, const char *shown,
                      int *descriptor)
{
	*descriptor = -1;
	return package->zip ? read_zip(error, package, name, shown, descriptor) :
	                      read_folder(error, package, name, shown, descriptor);
}

/* ---------------------------------------------------------------- opening */

/* The last part of a path, whatever slashes it ends with; without '.zip'. */
static char *base_name(const char *path)
{
	size_t end = strlen(path), start;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (start = end; start > 0 && path[start - 1] != '/';)
		start--;
	if (end - start > 4 && strncasecmp(path + end - 4, ".zip", 4) == 0)
		end -= 4;
	return strndup(path + start, end - start);
}

static int open_zip(struct hvk__error *error, struct hvk__package *package, int descriptor)
{
	zip_error_t why;
	char magic[4] = "";
	int copy, code;

	if (pread(descriptor, magic, sizeof(magic), 0) < 0)
		return hvk__fail_at(error, HVK_EIO, package->path, 0, 0, "cannot be read: %s", strerror(errno));
	if (memcmp(magic, "PK\3\4", 4) != 0 && memcmp(magic, "PK\5\6", 4) != 0)
		return hvk__fail_at(error, HVK_EINPUT, package->path, 0, 0,
		                    "expected a folder or a zip file of CSV files, found neither");
	copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return hvk__fail_at(error, HVK_EIO, package->path, 0, 0, "cannot be read: %s", strerror(errno));
	package->zip = zip_fdopen(copy, 0, &code);
	if (!package->zip) {
		close(copy);
		zip_error_init_with_code(&why, code);
		code = fail_zip(error, package, NULL, &why);
		zip_error_fini(&why);
		return code;
	}
	return list_zip(error, package);
}

/* The package keeps the descriptor of a folder, also when listing it fails. */
static int open_found(struct hvk__error *error, struct hvk__package *package, int descriptor)
{
	struct stat found;

	if (fstat(descriptor, &found) < 0)
		return hvk__fail_at(error, HVK_EIO, package->path, 0, 0, "cannot be read: %s", strerror(errno));
	if (S_ISREG(found.st_mode))
		return open_zip(error, package, descriptor);
	if (!S_ISDIR(found.st_mode))
		return hvk__fail_at(error, HVK_EINPUT, package->path, 0, 0,
		                    "expected a folder or a zip file, found neither");
	package->folder = descriptor;
	return list_folder(error, package);
}

static int open_at(struct hvk__error *error, struct hvk__package *package, const char *path)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), result;

	if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR))
		return hvk__fail_at(error, HVK_ENOTFOUND, path, 0, 0, "expected a folder or a zip file, found nothing");
	if (descriptor < 0)
		return hvk__fail_at(error, HVK_EIO, path, 0, 0, "cannot be read: %s", strerror(errno));
	result = open_found(error, package, descriptor);
	if (package->folder != descriptor)
		close(descriptor);
	return result;
}

int hvk__package_open(struct hvk__error *error, const char *path, struct hvk__package **out)
{
	struct hvk__package *package = calloc(1, sizeof(*package));
	int result = HVK_OK;

	*out = NULL;
	if (!package)
		return hvk__fail_memory(error);
	package->folder = -1;
	package->path = path;
	package->name = base_name(path);
	if (!package->name)
		result = hvk__fail_memory(error);
	if (result == HVK_OK)
		result = open_at(error, package, path);
	if (result < 0) {
		hvk__package_free(package);
		return result;
	}
	if (package->count > 0)
		qsort(package->entries, package->count, sizeof(*package->entries), compare_entries);
	*out = package;
	return HVK_OK;
}
