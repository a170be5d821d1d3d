/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications: from options to a table that is protected. All that is read for it is of one moment. */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "statistics/publication.h"

/* Whether it is a publication to come, of months that are over. */
static int check(const struct hvk_publication *p)
{
	struct hvk__error *error = &p->store->error;
	struct hvk__date today = hvk__date_from_days(hvk__store_today(p->store));
	char period[HVK__PERIOD_TEXT], month[8];

	if (p->cells)
		return hvk__fail(error, HVK_EINVAL, "the publication was protected before");
	if (p->first < 0)
		return hvk__fail(error, HVK_EINVAL, "period: a publication needs one, such as 2026-10");
	if (p->last < hvk__month_number(today))
		return HVK_OK;
	hvk__publication_period(p->first, p->last, period);
	hvk__month_format(p->first > hvk__month_number(today) ? p->first : hvk__month_number(today), month);
	if (p->first == p->last)
		return hvk__fail(error, HVK_EINVAL, "period: %s is not over; publish months that are", period);
	return hvk__fail(error, HVK_EINVAL, "period: %s holds %s, which is not over; publish months that are", period,
	                 month);
}

bool hvk__publication_is_same(const struct hvk_publication *one, const struct hvk_publication *other)
{
	return one->first == other->first && one->last == other->last && strcmp(one->levels, other->levels) == 0 &&
	       strcmp(one->region, other->region) == 0 && strcmp(one->gemeenten, other->gemeenten) == 0;
}

/* Whether they go together: none the same as another, and one rule for all. */
static int check_together(struct hvk_publication *const publications[], size_t count)
{
	struct hvk__error *error = &publications[0]->store->error;

	for (size_t i = 0; i < count; i++) {
		for (size_t n = 0; n < i; n++) {
			const struct hvk_publication *one = publications[n], *other = publications[i];

			if (one == other || hvk__publication_is_same(one, other))
				return hvk__fail(error, HVK_EINVAL,
				                 "publications %zu and %zu ask for the same; leave one out", n + 1,
				                 i + 1);
			if (one->opened || other->opened)
				continue;
			if (one->min_cell != other->min_cell)
				return hvk__fail(error, HVK_EINVAL,
				                 "min-cell: publications that are protected together have one, found "
				                 "%lld and %lld", (long long)one->min_cell, (long long)other->min_cell);
			if (one->zeros != other->zeros)
				return hvk__fail(error, HVK_EINVAL,
				                 "zeros: publications that are protected together have one rule, found "
				                 "both camouflage and protect");
		}
	}
	return HVK_OK;
}

/* Reads one from the ledger into a handle that asked for it. */
static int load(struct hvk_publication *p, uint64_t number)
{
	struct hvk_publication *found, asked;
	int result = hvk_publication_new(p->store, &found);

	if (result == HVK_OK)
		result = hvk__publication_load(p->store, number, found);
	if (result == HVK_OK) {
		asked = *p;
		*p = *found;
		*found = asked;
		p->asked_min_cell = asked.asked_min_cell;
		p->asked_zeros = asked.asked_zeros;
	}
	hvk_publication_free(found);
	return result;
}

/* Reads it, or settles what is to be new. */
static int resolve(struct hvk_publication *p)
{
	uint64_t number;
	int result = hvk__publication_settle_gemeenten(p);

	if (result == HVK_OK)
		result = hvk__publication_same(p, &number);
	if (result == HVK_OK && number > 0)
		return load(p, number);
	if (result == HVK_OK)
		result = hvk__publication_settle_rules(p);
	return result == HVK_OK ? hvk__publication_make_axes(p) : result;
}

/* The questions of the months that are to be published. */
static int read_questions(struct hvk_publication *const fresh[], size_t count, struct hvk__closing *closing)
{
	_cleanup_free_ bool *wanted = calloc(HVK__MONTH_MAX + 1, sizeof(*wanted));
	int first = HVK__MONTH_MAX, last = 0;

	if (!wanted)
		return hvk__fail_memory(&fresh[0]->store->error);
	for (size_t i = 0; i < count; i++) {
		first = fresh[i]->first < first ? fresh[i]->first : first;
		last = fresh[i]->last > last ? fresh[i]->last : last;
		for (int month = fresh[i]->first; month <= fresh[i]->last; month++)
			wanted[month] = true;
	}
	return hvk__closing_read(fresh[0]->store, first, last, wanted + first, closing);
}

/* Purging leaves of a month no list that was not published yet: all would read as not recorded, or without the answer. */
static int check_left(const struct hvk_publication *p, const struct hvk__closing *closing)
{
	bool lost[HVK__MONTH_MAX + 1] = { false };
	char name[8];
	int purged, result = hvk__store_purged(p->store, &purged);

	if (result < 0 || p->list == HVK__CLOSED_THEME)
		return result;
	for (size_t i = 0; i < closing->count; i++)
		lost[closing->rows[i].counted] = true;
	for (size_t i = 0; i < closing->count; i++)
		if (closing->rows[i].codes[p->list] != 0 ||
		    (p->list == HVK__CLOSED_ANSWER && closing->rows[i].answers != 0))
			lost[closing->rows[i].counted] = false;
	for (int month = p->first; month <= p->last && month < purged; month++) {
		hvk__month_format(month, name);
		if (lost[month])
			return hvk__fail(&p->store->error, HVK_EINVAL,
			                 "the questions of %s were purged: nothing is left to count by %s", name,
			                 p->subject);
	}
	return HVK_OK;
}

