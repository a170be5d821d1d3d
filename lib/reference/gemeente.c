/* SPDX-License-Identifier: EUPL-1.2 */
/* Finds gemeenten through time, by code, name, postcode or part, and carries them from one day to another. */
#include <string.h>

#include "core/date.h"
#include "core/macro.h"
#include "core/memory.h"
#include "core/text.h"
#include "reference/tables.h"

/* ---------------------------------------------------------------- versions */

bool hvk__gemeente_valid(uint16_t index, int day)
{
	return hvk__gemeenten[index].valid_from <= day && day <= hvk__gemeenten[index].valid_to;
}

uint16_t hvk__gemeente_by_nis(uint32_t nis, int day)
{
	size_t low = 0, high = hvk__gemeenten_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (hvk__gemeenten[middle].nis < nis)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == hvk__gemeenten_count || hvk__gemeenten[low].nis != nis)
		return HVK__GEMEENTE_NONE;
	/* Versions follow one another without a gap, so the nearest is the last that has begun, or the first. */
	while (low + 1 < hvk__gemeenten_count && hvk__gemeenten[low + 1].nis == nis &&
	       hvk__gemeenten[low + 1].valid_from <= day)
		low++;
	return (uint16_t)low;
}

/* The version that has taken over from this one on a day after it ended; HVK__GEMEENTE_NONE when none has. */
static uint16_t carry_forward(uint16_t index, int day)
{
	while (index != HVK__GEMEENTE_NONE && hvk__gemeenten[index].valid_to < day)
		index = hvk__gemeenten[index].successor;
	return index;
}

uint16_t hvk__gemeente_carry(uint16_t index, int day)
{
	if (hvk__gemeenten[index].valid_to < day)
		return carry_forward(index, day);
	while (hvk__gemeenten[index].valid_from > day) {
		uint16_t only = HVK__GEMEENTE_NONE;

		for (size_t i = 0; i < hvk__gemeenten_count; i++) {
			if (hvk__gemeenten[i].successor != index)
				continue;
			if (only != HVK__GEMEENTE_NONE)
				return HVK__GEMEENTE_NONE;
			only = (uint16_t)i;
		}
		if (only == HVK__GEMEENTE_NONE)
			return only;
		index = only;
	}
	return index;
}

/* ---------------------------------------------------------------- what a text can mean */

/* The versions that fit, each once. More than these need not be told apart. */
#define CANDIDATES_MAX 16
#define CANDIDATES_SHOWN 8

struct candidates {
	size_t count;
	uint16_t index[CANDIDATES_MAX];
};

static bool has(const struct candidates *candidates, uint16_t index)
{
	for (size_t i = 0; i < candidates->count; i++)
		if (candidates->index[i] == index)
			return true;
	return false;
}

static void offer(struct candidates *candidates, uint16_t index)
{
	if (index != HVK__GEMEENTE_NONE && candidates->count < CANDIDATES_MAX && !has(candidates, index))
		candidates->index[candidates->count++] = index;
}

/* Whether a gemeente bears a name, in any language. */
static bool is_named(uint16_t index, const char *folded)
{
	char own[HVK__FOLD_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(hvk__gemeenten[index].name); i++) {
		const char *name = hvk__gemeenten[index].name[i];

		hvk__fold(own, sizeof(own), name, strlen(name));
		if (strcmp(own, folded) == 0)
			return true;
	}
	return false;
}

