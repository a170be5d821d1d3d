/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The short line: a question as one types it between two families.
 *
 *	oostkamp telefoon moeder 2 driftbuien
 *	8020 tel moeder 3-5 driftbuien info
 *
 * Words are separated by blanks and come in any order; a name of several words is written with hyphens (de-panne). Each
 * word is a value of one column: gemeente, desk, channel, asker, age, theme, kind, severity, answer, duration or
 * contact.
 *
 *  1. '2026-10' (or a date) is the month. '@loket-noord' is the desk, known or new. 'theme:slapen' is a value of that
 *     column, which may also go by the names that headers have (thema:slapen). 'info+folder' are answers.
 *  2. A word that is exactly a value of one column - its code, the last part of its code, its label, the name, postcode
 *     or NIS code of a gemeente, an age in years - goes there.
 *  3. A word that is exactly a value of several columns goes to the only one of them that is still without a value.
 *     When there are more, it is refused with the candidates: 'praktisch' is a theme and a kind.
 *  4. Any other word is taken as the beginning of a value ('tel'), in the columns that are still without one; it must
 *     fit one.
 *
 * Several answers join. Any other column takes one word; a second one is refused. Nothing is set when a word is
 * refused.
 */
#include <stdio.h>
#include <string.h>

#include "core/guard.h"
#include "core/macro.h"
#include "core/text.h"
#include "register/question.h"

#define WORDS_MAX 32

static const enum hvk_column columns[] = {
	HVK_GEMEENTE, HVK_DESK,     HVK_CHANNEL, HVK_ASKER,    HVK_AGE,     HVK_THEME,
	HVK_KIND,     HVK_SEVERITY, HVK_ANSWER,  HVK_DURATION, HVK_CONTACT,
};

struct word {
	const char *text;
	size_t length;
	unsigned exact;  /* bit n: it is exactly a value of column n of enum hvk_column */
	bool done;
};

struct line {
	struct hvk_question *question;
	struct word words[WORDS_MAX];
	size_t count;
	unsigned taken;  /* bit n: column n has a value */
};

static struct hvk__error *error_of(struct line *line)
{
	return &line->question->store->error;
}

static int split(struct line *line, const char *text)
{
	static const char blanks[] = " \t\r\n";

	for (text += strspn(text, blanks); *text; text += strspn(text, blanks)) {
		size_t length = strcspn(text, blanks);

		if (line->count == WORDS_MAX)
			return hvk__fail(error_of(line), HVK_EINPUT, "expected at most %d words", WORDS_MAX);
		line->words[line->count++] = (struct word) { .text = text, .length = length };
		text += length;
	}
	return HVK_OK;
}

/* Gives a column its value. Answers join; elsewhere a second value is one too many, unless it says the same. */
static int assign(struct line *line, struct word *word, enum hvk_column column, const char *text, size_t length)
{
	struct hvk_question *question = line->question;
	struct hvk__row before = question->row;
	int result = hvk__question_set_text(question, column, text, length);

	if (result < 0)
		return result;
	word->done = true;
	if (column == HVK_ANSWER) {
		question->row.answers |= before.answers;
	} else if ((line->taken >> column & 1) && memcmp(&question->row, &before, sizeof(before)) != 0) {
		question->row = before;
		return hvk__fail(error_of(line), HVK_EINPUT, "%s: '%.*s' is one too many, it is %s already",
		                 hvk__columns[column].name, (int)length, text,
		                 hvk_question_key(question, column, NULL));
	}
	line->taken |= 1u << column;
	return HVK_OK;
}

/* ---- words that say which column they are for */

static bool is_column(enum hvk_column column, const char *name)
{
	for (const char *const *alias = hvk__columns[column].aliases; *alias; alias++)
		if (hvk__fold_equal(*alias, name))
			return true;
	return false;
}

static int assign_named(struct line *line, struct word *word, const char *colon)
{
	size_t length = (size_t)(colon - word->text), rest = word->length - length - 1;
	char name[64];

	snprintf(name, sizeof(name), "%.*s", (int)length, word->text);
	for (unsigned column = HVK_MONTH; column < HVK_VOIDED; column++)
		if (length < sizeof(name) && rest > 0 && is_column(column, name))
			return assign(line, word, column, colon + 1, rest);
	return hvk__fail(error_of(line), HVK_EINPUT,
	                 "'%.*s': expected COLUMN:VALUE, such as theme:slapen or desk:loket-noord", (int)word->length,
	                 word->text);
}

