/* SPDX-License-Identifier: EUPL-1.2 */
/* The rows of records: values to and from the numbers in the file. */
#include "record/row.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"

/* ---------------------------------------------------------------- values */

bool hvk__value_next(struct hvk__value_at *at)
{
	if (!at->next || !*at->next)
		return false;
	at->data = at->next;
	at->length = strcspn(at->data, "+");
	at->next += at->length + (at->data[at->length] == '+');
	return true;
}

int hvk__record_put(struct hvk_record *record, size_t column, const char *text)
{
	char *copy = text ? strdup(text) : NULL;

	if (text && !copy)
		return hvk__fail_memory(&record->store->error);
	free(record->value[column]);
	record->value[column] = copy;
	return HVK_OK;
}

static bool holds(const char *values, const struct hvk__value_at *value)
{
	for (struct hvk__value_at at = { .next = values }; hvk__value_next(&at);)
		if (at.length == value->length && memcmp(at.data, value->data, at.length) == 0)
			return true;
	return false;
}

static bool is_within(const char *values, const char *others)
{
	for (struct hvk__value_at at = { .next = values }; hvk__value_next(&at);)
		if (!holds(others, &at))
			return false;
	return true;
}

static bool is_same(const struct hvk_record_column *column, const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	if (strcmp(a, b) == 0)
		return true;
	return hvk__column_is_set(column) && is_within(a, b) && is_within(b, a);
}

uint32_t hvk__record_differs(const struct hvk_record *a, const struct hvk_record *b)
{
	uint32_t columns = 0;

	for (size_t i = 0; i < hvk__types[a->type].count; i++)
		if (!is_same(hvk__record_column(a->type, i), a->value[i], b->value[i]))
			columns |= UINT32_C(1) << i;
	return columns;
}

/* ---------------------------------------------------------------- from the file */

static int fail_damaged(struct hvk_record *record, const struct hvk_record_column *column)
{
	return hvk__fail_at(&record->store->error, HVK_ESTORE, hvk__store_path(record->store), 0, 0,
	                    "a %s has a %s that does not exist; see 'hvk-admin check'", hvk__types[record->type].name,
	                    column->name);
}

/* The names of codes by their numbers, one or several. */
static int add_codes(struct hvk_record *record, const struct hvk_record_column *column, const char *numbers,
                     struct hvk__buffer *text)
{
	const struct hvk__list *list;
	struct hvk__codes *codes;
	int result = hvk__store_codes(record->store, &codes);

	if (result < 0)
		return result;
	list = hvk__codes_list(codes, column->list);
	for (struct hvk__value_at at = { .next = numbers }; hvk__value_next(&at);) {
		unsigned long number = strtoul(at.data, NULL, 10);

		if (!list || number == 0 || number > list->count)
			return fail_damaged(record, column);
		if ((text->length > 0 && !hvk__buffer_add_text(text, "+")) ||
		    !hvk__buffer_add_text(text, list->codes[number - 1].code))
			return hvk__fail_memory(&record->store->error);
	}
	return HVK_OK;
}

/* One value as text; *text is borrowed from buffer or the row. */
static int read_value(struct hvk_record *record, const struct hvk_record_column *column, sqlite3_stmt *row, int place,
                      struct hvk__buffer *buffer, const char **text)
{
	char id[14];
	int result;

	buffer->length = 0;
	if (column->form == HVK_FORM_YES_NO) {
		*text = sqlite3_column_int(row, place) ? "yes" : "no";
		return HVK_OK;
	}
	if (column->form == HVK_FORM_ID) {
		hvk__id_format(sqlite3_column_int64(row, place), id);
		*text = hvk__buffer_add_text(buffer, id) ? buffer->data : NULL;
		return *text ? HVK_OK : hvk__fail_memory(&record->store->error);
	}
	*text = (const char *)sqlite3_column_text(row, place);
	if (!*text)
		return hvk__fail_memory(&record->store->error);
	if (column->form == HVK_FORM_CODE) {
		result = add_codes(record, column, *text, buffer);
		*text = buffer->data;
		return result;
	}
	return HVK_OK;
}

