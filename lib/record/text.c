/* SPDX-License-Identifier: EUPL-1.2 */
/* A record as a text to be edited, and back. */
#include <inttypes.h>
#include <string.h>

#include "core/text.h"
#include "record/intake.h"
#include "record/row.h"
#include "tabular/rec.h"

#define SHORT_LIST 14 /* a list of at most so many codes is shown whole */
#define BOM "\xef\xbb\xbf"

/* ---------------------------------------------------------------- writing */

static bool may_be_used(const struct hvk_record *record, const struct hvk_code *code)
{
	int today = hvk__store_today(record->store);

	return code->valid_from <= today && today <= code->valid_to;
}

/* The codes that a column can have, where they are few: a comment. */
static bool add_codes(struct hvk__buffer *text, const struct hvk_record *record, struct hvk__codes *codes,
                      const struct hvk_record_column *column)
{
	const struct hvk__list *list;
	const char *between = column->traits & HVK_TRAIT_MANY ? _("# any of, joined by '+': ") : _("# one of: ");
	size_t count = 0;

	if (column->form != HVK_FORM_CODE)
		return true;
	list = hvk__codes_list(codes, column->list);
	for (size_t i = 0; list && i < list->count; i++)
		count += may_be_used(record, &list->codes[i]);
	if (count == 0 || count > SHORT_LIST)
		return true;
	for (size_t i = 0; i < list->count; i++) {
		if (!may_be_used(record, &list->codes[i]))
			continue;
		if (!hvk__buffer_printf(text, "%s%s", between, list->codes[i].code))
			return false;
		between = ", ";
	}
	return hvk__buffer_add_text(text, "\n");
}

/* A column: what it is for where it is empty, what numbers mean where it has some, and its line. */
static bool add_column(struct hvk__buffer *text, struct hvk_record *record, struct hvk__codes *codes, size_t n)
{
	const struct hvk_record_column *column = hvk_type_column(record->type, n);
	const char *key = hvk_record_key(record, n, NULL);
	const char *label;

	if (key && column->form == HVK_FORM_GEMEENTE) {
		label = hvk_record_label(record, n, HVK_NL);
		if (!label || !hvk__buffer_printf(text, "# %s\n", label))
			return false;
	}
	if (!key && !hvk__buffer_printf(text, "# %s\n", _(column->help)))
		return false;
	if (!add_codes(text, record, codes, column))
		return false;
	return key ? hvk__rec_add(text, column->name, key, strlen(key)) :
	             hvk__buffer_printf(text, "# %s: \n", column->name);
}

HVK_EXPORT int hvk_record_write_text(struct hvk_record *record, char **text)
{
	const struct hvk__type *type = &hvk__types[record->type];
	struct hvk__error *error = &record->store->error;
	_cleanup_(hvk__buffer_free) struct hvk__buffer buffer = { 0 };
	struct hvk__codes *codes;
	bool good;
	int result;

	*text = NULL;
	hvk__error_clear(error);
	result = hvk__store_codes(record->store, &codes);
	if (result < 0)
		return result;
	good = hvk__buffer_printf(
		&buffer,
		_("# %s%s%s%s\n"
		  "# Lines that begin with '#' are not read: take the '#' away to fill in what is empty. A column\n"
		  "# that has no line becomes empty. A line that begins with '+ ' goes on with the value above it.\n"
		  "# To change nothing, leave the text as it is; or delete all of it.\n\n"),
		record->id ? "" : _("a new "), type->name, record->value[0] ? " " : "",
		record->value[0] ? record->value[0] : "");
	for (size_t n = 0; n < type->count && good; n++)
		if (!(type->columns[n].public.traits & HVK_TRAIT_FIXED))
			good = add_column(&buffer, record, codes, n);
	if (!good)
		return hvk__fail_memory(error);
	*text = take_ptr(buffer.data);
	return HVK_OK;
}

/* ---------------------------------------------------------------- reading */

struct reading {
	struct hvk_record *record;
	const struct hvk__type *type;
	struct hvk__error *error;
	struct hvk__rec rec;
	struct hvk_record *draft;                             /* so that nothing changes unless all is right */
	struct hvk__buffer values[HVK__RECORD_COLUMNS_MAX];
	uint64_t lines[HVK__RECORD_COLUMNS_MAX];              /* of the fields; 0: there is none */
};

static void free_reading(struct reading *reading)
{
	for (size_t i = 0; i < HVK__RECORD_COLUMNS_MAX; i++)
		hvk__buffer_free(&reading->values[i]);
	hvk__rec_free(&reading->rec);
	hvk_record_free(reading->draft);
}

static int fail_unknown(struct reading *reading, const struct hvk__rec_field *field)
{
	struct hvk_intake *intake = NULL;
	const char *near = NULL;
	int result;

	/* Its own message would be lost in a failure to find a suggestion, which matters less. */
	if (hvk_intake_new_records(reading->record->store, reading->record->type, &intake) == HVK_OK)
		near = hvk__intake_nearest(intake, field->name.data, field->name.length);
	result = hvk__fail_at(reading->error, HVK_EINPUT, reading->rec.name, field->line, 0,
	                      "unknown field '%.*s'%s%s%s", (int)(field->name.length < 64 ? field->name.length : 64),
	                      field->name.data, near ? _("; did you mean ") : "", near ? near : "", near ? "?" : "");
	hvk_intake_free(intake);
	return result;
}

