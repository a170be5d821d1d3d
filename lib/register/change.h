/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Recording what a change does to the questions, so that hvk_store_undo() can revert it. Only the last change is kept.
 * All of it happens inside the transaction of the change itself:
 *
 *	hvk__desks_save(store, rows, count);
 *	hvk__undo_begin(store, "the import of vragen.csv", &undo);
 *	hvk__undo_added(undo, ids, count);      before those rows are inserted, if they are many
 *	hvk__undo_voided(undo, id);             takes the row out, leaving a tombstone
 *	hvk__undo_batch(undo, name);            before the batch is written
 *	hvk__undo_end(undo);
 *	hvk__undo_free(undo);                   also when one of these failed
 *
 * All return HVK_OK or a negative result with the message on the store.
 */
#ifndef HVK_REGISTER_CHANGE_H
#define HVK_REGISTER_CHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

struct hvk__undo;

/* what: the change, for people, after "undone: ". Forgets the change before. */
int hvk__undo_begin(struct hvk_store *store, const char *what, struct hvk__undo **undo);

/* Ids that this change inserts, ascending within a call and over calls; HVK_EBUG when they do not. Told before their
 * rows are inserted, a month that was empty is remembered as such, without ids. */
int hvk__undo_added(struct hvk__undo *undo, const int64_t ids[], size_t count);

/* Deletes the row, keeps it for undo, leaves a tombstone. HVK_ENOTFOUND, without a message, when it is not there. */
int hvk__undo_voided(struct hvk__undo *undo, int64_t id);

/* Marks an id that has no row as voided, or no longer so. */
int hvk__undo_tombstone(struct hvk__undo *undo, int64_t id, bool there);

/* A batch about to be written, replaced or removed. */
int hvk__undo_batch(struct hvk__undo *undo, const char *name);

int hvk__undo_end(struct hvk__undo *undo);
void hvk__undo_free(struct hvk__undo *undo);

/* Whether a question of that id was there and is voided. */
int hvk__is_voided(struct hvk_store *store, int64_t id, bool *voided);

static inline void hvk__undo_freep(struct hvk__undo **undo)
{
	hvk__undo_free(*undo);
}

#endif
