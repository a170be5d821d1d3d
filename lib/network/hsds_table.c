/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables that are read: by the names of HSDS 3.0 and by those that they had in 1.x and 2.x. */
#include <string.h>
#include <strings.h>

#include "core/text.h"
#include "network/hsds.h"

#define C(...) { (const char *const[]){ __VA_ARGS__, NULL } }
#define FILES(...) ((const struct hvk__hsds_alias[]){ __VA_ARGS__, { NULL, NULL, NULL } })
#define COLUMNS(...) { __VA_ARGS__ }, ARRAY_SIZE(((struct hvk__column_names[]){ __VA_ARGS__ }))

/* What else hangs on what: one or more of these in most tables. */
#define ORGANIZATION_ID C("organization_id", "organisation_id")
#define SERVICE_ID C("service_id")
#define LOCATION_ID C("location_id")
#define PLACE_ID C("service_at_location_id", "services_at_location_id")

const struct hvk__hsds_table hvk__hsds_tables[HVK__HSDS_TABLES] = {
	[HVK__HSDS_ORGANIZATION] = { "hsds_organization",
	                             FILES({ "organizations", NULL, NULL }, { "organization", NULL, NULL },
	                                   { "organisations", NULL, NULL }, { "organisation", NULL, NULL }),
	                             COLUMNS(C("id"), C("name"), C("description"), C("email"), C("website", "url")),
	                             "id" },
	[HVK__HSDS_SERVICE] = { "hsds_service", FILES({ "services", NULL, NULL }, { "service", NULL, NULL }),
	                        COLUMNS(C("id"), ORGANIZATION_ID, C("name"), C("description"), C("url", "website"),
	                                C("status"), C("wait_time"), C("fees_description"), C("fees"), C("minimum_age"),
	                                C("maximum_age"), C("assured_date"), C("last_modified"),
	                                C("taxonomy_ids", "taxonomy_id", "taxonomy_term_id"), C("location_id")),
	                        "id;organization_id" },
	[HVK__HSDS_LOCATION] = { "hsds_location", FILES({ "locations", NULL, NULL }, { "location", NULL, NULL }),
	                         COLUMNS(C("id"), ORGANIZATION_ID, C("location_type")), "id;organization_id" },
	[HVK__HSDS_PLACE] = { "hsds_place",
	                      FILES({ "service_at_location", NULL, NULL }, { "services_at_location", NULL, NULL },
	                            { "service_at_locations", NULL, NULL }, { "services_at_locations", NULL, NULL }),
	                      COLUMNS(C("id"), SERVICE_ID, LOCATION_ID), "id;service_id;location_id" },
	[HVK__HSDS_ADDRESS] = { "hsds_address",
	                        FILES({ "addresses", NULL, NULL }, { "address", NULL, NULL },
	                              { "physical_addresses", "address_type", "physical" },
	                              { "physical_address", "address_type", "physical" },
	                              { "postal_addresses", "address_type", "postal" },
	                              { "postal_address", "address_type", "postal" }),
	                        COLUMNS(C("id"), LOCATION_ID, ORGANIZATION_ID, C("address_1"), C("address_2"),
	                                C("city"), C("postal_code"), C("address_type")),
	                        "location_id;organization_id" },
	[HVK__HSDS_CONTACT] = { "hsds_contact", FILES({ "contacts", NULL, NULL }, { "contact", NULL, NULL }),
	                        COLUMNS(C("id"), ORGANIZATION_ID, SERVICE_ID, PLACE_ID, LOCATION_ID, C("name"),
	                                C("title"), C("department"), C("email")),
	                        "id" },
	[HVK__HSDS_PHONE] = { "hsds_phone", FILES({ "phones", NULL, NULL }, { "phone", NULL, NULL }),
	                      COLUMNS(C("id"), LOCATION_ID, SERVICE_ID, ORGANIZATION_ID, C("contact_id"), PLACE_ID,
	                              C("number"), C("type")),
	                      "organization_id;service_id;location_id;contact_id" },
	[HVK__HSDS_SCHEDULE] = { "hsds_schedule",
	                         FILES({ "schedules", NULL, NULL }, { "schedule", NULL, NULL },
	                               { "regular_schedules", NULL, NULL }, { "regular_schedule", NULL, NULL }),
	                         COLUMNS(C("id"), SERVICE_ID, LOCATION_ID, PLACE_ID, C("valid_from"), C("valid_to"),
	                                 C("freq"), C("interval"), C("byday", "weekday"), C("bymonthday"),
	                                 C("description"), C("opens_at"), C("closes_at"), C("notes")),
	                         "service_id;location_id;service_at_location_id" },
	[HVK__HSDS_AREA] = { "hsds_area", FILES({ "service_areas", NULL, NULL }, { "service_area", NULL, NULL }),
	                     COLUMNS(C("id"), SERVICE_ID, C("name", "service_area"), C("extent"), C("extent_type")),
	                     "service_id" },
	[HVK__HSDS_LANGUAGE] = { "hsds_language", FILES({ "languages", NULL, NULL }, { "language", NULL, NULL }),
	                         COLUMNS(C("id"), SERVICE_ID, LOCATION_ID, C("phone_id"), C("name", "language"),
	                                 C("code")),
	                         "service_id" },
	[HVK__HSDS_TERM] = { "hsds_term", FILES({ "taxonomy_terms", NULL, NULL }, { "taxonomy_term", NULL, NULL }),
	                     COLUMNS(C("id"), C("code"), C("name", "term"), C("parent_id")), "id" },
	[HVK__HSDS_ATTRIBUTE] = { "hsds_attribute",
	                          FILES({ "attributes", NULL, NULL }, { "attribute", NULL, NULL },
	                                { "service_attributes", "link_entity", "service" },
	                                { "service_attribute", "link_entity", "service" },
	                                { "service_taxonomy", "link_entity", "service" },
	                                { "service_taxonomies", "link_entity", "service" },
	                                { "services_taxonomy", "link_entity", "service" },
	                                { "other_attributes", NULL, NULL }, { "other_attribute", NULL, NULL }),
	                          COLUMNS(C("id"), C("link_id", "service_id"), C("taxonomy_term_id", "taxonomy_id"),
	                                  C("link_entity"), C("link_type"), C("value")),
	                          "link_id" },
	[HVK__HSDS_COST] = { "hsds_cost", FILES({ "cost_options", NULL, NULL }, { "cost_option", NULL, NULL }),
	                     COLUMNS(C("id"), SERVICE_ID, C("option"), C("currency"), C("amount"),
	                             C("amount_description")),
	                     "service_id" },
	[HVK__HSDS_IDENTIFIER] = { "hsds_identifier",
	                           FILES({ "organization_identifiers", NULL, NULL },
	                                 { "organization_identifier", NULL, NULL }),
	                           COLUMNS(C("id"), ORGANIZATION_ID, C("identifier_type"), C("identifier")),
	                           "organization_id" },
	[HVK__HSDS_FUNDING] = { "hsds_funding", FILES({ "funding", NULL, NULL }, { "fundings", NULL, NULL }),
	                        COLUMNS(C("id"), ORGANIZATION_ID, SERVICE_ID, C("source")), "service_id" },
};

