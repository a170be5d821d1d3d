/* SPDX-License-Identifier: EUPL-1.2 */
/* Which rows can stand: ids that are there and are one row's, links that lead somewhere. The others are refused, each
 * with its place; what hung on them then leads nowhere, and is refused after them. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "network/hsds.h"

/* Columns that may lead to a row of another table. A row needs those that are required, and else one of those that
 * count. */
struct link {
	enum hvk__hsds_table_id from;
	const char *column;
	enum hvk__hsds_table_id to;
	enum { REQUIRED, ONE_OF } need;
	const char *nowhere;
};

#define NO_ORGANIZATION N_("is the id of no organization that can be taken")
#define NO_SERVICE N_("is the id of no service that can be taken")
#define NO_LOCATION N_("is the id of no location that can be taken")
#define NO_PLACE N_("is the id of no row of service_at_location that can be taken")
#define NO_CONTACT N_("is the id of no contact that can be taken")

/* In the order of checking, so that what is refused is refused before what hangs on it. */
static const struct link links[] = {
	{ HVK__HSDS_SERVICE, "organization_id", HVK__HSDS_ORGANIZATION, REQUIRED, NO_ORGANIZATION },
	{ HVK__HSDS_PLACE, "service_id", HVK__HSDS_SERVICE, REQUIRED, NO_SERVICE },
	{ HVK__HSDS_PLACE, "location_id", HVK__HSDS_LOCATION, REQUIRED, NO_LOCATION },
	{ HVK__HSDS_CONTACT, "organization_id", HVK__HSDS_ORGANIZATION, ONE_OF, NO_ORGANIZATION },
	{ HVK__HSDS_CONTACT, "service_id", HVK__HSDS_SERVICE, ONE_OF, NO_SERVICE },
	{ HVK__HSDS_CONTACT, "service_at_location_id", HVK__HSDS_PLACE, ONE_OF, NO_PLACE },
	{ HVK__HSDS_CONTACT, "location_id", HVK__HSDS_LOCATION, ONE_OF, NO_LOCATION },
	{ HVK__HSDS_ADDRESS, "location_id", HVK__HSDS_LOCATION, ONE_OF, NO_LOCATION },
	{ HVK__HSDS_ADDRESS, "organization_id", HVK__HSDS_ORGANIZATION, ONE_OF, NO_ORGANIZATION },
	{ HVK__HSDS_PHONE, "organization_id", HVK__HSDS_ORGANIZATION, ONE_OF, NO_ORGANIZATION },
	{ HVK__HSDS_PHONE, "service_id", HVK__HSDS_SERVICE, ONE_OF, NO_SERVICE },
	{ HVK__HSDS_PHONE, "location_id", HVK__HSDS_LOCATION, ONE_OF, NO_LOCATION },
	{ HVK__HSDS_PHONE, "contact_id", HVK__HSDS_CONTACT, ONE_OF, NO_CONTACT },
	{ HVK__HSDS_PHONE, "service_at_location_id", HVK__HSDS_PLACE, ONE_OF, NO_PLACE },
	{ HVK__HSDS_SCHEDULE, "service_id", HVK__HSDS_SERVICE, ONE_OF, NO_SERVICE },
	{ HVK__HSDS_SCHEDULE, "location_id", HVK__HSDS_LOCATION, ONE_OF, NO_LOCATION },
	{ HVK__HSDS_SCHEDULE, "service_at_location_id", HVK__HSDS_PLACE, ONE_OF, NO_PLACE },
	{ HVK__HSDS_AREA, "service_id", HVK__HSDS_SERVICE, REQUIRED, NO_SERVICE },
	{ HVK__HSDS_LANGUAGE, "service_id", HVK__HSDS_SERVICE, ONE_OF, NO_SERVICE },
	{ HVK__HSDS_LANGUAGE, "location_id", HVK__HSDS_LOCATION, ONE_OF, NO_LOCATION },
	{ HVK__HSDS_LANGUAGE, "phone_id", HVK__HSDS_PHONE, ONE_OF, N_("is the id of no phone that can be taken") },
	{ HVK__HSDS_ATTRIBUTE, "taxonomy_term_id", HVK__HSDS_TERM, REQUIRED,
	  N_("is the id of no term that can be taken") },
	{ HVK__HSDS_COST, "service_id", HVK__HSDS_SERVICE, REQUIRED, NO_SERVICE },
	{ HVK__HSDS_IDENTIFIER, "organization_id", HVK__HSDS_ORGANIZATION, REQUIRED, NO_ORGANIZATION },
	{ HVK__HSDS_FUNDING, "organization_id", HVK__HSDS_ORGANIZATION, ONE_OF, NO_ORGANIZATION },
	{ HVK__HSDS_FUNDING, "service_id", HVK__HSDS_SERVICE, ONE_OF, NO_SERVICE },
};

