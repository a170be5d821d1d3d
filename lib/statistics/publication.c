/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications: the handle, how its axes are built, and what is read of it. */
#include "statistics/publication.h"

#include <inttypes.h>
#include <stdio.h>
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
	struct hvk__publication_member member = { .first = 0 };

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

/* ---------------------------------------------------------------- what it is */

static const struct {
	const char *name, *help;
} fields[HVK_PUBLICATION_FIELDS] = {
	[HVK_PUBLICATION_NUMBER] = { "number", "its number in the ledger" },
	[HVK_PUBLICATION_ENTERED_ON] = { "entered_on", "the day on which it was published" },
	[HVK_PUBLICATION_BY] = { "by", "the levels it counts by" },
	[HVK_PUBLICATION_PERIOD] = { "period", "the months it counts" },
	[HVK_PUBLICATION_REGION] = { "region", "the region it is of" },
	[HVK_PUBLICATION_GEMEENTE] = { "gemeente", "the gemeenten that were asked for, NIS codes" },
	[HVK_PUBLICATION_MIN_CELL] = { "min_cell", "counts from 1 to below this are protected" },
	[HVK_PUBLICATION_ZEROS] = { "zeros", "camouflage or protect" },
	[HVK_PUBLICATION_GEOGRAPHY] = { "geography", "the day whose gemeenten it shows" },
	[HVK_PUBLICATION_CELLS] = { "cells", "how many counts and hidden ones it has" },
	[HVK_PUBLICATION_HIDDEN] = { "hidden", "how many of these are hidden" },
	[HVK_PUBLICATION_LATE] = { "late", "questions of months closed before that it counts in another" },
	[HVK_PUBLICATION_PLAN] = { "plan", "the plan it is of" },
	[HVK_PUBLICATION_PLACE] = { "place", "where it was written" },
	[HVK_PUBLICATION_CHECKSUM] = { "checksum", "SHA-256 of what was written" },
	[HVK_PUBLICATION_DIGEST] = { "digest", "of what was protected and the certificates" },
	[HVK_PUBLICATION_WITHDRAWN_ON] = { "withdrawn_on", "the day on which it was withdrawn" },
	[HVK_PUBLICATION_REASON] = { "reason", "why it was withdrawn" },
};

HVK_EXPORT const char *hvk_publication_field_name(enum hvk_publication_field field)
{
	return (unsigned)field < HVK_PUBLICATION_FIELDS ? fields[field].name : NULL;
}

HVK_EXPORT const char *hvk_publication_field_help(enum hvk_publication_field field)
{
	return (unsigned)field < HVK_PUBLICATION_FIELDS ? fields[field].help : NULL;
}

/* Cells that are counts or hidden; hidden only those. */
static uint64_t count_cells(const struct hvk_publication *p, bool hidden_only)
{
	size_t all = 1;
	uint64_t count = 0;

	for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++)
		all *= p->axes[a].member_count;
	for (size_t i = 0; i < all && p->cells; i++) {
		enum hvk__publication_status status = p->cells[i].status;

		count += status != HVK__CELL_NOT_APPLICABLE && status != HVK__CELL_NOT_COLLECTED &&
		         (!hidden_only || status != HVK__CELL_OK);
	}
	return count;
}

static const char *number_text(const struct hvk_publication *p, enum hvk_publication_field field, uint64_t number)
{
	snprintf(p->texts[field], sizeof(p->texts[field]), "%" PRIu64, number);
	return p->texts[field];
}

/* What is only known once it was protected. */
static const char *outcome(const struct hvk_publication *p, enum hvk_publication_field field)
{
	if (!p->cells)
		return "";
	switch (field) {
	case HVK_PUBLICATION_GEOGRAPHY:
		hvk__date_format(p->geography_day, p->texts[field]);
		return p->texts[field];
	case HVK_PUBLICATION_LATE:
		return number_text(p, field, (uint64_t)p->late);
	default:
		return number_text(p, field, count_cells(p, field == HVK_PUBLICATION_HIDDEN));
	}
}

HVK_EXPORT const char *hvk_publication_text(const struct hvk_publication *p, enum hvk_publication_field field)
{
	switch (field) {
	case HVK_PUBLICATION_NUMBER:
		return p->number ? number_text(p, field, p->number) : "";
	case HVK_PUBLICATION_ENTERED_ON:
		return p->entered_on;
	case HVK_PUBLICATION_BY:
		return p->levels;
	case HVK_PUBLICATION_PERIOD:
		if (p->first < 0)
			return "";
		hvk__publication_period(p->first, p->last, p->texts[field]);
		return p->texts[field];
	case HVK_PUBLICATION_REGION:
		return p->region;
	case HVK_PUBLICATION_GEMEENTE:
		return p->gemeenten;
	case HVK_PUBLICATION_MIN_CELL:
		return p->min_cell ? number_text(p, field, (uint64_t)p->min_cell) : "";
	case HVK_PUBLICATION_ZEROS:
		return p->zeros < 0 ? "" : p->zeros == HVK_ZEROS_PROTECT ? "protect" : "camouflage";
	case HVK_PUBLICATION_GEOGRAPHY:
	case HVK_PUBLICATION_CELLS:
	case HVK_PUBLICATION_HIDDEN:
	case HVK_PUBLICATION_LATE:
		return outcome(p, field);
	case HVK_PUBLICATION_PLAN:
		return p->plan ? number_text(p, field, p->plan) : "";
	case HVK_PUBLICATION_PLACE:
		return p->place;
	case HVK_PUBLICATION_CHECKSUM:
		return p->checksum;
	case HVK_PUBLICATION_DIGEST:
		return p->digest;
	case HVK_PUBLICATION_WITHDRAWN_ON:
		return p->withdrawn_on;
	case HVK_PUBLICATION_REASON:
		return p->reason;
	case HVK_PUBLICATION_FIELDS:
		break;
	}
	return "";
}

