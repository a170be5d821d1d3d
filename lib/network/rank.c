/* SPDX-License-Identifier: EUPL-1.2 */
/* The rules by which offers are ranked. What one finds is a small number; together they are one key to sort by. */
#include <string.h>

#include "network/match.h"

/* Bits in the key; what comes first weighs more than all that follow. */
static const struct {
	const char *name, *title[2], *help;
	unsigned bits;
} rules[HVK__RULES] = {
	[HVK__RULE_THEME] = { "theme", { "thema", "theme" },
		"the theme asked, then a group that covers it, a part of it, none in particular", 2 },
	[HVK__RULE_GEMEENTE] = { "gemeente", { "gemeente", "gemeente" },
		"the gemeente served, then another of its region, of its arrondissement", 2 },
	[HVK__RULE_AGE] = { "age", { "leeftijd", "age" },
		"the age inside the range, then partly, then no age stated", 2 },
	[HVK__RULE_AUDIENCE] = { "audience", { "publiek", "audience" }, "the audience named, then open to all", 1 },
	[HVK__RULE_TARGET] = { "target", { "doelgroep", "target group" },
		"the target group named, then open to all families", 1 },
	[HVK__RULE_LANGUAGE] = { "language", { "taal", "language" }, "the language spoken, then none recorded", 1 },
	[HVK__RULE_PERSON] = { "person", { "persoon", "person" },
		"a person known there, so that the referral can be warm", 1 },
	[HVK__RULE_WAITING] = { "waiting", { "wachttijd", "waiting time" },
		"the shortest waiting time, not known last", 24 },
	[HVK__RULE_VERIFIED] = { "verified", { "nagekeken", "verified" },
		"verified within a year, then before, then never", 2 },
	[HVK__RULE_AGREEMENT] = { "agreement", { "overeenkomst", "agreement" },
		"an agreement in force, then none, then one that is not in force", 2 },
	[HVK__RULE_SLUG] = { "slug", { "kenmerk", "slug" }, "the slug, so that the order is always the same", 0 },
};

HVK_EXPORT const char *hvk_match_rule(size_t n)
{
	return n < HVK__RULES ? rules[n].name : NULL;
}

HVK_EXPORT const char *hvk_match_rule_title(size_t n, enum hvk_lang lang)
{
	return n < HVK__RULES ? rules[n].title[lang == HVK_EN] : NULL;
}

HVK_EXPORT const char *hvk_match_rule_help(size_t n)
{
	return n < HVK__RULES ? rules[n].help : NULL;
}

static unsigned shift_of(enum hvk__rule rule)
{
	unsigned shift = 0;

	for (unsigned i = (unsigned)rule + 1; i < HVK__RULES; i++)
		shift += rules[i].bits;
	return shift;
}

unsigned hvk__candidate_rank(const struct hvk__candidate *candidate, enum hvk__rule rule)
{
	return (unsigned)(candidate->key >> shift_of(rule)) & ((1u << rules[rule].bits) - 1);
}

/* ---- the rules, one by one: false leaves the offer out */

static bool rank_theme(const struct hvk__need *need, const struct hvk__list *themes, const struct hvk__offer *offer,
                       unsigned *rank)
{
	if (need->theme == 0)
		return true;
	switch (hvk__offer_covers(offer, themes, need->theme)) {
	case HVK__COVER_EXACT:
		*rank = HVK__THEME_EXACT;
		return true;
	case HVK__COVER_GROUP:
		*rank = HVK__THEME_GROUP;
		return true;
	case HVK__COVER_BELOW:
		*rank = HVK__THEME_BELOW;
		return true;
	case HVK__COVER_GENERAL:
		*rank = HVK__THEME_GENERAL;
		return true;
	default:
		return false;
	}
}

static bool rank_gemeente(const struct hvk_match *match, const struct hvk__offer *offer, unsigned *rank)
{
	unsigned best = HVK__FAR;

	if (match->need.gemeente == HVK__GEMEENTE_NONE || hvk__offer_serves(offer, match->need.gemeente))
		return true;
	for (size_t i = 0; i < offer->gemeenten.count; i++)
		if (match->near.rank[offer->gemeenten.items[i]] < best)
			best = match->near.rank[offer->gemeenten.items[i]];
	*rank = best;
	return best < HVK__FAR;
}

