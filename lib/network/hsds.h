/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Open Referral's HSDS 3.0, in its tabular form, into the registry and out of it.
 *
 * A package comes in like this: its files are matched with the tables we know (hsds_table.c) and staged as text in
 * temporary tables (hsds_stage.c), each row with the file and line it stands on; rows whose ids or links cannot stand
 * are refused (hsds_check.c); terms of taxonomies get a meaning (hsds_terms.c); then, in one transaction, organizations
 * become partners (hsds_partner.c), services offers (hsds_offer.c) and contacts persons (hsds_person.c).
 *
 * A package of ours carries what HSDS has no place for, so that it comes back as it went: see HVK__HSDS_RECORD.
 */
#ifndef HVK_NETWORK_HSDS_H
#define HVK_NETWORK_HSDS_H

#include "network/hsds_package.h"
#include "record/record.h"
#include "tabular/tabular.h"

/* What datapackage.json of a package of ours says under "created_by". */
#define HVK__HSDS_CREATOR "libhvk"
/* Identifiers of an organization that are ours: what it is called here, and where it was taken from. */
#define HVK__HSDS_SLUG "hvk-slug"
#define HVK__HSDS_FORMER_SLUG "hvk-former-slug"
#define HVK__HSDS_SOURCE "hvk-source"
#define HVK__HSDS_SOURCE_ID "hvk-source-id"
/* Codes of terms that are ours: 'hvk:theme:gedrag.driftbuien', a code of a list; 'hvk:keyword:...', whose name is a
 * keyword; 'hvk:record:age', the value of which is that of this column, exactly. */
#define HVK__HSDS_CODE "hvk:"
#define HVK__HSDS_KEYWORD "keyword"
#define HVK__HSDS_RECORD "record"
/* The kinds of extent of a service area that are ours: a NIS code, and all gemeenten. */
#define HVK__HSDS_NIS "nis"
#define HVK__HSDS_EVERYWHERE "everywhere"

/* ---------------------------------------------------------------- tables that are read: hsds_table.c */

enum hvk__hsds_table_id {
	HVK__HSDS_ORGANIZATION, HVK__HSDS_SERVICE, HVK__HSDS_LOCATION, HVK__HSDS_PLACE, HVK__HSDS_ADDRESS,
	HVK__HSDS_CONTACT, HVK__HSDS_PHONE, HVK__HSDS_SCHEDULE, HVK__HSDS_AREA, HVK__HSDS_LANGUAGE, HVK__HSDS_TERM,
	HVK__HSDS_ATTRIBUTE, HVK__HSDS_COST, HVK__HSDS_IDENTIFIER, HVK__HSDS_FUNDING, HVK__HSDS_TABLES
};

#define HVK__HSDS_COLUMNS_MAX 20

/* A file name that means a table; what a column holds in all rows of it. */
struct hvk__hsds_alias {
	const char *file;   /* without '.csv' */
	const char *column; /* or NULL */
	const char *value;
};
struct hvk__hsds_table {
	const char *name;                      /* of the temporary table */
	const struct hvk__hsds_alias *aliases; /* the first is its name in HSDS 3.0; ends with NULL */
	struct hvk__column_names
		columns[HVK__HSDS_COLUMNS_MAX]; /* the first of the names is that in the temporary table */
	size_t count;
	const char *indexed;                   /* columns, as of CREATE INDEX, one after the other, with ';' between */
};
extern const struct hvk__hsds_table hvk__hsds_tables[HVK__HSDS_TABLES];

/* The table that a file name means, with or without folder and '.csv', NULL for none; *alias: which of its names. */
const struct hvk__hsds_table *hvk__hsds_find_table(const char *file, const struct hvk__hsds_alias **alias);
/* Whether it is a table that is known and has no place in the registry. */
bool hvk__hsds_is_passed(const char *file);
/* Whether a column is one of HSDS, 2.x or 3.0, though it has no place in the registry. */
bool hvk__hsds_knows_column(const struct hvk__hsds_table *table, const char *name, size_t length);

/* ---------------------------------------------------------------- one import */

/* A file that is read. */
struct hvk__hsds_file {
	const struct hvk__hsds_table *table;   /* NULL: passed over */
	const struct hvk__hsds_alias *alias;
	const char *name;                      /* in the package */
	const char *shown;                     /* for messages */
	int place[HVK__HSDS_COLUMNS_MAX];      /* where a column stands, from 0; -1: it is not there */
};

