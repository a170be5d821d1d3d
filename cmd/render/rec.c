/* SPDX-License-Identifier: EUPL-1.2 */
/* rec: the text records of GNU recutils. An empty cell is a field that is not there. */
#include <ctype.h>
#include <string.h>

#include "render/format.h"

/* Field names have letters, digits and underscores only. */
static int put_name(struct renderer *renderer, const char *key)
{
	for (; *key; key++)
		if (put_char(renderer, isalnum((unsigned char)*key) ? *key : '_') < 0)
			return -1;
	return put_text(renderer, ": ");
}

static int put_lines(struct renderer *renderer, const char *text, size_t length)
{
	const char *end = text + length;

	for (;;) {
		const char *line_end = memchr(text, '\n', (size_t)(end - text));

		if (put(renderer, text, (size_t)((line_end ? line_end : end) - text)) < 0)
			return -1;
		if (!line_end)
			return put_char(renderer, '\n');
		if (put_text(renderer, "\n+ ") < 0)
			return -1;
		text = line_end + 1;
	}
}

static int rec_row(struct renderer *renderer, const struct cell *cells)
{
	char number[NUMBER_MAX];

	if (renderer->started && put_char(renderer, '\n') < 0)
		return -1;
	renderer->started = true;
	for (size_t i = 0; i < renderer->column_count; i++) {
		size_t length;
		const char *text = cell_format(&cells[i], false, number, &length);

		if (length == 0)
			continue;
		if (put_name(renderer, renderer->columns[i].key) < 0 || put_lines(renderer, text, length) < 0)
			return -1;
	}
	return 0;
}

const struct render_format render_rec = {
	.name = "rec", .extension = "rec", .help = "text records of GNU recutils, codes", .traits = RENDER_STREAMS,
	.row = rec_row
};
