/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications: what they are asked for with. */
#include <string.h>

#include "core/text.h"
#include "statistics/publication.h"

/* ---------------------------------------------------------------- places */

int hvk__publication_fail_region(struct hvk_store *store, const struct hvk__regions *regions, const char *text)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	hvk__fold(folded, sizeof(folded), text, strlen(text));
	for (size_t i = 0; i < regions->count; i++)
		hvk__nearest_offer_text(&nearest, regions->members[i].region, regions->members[i].region);
	if (nearest.best)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "region: unknown '%s'; did you mean %s?", text,
		                 (const char *)nearest.best);
	return hvk__fail(&store->error, HVK_ENOTFOUND, "region: unknown '%s'; see hvk-admin regions", text);
}

int hvk__publication_set_region(struct hvk_publication *p, const char *text)
{
	const struct hvk__regions *regions;
	int result = hvk__store_regions(p->store, &regions);

	if (result < 0)
		return result;
	for (size_t i = 0; i < regions->count && *text; i++) {
		const char *name = regions->members[i].region;

		if (!hvk__fold_equal(name, text))
			continue;
		name = hvk__pool_add(&p->pool, name, strlen(name));
		if (!name)
			return hvk__fail_memory(&p->store->error);
		p->region = name;
		return HVK_OK;
	}
	if (*text)
		return hvk__publication_fail_region(p->store, regions, text);
	p->region = "";
	return HVK_OK;
}

/* Marks the gemeenten that a text names on a day. */
static int find_gemeenten(struct hvk_store *store, const char *text, int day, bool marked[])
{
	struct hvk__error why;
	uint16_t index;

	hvk__error_clear(&why);
	while (*text) {
		size_t length = strcspn(text, ","), kept = length;
		const char *start = hvk__trim(text, &kept);
		int result = hvk__gemeente_lookup(&why, start, kept, day, true, &index);

		if (result == HVK_ENOMEM)
			return hvk__fail_memory(&store->error);
		if (result < 0)
			return hvk__fail(&store->error, result, "gemeente: %s", why.public.message);
		marked[index] = true;
		text += length + (text[length] == ',');
	}
	return HVK_OK;
}

int hvk__publication_set_gemeenten(struct hvk_publication *p, const char *text)
{
	_cleanup_free_ bool *marked = calloc(hvk__gemeenten_count, sizeof(*marked));
	const char *copy = hvk__pool_add(&p->pool, text, strlen(text));
	int result;

	if (!marked || !copy)
		return hvk__fail_memory(&p->store->error);
	result = find_gemeenten(p->store, text, hvk__store_today(p->store), marked);
	if (result == HVK_OK)
		p->gemeenten = copy;
	return result;
}

int hvk__publication_settle_gemeenten(struct hvk_publication *p)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer buffer = { 0 };
	_cleanup_free_ bool *marked = NULL;
	const char *text;
	int result;

	if (!*p->gemeenten)
		return HVK_OK;
	marked = calloc(hvk__gemeenten_count, sizeof(*marked));
	if (!marked)
		return hvk__fail_memory(&p->store->error);
	result = find_gemeenten(p->store, p->gemeenten, hvk__month_last_day(p->last), marked);
	if (result < 0)
		return result;
	for (size_t i = 0; i < hvk__gemeenten_count; i++)
		if (marked[i] && !hvk__buffer_printf(&buffer, "%s%05u", buffer.length > 0 ? "," : "",
		                                     (unsigned)hvk__gemeenten[i].nis))
			return hvk__fail_memory(&p->store->error);
	text = buffer.data ? hvk__pool_add(&p->pool, buffer.data, buffer.length) : "";
	if (!text)
		return hvk__fail_memory(&p->store->error);
	p->gemeenten = text;
	return HVK_OK;
}

/* ---------------------------------------------------------------- k and zeros */

enum { MIN_CELL = 5, MIN_CELL_LEAST = 3, MIN_CELL_MOST = 1000 };

static int set_min_cell(struct hvk_publication *p, const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || value < MIN_CELL_LEAST || value > MIN_CELL_MOST)
		return hvk__fail(&p->store->error, HVK_EINVAL, "min-cell: expected %d to %d, found '%s'",
		                 MIN_CELL_LEAST, MIN_CELL_MOST, text);
	p->min_cell = value;
	return HVK_OK;
}

