/* SPDX-License-Identifier: EUPL-1.2 */
/* Groups of options that programs share, and what they make: filters and intakes. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/program.h"

static const char *const languages[] = { "nl", "en", NULL };
static const char *const color_words[] = { "auto", "always", "never", NULL };
static const char *const date_orders[] = { "dmy", "mdy", "ymd", NULL };

const struct option_spec common_options[] = {
	{ "db", 'd', VALUE_FILE, "FILE", "the store; else HVK_DB, else hvk/hvk.db in the user's data folder", false,
	  NULL },
	{ "wait", 0, VALUE_NUMBER, "MS", "how long to wait for another writer, in milliseconds (5000)", false, NULL },
	{ "lang", 0, VALUE_WORD, "nl|en", "language of labels and titles (nl)", false, languages },
	{ "today", 0, VALUE_DATE, "DATE", "take this date for today", false, NULL },
	{ "color", 0, VALUE_WORD, "auto|always|never", "colour on a terminal (auto)", false, color_words },
	{ "quiet", 'q', VALUE_NONE, NULL, "say nothing but errors", false, NULL },
	{ "verbose", 'v', VALUE_NONE, NULL, "say more", false, NULL },
	{ "help", 'h', VALUE_NONE, NULL, "show this help", false, NULL },
	{ "version", 'V', VALUE_NONE, NULL, "show the version", false, NULL },
	{ 0 }
};

const struct option_spec output_options[] = {
	{ "format", 'f', VALUE_FORMAT, "FORMAT",
	  "table csv tsv jsonl rec md html excel ids xlsx; else by the extension of FILE, else table on a terminal "
	  "and csv elsewhere",
	  false, NULL },
	{ "output", 'o', VALUE_FILE, "FILE", "write to FILE, which appears whole or not at all", false, NULL },
	{ "if-changed", 0, VALUE_NONE, NULL, "leave FILE as it is, with its date, when it would hold the same", false,
	  NULL },
	{ "labels", 0, VALUE_NONE, NULL, "labels instead of codes, whatever the format", false, NULL },
	{ 0 }
};

const struct option_spec filter_options[] = {
	{ "where", 'w', VALUE_TEXT, "CONDITION",
	  "'KEY OP VALUE' in one word; = != < <= > >= ~ ^=; repeated: all of them",
	  true, NULL },
	{ "period", 'p', VALUE_PERIOD, "PERIOD", "2026, 2026-10, 2026-Q4, sj2026, A..B, last-month ...", false, NULL },
	{ "month", 'm', VALUE_PERIOD, "MONTH", "one month, 2026-10", true, NULL },
	{ "since", 0, VALUE_PERIOD, "PERIOD", "from the first month of PERIOD on", false, NULL },
	{ "until", 0, VALUE_PERIOD, "PERIOD", "up to and including the last month of PERIOD", false, NULL },
	{ "gemeente", 'g', VALUE_GEMEENTE, "GEMEENTE", "name, NIS code, postcode or deelgemeente", true, NULL },
	{ "arrondissement", 0, VALUE_TEXT, "NAME", "all its gemeenten", true, NULL },
	{ "province", 0, VALUE_TEXT, "NAME", "all its gemeenten", true, NULL },
	{ "region", 0, VALUE_REGION, "NAME", "a set of gemeenten of your own", true, NULL },
	{ "desk", 0, VALUE_DESK, "DESK", "where the question was asked", true, NULL },
	{ "channel", 0, VALUE_CODE, "CODE", "how it was asked", true, NULL },
	{ "asker", 0, VALUE_CODE, "CODE", "who asked", true, NULL },
	{ "age", 0, VALUE_CODE, "CODE", "of the child", true, NULL },
	{ "theme", 't', VALUE_CODE, "CODE", "what about; a group includes its themes", true, NULL },
	{ "kind", 0, VALUE_CODE, "CODE", "kind of question", true, NULL },
	{ "severity", 0, VALUE_CODE, "CODE", "how serious", true, NULL },
	{ "answer", 0, VALUE_CODE, "CODE", "what was done, among others", true, NULL },
	{ "duration", 0, VALUE_CODE, "CODE", "how long it took", true, NULL },
	{ "contact", 0, VALUE_CODE, "CODE", "new, or same for a further question in one conversation", true, NULL },
	{ 0 }
};

const struct option_spec talk_options[] = {
	{ "channel", 0, VALUE_CODE, "CODE", "how it was asked", false, NULL },
	{ "asker", 0, VALUE_CODE, "CODE", "who asked", false, NULL },
	{ "kind", 0, VALUE_CODE, "CODE", "kind of question", false, NULL },
	{ "severity", 0, VALUE_CODE, "CODE", "how serious", false, NULL },
	{ "answer", 0, VALUE_CODE, "CODE+...", "what was done; several joined by +", false, NULL },
	{ "duration", 0, VALUE_CODE, "CODE", "how long it took", false, NULL },
	{ "contact", 0, VALUE_CODE, "CODE", "new, or same for a further question in one conversation (new)", false,
	  NULL },
	{ 0 }
};

const struct option_spec intake_options[] = {
	{ "map", 0, VALUE_TEXT, "THEIRS=OURS,...", "headers that mean a column of ours", true, NULL },
	{ "ignore-columns", 0, VALUE_TEXT, "A,B", "headers to pass over", true, NULL },
	{ "date-order", 0, VALUE_WORD, "dmy|mdy|ymd", "of dates that are not ISO (dmy)", false, date_orders },
	{ "delimiter", 0, VALUE_TEXT, "CHAR", "comma, semicolon, tab, pipe or a character; else detected", false,
	  NULL },
	{ "encoding", 0, VALUE_TEXT, "NAME", "utf-8, windows-1252, utf-16le or utf-16be; else detected", false, NULL },
	{ 0 }
};

/* Repeating a named filter is the same as separating its values by commas. */
static int add_named_filter(struct command *command, struct hvk_filter *filter, const char *name)
{
	char *value;
	int result;

	if (!option_given(command, name))
		return EXIT_DONE;
	value = option_joined(command, name);
	if (!value)
		return fail_memory(command);
	result = hvk_filter_add(filter, name, "=", value);
	free(value);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

/* --since and --until: one end of a period. */
static int add_bound(struct command *command, struct hvk_filter *filter, const char *name, const char *op)
{
	const char *period = option(command, name);
	char first[8], last[8];

	if (!period)
		return EXIT_DONE;
	if (hvk_period_resolve(command->store, period, first, last) < 0 ||
	    hvk_filter_add(filter, "month", op, op[0] == '>' ? first : last) < 0)
		return fail_store(command);
	return EXIT_DONE;
}

static int fill_filter(struct command *command, struct hvk_filter *filter)
{
	const char *condition;
	int status = EXIT_DONE;

	for (size_t n = 0; (condition = option_at(command, "where", n)) != NULL; n++)
		if (hvk_filter_parse(filter, condition) < 0)
			return fail_store(command);
	for (const struct option_spec *spec = filter_options; spec->name && status == EXIT_DONE; spec++) {
		if (strcmp(spec->name, "since") == 0)
			status = add_bound(command, filter, spec->name, ">=");
		else if (strcmp(spec->name, "until") == 0)
			status = add_bound(command, filter, spec->name, "<=");
		else if (strcmp(spec->name, "where") != 0)
			status = add_named_filter(command, filter, spec->name);
	}
	return status;
}

int make_filter(struct command *command, struct hvk_filter **filter)
{
	int status;

	if (hvk_filter_new(command->store, filter) < 0)
		return fail_store(command);
	status = fill_filter(command, *filter);
	if (status != EXIT_DONE) {
		hvk_filter_free(*filter);
		*filter = NULL;
	}
	return status;
}

static int fill_intake(struct command *command, struct hvk_intake **intake)
{
	static const struct {
		enum hvk_intake_option option;
		const char *name;
	} settings[] = {
		{ HVK_INTAKE_MAP, "map" }, { HVK_INTAKE_IGNORE, "ignore-columns" }, { HVK_INTAKE_DATE_ORDER,
		"date-order" },
		{ HVK_INTAKE_DELIMITER, "delimiter" }, { HVK_INTAKE_ENCODING, "encoding" }
	};

	hvk_intake_set_listener(*intake, &command->listener);
	for (size_t i = 0; i < COUNT(settings); i++) {
		char *value;
		int result;

		if (!option_given(command, settings[i].name))
			continue;
		value = option_joined(command, settings[i].name);
		result = value ? hvk_intake_set(*intake, settings[i].option, value) : HVK_ENOMEM;
		free(value);
		if (result < 0) {
			int status = result == HVK_ENOMEM ? fail_memory(command) : fail_store(command);

			hvk_intake_free(*intake);
			*intake = NULL;
			return status;
		}
	}
	return EXIT_DONE;
}

int make_intake(struct command *command, struct hvk_intake **intake)
{
	return hvk_intake_new(command->store, intake) < 0 ? fail_store(command) : fill_intake(command, intake);
}

int make_record_intake(struct command *command, enum hvk_type type, struct hvk_intake **intake)
{
	if (hvk_intake_new_records(command->store, type, intake) < 0)
		return fail_store(command);
	return fill_intake(command, intake);
}

int open_input(const struct command *command, const char *path, struct hvk_input *input)
{
	*input = (struct hvk_input){ "standard input", STDIN_FILENO };
	if (strcmp(path, "-") == 0)
		return EXIT_DONE;
	input->name = path;
	input->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (input->descriptor >= 0)
		return EXIT_DONE;
	return fail(command, errno == ENOENT ? EXIT_NOT_FOUND : EXIT_REFUSED, "%s: %s", path, strerror(errno));
}

void close_input(struct hvk_input *input)
{
	if (input->descriptor > STDERR_FILENO)
		close(input->descriptor);
	input->descriptor = -1;
}
