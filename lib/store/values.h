/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the value of a condition means: a set of the numbers that a field may have, so that a row is tested by one look
 * into a table. Filters of questions and conditions on records share it.
 */
#ifndef HVK_STORE_VALUES_H
#define HVK_STORE_VALUES_H

#include "store/store.h"

enum hvk__operator {
	HVK__EQUAL, HVK__NOT_EQUAL, HVK__LESS, HVK__LESS_EQUAL, HVK__GREATER, HVK__GREATER_EQUAL, HVK__CONTAINS,
	HVK__BEGINS
};

/* Reads an operator and nothing else: HVK_OK or HVK_EINVAL. */
int hvk__operator_parse(struct hvk__error *error, const char *text, enum hvk__operator *operator);

/* Takes 'KEY OP VALUE' apart; false when it is no such thing. The key is not empty. */
struct hvk__condition {
	const char *key;
	size_t key_length;
	enum hvk__operator operator;
	const char *value; /* up to the end, not trimmed */
};
bool hvk__condition_split(const char *text, struct hvk__condition *condition);

/* What a field holds, and by what of it a value is recognised. */
enum hvk__class {
	HVK__CLASS_MONTH,          /* numbers of months; a value is a period */
	HVK__CLASS_DAY,            /* of the month */
	HVK__CLASS_GEMEENTE,       /* indices of versions, plus 1; one of the past counts as what it is part of today */
	HVK__CLASS_ARRONDISSEMENT, HVK__CLASS_PROVINCE, HVK__CLASS_REGION, /* the same, by what they are in */
	HVK__CLASS_CODE,           /* numbers of a list; a value means also what is below it */
	HVK__CLASS_NUMBERED,       /* the same, of a list that goes by the numbers in its codes */
	HVK__CLASS_GROUP           /* the same; a value is one of the topmost codes */
};

struct hvk__asked {
	const char *key;           /* for messages */
	enum hvk__class class;
	const char *list;          /* the code list, or NULL */
	bool above;                /* a code means also what is above it */
	const char *ordered;       /* the keys that have an order, for the message of one that has none */
};

/* wanted[0] is "not recorded". */
struct hvk__values {
	bool *wanted;              /* freed by the caller */
	size_t count;
};

/* Marks the values that a text means; for HVK__NOT_EQUAL those that it names. Several are separated by commas.
 * Returns HVK_OK, HVK_EINVAL, HVK_ENOTFOUND, HVK_EAMBIGUOUS, HVK_ESTORE, HVK_EBUSY, with the key in the message. */
int hvk__values_find(struct hvk_store *store, const struct hvk__asked *asked, enum hvk__operator operator,
                     const char *text, struct hvk__values *values);

#endif
