/* SPDX-License-Identifier: EUPL-1.2 */
/* One question: setting its columns from what a person types, showing them, adding it to the store, finding it. */
#include "register/question.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "core/guard.h"
#include "core/macro.h"
#include "core/text.h"
#include "register/change.h"
#include "store/delivery.h"

HVK_EXPORT int hvk_question_new(struct hvk_store *store, struct hvk_question **question)
{
	hvk__error_clear(&store->error);
	*question = calloc(1, sizeof(**question));
	if (!*question)
		return hvk__fail_memory(&store->error);
	(*question)->store = store;
	return HVK_OK;
}

HVK_EXPORT void hvk_question_free(struct hvk_question *question)
{
	if (!question)
		return;
	hvk__buffer_free(&question->joined);
	free(question);
}

HVK_EXPORT void hvk_question_clear(struct hvk_question *question)
{
	memset(&question->row, 0, sizeof(question->row));
	question->voided = false;
}

int hvk__question_day(const struct hvk_question *question)
{
	unsigned month = question->row.value[HVK__MONTH];

	return month ? hvk__month_first_day((int)month) : hvk__store_today(question->store);
}

bool hvk__question_has(const struct hvk_question *question, enum hvk_column column)
{
	int field = hvk__columns[column].field;

	switch (column) {
	case HVK_ID:
		return question->row.id != 0;
	case HVK_ANSWER:
		return question->row.answers != 0;
	case HVK_VOIDED:
		return question->voided;
	default:
		return question->row.value[field] != 0;
	}
}

/* ---- setting */

/* Puts the name of the column before what a lookup had to say, unless the text looks personal: then it is not
 * repeated. */
static int fail_column(struct hvk_question *question, enum hvk_column column, const char *text, size_t length,
                       const struct hvk__error *found)
{
	struct hvk__error *error = &question->store->error;
	enum hvk__identifier identifier = hvk__guard(text, length);

	if (identifier)
		return hvk__fail(error, HVK_EINPUT, "%s: looks like %s; nothing personal is recorded",
		                 hvk__columns[column].name, hvk__identifier_name(identifier));
	return hvk__fail(error, found->public.code, "%s: %s", hvk__columns[column].name, found->public.message);
}

static int set_month(struct hvk_question *question, const char *text, size_t length)
{
	struct hvk__row *row = &question->row;
	struct hvk__error error;
	struct hvk__date date;
	int month;

	if (!hvk__date_parse(text, length, false, &date)) {
		hvk__fail(&error, HVK_EINPUT,
		          "expected a month such as 2026-10 or a date such as 2026-10-03, found '%.*s'", (int)length,
		          text);
		return fail_column(question, HVK_MONTH, text, length, &error);
	}
	month = hvk__month_number(date);
	if (month < 1 || month > HVK__MONTH_MAX)
		return hvk__fail(&question->store->error, HVK_EINPUT,
		                 "month: expected one from 1970-02 to 2311-04, found '%.*s'", (int)length, text);
	row->value[HVK__MONTH] = (uint16_t)month;
	row->value[HVK__DAY] = 0;
	if (hvk_store_precision(question->store) == HVK_PRECISION_DAY)
		row->value[HVK__DAY] = (uint16_t)date.day;
	return HVK_OK;
}

/* The day of a month that was set before. */
static int set_day(struct hvk_question *question, const char *text, size_t length)
{
	struct hvk__row *row = &question->row;
	struct hvk__error *error = &question->store->error;
	struct hvk__date month = hvk__month_date(row->value[HVK__MONTH]);
	int day = 0;

	if (hvk_store_precision(question->store) != HVK_PRECISION_DAY)
		return hvk__fail(error, HVK_EINPUT,
		                 "day: this store records months only; it was not made with precision day");
	if (row->value[HVK__MONTH] == 0)
		return hvk__fail(error, HVK_EINPUT, "day: expected the month first");
	for (size_t i = 0; i < length; i++)
		day = length <= 2 && text[i] >= '0' && text[i] <= '9' ? day * 10 + text[i] - '0' : 99;
	if (day < 1 || day > hvk__days_in_month(month.year, month.month))
		return hvk__fail(error, HVK_EINPUT, "day: expected a day of the month, from 1 to %d",
		                 hvk__days_in_month(month.year, month.month));
	row->value[HVK__DAY] = (uint16_t)day;
	return HVK_OK;
}

