/* SPDX-License-Identifier: EUPL-1.2 */
/* The controlled vocabularies: loading them and going through them. */
#include "store/codes.h"

#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "store/store.h"

/* ---------------------------------------------------------------- lists */

struct hvk__list *hvk__codes_list(struct hvk__codes *codes, const char *name)
{
	for (size_t i = 0; i < codes->count; i++)
		if (strcmp(codes->lists[i].name, name) == 0)
			return &codes->lists[i];
	return NULL;
}

const char *hvk__codes_nearest_list(const struct hvk__codes *codes, const char *name)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	hvk__fold(folded, sizeof(folded), name, strlen(name));
	for (size_t i = 0; i < codes->count; i++)
		hvk__nearest_offer_text(&nearest, codes->lists[i].name, codes->lists[i].name);
	return nearest.best;
}

/* The list of that name, made when there is none; NULL when memory runs out. */
static struct hvk__list *get_list(struct hvk__codes *codes, const char *name)
{
	struct hvk__list *list = codes->count > 0 ? &codes->lists[codes->count - 1] : NULL;

	/* Codes come list by list, so it is mostly the last. */
	if (list && strcmp(list->name, name) == 0)
		return list;
	list = hvk__codes_list(codes, name);
	if (list)
		return list;
	name = hvk__pool_add(&codes->pool, name, strlen(name));
	if (!name || !hvk__reserve(&codes->lists, &codes->capacity, codes->count + 1, sizeof(*codes->lists)))
		return NULL;
	list = &codes->lists[codes->count++];
	*list = (struct hvk__list){ .name = name };
	return list;
}

struct hvk_code *hvk__code_append(struct hvk__list *list, struct hvk_code code)
{
	if (list->count >= UINT16_MAX ||
	    !hvk__reserve(&list->codes, &list->capacity, list->count + 1, sizeof(*list->codes)))
		return NULL;
	code.list = list->name;
	code.number = (uint16_t)(list->count + 1);
	list->codes[list->count++] = code;
	return &list->codes[list->count - 1];
}

static void free_codes(struct hvk__codes *codes)
{
	if (!codes)
		return;
	for (size_t i = 0; i < codes->count; i++)
		free(codes->lists[i].codes);
	free(codes->lists);
	free(codes->aliases);
	hvk__pool_free(&codes->pool);
	free(codes);
}

static void free_codes_pointer(struct hvk__codes **codes)
{
	free_codes(*codes);
}

/* ---------------------------------------------------------------- loading */

/* Makes the lists that hvk knows, empty, in the order of its data. */
static bool make_lists(struct hvk__codes *codes)
{
	for (size_t i = 0; i < hvk__default_codes_count; i++)
		if (!get_list(codes, hvk__default_codes[i].list))
			return false;
	return true;
}

/* Desks last: they are of the user's own making. */
static bool put_desks_last(struct hvk__codes *codes)
{
	struct hvk__list *desks = get_list(codes, HVK__DESKS), kept;
	struct hvk__list *last = desks ? &codes->lists[codes->count - 1] : NULL;

	if (!desks)
		return false;
	kept = *desks;
	memmove(desks, desks + 1, (size_t)(last - desks) * sizeof(*desks));
	*last = kept;
	return true;
}

static bool load_defaults(struct hvk__codes *codes)
{
	for (size_t i = 0; i < hvk__default_codes_count; i++) {
		const struct hvk__default_code *from = &hvk__default_codes[i];
		struct hvk__list *list = get_list(codes, from->list);
		struct hvk_code code = {
			.code = from->code, .label = { from->label_nl, from->label_en }, .origin = from->code,
			.valid_from = INT32_MIN, .valid_to = INT32_MAX, .from = "", .to = "",
			.sensitive = from->sensitive,
		};

		/* A parent stands before what is below it. */
		for (size_t j = 0; list && j < list->count; j++)
			if (strcmp(list->codes[j].code, from->parent) == 0)
				code.parent = list->codes[j].number;
		if (!list || !hvk__code_append(list, code))
			return false;
	}
	return true;
}

/* A column of text, copied; "" for NULL. */
static const char *copy_column(struct hvk__codes *codes, sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);

	if (!text && sqlite3_column_type(row, column) != SQLITE_NULL)
		return NULL;
	if (!text || !*text)
		return "";
	return hvk__pool_add(&codes->pool, text, (size_t)sqlite3_column_bytes(row, column));
}

