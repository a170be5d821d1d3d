/* SPDX-License-Identifier: EUPL-1.2 */
/* Persons become contacts: those who work there today, and only when they are asked for. */
#include <string.h>

#include "core/macro.h"
#include "network/hsds_out.h"

static bool is_gone(const struct hvk__hsds_out *out, const struct hvk_record *record)
{
	const char *until = record->value[HVK__PERSON_UNTIL];
	char today[11];

	hvk__date_format(out->today, today);
	return until && strcmp(until, today) < 0;
}

static void carry_yes(struct hvk__hsds_out *out, const struct hvk_record *record, size_t column)
{
	if (strcmp(record->value[column], "yes") == 0)
		hvk__out_carry(out, record, column, "contact");
}

static int put_person(struct hvk__hsds_out *out, struct hvk_record *record)
{
	static const size_t carried[] = { HVK__PERSON_SLUG,  HVK__PERSON_REACHABLE, HVK__PERSON_GEMEENTE,
		                          HVK__PERSON_SINCE, HVK__PERSON_UNTIL,     HVK__PERSON_VERIFIED_ON };
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "contacts");
	const char *slug = record->value[HVK__PERSON_SLUG], *partner = record->value[HVK__PERSON_PARTNER];

	if (!hvk__out_partner(out, partner) || is_gone(out, record))
		return HVK_OK;
	hvk__out_set_id(out, sheet, "id", "contact", slug);
	hvk__out_set_id(out, sheet, "organization_id", "organization", partner);
	hvk__out_set(out, sheet, "name", record->value[HVK__PERSON_NAME]);
	hvk__out_set(out, sheet, "title", record->value[HVK__PERSON_FUNCTION]);
	hvk__out_set(out, sheet, "email", record->value[HVK__PERSON_EMAIL]);
	hvk__out_end(out, sheet);
	if (record->value[HVK__PERSON_PHONE]) {
		sheet = hvk__out_sheet(out, "phones");
		hvk__out_set_id(out, sheet, "id", "phone/contact", slug);
		hvk__out_set_id(out, sheet, "contact_id", "contact", slug);
		hvk__out_set(out, sheet, "number", record->value[HVK__PERSON_PHONE]);
		hvk__out_set(out, sheet, "type", "voice");
		hvk__out_end(out, sheet);
	}
	for (size_t i = 0; i < ARRAY_SIZE(carried); i++)
		hvk__out_carry(out, record, carried[i], "contact");
	carry_yes(out, record, HVK__PERSON_FIRST_CONTACT);
	carry_yes(out, record, HVK__PERSON_PUBLIC);
	hvk__out_codes(out, record, "contact");
	return HVK_OK;
}

int hvk__out_persons(struct hvk__hsds_out *out)
{
	return out->with_persons ? hvk__out_each(out, HVK_PERSON, put_person) : HVK_OK;
}
