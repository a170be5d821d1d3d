/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Taking over the questions that another store has, and what they need. Codes are matched by name, since the same code
 * can have another number there; questions by id. Both stores keep questions in order of id, so that one pass over each
 * finds what is new.
 */
#include <string.h>

#include "core/text.h"
#include "store/admin.h"
#include "store/delivery.h"

enum { PENDING = 4096 };

/* From the numbers of a list there to those of the same list here. to[0] is 0: not recorded. */
struct map {
	const char *list;
	uint16_t *to;
	size_t count;                          /* of to */
	bool *added;                           /* whether the code is new here */
};

struct merge {
	struct hvk_store *store, *other;
	const char *path;                      /* of other */
	struct hvk__codes *codes;              /* of other */
	struct map *maps;                      /* one for each list of codes */
	const struct map *fields[HVK__FIELDS]; /* NULL for fields that hold no code */
	const struct map *answers;
	sqlite3_stmt *find;                    /* list, name: the number here, by name or former name */
	int64_t *tombstones;                   /* all of here, in order, once those of there are added */
	size_t tombstone_count, tombstone_capacity, tombstone_next;
	struct hvk__row *pending;              /* to be inserted */
	size_t pending_count;
	int purged;                            /* nothing of months before this one comes in */
	struct hvk_counts counts;
};

static int other_fail(const struct merge *merge)
{
	return hvk__other_fail(merge->store, merge->other, merge->path);
}

/* ---- codes */

static int find_code(struct merge *merge, const char *list, const char *name, uint16_t *number)
{
	int result;

	*number = 0;
	sqlite3_bind_text(merge->find, 1, list, -1, SQLITE_STATIC);
	sqlite3_bind_text(merge->find, 2, name, -1, SQLITE_STATIC);
	result = hvk__store_step(merge->store, merge->find);
	if (result == 1)
		*number = (uint16_t)sqlite3_column_int(merge->find, 0);
	sqlite3_reset(merge->find);
	return result < 0 ? result : HVK_OK;
}

static bool is_alias_of(const struct hvk__alias *alias, const struct hvk_code *code)
{
	return alias->number == code->number && strcmp(alias->list, code->list) == 0;
}

/* The number here of a code there, by the name it has or one that it had; 0 when it is not here. */
static int match_code(struct merge *merge, const struct hvk_code *code, uint16_t *number)
{
	int result = find_code(merge, code->list, code->code, number);

	for (size_t i = 0; result == HVK_OK && *number == 0 && i < merge->codes->alias_count; i++)
		if (is_alias_of(&merge->codes->aliases[i], code))
			result = find_code(merge, code->list, merge->codes->aliases[i].alias, number);
	return result;
}

static void bind_or_null(sqlite3_stmt *statement, int parameter, const char *text)
{
	sqlite3_bind_text(statement, parameter, *text ? text : NULL, -1, SQLITE_STATIC);
}

/* Appends a code to its list here. Its parent follows when all codes are here. */
static int add_code(struct merge *merge, const struct hvk_code *code, uint16_t *number)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(
		merge->store,
		"INSERT INTO code (list, number, code, label_nl, label_en, origin, sensitive, valid_from, valid_to)"
		" SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM code WHERE list = ?1"
		" HAVING coalesce(max(number), 0) < ?9 RETURNING number",
		&statement);

	if (result < 0)
		return result;
	sqlite3_bind_text(statement, 1, code->list, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, code->code, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, code->label[HVK_NL], -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 4, code->label[HVK_EN], -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 5, code->origin, -1, SQLITE_STATIC);
	sqlite3_bind_int(statement, 6, code->sensitive);
	bind_or_null(statement, 7, code->from);
	bind_or_null(statement, 8, code->to);
	sqlite3_bind_int64(statement, 9, hvk__list_max(code->list));
	result = hvk__store_step(merge->store, statement);
	if (result == 1)
		*number = (uint16_t)sqlite3_column_int(statement, 0);
	if (result == 0)
		return hvk__fail_at(&merge->store->error, HVK_EINPUT, merge->path, 0, 0,
		                    "the list %s is full: no room for '%s'; nothing was merged", code->list,
		                    code->code);
	return result < 0 ? result : HVK_OK;
}

