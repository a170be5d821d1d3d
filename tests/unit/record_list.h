/* SPDX-License-Identifier: EUPL-1.2 */
/* Records in a store, and listings of them as text, for the tests of conditions and orders. Include after cmocka.h. */
#ifndef TESTS_RECORD_LIST_H
#define TESTS_RECORD_LIST_H

#include "question_store.h"

/* Adds a record of columns written as 'name=value', up to NULL. */
static inline void add_record(struct hvk_store *store, enum hvk_type type, ...)
{
	struct hvk_record *record;
	const char *text;
	va_list values;

	assert_done(store, hvk_record_new(store, type, &record));
	va_start(values, type);
	while ((text = va_arg(values, const char *))) {
		char name[32] = "";
		size_t length = strcspn(text, "=");

		memcpy(name, text, length);
		assert_done(store, hvk_record_set(record, hvk_type_find_column(type, name), text + length + 1));
	}
	va_end(values);
	if (type == HVK_REFERRAL)
		assert_done(store, hvk_referral_add(record, NULL, false));
	else
		assert_done(store, hvk_record_save(record, false));
	hvk_record_free(record);
}

/* A listing with conditions that ';' separates, NULL for none. */
static inline struct hvk_records *open_list(struct hvk_store *store, enum hvk_type type, const char *conditions)
{
	char copy[256], *rest = copy, *condition;
	struct hvk_records *records;

	snprintf(copy, sizeof(copy), "%s", conditions ? conditions : "");
	assert_done(store, hvk_records_new(store, type, &records));
	while (conditions && (condition = strsep(&rest, ";")))
		assert_done(store, hvk_records_parse(records, condition));
	return records;
}

/* The first columns of what is listed, with blanks between; frees the listing. */
static inline const char *list_all(struct hvk_store *store, struct hvk_records *records)
{
	static char text[1024];
	struct hvk_record *record;
	int result;

	text[0] = '\0';
	while ((result = hvk_records_next(records, &record)) == 1) {
		if (text[0])
			strcat(text, " ");
		strcat(text, hvk_record_key(record, 0, NULL));
	}
	assert_done(store, result);
	assert_null(record);
	hvk_records_free(records);
	return text;
}

#define assert_listed(store, type, conditions, expected) \
	assert_string_equal(list_all(store, open_list(store, type, conditions)), expected)

/* Refuses a condition with this message, and lists all the same. */
#define assert_refused(store, type, condition, code, message)                     \
	do {                                                                      \
		struct hvk_records *refused_ = open_list(store, type, NULL);      \
		assert_int_equal(hvk_records_parse(refused_, condition), code);   \
		assert_message(store, message);                                   \
		hvk_records_free(refused_);                                       \
	} while (0)

#endif
