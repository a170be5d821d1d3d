/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports of what is published: their figures, and what they say of where these come from. */
#include "report-public.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report-network.h"

static void free_members(struct members *members)
{
	for (size_t i = 0; i < members->held; i++) {
		free(members->list[i].key);
		free(members->list[i].label[0]);
		free(members->list[i].label[1]);
		free(members->list[i].dimension);
		free(members->list[i].subject);
	}
	free(members->list);
}

void public_free(struct published *published)
{
	if (!published)
		return;
	hvk_figures_free(published->figures);
	for (size_t i = 0; i < SECTIONS; i++)
		free_members(&published->members[i]);
	free(published->sources);
	free(published->place);
	free(published->place_label);
	free(published);
}

/* ---- figures */

size_t public_members(const struct published *published, enum section section)
{
	return published->members[section].count;
}

const char *public_key(const struct published *published, enum section section, size_t member)
{
	return member < published->members[section].count ? published->members[section].list[member].key : "total";
}

const char *public_label(const struct published *published, enum section section, size_t member, enum hvk_lang lang)
{
	if (member < published->members[section].count)
		return published->members[section].list[member].label[lang];
	if (published->place_label)
		return published->place_label;
	return lang == HVK_NL ? "Totaal" : "Total";
}

/* What is published of a member in months counted from the report's first. */
int64_t public_find(const struct report *report, enum section section, size_t member, const struct period *period,
                    enum hvk_published *status)
{
	const struct published *published = report->published;
	const struct members *members = &published->members[section];
	const char *place = published->place, *dimension = NULL, *subject = NULL;
	int from = report->year * 12 + report->month - 1 + (int)period->first;
	char first[8], last[8];
	uint64_t count;

	if (report_is_of_one(report))
		place = public_key(published, SECTION_GEMEENTE, report->gemeente);
	if (section == SECTION_GEMEENTE && member < members->count) {
		place = members->list[member].key;
	} else if (member < members->count) {
		dimension = members->list[member].dimension;
		subject = members->list[member].subject;
	}
	report_month_key(from, first);
	report_month_key(from + (int)period->count - 1, last);
	*status = hvk_figures_value(published->figures, place, dimension, subject, first, last, &count);
	return (int64_t)count;
}

int64_t public_value(const struct report *report, enum section section, size_t member, size_t period,
                     enum hvk_published *status)
{
	return public_find(report, section, member, &report->periods[period], status);
}

double public_per_1000(const struct report *report, const struct line *line)
{
	const struct hvk_gemeente *gemeente;
	int64_t children;

	if (line->published[PERIOD_NOW] != HVK_PUBLISHED_OK || line->member == SIZE_MAX ||
	    hvk_gemeente_find(report->command->store, public_key(report->published, SECTION_GEMEENTE, line->member),
	                      NULL, false, &gemeente) < 0)
		return NAN;
	children = hvk_gemeente_children(gemeente);
	return children > 0 ? 1000.0 * (double)line->value[PERIOD_NOW] / (double)children : NAN;
}

bool public_is_shown(enum hvk_published status)
{
	return status == HVK_PUBLISHED_OK || status == HVK_PUBLISHED_HIDDEN;
}

static bool is_member_shown(const struct report *report, enum section section, size_t member)
{
	enum hvk_published status = HVK_PUBLISHED_NOWHERE;

	for (size_t period = 0; period < report->period_count && !public_is_shown(status); period++)
		public_value(report, section, member, period, &status);
	return public_is_shown(status);
}

bool public_has(const struct report *report, enum section section)
{
	for (size_t i = 0; i < public_members(report->published, section); i++)
		if (is_member_shown(report, section, i))
			return true;
	return false;
}

void public_drop_unpublished(struct report *report, enum section section)
{
	struct members *members = &report->published->members[section];
	size_t count = 0;

	for (size_t i = 0; i < members->count; i++) {
		struct member member = members->list[i];

		if (!is_member_shown(report, section, i))
			continue;
		members->list[i] = members->list[count];
		members->list[count++] = member;
	}
	members->count = count;
}

/* ---- where the figures come from */

/* Whether anything of the page has a status. */
static bool occurs(const struct report *report, enum hvk_published wanted)
{
	enum hvk_published status;

	for (size_t section = 0; section < SECTIONS; section++) {
		size_t count = section == SECTION_TOTAL ? 1 : public_members(report->published, (enum section)section);

		for (size_t i = 0; i < count * report->period_count; i++) {
			public_value(report, (enum section)section, i / report->period_count, i % report->period_count,
			             &status);
			if (status == wanted)
				return true;
		}
	}
	return false;
}

/* "1-3, 7", the sources being the latest first. */
static void write_numbers(const struct published *published, FILE *stream)
{
	const struct source *sources = published->sources;
	size_t i = published->source_count;

	while (i > 0) {
		uint64_t first = sources[--i].number, last = first;

		while (i > 0 && sources[i - 1].number == last + 1)
			last = sources[--i].number;
		fprintf(stream, "%" PRIu64, first);
		if (last > first)
			fprintf(stream, "%s%" PRIu64, last > first + 1 ? "-" : ", ", last);
		if (i > 0)
			fputs(", ", stream);
	}
}

static void write_origin(const struct report *report, FILE *stream)
{
	const struct command *command = report->command;
	const struct published *published = report->published;
	bool many = published->source_count > 1;
	char date[64];

	fputs(report_text(command, many ? TEXT_PUBLISHED_MANY : TEXT_PUBLISHED_ONE), stream);
	write_numbers(published, stream);
	report_date(command, published->sources[0].entered_on, date);
	fprintf(stream, "%s%s. ", report_text(command, many ? TEXT_PUBLISHED_LAST : TEXT_PUBLISHED_OF), date);
	fprintf(stream, "%s %s.", report_text(command, TEXT_HIDDEN_X), published->min_cell);
	if (occurs(report, HVK_PUBLISHED_NOT_APPLICABLE))
		fprintf(stream, " %s", report_text(command, TEXT_NOT_APPLICABLE));
	if (occurs(report, HVK_PUBLISHED_NOT_COLLECTED))
		fprintf(stream, " %s", report_text(command, TEXT_NOT_COLLECTED));
	if (occurs(report, HVK_PUBLISHED_NOWHERE))
		fprintf(stream, " %s", report_text(command, TEXT_EMPTY_CELL));
	fputc('\n', stream);
}

/* "Niet gepubliceerd: contacten, kanaal, leeftijd." */
static void write_unpublished(const struct report *report, FILE *stream)
{
	const struct command *command = report->command;

	fprintf(stream, "%s%s", report_text(command, TEXT_NOT_PUBLISHED), report_text(command, TEXT_CONTACTS));
	for (size_t i = 1; i < SECTIONS; i++)
		if (!public_has(report, (enum section)i))
			fprintf(stream, ", %s", report_dimension(command, report_sections[i].dimension));
	if (strcmp(command->verb->name, "year") == 0)
		fprintf(stream, ", %s", report_text(command, TEXT_REFERRALS));
	fputs(".\n", stream);
}

int public_put_origin(struct report *report)
{
	struct text text;
	FILE *stream = text_open(&text);

	if (stream) {
		write_origin(report, stream);
		write_unpublished(report, stream);
	}
	return report_put_text(report->renderer, text_close(&text, stream));
}
