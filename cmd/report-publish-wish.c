/* SPDX-License-Identifier: EUPL-1.2 */
/* What is asked for: publications to come by their options, and those that are there by their numbers. */
#include "report-publish.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/translate.h"

/* ---- numbers and fields */

int publish_number(const struct command *command, const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	if (text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && *number > 0)
		return EXIT_DONE;
	return usage(command, "expected the number of a publication, found '%s'", text);
}

int publish_open(struct command *command, const char *text, struct hvk_publication **publication)
{
	uint64_t number;
	int status = publish_number(command, text, &number);

	*publication = NULL;
	if (status == EXIT_DONE && hvk_publication_open(command->store, number, publication) < 0)
		status = fail_store(command);
	return status;
}

uint64_t publish_count(const struct hvk_publication *publication, enum hvk_publication_field field)
{
	return strtoull(hvk_publication_text(publication, field), NULL, 10);
}

int publish_is_over(struct command *command, const struct hvk_publication *publication, bool *over)
{
	const char *period = hvk_publication_text(publication, HVK_PUBLICATION_PERIOD);
	char first[8], last[8], now[8], end[8];

	*over = false;
	if (hvk_period_resolve(command->store, period, first, last) < 0 ||
	    hvk_period_resolve(command->store, "this-month", now, end) < 0)
		return fail_store(command);
	*over = strcmp(last, now) < 0;
	return EXIT_DONE;
}

/* ---- the name of a folder */

static bool is_taken(const struct release *release, const char *name)
{
	for (size_t i = 0; i < release->count; i++)
		if (strcmp(release->items[i].name, name) == 0)
			return true;
	return false;
}

/* Of its levels, a hyphen for what no folder should be called: "gemeente-answer-doorverwijzing". Of two that are called
 * alike the second has a number. NULL when out of memory. */
static char *make_name(const struct release *release, const struct hvk_publication *publication)
{
	const char *by = hvk_publication_text(publication, HVK_PUBLICATION_BY);
	size_t length = strlen(by), twins = 1;
	char *name = malloc(length + 32);

	if (!name)
		return NULL;
	strcpy(name, length ? by : "total");
	length = strlen(name);
	for (char *c = name; *c; c++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._", *c))
			*c = '-';
	while (is_taken(release, name))
		snprintf(name + length, 32, "-%zu", ++twins);
	return name;
}

/* ---- releases */

int release_take(struct release *release, struct hvk_publication *publication)
{
	size_t capacity = release->capacity ? 2 * release->capacity : 4;
	char *name = make_name(release, publication);
	struct release_item *items = release->items;

	if (name && release->count == release->capacity) {
		items = realloc(items, capacity * sizeof(*items));
		if (items) {
			release->items = items;
			release->capacity = capacity;
		}
	}
	if (!name || !items) {
		free(name);
		hvk_publication_free(publication);
		return fail_memory(release->command);
	}
	release->items[release->count++] = (struct release_item){ .handle = publication, .name = name };
	return EXIT_DONE;
}

void release_free(struct release *release)
{
	for (size_t i = 0; i < release->count; i++) {
		hvk_publication_free(release->items[i].handle);
		free(release->items[i].name);
	}
	free(release->items);
}

/* The months asked for, as text; NULL with the message printed. */
static const char *read_period(const struct command *command)
{
	const char *period = option(command, "period"), *month = option(command, "month");

	if (period && month)
		usage(command, "--month and --period both name the months; give one of them");
	else if (!period && !month)
		usage(command, "name the months that are published: --month 2026-10, or --period 2026");
	else if (month && strcmp(month, "last") == 0)
		return "last-month";
	else
		return month ? month : period;
	return NULL;
}

static int set_option(struct command *command, struct hvk_publication *publication, enum hvk_publish_option name,
                      const char *text)
{
	return text && hvk_publication_set(publication, name, text) < 0 ? fail_store(command) : EXIT_DONE;
}

static int check_month(struct command *command)
{
	const char *month = option(command, "month");
	char first[8], last[8];

	if (!month || strcmp(month, "last") == 0)
		return EXIT_DONE;
	if (hvk_period_resolve(command->store, month, first, last) < 0)
		return fail_store(command);
	if (strcmp(first, last) != 0)
		return usage(command, "--month takes one month; '%s' is %s to %s", month, first, last);
	return EXIT_DONE;
}

static int set_options(struct command *command, struct hvk_publication *publication, const char *by,
                       const char *period)
{
	char *gemeenten = option_given(command, "gemeente") ? option_joined(command, "gemeente") : NULL;
	const struct {
		enum hvk_publish_option name;
		const char *text;
	} wishes[] = {
		{ HVK_PUBLISH_BY, by }, { HVK_PUBLISH_PERIOD, period },
		{ HVK_PUBLISH_REGION, option(command, "region") },
		{ HVK_PUBLISH_GEMEENTE, gemeenten }, { HVK_PUBLISH_MIN_CELL, option(command, "min-cell") },
		{ HVK_PUBLISH_ZEROS, option(command, "zeros") }
	};
	int status = option_given(command, "gemeente") && !gemeenten ? fail_memory(command) : EXIT_DONE;

	for (size_t i = 0; i < COUNT(wishes) && status == EXIT_DONE; i++)
		status = set_option(command, publication, wishes[i].name, wishes[i].text);
	free(gemeenten);
	return status;
}

static int add_one(struct release *release, const char *by)
{
	struct command *command = release->command;
	const char *period = read_period(command);
	struct hvk_publication *publication;
	int status = period ? check_month(command) : EXIT_USAGE;

	if (status != EXIT_DONE)
		return status;
	if (hvk_publication_new(command->store, &publication) < 0)
		return fail_store(command);
	status = set_options(command, publication, by, period);
	if (status == EXIT_DONE)
		return release_take(release, publication);
	hvk_publication_free(publication);
	return status;
}

const char *publish_find_level(const char *by, const char *level)
{
	size_t length = strlen(level);

	for (; by; by = strchr(by, ',') ? strchr(by, ',') + 1 : NULL)
		if (strncmp(by, level, length) == 0 && (by[length] == ',' || by[length] == '\0'))
			return by;
	return NULL;
}

/* A question can have several answers, so that they do not add up: each is a publication of has and has not. Those that
 * were out of use before the months began could not be given. */
static int add_answers(struct release *release, const char *by, const char *level, const char *first)
{
	struct command *command = release->command;
	const char *behind = level + strlen("answer");
	const struct hvk_code *code;
	int status = EXIT_DONE;

	for (size_t n = 0; status == EXIT_DONE && (code = hvk_code_at(command->store, "answer", n)) != NULL; n++) {
		const char *until = hvk_code_text(code, HVK_CODE_VALID_TO);
		char *levels;

		if (*until && strncmp(until, first, strlen(first)) < 0)
			continue;
		if (asprintf(&levels, "%.*s=%s%s", (int)(behind - by), by, hvk_code_text(code, HVK_CODE_CODE),
		             behind) < 0)
			return fail_memory(command);
		status = add_one(release, levels);
		free(levels);
	}
	return status;
}

int release_add(struct release *release, const char *by)
{
	struct command *command = release->command;
	const char *answer = publish_find_level(by, "answer"), *period;
	char first[8], last[8];

	if (!answer)
		return add_one(release, by);
	period = read_period(command);
	if (!period)
		return EXIT_USAGE;
	if (hvk_period_resolve(command->store, period, first, last) < 0)
		return fail_store(command);
	return add_answers(release, by, answer, first);
}
