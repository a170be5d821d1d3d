/* SPDX-License-Identifier: EUPL-1.2 */
/* Bars, stacked bars, lines and heat: what is drawn along an axis or on a grid. */
#include <math.h>

#include "render/svg.h"

/* Below this the largest number of a chart is drawn as nothing. */
#define LEAST 1e-9

/* ---- bars */

/* Names at the left, bars from x on, each with its number at its end. Long names, if few, stand above their bars. */
struct bars {
	double x, scale, height, pitch;
	double above;        /* the height of a name there */
	size_t rows;         /* bars of a category */
};

enum { NAME_WIDTH = 150, FEW = 16 };

/* What one bar of a category amounts to: the number of a series, or of all of them. NAN: none has a number; hidden when
 * one of them is. */
static double bar_value(const struct chart *chart, size_t row, size_t category)
{
	double sum = NAN;

	if (chart->type != CHART_STACKED)
		return chart_value(chart, row, category);
	for (size_t s = 0; s < chart->series_count; s++) {
		double value = chart_value(chart, s, category);

		if (value == CHART_HIDDEN)
			return CHART_HIDDEN;
		if (isfinite(value))
			sum = isfinite(sum) ? sum + value : value;
	}
	return sum;
}

static double longest_label(const struct chart *chart, double most)
{
	double longest = 0;

	for (size_t c = 0; c < chart->categories; c++)
		longest = fmax(longest, text_width(chart->labels[c], LETTER));
	return fmin(longest, most);
}

static struct bars lay_bars(const struct picture *picture)
{
	const struct chart *chart = picture->chart;
	struct bars bars = { .rows = chart->type == CHART_STACKED ? 1 : chart->series_count };
	double most = 0, widest = 0;
	char number[FIGURE_MAX];

	for (size_t row = 0; row < bars.rows; row++) {
		for (size_t c = 0; c < chart->categories; c++) {
			double value = bar_value(chart, row, c);

			most = fmax(most, value);
			widest = fmax(widest, text_width(figure_format(picture, value, chart->decimals, number),
			                                 SMALL_LETTER));
		}
	}
	if (chart->categories <= FEW && longest_label(chart, PICTURE_WIDTH) > NAME_WIDTH)
		bars.above = 20;
	bars.x = bars.above > 0 ? 1 : longest_label(chart, NAME_WIDTH) + 8;
	bars.scale = (PICTURE_WIDTH - bars.x - widest - 6) / (most > LEAST ? most : 1);
	bars.height = bars.rows > 1 ? 14 : 17;
	bars.pitch = fmax((double)bars.rows * bars.height, 17) + 9;
	return bars;
}

static void draw_rectangle(struct picture *picture, double x, double y, double width, double height, size_t series)
{
	draw(picture, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"", x, y, width, height,
	     paint(picture, series_paint(series)));
	if (series_outline(series) != series_paint(series))
		draw(picture, " stroke=\"%s\"", paint(picture, series_outline(series)));
	draw(picture, "/>\n");
}

static void draw_label(struct picture *picture, const struct bars *bars, size_t category)
{
	const char *label = picture->chart->labels[category];
	char buffer[SHORT_MAX];

	if (bars->above > 0)
		draw_text(picture, 0, picture->y + 14, ANCHOR_START, 0,
		          text_shorten(label, PICTURE_WIDTH, LETTER, buffer));
	else
		draw_text(picture, bars->x - 8, picture->y + (bars->pitch - 9) / 2 + 5.5, ANCHOR_END, 0,
		          text_shorten(label, bars->x - 8, LETTER, buffer));
	picture->y += bars->above;
}

static void draw_figure(struct picture *picture, double x, double y, double value)
{
	char number[FIGURE_MAX];

	draw_text(picture, x, y, ANCHOR_START, SMALL_LETTER,
	          figure_format(picture, value, picture->chart->decimals, number));
}

/* The line that bars begin at: a bar of 0 and none at all differ by what is written beside it. */
static void draw_base(struct picture *picture, const struct bars *bars, double top)
{
	if (bars->above > 0)
		return;
	draw(picture, "<path d=\"M%.1f %.1fV%.1f\" stroke=\"%s\"/>\n", bars->x, top - 3, picture->y - 6,
	     paint(picture, PAINT_SOFT));
}

