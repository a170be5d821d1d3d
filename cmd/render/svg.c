/* SPDX-License-Identifier: EUPL-1.2 */
/* svg: a picture of numbers, by itself or in a page: its frame, its letters, colours and legend. */
#include "render/svg.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "hvk.h"

enum { MARGIN = 12, HEADLINE = 18 };

/*
 * Chosen by measuring: text has a contrast of 4.5 or more with what is under it, lines and fills 3 or more with the
 * paper or an outline that has; the first eight series stay apart for who does not see red or green. The steps of one
 * hue are the same in the dark, and so is what lies on them.
 */
static const struct {
	const char *use, *light, *dark;
} paints[PAINTS] = {
	[PAINT_PAPER] = { "var(--paper)", "#ffffff", "#14171c" },
	[PAINT_INK] = { "var(--ink)", "#1a1d21", "#eceef1" },
	[PAINT_SOFT] = { "var(--soft)", "#555c66", "#b4bac4" },
	[PAINT_RULE] = { "var(--rule)", "#d3d7dc", "#3c434d" },
	[PAINT_ALARM] = { "var(--alarm)", "#9a1b1b", "#ff9c94" },
	[PAINT_EDGE] = { "var(--edge)", "#111111", "#111111" },
	[PAINT_LABEL] = { "var(--label)", "#111111", "#111111" },
	[PAINT_HALO] = { "var(--halo)", "#ffffff", "#ffffff" },
	[PAINT_CLASS + 0] = { "var(--c0)", "#dbe9f6", "#dbe9f6" },
	[PAINT_CLASS + 1] = { "var(--c1)", "#aecdea", "#aecdea" },
	[PAINT_CLASS + 2] = { "var(--c2)", "#7aaddb", "#7aaddb" },
	[PAINT_CLASS + 3] = { "var(--c3)", "#4a8ac4", "#4a8ac4" },
	[PAINT_CLASS + 4] = { "var(--c4)", "#2468a8", "#2468a8" },
	[PAINT_SERIES + 0] = { "var(--s0)", "#1f5fa8", "#7db4f0" },
	[PAINT_SERIES + 1] = { "var(--s1)", "#c74402", "#d99a2b" },
	[PAINT_SERIES + 2] = { "var(--s2)", "#0a3e39", "#f2e9e4" },
	[PAINT_SERIES + 3] = { "var(--s3)", "#ae4177", "#e0699f" },
	[PAINT_SERIES + 4] = { "var(--s4)", "#387f4a", "#5fd394" },
	[PAINT_SERIES + 5] = { "var(--s5)", "#2e1bfc", "#9175fb" },
	[PAINT_SERIES + 6] = { "var(--s6)", "#483802", "#d4604d" },
	[PAINT_SERIES + 7] = { "var(--s7)", "#1b34b0", "#e6e27a" },
	[PAINT_TINT + 0] = { "var(--t0)", "#bccfe5", "#34465c" },
	[PAINT_TINT + 1] = { "var(--t1)", "#eec7b3", "#4f3e20" },
	[PAINT_TINT + 2] = { "var(--t2)", "#b6c5c4", "#575658" },
	[PAINT_TINT + 3] = { "var(--t3)", "#e7c6d6", "#513043" },
	[PAINT_TINT + 4] = { "var(--t4)", "#c3d9c9", "#2a4f40" },
	[PAINT_TINT + 5] = { "var(--t5)", "#c0bbfe", "#3a335f" },
	[PAINT_TINT + 6] = { "var(--t6)", "#c8c3b3", "#4e2d2b" },
	[PAINT_TINT + 7] = { "var(--t7)", "#bbc2e7", "#535438" }
};

const char *picture_word(const struct renderer *renderer, enum picture_word word)
{
	static const char *const words[WORDS][2] = {
		[WORD_NO_VALUE] = { "geen waarde", "no value" },
		[WORD_HIDDEN] = { "verborgen, om kleine aantallen te beschermen", "hidden, to protect small counts" },
		[WORD_NOT_ON_MAP] = { "Niet op de kaart", "Not on the map" },
		[WORD_TABLE] = { "tabel", "table" }
	};

	return words[word][strcmp(renderer->language, "nl") != 0];
}

/* ---- markup */

int put_markup(struct renderer *renderer, const char *text, size_t length)
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

