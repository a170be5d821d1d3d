/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One pass over a source, counting into several tables at once. Every thread has a worker of the source and counters of
 * its own; they are added up at the end. Counting a plain row is a few loads and one increment; what is rare - a block
 * not made yet, a month outside, a new desk, several answers - goes the long way.
 */
#include <stdatomic.h>
#include <string.h>

#include "core/macro.h"
#include "core/thread.h"
#include "statistics/table.h"
#include "store/store.h"

#define BATCH_MAX (1u << 20) /* rows counted between looks at whether 32 bits still do */

/* One axis as the loop over rows wants it. */
struct lane {
	const uint32_t *slots;
	uint64_t stride;
	uint32_t bound;
	unsigned field;
};

/* The counting of one table by one thread. */
struct tally {
	struct hvk_table *table;
	struct hvk__cells cells;
	uint32_t bound[HVK__AXES_MAX];
	struct lane outer[HVK__AXES_MAX], inner[HVK__AXES_MAX];
	size_t outer_count, inner_count;
	bool plain;           /* one slot on every axis, and a directory that is an array */
	bool filters;
};

struct counting;

struct thread {
	struct counting *counting;
	void *worker;
	struct tally *tallies;
	struct hvk__error error;
	int result;
};

struct counting {
	struct hvk_table *const *tables;
	size_t count;
	struct hvk_source *source;
	pthread_mutex_t lock; /* of the tables' own cells */
	atomic_bool stop;
};

/* ---- setting up */

static void lay_lanes(struct tally *tally)
{
	const struct hvk_table *table = tally->table;

	tally->outer_count = tally->inner_count = 0;
	tally->plain = tally->cells.directory;
	for (size_t i = 0; i < table->axis_count; i++) {
		const struct hvk__breakdown *by = &table->by[i];
		const struct hvk__axis *axis = &tally->cells.axes[i];
		struct lane lane = { by->slots, axis->outer + axis->inner, tally->bound[i], by->field };

		if (!by->slots)
			tally->plain = false;
		else if (axis->outer)
			tally->outer[tally->outer_count++] = lane;
		else
			tally->inner[tally->inner_count++] = lane;
	}
}

static int init_cells(const struct hvk_table *table, struct hvk__cells *cells)
{
	uint32_t sizes[HVK__AXES_MAX];
	unsigned outside = 0;

	for (size_t i = 0; i < table->axis_count; i++) {
		sizes[i] = table->by[i].size;
		if (table->by[i].dimension && table->by[i].dimension->kind == HVK__BY_DESK)
			outside |= 1u << i;
	}
	return hvk__cells_init(cells, sizes, table->axis_count, outside);
}

static int tally_init(struct tally *tally, struct hvk_table *table, const struct hvk_source *source)
{
	tally->table = table;
	tally->filters = table->filter && table->filter != source->filter;
	for (size_t i = 0; i < table->axis_count; i++)
		tally->bound[i] = table->by[i].bound;
	if (init_cells(table, &tally->cells) < 0)
		return HVK_ENOMEM;
	lay_lanes(tally);
	return HVK_OK;
}

/* ---- rows */

/* A desk beyond those known when counting began: from now on all that can be have room. */
static int make_room(struct tally *tally, size_t axis)
{
	int result = hvk__cells_grow(&tally->cells, axis, UINT16_MAX + 1u);

	tally->bound[axis] = UINT16_MAX + 1u;
	lay_lanes(tally);
	return result;
}

static int fail_too_many(struct thread *thread)
{
	return hvk__fail(&thread->error, HVK_EINVAL, "a count passes 2^63-1");
}

