/* SPDX-License-Identifier: EUPL-1.2 */
/* Which CSV it is: Excel's 'sep=' line and the delimiter. */
#ifndef HVK_TABULAR_DIALECT_H
#define HVK_TABULAR_DIALECT_H

#include "tabular/tabular.h"

/* The bytes that a 'sep=;' line at data takes, with its line end, and what it names; 0 when there is none. */
size_t hvk__sep_line(const char *data, size_t length, char *delimiter);

/* Chooses among the candidates (NULL: those that are detected) the one under which most cells of the header, the
 * first record of data, are known; then most cells; then their order. whole: nothing comes behind data. header is
 * where it is split, and stays split by the delimiter chosen; *taken: the bytes of the record with its line end.
 * Returns 1, 0 when the record goes on behind data, HVK_ENOMEM, HVK_EINPUT: error is in header. */
int hvk__choose_delimiter(struct hvk__chunk *header, const char *data, size_t length, bool whole,
                          const char *candidates, const struct hvk__header_test *test, size_t *taken);

#endif
