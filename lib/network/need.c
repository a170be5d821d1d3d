/* SPDX-License-Identifier: EUPL-1.2 */
/* What somebody needs, as a person types it. */
#include <string.h>

#include "core/guard.h"
#include "core/text.h"
#include "network/match.h"
#include "record/condition.h"

static const struct {
	const char *name, *help;
	const char *list; /* the code list, or NULL */
} needs[HVK_NEEDS] = {
	[HVK_NEED_THEME] = { "theme", "what the question is about", "theme" },
	[HVK_NEED_GEMEENTE] = { "gemeente", "where the family lives: name, NIS code, postcode or deelgemeente", NULL },
	[HVK_NEED_AGE] = { "age", "of the child: years, months ('18 maanden') or a code such as prenataal", "age" },
	[HVK_NEED_AUDIENCE] = { "audience", "who would take part", "audience" },
	[HVK_NEED_TARGET] = { "target", "the group of families it is one of", "target" },
	[HVK_NEED_LANGUAGE] = { "language", "the language that should be spoken", "language" },
	[HVK_NEED_WORDS] = { "words", "words that offer or partner should have, or their beginnings", NULL },
	[HVK_NEED_ON] = { "on", "the day on which the offer should count; today unless set", NULL },
};

HVK_EXPORT const char *hvk_need_name(enum hvk_need need)
{
	return (unsigned)need < HVK_NEEDS ? needs[need].name : NULL;
}

HVK_EXPORT const char *hvk_need_help(enum hvk_need need)
{
	return (unsigned)need < HVK_NEEDS ? needs[need].help : NULL;
}

void hvk__need_free(struct hvk__need *need)
{
	for (unsigned i = 0; i < HVK_NEEDS; i++)
		free(need->text[i]);
}

/* Puts the name of the need before what a lookup had to say; what looks personal is not repeated. */
static int fail_need(struct hvk_store *store, enum hvk_need need, const char *text, const struct hvk__error *found)
{
	enum hvk__identifier identifier = hvk__guard(text, strlen(text));

	if (identifier)
		return hvk__fail(&store->error, HVK_EINPUT, "%s: looks like %s; nothing personal is asked for",
		                 needs[need].name, hvk__identifier_name(identifier));
	return hvk__fail(&store->error, found->public.code, "%s: %s", needs[need].name, found->public.message);
}

static int find_code(struct hvk_store *store, enum hvk_need need, const char *text, int day, uint16_t *number)
{
	struct hvk__codes *codes;
	const struct hvk__list *list;
	struct hvk__error error;
	int result = hvk__store_codes(store, &codes);

	if (result < 0)
		return result;
	list = hvk__codes_list(codes, needs[need].list);
	if (!list)
		return hvk__fail(&store->error, HVK_EBUG, "the store has no code list '%s'", needs[need].list);
	if (hvk__code_lookup(&error, codes, list, text, strlen(text), day, true, number) < 0)
		return fail_need(store, need, text, &error);
	return HVK_OK;
}

/* An age is years, whatever codes there are; or a code, which may stand for years. */
static int find_age(struct hvk_store *store, const char *text, struct hvk__need *found)
{
	int years = hvk__age_parse(text, strlen(text)), result;
	struct hvk__codes *codes;

	found->age = 0;
	result = find_code(store, HVK_NEED_AGE, text, found->day, &found->age);
	found->from = found->to = years;
	found->aged = years >= 0;
	if (years >= 0) {
		if (result == HVK_ENOTFOUND) /* the store has no class for it */
			hvk__error_clear(&store->error);
		return result == HVK_ENOTFOUND ? HVK_OK : result;
	}
	if (result == HVK_OK)
		result = hvk__store_codes(store, &codes);
	if (result == HVK_OK)
		found->aged = hvk__age_code_range(hvk__codes_list(codes, "age")->codes[found->age - 1].code,
		                                  &found->from, &found->to);
	return result;
}

static int find_gemeente(struct hvk_store *store, const char *text, struct hvk__need *found)
{
	struct hvk__error error;

	if (hvk__gemeente_lookup(&error, text, strlen(text), found->day, true, &found->gemeente) < 0)
		return fail_need(store, HVK_NEED_GEMEENTE, text, &error);
	return HVK_OK;
}

static int find_day(struct hvk_store *store, const char *text, struct hvk__need *found)
{
	const struct hvk_record_column *column = &hvk__types[HVK_OFFER].columns[HVK__OFFER_SINCE].public;
	_cleanup_free_ char *key = NULL;
	struct hvk__error error;
	struct hvk__date date;

	if (hvk__value_parse(store, &error, column, text, strlen(text), 0, &key) < 0)
		return fail_need(store, HVK_NEED_ON, text, &error);
	if (!key || !hvk__date_parse(key, strlen(key), true, &date))
		return hvk__fail(&store->error, HVK_EINPUT, "on: expected a date such as 2026-10-31");
	found->day = hvk__date_to_days(date);
	return HVK_OK;
}

