/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the files below share: all that counts by one list, in the ledger and new, as one table to be protected.
 *
 *   publication_atoms.c    leaves that no member tells apart, and the sets of these that members are
 *   publication_system.c   one system: its cells, and what is known of them
 *   publication_implied.c  cells that follow from others
 *   publication_ahead.c    cells that may be asked for next
 *   publication_zeros.c    what is known to be 0; whether new ones tell more when all of them is hidden
 *   publication_core.c     has a system protected, and reads back what came of it
 *   publication_refuse.c   why it cannot be, in words
 *   publication_rule.c     cells that are sensitive by rule, not applicable or not collected
 *   publication_solve.c    one system after the other: of theme, then of other lists
 *   publication_prove.c    which publications of the ledger belong to new ones; all of it proved anew
 */
#ifndef HVK_STATISTICS_PUBLICATION_SYSTEM_H
#define HVK_STATISTICS_PUBLICATION_SYSTEM_H

#include "record/index.h"
#include "statistics/publication.h"

/* A publication in a system. */
struct hvk__part {
	struct hvk_publication *publication;
	bool fresh; /* to come; else its cells are as they are in the ledger */
	bool rows;  /* of another list: only its rows count here, places by time */
	uint32_t *nodes[HVK__PUBLICATION_AXES]; /* by member */
};

/* An axis of a system. An atom is a number; of the leaves that no member lists there is one too, if there can be
 * any. */
struct hvk__atoms {
	uint32_t *leaves;    /* that members list, ascending */
	size_t leaf_count;
	uint32_t *atom_of;   /* by leaf; the last: of all others, or HVK__NO_ATOM */
	size_t count, words; /* words: of a set */
	uint64_t *sets;      /* of nodes, of which the first are the atoms themselves */
	size_t node_count, node_capacity;
	struct hvk__index index; /* nodes by their sets */
};
#define HVK__NO_ATOM UINT32_MAX

/* The atoms of an axis, by the members of parts. HVK_OK or HVK_ENOMEM. */
int hvk__atoms_make(struct hvk__error *error, struct hvk__atoms *atoms, enum hvk__publication_axis_name axis,
                    const struct hvk__part parts[], size_t count);
/* The atom of a leaf, or HVK__NO_ATOM. */
uint32_t hvk__atoms_find(const struct hvk__atoms *atoms, uint32_t leaf);
/* Leaves out the atom of the leaves that no member lists, when it is not the only one. */
void hvk__atoms_drop_rest(struct hvk__atoms *atoms);
/* Once atoms stay as they are: makes their nodes. HVK_OK or HVK_ENOMEM. */
int hvk__atoms_open(struct hvk__error *error, struct hvk__atoms *atoms);
/* The node of a set of atoms, added when it is not there yet. HVK_OK or HVK_ENOMEM. */
int hvk__atoms_node(struct hvk__error *error, struct hvk__atoms *atoms, const uint64_t set[], uint32_t *node);
/* The atoms that a member holds. */
void hvk__atoms_set(const struct hvk__atoms *atoms, const struct hvk__publication_member *member, uint64_t set[]);
void hvk__atoms_free(struct hvk__atoms *atoms);

static inline const uint64_t *hvk__atoms_of(const struct hvk__atoms *atoms, uint32_t node)
{
	return atoms->sets + node * atoms->words;
}
static inline bool hvk__atoms_has(const uint64_t set[], uint32_t atom)
{
	return set[atom / 64] >> (atom % 64) & 1;
}

/* What is known of a combination of nodes; several can hold. */
enum hvk__known {
	HVK__KNOWN_PUBLISHED = 1, /* in the ledger, or as a row of another list; 0 also where nothing else can be */
	HVK__KNOWN_PRIMARY = 2,   /* in the ledger, as it is hidden there */
	HVK__KNOWN_SECONDARY = 4,
	HVK__KNOWN_BY_RULE = 8,   /* in the ledger or new */
	HVK__KNOWN_NEW = 16,
	HVK__KNOWN_SENSITIVE = 32,/* new, and so by decision */
	HVK__KNOWN_IMPLIED = 64,  /* not asked for, but told apart by others; 0 only where zeros are to be protected */
	HVK__KNOWN_AHEAD = 128,   /* not asked for yet; 0 as above */
	HVK__KNOWN_TOLD = 256,    /* published by what is new, however much of it is hidden: nothing counts there */
	HVK__KNOWN_RULED = 512    /* by rule, in the ledger */
};

#define HVK__BESIDE 128
/* All that counts by one list. */
struct hvk__system {
	struct hvk_store *store;
	const char *subject;
	enum hvk__closed_list list;
	uint32_t answer;
	int64_t min_cell;
	struct hvk__part *parts;
	size_t part_count, part_capacity;
	bool fresh;          /* one of them is */
	struct hvk__atoms axes[HVK__PUBLICATION_AXES];
	uint32_t total;      /* the node of all subjects */
	size_t combinations; /* of nodes, places slowest, time fastest */
	int64_t *counts;     /* by combination */
	uint16_t *known;     /* by combination: enum hvk__known */
	uint8_t *statuses;   /* by combination: enum hvk__publication_status of what is asked for, once it is protected;
	                      * with HVK__BESIDE where it is hidden only since there was no other way beside the ledger */
	uint32_t (*implied)[HVK__PUBLICATION_AXES]; /* combinations */
	size_t implied_count, implied_capacity;
	uint32_t (*ahead)[HVK__PUBLICATION_AXES];   /* combinations */
	size_t ahead_count, ahead_capacity;
	bool spared;         /* of what the ledger hides not all was proved, since nothing new is shown */
	uint32_t *rows[HVK__PUBLICATION_AXES]; /* of another list: by atom the node in the main system */
	char digest[33];
};

