/* SPDX-License-Identifier: EUPL-1.2 */
/* What the terms of a package mean here: codes of ours, themes by a mapping that the user made, else keywords. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "network/hsds.h"
#include "store/sheet.h"

enum map_column { MAP_TERM, MAP_THEME, MAP_COLUMNS };

struct mapping {
	struct hvk__hsds *hsds;
	sqlite3_stmt *insert;
};

static int bind(struct hvk__hsds *hsds, sqlite3_stmt *statement, int parameter, const char *text)
{
	return sqlite3_bind_text(statement, parameter, text, -1, SQLITE_TRANSIENT) == SQLITE_OK ?
	               HVK_OK : hvk__fail_memory(&hsds->store->error);
}

/* ---------------------------------------------------------------- the mapping file */

static int check_map_header(struct hvk__sheet *sheet)
{
	for (int i = 0; i < MAP_COLUMNS; i++)
		if (sheet->place[i] < 0)
			return hvk__sheet_fail(sheet, -1, "expected the columns term and theme, found no %s",
			                       sheet->columns[i].names[0]);
	return HVK_OK;
}

static int add_theme(struct hvk__sheet *sheet, const char *term, struct hvk__span theme)
{
	struct mapping *mapping = sheet->data;
	struct hvk__hsds *hsds = mapping->hsds;
	const struct hvk__list *list = hvk__codes_list(hsds->codes, "theme");
	struct hvk__error error;
	uint16_t number = 0;
	int result;

	theme.data = hvk__trim(theme.data, &theme.length);
	if (theme.length == 0)
		return HVK_OK;
	if (!list)
		return hvk__fail(&hsds->store->error, HVK_EBUG, "the store has no code list 'theme'");
	result = hvk__code_lookup(&error, hsds->codes, list, theme.data, theme.length, hvk__store_today(hsds->store),
	                          false, &number);
	if (result == HVK_ENOMEM)
		return hvk__fail_memory(&hsds->store->error);
	if (result < 0)
		return hvk__sheet_fail(sheet, MAP_THEME, "theme: %s", error.public.message);
	result = bind(hsds, mapping->insert, 1, term);
	if (result == HVK_OK)
		result = bind(hsds, mapping->insert, 2, list->codes[number - 1].code);
	return result < 0 ? result : hvk__store_run(hsds->store, mapping->insert);
}

static int take_mapping(struct hvk__sheet *sheet)
{
	struct hvk__span term = sheet->cell[MAP_TERM], theme = sheet->cell[MAP_THEME];
	char folded[HVK__FOLD_MAX];
	size_t length = hvk__fold(folded, sizeof(folded), term.data, term.length);
	int result = HVK_OK;

	if (length == 0 || length == sizeof(folded))
		return hvk__sheet_fail(sheet, MAP_TERM, "expected the id, code or name of a term");
	while (result == HVK_OK && theme.length > 0) {
		size_t end = 0;

		while (end < theme.length && !strchr("+;", theme.data[end]))
			end++;
		result = add_theme(sheet, folded, (struct hvk__span){ theme.data, end });
		end += end < theme.length;
		theme = (struct hvk__span){ theme.data + end, theme.length - end };
	}
	return result;
}

