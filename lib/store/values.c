/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * From the text of a condition to the set of values it means. What a field holds has a class: how a text marks values,
 * what names a value has, and where it stands in an order.
 */
#include "store/values.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"

/* ---- operators */

/* The longer ones first, so that '<=' is not read as '<'. */
static const struct {
	char text[3];
	enum hvk__operator operator;
} operators[] = {
	{ "!=", HVK__NOT_EQUAL }, { "<=", HVK__LESS_EQUAL }, { ">=", HVK__GREATER_EQUAL }, { "^=", HVK__BEGINS },
	{ "=", HVK__EQUAL },      { "<", HVK__LESS },        { ">", HVK__GREATER },        { "~", HVK__CONTAINS },
};

int hvk__operator_parse(struct hvk__error *error, const char *text, enum hvk__operator *operator)
{
	for (size_t i = 0; i < ARRAY_SIZE(operators); i++) {
		if (strcmp(operators[i].text, text) != 0)
			continue;
		*operator = operators[i].operator;
		return HVK_OK;
	}
	return hvk__fail(error, HVK_EINVAL, "unknown operator '%s'; expected = != < <= > >= ~ or ^=", text);
}

bool hvk__condition_split(const char *text, struct hvk__condition *condition)
{
	size_t length = strcspn(text, "=!<>~^");
	const char *op = text + length;

	condition->key = hvk__trim(text, &length);
	condition->key_length = length;
	for (size_t i = 0; length > 0 && i < ARRAY_SIZE(operators); i++) {
		if (strncmp(op, operators[i].text, strlen(operators[i].text)) != 0)
			continue;
		condition->operator = operators[i].operator;
		condition->value = op + strlen(operators[i].text);
		return true;
	}
	return false;
}

/* ---- classes */

struct condition;

/* How values are recognised. */
struct class {
	/* Marks the values that text means. Messages come without the key. */
	int (*mark)(struct condition *condition, const char *text, size_t length);
	/* The n-th name of a value, NULL after the last. */
	const char *(*name)(struct condition *condition, size_t value, size_t n);
	/* Where a value stands in the order, for '<'; false where it stands nowhere. NULL: there is no order. */
	bool (*rank)(const struct condition *condition, size_t value, long *rank);
};

struct condition {
	struct hvk_store *store;
	const struct hvk__asked *asked;
	const struct class *class;
	enum hvk__operator operator;
	const struct hvk__codes *codes;
	const struct hvk__list *list;
	const struct hvk__regions *regions;
	int today;
	bool *wanted;     /* by value */
	size_t count;
	char text[8];     /* of a month */
	struct hvk__error error;
};

/* ---- months and days */

static int mark_month(struct condition *c, const char *text, size_t length)
{
	char copy[64];
	struct hvk__period period;
	int result;

	if (length >= sizeof(copy))
		return hvk__fail(&c->error, HVK_EINVAL, "expected a period such as %s", _(hvk__period_forms));
	memcpy(copy, text, length);
	copy[length] = '\0';
	result = hvk__period_parse(&c->error, copy, c->today, &period);
	for (int month = period.first; result == HVK_OK && month <= period.last; month++)
		if (month >= 0 && (size_t)month < c->count)
			c->wanted[month] = true;
	return result;
}

static const char *month_name(struct condition *c, size_t value, size_t n)
{
	if (n > 0)
		return NULL;
	hvk__month_format((int)value, c->text);
	return c->text;
}

static bool value_rank(const struct condition *c, size_t value, long *rank)
{
	(void)c;
	*rank = (long)value;
	return value > 0;
}

static int mark_day(struct condition *c, const char *text, size_t length)
{
	int day = 0;

	for (size_t i = 0; i < length; i++)
		day = length <= 2 && text[i] >= '0' && text[i] <= '9' ? day * 10 + text[i] - '0' : 99;
	if (day > 31 || (length > 0 && day == 0))
		return hvk__fail(&c->error, HVK_EINVAL, "expected a day of the month, 1 to 31, found '%.*s'",
		                 (int)length, text);
	c->wanted[day] = true;
	return HVK_OK;
}

static const char *day_name(struct condition *c, size_t value, size_t n)
{
	if (n > 0 || value == 0)
		return NULL;
	snprintf(c->text, sizeof(c->text), "%u", (unsigned)value & 31);
	return c->text;
}

