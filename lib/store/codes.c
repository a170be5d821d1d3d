/* SPDX-License-Identifier: EUPL-1.2 */
/* The controlled vocabularies: loading them, finding what a text means in one, and desks that questions bring along. */
#include "store/codes.h"

#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "store/store.h"

#define DESK "desk"
#define SLUG_MAX 64
#define OLDEST_AGE 120

/* ---------------------------------------------------------------- lists */

struct hvk__list *hvk__codes_list(struct hvk__codes *codes, const char *name)
{
	for (size_t i = 0; i < codes->count; i++)
		if (strcmp(codes->lists[i].name, name) == 0)
			return &codes->lists[i];
	return NULL;
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

/* Appends a code, whose number follows from its place. */
static struct hvk_code *append_code(struct hvk__list *list, struct hvk_code code)
{
	if (list->count >= UINT16_MAX || !hvk__reserve(&list->codes, &list->capacity, list->count + 1, sizeof(*list->codes)))
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
	struct hvk__list *desks = get_list(codes, DESK), kept;
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
			.valid_from = INT32_MIN, .valid_to = INT32_MAX, .from = "", .to = "", .sensitive = from->sensitive,
		};

		/* A parent stands before what is below it. */
		for (size_t j = 0; list && j < list->count; j++)
			if (strcmp(list->codes[j].code, from->parent) == 0)
				code.parent = list->codes[j].number;
		if (!list || !append_code(list, code))
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

#define CODE_COLUMNS "list, number, code, parent, label_nl, label_en, origin, sensitive, valid_from, valid_to"

/* Appends the code in the current row of a SELECT of CODE_COLUMNS to its list, or to the one given. */
static int load_code(struct hvk_store *store, struct hvk__codes *codes, struct hvk__list *list, sqlite3_stmt *row)
{
	struct hvk_code code = {
		.code = copy_column(codes, row, 2), .parent = (uint16_t)sqlite3_column_int(row, 3),
		.label = { copy_column(codes, row, 4), copy_column(codes, row, 5) }, .sensitive = sqlite3_column_int(row, 7) != 0,
		.from = copy_column(codes, row, 8), .to = copy_column(codes, row, 9),
	};
	const char *origin = (const char *)sqlite3_column_text(row, 6), *name = (const char *)sqlite3_column_text(row, 0);

	if (!code.code || !code.label[0] || !code.label[1] || !code.from || !code.to || !origin || !name)
		return hvk__fail_memory(&store->error);
	/* Few codes were ever renamed. */
	code.origin = strcmp(origin, code.code) == 0 ? code.code : copy_column(codes, row, 6);
	code.valid_from = parse_day(code.from, INT32_MIN);
	code.valid_to = parse_day(code.to, INT32_MAX);
	if (!list)
		list = get_list(codes, name);
	if (!list || !code.origin)
		return hvk__fail_memory(&store->error);
	if (sqlite3_column_int64(row, 1) != (int64_t)list->count + 1 ||
	    (strcmp(list->name, "answer") == 0 && list->count == HVK__ANSWERS_MAX))
		return hvk__fail_at(&store->error, HVK_ESTORE, sqlite3_db_filename(store->database, "main"), 0, 0,
		                    "the codes of list '%s' are not numbered as hvk does; restore a backup", list->name);
	return append_code(list, code) ? HVK_OK : hvk__fail_memory(&store->error);
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
		    !hvk__reserve(&codes->aliases, &codes->alias_capacity, codes->alias_count + 1, sizeof(*codes->aliases)))
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
	int result = hvk__store_prepare(store, "SELECT " CODE_COLUMNS " FROM code ORDER BY list, number", &row);

