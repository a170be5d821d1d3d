/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Demand beside supply: the questions of some months, by gemeente, group of themes and age, and the offers that are valid
 * there on a day. An offer is one for a question when it serves its gemeente, covers its theme and is for its age;
 * ages that are no range fit all. An offer without themes is for no theme in particular, and no answer to a
 * question about one.
 */
#include <string.h>

#include "statistics/report.h"
#include "statistics/table.h"

/* What a row comes to, in this order in verdicts[]. */
enum verdict { EMPTY, UNUSED, COVERED, PARTLY, WHITE_SPOT, UNKNOWN, VERDICTS };

static const char *const verdicts[VERDICTS][3] = {
	[EMPTY] = { "leeg", "geen vraag, geen aanbod", "no question, no offer" },
	[UNUSED] = { "ongebruikt", "aanbod zonder vraag", "offer without demand" },
	[COVERED] = { "gedekt", "gedekt", "covered" },
	[PARTLY] = { "deels", "deels gedekt", "partly covered" },
	[WHITE_SPOT] = { "witte-vlek", "witte vlek", "no offer" },
	[UNKNOWN] = { "onbekend", "thema onbekend", "theme unknown" }
};

enum { BY_GROUP, BY_THEME, TABLES };

/* A need for which there was no offer, as it was counted. */
struct need {
	uint32_t slot;
	uint16_t group, age, reason; /* numbers */
	int64_t times;
};

/* The numbers of a list that are shown, in their order. */
struct shown {
	bool *is;                 /* by number */
	uint16_t *numbers;
	size_t size, count;
};

struct gaps {
	struct hvk_report *report;
	const struct hvk__list *themes, *ages, *reasons;
	struct hvk_table *tables[TABLES];
	uint32_t *slots;          /* of gemeenten, by row */
	uint32_t *row_of;         /* by slot; HVK__NOWHERE */
	size_t places;
	struct shown groups, shown_ages; /* 0 is not recorded */
	struct need *needs;       /* of the months */
	size_t need_count, need_capacity;
	bool needs_known;         /* the filter asks only what is known of them */
	const bool *allowed;      /* themes that are asked for, or NULL: all */
	size_t allowed_count;
	size_t theme_size, age_size, reason_size;
	uint64_t *demand;         /* by row, theme, age */
	uint64_t *everywhere;     /* the same over all rows: theme, age */
	bool *covered;            /* by row, theme, age; the last row: everywhere */
	uint32_t *offers;         /* by row, group, age, as numbers of codes; the last row: everywhere */
	int64_t *reported;        /* by row, place of the group, place of the age, reason */
	bool *fits_theme, *fits_group, *fits_age; /* of the offer at hand */
};

static size_t cell(const struct gaps *gaps, size_t row, size_t theme, size_t age)
{
	return (row * gaps->theme_size + theme) * gaps->age_size + age;
}

/* ---- demand */

static int count_questions(struct gaps *gaps)
{
	static const char *const by[TABLES] = { "gemeente,theme-group,age", "gemeente,theme,age" };
	struct hvk_report *report = gaps->report;
	char first[8], last[8];
	struct hvk_source *source;
	int result = HVK_OK;

	hvk__month_format(report->period.first > 0 ? report->period.first : 0, first);
	hvk__month_format(report->period.last, last);
	for (size_t i = 0; i < TABLES && result == HVK_OK; i++) {
		result = hvk_table_new(report->store, by[i], &gaps->tables[i]);
		if (result == HVK_OK)
			result = hvk_table_set_geography(gaps->tables[i], report->on_text);
		if (result == HVK_OK)
			result = hvk_table_set_months(gaps->tables[i], first, last);
		if (result == HVK_OK)
			hvk_table_set_filter(gaps->tables[i], report->filter);
	}
	/* Themes by ages are many, and only counted; groups are what is shown, also at 0. */
	if (result == HVK_OK)
		hvk_table_set_occurring(gaps->tables[BY_THEME]);
	if (result == HVK_OK)
		result = hvk_source_store(report->store, report->filter, &source);
	if (result < 0)
		return result;
	result = hvk_table_count(gaps->tables, TABLES, source);
	hvk_source_free(source);
	return result;
}

/* ---- needs that were counted where there was no offer */

static uint16_t number_at(sqlite3_stmt *row, int column, size_t size)
{
	int number = sqlite3_column_int(row, column);

	return number > 0 && (size_t)number < size ? (uint16_t)number : 0;
}

