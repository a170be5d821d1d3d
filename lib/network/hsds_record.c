/* SPDX-License-Identifier: EUPL-1.2 */
/* From texts of a package to columns of records. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "network/hsds.h"

struct hvk__hsds_row hvk__hsds_row_of(sqlite3_stmt *query)
{
	return (struct hvk__hsds_row){ sqlite3_column_int64(query, 0), (size_t)sqlite3_column_int64(query, 1),
		                        (uint64_t)sqlite3_column_int64(query, 2), 0 };
}

const char *hvk__hsds_text(sqlite3_stmt *query, int column)
{
	const char *text = (const char *)sqlite3_column_text(query, column);

	return text ? text : "";
}

int hvk__hsds_ask(struct hvk__hsds *hsds, const char *sql, const char *first, sqlite3_stmt **query)
{
	size_t i = 0;
	int code, result = HVK_OK;

	while (i < ARRAY_SIZE(hsds->asked) && hsds->asked[i].sql && hsds->asked[i].sql != sql)
		i++;
	if (i == ARRAY_SIZE(hsds->asked))
		return hvk__fail(&hsds->store->error, HVK_EBUG, "more questions on a package than were foreseen");
	if (!hsds->asked[i].sql) {
		result = hvk__store_prepare(hsds->store, sql, &hsds->asked[i].statement);
		if (result < 0)
			return result;
		hsds->asked[i].sql = sql;
	}
	*query = hsds->asked[i].statement;
	sqlite3_reset(*query);
	code = sqlite3_bind_text(*query, 1, first, -1, SQLITE_STATIC);
	return code == SQLITE_OK ? HVK_OK : hvk__store_fail(hsds->store, code, "reading the package");
}

void hvk__hsds_forget(struct hvk__hsds *hsds)
{
	for (size_t i = 0; i < ARRAY_SIZE(hsds->asked); i++) {
		hvk__finalize(&hsds->asked[i].statement);
		hsds->asked[i].sql = NULL;
	}
}

/* ---------------------------------------------------------------- setting */

static bool is_one_line(enum hvk_form form)
{
	return form == HVK_FORM_TEXT || form == HVK_FORM_PHONE || form == HVK_FORM_EMAIL || form == HVK_FORM_URL;
}

/* One line, of a text that may have several; a number to ring without the quotes that spreadsheets put round it. */
static bool flatten(struct hvk__buffer *text, const char *from, enum hvk_form form)
{
	text->length = 0;
	if (!hvk__buffer_add_text(text, ""))
		return false;
	for (; *from; from++) {
		bool blank = strchr(" \t\r\n", *from) != NULL;

		if (form == HVK_FORM_PHONE && *from == '"')
			continue;
		if (blank && (text->length == 0 || text->data[text->length - 1] == ' '))
			continue;
		if (!hvk__buffer_add(text, blank ? " " : from, 1))
			return false;
	}
	return true;
}

/* Whether a failure is about the value, not about memory or the store. */
static bool is_about_value(int result)
{
	return result == HVK_EINPUT || result == HVK_EINVAL || result == HVK_ENOTFOUND || result == HVK_EAMBIGUOUS;
}

/* Codes that are out of use by now still say what they said. */
static int set_text(struct hvk__hsds *hsds, struct hvk_record *record, size_t column, const char *text, size_t length)
{
	struct hvk__error error;
	int result;

	hvk__error_clear(&error);
	result = hvk__record_set(&error, record, column, text, length, HVK__PARSE_CONDITION);
	if (result == HVK_OK)
		return 1;
	if (is_about_value(result)) {
		hvk__error_clear(&hsds->store->error);
		return 0;
	}
	return result == HVK_ENOMEM ? hvk__fail_memory(&hsds->store->error) :
	                              hvk__error_copy(&hsds->store->error, &error);
}

int hvk__hsds_try(struct hvk__hsds *hsds, struct hvk_record *record, size_t column, const char *text)
{
	enum hvk_form form = hvk_type_column(record->type, column)->form;
	_cleanup_(hvk__buffer_free) struct hvk__buffer longer = { 0 };
	int result;

	/* Our own packages have text as it is kept. */
	if (hsds->ours || !is_one_line(form))
		return set_text(hsds, record, column, text, strlen(text));
	if (!flatten(&hsds->text, text, form))
		return hvk__fail_memory(&hsds->store->error);
	result = set_text(hsds, record, column, hsds->text.data, hsds->text.length);
	if (result != 0 || form != HVK_FORM_URL || strstr(text, "://"))
		return result;
	if (!hvk__buffer_printf(&longer, "https://%s", hsds->text.data))
		return hvk__fail_memory(&hsds->store->error);
	return set_text(hsds, record, column, longer.data, longer.length);
}

static const char *not_taken(enum hvk_form form)
{
	switch (form) {
	case HVK_FORM_EMAIL:
		return N_("is not an e-mail address");
	case HVK_FORM_URL:
		return N_("is not a web address");
	case HVK_FORM_PHONE:
		return N_("is not a telephone number");
	case HVK_FORM_DATE:
		return N_("is not a date");
	case HVK_FORM_AGES:
		return N_("is not an age in years");
	default:
		return N_("is longer than is taken, or has control characters in it");
	}
}

