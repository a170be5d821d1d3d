/* SPDX-License-Identifier: EUPL-1.2 */
/* What the rules found, in words that a coordinator can read. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "network/match.h"

/* The offer that is explained. */
struct finding {
	struct hvk_match *match;
	const struct hvk__need *need;
	const struct hvk__offer *offer;
	const struct hvk__codes *codes;
	enum hvk_lang lang;
	unsigned rank;
	struct hvk__buffer *text;
};

/* Which of two wordings it is: a macro, so that the compiler sees that both are formats. */
#define SAY(finding, nl, en) ((finding)->lang == HVK_EN ? (en) : (nl))

static bool add(const struct finding *finding, const char *nl, const char *en)
{
	return hvk__buffer_add_text(finding->text, SAY(finding, nl, en));
}

static bool add_not_asked(const struct finding *finding)
{
	return add(finding, "niet gevraagd", "not asked");
}

static const struct hvk__list *list_of(const struct finding *finding, const char *name)
{
	for (size_t i = 0; i < finding->codes->count; i++)
		if (strcmp(finding->codes->lists[i].name, name) == 0)
			return &finding->codes->lists[i];
	return NULL;
}

static const char *code_of(const struct hvk__list *list, uint16_t number)
{
	return list && number >= 1 && number <= list->count ? list->codes[number - 1].code : "?";
}

/* The theme by which an offer covers the one asked at its rank: of several groups the narrowest. */
static uint16_t theme_by(const struct finding *finding, const struct hvk__list *themes)
{
	const struct hvk__numbers *numbers = &finding->offer->themes;
	uint16_t asked = finding->need->theme, best = 0;

	for (size_t i = 0; i < numbers->count; i++) {
		uint16_t number = numbers->items[i];
		bool fits = finding->rank == HVK__THEME_GROUP ? hvk__code_within(themes, asked, number) :
		                                                hvk__code_within(themes, number, asked);

		if (fits && (best == 0 ||
		             (finding->rank == HVK__THEME_GROUP && hvk__code_within(themes, number, best))))
			best = number;
	}
	return best;
}

static bool add_theme(const struct finding *finding)
{
	const struct hvk__list *themes = list_of(finding, "theme");
	const char *asked = code_of(themes, finding->need->theme);

	if (finding->need->theme == 0)
		return add_not_asked(finding);
	switch (finding->rank) {
	case HVK__THEME_EXACT:
		return add(finding, "precies", "exact");
	case HVK__THEME_GROUP:
		return hvk__buffer_printf(finding->text, SAY(finding, "groep %s omvat %s", "group %s covers %s"),
		                          code_of(themes, theme_by(finding, themes)), asked);
	case HVK__THEME_BELOW:
		return hvk__buffer_printf(finding->text, SAY(finding, "%s, een deel van %s", "%s, a part of %s"),
		                          code_of(themes, theme_by(finding, themes)), asked);
	default:
		return add(finding, "voor geen thema in het bijzonder", "for no theme in particular");
	}
}

static bool add_nearby(const struct finding *finding, uint16_t gemeente)
{
	const struct hvk_gemeente *asked = &hvk__gemeenten[finding->need->gemeente];
	const char *served = hvk__gemeenten[gemeente].name[0], *region;

	if (finding->rank == HVK__GEMEENTE_IN_ARRONDISSEMENT)
		return hvk__buffer_printf(finding->text,
		                          SAY(finding, "bedient %s, met %s in arrondissement %s",
		                              "serves %s, with %s in arrondissement %s"),
		                          served, asked->name[0], hvk__arrondissementen[asked->arrondissement].name);
	return hvk__near_region(finding->match, gemeente, &region) == HVK_OK &&
	       hvk__buffer_printf(finding->text,
	                          SAY(finding, "bedient %s, met %s in regio %s", "serves %s, with %s in region %s"),
	                          served, asked->name[0], region ? region : "?");
}

static bool add_gemeente(const struct finding *finding)
{
	uint16_t nearby;

	if (finding->need->gemeente == HVK__GEMEENTE_NONE)
		return add_not_asked(finding);
	nearby = hvk__near_by(finding->match, finding->offer, finding->rank);
	if (nearby != HVK__GEMEENTE_NONE)
		return add_nearby(finding, nearby);
	if (finding->offer->everywhere)
		return add(finding, "bedient elke gemeente", "serves every gemeente");
	return hvk__buffer_printf(finding->text, SAY(finding, "bedient %s", "serves %s"),
	                          hvk__gemeenten[finding->need->gemeente].name[0]);
}

