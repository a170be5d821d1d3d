/* SPDX-License-Identifier: EUPL-1.2 */
/* Hands chunks of the inputs to workers, collects refusals in the order of the inputs, and writes the rejects file. */
#include "register/csv_source.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "register/import.h"

#define BATCH 1024       /* rows at once: what fits the nearest caches beside the rest */
#define REFUSED_MAX 1000 /* refusals after which reading on is no use */

/* What is known of an input. */
struct file {
	struct hvk__layout layout;
	struct hvk__dialect dialect;
	char *header; /* for the file of refused rows; NULL when there is none */
	uint64_t blank;
	size_t extra_cells;
};

struct hvk__csv {
	struct hvk_source source; /* the public object; first, so that one is the other */
	struct hvk_intake *intake;
	const struct hvk_input *inputs;
	size_t input_count;
	const struct hvk_filter *filter;
	struct hvk__csv_options options;

	pthread_mutex_t desk_lock;  /* see decode.h */
	pthread_mutex_t lock;       /* of all that follows */
	struct file **files;        /* one for each input that was opened */
	size_t input;               /* the one being read */
	struct hvk__reader *reader; /* of it, or NULL */
	uint64_t sequence;          /* chunks handed out */
	bool stopped;               /* no more chunks are handed out */
	bool settled;
	struct hvk__csv_worker *workers;
	struct hvk__refused_chunk *pending; /* by sequence */

	uint64_t refused;
	bool fatal; /* a refusal ended it: what comes behind is not told */
	int result;
	struct hvk__error error;
};

struct hvk__csv_worker {
	struct hvk__csv *csv;
	struct hvk__csv_worker *next;
	struct hvk__decoder decoder;
	struct hvk__chunk chunk;
	bool busy;         /* has a chunk */
	bool drained;      /* which has no more records */
	uint64_t sequence; /* of it */
	size_t input;
	uint64_t blank;
	struct hvk__refused_chunk *refused; /* in this chunk, or NULL */
	struct hvk__row rows[BATCH];
	uint64_t lines[BATCH];
};

/* ---------------------------------------------------------------- refusals */

/* Ends all reading; the first failure of the machine, as opposed to the data, wins. */
static int stop(struct hvk__csv *csv, int result)
{
	csv->stopped = true;
	if (result == HVK_ENOMEM && csv->result != HVK_ENOMEM) {
		csv->result = result;
		hvk__fail_memory(&csv->error);
	}
	return result;
}

/* ---------------------------------------------------------------- telling, in order */

static void tell(struct hvk__csv *csv, size_t input, const struct hvk__refused *refused)
{
	struct hvk__error error;
	bool heard = csv->intake->listener != NULL;
	bool ends = refused->whole_file;

	hvk__fail_at(&error, refused->code, csv->inputs[input].name, refused->line, refused->column, "%s",
	             refused->message);
	csv->refused++;
	csv->fatal = ends;
	/* What ends it is the failure; so is the first refusal when nobody listens. */
	if (ends || (csv->refused == 1 && !heard && !csv->options.skip)) {
		if (csv->result == HVK_OK || (ends && heard)) {
			hvk__error_copy(&csv->error, &error);
			csv->result = refused->code;
		}
	}
	if (!ends && hvk__intake_report(csv->intake, HVK_REFUSED, &error) < 0) {
		csv->result = hvk__fail(&csv->error, HVK_EINPUT, "stopped by the caller");
		csv->fatal = true;
	}
	if (refused->reject && csv->result == HVK_OK) {
		csv->result =
			hvk__rejects_add(csv->options.rejects, &csv->error, csv->files[input]->header, refused->reject);
		csv->fatal = csv->result < 0;
	}
	if (!csv->options.skip && csv->refused >= REFUSED_MAX)
		csv->fatal = true;
	if (csv->fatal)
		csv->stopped = true;
}

