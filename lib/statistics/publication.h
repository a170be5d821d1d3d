/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Publications: what the files publication*.c and closing.c share.
 *
 * All publications are sums over one table of questions: NIS code by code of a list by month. A member of an axis is the
 * set of these leaves that it holds, so that a merged gemeente, a quarter or a rolling year need nothing special. Leaves
 * that no member tells apart are one for the protection: it sees atoms (publication_system.c).
 *
 * What publications tell apart together, and none of them shows, is protected as what they show is: the year so far
 * less the year so far a month ago is a month (publication_implied.c).
 *
 * One list only can be crossed with places and time in one system. theme is the main one. Another list (a family) is a
 * system of its own, tied to the main one by the counts of its rows, place by time, as far as its own publications tell
 * these apart. Both are safe together when all these are published: any table of the one then goes with any of the
 * other. Where one has finer rows, a row of the other is spread over them as the first has it; in each of these a table
 * with the counts of the one as rows and of the other as columns exists, since their sums agree. The same holds for
 * many lists. Rows of 0 do no harm: all in them is known to be 0. A row that cannot be published refuses the
 * publication.
 *
 *   publication.c          the handle, its options and its text
 *   publication_option.c   its options
 *   publication_protect.c  from options to a table that is protected
 *   publication_levels.c   the levels of --by: which axis, which family
 *   publication_link.c     which members consist of which
 *   publication_coarser.c  a coarser grid, to propose
 *   publication_place.c    members of the axis of places
 *   publication_subject.c  members of the axis of subjects
 *   publication_time.c     members of the axis of time
 *   closing.c              the questions that count: of closed months from the ledger, of others as they are now
 *   closing_enter.c        months are closed
 *   publication_system.c   the ledger and what is new as one protection; its outcome as statuses
 *   publication_enter.c    into the ledger
 *   publication_open.c     out of it
 *   publication_loss.c     what hiding costs
 *   publication_audit.c    published files checked by themselves
 *   plan.c                 publications declared in advance
 *   figures.c              what is published, for reports
 */
#ifndef HVK_STATISTICS_PUBLICATION_H
#define HVK_STATISTICS_PUBLICATION_H

#include "core/memory.h"
#include "store/store.h"

#define HVK__PUBLICATION_LEVELS 4 /* of one axis, at most */

enum hvk__publication_axis_name { HVK__PLACES, HVK__SUBJECTS, HVK__TIME, HVK__PUBLICATION_AXES };

/* As they stand in the table publication_cell. */
enum hvk__publication_status {
	HVK__CELL_OK, HVK__CELL_PRIMARY, HVK__CELL_SECONDARY, HVK__CELL_NOT_APPLICABLE, HVK__CELL_NOT_COLLECTED,
	HVK__CELL_BY_RULE
};

/* What a leaf is: a NIS code, the number of a code (0: not recorded), or a month as hvk__month_number() has it. Of list
 * answer 1 is a question that has the answer, 0 one that has not. */
struct hvk__publication_member {
	const char *key, *level, *label[2]; /* in the pool */
	uint32_t *leaves;      /* ascending; to be freed */
	size_t leaf_count, leaf_capacity;
	bool whole;            /* holds all there is, or will be; has no leaves */
	bool sensitive;        /* all its codes are marked so; subjects only */
	bool below_region;     /* of a single gemeente; places only */
	int first;             /* month from which on it can be at all: when its codes came into use; late ones are
	                        * in any after */
};

struct hvk__publication_link {
	uint32_t parent, child; /* members */
	const char *set;
};

struct hvk__publication_axis {
	const char *name;      /* NULL: not asked for; it has its total only */
	struct hvk__publication_member *members; /* in their order, the total last */
	size_t member_count, member_capacity;
	struct hvk__publication_link *links;     /* by parent, set, child */
	size_t link_count, link_capacity;
};

struct hvk__publication_cell {
	int64_t count;
	enum hvk__publication_status status;
};

/* Questions that are equal in what can be published. */
struct hvk__closed {
	int32_t counted, month;
	uint32_t nis;
	uint16_t codes[8];     /* numbers by enum hvk__closed_list, 0: not recorded; of answers 0 */
	uint64_t answers;      /* bit n - 1 for code n */
	int64_t questions;
};
enum hvk__closed_list {
	HVK__CLOSED_THEME, HVK__CLOSED_CHANNEL, HVK__CLOSED_ASKER, HVK__CLOSED_AGE, HVK__CLOSED_KIND,
	HVK__CLOSED_SEVERITY, HVK__CLOSED_ANSWER, HVK__CLOSED_DURATION, HVK__CLOSED_LISTS
};

