/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * libhvk - know who offers what to families, register their questions, anonymously, and count them.
 *
 * This is the one public header. Conventions that hold for all of it:
 *
 *   - Functions that can fail return HVK_OK (0) or a negative enum hvk_result. The text of the
 *     failure, with file, line and column where there are any, stays on the store
 *     (hvk_store_error()) until the next call that takes that store or an object made from it.
 *   - The handle comes first and outputs last; outputs are cleared before anything can fail.
 *   - Functions named _next return 1 for a row, 0 at the end, or a negative enum hvk_result. Functions
 *     named _at, _name and _help that take a number count from 0 and return NULL beyond the last.
 *   - A returned const pointer is borrowed: it lives as long as the object it was asked of, unless
 *     said otherwise. What comes out through a pointer to a pointer that is not const is the caller's,
 *     to be freed by the _free function of its type; every _free takes NULL. An object is freed before
 *     what it was made from.
 *   - Pointers are not NULL, but where it is said that they may be.
 *   - A handle, and all objects made from it, belong to one thread at a time.
 *   - The layout of a structure that is declared here in full changes with the soname only.
 *   - Text is UTF-8. A month is 'YYYY-MM', a date 'YYYY-MM-DD'.
 *   - With dry_run a function does everything but the lasting change, so that what would fail fails.
 *   - The library never prints, never exits, reads neither environment nor configuration, and keeps
 *     no global state.
 *
 * HVK_ENOMEM and HVK_EBUG can come from every function that returns a result and are not repeated
 * below. What reads or writes a connected store can also fail with HVK_EIO, when the disk does.
 */
#ifndef HVK_H
#define HVK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HVK_VERSION "0.1.0"

/* The version of the library in use, which can differ from HVK_VERSION of the header. */
const char *hvk_version(void);

/* ---------------------------------------------------------------- results and errors */

enum hvk_result {
	HVK_OK = 0,
	HVK_ENOMEM = -1,     /* out of memory */
	HVK_EINVAL = -2,     /* an argument that cannot be: unknown key, malformed period */
	HVK_EINPUT = -3,     /* data that was read is refused; nothing was written */
	HVK_ENOTFOUND = -4,  /* no such thing; the message suggests the nearest */
	HVK_EAMBIGUOUS = -5, /* several things fit; the message lists them */
	HVK_ESTORE = -6,     /* the store cannot be used: absent, not hvk's, newer, damaged, read-only */
	HVK_EBUSY = -7,      /* another program is writing; waiting did not help; try again */
	HVK_EIO = -8,        /* a file could not be read or written */
	HVK_EBUG = -9        /* a condition that should be impossible */
};

struct hvk_error {
	int code;            /* enum hvk_result */
	const char *message; /* one line, no newline; never NULL */
	const char *file;    /* the input the error is in, or NULL */
	uint64_t line;       /* physical line, from 1; 0 where it does not apply */
	unsigned column;     /* cell of that line, from 1; 0 where it does not apply */
};

/* What a reading or checking function has to say while it goes on. */
enum hvk_severity {
	HVK_NOTE,    /* worth knowing: "read as Windows-1252" */
	HVK_WARNING, /* suspicious, accepted */
	HVK_REFUSED  /* a row or a file that is not taken */
};

/* Receives such messages, in the order of the input. The error is borrowed for the call; a result other than 0
 * stops the work, which then fails with HVK_EINPUT; a note cannot stop it. Calls come one after the other, but while
 * CSV is read not always in the thread that began it. The listener may not use the store or objects made from it. */
struct hvk_listener {
	int (*report)(void *data, enum hvk_severity severity, const struct hvk_error *error);
	void *data;
};

/* ---------------------------------------------------------------- the store */

struct hvk_store;

enum hvk_open {
	HVK_OPEN_READ = 0,   /* read only; fails when the file does not exist */
	HVK_OPEN_WRITE = 1,  /* read and write; fails when the file does not exist */
	HVK_OPEN_CREATE = 3  /* read and write; made, with precision month, when it does not exist */
};

enum hvk_precision { HVK_PRECISION_MONTH, HVK_PRECISION_DAY };

/* A store that is not yet connected to a file: it knows the reference data and the default codes,
 * holds no questions, and serves to read and count CSV. Returns HVK_OK or HVK_ENOMEM. */
int hvk_store_new(struct hvk_store **store);

/* Closes the file, if any, and frees. Objects made from the store must be freed before. */
void hvk_store_free(struct hvk_store *store);

/* The last failure on this store; code HVK_OK and an empty message after a call that returned HVK_OK. What reads one
 * thing after another, such as the functions named _next, leaves it alone unless it fails. */
const struct hvk_error *hvk_store_error(const struct hvk_store *store);

/* Today, as 'YYYY-MM-DD', for "future month", validity of codes, periods and the default geography; without
 * it the system's date. Returns HVK_OK or HVK_EINVAL. */
int hvk_store_set_today(struct hvk_store *store, const char *date);

/* How long to wait for another writer, in milliseconds, less than 0 being 0; 5000 unless set. */
void hvk_store_set_wait(struct hvk_store *store, int milliseconds);

/* Connects to the file at path. A file made here has mode 0600, and is never made or opened through
 * a symbolic link. An older version of the schema is migrated when opened to write, and refused with
 * advice when opened to read. A process that writes has a file open through one handle only: closing
 * one drops the locks that the system keeps for another.
 * After a failure it is not connected.
 * Returns HVK_OK, HVK_EINVAL (connected already, or path is empty), HVK_ENOTFOUND (no such file), HVK_ESTORE,
 * HVK_EBUSY, HVK_EIO. */
int hvk_store_open(struct hvk_store *store, const char *path, enum hvk_open mode);

/* Makes a new, empty store and connects to it. group: mode 0660, for a desk that shares the file.
 * Returns HVK_OK, HVK_EINVAL (connected already, or path is empty), HVK_ESTORE (exists already), HVK_EIO. */
int hvk_store_create(struct hvk_store *store, const char *path, enum hvk_precision precision, bool group);

/* Whether it is connected to a file. */
bool hvk_store_is_open(const struct hvk_store *store);

/* What the store records of the date; HVK_PRECISION_MONTH when not connected. */
enum hvk_precision hvk_store_precision(const struct hvk_store *store);

/* Examines the whole store: SQLite's own integrity, foreign keys, codes and gemeenten that questions and records
 * use but nothing defines, words and trails that do not fit their records. Each finding is reported to listener
 * (or NULL) as HVK_WARNING.
 * *findings: how many. Returns HVK_OK also when there are findings, HVK_EINPUT (the listener stopped it),
 * HVK_ESTORE (it cannot be read), HVK_EBUSY. */
int hvk_store_check(struct hvk_store *store, const struct hvk_listener *listener, uint64_t *findings);

/* Copies the store to path with SQLite's online backup, verifies the copy, and only then gives it its
 * name, replacing what was there; mode 0600. Only a regular file is replaced, never a symbolic link.
 * Returns HVK_OK, HVK_EINVAL (the store itself), HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_store_backup(struct hvk_store *store, const char *path);

/* Replaces the contents of the connected store, what undo would revert included, by those of the backup at
 * path, after verifying it; on failure the store is as it was. Others that have the store open may go on
 * reading. A backup that lacks publications of the store, or that they were withdrawn, is refused: what was published
 * cannot be forgotten. A new store takes any. With dry_run it only verifies.
 * Returns HVK_OK, HVK_EINVAL (the store itself, or path is empty), HVK_ENOTFOUND, HVK_EINPUT (it lacks publications),
 * HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_store_restore(struct hvk_store *store, const char *path, bool dry_run);

/* What a change did to the questions in the store. */
struct hvk_counts {
	uint64_t added;     /* new in the store */
	uint64_t unchanged; /* were there already, or were voided before */
	uint64_t refused;   /* rows refused */
	uint64_t voided;    /* taken out, their ids kept */
	uint64_t blank;     /* rows without a single value, passed over */
	uint64_t purged;    /* of months that were purged, passed over by a merge */
};

/* Adds what another store has: its codes, desks, regions, batches, questions, tombstones and deliveries; the records of
 * its registry, its referrals, and its counted needs. Codes are the same when they have, or had, the same name, records
 * when they have, or had, the same slug (houses: the same gemeente; those of the agenda: also the same title, date and
 * what else import knows them by, or else they get another slug, which what refers to them follows); what both have
 * stays as it is here, but for a referral whose trail goes on there. A question voided in one is voided. Of needs
 * counted in both the larger number stands, since nothing tells which are the same. Of months that were purged here
 * nothing is taken over; counts that purging left there, publications and settings never are. Merging twice changes
 * nothing more; merging in another order gives the same questions. The records that came in are one change, which
 * hvk_record_undo() reverts. With dry_run it only counts. records: what became of records and referrals; may be NULL.
 * Returns HVK_OK, HVK_EINVAL (the store itself, or path is empty), HVK_ENOTFOUND, HVK_ESTORE, HVK_EINPUT (the same
 * id with other content; a list that would be too long), HVK_EBUSY, HVK_EIO. */
struct hvk_record_counts;
int hvk_store_merge(struct hvk_store *store, const char *path, bool dry_run, struct hvk_counts *counts,
                    struct hvk_record_counts *records);

/* Deletes for good the questions and tombstones of months before month, 'YYYY-MM', and what undo keeps; and the
 * deliveries, referrals and counted needs of those months. With collapse the questions stay as counts by month,
 * gemeente, theme and contact, which tables go on counting, with all else not recorded; no record of one is left.
 * Without it the counts that earlier purges left of those months go too. What the ledger needs of those months stays, as
 * counts by month, gemeente, theme and the lists that were published. From then on questions of those months are
 * refused. With dry_run it only counts.
 * *gone: how many questions, and *months, unless it is NULL, of how many months; counts that go are questions too.
 * Returns HVK_OK, HVK_EINVAL (no month, or one after this), HVK_ESTORE, HVK_EBUSY. */
int hvk_store_purge(struct hvk_store *store, const char *month, bool collapse, bool dry_run, uint64_t *gone,
                    uint64_t *months);

/* ---------------------------------------------------------------- reading with SQL */

struct hvk_sql;

/* One SELECT over the views and tables of the connected store. Writing, ATTACH and PRAGMA are refused. Names, numbers
 * and addresses of persons are NULL, and so is what the history keeps of values.
 * Returns HVK_OK, HVK_EINVAL (an error in the SQL, or something other than one SELECT), HVK_ESTORE, HVK_EBUSY. */
int hvk_sql_open(struct hvk_store *store, const char *text, struct hvk_sql **sql);
void hvk_sql_free(struct hvk_sql *sql);

/* Goes to the next row. Returns 1, 0, or HVK_EINVAL (an error while computing), HVK_ESTORE, HVK_EBUSY; after a
 * failure 0. */
int hvk_sql_next(struct hvk_sql *sql);

/* The number of columns, the name of one and its text in the current row (NULL for SQL's NULL;
 * borrowed until the next _next). column is from 0; NULL beyond the last. */
size_t hvk_sql_columns(const struct hvk_sql *sql);
const char *hvk_sql_name(const struct hvk_sql *sql, size_t column);
const char *hvk_sql_text(struct hvk_sql *sql, size_t column);

/* Whether the value in the current row is a number; to be asked before its text. */
bool hvk_sql_is_number(struct hvk_sql *sql, size_t column);

