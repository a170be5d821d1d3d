/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Coverage: which of the three pillars of a Huis van het Kind have an offer in each gemeente, on a day. The law asks
 * for basic offers in all three; what is missing is a finding.
 */
#include <string.h>

#include "statistics/report.h"

/* As these codes were first made: they may have been renamed. */
static const char *const pillars[] = { "gezondheidszorg", "opvoedingsondersteuning", "ontmoeting" };
enum { PILLARS = ARRAY_SIZE(pillars) };

struct coverage {
	struct hvk_report *report;
	const struct hvk__list *pillar_list, *level_list;
	uint16_t pillar[PILLARS]; /* numbers */
	uint16_t basic;
	bool *places;             /* by slot */
	size_t levels;            /* 0, for not recorded, and the codes */
	int64_t *offers;          /* by slot, pillar, level; slot 0: those that are everywhere */
	bool *occurs;             /* by level */
};

static int64_t *cell(const struct coverage *coverage, uint32_t slot, size_t pillar, uint16_t level)
{
	return &coverage->offers[(slot * PILLARS + pillar) * coverage->levels + level];
}

static bool has(const struct hvk__numbers *numbers, uint16_t number)
{
	for (size_t i = 0; i < numbers->count; i++)
		if (numbers->items[i] == number)
			return true;
	return false;
}

static void count_offer(struct coverage *coverage, const struct hvk__offer *offer)
{
	uint16_t level = offer->level < coverage->levels ? offer->level : 0;

	for (size_t pillar = 0; pillar < PILLARS; pillar++) {
		if (!coverage->pillar[pillar] || !has(&offer->pillars, coverage->pillar[pillar]))
			continue;
		if (offer->everywhere) {
			++*cell(coverage, 0, pillar, level);
			coverage->occurs[level] = true;
			continue;
		}
		for (size_t i = 0; i < offer->gemeenten.count; i++) {
			uint32_t slot = hvk__offer_slot(offer, i);

			++*cell(coverage, slot, pillar, level);
			coverage->occurs[level] |= coverage->places[slot];
		}
	}
}

static int64_t offers_in(const struct coverage *coverage, uint32_t slot, size_t pillar, uint16_t level)
{
	return *cell(coverage, slot, pillar, level) + *cell(coverage, 0, pillar, level);
}

/* Levels are shown that can be used that day, and others where they occur: not recorded comes last. */
static bool is_shown(const struct coverage *coverage, uint16_t level)
{
	return coverage->occurs[level] ||
	       (level && hvk__code_valid_on(coverage->level_list, level, coverage->report->day));
}

static int add_rows(struct coverage *coverage, struct hvk__section *section, uint32_t slot, size_t pillar,
                    const struct hvk__named *place, const struct hvk__named *name, const struct hvk__named *levels[])
{
	for (size_t n = 1; n <= coverage->levels; n++) {
		uint16_t level = (uint16_t)(n % coverage->levels);
		union hvk__figure *row;

		if (!levels[level])
			continue;
		row = hvk__section_row(section);
		if (!row)
			return HVK_ENOMEM;
		row[0].name = place;
		row[1].name = name;
		row[2].name = levels[level];
		row[3].count = offers_in(coverage, slot, pillar, level);
	}
	return HVK_OK;
}

static int add_missing(struct coverage *coverage, struct hvk__section *missing, const struct hvk__named *place,
                       const struct hvk__named *name)
{
	union hvk__figure *row = hvk__section_row(missing);

	if (!row)
		return HVK_ENOMEM;
	row[0].name = place;
	row[1].name = name;
	coverage->report->findings++;
	return HVK_OK;
}

