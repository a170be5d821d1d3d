/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The network on a day: partners that work, their people and offers, by gemeente and kind; how fresh what is known of
 * them is; and the partners that are passed over. A partner is one of a gemeente when it serves it, is a member of its
 * house, or has an offer there.
 */
#include <stdio.h>
#include <string.h>

#include "statistics/report.h"

struct partner {
	int64_t id;
	const struct hvk__named *name;
	uint16_t type, stage;
	int verified;            /* day; INT32_MIN: never */
	bool working, everywhere, counts;
	bool offering, agreed, referred;
	int64_t people;
};

/* Where a partner stands, by its id. */
struct place {
	int64_t id;
	size_t index;
};

enum dimension { GEMEENTE, TYPE, PILLAR, LEVEL, FORM, DIMENSIONS };

/* What partners, people and offers are counted by: slots of gemeenten, or code numbers. */
struct breakdown {
	const struct hvk__list *list; /* NULL: gemeenten */
	size_t size;
	bool *of;                     /* by partner, then value */
	int64_t *partners, *people, *offers;
};

enum freshness { RECENT, THIS_YEAR, LONGER_AGO, NEVER, FRESHNESSES };
enum { FRESH_PARTNERS, FRESH_PEOPLE, FRESH_OFFERS, FRESH };

struct network {
	struct hvk_report *report;
	bool *places, asked;
	struct partner *partners;
	struct place *by_id;
	size_t count, capacity;
	struct breakdown by[DIMENSIONS];
	int64_t working, people, offers, agreements, houses;
	int64_t fresh[FRESH][FRESHNESSES];
	int recent, this_year;        /* days since which */
};

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

static void note_freshness(struct network *network, int what, int verified)
{
	enum freshness freshness = LONGER_AGO;

	if (verified == INT32_MIN)
		freshness = NEVER;
	else if (verified >= network->recent)
		freshness = RECENT;
	else if (verified >= network->this_year)
		freshness = THIS_YEAR;
	network->fresh[what][freshness]++;
}

/* ---- partners */

static int compare_places(const void *a, const void *b)
{
	const struct place *one = a, *other = b;

	return HVK__ORDER(one->id, other->id);
}

static struct partner *find_partner(const struct network *network, int64_t id, size_t *index)
{
	const struct place wanted = { .id = id };
	const struct place *found =
		network->count ? bsearch(&wanted, network->by_id, network->count, sizeof(wanted), compare_places) : NULL;

	if (!found)
		return NULL;
	*index = found->index;
	return &network->partners[found->index];
}

static int load_partner(struct network *network, const struct hvk__list *stages, sqlite3_stmt *row)
{
	const char *name = (const char *)sqlite3_column_text(row, 2), *slug = (const char *)sqlite3_column_text(row, 1);
	struct partner *partner;

	if (!name || !slug ||
	    !hvk__reserve(&network->partners, &network->capacity, network->count + 1, sizeof(*network->partners)))
		return HVK_ENOMEM;
	partner = &network->partners[network->count++];
	*partner = (struct partner){
		.id = sqlite3_column_int64(row, 0), .type = code_at(row, 3), .stage = code_at(row, 4),
		.everywhere = sqlite3_column_int(row, 5) != 0, .verified = day_at(row, 6)
	};
	partner->name = hvk__report_name(network->report, slug, name, name);
	partner->working = !hvk__code_is(stages, partner->stage, "dormant") &&
	                   !hvk__code_is(stages, partner->stage, "ended");
	return partner->name ? HVK_OK : HVK_ENOMEM;
}

