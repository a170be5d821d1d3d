/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Referrals of some months: how many, how many of them warm, what became of them and after how many days that was heard.
 * Feedback is the first status that tells what the partner or the family did; that the referral was proposed, that the
 * partner was contacted, that it expired or that nothing was heard is none.
 */
#include <math.h>
#include <string.h>

#include "statistics/report.h"

enum dimension { PARTNER, THEME, THEME_GROUP, GEMEENTE, DESK, DIRECTION, STATUS, MONTH, DIMENSIONS };

const char *const hvk__referral_dimensions[] = {
	[PARTNER] = "partner", [THEME] = "theme", [THEME_GROUP] = "theme-group", [GEMEENTE] = "gemeente", [DESK] = "desk",
	[DIRECTION] = "direction", [STATUS] = "status", [MONTH] = "month", [DIMENSIONS] = NULL
};

static const struct {
	const char *title[2], *section[2];
	const char *list; /* of codes, or NULL */
} dimensions[DIMENSIONS] = {
	[PARTNER] = { { "partner", "partner" }, { "Per partner", "By partner" }, NULL },
	[THEME] = { { "thema", "theme" }, { "Per thema", "By theme" }, "theme" },
	[THEME_GROUP] = { { "themagroep", "group of themes" }, { "Per themagroep", "By group of themes" }, "theme" },
	[GEMEENTE] = { { "gemeente", "gemeente" }, { "Per gemeente", "By gemeente" }, NULL },
	[DESK] = { { "balie", "desk" }, { "Per balie", "By desk" }, "desk" },
	[DIRECTION] = { { "richting", "direction" }, { "Per richting", "By direction" }, "direction" },
	[STATUS] = { { "status", "status" }, { "Per status", "By status" }, "referral_status" },
	[MONTH] = { { "maand", "month" }, { "Per maand", "By month" }, NULL }
};

/* As these codes were first made. */
static const char *const open_statuses[] = { "voorgesteld", "gecontacteerd", "wachtlijst" };
static const char *const silent_statuses[] = { "voorgesteld", "gecontacteerd", "vervallen", "onbekend" };

struct referral {
	int64_t id;
	uint32_t rank[DIMENSIONS]; /* where its member stands among those of the dimension */
	uint16_t status;
	bool warm;
	int first, feedback;       /* days of its first step and of the first that tells; INT32_MIN: none */
};

struct partner {
	int64_t id;
	uint32_t rank;
};

struct referrals {
	struct hvk_report *report;
	const struct hvk__list *lists[DIMENSIONS], *statuses;
	struct referral *items;    /* by id */
	size_t count, capacity;
	const struct hvk__named **partners; /* by rank, which is the order of slugs */
	struct partner *by_id;
	size_t partner_count, partner_capacity, id_capacity;
	uint32_t *desk_rank;       /* by number */
	uint16_t *desks;           /* by rank */
	bool *places, asked;
	uint32_t bound[DIMENSIONS]; /* ranks */
	bool *open, *silent;       /* by status */
};

/* The section that is being made: of these dimensions. */
struct breakdown {
	struct referrals *referrals;
	struct hvk__section *section;
	enum dimension by[DIMENSIONS];
	size_t count;
	const struct hvk__named **names[DIMENSIONS]; /* by rank, made when needed */
	const struct referral **sorted;
	double *days;
};

static enum dimension find_dimension(const char *name, size_t length)
{
	enum dimension found = PARTNER;

	while (found < DIMENSIONS && (strlen(hvk__referral_dimensions[found]) != length ||
	                              memcmp(hvk__referral_dimensions[found], name, length) != 0))
		found++;
	return found;
}

/* ---- ranks: what is not recorded comes after the last */

static uint32_t rank_of_code(const struct referrals *referrals, enum dimension dimension, int number)
{
	const struct hvk__list *list = referrals->lists[dimension];

	return number > 0 && (size_t)number <= list->count ? (uint32_t)number : (uint32_t)list->count + 1;
}

