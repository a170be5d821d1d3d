/* SPDX-License-Identifier: EUPL-1.2 */
/* Addresses: one line here, parts in HSDS. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "network/hsds.h"
#include "reference/tables.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Where the last postcode of a text stands that a place follows: four digits on their own; NULL for none. */
static const char *find_postcode(const char *address)
{
	const char *found = NULL;

	for (const char *at = address; *at; at++) {
		size_t digits = 0;

		while (is_digit(at[digits]))
			digits++;
		if (digits == 4 && (at == address || at[-1] == ' ' || at[-1] == ',') && at[4] == ' ' && at[5] != '\0' &&
		    !is_digit(at[5]))
			found = at;
		if (digits > 0)
			at += digits - 1;
	}
	return found;
}

/* The gemeente, as its place in the reference data, that a postcode is of. */
static bool postcode_gemeente(unsigned postcode, uint16_t *gemeente)
{
	size_t low = 0, high = hvk__postcodes_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (hvk__postcodes[middle].postcode < postcode)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == hvk__postcodes_count || hvk__postcodes[low].postcode != postcode)
		return false;
	*gemeente = hvk__postcodes[low].target;
	return true;
}

static const char *province_of(uint16_t gemeente)
{
	return hvk__provinces[hvk__arrondissementen[hvk__gemeenten[gemeente].arrondissement].province].name;
}

static bool split_at(const char *address, const char *postcode, struct hvk__hsds_address *parts)
{
	size_t street = (size_t)(postcode - address), city = strlen(postcode + 5);
	uint16_t gemeente;

	while (street > 0 && (address[street - 1] == ' ' || address[street - 1] == ','))
		street--;
	if (street == 0 || street >= sizeof(parts->street) || city >= sizeof(parts->city) ||
	    !postcode_gemeente((unsigned)strtoul(postcode, NULL, 10), &gemeente))
		return false;
	snprintf(parts->street, sizeof(parts->street), "%.*s", (int)street, address);
	snprintf(parts->postal_code, sizeof(parts->postal_code), "%.4s", postcode);
	snprintf(parts->city, sizeof(parts->city), "%s", postcode + 5);
	parts->province = province_of(gemeente);
	return true;
}

/* The gemeente that the part behind the last comma names, or that of the NIS code. */
static bool find_gemeente(const char *address, const char *nis, int today, uint16_t *gemeente)
{
	const char *comma = strrchr(address, ',');

	if (comma && hvk__gemeente_lookup(NULL, comma + 1, strlen(comma + 1), today, false, gemeente) == HVK_OK)
		return true;
	return nis[0] && hvk__gemeente_lookup(NULL, nis, strcspn(nis, "+"), today, false, gemeente) == HVK_OK;
}

bool hvk__hsds_address_split(const char *address, const char *nis, int today, struct hvk__hsds_address *parts)
{
	const char *postcode = find_postcode(address);
	uint16_t gemeente;

	if (postcode && split_at(address, postcode, parts))
		return true;
	if (strlen(address) >= sizeof(parts->street) || !find_gemeente(address, nis, today, &gemeente) ||
	    hvk__gemeenten[gemeente].postcode == 0)
		return false;
	snprintf(parts->street, sizeof(parts->street), "%s", address);
	snprintf(parts->postal_code, sizeof(parts->postal_code), "%u", hvk__gemeenten[gemeente].postcode);
	snprintf(parts->city, sizeof(parts->city), "%s", hvk__gemeenten[gemeente].name[HVK_NL]);
	parts->province = province_of(gemeente);
	return true;
}

bool hvk__hsds_address_join(const char *street, const char *postal_code, const char *city, struct hvk__buffer *address)
{
	bool place = postal_code[0] || city[0];

	address->length = 0;
	return hvk__buffer_printf(address, "%s%s%s%s%s", street, street[0] && place ? ", " : "", postal_code,
	                          postal_code[0] && city[0] ? " " : "", city);
}