/* ---------------------------------------------------------------- languages and codes */

enum hvk_lang { HVK_NL, HVK_EN };

struct hvk_code;

enum hvk_code_field {
	HVK_CODE_LIST, HVK_CODE_CODE, HVK_CODE_PARENT, HVK_CODE_LABEL_NL, HVK_CODE_LABEL_EN,
	HVK_CODE_SENSITIVE, HVK_CODE_VALID_FROM, HVK_CODE_VALID_TO, HVK_CODE_FIELDS
};

/* The name of a field as it stands in a header: "list", "label_nl"; NULL beyond HVK_CODE_FIELDS. */
const char *hvk_code_field_name(enum hvk_code_field field);

/* The n-th code of the store's lists, in order of list and position; NULL at the end, and when they cannot be read
 * (hvk_store_error() tells). With list NULL all lists, else the one named (an unknown list has no codes). Borrowed
 * until the store is connected, a call changes it or protects publications. */
const struct hvk_code *hvk_code_at(struct hvk_store *store, const char *list, size_t n);

/* One field as text, "" where it has no value; sensitive is "1" or "". Borrowed as the code is. */
const char *hvk_code_text(const struct hvk_code *code, enum hvk_code_field field);

/* Finds a code by its name, its last part (driftbuien), a former name or a label in any language, folded;
 * with prefix also by a unique beginning; also one out of use. list as in the code lists: "theme", "channel", "desk".
 * *code is borrowed as that of hvk_code_at().
 * Returns HVK_OK, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_EINVAL (no such list). */
int hvk_code_find(struct hvk_store *store, const char *list, const char *text, bool prefix,
                  const struct hvk_code **code);

/* Adds and changes codes from CSV with the columns of enum hvk_code_field (list and code required), all
 * or nothing; codes that the file does not name, and fields that it has no column for, stay as they are. A new
 * code is one whose name is not, and never was, one in its list: [a-z0-9][a-z0-9.+-]*, at most 64 bytes,
 * without '+' in list answer; in list desk [a-z0-9]+(-[a-z0-9]+)*. It needs a Dutch label, which stands in for
 * an English one that is empty. descriptor is read to its end; name is for messages. *changed: codes added or
 * altered. With dry_run all is done and taken back.
 * Returns HVK_OK, HVK_EINPUT, HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_code_import(struct hvk_store *store, const char *name, int descriptor, bool dry_run, uint64_t *changed);

/* Ends the validity of a code with the given date, 'YYYY-MM-DD'; questions that use it keep it, new ones with a
 * later month are refused. Returns HVK_OK, HVK_EINVAL (no such list or date, or a date before the code's first),
 * HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY. */
int hvk_code_retire(struct hvk_store *store, const char *list, const char *code, const char *last_day, bool dry_run);

/* Gives a code another name, of the form that hvk_code_import() asks for. Questions and codes below it follow; the
 * old name remains known as an alias. Returns HVK_OK, HVK_EINVAL (no such list, not a name), HVK_ENOTFOUND,
 * HVK_EAMBIGUOUS (the name is or was that of another), HVK_ESTORE, HVK_EBUSY. */
int hvk_code_rename(struct hvk_store *store, const char *list, const char *code, const char *name, bool dry_run);

/* ---------------------------------------------------------------- gemeenten and regions */

struct hvk_gemeente;

enum hvk_gemeente_field {
	HVK_GEMEENTE_NIS, HVK_GEMEENTE_NAME, HVK_GEMEENTE_NAME_FR, HVK_GEMEENTE_NAME_DE,
	HVK_GEMEENTE_ARRONDISSEMENT, HVK_GEMEENTE_PROVINCE, HVK_GEMEENTE_GEWEST, HVK_GEMEENTE_VALID_FROM,
	HVK_GEMEENTE_VALID_TO, HVK_GEMEENTE_SUCCESSOR, HVK_GEMEENTE_POSTCODE, HVK_GEMEENTE_FIELDS
};

/* The name of a field as it stands in a header: "nis", "name_fr"; NULL beyond HVK_GEMEENTE_FIELDS. */
const char *hvk_gemeente_field_name(enum hvk_gemeente_field field);

/* The n-th entry of the reference data in order of NIS code and date; NULL at the end. A gemeente that
 * took in others under its old code has an entry before and an entry after. */
const struct hvk_gemeente *hvk_gemeente_at(size_t n);

/* One field as text, "" where it has no value. NIS codes have five digits; dates are inclusive. */
const char *hvk_gemeente_text(const struct hvk_gemeente *gemeente, enum hvk_gemeente_field field);

/* How many children of 0 to 17 years live in a gemeente, an estimate of 2026; -1 where it is not known. */
int64_t hvk_gemeente_children(const struct hvk_gemeente *gemeente);

/* The outline of a gemeente as SVG path data of M, L (left out) and Z, absolute, on a canvas of 1000 by 384 that holds
 * Flanders and Brussels; and the point of its label. NULL where none is known: outside them, and where a merger has
 * made another of it since. *x and *y may be NULL. */
const char *hvk_gemeente_outline(const struct hvk_gemeente *gemeente, double *x, double *y);

/* Finds the gemeente that text meant on date: by NIS code, Dutch, French or German name, postcode or
 * deelgemeente, folded; with prefix also by a unique beginning. date NULL: today.
 * Returns HVK_OK, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_EINVAL (date). */
int hvk_gemeente_find(struct hvk_store *store, const char *text, const char *date, bool prefix,
                      const struct hvk_gemeente **gemeente);

/* Reads regions from CSV with the columns region and gemeente, all or nothing; a region that exists, in whatever
 * spelling, is replaced. Without a column region all of it is one, named after the file, which then must not be
 * '-' or 'standard input'. A gemeente may stand there in any form hvk_gemeente_find() takes. *members: gemeenten
 * read.
 * Returns HVK_OK, HVK_EINPUT, HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_region_import(struct hvk_store *store, const char *name, int descriptor, bool dry_run, uint64_t *members);

/* Removes a region, in whatever spelling; its gemeenten and questions stay.
 * Returns HVK_OK, HVK_ENOTFOUND, HVK_ESTORE, HVK_EBUSY. */
int hvk_region_remove(struct hvk_store *store, const char *name, bool dry_run);

/* The n-th membership in order of region and NIS code: its gemeente, and its region through *region, borrowed until
 * a call changes the store; NULL at the end, and when regions cannot be read (hvk_store_error() tells). */
const struct hvk_gemeente *hvk_region_at(struct hvk_store *store, size_t n, const char **region);

/* ---------------------------------------------------------------- questions */

struct hvk_question;
struct hvk_filter;

/* The columns of a question, in the order of files and listings. */
enum hvk_column {
	HVK_ID, HVK_MONTH, HVK_DAY, HVK_GEMEENTE, HVK_DESK, HVK_CHANNEL, HVK_ASKER, HVK_AGE, HVK_THEME, HVK_KIND,
	HVK_SEVERITY, HVK_ANSWER, HVK_DURATION, HVK_CONTACT, HVK_VOIDED, HVK_COLUMNS
};

/* The name of a column: header, long option and key of a filter; NULL beyond HVK_COLUMNS. */
const char *hvk_column_name(enum hvk_column column);

/* What a column holds, in one line of English, for help and manual; NULL beyond HVK_COLUMNS. */
const char *hvk_column_help(enum hvk_column column);

/* An empty question, to be filled and added. */
int hvk_question_new(struct hvk_store *store, struct hvk_question **question);
void hvk_question_free(struct hvk_question *question);

/* Makes it empty again. */
void hvk_question_clear(struct hvk_question *question);

/* Sets a column from text as a person would type it: a code, a label, a gemeente in any form, an age in
 * years, several answers joined by '+'. Prefixes are accepted when unique, but not for desks: half a name
 * may be another desk's. Set the month first: codes and gemeenten are those of its first day. A date is
 * taken for its month, and for its day where the store records days. NULL or "" empties the column. A desk
 * not yet known is taken when it is a slug (a-z, 0-9, hyphens) and is made with the question. What looks
 * personal is refused with HVK_EINPUT and never repeated in the message.
 * Returns HVK_OK, HVK_EINVAL (no such column), HVK_EINPUT, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY. */
int hvk_question_set(struct hvk_question *question, enum hvk_column column, const char *text);

/* Sets columns from one short line, 'oostkamp telefoon moeder 2 driftbuien': words in any order, each a
 * value of a column not yet set, or 'column:value'; a word that fits several is refused with them. A month that was
 * set before holds unless the line says another. A line that is refused leaves the question as it was.
 * Returns HVK_OK, HVK_EINPUT, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY. */
int hvk_question_set_short(struct hvk_question *question, const char *line);

/* A column as key ("31022", "gedrag.driftbuien", "info+folder") or as label; NULL when it is not recorded.
 * Borrowed until the next call on the question or its cursor. *length, if not NULL: bytes, 0 for NULL. */
const char *hvk_question_key(struct hvk_question *question, enum hvk_column column, size_t *length);
const char *hvk_question_label(struct hvk_question *question, enum hvk_column column, enum hvk_lang lang);

/* Adds the question to the store under a random id, which hvk_question_key(HVK_ID) then tells. Month,
 * gemeente and theme are required; a contact not recorded becomes new. Added again, it is another question.
 * Returns HVK_OK, HVK_EINPUT, HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_question_add(struct hvk_question *question);

/* Adds count questions of the store, all or none, as one change: hvk_store_undo() reverts them together. With
 * dry_run it only checks them, also when the store is not connected. Returns HVK_OK, HVK_EINPUT (one of them cannot
 * be added), HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_question_add_all(struct hvk_store *store, struct hvk_question *const questions[], size_t count, bool dry_run);

/* Reads one question by its id, of 13 Crockford base32 characters (case, and I L O for 1 1 0, forgiven).
 * What the question held before is gone, also after a failure.
 * Returns HVK_OK, HVK_EINVAL, HVK_ENOTFOUND, HVK_ESTORE, HVK_EBUSY. */
int hvk_question_find(struct hvk_question *question, const char *id);

/* Takes questions out; only their ids are kept, so that no import brings them back. All or nothing; one voided
 * before is left so.
 * Returns HVK_OK, HVK_EINVAL, HVK_ENOTFOUND, HVK_ESTORE, HVK_EBUSY. */
int hvk_question_void(struct hvk_store *store, const char *const ids[], size_t count, bool dry_run);

/* Reverts the last add, import or void, as if it had not been; it cannot itself be undone. *what: which it
 * was, in one line, borrowed until the next call on the store. counts: voided, the questions it takes out;
 * added, those it puts back.
 * Returns HVK_OK, HVK_ENOTFOUND (nothing to undo), HVK_ESTORE, HVK_EBUSY. */
int hvk_store_undo(struct hvk_store *store, bool dry_run, struct hvk_counts *counts, const char **what);

/* Notes that the questions of a desk in a month, 'YYYY-MM', are in, also when there were none: that cannot be told from
 * the questions. Adding and importing questions note it by themselves; the first time counts. on: the day on which they
 * came in, which takes the place of the one known; NULL: today, unless one is known. Of a day within the month only
 * that it was within the month is kept. What was told stays when the change before it is undone. *changed: whether it
 * was not so before.
 * Returns HVK_OK, HVK_EINVAL (not a month, or one to come; not a day from the month's first to today), HVK_ENOTFOUND
 * (no such desk), HVK_EAMBIGUOUS, HVK_EINPUT (the desk is not in use in that month), HVK_ESTORE, HVK_EBUSY. */
