/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files that read values. Each function reads one value of some form from trimmed, not empty UTF-8 and adds
 * its key to a buffer; the failure is "expected ..., found '...'". */
#ifndef HVK_RECORD_VALUE_H
#define HVK_RECORD_VALUE_H

#include "record/record.h"

struct hvk__text {
	const char *data;
	size_t length;
};

/* Fails with HVK_EINPUT, "expected <what>, found '<text>'". */
int hvk__expected(struct hvk__error *error, const char *what, struct hvk__text text);
/* As much of a text as a message should repeat, in bytes, for "'%.*s'". */
int hvk__quotable(struct hvk__text text);
#define HVK__QUOTE(text) hvk__quotable(text), (text).data

/* line.c: one or more lines; addresses to write to, to ring, to look at. */
int hvk__parse_line(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);
int hvk__parse_lines(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);
int hvk__parse_email(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);
int hvk__parse_phone(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);
int hvk__parse_url(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);

/* number.c: days, months, times of the day, numbers, yes and no. */
int hvk__parse_date(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);
int hvk__parse_month(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);
int hvk__parse_time(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);
int hvk__parse_yes_no(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);
int hvk__parse_number(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);
int hvk__parse_cents(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);

/* ages.c: all ranges at once, in their order. */
int hvk__parse_ages(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);

/* counts.c: all numbers of people at once, in the order of the NIS codes. Prefixes of gemeenten only with how. */
int hvk__parse_counts(struct hvk_store *store, struct hvk__error *error, struct hvk__text text, unsigned how,
                      struct hvk__buffer *key);

/* slug.c: a slug in some other spelling; and that of another record. */
int hvk__parse_slug(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key);
int hvk__parse_record(struct hvk_store *store, struct hvk__error *error, enum hvk_type type, struct hvk__text text,
                      struct hvk__buffer *key);

#endif
