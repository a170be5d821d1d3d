/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-register: puts questions in, and shows, corrects and hands them on. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/output.h"
#include "common/program.h"

enum { LINE_SIZE = 4096 };     /* a short line or an id with its line end; longer ones are refused */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---------------------------------------------------------------- columns */

/* Headers for people. Reading CSV knows them too, so that what is shown can be read back. */
static const char *const dutch_titles[HVK_COLUMNS] = {
	[HVK_ID] = "id", [HVK_MONTH] = "maand", [HVK_DAY] = "dag", [HVK_GEMEENTE] = "gemeente", [HVK_DESK] = "balie",
	[HVK_CHANNEL] = "kanaal", [HVK_ASKER] = "vrager", [HVK_AGE] = "leeftijd", [HVK_THEME] = "thema",
	[HVK_KIND] = "soort",
	[HVK_SEVERITY] = "ernst", [HVK_ANSWER] = "antwoord", [HVK_DURATION] = "duur", [HVK_CONTACT] = "gesprek",
	[HVK_VOIDED] = "ingetrokken"
};

static struct render_column column_header(size_t column, enum hvk_lang lang)
{
	const char *name = hvk_column_name((enum hvk_column)column);

	return (struct render_column){
		.key = name, .title = lang == HVK_NL ? dutch_titles[column] : name, .numeric = column == HVK_DAY
	};
}

/* The columns of a listing, and memory for the texts of one row. */
struct listing {
	struct output *output;
	enum hvk_lang lang;
	bool labels;
	size_t columns[HVK_COLUMNS], count;
	struct render_column headers[HVK_COLUMNS];
	char *text;
	size_t capacity;
};

static int choose_question_columns(struct command *command, const size_t *standard, size_t standard_count,
                                   struct listing *listing, bool *done)
{
	const char *names[HVK_COLUMNS], *help[HVK_COLUMNS];

	for (size_t i = 0; i < HVK_COLUMNS; i++) {
		names[i] = hvk_column_name((enum hvk_column)i);
		help[i] = hvk_column_help((enum hvk_column)i);
	}
	return choose_columns(command, names, help, HVK_COLUMNS, standard, standard_count, listing->columns,
	                      &listing->count, done);
}

static int listing_begin(const struct command *command, struct listing *listing)
{
	listing->lang = command->lang;
	listing->labels = output_labels(listing->output);
	for (size_t i = 0; i < listing->count; i++)
		listing->headers[i] = column_header(listing->columns[i], command->lang);
	if (render_table_begin(output_renderer(listing->output), listing->headers, listing->count, NULL) < 0)
		return output_fail(command, listing->output);
	return EXIT_DONE;
}

/* The text of a column lives until the next column is asked for, so a row is gathered in memory of the listing. */
static int listing_row(const struct command *command, struct listing *listing, struct hvk_question *question)
{
	struct cell cells[HVK_COLUMNS];
	size_t starts[HVK_COLUMNS], used = 0;

	for (size_t i = 0; i < listing->count; i++) {
		enum hvk_column column = (enum hvk_column)listing->columns[i];
		size_t length;
		const char *text = hvk_question_key(question, column, &length);

		if (text && listing->labels) {
			text = hvk_question_label(question, column, listing->lang);
			length = text ? strlen(text) : 0;
		}
		if (used + length >= listing->capacity) {
			size_t capacity = 2 * (used + length) + 256;
			char *larger = realloc(listing->text, capacity);

			if (!larger)
				return fail_memory(command);
			listing->text = larger;
			listing->capacity = capacity;
		}
		if (text)
			memcpy(listing->text + used, text, length);
		starts[i] = used;
		used += length;
		cells[i] = text ? cell_bytes("", length) : cell_empty();
	}
	for (size_t i = 0; i < listing->count; i++)
		cells[i].text = listing->text + starts[i];
	if (render_row(output_renderer(listing->output), cells) < 0)
		return output_fail(command, listing->output);
	return EXIT_DONE;
}

