/* SPDX-License-Identifier: EUPL-1.2 */
/* The ready-made plan of the steps by which a house is built. */
#include <string.h>

#include "core/date.h"
#include "record/record.h"
#include "reference/reference.h"
#include "store/codes.h"

/* What is made of a plan, and what of it is there already. */
struct plan {
	struct hvk_store *store;
	enum hvk_lang lang;
	int start;                      /* month */
	struct hvk_record **milestones;
	size_t count;
	size_t found;                   /* steps that the house has */
	bool laid[HVK_MILESTONE_PLAN_MAX];
};

/* ---------------------------------------------------------------- the steps */

/* Of a milestone, by the name that a phase was first made with. */
static int set_phase(struct hvk_record *milestone, const char *origin)
{
	const struct hvk_code *phase;
	int result = hvk__store_code_made_as(milestone->store, "phase", origin, &phase);

	if (result < 0)
		return result;
	if (!phase)
		return hvk__fail(&milestone->store->error, HVK_EINPUT, "the list 'phase' has no '%s'", origin);
	return hvk_record_set(milestone, HVK__MILESTONE_PHASE, phase->code);
}

static int set_step(struct plan *plan, const struct hvk__plan_step *step, struct hvk_record *milestone,
                    const char *house)
{
	int month = plan->start + step->months, result;
	char due[11];

	if (hvk__month_date(month).year >= hvk__month_date(HVK__MONTH_MAX).year) /* which is not whole */
		return hvk__fail(&plan->store->error, HVK_EINVAL, "start: the plan would end after the calendar does");
	hvk__date_format(hvk__month_last_day(month), due);
	result = hvk_record_set(milestone, HVK__MILESTONE_HOUSE, house);
	if (result == HVK_OK)
		result = set_phase(milestone, step->phase);
	if (result == HVK_OK)
		result = hvk_record_set(milestone, HVK__MILESTONE_WHAT, step->what[plan->lang]);
	return result == HVK_OK ? hvk_record_set(milestone, HVK__MILESTONE_DUE, due) : result;
}

static int make_steps(struct plan *plan, const char *house)
{
	int result = HVK_OK;

	for (size_t i = 0; i < hvk__plan_steps_count && i < HVK_MILESTONE_PLAN_MAX && result == HVK_OK; i++) {
		result = hvk_record_new(plan->store, HVK_MILESTONE, &plan->milestones[i]);
		if (result < 0)
			break;
		plan->count++;
		result = set_step(plan, &hvk__plan_steps[i], plan->milestones[i], house);
	}
	return result;
}

/* ---------------------------------------------------------------- what is there */

/* In either language: the plan may have been laid down by somebody who works in the other. */
static size_t find_step(const struct plan *plan, struct hvk_record *known)
{
	const char *what = hvk_record_key(known, HVK__MILESTONE_WHAT, NULL);
	size_t i = 0;

	while (i < plan->count && strcmp(hvk__plan_steps[i].what[HVK_NL], what) != 0 &&
	       strcmp(hvk__plan_steps[i].what[HVK_EN], what) != 0)
		i++;
	return i;
}

static bool is_same(struct hvk_record *one, struct hvk_record *other, size_t column)
{
	const char *a = hvk_record_key(one, column, NULL), *b = hvk_record_key(other, column, NULL);

	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* One that was moved is not written over. */
static int compare_step(struct plan *plan, struct hvk_record *known)
{
	size_t i = find_step(plan, known);
	const char *due = hvk_record_key(known, HVK__MILESTONE_DUE, NULL);

	if (i == plan->count)
		return HVK_OK;
	plan->found += !plan->laid[i];
	plan->laid[i] = true;
	if (is_same(known, plan->milestones[i], HVK__MILESTONE_DUE) &&
	    is_same(known, plan->milestones[i], HVK__MILESTONE_PHASE))
		return HVK_OK;
	if (!is_same(known, plan->milestones[i], HVK__MILESTONE_PHASE))
		return hvk__fail(&plan->store->error, HVK_EINPUT, "a plan is there already: '%s' is in phase %s",
		                 hvk_record_key(known, HVK__MILESTONE_SLUG, NULL),
		                 hvk_record_key(known, HVK__MILESTONE_PHASE, NULL));
	return hvk__fail(&plan->store->error, HVK_EINPUT, "a plan is there already: '%s' is due %s, not %s",
	                 hvk_record_key(known, HVK__MILESTONE_SLUG, NULL), due ? due : _("no day"),
	                 hvk_record_key(plan->milestones[i], HVK__MILESTONE_DUE, NULL));
}

static int compare_all(struct plan *plan)
{
	struct hvk_records *records = NULL;
	struct hvk_record *known;
	int result = hvk_records_new(plan->store, HVK_MILESTONE, &records);

	if (result == HVK_OK)
		result = hvk_records_add(records, "house", "=",
		                         hvk_record_key(plan->milestones[0], HVK__MILESTONE_HOUSE, NULL));
	while (result >= 0 && (result = hvk_records_next(records, &known)) == 1)
		result = compare_step(plan, known);
	hvk_records_free(records);
	return result;
}

static int check_laid(struct plan *plan)
{
	int result = compare_all(plan);

	for (size_t i = 0; result == HVK_OK && plan->found > 0 && i < plan->count; i++)
		if (!plan->laid[i])
			return hvk__fail(&plan->store->error, HVK_EINPUT,
			                 "a plan is there already: '%s' is taken out of it",
			                 hvk__plan_steps[i].what[plan->lang]);
	return result;
}

static void forget(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		hvk_record_free(plan->milestones[i]);
		plan->milestones[i] = NULL;
	}
	plan->count = 0;
}

/* ---------------------------------------------------------------- public */

HVK_EXPORT int hvk_milestone_plan(struct hvk_store *store, const char *house, const char *start, enum hvk_lang lang,
                                  struct hvk_record *milestones[HVK_MILESTONE_PLAN_MAX], size_t *count)
{
	struct plan plan = { .store = store, .lang = lang == HVK_EN ? HVK_EN : HVK_NL, .milestones = milestones };
	struct hvk__date date;
	int result;

	*count = 0;
	hvk__error_clear(&store->error);
	if (!start || !hvk__date_parse(start, strlen(start), false, &date))
		return hvk__fail(&store->error, HVK_EINVAL, "start: expected a month as YYYY-MM, found '%s'",
		                 start ? start : "");
	if (!house || !*house)
		return hvk__fail(&store->error, HVK_EINVAL, "house: expected a gemeente, found nothing");
	plan.start = hvk__month_number(date);
	result = make_steps(&plan, house);
	if (result == HVK_OK && plan.count > 0)
		result = check_laid(&plan);
	if (result < 0 || plan.found > 0)
		forget(&plan);
	*count = plan.count;
	return result;
}