int hvk__record_load(struct hvk_record *record, sqlite3_stmt *row)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer buffer = { 0 };
	const char *text;
	int result = HVK_OK;

	record->touched = 0;
	record->id = sqlite3_column_int64(row, 0);
	for (size_t i = 0; result == HVK_OK && i < hvk__types[record->type].count; i++) {
		text = NULL;
		if (sqlite3_column_type(row, (int)i + 1) != SQLITE_NULL)
			result = read_value(record, hvk__record_column(record->type, i), row, (int)i + 1, &buffer,
			                    &text);
		if (result == HVK_OK)
			result = hvk__record_put(record, i, text);
	}
	return result;
}

int hvk__record_read(struct hvk_record *record, int64_t id)
{
	sqlite3_stmt *statement;
	int result = hvk__record_statement(record->store, record->type, HVK__ROW_SELECT, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, id);
	result = hvk__store_step(record->store, statement);
	if (result == 1)
		result = hvk__record_load(record, statement);
	else if (result == 0)
		result = hvk__fail(&record->store->error, HVK_ENOTFOUND, "the %s is no longer there",
		                   hvk__types[record->type].name);
	sqlite3_reset(statement);
	return result;
}

int hvk__record_resolve(struct hvk_store *store, enum hvk_type type, const char *slug, int64_t *id, char **present)
{
	sqlite3_stmt *statement;
	int result = hvk__record_statement(store, type, HVK__ROW_LOOKUP, &statement);

	*id = 0;
	if (present)
		*present = NULL;
	if (result < 0)
		return result;
	if (type == HVK_REFERRAL) {
		int64_t number;

		if (!hvk__id_parse(slug, strlen(slug), &number))
			return 0;
		sqlite3_bind_int64(statement, 1, number);
	} else {
		sqlite3_bind_text(statement, 1, slug, -1, SQLITE_STATIC);
	}
	result = hvk__store_step(store, statement);
	if (result == 1) {
		const char *text = (const char *)sqlite3_column_text(statement, 1);

		*id = sqlite3_column_int64(statement, 0);
		if (present && (!text || !(*present = strdup(text))))
			result = hvk__fail_memory(&store->error);
	}
	sqlite3_reset(statement);
	return result;
}

int hvk__record_lookup(struct hvk_store *store, enum hvk_type type, const char *slug, int64_t *id)
{
	return hvk__record_resolve(store, type, slug, id, NULL);
}

/* ---------------------------------------------------------------- to the file */

/* The number of a code by its name, or a former one: what the history keeps may be that. */
static int find_number(struct hvk_record *record, const struct hvk_record_column *column,
                       const struct hvk__value_at *value, uint16_t *number)
{
	struct hvk__codes *codes;
	const struct hvk__list *list;
	int result = hvk__store_codes(record->store, &codes);

	if (result < 0)
		return result;
	list = hvk__codes_list(codes, column->list);
	if (!list)
		return hvk__fail(&record->store->error, HVK_EBUG, "there is no list '%s'", column->list);
	return hvk__code_lookup(&record->store->error, codes, list, value->data, value->length, INT32_MIN, false,
	                        number);
}

/* What a slug refers to. One that the record was renamed from meanwhile leads to it too. */
static int find_reference(struct hvk_record *record, const struct hvk_record_column *column,
                          const struct hvk__value_at *value, int64_t *id)
{
	char slug[HVK__SLUG_MAX + 1];
	int result;

	snprintf(slug, sizeof(slug), "%.*s", (int)value->length, value->data);
	result = hvk__record_lookup(record->store, column->type, slug, id);
	if (result == 0)
		return hvk__fail(&record->store->error, HVK_EINPUT, "%s: there is no %s '%s'", column->name,
		                 hvk__types[column->type].name, slug);
	return result < 0 ? result : HVK_OK;
}

/* Binds one value that is a number in the file, of a column that may have several. */
static int bind_one(struct hvk_record *record, const struct hvk_record_column *column,
                    const struct hvk__value_at *value, sqlite3_stmt *statement, int parameter)
{
	uint16_t number;
	int64_t id;
	int result;

	switch (column->form) {
	case HVK_FORM_RECORD:
		result = find_reference(record, column, value, &id);
		if (result == HVK_OK)
			sqlite3_bind_int64(statement, parameter, id);
		return result;
	case HVK_FORM_CODE:
		result = find_number(record, column, value, &number);
		if (result == HVK_OK)
			sqlite3_bind_int(statement, parameter, number);
		return result;
	case HVK_FORM_YES_NO:
		sqlite3_bind_int(statement, parameter, value->length == 3);
		return HVK_OK;
	case HVK_FORM_GEMEENTE:
	case HVK_FORM_NUMBER:
	case HVK_FORM_CENTS:
		sqlite3_bind_int64(statement, parameter, strtoll(value->data, NULL, 10));
		return HVK_OK;
	default:
		sqlite3_bind_text(statement, parameter, value->data, (int)value->length, SQLITE_STATIC);
		return HVK_OK;
	}
}

