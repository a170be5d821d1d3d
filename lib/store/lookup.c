/* SPDX-License-Identifier: EUPL-1.2 */
/* What a text means: finding a code by all it is known by, an age in its range, a gemeente. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "store/store.h"

#define OLDEST_AGE 120

/* ---------------------------------------------------------------- finding */

/* What was found in one way of looking. */
struct matches {
	const struct hvk__list *list;
	int day;
	size_t count;                   /* valid on the day */
	const struct hvk_code *some[8]; /* the first of those */
	const struct hvk_code *expired; /* one that fits but is not valid on the day */
};

static bool valid_on(const struct hvk_code *code, int day)
{
	return day == INT32_MIN || (code->valid_from <= day && day <= code->valid_to);
}

static void add_match(struct matches *matches, const struct hvk_code *code)
{
	if (!valid_on(code, matches->day)) {
		matches->expired = code;
		return;
	}
	if (matches->count < ARRAY_SIZE(matches->some))
		matches->some[matches->count] = code;
	matches->count++;
}

static const char *last_part(const char *code)
{
	const char *dot = strrchr(code, '.');

	return dot ? dot + 1 : code;
}

/* How a folded text relates to something a code is known by. */
enum relation { EQUAL, BEGINS };

static bool related(const char *known, const char *folded, enum relation relation)
{
	char other[HVK__FOLD_MAX];

	if (hvk__fold(other, sizeof(other), known, strlen(known)) == sizeof(other))
		return false;
	return relation == EQUAL ? strcmp(other, folded) == 0 : strncmp(other, folded, strlen(folded)) == 0;
}

static void match_codes(struct matches *matches, const char *folded)
{
	for (size_t i = 0; i < matches->list->count; i++)
		if (related(matches->list->codes[i].code, folded, EQUAL))
			add_match(matches, &matches->list->codes[i]);
}

static void match_aliases(struct matches *matches, const struct hvk__codes *codes, const char *folded)
{
	for (size_t i = 0; i < codes->alias_count; i++) {
		const struct hvk__alias *alias = &codes->aliases[i];

		if (alias->list == matches->list->name && related(alias->alias, folded, EQUAL))
			add_match(matches, &matches->list->codes[alias->number - 1]);
	}
}

static void match_last_parts(struct matches *matches, const char *folded)
{
	for (size_t i = 0; i < matches->list->count; i++)
		if (related(last_part(matches->list->codes[i].code), folded, EQUAL))
			add_match(matches, &matches->list->codes[i]);
}

static void match_labels(struct matches *matches, const char *folded)
{
	for (size_t i = 0; i < matches->list->count; i++) {
		const struct hvk_code *code = &matches->list->codes[i];

		if (related(code->label[HVK_NL], folded, EQUAL) || related(code->label[HVK_EN], folded, EQUAL))
			add_match(matches, code);
	}
}

/* Beginnings. What begins a group's name begins the names of all that is below it too, and means the group. */
static void match_beginnings(struct matches *matches, const char *folded)
{
	const struct hvk__list *list = matches->list;

	for (size_t i = 0; i < list->count; i++) {
		const struct hvk_code *code = &list->codes[i];
		bool of_group = code->parent && related(list->codes[code->parent - 1].code, folded, BEGINS);

		if ((!of_group && related(code->code, folded, BEGINS)) ||
		    related(last_part(code->code), folded, BEGINS) ||
		    related(code->label[HVK_NL], folded, BEGINS) || related(code->label[HVK_EN], folded, BEGINS))
			add_match(matches, code);
	}
}

/* ---------------------------------------------------------------- ages in years */

/* Whether what follows the digits, a hyphen say, makes it something else than an age. */
static bool ends_age(char next)
{
	return next != ' ' && !((next | 32) >= 'a' && (next | 32) <= 'z');
}

