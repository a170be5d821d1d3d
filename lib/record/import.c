/* SPDX-License-Identifier: EUPL-1.2 */
/* Importing records: every row becomes the record that it is, and is written; or it is refused, with all that is wrong
 * in it. */
#include <inttypes.h>
#include <string.h>

#include "core/text.h"
#include "record/agenda.h"
#include "record/index.h"
#include "record/intake.h"
#include "store/admin.h"
#include "store/rejects.h"

#define REFUSED_MAX 1000 /* refusals after which going on is no use */

struct importing {
	struct hvk_store *store;
	struct hvk_intake *intake;
	const struct hvk__type *of;
	enum hvk_type type;
	const char *name;            /* of the input */
	bool skip;
	struct hvk__rows rows;
	struct hvk__rejects rejects; /* descriptor -1: not wanted */
	struct hvk__change change;
	struct hvk_record *record;   /* of the row */
	struct hvk__buffer joined;   /* what several fields of one column come to */
	struct hvk__sames sames;
	struct hvk__index slugs;     /* the lines of slugs that were given, and ... */
	struct hvk__index ids;       /* ... of records that rows came to be */
	struct hvk__buffer reasons;  /* why the row is refused; empty: it is not */
	uint64_t refused;
	struct hvk__error error;     /* what it all fails with */
};

/* ---------------------------------------------------------------- refusing */

/* Refuses the row, or a cell of it: told at once. HVK_OK, or negative when all must end. */
static int refuse(struct importing *it, const struct hvk__error *refusal)
{
	bool first = it->refused == 0 && it->reasons.length == 0;

	if (!hvk__buffer_printf(&it->reasons, "%s%s", it->reasons.length > 0 ? "; " : "", refusal->public.message))
		return hvk__fail_memory(&it->error);
	if (first && !it->intake->listener && !it->skip)
		return hvk__error_copy(&it->error, refusal);
	if (hvk__intake_report(it->intake, HVK_REFUSED, refusal) < 0)
		return hvk__fail(&it->error, HVK_EINPUT, "stopped by the caller");
	return HVK_OK;
}

static int refuse_at(struct importing *it, uint64_t line, unsigned place, const char *format, ...) HVK_PRINTF(4, 5);
static int refuse_at(struct importing *it, uint64_t line, unsigned place, const char *format, ...)
{
	struct hvk__error refusal;
	va_list arguments;

	va_start(arguments, format);
	hvk__vfail_at(&refusal, HVK_EINPUT, it->name, line, place, format, arguments);
	va_end(arguments);
	return refuse(it, &refusal);
}

/* Whether a failure is one of the data; others end the work. */
static bool is_refusal(int result)
{
	return result == HVK_EINPUT || result == HVK_EINVAL || result == HVK_ENOTFOUND || result == HVK_EAMBIGUOUS;
}

static const struct hvk__cell *find_cell(const struct importing *it, const struct hvk__input_row *row, int column)
{
	for (size_t i = 0; i < row->count; i++)
		if (it->rows.cells[row->first + i].column == column)
			return &it->rows.cells[row->first + i];
	return NULL;
}

static bool has_slug(const struct importing *it, const struct hvk__input_row *row)
{
	const struct hvk__cell *cell = find_cell(it, row, 0);

	return cell && cell->text.length > 0;
}

/* Refuses for what failed: at the cell of a column where there is one. */
static int refuse_column(struct importing *it, const struct hvk__input_row *row, size_t column,
                         const struct hvk__error *failed)
{
	const struct hvk__cell *cell = column < it->of->count ? find_cell(it, row, (int)column) : NULL;

	return refuse_at(it, cell ? cell->line : row->line, cell ? cell->place : 0, "%s", failed->public.message);
}

static int end_refused(struct importing *it, const struct hvk__input_row *row)
{
	_cleanup_free_ char *line = NULL;

	it->refused++;
	if (it->skip && it->rejects.descriptor >= 0) {
		line = hvk__rows_reject(&it->rows, row, it->reasons.data);
		if (!line)
			return hvk__fail_memory(&it->error);
		return hvk__rejects_add(&it->rejects, &it->error, it->rows.header, line);
	}
	if (!it->skip && it->refused >= REFUSED_MAX)
		return hvk__fail_at(&it->error, HVK_EINPUT, it->name, 0, 0,
		                    "%" PRIu64 " rows refused and not read further; nothing was imported", it->refused);
	return HVK_OK;
}

/* ---------------------------------------------------------------- cells */