static inline size_t hvk__system_place(const struct hvk__system *system, size_t place, size_t subject, size_t time)
{
	return (place * system->axes[HVK__SUBJECTS].node_count + subject) * system->axes[HVK__TIME].node_count + time;
}
static inline size_t hvk__part_place(const struct hvk__system *system, const struct hvk__part *part, size_t place,
                                     size_t subject, size_t time)
{
	return hvk__system_place(system, part->nodes[HVK__PLACES][place],
	                         part->rows ? system->total : part->nodes[HVK__SUBJECTS][subject],
	                         part->nodes[HVK__TIME][time]);
}
/* The node that holds all that a part counts: its last member. */
static inline uint32_t hvk__part_whole(const struct hvk__system *system, const struct hvk__part *part, int axis)
{
	return part->rows && axis == HVK__SUBJECTS ? system->total :
	       part->nodes[axis][part->publication->axes[axis].member_count - 1];
}

/* The nodes of a combination. */
static inline void hvk__system_nodes(const struct hvk__system *system, size_t place,
                                     uint32_t node[HVK__PUBLICATION_AXES])
{
	for (size_t a = HVK__PUBLICATION_AXES; a-- > 0; place /= system->axes[a].node_count)
		node[a] = (uint32_t)(place % system->axes[a].node_count);
}

/* The place of a combination of atoms, and how many there are. */
static inline size_t hvk__system_atom(const struct hvk__system *system, const uint32_t atoms[])
{
	return (atoms[0] * system->axes[HVK__SUBJECTS].count + atoms[1]) * system->axes[HVK__TIME].count + atoms[2];
}
static inline size_t hvk__system_atoms(const struct hvk__system *system)
{
	return system->axes[0].count * system->axes[1].count * system->axes[2].count;
}

/* Questions that were read; several closings, no month in two. */
struct hvk__questions {
	const struct hvk__closing *closings[2];
	size_t count;
	int first_collected;
};

/* HVK_OK or HVK_ENOMEM. */
int hvk__system_add_part(struct hvk__system *system, struct hvk_publication *publication, bool fresh, bool rows);
/* Makes axes and counts. others: the systems whose rows it has as parts, already made. */
int hvk__system_make(struct hvk__system *system, struct hvk__system others[], size_t other_count,
                     const struct hvk__questions *questions);
/* By combination of nodes what amounts by combination of atoms add up to; NULL when memory runs out. */
int64_t *hvk__system_add_up(const struct hvk__system *system, const int64_t *amounts);
/* Notes what is known of its cells, from the ledger and by rule. Cells of publications to come are made, with what
 * they count and what is so by rule. HVK_ESTORE when the ledger does not agree with itself. */
int hvk__system_judge(struct hvk__system *system, const struct hvk__questions *questions);
/* Protects it, and sets the statuses of publications to come. HVK_EINPUT when it cannot be. */
int hvk__system_protect(struct hvk__system *system);
void hvk__system_free(struct hvk__system *system);

/* ---- publication_implied.c */

/* Finds what the cells of all parts imply; and notes it, once it is counted. */
int hvk__system_find_implied(struct hvk__system *system);
void hvk__system_note_implied(struct hvk__system *system);

/* ---- publication_ahead.c */

/* Finds what windows that come later hold of those that are new, as far as months are told apart. */
int hvk__system_find_ahead(struct hvk__system *system);

/* ---- publication_zeros.c */

/* A new cell that is 0 since all of it is known to be 0 cannot be hidden any more, and protects nothing. */
int hvk__system_note_zeros(struct hvk__system *system);
/* Whether what is new tells nothing once all of it is hidden. HVK_OK or HVK_ENOMEM. */
int hvk__system_is_silent(const struct hvk__system *system, bool *silent);

/* ---- publication_refuse.c: always HVK_EINPUT */

/* A cell, by its combination, cannot be protected; nor can the row of another list that it is. */
int hvk__system_refuse(struct hvk__system *system, size_t place);
int hvk__system_refuse_row(struct hvk__system *system, size_t place, const struct hvk__system *other);
/* HVK_OK unless there are more cells than can be looked at. */
int hvk__system_check_size(struct hvk__system *system);
/* HVK_OK unless a count was published that is sensitive now, since the limit is higher. */
int hvk__system_check_small(struct hvk__system *system);

/* ---- publication_rule.c */

/* Makes the cells of a publication to come, and what is so by rule: not applicable, not collected, sensitive. One out
 * of the ledger, that is made again, has its cells. */
int hvk__system_apply_rules(struct hvk__system *system, const struct hvk__part *part,
                            const struct hvk__questions *questions);

/* ---- publication_solve.c */

/* Protects publications together of which the first known are in the ledger; when all are, their certificates are
 * sought anew. */
int hvk__systems_solve(struct hvk_store *store, struct hvk_publication *const publications[], size_t count,
                       size_t known, const struct hvk__questions *questions);
/* The same; *spared: not all that the ledger hides was proved, which has to be safe without those that are new. */
int hvk__systems_make_again(struct hvk_store *store, struct hvk_publication *const publications[], size_t count,
                            size_t known, const struct hvk__questions *questions, bool *spared);

#endif