	while (result >= 0 && (result = hvk__store_step(store, row)) == 1)
		result = load_code(store, codes, NULL, row);
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

/* ---------------------------------------------------------------- finding */

/* What was found in one way of looking. */
struct matches {
	const struct hvk__list *list;
	int day;
	size_t count;                   /* valid on the day */
	const struct hvk_code *some[8]; /* the first of those */
	const struct hvk_code *expired; /* one that fits but is not valid on the day */
};

static bool valid_on(const struct hvk_code *code, int day)
{
	return day == INT32_MIN || (code->valid_from <= day && day <= code->valid_to);
}

static void add_match(struct matches *matches, const struct hvk_code *code)
{
	if (!valid_on(code, matches->day)) {
		matches->expired = code;
		return;
	}
	if (matches->count < ARRAY_SIZE(matches->some))
		matches->some[matches->count] = code;
	matches->count++;
}

static const char *last_part(const char *code)
{
	const char *dot = strrchr(code, '.');

	return dot ? dot + 1 : code;
}

/* How a folded text relates to something a code is known by. */
enum relation { EQUAL, BEGINS };

static bool related(const char *known, const char *folded, enum relation relation)
{
	char other[HVK__FOLD_MAX];

	if (hvk__fold(other, sizeof(other), known, strlen(known)) == sizeof(other))
		return false;
	return relation == EQUAL ? strcmp(other, folded) == 0 : strncmp(other, folded, strlen(folded)) == 0;
}

static void match_codes(struct matches *matches, const char *folded)
{
	for (size_t i = 0; i < matches->list->count; i++)
		if (related(matches->list->codes[i].code, folded, EQUAL))
			add_match(matches, &matches->list->codes[i]);
}

static void match_aliases(struct matches *matches, const struct hvk__codes *codes, const char *folded)
{
	for (size_t i = 0; i < codes->alias_count; i++) {
		const struct hvk__alias *alias = &codes->aliases[i];

		if (alias->list == matches->list->name && related(alias->alias, folded, EQUAL))
			add_match(matches, &matches->list->codes[alias->number - 1]);
	}
}

static void match_last_parts(struct matches *matches, const char *folded)
{
	for (size_t i = 0; i < matches->list->count; i++)
		if (related(last_part(matches->list->codes[i].code), folded, EQUAL))
			add_match(matches, &matches->list->codes[i]);
}

static void match_labels(struct matches *matches, const char *folded)
{
	for (size_t i = 0; i < matches->list->count; i++) {
		const struct hvk_code *code = &matches->list->codes[i];

		if (related(code->label[HVK_NL], folded, EQUAL) || related(code->label[HVK_EN], folded, EQUAL))
			add_match(matches, code);
	}
}

/* Beginnings. What begins a group's name begins the names of all that is below it too, and means the group. */
static void match_beginnings(struct matches *matches, const char *folded)
{
	const struct hvk__list *list = matches->list;

	for (size_t i = 0; i < list->count; i++) {
		const struct hvk_code *code = &list->codes[i];
		bool of_group = code->parent && related(list->codes[code->parent - 1].code, folded, BEGINS);

		if ((!of_group && related(code->code, folded, BEGINS)) || related(last_part(code->code), folded, BEGINS) ||
		    related(code->label[HVK_NL], folded, BEGINS) || related(code->label[HVK_EN], folded, BEGINS))
			add_match(matches, code);
	}
}

/* ---------------------------------------------------------------- ages in years */

/* Reads '2', '2 jaar', '18 maanden' as years; -1 when the text is nothing of the kind. */
static int parse_age(const char *text, size_t length)
{
	static const char *const years[] = { "", "j", "jr", "jaar", "jaren", "y", "yr", "yrs", "year", "years", "an", "ans" };
	static const char *const months[] = { "m", "mnd", "mnden", "maand", "maanden", "month", "months", "mois" };
	char unit[16];
	int number = 0;
	size_t at = 0;

	text = hvk__trim(text, &length);
	for (; at < length && at < 4 && text[at] >= '0' && text[at] <= '9'; at++)
		number = number * 10 + text[at] - '0';
	/* A hyphen would fold away: '3-5' is a range, not 35. */
	if (at == 0 || at == 4 || (at < length && text[at] != ' ' && !((text[at] | 32) >= 'a' && (text[at] | 32) <= 'z')) ||
	    hvk__fold(unit, sizeof(unit), text + at, length - at) == sizeof(unit))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(years); i++)
		if (strcmp(unit, years[i]) == 0)
			return number <= OLDEST_AGE ? number : -1;
	for (size_t i = 0; i < ARRAY_SIZE(months); i++)
		if (strcmp(unit, months[i]) == 0)
			return number / 12;
	return -1;
}

