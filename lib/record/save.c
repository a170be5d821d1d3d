/* SPDX-License-Identifier: EUPL-1.2 */
/* Saving records: what must hold of one before its row is written, and what goes along with it. */
#include <stdio.h>
#include <string.h>

#include "record/agenda.h"

#define BIT(column) (UINT32_C(1) << (column))

/* ---------------------------------------------------------------- a change */

void hvk__change_start(struct hvk__change *change, struct hvk_store *store, const char *what)
{
	*change = (struct hvk__change){ .store = store, .what = what };
}

void hvk__change_finish(struct hvk__change *change)
{
	hvk_record_free(change->before);
	change->before = NULL;
	/* Not before: texts of codes are borrowed. */
	if (change->desks)
		hvk__store_forget_codes(change->store);
	change->desks = false;
}

int hvk__change_before(struct hvk__change *change, enum hvk_type type, int64_t id)
{
	int result = HVK_OK;

	if (!change->before || change->before->type != type) {
		hvk_record_free(change->before);
		change->before = NULL;
		result = hvk_record_new(change->store, type, &change->before);
	} else {
		hvk_record_clear(change->before);
	}
	if (result == HVK_OK && id != 0)
		result = hvk__record_read(change->before, id);
	return result;
}

/* ---------------------------------------------------------------- what is filled in */

int hvk__write_refuse(const struct hvk__write *write, size_t column, const char *format, ...)
{
	char text[768];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), _(format), arguments);
	va_end(arguments);
	*write->column = column;
	return hvk__fail(&write->change->store->error, HVK_EINPUT, "%s: %s",
	                 hvk__record_column(write->record->type, column)->name, text);
}

static bool is_touched(const struct hvk__write *write, size_t column)
{
	return (write->record->touched & BIT(column)) != 0;
}

/* What was not set since it was read is as it is in the file now: another program may have changed it. */
static int take_untouched(const struct hvk__write *write)
{
	struct hvk_record *record = write->record;
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < hvk__types[record->type].count; i++) {
		const char *own = record->value[i], *there = write->before->value[i];

		if (is_touched(write, i) || own == there || (own && there && strcmp(own, there) == 0))
			continue;
		result = hvk__record_put(record, i, there);
	}
	return result;
}

/* The stage of a partner of whom nothing is said. */
static int put_first_stage(struct hvk_record *record)
{
	const struct hvk_code *stage;
	int result = hvk__store_code_made_as(record->store, "stage", "identified", &stage);

	return stage ? hvk__record_put(record, HVK__PARTNER_STAGE, stage->code) : result;
}

/* A partner is always in a stage, and that since a day. What was said of the stage before does not hold for another. */
static int complete_stage(const struct hvk__write *write)
{
	struct hvk_record *record = write->record;
	const char *before = write->before->value[HVK__PARTNER_STAGE], *day;
	bool moved;
	char today[11];
	int result = HVK_OK;

	if (!record->value[HVK__PARTNER_STAGE])
		result = put_first_stage(record);
	if (result < 0 || !record->value[HVK__PARTNER_STAGE])
		return result;
	moved = !before || strcmp(before, record->value[HVK__PARTNER_STAGE]) != 0;
	if (!record->value[HVK__PARTNER_STAGE_ON] || (moved && !is_touched(write, HVK__PARTNER_STAGE_ON))) {
		hvk__date_format(hvk__store_today(record->store), today);
		day = moved ? NULL : write->before->value[HVK__PARTNER_STAGE_ON];
		result = hvk__record_put(record, HVK__PARTNER_STAGE_ON, day ? day : today);
	}
	if (result == HVK_OK && moved && !write->new && !is_touched(write, HVK__PARTNER_STAGE_REASON))
		result = hvk__record_put(record, HVK__PARTNER_STAGE_REASON, NULL);
	return result;
}

static int complete(const struct hvk__write *write)
{
	struct hvk_record *record = write->record;
	int result = write->new ? HVK_OK : take_untouched(write);

	for (size_t i = 0; result == HVK_OK && i < hvk__types[record->type].count; i++)
		if (hvk__record_column(record->type, i)->form == HVK_FORM_YES_NO && !record->value[i])
			result = hvk__record_put(record, i, "no");
	/* A record keeps its slug unless it gets another. */
	if (result == HVK_OK && !record->value[0] && write->before->value[0])
		result = hvk__record_put(record, 0, write->before->value[0]);
	if (result == HVK_OK && record->type == HVK_PARTNER)
		result = complete_stage(write);
	return result == HVK_OK ? hvk__agenda_complete(write) : result;
}

