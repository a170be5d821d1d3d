/* SPDX-License-Identifier: EUPL-1.2 */
/* The charts on the pages of a month and of a year, each with what it shows in a sentence. */
#include "report-page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void describe_series(const struct command *command, const struct chart *chart, size_t series, FILE *stream)
{
	const double *values = chart->values + series * chart->categories;
	size_t most = SIZE_MAX, least = SIZE_MAX, none = 0, hidden = 0, empty = 0;

	for (size_t i = 0; i < chart->categories; i++) {
		empty += isnan(values[i]);
		none += values[i] == 0;
		hidden += values[i] == CHART_HIDDEN;
		if (!(values[i] > 0))
			continue;
		if (most == SIZE_MAX || values[i] > values[most])
			most = i;
		/* Of equal ones the last, so that the two are different where they can be. */
		if (least == SIZE_MAX || values[i] <= values[least])
			least = i;
	}
	if (empty == chart->categories)
		return;
	fprintf(stream, "%s%s: ", series ? " " : "", chart->series[series].title);
	if (most == SIZE_MAX) {
		fputs(report_text(command, hidden > 0 ? TEXT_HIDDEN_AT : TEXT_NONE), stream);
	} else {
		/* One that is hidden may be more, and is likely to be less. */
		fprintf(stream, "%s %s (", report_text(command, hidden > 0 ? TEXT_PUBLISHED_MOST : TEXT_MOST),
		        chart->labels[most]);
		report_write_number(command, stream, values[most], chart->decimals);
		if (least != most && hidden == 0) {
			fprintf(stream, "), %s %s (", report_text(command, TEXT_LEAST), chart->labels[least]);
			report_write_number(command, stream, values[least], chart->decimals);
		}
		fputc(')', stream);
	}
	if (none > 0 && most != SIZE_MAX)
		fprintf(stream, ", %s %zu", report_text(command, TEXT_NONE_AT), none);
	if (hidden > 0 && most != SIZE_MAX)
		fprintf(stream, ", %s", report_text(command, TEXT_HIDDEN_AT));
	if (hidden > 0)
		fprintf(stream, " %zu", hidden);
	fputc('.', stream);
}

char *page_describe(const struct command *command, const struct chart *chart)
{
	struct text text;
	FILE *stream = text_open(&text);

	for (size_t i = 0; stream && i < chart->series_count; i++)
		describe_series(command, chart, i, stream);
	return text_close(&text, stream);
}

int page_put_chart(struct renderer *renderer, const struct chart *chart)
{
	bool any = false;

	for (size_t i = 0; i < chart->series_count * chart->categories; i++)
		any |= chart->values[i] > 0;
	return any && chart->categories > 1 ? render_chart(renderer, chart) : 0;
}

/* ---- of a section */

/* What a chart of a section is made of; freed together. */
struct picture {
	struct chart_series series[PERIODS_MAX];
	const char **labels;
	double *values;
	const struct hvk_gemeente **gemeenten;
	char *title, *description;
};

static double number_of(const struct line *line, enum field field, size_t period)
{
	if (line->published[period] != HVK_PUBLISHED_OK)
		return line->published[period] == HVK_PUBLISHED_HIDDEN ? CHART_HIDDEN : NAN;
	return field == FIELD_PER_1000 ? line->per_1000 : (double)line->value[period];
}

/* The column of a table, behind that of names. */
static size_t find_column(const struct layout *layout, enum field field, size_t period)
{
	size_t i = 0;

	while (i < layout->count && (layout->columns[i].field != field || layout->columns[i].period != period))
		i++;
	return i + 1;
}

/* The gemeenten as they are on the day that is counted on; none for what is no gemeente then, as a later merger. */
static void find_gemeenten(const struct report *report, const struct line *lines, size_t count,
                           const struct hvk_gemeente *gemeenten[])
{
	struct command *command = report->command;

	for (size_t i = 0; i < count; i++)
		hvk_gemeente_find(command->store, report_key(report, SECTION_GEMEENTE, lines[i].member),
		                  option(command, "geography"), false, &gemeenten[i]);
}

