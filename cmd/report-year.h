/* SPDX-License-Identifier: EUPL-1.2 */
/* What the report of a year and its pages of gemeenten share. */
#ifndef HVK_REPORT_YEAR_H
#define HVK_REPORT_YEAR_H

#include "report-page.h"

/* Writes the page of report->gemeente, or the facts. An exit status. */
int year_write(struct report *report, struct output *output);
/* A file for each gemeente and one for all, in the folder that --output names. An exit status. */
int year_write_split(struct report *report);

/* Runs the report on the referrals of the year and of report->gemeente. An exit status. */
int year_read_referrals(struct report *report);
/* Writes them, when there are any. 0 or -1. */
int year_put_referrals(struct report *report);
int year_put_referral_facts(struct report *report);

/* The same of activities, meetings and phases; of a report for everybody only of activities that were held. */
int year_read_agenda(struct report *report);
int year_put_agenda(struct report *report);
int year_put_agenda_facts(struct report *report);

#endif