static bool add_age(const struct finding *finding)
{
	const struct hvk__need *need = finding->need;
	char asked[32];

	if (!need->aged)
		return add_not_asked(finding);
	if (finding->rank == HVK__AGE_NOT_STATED)
		return add(finding, "niet vermeld", "not stated");
	if (need->from == need->to && need->from >= 0)
		snprintf(asked, sizeof(asked), "%d", need->from);
	else
		snprintf(asked, sizeof(asked), "%s", code_of(list_of(finding, "age"), need->age));
	if (finding->rank == HVK__AGE_INSIDE)
		return hvk__buffer_printf(finding->text, SAY(finding, "%s valt binnen %s", "%s lies in %s"), asked,
		                          finding->offer->age);
	return hvk__buffer_printf(finding->text, SAY(finding, "%s valt deels binnen %s", "%s lies partly in %s"), asked,
	                          finding->offer->age);
}

/* asked 0: not. */
static bool add_named(const struct finding *finding, const char *list, uint16_t asked)
{
	if (asked == 0)
		return add_not_asked(finding);
	if (finding->rank == HVK__OPEN)
		return add(finding, "open voor iedereen", "open to all");
	return hvk__buffer_printf(finding->text, SAY(finding, "genoemd: %s", "named: %s"),
	                          code_of(list_of(finding, list), asked));
}

static bool add_language(const struct finding *finding)
{
	if (finding->need->language == 0)
		return add_not_asked(finding);
	if (finding->offer->languages.count == 0)
		return add(finding, "niet vermeld: Nederlands, zoals overal", "not recorded: Dutch, as everywhere");
	return hvk__buffer_printf(finding->text, SAY(finding, "gesproken: %s", "spoken: %s"),
	                          code_of(list_of(finding, "language"), finding->need->language));
}

static bool add_waiting(const struct finding *finding)
{
	int days = finding->offer->waiting_days;

	if (days < 0)
		return add(finding, "niet bekend", "not known");
	if (days == 0)
		return add(finding, "geen", "none");
	if (days == 1)
		return add(finding, "1 dag", "1 day");
	return hvk__buffer_printf(finding->text, SAY(finding, "%d dagen", "%d days"), days);
}

static bool add_verified(const struct finding *finding)
{
	char date[11];

	if (finding->rank == HVK__VERIFIED_NEVER)
		return add(finding, "nooit", "never");
	hvk__date_format(finding->offer->verified, date);
	if (finding->rank == HVK__VERIFIED_RECENTLY)
		return hvk__buffer_printf(finding->text, SAY(finding, "op %s", "on %s"), date);
	return hvk__buffer_printf(finding->text,
	                          SAY(finding, "op %s, meer dan een jaar geleden", "on %s, more than a year ago"),
	                          date);
}

static bool add_agreement(const struct finding *finding)
{
	switch (finding->rank) {
	case HVK__AGREEMENT_IN_FORCE:
		return add(finding, "van kracht", "in force");
	case HVK__AGREEMENT_ENDED:
		return add(finding, "niet van kracht", "not in force");
	default:
		return add(finding, "geen", "none");
	}
}

static bool add_finding(const struct finding *finding, enum hvk__rule rule)
{
	switch (rule) {
	case HVK__RULE_THEME:
		return add_theme(finding);
	case HVK__RULE_GEMEENTE:
		return add_gemeente(finding);
	case HVK__RULE_AGE:
		return add_age(finding);
	case HVK__RULE_AUDIENCE:
		return add_named(finding, "audience", finding->need->audience);
	case HVK__RULE_TARGET:
		return add_named(finding, "target", finding->need->target);
	case HVK__RULE_LANGUAGE:
		return add_language(finding);
	case HVK__RULE_PERSON:
		return finding->rank == HVK__PERSON_KNOWN ?
		       add(finding, "bekend: warm doorverwijzen kan", "known: the referral can be warm") :
		       add(finding, "niemand bekend", "nobody known");
	case HVK__RULE_WAITING:
		return add_waiting(finding);
	case HVK__RULE_VERIFIED:
		return add_verified(finding);
	case HVK__RULE_AGREEMENT:
		return add_agreement(finding);
	default:
		return hvk__buffer_add_text(finding->text, finding->offer->slug);
	}
}

HVK_EXPORT const char *hvk_match_finding(struct hvk_match *match, size_t n, enum hvk_lang lang, unsigned *rank)
{
	struct hvk__codes *codes;
	struct finding finding = {
		.match = match, .need = &match->need, .lang = lang == HVK_EN ? HVK_EN : HVK_NL, .text = &match->finding,
	};

	*rank = 0;
	if (n >= HVK__RULES || !match->current || hvk__store_codes(match->store, &codes) < 0)
		return NULL;
	finding.codes = codes;
	finding.offer = &match->supply->offers[match->current->offer];
	finding.rank = hvk__candidate_rank(match->current, (enum hvk__rule)n);
	match->finding.length = 0;
	if (!add_finding(&finding, (enum hvk__rule)n)) {
		hvk__fail_memory(&match->store->error);
		return NULL;
	}
	*rank = n == HVK__RULE_WAITING && finding.rank == HVK__WAITING_UNKNOWN ? UINT_MAX : finding.rank;
	return match->finding.data;
}
