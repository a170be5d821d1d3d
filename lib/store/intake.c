/* SPDX-License-Identifier: EUPL-1.2 */
/* The options of an intake, and the matching of a header with our columns. */
#include "store/intake.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/guard.h"
#include "core/text.h"

void *hvk__intake_make(struct hvk_store *store, const struct hvk__intake_class *class, size_t size)
{
	struct hvk_intake *intake = calloc(1, size);

	if (!intake) {
		hvk__fail_memory(&store->error);
		return NULL;
	}
	intake->class = class;
	intake->store = store;
	return intake;
}

void hvk__intake_add_column(struct hvk_intake *intake, const char *name, const char *const *headers)
{
	intake->names[intake->column_count] = name;
	intake->headers[intake->column_count++].names = headers;
}

HVK_EXPORT void hvk_intake_free(struct hvk_intake *intake)
{
	if (!intake)
		return;
	if (intake->class->clear)
		intake->class->clear(intake);
	for (size_t i = 0; i < intake->mapping_count; i++)
		free(intake->mappings[i].theirs);
	free(intake->mappings);
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

static int match_column(const struct hvk_intake *intake, const char *cell, size_t length)
{
	return hvk__column_match(intake->headers, intake->column_count, cell, length);
}

/* The guess is among all headers of a column; what is named is the column. */
const char *hvk__intake_nearest(const struct hvk_intake *intake, const char *text, size_t length)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	if (hvk__fold(folded, sizeof(folded), text, length) == sizeof(folded))
		return NULL;
	for (size_t i = 0; i < intake->column_count; i++)
		for (const char *const *name = intake->headers[i].names; *name; name++)
			hvk__nearest_offer_text(&nearest, *name, intake->names[i]);
	return nearest.best;
}

