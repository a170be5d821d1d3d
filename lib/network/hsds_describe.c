/* SPDX-License-Identifier: EUPL-1.2 */
/* Which files a package has: as datapackage.json says, and, where it says nothing, by their names. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/macro.h"
#include "core/text.h"
#include "network/hsds.h"

#define DESCRIPTION "datapackage.json"
#define DESCRIPTION_MAX (4u << 20)

/* "gids.zip/services.csv", which lives as long as the import. */
static const char *shown_name(struct hvk__hsds *hsds, const char *name)
{
	size_t length = strlen(hsds->path);

	while (length > 1 && hsds->path[length - 1] == '/')
		length--;
	hsds->text.length = 0;
	if (!hvk__buffer_printf(&hsds->text, "%.*s/%s", (int)length, hsds->path, name))
		return NULL;
	return hvk__pool_add(&hsds->pool, hsds->text.data, hsds->text.length);
}

static int add_file(struct hvk__hsds *hsds, const char *name, const struct hvk__hsds_table *table,
                    const struct hvk__hsds_alias *alias)
{
	struct hvk__hsds_file file = { .table = table, .alias = alias };

	file.name = hvk__pool_add(&hsds->pool, name, strlen(name));
	file.shown = shown_name(hsds, name);
	if (!file.name || !file.shown ||
	    !hvk__reserve(&hsds->files, &hsds->file_capacity, hsds->file_count + 1, sizeof(file)))
		return hvk__fail_memory(&hsds->store->error);
	for (size_t i = 0; i < HVK__HSDS_COLUMNS_MAX; i++)
		file.place[i] = -1;
	hsds->files[hsds->file_count++] = file;
	return HVK_OK;
}

static bool is_named(const struct hvk__hsds *hsds, const char *name)
{
	for (size_t i = 0; i < hsds->file_count; i++)
		if (strcmp(hsds->files[i].name, name) == 0)
			return true;
	return false;
}

/* ---------------------------------------------------------------- datapackage.json */

static int read_whole(struct hvk__hsds *hsds, int descriptor, const char *shown, struct hvk__buffer *text)
{
	char bytes[16384];
	ssize_t got;

	while ((got = read(descriptor, bytes, sizeof(bytes))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return hvk__fail_at(&hsds->store->error, HVK_EIO, shown, 0, 0, "cannot be read: %s",
			                    strerror(errno));
		if (text->length + (size_t)got > DESCRIPTION_MAX)
			return hvk__fail_at(&hsds->store->error, HVK_EINPUT, shown, 0, 0,
			                    "expected a description of some files, found more than %u bytes",
			                    DESCRIPTION_MAX);
		if (!hvk__buffer_add(text, bytes, (size_t)got))
			return hvk__fail_memory(&hsds->store->error);
	}
	return HVK_OK;
}

/* A query with one text as its parameter, which outlives it. */
static int ask(struct hvk_store *store, const char *sql, const char *text, size_t length, sqlite3_stmt **query)
{
	int result = hvk__store_prepare(store, sql, query);
	int code = result < 0 ? SQLITE_OK : sqlite3_bind_text64(*query, 1, text, length, SQLITE_STATIC, SQLITE_UTF8);

	return code == SQLITE_OK ? result : hvk__store_fail(store, code, "reading the package");
}

static int ask_number(struct hvk_store *store, const char *sql, const char *text, size_t length)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	int result = ask(store, sql, text, length, &query);

	if (result == HVK_OK)
		result = hvk__store_step(store, query);
	return result == 1 ? sqlite3_column_int(query, 0) : result;
}

int hvk__hsds_is_ours(struct hvk_store *store, const char *text, size_t length)
{
	int result = hvk__is_utf8(text, length) ? ask_number(store, "SELECT json_valid(?1)", text, length) : 0;

	if (result != 1)
		return result;
	return ask_number(
		store,
		"SELECT json_type(?1) = 'object' AND coalesce(json_extract(?1, '$.created_by') = '" HVK__HSDS_CREATOR
		"', 0)",
		text, length);
}

/* A resource: its table is told by its name, or else by that of its file. */
static int add_resource(struct hvk__hsds *hsds, const char *shown, const char *name, const char *path)
{
	const struct hvk__hsds_alias *alias, *named_alias;
	const struct hvk__hsds_table *table, *named = hvk__hsds_find_table(name, &named_alias);
	bool there = false;

	if (!hvk__package_inside(path))
		return hvk__fail_at(
			&hsds->store->error, HVK_EINPUT, shown, 0, 0,
			"expected paths within the package, found '%.200s', which leads outside; nothing was read",
			path);
	while (path[0] == '.' && path[1] == '/')
		path += 2;
	table = hvk__hsds_find_table(path, &alias);
	if (named && named != table) {
		table = named;
		alias = named_alias;
	}
	if (is_named(hsds, path))
		return HVK_OK;
	for (size_t i = 0; hvk__package_file(hsds->package, i); i++)
		there |= strcmp(hvk__package_file(hsds->package, i), path) == 0;
	/* In a folder it can lie deeper than what was listed. */
	if (!there && !strchr(path, '/'))
		return hvk__hsds_note(hsds, shown, 0, 0, "'%.200s' is described here and is not there", path);
	return add_file(hsds, path, table, alias);
}

