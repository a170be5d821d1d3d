/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the files of a package into temporary tables of the connection: text as it is, and the line it stands on. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/macro.h"
#include "core/text.h"
#include "network/hsds.h"

/* One file while it is read. */
struct staging {
	struct hvk__hsds *hsds;
	struct hvk__hsds_file *file;
	size_t number;             /* of the file */
	struct hvk__chunk *chunk;
	size_t header_count;
	sqlite3_stmt *insert;      /* NULL: rows are only counted */
	int implied;               /* the column that the name of the file tells the value of, or -1 */
	uint64_t rows;
	char *composed[HVK__HSDS_COLUMNS_MAX];
};

/* ---------------------------------------------------------------- tables */

static int make_table(struct hvk__hsds *hsds, const struct hvk__hsds_table *table)
{
	hsds->text.length = 0;
	if (!hvk__buffer_printf(&hsds->text,
	                        "CREATE TEMP TABLE %s (row INTEGER PRIMARY KEY, file INTEGER, line INTEGER",
	                        table->name))
		return hvk__fail_memory(&hsds->store->error);
	for (size_t i = 0; i < table->count; i++)
		if (!hvk__buffer_printf(&hsds->text, ", \"%s\" TEXT NOT NULL DEFAULT ''", table->columns[i].names[0]))
			return hvk__fail_memory(&hsds->store->error);
	if (!hvk__buffer_add_text(&hsds->text, ")"))
		return hvk__fail_memory(&hsds->store->error);
	return hvk__hsds_exec(hsds, hsds->text.data);
}

static int make_indexes(struct hvk__hsds *hsds, const struct hvk__hsds_table *table)
{
	for (const char *column = table->indexed, *end; column; column = *end ? end + 1 : NULL) {
		int length = (int)strcspn(column, ";"), result;

		end = column + length;
		hsds->text.length = 0;
		if (!hvk__buffer_printf(&hsds->text, "CREATE INDEX temp.%s_by_%.*s ON %s (%.*s)", table->name, length,
		                        column, table->name, length, column))
			return hvk__fail_memory(&hsds->store->error);
		result = hvk__hsds_exec(hsds, hsds->text.data);
		if (result < 0)
			return result;
	}
	return HVK_OK;
}

/* Making and dropping tables has SQLite prepare statements anew, also the one that ends a transaction when memory has
 * run out: so it is done outside of transactions, and that one is made again. */
static void settle_schema(struct hvk__hsds *hsds)
{
	hvk__finalize(&hsds->store->rollback);
}

void hvk__hsds_unstage(struct hvk__hsds *hsds)
{
	for (size_t i = 0; i < HVK__HSDS_TABLES; i++) {
		char text[80];

		snprintf(text, sizeof(text), "DROP TABLE IF EXISTS temp.%s", hvk__hsds_tables[i].name);
		sqlite3_exec(hsds->store->database, text, NULL, NULL, NULL);
	}
	sqlite3_exec(hsds->store->database,
	             "DROP TABLE IF EXISTS temp.hsds_map; DROP TABLE IF EXISTS temp.hsds_meaning;"
	             "DROP TABLE IF EXISTS temp.hsds_partner; DROP TABLE IF EXISTS temp.hsds_known",
	             NULL, NULL, NULL);
	settle_schema(hsds);
}

/* ---------------------------------------------------------------- cells */

/* What programs write for "nothing". */
static bool is_null(struct hvk__span cell)
{
	return cell.length == 4 && (memcmp(cell.data, "null", 4) == 0 || memcmp(cell.data, "NULL", 4) == 0);
}

/* A copy in which what was to be a line break is one: '\n', '\r\n', written out. */
static char *with_line_breaks(struct hvk__span cell, size_t *length)
{
	char *text = malloc(cell.length + 1), *to = text;

	for (size_t i = 0; text && i < cell.length; i++) {
		bool escaped = cell.data[i] == '\\' && i + 1 < cell.length;

		if (escaped && cell.data[i + 1] == 'n')
			*to++ = '\n';
		else if (!escaped || cell.data[i + 1] != 'r')
			*to++ = cell.data[i];
		i += escaped && (cell.data[i + 1] == 'n' || cell.data[i + 1] == 'r');
	}
	*length = text ? (size_t)(to - text) : 0;
	return text;
}