int put_markup_safely(struct renderer *renderer, const char *text)
{
	char *printable = hvk_text_printable(text);
	int result;

	if (!printable) {
		errno = ENOMEM;
		return -1;
	}
	result = put_markup(renderer, printable, strlen(printable));
	free(printable);
	return result;
}

int put_paints(struct renderer *renderer, bool dark)
{
	char text[64];

	for (size_t i = 0; i < PAINTS; i++) {
		const char *name = paints[i].use + strlen("var(");

		snprintf(text, sizeof(text), "%.*s:%s;", (int)strcspn(name, ")"), name,
		         dark ? paints[i].dark : paints[i].light);
		if (put_text(renderer, text) < 0)
			return -1;
	}
	return 0;
}

const char *paint(const struct picture *picture, enum paint paint)
{
	return picture->page ? paints[paint].use : paints[paint].light;
}

enum paint series_paint(size_t series)
{
	return (enum paint)((series / SERIES_PAINTS % 2 ? PAINT_TINT : PAINT_SERIES) + series % SERIES_PAINTS);
}

enum paint series_outline(size_t series)
{
	return (enum paint)(PAINT_SERIES + series % SERIES_PAINTS);
}

/* ---- numbers and widths */

double chart_value(const struct chart *chart, size_t series, size_t category)
{
	double value = chart->values[series * chart->categories + category];

	return isfinite(value) ? fmax(value, 0) : value == CHART_HIDDEN ? CHART_HIDDEN : NAN;
}

const char *figure_format(const struct picture *picture, double value, int decimals, char buffer[FIGURE_MAX])
{
	char *point;

	if (!isfinite(value))
		return value == CHART_HIDDEN ? "x" : "-";
	if (value >= 1e15 || decimals > 9)
		snprintf(buffer, FIGURE_MAX, "%.4g", value);
	else
		snprintf(buffer, FIGURE_MAX, "%.*f", decimals, value);
	point = picture->renderer->decimal_comma ? strchr(buffer, '.') : NULL;
	if (point)
		*point = ',';
	return buffer;
}

/* In parts of the size of the letters, after a wide font. */
static double letter_width(unsigned char c)
{
	if (c >= 0x80 && c < 0xc0)
		return 0; /* not the first byte of a letter */
	if (c >= 0xe3)
		return 1;
	if (c != '\0' && strchr(" fijlrtI.,:;'|!()[]-/", c))
		return 0.38;
	if (c != '\0' && strchr("mwMW@%<>=+~#^", c))
		return 0.96;
	return c >= 'A' && c <= 'Z' ? 0.72 : 0.62;
}

double text_width(const char *text, int size)
{
	double width = 0;

	for (; *text; text++)
		width += letter_width((unsigned char)*text);
	return width * size;
}

const char *text_shorten(const char *text, double width, int size, char buffer[SHORT_MAX])
{
	double used = 0.9 * size; /* the ellipsis */
	size_t length = 0;

	if (text_width(text, size) <= width)
		return text;
	while (length < SHORT_MAX - 4 && text[length]) {
		used += letter_width((unsigned char)text[length]) * size;
		if (used > width)
			break;
		length++;
	}
	/* Not within a letter, and without the blank before the ellipsis. */
	while (length > 0 && (unsigned char)text[length] >= 0x80 && (unsigned char)text[length] < 0xc0)
		length--;
	while (length > 0 && text[length - 1] == ' ')
		length--;
	snprintf(buffer, SHORT_MAX, "%.*s…", (int)length, text);
	return buffer;
}

/* ---- drawing */

void draw(struct picture *picture, const char *format, ...)
{
	char text[512];
	va_list arguments;

	if (picture->dry || picture->failed)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	picture->failed = put_text(picture->renderer, text) < 0;
}

void draw_escaped(struct picture *picture, const char *text)
{
	if (!picture->dry && !picture->failed)
		picture->failed = put_markup_safely(picture->renderer, text) < 0;
}

void draw_text(struct picture *picture, double x, double y, enum anchor anchor, int size, const char *text)
{
	static const char *const anchors[] = { "", " text-anchor=\"middle\"", " text-anchor=\"end\"" };

	draw(picture, "<text x=\"%.1f\" y=\"%.1f\"%s", x, y, anchors[anchor]);
	if (size > 0)
		draw(picture, " font-size=\"%d\"", size);
	draw(picture, ">");
	draw_escaped(picture, text);
	draw(picture, "</text>\n");
}