static const struct class month_class = { mark_month, month_name, value_rank };
static const struct class day_class = { mark_day, day_name, value_rank };

/* ---- places; a gemeente of the past counts as the one it is part of today */

/* The version that a value of field gemeente counts for today, or itself when it cannot be carried. */
static const struct hvk_gemeente *today_of(const struct condition *c, size_t value)
{
	uint16_t index = (uint16_t)(value - 1), carried = hvk__gemeente_carry(index, c->today);

	return &hvk__gemeenten[carried == HVK__GEMEENTE_NONE ? index : carried];
}

static int mark_gemeente(struct condition *c, const char *text, size_t length)
{
	uint16_t index;
	int result = HVK_OK;

	if (length == 0) {
		c->wanted[0] = true;
		return HVK_OK;
	}
	result = hvk__gemeente_lookup(&c->error, text, length, c->today, true, &index);
	for (size_t value = 1; result == HVK_OK && value < c->count; value++)
		if (value - 1 == index || today_of(c, value)->nis == hvk__gemeenten[index].nis)
			c->wanted[value] = true;
	return result;
}

/* Its own names, then those it has today. */
static const char *gemeente_name(struct condition *c, size_t value, size_t n)
{
	if (value == 0 || n >= 6)
		return NULL;
	return n < 3 ? hvk__gemeenten[value - 1].name[n] : today_of(c, value)->name[n - 3];
}

static const char *arrondissement_name(struct condition *c, size_t value, size_t n)
{
	return value && n == 0 ? hvk__arrondissementen[today_of(c, value)->arrondissement].name : NULL;
}

static const char *province_name(struct condition *c, size_t value, size_t n)
{
	if (value == 0 || n > 0)
		return NULL;
	return hvk__provinces[hvk__arrondissementen[today_of(c, value)->arrondissement].province].name;
}

/* The n-th region that a gemeente is in, by its code then or today. */
static const char *region_name(struct condition *c, size_t value, size_t n)
{
	for (size_t i = 0; value && i < c->regions->count; i++) {
		const struct hvk__region_member *member = &c->regions->members[i];

		if ((member->nis == hvk__gemeenten[value - 1].nis || member->nis == today_of(c, value)->nis) &&
		    n-- == 0)
			return member->region;
	}
	return NULL;
}

/* Marks the values with a name that folds to the text; else the nearest name is told. */
static int mark_by_name(struct condition *c, const char *text, size_t length)
{
	char folded[HVK__FOLD_MAX], name[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };
	bool found = false;

	hvk__fold(folded, sizeof(folded), text, length);
	for (size_t value = 0; value < c->count; value++) {
		const char *other;

		for (size_t n = 0; (other = c->class->name(c, value, n)); n++) {
			hvk__fold(name, sizeof(name), other, strlen(other));
			if (strcmp(folded, name) == 0)
				found = c->wanted[value] = true;
			else
				hvk__nearest_offer(&nearest, name, other);
		}
	}
	if (found)
		return HVK_OK;
	if (nearest.best)
		return hvk__fail(&c->error, HVK_ENOTFOUND, "unknown '%.*s'; did you mean %s?", (int)length, text,
		                 (const char *)nearest.best);
	return hvk__fail(&c->error, HVK_ENOTFOUND, "unknown '%.*s'", (int)length, text);
}

static const struct class gemeente_class = { mark_gemeente, gemeente_name, NULL };
static const struct class arrondissement_class = { mark_by_name, arrondissement_name, NULL };
static const struct class province_class = { mark_by_name, province_name, NULL };
static const struct class region_class = { mark_by_name, region_name, NULL };

/* ---- codes */

/* Without a file, desks are those of the CSV that is yet to be read: any slug may be one of them. */
static int find_code(struct condition *c, const char *text, size_t length, uint16_t *number)
{
	int result = hvk__code_lookup(&c->error, c->codes, c->list, text, length, INT32_MIN, true, number);

	if (result == HVK_ENOTFOUND && strcmp(c->asked->list, HVK__DESKS) == 0 && !hvk_store_is_open(c->store) &&
	    hvk__desk_make(c->store, text, length, number) == HVK_OK)
		return HVK_OK;
	return result;
}

