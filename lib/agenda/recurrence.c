/* SPDX-License-Identifier: EUPL-1.2 */
/* Dates that come again: every so many days, weeks or months. */
#include <string.h>

#include "core/date.h"
#include "store/store.h"

enum { STEP_MAX = 366 };

struct step {
	int count;
	char unit; /* d, w, m */
};

/* What the n-th date follows from. */
struct rule {
	struct hvk__date first;
	struct step step;
	bool same_day;
};

/* ---------------------------------------------------------------- the n-th date */

/* The day of a month that is the place-th of its weekday, from 1; 5 is the last, which some months have as their
 * fourth. weekday: days since 1970-01-01, modulo 7. */
static int weekday_in_month(int month, int weekday, int place)
{
	int first = hvk__month_first_day(month);
	int day = first + (weekday - first % 7 + 7) % 7 + 7 * (place - 1);

	return day > hvk__month_last_day(month) ? day - 7 : day;
}

/* In days; from the 31st it goes to the last day of a shorter month. False beyond the calendar. */
static bool nth_date(const struct rule *rule, int n, int *day)
{
	int first = hvk__date_to_days(rule->first), month = hvk__month_number(rule->first);

	if (rule->step.unit != 'm') {
		*day = first + n * rule->step.count * (rule->step.unit == 'w' ? 7 : 1);
		return *day <= hvk__month_last_day(HVK__MONTH_MAX);
	}
	month += n * rule->step.count;
	if (month > HVK__MONTH_MAX)
		return false;
	if (rule->same_day) {
		*day = hvk__month_first_day(month) + rule->first.day - 1;
		if (*day > hvk__month_last_day(month))
			*day = hvk__month_last_day(month);
	} else {
		*day = weekday_in_month(month, first % 7, (rule->first.day - 1) / 7 + 1);
	}
	return true;
}

/* ---------------------------------------------------------------- what is asked */

static int parse_step(struct hvk__error *error, const char *text, struct step *step)
{
	const char *at = text ? text : "";
	int count = 0;

	for (; *at >= '0' && *at <= '9' && count <= STEP_MAX; at++)
		count = 10 * count + *at - '0';
	if (count < 1 || count > STEP_MAX || !*at || !strchr("dwm", *at) || at[1] != '\0')
		return hvk__fail(error, HVK_EINVAL,
		                 "every: expected days, weeks or months, as 3d, 1w or 1m, found '%s'",
		                 text ? text : "");
	*step = (struct step){ .count = count, .unit = *at };
	return HVK_OK;
}

static int parse_day(struct hvk__error *error, const char *what, const char *text, int *day)
{
	struct hvk__date date;

	if (!hvk__date_parse(text, strlen(text), true, &date))
		return hvk__fail(error, HVK_EINVAL, "%s: expected a date as YYYY-MM-DD, found '%s'", what, text);
	*day = hvk__date_to_days(date);
	return HVK_OK;
}

/* Which of the dates are left out: a bit for each of except. */
struct exceptions {
	int days[HVK_RECURRENCE_MAX];
	bool met[HVK_RECURRENCE_MAX];
	size_t count;
};

static int parse_exceptions(struct hvk__error *error, const char *const *texts, struct exceptions *exceptions)
{
	int result = HVK_OK;

	exceptions->count = 0;
	for (; texts && *texts && result == HVK_OK; texts++) {
		if (exceptions->count == HVK_RECURRENCE_MAX)
			return hvk__fail(error, HVK_EINVAL, "except: expected at most %d dates", HVK_RECURRENCE_MAX);
		result = parse_day(error, "except", *texts, &exceptions->days[exceptions->count]);
		exceptions->met[exceptions->count++] = false;
	}
	return result;
}

static bool is_excepted(struct exceptions *exceptions, int day)
{
	bool found = false;

	for (size_t i = 0; i < exceptions->count; i++) {
		exceptions->met[i] |= exceptions->days[i] == day;
		found |= exceptions->days[i] == day;
	}
	return found;
}

/* A date that is not met is a mistake: the evening would be held on a holiday after all. */
static int check_exceptions(struct hvk__error *error, const struct exceptions *exceptions)
{
	char date[11];

	for (size_t i = 0; i < exceptions->count; i++) {
		if (exceptions->met[i])
			continue;
		hvk__date_format(exceptions->days[i], date);
		return hvk__fail(error, HVK_EINVAL, "except: %s is none of the dates", date);
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- the dates */

static int fill(struct hvk__error *error, const struct rule *rule, const struct hvk_recurrence *asked, int until,
                struct exceptions *exceptions, char (*dates)[11], size_t *count)
{
	int day;

	for (int n = 0; (asked->times == 0 || *count < asked->times) && nth_date(rule, n, &day) && day <= until; n++) {
		if (is_excepted(exceptions, day))
			continue;
		if (*count == HVK_RECURRENCE_MAX)
			return hvk__fail(error, HVK_EINVAL, "until: expected at most %d dates", HVK_RECURRENCE_MAX);
		hvk__date_format(day, dates[(*count)++]);
	}
	if (*count < asked->times && !asked->until)
		return hvk__fail(error, HVK_EINVAL, "times: the last would be after the calendar ends");
	if (*count == 0)
		return hvk__fail(error, HVK_EINVAL, "until: expected a day that is not before the first, found '%s'",
		                 asked->until ? asked->until : "");
	return check_exceptions(error, exceptions);
}

HVK_EXPORT int hvk_recurrence_dates(struct hvk_store *store, const struct hvk_recurrence *recurrence,
                                    char (*dates)[11], size_t *count)
{
	struct hvk__error *error = &store->error;
	struct rule rule = { .same_day = recurrence->same_day };
	struct exceptions exceptions;
	int first, until = hvk__month_last_day(HVK__MONTH_MAX), result;

	*count = 0;
	hvk__error_clear(error);
	result = parse_day(error, "date", recurrence->first ? recurrence->first : "", &first);
	if (result == HVK_OK)
		result = parse_step(error, recurrence->every, &rule.step);
	if (result == HVK_OK && recurrence->until)
		result = parse_day(error, "until", recurrence->until, &until);
	if (result == HVK_OK)
		result = parse_exceptions(error, recurrence->except, &exceptions);
	if (result == HVK_OK &&
	    (recurrence->times > HVK_RECURRENCE_MAX || (recurrence->times == 0 && !recurrence->until)))
		result = hvk__fail(error, HVK_EINVAL, "times: expected a number from 1 to %d", HVK_RECURRENCE_MAX);
	if (result < 0)
		return result;
	rule.first = hvk__date_from_days(first);
	result = fill(error, &rule, recurrence, until, &exceptions, dates, count);
	if (result < 0)
		*count = 0;
	return result;
}
