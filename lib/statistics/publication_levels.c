/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications: the levels that they are asked for by. */
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "statistics/publication.h"

/* In the order in which they are kept: by axis, finest first. list: of codes, of an axis of subjects. */
struct level {
	const char *name;
	enum hvk__publication_axis_name axis;
	const char *list;
	enum hvk__closed_list number;
};

static const struct level levels[] = {
	{ "gemeente", HVK__PLACES, NULL, 0 },
	{ "arrondissement", HVK__PLACES, NULL, 0 },
	{ "province", HVK__PLACES, NULL, 0 },
	{ "region", HVK__PLACES, NULL, 0 },
	{ "theme", HVK__SUBJECTS, "theme", HVK__CLOSED_THEME },
	{ "theme-group", HVK__SUBJECTS, "theme", HVK__CLOSED_THEME },
	{ "channel", HVK__SUBJECTS, "channel", HVK__CLOSED_CHANNEL },
	{ "asker", HVK__SUBJECTS, "asker", HVK__CLOSED_ASKER },
	{ "asker-group", HVK__SUBJECTS, "asker", HVK__CLOSED_ASKER },
	{ "age", HVK__SUBJECTS, "age", HVK__CLOSED_AGE },
	{ "kind", HVK__SUBJECTS, "kind", HVK__CLOSED_KIND },
	{ "severity", HVK__SUBJECTS, "severity", HVK__CLOSED_SEVERITY },
	{ "answer", HVK__SUBJECTS, "answer", HVK__CLOSED_ANSWER },
	{ "duration", HVK__SUBJECTS, "duration", HVK__CLOSED_DURATION },
	{ "month", HVK__TIME, NULL, 0 },
	{ "quarter", HVK__TIME, NULL, 0 },
	{ "year", HVK__TIME, NULL, 0 },
	{ "schoolyear", HVK__TIME, NULL, 0 },
};

const char hvk__publication_total[] = "total";

/* ---------------------------------------------------------------- what is asked for */

/* The text of each level asked for, by its place in the table; of answer with its code. */
struct asked {
	struct hvk_publication *p;
	const char *text[ARRAY_SIZE(levels)];
};

static bool names(const char *word, const char *name)
{
	size_t length = strlen(name);

	return strcmp(word, name) == 0 ||
	       (strcmp(name, "answer") == 0 && strncmp(word, name, length) == 0 && word[length] == '=');
}

static int fail_unknown(struct hvk_store *store, const char *word)
{
	const char *known[ARRAY_SIZE(levels) + 1] = { NULL }, *nearest;

	if (strcmp(word, "desk") == 0)
		return hvk__fail(&store->error, HVK_EINVAL,
		                 "by: found desk, but who registered questions is not published; leave it out");
	for (size_t i = 0; i < ARRAY_SIZE(levels); i++)
		known[i] = levels[i].name;
	nearest = hvk_text_nearest(word, known);
	if (nearest)
		return hvk__fail(&store->error, HVK_EINVAL, "by: unknown level '%s'; did you mean %s?", word, nearest);
	return hvk__fail(&store->error, HVK_EINVAL,
	                 "by: unknown level '%s'; expected some of gemeente, arrondissement, province, region, theme, "
	                 "theme-group, another list of codes, month, quarter, year, schoolyear", word);
}

static int find_answer(struct hvk_store *store, const char *word, uint16_t *number)
{
	const char *code = strchr(word, '=');
	const struct hvk__list *list;
	struct hvk__codes *codes;
	struct hvk__error why;
	int result;

	*number = 0;
	if (!code || !code[1])
		return hvk__fail(&store->error, HVK_EINVAL,
		                 "by: a question can have several answers; expected one, as answer=doorverwijzing");
	result = hvk__store_codes(store, &codes);
	if (result < 0)
		return result;
	list = hvk__codes_list(codes, "answer");
	if (!list)
		return hvk__fail(&store->error, HVK_EBUG, "there is no list '%s'", "answer");
	hvk__error_clear(&why);
	result = hvk__code_lookup(&why, codes, list, code + 1, strlen(code + 1), INT32_MIN, true, number);
	if (result == HVK_ENOMEM)
		return hvk__fail_memory(&store->error);
	return result < 0 ? hvk__fail(&store->error, result, "by: answer: %s", why.public.message) : HVK_OK;
}

/* Two lists, or two answers. */
static int check_one_list(struct asked *asked, size_t at, const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(levels); i++) {
		if (!asked->text[i] || i == at || levels[i].axis != HVK__SUBJECTS ||
		    levels[at].axis != HVK__SUBJECTS || strcmp(levels[i].list, levels[at].list) == 0)
			continue;
		return hvk__fail(&asked->p->store->error, HVK_EINVAL,
		                 "by: one list only: %s and %s are not published against each other, since small "
		                 "counts of both together cannot be protected; make a publication of each",
		                 asked->text[i], word);
	}
	return HVK_OK;
}

static const char *answer_text(struct hvk_publication *p, uint16_t number)
{
	char text[128];
	const struct hvk__list *list;
	struct hvk__codes *codes;

	if (hvk__store_codes(p->store, &codes) < 0 || !(list = hvk__codes_list(codes, "answer")))
		return NULL;
	snprintf(text, sizeof(text), "answer=%s", list->codes[number - 1].code);
	return hvk__pool_add(&p->pool, text, strlen(text));
}

