/* SPDX-License-Identifier: EUPL-1.2 */
/* All that is published and was not withdrawn, found by place, subject and months. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "record/index.h"
#include "statistics/publication.h"

/* Places and subjects are numbers; leaves: the number of what a place holds, which can change under its name. */
struct figure {
	uint32_t place, subject;
	int32_t first, last;
	uint32_t leaves;
	uint64_t count;
	enum hvk_published status;
};

struct hvk_figures {
	struct hvk_store *store;
	struct hvk__index places, subjects; /* numbers by key; of a subject its level and its key */
	struct hvk__index leaves;           /* numbers by what places hold */
	uint32_t place_count, subject_count, leaves_count;
	struct figure *figures;
	size_t count, capacity;
	struct hvk__index index;            /* their numbers */
};

/* A publication that is taken in: the numbers of its members, or NO_NUMBER, and their months. */
struct intake {
	struct hvk_figures *figures;
	struct hvk_publication *publication;
	uint32_t *places, *subjects;
	uint32_t *leaves; /* by place */
};

#define NO_NUMBER UINT32_MAX

enum { SUBJECT = 512 }; /* the length of its name, at most */

static void intake_free(struct intake *intake)
{
	hvk_publication_free(intake->publication);
	free(intake->places);
	free(intake->subjects);
	free(intake->leaves);
}

/* ---------------------------------------------------------------- figures by what they are of */

/* What a figure is of, as bytes. */
struct scope {
	uint32_t place, subject;
	int32_t first, last;
};

static struct figure *find_figure(const struct hvk_figures *figures, const struct figure *asked)
{
	struct scope key = { asked->place, asked->subject, asked->first, asked->last };
	size_t at = 0;
	int64_t number;

	return hvk__index_next(&figures->index, (const char *)&key, sizeof(key), &at, &number) ?
	       &figures->figures[number] : NULL;
}

/* A later publication of the same stands: only what a place is called can have come to mean something else. */
static int add_figure(struct hvk_figures *figures, const struct figure *figure)
{
	struct scope key = { figure->place, figure->subject, figure->first, figure->last };
	struct figure *before = find_figure(figures, figure);

	if (before) {
		*before = *figure;
		return HVK_OK;
	}
	if (!hvk__reserve(&figures->figures, &figures->capacity, figures->count + 1, sizeof(*figure)) ||
	    !hvk__index_add(&figures->index, (const char *)&key, sizeof(key), (int64_t)figures->count))
		return hvk__fail_memory(&figures->store->error);
	figures->figures[figures->count++] = *figure;
	return HVK_OK;
}

/* ---------------------------------------------------------------- names */

static uint32_t find_number(const struct hvk__index *index, const char *name, size_t length)
{
	size_t at = 0;
	int64_t number;

	return hvk__index_next(index, name, length, &at, &number) ? (uint32_t)number : NO_NUMBER;
}

/* False when memory runs out. */
static bool number_name(struct hvk__index *index, uint32_t *count, const char *name, size_t length, uint32_t *number)
{
	*number = find_number(index, name, length);
	if (*number != NO_NUMBER)
		return true;
	*number = (*count)++;
	return hvk__index_add(index, name, length, *number);
}

/* A subject by its level and key, which levels share; all of them by neither. What a publication calls a code by itself
 * is to a report that code. Asking must not need memory, so what is longer than any code is not found. Returns the
 * length. */
static size_t subject_name(const char *level, const char *key, char name[SUBJECT])
{
	static const char self[] = "_self"; /* of publication_subject.c */
	int length;

	name[0] = '\0';
	if (!level || !key || strcmp(key, hvk__publication_total) == 0)
		return 0;
	length = snprintf(name, SUBJECT, "%s\n%s", level, key);
	if (length >= SUBJECT)
		return SUBJECT - 1;
	if ((size_t)length > strlen(self) && strcmp(name + length - strlen(self), self) == 0)
		length -= (int)strlen(self);
	return (size_t)length;
}

/* NULL for a region that is called as another place can be: a region can have any name. */
static const char *region_name(const char *name)
{
	bool taken = strcmp(name, hvk__publication_total) == 0 || name[strspn(name, "0123456789")] == '\0';

	return taken ? NULL : name;
}

