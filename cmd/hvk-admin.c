/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-admin: makes stores, keeps them safe, and keeps their codes and regions. */
#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/output.h"
#include "common/program.h"
#include "common/translate.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct option_spec dry_run_options[] = {
	{ "dry-run", 'n', VALUE_NONE, NULL, "check all, write nothing", false, NULL },
	{ 0 }
};

/* A dry run does everything and takes it back, so it needs the store as the real one does; but it makes none. made: not
 * NULL for a verb that makes a store when there is none; whether it did. */
static int open_to_change(struct command *command, bool *made)
{
	bool may_make = made && !option_given(command, "dry-run");
	const char *path = store_path(command);

	if (made)
		*made = may_make && path && access(path, F_OK) != 0 && errno == ENOENT;
	return open_store(command, may_make ? HVK_OPEN_CREATE : HVK_OPEN_WRITE, false);
}

/* Tells why it failed. A store made for nothing would be in the way of trying again. */
static int give_up(struct command *command, bool made)
{
	int status = fail_store(command);

	if (made)
		unlink(store_path(command));
	return status;
}

/* "would have" in a dry run. */
static const char *would(const struct command *command)
{
	return option_given(command, "dry-run") ? _("dry run: would have ") : "";
}

/* What was done without a count to tell: for people only. Scripts have the exit status. */
#define confirm(command, ...)                                                         \
	do {                                                                          \
		if (option_given(command, "dry-run") || isatty(STDERR_FILENO))        \
			note(command, __VA_ARGS__);                                   \
	} while (0)

/* ---------------------------------------------------------------- init */

static const char *const precision_words[] = { "month", "day", NULL };

static const struct option_spec init_options[] = {
	{ "region", 0, VALUE_FILE, "FILE", "import regions from FILE", true, NULL },
	{ "precision", 0, VALUE_WORD, "month|day", "what is kept of the date of a question (month)", false,
	  precision_words },
	{ "group", 0, VALUE_NONE, NULL, "let the group of the file read and write it", false, NULL },
	{ 0 }
};

static int import_regions(struct command *command, const struct hvk_input *input, uint64_t *members)
{
	bool dry_run = option_given(command, "dry-run");

	return hvk_region_import(command->store, input->name, input->descriptor, dry_run, members);
}

/* Who can open the file, and whether the folder lets them: SQLite writes its journal beside the file. */
static void tell_group(const struct command *command, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	const struct group *group;
	struct stat status;

	if (stat(path, &status) == 0) {
		group = getgrgid(status.st_gid);
		note(command, "everyone in group %s can read and write it, whatever questions it will hold",
		     group ? group->gr_name : _("of the file"));
	}
	if (folder && stat(folder, &status) == 0 && (status.st_mode & (S_IWGRP | S_IXGRP)) != (S_IWGRP | S_IXGRP))
		note(command, "its folder keeps the group out; let them in with: chmod g+rwxs %s", folder);
	free(folder);
}

/* Imports the files of --region into the store that was just made. */
static int init_regions(struct command *command)
{
	const char *path;
	int status = EXIT_DONE;

	for (size_t n = 0; status == EXIT_DONE && (path = option_at(command, "region", n)) != NULL; n++) {
		struct hvk_input input;
		uint64_t members;

		status = open_input(command, path, &input);
		if (status != EXIT_DONE)
			break;
		if (import_regions(command, &input, &members) < 0)
			status = fail_store(command);
		close_input(&input);
	}
	return status;
}

static int run_init(struct command *command)
{
	const char *precision = option(command, "precision"), *path = store_path(command);
	bool days = precision && strcmp(precision, "day") == 0, group = option_given(command, "group");
	int status;

	if (!path)
		return EXIT_USAGE;
	status = make_store_folder(command);
	if (status != EXIT_DONE)
		return status;
	if (hvk_store_create(command->store, path, days ? HVK_PRECISION_DAY : HVK_PRECISION_MONTH, group) < 0)
		return fail_store(command);
	status = init_regions(command);
	if (status != EXIT_DONE) {
		/* Half of what was asked for would be in the way of trying again. */
		unlink(path);
		return status;
	}
	if (days)
		note(command, "made %s, which keeps the day of a question", path);
	else
		note(command, "made %s, which keeps the month of a question", path);
	if (group)
		tell_group(command, path);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- check, backup, restore */

static int run_check(struct command *command)
{
	struct hvk_listener listener = { print_finding, command };
	uint64_t findings = 0;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status != EXIT_DONE)
		return status;
	if (hvk_store_check(command->store, &listener, &findings) < 0)
		return fail_store(command);
	if (findings > 0)
		return EXIT_NO;
	confirm(command, "%s: nothing found", store_path(command));
	return EXIT_DONE;
}

