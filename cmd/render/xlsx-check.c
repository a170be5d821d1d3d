/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether a workbook is whole. The library writes each part to a temporary file first and does not look whether that
 * went well: on a full disk it makes, without an error, a workbook that nobody can open. So every part is read back: it
 * has to end as it began. */
#include "render/xlsx-check.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

enum { CHUNK = 1 << 16, TAIL = 64 };

/* "</worksheet>" of "<?xml ...?><worksheet ...>". False when there is no element. */
static bool find_ending(const char *text, char ending[TAIL])
{
	const char *begin = text;
	size_t length;

	while ((begin = strchr(begin, '<')) != NULL && !isalpha((unsigned char)begin[1]))
		begin++;
	if (!begin)
		return false;
	length = strcspn(begin + 1, " />");
	if (length + sizeof("</>") > TAIL)
		return false;
	snprintf(ending, TAIL, "</%.*s>", (int)length, begin + 1);
	return true;
}

static bool part_is_whole(zip_t *package, zip_uint64_t part)
{
	char bytes[TAIL + CHUNK + 1], ending[TAIL] = "";
	size_t held = 0;
	zip_int64_t length;
	zip_file_t *file = zip_fopen_index(package, part, 0);
	bool whole = file != NULL;

	while (whole && (length = zip_fread(file, bytes + held, CHUNK)) != 0) {
		size_t kept;

		if (length < 0)
			break;
		held += (size_t)length;
		bytes[held] = '\0';
		if (ending[0] == '\0')
			whole = find_ending(bytes, ending);
		kept = held < TAIL ? held : TAIL;
		memmove(bytes, bytes + held - kept, kept);
		held = kept;
	}
	while (held > 0 && isspace((unsigned char)bytes[held - 1]))
		held--;
	whole = whole && ending[0] != '\0' && held >= strlen(ending) &&
	        memcmp(bytes + held - strlen(ending), ending, strlen(ending)) == 0;
	if (file)
		zip_fclose(file);
	return whole;
}

int xlsx_check(int descriptor)
{
	int copy = dup(descriptor), unused;
	zip_t *package;
	bool whole = true;

	if (copy < 0 || lseek(copy, 0, SEEK_SET) < 0)
		return -1;
	package = zip_fdopen(copy, 0, &unused);
	if (!package) {
		close(copy);
		errno = ENOSPC;
		return -1;
	}
	for (zip_int64_t i = 0; i < zip_get_num_entries(package, 0) && whole; i++)
		whole = part_is_whole(package, (zip_uint64_t)i);
	zip_discard(package);
	if (!whole)
		errno = ENOSPC;
	return whole ? 0 : -1;
}
