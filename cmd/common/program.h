/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How every program starts, reads its command line and ends. One table per program - verbs, each with its options -
 * drives getopt_long(), --help, the completions and the check of the manual.
 */
#ifndef HVK_COMMON_PROGRAM_H
#define HVK_COMMON_PROGRAM_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

#include "hvk.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Exit statuses, the same in every program. */
enum exit_status {
	EXIT_DONE = 0,       /* also an empty list */
	EXIT_NO = 1,         /* findings, or nothing matched with -e */
	EXIT_USAGE = 2,
	EXIT_REFUSED = 3,    /* input refused */
	EXIT_NOT_FOUND = 4,  /* or ambiguous */
	EXIT_STORE = 5,
	EXIT_BUSY = 6,
	EXIT_OUTPUT = 7,
	EXIT_BUG = 70
};

/* What can be completed as the value of an option or as an operand. */
enum value_kind {
	VALUE_NONE,          /* an option without a value */
	VALUE_TEXT, VALUE_FILE, VALUE_DIRECTORY,
	VALUE_NUMBER,        /* a whole number, 0 or more: checked before the verb runs */
	VALUE_DATE, VALUE_PERIOD, VALUE_GEMEENTE, VALUE_DESK,
	VALUE_CODE,          /* of the list that words names, else of that named like the option */
	VALUE_YES_NO,        /* may be left out: yes */
	VALUE_COLUMN,        /* one of words, else of the columns of a question */
	VALUE_FORMAT, VALUE_DIMENSION, VALUE_MEASURE, VALUE_REGION, VALUE_LIST,
	VALUE_WORD,          /* one of words: checked before the verb runs */
	VALUE_ID,
	VALUE_SETTING,       /* KEY=VALUE, of the settings of a store */
	/* Slugs of records, in the order of enum hvk_type. */
	VALUE_PARTNER, VALUE_PERSON, VALUE_OFFER, VALUE_AGREEMENT, VALUE_HOUSE, VALUE_MEMBERSHIP, VALUE_REFERRAL,
	VALUE_SESSION, VALUE_MEETING, VALUE_ATTENDANCE, VALUE_ACTION, VALUE_MILESTONE,
	VALUE_GUESTS,        /* operands: a meeting, then partners */
	VALUE_KINDS
};

struct option_spec {
	const char *name;        /* long name */
	char letter;             /* or 0; a letter means the same in every verb of a program */
	enum value_kind kind;
	const char *value;       /* its name in --help: "FILE"; NULL for VALUE_NONE */
	const char *help;        /* one line, lower case, no full stop */
	bool repeats;            /* may be given more than once */
	const char *const *words; /* for VALUE_WORD, _CODE, _COLUMN and _DIMENSION, ends with NULL */
};

struct command;

/* For whom it is what a verb writes; see warn_when_public() and output_for_everybody(). */
enum audience {
	FOR_STAFF,          /* counts, people, what is between partners: not for where everybody reads */
	FOR_ANYBODY,        /* nothing that is internal, unless --with-persons */
	FOR_PUBLIC,         /* made to be read by everybody; its trial, --dry-run, is not */
	FOR_PUBLIC_IF_ASKED /* so with --public, else for the staff */
};

struct verb_spec {
	const char *name;        /* one word, or two: "codes list" */
	const char *operands;    /* "FILE...", or "" */
	enum value_kind operand_kind;
	int operands_min, operands_max; /* max -1: any number */
	const char *help;
	const struct option_spec *const *options; /* groups, ends with NULL; a group ends with a spec without a name */
	int (*run)(struct command *command); /* an exit status */
	enum audience audience;
};

struct program_spec {
	const char *name;
	const char *help;        /* one line */
	const struct verb_spec *verbs; /* ends with a verb without a name */
};

/* One option that was given. */
struct option_value {
	const struct option_spec *spec;
	const char *text;        /* "" for an option without a value */
};

/* One run. */
struct command {
	const struct program_spec *program;
	const struct verb_spec *verb;
	int operand_count;
	char **operands;           /* ends with NULL */
	struct hvk_store *store;   /* made by program_main(), not yet connected */
	enum hvk_lang lang;
	bool quiet, verbose;
	struct option_value *values;
	size_t value_count;
	struct hvk_listener listener; /* prints what the library reports; see print_report() */
	uint64_t refused;          /* reports of refused rows so far */
	char *default_path;        /* see store_path() */
	char *dry_path;            /* see open_store_to_change() */
	mode_t user_mask;          /* the umask it was started with; its own lets nobody else in */
	bool for_everybody;        /* new files and folders get the modes that the user's umask leaves them */
};