static int load_partners(struct network *network)
{
	const struct hvk__list *stages = hvk__report_list(network->report, "stage");
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__report_prepare(network->report,
	                                 "SELECT id, slug, name, type, stage, everywhere, verified_on FROM partner"
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
		network->by_id[i] = (struct place){ network->partners[i].id, i };
	qsort(network->by_id, network->count, sizeof(*network->by_id), compare_places);
	return result;
}

static int make_breakdowns(struct network *network)
{
	static const char *const lists[DIMENSIONS] = { NULL, "partner_type", "pillar", "level", "form" };

	for (size_t d = 0; d < DIMENSIONS; d++) {
		struct breakdown *by = &network->by[d];

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

static bool *values_of(const struct breakdown *by, size_t partner)
{
	return by->of + partner * by->size;
}

/* What a query says of the partners in its first column. */
enum mark { SERVES, /* the gemeente in its second column */ AGREED, REFERRED };

static int mark_partners(struct network *network, enum mark mark, const char *sql)
{
	struct hvk_report *report = network->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__report_prepare(report, sql, &statement);
	size_t index;

	if (result < 0)
		return result;
	while ((result = hvk__store_step(report->store, statement)) == 1) {
		struct partner *partner = find_partner(network, sqlite3_column_int64(statement, 0), &index);

		if (!partner)
			continue;
		if (mark == SERVES)
			hvk__report_mark(report, (uint32_t)sqlite3_column_int64(statement, 1),
			                 values_of(&network->by[GEMEENTE], index));
		else if (mark == AGREED)
			partner->agreed = true;
		else
			partner->referred = true;
	}
	return result;
}

#define IN_FORCE " (since IS NULL OR since <= ?1) AND (until IS NULL OR until >= ?1)"

static int read_relations(struct network *network)
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
	return result < 0 ? result : mark_partners(network, REFERRED, referred);
}

/* ---- which count */

/* Whether one of these gemeenten is asked for. */
static bool touches(const struct network *network, const bool slots[])
{
	for (size_t slot = 1; slot < network->by[GEMEENTE].size; slot++)
		if (slots[slot] && network->places[slot])
			return true;
	return false;
}

/* An offer makes its partner one of the gemeenten it serves. */
static void place_offers(struct network *network, const struct hvk__supply *supply)
{
	for (size_t i = 0; i < supply->count; i++) {
		const struct hvk__offer *offer = &supply->offers[i];
		size_t index;

		if (!find_partner(network, offer->partner, &index))
			continue;
		for (size_t n = 0; n < offer->gemeenten.count; n++)
			values_of(&network->by[GEMEENTE], index)[hvk__offer_slot(offer, n)] = true;
	}
}

static void choose_partners(struct network *network)
{
	for (size_t i = 0; i < network->count; i++) {
		struct partner *partner = &network->partners[i];
		bool *slots = values_of(&network->by[GEMEENTE], i);

		if (partner->everywhere)
			memcpy(slots, network->places, network->by[GEMEENTE].size * sizeof(*slots));
		partner->counts = !network->asked || partner->everywhere || touches(network, slots);
		if (!partner->working || !partner->counts)
			continue;
		network->working++;
		network->agreements += partner->agreed;
		note_freshness(network, FRESH_PARTNERS, partner->verified);
	}
}

/* ---- offers */

static void count_value(struct network *network, enum dimension dimension, size_t partner, size_t value)
{
	struct breakdown *by = &network->by[dimension];

	if (value >= by->size)
		value = 0;
	by->offers[value]++;
	values_of(by, partner)[value] = true;
}

static void count_offer(struct network *network, const struct hvk__offer *offer)
{
	struct breakdown *by = &network->by[GEMEENTE];
	struct partner *partner;
	size_t index;
	bool here = !network->asked || offer->everywhere;

	for (size_t n = 0; n < offer->gemeenten.count && !here; n++)
		here = network->places[hvk__offer_slot(offer, n)];
	partner = here ? find_partner(network, offer->partner, &index) : NULL;
	if (!partner)
		return;
	network->offers++;
	partner->offering = true;
	note_freshness(network, FRESH_OFFERS, offer->verified);
	if (offer->everywhere)
		for (size_t slot = 1; slot < by->size; slot++)
			by->offers[slot]++;
	else
		for (size_t n = 0; n < offer->gemeenten.count; n++)
			by->offers[hvk__offer_slot(offer, n)]++;
	count_value(network, TYPE, index, partner->type);
	count_value(network, LEVEL, index, offer->level);
	count_value(network, FORM, index, offer->form);
	for (size_t n = 0; n < offer->pillars.count; n++)
		count_value(network, PILLAR, index, offer->pillars.items[n]);
	if (offer->pillars.count == 0)
		count_value(network, PILLAR, index, 0);
}

/* ---- people */

/* A person is rung about gemeenten of his own, or those of the partner. */
static void count_person(struct network *network, int64_t id, int verified, const bool own[], bool any)
{
	struct breakdown *by = &network->by[GEMEENTE];
	size_t index;
	struct partner *partner = find_partner(network, id, &index);
	const bool *slots;

	if (!partner || !partner->working || !partner->counts)
		return;
	slots = any ? own : values_of(by, index);
	if (network->asked && !touches(network, slots))
		return;
	network->people++;
	partner->people++;
	note_freshness(network, FRESH_PEOPLE, verified);
	for (size_t slot = 1; slot < by->size; slot++)
		by->people[slot] += slots[slot];
}

static int count_people(struct network *network)
{
	struct hvk_report *report = network->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	_cleanup_free_ bool *own = calloc(report->geography.size, sizeof(*own));
	int64_t person = 0, partner = 0;
	int verified = INT32_MIN, result;
	bool any = false;

	if (!own)
		return HVK_ENOMEM;
	result = hvk__report_prepare(report,
	                             "SELECT id, partner, verified_on, gemeente FROM person"
	                             " LEFT JOIN person_gemeente ON person = id WHERE" IN_FORCE " ORDER BY id", &statement);
	if (result < 0)
		return result;
	while ((result = hvk__store_step(report->store, statement)) == 1) {
		if (sqlite3_column_int64(statement, 0) != person) {
			if (person)
				count_person(network, partner, verified, own, any);
			memset(own, 0, report->geography.size * sizeof(*own));
			person = sqlite3_column_int64(statement, 0);
			partner = sqlite3_column_int64(statement, 1);
			verified = day_at(statement, 2);
			any = false;
		}
		if (sqlite3_column_type(statement, 3) != SQLITE_NULL) {
			hvk__report_mark(report, (uint32_t)sqlite3_column_int64(statement, 3), own);
			any = true;
		}
	}
	if (person && result == HVK_OK)
		count_person(network, partner, verified, own, any);
	return result;
}

static int count_houses(struct network *network)
{
	_cleanup_free_ bool *slots = calloc(network->report->geography.size, sizeof(*slots));
	int result = slots ? hvk__report_mark_all(network->report, "SELECT gemeente FROM house WHERE" IN_FORCE, slots)
	                   : HVK_ENOMEM;

	for (size_t slot = 1; slots && slot < network->report->geography.size; slot++)
		network->houses += slots[slot] && network->places[slot];
	return result;
}

/* The partners of every value, and for what people are not counted by themselves the people of those. */
static void count_partners(struct network *network)
{
	for (size_t i = 0; i < network->count; i++) {
		const struct partner *partner = &network->partners[i];

		if (!partner->working || !partner->counts)
			continue;
		values_of(&network->by[TYPE], i)[partner->type < network->by[TYPE].size ? partner->type : 0] = true;
		for (size_t d = 0; d < DIMENSIONS; d++) {
			struct breakdown *by = &network->by[d];
			const bool *of = values_of(by, i);

			for (size_t value = 0; value < by->size; value++) {
				by->partners[value] += of[value];
				if (d != GEMEENTE)
					by->people[value] += of[value] ? partner->people : 0;
			}
		}
	}
}

/* ---- sections */

static int add_figure(struct network *network, struct hvk__section *section, const char *key, const char *nl,
                      const char *en, int64_t count)
{
	union hvk__figure *row = hvk__section_row(section);

	if (!row)
		return HVK_ENOMEM;
	row[0].name = hvk__report_name(network->report, key, nl, en);
	row[1].count = count;
	return row[0].name ? HVK_OK : HVK_ENOMEM;
}

static int add_totals(struct network *network)
{
	struct hvk__section *section = hvk__report_add(network->report, "total", "Kerncijfers", "Key figures");
	int result;

	if (!hvk__section_column(section, HVK_REPORT_NAME, "what", "", "") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "count", "aantal", "count"))
		return HVK_ENOMEM;
	result = add_figure(network, section, "partners", "Partners", "Partners", network->working);
	if (result == HVK_OK)
		result = add_figure(network, section, "people", "Personen", "People", network->people);
	if (result == HVK_OK)
		result = add_figure(network, section, "offers", "Aanbod", "Offers", network->offers);
	if (result == HVK_OK)
		result = add_figure(network, section, "partners-agreed", "Partners met een lopende overeenkomst",
		                    "Partners with an agreement in force", network->agreements);
	return result < 0 ? result : add_figure(network, section, "houses", "Huizen van het Kind", "Huizen van het Kind",
	                                        network->houses);
}

static const struct hvk__named *name_of(struct network *network, const struct breakdown *by, size_t value)
{
	return by->list ? hvk__report_code(network->report, by->list, (uint16_t)value, false)
	                : hvk__report_place(network->report, (uint32_t)value);
}

static bool is_shown(const struct network *network, const struct breakdown *by, size_t value)
{
	if (!by->list)
		return value && network->places[value];
	return by->partners[value] || by->offers[value] ||
	       (value && hvk__code_valid_on(by->list, (uint16_t)value, network->report->day));
}

/* Of gemeenten, or of codes: what is not recorded comes last. */
static int add_breakdown(struct network *network, enum dimension dimension)
{
	static const char *const names[DIMENSIONS][5] = {
		[GEMEENTE] = { "gemeente", "Per gemeente", "By gemeente", "gemeente", "gemeente" },
		[TYPE] = { "type", "Per soort partner", "By type of partner", "soort", "type" },
		[PILLAR] = { "pillar", "Per pijler", "By pillar", "pijler", "pillar" },
		[LEVEL] = { "level", "Per niveau", "By level", "niveau", "level" },
		[FORM] = { "form", "Per werkvorm", "By form", "werkvorm", "form" }
	};
	const struct breakdown *by = &network->by[dimension];
	const char *const *name = names[dimension];
	struct hvk__section *section = hvk__report_add(network->report, name[0], name[1], name[2]);

	if (!hvk__section_column(section, HVK_REPORT_NAME, name[0], name[3], name[4]) ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "partners", "partners", "partners") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "people", "personen", "people") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "offers", "aanbod", "offers"))
		return HVK_ENOMEM;
	for (size_t n = 1; n <= by->size; n++) {
		size_t value = n % by->size;
		union hvk__figure *row;

		if (!is_shown(network, by, value))
			continue;
		row = hvk__section_row(section);
		if (!row)
			return HVK_ENOMEM;
		row[0].name = name_of(network, by, value);
		row[1].count = by->partners[value];
		row[2].count = by->people[value];
		row[3].count = by->offers[value];
		if (!row[0].name)
			return HVK_ENOMEM;
	}
	return HVK_OK;
}

