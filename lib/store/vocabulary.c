/* SPDX-License-Identifier: EUPL-1.2 */
/* Changing the controlled vocabularies: codes from CSV, retiring and renaming one. No code is ever deleted. */
#include <string.h>

#include "core/guard.h"
#include "core/text.h"
#include "store/admin.h"
#include "store/sheet.h"

enum { NAME_BYTES = HVK__SLUG_MAX, LABEL_BYTES = 255, PARENTS_DEEP = 16 };

static const struct hvk__column_names columns[HVK_CODE_FIELDS] = {
	[HVK_CODE_LIST] = { (const char *const[]) { "list", "lijst", NULL } },
	[HVK_CODE_CODE] = { (const char *const[]) { "code", NULL } },
	[HVK_CODE_PARENT] = { (const char *const[]) { "parent", "onder", "hoofdcode", NULL } },
	[HVK_CODE_LABEL_NL] = { (const char *const[]) { "label_nl", "nederlands", "omschrijving", NULL } },
	[HVK_CODE_LABEL_EN] = { (const char *const[]) { "label_en", "engels", "english", NULL } },
	[HVK_CODE_SENSITIVE] = { (const char *const[]) { "sensitive", "gevoelig", NULL } },
	[HVK_CODE_VALID_FROM] = { (const char *const[]) { "valid_from", "geldig van", "geldig vanaf", NULL } },
	[HVK_CODE_VALID_TO] = { (const char *const[]) { "valid_to", "geldig tot", "geldig tot en met", NULL } },
};

/* ---- what may stand in a cell */

static bool is_lower_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* [a-z0-9][a-z0-9.+-]*, or less where the list asks for it: desks are slugs, and '+' joins several answers. */
static bool is_code_name(const char *list, const char *name, size_t length)
{
	bool answer = strcmp(list, "answer") == 0;

	if (strcmp(list, HVK__DESKS) == 0)
		return hvk__is_slug(name, length);
	if (length == 0 || length > NAME_BYTES || !is_lower_or_digit(name[0]))
		return false;
	for (size_t i = 1; i < length; i++)
		if (!is_lower_or_digit(name[i]) && name[i] != '.' && name[i] != '-' && (name[i] != '+' || answer))
			return false;
	return true;
}

static const char *name_grammar(const char *list)
{
	if (strcmp(list, HVK__DESKS) == 0)
		return _("a-z and 0-9, with single hyphens between");
	if (strcmp(list, "answer") == 0)
		return _("a-z, 0-9, '.' and '-', beginning with a letter or digit");
	return _("a-z, 0-9, '.', '+' and '-', beginning with a letter or digit");
}

static bool is_date_or_empty(const struct hvk__span *cell)
{
	struct hvk__date date;

	return cell->length == 0 || hvk__date_parse(cell->data, cell->length, true, &date);
}

static bool is_one_or_empty(const struct hvk__span *cell)
{
	return cell->length == 0 || (cell->length == 1 && cell->data[0] == '1');
}

static bool has_control(const struct hvk__span *cell)
{
	for (size_t i = 0; i < cell->length; i++)
		if ((unsigned char)cell->data[i] < ' ' || cell->data[i] == 0x7f)
			return true;
	return false;
}

/* ---- reading the file */

/* One line of the file. A field is NULL when the file has no such column: then a code keeps what it has. */
struct change {
	uint64_t line;
	const char *field[HVK_CODE_FIELDS];
	int64_t number;
	bool added;
};

struct intake {
	struct hvk_store *store;
	struct hvk__codes *codes;       /* for the names of lists */
	struct hvk__sheet sheet;
	struct change *changes;
	size_t count, capacity;
	struct hvk__pool pool;
};

static int read_header(struct hvk__sheet *sheet)
{
	if (sheet->place[HVK_CODE_LIST] < 0 || sheet->place[HVK_CODE_CODE] < 0)
		return hvk__sheet_fail(sheet, -1, "expected the columns list and code, found no %s",
		                       sheet->place[HVK_CODE_LIST] < 0 ? "list" : "code");
	return HVK_OK;
}

