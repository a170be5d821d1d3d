/* SPDX-License-Identifier: EUPL-1.2 */
/* The SQL that works on rows of records, made from the tables of columns. */
#include <stdio.h>
#include <string.h>

#include "record/row.h"

/* Text that grows; once memory ran out it stays NULL. */
struct text {
	struct hvk__buffer buffer;
	bool failed;
};

static void add(struct text *text, const char *format, ...) HVK_PRINTF(2, 3);

static void add(struct text *text, const char *format, ...)
{
	char part[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(part, sizeof(part), format, arguments);
	va_end(arguments);
	text->failed = text->failed || !hvk__buffer_add_text(&text->buffer, part);
}

static char *finish(struct text *text)
{
	if (text->failed)
		hvk__buffer_free(&text->buffer);
	return text->failed ? NULL : text->buffer.data;
}

/* The expression for one column in a row of the table called t. */
static void add_column(struct text *text, const char *table, const struct hvk_record_column *column)
{
	const char *name = column->name;

	if (hvk__column_is_set(column) && column->form == HVK_FORM_RECORD)
		add(text,
		    ", (SELECT group_concat(x, '+') FROM (SELECT r.slug AS x FROM %s_%s AS m"
		    " JOIN %s AS r ON r.id = m.%s WHERE m.%s = t.id ORDER BY r.slug))",
		    table, name, hvk__types[column->type].name, name, table);
	else if (hvk__column_is_set(column))
		add(text,
		    ", (SELECT group_concat(x, '+') FROM (SELECT %s AS x FROM %s_%s WHERE %s = t.id ORDER BY %s))",
		    name, table, name, table, name);
	else if (column->form == HVK_FORM_RECORD)
		add(text, ", (SELECT slug FROM %s WHERE id = t.%s)", hvk__types[column->type].name, name);
	else
		add(text, ", t.%s", name);
}

char *hvk__record_select(enum hvk_type type, const char *from_where)
{
	const struct hvk__type *of = &hvk__types[type];
	struct text text = { .failed = false };

	add(&text, "SELECT t.id");
	for (size_t i = 0; i < of->count; i++)
		add_column(&text, of->name, &of->columns[i].public);
	add(&text, " ");
	text.failed = text.failed || !hvk__buffer_add_text(&text.buffer, from_where);
	return finish(&text);
}

/* The columns of one value, each after before; with number also what it is set to, from parameter 2 on. */
static void add_singles(struct text *text, const struct hvk__type *of, const char *before, bool number)
{
	int parameter = 2;

	for (size_t i = 0; i < of->count; i++) {
		const struct hvk_record_column *column = &of->columns[i].public;

		if (hvk__column_is_set(column) || column->form == HVK_FORM_ID)
			continue;
		if (number)
			add(text, "%s%s = ?%d", parameter > 2 ? before : "", column->name, parameter);
		else
			add(text, "%s%s", before, column->name);
		parameter++;
	}
}

static void add_insert(struct text *text, const struct hvk__type *of)
{
	add(text, "INSERT INTO %s (id", of->name);
	add_singles(text, of, ", ", false);
	add(text, ") VALUES (?");
	for (size_t i = 0; i < of->count; i++)
		if (!hvk__column_is_set(&of->columns[i].public) && of->columns[i].public.form != HVK_FORM_ID)
			add(text, ", ?");
	add(text, ")");
}

static void add_lookup(struct text *text, enum hvk_type type)
{
	if (type == HVK_REFERRAL)
		add(text, "SELECT id, '' FROM referral WHERE id = ?1");
	else
		add(text, "SELECT id, slug FROM %s WHERE slug = ?1", hvk__types[type].name);
	if (type == HVK_PARTNER)
		add(text, " UNION ALL SELECT p.id, p.slug FROM partner_former_slug AS f"
		          " JOIN partner AS p ON p.id = f.partner WHERE f.former_slug = ?1");
}

static void add_of_set(struct text *text, const struct hvk__type *of, unsigned kind)
{
	bool clear = kind < HVK__ROW_PUT;
	const char *name = of->columns[kind - (clear ? HVK__ROW_CLEAR : HVK__ROW_PUT)].public.name;

	if (clear)
		add(text, "DELETE FROM %s_%s WHERE %s = ?1", of->name, name, of->name);
	else
		add(text, "INSERT OR IGNORE INTO %s_%s (%s, %s) VALUES (?1, ?2)", of->name, name, of->name, name);
}

static void add_other(struct text *text, enum hvk_type type, unsigned kind)
{
	const struct hvk__type *of = &hvk__types[type];

	switch (kind) {
	case HVK__ROW_ADD:
		add_insert(text, of);
		break;
	case HVK__ROW_CHANGE:
		add(text, "UPDATE %s SET ", of->name);
		add_singles(text, of, ", ", true);
		add(text, " WHERE id = ?1");
		break;
	case HVK__ROW_DELETE:
		add(text, "DELETE FROM %s WHERE id = ?1", of->name);
		break;
	case HVK__ROW_LOOKUP:
		add_lookup(text, type);
		break;
	case HVK__ROW_SLUG:
		add(text, "SELECT slug, %s FROM %s WHERE id = ?1", type == HVK_PARTNER ? "name" : "NULL", of->name);
		break;
	case HVK__ROW_OWNED:
		add(text, "SELECT id FROM %s WHERE partner = ?1 ORDER BY id", of->name);
		break;
	case HVK__ROW_REFERRALS:
		add(text, "SELECT (SELECT count(*) FROM referral WHERE %s = t.id), slug FROM %s AS t WHERE id = ?1",
		    of->name, of->name);
		break;
	case HVK__ROW_WORDS:
		add(text, "INSERT OR REPLACE INTO %s (rowid, words) VALUES (?1, ?2)", of->words_table);
		break;
	case HVK__ROW_WORDLESS:
		add(text, "DELETE FROM %s WHERE rowid = ?1", of->words_table);
		break;
	case HVK__ROW_REVISION:
		add(text, "INSERT INTO revision (type, record, number, made_on) VALUES (%d, ?1, 1, ?2)"
		          " ON CONFLICT DO UPDATE SET number = number + 1, made_on = excluded.made_on", (int)type);
		break;
	default:
		add_of_set(text, of, kind);
	}
}

static char *make_text(size_t which)
{
	enum hvk_type type = (enum hvk_type)(which / HVK__ROW_KINDS);
	unsigned kind = (unsigned)(which % HVK__ROW_KINDS);
	struct text text = { .failed = false };
	char from[64];

	if (kind == HVK__ROW_SELECT) {
		snprintf(from, sizeof(from), "FROM %s AS t WHERE t.id = ?1", hvk__types[type].name);
		return hvk__record_select(type, from);
	}
	add_other(&text, type, kind);
	return finish(&text);
}

int hvk__record_statement(struct hvk_store *store, enum hvk_type type, unsigned kind, sqlite3_stmt **statement)
{
	return hvk__store_kept(store, (size_t)type * HVK__ROW_KINDS + kind, make_text, statement);
}