static int add_resources(struct hvk__hsds *hsds, const char *shown, const char *text, size_t length)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	int result =
		ask(hsds->store,
	            "SELECT coalesce(json_extract(r.value, '$.name'), ''), p.value FROM json_each(?1, '$.resources') r,"
	            " json_each(r.value, '$.path') p WHERE r.type = 'object' AND p.type = 'text'",
	            text, length, &query);

	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		const char *name = (const char *)sqlite3_column_text(query, 0);
		const char *path = (const char *)sqlite3_column_text(query, 1);

		if (!name || !path)
			return hvk__fail_memory(&hsds->store->error);
		result = add_resource(hsds, shown, name, path);
	}
	return result < 0 ? result : HVK_OK;
}

static int read_description(struct hvk__hsds *hsds)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer text = { 0 };
	_cleanup_close_ int descriptor = -1;
	const char *name = DESCRIPTION, *shown, *data;
	size_t length;
	int result;

	for (size_t i = 0; hvk__package_file(hsds->package, i); i++)
		if (strcasecmp(hvk__package_file(hsds->package, i), DESCRIPTION) == 0)
			name = hvk__package_file(hsds->package, i);
	shown = shown_name(hsds, name);
	if (!shown)
		return hvk__fail_memory(&hsds->store->error);
	result = hvk__package_read(&hsds->store->error, hsds->package, name, shown, &descriptor);
	if (result == HVK_ENOTFOUND) {
		hvk__error_clear(&hsds->store->error);
		return HVK_OK;
	}
	if (result == HVK_OK)
		result = read_whole(hsds, descriptor, shown, &text);
	if (result < 0)
		return result;
	data = text.data ? text.data : "";
	length = text.length;
	data = hvk__trim(data, &length);
	result = hvk__is_utf8(data, length) ? ask_number(hsds->store, "SELECT json_valid(?1)", data, length) : 0;
	if (result == 0)
		return hvk__hsds_note(hsds, shown, 0, 0, "is not JSON; files are told by their names");
	if (result == 1)
		result = hvk__hsds_is_ours(hsds->store, data, length);
	if (result < 0)
		return result;
	hsds->ours = result == 1;
	return add_resources(hsds, shown, data, length);
}

/* ---------------------------------------------------------------- by name */

static bool is_csv(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && strcasecmp(name + length - 4, ".csv") == 0;
}

static bool has_table(const struct hvk__hsds *hsds, const struct hvk__hsds_table *table, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (hsds->files[i].table == table)
			return true;
	return false;
}

static int add_by_name(struct hvk__hsds *hsds)
{
	size_t described = hsds->file_count;
	const char *name;
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && (name = hvk__package_file(hsds->package, i)); i++) {
		const struct hvk__hsds_alias *alias;
		const struct hvk__hsds_table *table = hvk__hsds_find_table(name, &alias);

		if (!is_csv(name) || is_named(hsds, name) || (table && has_table(hsds, table, described)))
			continue;
		result = add_file(hsds, name, table, alias);
	}
	return result;
}

/* Before version 2 the terms stood in taxonomy.csv; in version 3 that is the list of taxonomies. */
static void settle_terms(struct hvk__hsds *hsds)
{
	const struct hvk__hsds_table *terms = &hvk__hsds_tables[HVK__HSDS_TERM];

	if (has_table(hsds, terms, hsds->file_count))
		return;
	for (size_t i = 0; i < hsds->file_count; i++) {
		const char *base = strrchr(hsds->files[i].name, '/');

		base = base ? base + 1 : hsds->files[i].name;
		if (strcasecmp(base, "taxonomy.csv") == 0 || strcasecmp(base, "taxonomies.csv") == 0) {
			hsds->files[i].table = terms;
			hsds->files[i].alias = terms->aliases;
		}
	}
}

int hvk__hsds_describe(struct hvk__hsds *hsds)
{
	int result = read_description(hsds);

	if (result == HVK_OK)
		result = add_by_name(hsds);
	if (result < 0)
		return result;
	settle_terms(hsds);
	if (hsds->file_count == 0)
		return hvk__fail_at(&hsds->store->error, HVK_EINPUT, hsds->path, 0, 0,
		                    "expected an HSDS package, found no CSV file in it");
	if (!has_table(hsds, &hvk__hsds_tables[HVK__HSDS_ORGANIZATION], hsds->file_count))
		return hvk__fail_at(&hsds->store->error, HVK_EINPUT, hsds->path, 0, 0,
		                    "expected an HSDS package, found no organizations.csv in it");
	return HVK_OK;
}
