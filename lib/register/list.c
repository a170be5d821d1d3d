/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Listing. The key keeps a month together but mixes its questions, so that in the usual order one month at a time is
 * read, sorted and handed out: memory is that of a month, and no lock is held while the reader of a list takes its
 * time. Another order needs all.
 */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "register/question.h"

struct sort_key {
	enum hvk_column column;
	bool descending;
};

struct order {
	struct sort_key keys[HVK_COLUMNS];
	size_t key_count;
	uint16_t *desk_rank; /* by number */
};

struct hvk_list {
	struct hvk_store *store;
	const struct hvk_filter *filter;
	bool with_voided;
	struct order order;
	int month, last;     /* still to be read */
	struct hvk__row *rows;
	size_t count, capacity, position;
	struct hvk_question question;
};

/* ---- order */

static int compare_column(const struct hvk__row *a, const struct hvk__row *b, enum hvk_column column,
                          const uint16_t *desk_rank)
{
	int field = hvk__columns[column].field;

	switch (column) {
	case HVK_ID:
		return HVK__ORDER(a->id, b->id);
	case HVK_ANSWER:
		return HVK__ORDER(a->answers, b->answers);
	case HVK_VOIDED:
		return HVK__ORDER(hvk__row_is_voided(a), hvk__row_is_voided(b));
	case HVK_DESK:
		return HVK__ORDER(desk_rank[a->value[field]], desk_rank[b->value[field]]);
	default:
		return HVK__ORDER(a->value[field], b->value[field]);
	}
}

static int compare(const void *left, const void *right, void *data)
{
	const struct hvk__row *a = left, *b = right;
	const struct order *order = data;

	for (size_t i = 0; i < order->key_count; i++) {
		int result = compare_column(a, b, order->keys[i].column, order->desk_rank);

		if (result)
			return order->keys[i].descending ? -result : result;
	}
	/* Those voided come last in their month. */
	if (a->value[HVK__MONTH] == b->value[HVK__MONTH] && hvk__row_is_voided(a) != hvk__row_is_voided(b))
		return hvk__row_is_voided(a) - hvk__row_is_voided(b);
	return hvk__row_compare(a, b, order->desk_rank);
}

static int add_sort_key(struct hvk_store *store, struct order *order, const char *name, size_t length)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };
	bool descending = length > 0 && *name == '-';

	name += descending;
	length -= descending;
	hvk__fold(folded, sizeof(folded), name, length);
	for (unsigned column = 0; column < HVK_COLUMNS; column++) {
		const char *other = hvk__columns[column].name;

		if (strlen(other) == length && memcmp(other, name, length) == 0) {
			/* A column named twice: the first time decides. */
			if (order->key_count < ARRAY_SIZE(order->keys))
				order->keys[order->key_count++] = (struct sort_key) { column, descending };
			return HVK_OK;
		}
		hvk__nearest_offer(&nearest, other, other);
	}
	if (nearest.best)
		return hvk__fail(&store->error, HVK_EINVAL, "cannot sort by '%.*s'; did you mean %s?", (int)length,
		                 name, (const char *)nearest.best);
	return hvk__fail(&store->error, HVK_EINVAL, "cannot sort by '%.*s'; expected columns such as month,-gemeente",
	                 (int)length, name);
}

static int parse_sort(struct hvk_store *store, struct order *order, const char *sort)
{
	int result = HVK_OK;

	while (sort && *sort && result == HVK_OK) {
		size_t piece = strcspn(sort, ","), length = piece;
		const char *name = hvk__trim(sort, &length);

		result = add_sort_key(store, order, name, length);
		sort += piece;
		sort += *sort == ',';
	}
	return result;
}

static int compare_slugs(const void *left, const void *right, void *data)
{
	const struct hvk__list *desks = data;

	return strcmp(desks->codes[*(const uint16_t *)left - 1].code, desks->codes[*(const uint16_t *)right - 1].code);
}

/* The place of every desk among the slugs. Their numbers tell in which order they came, and differ between stores. */
static int rank_desks(struct hvk_store *store, uint16_t **rank)
{
	_cleanup_free_ uint16_t *numbers = NULL;
	struct hvk__codes *codes;
	struct hvk__list *desks;
	int result = hvk__store_codes(store, &codes);

	if (result < 0)
		return result;
	desks = hvk__codes_list(codes, "desk");
	*rank = calloc(UINT16_MAX + 1, sizeof(**rank));
	numbers = calloc(UINT16_MAX + 1, sizeof(*numbers));
	if (!*rank || !numbers)
		return hvk__fail_memory(&store->error);
	for (size_t i = 0; desks && i < desks->count; i++)
		numbers[i] = desks->codes[i].number;
	if (desks && desks->count)
		qsort_r(numbers, desks->count, sizeof(*numbers), compare_slugs, desks);
	for (size_t i = 0; desks && i < desks->count; i++)
		(*rank)[numbers[i]] = (uint16_t)(i + 1);
	return HVK_OK;
}

