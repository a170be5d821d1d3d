/* SPDX-License-Identifier: EUPL-1.2 */
/* Conditions on events and their order, as SQL on the table of each kind. */
#include "agenda/event.h"

#include <string.h>

#include "core/macro.h"
#include "core/text.h"

/* ---------------------------------------------------------------- keys besides fields */

static bool is_task(enum hvk__event_kind kind)
{
	return kind == HVK__EVENT_ACTION || kind == HVK__EVENT_MILESTONE;
}

static bool has_place(enum hvk__event_kind kind)
{
	return hvk__event_source(kind, HVK_EVENT_GEMEENTE, 0);
}

static const struct key {
	const char *name, *help;
	bool (*applies)(enum hvk__event_kind kind); /* NULL: to all */
	enum hvk__operator date;                    /* of those on the day: how it is compared */
} keys[] = {
	{ "since", "not before that day: a date, a month, today", NULL, HVK__GREATER_EQUAL },
	{ "until", "not after that day", NULL, HVK__LESS_EQUAL },
	{ "period", "in that time: 2026-10, 2026-Q4, 2026-2027", NULL, HVK__EQUAL },
	{ "late", "yes: actions and milestones due before today and not done", is_task, HVK__EQUAL },
	{ "open", "yes: actions and milestones not done", is_task, HVK__EQUAL },
	{ "arrondissement", "of the gemeente", has_place, HVK__EQUAL },
	{ "province", "of the gemeente", has_place, HVK__EQUAL },
	{ "region", "a set of gemeenten of your own", has_place, HVK__EQUAL },
};
enum { KEY_SINCE, KEY_UNTIL, KEY_PERIOD, KEY_LATE, KEY_OPEN, KEY_PLACES };

HVK_EXPORT const char *hvk_events_key(size_t n)
{
	return n < ARRAY_SIZE(keys) ? keys[n].name : NULL;
}

HVK_EXPORT const char *hvk_events_key_help(size_t n)
{
	return n < ARRAY_SIZE(keys) ? keys[n].help : NULL;
}

static size_t find_key(const char *name, size_t length)
{
	size_t key = 0;

	while (key < ARRAY_SIZE(keys) &&
	       (strlen(keys[key].name) != length || memcmp(keys[key].name, name, length) != 0))
		key++;
	return key;
}

/* A field that some column holds. */
static bool has_column(enum hvk_event_field field)
{
	for (enum hvk__event_kind kind = 0; field < HVK_EVENT_FIELDS && kind < HVK__EVENT_KINDS; kind++)
		if (hvk__event_source(kind, field, 0))
			return true;
	return false;
}

static int fail_unknown(struct hvk_store *store, const char *what, const char *name, size_t length)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	hvk__fold(folded, sizeof(folded), name, length);
	for (enum hvk_event_field field = 0; field < HVK_EVENT_FIELDS; field++) {
		const char *known = hvk__event_fields[field].public.name;

		if (has_column(field) || field == HVK_EVENT_KIND)
			hvk__nearest_offer_text(&nearest, known, known);
	}
	for (size_t i = 0; *what == 'f' && i < ARRAY_SIZE(keys); i++)
		hvk__nearest_offer_text(&nearest, keys[i].name, keys[i].name);
	if (*what == 'f')
		return nearest.best ? hvk__fail(&store->error, HVK_EINVAL, "cannot filter on '%.*s'; did you mean %s?",
		                                (int)length, name, (const char *)nearest.best)
		                    : hvk__fail(&store->error, HVK_EINVAL, "cannot filter on '%.*s'", (int)length,
		                                name);
	return nearest.best ? hvk__fail(&store->error, HVK_EINVAL, "cannot sort by '%.*s'; did you mean %s?",
	                                (int)length, name, (const char *)nearest.best)
	                    : hvk__fail(&store->error, HVK_EINVAL, "cannot sort by '%.*s'", (int)length, name);
}

