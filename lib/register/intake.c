/* SPDX-License-Identifier: EUPL-1.2 */
/* The options of an intake, and the matching of a header with our columns. */
#include "register/intake.h"

#include <string.h>

#include "core/guard.h"
#include "core/text.h"

HVK_EXPORT int hvk_intake_new(struct hvk_store *store, struct hvk_intake **intake)
{
	hvk__error_clear(&store->error);
	*intake = calloc(1, sizeof(**intake));
	if (!*intake)
		return hvk__fail_memory(&store->error);
	(*intake)->store = store;
	return HVK_OK;
}

HVK_EXPORT void hvk_intake_free(struct hvk_intake *intake)
{
	if (!intake)
		return;
	for (size_t i = 0; i < intake->mapping_count; i++)
		free(intake->mappings[i].theirs);
	free(intake->mappings);
	free(intake->desk);
	free(intake->id_from);
	hvk__buffer_free(&intake->description);
	free(intake);
}

HVK_EXPORT void hvk_intake_set_listener(struct hvk_intake *intake, const struct hvk_listener *listener)
{
	intake->listener = listener;
}

HVK_EXPORT const char *hvk_intake_dialect(const struct hvk_intake *intake)
{
	return intake->description.data ? intake->description.data : "";
}

/* ---------------------------------------------------------------- columns */

/* The names of our columns, as lib/tabular wants them. */
static const struct hvk__column_names *column_names(struct hvk__column_names names[HVK_COLUMNS])
{
	for (int i = 0; i < HVK_COLUMNS; i++)
		names[i].names = hvk__columns[i].aliases;
	return names;
}

static int match_column(const char *cell, size_t length)
{
	struct hvk__column_names names[HVK_COLUMNS];

	return hvk__column_match(column_names(names), HVK_COLUMNS, cell, length);
}

/* The name of ours nearest to a text, or NULL. The guess is among all names of a column; what is named is the column.
 */
static const char *nearest_column(const char *text, size_t length)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	if (hvk__fold(folded, sizeof(folded), text, length) == sizeof(folded))
		return NULL;
	for (int i = 0; i < HVK_COLUMNS; i++)
		for (const char *const *name = hvk__columns[i].aliases; *name; name++)
			hvk__nearest_offer_text(&nearest, *name, hvk__columns[i].name);
	return nearest.best;
}

static bool same_header(const char *name, const char *cell, size_t length)
{
	char a[HVK__FOLD_MAX], b[HVK__FOLD_MAX];

	if (hvk__fold(a, sizeof(a), name, strlen(name)) == sizeof(a) ||
	    hvk__fold(b, sizeof(b), cell, length) == sizeof(b))
		return strlen(name) == length && memcmp(name, cell, length) == 0;
	return a[0] ? strcmp(a, b) == 0 : strlen(name) == length && memcmp(name, cell, length) == 0;
}

/* ---------------------------------------------------------------- options */

static int add_mapping(struct hvk_intake *intake, const char *theirs, size_t length, int ours)
{
	struct hvk__mapping *mapping;

	theirs = hvk__trim(theirs, &length);
	if (length == 0)
		return HVK_OK;
	if (!hvk__reserve(&intake->mappings, &intake->mapping_capacity, intake->mapping_count + 1, sizeof(*mapping)))
		return hvk__fail_memory(&intake->store->error);
	mapping = &intake->mappings[intake->mapping_count];
	mapping->ours = ours;
	mapping->theirs = strndup(theirs, length);
	if (!mapping->theirs)
		return hvk__fail_memory(&intake->store->error);
	intake->mapping_count++;
	return HVK_OK;
}

