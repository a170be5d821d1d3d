/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The members of a table's dimensions. Zero is a figure too: besides what occurs, a table shows what was asked for -
 * the codes valid in its months, the gemeenten of the filter or of the store's regions, every month of the period.
 */
#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "core/macro.h"
#include "statistics/member.h"
#include "statistics/sessions.h"
#include "store/store.h"

static const char *const not_recorded[2] = { "Niet geregistreerd", "Not recorded" };
static const char *const month_names[2][12] = {
	{ "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec" },
	{ "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" },
};

/* ---- what occurs */

/* Marks the slots of every dimension in which a question was counted. */
static int find_questions_seen(struct hvk_table *table)
{
	const struct hvk__cells *cells = &table->cells;
	_cleanup_free_ bool *inside = calloc(cells->inner_size, sizeof(*inside));
	uint32_t slots[HVK__AXES_MAX];

	if (!inside)
		return HVK_ENOMEM;
	/* Blocks decide the outer slots, places the inner ones: each is worked out once. */
	for (size_t block = 0; block < cells->blocks; block++) {
		bool any = false;

		for (uint64_t at = 0; at < cells->inner_size; at++) {
			bool counted = hvk__cells_at(cells, block, at) != 0;

			inside[at] |= counted;
			any |= counted;
		}
		hvk__cells_slots(cells, block, 0, slots);
		for (size_t i = 0; i < table->count && any; i++)
			if (cells->axes[i].outer)
				table->by[i].seen[slots[i]] = true;
	}
	for (uint64_t at = 0; at < cells->inner_size; at++) {
		if (!inside[at])
			continue;
		for (size_t i = 0; i < table->count; i++)
			if (cells->axes[i].inner)
				table->by[i].seen[at / cells->axes[i].inner % cells->axes[i].size] = true;
	}
	return HVK_OK;
}

/* Marks the slots of every dimension that have a counter above 0. */
static int find_seen(struct hvk_table *table)
{
	bool questions = hvk__table_counts_questions(table);

	for (size_t i = 0; i < table->count; i++) {
		/* A desk that came with the rows may have made the axis longer. */
		if (questions)
			table->by[i].size = table->cells.axes[i].size;
		table->by[i].seen = calloc(table->by[i].size, sizeof(bool));
		if (!table->by[i].seen)
			return HVK_ENOMEM;
	}
	if (table->sessions)
		hvk__sessions_mark_seen(table);
	return questions ? find_questions_seen(table) : HVK_OK;
}

/* ---- adding members */

int hvk__member_add(struct hvk_table *table, struct hvk__breakdown *by, uint32_t slot, const char *key, const char *nl,
                    const char *en)
{
	struct hvk__member *member;

	if (!hvk__reserve(&by->members, &by->member_capacity, by->member_count + 1, sizeof(*by->members)))
		return HVK_ENOMEM;
	member = &by->members[by->member_count++];
	member->slot = slot;
	member->children = -1;
	member->key = hvk__pool_add(&table->pool, key, strlen(key));
	member->label[HVK_NL] = hvk__pool_add(&table->pool, nl, strlen(nl));
	member->label[HVK_EN] = nl == en ? member->label[HVK_NL] : hvk__pool_add(&table->pool, en, strlen(en));
	return member->key && member->label[HVK_NL] && member->label[HVK_EN] ? HVK_OK : HVK_ENOMEM;
}

int hvk__member_add_not_recorded(struct hvk_table *table, struct hvk__breakdown *by)
{
	if (!by->seen[0])
		return HVK_OK;
	return hvk__member_add(table, by, 0, "not-recorded", not_recorded[HVK_NL], not_recorded[HVK_EN]);
}

/* ---- time */

void hvk__month_label(struct hvk__date month, enum hvk_lang lang, char text[32])
{
	snprintf(text, 32, "%s %d", month_names[lang][month.month - 1], month.year);
}

void hvk__time_text(const struct hvk__dimension *dimension, int unit, char key[32], char label[2][32])
{
	struct hvk__date first = hvk__month_date(hvk__time_first_month(dimension, unit) < 0
	                                         ? 0 : hvk__time_first_month(dimension, unit));

	if (dimension->span == 1) {
		snprintf(key, 32, "%04d-%02d", first.year, first.month);
		for (int lang = 0; lang < 2; lang++)
			hvk__month_label(first, (enum hvk_lang)lang, label[lang]);
		return;
	}
	if (dimension->span == 3) {
		snprintf(key, 32, "%04d-Q%d", first.year, (first.month + 2) / 3);
		for (int lang = 0; lang < 2; lang++)
			snprintf(label[lang], 32, "%s-%s %d", month_names[lang][first.month - 1],
			         month_names[lang][first.month + 1], first.year);
		return;
	}
	if (dimension->shift) {
		/* The school year that began before 1970. */
		int year = unit > 0 ? first.year : first.year - 1;

		snprintf(key, 32, "%04d-%04d", year, year + 1);
	} else {
		snprintf(key, 32, "%04d", first.year);
	}
	for (int lang = 0; lang < 2; lang++)
		snprintf(label[lang], 32, "%s", key);
}

