/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Between the files of an import: what was read (import.c), the ids it gets (identify.c), and how it is brought
 * together with what the store has (reconcile.c).
 */
#ifndef HVK_REGISTER_IMPORT_H
#define HVK_REGISTER_IMPORT_H

#include <xxhash.h>

#include "register/csv_source.h"

/* Lines count on from one row to the next, but for rows passed over and line breaks in cells: where they do not, it is
 * noted. */
struct hvk__place {
	uint32_t row;  /* from here on ... */
	uint64_t line; /* ... lines count from this one */
};

/* The rows of one chunk of one input. */
struct hvk__block {
	struct hvk__row *rows; /* id 0: none of its own; gemeente 0: voided */
	uint64_t *ids;         /* of these rows: their own, or hashed as if no other row had the same content */
	size_t count, capacity;
	size_t questions;  /* rows that are not voided */
	XXH128_hash_t sum; /* of the hashes of the rows */
	uint64_t chunk;
	const char *input; /* its name */
	struct hvk__place *places;
	size_t place_count, place_capacity;
};

struct hvk__batch {
	char *name;
	struct hvk__block *blocks;
	size_t block_count, block_capacity;
	uint64_t questions; /* rows in them, without the voided */
	XXH128_canonical_t digest;
	bool known; /* the same questions came in before: there is nothing to do */
};

/* A row on its way into the store. In its block its id stays as read, so that an id of its own can be told from a
 * hashed one. */
struct hvk__arrival {
	uint64_t key; /* its id */
	const struct hvk__row *row;
};

struct hvk__arrivals {
	struct hvk__arrival *items;
	size_t count, capacity;
};

/* Hashes of the names of codes, by column and number, since numbers differ from store to store. */
struct hvk__names {
	uint64_t *hash[HVK_COLUMNS];
	size_t count[HVK_COLUMNS];
};

struct hvk_import {
	struct hvk_intake *intake;
	struct hvk_store *store;
	unsigned flags;
	struct hvk__rejects rejects; /* descriptor -1: not wanted */
	bool broken;                 /* an input was refused */
	bool done;                   /* it was committed, or that was tried: the rows are no longer as they were read */
	struct hvk__pool inputs;     /* their names */
	struct hvk__batch *batches;
	size_t batch_count, batch_capacity;
	struct hvk__names names;
	struct hvk__arrivals arrivals;
	struct hvk_counts counts;
};

/* ---- identify.c */

/* Adds the names of codes that are not there yet. HVK_OK or HVK_ENOMEM, without a message. */
int hvk__names_update(struct hvk__names *names, struct hvk__codes *codes);
void hvk__names_free(struct hvk__names *names);

/* A hash of what a row holds, by stable names; own ids are part of it. */
XXH128_hash_t hvk__row_hash(const struct hvk__names *names, const struct hvk__row *row);
/* Whether two rows hold the same, whatever their ids. */
bool hvk__row_same(const struct hvk__row *a, const struct hvk__row *b);

/* Computes the block's ids and sum. HVK_OK or HVK_ENOMEM. */
int hvk__block_identify(struct hvk__block *block, const char *batch, const struct hvk__names *names);

/* Computes the batch's digest, which does not depend on the order of rows. */
void hvk__batch_digest(struct hvk__batch *batch);

/* Adds the rows of a batch, in order of id: own ones, and hashed ones in which rows of the same content differ by an
 * ordinal. */
int hvk__batch_identify(struct hvk__batch *batch, const struct hvk__names *names, struct hvk__arrivals *arrivals);
/* The id to try next when one is taken by another content. */
uint64_t hvk__id_next(uint64_t id, uint64_t content);

bool hvk__arrivals_add(struct hvk__arrivals *arrivals, uint64_t key, const struct hvk__row *row);
/* Sorts by key, keeping the order of equal ones. False when memory runs out. */
bool hvk__arrivals_sort(struct hvk__arrivals *arrivals);
/* Adds sorted ones to sorted ones. */
bool hvk__arrivals_merge(struct hvk__arrivals *arrivals, const struct hvk__arrivals *more);

/* ---- reconcile.c */

struct hvk__ids {
	int64_t *items;
	size_t count, capacity;
};
bool hvk__ids_add(struct hvk__ids *ids, int64_t id);

/* What the arrivals of an import come to, beside what the store has. */
struct hvk__reconciling {
	struct hvk_import *import;
	struct hvk_store *store;
	bool any_voided;         /* among what arrives */
	int first, last;         /* the months of what arrives */
	struct hvk__ids buried;  /* voided ids in the store, in order */
	struct hvk__scan *scan;  /* NULL: look up one by one */
	struct hvk__row scanned; /* the row that the scan stands at */
	bool scan_ended;
	struct hvk__arrivals added; /* to be inserted */
	struct hvk__arrivals moved; /* whose id is taken by another content */
	struct hvk__ids changed;    /* whose row another one replaces */
	size_t dated;               /* those of them that only get a day */
	struct hvk__ids voided;     /* to be taken out of the store */
	struct hvk__ids bury;       /* to be marked as voided though the store does not have them */
	struct hvk__ids raise;      /* voided ids that a file brings back */
	uint64_t refused;
};

/* Within a transaction, or for a dry run without: compares all that was read with the store and writes what is new. */
int hvk__import_reconcile(struct hvk_import *import);

/* ---- replace.c */

/* For HVK_IMPORT_REPLACE: compares the store's questions of the desks and months in the files with what arrives, by
 * content. Those without counterpart are to be voided; of what arrives without an id of its own, those without
 * counterpart stay. */
int hvk__replace(struct hvk__reconciling *it);

/* ---- zero.c */

/* Within a transaction, or for a dry run without: of a sheet without a single row, whose desk and month were declared,
 * that there were no questions. */
int hvk__import_zero(struct hvk_import *import);

/* ---- import.c */

/* Where a row was read; false when it is none of the import's. */
bool hvk__import_place(const struct hvk_import *import, const struct hvk__row *row, const char **input, uint64_t *line);

#endif