/* Tables whose rows are known by their id; the ids of the others serve nothing here. */
static const enum hvk__hsds_table_id known_by_id[] = { HVK__HSDS_ORGANIZATION, HVK__HSDS_SERVICE, HVK__HSDS_LOCATION,
	                                                HVK__HSDS_TERM };

static const char *name_of(enum hvk__hsds_table_id id)
{
	return hvk__hsds_tables[id].name;
}

/* Refuses, or warns of, the rows of a table that satisfy a condition (in which they are t), then runs a statement on
 * them. */
static int act(struct hvk__hsds *hsds, enum hvk__hsds_table_id id, const char *condition, bool refuse,
               const char *column, const char *reason)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	_cleanup_(hvk__buffer_free) struct hvk__buffer text = { 0 };
	bool any = false;
	int result;

	if (!hvk__buffer_printf(&text, "SELECT row, file, line FROM temp.%s t WHERE %s ORDER BY row", name_of(id),
	                        condition))
		return hvk__fail_memory(&hsds->store->error);
	result = hvk__store_prepare(hsds->store, text.data, &query);
	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		struct hvk__hsds_row row = hvk__hsds_row_of(query);

		any = true;
		result = refuse ? hvk__hsds_refuse(hsds, row, column, reason) :
		                  hvk__hsds_warn(hsds, row, column, reason);
	}
	hvk__finalize(&query);
	if (result < 0 || !any)
		return result < 0 ? result : HVK_OK;
	text.length = 0;
	if (refuse ? !hvk__buffer_printf(&text, "DELETE FROM temp.%s AS t WHERE %s", name_of(id), condition) :
	             !hvk__buffer_printf(&text, "UPDATE temp.%s AS t SET \"%s\" = '' WHERE %s", name_of(id), column,
	                                 condition))
		return hvk__fail_memory(&hsds->store->error);
	return hvk__hsds_exec(hsds, text.data);
}

/* ---------------------------------------------------------------- ids */

static int check_ids(struct hvk__hsds *hsds, enum hvk__hsds_table_id id)
{
	char condition[160];
	int result = act(hsds, id, "t.id = ''", true, "id", "is empty");

	if (result < 0)
		return result;
	snprintf(condition, sizeof(condition), "EXISTS (SELECT 1 FROM temp.%s e WHERE e.id = t.id AND e.row < t.row)",
	         name_of(id));
	return act(hsds, id, condition, true, "id", N_("is the id of a row above"));
}

/* What has no name cannot be called anything here. */
static int check_names(struct hvk__hsds *hsds)
{
	int result = act(hsds, HVK__HSDS_ORGANIZATION, "t.name = ''", true, "name", "is empty");

	if (result == HVK_OK)
		result = act(hsds, HVK__HSDS_SERVICE, "t.name = ''", true, "name", "is empty");
	if (result == HVK_OK)
		result = act(hsds, HVK__HSDS_PHONE, "t.number = ''", true, "number", "is empty");
	return result;
}

/* ---------------------------------------------------------------- links */

static bool add_dangling(struct hvk__buffer *text, const struct link *link)
{
	return hvk__buffer_printf(text, "(t.%s <> '' AND NOT EXISTS (SELECT 1 FROM temp.%s x WHERE x.id = t.%s))",
	                          link->column, name_of(link->to), link->column);
}

static int check_required(struct hvk__hsds *hsds, const struct link *link)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer text = { 0 };
	char empty[64];
	int result;

	snprintf(empty, sizeof(empty), "t.%s = ''", link->column);
	result = act(hsds, link->from, empty, true, link->column, "is empty");
	if (result < 0)
		return result;
	if (!add_dangling(&text, link))
		return hvk__fail_memory(&hsds->store->error);
	return act(hsds, link->from, text.data, true, link->column, link->nowhere);
}

/* Whether a row hangs on none of several that it may hang on. */
static bool add_none(struct hvk__buffer *text, const struct link *first, size_t count)
{
	bool fits = true;

	for (size_t i = 0; i < count && fits; i++)
		fits = hvk__buffer_printf(text, "%s(t.%s = '' OR ", i ? " AND " : "", first[i].column) &&
		       add_dangling(text, &first[i]) && hvk__buffer_add_text(text, ")");
	return fits;
}

/* Rows of a table that may hang on several: those that hang on none cannot stand, which is told of the first link that
 * they have; from the others, what leads nowhere is taken out. */
