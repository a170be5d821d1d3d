/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The store: one SQLite file. Only this folder maps SQLite's codes. Other parts prepare statements and bind values
 * through it.
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
#define HVK__SCHEMA_VERSION 5

enum hvk__row_statement { HVK__ROW_READ, HVK__ROW_INSERT, HVK__ROW_STATEMENTS };

struct hvk_store {
	struct hvk__error error;
	sqlite3 *database;            /* NULL until connected */
	int queue;                    /* descriptor of the writers' queue, or -1; see queue.c */
	int wait;                     /* milliseconds */
	int64_t busy_until;           /* when the one who waits for SQLite's lock gives up; see queue.c */
	bool queueing;                /* first in the queue: one limit for both waits */
	int today;                    /* days; INT32_MIN: ask the system */
	bool writable;
	bool scans;                   /* the functions of scan.c are registered */
	bool compares;                /* those of lib/record/search.c are */
	bool desks_saved;             /* by the transaction that is open */
	enum hvk_precision precision;
	struct hvk__codes *codes;     /* NULL until first needed */
	struct hvk__regions *regions; /* NULL until first needed */
	char *settings[HVK_SETTINGS]; /* NULL: not set, or not needed yet */
	sqlite3_stmt *rollback;       /* kept ready, since it must not need memory; see statement.c */
	sqlite3_stmt *row[HVK__ROW_STATEMENTS]; /* on one question, kept once prepared; see scan.c */
	struct hvk__bulk *bulk;       /* what many are inserted from; see scan.c */
	sqlite3_stmt **kept;          /* see hvk__store_kept() */
	size_t kept_count;
	char what[256];               /* of hvk_store_undo() and hvk_record_undo() */
};

/* The file it is connected to, as an absolute path. */
const char *hvk__store_path(const struct hvk_store *store);

/* Today in days. */
int hvk__store_today(struct hvk_store *store);

/* Maps what SQLite said to a result and records it: SQLITE_BUSY -> HVK_EBUSY, CORRUPT NOTADB READONLY CANTOPEN ->
 * HVK_ESTORE, FULL IOERR -> HVK_EIO, NOMEM -> HVK_ENOMEM. doing: what was being done, for the message: "reading
 * questions". The one such map. */
int hvk__store_fail(struct hvk_store *store, int code, const char *doing);

/* HVK_OK when connected (writable where asked for), else HVK_ESTORE with the message. */
int hvk__store_require(struct hvk_store *store, bool writable);

/* Runs statements without rows, or whose rows do not matter. */
int hvk__store_exec(struct hvk_store *store, const char *text);

/* The folder that a path lies in: a descriptor, or -1 with errno. */
int hvk__folder_open(const char *path);

/* Prepares. *statement is finalized by the caller: `_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;` */
int hvk__store_prepare(struct hvk_store *store, const char *text, sqlite3_stmt **statement);
void hvk__finalize(sqlite3_stmt **statement);
/* A statement that is used again and again: prepared when first asked for, kept as long as the connection. which: a
 * small number of the caller's, from which text makes the SQL, to be freed (NULL when memory runs out). It is bound
 * anew and reset by each who uses it. */
int hvk__store_kept(struct hvk_store *store, size_t which, char *(*text)(size_t which), sqlite3_stmt **statement);
void hvk__store_forget_kept(struct hvk_store *store);
/* Steps: 1 for a row, 0 when done, negative result. Failures of binding, which sqlite3_bind_*() report, come out
 * here too: a statement whose binding failed for want of memory must not be stepped, so use hvk__bind_*() or check. */
int hvk__store_step(struct hvk_store *store, sqlite3_stmt *statement);
/* Steps a statement that gives no rows, and resets it so that it can be bound and run again. */
int hvk__store_run(struct hvk_store *store, sqlite3_stmt *statement);
/* The first column of the first row of a query as a number; 0 when there is no row. */
int hvk__store_number(struct hvk_store *store, const char *text, int64_t *number);

/* A reader's transaction, so that what is read is of one moment; rolled back also when memory has run out. */
int hvk__begin_reading(struct hvk_store *store);
void hvk__rollback(struct hvk_store *store);

/* A writer's transaction: waits its turn in the queue, then BEGIN IMMEDIATE. bulk: more memory is used.
 *   int result = hvk__begin(store, false); if (result < 0) return result;
 *   return hvk__end(store, work(store));
 * hvk__end() commits when result is HVK_OK, else rolls back, and returns the first failure. */
