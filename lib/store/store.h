/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The store: one SQLite file. Only this folder maps SQLite's codes. Other parts prepare statements and bind values through it.
 */
#ifndef HVK_STORE_H
#define HVK_STORE_H

#include <sqlite3.h>

#include "core/date.h"
#include "core/error.h"
#include "core/memory.h"
#include "reference/reference.h"
#include "store/codes.h"
#include "store/question.h"

#define HVK__APPLICATION_ID 0x68766b31 /* "hvk1" */
#define HVK__SCHEMA_VERSION 1

struct hvk_store {
	struct hvk__error error;
	sqlite3 *database;            /* NULL until connected */
	int queue;                    /* descriptor of the writers' queue, or -1; see queue.c */
	int wait;                     /* milliseconds */
	int today;                    /* days; INT32_MIN: ask the system */
	bool writable;
	enum hvk_precision precision;
	struct hvk__codes *codes;     /* NULL until first needed */
	struct hvk__regions *regions; /* NULL until first needed */
	sqlite3_stmt *insert;         /* one question; see scan.c */
	char what[256];               /* of hvk_store_undo() */
};

/* Today in days. */
int hvk__store_today(struct hvk_store *store);

/* Maps what SQLite said to a result and records it: SQLITE_BUSY -> HVK_EBUSY, CORRUPT NOTADB READONLY CANTOPEN -> HVK_ESTORE, FULL IOERR -> HVK_EIO,
 * NOMEM -> HVK_ENOMEM. doing: what was being done, for the message. The one such map. */
int hvk__store_fail(struct hvk_store *store, int code, const char *doing);

/* HVK_OK when connected (writable where asked for), else HVK_ESTORE with the message. */
int hvk__store_require(struct hvk_store *store, bool writable);

/* Runs one statement without rows. */
int hvk__store_exec(struct hvk_store *store, const char *text);

/* Prepares. *statement is finalized by the caller: `_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;` */
int hvk__store_prepare(struct hvk_store *store, const char *text, sqlite3_stmt **statement);
void hvk__finalize(sqlite3_stmt **statement);
/* Steps: 1 for a row, 0 when done, negative result. */
int hvk__store_step(struct hvk_store *store, sqlite3_stmt *statement);

/* A writer's transaction: waits its turn in the queue, then BEGIN IMMEDIATE. bulk: foreign keys are not checked row by row.
 *   int result = hvk__begin(store, false); if (result < 0) return result;
 *   return hvk__end(store, work(store));
 * hvk__end() commits when result is HVK_OK, else rolls back, and returns the first failure. */
int hvk__begin(struct hvk_store *store, bool bulk);
int hvk__end(struct hvk_store *store, int result);

/* ---- regions: sets of gemeenten */
struct hvk__region_member {
	const char *region;
	uint32_t nis;
};
struct hvk__regions {
	struct hvk__region_member *members; /* by region, then nis */
	size_t count, capacity;
	struct hvk__pool pool;
};
/* The store's regions (none when not connected), loaded when first asked for. */
int hvk__store_regions(struct hvk_store *store, const struct hvk__regions **regions);

#endif