int hvk__age_parse(const char *text, size_t length)
{
	static const char *const years[] = {
		"", "j", "jr", "jaar", "jaren", "y", "yr", "yrs", "year", "years", "an", "ans",
	};
	static const char *const months[] = { "m", "mnd", "mnden", "maand", "maanden", "month", "months", "mois" };
	char unit[16];
	int number = 0;
	size_t at = 0;

	text = hvk__trim(text, &length);
	for (; at < length && at < 4 && text[at] >= '0' && text[at] <= '9'; at++)
		number = number * 10 + text[at] - '0';
	/* A hyphen would fold away: '3-5' is a range, not 35. */
	if (at == 0 || at == 4 || (at < length && ends_age(text[at])) ||
	    hvk__fold(unit, sizeof(unit), text + at, length - at) == sizeof(unit))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(years); i++)
		if (strcmp(unit, years[i]) == 0)
			return number <= OLDEST_AGE ? number : -1;
	for (size_t i = 0; i < ARRAY_SIZE(months); i++)
		if (strcmp(unit, months[i]) == 0)
			return number / 12;
	return -1;
}

/* Whether a code is named for a range, 'a-b' or 'a+', that holds the age. */
static bool holds_age(const char *code, int age)
{
	int from, to, end = 0;

	if (sscanf(code, "%3d-%3d%n", &from, &to, &end) == 2 && code[end] == '\0')
		return from <= age && age <= to;
	return sscanf(code, "%3d+%n", &from, &end) == 1 && end > 0 && code[end] == '\0' && from <= age;
}

static void match_age(struct matches *matches, const char *text, size_t length)
{
	int age = strcmp(matches->list->name, "age") == 0 ? hvk__age_parse(text, length) : -1;

	for (size_t i = 0; age >= 0 && i < matches->list->count; i++)
		if (holds_age(matches->list->codes[i].code, age))
			add_match(matches, &matches->list->codes[i]);
}

/* ---------------------------------------------------------------- looking up */

/* As much of a text as a message should repeat. */
static int quotable(const char *text, size_t length)
{
	return (int)hvk__utf8_valid_prefix(text, length < 60 ? length : 60);
}

static int fail_unknown(struct hvk__error *error, const struct matches *matches, const char *folded, const char *text,
                        size_t length)
{
	struct hvk__nearest nearest = { .text = folded };
	const struct hvk_code *best;

	if (!error)
		return HVK_ENOTFOUND;
	for (size_t i = 0; i < matches->list->count && *folded; i++) {
		const struct hvk_code *code = &matches->list->codes[i];
		const char *const known[] = {
			code->code, last_part(code->code), code->label[HVK_NL], code->label[HVK_EN],
		};

		if (!valid_on(code, matches->day))
			continue;
		for (size_t j = 0; j < ARRAY_SIZE(known); j++)
			hvk__nearest_offer_text(&nearest, known[j], code);
	}
	best = nearest.best;
	return hvk__fail(error, HVK_ENOTFOUND, "unknown '%.*s'%s%s%s", quotable(text, length), text,
	                 best ? _("; did you mean ") : "", best ? best->code : "", best ? "?" : "");
}

static int fail_ambiguous(struct hvk__error *error, const struct matches *matches, const char *text, size_t length)
{
	size_t named = matches->count < ARRAY_SIZE(matches->some) ? matches->count : ARRAY_SIZE(matches->some);
	char candidates[ARRAY_SIZE(matches->some) * 80] = "", more[32] = "";
	size_t used = 0;

	if (!error)
		return HVK_EAMBIGUOUS;
	for (size_t i = 0; i < named && used < sizeof(candidates); i++)
		used += (size_t)snprintf(candidates + used, sizeof(candidates) - used, "%s%s", i > 0 ? ", " : "",
		                         matches->some[i]->code);
	if (matches->count > named)
		snprintf(more, sizeof(more), _(" and %zu more"), matches->count - named);
	return hvk__fail(error, HVK_EAMBIGUOUS, "'%.*s' fits several: %s%s", quotable(text, length), text, candidates,
	                 more);
}

static int fail_expired(struct hvk__error *error, const struct hvk_code *code, int day)
{
	if (!error)
		return HVK_EINPUT;
	if (day > code->valid_to)
		return hvk__fail(error, HVK_EINPUT, "'%s' is not in use after %s", code->code, code->to);
	return hvk__fail(error, HVK_EINPUT, "'%s' is only in use from %s on", code->code, code->from);
}

