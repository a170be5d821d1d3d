/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers by a text, several for one where need be. */
#ifndef HVK_RECORD_INDEX_H
#define HVK_RECORD_INDEX_H

#include "core/memory.h"
#include "record/record.h"

struct hvk__index_entry {
	const char *key;
	size_t length, next; /* the one before with the same hash, from 1 */
	uint64_t hash;
	int64_t value;
};

/* Zero it before use. */
struct hvk__index {
	struct hvk__index_entry *entries;
	size_t count, capacity;
	size_t *slots; /* the last entry of each, from 1 */
	size_t slot_count;
	struct hvk__pool pool;
};
void hvk__index_free(struct hvk__index *index);

/* Adds a number under a text. False when memory runs out. */
bool hvk__index_add(struct hvk__index *index, const char *key, size_t length, int64_t value);
/* The numbers under a text one after the other, the last first; *at is 0 before the first. False when there are no
 * more. */
bool hvk__index_next(const struct hvk__index *index, const char *key, size_t length, size_t *at, int64_t *value);

/* same.c: which stored record a row without a slug is: that of the same partner and name, where case and accents do not
 * matter; of an agreement the same partner, type and first day; of a membership the same partner and house, and the
 * first day where both have one. */
struct hvk__sames {
	enum hvk_type type;
	struct hvk__index index;
	struct hvk__buffer key;
};

/* The columns that it goes by, as bits. */
uint32_t hvk__same_columns(enum hvk_type type);
/* Reads what is there to be the same: before anything changes, so that the order of rows does not matter. */
int hvk__same_load(struct hvk__sames *sames, struct hvk_store *store);
/* 1 with the record's id; 0: it is new; HVK_EAMBIGUOUS, without a message: several are the same; or a failure of the
 * store. */
int hvk__same_find(struct hvk__sames *sames, const struct hvk_record *record, int64_t *id);
/* Whether two records are the same by what they are known by: 1, 0, HVK_ENOMEM. */
int hvk__same_is(struct hvk__sames *sames, const struct hvk_record *one, const struct hvk_record *other);
/* Makes a record known that was added. HVK_OK or HVK_ENOMEM. */
int hvk__same_add(struct hvk__sames *sames, const struct hvk_record *record);
void hvk__sames_free(struct hvk__sames *sames);

#endif
