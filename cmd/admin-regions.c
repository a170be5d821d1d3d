/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-admin regions: sets of gemeenten of the user's own. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "admin.h"

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
			                   : admin_text(hvk_gemeente_text(gemeente, fields[listing->columns[i]]));
		if (render_row(output_renderer(listing->output), cells) < 0)
			return output_fail(command, listing->output);
	}
	return hvk_store_error(command->store)->code < 0 ? fail_store(command) : EXIT_DONE;
}

int admin_regions_list(struct command *command)
{
	static const size_t standard[] = { REGION, REGION_GEMEENTE };
	struct listing listing;
	const char *only;
	bool done = false;
	int status = open_store(command, HVK_OPEN_READ, true);

	if (status == EXIT_DONE)
		status = choose_region(command, &only);
	if (status == EXIT_DONE)
		status = admin_listing_open(command, region_columns, REGION_COLUMNS, standard, COUNT(standard),
		                            &listing, &done);
	if (status != EXIT_DONE || done)
		return status;
	return admin_listing_close(command, &listing, print_regions(command, &listing, only));
}

int admin_import_regions(struct command *command, const struct hvk_input *input, uint64_t *members)
{
	bool dry_run = option_given(command, "dry-run");

	return hvk_region_import(command->store, input->name, input->descriptor, dry_run, members);
}

int admin_regions_import(struct command *command)
{
	bool made;
	struct hvk_input input;
	uint64_t members = 0;
	int status = open_input(command, command->operands[0], &input);

	if (status != EXIT_DONE)
		return status;
	status = admin_open(command, &made);
	if (status == EXIT_DONE && admin_import_regions(command, &input, &members) < 0)
		status = admin_give_up(command, made);
	close_input(&input);
	if (status == EXIT_DONE)
		note(command, P_("%sread %llu gemeente", "%sread %llu gemeenten", members), admin_would(command),
		     (unsigned long long)members);
	return status;
}

int admin_regions_remove(struct command *command)
{
	int status = admin_open(command, NULL);

	if (status != EXIT_DONE)
		return status;
	if (hvk_region_remove(command->store, command->operands[0], option_given(command, "dry-run")) < 0)
		return fail_store(command);
	confirm(command, "%sremoved region %s; its questions stay", admin_would(command), command->operands[0]);
	return EXIT_DONE;
}
