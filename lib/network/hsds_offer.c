/* SPDX-License-Identifier: EUPL-1.2 */
/* Services become offers of the partners that their organizations became. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/macro.h"
#include "core/text.h"
#include "network/hsds.h"

/* The columns of the query that goes through the services. */
enum service_column {
	S_ROW,
	S_FILE,
	S_LINE,
	S_ID,
	S_NAME,
	S_DESCRIPTION,
	S_URL,
	S_STATUS,
	S_WAIT,
	S_FEES_DESCRIPTION,
	S_FEES,
	S_MINIMUM,
	S_MAXIMUM,
	S_ASSURED,
	S_MODIFIED,
	S_PARTNER,
	S_PARTNER_SLUG
};
#define SERVICES \
	"SELECT s.row, s.file, s.line, s.id, s.name, s.description, s.url, s.status, s.wait_time, s.fees_description," \
	" s.fees, s.minimum_age, s.maximum_age, s.assured_date, s.last_modified, p.id, p.slug" \
	" FROM temp.hsds_service s LEFT JOIN temp.hsds_partner p ON p.organization = s.organization_id ORDER BY s.row"

static bool has(const struct hvk__hsds *hsds, const char *column)
{
	return hvk__hsds_has(hsds, HVK__HSDS_SERVICE, column);
}

/* Whether it is a table that says something of offers. */
static bool has_table(const struct hvk__hsds *hsds, enum hvk__hsds_table_id table)
{
	return hsds->ours || hvk__hsds_has(hsds, table, NULL);
}

/* ---------------------------------------------------------------- which offer it is */

/* The offers that came from this source before, by their id in it: also of those that moved to another partner. */
static int list_known(struct hvk__hsds *hsds)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	const char *source = hsds->source ? hsds->source : hvk__package_name(hsds->package);
	int result = hvk__store_prepare(
		hsds->store,
		"INSERT INTO temp.hsds_known SELECT o.source_id, min(o.id) FROM main.partner p"
		" JOIN main.offer o ON o.partner = p.id WHERE p.source = ? AND o.source_id IS NOT NULL"
		" GROUP BY o.source_id",
		&insert);

	if (result == HVK_OK && sqlite3_bind_text(insert, 1, source, -1, SQLITE_STATIC) != SQLITE_OK)
		return hvk__fail_memory(&hsds->store->error);
	return result < 0 ? result : hvk__store_run(hsds->store, insert);
}

/* The offer of a partner that has this id in its source: 0 for none. */
static int find_at_partner(struct hvk__hsds *hsds, const char *id, int64_t partner, int64_t *offer)
{
	sqlite3_stmt *query;
	int result =
		hvk__hsds_ask(hsds, "SELECT min(id) FROM main.offer WHERE source_id = ?1 AND partner = ?2", id, &query);

	if (result == HVK_OK && sqlite3_bind_int64(query, 2, partner) != SQLITE_OK)
		return hvk__fail_memory(&hsds->store->error);
	if (result == HVK_OK)
		result = hvk__store_step(hsds->store, query);
	if (result == 1)
		*offer = sqlite3_column_int64(query, 0);
	return result < 0 ? result : HVK_OK;
}

static int find_offer(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *service, const char *slug)
{
	const char *id = hvk__hsds_text(service, S_ID);
	sqlite3_stmt *query;
	int64_t offer = 0;
	int result;

	if (hvk__hsds_is_named(hsds, slug)) {
		result = hvk__record_lookup(hsds->store, HVK_OFFER, slug, &offer);
		return result < 0 ? result : hvk__hsds_start(record, offer);
	}
	result = hvk__hsds_ask(hsds, "SELECT id FROM temp.hsds_known WHERE source_id = ?", id, &query);
	if (result == HVK_OK)
		result = hvk__store_step(hsds->store, query);
	if (result == 1)
		offer = sqlite3_column_int64(query, 0);
	if (result == 0)
		result = find_at_partner(hsds, id, sqlite3_column_int64(service, S_PARTNER), &offer);
	return result < 0 ? result : hvk__hsds_start(record, offer);
}