/* Whether a need is of the months and passes the filter. */
static bool read_need(const struct gaps *gaps, sqlite3_stmt *statement, struct need *need)
{
	const struct hvk_report *report = gaps->report;
	const char *text = (const char *)sqlite3_column_text(statement, 0);
	uint32_t nis = (uint32_t)sqlite3_column_int64(statement, 1);
	struct hvk__row row = { .id = 0 };
	struct hvk__date date;
	uint16_t index;
	int month;

	if (!text || !hvk__date_parse(text, strlen(text), false, &date))
		return false;
	month = hvk__month_number(date);
	index = hvk__gemeente_by_nis(nis, hvk__month_first_day(month));
	row.value[HVK__MONTH] = (uint16_t)month;
	row.value[HVK__GEMEENTE] = index == HVK__GEMEENTE_NONE ? 0 : (uint16_t)(index + 1);
	row.value[HVK__THEME] = number_at(statement, 2, gaps->theme_size);
	row.value[HVK__AGE] = number_at(statement, 3, gaps->age_size);
	need->slot = hvk__report_slot(report, nis, month);
	need->group = row.value[HVK__THEME] ? hvk__code_group(gaps->themes, row.value[HVK__THEME]) : 0;
	need->age = row.value[HVK__AGE];
	need->reason = number_at(statement, 4, gaps->reason_size);
	need->times = sqlite3_column_int64(statement, 5);
	return month >= report->period.first && month <= report->period.last && hvk__filter_matches(report->filter, &row);
}

static int read_needs(struct gaps *gaps)
{
	const unsigned known = 1u << HVK__MONTH | 1u << HVK__GEMEENTE | 1u << HVK__THEME | 1u << HVK__AGE;
	struct hvk_report *report = gaps->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result;

	gaps->needs_known = !(hvk__filter_needed(report->filter) & ~known);
	if (!gaps->needs_known)
		return HVK_OK;
	result = hvk__report_prepare(report, "SELECT month, gemeente, theme, age, reason, times FROM gap", &statement);
	if (result < 0)
		return result;
	while ((result = hvk__store_step(report->store, statement)) == 1) {
		if (!hvk__reserve(&gaps->needs, &gaps->need_capacity, gaps->need_count + 1, sizeof(*gaps->needs)))
			return HVK_ENOMEM;
		gaps->need_count += read_need(gaps, statement, &gaps->needs[gaps->need_count]);
	}
	return result;
}

/* Where the needs of a group and age of a row are counted, by reason. */
static int64_t *needs_in(const struct gaps *gaps, size_t row, size_t group, size_t age)
{
	return gaps->reported +
	       ((row * gaps->groups.count + group) * gaps->shown_ages.count + age) * gaps->reason_size;
}

static size_t place_in(const struct shown *shown, uint16_t number)
{
	size_t place = 0;

	while (shown->numbers[place] != number)
		place++;
	return place;
}

static void count_needs(struct gaps *gaps)
{
	for (size_t i = 0; i < gaps->need_count; i++) {
		const struct need *need = &gaps->needs[i];

		needs_in(gaps, gaps->row_of[need->slot], place_in(&gaps->groups, need->group),
		         place_in(&gaps->shown_ages, need->age))[need->reason] += need->times;
	}
}

/* ---- what is shown */

/* The gemeenten that are shown: those the questions are of or were asked for, and those of the network. */
static int choose_places(struct gaps *gaps)
{
	struct hvk_report *report = gaps->report;
	const struct hvk__breakdown *by = &gaps->tables[BY_GROUP]->by[0];
	_cleanup_free_ bool *places = NULL;
	bool asked;
	int result = hvk__report_places(report, &places, &asked);

	if (result < 0)
		return result;
	for (size_t i = 0; i < by->member_count; i++)
		places[by->members[i].slot] = true;
	for (size_t i = 0; i < gaps->need_count; i++)
		places[gaps->needs[i].slot] = true;
	gaps->slots = calloc(report->geography.size, sizeof(*gaps->slots));
	gaps->row_of = calloc(report->geography.size, sizeof(*gaps->row_of));
	if (!gaps->slots || !gaps->row_of)
		return HVK_ENOMEM;
	/* What is not recorded, slot 0, comes last. */
	for (uint32_t n = 1; n <= report->geography.size; n++) {
		uint32_t slot = n % (uint32_t)report->geography.size;

		gaps->row_of[slot] = places[slot] ? (uint32_t)gaps->places : HVK__NOWHERE;
		if (places[slot])
			gaps->slots[gaps->places++] = slot;
	}
	return HVK_OK;
}

