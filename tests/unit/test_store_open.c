/* SPDX-License-Identifier: EUPL-1.2 */
/* Connecting to a file and making one; every kind of file that is not a store. */
#include "unit/open_store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>

static void test_not_connected(void **state)
{
	struct fixture *f = *state;

	assert_false(hvk_store_is_open(f->store));
	assert_int_equal(hvk_store_precision(f->store), HVK_PRECISION_MONTH);
	assert_int_equal(hvk_store_error(f->store)->code, HVK_OK);
	assert_string_equal(hvk_store_error(f->store)->message, "");
	assert_int_equal(hvk__store_require(f->store, false), HVK_ESTORE);
	assert_int_equal(hvk__begin(f->store, false), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "no store is open");
	hvk_store_free(NULL);
}

static void test_create(void **state)
{
	struct fixture *f = *state;
	struct stat status;
	mode_t previous = umask(0);

	assert_int_equal(hvk_store_create(f->store, f->path, HVK_PRECISION_DAY, false), HVK_OK);
	assert_true(hvk_store_is_open(f->store));
	assert_int_equal(hvk_store_precision(f->store), HVK_PRECISION_DAY);
	assert_int_equal(stat(f->path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_int_equal(files(f), 1);
	assert_query(f, "PRAGMA integrity_check", "ok");
	assert_query(f, "PRAGMA journal_mode", "delete");
	assert_query(f, "PRAGMA synchronous", "2");
	assert_query(f, "PRAGMA secure_delete", "1");
	assert_query(f, "PRAGMA foreign_keys", "1");
	assert_query(f, "PRAGMA trusted_schema", "0");
	umask(previous);
}

static void test_create_for_group(void **state)
{
	struct fixture *f = *state;
	struct stat status;
	mode_t previous = umask(077);

	assert_int_equal(hvk_store_create(f->store, f->path, HVK_PRECISION_MONTH, true), HVK_OK);
	umask(previous);
	assert_int_equal(stat(f->path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0660);
}

static void test_create_does_not_replace(void **state)
{
	struct fixture *f = *state;
	struct hvk_store *other;

	assert_int_equal(hvk_store_create(f->store, f->path, HVK_PRECISION_MONTH, false), HVK_OK);
	assert_int_equal(hvk_store_new(&other), HVK_OK);
	assert_int_equal(hvk_store_create(other, f->path, HVK_PRECISION_MONTH, false), HVK_ESTORE);
	assert_failed(other, HVK_ESTORE, "exists already");
	assert_string_equal(hvk_store_error(other)->file, f->path);
	assert_int_equal(files(f), 1);
	hvk_store_free(other);
}

static void test_create_in_no_folder(void **state)
{
	struct fixture *f = *state;
	char path[200];

	snprintf(path, sizeof(path), "%s/none/hvk.db", f->folder);
	assert_int_equal(hvk_store_create(f->store, path, HVK_PRECISION_MONTH, false), HVK_EIO);
	assert_failed(f->store, HVK_EIO, "cannot be made: No such file");
	assert_int_equal(hvk_store_open(f->store, path, HVK_OPEN_READ), HVK_ENOTFOUND);
	assert_int_equal(hvk_store_open(f->store, path, HVK_OPEN_CREATE), HVK_EIO);
	assert_int_equal(hvk_store_open(f->store, "", HVK_OPEN_CREATE), HVK_EINVAL);
}

static void test_open_makes_only_when_asked(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_READ), HVK_ENOTFOUND);
	assert_failed(f->store, HVK_ENOTFOUND, "no such store");
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_WRITE), HVK_ENOTFOUND);
	assert_int_equal(files(f), 0);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_CREATE), HVK_OK);
	assert_int_equal(hvk_store_error(f->store)->code, HVK_OK);
	assert_int_equal(files(f), 1);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_CREATE), HVK_EINVAL);
	assert_failed(f->store, HVK_EINVAL, "already");
}

static void test_open_to_read_cannot_write(void **state)
{
	struct fixture *f = *state;
	struct hvk_store *reader;

	assert_int_equal(hvk_store_create(f->store, f->path, HVK_PRECISION_MONTH, false), HVK_OK);
	assert_int_equal(hvk_store_new(&reader), HVK_OK);
	assert_int_equal(hvk_store_open(reader, f->path, HVK_OPEN_READ), HVK_OK);
	assert_int_equal(hvk__begin(reader, false), HVK_ESTORE);
	assert_failed(reader, HVK_ESTORE, "to read only");
	hvk_store_free(reader);
}

