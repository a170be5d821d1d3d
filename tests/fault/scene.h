/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A folder with a store in it that can be put back as it was, and a digest over all that the folder holds: by that it
 * is seen whether an operation that failed left everything unchanged. Include after cmocka.h.
 */
#ifndef TESTS_SCENE_H
#define TESTS_SCENE_H

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "hvk.h"

struct scene {
	char folder[64], path[96], other[96], copy[96];
	struct { void *bytes; size_t size; } image[2]; /* of path and other */
};

#define QUESTIONS_HEADER "datum;gemeente;balie;kanaal;vrager;leeftijd;thema;soort;antwoord;contact\n"

/* A new file of questions, n of them, all different enough. To be closed. */
static inline int questions_file(unsigned count, const char *header)
{
	static const char *const gemeenten[] = { "Gent", "Brugge", "Oostkamp", "Zedelgem", "9300" };
	static const char *const themes[] = { "slapen", "gedrag.driftbuien", "onbekend", "sociaal.pesten" };
	int descriptor = memfd_create("questions", MFD_CLOEXEC);
	FILE *file = fdopen(dup(descriptor), "w");

	assert_non_null(file);
	fputs(header ? header : QUESTIONS_HEADER, file);
	for (unsigned i = 0; i < count; i++)
		fprintf(file, "2026-%02u-%02u;%s;%s;%s;moeder;%u;%s;;%s;%s\n", 1 + i % 10, 1 + i % 28, gemeenten[i % 5],
		        i % 3 ? "loket-noord" : "loket-zuid", i % 2 ? "telefoon" : "chat", i % 18, themes[i % 4],
		        i % 2 ? "info+folder" : "", i % 7 ? "new" : "same");
	assert_int_equal(fclose(file), 0);
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	return descriptor;
}

/* The same from text. */
static inline int text_file(const char *text)
{
	int descriptor = memfd_create("text", MFD_CLOEXEC);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	return descriptor;
}

static inline int import_file(struct hvk_store *store, int descriptor, const char *batch, unsigned flags, int rejects)
{
	struct hvk_input input = { "vragen.csv", descriptor };
	struct hvk_intake *intake = NULL;
	struct hvk_import *import = NULL;
	struct hvk_counts counts;
	int result = hvk_intake_new(store, &intake);

	lseek(descriptor, 0, SEEK_SET);
	if (result == HVK_OK)
		result = hvk_import_new(intake, flags, &import);
	if (result == HVK_OK && rejects >= 0)
		hvk_import_set_rejects(import, rejects);
	if (result == HVK_OK)
		result = hvk_import_read(import, &input, batch);
	if (result == HVK_OK)
		result = hvk_import_commit(import, &counts);
	hvk_import_free(import);
	hvk_intake_free(intake);
	return result;
}

static inline int import_text(struct hvk_store *store, const char *text, const char *batch, unsigned flags)
{
	int descriptor = text_file(text), result = import_file(store, descriptor, batch, flags, -1);

	close(descriptor);
	return result;
}

static inline struct hvk_store *scene_store(const char *path, enum hvk_open mode)
{
	struct hvk_store *store;

	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_set_today(store, "2026-11-21"), HVK_OK);
	hvk_store_set_wait(store, 2000);
	if (path && hvk_store_open(store, path, mode) != HVK_OK)
		fail_msg("%s: %s", path, hvk_store_error(store)->message);
	return store;
}

#define assert_well(store, result)                                                                   \
	do {                                                                                         \
		int result_ = (result);                                                              \
		if (result_ != HVK_OK)                                                               \
			fail_msg("%s: %d, %s", #result, result_, hvk_store_error(store)->message);   \
	} while (0)

/* ---------------------------------------------------------------- putting back */

static inline void image_take(struct scene *scene, int which)
{
	const char *path = which ? scene->other : scene->path;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;

	assert_true(descriptor >= 0 && fstat(descriptor, &status) == 0);
	free(scene->image[which].bytes);
	scene->image[which].size = (size_t)status.st_size;
	scene->image[which].bytes = malloc((size_t)status.st_size);
	assert_int_equal(read(descriptor, scene->image[which].bytes, (size_t)status.st_size), status.st_size);
	close(descriptor);
}

static inline void scene_empty(const struct scene *scene)
{
	DIR *folder = opendir(scene->folder);
	char path[400];

	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));) {
		snprintf(path, sizeof(path), "%s/%s", scene->folder, entry->d_name);
		unlink(path);
	}
	closedir(folder);
}

