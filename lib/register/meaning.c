/* SPDX-License-Identifier: EUPL-1.2 */
/* What a text means: looked up, parsed, suggested upon. Slow, and asked once for every different text. */
#include "register/meaning.h"

#include <stdio.h>
#include <string.h>

#include "core/guard.h"
#include "core/text.h"
#include "core/when.h"

static int convert_gemeente(struct hvk__error *error, const struct hvk__span *text, int month, uint64_t *value)
{
	uint16_t index;
	int result = hvk__gemeente_lookup(error, text->data, text->length, hvk__month_first_day(month), false, &index);

	if (result < 0)
		return result;
	*value = index + 1u;
	return HVK_OK;
}

static int convert_code(struct hvk__error *error, const struct hvk__meanings *meanings, int column,
                        const struct hvk__span *text, int month, uint64_t *value)
{
	int day = month ? hvk__month_first_day(month) : INT32_MIN;
	uint16_t number;
	int result = hvk__code_lookup(error, meanings->codes, meanings->lists[column], text->data, text->length, day,
	                              false, &number);

	if (result == HVK_EINPUT && meanings->any_day)
		result = hvk__code_lookup(error, meanings->codes, meanings->lists[column], text->data, text->length,
		                          INT32_MIN, false, &number);
	if (result < 0)
		return result;
	*value = number;
	return HVK_OK;
}

/* A text of several codes joined by '+', unless the whole is a label with a '+' in it. */
static int convert_answers(struct hvk__error *error, const struct hvk__meanings *meanings, const struct hvk__span *text,
                           int month, uint64_t *value)
{
	const char *at = text->data, *end = text->data + text->length, *plus;
	uint64_t set = 0;

	if (memchr(at, '+', text->length) && convert_code(NULL, meanings, HVK_ANSWER, text, month, value) == HVK_OK) {
		*value = UINT64_C(1) << (*value - 1);
		return HVK_OK;
	}
	for (;; at = plus + 1) {
		struct hvk__span part = { .data = at };
		int result;

		plus = memchr(at, '+', (size_t)(end - at));
		part.length = (size_t)((plus ? plus : end) - at);
		part.data = hvk__trim(part.data, &part.length);
		if (part.length == 0)
			return hvk__fail(error, HVK_EINPUT, "expected a code on both sides of '+'");
		result = convert_code(error, meanings, HVK_ANSWER, &part, month, value);
		if (result < 0)
			return result;
		set |= UINT64_C(1) << (*value - 1);
		if (!plus)
			break;
	}
	*value = set;
	return HVK_OK;
}

/* The nearest slug to a text that is not one: "Loket Noord" gives "loket-noord". */
static bool suggest_slug(char slug[65], const char *text, size_t length)
{
	size_t out = 0;

	if (!hvk__is_ascii(text, length))
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (!plain && (out == 0 || slug[out - 1] == '-'))
			continue;
		if (out == 64)
			return false;
		slug[out++] = plain ? c : '-';
	}
	if (out > 0 && slug[out - 1] == '-')
		out--;
	slug[out] = '\0';
	return out > 0;
}

/* A desk that is known, or a slug that becomes one. A desk made on the way is known by its exact name only: which rows
 * came before must not decide what a text means. The caller holds desk_lock. */
static int find_desk(struct hvk__error *error, const struct hvk__meanings *meanings, const struct hvk__span *text,
                     int month, uint64_t *value)
{
	const struct hvk__list *list = meanings->lists[HVK_DESK];
	int result = convert_code(error, meanings, HVK_DESK, text, month, value);
	const struct hvk_code *code;
	char slug[65];
	uint16_t number;

	if (result == HVK_OK) {
		code = &list->codes[*value - 1];
		if (!code->made ||
		    (strlen(code->code) == text->length && memcmp(code->code, text->data, text->length) == 0))
			return HVK_OK;
	} else if (result == HVK_EINPUT || result == HVK_ENOMEM) {
		return result;
	}
	result = hvk__desk_make(meanings->store, text->data, text->length, &number);
	if (result == HVK_EINPUT) {
		bool suggested = suggest_slug(slug, text->data, text->length);

		return hvk__fail(error, HVK_EINPUT,
		                 "expected a known desk or a short name of a-z, 0-9 and '-', found '%.*s'%s%s%s",
		                 (int)text->length, text->data, suggested ? _("; did you mean ") : "",
		                 suggested ? slug : "", suggested ? "?" : "");
	}
	*value = number;
	return result < 0 ? hvk__fail_memory(error) : HVK_OK;
}

static int convert_desk(struct hvk__error *error, const struct hvk__meanings *meanings, const struct hvk__span *text,
                        int month, uint64_t *value)
{
	int result;

	if (hvk__guard(text->data, text->length) != HVK__INNOCENT)
		return hvk__fail(error, HVK_EINPUT, "looks personal");
	pthread_mutex_lock(meanings->desk_lock);
	result = find_desk(error, meanings, text, month, value);
	pthread_mutex_unlock(meanings->desk_lock);
	return result;
}

static int convert_month(struct hvk__error *error, const struct hvk__meanings *meanings, const struct hvk__span *text,
                         uint64_t *value, bool *contradiction)
{
	struct hvk__date date;
	char limit[8];
	int result = hvk__when_parse(error, text->data, text->length, meanings->order, &date, contradiction);
	int month;

	if (result < 0)
		return result;
	month = hvk__month_number(date);
	if (month > meanings->last_month) {
		hvk__month_format(meanings->last_month, limit);
		return hvk__fail(error, HVK_EINPUT, "'%.*s' is after this month (%s)", (int)text->length, text->data,
		                 limit);
	}
	*value = (uint64_t)date.day << HVK__DAY_SHIFT | (unsigned)month;
	return HVK_OK;
}

