/* SPDX-License-Identifier: EUPL-1.2 */
/* Records in a store, for the tests of the registry. */
#ifndef RECORD_STORE_H
#define RECORD_STORE_H

#include "unit/open_store.h"

#include "record/record.h"

#define TODAY "2026-10-15"

/* Sets a column by its name. */
static inline void set(struct hvk_record *record, const char *column, const char *text)
{
	size_t n = hvk_type_find_column(record->type, column);

	assert_true(n < hvk_type_columns(record->type));
	if (hvk_record_set(record, n, text) != HVK_OK)
		fail_msg("%s", hvk_store_error(record->store)->message);
}

/* A record with columns set: name, text ... NULL. Not saved. */
static inline struct hvk_record *make(struct fixture *f, enum hvk_type type, ...)
{
	struct hvk_record *record;
	const char *column;
	va_list arguments;

	assert_int_equal(hvk_store_set_today(f->store, TODAY), HVK_OK);
	assert_int_equal(hvk_record_new(f->store, type, &record), HVK_OK);
	va_start(arguments, type);
	while ((column = va_arg(arguments, const char *)))
		set(record, column, va_arg(arguments, const char *));
	va_end(arguments);
	return record;
}

static inline void save(struct hvk_record *record)
{
	if (hvk_record_save(record, false) != HVK_OK)
		fail_msg("%s", hvk_store_error(record->store)->message);
}

/* The same saved and forgotten. */
#define add(...)                                           \
	do {                                               \
		struct hvk_record *added_ = make(__VA_ARGS__, NULL); \
		save(added_);                              \
		hvk_record_free(added_);                   \
	} while (0)

static inline struct hvk_record *find(struct fixture *f, enum hvk_type type, const char *slug)
{
	struct hvk_record *record;

	assert_int_equal(hvk_record_new(f->store, type, &record), HVK_OK);
	if (hvk_record_find(record, slug) != HVK_OK)
		fail_msg("%s", hvk_store_error(f->store)->message);
	return record;
}

/* A column by its name, "" where it has no value. */
static inline const char *key(struct hvk_record *record, const char *column)
{
	const char *text = hvk_record_key(record, hvk_type_find_column(record->type, column), NULL);

	return text ? text : "";
}

#define assert_key(record, column, expected) assert_string_equal(key(record, column), expected)

#endif
