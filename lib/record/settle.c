/* SPDX-License-Identifier: EUPL-1.2 */
/* Slugs of records that are saved: made where there is none, kept apart, known after they were changed. */
#include <stdio.h>
#include <string.h>

#include "record/save.h"

/* Whether a slug is, or leads to, another record. */
static int check_slug(const struct hvk__write *write, size_t column, const char *slug)
{
	const char *type = hvk__types[write->record->type].name;
	_cleanup_free_ char *present = NULL;
	int64_t id;
	int result = hvk__record_resolve(write->change->store, write->record->type, slug, &id, &present);

	if (result <= 0 || id == write->record->id)
		return result < 0 ? result : HVK_OK;
	if (strcmp(present, slug) == 0)
		return hvk__write_refuse(write, column, "'%s' is the slug of another %s", slug, type);
	return hvk__write_refuse(write, column, "'%s' is a former slug of %s '%s'", slug, type, present);
}

/* The gemeente's name as one text of a slug. */
static const char *gemeente_name(const struct hvk_record *record, size_t column)
{
	uint16_t index = hvk__gemeente_by_nis((uint32_t)strtoul(record->value[column], NULL, 10),
	                                      hvk__store_today(record->store));

	return index == HVK__GEMEENTE_NONE ? record->value[column] : hvk__gemeenten[index].name[0];
}

/* What the slug of others is made from. Those of persons tell no name. */
static const char *slug_text(const struct hvk_record *record)
{
	const struct hvk__type *type = &hvk__types[record->type];
	size_t column = (size_t)type->name_column;

	if (record->type == HVK_PERSON)
		return record->value[HVK__PERSON_FUNCTION] ? record->value[HVK__PERSON_FUNCTION] : "persoon";
	if (hvk__record_column(record->type, column)->form == HVK_FORM_GEMEENTE)
		return gemeente_name(record, column);
	return record->value[column];
}

/* The slug with a number behind it, not longer than a slug can be. */
static void number_slug(char numbered[HVK__SLUG_MAX + 1], const char *slug, unsigned number)
{
	char end[16];
	size_t length = strlen(slug), more = (size_t)snprintf(end, sizeof(end), "-%u", number);

	if (length + more > HVK__SLUG_MAX)
		length = HVK__SLUG_MAX - more;
	while (length > 1 && slug[length - 1] == '-')
		length--;
	memcpy(numbered, slug, length);
	memcpy(numbered + length, end, more + 1);
}

/* The texts that the slug of a record is made from. */
static void find_texts(const struct hvk_record *record, const char *texts[2])
{
	char *const *value = record->value;
	int partner = hvk__types[record->type].partner_column;

	switch (record->type) {
	case HVK_SESSION:
		texts[0] = value[HVK__SESSION_TITLE];
		break;
	case HVK_MEETING:
		texts[0] = value[HVK__MEETING_TYPE];
		texts[1] = value[HVK__MEETING_DATE];
		break;
	case HVK_ATTENDANCE:
		texts[0] = value[HVK__ATTENDANCE_MEETING];
		texts[1] = value[HVK__ATTENDANCE_PARTNER];
		break;
	case HVK_MILESTONE:
		texts[0] = gemeente_name(record, HVK__MILESTONE_HOUSE);
		texts[1] = value[HVK__MILESTONE_WHAT];
		break;
	default:
		texts[0] = partner >= 0 ? value[partner] : NULL;
		texts[1] = slug_text(record);
	}
}

/* What all slugs that are numbered alike have before their number; NULL: it is not one of several. */
static const char *numbered_after(const struct hvk_record *record)
{
	const char *meeting = record->value[HVK__ACTION_MEETING];

	if (record->type == HVK_SESSION)
		return record->value[HVK__SESSION_SERIES];
	return record->type != HVK_ACTION ? NULL : meeting ? meeting : "actie";
}

/* The number after the last of those there are. */
static int find_number(const struct hvk_record *record, const char *before, unsigned *number)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	char text[256];
	int result;

	/* '.' comes right after '-'. */
	snprintf(text, sizeof(text),
	         "SELECT max(CAST(substr(slug, length(?1) + 2) AS INTEGER)) FROM %s WHERE slug > ?1 || '-'"
	         " AND slug < ?1 || '.' AND substr(slug, length(?1) + 2) NOT GLOB '*[^0-9]*'"
	         " AND length(slug) < length(?1) + 10",
	         hvk__types[record->type].name);
	result = hvk__store_prepare(record->store, text, &query);
	if (result < 0)
		return result;
	sqlite3_bind_text(query, 1, before, -1, SQLITE_STATIC);
	result = hvk__store_step(record->store, query);
	if (result == 1)
		*number = (unsigned)sqlite3_column_int(query, 0) + 1;
	return result < 0 ? result : HVK_OK;
}

