/* SPDX-License-Identifier: EUPL-1.2 */
/* An input of records, whichever its form, as rows of cells in memory: so that nobody waits for the store while it is
 * read. */
#ifndef HVK_RECORD_INTAKE_H
#define HVK_RECORD_INTAKE_H

#include "record/record.h"
#include "store/intake.h"

/* An intake for a type of record. */
struct hvk__record_intake {
	struct hvk_intake intake; /* first, so that one is the other */
	enum hvk_type type;
};

/* The type, or HVK_TYPES when the intake is not for records. */
enum hvk_type hvk__intake_type(const struct hvk_intake *intake);

struct hvk__cell {
	struct hvk__span text; /* trimmed, NFC */
	struct hvk__span name; /* of the field in recutils' text */
	uint64_t line;
	uint16_t place;        /* in its line of CSV, from 1; else 0 */
	int16_t column;        /* of the type, or HVK__PASSED_OVER */
};

struct hvk__input_row {
	uint64_t line;
	size_t first, count; /* of its cells */
};

/* Zero it before use; free it in any case. */
struct hvk__rows {
	bool rec;                  /* recutils' text */
	struct hvk__layout layout; /* of CSV */
	char delimiter;
	char *header;              /* of the file of refused rows */
	const char *why;           /* its column that says so */
	struct hvk__cell *cells;
	size_t cell_count, cell_capacity;
	struct hvk__input_row *rows;
	size_t count, capacity;
	uint64_t blank;            /* rows without a value, which are left out */
	struct hvk__pool pool;
};

/* Reads all of an input. HVK_OK, HVK_EINPUT, HVK_EIO, HVK_ENOMEM: then it is of no use. */
int hvk__rows_read(struct hvk__rows *rows, struct hvk__error *error, struct hvk_intake *intake,
                   const struct hvk_input *input);
void hvk__rows_free(struct hvk__rows *rows);

/* A row as the file of refused rows has it, to be freed; NULL when memory runs out. */
char *hvk__rows_reject(const struct hvk__rows *rows, const struct hvk__input_row *row, const char *reason);

#endif