/* The first entry of a postcode, or the end of the table. */
static size_t postcode_start(unsigned postcode)
{
	size_t low = 0, high = hvk__postcodes_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (hvk__postcodes[middle].postcode < postcode)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether a gemeente bears the name of a place with that postcode. Postcodes did not move when gemeenten merged: what
 * shares one with Nevele was in Nevele. */
static bool shares_postcode(uint16_t index, unsigned postcode)
{
	for (size_t i = postcode_start(postcode); i < hvk__postcodes_count && hvk__postcodes[i].postcode == postcode;
	     i++)
		if (is_named(index, hvk__name_texts + hvk__postcodes[i].place))
			return true;
	return false;
}

/* Which of several predecessors a part of their successor was in: the one that bears its name, else the one whose
 * postcode it has, else the one that kept its number. HVK__GEMEENTE_NONE when nothing tells, or when it is no part but
 * the whole. */
static uint16_t predecessor_of_part(const struct candidates *before, uint16_t after, const char *place,
                                    unsigned postcode)
{
	size_t i;

	for (i = 0; i < before->count && place; i++)
		if (is_named(before->index[i], place))
			return before->index[i];
	if (place ? is_named(after, place) : !postcode)
		return HVK__GEMEENTE_NONE;
	for (i = 0; i < before->count; i++)
		if (shares_postcode(before->index[i], postcode))
			return before->index[i];
	for (i = 0; i < before->count; i++)
		if (hvk__gemeenten[before->index[i]].nis == hvk__gemeenten[after].nis)
			return before->index[i];
	return HVK__GEMEENTE_NONE;
}

/* Offers what a version means on a day. place and postcode, where there are any, tell which part of it is meant. */
static void offer_on_day(struct candidates *candidates, uint16_t index, int day, const char *place, unsigned postcode)
{
	struct candidates before = { 0 };
	uint16_t only;

	if (hvk__gemeenten[index].valid_from <= day) {
		offer(candidates, carry_forward(index, day));
		return;
	}
	for (size_t i = 0; i < hvk__gemeenten_count; i++) {
		uint16_t at = (uint16_t)i;

		if (!hvk__gemeente_valid(at, day))
			continue;
		while (at != HVK__GEMEENTE_NONE && at != index)
			at = hvk__gemeenten[at].successor;
		if (at == index)
			offer(&before, (uint16_t)i);
	}
	only = predecessor_of_part(&before, index, place, postcode);
	for (size_t i = 0; i < before.count; i++)
		if (only == HVK__GEMEENTE_NONE || only == before.index[i])
			offer(candidates, before.index[i]);
}

static void offer_postcode(struct candidates *candidates, unsigned postcode, int day)
{
	for (size_t i = postcode_start(postcode); i < hvk__postcodes_count && hvk__postcodes[i].postcode == postcode;
	     i++)
		offer_on_day(candidates, hvk__postcodes[i].target, day, NULL, postcode);
}

/* The first name that is not before a folded text. */
static const struct hvk__name *name_start(const char *folded)
{
	size_t low = 0, high = hvk__names_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(hvk__name_texts + hvk__names[middle].text, folded) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return hvk__names + low;
}

static bool is_flemish_or_brussels(uint16_t index)
{
	const struct hvk__arrondissement *arrondissement = &hvk__arrondissementen[hvk__gemeenten[index].arrondissement];

	return hvk__provinces[arrondissement->province].gewest_nis != 3000;
}

/* Of places with one name, those in Flanders and Brussels are meant when there are any. */
static void prefer_own(struct candidates *candidates)
{
	struct candidates own = { 0 };

	for (size_t i = 0; i < candidates->count; i++)
		if (is_flemish_or_brussels(candidates->index[i]))
			offer(&own, candidates->index[i]);
	if (own.count > 0)
		*candidates = own;
}

/* Offers what a whole name means: a gemeente of the day, a part of one, or a gemeente of another day. Returns whether
 * it is known at all. */
static bool offer_name(struct candidates *candidates, const char *folded, int day)
{
	const struct hvk__name *start = name_start(folded), *end = start, *name;

	while (end < hvk__names + hvk__names_count && strcmp(hvk__name_texts + end->text, folded) == 0)
		end++;
	for (int kind = HVK__NAME_NL; kind <= HVK__NAME_OTHER && candidates->count == 0; kind++)
		for (name = start; name < end; name++)
			if (name->kind == kind && hvk__gemeente_valid(name->target, day))
				offer(candidates, name->target);
	if (candidates->count > 0)
		return true;
	for (name = start; name < end; name++)
		if (name->kind == HVK__NAME_PLACE)
			offer_on_day(candidates, name->target, day, folded, name->postcode);
	prefer_own(candidates);
	for (name = start; name < end && candidates->count == 0; name++)
		offer_on_day(candidates, name->target, day, NULL, 0);
	return start < end;
}

/* Offers what begins so; names of gemeenten before names of parts, so that messages list those first. */
static void offer_prefix(struct candidates *candidates, const char *folded, int day)
{
	size_t length = strlen(folded);
	const struct hvk__name *start = name_start(folded), *end = start;

	while (end < hvk__names + hvk__names_count && strncmp(hvk__name_texts + end->text, folded, length) == 0)
		end++;
	for (int kind = HVK__NAME_NL; kind <= HVK__NAME_PLACE; kind++)
		for (const struct hvk__name *name = start; name < end; name++)
			if (name->kind == kind)
				offer_on_day(candidates, name->target, day,
				             kind == HVK__NAME_PLACE ? hvk__name_texts + name->text : NULL,
				             name->postcode);
}

/* ---------------------------------------------------------------- looking up */

/* A text being looked up, without outer blanks. */
struct query {
	struct hvk__error *error;
	const char *text;
	size_t length;
	int shown; /* how much of it messages repeat */
	int day;
	bool quiet; /* no message is asked for */
	char folded[HVK__FOLD_MAX];
};

static int ambiguous(const struct query *query, const struct candidates *candidates)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer list = { 0 };
	size_t shown = candidates->count > CANDIDATES_SHOWN ? CANDIDATES_SHOWN : candidates->count;
	char day[11];

	for (size_t i = 0; i < shown; i++) {
		const struct hvk_gemeente *gemeente = &hvk__gemeenten[candidates->index[i]];
		bool last = i + 1 == candidates->count;
		const char *joint = i == 0 ? "" : last ? _(" or ") : ", ";

		if (!hvk__buffer_printf(&list, "%s%s (%05u)", joint, gemeente->name[0], gemeente->nis))
			return hvk__fail_memory(query->error);
	}
	hvk__date_format(query->day, day);
	return hvk__fail(query->error, HVK_EAMBIGUOUS,
	                 "'%.*s' is ambiguous on %s: %s%s; say which, by name or NIS code", query->shown, query->text,
	                 day, list.data, shown < candidates->count ? _(" or others") : "");
}

