/* SPDX-License-Identifier: EUPL-1.2 */
/* A file that appears whole or not at all. */
#ifndef HVK_COMMON_FILE_H
#define HVK_COMMON_FILE_H

#include "common/program.h"

struct new_file {
	const char *path;     /* borrowed */
	char *temporary;      /* beside path; NULL when path is a device or pipe, which is written directly */
	int descriptor;
};

/* Opens a temporary file beside path. An existing file keeps its mode; a symbolic link, a folder, the store and what
 * the verb reads are refused. A signal that ends the program removes the temporary file; one such file at a time is
 * watched. 0, or an exit status with the message printed. */
int file_create(struct command *command, const char *path, struct new_file *file);
/* Brings it to the disk and gives it its name. 0 or an exit status; the file is closed in any case. */
int file_commit(const struct command *command, struct new_file *file);
/* Whether what was written is what the file held before, byte for byte. Not so where there was none. */
bool file_is_unchanged(const struct new_file *file);
/* Removes it. Does nothing when it was committed. */
void file_discard(struct new_file *file);

#endif
