/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines and ids that a verb is given: as operands, in a file, on standard input. */
#include "common/ids.h"
#include "common/translate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct option_spec ids_options[] = {
	{ "ids-from", 0, VALUE_FILE, "FILE", "ids, one a line; - for standard input", false, NULL },
	{ 0 }
};

int read_line(FILE *stream, char line[LINE_SIZE], const char **problem)
{
	size_t length = 0;
	int c = getc_unlocked(stream);

	*problem = NULL;
	if (c == EOF && !ferror(stream))
		return 0;
	for (; c != EOF && c != '\n'; c = getc_unlocked(stream)) {
		if (c == '\0')
			*problem = _("has a NUL byte; expected text");
		else if (length == LINE_SIZE - 1)
			*problem = _("is longer than 4095 bytes");
		else
			line[length++] = (char)c;
	}
	if (ferror(stream))
		*problem = strerror(errno);
	if (length > 0 && line[length - 1] == '\r')
		length--;
	line[length] = '\0';
	return *problem ? -1 : 1;
}

void ids_free(struct ids *ids)
{
	for (size_t i = 0; i < ids->count; i++)
		free(ids->texts[i]);
	free(ids->texts);
	*ids = (struct ids){ 0 };
}

static bool ids_add(struct ids *ids, const char *text)
{
	if (ids->count == ids->capacity) {
		size_t capacity = 2 * ids->capacity + 16;
		char **larger = realloc(ids->texts, capacity * sizeof(*larger));

		if (!larger)
			return false;
		ids->texts = larger;
		ids->capacity = capacity;
	}
	ids->texts[ids->count] = strdup(text);
	return ids->texts[ids->count] && ++ids->count;
}

static int read_ids(const struct command *command, FILE *stream, const char *name, struct ids *ids)
{
	char line[LINE_SIZE];
	const char *problem;
	unsigned long number = 0;
	int more;

	while ((more = read_line(stream, line, &problem)) != 0) {
		char *start = line + strspn(line, " \t");

		number++;
		if (more < 0)
			return fail(command, EXIT_REFUSED, "%s:%lu: %s; nothing was done", name, number, problem);
		start[strcspn(start, " \t")] = '\0';
		if (*start && !ids_add(ids, start))
			return fail_memory(command);
	}
	return EXIT_DONE;
}

int ids_collect(const struct command *command, int n, struct ids *ids)
{
	const char *path = option(command, "ids-from");
	struct hvk_input input;
	FILE *stream;
	int status;

	for (; n < command->operand_count; n++)
		if (!ids_add(ids, command->operands[n]))
			return fail_memory(command);
	if (!path)
		return EXIT_DONE;
	status = open_input(command, path, &input);
	if (status != EXIT_DONE)
		return status;
	stream = input.descriptor == STDIN_FILENO ? stdin : fdopen(input.descriptor, "r");
	if (!stream) {
		close_input(&input);
		return fail_memory(command);
	}
	status = read_ids(command, stream, stream == stdin ? _("standard input") : path, ids);
	if (stream != stdin)
		fclose(stream);
	return status;
}
