/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading the network: partners and what they relate to, offers, people; and counting them. */
#include <stdio.h>
#include <string.h>

#include "statistics/network.h"

/* ---- what the columns of a row hold */

static uint16_t code_at(sqlite3_stmt *row, int column)
{
	return (uint16_t)sqlite3_column_int(row, column);
}

static int day_at(sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);
	struct hvk__date date;

	return text && hvk__date_parse(text, strlen(text), true, &date) ? hvk__date_to_days(date) : INT32_MIN;
}

static int months_before(int day, int months)
{
	struct hvk__date date = hvk__date_from_days(day), before;
	int number = hvk__month_number(date) - months;

	before = hvk__month_date(number > 0 ? number : 0);
	before.day = hvk__days_in_month(before.year, before.month);
	if (date.day < before.day)
		before.day = date.day;
	return hvk__date_to_days(before);
}

static void note_freshness(struct hvk__network *network, int what, int verified)
{
	enum hvk__freshness freshness = HVK__LONGER_AGO;

	if (verified == INT32_MIN)
		freshness = HVK__NEVER;
	else if (verified >= network->recent)
		freshness = HVK__RECENT;
	else if (verified >= network->this_year)
		freshness = HVK__THIS_YEAR;
	network->fresh[what][freshness]++;
}

/* ---- partners */

static int compare_places(const void *a, const void *b)
{
	const struct hvk__network_place *one = a, *other = b;

	return HVK__ORDER(one->id, other->id);
}

struct hvk__network_partner *hvk__network_find(const struct hvk__network *network, int64_t id, size_t *index)
{
	const struct hvk__network_place wanted = { .id = id };
	const struct hvk__network_place *found = NULL;

	if (network->count > 0)
		found = bsearch(&wanted, network->by_id, network->count, sizeof(wanted), compare_places);
	if (!found)
		return NULL;
	*index = found->index;
	return &network->partners[found->index];
}

static int load_partner(struct hvk__network *network, const struct hvk__list *stages, sqlite3_stmt *row)
{
	const char *name = (const char *)sqlite3_column_text(row, 2), *slug = (const char *)sqlite3_column_text(row, 1);
	struct hvk__network_partner *partner;

	if (!name || !slug ||
	    !hvk__reserve(&network->partners, &network->capacity, network->count + 1, sizeof(*network->partners)))
		return HVK_ENOMEM;
	partner = &network->partners[network->count++];
	*partner = (struct hvk__network_partner){
		.id = sqlite3_column_int64(row, 0), .type = code_at(row, 3), .stage = code_at(row, 4),
		.everywhere = sqlite3_column_int(row, 5) != 0, .verified = day_at(row, 6), .met = INT32_MIN
	};
	partner->name = hvk__report_name(network->report, slug, name, name);
	partner->working = (!hvk__code_is(stages, partner->stage, "dormant") &&
	                    !hvk__code_is(stages, partner->stage, "ended")) ||
	                   (sqlite3_column_type(row, 7) != SQLITE_NULL && day_at(row, 7) > network->report->day);
	return partner->name ? HVK_OK : HVK_ENOMEM;
}

static int load_partners(struct hvk__network *network)
{
	const struct hvk__list *stages = hvk__report_list(network->report, "stage");
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__report_prepare(network->report,
	                                 "SELECT id, slug, name, type, stage, everywhere, verified_on, stage_on"
	                                 " FROM partner"
	                                 " ORDER BY slug", &statement);

	if (result < 0)
		return result;
	while ((result = hvk__store_step(network->report->store, statement)) == 1) {
		result = load_partner(network, stages, statement);
		if (result < 0)
			return result;
	}
	network->by_id = calloc(network->count + 1, sizeof(*network->by_id));
	if (!network->by_id)
		return HVK_ENOMEM;
	for (size_t i = 0; i < network->count; i++)
		network->by_id[i] = (struct hvk__network_place){ network->partners[i].id, i };
	qsort(network->by_id, network->count, sizeof(*network->by_id), compare_places);
	return result;
}

static int make_breakdowns(struct hvk__network *network)
{
	static const char *const lists[HVK__NETWORK_DIMENSIONS] = { NULL, "partner_type", "pillar", "level", "form" };

	for (size_t d = 0; d < HVK__NETWORK_DIMENSIONS; d++) {
		struct hvk__network_breakdown *by = &network->by[d];

		by->list = lists[d] ? hvk__report_list(network->report, lists[d]) : NULL;
		by->size = by->list ? by->list->count + 1 : network->report->geography.size;
		by->of = calloc((network->count + 1) * by->size, sizeof(*by->of));
		by->partners = calloc(by->size, sizeof(*by->partners));
		by->people = calloc(by->size, sizeof(*by->people));
		by->offers = calloc(by->size, sizeof(*by->offers));
		if (!by->of || !by->partners || !by->people || !by->offers)
			return HVK_ENOMEM;
	}
	return HVK_OK;
}

static bool *values_of(const struct hvk__network_breakdown *by, size_t partner)
{
	return by->of + partner * by->size;
}

