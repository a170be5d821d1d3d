/* SPDX-License-Identifier: EUPL-1.2 */
/* Offers become services, with where they are given, for whom, in which languages, and who pays. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "network/hsds_out.h"
#include "record/row.h"

#define WAIT_MAX 36500 /* days that HVK__HSDS_WAIT comes back from */

/* ---------------------------------------------------------------- the service itself */

/* What the service is today: HSDS has no first and last day. */
static const char *status_of(const struct hvk__hsds_out *out, const struct hvk_record *record,
                             const struct hvk__partner_out *partner)
{
	const char *since = record->value[HVK__OFFER_SINCE], *until = record->value[HVK__OFFER_UNTIL];
	char today[11];

	hvk__date_format(out->today, today);
	if (until && strcmp(until, today) < 0)
		return "defunct";
	return partner->dormant || (since && strcmp(since, today) > 0) ? "inactive" : "active";
}

/* The least and greatest age, "" where there is none, and whether they say it all. */
static bool ages_of(const char *ages, char minimum[16], char maximum[16])
{
	int from = -1, to = -1, first = HVK__AGE_MAX, last = -1;

	minimum[0] = maximum[0] = '\0';
	for (int age = HVK__AGE_BEFORE_BIRTH; age <= HVK__AGE_MAX; age++) {
		if (!hvk__ages_hold(ages, age, age))
			continue;
		first = age < first ? age : first;
		last = age;
	}
	if (first >= 0 && first <= last)
		snprintf(minimum, 16, "%d", first);
	if (last >= 0 && last < HVK__AGE_MAX)
		snprintf(maximum, 16, "%d", last);
	if (sscanf(ages, "%d-%d", &from, &to) == 2) {
		char same[32];

		snprintf(same, sizeof(same), "%d-%d", from, to);
		return strcmp(same, ages) == 0 && from < to && to < 99;
	}
	if (sscanf(ages, "%d", &from) == 1) {
		char same[32];

		snprintf(same, sizeof(same), "%d-", from);
		return strcmp(same, ages) == 0 && from > 0;
	}
	return false;
}

static void put_ages(struct hvk__hsds_out *out, struct hvk__sheet_out *sheet, const struct hvk_record *record)
{
	_cleanup_free_ char *ages = record->value[HVK__OFFER_AGE] ? strdup(record->value[HVK__OFFER_AGE]) : NULL;
	char minimum[16], maximum[16];

	if (!record->value[HVK__OFFER_AGE])
		return;
	if (!ages) {
		out->failed = true;
		return;
	}
	if (!ages_of(ages, minimum, maximum))
		hvk__out_carry(out, record, HVK__OFFER_AGE, "service");
	hvk__out_set(out, sheet, "minimum_age", minimum);
	hvk__out_set(out, sheet, "maximum_age", maximum);
	for (char *at = ages; *at; at++)
		if (*at == '+')
			*at = ';';
	if (strchr(ages, ';') || strstr(ages, "prenataal"))
		hvk__out_set(out, sheet, "eligibility_description", ages);
}

static void put_wait(struct hvk__hsds_out *out, struct hvk__sheet_out *sheet, const struct hvk_record *record)
{
	const char *days = record->value[HVK__OFFER_WAITING_DAYS];
	char text[64];

	if (!days)
		return;
	snprintf(text, sizeof(text), "%s days", days);
	hvk__out_set(out, sheet, "wait_time", text);
	if (strlen(days) > 5 || strtol(days, NULL, 10) > WAIT_MAX)
		hvk__out_carry(out, record, HVK__OFFER_WAITING_DAYS, "service");
}

