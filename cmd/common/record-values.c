/* SPDX-License-Identifier: EUPL-1.2 */
/* Columns of a record set from the options. */
#include <stdlib.h>
#include <string.h>

#include "common/records.h"

bool has_value(const char *joined, const char *value, size_t length)
{
	for (const char *at = joined; *at; at += at[strcspn(at, "+")] == '+') {
		size_t size = strcspn(at, "+");

		if (size == length && memcmp(at, value, length) == 0)
			return true;
		at += size;
	}
	return false;
}

/* The parts of one, joined by '+', that are not in other, and behind them those of more; NULL when out of memory. */
static char *combine(const char *one, const char *other, const char *more)
{
	char *result = malloc(strlen(one) + strlen(more) + 2), *end = result;

	for (const char *at = one; result && *at; at += at[strcspn(at, "+")] == '+') {
		size_t size = strcspn(at, "+");

		if (!has_value(other, at, size)) {
			if (end != result)
				*end++ = '+';
			end = mempcpy(end, at, size);
		}
		at += size;
	}
	if (result) {
		if (end != result && *more)
			*end++ = '+';
		strcpy(end, more);
	}
	return result;
}

/* Adds values to those of a column, or removes them. scratch: a record that reads what was typed. */
static int change_values(struct command *command, struct hvk_record *record, struct hvk_record *scratch, size_t column,
                         const char *text, bool removes)
{
	const char *typed, *known;
	char *joined;
	int result;

	if (hvk_record_set(scratch, column, text) < 0)
		return fail_store(command);
	typed = hvk_record_key(scratch, column, NULL);
	known = hvk_record_key(record, column, NULL);
	joined = combine(known ? known : "", typed ? typed : "", typed && !removes ? typed : "");
	if (!joined)
		return fail_memory(command);
	result = hvk_record_set(record, column, joined);
	free(joined);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int set_values(struct command *command, struct hvk_record *record, struct hvk_record *scratch, size_t column)
{
	const char *name = record_option_name(hvk_record_type(record), column), *text;
	bool replaced = false;
	int status = EXIT_DONE;

	for (size_t n = 0; status == EXIT_DONE && (text = option_at(command, name, n)) != NULL; n++) {
		bool adds = text[0] == '+', removes = text[0] == '-';

		if (adds || removes || replaced)
			status = change_values(command, record, scratch, column, text + (adds || removes), removes);
		else if (hvk_record_set(record, column, text) < 0)
			status = fail_store(command);
		replaced |= !adds && !removes;
	}
	return status;
}

int record_set_options(struct command *command, struct hvk_record *record, size_t *given)
{
	enum hvk_type type = hvk_record_type(record);
	struct hvk_record *scratch;
	int status = EXIT_DONE;

	*given = 0;
	if (hvk_record_new(command->store, type, &scratch) < 0)
		return fail_store(command);
	for (size_t n = 0; n < hvk_type_columns(type) && status == EXIT_DONE; n++) {
		const struct hvk_record_column *column = hvk_type_column(type, n);

		if ((column->traits & HVK_TRAIT_FIXED) || !option_given(command, record_option_name(type, n)))
			continue;
		++*given;
		if (column->traits & HVK_TRAIT_MANY)
			status = set_values(command, record, scratch, n);
		else if (hvk_record_set(record, n, option(command, record_option_name(type, n))) < 0)
			status = fail_store(command);
	}
	hvk_record_free(scratch);
	return status;
}