/* The lists, and the one that a column takes its codes from. */
static int list_of(struct hvk_question *question, enum hvk_column column, struct hvk__codes **codes,
                   struct hvk__list **list)
{
	int result = hvk__store_codes(question->store, codes);

	if (result < 0)
		return result;
	*list = hvk__codes_list(*codes, hvk__columns[column].list);
	if (!*list)
		return hvk__fail(&question->store->error, HVK_EBUG, "the store has no code list '%s'",
		                 hvk__columns[column].list);
	return HVK_OK;
}

/* 'new' and 'same' are keys in files; at a desk people say it in Dutch. */
static void translate_contact(const char **text, size_t *length)
{
	static const char *const words[][2] = { { "nieuw", "new" }, { "zelfde", "same" } };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strlen(words[i][0]) == *length && strncasecmp(*text, words[i][0], *length) == 0) {
			*text = words[i][1];
			*length = strlen(*text);
		}
	}
}

int hvk__question_lookup(struct hvk_question *question, enum hvk_column column, const char *text, size_t length,
                         bool prefix, struct hvk__error *error, uint16_t *value)
{
	int day = hvk__question_day(question);
	struct hvk__codes *codes;
	struct hvk__list *list;
	uint16_t index;
	int result;

	*value = 0;
	if (column == HVK_GEMEENTE) {
		result = hvk__gemeente_lookup(error, text, length, day, prefix, &index);
		*value = result == HVK_OK ? (uint16_t)(index + 1) : 0;
		return result;
	}
	result = list_of(question, column, &codes, &list);
	if (result < 0) {
		if (error)
			hvk__error_copy(error, &question->store->error);
		return result;
	}
	if (column == HVK_CONTACT)
		translate_contact(&text, &length);
	result = hvk__code_lookup(error, codes, list, text, length, day, prefix && column != HVK_DESK, value);
	if (result < 0)
		*value = 0;
	return result;
}

static int set_value(struct hvk_question *question, enum hvk_column column, const char *text, size_t length,
                     uint16_t *value)
{
	struct hvk__error error;

	if (hvk__question_lookup(question, column, text, length, true, &error, value) < 0)
		return fail_column(question, column, text, length, &error);
	return HVK_OK;
}

/* A desk that is not known yet is made with the question. */
static int set_desk(struct hvk_question *question, const char *text, size_t length)
{
	struct hvk__error error;
	uint16_t *value = &question->row.value[HVK__DESK];
	int result = hvk__question_lookup(question, HVK_DESK, text, length, false, &error, value);

	if (result == HVK_ENOTFOUND && !hvk__guard(text, length)) {
		result = hvk__desk_make(question->store, text, length, value);
		hvk__error_copy(&error, &question->store->error);
	}
	return result < 0 ? fail_column(question, HVK_DESK, text, length, &error) : HVK_OK;
}

/* Adds the answers in text, joined by '+', to the set. A label may have commas in it, so that commas cannot join. */
static int set_answers(struct hvk_question *question, const char *text, size_t length)
{
	uint64_t answers = 0;

	while (length > 0) {
		const char *plus = memchr(text, '+', length);
		size_t piece = plus ? (size_t)(plus - text) : length, trimmed = piece;
		const char *answer = hvk__trim(text, &trimmed);
		uint16_t number;
		int result;

		if (trimmed == 0)
			return hvk__fail(&question->store->error, HVK_EINPUT,
			                 "answer: expected an answer on both sides of '+'");
		result = set_value(question, HVK_ANSWER, answer, trimmed, &number);
		if (result < 0 && (memchr(answer, ',', trimmed) || memchr(answer, ';', trimmed)) &&
		    !hvk__guard(answer, trimmed))
			return hvk__fail(&question->store->error, HVK_EINPUT,
			                 "answer: unknown '%.*s'; several answers are joined by '+': info+folder",
			                 (int)trimmed, answer);
		if (result != HVK_OK)
			return result;
		/* NOLINTNEXTLINE(clang-analyzer-core.*): a code that was found has a number */
		answers |= UINT64_C(1) << (number - 1);
		text += piece + (plus != NULL);
		length -= piece + (plus != NULL);
		if (plus && length == 0)
			return hvk__fail(&question->store->error, HVK_EINPUT,
			                 "answer: expected an answer on both sides of '+'");
	}
	question->row.answers = answers;
	return HVK_OK;
}