static void draw_series_legend(struct picture *picture)
{
	const struct chart *chart = picture->chart;
	struct legend legend = legend_begin(picture);

	for (size_t s = 0; s < chart->series_count && chart->series_count > 1; s++) {
		if (chart->type == CHART_LINE)
			legend_line(picture, &legend, s);
		else
			legend_item(picture, &legend, series_paint(s), series_outline(s), chart->series[s].title);
	}
	legend_end(picture, &legend);
}

/* A bar for each series, one under the other. */
static void draw_rows(struct picture *picture, const struct bars *bars, size_t category)
{
	for (size_t row = 0; row < bars->rows; row++) {
		double value = chart_value(picture->chart, row, category);
		double y = picture->y + (double)row * bars->height, length = isfinite(value) ? value * bars->scale : 0;

		if (length > 0)
			draw_rectangle(picture, bars->x, y, length, bars->height - (bars->rows > 1), row);
		draw_figure(picture, bars->x + length + 5, y + bars->height / 2 + 4.5, value);
	}
}

/* The number of a part stands in it where there is room. */
static void draw_part(struct picture *picture, double x, double length, double height, size_t series, double value)
{
	bool tint = series_paint(series) != series_outline(series);
	char buffer[FIGURE_MAX];
	const char *number = figure_format(picture, value, picture->chart->decimals, buffer);

	draw_rectangle(picture, x, picture->y, fmax(length - 1, 0.2), height, series);
	if (text_width(number, SMALL_LETTER) + 4 > length)
		return;
	draw(picture, "<g fill=\"%s\">", paint(picture, tint ? PAINT_INK : PAINT_PAPER));
	draw_text(picture, x + length / 2, picture->y + height / 2 + 4.5, ANCHOR_MIDDLE, SMALL_LETTER, number);
	draw(picture, "</g>\n");
}

/* The series one behind the other, and their sum. */
static void draw_stack(struct picture *picture, const struct bars *bars, size_t category)
{
	const struct chart *chart = picture->chart;
	double x = bars->x;

	for (size_t s = 0; s < chart->series_count; s++) {
		double value = chart_value(chart, s, category);

		if (!(value * bars->scale > 0))
			continue;
		draw_part(picture, x, value * bars->scale, bars->height, s, value);
		x += value * bars->scale;
	}
	draw_figure(picture, x + 5, picture->y + bars->height / 2 + 4.5, bar_value(chart, 0, category));
}

void draw_bars(struct picture *picture)
{
	const struct chart *chart = picture->chart;
	const struct bars bars = lay_bars(picture);
	double top;

	draw_series_legend(picture);
	top = picture->y;
	for (size_t c = 0; c < chart->categories; c++) {
		draw(picture, "<g>");
		draw_title(picture, c, 0, chart->series_count);
		draw(picture, "\n");
		draw_label(picture, &bars, c);
		if (chart->type == CHART_STACKED)
			draw_stack(picture, &bars, c);
		else
			draw_rows(picture, &bars, c);
		draw(picture, "</g>\n");
		picture->y += bars.pitch;
	}
	draw_base(picture, &bars, top);
}

/* ---- lines */

enum { PLOT_HEIGHT = 200 };

struct plot {
	double x, top, slot;   /* left and upper edge; width of a category */
	double step, scale;    /* between ticks; units of picture for one of number */
	int ticks, decimals;
};

/* Round: 1, 2 or 5 with zeros, and whole where the numbers are. */
static double tick_step(double most, int decimals)
{
	double rough = most / 4, power = pow(10, floor(log10(rough)));
	double times = rough / power, step = (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10) * power;

	return decimals == 0 ? fmax(step, 1) : step;
}

static struct plot lay_plot(const struct picture *picture)
{
	const struct chart *chart = picture->chart;
	struct plot plot = { .top = picture->y + 8 };
	double most = 0;
	char number[FIGURE_MAX];

	for (size_t s = 0; s < chart->series_count; s++)
		for (size_t c = 0; c < chart->categories; c++)
			most = fmax(most, chart_value(chart, s, c));
	most = most > LEAST ? most : 1;
	plot.step = tick_step(most, chart->decimals);
	plot.decimals = plot.step < 1 ? (int)ceil(-log10(plot.step) - 1e-9) : 0;
	plot.ticks = (int)ceil(most / plot.step - 1e-9);
	plot.scale = PLOT_HEIGHT / (plot.ticks * plot.step);
	for (int tick = 0; tick <= plot.ticks; tick++)
		plot.x = fmax(plot.x, text_width(figure_format(picture, tick * plot.step, plot.decimals, number),
		                                 SMALL_LETTER));
	plot.x += 8;
	plot.slot = (PICTURE_WIDTH - plot.x) / (double)chart->categories;
	return plot;
}

