/* SPDX-License-Identifier: EUPL-1.2 */
/* Examining what was published, closed and purged: what their tables cannot ask for themselves. Whether a publication
 * protects what it should is another question: hvk_publication_verify(). */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "store/check.h"

static const char restore[] = "restore a backup";

/* What is published is a sum of closed questions. The number of the code, or of an answer whether it is there. */
#define SUBJECT_OF_QUESTION \
	" CASE subject WHEN 'theme' THEN theme WHEN 'channel' THEN channel WHEN 'asker' THEN asker WHEN 'age' THEN age" \
	" WHEN 'kind' THEN kind WHEN 'severity' THEN severity WHEN 'duration' THEN duration" \
	" ELSE answer >> ((SELECT c.number FROM code AS c WHERE c.list = 'answer' AND instr(levels || ','," \
	" 'answer=' || c.code || ',')) - 1) & 1 END"
static const char sums[] =
	"WITH question (publication, place, subject, time, questions) AS MATERIALIZED"
	" (SELECT number, gemeente," SUBJECT_OF_QUESTION " AS code, counted, sum(questions) FROM publication"
	" JOIN closed_question ON counted BETWEEN first_month AND last_month GROUP BY number, gemeente, code, counted),"
	" leaf (publication, axis, member, leaf) AS MATERIALIZED"
	" (SELECT publication, axis, member, leaf FROM publication_leaf UNION ALL"
	" SELECT m.publication, m.axis, m.member, q.leaf FROM publication_member AS m JOIN"
	" (SELECT DISTINCT publication, 0 AS axis, place AS leaf FROM question UNION ALL"
	" SELECT DISTINCT publication, 1, subject FROM question UNION ALL"
	" SELECT DISTINCT publication, 2, time FROM question) AS q ON q.publication = m.publication AND q.axis = m.axis"
	" WHERE NOT EXISTS (SELECT 1 FROM publication_leaf AS l WHERE l.publication = m.publication AND"
	" l.axis = m.axis AND l.member = m.member)),"
	" found (publication, place, subject, time, questions) AS MATERIALIZED"
	" (SELECT q.publication, p.member, s.member, t.member, sum(q.questions) FROM question AS q"
	" JOIN leaf AS p ON p.publication = q.publication AND p.axis = 0 AND p.leaf = q.place"
	" JOIN leaf AS s ON s.publication = q.publication AND s.axis = 1 AND s.leaf = q.subject"
	" JOIN leaf AS t ON t.publication = q.publication AND t.axis = 2 AND t.leaf = q.time GROUP BY 1, 2, 3, 4)"
	" SELECT 'publication ' || publication || ': ' || count(*) || iif(count(*) = 1, ' cell is', ' cells are') ||"
	" ' not what the questions of its months add up to' FROM publication_cell AS c"
	" LEFT JOIN found AS f USING (publication, place, subject, time)"
	" WHERE c.count <> ifnull(f.questions, 0) GROUP BY publication";