/* ---------------------------------------------------------------- what must hold */

static int check_required(const struct hvk__write *write)
{
	const struct hvk_record *record = write->record;

	for (size_t i = 0; i < hvk__types[record->type].count; i++)
		if ((hvk__record_column(record->type, i)->traits & HVK_TRAIT_REQUIRED) && !record->value[i])
			return hvk__write_refuse(write, i, "expected a value, found nothing");
	return HVK_OK;
}

static int check_days(const struct hvk__write *write)
{
	const struct hvk_record *record = write->record;
	size_t since = hvk_type_find_column(record->type, "since"), until = hvk_type_find_column(record->type, "until");

	if (until == hvk_type_columns(record->type) || !record->value[since] || !record->value[until] ||
	    strcmp(record->value[since], record->value[until]) <= 0)
		return HVK_OK;
	return hvk__write_refuse(write, until, "expected a day from %s on, which is the first, found '%s'",
	                         record->value[since], record->value[until]);
}

/* One of the slugs in a column exists. The present one goes behind those in others. */
static int check_reference(const struct hvk__write *write, size_t n, const struct hvk__value_at *value,
                           struct hvk__buffer *others)
{
	const struct hvk_record_column *column = hvk__record_column(write->record->type, n);
	_cleanup_free_ char *present = NULL;
	char slug[HVK__SLUG_MAX + 1];
	int64_t id;
	int result;

	snprintf(slug, sizeof(slug), "%.*s", (int)value->length, value->data);
	result = hvk__record_resolve(write->record->store, column->type, slug, &id, &present);
	if (result == 0)
		return hvk__write_refuse(write, n, "there is no %s '%s'", hvk__types[column->type].name, slug);
	if (result < 0)
		return result;
	return (others->length == 0 || hvk__buffer_add_text(others, "+")) && hvk__buffer_add_text(others, present) ?
	               HVK_OK :
	               hvk__fail_memory(&write->record->store->error);
}

/* The slugs it refers to exist. They become the present ones. */
static int check_references(const struct hvk__write *write)
{
	struct hvk_record *record = write->record;

	for (size_t i = 0; i < hvk__types[record->type].count; i++) {
		_cleanup_(hvk__buffer_free) struct hvk__buffer present = { 0 };
		int result = HVK_OK;

		if (hvk__record_column(record->type, i)->form != HVK_FORM_RECORD || !record->value[i])
			continue;
		for (struct hvk__value_at at = { .next = record->value[i] }; result == HVK_OK && hvk__value_next(&at);)
			result = check_reference(write, i, &at, &present);
		if (result == HVK_OK && present.data && strcmp(present.data, record->value[i]) != 0)
			result = hvk__record_put(record, i, present.data);
		if (result < 0)
			return result;
	}
	return HVK_OK;
}

/* A gemeente has one house. */
static int check_house(const struct hvk__write *write)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	const struct hvk_record *record = write->record;
	int result = hvk__store_prepare(record->store, "SELECT slug FROM house WHERE gemeente = ? AND id <> ?",
	                                &statement);

	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, strtoll(record->value[HVK__HOUSE_GEMEENTE], NULL, 10));
	sqlite3_bind_int64(statement, 2, record->id);
	result = hvk__store_step(record->store, statement);
	if (result != 1)
		return result;
	return hvk__write_refuse(write, HVK__HOUSE_GEMEENTE, "this gemeente has a house: '%s'",
	                         (const char *)sqlite3_column_text(statement, 0));
}

static int check(const struct hvk__write *write)
{
	int result = check_required(write);

	if (result == HVK_OK)
		result = check_days(write);
	if (result == HVK_OK)
		result = check_references(write);
	if (result == HVK_OK && write->record->type == HVK_HOUSE)
		result = check_house(write);
	return result == HVK_OK ? hvk__agenda_check(write) : result;
}