int hvk_delivery_add(struct hvk_store *store, const char *desk, const char *month, const char *on, bool dry_run,
                     bool *changed);

/* Takes that back, as if nothing had come in. Returns the same, HVK_EINVAL also where there are questions of that desk
 * and month, which were received. */
int hvk_delivery_remove(struct hvk_store *store, const char *desk, const char *month, bool dry_run, bool *changed);

/* Reports what may be wrong in the questions that the filter (or NULL) lets through: many identical ones in
 * one month and desk, combinations that cannot be, months to come, a month and desk where no contact
 * begins, gemeenten outside all regions where there are regions. Returns HVK_OK, HVK_ESTORE, HVK_EINPUT (the
 * listener stopped it). */
int hvk_question_check(struct hvk_store *store, const struct hvk_filter *filter,
                       const struct hvk_listener *listener, uint64_t *findings);

/* ---------------------------------------------------------------- filters and periods */

/* A filter lets through the questions that satisfy all of its conditions. An empty one lets all through. A condition
 * means what it means when it is added; after a failure to add one the filter is as it was. */
int hvk_filter_new(struct hvk_store *store, struct hvk_filter **filter);
void hvk_filter_free(struct hvk_filter *filter);

/* Adds a condition KEY OP VALUE; key is a column, or theme-group, asker-group, arrondissement, province,
 * region, period; op one of = != < <= > >= ~ (contains) ^= (begins with); value, for =, may be several
 * separated by commas. '=' on a theme that is a group, or on an answer or asker that has narrower codes, includes
 * what is below it; the empty value is "not recorded". '<' and '>' are for month, day, age and duration. A gemeente
 * of the past counts as the one it is part of today.
 * Returns HVK_OK, HVK_EINVAL, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY. */
int hvk_filter_add(struct hvk_filter *filter, const char *key, const char *op, const char *value);

/* Adds a condition written as one word, 'theme=slapen'. As hvk_filter_add(). */
int hvk_filter_parse(struct hvk_filter *filter, const char *condition);

/* Resolves a period - 2026, 2026-10, 2026-Q4, sj2026, 2026-2027, A..B, last-month, this-year,
 * last-12-months ... - to its first and last month ('YYYY-MM', 8 bytes each with the NUL).
 * Returns HVK_OK or HVK_EINVAL. */
int hvk_period_resolve(struct hvk_store *store, const char *text, char first[8], char last[8]);

/* The n-th of the words for periods (this-month, last-year ...) and what it means in one line of English; NULL
 * beyond the last. */
const char *hvk_period_word(size_t n);
const char *hvk_period_help(size_t n);

/* ---------------------------------------------------------------- sources: streams of questions */

/* Where questions are read from: a store or CSV. A source is used once. */
struct hvk_source;
void hvk_source_free(struct hvk_source *source);

/* The questions of the connected store that the filter (or NULL) lets through, also those of which purging left the
 * counts only; the filter must outlive the source. Nothing is read yet. Returns HVK_OK, HVK_ESTORE. */
int hvk_source_store(struct hvk_store *store, const struct hvk_filter *filter, struct hvk_source **source);

/* How many of them there are of which purging left the counts only: tables count them, lists do not have them.
 * Returns HVK_OK, HVK_ESTORE, HVK_EBUSY. */
int hvk_store_counted(struct hvk_store *store, const struct hvk_filter *filter, uint64_t *questions);

/* How to read CSV that others made; see hvk-csv(5). */
struct hvk_intake;
enum hvk_intake_option {
	HVK_INTAKE_MAP,        /* 'Theirs=ours,...': headers that mean a column of ours */
	HVK_INTAKE_IGNORE,     /* 'A,B': headers to pass over */
	HVK_INTAKE_DATE_ORDER, /* dmy (the default), mdy or ymd, for dates that are not ISO */
	HVK_INTAKE_DELIMITER,  /* one character, or tab, comma, semicolon, pipe; else it is detected */
	HVK_INTAKE_ENCODING,   /* utf-8, windows-1252, utf-16le, utf-16be; else it is detected */
	HVK_INTAKE_DESK,       /* the desk of rows that have none */
	HVK_INTAKE_MONTH,      /* the month of rows that have none */
	HVK_INTAKE_ID_FROM,    /* the header whose cells, hashed, are the ids */
	HVK_INTAKE_OPTIONS
};

/* Reads what it can find out by itself. */
int hvk_intake_new(struct hvk_store *store, struct hvk_intake **intake);
void hvk_intake_free(struct hvk_intake *intake);

/* Sets an option; MAP and IGNORE add to what was set before. Returns HVK_OK or HVK_EINVAL. */
int hvk_intake_set(struct hvk_intake *intake, enum hvk_intake_option option, const char *value);

/* Who hears of refused rows and of how a file was read; NULL for nobody, and then the first refused row is the
 * failure. Borrowed; must outlive the intake. */
void hvk_intake_set_listener(struct hvk_intake *intake, const struct hvk_listener *listener);

/* Describes, in one line, how the last input was read: encoding, delimiter, columns; "" before there was one.
 * Borrowed until the next input is read. */
const char *hvk_intake_dialect(const struct hvk_intake *intake);

/* One input: an open descriptor, which stays the caller's, and its name for messages. */
struct hvk_input { const char *name; int descriptor; };

/* The questions in CSV inputs, one after the other, that the filter (or NULL) lets through. Inputs, intake
 * and filter must outlive the source. Nothing is read yet; any refused row makes reading fail with HVK_EINPUT.
 * Returns HVK_OK or HVK_EINVAL (an intake that is for records). */
int hvk_source_csv(struct hvk_intake *intake, const struct hvk_input inputs[], size_t count,
                   const struct hvk_filter *filter, struct hvk_source **source);

/* ---------------------------------------------------------------- listing */

/* The questions of a store, in a fixed order that does not tell the order of entry: by sort, columns separated by
 * commas, '-' before a name for descending; then month and all other columns, then id.
 * with_voided: also tombstones, of which only id, month and voided are known. sort and filter may be NULL; the filter
 * must outlive the list. Returns HVK_OK, HVK_EINVAL (sort), HVK_ESTORE, HVK_EBUSY. */
struct hvk_list;
int hvk_list_open(struct hvk_store *store, const struct hvk_filter *filter, const char *sort, bool with_voided,
                  struct hvk_list **list);
void hvk_list_free(struct hvk_list *list);

/* *question is borrowed until the next call, NULL at the end. Returns 1, 0, or HVK_ESTORE, HVK_EBUSY. */
int hvk_list_next(struct hvk_list *list, struct hvk_question **question);

/* ---------------------------------------------------------------- import */

struct hvk_import;
enum hvk_import_flag {
	HVK_IMPORT_SKIP = 1,    /* leave refused rows out instead of refusing all */
	HVK_IMPORT_DRY_RUN = 2, /* do everything but write */
	HVK_IMPORT_REPLACE = 4, /* the files are the truth for the desks and months in them; not with _SKIP */
	HVK_IMPORT_AGAIN = 8    /* import even when the same questions came in as another batch */
};

/* An import into the store of the intake, which must outlive it. flags: enum hvk_import_flag, joined by '|'.
 * Returns HVK_OK or HVK_EINVAL. */
int hvk_import_new(struct hvk_intake *intake, unsigned flags, struct hvk_import **import);
void hvk_import_free(struct hvk_import *import);

/* Where refused rows go with HVK_IMPORT_SKIP: as CSV with their own header and a column 'reason' in front. A row
 * refused for privacy appears there with the reason only. The descriptor stays the caller's; -1: nowhere. */
void hvk_import_set_rejects(struct hvk_import *import, int descriptor);

/* Reads one input as part of the batch of that name (NULL: the base name of the input, without extension). Writes
 * nothing yet. Refused rows are reported to the intake's listener. After a failure nothing can be committed.
 * Returns HVK_OK, HVK_EINPUT, HVK_EIO, HVK_ESTORE, HVK_EBUSY. */
int hvk_import_read(struct hvk_import *import, const struct hvk_input *input, const char *batch);

/* Writes all that was read, in one transaction. Called once: after a failure too the import can only be freed. When
 * there was not a single row, and HVK_INTAKE_DESK and _MONTH were set, hvk_delivery_add() of these.
 * Returns HVK_OK, HVK_EINVAL (a second time), HVK_EINPUT (an input was refused, ids that clash), HVK_ESTORE,
 * HVK_EBUSY, HVK_EIO; without a row also what hvk_delivery_add() does. */
int hvk_import_commit(struct hvk_import *import, struct hvk_counts *counts);

/* ---------------------------------------------------------------- records: types and columns */

/* What the network keeps records of. A house is the Huis van het Kind of a gemeente; a membership is that of a partner
 * in a house. A session is a dated activity for families; an attendance is that of a partner at a meeting of the
 * network; an action is what was agreed there; a milestone is a step by which a house is built. */
enum hvk_type {
	HVK_PARTNER, HVK_PERSON, HVK_OFFER, HVK_AGREEMENT, HVK_HOUSE, HVK_MEMBERSHIP, HVK_REFERRAL, HVK_SESSION,
	HVK_MEETING, HVK_ATTENDANCE, HVK_ACTION, HVK_MILESTONE, HVK_TYPES
};

/* What a column of a record holds. Where it can have several values they are joined by '+'. */
enum hvk_form {
	HVK_FORM_SLUG,      /* its own name in commands and files: [a-z0-9]+(-[a-z0-9]+)*, at most 64 bytes */
	HVK_FORM_ID,        /* 13 Crockford base32 characters; made by the store */
	HVK_FORM_TEXT,      /* one line */
	HVK_FORM_LINES,     /* text of one or more lines */
	HVK_FORM_EMAIL, HVK_FORM_PHONE, HVK_FORM_URL,
	HVK_FORM_CODE,      /* of a code list */
	HVK_FORM_GEMEENTE,  /* NIS code */
	HVK_FORM_RECORD,    /* the slug of another record */
	HVK_FORM_DATE,      /* YYYY-MM-DD */
	HVK_FORM_MONTH,     /* YYYY-MM */
	HVK_FORM_YES_NO,    /* yes or no; no unless set */
	HVK_FORM_NUMBER,    /* a whole number, 0 or more */
	HVK_FORM_CENTS,     /* money in cents, a whole number */
	HVK_FORM_AGES,      /* ranges of years: 0-3, 12-, prenataal */
	HVK_FORM_TIME,      /* HH:MM, of the clock in Flanders */
	HVK_FORM_COUNTS     /* numbers of people by gemeente, joined by '+': 31005=9+31040=5 */
};

enum hvk_column_trait {
	HVK_TRAIT_REQUIRED = 1, /* a record without it cannot be saved */
	HVK_TRAIT_MANY = 2,     /* any number of values, joined by '+' */
	HVK_TRAIT_FIXED = 4,    /* set by the store, not by people: an id, a date of a status */
	HVK_TRAIT_PERSONAL = 8, /* points to a person: left out unless persons are asked for */
	HVK_TRAIT_STANDARD = 16 /* shown in a listing for people unless other columns are chosen */
};

