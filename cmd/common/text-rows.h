/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of texts that the program makes itself: a table of few columns, with --columns. */
#ifndef HVK_COMMON_TEXT_ROWS_H
#define HVK_COMMON_TEXT_ROWS_H

#include "common/output.h"
#include "common/program.h"

enum { TEXT_COLUMNS_MAX = 8 };

struct text_column {
	const char *name, *title[2], *help;
};

struct text_rows {
	struct output *output;
	size_t columns[TEXT_COLUMNS_MAX], count;
	struct render_column headers[TEXT_COLUMNS_MAX];
};

/* Chooses the columns, opens the output and begins its table. *done: the help of --columns was printed. Of ids only the
 * slugs are written. 0 or an exit status. */
int text_rows_open(struct command *command, const struct text_column *known, size_t available,
                   const char *const *allowed, struct text_rows *rows, bool *done);
/* texts: of all columns, NULL or "" for an empty cell. */
int text_rows_add(const struct command *command, struct text_rows *rows, const char *const *texts);
/* Ends the table and the output. Returns status, or what went wrong. */
int text_rows_close(struct command *command, struct text_rows *rows, int status);

#endif
