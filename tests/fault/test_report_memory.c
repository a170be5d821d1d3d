/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory that runs out while a report on the network is made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "memory.h"

/* ---------------------------------------------------------------- the operations */

/* Names and titles, and of the cells what they add up to. */
static void tell_section(const struct hvk_report *report, size_t section)
{
	uint64_t sum = 0;

	tell(hvk_report_section(report, section));
	tell(hvk_report_title(report, section, HVK_NL));
	for (size_t column = 0; column < hvk_report_columns(report, section); column++)
		tell(hvk_report_column(report, section, column)->title[HVK_EN]);
	for (size_t row = 0; row < hvk_report_rows(report, section); row++) {
		for (size_t column = 0; column < hvk_report_columns(report, section); column++) {
			const char *key = hvk_report_key(report, section, row, column);
			int64_t whole;
			double real;

			hvk_report_value(report, section, row, column, &whole, &real);
			sum = sum * 31 + (uint64_t)whole + (uint64_t)(real * 100) + (key ? strlen(key) : 0);
		}
	}
	tell_number(sum);
}

static int run_report(struct hvk_store *store, enum hvk_report_kind kind)
{
	struct hvk_filter *filter = NULL;
	struct hvk_report *report = NULL;
	int result = hvk_filter_new(store, &filter);

	if (result == HVK_OK && kind == HVK_REPORT_COMPLETENESS)
		result = hvk_filter_add(filter, "month", "=", "2026");
	else if (result == HVK_OK)
		result = hvk_filter_add(filter, "gemeente", "=", "brugge,gent");
	if (result == HVK_OK)
		result = hvk_report_new(store, kind, &report);
	if (result == HVK_OK && kind == HVK_REPORT_REFERRALS)
		result = hvk_report_set(report, HVK_REPORT_BY, "partner,theme");
	if (result == HVK_OK && kind == HVK_REPORT_REFERRALS)
		result = hvk_report_set(report, HVK_REPORT_BY, "desk");
	if (result == HVK_OK && kind == HVK_REPORT_ACTIVITIES)
		result = hvk_report_set(report, HVK_REPORT_BY, "theme-group,partner,series");
	if (result == HVK_OK && kind == HVK_REPORT_ACTIVITIES)
		result = hvk_report_set(report, HVK_REPORT_BY, "origin");
	if (result == HVK_OK) {
		hvk_report_set_filter(report, filter);
		result = hvk_report_run(report);
	}
	for (size_t i = 0; result == HVK_OK && i < hvk_report_sections(report); i++)
		tell_section(report, i);
	hvk_report_free(report);
	hvk_filter_free(filter);
	return result;
}

static int network(struct hvk_store *store)
{
	return run_report(store, HVK_REPORT_NETWORK);
}

static int coverage(struct hvk_store *store)
{
	return run_report(store, HVK_REPORT_COVERAGE);
}

static int gaps(struct hvk_store *store)
{
	return run_report(store, HVK_REPORT_GAPS);
}

static int referrals(struct hvk_store *store)
{
	return run_report(store, HVK_REPORT_REFERRALS);
}

static int completeness(struct hvk_store *store)
{
	return run_report(store, HVK_REPORT_COMPLETENESS);
}

static int activities(struct hvk_store *store)
{
	return run_report(store, HVK_REPORT_ACTIVITIES);
}

static int phases(struct hvk_store *store)
{
	return run_report(store, HVK_REPORT_PHASES);
}

static const struct operation operations[] = {
	{ .name = "network", .run = network },
	{ .name = "coverage", .run = coverage },
	{ .name = "gaps", .run = gaps },
	{ .name = "referrals", .run = referrals },
	{ .name = "completeness", .run = completeness },
	{ .name = "activities", .run = activities },
	{ .name = "phases", .run = phases },
};

/* ---------------------------------------------------------------- the scene */