static int check_list(const struct intake *intake, const char *name)
{
	const char *near;

	if (hvk__codes_list(intake->codes, name))
		return HVK_OK;
	near = hvk__codes_nearest_list(intake->codes, name);
	if (near)
		return hvk__sheet_fail(&intake->sheet, HVK_CODE_LIST, "list: unknown '%s'; did you mean %s?", name,
		                       near);
	return hvk__sheet_fail(&intake->sheet, HVK_CODE_LIST, "list: unknown '%s'", name);
}

static int check_label(const struct hvk__sheet *sheet, enum hvk_code_field field)
{
	const struct hvk__span *cell = &sheet->cell[field];

	if (cell->length <= LABEL_BYTES && !has_control(cell))
		return HVK_OK;
	return hvk__sheet_fail(sheet, (int)field, "%s: expected one line of at most %d bytes", columns[field].names[0],
	                       LABEL_BYTES);
}

/* What can be said of a line by itself. */
static int check_cells(const struct hvk__sheet *sheet, const char *list, const char *code)
{
	const struct hvk__span *cell = sheet->cell;
	int result;

	if (!is_code_name(list, code, strlen(code)))
		return hvk__sheet_fail(sheet, HVK_CODE_CODE, "code: expected at most %d of %s; found '%s'", NAME_BYTES,
		                       name_grammar(list), code);
	if (sheet->place[HVK_CODE_LABEL_NL] >= 0 && cell[HVK_CODE_LABEL_NL].length == 0)
		return hvk__sheet_fail(sheet, HVK_CODE_LABEL_NL, "label_nl: expected a label, found nothing");
	result = check_label(sheet, HVK_CODE_LABEL_NL);
	if (result == HVK_OK)
		result = check_label(sheet, HVK_CODE_LABEL_EN);
	if (result < 0)
		return result;
	if (!is_one_or_empty(&cell[HVK_CODE_SENSITIVE]))
		return hvk__sheet_fail(sheet, HVK_CODE_SENSITIVE, "sensitive: expected 1 or nothing, found '%.*s'",
		                       (int)cell[HVK_CODE_SENSITIVE].length, cell[HVK_CODE_SENSITIVE].data);
	for (int field = HVK_CODE_VALID_FROM; field <= HVK_CODE_VALID_TO; field++)
		if (!is_date_or_empty(&cell[field]))
			return hvk__sheet_fail(sheet, field, "%s: expected a date such as 2026-10-31, found '%.*s'",
			                       columns[field].names[0], (int)cell[field].length, cell[field].data);
	return HVK_OK;
}

static int read_change(struct hvk__sheet *sheet)
{
	struct intake *intake = sheet->data;
	struct change change = { .line = sheet->line };
	int result;

	for (size_t i = 0; i < HVK_CODE_FIELDS; i++) {
		if (sheet->place[i] < 0)
			continue;
		change.field[i] = hvk__pool_add(&intake->pool, sheet->cell[i].data, sheet->cell[i].length);
		if (!change.field[i])
			return hvk__fail_memory(sheet->error);
	}
	result = check_list(intake, change.field[HVK_CODE_LIST]);
	if (result == HVK_OK)
		result = check_cells(sheet, change.field[HVK_CODE_LIST], change.field[HVK_CODE_CODE]);
	if (result < 0)
		return result;
	if (!hvk__reserve(&intake->changes, &intake->capacity, intake->count + 1, sizeof(*intake->changes)))
		return hvk__fail_memory(sheet->error);
	intake->changes[intake->count++] = change;
	return HVK_OK;
}

static int read_changes(struct intake *intake, const char *name, int descriptor)
{
	int result = hvk__store_codes(intake->store, &intake->codes);

	if (result < 0)
		return result;
	intake->sheet = (struct hvk__sheet){
		.error = &intake->store->error, .name = name, .columns = columns, .count = HVK_CODE_FIELDS,
		.dates = 1u << HVK_CODE_VALID_FROM | 1u << HVK_CODE_VALID_TO,
		.data = intake, .header = read_header, .record = read_change,
	};
	return hvk__sheet_read(&intake->sheet, descriptor);
}

/* ---- the codes in the file */

