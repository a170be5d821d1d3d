/* SPDX-License-Identifier: EUPL-1.2 */
/* Organizations become partners. */
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "network/hsds.h"

/* The first of the identifiers of a type, or all of them joined, of an organization. */
static int identifiers(struct hvk__hsds *hsds, const char *organization, const char *type, bool all,
                       struct hvk__buffer *value)
{
	sqlite3_stmt *query;
	int result = hvk__hsds_ask(hsds, "SELECT identifier FROM temp.hsds_identifier WHERE organization_id = ?1"
	                                 " AND identifier_type = ?2 AND identifier <> '' ORDER BY row",
	                           organization, &query);

	value->length = 0;
	if (!hvk__buffer_add_text(value, ""))
		return hvk__fail_memory(&hsds->store->error);
	if (result == HVK_OK && sqlite3_bind_text(query, 2, type, -1, SQLITE_STATIC) != SQLITE_OK)
		return hvk__fail_memory(&hsds->store->error);
	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		if ((value->length > 0 && !hvk__buffer_add_text(value, "+")) ||
		    !hvk__buffer_add_text(value, hvk__hsds_text(query, 0)))
			return hvk__fail_memory(&hsds->store->error);
		result = HVK_OK;
		if (!all)
			break;
	}
	return result < 0 ? result : HVK_OK;
}

/* ---------------------------------------------------------------- which partner it is */

static int find_by_source(struct hvk__hsds *hsds, const char *source, const char *id, int64_t *partner)
{
	sqlite3_stmt *query;
	int result = hvk__hsds_ask(hsds, "SELECT min(id) FROM main.partner WHERE source = ?1 AND source_id = ?2",
	                           source, &query);

	*partner = 0;
	if (result == HVK_OK && sqlite3_bind_text(query, 2, id, -1, SQLITE_STATIC) != SQLITE_OK)
		return hvk__fail_memory(&hsds->store->error);
	if (result == HVK_OK)
		result = hvk__store_step(hsds->store, query);
	if (result == 1)
		*partner = sqlite3_column_int64(query, 0);
	return result < 0 ? result : HVK_OK;
}

/* A package of ours names its partners; in any other they are known by the source and their id in it. */
static int find_partner(struct hvk__hsds *hsds, struct hvk_record *record, const char *id, const char *slug)
{
	bool named = hvk__hsds_is_named(hsds, slug);
	int64_t partner = 0;
	int result;

	if (named)
		result = hvk__record_lookup(hsds->store, HVK_PARTNER, slug, &partner);
	else
		result = find_by_source(hsds, hsds->source ? hsds->source : hvk__package_name(hsds->package), id,
		                        &partner);
	return result < 0 ? result : hvk__hsds_start(record, partner);
}

static int set_source(struct hvk__hsds *hsds, struct hvk_record *record, const char *id, bool named,
                      struct hvk__hsds_row row)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer source = { 0 }, source_id = { 0 };
	int result;

	if (!named) {
		result = hvk__hsds_set(hsds, record, HVK__PARTNER_SOURCE,
		                       hsds->source ? hsds->source : hvk__package_name(hsds->package), row, NULL);
		return result < 0 ? result : hvk__hsds_set(hsds, record, HVK__PARTNER_SOURCE_ID, id, row, "id");
	}
	result = identifiers(hsds, id, HVK__HSDS_SOURCE, false, &source);
	if (result == HVK_OK)
		result = identifiers(hsds, id, HVK__HSDS_SOURCE_ID, false, &source_id);
	if (result == HVK_OK)
		result = hvk__hsds_set(hsds, record, HVK__PARTNER_SOURCE, source.data, row, NULL);
	return result < 0 ? result : hvk__hsds_set(hsds, record, HVK__PARTNER_SOURCE_ID, source_id.data, row, NULL);
}

/* Former slugs that are not another's. */
static int set_former_slugs(struct hvk__hsds *hsds, struct hvk_record *record, const char *id)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer all = { 0 }, own = { 0 };
	int result = identifiers(hsds, id, HVK__HSDS_FORMER_SLUG, true, &all);

	for (char *slug = all.data, *next; result >= 0 && slug && *slug; slug = next) {
		int64_t other;

		next = slug + strcspn(slug, "+");
		if (*next)
			*next++ = '\0';
		result = hvk__record_lookup(hsds->store, HVK_PARTNER, slug, &other);
		if (result < 0 || (result == 1 && other != record->id))
			continue;
		if ((own.length && !hvk__buffer_add_text(&own, "+")) || !hvk__buffer_add_text(&own, slug))
			return hvk__fail_memory(&hsds->store->error);
	}
	if (result >= 0 && own.length > 0)
		result = hvk__hsds_try(hsds, record, HVK__PARTNER_FORMER_SLUG, own.data);
	return result < 0 ? result : HVK_OK;
}