static int settle(const struct query *query, const struct candidates *candidates, uint16_t *index)
{
	if (candidates->count > 1)
		return ambiguous(query, candidates);
	*index = candidates->index[0];
	return HVK_OK;
}

static int not_that_day(const struct query *query)
{
	char day[11];

	hvk__date_format(query->day, day);
	return hvk__fail(query->error, HVK_ENOTFOUND, "'%.*s' did not exist on %s", query->shown, query->text, day);
}

/* How likely a name is meant: that of a gemeente rather than of a part, a greater rather than a smaller one, Dutch
 * before others. */
static int32_t weight_of(const struct hvk__name *name)
{
	if (name->kind == HVK__NAME_PLACE)
		return -1;
	return (hvk__gemeenten[name->target].inhabitants + 1) * 2 + (name->kind == HVK__NAME_NL);
}

/* The nearest name, and of equally near ones the likeliest. */
static const struct hvk__name *nearest_name(const char *folded)
{
	const struct hvk__name *best = NULL;
	size_t limit = hvk__distance_limit(folded);
	int32_t best_weight = INT32_MIN;
	uint32_t before = UINT32_MAX;

	for (size_t i = 0; i < hvk__names_count; i++) {
		const struct hvk__name *name = &hvk__names[i];
		int32_t weight = weight_of(name);
		size_t distance;

		if (name->text == before && weight <= best_weight)
			continue;
		before = name->text;
		distance = hvk__distance(folded, hvk__name_texts + name->text, limit);
		if (distance > limit || (best && distance == limit && weight <= best_weight))
			continue;
		best = name;
		best_weight = weight;
		limit = distance;
	}
	return best;
}

static int unknown(const struct query *query)
{
	const struct hvk__name *name;
	struct candidates candidates = { 0 };
	const struct hvk_gemeente *gemeente;
	const char *folded, *shown;

	if (query->quiet)
		return HVK_ENOTFOUND;
	name = query->folded[0] ? nearest_name(query->folded) : NULL;
	if (!name)
		return hvk__fail(query->error, HVK_ENOTFOUND, "unknown '%.*s'", query->shown, query->text);
	folded = hvk__name_texts + name->text;
	shown = folded + strlen(folded) + 1;
	offer_name(&candidates, folded, query->day);
	if (candidates.count != 1)
		return hvk__fail(query->error, HVK_ENOTFOUND, "unknown '%.*s'; did you mean %s?", query->shown,
		                 query->text, shown);
	gemeente = &hvk__gemeenten[candidates.index[0]];
	if (is_named(candidates.index[0], folded))
		return hvk__fail(query->error, HVK_ENOTFOUND, "unknown '%.*s'; did you mean %s (%05u)?", query->shown,
		                 query->text, shown, gemeente->nis);
	return hvk__fail(query->error, HVK_ENOTFOUND, "unknown '%.*s'; did you mean %s (%s, %05u)?", query->shown,
	                 query->text, shown, gemeente->name[0], gemeente->nis);
}

