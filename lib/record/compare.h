/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files that turn conditions on columns into SQL. */
#ifndef HVK_RECORD_COMPARE_H
#define HVK_RECORD_COMPARE_H

#include "record/condition.h"
#include "record/row.h"
#include "record/value.h"

/* One of the values that commas separate: `struct hvk__part part = hvk__part_first(test); while (hvk__part_next(test,
 * &part))`. */
struct hvk__part {
	const char *text;
	size_t length;
	const char *next; /* NULL: it was the last */
};
struct hvk__part hvk__part_first(const struct hvk__test *test);
bool hvk__part_next(const struct hvk__test *test, struct hvk__part *part);
/* The value as key of a column, to be freed; NULL when it is empty. */
int hvk__part_parse(const struct hvk__test *test, const struct hvk_record_column *column, const struct hvk__part *part,
                    char **key);

int hvk__test_fail_operator(const struct hvk__test *test, const char *expected);
/* Whether the values of the column are rows of a table of their own. */
bool hvk__test_is_many(const struct hvk__test *test);
/* Opens and closes an expression on each of the values of the column; what goes between calls the value
 * <hvk__test_each()>.<name of the column>. */
void hvk__test_open(const struct hvk__test *test);
const char *hvk__test_each(const struct hvk__test *test);
void hvk__test_close(const struct hvk__test *test);
/* Adds that nothing is recorded; the same with an OR before it, where an empty value is asked for among others. */
void hvk__test_empty(const struct hvk__test *test);
void hvk__test_or_empty(const struct hvk__test *test, bool empty);
/* Adds that a column, of the rows called so, has the value in it or begins with it. function: what they are compared
 * by. */
void hvk__test_matching(const struct hvk__test *test, const char *function, const char *alias, const char *column);

/* By form. */
int hvk__test_code(const struct hvk__test *test);
int hvk__test_record(const struct hvk__test *test, enum hvk_type type, const char *column); /* the row id's column */
int hvk__test_ordered(const struct hvk__test *test);
int hvk__test_yes_no(const struct hvk__test *test);
int hvk__test_ages(const struct hvk__test *test);
int hvk__test_counts(const struct hvk__test *test);

#endif
