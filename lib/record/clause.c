/* SPDX-License-Identifier: EUPL-1.2 */
#include "record/clause.h"

#include <stdio.h>
#include <string.h>

#include "core/macro.h"

struct hvk__bound {
	const char *text; /* in the pool; NULL: a number */
	size_t length;
	int64_t number;
};

void hvk__clause_free(struct hvk__clause *clause)
{
	hvk__buffer_free(&clause->text);
	free(clause->bound);
	hvk__pool_free(&clause->pool);
	*clause = (struct hvk__clause){ 0 };
}

void hvk__clause_sql(struct hvk__clause *clause, const char *format, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0)
		text = NULL; /* it may have been set all the same */
	if (length < 0 || !hvk__buffer_add(&clause->text, text, (size_t)length))
		clause->speechless = true;
}

static void add(struct hvk__clause *clause, struct hvk__bound bound)
{
	if (!hvk__reserve(&clause->bound, &clause->bound_capacity, clause->bound_count + 1, sizeof(*clause->bound)) ||
	    !hvk__buffer_add(&clause->text, "?", 1))
		clause->speechless = true;
	else
		clause->bound[clause->bound_count++] = bound;
}

void hvk__clause_number(struct hvk__clause *clause, int64_t number)
{
	add(clause, (struct hvk__bound){ .number = number });
}

void hvk__clause_text(struct hvk__clause *clause, const char *text, size_t length)
{
	const char *copy = hvk__pool_add(&clause->pool, text, length);

	if (copy)
		add(clause, (struct hvk__bound){ .text = copy, .length = length });
	else
		clause->speechless = true;
}

int hvk__clause_check(struct hvk__error *error, const struct hvk__clause *clause)
{
	if (clause->speechless)
		return hvk__fail_memory(error);
	if (clause->bound_count > HVK__CLAUSE_VALUES_MAX)
		return hvk__fail(error, HVK_EINVAL, "too many values: at most %d in all", HVK__CLAUSE_VALUES_MAX);
	return HVK_OK;
}

struct hvk__clause_mark hvk__clause_mark(const struct hvk__clause *clause)
{
	return (struct hvk__clause_mark){ clause->text.length, clause->bound_count };
}

void hvk__clause_back(struct hvk__clause *clause, struct hvk__clause_mark mark)
{
	clause->text.length = mark.length;
	if (clause->text.data)
		clause->text.data[mark.length] = '\0';
	clause->bound_count = mark.bound_count;
	clause->speechless = false;
}

int hvk__clause_bind(struct hvk_store *store, const struct hvk__clause *clause, sqlite3_stmt *statement)
{
	int code = SQLITE_OK;

	for (size_t i = 0; code == SQLITE_OK && i < clause->bound_count; i++) {
		const struct hvk__bound *bound = &clause->bound[i];

		if (bound->text)
			code = sqlite3_bind_text(statement, (int)i + 1, bound->text, (int)bound->length, SQLITE_STATIC);
		else
			code = sqlite3_bind_int64(statement, (int)i + 1, bound->number);
	}
	return code == SQLITE_OK ? HVK_OK : hvk__store_fail(store, code, "reading the store");
}