static bool rank_age(const struct hvk__need *need, const struct hvk__offer *offer, unsigned *rank)
{
	if (!need->aged)
		return true;
	if (!offer->age || !offer->age[0]) {
		*rank = HVK__AGE_NOT_STATED;
		return true;
	}
	for (int age = need->from; age <= need->to; age++)
		if (!hvk__ages_hold(offer->age, age, age))
			*rank = HVK__AGE_PARTLY;
	return *rank == HVK__AGE_INSIDE || hvk__ages_hold(offer->age, need->from, need->to);
}

/* Whether one of the codes that an offer names is the one asked, or a group that covers it. */
static bool names(const struct hvk__list *list, const struct hvk__numbers *numbers, uint16_t asked)
{
	for (size_t i = 0; i < numbers->count; i++)
		if (numbers->items[i] == asked || hvk__code_within(list, asked, numbers->items[i]))
			return true;
	return false;
}

/* open: the code that means all, 0: there is none. */
static bool rank_named(const struct hvk__list *list, const struct hvk__numbers *numbers, uint16_t asked, uint16_t open,
                       unsigned *rank)
{
	if (asked == 0 || names(list, numbers, asked))
		return true;
	*rank = HVK__OPEN;
	return numbers->count == 0 || (open && names(list, numbers, open));
}

int hvk__year_before(int day)
{
	struct hvk__date date = hvk__date_from_days(day);

	date.year--;
	if (date.day > hvk__days_in_month(date.year, date.month))
		date.day = hvk__days_in_month(date.year, date.month);
	return hvk__date_to_days(date);
}

static unsigned rank_verified(const struct hvk__offer *offer, int recent)
{
	if (offer->verified == INT32_MIN)
		return HVK__VERIFIED_NEVER;
	return offer->verified >= recent ? HVK__VERIFIED_RECENTLY : HVK__VERIFIED_BEFORE;
}

static unsigned rank_agreement(const struct hvk__offer *offer)
{
	if (offer->agreement == 0)
		return HVK__AGREEMENT_NONE;
	return offer->agreed ? HVK__AGREEMENT_IN_FORCE : HVK__AGREEMENT_ENDED;
}

static unsigned rank_waiting(const struct hvk__offer *offer)
{
	if (offer->waiting_days < 0)
		return HVK__WAITING_UNKNOWN;
	return offer->waiting_days < (int)HVK__WAITING_UNKNOWN ? (unsigned)offer->waiting_days :
	                                                         HVK__WAITING_UNKNOWN - 1;
}

/* ---- all of them */

/* What the rules go by, looked up once for a search. */
struct judge {
	const struct hvk_match *match;
	const struct hvk__list *themes, *audiences, *targets, *languages;
	uint16_t all_families, dutch;
	int recent;                     /* verified since that day is recently */
};

static uint64_t key_of(const unsigned rank[HVK__RULES])
{
	uint64_t key = 0;

	for (unsigned i = 0; i < HVK__RULES; i++)
		key = key << rules[i].bits | rank[i];
	return key;
}

/* The key of an offer but for its person, who is not known yet: as if there were one. */
static bool judge(const struct judge *judge, const struct hvk__offer *offer, uint64_t *key)
{
	const struct hvk__need *need = &judge->match->need;
	unsigned rank[HVK__RULES] = { 0 };
	bool dutch = need->language && need->language == judge->dutch && offer->languages.count == 0;

	if (!rank_theme(need, judge->themes, offer, &rank[HVK__RULE_THEME]) ||
	    !rank_gemeente(judge->match, offer, &rank[HVK__RULE_GEMEENTE]) ||
	    !rank_age(need, offer, &rank[HVK__RULE_AGE]) ||
	    !rank_named(judge->audiences, &offer->audiences, need->audience, 0, &rank[HVK__RULE_AUDIENCE]) ||
	    !rank_named(judge->targets, &offer->targets, need->target, judge->all_families,
	                &rank[HVK__RULE_TARGET]) ||
	    (!dutch && !rank_named(judge->languages, &offer->languages, need->language, 0,
	                           &rank[HVK__RULE_LANGUAGE])))
		return false;
	rank[HVK__RULE_WAITING] = rank_waiting(offer);
	rank[HVK__RULE_VERIFIED] = rank_verified(offer, judge->recent);
	rank[HVK__RULE_AGREEMENT] = rank_agreement(offer);
	*key = key_of(rank);
	return true;
}

