/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Questions out of CSV inputs, decoded by several workers. Chunks are handed out in the order of the inputs; refusals
 * are told in that order too, whichever worker met them, so that every run says the same.
 */
#ifndef HVK_REGISTER_CSV_SOURCE_H
#define HVK_REGISTER_CSV_SOURCE_H

#include "register/refused.h"

struct hvk__csv;
struct hvk__csv_worker;

struct hvk__csv_options {
	bool voided;                  /* hand out voided rows too: those with gemeente 0 */
	bool skip;                    /* leave refused rows out instead of refusing all */
	struct hvk__rejects *rejects; /* where those go; NULL: nowhere */
	bool blank_counted;           /* the caller tells of empty rows */
	int first_month, last_month;  /* others are refused: earlier ones were purged */
	const char *undone;           /* what a refusal prevents: "nothing was imported" */
};

/* Some rows of one chunk, in the order of the input. Borrowed until the worker's next step. */
struct hvk__csv_rows {
	const struct hvk__row *rows;
	const uint64_t *lines;
	size_t count;
	uint64_t chunk; /* its place among all chunks of all inputs */
};

/* Inputs, intake and filter (or NULL) are borrowed. HVK_OK or HVK_ENOMEM. */
int hvk__csv_open(struct hvk_intake *intake, const struct hvk_input inputs[], size_t count,
                  const struct hvk_filter *filter, const struct hvk__csv_options *options, struct hvk__csv **csv);
/* When all workers are closed. */
void hvk__csv_close(struct hvk__csv *csv);

int hvk__csv_worker_open(struct hvk__csv *csv, struct hvk__csv_worker **worker);
/* 1 for rows, 0 when there are no more chunks for this worker, or a negative result with the message in
 * hvk__csv_error(). The worker that finishes last reports what was refused; what others handed out before is then not
 * to be used. */
int hvk__csv_worker_next(struct hvk__csv_worker *worker, struct hvk__csv_rows *rows);
void hvk__csv_worker_close(struct hvk__csv_worker *worker);

/* Brings hashes of code names up to date with the desks met so far. HVK_OK or HVK_ENOMEM. */
struct hvk__names;
int hvk__csv_names(struct hvk__csv *csv, struct hvk__names *names);

const struct hvk__error *hvk__csv_error(const struct hvk__csv *csv);
/* Once all workers are done. */
uint64_t hvk__csv_refused(const struct hvk__csv *csv);
uint64_t hvk__csv_blank(const struct hvk__csv *csv);

#endif
