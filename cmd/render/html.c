/* SPDX-License-Identifier: EUPL-1.2 */
/* html: one page that needs nothing else, for screens and paper: no script, no font, no link to elsewhere. */
#include <string.h>

#include "render/format.h"

static const char head_before_language[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"";
static const char head_before_title[] =
	"\">\n"
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<title>";
static const char head_after_title[] =
	"</title>\n"
	"<style>\n"
	":root { color-scheme: light dark; }\n"
	"body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }\n"
	"h1, h2, h3 { line-height: 1.2; margin: 1.6em 0 0.5em; }\n"
	"h1 { margin-top: 0; }\n"
	"p { margin: 0.3em 0; overflow-wrap: anywhere; }\n"
	"div { overflow-x: auto; }\n"
	"table { border-collapse: collapse; margin: 0.5em 0 1em; }\n"
	"caption { text-align: left; font-weight: bold; }\n"
	"th, td { border-bottom: 1px solid; padding: 0.2em 0.8em 0.2em 0; text-align: left; vertical-align: top; }\n"
	".n { text-align: right; font-variant-numeric: tabular-nums; }\n"
	"@page { size: A4; margin: 18mm; }\n"
	"@media print {\n"
	"  body { margin: 0; max-width: none; }\n"
	"  h2, h3 { break-after: avoid; }\n"
	"  tr { break-inside: avoid; }\n"
	"}\n"
	"</style>\n";

/* What HTML would read as markup, in text and in attributes. Controls that no page may hold become '?'. */
static int put_escaped(struct renderer *renderer, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		int result;

		if (c == '&')
			result = put_text(renderer, "&amp;");
		else if (c == '<')
			result = put_text(renderer, "&lt;");
		else if (c == '>')
			result = put_text(renderer, "&gt;");
		else if (c == '"')
			result = put_text(renderer, "&quot;");
		else
			result = put_char(renderer, (c < ' ' && c != '\n' && c != '\t') || c == 0x7f ? '?' : text[i]);
		if (result < 0)
			return -1;
	}
	return 0;
}

/* The head, once; what comes first gives the page its title. */
static int put_head(struct renderer *renderer, const char *title)
{
	if (renderer->started)
		return 0;
	renderer->started = true;
	if (put_text(renderer, head_before_language) < 0 || put_text(renderer, renderer->language) < 0 ||
	    put_text(renderer, head_before_title) < 0 || put_escaped(renderer, title, strlen(title)) < 0)
		return -1;
	return put_text(renderer, head_after_title);
}

static int put_element(struct renderer *renderer, const char *name, const char *text)
{
	if (put_char(renderer, '<') < 0 || put_text(renderer, name) < 0 || put_char(renderer, '>') < 0 ||
	    put_escaped(renderer, text, strlen(text)) < 0 || put_text(renderer, "</") < 0 ||
	    put_text(renderer, name) < 0)
		return -1;
	return put_text(renderer, ">\n");
}

/* Numbered, so that the table that comes after it can be called by it. */
static int html_heading(struct renderer *renderer, int level, const char *text)
{
	int number = level < 1 ? 1 : level > 6 ? 6 : level;
	char begin[48], end[16];

	snprintf(begin, sizeof(begin), "<h%d id=\"h%u\">", number, ++renderer->headings);
	snprintf(end, sizeof(end), "</h%d>\n", number);
	if (put_head(renderer, text) < 0 || put_text(renderer, begin) < 0 ||
	    put_escaped(renderer, text, strlen(text)) < 0)
		return -1;
	return put_text(renderer, end);
}

static int html_paragraph(struct renderer *renderer, const char *text)
{
	return put_head(renderer, "hvk") < 0 ? -1 : put_element(renderer, "p", text);
}

/* A table wider than the screen scrolls by itself, also by keyboard: then it needs a name, for who cannot see it. */
static int put_region(struct renderer *renderer)
{
	char region[96];

	if (renderer->headings > 0)
		snprintf(region, sizeof(region), "<div role=\"region\" aria-labelledby=\"h%u\" tabindex=\"0\">\n",
		         renderer->headings);
	else
		snprintf(region, sizeof(region), "<div role=\"region\" aria-label=\"%s\" tabindex=\"0\">\n",
		         strcmp(renderer->language, "nl") == 0 ? "tabel" : "table");
	return put_text(renderer, region);
}

static int html_begin(struct renderer *renderer)
{
	const char *caption = renderer->caption;

	if (put_head(renderer, caption ? caption : "hvk") < 0 || put_region(renderer) < 0 ||
	    put_text(renderer, "<table>\n") < 0)
		return -1;
	if (caption && put_element(renderer, "caption", caption) < 0)
		return -1;
	if (put_text(renderer, "<thead>\n<tr>") < 0)
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++) {
		const char *title = renderer->columns[i].title;

		if (put_text(renderer, renderer->columns[i].numeric ? "<th scope=\"col\" class=\"n\">" :
		                                                      "<th scope=\"col\">") < 0 ||
		    put_escaped(renderer, title, strlen(title)) < 0 || put_text(renderer, "</th>") < 0)
			return -1;
	}
	return put_text(renderer, "</tr>\n</thead>\n<tbody>\n");
}

static int html_row(struct renderer *renderer, const struct cell *cells)
{
	char number[NUMBER_MAX];

	if (put_text(renderer, "<tr>") < 0)
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++) {
		size_t length;
		const char *text = cell_format(&cells[i], renderer->decimal_comma, number, &length);

		if (put_text(renderer, renderer->columns[i].numeric ? "<td class=\"n\">" : "<td>") < 0 ||
		    put_escaped(renderer, text, length) < 0 || put_text(renderer, "</td>") < 0)
			return -1;
	}
	return put_text(renderer, "</tr>\n");
}

static int html_end(struct renderer *renderer)
{
	return put_text(renderer, "</tbody>\n</table>\n</div>\n");
}

static int html_finish(struct renderer *renderer)
{
	return put_head(renderer, "hvk") < 0 ? -1 : put_text(renderer, "</html>\n");
}

const struct render_format render_html = {
	.name = "html", .extension = "html", .help = "a page for screens and paper, labels",
	.traits = RENDER_LABELS | RENDER_TITLES | RENDER_STREAMS | RENDER_CAPTIONS,
	.heading = html_heading, .paragraph = html_paragraph, .table_begin = html_begin, .row = html_row,
	.table_end = html_end, .finish = html_finish
};
