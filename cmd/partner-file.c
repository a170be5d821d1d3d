/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-partner import and export: CSV, rec, and Open Referral packages. */
#include "partner.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"
#include "common/records.h"

static bool ends_with(const char *text, const char *ending)
{
	size_t length = strlen(text), size = strlen(ending);

	return length >= size && strcasecmp(text + length - size, ending) == 0;
}

/* A folder or a zip file. */
static bool is_package(const char *path)
{
	struct stat status;

	return ends_with(path, "/") || ends_with(path, ".zip") || (stat(path, &status) == 0 && S_ISDIR(status.st_mode));
}

static bool is_format(const struct command *command, const char *name)
{
	const char *format = option(command, "format");

	return format && strcmp(format, name) == 0;
}

/* ---------------------------------------------------------------- import */

static const char *const error_words[] = { "stop", "skip", NULL };
static const char *const import_formats[] = { "csv", "rec", "hsds", NULL };

const struct option_spec import_options[] = {
	{ "on-error", 0, VALUE_WORD, "stop|skip", "write nothing, or the good rows, when a row is refused (stop)",
	  false, error_words },
	{ "rejects", 0, VALUE_FILE, "FILE", "with --on-error skip: where refused rows go, with the reason", false,
	  NULL },
	{ 0 }
};

const struct option_spec package_options[] = {
	{ "format", 'f', VALUE_WORD, "csv|rec|hsds", "else by what it is: a folder and a zip file are hsds", false,
	  import_formats },
	{ "map-terms", 0, VALUE_FILE, "FILE", "of a package: CSV of its terms and our themes, columns term and theme",
	  false, NULL },
	{ "source", 0, VALUE_TEXT, "NAME", "of a package: where it comes from (its own name)", false, NULL },
	{ "with-persons", 0, VALUE_NONE, NULL, "of a package: its contacts too, as people", false, NULL },
	{ 0 }
};

static unsigned import_flags(const struct command *command)
{
	const char *on_error = option(command, "on-error");
	unsigned flags = 0;

	if (on_error && strcmp(on_error, "skip") == 0)
		flags |= HVK_IMPORT_SKIP;
	if (option_given(command, "dry-run"))
		flags |= HVK_IMPORT_DRY_RUN;
	return flags;
}

static bool wants_package(const struct command *command)
{
	if (verb_type(command) != HVK_PARTNER || is_format(command, "csv") || is_format(command, "rec"))
		return false;
	if (is_format(command, "hsds"))
		return true;
	for (int i = 0; i < command->operand_count; i++)
		if (is_package(command->operands[i]))
			return true;
	return false;
}

static int check_options(const struct command *command, bool package)
{
	static const char *const for_packages[] = { "map-terms", "source", "with-persons" };
	static const char *const for_files[] = {
		"on-error", "rejects", "map", "ignore-columns", "date-order", "delimiter", "encoding"
	};

	for (size_t i = 0; i < COUNT(for_packages) && !package; i++)
		if (option_given(command, for_packages[i]))
			return usage(command, "--%s is for a package: a folder, or a zip file", for_packages[i]);
	for (size_t i = 0; i < COUNT(for_files) && package; i++)
		if (option_given(command, for_files[i]))
			return usage(command, "--%s is not for a package", for_files[i]);
	if (package && command->operand_count > 1)
		return usage(command, "a package is imported by itself; found %d", command->operand_count);
	if (option_given(command, "rejects") && !(import_flags(command) & HVK_IMPORT_SKIP))
		return usage(command, "--rejects needs --on-error skip");
	if (option_given(command, "rejects") && command->operand_count > 1)
		return usage(command, "--rejects is for one file; found %d", command->operand_count);
	return EXIT_DONE;
}

static int import_package(struct command *command)
{
	const char *path = command->operands[0];
	struct hvk_hsds_options options = {
		.map_terms = option(command, "map-terms"), .source = option(command, "source"),
		.with_persons = option_given(command, "with-persons"), .dry_run = option_given(command, "dry-run"),
		.listener = &command->listener
	};
	struct hvk_record_counts counts;

	if (strcmp(path, "-") == 0)
		return usage(command, "a package is a folder or a zip file; it is not read from standard input");
	if (hvk_hsds_import(command->store, path, &options, &counts) < 0) {
		print_refused_rest(command);
		return fail_store(command);
	}
	print_refused_rest(command);
	tell_record_counts(command, HVK_TYPES, &counts);
	return counts.refused ? EXIT_REFUSED : EXIT_DONE;
}

static void add_counts(struct hvk_record_counts *sum, const struct hvk_record_counts *counts)
{
	sum->added += counts->added;
	sum->changed += counts->changed;
	sum->unchanged += counts->unchanged;
	sum->removed += counts->removed;
	sum->refused += counts->refused;
	sum->blank += counts->blank;
}

