/* SPDX-License-Identifier: EUPL-1.2 */
/* The file that refused rows of an import go to. */
#ifndef HVK_STORE_REJECTS_H
#define HVK_STORE_REJECTS_H

#include "store/intake.h"

struct hvk__rejects {
	int descriptor;
	char *header; /* as written, or NULL */
	struct hvk__buffer pending;
};
void hvk__rejects_free(struct hvk__rejects *rejects);

/* A line of it, to be freed: reason, and the cells that were not passed over; cells NULL: all empty. NULL when memory
 * runs out. */
char *hvk__reject_line(const struct hvk__layout *layout, const char *reason, const struct hvk__span *cells,
                       size_t count, char delimiter);
/* Writes a line, after the header unless that has been written; another header cannot follow it. HVK_OK, HVK_EINPUT,
 * HVK_EIO, HVK_ENOMEM. */
int hvk__rejects_add(struct hvk__rejects *rejects, struct hvk__error *error, const char *header, const char *line);
int hvk__rejects_flush(struct hvk__rejects *rejects, struct hvk__error *error);

#endif
