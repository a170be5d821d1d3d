/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Counting sessions into a table. Their cells have the axes of the table, each with one slot more for the total over
 * it, in which a session counts once whatever it counts in beside it; the last axis is what is counted.
 */
#include <string.h>

#include "core/macro.h"
#include "statistics/sessions.h"
#include "store/store.h"

struct place {
	uint32_t slot;
	int64_t people; /* who came from there */
};

/* Where a session is in a dimension. */
struct places {
	struct place *items;
	size_t count, capacity;
};

struct counting {
	struct hvk_table *table;
	const struct hvk_filter *filters[2];
	bool by_theme;                              /* one of the filters asks for themes */
	struct places places[HVK__DIMENSIONS_MAX];
	uint32_t slots[HVK__AXES_MAX];
	int64_t figures[HVK__SESSION_FIGURES];      /* of the session at hand */
	uint64_t series;                            /* its number; 0: none */
};

static bool add_place(struct places *places, uint32_t slot, int64_t people)
{
	for (size_t i = 0; i < places->count; i++)
		if (places->items[i].slot == slot) {
			places->items[i].people += people;
			return true;
		}
	if (!hvk__reserve(&places->items, &places->capacity, places->count + 1, sizeof(*places->items)))
		return false;
	places->items[places->count++] = (struct place){ slot, people };
	return true;
}

/* ---- which count */

static uint32_t single(const struct hvk_table *table, const struct hvk__session *session, enum hvk__of_session of)
{
	return session->of[of].count > 0 ? table->sessions->numbers[session->of[of].first] : 0;
}

/* Whether the filters let a session through with one of its themes, or with none. */
static bool passes(const struct counting *counting, const struct hvk__session *session, uint32_t theme)
{
	struct hvk__row row = { 0 };

	row.value[HVK__MONTH] = (uint16_t)session->month;
	row.value[HVK__GEMEENTE] = (uint16_t)single(counting->table, session, HVK__OF_GEMEENTE);
	row.value[HVK__THEME] = (uint16_t)theme;
	return hvk__filter_matches(counting->filters[0], &row) && hvk__filter_matches(counting->filters[1], &row);
}

static bool counts(const struct counting *counting, const struct hvk__session *session)
{
	const struct hvk__session_numbers *themes = &session->of[HVK__OF_THEME];
	const struct hvk__sessions *sessions = counting->table->sessions;
	bool any = themes->count == 0 && passes(counting, session, 0);

	if (session->status != sessions->held && !counting->table->every_status)
		return false;
	for (size_t i = 0; i < themes->count && !any; i++)
		any = passes(counting, session, sessions->numbers[themes->first + i]);
	return any;
}

/* ---- where */

/* The slots of one number. */
static bool place_number(const struct hvk__breakdown *by, uint32_t number, int64_t people, struct places *places)
{
	if (by->first) {
		/* The first is the total of the regions. */
		for (uint32_t i = by->first[number] + 1; i < by->first[number + 1]; i++)
			if (!add_place(places, by->several[i], people))
				return false;
		return true;
	}
	if (by->slots)
		return add_place(places, number < by->bound ? by->slots[number] : 0, people);
	return add_place(places, number < by->size ? number : 0, people);
}

/* Of a session without any number that is the one not recorded; of what came from nowhere known, the rest. */
static bool place_rest(const struct hvk__breakdown *by, const struct hvk__session *session, struct places *places)
{
	int64_t people = session->participants;

	if (by->dimension->of != HVK__OF_ORIGIN)
		return places->count > 0 || place_number(by, 0, 0, places);
	for (size_t i = 0; i < places->count; i++)
		people -= places->items[i].people;
	return people <= 0 || add_place(places, 0, people);
}

static bool place_session(struct counting *counting, const struct hvk__session *session, size_t dimension)
{
	const struct hvk__breakdown *by = &counting->table->by[dimension];
	enum hvk__of_session of = by->dimension->of;
	const struct hvk__session_numbers *numbers = &session->of[of];
	const struct hvk__sessions *sessions = counting->table->sessions;
	struct places *places = &counting->places[dimension];

	places->count = 0;
	/* Of whom it is not known how many came, it is not known from where. */
	for (size_t i = 0; i < numbers->count && (of != HVK__OF_ORIGIN || session->participants >= 0); i++) {
		uint32_t number = sessions->numbers[numbers->first + i];

		if (of == HVK__OF_THEME && counting->by_theme && !passes(counting, session, number))
			continue;
		if (!place_number(by, number, sessions->people[numbers->first + i], places))
			return false;
	}
	return place_rest(by, session, places);
}

