/* SPDX-License-Identifier: EUPL-1.2 */
/* What the verbs of hvk-agenda share. */
#ifndef HVK_AGENDA_H
#define HVK_AGENDA_H

#include "common/output.h"
#include "common/program.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* agenda-show.c */
int agenda_show(struct command *command);

/* agenda-list.c */
extern const struct option_spec agenda_list_options[];
extern const struct option_spec agenda_filter_options[];
int agenda_list(struct command *command);

/* agenda-programme.c */
extern const struct option_spec agenda_programme_options[];
extern const struct option_spec agenda_programme_filters[];
int agenda_programme(struct command *command);

#endif