/* Tells the refusals of all chunks before which no chunk is being worked on. */
static void tell_pending(struct hvk__csv *csv)
{
	uint64_t limit = UINT64_MAX;

	for (const struct hvk__csv_worker *worker = csv->workers; worker; worker = worker->next)
		if (worker->busy && worker->sequence < limit)
			limit = worker->sequence;
	while (csv->pending && csv->pending->sequence < limit) {
		struct hvk__refused_chunk *chunk = csv->pending;

		csv->pending = chunk->next;
		for (const struct hvk__refused *refused = chunk->first; refused && !csv->fatal; refused = refused->next)
			tell(csv, chunk->input, refused);
		hvk__refused_free(chunk);
	}
}

static void pending_add(struct hvk__csv *csv, struct hvk__refused_chunk *chunk)
{
	struct hvk__refused_chunk **place = &csv->pending;

	while (*place && (*place)->sequence < chunk->sequence)
		place = &(*place)->next;
	chunk->next = *place;
	*place = chunk;
}

/* When the last worker has finished: what is left to be told, and the result of it all. */
static int settle(struct hvk__csv *csv)
{
	const char *name = csv->input_count == 1 ? csv->inputs[0].name : NULL;

	if (csv->settled)
		return csv->result;
	csv->settled = true;
	tell_pending(csv);
	for (size_t i = 0; i < csv->input_count; i++)
		if (csv->files[i])
			hvk__intake_note_input(csv->intake, csv->inputs[i].name, csv->files[i]->dialect.encoding,
			                       csv->files[i]->extra_cells,
			                       csv->options.blank_counted ? 0 : csv->files[i]->blank);
	if (csv->result == HVK_OK && csv->options.rejects)
		csv->result = hvk__rejects_flush(csv->options.rejects, &csv->error);
	if (csv->result == HVK_OK && csv->refused > 0 && !csv->options.skip)
		csv->result =
			hvk__fail_at(&csv->error, HVK_EINPUT, name, 0, 0,
			             P_("%" PRIu64 " row refused%s; %s", "%" PRIu64 " rows refused%s; %s",
			                csv->refused),
			             csv->refused, csv->refused >= REFUSED_MAX ? _(" and not read further") : "",
			             _(csv->options.undone));
	return csv->result;
}

/* ---------------------------------------------------------------- handing out chunks */

/* A failure that no worker's chunk holds: the input cannot be opened or its header not used. */
static int refuse_input(struct hvk__csv *csv, const struct hvk__error *error)
{
	struct hvk__refused_chunk *chunk = NULL;

	csv->stopped = true;
	if (!hvk__refused_add(&chunk, csv->sequence++, csv->input, error, true, NULL)) {
		free(chunk);
		return stop(csv, HVK_ENOMEM);
	}
	pending_add(csv, chunk);
	return HVK_OK;
}

static int keep_rejects_header(struct hvk__csv *csv, struct file *file)
{
	size_t count;
	const struct hvk__span *cells = hvk__reader_header(csv->reader, &count);

	if (!csv->options.rejects)
		return HVK_OK;
	file->header =
		hvk__reject_line(&file->layout, "reason", cells, count, hvk__reader_dialect(csv->reader).delimiter);
	return file->header ? HVK_OK : HVK_ENOMEM;
}

static int open_input(struct hvk__csv *csv)
{
	struct hvk__error error;
	struct file *file = calloc(1, sizeof(*file));
	int result;

	if (!file)
		return stop(csv, HVK_ENOMEM);
	csv->files[csv->input] = file;
	hvk__error_clear(&error);
	result = hvk__intake_open(csv->intake, &error, &csv->inputs[csv->input], false, &csv->reader);
	if (result == HVK_OK)
		result = hvk__intake_layout(csv->intake, &error, csv->reader, &file->layout);
	if (result == HVK_OK)
		result = keep_rejects_header(csv, file);
	if (result == HVK_ENOMEM)
		return stop(csv, result);
	return result < 0 ? refuse_input(csv, &error) : HVK_OK;
}

