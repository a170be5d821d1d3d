/* SPDX-License-Identifier: EUPL-1.2 */
/* Copies of a whole store, and back: verified, all or nothing, and nothing left behind. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>

#include "admin_store.h"

static mode_t mode_of(const char *path)
{
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	return status.st_mode & 07777;
}

static void back_up(void **state, const char *name)
{
	assert_done(store_of(state), hvk_store_backup(store_of(state), beside(state, name)));
}

static void a_backup_holds_what_the_store_holds(void **state)
{
	struct hvk_store *store = store_of(state), *copy;

	add_short(store, "month:2026-10 gemeente:gent slapen desk:loket-noord", NULL);
	umask(0);
	back_up(state, "copy.db");
	umask(022);
	assert_int_equal(mode_of(beside(state, "copy.db")), 0600);
	copy = open_beside(state, "copy.db", HVK_OPEN_READ);
	assert_questions(copy, "2026-10 44021 loket-noord - - - slapen - - - - new\n");
	hvk_store_free(copy);
	assert_int_equal(count_files(state), 2);
}

static void a_backup_replaces_the_one_before(void **state)
{
	struct hvk_store *copy;

	back_up(state, "copy.db");
	add_short(store_of(state), "month:2026-10 gemeente:gent slapen", NULL);
	back_up(state, "copy.db");
	copy = open_beside(state, "copy.db", HVK_OPEN_READ);
	assert_int_equal(count_rows(copy, "question"), 1);
	hvk_store_free(copy);
}

static void a_store_opened_to_read_can_be_backed_up(void **state)
{
	struct hvk_store *reader = open_beside(state, "hvk.db", HVK_OPEN_READ);

	assert_done(reader, hvk_store_backup(reader, beside(state, "copy.db")));
	hvk_store_free(reader);
}

static void refuse_backup(void **state, const char *path, int result, const char *part)
{
	size_t files = count_files(state);

	assert_int_equal(hvk_store_backup(store_of(state), path), result);
	assert_message_has(store_of(state), part);
	assert_string_equal(hvk_store_error(store_of(state))->file, path);
	assert_int_equal(count_files(state), files);
}

static void only_a_regular_file_is_replaced(void **state)
{
	assert_int_equal(symlink("elsewhere.db", beside(state, "link.db")), 0);
	refuse_backup(state, beside(state, "link.db"), HVK_EIO, "found a symbolic link; nothing was written");
	assert_int_not_equal(access(beside(state, "elsewhere.db"), F_OK), 0);
	refuse_backup(state, beside(state, "."), HVK_EIO, "found a directory");
	refuse_backup(state, "/dev/full", HVK_EIO, "found a device");
	refuse_backup(state, beside(state, "no/such/copy.db"), HVK_EIO, "No such file or directory");
}

static void a_store_is_not_backed_up_over_itself(void **state)
{
	refuse_backup(state, beside(state, "hvk.db"), HVK_EINVAL, "the store itself");
	assert_int_equal(link(beside(state, "hvk.db"), beside(state, "same.db")), 0);
	refuse_backup(state, beside(state, "same.db"), HVK_EINVAL, "the store itself");
}

static void names_that_mean_something_to_sqlite_are_names(void **state)
{
	struct question_store *made = *state;
	char *here = getcwd(NULL, 0);

	assert_int_equal(chdir(made->folder), 0);
	assert_done(made->store, hvk_store_backup(made->store, "file:copy.db?mode=memory"));
	assert_done(made->store, hvk_store_backup(made->store, ":memory:"));
	assert_int_equal(access("file:copy.db?mode=memory", F_OK), 0);
	assert_int_equal(access(":memory:", F_OK), 0);
	assert_int_equal(chdir(here), 0);
	free(here);
}

static void a_store_that_is_being_written_is_busy(void **state)
{
	struct hvk_store *other = open_beside(state, "hvk.db", HVK_OPEN_WRITE);
	size_t files;

	hvk_store_set_wait(store_of(state), 0);
	assert_done(other, hvk__store_exec(other, "BEGIN EXCLUSIVE"));
	files = count_files(state);
	assert_int_equal(hvk_store_backup(store_of(state), beside(state, "copy.db")), HVK_EBUSY);
	assert_message_has(store_of(state), "try again");
	assert_int_equal(count_files(state), files);
	hvk_store_free(other);
}

static void needs_a_store(void **state)
{
	struct hvk_store *store;

	(void)state;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_backup(store, "/tmp/none"), HVK_ESTORE);
	assert_int_equal(hvk_store_restore(store, "/tmp/none", false), HVK_ESTORE);
	hvk_store_free(store);
}

/* ---- restore */

