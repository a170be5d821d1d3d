/* SPDX-License-Identifier: EUPL-1.2 */
/* Listings of records with the conditions and the order that the options ask for. */
#include "common/records.h"

#include <stdlib.h>
#include <string.h>

static bool is_personal(enum hvk_type type, const char *name)
{
	size_t column = hvk_type_find_column(type, name);

	return column < hvk_type_columns(type) && (hvk_type_column(type, column)->traits & HVK_TRAIT_PERSONAL);
}

static int refuse_personal(const struct command *command, const char *name)
{
	return usage(command, "'%s' is about a person: add --with-persons", name);
}

/* The names of columns in a list such as 'a,-b'. */
static int check_list(const struct command *command, enum hvk_type type, const char *text, bool minus_removes)
{
	char name[32];

	while (text) {
		size_t length = strcspn(text, ","), sign = *text == '+' || *text == '-';

		snprintf(name, sizeof(name), "%.*s", (int)(length - sign), text + sign);
		if (is_personal(type, name) && !(*text == '-' && minus_removes))
			return refuse_personal(command, name);
		text = text[length] == ',' ? text + length + 1 : NULL;
	}
	return EXIT_DONE;
}

static int check_condition(const struct command *command, enum hvk_type type, const char *text)
{
	char name[32];

	text += strspn(text, " ");
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(text, " =!<>~^"), text);
	return is_personal(type, name) ? refuse_personal(command, name) : EXIT_DONE;
}

/* What a listing is looked through for or sorted by can be read from it. */
int check_persons(const struct command *command, enum hvk_type type)
{
	const char *condition;
	int status = EXIT_DONE;

	if (option_given(command, "with-persons"))
		return EXIT_DONE;
	for (size_t n = 0; status == EXIT_DONE && (condition = option_at(command, "where", n)) != NULL; n++)
		status = check_condition(command, type, condition);
	if (status == EXIT_DONE)
		status = check_list(command, type, option(command, "sort"), false);
	if (status == EXIT_DONE)
		status = check_list(command, type, option(command, "columns"), true);
	for (size_t n = 0; n < hvk_type_columns(type) && status == EXIT_DONE; n++)
		if ((hvk_type_column(type, n)->traits & HVK_TRAIT_PERSONAL) &&
		    option_given(command, record_option_name(type, n)))
			status = refuse_personal(command, record_option_name(type, n));
	return status;
}

static int add_condition(struct command *command, struct hvk_records *records, const struct option_spec *spec,
                         const char *key)
{
	char *value;
	int result;

	if (!option_given(command, spec->name))
		return EXIT_DONE;
	value = option_joined(command, spec->name);
	if (!value)
		return fail_memory(command);
	result = hvk_records_add(records, key, "=", value);
	free(value);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int add_words(struct command *command, struct hvk_records *records)
{
	char *words = option_joined(command, "words");
	int result;

	if (!words)
		return fail_memory(command);
	for (char *comma = words; (comma = strchr(comma, ',')) != NULL;)
		*comma = ' ';
	result = *words ? hvk_records_set_words(records, words) : HVK_OK;
	free(words);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int fill_records(struct command *command, enum hvk_type type, struct hvk_records *records)
{
	const char *text;
	int status = EXIT_DONE;

	for (size_t n = 0; (text = option_at(command, "where", n)) != NULL; n++)
		if (hvk_records_parse(records, text) < 0)
			return fail_store(command);
	for (const struct option_spec *spec = record_filter_options[type]; spec->name && status == EXIT_DONE; spec++) {
		size_t column = hvk_type_find_column(type, spec->name);

		if (strcmp(spec->name, "words") == 0)
			status = add_words(command, records);
		else if (strcmp(spec->name, "where") != 0)
			status = add_condition(command, records, spec,
			                       column < hvk_type_columns(type) ? hvk_type_column(type, column)->name
			                                                       : spec->name);
	}
	text = option(command, "sort");
	if (status == EXIT_DONE && text && hvk_records_set_sort(records, text) < 0)
		status = fail_store(command);
	return status;
}

int make_records(struct command *command, enum hvk_type type, struct hvk_records **records)
{
	int status = check_persons(command, type);

	*records = NULL;
	if (status != EXIT_DONE)
		return status;
	if (hvk_records_new(command->store, type, records) < 0)
		return fail_store(command);
	status = fill_records(command, type, *records);
	if (status != EXIT_DONE) {
		hvk_records_free(*records);
		*records = NULL;
	}
	return status;
}