static int add_name(struct merge *merge, const char *list, const char *name, uint16_t number)
{
	uint16_t known;
	int result = find_code(merge, list, name, &known);

	if (result < 0 || known != 0)
		return result;
	return hvk__code_run(merge->store, "INSERT INTO code_alias (list, alias, number) VALUES (?1, ?2, ?3)", list,
	                     name, number);
}

static struct map *map_of(const struct merge *merge, const char *list)
{
	for (size_t i = 0; i < merge->codes->count; i++)
		if (strcmp(merge->maps[i].list, list) == 0)
			return &merge->maps[i];
	return NULL;
}

/* A code's names there keep meaning it here, unless they mean another. */
static int add_names(struct merge *merge)
{
	int result = HVK_OK;

	for (size_t i = 0; i < merge->codes->count; i++)
		for (size_t n = 0; result == HVK_OK && n < merge->codes->lists[i].count; n++)
			result = add_name(merge, merge->maps[i].list, merge->codes->lists[i].codes[n].code,
			                  merge->maps[i].to[n + 1]);
	for (size_t i = 0; result == HVK_OK && i < merge->codes->alias_count; i++) {
		const struct hvk__alias *alias = &merge->codes->aliases[i];
		const struct map *map = map_of(merge, alias->list);

		if (map && alias->number < map->count)
			result = add_name(merge, alias->list, alias->alias, map->to[alias->number]);
	}
	return result;
}

/* Those that were here keep their parents; those that were not get theirs. */
static int add_parents(struct merge *merge, const struct hvk__list *list, const struct map *map)
{
	int result = HVK_OK;

	for (size_t n = 0; result == HVK_OK && n < list->count; n++) {
		const struct hvk_code *code = &list->codes[n];

		if (map->added[code->number] && code->parent != 0 && code->parent < map->count)
			result = hvk__code_run(merge->store,
			                       "UPDATE code SET parent = ?3 WHERE list = ?1 AND code = ?2",
			                       code->list, code->code, map->to[code->parent]);
	}
	return result;
}

static int map_list(struct merge *merge, const struct hvk__list *list, struct map *map)
{
	int result = HVK_OK;

	map->list = list->name;
	map->count = list->count + 1;
	map->to = calloc(map->count, sizeof(*map->to));
	map->added = calloc(map->count, sizeof(*map->added));
	if (!map->to || !map->added)
		return hvk__fail_memory(&merge->store->error);
	for (size_t n = 0; result == HVK_OK && n < list->count; n++) {
		const struct hvk_code *code = &list->codes[n];
		uint16_t *number = &map->to[n + 1];

		result = match_code(merge, code, number);
		if (result == HVK_OK && *number == 0) {
			map->added[n + 1] = true;
			result = add_code(merge, code, number);
		}
	}
	return result == HVK_OK ? add_parents(merge, list, map) : result;
}

static int merge_codes(struct merge *merge)
{
	int result = hvk__store_codes(merge->other, &merge->codes);

	if (result < 0)
		return other_fail(merge);
	result = hvk__store_prepare(merge->store, HVK__CODE_FIND, &merge->find);
	if (result < 0)
		return result;
	merge->maps = calloc(merge->codes->count + 1, sizeof(*merge->maps));
	if (!merge->maps)
		return hvk__fail_memory(&merge->store->error);
	for (size_t i = 0; i < merge->codes->count; i++) {
		result = map_list(merge, &merge->codes->lists[i], &merge->maps[i]);
		if (result < 0)
			return result;
	}
	for (int column = 0; column < HVK_COLUMNS; column++) {
		const struct hvk__column_info *info = &hvk__columns[column];

		if (info->list && info->field >= 0)
			merge->fields[info->field] = map_of(merge, info->list);
		else if (info->list)
			merge->answers = map_of(merge, info->list);
	}
	return add_names(merge);
}

