/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Everything dated, in order. As a listing of records does: first the ids of all that satisfy the conditions are read,
 * in one statement over the tables of all kinds; then the records, a block at a time, without a lock between.
 */
#include <string.h>

#include "agenda/event.h"
#include "core/macro.h"
#include "store/codes.h"

#define BLOCK 64
#define ALL_KINDS ((1U << HVK__EVENT_KINDS) - 1)
#define PUBLIC_KINDS (1U << HVK__EVENT_SESSION | 1U << HVK__EVENT_MEETING)

struct hvk_events {
	struct hvk_store *store;
	unsigned kinds;            /* those that can satisfy the conditions, as bits */
	bool public, begun;
	struct hvk__event_condition *conditions;
	size_t condition_count, condition_capacity;
	struct hvk__event_order *orders;
	size_t order_count;
	const char *cancelled;     /* while a block is read: the code of what is; NULL: the list has none */
	struct hvk__event_found *found;
	size_t found_count, found_capacity, next_found;
	struct hvk_event events[BLOCK];
	size_t count, position;
};

HVK_EXPORT int hvk_events_new(struct hvk_store *store, struct hvk_events **events)
{
	int result;

	*events = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result < 0)
		return result;
	*events = calloc(1, sizeof(**events));
	if (!*events)
		return hvk__fail_memory(&store->error);
	(*events)->store = store;
	(*events)->kinds = ALL_KINDS;
	return HVK_OK;
}

static void free_condition(struct hvk__event_condition *condition)
{
	free(condition->key);
	free(condition->value);
}

HVK_EXPORT void hvk_events_free(struct hvk_events *events)
{
	if (!events)
		return;
	for (size_t i = 0; i < BLOCK; i++) {
		hvk__event_forget(&events->events[i]);
		hvk__buffer_free(&events->events[i].shown);
		hvk_record_free(events->events[i].record);
	}
	for (size_t i = 0; i < events->condition_count; i++)
		free_condition(&events->conditions[i]);
	free(events->conditions);
	free(events->orders);
	free(events->found);
	free(events);
}

/* ---------------------------------------------------------------- what is asked for */

static int change(struct hvk_events *events)
{
	hvk__error_clear(&events->store->error);
	if (events->begun)
		return hvk__fail(&events->store->error, HVK_EINVAL,
		                 "the listing has begun: nothing can be set any more");
	return HVK_OK;
}

/* A code or a slug can be known of one kind only; the others then have no such event. */
static bool may_be_elsewhere(const struct hvk__event_condition *condition, int result)
{
	enum hvk_event_field field = hvk__event_find_field(condition->key, strlen(condition->key));

	return (field == HVK_EVENT_TYPE || field == HVK_EVENT_SLUG) &&
	       (result == HVK_ENOTFOUND || result == HVK_EAMBIGUOUS || result == HVK_EINVAL);
}

/* Tries a condition on each kind that is left; kinds without such a thing fall out. */
static int try(const struct hvk_events *events, const struct hvk__event_condition *condition, unsigned *kinds)
{
	struct hvk__error first;
	int failed = HVK_OK;

	hvk__error_clear(&first);
	for (enum hvk__event_kind kind = 0; kind < HVK__EVENT_KINDS; kind++) {
		_cleanup_(hvk__clause_free) struct hvk__clause clause = { 0 };
		bool applies = false;
		int result;

		if (!(*kinds & 1U << kind))
			continue;
		result = hvk__event_condition_add(events->store, kind, condition, &clause, &applies);
		if (result < 0 && !may_be_elsewhere(condition, result))
			return result;
		if (result < 0 && failed == HVK_OK)
			failed = hvk__error_copy(&first, &events->store->error);
		if (result < 0 || !applies || (events->public && !hvk__event_condition_is_public(kind, condition)))
			*kinds &= ~(1U << kind);
	}
	hvk__error_clear(&events->store->error);
	if (*kinds == 0 && failed < 0)
		return hvk__error_copy(&events->store->error, &first);
	return HVK_OK;
}

static int add_kinds(struct hvk_events *events, enum hvk__operator operator, const char *value)
{
	unsigned kinds;
	int result = hvk__event_kinds_parse(events->store, value, &kinds);

	if (result == HVK_OK)
		events->kinds &= operator == HVK__EQUAL ? kinds : ~kinds;
	return result;
}

