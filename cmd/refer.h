/* SPDX-License-Identifier: EUPL-1.2 */
/* What the verbs of hvk-refer share. */
#ifndef HVK_REFER_H
#define HVK_REFER_H

#include "common/output.h"
#include "common/program.h"

extern const struct option_spec find_options[];
int refer_find(struct command *command);
/* Appends to each row of CSV the best offer for what it asks and the person to ring there. The options said what holds
 * for every row. */
int refer_rows(struct command *command, struct hvk_match *match);

extern const struct option_spec card_options[];
int refer_card(struct command *command);

extern const struct option_spec record_options[];
int refer_record(struct command *command);
extern const struct option_spec status_options[];
int refer_status(struct command *command);

/* A column of a record by its name, as key or as label; NULL where the record is NULL or the column empty. Borrowed as
 * hvk_record_key() is. */
const char *refer_key(struct hvk_record *record, const char *column);
const char *refer_label(struct hvk_record *record, const char *column, enum hvk_lang lang);

#endif
