/* SPDX-License-Identifier: EUPL-1.2 */
/* The file of refused rows, which can be mended and imported again. */
#include "store/rejects.h"

#include <errno.h>
#include <string.h>

#define FLUSH_BYTES 65536

static bool add_field(struct hvk__buffer *text, const char *field, size_t length, char delimiter)
{
	_cleanup_free_ char *quoted = malloc(2 * length + 2);

	return quoted && hvk__buffer_add(text, quoted, hvk_csv_field(quoted, field, length, delimiter));
}

char *hvk__reject_line(const struct hvk__layout *layout, const char *reason, const struct hvk__span *cells,
                       size_t count, char delimiter)
{
	struct hvk__buffer text = { 0 };
	bool good = add_field(&text, reason, strlen(reason), delimiter);

	/* A row with too few cells or too many stays so: made to fit, it would be taken unmended. */
	for (size_t i = 0; i < (cells ? count : layout->count) && good; i++) {
		if (i < layout->count && layout->meaning[i] == HVK__PASSED_OVER)
			continue;
		good = hvk__buffer_add(&text, &delimiter, 1);
		if (good && cells)
			good = add_field(&text, cells[i].data, cells[i].length, delimiter);
	}
	if (!good || !hvk__buffer_add(&text, "\n", 1))
		hvk__buffer_free(&text);
	return text.data;
}

void hvk__rejects_free(struct hvk__rejects *rejects)
{
	free(rejects->header);
	hvk__buffer_free(&rejects->pending);
}

int hvk__rejects_flush(struct hvk__rejects *rejects, struct hvk__error *error)
{
	const char *at = rejects->pending.data;
	size_t left = rejects->pending.length;

	rejects->pending.length = 0;
	while (left > 0) {
		ssize_t written = write(rejects->descriptor, at, left);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return hvk__fail(error, HVK_EIO, "the refused rows cannot be written: %s", strerror(errno));
		at += written;
		left -= (size_t)written;
	}
	return HVK_OK;
}

int hvk__rejects_add(struct hvk__rejects *rejects, struct hvk__error *error, const char *header, const char *line)
{
	if (!rejects->header) {
		rejects->header = strdup(header);
		if (!rejects->header || !hvk__buffer_add_text(&rejects->pending, header))
			return hvk__fail_memory(error);
	} else if (strcmp(rejects->header, header) != 0) {
		return hvk__fail(
			error, HVK_EINPUT,
			"refused rows of files with different columns cannot go to one file; import them one by one");
	}
	if (!hvk__buffer_add_text(&rejects->pending, line))
		return hvk__fail_memory(error);
	return rejects->pending.length < FLUSH_BYTES ? HVK_OK : hvk__rejects_flush(rejects, error);
}
