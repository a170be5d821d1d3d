/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda meeting minutes: a template with what is known of a meeting in its places. */
#include "agenda-minutes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agenda.h"
#include "common/records.h"

static const char *const formats[] = { "md", "html", "table", NULL };

const struct option_spec agenda_minutes_options[] = {
	{ "template", 0, VALUE_FILE, "FILE", "how they look: text with {{title}}, {{decisions}} and the like", false,
	  NULL },
	{ "format", 'f', VALUE_WORD, "md|html|table", "else by the extension of FILE, else table", false, formats },
	{ "output", 'o', VALUE_FILE, "FILE", "write to FILE, which appears whole or not at all", false, NULL },
	{ 0 }
};

enum { TEMPLATE_MOST = 1 << 20 };

/* ---------------------------------------------------------------- the template */

/* The place that is named at text, which begins with "{{"; *length: all of it. PLACES: there is none of that name. */
static enum minutes_place find_place(const char *text, size_t *length)
{
	const char *end = strstr(text, "}}");
	size_t size = strcspn(text, "\n"), start = 2 + strspn(text + 2, " "), stop;
	enum minutes_place place = PLACE_TITLE;

	*length = end && (size_t)(end - text) < size ? (size_t)(end - text) + 2 : 0;
	stop = *length > 0 ? *length - 2 : start;
	while (stop > start && text[stop - 1] == ' ')
		stop--;
	while (place < PLACES && (strlen(minutes_places[place]) != stop - start ||
	                          memcmp(minutes_places[place], text + start, stop - start) != 0))
		place++;
	return place;
}

static int refuse_place(const struct minutes *minutes, unsigned line, const char *text, size_t length)
{
	char name[32];
	const char *nearest;

	if (length == 0)
		return fail(minutes->command, EXIT_REFUSED, "%s:%u: expected '}}' behind '{{'", minutes->name, line);
	snprintf(name, sizeof(name), "%.*s", (int)(length - 4), text + 2);
	nearest = hvk_text_nearest(name, minutes_places);
	if (nearest)
		return fail(minutes->command, EXIT_REFUSED, "%s:%u: unknown place '{{%s}}'; did you mean {{%s}}?",
		            minutes->name, line, name, nearest);
	return fail(minutes->command, EXIT_REFUSED, "%s:%u: unknown place '{{%s}}'", minutes->name, line, name);
}

/* Refuses what cannot be filled in, before anything is written. */
static int check_template(const struct minutes *minutes)
{
	unsigned line = 1;

	for (const char *at = minutes->template; *at; at++) {
		size_t length, blanks;
		enum minutes_place place;
		bool alone;

		line += *at == '\n';
		if (at[0] != '{' || at[1] != '{')
			continue;
		place = find_place(at, &length);
		if (place == PLACES)
			return refuse_place(minutes, line, at, length);
		blanks = strspn(at + length, " \r"); /* which are taken off */
		alone = (at == minutes->template || at[-1] == '\n') &&
		        (at[length + blanks] == '\n' || at[length + blanks] == '\0');
		if (place >= PLACE_ATTENDANCE && !alone)
			return fail(minutes->command, EXIT_REFUSED, "%s:%u: expected {{%s}} on a line of its own",
			            minutes->name, line, minutes_places[place]);
		at += length - 1;
	}
	return EXIT_DONE;
}

static int read_template(struct minutes *minutes)
{
	struct command *command = minutes->command;
	struct hvk_input input;
	size_t length = 0;
	ssize_t count = 0;
	int status;

	minutes->name = option(command, "template");
	minutes->template = minutes_templates[command->lang];
	if (!minutes->name)
		return EXIT_DONE;
	status = open_input(command, minutes->name, &input);
	if (status != EXIT_DONE)
		return status;
	minutes->read = malloc(TEMPLATE_MOST + 1);
	if (!minutes->read) {
		close_input(&input);
		return fail_memory(command);
	}
	while (length < TEMPLATE_MOST &&
	       (count = read(input.descriptor, minutes->read + length, TEMPLATE_MOST - length)) > 0)
		length += (size_t)count;
	if (count < 0)
		status = fail(command, EXIT_REFUSED, "%s: %s", minutes->name, strerror(errno));
	else if (length == TEMPLATE_MOST || memchr(minutes->read, '\0', length))
		status = fail(command, EXIT_REFUSED, "%s: expected a text of less than a megabyte", minutes->name);
	close_input(&input);
	if (status != EXIT_DONE)
		return status;
	minutes->read[length] = '\0';
	minutes->template = minutes->read;
	return check_template(minutes);
}

/* ---------------------------------------------------------------- writing */

static int written(const struct minutes *minutes, int result)
{
	return result < 0 ? output_fail(minutes->command, minutes->output) : EXIT_DONE;
}

static int put_mark(struct minutes *minutes)
{
	static const char *const texts[2] = {
		[HVK_NL] = "INTERN: alleen voor het netwerk. Niet om te publiceren.",
		[HVK_EN] = "INTERNAL: for the network only. Not to be published."
	};

	if (minutes->marked)
		return EXIT_DONE;
	minutes->marked = true;
	return written(minutes, render_banner(minutes->renderer, texts[minutes->command->lang]));
}