static int add_condition(struct hvk_events *events, const struct hvk__condition *given)
{
	struct hvk_store *store = events->store;
	struct hvk__event_condition condition = { .operator = given->operator };
	unsigned kinds = events->kinds;
	bool is_kind;
	int result = hvk__event_key_check(store, given->key, given->key_length, given->operator, &is_kind);

	if (result < 0 || is_kind)
		return result < 0 ? result : add_kinds(events, given->operator, given->value);
	condition.key = strndup(given->key, given->key_length);
	condition.value = strdup(given->value);
	if (!condition.key || !condition.value ||
	    !hvk__reserve(&events->conditions, &events->condition_capacity, events->condition_count + 1,
	                  sizeof(condition)))
		result = hvk__fail_memory(&store->error);
	/* Of no kind it would be refused by none. */
	if (result == HVK_OK && kinds == 0)
		kinds = ALL_KINDS;
	if (result == HVK_OK)
		result = try(events, &condition, &kinds);
	if (result < 0) {
		free_condition(&condition);
		return result;
	}
	events->conditions[events->condition_count++] = condition;
	events->kinds &= kinds;
	return HVK_OK;
}

HVK_EXPORT int hvk_events_add(struct hvk_events *events, const char *key, const char *op, const char *value)
{
	struct hvk__condition condition = { .key = key, .key_length = strlen(key), .value = value };
	int result = change(events);

	if (result == HVK_OK)
		result = hvk__operator_parse(&events->store->error, op, &condition.operator);
	return result < 0 ? result : add_condition(events, &condition);
}

HVK_EXPORT int hvk_events_parse(struct hvk_events *events, const char *condition)
{
	struct hvk__condition split;
	int result = change(events);

	if (result < 0)
		return result;
	if (hvk__condition_split(condition, &split))
		return add_condition(events, &split);
	return hvk__fail(&events->store->error, HVK_EINVAL,
	                 "expected KEY OP VALUE, such as gemeente=oostkamp or date>=2026, found '%s'", condition);
}

HVK_EXPORT int hvk_events_set_sort(struct hvk_events *events, const char *columns)
{
	struct hvk__event_order *orders;
	size_t count;
	int result = change(events);

	if (result == HVK_OK)
		result = hvk__event_order_parse(events->store, columns, &orders, &count);
	if (result < 0)
		return result;
	free(events->orders);
	events->orders = orders;
	events->order_count = count;
	return HVK_OK;
}

HVK_EXPORT int hvk_events_set_public(struct hvk_events *events)
{
	int result = change(events);

	if (result == HVK_OK) {
		events->public = true;
		events->kinds &= PUBLIC_KINDS;
		for (enum hvk__event_kind kind = 0; kind < HVK__EVENT_KINDS; kind++)
			for (size_t i = 0; i < events->condition_count; i++)
				if (!hvk__event_condition_is_public(kind, &events->conditions[i]))
					events->kinds &= ~(1U << kind);
	}
	return result;
}

/* ---------------------------------------------------------------- which, in which order */

static int add_kind(const struct hvk_events *events, enum hvk__event_kind kind, struct hvk__clause *clause)
{
	int result = HVK_OK;
	bool applies;

	hvk__clause_sql(clause, "SELECT %d AS kind, t.id AS id, t.slug AS slug, ", (int)kind);
	hvk__event_order_sql(clause, kind, HVK_EVENT_DATE);
	hvk__clause_sql(clause, " AS day, ");
	hvk__event_order_sql(clause, kind, HVK_EVENT_START);
	hvk__clause_sql(clause, " AS hour");
	for (size_t i = 0; i < events->order_count; i++) {
		enum hvk_event_field field = events->orders[i].field;

		hvk__clause_sql(clause, ", ");
		if (events->public && !hvk__event_fields[field].for_everybody[kind])
			hvk__clause_sql(clause, "NULL");
		else
			hvk__event_order_sql(clause, kind, field);
		hvk__clause_sql(clause, " AS x%zu", i);
	}
	hvk__clause_sql(clause, " FROM %s AS t WHERE ", hvk__types[hvk__event_types[kind]].name);
	hvk__event_order_sql(clause, kind, HVK_EVENT_DATE);
	hvk__clause_sql(clause, " IS NOT NULL%s",
	                events->public && kind == HVK__EVENT_MEETING ? " AND t.public = 1" : "");
	for (size_t i = 0; i < events->condition_count && result == HVK_OK; i++)
		result = hvk__event_condition_add(events->store, kind, &events->conditions[i], clause, &applies);
	return result;
}

