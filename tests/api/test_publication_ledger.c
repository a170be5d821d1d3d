/* SPDX-License-Identifier: EUPL-1.2 */
/* Publishing month after month through the public interface: what the ledger keeps, what is late, and two at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hvk.h"

static struct hvk_store *store;
static char folder[64], path[96];

static void assert_done(int result)
{
	if (result != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
}

/* ---------------------------------------------------------------- publishing */

static struct hvk_publication *ask(const char *by, const char *period)
{
	struct hvk_publication *p;

	assert_done(hvk_publication_new(store, &p));
	assert_done(hvk_publication_set(p, HVK_PUBLISH_BY, by));
	assert_done(hvk_publication_set(p, HVK_PUBLISH_PERIOD, period));
	return p;
}

/* Its number in the ledger. */
static uint64_t number_of(const struct hvk_publication *p)
{
	return strtoull(hvk_publication_text(p, HVK_PUBLICATION_NUMBER), NULL, 10);
}

static struct hvk_publication *publish(const char *by, const char *period)
{
	struct hvk_publication *p = ask(by, period);

	assert_done(hvk_publication_protect(&p, 1));
	assert_done(hvk_publication_enter(&p, 1, NULL, NULL));
	return p;
}

/* All that anybody sees of it, cell by cell; to be freed. */
static char *shown(const struct hvk_publication *p)
{
	size_t size, axes = hvk_publication_axes(p), member[3] = { 0 };
	char *text = NULL;
	FILE *file = open_memstream(&text, &size);

	for (;;) {
		size_t axis = axes;
		uint64_t count;
		enum hvk_published status = hvk_publication_cell(p, member, &count);

		for (size_t a = 0; a < axes; a++)
			fprintf(file, "%s,%s,", hvk_publication_key(p, a, member[a]),
			        hvk_publication_label(p, a, member[a], HVK_NL));
		fprintf(file, "%llu,%s\n", (unsigned long long)count, hvk_published_name(status));
		while (axis > 0 && ++member[axis - 1] == hvk_publication_members(p, axis - 1))
			member[--axis] = 0;
		if (axis == 0)
			break;
	}
	assert_int_equal(fclose(file), 0);
	return text;
}

static void add(const char *line)
{
	struct hvk_question *question;

	assert_done(hvk_question_new(store, &question));
	assert_done(hvk_question_set_short(question, line));
	assert_done(hvk_question_add(question));
	hvk_question_free(question);
}

static void import_text(const char *text, unsigned flags, const char *batch)
{
	int descriptor = memfd_create("questions", MFD_CLOEXEC);
	struct hvk_input input = { "vragen.csv", descriptor };
	struct hvk_counts counts;
	struct hvk_intake *intake;
	struct hvk_import *import;

	assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	assert_done(hvk_intake_new(store, &intake));
	assert_done(hvk_import_new(intake, flags, &import));
	assert_done(hvk_import_read(import, &input, batch));
	assert_done(hvk_import_commit(import, &counts));
	hvk_import_free(import);
	hvk_intake_free(intake);
	close(descriptor);
}

static void import_questions(void)
{
	static const char *const gemeenten[] = { "Gent", "Brugge", "Oostkamp", "Zedelgem", "Gent", "Gent" };
	static const char *const themes[] = { "slapen.inslapen", "gedrag.driftbuien", "school.huiswerk", "andere",
		                              "gedrag.niet-luisteren" };
	char *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	fputs("month;gemeente;theme\n", file);
	for (unsigned i = 0; i < 900; i++)
		fprintf(file, "2026-%02u;%s;%s\n", 1 + i % 10, gemeenten[i * i % 31 % 6], themes[i * 7 % 23 % 5]);
	assert_int_equal(fclose(file), 0);
	import_text(text, 0, "eerste");
	free(text);
}

/* ---------------------------------------------------------------- the tests */

