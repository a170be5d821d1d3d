/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading and writing recutils' text. */
#include "tabular/rec.h"

#include <stdlib.h>
#include <string.h>

#include "core/guard.h"
#include "core/macro.h"
#include "core/text.h"
#include "tabular/cutter.h"

#define REPEAT_MAX 40 /* bytes of a line that a message repeats */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The bytes of the line at the start of text, without its end; *whole: with it. */
static size_t line_length(const char *text, size_t length, size_t *whole)
{
	const char *end = length > 0 ? memchr(text, '\n', length) : NULL;
	size_t bytes = end ? (size_t)(end - text) : length;

	*whole = end ? bytes + 1 : bytes;
	if (end && bytes > 0 && text[bytes - 1] == '\r')
		bytes--;
	return bytes;
}

static bool is_empty(const char *line, size_t length)
{
	while (length > 0 && is_blank(line[length - 1]))
		length--;
	return length == 0;
}

/* The bytes of the name that a line begins with, if it is a field; else 0. More names are taken than recutils does:
 * whether they are known is asked later. */
static size_t name_length(const char *line, size_t length)
{
	size_t i = 0;

	while (i < length && line[i] != ':' && (unsigned char)line[i] > ' ')
		i++;
	if (i == length || line[i] != ':' || (i + 1 < length && !is_blank(line[i + 1])))
		return 0;
	return i;
}

/* Whether a name has nothing in it that a header of CSV puts between names. */
static bool is_word(const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (strchr(",;|\"", name[i]))
			return false;
	return length > 0;
}

bool hvk__rec_starts(const char *text, size_t length)
{
	for (size_t position = 0, whole; position < length; position += whole) {
		const char *line = text + position;
		size_t bytes = line_length(line, length - position, &whole);

		if (is_empty(line, bytes) || line[0] == '#')
			continue;
		return is_word(line, name_length(line, bytes)) || (bytes >= 5 && memcmp(line, "%rec:", 5) == 0);
	}
	return false;
}

/* ---------------------------------------------------------------- reading */

static int fail(struct hvk__rec *rec, uint64_t line, const char *format, ...) HVK_PRINTF(3, 4);
static int fail(struct hvk__rec *rec, uint64_t line, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	hvk__vfail_at(rec->error, HVK_EINPUT, rec->name, line, 0, format, arguments);
	va_end(arguments);
	return HVK_EINPUT;
}

static int check_text(struct hvk__rec *rec)
{
	size_t valid = hvk__utf8_valid_prefix(rec->text, rec->length);
	size_t until = valid;
	const char *nul = rec->length > 0 ? memchr(rec->text, '\0', rec->length) : NULL;

	if (nul && (size_t)(nul - rec->text) < valid)
		until = (size_t)(nul - rec->text);
	rec->checked = true;
	if (until == rec->length)
		return HVK_OK;
	rec->next_line = 1 + hvk__count_lines(rec->text, until);
	if (until < valid)
		return fail(rec, rec->next_line, "a NUL byte, where text was expected");
	return fail(rec, rec->next_line, "the byte 0x%02X is not UTF-8%s", (unsigned char)rec->text[valid],
	            rec->guessed ? _("; if the file is in Windows-1252, declare that with --encoding windows-1252")
	                         : "");
}

/* The line at the reader's place, without moving. */
static const char *line_here(const struct hvk__rec *rec, size_t *bytes, size_t *whole)
{
	*bytes = line_length(rec->text + rec->position, rec->length - rec->position, whole);
	return rec->text + rec->position;
}

static void pass_line(struct hvk__rec *rec, size_t whole)
{
	rec->position += whole;
	rec->next_line++;
}

/* Adds the line from its offset on, and those that a backslash joins to it. *simple: it is all in one piece of the
 * text, which is then not copied. */
