/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Referrals of some months: how many, how many of them warm, what became of them and after how many days that was
 * heard. Feedback is the first status that tells what the partner or the family did; that the referral was proposed,
 * that the partner was contacted, that it expired or that nothing was heard is none.
 */
#include <math.h>
#include <string.h>

#include "statistics/referrals.h"

const char *const hvk__referral_dimensions[] = {
	[HVK__PER_PARTNER] = "partner", [HVK__PER_THEME] = "theme", [HVK__PER_THEME_GROUP] = "theme-group",
	[HVK__PER_GEMEENTE] = "gemeente", [HVK__PER_DESK] = "desk",
	[HVK__PER_DIRECTION] = "direction", [HVK__PER_STATUS] = "status", [HVK__PER_MONTH] = "month",
	[HVK__PER_COUNT] = NULL
};

static const struct {
	const char *title[2], *section[2];
} dimensions[HVK__PER_COUNT] = {
	[HVK__PER_PARTNER] = { { "partner", "partner" }, { "Per partner", "By partner" } },
	[HVK__PER_THEME] = { { "thema" }, { "Per thema", "By theme" } },
	[HVK__PER_THEME_GROUP] = { { "themagroep", "group of themes" }, { "Per themagroep", "By group of themes" } },
	[HVK__PER_GEMEENTE] = { { "gemeente", "gemeente" }, { "Per gemeente", "By gemeente" } },
	[HVK__PER_DESK] = { { "balie" }, { "Per balie", "By desk" } },
	[HVK__PER_DIRECTION] = { { "richting" }, { "Per richting", "By direction" } },
	[HVK__PER_STATUS] = { { "status", "status" }, { "Per status", "By status" } },
	[HVK__PER_MONTH] = { { "maand", "month" }, { "Per maand", "By month" } }
};

/* The section that is being made: of these dimensions. */
struct breakdown {
	struct hvk__referrals *referrals;
	struct hvk__section *section;
	enum hvk__per by[HVK__PER_COUNT];
	size_t count;
	const struct hvk__named **names[HVK__PER_COUNT]; /* by rank, made when needed */
	double *days;
};

static enum hvk__per find_dimension(const char *name, size_t length)
{
	enum hvk__per found = HVK__PER_PARTNER;

	while (found < HVK__PER_COUNT && (strlen(hvk__referral_dimensions[found]) != length ||
	                              memcmp(hvk__referral_dimensions[found], name, length) != 0))
		found++;
	return found;
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
		const struct hvk__referral *referral = &breakdown->referrals->items[i];

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
	const struct hvk__referrals *referrals = breakdown->referrals;

	figures[MADE].count = (int64_t)(end - first);
	figures[WARM].count = figures[OPEN].count = 0;
	for (size_t i = 0; i < referrals->statuses->count; i++)
		figures[STATUSES + i].count = 0;
	for (size_t i = first; i < end; i++) {
		const struct hvk__referral *referral = &referrals->items[i];

		figures[WARM].count += referral->warm;
		figures[OPEN].count += referrals->open[referral->status];
		if (referral->status)
			figures[STATUSES + referral->status - 1].count++;
	}
	if (end > first)
		figures[WARM_SHARE].real = (double)figures[WARM].count / (double)(end - first);
	measure_days(breakdown, first, end, figures);
}

static bool add_figures(struct hvk__referrals *referrals, struct hvk__section *section)
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
		const struct hvk__named *name = hvk__report_code(report, referrals->statuses, status, false);
		const struct hvk__named *column = NULL;
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
		*name = hvk__referral_member(breakdown->referrals, breakdown->by[column], rank);
	return *name;
}

