/* SPDX-License-Identifier: EUPL-1.2 */
/* What a chart says in words: its unit, its title, and what is to be seen in it. */
#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report-view.h"

/* Ends a stream of open_memstream(): its text, begun with a capital; NULL when it could not all be held. */
static char *end_text(FILE *stream, char **text)
{
	if (fclose(stream) != 0) {
		free(*text);
		return NULL;
	}
	**text = (char)toupper((unsigned char)**text);
	return *text;
}

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
	char *unit, *text = NULL;
	size_t length = 0;
	FILE *stream;

	if (given)
		return strdup(given);
	unit = chart_unit(view);
	stream = unit ? open_memstream(&text, &length) : NULL;
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
	return end_text(stream, &text);
}

/* ---- description */

static void write_number(const struct view *view, FILE *stream, const struct cell *cell)
{
	char number[400], *point;

	if (cell->type == CELL_WHOLE)
		snprintf(number, sizeof(number), "%" PRId64, cell->whole);
	else
		snprintf(number, sizeof(number), "%.*f", cell->decimals, cell->real);
	point = view->command->lang == HVK_NL ? strchr(number, '.') : NULL;
	if (point)
		*point = ',';
	fputs(number, stream);
}

/* " Meest: Brugge, telefoon (227)." n is the place of the value. */
static void write_extreme(const struct view *view, FILE *stream, const struct chart *chart, enum report_text text,
                          size_t n)
{
	size_t series = n / chart->categories;
	struct cell cell = chart->decimals ? cell_real(chart->values[n], chart->decimals)
	                                   : cell_whole((int64_t)chart->values[n]);

	fprintf(stream, " %s: %s", report_text(view->command, text), chart->labels[n % chart->categories]);
	if (view->wide)
		fprintf(stream, ", %s", chart->series[series].title);
	fputs(" (", stream);
	write_number(view, stream, &cell);
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
	size_t all[DIMENSIONS_MAX], length = 0;
	struct cell total;
	char *text = NULL;
	FILE *stream = open_memstream(&text, &length);

	if (!stream)
		return NULL;
	for (size_t d = 0; d < view->dimensions; d++)
		all[d] = view_members(view, d);
	total = view_value(view, NOW, view->measures[0], all);
	fprintf(stream, "%s: ", report_text(command, TEXT_CHART_TOTAL));
	if (total.type == CELL_EMPTY)
		fputs("-", stream);
	else
		write_number(view, stream, &total);
	fputs(".", stream);
	write_extremes(view, stream, chart);
	if (left > 0)
		fprintf(stream, " %s: %zu.", report_text(command, TEXT_LEFT_OUT), left);
	if (view->measures[0] == HVK_PER_1000)
		fprintf(stream, " %s", report_text(command, TEXT_ESTIMATE_NOTE));
	return end_text(stream, &text);
}