/* The folder as it was when the images were taken. */
static inline void scene_reset(const struct scene *scene)
{
	scene_empty(scene);
	for (int which = 0; which < 2; which++) {
		int descriptor = open(which ? scene->other : scene->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

		assert_true(descriptor >= 0);
		assert_int_equal(write(descriptor, scene->image[which].bytes, scene->image[which].size),
		                 scene->image[which].size);
		close(descriptor);
	}
}

/* A store with questions, a voided one, regions, codes of its own and something to undo; and another to merge. */
static inline int scene_set_up(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));
	const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	struct hvk_store *store;
	uint64_t changed;
	int file;

	snprintf(scene->folder, sizeof(scene->folder), "%s/hvk-fault-XXXXXX", base);
	assert_non_null(mkdtemp(scene->folder));
	snprintf(scene->path, sizeof(scene->path), "%s/hvk.db", scene->folder);
	snprintf(scene->other, sizeof(scene->other), "%s/other.db", scene->folder);
	snprintf(scene->copy, sizeof(scene->copy), "%s/copy.db", scene->folder);
	store = scene_store(scene->path, HVK_OPEN_CREATE);
	file = text_file("region,gemeente\nnoord,Gent\nnoord,Brugge\nzuid,Oostkamp\n");
	assert_well(store, hvk_region_import(store, "regions.csv", file, false, &changed));
	close(file);
	file = text_file("list,code,parent,label_nl\ntheme,drukte,gedrag,Drukte\n");
	assert_well(store, hvk_code_import(store, "codes.csv", file, false, &changed));
	close(file);
	assert_well(store, import_text(store, "month,gemeente,theme,desk,answer\n"
	                               "2026-03,Gent,slapen,balie-a,info+folder\n2026-03,Brugge,drukte,balie-b,\n",
	                               "eerste", 0));
	file = questions_file(40, NULL);
	assert_well(store, import_file(store, file, "tweede", 0, -1));
	close(file);
	hvk_store_free(store);
	store = scene_store(scene->other, HVK_OPEN_CREATE);
	file = text_file("list,code,parent,label_nl\ntheme,alleen-daar,gedrag,Alleen daar\n");
	assert_well(store, hvk_code_import(store, "codes.csv", file, false, &changed));
	close(file);
	assert_well(store, import_text(store, "month,gemeente,theme,desk\n2026-04,Gent,alleen-daar,balie-c\n"
	                               "2026-05,Gent,slapen,balie-b\n", "derde", 0));
	hvk_store_free(store);
	image_take(scene, 0);
	image_take(scene, 1);
	*state = scene;
	return 0;
}

static inline int scene_tear_down(void **state)
{
	struct scene *scene = *state;

	if (!scene)
		return -1;
	scene_empty(scene);
	rmdir(scene->folder);
	free(scene->image[0].bytes);
	free(scene->image[1].bytes);
	free(scene);
	return 0;
}

/* ---------------------------------------------------------------- digests */

/* Ids of single questions are random: of them only the month counts, and of lists of ids the length. */
static inline XXH64_hash_t cell_digest(sqlite3_stmt *row, int column, XXH64_hash_t seed)
{
	const char *name = sqlite3_column_name(row, column);
	sqlite3_int64 number = sqlite3_column_int64(row, column);

	if (sqlite3_column_type(row, column) == SQLITE_NULL)
		return XXH64("null", 4, seed);
	if (strcmp(name, "id") == 0)
		number >>= 51;
	else if (strcmp(name, "ids") == 0)
		number = sqlite3_column_bytes(row, column);
	else if (sqlite3_column_type(row, column) != SQLITE_INTEGER)
		return XXH64(sqlite3_column_blob(row, column), (size_t)sqlite3_column_bytes(row, column), seed);
	return XXH64(&number, sizeof(number), seed);
}