/* Whether a code is named for a range, 'a-b' or 'a+', that holds the age. */
static bool holds_age(const char *code, int age)
{
	int from, to, end = 0;

	if (sscanf(code, "%3d-%3d%n", &from, &to, &end) == 2 && code[end] == '\0')
		return from <= age && age <= to;
	return sscanf(code, "%3d+%n", &from, &end) == 1 && end > 0 && code[end] == '\0' && from <= age;
}

static void match_age(struct matches *matches, const char *text, size_t length)
{
	int age = strcmp(matches->list->name, "age") == 0 ? parse_age(text, length) : -1;

	for (size_t i = 0; age >= 0 && i < matches->list->count; i++)
		if (holds_age(matches->list->codes[i].code, age))
			add_match(matches, &matches->list->codes[i]);
}

/* ---------------------------------------------------------------- looking up */

/* As much of a text as a message should repeat. */
static int quotable(const char *text, size_t length)
{
	return (int)hvk__utf8_valid_prefix(text, length < 60 ? length : 60);
}

static int fail_unknown(struct hvk__error *error, const struct matches *matches, const char *folded, const char *text,
                        size_t length)
{
	struct hvk__nearest nearest = { .text = folded };
	const struct hvk_code *best;
	char other[HVK__FOLD_MAX];

	if (!error)
		return HVK_ENOTFOUND;
	for (size_t i = 0; i < matches->list->count && *folded; i++) {
		const struct hvk_code *code = &matches->list->codes[i];
		const char *const known[] = { code->code, last_part(code->code), code->label[HVK_NL], code->label[HVK_EN] };

		if (!valid_on(code, matches->day))
			continue;
		for (size_t j = 0; j < ARRAY_SIZE(known); j++)
			if (hvk__fold(other, sizeof(other), known[j], strlen(known[j])) < sizeof(other))
				hvk__nearest_offer(&nearest, other, code);
	}
	best = nearest.best;
	return hvk__fail(error, HVK_ENOTFOUND, "unknown '%.*s'%s%s%s", quotable(text, length), text,
	                 best ? "; did you mean " : "", best ? best->code : "", best ? "?" : "");
}

static int fail_ambiguous(struct hvk__error *error, const struct matches *matches, const char *text, size_t length)
{
	size_t named = matches->count < ARRAY_SIZE(matches->some) ? matches->count : ARRAY_SIZE(matches->some);
	char candidates[ARRAY_SIZE(matches->some) * 80] = "", more[32] = "";
	size_t used = 0;

	if (!error)
		return HVK_EAMBIGUOUS;
	for (size_t i = 0; i < named && used < sizeof(candidates); i++)
		used += (size_t)snprintf(candidates + used, sizeof(candidates) - used, "%s%s", i > 0 ? ", " : "",
		                         matches->some[i]->code);
	if (matches->count > named)
		snprintf(more, sizeof(more), " and %zu more", matches->count - named);
	return hvk__fail(error, HVK_EAMBIGUOUS, "'%.*s' fits several: %s%s", quotable(text, length), text, candidates, more);
}

static int fail_expired(struct hvk__error *error, const struct hvk_code *code, int day)
{
	if (!error)
		return HVK_EINPUT;
	if (day > code->valid_to)
		return hvk__fail(error, HVK_EINPUT, "'%s' is not in use since %s", code->code, code->to);
	return hvk__fail(error, HVK_EINPUT, "'%s' is only in use from %s on", code->code, code->from);
}