/* Names that SQLite would take for something else than a file. */
static void test_odd_names(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = { ":memory:", "file:x?mode=memory", "a b%20c?d=e#f" };
	char before[400];

	assert_non_null(getcwd(before, sizeof(before)));
	assert_int_equal(chdir(f->folder), 0);
	for (size_t i = 0; i < 3; i++) {
		struct hvk_store *store;

		assert_int_equal(hvk_store_new(&store), HVK_OK);
		assert_int_equal(hvk_store_open(store, names[i], HVK_OPEN_CREATE), HVK_OK);
		assert_int_equal(access(names[i], F_OK), 0);
		hvk_store_free(store);
	}
	assert_int_equal(files(f), 3);
	assert_int_equal(chdir(before), 0);
}

static void test_symbolic_link(void **state)
{
	struct fixture *f = *state;
	char target[200];

	snprintf(target, sizeof(target), "%s/target.db", f->folder);
	assert_int_equal(symlink(target, f->path), 0);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_CREATE), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "symbolic link");
	assert_int_equal(hvk_store_create(f->store, f->path, HVK_PRECISION_MONTH, false), HVK_ESTORE);
	assert_int_equal(access(target, F_OK), -1);
	assert_int_equal(hvk_store_create(f->store, target, HVK_PRECISION_MONTH, false), HVK_OK);
	hvk_store_free(f->store);
	assert_int_equal(hvk_store_new(&f->store), HVK_OK);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_READ), HVK_ESTORE);
}

/* Links above the file are how home folders are made. */
static void test_folder_behind_a_link(void **state)
{
	struct fixture *f = *state;
	char link_path[200], path[250];

	assert_int_equal(hvk_store_create(f->store, f->path, HVK_PRECISION_MONTH, false), HVK_OK);
	hvk_store_free(f->store);
	assert_int_equal(hvk_store_new(&f->store), HVK_OK);
	snprintf(link_path, sizeof(link_path), "%s/folder", f->folder);
	snprintf(path, sizeof(path), "%s/hvk.db", link_path);
	assert_int_equal(symlink(f->folder, link_path), 0);
	assert_int_equal(hvk_store_open(f->store, path, HVK_OPEN_WRITE), HVK_OK);
}

static void test_not_a_file(void **state)
{
	struct fixture *f = *state;
	char pipe_path[200];

	assert_int_equal(hvk_store_open(f->store, f->folder, HVK_OPEN_WRITE), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "directory");
	snprintf(pipe_path, sizeof(pipe_path), "%s/pipe", f->folder);
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	assert_int_equal(hvk_store_open(f->store, pipe_path, HVK_OPEN_READ), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "not a regular file");
	assert_int_equal(hvk_store_open(f->store, "/dev/null", HVK_OPEN_CREATE), HVK_ESTORE);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void test_not_a_database(void **state)
{
	struct fixture *f = *state;

	write_file(f->path, "month,gemeente,theme\n2026-10,44021,slapen\n");
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_WRITE), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "not a store made by hvk");
	assert_false(hvk_store_is_open(f->store));
	write_file(f->path, "");
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_CREATE), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "not a store made by hvk");
}

static void test_other_application(void **state)
{
	struct fixture *f = *state;

	change_file(f->path, "CREATE TABLE question (id); PRAGMA application_id = 1234; PRAGMA user_version = 1");
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_WRITE), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "another application");
	assert_string_equal(hvk_store_error(f->store)->file, f->path);
}

static void test_damaged(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(hvk_store_create(f->store, f->path, HVK_PRECISION_MONTH, false), HVK_OK);
	hvk_store_free(f->store);
	assert_int_equal(hvk_store_new(&f->store), HVK_OK);
	change_file(f->path, "UPDATE setting SET value = 'hour'");
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_READ), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "'precision'");
	change_file(f->path, "DROP TABLE setting");
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_READ), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "not as hvk made them");
	assert_int_equal(truncate(f->path, 5000), 0);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_READ), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "damaged");
}

static void test_no_permission(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(hvk_store_create(f->store, f->path, HVK_PRECISION_MONTH, false), HVK_OK);
	hvk_store_free(f->store);
	assert_int_equal(hvk_store_new(&f->store), HVK_OK);
	if (geteuid() == 0)
		skip(); /* root may do everything; see test_no_permission_as_nobody */
	assert_int_equal(chmod(f->path, 0400), 0);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_WRITE), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "read-only");
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_READ), HVK_OK);
}

