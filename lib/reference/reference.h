/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Reference data that is compiled in: gemeenten through time, names and postcodes, population, default codes.
 * The tables come from data/<name>.csv by generate.c, already in the order lookups need; nothing is built when a
 * program starts.
 */
#ifndef HVK_REFERENCE_H
#define HVK_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

/*
 * One version of a gemeente. A code that took in others while it kept its number (Antwerpen and Borsbeek in 2025) has
 * two: before and after. The position of a version in the table is its index, which packed questions carry; it is not
 * stored in files.
 */
struct hvk_gemeente {
	uint32_t nis;
	uint16_t successor;           /* index of the version that took it over, or HVK__GEMEENTE_NONE */
	int32_t valid_from, valid_to; /* days, inclusive; INT32_MIN and INT32_MAX where open */
	uint16_t arrondissement;      /* index in hvk__arrondissementen */
	uint16_t postcode;            /* the main one, or 0 */
	const char *name[3];          /* Dutch, French, German */
	int32_t inhabitants;          /* 2026; -1 where not known */
	int32_t children;             /* 0-17 years, estimate of 2026; -1 where not known */
};
#define HVK__GEMEENTE_NONE UINT16_MAX

struct hvk__arrondissement {
	uint32_t nis;
	const char *name;
	uint16_t province; /* index in hvk__provinces */
};
struct hvk__province {
	uint32_t nis; /* Brussels has no province: the gewest, with its code and name, stands in for it */
	const char *name;
	uint32_t gewest_nis;
	const char *gewest;
};

extern const struct hvk_gemeente hvk__gemeenten[]; /* by nis, then valid_from */
extern const size_t hvk__gemeenten_count;
extern const struct hvk__arrondissement hvk__arrondissementen[]; /* by nis */
extern const size_t hvk__arrondissementen_count;
extern const struct hvk__province hvk__provinces[]; /* by nis */
extern const size_t hvk__provinces_count;

/* The version of a NIS code on a day, or, where it is not valid then, of that code at all (the nearest in time);
 * HVK__GEMEENTE_NONE when there is no such code. */
uint16_t hvk__gemeente_by_nis(uint32_t nis, int day);
bool hvk__gemeente_valid(uint16_t index, int day);

/* The version that an index counts for in the geography of a day: itself, a successor, or its only predecessor.
 * HVK__GEMEENTE_NONE when it cannot be carried back: it was merged from several. */
uint16_t hvk__gemeente_carry(uint16_t index, int day);

/* What a text means on a day: NIS code, name, postcode or deelgemeente; exact before prefix, prefix only when asked
 * for. A name no longer or not yet valid is carried to the day. Returns HVK_OK, HVK_ENOTFOUND (with a suggestion),
 * HVK_EAMBIGUOUS (with candidates). The message is only what was expected and found ("unknown 'Gend'; did you mean Gent
 * (44021)?"), without place or column name; with error NULL none is made, and no suggestion looked for. */
int hvk__gemeente_lookup(struct hvk__error *error, const char *text, size_t length, int day, bool prefix,
                         uint16_t *index);

/* A default code, as in data/codes.csv. */
struct hvk__default_code {
	const char *list, *code, *parent, *label_nl, *label_en; /* parent "" for none */
	bool sensitive;
};
extern const struct hvk__default_code hvk__default_codes[]; /* in the order of the file, lists together */
extern const size_t hvk__default_codes_count;

/* A column of the tabular form of Open Referral's HSDS 3.0. */
struct hvk__hsds_field {
	const char *table;            /* its file, without '.csv': "taxonomies" */
	const char *resource;         /* what one row of it is called: "taxonomy" */
	const char *name, *type;
	const char *format;           /* uuid, email, uri or "" */
	const char *values;           /* those that are allowed, with '|' between; "" for any */
	const char *refers;           /* the resource whose id it holds, or "" */
	bool required, unique;
};
extern const struct hvk__hsds_field hvk__hsds_fields[]; /* in the order of the standard, tables together */
extern const size_t hvk__hsds_fields_count;

/* A step of the ready-made plan by which a house is built. */
struct hvk__plan_step {
	const char *phase;            /* a default code */
	int months;                   /* it is due at the end of the month that is so many after the start */
	const char *what[2];          /* by enum hvk_lang */
};
extern const struct hvk__plan_step hvk__plan_steps[]; /* in the order of the file */
extern const size_t hvk__plan_steps_count;

#endif
