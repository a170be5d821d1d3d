/* SPDX-License-Identifier: EUPL-1.2 */
/* What is published, for reports; what hiding costs; and plans. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ledger.h"

/* ---------------------------------------------------------------- figures */

#define assert_figure(figures, expected, number, ...)                        \
	do {                                                                 \
		uint64_t count_ = 99;                                        \
		assert_int_equal(hvk_figures_value(figures, __VA_ARGS__, &count_), expected); \
		assert_int_equal(count_, number);                            \
	} while (0)

static struct hvk_figures *read_figures(struct hvk_store *store)
{
	struct hvk_figures *figures;

	assert_done(store, hvk_figures_new(store, &figures));
	return figures;
}

/* Publishes with cells from first on, of which those of one status in the n-th. */
static void publish_with(struct hvk_store *store, const char *by, const char *period, const char *region,
                         int64_t first, size_t n, enum hvk__publication_status status)
{
	static const enum hvk__publication_status ok = HVK__CELL_OK;
	const char *gemeenten = strstr(by, "gemeente") && !*region ? "gent,brugge" : "";
	struct hvk_publication *p = ask_publication(store, by, period, region, gemeenten);

	assert_done(store, hvk__publication_settle_rules(p));
	assert_done(store, hvk__publication_make_axes(p));
	fill_cells(p, first, &ok, 1);
	p->cells[n].status = status;
	snprintf(p->digest, sizeof(p->digest), "%032lld", (long long)first);
	join_publications(&p, 1);
	assert_done(store, hvk_publication_enter(&p, 1, NULL, NULL));
	hvk_publication_free(p);
}

static void nothing_is_published_nowhere(void **state)
{
	struct hvk_figures *figures = read_figures(store_of(state));

	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "total", NULL, NULL, "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "total", "theme", "slapen", "2026-01", "2026-03");
	hvk_figures_free(figures);
	hvk_figures_free(NULL);
}

/* Two publications, of which the figures begin with 10 and 20. Rows: gent, brugge, others, total. */
static struct hvk_figures *read_two(struct hvk_store *store, const char *first, const char *second)
{
	publish(store, "gemeente", first, 10);
	publish(store, "gemeente", second, 20);
	return read_figures(store);
}

static void a_figure_is_found_by_what_it_is_of(void **state)
{
	struct hvk_figures *figures = read_two(store_of(state), "2026-01", "2026-02..2026-03");

	assert_figure(figures, HVK_PUBLISHED_OK, 10, "31005", NULL, NULL, "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 11, "44021", NULL, NULL, "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 13, "total", NULL, NULL, "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 13, "total", "theme", "total", "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 21, "44021", NULL, NULL, "2026-02", "2026-03");
	/* A part of a span tells nothing of its months; others are not the same everywhere. */
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "44021", NULL, NULL, "2026-02", "2026-02");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "44021", NULL, NULL, "2026-01", "2026-03");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "other", NULL, NULL, "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "44021", "theme", "slapen", "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "44021", NULL, NULL, "2026-13", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "44021", NULL, NULL, "2026-02", "2026-01");
	hvk_figures_free(figures);
}

