/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom to ring: the people of partners, and which of them is the one for a need. */
#include <string.h>

#include "network/match.h"

/* With so many partners to look up, reading all people in their order is faster. */
#define PARTNERS_MAX 1024

void hvk__contacts_clear(struct hvk__contacts *contacts)
{
	free(contacts->items);
	free(contacts->spans);
	free(contacts->numbers);
	hvk__pool_free(&contacts->pool);
	*contacts = (struct hvk__contacts){ 0 };
}

/* ---- reading */

/* People, their themes and their gemeenten: of one partner and then of each person, or of all in their order. */
enum { PEOPLE, THEMES, GEMEENTEN, STREAMS };

#define IN_FORCE "(since IS NULL OR since <= ?1) AND (until IS NULL OR until >= ?1)"
static const char *const of_one[STREAMS] = {
	[PEOPLE] = "SELECT id, partner, slug, first_contact, verified_on FROM person"
	           " WHERE partner = ?2 AND " IN_FORCE " ORDER BY id",
	[THEMES] = "SELECT person, theme FROM person_theme WHERE person = ?2 ORDER BY theme",
	[GEMEENTEN] = "SELECT person, gemeente FROM person_gemeente WHERE person = ?2 ORDER BY gemeente",
};
static const char *const of_all[STREAMS] = {
	[PEOPLE] = "SELECT id, partner, slug, first_contact, verified_on FROM person WHERE " IN_FORCE " ORDER BY id",
	[THEMES] = "SELECT person, theme FROM person_theme ORDER BY person, theme",
	[GEMEENTEN] = "SELECT person, gemeente FROM person_gemeente ORDER BY person, gemeente",
};

struct streams {
	struct hvk_store *store;
	struct hvk__contacts *contacts;
	bool single;                     /* of one partner */
	sqlite3_stmt *statement[STREAMS];
	int state[STREAMS];              /* 1: at a row that was not used yet; 0: at the end */
};

static void close_streams(struct streams *streams)
{
	for (unsigned i = 0; i < STREAMS; i++)
		sqlite3_finalize(streams->statement[i]);
}

static int open_streams(struct streams *streams, const char *const text[STREAMS], const char *day)
{
	int result = HVK_OK;

	for (unsigned i = 0; i < STREAMS && result == HVK_OK; i++)
		result = hvk__store_prepare(streams->store, text[i], &streams->statement[i]);
	if (result == HVK_OK)
		sqlite3_bind_text(streams->statement[PEOPLE], 1, day, -1, SQLITE_STATIC);
	return result;
}

/* Goes to the first row of a stream: that of the partner or person id; 0: of all. */
static int start_stream(struct streams *streams, unsigned stream, int64_t id)
{
	sqlite3_stmt *statement = streams->statement[stream];

	sqlite3_reset(statement);
	if (id)
		sqlite3_bind_int64(statement, 2, id);
	streams->state[stream] = hvk__store_step(streams->store, statement);
	return streams->state[stream] < 0 ? streams->state[stream] : HVK_OK;
}

static int add_number(struct hvk__contacts *contacts, struct hvk_store *store, uint16_t number)
{
	if (!hvk__reserve(&contacts->numbers, &contacts->number_capacity, contacts->number_count + 1,
	                  sizeof(*contacts->numbers)))
		return hvk__fail_memory(&store->error);
	contacts->numbers[contacts->number_count++] = number;
	return HVK_OK;
}

/* Takes the numbers of one person from a stream, passing over those of people who are not in force. */
static int take_numbers(struct streams *streams, unsigned stream, int64_t person)
{
	sqlite3_stmt *row = streams->statement[stream];
	int *state = &streams->state[stream];
	int result = streams->single ? start_stream(streams, stream, person) : HVK_OK;

	if (result < 0)
		return result;
	while (*state == 1 && sqlite3_column_int64(row, 0) <= person) {
		int64_t number = sqlite3_column_int64(row, 1);

		if (stream == GEMEENTEN)
			number = hvk__gemeente_on((uint32_t)number, streams->contacts->day);
		if (sqlite3_column_int64(row, 0) == person) {
			result = add_number(streams->contacts, streams->store, (uint16_t)number);
			if (result < 0)
				return result;
		}
		*state = hvk__store_step(streams->store, row);
	}
	return *state < 0 ? *state : HVK_OK;
}