/* What is said of months in which nothing was collected must not follow from what is there, nor go against it. */
static int check_beginning(struct hvk_store *store, const struct hvk__closing *closing)
{
	char name[8], since[8];

	if (closing->count == 0 || closing->rows[0].counted >= closing->first_collected)
		return HVK_OK;
	hvk__month_format(closing->rows[0].counted, name);
	hvk__month_format(closing->first_collected, since);
	return hvk__fail(&store->error, HVK_EINPUT,
	                 "there are questions of %s, but registration began in %s by the setting collected-since;"
	                 " set an earlier month with 'hvk-admin settings', or leave these months out", name, since);
}

/* ---------------------------------------------------------------- the rules of a store */

static int digest_rows(struct hvk_store *store, const char *query, XXH3_state_t *state)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = hvk__store_prepare(store, query, &row);

	while (result >= 0 && (result = hvk__store_step(store, row)) == 1) {
		for (int i = 0; i < sqlite3_column_count(row); i++) {
			const char *text = (const char *)sqlite3_column_text(row, i);

			/* Text has no such byte, nor the NUL that ends it. */
			XXH3_128bits_update(state, text ? text : "\xff", text ? strlen(text) + 1 : 1);
		}
	}
	return result;
}

int hvk__publication_read_rules(struct hvk_store *store, uint64_t digest[2])
{
	static const char *const queries[] = {
		"SELECT list, number, code, parent, label_nl, label_en, sensitive, valid_from, valid_to FROM code"
		" WHERE list <> '" HVK__DESKS "' ORDER BY list, number",
		"SELECT '', region, nis FROM region ORDER BY region, nis",
		"SELECT '', gemeente FROM house ORDER BY gemeente",
		"SELECT '', value FROM setting WHERE key = 'collected-since'",
	};
	XXH3_state_t *state = XXH3_createState();
	XXH128_hash_t hash;
	int result = HVK_OK;

	if (!state)
		return hvk__fail_memory(&store->error);
	XXH3_128bits_reset(state);
	for (size_t i = 0; result == HVK_OK && i < sizeof(queries) / sizeof(queries[0]); i++)
		result = digest_rows(store, queries[i], state);
	hash = XXH3_128bits_digest(state);
	XXH3_freeState(state);
	digest[0] = hash.low64;
	digest[1] = hash.high64;
	return result;
}

/* Inside one transaction. */
static int protect(struct hvk_publication *const publications[], size_t count)
{
	_cleanup_free_ struct hvk_publication **fresh = calloc(count, sizeof(*fresh));
	struct hvk_store *store = publications[0]->store;
	struct hvk__joint *joint = NULL;
	size_t fresh_count = 0;
	int result = HVK_OK;

	if (!fresh)
		return hvk__fail_memory(&store->error);
	/* What was read of them before this transaction may be old. */
	hvk__store_forget_codes(store);
	hvk__store_forget_regions(store);
	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		result = resolve(publications[i]);
		if (!publications[i]->opened)
			fresh[fresh_count++] = publications[i];
	}
	if (result == HVK_OK)
		result = check_together(publications, count);
	if (result == HVK_OK)
		result = hvk__joint_new(publications, count, &joint);
	if (!joint)
		return result;
	result = hvk__publication_read_last(store, &joint->last);
	if (result == HVK_OK)
		result = hvk__publication_read_rules(store, joint->rules);
	if (result < 0 || fresh_count == 0)
		return result;
	result = read_questions(fresh, fresh_count, &joint->closing);
	if (result == HVK_OK)
		result = check_beginning(store, &joint->closing);
	for (size_t i = 0; result == HVK_OK && i < fresh_count; i++)
		result = check_left(fresh[i], &joint->closing);
	return result == HVK_OK ? hvk__publication_solve(fresh, fresh_count, &joint->closing) : result;
}

/* What failed can be set otherwise, and protected again. */
static void take_back(struct hvk_publication *const publications[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct hvk_publication *p = publications[i];

		hvk__joint_leave(p);
		hvk__publication_free_axes(p);
		free(p->cells);
		p->cells = NULL;
		p->min_cell = p->asked_min_cell;
		p->zeros = p->asked_zeros;
		if (!p->opened)
			continue;
		p->opened = false;
		p->number = 0;
		p->late = 0;
		p->digest[0] = '\0';
		p->entered_on = p->place = p->checksum = "";
	}
}

HVK_EXPORT int hvk_publication_protect(struct hvk_publication *const publications[], size_t count)
{
	struct hvk_store *store;
	int result = HVK_OK;

	if (count == 0)
		return HVK_OK;
	store = publications[0]->store;
	hvk__error_clear(&store->error);
	for (size_t i = 0; i < count && result == HVK_OK; i++)
		result = check(publications[i]);
	if (result == HVK_OK)
		result = hvk__store_require(store, false);
	if (result == HVK_OK)
		result = hvk__begin_reading(store);
	if (result < 0)
		return result;
	for (size_t i = 0; i < count; i++) {
		publications[i]->asked_min_cell = publications[i]->min_cell;
		publications[i]->asked_zeros = publications[i]->zeros;
	}
	result = protect(publications, count);
	hvk__rollback(store);
	if (result < 0)
		take_back(publications, count);
	return result;
}