/* ---------------------------------------------------------------- values of the service itself */

static int set_age(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	const char *minimum = hvk__hsds_text(query, S_MINIMUM), *maximum = hvk__hsds_text(query, S_MAXIMUM);
	struct hvk__hsds_row row = hvk__hsds_row_of(query);
	char ages[64] = "";

	if (!has(hsds, "minimum_age") && !has(hsds, "maximum_age"))
		return HVK_OK;
	/* 12.0 is 12; 0.5 years are in the first year. */
	if (minimum[strspn(minimum, "0123456789.")] || maximum[strspn(maximum, "0123456789.")] ||
	    strlen(minimum) > 20 || strlen(maximum) > 20)
		return hvk__hsds_warn(hsds, row, minimum[0] ? "minimum_age" : "maximum_age", "is not an age in years");
	if (maximum[0] && strtol(maximum, NULL, 10) >= 99)
		maximum = "";
	if (maximum[0])
		snprintf(ages, sizeof(ages), "%ld-%ld", strtol(minimum, NULL, 10), strtol(maximum, NULL, 10));
	else if (strtol(minimum, NULL, 10) > 0)
		snprintf(ages, sizeof(ages), "%ld-", strtol(minimum, NULL, 10));
	return hvk__hsds_set(hsds, record, HVK__OFFER_AGE, ages, row, "minimum_age");
}

static int set_wait(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	const char *text = hvk__hsds_text(query, S_WAIT);
	int days = hvk__hsds_wait(text);
	char number[16] = "";
	int result;

	if (!has(hsds, "wait_time"))
		return HVK_OK;
	if (days >= 0)
		snprintf(number, sizeof(number), "%d", days);
	result = hvk__hsds_try(hsds, record, HVK__OFFER_WAITING_DAYS, number);
	if (result < 0 || days >= 0 || text[0] == '\0')
		return result < 0 ? result : HVK_OK;
	return hvk__hsds_count(hsds, hsds->files[hvk__hsds_row_of(query).file].shown, "wait_time",
	                       "does not say how many days, weeks or months", 1);
}

/* 'Kinderen: 5 EUR per keer', one after the other. */
static int add_options(struct hvk__hsds *hsds, const char *id, struct hvk__buffer *cost)
{
	sqlite3_stmt *query;
	int result = hvk__hsds_ask(hsds, "SELECT option, amount, currency, amount_description FROM temp.hsds_cost"
	                                 " WHERE service_id = ? ORDER BY row",
	                           id, &query);

	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		const char *option = hvk__hsds_text(query, 0), *amount = hvk__hsds_text(query, 1);
		const char *currency = hvk__hsds_text(query, 2), *what = hvk__hsds_text(query, 3);

		result = HVK_OK;
		if (!hvk__buffer_printf(cost, "%s%s%s%s%s%s%s%s", cost->length ? "; " : "", option,
		                        option[0] && (amount[0] || what[0]) ? ": " : "", amount,
		                        amount[0] && currency[0] ? " " : "", amount[0] ? currency : "",
		                        amount[0] && what[0] ? " " : "", what))
			return hvk__fail_memory(&hsds->store->error);
	}
	return result < 0 ? result : HVK_OK;
}

static int set_cost(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer cost = { 0 };
	const char *text = hvk__hsds_text(query, S_FEES_DESCRIPTION);
	int result = HVK_OK;

	if (!has(hsds, "fees_description") && !has(hsds, "fees") && !hvk__hsds_has(hsds, HVK__HSDS_COST, NULL))
		return HVK_OK;
	if (!text[0])
		text = hvk__hsds_text(query, S_FEES);
	if (!text[0]) {
		result = add_options(hsds, hvk__hsds_text(query, S_ID), &cost);
		text = cost.data ? cost.data : "";
	}
	return result < 0 ? result : hvk__hsds_set(hsds, record, HVK__OFFER_COST, text, hvk__hsds_row_of(query),
	                                           "fees_description");
}

