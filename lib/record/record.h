/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Records: what the network keeps of partners, people, offers and the rest, each a row of its table with columns that
 * type.c lists. One machinery serves all types: setting (value.c), reading and writing (save.c), the journal that
 * history and undo go by (journal.c), listing (records.c, condition.c, compare.c, search.c), files (import.c, text.c).
 *
 * In memory every value is text in the form hvk_record_key() gives: codes by name, gemeenten by NIS code, several
 * joined by '+' in the order of their lists. In the file codes and gemeenten are numbers.
 */
#ifndef HVK_RECORD_H
#define HVK_RECORD_H

#include "store/store.h"

/* The columns of the types, by their place in type.c's tables. */
enum hvk__partner_column {
	HVK__PARTNER_SLUG, HVK__PARTNER_NAME, HVK__PARTNER_TYPE, HVK__PARTNER_DESCRIPTION, HVK__PARTNER_WEBSITE,
	HVK__PARTNER_EMAIL, HVK__PARTNER_PHONE, HVK__PARTNER_ADDRESS, HVK__PARTNER_OPENING_HOURS,
	HVK__PARTNER_GEMEENTE, HVK__PARTNER_EVERYWHERE, HVK__PARTNER_STAGE, HVK__PARTNER_STAGE_ON,
	HVK__PARTNER_STAGE_REASON, HVK__PARTNER_KEYWORD, HVK__PARTNER_FORMER_SLUG, HVK__PARTNER_SOURCE,
	HVK__PARTNER_SOURCE_ID, HVK__PARTNER_VERIFIED_ON, HVK__PARTNER_COLUMNS
};
enum hvk__person_column {
	HVK__PERSON_SLUG, HVK__PERSON_PARTNER, HVK__PERSON_NAME, HVK__PERSON_FUNCTION, HVK__PERSON_PHONE,
	HVK__PERSON_EMAIL, HVK__PERSON_REACHABLE, HVK__PERSON_THEME, HVK__PERSON_GEMEENTE, HVK__PERSON_FIRST_CONTACT,
	HVK__PERSON_PUBLIC, HVK__PERSON_SINCE, HVK__PERSON_UNTIL, HVK__PERSON_VERIFIED_ON, HVK__PERSON_COLUMNS
};
enum hvk__offer_column {
	HVK__OFFER_SLUG, HVK__OFFER_PARTNER, HVK__OFFER_NAME, HVK__OFFER_DESCRIPTION, HVK__OFFER_FORM,
	HVK__OFFER_LEVEL, HVK__OFFER_PILLAR, HVK__OFFER_THEME, HVK__OFFER_AUDIENCE, HVK__OFFER_TARGET, HVK__OFFER_AGE,
	HVK__OFFER_GEMEENTE, HVK__OFFER_LANGUAGE, HVK__OFFER_COST, HVK__OFFER_WAITING_DAYS, HVK__OFFER_CAPACITY,
	HVK__OFFER_REFERRED_BY, HVK__OFFER_OPENING_HOURS, HVK__OFFER_WEBSITE, HVK__OFFER_SINCE, HVK__OFFER_UNTIL,
	HVK__OFFER_AGREEMENT, HVK__OFFER_KEYWORD, HVK__OFFER_SOURCE_ID, HVK__OFFER_VERIFIED_ON, HVK__OFFER_COLUMNS
};
enum hvk__agreement_column {
	HVK__AGREEMENT_SLUG, HVK__AGREEMENT_PARTNER, HVK__AGREEMENT_TYPE, HVK__AGREEMENT_GEMEENTE,
	HVK__AGREEMENT_HOUSE, HVK__AGREEMENT_AUTHORITY, HVK__AGREEMENT_DECIDED_BY, HVK__AGREEMENT_DECIDED_ON,
	HVK__AGREEMENT_SINCE, HVK__AGREEMENT_UNTIL, HVK__AGREEMENT_AMOUNT_CENTS, HVK__AGREEMENT_PURPOSE,
	HVK__AGREEMENT_DOCUMENT, HVK__AGREEMENT_COLUMNS
};
enum hvk__house_column {
	HVK__HOUSE_SLUG, HVK__HOUSE_GEMEENTE, HVK__HOUSE_NAME, HVK__HOUSE_PRESENCE, HVK__HOUSE_ADDRESS,
	HVK__HOUSE_WEBSITE, HVK__HOUSE_SINCE, HVK__HOUSE_UNTIL, HVK__HOUSE_COLUMNS
};
enum hvk__membership_column {
	HVK__MEMBERSHIP_SLUG, HVK__MEMBERSHIP_PARTNER, HVK__MEMBERSHIP_HOUSE, HVK__MEMBERSHIP_ROLE,
	HVK__MEMBERSHIP_SINCE, HVK__MEMBERSHIP_UNTIL, HVK__MEMBERSHIP_COLUMNS
};
enum hvk__referral_column {
	HVK__REFERRAL_ID, HVK__REFERRAL_MONTH, HVK__REFERRAL_DIRECTION, HVK__REFERRAL_PARTNER, HVK__REFERRAL_PERSON,
	HVK__REFERRAL_OFFER, HVK__REFERRAL_THEME, HVK__REFERRAL_GEMEENTE, HVK__REFERRAL_AGE, HVK__REFERRAL_DESK,
	HVK__REFERRAL_WARM, HVK__REFERRAL_STATUS, HVK__REFERRAL_STATUS_ON, HVK__REFERRAL_COLUMNS
};
enum hvk__session_column {
	HVK__SESSION_SLUG, HVK__SESSION_TITLE, HVK__SESSION_DATE, HVK__SESSION_START, HVK__SESSION_END,
	HVK__SESSION_OFFER, HVK__SESSION_PARTNER, HVK__SESSION_CO_PARTNER, HVK__SESSION_PERSON, HVK__SESSION_PLACE,
	HVK__SESSION_GEMEENTE, HVK__SESSION_FORM, HVK__SESSION_THEME, HVK__SESSION_PILLAR, HVK__SESSION_AUDIENCE,
	HVK__SESSION_TARGET, HVK__SESSION_LANGUAGE, HVK__SESSION_AGE, HVK__SESSION_PROGRAMME, HVK__SESSION_SERIES,
	HVK__SESSION_STATUS, HVK__SESSION_REASON, HVK__SESSION_CAPACITY, HVK__SESSION_PARTICIPANTS, HVK__SESSION_NEW,
	HVK__SESSION_ORIGIN, HVK__SESSION_COST, HVK__SESSION_ENROLMENT, HVK__SESSION_WEBSITE,
	HVK__SESSION_DESCRIPTION, HVK__SESSION_NOTES, HVK__SESSION_COLUMNS
};
enum hvk__meeting_column {
	HVK__MEETING_SLUG, HVK__MEETING_TYPE, HVK__MEETING_TITLE, HVK__MEETING_DATE, HVK__MEETING_START,
	HVK__MEETING_END, HVK__MEETING_PLACE, HVK__MEETING_GEMEENTE, HVK__MEETING_HOUSE, HVK__MEETING_PARTNER,
	HVK__MEETING_SERIES, HVK__MEETING_STATUS, HVK__MEETING_REASON, HVK__MEETING_AGENDA, HVK__MEETING_DECISIONS,
	HVK__MEETING_NOTES, HVK__MEETING_PUBLIC, HVK__MEETING_COLUMNS
};
enum hvk__attendance_column {
	HVK__ATTENDANCE_SLUG, HVK__ATTENDANCE_MEETING, HVK__ATTENDANCE_PARTNER, HVK__ATTENDANCE_PEOPLE,
	HVK__ATTENDANCE_EXCUSED, HVK__ATTENDANCE_COLUMNS
};
enum hvk__action_column {
	HVK__ACTION_SLUG, HVK__ACTION_MEETING, HVK__ACTION_WHO, HVK__ACTION_PERSON, HVK__ACTION_WHAT, HVK__ACTION_DUE,
	HVK__ACTION_DONE, HVK__ACTION_COLUMNS
};
enum hvk__milestone_column {
	HVK__MILESTONE_SLUG, HVK__MILESTONE_HOUSE, HVK__MILESTONE_PHASE, HVK__MILESTONE_WHAT, HVK__MILESTONE_DUE,
	HVK__MILESTONE_DONE, HVK__MILESTONE_NOTES, HVK__MILESTONE_COLUMNS
};
#define HVK__RECORD_COLUMNS_MAX 32
#define HVK__BIT(column) (UINT32_C(1) << (column))
/* As touched: it was taken over as it stands elsewhere, more than there are columns. */
#define HVK__TOUCHED_WHOLE UINT32_MAX

