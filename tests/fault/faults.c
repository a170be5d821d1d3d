/* SPDX-License-Identifier: EUPL-1.2 */
/* See faults.h. Workers of the library allocate at the same time, hence the atomic counters. */
#include "faults.h"

#include <csv.h>
#include <errno.h>
#include <execinfo.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <xxhash.h>

static atomic_long counted[FAULTS_OF];
static atomic_bool active, happened;
static enum faults_of victim;
static long countdown;
static bool all_after;

/* While they are counted only: where the library's came from, by number. */
enum { PLACES = 1 << 16, FRAMES = 24 };
static struct { uint64_t from; bool chosen; } places[PLACES];
static struct { uint64_t from; long seen, last; } kinds[2 * PLACES];

void faults_start(enum faults_of of, long nth, bool lasting)
{
	for (size_t i = 0; i < FAULTS_OF; i++)
		atomic_store(&counted[i], 0);
	victim = of;
	countdown = nth;
	all_after = lasting;
	atomic_store(&happened, false);
	atomic_store(&active, true);
}

/* Of those that come from one place the first and the last. */
static void choose(long count)
{
	memset(kinds, 0, sizeof(kinds));
	for (long n = 0; n < count && n < PLACES; n++) {
		size_t slot = places[n].from % (2 * PLACES);

		while (kinds[slot].seen > 0 && kinds[slot].from != places[n].from)
			slot = (slot + 1) % (2 * PLACES);
		kinds[slot].from = places[n].from;
		kinds[slot].last = n;
		places[n].chosen = kinds[slot].seen++ == 0;
	}
	for (size_t slot = 0; slot < 2 * PLACES; slot++) {
		if (kinds[slot].seen > 0)
			places[kinds[slot].last].chosen = true;
	}
}

long faults_stop(enum faults_of of)
{
	atomic_store(&active, false);
	if (of == FAULTS_OF_LIBRARY && countdown == 0)
		choose(atomic_load(&counted[of]));
	return atomic_load(&counted[of]);
}

bool faults_chosen(long nth)
{
	return nth > PLACES || places[nth - 1].chosen;
}

bool faults_happened(void)
{
	return atomic_load(&happened);
}

static void note_place(long number)
{
	void *frames[FRAMES];
	int count = backtrace(frames, FRAMES);

	if (number <= PLACES)
		places[number - 1].from = XXH3_64bits(frames, (size_t)count * sizeof(*frames));
}

/* Counts one, and tells whether it is to fail. */
static bool fails(enum faults_of of)
{
	long number;

	if (!atomic_load(&active))
		return false;
	number = atomic_fetch_add(&counted[of], 1) + 1;
	if (countdown == 0 && of == FAULTS_OF_LIBRARY)
		note_place(number);
	if (countdown == 0)
		return false;
	if ((of == victim && number == countdown) || (all_after && atomic_load(&happened))) {
		atomic_store(&happened, true);
		return true;
	}
	return false;
}

/* A failed allocation as the library sees it. */
static bool library_fails(void)
{
	if (!fails(FAULTS_OF_LIBRARY))
		return false;
	errno = ENOMEM;
	return true;
}

/* ---------------------------------------------------------------- what the linker leads here */

#define WRAP(type, name, parameters, arguments, failure)                        \
	type __real_##name parameters;                                          \
	type __wrap_##name parameters;                                          \
	type __wrap_##name parameters                                           \
	{                                                                       \
		return library_fails() ? (failure) : __real_##name arguments;   \
	}

WRAP(void *, malloc, (size_t size), (size), NULL)
WRAP(void *, calloc, (size_t count, size_t size), (count, size), NULL)
WRAP(void *, realloc, (void *old, size_t size), (old, size), NULL)
WRAP(void *, aligned_alloc, (size_t alignment, size_t size), (alignment, size), NULL)
WRAP(char *, strdup, (const char *text), (text), NULL)
WRAP(char *, strndup, (const char *text, size_t length), (text, length), NULL)
WRAP(int, vasprintf, (char **text, const char *format, va_list list), (text, format, list), -1)
WRAP(int, __vasprintf_chk, (char **text, int flag, const char *format, va_list list), (text, flag, format, list), -1)
WRAP(utf8proc_ssize_t, utf8proc_map,
     (const utf8proc_uint8_t *text, utf8proc_ssize_t length, utf8proc_uint8_t **out, utf8proc_option_t options),
     (text, length, out, options), UTF8PROC_ERROR_NOMEM)
/* A thread that cannot be made: memory for its stack. */
WRAP(int, pthread_create,
     (pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument),
     (thread, attributes, start, argument), EAGAIN)

int __wrap_asprintf(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));
int __wrap_asprintf(char **text, const char *format, ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = __wrap_vasprintf(text, format, list);
	va_end(list);
	return length;
}

int __wrap___asprintf_chk(char **text, int flag, const char *format, ...) __attribute__((format(printf, 3, 4)));
int __wrap___asprintf_chk(char **text, int flag, const char *format, ...)
{
	va_list list;
	int length;

	(void)flag;
	va_start(list, format);
	length = __wrap_vasprintf(text, format, list);
	va_end(list);
	return length;
}

/* libcsv grows its buffer with a function that it can be told. */
int __real_csv_init(struct csv_parser *parser, unsigned char options);
int __wrap_csv_init(struct csv_parser *parser, unsigned char options);
int __wrap_csv_init(struct csv_parser *parser, unsigned char options)
{
	int result = __real_csv_init(parser, options);

	csv_set_realloc_func(parser, __wrap_realloc);
	return result;
}

/* ---------------------------------------------------------------- SQLite's hook */

static sqlite3_mem_methods methods;

static void *sqlite_malloc(int size)
{
	return fails(FAULTS_OF_SQLITE) ? NULL : methods.xMalloc(size);
}

static void *sqlite_realloc(void *old, int size)
{
	return fails(FAULTS_OF_SQLITE) ? NULL : methods.xRealloc(old, size);
}

void faults_install(void)
{
	sqlite3_mem_methods counting;

	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &methods) != SQLITE_OK)
		abort();
	counting = methods;
	counting.xMalloc = sqlite_malloc;
	counting.xRealloc = sqlite_realloc;
	/* Without its small caches of memory every allocation of SQLite comes here. */
	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &counting) != SQLITE_OK ||
	    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK ||
	    sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0) != SQLITE_OK || sqlite3_initialize() != SQLITE_OK)
		abort();
}