/* A group and a theme of the same name are not the same. */
static void a_subject_has_a_level(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;
	struct hvk_figures *figures;
	size_t member = 0;

	publish(store, "theme-group", "2026-01", 100);
	publish(store, "theme", "2026-01", 500);
	publish(store, "answer=info", "2026-01", 900);
	assert_done(store, hvk_publication_open(store, 1, &p));
	while (strcmp(p->axes[HVK__SUBJECTS].members[member].key, "slapen") != 0)
		member++;
	figures = read_figures(store);
	assert_figure(figures, HVK_PUBLISHED_OK, 100 + member, "total", "theme-group", "slapen", "2026-01", "2026-01");
	hvk_publication_free(p);
	assert_done(store, hvk_publication_open(store, 2, &p));
	member = 0;
	while (strcmp(p->axes[HVK__SUBJECTS].members[member].key, "slapen_self") != 0)
		member++;
	assert_figure(figures, HVK_PUBLISHED_OK, 500 + member, "total", "theme", "slapen", "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 900, "total", "answer=info", "has", "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 901, "total", "answer=info", "has-not", "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "total", "channel", "slapen", "2026-01", "2026-01");
	hvk_publication_free(p);
	hvk_figures_free(figures);
}

/* The total of a group, and what is registered at the group itself: to a report its theme. */
static void a_group_is_not_the_theme_of_its_name(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_figures *figures;

	publish_with(store, "theme,theme-group", "2026-01", "", 10, 0, HVK__CELL_OK);
	publish_with(store, "theme", "2026-02", "", 200, 0, HVK__CELL_OK);
	figures = read_figures(store);
	/* The first theme of the list heads a group. */
	assert_figure(figures, HVK_PUBLISHED_OK, 10, "total", "theme-group", "lichaam", "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 11, "total", "theme", "lichaam", "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 11, "total", "theme", "lichaam_self", "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 200, "total", "theme", "lichaam", "2026-02", "2026-02");
	assert_figure(figures, HVK_PUBLISHED_OK, 200, "total", "theme", "lichaam_self", "2026-02", "2026-02");
	assert_figure(figures, HVK_PUBLISHED_OK, 11 + 200, "total", "theme", "lichaam", "2026-01", "2026-02");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "total", "theme-group", "lichaam", "2026-02", "2026-02");
	hvk_figures_free(figures);
}

static void months_add_up_where_all_are_published(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_figures *figures;

	publish_with(store, "gemeente,month", "2026-01..2026-02", "", 10, 0, HVK__CELL_NOT_COLLECTED);
	publish_with(store, "gemeente", "2026-03", "", 100, 1, HVK__CELL_SECONDARY);
	figures = read_figures(store);
	/* Cells of the first: of each row January, February, both. */
	assert_figure(figures, HVK_PUBLISHED_NOT_COLLECTED, 0, "31005", NULL, NULL, "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 12, "31005", NULL, NULL, "2026-01", "2026-02");
	assert_figure(figures, HVK_PUBLISHED_OK, 11 + 100, "31005", NULL, NULL, "2026-01", "2026-03");
	assert_figure(figures, HVK_PUBLISHED_OK, 19 + 20 + 103, "total", NULL, NULL, "2026-01", "2026-03");
	assert_figure(figures, HVK_PUBLISHED_OK, 20 + 103, "total", NULL, NULL, "2026-02", "2026-03");
	assert_figure(figures, HVK_PUBLISHED_HIDDEN, 0, "44021", NULL, NULL, "2026-03", "2026-03");
	assert_figure(figures, HVK_PUBLISHED_HIDDEN, 0, "44021", NULL, NULL, "2026-01", "2026-03");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "44021", NULL, NULL, "2026-01", "2026-04");
	hvk_figures_free(figures);
}

static void months_of_nothing_are_no_sum(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_figures *figures;

	publish_with(store, "gemeente", "2026-01", "", 10, 0, HVK__CELL_NOT_APPLICABLE);
	publish_with(store, "gemeente", "2026-02", "", 20, 0, HVK__CELL_NOT_APPLICABLE);
	publish_with(store, "gemeente", "2026-03", "", 30, 0, HVK__CELL_NOT_COLLECTED);
	figures = read_figures(store);
	assert_figure(figures, HVK_PUBLISHED_NOT_APPLICABLE, 0, "31005", NULL, NULL, "2026-01", "2026-02");
	assert_figure(figures, HVK_PUBLISHED_NOT_COLLECTED, 0, "31005", NULL, NULL, "2026-01", "2026-03");
	hvk_figures_free(figures);
}

static void what_was_withdrawn_is_not_there(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_figures *figures = read_two(store, "2026-01", "2026-01");

	assert_figure(figures, HVK_PUBLISHED_OK, 20, "31005", NULL, NULL, "2026-01", "2026-01");
	hvk_figures_free(figures);
	assert_done(store, hvk_publication_withdraw(store, 2, "Een proef", false));
	figures = read_figures(store);
	assert_figure(figures, HVK_PUBLISHED_OK, 10, "31005", NULL, NULL, "2026-01", "2026-01");
	hvk_figures_free(figures);
	assert_done(store, hvk_publication_withdraw(store, 1, "Een proef", false));
	figures = read_figures(store);
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "31005", NULL, NULL, "2026-01", "2026-01");
	hvk_figures_free(figures);
}

