/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Loading what is on offer: the offers in the order of their rows, then each table of values in that same order beside
 * them, the whole of it or, when a theme or words leave few offers, only theirs.
 */
#include "record/supply.h"

#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "record/supply_select.h"

#define NIS_END 100000

/* The kinds of values that are numbers, and where they go; 1 << set is its enum hvk__supply_part. */
enum set { GEMEENTE, THEME, PILLAR, AUDIENCE, TARGET, LANGUAGE, SETS };

static const char *const set_names[SETS] = { "gemeente", "theme", "pillar", "audience", "target", "language" };

/* Numbers that are not yet at their place: where they begin in supply->numbers. */
struct stretch {
	size_t start, count;
};

/* The gemeenten of a partner. */
struct partner {
	int64_t id;
	struct stretch gemeenten;
};

struct loading {
	struct hvk_store *store;
	struct hvk__supply *supply;
	unsigned parts;                      /* enum hvk__supply_part */
	struct stretch (*sets)[SETS];        /* by offer */
	size_t set_capacity;
	struct partner *partners;            /* by id */
	size_t partner_count, partner_capacity;
	uint16_t *versions;                  /* by NIS code: the version of that day, plus 1; 0: not looked up yet */
};

static struct hvk__numbers *numbers_of(struct hvk__offer *offer, enum set set)
{
	switch (set) {
	case GEMEENTE: return &offer->gemeenten;
	case THEME: return &offer->themes;
	case PILLAR: return &offer->pillars;
	case AUDIENCE: return &offer->audiences;
	case TARGET: return &offer->targets;
	default: return &offer->languages;
	}
}

/* ---- numbers */

static int fail_memory(const struct loading *loading)
{
	return hvk__fail_memory(&loading->store->error);
}

/* Adds a number to those of a stretch that ends where all end, in their order, each once. */
static int add_number(struct loading *loading, struct stretch *stretch, uint16_t number)
{
	struct hvk__supply *supply = loading->supply;
	uint16_t *items;
	size_t at;

	if (!hvk__reserve(&supply->numbers, &supply->number_capacity, supply->number_count + 1,
	                  sizeof(*supply->numbers)))
		return fail_memory(loading);
	if (stretch->count == 0)
		stretch->start = supply->number_count;
	items = supply->numbers + stretch->start;
	for (at = stretch->count; at > 0 && items[at - 1] >= number; at--)
		if (items[at - 1] == number)
			return HVK_OK;
	memmove(items + at + 1, items + at, (stretch->count - at) * sizeof(*items));
	items[at] = number;
	stretch->count++;
	supply->number_count++;
	return HVK_OK;
}

/* What is now one gemeente served, on a day before it was, all that it was made from. */
static int add_parts(struct loading *loading, struct stretch *stretch, uint16_t whole)
{
	int day = loading->supply->day, result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < hvk__gemeenten_count; i++)
		if (hvk__gemeente_valid((uint16_t)i, day) &&
		    hvk__gemeente_carry((uint16_t)i, hvk__gemeenten[whole].valid_from) == whole)
			result = add_number(loading, stretch, (uint16_t)i);
	return result;
}

static int add_gemeente(struct loading *loading, struct stretch *stretch, int64_t nis)
{
	int day = loading->supply->day;
	uint16_t index, carried;

	if (nis <= 0 || nis >= NIS_END)
		return HVK_OK;
	if (loading->versions[nis])
		return add_number(loading, stretch, (uint16_t)(loading->versions[nis] - 1));
	index = hvk__gemeente_by_nis((uint32_t)nis, day);
	if (index == HVK__GEMEENTE_NONE)
		return HVK_OK;
	carried = hvk__gemeente_carry(index, day);
	if (carried == HVK__GEMEENTE_NONE)
		return add_parts(loading, stretch, index);
	loading->versions[nis] = (uint16_t)(carried + 1);
	return add_number(loading, stretch, carried);
}

static int add_value(struct loading *loading, struct stretch *stretch, enum set set, int64_t value)
{
	if (set == GEMEENTE)
		return add_gemeente(loading, stretch, value);
	return value > 0 && value <= UINT16_MAX ? add_number(loading, stretch, (uint16_t)value) : HVK_OK;
}

/* ---- offers */

