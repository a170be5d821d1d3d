/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads CSV or recutils' text into rows of cells. */
#include "record/intake.h"

#include <string.h>

#include "core/text.h"
#include "store/rejects.h"
#include "tabular/rec.h"

/* ---------------------------------------------------------------- the intake */

static const struct hvk__intake_class records = { .example = "name, partner, slug" };

HVK_EXPORT int hvk_intake_new_records(struct hvk_store *store, enum hvk_type type, struct hvk_intake **intake)
{
	struct hvk__record_intake *made;

	*intake = NULL;
	hvk__error_clear(&store->error);
	if ((unsigned)type >= HVK_TYPES)
		return hvk__fail(&store->error, HVK_EINVAL, "no type of record has the number %d", (int)type);
	made = hvk__intake_make(store, &records, sizeof(*made));
	if (!made)
		return HVK_ENOMEM;
	made->type = type;
	for (size_t i = 0; i < hvk__types[type].count; i++)
		hvk__intake_add_column(&made->intake, hvk__types[type].columns[i].public.name,
		                       hvk__types[type].columns[i].aliases);
	*intake = &made->intake;
	return HVK_OK;
}

enum hvk_type hvk__intake_type(const struct hvk_intake *intake)
{
	return intake->class == &records ? ((const struct hvk__record_intake *)intake)->type : HVK_TYPES;
}

/* ---------------------------------------------------------------- cells */

static bool start_row(struct hvk__rows *rows, uint64_t line)
{
	if (!hvk__reserve(&rows->rows, &rows->capacity, rows->count + 1, sizeof(*rows->rows)))
		return false;
	rows->rows[rows->count] = (struct hvk__input_row){ .line = line, .first = rows->cell_count };
	return true;
}

/* Adds a cell, with a copy of its text, to the row that was started. */
static bool add_cell(struct hvk__rows *rows, const struct hvk__cell *cell)
{
	_cleanup_free_ char *composed = NULL;
	struct hvk__span text = cell->text;
	struct hvk__cell *added;

	if (!hvk__reserve(&rows->cells, &rows->cell_capacity, rows->cell_count + 1, sizeof(*rows->cells)))
		return false;
	text.data = hvk__trim(text.data, &text.length);
	if (!hvk__is_ascii(text.data, text.length)) {
		if (!hvk__nfc(text.data, text.length, &composed, &text.length))
			return false;
		text.data = composed;
	}
	text.data = hvk__pool_add(&rows->pool, text.data, text.length);
	if (!text.data)
		return false;
	added = &rows->cells[rows->cell_count++];
	*added = *cell;
	added->text = text;
	rows->rows[rows->count].count++;
	return true;
}

/* Keeps the row that was started, unless none of its cells has a value. */
static void end_row(struct hvk__rows *rows)
{
	struct hvk__input_row *row = &rows->rows[rows->count];

	for (size_t i = 0; i < row->count; i++)
		if (rows->cells[row->first + i].text.length > 0) {
			rows->count++;
			return;
		}
	rows->cell_count = row->first;
	rows->blank++;
}

/* ---------------------------------------------------------------- CSV */

static bool add_record(struct hvk__rows *rows, const struct hvk__chunk *chunk, size_t *extra)
{
	size_t count = chunk->cell_count, header = rows->layout.count;

	/* Empty cells beyond the header are what spreadsheets leave behind. */
	while (count > header && chunk->cells[count - 1].length == 0)
		count--;
	if (chunk->cell_count - count > *extra)
		*extra = chunk->cell_count - count;
	if (!start_row(rows, chunk->line))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct hvk__cell cell = {
			.text = chunk->cells[i], .line = chunk->line, .place = (uint16_t)(i + 1),
			.column = i < header ? rows->layout.meaning[i] : HVK__PASSED_OVER,
		};

		if (!add_cell(rows, &cell))
			return false;
	}
	end_row(rows);
	return true;
}

static int read_chunks(struct hvk__rows *rows, struct hvk__error *error, struct hvk__reader *reader, size_t *extra)
{
	struct hvk__chunk *chunk = calloc(1, sizeof(*chunk));
	int result;

	if (!chunk)
		return hvk__fail_memory(error);
	while ((result = hvk__reader_next_chunk(reader, chunk)) == 1) {
		while ((result = hvk__chunk_next_record(chunk, NULL)) == 1)
			if (!add_record(rows, chunk, extra)) {
				result = hvk__fail_memory(&chunk->error);
				break;
			}
		if (result < 0)
			break;
	}
	if (result < 0)
		hvk__error_copy(error, &chunk->error);
	hvk__chunk_free(chunk);
	free(chunk);
	return result;
}

static int read_csv(struct hvk__rows *rows, struct hvk__error *error, struct hvk_intake *intake,
                    struct hvk__reader *reader)
{
	const struct hvk__span *header;
	size_t count, extra = 0;
	int result = hvk__intake_match(intake, error, reader, &rows->layout);