/* A date, in the order that the intake says, as ISO: HVK_OK with *made true, or false when there is none; HVK_EINPUT
 * with the message in error. One that exists only in another order means that all of the file was misread. */
static int read_date(struct importing *it, const struct hvk__cell *cell, const char *name, char iso[11], bool *refused)
{
	struct hvk__error failed;
	struct hvk__date date;
	bool contradiction;
	int result = hvk__when_parse_day(&failed, cell->text.data, cell->text.length, it->intake->order, &date,
	                                 &contradiction);

	*refused = result < 0;
	if (contradiction)
		return hvk__fail_at(&it->error, HVK_EINPUT, it->name, cell->line, cell->place, "%s: %s", name,
		                    failed.public.message);
	if (result < 0)
		return refuse_at(it, cell->line, cell->place, "%s: %s", name, failed.public.message);
	hvk__date_format(hvk__date_to_days(date), iso);
	return HVK_OK;
}

/* What the fields of one column in recutils' text come to together: where it takes many, all of them. *again: it does
 * not, and there is another one at this cell. */
static int join_cells(struct importing *it, const struct hvk__input_row *row, const struct hvk__cell *first,
                      bool many, struct hvk__span *text, const struct hvk__cell **again)
{
	const struct hvk__cell *end = it->rows.cells + row->first + row->count;

	*text = first->text;
	*again = NULL;
	it->joined.length = 0;
	for (const struct hvk__cell *cell = first + 1; it->rows.rec && cell < end; cell++) {
		if (cell->column != first->column)
			continue;
		if (!many) {
			*again = cell;
			return HVK_OK;
		}
		if (!hvk__buffer_add(&it->joined, text->data, it->joined.length > 0 ? 0 : text->length) ||
		    !hvk__buffer_add(&it->joined, "+", 1) ||
		    !hvk__buffer_add(&it->joined, cell->text.data, cell->text.length))
			return hvk__fail_memory(&it->error);
	}
	if (it->joined.length > 0)
		*text = (struct hvk__span){ it->joined.data, it->joined.length };
	return HVK_OK;
}

/* Sets the column of a cell. */
static int set_cell(struct importing *it, const struct hvk__input_row *row, const struct hvk__cell *cell)
{
	const struct hvk_record_column *column = &it->of->columns[cell->column].public;
	const struct hvk__cell *again;
	struct hvk__error failed;
	struct hvk__span text;
	char iso[11];
	bool refused = false;
	int result = join_cells(it, row, cell, hvk__column_takes_many(column), &text, &again);

	if (result < 0)
		return result;
	if (again)
		return refuse_at(it, again->line, 0, "%s: stands there twice, on line %" PRIu64 " too", column->name,
		                 cell->line);
	if (column->form == HVK_FORM_DATE && text.length > 0) {
		result = read_date(it, cell, column->name, iso, &refused);
		text = (struct hvk__span){ iso, sizeof(iso) - 1 };
	}
	if (result < 0 || refused)
		return result;
	result = hvk__record_set(&failed, it->record, (size_t)cell->column, text.data, text.length, 0);
	if (is_refusal(result))
		return refuse_at(it, cell->line, cell->place, "%s", failed.public.message);
	return result < 0 ? hvk__error_copy(&it->error, &failed) : HVK_OK;
}

/* Sets all columns that the row has but those, as bits. A column that comes again was joined to the first. */
static int set_cells(struct importing *it, const struct hvk__input_row *row, uint32_t but)
{
	int result = HVK_OK;

	for (size_t i = 0; i < row->count && result == HVK_OK; i++) {
		const struct hvk__cell *cell = &it->rows.cells[row->first + i];

		if (cell->column < 0 || but & UINT32_C(1) << cell->column)
			continue;
		but |= UINT32_C(1) << cell->column;
		result = set_cell(it, row, cell);
	}
	return result;
}

/* ---------------------------------------------------------------- which record a row is */

/* A failure of the store while a record was looked for. */
static int fail_store(struct importing *it, int result)
{
	return hvk__error_copy(&it->error, &it->store->error) < 0 ? it->error.public.code : result;
}

/* The key of a cell of slugs: NULL when it is empty or refused, which is told when it is set. */
static int read_slugs(struct importing *it, const struct hvk__input_row *row, int column, char **key)
{
	const struct hvk__cell *cell = find_cell(it, row, column);
	struct hvk__error ignored;
	int result;

	*key = NULL;
	if (!cell)
		return HVK_OK;
	result = hvk__value_parse(it->store, &ignored, &it->of->columns[column].public, cell->text.data,
	                          cell->text.length, 0, key);
	if (result < 0 && !is_refusal(result))
		return hvk__error_copy(&it->error, &ignored);
	return HVK_OK;
}

