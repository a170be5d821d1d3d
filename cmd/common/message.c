/* SPDX-License-Identifier: EUPL-1.2 */
/* What the programs say on standard error. Nothing that a terminal would obey gets through. */
#include <stdlib.h>
#include <string.h>

#include "common/program.h"
#include "common/translate.h"

enum { REFUSED_SHOWN = 100 };

static void print_line(const struct command *command, const char *text)
{
	char *printable = hvk_text_printable(text);

	fprintf(stderr, "%s: %s\n", command->program->name, printable ? printable : _("out of memory"));
	free(printable);
}

/* The one place where the formats of messages are translated. */
static void print_formatted(const struct command *command, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
static void print_formatted(const struct command *command, const char *format, va_list arguments)
{
	char *text = NULL;

	if (vasprintf(&text, _(format), arguments) < 0)
		text = NULL;
	print_line(command, text ? text : _("out of memory"));
	free(text);
}

int fail(const struct command *command, enum exit_status status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_formatted(command, format, arguments);
	va_end(arguments);
	return (int)status;
}

int fail_memory(const struct command *command)
{
	return fail(command, EXIT_BUG, "out of memory");
}

void message(const struct command *command, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_formatted(command, format, arguments);
	va_end(arguments);
}

void note(const struct command *command, const char *format, ...)
{
	va_list arguments;

	if (command->quiet)
		return;
	va_start(arguments, format);
	print_formatted(command, format, arguments);
	va_end(arguments);
}

static int try_help(const struct command *command)
{
	if (command->verb)
		fprintf(stderr, _("try: %s %s --help\n"), command->program->name, command->verb->name);
	else
		fprintf(stderr, _("try: %s --help\n"), command->program->name);
	return EXIT_USAGE;
}

int usage(const struct command *command, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_formatted(command, format, arguments);
	va_end(arguments);
	return try_help(command);
}

int usage_unknown(const struct command *command, const char *what, const char *text, const char *const candidates[])
{
	const char *nearest = hvk_text_nearest(text, candidates);

	if (nearest)
		message(command, "unknown %s '%s'; did you mean %s?", _(what), text, nearest);
	else
		message(command, "unknown %s '%s'", _(what), text);
	return try_help(command);
}

static void print_error(const struct command *command, const struct hvk_error *error)
{
	/* The name that open_input() gives to what is no file. */
	const char *file = error->file && strcmp(error->file, "standard input") == 0 ? _("standard input")
	                                                                              : error->file;

	if (file && error->line && error->column)
		message(command, "%s:%llu:%u: %s", file, (unsigned long long)error->line, error->column,
		        error->message);
	else if (file && error->line)
		message(command, "%s:%llu: %s", file, (unsigned long long)error->line, error->message);
	else if (file)
		message(command, "%s: %s", file, error->message);
	else
		print_line(command, error->message);
}

static int exit_status_of(int result)
{
	switch (result) {
	case HVK_EINVAL:
		return EXIT_USAGE;
	case HVK_EINPUT:
		return EXIT_REFUSED;
	case HVK_ENOTFOUND:
	case HVK_EAMBIGUOUS:
		return EXIT_NOT_FOUND;
	case HVK_ESTORE:
		return EXIT_STORE;
	case HVK_EBUSY:
		return EXIT_BUSY;
	case HVK_EIO:
		return EXIT_OUTPUT;
	default:
		return result >= 0 ? EXIT_DONE : EXIT_BUG;
	}
}

int fail_store(const struct command *command)
{
	const struct hvk_error *error = hvk_store_error(command->store);

	print_error(command, error);
	return error->code < 0 ? exit_status_of(error->code) : EXIT_BUG;
}

int print_report(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	struct command *command = data;

	if (severity == HVK_REFUSED) {
		if (++command->refused > REFUSED_SHOWN && !command->verbose)
			return 0;
	} else if (command->quiet) {
		return 0;
	}
	print_error(command, error);
	return 0;
}

void print_refused_rest(const struct command *command)
{
	if (command->refused > REFUSED_SHOWN && !command->verbose)
		message(command, "%llu more refused; --verbose shows all",
		        (unsigned long long)command->refused - REFUSED_SHOWN);
}

int print_finding(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	const struct command *command = data;
	char *text;

	(void)severity;
	if (command->quiet)
		return 0;
	text = hvk_text_printable(error->message);
	if (text)
		puts(text);
	free(text);
	return text ? 0 : HVK_ENOMEM;
}
