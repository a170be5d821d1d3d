/* SPDX-License-Identifier: EUPL-1.2 */
/* Importing: reads inputs with several workers into batches, and commits them in one transaction. */
#include "register/import.h"

#include <stdio.h>
#include <string.h>

#include "core/guard.h"
#include "core/text.h"
#include "core/thread.h"

#define BATCH_NAME_MAX 200

HVK_EXPORT int hvk_import_new(struct hvk_intake *intake, unsigned flags, struct hvk_import **import)
{
	*import = NULL;
	hvk__error_clear(&intake->store->error);
	if (hvk__intake_require_questions(intake) < 0)
		return HVK_EINVAL;
	if (flags & ~(unsigned)(HVK_IMPORT_SKIP | HVK_IMPORT_DRY_RUN | HVK_IMPORT_REPLACE | HVK_IMPORT_AGAIN))
		return hvk__fail(&intake->store->error, HVK_EINVAL, "unknown flags for an import: %#x", flags);
	if (flags & HVK_IMPORT_REPLACE && flags & HVK_IMPORT_SKIP)
		return hvk__fail(&intake->store->error, HVK_EINVAL,
		                 "a row that is skipped cannot be told from one that is gone: "
		                 "files that replace have to be whole");
	*import = calloc(1, sizeof(**import));
	if (!*import)
		return hvk__fail_memory(&intake->store->error);
	(*import)->intake = intake;
	(*import)->store = intake->store;
	(*import)->flags = flags;
	(*import)->rejects.descriptor = -1;
	return HVK_OK;
}

static void block_free(struct hvk__block *block)
{
	free(block->rows);
	free(block->ids);
	free(block->places);
}

HVK_EXPORT void hvk_import_free(struct hvk_import *import)
{
	if (!import)
		return;
	for (size_t i = 0; i < import->batch_count; i++) {
		struct hvk__batch *batch = &import->batches[i];

		for (size_t j = 0; j < batch->block_count; j++)
			block_free(&batch->blocks[j]);
		free(batch->blocks);
		free(batch->name);
	}
	free(import->batches);
	free(import->arrivals.items);
	hvk__names_free(&import->names);
	hvk__rejects_free(&import->rejects);
	hvk__pool_free(&import->inputs);
	free(import);
}

HVK_EXPORT void hvk_import_set_rejects(struct hvk_import *import, int descriptor)
{
	import->rejects.descriptor = descriptor;
}

bool hvk__import_place(const struct hvk_import *import, const struct hvk__row *row, const char **input, uint64_t *line)
{
	for (size_t i = 0; i < import->batch_count; i++)
		for (size_t j = 0; j < import->batches[i].block_count; j++) {
			const struct hvk__block *block = &import->batches[i].blocks[j];
			size_t low = 0, high = block->place_count, at = (size_t)(row - block->rows);

			if ((uintptr_t)row < (uintptr_t)block->rows ||
			    (uintptr_t)row >= (uintptr_t)(block->rows + block->count))
				continue;
			while (high - low > 1) {
				size_t middle = low + (high - low) / 2;

				*(block->places[middle].row <= at ? &low : &high) = middle;
			}
			*input = block->input;
			*line = block->places[low].line + (at - block->places[low].row);
			return true;
		}
	return false;
}

/* ---------------------------------------------------------------- one worker's reading */

struct reading {
	struct hvk__csv *csv;
	const char *input;
	const char *batch;
	struct hvk__names names;
	struct hvk__block *blocks;
	size_t count, capacity;
	int result;
};

static bool block_add(struct hvk__block *block, const struct hvk__csv_rows *rows)
{
	uint64_t expected = 0;

	if (!hvk__reserve(&block->rows, &block->capacity, block->count + rows->count, sizeof(*block->rows)))
		return false;
	if (block->place_count > 0) {
		const struct hvk__place *last = &block->places[block->place_count - 1];

		expected = last->line + (block->count - last->row);
	}
	for (size_t i = 0; i < rows->count; i++, expected++) {
		if (rows->lines[i] == expected)
			continue;
		if (!hvk__reserve(&block->places, &block->place_capacity, block->place_count + 1,
		                  sizeof(*block->places)))
			return false;
		expected = rows->lines[i];
		block->places[block->place_count++] = (struct hvk__place){ (uint32_t)(block->count + i), expected };
	}
	memcpy(block->rows + block->count, rows->rows, rows->count * sizeof(*block->rows));
	block->count += rows->count;
	return true;
}

