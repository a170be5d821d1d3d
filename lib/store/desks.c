/* SPDX-License-Identifier: EUPL-1.2 */
/* Desks: the one list that grows while questions are taken in. */
#include <string.h>

#include "store/admin.h"

bool hvk__is_slug(const char *text, size_t length)
{
	if (length == 0 || length > HVK__SLUG_MAX || text[0] == '-' || text[length - 1] == '-')
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
	return hvk__code_append(desks, (struct hvk_code){
		.code = slug, .label = { slug, slug }, .origin = slug, .from = "", .to = "",
		.valid_from = INT32_MIN, .valid_to = INT32_MAX, .made = true,
	});
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
	if (!hvk__is_slug(slug, length))
		return hvk__fail(&store->error, HVK_EINPUT,
		                 "a desk is named by small letters and digits with single hyphens between, at most %d",
		                 HVK__SLUG_MAX);
	desks = hvk__codes_list(codes, HVK__DESKS);
	desk = find_slug(desks, slug, length);
	if (!desk) {
		if (desks->count == UINT16_MAX)
			return hvk__fail(&store->error, HVK_EINPUT, "there are %d desks already, as many as can be",
			                 UINT16_MAX);
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

/* Reads the desks of the file into fresh: those known must still be there under their numbers, others may have
 * followed. */
static int read_desks(struct hvk_store *store, const struct hvk__list *known, size_t stored, struct hvk__list *fresh)
{
	static const char text[] =
		"SELECT " HVK__CODE_COLUMNS " FROM code WHERE list = '" HVK__DESKS "' ORDER BY number";
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = hvk__store_prepare(store, text, &row);

	while (result >= 0 && (result = hvk__store_step(store, row)) == 1)
		result = hvk__code_load(store, store->codes, fresh, row);
	if (result < 0)
		return result;
	for (size_t i = 0; i < stored; i++)
		if (i >= fresh->count || strcmp(fresh->codes[i].origin, known->codes[i].origin) != 0)
			return hvk__fail_at(&store->error, HVK_EBUSY, hvk__store_path(store), 0, 0,
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

/* A desk is called what the partner of that slug is called, if there is one. */
static int insert_made(struct hvk_store *store, const struct hvk__list *desks)
{
	static const char text[] =
		"INSERT INTO code (list, number, code, label_nl, label_en, origin) VALUES ('" HVK__DESKS "', ?1, ?2,"
		" ifnull((SELECT name FROM partner WHERE slug = ?2), ?2),"
		" ifnull((SELECT name FROM partner WHERE slug = ?2), ?2), ?2)";
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result = hvk__store_prepare(store, text, &insert);

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
	struct hvk__list *desks = store->codes ? hvk__codes_list(store->codes, HVK__DESKS) : NULL;
	_cleanup_(free_list) struct hvk__list fresh = { .name = HVK__DESKS };
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
	struct hvk__list *desks = store->codes ? hvk__codes_list(store->codes, HVK__DESKS) : NULL;

	if (store->desks_saved && committed && desks)
		for (size_t i = 0; i < desks->count; i++)
			desks->codes[i].made = false;
	store->desks_saved = false;
}

/* ---------------------------------------------------------------- desks that are partners */

/* The number of the desk that has, or with former had, a name: 1, 0 when there is none, negative. */
static int find_desk(struct hvk_store *store, const char *name, bool former, int64_t *number)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *find = NULL;
	static const char by_name[] = "SELECT number FROM code WHERE list = ?1 AND code = ?2";
	int result = hvk__store_prepare(store, former ? HVK__CODE_FIND : by_name, &find);

	*number = 0;
	if (result < 0)
		return result;
	sqlite3_bind_text(find, 1, HVK__DESKS, -1, SQLITE_STATIC);
	sqlite3_bind_text(find, 2, name, -1, SQLITE_STATIC);
	result = hvk__store_step(store, find);
	if (result == 1)
		*number = sqlite3_column_int64(find, 0);
	return result;
}

/* Renames the desk of a number as hvk_code_rename() does, unless the name means another. 1 when it did. */
static int rename_desk(struct hvk_store *store, int64_t number, const char *former, const char *name)
{
	int64_t owner;
	int result = find_desk(store, name, true, &owner);

	if (result < 0 || (result == 1 && owner != number))
		return result < 0 ? result : 0;
	result = hvk__code_run(store, "DELETE FROM code_alias WHERE list = ?1 AND alias = ?2 AND number = ?3",
	                       HVK__DESKS, name, number);
	if (result == HVK_OK)
		result = hvk__code_run(store, "INSERT INTO code_alias (list, alias, number) VALUES (?1, ?2, ?3)",
		                       HVK__DESKS, former, number);
	if (result == HVK_OK)
		result = hvk__code_run(store, "UPDATE code SET code = ?2 WHERE list = ?1 AND number = ?3", HVK__DESKS,
		                       name, number);
	return result < 0 ? result : 1;
}

int hvk__desk_follow(struct hvk_store *store, const char *former, const char *slug, const char *name, bool *changed)
{
	int64_t number = 0;
	int result = 0;

	if (former && strcmp(former, slug) != 0) {
		result = find_desk(store, former, false, &number);
		if (result == 1)
			result = rename_desk(store, number, former, slug);
		*changed |= result == 1;
	}
	if (result == 0)
		result = find_desk(store, slug, false, &number);
	if (result <= 0)
		return result;
	result = hvk__code_run(store,
	                       "UPDATE code SET label_nl = ?2, label_en = ?2"
	                       " WHERE list = ?1 AND number = ?3 AND (label_nl <> ?2 OR label_en <> ?2)",
	                       HVK__DESKS, name, number);
	if (result == HVK_OK && sqlite3_changes(store->database) > 0)
		*changed = true;
	return result == HVK_OK && *changed ? hvk__undo_forget_desks(store) : result;
}

int hvk__desk_return(struct hvk_store *store, const char *former, const char *slug, const char *name, bool *changed)
{
	int64_t number = 0, other = 0;
	int result = find_desk(store, slug, false, &number);

	if (result == 1)
		result = find_desk(store, former, true, &other);
	if (result < 1 || other != number)
		return result < 0 ? result : HVK_OK;
	result = hvk__code_run(store, "DELETE FROM code_alias WHERE list = ?1 AND alias = ?2 AND number = ?3",
	                       HVK__DESKS, former, number);
	if (result == HVK_OK)
		result = hvk__code_run(store, "UPDATE code SET code = ?2 WHERE list = ?1 AND number = ?3", HVK__DESKS,
		                       former, number);
	if (result == HVK_OK)
		result = hvk__code_run(store, "UPDATE code SET label_nl = ?2, label_en = ?2"
		                       " WHERE list = ?1 AND number = ?3", HVK__DESKS, name, number);
	*changed = true;
	return result;
}