static int compare_desks(const void *a, const void *b, void *list)
{
	const struct hvk__list *desks = list;

	return strcmp(desks->codes[*(const uint16_t *)a - 1].code, desks->codes[*(const uint16_t *)b - 1].code);
}

/* The numbers of desks tell the order in which they came. */
static int rank_desks(struct referrals *referrals)
{
	const struct hvk__list *list = referrals->lists[DESK];

	referrals->desks = calloc(list->count + 1, sizeof(*referrals->desks));
	referrals->desk_rank = calloc(list->count + 1, sizeof(*referrals->desk_rank));
	if (!referrals->desks || !referrals->desk_rank)
		return HVK_ENOMEM;
	for (size_t i = 0; i < list->count; i++)
		referrals->desks[i] = (uint16_t)(i + 1);
	if (list->count > 0)
		qsort_r(referrals->desks, list->count, sizeof(*referrals->desks), compare_desks,
		        (void *)(uintptr_t)list);
	for (size_t i = 0; i < list->count; i++)
		referrals->desk_rank[referrals->desks[i]] = (uint32_t)i;
	return HVK_OK;
}

static int compare_partners(const void *a, const void *b)
{
	const struct partner *one = a, *other = b;

	return HVK__ORDER(one->id, other->id);
}

static int load_partners(struct referrals *referrals)
{
	struct hvk_report *report = referrals->report;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(report->store, "SELECT id, slug, name FROM partner ORDER BY slug", &statement);

	if (result < 0)
		return result;
	while ((result = hvk__store_step(report->store, statement)) == 1) {
		size_t count = referrals->partner_count;
		const char *slug = (const char *)sqlite3_column_text(statement, 1);
		const char *name = (const char *)sqlite3_column_text(statement, 2);

		if (!slug || !name ||
		    !hvk__reserve(&referrals->partners, &referrals->partner_capacity, count + 1,
		                  sizeof(*referrals->partners)) ||
		    !hvk__reserve(&referrals->by_id, &referrals->id_capacity, count + 1, sizeof(*referrals->by_id)))
			return HVK_ENOMEM;
		referrals->partners[count] = hvk__report_name(report, slug, name, name);
		referrals->by_id[count] = (struct partner){ sqlite3_column_int64(statement, 0), (uint32_t)count };
		if (!referrals->partners[count])
			return HVK_ENOMEM;
		referrals->partner_count++;
	}
	if (referrals->partner_count > 0)
		qsort(referrals->by_id, referrals->partner_count, sizeof(*referrals->by_id), compare_partners);
	return result;
}

static uint32_t rank_of_partner(const struct referrals *referrals, int64_t id)
{
	const struct partner wanted = { .id = id }, *found = NULL;

	if (referrals->partner_count > 0)
		found = bsearch(&wanted, referrals->by_id, referrals->partner_count, sizeof(wanted), compare_partners);
	return found ? found->rank : (uint32_t)referrals->partner_count;
}

/* ---- reading */

/* One row as a question has it, for the filter. */
static void fill_row(sqlite3_stmt *statement, int month, struct hvk__row *row)
{
	uint16_t index = HVK__GEMEENTE_NONE;

	memset(row, 0, sizeof(*row));
	if (sqlite3_column_type(statement, 5) != SQLITE_NULL)
		index = hvk__gemeente_by_nis((uint32_t)sqlite3_column_int64(statement, 5), hvk__month_first_day(month));
	row->value[HVK__MONTH] = (uint16_t)month;
	row->value[HVK__THEME] = (uint16_t)sqlite3_column_int(statement, 4);
	row->value[HVK__GEMEENTE] = index == HVK__GEMEENTE_NONE ? 0 : (uint16_t)(index + 1);
	row->value[HVK__AGE] = (uint16_t)sqlite3_column_int(statement, 6);
	row->value[HVK__DESK] = (uint16_t)sqlite3_column_int(statement, 7);
}

