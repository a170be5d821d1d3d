/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables behind lookups, as generate.c writes them: constant, sorted, and without pointers, so that loading costs
 * nothing. */
#ifndef HVK_REFERENCE_TABLES_H
#define HVK_REFERENCE_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "reference/reference.h"

/* What a version of a gemeente looks like as text; beside hvk__gemeenten, by the same index. */
struct hvk__gemeente_text {
	char nis[6], valid_from[11], valid_to[11], successor[6], postcode[5];
};
extern const struct hvk__gemeente_text hvk__gemeente_texts[];

/* Where the outline of a gemeente begins in hvk__outline_paths (0, the empty one, where there is none), and the point of
 * its label; beside hvk__gemeenten, by the same index. */
struct hvk__outline {
	uint32_t path;
	float x, y;
};
extern const char hvk__outline_paths[];
extern const struct hvk__outline hvk__outlines[];

/* In the order in which an exact name is looked for. */
enum hvk__name_kind {
	HVK__NAME_NL,
	HVK__NAME_OTHER, /* French or German */
	HVK__NAME_PLACE  /* a deelgemeente or a place of the postcode list: a part of the gemeente */
};

/* A name and what it means; by folded name, kind, target, postcode. */
struct hvk__name {
	uint32_t text;     /* where in hvk__name_texts the folded name stands, and behind its NUL the name as written */
	uint16_t target;   /* index in hvk__gemeenten */
	uint16_t postcode; /* of a place, or 0 */
	uint16_t kind;
};
extern const char hvk__name_texts[];
extern const struct hvk__name hvk__names[];
extern const size_t hvk__names_count;

/* A place that a postcode is for; by postcode, then as in the file, which puts the main place first. */
struct hvk__postcode {
	uint32_t place; /* its folded name, in hvk__name_texts */
	uint16_t postcode;
	uint16_t target;
};
extern const struct hvk__postcode hvk__postcodes[];
extern const size_t hvk__postcodes_count;

#endif