int hvk__event_key_check(struct hvk_store *store, const char *key, size_t length, enum hvk__operator operator,
                         bool *is_kind)
{
	enum hvk_event_field field = hvk__event_find_field(key, length);
	size_t n = find_key(key, length);

	*is_kind = field == HVK_EVENT_KIND;
	if (!*is_kind && n == ARRAY_SIZE(keys) && !has_column(field))
		return fail_unknown(store, "filter", key, length);
	if (operator != HVK__EQUAL && operator != HVK__NOT_EQUAL && (*is_kind || n < KEY_PLACES))
		return hvk__fail(&store->error, HVK_EINVAL, "%.*s: expected '=' or '!='", (int)length, key);
	return HVK_OK;
}

/* ---------------------------------------------------------------- kinds */

static int find_kind(struct hvk_store *store, const char *text, size_t length, unsigned *kinds)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	hvk__fold(folded, sizeof(folded), text, length);
	for (enum hvk__event_kind kind = 0; kind < HVK__EVENT_KINDS; kind++) {
		const char *name = hvk__types[hvk__event_types[kind]].name;

		hvk__nearest_offer_text(&nearest, name, name);
		if (strcmp(folded, name) != 0)
			continue;
		*kinds |= 1U << kind;
		return HVK_OK;
	}
	if (nearest.best)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "kind: unknown '%.*s'; did you mean %s?", (int)length,
		                 text, (const char *)nearest.best);
	return hvk__fail(&store->error, HVK_ENOTFOUND,
	                 "kind: expected session, meeting, action, milestone or agreement, found '%.*s'", (int)length,
	                 text);
}

int hvk__event_kinds_parse(struct hvk_store *store, const char *text, unsigned *kinds)
{
	int result = HVK_OK;

	*kinds = 0;
	while (result == HVK_OK) {
		size_t piece = strcspn(text, ","), length = piece;
		const char *name = hvk__trim(text, &length);

		result = find_kind(store, name, length, kinds);
		if (text[piece] == '\0')
			break;
		text += piece + 1;
	}
	return result;
}

/* ---------------------------------------------------------------- conditions */

static int add_column(struct hvk_store *store, enum hvk__event_kind kind, const char *column,
                      enum hvk__operator operator, const char *value, struct hvk__clause *clause)
{
	struct hvk__condition condition = { column, strlen(column), operator, value };

	return hvk__condition_add(store, hvk__event_types[kind], &condition, clause);
}

/* On the day that an event of the kind has. */
static int add_date(struct hvk_store *store, enum hvk__event_kind kind, enum hvk__operator operator, const char *value,
                    struct hvk__clause *clause)
{
	size_t length = strlen(value);
	const char *trimmed = hvk__trim(value, &length);
	char today[11];

	if (length == strlen("today") && strncasecmp(trimmed, "today", length) == 0) {
		hvk__date_format(hvk__store_today(store), today);
		value = today;
	}
	return add_column(store, kind, hvk__event_source(kind, HVK_EVENT_DATE, 0)->name, operator, value, clause);
}

/* Not done; late: and to be done before today. */
static int add_task(struct hvk_store *store, const char *key, bool late, const struct hvk__event_condition *condition,
                    struct hvk__clause *clause)
{
	bool yes = strcasecmp(condition->value, "yes") == 0 || strcasecmp(condition->value, "ja") == 0 ||
	           !*condition->value;
	char today[11];

	if (!yes && strcasecmp(condition->value, "no") != 0 && strcasecmp(condition->value, "nee") != 0)
		return hvk__fail(&store->error, HVK_EINVAL, "%s: expected yes or no, found '%s'", key,
		                 condition->value);
	hvk__clause_sql(clause, " AND (t.done IS NULL");
	if (late) {
		hvk__date_format(hvk__store_today(store), today);
		hvk__clause_sql(clause, " AND t.due < ");
		hvk__clause_text(clause, today, strlen(today));
	}
	hvk__clause_sql(clause, ") = %d", yes == (condition->operator == HVK__EQUAL));
	return hvk__clause_check(&store->error, clause);
}

