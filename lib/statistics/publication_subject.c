/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Publications: the axis of subjects, the codes of one list. Which are members follows from the list and the period
 * alone. A code that is out of use in all of the period counts with its group, one without a group in a row of its own
 * kind: a question that came late can still have it.
 */
#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "statistics/publication.h"

enum { NOT_RECORDED = 0 };

static const char *const total_label[2] = { "Totaal", "Total" };
static const char *const not_recorded[2] = { "Niet geregistreerd", "Not recorded" };
static const char *const not_in_use[2] = { "Niet in gebruik", "Not in use" };

struct subjects {
	struct hvk_publication *p;
	const struct hvk__list *list;
	const char *fine, *groups; /* levels; NULL when not asked for */
	uint16_t *group;           /* by number: the topmost code above */
	bool *shown;               /* in use in the period, or above such a one */
	size_t *within;            /* codes of a group that are shown beside itself */
};

static bool in_use(const struct hvk_publication *p, const struct hvk_code *code)
{
	return code->valid_from <= hvk__month_last_day(p->last) && code->valid_to >= hvk__month_first_day(p->first);
}

/* ---------------------------------------------------------------- members */

/* A key that no other member has: a code can be called total. Codes have no underscores. */
static int add_member(struct subjects *subjects, const char *key, const char *level, const char *const label[2],
                      size_t *member)
{
	struct hvk_publication *p = subjects->p;
	const struct hvk__publication_axis *axis = &p->axes[HVK__SUBJECTS];
	bool taken = strcmp(key, hvk__publication_total) == 0 && level != hvk__publication_total;
	char free_key[HVK__SLUG_MAX + 8];

	for (size_t m = 0; m < axis->member_count; m++)
		taken |= strcmp(axis->members[m].key, key) == 0;
	snprintf(free_key, sizeof(free_key), "%s%s", key, taken ? "_" : "");
	return hvk__publication_add_member(p, HVK__SUBJECTS, free_key, level, label, member);
}

/* From when on a code can have been used. */
static int first_month(const struct hvk_code *code)
{
	return code->valid_from <= 0 ? 0 : hvk__month_number(hvk__date_from_days(code->valid_from));
}

/* Adds a code to what a member holds; what holds nothing yet is as sensitive, and as new, as its first. */
static int add_code(struct subjects *subjects, size_t number, uint16_t code)
{
	struct hvk__publication_member *member = &subjects->p->axes[HVK__SUBJECTS].members[number];
	const struct hvk_code *added = &subjects->list->codes[code - 1];
	bool first = member->leaf_count == 0;

	member->sensitive = added->sensitive && (first || member->sensitive);
	if (first || first_month(added) < member->first)
		member->first = first_month(added);
	return hvk__publication_add_leaf(subjects->p, HVK__SUBJECTS, number, code);
}

static const char *label_of(const struct hvk_code *code, int lang)
{
	return *code->label[lang] ? code->label[lang] : code->code;
}

/* "Ouder (niet nader bepaald)" heads mothers and fathers too; beside them it is itself. */
enum naming { AS_IT_IS, AS_GROUP, AS_ITSELF };

static bool add_label(struct hvk__buffer *label, const struct hvk_code *code, int lang, enum naming naming)
{
	static const char *const itself[2] = { " (niet nader bepaald)", " (unspecified)" };
	const char *text = label_of(code, lang), *aside = strstr(text, " (");
	size_t length = naming == AS_GROUP && aside && aside > text ? (size_t)(aside - text) : strlen(text);

	return hvk__buffer_add(label, text, length) &&
	       (naming != AS_ITSELF || aside || hvk__buffer_add_text(label, itself[lang]));
}

static int add_named(struct subjects *subjects, uint16_t number, const char *level, enum naming naming, size_t *member)
{
	const struct hvk_code *code = &subjects->list->codes[number - 1];
	_cleanup_(hvk__buffer_free) struct hvk__buffer nl = { 0 };
	_cleanup_(hvk__buffer_free) struct hvk__buffer en = { 0 };
	char key[HVK__SLUG_MAX + 8];

	if (!add_label(&nl, code, HVK_NL, naming) || !add_label(&en, code, HVK_EN, naming))
		return hvk__fail_memory(&subjects->p->store->error);
	snprintf(key, sizeof(key), "%s%s", code->code, naming == AS_ITSELF ? "_self" : "");
	return add_member(subjects, key, level, (const char *const[]){ nl.data, en.data }, member);
}

