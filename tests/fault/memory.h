/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Memory that runs out, at every allocation in turn. Each operation is repeated with the first, the second, the third
 * ... allocation failing until it passes without a failure. Each time it must either say HVK_ENOMEM and have changed
 * nothing, or have done all; and the same handle must be able to do it afterwards. Include after cmocka.h.
 *
 * Of those that the library makes at one place by the same calls the first and the last are tried. SQLite allocates
 * thousands of times: some are tried, spread over the operation. HVK_FAULTS says how many (of the library's too), 'all'
 * each of them.
 */
#ifndef TESTS_MEMORY_H
#define TESTS_MEMORY_H

#include "faults.h"
#include "scene.h"

enum { TRIED = 12 };

/* What an operation told, to be compared with what it tells when nothing fails. */
static struct {
	char text[1 << 16];
	size_t length;
} told;

static void tell(const char *text)
{
	size_t length = text ? strlen(text) : 1;

	assert_true(told.length + length + 1 < sizeof(told.text));
	memcpy(told.text + told.length, text ? text : "-", length);
	told.length += length;
	told.text[told.length++] = '\n';
	told.text[told.length] = '\0';
}

static void tell_number(uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	tell(text);
}

/* ---------------------------------------------------------------- the operations */

static const struct scene *scene;
static int input = -1, rejects = -1;

struct operation {
	const char *name;
	int (*run)(struct hvk_store *store);
	const char *input;      /* what is read, or NULL */
	unsigned questions;     /* or that many generated questions */
	bool closed;            /* the store is not opened before */
	bool makes;             /* a file, which stays when connecting to it fails then */
};

/* ---------------------------------------------------------------- the loop */

/* What an operation does and tells when nothing fails. */
struct expected {
	XXH64_hash_t before, after;
	char *told;
	long allocations[FAULTS_OF];
};

static struct hvk_store *start(const struct operation *operation)
{
	scene_reset(scene);
	return scene_store(operation->closed ? NULL : scene->path, HVK_OPEN_WRITE);
}

static int run(const struct operation *operation, struct hvk_store *store)
{
	told.length = 0;
	told.text[0] = '\0';
	return operation->run(store);
}

static void expect(const struct operation *operation, struct expected *expected)
{
	struct hvk_store *store = start(operation);
	int result;

	expected->before = scene_digest(scene);
	faults_start(FAULTS_OF_LIBRARY, 0, false);
	result = run(operation, store);
	expected->allocations[FAULTS_OF_SQLITE] = faults_stop(FAULTS_OF_SQLITE);
	expected->allocations[FAULTS_OF_LIBRARY] = faults_stop(FAULTS_OF_LIBRARY);
	if (result != HVK_OK)
		fail_msg("%s: %d, %s", operation->name, result, hvk_store_error(store)->message);
	expected->told = strdup(told.text);
	expected->after = scene_digest(scene);
	hvk_store_free(store);
}

/* One time with one failure. False when it came through without one: the loop is over. */
static bool try_one(const struct operation *operation, const struct expected *expected, enum faults_of of, long nth,
                    bool lasting)
{
	const char *where = of == FAULTS_OF_SQLITE ? "SQLite's" : "the library's";
	const char *how = lasting ? "and all after" : "alone";
	struct hvk_store *store = start(operation);
	int result;
	XXH64_hash_t digest;
	bool happened;

	faults_start(of, nth, lasting);
	result = run(operation, store);
	faults_stop(of);
	happened = faults_happened();
	if (result == HVK_OK && strcmp(told.text, expected->told) != 0)
		fail_msg("%s, %s allocation %ld %s: told\n%snot\n%s", operation->name, where, nth, how, told.text,
		         expected->told);
	if (result != HVK_OK && (!happened || result != HVK_ENOMEM || hvk_store_error(store)->code != HVK_ENOMEM ||
	                         strcmp(hvk_store_error(store)->message, "out of memory") != 0))
		fail_msg("%s, %s allocation %ld %s: %d (%d, %s)", operation->name, where, nth, how, result,
		         hvk_store_error(store)->code, hvk_store_error(store)->message);
	digest = scene_digest(scene);
	if (result != HVK_OK && operation->makes && digest == expected->after) {
		hvk_store_free(store);
		return happened;
	}
	if (digest != (result == HVK_OK ? expected->after : expected->before))
		fail_msg("%s, %s allocation %ld %s: result %d, but the store is %s", operation->name, where, nth, how,
		         result, result == HVK_OK ? "not as it should be" : "changed");
	/* The handle is as good as before. */
	if (result != HVK_OK) {
		result = run(operation, store);
		if (result != HVK_OK || strcmp(told.text, expected->told) != 0)
			fail_msg("%s after %s allocation %ld %s had failed: %d, %s, told\n%snot\n%s", operation->name, where,
			         nth, how, result, hvk_store_error(store)->message, told.text, expected->told);
		if (scene_digest(scene) != expected->after)
			fail_msg("%s after %s allocation %ld %s had failed: the store is not as it should be",
			         operation->name, where, nth, how);
	}
	hvk_store_free(store);
	return happened;
}

static void try_all(const struct operation *operation, const struct expected *expected, enum faults_of of)
{
	const char *wish = getenv("HVK_FAULTS");
	long count = expected->allocations[of], tried = of == FAULTS_OF_SQLITE ? TRIED : count;
	/* The places shift from one operation to the next by the remainder, so that they are not always the same. */
	long step, nth;

	if (wish)
		tried = strcmp(wish, "all") == 0 ? count : strtol(wish, NULL, 10);
	step = tried > 0 && count > tried ? count / tried : 1;
	nth = 1 + count % step;
	for (; nth <= count; nth += step)
		for (int lasting = 0; lasting < 2 && (wish || of == FAULTS_OF_SQLITE || faults_chosen(nth)); lasting++)
			try_one(operation, expected, of, nth, lasting);
	/* Workers share the work as it comes: there may be a few more than were counted. */
	while (step == 1 && try_one(operation, expected, of, nth, false))
		nth++;
}

static void test_operation(void **state)
{
	const struct operation *operation = *state;
	struct expected expected;

	if (operation->input)
		input = text_file(operation->input);
	else if (operation->questions)
		input = questions_file(operation->questions, NULL);
	rejects = memfd_create("rejects", MFD_CLOEXEC);
	expect(operation, &expected);
	try_all(operation, &expected, FAULTS_OF_LIBRARY);
	try_all(operation, &expected, FAULTS_OF_SQLITE);
	free(expected.told);
	close(rejects);
	if (input >= 0)
		close(input);
	input = -1;
}

#endif
