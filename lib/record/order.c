/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Orders. Codes stand in the order of their list, names in that of their letters whatever case and accents, ages by
 * the lowest, how many came from where by how many came in all; of several values the first counts; what is empty comes
 * last, up or down. In the end the slug decides, and for referrals, which have none, month and all columns, so that no
 * order tells in which they were entered.
 */
#include "record/order.h"

#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "record/row.h"

static bool add_many(struct hvk__buffer *text, const char *type, const struct hvk_record_column *column)
{
	if (column->form == HVK_FORM_RECORD)
		return hvk__buffer_printf(text, "(SELECT min(r.slug) FROM %s_%s AS m JOIN %s AS r ON r.id = m.%s"
		                          " WHERE m.%s = t.id)", type, column->name, hvk__types[column->type].name,
		                          column->name, type);
	return hvk__buffer_add_text(text, "(SELECT min(") &&
	       (column->form == HVK_FORM_TEXT ? hvk__buffer_printf(text, "hvk_fold(m.%s)", column->name) :
	                                        hvk__buffer_printf(text, "m.%s", column->name)) &&
	       hvk__buffer_printf(text, ") FROM %s_%s AS m WHERE m.%s = t.id)", type, column->name, type);
}

/* Adds the expression that a column is sorted by. */
static bool add_expression(struct hvk__buffer *text, enum hvk_type type, const struct hvk_record_column *column)
{
	const char *name = column->name;

	if (hvk__column_is_set(column))
		return add_many(text, hvk__types[type].name, column);
	switch (column->form) {
	case HVK_FORM_TEXT:
	case HVK_FORM_LINES:
	case HVK_FORM_EMAIL:
	case HVK_FORM_PHONE:
	case HVK_FORM_URL:
		return hvk__buffer_printf(text, "hvk_fold(t.%s)", name);
	case HVK_FORM_RECORD:
		return hvk__buffer_printf(text, "(SELECT r.slug FROM %s AS r WHERE r.id = t.%s)",
		                          hvk__types[column->type].name, name);
	case HVK_FORM_COUNTS:
		return hvk__buffer_printf(text, "hvk_total(t.%s)", name);
	case HVK_FORM_AGES:
		return hvk__buffer_printf(text, "CASE WHEN t.%s LIKE 'pre%%' THEN -1 ELSE CAST(t.%s AS INTEGER) END",
		                          name, name);
	case HVK_FORM_CODE:
		/* The numbers of desks tell only which came first. */
		if (strcmp(column->list, HVK__DESKS) == 0)
			return hvk__buffer_printf(text, "(SELECT c.code FROM code AS c WHERE c.list = '" HVK__DESKS
			                          "' AND c.number = t.%s)", name);
		return hvk__buffer_printf(text, "t.%s", name);
	default:
		return hvk__buffer_printf(text, "t.%s", name);
	}
}

static bool add_key(struct hvk__buffer *text, enum hvk_type type, size_t column, bool descending)
{
	return add_expression(text, type, &hvk__types[type].columns[column].public) &&
	       hvk__buffer_add_text(text, descending ? " DESC NULLS LAST, " : " ASC NULLS LAST, ");
}

/* What decides in the end, and the whole of the usual order. */
static bool add_last(struct hvk__buffer *text, enum hvk_type type)
{
	if (type != HVK_REFERRAL)
		return hvk__buffer_add_text(text, "t.slug");
	for (size_t i = HVK__REFERRAL_MONTH; i < HVK__REFERRAL_COLUMNS; i++)
		if (!add_key(text, type, i, false))
			return false;
	return hvk__buffer_add_text(text, "t.id");
}

static int fail_unknown(struct hvk_store *store, enum hvk_type type, const char *name, size_t length)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	hvk__fold(folded, sizeof(folded), name, length);
	for (size_t i = 0; i < hvk_type_columns(type); i++)
		hvk__nearest_offer_text(&nearest, hvk_type_column(type, i)->name, hvk_type_column(type, i)->name);
	if (nearest.best)
		return hvk__fail(&store->error, HVK_EINVAL, "cannot sort by '%.*s'; did you mean %s?", (int)length,
		                 name, (const char *)nearest.best);
	return hvk__fail(&store->error, HVK_EINVAL, "cannot sort by '%.*s'; expected columns such as %s,-%s",
	                 (int)length, name, hvk_type_column(type, 0)->name, hvk_type_column(type, 1)->name);
}

/* Adds one column of those that commas separate; one that was named before changes nothing. */
static int add_column(struct hvk_store *store, enum hvk_type type, const char *name, size_t length, uint32_t *named,
                      struct hvk__buffer *text)
{
	bool descending = length > 0 && *name == '-';
	_cleanup_free_ char *copy = strndup(name + descending, length - descending);
	size_t column;

	if (!copy)
		return hvk__fail_memory(&store->error);
	column = hvk_type_find_column(type, copy);
	if (column == hvk_type_columns(type))
		return fail_unknown(store, type, name + descending, length - descending);
	if (*named & UINT32_C(1) << column)
		return HVK_OK;
	*named |= UINT32_C(1) << column;
	return add_key(text, type, column, descending) ? HVK_OK : hvk__fail_memory(&store->error);
}

int hvk__order_add(struct hvk_store *store, enum hvk_type type, const char *columns, struct hvk__buffer *text)
{
	uint32_t named = 0;
	int result = HVK_OK;

	if (!hvk__buffer_add_text(text, " ORDER BY "))
		return hvk__fail_memory(&store->error);
	while (columns && *columns && result == HVK_OK) {
		size_t piece = strcspn(columns, ","), length = piece;
		const char *name = hvk__trim(columns, &length);

		result = add_column(store, type, name, length, &named, text);
		columns += piece;
		columns += *columns == ',';
	}
	if (result == HVK_OK && !add_last(text, type))
		result = hvk__fail_memory(&store->error);
	return result;
}