/* A group with all codes below it, also those out of use. */
static int add_group(struct subjects *subjects, uint16_t group)
{
	size_t member;
	int result = add_named(subjects, group, subjects->groups, AS_GROUP, &member);

	for (size_t i = 0; i < subjects->list->count && result == HVK_OK; i++)
		if (subjects->group[i + 1] == group)
			result = add_code(subjects, member, (uint16_t)(i + 1));
	return result;
}

/* A code by itself; of a group what is registered at the group, and what is out of use below it. Where others are shown
 * below it, it is not the group and not called so, also where no level has groups: one key means one thing. */
static int add_fine(struct subjects *subjects, uint16_t number)
{
	bool head = subjects->group[number] == number;
	enum naming naming = head && subjects->within[number] > 0 ? AS_ITSELF : AS_IT_IS;
	size_t member;
	int result = add_named(subjects, number, subjects->fine, naming, &member);

	if (result == HVK_OK)
		result = add_code(subjects, member, number);
	for (size_t i = 0; i < subjects->list->count && result == HVK_OK && head; i++)
		if (subjects->group[i + 1] == number && !subjects->shown[i + 1])
			result = add_code(subjects, member, (uint16_t)(i + 1));
	return result;
}

/* A group, then what is below it; one with nothing below it is one member, also where both levels are asked for. */
static int add_head(struct subjects *subjects, uint16_t group)
{
	int result = HVK_OK;

	if (subjects->groups)
		result = add_group(subjects, group);
	if (!subjects->fine || (subjects->groups && subjects->within[group] == 0) || result < 0)
		return result;
	result = add_fine(subjects, group);
	for (size_t i = 0; i < subjects->list->count && result == HVK_OK && subjects->groups; i++)
		if (subjects->group[i + 1] == group && i + 1 != group && subjects->shown[i + 1])
			result = add_fine(subjects, (uint16_t)(i + 1));
	return result;
}

static int add_codes(struct subjects *subjects)
{
	int result = HVK_OK;

	for (size_t i = 0; i < subjects->list->count && result == HVK_OK; i++) {
		uint16_t number = (uint16_t)(i + 1);

		if (!subjects->shown[number])
			continue;
		if (subjects->group[number] == number)
			result = add_head(subjects, number);
		else if (!subjects->groups)
			result = add_fine(subjects, number);
	}
	return result;
}

static int add_not_recorded(struct subjects *subjects)
{
	size_t member;
	int result;

	/* A question always has a theme. */
	if (subjects->p->list == HVK__CLOSED_THEME)
		return HVK_OK;
	result = add_member(subjects, "not-recorded", subjects->groups ? subjects->groups : subjects->fine,
	                    not_recorded, &member);
	return result == HVK_OK ? hvk__publication_add_leaf(subjects->p, HVK__SUBJECTS, member, NOT_RECORDED) : result;
}

static int add_not_in_use(struct subjects *subjects)
{
	size_t member = SIZE_MAX;
	int result = HVK_OK;

	for (size_t i = 0; i < subjects->list->count && result == HVK_OK; i++) {
		if (subjects->shown[subjects->group[i + 1]])
			continue;
		if (member == SIZE_MAX)
			result = add_member(subjects, "not-in-use", subjects->groups ? subjects->groups : subjects->fine,
			                    not_in_use, &member);
		if (result == HVK_OK)
			result = add_code(subjects, member, (uint16_t)(i + 1));
	}
	return result;
}

static int add_total(struct hvk_publication *p)
{
	size_t member;
	int result = hvk__publication_add_member(p, HVK__SUBJECTS, hvk__publication_total, hvk__publication_total,
	                                         total_label, &member);

	if (result == HVK_OK)
		p->axes[HVK__SUBJECTS].members[member].whole = true;
	return result;
}

/* ---------------------------------------------------------------- an answer */

