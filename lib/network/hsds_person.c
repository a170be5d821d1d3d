/* SPDX-License-Identifier: EUPL-1.2 */
/* Contacts become persons; the funding in a package of ours becomes the agreement that it was. */
#include <string.h>

#include "core/macro.h"
#include "network/hsds.h"

/* What both hang on: the partner of the organization, or of that of the service, or of the location. */
#define OF_CONTACT \
	"coalesce((SELECT slug FROM temp.hsds_partner WHERE organization = c.organization_id)," \
	" (SELECT p.slug FROM temp.hsds_service s JOIN temp.hsds_partner p ON p.organization = s.organization_id" \
	" WHERE s.id = c.service_id)," \
	" (SELECT p.slug FROM temp.hsds_place a JOIN temp.hsds_service s ON s.id = a.service_id" \
	" JOIN temp.hsds_partner p ON p.organization = s.organization_id" \
	" WHERE a.id = c.service_at_location_id AND a.id <> '' LIMIT 1)," \
	" (SELECT p.slug FROM temp.hsds_location l JOIN temp.hsds_partner p ON p.organization = l.organization_id" \
	" WHERE l.id = c.location_id), '')"

enum contact_column { C_ROW, C_FILE, C_LINE, C_ID, C_NAME, C_TITLE, C_DEPARTMENT, C_EMAIL, C_PARTNER };
#define CONTACTS \
	"SELECT c.row, c.file, c.line, c.id, c.name, c.title, c.department, c.email, " OF_CONTACT \
	" FROM temp.hsds_contact c ORDER BY c.row"

/* A package of ours names its persons by slug; in any other the same name at the same partner is the same person. */
static int find_person(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query, const char *slug)
{
	sqlite3_stmt *same;
	int64_t person = 0;
	int result;

	if (hvk__hsds_is_named(hsds, slug)) {
		result = hvk__record_lookup(hsds->store, HVK_PERSON, slug, &person);
		return result < 0 ? result : hvk__hsds_start(record, person);
	}
	result = hvk__hsds_ask(hsds, "SELECT min(t.id) FROM main.partner p JOIN main.person t ON t.partner = p.id"
	                             " WHERE p.slug = ?1 AND t.name = ?2",
	                       hvk__hsds_text(query, C_PARTNER), &same);
	if (result == HVK_OK &&
	    sqlite3_bind_text(same, 2, hvk__hsds_text(query, C_NAME), -1, SQLITE_STATIC) != SQLITE_OK)
		return hvk__fail_memory(&hsds->store->error);
	if (result == HVK_OK)
		result = hvk__store_step(hsds->store, same);
	if (result == 1)
		person = sqlite3_column_int64(same, 0);
	return result < 0 ? result : hvk__hsds_start(record, person);
}

static int set_phone(struct hvk__hsds *hsds, struct hvk_record *record, const char *id)
{
	sqlite3_stmt *query;
	int result;

	if (!hvk__hsds_has(hsds, HVK__HSDS_PHONE, NULL) || !id[0])
		return HVK_OK;
	result = hvk__hsds_ask(hsds, "SELECT row, file, line, number FROM temp.hsds_phone WHERE contact_id = ?"
	                             " ORDER BY lower(type) IN ('fax', 'tty', 'textphone', 'pager'), row",
	                       id, &query);
	if (result == HVK_OK)
		result = hvk__hsds_try(hsds, record, HVK__PERSON_PHONE, "");
	while (result >= 0 && (result = hvk__store_step(hsds->store, query)) == 1) {
		result = hvk__hsds_try(hsds, record, HVK__PERSON_PHONE, hvk__hsds_text(query, 3));
		if (result != 0)
			break;
		result = hvk__hsds_warn(hsds, hvk__hsds_row_of(query), "number", "is not a telephone number");
	}
	return result < 0 ? result : HVK_OK;
}

static int set_person(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	struct hvk__hsds_row row = hvk__hsds_row_of(query);
	const char *title = hvk__hsds_text(query, C_TITLE);
	int result = hvk__hsds_try(hsds, record, HVK__PERSON_PARTNER, hvk__hsds_text(query, C_PARTNER));

	if (result >= 0)
		result = hvk__hsds_set(hsds, record, HVK__PERSON_NAME, hvk__hsds_text(query, C_NAME), row, "name");
	if (!title[0])
		title = hvk__hsds_text(query, C_DEPARTMENT);
	if (result == HVK_OK && hvk__hsds_has(hsds, HVK__HSDS_CONTACT, "title"))
		result = hvk__hsds_set(hsds, record, HVK__PERSON_FUNCTION, title, row, "title");
	if (result == HVK_OK && hvk__hsds_has(hsds, HVK__HSDS_CONTACT, "email"))
		result = hvk__hsds_set(hsds, record, HVK__PERSON_EMAIL, hvk__hsds_text(query, C_EMAIL), row, "email");
	return result < 0 ? result : set_phone(hsds, record, hvk__hsds_text(query, C_ID));
}

