/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the pictures share. A picture is drawn twice: first on nothing, to learn how high it becomes, then for good.
 * What goes wrong is kept until the end, so that drawing needs no checks.
 */
#ifndef HVK_SVG_H
#define HVK_SVG_H

#include "render/format.h"

/* A picture is so many units wide, so that letters of 15 units can be read on a phone of 360 pixels. */
enum { PICTURE_WIDTH = 420, LETTER = 15, SMALL_LETTER = 13 };

/* Colours, which a page defines for light and for dark. */
enum paint {
	PAINT_PAPER, PAINT_INK, PAINT_SOFT, PAINT_RULE, PAINT_ALARM, PAINT_EDGE, PAINT_LABEL, PAINT_HALO,
	PAINT_CLASS,                     /* the first of CLASSES_MAX steps of one hue */
	PAINT_SERIES = PAINT_CLASS + 5,  /* the first of SERIES_PAINTS */
	PAINT_TINT = PAINT_SERIES + 8,   /* and as many tints of these */
	PAINTS = PAINT_TINT + 8
};
enum { CLASSES_MAX = 5, SERIES_PAINTS = 8 };

struct picture {
	struct renderer *renderer;
	const struct chart *chart;
	bool page;           /* part of a page, which has the colours; else a file of its own */
	bool dry;            /* drawn on nothing */
	bool failed;         /* errno tells */
	double y;            /* where the next thing begins */
};

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

/* What a picture says by itself, in the language of the document. */
enum picture_word { WORD_NO_VALUE, WORD_HIDDEN, WORD_NOT_ON_MAP, WORD_TABLE, WORDS };
const char *picture_word(const struct renderer *renderer, enum picture_word word);

/* Text in which markup is escaped; controls, which no page may hold, become '?'. */
int put_markup(struct renderer *renderer, const char *text, size_t length);
/* The same of what may hold anything at all: also what changes the direction of text is replaced. */
int put_markup_safely(struct renderer *renderer, const char *text);
/* "--ink:#1a1d21;" and all the others. */
int put_paints(struct renderer *renderer, bool dark);
/* The picture of a chart, inside a page or by itself. */
int put_picture(struct renderer *renderer, const struct chart *chart, bool page);

/* What each type of chart draws; draw_bars() also stacked ones. */
void draw_bars(struct picture *picture);
void draw_lines(struct picture *picture);
void draw_heat(struct picture *picture);
void draw_map(struct picture *picture);

__attribute__((format(printf, 2, 3))) void draw(struct picture *picture, const char *format, ...);
void draw_escaped(struct picture *picture, const char *text);
/* size: 0 for LETTER. y is that of the line the letters stand on. */
void draw_text(struct picture *picture, double x, double y, enum anchor anchor, int size, const char *text);
/* From y on, as many lines of that width as it takes. */
void draw_paragraph(struct picture *picture, int size, double width, const char *text);
/* "<title>": a category with its numbers in some series. */
void draw_title(struct picture *picture, size_t category, size_t first, size_t count);

const char *paint(const struct picture *picture, enum paint paint);
/* Of a series: its fill, and the stronger colour of its outline. */
enum paint series_paint(size_t series);
enum paint series_outline(size_t series);

/* A legend: what the numbers are, then items; a square of a colour, or a line with the mark of a series. */
struct legend {
	double x;
};
struct legend legend_begin(struct picture *picture);
void legend_item(struct picture *picture, struct legend *legend, enum paint fill, enum paint outline, const char *text);
/* The stripes of what is hidden. */
void legend_hidden(struct picture *picture, struct legend *legend);
void legend_line(struct picture *picture, struct legend *legend, size_t series);
void legend_end(struct picture *picture, const struct legend *legend);
/* What is hidden has stripes, no colour. Defines them, once in a picture: by the name "x" and its number, and by "y" for
 * what is drawn in tenths. */
void draw_stripes(struct picture *picture);
/* The mark of a series on a line, so that lines are told apart without their colours. */
void draw_mark(struct picture *picture, size_t series, double x, double y);

/* Numbers as drawn: 0 or more, NAN for none, CHART_HIDDEN. */
double chart_value(const struct chart *chart, size_t series, size_t category);
/* What is written for it, "-" for none, "x" for what is hidden; very large and very small ones in powers of ten. */
enum { FIGURE_MAX = 40 };
const char *figure_format(const struct picture *picture, double value, int decimals, char buffer[FIGURE_MAX]);

/* About how wide a text is, in most fonts less; and as much of it as fits, with an ellipsis. */
double text_width(const char *text, int size);
enum { SHORT_MAX = 1024 };
const char *text_shorten(const char *text, double width, int size, char buffer[SHORT_MAX]);

/* ---- maps */

struct map_box {
	double left, top, right, bottom;
};
/* Makes the box hold the points of a path as well; an empty one has left > right. */
void map_box_add(struct map_box *box, const char *path);

/* Divides values, which it sorts, into at most CLASSES_MAX classes of about as many each; equal values are in one class,
 * NANs in none. Returns how many there are; the lowest and highest value of each are in the arrays. */
size_t map_classes(double *values, size_t count, double lowest[CLASSES_MAX], double highest[CLASSES_MAX]);

#endif