/* What the chart is called: "Vragen per themagroep, okt 2026 / okt 2025". */
static char *make_title(const struct command *command, const struct chart *chart)
{
	struct text text;
	FILE *stream = text_open(&text);

	if (!stream)
		return NULL;
	fprintf(stream, "%s%s%s", chart->unit, report_text(command, TEXT_BY), chart->axis);
	if (chart->type == CHART_HEAT)
		fprintf(stream, "%s%s", report_text(command, TEXT_BY_AND), report_dimension(command, "month"));
	for (size_t i = 0; i < chart->series_count; i++)
		fprintf(stream, "%s%s", i ? " / " : ", ", chart->series[i].title);
	return capitalize(text_close(&text, stream));
}

/* The numbers of those of some periods that have a column, series after series; how many. */
static size_t fill_series(const struct report *report, const struct section_page *page, enum field field, size_t first,
                          size_t periods, const struct line *lines, size_t count, struct picture *picture)
{
	size_t filled = 0;

	for (size_t period = first; period < first + periods; period++) {
		size_t column = find_column(page->layout, field, period);

		if (column > page->layout->count)
			continue;
		picture->series[filled] = (struct chart_series){ report->periods[period].title, column };
		for (size_t i = 0; i < count; i++)
			picture->values[filled * count + i] = number_of(&lines[i], field, period);
		filled++;
	}
	return filled;
}

static int put_picture(struct report *report, const struct section_page *page, const struct line *lines, size_t count,
                       struct picture *picture)
{
	const struct command *command = report->command;
	const char *map = option(command, "map");
	bool per_1000 = page->chart == CHART_MAP && map && strcmp(map, "per-1000") == 0;
	enum field field = per_1000 ? FIELD_PER_1000 : FIELD_VALUE;
	size_t told = page->chart == CHART_HEAT ? 1 : page->count;
	struct chart chart = {
		.type = page->chart, .categories = count,
		.unit = per_1000 ? report_text(command, TEXT_PER_1000)
		                 : report_counted(report, page->section, HVK_QUESTIONS),
		.axis = report_dimension(command, page_axis(page->section)),
		.decimals = per_1000 ? 2 : 0, .labels = picture->labels, .series = picture->series,
		.values = picture->values, .gemeenten = page->chart == CHART_MAP ? picture->gemeenten : NULL
	};

	for (size_t i = 0; i < count; i++)
		picture->labels[i] = lines[i].label;
	if (page->chart == CHART_MAP)
		find_gemeenten(report, lines, count, picture->gemeenten);
	chart.series_count = fill_series(report, page, field, PERIOD_NOW, told, lines, count, picture);
	chart.title = picture->title = make_title(command, &chart);
	chart.description = picture->description = page_describe(command, &chart);
	if (!chart.title || !chart.description)
		return -1;
	/* Of a heat map whose year is not published. */
	if (!*chart.description)
		chart.description = chart.title;
	chart.series_count = fill_series(report, page, field, page->first, page->count, lines, count, picture);
	return page_put_chart(report->renderer, &chart);
}

int page_put_picture(struct report *report, const struct section_page *page, const struct line *lines, size_t count)
{
	struct picture picture = { .description = NULL };
	int result = -1;

	picture.labels = calloc(count + 1, sizeof(*picture.labels));
	picture.values = calloc(page->count * count + 1, sizeof(*picture.values));
	picture.gemeenten = calloc(count + 1, sizeof(*picture.gemeenten));
	if (picture.labels && picture.values && picture.gemeenten)
		result = put_picture(report, page, lines, count, &picture);
	free(picture.labels);
	free(picture.values);
	free(picture.gemeenten);
	free(picture.title);
	free(picture.description);
	return result;
}