/* What only a package of ours can say, and by saying nothing says that there is none. */
static int clear_own(struct hvk__hsds *hsds, struct hvk_record *record)
{
	static const size_t columns[] = { HVK__PERSON_REACHABLE, HVK__PERSON_GEMEENTE, HVK__PERSON_FIRST_CONTACT,
		                          HVK__PERSON_PUBLIC,    HVK__PERSON_SINCE,    HVK__PERSON_UNTIL,
		                          HVK__PERSON_VERIFIED_ON, HVK__PERSON_PHONE };
	int result = HVK_OK;

	for (size_t i = 0; hsds->ours && result >= 0 && i < ARRAY_SIZE(columns); i++)
		result = hvk__hsds_try(hsds, record, columns[i], "");
	return result < 0 ? result : HVK_OK;
}

static int take_person(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	struct hvk__hsds_row row = hvk__hsds_row_of(query);
	const char *id = hvk__hsds_text(query, C_ID), *carried;
	_cleanup_free_ char *slug = NULL;
	bool written;
	int result;

	if (hvk__hsds_text(query, C_NAME)[0] == '\0')
		return hvk__hsds_refuse(hsds, row, "name", "is empty");
	if (hvk__hsds_text(query, C_PARTNER)[0] == '\0')
		return hvk__hsds_refuse(hsds, row, NULL, "belongs to no organization that can be taken");
	result = hvk__hsds_carried(hsds, "contact", id, "slug", &carried);
	if (result >= 0 && !(slug = strdup(carried)))
		return hvk__fail_memory(&hsds->store->error);
	if (result >= 0)
		result = find_person(hsds, record, query, slug);
	if (result == HVK_OK)
		result = clear_own(hsds, record);
	if (result == HVK_OK)
		result = set_person(hsds, record, query);
	if (result == HVK_OK)
		result = hvk__hsds_set_terms(hsds, record, "contact", id);
	if (result == HVK_OK)
		result = hvk__hsds_name(hsds, record, slug);
	return result < 0 ? result : hvk__hsds_write(hsds, record, row, &written);
}

int hvk__hsds_take_persons(struct hvk__hsds *hsds)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	struct hvk_record *record = NULL;
	int result = hvk_record_new(hsds->store, HVK_PERSON, &record);

	if (result == HVK_OK)
		result = hvk__store_prepare(hsds->store, CONTACTS, &query);
	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1)
		result = take_person(hsds, record, query);
	hvk_record_free(record);
	return result < 0 ? result : HVK_OK;
}

/* ---------------------------------------------------------------- agreements */

enum funding_column { F_ROW, F_FILE, F_LINE, F_ID, F_SOURCE, F_PARTNER };

/* One row for each offer that it pays for: the first makes it, the others find it as it is. */
static int take_agreement(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	const char *id = hvk__hsds_text(query, F_ID), *slug;
	struct hvk__hsds_row row = hvk__hsds_row_of(query);
	int64_t agreement = 0;
	bool written;
	int result = hvk__hsds_carried(hsds, "funding", id, "slug", &slug);

	if (result > 0)
		result = hvk__record_lookup(hsds->store, HVK_AGREEMENT, slug, &agreement);
	else if (result == 0)
		return HVK_OK;
	if (result < 0 || agreement != 0)
		return result < 0 ? result : HVK_OK;
	result = hvk__hsds_start(record, 0);
	if (result == HVK_OK)
		result = hvk__hsds_carried(hsds, "funding", id, "slug", &slug);
	if (result >= 0)
		result = hvk__hsds_name(hsds, record, slug);
	if (result == HVK_OK)
		result = hvk__hsds_try(hsds, record, HVK__AGREEMENT_PARTNER, hvk__hsds_text(query, F_PARTNER));
	if (result >= 0)
		result = hvk__hsds_set(hsds, record, HVK__AGREEMENT_AUTHORITY, hvk__hsds_text(query, F_SOURCE), row,
		                       "source");
	if (result == HVK_OK)
		result = hvk__hsds_set_terms(hsds, record, "funding", id);
	return result < 0 ? result : hvk__hsds_write(hsds, record, row, &written);
}

int hvk__hsds_take_agreements(struct hvk__hsds *hsds)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	struct hvk_record *record = NULL;
	int result = hvk_record_new(hsds->store, HVK_AGREEMENT, &record);

	if (result == HVK_OK)
		result = hvk__store_prepare(
			hsds->store,
			"SELECT f.row, f.file, f.line, f.id, f.source, p.slug FROM temp.hsds_funding f"
			" JOIN temp.hsds_partner p ON p.organization = f.organization_id ORDER BY f.row",
			&query);
	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1)
		result = take_agreement(hsds, record, query);
	hvk_record_free(record);
	return result < 0 ? result : HVK_OK;
}
