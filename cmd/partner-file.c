/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-partner import and export of partners: also Open Referral packages. */
#include "partner.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/record-verbs.h"
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

static const char *const import_formats[] = { "csv", "rec", "hsds", NULL };

const struct option_spec package_options[] = {
	{ "format", 'f', VALUE_WORD, "csv|rec|hsds", "else by what it is: a folder and a zip file are hsds", false,
	  import_formats },
	{ "map-terms", 0, VALUE_FILE, "FILE", "of a package: CSV of its terms and our themes, columns term and theme",
	  false, NULL },
	{ "source", 0, VALUE_TEXT, "NAME", "of a package: where it comes from (its own name)", false, NULL },
	{ "with-persons", 0, VALUE_NONE, NULL, "of a package: its contacts too, as people", false, NULL },
	{ 0 }
};

static bool wants_package(const struct command *command)
{
	if (is_format(command, "csv") || is_format(command, "rec"))
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

int partner_import(struct command *command)
{
	bool package = wants_package(command);
	int status = check_options(command, package);

	if (status != EXIT_DONE || !package)
		return status == EXIT_DONE ? verb_import(command) : status;
	status = open_store_to_change(command, true);
	return status == EXIT_DONE ? import_package(command) : status;
}

/* ---------------------------------------------------------------- export */

static const char *const partner_formats[] = { "csv", "tsv", "jsonl", "rec", "hsds", NULL };

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

int partner_export(struct command *command)
{
	const char *path = option(command, "output");
	int status;

	if (!is_format(command, "hsds") && (!path || option_given(command, "format") || !is_package(path)))
		return verb_export(command);
	status = open_store(command, HVK_OPEN_READ, false);
	return status == EXIT_DONE ? export_package(command, path) : status;
}