/* Whether they are words to search for at all. */
static int check_words(struct hvk_store *store, const char *text)
{
	_cleanup_(hvk__clause_free) struct hvk__clause clause = { 0 };

	return hvk__words_add(store, HVK_OFFER, text, &clause);
}

/* What one text means on the day of the need. */
static int find(struct hvk_store *store, enum hvk_need need, const char *text, struct hvk__need *found)
{
	switch (need) {
	case HVK_NEED_THEME:
		return find_code(store, need, text, found->day, &found->theme);
	case HVK_NEED_GEMEENTE:
		return find_gemeente(store, text, found);
	case HVK_NEED_AGE:
		return find_age(store, text, found);
	case HVK_NEED_AUDIENCE:
		return find_code(store, need, text, found->day, &found->audience);
	case HVK_NEED_TARGET:
		return find_code(store, need, text, found->day, &found->target);
	case HVK_NEED_LANGUAGE:
		return find_code(store, need, text, found->day, &found->language);
	case HVK_NEED_WORDS:
		return check_words(store, text);
	default:
		return HVK_OK;
	}
}

/* Makes need empty where nothing is asked. */
static void forget(struct hvk__need *found, enum hvk_need need)
{
	switch (need) {
	case HVK_NEED_THEME:
		found->theme = 0;
		break;
	case HVK_NEED_GEMEENTE:
		found->gemeente = HVK__GEMEENTE_NONE;
		break;
	case HVK_NEED_AGE:
		found->age = 0;
		found->aged = false;
		break;
	case HVK_NEED_AUDIENCE:
		found->audience = 0;
		break;
	case HVK_NEED_TARGET:
		found->target = 0;
		break;
	case HVK_NEED_LANGUAGE:
		found->language = 0;
		break;
	default:
		break;
	}
}

/* All of it on another day: gemeenten merge, codes come and go. */
static int find_all(struct hvk_store *store, struct hvk__need *found)
{
	int result = HVK_OK;

	for (unsigned need = 0; need < HVK_NEEDS && result == HVK_OK; need++)
		if (found->text[need])
			result = find(store, need, found->text[need], found);
	return result;
}

int hvk__need_refresh(struct hvk_match *match)
{
	struct hvk__need found = match->need;
	int result = HVK_OK;

	if (!found.text[HVK_NEED_ON])
		found.day = hvk__store_today(match->store);
	if (found.day != match->need.day)
		result = find_all(match->store, &found);
	if (result == HVK_OK)
		match->need = found;
	return result;
}

/* The need with one text in the place of what was there, which stays the caller's to free. */
static int change(struct hvk_match *match, enum hvk_need need, char *text)
{
	struct hvk__need found = match->need;
	int result = HVK_OK;

	found.text[need] = text;
	forget(&found, need);
	if (need == HVK_NEED_ON) {
		found.day = hvk__store_today(match->store);
		if (text)
			result = find_day(match->store, text, &found);
		if (result == HVK_OK && found.day != match->need.day)
			result = find_all(match->store, &found);
	} else if (text) {
		result = find(match->store, need, text, &found);
	}
	if (result == HVK_OK)
		match->need = found;
	return result;
}

/* In a long list of needs most are those of the line before. */
static bool is_same(const char *before, const char *text, size_t length)
{
	return before ? strlen(before) == length && memcmp(before, text, length) == 0 : length == 0;
}

HVK_EXPORT int hvk_match_set(struct hvk_match *match, enum hvk_need need, const char *text)
{
	struct hvk__error *error = &match->store->error;
	size_t length = text ? strlen(text) : 0;
	char *before, *copy = NULL;
	int result;

	hvk__error_clear(error);
	if ((unsigned)need >= HVK_NEEDS)
		return hvk__fail(error, HVK_EINVAL, "no need has the number %d", (int)need);
	if (!hvk__is_utf8(text ? text : "", length))
		return hvk__fail(error, HVK_EINPUT, "%s: expected UTF-8 text", needs[need].name);
	match->searched = false;
	match->current = NULL;
	text = hvk__trim(text ? text : "", &length);
	before = match->need.text[need];
	result = hvk__need_refresh(match);
	if (result < 0 || is_same(before, text, length))
		return result;
	if (length > 0 && !(copy = strndup(text, length)))
		return hvk__fail_memory(error);
	result = change(match, need, copy);
	free(result == HVK_OK ? before : copy);
	return result;
}