/* ---------------------------------------------------------------- writing */

static int note(const struct hvk__write *write, uint32_t columns)
{
	struct hvk_record *record = write->record;
	int result = hvk__journal_record(write->change, record->type, record->id,
	                                 write->new ? HVK__ADDED : HVK__CHANGED);

	for (size_t i = 0; result == HVK_OK && !write->new && i < hvk__types[record->type].count; i++)
		if (columns >> i & 1)
			result = hvk__journal_value(write->change, record->type, record->id, i, write->before->value[i],
			                            record->value[i]);
	return result;
}

int hvk__record_follow(struct hvk__change *change, struct hvk_record *record, const struct hvk_record *before,
                       uint32_t columns)
{
	int result = HVK_OK;

	if (columns & hvk__words_columns(record->type))
		result = hvk__words_put(record);
	if (result < 0 || record->type != HVK_PARTNER || !(columns & (BIT(HVK__PARTNER_NAME) | BIT(HVK__PARTNER_SLUG))))
		return result;
	if (columns & BIT(HVK__PARTNER_NAME) && before->value[0])
		result = hvk__words_put_offers(record->store, record->id);
	if (result == HVK_OK)
		result = hvk__desk_follow(record->store, before->value[HVK__PARTNER_SLUG],
		                          record->value[HVK__PARTNER_SLUG], record->value[HVK__PARTNER_NAME],
		                          &change->desks);
	return result;
}

/* A desk that is named for the first time comes into being. */
static int make_desk(struct hvk_record *referral)
{
	const char *desk = referral->value[HVK__REFERRAL_DESK];
	struct hvk__codes *codes;
	uint16_t number;
	int result = hvk__store_codes(referral->store, &codes);

	if (result < 0 || !desk || hvk__code_lookup(NULL, codes, hvk__codes_list(codes, HVK__DESKS), desk, strlen(desk),
	                                            INT32_MIN, false, &number) == HVK_OK)
		return result < 0 ? result : hvk__desks_save(referral->store, NULL, 0);
	result = hvk__desk_make(referral->store, desk, strlen(desk), &number);
	return result == HVK_OK ? hvk__desks_save(referral->store, NULL, 0) : result;
}

static int write_row(const struct hvk__write *write)
{
	struct hvk_record *record = write->record;
	uint32_t columns = hvk__record_differs(record, write->before);
	int result;

	if (!write->new && columns == 0) {
		write->change->counts.unchanged++;
		return HVK_OK;
	}
	result = record->type == HVK_REFERRAL ? make_desk(record) : HVK_OK;
	if (result == HVK_OK)
		result = write->new ? hvk__row_add(record) : hvk__row_change(record, columns);
	if (result == HVK_OK && record->type != HVK_REFERRAL)
		result = note(write, columns);
	if (result == HVK_OK)
		result = hvk__record_follow(write->change, record, write->before, columns);
	if (result == HVK_OK)
		result = hvk__agenda_follow(write->change, record);
	if (result < 0)
		return result;
	if (write->new)
		write->change->counts.added++;
	else
		write->change->counts.changed++;
	return HVK_OK;
}

int hvk__record_write(struct hvk__change *change, struct hvk_record *record, size_t *column)
{
	size_t nowhere;
	int64_t id = record->id;
	struct hvk__write write = { change, record, NULL, column ? column : &nowhere, id == 0 };
	int result;

	*write.column = hvk_type_columns(record->type);
	result = hvk__change_before(change, record->type, id);
	write.before = change->before;
	if (result == HVK_OK)
		result = complete(&write);
	if (result == HVK_OK)
		result = check(&write);
	if (result == HVK_OK && record->type != HVK_REFERRAL)
		result = hvk__write_slug(&write);
	/* The id of a referral is made by who adds it. */
	if (result == HVK_OK && record->type == HVK_REFERRAL && write.new &&
	    (!record->value[0] || !hvk__id_parse(record->value[0], strlen(record->value[0]), &record->id)))
		result = hvk__fail(&change->store->error, HVK_EBUG, "a referral without an id");
	if (result == HVK_OK)
		result = write_row(&write);
	if (result == HVK_OK)
		record->touched = 0;
	else
		record->id = id;
	return result;
}