static int check_one_of(struct hvk__hsds *hsds, const struct link *first, size_t count)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer text = { 0 };
	int result = HVK_OK;

	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		text.length = 0;
		if (!hvk__buffer_printf(&text, "t.%s <> '' AND ", first[i].column) || !add_none(&text, first, count))
			return hvk__fail_memory(&hsds->store->error);
		result = act(hsds, first->from, text.data, true, first[i].column, first[i].nowhere);
	}
	text.length = 0;
	if (result == HVK_OK && !add_none(&text, first, count))
		return hvk__fail_memory(&hsds->store->error);
	if (result == HVK_OK)
		result = act(hsds, first->from, text.data, true, first->column,
		             N_("is empty, and so is all else that it could belong to"));
	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		text.length = 0;
		if (!add_dangling(&text, &first[i]))
			return hvk__fail_memory(&hsds->store->error);
		result = act(hsds, first->from, text.data, false, first[i].column, first[i].nowhere);
	}
	return result;
}

static int check_links(struct hvk__hsds *hsds)
{
	int result = HVK_OK;

	for (size_t i = 0, end; result == HVK_OK && i < ARRAY_SIZE(links); i = end) {
		for (end = i + 1; end < ARRAY_SIZE(links) && links[end].from == links[i].from &&
		                  links[i].need == ONE_OF && links[end].need == ONE_OF;)
			end++;
		result = links[i].need == REQUIRED ? check_required(hsds, &links[i]) :
		                                     check_one_of(hsds, &links[i], end - i);
	}
	return result;
}

/* A location that names an organization that is not there can still be that of a service. */
static int check_locations(struct hvk__hsds *hsds)
{
	return act(hsds, HVK__HSDS_LOCATION,
	           "t.organization_id <> '' AND NOT EXISTS (SELECT 1 FROM temp.hsds_organization x WHERE x.id ="
	           " t.organization_id)",
	           false, "organization_id", NO_ORGANIZATION);
}

/* ---------------------------------------------------------------- attributes */

/* link_entity says what an attribute is of; where it does not, the ids tell. What is of neither an organization, a
 * service nor a contact has no place. */
static int settle_entities(struct hvk__hsds *hsds)
{
	return hvk__hsds_exec(
		hsds,
		"UPDATE temp.hsds_attribute SET link_entity = lower(CASE WHEN lower(link_entity) IN ('organization',"
		" 'organisation', 'service', 'contact', 'funding') OR link_type = '' THEN link_entity"
		" ELSE link_type END);"
		"UPDATE temp.hsds_attribute SET link_entity = 'organization' WHERE link_entity IN ('organizations',"
		" 'organisation', 'organisations');"
		"UPDATE temp.hsds_attribute SET link_entity = 'service' WHERE link_entity = 'services';"
		"UPDATE temp.hsds_attribute SET link_entity = 'contact' WHERE link_entity = 'contacts';"
		"UPDATE temp.hsds_attribute AS t SET link_entity = CASE"
		" WHEN EXISTS (SELECT 1 FROM temp.hsds_service x WHERE x.id = t.link_id) THEN 'service'"
		" WHEN EXISTS (SELECT 1 FROM temp.hsds_organization x WHERE x.id = t.link_id) THEN 'organization'"
		" WHEN EXISTS (SELECT 1 FROM temp.hsds_contact x WHERE x.id = t.link_id) THEN 'contact'"
		" ELSE link_entity END WHERE link_entity NOT IN ('organization', 'service', 'contact', 'funding')");
}

/* Terms of locations, phones and the like. */
static int pass_over(struct hvk__hsds *hsds)
{
#define ELSEWHERE \
	" WHERE link_entity NOT IN ('organization', 'service', 'contact', 'funding') AND link_id <> ''" \
	" AND (link_id IN (SELECT id FROM temp.hsds_location) OR link_id IN (SELECT id FROM temp.hsds_place)" \
	" OR link_id IN (SELECT id FROM temp.hsds_phone))"
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	int result = hvk__store_prepare(
		hsds->store, "SELECT file, count(*) FROM temp.hsds_attribute" ELSEWHERE " GROUP BY file", &query);

	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1)
		result = hvk__hsds_count(hsds, hsds->files[sqlite3_column_int64(query, 0)].shown, "link_entity",
		                         "only organizations, services and contacts have terms here",
		                         (uint64_t)sqlite3_column_int64(query, 1));
	hvk__finalize(&query);
	return result < 0 ? result : hvk__hsds_exec(hsds, "DELETE FROM temp.hsds_attribute" ELSEWHERE);
#undef ELSEWHERE
}

