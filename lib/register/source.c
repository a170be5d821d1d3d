/* SPDX-License-Identifier: EUPL-1.2 */
/* The questions of the store as a stream of rows. SQLite serves one thread at a time, so that there is one worker.
 * Behind them come the counts that purging left, of the same moment. */

#include "core/macro.h"
#include "store/store.h"

enum { COUNTS = 64 };

struct worker {
	struct hvk_store *store;
	bool reading;          /* in a transaction of its own */
	int first, last;       /* months */
	const struct hvk_filter *filter;
	struct hvk__scan *scan;
	struct hvk__row *rows; /* of a block, those that the filter lets through */
	size_t capacity;
	sqlite3_stmt *counts;  /* NULL until needed */
	bool counted;          /* it has no more */
	struct hvk__row count_rows[COUNTS];
	uint64_t questions[COUNTS];
};

static void worker_close(void *data)
{
	struct worker *worker = data;

	if (!worker)
		return;
	hvk__scan_close(worker->scan);
	sqlite3_finalize(worker->counts);
	if (worker->reading)
		hvk__rollback(worker->store);
	free(worker->rows);
	free(worker);
}

static int worker_open(struct hvk_source *source, unsigned needed, void **data)
{
	struct worker *worker = calloc(1, sizeof(*worker));
	int result = HVK_OK;

	*data = NULL;
	if (!worker)
		return hvk__fail_memory(&source->store->error);
	worker->store = source->store;
	worker->filter = source->filter;
	hvk__filter_months(source->filter, &worker->first, &worker->last);
	worker->reading = sqlite3_get_autocommit(source->store->database);
	if (worker->reading)
		result = hvk__begin_reading(source->store);
	if (result == HVK_OK)
		result = hvk__scan_open(source->store, worker->first, worker->last,
		                        needed | hvk__filter_needed(source->filter), &worker->scan);
	if (result < 0) {
		worker_close(worker);
		return result;
	}
	*data = worker;
	return HVK_OK;
}

/* Copies the rows of a block that pass. */
static int filter_block(struct worker *worker, const struct hvk__row *block, size_t size, size_t *count)
{
	*count = 0;
	if (!hvk__reserve(&worker->rows, &worker->capacity, size, sizeof(*worker->rows)))
		return hvk__fail_memory(&worker->store->error);
	for (size_t i = 0; i < size; i++)
		if (hvk__filter_matches(worker->filter, &block[i]))
			worker->rows[(*count)++] = block[i];
	return HVK_OK;
}

static int worker_next(void *data, const struct hvk__row **rows, size_t *count)
{
	struct worker *worker = data;
	int result;

	do {
		result = hvk__scan_block(worker->scan, rows, count);
		if (result != 1 || !worker->filter)
			return result;
		result = filter_block(worker, *rows, *count, count);
		if (result < 0)
			return result;
	} while (*count == 0);
	*rows = worker->rows;
	return 1;
}

static void take_count(const struct worker *worker, struct hvk__row *row, uint64_t *questions)
{
	int month = sqlite3_column_int(worker->counts, 0);
	uint16_t index = hvk__gemeente_by_nis((uint32_t)sqlite3_column_int64(worker->counts, 1),
	                                      hvk__month_first_day(month));

	*row = (struct hvk__row){ .id = (int64_t)month << HVK__ID_BITS };
	row->value[HVK__MONTH] = (uint16_t)month;
	row->value[HVK__GEMEENTE] = index == HVK__GEMEENTE_NONE ? 0 : (uint16_t)(index + 1);
	row->value[HVK__THEME] = (uint16_t)sqlite3_column_int(worker->counts, 2);
	row->value[HVK__CONTACT] = (uint16_t)sqlite3_column_int(worker->counts, 3);
	*questions = (uint64_t)sqlite3_column_int64(worker->counts, 4);
}

static int open_counts(struct worker *worker)
{
	int result = hvk__store_prepare(worker->store,
	                                "SELECT month, gemeente, theme, contact, questions FROM tally"
	                                " WHERE month BETWEEN ?1 AND ?2",
	                                &worker->counts);

	if (result < 0)
		return result;
	sqlite3_bind_int(worker->counts, 1, worker->first);
	sqlite3_bind_int(worker->counts, 2, worker->last);
	return HVK_OK;
}

static int worker_counts(void *data, const struct hvk__row **rows, const uint64_t **questions, size_t *count)
{
	struct worker *worker = data;
	int result = worker->counts ? HVK_OK : open_counts(worker);

	*rows = worker->count_rows;
	*questions = worker->questions;
	*count = 0;
	while (result == HVK_OK && *count < COUNTS && !worker->counted) {
		result = hvk__store_step(worker->store, worker->counts);
		worker->counted = result == 0;
		if (result != 1)
			break;
		result = HVK_OK;
		take_count(worker, &worker->count_rows[*count], &worker->questions[*count]);
		*count += !worker->filter || hvk__filter_matches(worker->filter, &worker->count_rows[*count]);
	}
	return result < 0 ? result : *count > 0;
}

static const struct hvk__error *worker_error(void *data)
{
	return &((struct worker *)data)->store->error;
}

static void source_free(struct hvk_source *source)
{
	free(source);
}

static const struct hvk__source_class store_class = {
	.threads = 1,
	.stored = true,
	.worker_open = worker_open,
	.worker_next = worker_next,
	.worker_counts = worker_counts,
	.worker_error = worker_error,
	.worker_close = worker_close,
	.free = source_free,
};

HVK_EXPORT int hvk_source_store(struct hvk_store *store, const struct hvk_filter *filter, struct hvk_source **source)
{
	int result;

	*source = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result < 0)
		return result;
	*source = calloc(1, sizeof(**source));
	if (!*source)
		return hvk__fail_memory(&store->error);
	(*source)->class = &store_class;
	(*source)->store = store;
	(*source)->filter = filter;
	return HVK_OK;
}

HVK_EXPORT int hvk_store_counted(struct hvk_store *store, const struct hvk_filter *filter, uint64_t *questions)
{
	struct hvk_source source = { .class = &store_class, .store = store, .filter = filter };
	const struct hvk__row *rows;
	const uint64_t *each;
	void *worker = NULL;
	size_t count;
	int result;

	*questions = 0;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result == HVK_OK)
		result = worker_open(&source, 0, &worker);
	while (result >= 0 && worker && (result = worker_counts(worker, &rows, &each, &count)) == 1)
		for (size_t i = 0; i < count; i++)
			*questions += each[i];
	worker_close(worker);
	return result;
}

HVK_EXPORT void hvk_source_free(struct hvk_source *source)
{
	if (source)
		source->class->free(source);
}
