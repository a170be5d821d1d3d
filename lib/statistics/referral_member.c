/* SPDX-License-Identifier: EUPL-1.2 */
/* The members of the dimensions of referrals: their names, and which of them are shown also at 0. */
#include <string.h>

#include "statistics/referrals.h"
#include "statistics/table.h"

const struct hvk__named *hvk__referral_member(const struct hvk__referrals *referrals, enum hvk__per dimension,
                                              uint32_t rank)
{
	struct hvk_report *report = referrals->report;
	const struct hvk__list *list = referrals->lists[dimension];
	char month[8], label[2][32];

	if (dimension == HVK__PER_PARTNER)
		return rank < referrals->partner_count ? referrals->partners[rank] : hvk__report_not_recorded(report);
	if (dimension == HVK__PER_GEMEENTE)
		return hvk__report_place(report, rank < report->geography.size ? rank : 0);
	if (dimension == HVK__PER_DESK)
		return hvk__report_code(report, list, rank < list->count ? referrals->desks[rank] : 0, false);
	if (dimension != HVK__PER_MONTH)
		return hvk__report_code(report, list, rank <= list->count ? (uint16_t)rank : 0,
		                        dimension == HVK__PER_THEME_GROUP);
	hvk__month_format((int)rank, month);
	for (int lang = 0; lang < 2; lang++)
		hvk__month_label(hvk__month_date((int)rank), (enum hvk_lang)lang, label[lang]);
	return hvk__report_name(report, month, label[HVK_NL], label[HVK_EN]);
}

/* Whether a theme can be used in one of the months, and is asked for. */
static bool theme_is_asked(const struct hvk__referrals *referrals, uint16_t number)
{
	const struct hvk_report *report = referrals->report;
	const struct hvk_code *code = &referrals->lists[HVK__PER_THEME]->codes[number - 1];
	size_t count = 0;
	const bool *allowed = hvk__filter_allowed(report->filter, HVK__THEME, &count);

	if (allowed && (number >= count || !allowed[number]))
		return false;
	return code->valid_from <= hvk__month_last_day(report->period.last) &&
	       code->valid_to >= hvk__month_first_day(report->period.first > 0 ? report->period.first : 0);
}

void hvk__referral_members_asked(const struct hvk__referrals *referrals, enum hvk__per dimension, bool asked[])
{
	const struct hvk_report *report = referrals->report;
	const struct hvk__list *list = referrals->lists[dimension];

	switch (dimension) {
	case HVK__PER_THEME:
	case HVK__PER_THEME_GROUP:
		for (uint16_t number = 1; number <= list->count; number++)
			if (theme_is_asked(referrals, number))
				asked[dimension == HVK__PER_THEME ? number : hvk__code_group(list, number)] = true;
		break;
	case HVK__PER_GEMEENTE:
		memcpy(asked, referrals->places, report->geography.size * sizeof(*asked));
		break;
	case HVK__PER_DIRECTION:
	case HVK__PER_STATUS:
		for (uint16_t number = 1; number <= list->count; number++)
			asked[number] = hvk__code_valid_on(list, number, report->day) &&
			                (dimension == HVK__PER_STATUS || !report->direction ||
			                 number == report->direction);
		break;
	case HVK__PER_MONTH:
		for (int month = report->period.first; report->period.first > 0 && month <= report->period.last;
		     month++)
			asked[month] = true;
		break;
	case HVK__PER_PARTNER:
	case HVK__PER_DESK:
	case HVK__PER_COUNT:
		break;
	}
}