static void month_after_month(void **state)
{
	struct hvk_publication *p;
	char month[8];
	uint64_t last;

	(void)state;
	for (unsigned n = 1; n <= 6; n++) {
		snprintf(month, sizeof(month), "2026-%02u", n);
		p = publish("gemeente,theme-group", month);
		assert_int_equal(number_of(p), n);
		hvk_publication_free(p);
	}
	p = publish("gemeente,theme-group,quarter", "2026-01..2026-06");
	assert_done(hvk_publication_verify(p));
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_LATE), "0");
	hvk_publication_free(p);
	assert_done(hvk_publication_last(store, &last));
	assert_int_equal(last, 7);
}

static void the_same_again_is_the_same(void **state)
{
	struct hvk_publication *first = publish("gemeente,theme", "2026-03"), *again, *opened;
	char *texts[3];
	uint64_t last;

	(void)state;
	texts[0] = shown(first);
	/* What comes or goes later changes nothing of it. */
	add("2026-03 gent slapen.inslapen");
	add("2026-03 brugge gedrag.driftbuien");
	again = publish("theme,gemeente", "2026-03");
	texts[1] = shown(again);
	assert_done(hvk_publication_open(store, 1, &opened));
	texts[2] = shown(opened);
	assert_string_equal(texts[0], texts[1]);
	assert_string_equal(texts[0], texts[2]);
	for (int field = 0; field < HVK_PUBLICATION_FIELDS; field++) {
		assert_string_equal(hvk_publication_text(first, (enum hvk_publication_field)field),
		                    hvk_publication_text(again, (enum hvk_publication_field)field));
		assert_string_equal(hvk_publication_text(first, (enum hvk_publication_field)field),
		                    hvk_publication_text(opened, (enum hvk_publication_field)field));
	}
	assert_done(hvk_publication_last(store, &last));
	assert_int_equal(last, 1);
	for (int i = 0; i < 3; i++)
		free(texts[i]);
	hvk_publication_free(first);
	hvk_publication_free(again);
	hvk_publication_free(opened);
}

/* The total of a publication, which is never small here. */
static uint64_t total_of(const struct hvk_publication *p)
{
	size_t member[3];
	uint64_t count;

	for (size_t a = 0; a < hvk_publication_axes(p); a++)
		member[a] = hvk_publication_members(p, a) - 1;
	assert_int_equal(hvk_publication_cell(p, member, &count), HVK_PUBLISHED_OK);
	return count;
}

static void late_ones_count_in_the_next_month(void **state)
{
	struct hvk_publication *march = publish("gemeente", "2026-03"), *april, *spring;
	uint64_t before;

	(void)state;
	add("2026-03 gent slapen.inslapen");
	add("2026-03 gent slapen.inslapen");
	april = ask("gemeente", "2026-04");
	assert_done(hvk_publication_protect(&april, 1));
	assert_string_equal(hvk_publication_text(april, HVK_PUBLICATION_LATE), "2");
	before = total_of(april);
	/* Between protecting and entering another came. */
	add("2026-03 gent slapen.inslapen");
	assert_int_equal(hvk_publication_enter(&april, 1, NULL, NULL), HVK_EBUSY);
	hvk_publication_free(april);
	april = publish("gemeente", "2026-04");
	assert_string_equal(hvk_publication_text(april, HVK_PUBLICATION_LATE), "3");
	assert_int_equal(total_of(april), before + 1);
	spring = publish("gemeente", "2026-03..2026-04");
	assert_int_equal(total_of(spring), total_of(march) + total_of(april));
	hvk_publication_free(march);
	hvk_publication_free(april);
	hvk_publication_free(spring);
}