/* ---------------------------------------------------------------- where and when */

/* Its own address before that of a service; where people come before where letters go. */
static int set_address(struct hvk__hsds *hsds, struct hvk_record *record, const char *id)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer address = { 0 };
	sqlite3_stmt *query;
	int result;

	if (!hvk__hsds_has(hsds, HVK__HSDS_ADDRESS, NULL))
		return HVK_OK;
	result = hvk__hsds_ask(
		hsds,
		"SELECT row, file, line, address_1, address_2, postal_code, city FROM ("
		"SELECT *, 0 AS rank FROM temp.hsds_address WHERE organization_id = ?1 UNION ALL"
		" SELECT a.*, 0 FROM temp.hsds_location l JOIN temp.hsds_address a ON a.location_id = l.id"
		" WHERE l.organization_id = ?1 UNION ALL"
		" SELECT a.*, 1 FROM temp.hsds_service s JOIN temp.hsds_place p ON p.service_id = s.id"
		" JOIN temp.hsds_address a ON a.location_id = p.location_id WHERE s.organization_id = ?1)"
		" ORDER BY rank, address_type = 'postal', row LIMIT 1",
		id, &query);
	if (result == HVK_OK)
		result = hvk__store_step(hsds->store, query);
	if (result < 0)
		return result;
	if (result == 1) {
		const char *first = hvk__hsds_text(query, 3), *second = hvk__hsds_text(query, 4);

		hsds->text.length = 0;
		if (!hvk__buffer_printf(&hsds->text, "%s%s%s", first, first[0] && second[0] ? " " : "", second) ||
		    !hvk__hsds_address_join(hsds->text.data, hvk__hsds_text(query, 5), hvk__hsds_text(query, 6),
		                            &address))
			return hvk__fail_memory(&hsds->store->error);
		return hvk__hsds_set(hsds, record, HVK__PARTNER_ADDRESS, address.data, hvk__hsds_row_of(query),
		                     "address_1");
	}
	return hvk__hsds_set(hsds, record, HVK__PARTNER_ADDRESS, "", (struct hvk__hsds_row){ 0 }, NULL);
}

/* The first number that is one: its own, of its location, of a service. */
static int set_phone(struct hvk__hsds *hsds, struct hvk_record *record, const char *id)
{
	sqlite3_stmt *query;
	int result;

	if (!hvk__hsds_has(hsds, HVK__HSDS_PHONE, NULL))
		return HVK_OK;
	result = hvk__hsds_ask(hsds,
	                       "SELECT row, file, line, number FROM ("
	                       "SELECT *, 0 AS rank FROM temp.hsds_phone WHERE organization_id = ?1 UNION ALL"
	                       " SELECT p.*, 1 FROM temp.hsds_location l JOIN temp.hsds_phone p ON p.location_id = l.id"
	                       " WHERE l.organization_id = ?1 UNION ALL"
	                       " SELECT p.*, 2 FROM temp.hsds_service s JOIN temp.hsds_phone p ON p.service_id = s.id"
	                       " WHERE s.organization_id = ?1) WHERE contact_id = ''"
	                       " ORDER BY rank, lower(type) IN ('fax', 'tty', 'textphone', 'pager'), row",
	                       id, &query);
	if (result == HVK_OK)
		result = hvk__hsds_try(hsds, record, HVK__PARTNER_PHONE, "");
	while (result >= 0 && (result = hvk__store_step(hsds->store, query)) == 1) {
		result = hvk__hsds_try(hsds, record, HVK__PARTNER_PHONE, hvk__hsds_text(query, 3));
		if (result == 0)
			result = hvk__hsds_warn(hsds, hvk__hsds_row_of(query), "number", "is not a telephone number");
		else
			break;
	}
	return result < 0 ? result : HVK_OK;
}

/* When its locations are open, apart from services. */
static int set_hours(struct hvk__hsds *hsds, struct hvk_record *record, const char *id)
{
	sqlite3_stmt *query;
	int result;

	if (!hvk__hsds_has(hsds, HVK__HSDS_SCHEDULE, NULL))
		return HVK_OK;
	result = hvk__hsds_ask(hsds,
	                       "SELECT s.row, s.file, s.line, s.freq, s.interval, s.byday, s.bymonthday, s.opens_at,"
	                       " s.closes_at, s.valid_from, s.valid_to, trim(s.description || ' ' || s.notes)"
	                       " FROM temp.hsds_location l JOIN temp.hsds_schedule s ON s.location_id = l.id"
	                       " WHERE l.organization_id = ?1 AND +s.service_id = '' AND +s.service_at_location_id = ''"
	                       " ORDER BY s.row",
	                       id, &query);
	return result < 0 ? result : hvk__hsds_set_hours(hsds, record, HVK__PARTNER_OPENING_HOURS, query);
}

