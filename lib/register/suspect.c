/* SPDX-License-Identifier: EUPL-1.2 */
/* What may be wrong in the questions of a store. Nothing here is certain: findings are for a person to look at. */
#include <inttypes.h>
#include <string.h>

#include "core/macro.h"
#include "store/store.h"

/*
 * Many identical questions in one month and desk are mostly a sheet that came in twice or a row that was dragged down.
 * How many are many depends on the desk: one that notes little but the theme has many that are the same. So a group is
 * reported when it counts at least ALIKE_LEAST questions, and ALIKE_TIMES as many as would fall together if the columns
 * had nothing to do with one another.
 */
#define ALIKE_LEAST 20
#define ALIKE_TIMES 5

/* Combinations that cannot be: all conditions of a rule hold. A rule with a code that the store does not have is
 * passed over. */
static const struct rule {
	const char *why;
	const char *conditions[5]; /* as for hvk_filter_parse(), the last one NULL */
} rules[] = {
	{ N_("a child that is not born yet has no behaviour, friends or school"),
	  { "age=prenataal", "theme=gedrag,sociaal,school,lichaam.zindelijkheid" } },
	{ N_("a child of that age asks nothing itself"), { "asker=kind", "age=prenataal,0-2" } },
	{ N_("a theme of older children with a child of 0-2"),
	  { "age=0-2",
	    "theme=gedrag.middelen,gedrag.gokken,gedrag.vandalisme,gedrag.weglopen,relaties.puberteit,"
	    "emoties.tieners,emoties.verliefdheid,school.huiswerk,school.studiekeuze,vrijetijd.sociale-media" } },
	{ N_("excessive crying, of babies, with an older child"), { "age>=12-17", "theme=gedrag.huilen" } },
	{ N_("no provision was found, and yet it was referred"), { "answer=geen-aanbod", "answer=doorverwijzing" } },
	{ N_("not a question, and yet it was answered"), { "kind=geen-vraag", "answer!=" } },
	{ N_("not a question, and yet it is grave"), { "kind=geen-vraag", "severity=crisis,nood" } },
	{ N_("an everyday matter, and yet a suspicion of harm"), { "severity=alledaags", "theme=veiligheid" } },
	{ N_("a case of a professional, asked by somebody who is none"),
	  { "kind=casus", "asker=ouder,grootouder,familie,kind" } },
};

struct check {
	struct hvk_store *store;
	const struct hvk_listener *listener;
	uint64_t findings;
	int this_month;
	uint16_t new_contact;
	const struct hvk__regions *regions;
	struct hvk_filter *rules[ARRAY_SIZE(rules)]; /* NULL: passed over */
	uint64_t *outside;                           /* questions by gemeente that is in no region */
	bool *inside;                                /* by gemeente */
	struct hvk__row *rows;                       /* of one month */
	size_t count, capacity;
};

static int report(struct check *check, const char *format, ...) HVK_PRINTF(2, 3);
static int report(struct check *check, const char *format, ...)
{
	struct hvk__error error;
	va_list arguments;

	check->findings++;
	if (!check->listener)
		return HVK_OK;
	va_start(arguments, format);
	hvk__vfail_at(&error, HVK_EINPUT, NULL, 0, 0, format, arguments);
	va_end(arguments);
	if (check->listener->report(check->listener->data, HVK_WARNING, &error.public) == 0)
		return HVK_OK;
	return hvk__fail(&check->store->error, HVK_EINPUT, "stopped");
}

/* ---- one question */

static int check_row(struct check *check, const struct hvk__row *row)
{
	char id[14], month[8];
	int result = HVK_OK;

	hvk__id_format(row->id, id);
	if (row->value[HVK__MONTH] > check->this_month) {
		hvk__month_format(row->value[HVK__MONTH], month);
		result = report(check, "question %s: its month, %s, is yet to come", id, month);
	}
	for (size_t i = 0; i < ARRAY_SIZE(rules) && result == HVK_OK; i++)
		if (check->rules[i] && hvk__filter_matches(check->rules[i], row))
			result = report(check, "question %s: %s", id, _(rules[i].why));
	if (check->outside && !check->inside[row->value[HVK__GEMEENTE]])
		check->outside[row->value[HVK__GEMEENTE]]++;
	return result;
}

static int report_outside(struct check *check)
{
	int result = HVK_OK;

	for (size_t i = 1; check->outside && i <= hvk__gemeenten_count && result == HVK_OK; i++)
		if (check->outside[i])
			result = report(check,
			                P_("gemeente %s (%05u) is in no region, yet it has %" PRIu64 " question",
			                   "gemeente %s (%05u) is in no region, yet it has %" PRIu64 " questions",
			                   check->outside[i]),
			                hvk__gemeenten[i - 1].name[0], (unsigned)hvk__gemeenten[i - 1].nis,
			                check->outside[i]);
	return result;
}