/* Finishes the last block: gives back what it reserved beyond its rows, and makes their ids while they are at hand. */
static int seal(struct reading *reading)
{
	struct hvk__block *block = reading->count > 0 ? &reading->blocks[reading->count - 1] : NULL;
	struct hvk__row *rows;
	int result;

	if (!block || block->ids)
		return HVK_OK;
	rows = realloc(block->rows, block->count * sizeof(*rows));
	if (rows) {
		block->rows = rows;
		block->capacity = block->count;
	}
	result = hvk__csv_names(reading->csv, &reading->names);
	return result < 0 ? result : hvk__block_identify(block, reading->batch, &reading->names);
}

static bool reading_add(struct reading *reading, const struct hvk__csv_rows *rows)
{
	struct hvk__block *block = reading->count > 0 ? &reading->blocks[reading->count - 1] : NULL;

	if (!block || block->chunk != rows->chunk) {
		size_t expected = block ? block->count + block->count / 16 : 0;

		if (seal(reading) < 0)
			return false;
		if (!hvk__reserve(&reading->blocks, &reading->capacity, reading->count + 1, sizeof(*block)))
			return false;
		block = &reading->blocks[reading->count++];
		*block = (struct hvk__block){ .chunk = rows->chunk, .input = reading->input };
		if (!hvk__reserve(&block->rows, &block->capacity, expected, sizeof(*block->rows)))
			return false;
	}
	return block_add(block, rows);
}

static void *read_some(void *data)
{
	struct reading *reading = data;
	struct hvk__csv_worker *worker;
	struct hvk__csv_rows rows;

	reading->result = hvk__csv_worker_open(reading->csv, &worker);
	if (reading->result < 0)
		return NULL;
	while ((reading->result = hvk__csv_worker_next(worker, &rows)) > 0)
		if (!reading_add(reading, &rows)) {
			reading->result = HVK_ENOMEM;
			break;
		}
	if (reading->result == HVK_OK)
		reading->result = seal(reading);
	hvk__csv_worker_close(worker);
	return NULL;
}

static void reading_free(struct reading *reading)
{
	for (size_t i = 0; i < reading->count; i++)
		block_free(&reading->blocks[i]);
	free(reading->blocks);
	hvk__names_free(&reading->names);
}

/* ---------------------------------------------------------------- all workers */

static int by_chunk(const void *a, const void *b)
{
	const struct hvk__block *left = a, *right = b;

	return (left->chunk > right->chunk) - (left->chunk < right->chunk);
}

/* Moves the blocks of all workers to the batch, in the order of the input. */
static bool gather(struct hvk__batch *batch, struct reading readings[], size_t count)
{
	size_t before = batch->block_count, total = before;

	for (size_t i = 0; i < count; i++)
		total += readings[i].count;
	if (!hvk__reserve(&batch->blocks, &batch->block_capacity, total, sizeof(*batch->blocks)))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (readings[i].count > 0)
			memcpy(batch->blocks + batch->block_count, readings[i].blocks,
			       readings[i].count * sizeof(*batch->blocks));
		batch->block_count += readings[i].count;
		readings[i].count = 0;
	}
	if (total > before)
		qsort(batch->blocks + before, total - before, sizeof(*batch->blocks), by_chunk);
	return true;
}

/* Reads with a worker a processor; threads that cannot be made are done without. */
static int read_all(struct hvk_import *import, struct hvk__csv *csv, const char *input, struct hvk__batch *batch)
{
	struct reading readings[HVK__THREADS_MAX] = { { 0 } };
	pthread_t threads[HVK__THREADS_MAX];
	bool started[HVK__THREADS_MAX] = { false };
	size_t count = hvk__thread_count();
	int result = HVK_OK;

	for (size_t i = 0; i < count; i++) {
		readings[i].csv = csv;
		readings[i].input = input;
		readings[i].batch = batch->name;
		if (i > 0)
			started[i] = hvk__thread_start(&threads[i], read_some, &readings[i]);
	}
	read_some(&readings[0]);
	for (size_t i = 0; i < count; i++) {
		if (started[i])
			pthread_join(threads[i], NULL);
		if (readings[i].result == HVK_ENOMEM || (result == HVK_OK && readings[i].result < 0))
			result = readings[i].result;
	}
	if (result == HVK_ENOMEM)
		hvk__fail_memory(&import->store->error);
	else if (result < 0)
		hvk__error_copy(&import->store->error, hvk__csv_error(csv));
	else if (!gather(batch, readings, count))
		result = hvk__fail_memory(&import->store->error);
	for (size_t i = 0; i < count; i++)
		reading_free(&readings[i]);
	return result;
}

