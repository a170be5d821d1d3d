/* SPDX-License-Identifier: EUPL-1.2 */
/* What holds for the whole file: settings that users make, and the months before which all was purged. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "store/admin.h"

#define RETENTION_MAX 1200
#define PURGED "purged"
#define FORGOTTEN "forgotten"
#define ID "id"

/* ---- what a value may be: *value is its one spelling, to be freed */

static int take(struct hvk_store *store, char *text, char **value)
{
	*value = text;
	return text ? HVK_OK : hvk__fail_memory(&store->error);
}

static int check_retention(struct hvk_store *store, const char *text, char **value)
{
	size_t digits = strspn(text, "0123456789"), zeros = strspn(text, "0");
	long months = digits - zeros <= 4 ? strtol(text, NULL, 10) : LONG_MAX;

	if (text[digits] != '\0' || months < 1 || months > RETENTION_MAX)
		return hvk__fail(&store->error, HVK_EINVAL,
		                 "retention: expected a number of months from 1 to %d, found '%s'", RETENTION_MAX,
		                 text);
	return take(store, strdup(text + zeros), value);
}

/* Appends what stands between two slashes to an absolute path without a slash at its end. */
static size_t add_part(char *path, size_t length, const char *part, size_t part_length)
{
	if (part_length == 0 || (part_length == 1 && part[0] == '.'))
		return length;
	if (part_length == 2 && part[0] == '.' && part[1] == '.') {
		while (length > 0 && path[--length] != '/')
			;
		return length;
	}
	path[length++] = '/';
	memcpy(path + length, part, part_length);
	return length + part_length;
}

/* By its letters only: looking at the folder might mean waiting for a disk that is far away. */
static int check_folder(struct hvk_store *store, const char *text, char **value)
{
	size_t size = strlen(text) + 1, length = 0;
	_cleanup_free_ char *path = NULL;

	if (text[0] != '/' || size > PATH_MAX || !hvk__is_utf8(text, size - 1))
		return hvk__fail(&store->error, HVK_EINVAL, "public-folder: expected an absolute path, found '%s'",
		                 text);
	path = malloc(size);
	if (!path)
		return hvk__fail_memory(&store->error);
	for (const char *part = text, *end; *part != '\0'; part = *end == '/' ? end + 1 : end) {
		end = strchrnul(part, '/');
		length = add_part(path, length, part, (size_t)(end - part));
	}
	path[length] = '\0';
	if (length == 0)
		return hvk__fail(&store->error, HVK_EINVAL,
		                 "public-folder: expected a folder below the root, found '%s'", text);
	for (const char *byte = path; *byte != '\0'; byte++)
		if ((unsigned char)*byte < ' ' || *byte == 127)
			return hvk__fail(&store->error, HVK_EINVAL,
			                 "public-folder: expected a path without control characters");
	return take(store, strdup(path), value);
}

static int check_month(struct hvk_store *store, const char *text, char **value)
{
	struct hvk__date date;
	char month[8];

	if (!hvk__date_parse(text, strlen(text), false, &date) || date.day != 0)
		return hvk__fail(&store->error, HVK_EINVAL,
		                 "collected-since: expected a month such as 2026-01, found '%s'", text);
	hvk__month_format(hvk__month_number(date), month);
	return take(store, strdup(month), value);
}

static const struct setting {
	const char *name, *help;
	int (*check)(struct hvk_store *store, const char *text, char **value);
} settings[HVK_SETTINGS] = {
	[HVK_SETTING_RETENTION] = { "retention", N_("for how many months questions are kept"), check_retention },
	[HVK_SETTING_PUBLIC_FOLDER] = { "public-folder", N_("what is written in this folder is for everybody"),
	                                check_folder },
	[HVK_SETTING_COLLECTED_SINCE] = { "collected-since",
	                                  N_("registration began then; months before are published as not collected"),
	                                  check_month },
};

HVK_EXPORT const char *hvk_setting_name(enum hvk_setting setting)
{
	return (unsigned)setting < HVK_SETTINGS ? settings[setting].name : NULL;
}

HVK_EXPORT const char *hvk_setting_help(enum hvk_setting setting)
{
	return (unsigned)setting < HVK_SETTINGS ? settings[setting].help : NULL;
}

/* ---- the table */

/* Its value: *value is NULL when it is not set, else to be freed. */
static int read_value(struct hvk_store *store, const char *key, char **value)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	const char *text;
	int result = hvk__store_prepare(store, "SELECT value FROM setting WHERE key = ?", &statement);

	*value = NULL;
	if (result < 0)
		return result;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	result = hvk__store_step(store, statement);
	if (result != 1)
		return result;
	text = (const char *)sqlite3_column_text(statement, 0);
	return text ? take(store, strdup(text), value) : hvk__fail_memory(&store->error);
}

/* Inside a transaction; NULL takes it back. */
static int write_value(struct hvk_store *store, const char *key, const char *value)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store,
	                                value ? "INSERT INTO setting (key, value) VALUES (?1, ?2)"
	                                        " ON CONFLICT DO UPDATE SET value = excluded.value"
	                                      : "DELETE FROM setting WHERE key = ?1",
	                                &statement);

	if (result < 0)
		return result;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	if (value)
		sqlite3_bind_text(statement, 2, value, -1, SQLITE_STATIC);
	return hvk__store_run(store, statement);
}