static const char *keep_text(struct loading *loading, sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);

	return hvk__pool_add(&loading->supply->pool, text ? text : "", (size_t)sqlite3_column_bytes(row, column));
}

static int read_verified(sqlite3_stmt *row)
{
	const char *text = (const char *)sqlite3_column_text(row, HVK__SUPPLY_VERIFIED_ON);
	struct hvk__date date;

	if (!text || !hvk__date_parse(text, strlen(text), true, &date))
		return INT32_MIN;
	return hvk__date_to_days(date);
}

static int add_offer(struct loading *loading, sqlite3_stmt *row)
{
	struct hvk__supply *supply = loading->supply;
	struct hvk__offer *offer;

	if (!hvk__reserve(&supply->offers, &supply->capacity, supply->count + 1, sizeof(*supply->offers)) ||
	    !hvk__reserve(&loading->sets, &loading->set_capacity, supply->count + 1, sizeof(*loading->sets)))
		return fail_memory(loading);
	offer = &supply->offers[supply->count];
	*offer = (struct hvk__offer){
		.id = sqlite3_column_int64(row, HVK__SUPPLY_ID),
		.partner = sqlite3_column_int64(row, HVK__SUPPLY_PARTNER),
		.agreement = sqlite3_column_int64(row, HVK__SUPPLY_AGREEMENT),
		.slug = keep_text(loading, row, HVK__SUPPLY_SLUG),
		.age = keep_text(loading, row, HVK__SUPPLY_AGE),
		.form = (uint16_t)sqlite3_column_int(row, HVK__SUPPLY_FORM),
		.level = (uint16_t)sqlite3_column_int(row, HVK__SUPPLY_LEVEL),
		.waiting_days = -1,
		.verified = read_verified(row),
		.everywhere = sqlite3_column_int(row, HVK__SUPPLY_EVERYWHERE) != 0,
		.agreed = sqlite3_column_int(row, HVK__SUPPLY_AGREED) != 0,
	};
	if (sqlite3_column_type(row, HVK__SUPPLY_WAITING_DAYS) != SQLITE_NULL)
		offer->waiting_days = sqlite3_column_int(row, HVK__SUPPLY_WAITING_DAYS);
	if (!offer->slug || !offer->age)
		return fail_memory(loading);
	memset(loading->sets[supply->count++], 0, sizeof(*loading->sets));
	return HVK_OK;
}

static int load_offers(struct loading *loading, uint16_t theme, const char *words)
{
	_cleanup_(hvk__clause_free) struct hvk__clause clause = { 0 };
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__supply_select(loading->store, loading->supply->day, theme, words, &clause);

	if (result == HVK_OK)
		result = hvk__store_prepare(loading->store, clause.text.data, &statement);
	if (result == HVK_OK)
		result = hvk__clause_bind(loading->store, &clause, statement);
	while (result == HVK_OK && (result = hvk__store_step(loading->store, statement)) == 1)
		result = add_offer(loading, statement);
	return result;
}

/* ---- values */

/* Adds an id to a list of them as JSON, which is how SQLite takes a list. */
static bool add_id(struct hvk__buffer *ids, int64_t id)
{
	return hvk__buffer_printf(ids, "%s%lld", ids->length > 0 ? "," : "[", (long long)id);
}

/* A SELECT of owners and their values, in that order: all there are, or of the owners that are listed. */
static int select_values(struct loading *loading, const char *owner, enum set set, struct hvk__buffer *ids,
                         sqlite3_stmt **statement)
{
	const char *name = set_names[set];
	char text[160];
	int result;

	if (ids)
		snprintf(text, sizeof(text), "SELECT m.%s, m.%s FROM json_each(?1) AS j CROSS JOIN %s_%s AS m"
		         " ON m.%s = j.value", owner, name, owner, name, owner);
	else
		snprintf(text, sizeof(text), "SELECT %s, %s FROM %s_%s ORDER BY 1, 2", owner, name, owner, name);
	result = hvk__store_prepare(loading->store, text, statement);
	if (result == HVK_OK && ids &&
	    sqlite3_bind_text(*statement, 1, ids->data, (int)ids->length, SQLITE_STATIC) != SQLITE_OK)
		result = fail_memory(loading);
	return result;
}