static int read_day(sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);
	struct hvk__date date;

	if (!text || !hvk__date_parse(text, strlen(text), true, &date))
		return INT32_MIN;
	return hvk__date_to_days(date);
}

static int take_person(struct streams *streams)
{
	struct hvk__contacts *contacts = streams->contacts;
	sqlite3_stmt *row = streams->statement[PEOPLE];
	const char *slug = (const char *)sqlite3_column_text(row, 2);
	struct hvk__contact contact = {
		.id = sqlite3_column_int64(row, 0), .partner = sqlite3_column_int64(row, 1),
		.first = sqlite3_column_int(row, 3) != 0, .verified = read_day(row, 4),
	};
	int result;

	contact.slug = slug ? hvk__pool_add(&contacts->pool, slug, strlen(slug)) : NULL;
	if (!contact.slug ||
	    !hvk__reserve(&contacts->items, &contacts->capacity, contacts->count + 1, sizeof(*contacts->items)))
		return hvk__fail_memory(&streams->store->error);
	contact.themes = (uint32_t)contacts->number_count;
	result = take_numbers(streams, THEMES, contact.id);
	contact.theme_count = (uint32_t)contacts->number_count - contact.themes;
	contact.gemeenten = (uint32_t)contacts->number_count;
	if (result == HVK_OK)
		result = take_numbers(streams, GEMEENTEN, contact.id);
	contact.gemeente_count = (uint32_t)contacts->number_count - contact.gemeenten;
	contacts->items[contacts->count++] = contact;
	return result;
}

/* Takes the people of a partner that the streams are for, or of all. */
static int take_people(struct streams *streams, int64_t partner)
{
	int result = start_stream(streams, PEOPLE, partner);

	for (unsigned i = THEMES; result == HVK_OK && !streams->single && i < STREAMS; i++)
		result = start_stream(streams, i, 0);
	while (result == HVK_OK && streams->state[PEOPLE] == 1) {
		result = take_person(streams);
		if (result == HVK_OK)
			streams->state[PEOPLE] = hvk__store_step(streams->store, streams->statement[PEOPLE]);
	}
	return result == HVK_OK && streams->state[PEOPLE] < 0 ? streams->state[PEOPLE] : result;
}

/* ---- spans: where the people of a partner stand */

static int compare_spans(const void *a, const void *b)
{
	const struct hvk__contact_span *first = a, *second = b;

	return HVK__ORDER(first->partner, second->partner);
}

static const struct hvk__contact_span *span_of(const struct hvk__contacts *contacts, int64_t partner)
{
	struct hvk__contact_span wanted = { .partner = partner };

	return contacts->span_count == 0 ? NULL :
	       bsearch(&wanted, contacts->spans, contacts->span_count, sizeof(wanted), compare_spans);
}

static int add_span(struct hvk_match *match, struct hvk__contact_span span)
{
	struct hvk__contacts *contacts = &match->contacts;

	if (!hvk__reserve(&contacts->spans, &contacts->span_capacity, contacts->span_count + 1,
	                  sizeof(*contacts->spans)))
		return hvk__fail_memory(&match->store->error);
	contacts->spans[contacts->span_count++] = span;
	return HVK_OK;
}

static int compare_contacts(const void *a, const void *b)
{
	const struct hvk__contact *first = a, *second = b;

	return first->partner != second->partner ? HVK__ORDER(first->partner, second->partner) :
	                                           HVK__ORDER(first->id, second->id);
}