/* ---- the questions of a month and desk */

static const char *desk_name(struct check *check, const struct hvk__row *row)
{
	struct hvk__codes *codes;
	const struct hvk__list *desks;
	unsigned number = row->value[HVK__DESK];

	if (hvk__store_codes(check->store, &codes) < 0)
		return "?";
	desks = hvk__codes_list(codes, "desk");
	return desks && number && number <= desks->count ? desks->codes[number - 1].code : _("no desk");
}

/* By desk, and within it those alike together. */
static int compare(const void *left, const void *right)
{
	const struct hvk__row *a = left, *b = right;

	if (a->value[HVK__DESK] != b->value[HVK__DESK])
		return a->value[HVK__DESK] < b->value[HVK__DESK] ? -1 : 1;
	return hvk__row_compare(a, b, NULL);
}

static bool alike(const struct hvk__row *a, const struct hvk__row *b)
{
	return a->answers == b->answers && memcmp(a->value, b->value, sizeof(a->value)) == 0;
}

/* How often each value occurs among the questions of a desk. */
struct frequencies {
	uint32_t *of[HVK__FIELDS];
	uint32_t answers[64];
	size_t total;
};

static void frequencies_free(struct frequencies *frequencies)
{
	for (size_t field = 0; field < HVK__FIELDS; field++)
		free(frequencies->of[field]);
}

static bool count_values(const struct hvk__row *rows, size_t count, struct frequencies *frequencies)
{
	frequencies->total = count;
	for (size_t field = 0; field < HVK__FIELDS; field++) {
		size_t most = 0;

		for (size_t i = 0; i < count; i++)
			most = rows[i].value[field] > most ? rows[i].value[field] : most;
		frequencies->of[field] = calloc(most + 1, sizeof(uint32_t));
		if (!frequencies->of[field])
			return false;
		for (size_t i = 0; i < count; i++)
			frequencies->of[field][rows[i].value[field]]++;
	}
	for (size_t i = 0; i < count; i++)
		for (uint64_t rest = rows[i].answers; rest; rest &= rest - 1)
			frequencies->answers[__builtin_ctzll(rest)]++;
	return true;
}

/* How many questions like this one there would be if columns, and answers, were independent. */
static double expected(const struct frequencies *frequencies, const struct hvk__row *row)
{
	double total = (double)frequencies->total, share = 1;

	for (size_t field = 0; field < HVK__FIELDS; field++)
		share *= frequencies->of[field][row->value[field]] / total;
	for (unsigned bit = 0; bit < HVK__ANSWERS_MAX; bit++) {
		double given = frequencies->answers[bit] / total;

		share *= row->answers >> bit & 1 ? given : 1 - given;
	}
	return share * total;
}

static int check_alike(struct check *check, const struct hvk__row *rows, size_t count)
{
	_cleanup_(frequencies_free) struct frequencies frequencies = { 0 };
	char month[8], id[14];
	int result = HVK_OK;

	hvk__month_format(rows[0].value[HVK__MONTH], month);
	for (size_t first = 0, next; first < count && result == HVK_OK; first = next) {
		for (next = first + 1; next < count && alike(&rows[first], &rows[next]); next++)
			;
		if (next - first < ALIKE_LEAST)
			continue;
		if (!frequencies.total && !count_values(rows, count, &frequencies))
			return hvk__fail_memory(&check->store->error);
		if ((double)(next - first) < ALIKE_TIMES * expected(&frequencies, &rows[first]))
			continue;
		hvk__id_format(rows[first].id, id);
		result = report(check, "%s, %s: %zu questions are the same in every column, the first is %s", month,
		                desk_name(check, &rows[first]), next - first, id);
	}
	return result;
}

static int check_desk(struct check *check, const struct hvk__row *rows, size_t count)
{
	char month[8];
	bool any_new = false;

	for (size_t i = 0; i < count && !any_new; i++)
		any_new = rows[i].value[HVK__CONTACT] == check->new_contact;
	if (!any_new && check->new_contact) {
		hvk__month_format(rows[0].value[HVK__MONTH], month);
		if (report(check, P_("%s, %s: every one of %zu question continues a contact, none begins one",
		                     "%s, %s: every one of %zu questions continues a contact, none begins one", count),
		           month, desk_name(check, &rows[0]), count) < 0)
			return HVK_EINPUT;
	}
	return check_alike(check, rows, count);
}