/* The total of a region is the region; and months of a region that became larger are no sum of it. */
static void a_region_is_what_it_holds(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_figures *figures;

	assert_int_equal(hvk__store_exec(store, "INSERT INTO region VALUES ('noord', 44021), ('noord', 31005)"),
	                 HVK_OK);
	publish_with(store, "gemeente", "2026-01", "noord", 10, 0, HVK__CELL_OK);
	publish_with(store, "region", "2026-02", "", 20, 0, HVK__CELL_OK);
	figures = read_figures(store);
	assert_figure(figures, HVK_PUBLISHED_OK, 12, "noord", NULL, NULL, "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "total", NULL, NULL, "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 12 + 20, "noord", NULL, NULL, "2026-01", "2026-02");
	hvk_figures_free(figures);
	assert_int_equal(hvk__store_exec(store, "INSERT INTO region VALUES ('noord', 31022)"), HVK_OK);
	hvk__store_forget_regions(store);
	publish_with(store, "region", "2026-03", "", 30, 0, HVK__CELL_OK);
	figures = read_figures(store);
	assert_figure(figures, HVK_PUBLISHED_OK, 30, "noord", NULL, NULL, "2026-03", "2026-03");
	assert_figure(figures, HVK_PUBLISHED_NOWHERE, 0, "noord", NULL, NULL, "2026-01", "2026-03");
	hvk_figures_free(figures);
}

/* A region can have any name; what is asked for is then the other. */
static void a_region_is_not_what_it_is_called(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_figures *figures;

	assert_int_equal(hvk__store_exec(store, "INSERT INTO region VALUES ('total', 44021), ('31005', 44021)"),
	                 HVK_OK);
	publish(store, "gemeente", "2026-01", 10);
	publish_with(store, "gemeente", "2026-01", "total", 50, 0, HVK__CELL_OK);
	publish_with(store, "gemeente", "2026-01", "31005", 70, 0, HVK__CELL_OK);
	publish_with(store, "region", "2026-01", "", 90, 0, HVK__CELL_OK);
	figures = read_figures(store);
	assert_figure(figures, HVK_PUBLISHED_OK, 10, "31005", NULL, NULL, "2026-01", "2026-01");
	assert_figure(figures, HVK_PUBLISHED_OK, 93, "total", NULL, NULL, "2026-01", "2026-01");
	hvk_figures_free(figures);
}

/* ---------------------------------------------------------------- what hiding costs */

