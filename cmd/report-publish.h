/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * hvk-report publish: tables for the outside, with small counts protected. What is written is first made in memory,
 * then brought to the disk under another name, then entered in the ledger, and only then appears.
 *
 *   report-publish.c          the verbs publish and show
 *   report-publish-write.c    the order in which things are written, entered and appear
 *   report-publish-wish.c     what is asked for: options, levels, plans
 *   report-publish-table.c    one publication as rows, hierarchy and members
 *   report-publish-package.c  datapackage.json
 *   report-publish-page.c     one publication for people
 *   report-publish-map.c      its map
 *   report-publish-title.c    its title, and what the page says by itself
 *   report-publish-folder.c   files that appear together
 *   report-publish-loss.c     what would be hidden
 *   report-publish-list.c     list, withdraw
 *   report-publish-verify.c   verify
 *   report-publish-plan.c     plan
 */
#ifndef HVK_REPORT_PUBLISH_H
#define HVK_REPORT_PUBLISH_H

#include "report.h"

/* Names of the files of a publication in a folder. */
#define PUBLISH_TABLE "table.csv"
#define PUBLISH_HIERARCHY "hierarchy.csv"
#define PUBLISH_MEMBERS "members.csv"
#define PUBLISH_PACKAGE "datapackage.json"

enum { PUBLISH_AXES_MAX = 3, SHA256_TEXT = 65 };

/* One publication of a release. */
struct release_item {
	struct hvk_publication *handle;
	char *name;            /* of its folder among several: gemeente-theme-group */
	uint64_t number;       /* that it has or, entered now, will have */
	bool entered;          /* it is in the ledger */
	bool as_published;     /* its description says nothing of a withdrawal */
};

/* Publications that are protected, entered and written together. */
struct release {
	struct command *command;
	struct release_item *items;
	size_t count, capacity;
};

/* ---- report-publish-wish.c */

/* Adds a publication to come, from the options but with these levels; one for each answer when answer is among them. 0
 * or an exit status, with the message printed. */
int release_add(struct release *release, const char *by);
/* Adds one that is there; takes it over, also when that fails. */
int release_take(struct release *release, struct hvk_publication *publication);
void release_free(struct release *release);
/* Reads the number of a publication. 0 or an exit status. */
int publish_number(const struct command *command, const char *text, uint64_t *number);
/* Opens a publication of the ledger by its number as it was typed. 0 or an exit status. */
int publish_open(struct command *command, const char *text, struct hvk_publication **publication);
/* The months of a publication, and whether they are over. 0 or an exit status. */
int publish_is_over(struct command *command, const struct hvk_publication *publication, bool *over);
/* Where a level stands in a list of them, "gemeente,month"; NULL when it does not. */
const char *publish_find_level(const char *by, const char *level);
/* A field that is a number, 0 when it has no value. */
uint64_t publish_count(const struct hvk_publication *publication, enum hvk_publication_field field);

/* ---- report-publish-table.c. All but the first return 0, or -1 with errno. */

/* The cell of a publication as it is printed: its count, x, or what it is instead; *status its mark. */
struct cell publish_cell(const struct command *command, const struct hvk_publication *publication,
                         const size_t member[], const char **status);
/* A row for each cell, totals too. */
int publish_put_rows(const struct command *command, struct renderer *renderer,
                     const struct hvk_publication *publication);
/* The same as CSV, the links of its axes, and their members; *text is to be freed. */
int publish_make_table(const struct command *command, const struct hvk_publication *publication, struct text *text);
int publish_make_hierarchy(const struct command *command, const struct hvk_publication *publication,
                           struct text *text);
int publish_make_members(const struct command *command, const struct hvk_publication *publication, struct text *text);

/* ---- report-publish-folder.c */

/* What is to be written. */
struct bundle_file {
	char *path;            /* in the folder: "table.csv", "gemeente/table.csv"; of a file by itself "" */
	struct text text;
};
struct bundle {
	struct bundle_file *files;
	size_t count, capacity;
};
/* Adds a file and takes its text over, also when that fails. folder: NULL for none. -1 when out of memory. */
int bundle_add(struct bundle *bundle, const char *folder, const char *name, struct text *text);
void bundle_free(struct bundle *bundle);

/* A folder on its way. */
struct new_folder {
	char *path;            /* without slashes at its end */
	char *temporary;       /* where its files wait; NULL for none */
	char *made;            /* the first folder above it that was not there; NULL for none */
	bool exists;
};
/* Whether a path is meant as a folder: it ends in a slash, or is one. */
bool names_folder(const char *path);
/* Writes the files where they do not show yet. 0, or an exit status with the message printed. */
int folder_stage(struct command *command, const char *path, const struct bundle *bundle, struct new_folder *folder);
/* Lets them appear: the folder at once when it is new, else file by file in their order. 0 or an exit status. */
int folder_install(struct command *command, const struct bundle *bundle, struct new_folder *folder);
/* Removes what still waits. */
void folder_free(const struct bundle *bundle, struct new_folder *folder);
/* An absolute path to be freed; NULL, with errno, when the folder above is not there. */
char *absolute_path(const char *path);
/* Writes all of a text. 0, or -1 with errno. */
int write_text(int descriptor, const struct text *text);
/* SHA-256, as 64 hexadecimal digits. */
void sha256_text(const struct text *text, char digits[SHA256_TEXT]);

/* ---- report-publish-package.c. -1 with errno. table, hierarchy and members as they are written beside it. */
int publish_make_package(struct command *command, const struct release_item *item, const char *date,
                         const struct bundle_file files[3], struct text *text);

/* ---- report-publish-page.c. -1 with errno. */
int publish_put_page(struct command *command, struct renderer *renderer, const struct release_item *item,
                     const char *date);

/* ---- report-publish-title.c */

/* "Vragen per gemeente en themagroep, okt 2026"; to be freed, NULL when out of memory. */
char *publish_title(struct command *command, const struct hvk_publication *publication, enum hvk_lang lang);

/* ---- report-publish-write.c */

/* Writes a release where --output says. enters: what is not in the ledger yet is entered before it appears. Returns an
 * exit status. */
int release_write(struct release *release, bool enters);
/* Publications as one file of a format, as it is written; -1 with errno. *text is to be freed. */
int publish_make_document(struct command *command, const struct render_format *format, bool terminal,
                          const struct release_item *items, size_t count, struct text *text);

/* ---- report-publish-loss.c */

/* What a protected release hides, for who decides on it. An exit status. */
int release_put_loss(struct release *release);
/* The same in a line for each publication, on standard error. */
void release_note_loss(const struct release *release);

#endif
