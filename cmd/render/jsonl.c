/* SPDX-License-Identifier: EUPL-1.2 */
/* jsonl: one JSON object a line; numbers are numbers, an empty or hidden cell is null. */
#include <string.h>

#include "render/format.h"

size_t json_string(const char *text, size_t length, char *to)
{
	static const char digits[] = "0123456789abcdef";
	const char *begin = to;

	*to++ = '"';
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		const char *found = c < ' ' || c == '"' || c == '\\' ? strchr("\"\"\\\\\nn\rr\tt\bb\ff", c) : NULL;

		if (c == '"' || c == '\\' || (found && c != 0)) {
			*to++ = '\\';
			*to++ = found[1];
		} else if (c < ' ' || c == 0x7f) {
			memcpy(to, "\\u00", 4);
			to[4] = digits[c >> 4];
			to[5] = digits[c & 15];
			to += 6;
		} else {
			*to++ = (char)c;
		}
	}
	*to++ = '"';
	return (size_t)(to - begin);
}

static int put_string(struct renderer *renderer, const char *text, size_t length)
{
	if (put_reserve(renderer, JSON_STRING_MAX(length)) < 0)
		return -1;
	renderer->length += json_string(text, length, renderer->data + renderer->length);
	return 0;
}

static int jsonl_row(struct renderer *renderer, const struct cell *cells)
{
	char number[NUMBER_MAX];

	for (size_t i = 0; i < renderer->column_count; i++) {
		const char *key = renderer->columns[i].key, *text;
		size_t length;
		int result;

		if (put_char(renderer, i == 0 ? '{' : ',') < 0 || put_string(renderer, key, strlen(key)) < 0 ||
		    put_char(renderer, ':') < 0)
			return -1;
		text = cell_data(&cells[i], number, &length);
		if (cells[i].type == CELL_EMPTY || cells[i].type == CELL_HIDDEN)
			result = put_text(renderer, "null");
		else if (cells[i].type == CELL_TEXT)
			result = put_string(renderer, text, length);
		else
			result = put(renderer, text, length);
		if (result < 0)
			return -1;
	}
	return put_text(renderer, renderer->column_count ? "}\n" : "{}\n");
}

const struct render_format render_jsonl = {
	.name = "jsonl", .extension = "jsonl", .help = "one JSON object a line, codes", .traits = RENDER_STREAMS,
	.row = jsonl_row
};
