/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists of hvk-admin. */
#include "admin.h"

const struct option_spec list_options[] = {
	{ "columns", 'c', VALUE_TEXT, "A,B", "these columns; +A or -A adds or removes one; all; help lists them", false,
	  NULL },
	{ 0 }
};

int admin_listing_open(struct command *command, const struct list_column *known, size_t available,
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

struct cell admin_text(const char *text)
{
	return text && *text ? cell_text(text) : cell_empty();
}

int admin_listing_close(struct command *command, struct listing *listing, int status)
{
	if (status == EXIT_DONE && render_table_end(output_renderer(listing->output)) < 0)
		status = output_fail(command, listing->output);
	return output_close(command, listing->output, status);
}
