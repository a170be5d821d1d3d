/* SPDX-License-Identifier: EUPL-1.2 */
/* What the reports on the network have in common: they are run alike, and consist of sections. */
#ifndef HVK_REPORT_NETWORK_H
#define HVK_REPORT_NETWORK_H

#include "report.h"

/* A report that ran and is being written. */
struct network_view {
	struct command *command;
	struct hvk_report *report;
	struct renderer *renderer;
	bool page;             /* a format with headings and notes; else it is one table */
	bool for_people;       /* a format for people: shares are percentages */
	bool labels;
};

/* Runs a report as the command's options say and writes it: 0, or -1 with errno. fails: the option with which findings
 * are status 1; NULL: none. Returns an exit status. */
int report_write(struct command *command, enum hvk_report_kind kind, const char *fails,
                 int (*write)(const struct network_view *view));

/* The cell of a section. */
struct cell report_cell(const struct network_view *view, size_t section, size_t row, size_t column);
int64_t report_count(const struct network_view *view, size_t section, size_t row, size_t column);

/* Writes the first columns (0: all) of a section as a table under its title, rows without anything left out when so
 * asked; as a page says it. 0 or -1. */
int report_put_section(const struct network_view *view, size_t section, size_t columns, bool zeros);
/* The same without the title. */
int report_put_table(const struct network_view *view, size_t section, size_t columns, bool zeros);
/* Both sections of a report on phases, without the houses that have no milestones. */
int report_put_phases(const struct network_view *view);
/* The rows that leaves is not true of; NULL: all. *left: how many the others are. */
int report_put_kept(const struct network_view *view, size_t section, size_t columns,
                    bool (*leaves)(const struct network_view *view, size_t section, size_t row, size_t columns),
                    size_t *left);
/* The section as the one table of a machine format. */
int report_put_rows(const struct network_view *view, size_t section);

/* The columns of a section that name. */
size_t report_names_in(const struct network_view *view, size_t section);
/* The keys or labels of a row, joined; freed by the caller. NULL when out of memory. */
char *report_join_names(const struct network_view *view, size_t section, size_t row, bool labels);
/* The sections of a report with key figures as the one table of a machine format: one breakdown that was asked for is a
 * table of its own, else all follow one another. */
int report_put_facts(const struct network_view *view);

/* What became of referrals, and the partners they went to, as a part of another page: of a report by partner. */
int report_put_referrals(const struct network_view *view);
int64_t report_referrals_made(const struct network_view *view);

/* "Title 21 november 2026" or "Title november 2025 tot en met oktober 2026", that the figures are internal, and what
 * it is restricted to. */
int report_put_title(const struct network_view *view, enum report_text title);
void report_date(const struct command *command, const char *date, char text[64]);

#endif