/* What a query says of the partners in its first column. */
enum mark { SERVES, /* the gemeente in its second column */ AGREED, REFERRED, EXCHANGED };

static int mark_partners(struct hvk__network *network, enum mark mark, const char *sql)
{
	struct hvk_report *report = network->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__report_prepare(report, sql, &statement);
	size_t index;

	if (result < 0)
		return result;
	while ((result = hvk__store_step(report->store, statement)) == 1) {
		struct hvk__network_partner *partner =
			hvk__network_find(network, sqlite3_column_int64(statement, 0), &index);

		if (!partner)
			continue;
		if (mark == SERVES)
			hvk__report_mark(report, (uint32_t)sqlite3_column_int64(statement, 1),
			                 values_of(&network->by[HVK__NETWORK_GEMEENTE], index));
		else if (mark == AGREED)
			partner->agreed = true;
		else if (mark == REFERRED)
			partner->referred = true;
		else
			partner->exchanged = true;
	}
	return result;
}

#define IN_FORCE " (since IS NULL OR since <= ?1) AND (until IS NULL OR until >= ?1)"

static int read_relations(struct hvk__network *network)
{
	const struct hvk__list *directions = hvk__report_list(network->report, "direction");
	char referred[128];
	int result = mark_partners(network, SERVES, "SELECT partner, gemeente FROM partner_gemeente");

	snprintf(referred, sizeof(referred), "SELECT DISTINCT partner FROM referral WHERE direction = %u",
	         (unsigned)hvk__code_made_as(directions, "out"));
	if (result == HVK_OK)
		result = mark_partners(network, SERVES, "SELECT partner, house FROM membership WHERE" IN_FORCE);
	if (result == HVK_OK)
		result = mark_partners(network, AGREED, "SELECT DISTINCT partner FROM agreement WHERE" IN_FORCE);
	if (result == HVK_OK)
		result = mark_partners(network, EXCHANGED, "SELECT DISTINCT partner FROM referral");
	return result < 0 ? result : mark_partners(network, REFERRED, referred);
}

/* ---- which count */

/* Whether one of these gemeenten is asked for. */
static bool touches(const struct hvk__network *network, const bool slots[])
{
	for (size_t slot = 1; slot < network->by[HVK__NETWORK_GEMEENTE].size; slot++)
		if (slots[slot] && network->places[slot])
			return true;
	return false;
}

/* An offer makes its partner one of the gemeenten it serves. */
static void place_offers(struct hvk__network *network, const struct hvk__supply *supply)
{
	for (size_t i = 0; i < supply->count; i++) {
		const struct hvk__offer *offer = &supply->offers[i];
		size_t index;

		if (!hvk__network_find(network, offer->partner, &index))
			continue;
		for (size_t n = 0; n < offer->gemeenten.count; n++)
			values_of(&network->by[HVK__NETWORK_GEMEENTE], index)[hvk__offer_slot(offer, n)] = true;
	}
}

static void choose_partners(struct hvk__network *network)
{
	for (size_t i = 0; i < network->count; i++) {
		struct hvk__network_partner *partner = &network->partners[i];
		bool *slots = values_of(&network->by[HVK__NETWORK_GEMEENTE], i);

		if (partner->everywhere)
			memcpy(slots, network->places, network->by[HVK__NETWORK_GEMEENTE].size * sizeof(*slots));
		partner->counts = !network->asked || partner->everywhere || touches(network, slots);
		if (!partner->working || !partner->counts)
			continue;
		network->working++;
		network->agreements += partner->agreed;
		note_freshness(network, HVK__FRESH_PARTNERS, partner->verified);
	}
}

/* ---- offers */

static void count_value(struct hvk__network *network, enum hvk__network_dimension dimension, size_t partner,
                        size_t value)
{
	struct hvk__network_breakdown *by = &network->by[dimension];

	if (value >= by->size)
		value = 0;
	by->offers[value]++;
	values_of(by, partner)[value] = true;
}

static void count_offer(struct hvk__network *network, const struct hvk__offer *offer)
{
	struct hvk__network_breakdown *by = &network->by[HVK__NETWORK_GEMEENTE];
	struct hvk__network_partner *partner;
	size_t index;
	bool here = !network->asked || offer->everywhere;

	for (size_t n = 0; n < offer->gemeenten.count && !here; n++)
		here = network->places[hvk__offer_slot(offer, n)];
	partner = here ? hvk__network_find(network, offer->partner, &index) : NULL;
	if (!partner)
		return;
	network->offers++;
	partner->offering = true;
	note_freshness(network, HVK__FRESH_OFFERS, offer->verified);
	if (offer->everywhere)
		for (size_t slot = 1; slot < by->size; slot++)
			by->offers[slot]++;
	else
		for (size_t n = 0; n < offer->gemeenten.count; n++)
			by->offers[hvk__offer_slot(offer, n)]++;
	count_value(network, HVK__NETWORK_TYPE, index, partner->type);
	count_value(network, HVK__NETWORK_LEVEL, index, offer->level);
	count_value(network, HVK__NETWORK_FORM, index, offer->form);
	for (size_t n = 0; n < offer->pillars.count; n++)
		count_value(network, HVK__NETWORK_PILLAR, index, offer->pillars.items[n]);
	if (offer->pillars.count == 0)
		count_value(network, HVK__NETWORK_PILLAR, index, 0);
}