static int make_query(const struct hvk_events *events, struct hvk__clause *clause)
{
	const char *between = "";
	int result = HVK_OK;

	hvk__clause_sql(clause, "SELECT kind, id FROM (");
	for (enum hvk__event_kind kind = 0; kind < HVK__EVENT_KINDS && result == HVK_OK; kind++) {
		if (!(events->kinds & 1U << kind))
			continue;
		hvk__clause_sql(clause, "%s", between);
		result = add_kind(events, kind, clause);
		between = " UNION ALL ";
	}
	hvk__clause_sql(clause, ") ORDER BY ");
	for (size_t i = 0; i < events->order_count; i++)
		hvk__clause_sql(clause, "x%zu %s NULLS LAST, ", i, events->orders[i].descending ? "DESC" : "ASC");
	hvk__clause_sql(clause, "day, hour NULLS LAST, kind, slug");
	return result < 0 ? result : hvk__clause_check(&events->store->error, clause);
}

static int find(struct hvk_events *events)
{
	_cleanup_(hvk__clause_free) struct hvk__clause clause = { 0 };
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	struct hvk_store *store = events->store;
	int result;

	if (events->kinds == 0)
		return HVK_OK;
	result = hvk__functions_register(store);
	if (result == HVK_OK)
		result = make_query(events, &clause);
	if (result == HVK_OK)
		result = hvk__store_prepare(store, clause.text.data, &row);
	if (result == HVK_OK)
		result = hvk__clause_bind(store, &clause, row);
	while (result >= 0 && (result = hvk__store_step(store, row)) == 1) {
		struct hvk__event_found found = { (enum hvk__event_kind)sqlite3_column_int(row, 0),
		                                  sqlite3_column_int64(row, 1) };

		if (!hvk__reserve(&events->found, &events->found_capacity, events->found_count + 1, sizeof(found)))
			return hvk__fail_memory(&store->error);
		events->found[events->found_count++] = found;
	}
	return result;
}

/* ---------------------------------------------------------------- reading */

/* The code of what is cancelled, whatever it is called now. */
static int find_cancelled(struct hvk_events *events)
{
	const struct hvk_code *code;
	int result = hvk__store_code_made_as(events->store, "session_status", "geannuleerd", &code);

	events->cancelled = code ? code->code : NULL;
	return result;
}

static int read_events(struct hvk_events *events)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *names = NULL;
	int result = find_cancelled(events);

	if (result == HVK_OK)
		result = hvk__store_prepare(events->store, "SELECT name FROM partner WHERE slug = ?1", &names);
	events->count = events->position = 0;
	while (result == HVK_OK && events->count < BLOCK && events->next_found < events->found_count) {
		struct hvk_event *event = &events->events[events->count];

		event->store = events->store;
		event->public = events->public;
		result = hvk__event_read(event, &events->found[events->next_found++], events->cancelled, names);
		if (result == HVK_OK)
			events->count++;
		else if (result == HVK_ENOTFOUND) /* since the listing began */
			result = HVK_OK;
	}
	return result < 0 ? result : hvk__event_trails_read(events->store, events->events, events->count);
}

static int read_block(struct hvk_events *events)
{
	bool within = !sqlite3_get_autocommit(events->store->database), first = !events->begun;
	size_t next_found = events->next_found;
	int result = within ? HVK_OK : hvk__begin_reading(events->store);

	if (result == HVK_OK && first) {
		events->begun = true;
		result = find(events);
	}
	if (result == HVK_OK)
		result = read_events(events);
	if (!within)
		hvk__rollback(events->store);
	if (result == HVK_OK)
		return HVK_OK;
	/* Nothing of the block was given: who asks again gets it whole. */
	events->count = events->position = 0;
	events->next_found = next_found;
	events->begun = !first;
	if (first)
		events->found_count = 0;
	return result;
}

HVK_EXPORT int hvk_events_next(struct hvk_events *events, struct hvk_event **event)
{
	*event = NULL;
	while (!events->begun || (events->position == events->count && events->next_found < events->found_count)) {
		int result = read_block(events);

		if (result < 0)
			return result;
	}
	if (events->position == events->count)
		return 0;
	*event = &events->events[events->position++];
	return 1;
}
