/* SPDX-License-Identifier: EUPL-1.2 */
/* Statistical tables: the public interface. */
#include <string.h>

#include "core/date.h"
#include "core/macro.h"
#include "core/text.h"
#include "statistics/sessions.h"
#include "store/store.h"

static int refuse(struct hvk_table *table, const char *format, ...) HVK_PRINTF(2, 3);

/* An argument that cannot be. */
static int refuse(struct hvk_table *table, const char *format, ...)
{
	va_list arguments;
	int result;

	va_start(arguments, format);
	result = hvk__vfail_at(&table->store->error, HVK_EINVAL, NULL, 0, 0, format, arguments);
	va_end(arguments);
	return result;
}

/* What was counted has its shape. */
static int refuse_late(struct hvk_table *table)
{
	return refuse(table, "the table was counted before");
}

static const struct hvk__dimension *find_dimension(const char *name, size_t length)
{
	for (size_t i = 0; i < hvk__dimensions_count; i++)
		if (strlen(hvk__dimensions[i].name) == length && memcmp(hvk__dimensions[i].name, name, length) == 0)
			return &hvk__dimensions[i];
	return NULL;
}

static int fail_unknown(struct hvk_table *table, const char *name, size_t length)
{
	const char *names[64] = { NULL };
	const char *text = hvk__pool_add(&table->pool, name, length), *nearest;

	if (!text)
		return hvk__fail_memory(&table->store->error);
	for (size_t i = 0; i < hvk__dimensions_count && i + 1 < ARRAY_SIZE(names); i++)
		names[i] = hvk__dimensions[i].name;
	nearest = hvk_text_nearest(text, names);
	if (nearest)
		return refuse(table, "unknown dimension '%s'; did you mean %s?", text, nearest);
	return refuse(table, "unknown dimension '%s'; expected one of month, gemeente, theme, ... (see hvk-report(1))",
	              text);
}

static int add_dimension(struct hvk_table *table, const char *name, size_t length)
{
	const struct hvk__dimension *dimension;

	name = hvk__trim(name, &length);
	dimension = find_dimension(name, length);
	if (!dimension)
		return fail_unknown(table, name, length);
	for (size_t i = 0; i < table->count; i++)
		if (table->by[i].dimension == dimension)
			return refuse(table, "dimension '%s' is given twice", dimension->name);
	if (table->count == HVK__DIMENSIONS_MAX)
		return refuse(table, "a table has at most %d dimensions", HVK__DIMENSIONS_MAX);
	table->by[table->count++].dimension = dimension;
	return HVK_OK;
}

static int add_dimensions(struct hvk_table *table, const char *by)
{
	int result = HVK_OK;

	while (*by && result == HVK_OK) {
		size_t length = strcspn(by, ",");

		result = add_dimension(table, by, length);
		by += length;
		if (*by == ',' && result == HVK_OK && !*++by)
			result = refuse(table, "a dimension is missing after the last comma");
	}
	return result;
}

HVK_EXPORT int hvk_table_new(struct hvk_store *store, const char *by, struct hvk_table **out)
{
	struct hvk_table *table;
	int result = HVK_OK;

	*out = NULL;
	hvk__error_clear(&store->error);
	table = calloc(1, sizeof(*table));
	if (!table)
		return hvk__fail_memory(&store->error);
	table->store = store;
	table->geography_day = INT32_MIN;
	table->months.last = HVK__MONTH_MAX;
	table->margins = calloc((size_t)1 << HVK__DIMENSIONS_MAX, sizeof(struct hvk__cells *));
	if (!table->margins)
		result = hvk__fail_memory(&store->error);
	if (result == HVK_OK && by)
		result = add_dimensions(table, by);
	if (result < 0) {
		hvk_table_free(table);
		return result;
	}
	*out = table;
	return HVK_OK;
}

HVK_EXPORT void hvk_table_free(struct hvk_table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < HVK__AXES_MAX; i++) {
		struct hvk__breakdown *by = &table->by[i];

		free(by->slots);
		free(by->first);
		free(by->several);
		free(by->seen);
		free(by->members);
		free(by->member_of);
	}
	for (size_t i = 0; i < HVK__DIMENSIONS_MAX; i++)
		for (size_t j = 0; j < HVK__DIMENSIONS_MAX; j++)
			free(table->possible[i][j]);
	hvk__geography_free(&table->geography);
	hvk__cells_free(&table->cells);
	hvk__cells_free(&table->session_cells);
	if (table->sessions)
		hvk__sessions_free(table->sessions);
	free(table->sessions);
	hvk__table_free_margins(table);
	hvk__pool_free(&table->pool);
	free(table->found);
	free(table);
}

