/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Recording what a change does to the questions, so that hvk_store_undo() can revert it. Only the last change is kept. All of it
 * happens inside the transaction of the change itself:
 *
 *	hvk__undo_begin(store, HVK__UNDO_IMPORT, "import of ...", &undo);
 *	hvk__undo_added(undo, ids, count);      before those rows are inserted
 *	hvk__undo_voided(undo, id);             takes the row out, leaving a tombstone
 *	hvk__undo_batch(undo, name);            before the batch is written
 *	hvk__undo_end(undo);
 *	hvk__undo_free(undo);                   also when one of these failed
 *
 * All return HVK_OK or a negative result with the message on the store. hvk__undo_begin() also notes the desks that are made in
 * memory but not saved yet: call it before hvk__desks_save().
 */
#ifndef HVK_REGISTER_CHANGE_H
#define HVK_REGISTER_CHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

enum hvk__undo_kind { HVK__UNDO_ADD, HVK__UNDO_IMPORT, HVK__UNDO_VOID };

struct hvk__undo;

/* what: one line for people, after "undid ": "the import of vragen.csv". Forgets the change before. */
int hvk__undo_begin(struct hvk_store *store, enum hvk__undo_kind kind, const char *what, struct hvk__undo **undo);

/* Ids about to be inserted, ascending within a call and over calls; a month may be spread over several calls. */
int hvk__undo_added(struct hvk__undo *undo, const int64_t ids[], size_t count);

/* Deletes the row, keeps it for undo, and leaves a tombstone. The row must be there. */
int hvk__undo_voided(struct hvk__undo *undo, int64_t id);

/* A batch about to be written or replaced. */
int hvk__undo_batch(struct hvk__undo *undo, const char *name);

int hvk__undo_end(struct hvk__undo *undo);
void hvk__undo_free(struct hvk__undo *undo);

#endif