/* The day of a date or time, "" for none. */
static void day_of(const char *text, char day[11])
{
	struct hvk__date date;

	day[0] = '\0';
	if (strlen(text) >= 10 && (text[10] == '\0' || text[10] == 'T' || text[10] == ' ') &&
	    hvk__date_parse(text, 10, true, &date))
		snprintf(day, 11, "%.10s", text);
}

/* A service that is not given ended when it was last looked at, yesterday at the latest; once it has ended that stays,
 * unless the package tells another day. */
static int set_until(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	static const char *const ended[] = { "inactive", "defunct", "temporarily closed" };
	const char *status = hvk__hsds_text(query, S_STATUS), *before = record->value[HVK__OFFER_UNTIL];
	char day[11], yesterday[11];
	bool over = false;

	if (!has(hsds, "status"))
		return HVK_OK;
	for (size_t i = 0; i < ARRAY_SIZE(ended); i++)
		over |= hvk__fold_equal(status, ended[i]);
	if (!over && status[0] && strcasecmp(status, "active") != 0)
		return hvk__hsds_warn(hsds, hvk__hsds_row_of(query), "status",
		                      "is not active, inactive, defunct or temporarily closed");
	if (!over)
		return hvk__hsds_set(hsds, record, HVK__OFFER_UNTIL, "", hvk__hsds_row_of(query), "status");
	hvk__date_format(hvk__store_today(hsds->store) - 1, yesterday);
	day_of(hvk__hsds_text(query, S_MODIFIED), day);
	if (!day[0])
		day_of(hvk__hsds_text(query, S_ASSURED), day);
	if (!day[0] && before && strcmp(before, yesterday) <= 0)
		return HVK_OK;
	if (!day[0] || strcmp(day, yesterday) > 0)
		snprintf(day, sizeof(day), "%s", yesterday);
	return hvk__hsds_set(hsds, record, HVK__OFFER_UNTIL, day, hvk__hsds_row_of(query), "status");
}

static int set_verified(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	const char *text = hvk__hsds_text(query, S_ASSURED);
	char day[11];

	if (!has(hsds, "assured_date"))
		return HVK_OK;
	day_of(text, day);
	return hvk__hsds_set(hsds, record, HVK__OFFER_VERIFIED_ON, day[0] ? day : text, hvk__hsds_row_of(query),
	                     "assured_date");
}

/* ---------------------------------------------------------------- what hangs on it */

/* The gemeenten that a text names: one, or several with commas between. */
static int add_gemeenten(struct hvk__hsds *hsds, const char *text, struct hvk__buffer *gemeenten, bool *known)
{
	int today = hvk__store_today(hsds->store);
	uint16_t gemeente;

	*known = true;
	while (*text) {
		size_t length = strlen(text);

		if (hvk__gemeente_lookup(NULL, text, length, today, false, &gemeente) != HVK_OK) {
			length = strcspn(text, ",;/");
			if (hvk__gemeente_lookup(NULL, text, length, today, false, &gemeente) != HVK_OK)
				gemeente = HVK__GEMEENTE_NONE;
		}
		if (gemeente == HVK__GEMEENTE_NONE)
			*known = false;
		else if (!hvk__buffer_printf(gemeenten, "%s%05u", gemeenten->length ? "+" : "",
		                             (unsigned)hvk__gemeenten[gemeente].nis))
			return hvk__fail_memory(&hsds->store->error);
		text += length;
		text += strspn(text, ",;/ ");
	}
	return HVK_OK;
}