/* The first slug with a number behind it, from that number on, that no record has. */
static int put_numbered(struct hvk_record *record, const char *slug, unsigned number)
{
	char numbered[HVK__SLUG_MAX + 1];
	int64_t id;
	int result;

	do {
		number_slug(numbered, slug, number++);
		result = hvk__record_lookup(record->store, record->type, numbered, &id);
	} while (result == 1);
	return result < 0 ? result : hvk__record_put(record, 0, numbered);
}

static int make_slug(const struct hvk__write *write)
{
	struct hvk_record *record = write->record;
	const char *texts[2] = { NULL, NULL }, *before = numbered_after(record);
	_cleanup_free_ char *slug = NULL;
	unsigned number = 1;
	int64_t id;
	int result;

	if (before) {
		result = find_number(record, before, &number);
		return result < 0 ? result : put_numbered(record, before, number);
	}
	find_texts(record, texts);
	slug = hvk__slug_make(texts, 2);
	if (!slug)
		return hvk__fail_memory(&record->store->error);
	result = hvk__record_lookup(record->store, record->type, slug, &id);
	/* What has the same title is another day's. */
	if (result == 1 && record->type == HVK_SESSION) {
		texts[1] = record->value[HVK__SESSION_DATE];
		free(slug);
		slug = hvk__slug_make(texts, 2);
		if (!slug)
			return hvk__fail_memory(&record->store->error);
		result = hvk__record_lookup(record->store, record->type, slug, &id);
	}
	if (result == 1)
		return put_numbered(record, slug, 2);
	return result < 0 ? result : hvk__record_put(record, 0, slug);
}

struct slugs {
	char (*items)[HVK__SLUG_MAX + 1];
	size_t count, capacity;
};

static void free_slugs(struct slugs *slugs)
{
	free(slugs->items);
}

static int add_slug(const struct hvk__write *write, struct slugs *slugs, const char *slug)
{
	for (size_t i = 0; i < slugs->count; i++)
		if (strcmp(slugs->items[i], slug) == 0)
			return HVK_OK;
	if (!hvk__reserve(&slugs->items, &slugs->capacity, slugs->count + 1, sizeof(*slugs->items)))
		return hvk__fail_memory(&write->change->store->error);
	snprintf(slugs->items[slugs->count++], sizeof(*slugs->items), "%s", slug);
	return HVK_OK;
}

static int compare_slugs(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int put_former(const struct hvk__write *write, const struct slugs *slugs)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer joined = { 0 };

	if (slugs->count > 0)
		qsort(slugs->items, slugs->count, sizeof(*slugs->items), compare_slugs);
	for (size_t i = 0; i < slugs->count; i++)
		if ((i > 0 && !hvk__buffer_add_text(&joined, "+")) || !hvk__buffer_add_text(&joined, slugs->items[i]))
			return hvk__fail_memory(&write->change->store->error);
	return hvk__record_put(write->record, HVK__PARTNER_FORMER_SLUG, joined.data);
}

/* A slug that it had stays known, unless it has it again. */
static int settle_former_slugs(const struct hvk__write *write, const char *slug)
{
	_cleanup_(free_slugs) struct slugs former = { 0 };
	const struct hvk_record *record = write->record;
	const char *old = write->before->value[HVK__PARTNER_SLUG];
	int result = HVK_OK;

	for (struct hvk__value_at at = { .next = record->value[HVK__PARTNER_FORMER_SLUG] };
	     result == HVK_OK && hvk__value_next(&at);) {
		char one[HVK__SLUG_MAX + 1];

		snprintf(one, sizeof(one), "%.*s", (int)at.length, at.data);
		if (strcmp(one, slug) == 0)
			continue;
		result = check_slug(write, HVK__PARTNER_FORMER_SLUG, one);
		if (result == HVK_OK)
			result = add_slug(write, &former, one);
	}
	if (result == HVK_OK && old && strcmp(old, slug) != 0)
		result = add_slug(write, &former, old);
	return result == HVK_OK ? put_former(write, &former) : result;
}

int hvk__write_slug(const struct hvk__write *write)
{
	const char *slug = write->record->value[0], *old = write->before->value[0];
	int result = HVK_OK;

	if (!slug)
		result = make_slug(write);
	else if (!old || strcmp(slug, old) != 0)
		result = check_slug(write, 0, slug);
	slug = write->record->value[0];
	if (result == HVK_OK && slug && write->record->type == HVK_PARTNER)
		result = settle_former_slugs(write, slug);
	return result;
}
