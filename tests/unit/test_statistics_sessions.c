/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Sessions in tables and in the report on activities, beside a count that goes through all of them for every cell:
 * random sessions, each in several themes, pillars and partners.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report_rows.h"

enum { SESSIONS = 250, THEMES = 4, PILLARS = 2, PARTNERS = 3, PLACES = 3, FORMS = 3, SEASONS = 2, SERIES = 4 };
enum { HELD, PLANNED, CANCELLED };

static const char *const themes[] = { "slapen", "slapen.inslapen", "gedrag.driftbuien", "school.huiswerk" };
static const char *const groups[] = { "slapen", "slapen", "gedrag", "school" };
static const char *const pillars[] = { "opvoedingsondersteuning", "ontmoeting" };
static const char *const partners[] = { "alfa", "beta", "gamma" };
static const char *const places[] = { "31005", "31022", "31033" }; /* and then none */
static const char *const forms[] = { "vormingsavond", "oudercursus", "ontmoeting" }; /* and then none */
static const char *const seasons[] = { "najaar-2026", "voorjaar-2026" }; /* and then none */
static const char *const series[] = { "een", "twee", "drie", "vier" }; /* and then none */
static const char *const statuses[] = { "gehouden", "gepland", "geannuleerd" };

/* What is known of a session here; sets are bits, -1 is not known. */
static struct {
	int year, month, place, form, season, series, status;
	unsigned themes, pillars, partners;
	int64_t capacity, participants, new, from[2];
} all[SESSIONS];

static uint32_t drawn = 20261122;

static int draw(int below)
{
	drawn = drawn * 1664525u + 1013904223u;
	return (int)((drawn >> 16) % (uint32_t)below);
}

static void join(char text[128], unsigned bits, const char *const names[], int count)
{
	text[0] = '\0';
	for (int i = 0; i < count; i++)
		if (bits & (1u << i))
			snprintf(text + strlen(text), 128 - strlen(text), "%s%s", *text ? "+" : "", names[i]);
}

static void number(char text[32], int64_t n)
{
	text[0] = '\0';
	if (n >= 0)
		snprintf(text, 32, "%" PRId64, n);
}

static void draw_counts(int n)
{
	all[n].capacity = draw(3) ? draw(40) : -1;
	all[n].participants = all[n].new = -1;
	all[n].from[0] = all[n].from[1] = 0;
	if (all[n].status != HELD || draw(5) == 0)
		return;
	all[n].participants = draw(30);
	all[n].new = draw(2) ? draw((int)all[n].participants + 1) : -1;
	all[n].from[0] = draw((int)all[n].participants + 1);
	all[n].from[1] = draw((int)(all[n].participants - all[n].from[0]) + 1);
}

static void save(struct hvk_store *store, int n)
{
	char slug[16], date[16], about[128], pillar[128], with[128], origin[64] = "", count[3][32];
	int holder = 0;

	while (!(all[n].partners & (1u << holder)))
		holder++;
	snprintf(slug, sizeof(slug), "s-%d", n);
	snprintf(date, sizeof(date), "%04d-%02d-%02d", all[n].year, all[n].month, 1 + draw(28));
	join(about, all[n].themes, themes, THEMES);
	join(pillar, all[n].pillars, pillars, PILLARS);
	join(with, all[n].partners & ~(1u << holder), partners, PARTNERS);
	number(count[0], all[n].capacity);
	number(count[1], all[n].participants);
	number(count[2], all[n].new);
	for (int i = 0; i < 2; i++)
		if (all[n].from[i] > 0)
			snprintf(origin + strlen(origin), sizeof(origin) - strlen(origin), "%s%s=%" PRId64,
			         *origin ? "+" : "", places[i], all[n].from[i]);
	put(store, HVK_SESSION, "slug", slug, "title", slug, "date", date, "partner", partners[holder], "co_partner",
	    with, "gemeente", all[n].place < PLACES ? places[all[n].place] : "", "form",
	    all[n].form < FORMS ? forms[all[n].form] : "", "theme", about, "pillar", pillar, "programme",
	    all[n].season < SEASONS ? seasons[all[n].season] : "", "series",
	    all[n].series < SERIES ? series[all[n].series] : "", "status", statuses[all[n].status],
	    "capacity", count[0], "participants", count[1], "new", count[2], "origin", origin, NULL);
}