/* Whether a way of looking settled it; then *result says how. */
static bool settled(const struct matches *matches, struct hvk__error *error, const char *text, size_t length,
                    int *result)
{
	if (matches->count == 1)
		*result = HVK_OK;
	else if (matches->count > 1)
		*result = fail_ambiguous(error, matches, text, length);
	else if (matches->expired)
		*result = fail_expired(error, matches->expired, matches->day);
	else
		return false;
	return true;
}

/* All but the exact code, in the order in which they win. */
static int look(struct matches *matches, struct hvk__error *error, const struct hvk__codes *codes, const char *text,
                size_t length, bool prefix)
{
	char folded[HVK__FOLD_MAX];
	int result;

	/* Before folding, in which '35' would be the range '3-5'. */
	match_age(matches, text, length);
	if (settled(matches, error, text, length, &result))
		return result;
	if (hvk__fold(folded, sizeof(folded), text, length) == sizeof(folded) || !*folded) {
		folded[0] = '\0';
		return fail_unknown(error, matches, folded, text, length);
	}
	match_codes(matches, folded);
	if (settled(matches, error, text, length, &result))
		return result;
	match_aliases(matches, codes, folded);
	if (settled(matches, error, text, length, &result))
		return result;
	match_last_parts(matches, folded);
	if (settled(matches, error, text, length, &result))
		return result;
	match_labels(matches, folded);
	if (settled(matches, error, text, length, &result))
		return result;
	if (prefix)
		match_beginnings(matches, folded);
	if (settled(matches, error, text, length, &result))
		return result;
	return fail_unknown(error, matches, folded, text, length);
}

int hvk__code_lookup(struct hvk__error *error, const struct hvk__codes *codes, const struct hvk__list *list,
                     const char *text, size_t length, int day, bool prefix, uint16_t *number)
{
	struct matches matches = { .list = list, .day = day };
	int result;

	*number = 0;
	/* What programs write is the code itself. */
	for (size_t i = 0; i < list->count; i++) {
		const struct hvk_code *code = &list->codes[i];

		if (strncmp(code->code, text, length) != 0 || code->code[length] != '\0')
			continue;
		if (!valid_on(code, day))
			return fail_expired(error, code, day);
		*number = code->number;
		return HVK_OK;
	}
	result = look(&matches, error, codes, text, length, prefix);
	if (result == HVK_OK)
		*number = matches.some[0]->number; /* NOLINT(clang-analyzer-core.*): what settles it is a match */
	return result;
}

/* ---------------------------------------------------------------- public */

static int fail_no_list(struct hvk_store *store, const struct hvk__codes *codes, const char *name)
{
	const char *best = hvk__codes_nearest_list(codes, name);

	return hvk__fail(&store->error, HVK_EINVAL, "there is no list of codes '%s'%s%s%s", name,
	                 best ? _("; did you mean ") : "", best ? best : "", best ? "?" : "");
}

HVK_EXPORT int hvk_code_find(struct hvk_store *store, const char *list, const char *text, bool prefix,
                             const struct hvk_code **code)
{
	struct hvk__codes *codes;
	const struct hvk__list *found;
	uint16_t number;
	int result;

	*code = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_codes(store, &codes);
	if (result < 0)
		return result;
	found = hvk__codes_list(codes, list);
	if (!found)
		return fail_no_list(store, codes, list);
	result = hvk__code_lookup(&store->error, codes, found, text, strlen(text), INT32_MIN, prefix, &number);
	if (result == HVK_OK)
		*code = &found->codes[number - 1];
	return result;
}

HVK_EXPORT int hvk_gemeente_find(struct hvk_store *store, const char *text, const char *date, bool prefix,
                                 const struct hvk_gemeente **gemeente)
{
	struct hvk__date parsed;
	uint16_t index;
	int day, result;

	*gemeente = NULL;
	hvk__error_clear(&store->error);
	if (date && !hvk__date_parse(date, strlen(date), true, &parsed))
		return hvk__fail(&store->error, HVK_EINVAL, "'%s' is not a date such as 2026-10-31", date);
	day = date ? hvk__date_to_days(parsed) : hvk__store_today(store);
	result = hvk__gemeente_lookup(&store->error, text, strlen(text), day, prefix, &index);
	if (result == HVK_OK)
		*gemeente = &hvk__gemeenten[index];
	return result;
}