static const struct rule {
	const char *sql;
	const char *advice;
} rules[] = {
	/* ---- the ledger */
	{ "SELECT 'publication: the numbers do not run from 1 without a gap' FROM"
	  " (SELECT max(number) AS last, count(*) AS found FROM publication) WHERE last <> found",
	  restore },
	{ "SELECT 'publication ' || number || ': expected members on three axes, numbered from 0' FROM publication AS p"
	  " WHERE (SELECT count(*) FROM (SELECT axis FROM publication_member WHERE publication = p.number"
	  " GROUP BY axis HAVING axis BETWEEN 0 AND 2 AND min(member) = 0 AND max(member) = count(*) - 1)) <> 3",
	  restore },
	{ "SELECT 'publication ' || publication || ': ' || count(*) || ' leaves of members that do not exist'"
	  " FROM publication_leaf AS l WHERE NOT EXISTS (SELECT 1 FROM publication_member AS m"
	  " WHERE m.publication = l.publication AND m.axis = l.axis AND m.member = l.member) GROUP BY publication",
	  restore },
	{ "SELECT 'publication ' || publication || ': ' || count(*) || ' leaves that are no gemeente, code or month'"
	  " FROM publication_leaf AS l JOIN publication ON number = publication WHERE CASE axis"
	  " WHEN 0 THEN leaf NOT IN (SELECT nis FROM gemeente)"
	  " WHEN 1 THEN leaf <> 0 AND leaf NOT IN (SELECT c.number FROM code AS c WHERE c.list = subject)"
	  " ELSE leaf NOT BETWEEN 0 AND 4095 END GROUP BY publication",
	  restore },
	{ "SELECT 'publication ' || publication || ': ' || count(*) || ' links of members that do not exist'"
	  " FROM publication_link AS l WHERE parent = child OR (SELECT count(*) FROM publication_member AS m"
	  " WHERE m.publication = l.publication AND m.axis = l.axis AND m.member IN (l.parent, l.child)) <> 2"
	  " GROUP BY publication",
	  restore },
	{ "SELECT 'publication ' || number || ': expected ' || expected || ' cells, found ' || found FROM"
	  " (SELECT number,"
	  " (SELECT count(*) FROM publication_member WHERE publication = number AND axis = 0) *"
	  " (SELECT count(*) FROM publication_member WHERE publication = number AND axis = 1) *"
	  " (SELECT count(*) FROM publication_member WHERE publication = number AND axis = 2) AS expected,"
	  " (SELECT count(*) FROM publication_cell WHERE publication = number) AS found FROM publication)"
	  " WHERE found <> expected",
	  restore },
	{ "SELECT 'publication ' || publication || ': ' || count(*) || ' cells of members that do not exist'"
	  " FROM publication_cell AS c WHERE"
	  " NOT EXISTS (SELECT 1 FROM publication_member AS m WHERE m.publication = c.publication AND axis = 0"
	  " AND member = place) OR"
	  " NOT EXISTS (SELECT 1 FROM publication_member AS m WHERE m.publication = c.publication AND axis = 1"
	  " AND member = subject) OR"
	  " NOT EXISTS (SELECT 1 FROM publication_member AS m WHERE m.publication = c.publication AND axis = 2"
	  " AND member = time) GROUP BY publication",
	  restore },
	/* To one who only reads, SQLite does not tell what the constraints of a table refuse. */
	{ "SELECT 'publication ' || publication || ': ' || count(*) || ' cells have no status, or no count'"
	  " FROM publication_cell WHERE status NOT BETWEEN 0 AND 5 OR count < 0 GROUP BY publication",
	  restore },
	/* ---- months that were closed */
	{ "SELECT count(*) || iif(count(*) = 1, ' month was', ' months were') || ' closed by a publication that does"
	  " not exist' FROM closed_month WHERE publication NOT IN (SELECT number FROM publication) HAVING count(*) > 0",
	  restore },
	{ "WITH RECURSIVE span (number, month, last) AS (SELECT number, first_month, last_month FROM publication"
	  " UNION ALL SELECT number, month + 1, last FROM span WHERE month < last AND month < 4096)"
	  " SELECT 'publication ' || number || ': ' || count(*) ||"
	  " iif(count(*) = 1, ' month of it is', ' months of it are') || ' not closed' FROM span"
	  " WHERE month NOT IN (SELECT month FROM closed_month) GROUP BY number",
	  restore },
	{ "SELECT 'closed_question: ' || count(*) || iif(count(*) = 1, ' row counts', ' rows count') ||"
	  " ' in a month that is not closed, before its own, or nothing' FROM closed_question"
	  " WHERE questions < 1 OR month > counted OR counted NOT IN (SELECT month FROM closed_month)"
	  " HAVING count(*) > 0",
	  restore },
	{ sums, restore },
	/* ---- months that were purged */
	{ "SELECT 'the setting ' || key || ' should be a month and is not' FROM setting"
	  " WHERE key IN ('purged', 'forgotten') AND date(value || '-01') IS NOT value || '-01'",
	  restore },
	{ "SELECT 'tally: ' || count(*) || iif(count(*) = 1, ' row is', ' rows are') || ' of a month that was not"
	  " purged, or of nothing' FROM tally WHERE questions < 1 OR"
	  " format('%04d-%02d', 1970 + month / 12, month % 12 + 1) >="
	  " ifnull((SELECT value FROM setting WHERE key = 'purged'), '') HAVING count(*) > 0",
	  restore },
};

/* Which columns hold codes of which list, 0 where they may be not recorded. */
static const struct hvk__coded coded[] = {
	{ "closed_question", "theme", "theme", true },
	{ "closed_question", "channel", "channel", true },
	{ "closed_question", "asker", "asker", true },
	{ "closed_question", "age", "age", true },
	{ "closed_question", "kind", "kind", true },
	{ "closed_question", "severity", "severity", true },
	{ "closed_question", "duration", "duration", true },
	{ "tally", "theme", "theme", false },
	{ "tally", "contact", "contact", false },
};

/* ---- settings */

static int check_settings(struct hvk__check *check)
{
	int result = HVK_OK;

	for (int i = 0; i < HVK_SETTINGS && result == HVK_OK; i++) {
		result = hvk__setting_verify(check->store, (enum hvk_setting)i);
		if (result == HVK_EINVAL)
			result = hvk__finding(check, "%s; set it anew with 'hvk-admin settings'",
			                      check->store->error.public.message);
	}
	return result;
}

/* Questions that should have been purged, by what the store says of itself. */
static int check_retention(struct hvk__check *check)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	unsigned long count;
	struct hvk__date date;
	char first[8];
	int result = hvk_store_first_kept(check->store, first);

	if (result < 0 || !hvk__date_parse(first, strlen(first), false, &date))
		return result;
	result = hvk__store_prepare(check->store, "SELECT count(*) FROM question WHERE id BETWEEN 0 AND ?", &statement);
	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, ((int64_t)hvk__month_number(date) << HVK__ID_BITS) - 1);
	result = hvk__store_step(check->store, statement);
	if (result != 1 || sqlite3_column_int64(statement, 0) == 0)
		return result < 0 ? result : HVK_OK;
	count = (unsigned long)sqlite3_column_int64(statement, 0);
	return hvk__finding(check,
	                    P_("%lu question of months before %s is kept for more than %s months; delete it with"
	                       " 'hvk-admin purge'",
	                       "%lu questions of months before %s are kept for more than %s months; delete them with"
	                       " 'hvk-admin purge'",
	                       count),
	                    count, first, hvk_setting_text(check->store, HVK_SETTING_RETENTION));
}

int hvk__check_publications(struct hvk__check *check)
{
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(rules); i++)
		result = hvk__check_query(check, rules[i].sql, rules[i].advice);
	if (result == HVK_OK)
		result = hvk__check_codes(check, coded, ARRAY_SIZE(coded), restore);
	if (result == HVK_OK)
		result = check_settings(check);
	return result == HVK_OK ? check_retention(check) : result;
}
