/* SPDX-License-Identifier: EUPL-1.2 */
/* The order of a listing, as SQL. */
#ifndef HVK_RECORD_ORDER_H
#define HVK_RECORD_ORDER_H

#include "record/record.h"

/* Adds " ORDER BY ..." for rows called t, by columns separated by commas (NULL or "": the usual order). HVK_OK, or
 * HVK_EINVAL for what is no column. */
int hvk__order_add(struct hvk_store *store, enum hvk_type type, const char *columns, struct hvk__buffer *text);

#endif
