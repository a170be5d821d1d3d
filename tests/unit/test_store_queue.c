/* SPDX-License-Identifier: EUPL-1.2 */
/* Transactions, and writers that wait for one another. */
#include "unit/open_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>

static int64_t milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct hvk_store *open_second(const struct fixture *f)
{
	struct hvk_store *store;

	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_open(store, f->path, HVK_OPEN_WRITE), HVK_OK);
	return store;
}

static int insert(struct hvk_store *store, int64_t rest)
{
	struct hvk__row row = make_row(681, rest);

	return hvk__row_insert(store, &row);
}

static void test_commit_and_rollback(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__end(f->store, insert(f->store, 1)), HVK_OK);
	assert_int_equal(hvk__begin(f->store, true), HVK_OK);
	assert_int_equal(insert(f->store, 2), HVK_OK);
	assert_int_equal(hvk__end(f->store, hvk__fail(&f->store->error, HVK_EINPUT, "no")), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "no");
	assert_query(f, "SELECT count(*) FROM question", "1");
	/* The same id again: refused by SQLite, and the rest of the transaction with it. */
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(insert(f->store, 3), HVK_OK);
	assert_int_equal(hvk__end(f->store, insert(f->store, 1)), HVK_EBUG);
	assert_query(f, "SELECT count(*) FROM question", "1");
}

static void test_deferred_keys_refuse_at_the_end(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(hvk__begin(f->store, true), HVK_OK);
	run(f, "INSERT INTO code (list, number, code, parent, label_nl, label_en, origin) "
	       "VALUES ('kind', 98, 'x', 99, 'x', 'x', 'x')");
	assert_int_equal(hvk__end(f->store, HVK_OK), HVK_EBUG);
	assert_query(f, "SELECT count(*) FROM code WHERE code = 'x'", "0");
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__end(f->store, insert(f->store, 1)), HVK_OK);
}

/* Another writer holds the queue: we give up in time, and have the turn once it lets go. */
static void test_wait_in_the_queue(void **state)
{
	struct fixture *f = *state;
	int other = open(f->path, O_RDONLY | O_CLOEXEC);
	int64_t start = milliseconds();

	assert_int_equal(flock(other, LOCK_EX), 0);
	hvk_store_set_wait(f->store, 0);
	assert_int_equal(hvk__begin(f->store, false), HVK_EBUSY);
	hvk_store_set_wait(f->store, 60);
	assert_int_equal(hvk__begin(f->store, false), HVK_EBUSY);
	assert_failed(f->store, HVK_EBUSY, "60 ms; try again");
	assert_true(milliseconds() - start >= 60);
	assert_int_equal(flock(other, LOCK_UN), 0);
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__end(f->store, insert(f->store, 1)), HVK_OK);
	/* What gave up left no lock behind. */
	assert_int_equal(flock(other, LOCK_EX | LOCK_NB), 0);
	close(other);
}

/* A program that does not queue, such as sqlite3, holds SQLite's lock. */
static void test_wait_for_other_programs(void **state)
{
	struct fixture *f = *state;
	sqlite3 *other;

	assert_int_equal(sqlite3_open(f->path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	hvk_store_set_wait(f->store, 30);
	assert_int_equal(hvk__begin(f->store, false), HVK_EBUSY);
	assert_failed(f->store, HVK_EBUSY, "busy");
	assert_string_equal(hvk_store_error(f->store)->file, f->path);
	/* Reading goes on meanwhile. */
	assert_query(f, "SELECT count(*) FROM question", "0");
	assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	/* A reader that does not finish keeps us from committing. */
	assert_int_equal(sqlite3_exec(other, "BEGIN; SELECT * FROM setting", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__end(f->store, insert(f->store, 1)), HVK_EBUSY);
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	assert_query(f, "SELECT count(*) FROM question", "0");
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__end(f->store, insert(f->store, 1)), HVK_OK);
	/* Nobody can open it while it is being written. */
	assert_int_equal(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
	hvk_store_free(f->store);
	assert_int_equal(hvk_store_new(&f->store), HVK_OK);
	hvk_store_set_wait(f->store, 10);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_WRITE), HVK_EBUSY);
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_WRITE), HVK_OK);
}

static void test_turns_between_handles(void **state)
{
	struct fixture *f = *state;
	struct hvk_store *second = open_second(f);

	hvk_store_set_wait(second, 0);
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__begin(second, false), HVK_EBUSY);
	assert_int_equal(hvk__end(f->store, insert(f->store, 1)), HVK_OK);
	assert_int_equal(hvk__begin(second, false), HVK_OK);
	assert_int_equal(hvk__end(second, insert(second, 2)), HVK_OK);
	assert_query(f, "SELECT count(*) FROM question", "2");
	hvk_store_free(second);
}

#define WRITERS 8
#define ADDS 25

static void write_many(const struct fixture *f, int writer)
{
	for (int i = 0; i < ADDS; i++) {
		struct hvk_store *store;

		if (hvk_store_new(&store) < 0)
			_exit(1);
		hvk_store_set_wait(store, 60000);
		if (hvk_store_open(store, f->path, HVK_OPEN_WRITE) < 0 || hvk__begin(store, false) < 0 ||
		    hvk__end(store, insert(store, writer * ADDS + i + 1)) < 0) {
			fprintf(stderr, "%s\n", hvk_store_error(store)->message);
			_exit(1);
		}
		hvk_store_free(store);
	}
	_exit(0);
}

static void test_many_writers(void **state)
{
	struct fixture *f = *state;
	char expected[16];
	int status, failed = 0;

	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			write_many(f, i);
	while (wait(&status) > 0)
		failed += status != 0;
	assert_int_equal(failed, 0);
	snprintf(expected, sizeof(expected), "%d", WRITERS * ADDS);
	assert_query(f, "SELECT count(*) FROM question", expected);
	assert_query(f, "PRAGMA integrity_check", "ok");
}

/* A writer that dies leaves the store as it was, and its turn to the next. */
static void test_writer_dies(void **state)
{
	struct fixture *f = *state;
	int status;
	pid_t child = fork();

	if (child == 0) {
		struct hvk_store *store = open_second(f);

		if (hvk__begin(store, false) < 0 || insert(store, 7) < 0)
			_exit(1);
		sqlite3_db_cacheflush(store->database); /* half of it is in the file already */
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_query(f, "SELECT count(*) FROM question", "0");
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__end(f->store, insert(f->store, 7)), HVK_OK);
	assert_query(f, "PRAGMA integrity_check", "ok");
}

static void test_helpers(void **state)
{
	struct fixture *f = *state;
	int64_t number = 5;
	sqlite3_stmt *statement = NULL;

	assert_int_equal(hvk__store_number(f->store, "SELECT 1 WHERE false", &number), HVK_OK);
	assert_int_equal(number, 0);
	assert_int_equal(hvk__store_number(f->store, "SELECT missing FROM question", &number), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "no such column");
	assert_int_equal(hvk__store_prepare(f->store, "SELEC", &statement), HVK_ESTORE);
	assert_null(statement);
	hvk__finalize(&statement);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_commit_and_rollback, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_deferred_keys_refuse_at_the_end, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_wait_in_the_queue, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_wait_for_other_programs, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_turns_between_handles, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_many_writers, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_writer_dies, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_helpers, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