static int set_up(void **state)
{
	struct hvk_store *store;

	if (store_set_up(state) < 0)
		return -1;
	store = store_of(state);
	for (int i = 0; i < PARTNERS; i++)
		put(store, HVK_PARTNER, "slug", partners[i], "name", partners[i], "gemeente", "Brugge", NULL);
	for (int n = 0; n < SESSIONS; n++) {
		all[n].year = 2025 + draw(2);
		all[n].month = 1 + draw(12);
		all[n].place = draw(PLACES + 1);
		all[n].form = draw(FORMS + 1);
		all[n].season = draw(SEASONS + 1);
		all[n].series = draw(2) ? draw(SERIES) : SERIES;
		all[n].status = draw(4) ? HELD : draw(2) ? PLANNED : CANCELLED;
		all[n].themes = (unsigned)draw(1 << THEMES);
		all[n].pillars = (unsigned)draw(1 << PILLARS);
		all[n].partners = (unsigned)draw((1 << PARTNERS) - 1) + 1;
		draw_counts(n);
		save(store, n);
	}
	/* Of whom it is not known how many came, it is not known how many were new, or from where. */
	run_sql(store, "UPDATE session SET new = 3, origin = '31005=2' WHERE participants IS NULL");
	return 0;
}

/* ---- the other count */

static bool is_one(const char *key, int n, const char *const names[], int count)
{
	return strcmp(key, n < count ? names[n] : "not-recorded") == 0;
}

static bool is_among(const char *key, unsigned bits, const char *const names[], int count)
{
	for (int i = 0; i < count; i++)
		if (bits & (1u << i) && strcmp(key, names[i]) == 0)
			return true;
	return !bits && strcmp(key, "not-recorded") == 0;
}

static bool is_time(const char *key, int n, const char *dimension)
{
	char text[32];
	int school = all[n].month >= 9 ? all[n].year : all[n].year - 1;

	if (strcmp(dimension, "month") == 0)
		snprintf(text, sizeof(text), "%d-%02d", all[n].year, all[n].month);
	else if (strcmp(dimension, "quarter") == 0)
		snprintf(text, sizeof(text), "%d-Q%d", all[n].year, (all[n].month + 2) / 3);
	else if (strcmp(dimension, "year") == 0)
		snprintf(text, sizeof(text), "%d", all[n].year);
	else
		snprintf(text, sizeof(text), "%d-%d", school, school + 1);
	return strcmp(text, key) == 0;
}

/* How many of its participants came from there. */
static int64_t from(const char *key, int n)
{
	if (all[n].participants < 0)
		return 0;
	for (int i = 0; i < 2; i++)
		if (strcmp(key, places[i]) == 0)
			return all[n].from[i];
	return strcmp(key, "not-recorded") == 0 ? all[n].participants - all[n].from[0] - all[n].from[1] : 0;
}

static bool belongs(const char *dimension, const char *key, int n)
{
	if (strcmp(key, "total") == 0)
		return true;
	if (strcmp(dimension, "theme") == 0)
		return is_among(key, all[n].themes, themes, THEMES);
	if (strcmp(dimension, "theme-group") == 0)
		return is_among(key, all[n].themes, groups, THEMES);
	if (strcmp(dimension, "pillar") == 0)
		return is_among(key, all[n].pillars, pillars, PILLARS);
	if (strcmp(dimension, "partner") == 0)
		return is_among(key, all[n].partners, partners, PARTNERS);
	if (strcmp(dimension, "gemeente") == 0)
		return is_one(key, all[n].place, places, PLACES);
	if (strcmp(dimension, "province") == 0)
		return strcmp(key, all[n].place < PLACES ? "30000" : "not-recorded") == 0;
	if (strcmp(dimension, "form") == 0)
		return is_one(key, all[n].form, forms, FORMS);
	if (strcmp(dimension, "programme") == 0)
		return is_one(key, all[n].season, seasons, SEASONS);
	if (strcmp(dimension, "series") == 0)
		return is_one(key, all[n].series, series, SERIES);
	if (strcmp(dimension, "origin") == 0)
		return from(key, n) > 0;
	return is_time(key, n, dimension);
}

