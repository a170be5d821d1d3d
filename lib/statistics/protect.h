/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Protecting small counts: what the files protect*.c and verify.c share.
 *
 * All cells of all tables are sums over one table of leaf cells. A cell is hidden when it is sensitive, or to protect
 * one that is. For each sensitive cell and direction a certificate is sought: steps, each of whole numbers added to
 * leaf cells, that change no published cell and the sensitive one by one. Integers only, ties by index: the same input
 * gives the same output.
 *
 *   protect.c            the handle and what is read from it
 *   protect_code.c       the codes of a dimension
 *   protect_axis.c       a dimension: its child sets, leaves
 *   protect_step.c       differences between leaves of a dimension
 *   protect_universe.c   the cells, their sums and which are sensitive
 *   protect_cover.c      hides what equations that cannot hold a secret ask for, before anything is sought
 *   protect_effect.c     what a move does to the cells, exactly
 *   protect_family.c     searches moves that are cycles over the leaves of two dimensions
 *   protect_box.c        searches moves that are products of differences
 *   protect_link.c       which cells hold which leaves
 *   protect_repair.c     searches moves of any shape, where there is no other
 *   protect_program.c    the same as a linear program
 *   protect_fraction.c   its rows, exactly
 *   protect_simplex.c    solves it
 *   protect_certify.c    strings moves together into certificates
 *   protect_clean.c      publishes again what no certificate needs, or what can be exchanged for less
 *   verify.c             checks certificates by plain addition; has nothing of the search
 */
#ifndef HVK_STATISTICS_PROTECT_H
#define HVK_STATISTICS_PROTECT_H

#include "core/error.h"
#include "core/memory.h"

enum { HVK__AXES = 3 };
#define HVK__COUNT_MAX INT64_C(1000000000000) /* of one cell, so that sums of all do not overflow */
/* Of all nodes, so that the map stays small; sums of all leaves at HVK__COUNT_MAX stay below 2^63. */
enum { HVK__COMBINATIONS_MAX = 1 << 22 };
enum { HVK__OUTSIDE = -1 }; /* in place of a leaf: none, so that a difference with it changes the totals */

struct hvk__child {
	uint32_t parent, child; /* nodes */
	uint32_t set;
	uint32_t order;         /* in which they were added */
	uint64_t line;          /* of the axis' input, or 0 */
};

/* A dimension. Nodes count in the order in which they were added. Leaves of a class have the same nodes above them. */
struct hvk__axis {
	const char *name;
	const char *input;            /* the file that the hierarchy was read from, for messages, or NULL */
	bool loose;                   /* sets of a node need not hold the same leaves: parts of them have no code */
	const char **codes;           /* of nodes */
	size_t nodes, code_capacity;
	uint32_t *slots;              /* hash of codes: node + 1, or 0 */
	size_t slot_count;
	const char **sets;
	size_t set_count, set_capacity;
	struct hvk__child *children;  /* once closed by parent, set, order */
	size_t child_count, child_capacity;

	/* made by hvk__axis_close() */
	size_t leaves;
	uint32_t *leaf_node;
	int32_t *node_leaf;           /* or -1 */
	uint64_t *under;              /* for each node a bit for each leaf */
	size_t words;                 /* of under, for one node */
	uint32_t *above_start, *above; /* for each leaf its nodes, itself first, others by number */
	bool *whole;                   /* by node: it holds all leaves */
	size_t classes;               /* class number classes: outside */
	uint32_t *leaf_class;
	uint32_t *class_start, *class_leaf;
	size_t stride;                /* of nodes, in the map of cells */
	/* From class a to b: the nodes above a that are not above b, and the other way round with a minus: the stride
	 * times the node, plus one so that it has a sign. */
	uint32_t *step_start;
	int32_t *steps;
};

/* The node of a code; HVK_EINPUT names the nearest when there is none. */
int hvk__axis_find_near(struct hvk__error *error, const struct hvk__axis *axis, const char *code, uint32_t *node);
int hvk__axis_add_node(struct hvk__error *error, struct hvk__axis *axis, struct hvk__pool *pool, const char *code);
/* The node of a code, which is added when it is not there. node may be NULL. */
int hvk__axis_reach_node(struct hvk__error *error, struct hvk__axis *axis, struct hvk__pool *pool, const char *code,
                         uint32_t *node);
int hvk__axis_add_child(struct hvk__error *error, struct hvk__axis *axis, struct hvk__pool *pool, const char *parent,
                        const char *child, const char *set);
/* Checks the hierarchy and makes what is derived from it, but for the steps, which need the stride. */
int hvk__axis_close(struct hvk__error *error, struct hvk__axis *axis);
/* The first child of a node, of an axis that was closed, and behind the last one; those of a set stand together. */
size_t hvk__axis_children(const struct hvk__axis *axis, uint32_t node, size_t *end);
int hvk__axis_make_steps(struct hvk__error *error, struct hvk__axis *axis);
void hvk__axis_free(struct hvk__axis *axis);

static inline bool hvk__axis_holds(const struct hvk__axis *axis, uint32_t node, uint32_t leaf)
{
	return axis->under[node * axis->words + leaf / 64] >> (leaf % 64) & 1;
}

