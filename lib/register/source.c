/* SPDX-License-Identifier: EUPL-1.2 */
/* The questions of the store as a stream of rows. SQLite serves one thread at a time, so that there is one worker. */
#include <string.h>

#include "core/macro.h"
#include "store/store.h"

struct worker {
	struct hvk_store *store;
	const struct hvk_filter *filter;
	struct hvk__scan *scan;
	struct hvk__row *rows; /* of a block, those that the filter lets through */
	size_t capacity;
};

static void worker_close(void *data)
{
	struct worker *worker = data;

	if (!worker)
		return;
	hvk__scan_close(worker->scan);
	free(worker->rows);
	free(worker);
}

static int worker_open(struct hvk_source *source, unsigned needed, void **data)
{
	struct worker *worker = calloc(1, sizeof(*worker));
	int first, last, result;

	*data = NULL;
	if (!worker)
		return hvk__fail_memory(&source->store->error);
	worker->store = source->store;
	worker->filter = source->filter;
	hvk__filter_months(source->filter, &first, &last);
	result = hvk__scan_open(source->store, first, last, needed | hvk__filter_needed(source->filter), &worker->scan);
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
	.worker_open = worker_open,
	.worker_next = worker_next,
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

HVK_EXPORT void hvk_source_free(struct hvk_source *source)
{
	if (source)
		source->class->free(source);
}
