/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Partners that may be the same: by name, telephone number, e-mail address or website. Pairs come in the order of slugs
 * and are found while they are asked for, since a number that many share makes more pairs than memory should hold.
 */
#include <string.h>
#include <strings.h>

#include "core/text.h"
#include "record/record.h"

/* Why two may be the same, in the order in which it is told. */
enum reason { NAME, PHONE, EMAIL, WEBSITE, REASONS };

static const char *const reasons[REASONS] = {
	[NAME] = "name", [PHONE] = "phone", [EMAIL] = "email", [WEBSITE] = "website",
};

#define NONE SIZE_MAX

struct partner {
	int64_t id;
	int64_t known;                 /* how much is recorded of it and belongs to it */
	const char *slug;
	const char *value[REASONS];    /* as recorded; NULL: none */
	const char *key[REASONS];      /* the same in every spelling; NULL: none */
	size_t after[REASONS];         /* the next partner with that key, in the order of slugs; NONE */
};

struct hvk_dupes {
	struct hvk__pool pool;
	struct partner *partners;      /* by slug */
	size_t count, capacity;
	size_t first;                  /* of the pairs that come now */
	size_t second[REASONS];        /* the next to go with it, for each reason; NONE */
};

HVK_EXPORT void hvk_dupes_free(struct hvk_dupes *dupes)
{
	if (!dupes)
		return;
	hvk__pool_free(&dupes->pool);
	free(dupes->partners);
	free(dupes);
}

/* ---- what is the same in every spelling */

static bool is_legal_form(const char *folded)
{
	static const char *const forms[] = { "vzw", "ivzw", "asbl", "aisbl", "nv", "sa", "bv", "bvba", "cv", "cvba",
		                             "vof" };

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (strcmp(forms[i], folded) == 0)
			return true;
	return false;
}

/* The words folded one after the other, without those that only tell the legal form; when nothing else is left, with
 * them. */
static bool make_name_key(struct hvk__buffer *key, const char *name)
{
	static const char between[] = " \t\n,;:/()[]\"";
	char folded[HVK__FOLD_MAX];

	for (int all = 0; all < 2 && key->length == 0; all++) {
		for (const char *word = name; *word; ) {
			size_t length = strcspn(word, between);

			if (hvk__fold(folded, sizeof(folded), word, length) < sizeof(folded) &&
			    (all || !is_legal_form(folded)) && !hvk__buffer_add_text(key, folded))
				return false;
			word += length;
			word += strspn(word, between);
		}
	}
	return true;
}

static bool add_lower(struct hvk__buffer *key, const char *text, size_t length)
{
	size_t start = key->length;

	if (!hvk__buffer_add(key, text, length))
		return false;
	for (size_t i = start; i < key->length; i++)
		if (key->data[i] >= 'A' && key->data[i] <= 'Z')
			key->data[i] = (char)(key->data[i] + 'a' - 'A');
	return true;
}

static bool make_website_key(struct hvk__buffer *key, const char *website)
{
	const char *host = strstr(website, "://");
	size_t length, end;

	host = host ? host + 3 : website;
	if (strncasecmp(host, "www.", 4) == 0)
		host += 4;
	length = strcspn(host, "/?#");
	end = strlen(host);
	while (end > length && host[end - 1] == '/')
		end--;
	/* Names of hosts have no case; what follows them may have. */
	return add_lower(key, host, length) && hvk__buffer_add(key, host + length, end - length);
}

static bool make_key(struct hvk__buffer *key, enum reason reason, const char *value)
{
	key->length = 0;
	switch (reason) {
	case NAME:
		return make_name_key(key, value);
	case PHONE:
		return hvk__phone_key(key, value);
	case EMAIL:
		return add_lower(key, value, strlen(value));
	default:
		return make_website_key(key, value);
	}
}

/* ---- reading */

/* How much is known of a partner: its columns that are filled, and what belongs to it. */
static bool add_known(struct hvk__buffer *sql)
{
	static const enum hvk_type belonging[] = {
		HVK_PERSON, HVK_OFFER, HVK_AGREEMENT, HVK_MEMBERSHIP, HVK_REFERRAL, HVK_SESSION, HVK_ATTENDANCE
	};
	const struct hvk__type *type = &hvk__types[HVK_PARTNER];
	bool done = hvk__buffer_add_text(sql, "0");

	for (size_t i = 0; i < type->count && done; i++) {
		const struct hvk_record_column *column = &type->columns[i].public;

		if (column->traits & HVK_TRAIT_MANY)
			done = hvk__buffer_printf(sql, " + EXISTS (SELECT 1 FROM partner_%s WHERE partner = t.id)",
			                          column->name);
		else
			done = hvk__buffer_printf(sql, " + (t.%s IS NOT NULL)", column->name);
	}
	for (size_t i = 0; i < ARRAY_SIZE(belonging) && done; i++)
		done = hvk__buffer_printf(sql, " + (SELECT count(*) FROM %s WHERE partner = t.id)",
		                          hvk__types[belonging[i]].name);
	return done;
}

static int prepare(struct hvk_store *store, sqlite3_stmt **statement)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer sql = { 0 };
	bool done = hvk__buffer_add_text(&sql, "SELECT t.id, t.slug, t.name, t.phone, t.email, t.website, ");

	if (!done || !add_known(&sql) || !hvk__buffer_add_text(&sql, " FROM partner AS t ORDER BY t.slug"))
		return hvk__fail_memory(&store->error);
	return hvk__store_prepare(store, sql.data, statement);
}