struct hvk__given {
	uint32_t node[HVK__AXES];
	enum hvk_cell_state state;
	int64_t count;
	uint64_t line; /* of the table's input, or 0 */
	bool spare;    /* it may do without a certificate, where none is found */
};

/* A cell that was asked for (listed), or a leaf. */
struct hvk__cell {
	uint32_t node[HVK__AXES];
	uint8_t state;  /* enum hvk_cell_state */
	bool listed;    /* one that is published or hidden; others are nobody's to read and count as hidden */
	bool leaf;
	bool given;
	bool sensitive;
	bool hidden;
	bool frozen;    /* may not be hidden */
	bool spare;     /* as given; one that does without has no target */
	bool spread;    /* hidden where all that may be had to be looked at for a certificate */
	bool dirty;     /* its delta is in the list of those to be reset */
	int32_t weight; /* what hiding it costs */
	int32_t effect; /* of the move that is being looked at */
	int64_t count;
	int64_t delta;  /* of the certificate that is being made */
};

/* In one step of a certificate, what is added to a leaf cell. Steps count from 1. */
struct hvk__shift {
	uint32_t cell, step;
	int32_t delta;
};

struct hvk__certificate {
	struct hvk__shift *shifts;
	size_t count;
	uint32_t *secondary; /* the cells it needs that are hidden for others */
	size_t secondary_count;
	bool held;
};

struct hvk__target {
	uint32_t cell;
	struct hvk__certificate certificates[2]; /* by enum hvk_direction */
};

struct hvk_protection {
	struct hvk_store *store;
	const char *input; /* the file that the table was read from, for messages, or NULL */
	size_t dimensions;
	struct hvk__axis axes[HVK__AXES];
	struct hvk__pool pool;
	int64_t min_cell;
	bool protect_zeros, totals;
	enum hvk_cell_state missing; /* what a leaf is that was not added */
	struct hvk__given *given;
	size_t given_count, given_capacity;
	bool ran, protected;

	int32_t *map;             /* by strides: the cell, or -1 */
	size_t combinations;
	struct hvk__cell *cells;  /* in the order of the map */
	size_t cell_count;
	uint64_t *lines;          /* by cell: of the table's input, or 0 */
	uint32_t *listed;         /* cells */
	size_t listed_count;
	struct hvk__target *targets; /* in the order in which they are protected */
	size_t target_count;
	uint32_t *target_of;      /* by cell: target + 1, or 0 */
	uint32_t refused;         /* the cell that could not be protected, plus 1; 0: none */
	char digest[33];
};

/* 'gemeente R00, thema Q0' in text, cut when it is too long. */
enum { HVK__CELL_NAME = 256 };
void hvk__cell_name(const struct hvk_protection *p, const uint32_t node[], char text[HVK__CELL_NAME]);

/* Whether a cell holds a leaf. */
static inline bool hvk__cell_holds(const struct hvk_protection *p, uint32_t cell, uint32_t leaf)
{
	for (size_t d = 0; d < p->dimensions; d++) {
		const struct hvk__axis *axis = &p->axes[d];

		if (!hvk__axis_holds(axis, p->cells[cell].node[d], (uint32_t)axis->node_leaf[p->cells[leaf].node[d]]))
			return false;
	}
	return true;
}

/* What the cells are, from what was given. HVK_OK or HVK_EINPUT. */
int hvk__universe_make(struct hvk__error *error, struct hvk_protection *p);
/* How many steps the certificate of a sensitive cell needs. */
int64_t hvk__cell_need(const struct hvk_protection *p, const struct hvk__cell *cell, enum hvk_direction direction);

/* Hides what each equation parent = sum of a child set needs at least. */
int hvk__cover(struct hvk__error *error, struct hvk_protection *p);

/* ---- moves */

/* The product over the dimensions of (leaf from - leaf to), either HVK__OUTSIDE for none. */
struct hvk__box {
	int32_t from[HVK__AXES], to[HVK__AXES];
};
enum { HVK__BOXES = 64 };
struct hvk__move {
	size_t count;  /* 0: none was found */
	int sign;      /* all boxes times this */
	int64_t cost;  /* of the cells that must be hidden for it */
	int64_t units; /* how often it can be made */
	struct hvk__box boxes[HVK__BOXES];
};

#define HVK__IMPOSSIBLE ((int64_t)1 << 40)
enum { HVK__WEIGHT = 256 }; /* of a cell, at least */

/* By leaf: the cells that hold it, without itself; by cell: its leaves. */
struct hvk__links {
	uint32_t *above_start, *above, *under_start, *under;
};

struct hvk__seed {
	uint32_t cell; /* a leaf under the target */
	int64_t rank;  /* less is better */
};
enum { HVK__SEEDS = 16 };

