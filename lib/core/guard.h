/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The privacy guard: recognises what identifies a person in text that ought to hold a code, a gemeente or the name of a
 * desk. It looks at one cell at a time, never allocates, and never tells more than the kind of thing it saw.
 *
 * The guard errs on the side of the codes: what is a code, an age, a month, a postcode, a slug or the title of a course
 * passes.
 */
#ifndef HVK_CORE_GUARD_H
#define HVK_CORE_GUARD_H

#include <stddef.h>

enum hvk__identifier {
	HVK__INNOCENT = 0,
	HVK__TELEPHONE,
	HVK__EMAIL,
	HVK__IBAN,
	HVK__NATIONAL_NUMBER, /* rijksregisternummer or BIS number */
	HVK__ADDRESS,         /* street and house number */
	HVK__NUMBER_PLATE,
	HVK__BIRTH_DATE,      /* any full date: the caller does not ask about cells of a date column */
	HVK__WEB_ADDRESS,     /* URL or the name of an account */
	HVK__IDENTIFIERS
};

/* What a text, of any bytes, looks like. The first 4096 bytes are looked at. */
enum hvk__identifier hvk__guard(const char *text, size_t length);

/* For a message, with its article: "a telephone number"; the message must not repeat the text itself. */
const char *hvk__identifier_name(enum hvk__identifier identifier);

#endif