HVK_EXPORT int hvk_table_set_geography(struct hvk_table *table, const char *text)
{
	struct hvk__date date;

	hvk__error_clear(&table->store->error);
	if (table->prepared)
		return refuse_late(table);
	if (!hvk__date_parse(text, strlen(text), true, &date))
		return refuse(table, "geography: expected a date as 2024-12-31, found '%s'", text);
	table->geography_day = hvk__date_to_days(date);
	return HVK_OK;
}

HVK_EXPORT int hvk_table_set_months(struct hvk_table *table, const char *first, const char *last)
{
	const char *text[2] = { first, last };
	int months[2];

	hvk__error_clear(&table->store->error);
	if (table->prepared)
		return refuse_late(table);
	for (int i = 0; i < 2; i++) {
		struct hvk__date date;

		if (!hvk__date_parse(text[i], strlen(text[i]), false, &date) || date.day)
			return refuse(table, "expected a month as 2026-10, found '%s'", text[i]);
		months[i] = hvk__month_number(date);
	}
	if (months[0] > months[1])
		return refuse(table, "the first month, %s, is after the last, %s", first, last);
	table->months.first = months[0];
	table->months.last = months[1];
	return HVK_OK;
}

HVK_EXPORT void hvk_table_set_filter(struct hvk_table *table, const struct hvk_filter *filter)
{
	table->filter = filter;
}

/* ---- measures */

static bool is_of_sessions(enum hvk_measure measure)
{
	return measure == HVK_SESSIONS || measure == HVK_PARTICIPANTS || measure == HVK_NEW;
}

/* The dimensions that sessions have, or questions; false when out of memory. */
static bool list_dimensions(bool sessions, struct hvk__buffer *names)
{
	for (size_t i = 0; i < hvk__dimensions_count; i++) {
		const struct hvk__dimension *dimension = &hvk__dimensions[i];

		if ((sessions ? dimension->of != HVK__OF_NONE : hvk__dimension_of_questions(dimension)) &&
		    !hvk__buffer_printf(names, "%s%s", names->length > 0 ? ", " : "", dimension->name))
			return false;
	}
	return true;
}

/* Whether what is counted has the dimensions of the table. */
static int check_dimensions(struct hvk_table *table, bool sessions, const char *measure)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer names = { 0 };
	size_t i = 0;

	while (i < table->count && (sessions ? table->by[i].dimension->of != HVK__OF_NONE
	                                     : hvk__dimension_of_questions(table->by[i].dimension)))
		i++;
	if (i == table->count)
		return HVK_OK;
	if (!list_dimensions(sessions, &names))
		return hvk__fail_memory(&table->store->error);
	if (sessions)
		return refuse(table, "%s: sessions have no %s; they have %s", measure, table->by[i].dimension->name,
		              names.data);
	return refuse(table, "%s: questions have no %s, which is of the measures sessions, participants and new; they "
	              "have %s", measure, table->by[i].dimension->name, names.data);
}

int hvk__table_add_sessions(struct hvk_table *table)
{
	if (!table->sessions)
		table->sessions = calloc(1, sizeof(*table->sessions));
	return table->sessions ? HVK_OK : hvk__fail_memory(&table->store->error);
}

static int add_measure_of_sessions(struct hvk_table *table, enum hvk_measure measure)
{
	int result = check_dimensions(table, true, hvk_measure_name(measure));

	for (size_t i = 0; i < table->count && result == HVK_OK; i++)
		if (measure == HVK_NEW && table->by[i].dimension->of == HVK__OF_ORIGIN)
			result = refuse(table, "new: of participants who came for the first time it is not known from "
			                "where");
	return result == HVK_OK ? hvk__table_add_sessions(table) : result;
}

HVK_EXPORT int hvk_table_add_measure(struct hvk_table *table, enum hvk_measure measure)
{
	size_t geographic = 0;
	int result;

	hvk__error_clear(&table->store->error);
	if (table->prepared)
		return refuse_late(table);
	if ((size_t)measure >= HVK_MEASURES)
		return refuse(table, "there is no measure with the number %d", (int)measure);
	if (is_of_sessions(measure))
		return add_measure_of_sessions(table, measure);
	result = check_dimensions(table, false, hvk_measure_name(measure));
	if (result < 0)
		return result;
	table->questions = true;
	if (measure == HVK_CONTACTS)
		table->contacts = true;
	if (measure != HVK_PER_1000)
		return HVK_OK;
	for (size_t i = 0; i < table->count; i++)
		geographic += hvk__dimension_geographic(table->by[i].dimension);
	if (geographic != 1)
		return refuse(table,
		              "per-1000 needs exactly one of the dimensions gemeente, arrondissement, province and "
		              "region, found %zu", geographic);
	table->per_1000 = true;
	return HVK_OK;
}

