/* SPDX-License-Identifier: EUPL-1.2 */
/* A page about a record for people: what it is called, what is known of it, and tables of what belongs to it. */
#ifndef HVK_COMMON_RECORD_PAGE_H
#define HVK_COMMON_RECORD_PAGE_H

#include "common/output.h"
#include "common/program.h"

/* One page. What goes wrong while it is written is told by the status. */
struct record_page {
	struct command *command;
	struct output *output;
	struct renderer *renderer;
	enum hvk_lang lang;
	bool with_persons;
};

/* What belongs to a record: records of another type. */
struct record_section {
	const char *title[2];           /* by enum hvk_lang */
	enum hvk_type type;
	const char *key;                /* the column that refers to the record of the page */
	const char *const *columns;     /* ends with NULL */
	bool today;                     /* only what is in force */
};

/* What the pages of a program have. */
struct record_pages {
	const struct record_section *sections[HVK_TYPES]; /* each ends with one without columns; or NULL */
	int (*more)(const struct record_page *page, struct hvk_record *record); /* written behind them; or NULL */
};

/* The whole of a verb that shows the records that its operands name: pages, or rows where the format is for programs.
 */
int record_show(struct command *command, const struct record_pages *pages);

/* The records of a section; to be freed in any case. 0 or an exit status. */
int record_section_open(const struct record_page *page, const struct record_section *section, const char *value,
                        struct hvk_records **records);
/* EXIT_DONE, or what went wrong when the renderer said -1. */
int record_page_written(const struct record_page *page, int result);

#endif