static int add_key(struct hvk_store *store, enum hvk__event_kind kind, size_t key,
                   const struct hvk__event_condition *condition, struct hvk__clause *clause)
{
	enum hvk__operator operator = condition->operator;

	if (key == KEY_LATE || key == KEY_OPEN)
		return add_task(store, keys[key].name, key == KEY_LATE, condition, clause);
	if (key >= KEY_PLACES)
		return add_column(store, kind, keys[key].name, operator, condition->value, clause);
	/* What is not since a day is before it. */
	if (operator == HVK__NOT_EQUAL)
		operator = key == KEY_SINCE ? HVK__LESS : key == KEY_UNTIL ? HVK__GREATER : HVK__NOT_EQUAL;
	else
		operator = keys[key].date;
	return add_date(store, kind, operator, condition->value, clause);
}

/* Who holds a session together with others holds it too. */
static int add_holder(struct hvk_store *store, const struct hvk__event_condition *condition,
                      struct hvk__clause *clause)
{
	enum hvk__operator operator = condition->operator;
	int result;

	/* Nobody holds it without the first. */
	if (!*condition->value)
		return add_column(store, HVK__EVENT_SESSION, "partner", operator, condition->value, clause);
	if (operator == HVK__NOT_EQUAL) {
		result = add_column(store, HVK__EVENT_SESSION, "partner", operator, condition->value, clause);
		return result < 0 ? result : add_column(store, HVK__EVENT_SESSION, "co_partner", operator,
		                                        condition->value, clause);
	}
	hvk__clause_sql(clause, " AND (1");
	result = add_column(store, HVK__EVENT_SESSION, "partner", operator, condition->value, clause);
	hvk__clause_sql(clause, " OR 1");
	if (result == HVK_OK)
		result = add_column(store, HVK__EVENT_SESSION, "co_partner", operator, condition->value, clause);
	hvk__clause_sql(clause, ")");
	return result;
}

/* A field that stands in the first of two columns that has a value. */
static int add_field(struct hvk_store *store, enum hvk__event_kind kind, enum hvk_event_field field,
                     const struct hvk__event_condition *condition, struct hvk__clause *clause)
{
	const struct hvk_record_column *first = hvk__event_source(kind, field, 0),
	                               *second = hvk__event_source(kind, field, 1);
	int result;

	if (field == HVK_EVENT_DATE)
		return add_date(store, kind, condition->operator, condition->value, clause);
	if (field == HVK_EVENT_PARTNER && kind == HVK__EVENT_SESSION)
		return add_holder(store, condition, clause);
	if (!second)
		return add_column(store, kind, first->name, condition->operator, condition->value, clause);
	hvk__clause_sql(clause, " AND CASE WHEN t.%s IS NOT NULL THEN 1", first->name);
	result = add_column(store, kind, first->name, condition->operator, condition->value, clause);
	hvk__clause_sql(clause, " ELSE 1");
	if (result == HVK_OK)
		result = add_column(store, kind, second->name, condition->operator, condition->value, clause);
	hvk__clause_sql(clause, " END");
	return result;
}

int hvk__event_condition_add(struct hvk_store *store, enum hvk__event_kind kind,
                             const struct hvk__event_condition *condition, struct hvk__clause *clause, bool *applies)
{
	struct hvk__clause_mark mark = hvk__clause_mark(clause);
	size_t length = strlen(condition->key), key = find_key(condition->key, length);
	enum hvk_event_field field = hvk__event_find_field(condition->key, length);
	int result = HVK_OK;

	if (key < ARRAY_SIZE(keys)) {
		*applies = !keys[key].applies || keys[key].applies(kind);
		if (*applies)
			result = add_key(store, kind, key, condition, clause);
	} else {
		*applies = hvk__event_source(kind, field, 0);
		if (*applies)
			result = add_field(store, kind, field, condition, clause);
	}
	if (result < 0)
		hvk__clause_back(clause, mark);
	return result;
}

