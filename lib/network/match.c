/* SPDX-License-Identifier: EUPL-1.2 */
/* Matching: from a need to the offers that fit it, one after the other, with the person to ring. */
#include "network/match.h"

#include <string.h>

static void free_match(struct hvk_match **match)
{
	hvk_match_free(*match);
}

HVK_EXPORT int hvk_match_new(struct hvk_store *store, struct hvk_match **match)
{
	_cleanup_(free_match) struct hvk_match *made = calloc(1, sizeof(*made));
	int result;

	*match = NULL;
	hvk__error_clear(&store->error);
	if (!made)
		return hvk__fail_memory(&store->error);
	made->store = store;
	made->need.gemeente = HVK__GEMEENTE_NONE;
	made->need.day = hvk__store_today(store);
	made->near.gemeente = HVK__GEMEENTE_NONE;
	made->version = -1;
	result = hvk_record_new(store, HVK_OFFER, &made->offer);
	if (result == HVK_OK)
		result = hvk_record_new(store, HVK_PARTNER, &made->partner);
	if (result == HVK_OK)
		result = hvk_record_new(store, HVK_PERSON, &made->person);
	if (result == HVK_OK)
		*match = take_ptr(made);
	return result;
}

static void forget_supply(struct hvk_match *match)
{
	for (size_t i = 0; i < match->shortlist_count; i++)
		free(match->shortlists[i].items);
	free(match->shortlists);
	match->shortlists = NULL;
	match->shortlist_count = 0;
	hvk__supply_free(match->supply);
	match->supply = NULL;
	free(match->supply_words);
	match->supply_words = NULL;
	match->count = 0;
	match->current = NULL;
}

HVK_EXPORT void hvk_match_free(struct hvk_match *match)
{
	if (!match)
		return;
	forget_supply(match);
	hvk__contacts_clear(&match->contacts);
	hvk__need_free(&match->need);
	free(match->near.rank);
	free(match->candidates);
	hvk_record_free(match->offer);
	hvk_record_free(match->partner);
	hvk_record_free(match->person);
	hvk__buffer_free(&match->finding);
	free(match);
}

/* ---- searching */

/* Forgets what was loaded when the store has changed since, by this program or another. */
static int check_version(struct hvk_match *match)
{
	struct hvk_store *store = match->store;
	int64_t changes = sqlite3_total_changes64(store->database), version;
	int result = hvk__store_number(store, "PRAGMA data_version", &version);

	if (result < 0 || (version == match->version && changes == match->changes))
		return result;
	forget_supply(match);
	hvk__contacts_clear(&match->contacts);
	match->near.gemeente = HVK__GEMEENTE_NONE;
	hvk_record_clear(match->offer);
	hvk_record_clear(match->partner);
	hvk_record_clear(match->person);
	match->version = version;
	match->changes = changes;
	return HVK_OK;
}

static bool same_words(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* What of the offers the rules look at. */
static unsigned parts_of(const struct hvk__need *need)
{
	unsigned parts = 0;

	if (need->gemeente != HVK__GEMEENTE_NONE)
		parts |= HVK__SUPPLY_GEMEENTEN;
	if (need->theme)
		parts |= HVK__SUPPLY_THEMES;
	if (need->audience)
		parts |= HVK__SUPPLY_AUDIENCES;
	if (need->target)
		parts |= HVK__SUPPLY_TARGETS;
	if (need->language)
		parts |= HVK__SUPPLY_LANGUAGES;
	return parts;
}

/* The offers that count on the day. Who asks once needs those for one theme, and of them what is asked; who asks for
 * something else gets all. */
static int load_supply(struct hvk_match *match)
{
	const struct hvk__need *need = &match->need;
	const char *words = need->text[HVK_NEED_WORDS];
	unsigned parts = parts_of(need);
	uint16_t theme = need->theme;

	if (match->supply && match->supply->day == need->day && same_words(match->supply_words, words)) {
		if ((match->supply_theme == 0 || match->supply_theme == theme) && !(parts & ~match->supply_parts))
			return HVK_OK;
		theme = 0;
		parts = HVK__SUPPLY_ALL & ~(unsigned)HVK__SUPPLY_PILLARS;
	}
	forget_supply(match);
	if (words && !(match->supply_words = strdup(words)))
		return hvk__fail_memory(&match->store->error);
	match->supply_theme = theme;
	match->supply_parts = parts;
	return hvk__supply_load_part(match->store, need->day, theme, words, parts, &match->supply);
}

static int search(struct hvk_match *match)
{
	int result = hvk__need_refresh(match);

	match->next = 0;
	if (result == HVK_OK)
		result = check_version(match);
	if (result == HVK_OK)
		result = load_supply(match);
	if (result == HVK_OK)
		result = hvk__match_rank(match);
	match->searched = result == HVK_OK;
	return result;
}

/* ---- one after the other */

/* Reads a record unless it is the one read last. */
static int read_record(struct hvk_record *record, int64_t id)
{
	return record->id == id ? HVK_OK : hvk__record_read(record, id);
}

static int read_current(struct hvk_match *match)
{
	const struct hvk__offer *offer = &match->supply->offers[match->current->offer];
	int result = read_record(match->offer, offer->id);

	if (result == HVK_OK)
		result = read_record(match->partner, offer->partner);
	if (result < 0 || match->current->contact == HVK__CONTACT_NONE)
		return result;
	result = read_record(match->person, match->contacts.items[match->current->contact].id);
	if (result == HVK_ENOTFOUND) {
		match->current->contact = HVK__CONTACT_NONE;
		result = HVK_OK;
	}
	return result;
}

/* What was removed since the search is passed over. */
static int go_on(struct hvk_match *match)
{
	int result = match->searched ? HVK_OK : search(match);

	while (result == HVK_OK) {
		if (match->next >= match->count)
			return 0;
		if (match->next >= match->settled)
			result = hvk__match_settle(match);
		if (result < 0)
			return result;
		match->current = &match->candidates[match->next++];
		result = read_current(match);
		if (result == HVK_OK)
			return 1;
		if (result == HVK_ENOTFOUND)
			result = HVK_OK;
	}
	return result;
}

HVK_EXPORT int hvk_match_next(struct hvk_match *match)
{
	struct hvk_store *store = match->store;
	int result = hvk__store_require(store, false);

	match->current = NULL;
	if (result == HVK_OK)
		result = hvk__begin_reading(store);
	if (result < 0)
		return result;
	result = go_on(match);
	hvk__rollback(store);
	if (result < 1)
		match->current = NULL;
	return result;
}

HVK_EXPORT struct hvk_record *hvk_match_offer(struct hvk_match *match)
{
	return match->current ? match->offer : NULL;
}

HVK_EXPORT struct hvk_record *hvk_match_partner(struct hvk_match *match)
{
	return match->current ? match->partner : NULL;
}

HVK_EXPORT struct hvk_record *hvk_match_person(struct hvk_match *match)
{
	return match->current && match->current->contact != HVK__CONTACT_NONE ? match->person : NULL;
}
