/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Filters. Every condition ends as a table of the values that a field may have, made when the condition is added, so
 * that a row is tested by one load a field. A key has a class: how a text marks values, what names a value has, and
 * where it stands in an order.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "store/store.h"

/* Answers are a set: one of mask must be there, or, with none, no answer at all. */
struct answer_test {
	uint64_t mask;
	bool none, negated;
};

struct hvk_filter {
	struct hvk_store *store;
	int first, last;             /* months */
	bool *allowed[HVK__FIELDS];  /* NULL: any value */
	bool beyond[HVK__FIELDS];    /* what holds for numbers that came after the filter */
	size_t count[HVK__FIELDS];
	unsigned char tested[HVK__FIELDS]; /* the fields with a table */
	size_t tested_count;
	struct answer_test *answers;
	size_t answer_count, answer_capacity;
	int64_t *ids;                /* sorted; what they decide when by_id */
	size_t id_count, id_capacity;
	bool by_id, not_ids;
};

enum operator { EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, CONTAINS, BEGINS, OPERATORS };

/* The longer ones first, so that '<=' is not read as '<'. */
static const struct {
	char text[3];
	enum operator operator;
} operators[] = {
	{ "!=", NOT_EQUAL }, { "<=", LESS_EQUAL }, { ">=", GREATER_EQUAL }, { "^=", BEGINS },
	{ "=", EQUAL },      { "<", LESS },        { ">", GREATER },        { "~", CONTAINS },
};

struct condition;

/* How values are recognised. */
struct key_class {
	/* Marks the values that text means. Messages come without the key. */
	int (*mark)(struct condition *condition, const char *text, size_t length);
	/* The n-th name of a value, NULL after the last. */
	const char *(*name)(struct condition *condition, size_t value, size_t n);
	/* Where a value stands in the order, for '<'; false where it stands nowhere. NULL: there is no order. */
	bool (*rank)(const struct condition *condition, size_t value, long *rank);
};

struct key {
	const char *name;
	const struct key_class *class;
	int field;        /* -1: answers */
	const char *list; /* code list, or NULL */
};

struct condition {
	struct hvk_filter *filter;
	const struct key *key;
	enum operator operator;
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
		return hvk__fail(&c->error, HVK_EINVAL, "expected a period such as %s", HVK__PERIOD_FORMS);
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

static const struct key_class month_class = { mark_month, month_name, value_rank };
static const struct key_class day_class = { mark_day, day_name, value_rank };

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