/* Notes that a slug was given on this line; refuses the row when it was before. */
static int claim_slug(struct importing *it, const struct hvk__input_row *row, const char *slug)
{
	const struct hvk__cell *cell = find_cell(it, row, 0);
	int64_t line;
	size_t at = 0;

	if (hvk__index_next(&it->slugs, slug, strlen(slug), &at, &line))
		return refuse_at(it, cell->line, cell->place, "slug: '%s' stands on line %" PRId64 " already", slug,
		                 line);
	if (!hvk__index_add(&it->slugs, slug, strlen(slug), (int64_t)row->line))
		return hvk__fail_memory(&it->error);
	return HVK_OK;
}

/* The same for the record that a row comes to be. */
static int claim_id(struct importing *it, const struct hvk__input_row *row, int64_t id)
{
	const char *key = (const char *)&id;
	int64_t line;
	size_t at = 0;

	if (hvk__index_next(&it->ids, key, sizeof(id), &at, &line))
		return refuse_at(it, row->line, 0, "the same %s as on line %" PRId64, _(it->of->name), line);
	if (!hvk__index_add(&it->ids, key, sizeof(id), (int64_t)row->line))
		return hvk__fail_memory(&it->error);
	return HVK_OK;
}

/* Looks for the record of one of the former slugs that the row gives: it was renamed elsewhere. */
static int find_former(struct importing *it, const struct hvk__input_row *row, int64_t *id)
{
	_cleanup_free_ char *key = NULL;
	char *rest, *slug;
	int result;

	if (it->type != HVK_PARTNER)
		return HVK_OK;
	result = read_slugs(it, row, HVK__PARTNER_FORMER_SLUG, &key);
	for (rest = key; result == HVK_OK && *id == 0 && (slug = strsep(&rest, "+"));) {
		result = hvk__record_lookup(it->store, it->type, slug, id);
		if (result < 0)
			return fail_store(it, result);
		result = HVK_OK;
	}
	return result;
}

/* Looks for the record that has the slug. *keep: the columns that then stay as they are. */
static int find_by_slug(struct importing *it, const struct hvk__input_row *row, const char *slug, int64_t *id,
                        uint32_t *keep)
{
	int result = claim_slug(it, row, slug);

	if (result < 0 || it->reasons.length > 0)
		return result;
	result = hvk__record_lookup(it->store, it->type, slug, id);
	if (result < 0)
		return fail_store(it, result);
	if (result == 1)
		*keep = 1; /* it may be a former one, which does not become the present one again */
	return result == 1 ? HVK_OK : find_former(it, row, id);
}

/* Looks for the record that is the same without a slug. *keep: the columns in which something was wrong. */
static int find_same(struct importing *it, const struct hvk__input_row *row, int64_t *id, uint32_t *keep)
{
	uint32_t columns = hvk__same_columns(it->type);
	int result = set_cells(it, row, ~columns);

	if (result < 0)
		return result;
	if (it->reasons.length > 0) {
		*keep |= columns; /* told already */
		return HVK_OK;
	}
	result = it->type == HVK_SESSION ? hvk__offer_take(it->record, HVK__BIT(HVK__SESSION_PARTNER)) : HVK_OK;
	if (result >= 0)
		result = hvk__same_find(&it->sames, it->record, id);
	if (result == HVK_EAMBIGUOUS)
		return refuse_at(it, row->line, 0,
		                 it->type >= HVK_SESSION ?
		                         N_("several %s are the same; give the slug of the one that is meant") :
		                 it->of->partner_column >= 0 ?
		                         N_("several %s are the same by partner and name; give the slug of the one "
		                            "that is meant") :
		                         N_("several %s are the same by name; give the slug of the one that is meant"),
		                 it->of->plural_en);
	return result < 0 ? fail_store(it, result) : HVK_OK;
}