static int set_areas(struct hvk__hsds *hsds, struct hvk_record *record, const char *id)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer gemeenten = { 0 };
	struct hvk__hsds_row row = { 0 };
	sqlite3_stmt *query;
	bool known;
	int result;

	if (!has_table(hsds, HVK__HSDS_AREA))
		return HVK_OK;
	result = hvk__hsds_ask(hsds, "SELECT row, file, line, name, extent, lower(extent_type) FROM temp.hsds_area"
	                             " WHERE service_id = ? ORDER BY row",
	                       id, &query);
	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		const char *type = hvk__hsds_text(query, 5);
		bool nis = strcmp(type, HVK__HSDS_NIS) == 0;

		row = hvk__hsds_row_of(query);
		result = HVK_OK;
		if (strcmp(type, HVK__HSDS_EVERYWHERE) == 0)
			continue;
		result = add_gemeenten(hsds, hvk__hsds_text(query, nis ? 4 : 3), &gemeenten, &known);
		if (result == HVK_OK && !known)
			result = hvk__hsds_warn(hsds, row, nis ? "extent" : "name", "is not a gemeente that is known");
	}
	if (result < 0)
		return result;
	return hvk__hsds_set(hsds, record, HVK__OFFER_GEMEENTE, gemeenten.data ? gemeenten.data : "", row, "name");
}

/* The languages in a text: one, or several with commas between. */
static int add_languages(struct hvk__hsds *hsds, const char *text, struct hvk__buffer *languages, bool *known)
{
	*known = true;
	while (*text) {
		size_t length = strlen(text);
		const char *code = hvk__hsds_language(hsds, text, length);

		if (!code) {
			length = strcspn(text, ",;/");
			code = hvk__hsds_language(hsds, text, length);
		}
		if (!code)
			*known = false;
		else if (!hvk__buffer_printf(languages, "%s%s", languages->length ? "+" : "", code))
			return hvk__fail_memory(&hsds->store->error);
		text += length;
		text += strspn(text, ",;/ ");
	}
	return HVK_OK;
}

static int set_languages(struct hvk__hsds *hsds, struct hvk_record *record, const char *id)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer languages = { 0 };
	struct hvk__hsds_row row = { 0 };
	sqlite3_stmt *query;
	bool known;
	int result;

	if (!has_table(hsds, HVK__HSDS_LANGUAGE))
		return HVK_OK;
	result = hvk__hsds_ask(hsds, "SELECT row, file, line, code, name FROM temp.hsds_language WHERE service_id = ?"
	                             " ORDER BY row",
	                       id, &query);
	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		const char *code = hvk__hsds_text(query, 3), *name = hvk__hsds_text(query, 4);

		row = hvk__hsds_row_of(query);
		if (!hvk__hsds_language(hsds, code, strlen(code)))
			code = name;
		result = add_languages(hsds, code, &languages, &known);
		if (result == HVK_OK && !known)
			result = hvk__hsds_warn(hsds, row, "name", "is not a language that is known");
	}
	if (result < 0)
		return result;
	return hvk__hsds_set(hsds, record, HVK__OFFER_LANGUAGE, languages.data ? languages.data : "", row, "name");
}

#define SCHEDULE                                                                                                       \
	"s.row, s.file, s.line, s.freq, s.interval, s.byday, s.bymonthday, s.opens_at, s.closes_at, s.valid_from, "    \
	"s.valid_to,"                                                                                                  \
	" trim(s.description || ' ' || s.notes)"

static int set_hours(struct hvk__hsds *hsds, struct hvk_record *record, const char *id)
{
	sqlite3_stmt *query;
	int result;

	if (!has_table(hsds, HVK__HSDS_SCHEDULE))
		return HVK_OK;
	result = hvk__hsds_ask(hsds,
	                       "SELECT " SCHEDULE " FROM temp.hsds_schedule s WHERE s.service_id = ?1 UNION ALL"
	                       " SELECT " SCHEDULE " FROM temp.hsds_place p JOIN temp.hsds_schedule s"
	                       " ON s.service_at_location_id = p.id WHERE p.service_id = ?1 AND p.id <> ''"
	                       " AND +s.service_id = '' ORDER BY 1",
	                       id, &query);
	return result < 0 ? result : hvk__hsds_set_hours(hsds, record, HVK__OFFER_OPENING_HOURS, query);
}

/* ---------------------------------------------------------------- all of it */