/* The name of a place: that of the region where all is published of one. NULL: of the others, who are not the same from
 * one publication to the next. */
static const char *place_name(const struct hvk_publication *p, size_t n)
{
	const struct hvk__publication_axis *axis = &p->axes[HVK__PLACES];
	const struct hvk__publication_member *member = &axis->members[n];

	if (n + 1 == axis->member_count)
		return member->whole ? hvk__publication_total : region_name(p->region);
	if (strcmp(member->level, "region") == 0)
		return region_name(member->key);
	return strcmp(member->level, "other") == 0 ? NULL : member->key;
}

/* ---------------------------------------------------------------- out of the ledger */

static int number_places(struct intake *intake)
{
	struct hvk_figures *figures = intake->figures;
	const struct hvk__publication_axis *axis = &intake->publication->axes[HVK__PLACES];

	for (size_t i = 0; i < axis->member_count; i++) {
		const struct hvk__publication_member *member = &axis->members[i];
		const char *name = place_name(intake->publication, i);
		const char *leaves = member->leaf_count > 0 ? (const char *)member->leaves : "";

		intake->places[i] = NO_NUMBER;
		if (!number_name(&figures->leaves, &figures->leaves_count, leaves,
		                 member->leaf_count * sizeof(*member->leaves), &intake->leaves[i]) ||
		    (name && !number_name(&figures->places, &figures->place_count, name, strlen(name),
		                          &intake->places[i])))
			return hvk__fail_memory(&figures->store->error);
	}
	return HVK_OK;
}

static int number_subjects(struct intake *intake)
{
	struct hvk_figures *figures = intake->figures;
	const struct hvk__publication_axis *axis = &intake->publication->axes[HVK__SUBJECTS];

	for (size_t i = 0; i < axis->member_count; i++) {
		char name[SUBJECT];
		size_t length = subject_name(axis->members[i].level, axis->members[i].key, name);

		if (!number_name(&figures->subjects, &figures->subject_count, name, length, &intake->subjects[i]))
			return hvk__fail_memory(&figures->store->error);
	}
	return HVK_OK;
}

/* The cells of a member of time. Of what is hidden the count is not even kept here. */
static int add_cells(struct intake *intake, size_t time, struct figure figure)
{
	const struct hvk_publication *p = intake->publication;
	int result = HVK_OK;

	for (size_t place = 0; place < p->axes[HVK__PLACES].member_count; place++) {
		figure.place = intake->places[place];
		figure.leaves = intake->leaves[place];
		for (size_t subject = 0; figure.place != NO_NUMBER && subject < p->axes[HVK__SUBJECTS].member_count;
		     subject++) {
			size_t at = hvk__publication_place(p, place, subject, time);

			figure.subject = intake->subjects[subject];
			figure.status = hvk__publication_read(&p->cells[at], &figure.count);
			result = add_figure(intake->figures, &figure);
			if (result < 0)
				return result;
		}
	}
	return HVK_OK;
}

static int add_publication(struct intake *intake)
{
	const struct hvk__publication_axis *axes = intake->publication->axes;
	int result;

	intake->places = calloc(axes[HVK__PLACES].member_count, sizeof(*intake->places));
	intake->leaves = calloc(axes[HVK__PLACES].member_count, sizeof(*intake->leaves));
	intake->subjects = calloc(axes[HVK__SUBJECTS].member_count, sizeof(*intake->subjects));
	if (!intake->places || !intake->leaves || !intake->subjects)
		return hvk__fail_memory(&intake->figures->store->error);
	result = number_places(intake);
	if (result == HVK_OK)
		result = number_subjects(intake);
	for (size_t i = 0; result == HVK_OK && i < axes[HVK__TIME].member_count; i++) {
		const struct hvk__publication_member *member = &axes[HVK__TIME].members[i];
		struct figure figure = { 0 };

		/* Months in a row. */
		if (member->leaf_count == 0 ||
		    member->leaves[member->leaf_count - 1] - member->leaves[0] != member->leaf_count - 1)
			continue;
		figure.first = (int32_t)member->leaves[0];
		figure.last = (int32_t)member->leaves[member->leaf_count - 1];
		result = add_cells(intake, i, figure);
	}
	return result;
}

