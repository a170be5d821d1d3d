/* SPDX-License-Identifier: EUPL-1.2 */
/* What the verbs of hvk-admin share. */
#ifndef HVK_ADMIN_H
#define HVK_ADMIN_H

#include <unistd.h>

#include "common/output.h"
#include "common/program.h"
#include "common/translate.h"

extern const struct option_spec dry_run_options[];

/* A dry run does everything and takes it back, so it needs the store as the real one does; but it makes none. made: not
 * NULL for a verb that makes a store when there is none; whether it did. 0 or an exit status. */
int admin_open(struct command *command, bool *made);
/* Tells why it failed. A store made for nothing would be in the way of trying again. */
int admin_give_up(struct command *command, bool made);
/* "would have" in a dry run. */
const char *admin_would(const struct command *command);

/* What was done without a count to tell: for people only. Scripts have the exit status. */
#define confirm(command, ...)                                                         \
	do {                                                                          \
		if (option_given(command, "dry-run") || isatty(STDERR_FILENO))        \
			note(command, __VA_ARGS__);                                   \
	} while (0)

/* ---- admin-list.c */

/* A list whose columns are known by their place; what stands in a row comes from its owner. */
struct listing {
	struct output *output;
	size_t columns[8], count;
	struct render_column headers[8];
};
struct list_column {
	const char *name, *title, *help;
};
extern const struct option_spec list_options[];
/* Opens the output and begins its table. *done: nothing is left to do. 0 or an exit status. */
int admin_listing_open(struct command *command, const struct list_column *known, size_t available,
                       const size_t *standard, size_t standard_count, struct listing *listing, bool *done);
int admin_listing_close(struct command *command, struct listing *listing, int status);
struct cell admin_text(const char *text); /* empty for NULL and "" */

/* ---- the verbs */

int admin_codes_list(struct command *command);
int admin_codes_export(struct command *command);
int admin_codes_import(struct command *command);
int admin_codes_retire(struct command *command);
int admin_codes_rename(struct command *command);

int admin_regions_list(struct command *command);
int admin_regions_import(struct command *command);
int admin_regions_remove(struct command *command);
/* Reads regions from one input. As hvk_region_import(). */
int admin_import_regions(struct command *command, const struct hvk_input *input, uint64_t *members);

/* Sets one to what was typed: a folder is where one stands. 0 or an exit status, with the message printed. */
int admin_set(struct command *command, enum hvk_setting setting, const char *text, bool dry_run);
int admin_settings(struct command *command);

extern const struct option_spec purge_options[];
int admin_purge(struct command *command);
int admin_merge(struct command *command);

int admin_sql(struct command *command);

#endif