static int bind_cell(struct staging *staging, size_t column, struct hvk__span cell)
{
	char **copy = &staging->composed[column];
	int code;

	free(*copy);
	*copy = NULL;
	cell.data = hvk__trim(cell.data, &cell.length);
	/* Our own packages have text as it is meant. */
	if (!staging->hsds->ours && is_null(cell))
		cell.length = 0;
	if (!staging->hsds->ours && memchr(cell.data, '\\', cell.length)) {
		*copy = with_line_breaks(cell, &cell.length);
		if (!*copy)
			return hvk__fail_memory(&staging->hsds->store->error);
		cell.data = *copy;
	}
	code = sqlite3_bind_text64(staging->insert, (int)column + 3, cell.length ? cell.data : "", cell.length,
	                           SQLITE_STATIC, SQLITE_UTF8);
	return code == SQLITE_OK ? HVK_OK : hvk__store_fail(staging->hsds->store, code, "reading the package");
}

static int insert_row(struct staging *staging)
{
	const struct hvk__hsds_file *file = staging->file;
	int result = HVK_OK;

	sqlite3_bind_int64(staging->insert, 1, (sqlite3_int64)staging->number);
	sqlite3_bind_int64(staging->insert, 2, (sqlite3_int64)staging->chunk->line);
	for (size_t i = 0; result == HVK_OK && i < file->table->count; i++) {
		struct hvk__span cell = { "", 0 };

		if (file->place[i] >= 0 && (size_t)file->place[i] < staging->chunk->cell_count)
			cell = staging->chunk->cells[file->place[i]];
		if ((int)i == staging->implied)
			cell = (struct hvk__span){ file->alias->value, strlen(file->alias->value) };
		result = bind_cell(staging, i, cell);
	}
	return result < 0 ? result : hvk__store_run(staging->hsds->store, staging->insert);
}

static int take_record(struct staging *staging)
{
	const struct hvk__chunk *chunk = staging->chunk;
	bool blank = true;

	for (size_t i = 0; i < chunk->cell_count; i++) {
		size_t length = chunk->cells[i].length;

		hvk__trim(chunk->cells[i].data, &length);
		blank &= length == 0;
		if (length > 0 && i >= staging->header_count)
			return hvk__hsds_refuse(
				staging->hsds,
				(struct hvk__hsds_row){ 0, staging->number, chunk->line, (unsigned)i + 1 }, NULL,
				N_("more cells than the header has"));
	}
	if (blank) {
		staging->hsds->counts.blank++;
		return HVK_OK;
	}
	staging->rows++;
	return staging->insert ? insert_row(staging) : HVK_OK;
}

/* ---------------------------------------------------------------- files */

static bool is_known(void *data, const char *cell, size_t length)
{
	const struct hvk__hsds_file *file = data;

	return (file->table && hvk__column_match(file->table->columns, file->table->count, cell, length) >= 0) ||
	       hvk__hsds_knows_column(file->table, cell, length);
}

/* A row in which reading cannot go on: what stands before it was taken. */
static int refuse_rest(struct staging *staging, const struct hvk__error *error)
{
	struct hvk__hsds *hsds = staging->hsds;

	if (error->public.code == HVK_ENOMEM)
		return hvk__fail_memory(&hsds->store->error);
	if (error->public.code != HVK_EINPUT)
		return hvk__error_copy(&hsds->store->error, error);
	return hvk__hsds_refuse(
		hsds, (struct hvk__hsds_row){ 0, staging->number, error->public.line, error->public.column }, NULL,
		N_("cannot be read from here on: not text in one encoding, or a quote that is not closed"));
}