static int start(struct hvk_match *match, struct judge *judge)
{
	struct hvk__codes *codes;
	int result = hvk__store_codes(match->store, &codes);

	if (result < 0)
		return result;
	*judge = (struct judge){
		.match = match,
		.themes = hvk__codes_list(codes, "theme"), .audiences = hvk__codes_list(codes, "audience"),
		.targets = hvk__codes_list(codes, "target"), .languages = hvk__codes_list(codes, "language"),
	};
	if (!judge->themes || !judge->audiences || !judge->targets || !judge->languages)
		return hvk__fail(&match->store->error, HVK_EBUG, "the store lacks a list of codes to match by");
	judge->all_families = hvk__code_made_as(judge->targets, "alle-gezinnen");
	judge->dutch = hvk__code_made_as(judge->languages, "nl");
	judge->recent = hvk__year_before(match->need.day);
	return hvk__near_make(match);
}

static int add(struct hvk_match *match, const struct judge *by, size_t offer)
{
	uint64_t key;

	if (!judge(by, &match->supply->offers[offer], &key))
		return HVK_OK;
	if (!hvk__reserve(&match->candidates, &match->capacity, match->count + 1, sizeof(*match->candidates)))
		return hvk__fail_memory(&match->store->error);
	match->candidates[match->count++] = (struct hvk__candidate){ key, (uint32_t)offer, HVK__CONTACT_NONE };
	return HVK_OK;
}

/* The offers that cover a theme, of all that there are: found once for each theme. */
static int make_shortlist(struct hvk_match *match, const struct hvk__list *themes, uint16_t theme)
{
	struct hvk__shortlist *shortlist;

	if (!match->shortlists) {
		match->shortlists = calloc(themes->count + 1, sizeof(*match->shortlists));
		match->shortlist_count = match->shortlists ? themes->count + 1 : 0;
	}
	if (theme >= match->shortlist_count)
		return hvk__fail_memory(&match->store->error);
	shortlist = &match->shortlists[theme];
	if (shortlist->made)
		return HVK_OK;
	shortlist->count = 0;
	for (size_t i = 0; i < match->supply->count; i++) {
		if (hvk__offer_covers(&match->supply->offers[i], themes, theme) == HVK__COVER_NOT)
			continue;
		if (!hvk__reserve(&shortlist->items, &shortlist->capacity, shortlist->count + 1,
		                  sizeof(*shortlist->items)))
			return hvk__fail_memory(&match->store->error);
		shortlist->items[shortlist->count++] = (uint32_t)i;
	}
	shortlist->made = true;
	return HVK_OK;
}

static int compare(const void *a, const void *b)
{
	const struct hvk__candidate *first = a, *second = b;

	return first->key != second->key ? HVK__ORDER(first->key, second->key) :
	                                   HVK__ORDER(first->offer, second->offer);
}

static void sort(struct hvk_match *match, size_t first, size_t end)
{
	if (end - first > 1)
		qsort(match->candidates + first, end - first, sizeof(*match->candidates), compare);
}

int hvk__match_rank(struct hvk_match *match)
{
	uint16_t theme = match->need.theme;
	struct judge judge;
	int result = start(match, &judge);

	match->count = match->settled = 0;
	if (result == HVK_OK && theme && match->supply_theme == 0) {
		result = make_shortlist(match, judge.themes, theme);
		for (size_t i = 0; result == HVK_OK && i < match->shortlists[theme].count; i++)
			result = add(match, &judge, match->shortlists[theme].items[i]);
	} else {
		for (size_t i = 0; result == HVK_OK && i < match->supply->count; i++)
			result = add(match, &judge, i);
	}
	sort(match, 0, match->count);
	return result;
}

int hvk__match_settle(struct hvk_match *match)
{
	unsigned shift = shift_of(HVK__RULE_PERSON);
	struct hvk__candidate *candidates = match->candidates;
	size_t first = match->settled, end = first;
	int result;

	while (end < match->count && candidates[end].key >> (shift + 1) == candidates[first].key >> (shift + 1))
		end++;
	result = hvk__match_contacts(match, first, end);
	if (result < 0)
		return result;
	for (size_t i = first; i < end; i++)
		if (candidates[i].contact == HVK__CONTACT_NONE)
			candidates[i].key |= (uint64_t)HVK__PERSON_NONE << shift;
	sort(match, first, end);
	match->settled = end;
	return HVK_OK;
}
