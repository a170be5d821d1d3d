/* SPDX-License-Identifier: EUPL-1.2 */
/* The map: gemeenten coloured by their numbers, as near as they fill the picture. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "hvk.h"
#include "render/svg.h"

enum {
	MAP_HEIGHT = 400,    /* at most */
	MANY = 60,           /* gemeenten: from here on they have thinner edges */
	OUTSIDE_MAX = 12,    /* names that may be wider than their gemeente: else they cover a map of many */
	NAME_LINE = 15
};

/* A name and its number, round a point. */
struct name_place {
	double x, y, width, height;
};

struct map {
	struct map_box box;  /* of what is drawn, on the canvas of the outlines */
	double scale, left, height;
	size_t classes;
	double lowest[CLASSES_MAX], highest[CLASSES_MAX];
	double *values;      /* of the categories, sorted */
	size_t *order;       /* the categories, those with most first */
	struct name_place *places;
	size_t place_count, outside;
};

/* ---- outlines */

/* The next point of a path. begins: it is the first of a ring. False at the end. */
static bool next_point(const char **path, double *x, double *y, bool *begins)
{
	const char *at = *path + strspn(*path, "Z ,");
	char *end;

	*begins = *at == 'M';
	at += strspn(at, "ML ");
	*x = strtod(at, &end);
	if (end == at)
		return false;
	at = end + strspn(end, ", ");
	*y = strtod(at, &end);
	*path = end;
	return end != at;
}

void map_box_add(struct map_box *box, const char *path)
{
	double x, y;
	bool begins;

	while (next_point(&path, &x, &y, &begins)) {
		bool empty = box->left > box->right;

		box->left = empty ? x : fmin(box->left, x);
		box->right = empty ? x : fmax(box->right, x);
		box->top = empty ? y : fmin(box->top, y);
		box->bottom = empty ? y : fmax(box->bottom, y);
	}
}

static const char *outline(const struct chart *chart, size_t category, double *x, double *y)
{
	const struct hvk_gemeente *gemeente = chart->gemeenten ? chart->gemeenten[category] : NULL;

	return gemeente ? hvk_gemeente_outline(gemeente, x, y) : NULL;
}

/* Steps in tenths from point to point: half the bytes. Neighbours round alike, so that no gap opens between them, and
 * points that fall together are one. */
static void draw_path(struct picture *picture, const struct map *map, const char *path)
{
	long last_x = 0, last_y = 0;
	bool begins, fresh = false; /* the last point began a ring */
	double x, y;

	while (next_point(&path, &x, &y, &begins)) {
		long tenth_x = lround((x - map->box.left) * map->scale * 10), dx = tenth_x - last_x;
		long tenth_y = lround((y - map->box.top) * map->scale * 10), dy = tenth_y - last_y;

		if (begins)
			draw(picture, "M%ld %ld", tenth_x, tenth_y);
		else if (dx == 0 && dy == 0)
			continue;
		else
			draw(picture, "%s%ld%s%ld", fresh ? "l" : dx < 0 ? "" : " ", dx, dy < 0 ? "" : " ", dy);
		fresh = begins;
		last_x = tenth_x;
		last_y = tenth_y;
	}
	draw(picture, "z");
}

/* ---- classes */

static int compare_values(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return one < other ? -1 : one > other;
}

size_t map_classes(double *values, size_t count, double lowest[CLASSES_MAX], double highest[CLASSES_MAX])
{
	size_t numbers = 0, classes = 0, last = 0, zeros = 0, first;

	for (size_t i = 0; i < count; i++)
		if (isfinite(values[i]))
			values[numbers++] = values[i];
	qsort(values, numbers, sizeof(*values), compare_values);
	while (zeros < numbers && values[zeros] == 0)
		zeros++;
	first = zeros > 0 && zeros < numbers;
	for (size_t i = 0; i < numbers; i++) {
		/* None is no small number: it has a class of its own. */
		size_t class = first && i < zeros ? 0 :
		               first ? 1 + (i - zeros) * (CLASSES_MAX - 1) / (numbers - zeros) : i * CLASSES_MAX / numbers;

		if (i == 0 || (class > last && values[i] > values[i - 1])) {
			lowest[classes++] = values[i];
			last = class;
		}
		highest[classes - 1] = values[i];
	}
	return classes;
}

/* The colour of a value: with fewer classes, steps further apart. */
static enum paint class_paint(const struct map *map, double value)
{
	size_t class = 0;

	if (!isfinite(value))
		return PAINT_HALO;
	while (class + 1 < map->classes && value >= map->lowest[class + 1])
		class++;
	if (map->classes == 1)
		class = value > 0 ? CLASSES_MAX - 1 : 0;
	else
		class = class * (CLASSES_MAX - 1) / (map->classes - 1);
	return (enum paint)(PAINT_CLASS + class);
}