HVK_EXPORT void hvk_table_set_occurring(struct hvk_table *table)
{
	table->occurring = true;
}

/* ---- counting */

static int prepare(struct hvk_table *table, const struct hvk_source *source)
{
	int result = HVK_OK;

	if (table->prepared)
		return refuse_late(table);
	if (table->sessions && !source->class->stored)
		return refuse(table, "sessions are counted from the store; a file has only questions");
	if (hvk__table_counts_questions(table))
		result = check_dimensions(table, false, hvk_measure_name(HVK_QUESTIONS));
	if (result < 0)
		return result;
	table->prepared = true;
	return hvk__table_prepare(table);
}

/* A report that leaves a condition out of account would say something else than was asked. */
static int check_filter(struct hvk_table *table, const struct hvk_filter *filter)
{
	static const unsigned known = 1u << HVK__MONTH | 1u << HVK__GEMEENTE | 1u << HVK__THEME;
	unsigned other = hvk__filter_needed(filter) & ~known;

	if (!other)
		return HVK_OK;
	for (size_t i = 0; i < HVK_COLUMNS; i++)
		if (hvk__columns[i].field >= 0 && other & (1u << hvk__columns[i].field))
			return refuse(table,
			              "sessions cannot be restricted by %s, only by months, gemeenten and themes",
			              hvk__columns[i].name);
	return refuse(table, "sessions cannot be restricted by %s, only by months, gemeenten and themes",
	              other & HVK__NEED_ANSWERS ? "answer" : "id");
}

int hvk__table_count_sessions(struct hvk_table *table, const struct hvk_filter *filter)
{
	int result = check_filter(table, table->filter);

	if (result == HVK_OK)
		result = check_filter(table, filter);
	return result == HVK_OK ? hvk__sessions_count(table, filter) : result;
}

/* Of those tables that are about questions. */
static int count_questions(struct hvk_table *const tables[], size_t count, struct hvk_source *source)
{
	_cleanup_free_ struct hvk_table **about = calloc(count + 1, sizeof(*about));
	size_t found = 0;

	if (!about)
		return hvk__fail_memory(&source->store->error);
	for (size_t i = 0; i < count; i++)
		if (hvk__table_counts_questions(tables[i]))
			about[found++] = tables[i];
	return found > 0 || count == 0 ? hvk__count(about, found, source) : HVK_OK;
}

HVK_EXPORT int hvk_table_count(struct hvk_table *const tables[], size_t count, struct hvk_source *source)
{
	int result = HVK_OK;

	hvk__error_clear(&source->store->error);
	for (size_t i = 0; i < count && result == HVK_OK; i++)
		result = prepare(tables[i], source);
	if (result == HVK_OK)
		result = count_questions(tables, count, source);
	for (size_t i = 0; i < count && result == HVK_OK; i++)
		if (tables[i]->sessions)
			result = hvk__table_count_sessions(tables[i], source->filter);
	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		result = hvk__table_make_members(tables[i]);
		tables[i]->counted = result == HVK_OK;
	}
	return result;
}

HVK_EXPORT size_t hvk_table_dimensions(const struct hvk_table *table)
{
	return table->count;
}

HVK_EXPORT const char *hvk_table_dimension(const struct hvk_table *table, size_t dimension)
{
	return dimension < table->count ? table->by[dimension].dimension->name : NULL;
}

HVK_EXPORT size_t hvk_table_members(const struct hvk_table *table, size_t dimension)
{
	return dimension < table->count ? table->by[dimension].member_count : 0;
}

HVK_EXPORT const char *hvk_table_key(const struct hvk_table *table, size_t dimension, size_t member)
{
	if (dimension >= table->count || member >= table->by[dimension].member_count)
		return "total";
	return table->by[dimension].members[member].key;
}

HVK_EXPORT const char *hvk_table_label(const struct hvk_table *table, size_t dimension, size_t member,
                                       enum hvk_lang lang)
{
	if (dimension >= table->count || member >= table->by[dimension].member_count)
		return lang == HVK_NL ? "Totaal" : "Total";
	return table->by[dimension].members[member].label[lang];
}