static int check_attributes(struct hvk__hsds *hsds)
{
	static const struct {
		const char *condition, *reason;
	} nowhere[] = {
		{ "t.link_entity = 'organization' AND NOT EXISTS (SELECT 1 FROM temp.hsds_organization x"
		  " WHERE x.id = t.link_id)",
		  NO_ORGANIZATION },
		{ "t.link_entity = 'service' AND NOT EXISTS (SELECT 1 FROM temp.hsds_service x WHERE x.id = t.link_id)",
		  NO_SERVICE },
		{ "t.link_entity = 'contact' AND NOT EXISTS (SELECT 1 FROM temp.hsds_contact x WHERE x.id = t.link_id)",
		  NO_CONTACT },
		{ "t.link_entity = 'funding' AND NOT EXISTS (SELECT 1 FROM temp.hsds_funding x WHERE x.id = t.link_id)",
		  N_("is the id of no funding that can be taken") },
		{ "t.link_id = '' OR t.link_entity NOT IN ('organization', 'service', 'contact', 'funding')",
		  N_("is the id of no organization, service or contact that can be taken") },
	};
	int result = settle_entities(hsds);

	if (result == HVK_OK)
		result = pass_over(hsds);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(nowhere); i++)
		result = act(hsds, HVK__HSDS_ATTRIBUTE, nowhere[i].condition, true, "link_id", nowhere[i].reason);
	return result;
}

/* Contacts are people: unless they are asked for they go before anything is said of them. */
static int drop_contacts(struct hvk__hsds *hsds)
{
	int64_t count;
	int result;

	if (hsds->options->with_persons)
		return HVK_OK;
	result = hvk__store_number(hsds->store, "SELECT count(*) FROM temp.hsds_contact", &count);
	for (size_t i = 0; result == HVK_OK && i < hsds->file_count; i++)
		if (hsds->files[i].table == &hvk__hsds_tables[HVK__HSDS_CONTACT]) {
			result = hvk__hsds_count(hsds, hsds->files[i].shown, NULL,
			                         "persons come in only when they are asked for", (uint64_t)count);
			break;
		}
	if (result < 0)
		return result;
	return hvk__hsds_exec(hsds,
	                      "UPDATE temp.hsds_language SET phone_id = '' WHERE service_id || location_id"
	                      " <> '' AND phone_id IN (SELECT id FROM temp.hsds_phone WHERE contact_id <> '');"
	                      "DELETE FROM temp.hsds_language WHERE phone_id IN (SELECT id FROM"
	                      " temp.hsds_phone WHERE contact_id <> '' AND id <> '');"
	                      "DELETE FROM temp.hsds_phone WHERE contact_id <> '';"
	                      "DELETE FROM temp.hsds_attribute WHERE link_id IN (SELECT id FROM"
	                      " temp.hsds_contact WHERE id <> '') AND lower(link_entity) = 'contact';"
	                      "DELETE FROM temp.hsds_contact");
}

/* ---------------------------------------------------------------- as it was before */

static int add_attribute(struct hvk__hsds *hsds, sqlite3_stmt *insert, sqlite3_stmt *query, struct hvk__span term)
{
	for (int i = 0; i < 3; i++)
		sqlite3_bind_value(insert, i + 1, sqlite3_column_value(query, i));
	if (sqlite3_bind_text64(insert, 4, term.data, term.length, SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK)
		return hvk__fail_memory(&hsds->store->error);
	return hvk__store_run(hsds->store, insert);
}

/* Services that name their terms themselves, with commas between. */
static int expand_terms(struct hvk__hsds *hsds)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL, *insert = NULL;
	int result = hvk__store_prepare(hsds->store, "SELECT file, line, id, taxonomy_ids FROM temp.hsds_service"
	                                             " WHERE taxonomy_ids <> '' ORDER BY row", &query);

	if (result == HVK_OK)
		result = hvk__store_prepare(hsds->store,
		                            "INSERT INTO temp.hsds_attribute (file, line, link_id,"
		                            " taxonomy_term_id, link_entity) VALUES (?, ?, ?, ?, 'service')",
		                            &insert);
	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		result = HVK_OK;
		for (const char *text = hvk__hsds_text(query, 3); result == HVK_OK && *text;) {
			size_t length = strcspn(text, ",; "), next = length + strspn(text + length, ",; ");

			if (length > 0)
				result = add_attribute(hsds, insert, query, (struct hvk__span){ text, length });
			text += next;
		}
	}
	return result < 0 ? result : HVK_OK;
}

/* Links that later versions moved to tables of their own. */
static int expand(struct hvk__hsds *hsds)
{
	int result = hvk__hsds_exec(
		hsds, "INSERT INTO temp.hsds_place (file, line, service_id, location_id)"
		      " SELECT file, line, id, location_id FROM temp.hsds_service WHERE location_id <> ''");

	return result < 0 ? result : expand_terms(hsds);
}

int hvk__hsds_check(struct hvk__hsds *hsds)
{
	int result = drop_contacts(hsds);

	if (result == HVK_OK)
		result = check_names(hsds);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(known_by_id); i++)
		result = check_ids(hsds, known_by_id[i]);
	if (result == HVK_OK)
		result = expand(hsds);
	if (result == HVK_OK)
		result = check_locations(hsds);
	if (result == HVK_OK)
		result = check_links(hsds);
	return result < 0 ? result : check_attributes(hsds);
}
