/* SPDX-License-Identifier: EUPL-1.2 */
/* One record in memory: setting its columns from what a person types, showing them. */
#include "record/row.h"

#include <string.h>

#include "core/guard.h"
#include "core/macro.h"

HVK_EXPORT int hvk_record_new(struct hvk_store *store, enum hvk_type type, struct hvk_record **record)
{
	*record = NULL;
	hvk__error_clear(&store->error);
	if ((unsigned)type >= HVK_TYPES)
		return hvk__fail(&store->error, HVK_EINVAL, "no type of record has the number %d", (int)type);
	*record = calloc(1, sizeof(**record));
	if (!*record)
		return hvk__fail_memory(&store->error);
	(*record)->store = store;
	(*record)->type = type;
	return HVK_OK;
}

HVK_EXPORT void hvk_record_clear(struct hvk_record *record)
{
	for (size_t i = 0; i < HVK__RECORD_COLUMNS_MAX; i++) {
		free(record->value[i]);
		record->value[i] = NULL;
	}
	record->id = 0;
	record->touched = 0;
}

HVK_EXPORT void hvk_record_free(struct hvk_record *record)
{
	if (!record)
		return;
	hvk_record_clear(record);
	hvk__buffer_free(&record->shown);
	free(record);
}

HVK_EXPORT enum hvk_type hvk_record_type(const struct hvk_record *record)
{
	return record->type;
}

HVK_EXPORT bool hvk_record_is_stored(const struct hvk_record *record)
{
	return record->id != 0;
}

/* ---------------------------------------------------------------- setting */

/* Puts the name of the column before what was wrong. What is about a client is not repeated when it looks personal. */
static int fail_column(struct hvk__error *error, const struct hvk_record *record,
                       const struct hvk_record_column *column, const char *text, size_t length,
                       const struct hvk__error *found)
{
	enum hvk__identifier identifier = HVK__INNOCENT;

	if (record->type == HVK_REFERRAL)
		identifier = hvk__guard(text, length);
	if (identifier == HVK__BIRTH_DATE && column->form == HVK_FORM_MONTH)
		identifier = HVK__INNOCENT;
	if (identifier)
		return hvk__fail(error, HVK_EINPUT, "%s: looks like %s; nothing personal is recorded", column->name,
		                 hvk__identifier_name(identifier));
	return hvk__fail(error, found->public.code, "%s: %s", column->name, found->public.message);
}

/* Whether it is what the stored record has, though it can no longer be chosen: a code that is out of use. */
static bool is_kept(const struct hvk_record *record, size_t n, const struct hvk_record_column *column, const char *text,
                    size_t length)
{
	_cleanup_free_ char *key = NULL;
	struct hvk__error ignored;

	if (record->id == 0 || column->form != HVK_FORM_CODE || !record->value[n] ||
	    hvk__value_parse(record->store, &ignored, column, text, length, HVK__PARSE_CONDITION, &key) < 0)
		return false;
	return key && strcmp(key, record->value[n]) == 0;
}

int hvk__record_set(struct hvk__error *error, struct hvk_record *record, size_t column, const char *text,
                    size_t length, unsigned how)
{
	const struct hvk_record_column *of = hvk_type_column(record->type, column);
	_cleanup_free_ char *key = NULL;
	struct hvk__error found;
	int result;

	if (!of)
		return hvk__fail(error, HVK_EINVAL, "a %s has no column %zu", hvk__types[record->type].name, column);
	if (of->traits & HVK_TRAIT_FIXED)
		return hvk__fail(error, HVK_EINVAL, "%s: given by the store, cannot be set", of->name);
	result = hvk__value_parse(record->store, &found, of, text ? text : "", text ? length : 0, how, &key);
	if (result == HVK_OK && !key && of->form == HVK_FORM_YES_NO) {
		key = strdup("no");
		if (!key)
			return hvk__fail_memory(error);
	}
	if (result == HVK_EINPUT && is_kept(record, column, of, text, length)) {
		record->touched |= UINT32_C(1) << column;
		return HVK_OK;
	}
	if (result == HVK_ENOMEM)
		return hvk__fail_memory(error);
	if (result < 0)
		return fail_column(error, record, of, text, length, &found);
	free(record->value[column]);
	record->value[column] = take_ptr(key);
	record->touched |= UINT32_C(1) << column;
	return HVK_OK;
}

HVK_EXPORT int hvk_record_set(struct hvk_record *record, size_t column, const char *text)
{
	struct hvk__error *error = &record->store->error, failed;
	int result;

	hvk__error_clear(error);
	/* What is asked of the store on the way fails there too, and that is not always the failure. */
	result = hvk__record_set(&failed, record, column, text, text ? strlen(text) : 0, HVK__PARSE_PREFIX);
	if (result < 0)
		return hvk__error_copy(error, &failed);
	hvk__error_clear(error);
	return HVK_OK;
}

/* ---------------------------------------------------------------- showing */

HVK_EXPORT const char *hvk_record_key(struct hvk_record *record, size_t column, size_t *length)
{
	const struct hvk_record_column *of = hvk_type_column(record->type, column);
	const char *key = of ? record->value[column] : NULL;

	if (of && !key && of->form == HVK_FORM_YES_NO)
		key = "no";
	if (length)
		*length = key ? strlen(key) : 0;
	return key;
}

/* How people read one value; NULL: as it stands. */
static const char *name_of(const struct hvk_record *record, const struct hvk_record_column *column,
                           const struct hvk__list *list, const char *key, enum hvk_lang lang)
{
	uint16_t index;

	if (column->form == HVK_FORM_GEMEENTE) {
		index = hvk__gemeente_by_nis((uint32_t)strtoul(key, NULL, 10), hvk__store_today(record->store));
		return index == HVK__GEMEENTE_NONE ? NULL : hvk__gemeenten[index].name[0];
	}
	for (size_t i = 0; list && i < list->count; i++) {
		const char *label = list->codes[i].label[lang];

		if (strcmp(list->codes[i].code, key) == 0)
			return label && *label ? label : NULL;
	}
	return NULL;
}