#define ONE "2026-10 44021 loket-noord - - - slapen - - - - new\n"
#define TWO "2026-10 31005 zuid - - - gedrag.driftbuien - - - - new\n"

/* A backup of one question; then another in its place. */
static void change_after_backup(void **state)
{
	struct hvk_store *store = store_of(state);

	add_short(store, "month:2026-10 gemeente:gent slapen desk:loket-noord", NULL);
	back_up(state, "copy.db");
	assert_done(store, hvk_store_undo(store, false, &(struct hvk_counts){ 0 }, &(const char *){ NULL }));
	add_short(store, "month:2026-10 gemeente:brugge driftbuien desk:zuid", NULL);
	assert_questions(store, TWO);
}

static void restores_what_was_backed_up(void **state)
{
	struct hvk_store *store = store_of(state);
	const char *what;
	struct hvk_counts counts;

	change_after_backup(state);
	assert_done(store, hvk_store_restore(store, beside(state, "copy.db"), true));
	assert_questions(store, TWO);
	assert_done(store, hvk_store_restore(store, beside(state, "copy.db"), false));
	assert_questions(store, ONE);
	/* What could be undone then can be undone now. */
	assert_done(store, hvk_store_undo(store, false, &counts, &what));
	assert_questions(store, "");
	add_short(store, "month:2026-10 gemeente:gent slapen desk:west", NULL);
	assert_int_equal(count_rows(store, "question"), 1);
}

static void the_precision_is_restored_too(void **state)
{
	struct hvk_store *store = store_of(state), *days;

	assert_int_equal(hvk_store_new(&days), HVK_OK);
	assert_done(days, hvk_store_create(days, beside(state, "days.db"), HVK_PRECISION_DAY, false));
	hvk_store_free(days);
	assert_done(store, hvk_store_restore(store, beside(state, "days.db"), false));
	assert_int_equal(hvk_store_precision(store), HVK_PRECISION_DAY);
}

static void a_store_keeps_its_mode(void **state)
{
	change_after_backup(state);
	assert_int_equal(chmod(beside(state, "hvk.db"), 0660), 0);
	assert_done(store_of(state), hvk_store_restore(store_of(state), beside(state, "copy.db"), false));
	assert_int_equal(mode_of(beside(state, "hvk.db")), 0660);
}

static void another_who_has_it_open_reads_the_new(void **state)
{
	struct hvk_store *reader = open_beside(state, "hvk.db", HVK_OPEN_READ);

	change_after_backup(state);
	assert_questions(reader, TWO);
	assert_done(store_of(state), hvk_store_restore(store_of(state), beside(state, "copy.db"), false));
	assert_int_equal(count_rows(reader, "question"), 1);
	assert_sound(reader);
	hvk_store_free(reader);
}

static void refuse_restore(void **state, const char *name, int result, const char *part)
{
	struct hvk_store *store = store_of(state);

	assert_int_equal(hvk_store_restore(store, beside(state, name), false), result);
	assert_message_has(store, part);
	assert_questions(store, TWO);
}