/* ---- counting */

static void find_figures(struct counting *counting, const struct hvk__session *session)
{
	const struct hvk__sessions *sessions = counting->table->sessions;
	int64_t *figures = counting->figures;

	memset(figures, 0, sizeof(counting->figures));
	counting->series = 0;
	figures[HVK__SESSIONS_PLANNED] = session->status == sessions->planned;
	figures[HVK__SESSIONS_CANCELLED] = session->status == sessions->cancelled;
	if (session->status != sessions->held)
		return;
	counting->series = single(counting->table, session, HVK__OF_SERIES);
	figures[HVK__SESSIONS_HELD] = 1;
	figures[HVK__SESSIONS_UNCOUNTED] = session->participants < 0;
	if (session->participants < 0)
		return;
	figures[HVK__SESSIONS_PARTICIPANTS] = session->participants;
	figures[HVK__SESSIONS_NEW] = session->new > 0 ? session->new : 0;
	if (session->capacity >= 0) {
		figures[HVK__SESSIONS_CAPACITY] = session->capacity;
		figures[HVK__SESSIONS_SEATED] = session->participants;
	}
}

static int add_figure(struct counting *counting, enum hvk__session_figure figure, uint64_t amount)
{
	counting->slots[counting->table->count] = figure;
	return amount ? hvk__cells_add(&counting->table->session_cells, counting->slots, amount) : HVK_OK;
}

/* Sessions come series by series: a cell that has counted this one has it as its last. */
static int add_series(struct counting *counting)
{
	uint64_t last;
	int result;

	if (!counting->series)
		return HVK_OK;
	counting->slots[counting->table->count] = HVK__SESSIONS_LAST_SERIES;
	last = hvk__cells_get(&counting->table->session_cells, counting->slots);
	if (last == counting->series)
		return HVK_OK;
	result = add_figure(counting, HVK__SESSIONS_LAST_SERIES, counting->series - last);
	return result == HVK_OK ? add_figure(counting, HVK__SESSIONS_SERIES, 1) : result;
}

/* people: who came from the place at hand, -1 where it is of no place. Of those it is not known how many were new. */
static int add_cell(struct counting *counting, int64_t people)
{
	int result = HVK_OK;

	if (people >= 0) {
		result = add_figure(counting, HVK__SESSIONS_HELD, (uint64_t)counting->figures[HVK__SESSIONS_HELD]);
		if (result == HVK_OK && counting->figures[HVK__SESSIONS_HELD])
			result = add_figure(counting, HVK__SESSIONS_PARTICIPANTS, (uint64_t)people);
		return result;
	}
	for (int i = 0; i < HVK__SESSIONS_SERIES && result == HVK_OK; i++)
		result = add_figure(counting, (enum hvk__session_figure)i, (uint64_t)counting->figures[i]);
	for (int i = HVK__SESSIONS_UNCOUNTED; i <= HVK__SESSIONS_SEATED && result == HVK_OK; i++)
		result = add_figure(counting, (enum hvk__session_figure)i, (uint64_t)counting->figures[i]);
	return result == HVK_OK ? add_series(counting) : result;
}

/* In every place of the dimensions from this one on, and in their totals. */
static int add_cells(struct counting *counting, size_t dimension, int64_t people)
{
	const struct hvk_table *table = counting->table;
	const struct places *places = &counting->places[dimension];
	int result = HVK_OK;

	if (dimension == table->count)
		return add_cell(counting, people);
	for (size_t i = 0; i < places->count && result == HVK_OK; i++) {
		bool origin = table->by[dimension].dimension->of == HVK__OF_ORIGIN;

		counting->slots[dimension] = places->items[i].slot;
		result = add_cells(counting, dimension + 1, origin ? places->items[i].people : people);
	}
	counting->slots[dimension] = table->by[dimension].size;
	return result == HVK_OK ? add_cells(counting, dimension + 1, people) : result;
}

