/* SPDX-License-Identifier: EUPL-1.2 */
/* What holds of sessions, meetings and who was there when they are saved: taken from the offer, filled in, refused. */
#include "record/agenda.h"

#include <stdio.h>
#include <string.h>

#include "core/macro.h"

static bool is_touched(const struct hvk__write *write, size_t column)
{
	return (write->record->touched & HVK__BIT(column)) != 0;
}

/* ---------------------------------------------------------------- from the offer */

static const struct taken {
	size_t session, offer;
} taken[] = {
	{ HVK__SESSION_PARTNER, HVK__OFFER_PARTNER },   { HVK__SESSION_FORM, HVK__OFFER_FORM },
	{ HVK__SESSION_THEME, HVK__OFFER_THEME },       { HVK__SESSION_PILLAR, HVK__OFFER_PILLAR },
	{ HVK__SESSION_AUDIENCE, HVK__OFFER_AUDIENCE }, { HVK__SESSION_TARGET, HVK__OFFER_TARGET },
	{ HVK__SESSION_LANGUAGE, HVK__OFFER_LANGUAGE }, { HVK__SESSION_AGE, HVK__OFFER_AGE },
	{ HVK__SESSION_COST, HVK__OFFER_COST },         { HVK__SESSION_CAPACITY, HVK__OFFER_CAPACITY },
	{ HVK__SESSION_WEBSITE, HVK__OFFER_WEBSITE },   { HVK__SESSION_GEMEENTE, HVK__OFFER_GEMEENTE },
};

uint32_t hvk__offer_columns(enum hvk_type type)
{
	uint32_t columns = 0;

	for (size_t i = 0; type == HVK_SESSION && i < ARRAY_SIZE(taken); i++)
		columns |= HVK__BIT(taken[i].session);
	return columns;
}

/* Of several gemeenten nobody can tell which. */
static bool is_one(const struct hvk_record *offer, size_t column)
{
	return column != HVK__OFFER_GEMEENTE || !strchr(offer->value[column], '+');
}

int hvk__offer_take(struct hvk_record *session, uint32_t columns)
{
	_cleanup_(hvk__record_freep) struct hvk_record *offer = NULL;
	const char *slug = session->value[HVK__SESSION_OFFER];
	int64_t id = 0;
	int result = slug ? hvk__record_lookup(session->store, HVK_OFFER, slug, &id) : 0;

	if (result <= 0)
		return result;
	result = hvk_record_new(session->store, HVK_OFFER, &offer);
	if (result == HVK_OK)
		result = hvk__record_read(offer, id);
	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(taken); i++) {
		const char *value = offer->value[taken[i].offer];

		if (columns & HVK__BIT(taken[i].session) && !session->value[taken[i].session] && value &&
		    is_one(offer, taken[i].offer))
			result = hvk__record_put(session, taken[i].session, value);
	}
	return result;
}

/* ---------------------------------------------------------------- planned, held, cancelled */

/* The code of a status; NULL: the list has none. */
static int find_status(struct hvk_store *store, const char *origin, const char **code)
{
	const struct hvk_code *status;
	int result = hvk__store_code_made_as(store, "session_status", origin, &status);

	*code = status ? status->code : NULL;
	return result;
}

static bool is_same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* Whether a record has a status; of what the list does not have no. */
static int has_status(const struct hvk_record *record, size_t column, const char *origin, bool *has)
{
	const char *code;
	int result = find_status(record->store, origin, &code);

	*has = result == HVK_OK && is_same(record->value[column], code);
	return result;
}

static int put_status(struct hvk_record *record, size_t column, const char *origin)
{
	const char *code;
	int result = find_status(record->store, origin, &code);

	return result == HVK_OK && code ? hvk__record_put(record, column, code) : result;
}

/* What was counted was held. */
static int complete_counted(const struct hvk__write *write)
{
	struct hvk_record *session = write->record;
	bool planned;
	int result = has_status(session, HVK__SESSION_STATUS, "gepland", &planned);

	if (result < 0 || !session->value[HVK__SESSION_PARTICIPANTS] || !planned)
		return result;
	if (!write->new && is_touched(write, HVK__SESSION_STATUS) && !is_touched(write, HVK__SESSION_PARTICIPANTS))
		return hvk__write_refuse(write, HVK__SESSION_STATUS,
		                         "it was held, since %s took part; empty participants",
		                         session->value[HVK__SESSION_PARTICIPANTS]);
	return put_status(session, HVK__SESSION_STATUS, "gehouden");
}