static int add_line(struct hvk__rec *rec, size_t offset, struct hvk__span *piece)
{
	bool joined = false;

	for (;;) {
		size_t bytes, whole;
		const char *line = line_here(rec, &bytes, &whole);
		bool more = bytes > offset && line[bytes - 1] == '\\' && whole > bytes;

		pass_line(rec, whole);
		*piece = (struct hvk__span){ line + offset, bytes - offset - more };
		if (!more && !joined)
			return HVK_OK;
		joined = true;
		if (!hvk__buffer_add(&rec->value, piece->data, piece->length))
			return hvk__fail_memory(rec->error);
		piece->length = 0;
		if (!more || rec->value.length > HVK__CELL_MAX)
			return HVK_OK;
		offset = 0;
	}
}

static bool continues(const struct hvk__rec *rec)
{
	return rec->position < rec->length && rec->text[rec->position] == '+';
}

/* Reads the value that starts at offset in the line at the reader's place. */
static int read_value(struct hvk__rec *rec, size_t offset, struct hvk__span *value)
{
	uint64_t line = rec->next_line + 1;
	struct hvk__span piece;
	int result;

	rec->value.length = 0;
	result = add_line(rec, offset, &piece);
	if (result == HVK_OK && rec->value.length == 0 && !continues(rec)) {
		*value = piece;
	} else {
		while (result == HVK_OK && rec->value.length <= HVK__CELL_MAX) {
			const char *next = rec->text + rec->position + 1;

			if (!hvk__buffer_add(&rec->value, piece.data, piece.length))
				return hvk__fail_memory(rec->error);
			if (!continues(rec))
				break;
			if (!hvk__buffer_add(&rec->value, "\n", 1))
				return hvk__fail_memory(rec->error);
			result = add_line(rec, 1 + (next < rec->text + rec->length && *next == ' '), &piece);
		}
		if (result < 0)
			return result;
		*value = (struct hvk__span){ NULL, rec->value.length };
	}
	if (value->length > HVK__CELL_MAX)
		return fail(rec, line, "a value of more than %u bytes", HVK__CELL_MAX);
	if (!value->data)
		value->data = hvk__pool_add(&rec->pool, rec->value.data, value->length);
	return value->data ? HVK_OK : hvk__fail_memory(rec->error);
}

static int fail_line(struct hvk__rec *rec, const char *line, size_t bytes)
{
	uint64_t number = rec->next_line + 1;

	if (line[0] == '+')
		return fail(rec, number,
		            "a line that begins with '+' goes on with a field, but there is none above it");
	if (bytes > REPEAT_MAX)
		bytes = hvk__utf8_valid_prefix(line, REPEAT_MAX);
	if (hvk__guard(line, bytes) != HVK__INNOCENT)
		return fail(rec, number, "expected 'name: value', or '+ ' before a value that goes on");
	return fail(rec, number, "expected 'name: value', or '+ ' before a value that goes on, found '%.*s'",
	            (int)bytes, line);
}

static int read_field(struct hvk__rec *rec, const char *line, size_t bytes)
{
	size_t name = name_length(line, bytes);
	struct hvk__rec_field *field;

	if (name == 0)
		return fail_line(rec, line, bytes);
	if (rec->field_count == HVK__CELLS_MAX)
		return fail(rec, rec->next_line + 1, "a record of more than %u fields", HVK__CELLS_MAX);
	if (!hvk__reserve(&rec->fields, &rec->capacity, rec->field_count + 1, sizeof(*rec->fields)))
		return hvk__fail_memory(rec->error);
	field = &rec->fields[rec->field_count++];
	field->name = (struct hvk__span){ line, name };
	field->line = rec->next_line + 1;
	return read_value(rec, name + 1 + (bytes > name + 1), &field->value);
}

