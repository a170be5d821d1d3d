/* SPDX-License-Identifier: EUPL-1.2 */
/* Ranges of ages in years: '0-3', '12-' or '12+', '5', 'prenataal-2', several joined by '+'. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/macro.h"
#include "record/value.h"

#define RANGES_MAX 32

struct range {
	int from, to;
};

/* A place in a text. */
struct cursor {
	const char *at, *end;
};

static void skip_blanks(struct cursor *cursor)
{
	while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t'))
		cursor->at++;
}

/* Takes a word when the text goes on with it, whatever its case. */
static bool take(struct cursor *cursor, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(cursor->end - cursor->at) < length || strncasecmp(cursor->at, word, length) != 0)
		return false;
	cursor->at += length;
	return true;
}

/* Takes any one of them, the first that fits; ends with NULL. */
static bool take_any(struct cursor *cursor, const char *const words[])
{
	for (; *words; words++)
		if (take(cursor, *words))
			return true;
	return false;
}

static void skip_unit(struct cursor *cursor)
{
	static const char *const units[] = { "jaar", "jr", "j", "years", "year", "y", NULL };

	skip_blanks(cursor);
	take_any(cursor, units);
	skip_blanks(cursor);
}

/* An age, or before birth. */
static bool take_age(struct cursor *cursor, int *age)
{
	static const char *const before[] = { "prenataal", "prenatal", "voor de geboorte", NULL };
	const char *start;

	skip_blanks(cursor);
	if (take_any(cursor, before)) {
		*age = HVK__AGE_BEFORE_BIRTH;
		skip_blanks(cursor);
		return true;
	}
	start = cursor->at;
	for (*age = 0; cursor->at < cursor->end && cursor->at - start < 3 && *cursor->at >= '0' && *cursor->at <= '9';)
		*age = *age * 10 + *cursor->at++ - '0';
	if (cursor->at == start || *age > HVK__AGE_MAX)
		return false;
	skip_unit(cursor);
	return true;
}

static bool take_hyphen(struct cursor *cursor)
{
	static const char *const hyphens[] = { "-", "\xe2\x80\x93", "\xe2\x80\x91", "tot", NULL };

	return take_any(cursor, hyphens);
}

/* Whether '+' means "and older" here: 12+, 12+ jaar, 12+ + 15; in 0-3+6 it joins. */
static bool take_and_older(struct cursor *cursor)
{
	struct cursor next = *cursor, unit;

	if (!take(&next, "+"))
		return false;
	unit = next;
	skip_unit(&unit);
	skip_blanks(&next);
	if (unit.at == next.at && next.at < next.end && !strchr("+,;", *next.at))
		return false;
	*cursor = unit;
	return true;
}

static bool take_range(struct cursor *cursor, struct range *range)
{
	struct cursor rest;

	*range = (struct range){ 0, HVK__AGE_MAX };
	skip_blanks(cursor);
	if (take_hyphen(cursor))
		return take_age(cursor, &range->to);
	if (!take_age(cursor, &range->from))
		return false;
	if (take_hyphen(cursor)) {
		rest = *cursor;
		if (take_age(&rest, &range->to))
			*cursor = rest;
		else
			range->to = HVK__AGE_MAX;
		skip_blanks(cursor);
	} else if (!take_and_older(cursor)) {
		range->to = range->from;
	}
	return true;
}

static bool take_joint(struct cursor *cursor)
{
	static const char *const joints[] = { "+", ",", ";", NULL };

	skip_blanks(cursor);
	return take_any(cursor, joints);
}

static int compare_ranges(const void *a, const void *b)
{
	const struct range *one = a, *other = b;

	return one->from != other->from ? (one->from > other->from) - (one->from < other->from) :
	                                  (one->to > other->to) - (one->to < other->to);
}

static bool add_range(struct hvk__buffer *key, struct range range)
{
	if (key->length > 0 && !hvk__buffer_add_text(key, "+"))
		return false;
	if (range.from < 0 ? !hvk__buffer_add_text(key, "prenataal") : !hvk__buffer_printf(key, "%d", range.from))
		return false;
	if (range.to == range.from)
		return true;
	return range.to == HVK__AGE_MAX ? hvk__buffer_add_text(key, "-") : hvk__buffer_printf(key, "-%d", range.to);
}

/* Reads ranges into the array; how many, or 0 when the text is something else. */
static size_t take_ranges(struct hvk__text text, struct range ranges[RANGES_MAX])
{
	struct cursor cursor = { text.data, text.data + text.length };
	size_t count = 0;

	do {
		if (count == RANGES_MAX || !take_range(&cursor, &ranges[count++]))
			return 0;
	} while (take_joint(&cursor));
	return cursor.at == cursor.end ? count : 0;
}

/* Classes that people wrote next to one another stay what they are: they may be groups. */
int hvk__parse_ages(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	struct range ranges[RANGES_MAX];
	size_t count = take_ranges(text, ranges);

	if (count == 0)
		return hvk__expected(error, "ages in years such as 0-3, 12- or prenataal", text);
	for (size_t i = 0; i < count; i++)
		if (ranges[i].from > ranges[i].to)
			return hvk__expected(error, "the lower age first", text);
	qsort(ranges, count, sizeof(ranges[0]), compare_ranges);
	for (size_t i = 0; i < count; i++)
		if ((i == 0 || compare_ranges(&ranges[i - 1], &ranges[i]) != 0) && !add_range(key, ranges[i]))
			return hvk__fail_memory(error);
	return HVK_OK;
}

bool hvk__ages_hold(const char *ages, int from, int to)
{
	struct cursor cursor = { ages, ages ? ages + strlen(ages) : NULL };
	struct range range;

	if (!ages || !*ages)
		return true;
	while (take_range(&cursor, &range)) {
		if (range.from <= to && from <= range.to)
			return true;
		if (!take_joint(&cursor))
			break;
	}
	return false;
}

bool hvk__age_code_range(const char *code, int *from, int *to)
{
	int end = 0;

	*from = *to = 0;
	if (strcmp(code, "prenataal") == 0) {
		*from = *to = HVK__AGE_BEFORE_BIRTH;
		return true;
	}
	if (sscanf(code, "%3d-%3d%n", from, to, &end) == 2 && code[end] == '\0')
		return *from <= *to;
	end = 0;
	if (sscanf(code, "%3d+%n", from, &end) != 1 || end == 0 || code[end] != '\0')
		return false;
	*to = HVK__AGE_MAX;
	return true;
}
