/* SPDX-License-Identifier: EUPL-1.2 */
/* iCalendar: what a table must have to become a calendar, and how its lines are written. */
#ifndef HVK_RENDER_ICS_H
#define HVK_RENDER_ICS_H

#include <stddef.h>

/* The keys of the columns that are taken, in any order; ends with NULL. */
extern const char *const ics_columns[];

/* A value of type TEXT as it is written: backslash, semicolon, comma and line ends escaped, controls left out. to has
 * room for twice the length; returns the octets. */
size_t ics_escape(const char *text, size_t length, char *to);

/* A content line with its end, in lines of at most 75 octets that end between characters. to has room for three times
 * the length and 8. Returns the octets. */
size_t ics_fold(const char *line, size_t length, char *to);

#endif
