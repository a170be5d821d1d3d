/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Allocations that fail when asked to. Those of the library and of the test are caught by the linker's --wrap (the list
 * stands in tests/local.mk), those of libcsv by the function it is told to grow memory with, SQLite's by its own hook.
 */
#ifndef TESTS_FAULTS_H
#define TESTS_FAULTS_H

#include <stdbool.h>

enum faults_of { FAULTS_OF_LIBRARY, FAULTS_OF_SQLITE, FAULTS_OF };

/* Hooks into SQLite, which must not have been used yet. */
void faults_install(void);

/* Makes the nth allocation from now on fail, from 1; 0: none, they are only counted. lasting: and all that follow, of
 * either kind. */
void faults_start(enum faults_of of, long nth, bool lasting);

/* No more failures. Returns how many allocations of a kind there were since the start. */
long faults_stop(enum faults_of of);

/* Of the library's allocations that were last counted only, whether the nth is the first or the last that is made at
 * one place in the code by the same calls: where rows are read, that of each row between says nothing new. */
bool faults_chosen(long nth);

/* Whether one failed since the start. */
bool faults_happened(void);

#endif