/* Rows are added up, so that their order does not matter. The random name of a store that is made is another each time. */
static inline XXH64_hash_t table_digest(sqlite3 *database, const char *table)
{
	XXH64_hash_t sum = 0;
	sqlite3_stmt *row;
	char text[256];

	snprintf(text, sizeof(text), "SELECT * FROM %s%s", table,
	         strcmp(table, "setting") == 0 ? " WHERE key <> 'id'" : "");
	assert_int_equal(sqlite3_prepare_v2(database, text, -1, &row, NULL), SQLITE_OK);
	while (sqlite3_step(row) == SQLITE_ROW) {
		XXH64_hash_t one = 1;

		for (int i = 0; i < sqlite3_column_count(row); i++)
			one = cell_digest(row, i, one);
		sum += one;
	}
	assert_int_equal(sqlite3_finalize(row), SQLITE_OK);
	return XXH64(&sum, sizeof(sum), XXH64(table, strlen(table), 0));
}

/* Of all tables, but not of the indexes of words: how SQLite lays them out, and the averages it keeps there for ranking,
 * which after want of memory it does not read anew, are its own affair. The test fails when SQLite does not find the
 * file sound. */
static inline XXH64_hash_t store_digest(const char *path)
{
	XXH64_hash_t sum = 0;
	sqlite3 *database;
	sqlite3_stmt *row;

	assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &row, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(row), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(row, 0), "ok");
	sqlite3_finalize(row);
	assert_int_equal(sqlite3_prepare_v2(database,
	                 "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%_words_data'"
	                 " AND name NOT LIKE '%_words_idx' UNION SELECT 'sqlite_schema'", -1, &row, NULL),
	                 SQLITE_OK);
	while (sqlite3_step(row) == SQLITE_ROW)
		sum += table_digest(database, (const char *)sqlite3_column_text(row, 0));
	sqlite3_finalize(row);
	assert_int_equal(sqlite3_close(database), SQLITE_OK);
	return sum;
}

static inline bool same_bytes(const char *path, const void *bytes, size_t size)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *mapped;
	bool same;

	assert_true(descriptor >= 0 && fstat(descriptor, &status) == 0);
	same = (size_t)status.st_size == size;
	if (same && size > 0) {
		mapped = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
		assert_true(mapped != MAP_FAILED);
		same = memcmp(mapped, bytes, size) == 0;
		munmap(mapped, size);
	}
	close(descriptor);
	return same;
}

/* Of the names and contents of all files in the folder. Stores that are their image byte for byte count without being
 * opened, with the digest that was found once. */
static inline XXH64_hash_t scene_digest(const struct scene *scene)
{
	static XXH64_hash_t images[2];
	static const void *images_of[2];
	DIR *folder = opendir(scene->folder);
	XXH64_hash_t sum = 0, one;
	char path[400];

	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));) {
		int which = strcmp(entry->d_name, "other.db") == 0;
		size_t length = strlen(entry->d_name);

		/* A journal that was rolled back belongs to its store, which is looked at by itself. */
		if (entry->d_name[0] == '.' || (length > 8 && strcmp(entry->d_name + length - 8, "-journal") == 0))
			continue;
		snprintf(path, sizeof(path), "%s/%s", scene->folder, entry->d_name);
		if (length < 3 || strcmp(entry->d_name + length - 3, ".db") != 0) {
			one = 1; /* a left-over: its name will do */
		} else if ((which || strcmp(entry->d_name, "hvk.db") == 0) &&
		           same_bytes(path, scene->image[which].bytes, scene->image[which].size)) {
			if (images_of[which] != scene->image[which].bytes)
				images[which] = store_digest(path);
			images_of[which] = scene->image[which].bytes;
			one = images[which];
		} else {
			one = store_digest(path);
		}
		sum += XXH64(&one, sizeof(one), XXH64(entry->d_name, length, 0));
	}
	closedir(folder);
	return sum;
}

#endif