static int convert_day(struct hvk__error *error, const struct hvk__span *text, uint64_t *value)
{
	unsigned day = 0;

	for (size_t i = 0; i < text->length; i++)
		day = text->data[i] >= '0' && text->data[i] <= '9' && day < 32
		              ? day * 10 + (unsigned)(text->data[i] - '0')
		              : 99;
	if (day < 1 || day > 31)
		return hvk__fail(error, HVK_EINPUT, "expected a day of the month, 1 to 31, found '%.*s'",
		                 (int)text->length, text->data);
	*value = day;
	return HVK_OK;
}

static int convert_voided(struct hvk__error *error, const struct hvk__span *text, uint64_t *value)
{
	/* The last two are how labels say it. */
	static const char *const words[] = { "no", "nee", "neen", "0", "yes", "ja", "1", "ingetrokken", "voided" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i]) == text->length && strncasecmp(text->data, words[i], text->length) == 0) {
			*value = i >= 4;
			return HVK_OK;
		}
	return hvk__fail(error, HVK_EINPUT, "expected 1 (yes) or nothing, found '%.*s'", (int)text->length, text->data);
}

/* Spreadsheets take '3-5' and '6-11' for dates. */
static const char *spreadsheet_hint(int column, const struct hvk__span *text)
{
	bool letters = false, digits = false, other = false;

	if (column != HVK_AGE && column != HVK_DURATION)
		return "";
	for (size_t i = 0; i < text->length; i++) {
		char c = text->data[i];

		letters = letters || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		digits = digits || (c >= '0' && c <= '9');
		other = other || c == '-' || c == '/';
	}
	return letters && digits && other && text->length <= 9
	               ? _("; did a spreadsheet make a date of it? format the column as text")
	               : "";
}

/* What a text means in a column. */
static int convert(const struct hvk__meanings *meanings, struct hvk__error *error, int column,
                   const struct hvk__span *text, int month, uint64_t *value, bool *contradiction)
{
	switch (column) {
	case HVK_MONTH:
		return convert_month(error, meanings, text, value, contradiction);
	case HVK_DAY:
		return convert_day(error, text, value);
	case HVK_GEMEENTE:
		return convert_gemeente(error, text, month, value);
	case HVK_DESK:
		return convert_desk(error, meanings, text, month, value);
	case HVK_ANSWER:
		return convert_answers(error, meanings, text, month, value);
	case HVK_VOIDED:
		return convert_voided(error, text, value);
	default:
		return convert_code(error, meanings, column, text, month, value);
	}
}

int hvk__meaning(const struct hvk__meanings *meanings, struct hvk__error *error, int column,
                 const struct hvk__span *text, int month, uint64_t *value, bool *contradiction)
{
	struct hvk__error reason;
	int result = convert(meanings, &reason, column, text, month, value, contradiction);

	if (result == HVK_OK)
		return HVK_OK;
	if (result == HVK_ENOMEM)
		return hvk__fail_memory(error);
	return hvk__fail(error, HVK_EINPUT, "%s%s", reason.message, spreadsheet_hint(column, text));
}

/* ---------------------------------------------------------------- making */

/* Marks the month from which something that begins on day holds. */
static void mark_era(struct hvk__meanings *meanings, int64_t day)
{
	struct hvk__date date;
	int month;

	if (day <= 0 || day > hvk__month_first_day(HVK__MONTH_MAX))
		return;
	date = hvk__date_from_days((int)day);
	month = hvk__month_number(date) + (date.day > 1);
	meanings->eras[month] = 1;
}

/* Numbers the eras from 1. A month counts by its first day, as in all lookups. Month 0, which no row has, is in era 0:
 * cells of the month column itself are remembered under it. */
static void find_eras(struct hvk__meanings *meanings)
{
	for (size_t i = 0; i < hvk__gemeenten_count; i++) {
		mark_era(meanings, hvk__gemeenten[i].valid_from);
		mark_era(meanings, (int64_t)hvk__gemeenten[i].valid_to + 1);
	}
	for (int i = 0; i < HVK_COLUMNS; i++)
		for (size_t j = 0; meanings->lists[i] && j < meanings->lists[i]->count; j++) {
			mark_era(meanings, meanings->lists[i]->codes[j].valid_from);
			mark_era(meanings, (int64_t)meanings->lists[i]->codes[j].valid_to + 1);
		}
	meanings->eras[0] = 0;
	meanings->eras[1] = 1;
	for (int month = 2; month <= HVK__MONTH_MAX; month++)
		meanings->eras[month] = (uint16_t)(meanings->eras[month - 1] + meanings->eras[month]);
}

int hvk__meanings_init(struct hvk__meanings *meanings, struct hvk__error *error, const struct hvk_intake *intake,
                       pthread_mutex_t *desk_lock, int last_month)
{
	struct hvk__codes *codes;
	int result;

	*meanings = (struct hvk__meanings){
		.store = intake->store, .order = intake->order, .desk_lock = desk_lock, .last_month = last_month
	};
	pthread_mutex_lock(desk_lock);
	result = hvk__store_codes(intake->store, &codes);
	if (result < 0)
		hvk__error_copy(error, &intake->store->error);
	for (int i = 0; i < HVK_COLUMNS && result == HVK_OK; i++) {
		const char *name = hvk__columns[i].list;

		meanings->lists[i] = name ? hvk__codes_list(codes, name) : NULL;
		if (name && !meanings->lists[i])
			result = hvk__fail(error, HVK_EBUG, "no code list '%s'", name);
	}
	meanings->codes = result == HVK_OK ? codes : NULL;
	if (result == HVK_OK)
		find_eras(meanings);
	pthread_mutex_unlock(desk_lock);
	return result;
}