/* What type.c knows of a column besides what is public. */
struct hvk__record_column {
	struct hvk_record_column public;
	const char *const *aliases; /* headers that mean it: first the name, then Dutch and others; ends with NULL */
};
struct hvk__type {
	const char *name, *help;
	const char *plural_nl, *plural_en;
	const struct hvk__record_column *columns;
	size_t count;
	int name_column;            /* what a slug is made from, besides the partner's, and what is the same in the same
	                             * row imported again; -1: none */
	int partner_column;         /* -1: it is a partner, or a house */
	const char *words_table;    /* of the words to search in; NULL: none */
};
extern const struct hvk__type hvk__types[HVK_TYPES];

struct hvk_record {
	struct hvk_store *store;
	enum hvk_type type;
	int64_t id;                                   /* of its row; 0: not in the store */
	char *value[HVK__RECORD_COLUMNS_MAX];         /* keys; NULL: empty */
	uint32_t touched;                             /* columns, as bits, set since it was read */
	struct hvk__buffer shown;                     /* what hvk_record_label() made */
};

/* `_cleanup_(hvk__record_freep) struct hvk_record *record = NULL;` */
static inline void hvk__record_freep(struct hvk_record **record)
{
	hvk_record_free(*record);
}

/* How text is read. */
enum hvk__parse {
	HVK__PARSE_PREFIX = 1,    /* typed by a person: unique beginnings of codes and gemeenten will do */
	HVK__PARSE_CONDITION = 2  /* to compare with: codes out of use are known too, and desks must be */
};

