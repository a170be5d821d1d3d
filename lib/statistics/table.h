/* SPDX-License-Identifier: EUPL-1.2 */
/* A statistical table from the inside: rows of questions turn into slots, slots into members, counters into values. */
#ifndef HVK_STATISTICS_TABLE_H
#define HVK_STATISTICS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/memory.h"
#include "statistics/cells.h"
#include "statistics/geography.h"
#include "store/question.h"
#include "store/codes.h"

#define HVK__DIMENSIONS_MAX 6
#define HVK__NOWHERE UINT32_MAX       /* the slot of a value that has none */
#define HVK__CELLS_SHOWN_MAX 4000000  /* cells of a table that holds also what does not occur */

enum hvk__dimension_kind {
	HVK__BY_TIME, HVK__BY_GEMEENTE, HVK__BY_ARRONDISSEMENT, HVK__BY_PROVINCE, HVK__BY_REGION, HVK__BY_CODE,
	HVK__BY_GROUP, HVK__BY_DESK, HVK__BY_ANSWER,
	/* of sessions alone: several codes, texts, where participants came from */
	HVK__BY_SET, HVK__BY_NAME, HVK__BY_ORIGIN
};

/* What of a session decides. */
enum hvk__of_session {
	HVK__OF_NONE, HVK__OF_MONTH, HVK__OF_GEMEENTE, HVK__OF_THEME, HVK__OF_PILLAR, HVK__OF_AUDIENCE, HVK__OF_TARGET,
	HVK__OF_FORM, HVK__OF_PARTNER, HVK__OF_PROGRAMME, HVK__OF_SERIES, HVK__OF_ORIGIN, HVK__OF_SESSIONS
};

/* What can be asked for. */
struct hvk__dimension {
	const char *name;
	const char *help;
	enum hvk__dimension_kind kind;
	enum hvk__field field;      /* of the row that decides; HVK__FIELDS for answers and what is of sessions alone */
	const char *list;           /* of codes, or NULL */
	int span, shift;            /* time: months in a member, and how far its first lies after January */
	enum hvk__of_session of;    /* HVK__OF_NONE: sessions do not have it */
};
extern const struct hvk__dimension hvk__dimensions[];
extern const size_t hvk__dimensions_count;
static inline bool hvk__dimension_of_questions(const struct hvk__dimension *dimension)
{
	return dimension->field < HVK__FIELDS || dimension->kind == HVK__BY_ANSWER;
}
static inline bool hvk__dimension_geographic(const struct hvk__dimension *dimension)
{
	return dimension->kind >= HVK__BY_GEMEENTE && dimension->kind <= HVK__BY_REGION;
}

struct hvk__member {
	uint32_t slot;
	const char *key;
	const char *label[2];       /* by enum hvk_lang */
	int64_t children;           /* of geographic members; -1 where not known */
};

/* One dimension of one table. */
struct hvk__breakdown {
	const struct hvk__dimension *dimension; /* NULL for what is no dimension but an axis all the same */
	enum hvk__field field;      /* of the row that decides; HVK__FIELDS for answers */
	uint32_t size;              /* slots */
	uint32_t *slots;            /* by value of the field; NULL for answers and regions */
	uint32_t bound;             /* values from here on have no slot yet */
	uint32_t *first, *several;  /* regions: those of value v are several[first[v]] to several[first[v + 1]] */
	bool *seen;                 /* by slot, after counting */
	struct hvk__member *members;
	size_t member_count, member_capacity;
	uint32_t *member_of;        /* by slot; HVK__NOWHERE */
	int64_t children;           /* of the total; -1 */
};

/* Slots of a region dimension: the total, for which every question counts once; the regions in order; none of them. */
#define HVK__REGION_TOTAL 0u

struct hvk__span_of_months {
	int first, last;            /* 0 and HVK__MONTH_MAX where open */
};

struct hvk_table {
	struct hvk_store *store;
	/* The dimensions; then, where needed, the months that count (one slot) and whether it is a contact (slot 1) or
	 * a further question in the same conversation (slot 0). */
	struct hvk__breakdown by[HVK__AXES_MAX];
	size_t count;               /* dimensions */
	size_t axis_count;
	bool contacts;              /* are asked for: the last axis */
	const struct hvk_filter *filter;
	struct hvk__span_of_months months; /* asked for */
	struct hvk__span_of_months range;  /* that and what the filter lets through */
	int geography_day;          /* INT32_MIN: today */
	struct hvk__geography geography;
	bool per_1000, occurring;
	bool questions;             /* are asked for; without sessions they are counted all the same */
	struct hvk__sessions *sessions; /* are asked for; read when the table is prepared */
	struct hvk__cells session_cells; /* see sessions.h */
	bool every_status;          /* sessions planned and cancelled are counted besides those held */
	const bool *places;         /* by slot, the gemeenten asked for; NULL: those of the filter or the regions */
	bool prepared, counted;
	struct hvk__cells cells;
	struct hvk__cells **margins; /* by bit set of the dimensions summed over; made when first asked for */
	/* Which members of two dimensions of one field go together; NULL: all. */
	bool *possible[HVK__DIMENSIONS_MAX][HVK__DIMENSIONS_MAX];
	uint64_t *found;            /* with occurring: the cells, by number in the order of members */
	size_t found_count;
	struct hvk__pool pool;      /* keys and labels */
};

/* slot.c: builds what leads from values to slots; and the member of time that a month is in, numbered from 1970 on. */
int hvk__table_prepare(struct hvk_table *table);
static inline int hvk__time_unit(const struct hvk__dimension *dimension, int month)
{
	return (month + (dimension->span - dimension->shift) % dimension->span) / dimension->span;
}
static inline int hvk__time_first_month(const struct hvk__dimension *dimension, int unit)
{
	return unit * dimension->span - (dimension->span - dimension->shift) % dimension->span;
}
static inline bool hvk__range_is_closed(const struct hvk_table *table)
{
	return table->range.first > 0 && table->range.last < HVK__MONTH_MAX;
}

/* count.c: counts a source into tables that are prepared. */
int hvk__count(struct hvk_table *const tables[], size_t count, struct hvk_source *source);

/* member.c: makes the members of a counted table; the label of a month, "okt 2026"; key and labels of a member of time,
 * by its number from 1970 on. */
int hvk__table_make_members(struct hvk_table *table);
void hvk__month_label(struct hvk__date month, enum hvk_lang lang, char text[32]);
void hvk__time_text(const struct hvk__dimension *dimension, int unit, char key[32], char label[2][32]);

/* table.c: what the table counts; a failure when its filters say what sessions do not know. */
static inline bool hvk__table_counts_questions(const struct hvk_table *table)
{
	return table->questions || !table->sessions;
}
int hvk__table_add_sessions(struct hvk_table *table);
int hvk__table_count_sessions(struct hvk_table *table, const struct hvk_filter *filter);

/* measure.c */
int hvk__table_find_occurring(struct hvk_table *table);
void hvk__table_free_margins(struct hvk_table *table);

#endif