/* ---------------------------------------------------------------- batches */

static const char *base_name(const char *path, size_t *length)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');

	*length = dot && dot > name ? (size_t)(dot - name) : strlen(name);
	return name;
}

static int check_batch_name(struct hvk_import *import, const struct hvk_input *input, const char *name, size_t length)
{
	struct hvk__error *error = &import->store->error;
	enum hvk__identifier seen = hvk__guard(name, length);

	/* A date, or a name with a dot in it, is what files are called. */
	if (seen != HVK__INNOCENT && seen != HVK__BIRTH_DATE && seen != HVK__WEB_ADDRESS)
		return hvk__fail_at(error, HVK_EINPUT, input->name, 0, 0,
		                    "the name of the batch looks like %s; give another (--batch)",
		                    hvk__identifier_name(seen));
	if (length == 0 || length > BATCH_NAME_MAX || !hvk__is_utf8(name, length))
		return hvk__fail_at(error, HVK_EINPUT, input->name, 0, 0,
		                    "a batch needs a name of 1 to %d bytes of UTF-8 (--batch)", BATCH_NAME_MAX);
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)name[i] < ' ' || name[i] == 127)
			return hvk__fail_at(error, HVK_EINPUT, input->name, 0, 0,
			                    "the name of the batch holds control characters; give another (--batch)");
	return HVK_OK;
}

/* The batch of this name: inputs of one name are one batch. */
static struct hvk__batch *find_batch(struct hvk_import *import, const char *name, size_t length)
{
	struct hvk__batch *batch;

	for (size_t i = 0; i < import->batch_count; i++)
		if (strlen(import->batches[i].name) == length && memcmp(import->batches[i].name, name, length) == 0)
			return &import->batches[i];
	if (!hvk__reserve(&import->batches, &import->batch_capacity, import->batch_count + 1, sizeof(*batch)))
		return NULL;
	batch = &import->batches[import->batch_count];
	*batch = (struct hvk__batch){ .name = strndup(name, length) };
	if (!batch->name)
		return NULL;
	import->batch_count++;
	return batch;
}

static int read_input(struct hvk_import *import, const struct hvk_input *input, struct hvk__batch *batch)
{
	struct hvk__csv_options options = {
		.voided = true,
		.skip = (import->flags & HVK_IMPORT_SKIP) != 0,
		.rejects = import->flags & HVK_IMPORT_SKIP && import->rejects.descriptor >= 0 ? &import->rejects : NULL,
		.blank_counted = true,
		.last_month = hvk__month_number(hvk__date_from_days(hvk__store_today(import->store))),
		.undone = N_("nothing was imported"),
	};
	const char *name = hvk__pool_add(&import->inputs, input->name, strlen(input->name));
	struct hvk__csv *csv;
	int result = hvk_store_is_open(import->store) ? hvk__store_purged(import->store, &options.first_month) : HVK_OK;

	if (result < 0)
		return result;
	if (!name || hvk__csv_open(import->intake, input, 1, NULL, &options, &csv) < 0)
		return hvk__fail_memory(&import->store->error);
	result = read_all(import, csv, name, batch);
	import->counts.refused += hvk__csv_refused(csv);
	import->counts.blank += hvk__csv_blank(csv);
	hvk__csv_close(csv);
	return result;
}

HVK_EXPORT int hvk_import_read(struct hvk_import *import, const struct hvk_input *input, const char *batch_name)
{
	size_t length = batch_name ? strlen(batch_name) : 0;
	struct hvk__batch *batch;
	int result;

	hvk__error_clear(&import->store->error);
	if (!batch_name)
		batch_name = base_name(input->name, &length);
	result = check_batch_name(import, input, batch_name, length);
	if (result == HVK_OK) {
		batch = find_batch(import, batch_name, length);
		result = batch ? read_input(import, input, batch) : hvk__fail_memory(&import->store->error);
	}
	import->broken = import->broken || result < 0;
	return result;
}