static int add_level(struct asked *asked, const char *word)
{
	struct hvk_store *store = asked->p->store;
	uint16_t answer;
	size_t at = 0;
	int result;

	while (at < ARRAY_SIZE(levels) && !names(word, levels[at].name))
		at++;
	if (at == ARRAY_SIZE(levels))
		return fail_unknown(store, word);
	if (levels[at].number == HVK__CLOSED_ANSWER && levels[at].list) {
		result = find_answer(store, word, &answer);
		if (result < 0)
			return result;
		word = answer_text(asked->p, answer);
		if (!word)
			return hvk__fail_memory(&store->error);
		if (asked->text[at] && strcmp(asked->text[at], word) != 0)
			return hvk__fail(&store->error, HVK_EINVAL,
			                 "by: one answer only: %s and %s overlap; make a publication of each",
			                 asked->text[at], word);
	} else {
		word = levels[at].name;
	}
	if (asked->text[at])
		return hvk__fail(&store->error, HVK_EINVAL, "by: %s is given twice", word);
	asked->text[at] = word;
	return check_one_list(asked, at, word);
}

static int add_levels(struct asked *asked, const char *text)
{
	size_t whole = strlen(text);
	int result = HVK_OK;

	if (*hvk__trim(text, &whole) == '\0' || whole == 0)
		return HVK_OK;
	for (;; text++) {
		size_t length = strcspn(text, ","), kept = length;
		const char *start = hvk__trim(text, &kept);
		_cleanup_free_ char *word = strndup(start, kept);

		if (!word)
			return hvk__fail_memory(&asked->p->store->error);
		if (kept == 0)
			return hvk__fail(&asked->p->store->error, HVK_EINVAL,
			                 "by: a level is missing beside a comma");
		result = add_level(asked, word);
		text += length;
		if (result < 0 || *text == '\0')
			return result;
	}
}

/* Levels, joined by commas, in the order of the table. */
static const char *join(struct hvk_publication *p, const char *const text[])
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer buffer = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(levels); i++) {
		if (text[i] && !hvk__buffer_printf(&buffer, "%s%s", buffer.length > 0 ? "," : "", text[i]))
			return NULL;
	}
	return buffer.length > 0 ? hvk__pool_add(&p->pool, buffer.data, buffer.length) : "";
}

int hvk__publication_set_levels(struct hvk_publication *p, const char *text)
{
	struct asked asked = { .p = p };
	int result = add_levels(&asked, text);
	const char *joined, *before = p->levels;
	struct hvk__error why;

	if (result < 0)
		return result;
	joined = join(p, asked.text);
	if (!joined)
		return hvk__fail_memory(&p->store->error);
	p->levels = joined;
	result = hvk__publication_read_levels(p);
	if (result == HVK_OK)
		return HVK_OK;
	/* All that follows from the levels, as it was. */
	why = p->store->error;
	p->levels = before;
	if (hvk__publication_read_levels(p) == HVK_OK)
		p->store->error = why;
	return result;
}

/* One level of the kept text. */
static int take_level(struct hvk_publication *p, const char *word)
{
	size_t at = 0, n = 0;
	uint16_t number = 0;
	const char **asked;
	int result = HVK_OK;

	while (at < ARRAY_SIZE(levels) && !names(word, levels[at].name))
		at++;
	if (at == ARRAY_SIZE(levels))
		return fail_unknown(p->store, word);
	asked = p->asked[levels[at].axis];
	while (n < HVK__PUBLICATION_LEVELS && asked[n])
		n++;
	if (n == HVK__PUBLICATION_LEVELS)
		return hvk__fail(&p->store->error, HVK_EBUG, "an axis has more than %d levels",
		                 HVK__PUBLICATION_LEVELS);
	asked[n] = word;
	p->axes[levels[at].axis].name = asked[0];
	if (levels[at].axis != HVK__SUBJECTS)
		return HVK_OK;
	p->subject = levels[at].list;
	p->list = levels[at].number;
	if (p->list == HVK__CLOSED_ANSWER)
		result = find_answer(p->store, word, &number);
	p->answer = number;
	return result;
}

int hvk__publication_read_levels(struct hvk_publication *p)
{
	const char *text = p->levels;
	int result = HVK_OK;

	p->subject = "theme";
	p->list = HVK__CLOSED_THEME;
	p->answer = 0;
	memset(p->asked, 0, sizeof(p->asked));
	for (size_t a = 0; a < HVK__PUBLICATION_AXES; a++)
		p->axes[a].name = NULL;
	while (*text && result == HVK_OK) {
		size_t length = strcspn(text, ",");
		const char *word = hvk__pool_add(&p->pool, text, length);

		if (!word)
			return hvk__fail_memory(&p->store->error);
		result = take_level(p, word);
		text += length + (text[length] == ',');
	}
	return result;
}

/* ---------------------------------------------------------------- axes */

int hvk__publication_make_axes(struct hvk_publication *p)
{
	int result;

	hvk__publication_free_axes(p);
	if (p->first < 0)
		return hvk__fail(&p->store->error, HVK_EINVAL, "period: a publication needs one, such as 2026-10");
	p->geography_day = hvk__month_last_day(p->last);
	result = hvk__publication_read_levels(p);
	if (result == HVK_OK)
		result = hvk__publication_make_time(p);
	if (result == HVK_OK)
		result = hvk__publication_make_subjects(p);
	if (result == HVK_OK)
		result = hvk__publication_make_places(p);
	for (int a = 0; a < HVK__PUBLICATION_AXES && result == HVK_OK; a++)
		result = hvk__publication_link(p, (enum hvk__publication_axis_name)a);
	return result;
}
