/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A disk that fills up: files may not grow beyond a limit (RLIMIT_FSIZE), which is raised until the operation passes.
 * Before that it must fail as such, with the store as it was and no file left over.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <sys/resource.h>

#include "scene.h"

/* What an operation needs beyond the store of the scene. */
static const struct scene *scene;
static int input = -1;

static int add_one(struct hvk_store *store)
{
	struct hvk_question *question;
	int result;

	assert_int_equal(hvk_question_new(store, &question), HVK_OK);
	assert_int_equal(hvk_question_set_short(question, "2026-11 oostkamp slapen desk:nieuwe-balie"), HVK_OK);
	result = hvk_question_add(question);
	hvk_question_free(question);
	return result;
}

static int import_many(struct hvk_store *store)
{
	return import_file(store, input, "vierde", 0, -1);
}

static int replace(struct hvk_store *store)
{
	return import_file(store, input, "tweede", HVK_IMPORT_REPLACE, -1);
}

static int backup(struct hvk_store *store)
{
	return hvk_store_backup(store, scene->copy);
}

static int restore(struct hvk_store *store)
{
	return hvk_store_restore(store, scene->other, false);
}

static int merge(struct hvk_store *store)
{
	struct hvk_counts counts;

	return hvk_store_merge(store, scene->other, false, &counts, NULL);
}

static int undo(struct hvk_store *store)
{
	struct hvk_counts counts;
	const char *what;

	return hvk_store_undo(store, false, &counts, &what);
}

static int purge(struct hvk_store *store)
{
	uint64_t gone;

	return hvk_store_purge(store, "2026-08", false, false, &gone, NULL);
}

static int collapse(struct hvk_store *store)
{
	uint64_t gone;

	return hvk_store_purge(store, "2026-08", true, false, &gone, NULL);
}

static int set_setting(struct hvk_store *store)
{
	return hvk_setting_set(store, HVK_SETTING_RETENTION, "24", false);
}

static int publish(struct hvk_store *store)
{
	struct hvk_publication *p;
	int result;

	assert_int_equal(hvk_publication_new(store, &p), HVK_OK);
	assert_int_equal(hvk_publication_set(p, HVK_PUBLISH_BY, "theme,month"), HVK_OK);
	assert_int_equal(hvk_publication_set(p, HVK_PUBLISH_PERIOD, "2026-03..2026-05"), HVK_OK);
	assert_int_equal(hvk_publication_protect(&p, 1), HVK_OK);
	result = hvk_publication_enter(&p, 1, NULL, NULL);
	hvk_publication_free(p);
	return result;
}

static int create(struct hvk_store *store)
{
	struct hvk_store *fresh = scene_store(NULL, HVK_OPEN_READ);
	int result = hvk_store_create(fresh, scene->copy, HVK_PRECISION_MONTH, false);

	(void)store;
	assert_int_equal(hvk_store_error(fresh)->code, result);
	hvk_store_free(fresh);
	return result;
}

static const struct operation {
	const char *name;
	int (*run)(struct hvk_store *store);
	bool elsewhere; /* the failure is recorded on another handle */
} operations[] = {
	{ "add", add_one, false }, { "import", import_many, false }, { "replace", replace, false },
	{ "back up", backup, false }, { "restore", restore, false }, { "merge", merge, false },
	{ "undo", undo, false }, { "purge", purge, false }, { "collapse", collapse, false },
	{ "set", set_setting, false }, { "publish", publish, false }, { "create", create, true },
};

static void limit_files(rlim_t size)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size < limit.rlim_max ? size : limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Whether it passed. */
static bool try_size(const struct operation *operation, rlim_t size, XXH64_hash_t before)
{
	struct hvk_store *store;
	int result;

	scene_reset(scene);
	store = scene_store(scene->path, HVK_OPEN_WRITE);
	limit_files(size);
	result = operation->run(store);
	limit_files(RLIM_INFINITY);
	if (result != HVK_OK) {
		if (result != HVK_EIO || (!operation->elsewhere && hvk_store_error(store)->code != HVK_EIO))
			fail_msg("%s, at most %lu bytes: %d (%s)", operation->name, (unsigned long)size, result,
			         hvk_store_error(store)->message);
		if (scene_digest(scene) != before)
			fail_msg("%s, at most %lu bytes: changed all the same", operation->name, (unsigned long)size);
		/* There is room again. */
		assert_well(store, operation->run(store));
	}
	hvk_store_free(store);
	scene_digest(scene); /* sound */
	return result == HVK_OK;
}

static void test_full_disk(void **state)
{
	XXH64_hash_t before;
	/* Under valgrind, say, in larger steps. */
	rlim_t size, step = getenv("HVK_FAULTS") ? 1 : 8;

	(void)state;
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
		scene_reset(scene);
		before = scene_digest(scene);
		assert_false(try_size(&operations[i], 0, before));
		for (size = 1; !try_size(&operations[i], size, before); size += size / step + 511)
			assert_true(size < 1 << 24);
	}
}

static int set_up(void **state)
{
	signal(SIGXFSZ, SIG_IGN);
	if (scene_set_up(state) < 0)
		return -1;
	scene = *state;
	input = questions_file(3000, NULL);
	return 0;
}

static int tear_down(void **state)
{
	close(input);
	return scene_tear_down(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_full_disk) };

	return cmocka_run_group_tests_name("disk", tests, set_up, tear_down);
}