/* ---------------------------------------------------------------- committing */

/* Writes the desks that were met. Where another program took their numbers meanwhile, the rows follow. */
static int save_desks(struct hvk_import *import)
{
	_cleanup_free_ struct hvk__row *probes = NULL;
	struct hvk__codes *codes;
	size_t count;
	bool moved = false;
	int result = hvk__store_codes(import->store, &codes);

	if (result < 0)
		return result;
	count = hvk__codes_list(codes, "desk")->count + 1;
	probes = calloc(count, sizeof(*probes));
	if (!probes)
		return hvk__fail_memory(&import->store->error);
	for (size_t i = 0; i < count; i++)
		probes[i].value[HVK__DESK] = (uint16_t)i;
	result = hvk__desks_save(import->store, probes, count);
	for (size_t i = 0; i < count; i++)
		moved = moved || probes[i].value[HVK__DESK] != i;
	for (size_t i = 0; i < import->batch_count && moved; i++)
		for (size_t j = 0; j < import->batches[i].block_count; j++) {
			struct hvk__block *block = &import->batches[i].blocks[j];

			for (size_t k = 0; k < block->count; k++)
				block->rows[k].value[HVK__DESK] =
					probes[block->rows[k].value[HVK__DESK]].value[HVK__DESK];
		}
	return result;
}

static int commit(struct hvk_import *import)
{
	int result = import->flags & HVK_IMPORT_DRY_RUN ? HVK_OK : save_desks(import);
	struct hvk__codes *codes;

	if (result == HVK_OK)
		result = hvk__store_codes(import->store, &codes);
	if (result != HVK_OK)
		return result;
	if (hvk__names_update(&import->names, codes) < 0)
		return hvk__fail_memory(&import->store->error);
	for (size_t i = 0; i < import->batch_count; i++)
		hvk__batch_digest(&import->batches[i]);
	result = hvk__import_reconcile(import);
	return result < 0 ? result : hvk__import_zero(import);
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void note_desk(const struct hvk_import *import, const struct hvk__list *desks, const char *slug)
{
	struct hvk__nearest nearest = { .text = slug };
	const char *near;

	for (size_t i = 0; i < desks->count; i++)
		if (!desks->codes[i].made)
			hvk__nearest_offer(&nearest, desks->codes[i].code, desks->codes[i].code);
	near = nearest.best;
	hvk__intake_note(import->intake, NULL, "new desk '%s'%s%s%s", slug, near ? _("; did you mean ") : "",
	                 near ? near : "", near ? "?" : "");
}

/* What the desks that this import makes are called, before they are written; by name, since which worker met which
 * first is chance. */
static void note_desks(const struct hvk_import *import)
{
	_cleanup_free_ const char **made = NULL;
	struct hvk__codes *codes;
	const struct hvk__list *desks;
	size_t count = 0;

	if (hvk__store_codes(import->store, &codes) < 0)
		return;
	desks = hvk__codes_list(codes, "desk");
	made = calloc(desks->count + 1, sizeof(*made));
	for (size_t i = 0; i < desks->count && made; i++)
		if (desks->codes[i].made)
			made[count++] = desks->codes[i].code;
	if (count > 0)
		qsort(made, count, sizeof(*made), compare_texts);
	for (size_t i = 0; i < count; i++)
		note_desk(import, desks, made[i]);
}

HVK_EXPORT int hvk_import_commit(struct hvk_import *import, struct hvk_counts *counts)
{
	struct hvk_store *store = import->store;
	bool dry_run = import->flags & HVK_IMPORT_DRY_RUN;
	int result;

	*counts = (struct hvk_counts){ 0 };
	hvk__error_clear(&store->error);
	if (import->done)
		return hvk__fail(&store->error, HVK_EINVAL, "an import is committed once");
	if (import->broken)
		return hvk__fail(&store->error, HVK_EINPUT, "an input was refused; nothing was imported");
	import->done = true;
	note_desks(import);
	if (dry_run)
		result = commit(import);
	else
		result = hvk__begin(store, true);
	if (!dry_run && result == HVK_OK)
		result = hvk__end(store, commit(import));
	if (result == HVK_OK)
		*counts = import->counts;
	return result;
}
