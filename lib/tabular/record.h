/* SPDX-License-Identifier: EUPL-1.2 */
/* Making a chunk ready to be split. */
#ifndef HVK_TABULAR_RECORD_H
#define HVK_TABULAR_RECORD_H

#include "tabular/tabular.h"

/* Makes room for length bytes and the padding; false when memory runs out. */
bool hvk__chunk_reserve(struct hvk__chunk *chunk, size_t length);

/* Puts the padding behind the data. */
void hvk__chunk_pad(struct hvk__chunk *chunk);

/* Ready to be split from its first byte: data, length, delimiter, first_line and not_ascii are set. */
void hvk__chunk_start(struct hvk__chunk *chunk);

#endif