/* ---- people */

/* A person is rung about gemeenten of his own, or those of the partner. */
static void count_person(struct hvk__network *network, int64_t id, int verified, bool any)
{
	struct hvk__network_breakdown *by = &network->by[HVK__NETWORK_GEMEENTE];
	size_t index;
	struct hvk__network_partner *partner = hvk__network_find(network, id, &index);
	const bool *slots;

	if (!partner || !partner->working || !partner->counts)
		return;
	slots = any ? network->own : values_of(by, index);
	if (network->asked && !touches(network, slots))
		return;
	network->people++;
	partner->people++;
	note_freshness(network, HVK__FRESH_PEOPLE, verified);
	for (size_t slot = 1; slot < by->size; slot++)
		by->people[slot] += slots[slot];
}

static int count_people(struct hvk__network *network)
{
	struct hvk_report *report = network->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int64_t person = 0, partner = 0;
	int verified = INT32_MIN, result;
	bool any = false;

	network->own = calloc(report->geography.size, sizeof(*network->own));
	if (!network->own)
		return HVK_ENOMEM;
	result = hvk__report_prepare(report,
	                             "SELECT id, partner, verified_on, gemeente FROM person"
	                             " LEFT JOIN person_gemeente ON person = id WHERE" IN_FORCE " ORDER BY id",
	                             &statement);
	if (result < 0)
		return result;
	while ((result = hvk__store_step(report->store, statement)) == 1) {
		if (sqlite3_column_int64(statement, 0) != person) {
			if (person)
				count_person(network, partner, verified, any);
			memset(network->own, 0, report->geography.size * sizeof(*network->own));
			person = sqlite3_column_int64(statement, 0);
			partner = sqlite3_column_int64(statement, 1);
			verified = day_at(statement, 2);
			any = false;
		}
		if (sqlite3_column_type(statement, 3) != SQLITE_NULL) {
			hvk__report_mark(report, (uint32_t)sqlite3_column_int64(statement, 3), network->own);
			any = true;
		}
	}
	if (person && result == HVK_OK)
		count_person(network, partner, verified, any);
	return result;
}

static int count_houses(struct hvk__network *network)
{
	_cleanup_free_ bool *slots = calloc(network->report->geography.size, sizeof(*slots));
	int result = slots ? hvk__report_mark_all(network->report, "SELECT gemeente FROM house WHERE" IN_FORCE, slots)
	                   : HVK_ENOMEM;

	for (size_t slot = 1; slots && slot < network->report->geography.size; slot++)
		network->houses += slots[slot] && network->places[slot];
	return result;
}

/* The partners of every value, and for what people are not counted by themselves the people of those. */
static void count_partners(struct hvk__network *network)
{
	for (size_t i = 0; i < network->count; i++) {
		const struct hvk__network_partner *partner = &network->partners[i];

		if (!partner->working || !partner->counts)
			continue;
		values_of(&network->by[HVK__NETWORK_TYPE], i)[partner->type < network->by[HVK__NETWORK_TYPE].size
		                                              ? partner->type : 0] = true;
		for (size_t d = 0; d < HVK__NETWORK_DIMENSIONS; d++) {
			struct hvk__network_breakdown *by = &network->by[d];
			const bool *of = values_of(by, i);

			for (size_t value = 0; value < by->size; value++) {
				by->partners[value] += of[value];
				if (d != HVK__NETWORK_GEMEENTE)
					by->people[value] += of[value] ? partner->people : 0;
			}
		}
	}
}

/* ---- all of it */

int hvk__network_read(struct hvk__network *network, const struct hvk__supply *supply)
{
	int result = hvk__report_places(network->report, &network->places, &network->asked);

	network->recent = months_before(network->report->day, 3);
	network->this_year = months_before(network->report->day, 12);
	if (result == HVK_OK)
		result = load_partners(network);
	if (result == HVK_OK)
		result = make_breakdowns(network);
	if (result == HVK_OK)
		result = read_relations(network);
	if (result < 0)
		return result;
	place_offers(network, supply);
	choose_partners(network);
	for (size_t i = 0; i < supply->count; i++)
		count_offer(network, &supply->offers[i]);
	result = count_people(network);
	if (result == HVK_OK)
		result = count_houses(network);
	count_partners(network);
	return result;
}

void hvk__network_free(struct hvk__network *network)
{
	for (size_t d = 0; d < HVK__NETWORK_DIMENSIONS; d++) {
		free(network->by[d].of);
		free(network->by[d].partners);
		free(network->by[d].people);
		free(network->by[d].offers);
	}
	free(network->places);
	free(network->own);
	free(network->partners);
	free(network->by_id);
}
