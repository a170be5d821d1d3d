/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Activities for families in some months: how many were held, who came, how full they were; beside them those that are
 * planned and those that were cancelled. Each section is a table of sessions.
 */
#include <string.h>

#include "statistics/report.h"
#include "statistics/sessions.h"

const char *const hvk__activity_dimensions[] = {
	"form", "theme", "theme-group", "pillar", "audience", "target", "gemeente", "arrondissement", "province",
	"region", "origin", "partner", "programme", "series", "month", "quarter", "year", "schoolyear", NULL
};

static const struct {
	const char *title[2], *section[2];
} titles[] = {
	{ { "werkvorm", "form" }, { "Per werkvorm", "By form" } },
	{ { "thema", "theme" }, { "Per thema", "By theme" } },
	{ { "themagroep", "group of themes" }, { "Per themagroep", "By group of themes" } },
	{ { "pijler", "pillar" }, { "Per pijler", "By pillar" } },
	{ { "publiek", "audience" }, { "Per publiek", "By audience" } },
	{ { "doelgroep", "target group" }, { "Per doelgroep", "By target group" } },
	{ { "gemeente", "gemeente" }, { "Per gemeente", "By gemeente" } },
	{ { "arrondissement", "arrondissement" }, { "Per arrondissement", "By arrondissement" } },
	{ { "provincie", "province" }, { "Per provincie", "By province" } },
	{ { "regio", "region" }, { "Per regio", "By region" } },
	{ { "herkomst", "origin" }, { "Waar deelnemers vandaan kwamen", "Where participants came from" } },
	{ { "partner", "partner" }, { "Per partner", "By partner" } },
	{ { "programma", "programme" }, { "Per programma", "By programme" } },
	{ { "reeks", "series" }, { "Per reeks", "By series" } },
	{ { "maand", "month" }, { "Per maand", "By month" } },
	{ { "kwartaal", "quarter" }, { "Per kwartaal", "By quarter" } },
	{ { "jaar", "year" }, { "Per jaar", "By year" } },
	{ { "schooljaar", "school year" }, { "Per schooljaar", "By school year" } }
};
_Static_assert(ARRAY_SIZE(titles) + 1 == ARRAY_SIZE(hvk__activity_dimensions), "each dimension has titles");

enum { SEATED = 3, CAPACITY = 8 }; /* of the figures: how full it was is the one of the other */

/* In the order of the columns; those of a section by origin are only the first two. */
static const struct {
	enum hvk__session_figure figure;
	enum hvk_report_form form;
	const char *name, *title[2];
} figures[] = {
	{ HVK__SESSIONS_HELD, HVK_REPORT_COUNT, "sessions", { "activiteiten", "activities" } },
	{ HVK__SESSIONS_PARTICIPANTS, HVK_REPORT_COUNT, "participants", { "deelnemers", "participants" } },
	{ HVK__SESSIONS_NEW, HVK_REPORT_COUNT, "new", { "nieuw", "new" } },
	[SEATED] = { HVK__SESSIONS_SEATED, HVK_REPORT_SHARE, "occupancy", { "bezetting (%)", "occupancy (%)" } },
	{ HVK__SESSIONS_SERIES, HVK_REPORT_COUNT, "series-count", { "aantal reeksen", "number of series" } },
	{ HVK__SESSIONS_PLANNED, HVK_REPORT_COUNT, "planned", { "gepland", "planned" } },
	{ HVK__SESSIONS_CANCELLED, HVK_REPORT_COUNT, "cancelled", { "geannuleerd", "cancelled" } },
	{ HVK__SESSIONS_UNCOUNTED, HVK_REPORT_COUNT, "uncounted", { "niet geteld", "not counted" } },
	[CAPACITY] = { HVK__SESSIONS_CAPACITY, HVK_REPORT_COUNT, "capacity", { "plaatsen", "capacity" } }
};
enum { FIGURES = ARRAY_SIZE(figures), FIGURES_BY_ORIGIN = 2 };

/* The section that is being made. */
struct making {
	struct hvk_report *report;
	struct hvk_table *table;
	struct hvk__section *section;
	const struct hvk__named **names[HVK__DIMENSIONS_MAX]; /* by member */
	size_t figure_count;
	const bool *places;
};

static size_t find_titles(const char *dimension)
{
	size_t n = 0;

	while (strcmp(hvk__activity_dimensions[n], dimension) != 0)
		n++;
	return n;
}

/* ---- counting */

static int count_sessions(struct making *making, const char *by)
{
	struct hvk_report *report = making->report;
	struct hvk_table *table;
	int result = hvk_table_new(report->store, by, &making->table);

	if (result < 0)
		return result;
	table = making->table;
	table->filter = report->filter;
	table->geography_day = report->day;
	table->months = (struct hvk__span_of_months){ report->period.first, report->period.last };
	table->places = making->places;
	table->every_status = table->prepared = true;
	result = hvk__table_add_sessions(table);
	if (result == HVK_OK)
		result = hvk__table_prepare(table);
	if (result == HVK_OK)
		result = hvk__table_count_sessions(table, NULL);
	if (result == HVK_OK)
		result = hvk__table_make_members(table);
	table->counted = result == HVK_OK;
	return result;
}

/* ---- rows */

