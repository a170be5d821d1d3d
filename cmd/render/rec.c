/* SPDX-License-Identifier: EUPL-1.2 */
/* rec: the text records of GNU recutils. An empty cell is a field that is not there. */
#include <string.h>

#include "render/format.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Field names have letters, digits and underscores only, and begin with a letter. */
static int put_name(struct renderer *renderer, const char *key)
{
	if (!is_letter(*key) && put_char(renderer, 'x') < 0)
		return -1;
	for (; *key; key++) {
		bool allowed = is_letter(*key) || (*key >= '0' && *key <= '9');

		if (put_char(renderer, allowed ? *key : '_') < 0)
			return -1;
	}
	return put_text(renderer, ": ");
}

/* A backslash at the end of a line would join the next one to it: a second one does so, with an empty line. */
static int put_line(struct renderer *renderer, const char *text, size_t length)
{
	if (put(renderer, text, length) < 0)
		return -1;
	if (length > 0 && text[length - 1] == '\\' && put_text(renderer, "\\\n") < 0)
		return -1;
	return put_char(renderer, '\n');
}

static int put_lines(struct renderer *renderer, const char *text, size_t length)
{
	const char *end = text + length;

	for (;;) {
		const char *line_end = memchr(text, '\n', (size_t)(end - text));

		if (put_line(renderer, text, (size_t)((line_end ? line_end : end) - text)) < 0)
			return -1;
		if (!line_end)
			return 0;
		if (put_text(renderer, "+ ") < 0)
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
		const char *text = cell_data(&cells[i], number, &length);

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
