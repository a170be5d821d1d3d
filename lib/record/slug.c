/* SPDX-License-Identifier: EUPL-1.2 */
/* Slugs: made from names, read in other spelling, and those of other records. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "record/row.h"
#include "record/value.h"

#define CANDIDATES_MAX 5

/* ---------------------------------------------------------------- making */

/* Letters that folding leaves, as people spell them without. */
static const char *spelled(const char **at)
{
	static const char *const letters[][2] = {
		{ "\xc5\x93", "oe" }, { "\xc3\xa6", "ae" }, { "\xc3\xb8", "o" }, { "\xc5\x82", "l" },
		{ "\xc4\x91", "d" },  { "\xc3\xb0", "d" },  { "\xc3\xbe", "th" }, { "\xc4\xb1", "i" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(letters); i++) {
		size_t length = strlen(letters[i][0]);

		if (strncmp(*at, letters[i][0], length) == 0) {
			*at += length;
			return letters[i][1];
		}
	}
	return NULL;
}

static bool is_word(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
	       byte == '\'' || (byte & 0x80);
}

/* Adds what a word, without blanks and hyphens, leaves of a-z and 0-9. *apart: a hyphen comes first. */
static bool add_word(struct hvk__buffer *slug, const char *word, size_t length, bool *apart)
{
	char folded[HVK__FOLD_MAX];

	if (hvk__fold(folded, sizeof(folded), word, length) == sizeof(folded))
		return true;
	for (const char *at = folded; *at;) {
		const char *letters = spelled(&at);
		char letter[2] = "";

		if (!letters) {
			letter[0] = (*at & 0x80) || !is_word(*at) ? '\0' : *at;
			letters = letter;
			*apart |= letter[0] == '\0';
			at++;
		}
		if (!*letters)
			continue;
		if (*apart && slug->length > 0 && !hvk__buffer_add_text(slug, "-"))
			return false;
		if (!hvk__buffer_add_text(slug, letters))
			return false;
		*apart = false;
	}
	return true;
}

static bool add_text(struct hvk__buffer *slug, const char *text, size_t length)
{
	bool apart = true;

	for (size_t at = 0; at < length;) {
		size_t start = at;

		while (at < length && is_word(text[at]))
			at++;
		if (!add_word(slug, text + start, at - start, &apart))
			return false;
		apart = true;
		while (at < length && !is_word(text[at]))
			at++;
	}
	return true;
}

/* At a hyphen, unless that takes away half of it. */
static void cut(struct hvk__buffer *slug)
{
	size_t length = HVK__SLUG_MAX;

	if (slug->length <= HVK__SLUG_MAX)
		return;
	while (length > HVK__SLUG_MAX / 2 && slug->data[length] != '-')
		length--;
	if (slug->data[length] != '-')
		length = HVK__SLUG_MAX;
	while (slug->data[length - 1] == '-')
		length--;
	slug->data[length] = '\0';
	slug->length = length;
}

char *hvk__slug_make(const char *const texts[], size_t count)
{
	struct hvk__buffer slug = { 0 };
	bool made = true;

	for (size_t i = 0; i < count && made; i++)
		made = !texts[i] || add_text(&slug, texts[i], strlen(texts[i]));
	/* A name in other letters than ours leaves nothing. */
	made = made && (slug.length > 0 || hvk__buffer_add_text(&slug, "naamloos"));
	if (!made)
		hvk__buffer_free(&slug);
	else
		cut(&slug);
	return slug.data;
}

/* ---------------------------------------------------------------- reading */

int hvk__parse_slug(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer slug = { 0 };

	if (!add_text(&slug, text.data, text.length))
		return hvk__fail_memory(error);
	if (slug.length == 0 || slug.length > HVK__SLUG_MAX)
		return hvk__expected(error, "small letters and digits with single hyphens between, at most 64", text);
	return hvk__buffer_add_text(key, slug.data) ? HVK_OK : hvk__fail_memory(error);
}

/* Those that a name, or what it resembles, led to. */
struct candidates {
	struct hvk__pool pool;
	const char *slugs[CANDIDATES_MAX];
	size_t count;
	struct hvk__nearest nearest;
};

static void free_candidates(struct candidates *candidates)
{
	hvk__pool_free(&candidates->pool);
}

/* Names of persons are never suggested: one who may not see them would. */
static int look_at(struct candidates *candidates, enum hvk_type type, const char *slug, const char *name)
{
	char folded[HVK__FOLD_MAX] = "";
	const void *before = candidates->nearest.best;
	const char *kept;

	if (!slug)
		return HVK_OK;
	hvk__nearest_offer_text(&candidates->nearest, slug, slug);
	if (name && hvk__fold(folded, sizeof(folded), name, strlen(name)) < sizeof(folded) && type != HVK_PERSON)
		hvk__nearest_offer(&candidates->nearest, folded, slug);
	if (candidates->nearest.best == before && (!*folded || strcmp(folded, candidates->nearest.text) != 0))
		return HVK_OK;
	kept = hvk__pool_add(&candidates->pool, slug, strlen(slug));
	if (!kept)
		return HVK_ENOMEM;
	if (candidates->nearest.best != before)
		candidates->nearest.best = kept;
	if (*folded && strcmp(folded, candidates->nearest.text) == 0 && candidates->count++ < CANDIDATES_MAX)
		candidates->slugs[candidates->count - 1] = kept;
	return HVK_OK;
}

static int look_at_all(struct hvk_store *store, enum hvk_type type, struct candidates *candidates)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	const struct hvk__type *of = &hvk__types[type];
	const char *name = hvk__is_named(type) ? of->columns[of->name_column].public.name : "NULL";
	char sql[80];
	int result;

	snprintf(sql, sizeof(sql), "SELECT slug, %s FROM %s ORDER BY slug", name, of->name);
	result = hvk__store_prepare(store, sql, &statement);
	while (result == HVK_OK && (result = hvk__store_step(store, statement)) == 1) {
		result = look_at(candidates, type, (const char *)sqlite3_column_text(statement, 0),
		                 (const char *)sqlite3_column_text(statement, 1));
		if (result < 0)
			return hvk__fail_memory(&store->error);
	}
	return result;
}