/* Makes room for a desk that was made just now. */
static int grow(struct condition *c)
{
	bool *wanted;

	if (c->count > c->list->count)
		return HVK_OK;
	wanted = realloc(c->wanted, c->list->count + 1);
	if (!wanted)
		return hvk__fail_memory(&c->error);
	memset(wanted + c->count, 0, c->list->count + 1 - c->count);
	c->wanted = wanted;
	c->count = c->list->count + 1;
	return HVK_OK;
}

static int mark_code(struct condition *c, const char *text, size_t length)
{
	uint16_t number = 0;
	int result = HVK_OK;

	if (length > 0)
		result = find_code(c, text, length, &number);
	if (result == HVK_OK)
		result = grow(c);
	if (result < 0)
		return result;
	if (number == 0)
		c->wanted[0] = true;
	for (size_t value = 1; number && value < c->count; value++)
		if (hvk__code_within(c->list, (uint16_t)value, number) ||
		    (c->asked->above && hvk__code_within(c->list, number, (uint16_t)value)))
			c->wanted[value] = true;
	return HVK_OK;
}

static const char *name_of(const struct hvk_code *code, size_t n)
{
	switch (n) {
	case 0:
		return code->code;
	case 1:
	case 2:
		return code->label[n - 1] ? code->label[n - 1] : "";
	default:
		return NULL;
	}
}

static const char *code_name(struct condition *c, size_t value, size_t n)
{
	return value ? name_of(&c->list->codes[value - 1], n) : NULL;
}

/* Ages and durations go by the number they begin with. A code before the first of those ('prenataal') comes before
 * all; one after them ('onbekend') stands outside the order. */
static bool number_rank(const struct condition *c, size_t value, long *rank)
{
	for (size_t i = 0; value && i < c->list->count; i++) {
		const char *code = c->list->codes[i].code;
		bool numbered = code[0] >= '0' && code[0] <= '9';

		if (i + 1 == value) {
			*rank = numbered ? strtol(code, NULL, 10) : -1;
			return true;
		}
		if (numbered) {
			code = c->list->codes[value - 1].code;
			*rank = strtol(code, NULL, 10);
			return code[0] >= '0' && code[0] <= '9';
		}
	}
	return false;
}

static const struct class code_class = { mark_code, code_name, NULL };
static const struct class number_class = { mark_code, code_name, number_rank };

/* ---- groups: the topmost codes */

static int mark_group(struct condition *c, const char *text, size_t length)
{
	uint16_t number;
	int result;

	if (length == 0) {
		c->wanted[0] = true;
		return HVK_OK;
	}
	result = hvk__code_lookup(&c->error, c->codes, c->list, text, length, INT32_MIN, true, &number);
	if (result < 0)
		return result;
	if (hvk__code_group(c->list, number) != number)
		return hvk__fail(&c->error, HVK_EINVAL, "'%s' is not a group but part of '%s'",
		                 c->list->codes[number - 1].code,
		                 c->list->codes[hvk__code_group(c->list, number) - 1].code);
	return mark_code(c, c->list->codes[number - 1].code, strlen(c->list->codes[number - 1].code));
}

static const char *group_name(struct condition *c, size_t value, size_t n)
{
	return value ? name_of(&c->list->codes[hvk__code_group(c->list, (uint16_t)value) - 1], n) : NULL;
}

static const struct class group_class = { mark_group, group_name, NULL };

/* ---- marking */

static const struct class *const classes[] = {
	[HVK__CLASS_MONTH] = &month_class,
	[HVK__CLASS_DAY] = &day_class,
	[HVK__CLASS_GEMEENTE] = &gemeente_class,
	[HVK__CLASS_ARRONDISSEMENT] = &arrondissement_class,
	[HVK__CLASS_PROVINCE] = &province_class,
	[HVK__CLASS_REGION] = &region_class,
	[HVK__CLASS_CODE] = &code_class,
	[HVK__CLASS_NUMBERED] = &number_class,
	[HVK__CLASS_GROUP] = &group_class,
};

/* How many values a condition decides about. */
static size_t values_of(const struct condition *c)
{
	if (c->list)
		return c->list->count + 1;
	switch (c->asked->class) {
	case HVK__CLASS_MONTH:
		return HVK__MONTH_MAX + 1;
	case HVK__CLASS_DAY:
		return 32;
	default:
		return hvk__gemeenten_count + 1;
	}
}

