/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Matching a need with what is on offer: need.c reads the need, rank.c judges the offers by the rules, contact.c knows
 * whom to ring, explain.c says what the rules found, match.c brings them together.
 *
 * What was loaded is kept between searches, as long as nobody changed the store: a need to the line of a long list is
 * then answered from memory.
 */
#ifndef HVK_NETWORK_MATCH_H
#define HVK_NETWORK_MATCH_H

#include "record/supply.h"

struct hvk__need {
	char *text[HVK_NEEDS];   /* as it was typed; NULL: not asked */
	int day;
	uint16_t theme, age, audience, target, language; /* code numbers; 0: not asked */
	bool aged;               /* the age is years, from..to; not so for several children */
	int from, to;
	uint16_t gemeente;       /* index of the version of that day, or HVK__GEMEENTE_NONE: not asked */
};

/* The rules in the order in which they weigh. */
enum hvk__rule {
	HVK__RULE_THEME, HVK__RULE_GEMEENTE, HVK__RULE_AGE, HVK__RULE_AUDIENCE, HVK__RULE_TARGET, HVK__RULE_LANGUAGE,
	HVK__RULE_PERSON, HVK__RULE_WAITING, HVK__RULE_VERIFIED, HVK__RULE_AGREEMENT, HVK__RULE_SLUG, HVK__RULES
};

/* What they find; 0 is best. */
enum hvk__theme_rank { HVK__THEME_EXACT, HVK__THEME_GROUP, HVK__THEME_BELOW, HVK__THEME_GENERAL };
enum hvk__gemeente_rank { HVK__GEMEENTE_SERVED, HVK__GEMEENTE_IN_REGION, HVK__GEMEENTE_IN_ARRONDISSEMENT };
enum hvk__age_rank { HVK__AGE_INSIDE, HVK__AGE_PARTLY, HVK__AGE_NOT_STATED };
enum hvk__named_rank { HVK__NAMED, HVK__OPEN };
enum hvk__person_rank { HVK__PERSON_KNOWN, HVK__PERSON_NONE };
enum hvk__verified_rank { HVK__VERIFIED_RECENTLY, HVK__VERIFIED_BEFORE, HVK__VERIFIED_NEVER };
enum hvk__agreement_rank { HVK__AGREEMENT_IN_FORCE, HVK__AGREEMENT_NONE, HVK__AGREEMENT_ENDED };
#define HVK__WAITING_UNKNOWN ((1u << 24) - 1)

/* An offer that fits. */
struct hvk__candidate {
	uint64_t key;          /* what the rules found, the first in the highest bits */
	uint32_t offer;        /* its place in the supply, which is in the order of slugs */
	uint32_t contact;      /* its place among the contacts, or HVK__CONTACT_NONE */
};

/* A person in force on the day. */
#define HVK__CONTACT_NONE UINT32_MAX
struct hvk__contact {
	int64_t id, partner;
	const char *slug;
	bool first;
	int verified;                    /* day; INT32_MIN: never */
	uint32_t themes, theme_count;    /* places in the numbers */
	uint32_t gemeenten, gemeente_count;
};
struct hvk__contact_span {               /* those of one partner */
	int64_t partner;
	uint32_t first, count;
};
struct hvk__contacts {
	int day;
	bool all;                        /* of every partner, not only of those in spans */
	struct hvk__contact *items;
	size_t count, capacity;
	struct hvk__contact_span *spans; /* by partner */
	size_t span_count, span_capacity;
	uint16_t *numbers;
	size_t number_count, number_capacity;
	struct hvk__pool pool;
};

/* The gemeenten near one. */
struct hvk__near {
	uint16_t gemeente;               /* HVK__GEMEENTE_NONE: not computed */
	int day;
	uint8_t *rank;                   /* enum hvk__gemeente_rank by index of a version; HVK__FAR */
};
#define HVK__FAR 3

struct hvk__shortlist {                  /* the offers that cover a theme, of a supply of all themes */
	bool made;
	uint32_t *items;
	size_t count, capacity;
};

struct hvk_match {
	struct hvk_store *store;
	struct hvk__need need;

	/* kept between searches */
	int64_t version, changes;        /* of the store when it was loaded */
	struct hvk__supply *supply;      /* NULL: none yet */
	uint16_t supply_theme;           /* 0: all */
	unsigned supply_parts;           /* enum hvk__supply_part */
	char *supply_words;
	struct hvk__shortlist *shortlists; /* by theme */
	size_t shortlist_count;
	struct hvk__contacts contacts;
	struct hvk__near near;

	/* the search */
	bool searched;
	struct hvk__candidate *candidates;
	size_t count, capacity;
	size_t settled;                  /* so many know their contact, and stand where they stay */
	size_t next;
	struct hvk__candidate *current;  /* NULL: none */
	struct hvk_record *offer, *partner, *person;
	struct hvk__buffer finding;
};

/* Reads the need anew as of the day: today, or the one that was set. */
int hvk__need_refresh(struct hvk_match *match);
void hvk__need_free(struct hvk__need *need);

/* The same day a year before: what was verified since then was so recently. */
int hvk__year_before(int day);

/* Makes the candidates of the need from the supply, best first, as if each had somebody to ring. */
int hvk__match_rank(struct hvk_match *match);
/* Sees who there is to ring for those that come next and are equal but for that and what weighs less: whoever asks for
 * the best few need not wait for the people of all. */
int hvk__match_settle(struct hvk_match *match);

/* What a rule found for a candidate: the best is 0. */
unsigned hvk__candidate_rank(const struct hvk__candidate *candidate, enum hvk__rule rule);

/* The version that a gemeente of the file is part of on a day, or HVK__GEMEENTE_NONE. */
uint16_t hvk__gemeente_on(uint32_t nis, int day);

/* Finds the gemeenten near that of the need, unless it did so before. */
int hvk__near_make(struct hvk_match *match);
/* The first gemeente by which an offer serves nearby, at that rank; HVK__GEMEENTE_NONE when it does not. */
uint16_t hvk__near_by(const struct hvk_match *match, const struct hvk__offer *offer, unsigned rank);
/* The first region that both the gemeente of the need and another are in; NULL when there is none. */
int hvk__near_region(struct hvk_match *match, uint16_t other, const char **region);

/* Sees to it that the people of the partners of some candidates are loaded, and gives each candidate its contact. */
int hvk__match_contacts(struct hvk_match *match, size_t first, size_t end);
void hvk__contacts_clear(struct hvk__contacts *contacts);

#endif