static void what_is_not_a_backup_is_refused(void **state)
{
	change_after_backup(state);
	refuse_restore(state, "none.db", HVK_ENOTFOUND, "no such store");
	refuse_restore(state, "hvk.db", HVK_EINVAL, "this store itself");
	refuse_restore(state, ".", HVK_ESTORE, "directory");
	write_file(beside(state, "text.db"),
	           "not a database, but long enough to be taken for one by whoever looks no further\n");
	refuse_restore(state, "text.db", HVK_ESTORE, "not a store made by hvk");
	write_file(beside(state, "empty.db"), "");
	refuse_restore(state, "empty.db", HVK_ESTORE, "another application");
	tamper(state, "foreign.db", "CREATE TABLE song (title)");
	refuse_restore(state, "foreign.db", HVK_ESTORE, "another application");
	tamper(state, "copy.db", "PRAGMA user_version = 99");
	refuse_restore(state, "copy.db", HVK_ESTORE, "made by a newer hvk");
}

static void a_damaged_backup_is_refused(void **state)
{
	struct stat status;
	FILE *file;

	change_after_backup(state);
	/* All pages but the first, where the marks of a store are. */
	assert_int_equal(stat(beside(state, "copy.db"), &status), 0);
	file = fopen(beside(state, "copy.db"), "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, 3L * 4096 + 20, SEEK_SET), 0);
	for (long i = 3L * 4096 + 20; i < status.st_size; i++)
		putc(0xa5, file);
	assert_int_equal(fclose(file), 0);
	refuse_restore(state, "copy.db", HVK_ESTORE, "damaged");
}

static void a_reader_in_the_middle_holds_it_up(void **state)
{
	struct hvk_store *store = store_of(state), *reader = open_beside(state, "hvk.db", HVK_OPEN_READ);

	change_after_backup(state);
	hvk_store_set_wait(store, 0);
	assert_done(reader, hvk__store_exec(reader, "BEGIN; SELECT count(*) FROM question"));
	refuse_restore(state, "copy.db", HVK_EBUSY, "try again");
	assert_done(reader, hvk__store_exec(reader, "COMMIT"));
	assert_done(store, hvk_store_restore(store, beside(state, "copy.db"), false));
	assert_questions(store, ONE);
	hvk_store_free(reader);
}

static void a_writer_in_the_queue_holds_it_up(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "hvk.db", HVK_OPEN_WRITE);

	change_after_backup(state);
	hvk_store_set_wait(store, 0);
	assert_done(other, hvk__begin(other, false));
	refuse_restore(state, "copy.db", HVK_EBUSY, "try again");
	assert_done(other, hvk__end(other, HVK_OK));
	assert_done(store, hvk_store_restore(store, beside(state, "copy.db"), false));
	hvk_store_free(other);
}

static void a_store_opened_to_read_is_not_restored(void **state)
{
	struct hvk_store *reader;

	change_after_backup(state);
	reader = open_beside(state, "hvk.db", HVK_OPEN_READ);
	assert_int_equal(hvk_store_restore(reader, beside(state, "copy.db"), false), HVK_ESTORE);
	assert_message_has(reader, "to read only");
	assert_done(reader, hvk_store_restore(reader, beside(state, "copy.db"), true));
	hvk_store_free(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_backup_holds_what_the_store_holds),
		WITH_STORE(a_backup_replaces_the_one_before),
		WITH_STORE(a_store_opened_to_read_can_be_backed_up),
		WITH_STORE(only_a_regular_file_is_replaced),
		WITH_STORE(a_store_is_not_backed_up_over_itself),
		WITH_STORE(names_that_mean_something_to_sqlite_are_names),
		WITH_STORE(a_store_that_is_being_written_is_busy),
		cmocka_unit_test(needs_a_store),
		WITH_STORE(restores_what_was_backed_up),
		WITH_STORE(the_precision_is_restored_too),
		WITH_STORE(a_store_keeps_its_mode),
		WITH_STORE(another_who_has_it_open_reads_the_new),
		WITH_STORE(what_is_not_a_backup_is_refused),
		WITH_STORE(a_damaged_backup_is_refused),
		WITH_STORE(a_reader_in_the_middle_holds_it_up),
		WITH_STORE(a_writer_in_the_queue_holds_it_up),
		WITH_STORE(a_store_opened_to_read_is_not_restored),
	};

	return cmocka_run_group_tests_name("backup", tests, NULL, NULL);
}