static int prepare(struct condition *c)
{
	struct hvk_store *store = c->store;
	struct hvk__codes *codes;
	int result = hvk__store_codes(store, &codes);

	if (result == HVK_OK && c->class == &region_class)
		result = hvk__store_regions(store, &c->regions);
	if (result < 0)
		return result;
	c->codes = codes;
	c->today = hvk__store_today(store);
	if (c->asked->list) {
		c->list = hvk__codes_list(codes, c->asked->list);
		if (!c->list)
			return hvk__fail(&store->error, HVK_EBUG, "the store has no code list '%s'", c->asked->list);
	}
	c->count = values_of(c);
	c->wanted = calloc(c->count, sizeof(*c->wanted));
	return c->wanted ? HVK_OK : hvk__fail_memory(&store->error);
}

/* A label may have commas in it: the whole text is tried before its parts. */
static int mark_values(struct condition *c, const char *value)
{
	size_t length = strlen(value);
	int result = c->class->mark(c, value, length);

	if (result == HVK_OK || !strchr(value, ','))
		return result;
	for (;;) {
		const char *comma = strchr(value, ',');
		size_t piece = comma ? (size_t)(comma - value) : strlen(value);
		const char *part = hvk__trim(value, &piece);

		result = c->class->mark(c, part, piece);
		if (result < 0 || !comma)
			return result;
		value = comma + 1;
	}
}

static void mark_matching(struct condition *c, const char *value)
{
	char folded[HVK__FOLD_MAX], name[HVK__FOLD_MAX];
	size_t length = hvk__fold(folded, sizeof(folded), value, strlen(value));

	/* No name is as long as what does not fit, and every name holds the nothing that it was folded to. */
	if (length == sizeof(folded))
		return;
	for (size_t i = 0; i < c->count; i++) {
		const char *other;

		for (size_t n = 0; !c->wanted[i] && (other = c->class->name(c, i, n)); n++) {
			hvk__fold(name, sizeof(name), other, strlen(other));
			c->wanted[i] = c->operator == HVK__BEGINS ? strncmp(name, folded, length) == 0
			                                     : strstr(name, folded) != NULL;
		}
	}
}

/* From the marked values, which '=' would let through, to those before or after them. */
static int mark_range(struct condition *c)
{
	long least = LONG_MAX, most = LONG_MIN, rank;

	for (size_t i = 0; i < c->count; i++) {
		if (!c->wanted[i] || !c->class->rank(c, i, &rank))
			continue;
		least = rank < least ? rank : least;
		most = rank > most ? rank : most;
	}
	if (least > most)
		return hvk__fail(&c->error, HVK_EINVAL, "this value has no place in the order");
	for (size_t i = 0; i < c->count; i++) {
		bool ranked = c->class->rank(c, i, &rank);

		c->wanted[i] = ranked && ((c->operator == HVK__LESS && rank < least) ||
		                          (c->operator == HVK__LESS_EQUAL && rank <= most) ||
		                          (c->operator == HVK__GREATER && rank > most) ||
		                          (c->operator == HVK__GREATER_EQUAL && rank >= least));
	}
	return HVK_OK;
}

static int mark(struct condition *c, const char *value)
{
	int result;

	if (c->operator == HVK__CONTAINS || c->operator == HVK__BEGINS) {
		mark_matching(c, value);
		return HVK_OK;
	}
	if (c->operator >= HVK__LESS && !c->class->rank)
		return hvk__fail(&c->error, HVK_EINVAL, "has no order; '<' and '>' are for %s", c->asked->ordered);
	result = mark_values(c, value);
	return result == HVK_OK && c->operator >= HVK__LESS ? mark_range(c) : result;
}

int hvk__values_find(struct hvk_store *store, const struct hvk__asked *asked, enum hvk__operator operator,
                     const char *text, struct hvk__values *values)
{
	struct condition c = { .store = store, .asked = asked, .class = classes[asked->class], .operator = operator };
	int result = prepare(&c);

	*values = (struct hvk__values){ NULL, 0 };
	if (result == HVK_OK) {
		result = mark(&c, text);
		if (result < 0)
			hvk__fail(&store->error, result, "%s: %s", asked->key, c.error.public.message);
	}
	if (result < 0)
		free(c.wanted);
	else
		*values = (struct hvk__values){ c.wanted, c.count };
	return result;
}