/* The slots of the axes with one. 1: found, 0: the row does not count, or a failure. */
static int find_slots(struct thread *thread, struct tally *tally, const struct hvk__row *row, uint32_t slots[])
{
	const struct hvk_table *table = tally->table;
	int result;

	for (size_t i = 0; i < table->axis_count; i++) {
		const struct hvk__breakdown *by = &table->by[i];
		uint16_t value = by->field < HVK__FIELDS ? row->value[by->field] : 0;

		if (value >= tally->bound[i] && by->field == HVK__DESK) {
			result = make_room(tally, i);
			if (result < 0)
				return result;
		} else if (value >= tally->bound[i] && by->field < HVK__FIELDS) {
			return hvk__fail(&thread->error, HVK_ESTORE,
			                 "a question has the number %u for its %s, which nothing defines; see "
			                 "hvk-admin check",
			                 value, by->dimension ? by->dimension->name : _("month or contact"));
		}
		slots[i] = by->slots ? by->slots[value] : 0;
		if (slots[i] == HVK__NOWHERE)
			return 0;
	}
	return 1;
}

/* Counts a row, which stands for so many questions, for each of its answers and, within, for each of its regions. */
static int count_several(struct tally *tally, uint32_t slots[], const struct hvk__row *row, uint64_t questions,
                         size_t axis)
{
	const struct hvk_table *table = tally->table;
	const struct hvk__breakdown *by = &table->by[axis];
	int result = HVK_OK;

	while (axis < table->axis_count && by->slots)
		by = &table->by[++axis];
	if (axis == table->axis_count)
		return hvk__cells_add(&tally->cells, slots, questions);
	if (by->first) {
		uint16_t value = row->value[HVK__GEMEENTE];

		for (uint32_t i = by->first[value]; i < by->first[value + 1] && result == HVK_OK; i++) {
			slots[axis] = by->several[i];
			result = count_several(tally, slots, row, questions, axis + 1);
		}
		return result;
	}
	for (uint64_t answers = row->answers, last = 0; !last && result == HVK_OK; answers &= answers - 1) {
		slots[axis] = answers ? (uint32_t)__builtin_ctzll(answers) + 1 : 0;
		last = !(answers & (answers - 1));
		result = slots[axis] < by->size ? count_several(tally, slots, row, questions, axis + 1) : HVK_ESTORE;
	}
	return result;
}

static int count_slowly(struct thread *thread, struct tally *tally, const struct hvk__row *row, uint64_t questions)
{
	uint32_t slots[HVK__AXES_MAX] = { 0 };
	int result = find_slots(thread, tally, row, slots);

	if (result <= 0)
		return result;
	result = count_several(tally, slots, row, questions, 0);
	if (result == HVK_ESTORE)
		return hvk__fail(&thread->error, result,
		                 "a question has an answer that no code defines; see hvk-admin check");
	if (result == HVK_EINVAL)
		return fail_too_many(thread);
	return result == HVK_ENOMEM ? hvk__fail_memory(&thread->error) : result;
}

static inline uint64_t place(const struct lane lanes[], size_t count, const struct hvk__row *row)
{
	uint64_t at = 0;

	for (size_t i = 0; i < count; i++) {
		uint16_t value = row->value[lanes[i].field];

		/* Nowhere, times a stride, lies beyond every directory and block. */
		at += (value < lanes[i].bound ? lanes[i].slots[value] : HVK__NOWHERE) * lanes[i].stride;
	}
	return at;
}

static int count_rows(struct thread *thread, struct tally *tally, const struct hvk__row *rows, size_t count)
{
	struct hvk__cells *cells = &tally->cells;

	for (size_t i = 0; i < count; i++) {
		if (tally->filters && !hvk__filter_matches(tally->table->filter, &rows[i]))
			continue;
		if (tally->plain) {
			uint64_t key = place(tally->outer, tally->outer_count, &rows[i]);
			uint64_t inner = place(tally->inner, tally->inner_count, &rows[i]);

			if (key < cells->outer_size && inner < cells->inner_size && cells->directory[key]) {
				cells->narrow[(cells->directory[key] - 1) * cells->inner_size + inner]++;
				continue;
			}
		}
		int result = count_slowly(thread, tally, &rows[i], 1);

		if (result < 0)
			return result;
	}
	return HVK_OK;
}