/* A file that was corrected: what is other than it was is late, what is no longer there stays. */
static void a_corrected_import_counts_later(void **state)
{
	struct hvk_publication *march, *again, *april;
	struct hvk_counts counts;
	const char *what;
	char *texts[2];

	(void)state;
	import_text("month;gemeente;theme\n2026-03;Gent;slapen\n2026-03;Gent;slapen\n2026-03;Brugge;gedrag\n", 0,
	            "maart");
	march = publish("gemeente", "2026-03");
	texts[0] = shown(march);
	import_text("month;gemeente;theme\n2026-03;Gent;slapen\n2026-03;Gent;gedrag\n2026-03;Brugge;gedrag\n",
	            HVK_IMPORT_REPLACE, "maart");
	april = ask("gemeente", "2026-04");
	assert_done(hvk_publication_protect(&april, 1));
	assert_string_equal(hvk_publication_text(april, HVK_PUBLICATION_LATE), "1");
	hvk_publication_free(april);
	assert_done(hvk_store_undo(store, false, &counts, &what));
	april = ask("gemeente", "2026-04");
	assert_done(hvk_publication_protect(&april, 1));
	assert_string_equal(hvk_publication_text(april, HVK_PUBLICATION_LATE), "0");
	again = publish("gemeente", "2026-03");
	texts[1] = shown(again);
	assert_string_equal(texts[0], texts[1]);
	free(texts[0]);
	free(texts[1]);
	hvk_publication_free(march);
	hvk_publication_free(again);
	hvk_publication_free(april);
}

static void a_withdrawn_one_is_published_anew(void **state)
{
	struct hvk_publication *p = publish("gemeente,theme-group", "2026-05"), *again;
	char *texts[2] = { shown(p), NULL };

	(void)state;
	hvk_publication_free(p);
	assert_done(hvk_publication_withdraw(store, 1, "Verkeerde map", false));
	again = publish("gemeente,theme-group", "2026-05");
	assert_int_equal(number_of(again), 2);
	/* Who saw the first saw it: nothing else can be shown or hidden now. */
	texts[1] = shown(again);
	assert_string_equal(texts[0], texts[1]);
	free(texts[0]);
	free(texts[1]);
	hvk_publication_free(again);
	assert_done(hvk_publication_open(store, 1, &p));
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_REASON), "Verkeerde map");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_WITHDRAWN_ON), "2026-11-21");
	hvk_publication_free(p);
}

/* Reports show what is published and nothing else. */
static void figures_are_those_published(void **state)
{
	struct hvk_publication *p = publish("gemeente,theme-group", "2026-05");
	struct hvk_figures *figures;
	size_t hidden = 0, ok = 0;

	(void)state;
	assert_done(hvk_figures_new(store, &figures));
	for (size_t i = 0; i < hvk_publication_members(p, 0); i++) {
		for (size_t n = 0; n < hvk_publication_members(p, 1); n++) {
			uint64_t count, figure;
			enum hvk_published status =
				hvk_publication_cell(p, (const size_t[]){ i, n }, &count), found;

			if (strcmp(hvk_publication_level(p, 0, i), "other") == 0)
				continue;
			found = hvk_figures_value(figures, hvk_publication_key(p, 0, i), "theme-group",
			                          hvk_publication_key(p, 1, n), "2026-05", "2026-05", &figure);
			assert_int_equal(found, status);
			assert_int_equal(figure, count);
			hidden += status == HVK_PUBLISHED_HIDDEN;
			ok += status == HVK_PUBLISHED_OK;
		}
	}
	assert_true(hidden > 0 && ok > 0);
	hvk_figures_free(figures);
	hvk_publication_free(p);
}

