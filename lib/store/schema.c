/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables of a store: making them, recognising them, and bringing older ones up to date. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "store/agenda.h"
#include "store/deliveries.h"
#include "store/publications.h"
#include "store/registry.h"
#include "store/schema.h"
#include "store/store.h"

/* From version 1 on, each version that followed: { 1, "ALTER TABLE ..." } leads to 2. When reference data brings other
 * gemeenten a step refills that table; lists of codes that are new are filled by themselves. */
static const struct hvk__migration migrations[] = {
	{ 1, registry_sql },
	{ 2, deliveries_sql },
	{ 3, publications_sql },
	{ 4, agenda_sql },
	{ 0, NULL },
};

/* ---------------------------------------------------------------- making */

static int fill_settings(struct hvk_store *store, enum hvk_precision precision)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result = hvk__store_prepare(store, "INSERT INTO setting (key, value) VALUES ('precision', ?)", &insert);

	if (result < 0)
		return result;
	sqlite3_bind_text(insert, 1, precision == HVK_PRECISION_DAY ? "day" : "month", -1, SQLITE_STATIC);
	return hvk__store_run(store, insert);
}

/* One row a NIS code: where a code has two versions, the names of the last. */
static int fill_gemeenten(struct hvk_store *store)
{
	static const char text[] = "INSERT INTO gemeente (nis, name, arrondissement, province) VALUES (?, ?, ?, ?)";
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	int result = hvk__store_prepare(store, text, &insert);

	for (size_t i = 0; result == HVK_OK && i < hvk__gemeenten_count; i++) {
		const struct hvk_gemeente *gemeente = &hvk__gemeenten[i];
		const struct hvk__arrondissement *arrondissement = &hvk__arrondissementen[gemeente->arrondissement];

		if (i + 1 < hvk__gemeenten_count && gemeente[1].nis == gemeente->nis)
			continue;
		sqlite3_bind_int64(insert, 1, gemeente->nis);
		sqlite3_bind_text(insert, 2, gemeente->name[0], -1, SQLITE_STATIC);
		sqlite3_bind_text(insert, 3, arrondissement->name, -1, SQLITE_STATIC);
		sqlite3_bind_text(insert, 4, hvk__provinces[arrondissement->province].name, -1, SQLITE_STATIC);
		result = hvk__store_run(store, insert);
	}
	return result;
}

/* The place after the last default code of the list that begins at a place. */
static size_t list_end(size_t i)
{
	const char *list = hvk__default_codes[i].list;

	while (i < hvk__default_codes_count && strcmp(hvk__default_codes[i].list, list) == 0)
		i++;
	return i;
}

/* The default codes of one list, numbered by their place in it. A parent stands before what is below it. */
static int fill_list(struct hvk_store *store, sqlite3_stmt *insert, size_t first, size_t end)
{
	int result = HVK_OK;

	for (size_t i = first; result == HVK_OK && i < end; i++) {
		const struct hvk__default_code *code = &hvk__default_codes[i];

		sqlite3_bind_text(insert, 1, code->list, -1, SQLITE_STATIC);
		sqlite3_bind_int64(insert, 2, (int64_t)(i - first) + 1);
		sqlite3_bind_text(insert, 3, code->code, -1, SQLITE_STATIC);
		sqlite3_bind_text(insert, 4, code->parent, -1, SQLITE_STATIC);
		sqlite3_bind_text(insert, 5, code->label_nl, -1, SQLITE_STATIC);
		sqlite3_bind_text(insert, 6, code->label_en, -1, SQLITE_STATIC);
		sqlite3_bind_int(insert, 7, code->sensitive);
		result = hvk__store_run(store, insert);
	}
	return result;
}

/* Fills the lists that have not a single code: all of a new store, those that a newer hvk brings of an older one. What
 * a user made of a list stays. */
static int fill_codes(struct hvk_store *store)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL, *known = NULL;
	int result = hvk__store_prepare(
		store,
		"INSERT INTO code (list, number, code, parent, label_nl, label_en, origin, sensitive)"
		" VALUES (?1, ?2, ?3, (SELECT number FROM code WHERE list = ?1 AND code = ?4), ?5, ?6, ?3, ?7)",
		&insert);

	if (result == HVK_OK)
		result = hvk__store_prepare(store, "SELECT 1 FROM code WHERE list = ? LIMIT 1", &known);
	for (size_t i = 0, end; result == HVK_OK && i < hvk__default_codes_count; i = end) {
		end = list_end(i);
		sqlite3_bind_text(known, 1, hvk__default_codes[i].list, -1, SQLITE_STATIC);
		result = hvk__store_step(store, known);
		sqlite3_reset(known);
		if (result == 0)
			result = fill_list(store, insert, i, end);
		else if (result == 1)
			result = HVK_OK;
	}
	return result;
}

/* Writes the marks in the file's header by which it is known. */
static int mark(struct hvk_store *store, int version)
{
	char text[96];

	snprintf(text, sizeof(text), "PRAGMA application_id = %d; PRAGMA user_version = %d", HVK__APPLICATION_ID,
	         version);
	return hvk__store_exec(store, text);
}