int hvk__question_set_text(struct hvk_question *question, enum hvk_column column, const char *text, size_t length)
{
	switch (column) {
	case HVK_MONTH:
		return set_month(question, text, length);
	case HVK_DAY:
		return set_day(question, text, length);
	case HVK_DESK:
		return set_desk(question, text, length);
	case HVK_ANSWER:
		return set_answers(question, text, length);
	case HVK_ID:
	case HVK_VOIDED:
		return hvk__fail(&question->store->error, HVK_EINPUT, "%s: given by the store, cannot be set",
		                 hvk__columns[column].name);
	default:
		return set_value(question, column, text, length, &question->row.value[hvk__columns[column].field]);
	}
}

HVK_EXPORT int hvk_question_set(struct hvk_question *question, enum hvk_column column, const char *text)
{
	struct hvk__error *error = &question->store->error;
	size_t length = text ? strlen(text) : 0;

	hvk__error_clear(error);
	if ((unsigned)column >= HVK_COLUMNS)
		return hvk__fail(error, HVK_EINVAL, "no column has the number %d", (int)column);
	if (!hvk__is_utf8(text ? text : "", length))
		return hvk__fail(error, HVK_EINPUT, "%s: expected UTF-8 text", hvk__columns[column].name);
	text = hvk__trim(text ? text : "", &length);
	if (length > 0)
		return hvk__question_set_text(question, column, text, length);
	if (column == HVK_ANSWER)
		question->row.answers = 0;
	else if (hvk__columns[column].field >= 0)
		question->row.value[hvk__columns[column].field] = 0;
	return HVK_OK;
}

/* ---- showing */

/* The code that a number stands for; NULL when the list is gone or has no such number. Where the list stands is
 * remembered, since a listing asks for every cell. */
static const struct hvk_code *code_of(struct hvk_question *question, enum hvk_column column, unsigned number)
{
	unsigned char *at = &question->list_at[column];
	const char *name = hvk__columns[column].list;
	struct hvk__codes *codes;
	const struct hvk__list *list;

	if (hvk__store_codes(question->store, &codes) < 0) {
		question->speechless = true;
		return NULL;
	}
	if (*at >= codes->count || strcmp(codes->lists[*at].name, name) != 0) {
		list = hvk__codes_list(codes, name);
		*at = list ? (unsigned char)(list - codes->lists) : 0;
	} else {
		list = &codes->lists[*at];
	}
	return list && number >= 1 && number <= list->count ? &list->codes[number - 1] : NULL;
}

static const char *name_of(const struct hvk_code *code, int lang)
{
	if (!code)
		return "?"; /* hvk_store_check() reports it */
	if (lang < 0)
		return code->code;
	return code->label[lang] && code->label[lang][0] ? code->label[lang] : code->code;
}

/* The answers one after the other; lang -1: as codes. */
static const char *join_answers(struct hvk_question *question, int lang)
{
	struct hvk__buffer *joined = &question->joined;
	/* Labels hold commas; what is listed can be read again. */
	const char *separator = lang < 0 ? "+" : " + ";

	joined->length = 0;
	for (unsigned number = 1; number <= HVK__ANSWERS_MAX; number++) {
		if (!(question->row.answers >> (number - 1) & 1))
			continue;
		if ((joined->length > 0 && !hvk__buffer_add_text(joined, separator)) ||
		    !hvk__buffer_add_text(joined, name_of(code_of(question, HVK_ANSWER, number), lang))) {
			question->speechless = true;
			hvk__fail_memory(&question->store->error);
			return NULL;
		}
	}
	return joined->data;
}

/* A column as text; lang -1: as key. */
static const char *show(struct hvk_question *question, enum hvk_column column, int lang)
{
	const struct hvk__row *row = &question->row;
	unsigned value;

	if ((unsigned)column >= HVK_COLUMNS || !hvk__question_has(question, column))
		return NULL;
	value = hvk__columns[column].field >= 0 ? row->value[hvk__columns[column].field] : 0;
	switch (column) {
	case HVK_ID:
		hvk__id_format(row->id, question->text);
		return question->text;
	case HVK_MONTH:
		hvk__month_format((int)value, question->text);
		return question->text;
	case HVK_DAY:
		snprintf(question->text, sizeof(question->text), "%u", value);
		return question->text;
	case HVK_GEMEENTE:
		if (lang >= 0)
			return hvk__gemeenten[value - 1].name[0];
		snprintf(question->text, sizeof(question->text), "%05u", (unsigned)hvk__gemeenten[value - 1].nis);
		return question->text;
	case HVK_ANSWER:
		return join_answers(question, lang);
	case HVK_VOIDED:
		return lang < 0 ? "1" : lang == HVK_NL ? "ingetrokken" : "voided";
	default:
		return name_of(code_of(question, column, value), lang);
	}
}