static int bind_column(struct hvk_record *record, size_t n, sqlite3_stmt *statement, int parameter)
{
	const struct hvk_record_column *column = hvk__record_column(record->type, n);
	const char *text = record->value[n];
	struct hvk__value_at whole = { .data = text, .length = text ? strlen(text) : 0 };

	if (!text) {
		if (column->form == HVK_FORM_YES_NO)
			sqlite3_bind_int(statement, parameter, 0);
		else
			sqlite3_bind_null(statement, parameter);
		return HVK_OK;
	}
	return bind_one(record, column, &whole, statement, parameter);
}

/* Runs a statement of id and the columns of one value. */
static int run_row(struct hvk_record *record, enum hvk__row_kind kind)
{
	sqlite3_stmt *statement;
	int parameter = 2, result = hvk__record_statement(record->store, record->type, kind, &statement);

	if (result < 0)
		return result;
	if (record->id != 0)
		sqlite3_bind_int64(statement, 1, record->id);
	else
		sqlite3_bind_null(statement, 1);
	for (size_t i = 0; result == HVK_OK && i < hvk__types[record->type].count; i++) {
		const struct hvk_record_column *column = hvk__record_column(record->type, i);

		if (!hvk__column_is_set(column) && column->form != HVK_FORM_ID)
			result = bind_column(record, i, statement, parameter++);
	}
	return result == HVK_OK ? hvk__store_run(record->store, statement) : result;
}

static int add_set(struct hvk_record *record, size_t n)
{
	const struct hvk_record_column *column = hvk__record_column(record->type, n);
	sqlite3_stmt *statement;
	int result = HVK_OK;

	for (struct hvk__value_at at = { .next = record->value[n] }; result == HVK_OK && hvk__value_next(&at);) {
		result = hvk__record_statement(record->store, record->type, HVK__ROW_PUT + (unsigned)n, &statement);
		if (result == HVK_OK)
			result = bind_one(record, column, &at, statement, 2);
		if (result < 0)
			return result;
		sqlite3_bind_int64(statement, 1, record->id);
		result = hvk__store_run(record->store, statement);
	}
	return result;
}

static int run_id(struct hvk_store *store, enum hvk_type type, unsigned kind, int64_t id)
{
	sqlite3_stmt *statement;
	int result = hvk__record_statement(store, type, kind, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, id);
	return hvk__store_run(store, statement);
}

int hvk__row_raise(struct hvk_store *store, enum hvk_type type, int64_t id)
{
	sqlite3_stmt *statement;
	char today[11];
	int result;

	if (type != HVK_AGREEMENT && (type < HVK_SESSION || type == HVK_ATTENDANCE))
		return HVK_OK;
	result = hvk__record_statement(store, type, HVK__ROW_REVISION, &statement);
	if (result < 0)
		return result;
	hvk__date_format(hvk__store_today(store), today);
	sqlite3_bind_int64(statement, 1, id);
	sqlite3_bind_text(statement, 2, today, -1, SQLITE_TRANSIENT);
	return hvk__store_run(store, statement);
}

int hvk__row_add(struct hvk_record *record)
{
	bool again = record->id != 0; /* it was removed, and what is known of it no longer holds */
	int result = run_row(record, HVK__ROW_ADD);

	if (result < 0)
		return result;
	record->id = sqlite3_last_insert_rowid(record->store->database);
	for (size_t i = 0; result == HVK_OK && i < hvk__types[record->type].count; i++)
		if (hvk__column_is_set(hvk__record_column(record->type, i)))
			result = add_set(record, i);
	return result == HVK_OK && again ? hvk__row_raise(record->store, record->type, record->id) : result;
}

/* What no calendar shows. */
static uint32_t hidden_columns(enum hvk_type type)
{
	switch (type) {
	case HVK_SESSION:
		return HVK__BIT(HVK__SESSION_SLUG) | HVK__BIT(HVK__SESSION_PARTICIPANTS) | HVK__BIT(HVK__SESSION_NEW) |
		       HVK__BIT(HVK__SESSION_ORIGIN) | HVK__BIT(HVK__SESSION_NOTES);
	case HVK_MEETING:
		return HVK__BIT(HVK__MEETING_SLUG) | HVK__BIT(HVK__MEETING_DECISIONS) | HVK__BIT(HVK__MEETING_NOTES);
	case HVK_MILESTONE:
		return HVK__BIT(HVK__MILESTONE_SLUG) | HVK__BIT(HVK__MILESTONE_NOTES);
	default:
		return HVK__BIT(0);
	}
}