static void save(struct hvk_store *store, enum hvk_type type, ...)
{
	struct hvk_record *record;
	const char *column;
	va_list arguments;

	assert_well(store, hvk_record_new(store, type, &record));
	va_start(arguments, type);
	while ((column = va_arg(arguments, const char *)))
		assert_well(store, hvk_record_set(record, hvk_type_find_column(type, column),
		                                  va_arg(arguments, const char *)));
	va_end(arguments);
	assert_well(store, hvk_record_save(record, false));
	hvk_record_free(record);
}

/* A test of its own, since cmocka has the state of a group take the place of that of its tests. */
static void test_set_up(void **state)
{
	static const char more[] =
		"INSERT INTO referral (id, month, direction, partner, theme, gemeente, desk, status, status_on)"
		" VALUES (5, '2026-03', 1, 1, 1, 31005, 1, 3, '2026-04-01');"
		"INSERT INTO referral_step (referral, step, status, made_on) VALUES (5, 1, 1, '2026-03-01');"
		"INSERT INTO referral_step (referral, step, status, made_on) VALUES (5, 2, 3, '2026-04-01');"
		"INSERT INTO gap (month, gemeente, theme, age, reason, times) VALUES ('2026-03', 31005, 1, 0, 1, 3);"
		"UPDATE delivery SET received_on = '2026-12-01' WHERE month = 680 AND desk = 1";
	struct scene *made = NULL;
	struct hvk_store *store;
	sqlite3 *database;

	(void)state;
	assert_int_equal(scene_set_up((void **)&made), 0);
	scene = made;
	store = scene_store(scene->path, HVK_OPEN_WRITE);
	save(store, HVK_PARTNER, "slug", "winkel", "name", "Winkel Voorbeeld", "gemeente", "gent+brugge", NULL);
	save(store, HVK_PERSON, "partner", "winkel", "name", "An Voorbeeld", "gemeente", "gent", NULL);
	save(store, HVK_AGREEMENT, "partner", "winkel", "type", "subsidie", NULL);
	save(store, HVK_OFFER, "partner", "winkel", "name", "Spelen", "pillar", "ontmoeting", "level", "basis", "theme",
	     "slapen", "age", "0-3", NULL);
	save(store, HVK_HOUSE, "gemeente", "brugge", NULL);
	save(store, HVK_SESSION, "slug", "spelen-1", "title", "Spelen", "date", "2026-10-03", "partner", "winkel",
	     "gemeente", "brugge", "theme", "slapen+gedrag", "series", "spelen", "programme", "najaar-2026", "status",
	     "gehouden", "participants", "14", "origin", "Brugge=9+Oostkamp=5", NULL);
	save(store, HVK_MEETING, "slug", "overleg", "type", "overleg", "date", "2026-10-01", NULL);
	save(store, HVK_ATTENDANCE, "slug", "overleg-winkel", "meeting", "overleg", "partner", "winkel", "people", "2",
	     NULL);
	save(store, HVK_MILESTONE, "slug", "start", "house", "brugge", "phase", "start", "what", "Openen", "due",
	     "2026-10-01", NULL);
	hvk_store_free(store);
	assert_int_equal(sqlite3_open(scene->path, &database), SQLITE_OK);
	assert_int_equal(sqlite3_exec(database, more, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(database), SQLITE_OK);
	image_take(made, 0);
}

static int tear_down(void **state)
{
	(void)state;
	return scene_tear_down((void *[]){ (void *)(uintptr_t)scene });
}

int main(void)
{
	enum { OTHERS = 1, COUNT = sizeof(operations) / sizeof(operations[0]) };
	struct CMUnitTest tests[COUNT + OTHERS] = { cmocka_unit_test(test_set_up) };

	faults_install();
	for (size_t i = 0; i < COUNT; i++)
		tests[i + OTHERS] = (struct CMUnitTest){
			.name = operations[i].name,
			.test_func = test_operation,
			.initial_state = (void *)(uintptr_t)&operations[i],
		};
	return cmocka_run_group_tests_name("memory, reports", tests, NULL, tear_down);
}