/* Why rows were not taken, or not all of them, and how many. */
struct hvk__hsds_reason {
	const char *file, *column, *reason;    /* borrowed; column may be NULL */
	enum hvk_severity severity;
	uint64_t count;
};

struct hvk__hsds {
	struct hvk_store *store;
	const struct hvk_hsds_options *options;
	const char *path;
	struct hvk__package *package;
	const char *source;                    /* of partners from it; NULL: what the package itself says */
	bool ours;                             /* made by hvk_hsds_export() */
	bool mapped;                           /* options->map_terms was read */
	struct hvk__hsds_file *files;
	size_t file_count, file_capacity;
	struct hvk__hsds_reason *reasons;
	size_t reason_count, reason_capacity;
	struct hvk__pool pool;
	struct hvk__codes *codes;
	struct hvk__buffer text;               /* memory used again and again */
	struct {
		const char *sql;
		sqlite3_stmt *statement;
	} asked[24];                           /* see hvk__hsds_ask() */
	struct hvk__change change;
	struct hvk_record_counts counts;
};

/* Where a row stands. */
struct hvk__hsds_row {
	int64_t row;
	size_t file;
	uint64_t line;
	unsigned cell; /* from 1, where no column is named; or 0 */
};

/* Whether the package says anything of a column; column NULL: whether it has the table at all. */
bool hvk__hsds_has(const struct hvk__hsds *hsds, enum hvk__hsds_table_id table, const char *column);

/* hsds_report.c: a row that cannot stand, something in a row that cannot, and what is only counted. column names one of
 * the table, or is NULL. Reasons are literals. HVK_OK, or HVK_EINPUT when the listener stops it. */
int hvk__hsds_refuse(struct hvk__hsds *hsds, struct hvk__hsds_row row, const char *column, const char *reason);
int hvk__hsds_warn(struct hvk__hsds *hsds, struct hvk__hsds_row row, const char *column, const char *reason);
int hvk__hsds_count(struct hvk__hsds *hsds, const char *file, const char *column, const char *reason, uint64_t count);
int hvk__hsds_note(struct hvk__hsds *hsds, const char *file, uint64_t line, unsigned column, const char *format, ...)
	HVK_PRINTF(5, 6);
/* Tells the counts. */
void hvk__hsds_sum_up(struct hvk__hsds *hsds);

/* hsds_describe.c: which files there are, by datapackage.json and by their names. HVK_OK, HVK_EINPUT, HVK_EIO. */
int hvk__hsds_describe(struct hvk__hsds *hsds);
/* Whether the text of a datapackage.json says that the package is ours: 1, 0, or negative. */
int hvk__hsds_is_ours(struct hvk_store *store, const char *text, size_t length);

/* hsds_stage.c: reads the files into temporary tables; and removes those. */
int hvk__hsds_stage(struct hvk__hsds *hsds);
void hvk__hsds_unstage(struct hvk__hsds *hsds);
/* Runs SQL that has no parameters on the temporary tables. */
#define hvk__hsds_exec(hsds, text) hvk__store_exec((hsds)->store, text)

/* hsds_check.c: ids and links. */
int hvk__hsds_check(struct hvk__hsds *hsds);

/* hsds_terms.c: fills the temporary table hsds_meaning (term, list, value, name): what each term stands for. */
int hvk__hsds_terms(struct hvk__hsds *hsds);

/* ---------------------------------------------------------------- records: hsds_record.c */

/* Reads the row of a temporary table that stands in the first three columns (row, file, line) of a query. */
struct hvk__hsds_row hvk__hsds_row_of(sqlite3_stmt *query);
/* A column of a query as text, "" for NULL. */
const char *hvk__hsds_text(sqlite3_stmt *query, int column);

/* A query on one thing, asked again and again: kept, and given the text, which has to outlive the asking, as its first
 * parameter. Two that are read at the same time have different texts of SQL. */
int hvk__hsds_ask(struct hvk__hsds *hsds, const char *sql, const char *first, sqlite3_stmt **query);
void hvk__hsds_forget(struct hvk__hsds *hsds);

