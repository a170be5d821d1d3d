/* SPDX-License-Identifier: EUPL-1.2 */
/* What a text means as the value of a column, by its form; and several values in the order in which they are kept. */
#include "record/value.h"

#include <stdio.h>
#include <string.h>

#include "core/guard.h"
#include "core/macro.h"
#include "core/text.h"

#define LABEL_COMMAS 3 /* as many as a label has */

/* One column of which values are read. */
struct reading {
	struct hvk_store *store;
	struct hvk__error *error;
	const struct hvk_record_column *column;
	unsigned how;
	struct hvk__codes *codes;     /* of a column of codes */
	struct hvk__list *list;
	uint16_t *numbers;            /* codes; the store's indices of gemeenten are no order, so NIS codes are text */
	size_t number_count, number_capacity;
	char **texts;                 /* all else */
	size_t text_count, text_capacity;
};

static void free_reading(struct reading *reading)
{
	for (size_t i = 0; i < reading->text_count; i++)
		free(reading->texts[i]);
	free(reading->texts);
	free(reading->numbers);
}

/* ---------------------------------------------------------------- one value */

static int find_code(struct reading *reading, struct hvk__text text, bool prefix, struct hvk__error *error,
                     uint16_t *number)
{
	int day = reading->how & HVK__PARSE_CONDITION ? INT32_MIN : hvk__store_today(reading->store);

	return hvk__code_lookup(error, reading->codes, reading->list, text.data, text.length, day, prefix, number);
}

static int add_code(struct reading *reading, uint16_t number)
{
	if (!hvk__reserve(&reading->numbers, &reading->number_capacity, reading->number_count + 1, sizeof(uint16_t)))
		return hvk__fail_memory(reading->error);
	reading->numbers[reading->number_count++] = number;
	return HVK_OK;
}

/* A desk that is not known yet comes into being when what names it is saved, as it does with a question. Half a name
 * may be another desk's. */
static int parse_desk(struct reading *reading, struct hvk__text text, struct hvk__buffer *key)
{
	bool may_be_new = !(reading->how & HVK__PARSE_CONDITION) && !hvk__guard(text.data, text.length);
	uint16_t number;
	int result = find_code(reading, text, false, reading->error, &number);
	bool added;

	if (result < 0 && (result != HVK_ENOTFOUND || !may_be_new))
		return result;
	if (result < 0 && !hvk__is_slug(text.data, text.length))
		return hvk__expected(reading->error, "a desk, of small letters and digits with single hyphens between",
		                     text);
	added = result < 0 ? hvk__buffer_add(key, text.data, text.length) :
	                     hvk__buffer_add_text(key, reading->list->codes[number - 1].code);
	return added ? HVK_OK : hvk__fail_memory(reading->error);
}

static int parse_gemeente(struct reading *reading, struct hvk__text text, struct hvk__buffer *key)
{
	uint16_t index;
	int result = hvk__gemeente_lookup(reading->error, text.data, text.length, hvk__store_today(reading->store),
	                                  reading->how & HVK__PARSE_PREFIX, &index);

	if (result < 0)
		return result;
	return hvk__buffer_printf(key, "%05u", (unsigned)hvk__gemeenten[index].nis) ? HVK_OK :
	                                                                             hvk__fail_memory(reading->error);
}

static int parse_id(struct hvk__error *error, struct hvk__text text, struct hvk__buffer *key)
{
	int64_t id;
	char shown[14];

	if (!hvk__id_parse(text.data, text.length, &id))
		return hvk__expected(error, "an id of 13 letters and digits", text);
	hvk__id_format(id, shown);
	return hvk__buffer_add_text(key, shown) ? HVK_OK : hvk__fail_memory(error);
}

/* All but codes; desks too. */
static int parse_one(struct reading *reading, struct hvk__text text, struct hvk__buffer *key)
{
	static int (*const parsers[])(struct hvk__error *, struct hvk__text, struct hvk__buffer *) = {
		[HVK_FORM_SLUG] = hvk__parse_slug,     [HVK_FORM_ID] = parse_id,
		[HVK_FORM_TEXT] = hvk__parse_line,     [HVK_FORM_LINES] = hvk__parse_lines,
		[HVK_FORM_EMAIL] = hvk__parse_email,   [HVK_FORM_PHONE] = hvk__parse_phone,
		[HVK_FORM_URL] = hvk__parse_url,       [HVK_FORM_DATE] = hvk__parse_date,
		[HVK_FORM_MONTH] = hvk__parse_month,   [HVK_FORM_YES_NO] = hvk__parse_yes_no,
		[HVK_FORM_NUMBER] = hvk__parse_number, [HVK_FORM_CENTS] = hvk__parse_cents,
		[HVK_FORM_AGES] = hvk__parse_ages,     [HVK_FORM_TIME] = hvk__parse_time,
	};

	switch (reading->column->form) {
	case HVK_FORM_GEMEENTE:
		return parse_gemeente(reading, text, key);
	case HVK_FORM_COUNTS:
		return hvk__parse_counts(reading->store, reading->error, text, reading->how, key);
	case HVK_FORM_RECORD:
		return hvk__parse_record(reading->store, reading->error, reading->column->type, text, key);
	case HVK_FORM_CODE:
		return parse_desk(reading, text, key);
	default:
		return parsers[reading->column->form](reading->error, text, key);
	}
}

/* ---------------------------------------------------------------- several values */