/* The statements that a change of codes goes through. */
struct statements {
	sqlite3_stmt *find;   /* list, name: the number, by name or former name */
	sqlite3_stmt *last;   /* list: the highest number */
	sqlite3_stmt *insert; /* list, number, code */
	sqlite3_stmt *parent; /* list, number: the number of its parent */
	sqlite3_stmt *update; /* list, number, parent, label_nl, label_en, sensitive, valid_from, valid_to */
};

/* A field that is not in the file is bound as NULL and stays; an emptied one is bound as ''. What would not change is
 * not written, so that changes can be counted. */
static const char update_sql[] =
	"UPDATE code SET parent = p, label_nl = nl, label_en = en, sensitive = s, valid_from = f, valid_to = t"
	" FROM (SELECT c.list AS l, c.number AS n, iif(?3 IS NULL, c.parent, nullif(?3, 0)) AS p,"
	"  coalesce(?4, c.label_nl) AS nl, coalesce(nullif(?5, ''), nullif(c.label_en, ''), ?4, c.label_nl) AS en,"
	"  coalesce(?6, c.sensitive) AS s,"
	"  iif(?7 IS NULL, c.valid_from, nullif(?7, '')) AS f, iif(?8 IS NULL, c.valid_to, nullif(?8, '')) AS t"
	"  FROM code AS c WHERE c.list = ?1 AND c.number = ?2)"
	" WHERE list = l AND number = n"
	" AND (parent, label_nl, label_en, sensitive, valid_from, valid_to) IS NOT (p, nl, en, s, f, t)";

static void statements_finish(struct statements *statements)
{
	hvk__finalize(&statements->find);
	hvk__finalize(&statements->last);
	hvk__finalize(&statements->insert);
	hvk__finalize(&statements->parent);
	hvk__finalize(&statements->update);
}

static int statements_prepare(struct hvk_store *store, struct statements *statements)
{
	int result = hvk__store_prepare(store, HVK__CODE_FIND, &statements->find);

	if (result == HVK_OK)
		result = hvk__store_prepare(store, "SELECT max(number) FROM code WHERE list = ?", &statements->last);
	if (result == HVK_OK)
		result = hvk__store_prepare(store, "INSERT INTO code (list, number, code, label_nl, label_en, origin)"
		                                   " VALUES (?1, ?2, ?3, '', '', ?3)", &statements->insert);
	if (result == HVK_OK)
		result = hvk__store_prepare(store, "SELECT parent FROM code WHERE list = ? AND number = ?",
		                            &statements->parent);
	if (result == HVK_OK)
		result = hvk__store_prepare(store, update_sql, &statements->update);
	return result;
}

/* Runs a query that gives one number: 1 with *number, 0 when there is none or it is NULL, negative result. */
static int ask_number(struct hvk_store *store, sqlite3_stmt *statement, int64_t *number)
{
	int result = hvk__store_step(store, statement);

	*number = 0;
	if (result == 1) {
		*number = sqlite3_column_int64(statement, 0);
		result = sqlite3_column_type(statement, 0) != SQLITE_NULL;
	}
	sqlite3_reset(statement);
	return result;
}

static int find_number(struct hvk_store *store, sqlite3_stmt *find, const char *list, const char *name, int64_t *number)
{
	sqlite3_bind_text(find, 1, list, -1, SQLITE_STATIC);
	sqlite3_bind_text(find, 2, name, -1, SQLITE_STATIC);
	return ask_number(store, find, number);
}

/* ---- importing */

/* The sheet, standing again at the line of a change that was read before. */
static const struct hvk__sheet *at(struct intake *intake, const struct change *change)
{
	intake->sheet.line = change->line;
	return &intake->sheet;
}

