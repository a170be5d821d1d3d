/* SPDX-License-Identifier: EUPL-1.2 */
/* Two outputs of the same table, and which column and row of the one is which of the other. */
#ifndef HVK_REPORT_DIFF_H
#define HVK_REPORT_DIFF_H

#include "report-sheet.h"
#include "report.h"

enum side { BEFORE, NOW, SIDES };

/* One column that both outputs have. */
struct pair {
	size_t place[SIDES];
	bool key;
};

struct diff {
	struct command *command;
	struct sheet *sheets[SIDES];
	struct pair *pairs;
	size_t pair_count, key_count;
	size_t *sorted[SIDES];      /* rows by key */
	struct renderer *renderer;
	bool labels;
	struct cell *cells;         /* of a change: its keys, what happened to which column, two values, their difference */
	uint64_t changes;
};

/* Pairs the columns and sorts the rows by the keys, those of --key or else found. 0, or an exit status with the message
 * printed. */
int diff_pair(struct diff *diff);
/* The row of the other side with the same key, or its number of rows. */
size_t diff_find_row(const struct diff *diff, enum side side, size_t row, enum side other);
const char *diff_name(const struct diff *diff, const struct pair *pair);
/* Whether a column of that name has codes. */
bool diff_is_dimension(const char *name);

#endif