static void draw_legend(struct picture *picture, const struct map *map)
{
	const struct chart *chart = picture->chart;
	struct legend legend = legend_begin(picture);
	bool none = false, hidden = false;

	for (size_t class = 0; class < map->classes; class++) {
		char text[2 * FIGURE_MAX + 8], low[FIGURE_MAX], high[FIGURE_MAX];
		const char *from = figure_format(picture, map->lowest[class], chart->decimals, low);
		const char *to = figure_format(picture, map->highest[class], chart->decimals, high);

		snprintf(text, sizeof(text), strcmp(from, to) == 0 ? "%s" : "%s – %s", from, to);
		legend_item(picture, &legend, class_paint(map, map->lowest[class]), PAINT_EDGE, text);
	}
	for (size_t c = 0; c < chart->categories; c++) {
		bool drawn = outline(chart, c, NULL, NULL) != NULL;

		hidden |= drawn && chart_value(chart, 0, c) == CHART_HIDDEN;
		none |= drawn && isnan(chart_value(chart, 0, c));
	}
	if (hidden)
		legend_hidden(picture, &legend);
	if (none)
		legend_item(picture, &legend, PAINT_HALO, PAINT_SOFT, picture_word(picture->renderer, WORD_NO_VALUE));
	legend_end(picture, &legend);
}

/* ---- names */

static bool is_free(const struct map *map, const struct name_place *place)
{
	for (size_t i = 0; i < map->place_count; i++) {
		const struct name_place *other = &map->places[i];

		if (fabs(place->x - other->x) < (place->width + other->width) / 2 + 3 &&
		    fabs(place->y - other->y) < (place->height + other->height) / 2 + 1)
			return false;
	}
	return true;
}

/* Whether a line to the left crosses the outline an odd number of times. */
static bool is_inside(const char *path, double x, double y)
{
	double x0 = 0, y0 = 0, x1, y1;
	bool begins, inside = false;

	for (; next_point(&path, &x1, &y1, &begins); x0 = x1, y0 = y1)
		if (!begins && (y0 > y) != (y1 > y) && x > x0 + (y - y0) / (y1 - y0) * (x1 - x0))
			inside = !inside;
	return inside;
}

/* On the point of its label, or else some lines above or under it, still in its gemeente. */
static bool find_place(struct map *map, struct name_place *place, const char *path)
{
	static const double shifts[] = { 0, -1, 1, -2, 2, -3, 3, -4, 4 };
	double x = map->box.left + (place->x - map->left) / map->scale, y = place->y;

	place->x = fmin(fmax(place->x, place->width / 2), PICTURE_WIDTH - place->width / 2);
	for (size_t i = 0; i < sizeof(shifts) / sizeof(shifts[0]); i++) {
		place->y = fmin(fmax(y + shifts[i] * NAME_LINE, place->height / 2), map->height - place->height / 2);
		if (i > 0 && !is_inside(path, x, map->box.top + place->y / map->scale))
			continue;
		if (is_free(map, place)) {
			map->places[map->place_count++] = *place;
			return true;
		}
	}
	return false;
}

static void draw_name_lines(struct picture *picture, const struct name_place *place, const char *name,
                            const char *number)
{
	double y = picture->y + place->y - 3;

	draw_text(picture, place->x, y, ANCHOR_MIDDLE, SMALL_LETTER, name);
	draw_text(picture, place->x, y + NAME_LINE, ANCHOR_MIDDLE, SMALL_LETTER, number);
}

/* Twice: first broad in white, so that the letters stand apart from outlines and from dark steps. */
static void draw_name(struct picture *picture, const struct name_place *place, const char *name, const char *number)
{
	draw(picture, "<g fill=\"%s\"><g stroke=\"%s\" stroke-width=\"4\" stroke-linejoin=\"round\">\n",
	     paint(picture, PAINT_LABEL), paint(picture, PAINT_HALO));
	draw_name_lines(picture, place, name, number);
	draw(picture, "</g>\n");
	draw_name_lines(picture, place, name, number);
	draw(picture, "</g>\n");
}

static void place_name(struct picture *picture, struct map *map, size_t category)
{
	const struct chart *chart = picture->chart;
	struct map_box own = { .left = 1, .right = 0 };
	struct name_place place = { .height = 2 * NAME_LINE - 2 };
	char buffer[FIGURE_MAX];
	const char *number = figure_format(picture, chart_value(chart, 0, category), chart->decimals, buffer);
	const char *path = outline(chart, category, &place.x, &place.y);
	bool outside;

	/* A map of many tells where there is something. */
	if (!path || (chart->categories > MANY && !(chart_value(chart, 0, category) > 0)))
		return;
	map_box_add(&own, path);
	place.x = map->left + (place.x - map->box.left) * map->scale;
	place.y = (place.y - map->box.top) * map->scale;
	place.width = fmax(text_width(chart->labels[category], SMALL_LETTER), text_width(number, SMALL_LETTER));
	outside = place.width > 1.4 * (own.right - own.left) * map->scale ||
	          place.height > (own.bottom - own.top) * map->scale;
	if (place.width > PICTURE_WIDTH || (outside && map->outside >= OUTSIDE_MAX) || !find_place(map, &place, path))
		return;
	map->outside += outside;
	draw_name(picture, &place, chart->labels[category], number);
}

