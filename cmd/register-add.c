/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-register add: one question from options or a short line, or one a line, or asked for. */
#include "register-entry.h"

#include <stdlib.h>
#include <string.h>

#include "common/ids.h"

const struct option_spec add_options[] = {
	{ "short", 0, VALUE_TEXT, "TEXT",
	  "'oostkamp telefoon moeder 2 driftbuien': words in any order, codes may be cut short; - for one question "
	  "a line on standard input", false, NULL },
	{ "line", 0, VALUE_NONE, NULL, "ask for what is missing, question after question, in whole lines", false, NULL },
	{ "lock", 0, VALUE_NONE, NULL, "ask, but not for month, desk and what options give: they hold for all", false,
	  NULL },
	{ "dry-run", 'n', VALUE_NONE, NULL, "check all, write nothing", false, NULL },
	{ 0 }
};

const struct option_spec question_options[] = {
	{ "month", 'm', VALUE_DATE, "MONTH", "when it was asked, 2026-10 (this month)", false, NULL },
	{ "day", 0, VALUE_NUMBER, "DAY", "of the month, in a store that records days", false, NULL },
	{ "gemeente", 'g', VALUE_GEMEENTE, "GEMEENTE", "name, NIS code, postcode or deelgemeente; required", false,
	  NULL },
	{ "desk", 0, VALUE_DESK, "DESK", "where it was asked", false, NULL },
	{ "age", 0, VALUE_CODE, "CODE", "of the child: 3-5, or in years", false, NULL },
	{ "theme", 't', VALUE_CODE, "CODE", "what about; required", false, NULL },
	{ 0 }
};

/* Questions that are ready to be added. */
struct entries {
	struct hvk_question **questions;
	size_t count, capacity;
};

static void entries_free(struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		hvk_question_free(entries->questions[i]);
	free(entries->questions);
}

static struct hvk_question *entries_new(struct command *command, struct entries *entries)
{
	if (entries->count == entries->capacity) {
		size_t capacity = 2 * entries->capacity + 16;
		struct hvk_question **larger = realloc(entries->questions, capacity * sizeof(struct hvk_question *));

		if (!larger)
			return NULL;
		entries->questions = larger;
		entries->capacity = capacity;
	}
	if (hvk_question_new(command->store, &entries->questions[entries->count]) < 0)
		return NULL;
	return entries->questions[entries->count++];
}

static int set_month(struct command *command, struct hvk_question *question)
{
	const char *month = option(command, "month");
	char first[8], last[8];
	int result;

	if (!month) {
		result = hvk_period_resolve(command->store, "this-month", first, last);
		if (result < 0)
			return result;
		month = first;
	}
	return hvk_question_set(question, HVK_MONTH, month);
}

/* Fills a question from a short line, if there is one, and from the options for what the line leaves open. */
static int fill_question(struct command *command, struct hvk_question *question, const char *line)
{
	int result = set_month(command, question); /* first: it decides which codes and gemeenten there are */

	if (result == HVK_OK && line)
		result = hvk_question_set_short(question, line);
	for (int column = HVK_MONTH; column < HVK_VOIDED && result == HVK_OK; column++) {
		const char *value = option(command, hvk_column_name((enum hvk_column)column));

		if (value && !hvk_question_key(question, (enum hvk_column)column, NULL))
			result = hvk_question_set(question, (enum hvk_column)column, value);
	}
	return result;
}

/* A date and a day beside it that say different things; in a file that is refused too. */
static int check_day(struct command *command, struct hvk_question *question)
{
	const char *day = option(command, "day"), *known = hvk_question_key(question, HVK_DAY, NULL);

	if (!day || !known || strtoul(day, NULL, 10) == strtoul(known, NULL, 10))
		return EXIT_DONE;
	return fail(command, EXIT_REFUSED, "day: %s, but the date says %s", day, known);
}

int register_fill(struct command *command, struct hvk_question *question, const char *line)
{
	if (fill_question(command, question, line) < 0)
		return fail_store(command);
	return check_day(command, question);
}

/* Says what a question cannot do without and this one has not; NULL when nothing is missing. */
static const char *missing_columns(struct hvk_question *question)
{
	bool gemeente = hvk_question_key(question, HVK_GEMEENTE, NULL) != NULL;
	bool theme = hvk_question_key(question, HVK_THEME, NULL) != NULL;

	if (!gemeente && !theme)
		return "a question needs a gemeente (--gemeente) and a theme (--theme)";
	if (!gemeente)
		return "a question needs a gemeente (--gemeente)";
	return theme ? NULL : "a question needs a theme (--theme)";
}