static int add_code(struct intake *intake, struct statements *statements, struct change *change)
{
	struct hvk_store *store = intake->store;
	const char *list = change->field[HVK_CODE_LIST];
	int64_t last;
	int result;

	if (!change->field[HVK_CODE_LABEL_NL])
		return hvk__sheet_fail(at(intake, change), HVK_CODE_CODE,
		                       "code: unknown '%s'; a new one needs a column label_nl",
		                       change->field[HVK_CODE_CODE]);
	sqlite3_bind_text(statements->last, 1, list, -1, SQLITE_STATIC);
	result = ask_number(store, statements->last, &last);
	if (result < 0)
		return result;
	if (last >= hvk__list_max(list))
		return hvk__sheet_fail(at(intake, change), HVK_CODE_CODE, "code: the list %s is full", list);
	change->number = last + 1;
	change->added = true;
	sqlite3_bind_text(statements->insert, 1, list, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statements->insert, 2, change->number);
	sqlite3_bind_text(statements->insert, 3, change->field[HVK_CODE_CODE], -1, SQLITE_STATIC);
	return hvk__store_run(store, statements->insert);
}

/* All names exist before anything refers to them: a parent may stand below its children. */
static int add_codes(struct intake *intake, struct statements *statements)
{
	for (size_t i = 0; i < intake->count; i++) {
		struct change *change = &intake->changes[i];
		int result = find_number(intake->store, statements->find, change->field[HVK_CODE_LIST],
		                         change->field[HVK_CODE_CODE], &change->number);

		if (result == 0)
			result = add_code(intake, statements, change);
		if (result < 0)
			return result;
	}
	return HVK_OK;
}

static int compare_changes(const void *a, const void *b)
{
	const struct change *const *left = a, *const *right = b;
	int order = strcmp((*left)->field[HVK_CODE_LIST], (*right)->field[HVK_CODE_LIST]);

	if (order == 0)
		order = ((*left)->number > (*right)->number) - ((*left)->number < (*right)->number);
	if (order == 0)
		order = (*left)->line < (*right)->line ? -1 : 1;
	return order;
}

/* A code that stands in the file twice, be it under a former name, would leave which line holds to chance. */
static int check_duplicates(struct intake *intake)
{
	_cleanup_free_ const struct change **sorted = calloc(intake->count + 1, sizeof(*sorted));

	if (!sorted)
		return hvk__fail_memory(&intake->store->error);
	for (size_t i = 0; i < intake->count; i++)
		sorted[i] = &intake->changes[i];
	qsort(sorted, intake->count, sizeof(*sorted), compare_changes);
	for (size_t i = 1; i < intake->count; i++)
		if (sorted[i]->number == sorted[i - 1]->number &&
		    strcmp(sorted[i]->field[HVK_CODE_LIST], sorted[i - 1]->field[HVK_CODE_LIST]) == 0)
			return hvk__sheet_fail(at(intake, sorted[i]), HVK_CODE_CODE,
			                       "code: '%s' stands in the file twice", sorted[i]->field[HVK_CODE_CODE]);
	return HVK_OK;
}

/* Upwards from a code there must be an end, and soon: what reports roll up by has a few levels. */
static int check_parents(struct intake *intake, struct statements *statements, const struct change *change)
{
	int64_t number = change->number;

	for (int depth = 0; depth < PARENTS_DEEP; depth++) {
		int result;

		sqlite3_bind_text(statements->parent, 1, change->field[HVK_CODE_LIST], -1, SQLITE_STATIC);
		sqlite3_bind_int64(statements->parent, 2, number);
		result = ask_number(intake->store, statements->parent, &number);
		if (result <= 0)
			return result;
	}
	return hvk__sheet_fail(at(intake, change), HVK_CODE_PARENT,
	                       "parent: '%s' leads back to the code itself, or is nested too deeply",
	                       change->field[HVK_CODE_PARENT]);
}

/* Binds a field by its parameter; NULL for a column that the file has not. */
static void bind_field(sqlite3_stmt *statement, int parameter, const char *text)
{
	sqlite3_bind_text(statement, parameter, text, -1, SQLITE_STATIC);
}

static int bind_parent(struct intake *intake, struct statements *statements, const struct change *change)
{
	const char *parent = change->field[HVK_CODE_PARENT];
	int64_t number = 0;
	int result = 1;

	if (!parent) {
		sqlite3_bind_null(statements->update, 3);
		return HVK_OK;
	}
	if (*parent)
		result = find_number(intake->store, statements->find, change->field[HVK_CODE_LIST], parent, &number);
	if (result < 0)
		return result;
	if (result == 0)
		return hvk__sheet_fail(at(intake, change), HVK_CODE_PARENT, "parent: no code '%s' in this list",
		                       parent);
	if (number == change->number)
		return hvk__sheet_fail(at(intake, change), HVK_CODE_PARENT, "parent: '%s' is the code itself", parent);
	sqlite3_bind_int64(statements->update, 3, number);
	return HVK_OK;
}

