/* SPDX-License-Identifier: EUPL-1.2 */
/* What a chart says in words: its unit, its title, and what is to be seen in it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report-view.h"

/* ---- unit and title */

char *chart_unit(const struct view *view)
{
	const struct hvk_table *table = view->parts[NOW].table;
	enum hvk_measure measure = view->measures[0];
	const char *counted = report_unit(view->command, table, HVK_QUESTIONS);
	char *text;

	if (measure != HVK_PER_1000)
		return strdup(report_unit(view->command, table, measure));
	return asprintf(&text, "%s %s", counted, report_unit(view->command, table, measure)) < 0 ? NULL : text;
}

/* ", okt 2026, kanaal telefoon" */
static void write_restrictions(const struct command *command, FILE *stream)
{
	const char *value;
	char period[64];

	for (const struct option_spec *spec = filter_options; spec->name; spec++) {
		bool where = strcmp(spec->name, "where") == 0;
		bool months = strcmp(spec->name, "period") == 0 || strcmp(spec->name, "month") == 0;

		for (size_t n = 0; (value = option_at(command, spec->name, n)) != NULL; n++) {
			fputs(", ", stream);
			if (months)
				name_period(command, value, period, sizeof(period));
			else if (!where)
				fprintf(stream, "%s ", report_dimension(command, spec->name));
			fputs(months ? period : value, stream);
		}
	}
}

char *chart_title(const struct view *view)
{
	const struct command *command = view->command;
	const char *given = option(command, "title");
	struct text text;
	FILE *stream;
	char *unit;

	if (given)
		return strdup(given);
	unit = chart_unit(view);
	stream = unit ? text_open(&text) : NULL;
	if (!stream) {
		free(unit);
		return NULL;
	}
	fprintf(stream, "%s%s%s", unit, report_text(command, TEXT_BY),
	        report_dimension(command, hvk_table_dimension(view->parts[NOW].table, 0)));
	if (view->wide)
		fprintf(stream, "%s%s", report_text(command, TEXT_BY_AND),
		        report_dimension(command, hvk_table_dimension(view->parts[NOW].table, 1)));
	write_restrictions(command, stream);
	free(unit);
	return capitalize(text_close(&text, stream));
}

/* ---- description */

/* " Meest: Brugge, telefoon (227)." n is the place of the value. */
static void write_extreme(const struct view *view, FILE *stream, const struct chart *chart, enum report_text text,
                          size_t n)
{
	size_t series = n / chart->categories;

	fprintf(stream, " %s: %s", report_text(view->command, text), chart->labels[n % chart->categories]);
	if (view->wide)
		fprintf(stream, ", %s", chart->series[series].title);
	fputs(" (", stream);
	report_write_number(view->command, stream, chart->values[n], chart->decimals);
	fputs(").", stream);
}

static void write_extremes(const struct view *view, FILE *stream, const struct chart *chart)
{
	size_t count = chart->categories * chart->series_count, most = count, least = count;

	for (size_t n = 0; n < count; n++) {
		if (isnan(chart->values[n]))
			continue;
		if (most == count || chart->values[n] > chart->values[most])
			most = n;
		if (least == count || chart->values[n] < chart->values[least])
			least = n;
	}
	if (most == count || chart->values[most] <= 0)
		return;
	write_extreme(view, stream, chart, TEXT_CHART_MOST, most);
	if (chart->values[least] < chart->values[most])
		write_extreme(view, stream, chart, TEXT_CHART_LEAST, least);
}

char *chart_description(struct view *view, const struct chart *chart, size_t left)
{
	const struct command *command = view->command;
	size_t all[DIMENSIONS_MAX];
	struct cell total;
	struct text text;
	FILE *stream = text_open(&text);

	if (!stream)
		return NULL;
	for (size_t d = 0; d < view->dimensions; d++)
		all[d] = view_members(view, d);
	total = view_value(view, NOW, view->measures[0], all);
	fprintf(stream, "%s: ", report_text(command, TEXT_CHART_TOTAL));
	if (total.type == CELL_EMPTY)
		fputs("-", stream);
	else
		report_write_number(command, stream, cell_value(&total), total.decimals);
	fputs(".", stream);
	write_extremes(view, stream, chart);
	if (left > 0)
		fprintf(stream, " %s: %zu.", report_text(command, TEXT_LEFT_OUT), left);
	if (view->measures[0] == HVK_PER_1000)
		fprintf(stream, " %s", report_text(command, TEXT_ESTIMATE_NOTE));
	return text_close(&text, stream);
}