static bool read_referral(const struct referrals *referrals, sqlite3_stmt *statement, struct referral *referral)
{
	const struct hvk_report *report = referrals->report;
	const char *text = (const char *)sqlite3_column_text(statement, 1);
	int direction = sqlite3_column_int(statement, 2), month;
	struct hvk__date date;
	struct hvk__row row;
	uint32_t slot;

	if (!text || !hvk__date_parse(text, strlen(text), false, &date))
		return false;
	month = hvk__month_number(date);
	fill_row(statement, month, &row);
	if (month < report->period.first || month > report->period.last || !hvk__filter_matches(report->filter, &row) ||
	    (report->direction && direction != report->direction))
		return false;
	slot = report->geography.target[row.value[HVK__GEMEENTE]];
	*referral = (struct referral){
		.id = sqlite3_column_int64(statement, 0), .warm = sqlite3_column_int(statement, 8) != 0,
		.status = (uint16_t)sqlite3_column_int(statement, 9), .first = INT32_MIN, .feedback = INT32_MIN
	};
	if (referral->status > referrals->statuses->count)
		referral->status = 0;
	referral->rank[PARTNER] = rank_of_partner(referrals, sqlite3_column_int64(statement, 3));
	referral->rank[THEME] = rank_of_code(referrals, THEME, row.value[HVK__THEME]);
	referral->rank[THEME_GROUP] = rank_of_code(referrals, THEME_GROUP, row.value[HVK__THEME]);
	if (referral->rank[THEME_GROUP] <= referrals->lists[THEME]->count)
		referral->rank[THEME_GROUP] = hvk__code_group(referrals->lists[THEME], row.value[HVK__THEME]);
	referral->rank[GEMEENTE] = slot ? slot : (uint32_t)report->geography.size;
	referral->rank[DESK] = row.value[HVK__DESK] && row.value[HVK__DESK] <= referrals->lists[DESK]->count
	                               ? referrals->desk_rank[row.value[HVK__DESK]]
	                               : (uint32_t)referrals->lists[DESK]->count;
	referral->rank[DIRECTION] = rank_of_code(referrals, DIRECTION, direction);
	referral->rank[STATUS] = rank_of_code(referrals, STATUS, referral->status);
	referral->rank[MONTH] = (uint32_t)month;
	return true;
}

static int read_referrals(struct referrals *referrals)
{
	struct hvk_store *store = referrals->report->store;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store,
	                                "SELECT id, month, direction, partner, theme, gemeente, age, desk, warm, status"
	                                " FROM referral ORDER BY id", &statement);

	if (result < 0)
		return result;
	while ((result = hvk__store_step(store, statement)) == 1) {
		if (!hvk__reserve(&referrals->items, &referrals->capacity, referrals->count + 1, sizeof(*referrals->items)))
			return HVK_ENOMEM;
		referrals->count += read_referral(referrals, statement, &referrals->items[referrals->count]);
	}
	return result;
}

/* The trails, which come in the order of the referrals. */
static int read_steps(struct referrals *referrals)
{
	struct hvk_store *store = referrals->report->store;
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	size_t at = 0;
	int result = hvk__store_prepare(store, "SELECT referral, status, made_on FROM referral_step ORDER BY referral, step",
	                                &statement);

	if (result < 0)
		return result;
	while ((result = hvk__store_step(store, statement)) == 1) {
		int64_t id = sqlite3_column_int64(statement, 0);
		int status = sqlite3_column_int(statement, 1), day;
		const char *text = (const char *)sqlite3_column_text(statement, 2);
		struct referral *referral;
		struct hvk__date date;

		while (at < referrals->count && referrals->items[at].id < id)
			at++;
		if (at == referrals->count || referrals->items[at].id != id || !text ||
		    !hvk__date_parse(text, strlen(text), true, &date))
			continue;
		referral = &referrals->items[at];
		day = hvk__date_to_days(date);
		if (referral->first == INT32_MIN)
			referral->first = day;
		if (referral->feedback == INT32_MIN && status > 0 && (size_t)status <= referrals->statuses->count &&
		    !referrals->silent[status])
			referral->feedback = day;
	}
	return result;
}