static int match_header(struct staging *staging, const struct hvk__reader *reader)
{
	struct hvk__hsds_file *file = staging->file;
	const struct hvk__span *header = hvk__reader_header(reader, &staging->header_count);
	uint64_t line = hvk__reader_header_line(reader);
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && file->table && i < staging->header_count; i++) {
		int found =
			hvk__column_match(file->table->columns, file->table->count, header[i].data, header[i].length);

		if (found >= 0 && file->place[found] < 0)
			file->place[found] = (int)i;
		else if (found >= 0 || !is_known(file, header[i].data, header[i].length))
			result = hvk__hsds_note(staging->hsds, file->shown, line, (unsigned)i + 1,
			                        found >= 0 ? N_("this column stands there twice; the first is read") :
			                                     N_("this column is not one of HSDS; it is passed over"));
	}
	staging->implied = -1;
	for (size_t i = 0; file->table && file->alias->column && i < file->table->count; i++)
		if (strcmp(file->table->columns[i].names[0], file->alias->column) == 0)
			staging->implied = (int)i;
	return result;
}

static int read_rows(struct staging *staging, struct hvk__reader *reader)
{
	int result;

	while ((result = hvk__reader_next_chunk(reader, staging->chunk)) == 1) {
		while ((result = hvk__chunk_next_record(staging->chunk, NULL)) == 1) {
			result = take_record(staging);
			if (result < 0)
				return result;
		}
		if (result < 0)
			break;
	}
	return result < 0 ? refuse_rest(staging, &staging->chunk->error) : HVK_OK;
}

static int prepare_insert(struct staging *staging)
{
	struct hvk__hsds *hsds = staging->hsds;
	const struct hvk__hsds_table *table = staging->file->table;

	hsds->text.length = 0;
	if (!hvk__buffer_printf(&hsds->text, "INSERT INTO temp.%s VALUES (NULL, ?, ?", table->name))
		return hvk__fail_memory(&hsds->store->error);
	for (size_t i = 0; i < table->count; i++)
		if (!hvk__buffer_add_text(&hsds->text, ", ?"))
			return hvk__fail_memory(&hsds->store->error);
	if (!hvk__buffer_add_text(&hsds->text, ")"))
		return hvk__fail_memory(&hsds->store->error);
	return hvk__store_prepare(hsds->store, hsds->text.data, &staging->insert);
}

/* A file without a single line has nothing to say; any other that cannot be read is refused. Without organizations
 * there is no package. */
static int open_reader(struct staging *staging, int descriptor, struct hvk__reader **reader)
{
	static const struct hvk__dialect detect;
	struct hvk__header_test test = { is_known, staging->file };
	struct hvk__error error;
	int result;

	hvk__error_clear(&error);
	result = hvk__reader_open(&error, staging->file->shown, descriptor, &detect, &test, 256u << 10, reader);
	if (result < 0 && staging->file->table == &hvk__hsds_tables[HVK__HSDS_ORGANIZATION])
		return hvk__error_copy(&staging->hsds->store->error, &error);
	if (result == HVK_EINPUT && lseek(descriptor, 0, SEEK_END) == 0)
		return hvk__hsds_note(staging->hsds, staging->file->shown, 0, 0, "is empty");
	return result < 0 ? refuse_rest(staging, &error) : HVK_OK;
}

static int read_file(struct staging *staging, int descriptor)
{
	struct hvk__reader *reader = NULL;
	int result = open_reader(staging, descriptor, &reader);

	if (result < 0 || !reader)
		return result;
	result = match_header(staging, reader);
	if (result == HVK_OK && staging->file->table)
		result = prepare_insert(staging);
	if (result == HVK_OK)
		result = read_rows(staging, reader);
	hvk__finalize(&staging->insert);
	hvk__reader_free(reader);
	return result;
}

/* What is not a table of HSDS is named; what is, and has no place here, is counted. */
static int pass_over(struct staging *staging)
{
	struct hvk__hsds *hsds = staging->hsds;
	const char *name = staging->file->name, *base = strrchr(name, '/');

	base = base ? base + 1 : name;
	if (strcasecmp(base, "taxonomies.csv") == 0)
		return HVK_OK;
	if (!hvk__hsds_is_passed(name))
		return hvk__hsds_note(hsds, staging->file->shown, 0, 0, "is not a table of HSDS; it is passed over");
	return hvk__hsds_count(hsds, staging->file->shown, NULL, "the registry has no place for this table",
	                       staging->rows);
}

