/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates that come again, and the ready-made plan of milestones, through the public interface. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hvk.h"

static struct hvk_store *store;
static char folder[] = "/tmp/hvk-recurrence-XXXXXX";

static int set_up(void **state)
{
	char path[64];

	(void)state;
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_set_today(store, "2026-11-15"), HVK_OK);
	assert_int_equal(hvk_store_create(store, path, HVK_PRECISION_MONTH, false), HVK_OK);
	return 0;
}

static int tear_down(void **state)
{
	char command[96];

	(void)state;
	hvk_store_free(store);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

/* ---------------------------------------------------------------- dates */

/* The dates, separated by blanks. */
static void check_dates(struct hvk_recurrence recurrence, const char *expected)
{
	char dates[HVK_RECURRENCE_MAX][11], found[HVK_RECURRENCE_MAX * 11 + 1] = "";
	size_t count;

	if (hvk_recurrence_dates(store, &recurrence, dates, &count) != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
	for (size_t i = 0; i < count; i++) {
		strcat(found, i > 0 ? " " : "");
		strcat(found, dates[i]);
	}
	assert_string_equal(found, expected);
}

static void check_refused(struct hvk_recurrence recurrence, const char *expected)
{
	char dates[HVK_RECURRENCE_MAX][11];
	size_t count = 7;

	assert_int_equal(hvk_recurrence_dates(store, &recurrence, dates, &count), HVK_EINVAL);
	assert_int_equal(count, 0);
	assert_string_equal(hvk_store_error(store)->message, expected);
}

#define EVERY(from, step, ...) ((struct hvk_recurrence){ .first = from, .every = step, __VA_ARGS__ })
#define EXCEPT(...) .except = (const char *const[]){ __VA_ARGS__, NULL }

static void test_days_and_weeks(void **state)
{
	(void)state;
	check_dates(EVERY("2026-12-30", "1d", .times = 3), "2026-12-30 2026-12-31 2027-01-01");
	check_dates(EVERY("2028-02-22", "1w", .times = 2), "2028-02-22 2028-02-29");
	check_dates(EVERY("2026-10-06", "2w", .until = "2026-11-03"), "2026-10-06 2026-10-20 2026-11-03");
	check_dates(EVERY("2026-10-06", "2w", .until = "2026-11-02"), "2026-10-06 2026-10-20");
	check_dates(EVERY("2026-10-06", "1w", .times = 5, .until = "2026-10-14"), "2026-10-06 2026-10-13");
	check_dates(EVERY("2026-10-06", "1w", .times = 1), "2026-10-06");
}

static void test_months(void **state)
{
	(void)state;
	/* The third Thursday, the first Sunday. */
	check_dates(EVERY("2026-12-17", "1m", .times = 4), "2026-12-17 2027-01-21 2027-02-18 2027-03-18");
	check_dates(EVERY("2026-11-01", "3m", .times = 3), "2026-11-01 2027-02-07 2027-05-02");
	/* A fifth Friday is the last. */
	check_dates(EVERY("2027-01-29", "1m", .times = 4), "2027-01-29 2027-02-26 2027-03-26 2027-04-30");
	check_dates(EVERY("2027-01-31", "1m", .times = 4, .same_day = true),
	            "2027-01-31 2027-02-28 2027-03-31 2027-04-30");
	check_dates(EVERY("2028-02-29", "12m", .times = 2, .same_day = true), "2028-02-29 2029-02-28");
}

static void test_exceptions(void **state)
{
	(void)state;
	/* What is passed over is not counted, the first neither. */
	check_dates(EVERY("2026-10-27", "1w", .times = 3, EXCEPT("2026-11-03")), "2026-10-27 2026-11-10 2026-11-17");
	check_dates(EVERY("2026-10-27", "1w", .times = 2, EXCEPT("2026-10-27", "2026-11-10")), "2026-11-03 2026-11-17");
	check_refused(EVERY("2026-10-27", "1w", .times = 3, EXCEPT("2026-11-04")),
	              "except: 2026-11-04 is none of the dates");
	check_refused(EVERY("2026-10-27", "1w", .times = 3, EXCEPT("3 november")),
	              "except: expected a date as YYYY-MM-DD, found '3 november'");
	check_refused(EVERY("2026-10-27", "1w", .until = "2026-10-30", EXCEPT("2026-10-27")),
	              "until: expected a day that is not before the first, found '2026-10-30'");
}

static void test_refused(void **state)
{
	static const char *const steps[] = { "", "w", "0w", "1", "1y", "1ww", "-1w", "367d", "99999999999d", " 1w" };
	char message[128];

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		snprintf(message, sizeof(message), "every: expected days, weeks or months, as 3d, 1w or 1m, found '%s'",
		         steps[i]);
		check_refused(EVERY("2026-10-27", steps[i], .times = 3), message);
	}
	check_refused(EVERY("2026-02-30", "1w", .times = 3), "date: expected a date as YYYY-MM-DD, found '2026-02-30'");
	check_refused(EVERY("2026-10-27", "1w"), "times: expected a number from 1 to 366");
	check_refused(EVERY("2026-10-27", "1w", .times = 367), "times: expected a number from 1 to 366");
	check_refused(EVERY("2026-10-27", "1d", .until = "2027-10-28"), "until: expected at most 366 dates");
	check_refused(EVERY("2026-10-27", "1w", .until = "2026-10-26"),
	              "until: expected a day that is not before the first, found '2026-10-26'");
	check_refused(EVERY("2300-01-01", "366m", .times = 3), "times: the last would be after the calendar ends");
}

/* ---------------------------------------------------------------- the plan */

static const char *key_of(struct hvk_record *record, const char *column)
{
	return hvk_record_key(record, hvk_type_find_column(HVK_MILESTONE, column), NULL);
}

static void forget(struct hvk_record *const milestones[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		hvk_record_free(milestones[i]);
}

/* How many there would be. */
static size_t plan(const char *start, enum hvk_lang lang, bool save)
{
	struct hvk_record *milestones[HVK_MILESTONE_PLAN_MAX];
	size_t count;

	if (hvk_milestone_plan(store, "oostkamp", start, lang, milestones, &count) != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
	if (save)
		assert_int_equal(hvk_record_save_all(store, milestones, count, "plan", false, NULL), HVK_OK);
	forget(milestones, count);
	return count;
}

static void check_plan_refused(const char *house, const char *start, int result, const char *expected)
{
	struct hvk_record *milestones[HVK_MILESTONE_PLAN_MAX];
	size_t count = 7;

	assert_int_equal(hvk_milestone_plan(store, house, start, HVK_NL, milestones, &count), result);
	assert_int_equal(count, 0);
	assert_string_equal(hvk_store_error(store)->message, expected);
}

static void test_plan(void **state)
{
	struct hvk_record *milestones[HVK_MILESTONE_PLAN_MAX];
	const char *last = "";
	size_t count;

	(void)state;
	assert_int_equal(hvk_milestone_plan(store, "8020", "2027-02", HVK_EN, milestones, &count), HVK_OK);
	assert_int_equal(count, 30);
	assert_string_equal(key_of(milestones[0], "house"), "31022");
	assert_string_equal(key_of(milestones[0], "phase"), "voorbereiding");
	assert_string_equal(key_of(milestones[0], "due"), "2027-02-28");
	assert_string_equal(key_of(milestones[0], "what"), "Local authority and lead appointed");
	assert_string_equal(key_of(milestones[count - 1], "phase"), "verankering");
	for (size_t i = 0; i < count; i++) {
		assert_true(strcmp(last, key_of(milestones[i], "due")) <= 0);
		last = key_of(milestones[i], "due");
		assert_false(hvk_record_is_stored(milestones[i]));
	}
	forget(milestones, count);
}

static void change(const char *slug, const char *column, const char *value)
{
	struct hvk_record *milestone;

	assert_int_equal(hvk_record_new(store, HVK_MILESTONE, &milestone), HVK_OK);
	assert_int_equal(hvk_record_find(milestone, slug), HVK_OK);
	assert_int_equal(hvk_record_set(milestone, hvk_type_find_column(HVK_MILESTONE, column), value), HVK_OK);
	assert_int_equal(hvk_record_save(milestone, false), HVK_OK);
	hvk_record_free(milestone);
}

static void test_plan_twice(void **state)
{
	(void)state;
	assert_int_equal(plan("2027-02", HVK_NL, true), 30);
	assert_int_equal(plan("2027-02", HVK_NL, false), 0);
	assert_int_equal(plan("2027-02", HVK_EN, false), 0);
	change("oostkamp-persmoment", "done", "2027-01-02");
	assert_int_equal(plan("2027-02", HVK_NL, false), 0);
	change("oostkamp-persmoment", "due", "2028-02-15");
	check_plan_refused("oostkamp", "2027-02", HVK_EINPUT,
	                   "a plan is there already: 'oostkamp-persmoment' is due 2028-02-15, not 2028-01-31");
	change("oostkamp-persmoment", "due", "");
	check_plan_refused("oostkamp", "2027-02", HVK_EINPUT,
	                   "a plan is there already: 'oostkamp-persmoment' is due no day, not 2028-01-31");
	change("oostkamp-persmoment", "phase", "verankering");
	check_plan_refused("oostkamp", "2027-02", HVK_EINPUT,
	                   "a plan is there already: 'oostkamp-persmoment' is in phase verankering");
	change("oostkamp-persmoment", "what", "Iets anders");
	check_plan_refused("oostkamp", "2027-02", HVK_EINPUT,
	                   "a plan is there already: 'Persmoment' is taken out of it");
}

static void test_plan_refused(void **state)
{
	(void)state;
	check_plan_refused("oostkamp", "2027-13", HVK_EINVAL, "start: expected a month as YYYY-MM, found '2027-13'");
	check_plan_refused("oostkamp", NULL, HVK_EINVAL, "start: expected a month as YYYY-MM, found ''");
	check_plan_refused("oostkamp", "2310-01", HVK_EINVAL, "start: the plan would end after the calendar does");
	check_plan_refused("Oostkampt", "2027-02", HVK_ENOTFOUND,
	                   "house: unknown 'Oostkampt'; did you mean Oostkamp (31022)?");
	check_plan_refused("", "2027-02", HVK_EINVAL, "house: expected a gemeente, found nothing");
	check_plan_refused(NULL, "2027-02", HVK_EINVAL, "house: expected a gemeente, found nothing");
}

/* ---------------------------------------------------------------- the next meeting */

static void set(struct hvk_record *record, const char *column, const char *text)
{
	assert_int_equal(hvk_record_set(record, hvk_type_find_column(HVK_MEETING, column), text), HVK_OK);
}

static void add_meeting(const char *date, const char *house, const char *series)
{
	struct hvk_record *meeting;

	assert_int_equal(hvk_record_new(store, HVK_MEETING, &meeting), HVK_OK);
	set(meeting, "type", "stuurgroep");
	set(meeting, "date", date);
	set(meeting, "house", house);
	set(meeting, "series", series);
	assert_int_equal(hvk_record_save(meeting, false), HVK_OK);
	hvk_record_free(meeting);
}

/* The slug of the next, NULL for none. */
static void check_next(const char *slug, const char *expected)
{
	struct hvk_record *meeting, *next;

	assert_int_equal(hvk_record_new(store, HVK_MEETING, &meeting), HVK_OK);
	assert_int_equal(hvk_record_new(store, HVK_MEETING, &next), HVK_OK);
	assert_int_equal(hvk_record_find(meeting, slug), HVK_OK);
	assert_int_equal(hvk_meeting_next(meeting, next), expected ? 1 : 0);
	if (expected)
		assert_string_equal(hvk_record_key(next, 0, NULL), expected);
	hvk_record_free(meeting);
	hvk_record_free(next);
}

static void test_next_meeting(void **state)
{
	(void)state;
	add_meeting("2026-12-01", "", "");
	add_meeting("2026-12-02", "oostkamp", "");
	add_meeting("2026-12-03", "brugge", "maandelijks");
	add_meeting("2026-12-04", "", "");
	add_meeting("2026-12-05", "oostkamp", "");
	add_meeting("2026-12-06", "", "maandelijks");
	check_next("stuurgroep-2026-12-01", "stuurgroep-2026-12-04");
	check_next("stuurgroep-2026-12-02", "stuurgroep-2026-12-05");
	check_next("stuurgroep-2026-12-03", "stuurgroep-2026-12-06");
	check_next("stuurgroep-2026-12-05", NULL);
	check_next("stuurgroep-2026-12-06", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_days_and_weeks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_months, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_exceptions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_plan, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_plan_twice, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_plan_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_next_meeting, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
