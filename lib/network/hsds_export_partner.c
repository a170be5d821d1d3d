/* SPDX-License-Identifier: EUPL-1.2 */
/* Partners become organizations, with a location where they have an address or hours. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "network/hsds_out.h"
#include "record/row.h"

static void put_organization(struct hvk__hsds_out *out, const struct hvk_record *record)
{
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "organizations");
	const char *const *value = (const char *const *)record->value;

	hvk__out_set_id(out, sheet, "id", "organization", value[HVK__PARTNER_SLUG]);
	hvk__out_set(out, sheet, "name", value[HVK__PARTNER_NAME]);
	hvk__out_set(out, sheet, "description",
	             value[HVK__PARTNER_DESCRIPTION] ? value[HVK__PARTNER_DESCRIPTION] : value[HVK__PARTNER_NAME]);
	hvk__out_set(out, sheet, "email", value[HVK__PARTNER_EMAIL]);
	hvk__out_set(out, sheet, "website", value[HVK__PARTNER_WEBSITE]);
	hvk__out_end(out, sheet);
}

static void put_identifier(struct hvk__hsds_out *out, const char *slug, const char *type, const char *identifier)
{
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "organization_identifiers");
	_cleanup_(hvk__buffer_free) struct hvk__buffer what = { 0 };

	if (!identifier)
		return;
	if (!hvk__buffer_printf(&what, "%s/%s:%s", slug, type, identifier)) {
		out->failed = true;
		return;
	}
	hvk__out_set_id(out, sheet, "id", "organization_identifier", what.data);
	hvk__out_set_id(out, sheet, "organization_id", "organization", slug);
	hvk__out_set(out, sheet, "identifier_scheme", "hvk");
	hvk__out_set(out, sheet, "identifier_type", type);
	hvk__out_set(out, sheet, "identifier", identifier);
	hvk__out_end(out, sheet);
}

static void put_identifiers(struct hvk__hsds_out *out, const struct hvk_record *record)
{
	const char *slug = record->value[HVK__PARTNER_SLUG];

	put_identifier(out, slug, HVK__HSDS_SLUG, slug);
	for (struct hvk__value_at at = { .next = record->value[HVK__PARTNER_FORMER_SLUG] }; hvk__value_next(&at);) {
		char former[HVK__SLUG_MAX + 1];

		snprintf(former, sizeof(former), "%.*s", (int)at.length, at.data);
		put_identifier(out, slug, HVK__HSDS_FORMER_SLUG, former);
	}
	put_identifier(out, slug, HVK__HSDS_SOURCE, record->value[HVK__PARTNER_SOURCE]);
	put_identifier(out, slug, HVK__HSDS_SOURCE_ID, record->value[HVK__PARTNER_SOURCE_ID]);
}

/* The address in parts; where they do not make up the same line again, that is carried beside them. */
static void put_address(struct hvk__hsds_out *out, const struct hvk_record *record)
{
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "addresses");
	const char *slug = record->value[HVK__PARTNER_SLUG], *address = record->value[HVK__PARTNER_ADDRESS];
	const char *gemeenten = record->value[HVK__PARTNER_GEMEENTE];
	_cleanup_(hvk__buffer_free) struct hvk__buffer joined = { 0 };
	struct hvk__hsds_address parts;
	bool known;

	if (!address)
		return;
	known = hvk__hsds_address_split(address, gemeenten ? gemeenten : "", out->today, &parts);
	if (known) {
		hvk__out_set_id(out, sheet, "id", "address", slug);
		hvk__out_set_id(out, sheet, "location_id", "location", slug);
		hvk__out_set(out, sheet, "address_1", parts.street);
		hvk__out_set(out, sheet, "city", parts.city);
		hvk__out_set(out, sheet, "state_province", parts.province);
		hvk__out_set(out, sheet, "postal_code", parts.postal_code);
		hvk__out_set(out, sheet, "country", "BE");
		hvk__out_set(out, sheet, "address_type", "physical");
		hvk__out_end(out, sheet);
		out->failed |= !hvk__hsds_address_join(parts.street, parts.postal_code, parts.city, &joined);
	}
	if (!known || (!out->failed && strcmp(joined.data, address) != 0))
		hvk__out_carry(out, record, HVK__PARTNER_ADDRESS, "organization");
}