		for (size_t n = 0; (other = c->key->class->name(c, value, n)); n++) {
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

static const struct key_class gemeente_class = { mark_gemeente, gemeente_name, NULL };
static const struct key_class arrondissement_class = { mark_by_name, arrondissement_name, NULL };
static const struct key_class province_class = { mark_by_name, province_name, NULL };
static const struct key_class region_class = { mark_by_name, region_name, NULL };

/* ---- codes */

/* Without a file, desks are those of the CSV that is yet to be read: any slug may be one of them. */
static int find_code(struct condition *c, const char *text, size_t length, uint16_t *number)
{
	struct hvk_store *store = c->filter->store;
	int result = hvk__code_lookup(&c->error, c->codes, c->list, text, length, INT32_MIN, true, number);

	if (result == HVK_ENOTFOUND && c->key->field == HVK__DESK && !hvk_store_is_open(store) &&
	    hvk__desk_make(store, text, length, number) == HVK_OK)
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
		if (hvk__code_within(c->list, (uint16_t)value, number))
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

static const struct key_class code_class = { mark_code, code_name, NULL };
static const struct key_class number_class = { mark_code, code_name, number_rank };

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

static const struct key_class group_class = { mark_group, group_name, NULL };

/* ---- keys */

static const struct key keys[] = {
	{ "id", NULL, -1, NULL },
	{ "month", &month_class, HVK__MONTH, NULL },
	{ "period", &month_class, HVK__MONTH, NULL },
	{ "day", &day_class, HVK__DAY, NULL },
	{ "gemeente", &gemeente_class, HVK__GEMEENTE, NULL },
	{ "arrondissement", &arrondissement_class, HVK__GEMEENTE, NULL },
	{ "province", &province_class, HVK__GEMEENTE, NULL },
	{ "region", &region_class, HVK__GEMEENTE, NULL },
	{ "desk", &code_class, HVK__DESK, "desk" },
	{ "channel", &code_class, HVK__CHANNEL, "channel" },
	{ "asker", &code_class, HVK__ASKER, "asker" },
	{ "asker-group", &group_class, HVK__ASKER, "asker" },
	{ "age", &number_class, HVK__AGE, "age" },
	{ "theme", &code_class, HVK__THEME, "theme" },
	{ "theme-group", &group_class, HVK__THEME, "theme" },
	{ "kind", &code_class, HVK__KIND, "kind" },
	{ "severity", &code_class, HVK__SEVERITY, "severity" },
	{ "answer", &code_class, -1, "answer" },
	{ "duration", &number_class, HVK__DURATION, "duration" },
	{ "contact", &code_class, HVK__CONTACT, "contact" },
};

static const struct key *find_key(struct hvk_store *store, const char *name, size_t length)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (strlen(keys[i].name) == length && memcmp(keys[i].name, name, length) == 0)
			return &keys[i];
	hvk__fold(folded, sizeof(folded), name, length);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		hvk__nearest_offer_text(&nearest, keys[i].name, keys[i].name);
	if (nearest.best)
		hvk__fail(&store->error, HVK_EINVAL, "cannot filter on '%.*s'; did you mean %s?", (int)length, name,
		          (const char *)nearest.best);
	else
		hvk__fail(&store->error, HVK_EINVAL,
		          "cannot filter on '%.*s'; expected a column such as theme, gemeente or month", (int)length,
		          name);
	return NULL;
}

/* ---- making a filter */

HVK_EXPORT int hvk_filter_new(struct hvk_store *store, struct hvk_filter **filter)
{
	hvk__error_clear(&store->error);
	*filter = calloc(1, sizeof(**filter));
	if (!*filter)
		return hvk__fail_memory(&store->error);
	(*filter)->store = store;
	(*filter)->last = HVK__MONTH_MAX;
	return HVK_OK;
}

HVK_EXPORT void hvk_filter_free(struct hvk_filter *filter)
{
	if (!filter)
		return;
	for (size_t field = 0; field < HVK__FIELDS; field++)
		free(filter->allowed[field]);
	free(filter->answers);
	free(filter->ids);
	free(filter);
}

/* How many values a condition decides about. */
static size_t values_of(const struct condition *c)
{
	if (c->list)
		return c->list->count + 1;
	switch (c->key->field) {
	case HVK__MONTH:
		return HVK__MONTH_MAX + 1;
	case HVK__DAY:
		return 32;
	default:
		return hvk__gemeenten_count + 1;
	}
}

static int prepare(struct condition *c)
{
	struct hvk_store *store = c->filter->store;
	struct hvk__codes *codes;
	int result = hvk__store_codes(store, &codes);

	if (result == HVK_OK && c->key->class == &region_class)
		result = hvk__store_regions(store, &c->regions);
	if (result < 0)
		return result;
	c->codes = codes;
	c->today = hvk__store_today(store);
	if (c->key->list) {
		c->list = hvk__codes_list(codes, c->key->list);
		if (!c->list)
			return hvk__fail(&store->error, HVK_EBUG, "the store has no code list '%s'", c->key->list);
	}
	c->count = values_of(c);
	c->wanted = calloc(c->count, sizeof(*c->wanted));
	return c->wanted ? HVK_OK : hvk__fail_memory(&store->error);
}

/* A label may have commas in it: the whole text is tried before its parts. */
static int mark_values(struct condition *c, const char *value)
{
	size_t length = strlen(value);
	int result = c->key->class->mark(c, value, length);

	if (result == HVK_OK || !strchr(value, ','))
		return result;
	for (;;) {
		const char *comma = strchr(value, ',');
		size_t piece = comma ? (size_t)(comma - value) : strlen(value);
		const char *part = hvk__trim(value, &piece);

		result = c->key->class->mark(c, part, piece);
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

		for (size_t n = 0; !c->wanted[i] && (other = c->key->class->name(c, i, n)); n++) {
			hvk__fold(name, sizeof(name), other, strlen(other));
			c->wanted[i] = c->operator == BEGINS ? strncmp(name, folded, length) == 0
			                                     : strstr(name, folded) != NULL;
		}
	}
}

/* From the marked values, which '=' would let through, to those before or after them. */
static int mark_range(struct condition *c)
{
	long least = LONG_MAX, most = LONG_MIN, rank;

	for (size_t i = 0; i < c->count; i++) {
		if (!c->wanted[i] || !c->key->class->rank(c, i, &rank))
			continue;
		least = rank < least ? rank : least;
		most = rank > most ? rank : most;
	}
	if (least > most)
		return hvk__fail(&c->error, HVK_EINVAL, "this value has no place in the order");
	for (size_t i = 0; i < c->count; i++) {
		bool ranked = c->key->class->rank(c, i, &rank);

		c->wanted[i] = ranked && ((c->operator == LESS && rank < least) ||
		                          (c->operator == LESS_EQUAL && rank <= most) ||
		                          (c->operator == GREATER && rank > most) ||
		                          (c->operator == GREATER_EQUAL && rank >= least));
	}
	return HVK_OK;
}

static int mark(struct condition *c, const char *value)
{
	int result;

	if (c->operator == CONTAINS || c->operator == BEGINS) {
		mark_matching(c, value);
		return HVK_OK;
	}
	if (c->operator >= LESS && !c->key->class->rank)
		return hvk__fail(&c->error, HVK_EINVAL,
		                 "has no order; '<' and '>' are for month, day, age and duration");
	result = mark_values(c, value);
	return result == HVK_OK && c->operator >= LESS ? mark_range(c) : result;
}

static int add_answers(struct condition *c)
{
	struct hvk_filter *filter = c->filter;
	struct answer_test test = { .none = c->wanted[0], .negated = c->operator == NOT_EQUAL };

	for (size_t i = 1; i < c->count && i <= HVK__ANSWERS_MAX; i++)
		test.mask |= (uint64_t)c->wanted[i] << (i - 1);
	if (!hvk__reserve(&filter->answers, &filter->answer_capacity, filter->answer_count + 1,
	                  sizeof(*filter->answers)))
		return hvk__fail_memory(&filter->store->error);
	filter->answers[filter->answer_count++] = test;
	return HVK_OK;
}

/* Narrows the bounds to the months that are left. */
static void find_months(struct hvk_filter *filter)
{
	const bool *months = filter->allowed[HVK__MONTH];

	while (filter->first <= filter->last && !months[filter->first])
		filter->first++;
	while (filter->last >= filter->first && !months[filter->last])
		filter->last--;
}

/* Joins the condition with those on the same field: a value must satisfy all. */
static void add_values(struct condition *c)
{
	struct hvk_filter *filter = c->filter;
	int field = c->key->field;
	bool negated = c->operator == NOT_EQUAL, *old = filter->allowed[field];

	for (size_t i = 0; i < c->count; i++) {
		bool before = !old || (i < filter->count[field] ? old[i] : filter->beyond[field]);

		c->wanted[i] = before && c->wanted[i] != negated;
	}
	if (old)
		filter->beyond[field] = filter->beyond[field] && negated;
	else {
		filter->beyond[field] = negated;
		filter->tested[filter->tested_count++] = (unsigned char)field;
	}
	free(old);
	filter->allowed[field] = take_ptr(c->wanted);
	filter->count[field] = c->count;
	if (field == HVK__MONTH)
		find_months(filter);
}

static int add_condition(struct hvk_filter *filter, const struct key *key, enum operator operator, const char *value)
{
	struct condition c = { .filter = filter, .key = key, .operator = operator };
	int result = prepare(&c);

	if (result == HVK_OK) {
		result = mark(&c, value);
		if (result < 0)
			hvk__fail(&filter->store->error, result, "%s: %s", key->name, c.error.public.message);
	}
	if (result == HVK_OK && key->field < 0)
		result = add_answers(&c);
	else if (result == HVK_OK)
		add_values(&c);
	free(c.wanted);
	return result;
}

/* ---- ids */

static int read_ids(struct hvk_filter *filter, const char *value)
{
	struct hvk__error *error = &filter->store->error;
	const char *comma;

	for (;; value = comma + 1) {
		size_t length = strcspn(value, ",");
		const char *text = hvk__trim(value, &length);

		comma = strchr(value, ',');
		if (!hvk__reserve(&filter->ids, &filter->id_capacity, filter->id_count + 1, sizeof(*filter->ids)))
			return hvk__fail_memory(error);
		if (!hvk__id_parse(text, length, &filter->ids[filter->id_count++]))
			return hvk__fail(error, HVK_EINVAL, "id: expected 13 characters of base32, found '%.*s'",
			                 (int)length, text);
		if (!comma)
			break;
	}
	qsort(filter->ids, filter->id_count, sizeof(*filter->ids), hvk__id_compare);
	return HVK_OK;
}

/* Only one condition on ids, since two of them would be a strange thing to ask. */
static int add_ids(struct hvk_filter *filter, enum operator operator, const char *value)
{
	struct hvk__error *error = &filter->store->error;
	int result;

	if (operator != EQUAL && operator != NOT_EQUAL)
		return hvk__fail(error, HVK_EINVAL, "id: expected '=' or '!=' and ids separated by commas");
	if (filter->by_id)
		return hvk__fail(error, HVK_EINVAL, "id: expected one condition; several ids are separated by commas");
	result = read_ids(filter, value);
	filter->by_id = result == HVK_OK;
	filter->not_ids = operator == NOT_EQUAL;
	if (result < 0)
		filter->id_count = 0;
	return result;
}

/* ---- adding conditions */

static int add(struct hvk_filter *filter, const char *key_name, size_t key_length, enum operator operator,
               const char *value)
{
	const struct key *key = find_key(filter->store, key_name, key_length);
	size_t length = strlen(value);
	_cleanup_free_ char *copy = NULL;

	if (!key)
		return HVK_EINVAL;
	value = hvk__trim(value, &length);
	copy = strndup(value, length);
	if (!copy)
		return hvk__fail_memory(&filter->store->error);
	return key->class ? add_condition(filter, key, operator, copy) : add_ids(filter, operator, copy);
}

HVK_EXPORT int hvk_filter_add(struct hvk_filter *filter, const char *key, const char *op, const char *value)
{
	hvk__error_clear(&filter->store->error);
	for (size_t i = 0; i < ARRAY_SIZE(operators); i++)
		if (strcmp(operators[i].text, op) == 0)
			return add(filter, key, strlen(key), operators[i].operator, value);
	return hvk__fail(&filter->store->error, HVK_EINVAL,
	                 "unknown operator '%s'; expected = != < <= > >= ~ or ^=", op);
}

HVK_EXPORT int hvk_filter_parse(struct hvk_filter *filter, const char *condition)
{
	size_t length = strcspn(condition, "=!<>~^");
	const char *op = condition + length, *key;

	hvk__error_clear(&filter->store->error);
	key = hvk__trim(condition, &length);
	for (size_t i = 0; length > 0 && i < ARRAY_SIZE(operators); i++)
		if (strncmp(op, operators[i].text, strlen(operators[i].text)) == 0)
			return add(filter, key, length, operators[i].operator, op + strlen(operators[i].text));
	return hvk__fail(&filter->store->error, HVK_EINVAL,
	                 "expected KEY OP VALUE, such as theme=slapen or month>=2026-09, found '%s'", condition);
}

HVK_EXPORT int hvk_period_resolve(struct hvk_store *store, const char *text, char first[8], char last[8])
{
	struct hvk__period period;
	int result;

	first[0] = last[0] = '\0';
	hvk__error_clear(&store->error);
	result = hvk__period_parse(&store->error, text, hvk__store_today(store), &period);
	if (result < 0)
		return result;
	hvk__month_format(period.first, first);
	hvk__month_format(period.last, last);
	return HVK_OK;
}

/* ---- using a filter */

static bool matches_field(const struct hvk_filter *filter, unsigned field, unsigned value)
{
	return value < filter->count[field] ? filter->allowed[field][value] : filter->beyond[field];
}

static bool matches_answers(const struct hvk_filter *filter, uint64_t answers)
{
	for (size_t i = 0; i < filter->answer_count; i++) {
		const struct answer_test *test = &filter->answers[i];
		bool passes = (answers & test->mask) || (test->none && answers == 0);

		if (passes == test->negated)
			return false;
	}
	return true;
}

static bool matches_id(const struct hvk_filter *filter, int64_t id)
{
	return !filter->by_id || (bsearch(&id, filter->ids, filter->id_count, sizeof(*filter->ids), hvk__id_compare) !=
	                          NULL) != filter->not_ids;
}

bool hvk__filter_matches(const struct hvk_filter *filter, const struct hvk__row *row)
{
	if (!filter)
		return true;
	for (size_t i = 0; i < filter->tested_count; i++)
		if (!matches_field(filter, filter->tested[i], row->value[filter->tested[i]]))
			return false;
	return matches_answers(filter, row->answers) && matches_id(filter, row->id);
}

bool hvk__filter_matches_voided(const struct hvk_filter *filter, const struct hvk__row *row)
{
	if (!filter)
		return true;
	if (filter->allowed[HVK__MONTH] && !matches_field(filter, HVK__MONTH, row->value[HVK__MONTH]))
		return false;
	return matches_id(filter, row->id);
}

void hvk__filter_months(const struct hvk_filter *filter, int *first, int *last)
{
	*first = filter ? filter->first : 0;
	*last = filter ? filter->last : HVK__MONTH_MAX;
	if (filter && filter->by_id && !filter->not_ids) {
		int lowest = (int)(filter->ids[0] >> HVK__ID_BITS),
		    highest = (int)(filter->ids[filter->id_count - 1] >> HVK__ID_BITS);

		*first = lowest > *first ? lowest : *first;
		*last = highest < *last ? highest : *last;
	}
}

unsigned hvk__filter_needed(const struct hvk_filter *filter)
{
	unsigned needed = 0;

	if (!filter)
		return 0;
	for (size_t i = 0; i < filter->tested_count; i++)
		needed |= 1u << filter->tested[i];
	if (filter->answer_count)
		needed |= HVK__NEED_ANSWERS;
	return filter->by_id ? needed | HVK__NEED_ID : needed;
}

const bool *hvk__filter_allowed(const struct hvk_filter *filter, enum hvk__field field, size_t *count)
{
	*count = filter ? filter->count[field] : 0;
	return filter ? filter->allowed[field] : NULL;
}
