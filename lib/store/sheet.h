/* SPDX-License-Identifier: EUPL-1.2 */
/* Small CSV files with a few columns we know: codes, regions. All of a file is read, or the first fault refuses it. */
#ifndef HVK_STORE_SHEET_H
#define HVK_STORE_SHEET_H

#include "core/error.h"
#include "tabular/tabular.h"

#define HVK__SHEET_COLUMNS 8

struct hvk__sheet {
	struct hvk__error *error;
	const char *name;                             /* of the input */
	const struct hvk__column_names *columns;
	size_t count;                                 /* of columns, at most HVK__SHEET_COLUMNS */
	unsigned dates;                               /* columns, as bits, in which a full date is no wonder */
	uint64_t line;                                /* of the header, then of the record */
	int place[HVK__SHEET_COLUMNS];                /* where a column stands, from 0; -1: it is not there */
	struct hvk__span cell[HVK__SHEET_COLUMNS];    /* of the record, by column: trimmed, NFC; or empty */
	char *composed[HVK__SHEET_COLUMNS];
	void *data;                                   /* of the functions below */
	/* Whether an unknown column is passed over; NULL: none is. */
	bool (*passed_over)(const struct hvk__sheet *sheet, const struct hvk__span *header);
	/* Once the header is known, and for each record that is not blank. HVK_OK, or negative with the error set. */
	int (*header)(struct hvk__sheet *sheet);
	int (*record)(struct hvk__sheet *sheet);
};

/* Reads the whole input. An unknown column that is not passed over, one that stands there twice, or text that looks personal refuses it.
 * Returns HVK_OK, HVK_EINPUT, HVK_EIO, or what header() or record() returned. */
int hvk__sheet_read(struct hvk__sheet *sheet, int descriptor);

/* Records a refusal at the present line and, where column is not negative, the cell of that column: HVK_EINPUT. */
int hvk__sheet_fail(const struct hvk__sheet *sheet, int column, const char *format, ...) HVK_PRINTF(3, 4);

#endif
