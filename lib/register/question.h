/* SPDX-License-Identifier: EUPL-1.2 */
/* A question in the caller's hands: a row and the text it is shown as. */
#ifndef HVK_REGISTER_QUESTION_H
#define HVK_REGISTER_QUESTION_H

#include "store/store.h"

struct hvk_question {
	struct hvk_store *store;
	struct hvk__row row;       /* month 0, which no question has: not known */
	bool voided;
	bool speechless;           /* there was no memory to show it: NULL did not mean "not recorded" */
	char text[16];             /* id, month, day, NIS code */
	struct hvk__buffer joined; /* answers */
	unsigned char list_at[HVK_COLUMNS]; /* where the column's list stood among the lists */
};

/* The day by which codes and gemeenten of the question are looked up: the first of its month, or today. */
int hvk__question_day(const struct hvk_question *question);

/* Finds the value that text means in a column with one: gemeente or a code list. Desks are never found by a prefix:
 * half a name might be another desk's. error may be NULL. Returns as hvk__code_lookup() does; the message comes
 * without the column. */
int hvk__question_lookup(struct hvk_question *question, enum hvk_column column, const char *text, size_t length,
                         bool prefix, struct hvk__error *error, uint16_t *value);

/* Sets one column from length bytes of text, as hvk_question_set() does. The text is trimmed and not empty. */
int hvk__question_set_text(struct hvk_question *question, enum hvk_column column, const char *text, size_t length);

/* Adding in two steps: the rows as they will be added, complete and valid; and those, once hvk__desks_save() saw them,
 * inserted under new ids inside a transaction, with what undo goes by. The questions stay as they are: when all is done
 * the caller gives them their rows. */
int hvk__questions_prepare(struct hvk_question *const questions[], size_t count, struct hvk__row rows[]);
int hvk__questions_insert(struct hvk_store *store, struct hvk__row rows[], size_t count);

/* Draws an id of a month that tells nothing else. HVK_OK or HVK_EIO. */
int hvk__id_draw(struct hvk_store *store, int month, int64_t *id);

/* Whether a column has a value. */
bool hvk__question_has(const struct hvk_question *question, enum hvk_column column);

#endif