/* Questions that have an answer and those that have not: several answers of one question do not add up. */
static int add_answer(struct subjects *subjects)
{
	static const char *const key[2] = { "has-not", "has" };
	static const char *const head[2][2] = { { "Zonder", "Without" }, { "Met", "With" } };
	struct hvk_publication *p = subjects->p;
	const struct hvk_code *code = &subjects->list->codes[p->answer - 1];
	int result = HVK_OK;

	if (!in_use(p, code))
		return hvk__fail(&p->store->error, HVK_EINVAL, "by: answer %s is not in use in the period", code->code);
	for (int has = 1; has >= 0 && result == HVK_OK; has--) {
		_cleanup_(hvk__buffer_free) struct hvk__buffer nl = { 0 };
		_cleanup_(hvk__buffer_free) struct hvk__buffer en = { 0 };
		size_t member;

		if (!hvk__buffer_printf(&nl, "%s: %s", head[has][HVK_NL], label_of(code, HVK_NL)) ||
		    !hvk__buffer_printf(&en, "%s: %s", head[has][HVK_EN], label_of(code, HVK_EN)))
			return hvk__fail_memory(&p->store->error);
		result = hvk__publication_add_member(p, HVK__SUBJECTS, key[has], subjects->fine,
		                                     (const char *const[]){ nl.data, en.data }, &member);
		if (result == HVK_OK)
			result = hvk__publication_add_leaf(p, HVK__SUBJECTS, member, (uint32_t)has);
		if (result < 0 || !has)
			continue;
		p->axes[HVK__SUBJECTS].members[member].sensitive = code->sensitive;
		p->axes[HVK__SUBJECTS].members[member].first = first_month(code);
	}
	return result;
}

/* ---------------------------------------------------------------- all of it */

static int find_shown(struct subjects *subjects)
{
	const struct hvk__list *list = subjects->list;
	struct hvk_publication *p = subjects->p;

	for (size_t i = 0; i < list->count; i++) {
		uint16_t number = (uint16_t)(i + 1), group = hvk__code_group(list, number);

		subjects->group[number] = group;
		if (!in_use(p, &list->codes[i]))
			continue;
		subjects->shown[number] = subjects->shown[group] = true;
		subjects->within[group] += group != number;
	}
	if (p->list == HVK__CLOSED_ANSWER)
		return add_answer(subjects);
	return add_codes(subjects);
}

static int make(struct subjects *subjects)
{
	struct hvk_publication *p = subjects->p;
	int result = find_shown(subjects);

	if (result < 0 || p->list == HVK__CLOSED_ANSWER)
		return result;
	result = add_not_recorded(subjects);
	return result == HVK_OK ? add_not_in_use(subjects) : result;
}

static void find_levels(struct subjects *subjects)
{
	const char *const *asked = subjects->p->asked[HVK__SUBJECTS];

	for (size_t n = 0; asked[n]; n++) {
		const char *dash = strrchr(asked[n], '-');

		if (dash && strcmp(dash, "-group") == 0)
			subjects->groups = asked[n];
		else
			subjects->fine = asked[n];
	}
}

int hvk__publication_make_subjects(struct hvk_publication *p)
{
	struct subjects subjects = { .p = p };
	_cleanup_free_ uint16_t *group = NULL;
	_cleanup_free_ bool *shown = NULL;
	_cleanup_free_ size_t *within = NULL;
	struct hvk__codes *codes;
	int result = hvk__store_codes(p->store, &codes);

	if (result < 0)
		return result;
	subjects.list = hvk__codes_list(codes, p->subject);
	if (!subjects.list)
		return hvk__fail(&p->store->error, HVK_EBUG, "there is no list '%s'", p->subject);
	find_levels(&subjects);
	subjects.group = group = calloc(subjects.list->count + 1, sizeof(*group));
	subjects.shown = shown = calloc(subjects.list->count + 1, sizeof(*shown));
	subjects.within = within = calloc(subjects.list->count + 1, sizeof(*within));
	if (!group || !shown || !within)
		return hvk__fail_memory(&p->store->error);
	if (p->axes[HVK__SUBJECTS].name)
		result = make(&subjects);
	return result == HVK_OK ? add_total(p) : result;
}