static double plot_x(const struct plot *plot, size_t category)
{
	return plot->x + ((double)category + 0.5) * plot->slot;
}

static double plot_y(const struct plot *plot, double value)
{
	return plot->top + PLOT_HEIGHT - value * plot->scale;
}

static void draw_ticks(struct picture *picture, const struct plot *plot)
{
	char number[FIGURE_MAX];

	for (int tick = 0; tick <= plot->ticks; tick++) {
		double value = tick * plot->step, y = plot_y(plot, value);

		draw(picture, "<path d=\"M%.1f %.1fH%d\" stroke=\"%s\"/>\n", plot->x, y, PICTURE_WIDTH,
		     paint(picture, tick == 0 ? PAINT_SOFT : PAINT_RULE));
		draw_text(picture, plot->x - 6, y + 4.5, ANCHOR_END, SMALL_LETTER,
		          figure_format(picture, value, plot->decimals, number));
	}
}

/* Under the plot, as many of the names as there is room for. */
static void draw_names(struct picture *picture, const struct plot *plot)
{
	const struct chart *chart = picture->chart;
	double widest = 0, width;
	char buffer[SHORT_MAX];
	size_t step;

	for (size_t c = 0; c < chart->categories; c++)
		widest = fmax(widest, text_width(chart->labels[c], SMALL_LETTER));
	widest = fmin(widest, 110);
	step = (size_t)ceil((widest + 6) / plot->slot);
	width = (double)step * plot->slot;
	for (size_t c = 0; c < chart->categories; c += step) {
		double x = fmin(fmax(plot_x(plot, c), widest / 2), PICTURE_WIDTH - widest / 2);

		draw_text(picture, x, plot->top + PLOT_HEIGHT + 18, ANCHOR_MIDDLE, SMALL_LETTER,
		          text_shorten(chart->labels[c], fmax(width - 6, widest), SMALL_LETTER, buffer));
		draw(picture, "<path d=\"M%.1f %.1fv5\" stroke=\"%s\"/>\n", plot_x(plot, c), plot->top + PLOT_HEIGHT,
		     paint(picture, PAINT_SOFT));
	}
}

/* A line, broken where there is no number; then its marks. */
static void draw_line(struct picture *picture, const struct plot *plot, size_t series)
{
	const struct chart *chart = picture->chart;
	const char *color = paint(picture, series_outline(series));
	bool drawing = false;

	draw(picture, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\" stroke-linejoin=\"round\" d=\"M0 0",
	     color);
	for (size_t c = 0; c < chart->categories; c++) {
		double value = chart_value(chart, series, c);

		if (isfinite(value))
			draw(picture, "%c%.1f %.1f", drawing ? 'L' : 'M', plot_x(plot, c), plot_y(plot, value));
		drawing = isfinite(value);
	}
	draw(picture, "\"/>\n<g fill=\"%s\">\n", color);
	for (size_t c = 0; c < chart->categories; c++) {
		double value = chart_value(chart, series, c);

		if (!isfinite(value))
			continue;
		draw(picture, "<g>");
		draw_title(picture, c, series, 1);
		draw_mark(picture, series, plot_x(plot, c), plot_y(plot, value));
		draw(picture, "</g>\n");
	}
	draw(picture, "</g>\n");
}

void draw_lines(struct picture *picture)
{
	struct plot plot;

	draw_series_legend(picture);
	plot = lay_plot(picture);
	draw_ticks(picture, &plot);
	draw_names(picture, &plot);
	/* The first series, this year, lies over the others. */
	for (size_t s = picture->chart->series_count; s-- > 0;)
		draw_line(picture, &plot, s);
	picture->y = plot.top + PLOT_HEIGHT + 28;
}

/* ---- heat */

enum { CELL_HEIGHT = 24, HEAD_MAX = 160 };

struct grid {
	double x, width;       /* of the cells: where they begin; of one */
	int letter;
	bool upright;          /* the heads of the columns are too long to lie */
	double head;           /* how high they are */
};

