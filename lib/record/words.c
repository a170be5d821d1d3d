/* SPDX-License-Identifier: EUPL-1.2 */
/* The words by which partners and offers are found. Nothing of people. */
#include <string.h>

#include "record/row.h"

#define BIT(column) (UINT32_C(1) << (column))

uint32_t hvk__words_columns(enum hvk_type type)
{
	if (type == HVK_PARTNER)
		return BIT(HVK__PARTNER_NAME) | BIT(HVK__PARTNER_TYPE) | BIT(HVK__PARTNER_DESCRIPTION) |
		       BIT(HVK__PARTNER_KEYWORD) | BIT(HVK__PARTNER_GEMEENTE);
	if (type == HVK_OFFER)
		return BIT(HVK__OFFER_NAME) | BIT(HVK__OFFER_DESCRIPTION) | BIT(HVK__OFFER_KEYWORD) |
		       BIT(HVK__OFFER_FORM) | BIT(HVK__OFFER_THEME) | BIT(HVK__OFFER_TARGET) | BIT(HVK__OFFER_PARTNER);
	return 0;
}

static bool add_line(struct hvk__buffer *words, const char *text)
{
	return hvk__buffer_add_text(words, text) && hvk__buffer_add_text(words, "\n");
}

static int add_labels(struct hvk_record *record, const struct hvk_record_column *column, const char *value,
                      struct hvk__buffer *words)
{
	struct hvk__codes *codes;
	const struct hvk__list *list;
	int result = hvk__store_codes(record->store, &codes);

	if (result < 0)
		return result;
	list = hvk__codes_list(codes, column->list);
	for (struct hvk__value_at at = { .next = value }; list && hvk__value_next(&at);) {
		const struct hvk_code *code = list->codes, *end = list->codes + list->count;

		while (code < end && (strncmp(code->code, at.data, at.length) != 0 || code->code[at.length] != '\0'))
			code++;
		if (code < end && (!add_line(words, code->label[HVK_NL]) || !add_line(words, code->label[HVK_EN])))
			return hvk__fail_memory(&record->store->error);
	}
	return HVK_OK;
}

static int add_gemeenten(struct hvk_record *record, const char *value, struct hvk__buffer *words)
{
	int day = hvk__store_today(record->store);

	for (struct hvk__value_at at = { .next = value }; hvk__value_next(&at);) {
		uint16_t index = hvk__gemeente_by_nis((uint32_t)strtoul(at.data, NULL, 10), day);

		if (index != HVK__GEMEENTE_NONE && !add_line(words, hvk__gemeenten[index].name[0]))
			return hvk__fail_memory(&record->store->error);
	}
	return HVK_OK;
}

static int add_partner_name(struct hvk_record *record, const char *slug, struct hvk__buffer *words)
{
	sqlite3_stmt *statement = NULL;
	const char *name;
	int64_t id;
	int result = hvk__record_lookup(record->store, HVK_PARTNER, slug, &id);

	if (result == 1)
		result = hvk__record_statement(record->store, HVK_PARTNER, HVK__ROW_SLUG, &statement);
	if (result < 0 || !statement)
		return result;
	sqlite3_bind_int64(statement, 1, id);
	result = hvk__store_step(record->store, statement);
	if (result == 1) {
		name = (const char *)sqlite3_column_text(statement, 1);
		result = name && add_line(words, name) ? HVK_OK : hvk__fail_memory(&record->store->error);
	}
	sqlite3_reset(statement);
	return result;
}

static int add_column(struct hvk_record *record, size_t n, struct hvk__buffer *words)
{
	const struct hvk_record_column *column = hvk__record_column(record->type, n);
	const char *value = record->value[n];

	if (!value)
		return HVK_OK;
	if (column->form == HVK_FORM_CODE)
		return add_labels(record, column, value, words);
	if (column->form == HVK_FORM_GEMEENTE)
		return add_gemeenten(record, value, words);
	if (column->form == HVK_FORM_RECORD)
		return add_partner_name(record, value, words);
	return add_line(words, value) ? HVK_OK : hvk__fail_memory(&record->store->error);
}

int hvk__words_put(struct hvk_record *record)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer words = { 0 };
	uint32_t columns = hvk__words_columns(record->type);
	sqlite3_stmt *statement;
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < hvk__types[record->type].count; i++)
		if (columns >> i & 1)
			result = add_column(record, i, &words);
	if (result < 0 || columns == 0)
		return result;
	result = hvk__record_statement(record->store, record->type, HVK__ROW_WORDS, &statement);
	if (result < 0)
		return result;
	sqlite3_bind_int64(statement, 1, record->id);
	sqlite3_bind_text(statement, 2, words.data ? words.data : "", (int)words.length, SQLITE_STATIC);
	return hvk__store_run(record->store, statement);
}

int hvk__words_put_offers(struct hvk_store *store, int64_t partner)
{
	_cleanup_(hvk__record_freep) struct hvk_record *offer = NULL;
	_cleanup_(hvk__ids_free) struct hvk__ids ids = { 0 };
	int result = hvk__ids_owned(store, HVK_OFFER, partner, &ids);

	if (result == HVK_OK && ids.count > 0)
		result = hvk_record_new(store, HVK_OFFER, &offer);
	for (size_t i = 0; result == HVK_OK && i < ids.count; i++) {
		result = hvk__record_read(offer, ids.items[i]);
		if (result == HVK_OK)
			result = hvk__words_put(offer);
	}
	return result;
}