static void put_service(struct hvk__hsds_out *out, const struct hvk_record *record,
                        const struct hvk__partner_out *partner)
{
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "services");
	const char *status = status_of(out, record, partner);

	hvk__out_set_id(out, sheet, "id", "service", record->value[HVK__OFFER_SLUG]);
	hvk__out_set_id(out, sheet, "organization_id", "organization", partner->slug);
	hvk__out_set(out, sheet, "name", record->value[HVK__OFFER_NAME]);
	hvk__out_set(out, sheet, "description", record->value[HVK__OFFER_DESCRIPTION]);
	hvk__out_set(out, sheet, "url", record->value[HVK__OFFER_WEBSITE]);
	hvk__out_set(out, sheet, "status", status);
	hvk__out_set(out, sheet, "application_process", record->value[HVK__OFFER_REFERRED_BY]);
	hvk__out_set(out, sheet, "fees_description", record->value[HVK__OFFER_COST]);
	hvk__out_set(out, sheet, "assured_date", record->value[HVK__OFFER_VERIFIED_ON]);
	put_wait(out, sheet, record);
	put_ages(out, sheet, record);
	hvk__out_end(out, sheet);
	if (record->value[HVK__OFFER_UNTIL] || strcmp(status, "active") != 0)
		hvk__out_attach(out, "service", record->value[HVK__OFFER_SLUG], HVK__HSDS_RECORD, "until",
		                record->value[HVK__OFFER_UNTIL]);
}

/* ---------------------------------------------------------------- where, and in which languages */

static void put_area(struct hvk__hsds_out *out, const char *slug, const char *nis, const char *name, const char *type)
{
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "service_areas");
	char what[HVK__SLUG_MAX + 32];

	snprintf(what, sizeof(what), "%s/%s", slug, nis[0] ? nis : type);
	hvk__out_set_id(out, sheet, "id", "service_area", what);
	hvk__out_set_id(out, sheet, "service_id", "service", slug);
	hvk__out_set(out, sheet, "name", name);
	hvk__out_set(out, sheet, "extent", nis);
	hvk__out_set(out, sheet, "extent_type", type);
	hvk__out_end(out, sheet);
}

/* Its own gemeenten, or those of the partner, of which it is carried that they are not its own. */
static void put_areas(struct hvk__hsds_out *out, const struct hvk_record *record,
                      const struct hvk__partner_out *partner)
{
	const char *slug = record->value[HVK__OFFER_SLUG], *own = record->value[HVK__OFFER_GEMEENTE];

	if (!own && partner->everywhere) {
		put_area(out, slug, "", "Alle gemeenten", HVK__HSDS_EVERYWHERE);
		return;
	}
	for (struct hvk__value_at at = { .next = own ? own : partner->gemeenten }; hvk__value_next(&at);) {
		char nis[8];
		uint16_t gemeente;

		snprintf(nis, sizeof(nis), "%.*s", (int)at.length, at.data);
		gemeente = hvk__gemeente_by_nis((uint32_t)strtoul(nis, NULL, 10), out->today);
		put_area(out, slug, nis, gemeente == HVK__GEMEENTE_NONE ? nis : hvk__gemeenten[gemeente].name[HVK_NL],
		         HVK__HSDS_NIS);
	}
	if (!own && partner->gemeenten[0])
		hvk__out_attach(out, "service", slug, HVK__HSDS_RECORD, "gemeente", "");
}

static void put_languages(struct hvk__hsds_out *out, const struct hvk_record *record)
{
	const struct hvk__list *list = hvk__codes_list(out->codes, "language");
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "languages");
	const char *slug = record->value[HVK__OFFER_SLUG];

	for (struct hvk__value_at at = { .next = record->value[HVK__OFFER_LANGUAGE] }; list && hvk__value_next(&at);) {
		char what[2 * HVK__SLUG_MAX + 2], code[HVK__SLUG_MAX + 1];
		uint16_t number;

		snprintf(code, sizeof(code), "%.*s", (int)at.length, at.data);
		snprintf(what, sizeof(what), "%s/%s", slug, code);
		hvk__out_set_id(out, sheet, "id", "language", what);
		hvk__out_set_id(out, sheet, "service_id", "service", slug);
		if (hvk__code_lookup(NULL, out->codes, list, code, strlen(code), INT32_MIN, false, &number) == HVK_OK)
			hvk__out_set(out, sheet, "name", list->codes[number - 1].label[HVK_NL]);
		hvk__out_set(out, sheet, "code", code);
		hvk__out_end(out, sheet);
	}
}