bool hvk__intake_same(const char *header, const char *cell, size_t length)
{
	char a[HVK__FOLD_MAX], b[HVK__FOLD_MAX];

	if (hvk__fold(a, sizeof(a), header, strlen(header)) == sizeof(a) ||
	    hvk__fold(b, sizeof(b), cell, length) == sizeof(b))
		return strlen(header) == length && memcmp(header, cell, length) == 0;
	return a[0] ? strcmp(a, b) == 0 : strlen(header) == length && memcmp(header, cell, length) == 0;
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
		column = match_column(intake, ours, length);
		if (column < 0) {
			const char *near = hvk__intake_nearest(intake, ours, length);

			return hvk__fail(error, HVK_EINVAL, "'%.*s' is not a column of ours%s%s%s", (int)length, ours,
			                 near ? _("; did you mean ") : "", near ? near : "", near ? "?" : "");
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

int hvk__intake_set_text(const struct hvk_intake *intake, char **text, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return hvk__fail_memory(&intake->store->error);
	free(*text);
	*text = copy;
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
	default:
		if (intake->class->set)
			return intake->class->set(intake, option, value);
		return hvk__fail(error, HVK_EINVAL, "no such option of this intake: %d", (int)option);
	}
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

void hvk__intake_note_input(const struct hvk_intake *intake, const char *file, enum hvk__encoding encoding,
                            size_t extra_cells, uint64_t blank)
{
	char columns[96] = "", rows[96] = "";

	if (encoding != HVK__UTF_8 && encoding != HVK__DETECT && encoding != intake->dialect.encoding)
		hvk__intake_note(intake, file, "read as %s", hvk__encoding_name(encoding));
	if (extra_cells > 0)
		snprintf(columns, sizeof(columns), P_("%zu empty column", "%zu empty columns", extra_cells),
		         extra_cells);
	if (blank > 0)
		snprintf(rows, sizeof(rows), P_("%" PRIu64 " empty row", "%" PRIu64 " empty rows", blank), blank);
	if (columns[0] || rows[0])
		hvk__intake_note(intake, file, "%s%s%s passed over", columns, columns[0] && rows[0] ? _(" and ") : "",
		                 rows);
}

/* ---------------------------------------------------------------- the header */

const char *hvk__intake_reject_column(const struct hvk_intake *intake)
{
	for (size_t i = 0; i < intake->column_count; i++)
		if (intake->names[i] && strcmp(intake->names[i], "reason") == 0)
			return "refused";
	return "reason";
}

/* What the options say, else one of our columns, or that of a file of refused rows. */
int hvk__intake_meaning(const struct hvk_intake *intake, const char *cell, size_t length)
{
	const char *rejected = hvk__intake_reject_column(intake);
	int column = intake->class->meaning ? intake->class->meaning(intake, cell, length) : HVK__UNKNOWN_COLUMN;

	if (column != HVK__UNKNOWN_COLUMN)
		return column;
	for (size_t i = intake->mapping_count; i-- > 0;)
		if (hvk__intake_same(intake->mappings[i].theirs, cell, length))
			return intake->mappings[i].ours;
	if (length == strlen(rejected) && memcmp(cell, rejected, length) == 0)
		return HVK__PASSED_OVER;
	column = length > 0 ? match_column(intake, cell, length) : -1;
	return column >= 0 ? column : HVK__UNKNOWN_COLUMN;
}

static bool header_known(void *data, const char *cell, size_t length)
{
	return hvk__intake_meaning(data, cell, length) != HVK__UNKNOWN_COLUMN;
}

int hvk__intake_open(struct hvk_intake *intake, struct hvk__error *error, const struct hvk_input *input, bool records,
                     struct hvk__reader **reader)
{
	const struct hvk__header_test test = { header_known, intake };

	if (records)
		return hvk__reader_open_records(error, input->name, input->descriptor, &intake->dialect, &test, reader);
	return hvk__reader_open(error, input->name, input->descriptor, &intake->dialect, &test, 0, reader);
}

int hvk__intake_fail_unknown(const struct hvk_intake *intake, struct hvk__error *error, const char *file, uint64_t line,
                             unsigned column, const struct hvk__span *cell)
{
	enum hvk__identifier seen = hvk__guard(cell->data, cell->length);
	const char *near;

	if (seen != HVK__INNOCENT)
		return hvk__fail_at(
			error, HVK_EINPUT, file, line, column,
			"the header looks like %s (not repeated); does the file begin with a row of column names?",
			hvk__identifier_name(seen));
	near = hvk__intake_nearest(intake, cell->data, cell->length);
	return hvk__fail_at(error, HVK_EINPUT, file, line, column,
	                    "unknown column '%.*s'%s%s%s; say what it means (--map '%.*s=%s') or that it is not wanted "
	                    "(--ignore-columns)",
	                    (int)cell->length, cell->data, near ? _("; did you mean ") : "", near ? near : "",
	                    near ? "?" : "", (int)cell->length, cell->data, near ? near : "...");
}

/* The message for a header cell that means nothing to us. A file without a header has data there, which may be
 * personal. */
static int fail_unknown(const struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                        const struct hvk__span *cell, unsigned column, size_t known)
{
	uint64_t line = hvk__reader_header_line(reader);
	const char *name = hvk__reader_name(reader);

	if (hvk__guard(cell->data, cell->length) != HVK__INNOCENT)
		return hvk__intake_fail_unknown(intake, error, name, line, column, cell);
	if (known == 0)
		return hvk__fail_at(error, HVK_EINPUT, name, line, 0,
		                    "no column in the first row is known; expected a row of names such as %s",
		                    intake->class->example);
	if (cell->length == 0)
		return hvk__fail_at(error, HVK_EINPUT, name, line, column, "the column has no name");
	return hvk__intake_fail_unknown(intake, error, name, line, column, cell);
}

static int place_column(const struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                        const struct hvk__span *cells, size_t at, struct hvk__layout *layout)
{
	int16_t *place = &layout->cell[layout->meaning[at]];

	if (*place >= 0)
		return hvk__fail_at(
			error, HVK_EINPUT, hvk__reader_name(reader), hvk__reader_header_line(reader), (unsigned)at + 1,
			"'%.*s' and '%.*s' (column %d) are both %s; pass one of them over (--ignore-columns)",
			(int)cells[at].length, cells[at].data, (int)cells[*place].length, cells[*place].data,
			*place + 1, intake->names[layout->meaning[at]]);
	*place = (int16_t)at;
	return HVK_OK;
}

int hvk__intake_match(const struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                      struct hvk__layout *layout)
{
	const struct hvk__span *cells = hvk__reader_header(reader, &layout->count);
	size_t known = 0;
	int result;

	for (size_t i = 0; i < HVK__INTAKE_COLUMNS; i++)
		layout->cell[i] = -1;
	for (size_t i = 0; i < layout->count; i++) {
		layout->meaning[i] = (int16_t)hvk__intake_meaning(intake, cells[i].data, cells[i].length);
		known += layout->meaning[i] >= 0;
	}
	for (size_t i = 0; i < layout->count; i++) {
		if (layout->meaning[i] == HVK__UNKNOWN_COLUMN)
			return fail_unknown(intake, error, reader, &cells[i], (unsigned)i + 1, known);
		if (layout->meaning[i] == HVK__PASSED_OVER)
			continue;
		result = place_column(intake, error, reader, cells, i, layout);
		if (result < 0)
			return result;
	}
	return HVK_OK;
}

/* One line for --show-dialect: "Windows-1252, delimiter ';', Datum=month, Stad=gemeente, Opmerking passed over". */
static bool describe(struct hvk_intake *intake, const struct hvk__reader *reader, const struct hvk__layout *layout)
{
	struct hvk__buffer *text = &intake->description;
	struct hvk__dialect dialect = hvk__reader_dialect(reader);
	const struct hvk__span *cells;
	size_t count;

	text->length = 0;
	if (hvk__reader_is_rec(reader))
		return hvk__buffer_printf(text, "%s, recutils text", hvk__encoding_name(dialect.encoding));
	if (!hvk__buffer_printf(text, "%s, delimiter %s", hvk__encoding_name(dialect.encoding),
	                        hvk__delimiter_name(dialect.delimiter)))
		return false;
	cells = hvk__reader_header(reader, &count);
	for (size_t i = 0; i < count; i++) {
		int meaning = layout->meaning[i];
		const char *ours = meaning >= 0 ? intake->names[meaning] : NULL;

		if (!hvk__buffer_printf(text, ", %.*s%s%s", (int)cells[i].length, cells[i].data,
		                        ours ? "=" : " passed over", ours ? ours : ""))
			return false;
	}
	return true;
}

int hvk__intake_described(struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                          const struct hvk__layout *layout)
{
	return describe(intake, reader, layout) ? HVK_OK : hvk__fail_memory(error);
}