/* ---------------------------------------------------------------- its axes */

static const struct hvk__publication_axis *axis_at(const struct hvk_publication *p, size_t axis)
{
	enum hvk__publication_axis_name which[HVK__PUBLICATION_AXES];

	return axis < hvk__publication_asked(p, which) ? &p->axes[which[axis]] : NULL;
}

static const struct hvk__publication_member *member_at(const struct hvk_publication *p, size_t axis, size_t member)
{
	const struct hvk__publication_axis *found = axis_at(p, axis);

	return found && member < found->member_count ? &found->members[member] : NULL;
}

HVK_EXPORT size_t hvk_publication_axes(const struct hvk_publication *p)
{
	enum hvk__publication_axis_name which[HVK__PUBLICATION_AXES];

	return hvk__publication_asked(p, which);
}

HVK_EXPORT const char *hvk_publication_axis(const struct hvk_publication *p, size_t axis)
{
	const struct hvk__publication_axis *found = axis_at(p, axis);

	if (!found)
		return NULL;
	return found->name ? found->name : "gemeente";
}

HVK_EXPORT size_t hvk_publication_members(const struct hvk_publication *p, size_t axis)
{
	const struct hvk__publication_axis *found = axis_at(p, axis);

	return found ? found->member_count : 0;
}

HVK_EXPORT const char *hvk_publication_key(const struct hvk_publication *p, size_t axis, size_t member)
{
	const struct hvk__publication_member *found = member_at(p, axis, member);

	return found ? found->key : NULL;
}

HVK_EXPORT const char *hvk_publication_level(const struct hvk_publication *p, size_t axis, size_t member)
{
	const struct hvk__publication_member *found = member_at(p, axis, member);

	return found ? found->level : NULL;
}

HVK_EXPORT const char *hvk_publication_label(const struct hvk_publication *p, size_t axis, size_t member,
                                             enum hvk_lang lang)
{
	const struct hvk__publication_member *found = member_at(p, axis, member);

	return found ? found->label[lang] : NULL;
}

HVK_EXPORT int hvk_publication_link(const struct hvk_publication *p, size_t axis, size_t n, size_t *parent,
                                    size_t *child, const char **set)
{
	const struct hvk__publication_axis *found = axis_at(p, axis);

	*parent = *child = 0;
	*set = NULL;
	if (!found || n >= found->link_count)
		return 0;
	*parent = found->links[n].parent;
	*child = found->links[n].child;
	*set = found->links[n].set;
	return 1;
}

/* ---------------------------------------------------------------- its cells */

const struct hvk__publication_cell *hvk__publication_cell_at(const struct hvk_publication *p, const size_t member[])
{
	enum hvk__publication_axis_name which[HVK__PUBLICATION_AXES];
	size_t count = hvk__publication_asked(p, which), at[HVK__PUBLICATION_AXES];

	if (!p->cells)
		return NULL;
	for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++)
		at[a] = p->axes[a].member_count - 1;
	for (size_t i = 0; i < count; i++) {
		if (member[i] >= p->axes[which[i]].member_count)
			return NULL;
		at[which[i]] = member[i];
	}
	return &p->cells[hvk__publication_place(p, at[HVK__PLACES], at[HVK__SUBJECTS], at[HVK__TIME])];
}

HVK_EXPORT const char *hvk_published_name(enum hvk_published status)
{
	static const char *const names[] = {
		[HVK_PUBLISHED_OK] = "ok", [HVK_PUBLISHED_HIDDEN] = "x", [HVK_PUBLISHED_NOT_APPLICABLE] = "na",
		[HVK_PUBLISHED_NOT_COLLECTED] = "nc", [HVK_PUBLISHED_NOWHERE] = "",
	};

	return (unsigned)status < ARRAY_SIZE(names) ? names[status] : NULL;
}

enum hvk_published hvk__publication_read(const struct hvk__publication_cell *cell, uint64_t *count)
{
	*count = 0;
	switch (cell->status) {
	case HVK__CELL_OK:
		*count = (uint64_t)cell->count;
		return HVK_PUBLISHED_OK;
	case HVK__CELL_NOT_APPLICABLE:
		return HVK_PUBLISHED_NOT_APPLICABLE;
	case HVK__CELL_NOT_COLLECTED:
		return HVK_PUBLISHED_NOT_COLLECTED;
	case HVK__CELL_PRIMARY:
	case HVK__CELL_SECONDARY:
	case HVK__CELL_BY_RULE:
		break;
	}
	return HVK_PUBLISHED_HIDDEN;
}

HVK_EXPORT enum hvk_published hvk_publication_cell(const struct hvk_publication *p, const size_t member[],
                                                   uint64_t *count)
{
	const struct hvk__publication_cell *cell = hvk__publication_cell_at(p, member);

	*count = 0;
	return cell ? hvk__publication_read(cell, count) : HVK_PUBLISHED_NOWHERE;
}
