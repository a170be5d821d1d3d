/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-admin codes: the controlled vocabularies. */
#include <string.h>

#include "admin.h"

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
			cells[i] = admin_text(hvk_code_text(code, (enum hvk_code_field)listing->columns[i]));
		if (render_row(output_renderer(listing->output), cells) < 0)
			return output_fail(command, listing->output);
	}
	return EXIT_DONE;
}

int admin_codes_list(struct command *command)
{
	struct listing listing;
	const char *list;
	bool done = false;
	int status = open_store(command, HVK_OPEN_READ, true);

	if (status == EXIT_DONE)
		status = choose_list(command, &list);
	if (status == EXIT_DONE)
		status = admin_listing_open(command, code_columns, HVK_CODE_FIELDS, all_code_columns,
		                            HVK_CODE_LABEL_EN + 1, &listing, &done);
	if (status != EXIT_DONE || done)
		return status;
	return admin_listing_close(command, &listing, print_codes(command, &listing, list));
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

int admin_codes_export(struct command *command)
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
	return admin_listing_close(command, &listing, write_codes(command, &listing, list));
}

int admin_codes_import(struct command *command)
{
	bool made, dry_run = option_given(command, "dry-run");
	struct hvk_input input;
	uint64_t changed = 0;
	int status = open_input(command, command->operands[0], &input);

	if (status != EXIT_DONE)
		return status;
	status = admin_open(command, &made);
	if (status == EXIT_DONE &&
	    hvk_code_import(command->store, input.name, input.descriptor, dry_run, &changed) < 0)
		status = admin_give_up(command, made);
	close_input(&input);
	if (status == EXIT_DONE)
		note(command, P_("%sadded or changed %llu code", "%sadded or changed %llu codes", changed),
		     admin_would(command), (unsigned long long)changed);
	return status;
}

int admin_codes_retire(struct command *command)
{
	const char *list = command->operands[0], *code = command->operands[1], *day = command->operands[2];
	int status = admin_open(command, NULL);

	if (status != EXIT_DONE)
		return status;
	if (hvk_code_retire(command->store, list, code, day, option_given(command, "dry-run")) < 0)
		return fail_store(command);
	confirm(command, "%sretired %s %s after %s", admin_would(command), list, code, day);
	return EXIT_DONE;
}

int admin_codes_rename(struct command *command)
{
	const char *list = command->operands[0], *code = command->operands[1], *name = command->operands[2];
	int status = admin_open(command, NULL);

	if (status != EXIT_DONE)
		return status;
	if (hvk_code_rename(command->store, list, code, name, option_given(command, "dry-run")) < 0)
		return fail_store(command);
	confirm(command, "%srenamed %s %s to %s; the old name stays known", admin_would(command), list, code, name);
	return EXIT_DONE;
}