/* In the order of the ledger, so that the last of the same stands. */
static int read_ledger(struct hvk_figures *figures)
{
	uint64_t last = 0;
	int result = hvk__publication_read_last(figures->store, &last);

	for (uint64_t number = 1; result == HVK_OK && number <= last; number++) {
		_cleanup_(intake_free) struct intake intake = { .figures = figures };

		result = hvk_publication_new(figures->store, &intake.publication);
		if (result == HVK_OK)
			result = hvk__publication_load(figures->store, number, intake.publication);
		if (result == HVK_OK && !*intake.publication->withdrawn_on)
			result = add_publication(&intake);
	}
	return result;
}

HVK_EXPORT int hvk_figures_new(struct hvk_store *store, struct hvk_figures **figures)
{
	int result;

	*figures = NULL;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result < 0)
		return result;
	*figures = calloc(1, sizeof(**figures));
	if (!*figures)
		return hvk__fail_memory(&store->error);
	(*figures)->store = store;
	result = hvk__begin_reading(store);
	if (result == HVK_OK) {
		result = read_ledger(*figures);
		hvk__rollback(store);
	}
	if (result < 0) {
		hvk_figures_free(*figures);
		*figures = NULL;
	}
	return result;
}

HVK_EXPORT void hvk_figures_free(struct hvk_figures *figures)
{
	if (!figures)
		return;
	hvk__index_free(&figures->places);
	hvk__index_free(&figures->subjects);
	free(figures->figures);
	hvk__index_free(&figures->index);
	hvk__index_free(&figures->leaves);
	free(figures);
}

/* ---------------------------------------------------------------- asked for */

/* The sum of months. One in which there could be nothing, or nothing was registered, adds nothing: so it does in a
 * total that is published. All months of one place that became larger are no sum of it. */
static enum hvk_published sum(const struct hvk_figures *figures, struct figure asked, uint64_t *count)
{
	enum hvk_published status = HVK_PUBLISHED_NOT_APPLICABLE;
	const struct figure *before = NULL;
	bool hidden = false;
	uint64_t total = 0;

	for (int month = asked.first, last = asked.last; month <= last; month++) {
		const struct figure *figure;

		asked.first = asked.last = month;
		figure = find_figure(figures, &asked);
		if (!figure || (before && before->leaves != figure->leaves))
			return HVK_PUBLISHED_NOWHERE;
		before = figure;
		total += figure->count;
		hidden |= figure->status == HVK_PUBLISHED_HIDDEN;
		if (figure->status == HVK_PUBLISHED_OK)
			status = HVK_PUBLISHED_OK;
		else if (figure->status == HVK_PUBLISHED_NOT_COLLECTED && status != HVK_PUBLISHED_OK)
			status = HVK_PUBLISHED_NOT_COLLECTED;
	}
	if (hidden)
		return HVK_PUBLISHED_HIDDEN;
	*count = total;
	return status;
}

static bool read_month(const char *text, int32_t *month)
{
	struct hvk__date date;

	if (!hvk__date_parse(text, strlen(text), false, &date) || date.day != 0)
		return false;
	*month = hvk__month_number(date);
	return true;
}

HVK_EXPORT enum hvk_published hvk_figures_value(const struct hvk_figures *figures, const char *place,
                                                const char *dimension, const char *key, const char *first,
                                                const char *last, uint64_t *count)
{
	struct figure asked = { 0 };
	const struct figure *found;
	char name[SUBJECT];
	size_t length = subject_name(dimension, key, name);

	*count = 0;
	if (!read_month(first, &asked.first) || !read_month(last, &asked.last) || asked.first > asked.last)
		return HVK_PUBLISHED_NOWHERE;
	asked.place = find_number(&figures->places, place, strlen(place));
	asked.subject = find_number(&figures->subjects, name, length);
	if (asked.place == NO_NUMBER || asked.subject == NO_NUMBER)
		return HVK_PUBLISHED_NOWHERE;
	found = find_figure(figures, &asked);
	if (!found)
		return asked.first < asked.last ? sum(figures, asked, count) : HVK_PUBLISHED_NOWHERE;
	*count = found->count;
	return found->status;
}
