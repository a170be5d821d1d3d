/* SPDX-License-Identifier: EUPL-1.2 */
/* Examining the registry: what its tables cannot ask for themselves. Columns with the same fault are told together. */
#include <stdio.h>

#include "core/macro.h"
#include "store/check.h"

/* Which columns hold codes of which list. A table of several values names its rows by its owner. */
static const struct hvk__coded coded[] = {
	{ "partner", "type", "partner_type", false },
	{ "partner", "stage", "stage", false },
	{ "person_theme", "theme", "theme", false },
	{ "offer", "form", "form", false },
	{ "offer", "level", "level", false },
	{ "offer_pillar", "pillar", "pillar", false },
	{ "offer_theme", "theme", "theme", false },
	{ "offer_audience", "audience", "audience", false },
	{ "offer_target", "target", "target", false },
	{ "offer_language", "language", "language", false },
	{ "agreement", "type", "agreement_type", false },
	{ "house", "presence", "presence", false },
	{ "membership", "role", "role", false },
	{ "referral", "direction", "direction", false },
	{ "referral", "theme", "theme", false },
	{ "referral", "age", "age", false },
	{ "referral", "desk", "desk", false },
	{ "referral", "status", "referral_status", false },
	{ "referral_step", "status", "referral_status", false },
	{ "session", "form", "form", false },
	{ "session_theme", "theme", "theme", false },
	{ "session_pillar", "pillar", "pillar", false },
	{ "session_audience", "audience", "audience", false },
	{ "session_target", "target", "target", false },
	{ "session_language", "language", "language", false },
	{ "session", "status", "session_status", false },
	{ "meeting", "type", "event_type", false },
	{ "meeting", "status", "session_status", false },
	{ "milestone", "phase", "phase", false },
	{ "gap", "theme", "theme", false },
	{ "gap", "reason", "gap_reason", false },
	{ "delivery", "desk", "desk", false },
};

static const struct placed {
	const char *table, *column;
} placed[] = {
	{ "partner_gemeente", "gemeente" }, { "person_gemeente", "gemeente" }, { "offer_gemeente", "gemeente" },
	{ "agreement", "gemeente" }, { "agreement", "house" }, { "house", "gemeente" }, { "membership", "house" },
	{ "referral", "gemeente" }, { "gap", "gemeente" },
	{ "session", "gemeente" }, { "meeting", "gemeente" }, { "meeting", "house" }, { "milestone", "house" },
	{ "closed_question", "gemeente" }, { "tally", "gemeente" },
};

static const char anew[] = "set it anew, or restore a backup";

static int check_gemeenten(struct hvk__check *check)
{
	char sql[512];
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(placed); i++) {
		const struct placed *of = &placed[i];

		snprintf(sql, sizeof(sql),
		         "SELECT '%s: ' || count(*) || iif(count(*) = 1, ' row has', ' rows have') || ' %s ' || %s ||"
		         " ', which does not exist' FROM %s WHERE %s IS NOT NULL"
		         " AND %s NOT IN (SELECT nis FROM gemeente) GROUP BY %s",
		         of->table, of->column, of->column, of->table, of->column, of->column, of->column);
		result = hvk__check_query(check, sql, anew);
	}
	return result;
}

static const struct rule {
	const char *sql;
	const char *advice;
} rules[] = {
	{ "SELECT 'gap: ' || count(*) || ' counts have age ' || age || ', which does not exist' FROM gap"
	  " WHERE age <> 0 AND age NOT IN (SELECT number FROM code WHERE list = 'age') GROUP BY age",
	  "restore a backup" },
	{ "SELECT 'partner ' || p.slug || ': is a former slug of ' || o.slug || ' too' FROM partner AS p"
	  " JOIN partner_former_slug AS f ON f.former_slug = p.slug JOIN partner AS o ON o.id = f.partner",
	  "empty former_slug of the latter" },
	{ "SELECT 'partner ' || slug || ': its words cannot be searched' FROM partner"
	  " WHERE id NOT IN (SELECT rowid FROM partner_words)",
	  "change its name, and back" },
	{ "SELECT 'offer ' || slug || ': its words cannot be searched' FROM offer"
	  " WHERE id NOT IN (SELECT rowid FROM offer_words)",
	  "change its name, and back" },
	{ "SELECT 'there are words of ' || count(*) || ' partners that do not exist' FROM partner_words"
	  " WHERE rowid NOT IN (SELECT id FROM partner) HAVING count(*) > 0",
	  "restore a backup" },
	{ "SELECT 'there are words of ' || count(*) || ' offers that do not exist' FROM offer_words"
	  " WHERE rowid NOT IN (SELECT id FROM offer) HAVING count(*) > 0",
	  "restore a backup" },
	{ "SELECT count(*) || iif(count(*) = 1, ' referral is', ' referrals are') || ' not where the trail ends'"
	  " FROM referral AS r WHERE NOT EXISTS (SELECT 1 FROM referral_step AS s WHERE s.referral = r.id"
	  " AND s.status = r.status AND s.made_on = r.status_on"
	  " AND s.step = (SELECT max(step) FROM referral_step WHERE referral = r.id)) HAVING count(*) > 0",
	  "note its status anew" },
	{ "SELECT 'session ' || slug || ': has more new participants than participants' FROM session"
	  " WHERE new > participants", "count it anew" },
	{ "SELECT 'session ' || slug || ': was cancelled and has participants' FROM session WHERE participants > 0"
	  " AND status IN (SELECT number FROM code WHERE list = 'session_status' AND origin = 'geannuleerd')",
	  "count it anew, or set its status" },
	{ "SELECT 'session ' || slug || ': tells who was new or whence they came, not how many' FROM session"
	  " WHERE participants IS NULL AND (new IS NOT NULL OR origin IS NOT NULL)",
	  "count it anew" },
	{ "SELECT 'meeting ' || slug || ': was cancelled and people came' FROM meeting WHERE status IN"
	  " (SELECT number FROM code WHERE list = 'session_status' AND origin = 'geannuleerd')"
	  " AND id IN (SELECT meeting FROM attendance WHERE people > 0)",
	  "set its status, or remove their attendance" },
	{ "SELECT 'attendance ' || slug || ': is excused and has people' FROM attendance WHERE excused AND people > 0",
	  "set it anew" },
	{ "SELECT count(*) || iif(count(*) = 1, ' referral has', ' referrals have') || ' an id of another month'"
	  " FROM referral WHERE format('%04d-%02d', 1970 + (id >> 51) / 12, (id >> 51) % 12 + 1) <> month"
	  " HAVING count(*) > 0",
	  "restore a backup" },
};

int hvk__check_registry(struct hvk__check *check)
{
	int result = hvk__check_codes(check, coded, ARRAY_SIZE(coded), anew);

	if (result == HVK_OK)
		result = check_gemeenten(check);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(rules); i++)
		result = hvk__check_query(check, rules[i].sql, rules[i].advice);
	return result;
}