struct hvk__search {
	struct hvk_protection *p;
	uint32_t *dirty; /* cells with a delta */
	size_t dirty_count;
	uint32_t *touched; /* cells with an effect; some may have come back to 0 */
	size_t touched_count, touched_capacity;
	/* the target at hand */
	uint32_t target;
	int sign;
	int64_t need;
	bool paid; /* published cells may be touched, at their weight */
	bool wide; /* not only among siblings */
	bool far;  /* nor in columns that are siblings */
	int64_t most; /* that may be paid */
	bool hard;    /* linear programs too where nothing may be paid, as long as there is effort left */
	bool patient; /* however long it takes: nothing else is left */
	int64_t effort;
	uint32_t *hid; /* cells that were hidden, to be published again when it does not work out */
	size_t hid_count;
	struct hvk__seed seeds[HVK__SEEDS];
	size_t seed_count;
	struct hvk__links *links;     /* NULL: the table is too large for them, and for both of these */
	struct hvk__repair *repair;   /* of protect_repair.c */
	struct hvk__program *program; /* of protect_program.c; NULL: there was none yet */
	/* of protect_family.c: states of a shortest path */
	struct hvk__state *states;
	uint32_t *heap;
	size_t heap_count;
	uint32_t generation;
	/* the certificate at hand */
	struct hvk__shift *shifts;
	size_t shift_count, shift_capacity;
	bool out_of_memory;
};

/* What touching a cell with a sign costs: 0, its weight, or HVK__IMPOSSIBLE. */
static inline int64_t hvk__touch(const struct hvk__search *search, size_t place, int sign)
{
	int32_t number = search->p->map[place];
	const struct hvk__cell *cell;

	if (number < 0)
		return 0;
	cell = &search->p->cells[number];
	if (sign < 0 && cell->count + cell->delta <= 0)
		return HVK__IMPOSSIBLE;
	if (cell->hidden)
		return 0;
	return search->paid && !cell->frozen ? cell->weight : HVK__IMPOSSIBLE;
}

/* A chain: what (leaf from - leaf to) is in a dimension, as steps of an axis are. Returns its length. */
enum { HVK__CHAIN = 256 };
size_t hvk__chain(const struct hvk__axis *axis, int32_t from, int32_t to, int32_t chain[HVK__CHAIN]);
static inline size_t hvk__chain_place(int32_t entry)
{
	return (size_t)(entry < 0 ? -entry : entry) - 1;
}
static inline int hvk__chain_sign(int32_t entry)
{
	return entry < 0 ? -1 : 1;
}

/* Sets cost and units of a move, exactly; false when it cannot be made. */
bool hvk__move_weigh(struct hvk__search *search, struct hvk__move *move);
/* Whether one is better than the best so far: more units when both cost nothing, else cheaper a unit. */
bool hvk__move_better(const struct hvk__move *move, const struct hvk__move *best);
/* Makes a move that was weighed so many times: hides what it must, adds to the deltas and to the certificate. */
bool hvk__move_make(struct hvk__search *search, const struct hvk__move *move, int64_t times, uint32_t step);

/* Effects that were not made with a move: notes a cell that has one, whatever it is in the end; adds one; keeps those
 * that are not 0, each cell once; says how often they can be made; makes them as hvk__move_make() does; and forgets
 * them. */
bool hvk__effect_note(struct hvk__search *search, const struct hvk__cell *cell);
bool hvk__effect_add(struct hvk__search *search, uint32_t number, int sign);
void hvk__effect_settle(struct hvk__search *search);
int64_t hvk__effect_units(const struct hvk__search *search);
bool hvk__effect_make(struct hvk__search *search, int64_t times, uint32_t step);
void hvk__effect_clear(struct hvk__search *search);

void hvk__search_reset(struct hvk__search *search);

/* Search the best move for the target at hand; leave *best alone when there is no better. */
void hvk__family_search(struct hvk__search *search, struct hvk__move *best);
void hvk__box_search(struct hvk__search *search, struct hvk__move *best);
bool hvk__family_prepare(struct hvk__search *search);
/* Searches effects that change the target by one and leave them on the cells; false, with none, when none is found. */
bool hvk__repair_search(struct hvk__search *search, bool quickly);
/* The same by other means. */
bool hvk__simplex_search(struct hvk__search *search);
bool hvk__links_make(struct hvk__search *search);
void hvk__links_free(struct hvk__links *links);
bool hvk__repair_prepare(struct hvk__search *search);
void hvk__repair_free(struct hvk__repair *repair);
void hvk__program_free(struct hvk__program *program);

/* Certificates for all targets, hiding what they need. */
int hvk__certify(struct hvk__error *error, struct hvk_protection *p);
/* One certificate. HVK__FOUND with it, HVK__NOT_FOUND, or HVK_ENOMEM. */
enum { HVK__FOUND = 1, HVK__NOT_FOUND = 0 };
int hvk__certify_one(struct hvk__search *search, uint32_t target, enum hvk_direction direction, bool paid,
                     struct hvk__certificate *certificate);
/* Publishes again what is hidden without need. HVK_OK or HVK_ENOMEM. */
int hvk__clean(struct hvk__search *search);
void hvk__certificate_free(struct hvk__certificate *certificate);

/* ---- checking; see verify.c */
int hvk__verify(struct hvk__error *error, const struct hvk_protection *p);

#endif