static int parse_day(const char *text, int otherwise)
{
	struct hvk__date date;

	return hvk__date_parse(text, strlen(text), true, &date) ? hvk__date_to_days(date) : otherwise;
}

int hvk__code_load(struct hvk_store *store, struct hvk__codes *codes, struct hvk__list *list, sqlite3_stmt *row)
{
	struct hvk_code code = {
		.code = copy_column(codes, row, 2), .parent = (uint16_t)sqlite3_column_int(row, 3),
		.label = { copy_column(codes, row, 4), copy_column(codes, row, 5) },
		.origin = copy_column(codes, row, 6), .sensitive = sqlite3_column_int(row, 7) != 0,
		.from = copy_column(codes, row, 8), .to = copy_column(codes, row, 9),
	};
	const char *name = (const char *)sqlite3_column_text(row, 0);

	if (!name || !code.code || !code.label[0] || !code.label[1] || !code.origin || !code.from || !code.to)
		return hvk__fail_memory(&store->error);
	/* Few codes were ever renamed: the query gives NULL for the others. */
	if (!*code.origin)
		code.origin = code.code;
	code.valid_from = parse_day(code.from, INT32_MIN);
	code.valid_to = parse_day(code.to, INT32_MAX);
	if (!list)
		list = get_list(codes, name);
	if (!list)
		return hvk__fail_memory(&store->error);
	if (sqlite3_column_int64(row, 1) != (int64_t)list->count + 1 ||
	    (strcmp(list->name, "answer") == 0 && list->count == HVK__ANSWERS_MAX))
		return hvk__fail_at(&store->error, HVK_ESTORE, hvk__store_path(store), 0, 0,
		                    "the codes of list '%s' are not numbered as hvk does; restore a backup",
		                    list->name);
	return hvk__code_append(list, code) ? HVK_OK : hvk__fail_memory(&store->error);
}

static int load_aliases(struct hvk_store *store, struct hvk__codes *codes)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = hvk__store_prepare(store, "SELECT list, alias, number FROM code_alias", &row);

	while (result >= 0 && (result = hvk__store_step(store, row)) == 1) {
		const char *name = (const char *)sqlite3_column_text(row, 0);
		struct hvk__list *list = name ? get_list(codes, name) : NULL;
		int number = sqlite3_column_int(row, 2);
		struct hvk__alias alias = { .alias = copy_column(codes, row, 1), .number = (uint16_t)number };

		if (!list || !alias.alias ||
		    !hvk__reserve(&codes->aliases, &codes->alias_capacity, codes->alias_count + 1,
		                  sizeof(*codes->aliases)))
			return hvk__fail_memory(&store->error);
		if (number < 1 || (size_t)number > list->count)
			continue; /* checking the store finds it */
		alias.list = list->name;
		codes->aliases[codes->alias_count++] = alias;
	}
	return result;
}

/* Parents that a damaged store names but does not have are forgotten, so that all that follow one can rely on it. */
static void clip_parents(struct hvk__codes *codes)
{
	for (size_t i = 0; i < codes->count; i++)
		for (size_t j = 0; j < codes->lists[i].count; j++)
			if (codes->lists[i].codes[j].parent > codes->lists[i].count)
				codes->lists[i].codes[j].parent = 0;
}

static int load_stored(struct hvk_store *store, struct hvk__codes *codes)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = hvk__store_prepare(store, "SELECT " HVK__CODE_COLUMNS " FROM code ORDER BY list, number", &row);

	while (result >= 0 && (result = hvk__store_step(store, row)) == 1)
		result = hvk__code_load(store, codes, NULL, row);
	clip_parents(codes);
	return result < 0 ? result : load_aliases(store, codes);
}

int hvk__store_codes(struct hvk_store *store, struct hvk__codes **codes)
{
	_cleanup_(free_codes_pointer) struct hvk__codes *fresh = NULL;
	int result;

	*codes = store->codes;
	if (store->codes)
		return HVK_OK;
	fresh = calloc(1, sizeof(*fresh));
	if (!fresh || !make_lists(fresh))
		return hvk__fail_memory(&store->error);
	if (store->database) {
		result = load_stored(store, fresh);
		if (result < 0)
			return result;
	} else if (!load_defaults(fresh)) {
		return hvk__fail_memory(&store->error);
	}
	if (!put_desks_last(fresh))
		return hvk__fail_memory(&store->error);
	*codes = store->codes = take_ptr(fresh);
	return HVK_OK;
}

