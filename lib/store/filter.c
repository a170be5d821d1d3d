/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Filters. Every condition ends as a table of the values that a field may have, made when the condition is added, so
 * that a row is tested by one load a field.
 */
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "store/store.h"
#include "store/values.h"

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

/* ---- keys */

enum { ANSWERS = -1, IDS = -2 };

struct key {
	const char *name;
	int field;              /* or ANSWERS, IDS */
	enum hvk__class class;
	const char *list;       /* code list, or NULL */
};

static const struct key keys[] = {
	{ "id", IDS, HVK__CLASS_CODE, NULL },
	{ "month", HVK__MONTH, HVK__CLASS_MONTH, NULL },
	{ "period", HVK__MONTH, HVK__CLASS_MONTH, NULL },
	{ "day", HVK__DAY, HVK__CLASS_DAY, NULL },
	{ "gemeente", HVK__GEMEENTE, HVK__CLASS_GEMEENTE, NULL },
	{ "arrondissement", HVK__GEMEENTE, HVK__CLASS_ARRONDISSEMENT, NULL },
	{ "province", HVK__GEMEENTE, HVK__CLASS_PROVINCE, NULL },
	{ "region", HVK__GEMEENTE, HVK__CLASS_REGION, NULL },
	{ "desk", HVK__DESK, HVK__CLASS_CODE, "desk" },
	{ "channel", HVK__CHANNEL, HVK__CLASS_CODE, "channel" },
	{ "asker", HVK__ASKER, HVK__CLASS_CODE, "asker" },
	{ "asker-group", HVK__ASKER, HVK__CLASS_GROUP, "asker" },
	{ "age", HVK__AGE, HVK__CLASS_NUMBERED, "age" },
	{ "theme", HVK__THEME, HVK__CLASS_CODE, "theme" },
	{ "theme-group", HVK__THEME, HVK__CLASS_GROUP, "theme" },
	{ "kind", HVK__KIND, HVK__CLASS_CODE, "kind" },
	{ "severity", HVK__SEVERITY, HVK__CLASS_CODE, "severity" },
	{ "answer", ANSWERS, HVK__CLASS_CODE, "answer" },
	{ "duration", HVK__DURATION, HVK__CLASS_NUMBERED, "duration" },
	{ "contact", HVK__CONTACT, HVK__CLASS_CODE, "contact" },
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

/* ---- values */

static int add_answers(struct hvk_filter *filter, bool negated, const struct hvk__values *values)
{
	struct answer_test test = { .none = values->wanted[0], .negated = negated };

	for (size_t i = 1; i < values->count && i <= HVK__ANSWERS_MAX; i++)
		test.mask |= (uint64_t)values->wanted[i] << (i - 1);
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

/* Joins the values with those of conditions on the same field: a value must satisfy all. */
static void add_values(struct hvk_filter *filter, int field, bool negated, const struct hvk__values *values)
{
	bool *old = filter->allowed[field];

	for (size_t i = 0; i < values->count; i++) {
		bool before = !old || (i < filter->count[field] ? old[i] : filter->beyond[field]);

		values->wanted[i] = before && values->wanted[i] != negated;
	}
	if (old)
		filter->beyond[field] = filter->beyond[field] && negated;
	else {
		filter->beyond[field] = negated;
		filter->tested[filter->tested_count++] = (unsigned char)field;
	}
	free(old);
	filter->allowed[field] = values->wanted;
	filter->count[field] = values->count;
	if (field == HVK__MONTH)
		find_months(filter);
}

static int add_condition(struct hvk_filter *filter, const struct key *key, enum hvk__operator operator,
                         const char *value)
{
	const struct hvk__asked asked = {
		.key = key->name, .class = key->class, .list = key->list, .ordered = _("month, day, age and duration"),
	};
	struct hvk__values values;
	int result = hvk__values_find(filter->store, &asked, operator, value, &values);

	if (result < 0)
		return result;
	if (key->field >= 0) {
		add_values(filter, key->field, operator == HVK__NOT_EQUAL, &values);
	} else {
		result = add_answers(filter, operator == HVK__NOT_EQUAL, &values);
		free(values.wanted);
	}
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
static int add_ids(struct hvk_filter *filter, enum hvk__operator operator, const char *value)
{
	struct hvk__error *error = &filter->store->error;
	int result;

	if (operator != HVK__EQUAL && operator != HVK__NOT_EQUAL)
		return hvk__fail(error, HVK_EINVAL, "id: expected '=' or '!=' and ids separated by commas");
	if (filter->by_id)
		return hvk__fail(error, HVK_EINVAL, "id: expected one condition; several ids are separated by commas");
	result = read_ids(filter, value);
	filter->by_id = result == HVK_OK;
	filter->not_ids = operator == HVK__NOT_EQUAL;
	if (result < 0)
		filter->id_count = 0;
	return result;
}

/* ---- adding conditions */

static int add(struct hvk_filter *filter, const char *key_name, size_t key_length, enum hvk__operator operator,
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
	return key->field == IDS ? add_ids(filter, operator, copy) : add_condition(filter, key, operator, copy);
}

HVK_EXPORT int hvk_filter_add(struct hvk_filter *filter, const char *key, const char *op, const char *value)
{
	enum hvk__operator operator;
	int result;

	hvk__error_clear(&filter->store->error);
	result = hvk__operator_parse(&filter->store->error, op, &operator);
	return result < 0 ? result : add(filter, key, strlen(key), operator, value);
}

HVK_EXPORT int hvk_filter_parse(struct hvk_filter *filter, const char *condition)
{
	struct hvk__condition split;

	hvk__error_clear(&filter->store->error);
	if (hvk__condition_split(condition, &split))
		return add(filter, split.key, split.key_length, split.operator, split.value);
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