/* ---- regions and batches */

/* A region that is here, in whatever spelling, stays as it is. */
static int merge_regions(struct merge *merge)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	const struct hvk__regions *here, *there;
	int result;

	if (hvk__store_regions(merge->other, &there) < 0)
		return other_fail(merge);
	hvk__store_forget_regions(merge->store);
	result = hvk__store_regions(merge->store, &here);
	if (result == HVK_OK)
		result = hvk__store_prepare(merge->store, "INSERT INTO region (region, nis) VALUES (?, ?)", &insert);
	for (size_t i = 0; result == HVK_OK && i < there->count; i++) {
		const char *last = NULL, *region = there->members[i].region;
		bool known = false;

		for (size_t n = 0; n < here->count && !known; last = here->members[n++].region)
			known = here->members[n].region != last && hvk__fold_equal(here->members[n].region, region);
		if (known)
			continue;
		sqlite3_bind_text(insert, 1, region, -1, SQLITE_STATIC);
		sqlite3_bind_int64(insert, 2, there->members[i].nis);
		result = hvk__store_run(merge->store, insert);
	}
	return result;
}

static int merge_batches(struct merge *merge)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *read = NULL, *insert = NULL;
	int more, result = HVK_OK;

	if (hvk__store_prepare(merge->other, "SELECT name, digest, questions FROM batch", &read) < 0)
		return other_fail(merge);
	result = hvk__store_prepare(merge->store,
	                            "INSERT OR IGNORE INTO batch (name, digest, questions) VALUES (?, ?, ?)", &insert);
	while (result == HVK_OK && (more = hvk__store_step(merge->other, read)) != 0) {
		if (more < 0)
			return other_fail(merge);
		/* Binding copies: without memory NULL would be bound. */
		for (int column = 0; column < 3; column++)
			if (sqlite3_bind_value(insert, column + 1, sqlite3_column_value(read, column)) != SQLITE_OK)
				return hvk__fail_memory(&merge->store->error);
		result = hvk__store_run(merge->store, insert);
	}
	return result;
}

/* ---- tombstones: what was voided in either store is voided */

static int merge_tombstones(struct merge *merge)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *read = NULL, *insert = NULL, *delete = NULL;
	int more, result;

	if (hvk__store_prepare(merge->other, "SELECT id FROM tombstone WHERE id >= ?", &read) < 0)
		return other_fail(merge);
	sqlite3_bind_int64(read, 1, (int64_t)merge->purged << HVK__ID_BITS);
	result = hvk__store_prepare(merge->store, "INSERT OR IGNORE INTO tombstone (id) VALUES (?)", &insert);
	if (result == HVK_OK)
		result = hvk__store_prepare(merge->store, "DELETE FROM question WHERE id = ?", &delete);
	while (result == HVK_OK && (more = hvk__store_step(merge->other, read)) != 0) {
		int64_t id = sqlite3_column_int64(read, 0);

		if (more < 0)
			return other_fail(merge);
		sqlite3_bind_int64(insert, 1, id);
		sqlite3_bind_int64(delete, 1, id);
		result = hvk__store_run(merge->store, insert);
		if (result == HVK_OK)
			result = hvk__store_run(merge->store, delete);
		merge->counts.voided += result == HVK_OK && sqlite3_changes(merge->store->database) > 0;
	}
	return result;
}

static int load_tombstones(struct merge *merge)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(merge->store, "SELECT id FROM tombstone ORDER BY id", &statement);

	while (result >= 0 && (result = hvk__store_step(merge->store, statement)) == 1) {
		if (!hvk__reserve(&merge->tombstones, &merge->tombstone_capacity, merge->tombstone_count + 1,
		                  sizeof(*merge->tombstones)))
			return hvk__fail_memory(&merge->store->error);
		merge->tombstones[merge->tombstone_count++] = sqlite3_column_int64(statement, 0);
	}
	return result;
}

