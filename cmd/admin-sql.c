/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-admin sql: one SELECT of the user's own. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "admin.h"

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

int admin_sql(struct command *command)
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