static int assign_month(struct line *line, struct word *word)
{
	struct hvk__date date;

	if (!hvk__date_parse(word->text, word->length, false, &date))
		return HVK_OK;
	return assign(line, word, HVK_MONTH, word->text, word->length);
}

/* The month goes first: it decides which codes and gemeenten there are. */
static int assign_marked(struct line *line)
{
	int result = HVK_OK;

	for (size_t i = 0; i < line->count && result == HVK_OK; i++)
		result = assign_month(line, &line->words[i]);
	for (size_t i = 0; i < line->count && result == HVK_OK; i++) {
		struct word *word = &line->words[i];
		const char *colon = memchr(word->text, ':', word->length);
		const char *plus = memchr(word->text, '+', word->length);

		if (word->done)
			continue;
		if (word->text[0] == '@' && word->length > 1)
			result = assign(line, word, HVK_DESK, word->text + 1, word->length - 1);
		else if (colon)
			result = assign_named(line, word, colon);
		else if (plus && plus + 1 < word->text + word->length) /* not '25+' */
			result = assign(line, word, HVK_ANSWER, word->text, word->length);
	}
	return result;
}

/* ---- words that are recognised */

/* The columns that a word could be a value of. A value that is ambiguous or out of use in a column is one of it too. */
static unsigned candidates(struct line *line, const struct word *word, unsigned among, bool prefix)
{
	unsigned found = 0;

	for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
		uint16_t value;

		if (!(among >> columns[i] & 1))
			continue;
		if (hvk__question_lookup(line->question, columns[i], word->text, word->length, prefix, NULL, &value) !=
		    HVK_ENOTFOUND)
			found |= 1u << columns[i];
	}
	return found;
}

static bool is_one(unsigned set)
{
	return set && (set & (set - 1)) == 0;
}

static enum hvk_column the_one(unsigned set)
{
	return (enum hvk_column)__builtin_ctz(set);
}

/* The columns that can still take a value; answers always can. */
static unsigned free_columns(const struct line *line)
{
	return ~line->taken | 1u << HVK_ANSWER;
}

static int assign_exact(struct line *line)
{
	int result = HVK_OK;

	for (size_t i = 0; i < line->count && result == HVK_OK; i++) {
		struct word *word = &line->words[i];

		if (word->done)
			continue;
		word->exact = candidates(line, word, ~0u, false);
		if (is_one(word->exact))
			result = assign(line, word, the_one(word->exact), word->text, word->length);
	}
	return result;
}

/* Assigns, round by round, the words that fit one free column only, until nothing more follows. What is free is
 * looked at between rounds, so that the order of the words does not matter. */
static int assign_rest(struct line *line, bool prefix)
{
	bool progress = true;
	int result = HVK_OK;

	while (progress && result == HVK_OK) {
		unsigned unset = free_columns(line);

		progress = false;
		for (size_t i = 0; i < line->count && result == HVK_OK; i++) {
			struct word *word = &line->words[i];
			unsigned fits;

			if (word->done || (word->exact != 0) == prefix)
				continue;
			fits = prefix ? candidates(line, word, unset, true) : word->exact & unset;
			if (!is_one(fits))
				continue;
			progress = true;
			result = assign(line, word, the_one(fits), word->text, word->length);
		}
	}
	return result;
}

/* ---- refusing */

/* "theme:praktisch or kind:praktisch" */
static void describe(const struct word *word, unsigned fits, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(columns) && used < size; i++) {
		const char *name = hvk__columns[columns[i]].name;

		if (!(fits >> columns[i] & 1))
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s%s:%.*s", used ? " or " : "", name,
		                         (int)word->length, word->text);
	}
}

/* The value nearest to a word that is none. */
struct nearest_value {
	struct hvk__nearest nearest;
	const char *column;
};

static void offer(struct nearest_value *best, enum hvk_column column, const char *candidate, const char *shown)
{
	const void *before = best->nearest.best;
	size_t distance = best->nearest.distance;

	hvk__nearest_offer_text(&best->nearest, candidate, shown);
	if (best->nearest.best != before || best->nearest.distance != distance)
		best->column = hvk__columns[column].name;
}

