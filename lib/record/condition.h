/* SPDX-License-Identifier: EUPL-1.2 */
/* Conditions on records, as SQL: condition.c knows the keys, compare.c the forms, search.c words. */
#ifndef HVK_RECORD_CONDITION_H
#define HVK_RECORD_CONDITION_H

#include "record/clause.h"
#include "record/record.h"
#include "store/values.h"

/* A test of one column of the rows that SQL calls by the alias, as an expression that is never NULL. */
struct hvk__test {
	struct hvk_store *store;
	struct hvk__clause *clause;
	enum hvk_type type;
	const char *alias;
	const struct hvk_record_column *column;
	const char *key;             /* for messages */
	enum hvk__operator operator; /* HVK__NOT_EQUAL is tested as HVK__EQUAL: who asks negates */
	const char *value;           /* trimmed */
	size_t length;
};

/* Records a failure with the key before it; returns code. */
int hvk__test_fail(const struct hvk__test *test, int code, const char *format, ...) HVK_PRINTF(3, 4);

/* Adds the expression of a column: HVK_OK, HVK_EINVAL, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY. */
int hvk__test_column(const struct hvk__test *test);
/* The same by the arrondissement, province or region of the gemeente in the column. */
int hvk__test_place(const struct hvk__test *test, enum hvk__class class);
/* Adds " IN (...)" of what the values stand for in the file: numbers of codes, or NIS codes of gemeenten. */
void hvk__test_numbers(struct hvk__clause *clause, const struct hvk__values *values, bool gemeenten);

/* Adds " AND (...)" to a WHERE clause on the rows of a type called t. After a failure the clause is as it was. */
int hvk__condition_add(struct hvk_store *store, enum hvk_type type, const struct hvk__condition *condition,
                       struct hvk__clause *clause);

/* Adds " AND (...)" that lets rows t of partners or offers through that have the words; NULL or blank: HVK_EINVAL. */
int hvk__words_add(struct hvk_store *store, enum hvk_type type, const char *words, struct hvk__clause *clause);

/* Has the connection know the functions that conditions and orders use: hvk_fold(text), hvk_phone(text),
 * hvk_ages(ages, from, to) and hvk_total(counts). */
int hvk__functions_register(struct hvk_store *store);

#endif
