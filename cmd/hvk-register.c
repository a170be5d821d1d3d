/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-register: puts questions in, and shows, corrects and hands them on. */
#include "register.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---------------------------------------------------------------- what several verbs need */

int register_open(struct command *command, enum hvk_open mode, bool dry_run)
{
	const char *path = dry_run ? store_path(command) : NULL;

	if (!dry_run)
		return open_store(command, mode, false);
	if (mode == HVK_OPEN_CREATE && path && access(path, F_OK) != 0 && errno == ENOENT)
		return EXIT_DONE;
	return open_store(command, HVK_OPEN_READ, false);
}

int register_line(FILE *stream, char line[LINE_SIZE], const char **problem)
{
	size_t length = 0;
	int c = getc_unlocked(stream);

	*problem = NULL;
	if (c == EOF && !ferror(stream))
		return 0;
	for (; c != EOF && c != '\n'; c = getc_unlocked(stream)) {
		if (c == '\0')
			*problem = "has a NUL byte; expected text";
		else if (length == LINE_SIZE - 1)
			*problem = "is longer than 4095 bytes";
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

/* ---------------------------------------------------------------- void, undo */

static const struct option_spec void_options[] = {
	{ "ids-from", 0, VALUE_FILE, "FILE", "ids, one a line; - for standard input", false, NULL },
	{ "dry-run", 'n', VALUE_NONE, NULL, "look for all, write nothing", false, NULL },
	{ 0 }
};

static const struct option_spec undo_options[] = {
	{ "dry-run", 'n', VALUE_NONE, NULL, "tell what would be undone", false, NULL },
	{ 0 }
};

struct ids {
	char **texts;
	size_t count, capacity;
};

static void ids_free(struct ids *ids)
{
	for (size_t i = 0; i < ids->count; i++)
		free(ids->texts[i]);
	free(ids->texts);
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

	while ((more = register_line(stream, line, &problem)) != 0) {
		char *start = line + strspn(line, " \t");

		number++;
		if (more < 0)
			return fail(command, EXIT_REFUSED, "%s:%lu: %s; nothing was voided", name, number, problem);
		start[strcspn(start, " \t")] = '\0';
		if (*start && !ids_add(ids, start))
			return fail_memory(command);
	}
	return EXIT_DONE;
}

static int collect_ids(const struct command *command, struct ids *ids)
{
	const char *path = option(command, "ids-from");
	struct hvk_input input;
	FILE *stream;
	int status;

	for (int i = 0; i < command->operand_count; i++)
		if (!ids_add(ids, command->operands[i]))
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
	status = read_ids(command, stream, stream == stdin ? "standard input" : path, ids);
	if (stream != stdin)
		fclose(stream);
	return status;
}

static int run_void(struct command *command)
{
	bool dry_run = option_given(command, "dry-run");
	struct ids ids = { 0 };
	int status = EXIT_DONE;

	if (command->operand_count == 0 && !option_given(command, "ids-from"))
		return usage(command, "void: expected ids, or --ids-from FILE");
	status = register_open(command, HVK_OPEN_WRITE, dry_run);
	if (status == EXIT_DONE)
		status = collect_ids(command, &ids);
	if (status == EXIT_DONE && ids.count > 0 &&
	    hvk_question_void(command->store, (const char *const *)ids.texts, ids.count, dry_run) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		note(command, dry_run ? "dry run: %zu would be voided" : "%zu voided", ids.count);
	ids_free(&ids);
	return status;
}

static int run_undo(struct command *command)
{
	bool dry_run = option_given(command, "dry-run");
	struct hvk_counts counts;
	const char *what;
	int status = register_open(command, HVK_OPEN_WRITE, dry_run);

	if (status != EXIT_DONE)
		return status;
	if (hvk_store_undo(command->store, dry_run, &counts, &what) < 0)
		return fail_store(command);
	note(command, "%s %s: %llu taken out, %llu put back", dry_run ? "would undo" : "undone:", what,
	     (unsigned long long)counts.voided, (unsigned long long)counts.added);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- check, template */

static int run_check(struct command *command)
{
	struct hvk_listener listener = { print_finding, command };
	struct hvk_filter *filter = NULL;
	uint64_t findings = 0;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status == EXIT_DONE)
		status = make_filter(command, &filter);
	if (status == EXIT_DONE && hvk_question_check(command->store, filter, &listener, &findings) < 0)
		status = fail_store(command);
	hvk_filter_free(filter);
	if (status == EXIT_DONE && findings > 0)
		status = EXIT_NO;
	return status;
}

static const struct {
	enum hvk_column column;
	const char *value;
} example[] = {
	{ HVK_GEMEENTE, "Gent" }, { HVK_DESK, "voorbeeld" }, { HVK_CHANNEL, "telefoon" }, { HVK_ASKER, "moeder" },
	{ HVK_AGE, "3-5" }, { HVK_THEME, "gedrag.driftbuien" }, { HVK_KIND, "inhoudelijk" },
	{ HVK_SEVERITY, "alledaags" }, { HVK_ANSWER, "info" }, { HVK_DURATION, "5-15" }, { HVK_CONTACT, "new" }
};

static int write_template(struct command *command, struct output *output)
{
	struct render_column headers[COUNT(example) + 1];
	struct cell cells[COUNT(example) + 1];
	struct renderer *renderer = output_renderer(output);
	char first[8], last[8];

	if (hvk_period_resolve(command->store, "this-month", first, last) < 0)
		return fail_store(command);
	headers[0] = register_header(HVK_MONTH, command->lang);
	cells[0] = cell_text(first);
	for (size_t i = 0; i < COUNT(example); i++) {
		headers[i + 1] = register_header(example[i].column, command->lang);
		cells[i + 1] = cell_text(example[i].value);
	}
	/* A form is for people, whatever its format: its header is in their language. */
	for (size_t i = 0; i < COUNT(headers); i++)
		headers[i].key = headers[i].title;
	if (render_table_begin(renderer, headers, COUNT(headers), NULL) < 0 || render_row(renderer, cells) < 0 ||
	    render_table_end(renderer) < 0)
		return output_fail(command, output);
	return EXIT_DONE;
}

static const char *const template_formats[] = { "csv", "tsv", "excel", NULL };

static int run_template(struct command *command)
{
	struct output *output;
	int status = output_open_as(command, template_formats, "csv", &output);

	if (status != EXIT_DONE)
		return status;
	return output_close(command, output, write_template(command, output));
}

/* ---------------------------------------------------------------- the program */

#define OPTIONS(...) (const struct option_spec *const[]) { __VA_ARGS__, NULL }

static const struct verb_spec verbs[] = {
	{ "add", "", VALUE_NONE, 0, 0, "register one question, or one a line", OPTIONS(question_options, add_options),
	  register_add },
	{ "import", "FILE...", VALUE_FILE, 1, -1, "take in questions from CSV files; - for standard input",
	  OPTIONS(import_options, intake_options), register_import },
	{ "list", "", VALUE_NONE, 0, 0, "list questions", OPTIONS(list_options, output_options, filter_options),
	  register_list },
	{ "show", "ID...", VALUE_ID, 1, -1, "show questions by their ids", OPTIONS(show_options, output_options),
	  register_show },
	{ "void", "[ID...]", VALUE_ID, 0, -1, "take questions out; no import brings them back", OPTIONS(void_options),
	  run_void },
	{ "undo", "", VALUE_NONE, 0, 0, "revert the last add, import or void", OPTIONS(undo_options), run_undo },
	{ "export", "", VALUE_NONE, 0, 0, "write questions for another store, with ids and what was voided",
	  OPTIONS(output_options, filter_options), register_export },
	{ "check", "", VALUE_NONE, 0, 0, "look for suspicious questions", OPTIONS(filter_options), run_check },
	{ "template", "", VALUE_NONE, 0, 0, "write a CSV file to be filled in: a header and an example",
	  OPTIONS(output_options), run_template },
	{ 0 }
};

static const struct program_spec program = {
	"hvk-register", "registers questions of families, anonymously", verbs
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
