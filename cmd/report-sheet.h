/* SPDX-License-Identifier: EUPL-1.2 */
/* A whole CSV file in memory, as it stands. */
#ifndef HVK_REPORT_SHEET_H
#define HVK_REPORT_SHEET_H

#include "common/program.h"

struct sheet;

/* Reads a file, or standard input for '-'. 0, or an exit status with the message printed and *sheet NULL. */
int sheet_read(struct command *command, const char *path, struct sheet **sheet);
void sheet_free(struct sheet *sheet);

const char *sheet_name(const struct sheet *sheet);
size_t sheet_columns(const struct sheet *sheet);
size_t sheet_rows(const struct sheet *sheet);
const char *sheet_header(const struct sheet *sheet, size_t column);
/* The column of that name; their number when there is none. */
size_t sheet_find(const struct sheet *sheet, const char *name);
/* A cell, "" where the row is too short, and the line a row begins on, from 1. */
const char *sheet_cell(const struct sheet *sheet, size_t row, size_t column);
uint64_t sheet_line(const struct sheet *sheet, size_t row);

/* Whether every cell of a column is a number or empty, and one of them a number. */
bool sheet_is_numeric(const struct sheet *sheet, size_t column);

/* Whether a cell is a whole number; a number, with a point or a comma, and so many decimals. Only what is written as a
 * number is: 050 and +1 are words. */
bool sheet_whole(const char *text, int64_t *whole);
bool sheet_real(const char *text, double *real, int *decimals);

#endif
