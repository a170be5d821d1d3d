/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How other people's files are to be read: what was declared, and which of a file's columns are ours. What columns are
 * ours, and what else can be declared, is the matter of those who make an intake: of questions or of records.
 */
#ifndef HVK_STORE_INTAKE_H
#define HVK_STORE_INTAKE_H

#include "core/when.h"
#include "store/store.h"
#include "tabular/tabular.h"

#define HVK__INTAKE_COLUMNS 32 /* the most that an intake can know */

/* What a cell of the header can mean besides a column. */
#define HVK__PASSED_OVER (-1)
#define HVK__UNKNOWN_COLUMN (-2)

struct hvk__mapping {
	char *theirs;
	int ours; /* a column, or HVK__PASSED_OVER */
};

/* What intakes for one thing have in common. Each function may be NULL. */
struct hvk__intake_class {
	const char *example; /* names of columns, for messages */
	/* Sets an option that intakes in general do not know. */
	int (*set)(struct hvk_intake *intake, enum hvk_intake_option option, const char *value);
	/* What a header cell means before anything else does, or HVK__UNKNOWN_COLUMN. */
	int (*meaning)(const struct hvk_intake *intake, const char *cell, size_t length);
	/* Frees what it has of its own. */
	void (*clear)(struct hvk_intake *intake);
};

struct hvk_intake {
	const struct hvk__intake_class *class;
	struct hvk_store *store;
	const struct hvk_listener *listener;
	const char *names[HVK__INTAKE_COLUMNS];                  /* of our columns */
	struct hvk__column_names headers[HVK__INTAKE_COLUMNS];   /* that mean them */
	size_t column_count;
	struct hvk__dialect dialect;
	enum hvk__date_order order;
	struct hvk__mapping *mappings;
	size_t mapping_count, mapping_capacity;
	struct hvk__buffer description;
};

/* Makes an intake of size bytes, of which the first are a struct hvk_intake; the rest is zero. NULL, with the message
 * on the store, when memory runs out. */
void *hvk__intake_make(struct hvk_store *store, const struct hvk__intake_class *class, size_t size);
/* Adds a column: its name and the headers that mean it, ending with NULL. */
void hvk__intake_add_column(struct hvk_intake *intake, const char *name, const char *const *headers);

/* Sets *text to a copy of value. HVK_OK or HVK_ENOMEM. */
int hvk__intake_set_text(const struct hvk_intake *intake, char **text, const char *value);

/* Whether a header and a cell are the same, folded. */
bool hvk__intake_same(const char *header, const char *cell, size_t length);
/* What a header cell, or the name of a field, means: a column, HVK__PASSED_OVER or HVK__UNKNOWN_COLUMN. */
int hvk__intake_meaning(const struct hvk_intake *intake, const char *cell, size_t length);
/* The column of a file of refused rows that says why: 'reason', or 'refused' where records have a reason. */
const char *hvk__intake_reject_column(const struct hvk_intake *intake);
/* The name of ours nearest to a text, or NULL. */
const char *hvk__intake_nearest(const struct hvk_intake *intake, const char *text, size_t length);
/* Records that a header cell, or the name of a field, is unknown: HVK_EINPUT. What looks personal is not repeated. */
int hvk__intake_fail_unknown(const struct hvk_intake *intake, struct hvk__error *error, const char *file, uint64_t line,
                             unsigned column, const struct hvk__span *cell);

/* One input's header: what each cell means, and where each column stands. */
struct hvk__layout {
	size_t count;
	int16_t meaning[HVK__CELLS_MAX];   /* a column or HVK__PASSED_OVER */
	int16_t cell[HVK__INTAKE_COLUMNS]; /* from 0; -1: the input has no such column */
};

/* Opens a reader that looks for the intake's columns; records: it may be recutils' text, see hvk__reader_text(). As
 * hvk__reader_open(). */
int hvk__intake_open(struct hvk_intake *intake, struct hvk__error *error, const struct hvk_input *input, bool records,
                     struct hvk__reader **reader);

/* Matches the header of a reader. HVK_OK, or HVK_EINPUT with the first thing wrong. */
int hvk__intake_match(const struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                      struct hvk__layout *layout);

/* Keeps, for hvk_intake_dialect(), how an input was read: what its encoding is may be known only at its end. HVK_OK or
 * HVK_ENOMEM. */
int hvk__intake_described(struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                          const struct hvk__layout *layout);

/* Tells the intake's listener, if any; HVK_EINPUT when it wants to stop. */
int hvk__intake_report(const struct hvk_intake *intake, enum hvk_severity severity, const struct hvk__error *error);
int hvk__intake_note(const struct hvk_intake *intake, const char *file, const char *format, ...) HVK_PRINTF(3, 4);

/* Notes what is worth knowing of how an input was read: an encoding that was not declared, cells beyond the header's
 * and rows that were empty. */
void hvk__intake_note_input(const struct hvk_intake *intake, const char *file, enum hvk__encoding encoding,
                            size_t extra_cells, uint64_t blank);

#endif
