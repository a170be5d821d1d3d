/* SPDX-License-Identifier: EUPL-1.2 */
/* A store in a temporary folder, and questions in it, for the tests of the register. Include after cmocka.h. */
#ifndef TESTS_QUESTION_STORE_H
#define TESTS_QUESTION_STORE_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/macro.h"
#include "register/question.h"
#include "store/store.h"

struct question_store {
	struct hvk_store *store;
	char folder[64], path[80];
};

/* Fails the test with the store's message when a result is not HVK_OK. */
#define assert_done(store, result)                                                                     \
	do {                                                                                           \
		int result_ = (result);                                                                \
		if (result_ != HVK_OK)                                                                 \
			fail_msg("%s: %d, %s", #result, result_, hvk_store_error(store)->message);     \
	} while (0)

#define assert_message(store, expected) assert_string_equal(hvk_store_error(store)->message, expected)
#define assert_message_has(store, part)                                                                \
	do {                                                                                           \
		if (!strstr(hvk_store_error(store)->message, part))                                    \
			fail_msg("'%s' is not in '%s'", part, hvk_store_error(store)->message);        \
	} while (0)

static inline int store_make(void **state, enum hvk_precision precision)
{
	struct question_store *made = calloc(1, sizeof(*made));

	snprintf(made->folder, sizeof(made->folder), "/tmp/hvk-test-XXXXXX");
	if (!mkdtemp(made->folder))
		return -1;
	snprintf(made->path, sizeof(made->path), "%s/hvk.db", made->folder);
	if (hvk_store_new(&made->store) < 0 || hvk_store_set_today(made->store, "2026-11-21") < 0)
		return -1;
	if (hvk_store_create(made->store, made->path, precision, false) < 0) {
		print_error("%s\n", hvk_store_error(made->store)->message);
		return -1;
	}
	*state = made;
	return 0;
}

static inline int store_set_up(void **state)
{
	return store_make(state, HVK_PRECISION_MONTH);
}

static inline int store_set_up_days(void **state)
{
	return store_make(state, HVK_PRECISION_DAY);
}

static inline int store_tear_down(void **state)
{
	struct question_store *made = *state;
	char command[96];

	hvk_store_free(made->store);
	snprintf(command, sizeof(command), "rm -rf '%s'", made->folder);
	if (system(command) != 0)
		return -1;
	free(made);
	return 0;
}

/* Adds a question from a short line with its month in it; the id, in text, through id if not NULL. */
static inline void add_short(struct hvk_store *store, const char *line, char id[14])
{
	struct hvk_question *question;

	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_set_short(question, line));
	assert_done(store, hvk_question_add(question));
	if (id)
		strcpy(id, hvk_question_key(question, HVK_ID, NULL));
	hvk_question_free(question);
}

/* The columns of a question as keys, joined by blanks, '-' where there is nothing, without the id. */
static inline const char *shown(struct hvk_question *question)
{
	static char text[512];

	text[0] = '\0';
	for (unsigned column = HVK_MONTH; column < HVK_VOIDED; column++) {
		const char *key = hvk_question_key(question, (enum hvk_column)column, NULL);

		if (column == HVK_DAY && !key)
			continue;
		if (text[0])
			strcat(text, " ");
		strcat(text, key ? key : "-");
	}
	return text;
}

static inline int64_t count_rows(struct hvk_store *store, const char *table)
{
	char text[256];
	int64_t count = -1;

	snprintf(text, sizeof(text), "SELECT count(*) FROM %s", table);
	assert_done(store, hvk__store_number(store, text, &count));
	return count;
}

#endif
