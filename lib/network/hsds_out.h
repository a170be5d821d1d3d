/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A package going out. Its tables are made in memory (hsds_export.c and its parts), each row by the names of its
 * fields, then written beside their place and renamed (hsds_write.c). All of it follows from the registry and the day.
 */
#ifndef HVK_NETWORK_HSDS_OUT_H
#define HVK_NETWORK_HSDS_OUT_H

#include "network/hsds.h"

#define HVK__HSDS_FIELDS_MAX 32 /* in a table */
#define HVK__HSDS_SHEETS 21

/* A table of the standard. */
struct hvk__sheet_out {
	const struct hvk__hsds_field *fields;
	size_t count;
	struct hvk__buffer text;               /* header and rows */
	size_t rows;
	struct hvk__buffer cells[HVK__HSDS_FIELDS_MAX]; /* of the row that is being made */
};

/* A partner that is in the package, with what its offers go by. */
struct hvk__partner_out {
	const char *slug, *gemeenten;          /* "" for none */
	bool everywhere, dormant, placed;      /* it has a location */
};
/* A term that some row has. */
struct hvk__term_out {
	const char *list, *value;
};

struct hvk__hsds_out {
	struct hvk_store *store;
	struct hvk__codes *codes;
	int today;
	bool with_persons;
	struct hvk__sheet_out sheets[HVK__HSDS_SHEETS];
	size_t sheet_count;
	struct hvk__partner_out *partners;     /* by slug */
	size_t partner_count, partner_capacity;
	struct hvk__term_out *terms;
	size_t term_count, term_capacity;
	struct hvk__pool pool;
	bool failed;                           /* memory ran out: told once, at the end */
};

/* ---- rows: hsds_sheet.c. All of these do nothing once memory ran out. */
void hvk__out_open(struct hvk__hsds_out *out);
void hvk__out_close(struct hvk__hsds_out *out);
struct hvk__sheet_out *hvk__out_sheet(struct hvk__hsds_out *out, const char *table);
/* Sets a cell of the row that is being made; NULL leaves it empty. */
void hvk__out_set(struct hvk__hsds_out *out, struct hvk__sheet_out *sheet, const char *field, const char *value);
/* Sets the id, which follows from the resource and what it is of. */
void hvk__out_set_id(struct hvk__hsds_out *out, struct hvk__sheet_out *sheet, const char *field, const char *resource,
                     const char *what);
/* Ends the row: a required field that is empty is a mistake of ours. */
void hvk__out_end(struct hvk__hsds_out *out, struct hvk__sheet_out *sheet);
/* Attaches a term to a row, with a value where it carries a column. */
void hvk__out_attach(struct hvk__hsds_out *out, const char *entity, const char *what, const char *list,
                     const char *value, const char *carried);
/* The partner of that slug, or NULL. */
const struct hvk__partner_out *hvk__out_partner(const struct hvk__hsds_out *out, const char *slug);

/* ---- records to rows */
int hvk__out_partners(struct hvk__hsds_out *out);  /* hsds_export_partner.c */
int hvk__out_offers(struct hvk__hsds_out *out);    /* hsds_export_offer.c */
int hvk__out_persons(struct hvk__hsds_out *out);   /* hsds_export_person.c */
int hvk__out_taxonomies(struct hvk__hsds_out *out); /* hsds_export_term.c: last, of the terms that were attached */
/* Attaches the codes and keywords of a record as terms. */
void hvk__out_codes(struct hvk__hsds_out *out, const struct hvk_record *record, const char *entity);
/* Carries a column as it is, unless it is empty. */
void hvk__out_carry(struct hvk__hsds_out *out, const struct hvk_record *record, size_t column, const char *entity);
/* Goes through the records of a type, by slug. */
int hvk__out_each(struct hvk__hsds_out *out, enum hvk_type type,
                  int (*take)(struct hvk__hsds_out *out, struct hvk_record *record));

/* ---- files: hsds_write.c. Writes the package to path. HVK_OK, HVK_EINVAL, HVK_EIO. */
struct hvk__file_out {
	const char *name;
	const char *data;
	size_t length;
};
bool hvk__out_is_zip(const char *path);
int hvk__out_write(struct hvk_store *store, const char *path, const struct hvk__file_out files[], size_t count);
/* hsds_zip.c: the same files as a zip file in memory. */
int hvk__out_zip(struct hvk_store *store, const struct hvk__file_out files[], size_t count, struct hvk__buffer *zip);
/* hsds_descriptor.c: datapackage.json of the tables that have rows. */
bool hvk__out_describe(const struct hvk__hsds_out *out, struct hvk__buffer *text);
/* Whether a table goes in: those of organizations and services always, the others when they have rows. */
bool hvk__out_has(const struct hvk__sheet_out *sheet);

#endif