static void put_place(struct hvk__hsds_out *out, const struct hvk_record *record)
{
	const char *slug = record->value[HVK__PARTNER_SLUG], *hours = record->value[HVK__PARTNER_OPENING_HOURS];
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "locations");

	if (!hours && !record->value[HVK__PARTNER_ADDRESS])
		return;
	hvk__out_set_id(out, sheet, "id", "location", slug);
	hvk__out_set(out, sheet, "location_type", record->value[HVK__PARTNER_ADDRESS] ? "physical" : "virtual");
	hvk__out_set_id(out, sheet, "organization_id", "organization", slug);
	hvk__out_set(out, sheet, "name", record->value[HVK__PARTNER_NAME]);
	hvk__out_end(out, sheet);
	put_address(out, record);
	if (!hours)
		return;
	sheet = hvk__out_sheet(out, "schedules");
	hvk__out_set_id(out, sheet, "id", "schedule/organization", slug);
	hvk__out_set_id(out, sheet, "location_id", "location", slug);
	hvk__out_set(out, sheet, "description", hours);
	hvk__out_end(out, sheet);
}

static void put_phone(struct hvk__hsds_out *out, const struct hvk_record *record)
{
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "phones");

	if (!record->value[HVK__PARTNER_PHONE])
		return;
	hvk__out_set_id(out, sheet, "id", "phone/organization", record->value[HVK__PARTNER_SLUG]);
	hvk__out_set_id(out, sheet, "organization_id", "organization", record->value[HVK__PARTNER_SLUG]);
	hvk__out_set(out, sheet, "number", record->value[HVK__PARTNER_PHONE]);
	hvk__out_set(out, sheet, "type", "voice");
	hvk__out_end(out, sheet);
}

/* Whether the partner is in the stage that hvk made under this name. */
static bool is_in_stage(const struct hvk__hsds_out *out, const struct hvk_record *record, const char *origin)
{
	const struct hvk__list *list = hvk__codes_list(out->codes, "stage");
	const char *stage = record->value[HVK__PARTNER_STAGE];

	for (size_t i = 0; list && stage && i < list->count; i++)
		if (strcmp(list->codes[i].code, stage) == 0)
			return strcmp(list->codes[i].origin, origin) == 0;
	return false;
}

static void remember(struct hvk__hsds_out *out, const struct hvk_record *record)
{
	const char *slug = record->value[HVK__PARTNER_SLUG], *gemeenten = record->value[HVK__PARTNER_GEMEENTE];
	struct hvk__partner_out partner = {
		.everywhere = strcmp(record->value[HVK__PARTNER_EVERYWHERE], "yes") == 0,
		.dormant = is_in_stage(out, record, "dormant"),
		.placed = record->value[HVK__PARTNER_OPENING_HOURS] || record->value[HVK__PARTNER_ADDRESS],
	};

	gemeenten = gemeenten ? gemeenten : "";
	partner.slug = hvk__pool_add(&out->pool, slug, strlen(slug));
	partner.gemeenten = hvk__pool_add(&out->pool, gemeenten, strlen(gemeenten));
	if (!partner.slug || !partner.gemeenten ||
	    !hvk__reserve(&out->partners, &out->partner_capacity, out->partner_count + 1, sizeof(partner)))
		out->failed = true;
	else
		out->partners[out->partner_count++] = partner;
}

/* Why a partner is in its stage is said among colleagues: it stays here. */
static int put_partner(struct hvk__hsds_out *out, struct hvk_record *record)
{
	static const size_t carried[] = { HVK__PARTNER_GEMEENTE, HVK__PARTNER_STAGE_ON, HVK__PARTNER_VERIFIED_ON };

	if (is_in_stage(out, record, "ended"))
		return HVK_OK;
	remember(out, record);
	put_organization(out, record);
	put_identifiers(out, record);
	hvk__out_codes(out, record, "organization");
	put_place(out, record);
	put_phone(out, record);
	for (size_t i = 0; i < ARRAY_SIZE(carried); i++)
		hvk__out_carry(out, record, carried[i], "organization");
	if (strcmp(record->value[HVK__PARTNER_EVERYWHERE], "yes") == 0)
		hvk__out_carry(out, record, HVK__PARTNER_EVERYWHERE, "organization");
	return HVK_OK;
}

int hvk__out_partners(struct hvk__hsds_out *out)
{
	return hvk__out_each(out, HVK_PARTNER, put_partner);
}
