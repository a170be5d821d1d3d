/* SPDX-License-Identifier: EUPL-1.2 */
/* What the verbs of hvk-agenda share. */
#ifndef HVK_AGENDA_H
#define HVK_AGENDA_H

#include "common/output.h"
#include "common/program.h"

/* agenda-show.c */
int agenda_show(struct command *command);

/* agenda-series.c */
extern const struct option_spec agenda_series_options[];
extern const struct option_spec agenda_cancel_options[];
int agenda_add(struct command *command);
int agenda_cancel(struct command *command);

/* agenda-count.c */
extern const struct option_spec agenda_count_options[];
int agenda_count(struct command *command);

/* agenda-attend.c */
extern const struct option_spec agenda_attend_options[];
int agenda_attend(struct command *command);

/* agenda-minutes.c */
extern const struct option_spec agenda_minutes_options[];
int agenda_minutes(struct command *command);

/* agenda-done.c */
extern const struct option_spec agenda_done_options[];
int agenda_due(struct command *command);
int agenda_done(struct command *command);

/* agenda-plan.c */
extern const struct option_spec agenda_plan_options[];
int agenda_plan(struct command *command);

/* agenda-list.c */
extern const struct option_spec agenda_list_options[];
extern const struct option_spec agenda_filter_options[];
int agenda_list(struct command *command);

/* agenda-programme.c */
extern const struct option_spec agenda_programme_options[];
extern const struct option_spec agenda_programme_filters[];
int agenda_programme(struct command *command);

#endif