/* ---- members */

static const struct hvk__named *make_name(const struct referrals *referrals, enum dimension dimension, uint32_t rank)
{
	struct hvk_report *report = referrals->report;
	const struct hvk__list *list = referrals->lists[dimension];
	char month[8];

	if (dimension == PARTNER)
		return rank < referrals->partner_count ? referrals->partners[rank] : hvk__report_not_recorded(report);
	if (dimension == GEMEENTE)
		return hvk__report_place(report, rank < report->geography.size ? rank : 0);
	if (dimension == DESK)
		return hvk__report_code(report, list, rank < list->count ? referrals->desks[rank] : 0, false);
	if (dimension != MONTH)
		return hvk__report_code(report, list, rank <= list->count ? (uint16_t)rank : 0, dimension == THEME_GROUP);
	hvk__month_format((int)rank, month);
	return hvk__report_name(report, month, month, month);
}

/* Whether a theme can be used in one of the months, and is asked for. */
static bool theme_is_asked(const struct referrals *referrals, uint16_t number)
{
	const struct hvk_report *report = referrals->report;
	const struct hvk_code *code = &referrals->lists[THEME]->codes[number - 1];
	size_t count = 0;
	const bool *allowed = hvk__filter_allowed(report->filter, HVK__THEME, &count);

	if (allowed && (number >= count || !allowed[number]))
		return false;
	return code->valid_from <= hvk__month_last_day(report->period.last) &&
	       code->valid_to >= hvk__month_first_day(report->period.first > 0 ? report->period.first : 0);
}

/* Which members of a dimension are shown also at 0, by rank. */
static void find_asked(const struct referrals *referrals, enum dimension dimension, bool asked[])
{
	const struct hvk_report *report = referrals->report;
	const struct hvk__list *list = referrals->lists[dimension];

	switch (dimension) {
	case THEME:
	case THEME_GROUP:
		for (uint16_t number = 1; number <= list->count; number++)
			if (theme_is_asked(referrals, number))
				asked[dimension == THEME ? number : hvk__code_group(list, number)] = true;
		break;
	case GEMEENTE:
		memcpy(asked, referrals->places, report->geography.size * sizeof(*asked));
		break;
	case DIRECTION:
	case STATUS:
		for (uint16_t number = 1; number <= list->count; number++)
			asked[number] = hvk__code_valid_on(list, number, report->day) &&
			                (dimension == STATUS || !report->direction || number == report->direction);
		break;
	case MONTH:
		for (int month = report->period.first; report->period.first > 0 && month <= report->period.last; month++)
			asked[month] = true;
		break;
	case PARTNER:
	case DESK:
	case DIMENSIONS:
		break;
	}
}

/* ---- figures */

enum { MADE, WARM, WARM_SHARE, OPEN, FEEDBACK, MEDIAN, MEAN, STATUSES };

static int compare_reals(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return HVK__ORDER(one, other);
}

static void measure_days(struct breakdown *breakdown, size_t first, size_t end, union hvk__figure *figures)
{
	double *days = breakdown->days, sum = 0;
	size_t count = 0;

	for (size_t i = first; i < end; i++) {
		const struct referral *referral = breakdown->sorted[i];

		if (referral->feedback == INT32_MIN || referral->first == INT32_MIN)
			continue;
		days[count] = referral->feedback - referral->first;
		sum += days[count++];
	}
	figures[FEEDBACK].count = (int64_t)count;
	if (count == 0)
		return;
	qsort(days, count, sizeof(*days), compare_reals);
	figures[MEDIAN].real = count % 2 ? days[count / 2] : (days[count / 2 - 1] + days[count / 2]) / 2;
	figures[MEAN].real = sum / (double)count;
}