/* ---- threads */

/* Adds a thread's counters to the table's, and empties them. */
static int hand_over(struct thread *thread, struct tally *tally)
{
	struct hvk_table *table = tally->table;
	int result = HVK_OK;

	pthread_mutex_lock(&thread->counting->lock);
	if (!table->cells.inner_size) {
		table->cells = tally->cells;
		memset(&tally->cells, 0, sizeof(tally->cells));
	} else {
		result = hvk__cells_merge(&table->cells, &tally->cells);
		hvk__cells_free(&tally->cells);
	}
	pthread_mutex_unlock(&thread->counting->lock);
	if (result == HVK_EINVAL)
		return fail_too_many(thread);
	return result == HVK_ENOMEM ? hvk__fail_memory(&thread->error) : result;
}

/* Makes sure that so many rows more leave 32-bit counters whole. */
static int make_sure(struct thread *thread, struct tally *tally, size_t rows)
{
	int result = HVK_OK;

	if (tally->cells.bound + rows > UINT32_MAX) {
		result = hand_over(thread, tally);
		if (result == HVK_OK)
			result = tally_init(tally, tally->table, thread->counting->source);
	}
	tally->cells.bound += rows;
	return result;
}

static int count_batch(struct thread *thread, const struct hvk__row *rows, size_t count)
{
	int result = HVK_OK;

	for (size_t from = 0; from < count; from += BATCH_MAX) {
		size_t some = count - from < BATCH_MAX ? count - from : BATCH_MAX;

		for (size_t i = 0; i < thread->counting->count && result == HVK_OK; i++) {
			result = make_sure(thread, &thread->tallies[i], some);
			if (result == HVK_OK)
				result = count_rows(thread, &thread->tallies[i], rows + from, some);
		}
	}
	return result;
}

/* What stands for several questions comes last, when counters may become wide. */
static int count_counts(struct thread *thread)
{
	const struct hvk__source_class *class = thread->counting->source->class;
	const struct hvk__row *rows;
	const uint64_t *questions;
	size_t count, tables = thread->counting->count;
	int result;

	while ((result = class->worker_counts(thread->worker, &rows, &questions, &count)) > 0)
		for (size_t n = 0; n < count * tables; n++) {
			struct tally *tally = &thread->tallies[n % tables];
			const struct hvk__row *row = &rows[n / tables];

			if (tally->filters && !hvk__filter_matches(tally->table->filter, row))
				continue;
			if (hvk__cells_raise(&tally->cells, questions[n / tables]) < 0)
				return hvk__fail_memory(&thread->error);
			result = count_slowly(thread, tally, row, questions[n / tables]);
			if (result < 0)
				return result;
		}
	return result < 0 ? hvk__error_copy(&thread->error, class->worker_error(thread->worker)) : HVK_OK;
}

static void *run(void *data)
{
	struct thread *thread = data;
	struct counting *counting = thread->counting;
	const struct hvk__source_class *class = counting->source->class;
	const struct hvk__row *rows;
	size_t count;

	while (!atomic_load_explicit(&counting->stop, memory_order_relaxed)) {
		thread->result = class->worker_next(thread->worker, &rows, &count);
		if (thread->result == HVK_ENOMEM)
			hvk__fail_memory(&thread->error);
		else if (thread->result < 0)
			hvk__error_copy(&thread->error, class->worker_error(thread->worker));
		if (thread->result <= 0)
			break;
		thread->result = count_batch(thread, rows, count);
		if (thread->result < 0)
			break;
	}
	if (thread->result == 0 && class->worker_counts && !atomic_load(&counting->stop))
		thread->result = count_counts(thread);
	/* Others read on when it is a row that was refused: the first one in the file is the one to be told. */
	if (thread->result < 0 && thread->result != HVK_EINPUT)
		atomic_store(&counting->stop, true);
	return NULL;
}