static void loss_by_combination_of_levels(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p = make_publication(store, "gemeente,month", "2026-01..2026-02", 1), *found;
	const char *levels[2];
	struct hvk_loss loss;
	uint64_t count;
	bool sensitive;

	/* Rows of brugge, gent, others and total; January, February, both: counts 1 to 12. */
	p->cells[0].status = HVK__CELL_PRIMARY;
	p->cells[1].status = HVK__CELL_SECONDARY;
	p->cells[3].status = HVK__CELL_BY_RULE;
	p->cells[4].status = HVK__CELL_NOT_COLLECTED;
	p->cells[11].status = HVK__CELL_SECONDARY;
	assert_int_equal(hvk_publication_loss(p, 0, levels, &loss), 1);
	assert_string_equal(levels[0], "gemeente");
	assert_string_equal(levels[1], "month");
	assert_int_equal(loss.cells, 3);
	assert_int_equal(loss.hidden, 3);
	assert_int_equal(loss.sensitive, 2);
	assert_int_equal(loss.count, 1 + 2 + 4);
	assert_int_equal(loss.hidden_count, 7);
	assert_int_equal(hvk_publication_loss(p, 1, levels, &loss), 1);
	assert_string_equal(levels[1], "total");
	assert_int_equal(loss.cells, 2);
	assert_int_equal(loss.hidden, 0);
	assert_int_equal(loss.count, 3 + 6);
	assert_int_equal(hvk_publication_loss(p, 5, levels, &loss), 1);
	assert_string_equal(levels[0], "total");
	assert_string_equal(levels[1], "total");
	assert_int_equal(loss.hidden_count, 12);
	assert_int_equal(loss.sensitive, 0);
	assert_int_equal(hvk_publication_loss(p, 6, levels, &loss), 0);
	assert_null(levels[0]);
	assert_int_equal(loss.cells, 0);
	assert_done(store, hvk_publication_truth(p, (const size_t[]){ 1, 0 }, &count, &sensitive));
	assert_int_equal(count, 4);
	assert_true(sensitive);
	assert_done(store, hvk_publication_truth(p, (const size_t[]){ 0, 1 }, &count, &sensitive));
	assert_int_equal(count, 2);
	assert_false(sensitive);
	assert_int_equal(hvk_publication_truth(p, (const size_t[]){ 4, 1 }, &count, &sensitive), HVK_EINVAL);
	join_publications(&p, 1);
	assert_done(store, hvk_publication_enter(&p, 1, NULL, NULL));
	assert_int_equal(hvk_publication_loss(p, 0, levels, &loss), 1);
	hvk_publication_free(p);
	assert_done(store, hvk_publication_open(store, 1, &found));
	assert_int_equal(hvk_publication_loss(found, 0, levels, &loss), 0);
	assert_int_equal(hvk_publication_truth(found, (const size_t[]){ 0, 0 }, &count, &sensitive), HVK_EINVAL);
	assert_int_equal(count, 0);
	hvk_publication_free(found);
}

static void the_only_cell_of_all(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p = make_publication(store, "", "2026-01", 7);
	const char *levels[1];
	struct hvk_loss loss;

	assert_int_equal(p->axes[HVK__PLACES].member_count, 1);
	assert_int_equal(hvk_publication_loss(p, 0, levels, &loss), 1);
	assert_string_equal(levels[0], "total");
	assert_int_equal(loss.cells, 1);
	assert_int_equal(loss.count, 7);
	assert_int_equal(hvk_publication_loss(p, 1, levels, &loss), 0);
	hvk_publication_free(p);
}

/* ---------------------------------------------------------------- plans */

static void a_plan_is_what_was_asked_for(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *asked[2] = { ask_publication(store, "gemeente,month", "2027", "", "gent,brugge"),
		                             ask_publication(store, "theme", "2026-10", "", "") }, *found;
	uint64_t number = 9;

	assert_done(store, hvk_plan_last(store, &number));
	assert_int_equal(number, 0);
	assert_int_equal(hvk_plan_open(store, 1, 0, &found), HVK_ENOTFOUND);
	assert_message(store, "no plan 1: none was declared yet");
	assert_done(store, hvk_publication_set(asked[1], HVK_PUBLISH_MIN_CELL, "8"));
	assert_done(store, hvk_publication_set(asked[1], HVK_PUBLISH_ZEROS, "protect"));
	assert_done(store, hvk_plan_add(store, asked, 2, true, &number));
	assert_int_equal(number, 1);
	assert_int_equal(count_rows(store, "plan"), 0);
	assert_done(store, hvk_plan_add(store, asked, 2, false, &number));
	assert_done(store, hvk_plan_add(store, asked, 1, false, &number));
	assert_int_equal(number, 2);
	assert_done(store, hvk_plan_last(store, &number));
	assert_int_equal(number, 2);
	assert_done(store, hvk_plan_open(store, 1, 0, &found));
	assert_string_equal(found->levels, asked[0]->levels);
	assert_string_equal(found->gemeenten, "31005,44021");
	assert_int_equal(found->first, asked[0]->first);
	assert_int_equal(found->last, asked[0]->last);
	assert_int_equal(found->min_cell, 0);
	assert_int_equal(found->zeros, -1);
	assert_int_equal(found->plan, 1);
	assert_int_equal(found->number, 0);
	assert_string_equal(found->axes[HVK__PLACES].name, "gemeente");
	hvk_publication_free(found);
	assert_done(store, hvk_plan_open(store, 1, 1, &found));
	assert_int_equal(found->min_cell, 8);
	assert_int_equal(found->zeros, HVK_ZEROS_PROTECT);
	hvk_publication_free(found);
	assert_done(store, hvk_plan_open(store, 1, 2, &found));
	assert_null(found);
	assert_int_equal(hvk_plan_open(store, 3, 0, &found), HVK_ENOTFOUND);
	assert_message(store, "no plan 3; the last is 2");
	hvk_publication_free(asked[0]);
	hvk_publication_free(asked[1]);
}