static void a_plan_is_run_when_it_is_over(void **state)
{
	static const char *const periods[] = { "2026-01", "2026-02", "2026-Q1" };
	struct hvk_publication *p[4] = { NULL };
	uint64_t number, last, found;

	(void)state;
	for (int i = 0; i < 3; i++)
		p[i] = ask("gemeente,theme-group", periods[i]);
	assert_done(hvk_plan_add(store, p, 3, false, &number));
	for (int i = 0; i < 3; i++)
		hvk_publication_free(p[i]);
	/* One of them is there already. */
	hvk_publication_free(publish("gemeente,theme-group", "2026-02"));
	for (size_t i = 0; i < 4; i++)
		assert_done(hvk_plan_open(store, number, i, &p[i]));
	assert_null(p[3]);
	for (size_t i = 0; i < 3; i++) {
		assert_done(hvk_publication_find(p[i], &found));
		assert_int_equal(found, i == 1);
	}
	assert_done(hvk_publication_protect(p, 3));
	assert_done(hvk_publication_enter(p, 3, NULL, NULL));
	assert_int_equal(number_of(p[0]), 2);
	assert_int_equal(number_of(p[1]), 1);
	assert_int_equal(number_of(p[2]), 3);
	assert_done(hvk_publication_find(p[2], &found));
	assert_int_equal(found, 3);
	assert_string_equal(hvk_publication_text(p[0], HVK_PUBLICATION_PLAN), "1");
	assert_string_equal(hvk_publication_text(p[1], HVK_PUBLICATION_PLAN), "");
	assert_done(hvk_publication_last(store, &last));
	assert_int_equal(last, 3);
	for (int i = 0; i < 3; i++)
		hvk_publication_free(p[i]);
}

/* ---------------------------------------------------------------- two at once */

enum { EACH = 5 };

/* Publishes months from first on, each as often as it takes. */
static void publish_some(unsigned first)
{
	struct hvk_store *own;
	char month[8];

	if (hvk_store_new(&own) != HVK_OK || hvk_store_set_today(own, "2026-11-21") != HVK_OK ||
	    hvk_store_open(own, path, HVK_OPEN_WRITE) != HVK_OK)
		_exit(1);
	for (unsigned n = first; n < first + EACH; n++) {
		struct hvk_publication *p;
		int result = HVK_EBUSY;

		snprintf(month, sizeof(month), "2026-%02u", n);
		while (result == HVK_EBUSY) {
			if (hvk_publication_new(own, &p) != HVK_OK ||
			    hvk_publication_set(p, HVK_PUBLISH_BY, "gemeente") != HVK_OK ||
			    hvk_publication_set(p, HVK_PUBLISH_PERIOD, month) != HVK_OK)
				_exit(2);
			result = hvk_publication_protect(&p, 1);
			if (result == HVK_OK)
				result = hvk_publication_enter(&p, 1, NULL, NULL);
			hvk_publication_free(p);
		}
		if (result != HVK_OK)
			_exit(3);
	}
	hvk_store_free(own);
	_exit(0);
}

static void two_at_once(void **state)
{
	pid_t children[2];
	uint64_t last;

	(void)state;
	hvk_store_free(store);
	for (unsigned i = 0; i < 2; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0)
			publish_some(1 + i * EACH);
	}
	for (int i = 0; i < 2; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_done(hvk_store_open(store, path, HVK_OPEN_READ));
	assert_done(hvk_publication_last(store, &last));
	assert_int_equal(last, 2 * EACH);
	for (uint64_t number = 1; number <= last; number++) {
		struct hvk_publication *p;

		assert_done(hvk_publication_open(store, number, &p));
		assert_int_equal(number_of(p), number);
		hvk_publication_free(p);
	}
}

/* ---------------------------------------------------------------- a store for each */

static int set_up(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/hvk-ledger-XXXXXX");
	if (!mkdtemp(folder) || hvk_store_new(&store) < 0 || hvk_store_set_today(store, "2026-11-21") < 0)
		return -1;
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	assert_done(hvk_store_create(store, path, HVK_PRECISION_MONTH, false));
	import_questions();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	hvk_store_free(store);
	unlink(path);
	return rmdir(folder);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(month_after_month), WITH_STORE(the_same_again_is_the_same),
		WITH_STORE(late_ones_count_in_the_next_month), WITH_STORE(a_corrected_import_counts_later),
		WITH_STORE(a_withdrawn_one_is_published_anew),
		WITH_STORE(figures_are_those_published), WITH_STORE(a_plan_is_run_when_it_is_over),
		WITH_STORE(two_at_once),
	};

	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
