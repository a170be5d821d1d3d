/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications with figures of the tests' own, as if they had been protected, in the ledger. Include after cmocka.h. */
#ifndef TESTS_LEDGER_H
#define TESTS_LEDGER_H

#include "admin_store.h"
#include "statistics/publication.h"

/* One to come, with its axes. */
static inline struct hvk_publication *ask_publication(struct hvk_store *store, const char *by, const char *period,
                                                      const char *region, const char *gemeenten)
{
	struct hvk_publication *p;

	assert_done(store, hvk_publication_new(store, &p));
	assert_done(store, hvk_publication_set(p, HVK_PUBLISH_BY, by));
	assert_done(store, hvk_publication_set(p, HVK_PUBLISH_PERIOD, period));
	assert_done(store, hvk_publication_set(p, HVK_PUBLISH_REGION, region));
	assert_done(store, hvk_publication_set(p, HVK_PUBLISH_GEMEENTE, gemeenten));
	assert_done(store, hvk__publication_settle_gemeenten(p));
	return p;
}

/* Fills cells: numbers from first on, and statuses one after the other. */
static inline void fill_cells(struct hvk_publication *p, int64_t first, const enum hvk__publication_status statuses[],
                              size_t status_count)
{
	size_t count = p->axes[HVK__PLACES].member_count * p->axes[HVK__SUBJECTS].member_count *
	               p->axes[HVK__TIME].member_count;

	p->cells = calloc(count, sizeof(*p->cells));
	for (size_t i = 0; i < count; i++)
		p->cells[i] = (struct hvk__publication_cell){ first + (int64_t)i, statuses[i % status_count] };
}

/* As if protected: all published, the counts from first on. */
static inline struct hvk_publication *make_publication(struct hvk_store *store, const char *by, const char *period,
                                                       int64_t first)
{
	static const enum hvk__publication_status ok = HVK__CELL_OK;
	const char *gemeenten = strstr(by, "gemeente") ? "gent,brugge" : "";
	struct hvk_publication *p = ask_publication(store, by, period, "", gemeenten);

	assert_done(store, hvk__publication_settle_rules(p));
	assert_done(store, hvk__publication_make_axes(p));
	fill_cells(p, first, &ok, 1);
	snprintf(p->digest, sizeof(p->digest), "%032lld", (long long)first);
	return p;
}

/* Has publications share the ledger and the questions of now, as hvk_publication_protect() does. */
static inline void join_publications(struct hvk_publication *const publications[], size_t count)
{
	struct hvk_store *store = publications[0]->store;
	bool wanted[HVK__MONTH_MAX + 1] = { false };
	struct hvk__joint *joint;

	for (size_t i = 0; i < count; i++)
		for (int month = publications[i]->first; month <= publications[i]->last; month++)
			wanted[month] |= !publications[i]->opened;
	assert_done(store, hvk__joint_new(publications, count, &joint));
	assert_done(store, hvk__begin_reading(store));
	assert_done(store, hvk__publication_read_last(store, &joint->last));
	assert_done(store, hvk__publication_read_rules(store, joint->rules));
	assert_done(store, hvk__closing_read(store, 0, HVK__MONTH_MAX, wanted, &joint->closing));
	hvk__rollback(store);
}

/* Enters one that counts by nothing but what is said. */
static inline void publish(struct hvk_store *store, const char *by, const char *period, int64_t first)
{
	struct hvk_publication *p = make_publication(store, by, period, first);

	join_publications(&p, 1);
	assert_done(store, hvk_publication_enter(&p, 1, NULL, NULL));
	hvk_publication_free(p);
}

#endif