struct hvk_record_column {
	const char *name;         /* header, key of a condition and, with hyphens for '_', long option */
	const char *help;         /* one line of English */
	const char *title[2];     /* header for people, by enum hvk_lang */
	enum hvk_form form;
	unsigned traits;          /* enum hvk_column_trait, joined by '|' */
	const char *list;         /* the code list of HVK_FORM_CODE, else NULL */
	enum hvk_type type;       /* what HVK_FORM_RECORD refers to */
};

/* "partner", "membership"; what it is in one line; NULL beyond HVK_TYPES. */
const char *hvk_type_name(enum hvk_type type);
const char *hvk_type_help(enum hvk_type type);

/* The n-th column of a type, in the order of files and listings; the first is its slug or id. NULL beyond the last. */
const struct hvk_record_column *hvk_type_column(enum hvk_type type, size_t n);

/* The number of columns; and the column of that name, a hyphen being an underscore: hvk_type_columns() when there is
 * none. */
size_t hvk_type_columns(enum hvk_type type);
size_t hvk_type_find_column(enum hvk_type type, const char *name);

/* ---------------------------------------------------------------- records: one */

/* One record in memory, empty. Columns are numbered as by hvk_type_column(). Returns HVK_OK or HVK_EINVAL (no such
 * type). */
struct hvk_record;
int hvk_record_new(struct hvk_store *store, enum hvk_type type, struct hvk_record **record);
void hvk_record_free(struct hvk_record *record);

/* Makes it empty: one that is not in the store. */
void hvk_record_clear(struct hvk_record *record);
enum hvk_type hvk_record_type(const struct hvk_record *record);

/* Whether it was read from the store, or saved there. */
bool hvk_record_is_stored(const struct hvk_record *record);

/* Reads a record by its slug, a former slug, or its id; a house also by its gemeente. What the record held before is
 * gone, also after a failure. The message for an unknown slug names the nearest.
 * Returns HVK_OK, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY. */
int hvk_record_find(struct hvk_record *record, const char *text);

/* Sets a column from text as a person would type it: a code or label, a gemeente in any form, slugs also in other
 * spelling, a date as ISO or d/m/y, several values separated by '+', ',' or ';'. NULL or "" empties the column. Sets
 * nothing when it fails. In a referral, what looks personal is refused and never repeated.
 * Returns HVK_OK, HVK_EINVAL (no such column, or one the store sets), HVK_EINPUT, HVK_ENOTFOUND, HVK_EAMBIGUOUS,
 * HVK_ESTORE, HVK_EBUSY. */
int hvk_record_set(struct hvk_record *record, size_t column, const char *text);

/* A column as key ("31022", "gedrag.driftbuien+slapen", "yes") or as label for people; NULL when it is empty. A key is
 * borrowed until the record changes or its cursor goes on, a label also only until the next. *length, if not NULL:
 * bytes, 0 for NULL. */
const char *hvk_record_key(struct hvk_record *record, size_t column, size_t *length);
const char *hvk_record_label(struct hvk_record *record, size_t column, enum hvk_lang lang);

/* What a change did to records. */
struct hvk_record_counts {
	uint64_t added;
	uint64_t changed;
	uint64_t unchanged;
	uint64_t removed;
	uint64_t refused; /* rows of an input */
	uint64_t blank;   /* rows without a value, passed over */
};

/* Saves count records, all or none, as one change that hvk_record_undo() reverts. One that is not in the store is
 * added, and gets a slug made from its name where it has none; one that is gets what was set since it was read, so that
 * columns another program changed meanwhile keep that. A slug that was set anew renames: the old one stays known.
 * what: the change in a few words for the history. counts may be NULL.
 * Returns HVK_OK, HVK_EINVAL (a referral, which is recorded), HVK_EINPUT (a required column is empty, a slug is
 * another's, until before since), HVK_ENOTFOUND (removed meanwhile), HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_record_save_all(struct hvk_store *store, struct hvk_record *const records[], size_t count, const char *what,
                        bool dry_run, struct hvk_record_counts *counts);
int hvk_record_save(struct hvk_record *record, bool dry_run);

/* Removes stored records, all or none. A partner takes its people, offers, agreements and memberships along, a meeting
 * who was there and what was agreed on; what only names one of them goes on without. Refused while a referral names one
 * of them, or a partner held a session or was at a meeting: ended is what they then should be.
 * Returns HVK_OK, HVK_EINPUT, HVK_ENOTFOUND, HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_record_remove_all(struct hvk_store *store, struct hvk_record *const records[], size_t count, bool dry_run,
                          struct hvk_record_counts *counts);

/* Reverts the last change to the registry, as if it had not been; again, the one before. *what: which it was, in one
 * line, borrowed until the next call on the store. Referrals are not part of it.
 * Returns HVK_OK, HVK_ENOTFOUND (nothing to undo), HVK_EINPUT (a referral names what would go), HVK_ESTORE, HVK_EBUSY,
 * HVK_EIO. */
int hvk_record_undo(struct hvk_store *store, bool dry_run, struct hvk_record_counts *counts, const char **what);

/* The changes of a stored record, the newest first; of a partner also those of what belongs to it. Without persons
 * changes of persons are left out. Returns HVK_OK, HVK_ENOTFOUND (it is not stored), HVK_ESTORE, HVK_EBUSY. */
struct hvk_history;
enum hvk_history_field {
	HVK_HISTORY_DATE, HVK_HISTORY_CHANGE, HVK_HISTORY_TYPE, HVK_HISTORY_SLUG, HVK_HISTORY_COLUMN,
	HVK_HISTORY_BEFORE, HVK_HISTORY_AFTER, HVK_HISTORY_FIELDS
};
const char *hvk_history_field_name(enum hvk_history_field field);
int hvk_history_open(struct hvk_record *record, bool with_persons, struct hvk_history **history);
void hvk_history_free(struct hvk_history *history);

/* Returns 1, 0, or HVK_ESTORE, HVK_EBUSY. The text of a field in the current row, "" where it has none. */
int hvk_history_next(struct hvk_history *history);
const char *hvk_history_text(const struct hvk_history *history, enum hvk_history_field field);

/* ---------------------------------------------------------------- records: listing */

/* The records of a type that satisfy all conditions. What is set after the first _next is refused with HVK_EINVAL.
 * Returns HVK_OK, HVK_EINVAL (no such type), HVK_ESTORE. */
struct hvk_records;
int hvk_records_new(struct hvk_store *store, enum hvk_type type, struct hvk_records **records);
void hvk_records_free(struct hvk_records *records);

/* Adds a condition KEY OP VALUE; all must hold. key is a column, or one of the keys of hvk_records_key(), a hyphen
 * being an underscore: on (in force that day: neither before since nor after until), stale (not verified for that
 * long: 90d, 3w, 12m, 2y), due (ends within that long from today), overdue (a referral of which nothing was heard for
 * that long), since, until and period (of the day of a session or meeting, or by when something is to be done: a date,
 * today or a period), late and open (yes or no: not done in time, not done), arrondissement, province, region, and, for
 * what belongs to a partner, partner-type and stage.
 * op and value as in hvk_filter_add(), but that '<' and '>' are for dates, numbers and the age class of a referral; a
 * date may be a period: '<' is before its first day, '>' after its last. '!=' is what '=' is not.
 * '=' compares text folded, telephone numbers as they are rung, and records by their slugs, former ones too. On the
 * theme of a person or offer it matches what is below it and, since a group covers its terms, what is above it. On the
 * gemeente of a partner, person or offer, and what that is in, it also matches who serves everywhere, and one that has
 * no gemeenten by its partner's. On ages it matches ranges that hold one of the ages, and no ranges, which hold all.
 * Returns HVK_OK, HVK_EINVAL, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY; after a failure the listing is as
 * it was. */
int hvk_records_add(struct hvk_records *records, const char *key, const char *op, const char *value);
int hvk_records_parse(struct hvk_records *records, const char *condition);

/* The n-th key besides the columns that conditions on a type know, and what it means; NULL beyond the last. */
const char *hvk_records_key(enum hvk_type type, size_t n);
const char *hvk_records_key_help(enum hvk_type type, size_t n);

/* Only those whose text has all these words or their beginnings, whatever case and accents; a partner also by its
 * offers, an offer also by its partner. Partners and offers only. Words of punctuation only do not count; with none
 * left it fails. HVK_OK or HVK_EINVAL. */
int hvk_records_set_words(struct hvk_records *records, const char *words);

/* By columns separated by commas, '-' before a name for descending; then by slug (referrals, which tell nothing of who
 * came first: by month and all other columns), which is also the order unless set (NULL or ""). Texts are sorted folded,
 * codes in the order of their list, several values by the first; what is empty comes last, up or down.
 * HVK_OK or HVK_EINVAL. */
int hvk_records_set_sort(struct hvk_records *records, const char *columns);

/* *record is borrowed until the next call, NULL at the end. Nobody is kept from writing meanwhile: a record that is
 * removed before its turn is passed over. Returns 1, 0, or HVK_ESTORE, HVK_EBUSY. */
int hvk_records_next(struct hvk_records *records, struct hvk_record **record);

/* ---------------------------------------------------------------- records: files */

/* As hvk_intake_new(), for the columns of a type of record; HVK_INTAKE_DESK, _MONTH and _ID_FROM are not for it.
 * Returns HVK_OK or HVK_EINVAL. */
int hvk_intake_new_records(struct hvk_store *store, enum hvk_type type, struct hvk_intake **intake);

/* Reads records from CSV or recutils text (told apart by the first line) and saves them in one transaction, as one
 * change. A row is the record of its slug, or of a former one that it gives; without a slug that of the same partner and
 * name (an agreement: partner, type and first day; a membership: partner and house); else a new one. Two rows that are
 * the same record are refused. A column that a row has empties what it leaves empty, but for the slug; columns it does
 * not have stay as they are. Rows may stand in any order. flags: HVK_IMPORT_SKIP, HVK_IMPORT_DRY_RUN. rejects: as
 * hvk_import_set_rejects(), in the form of the input, or -1. All that is wrong in a row is reported to the intake's
 * listener. Returns HVK_OK, HVK_EINVAL (an intake that is not for records, or is for referrals), HVK_EINPUT, HVK_EIO,
 * HVK_ESTORE, HVK_EBUSY. */
int hvk_record_import(struct hvk_intake *intake, const struct hvk_input *input, unsigned flags, int rejects,
                      struct hvk_record_counts *counts);

/* A record as recutils text with every column that is not fixed, empty ones included as comments that say what goes
 * there: for an editor. *text is freed with free(). HVK_OK, HVK_ESTORE, HVK_EBUSY. */
int hvk_record_write_text(struct hvk_record *record, char **text);

/* Sets the record from such text. name is for messages; they say the line. A column that stands there no more becomes
 * empty, but for the slug; only what is different counts as set. Sets nothing when it fails.
 * Returns HVK_OK, HVK_EINPUT, or as hvk_record_set(), always with file and line. */
int hvk_record_read_text(struct hvk_record *record, const char *name, const char *text, size_t length);

/* ---------------------------------------------------------------- Open Referral HSDS 3.0 */

/* Options of hvk_hsds_import(). */
struct hvk_hsds_options {
	const char *map_terms;    /* a CSV file of columns term and theme, by path; NULL: none */
	const char *source;       /* what partners from it get as source; NULL: what a package of ours says, else its name */
	bool with_persons;        /* contacts become persons, else they are passed over and counted */
	bool dry_run;
	const struct hvk_listener *listener; /* or NULL: hears of each row that cannot stand, then of the counts */
};