void hvk__store_forget_codes(struct hvk_store *store)
{
	free_codes(store->codes);
	store->codes = NULL;
}

/* ---------------------------------------------------------------- what hvk knows of codes */

bool hvk__code_is(const struct hvk__list *list, uint16_t number, const char *origin)
{
	const struct hvk_code *code = number && number <= list->count ? &list->codes[number - 1] : NULL;

	return code && strcmp(code->origin, origin) == 0;
}

uint16_t hvk__code_made_as(const struct hvk__list *list, const char *origin)
{
	for (size_t i = 1; i <= list->count; i++)
		if (hvk__code_is(list, (uint16_t)i, origin))
			return (uint16_t)i;
	return 0;
}

int hvk__store_code_made_as(struct hvk_store *store, const char *list, const char *origin,
                            const struct hvk_code **code)
{
	struct hvk__codes *codes;
	const struct hvk__list *found;
	uint16_t number;
	int result = hvk__store_codes(store, &codes);

	*code = NULL;
	if (result < 0)
		return result;
	found = hvk__codes_list(codes, list);
	number = found ? hvk__code_made_as(found, origin) : 0;
	if (number)
		*code = &found->codes[number - 1];
	return HVK_OK;
}

/* ---------------------------------------------------------------- hierarchy */

uint16_t hvk__code_group(const struct hvk__list *list, uint16_t number)
{
	/* Not more steps than there are codes, should parents of a damaged store go round. */
	for (size_t i = 0; i < list->count && number >= 1 && number <= list->count; i++) {
		if (!list->codes[number - 1].parent)
			break;
		number = list->codes[number - 1].parent;
	}
	return number;
}

bool hvk__code_within(const struct hvk__list *list, uint16_t number, uint16_t ancestor)
{
	for (size_t i = 0; i <= list->count && number >= 1 && number <= list->count; i++) {
		if (number == ancestor)
			return true;
		number = list->codes[number - 1].parent;
	}
	return false;
}

/* ---------------------------------------------------------------- public */

HVK_EXPORT const char *hvk_code_field_name(enum hvk_code_field field)
{
	static const char *const names[HVK_CODE_FIELDS] = {
		[HVK_CODE_LIST] = "list", [HVK_CODE_CODE] = "code", [HVK_CODE_PARENT] = "parent",
		[HVK_CODE_LABEL_NL] = "label_nl", [HVK_CODE_LABEL_EN] = "label_en", [HVK_CODE_SENSITIVE] = "sensitive",
		[HVK_CODE_VALID_FROM] = "valid_from", [HVK_CODE_VALID_TO] = "valid_to",
	};

	return (unsigned)field < HVK_CODE_FIELDS ? names[field] : NULL;
}

HVK_EXPORT const struct hvk_code *hvk_code_at(struct hvk_store *store, const char *list, size_t n)
{
	struct hvk__codes *codes;

	hvk__error_clear(&store->error);
	if (hvk__store_codes(store, &codes) < 0)
		return NULL;
	for (size_t i = 0; i < codes->count; i++) {
		if (list && strcmp(codes->lists[i].name, list) != 0)
			continue;
		if (n < codes->lists[i].count)
			return &codes->lists[i].codes[n];
		n -= codes->lists[i].count;
		if (list)
			return NULL;
	}
	return NULL;
}

HVK_EXPORT const char *hvk_code_text(const struct hvk_code *code, enum hvk_code_field field)
{
	switch (field) {
	case HVK_CODE_LIST: return code->list;
	case HVK_CODE_CODE: return code->code;
	/* The codes of a list lie side by side in order of number. */
	case HVK_CODE_PARENT: return code->parent ? code[code->parent - code->number].code : "";
	case HVK_CODE_LABEL_NL: return code->label[HVK_NL];
	case HVK_CODE_LABEL_EN: return code->label[HVK_EN];
	case HVK_CODE_SENSITIVE: return code->sensitive ? "1" : "";
	case HVK_CODE_VALID_FROM: return code->from;
	case HVK_CODE_VALID_TO: return code->to;
	default: return "";
	}
}