static int compare_ranks(const void *a, const void *b, void *data)
{
	const struct hvk__referral *one = a, *other = b;
	const struct breakdown *breakdown = data;

	for (size_t i = 0; i < breakdown->count; i++) {
		enum hvk__per by = breakdown->by[i];

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
	const struct hvk__referrals *referrals = breakdown->referrals;
	enum hvk__per by = breakdown->by[0];
	_cleanup_free_ bool *asked = calloc(referrals->bound[by], sizeof(*asked));
	size_t at = 0;
	int result = asked ? HVK_OK : HVK_ENOMEM;

	if (asked)
		hvk__referral_members_asked(referrals, by, asked);
	for (uint32_t rank = 0; rank < referrals->bound[by] && result == HVK_OK; rank++) {
		size_t first = at;

		while (at < referrals->count && referrals->items[at].rank[by] == rank)
			at++;
		if (at > first || asked[rank])
			result = add_row(breakdown, &rank, first, at);
	}
	return result;
}

/* Of several only combinations that occur. */
static int add_combinations(struct breakdown *breakdown)
{
	const struct hvk__referral *items = breakdown->referrals->items;
	size_t count = breakdown->referrals->count, end;
	int result = HVK_OK;

	for (size_t first = 0; first < count && result == HVK_OK; first = end) {
		uint32_t rank[HVK__PER_COUNT];
		bool same = true;

		for (end = first + 1; end < count && same; end++)
			for (size_t i = 0; i < breakdown->count && same; i++)
				same = items[end].rank[breakdown->by[i]] == items[first].rank[breakdown->by[i]];
		end -= !same;
		for (size_t i = 0; i < breakdown->count; i++)
			rank[i] = items[first].rank[breakdown->by[i]];
		result = add_row(breakdown, rank, first, end);
	}
	return result;
}

/* Dimensions that were checked when they were set. */
static void parse_by(struct breakdown *breakdown, const char *by)
{
	breakdown->count = 0;
	while (*by && breakdown->count < HVK__PER_COUNT) {
		size_t length = strcspn(by, ",");

		breakdown->by[breakdown->count++] = find_dimension(by, length);
		by += length + (by[length] == ',');
	}
}

static int prepare_section(struct breakdown *breakdown, const char *name)
{
	struct hvk__referrals *referrals = breakdown->referrals;
	enum hvk__per by = breakdown->by[0];
	const struct hvk__named *titles = NULL;
	struct hvk__buffer title[2] = { { 0 }, { 0 } };
	bool made = true;

	for (size_t i = 0; i < breakdown->count; i++)
		for (int lang = 0; lang < 2 && made; lang++)
			made = hvk__buffer_printf(&title[lang], "%s%s", i ? ", " : "",
			                          i ? dimensions[breakdown->by[i]].title[lang]
			                          : dimensions[by].section[lang]);
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
		qsort_r(breakdown->referrals->items, breakdown->referrals->count,
		        sizeof(*breakdown->referrals->items), compare_ranks, breakdown);
	if (result == HVK_OK)
		result = breakdown->count == 1 ? add_members(breakdown) : add_combinations(breakdown);
	for (size_t i = 0; i < HVK__PER_COUNT; i++) {
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

static int add_sections(struct hvk__referrals *referrals)
{
	static const char *const standard[] = { "partner", "theme-group", "gemeente" };
	struct hvk_report *report = referrals->report;
	struct breakdown breakdown = { .referrals = referrals };
	const char *const *by = report->by_count ? report->by : standard;
	size_t count = report->by_count ? report->by_count : ARRAY_SIZE(standard);
	int result = HVK_ENOMEM;

	breakdown.days = calloc(referrals->count + 1, sizeof(*breakdown.days));
	if (breakdown.days)
		result = add_total(&breakdown);
	for (size_t i = 0; i < count && result == HVK_OK; i++)
		result = add_section(&breakdown, by[i]);
	free(breakdown.days);
	return result;
}

int hvk__report_referrals(struct hvk_report *report)
{
	struct hvk__referrals referrals = { .report = report };
	int result = hvk__referrals_read(&referrals);

	if (result == HVK_OK)
		result = add_sections(&referrals);
	hvk__referrals_free(&referrals);
	return result;
}