static int update_code(struct intake *intake, struct statements *statements, const struct change *change, bool *altered)
{
	const char *const *field = change->field;
	int result = bind_parent(intake, statements, change);

	if (result < 0)
		return result;
	bind_field(statements->update, 1, field[HVK_CODE_LIST]);
	sqlite3_bind_int64(statements->update, 2, change->number);
	bind_field(statements->update, 4, field[HVK_CODE_LABEL_NL]);
	bind_field(statements->update, 5, field[HVK_CODE_LABEL_EN]);
	if (field[HVK_CODE_SENSITIVE])
		sqlite3_bind_int(statements->update, 6, field[HVK_CODE_SENSITIVE][0] == '1');
	else
		sqlite3_bind_null(statements->update, 6);
	bind_field(statements->update, 7, field[HVK_CODE_VALID_FROM]);
	bind_field(statements->update, 8, field[HVK_CODE_VALID_TO]);
	result = hvk__store_run(intake->store, statements->update);
	*altered = result == HVK_OK && sqlite3_changes(intake->store->database) > 0;
	return result;
}

/* The columns of a date pair may come from the file and the store together. */
static int check_validity(struct intake *intake, const struct change *change)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int64_t number;
	int result = hvk__store_prepare(intake->store, "SELECT number FROM code WHERE list = ? AND number = ?"
	                                               " AND valid_from > valid_to", &statement);

	if (result < 0)
		return result;
	sqlite3_bind_text(statement, 1, change->field[HVK_CODE_LIST], -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, change->number);
	result = ask_number(intake->store, statement, &number);
	if (result == 1)
		return hvk__sheet_fail(at(intake, change), HVK_CODE_CODE,
		                       "code: '%s' would be valid from a date after the one it is valid to",
		                       change->field[HVK_CODE_CODE]);
	return result;
}

static bool names_desk(const struct intake *intake)
{
	for (size_t i = 0; i < intake->count; i++)
		if (strcmp(intake->changes[i].field[HVK_CODE_LIST], HVK__DESKS) == 0)
			return true;
	return false;
}

static int apply(struct intake *intake, struct statements *statements, uint64_t *changed)
{
	int result = statements_prepare(intake->store, statements);

	if (result == HVK_OK)
		result = add_codes(intake, statements);
	if (result == HVK_OK)
		result = check_duplicates(intake);
	for (size_t i = 0; result == HVK_OK && i < intake->count; i++) {
		bool altered;

		result = update_code(intake, statements, &intake->changes[i], &altered);
		if (result == HVK_OK && (altered || intake->changes[i].added))
			++*changed;
	}
	for (size_t i = 0; result == HVK_OK && i < intake->count; i++) {
		result = check_validity(intake, &intake->changes[i]);
		if (result == HVK_OK)
			result = check_parents(intake, statements, &intake->changes[i]);
	}
	return result == HVK_OK && names_desk(intake) ? hvk__undo_forget_desks(intake->store) : result;
}

static int apply_or_try(struct intake *intake, bool dry_run, uint64_t *changed)
{
	struct statements statements = { 0 };
	struct hvk_store *store = intake->store;
	int result = hvk__begin(store, false);

	if (result < 0)
		return result;
	result = apply(intake, &statements, changed);
	statements_finish(&statements);
	result = hvk__end_or_take_back(store, result, dry_run);
	hvk__store_forget_codes(store);
	return result;
}

HVK_EXPORT int hvk_code_import(struct hvk_store *store, const char *name, int descriptor, bool dry_run,
                               uint64_t *changed)
{
	struct intake intake = { .store = store };
	int result;

	*changed = 0;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, true);
	if (result == HVK_OK)
		result = read_changes(&intake, name, descriptor);
	if (result == HVK_OK)
		result = apply_or_try(&intake, dry_run, changed);
	if (result < 0)
		*changed = 0;
	free(intake.changes);
	hvk__pool_free(&intake.pool);
	return result;
}

