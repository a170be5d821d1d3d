/* SPDX-License-Identifier: EUPL-1.2 */
/* Finding one record by what a person calls it. */
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "record/row.h"
#include "record/value.h"

/* The house of a gemeente: 1, 0 when the text is no gemeente or has no house, negative. */
static int find_house(struct hvk_store *store, struct hvk__text text, int64_t *id)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	uint16_t index;
	int result;

	if (hvk__gemeente_lookup(NULL, text.data, text.length, hvk__store_today(store), true, &index) < 0)
		return 0;
	result = hvk__store_prepare(store, "SELECT id FROM house WHERE gemeente = ?", &statement);
	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, hvk__gemeenten[index].nis);
	result = hvk__store_step(store, statement);
	if (result == 1)
		*id = sqlite3_column_int64(statement, 0);
	return result;
}

static int find_referral(struct hvk_store *store, struct hvk__text text, int64_t *id)
{
	_cleanup_free_ char *copy = strndup(text.data, text.length);
	int result;

	if (!copy)
		return hvk__fail_memory(&store->error);
	result = hvk__record_lookup(store, HVK_REFERRAL, copy, id);
	if (result != 0)
		return result;
	return hvk__fail(&store->error, HVK_ENOTFOUND, "no referral has the id '%.*s'", hvk__quotable(text), text.data);
}

/* By slug, former slug, in other spelling, by name. */
static int find_slug(struct hvk_record *record, struct hvk__text text, int64_t *id)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer slug = { 0 };
	int result = hvk__parse_record(record->store, &record->store->error, record->type, text, &slug);

	return result < 0 ? result : hvk__record_lookup(record->store, record->type, slug.data, id);
}

static int find(struct hvk_record *record, struct hvk__text text)
{
	int64_t id = 0;
	int result = 0;

	if (record->type == HVK_REFERRAL)
		result = find_referral(record->store, text, &id);
	else if (record->type == HVK_HOUSE)
		result = find_house(record->store, text, &id);
	if (result == 0)
		result = find_slug(record, text, &id);
	return result < 0 ? result : hvk__record_read(record, id);
}

HVK_EXPORT int hvk_record_find(struct hvk_record *record, const char *text)
{
	struct hvk_store *store = record->store;
	struct hvk__text trimmed = { .length = strlen(text) };
	int result;

	hvk_record_clear(record);
	hvk__error_clear(&store->error);
	trimmed.data = hvk__trim(text, &trimmed.length);
	result = hvk__store_require(store, false);
	if (result < 0)
		return result;
	if (trimmed.length == 0)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "expected the slug of a %s, found nothing",
		                 hvk__types[record->type].name);
	/* What is found is read in the moment in which it was. */
	result = hvk__begin_reading(store);
	if (result < 0)
		return result;
	result = find(record, trimmed);
	hvk__rollback(store);
	if (result < 0)
		hvk_record_clear(record);
	else
		hvk__error_clear(&store->error);
	return result;
}