/* Values by what they are called. Labels of codes have commas in them, so that those are joined by ' + '. */
static bool show_names(struct hvk_record *record, const struct hvk_record_column *column, const char *key,
                       enum hvk_lang lang)
{
	bool codes = column->form == HVK_FORM_CODE;
	_cleanup_free_ char *values = strdup(key);
	const struct hvk__list *list = NULL;
	struct hvk__codes *all;
	char *rest = values, *value;

	if (!values || (codes && hvk__store_codes(record->store, &all) < 0))
		return false;
	if (codes)
		list = hvk__codes_list(all, column->list);
	while (rest) {
		const char *name;

		value = column->traits & HVK_TRAIT_MANY ? strsep(&rest, "+") : take_ptr(rest);
		name = codes || column->form == HVK_FORM_GEMEENTE ? name_of(record, column, list, value, lang) : NULL;
		if ((record->shown.length > 0 && !hvk__buffer_add_text(&record->shown, codes ? " + " : ", ")) ||
		    !hvk__buffer_add_text(&record->shown, name ? name : value))
			return false;
	}
	return true;
}

/* '31005=9+31040=5' as 'Brugge 9, Oostkamp 5'. */
static bool show_counts(struct hvk_record *record, const char *key)
{
	struct hvk__buffer *shown = &record->shown;

	for (struct hvk__value_at at = { .next = key }; hvk__value_next(&at);) {
		size_t nis = strcspn(at.data, "=");
		uint16_t index = hvk__gemeente_by_nis((uint32_t)strtoul(at.data, NULL, 10),
		                                      hvk__store_today(record->store));
		bool known = index != HVK__GEMEENTE_NONE;
		const char *name = known ? hvk__gemeenten[index].name[0] : at.data;

		if (nis >= at.length || (shown->length > 0 && !hvk__buffer_add_text(shown, ", ")) ||
		    !hvk__buffer_add(shown, name, known ? strlen(name) : nis) || !hvk__buffer_add_text(shown, " ") ||
		    !hvk__buffer_add(shown, at.data + nis + 1, at.length - nis - 1))
			return false;
	}
	return true;
}

/* 125000 as '€ 1.250,00' or '€1,250.00'. */
static bool show_cents(struct hvk__buffer *shown, const char *key, enum hvk_lang lang)
{
	const char *euro = lang == HVK_NL ? "\xe2\x82\xac " : "\xe2\x82\xac";
	const char *thousand = lang == HVK_NL ? "." : ",", *point = lang == HVK_NL ? "," : ".";
	size_t digits = strlen(key), euros = digits > 2 ? digits - 2 : 0;

	if (!hvk__buffer_add_text(shown, euro) || (euros == 0 && !hvk__buffer_add_text(shown, "0")))
		return false;
	for (size_t i = 0; i < euros; i++)
		if ((i > 0 && (euros - i) % 3 == 0 && !hvk__buffer_add_text(shown, thousand)) ||
		    !hvk__buffer_add(shown, key + i, 1))
			return false;
	return hvk__buffer_add_text(shown, point) && (digits > 1 || hvk__buffer_add_text(shown, "0")) &&
	       hvk__buffer_add_text(shown, key + euros);
}

/* '0-3+12-' as '0-3 + 12+', which can be read again. */
static bool show_ages(struct hvk__buffer *shown, const char *key, enum hvk_lang lang)
{
	_cleanup_free_ char *ages = strdup(key);
	char *rest = ages;

	while (rest) {
		const char *range = strsep(&rest, "+"), *before = "prenataal";
		size_t length = strlen(range), word = strncmp(range, before, strlen(before)) == 0 ? strlen(before) : 0;
		bool open = length > 0 && range[length - 1] == '-';

		if ((shown->length > 0 && !hvk__buffer_add_text(shown, " + ")) ||
		    (word && !hvk__buffer_add_text(shown, lang == HVK_NL ? before : "prenatal")) ||
		    !hvk__buffer_add(shown, range + word, length - word - open) ||
		    (open && !hvk__buffer_add_text(shown, "+")))
			return false;
	}
	return ages != NULL;
}

HVK_EXPORT const char *hvk_record_label(struct hvk_record *record, size_t column, enum hvk_lang lang)
{
	const struct hvk_record_column *of = hvk_type_column(record->type, column);
	const char *key = hvk_record_key(record, column, NULL);
	bool shown = true;

	lang = lang == HVK_EN ? HVK_EN : HVK_NL;
	if (!key)
		return NULL;
	record->shown.length = 0;
	switch (of->form) {
	case HVK_FORM_YES_NO:
		return lang == HVK_EN ? key : strcmp(key, "yes") == 0 ? "ja" : "nee";
	case HVK_FORM_CENTS:
		shown = show_cents(&record->shown, key, lang);
		break;
	case HVK_FORM_COUNTS:
		shown = show_counts(record, key);
		break;
	case HVK_FORM_AGES:
		shown = show_ages(&record->shown, key, lang);
		break;
	case HVK_FORM_CODE:
	case HVK_FORM_GEMEENTE:
		shown = show_names(record, of, key, lang);
		break;
	default:
		if (!(of->traits & HVK_TRAIT_MANY))
			return key;
		shown = show_names(record, of, key, lang);
		break;
	}
	if (!shown) {
		hvk__fail_memory(&record->store->error);
		return NULL;
	}
	return record->shown.data;
}