/* Reads text as a value of a column, several where it can have them: what hvk_record_key() gives goes in *key, the
 * caller's to free, NULL for an empty value. The failure is only what was expected and found, without place and name of
 * the column. how: enum hvk__parse, joined by '|'. Returns as hvk_record_set(). */
int hvk__value_parse(struct hvk_store *store, struct hvk__error *error, const struct hvk_record_column *column,
                     const char *text, size_t length, unsigned how, char **key);

/* As hvk_record_set(), with the failure ("column: expected ...") in error, so that it can be given a place. */
int hvk__record_set(struct hvk__error *error, struct hvk_record *record, size_t column, const char *text,
                    size_t length, unsigned how);

/* Whether an age in years lies in ranges such as '0-3+12-', and whether a range of ages (from..to, inclusive) touches
 * them. No ranges hold every age; -1 is before birth. */
#define HVK__AGE_BEFORE_BIRTH (-1)
#define HVK__AGE_MAX 130
bool hvk__ages_hold(const char *ages, int from, int to);

/* How many people there are in all, in counts such as '31005=9+31040=5'. */
int64_t hvk__counts_total(const char *counts);

/* Adds what two ways of writing one telephone number have in common: its digits, with the 0 of a number in Belgium in
 * the place of +32 and 0032, also before '(0)'. Words behind a number are no part of it. Nothing where it is no number;
 * false when out of memory. The buffer is empty. */
bool hvk__phone_key(struct hvk__buffer *key, const char *phone);

/* The years that a code of list 'age' stands for: false for codes that are no range (meerdere, onbekend). */
bool hvk__age_code_range(const char *code, int *from, int *to);

/* A slug made from texts (folded to a-z, 0-9, hyphens), joined by hyphens, cut at 64 bytes; NULL when out of memory. */
char *hvk__slug_make(const char *const texts[], size_t count);

/* ---- the store (save.c): all inside a transaction of the caller's */

/* The id of the record of that slug, former slug or id text: 1, 0 when there is none, negative. Exact, not folded. */
int hvk__record_lookup(struct hvk_store *store, enum hvk_type type, const char *slug, int64_t *id);

/* Reads a record by its row id. HVK_OK or HVK_ENOTFOUND. */
int hvk__record_read(struct hvk_record *record, int64_t id);

/* A SELECT whose rows hvk__record_load() takes: columns of the type in their order, the row's id first; from_where is
 * what follows the columns, with the table under the name t. Freed by the caller. */
char *hvk__record_select(enum hvk_type type, const char *from_where);
int hvk__record_load(struct hvk_record *record, sqlite3_stmt *row);

/* A change that is being made: begins with the first record that really changes. */
struct hvk__change {
	struct hvk_store *store;
	const char *what;
	int64_t id;                        /* 0: nothing changed so far */
	struct hvk_record_counts counts;
	struct hvk_record *before;         /* the row as it was: memory used again and again */
	bool desks;                        /* it changed desks: the codes in memory are old */
};
void hvk__change_start(struct hvk__change *change, struct hvk_store *store, const char *what);
/* Frees; to be called in any case, before the transaction ends. */
void hvk__change_finish(struct hvk__change *change);

/* Checks and writes a record: adds it, or brings its touched columns to the file. Unchanged is known and not written.
 * Keeps the words to search in, the former slugs and the desk of a partner in step. HVK_EINPUT with what is wrong. A
 * problem with one column is told by *column (hvk_type_columns() otherwise), so that an importer can point to its cell;
 * column may be NULL. */
int hvk__record_write(struct hvk__change *change, struct hvk_record *record, size_t *column);
int hvk__record_remove(struct hvk__change *change, struct hvk_record *record);

/* ---- the journal (journal.c), for save.c: what a change did to one record */
enum hvk__did { HVK__ADDED, HVK__CHANGED, HVK__REMOVED };
int hvk__journal_record(struct hvk__change *change, enum hvk_type type, int64_t id, enum hvk__did did);
int hvk__journal_value(struct hvk__change *change, enum hvk_type type, int64_t id, size_t column, const char *before,
                       const char *after);
/* Forgets all that it knows of a record: for purging. */
int hvk__journal_forget(struct hvk_store *store, enum hvk_type type, int64_t id);

#endif