static int load_all(struct hvk_match *match, const char *day)
{
	struct hvk__contacts *contacts = &match->contacts;
	_cleanup_(close_streams) struct streams streams = { .store = match->store, .contacts = contacts };
	int result = open_streams(&streams, of_all, day);

	if (result == HVK_OK)
		result = take_people(&streams, 0);
	if (result == HVK_OK && contacts->count > 1)
		qsort(contacts->items, contacts->count, sizeof(*contacts->items), compare_contacts);
	for (size_t i = 0, end; i < contacts->count && result == HVK_OK; i = end) {
		for (end = i; end < contacts->count && contacts->items[end].partner == contacts->items[i].partner;)
			end++;
		result = add_span(match, (struct hvk__contact_span){ contacts->items[i].partner, (uint32_t)i,
		                                                     (uint32_t)(end - i) });
	}
	contacts->all = result == HVK_OK;
	return result;
}

static int load_some(struct hvk_match *match, const char *day, const int64_t partners[], size_t count)
{
	struct hvk__contacts *contacts = &match->contacts;
	_cleanup_(close_streams) struct streams streams = {
		.store = match->store, .contacts = contacts, .single = true,
	};
	int result = open_streams(&streams, of_one, day);

	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		size_t first = contacts->count;

		result = take_people(&streams, partners[i]);
		if (result == HVK_OK)
			result = add_span(match, (struct hvk__contact_span){ partners[i], (uint32_t)first,
			                                                     (uint32_t)(contacts->count - first) });
	}
	if (contacts->span_count > 1)
		qsort(contacts->spans, contacts->span_count, sizeof(*contacts->spans), compare_spans);
	return result;
}

static int compare_ids(const void *a, const void *b)
{
	return hvk__id_compare(a, b);
}

/* The partners of the candidates whose people are not loaded yet, each once. */
static int missing_partners(struct hvk_match *match, size_t first, size_t end, int64_t **partners, size_t *count)
{
	size_t capacity = 0, kept = 0;

	*partners = NULL;
	*count = 0;
	for (size_t i = first; i < end && !match->contacts.all; i++) {
		int64_t partner = match->supply->offers[match->candidates[i].offer].partner;

		if (span_of(&match->contacts, partner) || (*count > 0 && (*partners)[*count - 1] == partner))
			continue;
		if (!hvk__reserve(partners, &capacity, *count + 1, sizeof(**partners)))
			return hvk__fail_memory(&match->store->error);
		(*partners)[(*count)++] = partner;
	}
	if (*count > 1)
		qsort(*partners, *count, sizeof(**partners), compare_ids);
	for (size_t i = 0; i < *count; i++)
		if (kept == 0 || (*partners)[kept - 1] != (*partners)[i])
			(*partners)[kept++] = (*partners)[i];
	*count = kept;
	return HVK_OK;
}

static int load(struct hvk_match *match, size_t first, size_t end)
{
	struct hvk__contacts *contacts = &match->contacts;
	_cleanup_free_ int64_t *partners = NULL;
	char day[11];
	size_t count;
	int result;

	if (contacts->day != match->need.day)
		hvk__contacts_clear(contacts);
	contacts->day = match->need.day;
	result = missing_partners(match, first, end, &partners, &count);
	if (result < 0 || count == 0)
		return result;
	hvk__date_format(match->need.day, day);
	if (contacts->span_count + count <= PARTNERS_MAX) {
		result = load_some(match, day, partners, count);
	} else {
		hvk__contacts_clear(contacts);
		contacts->day = match->need.day;
		result = load_all(match, day);
	}
	if (result < 0)
		hvk__contacts_clear(contacts);
	return result;
}

/* ---- choosing */

enum { UNFIT = 4 };