static unsigned needed_by(const struct counting *counting)
{
	unsigned needed = 1u << HVK__MONTH;

	for (size_t t = 0; t < counting->count; t++) {
		const struct hvk_table *table = counting->tables[t];

		for (size_t i = 0; i < table->axis_count; i++)
			needed |= table->by[i].field < HVK__FIELDS ? 1u << table->by[i].field : HVK__NEED_ANSWERS;
		if (table->filter && table->filter != counting->source->filter)
			needed |= ~HVK__NEED_ID;
	}
	return needed;
}

static int thread_init(struct thread *thread, struct counting *counting)
{
	struct hvk_source *source = counting->source;

	hvk__error_clear(&thread->error);
	thread->counting = counting;
	thread->tallies = calloc(counting->count ? counting->count : 1, sizeof(*thread->tallies));
	if (!thread->tallies)
		return hvk__fail_memory(&source->store->error);
	for (size_t i = 0; i < counting->count; i++)
		if (tally_init(&thread->tallies[i], counting->tables[i], source) < 0)
			return hvk__fail_memory(&source->store->error);
	return source->class->worker_open(source, needed_by(counting), &thread->worker);
}

static void thread_free(struct thread *thread)
{
	if (thread->worker)
		thread->counting->source->class->worker_close(thread->worker);
	for (size_t i = 0; thread->tallies && i < thread->counting->count; i++)
		hvk__cells_free(&thread->tallies[i].cells);
	free(thread->tallies);
}

/* Runs the first in this thread and the others beside it; those that cannot be started are done without. */
static void run_all(struct thread threads[], size_t count)
{
	pthread_t started[HVK__THREADS_MAX];
	size_t running = 1;

	while (running < count && hvk__thread_start(&started[running], run, &threads[running]))
		running++;
	run(&threads[0]);
	for (size_t i = 1; i < running; i++)
		pthread_join(started[i], NULL);
}

/* The failure to tell: of refused rows the first in the input. */
static const struct thread *worst(const struct thread threads[], size_t count)
{
	const struct thread *found = NULL;

	for (size_t i = 0; i < count; i++) {
		if (threads[i].result >= 0)
			continue;
		if (!found || (found->result == HVK_EINPUT && threads[i].result != HVK_EINPUT) ||
		    (found->result == threads[i].result &&
		     threads[i].error.public.line < found->error.public.line))
			found = &threads[i];
	}
	return found;
}

static int collect(struct thread threads[], size_t count, struct hvk_source *source)
{
	const struct thread *failed = worst(threads, count);

	for (size_t i = 0; i < count && !failed; i++) {
		for (size_t t = 0; t < threads[i].counting->count; t++) {
			threads[i].result = hand_over(&threads[i], &threads[i].tallies[t]);
			if (threads[i].result < 0)
				failed = &threads[i];
		}
	}
	return failed ? hvk__error_copy(&source->store->error, &failed->error) : HVK_OK;
}

int hvk__count(struct hvk_table *const tables[], size_t count, struct hvk_source *source)
{
	struct counting counting = { .tables = tables, .count = count, .source = source };
	size_t thread_count = source->class->threads ? source->class->threads : hvk__thread_count();
	size_t ready = 0;
	_cleanup_free_ struct thread *threads = calloc(thread_count, sizeof(*threads));
	int result = HVK_OK;

	if (!threads)
		return hvk__fail_memory(&source->store->error);
	pthread_mutex_init(&counting.lock, NULL);
	while (ready < thread_count && result == HVK_OK)
		result = thread_init(&threads[ready++], &counting);
	if (result == HVK_OK) {
		run_all(threads, thread_count);
		result = collect(threads, thread_count, source);
	}
	while (ready > 0)
		thread_free(&threads[--ready]);
	pthread_mutex_destroy(&counting.lock);
	return result;
}
