/* SPDX-License-Identifier: EUPL-1.2 */
/* The controlled vocabularies in memory: the store's, or the compiled-in defaults when it is not connected. */
#ifndef HVK_STORE_CODES_H
#define HVK_STORE_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/memory.h"
#include "hvk.h"

struct hvk_code {
	const char *list;
	const char *code;
	const char *label[2];            /* by enum hvk_lang */
	const char *origin;              /* the name it was first made with: what ids are hashed from */
	uint16_t number;                 /* in its list, from 1: what questions hold; 0 means "not recorded" */
	uint16_t parent;                 /* number, or 0 */
	int32_t valid_from, valid_to;    /* days, inclusive; INT32_MIN and INT32_MAX where open */
	const char *from, *to;           /* the same as text, "" where open */
	bool sensitive;
	bool made;                       /* in memory only so far: a desk that a question brought along */
};

/* One list. codes[number - 1] is the code of that number. */
struct hvk__list {
	const char *name;
	struct hvk_code *codes;
	size_t count, capacity;
};

struct hvk__alias {
	const char *list, *alias;
	uint16_t number;
};

struct hvk__codes {
	struct hvk__list *lists;         /* in the order of the data, and 'desk' last */
	size_t count, capacity;
	struct hvk__alias *aliases;
	size_t alias_count, alias_capacity;
	struct hvk__pool pool;
};

/* The lists of a store, loaded when first asked for. Reloaded by hvk__store_forget_codes() after they changed in the
 * file. */
int hvk__store_codes(struct hvk_store *store, struct hvk__codes **codes);
void hvk__store_forget_codes(struct hvk_store *store);

/* NULL when there is no such list. */
struct hvk__list *hvk__codes_list(struct hvk__codes *codes, const char *name);
/* The name that was probably meant by one of no list, or NULL. */
const char *hvk__codes_nearest_list(const struct hvk__codes *codes, const char *name);

/* Finds text in a list on a day (INT32_MIN: any day): exact code; alias; last part of the code; labels; all folded;
 * then with prefix a unique beginning of code, last part or label. What is valid that day wins over what is not. In
 * list 'age' an age in years ('2', '2 jaar', '30') or months ('18 maanden') means the code whose name is the range
 * that holds it. Reads only, so that several threads may look up at once. For a month, day is its first
 * (hvk__month_first_day()): a code retired in the course of a month serves until its end. Returns HVK_OK,
 * HVK_ENOTFOUND (with suggestion), HVK_EAMBIGUOUS (with candidates), HVK_EINPUT (found but not valid that day). The
 * message is only what was expected and found, without place or column name; with error NULL none is made, which is
 * faster. */
int hvk__code_lookup(struct hvk__error *error, const struct hvk__codes *codes, const struct hvk__list *list,
                     const char *text, size_t length, int day, bool prefix, uint16_t *number);

/* Reads '2', '2 jaar', '18 maanden' as years; -1 when the text is nothing of the kind. */
int hvk__age_parse(const char *text, size_t length);

/* Whether number is ancestor or anything below it. */
bool hvk__code_within(const struct hvk__list *list, uint16_t number, uint16_t ancestor);
/* The topmost code above number (itself when it has no parent). */
uint16_t hvk__code_group(const struct hvk__list *list, uint16_t number);

/* The number of the code that was first made with that name, whatever it is called now: for what hvk knows of codes. 0
 * when there is none. */
uint16_t hvk__code_made_as(const struct hvk__list *list, const char *origin);
bool hvk__code_is(const struct hvk__list *list, uint16_t number, const char *origin);
/* That code itself, in a list of the store; NULL when there is none. It is there until the lists are reloaded. HVK_OK,
 * or as hvk__store_codes(). */
int hvk__store_code_made_as(struct hvk_store *store, const char *list, const char *origin,
                            const struct hvk_code **code);

/* Whether text can be the name of a desk: [a-z0-9]+(-[a-z0-9]+)*. */
#define HVK__SLUG_MAX 64
bool hvk__is_slug(const char *text, size_t length);

/* Adds a desk in memory, marked made. Returns HVK_OK, or HVK_EINPUT when it is not a slug. */
int hvk__desk_make(struct hvk_store *store, const char *slug, size_t length, uint16_t *number);

/* Writes the made desks. To be called inside the transaction, before anything in it compares desks or inserts rows:
 * when another program took their numbers meanwhile they move to others, also in the rows given (all that this
 * transaction will write). Returns HVK_OK, HVK_EBUSY (the desks in the file are no longer those that were read),
 * HVK_ESTORE. */
struct hvk__row;
int hvk__desks_save(struct hvk_store *store, struct hvk__row *rows, size_t count);

#endif
