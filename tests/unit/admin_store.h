/* SPDX-License-Identifier: EUPL-1.2 */
/* A second store beside the one of question_store.h, input from text, and what is in a store as one text. Include after
 * cmocka.h. */
#ifndef TESTS_ADMIN_STORE_H
#define TESTS_ADMIN_STORE_H

#include <fcntl.h>
#include <sys/mman.h>

#include "question_store.h"

/* A path in the folder of the store; good until the next call but three. */
static inline const char *beside(void **state, const char *name)
{
	static char paths[4][128];
	static unsigned next;
	const struct question_store *made = *state;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", made->folder, name);
	return path;
}

/* Opens, or makes, a store in that folder. */
static inline struct hvk_store *open_beside(void **state, const char *name, enum hvk_open mode)
{
	struct hvk_store *store;

	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_set_today(store, "2026-11-21"), HVK_OK);
	hvk_store_set_wait(store, 0);
	assert_done(store, hvk_store_open(store, beside(state, name), mode));
	return store;
}

/* A descriptor from which text can be read. */
static inline int input_of(const char *text)
{
	int descriptor = memfd_create("input", MFD_CLOEXEC);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	return descriptor;
}

static inline void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fputs(text, file) < 0, 0);
	assert_int_equal(fclose(file), 0);
}

/* All questions, one a line, with '!' before those that were voided (of which the month is known); to be freed. */
static inline char *all_questions(struct hvk_store *store)
{
	struct hvk_list *list;
	struct hvk_question *question;
	struct hvk__buffer text = { 0 };

	assert_true(hvk__buffer_add_text(&text, ""));
	assert_done(store, hvk_list_open(store, NULL, NULL, true, &list));
	while (hvk_list_next(list, &question) == 1) {
		if (hvk_question_key(question, HVK_VOIDED, NULL))
			assert_true(hvk__buffer_add_text(&text, "!"));
		assert_true(hvk__buffer_printf(&text, "%s\n", shown(question)));
	}
	hvk_list_free(list);
	return text.data;
}

#define assert_questions(store, expected)                      \
	do {                                                   \
		char *found_ = all_questions(store);           \
		assert_string_equal(found_, expected);         \
		free(found_);                                  \
	} while (0)

#define assert_sound(store)                                                \
	do {                                                               \
		uint64_t findings_ = 1;                                    \
		assert_done(store, hvk_store_check(store, NULL, &findings_)); \
		assert_int_equal(findings_, 0);                            \
	} while (0)

/* Runs SQL on the file behind the library's back. */
static inline void tamper(void **state, const char *name, const char *sql)
{
	sqlite3 *database;
	char *problem = NULL;

	assert_int_equal(sqlite3_open(beside(state, name), &database), SQLITE_OK);
	sqlite3_exec(database, sql, NULL, NULL, &problem);
	if (problem)
		fail_msg("%s: %s", sql, problem);
	sqlite3_close(database);
}

/* How many files are in the folder. */
static inline size_t count_files(void **state)
{
	const struct question_store *made = *state;
	char command[128];
	size_t count = 0;
	FILE *pipe;

	snprintf(command, sizeof(command), "ls -A '%s' | wc -l", made->folder);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_int_equal(fscanf(pipe, "%zu", &count), 1);
	pclose(pipe);
	return count;
}

static inline struct hvk_store *store_of(void **state)
{
	return ((struct question_store *)*state)->store;
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_set_up, store_tear_down)
#define WITH_DAYS(test) cmocka_unit_test_setup_teardown(test, store_set_up_days, store_tear_down)

#endif