struct hvk_publication {
	struct hvk_store *store;
	struct hvk__pool pool;
	/* as asked for */
	const char *levels, *region, *gemeenten; /* "" for none */
	int first, last;       /* months; -1: not set */
	int64_t min_cell;      /* 0: not set */
	int zeros;             /* enum hvk_zeros; -1: not set */
	int64_t asked_min_cell; /* as they were before it was protected */
	int asked_zeros;
	/* what follows from it */
	const char *asked[HVK__PUBLICATION_AXES][HVK__PUBLICATION_LEVELS + 1]; /* levels, finest first, then NULL */
	const char *subject;   /* a list: "theme" when it counts by no subject; of answers "answer" */
	enum hvk__closed_list list;
	uint32_t answer;       /* of list answer: the number of the code that is crossed as has and has not */
	struct hvk__publication_axis axes[HVK__PUBLICATION_AXES];
	struct hvk__publication_cell *cells; /* places slowest, time fastest; NULL before it was protected or opened */
	int geography_day;
	/* in the ledger */
	uint64_t number, plan; /* 0: none */
	const char *entered_on, *place, *checksum, *withdrawn_on, *reason; /* "" for none */
	int64_t late;
	uint64_t beside;       /* cells that are hidden only since there was no other way beside the ledger */
	char digest[33];
	bool opened;           /* out of the ledger: not protected here */
	char (*texts)[32];     /* by field: what hvk_publication_text() last made of a number */
	struct hvk__joint *joint; /* NULL unless it was protected, here */
};

static inline size_t hvk__publication_place(const struct hvk_publication *p, size_t place, size_t subject, size_t time)
{
	return (place * p->axes[HVK__SUBJECTS].member_count + subject) * p->axes[HVK__TIME].member_count + time;
}

/* The axes that were asked for, in their order; that of places, with its total, when none was. Returns how many. */
static inline size_t hvk__publication_asked(const struct hvk_publication *p,
                                            enum hvk__publication_axis_name axes[HVK__PUBLICATION_AXES])
{
	size_t count = 0;

	for (int a = 0; a < HVK__PUBLICATION_AXES; a++)
		if (p->axes[a].name)
			axes[count++] = (enum hvk__publication_axis_name)a;
	if (count == 0)
		axes[count++] = HVK__PLACES;
	return count;
}

/* ---- publication.c */

/* The cell of a member for each axis that was asked for; NULL for what is no cell of it. */
const struct hvk__publication_cell *hvk__publication_cell_at(const struct hvk_publication *p, const size_t member[]);
/* How a cell reads from outside, and its count: 0 unless it is published. */
enum hvk_published hvk__publication_read(const struct hvk__publication_cell *cell, uint64_t *count);

/* ---- publication_levels.c, publication_place.c, publication_subject.c, publication_time.c */

/* Resolves the options into axes: members, what they hold, links, names; subject, list, answer, geography_day. */
int hvk__publication_make_axes(struct hvk_publication *p);
/* The part of it that needs the levels only: names of the axes, subject, list, answer. What comes out of the ledger has
 * its members from there. */
int hvk__publication_read_levels(struct hvk_publication *p);
/* Takes the levels that are asked for; they are kept in one order, and an answer by the name of its code. HVK_OK,
 * HVK_EINVAL, HVK_ENOTFOUND, HVK_EAMBIGUOUS, and p is as it was. */
int hvk__publication_set_levels(struct hvk_publication *p, const char *text);
/* Sets region or gemeenten, in the same way; gemeenten as they are called, since their day is not known yet. */
int hvk__publication_set_region(struct hvk_publication *p, const char *text);
int hvk__publication_set_gemeenten(struct hvk_publication *p, const char *text);
/* "region: unknown ...": HVK_ENOTFOUND. */
int hvk__publication_fail_region(struct hvk_store *store, const struct hvk__regions *regions, const char *text);
/* Brings gemeenten into the form that is compared and kept, NIS codes in their order, once the period is known. */
int hvk__publication_settle_gemeenten(struct hvk_publication *p);
/* Fills in k and zeros where they were not set: as in the last publication. HVK_EINVAL when k is less than it was. */
int hvk__publication_settle_rules(struct hvk_publication *p);
/* Links members to those of finer levels that they consist of, wherever these hold all of it and nothing twice. */
int hvk__publication_link(struct hvk_publication *p, enum hvk__publication_axis_name axis);
/* Frees members and links of all axes. */
void hvk__publication_free_axes(struct hvk_publication *p);
/* A period as it is written, one text for equal ones: 2026, 2026-Q4, 2026-2027, 2026-10, 2026-01..2026-10. */
#define HVK__PERIOD_TEXT 24
void hvk__publication_period(int first, int last, char text[HVK__PERIOD_TEXT]);
/* "total": key and level of the last member of every axis. */
extern const char hvk__publication_total[];
int hvk__publication_make_places(struct hvk_publication *p);
int hvk__publication_make_subjects(struct hvk_publication *p);
int hvk__publication_make_time(struct hvk_publication *p);
/* Adds a member, keys and labels copied; its number in *member. It can be at all times until told otherwise. The
 * failures of these three are recorded. HVK_OK or HVK_ENOMEM. */
int hvk__publication_add_member(struct hvk_publication *p, enum hvk__publication_axis_name axis, const char *key,
                                const char *level, const char *const label[2], size_t *member);
