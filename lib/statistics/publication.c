/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications: the handle, its options, and what is read of it. */
#include "statistics/publication.h"

#include <stdlib.h>
#include <string.h>

HVK_EXPORT int hvk_publication_new(struct hvk_store *store, struct hvk_publication **publication)
{
	struct hvk_publication *p;

	*publication = NULL;
	hvk__error_clear(&store->error);
	p = calloc(1, sizeof(*p));
	if (!p)
		return hvk__fail_memory(&store->error);
	p->store = store;
	p->levels = p->region = p->gemeenten = "";
	p->entered_on = p->place = p->checksum = p->withdrawn_on = p->reason = "";
	p->first = p->last = p->zeros = -1;
	p->subject = "theme";
	p->texts = calloc(HVK_PUBLICATION_FIELDS, sizeof(*p->texts));
	if (!p->texts) {
		hvk_publication_free(p);
		return hvk__fail_memory(&store->error);
	}
	*publication = p;
	return HVK_OK;
}

HVK_EXPORT void hvk_publication_free(struct hvk_publication *p)
{
	if (!p)
		return;
	hvk__joint_leave(p);
	hvk__publication_free_axes(p);
	free(p->cells);
	free(p->texts);
	hvk__pool_free(&p->pool);
	free(p);
}

/* ---------------------------------------------------------------- building axes */

void hvk__publication_free_axes(struct hvk_publication *p)
{
	for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++) {
		struct hvk__publication_axis *axis = &p->axes[a];

		for (size_t i = 0; i < axis->member_count; i++)
			free(axis->members[i].leaves);
		free(axis->members);
		free(axis->links);
		*axis = (struct hvk__publication_axis){ .name = axis->name };
	}
}

int hvk__publication_add_member(struct hvk_publication *p, enum hvk__publication_axis_name name, const char *key,
                                const char *level, const char *const label[2], size_t *number)
{
	struct hvk__publication_axis *axis = &p->axes[name];
	struct hvk__publication_member member = { .first = 0, .last = HVK__MONTH_MAX };

	*number = axis->member_count;
	member.key = hvk__pool_add(&p->pool, key, strlen(key));
	member.level = hvk__pool_add(&p->pool, level, strlen(level));
	for (int lang = 0; lang < 2; lang++)
		member.label[lang] = hvk__pool_add(&p->pool, label[lang], strlen(label[lang]));
	if (!member.key || !member.level || !member.label[0] || !member.label[1] ||
	    !hvk__reserve(&axis->members, &axis->member_capacity, axis->member_count + 1, sizeof(*axis->members)))
		return hvk__fail_memory(&p->store->error);
	axis->members[axis->member_count++] = member;
	return HVK_OK;
}

int hvk__publication_add_leaf(struct hvk_publication *p, enum hvk__publication_axis_name name, size_t number,
                              uint32_t leaf)
{
	struct hvk__publication_member *member = &p->axes[name].members[number];
	size_t at = member->leaf_count;

	while (at > 0 && member->leaves[at - 1] > leaf)
		at--;
	if (at > 0 && member->leaves[at - 1] == leaf)
		return HVK_OK;
	if (!hvk__reserve(&member->leaves, &member->leaf_capacity, member->leaf_count + 1, sizeof(*member->leaves)))
		return hvk__fail_memory(&p->store->error);
	memmove(member->leaves + at + 1, member->leaves + at, (member->leaf_count - at) * sizeof(*member->leaves));
	member->leaves[at] = leaf;
	member->leaf_count++;
	return HVK_OK;
}

int hvk__publication_add_link(struct hvk_publication *p, enum hvk__publication_axis_name name, size_t parent,
                              size_t child, const char *set)
{
	struct hvk__publication_axis *axis = &p->axes[name];
	const char *copy;

	/* Links of one set follow each other: one copy serves them all. */
	if (axis->link_count > 0 && strcmp(axis->links[axis->link_count - 1].set, set) == 0)
		copy = axis->links[axis->link_count - 1].set;
	else
		copy = hvk__pool_add(&p->pool, set, strlen(set));
	if (!copy || !hvk__reserve(&axis->links, &axis->link_capacity, axis->link_count + 1, sizeof(*axis->links)))
		return hvk__fail_memory(&p->store->error);
	axis->links[axis->link_count++] = (struct hvk__publication_link){ (uint32_t)parent, (uint32_t)child, copy };
	return HVK_OK;
}