int hvk__schema_make(struct hvk_store *store, enum hvk_precision precision)
{
	int result = hvk__begin(store, false);

	if (result < 0)
		return result;
	result = hvk__store_exec(store, schema_sql);
	if (result == HVK_OK)
		result = hvk__store_exec(store, registry_sql);
	if (result == HVK_OK)
		result = hvk__store_exec(store, deliveries_sql);
	if (result == HVK_OK)
		result = hvk__store_exec(store, publications_sql);
	if (result == HVK_OK)
		result = hvk__store_exec(store, agenda_sql);
	if (result == HVK_OK)
		result = mark(store, HVK__SCHEMA_VERSION);
	if (result == HVK_OK)
		result = fill_settings(store, precision);
	if (result == HVK_OK)
		result = fill_codes(store);
	if (result == HVK_OK)
		result = fill_gemeenten(store);
	return hvk__end(store, result);
}

/* ---------------------------------------------------------------- migrating */

/* The step that leads on from a version, or NULL. */
static const struct hvk__migration *step_from(const struct hvk__migration steps[], int version)
{
	for (; steps->from != 0; steps++)
		if (steps->from == version)
			return steps;
	return NULL;
}

/* Inside the transaction. */
static int run_steps(struct hvk_store *store, const struct hvk__migration steps[], int to)
{
	int64_t version;
	int result = hvk__store_number(store, "PRAGMA user_version", &version);

	if (result < 0 || version == to) /* another program may have been faster */
		return result;
	while (version < to) {
		const struct hvk__migration *step = step_from(steps, (int)version);

		if (!step)
			return hvk__fail_at(&store->error, HVK_ESTORE, hvk__store_path(store), 0, 0,
			                    "has schema %d, from which no way leads to %d", (int)version, to);
		result = hvk__store_exec(store, step->text);
		if (result < 0)
			return result;
		version++;
	}
	result = fill_codes(store);
	return result == HVK_OK ? mark(store, to) : result;
}

int hvk__schema_migrate(struct hvk_store *store, const struct hvk__migration steps[], int to)
{
	int result = hvk__begin(store, true);

	if (result < 0)
		return result;
	return hvk__end(store, run_steps(store, steps, to));
}

/* ---------------------------------------------------------------- recognising */

static int read_precision(struct hvk_store *store)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	const char *value;
	int result = hvk__store_prepare(store, "SELECT value FROM setting WHERE key = 'precision'", &statement);

	if (result == HVK_OK)
		result = hvk__store_step(store, statement);
	if (result < 0)
		return result;
	value = result == 1 ? (const char *)sqlite3_column_text(statement, 0) : NULL;
	if (!value || (strcmp(value, "month") != 0 && strcmp(value, "day") != 0))
		return hvk__fail_at(&store->error, HVK_ESTORE, hvk__store_path(store), 0, 0,
		                    "the setting 'precision' should be month or day and is not; restore a backup");
	store->precision = strcmp(value, "day") == 0 ? HVK_PRECISION_DAY : HVK_PRECISION_MONTH;
	return HVK_OK;
}

/* Whether a version can be used as it is; sets *older when it must be migrated first. */
static int check_version(struct hvk_store *store, int version, bool *older)
{
	*older = version < HVK__SCHEMA_VERSION;
	if (version > HVK__SCHEMA_VERSION)
		return hvk__fail_at(&store->error, HVK_ESTORE, hvk__store_path(store), 0, 0,
		                    "made by a newer hvk (schema %d; this one knows %d)", version, HVK__SCHEMA_VERSION);
	if (*older && !store->writable)
		return hvk__fail_at(&store->error, HVK_ESTORE, hvk__store_path(store), 0, 0,
		                    "made by an older hvk (schema %d; this one needs %d); any command that"
		                    " writes brings it up to date", version, HVK__SCHEMA_VERSION);
	return HVK_OK;
}

/* Reads all that a connection needs to know first. */
static int recognise(struct hvk_store *store, bool *older)
{
	struct hvk__codes *codes;
	int64_t application = 0, version = 0;
	int result = hvk__store_number(store, "PRAGMA application_id", &application);

	if (result == HVK_OK && application != HVK__APPLICATION_ID)
		return hvk__fail_at(&store->error, HVK_ESTORE, hvk__store_path(store), 0, 0,
		                    "a database of another application, not a store made by hvk");
	if (result == HVK_OK)
		result = hvk__store_number(store, "PRAGMA user_version", &version);
	if (result == HVK_OK)
		result = check_version(store, (int)version, older);
	if (result < 0 || *older)
		return result;
	result = read_precision(store);
	/* Who writes needs the codes, and gets in the way of other writers once only when they are read now. */
	if (result == HVK_OK && store->writable && hvk__store_codes(store, &codes) < 0) {
		/* That they are damaged is told when they are asked for: such a store can still be restored. */
		if (store->error.public.code != HVK_ESTORE)
			return store->error.public.code;
		hvk__error_clear(&store->error);
	}
	return result;
}

int hvk__schema_check(struct hvk_store *store)
{
	bool older = false;
	int result;

	do {
		result = older ? hvk__schema_migrate(store, migrations, HVK__SCHEMA_VERSION) : HVK_OK;
		/* One transaction: each would wait for others that are writing. */
		if (result == HVK_OK)
			result = hvk__begin_reading(store);
		if (result < 0)
			return result;
		result = recognise(store, &older);
		hvk__rollback(store);
	} while (result == HVK_OK && older);
	return result;
}
