/* SPDX-License-Identifier: EUPL-1.2 */
/* The verbs that records of every type have, with their options, for the tables of the programs that keep them. */
#ifndef HVK_COMMON_RECORD_VERBS_H
#define HVK_COMMON_RECORD_VERBS_H

#include "common/program.h"

/* The type of record that the verb is about: 'offer add', and partners for verbs of one word. */
enum hvk_type verb_type(const struct command *command);
/* What was done, as the history will tell it, by the last word of the verb. */
const char *verb_done(const struct command *command);
/* Changes the records that the operands and --ids-from name: all of them or none, as one change. change returns 0 or an
 * exit status. */
int verb_change(struct command *command, int (*change)(struct command *command, struct hvk_record *record));

/* The same with records that were found already. */
struct record_set;
int record_set_change(struct command *command, enum hvk_type type, const struct record_set *set,
                      int (*change)(struct command *command, struct hvk_record *record));
/* Sets what the operand and the options of add say, and refuses what lacks a required column. 0 or an exit status. */
int record_fill(struct command *command, struct hvk_record *record);

/* Its slug, "" while it has none. */
const char *record_slug(struct hvk_record *record);
/* Sets a column, by its name, which the type has. 0 or an exit status. */
int record_set_named(struct command *command, struct hvk_record *record, const char *column, const char *text);

extern const struct option_spec record_change_options[]; /* --dry-run */
extern const struct option_spec record_undo_options[];
extern const struct option_spec record_exit_options[];
extern const struct option_spec record_import_options[];
extern const struct option_spec record_export_options[];

int verb_add(struct command *command);
int verb_set(struct command *command);
int verb_remove(struct command *command);
int verb_undo(struct command *command);
int verb_list(struct command *command);
int verb_history(struct command *command);
int verb_edit(struct command *command);
int verb_import(struct command *command);
int verb_export(struct command *command);

#define OPTIONS(...) (const struct option_spec *const[]) { __VA_ARGS__, NULL }

/* Verbs of a type. word: their first; name: what add takes as operand, of that kind, as many; one, what: a record, and
 * records, in English; persons: person_options for those whose columns tell of people; show: what shows them; audience:
 * for whom what is shown of them is. A macro each where what stands between them differs. */
#define RECORD_ADD(word, type, name, name_kind, name_max, one)                                                        \
	{ word " add", name, name_kind, 0, name_max, "add " one "; prints its slug",                                  \
	  OPTIONS(record_change_options, record_column_options[HVK_##type]), verb_add, FOR_STAFF }
#define RECORD_SET(word, type, what)                                                                                  \
	{ word " set", "[SLUG...]", VALUE_##type, 0, -1, "change columns of " what ", all at once",                   \
	  OPTIONS(ids_options, record_change_options, record_column_options[HVK_##type]), verb_set, FOR_STAFF }
#define RECORD_LIST(word, type, what, persons, audience)                                                              \
	{ word " list", "", VALUE_NONE, 0, 0, "list " what,                                                           \
	  OPTIONS(record_list_options[HVK_##type], record_exit_options, persons, output_options,                      \
	          record_filter_options[HVK_##type]), verb_list, audience }
#define RECORD_SHOW(word, type, what, persons, show, audience)                                                        \
	{ word " show", "SLUG...", VALUE_##type, 1, -1, "show " what " in full", OPTIONS(persons, output_options),    \
	  show, audience }
#define RECORD_EDIT(word, type, one)                                                                                  \
	{ word " edit", "SLUG", VALUE_##type, 1, 1, "change " one " in an editor", OPTIONS(record_change_options),    \
	  verb_edit, FOR_STAFF }
#define RECORD_REMOVE(word, type, what)                                                                               \
	{ word " remove", "[SLUG...]", VALUE_##type, 0, -1, "take out " what " that should never have been there",    \
	  OPTIONS(ids_options, record_change_options), verb_remove, FOR_STAFF }
#define RECORD_IMPORT(word, what)                                                                                     \
	{ word " import", "FILE...", VALUE_FILE, 1, -1, "take in " what " from CSV or rec; - for standard input",     \
	  OPTIONS(record_import_options, record_change_options, intake_options), verb_import, FOR_STAFF }
#define RECORD_EXPORT(word, type, what, persons, audience)                                                            \
	{ word " export", "", VALUE_NONE, 0, 0, "write " what " with every column",                                   \
	  OPTIONS(record_export_options, persons, record_filter_options[HVK_##type]), verb_export, audience }

#endif