static int stage_file(struct staging *staging)
{
	struct hvk__hsds *hsds = staging->hsds;
	_cleanup_close_ int descriptor = -1;
	int result = HVK_OK;

	staging->file = &hsds->files[staging->number];
	staging->rows = 0;
	if (staging->file->table || hvk__hsds_is_passed(staging->file->name)) {
		result = hvk__package_read(&hsds->store->error, hsds->package, staging->file->name,
		                           staging->file->shown, &descriptor);
		if (result == HVK_ENOTFOUND) {
			hvk__error_clear(&hsds->store->error);
			return hvk__hsds_note(hsds, staging->file->shown, 0, 0,
			                      "is described in datapackage.json and is not there");
		}
		if (result == HVK_OK)
			result = read_file(staging, descriptor);
	}
	if (result == HVK_OK && !staging->file->table)
		result = pass_over(staging);
	return result;
}

bool hvk__hsds_has(const struct hvk__hsds *hsds, enum hvk__hsds_table_id id, const char *column)
{
	const struct hvk__hsds_table *table = &hvk__hsds_tables[id];

	for (size_t i = 0; i < hsds->file_count; i++) {
		if (hsds->files[i].table != table)
			continue;
		if (!column)
			return true;
		for (size_t c = 0; c < table->count; c++)
			if (strcmp(table->columns[c].names[0], column) == 0 && hsds->files[i].place[c] >= 0)
				return true;
	}
	return false;
}

static int read_files(struct hvk__hsds *hsds)
{
	struct staging staging = { .hsds = hsds, .chunk = calloc(1, sizeof(struct hvk__chunk)) };
	int result = staging.chunk ? HVK_OK : hvk__fail_memory(&hsds->store->error);

	for (; result == HVK_OK && staging.number < hsds->file_count; staging.number++)
		result = stage_file(&staging);
	if (result == HVK_OK && (!hvk__hsds_has(hsds, HVK__HSDS_ORGANIZATION, "id") ||
	                         !hvk__hsds_has(hsds, HVK__HSDS_ORGANIZATION, "name")))
		result = hvk__fail_at(&hsds->store->error, HVK_EINPUT, hsds->path, 0, 0,
		                      "expected an HSDS package, found organizations without the columns id and name");
	for (size_t i = 0; i < HVK__HSDS_COLUMNS_MAX; i++)
		free(staging.composed[i]);
	if (staging.chunk)
		hvk__chunk_free(staging.chunk);
	free(staging.chunk);
	return result;
}

/* What is filled later on: the meanings of terms, and which records came of what. */
#define MORE_TABLES \
	"CREATE TEMP TABLE hsds_map (key TEXT, theme TEXT);" \
	"CREATE INDEX temp.hsds_map_by_key ON hsds_map (key);" \
	"CREATE TEMP TABLE hsds_meaning (term TEXT, list TEXT, value TEXT, name TEXT);" \
	"CREATE INDEX temp.hsds_meaning_by_term ON hsds_meaning (term);" \
	"CREATE TEMP TABLE hsds_partner (organization TEXT PRIMARY KEY, id INTEGER, slug TEXT);" \
	"CREATE TEMP TABLE hsds_known (source_id TEXT PRIMARY KEY, id INTEGER)"

/* Tables first, then rows, then indexes, which are faster made at once. */
int hvk__hsds_stage(struct hvk__hsds *hsds)
{
	int result = hvk__hsds_exec(hsds, MORE_TABLES);

	for (size_t i = 0; result == HVK_OK && i < HVK__HSDS_TABLES; i++)
		result = make_table(hsds, &hvk__hsds_tables[i]);
	settle_schema(hsds);
	if (result == HVK_OK)
		result = hvk__begin_reading(hsds->store);
	if (result < 0)
		return result;
	result = hvk__end(hsds->store, read_files(hsds));
	for (size_t i = 0; result == HVK_OK && i < HVK__HSDS_TABLES; i++)
		result = make_indexes(hsds, &hvk__hsds_tables[i]);
	settle_schema(hsds);
	return result;
}
