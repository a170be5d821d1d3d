/* SPDX-License-Identifier: EUPL-1.2 */
/* What the verbs of hvk-register share. */
#ifndef HVK_REGISTER_H
#define HVK_REGISTER_H

#include "common/output.h"
#include "common/program.h"

extern const struct option_spec add_options[];
extern const struct option_spec question_options[];
int register_add(struct command *command);
/* Fills a question from a short line, if there is one, and from the options for what the line leaves open. 0 or an
 * exit status, with the message printed. */
int register_fill(struct command *command, struct hvk_question *question, const char *line);
/* Tells which desks there are besides the first so many: one that is new may well be one misspelt. */
size_t register_count_desks(struct command *command);
void register_tell_new_desks(struct command *command, size_t known);

extern const struct option_spec import_options[];
int register_import(struct command *command);

extern const struct option_spec received_options[];
int register_received(struct command *command);

extern const struct option_spec list_options[];
extern const struct option_spec show_options[];
int register_list(struct command *command);
int register_show(struct command *command);
int register_export(struct command *command);

int register_template(struct command *command);

/* A dry run writes nothing, so a store that does not exist yet need not exist. */
int register_open(struct command *command, enum hvk_open mode, bool dry_run);

/* The header of a column of questions: its key, and the title for people. */
struct render_column register_header(size_t column, enum hvk_lang lang);

#endif