/* Of all partners, also of those that work no more. */
static int add_stages(struct network *network)
{
	struct hvk_report *report = network->report;
	const struct hvk__list *stages = hvk__report_list(report, "stage");
	struct hvk__section *section = hvk__report_add(report, "stage", "Fase van de samenwerking", "Stage");
	_cleanup_free_ int64_t *count = calloc(stages->count + 1, sizeof(*count));

	if (!count || !hvk__section_column(section, HVK_REPORT_NAME, "stage", "fase", "stage") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "partners", "partners", "partners"))
		return HVK_ENOMEM;
	for (size_t i = 0; i < network->count; i++)
		if (network->partners[i].counts)
			count[network->partners[i].stage <= stages->count ? network->partners[i].stage : 0]++;
	for (size_t n = 1; n <= stages->count + 1; n++) {
		uint16_t number = (uint16_t)(n % (stages->count + 1));
		union hvk__figure *row;

		if (!count[number] && (!number || !hvk__code_valid_on(stages, number, report->day)))
			continue;
		row = hvk__section_row(section);
		if (!row)
			return HVK_ENOMEM;
		row[0].name = hvk__report_code(report, stages, number, false);
		row[1].count = count[number];
		if (!row[0].name)
			return HVK_ENOMEM;
	}
	return HVK_OK;
}

