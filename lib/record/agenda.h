/* SPDX-License-Identifier: EUPL-1.2 */
/* Between save.c, import.c and the rules of the agenda. */
#ifndef HVK_RECORD_AGENDA_H
#define HVK_RECORD_AGENDA_H

#include "record/save.h"

/* The columns, as bits, of a type that are taken from an offer. */
uint32_t hvk__offer_columns(enum hvk_type type);
/* Takes those of a mask that are empty from the offer that a session names, if that is known. */
int hvk__offer_take(struct hvk_record *session, uint32_t columns);

/* For save.c: fills in what is not said; checks what must hold, the columns it refers to being there; does what follows
 * from a row that was written. For other types they do nothing. */
int hvk__agenda_complete(const struct hvk__write *write);
int hvk__agenda_check(const struct hvk__write *write);
int hvk__agenda_follow(struct hvk__change *change, const struct hvk_record *record);

#endif