/* Each file is a change of its own. */
static int import_files(struct command *command, struct hvk_intake *intake, int rejects)
{
	struct hvk_record_counts sum = { 0 }, counts;

	for (int i = 0; i < command->operand_count; i++) {
		struct hvk_input input;
		int result, status = open_input(command, command->operands[i], &input);

		if (status == EXIT_DONE) {
			result = hvk_record_import(intake, &input, import_flags(command), rejects, &counts);
			close_input(&input);
			print_refused_rest(command);
			status = result < 0 ? fail_store(command) : EXIT_DONE;
		}
		if (status != EXIT_DONE) {
			if (i > 0)
				message(command, "%s and what follows it was not imported; what came before it was",
				        command->operands[i]);
			return status;
		}
		add_counts(&sum, &counts);
	}
	tell_record_counts(command, verb_type(command), &sum);
	return sum.refused ? EXIT_REFUSED : EXIT_DONE;
}

/* The rejects appear also when nothing was refused, without rows: a script can rely on the file. */
static int import_with_rejects(struct command *command, struct hvk_intake *intake)
{
	const char *path = option(command, "rejects");
	struct new_file rejects;
	int status;

	if (!path)
		return import_files(command, intake, -1);
	status = file_create(command, path, &rejects);
	if (status != EXIT_DONE)
		return status;
	status = import_files(command, intake, rejects.descriptor);
	if (status != EXIT_DONE && status != EXIT_REFUSED)
		file_discard(&rejects);
	else if (file_commit(command, &rejects) != EXIT_DONE)
		status = EXIT_OUTPUT;
	else
		warn_when_public(command, path);
	return status;
}

int partner_import(struct command *command)
{
	bool package = wants_package(command);
	struct hvk_intake *intake = NULL;
	int status = check_options(command, package);

	if (status == EXIT_DONE)
		status = open_store_to_change(command, true);
	if (status != EXIT_DONE)
		return status;
	if (package)
		return import_package(command);
	status = make_record_intake(command, verb_type(command), &intake);
	if (status == EXIT_DONE)
		status = import_with_rejects(command, intake);
	hvk_intake_free(intake);
	return status;
}

/* ---------------------------------------------------------------- export */

static const char *const export_formats[] = { "csv", "tsv", "jsonl", "rec", NULL };
static const char *const partner_formats[] = { "csv", "tsv", "jsonl", "rec", "hsds", NULL };

const struct option_spec export_options[] = {
	{ "format", 'f', VALUE_WORD, "csv|tsv|jsonl|rec", "else by the extension of FILE, else csv", false,
	  export_formats },
	{ "output", 'o', VALUE_FILE, "FILE", "write to FILE, which appears whole or not at all", false, NULL },
	{ 0 }
};

const struct option_spec export_partner_options[] = {
	{ "format", 'f', VALUE_WORD, "csv|tsv|jsonl|rec|hsds",
	  "else by the extension of FILE, else csv; hsds, an Open Referral package, has the offers too", false,
	  partner_formats },
	{ "output", 'o', VALUE_FILE, "FILE",
	  "write to FILE, which appears whole or not at all; for hsds a folder, as in package/, or package.zip", false,
	  NULL },
	{ 0 }
};

static int export_package(struct command *command, const char *path)
{
	const char *dot = path ? strrchr(path, '.') : NULL;

	/* A name such as package.csv would become a folder that nobody meant. */
	if (!path || strcmp(path, "-") == 0 || (dot && !strchr(dot, '/') && dot != path && strcmp(dot, ".zip") != 0))
		return usage(command, "hsds is a folder or a zip file: name it with --output package/ or package.zip");
	for (const struct option_spec *spec = record_filter_options[HVK_PARTNER]; spec->name; spec++)
		if (option_given(command, spec->name))
			return usage(command, "--%s: a package has all partners", spec->name);
	if (hvk_hsds_export(command->store, path, option_given(command, "with-persons")) < 0)
		return fail_store(command);
	warn_when_public(command, path);
	return EXIT_DONE;
}

static int export_records(struct command *command, enum hvk_type type)
{
	struct record_listing listing = { .type = type };
	struct hvk_records *records = NULL;
	uint64_t rows = 0;
	bool done;
	int status = listing_check(command, &listing, &done);

	if (status == EXIT_DONE)
		status = make_records(command, type, &records);
	if (status == EXIT_DONE)
		status = listing_open(command, &listing, export_formats, "csv");
	if (status == EXIT_DONE)
		status = listing_close(command, &listing, listing_write(command, &listing, records, &rows));
	hvk_records_free(records);
	return status;
}

int partner_export(struct command *command)
{
	enum hvk_type type = verb_type(command);
	const char *path = option(command, "output");
	bool package = type == HVK_PARTNER &&
	               (is_format(command, "hsds") || (path && !option_given(command, "format") && is_package(path)));
	int status;

	if (type == HVK_PERSON && !option_given(command, "with-persons"))
		return usage(command, "people leave the store only with --with-persons");
	status = open_store(command, HVK_OPEN_READ, false);
	if (status != EXIT_DONE)
		return status;
	return package ? export_package(command, path) : export_records(command, type);
}
