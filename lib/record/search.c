/* SPDX-License-Identifier: EUPL-1.2 */
/* Searching: words in what is known of partners and offers, and the functions that SQL needs to compare. */
#include <string.h>

#include "core/macro.h"
#include "core/text.h"
#include "record/condition.h"

/* ---- functions */

/* What of a text is compared; room for every way in which Unicode folds. */
static void fold(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	size_t length = (size_t)sqlite3_value_bytes(values[0]), size = length + 1;
	char small[512], *folded = small;

	(void)count;
	if (!text)
		return; /* NULL */
	if (!hvk__is_ascii(text, length))
		size = length * 12 + 1;
	if (size > sizeof(small)) {
		folded = sqlite3_malloc64(size);
		if (!folded) {
			sqlite3_result_error_nomem(context);
			return;
		}
	}
	length = hvk__fold(folded, size, text, length);
	sqlite3_result_text(context, folded, length == size ? 0 : (int)length, SQLITE_TRANSIENT);
	if (folded != small)
		sqlite3_free(folded);
}

/* What of a telephone number is compared, '' where it is none. */
static void phone(sqlite3_context *context, int count, sqlite3_value **values)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer key = { 0 };
	const char *text = (const char *)sqlite3_value_text(values[0]);

	(void)count;
	if (text && !hvk__phone_key(&key, text))
		sqlite3_result_error_nomem(context);
	else if (text)
		sqlite3_result_text(context, key.length > 0 ? key.data : "", (int)key.length, SQLITE_TRANSIENT);
}

/* ages(text, from, to): whether the ranges hold one of the ages. */
static void ages(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	sqlite3_result_int(context, hvk__ages_hold((const char *)sqlite3_value_text(values[0]),
	                                           sqlite3_value_int(values[1]), sqlite3_value_int(values[2])));
}

/* total(counts): how many people there are in all; NULL of nothing. */
static void total(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *counts = (const char *)sqlite3_value_text(values[0]);

	(void)count;
	if (counts)
		sqlite3_result_int64(context, hvk__counts_total(counts));
}

int hvk__functions_register(struct hvk_store *store)
{
	static const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
	int code;

	if (store->compares)
		return HVK_OK;
	code = sqlite3_create_function_v2(store->database, "hvk_fold", 1, flags, NULL, fold, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_create_function_v2(store->database, "hvk_phone", 1, flags, NULL, phone, NULL, NULL,
		                                  NULL);
	if (code == SQLITE_OK)
		code = sqlite3_create_function_v2(store->database, "hvk_ages", 3, flags, NULL, ages, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_create_function_v2(store->database, "hvk_total", 1, flags, NULL, total, NULL, NULL,
		                                  NULL);
	store->compares = code == SQLITE_OK;
	return store->compares ? HVK_OK : hvk__store_fail(store, code, "reading the store");
}

/* ---- words */

/* More would be no search but a text. */
#define WORDS_MAX 32

static size_t blank_length(const char *text)
{
	size_t ascii = strspn(text, " \t\r\n\f\v");

	/* A no-break space. */
	return ascii > 0 || strncmp(text, "\xc2\xa0", 2) != 0 ? ascii : 2;
}

/* The next word of a text, of *length bytes; NULL at its end. */
static const char *next_word(const char **text, size_t *length)
{
	const char *word;
	size_t blank;

	while ((blank = blank_length(*text)) > 0)
		*text += blank;
	word = *text;
	while (**text && blank_length(*text) == 0)
		++*text;
	*length = (size_t)(*text - word);
	return *length > 0 ? word : NULL;
}

/* Adds what FTS5 is asked for: the word as a string of its language, and what begins so. */
static void add_query(struct hvk__clause *clause, const char *word, size_t length)
{
	struct hvk__buffer query = { 0 };
	bool made = hvk__buffer_add(&query, "\"", 1);

	for (size_t i = 0; i < length && made; i++)
		made = word[i] == '"' ? hvk__buffer_add(&query, "\"\"", 2) : hvk__buffer_add(&query, &word[i], 1);
	if (made && hvk__buffer_add_text(&query, "\"*"))
		hvk__clause_text(clause, query.data, query.length);
	else
		clause->speechless = true;
	hvk__buffer_free(&query);
}

/* A word is a partner's also when it is of one of its offers, and an offer's also when it is of its partner. */
static void add_word(struct hvk__clause *clause, enum hvk_type type, const char *word, size_t length)
{
	hvk__clause_sql(clause, " AND (t.id IN (SELECT rowid FROM %s WHERE words MATCH ", hvk__types[type].words_table);
	add_query(clause, word, length);
	if (type == HVK_PARTNER)
		hvk__clause_sql(clause, ") OR t.id IN (SELECT o.partner FROM offer AS o WHERE o.id IN"
		                        " (SELECT rowid FROM offer_words WHERE words MATCH ");
	else
		hvk__clause_sql(clause, ") OR t.partner IN (SELECT rowid FROM partner_words WHERE words MATCH ");
	add_query(clause, word, length);
	hvk__clause_sql(clause, type == HVK_PARTNER ? ")))" : "))");
}

int hvk__words_add(struct hvk_store *store, enum hvk_type type, const char *words, struct hvk__clause *clause)
{
	struct hvk__clause_mark mark = hvk__clause_mark(clause);
	const char *rest = words ? words : "", *word;
	size_t length, count = 0;
	int result = HVK_OK;

	if (!hvk__types[type].words_table)
		return hvk__fail(&store->error, HVK_EINVAL,
		                 "words are looked for in partners and offers, not in type %s", hvk__types[type].name);
	if (!hvk__is_utf8(rest, strlen(rest)))
		return hvk__fail(&store->error, HVK_EINVAL, "expected words in UTF-8");
	while ((word = next_word(&rest, &length)) && count <= WORDS_MAX) {
		if (!hvk__has_letter(word, length)) /* nothing that is written down */
			continue;
		add_word(clause, type, word, length);
		count++;
	}
	if (count == 0)
		result = hvk__fail(&store->error, HVK_EINVAL, "expected words to look for, found '%.60s'",
		                   words ? words : "");
	else if (count > WORDS_MAX)
		result = hvk__fail(&store->error, HVK_EINVAL, "expected at most %d words to look for", WORDS_MAX);
	else
		result = hvk__clause_check(&store->error, clause);
	if (result < 0)
		hvk__clause_back(clause, mark);
	return result;
}
