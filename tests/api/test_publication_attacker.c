/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whoever has all publications of a store, also those that were withdrawn, and nothing else: keys, links and cells. Of
 * no small count can be told more than that it is small; see attacker.h. And none of them is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "attacker.h"
#include "hvk.h"

enum { MIN_CELL = 5, KEYS = 32, MONTHS = 6, QUESTIONS = 700, LATE = 12, PUBLICATIONS = 32 };

static const char *const gemeenten[] = { "44021", "31005", "31022", "31040" };
static const char *const themes[] = { "slapen", "gedrag", "school", "andere" };

static struct hvk_store *store;
static char folder[64], path[96];
static int64_t truth[4][4][MONTHS];

/* What the attacker calls things by: a variable is a place, a subject and a month. */
static char places[KEYS][40], subjects[KEYS][40];
static unsigned place_count, subject_count;
static struct attacker attacker;
static unsigned found[ATTACKER_VARIABLES], found_count;

static void assert_done(int result)
{
	if (result != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
}

/* ---------------------------------------------------------------- the store */

static void import_file(int descriptor, const char *batch)
{
	struct hvk_input input = { "vragen.csv", descriptor };
	struct hvk_counts counts;
	struct hvk_intake *intake;
	struct hvk_import *import;

	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	assert_done(hvk_intake_new(store, &intake));
	assert_done(hvk_import_new(intake, 0, &import));
	assert_done(hvk_import_read(import, &input, batch));
	assert_done(hvk_import_commit(import, &counts));
	hvk_import_free(import);
	hvk_intake_free(intake);
	close(descriptor);
}

/* Some of a month that is closed; they count in another. */
static void import_late(unsigned month, unsigned counted)
{
	int descriptor = memfd_create("questions", MFD_CLOEXEC);

	dprintf(descriptor, "month;gemeente;theme\n");
	for (unsigned i = 0; i < LATE; i++) {
		long place = random() % 4, theme = random() % 4;

		truth[place][theme][counted - 1]++;
		dprintf(descriptor, "2026-%02u;%s;%s\n", month, gemeenten[place], themes[theme]);
	}
	import_file(descriptor, "laat");
}

static void import_questions(unsigned seed)
{
	int descriptor = memfd_create("questions", MFD_CLOEXEC);

	memset(truth, 0, sizeof(truth));
	dprintf(descriptor, "month;gemeente;theme\n");
	srandom(seed);
	for (int i = 0; i < QUESTIONS; i++) {
		long place = random() % 4 * (random() % 4) / 3, theme = random() % 4 * (random() % 4) / 3;
		long month = random() % MONTHS;

		truth[place][theme][month]++;
		dprintf(descriptor, "2026-%02ld;%s;%s\n", month + 1, gemeenten[place], themes[theme]);
	}
	import_file(descriptor, "vragen");
}

static int set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/hvk-test.XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	if (hvk_store_new(&store) < 0 || hvk_store_set_today(store, "2026-11-21") < 0)
		return -1;
	return hvk_store_create(store, path, HVK_PRECISION_MONTH, false);
}

static int tear_down(void **state)
{
	(void)state;
	hvk_store_free(store);
	attacker_clear(&attacker);
	unlink(path);
	return rmdir(folder);
}

static void publish(const char *by, const char *period, const char *zeros)
{
	struct hvk_publication *p;
	uint64_t before, hidden;

	assert_done(hvk_publication_new(store, &p));
	assert_done(hvk_publication_set(p, HVK_PUBLISH_BY, by));
	assert_done(hvk_publication_set(p, HVK_PUBLISH_PERIOD, period));
	if (strstr(by, "gemeente"))
		assert_done(hvk_publication_set(p, HVK_PUBLISH_GEMEENTE, "44021,31005,31022,31040"));
	assert_done(hvk_publication_set(p, HVK_PUBLISH_ZEROS, zeros));
	assert_done(hvk_publication_protect(&p, 1));
	hidden = strtoull(hvk_publication_text(p, HVK_PUBLICATION_HIDDEN), NULL, 10);
	assert_done(hvk_publication_last(store, &before));
	assert_in_range(hvk_publication_beside(p), 0, before > 0 ? hidden : 0);
	assert_done(hvk_publication_enter(&p, 1, NULL, NULL));
	assert_done(hvk_publication_verify(p));
	hvk_publication_free(p);
}

/* ---------------------------------------------------------------- reading them */

static unsigned number_of(char keys[][40], unsigned *count, const char *key)
{
	for (unsigned i = 0; i < *count; i++) {
		if (strcmp(keys[i], key) == 0)
			return i;
	}
	assert_true(*count < KEYS);
	snprintf(keys[*count], 40, "%s", key);
	return (*count)++;
}