static int add_row(struct making *making, const size_t member[])
{
	const struct hvk_table *table = making->table;
	size_t names = table->count ? table->count : 1;
	int64_t values[FIGURES] = { 0 };
	union hvk__figure *row;

	for (size_t i = 0; i < making->figure_count; i++)
		if (!hvk__sessions_figure(table, figures[i].figure, member, &values[i]))
			return HVK_OK; /* what cannot be is no row */
	row = hvk__section_row(making->section);
	if (!row)
		return HVK_ENOMEM;
	for (size_t i = 0; i < table->count; i++)
		row[i].name = making->names[i][member[i]];
	for (size_t i = 0; i < making->figure_count; i++) {
		if (figures[i].form == HVK_REPORT_COUNT)
			row[names + i].count = values[i];
		else if (values[CAPACITY] > 0)
			row[names + i].real = (double)values[i] / (double)values[CAPACITY];
	}
	if (table->count == 0)
		row[0].name = hvk__report_name(making->report, "total", "Totaal", "Total");
	return row[0].name ? HVK_OK : HVK_ENOMEM;
}

/* Every combination of members, the last dimension fastest. */
static int add_rows(struct making *making)
{
	const struct hvk_table *table = making->table;
	size_t member[HVK__DIMENSIONS_MAX] = { 0 };

	for (size_t i = 0; i < table->count; i++)
		if (table->by[i].member_count == 0)
			return HVK_OK;
	for (;;) {
		size_t i = table->count;
		int result = add_row(making, member);

		if (result < 0)
			return result;
		while (i > 0 && ++member[i - 1] == table->by[i - 1].member_count)
			member[--i] = 0;
		if (i == 0)
			return HVK_OK;
	}
}

/* ---- sections */

static int name_members(struct making *making)
{
	for (size_t i = 0; i < making->table->count; i++) {
		const struct hvk__breakdown *by = &making->table->by[i];

		making->names[i] = calloc(by->member_count + 1, sizeof(*making->names[i]));
		if (!making->names[i])
			return HVK_ENOMEM;
		for (size_t m = 0; m < by->member_count; m++) {
			const struct hvk__member *member = &by->members[m];

			making->names[i][m] = hvk__report_name(making->report, member->key, member->label[HVK_NL],
			                                       member->label[HVK_EN]);
			if (!making->names[i][m])
				return HVK_ENOMEM;
		}
	}
	return HVK_OK;
}

static bool add_figures(struct making *making)
{
	const struct hvk_table *table = making->table;

	making->figure_count = FIGURES;
	for (size_t i = 0; i < table->count; i++)
		if (table->by[i].dimension->of == HVK__OF_ORIGIN)
			making->figure_count = FIGURES_BY_ORIGIN;
	for (size_t i = 0; i < making->figure_count; i++)
		if (!hvk__section_column(making->section, figures[i].form, figures[i].name, figures[i].title[HVK_NL],
		                         figures[i].title[HVK_EN]))
			return false;
	return true;
}

/* What the section is called: by its dimensions. */
static const struct hvk__named *name_section(const struct making *making, const char *by)
{
	const struct hvk_table *table = making->table;
	const struct hvk__named *name = NULL;
	struct hvk__buffer title[2] = { { 0 }, { 0 } };
	bool made = true;

	for (size_t i = 0; i < table->count; i++) {
		size_t n = find_titles(table->by[i].dimension->name);

		for (int lang = 0; lang < 2 && made; lang++)
			made = hvk__buffer_printf(&title[lang], "%s%s", i ? ", " : "",
			                          i ? titles[n].title[lang] : titles[n].section[lang]);
	}
	if (made && table->count > 0)
		name = hvk__report_name(making->report, by, title[HVK_NL].data, title[HVK_EN].data);
	else if (made)
		name = hvk__report_name(making->report, "total", "Kerncijfers", "Key figures");
	hvk__buffer_free(&title[HVK_NL]);
	hvk__buffer_free(&title[HVK_EN]);
	return name;
}

static int make_section(struct making *making, const char *by)
{
	const struct hvk_table *table = making->table;
	const struct hvk__named *name = name_section(making, by);

	if (!name)
		return HVK_ENOMEM;
	making->section =
		hvk__report_add(making->report, name->key, name->label[HVK_NL], name->label[HVK_EN]);
	if (table->count == 0 && !hvk__section_column(making->section, HVK_REPORT_NAME, "total", "", ""))
		return HVK_ENOMEM;
	for (size_t i = 0; i < table->count; i++) {
		size_t n = find_titles(table->by[i].dimension->name);

		if (!hvk__section_column(making->section, HVK_REPORT_NAME, hvk__activity_dimensions[n],
		                         titles[n].title[HVK_NL], titles[n].title[HVK_EN]))
			return HVK_ENOMEM;
	}
	return add_figures(making) ? name_members(making) : HVK_ENOMEM;
}

static int add_section(struct hvk_report *report, const bool *places, const char *by)
{
	struct making making = { .report = report, .places = places };
	int result = count_sessions(&making, by);

	if (result == HVK_OK)
		result = make_section(&making, by);
	if (result == HVK_OK)
		result = add_rows(&making);
	for (size_t i = 0; i < HVK__DIMENSIONS_MAX; i++)
		free(making.names[i]);
	hvk_table_free(making.table);
	return result;
}

int hvk__report_activities(struct hvk_report *report)
{
	static const char *const standard[] = { "form", "theme-group", "pillar", "gemeente", "programme", "origin" };
	const char *const *by = report->by_count ? report->by : standard;
	size_t count = report->by_count ? report->by_count : ARRAY_SIZE(standard);
	_cleanup_free_ bool *places = NULL;
	bool asked;
	int result = hvk__report_places(report, &places, &asked);

	if (result == HVK_OK)
		result = add_section(report, places, "");
	for (size_t i = 0; i < count && result == HVK_OK; i++)
		result = add_section(report, places, by[i]);
	return result;
}
