/* SPDX-License-Identifier: EUPL-1.2 */
/* SQL that is put together at run time, with the values it is bound to: no value ever becomes part of the text. */
#ifndef HVK_RECORD_CLAUSE_H
#define HVK_RECORD_CLAUSE_H

#include "store/store.h"

/* `struct hvk__clause clause = { 0 };` Out of memory is noted and told in the end. */
struct hvk__clause {
	struct hvk__buffer text;
	struct hvk__bound *bound;      /* in the order of the '?' in the text */
	size_t bound_count, bound_capacity;
	struct hvk__pool pool;
	bool speechless;               /* memory ran out */
};
/* As many values as SQLite takes in every build of it, and some more for the rest of the statement. */
#define HVK__CLAUSE_VALUES_MAX 32000

void hvk__clause_free(struct hvk__clause *clause);

/* Adds SQL, from our own texts and the names in type.c only. */
void hvk__clause_sql(struct hvk__clause *clause, const char *format, ...) HVK_PRINTF(2, 3);
/* Adds a '?' and what it stands for. */
void hvk__clause_number(struct hvk__clause *clause, int64_t number);
void hvk__clause_text(struct hvk__clause *clause, const char *text, size_t length);

/* HVK_OK, or HVK_ENOMEM, or HVK_EINVAL when it has too many values. */
int hvk__clause_check(struct hvk__error *error, const struct hvk__clause *clause);

/* Where it ended, to go back there when what follows fails. */
struct hvk__clause_mark {
	size_t length, bound_count;
};
struct hvk__clause_mark hvk__clause_mark(const struct hvk__clause *clause);
void hvk__clause_back(struct hvk__clause *clause, struct hvk__clause_mark mark);

/* Binds the values to a statement whose first '?' is that of the clause. The clause must outlive the statement. */
int hvk__clause_bind(struct hvk_store *store, const struct hvk__clause *clause, sqlite3_stmt *statement);

#endif
