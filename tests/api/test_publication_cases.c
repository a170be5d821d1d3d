/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Cases of publishing, each read by somebody who has all that was published and nothing else; see attacker.h: a
 * gemeente that was merged beside its parts, answers, questions that are taken out afterwards, tables of nearly
 * nothing and of nearly everything.
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

enum { MIN_CELL = 5, PLACES = 4, SUBJECTS = 24, MONTHS = 3, FIRST_YEAR = 2024, FIRST_MONTH = 11, PUBLICATIONS = 16 };

/* What can be registered: in which place, about what, in which month. Months go on from FIRST_MONTH. */
struct world {
	const char *const *places; /* NIS codes */
	unsigned place_count;
	bool answers;              /* a subject is which of the two answers were given, in bits; else a theme */
	unsigned counts[PLACES][SUBJECTS][MONTHS];
};

static const char *const themes[] = { "slapen", "gedrag", "school", "andere" };
static const char *const answers[] = { "info", "folder" };

static struct hvk_store *store;
static char folder[64], path[96];
static struct world world;
static char subjects[SUBJECTS][40];
static unsigned subject_count;
static struct attacker attacker;
static unsigned found[ATTACKER_VARIABLES], found_count;

static void assert_done(int result)
{
	if (result != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
}

/* ---------------------------------------------------------------- a store */

static void import_text(const char *text)
{
	int descriptor = memfd_create("questions", MFD_CLOEXEC);
	struct hvk_input input = { "vragen.csv", descriptor };
	struct hvk_counts counts;
	struct hvk_intake *intake;
	struct hvk_import *import;

	assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	assert_done(hvk_intake_new(store, &intake));
	assert_done(hvk_import_new(intake, 0, &import));
	assert_done(hvk_import_read(import, &input, "vragen"));
	assert_done(hvk_import_commit(import, &counts));
	hvk_import_free(import);
	hvk_intake_free(intake);
	close(descriptor);
}

static unsigned number_of(const char *key)
{
	unsigned i = 0;

	while (i < subject_count && strcmp(subjects[i], key) != 0)
		i++;
	assert_true(i < SUBJECTS);
	if (i == subject_count)
		snprintf(subjects[subject_count++], sizeof(*subjects), "%s", key);
	return i;
}

/* All questions of the world. */
static void import_world(void)
{
	static const char *const given[] = { "", "info", "folder", "info+folder" };
	char *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	fputs("month;gemeente;theme;answer\n", file);
	for (unsigned p = 0; p < world.place_count; p++)
		for (unsigned s = 0; s < SUBJECTS; s++)
			for (unsigned m = 0; m < MONTHS; m++)
				for (unsigned n = 0; n < world.counts[p][s][m]; n++)
					fprintf(file, "%u-%02u;%s;%s;%s\n", FIRST_YEAR + (FIRST_MONTH + m - 1) / 12,
					        (FIRST_MONTH + m - 1) % 12 + 1, world.places[p],
					        world.answers ? themes[0] : subjects[s], world.answers ? given[s] : "");
	assert_int_equal(fclose(file), 0);
	import_text(text);
	free(text);
}

static int set_up(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/hvk-cases-XXXXXX");
	if (!mkdtemp(folder) || hvk_store_new(&store) < 0 || hvk_store_set_today(store, "2026-11-21") < 0)
		return -1;
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	memset(&world, 0, sizeof(world));
	subject_count = 0;
	for (unsigned i = 0; i < 4; i++)
		number_of(themes[i]);
	srandom(7);
	return hvk_store_create(store, path, HVK_PRECISION_MONTH, false);
}

static int tear_down(void **state)
{
	(void)state;
	attacker_clear(&attacker);
	hvk_store_free(store);
	unlink(path);
	return rmdir(folder);
}

/* ---------------------------------------------------------------- publishing */

static struct hvk_publication *ask(const char *by, const char *period, const char *gemeenten)
{
	struct hvk_publication *p;

	assert_done(hvk_publication_new(store, &p));
	assert_done(hvk_publication_set(p, HVK_PUBLISH_BY, by));
	assert_done(hvk_publication_set(p, HVK_PUBLISH_PERIOD, period));
	assert_done(hvk_publication_set(p, HVK_PUBLISH_GEMEENTE, gemeenten));
	return p;
}

static struct hvk_publication *publish(const char *by, const char *period, const char *gemeenten)
{
	struct hvk_publication *p = ask(by, period, gemeenten);

	assert_done(hvk_publication_protect(&p, 1));
	assert_done(hvk_publication_enter(&p, 1, NULL, NULL));
	assert_done(hvk_publication_verify(p));
	return p;
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

/* ---------------------------------------------------------------- reading it */

/* Whether questions of a NIS code are in a row. Since 2025 Borsbeek is part of Antwerpen, which kept its code. */
static bool in_row(const struct hvk_publication *p, const char *key, const char *nis)
{
	bool later = strcmp(hvk_publication_text(p, HVK_PUBLICATION_GEOGRAPHY), "2025-01-01") >= 0;

	return strcmp(key, nis) == 0 || (later && strcmp(nis, "11007") == 0 && strcmp(key, "11002") == 0);
}

static bool in_place(const struct hvk_publication *p, size_t member, const char *nis)
{
	if (strcmp(hvk_publication_level(p, 0, member), "total") == 0)
		return true;
	if (strcmp(hvk_publication_level(p, 0, member), "other") != 0)
		return in_row(p, hvk_publication_key(p, 0, member), nis);
	for (size_t i = 0; i < hvk_publication_members(p, 0); i++) {
		if (in_row(p, hvk_publication_key(p, 0, i), nis))
			return false;
	}
	return true;
}

static bool in_subject(const struct hvk_publication *p, size_t member, unsigned subject)
{
	const char *axis = hvk_publication_axis(p, 1), *key;

	if (!axis || strcmp(hvk_publication_level(p, 1, member), "total") == 0)
		return true;
	key = hvk_publication_key(p, 1, member);
	if (!world.answers)
		return number_of(key) == subject;
	for (unsigned i = 0; i < 2; i++) {
		if (strcmp(axis + strlen("answer="), answers[i]) == 0)
			return (subject >> i & 1) == (strcmp(key, "has") == 0);
	}
	fail();
	return false;
}

static bool in_period(const struct hvk_publication *p, unsigned month)
{
	unsigned year[2], of[2], at = FIRST_YEAR * 12 + FIRST_MONTH + month;
	int read = sscanf(hvk_publication_text(p, HVK_PUBLICATION_PERIOD), "%u-%u..%u-%u", &year[0], &of[0], &year[1],
	                  &of[1]);

	assert_true(read == 2 || read == 4);
	return at >= year[0] * 12 + of[0] && at <= (read == 2 ? year[0] * 12 + of[0] : year[1] * 12 + of[1]);
}

static void find_variables(const struct hvk_publication *p, const size_t member[])
{
	found_count = 0;
	for (unsigned place = 0; place < world.place_count; place++)
		for (unsigned subject = 0; subject < subject_count; subject++)
			for (unsigned month = 0; month < MONTHS; month++)
				if (in_place(p, member[0], world.places[place]) && in_period(p, month) &&
				    in_subject(p, member[1], subject))
					found[found_count++] = (place * SUBJECTS + subject) * MONTHS + month;
}

/* All publications of the store. Keys of subjects are known once all were read. */
static struct hvk_publication *all[PUBLICATIONS];
static uint64_t all_count;

static void read_all(void)
{
	assert_done(hvk_publication_last(store, &all_count));
	assert_true(all_count <= PUBLICATIONS);
	for (uint64_t i = 0; i < all_count; i++) {
		assert_done(hvk_publication_open(store, i + 1, &all[i]));
		for (size_t n = 0; !world.answers && n + 1 < hvk_publication_members(all[i], 1); n++)
			number_of(hvk_publication_key(all[i], 1, n));
	}
	if (world.answers)
		subject_count = 4;
	attacker_clear(&attacker);
	attacker.variables = PLACES * SUBJECTS * MONTHS;
	for (unsigned v = 0; v < attacker.variables; v++)
		attacker.value[v] = world.counts[v / MONTHS / SUBJECTS][v / MONTHS % SUBJECTS][v % MONTHS];
}

static void learn(const struct hvk_publication *p, unsigned *published)
{
	size_t member[3] = { 0 };
	uint64_t count;

	do {
		if (hvk_publication_cell(p, member, &count) == HVK_PUBLISHED_HIDDEN)
			continue;
		(*published)++;
		find_variables(p, member);
		assert_true(attacker_learn(&attacker, found, found_count, (int64_t)count));
	} while (next_cell(p, member));
}

/* How many small counts there are, all of them hidden and as uncertain as they have to be. */
static unsigned attack(const struct hvk_publication *p)
{
	size_t member[3] = { 0 };
	unsigned sensitive = 0;
	uint64_t count;

	do {
		int64_t sum = 0;

		find_variables(p, member);
		for (unsigned v = 0; v < found_count; v++)
			sum += attacker.value[found[v]];
		if (sum == 0 || sum >= MIN_CELL)
			continue;
		sensitive++;
		assert_int_equal(hvk_publication_cell(p, member, &count), HVK_PUBLISHED_HIDDEN);
		assert_int_equal(attacker_reach(&attacker, found, found_count, -1, sum), sum);
		assert_int_equal(attacker_reach(&attacker, found, found_count, 1, MIN_CELL - 1 - sum),
		                 MIN_CELL - 1 - sum);
	} while (next_cell(p, member));
	return sensitive;
}

static void assert_uncertain(unsigned least_sensitive, unsigned least_published)
{
	unsigned sensitive = 0, published = 0;

	read_all();
	for (uint64_t i = 0; i < all_count; i++)
		learn(all[i], &published);
	for (uint64_t i = 0; i < all_count; i++)
		sensitive += attack(all[i]);
	assert_in_range(sensitive, least_sensitive, UINT32_MAX);
	assert_in_range(published, least_published, UINT32_MAX);
	for (uint64_t i = 0; i < all_count; i++)
		hvk_publication_free(all[i]);
}

/* ---------------------------------------------------------------- the tests */

/* A large gemeente and a small one become one, which keeps the number of the large one. */
static void a_merged_gemeente_beside_its_parts(void **state)
{
	static const char *const places[] = { "11002", "11007", "11001" };
	static const char *const periods[] = { "2024-11", "2024-12", "2025-01", "2024-11..2024-12", "2024-12..2025-01",
		                               "2024-11..2025-01" };

	(void)state;
	world.places = places;
	world.place_count = 3;
	for (unsigned theme = 0; theme < 4; theme++) {
		for (unsigned month = 0; month < MONTHS; month++) {
			world.counts[0][theme][month] = 8 + (unsigned)random() % 20;
			/* A question of Borsbeek is one of Antwerpen once there is no Borsbeek. */
			world.counts[1][theme][month] = month < 2 ? (unsigned)random() % 4 : 0;
			world.counts[2][theme][month] = (unsigned)random() % 9;
		}
	}
	import_world();
	for (unsigned i = 0; i < 6; i++)
		hvk_publication_free(publish("gemeente,theme-group", periods[i], "Antwerpen,Borsbeek,Aartselaar"));
	assert_uncertain(10, 100);
}

/* The newer rows first: what they hide of the parts stays hidden when these are published. */
static void parts_beside_what_they_became(void **state)
{
	static const char *const places[] = { "11002", "11007", "11001" };
	static const char *const periods[] = { "2024-11..2025-01", "2024-11", "2024-12", "2025-01" };
	struct hvk_publication *p;

	(void)state;
	world.places = places;
	world.place_count = 3;
	for (unsigned month = 0; month < MONTHS; month++) {
		world.counts[0][0][month] = 20;
		world.counts[1][0][month] = month < 2 ? 1 + month : 0;
		world.counts[2][0][month] = 7;
	}
	import_world();
	p = publish("gemeente", periods[0], "Antwerpen,Borsbeek,Aartselaar");
	assert_int_equal(hvk_publication_members(p, 0), 4); /* two, the others, all */
	hvk_publication_free(p);
	p = publish("gemeente", periods[1], "Antwerpen,Borsbeek,Aartselaar");
	assert_int_equal(hvk_publication_members(p, 0), 5);
	hvk_publication_free(p);
	for (unsigned i = 2; i < 4; i++)
		hvk_publication_free(publish("gemeente", periods[i], "Antwerpen,Borsbeek,Aartselaar"));
	assert_uncertain(2, 12);
}

/* Two answers that one question can have both of, each as has and has not. */
static void answers_one_by_one(void **state)
{
	static const char *const places[] = { "44021", "31005", "31022", "31040" };
	static const char *const periods[] = { "2024-11", "2024-12", "2024-11..2024-12" };

	(void)state;
	world.places = places;
	world.place_count = 4;
	world.answers = true;
	for (unsigned place = 0; place < 4; place++) {
		for (unsigned month = 0; month < 2; month++) {
			world.counts[place][0][month] = 10 + (unsigned)random() % 20;
			world.counts[place][1][month] = (unsigned)random() % 12;
			world.counts[place][2][month] = (unsigned)random() % 4;
			world.counts[place][3][month] = (unsigned)random() % 2;
		}
	}
	import_world();
	for (unsigned i = 0; i < 3; i++) {
		struct hvk_publication *p[2];

		p[0] = ask("gemeente,answer=info", periods[i], "44021,31005,31022,31040");
		p[1] = ask("gemeente,answer=folder", periods[i], "44021,31005,31022,31040");
		assert_done(hvk_publication_protect(p, 2));
		assert_done(hvk_publication_enter(p, 2, NULL, NULL));
		for (unsigned n = 0; n < 2; n++) {
			assert_done(hvk_publication_verify(p[n]));
			hvk_publication_free(p[n]);
		}
	}
	assert_uncertain(10, 50);
}

/* Nearly all are 0, or nearly all large: it is protected, and not by hiding all of it. */
static void tables_of_little_and_of_much(void **state)
{
	static const char *const places[] = { "44021", "31005", "31022", "31040" };

	(void)state;
	world.places = places;
	world.place_count = 4;
	for (unsigned place = 0; place < 4; place++) {
		for (unsigned theme = 0; theme < 4; theme++) {
			unsigned cell = place * 4 + theme;

			world.counts[place][theme][0] = cell % 7 == 0 ? 2 : 0;
			world.counts[place][theme][1] = cell % 15 == 0 ? 1 : 40 + (unsigned)random() % 50;
		}
	}
	import_world();
	hvk_publication_free(publish("gemeente,theme-group", "2024-11", "44021,31005,31022,31040"));
	hvk_publication_free(publish("gemeente,theme-group", "2024-12", "44021,31005,31022,31040"));
	hvk_publication_free(publish("gemeente,theme-group", "2024-11..2024-12", "44021,31005,31022,31040"));
	assert_uncertain(8, 120);
}

/* ---------------------------------------------------------------- taken out */

static uint64_t total_of(const struct hvk_publication *p)
{
	uint64_t count;

	assert_int_equal(hvk_publication_cell(p, (const size_t[]){ hvk_publication_members(p, 0) - 1 }, &count),
	                 HVK_PUBLISHED_OK);
	return count;
}

/* Adds questions of Gent, and takes them out again. */
static void void_some(const char *month, unsigned count, bool after)
{
	static char ids[8][16];
	const char *list[8];

	for (unsigned i = 0; i < count && !after; i++) {
		struct hvk_question *question;

		assert_done(hvk_question_new(store, &question));
		assert_done(hvk_question_set(question, HVK_MONTH, month));
		assert_done(hvk_question_set_short(question, "gent slapen"));
		assert_done(hvk_question_add(question));
		snprintf(ids[i], sizeof(ids[i]), "%s", hvk_question_key(question, HVK_ID, NULL));
		hvk_question_free(question);
	}
	for (unsigned i = 0; i < count; i++)
		list[i] = ids[i];
	if (after)
		assert_done(hvk_question_void(store, list, count, false));
}

/* What was published stays, and what is published later agrees with it. */
static void questions_taken_out_of_a_closed_month(void **state)
{
	static const char *const places[] = { "44021", "31005", "31022", "31040" };
	struct hvk_publication *first, *again, *second, *both;
	uint64_t counts[3];

	(void)state;
	world.places = places;
	world.place_count = 4;
	for (unsigned place = 0; place < 4; place++)
		for (unsigned month = 0; month < 2; month++)
			world.counts[place][0][month] = place == 1 ? 3 : 20 + place;
	import_world();
	void_some("2024-11", 6, false);
	world.counts[0][0][0] += 6;
	first = publish("gemeente", "2024-11", "44021,31005,31022,31040");
	assert_int_equal(total_of(first), 20 + 3 + 22 + 23 + 6);
	void_some("2024-11", 6, true);
	again = publish("gemeente", "2024-11", "44021,31005,31022,31040");
	assert_int_equal(total_of(again), total_of(first));
	second = publish("gemeente", "2024-12", "44021,31005,31022,31040");
	assert_int_equal(total_of(second), 20 + 3 + 22 + 23);
	both = publish("gemeente", "2024-11..2024-12", "44021,31005,31022,31040");
	assert_string_equal(hvk_publication_text(both, HVK_PUBLICATION_LATE), "0");
	for (size_t i = 0; i < hvk_publication_members(both, 0); i++) {
		if (hvk_publication_cell(first, &i, &counts[0]) == HVK_PUBLISHED_OK &&
		    hvk_publication_cell(second, &i, &counts[1]) == HVK_PUBLISHED_OK &&
		    hvk_publication_cell(both, &i, &counts[2]) == HVK_PUBLISHED_OK)
			assert_int_equal(counts[2], counts[0] + counts[1]);
	}
	for (size_t i = 0; i < 4; i++)
		hvk_publication_free((struct hvk_publication *[]){ first, again, second, both }[i]);
	assert_uncertain(2, 10);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_merged_gemeente_beside_its_parts), WITH_STORE(parts_beside_what_they_became),
		WITH_STORE(answers_one_by_one), WITH_STORE(tables_of_little_and_of_much),
		WITH_STORE(questions_taken_out_of_a_closed_month),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