/* The axis of an attribute, or -1. */
static int axis_of(const struct hvk_publication *p, const char *const names[])
{
	for (size_t a = 0; a < hvk_publication_axes(p); a++) {
		for (size_t i = 0; names[i]; i++) {
			if (strcmp(hvk_publication_axis(p, a), names[i]) == 0)
				return (int)a;
		}
	}
	return -1;
}

/* The members without children that a member consists of, by their keys. */
static uint32_t parts_of(const struct hvk_publication *p, size_t axis, size_t member, char keys[][40], unsigned *count)
{
	const char *set, *first = NULL;
	size_t parent, child;
	uint32_t parts = 0;

	for (size_t n = 0; hvk_publication_link(p, axis, n, &parent, &child, &set) == 1; n++) {
		if (parent != member || (first && strcmp(first, set) != 0))
			continue;
		first = set;
		parts |= parts_of(p, axis, child, keys, count);
	}
	return first ? parts : UINT32_C(1) << number_of(keys, count, hvk_publication_key(p, axis, member));
}

/* The months of a member, or of the whole period: 2026-01, 2026-Q1, 2026-01..2026-06. */
static uint32_t months_of(const struct hvk_publication *p, int axis, size_t member)
{
	bool total = axis < 0 || strcmp(hvk_publication_level(p, (size_t)axis, member), "total") == 0;
	const char *text = total ? hvk_publication_text(p, HVK_PUBLICATION_PERIOD) :
	                   hvk_publication_key(p, (size_t)axis, member);
	unsigned first, last;

	if (sscanf(text, "2026-Q%u", &first) == 1) {
		last = 3 * first;
		first = last - 2;
	} else if (sscanf(text, "2026-%u..2026-%u", &first, &last) != 2) {
		assert_int_equal(sscanf(text, "2026-%u", &first), 1);
		last = first;
	}
	return (UINT32_C(2) << last) - (UINT32_C(1) << first);
}

static void find_variables(const struct hvk_publication *p, const size_t member[])
{
	static const char *const place_names[] = { "gemeente", NULL };
	static const char *const subject_names[] = { "theme-group", NULL };
	static const char *const time_names[] = { "month", "quarter", NULL };
	int place = axis_of(p, place_names), subject = axis_of(p, subject_names), time = axis_of(p, time_names);
	uint32_t in_places = ~UINT32_C(0), in_subjects = ~UINT32_C(0);
	uint32_t in_months = months_of(p, time, time < 0 ? 0 : member[time]);

	if (place >= 0)
		in_places = parts_of(p, (size_t)place, member[place], places, &place_count);
	if (subject >= 0)
		in_subjects = parts_of(p, (size_t)subject, member[subject], subjects, &subject_count);
	found_count = 0;
	for (unsigned i = 0; i < place_count; i++) {
		for (unsigned j = 0; j < subject_count; j++) {
			for (unsigned month = 1; month <= MONTHS; month++) {
				if (in_places >> i & 1 && in_subjects >> j & 1 && in_months >> month & 1)
					found[found_count++] = (i * KEYS + j) * (MONTHS + 1) + month;
			}
		}
	}
}

static bool next_cell(const struct hvk_publication *p, size_t member[])
{
	for (size_t a = hvk_publication_axes(p); a-- > 0;) {
		if (++member[a] < hvk_publication_members(p, a))
			return true;
		member[a] = 0;
	}
	return false;
}

/* All publications of the store, to be read twice: keys first. */
static struct hvk_publication *all[PUBLICATIONS];
static uint64_t all_count;

static void read_all(void)
{
	place_count = subject_count = 0;
	assert_done(hvk_publication_last(store, &all_count));
	assert_true(all_count < PUBLICATIONS);
	for (uint64_t i = 0; i < all_count; i++) {
		size_t member[3] = { 0 };

		assert_done(hvk_publication_open(store, i + 1, &all[i]));
		do
			find_variables(all[i], member);
		while (next_cell(all[i], member));
	}
	attacker_clear(&attacker);
	attacker.variables = KEYS * KEYS * (MONTHS + 1);
	for (unsigned place = 0; place < 4; place++) {
		for (unsigned theme = 0; theme < 4; theme++) {
			unsigned i = number_of(places, &place_count, gemeenten[place]);
			unsigned j = number_of(subjects, &subject_count, themes[theme]);

			for (unsigned month = 0; month < MONTHS; month++)
				attacker.value[(i * KEYS + j) * (MONTHS + 1) + month + 1] = truth[place][theme][month];
		}
	}
}