static int add_time(struct hvk_table *table, struct hvk__breakdown *by, int unit, uint32_t slot)
{
	char key[32], label[2][32];

	hvk__time_text(by->dimension, unit, key, label);
	return hvk__member_add(table, by, slot, key, label[HVK_NL], label[HVK_EN]);
}

/* All of a closed range; else from the first that occurs to the last. */
static int make_time(struct hvk_table *table, struct hvk__breakdown *by)
{
	int base = hvk__time_unit(by->dimension, table->range.first);
	uint32_t first = 0, last = by->size;
	int result = HVK_OK;

	if (table->range.first > table->range.last)
		return HVK_OK;
	if (!hvk__range_is_closed(table)) {
		while (first < by->size && !by->seen[first])
			first++;
		while (last > first && !by->seen[last - 1])
			last--;
	}
	for (uint32_t slot = first; slot < last && result == HVK_OK; slot++)
		if (by->seen[slot] || !table->occurring)
			result = add_time(table, by, base + (int)slot, slot);
	return result;
}

/* ---- codes */

/* Whether the filter asks for a value, as far as it says anything of the field. */
static bool asked(const struct hvk_table *table, enum hvk__field field, uint16_t value)
{
	size_t count = 0;
	const bool *allowed = NULL;

	if (table->filter && field < HVK__FIELDS)
		allowed = hvk__filter_allowed(table->filter, field, &count);
	return !allowed || (value < count && allowed[value]);
}

static bool valid_in_range(const struct hvk_table *table, const struct hvk_code *code)
{
	return code->valid_from <= hvk__month_last_day(table->range.last) &&
	       code->valid_to >= hvk__month_first_day(table->range.first);
}

static int by_key(const void *a, const void *b)
{
	const struct hvk__member *one = a, *other = b;

	return strcmp(one->key, other->key);
}

/* A desk need not have a label. */
static const char *label_of(const struct hvk_code *code, enum hvk_lang lang)
{
	return code->label[lang] && *code->label[lang] ? code->label[lang] : code->code;
}

/* A group is more than the code it is named after: "Ouder (niet nader bepaald)" heads mothers and fathers too. */
static int add_code(struct hvk_table *table, struct hvk__breakdown *by, uint32_t number, const struct hvk_code *code)
{
	const char *label[2] = { label_of(code, HVK_NL), label_of(code, HVK_EN) };

	for (int lang = 0; lang < 2 && by->dimension->kind == HVK__BY_GROUP; lang++) {
		const char *aside = strstr(label[lang], " (");

		if (aside && aside > label[lang])
			label[lang] = hvk__pool_add(&table->pool, label[lang], (size_t)(aside - label[lang]));
		if (!label[lang])
			return HVK_ENOMEM;
	}
	return hvk__member_add(table, by, number, code->code, label[HVK_NL], label[HVK_EN]);
}

static int make_codes(struct hvk_table *table, struct hvk__breakdown *by)
{
	const struct hvk__dimension *dimension = by->dimension;
	_cleanup_free_ bool *shown = calloc(by->size, sizeof(*shown));
	const struct hvk__list *list;
	struct hvk__codes *codes;
	int result = hvk__store_codes(table->store, &codes);

	if (result < 0 || !shown)
		return result < 0 ? result : HVK_ENOMEM;
	list = hvk__codes_list(codes, dimension->list);
	for (size_t i = 0; i < list->count && i + 1 < by->size; i++) {
		uint16_t number = (uint16_t)(i + 1);
		uint16_t group = dimension->kind == HVK__BY_GROUP ? hvk__code_group(list, number) : number;

		if (!table->occurring && asked(table, dimension->field, number) &&
		    valid_in_range(table, &list->codes[i]))
			shown[group] = true;
	}
	for (size_t i = 0; i < list->count && i + 1 < by->size && result == HVK_OK; i++) {
		if (shown[i + 1] || by->seen[i + 1])
			result = add_code(table, by, (uint32_t)i + 1, &list->codes[i]);
	}
	if (result == HVK_OK && dimension->kind == HVK__BY_DESK && by->member_count > 0)
		qsort(by->members, by->member_count, sizeof(*by->members), by_key);
	return result == HVK_OK ? hvk__member_add_not_recorded(table, by) : result;
}