/* How many were new, and whence they came, is known only with how many came. */
static int complete_counts(const struct hvk__write *write)
{
	static const size_t parts[] = { HVK__SESSION_NEW, HVK__SESSION_ORIGIN };
	struct hvk_record *session = write->record;
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(parts); i++) {
		const char *value = session->value[parts[i]];

		if (session->value[HVK__SESSION_PARTICIPANTS] || !value)
			continue;
		if (strcmp(value, "0") != 0 && !is_same(value, write->before->value[parts[i]]))
			return hvk__write_refuse(write, parts[i],
			                         "expected participants too: how many took part in all");
		result = hvk__record_put(session, parts[i], NULL);
	}
	return result;
}

/* Planned unless said otherwise. Why it was cancelled is known only of what is. */
static int complete_status(const struct hvk__write *write, size_t status, size_t reason)
{
	struct hvk_record *record = write->record;
	bool cancelled = false;
	int result = record->value[status] ? HVK_OK : put_status(record, status, "gepland");

	if (result == HVK_OK && record->type == HVK_SESSION)
		result = complete_counted(write);
	if (result == HVK_OK)
		result = has_status(record, status, "geannuleerd", &cancelled);
	if (result < 0 || cancelled || !record->value[reason])
		return result;
	if (is_touched(write, reason) && !is_same(record->value[reason], write->before->value[reason]))
		return hvk__write_refuse(write, reason, "expected nothing, since it is not cancelled");
	return hvk__record_put(record, reason, NULL);
}

/* ---------------------------------------------------------------- filling in */

/* Who holds it does not hold it together with itself. */
static int complete_partners(struct hvk_record *session)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer others = { 0 };
	const char *partner = session->value[HVK__SESSION_PARTNER];
	bool added = true;

	for (struct hvk__value_at at = { .next = session->value[HVK__SESSION_CO_PARTNER] };
	     added && hvk__value_next(&at);) {
		if (partner && strlen(partner) == at.length && memcmp(partner, at.data, at.length) == 0)
			continue;
		added = (others.length == 0 || hvk__buffer_add_text(&others, "+")) &&
		        hvk__buffer_add(&others, at.data, at.length);
	}
	return added ? hvk__record_put(session, HVK__SESSION_CO_PARTNER, others.data) :
	               hvk__fail_memory(&session->store->error);
}

_Static_assert(HVK__SESSION_COLUMNS < HVK__RECORD_COLUMNS_MAX, "setting all columns is not taking over");

static int complete_session(const struct hvk__write *write)
{
	struct hvk_record *session = write->record;
	/* What comes from another store comes as it is there. */
	bool whole = session->touched == HVK__TOUCHED_WHOLE;
	int result = write->new && !whole ? hvk__offer_take(session, hvk__offer_columns(HVK_SESSION)) : HVK_OK;

	if (result >= 0)
		result = complete_partners(session);
	if (result == HVK_OK)
		result = complete_counts(write);
	return result == HVK_OK ? complete_status(write, HVK__SESSION_STATUS, HVK__SESSION_REASON) : result;
}

/* One came, unless it is said how many; who is excused did not. What is said last holds. */
static int complete_attendance(const struct hvk__write *write)
{
	struct hvk_record *record = write->record;
	const char *people = record->value[HVK__ATTENDANCE_PEOPLE];
	bool excused = is_same(record->value[HVK__ATTENDANCE_EXCUSED], "yes");
	bool said = is_touched(write, HVK__ATTENDANCE_PEOPLE) && people;

	if (!people || (!said && is_same(people, "0") && is_touched(write, HVK__ATTENDANCE_EXCUSED)))
		return hvk__record_put(record, HVK__ATTENDANCE_PEOPLE, excused ? "0" : "1");
	if (!excused || strcmp(people, "0") == 0)
		return HVK_OK;
	if (!said)
		return hvk__record_put(record, HVK__ATTENDANCE_PEOPLE, "0");
	if (!is_touched(write, HVK__ATTENDANCE_EXCUSED))
		return hvk__record_put(record, HVK__ATTENDANCE_EXCUSED, "no");
	return hvk__write_refuse(write, HVK__ATTENDANCE_EXCUSED, "expected no, since people of it came: %s", people);
}

