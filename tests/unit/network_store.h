/* SPDX-License-Identifier: EUPL-1.2 */
/* Records in a store of question_store.h, for the tests of the network. Include after cmocka.h. */
#ifndef TESTS_NETWORK_STORE_H
#define TESTS_NETWORK_STORE_H

#include "question_store.h"
#include "record/record.h"

/* Sets columns of a record from texts: column, text, ... NULL. */
static inline void fill_record(struct hvk_record *record, va_list pairs)
{
	const char *name;

	while ((name = va_arg(pairs, const char *))) {
		const char *text = va_arg(pairs, const char *);
		size_t column = hvk_type_find_column(record->type, name);

		if (column == hvk_type_columns(record->type))
			fail_msg("no column '%s'", name);
		assert_done(record->store, hvk_record_set(record, column, text));
	}
}

/* Saves a new record. */
static inline void put(struct hvk_store *store, enum hvk_type type, ...)
{
	struct hvk_record *record;
	va_list pairs;

	assert_done(store, hvk_record_new(store, type, &record));
	va_start(pairs, type);
	fill_record(record, pairs);
	va_end(pairs);
	assert_done(store, hvk_record_save(record, false));
	hvk_record_free(record);
}

/* Changes a stored one. */
static inline void change(struct hvk_store *store, enum hvk_type type, const char *slug, ...)
{
	struct hvk_record *record;
	va_list pairs;

	assert_done(store, hvk_record_new(store, type, &record));
	assert_done(store, hvk_record_find(record, slug));
	va_start(pairs, slug);
	fill_record(record, pairs);
	va_end(pairs);
	assert_done(store, hvk_record_save(record, false));
	hvk_record_free(record);
}

/* A column of a stored record, "" where it is empty, "?" where there is no such record. */
static inline const char *column_of(struct hvk_store *store, enum hvk_type type, const char *slug, const char *column)
{
	static char text[4][512];
	static unsigned next;
	char *value = text[next++ % 4];
	struct hvk_record *record;
	const char *key;

	assert_done(store, hvk_record_new(store, type, &record));
	strcpy(value, "?");
	if (hvk_record_find(record, slug) == HVK_OK) {
		key = hvk_record_key(record, hvk_type_find_column(type, column), NULL);
		snprintf(value, sizeof(text[0]), "%s", key ? key : "");
	}
	hvk_record_free(record);
	return value;
}

/* Runs SQL behind the library's back. */
static inline void run_sql(struct hvk_store *store, const char *text)
{
	assert_done(store, hvk__store_exec(store, text));
}

/* The rows of a query, columns joined by '|', rows by blanks. */
static inline const char *rows_of(struct hvk_store *store, const char *text)
{
	static char rows[8][4096];
	static unsigned next;
	char *out = rows[next++ % 8];
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	size_t length = 0;

	out[0] = '\0';
	assert_done(store, hvk__store_prepare(store, text, &statement));
	while (hvk__store_step(store, statement) == 1 && length < sizeof(rows[0]) - 512)
		for (int i = 0; i < sqlite3_column_count(statement); i++) {
			const char *value = (const char *)sqlite3_column_text(statement, i);

			length += (size_t)snprintf(out + length, sizeof(rows[0]) - length, "%s%s",
			                           i > 0 ? "|" : length > 0 ? " " : "", value ? value : "");
		}
	return out;
}

#endif
