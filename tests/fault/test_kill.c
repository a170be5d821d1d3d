/* SPDX-License-Identifier: EUPL-1.2 */
/* Programs that are killed in the middle: what they had finished is there, what they had not is not, and the next one
 * finds a store it can use at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "scene.h"

enum { TIMES = 30, IMPORTED = 4000 };

static const struct scene *scene;
static int input = -1;
static volatile unsigned *done; /* shared with the child: how many operations it has finished */

static void add_one(struct hvk_store *store, const char *desk)
{
	char line[64];
	struct hvk_question *question;

	snprintf(line, sizeof(line), "2026-11 oostkamp slapen desk:%s", desk);
	if (hvk_question_new(store, &question) != HVK_OK || hvk_question_set_short(question, line) != HVK_OK ||
	    hvk_question_add(question) != HVK_OK)
		_exit(1);
	hvk_question_free(question);
}

static void add_for_ever(struct hvk_store *store)
{
	char desk[24];

	for (;; ++*done) {
		snprintf(desk, sizeof(desk), "balie-%u", *done);
		add_one(store, desk);
	}
}

/* An import, and its undoing, over and over. */
static void import_for_ever(struct hvk_store *store)
{
	struct hvk_counts counts;
	const char *what;

	for (;;) {
		if (import_file(store, input, "vierde", 0, -1) != HVK_OK)
			_exit(1);
		++*done;
		if (hvk_store_undo(store, false, &counts, &what) != HVK_OK)
			_exit(1);
		++*done;
	}
}

static void copy_for_ever(struct hvk_store *store)
{
	for (;; ++*done)
		if (hvk_store_backup(store, scene->copy) != HVK_OK)
			_exit(1);
}

/* A month, withdrawn and published anew, over and over. */
static void publish_for_ever(struct hvk_store *store)
{
	for (uint64_t last = 0;; ++*done) {
		struct hvk_publication *p;

		if ((last > 0 && hvk_publication_withdraw(store, last, "Een proef", false) != HVK_OK) ||
		    hvk_publication_new(store, &p) != HVK_OK ||
		    hvk_publication_set(p, HVK_PUBLISH_PERIOD, "2026-03") != HVK_OK ||
		    hvk_publication_protect(&p, 1) != HVK_OK ||
		    hvk_publication_enter(&p, 1, NULL, NULL) != HVK_OK || hvk_publication_last(store, &last) != HVK_OK)
			_exit(1);
		hvk_publication_free(p);
	}
}

/* Lets a child work for some microseconds and kills it. */
static void run_and_kill(void (*work)(struct hvk_store *store), long microseconds)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		struct hvk_store *store = scene_store(scene->path, HVK_OPEN_WRITE);

		work(store);
		_exit(1);
	}
	nanosleep(&(struct timespec){ .tv_nsec = microseconds * 1000 }, NULL);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFSIGNALED(status))
		fail_msg("the child ended by itself after %u operations", *done);
}

static uint64_t count_questions(struct hvk_store *store)
{
	struct hvk_question *question;
	struct hvk_list *list;
	uint64_t count = 0;
	int result = hvk_list_open(store, NULL, NULL, false, &list);

	while (result >= 0 && (result = hvk_list_next(list, &question)) == 1)
		count++;
	hvk_list_free(list);
	assert_well(store, result);
	return count;
}

/* Who comes next only wants to read. */
static uint64_t count_after(void)
{
	struct hvk_store *store = scene_store(scene->path, HVK_OPEN_READ);
	uint64_t count = count_questions(store), findings;

	assert_well(store, hvk_store_check(store, NULL, &findings));
	assert_int_equal(findings, 0);
	hvk_store_free(store);
	return count;
}

static void check_writable(void)
{
	struct hvk_store *store = scene_store(scene->path, HVK_OPEN_WRITE);

	hvk_store_set_wait(store, 0);
	add_one(store, "balie-na");
	hvk_store_free(store);
}

/* Spread evenly, and the same each time. */
static long moment(unsigned n)
{
	return 1500 + (long)(n * 7919 % 20000);
}

static void test_adding(void **state)
{
	(void)state;
	for (unsigned n = 0; n < TIMES; n++) {
		uint64_t before, after;

		scene_reset(scene);
		before = count_after();
		*done = 0;
		run_and_kill(add_for_ever, moment(n));
		after = count_after();
		if (after != before + *done && after != before + *done + 1)
			fail_msg("%u added, but there are %llu more", *done, (unsigned long long)(after - before));
		check_writable();
	}
}

static void test_importing(void **state)
{
	(void)state;
	for (unsigned n = 0; n < TIMES; n++) {
		uint64_t before, after;

		scene_reset(scene);
		before = count_after();
		*done = 0;
		run_and_kill(import_for_ever, moment(n));
		after = count_after();
		/* After an even number of operations nothing is there, unless the import that followed was done too. */
		if (after != before && after != before + IMPORTED)
			fail_msg("of %d questions there are %llu", IMPORTED, (unsigned long long)(after - before));
		check_writable();
	}
}

static void test_backing_up(void **state)
{
	(void)state;
	for (unsigned n = 0; n < TIMES / 2; n++) {
		scene_reset(scene);
		*done = 0;
		run_and_kill(copy_for_ever, moment(n));
		/* A copy that has its name is whole. */
		if (*done > 0 || access(scene->copy, F_OK) == 0)
			assert_int_equal(store_digest(scene->copy), store_digest(scene->path));
	}
}

/* What has a number is all there. */
static void open_publications(uint64_t expected)
{
	struct hvk_store *store = scene_store(scene->path, HVK_OPEN_READ);
	struct hvk_publication *p;
	uint64_t last;

	assert_well(store, hvk_publication_last(store, &last));
	if (last != expected && last != expected + 1)
		fail_msg("%llu published, but there are %llu", (unsigned long long)expected, (unsigned long long)last);
	for (uint64_t number = 1; number <= last; number++) {
		assert_well(store, hvk_publication_open(store, number, &p));
		hvk_publication_free(p);
	}
	hvk_store_free(store);
}

static void test_publishing(void **state)
{
	(void)state;
	for (unsigned n = 0; n < TIMES; n++) {
		scene_reset(scene);
		*done = 0;
		run_and_kill(publish_for_ever, moment(n));
		count_after();
		open_publications(*done);
		check_writable();
	}
}

static int set_up(void **state)
{
	if (scene_set_up(state) < 0)
		return -1;
	scene = *state;
	input = questions_file(IMPORTED, NULL);
	done = mmap(NULL, sizeof(*done), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return done == MAP_FAILED ? -1 : 0;
}

static int tear_down(void **state)
{
	close(input);
	return scene_tear_down(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_adding), cmocka_unit_test(test_importing), cmocka_unit_test(test_backing_up),
		cmocka_unit_test(test_publishing),
	};

	return cmocka_run_group_tests_name("kill", tests, set_up, tear_down);
}
