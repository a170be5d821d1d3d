/* SPDX-License-Identifier: EUPL-1.2 */
/* html: one page that needs nothing else, for screens and paper: no script, no font; no link to elsewhere but the
 * addresses that are announced. */
#include <math.h>

#include "render/svg.h"

static const char head_before_language[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"";
static const char head_before_title[] =
	"\">\n"
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<title>";
/* Light unless the screen is dark; paper is always light. */
static const char head_before_light[] =
	"</title>\n"
	"<style>\n"
	":root { color-scheme: light dark; ";
static const char head_before_dark[] =
	" }\n"
	"@media screen and (prefers-color-scheme: dark) { :root { ";
static const char head_after_dark[] =
	" } }\n"
	"body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 0.75rem;"
	" background: var(--paper); color: var(--ink); }\n"
	"h1, h2, h3 { line-height: 1.2; margin: 1.6em 0 0.5em; overflow-wrap: anywhere; }\n"
	"h1 { margin-top: 0; }\n"
	"h2 { border-top: 1px solid var(--rule); padding-top: 0.8em; }\n"
	"p { margin: 0.3em 0; overflow-wrap: anywhere; }\n"
	".banner { border: 2px solid var(--alarm); border-left-width: 0.6rem; padding: 0.4em 0.8em; margin: 1em 0;"
	" color: var(--alarm); font-weight: bold; }\n"
	".figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0.75rem;"
	" margin: 1em 0; }\n"
	".figures div { border: 1px solid var(--soft); border-radius: 0.4rem; padding: 0.6em 0.8em;"
	" display: flex; flex-direction: column; }\n"
	".figures dt, .figures dd { margin: 0; overflow-wrap: anywhere; }\n"
	".figures .value { font-size: 1.9rem; font-weight: bold; line-height: 1.2; order: -1; }\n"
	".figures .note { font-size: 0.9rem; color: var(--soft); }\n"
	"article { border-left: 0.3rem solid var(--s0); padding: 0 0 0 0.9em; margin: 1.2em 0; }\n"
	"article h3 { margin: 0 0 0.3em; }\n"
	"article .days { font-weight: bold; margin: 0.3em 0; padding: 0; list-style: none; }\n"
	"article s { font-weight: normal; color: var(--soft); }\n"
	"article .facts { display: grid; grid-template-columns: minmax(7rem, 25%) 1fr; gap: 0 1em;"
	" margin: 0.4em 0; }\n"
	"article .facts dt { color: var(--soft); }\n"
	"article .facts dd { margin: 0; overflow-wrap: anywhere; }\n"
	"figure { margin: 1em 0; }\n"
	"figcaption { font-weight: bold; margin-bottom: 0.5em; overflow-wrap: anywhere; }\n"
	"svg { display: block; width: 100%; max-width: 32rem; height: auto; }\n"
	".scroll { overflow-x: auto; }\n"
	"table { border-collapse: collapse; margin: 0.5em 0 1em; }\n"
	"caption { text-align: left; font-weight: bold; }\n"
	"th, td { border-bottom: 1px solid var(--rule); padding: 0.2em 0.9em 0.2em 0; text-align: left;"
	" vertical-align: top; }\n"
	"thead th, thead td { border-bottom: 2px solid var(--soft); vertical-align: bottom; }\n"
	"tbody th { font-weight: normal; }\n"
	"tfoot th, tfoot td { border-top: 2px solid var(--soft); font-weight: bold; }\n"
	".n { text-align: right; font-variant-numeric: tabular-nums; }\n"
	".bar { min-width: 7em; }\n"
	".bar i { display: block; height: 0.3em; margin-bottom: 0.15em; background: var(--s0); }\n"
	"svg, .bar i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }\n"
	"@page { size: A4; margin: 18mm; }\n"
	"@media print {\n"
	"  :root { color-scheme: light; }\n"
	"  body { margin: 0; padding: 0; max-width: none; font-size: 10.5pt; }\n"
	"  h1, h2, h3, caption, figcaption { break-after: avoid; }\n"
	"  tr, figure, article, .banner, .figures div { break-inside: avoid; }\n"
	"  article, article .days { print-color-adjust: exact; -webkit-print-color-adjust: exact; }\n"
	"  tfoot { display: table-row-group; }\n"
	"  .scroll { overflow: visible; }\n"
	"  svg { max-width: 13cm; max-height: 22cm; }\n"
	"}\n"
	"</style>\n"
	"<main>\n";

/* The head, once; what comes first gives the page its title. */
static int put_head(struct renderer *renderer, const char *title)
{
	if (renderer->started)
		return 0;
	renderer->started = true;
	if (put_text(renderer, head_before_language) < 0 || put_text(renderer, renderer->language) < 0 ||
	    put_text(renderer, head_before_title) < 0 || put_markup_safely(renderer, title) < 0 ||
	    put_text(renderer, head_before_light) < 0 || put_paints(renderer, false) < 0 ||
	    put_text(renderer, head_before_dark) < 0 || put_paints(renderer, true) < 0)
		return -1;
	return put_text(renderer, head_after_dark);
}

static int put_element(struct renderer *renderer, const char *begin, const char *text, const char *end)
{
	if (put_text(renderer, begin) < 0 || put_markup_safely(renderer, text) < 0)
		return -1;
	return put_text(renderer, end);
}

/* Numbered, so that the table that comes after it can be called by it. */
static int html_heading(struct renderer *renderer, int level, const char *text)
{
	int number = level < 1 ? 1 : level > 6 ? 6 : level;
	char begin[48], end[16];

	snprintf(begin, sizeof(begin), "<h%d id=\"h%u\">", number, ++renderer->headings);
	snprintf(end, sizeof(end), "</h%d>\n", number);
	return put_head(renderer, text) < 0 ? -1 : put_element(renderer, begin, text, end);
}

static int html_paragraph(struct renderer *renderer, const char *text)
{
	return put_head(renderer, "hvk") < 0 ? -1 : put_element(renderer, "<p>", text, "</p>\n");
}

static int html_banner(struct renderer *renderer, const char *text)
{
	if (put_head(renderer, "hvk") < 0 || put_text(renderer, "<div class=\"banner\" role=\"note\">\n") < 0 ||
	    render_paragraph(renderer, text) < 0)
		return -1;
	return put_text(renderer, "</div>\n");
}

/* ---- figures and charts */

/* What is hidden says so to who asks what x is. */
static int put_value(struct renderer *renderer, const struct cell *cell)
{
	char number[NUMBER_MAX];
	size_t length;
	const char *text = cell_format(cell, renderer->decimal_comma, number, &length);

	if (cell->type != CELL_HIDDEN)
		return put_markup(renderer, text, length);
	if (put_text(renderer, "<abbr title=\"") < 0 || put_text(renderer, picture_word(renderer, WORD_HIDDEN)) < 0)
		return -1;
	return put_text(renderer, "\">x</abbr>");
}

static int put_figure(struct renderer *renderer, const struct figure *figure)
{
	if (put_element(renderer, "<div><dt>", figure->title, "</dt><dd class=\"value\">") < 0 ||
	    put_value(renderer, &figure->value) < 0 || put_text(renderer, "</dd>") < 0)
		return -1;
	if (figure->note && put_element(renderer, "<dd class=\"note\">", figure->note, "</dd>") < 0)
		return -1;
	return put_text(renderer, "</div>\n");
}

static int html_figures(struct renderer *renderer, const struct figure *figures, size_t count)
{
	if (count == 0)
		return 0;
	if (put_head(renderer, "hvk") < 0 || put_text(renderer, "<dl class=\"figures\">\n") < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (put_figure(renderer, &figures[i]) < 0)
			return -1;
	return put_text(renderer, "</dl>\n");
}

static int html_chart(struct renderer *renderer, const struct chart *chart)
{
	if (put_head(renderer, chart->title) < 0 ||
	    put_element(renderer, "<figure>\n<figcaption>", chart->title, "</figcaption>\n") < 0 ||
	    put_picture(renderer, chart, true) < 0)
		return -1;
	return put_text(renderer, "</figure>\n");
}

/* ---- announcements */

/* What is cancelled is struck through, with the word behind it. */
static int put_struck(struct renderer *renderer, const char *text, bool cancelled, const char *word)
{
	if (put_element(renderer, cancelled ? "<s>" : "", text, cancelled ? "</s> " : "") < 0)
		return -1;
	return cancelled ? put_element(renderer, "<strong>", word, "</strong>") : 0;
}

static int put_days(struct renderer *renderer, const struct announcement *announcement)
{
	bool one = announcement->day_count == 1;

	if (put_text(renderer, one ? "" : "<ul class=\"days\">\n") < 0)
		return -1;
	for (size_t i = 0; i < announcement->day_count; i++) {
		const struct announced_day *day = &announcement->days[i];

		if (put_text(renderer, one ? "<p class=\"days\">" : "<li>") < 0 ||
		    put_struck(renderer, day->text, day->cancelled, announcement->word) < 0 ||
		    put_text(renderer, one ? "</p>\n" : "</li>\n") < 0)
			return -1;
	}
	return put_text(renderer, one ? "" : "</ul>\n");
}

/* A link where a browser may follow it. */
static int put_fact(struct renderer *renderer, const struct announced_fact *fact)
{
	bool link = fact->link && (strncmp(fact->text, "http://", 7) == 0 || strncmp(fact->text, "https://", 8) == 0);

	if (put_element(renderer, "<dt>", fact->word, "</dt><dd>") < 0)
		return -1;
	if (link && put_element(renderer, "<a href=\"", fact->text, "\">") < 0)
		return -1;
	return put_element(renderer, "", fact->text, link ? "</a></dd>\n" : "</dd>\n");
}

static int html_announcement(struct renderer *renderer, const struct announcement *announcement)
{
	char begin[48];

	snprintf(begin, sizeof(begin), "<article>\n<h3 id=\"h%u\">", ++renderer->headings);
	if (put_head(renderer, announcement->title) < 0 || put_text(renderer, begin) < 0 ||
	    put_struck(renderer, announcement->title, announcement->cancelled, announcement->word) < 0 ||
	    put_text(renderer, "</h3>\n") < 0 || put_days(renderer, announcement) < 0 ||
	    (announcement->text && render_paragraph(renderer, announcement->text) < 0) ||
	    put_text(renderer, announcement->fact_count > 0 ? "<dl class=\"facts\">\n" : "") < 0)
		return -1;
	for (size_t i = 0; i < announcement->fact_count; i++)
		if (put_fact(renderer, &announcement->facts[i]) < 0)
			return -1;
	return put_text(renderer, announcement->fact_count > 0 ? "</dl>\n</article>\n" : "</article>\n");
}

/* ---- tables */

/* A table wider than the screen scrolls by itself, also by keyboard: then it needs a name of its own, for who cannot
 * see it. That is its caption, or the heading above it with the number of the table. */
static int put_region(struct renderer *renderer)
{
	static const char begin[] = "<div class=\"scroll\" role=\"region\" tabindex=\"0\"";
	unsigned long long number = renderer->tables;
	const char *word = picture_word(renderer, WORD_TABLE);
	char text[200];

	if (renderer->caption)
		snprintf(text, sizeof(text), "%s aria-labelledby=\"t%llu\">\n<table>\n", begin, number);
	else if (renderer->headings > 0)
		snprintf(text, sizeof(text), "%s id=\"t%llu\" aria-label=\"(%s %llu)\" aria-labelledby=\"h%u t%llu\">\n"
		         "<table aria-labelledby=\"h%u\">\n", begin, number, word, number, renderer->headings, number,
		         renderer->headings);
	else
		snprintf(text, sizeof(text), "%s aria-label=\"%s %llu\">\n<table>\n", begin, word, number);
	if (put_text(renderer, text) < 0 || !renderer->caption)
		return renderer->caption ? -1 : 0;
	snprintf(text, sizeof(text), "<caption id=\"t%llu\">", number);
	return put_element(renderer, text, renderer->caption, "</caption>\n");
}

static int html_begin(struct renderer *renderer)
{
	renderer->footer = false;
	if (put_head(renderer, renderer->caption ? renderer->caption : "hvk") < 0 || put_region(renderer) < 0 ||
	    put_text(renderer, "<thead>\n<tr>") < 0)
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++) {
		const char *title = renderer->columns[i].title;
		/* What has no title is the head of nothing. */
		const char *name = *title ? "th scope=\"col\"" : "td";

		if (put_char(renderer, '<') < 0 || put_text(renderer, name) < 0 ||
		    put_text(renderer, renderer->columns[i].numeric ? " class=\"n\">" : ">") < 0 ||
		    put_element(renderer, "", title, *title ? "</th>" : "</td>") < 0)
			return -1;
	}
	return put_text(renderer, "</tr>\n</thead>\n<tbody>\n");
}

/* The first cell is the head of its row. */
static int put_cell(struct renderer *renderer, const struct cell *cell, size_t column)
{
	bool empty = cell->type == CELL_EMPTY || (cell->type == CELL_TEXT && cell->length == 0);
	bool head = column == 0 && !empty, numeric = renderer->columns[column].numeric;
	char bar[48];

	if (put_text(renderer, head ? "<th scope=\"row\"" : "<td") < 0 ||
	    put_text(renderer, cell->bar > 0 ? numeric ? " class=\"n bar\">" : " class=\"bar\">" :
	                       numeric ? " class=\"n\">" : ">") < 0 ||
	    put_value(renderer, cell) < 0)
		return -1;
	if (cell->bar > 0) {
		snprintf(bar, sizeof(bar), "<i style=\"width:%.1f%%\"></i>", 100 * fmin(cell->bar, 1));
		if (put_text(renderer, bar) < 0)
			return -1;
	}
	return put_text(renderer, head ? "</th>" : "</td>");
}

static int html_row(struct renderer *renderer, const struct cell *cells)
{
	if (put_text(renderer, "<tr>") < 0)
		return -1;
	for (size_t i = 0; i < renderer->column_count; i++)
		if (put_cell(renderer, &cells[i], i) < 0)
			return -1;
	return put_text(renderer, "</tr>\n");
}

static int html_total(struct renderer *renderer, const struct cell *cells)
{
	if (!renderer->footer && put_text(renderer, "</tbody>\n<tfoot>\n") < 0)
		return -1;
	renderer->footer = true;
	return html_row(renderer, cells);
}

static int html_end(struct renderer *renderer)
{
	return put_text(renderer, renderer->footer ? "</tfoot>\n</table>\n</div>\n" : "</tbody>\n</table>\n</div>\n");
}

static int html_finish(struct renderer *renderer)
{
	return put_head(renderer, "hvk") < 0 ? -1 : put_text(renderer, "</main>\n</html>\n");
}

const struct render_format render_html = {
	.name = "html", .extension = "html", .help = "a page for screens and paper, labels",
	.traits = RENDER_LABELS | RENDER_TITLES | RENDER_STREAMS | RENDER_CAPTIONS | RENDER_TITLED,
	.heading = html_heading, .paragraph = html_paragraph, .banner = html_banner, .figures = html_figures,
	.chart = html_chart, .announcement = html_announcement, .table_begin = html_begin,
	.row = html_row, .total = html_total, .table_end = html_end,
	.finish = html_finish
};