static void put_places(struct hvk__hsds_out *out, const struct hvk_record *record,
                       const struct hvk__partner_out *partner)
{
	const char *slug = record->value[HVK__OFFER_SLUG];
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "service_at_location");

	if (partner->placed) {
		hvk__out_set_id(out, sheet, "id", "service_at_location", slug);
		hvk__out_set_id(out, sheet, "service_id", "service", slug);
		hvk__out_set_id(out, sheet, "location_id", "location", partner->slug);
		hvk__out_end(out, sheet);
	}
	if (record->value[HVK__OFFER_OPENING_HOURS]) {
		sheet = hvk__out_sheet(out, "schedules");
		hvk__out_set_id(out, sheet, "id", "schedule/service", slug);
		hvk__out_set_id(out, sheet, "service_id", "service", slug);
		hvk__out_set(out, sheet, "description", record->value[HVK__OFFER_OPENING_HOURS]);
		hvk__out_end(out, sheet);
	}
}

/* ---------------------------------------------------------------- who pays */

/* What of an agreement goes along: money, decisions and documents stay here. */
static void put_funding(struct hvk__hsds_out *out, const struct hvk_record *offer, const struct hvk_record *agreement)
{
	static const size_t carried[] = { HVK__AGREEMENT_SINCE, HVK__AGREEMENT_UNTIL };
	const char *slug = offer->value[HVK__OFFER_SLUG], *authority = agreement->value[HVK__AGREEMENT_AUTHORITY];
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "funding");

	hvk__out_set_id(out, sheet, "id", "funding", slug);
	hvk__out_set_id(out, sheet, "organization_id", "organization", offer->value[HVK__OFFER_PARTNER]);
	hvk__out_set_id(out, sheet, "service_id", "service", slug);
	hvk__out_set(out, sheet, "source", authority ? authority : agreement->value[HVK__AGREEMENT_TYPE]);
	hvk__out_end(out, sheet);
	hvk__out_attach(out, "funding", slug, "agreement_type", agreement->value[HVK__AGREEMENT_TYPE], NULL);
	hvk__out_attach(out, "funding", slug, HVK__HSDS_RECORD, "slug", agreement->value[HVK__AGREEMENT_SLUG]);
	if (!authority)
		hvk__out_attach(out, "funding", slug, HVK__HSDS_RECORD, "authority", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(carried); i++)
		if (agreement->value[carried[i]])
			hvk__out_attach(out, "funding", slug, HVK__HSDS_RECORD,
			                hvk_type_column(HVK_AGREEMENT, carried[i])->name, agreement->value[carried[i]]);
	hvk__out_carry(out, offer, HVK__OFFER_AGREEMENT, "service");
}

/* Only an agreement of the partner itself: no other has a place in the package. */
static int put_agreement(struct hvk__hsds_out *out, const struct hvk_record *offer)
{
	struct hvk_record *agreement = NULL;
	int64_t id = 0;
	int result;

	if (!offer->value[HVK__OFFER_AGREEMENT])
		return HVK_OK;
	result = hvk_record_new(out->store, HVK_AGREEMENT, &agreement);
	if (result == HVK_OK)
		result = hvk__record_lookup(out->store, HVK_AGREEMENT, offer->value[HVK__OFFER_AGREEMENT], &id);
	if (result == 1)
		result = hvk__record_read(agreement, id);
	if (result == HVK_OK && agreement->value[HVK__AGREEMENT_PARTNER] &&
	    strcmp(agreement->value[HVK__AGREEMENT_PARTNER], offer->value[HVK__OFFER_PARTNER]) == 0)
		put_funding(out, offer, agreement);
	hvk_record_free(agreement);
	return result;
}

/* ---------------------------------------------------------------- all of it */

static int put_offer(struct hvk__hsds_out *out, struct hvk_record *record)
{
	static const size_t carried[] = { HVK__OFFER_SLUG, HVK__OFFER_SOURCE_ID, HVK__OFFER_SINCE, HVK__OFFER_CAPACITY,
		                          HVK__OFFER_REFERRED_BY };
	const struct hvk__partner_out *partner = hvk__out_partner(out, record->value[HVK__OFFER_PARTNER]);

	if (!partner)
		return HVK_OK;
	put_service(out, record, partner);
	for (size_t i = 0; i < ARRAY_SIZE(carried); i++)
		hvk__out_carry(out, record, carried[i], "service");
	hvk__out_codes(out, record, "service");
	put_areas(out, record, partner);
	put_languages(out, record);
	put_places(out, record, partner);
	return put_agreement(out, record);
}

int hvk__out_offers(struct hvk__hsds_out *out)
{
	return hvk__out_each(out, HVK_OFFER, put_offer);
}