/* What a table shows of a list, which has the numbers of its codes for slots. */
static int choose_codes(struct shown *shown, const struct hvk__breakdown *by, const struct hvk__list *list)
{
	shown->size = list->count + 1;
	shown->is = calloc(shown->size, sizeof(*shown->is));
	shown->numbers = calloc(shown->size, sizeof(*shown->numbers));
	if (!shown->is || !shown->numbers)
		return HVK_ENOMEM;
	for (size_t i = 0; i < by->member_count; i++)
		if (by->members[i].slot < shown->size)
			shown->is[by->members[i].slot] = true;
	return HVK_OK;
}

static void number_codes(struct shown *shown)
{
	for (size_t n = 1; n <= shown->size; n++)
		if (shown->is[n % shown->size])
			shown->numbers[shown->count++] = (uint16_t)(n % shown->size);
}

static int choose(struct gaps *gaps)
{
	struct hvk_table *table = gaps->tables[BY_GROUP];
	int result = choose_places(gaps);

	if (result == HVK_OK)
		result = choose_codes(&gaps->groups, &table->by[1], gaps->themes);
	if (result == HVK_OK)
		result = choose_codes(&gaps->shown_ages, &table->by[2], gaps->ages);
	for (size_t i = 0; i < gaps->need_count && result == HVK_OK; i++) {
		gaps->groups.is[gaps->needs[i].group] = true;
		gaps->shown_ages.is[gaps->needs[i].age] = true;
	}
	if (result < 0)
		return result;
	number_codes(&gaps->groups);
	number_codes(&gaps->shown_ages);
	return HVK_OK;
}

static int make_room(struct gaps *gaps)
{
	size_t cells = (gaps->places + 1) * gaps->theme_size * gaps->age_size;

	gaps->demand = calloc(cells, sizeof(*gaps->demand));
	gaps->everywhere = calloc(gaps->theme_size * gaps->age_size, sizeof(*gaps->everywhere));
	gaps->covered = calloc(cells, sizeof(*gaps->covered));
	gaps->offers = calloc(cells, sizeof(*gaps->offers));
	gaps->reported = calloc((gaps->places + 1) * gaps->groups.count * gaps->shown_ages.count * gaps->reason_size + 1,
	                        sizeof(*gaps->reported));
	gaps->fits_theme = calloc(gaps->theme_size, sizeof(bool));
	gaps->fits_group = calloc(gaps->theme_size, sizeof(bool));
	gaps->fits_age = calloc(gaps->age_size, sizeof(bool));
	if (!gaps->demand || !gaps->everywhere || !gaps->covered || !gaps->offers || !gaps->reported ||
	    !gaps->fits_theme || !gaps->fits_group || !gaps->fits_age)
		return HVK_ENOMEM;
	return HVK_OK;
}

static int read_demand(struct gaps *gaps)
{
	const struct hvk_table *table = gaps->tables[BY_THEME];

	for (size_t i = 0; i < hvk_table_occurring(table); i++) {
		size_t member[3];
		uint32_t slot[3];
		int64_t questions;
		double unused;
		int result;

		hvk_table_occurring_at(table, i, member);
		result = hvk_table_value(table, HVK_QUESTIONS, member, &questions, &unused);
		if (result < 0)
			return result;
		for (size_t d = 0; d < 3; d++)
			slot[d] = table->by[d].members[member[d]].slot;
		gaps->demand[cell(gaps, gaps->row_of[slot[0]], slot[1], slot[2])] += (uint64_t)questions;
		gaps->everywhere[cell(gaps, 0, slot[1], slot[2])] += (uint64_t)questions;
	}
	return HVK_OK;
}

/* ---- supply */

static bool is_asked(const struct gaps *gaps, size_t theme)
{
	return !gaps->allowed || (theme < gaps->allowed_count && gaps->allowed[theme]);
}