static void assert_uncertain(bool zeros)
{
	unsigned sensitive = 0, published = 0, each = getenv("HVK_FAULTS") ? 20 : 1; /* valgrind takes long */

	read_all();
	for (uint64_t i = 0; i < all_count; i++) {
		size_t member[3] = { 0 };

		do {
			uint64_t count;

			if (hvk_publication_cell(all[i], member, &count) == HVK_PUBLISHED_HIDDEN)
				continue;
			published++;
			find_variables(all[i], member);
			assert_true(attacker_learn(&attacker, found, found_count, (int64_t)count));
		} while (next_cell(all[i], member));
	}
	for (uint64_t i = 0; i < all_count; i++) {
		size_t member[3] = { 0 };

		do {
			int64_t sum = 0;
			uint64_t count;

			find_variables(all[i], member);
			for (unsigned v = 0; v < found_count; v++)
				sum += attacker.value[found[v]];
			if (sum >= MIN_CELL || (sum == 0 && (!zeros || hvk_publication_cell(all[i], member, &count) !=
			                                                       HVK_PUBLISHED_HIDDEN)))
				continue;
			assert_int_equal(hvk_publication_cell(all[i], member, &count), HVK_PUBLISHED_HIDDEN);
			if (sensitive++ % each > 0)
				continue;
			assert_int_equal(attacker_reach(&attacker, found, found_count, -1, sum), sum);
			assert_int_equal(attacker_reach(&attacker, found, found_count, 1, MIN_CELL - 1 - sum),
			                 MIN_CELL - 1 - sum);
		} while (next_cell(all[i], member));
	}
	assert_true(sensitive > 0 && published > 0);
	for (uint64_t i = 0; i < all_count; i++)
		hvk_publication_free(all[i]);
}

/* ---------------------------------------------------------------- the tests */

static void test_months_quarters_and_both(void **state)
{
	char month[8];

	(void)state;
	import_questions(1);
	for (unsigned n = 1; n <= MONTHS; n++) {
		snprintf(month, sizeof(month), "2026-%02u", n);
		publish("gemeente,theme-group", month, "camouflage");
	}
	publish("gemeente,theme-group", "2026-Q1", "camouflage");
	publish("gemeente,theme-group", "2026-Q2", "camouflage");
	assert_done(hvk_publication_withdraw(store, 7, "Verkeerde map", false));
	publish("gemeente,theme-group,quarter", "2026-01..2026-06", "camouflage");
	assert_uncertain(false);
}

static void test_the_year_so_far(void **state)
{
	char period[20];

	(void)state;
	import_questions(2);
	for (unsigned n = 1; n <= MONTHS; n++) {
		snprintf(period, sizeof(period), "2026-01..2026-%02u", n);
		publish("gemeente,theme-group", period, "camouflage");
	}
	assert_uncertain(false);
}

static void test_months_at_once(void **state)
{
	(void)state;
	import_questions(3);
	publish("gemeente,theme-group,month", "2026-01..2026-06", "camouflage");
	publish("theme-group,month", "2026-02..2026-05", "camouflage");
	publish("gemeente", "2026-03..2026-04", "camouflage");
	assert_uncertain(false);
}

static void test_zeros_are_protected(void **state)
{
	(void)state;
	import_questions(4);
	publish("gemeente,theme-group,quarter", "2026-01..2026-06", "protect");
	publish("gemeente,theme-group", "2026-02..2026-06", "protect");
	assert_uncertain(true);
}

/* Each month, and with it the last few: what was published of these before leaves room for the next. Of February some
 * questions come when it is closed, which count in April. */
static void publish_rolling(unsigned seed, const char *zeros)
{
	char period[20];

	import_questions(seed);
	for (unsigned n = 1; n <= MONTHS; n++) {
		snprintf(period, sizeof(period), "2026-%02u", n);
		publish("gemeente,theme-group", period, zeros);
		if (n == 3)
			import_late(2, 4);
		if (n < 3)
			continue;
		snprintf(period, sizeof(period), "2026-%02u..2026-%02u", n - 2, n);
		publish("gemeente,theme-group", period, zeros);
	}
}

static void test_rolling_windows_and_late_questions(void **state)
{
	(void)state;
	publish_rolling(7, "camouflage");
	assert_uncertain(false);
}

static void test_rolling_windows_anew(void **state)
{
	(void)state;
	publish_rolling(5, "camouflage");
	assert_uncertain(false);
}

static void test_rolling_windows_and_zeros(void **state)
{
	(void)state;
	publish_rolling(2, "protect");
	assert_uncertain(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_months_quarters_and_both, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_the_year_so_far, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_months_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_zeros_are_protected, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_rolling_windows_and_late_questions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_rolling_windows_anew, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_rolling_windows_and_zeros, set_up, tear_down),
	};

	/* Under valgrind one, which takes a moment; what it is about is whether memory is used as it should be. */
	if (getenv("HVK_FAULTS"))
		cmocka_set_test_filter("test_months_at_once");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