static int fail_several(struct hvk__error *error, enum hvk_type type, const struct candidates *candidates)
{
	char list[CANDIDATES_MAX * (HVK__SLUG_MAX + 2) + 1] = "";
	size_t used = 0;

	for (size_t i = 0; i < candidates->count && i < CANDIDATES_MAX && used < sizeof(list); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s", i > 0 ? ", " : "",
		                         candidates->slugs[i]);
	return hvk__fail(error, HVK_EAMBIGUOUS, "the name fits several of type %s: %s%s", hvk__types[type].name, list,
	                 candidates->count > CANDIDATES_MAX ? _(" and others") : "");
}

/* Activities come again under the same title, of which the first may have it as its slug: who typed the title did not
 * choose that one. */
static int refuse_title(struct hvk_store *store, enum hvk_type type, struct hvk__text text)
{
	_cleanup_(free_candidates) struct candidates candidates = { .count = 0 };
	char folded[HVK__FOLD_MAX];
	int result;

	if (type != HVK_SESSION || hvk__fold(folded, sizeof(folded), text.data, text.length) == sizeof(folded))
		return HVK_OK;
	candidates.nearest.text = folded;
	result = look_at_all(store, type, &candidates);
	return result == HVK_OK && candidates.count > 1 ? fail_several(&store->error, type, &candidates) : result;
}

/* By slug, as it stands and in other spelling; a former one leads to the present. 1, 0 or negative. */
static int find_slug(struct hvk_store *store, enum hvk_type type, struct hvk__text text, struct hvk__buffer *key)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer typed = { 0 }, spelling = { 0 };
	_cleanup_free_ char *present = NULL;
	int64_t id;
	int refused, result;

	if (!hvk__buffer_add(&typed, text.data, text.length) || !add_text(&spelling, text.data, text.length))
		return hvk__fail_memory(&store->error);
	result = hvk__record_resolve(store, type, typed.data, &id, &present);
	if (result == 0 && spelling.length > 0) {
		result = hvk__record_resolve(store, type, spelling.data, &id, &present);
		refused = result == 1 ? refuse_title(store, type, text) : HVK_OK;
		result = refused < 0 ? refused : result;
	}
	if (result == 1 && !hvk__buffer_add_text(key, present))
		return hvk__fail_memory(&store->error);
	return result;
}

/* What was typed for a person may be a name, and of anyone: it is not repeated. */
static int fail_unknown(struct hvk__error *error, enum hvk_type type, struct hvk__text text, const char *nearest)
{
	const char *ask = nearest ? "; did you mean " : "", *mark = nearest ? "?" : "";

	if (!nearest)
		nearest = "";
	if (type == HVK_PERSON)
		return hvk__fail(error, HVK_ENOTFOUND, "expected the slug or full name of a person that is known%s%s%s",
		                 ask, nearest, mark);
	return hvk__fail(error, HVK_ENOTFOUND, "unknown %s '%.*s'%s%s%s", _(hvk__types[type].name), HVK__QUOTE(text),
	                 ask, nearest, mark);
}

/* By name, when only one is called that. */
static int find_name(struct hvk_store *store, enum hvk_type type, struct hvk__text text, struct hvk__buffer *key)
{
	_cleanup_(free_candidates) struct candidates candidates = { .count = 0 };
	char folded[HVK__FOLD_MAX];
	int result;

	if (hvk__fold(folded, sizeof(folded), text.data, text.length) == sizeof(folded))
		folded[0] = '\0';
	candidates.nearest.text = folded;
	result = look_at_all(store, type, &candidates);
	if (result < 0)
		return result;
	if (candidates.count > 1)
		return fail_several(&store->error, type, &candidates);
	if (candidates.count == 1)
		return hvk__buffer_add_text(key, candidates.slugs[0]) ? HVK_OK : hvk__fail_memory(&store->error);
	return fail_unknown(&store->error, type, text, candidates.nearest.best);
}

int hvk__parse_record(struct hvk_store *store, struct hvk__error *error, enum hvk_type type, struct hvk__text text,
                      struct hvk__buffer *key)
{
	int result = hvk__store_require(store, false);

	if (result == HVK_OK) {
		result = find_slug(store, type, text, key);
		if (result == 0)
			result = find_name(store, type, text, key);
	}
	if (result < 0 && error != &store->error)
		hvk__error_copy(error, &store->error);
	return result < 0 ? result : HVK_OK;
}