/* Reads a table of values beside the offers, which are in the same order. */
static int read_table(struct loading *loading, enum set set, struct hvk__buffer *ids)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	struct hvk__supply *supply = loading->supply;
	size_t at = 0;
	int result = select_values(loading, "offer", set, ids, &statement);

	while (result == HVK_OK && (result = hvk__store_step(loading->store, statement)) == 1) {
		int64_t id = sqlite3_column_int64(statement, 0);

		while (at < supply->count && supply->offers[at].id < id)
			at++;
		if (at == supply->count)
			return HVK_OK;
		result = supply->offers[at].id != id ? HVK_OK :
		         add_value(loading, &loading->sets[at][set], set, sqlite3_column_int64(statement, 1));
	}
	return result;
}

/* all: most of the tables is needed. */
static int load_values(struct loading *loading, bool all)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer ids = { 0 };
	struct hvk__supply *supply = loading->supply;
	int result = HVK_OK;

	for (size_t i = 0; i < supply->count && !all; i++)
		if (!add_id(&ids, supply->offers[i].id))
			return fail_memory(loading);
	if (supply->count == 0)
		return HVK_OK;
	if (!all && !hvk__buffer_add(&ids, "]", 1))
		return fail_memory(loading);
	for (unsigned set = 0; result == HVK_OK && set < SETS; set++)
		if (loading->parts >> set & 1)
			result = read_table(loading, (enum set)set, all ? NULL : &ids);
	return result;
}

/* ---- gemeenten of partners */

static int compare_partners(const void *a, const void *b)
{
	const struct partner *one = a, *other = b;

	return HVK__ORDER(one->id, other->id);
}

/* Lists the partners of offers without gemeenten of their own, each once. */
static int list_partners(struct loading *loading)
{
	struct hvk__supply *supply = loading->supply;
	size_t count = 0;

	for (size_t i = 0; i < supply->count; i++) {
		if (loading->sets[i][GEMEENTE].count > 0 || supply->offers[i].everywhere)
			continue;
		if (!hvk__reserve(&loading->partners, &loading->partner_capacity, loading->partner_count + 1,
		                  sizeof(*loading->partners)))
			return fail_memory(loading);
		loading->partners[loading->partner_count++] = (struct partner){ .id = supply->offers[i].partner };
	}
	if (loading->partner_count > 0)
		qsort(loading->partners, loading->partner_count, sizeof(*loading->partners), compare_partners);
	for (size_t i = 0; i < loading->partner_count; i++)
		if (i == 0 || loading->partners[i].id != loading->partners[count - 1].id)
			loading->partners[count++] = loading->partners[i];
	loading->partner_count = count;
	return HVK_OK;
}

static int read_partners(struct loading *loading, struct hvk__buffer *ids)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	size_t at = 0;
	int result = select_values(loading, "partner", GEMEENTE, ids, &statement);

	while (result == HVK_OK && (result = hvk__store_step(loading->store, statement)) == 1) {
		int64_t id = sqlite3_column_int64(statement, 0);

		while (at < loading->partner_count && loading->partners[at].id < id)
			at++;
		if (at == loading->partner_count)
			return HVK_OK;
		result = add_gemeente(loading, &loading->partners[at].gemeenten, sqlite3_column_int64(statement, 1));
	}
	return result;
}

static int load_partners(struct loading *loading)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer ids = { 0 };
	int result = list_partners(loading);

	for (size_t i = 0; result == HVK_OK && i < loading->partner_count; i++)
		if (!add_id(&ids, loading->partners[i].id))
			result = fail_memory(loading);
	if (result < 0 || loading->partner_count == 0)
		return result;
	return hvk__buffer_add(&ids, "]", 1) ? read_partners(loading, &ids) : fail_memory(loading);
}

/* ---- in the end */

/* Gemeenten of its own limit an offer; without, it is where its partner is. */
static void settle_gemeenten(struct loading *loading, size_t i)
{
	struct hvk__offer *offer = &loading->supply->offers[i];
	struct partner key = { .id = offer->partner }, *partner;

	if (loading->sets[i][GEMEENTE].count > 0) {
		offer->everywhere = false;
		return;
	}
	if (offer->everywhere || loading->partner_count == 0)
		return;
	partner = bsearch(&key, loading->partners, loading->partner_count, sizeof(key), compare_partners);
	if (partner)
		loading->sets[i][GEMEENTE] = partner->gemeenten;
}