static int close_input(struct hvk__csv *csv)
{
	struct file *file = csv->files[csv->input];
	int result;

	file->dialect = hvk__reader_dialect(csv->reader);
	result = hvk__intake_described(csv->intake, &csv->error, csv->reader, &file->layout);
	hvk__reader_free(csv->reader);
	csv->reader = NULL;
	csv->input++;
	return result < 0 ? stop(csv, result) : HVK_OK;
}

/* Gives the worker the next chunk: 1, or 0 when there is none. */
static int next_chunk(struct hvk__csv *csv, struct hvk__csv_worker *worker)
{
	while (!csv->stopped && csv->input < csv->input_count) {
		int result = csv->reader ? HVK_OK : open_input(csv);

		if (result < 0 || !csv->reader || csv->stopped)
			return result;
		result = hvk__reader_next_chunk(csv->reader, &worker->chunk);
		if (result > 0) {
			worker->busy = true;
			worker->drained = false;
			worker->sequence = csv->sequence++;
			worker->input = csv->input;
			return 1;
		}
		if (result == HVK_ENOMEM)
			return stop(csv, result);
		if (result < 0)
			return refuse_input(csv, &worker->chunk.error);
		result = close_input(csv);
		if (result < 0)
			return result;
	}
	return 0;
}

/* Gives back a chunk that was worked through. */
static void finish_chunk(struct hvk__csv *csv, struct hvk__csv_worker *worker)
{
	struct file *file = csv->files[worker->input];

	worker->busy = false;
	file->blank += worker->blank;
	if (worker->decoder.extra_cells > file->extra_cells)
		file->extra_cells = worker->decoder.extra_cells;
	worker->blank = 0;
	if (worker->refused)
		pending_add(csv, take_ptr(worker->refused));
}

static bool any_busy(const struct hvk__csv *csv)
{
	for (const struct hvk__csv_worker *worker = csv->workers; worker; worker = worker->next)
		if (worker->busy)
			return true;
	return false;
}

/* 1 with a chunk, 0 at the end, negative when it all failed. */
static int take_chunk(struct hvk__csv_worker *worker)
{
	struct hvk__csv *csv = worker->csv;
	int result;

	pthread_mutex_lock(&csv->lock);
	if (worker->busy)
		finish_chunk(csv, worker);
	if (csv->pending)
		tell_pending(csv);
	result = next_chunk(csv, worker);
	if (result == 0 && !any_busy(csv))
		result = settle(csv);
	pthread_mutex_unlock(&csv->lock);
	if (result > 0 && worker->decoder.layout != &csv->files[worker->input]->layout)
		result = hvk__decoder_layout(&worker->decoder, &csv->files[worker->input]->layout) < 0 ? HVK_ENOMEM
		                                                                                       : result;
	return result;
}

/* ---------------------------------------------------------------- a worker */

int hvk__csv_worker_open(struct hvk__csv *csv, struct hvk__csv_worker **worker)
{
	int result;

	*worker = calloc(1, sizeof(**worker));
	if (!*worker)
		return HVK_ENOMEM;
	(*worker)->csv = csv;
	result = hvk__decoder_init(&(*worker)->decoder, csv->intake, &csv->desk_lock, csv->options.last_month);
	(*worker)->decoder.first_month = csv->options.first_month;
	pthread_mutex_lock(&csv->lock);
	if (result == HVK_OK) {
		(*worker)->next = csv->workers;
		csv->workers = *worker;
	} else {
		hvk__error_copy(&csv->error, &(*worker)->decoder.refusal.error);
	}
	pthread_mutex_unlock(&csv->lock);
	if (result < 0) {
		hvk__decoder_free(&(*worker)->decoder);
		free(*worker);
		*worker = NULL;
	}
	return result;
}

void hvk__csv_worker_close(struct hvk__csv_worker *worker)
{
	struct hvk__csv_worker **place;

	if (!worker)
		return;
	pthread_mutex_lock(&worker->csv->lock);
	for (place = &worker->csv->workers; *place != worker;)
		place = &(*place)->next;
	*place = worker->next;
	pthread_mutex_unlock(&worker->csv->lock);
	hvk__chunk_free(&worker->chunk);
	hvk__decoder_free(&worker->decoder);
	hvk__refused_free(worker->refused);
	free(worker);
}