static int set_text(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	static const struct {
		const char *name;
		int from;
		size_t column;
	} columns[] = { { "name", S_NAME, HVK__OFFER_NAME },
		        { "description", S_DESCRIPTION, HVK__OFFER_DESCRIPTION },
		        { "url", S_URL, HVK__OFFER_WEBSITE } };
	int result = hvk__hsds_try(hsds, record, HVK__OFFER_PARTNER, hvk__hsds_text(query, S_PARTNER_SLUG));

	for (size_t i = 0; result >= 0 && i < ARRAY_SIZE(columns); i++)
		if (has(hsds, columns[i].name))
			result = hvk__hsds_set(hsds, record, columns[i].column, hvk__hsds_text(query, columns[i].from),
			                       hvk__hsds_row_of(query), columns[i].name);
	return result < 0 ? result : HVK_OK;
}

static int set_service(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	static int (*const setters[])(struct hvk__hsds *, struct hvk_record *, sqlite3_stmt *) = {
		set_text, set_age, set_wait, set_cost, set_until, set_verified,
	};
	static int (*const more[])(struct hvk__hsds *, struct hvk_record *, const char *) = {
		set_areas, set_languages, set_hours,
	};
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(setters); i++)
		result = setters[i](hsds, record, query);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(more); i++)
		result = more[i](hsds, record, hvk__hsds_text(query, S_ID));
	return result;
}

/* What only a package of ours can say, and by saying nothing says that there is none. */
static int clear_own(struct hvk__hsds *hsds, struct hvk_record *record)
{
	static const size_t columns[] = { HVK__OFFER_CAPACITY, HVK__OFFER_REFERRED_BY, HVK__OFFER_SINCE,
		                          HVK__OFFER_AGREEMENT };
	int result = HVK_OK;

	for (size_t i = 0; hsds->ours && result >= 0 && i < ARRAY_SIZE(columns); i++)
		result = hvk__hsds_try(hsds, record, columns[i], "");
	return result < 0 ? result : HVK_OK;
}

static int set_source(struct hvk__hsds *hsds, struct hvk_record *record, const char *id, bool named)
{
	const char *source_id = id;
	int result = named ? hvk__hsds_carried(hsds, "service", id, "source_id", &source_id) : HVK_OK;

	if (result >= 0)
		result = hvk__hsds_try(hsds, record, HVK__OFFER_SOURCE_ID, source_id);
	return result < 0 ? result : HVK_OK;
}

static int take_offer(struct hvk__hsds *hsds, struct hvk_record *record, sqlite3_stmt *query)
{
	struct hvk__hsds_row row = hvk__hsds_row_of(query);
	const char *id = hvk__hsds_text(query, S_ID), *carried;
	_cleanup_free_ char *slug = NULL;
	bool written;
	int result;

	if (sqlite3_column_type(query, S_PARTNER) == SQLITE_NULL)
		return hvk__hsds_refuse(hsds, row, "organization_id", "is the id of no organization that can be taken");
	result = hvk__hsds_carried(hsds, "service", id, "slug", &carried);
	if (result >= 0 && !(slug = strdup(carried)))
		return hvk__fail_memory(&hsds->store->error);
	if (result >= 0)
		result = find_offer(hsds, record, query, slug);
	if (result == HVK_OK)
		result = clear_own(hsds, record);
	if (result == HVK_OK)
		result = set_service(hsds, record, query);
	if (result == HVK_OK)
		result = set_source(hsds, record, id, hvk__hsds_is_named(hsds, slug));
	if (result == HVK_OK)
		result = hvk__hsds_set_terms(hsds, record, "service", id);
	if (result == HVK_OK)
		result = hvk__hsds_name(hsds, record, slug);
	return result < 0 ? result : hvk__hsds_write(hsds, record, row, &written);
}

int hvk__hsds_take_offers(struct hvk__hsds *hsds)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	struct hvk_record *record = NULL;
	int result = hvk_record_new(hsds->store, HVK_OFFER, &record);

	if (result == HVK_OK)
		result = list_known(hsds);
	if (result == HVK_OK)
		result = hvk__store_prepare(hsds->store, SERVICES, &query);
	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1)
		result = take_offer(hsds, record, query);
	hvk_record_free(record);
	return result < 0 ? result : HVK_OK;
}
