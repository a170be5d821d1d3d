/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of texts that the program makes itself. */
#include "common/text-rows.h"

#include <string.h>

/* Of ids only the slugs are written. */
static void choose_for_format(const struct text_column *known, size_t available, struct text_rows *rows)
{
	for (size_t i = 0; i < available && strcmp(output_format(rows->output)->name, "ids") == 0; i++) {
		if (strcmp(known[i].name, "slug") != 0)
			continue;
		rows->columns[0] = i;
		rows->count = 1;
	}
}

int text_rows_open(struct command *command, const struct text_column *known, size_t available,
                   const char *const *allowed, struct text_rows *rows, bool *done)
{
	const char *names[TEXT_COLUMNS_MAX], *help[TEXT_COLUMNS_MAX];
	size_t all[TEXT_COLUMNS_MAX];
	int status;

	for (size_t i = 0; i < available; i++) {
		names[i] = known[i].name;
		help[i] = known[i].help;
		all[i] = i;
	}
	status = choose_columns(command, names, help, available, all, available, rows->columns, &rows->count, done);
	if (status == EXIT_DONE && !*done)
		status = output_open(command, allowed, &rows->output);
	if (status != EXIT_DONE || *done)
		return status;
	choose_for_format(known, available, rows);
	for (size_t i = 0; i < rows->count; i++) {
		const struct text_column *column = &known[rows->columns[i]];

		rows->headers[i] = (struct render_column){ .key = column->name, .title = column->title[command->lang] };
	}
	if (render_table_begin(output_renderer(rows->output), rows->headers, rows->count, NULL) == 0)
		return EXIT_DONE;
	return output_close(command, rows->output, output_fail(command, rows->output));
}

int text_rows_add(const struct command *command, struct text_rows *rows, const char *const *texts)
{
	struct cell cells[TEXT_COLUMNS_MAX];

	for (size_t i = 0; i < rows->count; i++) {
		const char *text = texts[rows->columns[i]];

		cells[i] = text && *text ? cell_text(text) : cell_empty();
	}
	return render_row(output_renderer(rows->output), cells) < 0 ? output_fail(command, rows->output) : EXIT_DONE;
}

int text_rows_close(struct command *command, struct text_rows *rows, int status)
{
	if (status == EXIT_DONE && render_table_end(output_renderer(rows->output)) < 0)
		status = output_fail(command, rows->output);
	return output_close(command, rows->output, status);
}