int hvk__agenda_complete(const struct hvk__write *write)
{
	switch (write->record->type) {
	case HVK_SESSION:
		return complete_session(write);
	case HVK_MEETING:
		return complete_status(write, HVK__MEETING_STATUS, HVK__MEETING_REASON);
	case HVK_ATTENDANCE:
		return complete_attendance(write);
	default:
		return HVK_OK;
	}
}

/* ---------------------------------------------------------------- what must hold */

static int check_times(const struct hvk__write *write, size_t start, size_t end)
{
	const char *from = write->record->value[start], *to = write->record->value[end];

	if (!from || !to || strcmp(from, to) < 0)
		return HVK_OK;
	return hvk__write_refuse(write, end, "expected a time after %s, when it begins, found '%s'", from, to);
}

/* Nobody took part in what was cancelled. */
static int check_cancelled(const struct hvk__write *write)
{
	static const size_t counts[] = { HVK__SESSION_PARTICIPANTS, HVK__SESSION_NEW, HVK__SESSION_ORIGIN };
	char *const *value = write->record->value;
	bool cancelled;
	int result = has_status(write->record, HVK__SESSION_STATUS, "geannuleerd", &cancelled);

	for (size_t i = 0; result == HVK_OK && cancelled && i < ARRAY_SIZE(counts); i++)
		if (value[counts[i]] && strcmp(value[counts[i]], "0") != 0)
			result = hvk__write_refuse(write, counts[i],
			                           "nobody took part in what was cancelled, found %s; set its "
			                           "status first if it took place after all", value[counts[i]]);
	return result;
}

static int check_counts(const struct hvk__write *write)
{
	const struct hvk_record *session = write->record;
	const char *participants = session->value[HVK__SESSION_PARTICIPANTS], *new = session->value[HVK__SESSION_NEW];
	const char *origin = session->value[HVK__SESSION_ORIGIN];
	int64_t most = participants ? strtoll(participants, NULL, 10) : INT64_MAX;
	int64_t from = origin ? hvk__counts_total(origin) : 0;

	if (new && strtoll(new, NULL, 10) > most)
		return hvk__write_refuse(write, HVK__SESSION_NEW, "expected at most the %s who took part, found %s",
		                         participants, new);
	if (from > most)
		return hvk__write_refuse(write, HVK__SESSION_ORIGIN,
		                         "expected at most the %s who took part in all, found %lld", participants,
		                         (long long)from);
	return HVK_OK;
}

static int check_session(const struct hvk__write *write)
{
	int result = check_times(write, HVK__SESSION_START, HVK__SESSION_END);

	if (result == HVK_OK)
		result = check_cancelled(write);
	return result == HVK_OK ? check_counts(write) : result;
}

/* What people came to was not cancelled. */
static int check_came(const struct hvk__write *write)
{
	static const char text[] = "SELECT sum(people) FROM attendance WHERE meeting = ?";
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	bool cancelled;
	int result = has_status(write->record, HVK__MEETING_STATUS, "geannuleerd", &cancelled);

	if (result < 0 || write->new || !cancelled)
		return result;
	result = hvk__store_prepare(write->record->store, text, &query);
	if (result < 0)
		return result;
	sqlite3_bind_int64(query, 1, write->record->id);
	result = hvk__store_step(write->record->store, query);
	if (result != 1 || sqlite3_column_int64(query, 0) == 0)
		return result < 0 ? result : HVK_OK;
	return hvk__write_refuse(write, HVK__MEETING_STATUS, "people came to it: %lld; remove their attendance first",
	                         sqlite3_column_int64(query, 0));
}

static int check_meeting(const struct hvk__write *write)
{
	int result = check_times(write, HVK__MEETING_START, HVK__MEETING_END);

	return result == HVK_OK ? check_came(write) : result;
}