/* Notes why the record just decoded is refused. */
static int note_refused(struct hvk__csv_worker *worker)
{
	const struct hvk__csv *csv = worker->csv;
	const struct hvk__refusal *refusal = &worker->decoder.refusal;
	char *reject = NULL;

	if (csv->options.rejects && !refusal->whole_file) {
		reject = hvk__reject_record(&worker->decoder, &worker->chunk);
		if (!reject)
			return HVK_ENOMEM;
	}
	if (refusal->error.public.code == HVK_ENOMEM ||
	    !hvk__refused_add(&worker->refused, worker->sequence, worker->input, &refusal->error, refusal->whole_file,
	                      reject)) {
		free(reject);
		return HVK_ENOMEM;
	}
	return HVK_OK;
}

/* Decodes records of the chunk until there are enough rows: 1, 0 at the end of the chunk, negative. */
static int fill(struct hvk__csv_worker *worker, size_t *count)
{
	const struct hvk__csv *csv = worker->csv;
	int result;

	while (*count < BATCH) {
		struct hvk__row *row = &worker->rows[*count];

		result = hvk__chunk_next_record(&worker->chunk, NULL);
		if (result <= 0)
			return result;
		switch (hvk__decode_record(&worker->decoder, &worker->chunk, row)) {
		case HVK__DECODED_ROW:
			if (csv->filter && !hvk__filter_matches(csv->filter, row))
				break;
			worker->lines[(*count)++] = worker->chunk.line;
			break;
		case HVK__DECODED_VOIDED:
			if (csv->options.voided)
				worker->lines[(*count)++] = worker->chunk.line;
			break;
		case HVK__DECODED_BLANK:
			worker->blank++;
			break;
		case HVK__DECODED_REFUSED:
			result = note_refused(worker);
			if (result < 0)
				return result;
			break;
		}
	}
	return 1;
}

int hvk__csv_worker_next(struct hvk__csv_worker *worker, struct hvk__csv_rows *rows)
{
	struct hvk__csv *csv = worker->csv;

	*rows = (struct hvk__csv_rows){ .rows = worker->rows, .lines = worker->lines };
	while (rows->count == 0) {
		int result = worker->busy && !worker->drained ? 1 : take_chunk(worker);

		if (result == HVK_ENOMEM) {
			pthread_mutex_lock(&csv->lock);
			stop(csv, result);
			pthread_mutex_unlock(&csv->lock);
		}
		if (result <= 0)
			return result;
		rows->chunk = worker->sequence;
		result = fill(worker, &rows->count);
		if (result == HVK_EINPUT && !hvk__refused_add(&worker->refused, worker->sequence, worker->input,
		                                              &worker->chunk.error, true, NULL))
			result = HVK_ENOMEM;
		if (result == HVK_ENOMEM) {
			pthread_mutex_lock(&csv->lock);
			stop(csv, result);
			pthread_mutex_unlock(&csv->lock);
			return result;
		}
		worker->drained = result <= 0;
	}
	return 1;
}

/* ---------------------------------------------------------------- opening and closing */

int hvk__csv_open(struct hvk_intake *intake, const struct hvk_input inputs[], size_t count,
                  const struct hvk_filter *filter, const struct hvk__csv_options *options, struct hvk__csv **csv)
{
	*csv = calloc(1, sizeof(**csv));
	if (!*csv)
		return HVK_ENOMEM;
	(*csv)->files = calloc(count + 1, sizeof(struct file *));
	if (!(*csv)->files) {
		free(*csv);
		*csv = NULL;
		return HVK_ENOMEM;
	}
	(*csv)->intake = intake;
	(*csv)->inputs = inputs;
	(*csv)->input_count = count;
	(*csv)->filter = filter;
	(*csv)->options = *options;
	hvk__error_clear(&(*csv)->error);
	pthread_mutex_init(&(*csv)->lock, NULL);
	pthread_mutex_init(&(*csv)->desk_lock, NULL);
	return HVK_OK;
}