/* The figures of the referrals from first to end in the order of the section. */
static void measure(struct breakdown *breakdown, size_t first, size_t end, union hvk__figure *figures)
{
	const struct referrals *referrals = breakdown->referrals;

	figures[MADE].count = (int64_t)(end - first);
	figures[WARM].count = figures[OPEN].count = 0;
	for (size_t i = 0; i < referrals->statuses->count; i++)
		figures[STATUSES + i].count = 0;
	for (size_t i = first; i < end; i++) {
		const struct referral *referral = breakdown->sorted[i];

		figures[WARM].count += referral->warm;
		figures[OPEN].count += referrals->open[referral->status];
		if (referral->status)
			figures[STATUSES + referral->status - 1].count++;
	}
	if (end > first)
		figures[WARM_SHARE].real = (double)figures[WARM].count / (double)(end - first);
	measure_days(breakdown, first, end, figures);
}

static bool add_figures(struct referrals *referrals, struct hvk__section *section)
{
	struct hvk_report *report = referrals->report;
	bool made = hvk__section_column(section, HVK_REPORT_COUNT, "made", "gemaakt", "made") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "warm", "warm", "warm") &&
	            hvk__section_column(section, HVK_REPORT_SHARE, "warm-share", "warm (%)", "warm (%)") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "open", "nog open", "still open") &&
	            hvk__section_column(section, HVK_REPORT_COUNT, "feedback", "teruggekoppeld", "with feedback") &&
	            hvk__section_column(section, HVK_REPORT_REAL, "days-median", "dagen (mediaan)", "days (median)") &&
	            hvk__section_column(section, HVK_REPORT_REAL, "days-mean", "dagen (gemiddeld)", "days (mean)");

	for (uint16_t status = 1; status <= referrals->statuses->count && made; status++) {
		const struct hvk__named *name = hvk__report_code(report, referrals->statuses, status, false), *column = NULL;
		struct hvk__buffer key = { 0 };

		if (name && hvk__buffer_printf(&key, "status:%s", name->key))
			column = hvk__report_name(report, key.data, name->label[HVK_NL], name->label[HVK_EN]);
		hvk__buffer_free(&key);
		made = column && hvk__section_column(section, HVK_REPORT_COUNT, column->key, column->label[HVK_NL],
		                                     column->label[HVK_EN]);
	}
	return made;
}

/* ---- sections */

static const struct hvk__named *name_of(struct breakdown *breakdown, size_t column, uint32_t rank)
{
	const struct hvk__named **name = &breakdown->names[column][rank];

	if (!*name)
		*name = make_name(breakdown->referrals, breakdown->by[column], rank);
	return *name;
}

static int compare_ranks(const void *a, const void *b, void *data)
{
	const struct referral *one = *(const struct referral *const *)a, *other = *(const struct referral *const *)b;
	const struct breakdown *breakdown = data;

	for (size_t i = 0; i < breakdown->count; i++) {
		enum dimension by = breakdown->by[i];

		if (one->rank[by] != other->rank[by])
			return HVK__ORDER(one->rank[by], other->rank[by]);
	}
	return HVK__ORDER(one->id, other->id);
}

static int add_row(struct breakdown *breakdown, const uint32_t rank[], size_t first, size_t end)
{
	union hvk__figure *row = hvk__section_row(breakdown->section);

	if (!row)
		return HVK_ENOMEM;
	for (size_t i = 0; i < breakdown->count; i++) {
		row[i].name = name_of(breakdown, i, rank[i]);
		if (!row[i].name)
			return HVK_ENOMEM;
	}
	measure(breakdown, first, end, row + breakdown->count);
	return HVK_OK;
}

/* Of one dimension also what does not occur. */
static int add_members(struct breakdown *breakdown)
{
	const struct referrals *referrals = breakdown->referrals;
	enum dimension by = breakdown->by[0];
	_cleanup_free_ bool *asked = calloc(referrals->bound[by], sizeof(*asked));
	size_t at = 0;
	int result = asked ? HVK_OK : HVK_ENOMEM;

	if (asked)
		find_asked(referrals, by, asked);
	for (uint32_t rank = 0; rank < referrals->bound[by] && result == HVK_OK; rank++) {
		size_t first = at;

		while (at < referrals->count && breakdown->sorted[at]->rank[by] == rank)
			at++;
		if (at > first || asked[rank])
			result = add_row(breakdown, &rank, first, at);
	}
	return result;
}