int hvk__hsds_set(struct hvk__hsds *hsds, struct hvk_record *record, size_t column, const char *text,
                  struct hvk__hsds_row row, const char *from)
{
	int result = hvk__hsds_try(hsds, record, column, text);

	if (result == 0) {
		result = hvk__hsds_try(hsds, record, column, "");
		if (result >= 0)
			result =
				hvk__hsds_warn(hsds, row, from, not_taken(hvk_type_column(record->type, column)->form));
	}
	return result < 0 ? result : HVK_OK;
}

/* ---------------------------------------------------------------- terms */

/* The column of a type that has the codes of a list; that many columns when there is none. */
static size_t column_of_list(enum hvk_type type, const char *list)
{
	size_t count = hvk_type_columns(type);

	for (size_t i = 0; i < count; i++) {
		const struct hvk_record_column *column = hvk_type_column(type, i);

		if (column->form == HVK_FORM_CODE && strcmp(column->list, list) == 0)
			return i;
	}
	return count;
}

/* Where a meaning goes: its column, or among the keywords. */
static size_t place_of(enum hvk_type type, const char *list)
{
	size_t column = column_of_list(type, list);

	return column < hvk_type_columns(type) ? column : hvk_type_find_column(type, HVK__HSDS_KEYWORD);
}

struct gathered {
	struct hvk__buffer values[HVK__RECORD_COLUMNS_MAX];
};

static void free_gathered(struct gathered *gathered)
{
	for (size_t i = 0; i < HVK__RECORD_COLUMNS_MAX; i++)
		hvk__buffer_free(&gathered->values[i]);
}

/* Several are joined; of a column that takes one the first counts. */
static int gather(struct hvk__hsds *hsds, enum hvk_type type, size_t column, const char *value,
                  struct gathered *gathered)
{
	struct hvk__buffer *values = &gathered->values[column];

	if (values->length > 0 && !(hvk_type_column(type, column)->traits & HVK_TRAIT_MANY))
		return HVK_OK;
	if ((values->length > 0 && !hvk__buffer_add_text(values, "+")) || !hvk__buffer_add_text(values, value))
		return hvk__fail_memory(&hsds->store->error);
	return HVK_OK;
}

#define ATTACHED \
	" FROM temp.hsds_attribute a JOIN temp.hsds_meaning m ON m.term = a.taxonomy_term_id" \
	" WHERE a.link_id = ?1 AND a.link_entity = ?2"

static int ask_attached(struct hvk__hsds *hsds, const char *sql, const char *entity, const char *id,
                        sqlite3_stmt **query)
{
	int result = hvk__hsds_ask(hsds, sql, id, query);
	int code = result < 0 ? SQLITE_OK : sqlite3_bind_text(*query, 2, entity, -1, SQLITE_STATIC);

	return code == SQLITE_OK ? result : hvk__store_fail(hsds->store, code, "reading the package");
}

static int gather_terms(struct hvk__hsds *hsds, enum hvk_type type, const char *entity, const char *id,
                        struct gathered *gathered)
{
	sqlite3_stmt *query;
	int result = ask_attached(hsds, "SELECT m.list, m.value, m.name" ATTACHED " AND m.list <> '" HVK__HSDS_RECORD
	                                "' ORDER BY a.row, m.value",
	                          entity, id, &query);

	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		const char *list = hvk__hsds_text(query, 0);
		size_t place = place_of(type, list);
		bool keyword = place == hvk_type_find_column(type, HVK__HSDS_KEYWORD);

		result = HVK_OK;
		if (place < hvk_type_columns(type))
			result = gather(hsds, type, place, hvk__hsds_text(query, keyword ? 2 : 1), gathered);
	}
	return result < 0 ? result : HVK_OK;
}

/* Whether the package says what codes of a list a record has, when none are attached to it. */
static bool says_none(const struct hvk__hsds *hsds, const struct hvk_record_column *column)
{
	if (hsds->ours)
		return column->list ? strcmp(column->list, "stage") != 0 && strcmp(column->list, "language") != 0 :
		                      strcmp(column->name, HVK__HSDS_KEYWORD) == 0;
	if (strcmp(column->name, HVK__HSDS_KEYWORD) == 0)
		return hvk__hsds_has(hsds, HVK__HSDS_ATTRIBUTE, NULL);
	return hsds->mapped && column->list && strcmp(column->list, "theme") == 0;
}

/* The columns that a package of ours carries as they are. */
static int set_carried(struct hvk__hsds *hsds, struct hvk_record *record, const char *entity, const char *id)
{
	sqlite3_stmt *query;
	int result = ask_attached(hsds,
	                          "SELECT m.value, a.value" ATTACHED " AND m.list = '" HVK__HSDS_RECORD
	                          "' AND m.value NOT IN ('slug', 'source', 'source_id', 'partner') ORDER BY a.row",
	                          entity, id, &query);

	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		size_t column = hvk_type_find_column(record->type, hvk__hsds_text(query, 0));
		const char *text = hvk__hsds_text(query, 1);

		result = HVK_OK;
		if (column < hvk_type_columns(record->type))
			result = set_text(hsds, record, column, text, strlen(text));
		result = result < 0 ? result : HVK_OK;
	}
	return result < 0 ? result : HVK_OK;
}