int hvk__row_change(struct hvk_record *record, uint32_t columns)
{
	int result = HVK_OK;
	bool single = false;

	for (size_t i = 0; result == HVK_OK && i < hvk__types[record->type].count; i++) {
		if ((columns >> i & 1) == 0)
			continue;
		if (!hvk__column_is_set(hvk__record_column(record->type, i))) {
			single = true;
			continue;
		}
		result = run_id(record->store, record->type, HVK__ROW_CLEAR + (unsigned)i, record->id);
		if (result == HVK_OK)
			result = add_set(record, i);
	}
	if (result == HVK_OK && single)
		result = run_row(record, HVK__ROW_CHANGE);
	return result == HVK_OK && columns & ~hidden_columns(record->type) ?
	               hvk__row_raise(record->store, record->type, record->id) :
	               result;
}

int hvk__row_delete(struct hvk_store *store, enum hvk_type type, int64_t id)
{
	int result = HVK_OK;

	if (hvk__types[type].words_table)
		result = run_id(store, type, HVK__ROW_WORDLESS, id);
	return result == HVK_OK ? run_id(store, type, HVK__ROW_DELETE, id) : result;
}

/* ---------------------------------------------------------------- what belongs to what */

void hvk__ids_free(struct hvk__ids *ids)
{
	free(ids->items);
}

int hvk__ids_read(struct hvk_store *store, sqlite3_stmt *statement, struct hvk__ids *ids)
{
	int result;

	while ((result = hvk__store_step(store, statement)) == 1) {
		if (!hvk__reserve(&ids->items, &ids->capacity, ids->count + 1, sizeof(*ids->items)))
			return hvk__fail_memory(&store->error);
		ids->items[ids->count++] = sqlite3_column_int64(statement, 0);
	}
	return result;
}

int hvk__ids_owned(struct hvk_store *store, enum hvk_type type, int64_t partner, struct hvk__ids *ids)
{
	sqlite3_stmt *statement;
	int result = hvk__record_statement(store, type, HVK__ROW_OWNED, &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, partner);
	result = hvk__ids_read(store, statement, ids);
	sqlite3_reset(statement);
	return result;
}

int hvk__ids_naming(struct hvk_store *store, enum hvk_type type, size_t column, int64_t id, struct hvk__ids *ids)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	const struct hvk_record_column *of = hvk__record_column(type, column);
	const char *name = hvk__types[type].name;
	char text[128];
	int result;

	if (hvk__column_is_set(of))
		snprintf(text, sizeof(text), "SELECT %s FROM %s_%s WHERE %s = ? ORDER BY 1", name, name, of->name,
		         of->name);
	else
		snprintf(text, sizeof(text), "SELECT id FROM %s WHERE %s = ? ORDER BY 1", name, of->name);
	result = hvk__store_prepare(store, text, &query);
	if (result < 0)
		return result;
	sqlite3_bind_int64(query, 1, id);
	return hvk__ids_read(store, query, ids);
}

int hvk__referrals_refuse(struct hvk_store *store, enum hvk_type type, int64_t id, const char *advice)
{
	sqlite3_stmt *statement;
	int result = HVK_OK;

	if (type != HVK_PARTNER && type != HVK_PERSON && type != HVK_OFFER)
		return HVK_OK;
	result = hvk__record_statement(store, type, HVK__ROW_REFERRALS, &statement);
	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, id);
	result = hvk__store_step(store, statement);
	if (result == 1 && sqlite3_column_int64(statement, 0) > 0) {
		long long count = sqlite3_column_int64(statement, 0);

		result = hvk__fail(&store->error, HVK_EINPUT,
		                   P_("%lld referral names %s '%s'; %s", "%lld referrals name %s '%s'; %s",
		                      (unsigned long)count),
		                   count, hvk__types[type].name, (const char *)sqlite3_column_text(statement, 1),
		                   advice);
	} else if (result == 1) {
		result = HVK_OK;
	}
	sqlite3_reset(statement);
	return result;
}