/* Headings are written once something stands below them. */
static int put_headings(struct minutes *minutes)
{
	int status = EXIT_DONE;

	for (int level = 0; level < MINUTES_LEVELS && status == EXIT_DONE; level++) {
		if (!minutes->heading[level])
			continue;
		status = written(minutes, render_heading(minutes->renderer, level + 1, minutes->heading[level]));
		free(minutes->heading[level]);
		minutes->heading[level] = NULL;
	}
	return status == EXIT_DONE ? put_mark(minutes) : status;
}

static int put_paragraph(struct minutes *minutes)
{
	int status = EXIT_DONE;

	if (!minutes->paragraph)
		return EXIT_DONE;
	status = put_headings(minutes);
	if (status == EXIT_DONE)
		status = written(minutes, render_paragraph(minutes->renderer, minutes->paragraph));
	free(minutes->paragraph);
	minutes->paragraph = NULL;
	return status;
}

/* A line with its places filled in; NULL when they are all empty, and when out of memory, which *status tells. */
static char *fill_line(const struct minutes *minutes, const char *line, size_t length, int *status)
{
	size_t named = 0, known = 0, size = 0;
	char *text = NULL;
	FILE *stream = open_memstream(&text, &size);

	for (size_t i = 0, skip; stream && i < length; i += skip) {
		enum minutes_place place;

		skip = 1;
		if (length - i < 2 || line[i] != '{' || line[i + 1] != '{') {
			fputc(line[i], stream);
			continue;
		}
		place = find_place(line + i, &skip);
		named++;
		known += minutes->value[place] != NULL;
		fputs(minutes->value[place] ? minutes->value[place] : "", stream);
	}
	if (!stream || fclose(stream) != 0)
		*status = fail_memory(minutes->command);
	if (*status == EXIT_DONE && (named == 0 || known > 0))
		return text;
	free(text);
	return NULL;
}

static int put_table(struct minutes *minutes, enum minutes_place place)
{
	int status = put_paragraph(minutes);

	if (status == EXIT_DONE && minutes->table[place].rows > 0)
		status = put_headings(minutes);
	if (status == EXIT_DONE && minutes->table[place].rows > 0)
		status = written(minutes, sparse_render(&minutes->table[place], minutes->renderer));
	return status;
}

static int put_heading(struct minutes *minutes, size_t level, char *text)
{
	int status = put_paragraph(minutes);

	for (size_t i = level; i < MINUTES_LEVELS; i++) {
		free(minutes->heading[i]);
		minutes->heading[i] = NULL;
	}
	minutes->heading[level] = text;
	return status;
}

static int put_line(struct minutes *minutes, const char *line, size_t length)
{
	size_t level = 0, place_length;
	int status = EXIT_DONE;
	char *text;

	if (length == 0)
		return put_paragraph(minutes);
	if (length > 2 && line[0] == '{' && line[1] == '{' && find_place(line, &place_length) >= PLACE_ATTENDANCE)
		return put_table(minutes, find_place(line, &place_length));
	while (level < MINUTES_LEVELS && level < length && line[level] == '#')
		level++;
	if (level > 0 && (level == length || line[level] != ' '))
		level = 0;
	text = fill_line(minutes, line + level + (level > 0), length - level - (level > 0), &status);
	if (!text)
		return status;
	if (level > 0)
		return put_heading(minutes, level - 1, text);
	status = minutes_add(minutes, &minutes->paragraph, text, "\n");
	free(text);
	return status;
}

static int put_template(struct minutes *minutes)
{
	const char *at = minutes->template;
	int status = EXIT_DONE;

	while (*at && status == EXIT_DONE) {
		size_t length = strcspn(at, "\n"), shown = length;

		while (shown > 0 && (at[shown - 1] == '\r' || at[shown - 1] == ' '))
			shown--;
		status = put_line(minutes, at, shown);
		at += length + (at[length] == '\n');
	}
	return status == EXIT_DONE ? put_paragraph(minutes) : status;
}

static void forget(struct minutes *minutes)
{
	for (size_t i = 0; i < PLACES; i++) {
		free(minutes->value[i]);
		sparse_free(&minutes->table[i]);
	}
	for (size_t i = 0; i < MINUTES_LEVELS; i++)
		free(minutes->heading[i]);
	free(minutes->paragraph);
	free(minutes->read);
	hvk_record_free(minutes->meeting);
}

int agenda_minutes(struct command *command)
{
	struct minutes minutes = { .command = command };
	int status = read_template(&minutes);

	if (status == EXIT_DONE)
		status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE && (hvk_record_new(command->store, HVK_MEETING, &minutes.meeting) < 0 ||
	                            hvk_record_find(minutes.meeting, command->operands[0]) < 0))
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = minutes_read(&minutes);
	if (status == EXIT_DONE)
		status = output_open_as(command, formats, "table", &minutes.output);
	if (status == EXIT_DONE) {
		minutes.renderer = output_renderer(minutes.output);
		status = output_close(command, minutes.output, put_template(&minutes));
	}
	forget(&minutes);
	return status;
}