int hvk__begin(struct hvk_store *store, bool bulk);
int hvk__end(struct hvk_store *store, int result);
/* The same for who is first in the queue already and stays so; ended by hvk__rollback(). */
int hvk__begin_queued(struct hvk_store *store);

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
/* Frees them; they are loaded anew when next asked for. */
void hvk__store_forget_regions(struct hvk_store *store);

/* ---- what holds for the whole file (settings.c) */

/* Frees those that were read; they are read anew when next asked for. */
void hvk__store_forget_settings(struct hvk_store *store);

/* Its random name, of 16 hexadecimal digits. */
int hvk__store_id(struct hvk_store *store, char id[17]);

/* The month in which registration began, as it was set; 0 when it was not. */
int hvk__store_collected_since(struct hvk_store *store, int *month);
/* The month before which all was purged; 0 when nothing was. */
int hvk__store_purged(struct hvk_store *store, int *month);
/* The month before which, of months that no publication closed, not even counts are left; 0 when there is none. */
int hvk__store_forgotten(struct hvk_store *store, int *month);
/* Inside a transaction: notes that all before a month was purged, unless more was already. counts: they are left. */
int hvk__store_set_purged(struct hvk_store *store, int month, bool counts);
/* HVK_OK, or HVK_EINPUT with the message for a month that was purged. */
int hvk__refuse_purged(struct hvk_store *store, int month);

/* ---- between the files of this folder */

/* Whether a setting in the file is one that hvk_setting_set() takes: HVK_OK or HVK_EINVAL. */
int hvk__setting_verify(struct hvk_store *store, enum hvk_setting setting);

/* A step of the schema from one version to the next: SQL, in one transaction with the other steps. A list ends with
 * from == 0. */
struct hvk__migration {
	int from;
	const char *text;
};
/* Makes the tables and fills them with reference data. */
int hvk__schema_make(struct hvk_store *store, enum hvk_precision precision);
/* Whether the connected file is a store of the version that this library knows; migrates an older one when it is
 * writable. */
int hvk__schema_check(struct hvk_store *store);
/* Brings the schema to version to by the steps; nothing changes when one of them fails. */
int hvk__schema_migrate(struct hvk_store *store, const struct hvk__migration steps[], int to);

/* Waits until it is our turn to ask SQLite for its lock, at most store->wait: HVK_OK or HVK_EBUSY. Until leaving,
 * waiting for that lock counts in. */
int hvk__queue_enter(struct hvk_store *store);
void hvk__queue_leave(struct hvk_store *store);
/* Has SQLite wait for its own locks, as long as store->wait in all for one call. */
void hvk__busy_handler(struct hvk_store *store);
/* Closes the queue's descriptor: only after the database. */
void hvk__queue_close(struct hvk_store *store);

#define HVK__DESKS "desk" /* the name of their list */

/* Appends a code, whose number follows from its place; NULL when memory runs out or numbers do. */
struct hvk_code *hvk__code_append(struct hvk__list *list, struct hvk_code code);
/* Appends the code in the current row of a SELECT of these columns to its list, or to the one given. */
#define HVK__CODE_COLUMNS \
	"list, number, code, parent, label_nl, label_en, nullif(origin, code), sensitive, valid_from, valid_to"
int hvk__code_load(struct hvk_store *store, struct hvk__codes *codes, struct hvk__list *list, sqlite3_stmt *row);

/* Has the desk that a partner is, if it is one, follow it, inside a transaction: slug is the partner's, former the slug
 * it had (NULL: the same). The desk is renamed unless the new name means another, and labelled with the partner's name.
 * *changed: whether anything was, so that the codes must be forgotten when the transaction ends; else left alone. */
int hvk__desk_follow(struct hvk_store *store, const char *former, const char *slug, const char *name, bool *changed);

/* Takes back that a desk followed a partner of slug former to another, slug: the desk that is called slug and was
 * called former before is so again, without an alias. *changed: as above. */
int hvk__desk_return(struct hvk_store *store, const char *former, const char *slug, const char *name, bool *changed);

/* The desks that a transaction wrote are in the file, now that it is committed; or not, when it was rolled back. */
void hvk__desks_settle(struct hvk_store *store, bool committed);

/* Frees what scan.c keeps for a connection. */
void hvk__rows_forget(struct hvk_store *store);

#endif