/* In any order; one that is there already stays. */
int hvk__publication_add_leaf(struct hvk_publication *p, enum hvk__publication_axis_name axis, size_t member,
                              uint32_t leaf);
/* In their order: by parent, set, child. */
int hvk__publication_add_link(struct hvk_publication *p, enum hvk__publication_axis_name axis, size_t parent,
                              size_t child, const char *set);
/* A coarser grid than that of a publication, for messages: "--by arrondissement,theme-group,quarter"; "" when there is
 * none. axis: that in which it failed, or HVK__PUBLICATION_AXES. */
void hvk__publication_propose(const struct hvk_publication *p, int axis, char *text, size_t size);

/* ---- closing.c, closing_enter.c */

/* A moment of the file as a connection sees it: the same as long as nobody has changed anything. */
struct hvk__moment {
	int64_t others, own, schema;
};
/* Inside a transaction of the caller's. */
int hvk__moment_read(struct hvk_store *store, struct hvk__moment *moment);

/* The questions that count in months, and the months of these that are not yet closed. */
struct hvk__closing {
	struct hvk__closed *rows; /* by counted, month, nis, codes */
	size_t count, capacity;
	int *months;              /* to be closed, ascending */
	size_t month_count;
	int64_t late;             /* questions among the rows of months to be closed that were registered for others */
	int first_collected;      /* months before are not collected, as was set; 0: all are */
	struct hvk__moment moment; /* when it was read */
};
/* Reads those of all months in [first, last] for which wanted has a true (wanted[month - first]). In one read
 * transaction of the caller's. */
int hvk__closing_read(struct hvk_store *store, int first, int last, const bool wanted[], struct hvk__closing *closing);
/* Closes its months for a publication, inside a transaction of the caller's; HVK_EBUSY when what counts in them, or in
 * those that are closed, is no longer what was read. */
int hvk__closing_enter(struct hvk_store *store, const struct hvk__closing *closing, uint64_t publication);
void hvk__closing_free(struct hvk__closing *closing);
/* Orders rows as a closing has them, for qsort(). */
int hvk__closed_compare(const void *first, const void *second);
/* The columns of the table closed_question, from the third on in the order of enum hvk__closed_list. */
#define HVK__CLOSED_COLUMNS \
	"counted, month, gemeente, theme, channel, asker, age, kind, severity, answer, duration, questions"
#define HVK__CLOSED_FIRST_CODE 3

/* ---- publication_enter.c */

/* What publications that were protected together share until they are entered or freed: the ledger and the questions
 * that they were protected on. */
struct hvk__joint {
	size_t count, holders; /* publications: all, and those that are still there */
	uint64_t last;         /* number in the ledger */
	uint64_t rules[2];     /* what hvk__publication_read_rules() found */
	struct hvk__closing closing;
};
/* Joins publications that are to be protected, one at least, those that were found in the ledger too; its closing is
 * empty. The caller sets last, and reads the closing of those that are new into it. HVK_OK or HVK_ENOMEM. */
int hvk__joint_new(struct hvk_publication *const publications[], size_t count, struct hvk__joint **joint);
/* A publication that is freed, or could not be protected, leaves; the last frees it. */
void hvk__joint_leave(struct hvk_publication *publication);
/* The number of the last in the ledger. */
int hvk__publication_read_last(struct hvk_store *store, uint64_t *number);
/* Says that a number is not in it. */
int hvk__publication_fail_unknown(struct hvk_store *store, uint64_t number, uint64_t last);
/* The order of links on an axis, and in the ledger: parent, set, child. */
int hvk__publication_compare_links(const struct hvk__publication_link *a, const struct hvk__publication_link *b);

/* ---- publication_protect.c */

/* A digest of what the store says of how is published: codes, regions, houses, when registration began. Inside a
 * transaction of the caller's. */
int hvk__publication_read_rules(struct hvk_store *store, uint64_t digest[2]);

/* Whether both ask for the same rows and months, once their gemeenten are settled. */
bool hvk__publication_is_same(const struct hvk_publication *one, const struct hvk_publication *other);

/* ---- publication_system.c */

/* Sets cells, digest and late of publications to come, given their axes. */
int hvk__publication_solve(struct hvk_publication *const publications[], size_t count, struct hvk__closing *closing);
/* Proves anew what is in the ledger up to a publication. */
int hvk__publication_prove(struct hvk_store *store, uint64_t number);

/* ---- publication_open.c */

/* Fills a fresh handle from the ledger, inside a transaction of the caller's. What is not kept there is not set: when
 * members can be, whether they are below a region. HVK_OK, HVK_ENOTFOUND, HVK_ESTORE (also: the ledger is damaged). */
int hvk__publication_load(struct hvk_store *store, uint64_t number, struct hvk_publication *p);
/* The number of the last publication in the ledger that was asked for in the same way and not withdrawn, 0 when there
 * is none. A min_cell of 0 and zeros of -1 are the same as any. */
int hvk__publication_same(struct hvk_publication *p, uint64_t *number);

#endif