static int find_column(struct reading *reading, const struct hvk__rec_field *field)
{
	struct hvk__column_names names[HVK__RECORD_COLUMNS_MAX];
	int column;

	for (size_t i = 0; i < reading->type->count; i++)
		names[i].names = reading->type->columns[i].aliases;
	column = hvk__column_match(names, reading->type->count, field->name.data, field->name.length);
	return column < 0 ? fail_unknown(reading, field) : column;
}

/* Keeps the value of a field until all are known. */
static int keep_field(struct reading *reading, const struct hvk__rec_field *field)
{
	int column = find_column(reading, field);
	const struct hvk_record_column *of;
	bool kept;

	if (column < 0)
		return column;
	of = &reading->type->columns[column].public;
	if (reading->lines[column] != 0 && !hvk__column_takes_many(of))
		return hvk__fail_at(reading->error, HVK_EINPUT, reading->rec.name, field->line, 0,
		                    "%s: stands there twice, on line %" PRIu64 " too", of->name,
		                    reading->lines[column]);
	kept = reading->lines[column] == 0 || hvk__buffer_add_text(&reading->values[column], "+");
	kept = kept && hvk__buffer_add(&reading->values[column], field->value.data, field->value.length);
	if (reading->lines[column] == 0)
		reading->lines[column] = field->line;
	return kept ? HVK_OK : hvk__fail_memory(reading->error);
}

static int read_fields(struct reading *reading)
{
	struct hvk__rec *rec = &reading->rec;
	int result = hvk__rec_next(rec);

	if (result == 0)
		return hvk__fail_at(reading->error, HVK_EINPUT, rec->name, 0, 0,
		                    "no line such as 'name: ...' in the text; nothing was changed");
	if (result < 0)
		return result;
	for (size_t i = 0; i < rec->field_count; i++) {
		result = keep_field(reading, &rec->fields[i]);
		if (result < 0)
			return result;
	}
	result = hvk__rec_next(rec);
	if (result == 1)
		return hvk__fail_at(reading->error, HVK_EINPUT, rec->name, rec->fields[0].line, 0,
		                    "a second record begins here, after an empty line; expected one %s",
		                    reading->type->name);
	return result;
}

/* Copies what the record has, since a code out of use that it keeps is no mistake. */
static int start_draft(struct reading *reading)
{
	int result = hvk_record_new(reading->record->store, reading->record->type, &reading->draft);

	for (size_t i = 0; i < reading->type->count && result == HVK_OK; i++) {
		const char *value = reading->record->value[i];

		reading->draft->value[i] = value ? strdup(value) : NULL;
		if (value && !reading->draft->value[i])
			result = hvk__fail_memory(reading->error);
	}
	if (result == HVK_OK)
		reading->draft->id = reading->record->id;
	return result;
}

static int set_columns(struct reading *reading)
{
	for (size_t i = 0; i < reading->type->count; i++) {
		bool fixed = reading->type->columns[i].public.traits & HVK_TRAIT_FIXED;
		struct hvk__error failed;
		int result;

		/* A record without a slug would be another one: it keeps the one it has. */
		if (reading->lines[i] == 0 && (fixed || i == 0))
			continue;
		if (i == 0 && reading->values[i].length == 0)
			continue;
		result = hvk__record_set(&failed, reading->draft, i, reading->values[i].data, reading->values[i].length,
		                         HVK__PARSE_PREFIX);
		if (result == HVK_ENOMEM)
			return hvk__fail_memory(reading->error);
		if (result < 0)
			return hvk__fail_at(reading->error, result, reading->rec.name, reading->lines[i], 0, "%s",
			                    failed.public.message);
	}
	return HVK_OK;
}

/* Told here, where the line is known, and not first when the record is saved. */
static int check_required(const struct reading *reading)
{
	for (size_t i = 0; i < reading->type->count; i++) {
		bool required = reading->type->columns[i].public.traits & HVK_TRAIT_REQUIRED;

		if (required && reading->lines[i] > 0 && !hvk_record_key(reading->draft, i, NULL))
			return hvk__fail_at(reading->error, HVK_EINPUT, reading->rec.name, reading->lines[i], 0,
			                    "%s: expected a value, found nothing",
			                    reading->type->columns[i].public.name);
	}
	return HVK_OK;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Only what is different counts as set: what another program changes meanwhile elsewhere in the record stays. */
static void take_draft(struct reading *reading)
{
	struct hvk_record *record = reading->record;

	for (size_t i = 0; i < reading->type->count; i++) {
		char *value = reading->draft->value[i];

		if (same_text(hvk_record_key(record, i, NULL), hvk_record_key(reading->draft, i, NULL)))
			continue;
		reading->draft->value[i] = record->value[i];
		record->value[i] = value;
		record->touched |= UINT32_C(1) << i;
	}
}

HVK_EXPORT int hvk_record_read_text(struct hvk_record *record, const char *name, const char *text, size_t length)
{
	_cleanup_(free_reading) struct reading reading = {
		.record = record, .type = &hvk__types[record->type], .error = &record->store->error,
	};
	size_t bom = length >= strlen(BOM) && memcmp(text, BOM, strlen(BOM)) == 0 ? strlen(BOM) : 0;
	int result;

	hvk__error_clear(reading.error);
	reading.rec = (struct hvk__rec){
		.error = reading.error, .name = name, .text = text + bom, .length = length - bom,
		.type = reading.type->name,
	};
	result = read_fields(&reading);
	if (result == HVK_OK)
		result = start_draft(&reading);
	if (result == HVK_OK)
		result = set_columns(&reading);
	if (result == HVK_OK)
		result = check_required(&reading);
	if (result < 0)
		return result;
	take_draft(&reading);
	hvk__error_clear(reading.error);
	return HVK_OK;
}
