/* SPDX-License-Identifier: EUPL-1.2 */
/* Takes any text for a short line. What was understood can be set again from its keys, and shows as the same. */
#include "fuzz/fuzz.h"
#include "hvk.h"

static void set_again(struct hvk_store *store, struct hvk_question *question)
{
	struct hvk_question *again;

	promise(hvk_question_new(store, &again) == HVK_OK);
	for (enum hvk_column column = HVK_MONTH; column < HVK_VOIDED; column++) {
		const char *key = hvk_question_key(question, column, NULL), *other;
		char *copy;

		if (!key)
			continue;
		copy = strdup(key);
		promise(copy && hvk_question_set(again, column, copy) == HVK_OK);
		other = hvk_question_key(again, column, NULL);
		promise(other && strcmp(copy, other) == 0);
		free(copy);
	}
	hvk_question_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct hvk_store *store;
	char *text = fuzz_text(bytes, size);
	struct hvk_question *question;

	/* Desks that are made stay with the store: a new one now and then. */
	static unsigned runs;

	if (runs++ % 4096 == 0) {
		hvk_store_free(store);
		promise(hvk_store_new(&store) == HVK_OK && hvk_store_set_today(store, "2026-11-21") == HVK_OK);
	}
	promise(hvk_question_new(store, &question) == HVK_OK);
	if (hvk_question_set_short(question, text) == HVK_OK)
		set_again(store, question);
	else
		promise(hvk_store_error(store)->code < 0 && hvk_store_error(store)->message[0]);
	hvk_question_free(question);
	free(text);
	return 0;
}