HVK_EXPORT const char *hvk_question_key(struct hvk_question *question, enum hvk_column column, size_t *length)
{
	const char *text = show(question, column, -1);

	if (length)
		*length = text ? strlen(text) : 0;
	return text;
}

HVK_EXPORT const char *hvk_question_label(struct hvk_question *question, enum hvk_column column, enum hvk_lang lang)
{
	return show(question, column, lang == HVK_EN ? HVK_EN : HVK_NL);
}

/* ---- adding and finding */

/* A gemeente or code that was set before the month, and is not of that month. */
static int check_validity(struct hvk_question *question)
{
	const uint16_t *value = question->row.value;
	struct hvk__error *error = &question->store->error;
	int day = hvk__question_day(question);

	if (!hvk__gemeente_valid((uint16_t)(value[HVK__GEMEENTE] - 1), day))
		return hvk__fail(error, HVK_EINPUT, "gemeente: '%s' did not exist in the month of the question",
		                 hvk__gemeenten[value[HVK__GEMEENTE] - 1].name[0]);
	for (unsigned column = HVK_DESK; column <= HVK_CONTACT; column++) {
		int field = hvk__columns[column].field;
		const struct hvk_code *code =
			field >= 0 && value[field] ? code_of(question, column, value[field]) : NULL;

		if (code && (day < code->valid_from || day > code->valid_to))
			return hvk__fail(error, HVK_EINPUT, "%s: '%s' is not in use in the month of the question",
			                 hvk__columns[column].name, code->code);
	}
	return HVK_OK;
}

static int check_complete(struct hvk_question *question)
{
	static const enum hvk_column required[] = { HVK_MONTH, HVK_GEMEENTE, HVK_THEME };
	struct hvk__error *error = &question->store->error;
	struct hvk__date today = hvk__date_from_days(hvk__store_today(question->store));
	uint16_t *value = question->row.value;

	for (size_t i = 0; i < ARRAY_SIZE(required); i++)
		if (!hvk__question_has(question, required[i]))
			return hvk__fail(error, HVK_EINPUT,
			                 "%s: expected a value, found none; a question needs month, gemeente and theme",
			                 hvk__columns[required[i]].name);
	if (value[HVK__MONTH] > hvk__month_number(today)) {
		char month[8], now[8];

		hvk__month_format(value[HVK__MONTH], month);
		hvk__month_format(hvk__month_number(today), now);
		return hvk__fail(error, HVK_EINPUT, "month: %s is in the future, this month is %s", month, now);
	}
	return check_validity(question);
}

int hvk__id_draw(struct hvk_store *store, int month, int64_t *id)
{
	uint64_t bits;

	if (getrandom(&bits, sizeof(bits), 0) != (ssize_t)sizeof(bits))
		return hvk__fail(&store->error, HVK_EIO, "the system gives no random numbers");
	*id = ((int64_t)month << HVK__ID_BITS) | (int64_t)(bits & HVK__ID_MASK);
	return HVK_OK;
}

/* Within a transaction. An id taken already, which nobody will live to see, is drawn again. */
static int insert(struct hvk_store *store, struct hvk__row *row)
{
	int result;

	for (int attempt = 0; attempt < 3; attempt++) {
		result = hvk__id_draw(store, row->value[HVK__MONTH], &row->id);
		if (result < 0)
			return result;
		result = hvk__row_insert(store, row);
		if (result == HVK_OK || (sqlite3_errcode(store->database) & 0xff) != SQLITE_CONSTRAINT)
			return result;
	}
	return result;
}

static int refuse_purged(struct hvk_store *store, const struct hvk__row rows[], size_t count)
{
	int result = HVK_OK;

	for (size_t i = 0; i < count && result == HVK_OK; i++)
		if (i == 0 || rows[i].value[HVK__MONTH] != rows[i - 1].value[HVK__MONTH])
			result = hvk__refuse_purged(store, rows[i].value[HVK__MONTH]);
	return result;
}

