/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The network on a day: partners that work, their people and offers, by gemeente and kind; how fresh what is known of
 * them is; the partners that are passed over; and who came to meetings. A partner is one of a gemeente when it serves
 * it, is a member of its house, or has an offer there.
 */
#include "statistics/network.h"

static int add_figure(struct hvk__network *network, struct hvk__section *section, const char *key, const char *nl,
                      const char *en, int64_t count)
{
	union hvk__figure *row = hvk__section_row(section);

	if (!row)
		return HVK_ENOMEM;
	row[0].name = hvk__report_name(network->report, key, nl, en);
	row[1].count = count;
	return row[0].name ? HVK_OK : HVK_ENOMEM;
}

static int add_totals(struct hvk__network *network)
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
	if (result == HVK_OK)
		result = add_figure(network, section, "houses", "Huizen van het Kind", "Huizen van het Kind",
		                    network->houses);
	return result;
}

static const struct hvk__named *name_of(struct hvk__network *network, const struct hvk__network_breakdown *by,
                                        size_t value)
{
	return by->list ? hvk__report_code(network->report, by->list, (uint16_t)value, false)
	                : hvk__report_place(network->report, (uint32_t)value);
}

static bool is_shown(const struct hvk__network *network, const struct hvk__network_breakdown *by, size_t value)
{
	if (!by->list)
		return value && network->places[value];
	return by->partners[value] || by->offers[value] ||
	       (value && hvk__code_valid_on(by->list, (uint16_t)value, network->report->day));
}

/* Of gemeenten, or of codes: what is not recorded comes last. */
static int add_breakdown(struct hvk__network *network, enum hvk__network_dimension dimension)
{
	static const char *const names[HVK__NETWORK_DIMENSIONS][5] = {
		[HVK__NETWORK_GEMEENTE] = { "gemeente", "Per gemeente", "By gemeente", "gemeente", "gemeente" },
		[HVK__NETWORK_TYPE] = { "type", "Per soort partner", "By type of partner", "soort", "type" },
		[HVK__NETWORK_PILLAR] = { "pillar", "Per pijler", "By pillar", "pijler", "pillar" },
		[HVK__NETWORK_LEVEL] = { "level", "Per niveau", "By level", "niveau", "level" },
		[HVK__NETWORK_FORM] = { "form", "Per werkvorm", "By form", "werkvorm", "form" }
	};
	const struct hvk__network_breakdown *by = &network->by[dimension];
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
static int add_stages(struct hvk__network *network)
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

static int add_freshness(struct hvk__network *network)
{
	static const char *const what[HVK__FRESH][3] = {
		[HVK__FRESH_PARTNERS] = { "partners", "Partners", "Partners" },
		[HVK__FRESH_PEOPLE] = { "people", "Personen", "People" },
		[HVK__FRESH_OFFERS] = { "offers", "Aanbod", "Offers" }
	};
	struct hvk__section *section =
		hvk__report_add(network->report, "freshness", "Wanneer nagekeken", "When verified");

	if (!hvk__section_column(section, HVK_REPORT_NAME, "what", "", "") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "within-3-months", "laatste 3 maanden", "last 3 months") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "within-12-months", "3 tot 12 maanden", "3 to 12 months") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "longer-ago", "langer geleden", "longer ago") ||
	    !hvk__section_column(section, HVK_REPORT_COUNT, "never", "nooit", "never"))
		return HVK_ENOMEM;
	for (size_t i = 0; i < HVK__FRESH; i++) {
		union hvk__figure *row = hvk__section_row(section);

		if (!row)
			return HVK_ENOMEM;
		row[0].name = hvk__report_name(network->report, what[i][0], what[i][1], what[i][2]);
		for (size_t f = 0; f < HVK__FRESHNESSES; f++)
			row[1 + f].count = network->fresh[i][f];
		if (!row[0].name)
			return HVK_ENOMEM;
	}
	return HVK_OK;
}

/* ---- partners that are passed over, or of whom something lacks */

static bool is_unreferred(const struct hvk__network *network, const struct hvk__network_partner *partner)
{
	(void)network;
	return !partner->referred;
}

static bool is_without_offer(const struct hvk__network *network, const struct hvk__network_partner *partner)
{
	(void)network;
	return !partner->offering;
}

static bool is_without_person(const struct hvk__network *network, const struct hvk__network_partner *partner)
{
	(void)network;
	return partner->people == 0;
}

static bool is_without_agreement(const struct hvk__network *network, const struct hvk__network_partner *partner)
{
	(void)network;
	return !partner->agreed;
}

int hvk__network_add_list(struct hvk__network *network, const char *name, const char *nl, const char *en,
                          bool (*belongs)(const struct hvk__network *network,
                                          const struct hvk__network_partner *partner))
{
	struct hvk__section *section = hvk__report_add(network->report, name, nl, en);

	if (!hvk__section_column(section, HVK_REPORT_NAME, "partner", "partner", "partner"))
		return HVK_ENOMEM;
	for (size_t i = 0; i < network->count; i++) {
		const struct hvk__network_partner *partner = &network->partners[i];
		union hvk__figure *row;

		if (!partner->working || !partner->counts || !belongs(network, partner))
			continue;
		row = hvk__section_row(section);
		if (!row)
			return HVK_ENOMEM;
		row[0].name = partner->name;
	}
	return HVK_OK;
}

static int add_sections(struct hvk__network *network)
{
	int result = add_totals(network);

	for (size_t d = 0; d < HVK__NETWORK_DIMENSIONS && result == HVK_OK; d++)
		result = add_breakdown(network, (enum hvk__network_dimension)d);
	if (result == HVK_OK)
		result = add_stages(network);
	if (result == HVK_OK)
		result = add_freshness(network);
	if (result == HVK_OK)
		result = hvk__network_add_list(network, "never-referred", "Nooit naar doorverwezen",
		                               "Never referred to", is_unreferred);
	if (result == HVK_OK)
		result = hvk__network_add_list(network, "without-offer", "Zonder lopend aanbod",
		                               "Without a current offer", is_without_offer);
	if (result == HVK_OK)
		result = hvk__network_add_list(network, "without-person", "Zonder bekende persoon",
		                               "Without a person known", is_without_person);
	if (result == HVK_OK)
		result = hvk__network_add_list(network, "without-agreement", "Zonder lopende overeenkomst",
		                               "Without an agreement in force", is_without_agreement);
	return result < 0 ? result : hvk__network_add_attendance(network);
}

int hvk__report_network(struct hvk_report *report)
{
	struct hvk__network network = { .report = report };
	struct hvk__supply *supply;
	int result = hvk__supply_load(report->store, report->day, 0, NULL, &supply);

	if (result < 0)
		return result;
	result = hvk__network_read(&network, supply);
	if (result == HVK_OK)
		result = add_sections(&network);
	hvk__supply_free(supply);
	hvk__network_free(&network);
	return result;
}