/* ---- one code */

static int retire(struct hvk_store *store, const char *list, const char *text, const char *last_day)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	const struct hvk_code *code;
	int result = hvk_code_find(store, list, text, false, &code);

	if (result < 0)
		return result;
	if (code->from[0] != '\0' && strcmp(code->from, last_day) > 0)
		return hvk__fail(&store->error, HVK_EINVAL, "%s is valid from %s only, which is after %s", code->code,
		                 code->from, last_day);
	result = hvk__store_prepare(store, "UPDATE code SET valid_to = ? WHERE list = ? AND number = ?", &statement);
	if (result < 0)
		return result;
	sqlite3_bind_text(statement, 1, last_day, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, code->list, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, code->number);
	return hvk__store_run(store, statement);
}

HVK_EXPORT int hvk_code_retire(struct hvk_store *store, const char *list, const char *code, const char *last_day,
                               bool dry_run)
{
	struct hvk__date date;
	int result;

	hvk__error_clear(&store->error);
	if (!hvk__date_parse(last_day, strlen(last_day), true, &date))
		return hvk__fail(&store->error, HVK_EINVAL, "expected a date such as 2026-10-31, found '%s'", last_day);
	result = hvk__begin(store, false);
	if (result < 0)
		return result;
	hvk__store_forget_codes(store); /* what was read before this transaction may be old */
	result = hvk__end_or_take_back(store, retire(store, list, code, last_day), dry_run);
	hvk__store_forget_codes(store);
	return result;
}

static int rename_code(struct hvk_store *store, const struct hvk_code *code, const char *name)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *find = NULL;
	int64_t owner = 0;
	int result = hvk__store_prepare(store, HVK__CODE_FIND, &find);

	if (result == HVK_OK)
		result = find_number(store, find, code->list, name, &owner);
	if (result < 0)
		return result;
	if (result == 1 && owner != code->number)
		return hvk__fail(&store->error, HVK_EAMBIGUOUS, "'%s' is, or was, the name of another code in list %s",
		                 name, code->list);
	if (strcmp(name, code->code) == 0)
		return HVK_OK;
	/* It may go back to a name it had. */
	result = hvk__code_run(store, "DELETE FROM code_alias WHERE list = ?1 AND alias = ?2 AND number = ?3",
	                       code->list, name, code->number);
	if (result == HVK_OK)
		result = hvk__code_run(store, "INSERT INTO code_alias (list, alias, number) VALUES (?1, ?2, ?3)",
		                       code->list, code->code, code->number);
	if (result == HVK_OK)
		result = hvk__code_run(store, "UPDATE code SET code = ?2 WHERE list = ?1 AND number = ?3", code->list,
		                       name, code->number);
	return result == HVK_OK && strcmp(code->list, HVK__DESKS) == 0 ? hvk__undo_forget_desks(store) : result;
}

static int find_and_rename(struct hvk_store *store, const char *list, const char *text, const char *name)
{
	enum hvk__identifier seen = hvk__guard(name, strlen(name));
	const struct hvk_code *code;
	int result = hvk_code_find(store, list, text, false, &code);

	if (result < 0)
		return result;
	if (seen != HVK__INNOCENT)
		return hvk__fail(&store->error, HVK_EINVAL, "the new name looks like %s (not repeated)",
		                 hvk__identifier_name(seen));
	if (!is_code_name(code->list, name, strlen(name)))
		return hvk__fail(&store->error, HVK_EINVAL, "not a name: expected at most %d of %s; found '%s'",
		                 NAME_BYTES, name_grammar(code->list), name);
	return rename_code(store, code, name);
}

HVK_EXPORT int hvk_code_rename(struct hvk_store *store, const char *list, const char *code, const char *name,
                               bool dry_run)
{
	int result;

	hvk__error_clear(&store->error);
	result = hvk__begin(store, false);
	if (result < 0)
		return result;
	hvk__store_forget_codes(store);
	result = hvk__end_or_take_back(store, find_and_rename(store, list, code, name), dry_run);
	hvk__store_forget_codes(store);
	return result;
}
