/* SPDX-License-Identifier: EUPL-1.2 */
/* Threads of the library's own. */
#ifndef HVK_CORE_THREAD_H
#define HVK_CORE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#define HVK__THREADS_MAX 16

/* How many threads can work at once: as many as there are processors, at most HVK__THREADS_MAX. */
size_t hvk__thread_count(void);

/* Starts a thread that receives none of the program's signals, whose handlers expect to run in threads that it knows.
 * False when there can be no thread. */
bool hvk__thread_start(pthread_t *thread, void *(*work)(void *), void *data);

#endif