/* What comes to be known after a file was made is not undone by importing it again. */
static uint32_t later_columns(enum hvk_type type)
{
	switch (type) {
	case HVK_SESSION:
		return HVK__BIT(HVK__SESSION_STATUS) | HVK__BIT(HVK__SESSION_REASON) |
		       HVK__BIT(HVK__SESSION_PARTICIPANTS) | HVK__BIT(HVK__SESSION_NEW) |
		       HVK__BIT(HVK__SESSION_ORIGIN) | HVK__BIT(HVK__SESSION_NOTES);
	case HVK_MEETING:
		return HVK__BIT(HVK__MEETING_STATUS) | HVK__BIT(HVK__MEETING_REASON) |
		       HVK__BIT(HVK__MEETING_DECISIONS) | HVK__BIT(HVK__MEETING_NOTES);
	case HVK_ACTION:
		return HVK__BIT(HVK__ACTION_DONE);
	case HVK_MILESTONE:
		return HVK__BIT(HVK__MILESTONE_DONE) | HVK__BIT(HVK__MILESTONE_NOTES);
	default:
		return 0;
	}
}

/* The columns of empty cells that stay as they are: those, and what is taken from an offer when a record is added. */
static uint32_t find_kept(const struct importing *it, const struct hvk__input_row *row)
{
	const struct hvk__cell *offer = it->type == HVK_SESSION ? find_cell(it, row, HVK__SESSION_OFFER) : NULL;
	uint32_t columns = later_columns(it->type), empty = 0;

	if (offer && offer->text.length > 0)
		columns |= hvk__offer_columns(it->type);
	for (size_t i = 0; columns != 0 && i < row->count; i++) {
		const struct hvk__cell *cell = &it->rows.cells[row->first + i];

		if (cell->column >= 0 && cell->text.length == 0 && columns & HVK__BIT(cell->column))
			empty |= HVK__BIT(cell->column);
	}
	return empty;
}

/* Makes it->record the one that the row is, or an empty one. *keep: the columns not to be set. */
static int find_record(struct importing *it, const struct hvk__input_row *row, uint32_t *keep)
{
	_cleanup_free_ char *slug = NULL;
	int64_t id = 0;
	int result = read_slugs(it, row, 0, &slug);

	hvk_record_clear(it->record);
	if (result < 0)
		return result;
	if (slug) {
		result = find_by_slug(it, row, slug, &id, keep);
	} else if (!has_slug(it, row)) {
		*keep = 1;
		result = find_same(it, row, &id, keep);
	}
	hvk_record_clear(it->record);
	if (result < 0 || id == 0)
		return result;
	result = claim_id(it, row, id);
	if (result < 0)
		return result;
	*keep |= find_kept(it, row);
	result = hvk__record_read(it->record, id);
	return result < 0 ? fail_store(it, result) : HVK_OK;
}

/* ---------------------------------------------------------------- rows */

static int write_record(struct importing *it, const struct hvk__input_row *row)
{
	bool fresh = it->record->id == 0;
	size_t column = it->of->count;
	int result = hvk__record_write(&it->change, it->record, &column);

	if (is_refusal(result))
		return refuse_column(it, row, column, &it->store->error);
	if (result < 0 || !fresh)
		return result < 0 ? fail_store(it, result) : HVK_OK;
	result = claim_id(it, row, it->record->id);
	if (result == HVK_OK)
		result = hvk__same_add(&it->sames, it->record) < 0 ? fail_store(it, HVK_ENOMEM) : HVK_OK;
	return result;
}

/* A row that goes wrong halfway leaves nothing behind; without skipping all is taken back anyway. */
static int write_guarded(struct importing *it, const struct hvk__input_row *row)
{
	struct hvk_record_counts counts = it->change.counts;
	int64_t id = it->change.id;
	int result = it->skip ? hvk__store_exec(it->store, "SAVEPOINT row") : HVK_OK;

	if (result < 0)
		return fail_store(it, result);
	result = write_record(it, row);
	if (result < 0 || !it->skip)
		return result;
	if (it->reasons.length == 0) {
		result = hvk__store_exec(it->store, "RELEASE row");
	} else {
		result = hvk__store_exec(it->store, "ROLLBACK TO row; RELEASE row");
		it->change.counts = counts;
		it->change.id = id;
	}
	return result < 0 ? fail_store(it, result) : HVK_OK;
}

