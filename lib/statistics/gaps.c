/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Demand beside supply: the questions of some months, by gemeente, group of themes and age, and the offers that are
 * valid there on a day. An offer is one for a question when it serves its gemeente, covers its theme and is for its
 * age; ages that are no range fit all. An offer without themes is for no theme in particular, and no answer to a
 * question about one.
 */
#include <stdlib.h>

#include "statistics/gaps.h"

/* What a row comes to, in this order in verdicts[]. */
enum verdict { EMPTY, UNUSED, COVERED, PARTLY, WHITE_SPOT, UNKNOWN, VERDICTS };

static const char *const verdicts[VERDICTS][3] = {
	[EMPTY] = { "leeg", "geen vraag, geen aanbod", "no question, no offer" },
	[UNUSED] = { "ongebruikt", "aanbod zonder vraag", "offer without demand" },
	[COVERED] = { "gedekt", "gedekt", "covered" },
	[PARTLY] = { "deels", "deels gedekt", "partly covered" },
	[WHITE_SPOT] = { "witte-vlek", "witte vlek", "no offer" },
	[UNKNOWN] = { "onbekend", "thema onbekend", "theme unknown" }
};

enum { GEMEENTE, GROUP, AGE, QUESTIONS, WITHOUT, OFFERS, VERDICT, REPORTED, REASONS };

static int make_columns(struct hvk__gaps *gaps, struct hvk__section *section)
{
	bool made = hvk__section_column(section, HVK_REPORT_NAME, "gemeente", "gemeente", "gemeente") &&
	            hvk__section_column(section, HVK_REPORT_NAME, "theme-group", "themagroep", "group of themes") &&
	            hvk__section_column(section, HVK_REPORT_NAME, "age", "leeftijd", "age") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "questions", "vragen", "questions") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "without-offer", "zonder aanbod", "without offer") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "offers", "aanbod", "offers") &&
	            hvk__section_column(section, HVK_REPORT_NAME, "gap", "besluit", "verdict") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "reported", "gemelde tekorten", "reported gaps");

	for (uint16_t reason = 1; reason < gaps->reason_size && made; reason++) {
		const struct hvk__named *name = hvk__report_code(gaps->report, gaps->reasons, reason, false);
		struct hvk__buffer key = { 0 };
		const struct hvk__named *column = NULL;

		if (name && hvk__buffer_printf(&key, "reported:%s", name->key))
			column = hvk__report_name(gaps->report, key.data, name->label[HVK_NL], name->label[HVK_EN]);
		hvk__buffer_free(&key);
		made = column && hvk__section_column(section, HVK_REPORT_COUNT, column->key, column->label[HVK_NL],
		                                     column->label[HVK_EN]);
	}
	return made ? HVK_OK : HVK_ENOMEM;
}

/* The names that rows are made of, made once. */
struct names {
	const struct hvk__named **groups, **ages, *verdicts[VERDICTS];
};

static int make_names(struct hvk__gaps *gaps, struct names *names)
{
	struct hvk_report *report = gaps->report;
	bool made;

	names->groups = calloc(gaps->groups.count + 1, sizeof(*names->groups));
	names->ages = calloc(gaps->shown_ages.count + 1, sizeof(*names->ages));
	made = names->groups && names->ages;
	for (size_t i = 0; i < gaps->groups.count && made; i++) {
		names->groups[i] = hvk__report_code(report, gaps->themes, gaps->groups.numbers[i], true);
		made = names->groups[i];
	}
	for (size_t i = 0; i < gaps->shown_ages.count && made; i++) {
		names->ages[i] = hvk__report_code(report, gaps->ages, gaps->shown_ages.numbers[i], false);
		made = names->ages[i];
	}
	for (size_t i = 0; i < VERDICTS && made; i++) {
		names->verdicts[i] = hvk__report_name(report, verdicts[i][0], verdicts[i][1], verdicts[i][2]);
		made = names->verdicts[i];
	}
	return made ? HVK_OK : HVK_ENOMEM;
}

/* The questions of a cell, and those that no offer is for. */
static void count_demand(const struct hvk__gaps *gaps, size_t row, uint16_t group, uint16_t age, uint64_t *questions,
                         uint64_t *without)
{
	*questions = *without = 0;
	for (size_t theme = 1; theme < gaps->theme_size; theme++) {
		size_t at = hvk__gap_cell(gaps, row, theme, age);

		if (!gaps->demand[at] || hvk__code_group(gaps->themes, (uint16_t)theme) != group)
			continue;
		*questions += gaps->demand[at];
		if (!gaps->covered[at] && !gaps->covered[hvk__gap_cell(gaps, gaps->places, theme, age)])
			*without += gaps->demand[at];
	}
}