/* Tables without a place in the registry; those of the standard are added to these. */
static const char *const passed[] = {
	"program",
	"required_document",
	"accessibility_for_disabilities",
	"meta_table_description",
	"holiday_schedules",
	"holiday_schedule",
	"eligibility",
	"eligibilities",
	"payments_accepted",
	"payment_accepted",
	"details",
	"taxonomy",
	NULL,
};

/* Columns of 1.x and 2.x that 3.0 has no more. */
static const char *const old_columns[] = {
	"address_3",       "address_4", "attention",  "country",     "department",   "eligibility",
	"extension",       "funding",   "language",   "parent_name", "service_area", "state_province",
	"taxonomy_detail", "timezone",  "url",        "vocabulary",  "weekday",      "id",
	"description",     "link_type", "service_id", "region",      "licenses",     "accreditations",
	"taxonomy_ids",    NULL,
};

/* 'data/Services.csv' is named services. */
static void base_of(const char *file, char base[64])
{
	const char *slash = strrchr(file, '/');
	size_t length;

	file = slash ? slash + 1 : file;
	length = strlen(file);
	if (length > 4 && strcasecmp(file + length - 4, ".csv") == 0)
		length -= 4;
	base[0] = '\0';
	if (length < 64) {
		memcpy(base, file, length);
		base[length] = '\0';
	}
}

const struct hvk__hsds_table *hvk__hsds_find_table(const char *file, const struct hvk__hsds_alias **alias)
{
	char base[64];

	base_of(file, base);
	for (size_t i = 0; i < HVK__HSDS_TABLES; i++)
		for (*alias = hvk__hsds_tables[i].aliases; (*alias)->file; (*alias)++)
			if (strcasecmp((*alias)->file, base) == 0)
				return &hvk__hsds_tables[i];
	*alias = NULL;
	return NULL;
}

bool hvk__hsds_is_passed(const char *file)
{
	char base[64];

	base_of(file, base);
	for (size_t i = 0; i < hvk__hsds_fields_count; i++)
		if (strcasecmp(hvk__hsds_fields[i].table, base) == 0)
			return true;
	for (const char *const *name = passed; *name; name++)
		if (strcasecmp(*name, base) == 0)
			return true;
	return false;
}

/* By the name of the table in 3.0, which comes first: a file of another name has the same columns. */
bool hvk__hsds_knows_column(const struct hvk__hsds_table *table, const char *name, size_t length)
{
	for (size_t i = 0; table && i < hvk__hsds_fields_count; i++) {
		struct hvk__column_names field = { (const char *const[]){ hvk__hsds_fields[i].name, NULL } };

		if (strcmp(hvk__hsds_fields[i].table, table->aliases[0].file) == 0 &&
		    hvk__column_match(&field, 1, name, length) == 0)
			return true;
	}
	return hvk__column_match(&(struct hvk__column_names){ old_columns }, 1, name, length) == 0;
}