static int read_options(struct command *command, const char *line, struct entries *entries)
{
	struct hvk_question *question = entries_new(command, entries);
	const char *missing;
	int status;

	if (!question)
		return fail_memory(command);
	status = register_fill(command, question, line);
	if (status != EXIT_DONE)
		return status;
	missing = missing_columns(question);
	if (missing)
		return usage(command, "%s", missing);
	if (hvk_question_add_all(command->store, &question, 1, true) < 0)
		return fail_store(command);
	return EXIT_DONE;
}

/* Reads one line into a question of its own. *problem: what is wrong with it, or NULL. 0 or an exit status. */
static int read_entry(struct command *command, const char *line, struct entries *entries, const char **problem)
{
	struct hvk_question *question = entries_new(command, entries);
	int result;

	*problem = NULL;
	if (!question)
		return fail_memory(command);
	result = fill_question(command, question, line);
	if (result == HVK_OK)
		*problem = missing_columns(question);
	if (result == HVK_OK && !*problem)
		result = hvk_question_add_all(command->store, &question, 1, true);
	if (result < 0)
		*problem = hvk_store_error(command->store)->message;
	return EXIT_DONE;
}

static bool is_blank(const char *line)
{
	return line[strspn(line, " \t")] == '\0';
}

/* All lines are read, and all that is wrong is told, before anything is written. */
static int read_lines(struct command *command, struct entries *entries)
{
	char line[LINE_SIZE];
	const char *problem;
	unsigned long number = 0, refused = 0;
	int more, status;

	while ((more = read_line(stdin, line, &problem)) != 0) {
		number++;
		if (more > 0 && is_blank(line))
			continue;
		status = more > 0 ? read_entry(command, line, entries, &problem) : EXIT_DONE;
		if (status != EXIT_DONE)
			return status;
		if (problem) {
			message(command, "standard input:%lu: %s", number, problem);
			refused++;
		}
		if (ferror(stdin))
			break;
	}
	if (refused)
		return fail(command, EXIT_REFUSED, "%lu of %lu lines refused; nothing was added", refused, number);
	return EXIT_DONE;
}

size_t register_count_desks(struct command *command)
{
	size_t count = 0;

	while (hvk_code_at(command->store, "desk", count))
		count++;
	return count;
}

void register_tell_new_desks(struct command *command, size_t known)
{
	const struct hvk_code *code;
	const char **names = calloc(known + 1, sizeof(*names));

	for (size_t i = 0; names && i < known; i++)
		names[i] = hvk_code_text(hvk_code_at(command->store, "desk", i), HVK_CODE_CODE);
	for (size_t i = known; (code = hvk_code_at(command->store, "desk", i)) != NULL; i++) {
		const char *name = hvk_code_text(code, HVK_CODE_CODE);
		const char *near = names ? hvk_text_nearest(name, names) : NULL;

		if (near)
			note(command, "new desk '%s'; if '%s' was meant: hvk-register undo", name, near);
		else
			note(command, "new desk '%s'", name);
	}
	free(names);
}

static int add_entries(struct command *command, const struct entries *entries)
{
	if (hvk_question_add_all(command->store, entries->questions, entries->count, false) < 0)
		return fail_store(command);
	for (size_t i = 0; i < entries->count && !command->quiet; i++)
		printf("%s\n", hvk_question_key(entries->questions[i], HVK_ID, NULL));
	return EXIT_DONE;
}

/* Whether somebody is to be asked: EXIT_DONE with *entry, or EXIT_USAGE. */
static int check_entry(struct command *command, bool *entry)
{
	bool lock = option_given(command, "lock"), line = option_given(command, "line");

	*entry = lock || line || !option_given(command, "gemeente") || !option_given(command, "theme");
	if (option_given(command, "short")) {
		if (lock || line)
			return usage(command, "--short is a whole question: --line and --lock are for asking");
		*entry = false;
	}
	if (!line && !prompt_possible()) {
		if (lock)
			return usage(command, "--lock is for asking, and there is no terminal to ask at: add --line");
		*entry = false;
	}
	return EXIT_DONE;
}

int register_add(struct command *command)
{
	const char *line = option(command, "short");
	bool from_input = line && strcmp(line, "-") == 0, dry_run = option_given(command, "dry-run");
	struct entries entries = { 0 };
	bool entry;
	size_t desks;
	int status = check_entry(command, &entry);

	if (status == EXIT_DONE && entry)
		return entry_run(command);
	if (status == EXIT_DONE)
		status = register_open(command, HVK_OPEN_CREATE, dry_run);
	if (status != EXIT_DONE)
		return status;
	desks = register_count_desks(command);
	status = from_input ? read_lines(command, &entries) : read_options(command, line, &entries);
	if (status == EXIT_DONE) {
		register_tell_new_desks(command, desks);
		if (dry_run)
			note(command, "dry run: %zu would be added", entries.count);
		else
			status = add_entries(command, &entries);
	}
	entries_free(&entries);
	return status;
}
