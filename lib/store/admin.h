/* SPDX-License-Identifier: EUPL-1.2 */
/* What the administrative parts share: a second store that is read while the first is worked on; codes in the
 * file; undo; dry runs. */
#ifndef HVK_STORE_ADMIN_H
#define HVK_STORE_ADMIN_H

#include "store/store.h"

/* Opens the store at path to read, refusing the file that store itself is connected to, with the wait and the date of
 * store. Failures are recorded on store. *other: freed by hvk_store_free().
 * Returns HVK_OK, HVK_EINVAL (the same file), HVK_ENOTFOUND, HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk__other_open(struct hvk_store *store, const char *path, struct hvk_store **other);

/* Copies the failure of other to store, with path as its file; returns its code. */
int hvk__other_fail(struct hvk_store *store, const struct hvk_store *other, const char *path);

/* The part of hvk_store_merge() that is about questions, their codes and regions: inside the transactions of both. */
int hvk__merge_questions(struct hvk_store *store, struct hvk_store *other, const char *path, struct hvk_counts *counts);

/* Whether what integrity_check found is only that memory ran out, which it tells as if it were damage. */
bool hvk__is_want_of_memory(const char *finding);

/* Whether path leads to the file that store is connected to. */
bool hvk__store_is_file(const struct hvk_store *store, const char *path);

static inline void hvk__store_freep(struct hvk_store **store)
{
	hvk_store_free(*store);
}

/* Finds the number of a code by parameter 1, its list, and 2, its name or a former one. */
#define HVK__CODE_FIND \
	"SELECT number FROM code WHERE list = ?1 AND code = ?2" \
	" UNION ALL SELECT number FROM code_alias WHERE list = ?1 AND alias = ?2"
/* Runs a statement on a code, once: list, text and number are its parameters 1 to 3. */
int hvk__code_run(struct hvk_store *store, const char *sql, const char *list, const char *text, int64_t number);
/* The most codes a list can have. */
int64_t hvk__list_max(const char *list);

/* Forgets the last change, inside a transaction: for what undoing would no longer lead back from. */
int hvk__undo_forget(struct hvk_store *store);
/* Forgets that the last change made desks: they stay when it is undone. For changes of the list 'desk' itself. */
int hvk__undo_forget_desks(struct hvk_store *store);

/* As hvk__end(), but a dry run that went well is rolled back too: it has done all, so that it finds what would fail. */
int hvk__end_or_take_back(struct hvk_store *store, int result, bool dry_run);

#endif
