/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The agenda in the report of a year: activities for families, meetings of the network, the phases of the houses. In a
 * report for everybody there is only how many activities were held, which was announced to everybody; no count of
 * people.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "report-network.h"
#include "report-year.h"

enum { TOTAL, KEY = 0, HELD = 1, SHOWN = 8 }; /* of activities: the section, its columns, those a page shows */

/* ---- reading */

/* The places asked for, those of the page, and with months those of the year. */
static int fill_filter(struct report *report, struct hvk_filter *filter, bool months)
{
	struct command *command = report->command;
	int status = report_filter_places(command, filter), result = HVK_OK;

	if (status != EXIT_DONE)
		return status;
	if (months)
		result = hvk_filter_add(filter, "period", "=", report->periods[PERIOD_NOW].name);
	if (result == HVK_OK && report_is_of_one(report))
		result = hvk_filter_add(filter, "gemeente", "=",
		                        report_key(report, SECTION_GEMEENTE, report->gemeente));
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

/* The last day of the year, or today. */
static void find_day(struct report *report, char day[11])
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const struct period *now = &report->periods[PERIOD_NOW];
	char last[32];
	int year, month;

	report_month_at(report, now->first + now->count - 1, &year, &month);
	snprintf(last, sizeof(last), "%04d-%02d-%02d", year, month,
	         days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)));
	today(report->command, day);
	if (strcmp(last, day) < 0)
		memcpy(day, last, 11);
}

static int set_by(struct report *report, struct hvk_report *part)
{
	/* The themes of what was held are in what was announced, but not what is counted of them. */
	if (hvk_report_set(part, HVK_REPORT_BY, "form") < 0 ||
	    (!report->published && hvk_report_set(part, HVK_REPORT_BY, "theme-group") < 0) ||
	    (!report_is_of_one(report) && hvk_report_set(part, HVK_REPORT_BY, "gemeente") < 0))
		return fail_store(report->command);
	return EXIT_DONE;
}

static int run_part(struct report *report, enum agenda_part part, enum hvk_report_kind kind)
{
	struct command *command = report->command;
	struct hvk_filter *filter;
	char day[11];
	int status;

	find_day(report, day);
	if (hvk_filter_new(command->store, &filter) < 0)
		return fail_store(command);
	status = fill_filter(report, filter, kind != HVK_REPORT_PHASES);
	if (status == EXIT_DONE && (hvk_report_new(command->store, kind, &report->agenda[part]) < 0 ||
	                            hvk_report_set(report->agenda[part], HVK_REPORT_ON, day) < 0))
		status = fail_store(command);
	if (status == EXIT_DONE && kind == HVK_REPORT_ACTIVITIES)
		status = set_by(report, report->agenda[part]);
	if (status == EXIT_DONE) {
		hvk_report_set_filter(report->agenda[part], filter);
		if (hvk_report_run(report->agenda[part]) < 0)
			status = fail_store(command);
	}
	hvk_filter_free(filter);
	return status;
}

/* Whether a section tells of anything. */
static bool tells(const struct report *report, enum agenda_part part, const char *name)
{
	const struct hvk_report *of = report->agenda[part];
	size_t section = 0;
	int64_t whole;
	double unused;

	while (section < hvk_report_sections(of) && strcmp(hvk_report_section(of, section), name) != 0)
		section++;
	if (section == hvk_report_sections(of))
		return false;
	for (size_t row = 0; row < hvk_report_rows(of, section); row++)
		for (size_t column = 0; column < hvk_report_columns(of, section); column++)
			/* For everybody only what was held is anything. */
			if (hvk_report_value(of, section, row, column, &whole, &unused) == 1 && whole > 0 &&
			    (!report->published || column == HELD))
				return true;
	return false;
}

/* A place of which others than gemeenten are published has no page of the agenda. */
static bool is_gemeente(const struct report *report)
{
	return isdigit((unsigned char)*report_key(report, SECTION_GEMEENTE, report->gemeente));
}

int year_read_agenda(struct report *report)
{
	static const struct {
		enum hvk_report_kind kind;
		const char *section; /* that tells whether there is anything */
	} parts[AGENDA_PARTS] = {
		[AGENDA_ACTIVITIES] = { HVK_REPORT_ACTIVITIES, "total" },
		[AGENDA_NETWORK] = { HVK_REPORT_NETWORK, "meetings" },
		[AGENDA_PHASES] = { HVK_REPORT_PHASES, "houses" }
	};
	int status = EXIT_DONE;

	for (size_t i = 0; i < AGENDA_PARTS; i++) {
		hvk_report_free(report->agenda[i]);
		report->agenda[i] = NULL;
	}
	/* Desks have no agenda; the places of another day are not to be told apart. */
	if (option_given(report->command, "desk") ||
	    (report_is_of_one(report) && (option_given(report->command, "geography") || !is_gemeente(report))))
		return EXIT_DONE;
	for (size_t i = 0; i < AGENDA_PARTS && status == EXIT_DONE; i++) {
		if (report->published && i != AGENDA_ACTIVITIES)
			continue;
		status = run_part(report, (enum agenda_part)i, parts[i].kind);
		if (status == EXIT_DONE && !tells(report, (enum agenda_part)i, parts[i].section)) {
			hvk_report_free(report->agenda[i]);
			report->agenda[i] = NULL;
		}
	}
	return status;
}