/* The part of text that makes one line: words, or as much of a word as fits. */
static size_t line_length(const char *text, int size, double most)
{
	double width = 0;
	size_t length = 0, words = 0;

	for (; text[length]; length++) {
		width += letter_width((unsigned char)text[length]) * size;
		if (width > most && letter_width((unsigned char)text[length]) > 0)
			return words > 0 ? words : length;
		if (text[length] == ' ')
			words = length + 1;
	}
	return length;
}

void draw_paragraph(struct picture *picture, int size, double width, const char *text)
{
	while (*text) {
		size_t length = line_length(text, size, width);
		char *line = strndup(text, length);

		if (!line) {
			picture->failed = true;
			return;
		}
		draw_text(picture, 0, picture->y + size, ANCHOR_START, size, line);
		free(line);
		picture->y += 1.3 * size;
		text += length;
	}
}

void draw_title(struct picture *picture, size_t category, size_t first, size_t count)
{
	const struct chart *chart = picture->chart;
	char number[FIGURE_MAX];

	draw(picture, "<title>");
	draw_escaped(picture, chart->labels[category]);
	for (size_t s = first; s < first + count; s++) {
		draw(picture, "%s", s == first ? ": " : "; ");
		if (chart->series_count > 1) {
			draw_escaped(picture, chart->series[s].title);
			draw(picture, " ");
		}
		draw(picture, "%s", figure_format(picture, chart->values[s * chart->categories + category],
		                                  chart->decimals, number));
	}
	draw(picture, " ");
	draw_escaped(picture, chart->unit);
	draw(picture, "</title>");
}

/* ---- legends */

enum { LEGEND_LINE = 22 };

/* Room for an item, on this line or the next: the mark, the text and what is between. */
static double legend_room(struct picture *picture, struct legend *legend, double mark, const char *text)
{
	double width = mark + text_width(text, SMALL_LETTER), x = legend->x;

	if (x > 0 && x + width > PICTURE_WIDTH) {
		picture->y += LEGEND_LINE;
		x = 0;
	}
	legend->x = x + width + 16;
	return x;
}

static void legend_text(struct picture *picture, double x, const char *text)
{
	char buffer[SHORT_MAX];

	draw_text(picture, x, picture->y + 14, ANCHOR_START, SMALL_LETTER,
	          text_shorten(text, PICTURE_WIDTH - x, SMALL_LETTER, buffer));
}

struct legend legend_begin(struct picture *picture)
{
	struct legend legend = { 0 };

	if (*picture->chart->unit) {
		draw(picture, "<g fill=\"%s\">", paint(picture, PAINT_SOFT));
		legend_text(picture, legend_room(picture, &legend, 0, picture->chart->unit), picture->chart->unit);
		draw(picture, "</g>\n");
	}
	return legend;
}

void legend_item(struct picture *picture, struct legend *legend, enum paint fill, enum paint outline, const char *text)
{
	double x = legend_room(picture, legend, 19, text);

	draw(picture, "<rect x=\"%.1f\" y=\"%.1f\" width=\"13\" height=\"13\" fill=\"%s\" stroke=\"%s\"/>\n", x + 0.5,
	     picture->y + 3, paint(picture, fill), paint(picture, outline));
	legend_text(picture, x + 19, text);
}

void legend_hidden(struct picture *picture, struct legend *legend)
{
	char text[80];
	double x;

	snprintf(text, sizeof(text), "x: %s", picture_word(picture->renderer, WORD_HIDDEN));
	x = legend_room(picture, legend, 19, text);
	draw(picture, "<rect x=\"%.1f\" y=\"%.1f\" width=\"13\" height=\"13\" fill=\"url(#x%u)\" stroke=\"%s\"/>\n",
	     x + 0.5, picture->y + 3, picture->renderer->charts, paint(picture, PAINT_EDGE));
	legend_text(picture, x + 19, text);
}

void legend_line(struct picture *picture, struct legend *legend, size_t series)
{
	const char *text = picture->chart->series[series].title;
	double x = legend_room(picture, legend, 30, text);
	const char *color = paint(picture, series_outline(series));

	draw(picture, "<path d=\"M%.1f %.1fh24\" stroke=\"%s\" stroke-width=\"2.5\"/>\n<g fill=\"%s\">", x,
	     picture->y + 9.5, color, color);
	draw_mark(picture, series, x + 12, picture->y + 9.5);
	draw(picture, "</g>\n");
	legend_text(picture, x + 30, text);
}