/* Ids are asked for in order. */
static bool is_voided(struct merge *merge, int64_t id)
{
	while (merge->tombstone_next < merge->tombstone_count && merge->tombstones[merge->tombstone_next] < id)
		merge->tombstone_next++;
	return merge->tombstone_next < merge->tombstone_count && merge->tombstones[merge->tombstone_next] == id;
}

/* ---- questions */

static int refuse(const struct merge *merge, int64_t id, const char *why)
{
	char text[14];

	hvk__id_format(id, text);
	return hvk__fail_at(&merge->store->error, HVK_EINPUT, merge->path, 0, 0, "question %s %s; nothing was merged",
	                    text, why);
}

/* Makes a row of there one of here. */
static int translate(const struct merge *merge, struct hvk__row *row)
{
	uint64_t answers = 0;

	if (row->value[HVK__GEMEENTE] == 0)
		return refuse(merge, row->id, "has an unknown gemeente; check that store");
	for (int field = 0; field < HVK__FIELDS; field++) {
		const struct map *map = merge->fields[field];

		if (!map)
			continue;
		if (row->value[field] >= map->count)
			return refuse(merge, row->id, "has an unknown code; check that store");
		row->value[field] = map->to[row->value[field]];
	}
	for (unsigned n = 1; row->answers >> (n - 1) != 0; n++) {
		if ((row->answers >> (n - 1) & 1) == 0)
			continue;
		if (n >= merge->answers->count || merge->answers->to[n] > HVK__ANSWERS_MAX)
			return refuse(merge, row->id, "has an unknown answer; check that store");
		answers |= UINT64_C(1) << (merge->answers->to[n] - 1);
	}
	row->answers = answers;
	/* A store of months promises not to know days. */
	if (merge->store->precision == HVK_PRECISION_MONTH)
		row->value[HVK__DAY] = 0;
	return HVK_OK;
}

static int flush(struct merge *merge)
{
	int result = hvk__rows_insert(merge->store, merge->pending, merge->pending_count);

	merge->counts.added += merge->pending_count;
	merge->pending_count = 0;
	return result;
}

static int add_row(struct merge *merge, const struct hvk__row *row)
{
	merge->pending[merge->pending_count++] = *row;
	return merge->pending_count == PENDING ? flush(merge) : HVK_OK;
}

static int set_day(struct merge *merge, int64_t id, int day)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(merge->store, "UPDATE question SET day = ? WHERE id = ?", &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int(statement, 1, day);
	sqlite3_bind_int64(statement, 2, id);
	return hvk__store_run(merge->store, statement);
}

/* The same question in both. A day that only one of them knows is taken over, so that the order does not matter. */
static int compare(struct merge *merge, const struct hvk__row *theirs, const struct hvk__row *ours)
{
	uint16_t day = theirs->value[HVK__DAY], own_day = ours->value[HVK__DAY];
	struct hvk__row same = *theirs;

	same.value[HVK__DAY] = own_day;
	if (memcmp(same.value, ours->value, sizeof(same.value)) != 0 || same.answers != ours->answers ||
	    (day != 0 && own_day != 0 && day != own_day))
		return refuse(merge, theirs->id, "is in both stores with other content");
	merge->counts.unchanged++;
	return day == 0 || day == own_day ? HVK_OK : set_day(merge, theirs->id, day);
}

/* One pass over both. ours runs ahead of theirs, so that what is inserted lies behind it. */
static int merge_rows(struct merge *merge, struct hvk__scan *theirs, struct hvk__scan *ours)
{
	struct hvk__row row, own;
	int more, own_more = hvk__scan_next(ours, &own), result = HVK_OK;

	while (result == HVK_OK && (more = hvk__scan_next(theirs, &row)) != 0) {
		if (more < 0)
			return other_fail(merge);
		while (own_more == 1 && own.id < row.id)
			own_more = hvk__scan_next(ours, &own);
		if (own_more < 0)
			return own_more;
		result = translate(merge, &row);
		if (result < 0)
			break;
		if (is_voided(merge, row.id))
			merge->counts.unchanged++;
		else if (own_more == 1 && own.id == row.id)
			result = compare(merge, &row, &own);
		else
			result = add_row(merge, &row);
	}
	return result == HVK_OK ? flush(merge) : result;
}