/* Offers what a number of four or five digits means; returns whether it is known at all. */
static bool offer_number(struct candidates *candidates, const char *digits, size_t length, int day)
{
	unsigned number = 0;
	uint16_t index;

	for (size_t i = 0; i < length; i++)
		number = number * 10 + (unsigned)(digits[i] - '0');
	if (length == 4) {
		size_t start = postcode_start(number);

		offer_postcode(candidates, number, day);
		return start < hvk__postcodes_count && hvk__postcodes[start].postcode == number;
	}
	index = hvk__gemeente_by_nis(number, day);
	if (index == HVK__GEMEENTE_NONE)
		return false;
	offer_on_day(candidates, index, day, NULL, 0);
	return true;
}

static int lookup_number(const struct query *query, uint16_t *index)
{
	struct candidates candidates = { 0 };

	if (query->length != 4 && query->length != 5)
		return hvk__fail(query->error, HVK_ENOTFOUND,
		                 "unknown '%.*s': a NIS code has five digits, a postcode four", query->shown,
		                 query->text);
	if (!offer_number(&candidates, query->text, query->length, query->day))
		return hvk__fail(query->error, HVK_ENOTFOUND,
		                 query->length == 4 ? N_("unknown postcode '%.*s'") : N_("unknown NIS code '%.*s'"),
		                 query->shown, query->text);
	if (candidates.count == 0)
		return not_that_day(query);
	return settle(query, &candidates, index);
}

/* '9000 Gent' and 'Kapellen (11023)': a name and a number that agree. Returns 1 when the text is not of that form. */
static int lookup_both(const struct query *query, uint16_t *index)
{
	const char *digits = query->text, *end = query->text + query->length;
	struct candidates by_number = { 0 }, by_name = { 0 }, both = { 0 };
	char folded[HVK__FOLD_MAX];
	size_t count = 0, length = 0;

	while (digits < end && (*digits < '0' || *digits > '9'))
		digits++;
	while (digits + count < end && digits[count] >= '0' && digits[count] <= '9')
		count++;
	if ((count != 4 && count != 5) || !offer_number(&by_number, digits, count, query->day))
		return 1;
	/* The name is the folded text without that number and its brackets or comma; digits fold to themselves. */
	for (const char *from = query->folded, *number = strpbrk(from, "0123456789"); *from; from++) {
		if (from == number)
			from += count - 1;
		else if (*from != '(' && *from != ')' && *from != ',')
			folded[length++] = *from;
	}
	folded[length] = '\0';
	if (!offer_name(&by_name, folded, query->day))
		return 1;
	for (size_t i = 0; i < by_name.count; i++)
		if (has(&by_number, by_name.index[i]))
			offer(&both, by_name.index[i]);
	if (both.count == 0)
		return hvk__fail(query->error, HVK_ENOTFOUND,
		                 "'%.*s': the name and the number are not of the same gemeente", query->shown,
		                 query->text);
	return settle(query, &both, index);
}

/* 'St.-Niklaas', 'St Niklaas': as Sint is often written. Returns whether the text begins so, and then spells it out in
 * folded. */
static bool spell_saint(const struct query *query, char folded[HVK__FOLD_MAX])
{
	if (query->length < 4 || strncasecmp(query->text, "st", 2) != 0 || !strchr(".- ", query->text[2]))
		return false;
	if (strlen(query->folded) + 3 > HVK__FOLD_MAX)
		return false;
	memcpy(folded, "sint", 4);
	strcpy(folded + 4, query->folded + 2);
	return true;
}

static int lookup_name(const struct query *query, bool prefix, uint16_t *index)
{
	struct candidates candidates = { 0 };
	char spelled[HVK__FOLD_MAX];
	bool known, saint;
	int result;

	known = offer_name(&candidates, query->folded, query->day);
	saint = !known && spell_saint(query, spelled);
	if (saint)
		known = offer_name(&candidates, spelled, query->day);
	if (candidates.count > 0)
		return settle(query, &candidates, index);
	if (known)
		return not_that_day(query);
	result = lookup_both(query, index);
	if (result != 1)
		return result;
	if (prefix)
		offer_prefix(&candidates, saint ? spelled : query->folded, query->day);
	if (candidates.count > 0)
		return settle(query, &candidates, index);
	return unknown(query);
}