/* Which themes and ages an offer is for; false when it is for no theme that is asked about. */
static bool fit_offer(struct gaps *gaps, const struct hvk__offer *offer)
{
	bool any = false;

	memset(gaps->fits_group, 0, gaps->theme_size * sizeof(bool));
	for (size_t theme = 1; theme < gaps->theme_size; theme++) {
		enum hvk__cover cover = hvk__offer_covers(offer, gaps->themes, (uint16_t)theme);

		gaps->fits_theme[theme] = cover > HVK__COVER_GENERAL && is_asked(gaps, theme);
		if (gaps->fits_theme[theme])
			gaps->fits_group[hvk__code_group(gaps->themes, (uint16_t)theme)] = any = true;
	}
	for (size_t age = 0; age < gaps->age_size && any; age++) {
		int from, to;

		gaps->fits_age[age] = age == 0 || !hvk__age_code_range(gaps->ages->codes[age - 1].code, &from, &to) ||
		                      hvk__ages_hold(offer->age, from, to);
	}
	return any;
}

/* Counts the offer at hand in a row, and adds up what was asked there that it is for. */
static uint64_t count_in_row(struct gaps *gaps, size_t row, const uint64_t *demand)
{
	uint64_t questions = 0;

	for (size_t theme = 1; theme < gaps->theme_size; theme++) {
		for (size_t age = 0; age < gaps->age_size; age++) {
			size_t at = cell(gaps, row, theme, age);

			if (!gaps->fits_age[age])
				continue;
			gaps->offers[at] += gaps->fits_group[theme];
			gaps->covered[at] |= gaps->fits_theme[theme];
			questions += gaps->fits_theme[theme] ? demand[cell(gaps, 0, theme, age)] : 0;
		}
	}
	return questions;
}

static uint64_t count_offer(struct gaps *gaps, const struct hvk__offer *offer)
{
	uint64_t questions = 0;

	if (offer->everywhere)
		return count_in_row(gaps, gaps->places, gaps->everywhere);
	for (size_t i = 0; i < offer->gemeenten.count; i++) {
		uint32_t row = gaps->row_of[hvk__offer_slot(offer, i)];

		if (row != HVK__NOWHERE)
			questions += count_in_row(gaps, row, gaps->demand + cell(gaps, row, 0, 0));
	}
	return questions;
}

/* Whether an offer is one of the gemeenten that are shown. */
static bool is_here(const struct gaps *gaps, const struct hvk__offer *offer)
{
	bool here = offer->everywhere;

	for (size_t i = 0; i < offer->gemeenten.count && !here; i++)
		here = gaps->row_of[hvk__offer_slot(offer, i)] != HVK__NOWHERE;
	return here;
}

/* What the supply does not say of an offer: the names of it and its partner. */
static int name_offer(struct hvk_report *report, sqlite3_stmt *statement, const struct hvk__offer *offer,
                      union hvk__figure *row)
{
	const char *text[3];
	int result = sqlite3_bind_int64(statement, 1, offer->id) == SQLITE_OK ? HVK_OK : HVK_ENOMEM;

	if (result == HVK_OK)
		result = hvk__store_step(report->store, statement);
	if (result != 1)
		return result < 0 ? result : hvk__fail(&report->store->error, HVK_EBUG, "an offer without a partner");
	for (int i = 0; i < 3; i++) {
		text[i] = (const char *)sqlite3_column_text(statement, i);
		if (!text[i])
			return HVK_ENOMEM;
	}
	row[0].name = hvk__report_name(report, offer->slug, text[0], text[0]);
	row[1].name = hvk__report_name(report, text[1], text[2], text[2]);
	sqlite3_reset(statement);
	return row[0].name && row[1].name ? HVK_OK : HVK_ENOMEM;
}

static int count_supply(struct gaps *gaps, const struct hvk__supply *supply, struct hvk__section *section)
{
	struct hvk_report *report = gaps->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(report->store,
	                                "SELECT offer.name, partner.slug, partner.name FROM offer"
	                                " JOIN partner ON partner.id = offer.partner WHERE offer.id = ?1", &statement);

	for (size_t i = 0; i < supply->count && result == HVK_OK; i++) {
		const struct hvk__offer *offer = &supply->offers[i];
		bool fits = is_here(gaps, offer) && fit_offer(gaps, offer);
		union hvk__figure *row;

		if (!is_here(gaps, offer) || (!fits && (gaps->allowed || offer->themes.count > 0)))
			continue;
		row = hvk__section_row(section);
		if (!row)
			return HVK_ENOMEM;
		if (fits)
			row[2].count = (int64_t)count_offer(gaps, offer);
		result = name_offer(report, statement, offer, row);
	}
	return result;
}

/* ---- rows */

enum { GEMEENTE, GROUP, AGE, QUESTIONS, WITHOUT, OFFERS, VERDICT, REPORTED, REASONS };