static void offer_codes(struct line *line, struct nearest_value *best, enum hvk_column column)
{
	struct hvk__codes *codes;
	const struct hvk__list *list;

	if (hvk__store_codes(line->question->store, &codes) < 0)
		return;
	list = hvk__codes_list(codes, hvk__columns[column].list);
	for (size_t i = 0; list && i < list->count; i++) {
		const char *code = list->codes[i].code, *dot = strrchr(code, '.');

		offer(best, column, code, code);
		if (dot)
			offer(best, column, dot + 1, code);
	}
}

static int refuse_personal(struct line *line, enum hvk__identifier identifier)
{
	return hvk__fail(error_of(line), HVK_EINPUT, "the line looks like it holds %s; nothing personal is recorded",
	                 hvk__identifier_name(identifier));
}

static int refuse_unknown(struct line *line, const struct word *word)
{
	char folded[HVK__FOLD_MAX];
	struct nearest_value best = { .nearest.text = folded };
	enum hvk__identifier identifier = hvk__guard(word->text, word->length);

	if (identifier)
		return refuse_personal(line, identifier);
	hvk__fold(folded, sizeof(folded), word->text, word->length);
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (hvk__columns[columns[i]].list)
			offer_codes(line, &best, columns[i]);
	for (size_t i = 0; i < hvk__gemeenten_count; i++)
		if (hvk__gemeente_valid((uint16_t)i, hvk__question_day(line->question)))
			offer(&best, HVK_GEMEENTE, hvk__gemeenten[i].name[0], hvk__gemeenten[i].name[0]);
	if (best.nearest.best)
		return hvk__fail(error_of(line), HVK_ENOTFOUND, "unknown '%.*s'; did you mean %s:%s?",
		                 (int)word->length, word->text, best.column, (const char *)best.nearest.best);
	return hvk__fail(error_of(line), HVK_ENOTFOUND, "unknown '%.*s': no gemeente, theme or other value begins so",
	                 (int)word->length, word->text);
}

/* Says what is wrong with the first word that found no place. */
static int refuse_left(struct line *line)
{
	for (size_t i = 0; i < line->count; i++) {
		const struct word *word = &line->words[i];
		unsigned unset = free_columns(line), all, fits;
		char text[512];

		if (word->done)
			continue;
		all = word->exact ? word->exact : candidates(line, word, ~0u, true);
		fits = all & unset;
		describe(word, fits ? fits : all, text, sizeof(text));
		if (fits)
			return hvk__fail(error_of(line), HVK_EAMBIGUOUS, "'%.*s' is ambiguous: write %s",
			                 (int)word->length, word->text, text);
		if (all)
			return hvk__fail(error_of(line), HVK_EINPUT,
			                 "'%.*s' is one too many: there is a value already where it fits, %s",
			                 (int)word->length, word->text, text);
		return refuse_unknown(line, word);
	}
	return HVK_OK;
}

static int set_line(struct line *line, const char *text)
{
	int result = split(line, text);

	if (result == HVK_OK)
		result = assign_marked(line);
	if (result == HVK_OK)
		result = assign_exact(line);
	if (result == HVK_OK)
		result = assign_rest(line, false);
	if (result == HVK_OK)
		result = assign_rest(line, true);
	return result == HVK_OK ? refuse_left(line) : result;
}

HVK_EXPORT int hvk_question_set_short(struct hvk_question *question, const char *line)
{
	struct hvk__error *error = &question->store->error;
	struct hvk__row before = question->row;
	struct line parsed = { .question = question };
	size_t length = strlen(line);
	enum hvk__identifier identifier;
	int result;

	hvk__error_clear(error);
	if (!hvk__is_utf8(line, length))
		return hvk__fail(error, HVK_EINPUT, "expected UTF-8 text");
	/* A month that was set before is one to fall back on: the line may say another. */
	for (unsigned column = HVK_GEMEENTE; column < HVK_VOIDED; column++)
		if (hvk__question_has(question, column))
			parsed.taken |= 1u << column;
	result = set_line(&parsed, line);
	if (result == HVK_OK)
		return HVK_OK;
	question->row = before;
	/* A telephone number falls apart in words that are innocent by themselves. The @ of a desk is no account. */
	identifier = hvk__guard(line, length);
	if (identifier && identifier != HVK__WEB_ADDRESS)
		return refuse_personal(&parsed, identifier);
	return result;
}