/* Takes in a tabular package of version 3.0 or 2.x: a folder, or a zip file, of CSV files. Takes every row that can
 * stand; the others are reported with file, line, column, what is left out of a row as a warning, and at the end a note
 * for each reason with its count. What came in before from the same source with the same id is the same record, of which
 * what the package tells is replaced. A package that hvk_hsds_export() wrote names its records, unless a source is given:
 * they come back as they were. One change. counts.refused are rows that could not stand.
 * Returns HVK_OK, HVK_EINVAL, HVK_ENOTFOUND (path), HVK_EINPUT (not a package; a zip that leads outside or grows beyond
 * measure; map_terms; the listener stopped it), HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_hsds_import(struct hvk_store *store, const char *path, const struct hvk_hsds_options *options,
                    struct hvk_record_counts *counts);

/* Writes all partners that are not ended, with their offers, as a package: a folder, which must not exist or be an
 * earlier package, or a zip file where path ends so. It appears whole or not at all. The same registry gives the same
 * bytes on the same day. with_persons: also those who work there, public or not, as contacts; else nobody. Why a partner
 * is in its stage, and what agreements are worth, stays here.
 * Returns HVK_OK, HVK_EINVAL, HVK_EIO, HVK_ESTORE, HVK_EBUSY. */
int hvk_hsds_export(struct hvk_store *store, const char *path, bool with_persons);

/* ---------------------------------------------------------------- the network */

/* Two partners that may be the same: why (name, phone, email, website) and their slugs, the one with more known about
 * it first. Borrowed until the next call. _open returns HVK_OK, HVK_ESTORE, HVK_EBUSY. */
struct hvk_dupes;
int hvk_dupes_open(struct hvk_store *store, struct hvk_dupes **dupes);
void hvk_dupes_free(struct hvk_dupes *dupes);
int hvk_dupes_next(struct hvk_dupes *dupes, const char **keep, const char **drop, const char **why, const char **value);

/* Makes two partners one: what keep has not recorded it takes from drop; the people, offers, agreements, memberships,
 * sessions, attendance and referrals of drop become its own; the slug of drop stays known as a former one of keep, and its desk, where keep
 * has none, becomes that of keep. One change.
 * Returns HVK_OK, HVK_EINVAL (one with itself), HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_partner_merge(struct hvk_store *store, const char *keep, const char *drop, bool dry_run,
                      struct hvk_record_counts *counts);

/* Removes for good the persons whose until lies before date, and all that the history knows of them; referrals to them
 * stay, to the partner, as do sessions and actions that name them. *gone: how many. Returns HVK_OK, HVK_EINVAL (no date, or one to come), HVK_ESTORE, HVK_EBUSY,
 * HVK_EIO. */
int hvk_person_purge(struct hvk_store *store, const char *date, bool dry_run, uint64_t *gone);

/* The offers that fit a need, the best first. */
struct hvk_match;
enum hvk_need {
	HVK_NEED_THEME, HVK_NEED_GEMEENTE, HVK_NEED_AGE, /* in years, or a code of list age */
	HVK_NEED_AUDIENCE, HVK_NEED_TARGET, HVK_NEED_LANGUAGE, HVK_NEED_WORDS,
	HVK_NEED_ON,                                     /* the day, today unless set */
	HVK_NEEDS
};
const char *hvk_need_name(enum hvk_need need);
const char *hvk_need_help(enum hvk_need need);

/* An empty need. */
int hvk_match_new(struct hvk_store *store, struct hvk_match **match);
void hvk_match_free(struct hvk_match *match);

/* Says what is needed, as a person would type it; NULL or "" takes it back. After _next it begins a new search: a match
 * can be used again and again, which is faster than a new one. Returns HVK_OK, HVK_EINVAL, HVK_EINPUT, HVK_ENOTFOUND,
 * HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY. */
int hvk_match_set(struct hvk_match *match, enum hvk_need need, const char *text);

/* The next best offer. Returns 1, 0, or HVK_ESTORE, HVK_EBUSY. */
int hvk_match_next(struct hvk_match *match);

/* The offer, its partner and the person to ring there, NULL when none is known; borrowed until the next call. */
struct hvk_record *hvk_match_offer(struct hvk_match *match);
struct hvk_record *hvk_match_partner(struct hvk_match *match);
struct hvk_record *hvk_match_person(struct hvk_match *match);

/* The rules in the order in which they weigh: name, what it is called for people, what it asks in one line, and what it
 * found for the current offer ("group gedrag covers gedrag.driftbuien"; "not asked"), without its name; NULL beyond the
 * last and without a current offer. Borrowed until the next call. *rank: 0 is best; UINT_MAX: not known, which is
 * last. */
const char *hvk_match_rule(size_t n);
const char *hvk_match_rule_title(size_t n, enum hvk_lang lang);
const char *hvk_match_rule_help(size_t n);
const char *hvk_match_finding(struct hvk_match *match, size_t n, enum hvk_lang lang, unsigned *rank);

/* ---------------------------------------------------------------- the agenda */

/* Everything dated: sessions, meetings, actions and milestones that are due, agreements that end. In order of date, hour,
 * kind and slug; what has no hour comes after what has. What has no date is not in it.
 * Returns HVK_OK, HVK_ESTORE. */
struct hvk_events;
int hvk_events_new(struct hvk_store *store, struct hvk_events **events);
void hvk_events_free(struct hvk_events *events);

/* What is told of an event. Not all have all; which column of its record a field is, the manual says. */
enum hvk_event_field {
	HVK_EVENT_DATE, HVK_EVENT_START, HVK_EVENT_END,
	HVK_EVENT_KIND,       /* the name of the type of its record */
	HVK_EVENT_SLUG, HVK_EVENT_TYPE, HVK_EVENT_TITLE, HVK_EVENT_PLACE, HVK_EVENT_GEMEENTE, HVK_EVENT_PARTNER,
	HVK_EVENT_CO_PARTNER,
	HVK_EVENT_CONTACT,    /* whom to ring, when that person is public and still there */
	HVK_EVENT_STATUS, HVK_EVENT_REASON,
	HVK_EVENT_DONE,       /* of actions and milestones */
	HVK_EVENT_PROGRAMME, HVK_EVENT_SERIES, HVK_EVENT_THEME, HVK_EVENT_AUDIENCE, HVK_EVENT_TARGET,
	HVK_EVENT_LANGUAGE, HVK_EVENT_AGE, HVK_EVENT_CAPACITY, HVK_EVENT_COST, HVK_EVENT_ENROLMENT, HVK_EVENT_WEBSITE,
	HVK_EVENT_DESCRIPTION, /* of a meeting its agenda */
	HVK_EVENT_UID,        /* for calendars: stays the same, also when the record gets another slug */
	HVK_EVENT_CHANGES,    /* how often it was changed since, but counts and notes; undo is one more */
	HVK_EVENT_CHANGED_ON, /* when last; NULL when nothing is known of it any more */
	HVK_EVENT_FIELDS
};

/* A field as the column of a listing: its name, help, titles, form and traits. NULL beyond the last. */
const struct hvk_record_column *hvk_event_column(enum hvk_event_field field);

/* Adds a condition KEY OP VALUE; all must hold. key is a field but the last three and contact, or one of
 * hvk_events_key(); op and value as in hvk_records_add(), but that a day may also be 'today', and that who holds a
 * session together with others is its partner as well. An event whose kind has no
 * such field is not in the listing: with a condition on programme there are only sessions. What is set after the first
 * _next is refused with HVK_EINVAL.
 * Returns HVK_OK, HVK_EINVAL, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY; after a failure the listing is as
 * it was. */
int hvk_events_add(struct hvk_events *events, const char *key, const char *op, const char *value);
int hvk_events_parse(struct hvk_events *events, const char *condition);

/* The n-th key besides the fields that conditions know, and what it means; NULL beyond the last. */
const char *hvk_events_key(size_t n);
const char *hvk_events_key_help(size_t n);

/* By fields separated by commas, '-' before a name for descending, then in the usual order; what is empty comes last.
 * HVK_OK or HVK_EINVAL. */
int hvk_events_set_sort(struct hvk_events *events, const char *columns);

/* Only what is for everybody: sessions, without why one is cancelled, and meetings that are public, of which it tells
 * only what, when and where. What it does not tell satisfies no condition and sorts as empty. HVK_OK or HVK_EINVAL. */
int hvk_events_set_public(struct hvk_events *events);

/* *event is borrowed until the next call, NULL at the end. Nobody is kept from writing meanwhile: what is removed before
 * its turn is passed over. Returns 1, 0, or HVK_ESTORE, HVK_EBUSY. */
struct hvk_event;
int hvk_events_next(struct hvk_events *events, struct hvk_event **event);

/* A field as key, or as label for people: names of partners, and a title where the record has none of its own. NULL
 * when it is empty; a label also when out of memory. Borrowed until the listing goes on, a label also only until the
 * next. */
const char *hvk_event_key(struct hvk_event *event, enum hvk_event_field field);
const char *hvk_event_label(struct hvk_event *event, enum hvk_event_field field, enum hvk_lang lang);
/* Whether it was cancelled, whatever the code of that status is called now. */
bool hvk_event_is_cancelled(const struct hvk_event *event);

/* Dates that come again: what a series of sessions or meetings is laid down by. */
#define HVK_RECURRENCE_MAX 366
struct hvk_recurrence {
	const char *first;         /* YYYY-MM-DD */
	const char *every;         /* days, weeks or months: 3d, 1w, 1m */
	bool same_day;             /* months: on the same day of the month, or its last when it has no such day; else on the
	                            * same weekday, as the third Thursday; the fifth is the last */
	size_t times;              /* how many dates, at most HVK_RECURRENCE_MAX; 0: as many as there are until then */
	const char *until;         /* none after that day; NULL: any */
	const char *const *except; /* days that are passed over and not counted, ends with NULL; or NULL */
};

/* The dates, in order, into an array of HVK_RECURRENCE_MAX. At least one.
 * Returns HVK_OK, HVK_EINVAL (no date, or too many; a date to be passed over that is none of them). */
int hvk_recurrence_dates(struct hvk_store *store, const struct hvk_recurrence *recurrence, char (*dates)[11],
                         size_t *count);

/* The ready-made plan by which a house is built: milestones that are not saved yet, each due at the end of a month, for
 * hvk_record_save_all(); to be freed one by one. house: a gemeente, as a person would type it. start: the month in which
 * it begins, YYYY-MM. lang: of what is to be done. *count: 0 when the house has the very plan already.
 * Returns HVK_OK, HVK_EINVAL (start, no house), HVK_EINPUT (the house has milestones of the plan, but not the same; a
 * phase was taken out of its list), HVK_ENOTFOUND or HVK_EAMBIGUOUS (house), HVK_ESTORE, HVK_EBUSY. */
#define HVK_MILESTONE_PLAN_MAX 64
int hvk_milestone_plan(struct hvk_store *store, const char *house, const char *start, enum hvk_lang lang,
                       struct hvk_record *milestones[HVK_MILESTONE_PLAN_MAX], size_t *count);

/* The first meeting planned on a later day: of the same series, or of one that is in none, of the same type and house;
 * of one without a house, among those without. Read into next, a record of HVK_MEETING of the same store.
 * Returns 1, 0 when there is none, HVK_ENOMEM, HVK_ESTORE, HVK_EBUSY. */