/* Sets a column; a value that cannot be is said to stand in column from of the row, and empties it. Text for one line
 * is made one. HVK_OK, HVK_EINPUT when the listener stops it. */
int hvk__hsds_set(struct hvk__hsds *hsds, struct hvk_record *record, size_t column, const char *text,
                  struct hvk__hsds_row row, const char *from);
/* The same without a word, and leaving what was there: 1 when it was taken, 0, or negative. */
int hvk__hsds_try(struct hvk__hsds *hsds, struct hvk_record *record, size_t column, const char *text);
/* Sets what the terms say that are attached to a row of an entity: codes, keywords and, last, columns exactly. */
int hvk__hsds_set_terms(struct hvk__hsds *hsds, struct hvk_record *record, const char *entity, const char *id);
/* The value of the column that a term carries for a row of an entity: 1 and *value (valid until the next time it is
 * asked), or 0. */
int hvk__hsds_carried(struct hvk__hsds *hsds, const char *entity, const char *id, const char *column,
                      const char **value);
/* Whether a row is the record of the slug that the package gives it: not where the user named the source. */
bool hvk__hsds_is_named(const struct hvk__hsds *hsds, const char *slug);
/* Empties the record, or reads that of a row id into it. */
int hvk__hsds_start(struct hvk_record *record, int64_t id);
/* Gives a new record this slug, where it is free. */
int hvk__hsds_name(struct hvk__hsds *hsds, struct hvk_record *record, const char *slug);
/* Writes the record; one that cannot be saved is refused, with *written false. */
int hvk__hsds_write(struct hvk__hsds *hsds, struct hvk_record *record, struct hvk__hsds_row row, bool *written);
/* The lines of the schedules in a query: nine columns as in struct hvk__hsds_schedule, from column 3 on. */
int hvk__hsds_set_hours(struct hvk__hsds *hsds, struct hvk_record *record, size_t column, sqlite3_stmt *query);

int hvk__hsds_take_partners(struct hvk__hsds *hsds);   /* hsds_partner.c */
int hvk__hsds_take_agreements(struct hvk__hsds *hsds); /* hsds_person.c */
int hvk__hsds_take_persons(struct hvk__hsds *hsds);
int hvk__hsds_take_offers(struct hvk__hsds *hsds);     /* hsds_offer.c */

/* ---------------------------------------------------------------- values: hsds_value.c */

/* Days that a text speaks of: '14 days', '2 weken', '1-3 months' (the longest); -1 when it tells none. */
int hvk__hsds_wait(const char *text);

/* One row of a schedule in one line: 'MO-FR 09:00-12:00 2026-01-01..2026-06-30 (text)'. Cells "" where empty. false
 * when memory runs out. */
struct hvk__hsds_schedule {
	const char *freq, *interval, *byday, *bymonthday, *opens, *closes, *from, *to, *text;
};
bool hvk__hsds_schedule_line(const struct hvk__hsds_schedule *schedule, struct hvk__buffer *line);

/* The code of list 'language' that a text means: its code, of two or three letters, a name in Dutch, English, or its
 * own; NULL for none. */
const char *hvk__hsds_language(const struct hvk__hsds *hsds, const char *text, size_t length);

/* ---------------------------------------------------------------- addresses: hsds_address.c */

/* 'Voorbeeldstraat 1, 8000 Brugge' taken apart. */
struct hvk__hsds_address {
	char street[512], city[128], postal_code[16];
	const char *province;
};
/* Takes it apart, where it ends in a Belgian postcode and a place; else the whole is the street, and postcode and place
 * are those of the gemeente that it ends in, or of the NIS code. false: neither is known. */
bool hvk__hsds_address_split(const char *address, const char *nis, int today, struct hvk__hsds_address *parts);
/* Puts it together, without what is empty; false when memory runs out. */
bool hvk__hsds_address_join(const char *street, const char *postal_code, const char *city, struct hvk__buffer *address);

/* ---------------------------------------------------------------- identifiers: hsds_uuid.c */

#define HVK__UUID_SIZE 37
/* A UUID of version 8 (RFC 9562) made from what it identifies: the same for the same text, everywhere. */
void hvk__hsds_uuid(const char *resource, const char *what, char uuid[HVK__UUID_SIZE]);

#endif