/* Of several only combinations that occur. */
static int add_combinations(struct breakdown *breakdown)
{
	size_t count = breakdown->referrals->count, end;
	int result = HVK_OK;

	for (size_t first = 0; first < count && result == HVK_OK; first = end) {
		uint32_t rank[DIMENSIONS];
		bool same = true;

		for (end = first + 1; end < count && same; end++)
			for (size_t i = 0; i < breakdown->count && same; i++)
				same = breakdown->sorted[end]->rank[breakdown->by[i]] ==
				       breakdown->sorted[first]->rank[breakdown->by[i]];
		end -= !same;
		for (size_t i = 0; i < breakdown->count; i++)
			rank[i] = breakdown->sorted[first]->rank[breakdown->by[i]];
		result = add_row(breakdown, rank, first, end);
	}
	return result;
}

/* Dimensions that were checked when they were set. */
static void parse_by(struct breakdown *breakdown, const char *by)
{
	breakdown->count = 0;
	while (*by && breakdown->count < DIMENSIONS) {
		size_t length = strcspn(by, ",");

		breakdown->by[breakdown->count++] = find_dimension(by, length);
		by += length + (by[length] == ',');
	}
}

static int prepare_section(struct breakdown *breakdown, const char *name)
{
	struct referrals *referrals = breakdown->referrals;
	enum dimension by = breakdown->by[0];
	const struct hvk__named *titles = NULL;
	struct hvk__buffer title[2] = { { 0 }, { 0 } };
	bool made = true;

	for (size_t i = 0; i < breakdown->count; i++)
		for (int lang = 0; lang < 2 && made; lang++)
			made = hvk__buffer_printf(&title[lang], "%s%s", i ? ", " : "",
			                          i ? dimensions[breakdown->by[i]].title[lang] : dimensions[by].section[lang]);
	if (made)
		titles = hvk__report_name(referrals->report, name, title[HVK_NL].data, title[HVK_EN].data);
	hvk__buffer_free(&title[HVK_NL]);
	hvk__buffer_free(&title[HVK_EN]);
	if (!titles)
		return HVK_ENOMEM;
	breakdown->section =
		hvk__report_add(referrals->report, titles->key, titles->label[HVK_NL], titles->label[HVK_EN]);
	for (size_t i = 0; i < breakdown->count; i++) {
		by = breakdown->by[i];
		breakdown->names[i] = calloc(referrals->bound[by], sizeof(*breakdown->names[i]));
		if (!breakdown->names[i] ||
		    !hvk__section_column(breakdown->section, HVK_REPORT_NAME, hvk__referral_dimensions[by],
		                         dimensions[by].title[HVK_NL], dimensions[by].title[HVK_EN]))
			return HVK_ENOMEM;
	}
	return add_figures(referrals, breakdown->section) ? HVK_OK : HVK_ENOMEM;
}

static int add_section(struct breakdown *breakdown, const char *name)
{
	int result;

	parse_by(breakdown, name);
	result = prepare_section(breakdown, name);
	if (result == HVK_OK && breakdown->referrals->count > 0)
		qsort_r(breakdown->sorted, breakdown->referrals->count, sizeof(const struct referral *), compare_ranks,
		        breakdown);
	if (result == HVK_OK)
		result = breakdown->count == 1 ? add_members(breakdown) : add_combinations(breakdown);
	for (size_t i = 0; i < DIMENSIONS; i++) {
		free(breakdown->names[i]);
		breakdown->names[i] = NULL;
	}
	return result;
}