static void what_is_no_plan(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *asked[2] = { ask_publication(store, "gemeente", "2027", "", ""),
		                             ask_publication(store, "gemeente", "2027-01..2027-12", "", "") }, *found;
	uint64_t number;

	assert_int_equal(hvk_plan_add(store, NULL, 0, false, &number), HVK_EINVAL);
	assert_int_equal(hvk_plan_add(store, asked, 2, false, &number), HVK_EINVAL);
	assert_message(store, "publications 1 and 2 ask for the same; leave one out");
	assert_int_equal(number, 0);
	hvk_publication_free(asked[1]);
	assert_done(store, hvk_publication_new(store, &asked[1]));
	assert_int_equal(hvk_plan_add(store, asked, 2, false, &number), HVK_EINVAL);
	assert_message_has(store, "period: a publication needs one");
	/* Quarters of a period that has only a part of one. */
	assert_done(store, hvk_publication_set(asked[1], HVK_PUBLISH_PERIOD, "2027-01..2027-04"));
	assert_done(store, hvk_publication_set(asked[1], HVK_PUBLISH_BY, "quarter"));
	assert_int_equal(hvk_plan_add(store, asked, 2, false, &number), HVK_EINVAL);
	assert_int_equal(count_rows(store, "plan"), 0);
	hvk_publication_free(asked[1]);
	/* Less than what is published already. */
	publish(store, "gemeente", "2026-01", 10);
	assert_done(store, hvk_publication_set(asked[0], HVK_PUBLISH_MIN_CELL, "4"));
	assert_int_equal(hvk_plan_add(store, asked, 1, false, &number), HVK_EINVAL);
	assert_message_has(store, "min-cell");
	assert_done(store, hvk_publication_set(asked[0], HVK_PUBLISH_MIN_CELL, "5"));
	assert_done(store, hvk_plan_add(store, asked, 1, false, &number));
	hvk_publication_free(asked[0]);
	assert_int_equal(hvk__store_exec(store, "UPDATE plan_publication SET levels = 'huisdier'"), HVK_OK);
	assert_int_equal(hvk_plan_open(store, 1, 0, &found), HVK_ESTORE);
	assert_message_has(store, "plan 1 is damaged");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(nothing_is_published_nowhere),
		WITH_STORE(a_figure_is_found_by_what_it_is_of),
		WITH_STORE(a_subject_has_a_level),
		WITH_STORE(a_group_is_not_the_theme_of_its_name),
		WITH_STORE(months_add_up_where_all_are_published),
		WITH_STORE(months_of_nothing_are_no_sum),
		WITH_STORE(what_was_withdrawn_is_not_there),
		WITH_STORE(a_region_is_what_it_holds),
		WITH_STORE(a_region_is_not_what_it_is_called),
		WITH_STORE(loss_by_combination_of_levels),
		WITH_STORE(the_only_cell_of_all),
		WITH_STORE(a_plan_is_what_was_asked_for),
		WITH_STORE(what_is_no_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