static int run_backup(struct command *command)
{
	int status;

	if (strcmp(command->operands[0], "-") == 0)
		return usage(command, "backup: expected a file; a store is not written to standard output");
	status = open_store(command, HVK_OPEN_READ, false);
	if (status != EXIT_DONE)
		return status;
	if (hvk_store_backup(command->store, command->operands[0]) < 0)
		return fail_store(command);
	confirm(command, "%s: a verified copy of %s", command->operands[0], store_path(command));
	warn_when_public(command, command->operands[0]);
	return EXIT_DONE;
}

/* A store that is gone is made anew; one that cannot be opened is somebody's to look at first. */
static int open_to_restore(struct command *command, bool *made)
{
	const char *path = store_path(command);
	int status;

	*made = false;
	if (option_given(command, "dry-run"))
		return open_store(command, HVK_OPEN_READ, false);
	status = open_to_change(command, made);
	if (status == EXIT_STORE && path && access(path, W_OK) == 0)
		message(command,
		        "to restore all the same, give that file another name first; a new store is then made");
	return status;
}

static int run_restore(struct command *command)
{
	bool made;
	int status = open_to_restore(command, &made);

	if (status != EXIT_DONE)
		return status;
	if (hvk_store_restore(command->store, command->operands[0], option_given(command, "dry-run")) < 0)
		return give_up(command, made);
	confirm(command, "%srestored %s from %s", would(command), store_path(command), command->operands[0]);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- lists */

/* A list whose columns are known by their place; what stands in a row comes from its owner. */
struct listing {
	struct output *output;
	size_t columns[8], count;
	struct render_column headers[8];
};

static const struct option_spec list_options[] = {
	{ "columns", 'c', VALUE_TEXT, "A,B", "these columns; +A or -A adds or removes one; all; help lists them", false,
	  NULL },
	{ 0 }
};

struct list_column {
	const char *name, *title, *help;
};

/* Opens the output and begins its table. *done: nothing is left to do. 0 or an exit status. */
static int listing_open(struct command *command, const struct list_column *known, size_t available,
                        const size_t *standard, size_t standard_count, struct listing *listing, bool *done)
{
	const char *names[8], *help[8];
	int status;

	for (size_t i = 0; i < available; i++) {
		names[i] = known[i].name;
		help[i] = known[i].help;
	}
	status = choose_columns(command, names, help, available, standard, standard_count, listing->columns,
	                        &listing->count, done);
	if (status != EXIT_DONE || *done)
		return status;
	for (size_t i = 0; i < listing->count; i++) {
		const struct list_column *column = &known[listing->columns[i]];

		listing->headers[i] = (struct render_column){
			.key = column->name, .title = command->lang == HVK_NL ? column->title : column->name
		};
	}
	status = output_open(command, NULL, &listing->output);
	if (status != EXIT_DONE)
		return status;
	if (render_table_begin(output_renderer(listing->output), listing->headers, listing->count, NULL) == 0)
		return EXIT_DONE;
	return output_close(command, listing->output, output_fail(command, listing->output));
}

static struct cell text_or_empty(const char *text)
{
	return text && *text ? cell_text(text) : cell_empty();
}

static int listing_close(struct command *command, struct listing *listing, int status)
{
	if (status == EXIT_DONE && render_table_end(output_renderer(listing->output)) < 0)
		status = output_fail(command, listing->output);
	return output_close(command, listing->output, status);
}

/* ---------------------------------------------------------------- codes */

static const struct list_column code_columns[HVK_CODE_FIELDS] = {
	[HVK_CODE_LIST] = { "list", "lijst", N_("the vocabulary: theme, channel, answer ...") },
	[HVK_CODE_CODE] = { "code", "code", N_("its name, as it stands in files") },
	[HVK_CODE_PARENT] = { "parent", "onder", N_("the code it is below") },
	[HVK_CODE_LABEL_NL] = { "label_nl", "Nederlands", N_("label in Dutch") },
	[HVK_CODE_LABEL_EN] = { "label_en", "Engels", N_("label in English") },
	[HVK_CODE_SENSITIVE] = { "sensitive", "gevoelig", N_("1 when small counts of it need care") },
	[HVK_CODE_VALID_FROM] = { "valid_from", "geldig van", N_("first day on which it may be used") },
	[HVK_CODE_VALID_TO] = { "valid_to", "geldig tot en met", N_("last day on which it may be used") },
};

static const size_t all_code_columns[] = {
	HVK_CODE_LIST, HVK_CODE_CODE, HVK_CODE_PARENT, HVK_CODE_LABEL_NL, HVK_CODE_LABEL_EN, HVK_CODE_SENSITIVE,
	HVK_CODE_VALID_FROM, HVK_CODE_VALID_TO
};

/* The operand that names a list, NULL for all. */
static int choose_list(struct command *command, const char **list)
{
	const struct hvk_code *code;

	*list = command->operands[0];
	/* A list may be empty, and be there all the same. */
	if (*list && hvk_code_find(command->store, *list, "", false, &code) == HVK_EINVAL)
		return fail_store(command);
	return EXIT_DONE;
}

static int print_codes(struct command *command, struct listing *listing, const char *list)
{
	const struct hvk_code *code;
	struct cell cells[HVK_CODE_FIELDS];

	for (size_t n = 0; (code = hvk_code_at(command->store, list, n)) != NULL; n++) {
		for (size_t i = 0; i < listing->count; i++)
			cells[i] = text_or_empty(hvk_code_text(code, (enum hvk_code_field)listing->columns[i]));
		if (render_row(output_renderer(listing->output), cells) < 0)
			return output_fail(command, listing->output);
	}
	return EXIT_DONE;
}

static int run_codes_list(struct command *command)
{
	struct listing listing;
	const char *list;
	bool done = false;
	int status = open_store(command, HVK_OPEN_READ, true);

	if (status == EXIT_DONE)
		status = choose_list(command, &list);
	if (status == EXIT_DONE)
		status = listing_open(command, code_columns, HVK_CODE_FIELDS, all_code_columns, HVK_CODE_LABEL_EN + 1,
		                      &listing, &done);
	if (status != EXIT_DONE || done)
		return status;
	return listing_close(command, &listing, print_codes(command, &listing, list));
}

/* What codes import reads: all columns, under their own names. */
static int write_codes(struct command *command, struct listing *listing, const char *list)
{
	for (size_t i = 0; i < HVK_CODE_FIELDS; i++) {
		listing->columns[i] = all_code_columns[i];
		listing->headers[i] =
			(struct render_column){ .key = code_columns[i].name, .title = code_columns[i].name };
	}
	listing->count = HVK_CODE_FIELDS;
	if (render_table_begin(output_renderer(listing->output), listing->headers, listing->count, NULL) < 0)
		return output_fail(command, listing->output);
	return print_codes(command, listing, list);
}

static int run_codes_export(struct command *command)
{
	static const char *const formats[] = { "csv", "tsv", "excel", NULL };
	struct listing listing;
	const char *list;
	int status = open_store(command, HVK_OPEN_READ, true);

	if (status == EXIT_DONE)
		status = choose_list(command, &list);
	if (status == EXIT_DONE)
		status = output_open_as(command, formats, "csv", &listing.output);
	if (status != EXIT_DONE)
		return status;
	return listing_close(command, &listing, write_codes(command, &listing, list));
}

static int run_codes_import(struct command *command)
{
	bool made, dry_run = option_given(command, "dry-run");
	struct hvk_input input;
	uint64_t changed = 0;
	int status = open_input(command, command->operands[0], &input);

	if (status != EXIT_DONE)
		return status;
	status = open_to_change(command, &made);
	if (status == EXIT_DONE &&
	    hvk_code_import(command->store, input.name, input.descriptor, dry_run, &changed) < 0)
		status = give_up(command, made);
	close_input(&input);
	if (status == EXIT_DONE)
		note(command, P_("%sadded or changed %llu code", "%sadded or changed %llu codes", changed),
		     would(command), (unsigned long long)changed);
	return status;
}

static int run_codes_retire(struct command *command)
{
	const char *list = command->operands[0], *code = command->operands[1], *day = command->operands[2];
	int status = open_to_change(command, NULL);

	if (status != EXIT_DONE)
		return status;
	if (hvk_code_retire(command->store, list, code, day, option_given(command, "dry-run")) < 0)
		return fail_store(command);
	confirm(command, "%sretired %s %s after %s", would(command), list, code, day);
	return EXIT_DONE;
}

static int run_codes_rename(struct command *command)
{
	const char *list = command->operands[0], *code = command->operands[1], *name = command->operands[2];
	int status = open_to_change(command, NULL);

	if (status != EXIT_DONE)
		return status;
	if (hvk_code_rename(command->store, list, code, name, option_given(command, "dry-run")) < 0)
		return fail_store(command);
	confirm(command, "%srenamed %s %s to %s; the old name stays known", would(command), list, code, name);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- regions */

enum { REGION, REGION_GEMEENTE, REGION_ARRONDISSEMENT, REGION_PROVINCE, REGION_COLUMNS };

static const struct list_column region_columns[REGION_COLUMNS] = {
	[REGION] = { "region", "regio", N_("name of the region") },
	[REGION_GEMEENTE] = { "gemeente", "gemeente", N_("one of its gemeenten: NIS code, name with --labels") },
	[REGION_ARRONDISSEMENT] = { "arrondissement", "arrondissement", N_("of that gemeente") },
	[REGION_PROVINCE] = { "province", "provincie", N_("of that gemeente") },
};

/* The region that the operand names, in the spelling of the store; NULL when there is no operand. */
static int choose_region(struct command *command, const char **only)
{
	const char *wanted = command->operands[0], *region, **names;
	size_t count = 0;
	int status = EXIT_DONE;

	*only = NULL;
	while (hvk_region_at(command->store, count, &region))
		count++;
	if (hvk_store_error(command->store)->code < 0)
		return fail_store(command);
	names = calloc(count + 1, sizeof(*names));
	if (!names)
		return fail_memory(command);
	for (size_t n = 0; n < count; n++) {
		hvk_region_at(command->store, n, &names[n]);
		if (wanted && strcasecmp(names[n], wanted) == 0)
			*only = names[n];
	}
	if (wanted && !*only) {
		region = hvk_text_nearest(wanted, names);
		status = fail(command, EXIT_NOT_FOUND, "unknown region '%s'%s%s%s", wanted,
		              region ? _("; did you mean ") : "", region ? region : "", region ? "?" : "");
	}
	free(names);
	return status;
}

static int print_regions(struct command *command, struct listing *listing, const char *only)
{
	bool labels = output_labels(listing->output);
	const enum hvk_gemeente_field fields[REGION_COLUMNS] = {
		[REGION_GEMEENTE] = labels ? HVK_GEMEENTE_NAME : HVK_GEMEENTE_NIS,
		[REGION_ARRONDISSEMENT] = HVK_GEMEENTE_ARRONDISSEMENT,
		[REGION_PROVINCE] = HVK_GEMEENTE_PROVINCE,
	};
	const struct hvk_gemeente *gemeente;
	struct cell cells[REGION_COLUMNS];
	const char *region;

	for (size_t n = 0; (gemeente = hvk_region_at(command->store, n, &region)) != NULL; n++) {
		if (only && strcmp(region, only) != 0)
			continue;
		for (size_t i = 0; i < listing->count; i++)
			cells[i] = listing->columns[i] == REGION
			                   ? cell_text(region)
			                   : text_or_empty(hvk_gemeente_text(gemeente, fields[listing->columns[i]]));
		if (render_row(output_renderer(listing->output), cells) < 0)
			return output_fail(command, listing->output);
	}
	return hvk_store_error(command->store)->code < 0 ? fail_store(command) : EXIT_DONE;
}

static int run_regions_list(struct command *command)
{
	static const size_t standard[] = { REGION, REGION_GEMEENTE };
	struct listing listing;
	const char *only;
	bool done = false;
	int status = open_store(command, HVK_OPEN_READ, true);

	if (status == EXIT_DONE)
		status = choose_region(command, &only);
	if (status == EXIT_DONE)
		status = listing_open(command, region_columns, REGION_COLUMNS, standard, COUNT(standard), &listing,
		                      &done);
	if (status != EXIT_DONE || done)
		return status;
	return listing_close(command, &listing, print_regions(command, &listing, only));
}

static int run_regions_import(struct command *command)
{
	bool made;
	struct hvk_input input;
	uint64_t members = 0;
	int status = open_input(command, command->operands[0], &input);

	if (status != EXIT_DONE)
		return status;
	status = open_to_change(command, &made);
	if (status == EXIT_DONE && import_regions(command, &input, &members) < 0)
		status = give_up(command, made);
	close_input(&input);
	if (status == EXIT_DONE)
		note(command, P_("%sread %llu gemeente", "%sread %llu gemeenten", members), would(command),
		     (unsigned long long)members);
	return status;
}

static int run_regions_remove(struct command *command)
{
	int status = open_to_change(command, NULL);

	if (status != EXIT_DONE)
		return status;
	if (hvk_region_remove(command->store, command->operands[0], option_given(command, "dry-run")) < 0)
		return fail_store(command);
	confirm(command, "%sremoved region %s; its questions stay", would(command), command->operands[0]);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- purge, merge */

static const struct option_spec purge_options[] = {
	{ "before", 0, VALUE_DATE, "MONTH", "delete the questions of months before this one; required", false, NULL },
	{ 0 }
};

static int run_purge(struct command *command)
{
	const char *month = option(command, "before");
	bool dry_run = option_given(command, "dry-run");
	uint64_t gone;
	int status;

	if (!month)
		return usage(command, "purge: expected --before MONTH");
	status = open_store(command, dry_run ? HVK_OPEN_READ : HVK_OPEN_WRITE, false);
	if (status != EXIT_DONE)
		return status;
	if (hvk_store_purge(command->store, month, false, dry_run, &gone, NULL) < 0)
		return fail_store(command);
	note(command, P_("%sdeleted %llu question of months before %s, for good",
	                 "%sdeleted %llu questions of months before %s, for good", gone),
	     would(command), (unsigned long long)gone, month);
	return EXIT_DONE;
}

static int run_merge(struct command *command)
{
	struct hvk_record_counts records;
	struct hvk_counts counts;
	bool made;
	int status = open_to_change(command, &made);

	if (status != EXIT_DONE)
		return status;
	if (hvk_store_merge(command->store, command->operands[0], option_given(command, "dry-run"), &counts,
	                    &records) < 0)
		return give_up(command, made);
	note(command, P_("%sadded %llu question; %llu unchanged, %llu voided",
	                 "%sadded %llu questions; %llu unchanged, %llu voided", counts.added),
	     would(command), (unsigned long long)counts.added, (unsigned long long)counts.unchanged,
	     (unsigned long long)counts.voided);
	if (records.added + records.changed + records.unchanged > 0)
		note(command, P_("%sadded %llu record or referral; %llu unchanged, %llu changed",
		                 "%sadded %llu records or referrals; %llu unchanged, %llu changed", records.added),
		     would(command), (unsigned long long)records.added, (unsigned long long)records.unchanged,
		     (unsigned long long)records.changed);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- sql */

/* Standard input as text. NULL with the message printed and *status set. */
static char *read_query(struct command *command, int *status)
{
	char *text = NULL;
	size_t size = 0;
	ssize_t length = getdelim(&text, &size, '\0', stdin);

	if (length >= 0 && strlen(text) == (size_t)length && feof(stdin))
		return text;
	free(text);
	if (ferror(stdin))
		*status = fail(command, EXIT_REFUSED, "standard input: %s", strerror(errno));
	else if (length < 0)
		*status = fail(command, EXIT_USAGE, "standard input: expected SQL, found nothing");
	else
		*status = fail(command, EXIT_USAGE, "standard input: expected SQL, found a NUL byte");
	return NULL;
}

/* A number stays a number in formats that know them. */
static struct cell sql_cell(struct hvk_sql *sql, size_t column)
{
	bool number = hvk_sql_is_number(sql, column);
	const char *text = hvk_sql_text(sql, column), *point;

	if (!text)
		return cell_empty();
	if (!number || strspn(text, "-0123456789.") != strlen(text))
		return cell_text(text);
	point = strchr(text, '.');
	if (!point)
		return cell_whole(strtoll(text, NULL, 10));
	return cell_real(strtod(text, NULL), (int)strlen(point + 1));
}

static int print_rows(struct command *command, struct hvk_sql *sql, struct output *output)
{
	size_t count = hvk_sql_columns(sql);
	struct render_column *headers = calloc(count, sizeof(*headers));
	struct cell *cells = calloc(count, sizeof(*cells));
	int more = headers && cells ? hvk_sql_next(sql) : HVK_ENOMEM, status = EXIT_DONE;

	/* A column of numbers is one whose first value is a number. */
	for (size_t i = 0; more >= 0 && i < count; i++) {
		const char *name = hvk_sql_name(sql, i);

		headers[i] = (struct render_column){
			.key = name, .title = name, .numeric = more == 1 && hvk_sql_is_number(sql, i)
		};
	}
	if (more >= 0 && render_table_begin(output_renderer(output), headers, count, NULL) < 0)
		status = output_fail(command, output);
	for (; status == EXIT_DONE && more == 1; more = hvk_sql_next(sql)) {
		for (size_t i = 0; i < count; i++)
			cells[i] = sql_cell(sql, i);
		if (render_row(output_renderer(output), cells) < 0)
			status = output_fail(command, output);
	}
	if (status == EXIT_DONE && more < 0)
		status = headers && cells ? fail_store(command) : fail_memory(command);
	if (status == EXIT_DONE && render_table_end(output_renderer(output)) < 0)
		status = output_fail(command, output);
	free(cells);
	free(headers);
	return status;
}

static int run_query(struct command *command, const char *text)
{
	struct hvk_sql *sql;
	struct output *output;
	int status;

	if (hvk_sql_open(command->store, text, &sql) < 0)
		return fail_store(command);
	status = output_open(command, NULL, &output);
	if (status == EXIT_DONE)
		status = output_close(command, output, print_rows(command, sql, output));
	hvk_sql_free(sql);
	return status;
}

static int run_sql(struct command *command)
{
	const char *text = command->operands[0];
	char *read = NULL;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status != EXIT_DONE)
		return status;
	if (strcmp(text, "-") == 0) {
		read = read_query(command, &status);
		if (!read)
			return status;
		text = read;
	}
	status = run_query(command, text);
	free(read);
	return status;
}

/* ---------------------------------------------------------------- the program */

#define OPTIONS(...) (const struct option_spec *const[]) { __VA_ARGS__, NULL }
#define NO_OPTIONS (const struct option_spec *const[]) { NULL }

static const struct verb_spec verbs[] = {
	{ "init", "", VALUE_NONE, 0, 0, "make a new, empty store", OPTIONS(init_options), run_init },
	{ "check", "", VALUE_NONE, 0, 0, "examine the whole store; print what is wrong", NO_OPTIONS, run_check },
	{ "backup", "FILE", VALUE_FILE, 1, 1, "write a verified copy of the store to FILE", NO_OPTIONS, run_backup },
	{ "restore", "FILE", VALUE_FILE, 1, 1, "put the contents of a backup in the place of those of the store",
	  OPTIONS(dry_run_options), run_restore },
	{ "codes list", "[LIST]", VALUE_LIST, 0, 1, "list codes", OPTIONS(list_options, output_options),
	  run_codes_list },
	{ "codes export", "[LIST]", VALUE_LIST, 0, 1, "write codes as 'codes import' reads them",
	  OPTIONS(output_options), run_codes_export },
	{ "codes import", "FILE", VALUE_FILE, 1, 1, "add and change codes; - for standard input",
	  OPTIONS(dry_run_options), run_codes_import },
	{ "codes retire", "LIST CODE DATE", VALUE_LIST, 3, 3,
	  "allow a code until DATE only; questions that have it keep it", OPTIONS(dry_run_options), run_codes_retire },
	{ "codes rename", "LIST CODE NAME", VALUE_LIST, 3, 3, "give a code another name; the old one stays known",
	  OPTIONS(dry_run_options), run_codes_rename },
	{ "regions list", "[REGION]", VALUE_REGION, 0, 1, "list regions with their gemeenten",
	  OPTIONS(list_options, output_options), run_regions_list },
	{ "regions import", "FILE", VALUE_FILE, 1, 1, "read regions from CSV: columns region and gemeente",
	  OPTIONS(dry_run_options), run_regions_import },
	{ "regions remove", "REGION", VALUE_REGION, 1, 1, "forget a region; its questions stay",
	  OPTIONS(dry_run_options), run_regions_remove },
	{ "purge", "", VALUE_NONE, 0, 0, "delete the questions of old months for good",
	  OPTIONS(purge_options, dry_run_options), run_purge },
	{ "merge", "OTHER.db", VALUE_FILE, 1, 1, "add what another store has", OPTIONS(dry_run_options), run_merge },
	{ "sql", "TEXT", VALUE_TEXT, 1, 1, "print what a SELECT finds; - reads it from standard input",
	  OPTIONS(output_options), run_sql },
	{ 0 }
};

static const struct program_spec program = {
	"hvk-admin", "makes stores, keeps them safe, and keeps their codes and regions", verbs
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