static int check_month(struct check *check)
{
	int result = HVK_OK;

	if (check->count)
		qsort(check->rows, check->count, sizeof(*check->rows), compare);
	for (size_t first = 0, next; first < check->count && result == HVK_OK; first = next) {
		for (next = first + 1; next < check->count; next++)
			if (check->rows[next].value[HVK__DESK] != check->rows[first].value[HVK__DESK])
				break;
		result = check_desk(check, &check->rows[first], next - first);
	}
	check->count = 0;
	return result;
}

/* ---- all */

static int prepare_rules(struct check *check)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		int result = hvk_filter_new(check->store, &check->rules[i]);

		for (size_t j = 0; rules[i].conditions[j] && result == HVK_OK; j++)
			result = hvk_filter_parse(check->rules[i], rules[i].conditions[j]);
		if (result == HVK_ENOMEM)
			return result;
		if (result < 0) {
			hvk_filter_free(check->rules[i]);
			check->rules[i] = NULL;
		}
	}
	hvk__error_clear(&check->store->error);
	return HVK_OK;
}

/* Which versions of gemeenten belong to a region, by their code then or today. */
static int prepare_regions(struct check *check)
{
	int today = hvk__store_today(check->store);
	int result = hvk__store_regions(check->store, &check->regions);

	if (result < 0 || check->regions->count == 0)
		return result;
	check->outside = calloc(hvk__gemeenten_count + 1, sizeof(*check->outside));
	check->inside = calloc(hvk__gemeenten_count + 1, sizeof(*check->inside));
	if (!check->outside || !check->inside)
		return hvk__fail_memory(&check->store->error);
	for (uint16_t i = 0; i < hvk__gemeenten_count; i++) {
		uint16_t carried = hvk__gemeente_carry(i, today);
		uint32_t now = carried == HVK__GEMEENTE_NONE ? hvk__gemeenten[i].nis : hvk__gemeenten[carried].nis;

		for (size_t j = 0; j < check->regions->count; j++)
			if (check->regions->members[j].nis == hvk__gemeenten[i].nis ||
			    check->regions->members[j].nis == now)
				check->inside[i + 1] = true;
	}
	return HVK_OK;
}

static int prepare(struct check *check)
{
	struct hvk__codes *codes;
	const struct hvk__list *contacts;
	struct hvk__error ignored;
	int result = hvk__store_codes(check->store, &codes);

	if (result < 0)
		return result;
	contacts = hvk__codes_list(codes, "contact");
	if (contacts)
		hvk__code_lookup(&ignored, codes, contacts, "new", strlen("new"), INT32_MIN, false,
		                 &check->new_contact);
	check->this_month = hvk__month_number(hvk__date_from_days(hvk__store_today(check->store)));
	result = prepare_rules(check);
	return result == HVK_OK ? prepare_regions(check) : result;
}

static int take_block(struct check *check, const struct hvk_filter *filter, const struct hvk__row *rows, size_t count)
{
	int result = HVK_OK;

	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		if (!hvk__filter_matches(filter, &rows[i]))
			continue;
		if (check->count && check->rows[0].value[HVK__MONTH] != rows[i].value[HVK__MONTH])
			result = check_month(check);
		if (result == HVK_OK)
			result = check_row(check, &rows[i]);
		if (!hvk__reserve(&check->rows, &check->capacity, check->count + 1, sizeof(*check->rows)))
			return hvk__fail_memory(&check->store->error);
		check->rows[check->count++] = rows[i];
	}
	return result;
}

static int check_all(struct check *check, const struct hvk_filter *filter)
{
	struct hvk__scan *scan;
	const struct hvk__row *rows;
	size_t count;
	int first, last, result;

	hvk__filter_months(filter, &first, &last);
	result = hvk__scan_open(check->store, first, last, HVK__NEED_ALL, &scan);
	if (result < 0)
		return result;
	while ((result = hvk__scan_block(scan, &rows, &count)) == 1) {
		result = take_block(check, filter, rows, count);
		if (result < 0)
			break;
	}
	hvk__scan_close(scan);
	if (result == HVK_OK)
		result = check_month(check);
	return result == HVK_OK ? report_outside(check) : result;
}

HVK_EXPORT int hvk_question_check(struct hvk_store *store, const struct hvk_filter *filter,
                                  const struct hvk_listener *listener, uint64_t *findings)
{
	struct check check = { .store = store, .listener = listener };
	int result;

	*findings = 0;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result == HVK_OK)
		result = prepare(&check);
	if (result == HVK_OK)
		result = check_all(&check, filter);
	*findings = check.findings;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		hvk_filter_free(check.rules[i]);
	free(check.outside);
	free(check.inside);
	free(check.rows);
	return result;
}
