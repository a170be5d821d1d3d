/* SPDX-License-Identifier: EUPL-1.2 */
/* Starting threads that the program using the library does not notice. */
#include "core/thread.h"

#include <signal.h>
#include <unistd.h>

size_t hvk__thread_count(void)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	return processors < 1 ? 1 : processors > HVK__THREADS_MAX ? HVK__THREADS_MAX : (size_t)processors;
}

bool hvk__thread_start(pthread_t *thread, void *(*work)(void *), void *data)
{
	sigset_t all, previous;
	int cause;

	/* A thread inherits what its maker blocks. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &previous);
	cause = pthread_create(thread, NULL, work, data);
	pthread_sigmask(SIG_SETMASK, &previous, NULL);
	return cause == 0;
}