/* ---- texts */

static int make_names(struct hvk_table *table, struct hvk__breakdown *by)
{
	const struct hvk__session_names *names = &table->sessions->names[by->dimension->of];
	int result = HVK_OK;

	for (uint32_t slot = 1; slot < by->size && result == HVK_OK; slot++)
		if (by->seen[slot])
			result = hvk__member_add(table, by, slot, names->keys[slot - 1], names->labels[slot - 1],
			                         names->labels[slot - 1]);
	return result == HVK_OK ? hvk__member_add_not_recorded(table, by) : result;
}

/* ---- which go together */

/* The members of a value, one after the other; HVK__NOWHERE after the last. */
static uint32_t member_at(const struct hvk__breakdown *by, uint32_t value, uint32_t n)
{
	if (by->slots)
		return n == 0 ? by->slots[value] : HVK__NOWHERE;
	/* The first slot of a region dimension is its total. */
	n += by->first[value] + 1;
	return n < by->first[value + 1] ? by->several[n] : HVK__NOWHERE;
}

static void mark_pairs(const struct hvk__breakdown *a, const struct hvk__breakdown *b, uint32_t value, bool *possible)
{
	uint32_t first, second;

	for (uint32_t i = 0; (first = member_at(a, value, i)) != HVK__NOWHERE; i++) {
		for (uint32_t j = 0; (second = member_at(b, value, j)) != HVK__NOWHERE; j++)
			if (a->member_of[first] != HVK__NOWHERE && b->member_of[second] != HVK__NOWHERE)
				possible[a->member_of[first] * b->member_count + b->member_of[second]] = true;
	}
}

/* Of two dimensions of one field - gemeente and province, month and year - only pairs that some value has can be. */
static int pair(struct hvk_table *table, size_t one, size_t other)
{
	const struct hvk__breakdown *a = &table->by[one], *b = &table->by[other];
	bool *possible;

	if (a->field != b->field || a->field == HVK__FIELDS)
		return HVK_OK;
	possible = calloc(a->member_count * b->member_count + 1, sizeof(*possible));
	if (!possible)
		return HVK_ENOMEM;
	for (uint32_t value = 0; value < a->bound && value < b->bound; value++)
		mark_pairs(a, b, value, possible);
	table->possible[one][other] = possible;
	return HVK_OK;
}

static int number_members(struct hvk__breakdown *by)
{
	by->member_of = calloc(by->size, sizeof(*by->member_of));
	if (!by->member_of)
		return HVK_ENOMEM;
	for (uint32_t slot = 0; slot < by->size; slot++)
		by->member_of[slot] = HVK__NOWHERE;
	for (size_t i = 0; i < by->member_count; i++)
		by->member_of[by->members[i].slot] = (uint32_t)i;
	return HVK_OK;
}

static int make_one(struct hvk_table *table, struct hvk__breakdown *by)
{
	int result;

	if (by->dimension->kind == HVK__BY_TIME)
		result = make_time(table, by);
	else if (hvk__dimension_geographic(by->dimension))
		result = hvk__members_of_places(table, by);
	else if (by->dimension->kind == HVK__BY_ORIGIN)
		result = hvk__members_of_origins(table, by);
	else if (by->dimension->kind == HVK__BY_NAME)
		result = make_names(table, by);
	else
		result = make_codes(table, by);
	return result == HVK_OK ? number_members(by) : result;
}

static int check_size(struct hvk_table *table)
{
	uint64_t cells = 1;

	for (size_t i = 0; i < table->count; i++)
		if (__builtin_mul_overflow(cells, (uint64_t)table->by[i].member_count, &cells))
			cells = UINT64_MAX;
	if (table->occurring || cells <= HVK__CELLS_SHOWN_MAX)
		return HVK_OK;
	return hvk__fail(&table->store->error, HVK_EINVAL,
	                 "the table would have more than %d cells, most of them 0; ask only for those that occur, "
	                 "or for fewer dimensions", HVK__CELLS_SHOWN_MAX);
}

int hvk__table_make_members(struct hvk_table *table)
{
	int result = find_seen(table);

	for (size_t i = 0; i < table->count && result == HVK_OK; i++)
		result = make_one(table, &table->by[i]);
	for (size_t i = 0; i < table->count && result == HVK_OK; i++)
		for (size_t j = i + 1; j < table->count && result == HVK_OK; j++)
			result = pair(table, i, j);
	if (result == HVK_OK && table->occurring)
		result = hvk__table_find_occurring(table);
	if (result == HVK_ENOMEM)
		return hvk__fail_memory(&table->store->error);
	return result == HVK_OK ? check_size(table) : result;
}
