/* SPDX-License-Identifier: EUPL-1.2 */
/* What the verbs of hvk-partner share. */
#ifndef HVK_PARTNER_H
#define HVK_PARTNER_H

#include "common/output.h"
#include "common/program.h"

/* partner-change.c */
extern const struct option_spec end_options[];
extern const struct option_spec end_partner_options[];
extern const struct option_spec verify_options[];
extern const struct option_spec purge_options[];
int partner_end(struct command *command);
int partner_rename(struct command *command);
int partner_verify(struct command *command);
int partner_merge(struct command *command);
int partner_purge(struct command *command);

/* partner-list.c */
extern const struct option_spec due_options[];
int partner_due(struct command *command);
int partner_stale(struct command *command);

/* partner-find.c */
extern const struct option_spec find_options[];
extern const struct option_spec dupes_options[];
int partner_find(struct command *command);
int partner_dupes(struct command *command);

/* partner-show.c */
int partner_show(struct command *command);

/* partner-file.c */
extern const struct option_spec package_options[];
extern const struct option_spec export_partner_options[];
int partner_import(struct command *command);
int partner_export(struct command *command);

#endif