static int make_columns(struct gaps *gaps, struct hvk__section *section)
{
	bool made = hvk__section_column(section, HVK_REPORT_NAME, "gemeente", "gemeente", "gemeente") &&
	            hvk__section_column(section, HVK_REPORT_NAME, "theme-group", "themagroep", "group of themes") &&
	            hvk__section_column(section, HVK_REPORT_NAME, "age", "leeftijd", "age") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "questions", "vragen", "questions") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "without-offer", "zonder aanbod", "without offer") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "offers", "aanbod", "offers") &&
	            hvk__section_column(section, HVK_REPORT_NAME, "gap", "besluit", "verdict") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "reported", "gemelde tekorten", "reported gaps");

	for (uint16_t reason = 1; reason < gaps->reason_size && made; reason++) {
		const struct hvk__named *name = hvk__report_code(gaps->report, gaps->reasons, reason, false);
		struct hvk__buffer key = { 0 };
		const struct hvk__named *column = NULL;

		if (name && hvk__buffer_printf(&key, "reported:%s", name->key))
			column = hvk__report_name(gaps->report, key.data, name->label[HVK_NL], name->label[HVK_EN]);
		hvk__buffer_free(&key);
		made = column && hvk__section_column(section, HVK_REPORT_COUNT, column->key, column->label[HVK_NL],
		                                     column->label[HVK_EN]);
	}
	return made ? HVK_OK : HVK_ENOMEM;
}

/* The names that rows are made of, made once. */
struct names {
	const struct hvk__named **groups, **ages, *verdicts[VERDICTS];
};

static int make_names(struct gaps *gaps, struct names *names)
{
	struct hvk_report *report = gaps->report;
	bool made;

	names->groups = calloc(gaps->groups.count + 1, sizeof(*names->groups));
	names->ages = calloc(gaps->shown_ages.count + 1, sizeof(*names->ages));
	made = names->groups && names->ages;
	for (size_t i = 0; i < gaps->groups.count && made; i++) {
		names->groups[i] = hvk__report_code(report, gaps->themes, gaps->groups.numbers[i], true);
		made = names->groups[i];
	}
	for (size_t i = 0; i < gaps->shown_ages.count && made; i++) {
		names->ages[i] = hvk__report_code(report, gaps->ages, gaps->shown_ages.numbers[i], false);
		made = names->ages[i];
	}
	for (size_t i = 0; i < VERDICTS && made; i++) {
		names->verdicts[i] = hvk__report_name(report, verdicts[i][0], verdicts[i][1], verdicts[i][2]);
		made = names->verdicts[i];
	}
	return made ? HVK_OK : HVK_ENOMEM;
}

/* The questions of a cell, and those that no offer is for. */
static void count_demand(const struct gaps *gaps, size_t row, uint16_t group, uint16_t age, uint64_t *questions,
                         uint64_t *without)
{
	*questions = *without = 0;
	for (size_t theme = 1; theme < gaps->theme_size; theme++) {
		size_t at = cell(gaps, row, theme, age);

		if (!gaps->demand[at] || hvk__code_group(gaps->themes, (uint16_t)theme) != group)
			continue;
		*questions += gaps->demand[at];
		if (!gaps->covered[at] && !gaps->covered[cell(gaps, gaps->places, theme, age)])
			*without += gaps->demand[at];
	}
}

static enum verdict judge(const struct gaps *gaps, uint16_t group, uint64_t questions, uint64_t without, uint64_t offers)
{
	/* Nobody can say whether there is an offer for it. */
	if (questions && hvk__code_is(gaps->themes, group, "onbekend"))
		return UNKNOWN;
	if (!questions)
		return offers ? UNUSED : EMPTY;
	if (!offers)
		return WHITE_SPOT;
	return without ? PARTLY : COVERED;
}