static int read_mapping(struct hvk__hsds *hsds)
{
	const struct hvk__column_names columns[MAP_COLUMNS] = {
		[MAP_TERM] = { (const char *const[]){ "term", "term_id", "code", NULL } },
		[MAP_THEME] = { (const char *const[]){ "theme", "thema", NULL } },
	};
	struct mapping mapping = { .hsds = hsds };
	struct hvk__sheet sheet = {
		.error = &hsds->store->error,
		.name = hsds->options->map_terms,
		.columns = columns,
		.count = MAP_COLUMNS,
		/* An id may look like anything. */
		.dates = 1u << MAP_TERM,
		.data = &mapping,
		.header = check_map_header,
		.record = take_mapping,
	};
	_cleanup_close_ int descriptor = -1;
	int result;

	if (!hsds->options->map_terms)
		return HVK_OK;
	descriptor = open(hsds->options->map_terms, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (descriptor < 0)
		return hvk__fail_at(&hsds->store->error, errno == ENOENT ? HVK_ENOTFOUND : HVK_EIO,
		                    hsds->options->map_terms, 0, 0, "cannot be read: %s", strerror(errno));
	result = hvk__store_prepare(hsds->store, "INSERT INTO temp.hsds_map VALUES (?, ?)", &mapping.insert);
	if (result == HVK_OK)
		result = hvk__sheet_read(&sheet, descriptor);
	hvk__finalize(&mapping.insert);
	hsds->mapped = true;
	return result;
}

/* ---------------------------------------------------------------- meanings */

struct term {
	struct hvk__hsds_row row;
	const char *id, *code, *name; /* the name is never empty: else it is the code, or the id */
};

static int add_meaning(struct hvk__hsds *hsds, const struct term *term, const char *list, const char *value,
                       const char *name)
{
	static const char sql[] = "INSERT INTO temp.hsds_meaning VALUES (?, ?, ?, ?)";
	sqlite3_stmt *insert;
	int result = hvk__hsds_ask(hsds, sql, term->id, &insert);

	if (result == HVK_OK)
		result = bind(hsds, insert, 2, list);
	if (result == HVK_OK)
		result = bind(hsds, insert, 3, value);
	if (result == HVK_OK)
		result = bind(hsds, insert, 4, name);
	return result < 0 ? result : hvk__store_run(hsds->store, insert);
}

/* As a keyword: one line, without what separates keywords. */
static char *keyword_of(const char *name)
{
	char *keyword = malloc(strlen(name) + 1), *to = keyword;

	for (; keyword && *name; name++) {
		bool blank = strchr(" \t\r\n+,;", *name) != NULL;

		if (!blank)
			*to++ = *name;
		else if (to > keyword && to[-1] != ' ')
			*to++ = ' ';
	}
	while (keyword && to > keyword && to[-1] == ' ')
		to--;
	if (keyword)
		*to = '\0';
	return keyword;
}

/* 'hvk:theme:gedrag' and its like. */
static int add_own(struct hvk__hsds *hsds, const struct term *term, const char *keyword)
{
	const char *list = term->code + strlen(HVK__HSDS_CODE), *colon = strchr(list, ':');
	char name[HVK__SLUG_MAX + 1];
	const struct hvk__list *codes;
	uint16_t number;
	int result;

	if (!colon || (size_t)(colon - list) >= sizeof(name))
		return add_meaning(hsds, term, HVK__HSDS_KEYWORD, keyword, keyword);
	memcpy(name, list, (size_t)(colon - list));
	name[colon - list] = '\0';
	if (strcmp(name, HVK__HSDS_RECORD) == 0 || strcmp(name, HVK__HSDS_KEYWORD) == 0)
		return add_meaning(hsds, term, name, colon + 1, keyword);
	codes = hvk__codes_list(hsds->codes, name);
	if (codes && hvk__code_lookup(NULL, hsds->codes, codes, colon + 1, strlen(colon + 1), INT32_MIN, false,
	                              &number) == HVK_OK)
		return add_meaning(hsds, term, name, codes->codes[number - 1].code, keyword);
	result =
		hvk__hsds_warn(hsds, term->row, "code", "is a code that is not known here; its name becomes a keyword");
	return result < 0 ? result : add_meaning(hsds, term, HVK__HSDS_KEYWORD, keyword, keyword);
}

/* The themes that the mapping gives for an id, code or name: how many, or negative. */
static int add_mapped(struct hvk__hsds *hsds, const struct term *term, const char *keyword)
{
	const char *keys[] = { term->id, term->code, term->name };
	int found = 0, result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && hsds->mapped && i < ARRAY_SIZE(keys); i++) {
		char folded[HVK__FOLD_MAX];
		size_t length = hvk__fold(folded, sizeof(folded), keys[i], strlen(keys[i]));
		sqlite3_stmt *query;

		if (length == 0 || length == sizeof(folded))
			continue;
		result = hvk__hsds_ask(hsds, "SELECT DISTINCT theme FROM temp.hsds_map WHERE key = ?", folded, &query);
		while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
			found++;
			result = add_meaning(hsds, term, "theme", hvk__hsds_text(query, 0), keyword);
		}
		if (result == HVK_OK)
			sqlite3_reset(query);
	}
	return result < 0 ? result : found;
}

static int take_term(struct hvk__hsds *hsds, const struct term *term)
{
	_cleanup_free_ char *keyword = keyword_of(term->name);
	int result;

	if (!keyword)
		return hvk__fail_memory(&hsds->store->error);
	if (strncmp(term->code, HVK__HSDS_CODE, strlen(HVK__HSDS_CODE)) == 0)
		return add_own(hsds, term, keyword);
	result = add_mapped(hsds, term, keyword);
	if (result == 0)
		result = add_meaning(hsds, term, HVK__HSDS_KEYWORD, keyword, keyword);
	return result < 0 ? result : HVK_OK;
}

int hvk__hsds_terms(struct hvk__hsds *hsds)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	int result = read_mapping(hsds);

	if (result == HVK_OK)
		result = hvk__store_prepare(
			hsds->store, "SELECT row, file, line, id, code, name FROM temp.hsds_term ORDER BY row", &query);
	while (result == HVK_OK && (result = hvk__store_step(hsds->store, query)) == 1) {
		struct term term = { hvk__hsds_row_of(query), hvk__hsds_text(query, 3), hvk__hsds_text(query, 4),
			             hvk__hsds_text(query, 5) };

		if (!term.name[0])
			term.name = term.code[0] ? term.code : term.id;
		result = take_term(hsds, &term);
	}
	return result < 0 ? result : HVK_OK;
}
