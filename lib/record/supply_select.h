/* SPDX-License-Identifier: EUPL-1.2 */
/* The statement for the offers that count. */
#ifndef HVK_RECORD_SUPPLY_SELECT_H
#define HVK_RECORD_SUPPLY_SELECT_H

#include "record/condition.h"

/* The columns of its rows, which come in the order of their ids. */
enum hvk__supply_column {
	HVK__SUPPLY_ID, HVK__SUPPLY_PARTNER, HVK__SUPPLY_AGREEMENT, HVK__SUPPLY_SLUG, HVK__SUPPLY_AGE, HVK__SUPPLY_FORM,
	HVK__SUPPLY_LEVEL, HVK__SUPPLY_WAITING_DAYS, HVK__SUPPLY_VERIFIED_ON, HVK__SUPPLY_EVERYWHERE, HVK__SUPPLY_AGREED
};

/* Adds it, with the theme and the words of hvk__supply_load(). */
int hvk__supply_select(struct hvk_store *store, int on, uint16_t theme, const char *words,
                       struct hvk__clause *clause);

#endif