/* ---- the map */

static void draw_gemeenten(struct picture *picture, const struct map *map)
{
	const struct chart *chart = picture->chart;

	if (picture->dry)
		return;
	draw(picture, "<g transform=\"translate(%.1f %.1f) scale(.1)\" stroke=\"%s\" stroke-width=\"%d\""
	     " stroke-linejoin=\"round\">\n", map->left, picture->y, paint(picture, PAINT_EDGE),
	     chart->categories > MANY ? 4 : 8);
	for (size_t c = 0; c < chart->categories; c++) {
		const char *path = outline(chart, c, NULL, NULL);

		if (!path)
			continue;
		if (chart_value(chart, 0, c) == CHART_HIDDEN)
			draw(picture, "<path class=\"hidden\" fill=\"url(#y%u)\" d=\"", picture->renderer->charts);
		else
			draw(picture, "<path fill=\"%s\" d=\"", paint(picture, class_paint(map, chart_value(chart, 0, c))));
		draw_path(picture, map, path);
		draw(picture, "\">");
		draw_title(picture, c, 0, 1);
		draw(picture, "</path>\n");
	}
	draw(picture, "</g>\n");
}

static void draw_missing(struct picture *picture)
{
	const struct chart *chart = picture->chart;
	char *text = NULL, number[FIGURE_MAX];
	size_t size, missing = 0;
	FILE *stream = open_memstream(&text, &size);

	for (size_t c = 0; c < chart->categories && stream; c++) {
		if (outline(chart, c, NULL, NULL))
			continue;
		if (missing++ == 0)
			fprintf(stream, "%s: ", picture_word(picture->renderer, WORD_NOT_ON_MAP));
		fprintf(stream, "%s%s %s", missing > 1 ? "; " : "", chart->labels[c],
		        figure_format(picture, chart_value(chart, 0, c), chart->decimals, number));
	}
	if (missing > 0)
		fputc('.', stream);
	if (!stream || fclose(stream) != 0)
		picture->failed = true;
	else
		draw_paragraph(picture, SMALL_LETTER, PICTURE_WIDTH, text);
	free(text);
}

static int compare_order(const void *a, const void *b, void *chart)
{
	size_t one = *(const size_t *)a, other = *(const size_t *)b;
	double first = chart_value(chart, 0, one), second = chart_value(chart, 0, other);

	first = isfinite(first) ? first : -1;
	second = isfinite(second) ? second : -1;
	if (first != second)
		return first > second ? -1 : 1;
	return one < other ? -1 : one > other;
}

static bool any_hidden(const struct chart *chart)
{
	for (size_t c = 0; c < chart->categories; c++)
		if (chart_value(chart, 0, c) == CHART_HIDDEN)
			return true;
	return false;
}

static void lay_map(const struct chart *chart, struct map *map)
{
	size_t count = 0;

	map->box = (struct map_box){ .left = 1, .right = 0 };
	for (size_t c = 0; c < chart->categories; c++) {
		const char *path = outline(chart, c, NULL, NULL);

		map->order[c] = c;
		if (!path)
			continue;
		map_box_add(&map->box, path);
		map->values[count++] = chart_value(chart, 0, c);
	}
	qsort_r(map->order, chart->categories, sizeof(*map->order), compare_order, (void *)(uintptr_t)chart);
	map->classes = map_classes(map->values, count, map->lowest, map->highest);
	if (count == 0)
		return;
	/* The edge of the outlines needs half a unit at each side. */
	map->scale = fmin((PICTURE_WIDTH - 2) / fmax(map->box.right - map->box.left, 1),
	                  MAP_HEIGHT / fmax(map->box.bottom - map->box.top, 1));
	map->left = (PICTURE_WIDTH - (map->box.right - map->box.left) * map->scale) / 2;
	map->height = (map->box.bottom - map->box.top) * map->scale;
}

void draw_map(struct picture *picture)
{
	size_t count = picture->chart->categories;
	struct map map = {
		.values = calloc(count + 1, sizeof(*map.values)), .order = calloc(count + 1, sizeof(*map.order)),
		.places = calloc(count + 1, sizeof(*map.places))
	};

	if (!map.values || !map.order || !map.places) {
		errno = ENOMEM;
		picture->failed = true;
	} else {
		lay_map(picture->chart, &map);
		if (any_hidden(picture->chart))
			draw_stripes(picture);
		draw_legend(picture, &map);
		draw_gemeenten(picture, &map);
		for (size_t i = 0; i < count && !picture->dry; i++)
			place_name(picture, &map, map.order[i]);
		picture->y += map.height + 8;
		draw_missing(picture);
	}
	free(map.values);
	free(map.order);
	free(map.places);
}