/* How many questions there are of months that were purged here. */
static int count_purged(struct merge *merge)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result;

	if (hvk__store_prepare(merge->other, "SELECT count(*) FROM question WHERE id < ?", &statement) < 0)
		return other_fail(merge);
	sqlite3_bind_int64(statement, 1, (int64_t)merge->purged << HVK__ID_BITS);
	result = hvk__store_step(merge->other, statement);
	if (result == 1)
		merge->counts.purged = (uint64_t)sqlite3_column_int64(statement, 0);
	return result < 0 ? other_fail(merge) : HVK_OK;
}

static int merge_questions(struct merge *merge)
{
	struct hvk__scan *theirs = NULL, *ours = NULL;
	int64_t first, last;
	int result;

	merge->pending = calloc(PENDING, sizeof(*merge->pending));
	if (!merge->pending)
		return hvk__fail_memory(&merge->store->error);
	if (hvk__store_number(merge->other, "SELECT min(id) FROM question", &first) < 0 ||
	    hvk__store_number(merge->other, "SELECT max(id) FROM question", &last) < 0)
		return other_fail(merge);
	first >>= HVK__ID_BITS;
	last >>= HVK__ID_BITS;
	if (first < merge->purged) {
		result = count_purged(merge);
		if (result < 0)
			return result;
		first = merge->purged;
	}
	if (hvk__scan_open(merge->other, (int)first, (int)last, HVK__NEED_ALL, &theirs) < 0)
		return other_fail(merge);
	result = hvk__scan_open(merge->store, (int)first, (int)last, HVK__NEED_ALL, &ours);
	if (result == HVK_OK)
		result = merge_rows(merge, theirs, ours);
	hvk__scan_close(theirs);
	hvk__scan_close(ours);
	return result;
}

static int merge_deliveries(struct merge *merge)
{
	const struct map *desks = map_of(merge, HVK__DESKS);

	return hvk__deliveries_merge(merge->store, merge->other, merge->path, desks->to, desks->count,
	                             merge->purged);
}

/* ---- all of it */

static int merge_all(struct merge *merge)
{
	int result = hvk__store_purged(merge->store, &merge->purged);

	if (result == HVK_OK)
		result = merge_codes(merge);
	if (result == HVK_OK)
		result = merge_regions(merge);
	if (result == HVK_OK)
		result = merge_batches(merge);
	if (result == HVK_OK)
		result = merge_tombstones(merge);
	if (result == HVK_OK)
		result = load_tombstones(merge);
	if (result == HVK_OK)
		result = merge_questions(merge);
	if (result == HVK_OK)
		result = merge_deliveries(merge);
	if (result == HVK_OK)
		result = hvk__undo_forget(merge->store);
	return result;
}

static void merge_finish(struct merge *merge)
{
	hvk__finalize(&merge->find);
	for (size_t i = 0; merge->maps && i < merge->codes->count; i++) {
		free(merge->maps[i].to);
		free(merge->maps[i].added);
	}
	free(merge->maps);
	free(merge->tombstones);
	free(merge->pending);
}

int hvk__merge_questions(struct hvk_store *store, struct hvk_store *other, const char *path, struct hvk_counts *counts)
{
	struct merge merge = { .store = store, .other = other, .path = path };
	int result = merge_all(&merge);

	merge_finish(&merge);
	hvk__store_forget_codes(store);
	hvk__store_forget_regions(store);
	if (result == HVK_OK)
		*counts = merge.counts;
	return result;
}
