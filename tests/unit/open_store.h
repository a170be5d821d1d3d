/* SPDX-License-Identifier: EUPL-1.2 */
/* A temporary folder with a store in it, for the tests of the store. */
#ifndef OPEN_STORE_H
#define OPEN_STORE_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "store/store.h"

struct fixture {
	char folder[64];
	char path[96]; /* of a store in it, not made yet */
	struct hvk_store *store;
};

static inline int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/hvk-test.XXXXXX");
	if (!mkdtemp(fixture->folder))
		return -1;
	snprintf(fixture->path, sizeof(fixture->path), "%s/hvk.db", fixture->folder);
	*state = fixture;
	return hvk_store_new(&fixture->store);
}

/* The same with the store made and open. */
static inline int setup_open(void **state)
{
	struct fixture *fixture;

	if (setup(state) < 0)
		return -1;
	fixture = *state;
	return hvk_store_create(fixture->store, fixture->path, HVK_PRECISION_MONTH, false);
}

static inline int teardown(void **state)
{
	struct fixture *fixture = *state;
	DIR *folder = opendir(fixture->folder);
	char path[400];

	hvk_store_free(fixture->store);
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		snprintf(path, sizeof(path), "%s/%s", fixture->folder, entry->d_name);
		if (unlink(path) < 0)
			rmdir(path);
	}
	closedir(folder);
	rmdir(fixture->folder);
	free(fixture);
	return 0;
}

/* How many files are in the folder. */
static inline int files(const struct fixture *fixture)
{
	DIR *folder = opendir(fixture->folder);
	int count = -2; /* . and .. */

	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

/* Changes the file behind the library's back. */
static inline void change_file(const char *path, const char *text)
{
	sqlite3 *database;

	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	assert_int_equal(sqlite3_exec(database, text, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

/* The first column of the first row, "" when there is none. */
static inline const char *query(struct hvk_store *store, const char *text)
{
	static char value[512];
	sqlite3_stmt *statement;
	const unsigned char *found;

	assert_int_equal(hvk__store_prepare(store, text, &statement), HVK_OK);
	value[0] = '\0';
	if (hvk__store_step(store, statement) == 1 && (found = sqlite3_column_text(statement, 0)))
		snprintf(value, sizeof(value), "%s", found);
	sqlite3_finalize(statement);
	return value;
}

#define assert_query(fixture, text, expected) assert_string_equal(query((fixture)->store, text), expected)

/* Changes the file through the handle that is tested. */
static inline void run(struct fixture *fixture, const char *text)
{
	assert_int_equal(hvk__store_exec(fixture->store, text), HVK_OK);
}

#define assert_failed(store, expected, part)                                              \
	do {                                                                              \
		assert_int_equal(hvk_store_error(store)->code, expected);                 \
		if (!strstr(hvk_store_error(store)->message, part))                       \
			fail_msg("'%s' is not in: %s", part, hvk_store_error(store)->message); \
	} while (0)

/* A row of a month with a number of its own. */
static inline struct hvk__row make_row(int month, int64_t rest)
{
	struct hvk__row row = { .id = (int64_t)month << HVK__ID_BITS | rest };

	row.value[HVK__MONTH] = (uint16_t)month;
	row.value[HVK__GEMEENTE] = (uint16_t)(hvk__gemeente_by_nis(44021, hvk__month_first_day(month)) + 1);
	row.value[HVK__THEME] = 2;
	row.value[HVK__CONTACT] = 1;
	return row;
}

#endif