void legend_end(struct picture *picture, const struct legend *legend)
{
	if (legend->x > 0)
		picture->y += LEGEND_LINE + 4;
}

void draw_stripes(struct picture *picture)
{
	static const char *const transforms[] = { "rotate(45)", "scale(10) rotate(45)" };

	draw(picture, "<defs>");
	for (int i = 0; i < 2; i++)
		draw(picture, "<pattern id=\"%c%u\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\""
		     " patternTransform=\"%s\"><path fill=\"%s\" d=\"M0 0h6v6h-6z\"/><path stroke=\"%s\""
		     " stroke-width=\"2\" d=\"M3 0v6\"/></pattern>", 'x' + i, picture->renderer->charts, transforms[i],
		     paint(picture, PAINT_HALO), paint(picture, PAINT_EDGE));
	draw(picture, "</defs>\n");
}

void draw_mark(struct picture *picture, size_t series, double x, double y)
{
	static const char *const shapes[] = {
		"m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "m-4-4h8v8h-8z", "m0-5.5l5.5 9.5h-11z", "m0-6l6 6l-6 6l-6-6z",
		"m0 5.5l5.5-9.5h-11z"
	};

	draw(picture, "<path d=\"M%.1f %.1f%s\"/>", x, y, shapes[series % (sizeof(shapes) / sizeof(shapes[0]))]);
}

/* ---- the picture */

/* A picture by itself has white paper round it, and says above it what a page says beside it. */
static void begin(struct picture *picture, double height)
{
	const struct renderer *renderer = picture->renderer;
	double margin = picture->page ? 0 : MARGIN, edge = 0 - margin, width = PICTURE_WIDTH + 2 * margin;
	unsigned number = renderer->charts;

	height = ceil(height) + 2 * margin;
	draw(picture, "<svg role=\"img\" aria-labelledby=\"c%u d%u\" viewBox=\"%g %g %g %g\"", number, number, edge,
	     edge, width, height);
	if (!picture->page)
		draw(picture, " xmlns=\"http://www.w3.org/2000/svg\" lang=\"%s\" width=\"%g\" height=\"%g\""
		     " font-family=\"system-ui, sans-serif\"", renderer->language, 2 * width, 2 * height);
	draw(picture, " font-size=\"%d\" fill=\"%s\">\n<title id=\"c%u\">", LETTER, paint(picture, PAINT_INK), number);
	draw_escaped(picture, picture->chart->title);
	draw(picture, "</title>\n<desc id=\"d%u\">", number);
	draw_escaped(picture, picture->chart->description);
	draw(picture, "</desc>\n");
	if (!picture->page)
		draw(picture, "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" fill=\"%s\"/>\n", edge, edge,
		     width, height, paint(picture, PAINT_PAPER));
}

static void draw_all(struct picture *picture)
{
	static void (*const draws[CHART_TYPES])(struct picture *picture) = {
		[CHART_BAR] = draw_bars, [CHART_STACKED] = draw_bars, [CHART_LINE] = draw_lines,
		[CHART_HEAT] = draw_heat, [CHART_MAP] = draw_map
	};

	picture->y = 0;
	if (!picture->page) {
		draw(picture, "<g font-weight=\"bold\">\n");
		draw_paragraph(picture, HEADLINE, 0.88 * PICTURE_WIDTH, picture->chart->title); /* bold is wider */
		draw(picture, "</g>\n");
		picture->y += 4;
	}
	draws[picture->chart->type](picture);
}

int put_picture(struct renderer *renderer, const struct chart *chart, bool page)
{
	struct picture picture = { .renderer = renderer, .chart = chart, .page = page, .dry = true };

	renderer->charts++;
	draw_all(&picture);
	picture.dry = false;
	begin(&picture, picture.y);
	draw_all(&picture);
	draw(&picture, "</svg>\n");
	return picture.failed ? -1 : 0;
}

/* A file holds one picture: the first. */
static int svg_chart(struct renderer *renderer, const struct chart *chart)
{
	return renderer->charts > 0 ? 0 : put_picture(renderer, chart, false);
}

static int svg_row(struct renderer *renderer, const struct cell *cells)
{
	(void)renderer;
	(void)cells;
	return 0;
}

const struct render_format render_svg = {
	.name = "svg", .extension = "svg", .help = "one picture, for slides",
	.traits = RENDER_LABELS | RENDER_STREAMS | RENDER_PICTURE,
	.chart = svg_chart, .row = svg_row
};