/* Whether a way of looking settled it; then *result says how. */
static bool settled(const struct matches *matches, struct hvk__error *error, const char *text, size_t length, int *result)
{
	if (matches->count == 1)
		*result = HVK_OK;
	else if (matches->count > 1)
		*result = fail_ambiguous(error, matches, text, length);
	else if (matches->expired)
		*result = fail_expired(error, matches->expired, matches->day);
	else
		return false;
	return true;
}

/* All but the exact code, in the order in which they win. */
static int look(struct matches *matches, struct hvk__error *error, const struct hvk__codes *codes, const char *text, size_t length,
                bool prefix)
{
	char folded[HVK__FOLD_MAX];
	int result;

	/* Before folding, in which '35' would be the range '3-5'. */
	match_age(matches, text, length);
	if (settled(matches, error, text, length, &result))
		return result;
	if (hvk__fold(folded, sizeof(folded), text, length) == sizeof(folded) || !*folded) {
		folded[0] = '\0';
		return fail_unknown(error, matches, folded, text, length);
	}
	match_codes(matches, folded);
	if (settled(matches, error, text, length, &result))
		return result;
	match_aliases(matches, codes, folded);
	if (settled(matches, error, text, length, &result))
		return result;
	match_last_parts(matches, folded);
	if (settled(matches, error, text, length, &result))
		return result;
	match_labels(matches, folded);
	if (settled(matches, error, text, length, &result))
		return result;
	if (prefix)
		match_beginnings(matches, folded);
	if (settled(matches, error, text, length, &result))
		return result;
	return fail_unknown(error, matches, folded, text, length);
}

int hvk__code_lookup(struct hvk__error *error, const struct hvk__codes *codes, const struct hvk__list *list, const char *text,
                     size_t length, int day, bool prefix, uint16_t *number)
{
	struct matches matches = { .list = list, .day = day };
	int result;

	*number = 0;
	/* What programs write is the code itself. */
	for (size_t i = 0; i < list->count; i++) {
		const struct hvk_code *code = &list->codes[i];

		if (strncmp(code->code, text, length) != 0 || code->code[length] != '\0')
			continue;
		if (!valid_on(code, day))
			return fail_expired(error, code, day);
		*number = code->number;
		return HVK_OK;
	}
	result = look(&matches, error, codes, text, length, prefix);
	if (result == HVK_OK)
		*number = matches.some[0]->number;
	return result;
}

/* ---------------------------------------------------------------- hierarchy */

uint16_t hvk__code_group(const struct hvk__list *list, uint16_t number)
{
	/* Not more steps than there are codes, should parents of a damaged store go round. */
	for (size_t i = 0; i < list->count && number >= 1 && number <= list->count && list->codes[number - 1].parent; i++)
		number = list->codes[number - 1].parent;
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

/* ---------------------------------------------------------------- desks */

static bool is_slug(const char *text, size_t length)
{
	if (length == 0 || length > SLUG_MAX || text[0] == '-' || text[length - 1] == '-')
		return false;
	for (size_t i = 0; i < length; i++) {
		bool plain = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9');

		if (!plain && (text[i] != '-' || text[i - 1] == '-'))
			return false;
	}
	return true;
}

static const struct hvk_code *find_slug(const struct hvk__list *desks, const char *slug, size_t length)
{
	for (size_t i = 0; i < desks->count; i++)
		if (strncmp(desks->codes[i].code, slug, length) == 0 && desks->codes[i].code[length] == '\0')
			return &desks->codes[i];
	return NULL;
}

/* Appends a made desk with a slug that lives as long as the codes. */
static const struct hvk_code *append_desk(struct hvk__list *desks, const char *slug)
{
	return append_code(desks, (struct hvk_code){ .code = slug, .label = { slug, slug }, .origin = slug, .from = "", .to = "",
	                                             .valid_from = INT32_MIN, .valid_to = INT32_MAX, .made = true });
}

int hvk__desk_make(struct hvk_store *store, const char *slug, size_t length, uint16_t *number)
{
	struct hvk__codes *codes;
	struct hvk__list *desks;
	const struct hvk_code *desk;
	const char *kept;
	int result = hvk__store_codes(store, &codes);

	*number = 0;
	if (result < 0)
		return result;
	if (!is_slug(slug, length))
		return hvk__fail(&store->error, HVK_EINPUT,
		                 "a desk is named by small letters and digits with single hyphens between, at most %d", SLUG_MAX);
	desks = hvk__codes_list(codes, DESK);
	desk = find_slug(desks, slug, length);
	if (!desk) {
		if (desks->count == UINT16_MAX)
			return hvk__fail(&store->error, HVK_EINPUT, "there are %d desks already, which is all there can be", UINT16_MAX);
		kept = hvk__pool_add(&codes->pool, slug, length);
		desk = kept ? append_desk(desks, kept) : NULL;
	}
	if (!desk)
		return hvk__fail_memory(&store->error);
	*number = desk->number;
	return HVK_OK;
}

/* How many desks stand before those that were made. */
static size_t stored_desks(const struct hvk__list *desks)
{
	size_t count = 0;

	while (count < desks->count && !desks->codes[count].made)
		count++;
	return count;
}

static bool uses_desks(const struct hvk__row rows[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].value[HVK__DESK] != 0)
			return true;
	return false;
}