static bool add_partner(struct hvk_dupes *dupes, struct hvk__buffer *key, sqlite3_stmt *row)
{
	struct partner partner = { .id = sqlite3_column_int64(row, 0), .known = sqlite3_column_int64(row, 6) };
	const char *slug = (const char *)sqlite3_column_text(row, 1);

	partner.slug = slug ? hvk__pool_add(&dupes->pool, slug, strlen(slug)) : NULL;
	if (!partner.slug ||
	    !hvk__reserve(&dupes->partners, &dupes->capacity, dupes->count + 1, sizeof(*dupes->partners)))
		return false;
	for (unsigned reason = 0; reason < REASONS; reason++) {
		const char *value = (const char *)sqlite3_column_text(row, 2 + (int)reason);

		partner.after[reason] = NONE;
		if (!value) {
			if (sqlite3_column_type(row, 2 + (int)reason) != SQLITE_NULL)
				return false;
			continue;
		}
		partner.value[reason] = hvk__pool_add(&dupes->pool, value, strlen(value));
		if (!partner.value[reason] || !make_key(key, reason, value))
			return false;
		if (key->length == 0)
			continue;
		partner.key[reason] = hvk__pool_add(&dupes->pool, key->data, key->length);
		if (!partner.key[reason])
			return false;
	}
	dupes->partners[dupes->count++] = partner;
	return true;
}

static int load(struct hvk_store *store, struct hvk_dupes *dupes)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	_cleanup_(hvk__buffer_free) struct hvk__buffer key = { 0 };
	int result = prepare(store, &statement);

	while (result >= 0 && (result = hvk__store_step(store, statement)) == 1)
		if (!add_partner(dupes, &key, statement))
			return hvk__fail_memory(&store->error);
	return result;
}

/* ---- chains of those with one key */

struct place {
	const char *key;
	size_t partner;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *first = a, *second = b;
	int order = strcmp(first->key, second->key);

	return order ? order : HVK__ORDER(first->partner, second->partner);
}

static void chain(struct hvk_dupes *dupes, struct place *places, enum reason reason)
{
	size_t count = 0;

	for (size_t i = 0; i < dupes->count; i++)
		if (dupes->partners[i].key[reason])
			places[count++] = (struct place){ dupes->partners[i].key[reason], i };
	if (count < 2)
		return;
	qsort(places, count, sizeof(*places), compare_places);
	for (size_t i = 0; i + 1 < count; i++)
		if (strcmp(places[i].key, places[i + 1].key) == 0)
			dupes->partners[places[i].partner].after[reason] = places[i + 1].partner;
}

static void begin_partner(struct hvk_dupes *dupes, size_t first)
{
	dupes->first = first;
	for (unsigned reason = 0; reason < REASONS; reason++)
		dupes->second[reason] = first < dupes->count ? dupes->partners[first].after[reason] : NONE;
}

static void free_dupes(struct hvk_dupes **dupes)
{
	hvk_dupes_free(*dupes);
}

HVK_EXPORT int hvk_dupes_open(struct hvk_store *store, struct hvk_dupes **dupes)
{
	_cleanup_(free_dupes) struct hvk_dupes *made = NULL;
	_cleanup_free_ struct place *places = NULL;
	int result;

	*dupes = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result < 0)
		return result;
	made = calloc(1, sizeof(*made));
	if (!made)
		return hvk__fail_memory(&store->error);
	result = load(store, made);
	if (result < 0)
		return result;
	places = calloc(made->count + 1, sizeof(*places));
	if (!places)
		return hvk__fail_memory(&store->error);
	for (unsigned reason = 0; reason < REASONS; reason++)
		chain(made, places, reason);
	begin_partner(made, 0);
	*dupes = take_ptr(made);
	return HVK_OK;
}

/* ---- pairs */

/* The one that stays: more is known of it, or it was there first. */
static bool is_better(const struct partner *a, const struct partner *b)
{
	return a->known != b->known ? a->known > b->known : a->id < b->id;
}

HVK_EXPORT int hvk_dupes_next(struct hvk_dupes *dupes, const char **keep, const char **drop, const char **why,
                              const char **value)
{
	const struct partner *first, *second;
	enum reason found = REASONS;
	size_t next = NONE;

	*keep = *drop = *why = *value = NULL;
	for (; dupes->first < dupes->count; begin_partner(dupes, dupes->first + 1)) {
		for (unsigned reason = 0; reason < REASONS; reason++) {
			if (dupes->second[reason] < next) {
				next = dupes->second[reason];
				found = reason;
			}
		}
		if (found < REASONS)
			break;
	}
	if (found == REASONS)
		return 0;
	for (unsigned reason = 0; reason < REASONS; reason++)
		if (dupes->second[reason] == next)
			dupes->second[reason] = dupes->partners[next].after[reason];
	first = &dupes->partners[dupes->first];
	second = &dupes->partners[next];
	*keep = is_better(first, second) ? first->slug : second->slug;
	*drop = is_better(first, second) ? second->slug : first->slug;
	*why = reasons[found];
	*value = is_better(first, second) ? first->value[found] : second->value[found];
	return 1;
}