static int listing_end(const struct command *command, struct listing *listing)
{
	if (render_table_end(output_renderer(listing->output)) < 0)
		return output_fail(command, listing->output);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- lines of text */

/* Reads one line without its end into line: 1; 0 at the end of the input; or -1 with *problem. Reading goes on behind a
 * line that was too long. */
static int read_line(FILE *stream, char line[LINE_SIZE], const char **problem)
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

static bool is_blank(const char *line)
{
	return line[strspn(line, " \t")] == '\0';
}

/* ---------------------------------------------------------------- add */

static const struct option_spec add_options[] = {
	{ "short", 0, VALUE_TEXT, "TEXT",
	  "'oostkamp telefoon moeder 2 driftbuien': words in any order, codes may be cut short; - for one question "
	  "a line on standard input", false, NULL },
	{ "dry-run", 'n', VALUE_NONE, NULL, "check all, write nothing", false, NULL },
	{ 0 }
};

static const struct option_spec question_options[] = {
	{ "month", 'm', VALUE_DATE, "MONTH", "when it was asked, 2026-10 (this month)", false, NULL },
	{ "day", 0, VALUE_NUMBER, "DAY", "of the month, in a store that records days", false, NULL },
	{ "gemeente", 'g', VALUE_GEMEENTE, "GEMEENTE", "name, NIS code, postcode or deelgemeente; required", false,
	  NULL },
	{ "desk", 0, VALUE_DESK, "DESK", "where it was asked", false, NULL },
	{ "channel", 0, VALUE_CODE, "CODE", "how it was asked", false, NULL },
	{ "asker", 0, VALUE_CODE, "CODE", "who asked", false, NULL },
	{ "age", 0, VALUE_CODE, "CODE", "of the child: 3-5, or in years", false, NULL },
	{ "theme", 't', VALUE_CODE, "CODE", "what about; required", false, NULL },
	{ "kind", 0, VALUE_CODE, "CODE", "kind of question", false, NULL },
	{ "severity", 0, VALUE_CODE, "CODE", "how serious", false, NULL },
	{ "answer", 0, VALUE_CODE, "CODE+...", "what was done; several joined by +", false, NULL },
	{ "duration", 0, VALUE_CODE, "CODE", "how long it took", false, NULL },
	{ "contact", 0, VALUE_CODE, "CODE", "new, or same for a further question in one conversation (new)", false,
	  NULL },
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

	if (!question)
		return fail_memory(command);
	if (fill_question(command, question, line) < 0)
		return fail_store(command);
	if (check_day(command, question) != EXIT_DONE)
		return EXIT_REFUSED;
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

static size_t count_desks(struct command *command)
{
	size_t count = 0;

	while (hvk_code_at(command->store, "desk", count))
		count++;
	return count;
}

/* A desk that is new may well be one misspelt. */
static void tell_new_desks(struct command *command, size_t known)
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

/* A dry run writes nothing, so a store that does not exist yet need not exist. */
static int open_to_write(struct command *command, enum hvk_open mode, bool dry_run)
{
	const char *path = dry_run ? store_path(command) : NULL;

	if (!dry_run)
		return open_store(command, mode, false);
	if (mode == HVK_OPEN_CREATE && path && access(path, F_OK) != 0 && errno == ENOENT)
		return EXIT_DONE;
	return open_store(command, HVK_OPEN_READ, false);
}

static int run_add(struct command *command)
{
	const char *line = option(command, "short");
	bool from_input = line && strcmp(line, "-") == 0, dry_run = option_given(command, "dry-run");
	struct entries entries = { 0 };
	size_t desks;
	int status = open_to_write(command, HVK_OPEN_CREATE, dry_run);

	if (status != EXIT_DONE)
		return status;
	desks = count_desks(command);
	status = from_input ? read_lines(command, &entries) : read_options(command, line, &entries);
	if (status == EXIT_DONE) {
		tell_new_desks(command, desks);
		if (dry_run)
			note(command, "dry run: %zu would be added", entries.count);
		else
			status = add_entries(command, &entries);
	}
	entries_free(&entries);
	return status;
}

/* ---------------------------------------------------------------- import */

static const char *const error_words[] = { "stop", "skip", NULL };

static const struct option_spec import_options[] = {
	{ "desk", 0, VALUE_DESK, "DESK", "the desk of rows that name none", false, NULL },
	{ "month", 'm', VALUE_DATE, "MONTH", "the month of rows that name none", false, NULL },
	{ "batch", 0, VALUE_TEXT, "NAME",
	  "the name under which this is imported (the file's name without folder and extension)", false, NULL },
	{ "id-from", 0, VALUE_TEXT, "HEADER", "the column that tells rows apart; kept only as a hash", false, NULL },
	{ "on-error", 0, VALUE_WORD, "stop|skip", "write nothing, or the good rows, when a row is refused (stop)",
	  false,
	  error_words },
	{ "rejects", 0, VALUE_FILE, "FILE", "with --on-error skip: where refused rows go, with the reason", false,
	  NULL },
	{ "replace", 0, VALUE_NONE, NULL,
	  "the files are the truth for their desks and months: what else is there is voided",
	  false, NULL },
	{ "again", 0, VALUE_NONE, NULL, "import also what came in before as another batch", false, NULL },
	{ "show-dialect", 0, VALUE_NONE, NULL, "tell how the files are read, write nothing", false, NULL },
	{ "dry-run", 'n', VALUE_NONE, NULL, "do all but write", false, NULL },
	{ 0 }
};

static int make_import_intake(struct command *command, struct hvk_intake **intake)
{
	static const struct {
		enum hvk_intake_option option;
		const char *name;
	} settings[] = {
		{ HVK_INTAKE_DESK, "desk" }, { HVK_INTAKE_MONTH, "month" }, { HVK_INTAKE_ID_FROM, "id-from" }
	};
	int status = make_intake(command, intake);

	for (size_t i = 0; i < COUNT(settings) && status == EXIT_DONE; i++) {
		const char *value = option(command, settings[i].name);

		if (value && hvk_intake_set(*intake, settings[i].option, value) < 0)
			status = fail_store(command);
	}
	return status;
}

static unsigned import_flags(const struct command *command)
{
	const char *on_error = option(command, "on-error");
	unsigned flags = 0;

	if (on_error && strcmp(on_error, "skip") == 0)
		flags |= HVK_IMPORT_SKIP;
	if (option_given(command, "dry-run") || option_given(command, "show-dialect"))
		flags |= HVK_IMPORT_DRY_RUN;
	if (option_given(command, "replace"))
		flags |= HVK_IMPORT_REPLACE;
	if (option_given(command, "again"))
		flags |= HVK_IMPORT_AGAIN;
	return flags;
}

static int check_import_options(const struct command *command)
{
	unsigned flags = import_flags(command);

	if (option_given(command, "rejects") && !(flags & HVK_IMPORT_SKIP))
		return usage(command, "--rejects needs --on-error skip");
	if ((flags & HVK_IMPORT_REPLACE) && (flags & HVK_IMPORT_SKIP))
		return usage(command, "--replace needs --on-error stop: a refused row would count as gone and void a question");
	if (option_given(command, "batch") && command->operand_count > 1)
		return usage(command, "--batch names one file; found %d", command->operand_count);
	return EXIT_DONE;
}

static int read_inputs(struct command *command, struct hvk_intake *intake, struct hvk_import *import)
{
	bool show_dialect = option_given(command, "show-dialect");
	const char *batch = option(command, "batch");

	for (int i = 0; i < command->operand_count; i++) {
		struct hvk_input input;
		int result, status = open_input(command, command->operands[i], &input);

		if (status != EXIT_DONE)
			return status;
		/* What comes by a pipe has no name of its own. */
		if (!batch && input.descriptor == STDIN_FILENO) {
			note(command, "standard input is batch 'stdin'; --batch NAME tells one sheet from another");
			batch = "stdin";
		}
		result = hvk_import_read(import, &input, batch);
		if (show_dialect && hvk_intake_dialect(intake))
			printf("%s: %s\n", input.name, hvk_intake_dialect(intake));
		close_input(&input);
		if (result < 0) {
			print_refused_rest(command);
			return fail_store(command);
		}
	}
	return EXIT_DONE;
}

static void tell_counts(const struct command *command, const struct hvk_counts *counts, bool dry_run)
{
	char voided[48] = "", blank[64] = "";

	if (counts->voided)
		snprintf(voided, sizeof(voided), ", %llu voided", (unsigned long long)counts->voided);
	if (counts->blank)
		snprintf(blank, sizeof(blank), ", %llu empty rows passed over", (unsigned long long)counts->blank);
	note(command, "%s%llu new, %llu unchanged, %llu refused%s%s", dry_run ? "dry run: " : "",
	     (unsigned long long)counts->added, (unsigned long long)counts->unchanged,
	     (unsigned long long)counts->refused, voided, blank);
}

static int import_inputs(struct command *command, struct hvk_intake *intake, struct hvk_import *import)
{
	struct hvk_counts counts;
	int status = read_inputs(command, intake, import);

	if (status != EXIT_DONE || option_given(command, "show-dialect"))
		return status;
	print_refused_rest(command);
	if (hvk_import_commit(import, &counts) < 0)
		return fail_store(command);
	tell_counts(command, &counts, option_given(command, "dry-run"));
	return counts.refused ? EXIT_REFUSED : EXIT_DONE;
}

/* The rejects appear also when nothing was refused, without rows: a script can rely on the file. */
static int import_with_rejects(struct command *command, struct hvk_intake *intake, struct hvk_import *import)
{
	const char *path = option(command, "rejects");
	struct new_file rejects;
	int status;

	if (!path)
		return import_inputs(command, intake, import);
	status = file_create(command, path, &rejects);
	if (status != EXIT_DONE)
		return status;
	hvk_import_set_rejects(import, rejects.descriptor);
	status = import_inputs(command, intake, import);
	if (status != EXIT_DONE && status != EXIT_REFUSED)
		file_discard(&rejects);
	else if (file_commit(command, &rejects) != EXIT_DONE)
		status = EXIT_OUTPUT;
	return status;
}

static int run_import(struct command *command)
{
	unsigned flags = import_flags(command);
	bool dry_run = flags & HVK_IMPORT_DRY_RUN;
	struct hvk_intake *intake = NULL;
	struct hvk_import *import = NULL;
	int status = check_import_options(command);

	if (status == EXIT_DONE)
		status = open_to_write(command, HVK_OPEN_CREATE, dry_run);
	if (status == EXIT_DONE)
		status = make_import_intake(command, &intake);
	if (status == EXIT_DONE && hvk_import_new(intake, flags, &import) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = import_with_rejects(command, intake, import);
	hvk_import_free(import);
	hvk_intake_free(intake);
	return status;
}

/* ---------------------------------------------------------------- list, show, export */

static const struct option_spec list_options[] = {
	{ "columns", 'c', VALUE_COLUMN, "COLUMNS", "a,b to choose; +a or -a to add or leave out; all; all,-id; help",
	  false,
	  NULL },
	{ "sort", 's', VALUE_COLUMN, "COLUMNS", "a,-b: by a, then by b descending", false, NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when nothing matches", false, NULL },
	{ 0 }
};

static const size_t machine_columns[] = {
	HVK_MONTH, HVK_GEMEENTE, HVK_DESK, HVK_CHANNEL, HVK_ASKER, HVK_AGE, HVK_THEME, HVK_KIND, HVK_SEVERITY,
	HVK_ANSWER,
	HVK_DURATION, HVK_CONTACT
};
static const size_t human_columns[] = {
	HVK_MONTH, HVK_GEMEENTE, HVK_DESK, HVK_CHANNEL, HVK_ASKER, HVK_AGE, HVK_THEME, HVK_ANSWER
};
static const size_t all_columns[] = {
	HVK_ID, HVK_MONTH, HVK_DAY, HVK_GEMEENTE, HVK_DESK, HVK_CHANNEL, HVK_ASKER, HVK_AGE, HVK_THEME, HVK_KIND,
	HVK_SEVERITY,
	HVK_ANSWER, HVK_DURATION, HVK_CONTACT, HVK_VOIDED
};

/* Without --columns: enough to read on a screen, or all that a table can be made of. */
static int choose_list_columns(struct command *command, struct listing *listing)
{
	unsigned traits = output_format(listing->output)->traits;
	bool human = (traits & RENDER_TITLES) != 0, done;

	if (strcmp(output_format(listing->output)->name, "ids") == 0) {
		listing->columns[0] = HVK_ID;
		listing->count = 1;
		return EXIT_DONE;
	}
	return choose_question_columns(command, human ? human_columns : machine_columns,
	                               human ? COUNT(human_columns) : COUNT(machine_columns), listing, &done);
}

/* Writes what the filter lets through. *rows: how many. */
static int write_list(struct command *command, struct hvk_filter *filter, bool with_voided, struct listing *listing,
                      uint64_t *rows)
{
	struct hvk_question *question;
	struct hvk_list *list;
	int more = 0, status = EXIT_DONE;

	*rows = 0;
	if (hvk_list_open(command->store, filter, option(command, "sort"), with_voided, &list) < 0)
		return fail_store(command);
	status = listing_begin(command, listing);
	while (status == EXIT_DONE && (more = hvk_list_next(list, &question)) > 0) {
		status = listing_row(command, listing, question);
		++*rows;
	}
	if (more < 0)
		status = fail_store(command);
	hvk_list_free(list);
	return status == EXIT_DONE ? listing_end(command, listing) : status;
}

/* Everything is looked at before the output is opened, so that a mistake leaves no half of it. */
static int run_list(struct command *command)
{
	struct listing listing = { 0 };
	struct hvk_filter *filter = NULL;
	uint64_t rows = 0;
	bool done;
	int status;

	/* Also without a store. */
	status = choose_question_columns(command, all_columns, COUNT(all_columns), &listing, &done);
	if (status != EXIT_DONE || done)
		return status;
	status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE)
		status = make_filter(command, &filter);
	if (status == EXIT_DONE)
		status = output_open(command, NULL, &listing.output);
	if (status == EXIT_DONE) {
		status = choose_list_columns(command, &listing);
		if (status == EXIT_DONE)
			status = write_list(command, filter, false, &listing, &rows);
		if (status == EXIT_DONE && rows == 0 && option_given(command, "exit-status"))
			status = EXIT_NO;
		status = output_close(command, listing.output, status);
	}
	hvk_filter_free(filter);
	free(listing.text);
	return status;
}

static const char *const export_formats[] = { "csv", "tsv", "jsonl", "rec", NULL };

static int run_export(struct command *command)
{
	struct listing listing = { .count = COUNT(all_columns) };
	struct hvk_filter *filter = NULL;
	uint64_t rows;
	int status = open_store(command, HVK_OPEN_READ, false);

	memcpy(listing.columns, all_columns, sizeof(all_columns));
	if (status == EXIT_DONE)
		status = make_filter(command, &filter);
	if (status == EXIT_DONE)
		status = output_open_as(command, export_formats, "csv", &listing.output);
	if (status == EXIT_DONE)
		status = output_close(command, listing.output, write_list(command, filter, true, &listing, &rows));
	hvk_filter_free(filter);
	free(listing.text);
	return status;
}

static const struct option_spec show_options[] = {
	{ "columns", 'c', VALUE_COLUMN, "COLUMNS", "as for list", false, NULL },
	{ 0 }
};

static int show_questions(struct command *command, struct listing *listing, struct hvk_question *question)
{
	int status = EXIT_DONE;

	for (int i = 0; i < command->operand_count && status == EXIT_DONE; i++) {
		if (hvk_question_find(question, command->operands[i]) < 0)
			return fail_store(command);
		if (i == 0)
			status = listing_begin(command, listing);
		if (status == EXIT_DONE)
			status = listing_row(command, listing, question);
	}
	return status == EXIT_DONE ? listing_end(command, listing) : status;
}

static int run_show(struct command *command)
{
	struct listing listing = { 0 };
	struct hvk_question *question = NULL;
	bool done;
	int status = choose_question_columns(command, all_columns, COUNT(all_columns), &listing, &done);

	if (status != EXIT_DONE || done)
		return status;
	status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE && hvk_question_new(command->store, &question) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = output_open_as(command, NULL, "rec", &listing.output);
	if (status == EXIT_DONE)
		status = output_close(command, listing.output, show_questions(command, &listing, question));
	hvk_question_free(question);
	free(listing.text);
	return status;
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

	while ((more = read_line(stream, line, &problem)) != 0) {
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
	status = open_to_write(command, HVK_OPEN_WRITE, dry_run);
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
	int status = open_to_write(command, HVK_OPEN_WRITE, dry_run);

	if (status != EXIT_DONE)
		return status;
	if (hvk_store_undo(command->store, dry_run, &counts, &what) < 0)
		return fail_store(command);
	note(command, "%s %s: %llu taken out, %llu put back", dry_run ? "would undo" : "undone:", what,
	     (unsigned long long)counts.voided, (unsigned long long)counts.added);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- check, template */

/* Findings are what was asked for, so they go to standard output. */
static int print_finding(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	struct command *command = data;
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
	{ HVK_AGE, "3-5" }, { HVK_THEME, "gedrag.driftbuien" }, { HVK_KIND, "inhoudelijk" }, { HVK_SEVERITY,
	"alledaags" },
	{ HVK_ANSWER, "info" }, { HVK_DURATION, "5-15" }, { HVK_CONTACT, "new" }
};

static int write_template(struct command *command, struct output *output)
{
	struct render_column headers[COUNT(example) + 1];
	struct cell cells[COUNT(example) + 1];
	struct renderer *renderer = output_renderer(output);
	char first[8], last[8];

	if (hvk_period_resolve(command->store, "this-month", first, last) < 0)
		return fail_store(command);
	headers[0] = column_header(HVK_MONTH, command->lang);
	cells[0] = cell_text(first);
	for (size_t i = 0; i < COUNT(example); i++) {
		headers[i + 1] = column_header(example[i].column, command->lang);
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
	  run_add },
	{ "import", "FILE...", VALUE_FILE, 1, -1, "take in questions from CSV files; - for standard input",
	  OPTIONS(import_options, intake_options), run_import },
	{ "list", "", VALUE_NONE, 0, 0, "list questions", OPTIONS(list_options, output_options, filter_options),
	  run_list },
	{ "show", "ID...", VALUE_ID, 1, -1, "show questions by their ids", OPTIONS(show_options, output_options),
	  run_show },
	{ "void", "[ID...]", VALUE_ID, 0, -1, "take questions out; no import brings them back", OPTIONS(void_options),
	  run_void },
	{ "undo", "", VALUE_NONE, 0, 0, "revert the last add, import or void", OPTIONS(undo_options), run_undo },
	{ "export", "", VALUE_NONE, 0, 0, "write questions for another store, with ids and what was voided",
	  OPTIONS(output_options, filter_options), run_export },
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