/* 'Theirs=ours,...'. A comma before the '=' belongs to their header. */
static int set_map(struct hvk_intake *intake, const char *value)
{
	struct hvk__error *error = &intake->store->error;

	while (*value) {
		const char *equals = strchr(value, '='), *end, *ours;
		size_t length;
		int column, result;

		if (!equals)
			return hvk__fail(error, HVK_EINVAL, "expected Theirs=ours, found '%s'", value);
		end = strchrnul(equals, ',');
		length = (size_t)(end - equals - 1);
		ours = hvk__trim(equals + 1, &length);
		column = match_column(ours, length);
		if (column < 0) {
			const char *near = nearest_column(ours, length);

			return hvk__fail(error, HVK_EINVAL, "'%.*s' is not a column of ours%s%s%s", (int)length, ours,
			                 near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
		}
		result = add_mapping(intake, value, (size_t)(equals - value), column);
		if (result < 0)
			return result;
		value = *end ? end + 1 : end;
	}
	return HVK_OK;
}

/* 'A,B': the headers between the commas, and, since a header may hold a comma, the whole. */
static int set_ignore(struct hvk_intake *intake, const char *value)
{
	int result = add_mapping(intake, value, strlen(value), HVK__PASSED_OVER);

	while (result == HVK_OK && *value) {
		const char *end = strchrnul(value, ',');

		result = add_mapping(intake, value, (size_t)(end - value), HVK__PASSED_OVER);
		value = *end ? end + 1 : end;
	}
	return result;
}

static int set_date_order(struct hvk_intake *intake, const char *value)
{
	static const char *const orders[] = { [HVK__DMY] = "dmy", [HVK__MDY] = "mdy", [HVK__YMD] = "ymd" };

	for (unsigned i = 0; i < ARRAY_SIZE(orders); i++)
		if (strcmp(value, orders[i]) == 0) {
			intake->order = (enum hvk__date_order)i;
			return HVK_OK;
		}
	return hvk__fail(&intake->store->error, HVK_EINVAL, "'%s' is not a date order: dmy, mdy or ymd", value);
}

static int set_text(struct hvk_intake *intake, char **text, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return hvk__fail_memory(&intake->store->error);
	free(*text);
	*text = copy;
	return HVK_OK;
}

static int set_desk(struct hvk_intake *intake, const char *value)
{
	enum hvk__identifier seen = hvk__guard(value, strlen(value));

	if (seen != HVK__INNOCENT)
		return hvk__fail(&intake->store->error, HVK_EINVAL, "desk: looks like %s (not repeated)",
		                 hvk__identifier_name(seen));
	return set_text(intake, &intake->desk, value);
}

static int set_month(struct hvk_intake *intake, const char *value)
{
	struct hvk__date date;

	if (!hvk__date_parse(value, strlen(value), false, &date) || hvk__month_number(date) == 0)
		return hvk__fail(&intake->store->error, HVK_EINVAL, "'%s' is not a month, such as 2026-10", value);
	intake->month = hvk__month_number(date);
	return HVK_OK;
}

HVK_EXPORT int hvk_intake_set(struct hvk_intake *intake, enum hvk_intake_option option, const char *value)
{
	struct hvk__error *error = &intake->store->error;

	hvk__error_clear(error);
	switch (option) {
	case HVK_INTAKE_MAP:
		return set_map(intake, value);
	case HVK_INTAKE_IGNORE:
		return set_ignore(intake, value);
	case HVK_INTAKE_DATE_ORDER:
		return set_date_order(intake, value);
	case HVK_INTAKE_DELIMITER:
		if (hvk__delimiter_parse(value, &intake->dialect.delimiter))
			return HVK_OK;
		return hvk__fail(error, HVK_EINVAL,
		                 "'%s' is not a delimiter: one character, or tab, comma, semicolon, pipe", value);
	case HVK_INTAKE_ENCODING:
		if (hvk__encoding_parse(value, &intake->dialect.encoding))
			return HVK_OK;
		return hvk__fail(error, HVK_EINVAL,
		                 "'%s' is not an encoding: utf-8, windows-1252, utf-16le or utf-16be", value);
	case HVK_INTAKE_DESK:
		return set_desk(intake, value);
	case HVK_INTAKE_MONTH:
		return set_month(intake, value);
	case HVK_INTAKE_ID_FROM:
		return set_text(intake, &intake->id_from, value);
	case HVK_INTAKE_OPTIONS:
		break;
	}
	return hvk__fail(error, HVK_EINVAL, "no such option of an intake: %d", (int)option);
}

/* ---------------------------------------------------------------- the listener */

int hvk__intake_report(const struct hvk_intake *intake, enum hvk_severity severity, const struct hvk__error *error)
{
	const struct hvk_listener *listener = intake->listener;

	if (listener && listener->report && listener->report(listener->data, severity, &error->public) != 0)
		return HVK_EINPUT;
	return HVK_OK;
}

int hvk__intake_note(const struct hvk_intake *intake, const char *file, const char *format, ...)
{
	struct hvk__error note;
	va_list arguments;

	va_start(arguments, format);
	hvk__vfail_at(&note, HVK_OK, file, 0, 0, format, arguments);
	va_end(arguments);
	return hvk__intake_report(intake, HVK_NOTE, &note);
}

/* ---------------------------------------------------------------- the header */

/* What a header cell means: what the options say, else one of our columns. A file of refused rows has a column 'reason'
 * of ours. */
#define UNKNOWN_COLUMN (-3)
static int meaning_of(const struct hvk_intake *intake, const char *cell, size_t length)
{
	if (intake->id_from && same_header(intake->id_from, cell, length))
		return HVK__HASHED_ID;
	for (size_t i = intake->mapping_count; i-- > 0;)
		if (same_header(intake->mappings[i].theirs, cell, length))
			return intake->mappings[i].ours;
	if (length == 6 && memcmp(cell, "reason", 6) == 0)
		return HVK__PASSED_OVER;
	if (length > 0) {
		int column = match_column(cell, length);

		if (column >= 0)
			return column;
	}
	return UNKNOWN_COLUMN;
}

static bool header_known(void *data, const char *cell, size_t length)
{
	return meaning_of(data, cell, length) != UNKNOWN_COLUMN;
}

int hvk__intake_open(struct hvk_intake *intake, struct hvk__error *error, const struct hvk_input *input,
                     struct hvk__reader **reader)
{
	const struct hvk__header_test test = { .known = header_known, .data = intake };

	return hvk__reader_open(error, input->name, input->descriptor, &intake->dialect, &test, 0, reader);
}

/* The message for a header cell that means nothing to us. A file without a header has data there, which may be
 * personal. */
static int fail_unknown(struct hvk__error *error, const struct hvk__reader *reader, const struct hvk__span *cells,
                        size_t at, size_t known)
{
	const struct hvk__span *cell = &cells[at];
	uint64_t line = hvk__reader_header_line(reader);
	const char *name = hvk__reader_name(reader), *near;
	enum hvk__identifier seen = hvk__guard(cell->data, cell->length);

	if (seen != HVK__INNOCENT)
		return hvk__fail_at(
			error, HVK_EINPUT, name, line, (unsigned)at + 1,
			"the header looks like %s (not repeated); does the file begin with a row of column names?",
			hvk__identifier_name(seen));
	if (known == 0)
		return hvk__fail_at(
			error, HVK_EINPUT, name, line, 0,
			"no column in the first row is known; expected a row of names such as month, gemeente, theme");
	if (cell->length == 0)
		return hvk__fail_at(error, HVK_EINPUT, name, line, (unsigned)at + 1, "the column has no name");
	near = nearest_column(cell->data, cell->length);
	return hvk__fail_at(error, HVK_EINPUT, name, line, (unsigned)at + 1,
	                    "unknown column '%.*s'%s%s%s; say what it means (--map '%.*s=%s') or that it is not wanted "
	                    "(--ignore-columns)",
	                    (int)cell->length, cell->data, near ? "; did you mean " : "", near ? near : "",
	                    near ? "?" : "", (int)cell->length, cell->data, near ? near : "...");
}

static int place_column(struct hvk__error *error, const struct hvk__reader *reader, const struct hvk__span *cells,
                        size_t at, struct hvk__layout *layout)
{
	int meaning = layout->meaning[at];
	int16_t *place = meaning == HVK__HASHED_ID ? &layout->id_from : &layout->cell[meaning];

	if (*place >= 0)
		return hvk__fail_at(
			error, HVK_EINPUT, hvk__reader_name(reader), hvk__reader_header_line(reader), (unsigned)at + 1,
			"'%.*s' and '%.*s' (column %d) are both %s; pass one of them over (--ignore-columns)",
			(int)cells[at].length, cells[at].data, (int)cells[*place].length, cells[*place].data,
			*place + 1, meaning == HVK__HASHED_ID ? "what ids are made from" : hvk__columns[meaning].name);
	*place = (int16_t)at;
	return HVK_OK;
}

static int match_cells(const struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                       struct hvk__layout *layout)
{
	const struct hvk__span *cells = hvk__reader_header(reader, &layout->count);
	size_t known = 0;
	int result;

	layout->id_from = -1;
	for (int i = 0; i < HVK_COLUMNS; i++)
		layout->cell[i] = -1;
	for (size_t i = 0; i < layout->count; i++) {
		layout->meaning[i] = (int16_t)meaning_of(intake, cells[i].data, cells[i].length);
		known += layout->meaning[i] >= 0;
	}
	for (size_t i = 0; i < layout->count; i++) {
		if (layout->meaning[i] == UNKNOWN_COLUMN)
			return fail_unknown(error, reader, cells, i, known);
		if (layout->meaning[i] == HVK__PASSED_OVER)
			continue;
		result = place_column(error, reader, cells, i, layout);
		if (result < 0)
			return result;
	}
	return HVK_OK;
}

static int require_columns(const struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                           const struct hvk__layout *layout)
{
	static const int required[] = { HVK_MONTH, HVK_GEMEENTE, HVK_THEME };
	uint64_t line = hvk__reader_header_line(reader);
	const char *name = hvk__reader_name(reader);

	for (size_t i = 0; i < ARRAY_SIZE(required); i++) {
		if (layout->cell[required[i]] >= 0 || (required[i] == HVK_MONTH && intake->month != 0))
			continue;
		return hvk__fail_at(error, HVK_EINPUT, name, line, 0,
		                    "no column %s; if it has another name, say which (--map '...=%s')%s",
		                    hvk__columns[required[i]].name, hvk__columns[required[i]].name,
		                    required[i] == HVK_MONTH ? ", or give the month of all rows (--month)" : "");
	}
	if (!intake->id_from)
		return HVK_OK;
	if (layout->id_from < 0)
		return hvk__fail_at(error, HVK_EINPUT, name, line, 0, "no column '%s' to make ids from",
		                    intake->id_from);
	if (layout->cell[HVK_ID] >= 0)
		return hvk__fail_at(
			error, HVK_EINPUT, name, line, (unsigned)layout->cell[HVK_ID] + 1,
			"the file has ids of its own besides '%s' to make them from; pass one over (--ignore-columns)",
			intake->id_from);
	return HVK_OK;
}

/* One line for --show-dialect: "Windows-1252, delimiter ';', Datum=month, Stad=gemeente, Opmerking passed over". */
static int describe(struct hvk_intake *intake, const struct hvk__reader *reader, const struct hvk__layout *layout)
{
	struct hvk__buffer *text = &intake->description;
	struct hvk__dialect dialect = hvk__reader_dialect(reader);
	const struct hvk__span *cells;
	size_t count;

	text->length = 0;
	if (!hvk__buffer_printf(text, "%s, delimiter %s", hvk__encoding_name(dialect.encoding),
	                        hvk__delimiter_name(dialect.delimiter)))
		return HVK_ENOMEM;
	cells = hvk__reader_header(reader, &count);
	for (size_t i = 0; i < count; i++) {
		int meaning = layout->meaning[i];
		const char *ours = meaning >= 0                ? hvk__columns[meaning].name
		                   : meaning == HVK__HASHED_ID ? "id (hashed)"
		                                               : NULL;

		if (!hvk__buffer_printf(text, ", %.*s%s%s", (int)cells[i].length, cells[i].data,
		                        ours ? "=" : " passed over", ours ? ours : ""))
			return HVK_ENOMEM;
	}
	return HVK_OK;
}

int hvk__intake_layout(struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                       struct hvk__layout *layout)
{
	int result = match_cells(intake, error, reader, layout);

	return result < 0 ? result : require_columns(intake, error, reader, layout);
}

int hvk__intake_described(struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                          const struct hvk__layout *layout)
{
	return describe(intake, reader, layout) < 0 ? hvk__fail_memory(error) : HVK_OK;
}