static int add_freshness(struct network *network)
{
	static const char *const what[FRESH][3] = {
		[FRESH_PARTNERS] = { "partners", "Partners", "Partners" },
		[FRESH_PEOPLE] = { "people", "Personen", "People" },
		[FRESH_OFFERS] = { "offers", "Aanbod", "Offers" }
	};
	struct hvk__section *section =
		hvk__report_add(network->report, "freshness", "Wanneer nagekeken", "When verified");

	if (!hvk__section_column(section, HVK_REPORT_NAME, "what", "", "") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "within-3-months", "laatste 3 maanden", "last 3 months") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "within-12-months", "3 tot 12 maanden", "3 to 12 months") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "longer-ago", "langer geleden", "longer ago") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "never", "nooit", "never"))
		return HVK_ENOMEM;
	for (size_t i = 0; i < FRESH; i++) {
		union hvk__figure *row = hvk__section_row(section);

		if (!row)
			return HVK_ENOMEM;
		row[0].name = hvk__report_name(network->report, what[i][0], what[i][1], what[i][2]);
		for (size_t f = 0; f < FRESHNESSES; f++)
			row[1 + f].count = network->fresh[i][f];
		if (!row[0].name)
			return HVK_ENOMEM;
	}
	return HVK_OK;
}

/* ---- partners that are passed over, or of whom something lacks */