static int count_session(struct counting *counting, const struct hvk__session *session)
{
	const struct hvk_table *table = counting->table;

	if (session->month < table->range.first || session->month > table->range.last || !counts(counting, session))
		return HVK_OK;
	for (size_t i = 0; i < table->count; i++)
		if (!place_session(counting, session, i))
			return HVK_ENOMEM;
	find_figures(counting, session);
	return add_cells(counting, 0, -1);
}

static int compare_series(const void *a, const void *b, void *data)
{
	const struct hvk__session *one = a, *other = b;
	const struct hvk_table *table = data;
	uint32_t series[2] = { single(table, one, HVK__OF_SERIES), single(table, other, HVK__OF_SERIES) };

	return series[0] != series[1] ? HVK__ORDER(series[0], series[1]) : HVK__ORDER(one->id, other->id);
}

static int make_cells(struct hvk_table *table)
{
	uint32_t sizes[HVK__AXES_MAX];
	int result;

	for (size_t i = 0; i < table->count; i++)
		sizes[i] = table->by[i].size + 1;
	sizes[table->count] = HVK__SESSION_FIGURES;
	result = hvk__cells_init(&table->session_cells, sizes, table->count + 1, 0);
	return result == HVK_OK ? hvk__cells_raise(&table->session_cells, UINT64_MAX) : result;
}

int hvk__sessions_count(struct hvk_table *table, const struct hvk_filter *filter)
{
	struct hvk__sessions *sessions = table->sessions;
	struct counting counting = { .table = table, .filters = { table->filter, filter } };
	int result = make_cells(table);

	if (result == HVK_EINVAL)
		return hvk__fail(&table->store->error, result,
		                 "the table would have more cells than can be numbered; ask for fewer dimensions");
	counting.by_theme = (hvk__filter_needed(table->filter) | hvk__filter_needed(filter)) & (1u << HVK__THEME);
	if (sessions->count > 0)
		qsort_r(sessions->items, sessions->count, sizeof(*sessions->items), compare_series, table);
	for (size_t i = 0; i < sessions->count && result == HVK_OK; i++)
		result = count_session(&counting, &sessions->items[i]);
	for (size_t i = 0; i < HVK__DIMENSIONS_MAX; i++)
		free(counting.places[i].items);
	if (result == HVK_EINVAL)
		return hvk__fail(&table->store->error, result, "a count passes 2^63-1");
	return result == HVK_ENOMEM ? hvk__fail_memory(&table->store->error) : result;
}

/* ---- what was counted */

uint64_t hvk__sessions_value(const struct hvk_table *table, enum hvk__session_figure figure, const uint32_t slots[],
                             unsigned summed)
{
	uint32_t at[HVK__AXES_MAX] = { 0 };

	for (size_t i = 0; i < table->count; i++)
		at[i] = summed & (1u << i) ? table->by[i].size : slots[i];
	at[table->count] = figure;
	return hvk__cells_get(&table->session_cells, at);
}

bool hvk__sessions_next_cell(const struct hvk_table *table, size_t *block, uint64_t *at, uint32_t slots[])
{
	const struct hvk__cells *cells = &table->session_cells;

	for (; *block < cells->blocks; ++*block, *at = 0) {
		while (*at < cells->inner_size) {
			uint64_t place = (*at)++;
			bool total = false;

			if (!hvk__cells_at(cells, *block, place))
				continue;
			hvk__cells_slots(cells, *block, place, slots);
			for (size_t i = 0; i < table->count; i++)
				total |= slots[i] == table->by[i].size;
			if (!total && slots[table->count] != HVK__SESSIONS_LAST_SERIES)
				return true;
		}
	}
	return false;
}

void hvk__sessions_mark_seen(struct hvk_table *table)
{
	uint32_t slots[HVK__AXES_MAX];
	size_t block = 0;
	uint64_t at = 0;

	while (hvk__sessions_next_cell(table, &block, &at, slots))
		for (size_t i = 0; i < table->count; i++)
			table->by[i].seen[slots[i]] = true;
}