static int set_zeros(struct hvk_publication *p, const char *text)
{
	if (strcmp(text, "camouflage") == 0)
		p->zeros = HVK_ZEROS_CAMOUFLAGE;
	else if (strcmp(text, "protect") == 0)
		p->zeros = HVK_ZEROS_PROTECT;
	else
		return hvk__fail(&p->store->error, HVK_EINVAL, "zeros: expected camouflage or protect, found '%s'",
		                 text);
	return HVK_OK;
}

/* What was published with a larger k would be told by less hidden beside it. */
static int check_min_cell(const struct hvk_publication *p)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	struct hvk_store *store = p->store;
	int result = hvk__store_prepare(store, "SELECT min_cell, number FROM publication WHERE min_cell > ?"
	                                " ORDER BY min_cell DESC, number DESC LIMIT 1", &row);

	if (result == HVK_OK) {
		sqlite3_bind_int64(row, 1, p->min_cell);
		result = hvk__store_step(store, row);
	}
	if (result <= 0)
		return result;
	return hvk__fail(&store->error, HVK_EINVAL,
	                 "min-cell: found %lld, but publication %lld has %lld, and it cannot become less; ask for %lld",
	                 (long long)p->min_cell, (long long)sqlite3_column_int64(row, 1),
	                 (long long)sqlite3_column_int64(row, 0), (long long)sqlite3_column_int64(row, 0));
}

int hvk__publication_settle_rules(struct hvk_publication *p)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	struct hvk_store *store = p->store;
	int64_t min_cell = MIN_CELL;
	int zeros = HVK_ZEROS_CAMOUFLAGE, result;

	result = hvk__store_prepare(store, "SELECT min_cell, zeros = 'protect' FROM publication"
	                            " ORDER BY number DESC LIMIT 1", &row);
	if (result == HVK_OK)
		result = hvk__store_step(store, row);
	if (result < 0)
		return result;
	if (result == 1) {
		min_cell = sqlite3_column_int64(row, 0);
		zeros = sqlite3_column_int(row, 1) ? HVK_ZEROS_PROTECT : HVK_ZEROS_CAMOUFLAGE;
	}
	if (p->min_cell == 0)
		p->min_cell = min_cell;
	if (p->zeros < 0)
		p->zeros = zeros;
	return check_min_cell(p);
}

/* ---------------------------------------------------------------- all of them */

static const char *const names[HVK_PUBLISH_OPTIONS] = {
	[HVK_PUBLISH_BY] = "by", [HVK_PUBLISH_PERIOD] = "period", [HVK_PUBLISH_REGION] = "region",
	[HVK_PUBLISH_GEMEENTE] = "gemeente", [HVK_PUBLISH_MIN_CELL] = "min-cell", [HVK_PUBLISH_ZEROS] = "zeros",
};

HVK_EXPORT const char *hvk_publish_option_name(enum hvk_publish_option option)
{
	return (unsigned)option < HVK_PUBLISH_OPTIONS ? names[option] : NULL;
}

static int set_period(struct hvk_publication *p, const char *text)
{
	struct hvk__period period;
	int result = hvk__period_parse(&p->store->error, text, hvk__store_today(p->store), &period);

	if (result == HVK_OK) {
		p->first = period.first;
		p->last = period.last;
	}
	return result;
}

HVK_EXPORT int hvk_publication_set(struct hvk_publication *p, enum hvk_publish_option option, const char *text)
{
	struct hvk__error *error = &p->store->error;

	hvk__error_clear(error);
	if (p->cells)
		return hvk__fail(error, HVK_EINVAL, "the publication was protected before");
	switch (option) {
	case HVK_PUBLISH_BY:
		return hvk__publication_set_levels(p, text);
	case HVK_PUBLISH_PERIOD:
		return set_period(p, text);
	case HVK_PUBLISH_REGION:
		return hvk__publication_set_region(p, text);
	case HVK_PUBLISH_GEMEENTE:
		return hvk__publication_set_gemeenten(p, text);
	case HVK_PUBLISH_MIN_CELL:
		return set_min_cell(p, text);
	case HVK_PUBLISH_ZEROS:
		return set_zeros(p, text);
	case HVK_PUBLISH_OPTIONS:
		break;
	}
	return hvk__fail(error, HVK_EINVAL, "there is no option of publications with the number %d", (int)option);
}
