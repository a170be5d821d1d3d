/* SPDX-License-Identifier: EUPL-1.2 */
/* --columns: which columns are shown, and in which order. */
#include <stdlib.h>
#include <string.h>

#include "common/output.h"
#include "common/translate.h"

struct choice {
	const char *const *names;
	size_t available;
	size_t *chosen;
	size_t *count;
};

static size_t find_column(const struct choice *choice, const char *name, size_t length)
{
	size_t column = 0;

	while (column < choice->available &&
	       (strlen(choice->names[column]) != length || memcmp(choice->names[column], name, length) != 0))
		column++;
	return column;
}

static void remove_column(struct choice *choice, size_t column)
{
	size_t kept = 0;

	for (size_t i = 0; i < *choice->count; i++)
		if (choice->chosen[i] != column)
			choice->chosen[kept++] = choice->chosen[i];
	*choice->count = kept;
}

/* A column stands where it was first named. */
static void add_column(struct choice *choice, size_t column)
{
	for (size_t i = 0; i < *choice->count; i++)
		if (choice->chosen[i] == column)
			return;
	choice->chosen[(*choice->count)++] = column;
}

static int unknown_column(struct command *command, const struct choice *choice, const char *name, size_t length)
{
	const char **candidates = calloc(choice->available + 1, sizeof(*candidates));
	char *text = strndup(name, length);
	int status;

	if (candidates && text) {
		memcpy(candidates, choice->names, choice->available * sizeof(*candidates));
		status = usage_unknown(command, N_("column"), text, candidates);
	} else {
		status = fail_memory(command);
	}
	free(text);
	free(candidates);
	return status;
}

static int apply_word(struct command *command, struct choice *choice, const char *word, size_t length)
{
	bool adds = word[0] == '+', removes = word[0] == '-';
	size_t column;

	if (adds || removes) {
		word++;
		length--;
	}
	if (!adds && !removes && length == 3 && memcmp(word, "all", 3) == 0) {
		for (column = 0; column < choice->available; column++)
			add_column(choice, column);
		return EXIT_DONE;
	}
	column = find_column(choice, word, length);
	if (column == choice->available)
		return unknown_column(command, choice, word, length);
	if (removes)
		remove_column(choice, column);
	else
		add_column(choice, column);
	return EXIT_DONE;
}

static void print_columns(const char *const *names, const char *const *help, size_t available)
{
	for (size_t i = 0; i < available; i++)
		printf("%-15s %s\n", names[i], _(help[i]));
}

int choose_columns(struct command *command, const char *const *names, const char *const *help, size_t available,
                   const size_t *standard, size_t standard_count, size_t *chosen, size_t *count, bool *done)
{
	struct choice choice = { names, available, chosen, count };
	const char *text = option(command, "columns");
	int status = EXIT_DONE;

	*done = false;
	*count = 0;
	if (text && strcmp(text, "help") == 0) {
		print_columns(names, help, available);
		*done = true;
		return EXIT_DONE;
	}
	if (!text || text[0] == '+' || text[0] == '-') {
		memcpy(chosen, standard, standard_count * sizeof(*chosen));
		*count = standard_count;
	}
	while (text && status == EXIT_DONE) {
		size_t length = strcspn(text, ",");

		status = apply_word(command, &choice, text, length);
		text = text[length] == ',' ? text + length + 1 : NULL;
	}
	if (status == EXIT_DONE && *count == 0)
		return usage(command, "--columns: no column is left");
	return status;
}
