/* SPDX-License-Identifier: EUPL-1.2 */
/* The map on the page of a publication: totals of gemeenten, and stripes where that is hidden. */
#include <stdlib.h>
#include <string.h>

#include "report-page.h"
#include "report-publish-page.h"

/* The gemeenten of the first axis, their totals, and the table of these. */
struct places {
	size_t *members;
	const char **labels;
	double *values;
	const struct hvk_gemeente **gemeenten;
	size_t count;
	char *description;
};

static void find_places(const struct page *page, struct places *places)
{
	const char *on = hvk_publication_text(page->publication, HVK_PUBLICATION_GEOGRAPHY);
	size_t member[PUBLISH_AXES_MAX] = { 0 };
	uint64_t count;

	for (size_t axis = 1; axis < page->axes; axis++)
		member[axis] = hvk_publication_members(page->publication, axis) - 1;
	for (size_t i = 0; !page_is_total(page, 0, i); i++) {
		size_t n = places->count;
		enum hvk_published status;

		if (strcmp(hvk_publication_level(page->publication, 0, i), "gemeente") != 0)
			continue;
		member[0] = i;
		status = hvk_publication_cell(page->publication, member, &count);
		places->members[n] = i;
		places->labels[n] = page_label(page, 0, i);
		places->values[n] = status == HVK_PUBLISHED_OK ? (double)count :
		                    status == HVK_PUBLISHED_HIDDEN ? CHART_HIDDEN : NAN;
		if (hvk_gemeente_find(page->command->store, hvk_publication_key(page->publication, 0, i), on, false,
		                      &places->gemeenten[n]) < 0)
			places->gemeenten[n] = NULL;
		places->count++;
	}
}

static int put_map(const struct page *page, struct places *places)
{
	const struct command *command = page->command;
	const struct chart_series series = { page_text(command, PAGE_QUESTIONS), 1 };
	struct chart chart = {
		.type = CHART_MAP, .unit = report_text(command, TEXT_QUESTIONS),
		.axis = report_dimension(command, "gemeente"),
		.categories = places->count, .series_count = 1, .labels = places->labels, .series = &series,
		.values = places->values, .gemeenten = places->gemeenten
	};
	char *title = NULL;
	int result = -1;

	if (asprintf(&title, "%s%s", page_text(command, PAGE_QUESTIONS_BY), chart.axis) < 0)
		return -1;
	chart.title = title;
	chart.description = places->description = page_describe(command, &chart);
	if (chart.description)
		result = page_put_chart(page->renderer, &chart);
	free(title);
	return result;
}

/* The rows of the map, and the total of all. */
static int put_place_totals(const struct page *page, const struct places *places)
{
	const struct command *command = page->command;
	const struct render_column columns[] = {
		{ "gemeente", report_dimension(command, "gemeente"), false },
		{ "questions", report_text(command, TEXT_QUESTIONS), true }
	};
	size_t member[PUBLISH_AXES_MAX] = { 0 };
	const char *status;
	int result = render_table_begin(page->renderer, columns, 2, NULL);

	for (size_t axis = 1; axis < page->axes; axis++)
		member[axis] = hvk_publication_members(page->publication, axis) - 1;
	for (size_t i = 0; i < places->count && result == 0; i++) {
		member[0] = places->members[i];
		result = render_row(page->renderer,
		                    (const struct cell[]){ cell_text(places->labels[i]),
		                                           publish_cell(command, page->publication, member, &status) });
	}
	return result == 0 ? render_table_end(page->renderer) : -1;
}

/* A heading, the map, and its figures; where the table of all that follows has more than these. */
static int put_places(const struct page *page, struct places *places)
{
	bool alone = page->axes == 1 && !page_has_levels(page, 0);
	int result = 0;

	find_places(page, places);
	if (places->count < 2)
		return 0;
	if (!alone)
		result = render_heading(page->renderer, 2, report_text(page->command, TEXT_PER_GEMEENTE));
	if (result == 0)
		result = put_map(page, places);
	if (result == 0 && !alone)
		result = put_place_totals(page, places);
	if (result == 0 && !alone && page->axes < 3)
		result = render_heading(page->renderer, 2, page_text(page->command, PAGE_FIGURES));
	return result;
}

int page_put_places(const struct page *page)
{
	size_t room = hvk_publication_members(page->publication, 0);
	struct places places = {
		.members = calloc(room, sizeof(*places.members)), .labels = calloc(room, sizeof(*places.labels)),
		.values = calloc(room, sizeof(*places.values)), .gemeenten = calloc(room, sizeof(*places.gemeenten))
	};
	int result = -1;

	if (places.members && places.labels && places.values && places.gemeenten)
		result = put_places(page, &places);
	free(places.members);
	free(places.labels);
	free(places.values);
	free(places.gemeenten);
	free(places.description);
	return result;
}