int hvk__questions_insert(struct hvk_store *store, struct hvk__row rows[], size_t count)
{
	_cleanup_(hvk__deliveries_finish) struct hvk__deliveries deliveries = { .store = store };
	_cleanup_(hvk__undo_freep) struct hvk__undo *undo = NULL;
	_cleanup_free_ int64_t *ids = calloc(count, sizeof(*ids));
	char what[64] = "the last question added";
	int result;

	if (!ids)
		return hvk__fail_memory(&store->error);
	if (count > 1)
		snprintf(what, sizeof(what), "the last %zu questions added", count);
	result = refuse_purged(store, rows, count);
	if (result == HVK_OK)
		result = hvk__undo_begin(store, what, &undo);
	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		result = insert(store, &rows[i]);
		ids[i] = rows[i].id;
	}
	if (result == HVK_OK) {
		qsort(ids, count, sizeof(*ids), hvk__id_compare);
		result = hvk__undo_added(undo, ids, count);
	}
	if (result == HVK_OK)
		result = hvk__deliveries_add(&deliveries, rows, count);
	if (result == HVK_OK)
		result = hvk__undo_end(undo);
	return result;
}

static int add(struct hvk_store *store, struct hvk__row rows[], size_t count)
{
	int result = hvk__desks_save(store, rows, count);

	return result < 0 ? result : hvk__questions_insert(store, rows, count);
}

int hvk__questions_prepare(struct hvk_question *const questions[], size_t count, struct hvk__row rows[])
{
	int result = HVK_OK;

	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		uint16_t *contact = &rows[i].value[HVK__CONTACT];

		result = check_complete(questions[i]);
		rows[i] = questions[i]->row;
		if (result == HVK_OK && *contact == 0)
			result = set_value(questions[i], HVK_CONTACT, "new", strlen("new"), contact);
	}
	return result;
}

HVK_EXPORT int hvk_question_add_all(struct hvk_store *store, struct hvk_question *const questions[], size_t count,
                                    bool dry_run)
{
	_cleanup_free_ struct hvk__row *rows = calloc(count + 1, sizeof(*rows));
	int result;

	hvk__error_clear(&store->error);
	if (!rows)
		return hvk__fail_memory(&store->error);
	result = dry_run ? HVK_OK : hvk__store_require(store, true);
	for (size_t i = 0; i < count && !dry_run; i++)
		questions[i]->row.id = 0; /* of an earlier addition: what fails leaves questions without ids */
	if (result == HVK_OK)
		result = hvk__questions_prepare(questions, count, rows);
	if (result == HVK_OK && dry_run && hvk_store_is_open(store))
		result = refuse_purged(store, rows, count);
	if (result < 0 || dry_run || count == 0)
		return result;
	result = hvk__begin(store, false);
	if (result == HVK_OK)
		result = hvk__end(store, add(store, rows, count));
	for (size_t i = 0; i < count && result == HVK_OK; i++)
		questions[i]->row = rows[i];
	return result;
}

HVK_EXPORT int hvk_question_add(struct hvk_question *question)
{
	return hvk_question_add_all(question->store, &question, 1, false);
}

static int fail_absent(struct hvk_store *store, int64_t number)
{
	bool voided;
	char id[14];
	int result = hvk__is_voided(store, number, &voided);

	if (result < 0)
		return result;
	hvk__id_format(number, id);
	return hvk__fail(&store->error, HVK_ENOTFOUND, voided ? "id: question %s was voided" : "id: no question %s",
	                 id);
}

HVK_EXPORT int hvk_question_find(struct hvk_question *question, const char *id)
{
	struct hvk_store *store = question->store;
	size_t length = strlen(id);
	int64_t number;
	int result;

	hvk_question_clear(question);
	hvk__error_clear(&store->error);
	id = hvk__trim(id, &length);
	if (!hvk__id_parse(id, length, &number))
		return hvk__fail(&store->error, HVK_EINVAL, "id: expected 13 characters of base32, as lists show them");
	result = hvk__store_require(store, false);
	if (result == HVK_OK)
		result = hvk__row_read(store, number, &question->row);
	return result == HVK_ENOTFOUND ? fail_absent(store, number) : result;
}