static int add_total(struct breakdown *breakdown)
{
	struct hvk_report *report = breakdown->referrals->report;
	union hvk__figure *row;

	breakdown->section = hvk__report_add(report, "total", "Kerncijfers", "Key figures");
	if (!hvk__section_column(breakdown->section, HVK_REPORT_NAME, "total", "", "") ||
	    !add_figures(breakdown->referrals, breakdown->section))
		return HVK_ENOMEM;
	row = hvk__section_row(breakdown->section);
	if (!row)
		return HVK_ENOMEM;
	row[0].name = hvk__report_name(report, "total", "Totaal", "Total");
	measure(breakdown, 0, breakdown->referrals->count, row + 1);
	return row[0].name ? HVK_OK : HVK_ENOMEM;
}

static int add_sections(struct referrals *referrals)
{
	static const char *const standard[] = { "partner", "theme-group", "gemeente" };
	struct hvk_report *report = referrals->report;
	struct breakdown breakdown = { .referrals = referrals };
	size_t count = report->by_count ? report->by_count : ARRAY_SIZE(standard);
	int result = HVK_ENOMEM;

	breakdown.sorted = calloc(referrals->count + 1, sizeof(const struct referral *));
	breakdown.days = calloc(referrals->count + 1, sizeof(*breakdown.days));
	if (breakdown.sorted && breakdown.days) {
		for (size_t i = 0; i < referrals->count; i++)
			breakdown.sorted[i] = &referrals->items[i];
		result = add_total(&breakdown);
	}
	for (size_t i = 0; i < count && result == HVK_OK; i++)
		result = add_section(&breakdown, report->by_count ? report->by[i] : standard[i]);
	free(breakdown.sorted);
	free(breakdown.days);
	return result;
}

/* ---- all of it */

static int mark_statuses(struct referrals *referrals)
{
	const struct hvk__list *statuses = referrals->statuses;

	referrals->open = calloc(statuses->count + 1, sizeof(*referrals->open));
	referrals->silent = calloc(statuses->count + 1, sizeof(*referrals->silent));
	if (!referrals->open || !referrals->silent)
		return HVK_ENOMEM;
	for (uint16_t status = 1; status <= statuses->count; status++) {
		for (size_t i = 0; i < ARRAY_SIZE(open_statuses); i++)
			referrals->open[status] |= hvk__code_is(statuses, status, open_statuses[i]);
		for (size_t i = 0; i < ARRAY_SIZE(silent_statuses); i++)
			referrals->silent[status] |= hvk__code_is(statuses, status, silent_statuses[i]);
	}
	return HVK_OK;
}

static int read_all(struct referrals *referrals)
{
	struct hvk_report *report = referrals->report;
	int result;

	for (size_t i = 0; i < DIMENSIONS; i++) {
		referrals->lists[i] = dimensions[i].list ? hvk__report_list(report, dimensions[i].list) : NULL;
		referrals->bound[i] = referrals->lists[i] ? (uint32_t)referrals->lists[i]->count + 2 : 0;
	}
	referrals->statuses = referrals->lists[STATUS];
	referrals->bound[GEMEENTE] = (uint32_t)report->geography.size + 1;
	referrals->bound[MONTH] = HVK__MONTH_MAX + 1;
	if (!report->direction_set)
		report->direction = hvk__code_made_as(referrals->lists[DIRECTION], "out");
	result = mark_statuses(referrals);
	if (result == HVK_OK)
		result = hvk__report_places(report, &referrals->places, &referrals->asked);
	if (result == HVK_OK)
		result = rank_desks(referrals);
	if (result == HVK_OK)
		result = load_partners(referrals);
	referrals->bound[PARTNER] = (uint32_t)referrals->partner_count + 1;
	if (result == HVK_OK)
		result = read_referrals(referrals);
	return result < 0 ? result : read_steps(referrals);
}

int hvk__report_referrals(struct hvk_report *report)
{
	struct referrals referrals = { .report = report };
	int result = read_all(&referrals);

	if (result == HVK_OK)
		result = add_sections(&referrals);
	free(referrals.items);
	free(referrals.partners);
	free(referrals.by_id);
	free(referrals.desk_rank);
	free(referrals.desks);
	free(referrals.places);
	free(referrals.open);
	free(referrals.silent);
	return result;
}
