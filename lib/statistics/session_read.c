/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading sessions: their rows in the order of ids, then, beside them in that same order, what they are. */
#include <string.h>

#include "core/macro.h"
#include "statistics/sessions.h"
#include "store/store.h"

/* Owners and their values, in the order of owners; where values are texts, all of them with their labels in order. */
static const struct {
	const char *values, *names;
} reads[HVK__OF_SESSIONS] = {
	[HVK__OF_THEME] = { .values = "SELECT session, theme FROM session_theme ORDER BY session, theme" },
	[HVK__OF_PILLAR] = { .values = "SELECT session, pillar FROM session_pillar ORDER BY session, pillar" },
	[HVK__OF_AUDIENCE] = { .values = "SELECT session, audience FROM session_audience ORDER BY session, audience" },
	[HVK__OF_TARGET] = { .values = "SELECT session, target FROM session_target ORDER BY session, target" },
	[HVK__OF_FORM] = { .values = "SELECT id, form FROM session WHERE form IS NOT NULL ORDER BY id" },
	[HVK__OF_PARTNER] = {
		"SELECT session.id, partner.slug FROM session JOIN partner ON partner.id = session.partner"
		" UNION SELECT session, partner.slug FROM session_co_partner JOIN partner ON partner.id = co_partner"
		" ORDER BY 1, 2", "SELECT slug, name FROM partner ORDER BY slug"
	},
	[HVK__OF_PROGRAMME] = {
		"SELECT id, programme FROM session WHERE programme IS NOT NULL ORDER BY id",
		"SELECT DISTINCT programme, programme FROM session WHERE programme IS NOT NULL ORDER BY programme"
	},
	[HVK__OF_SERIES] = {
		"SELECT id, series FROM session WHERE series IS NOT NULL ORDER BY id",
		"SELECT DISTINCT series, series FROM session WHERE series IS NOT NULL ORDER BY series"
	}
};

static bool add_number(struct hvk__sessions *sessions, struct hvk__session_numbers *of, uint32_t number,
                       int64_t people)
{
	size_t count = sessions->number_count;

	if (!hvk__reserve(&sessions->numbers, &sessions->number_capacity, count + 1, sizeof(*sessions->numbers)) ||
	    !hvk__reserve(&sessions->people, &sessions->people_capacity, count + 1, sizeof(*sessions->people)))
		return false;
	if (of->count == 0)
		of->first = count;
	of->count++;
	sessions->numbers[count] = number;
	sessions->people[count] = people;
	sessions->number_count++;
	return true;
}

/* ---- rows */

/* The version of a gemeente in a month, as questions have it; 0: none. */
static uint32_t place_of(int64_t nis, int month)
{
	uint16_t index = HVK__GEMEENTE_NONE;

	if (nis > 0 && nis <= UINT32_MAX)
		index = hvk__gemeente_by_nis((uint32_t)nis, hvk__month_first_day(month));
	return index == HVK__GEMEENTE_NONE ? 0 : index + 1u;
}

/* '31005=9+31040=5' */
static bool add_origins(struct hvk__sessions *sessions, struct hvk__session *session, const char *text)
{
	while (text && *text) {
		char *end;
		int64_t nis = strtoll(text, &end, 10), people = *end == '=' ? strtoll(end + 1, &end, 10) : 0;
		uint32_t place = place_of(nis, session->month);

		if (people > 0 && place && !add_number(sessions, &session->of[HVK__OF_ORIGIN], place, people))
			return false;
		text = *end == '+' ? end + 1 : NULL;
	}
	return true;
}

static int64_t number_at(sqlite3_stmt *row, int column)
{
	return sqlite3_column_type(row, column) == SQLITE_NULL ? -1 : sqlite3_column_int64(row, column);
}

static int add_session(struct hvk__sessions *sessions, sqlite3_stmt *row, unsigned needed)
{
	const char *text = (const char *)sqlite3_column_text(row, 1);
	struct hvk__session *session;
	struct hvk__date date;
	uint32_t place;

	if (!text)
		return HVK_ENOMEM;
	if (!hvk__date_parse(text, strlen(text), true, &date))
		return HVK_OK;
	if (!hvk__reserve(&sessions->items, &sessions->capacity, sessions->count + 1, sizeof(*sessions->items)))
		return HVK_ENOMEM;
	session = &sessions->items[sessions->count];
	*session = (struct hvk__session){
		.id = sqlite3_column_int64(row, 0), .month = hvk__month_number(date),
		.status = (uint16_t)sqlite3_column_int(row, 2), .capacity = number_at(row, 4),
		.participants = number_at(row, 5), .new = number_at(row, 6)
	};
	place = place_of(sqlite3_column_int64(row, 3), session->month);
	if (!add_number(sessions, &session->of[HVK__OF_MONTH], (uint32_t)session->month, 0) ||
	    (place && !add_number(sessions, &session->of[HVK__OF_GEMEENTE], place, 0)) ||
	    (needed & (1u << HVK__OF_ORIGIN) &&
	     !add_origins(sessions, session, (const char *)sqlite3_column_text(row, 7))))
		return HVK_ENOMEM;
	sessions->count++;
	return HVK_OK;
}