int hvk_meeting_next(struct hvk_record *meeting, struct hvk_record *next);

/* ---------------------------------------------------------------- referrals */

/* Records a referral (a record of type HVK_REFERRAL that is not stored), with its first status, and, where question is
 * not NULL, adds that question in the same transaction; nothing links the two. Afterwards the id is
 * hvk_record_key(referral, 0).
 * Returns HVK_OK, HVK_EINVAL (no such record), HVK_EINPUT, HVK_ENOTFOUND, HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_referral_add(struct hvk_record *referral, struct hvk_question *question, bool dry_run);

/* Notes a status of the list referral_status as of a day (NULL: today); the earlier ones stay in its trail.
 * Returns HVK_OK, HVK_EINVAL (a day before the last or in the future), HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE,
 * HVK_EBUSY, HVK_EIO. */
int hvk_referral_set_status(struct hvk_record *referral, const char *status, const char *on, bool dry_run);

/* The n-th step of the trail of a stored referral, the oldest first: its status (a code) and, through *on, its day;
 * NULL beyond the last. Borrowed until the next call on the record. */
const char *hvk_referral_step(struct hvk_record *referral, size_t n, const char **on);

/* Counts a need for which there was no offer: theme, gemeente, age of the match, in a month (NULL: this one), with a
 * reason of the list gap_reason. Only counters are kept.
 * Returns HVK_OK, HVK_EINVAL (no theme or no gemeente), HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY,
 * HVK_EIO. */
int hvk_gap_count(struct hvk_match *match, const char *month, const char *reason, bool dry_run);

/* ---------------------------------------------------------------- statistical tables */

struct hvk_table;
enum hvk_measure {
	HVK_QUESTIONS, HVK_CONTACTS, HVK_SHARE, HVK_PER_1000,
	HVK_SESSIONS, HVK_PARTICIPANTS, HVK_NEW, /* of activities for families that were held */
	HVK_MEASURES
};

/* The name of a measure or dimension, and what it is in one line; NULL beyond the last. Dimensions count from 0. */
const char *hvk_measure_name(enum hvk_measure measure);
const char *hvk_measure_help(enum hvk_measure measure);
const char *hvk_dimension_name(size_t n);
const char *hvk_dimension_help(size_t n);

/* An empty table broken down by dimensions, separated by commas, at most 6; NULL or "": by none, one cell.
 * Returns HVK_OK or HVK_EINVAL. What is set after it was counted is refused, or without effect. */
int hvk_table_new(struct hvk_store *store, const char *by, struct hvk_table **table);
void hvk_table_free(struct hvk_table *table);

/* The date whose gemeenten the table shows, 'YYYY-MM-DD'; today unless set. HVK_OK or HVK_EINVAL. */
int hvk_table_set_geography(struct hvk_table *table, const char *date);

/* The months, first and last inclusive, that the table covers: questions outside are not counted, months inside
 * are members also at 0. HVK_OK or HVK_EINVAL. */
int hvk_table_set_months(struct hvk_table *table, const char *first, const char *last);

/* The filter (or NULL) whose gemeenten and codes the table was asked for: they become members also at 0, and
 * questions it stops are not counted, nor sessions, which it can restrict by month, gemeente and theme. It must outlive
 * the table. */
void hvk_table_set_filter(struct hvk_table *table, const struct hvk_filter *filter);

/* Asks for a measure. Questions are counted unless all that is asked for is of sessions: those of the store that were
 * held. per-1000 needs exactly one geographic dimension. HVK_OK or HVK_EINVAL (a dimension that questions, or sessions,
 * do not have). A session counts once in each of its themes, pillars, audiences, target groups and partners, in each
 * region that holds its gemeente, and once in a total over these; by origin participants count where they came from. */
int hvk_table_add_measure(struct hvk_table *table, enum hvk_measure measure);

/* Only members that occur: none at 0, and no limit to what would be a table of mostly zeros. */
void hvk_table_set_occurring(struct hvk_table *table);

/* Counts all questions of a source, which for sessions has to be the store, into several tables at once, in one pass;
 * uses the processors there are for CSV.
 * Afterwards the tables can be read; after a failure only freed. Source and tables are of one store.
 * Returns HVK_OK, HVK_EINPUT, HVK_EIO, HVK_ESTORE, HVK_EBUSY, HVK_EINVAL (too many cells; counted before; a filter that
 * says what sessions do not know). */
int hvk_table_count(struct hvk_table *const tables[], size_t count, struct hvk_source *source);

/* The number of dimensions; the name of one, from 0, NULL beyond the last; how many members it has, 0 before
 * counting. */
size_t hvk_table_dimensions(const struct hvk_table *table);
const char *hvk_table_dimension(const struct hvk_table *table, size_t dimension);
size_t hvk_table_members(const struct hvk_table *table, size_t dimension);

/* The key and label of a member, from 0; at hvk_table_members() and beyond the total: key "total". */
const char *hvk_table_key(const struct hvk_table *table, size_t dimension, size_t member);
const char *hvk_table_label(const struct hvk_table *table, size_t dimension, size_t member, enum hvk_lang lang);

/* With hvk_table_set_occurring(): the number of cells that are not 0, and the members of the n-th of them, from 0,
 * in the order of members, the last dimension fastest. Otherwise there are none. member has room for every dimension;
 * beyond the last cell it is set to the total. */
size_t hvk_table_occurring(const struct hvk_table *table);
void hvk_table_occurring_at(const struct hvk_table *table, size_t n, size_t member[]);

/* What a measure counts here: "questions" and "contacts", or "mentions" and "contact-mentions" where questions
 * count once for every answer; "share" and "per-1000-estimate"; "sessions", "participants" and "new". The total over
 * answers is the sum of mentions; that over regions, which may overlap, counts every question once. */
const char *hvk_table_unit(const struct hvk_table *table, enum hvk_measure measure);

/* The value of a cell; member[d] from 0 to hvk_table_members(d), the latter for the total over d. Counts are whole
 * numbers up to 2^63-1 in *whole; shares (of the total, 0 to 1) and per-1000 in *real. Returns 1, or 0 when the
 * measure has no value there (no questions to have a share of, no population known, a combination that cannot be: a
 * gemeente in another's province), or HVK_EINVAL (not counted, or not with that measure; a total beyond 2^63-1). With
 * a share or per-1000 *whole is the questions it is of. */
int hvk_table_value(const struct hvk_table *table, enum hvk_measure measure, const size_t member[],
                    int64_t *whole, double *real);

/* ---------------------------------------------------------------- CSV as it stands */

/* Rows of CSV whatever their columns, for programs that pass them on with something added. Dialect and encoding are
 * found as for an import. The input must outlive it. Returns HVK_OK, HVK_EINPUT, HVK_EIO. */
struct hvk_csv;
int hvk_csv_open(struct hvk_store *store, const struct hvk_input *input, struct hvk_csv **csv);
void hvk_csv_free(struct hvk_csv *csv);

/* The number of columns; the header of the n-th; and the place of a column of questions, whatever of its names stands
 * above it, hvk_csv_columns() when there is none. */
size_t hvk_csv_columns(const struct hvk_csv *csv);
const char *hvk_csv_header(const struct hvk_csv *csv, size_t n);
size_t hvk_csv_find(const struct hvk_csv *csv, enum hvk_column column);

/* The next row that is not blank. Returns 1, 0, or HVK_EINPUT, HVK_EIO. A cell of it, NULL beyond the last, borrowed
 * until the next call, its length in bytes (length may be NULL), and the line it stands on, from 1. */
int hvk_csv_next(struct hvk_csv *csv);
const char *hvk_csv_cell(const struct hvk_csv *csv, size_t n, size_t *length);
uint64_t hvk_csv_line(const struct hvk_csv *csv);

/* ---------------------------------------------------------------- reports on the network */

struct hvk_report;
enum hvk_report_kind {
	HVK_REPORT_NETWORK,   /* partners, people and offers, how fresh they are, who is passed over */
	HVK_REPORT_COVERAGE,  /* in each gemeente the offers of the three pillars, basic and supplementary */
	HVK_REPORT_GAPS,      /* what was asked beside what is offered */
	HVK_REPORT_REFERRALS, /* what was referred, and what became of it */
	HVK_REPORT_COMPLETENESS, /* of which desks and months the questions are in, late or missing */
	HVK_REPORT_ACTIVITIES, /* activities for families: held, who came, how full; planned; cancelled */
	HVK_REPORT_PHASES,    /* how far the houses are, phase by phase */
	HVK_REPORTS
};

enum hvk_report_option {
	HVK_REPORT_ON,            /* the day whose offers and gemeenten count: today; of gaps, referrals and activities the
	                           * last of their months, unless that is yet to come; of completeness the day on which it is
	                           * judged, today */
	HVK_REPORT_BY,            /* referrals: partner, theme, theme-group, gemeente, desk, direction, status, month; several
	                           * separated by commas; each time it is set another section; else partner, theme-group
	                           * and gemeente, a section each. Activities: the dimensions that sessions have; else form,
	                           * theme-group, pillar, gemeente, programme and origin */
	HVK_REPORT_DIRECTION,     /* referrals: a code of that list, or all; out unless set */
	HVK_REPORT_MIN_QUESTIONS, /* gaps: only where at least so many were asked */
	HVK_REPORT_DEADLINE,      /* completeness: so many days after a month, 0 to 366, its questions have to be in; 10
	                           * unless set */
	HVK_REPORT_OPTIONS
};

/* An empty report. Returns HVK_OK or HVK_EINVAL (no such kind). What is set after it ran is refused. */
int hvk_report_new(struct hvk_store *store, enum hvk_report_kind kind, struct hvk_report **report);
void hvk_report_free(struct hvk_report *report);

/* Sets an option, each for the reports it is for. Returns HVK_OK, HVK_EINVAL, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE,
 * HVK_EBUSY. */
int hvk_report_set(struct hvk_report *report, enum hvk_report_option option, const char *text);

/* The filter (or NULL) that says which gemeenten the report is about: unless it does, those that have a house or are
 * served by somebody. Of gaps it also says which questions count, of referrals which months, themes, ages and desks, of
 * activities which months and themes, of completeness, which is of no gemeenten, which months and desks; of the network
 * the months of which attendance is told. Where it says no months these are the last twelve. It must outlive the run. */
void hvk_report_set_filter(struct hvk_report *report, const struct hvk_filter *filter);

/* Reads the connected store; once. Afterwards the report can be read; after a failure only freed.
 * Returns HVK_OK, HVK_EINVAL (the filter asks for what such a report does not know; it ran before), HVK_ESTORE,
 * HVK_EBUSY. */
int hvk_report_run(struct hvk_report *report);

/* The day whose offers and gemeenten count, 'YYYY-MM-DD', and the months covered: "" where they have no beginning, and
 * both of a report that is of no months. */
const char *hvk_report_on(const struct hvk_report *report);
const char *hvk_report_months(const struct hvk_report *report, const char **last);

/* What there is to be worried about: of coverage the pillars, in a gemeente, without a valid basic offer; of gaps the
 * rows with questions and no offer; of completeness the months of desks that are missing. */
uint64_t hvk_report_findings(const struct hvk_report *report);

/* The sections of a report that ran; each is a table. The name of one, and its title for people; NULL beyond the
 * last. */