static int add_row(struct gaps *gaps, struct hvk__section *section, const struct names *names,
                   const struct hvk__named *place, const size_t at[3])
{
	uint16_t group = gaps->groups.numbers[at[1]], age = gaps->shown_ages.numbers[at[2]];
	const int64_t *needs = needs_in(gaps, at[0], at[1], at[2]);
	uint64_t questions, without, offers = gaps->offers[cell(gaps, at[0], group, age)];
	enum verdict verdict;
	union hvk__figure *row;

	offers += gaps->offers[cell(gaps, gaps->places, group, age)];
	count_demand(gaps, at[0], group, age, &questions, &without);
	if (questions < gaps->report->min_questions)
		return HVK_OK;
	verdict = judge(gaps, group, questions, without, offers);
	gaps->report->findings += verdict == WHITE_SPOT;
	row = hvk__section_row(section);
	if (!row)
		return HVK_ENOMEM;
	row[GEMEENTE].name = place;
	row[GROUP].name = names->groups[at[1]];
	row[AGE].name = names->ages[at[2]];
	row[QUESTIONS].count = (int64_t)questions;
	row[OFFERS].count = (int64_t)offers;
	row[VERDICT].name = names->verdicts[verdict];
	if (verdict != UNKNOWN)
		row[WITHOUT].count = (int64_t)without;
	if (!gaps->needs_known)
		return HVK_OK;
	row[REPORTED].count = 0;
	for (size_t reason = 0; reason < gaps->reason_size; reason++) {
		row[REPORTED].count += needs[reason];
		if (reason > 0)
			row[REASONS + reason - 1].count = needs[reason];
	}
	return HVK_OK;
}

static int add_rows(struct gaps *gaps, struct hvk__section *section)
{
	struct names names;
	int result = make_names(gaps, &names);
	size_t at[3];

	for (at[0] = 0; at[0] < gaps->places && result == HVK_OK; at[0]++) {
		const struct hvk__named *place = hvk__report_place(gaps->report, gaps->slots[at[0]]);

		if (!place)
			result = HVK_ENOMEM;
		for (at[1] = 0; at[1] < gaps->groups.count && result == HVK_OK; at[1]++)
			for (at[2] = 0; at[2] < gaps->shown_ages.count && result == HVK_OK; at[2]++)
				result = add_row(gaps, section, &names, place, at);
	}
	free(names.groups);
	free(names.ages);
	return result;
}

/* ---- all of it */

static int fill(struct gaps *gaps, const struct hvk__supply *supply)
{
	struct hvk_report *report = gaps->report;
	struct hvk__section *section = hvk__report_add(report, "gaps", "Vraag en aanbod", "Demand and supply");
	struct hvk__section *offers = hvk__report_add(report, "offers", "Aanbod en de vraag ernaar", "Offers and demand");
	int result = count_questions(gaps);

	if (result == HVK_OK)
		result = read_needs(gaps);
	if (result == HVK_OK)
		result = choose(gaps);
	if (result == HVK_OK)
		result = make_room(gaps);
	if (result == HVK_OK)
		result = read_demand(gaps);
	if (result == HVK_OK)
		result = make_columns(gaps, section);
	if (result < 0)
		return result;
	if (!hvk__section_column(offers, HVK_REPORT_NAME, "offer", "aanbod", "offer") ||
	    !hvk__section_column(offers, HVK_REPORT_NAME, "partner", "partner", "partner") ||
	    !hvk__section_column(offers, HVK_REPORT_COUNT, "questions", "vragen", "questions"))
		return HVK_ENOMEM;
	count_needs(gaps);
	result = count_supply(gaps, supply, offers);
	return result < 0 ? result : add_rows(gaps, section);
}

int hvk__report_gaps(struct hvk_report *report)
{
	struct gaps gaps = {
		.report = report, .themes = hvk__report_list(report, "theme"), .ages = hvk__report_list(report, "age"),
		.reasons = hvk__report_list(report, "gap_reason")
	};
	struct hvk__supply *supply;
	int result = hvk__supply_load(report->store, report->day, 0, NULL, &supply);

	if (result < 0)
		return result;
	gaps.theme_size = gaps.themes->count + 1;
	gaps.age_size = gaps.ages->count + 1;
	gaps.reason_size = gaps.reasons->count + 1;
	gaps.allowed = hvk__filter_allowed(report->filter, HVK__THEME, &gaps.allowed_count);
	result = fill(&gaps, supply);
	hvk__supply_free(supply);
	for (size_t i = 0; i < TABLES; i++)
		hvk_table_free(gaps.tables[i]);
	free(gaps.slots);
	free(gaps.row_of);
	free(gaps.groups.is);
	free(gaps.groups.numbers);
	free(gaps.shown_ages.is);
	free(gaps.shown_ages.numbers);
	free(gaps.needs);
	free(gaps.demand);
	free(gaps.everywhere);
	free(gaps.covered);
	free(gaps.offers);
	free(gaps.reported);
	free(gaps.fits_theme);
	free(gaps.fits_group);
	free(gaps.fits_age);
	return result;
}