struct sums {
	int64_t sessions, participants, new, series, planned, cancelled, uncounted, capacity, seated;
};

static void add(struct sums *sums, int n, bool seen[], int64_t people)
{
	sums->planned += all[n].status == PLANNED;
	sums->cancelled += all[n].status == CANCELLED;
	if (all[n].status != HELD)
		return;
	sums->sessions++;
	sums->participants += people > 0 ? people : 0;
	sums->new += all[n].new > 0 ? all[n].new : 0;
	sums->uncounted += all[n].participants < 0;
	if (all[n].series < SERIES && !seen[all[n].series]) {
		seen[all[n].series] = true;
		sums->series++;
	}
	if (all[n].capacity >= 0 && all[n].participants >= 0) {
		sums->capacity += all[n].capacity;
		sums->seated += all[n].participants;
	}
}

/* Of the sessions of a cell, those of the months from first on. */
static struct sums sum_up(const char *const dimensions[], const char *const keys[], size_t count, const char *first)
{
	struct sums sums = { 0 };
	bool seen[SERIES] = { false };

	for (int n = 0; n < SESSIONS; n++) {
		int64_t people = all[n].participants;
		bool in = true;
		char month[16];

		snprintf(month, sizeof(month), "%d-%02d", all[n].year, all[n].month);
		for (size_t i = 0; i < count && in; i++) {
			in = belongs(dimensions[i], keys[i], n);
			if (in && strcmp(dimensions[i], "origin") == 0 && strcmp(keys[i], "total") != 0)
				people = from(keys[i], n);
		}
		if (in && strcmp(month, first) >= 0)
			add(&sums, n, seen, people);
	}
	return sums;
}

/* ---- tables */

static int64_t cell(const struct hvk_table *table, enum hvk_measure measure, const size_t member[])
{
	int64_t whole;
	double real;

	return hvk_table_value(table, measure, member, &whole, &real) == 1 ? whole : -1;
}

/* Every cell with its totals; returns how many held anything. */
static size_t check_cells(const struct hvk_table *table, bool new)
{
	size_t count = hvk_table_dimensions(table), member[6] = { 0 }, found = 0;
	const char *dimensions[6], *keys[6];

	for (size_t i = 0; i < count; i++)
		dimensions[i] = hvk_table_dimension(table, i);
	for (;;) {
		size_t i = count;
		struct sums sums;

		for (size_t d = 0; d < count; d++)
			keys[d] = hvk_table_key(table, d, member[d]);
		sums = sum_up(dimensions, keys, count, "");
		if (cell(table, HVK_SESSIONS, member) >= 0) {
			assert_int_equal(cell(table, HVK_SESSIONS, member), sums.sessions);
			assert_int_equal(cell(table, HVK_PARTICIPANTS, member), sums.participants);
			if (new)
				assert_int_equal(cell(table, HVK_NEW, member), sums.new);
		}
		found += sums.sessions > 0;
		while (i > 0 && ++member[i - 1] > hvk_table_members(table, i - 1))
			member[--i] = 0;
		if (i == 0)
			return found;
	}
}

static struct hvk_table *make_table(struct hvk_store *store, const char *by, bool new)
{
	struct hvk_table *table;

	assert_done(store, hvk_table_new(store, by, &table));
	assert_done(store, hvk_table_add_measure(table, HVK_SESSIONS));
	assert_done(store, hvk_table_add_measure(table, HVK_PARTICIPANTS));
	if (new)
		assert_done(store, hvk_table_add_measure(table, HVK_NEW));
	return table;
}

