/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-admin settings: what a store knows of itself. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "admin.h"

/* A path from here as one from the root; to be freed. NULL with the message printed and *status set. */
static char *make_absolute(struct command *command, const char *path, int *status)
{
	char *folder = getcwd(NULL, 0), *absolute = NULL;

	if (!folder)
		*status = fail(command, EXIT_REFUSED, "%s: %s", path, strerror(errno));
	else if (asprintf(&absolute, "%s/%s", folder, path) < 0) {
		absolute = NULL;
		*status = fail_memory(command);
	}
	free(folder);
	return absolute;
}

int admin_set(struct command *command, enum hvk_setting setting, const char *text, bool dry_run)
{
	bool relative = setting == HVK_SETTING_PUBLIC_FOLDER && *text != '\0' && *text != '/';
	int status = EXIT_DONE;
	char *absolute = relative ? make_absolute(command, text, &status) : NULL;

	if (status == EXIT_DONE && hvk_setting_set(command->store, setting, absolute ? absolute : text, dry_run) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && relative && !dry_run)
		note(command, "public-folder: '%s' is kept as '%s'", text, hvk_setting_text(command->store, setting));
	free(absolute);
	return status;
}

/* Finds the setting of KEY=VALUE, whose value is then *value. 0 or an exit status, with the message printed. */
static int read_assignment(struct command *command, char *text, enum hvk_setting *setting, const char **value)
{
	const char *names[HVK_SETTINGS + 1] = { NULL };
	char *sign = strchr(text, '='), *name;
	int status;

	if (!sign)
		return usage(command, "settings: expected KEY=VALUE, found '%s'", text);
	*value = sign + 1;
	name = strndup(text, (size_t)(sign - text));
	if (!name)
		return fail_memory(command);
	*setting = HVK_SETTINGS;
	for (int i = 0; i < HVK_SETTINGS; i++) {
		names[i] = hvk_setting_name((enum hvk_setting)i);
		if (strcmp(names[i], name) == 0)
			*setting = (enum hvk_setting)i;
	}
	status = *setting == HVK_SETTINGS ? usage_unknown(command, N_("setting"), name, names) : EXIT_DONE;
	free(name);
	return status;
}

/* Sets all or nothing: each is tried before the first is set. */
static int set_all(struct command *command)
{
	bool dry_run = option_given(command, "dry-run");
	enum hvk_setting setting = HVK_SETTINGS;
	const char *value = NULL;
	int status = EXIT_DONE;

	for (int pass = dry_run ? 1 : 0; status == EXIT_DONE && pass < 2; pass++)
		for (int i = 0; status == EXIT_DONE && i < command->operand_count; i++) {
			status = read_assignment(command, command->operands[i], &setting, &value);
			if (status == EXIT_DONE)
				status = admin_set(command, setting, value, dry_run || pass == 0);
			if (status == EXIT_DONE && pass == 1)
				confirm(command, "%sset %s to '%s'", admin_would(command), hvk_setting_name(setting),
				        value);
		}
	return status;
}

enum { KEY, VALUE, HELP, COLUMNS };

static const struct list_column columns[COLUMNS] = {
	[KEY] = { "key", "instelling", N_("its name") },
	[VALUE] = { "value", "waarde", N_("what it is set to") },
	[HELP] = { "help", "betekenis", N_("what it means") },
};

static int print_settings(struct command *command, struct listing *listing)
{
	for (int n = 0; n < HVK_SETTINGS; n++) {
		const char *value = hvk_setting_text(command->store, (enum hvk_setting)n);
		const struct cell all[COLUMNS] = {
			[KEY] = cell_text(hvk_setting_name((enum hvk_setting)n)),
			[VALUE] = admin_text(value),
			[HELP] = cell_text(_(hvk_setting_help((enum hvk_setting)n))),
		};
		struct cell cells[COLUMNS];

		if (hvk_store_error(command->store)->code < 0)
			return fail_store(command);
		for (size_t i = 0; i < listing->count; i++)
			cells[i] = all[listing->columns[i]];
		if (render_row(output_renderer(listing->output), cells) < 0)
			return output_fail(command, listing->output);
	}
	return EXIT_DONE;
}

static int list_settings(struct command *command)
{
	static const size_t standard[] = { KEY, VALUE, HELP };
	struct listing listing;
	bool done = false;
	int status = admin_listing_open(command, columns, COLUMNS, standard, COUNT(standard), &listing, &done);

	if (status != EXIT_DONE || done)
		return status;
	return admin_listing_close(command, &listing, print_settings(command, &listing));
}

int admin_settings(struct command *command)
{
	bool sets = command->operand_count > 0;
	int status = sets ? admin_open(command, NULL) : open_store(command, HVK_OPEN_READ, false);

	if (status != EXIT_DONE)
		return status;
	return sets ? set_all(command) : list_settings(command);
}