static int add_place(struct coverage *coverage, struct hvk__section *section, struct hvk__section *missing,
                     uint32_t slot, const struct hvk__named *names[], const struct hvk__named *levels[])
{
	const struct hvk__named *place = hvk__report_place(coverage->report, slot);
	int result = place ? HVK_OK : HVK_ENOMEM;

	for (size_t pillar = 0; pillar < PILLARS && result == HVK_OK; pillar++) {
		result = add_rows(coverage, section, slot, pillar, place, names[pillar], levels);
		if (result == HVK_OK && (!coverage->basic || offers_in(coverage, slot, pillar, coverage->basic) == 0))
			result = add_missing(coverage, missing, place, names[pillar]);
	}
	return result;
}

static int add_sections(struct coverage *coverage)
{
	struct hvk_report *report = coverage->report;
	struct hvk__section *section = hvk__report_add(report, "coverage", "Aanbod per pijler", "Offers by pillar");
	struct hvk__section *missing =
		hvk__report_add(report, "missing", "Zonder basisaanbod", "Without a basic offer");
	const struct hvk__named *names[PILLARS];
	_cleanup_free_ const struct hvk__named **levels = calloc(coverage->levels, sizeof(*levels));
	int result = HVK_OK;

	if (!levels || !hvk__section_column(section, HVK_REPORT_NAME, "gemeente", "gemeente", "gemeente") ||
	    !hvk__section_column(section, HVK_REPORT_NAME, "pillar", "pijler", "pillar") ||
	    !hvk__section_column(section, HVK_REPORT_NAME, "level", "niveau", "level") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "offers", "aanbod", "offers") ||
	    !hvk__section_column(missing, HVK_REPORT_NAME, "gemeente", "gemeente", "gemeente") ||
	    !hvk__section_column(missing, HVK_REPORT_NAME, "pillar", "pijler", "pillar"))
		return HVK_ENOMEM;
	for (size_t i = 0; i < PILLARS; i++) {
		names[i] = coverage->pillar[i]
			? hvk__report_code(report, coverage->pillar_list, coverage->pillar[i], false)
		                               : hvk__report_name(report, pillars[i], pillars[i], pillars[i]);
		if (!names[i])
			return HVK_ENOMEM;
	}
	for (size_t level = 0; level < coverage->levels; level++) {
		if (!is_shown(coverage, (uint16_t)level))
			continue;
		levels[level] = hvk__report_code(report, coverage->level_list, (uint16_t)level, false);
		if (!levels[level])
			return HVK_ENOMEM;
	}
	for (uint32_t slot = 1; slot < report->geography.size && result == HVK_OK; slot++)
		if (coverage->places[slot])
			result = add_place(coverage, section, missing, slot, names, levels);
	return result;
}

static int fill(struct coverage *coverage, const struct hvk__supply *supply)
{
	struct hvk_report *report = coverage->report;
	bool asked;
	int result = hvk__report_places(report, &coverage->places, &asked);

	if (result < 0)
		return result;
	coverage->pillar_list = hvk__report_list(report, "pillar");
	coverage->level_list = hvk__report_list(report, "level");
	coverage->basic = hvk__code_made_as(coverage->level_list, "basis");
	coverage->levels = coverage->level_list->count + 1;
	for (size_t i = 0; i < PILLARS; i++)
		coverage->pillar[i] = hvk__code_made_as(coverage->pillar_list, pillars[i]);
	coverage->offers = calloc(report->geography.size * PILLARS * coverage->levels, sizeof(*coverage->offers));
	coverage->occurs = calloc(coverage->levels, sizeof(*coverage->occurs));
	if (!coverage->offers || !coverage->occurs)
		return HVK_ENOMEM;
	for (size_t i = 0; i < supply->count; i++)
		count_offer(coverage, &supply->offers[i]);
	return add_sections(coverage);
}

int hvk__report_coverage(struct hvk_report *report)
{
	struct coverage coverage = { .report = report };
	struct hvk__supply *supply;
	int result = hvk__supply_load(report->store, report->day, 0, NULL, &supply);

	if (result < 0)
		return result;
	result = fill(&coverage, supply);
	hvk__supply_free(supply);
	free(coverage.places);
	free(coverage.offers);
	free(coverage.occurs);
	return result;
}
