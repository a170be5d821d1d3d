/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications: the axis of time. Its members lie wholly in the period. */
#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "statistics/publication.h"
#include "statistics/table.h"

enum { MONTHS_IN_YEAR = 12, MONTHS_IN_QUARTER = 3, SEPTEMBER = 8 };

void hvk__publication_period(int first, int last, char text[HVK__PERIOD_TEXT])
{
	struct hvk__date date = hvk__month_date(first);
	int months = last - first + 1, year = date.year;
	char from[8], to[8];

	hvk__month_format(first, from);
	hvk__month_format(last, to);
	if (months == 1)
		memcpy(text, from, sizeof(from));
	else if (months == MONTHS_IN_YEAR && first % MONTHS_IN_YEAR == 0)
		snprintf(text, HVK__PERIOD_TEXT, "%04d", year);
	else if (months == MONTHS_IN_YEAR && first % MONTHS_IN_YEAR == SEPTEMBER)
		snprintf(text, HVK__PERIOD_TEXT, "%04d-%04d", year, year + 1);
	else if (months == MONTHS_IN_QUARTER && first % MONTHS_IN_QUARTER == 0)
		snprintf(text, HVK__PERIOD_TEXT, "%04d-Q%d", year, (date.month + 2) / MONTHS_IN_QUARTER);
	else
		snprintf(text, HVK__PERIOD_TEXT, "%s..%s", from, to);
}

/* A level that the period cuts: says which period would fit. */
static int fail_cut(const struct hvk_publication *p, const struct hvk__dimension *dimension, int unit)
{
	int first = hvk__time_unit(dimension, p->first), last = hvk__time_unit(dimension, p->last), fit_first, fit_last;
	char key[32], label[2][32], period[HVK__PERIOD_TEXT], fit[HVK__PERIOD_TEXT];

	/* The units that lie within; when there are none, all that it touches. */
	fit_first = hvk__time_first_month(dimension, first) < p->first ? first + 1 : first;
	fit_last = hvk__time_first_month(dimension, last + 1) - 1 > p->last ? last - 1 : last;
	if (fit_first > fit_last) {
		fit_first = hvk__time_first_month(dimension, first) < 0 ? first + 1 : first;
		fit_last = last > fit_first ? last : fit_first;
	}
	hvk__time_text(dimension, unit, key, label);
	hvk__publication_period(p->first, p->last, period);
	hvk__publication_period(hvk__time_first_month(dimension, fit_first),
	                        hvk__time_first_month(dimension, fit_last + 1) - 1, fit);
	return hvk__fail(&p->store->error, HVK_EINVAL,
	                 "by: %s %s lies only partly in the period %s; publish %s, or leave %s out", dimension->name,
	                 key, period, fit, dimension->name);
}

static const struct hvk__dimension *find_dimension(const char *name)
{
	for (size_t i = 0; i < hvk__dimensions_count; i++)
		if (strcmp(hvk__dimensions[i].name, name) == 0)
			return &hvk__dimensions[i];
	return NULL;
}

static int check_whole(const struct hvk_publication *p, const struct hvk__dimension *dimension)
{
	int first = hvk__time_unit(dimension, p->first), last = hvk__time_unit(dimension, p->last);

	if (hvk__time_first_month(dimension, first) < p->first)
		return fail_cut(p, dimension, first);
	if (hvk__time_first_month(dimension, last + 1) - 1 > p->last)
		return fail_cut(p, dimension, last);
	return HVK_OK;
}

/* Adds those of a level that begin in a month. */
static int add_beginning(struct hvk_publication *p, const struct hvk__dimension *dimension, int month)
{
	int unit = hvk__time_unit(dimension, month), result;
	char key[32], label[2][32];
	size_t member;

	if (hvk__time_first_month(dimension, unit) != month)
		return HVK_OK;
	hvk__time_text(dimension, unit, key, label);
	result = hvk__publication_add_member(p, HVK__TIME, key, dimension->name,
	                                     (const char *const[]){ label[0], label[1] }, &member);
	for (int leaf = month; leaf < month + dimension->span && result == HVK_OK; leaf++)
		result = hvk__publication_add_leaf(p, HVK__TIME, member, (uint32_t)leaf);
	return result;
}

static int add_total(struct hvk_publication *p)
{
	char text[HVK__PERIOD_TEXT];
	size_t member;
	int result;

	hvk__publication_period(p->first, p->last, text);
	result = hvk__publication_add_member(p, HVK__TIME, hvk__publication_total, hvk__publication_total,
	                                     (const char *const[]){ text, text }, &member);
	for (int leaf = p->first; leaf <= p->last && result == HVK_OK; leaf++)
		result = hvk__publication_add_leaf(p, HVK__TIME, member, (uint32_t)leaf);
	return result;
}

/* In the order in which they begin, the longer first: a year, its quarters, each before its months. */
int hvk__publication_make_time(struct hvk_publication *p)
{
	const char *const *asked = p->asked[HVK__TIME];
	const struct hvk__dimension *dimensions[HVK__PUBLICATION_LEVELS];
	size_t count = 0;
	int result = HVK_OK;

	for (; asked[count] && result == HVK_OK; count++) {
		dimensions[count] = find_dimension(asked[count]);
		if (!dimensions[count])
			return hvk__fail(&p->store->error, HVK_EBUG, "there is no dimension '%s'", asked[count]);
		result = check_whole(p, dimensions[count]);
	}
	for (int month = p->first; month <= p->last && result == HVK_OK; month++)
		for (size_t n = count; n-- > 0 && result == HVK_OK;)
			result = add_beginning(p, dimensions[n], month);
	return result == HVK_OK ? add_total(p) : result;
}
