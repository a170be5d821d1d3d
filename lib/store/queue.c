/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The writers' queue. SQLite lets whoever asks at the right moment write; with many writers some wait for seconds.
 * So writers first take flock() on the file, which the kernel grants in turn and which SQLite, locking ranges of
 * bytes with fcntl(), does not notice. It is a courtesy, not what keeps the data safe: where it cannot be had,
 * SQLite's own lock does.
 *
 * Closing any descriptor of a file drops all fcntl() locks of the process on it, SQLite's included; hence the
 * queue's is closed after the database, and a process must not have a store open twice when it writes to it.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <time.h>

#include "core/macro.h"
#include "core/thread.h"
#include "store/store.h"

static int64_t milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* SQLite's own way of waiting sleeps longer each time, up to a tenth of a second; readers who come between writers
 * must not. */
static int try_again(void *data, int tries)
{
	struct hvk_store *store = data;

	if (tries == 0 && !store->queueing)
		store->busy_until = milliseconds() + store->wait;
	if (milliseconds() >= store->busy_until)
		return 0;
	nanosleep(&(struct timespec){ .tv_nsec = tries < 100 ? 300000 : 3000000 }, NULL);
	return 1;
}

void hvk__busy_handler(struct hvk_store *store)
{
	sqlite3_busy_handler(store->database, try_again, store);
}

/* Network file systems make flock() a lock on bytes at the server, which would keep SQLite out. Numbers as in
 * statfs(2). */
static bool lies_on_network(const char *path)
{
	static const unsigned network[] = {
		0x6969 /* NFS */, 0x517b /* SMB */, 0xfe534d42 /* SMB2 */, 0xff534d42 /* CIFS */,
	};
	struct statfs status;

	if (statfs(path, &status) < 0)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(network); i++)
		if ((unsigned)status.f_type == network[i])
			return true;
	return false;
}

/* Whether there is a descriptor to queue with. */
static bool open_queue(struct hvk_store *store)
{
	const char *path = hvk__store_path(store);

	if (store->queue < 0 && !lies_on_network(path))
		store->queue = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	return store->queue >= 0;
}

static void *wait_for_turn(void *data)
{
	const int *descriptor = data;
	int previous;

	/* flock() is not a point of cancellation; nothing but the system call happens while this is on. */
	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &previous);
	while (flock(*descriptor, LOCK_EX) < 0 && errno == EINTR)
		;
	pthread_setcanceltype(previous, NULL);
	return NULL;
}

/* Waits with a limit, which flock() does not know and which a library cannot have from SIGALRM: another thread
 * waits, and is cancelled. */
static int wait_until(struct hvk_store *store, int64_t until)
{
	struct timespec deadline = { .tv_sec = until / 1000, .tv_nsec = until % 1000 * 1000000 };
	pthread_t thread;

	if (!hvk__thread_start(&thread, wait_for_turn, &store->queue))
		return HVK_OK;
	if (pthread_clockjoin_np(thread, NULL, CLOCK_MONOTONIC, &deadline) == 0)
		return HVK_OK;
	pthread_cancel(thread);
	pthread_join(thread, NULL);
	/* The turn may have come between the deadline and the cancellation. */
	flock(store->queue, LOCK_UN);
	return hvk__fail_at(&store->error, HVK_EBUSY, hvk__store_path(store), 0, 0,
	                    "other programs kept writing to the store for %d ms; try again", store->wait);
}

int hvk__queue_enter(struct hvk_store *store)
{
	int result = HVK_OK;

	store->busy_until = milliseconds() + store->wait;
	if (open_queue(store) && flock(store->queue, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		result = wait_until(store, store->busy_until);
	store->queueing = result == HVK_OK;
	return result;
}

void hvk__queue_leave(struct hvk_store *store)
{
	store->queueing = false;
	if (store->queue >= 0)
		flock(store->queue, LOCK_UN);
}

void hvk__queue_close(struct hvk_store *store)
{
	if (store->queue >= 0)
		close(store->queue);
	store->queue = -1;
}