size_t hvk_report_sections(const struct hvk_report *report);
const char *hvk_report_section(const struct hvk_report *report, size_t section);
const char *hvk_report_title(const struct hvk_report *report, size_t section, enum hvk_lang lang);

enum hvk_report_form {
	HVK_REPORT_NAME,  /* a key and a label */
	HVK_REPORT_COUNT, /* a whole number */
	HVK_REPORT_SHARE, /* from 0 to 1 */
	HVK_REPORT_REAL
};
struct hvk_report_column {
	const char *name;     /* header */
	const char *title[2]; /* header for people, by enum hvk_lang */
	enum hvk_report_form form;
};

/* The columns of a section, those that name first but for the verdict of gaps; NULL beyond the last. The rows. */
size_t hvk_report_columns(const struct hvk_report *report, size_t section);
const struct hvk_report_column *hvk_report_column(const struct hvk_report *report, size_t section, size_t column);
size_t hvk_report_rows(const struct hvk_report *report, size_t section);

/* The cell of a column of form NAME, NULL where there is none. */
const char *hvk_report_key(const struct hvk_report *report, size_t section, size_t row, size_t column);
const char *hvk_report_label(const struct hvk_report *report, size_t section, size_t row, size_t column,
                             enum hvk_lang lang);

/* The cell of any other column: a count in *whole, else in *real. Returns 1, or 0 where there is none. */
int hvk_report_value(const struct hvk_report *report, size_t section, size_t row, size_t column, int64_t *whole,
                     double *real);

/* ---------------------------------------------------------------- protecting small counts */

/* A table of counts with hierarchies, of which so much is hidden that whoever reads the rest, and all that was published
 * before, learns of no small count more than that it is small. Counts 1 to k - 1 are sensitive. For every sensitive
 * cell what is published agrees with every value from 0 to k - 1: two certificates, which anybody can check by adding
 * up, lead step by step to another table of whole numbers, not negative, with the cell at 0 and at k - 1. */
struct hvk_protection;

enum hvk_protect_option {
	HVK_PROTECT_MIN_CELL, /* k, from 3 to 1000; 5 unless set */
	HVK_PROTECT_ZEROS,    /* enum hvk_zeros */
	HVK_PROTECT_TOTALS    /* 1: all combinations of codes are asked for, those that were not added too; 0 unless set */
};
enum hvk_zeros {
	HVK_ZEROS_CAMOUFLAGE, /* zeros are published, but can be hidden to protect others; unless set */
	HVK_ZEROS_PROTECT     /* zeros are sensitive as well */
};

/* What is known of a cell beforehand. */
enum hvk_cell_state {
	HVK_CELL_NEW,
	HVK_CELL_SENSITIVE,        /* sensitive by decision, whatever its count; from k on it can be k - 1 less */
	HVK_CELL_INTERNAL,         /* neither published nor asked for, but counted in totals; leaves only */
	HVK_CELL_PUBLISHED,        /* published before: it cannot be hidden any more */
	HVK_CELL_HIDDEN,           /* hidden before: it stays so */
	HVK_CELL_HIDDEN_SENSITIVE, /* the same, sensitive by decision */
	HVK_CELL_STATES
};

enum hvk_cell_status {
	HVK_STATUS_PUBLISHED,
	HVK_STATUS_PRIMARY,         /* hidden: sensitive */
	HVK_STATUS_SECONDARY,       /* hidden to protect others */
	HVK_STATUS_FIXED_PUBLISHED, /* published before */
	HVK_STATUS_FIXED_HIDDEN,    /* hidden before */
	HVK_STATUSES
};

/* What a certificate shows: that a cell can be less, or more. */
enum hvk_direction { HVK_LESS, HVK_MORE };

/* An empty table of 1 to 3 dimensions, by name. HVK_OK or HVK_EINVAL. What is set or added after it ran is refused with
 * HVK_EINVAL. */
int hvk_protection_new(struct hvk_store *store, const char *const dimensions[], size_t count,
                       struct hvk_protection **protection);
void hvk_protection_free(struct hvk_protection *protection);

/* HVK_OK or HVK_EINVAL. */
int hvk_protection_set(struct hvk_protection *protection, enum hvk_protect_option option, int64_t value);

/* Adds a code to a dimension, from 0. Returns HVK_OK, HVK_EINVAL (no such dimension), HVK_EINPUT (it is there). */
int hvk_protection_add_node(struct hvk_protection *protection, size_t dimension, const char *code);

/* Says that parent consists of child, and of the other children that it has in the same set; set is any text. A parent
 * can have several sets, each of which holds all of it. Returns HVK_OK, HVK_EINVAL, HVK_EINPUT (unknown code). */
int hvk_protection_add_child(struct hvk_protection *protection, size_t dimension, const char *parent, const char *child,
                             const char *set);

/* Adds a cell that is asked for: a code for each dimension. A leaf that is not there counts 0. Totals have to be the
 * sums of their leaves. Returns HVK_OK, HVK_EINVAL, HVK_EINPUT (unknown code). */
int hvk_protection_add_cell(struct hvk_protection *protection, const char *const codes[], uint64_t count,
                            enum hvk_cell_state state);

/* Protects, and verifies; once. Afterwards it can be read; after a failure only freed.
 * Returns HVK_OK, HVK_EINVAL (it ran before), HVK_EINPUT: a cycle, a child twice, sets that do not hold the same, a cell
 * twice, sums that do not agree, a sensitive cell that was published before, one that cannot be protected any more. */
int hvk_protection_run(struct hvk_protection *protection);

/* Checks all certificates by adding up, with nothing of what found them. Returns HVK_OK, HVK_EINVAL (it did not run),
 * HVK_EBUG (what does not hold). */
int hvk_protection_verify(const struct hvk_protection *protection);

/* The cells, in the order in which codes were added, the last dimension fastest, without internal ones. The code of one
 * in a dimension, NULL beyond the last; its count, also of one that is hidden; its status. */
size_t hvk_protection_cells(const struct hvk_protection *protection);
const char *hvk_protection_code(const struct hvk_protection *protection, size_t cell, size_t dimension);
uint64_t hvk_protection_count(const struct hvk_protection *protection, size_t cell);
enum hvk_cell_status hvk_protection_status(const struct hvk_protection *protection, size_t cell);

/* How many cells have a status, and in *sum, unless it is NULL, their counts together. */
size_t hvk_protection_tally(const struct hvk_protection *protection, enum hvk_cell_status status, uint64_t *sum);

/* The n-th change of a certificate of a cell: in step *step, from 1, *delta is added to the leaf that codes, with room
 * for every dimension, name. Each step makes the cell one less or one more. Returns 1, or 0 beyond the last and for a
 * cell that is not sensitive. */
int hvk_protection_change(const struct hvk_protection *protection, size_t cell, enum hvk_direction direction, size_t n,
                          size_t *step, const char *codes[], int64_t *delta);

/* 32 hexadecimal digits (XXH3, 128 bits) of cells, statuses and certificates; "" before it ran. Who has it
 * can tell whether a guess of what is hidden is right: it is not for publication. */
const char *hvk_protection_digest(const struct hvk_protection *protection);

/* ---------------------------------------------------------------- protecting a table that was read */

struct hvk_input;

/* Reads a table and its hierarchies from CSV into a new protection that can still be set and is then run.
 *
 * hierarchy has the columns dim, parent, child and set (optional: one set), of codes as they stand in the table; an
 * empty parent says no more than that there is the child. table has a column for each dimension and one of counts;
 * dimensions, separated by commas, names the former (NULL or "": those that the hierarchy names, in its order), count
 * the latter (NULL or "": 'count'). Other columns are refused unless ignore names them, separated by commas. An optional
 * column status tells what was published before: 'ok', 'x', or empty for a new cell.
 *
 * The codes of a dimension are those that the hierarchy has; others are refused, since one that was mistyped would be
 * part of no total. Only a dimension of which the hierarchy has none takes those of the table, each by itself. A
 * code that stands in the table, but no part of it, is a leaf. Totals that are not in the table are not asked for;
 * leaves that are not count 0 and are cells like the others, but where there is a column status, so that they were seen
 * to be 0.
 *
 * Every error has its line: an unknown column or code, a cycle, a child twice in one set, a cell twice, sets of a code
 * that do not hold the same leaves, no whole number. What only shows when it is run, such as a total that is not the
 * sum of its leaves, has it too.
 * Returns HVK_OK, HVK_EINVAL, HVK_EINPUT, HVK_EIO. */
int hvk_protection_read(struct hvk_store *store, const struct hvk_input *table, const struct hvk_input *hierarchy,
                        const char *dimensions, const char *count, const char *ignore,
                        struct hvk_protection **protection);

/* The number of dimensions, and the name of one; NULL beyond the last. */
size_t hvk_protection_dimensions(const struct hvk_protection *protection);
const char *hvk_protection_dimension(const struct hvk_protection *protection, size_t dimension);

/* The line of the table on which a cell stands, when it was run; 0 for one that is not there. */
uint64_t hvk_protection_line(const struct hvk_protection *protection, size_t cell);

/* ---------------------------------------------------------------- publications */

/* A table of counts that is released to the outside: small counts protected against all that was published before. The
 * ledger in the store knows every one; nothing in it changes or goes. Each is counted by at most one axis of places
 * (gemeente, arrondissement, province, region), one of subjects (theme and theme-group, or one other list) and one of
 * time (month, quarter, year, schoolyear); an axis can have several levels, and always has a total.
 *
 * To publish a month closes it: a question registered for it later counts, in what is published, in the first month
 * closed after that. */
struct hvk_publication;

enum hvk_publish_option {
	HVK_PUBLISH_BY,       /* the levels, separated by commas; none: one total */
	HVK_PUBLISH_PERIOD,   /* the months; all of them over. Has to be set */
	HVK_PUBLISH_REGION,   /* only its gemeenten, and itself as their total */
	HVK_PUBLISH_GEMEENTE, /* only these, separated by commas; unless set those of regions and houses, and where there
	                       * are none those that occur; the others together are one row */
	HVK_PUBLISH_MIN_CELL, /* k; that of the last publication, or 5. Not below that of earlier ones */
	HVK_PUBLISH_ZEROS,    /* camouflage or protect; that of the last publication, or camouflage */
	HVK_PUBLISH_OPTIONS
};

/* The name of an option: "min-cell"; NULL beyond the last. */
const char *hvk_publish_option_name(enum hvk_publish_option option);

/* A publication to come. */
int hvk_publication_new(struct hvk_store *store, struct hvk_publication **publication);
void hvk_publication_free(struct hvk_publication *publication);

/* Returns HVK_OK, HVK_EINVAL, HVK_ENOTFOUND (of a region or gemeente), HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY. What is
 * set after it was protected is refused with HVK_EINVAL. */
int hvk_publication_set(struct hvk_publication *publication, enum hvk_publish_option option, const char *text);

/* Counts, protects and verifies publications to come jointly, on top of the ledger; writes nothing. Afterwards they can
 * be read. What is in the ledger already, with the same options, is read from there, byte for byte as it was.
 * When it fails they can be set otherwise and protected again.
 * Returns HVK_OK, HVK_EINVAL (options that do not go together; a month that is not over, or of which purging left
 * nothing to count), HVK_ENOTFOUND or HVK_EAMBIGUOUS (a gemeente, on the last day of the period), HVK_EINPUT: it cannot
 * be protected, with the cell and a coarser grid to try; HVK_ESTORE, HVK_EBUSY. */