static struct grid lay_grid(const struct picture *picture)
{
	const struct chart *chart = picture->chart;
	struct grid grid = { .x = longest_label(chart, 130) + 8, .letter = SMALL_LETTER };
	double widest = 0, number_width = 1;
	char number[FIGURE_MAX];

	for (size_t s = 0; s < chart->series_count; s++) {
		widest = fmax(widest, text_width(chart->series[s].title, SMALL_LETTER));
		for (size_t c = 0; c < chart->categories; c++)
			number_width = fmax(number_width,
			                    text_width(figure_format(picture, chart_value(chart, s, c),
			                                             chart->decimals, number), 1));
	}
	grid.width = fmin((PICTURE_WIDTH - grid.x) / (double)chart->series_count, fmax(widest + 10, 70));
	while (grid.letter > 7 && number_width * grid.letter + 3 > grid.width)
		grid.letter--;
	grid.upright = 0.9 * widest > grid.width; /* which most fonts need */
	grid.head = grid.upright ? fmin(widest, HEAD_MAX) + 8 : 20;
	return grid;
}

static void draw_heads(struct picture *picture, const struct grid *grid)
{
	const struct chart *chart = picture->chart;
	char buffer[SHORT_MAX];

	for (size_t s = 0; s < chart->series_count; s++) {
		double x = grid->x + ((double)s + 0.5) * grid->width, y = picture->y + grid->head - 6;
		const char *title = text_shorten(chart->series[s].title, HEAD_MAX, SMALL_LETTER, buffer);

		if (!grid->upright) {
			draw_text(picture, x, y, ANCHOR_MIDDLE, SMALL_LETTER, title);
			continue;
		}
		draw(picture, "<g transform=\"translate(%.1f %.1f) rotate(-90)\">", x + 4.5, y);
		draw_text(picture, 0, 0, ANCHOR_START, SMALL_LETTER, title);
		draw(picture, "</g>\n");
	}
	picture->y += grid->head;
}

/* 0 has the lightest step to itself. */
static size_t heat_step(double value, double most)
{
	if (!(value > 0))
		return 0;
	return most > LEAST ? (size_t)fmax(1, ceil(value / most * (CLASSES_MAX - 1))) : 1;
}

static void draw_cell(struct picture *picture, const struct grid *grid, double x, double value, double most)
{
	char buffer[FIGURE_MAX];
	size_t step = heat_step(value, most);
	bool none = !isfinite(value);
	enum paint fill = none ? PAINT_PAPER : (enum paint)(PAINT_CLASS + step);

	draw(picture, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"%s\"/>", x,
	     picture->y, grid->width, CELL_HEIGHT, paint(picture, fill), paint(picture, PAINT_PAPER));
	draw(picture, "<g fill=\"%s\">", paint(picture, none ? PAINT_INK : step < 4 ? PAINT_LABEL : PAINT_HALO));
	draw_text(picture, x + grid->width / 2, picture->y + 16.5, ANCHOR_MIDDLE, grid->letter,
	          figure_format(picture, value, picture->chart->decimals, buffer));
	draw(picture, "</g>\n");
}

void draw_heat(struct picture *picture)
{
	const struct chart *chart = picture->chart;
	const struct grid grid = lay_grid(picture);
	struct legend legend = legend_begin(picture);
	double most = 0;
	char buffer[SHORT_MAX];

	legend_end(picture, &legend);
	draw_heads(picture, &grid);
	for (size_t s = 0; s < chart->series_count; s++)
		for (size_t c = 0; c < chart->categories; c++)
			most = fmax(most, chart_value(chart, s, c));
	for (size_t c = 0; c < chart->categories; c++) {
		draw(picture, "<g>");
		draw_title(picture, c, 0, chart->series_count);
		draw(picture, "\n");
		draw_text(picture, grid.x - 8, picture->y + 17, ANCHOR_END, 0,
		          text_shorten(chart->labels[c], grid.x - 8, LETTER, buffer));
		for (size_t s = 0; s < chart->series_count; s++)
			draw_cell(picture, &grid, grid.x + (double)s * grid.width, chart_value(chart, s, c), most);
		draw(picture, "</g>\n");
		picture->y += CELL_HEIGHT;
	}
	picture->y += 2;
}