int hvk__hsds_set_terms(struct hvk__hsds *hsds, struct hvk_record *record, const char *entity, const char *id)
{
	_cleanup_(free_gathered) struct gathered gathered = { 0 };
	int result = gather_terms(hsds, record->type, entity, id, &gathered);

	for (size_t i = 0; result >= 0 && i < hvk_type_columns(record->type); i++) {
		const struct hvk__buffer *values = &gathered.values[i];

		if (values->length > 0 || says_none(hsds, hvk_type_column(record->type, i)))
			result = set_text(hsds, record, i, values->length ? values->data : "", values->length);
	}
	return result < 0 ? result : set_carried(hsds, record, entity, id);
}

int hvk__hsds_carried(struct hvk__hsds *hsds, const char *entity, const char *id, const char *column,
                      const char **value)
{
	sqlite3_stmt *query;
	int result = ask_attached(hsds, "SELECT a.value" ATTACHED " AND m.list = '" HVK__HSDS_RECORD
	                                "' AND m.value = ?3 ORDER BY a.row LIMIT 1",
	                          entity, id, &query);

	*value = "";
	if (result == HVK_OK && sqlite3_bind_text(query, 3, column, -1, SQLITE_STATIC) != SQLITE_OK)
		return hvk__fail_memory(&hsds->store->error);
	if (result == HVK_OK)
		result = hvk__store_step(hsds->store, query);
	if (result == 1)
		*value = hvk__hsds_text(query, 0);
	return result;
}

/* ---------------------------------------------------------------- whole records */

bool hvk__hsds_is_named(const struct hvk__hsds *hsds, const char *slug)
{
	return !hsds->source && hvk__is_slug(slug, strlen(slug));
}

int hvk__hsds_start(struct hvk_record *record, int64_t id)
{
	hvk_record_clear(record);
	return id ? hvk__record_read(record, id) : HVK_OK;
}

int hvk__hsds_name(struct hvk__hsds *hsds, struct hvk_record *record, const char *slug)
{
	int64_t id;
	int result = HVK_OK;

	if (record->id != 0 || !hvk__is_slug(slug, strlen(slug)))
		return HVK_OK;
	result = hvk__record_lookup(hsds->store, record->type, slug, &id);
	if (result == 0)
		result = set_text(hsds, record, 0, slug, strlen(slug));
	return result < 0 ? result : HVK_OK;
}

int hvk__hsds_write(struct hvk__hsds *hsds, struct hvk_record *record, struct hvk__hsds_row row, bool *written)
{
	int result = hvk__record_write(&hsds->change, record, NULL);

	*written = result == HVK_OK;
	if (result != HVK_EINPUT)
		return result;
	hvk__error_clear(&hsds->store->error);
	return hvk__hsds_refuse(hsds, row, NULL, "cannot be saved with these values");
}

/* ---------------------------------------------------------------- hours */

static bool has_line(const struct hvk__buffer *lines, const char *line, size_t length)
{
	for (const char *at = lines->data; at && *at;) {
		size_t there = strcspn(at, "\n");

		if (there == length && memcmp(at, line, length) == 0)
			return true;
		at += there + (at[there] == '\n');
	}
	return false;
}

int hvk__hsds_set_hours(struct hvk__hsds *hsds, struct hvk_record *record, size_t column, sqlite3_stmt *query)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer lines = { 0 }, line = { 0 };
	struct hvk__hsds_row row = { 0 };
	int result = HVK_OK;

	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		struct hvk__hsds_schedule schedule = {
			.freq = hvk__hsds_text(query, 3),
			.interval = hvk__hsds_text(query, 4),
			.byday = hvk__hsds_text(query, 5),
			.bymonthday = hvk__hsds_text(query, 6),
			.opens = hvk__hsds_text(query, 7),
			.closes = hvk__hsds_text(query, 8),
			.from = hvk__hsds_text(query, 9),
			.to = hvk__hsds_text(query, 10),
			.text = hvk__hsds_text(query, 11),
		};

		row = hvk__hsds_row_of(query);
		line.length = 0;
		result = HVK_OK;
		if (!hvk__hsds_schedule_line(&schedule, &line))
			return hvk__fail_memory(&hsds->store->error);
		if (line.length == 0 || has_line(&lines, line.data, line.length))
			continue;
		if ((lines.length && !hvk__buffer_add_text(&lines, "\n")) ||
		    !hvk__buffer_add(&lines, line.data, line.length))
			return hvk__fail_memory(&hsds->store->error);
	}
	if (result < 0)
		return result;
	return hvk__hsds_set(hsds, record, column, lines.data ? lines.data : "", row, "description");
}
