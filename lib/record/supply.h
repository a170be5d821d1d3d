/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What is on offer on a day: the rules by which an offer counts somewhere, for some theme, for some age. Matching,
 * coverage and gaps go by these and no others.
 *
 *   - An offer counts on a day that lies within its since and until, while its partner is neither dormant nor ended
 *     since that day or before.
 *   - It serves its own gemeenten; where it has none, its partner's, or everywhere where the partner says so.
 *     Gemeenten that merged count as the one they are part of on that day; before it was made, one that was made of
 *     several counts as all of them.
 *   - It covers the themes it has and all below them; one without themes is for no theme in particular.
 *   - Without ages it is for every age; so too without audience, target or language.
 */
#ifndef HVK_RECORD_SUPPLY_H
#define HVK_RECORD_SUPPLY_H

#include "record/record.h"

struct hvk__numbers {          /* ascending */
	const uint16_t *items;
	size_t count;
};
struct hvk__offer {
	int64_t id, partner, agreement; /* row ids; agreement 0: none */
	const char *slug;
	const char *age;                /* ranges, "" for every age */
	bool everywhere;
	struct hvk__numbers gemeenten;  /* indices of versions in hvk__gemeenten, valid that day */
	struct hvk__numbers themes;     /* code numbers, as they stand in the record */
	struct hvk__numbers pillars, audiences, targets, languages;
	uint16_t level, form;           /* code numbers, or 0 */
	int waiting_days;               /* -1: not known */
	int verified;                   /* day; INT32_MIN: never */
	bool agreed;                    /* no agreement is named, or the one that is is in force */
};

struct hvk__supply {
	int day;
	struct hvk__offer *offers;      /* by slug */
	size_t count, capacity;
	struct hvk__pool pool;
	uint16_t *numbers;              /* what the offers' numbers point into */
	size_t number_count, number_capacity;
};

/* Loads the offers that count on a day. theme: only those that cover this theme, lie below it or have none; 0: all.
 * words: as hvk_records_set_words(), or NULL. HVK_OK, HVK_EINVAL (words that are none), HVK_ESTORE, HVK_EBUSY. */
int hvk__supply_load(struct hvk_store *store, int day, uint16_t theme, const char *words, struct hvk__supply **supply);
/* The same with only some of the numbers of each offer, joined by '|'; reading the others takes time. */
enum hvk__supply_part {
	HVK__SUPPLY_GEMEENTEN = 1, HVK__SUPPLY_THEMES = 2, HVK__SUPPLY_PILLARS = 4, HVK__SUPPLY_AUDIENCES = 8,
	HVK__SUPPLY_TARGETS = 16, HVK__SUPPLY_LANGUAGES = 32, HVK__SUPPLY_ALL = 63
};
int hvk__supply_load_part(struct hvk_store *store, int day, uint16_t theme, const char *words, unsigned parts,
                          struct hvk__supply **supply);
void hvk__supply_free(struct hvk__supply *supply);

bool hvk__offer_serves(const struct hvk__offer *offer, uint16_t gemeente);
/* How an offer covers a theme, 0: it does not. */
enum hvk__cover { HVK__COVER_NOT, HVK__COVER_GENERAL, HVK__COVER_BELOW, HVK__COVER_GROUP, HVK__COVER_EXACT };
enum hvk__cover hvk__offer_covers(const struct hvk__offer *offer, const struct hvk__list *themes, uint16_t theme);

#endif