void hvk__store_forget_settings(struct hvk_store *store)
{
	for (int i = 0; i < HVK_SETTINGS; i++) {
		free(store->settings[i]);
		store->settings[i] = NULL;
	}
}

HVK_EXPORT const char *hvk_setting_text(struct hvk_store *store, enum hvk_setting setting)
{
	char **kept;

	hvk__error_clear(&store->error);
	if ((unsigned)setting >= HVK_SETTINGS || hvk__store_require(store, false) < 0)
		return "";
	kept = &store->settings[setting];
	if (!*kept && read_value(store, settings[setting].name, kept) < 0)
		return "";
	return *kept ? *kept : "";
}

HVK_EXPORT int hvk_setting_set(struct hvk_store *store, enum hvk_setting setting, const char *text, bool dry_run)
{
	_cleanup_free_ char *value = NULL;
	int result;

	hvk__error_clear(&store->error);
	if ((unsigned)setting >= HVK_SETTINGS)
		return hvk__fail(&store->error, HVK_EINVAL, "no such setting");
	result = hvk__store_require(store, true);
	if (result == HVK_OK && *text != '\0')
		result = settings[setting].check(store, text, &value);
	if (result == HVK_OK)
		result = hvk__begin(store, false);
	if (result < 0)
		return result;
	result = hvk__end_or_take_back(store, write_value(store, settings[setting].name, value), dry_run);
	if (result == HVK_OK && !dry_run) {
		free(store->settings[setting]);
		store->settings[setting] = take_ptr(value);
	}
	return result;
}

/* ---- which store it is */

int hvk__store_id(struct hvk_store *store, char id[17])
{
	_cleanup_free_ char *value = NULL;
	int result = read_value(store, ID, &value);

	id[0] = '\0';
	if (result < 0)
		return result;
	if (!value || strlen(value) != 16 || strspn(value, "0123456789abcdef") != 16)
		return hvk__fail_at(&store->error, HVK_ESTORE, hvk__store_path(store), 0, 0,
		                    "the setting '%s' should be 16 hexadecimal digits and is not; restore a backup",
		                    ID);
	memcpy(id, value, 17);
	return HVK_OK;
}

/* ---- months */

static int read_month(struct hvk_store *store, const char *key, int *month)
{
	_cleanup_free_ char *value = NULL;
	struct hvk__date date;
	int result = read_value(store, key, &value);

	*month = 0;
	if (result < 0 || !value)
		return result;
	if (!hvk__date_parse(value, strlen(value), false, &date) || date.day != 0)
		return hvk__fail_at(&store->error, HVK_ESTORE, hvk__store_path(store), 0, 0,
		                    "the setting '%s' should be a month and is not; restore a backup", key);
	*month = hvk__month_number(date);
	return HVK_OK;
}

static int raise_month(struct hvk_store *store, const char *key, int month)
{
	char text[8];
	int before, result = read_month(store, key, &before);

	if (result < 0 || before >= month)
		return result;
	hvk__month_format(month, text);
	return write_value(store, key, text);
}

int hvk__store_collected_since(struct hvk_store *store, int *month)
{
	return read_month(store, settings[HVK_SETTING_COLLECTED_SINCE].name, month);
}

int hvk__store_purged(struct hvk_store *store, int *month)
{
	return read_month(store, PURGED, month);
}

int hvk__store_forgotten(struct hvk_store *store, int *month)
{
	return read_month(store, FORGOTTEN, month);
}

int hvk__store_set_purged(struct hvk_store *store, int month, bool counts)
{
	int result = raise_month(store, PURGED, month);

	return result < 0 || counts ? result : raise_month(store, FORGOTTEN, month);
}

int hvk__refuse_purged(struct hvk_store *store, int month)
{
	char text[8], limit[8];
	int purged, result = hvk__store_purged(store, &purged);

	if (result < 0 || month >= purged)
		return result;
	hvk__month_format(month, text);
	hvk__month_format(purged, limit);
	return hvk__fail(&store->error, HVK_EINPUT, "month: %s was purged; this store takes nothing of months before %s",
	                 text, limit);
}

HVK_EXPORT int hvk_store_first_kept(struct hvk_store *store, char month[8])
{
	int now = hvk__month_number(hvk__date_from_days(hvk__store_today(store)));
	int months = atoi(hvk_setting_text(store, HVK_SETTING_RETENTION)); /* which clears the error */

	month[0] = '\0';
	if (months > 0)
		hvk__month_format(months < now ? now - months : 0, month);
	return store->error.public.code;
}

int hvk__setting_verify(struct hvk_store *store, enum hvk_setting setting)
{
	_cleanup_free_ char *value = NULL, *plain = NULL;
	int result = read_value(store, settings[setting].name, &value);

	return result == HVK_OK && value ? settings[setting].check(store, value, &plain) : result;
}