/* Reads the desks of the file into fresh: those known must still be there under their numbers, others may have followed. */
static int read_desks(struct hvk_store *store, const struct hvk__list *known, size_t stored, struct hvk__list *fresh)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = hvk__store_prepare(store, "SELECT " CODE_COLUMNS " FROM code WHERE list = '" DESK "' ORDER BY number", &row);

	while (result >= 0 && (result = hvk__store_step(store, row)) == 1)
		result = load_code(store, store->codes, fresh, row);
	if (result < 0)
		return result;
	for (size_t i = 0; i < stored; i++)
		if (i >= fresh->count || strcmp(fresh->codes[i].origin, known->codes[i].origin) != 0)
			return hvk__fail_at(&store->error, HVK_EBUSY, sqlite3_db_filename(store->database, "main"), 0, 0,
			                    "another program changed the desks meanwhile; try again");
	return HVK_OK;
}

/* Appends the made desks to fresh, unless somebody else made them too; moved[n] tells where made desk n went. */
static int append_made(struct hvk_store *store, const struct hvk__list *known, size_t stored, struct hvk__list *fresh,
                       uint16_t moved[])
{
	for (size_t i = stored; i < known->count; i++) {
		const char *slug = known->codes[i].code;
		const struct hvk_code *desk = find_slug(fresh, slug, strlen(slug));

		if (!desk)
			desk = append_desk(fresh, slug);
		if (!desk)
			return hvk__fail_memory(&store->error);
		moved[i - stored] = desk->number;
	}
	return HVK_OK;
}

static int insert_made(struct hvk_store *store, const struct hvk__list *desks)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result = hvk__store_prepare(store,
	                                "INSERT INTO code (list, number, code, label_nl, label_en, origin)"
	                                " VALUES ('" DESK "', ?1, ?2, ?2, ?2, ?2)", &insert);

	for (size_t i = 0; result == HVK_OK && i < desks->count; i++) {
		if (!desks->codes[i].made)
			continue;
		sqlite3_bind_int(insert, 1, desks->codes[i].number);
		sqlite3_bind_text(insert, 2, desks->codes[i].code, -1, SQLITE_STATIC);
		result = hvk__store_run(store, insert);
	}
	return result;
}

/* Rows follow the desks that moved. Mostly none did; then the rows need not be gone through. */
static void move_desks(struct hvk__row rows[], size_t count, size_t stored, const uint16_t moved[], size_t made)
{
	size_t still = 0;

	while (still < made && moved[still] == stored + still + 1)
		still++;
	if (still == made)
		return;
	for (size_t i = 0; i < count; i++)
		if (rows[i].value[HVK__DESK] > stored)
			rows[i].value[HVK__DESK] = moved[rows[i].value[HVK__DESK] - stored - 1];
}