/* Each partner once; and nobody was at what did not take place. */
static int check_attendance(const struct hvk__write *write)
{
	static const char text[] =
		"SELECT (SELECT a.slug FROM attendance AS a WHERE a.meeting = m.id AND a.id <> ?3"
		" AND a.partner = (SELECT id FROM partner WHERE slug = ?2)),"
		" m.status IN (SELECT number FROM code WHERE list = 'session_status' AND origin = 'geannuleerd')"
		" FROM meeting AS m WHERE m.slug = ?1";
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	const struct hvk_record *record = write->record;
	const char *people = record->value[HVK__ATTENDANCE_PEOPLE], *other;
	int result = hvk__store_prepare(record->store, text, &query);

	if (result < 0)
		return result;
	sqlite3_bind_text(query, 1, record->value[HVK__ATTENDANCE_MEETING], -1, SQLITE_STATIC);
	sqlite3_bind_text(query, 2, record->value[HVK__ATTENDANCE_PARTNER], -1, SQLITE_STATIC);
	sqlite3_bind_int64(query, 3, record->id);
	result = hvk__store_step(record->store, query);
	if (result != 1)
		return result;
	other = (const char *)sqlite3_column_text(query, 0);
	if (other)
		return hvk__write_refuse(write, HVK__ATTENDANCE_PARTNER, "it is known already whether it came: '%s'",
		                         other);
	if (sqlite3_column_int(query, 1) && strcmp(people, "0") != 0)
		return hvk__write_refuse(write, HVK__ATTENDANCE_MEETING, "nobody came to what was cancelled, found %s",
		                         people);
	return HVK_OK;
}

int hvk__agenda_check(const struct hvk__write *write)
{
	switch (write->record->type) {
	case HVK_SESSION:
		return check_session(write);
	case HVK_MEETING:
		return check_meeting(write);
	case HVK_ATTENDANCE:
		return check_attendance(write);
	default:
		return HVK_OK;
	}
}

/* ---------------------------------------------------------------- what follows */

/* A planned meeting whose day has come: its id and status; 1, 0, negative. */
static int find_planned(const struct hvk_record *attendance, int64_t *meeting)
{
	static const char text[] =
		"SELECT id FROM meeting WHERE slug = ?1 AND date <= ?2 AND status IN"
		" (SELECT number FROM code WHERE list = 'session_status' AND origin = 'gepland')";
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	char today[11];
	int result = hvk__store_prepare(attendance->store, text, &query);

	if (result < 0)
		return result;
	hvk__date_format(hvk__store_today(attendance->store), today);
	sqlite3_bind_text(query, 1, attendance->value[HVK__ATTENDANCE_MEETING], -1, SQLITE_STATIC);
	sqlite3_bind_text(query, 2, today, -1, SQLITE_STATIC);
	result = hvk__store_step(attendance->store, query);
	if (result == 1)
		*meeting = sqlite3_column_int64(query, 0);
	return result;
}

int hvk__agenda_follow(struct hvk__change *change, const struct hvk_record *record)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *update = NULL;
	const char *planned, *held = NULL;
	int64_t meeting;
	int result;

	if (record->type != HVK_ATTENDANCE || strcmp(record->value[HVK__ATTENDANCE_PEOPLE], "0") == 0)
		return HVK_OK;
	result = find_planned(record, &meeting);
	if (result != 1)
		return result;
	result = find_status(change->store, "gepland", &planned);
	if (result == HVK_OK)
		result = find_status(change->store, "gehouden", &held);
	if (result < 0 || !planned || !held)
		return result;
	result = hvk__store_prepare(change->store,
	                            "UPDATE meeting SET status = (SELECT number FROM code"
	                            " WHERE list = 'session_status' AND origin = 'gehouden') WHERE id = ?", &update);
	if (result < 0)
		return result;
	sqlite3_bind_int64(update, 1, meeting);
	result = hvk__store_run(change->store, update);
	if (result == HVK_OK)
		result = hvk__row_raise(change->store, HVK_MEETING, meeting);
	if (result == HVK_OK)
		result = hvk__journal_record(change, HVK_MEETING, meeting, HVK__CHANGED);
	return result == HVK_OK ? hvk__journal_value(change, HVK_MEETING, meeting, HVK__MEETING_STATUS, planned, held) :
	                          result;
}