/* ---- the page */

static struct network_view view_of(const struct report *report, enum agenda_part part)
{
	return (struct network_view){
		.command = report->command, .report = report->agenda[part], .renderer = report->renderer, .page = true,
		.for_people = true, .labels = true
	};
}

/* "Activiteiten per gemeente" */
static int put_heading(const struct network_view *view, size_t section)
{
	const struct command *command = view->command;
	char *title, *text;
	int result = -1;

	if (section == TOTAL)
		return render_heading(view->renderer, 2, report_text(command, TEXT_ACTIVITIES));
	title = strdup(hvk_report_title(view->report, section, command->lang));
	if (!title)
		return -1;
	*title = (char)tolower((unsigned char)*title);
	if (asprintf(&text, "%s %s", report_text(command, TEXT_ACTIVITIES), title) >= 0) {
		result = render_heading(view->renderer, 2, text);
		free(text);
	}
	free(title);
	return result;
}

static int put_activities(const struct report *report)
{
	const struct network_view view = view_of(report, AGENDA_ACTIVITIES);
	size_t columns = report->published ? HELD + 1 : SHOWN + 1;
	int result = 0;

	for (size_t i = TOTAL; i < hvk_report_sections(view.report) && result == 0; i++) {
		result = put_heading(&view, i);
		if (result == 0)
			result = report_put_table(&view, i, columns, i == TOTAL);
		if (result == 0 && i == TOTAL && report->published)
			result = render_paragraph(view.renderer, report_text(view.command, TEXT_ACTIVITIES_PUBLIC));
	}
	if (result < 0 || report->published)
		return result;
	return render_paragraph(view.renderer, report_text(view.command, TEXT_OCCUPANCY_NOTE));
}

static bool is_about_meetings(const char *section)
{
	return strcmp(section, "meetings") == 0 || strcmp(section, "attendance") == 0;
}

/* Facts are told once: those of the houses are in their phases. */
static bool is_fact(size_t part, const char *section)
{
	return part == AGENDA_ACTIVITIES ||
	       (part == AGENDA_NETWORK ? is_about_meetings(section) : strcmp(section, "phases") == 0);
}

int year_put_agenda(struct report *report)
{
	struct network_view view = view_of(report, AGENDA_NETWORK);
	const char *section;
	int result = report->agenda[AGENDA_ACTIVITIES] ? put_activities(report) : 0;

	for (size_t i = 0; view.report && result == 0 && (section = hvk_report_section(view.report, i)) != NULL; i++)
		if (is_about_meetings(section))
			result = report_put_section(&view, i, 0, false);
	view = view_of(report, AGENDA_PHASES);
	return view.report && result == 0 ? report_put_phases(&view) : result;
}

/* ---- the facts */

/* The counts of a row, of a report for everybody only what was held: "form,oudercursus,Oudercursus,sessions,2026,2". */
static int put_row(struct report *report, struct hvk_report *part, size_t section, size_t row)
{
	const struct network_view view = { .command = report->command, .report = part };
	char *key = report_join_names(&view, section, row, false);
	char *label = report_join_names(&view, section, row, true);
	const struct hvk_report_column *column;
	int64_t value;
	double unused;
	int result = key && label ? 0 : -1;

	for (size_t i = 1; result == 0 && (column = hvk_report_column(part, section, i)) != NULL; i++)
		if (column->form == HVK_REPORT_COUNT && (!report->published || i == HELD) &&
		    hvk_report_value(part, section, row, i, &value, &unused) == 1)
			result = page_put_fact(report, hvk_report_section(part, section), key, label, column->name,
			                       PERIOD_NOW, value);
	free(key);
	free(label);
	return result;
}

int year_put_agenda_facts(struct report *report)
{
	for (size_t n = 0; n < AGENDA_PARTS; n++) {
		struct hvk_report *part = report->agenda[n];

		for (size_t section = 0; part && section < hvk_report_sections(part); section++) {
			bool told = is_fact(n, hvk_report_section(part, section));

			for (size_t row = 0; told && row < hvk_report_rows(part, section); row++)
				if (put_row(report, part, section, row) < 0)
					return -1;
		}
	}
	return 0;
}