int hvk_publication_protect(struct hvk_publication *const publications[], size_t count);

/* Enters publications that were protected together in the ledger, all or none; those that are there already stay as
 * they are. places: where each is written, an absolute path, or NULL; checksums: SHA-256 of what is written, 64
 * hexadecimal digits, or NULL. Afterwards they have a number.
 * Returns HVK_OK, HVK_EINVAL (not protected), HVK_ESTORE, HVK_EBUSY (also: the store changed since, what is counted
 * or how it is published), HVK_EIO. */
int hvk_publication_enter(struct hvk_publication *const publications[], size_t count, const char *const places[],
                          const char *const checksums[]);

/* The number of the last publication in the ledger, 0 when there is none: they count from 1 without a gap. */
int hvk_publication_last(struct hvk_store *store, uint64_t *number);

/* One of the ledger, also one that was withdrawn. HVK_OK, HVK_ENOTFOUND, HVK_ESTORE, HVK_EBUSY. */
int hvk_publication_open(struct hvk_store *store, uint64_t number, struct hvk_publication **publication);

/* The number of the one in the ledger that is read when this one is protected: that with the same options, and not
 * withdrawn; 0 when there is none, and of one that was protected its own. HVK_OK, HVK_ENOTFOUND or HVK_EAMBIGUOUS (a
 * gemeente, on the last day of the period), HVK_ESTORE, HVK_EBUSY. */
int hvk_publication_find(struct hvk_publication *publication, uint64_t *number);

/* The level that can take the place of one of those it is asked by, to hide less: "theme-group" for "theme", "quarter"
 * for "month" when the period consists of quarters. NULL when there is none, or it is asked for already. */
const char *hvk_publication_coarser(const struct hvk_publication *publication, const char *level);

enum hvk_publication_field {
	HVK_PUBLICATION_NUMBER, HVK_PUBLICATION_ENTERED_ON, HVK_PUBLICATION_BY, HVK_PUBLICATION_PERIOD,
	HVK_PUBLICATION_REGION, HVK_PUBLICATION_GEMEENTE, HVK_PUBLICATION_MIN_CELL, HVK_PUBLICATION_ZEROS,
	HVK_PUBLICATION_GEOGRAPHY, /* the day whose gemeenten it shows: the last of its period */
	HVK_PUBLICATION_CELLS, HVK_PUBLICATION_HIDDEN, /* how many */
	HVK_PUBLICATION_LATE,      /* questions of closed months that it counts in another */
	HVK_PUBLICATION_PLAN, HVK_PUBLICATION_PLACE, HVK_PUBLICATION_CHECKSUM,
	HVK_PUBLICATION_DIGEST,    /* not for publication, as LATE: who guesses what is hidden could tell by it */
	HVK_PUBLICATION_WITHDRAWN_ON, HVK_PUBLICATION_REASON, HVK_PUBLICATION_FIELDS
};
const char *hvk_publication_field_name(enum hvk_publication_field field);
const char *hvk_publication_field_help(enum hvk_publication_field field);

/* One field as text, "" where it has no value. */
const char *hvk_publication_text(const struct hvk_publication *publication, enum hvk_publication_field field);

/* The axes that were asked for, 1 to 3 (one, with only a total, when none was): places, subjects, time. The name of one
 * is that of its finest level: "gemeente". Its members, the total last, and of each the key, unique on the axis, the
 * level ("gemeente"; "total"; "other": gemeenten without a row) and the label. NULL beyond the last. */
size_t hvk_publication_axes(const struct hvk_publication *publication);
const char *hvk_publication_axis(const struct hvk_publication *publication, size_t axis);
size_t hvk_publication_members(const struct hvk_publication *publication, size_t axis);
const char *hvk_publication_key(const struct hvk_publication *publication, size_t axis, size_t member);
const char *hvk_publication_level(const struct hvk_publication *publication, size_t axis, size_t member);
const char *hvk_publication_label(const struct hvk_publication *publication, size_t axis, size_t member,
                                  enum hvk_lang lang);

/* The n-th link of an axis: a member that consists of others, one of them, and the set they are in. Returns 1, or 0
 * beyond the last. */
int hvk_publication_link(const struct hvk_publication *publication, size_t axis, size_t n, size_t *parent,
                         size_t *child, const char **set);

enum hvk_published {
	HVK_PUBLISHED_OK,             /* "ok" */
	HVK_PUBLISHED_HIDDEN,         /* "x" */
	HVK_PUBLISHED_NOT_APPLICABLE, /* "na": what cannot be, as a code out of use in all of that time */
	HVK_PUBLISHED_NOT_COLLECTED,  /* "nc": before registration began, by HVK_SETTING_COLLECTED_SINCE */
	HVK_PUBLISHED_NOWHERE         /* no publication shows it */
};
const char *hvk_published_name(enum hvk_published status);

/* The status of a cell, member[a] for each axis, and its count: 0 unless it is published. */
enum hvk_published hvk_publication_cell(const struct hvk_publication *publication, const size_t member[],
                                        uint64_t *count);

/* For who decides whether to publish, not for publication: how many cells of a combination of levels there are and are
 * hidden, how many of these are sensitive themselves, and their counts. levels has room for every axis. Returns 1, or 0
 * beyond the last. Only of a publication that was protected here. */
struct hvk_loss {
	uint64_t cells, hidden, sensitive;
	uint64_t count, hidden_count;
};
int hvk_publication_loss(const struct hvk_publication *publication, size_t n, const char *levels[],
                         struct hvk_loss *loss);
/* The same of one cell: its true count, and whether it is sensitive itself. HVK_OK or HVK_EINVAL (it was read from the
 * ledger). */
int hvk_publication_truth(const struct hvk_publication *publication, const size_t member[], uint64_t *count,
                          bool *sensitive);
/* How many cells are hidden for others only since what was published before left no other way that was found. */
uint64_t hvk_publication_beside(const struct hvk_publication *publication);

/* Proves anew, from the ledger up to this publication, that each sensitive cell in it can be anything from 0 to k - 1:
 * HVK_OK; HVK_EINPUT when it is not so, with the cell; HVK_EINVAL (not in the ledger), HVK_ESTORE, HVK_EBUSY. */
int hvk_publication_verify(const struct hvk_publication *publication);

/* Reads a published table and its hierarchy, and nothing else: all sums of published figures must agree. hierarchy as
 * hvk_protection_read() takes it, table as it was published; cells of status na and nc add nothing. *findings: how
 * many do not, each reported as HVK_WARNING to listener (or NULL). Returns HVK_OK also when there are findings,
 * HVK_EINPUT, HVK_EIO. */
int hvk_publication_audit(struct hvk_store *store, const struct hvk_input *table, const struct hvk_input *hierarchy,
                          const struct hvk_listener *listener, uint64_t *findings);

/* Puts on record that a publication was withdrawn, today, and why. It stays in the ledger: who saw it saw it.
 * Returns HVK_OK, also when it was withdrawn before for the same reason, whose day then stays; HVK_EINVAL (no reason;
 * one that looks personal; it was withdrawn before for another), HVK_ENOTFOUND, HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_publication_withdraw(struct hvk_store *store, uint64_t number, const char *reason, bool dry_run);

/* Declares publications to come as a plan, to be protected together. Their period need not be over. *number: of the
 * plan, from 1. Returns HVK_OK, HVK_EINVAL, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_plan_add(struct hvk_store *store, struct hvk_publication *const publications[], size_t count, bool dry_run,
                 uint64_t *number);
/* The n-th publication of a plan, to be protected with the others; NULL in *publication beyond the last. HVK_OK,
 * HVK_ENOTFOUND (no such plan), HVK_ESTORE, HVK_EBUSY. */
int hvk_plan_open(struct hvk_store *store, uint64_t number, size_t n, struct hvk_publication **publication);
/* The number of the last plan, 0 when there is none. HVK_OK, HVK_ESTORE, HVK_EBUSY. */
int hvk_plan_last(struct hvk_store *store, uint64_t *number);

/* All that is published and was not withdrawn, to make reports of. HVK_OK, HVK_ESTORE, HVK_EBUSY. */
struct hvk_figures;
int hvk_figures_new(struct hvk_store *store, struct hvk_figures **figures);
void hvk_figures_free(struct hvk_figures *figures);

/* The published count of questions in the months first to last, 'YYYY-MM', of a place (a key of an axis of places:
 * NIS code, name of a region that is neither digits only nor "total", "total") and a subject: dimension and key as in a
 * publication, both NULL: all. What was not published as such is the sum of its months where these all are. *count is 0
 * unless it is published. */
enum hvk_published hvk_figures_value(const struct hvk_figures *figures, const char *place, const char *dimension,
                                     const char *key, const char *first, const char *last, uint64_t *count);

/* ---------------------------------------------------------------- settings of a store */

enum hvk_setting {
	HVK_SETTING_RETENTION,     /* so many months, from 1 to 1200, are questions kept, the running one not counted;
	                            * "": without end */
	HVK_SETTING_PUBLIC_FOLDER, /* an absolute path: what is written there is for everybody; "": none. It is kept
	                            * without '.', '..' and a slash at its end; nothing looks at the folder */
	HVK_SETTING_COLLECTED_SINCE, /* a month: registration began then, months before are published as not
	                              * collected; "": none are. Counts do not tell, since this would tell of them */
	HVK_SETTINGS
};
/* The name of a setting, "public-folder", and what it is in one line; NULL beyond the last. */
const char *hvk_setting_name(enum hvk_setting setting);
const char *hvk_setting_help(enum hvk_setting setting);
/* Its value, "" when it was not set; borrowed until it is set, or the store is restored or closed. When it cannot be
 * read it is "" too, and the error is on the store. */
const char *hvk_setting_text(struct hvk_store *store, enum hvk_setting setting);
/* Sets it; "" takes it back. HVK_OK, HVK_EINVAL, HVK_ESTORE, HVK_EBUSY, HVK_EIO. */
int hvk_setting_set(struct hvk_store *store, enum hvk_setting setting, const char *text, bool dry_run);

/* The first month of which the setting retention keeps questions, 'YYYY-MM' (8 bytes with the NUL); "" without that
 * setting. HVK_OK, HVK_ESTORE, HVK_EBUSY. */
int hvk_store_first_kept(struct hvk_store *store, char month[8]);

/* ---------------------------------------------------------------- text for terminals and files */

/* Columns that text takes on a terminal: Unicode's widths, whatever the locale; controls take none. */
size_t hvk_text_width(const char *text);

/* A copy of text, to be freed with free(), in which C0, C1 and bidirectional controls are replaced so that it can be
 * shown on a terminal; NULL when out of memory. */
char *hvk_text_printable(const char *text);

/* The candidate that text was probably meant to be (Damerau-Levenshtein, at most a third of its length);
 * NULL when none is near. Borrowed from candidates, which ends with NULL. */
const char *hvk_text_nearest(const char *text, const char *const candidates[]);

/* Writes a field as RFC 4180 asks into buffer, of at least 2 * length + 2 bytes, quoting where the delimiter, a
 * quote, a line break or an outer blank makes it necessary. Returns the bytes written; no NUL is added. */
size_t hvk_csv_field(char *buffer, const char *text, size_t length, char delimiter);

#ifdef __cplusplus
}
#endif
#endif