static struct hvk__text trimmed(const char *text, size_t length)
{
	const char *start = hvk__trim(text, &length);

	return (struct hvk__text){ start, length };
}

static int add_value(struct reading *reading, struct hvk__text text)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer key = { 0 };
	int result = parse_one(reading, text, &key);

	if (result < 0 || !key.data)
		return result;
	if (!hvk__reserve(&reading->texts, &reading->text_capacity, reading->text_count + 1, sizeof(char *)))
		return hvk__fail_memory(reading->error);
	reading->texts[reading->text_count++] = take_ptr(key.data);
	return HVK_OK;
}

/* How far it is to the comma of that number, or to the end. */
static size_t up_to_comma(struct hvk__text text, size_t commas)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] == ',' && commas-- == 0)
			return i;
	return text.length;
}

/* Codes between commas. Since a label may have commas in it, the longest stretch that is one code wins. */
static int add_codes(struct reading *reading, struct hvk__text text)
{
	bool prefix = reading->how & HVK__PARSE_PREFIX;

	while (text.length > 0) {
		size_t stretch = 0;
		uint16_t number = 0;
		int result = HVK_ENOTFOUND;

		for (size_t commas = LABEL_COMMAS + 1; commas-- > 1 && result != HVK_OK;) {
			stretch = up_to_comma(text, commas);
			if (memchr(text.data, ',', stretch))
				result = find_code(reading, trimmed(text.data, stretch), false, NULL, &number);
		}
		if (result != HVK_OK) {
			stretch = up_to_comma(text, 0);
			result = find_code(reading, trimmed(text.data, stretch), prefix, reading->error, &number);
		}
		if (result == HVK_OK)
			result = add_code(reading, number);
		if (result < 0)
			return result;
		stretch += stretch < text.length;
		text = trimmed(text.data + stretch, text.length - stretch);
	}
	return HVK_OK;
}

static int add_pieces(struct reading *reading, struct hvk__text text)
{
	bool codes = reading->column->form == HVK_FORM_CODE;

	while (text.length > 0) {
		size_t end = 0;
		struct hvk__text piece;
		int result;

		while (end < text.length && !strchr(codes ? "+;" : "+,;", text.data[end]))
			end++;
		piece = trimmed(text.data, end);
		/* An empty piece, as behind a last comma, is nothing. */
		result = piece.length == 0 ? HVK_OK : codes ? add_codes(reading, piece) : add_value(reading, piece);
		if (result < 0)
			return result;
		end += end < text.length;
		text.data += end;
		text.length -= end;
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- the key */

static int compare_numbers(const void *a, const void *b)
{
	return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All values in order, each once. */
static int join(struct reading *reading, char **key)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer joined = { 0 };
	bool fits = true;

	if (reading->number_count > 0)
		qsort(reading->numbers, reading->number_count, sizeof(uint16_t), compare_numbers);
	for (size_t i = 0; i < reading->number_count && fits; i++)
		if (i == 0 || reading->numbers[i] != reading->numbers[i - 1])
			fits = (i == 0 || hvk__buffer_add_text(&joined, "+")) &&
			       hvk__buffer_add_text(&joined, reading->list->codes[reading->numbers[i] - 1].code);
	if (reading->text_count > 0)
		qsort(reading->texts, reading->text_count, sizeof(char *), compare_texts);
	for (size_t i = 0; i < reading->text_count && fits; i++)
		if (i == 0 || strcmp(reading->texts[i], reading->texts[i - 1]) != 0)
			fits = (i == 0 || hvk__buffer_add_text(&joined, "+")) &&
			       hvk__buffer_add_text(&joined, reading->texts[i]);
	if (!fits)
		return hvk__fail_memory(reading->error);
	*key = take_ptr(joined.data);
	return HVK_OK;
}

static int find_list(struct reading *reading)
{
	struct hvk__error *failed = &reading->store->error;
	int result = hvk__store_codes(reading->store, &reading->codes);

	if (result == HVK_OK) {
		reading->list = hvk__codes_list(reading->codes, reading->column->list);
		if (!reading->list)
			result = hvk__fail(failed, HVK_EBUG, "the store has no code list '%s'", reading->column->list);
	}
	if (result < 0 && reading->error != failed)
		hvk__error_copy(reading->error, failed);
	return result;
}

int hvk__value_parse(struct hvk_store *store, struct hvk__error *error, const struct hvk_record_column *column,
                     const char *text, size_t length, unsigned how, char **key)
{
	_cleanup_(free_reading) struct reading reading = {
		.store = store, .error = error, .column = column, .how = how,
	};
	struct hvk__text value;
	uint16_t number;
	int result = HVK_OK;

	*key = NULL;
	if (!hvk__is_utf8(text, length))
		return hvk__fail(error, HVK_EINPUT, "expected UTF-8 text");
	value = trimmed(text, length);
	if (value.length == 0)
		return HVK_OK;
	if (column->form == HVK_FORM_CODE)
		result = find_list(&reading);
	if (result < 0)
		return result;
	if (column->traits & HVK_TRAIT_MANY) {
		result = add_pieces(&reading, value);
	} else if (column->form == HVK_FORM_CODE && strcmp(column->list, HVK__DESKS) != 0) {
		result = find_code(&reading, value, how & HVK__PARSE_PREFIX, error, &number);
		if (result == HVK_OK)
			result = add_code(&reading, number);
	} else {
		result = add_value(&reading, value);
	}
	return result < 0 ? result : join(&reading, key);
}
