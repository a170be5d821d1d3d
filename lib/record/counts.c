/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers of people by gemeente: 'Brugge=9, Oostkamp=5', kept as '31005=9+31040=5'. */
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "record/row.h"
#include "record/value.h"

struct count {
	uint32_t nis;
	int64_t people;
};

struct counts {
	struct count *items;
	size_t count, capacity;
};

static void free_counts(struct counts *counts)
{
	free(counts->items);
}

static int compare_counts(const void *a, const void *b)
{
	return HVK__ORDER(((const struct count *)a)->nis, ((const struct count *)b)->nis);
}

/* Where the gemeente ends: at the '=', or, as labels have it, at the blank before a number at the end. */
static const char *find_end(struct hvk__text text)
{
	size_t digits = 0, length = text.length;
	const char *equals = memchr(text.data, '=', text.length);

	while (length > 0 && (text.data[length - 1] == ' ' || text.data[length - 1] == '\t'))
		length--;
	while (digits < length && text.data[length - digits - 1] >= '0' && text.data[length - digits - 1] <= '9')
		digits++;
	if (!equals && digits > 0 && digits < length && text.data[length - digits - 1] == ' ')
		equals = text.data + length - digits - 1;
	return equals;
}

/* One 'gemeente=number'. */
static int read_count(struct hvk_store *store, struct hvk__error *error, struct hvk__text text, unsigned how,
                      struct count *count)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer people = { 0 };
	const char *equals = find_end(text);
	size_t length = equals ? (size_t)(equals - text.data) : 0, rest = equals ? text.length - length - 1 : 0;
	const char *name = hvk__trim(text.data, &length), *number = equals ? hvk__trim(equals + 1, &rest) : NULL;
	uint16_t index;
	int result;

	if (length == 0 || rest == 0)
		return hvk__expected(error, "a gemeente and how many came from it, such as Brugge=9", text);
	result = hvk__gemeente_lookup(error, name, length, hvk__store_today(store), how & HVK__PARSE_PREFIX, &index);
	if (result == HVK_OK)
		result = hvk__parse_number(error, (struct hvk__text){ number, rest }, &people);
	if (result < 0 || !people.data)
		return result;
	*count = (struct count){ hvk__gemeenten[index].nis, strtoll(people.data, NULL, 10) };
	return HVK_OK;
}

static int add_count(struct hvk__error *error, struct counts *counts, const struct count *count,
                     struct hvk__text text)
{
	for (size_t i = 0; i < counts->count; i++)
		if (counts->items[i].nis == count->nis)
			return hvk__expected(error, "each gemeente once", text);
	if (!hvk__reserve(&counts->items, &counts->capacity, counts->count + 1, sizeof(*counts->items)))
		return hvk__fail_memory(error);
	counts->items[counts->count++] = *count;
	return HVK_OK;
}

int hvk__parse_counts(struct hvk_store *store, struct hvk__error *error, struct hvk__text text, unsigned how,
                      struct hvk__buffer *key)
{
	_cleanup_(free_counts) struct counts counts = { 0 };
	int result = HVK_OK;

	for (size_t at = 0; result == HVK_OK && at < text.length;) {
		struct count count = { 0 };
		size_t length = 0;

		while (at + length < text.length && !strchr("+,;", text.data[at + length]))
			length++;
		result = read_count(store, error, (struct hvk__text){ text.data + at, length }, how, &count);
		if (result == HVK_OK)
			result = add_count(error, &counts, &count, text);
		at += length + 1;
	}
	if (counts.count > 0)
		qsort(counts.items, counts.count, sizeof(*counts.items), compare_counts);
	/* Whence nobody came is not told. */
	for (size_t i = 0; result == HVK_OK && i < counts.count; i++)
		if (counts.items[i].people > 0 &&
		    !hvk__buffer_printf(key, "%s%05u=%lld", key->length > 0 ? "+" : "", (unsigned)counts.items[i].nis,
		                        (long long)counts.items[i].people))
			result = hvk__fail_memory(error);
	return result;
}

int64_t hvk__counts_total(const char *counts)
{
	int64_t total = 0;

	for (struct hvk__value_at at = { .next = counts }; hvk__value_next(&at);) {
		const char *equals = memchr(at.data, '=', at.length);

		total += equals ? strtoll(equals + 1, NULL, 10) : 0;
	}
	return total;
}
