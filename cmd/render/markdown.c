/* SPDX-License-Identifier: EUPL-1.2 */
/* md: tables as GitHub and pandoc read them. */
#include <stdlib.h>
#include <string.h>

#include "hvk.h"
#include "render/format.h"

enum { BAR_WIDTH = 20 };

/* Whether what follows an ampersand may be the name or the number of a character. */
static bool is_entity(const char *text, size_t length)
{
	return length > 0 && ((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || *text == '#');
}

static int put_escaped(struct renderer *renderer, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		bool escaped = (c != '\0' && strchr("\\`*_[]<>|~", c)) ||
		               (c == '&' && is_entity(text + i + 1, length - i - 1));

		if (escaped && put_char(renderer, '\\') < 0)
			return -1;
		if (put_char(renderer, c) < 0)
			return -1;
	}
	return 0;
}

/* A blank line between the parts of a document. */
static int put_distance(struct renderer *renderer)
{
	bool started = renderer->started;

	renderer->started = true;
	return started ? put_char(renderer, '\n') : 0;
}

static int markdown_heading(struct renderer *renderer, int level, const char *text)
{
	if (put_distance(renderer) < 0 || put_repeated(renderer, "#", (size_t)level) < 0 ||
	    put_char(renderer, ' ') < 0 || put_escaped(renderer, text, strlen(text)) < 0)
		return -1;
	return put_char(renderer, '\n');
}

static int markdown_paragraph(struct renderer *renderer, const char *text)
{
	size_t digits;

	if (put_distance(renderer) < 0)
		return -1;
	/* What would begin a block of code, a heading, a list or a numbered one. The rest is escaped wherever it is. */
	text += strspn(text, " \t");
	digits = strspn(text, "0123456789");
	if (digits > 0 && (text[digits] == '.' || text[digits] == ')')) {
		if (put_escaped(renderer, text, digits) < 0 || put_char(renderer, '\\') < 0)
			return -1;
		text += digits;
	} else if (*text != '\0' && strchr("#+-=", *text) && put_char(renderer, '\\') < 0) {
		return -1;
	}
	if (put_escaped(renderer, text, strlen(text)) < 0)
		return -1;
	return put_char(renderer, '\n');
}

/* Text as it is shown, without what a terminal would obey, between marks. */
static int put_marked(struct renderer *renderer, const char *before, const char *text, const char *after)
{
	char *printable = hvk_text_printable(text);
	int result = -1;

	if (printable && put_text(renderer, before) == 0 &&
	    put_escaped(renderer, printable, strlen(printable)) == 0)
		result = put_text(renderer, after);
	free(printable);
	return result;
}

/* What is cancelled is struck through, with the word behind it. */
static int put_struck(struct renderer *renderer, const char *before, const char *text, const char *word)
{
	return put_marked(renderer, before, text, "") < 0 ? -1 : put_marked(renderer, "~~ (", word, ")\n");
}

/* One day stands by itself, several are a list, as are the facts: with another mark it is one of its own. */
static int markdown_announcement(struct renderer *renderer, const struct announcement *announcement)
{
	const struct announced_day *days = announcement->days;
	bool one = announcement->day_count == 1;

	if (put_distance(renderer) < 0 ||
	    (announcement->cancelled ? put_struck(renderer, "### ~~", announcement->title, announcement->word)
	                             : put_marked(renderer, "### ", announcement->title, "\n")) < 0 ||
	    put_distance(renderer) < 0)
		return -1;
	for (size_t i = 0; i < announcement->day_count; i++)
		if ((days[i].cancelled ? put_struck(renderer, one ? "~~" : "- ~~", days[i].text, announcement->word)
		                       : put_marked(renderer, one ? "**" : "- ", days[i].text,
		                                    one ? "**\n" : "\n")) < 0)
			return -1;
	if (announcement->text && render_paragraph(renderer, announcement->text) < 0)
		return -1;
	if (announcement->fact_count > 0 && put_distance(renderer) < 0)
		return -1;
	for (size_t i = 0; i < announcement->fact_count; i++)
		if (put_marked(renderer, "* ", announcement->facts[i].word, ": ") < 0 ||
		    put_marked(renderer, "", announcement->facts[i].text, "\n") < 0)
			return -1;
	return 0;
}

static int markdown_begin(struct renderer *renderer)
{
	if (put_distance(renderer) < 0)
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++) {
		const char *title = renderer->columns[i].title;

		if (put_text(renderer, "| ") < 0 || put_escaped(renderer, title, strlen(title)) < 0 ||
		    put_char(renderer, ' ') < 0)
			return -1;
	}
	if (put_text(renderer, "|\n") < 0)
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++)
		if (put_text(renderer, renderer->columns[i].numeric ? "| ---: " : "| --- ") < 0)
			return -1;
	return put_text(renderer, "|\n");
}

static int markdown_row(struct renderer *renderer, const struct cell *cells)
{
	char number[NUMBER_MAX], bar[3 * BAR_WIDTH + 1];

	for (size_t i = 0; i < renderer->column_count; i++) {
		size_t length;
		const char *text = cell_format(&cells[i], renderer->decimal_comma, number, &length);

		if (put_text(renderer, "| ") < 0 || put_escaped(renderer, text, length) < 0)
			return -1;
		if (cells[i].bar > 0) {
			bar_format(cells[i].bar, BAR_WIDTH, bar);
			if (put_char(renderer, ' ') < 0 || put_text(renderer, bar) < 0)
				return -1;
		}
		if (put_char(renderer, ' ') < 0)
			return -1;
	}
	return put_text(renderer, "|\n");
}

const struct render_format render_markdown = {
	.name = "md", .extension = "md", .help = "Markdown, labels",
	.traits = RENDER_LABELS | RENDER_TITLES | RENDER_STREAMS,
	.heading = markdown_heading, .paragraph = markdown_paragraph,
	.announcement = markdown_announcement, .table_begin = markdown_begin, .row = markdown_row
};