/* ---------------------------------------------------------------- all of it */

static int set_text(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	static const struct {
		const char *name;
		size_t column;
	} columns[] = { { "name", HVK__PARTNER_NAME },
		        { "description", HVK__PARTNER_DESCRIPTION },
		        { "email", HVK__PARTNER_EMAIL },
		        { "website", HVK__PARTNER_WEBSITE } };
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(columns); i++) {
		const char *text = hvk__hsds_text(query, (int)i + 4);

		if (!hvk__hsds_has(hsds, HVK__HSDS_ORGANIZATION, columns[i].name))
			continue;
		/* HSDS asks for a description: where there is none it is the name. */
		if (columns[i].column == HVK__PARTNER_DESCRIPTION && strcmp(text, hvk__hsds_text(query, 4)) == 0)
			text = "";
		result = hvk__hsds_set(hsds, record, columns[i].column, text, hvk__hsds_row_of(query), columns[i].name);
	}
	return result;
}

/* What only a package of ours can say, and by saying nothing says that there is none. */
static int clear_own(struct hvk__hsds *hsds, struct hvk_record *record)
{
	static const size_t columns[] = { HVK__PARTNER_GEMEENTE, HVK__PARTNER_EVERYWHERE, HVK__PARTNER_VERIFIED_ON,
		                          HVK__PARTNER_ADDRESS, HVK__PARTNER_PHONE, HVK__PARTNER_OPENING_HOURS };
	int result = HVK_OK;

	for (size_t i = 0; hsds->ours && result >= 0 && i < ARRAY_SIZE(columns); i++)
		result = hvk__hsds_try(hsds, record, columns[i], "");
	return result < 0 ? result : HVK_OK;
}

static int remember(struct hvk__hsds *hsds, const struct hvk_record *record, const char *id)
{
	sqlite3_stmt *insert;
	int result = hvk__hsds_ask(hsds, "INSERT INTO temp.hsds_partner VALUES (?1, ?2, ?3)", id, &insert);

	if (result == HVK_OK && (sqlite3_bind_int64(insert, 2, record->id) != SQLITE_OK ||
	                         sqlite3_bind_text(insert, 3, record->value[HVK__PARTNER_SLUG], -1, SQLITE_TRANSIENT) !=
	                                 SQLITE_OK))
		return hvk__fail_memory(&hsds->store->error);
	return result < 0 ? result : hvk__store_run(hsds->store, insert);
}

static int take_partner(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer slug = { 0 };
	struct hvk__hsds_row row = hvk__hsds_row_of(query);
	const char *id = hvk__hsds_text(query, 3);
	bool written = false;
	int result = identifiers(hsds, id, HVK__HSDS_SLUG, false, &slug);

	if (result == HVK_OK)
		result = find_partner(hsds, record, id, slug.data);
	if (result == HVK_OK)
		result = clear_own(hsds, record);
	if (result == HVK_OK)
		result = set_text(hsds, record, query);
	if (result == HVK_OK)
		result = set_source(hsds, record, id, hvk__hsds_is_named(hsds, slug.data), row);
	if (result == HVK_OK)
		result = set_address(hsds, record, id);
	if (result == HVK_OK)
		result = set_phone(hsds, record, id);
	if (result == HVK_OK)
		result = set_hours(hsds, record, id);
	if (result == HVK_OK)
		result = hvk__hsds_set_terms(hsds, record, "organization", id);
	if (result == HVK_OK)
		result = hvk__hsds_name(hsds, record, slug.data);
	if (result == HVK_OK)
		result = set_former_slugs(hsds, record, id);
	if (result == HVK_OK)
		result = hvk__hsds_write(hsds, record, row, &written);
	return result == HVK_OK && written ? remember(hsds, record, id) : result;
}

int hvk__hsds_take_partners(struct hvk__hsds *hsds)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	struct hvk_record *record = NULL;
	int result = hvk_record_new(hsds->store, HVK_PARTNER, &record);

	if (result == HVK_OK)
		result = hvk__store_prepare(hsds->store, "SELECT row, file, line, id, name, description, email, website"
		                                         " FROM temp.hsds_organization ORDER BY row", &query);
	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1)
		result = take_partner(hsds, record, query);
	hvk_record_free(record);
	return result < 0 ? result : HVK_OK;
}