static int read_rows(struct hvk_store *store, const struct hvk__span_of_months *months, unsigned needed,
                     struct hvk__sessions *sessions)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	char first[11], last[11];
	int result = hvk__store_prepare(store, "SELECT id, date, status, gemeente, capacity, participants, new, origin"
	                                " FROM session WHERE date BETWEEN ?1 AND ?2 ORDER BY id", &statement);

	if (result < 0)
		return result;
	hvk__date_format(hvk__month_first_day(months->first), first);
	hvk__date_format(hvk__month_last_day(months->last), last);
	if (sqlite3_bind_text(statement, 1, first, -1, SQLITE_STATIC) != SQLITE_OK ||
	    sqlite3_bind_text(statement, 2, last, -1, SQLITE_STATIC) != SQLITE_OK)
		return HVK_ENOMEM;
	while ((result = hvk__store_step(store, statement)) == 1) {
		result = add_session(sessions, statement, needed);
		if (result < 0)
			return result;
	}
	return result;
}

/* ---- what they are */

static int read_names(struct hvk_store *store, const char *sql, struct hvk__sessions *sessions,
                      struct hvk__session_names *names)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store, sql, &statement);

	if (result < 0)
		return result;
	while ((result = hvk__store_step(store, statement)) == 1) {
		const char *key = (const char *)sqlite3_column_text(statement, 0);
		const char *label = (const char *)sqlite3_column_text(statement, 1);
		size_t n = names->count;

		if (!key || !label ||
		    !hvk__reserve(&names->keys, &names->key_capacity, n + 1, sizeof(*names->keys)) ||
		    !hvk__reserve(&names->labels, &names->label_capacity, n + 1, sizeof(*names->labels)))
			return HVK_ENOMEM;
		names->keys[n] = hvk__pool_add(&sessions->pool, key, strlen(key));
		names->labels[n] = hvk__pool_add(&sessions->pool, label, strlen(label));
		if (!names->keys[n] || !names->labels[n] ||
		    !hvk__index_add(&names->index, key, strlen(key), (int64_t)n + 1))
			return HVK_ENOMEM;
		names->count++;
	}
	return result;
}

/* The number of the value in the second column; 0: none. */
static uint32_t value_at(sqlite3_stmt *row, const struct hvk__session_names *names)
{
	const char *text;
	int64_t number = 0;
	size_t at = 0;

	if (sqlite3_column_type(row, 1) == SQLITE_INTEGER)
		return (uint32_t)sqlite3_column_int(row, 1);
	text = (const char *)sqlite3_column_text(row, 1);
	if (!text || !hvk__index_next(&names->index, text, strlen(text), &at, &number))
		return 0;
	return (uint32_t)number;
}

static int read_values(struct hvk_store *store, enum hvk__of_session of, struct hvk__sessions *sessions)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	size_t at = 0;
	int result = HVK_OK;

	if (reads[of].names)
		result = read_names(store, reads[of].names, sessions, &sessions->names[of]);
	if (result == HVK_OK)
		result = hvk__store_prepare(store, reads[of].values, &statement);
	if (result < 0)
		return result;
	while ((result = hvk__store_step(store, statement)) == 1) {
		int64_t id = sqlite3_column_int64(statement, 0);
		uint32_t number = value_at(statement, &sessions->names[of]);

		while (at < sessions->count && sessions->items[at].id < id)
			at++;
		if (number && at < sessions->count && sessions->items[at].id == id &&
		    !add_number(sessions, &sessions->items[at].of[of], number, 0))
			return HVK_ENOMEM;
	}
	return result;
}

/* ---- all of it */

static int find_statuses(struct hvk_store *store, struct hvk__sessions *sessions)
{
	const struct hvk__list *list;
	struct hvk__codes *codes;
	int result = hvk__store_codes(store, &codes);

	if (result < 0)
		return result;
	list = hvk__codes_list(codes, "session_status");
	if (!list)
		return hvk__fail(&store->error, HVK_EBUG, "there is no list '%s'", "session_status");
	sessions->held = hvk__code_made_as(list, "gehouden");
	sessions->planned = hvk__code_made_as(list, "gepland");
	sessions->cancelled = hvk__code_made_as(list, "geannuleerd");
	return HVK_OK;
}

int hvk__sessions_read(struct hvk_store *store, const struct hvk__span_of_months *months, unsigned needed,
                       struct hvk__sessions *sessions)
{
	int result = find_statuses(store, sessions);

	if (result == HVK_OK && months->first <= months->last)
		result = read_rows(store, months, needed, sessions);
	for (size_t of = 0; of < HVK__OF_SESSIONS && result == HVK_OK; of++)
		if (needed & (1u << of) && reads[of].values)
			result = read_values(store, (enum hvk__of_session)of, sessions);
	return result;
}

void hvk__sessions_free(struct hvk__sessions *sessions)
{
	for (size_t of = 0; of < HVK__OF_SESSIONS; of++) {
		free(sessions->names[of].keys);
		free(sessions->names[of].labels);
		hvk__index_free(&sessions->names[of].index);
	}
	free(sessions->items);
	free(sessions->numbers);
	free(sessions->people);
	hvk__pool_free(&sessions->pool);
}