static bool is_unreferred(const struct partner *partner)
{
	return !partner->referred;
}

static bool is_without_offer(const struct partner *partner)
{
	return !partner->offering;
}

static bool is_without_person(const struct partner *partner)
{
	return partner->people == 0;
}

static bool is_without_agreement(const struct partner *partner)
{
	return !partner->agreed;
}

static int add_list(struct network *network, const char *name, const char *nl, const char *en,
                    bool (*belongs)(const struct partner *partner))
{
	struct hvk__section *section = hvk__report_add(network->report, name, nl, en);

	if (!hvk__section_column(section, HVK_REPORT_NAME, "partner", "partner", "partner"))
		return HVK_ENOMEM;
	for (size_t i = 0; i < network->count; i++) {
		const struct partner *partner = &network->partners[i];
		union hvk__figure *row;

		if (!partner->working || !partner->counts || !belongs(partner))
			continue;
		row = hvk__section_row(section);
		if (!row)
			return HVK_ENOMEM;
		row[0].name = partner->name;
	}
	return HVK_OK;
}

static int add_sections(struct network *network)
{
	int result = add_totals(network);

	for (size_t d = 0; d < DIMENSIONS && result == HVK_OK; d++)
		result = add_breakdown(network, (enum dimension)d);
	if (result == HVK_OK)
		result = add_stages(network);
	if (result == HVK_OK)
		result = add_freshness(network);
	if (result == HVK_OK)
		result = add_list(network, "never-referred", "Nooit naar doorverwezen", "Never referred to", is_unreferred);
	if (result == HVK_OK)
		result = add_list(network, "without-offer", "Zonder lopend aanbod", "Without a current offer",
		                  is_without_offer);
	if (result == HVK_OK)
		result = add_list(network, "without-person", "Zonder bekende persoon", "Without a person known",
		                  is_without_person);
	return result < 0 ? result
	                  : add_list(network, "without-agreement", "Zonder lopende overeenkomst",
	                             "Without an agreement in force", is_without_agreement);
}

/* ---- all of it */

static int read_network(struct network *network, const struct hvk__supply *supply)
{
	int result = hvk__report_places(network->report, &network->places, &network->asked);

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
	return result < 0 ? result : add_sections(network);
}

int hvk__report_network(struct hvk_report *report)
{
	struct network network = {
		.report = report, .recent = months_before(report->day, 3), .this_year = months_before(report->day, 12)
	};
	struct hvk__supply *supply;
	int result = hvk__supply_load(report->store, report->day, 0, NULL, &supply);

	if (result < 0)
		return result;
	result = read_network(&network, supply);
	hvk__supply_free(supply);
	for (size_t d = 0; d < DIMENSIONS; d++) {
		free(network.by[d].of);
		free(network.by[d].partners);
		free(network.by[d].people);
		free(network.by[d].offers);
	}
	free(network.places);
	free(network.partners);
	free(network.by_id);
	return result;
}