static void free_list(struct hvk__list *list)
{
	free(list->codes);
}

int hvk__desks_save(struct hvk_store *store, struct hvk__row rows[], size_t count)
{
	struct hvk__list *desks = store->codes ? hvk__codes_list(store->codes, DESK) : NULL;
	_cleanup_(free_list) struct hvk__list fresh = { .name = DESK };
	_cleanup_free_ uint16_t *moved = NULL;
	size_t stored = desks ? stored_desks(desks) : 0;
	int result;

	if (!desks || (stored == desks->count && !uses_desks(rows, count)))
		return HVK_OK;
	moved = calloc(desks->count - stored + 1, sizeof(*moved));
	if (!moved)
		return hvk__fail_memory(&store->error);
	result = read_desks(store, desks, stored, &fresh);
	if (result == HVK_OK)
		result = append_made(store, desks, stored, &fresh, moved);
	if (result == HVK_OK)
		result = insert_made(store, &fresh);
	if (result < 0)
		return result;
	move_desks(rows, count, stored, moved, desks->count - stored);
	free(desks->codes);
	desks->codes = take_ptr(fresh.codes);
	desks->count = fresh.count;
	desks->capacity = fresh.capacity;
	for (size_t i = 0; i < desks->count; i++)
		desks->codes[i].list = desks->name;
	store->desks_saved = true;
	return HVK_OK;
}

void hvk__desks_settle(struct hvk_store *store, bool committed)
{
	struct hvk__list *desks = store->codes ? hvk__codes_list(store->codes, DESK) : NULL;

	if (store->desks_saved && committed && desks)
		for (size_t i = 0; i < desks->count; i++)
			desks->codes[i].made = false;
	store->desks_saved = false;
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

static int fail_no_list(struct hvk_store *store, const struct hvk__codes *codes, const char *name)
{
	struct hvk__nearest nearest = { .text = name };
	const struct hvk__list *best;

	for (size_t i = 0; i < codes->count; i++)
		hvk__nearest_offer(&nearest, codes->lists[i].name, &codes->lists[i]);
	best = nearest.best;
	return hvk__fail(&store->error, HVK_EINVAL, "there is no list of codes '%s'%s%s%s", name, best ? "; did you mean " : "",
	                 best ? best->name : "", best ? "?" : "");
}

HVK_EXPORT int hvk_code_find(struct hvk_store *store, const char *list, const char *text, bool prefix,
                             const struct hvk_code **code)
{
	struct hvk__codes *codes;
	const struct hvk__list *found;
	uint16_t number;
	int result;

	*code = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_codes(store, &codes);
	if (result < 0)
		return result;
	found = hvk__codes_list(codes, list);
	if (!found)
		return fail_no_list(store, codes, list);
	result = hvk__code_lookup(&store->error, codes, found, text, strlen(text), INT32_MIN, prefix, &number);
	if (result == HVK_OK)
		*code = &found->codes[number - 1];
	return result;
}

HVK_EXPORT int hvk_gemeente_find(struct hvk_store *store, const char *text, const char *date, bool prefix,
                                 const struct hvk_gemeente **gemeente)
{
	struct hvk__date parsed;
	uint16_t index;
	int day, result;

	*gemeente = NULL;
	hvk__error_clear(&store->error);
	if (date && !hvk__date_parse(date, strlen(date), true, &parsed))
		return hvk__fail(&store->error, HVK_EINVAL, "'%s' is not a date such as 2026-10-31", date);
	day = date ? hvk__date_to_days(parsed) : hvk__store_today(store);
	result = hvk__gemeente_lookup(&store->error, text, strlen(text), day, prefix, &index);
	if (result == HVK_OK)
		*gemeente = &hvk__gemeenten[index];
	return result;
}