static int compare_slugs(const void *a, const void *b)
{
	const struct hvk__offer *one = a, *other = b;

	return strcmp(one->slug, other->slug);
}

/* The numbers no longer move: the offers can point to theirs. */
static void settle(struct loading *loading)
{
	struct hvk__supply *supply = loading->supply;

	for (size_t i = 0; i < supply->count; i++) {
		settle_gemeenten(loading, i);
		for (unsigned set = 0; set < SETS; set++) {
			struct stretch stretch = loading->sets[i][set];

			*numbers_of(&supply->offers[i], (enum set)set) = (struct hvk__numbers){
				stretch.count > 0 ? supply->numbers + stretch.start : NULL, stretch.count,
			};
		}
	}
	if (supply->count > 0)
		qsort(supply->offers, supply->count, sizeof(*supply->offers), compare_slugs);
}

static int load(struct loading *loading, uint16_t theme, const char *words)
{
	int result = load_offers(loading, theme, words);

	if (result == HVK_OK)
		result = load_values(loading, !theme && !words);
	if (result == HVK_OK && (loading->parts & HVK__SUPPLY_GEMEENTEN))
		result = load_partners(loading);
	if (result == HVK_OK)
		settle(loading);
	return result;
}

/* In a transaction of its own, unless the caller has one: all of one moment. */
static int load_at_once(struct loading *loading, uint16_t theme, const char *words)
{
	struct hvk_store *store = loading->store;
	bool within = !sqlite3_get_autocommit(store->database);
	int result = within ? HVK_OK : hvk__begin_reading(store);

	if (result == HVK_OK)
		result = load(loading, theme, words);
	if (!within)
		hvk__rollback(store);
	return result;
}

int hvk__supply_load(struct hvk_store *store, int day, uint16_t theme, const char *words, struct hvk__supply **supply)
{
	return hvk__supply_load_part(store, day, theme, words, HVK__SUPPLY_ALL, supply);
}

int hvk__supply_load_part(struct hvk_store *store, int day, uint16_t theme, const char *words, unsigned parts,
                          struct hvk__supply **supply)
{
	struct loading loading = { .store = store, .parts = parts };
	int result = hvk__store_require(store, false);

	*supply = NULL;
	if (result < 0)
		return result;
	loading.supply = calloc(1, sizeof(*loading.supply));
	loading.versions = calloc(NIS_END, sizeof(*loading.versions));
	if (loading.supply && loading.versions) {
		loading.supply->day = day;
		result = load_at_once(&loading, theme, words);
	} else {
		result = hvk__fail_memory(&store->error);
	}
	free(loading.versions);
	free(loading.sets);
	free(loading.partners);
	if (result < 0)
		hvk__supply_free(loading.supply);
	else
		*supply = loading.supply;
	return result;
}

void hvk__supply_free(struct hvk__supply *supply)
{
	if (!supply)
		return;
	free(supply->offers);
	free(supply->numbers);
	hvk__pool_free(&supply->pool);
	free(supply);
}

/* ---- what an offer is for */

bool hvk__offer_serves(const struct hvk__offer *offer, uint16_t gemeente)
{
	size_t low = 0, high = offer->gemeenten.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (offer->gemeenten.items[middle] < gemeente)
			low = middle + 1;
		else
			high = middle;
	}
	return offer->everywhere || (low < offer->gemeenten.count && offer->gemeenten.items[low] == gemeente);
}

enum hvk__cover hvk__offer_covers(const struct hvk__offer *offer, const struct hvk__list *themes, uint16_t theme)
{
	enum hvk__cover best = offer->themes.count > 0 ? HVK__COVER_NOT : HVK__COVER_GENERAL;

	for (size_t i = 0; i < offer->themes.count; i++) {
		uint16_t own = offer->themes.items[i];
		enum hvk__cover cover = HVK__COVER_NOT;

		if (own == theme)
			cover = HVK__COVER_EXACT;
		else if (theme && hvk__code_within(themes, theme, own))
			cover = HVK__COVER_GROUP;
		else if (theme && hvk__code_within(themes, own, theme))
			cover = HVK__COVER_BELOW;
		best = cover > best ? cover : best;
	}
	return best;
}