void hvk__csv_close(struct hvk__csv *csv)
{
	struct hvk__refused_chunk *chunk;

	if (!csv)
		return;
	while ((chunk = csv->pending) != NULL) {
		csv->pending = chunk->next;
		hvk__refused_free(chunk);
	}
	for (size_t i = 0; i < csv->input_count; i++) {
		if (csv->files[i])
			free(csv->files[i]->header);
		free(csv->files[i]);
	}
	free(csv->files);
	hvk__reader_free(csv->reader);
	pthread_mutex_destroy(&csv->lock);
	pthread_mutex_destroy(&csv->desk_lock);
	free(csv);
}

int hvk__csv_names(struct hvk__csv *csv, struct hvk__names *names)
{
	struct hvk__codes *codes;
	int result;

	pthread_mutex_lock(&csv->desk_lock);
	result = hvk__store_codes(csv->intake->store, &codes);
	if (result == HVK_OK)
		result = hvk__names_update(names, codes);
	pthread_mutex_unlock(&csv->desk_lock);
	return result;
}

const struct hvk__error *hvk__csv_error(const struct hvk__csv *csv)
{
	return &csv->error;
}

uint64_t hvk__csv_refused(const struct hvk__csv *csv)
{
	return csv->refused;
}

uint64_t hvk__csv_blank(const struct hvk__csv *csv)
{
	uint64_t blank = 0;

	for (size_t i = 0; i < csv->input_count; i++)
		blank += csv->files[i] ? csv->files[i]->blank : 0;
	return blank;
}

/* ---------------------------------------------------------------- the public source */

/* What is needed does not matter: every cell is validated, and storing it costs less than asking. */
static int source_worker_open(struct hvk_source *source, unsigned needed, void **worker)
{
	struct hvk__csv *csv = (struct hvk__csv *)source;
	int result = hvk__csv_worker_open(csv, (struct hvk__csv_worker **)worker);

	(void)needed;
	if (result == HVK_ENOMEM)
		return hvk__fail_memory(&source->store->error);
	return result < 0 ? hvk__error_copy(&source->store->error, &csv->error) : HVK_OK;
}

static int source_worker_next(void *worker, const struct hvk__row **rows, size_t *count)
{
	struct hvk__csv_rows some;
	int result = hvk__csv_worker_next(worker, &some);

	*rows = some.rows;
	*count = some.count;
	return result;
}

static const struct hvk__error *source_worker_error(void *worker)
{
	return hvk__csv_error(((struct hvk__csv_worker *)worker)->csv);
}

static void source_worker_close(void *worker)
{
	hvk__csv_worker_close(worker);
}

static void source_free(struct hvk_source *source)
{
	hvk__csv_close((struct hvk__csv *)source);
}

static const struct hvk__source_class csv_class = {
	.threads = 0,
	.worker_open = source_worker_open,
	.worker_next = source_worker_next,
	.worker_error = source_worker_error,
	.worker_close = source_worker_close,
	.free = source_free,
};

HVK_EXPORT int hvk_source_csv(struct hvk_intake *intake, const struct hvk_input inputs[], size_t count,
                              const struct hvk_filter *filter, struct hvk_source **source)
{
	const struct hvk__csv_options options = { .last_month = HVK__MONTH_MAX, .undone = N_("nothing was counted") };
	struct hvk__csv *csv;

	*source = NULL;
	hvk__error_clear(&intake->store->error);
	if (hvk__intake_require_questions(intake) < 0)
		return HVK_EINVAL;
	if (hvk__csv_open(intake, inputs, count, filter, &options, &csv) < 0)
		return hvk__fail_memory(&intake->store->error);
	csv->source = (struct hvk_source){ .class = &csv_class, .store = intake->store, .filter = filter };
	*source = &csv->source;
	return HVK_OK;
}
