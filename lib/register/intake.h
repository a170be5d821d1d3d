/* SPDX-License-Identifier: EUPL-1.2 */
/* How other people's CSV is to be read: what was declared, and which of a file's columns are ours. */
#ifndef HVK_REGISTER_INTAKE_H
#define HVK_REGISTER_INTAKE_H

#include "store/store.h"
#include "tabular/tabular.h"

enum hvk__date_order { HVK__DMY, HVK__MDY, HVK__YMD };

struct hvk__mapping {
	char *theirs;
	int ours; /* enum hvk_column, or HVK__PASSED_OVER */
};

struct hvk_intake {
	struct hvk_store *store;
	const struct hvk_listener *listener;
	struct hvk__dialect dialect;
	enum hvk__date_order order;
	struct hvk__mapping *mappings;
	size_t mapping_count, mapping_capacity;
	char *desk, *id_from; /* NULL: not given */
	int month;            /* 0: not given */
	struct hvk__buffer description;
};

/* What a cell of the header can mean besides a column. */
#define HVK__PASSED_OVER (-1)
#define HVK__HASHED_ID (-2)

/* One input's header: what each cell means, and where each column stands. */
struct hvk__layout {
	size_t count;
	int16_t meaning[HVK__CELLS_MAX]; /* enum hvk_column, HVK__PASSED_OVER or HVK__HASHED_ID */
	int16_t cell[HVK_COLUMNS];       /* from 0; -1: the input has no such column */
	int16_t id_from;                 /* the cell that ids are hashed from, or -1 */
};

/* Opens a reader that looks for the intake's columns. As hvk__reader_open(). */
int hvk__intake_open(struct hvk_intake *intake, struct hvk__error *error, const struct hvk_input *input,
                     struct hvk__reader **reader);

/* Matches the header of a reader. HVK_OK, or HVK_EINPUT with the first thing wrong. */
int hvk__intake_layout(struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                       struct hvk__layout *layout);

/* Keeps, for hvk_intake_dialect(), how an input was read: what its encoding is may be known only at its end. HVK_OK or
 * HVK_ENOMEM. */
int hvk__intake_described(struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                          const struct hvk__layout *layout);

/* Tells the intake's listener, if any; HVK_EINPUT when it wants to stop. */
int hvk__intake_report(const struct hvk_intake *intake, enum hvk_severity severity, const struct hvk__error *error);
int hvk__intake_note(const struct hvk_intake *intake, const char *file, const char *format, ...) HVK_PRINTF(3, 4);

#endif