/* The whole of main(): options anywhere, verbs and long options exact, the nearest known one named when unknown,
 * --help, --version, and the hidden --dump-options. Closes and checks standard output at the end.
 *
 * --dump-options, for completions and the check of the manual, prints lines of nine fields separated by tabs: program,
 * verb, operands, option, letter, value kind, value name, help, words. A line without an option is about the verb
 * itself, its value kind that of the operands; a line without a verb is about an option that every verb has. Words are
 * separated by blanks. */
int program_main(const struct program_spec *program, int argc, char **argv);

/* The verb of one or two words (second NULL: one); NULL when there is none. */
const struct verb_spec *find_verb_words(const struct program_spec *program, const char *first, const char *second);

/* Notes that an option was given; text is borrowed. -1, or EXIT_BUG when out of memory. */
int command_add_value(struct command *command, const struct option_spec *spec, const char *text);

/* The value of an option as given last; NULL when not given ("" for one without value that was). */
const char *option(const struct command *command, const char *name);
bool option_given(const struct command *command, const char *name);
/* The n-th value of an option that repeats, NULL at the end. */
const char *option_at(const struct command *command, const char *name, size_t n);
/* Whether a word behind an option of kind VALUE_YES_NO is its value. */
bool is_yes_or_no(const char *word);
/* All values of an option in one text, separated by commas; to be freed. NULL when out of memory. */
char *option_joined(const struct command *command, const char *name);
/* The value of a VALUE_NUMBER option, fallback when it is not given. */
uint64_t option_number(const struct command *command, const char *name, uint64_t fallback);

/* Options that every verb has: --help --version --db --wait --quiet --verbose --lang --color --today. Added by
 * program_main(). */
extern const struct option_spec common_options[];
/* Output: --format --output --labels. See output.h */
extern const struct option_spec output_options[];
/* Filters: --where --month --period --since --until and one for every column that can be filtered. */
extern const struct option_spec filter_options[];
/* What a question tells of the talk: --channel --asker --kind --severity --answer --duration --contact */
extern const struct option_spec talk_options[];
/* Intake: --map --ignore-columns --date-order --delimiter --encoding */
extern const struct option_spec intake_options[];

/* Opens the store that --db, HVK_DB or the default names; the folder of a default store is made when the mode may make
 * the store. optional: a default store that does not exist is no error; it stays unconnected. 0, or an exit status with
 * the message printed. */
int open_store(struct command *command, enum hvk_open mode, bool optional);
/* Opens the store to change it; with --dry-run too, since what is then done is taken back. may_make: one that does not
 * exist is made; a dry run makes one that is gone when the program ends. 0, or an exit status with the message printed.
 */
int open_store_to_change(struct command *command, bool may_make);
/* Removes what a dry run made. */
void forget_dry_store(struct command *command);
/* The same to read, without a word when that fails: for completions, which then offer the defaults. */
void open_store_silently(struct command *command);
/* The path of that store; NULL, with the message printed, when neither is given and there is no home. */
const char *store_path(struct command *command);
/* Whether a file is that store. */
bool is_store(struct command *command, const struct stat *file);
/* Makes the folder of a default store, for a program that creates the store itself. 0 or an exit status. */
int make_store_folder(struct command *command);

/* Today, by --today, HVK_TODAY or the system's clock. */
void today(const struct command *command, char date[11]);

/* Makes a filter from the filter options. 0 or an exit status, with the message printed. */
int make_filter(struct command *command, struct hvk_filter **filter);
/* Makes an intake of questions, or of records, from the intake options, its listener printing on standard error. */
int make_intake(struct command *command, struct hvk_intake **intake);
int make_record_intake(struct command *command, enum hvk_type type, struct hvk_intake **intake);
/* Opens an input file, or standard input for "-". 0 or an exit status, with the message printed. Closed by
 * close_input(). */
int open_input(const struct command *command, const char *path, struct hvk_input *input);
void close_input(struct hvk_input *input);

/* Prints 'hvk-register: vragen.csv:17:3: message' for the store's last failure and returns the exit status for it. */
int fail_store(const struct command *command);
/* The same for a message of the program's own. */
int fail(const struct command *command, enum exit_status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A usage error; adds 'try hvk-register add --help'. */
int usage(const struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds "; did you mean ...?" to a usage error when one of the candidates, which end with NULL, is near to text. */
int usage_unknown(const struct command *command, const char *what, const char *text, const char *const candidates[]);
int fail_memory(const struct command *command);
/* A line on standard error, unless --quiet: for counts and notes. */
void note(const struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A line on standard error in any case. */
void message(const struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Prints what a library function reports; data is the command. Notes and warnings are left out with --quiet. Of refused
 * rows the first hundred are printed, and all with --verbose; print_refused_rest() says how many more there were. */
int print_report(void *data, enum hvk_severity severity, const struct hvk_error *error);
void print_refused_rest(const struct command *command);
/* The same for what a check finds: that is what was asked for, so it goes to standard output. */
int print_finding(void *data, enum hvk_severity severity, const struct hvk_error *error);

#endif