static void count_table(struct hvk_store *store, struct hvk_table *table, const struct hvk_filter *filter)
{
	struct hvk_source *source;

	hvk_table_set_filter(table, filter);
	assert_done(store, hvk_source_store(store, filter, &source));
	assert_done(store, hvk_table_count(&table, 1, source));
	hvk_source_free(source);
}

static void test_tables(void **state)
{
	static const char *const bys[] = {
		"", "form", "theme", "theme-group", "pillar", "partner", "gemeente", "province", "programme", "series",
		"month", "quarter", "year", "schoolyear", "theme-group,partner", "gemeente,month",
		"pillar,form,gemeente", "origin", "origin,pillar", "partner,origin,schoolyear",
		"theme-group,pillar,partner,programme"
	};
	struct hvk_store *store = store_of(state);

	for (size_t i = 0; i < ARRAY_SIZE(bys); i++) {
		bool new = !strstr(bys[i], "origin");
		struct hvk_table *table = make_table(store, bys[i], new);

		count_table(store, table, NULL);
		assert_true(check_cells(table, new) > 0);
		hvk_table_free(table);
	}
}

/* What occurs is found, and nothing else. */
static void test_occurring(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_table *table = make_table(store, "theme-group,gemeente,form", true);
	size_t member[3], cells = 0;

	hvk_table_set_occurring(table);
	count_table(store, table, NULL);
	for (size_t n = 0; n < hvk_table_occurring(table); n++) {
		hvk_table_occurring_at(table, n, member);
		assert_true(cell(table, HVK_SESSIONS, member) > 0);
	}
	for (member[0] = 0; member[0] < hvk_table_members(table, 0); member[0]++)
		for (member[1] = 0; member[1] < hvk_table_members(table, 1); member[1]++)
			for (member[2] = 0; member[2] < hvk_table_members(table, 2); member[2]++)
				cells += cell(table, HVK_SESSIONS, member) > 0;
	assert_true(cells > 10);
	assert_int_equal(hvk_table_occurring(table), cells);
	hvk_table_free(table);
}

/* Of a session with two themes only the one that was asked for counts; in the total it is one. */
static void test_filter_by_theme(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_table *table = make_table(store, "theme", true);
	const char *dimension = "theme-group", *key = "slapen";
	struct sums sums = sum_up(&dimension, &key, 1, "");
	struct hvk_filter *filter;
	size_t total;

	assert_done(store, hvk_filter_new(store, &filter));
	assert_done(store, hvk_filter_add(filter, "theme-group", "=", "slapen"));
	count_table(store, table, filter);
	total = hvk_table_members(table, 0);
	assert_int_equal(cell(table, HVK_SESSIONS, &total), sums.sessions);
	assert_int_equal(cell(table, HVK_NEW, &total), sums.new);
	for (size_t i = 0; i < total; i++)
		assert_non_null(strstr(hvk_table_key(table, 0, i), "slapen"));
	hvk_table_free(table);
	hvk_filter_free(filter);
}

/* ---- the report */

static int64_t figure(struct hvk_report *report, size_t section, size_t row, const char *name)
{
	int64_t whole;
	double real;

	for (size_t i = 0; i < hvk_report_columns(report, section); i++)
		if (strcmp(hvk_report_column(report, section, i)->name, name) == 0 &&
		    hvk_report_column(report, section, i)->form == HVK_REPORT_COUNT)
			return hvk_report_value(report, section, row, i, &whole, &real) == 1 ? whole : -1;
	return -1;
}

