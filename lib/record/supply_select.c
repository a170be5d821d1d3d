/* SPDX-License-Identifier: EUPL-1.2 */
/* Which offers count: in force, of a partner who is at work, with the theme and the words. */
#include "record/supply_select.h"

#include <string.h>

#include "core/macro.h"
#include "record/row.h"

#define THEMELESS_MAX 2000 /* that a statement lists one by one */

static int read_ids(struct hvk_store *store, const char *text, struct hvk__ids *ids)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store, text, &statement);

	return result < 0 ? result : hvk__ids_read(store, statement, ids);
}

/* The offers without themes: by two walks side by side, which is faster than asking for each; and where there are none,
 * which is told by counting, that is faster still. */
static int list_themeless(struct hvk_store *store, struct hvk__ids *ids)
{
	_cleanup_(hvk__ids_free) struct hvk__ids themed = { 0 };
	size_t kept = 0, at = 0;
	int64_t count;
	int result = hvk__store_number(store, "SELECT (SELECT count(*) FROM offer) -"
	                               " (SELECT count(*) FROM (SELECT DISTINCT offer FROM offer_theme))", &count);

	if (result < 0 || count == 0)
		return result;
	/* By a small index, so that the offers themselves are not read. */
	result = read_ids(store, "SELECT id FROM offer INDEXED BY offer_partner", ids);
	if (result == HVK_OK)
		result = read_ids(store, "SELECT offer FROM offer_theme ORDER BY offer", &themed);
	if (result < 0)
		return result;
	if (ids->count > 1)
		qsort(ids->items, ids->count, sizeof(*ids->items), hvk__id_compare);
	for (size_t i = 0; i < ids->count; i++) {
		while (at < themed.count && themed.items[at] < ids->items[i])
			at++;
		if (at == themed.count || themed.items[at] != ids->items[i])
			ids->items[kept++] = ids->items[i];
	}
	ids->count = kept;
	return HVK_OK;
}

/* Adds the offers without themes to a list in a statement. */
static int add_themeless(struct hvk_store *store, struct hvk__clause *clause)
{
	_cleanup_(hvk__ids_free) struct hvk__ids ids = { 0 };
	int result = list_themeless(store, &ids);

	if (result < 0 || ids.count == 0)
		return result;
	if (ids.count > THEMELESS_MAX) {
		hvk__clause_sql(clause, " UNION ALL SELECT o.id FROM offer AS o INDEXED BY offer_partner"
		                        " WHERE NOT EXISTS (SELECT 1 FROM offer_theme AS m WHERE m.offer = o.id)");
		return HVK_OK;
	}
	hvk__clause_sql(clause, " UNION ALL SELECT o.id FROM offer AS o WHERE o.id IN (");
	for (size_t i = 0; i < ids.count; i++) {
		hvk__clause_sql(clause, i == 0 ? "" : ", ");
		hvk__clause_number(clause, ids.items[i]);
	}
	hvk__clause_sql(clause, ")");
	return HVK_OK;
}

/* Adds the test that an offer has the theme, one above or below it, or none. */
static int add_theme(struct hvk_store *store, uint16_t theme, struct hvk__clause *clause)
{
	struct hvk__values values = { NULL, 0 };
	const struct hvk__list *list;
	struct hvk__codes *codes;
	int result = hvk__store_codes(store, &codes);

	if (result < 0)
		return result;
	list = hvk__codes_list(codes, "theme");
	values.count = list ? list->count + 1 : 1;
	values.wanted = calloc(values.count, sizeof(*values.wanted));
	if (!values.wanted)
		return hvk__fail_memory(&store->error);
	for (size_t i = 1; i < values.count; i++)
		values.wanted[i] = hvk__code_within(list, (uint16_t)i, theme) ||
		                   hvk__code_within(list, theme, (uint16_t)i);
	hvk__clause_sql(clause, " AND t.id IN (SELECT m.offer FROM offer_theme AS m WHERE m.theme");
	hvk__test_numbers(clause, &values, false);
	free(values.wanted);
	result = add_themeless(store, clause);
	hvk__clause_sql(clause, ")");
	return result;
}

/* Adds the test that the partner is at work: one whose stage nobody said is, and one that stopped after the day was. */
static int add_working(struct hvk_store *store, const char *day, struct hvk__clause *clause)
{
	struct hvk__codes *codes;
	const struct hvk__list *list;
	int result = hvk__store_codes(store, &codes);

	if (result < 0)
		return result;
	list = hvk__codes_list(codes, "stage");
	if (!list)
		return hvk__fail(&store->error, HVK_EBUG, "the store has no code list 'stage'");
	hvk__clause_sql(clause, " AND (p.stage IS NULL OR p.stage NOT IN (");
	hvk__clause_number(clause, hvk__code_made_as(list, "dormant"));
	hvk__clause_sql(clause, ", ");
	hvk__clause_number(clause, hvk__code_made_as(list, "ended"));
	hvk__clause_sql(clause, ") OR p.stage_on > ");
	hvk__clause_text(clause, day, strlen(day));
	hvk__clause_sql(clause, ")");
	return HVK_OK;
}

int hvk__supply_select(struct hvk_store *store, int on, uint16_t theme, const char *words,
                       struct hvk__clause *clause)
{
	char day[11];
	int result;

	hvk__date_format(on, day);
	hvk__clause_sql(clause, "SELECT t.id, t.partner, t.agreement, t.slug, t.age, t.form, t.level, t.waiting_days,"
	                        " t.verified_on, p.everywhere, t.agreement IS NULL OR EXISTS (SELECT 1"
	                        " FROM agreement AS a WHERE a.id = t.agreement AND ifnull(a.since <= ");
	hvk__clause_text(clause, day, strlen(day));
	hvk__clause_sql(clause, ", 1) AND ifnull(a.until >= ");
	hvk__clause_text(clause, day, strlen(day));
	hvk__clause_sql(clause, ", 1)) FROM offer AS t CROSS JOIN partner AS p ON p.id = t.partner"
	                        " WHERE ifnull(t.since <= ");
	hvk__clause_text(clause, day, strlen(day));
	hvk__clause_sql(clause, ", 1) AND ifnull(t.until >= ");
	hvk__clause_text(clause, day, strlen(day));
	hvk__clause_sql(clause, ", 1)");
	result = add_working(store, day, clause);
	if (result == HVK_OK && theme)
		result = add_theme(store, theme, clause);
	if (result == HVK_OK && words)
		result = hvk__words_add(store, HVK_OFFER, words, clause);
	hvk__clause_sql(clause, " ORDER BY t.id");
	return result == HVK_OK ? hvk__clause_check(&store->error, clause) : result;
}