int hvk__gemeente_lookup(struct hvk__error *error, const char *text, size_t length, int day, bool prefix,
                         uint16_t *index)
{
	struct hvk__error ignored;
	struct query query = { .text = hvk__trim(text, &length), .day = day, .quiet = !error };
	size_t folded, digits = 0;

	if (!error)
		error = &ignored;
	query.error = error;
	*index = HVK__GEMEENTE_NONE;
	query.length = length;
	if (length == 0)
		return hvk__fail(error, HVK_ENOTFOUND, "empty, where a gemeente is expected");
	query.shown = (int)hvk__utf8_valid_prefix(query.text, length < 80 ? length : 80);
	while (digits < length && query.text[digits] >= '0' && query.text[digits] <= '9')
		digits++;
	if (digits == length)
		return lookup_number(&query, index);
	folded = hvk__fold(query.folded, sizeof(query.folded), query.text, length);
	if (folded == 0 || folded == sizeof(query.folded))
		return hvk__fail(error, HVK_ENOTFOUND, "unknown '%.*s': not the name of a gemeente", query.shown,
		                 query.text);
	return lookup_name(&query, prefix, index);
}

/* ---------------------------------------------------------------- public */

HVK_EXPORT const char *hvk_gemeente_field_name(enum hvk_gemeente_field field)
{
	static const char *const names[HVK_GEMEENTE_FIELDS] = {
		[HVK_GEMEENTE_NIS] = "nis",
		[HVK_GEMEENTE_NAME] = "name",
		[HVK_GEMEENTE_NAME_FR] = "name_fr",
		[HVK_GEMEENTE_NAME_DE] = "name_de",
		[HVK_GEMEENTE_ARRONDISSEMENT] = "arrondissement",
		[HVK_GEMEENTE_PROVINCE] = "province",
		[HVK_GEMEENTE_GEWEST] = "gewest",
		[HVK_GEMEENTE_VALID_FROM] = "valid_from",
		[HVK_GEMEENTE_VALID_TO] = "valid_to",
		[HVK_GEMEENTE_SUCCESSOR] = "successor",
		[HVK_GEMEENTE_POSTCODE] = "postcode",
	};

	return (unsigned)field < HVK_GEMEENTE_FIELDS ? names[field] : NULL;
}

HVK_EXPORT const struct hvk_gemeente *hvk_gemeente_at(size_t n)
{
	return n < hvk__gemeenten_count ? &hvk__gemeenten[n] : NULL;
}

HVK_EXPORT int64_t hvk_gemeente_children(const struct hvk_gemeente *gemeente)
{
	return gemeente->children;
}

HVK_EXPORT const char *hvk_gemeente_outline(const struct hvk_gemeente *gemeente, double *x, double *y)
{
	const struct hvk__outline *outline = &hvk__outlines[gemeente - hvk__gemeenten];

	if (x)
		*x = (double)outline->x;
	if (y)
		*y = (double)outline->y;
	return outline->path ? hvk__outline_paths + outline->path : NULL;
}

HVK_EXPORT const char *hvk_gemeente_text(const struct hvk_gemeente *gemeente, enum hvk_gemeente_field field)
{
	const struct hvk__gemeente_text *text = &hvk__gemeente_texts[gemeente - hvk__gemeenten];
	const struct hvk__arrondissement *arrondissement = &hvk__arrondissementen[gemeente->arrondissement];
	const struct hvk__province *province = &hvk__provinces[arrondissement->province];

	switch (field) {
	case HVK_GEMEENTE_NIS: return text->nis;
	case HVK_GEMEENTE_NAME: return gemeente->name[0];
	case HVK_GEMEENTE_NAME_FR: return gemeente->name[1];
	case HVK_GEMEENTE_NAME_DE: return gemeente->name[2];
	case HVK_GEMEENTE_ARRONDISSEMENT: return arrondissement->name;
	case HVK_GEMEENTE_PROVINCE:
		return province->nis == province->gewest_nis ? "" : province->name; /* Brussels has none */
	case HVK_GEMEENTE_GEWEST: return province->gewest;
	case HVK_GEMEENTE_VALID_FROM: return text->valid_from;
	case HVK_GEMEENTE_VALID_TO: return text->valid_to;
	case HVK_GEMEENTE_SUCCESSOR: return text->successor;
	case HVK_GEMEENTE_POSTCODE: return text->postcode;
	case HVK_GEMEENTE_FIELDS: break;
	}
	return "";
}