bool hvk__event_condition_is_public(enum hvk__event_kind kind, const struct hvk__event_condition *condition)
{
	enum hvk_event_field field = hvk__event_find_field(condition->key, strlen(condition->key));

	return field == HVK_EVENT_FIELDS || hvk__event_fields[field].for_everybody[kind];
}

/* ---------------------------------------------------------------- order */

static int parse_one(struct hvk_store *store, const char *name, size_t length, struct hvk__event_order *order)
{
	order->descending = length > 0 && *name == '-';
	name += order->descending;
	length -= order->descending;
	order->field = hvk__event_find_field(name, length);
	return order->field == HVK_EVENT_KIND || has_column(order->field) ? HVK_OK
	                                                                  : fail_unknown(store, "sort", name, length);
}

int hvk__event_order_parse(struct hvk_store *store, const char *columns, struct hvk__event_order **orders,
                           size_t *count)
{
	size_t capacity = 0;
	int result = HVK_OK;

	*orders = NULL;
	*count = 0;
	while (result == HVK_OK && columns && *columns) {
		size_t piece = strcspn(columns, ","), length = piece;
		const char *name = hvk__trim(columns, &length);
		struct hvk__event_order order;

		result = parse_one(store, name, length, &order);
		if (result == HVK_OK && *count >= HVK_EVENT_FIELDS)
			result = hvk__fail(&store->error, HVK_EINVAL, "sort: expected each column once");
		if (result == HVK_OK && !hvk__reserve(orders, &capacity, *count + 1, sizeof(order)))
			result = hvk__fail_memory(&store->error);
		if (result == HVK_OK)
			(*orders)[(*count)++] = order;
		columns += piece;
		columns += *columns == ',';
	}
	if (result < 0) {
		free(*orders);
		*orders = NULL;
		*count = 0;
	}
	return result;
}

static void add_expression(struct hvk__clause *clause, const char *type, const struct hvk_record_column *column)
{
	const char *name = column->name;

	switch (column->form) {
	case HVK_FORM_TEXT:
	case HVK_FORM_LINES:
	case HVK_FORM_URL:
		hvk__clause_sql(clause, "hvk_fold(t.%s)", name);
		break;
	case HVK_FORM_RECORD:
		if (column->traits & HVK_TRAIT_MANY)
			hvk__clause_sql(clause, "(SELECT min(r.slug) FROM %s_%s AS m JOIN %s AS r ON r.id = m.%s WHERE"
			                " m.%s = t.id)", type, name, hvk__types[column->type].name, name, type);
		else
			hvk__clause_sql(clause, "(SELECT r.slug FROM %s AS r WHERE r.id = t.%s)",
			                hvk__types[column->type].name, name);
		break;
	case HVK_FORM_AGES:
		hvk__clause_sql(clause, "CASE WHEN t.%s LIKE 'pre%%' THEN -1 ELSE CAST(t.%s AS INTEGER) END", name,
		                name);
		break;
	default:
		if (column->traits & HVK_TRAIT_MANY)
			hvk__clause_sql(clause, "(SELECT min(m.%s) FROM %s_%s AS m WHERE m.%s = t.id)", name, type,
			                name, type);
		else
			hvk__clause_sql(clause, "t.\"%s\"", name);
		break;
	}
}

void hvk__event_order_sql(struct hvk__clause *clause, enum hvk__event_kind kind, enum hvk_event_field field)
{
	const struct hvk_record_column *first = hvk__event_source(kind, field, 0),
	                               *second = hvk__event_source(kind, field, 1);
	const char *type = hvk__types[hvk__event_types[kind]].name;

	if (field == HVK_EVENT_KIND) {
		hvk__clause_sql(clause, "%d", (int)kind);
	} else if (!first) {
		hvk__clause_sql(clause, "NULL");
	} else if (!second) {
		add_expression(clause, type, first);
	} else {
		hvk__clause_sql(clause, "coalesce(");
		add_expression(clause, type, first);
		hvk__clause_sql(clause, ", ");
		add_expression(clause, type, second);
		hvk__clause_sql(clause, ")");
	}
}