/* How near a person's themes come to the one asked: itself, a group, a part, all; UNFIT. */
static unsigned theme_fit(const struct hvk__need *need, const struct hvk__list *themes,
                          const struct hvk__contacts *contacts, const struct hvk__contact *contact)
{
	unsigned best = UNFIT;

	if (need->theme == 0)
		return 0;
	if (contact->theme_count == 0)
		return HVK__THEME_GENERAL;
	for (uint32_t i = 0; i < contact->theme_count; i++) {
		uint16_t own = contacts->numbers[contact->themes + i];
		unsigned fit = own == need->theme ? HVK__THEME_EXACT :
		               hvk__code_within(themes, need->theme, own) ? HVK__THEME_GROUP :
		               hvk__code_within(themes, own, need->theme) ? HVK__THEME_BELOW : UNFIT;

		if (fit < best)
			best = fit;
	}
	return best;
}

/* Whether a person is for the gemeente asked, or the one nearby that the offer serves: named, for all; UNFIT. */
static unsigned gemeente_fit(const struct hvk__need *need, uint16_t nearby, const struct hvk__contacts *contacts,
                             const struct hvk__contact *contact)
{
	if (need->gemeente == HVK__GEMEENTE_NONE)
		return 0;
	if (contact->gemeente_count == 0)
		return 1;
	for (uint32_t i = 0; i < contact->gemeente_count; i++) {
		uint16_t own = contacts->numbers[contact->gemeenten + i];

		if (own != HVK__GEMEENTE_NONE && (own == need->gemeente || own == nearby))
			return 0;
	}
	return UNFIT;
}

/* What tells two people of a partner apart, the first weighing most; the slug is left. UINT_MAX: not for this need. */
static unsigned weigh(const struct hvk_match *match, const struct hvk__list *themes, uint16_t nearby,
                      const struct hvk__contact *contact)
{
	unsigned theme = theme_fit(&match->need, themes, &match->contacts, contact);
	unsigned gemeente = gemeente_fit(&match->need, nearby, &match->contacts, contact);
	unsigned verified = contact->verified == INT32_MIN ? HVK__VERIFIED_NEVER :
	                    contact->verified >= hvk__year_before(match->need.day) ? HVK__VERIFIED_RECENTLY :
	                                                                             HVK__VERIFIED_BEFORE;

	if (theme == UNFIT || gemeente == UNFIT)
		return UINT32_MAX;
	return theme << 4 | gemeente << 3 | (contact->first ? 0u : 1u) << 2 | verified;
}

static uint32_t choose(const struct hvk_match *match, const struct hvk__list *themes,
                       const struct hvk__candidate *candidate)
{
	const struct hvk__contacts *contacts = &match->contacts;
	const struct hvk__offer *offer = &match->supply->offers[candidate->offer];
	const struct hvk__contact_span *span = span_of(contacts, offer->partner);
	uint16_t nearby = match->need.gemeente == HVK__GEMEENTE_NONE ? HVK__GEMEENTE_NONE :
	                  hvk__near_by(match, offer, hvk__candidate_rank(candidate, HVK__RULE_GEMEENTE));
	uint32_t best = HVK__CONTACT_NONE;
	unsigned least = UINT32_MAX;

	for (uint32_t i = 0; span && i < span->count; i++) {
		const struct hvk__contact *contact = &contacts->items[span->first + i];
		unsigned weight = weigh(match, themes, nearby, contact);

		if (weight == UINT32_MAX || weight > least ||
		    (weight == least && strcmp(contact->slug, contacts->items[best].slug) >= 0))
			continue;
		least = weight;
		best = span->first + i;
	}
	return best;
}

int hvk__match_contacts(struct hvk_match *match, size_t first, size_t end)
{
	struct hvk__codes *codes;
	int result = hvk__store_codes(match->store, &codes);

	if (result == HVK_OK)
		result = load(match, first, end);
	for (size_t i = first; i < end && result == HVK_OK; i++)
		match->candidates[i].contact = choose(match, hvk__codes_list(codes, "theme"), &match->candidates[i]);
	return result;
}