	if (result < 0)
		return result;
	rows->delimiter = hvk__reader_dialect(reader).delimiter;
	header = hvk__reader_header(reader, &count);
	rows->header = hvk__reject_line(&rows->layout, rows->why, header, count, rows->delimiter);
	if (!rows->header)
		return hvk__fail_memory(error);
	result = read_chunks(rows, error, reader, &extra);
	if (result == HVK_OK)
		hvk__intake_note_input(intake, hvk__reader_name(reader), hvk__reader_dialect(reader).encoding, extra,
		                       0);
	return result;
}

/* ---------------------------------------------------------------- recutils' text */

static int add_fields(struct hvk__rows *rows, const struct hvk_intake *intake, const struct hvk__rec *rec)
{
	if (!start_row(rows, rec->fields[0].line))
		return hvk__fail_memory(rec->error);
	for (size_t i = 0; i < rec->field_count; i++) {
		const struct hvk__rec_field *field = &rec->fields[i];
		int meaning = hvk__intake_meaning(intake, field->name.data, field->name.length);
		struct hvk__cell cell = {
			.text = field->value, .line = field->line, .column = (int16_t)meaning
		};

		if (meaning == HVK__UNKNOWN_COLUMN)
			return hvk__intake_fail_unknown(intake, rec->error, rec->name, field->line, 0, &field->name);
		cell.name.length = field->name.length;
		cell.name.data = hvk__pool_add(&rows->pool, field->name.data, field->name.length);
		if (!cell.name.data || !add_cell(rows, &cell))
			return hvk__fail_memory(rec->error);
	}
	end_row(rows);
	return HVK_OK;
}

static int read_rec(struct hvk__rows *rows, struct hvk__error *error, const struct hvk_intake *intake,
                    struct hvk__reader *reader)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer text = { 0 };
	struct hvk__rec rec = {
		.error = error, .name = hvk__reader_name(reader), .type = hvk__types[hvk__intake_type(intake)].name
	};
	int result = hvk__reader_text(reader, error, &text);

	if (result < 0)
		return result;
	rec.text = text.data;
	rec.length = text.length;
	rec.guessed = intake->dialect.encoding == HVK__DETECT;
	rows->header = strdup("");
	if (!rows->header)
		return hvk__fail_memory(error);
	while ((result = hvk__rec_next(&rec)) == 1) {
		result = add_fields(rows, intake, &rec);
		if (result < 0)
			break;
	}
	hvk__rec_free(&rec);
	if (result == HVK_OK)
		hvk__intake_note_input(intake, hvk__reader_name(reader), hvk__reader_dialect(reader).encoding, 0, 0);
	return result;
}

/* ---------------------------------------------------------------- both */

int hvk__rows_read(struct hvk__rows *rows, struct hvk__error *error, struct hvk_intake *intake,
                   const struct hvk_input *input)
{
	struct hvk__reader *reader = NULL;
	int result = hvk__intake_open(intake, error, input, true, &reader);

	if (result < 0)
		return result;
	rows->rec = hvk__reader_is_rec(reader);
	rows->why = hvk__intake_reject_column(intake);
	result = rows->rec ? read_rec(rows, error, intake, reader) : read_csv(rows, error, intake, reader);
	if (result == HVK_OK)
		result = hvk__intake_described(intake, error, reader, &rows->layout);
	hvk__reader_free(reader);
	return result;
}

void hvk__rows_free(struct hvk__rows *rows)
{
	free(rows->header);
	free(rows->cells);
	free(rows->rows);
	hvk__pool_free(&rows->pool);
}

static char *reject_record(const struct hvk__rows *rows, const struct hvk__cell *cells, size_t count,
                           const char *reason)
{
	struct hvk__buffer text = { 0 };
	bool good = hvk__rec_add(&text, rows->why, reason, strlen(reason));

	for (size_t i = 0; i < count && good; i++)
		if (cells[i].column != HVK__PASSED_OVER)
			good = hvk__rec_add(&text, cells[i].name.data, cells[i].text.data, cells[i].text.length);
	if (!good || !hvk__buffer_add_text(&text, "\n"))
		hvk__buffer_free(&text);
	return text.data;
}

char *hvk__rows_reject(const struct hvk__rows *rows, const struct hvk__input_row *row, const char *reason)
{
	const struct hvk__cell *cells = rows->cells + row->first;
	_cleanup_free_ struct hvk__span *spans = NULL;

	if (rows->rec)
		return reject_record(rows, cells, row->count, reason);
	spans = calloc(row->count, sizeof(*spans));
	for (size_t i = 0; i < row->count && spans; i++)
		spans[i] = cells[i].text;
	return spans ? hvk__reject_line(&rows->layout, reason, spans, row->count, rows->delimiter) : NULL;
}