/* ---- reading */

static int keep(struct hvk_list *list, const struct hvk__row *row)
{
	if (!hvk__reserve(&list->rows, &list->capacity, list->count + 1, sizeof(*list->rows)))
		return hvk__fail_memory(&list->store->error);
	list->rows[list->count++] = *row;
	return HVK_OK;
}

/* Reads the first month from list->month on that has questions, or all months; *month: the last one read, beyond
 * list->last when there was none. */
static int read_questions(struct hvk_list *list, bool all, int *month)
{
	struct hvk__scan *scan;
	const struct hvk__row *rows;
	size_t count;
	bool complete = false;
	int result = hvk__scan_open(list->store, list->month, list->last, HVK__NEED_ALL, &scan);

	*month = list->last + 1;
	if (result < 0)
		return result;
	while (!complete && (result = hvk__scan_block(scan, &rows, &count)) == 1)
		for (size_t i = 0; i < count && !complete && result >= 0; i++) {
			int of_row = rows[i].value[HVK__MONTH];

			if (!all && *month <= list->last && of_row != *month) {
				complete = true;
				break;
			}
			*month = of_row;
			if (hvk__filter_matches(list->filter, &rows[i]) && (result = keep(list, &rows[i])) < 0)
				complete = true;
		}
	hvk__scan_close(scan);
	return result < 0 ? result : HVK_OK;
}

/* Adds the voided ones of the months first..last. */
static int read_voided(struct hvk_list *list, int first, int last)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	int result = hvk__store_prepare(list->store, "SELECT id FROM tombstone WHERE id BETWEEN ? AND ?", &query);

	if (result < 0)
		return result;
	sqlite3_bind_int64(query, 1, (sqlite3_int64)first << HVK__ID_BITS);
	sqlite3_bind_int64(query, 2, ((sqlite3_int64)last << HVK__ID_BITS) | HVK__ID_MASK);
	while ((result = hvk__store_step(list->store, query)) == 1) {
		struct hvk__row row = { .id = sqlite3_column_int64(query, 0) };

		row.value[HVK__MONTH] = (uint16_t)(row.id >> HVK__ID_BITS);
		if (!hvk__filter_matches_voided(list->filter, &row))
			continue;
		result = keep(list, &row);
		if (result < 0)
			return result;
	}
	return result;
}

/* The next month with rows in the usual order; all in another one. */
static int read_more(struct hvk_list *list)
{
	bool all = list->order.key_count > 0;
	int first = list->month, month, result;

	list->count = list->position = 0;
	result = read_questions(list, all, &month);
	if (all)
		month = list->last;
	if (month > list->last)
		month = list->last;
	if (result == HVK_OK && list->with_voided)
		result = read_voided(list, first, month);
	list->month = month + 1;
	if (result == HVK_OK && list->count)
		qsort_r(list->rows, list->count, sizeof(*list->rows), compare, &list->order);
	return result;
}

/* ---- the interface */

HVK_EXPORT int hvk_list_open(struct hvk_store *store, const struct hvk_filter *filter, const char *sort,
                             bool with_voided, struct hvk_list **list)
{
	struct hvk_list *new;
	int result;

	*list = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result < 0)
		return result;
	new = calloc(1, sizeof(*new));
	if (!new)
		return hvk__fail_memory(&store->error);
	new->store = new->question.store = store;
	new->filter = filter;
	new->with_voided = with_voided;
	hvk__filter_months(filter, &new->month, &new->last);
	result = parse_sort(store, &new->order, sort);
	if (result == HVK_OK)
		result = rank_desks(store, &new->order.desk_rank);
	if (result < 0) {
		hvk_list_free(new);
		return result;
	}
	*list = new;
	return HVK_OK;
}

HVK_EXPORT void hvk_list_free(struct hvk_list *list)
{
	if (!list)
		return;
	free(list->order.desk_rank);
	free(list->rows);
	hvk__buffer_free(&list->question.joined);
	free(list);
}

HVK_EXPORT int hvk_list_next(struct hvk_list *list, struct hvk_question **question)
{
	struct hvk__codes *codes;

	*question = NULL;
	/* The caller, who shows one question after the other, took it for a value that is not recorded. */
	if (list->question.speechless) {
		list->question.speechless = false;
		return hvk__store_codes(list->store, &codes) < 0 ? list->store->error.public.code
		                                                 : hvk__fail_memory(&list->store->error);
	}
	while (list->position == list->count) {
		int result = list->month > list->last ? 0 : read_more(list);

		if (result < 0)
			return result;
		if (list->count == list->position && list->month > list->last)
			return 0;
	}
	list->question.row = list->rows[list->position++];
	list->question.voided = hvk__row_is_voided(&list->question.row);
	*question = &list->question;
	return 1;
}