/* All that is wrong in a row is told at once. */
static int import_row(struct importing *it, const struct hvk__input_row *row)
{
	size_t expected = it->rows.layout.count;
	uint32_t keep = 0;
	int result;

	it->reasons.length = 0;
	if (!it->rows.rec && row->count != expected) {
		result = refuse_at(it, row->line, 0,
		                   P_("%zu cell, the header has %zu", "%zu cells, the header has %zu", row->count),
		                   row->count, expected);
	} else {
		result = find_record(it, row, &keep);
		if (result == HVK_OK)
			result = set_cells(it, row, keep);
		if (result == HVK_OK && it->reasons.length == 0)
			result = write_guarded(it, row);
	}
	if (result == HVK_OK && it->reasons.length > 0)
		result = end_refused(it, row);
	return result;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Where all rows have slugs nobody asks what is the same. */
static int load_sames(struct importing *it)
{
	int result = HVK_OK;

	for (size_t i = 0; i < it->rows.count; i++)
		if (!has_slug(it, &it->rows.rows[i])) {
			result = hvk__same_load(&it->sames, it->store);
			break;
		}
	return result < 0 ? fail_store(it, result) : HVK_OK;
}

/* Inside the transaction. */
static int import_rows(struct importing *it)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer what = { 0 };
	int result;

	if (!hvk__buffer_printf(&what, "imported %s", base_name(it->name)))
		return hvk__fail_memory(&it->error);
	hvk__change_start(&it->change, it->store, what.data);
	result = load_sames(it);
	for (size_t i = 0; i < it->rows.count && result == HVK_OK; i++)
		result = import_row(it, &it->rows.rows[i]);
	if (result == HVK_OK && it->refused > 0 && !it->skip)
		result = hvk__fail_at(&it->error, HVK_EINPUT, it->name, 0, 0,
		                      P_("%" PRIu64 " row refused; nothing was imported",
		                         "%" PRIu64 " rows refused; nothing was imported", it->refused), it->refused);
	if (result == HVK_OK)
		result = hvk__rejects_flush(&it->rejects, &it->error);
	hvk__change_finish(&it->change);
	return result;
}

static int import(struct importing *it, const struct hvk_input *input, bool dry_run)
{
	int result = hvk__rows_read(&it->rows, &it->error, it->intake, input);

	if (result < 0)
		return hvk__error_copy(&it->store->error, &it->error);
	result = hvk_record_new(it->store, it->type, &it->record);
	if (result == HVK_OK)
		result = hvk__begin(it->store, false);
	if (result < 0)
		return result;
	result = import_rows(it);
	if (result < 0)
		hvk__error_copy(&it->store->error, &it->error);
	return hvk__end_or_take_back(it->store, result, dry_run);
}

static void free_importing(struct importing *it)
{
	hvk_record_free(it->record);
	hvk__rows_free(&it->rows);
	hvk__rejects_free(&it->rejects);
	hvk__buffer_free(&it->joined);
	hvk__sames_free(&it->sames);
	hvk__index_free(&it->slugs);
	hvk__index_free(&it->ids);
	hvk__buffer_free(&it->reasons);
}

static int check_import(const struct hvk_intake *intake, unsigned flags)
{
	struct hvk__error *error = &intake->store->error;

	if (flags & ~(unsigned)(HVK_IMPORT_SKIP | HVK_IMPORT_DRY_RUN))
		return hvk__fail(error, HVK_EINVAL, "unknown flags for an import of records: %#x", flags);
	if (hvk__intake_type(intake) == HVK_TYPES)
		return hvk__fail(error, HVK_EINVAL, "this intake is for questions, not for records");
	if (hvk__intake_type(intake) == HVK_REFERRAL)
		return hvk__fail(error, HVK_EINVAL, "referrals are not imported: each is recorded when it is made");
	return HVK_OK;
}

HVK_EXPORT int hvk_record_import(struct hvk_intake *intake, const struct hvk_input *input, unsigned flags, int rejects,
                                 struct hvk_record_counts *counts)
{
	struct importing it = {
		.store = intake->store, .intake = intake, .type = hvk__intake_type(intake), .name = input->name,
		.skip = (flags & HVK_IMPORT_SKIP) != 0, .rejects = { .descriptor = rejects },
	};
	int result;

	*counts = (struct hvk_record_counts){ 0 };
	hvk__error_clear(&intake->store->error);
	hvk__error_clear(&it.error);
	result = check_import(intake, flags);
	if (result < 0)
		return result;
	it.of = &hvk__types[it.type];
	it.sames.type = it.type;
	result = import(&it, input, (flags & HVK_IMPORT_DRY_RUN) != 0);
	if (result == HVK_OK) {
		hvk__error_clear(&intake->store->error); /* what rows were refused for was told */
		*counts = it.change.counts;
		counts->refused = it.refused;
		counts->blank = it.rows.blank;
	}
	free_importing(&it);
	return result;
}
