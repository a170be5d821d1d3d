/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A question as everything below the public header handles it: codes as numbers, in forty bytes. Rows of the store,
 * decoded rows of CSV, filters and counting all use this one form.
 */
#ifndef HVK_STORE_QUESTION_H
#define HVK_STORE_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "hvk.h"

/* The columns with one small number each, the first index into value[]. */
enum hvk__field {
	HVK__MONTH,     /* since 1970-01 */
	HVK__GEMEENTE,  /* index of a version in hvk__gemeenten, plus 1 */
	/* code numbers; 0: not recorded */
	HVK__DESK, HVK__CHANNEL, HVK__ASKER, HVK__AGE, HVK__THEME, HVK__KIND, HVK__SEVERITY, HVK__DURATION,
	HVK__CONTACT,
	HVK__DAY,       /* 1..31; 0: not recorded */
	HVK__FIELDS
};

struct hvk__row {
	int64_t id;                    /* month << 51 | 51 bits */
	uint64_t answers;              /* bit n - 1 for code n of list 'answer' */
	uint16_t value[HVK__FIELDS];
};

#define HVK__ID_BITS 51
#define HVK__ID_MASK ((INT64_C(1) << HVK__ID_BITS) - 1)
#define HVK__ANSWERS_MAX 63            /* codes in list 'answer': a bit each, sign bit free */

/* What is known of every public column. The one table of columns: headers, help, SQL and code lists come from it. */
struct hvk__column_info {
	const char *name;
	const char *help;
	const char *list;              /* code list, or NULL */
	int field;                     /* enum hvk__field, or -1: id, answer, voided */
	const char *const *aliases;    /* headers that mean it: first the name, then Dutch and others; ends with NULL */
};
extern const struct hvk__column_info hvk__columns[HVK_COLUMNS];

/* -1, 0 or 1: the order of a pair of values. */
#define HVK__ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* The id's text: 13 Crockford base32 characters, and back (case and I L O forgiven); false when it is not one. */
void hvk__id_format(int64_t id, char text[14]);
bool hvk__id_parse(const char *text, size_t length, int64_t *id);

/* Orders two ids, for qsort() and bsearch(). */
int hvk__id_compare(const void *a, const void *b);

/* Of a voided question no more is known than its id; any other has a gemeente. */
static inline bool hvk__row_is_voided(const struct hvk__row *row)
{
	return row->value[HVK__GEMEENTE] == 0;
}

/* Compares by month, gemeente's NIS and so on in the order of columns, then id: the order of listings.
 * desk_rank[number]: the place of a desk among the slugs, since the numbers of desks tell the order in which they
 * came; NULL: by number. */
int hvk__row_compare(const struct hvk__row *a, const struct hvk__row *b, const uint16_t desk_rank[]);

/* Whether the filter (NULL: any) lets a row through. Defined in filter.c. */
struct hvk_filter;
bool hvk__filter_matches(const struct hvk_filter *filter, const struct hvk__row *row);

/* The same for a voided question, of which only month and id are known: conditions on other columns do not stop it. */
bool hvk__filter_matches_voided(const struct hvk_filter *filter, const struct hvk__row *row);

/* The months a filter can let through at all: bounds for scanning by key. */
void hvk__filter_months(const struct hvk_filter *filter, int *first, int *last);

/* The columns a row must have for hvk__filter_matches(), as for hvk__scan_open(). */
unsigned hvk__filter_needed(const struct hvk_filter *filter);

/* Which numbers of a field the filter asks for: NULL when it says nothing of the field, else a table of bool indexed
 * by value, of *count entries. */
const bool *hvk__filter_allowed(const struct hvk_filter *filter, enum hvk__field field, size_t *count);

/* ---- sources: streams of rows, which counting reads without knowing where they come from */
struct hvk__source_class {
	unsigned threads;              /* how many workers at once, at most HVK__THREADS_MAX; 0: hvk__thread_count() */
	bool stored;                   /* its rows are those of the store */
	/* A worker belongs to one thread. needed: bit n set for field n, HVK__NEED_ANSWERS for answers, HVK__NEED_ID
	 * for ids; others may stay 0. */
	int (*worker_open)(struct hvk_source *source, unsigned needed, void **worker);
	/* The next rows, borrowed until the next call: 1, 0 at the end, negative (then *error is the worker's).
	 * Filtered already. */
	int (*worker_next)(void *worker, const struct hvk__row **rows, size_t *count);
	/* Once there are no more rows, the next that stand for several questions each, and for how many; else as
	 * worker_next. NULL: there are none. */
	int (*worker_counts)(void *worker, const struct hvk__row **rows, const uint64_t **questions, size_t *count);
	const struct hvk__error *(*worker_error)(void *worker);
	void (*worker_close)(void *worker);
	void (*free)(struct hvk_source *source);
};
#define HVK__NEED_ANSWERS (1u << 30)
#define HVK__NEED_ID (1u << 31)
#define HVK__NEED_ALL (((1u << HVK__FIELDS) - 1) | HVK__NEED_ANSWERS | HVK__NEED_ID)

struct hvk_source {
	const struct hvk__source_class *class;
	struct hvk_store *store;
	/* What its rows have passed already, or NULL: a table with the same one does not ask again. */
	const struct hvk_filter *filter;
};

/* ---- rows in the file (scan.c) */

/* The columns of table question after id, in its order. */
#define HVK__QUESTION_COLUMNS \
	"gemeente, theme, contact, desk, channel, asker, age, kind, severity, answer, duration, day"

/* Steps through the months first..last, in order of id. Usage: open, next until 0, close. needed: bit n for field n,
 * HVK__NEED_ANSWERS, HVK__NEED_ID; what is not needed may stay 0, and costs nothing. */
struct hvk__scan;
int hvk__scan_open(struct hvk_store *store, int first, int last, unsigned needed, struct hvk__scan **scan);
int hvk__scan_next(struct hvk__scan *scan, struct hvk__row *row); /* 1, 0, negative */
/* The next rows at once, borrowed until the next call: 1, 0, negative. Rows are read ahead: a change made while
 * scanning may be missed. */
int hvk__scan_block(struct hvk__scan *scan, const struct hvk__row **rows, size_t *count);
void hvk__scan_close(struct hvk__scan *scan);

/* Reads one row: HVK_OK or HVK_ENOTFOUND. */
int hvk__row_read(struct hvk_store *store, int64_t id, struct hvk__row *row);
/* Inserts one row, or many that are sorted by id, inside a transaction. The ids must be free. */
int hvk__row_insert(struct hvk_store *store, const struct hvk__row *row);
int hvk__rows_insert(struct hvk_store *store, const struct hvk__row rows[], size_t count);

#endif
