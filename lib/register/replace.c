/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Files as the truth for the desks and months in them. Rows with ids of their own are compared by id, which reconcile.c
 * does; the others have none that a spreadsheet would keep, so that they are compared as a multiset: so many of this
 * content there, so many here.
 */
#include <string.h>

#include "register/import.h"

/* A row to be compared by content. */
struct item {
	uint64_t content; /* hash */
	struct hvk__arrival arrival;
};

struct items {
	struct item *items;
	size_t count, capacity;
};

/* The desks and months in the files: a flag for each pair. */
struct covered {
	bool *flags;
	size_t desks;
	int first;
};

static bool *covered_flag(const struct covered *covered, const struct hvk__row *row)
{
	return &covered->flags[(size_t)(row->value[HVK__MONTH] - covered->first) * covered->desks +
	                       row->value[HVK__DESK]];
}

static int find_covered(const struct hvk__reconciling *it, struct covered *covered)
{
	const struct hvk__arrivals *arrivals = &it->import->arrivals;
	struct hvk__codes *codes;
	int result = hvk__store_codes(it->store, &codes);

	if (result < 0)
		return result;
	covered->desks = hvk__codes_list(codes, "desk")->count + 1;
	covered->first = it->first;
	covered->flags = calloc((size_t)(it->last - it->first + 1), covered->desks);
	if (!covered->flags)
		return hvk__fail_memory(&it->store->error);
	for (size_t i = 0; i < arrivals->count; i++)
		if (arrivals->items[i].row->value[HVK__GEMEENTE] != 0)
			*covered_flag(covered, arrivals->items[i].row) = true;
	return HVK_OK;
}

static bool items_add(struct items *items, const struct hvk__names *names, uint64_t id, const struct hvk__row *row)
{
	struct hvk__row content = *row;

	content.id = 0;
	if (!hvk__reserve(&items->items, &items->capacity, items->count + 1, sizeof(*items->items)))
		return false;
	items->items[items->count++] = (struct item){ hvk__row_hash(names, &content).low64, { id, row } };
	return true;
}

static int compare_content(const struct item *a, const struct item *b)
{
	const struct hvk__row *left = a->arrival.row, *right = b->arrival.row;
	int order;

	if (a->content != b->content)
		return a->content < b->content ? -1 : 1;
	order = memcmp(left->value, right->value, sizeof(left->value));
	return order ? order : (left->answers > right->answers) - (left->answers < right->answers);
}

static int compare_items(const void *a, const void *b)
{
	const struct item *left = a, *right = b;
	int order = compare_content(left, right);

	return order ? order : (left->arrival.key > right->arrival.key) - (left->arrival.key < right->arrival.key);
}

/* Whether a row with this id of its own arrives. */
static bool arrives(const struct hvk__arrivals *arrivals, int64_t id)
{
	size_t low = 0, high = arrivals->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (arrivals->items[middle].key < (uint64_t)id)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < arrivals->count && arrivals->items[low].key == (uint64_t)id; low++)
		if (arrivals->items[low].row->id)
			return true;
	return false;
}

/* The store's rows of the desks and months covered, but for those that the files name by id. */
static int collect_stored(struct hvk__reconciling *it, const struct covered *covered, struct hvk__row **rows,
                          size_t *count)
{
	struct hvk__scan *scan;
	size_t capacity = 0;
	struct hvk__row row;
	int result;

	if (!hvk_store_is_open(it->store))
		return HVK_OK;
	result = hvk__scan_open(it->store, it->first, it->last, HVK__NEED_ALL, &scan);
	if (result < 0)
		return result;
	while ((result = hvk__scan_next(scan, &row)) == 1) {
		if (row.value[HVK__DESK] >= covered->desks || !*covered_flag(covered, &row) ||
		    arrives(&it->import->arrivals, row.id))
			continue;
		if (!hvk__reserve(rows, &capacity, *count + 1, sizeof(**rows))) {
			result = hvk__fail_memory(&it->store->error);
			break;
		}
		(*rows)[(*count)++] = row;
	}
	hvk__scan_close(scan);
	return result;
}

/* Takes the rows without ids of their own out of the arrivals. */
static bool collect_hashed(struct hvk__reconciling *it, struct items *hashed)
{
	struct hvk__arrivals *arrivals = &it->import->arrivals;
	size_t kept = 0;

	for (size_t i = 0; i < arrivals->count; i++) {
		const struct hvk__arrival *arrival = &arrivals->items[i];

		if (arrival->row->id)
			arrivals->items[kept++] = *arrival;
		else if (!items_add(hashed, &it->import->names, arrival->key, arrival->row))
			return false;
	}
	arrivals->count = kept;
	return true;
}

/* Walks through both in the order of content: what has a counterpart is unchanged. */
static bool match(struct hvk__reconciling *it, const struct items *stored, const struct items *hashed,
                  struct hvk__arrivals *fresh)
{
	size_t s = 0, h = 0;
	bool good = true;

	while (good && (s < stored->count || h < hashed->count)) {
		int order = s == stored->count   ? 1
		            : h == hashed->count ? -1
		                                 : compare_content(&stored->items[s], &hashed->items[h]);

		if (order < 0) {
			good = hvk__ids_add(&it->voided, (int64_t)stored->items[s++].arrival.key);
		} else if (order > 0) {
			good = hvk__arrivals_add(fresh, hashed->items[h].arrival.key, hashed->items[h].arrival.row);
			h++;
		} else {
			it->import->counts.unchanged++;
			s++;
			h++;
		}
	}
	return good;
}

/* What was collected comes down to what is to be voided and what is to be added. */
static bool compare(struct hvk__reconciling *it, const struct hvk__row *rows, size_t count)
{
	struct items stored = { 0 }, hashed = { 0 };
	struct hvk__arrivals fresh = { 0 };
	bool good = collect_hashed(it, &hashed);

	for (size_t i = 0; i < count && good; i++)
		good = items_add(&stored, &it->import->names, (uint64_t)rows[i].id, &rows[i]);
	if (stored.count > 0)
		qsort(stored.items, stored.count, sizeof(*stored.items), compare_items);
	if (hashed.count > 0)
		qsort(hashed.items, hashed.count, sizeof(*hashed.items), compare_items);
	good = good && match(it, &stored, &hashed, &fresh) && hvk__arrivals_sort(&fresh) &&
	       hvk__arrivals_merge(&it->import->arrivals, &fresh);
	free(stored.items);
	free(hashed.items);
	free(fresh.items);
	return good;
}

int hvk__replace(struct hvk__reconciling *it)
{
	_cleanup_free_ struct hvk__row *rows = NULL;
	struct covered covered = { 0 };
	size_t count = 0;
	int result = find_covered(it, &covered);

	if (result == HVK_OK)
		result = collect_stored(it, &covered, &rows, &count);
	free(covered.flags);
	if (result == HVK_OK && !compare(it, rows, count))
		result = hvk__fail_memory(&it->store->error);
	return result;
}
