/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files that save a record: save.c and settle.c. */
#ifndef HVK_RECORD_SAVE_H
#define HVK_RECORD_SAVE_H

#include "record/row.h"

/* One record that is being written. */
struct hvk__write {
	struct hvk__change *change;
	struct hvk_record *record;
	const struct hvk_record *before; /* empty for a new one */
	size_t *column;                  /* what is to blame */
	bool new;
};

/* Records why a column is refused, and that it is that column; returns HVK_EINPUT. */
int hvk__write_refuse(const struct hvk__write *write, size_t column, const char *format, ...) HVK_PRINTF(3, 4);

/* settle.c: the slug that the record gets or has is nobody else's; a partner's former ones lead to it. */
int hvk__write_slug(const struct hvk__write *write);

#endif