static void check_row(struct hvk_report *report, size_t section, size_t row, const struct sums *sums, bool origin)
{
	int64_t whole;
	double real;
	size_t occupancy = 0;

	assert_int_equal(figure(report, section, row, "sessions"), sums->sessions);
	assert_int_equal(figure(report, section, row, "participants"), sums->participants);
	if (origin)
		return;
	assert_int_equal(figure(report, section, row, "new"), sums->new);
	assert_int_equal(figure(report, section, row, "series-count"), sums->series);
	assert_int_equal(figure(report, section, row, "planned"), sums->planned);
	assert_int_equal(figure(report, section, row, "cancelled"), sums->cancelled);
	assert_int_equal(figure(report, section, row, "uncounted"), sums->uncounted);
	assert_int_equal(figure(report, section, row, "capacity"), sums->capacity);
	while (strcmp(hvk_report_column(report, section, occupancy)->name, "occupancy") != 0)
		occupancy++;
	assert_int_equal(hvk_report_value(report, section, row, occupancy, &whole, &real), sums->capacity > 0);
	if (sums->capacity > 0)
		assert_true(real == (double)sums->seated / (double)sums->capacity);
}

static void test_report(void **state)
{
	static const char *const bys[] = {
		"form", "theme-group", "form,gemeente", "partner,pillar", "series", "programme,theme", "month", "origin"
	};
	const char *dimensions[6], *keys[6];

	for (size_t i = 0; i < ARRAY_SIZE(bys); i++) {
		struct hvk_report *report = run_report(store_of(state), HVK_REPORT_ACTIVITIES,
		                                       "period=2025-09..2026-12", HVK_REPORT_BY, bys[i], -1);
		struct sums sums = sum_up(NULL, NULL, 0, "2025-09");

		assert_int_equal(hvk_report_sections(report), 2);
		check_row(report, 0, 0, &sums, false);
		assert_true(hvk_report_rows(report, 1) > 2);
		for (size_t row = 0; row < hvk_report_rows(report, 1); row++) {
			size_t count = 0;

			for (; hvk_report_column(report, 1, count)->form == HVK_REPORT_NAME; count++) {
				dimensions[count] = hvk_report_column(report, 1, count)->name;
				keys[count] = hvk_report_key(report, 1, row, count);
			}
			sums = sum_up(dimensions, keys, count, "2025-09");
			check_row(report, 1, row, &sums, strcmp(bys[i], "origin") == 0);
		}
		hvk_report_free(report);
	}
}

/* ---- what is refused */

static void refuse_count(struct hvk_store *store, struct hvk_table *table, const char *condition, const char *message)
{
	struct hvk_filter *filter;
	struct hvk_source *source;

	assert_done(store, hvk_filter_new(store, &filter));
	if (condition)
		assert_done(store, hvk_filter_parse(filter, condition));
	assert_done(store, hvk_source_store(store, filter, &source));
	assert_int_equal(hvk_table_count(&table, 1, source), HVK_EINVAL);
	assert_message_has(store, message);
	hvk_source_free(source);
	hvk_filter_free(filter);
	hvk_table_free(table);
}

static void test_refused(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_table *table;

	assert_done(store, hvk_table_new(store, "gemeente,channel", &table));
	assert_int_equal(hvk_table_add_measure(table, HVK_SESSIONS), HVK_EINVAL);
	assert_message_has(store, "sessions have no channel; they have month, ");
	hvk_table_free(table);
	assert_done(store, hvk_table_new(store, "form", &table));
	assert_int_equal(hvk_table_add_measure(table, HVK_SHARE), HVK_EINVAL);
	assert_message_has(store, "questions have no form");
	refuse_count(store, table, NULL, "questions have no form");
	assert_done(store, hvk_table_new(store, "origin", &table));
	assert_int_equal(hvk_table_add_measure(table, HVK_NEW), HVK_EINVAL);
	assert_message_has(store, "not known from where");
	hvk_table_free(table);
	refuse_count(store, make_table(store, "form", true), "desk=", "sessions cannot be restricted by desk");
	refuse_count(store, make_table(store, "form", true), "answer=info", "sessions cannot be restricted by answer");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables), cmocka_unit_test(test_occurring), cmocka_unit_test(test_filter_by_theme),
		cmocka_unit_test(test_report), cmocka_unit_test(test_refused)
	};

	return cmocka_run_group_tests(tests, set_up, store_tear_down);
}
