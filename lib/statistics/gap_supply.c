/* SPDX-License-Identifier: EUPL-1.2 */
/* Supply: for which gemeenten, themes and ages there is an offer, and what was asked that each offer is for. */
#include <string.h>

#include "statistics/gaps.h"

static bool is_asked(const struct hvk__gaps *gaps, size_t theme)
{
	return !gaps->allowed || (theme < gaps->allowed_count && gaps->allowed[theme]);
}

/* Which themes and ages an offer is for; false when it is for no theme that is asked about. */
static bool fit_offer(struct hvk__gaps *gaps, const struct hvk__offer *offer)
{
	bool any = false;

	memset(gaps->fits_group, 0, gaps->theme_size * sizeof(bool));
	for (size_t theme = 1; theme < gaps->theme_size; theme++) {
		enum hvk__cover cover = hvk__offer_covers(offer, gaps->themes, (uint16_t)theme);

		gaps->fits_theme[theme] = cover > HVK__COVER_GENERAL && is_asked(gaps, theme);
		if (gaps->fits_theme[theme])
			gaps->fits_group[hvk__code_group(gaps->themes, (uint16_t)theme)] = any = true;
	}
	for (size_t age = 0; age < gaps->age_size && any; age++) {
		int from, to;

		gaps->fits_age[age] = age == 0 || !hvk__age_code_range(gaps->ages->codes[age - 1].code, &from, &to) ||
		                      hvk__ages_hold(offer->age, from, to);
	}
	return any;
}

/* Counts the offer at hand in a row, and adds up what was asked there that it is for. */
static uint64_t count_in_row(struct hvk__gaps *gaps, size_t row, const uint64_t *demand)
{
	uint64_t questions = 0;

	for (size_t theme = 1; theme < gaps->theme_size; theme++) {
		for (size_t age = 0; age < gaps->age_size; age++) {
			size_t at = hvk__gap_cell(gaps, row, theme, age);

			if (!gaps->fits_age[age])
				continue;
			gaps->offers[at] += gaps->fits_group[theme];
			gaps->covered[at] |= gaps->fits_theme[theme];
			questions += gaps->fits_theme[theme] ? demand[hvk__gap_cell(gaps, 0, theme, age)] : 0;
		}
	}
	return questions;
}

static uint64_t count_offer(struct hvk__gaps *gaps, const struct hvk__offer *offer)
{
	uint64_t questions = 0;

	if (offer->everywhere)
		return count_in_row(gaps, gaps->places, gaps->everywhere);
	for (size_t i = 0; i < offer->gemeenten.count; i++) {
		uint32_t row = gaps->row_of[hvk__offer_slot(offer, i)];

		if (row != HVK__NOWHERE)
			questions += count_in_row(gaps, row, gaps->demand + hvk__gap_cell(gaps, row, 0, 0));
	}
	return questions;
}

/* Whether an offer is one of the gemeenten that are shown. */
static bool is_here(const struct hvk__gaps *gaps, const struct hvk__offer *offer)
{
	bool here = offer->everywhere;

	for (size_t i = 0; i < offer->gemeenten.count && !here; i++)
		here = gaps->row_of[hvk__offer_slot(offer, i)] != HVK__NOWHERE;
	return here;
}

/* What the supply does not say of an offer: the names of it and its partner. */
static int name_offer(struct hvk_report *report, sqlite3_stmt *statement, const struct hvk__offer *offer,
                      union hvk__figure *row)
{
	const char *text[3];
	int result = sqlite3_bind_int64(statement, 1, offer->id) == SQLITE_OK ? HVK_OK : HVK_ENOMEM;

	if (result == HVK_OK)
		result = hvk__store_step(report->store, statement);
	if (result != 1)
		return result < 0 ? result : hvk__fail(&report->store->error, HVK_EBUG, "an offer without a partner");
	for (int i = 0; i < 3; i++) {
		text[i] = (const char *)sqlite3_column_text(statement, i);
		if (!text[i])
			return HVK_ENOMEM;
	}
	row[0].name = hvk__report_name(report, offer->slug, text[0], text[0]);
	row[1].name = hvk__report_name(report, text[1], text[2], text[2]);
	sqlite3_reset(statement);
	return row[0].name && row[1].name ? HVK_OK : HVK_ENOMEM;
}

int hvk__gaps_count_supply(struct hvk__gaps *gaps, const struct hvk__supply *supply, struct hvk__section *section)
{
	struct hvk_report *report = gaps->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(report->store,
	                                "SELECT offer.name, partner.slug, partner.name FROM offer"
	                                " JOIN partner ON partner.id = offer.partner WHERE offer.id = ?1", &statement);

	for (size_t i = 0; i < supply->count && result == HVK_OK; i++) {
		const struct hvk__offer *offer = &supply->offers[i];
		bool fits = is_here(gaps, offer) && fit_offer(gaps, offer);
		union hvk__figure *row;

		if (!is_here(gaps, offer) || (!fits && (gaps->allowed || offer->themes.count > 0)))
			continue;
		row = hvk__section_row(section);
		if (!row)
			return HVK_ENOMEM;
		if (fits)
			row[2].count = (int64_t)count_offer(gaps, offer);
		result = name_offer(report, statement, offer, row);
	}
	return result;
}