/* Reads fields until the record ends: 1, or 0 when there is none. */
static int read_fields(struct hvk__rec *rec)
{
	size_t total = 0;
	int result;

	rec->field_count = 0;
	while (rec->position < rec->length) {
		size_t bytes, whole;
		const char *line = line_here(rec, &bytes, &whole);

		if (is_empty(line, bytes)) {
			if (rec->field_count > 0)
				break;
			pass_line(rec, whole);
		} else if (line[0] == '#') {
			pass_line(rec, whole);
		} else {
			result = read_field(rec, line, bytes);
			if (result < 0)
				return result;
			total += rec->fields[rec->field_count - 1].value.length;
			if (total > HVK__RECORD_MAX)
				return fail(rec, rec->fields[0].line, "a record of more than %u bytes",
				            HVK__RECORD_MAX);
		}
	}
	return rec->field_count > 0;
}

static bool is_special(const struct hvk__rec_field *field)
{
	return field->name.data[0] == '%';
}

/* Whether the word that %rec: names is the type expected. */
static bool names_type(const struct hvk__rec *rec, const struct hvk__span *value)
{
	char wanted[HVK__FOLD_MAX], found[HVK__FOLD_MAX];
	size_t bytes = 0;

	while (bytes < value->length && !is_blank(value->data[bytes]))
		bytes++;
	return hvk__fold(wanted, sizeof(wanted), rec->type, strlen(rec->type)) < sizeof(wanted) &&
	       hvk__fold(found, sizeof(found), value->data, bytes) < sizeof(found) && strcmp(wanted, found) == 0;
}

/* 1: the record describes those that follow; 0: it is one. */
static int is_descriptor(struct hvk__rec *rec)
{
	size_t special = 0;

	for (size_t i = 0; i < rec->field_count; i++)
		special += is_special(&rec->fields[i]);
	if (special == 0)
		return 0;
	for (size_t i = 0; i < rec->field_count; i++) {
		const struct hvk__rec_field *field = &rec->fields[i];

		if (!is_special(field))
			return fail(rec, field->line,
			            "a field among those that describe records (%%rec: ...); an empty line ends them");
		if (field->name.length == 4 && memcmp(field->name.data, "%rec", 4) == 0 &&
		    !names_type(rec, &field->value))
			return fail(rec, field->line, "expected records of type %s, found '%.*s'", rec->type,
			            (int)(field->value.length < REPEAT_MAX ? field->value.length : REPEAT_MAX),
			            field->value.data);
	}
	return 1;
}

int hvk__rec_next(struct hvk__rec *rec)
{
	int result = rec->checked ? HVK_OK : check_text(rec);

	while (result == HVK_OK) {
		result = read_fields(rec);
		if (result <= 0)
			return result;
		result = is_descriptor(rec);
		if (result == 0)
			return 1;
		if (result == 1)
			result = HVK_OK;
	}
	return result;
}

void hvk__rec_free(struct hvk__rec *rec)
{
	free(rec->fields);
	hvk__pool_free(&rec->pool);
	hvk__buffer_free(&rec->value);
	rec->fields = NULL;
	rec->capacity = 0;
}

/* ---------------------------------------------------------------- writing */

bool hvk__rec_add(struct hvk__buffer *text, const char *name, const char *value, size_t length)
{
	const char *end = value + length;
	bool good = hvk__buffer_add_text(text, name) && hvk__buffer_add_text(text, length > 0 ? ": " : ":");

	while (good) {
		const char *line_end = value < end ? memchr(value, '\n', (size_t)(end - value)) : NULL;
		const char *stop = line_end ? line_end : end;

		good = hvk__buffer_add(text, value, (size_t)(stop - value));
		/* A backslash at the end of a line would join the next one: a second one does so, with nothing. */
		if (stop > value && stop[-1] == '\\')
			good = good && hvk__buffer_add_text(text, "\\\n");
		good = good && hvk__buffer_add_text(text, "\n");
		if (!line_end)
			break;
		good = good && hvk__buffer_add_text(text, "+ ");
		value = line_end + 1;
	}
	return good;
}