static enum verdict judge(const struct hvk__gaps *gaps, uint16_t group, uint64_t questions, uint64_t without,
                          uint64_t offers)
{
	/* Nobody can say whether there is an offer for it. */
	if (questions && hvk__code_is(gaps->themes, group, "onbekend"))
		return UNKNOWN;
	if (!questions)
		return offers ? UNUSED : EMPTY;
	if (!offers)
		return WHITE_SPOT;
	return without ? PARTLY : COVERED;
}

static int add_row(struct hvk__gaps *gaps, struct hvk__section *section, const struct names *names,
                   const struct hvk__named *place, const size_t at[3])
{
	uint16_t group = gaps->groups.numbers[at[1]], age = gaps->shown_ages.numbers[at[2]];
	const int64_t *needs = hvk__gap_needs(gaps, at[0], at[1], at[2]);
	uint64_t questions, without, offers = gaps->offers[hvk__gap_cell(gaps, at[0], group, age)];
	enum verdict verdict;
	union hvk__figure *row;

	offers += gaps->offers[hvk__gap_cell(gaps, gaps->places, group, age)];
	count_demand(gaps, at[0], group, age, &questions, &without);
	if (questions < gaps->report->min_questions)
		return HVK_OK;
	verdict = judge(gaps, group, questions, without, offers);
	gaps->report->findings += verdict == WHITE_SPOT;
	row = hvk__section_row(section);
	if (!row)
		return HVK_ENOMEM;
	row[GEMEENTE].name = place;
	row[GROUP].name = names->groups[at[1]];
	row[AGE].name = names->ages[at[2]];
	row[QUESTIONS].count = (int64_t)questions;
	row[OFFERS].count = (int64_t)offers;
	row[VERDICT].name = names->verdicts[verdict];
	if (verdict != UNKNOWN)
		row[WITHOUT].count = (int64_t)without;
	if (!gaps->needs_known)
		return HVK_OK;
	row[REPORTED].count = 0;
	for (size_t reason = 0; reason < gaps->reason_size; reason++) {
		row[REPORTED].count += needs[reason];
		if (reason > 0)
			row[REASONS + reason - 1].count = needs[reason];
	}
	return HVK_OK;
}

static int add_rows(struct hvk__gaps *gaps, struct hvk__section *section)
{
	struct names names;
	int result = make_names(gaps, &names);
	size_t at[3];

	for (at[0] = 0; at[0] < gaps->places && result == HVK_OK; at[0]++) {
		const struct hvk__named *place = hvk__report_place(gaps->report, gaps->slots[at[0]]);

		if (!place)
			result = HVK_ENOMEM;
		for (at[1] = 0; at[1] < gaps->groups.count && result == HVK_OK; at[1]++)
			for (at[2] = 0; at[2] < gaps->shown_ages.count && result == HVK_OK; at[2]++)
				result = add_row(gaps, section, &names, place, at);
	}
	free(names.groups);
	free(names.ages);
	return result;
}

/* ---- all of it */

static int fill(struct hvk__gaps *gaps, const struct hvk__supply *supply)
{
	struct hvk_report *report = gaps->report;
	struct hvk__section *section = hvk__report_add(report, "gaps", "Vraag en aanbod", "Demand and supply");
	struct hvk__section *offers =
		hvk__report_add(report, "offers", "Aanbod en de vraag ernaar", "Offers and demand");
	int result = hvk__gaps_read_demand(gaps);

	if (result == HVK_OK)
		result = make_columns(gaps, section);
	if (result < 0)
		return result;
	if (!hvk__section_column(offers, HVK_REPORT_NAME, "offer", "aanbod", "offer") ||
	    !hvk__section_column(offers, HVK_REPORT_NAME, "partner", "partner", "partner") ||
	    !hvk__section_column(offers, HVK_REPORT_COUNT, "questions", "vragen", "questions"))
		return HVK_ENOMEM;
	result = hvk__gaps_count_supply(gaps, supply, offers);
	return result < 0 ? result : add_rows(gaps, section);
}

int hvk__report_gaps(struct hvk_report *report)
{
	struct hvk__gaps gaps = {
		.report = report, .themes = hvk__report_list(report, "theme"), .ages = hvk__report_list(report, "age"),
		.reasons = hvk__report_list(report, "gap_reason")
	};
	struct hvk__supply *supply;
	int result = hvk__supply_load(report->store, report->day, 0, NULL, &supply);

	if (result < 0)
		return result;
	gaps.theme_size = gaps.themes->count + 1;
	gaps.age_size = gaps.ages->count + 1;
	gaps.reason_size = gaps.reasons->count + 1;
	gaps.allowed = hvk__filter_allowed(report->filter, HVK__THEME, &gaps.allowed_count);
	result = fill(&gaps, supply);
	hvk__supply_free(supply);
	hvk__gaps_free(&gaps);
	return result;
}
