/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-partner show: what pages of partners, agreements and houses have besides the facts. */
#include "partner.h"

#include <string.h>

#include "common/record-page.h"
#include "common/records.h"

/* ---------------------------------------------------------------- coverage */

enum { PILLARS_MAX = 16, LEVELS_MAX = 8 };

struct coverage {
	const struct hvk_code *pillars[PILLARS_MAX], *levels[LEVELS_MAX];
	size_t pillar_count, level_count;
	uint64_t offers[PILLARS_MAX][LEVELS_MAX + 1]; /* the last: without a level */
	uint64_t total, without_level;
};

static size_t read_list(struct hvk_store *store, const char *list, const struct hvk_code **codes, size_t most)
{
	size_t count = 0;

	while (count < most && (codes[count] = hvk_code_at(store, list, count)) != NULL)
		count++;
	return count;
}

static void count_offer(struct coverage *coverage, struct hvk_record *offer)
{
	const char *pillars = hvk_record_key(offer, hvk_type_find_column(HVK_OFFER, "pillar"), NULL);
	const char *level = hvk_record_key(offer, hvk_type_find_column(HVK_OFFER, "level"), NULL);
	size_t column = 0;

	while (column < coverage->level_count &&
	       (!level || strcmp(hvk_code_text(coverage->levels[column], HVK_CODE_CODE), level) != 0))
		column++;
	for (size_t i = 0; i < coverage->pillar_count; i++) {
		const char *pillar = hvk_code_text(coverage->pillars[i], HVK_CODE_CODE);

		if (!pillars || !has_value(pillars, pillar, strlen(pillar)))
			continue;
		coverage->offers[i][column]++;
		coverage->total++;
		coverage->without_level += column == coverage->level_count;
	}
}

static int write_coverage(const struct record_page *page, const struct coverage *coverage)
{
	static const char *const title[] = { "Aanbod per pijler", "Offers by pillar" };
	static const char *const pillar[] = { "pijler", "pillar" }, *const no_level[] = { "zonder niveau", "no level" };
	enum hvk_code_field label = page->lang == HVK_EN ? HVK_CODE_LABEL_EN : HVK_CODE_LABEL_NL;
	struct render_column headers[LEVELS_MAX + 2] = {
		{ .key = "pillar", .title = pillar[page->lang] }
	};
	size_t shown = coverage->level_count + (coverage->without_level > 0);
	int result;

	for (size_t i = 0; i < coverage->level_count; i++) {
		const char *code = hvk_code_text(coverage->levels[i], HVK_CODE_CODE);

		headers[i + 1] = (struct render_column){ .key = code, .title = code, .numeric = true };
	}
	headers[coverage->level_count + 1] =
		(struct render_column){ .key = "no_level", .title = no_level[page->lang], .numeric = true };
	result = render_heading(page->renderer, 2, title[page->lang]);
	if (result == 0)
		result = render_table_begin(page->renderer, headers, shown + 1, NULL);
	for (size_t i = 0; i < coverage->pillar_count && result == 0; i++) {
		struct cell cells[LEVELS_MAX + 2];

		cells[0] = cell_text(hvk_code_text(coverage->pillars[i], label));
		for (size_t j = 0; j < shown; j++)
			cells[j + 1] = cell_whole((int64_t)coverage->offers[i][j]);
		result = render_row(page->renderer, cells);
	}
	return record_page_written(page, result == 0 ? render_table_end(page->renderer) : result);
}

/* How many of a partner's offers of today belong to each pillar, for all families and for some. Nothing when it has
 * none. */
static int show_coverage(const struct record_page *page, struct hvk_record *partner)
{
	static const struct record_section offers = { { "Aanbod", "Offers" }, HVK_OFFER, "partner", NULL, true };
	struct coverage coverage = { 0 };
	struct hvk_records *records = NULL;
	struct hvk_record *offer;
	int more = 0, status;

	if (hvk_record_type(partner) != HVK_PARTNER)
		return EXIT_DONE;
	status = record_section_open(page, &offers, hvk_record_key(partner, 0, NULL), &records);

	coverage.pillar_count = read_list(page->command->store, "pillar", coverage.pillars, PILLARS_MAX);
	coverage.level_count = read_list(page->command->store, "level", coverage.levels, LEVELS_MAX);
	while (status == EXIT_DONE && (more = hvk_records_next(records, &offer)) > 0)
		count_offer(&coverage, offer);
	if (status == EXIT_DONE && more < 0)
		status = fail_store(page->command);
	hvk_records_free(records);
	return status == EXIT_DONE && coverage.total > 0 ? write_coverage(page, &coverage) : status;
}

/* ---------------------------------------------------------------- pages */

#define COLUMNS(...) (const char *const[]) { __VA_ARGS__, NULL }

static const struct record_section partner_sections[] = {
	{ { "Personen", "People" }, HVK_PERSON, "partner",
	  COLUMNS("name", "function", "phone", "email", "reachable", "theme", "first_contact"), true },
	{ { "Aanbod", "Offers" }, HVK_OFFER, "partner",
	  COLUMNS("slug", "name", "form", "level", "theme", "age", "gemeente", "waiting_days", "verified_on"), true },
	{ { "Overeenkomsten", "Agreements" }, HVK_AGREEMENT, "partner",
	  COLUMNS("slug", "type", "gemeente", "house", "authority", "since", "until"), false },
	{ { "In het Huis van het Kind van", "In the Huis van het Kind of" }, HVK_MEMBERSHIP, "partner",
	  COLUMNS("house", "role", "since", "until"), false },
	{ .columns = NULL }
};

static const struct record_section agreement_sections[] = {
	{ { "Aanbod", "Offers" }, HVK_OFFER, "agreement", COLUMNS("slug", "partner", "name", "since", "until"), false },
	{ .columns = NULL }
};

static const struct record_section house_sections[] = {
	{ { "Partners van het huis", "Partners of the house" }, HVK_MEMBERSHIP, "house",
	  COLUMNS("partner", "role", "since", "until"), true },
	{ { "Overeenkomsten", "Agreements" }, HVK_AGREEMENT, "house",
	  COLUMNS("slug", "partner", "type", "since", "until"), false },
	{ .columns = NULL }
};

int partner_show(struct command *command)
{
	static const struct record_pages pages = {
		.sections = {
			[HVK_PARTNER] = partner_sections, [HVK_AGREEMENT] = agreement_sections,
			[HVK_HOUSE] = house_sections
		},
		.more = show_coverage
	};

	return record_show(command, &pages);
}
