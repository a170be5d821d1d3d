/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files that read and write records. All inside a transaction of the caller's. */
#ifndef HVK_RECORD_ROW_H
#define HVK_RECORD_ROW_H

#include "record/record.h"

/* The statements on one type of record that are kept; those from HVK__ROW_CLEAR on are for one column of several
 * values. */
enum hvk__row_kind {
	HVK__ROW_SELECT,     /* id: what hvk__record_load() takes */
	HVK__ROW_ADD,        /* id, the columns of one value */
	HVK__ROW_CHANGE,     /* the same */
	HVK__ROW_DELETE,     /* id */
	HVK__ROW_LOOKUP,     /* slug: id and present slug */
	HVK__ROW_SLUG,       /* id: slug and name */
	HVK__ROW_OWNED,      /* id of a partner: ids */
	HVK__ROW_REFERRALS,  /* id: the number of referrals that name it */
	HVK__ROW_WORDS,      /* id, words */
	HVK__ROW_WORDLESS,   /* id */
	HVK__ROW_REVISION,   /* id, day */
	HVK__ROW_CLEAR,
	HVK__ROW_PUT = HVK__ROW_CLEAR + HVK__RECORD_COLUMNS_MAX,
	HVK__ROW_KINDS = HVK__ROW_PUT + HVK__RECORD_COLUMNS_MAX
};
int hvk__record_statement(struct hvk_store *store, enum hvk_type type, unsigned kind, sqlite3_stmt **statement);

/* The type's column n. */
static inline const struct hvk_record_column *hvk__record_column(enum hvk_type type, size_t n)
{
	return &hvk__types[type].columns[n].public;
}

/* Whether a column's values are rows of a table of their own. */
static inline bool hvk__column_is_set(const struct hvk_record_column *column)
{
	return (column->traits & HVK_TRAIT_MANY) != 0 && column->form != HVK_FORM_AGES;
}

/* Whether records of a type are called by a text, besides their slugs. */
static inline bool hvk__is_named(enum hvk_type type)
{
	int column = hvk__types[type].name_column;

	return column >= 0 && hvk__record_column(type, (size_t)column)->form == HVK_FORM_TEXT;
}

/* Whether several fields of a text may be of the column, which then are joined. */
static inline bool hvk__column_takes_many(const struct hvk_record_column *column)
{
	return (column->traits & HVK_TRAIT_MANY) != 0 || column->form == HVK_FORM_AGES;
}

/* Steps through the values in "a+b+c": `for (struct hvk__value_at at = { .next = value }; hvk__value_next(&at);)`. */
struct hvk__value_at {
	const char *next;
	const char *data;
	size_t length;
};
bool hvk__value_next(struct hvk__value_at *at);

/* The id and, through *present, the present slug (to be freed, may be NULL) of the record of a slug or former slug. 1,
 * 0, negative. */
int hvk__record_resolve(struct hvk_store *store, enum hvk_type type, const char *slug, int64_t *id, char **present);

/* Sets the value of a column, as it is; text may be NULL. */
int hvk__record_put(struct hvk_record *record, size_t column, const char *text);

/* Adds the row of a record under its id, 0: the next one, which it then has. */
int hvk__row_add(struct hvk_record *record);
/* Brings the columns of a mask to the file. */
int hvk__row_change(struct hvk_record *record, uint32_t columns);
/* Counts a change of a record that calendars show; of others it does nothing. hvk__row_change() does so, unless only
 * what no calendar shows was changed. */
int hvk__row_raise(struct hvk_store *store, enum hvk_type type, int64_t id);
/* Deletes the row with its values, and its words. */
int hvk__row_delete(struct hvk_store *store, enum hvk_type type, int64_t id);

/* Writes the words to search in of a partner or offer; for others it does nothing. */
int hvk__words_put(struct hvk_record *record);
/* Writes those of all offers of a partner. */
int hvk__words_put_offers(struct hvk_store *store, int64_t partner);
/* The columns whose values are among them. */
uint32_t hvk__words_columns(enum hvk_type type);

/* What follows from a row that was written with other values in a mask of columns: words to search in, the desk of a
 * partner. before: the row as it was, empty for one that was added. */
int hvk__record_follow(struct hvk__change *change, struct hvk_record *record, const struct hvk_record *before,
                       uint32_t columns);

/* Whether this change removed a record already. */
int hvk__journal_removed(struct hvk__change *change, enum hvk_type type, int64_t id, bool *removed);

/* Reads a row into change->before; with id 0 makes that empty. */
int hvk__change_before(struct hvk__change *change, enum hvk_type type, int64_t id);

/* The columns in which two records differ; the order of several values does not matter. */
uint32_t hvk__record_differs(const struct hvk_record *a, const struct hvk_record *b);

/* HVK_EINPUT when referrals name the record. */
int hvk__referrals_refuse(struct hvk_store *store, enum hvk_type type, int64_t id, const char *advice);

/* Ids of records. */
struct hvk__ids {
	int64_t *items;
	size_t count, capacity;
};
void hvk__ids_free(struct hvk__ids *ids);
/* Adds those in the first column of all rows of a statement, which is bound. */
int hvk__ids_read(struct hvk_store *store, sqlite3_stmt *statement, struct hvk__ids *ids);
/* Adds the records of a type that name a record, by its id, in a column. */
int hvk__ids_naming(struct hvk_store *store, enum hvk_type type, size_t column, int64_t id, struct hvk__ids *ids);
/* Adds the records of a type that belong to a partner. */
int hvk__ids_owned(struct hvk_store *store, enum hvk_type type, int64_t partner, struct hvk__ids *ids);

#endif
