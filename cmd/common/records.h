/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the programs that keep records share. Their options come from the columns that the library lists, so that what
 * a record has can be set, looked for and shown without being named here.
 */
#ifndef HVK_COMMON_RECORDS_H
#define HVK_COMMON_RECORDS_H

#include "common/output.h"
#include "common/program.h"

enum {
	RECORD_COLUMNS_MAX = 32,
	RECORD_OPTIONS_MAX = 48
};

/* Groups of options for each type: a value for every column that people set; conditions; --columns and --sort. Empty
 * until records_prepare(), which main() calls before program_main(). */
extern struct option_spec record_column_options[HVK_TYPES][RECORD_OPTIONS_MAX];
extern struct option_spec record_filter_options[HVK_TYPES][RECORD_OPTIONS_MAX];
extern struct option_spec record_list_options[HVK_TYPES][3];
extern struct option_spec record_choice_options[HVK_TYPES][2]; /* only --columns */
/* --with-persons */
extern const struct option_spec person_options[];
void records_prepare(void);

/* The title of such a group in --help; NULL for other groups. */
const char *records_group_title(const struct option_spec *group);

/* What a column is called as an option: 'waiting-days'. */
const char *record_option_name(enum hvk_type type, size_t column);

/* Sets the columns of a record from the options. A value of a column with several that begins with '+' is added, one
 * with '-' removed. *given: how many columns. 0 or an exit status, with the message printed. */
int record_set_options(struct command *command, struct hvk_record *record, size_t *given);

/* Whether a value is one of several joined by '+'. */
bool has_value(const char *joined, const char *value, size_t length);

/* Refuses columns, conditions and an order that tell of a person, unless --with-persons is given: 0 or EXIT_USAGE. */
int check_persons(const struct command *command, enum hvk_type type);
/* Makes a listing of a type with the conditions and the order that the options ask for. What tells of a person is
 * refused unless --with-persons is given. 0 or an exit status. */
int make_records(struct command *command, enum hvk_type type, struct hvk_records **records);

/* How a column stands above a table. */
struct render_column record_header(const struct hvk_record_column *column, enum hvk_lang lang);

/* A column that is worked out by the program; value returns false where it has none. */
struct record_extra {
	const char *name, *help, *title[2];
	bool (*value)(const struct command *command, struct hvk_record *record, int64_t *value);
};

/* A listing of records as rows. */
struct record_listing {
	enum hvk_type type;
	const struct record_extra *extra;  /* or NULL */
	const char *const *standard;       /* columns for people, ends with NULL; NULL: those that are standard */
	/* Filled in by listing_check() and listing_open(). */
	bool with_persons, labels;
	enum hvk_lang lang;
	struct output *output;
	size_t columns[RECORD_COLUMNS_MAX + 1], count; /* hvk_type_columns(): the extra one */
	struct render_column headers[RECORD_COLUMNS_MAX + 1];
	char *text;
	size_t capacity;
};

/* Looks at --columns, before anything is opened. *done: its help was printed and nothing is left to do. */
int listing_check(struct command *command, struct record_listing *listing, bool *done);
/* Opens the output and begins the table. allowed and fallback as for output_open_as(). */
int listing_open(struct command *command, struct record_listing *listing, const char *const *allowed,
                 const char *fallback);
int listing_row(const struct command *command, struct record_listing *listing, struct hvk_record *record);
/* Writes all that are left. *rows is added to. */
int listing_write(struct command *command, struct record_listing *listing, struct hvk_records *records, uint64_t *rows);
/* Ends the table and the output. Returns status, or what went wrong. */
int listing_close(struct command *command, struct record_listing *listing, int status);

/* What a verb that lists asks for besides what the options say. */
struct listing_wish {
	const char *key, *value;    /* a condition; NULL: none */
	const char *sort;           /* the order where the options name none; NULL: by slug */
	bool none_hoped;            /* --exit-status tells that there are some; else that there are none */
};
/* The whole of such a verb: an exit status. */
int listing_run(struct command *command, struct record_listing *listing, const struct listing_wish *wish);

/* Finds the records that the operands and --ids-from name, each once, in order of their slugs. To be freed by
 * records_forget() in any case. 0 or an exit status. */
struct record_set {
	struct hvk_record **records;
	size_t count;
};
int records_find(struct command *command, enum hvk_type type, struct record_set *set);
/* The same for those of a listing, in its order. */
int records_listed(struct command *command, struct hvk_records *records, struct record_set *set);
void records_forget(struct record_set *set);

/* "1 partner", "12 offers", of HVK_TYPES "3 records": how many records of a type, into text. */
const char *count_records(enum hvk_type type, uint64_t count, char text[64]);
/* Says what a change did, "dry run: 12 partners added, 3 changed", unless --quiet. */
void tell_record_counts(const struct command *command, enum hvk_type type, const struct hvk_record_counts *counts);

#endif