/* As another user, in a process of its own; only root can become one. */
static void test_no_permission_as_nobody(void **state)
{
	struct fixture *f = *state;
	int status;
	pid_t child;

	if (geteuid() != 0)
		skip();
	assert_int_equal(hvk_store_create(f->store, f->path, HVK_PRECISION_MONTH, false), HVK_OK);
	assert_int_equal(chmod(f->folder, 0755), 0);
	assert_int_equal(chmod(f->path, 0444), 0);
	child = fork();
	if (child == 0) {
		struct hvk_store *store;
		int result = 0;

		if (setgid(65534) < 0 || setuid(65534) < 0 || hvk_store_new(&store) < 0)
			_exit(9);
		if (hvk_store_open(store, f->path, HVK_OPEN_WRITE) != HVK_ESTORE ||
		    !strstr(hvk_store_error(store)->message, "read-only"))
			result |= 1;
		if (hvk_store_open(store, f->path, HVK_OPEN_READ) != HVK_OK)
			result |= 2;
		hvk_store_free(store);
		_exit(result);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(chmod(f->path, 0600), 0);
	child = fork();
	if (child == 0) {
		struct hvk_store *store;

		if (setgid(65534) < 0 || setuid(65534) < 0 || hvk_store_new(&store) < 0)
			_exit(9);
		_exit(hvk_store_open(store, f->path, HVK_OPEN_READ) == HVK_ESTORE &&
		      strstr(hvk_store_error(store)->message, "Permission denied") ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void test_journal_without_store(void **state)
{
	struct fixture *f = *state;
	char journal[200];

	snprintf(journal, sizeof(journal), "%s-journal", f->path);
	write_file(journal, "x");
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_CREATE), HVK_ESTORE);
	assert_failed(f->store, HVK_ESTORE, "no longer there");
	assert_string_equal(hvk_store_error(f->store)->file, journal);
	assert_int_equal(unlink(journal), 0);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_CREATE), HVK_OK);
}

/* Of programs that make the same store at once, one does, and all can use it. */
static void test_made_by_several_at_once(void **state)
{
	struct fixture *f = *state;
	int status, failed = 0;

	for (int i = 0; i < 8; i++) {
		struct hvk__row row = make_row(670, i + 1);

		if (fork() != 0)
			continue;
		if (hvk_store_open(f->store, f->path, HVK_OPEN_CREATE) < 0 || hvk__begin(f->store, false) < 0 ||
		    hvk__end(f->store, hvk__row_insert(f->store, &row)) < 0) {
			fprintf(stderr, "%s\n", hvk_store_error(f->store)->message);
			_exit(1);
		}
		hvk_store_free(f->store);
		_exit(0);
	}
	while (wait(&status) > 0)
		failed += status != 0;
	assert_int_equal(failed, 0);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_READ), HVK_OK);
	assert_query(f, "SELECT count(*) FROM question", "8");
	assert_int_equal(files(f), 1);
}

static void test_today(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(hvk_store_set_today(f->store, "1970-02-01"), HVK_OK);
	assert_int_equal(hvk__store_today(f->store), 31);
	assert_int_equal(hvk_store_set_today(f->store, "2026-10"), HVK_EINVAL);
	assert_int_equal(hvk_store_set_today(f->store, "31/10/2026"), HVK_EINVAL);
	assert_failed(f->store, HVK_EINVAL, "31/10/2026");
	assert_int_equal(hvk__store_today(f->store), 31);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_not_connected, setup, teardown),
		cmocka_unit_test_setup_teardown(test_create, setup, teardown),
		cmocka_unit_test_setup_teardown(test_create_for_group, setup, teardown),
		cmocka_unit_test_setup_teardown(test_create_does_not_replace, setup, teardown),
		cmocka_unit_test_setup_teardown(test_create_in_no_folder, setup, teardown),
		cmocka_unit_test_setup_teardown(test_open_makes_only_when_asked, setup, teardown),
		cmocka_unit_test_setup_teardown(test_open_to_read_cannot_write, setup, teardown),
		cmocka_unit_test_setup_teardown(test_odd_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_symbolic_link, setup, teardown),
		cmocka_unit_test_setup_teardown(test_folder_behind_a_link, setup, teardown),
		cmocka_unit_test_setup_teardown(test_not_a_file, setup, teardown),
		cmocka_unit_test_setup_teardown(test_not_a_database, setup, teardown),
		cmocka_unit_test_setup_teardown(test_other_application, setup, teardown),
		cmocka_unit_test_setup_teardown(test_damaged, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_permission, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_permission_as_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(test_journal_without_store, setup, teardown),
		cmocka_unit_test_setup_teardown(test_made_by_several_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_today, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
