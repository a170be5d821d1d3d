/* SPDX-License-Identifier: EUPL-1.2 */
/* What can be ordered at any field: ':' and a letter or a word. */
#include "register-entry.h"

#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- the last question */

/* By its id, and not as 'the last change': that may be of another desk by now. */
static enum step undo(struct sitting *sitting)
{
	const char *const ids[] = { sitting->last_id };

	if (!sitting->last_id[0] || sitting->mending)
		return entry_refuse(sitting, sitting->mending ? TEXT_NOT_NOW : TEXT_NOTHING_SAVED);
	if (hvk_question_void(sitting->command->store, ids, 1, false) < 0)
		return entry_refuse_store(sitting);
	entry_say_question(sitting, TEXT_UNDONE, sitting->last);
	sitting->last_id[0] = '\0';
	sitting->saved--;
	return STEP_AGAIN;
}

static void exchange(struct sitting *sitting)
{
	struct hvk_question *question = sitting->question;
	bool begun = sitting->begun;
	size_t at = sitting->at;

	sitting->question = sitting->aside;
	sitting->begun = sitting->aside_begun;
	sitting->at = sitting->aside_at;
	sitting->aside = question;
	sitting->aside_begun = begun;
	sitting->aside_at = at;
}

/* The last question comes in hand as it is in the store; what it replaces is taken out when it is saved. */
static enum step edit(struct sitting *sitting)
{
	if (sitting->mending) {
		exchange(sitting);
		sitting->mending = false;
		entry_say(sitting, TEXT_NOT_MENDED, NULL);
		return STEP_AGAIN;
	}
	if (!sitting->last_id[0])
		return entry_refuse(sitting, TEXT_NOTHING_SAVED);
	if (hvk_question_find(sitting->aside, sitting->last_id) < 0)
		return entry_refuse_store(sitting);
	sitting->aside_begun = false;
	sitting->aside_at = entry_first(sitting);
	exchange(sitting);
	sitting->mending = true;
	entry_say(sitting, TEXT_MENDING, NULL);
	return STEP_AGAIN;
}

static bool has_last(struct sitting *sitting)
{
	return hvk_question_key(sitting->last, HVK_GEMEENTE, NULL) != NULL;
}

static enum step repeat(struct sitting *sitting)
{
	if (!has_last(sitting))
		return entry_refuse(sitting, TEXT_NO_LAST);
	for (int column = HVK_GEMEENTE; column < HVK_CONTACT; column++)
		if (!hvk_question_key(sitting->question, (enum hvk_column)column, NULL))
			field_repeat(sitting, (enum hvk_column)column);
	return STEP_SAVE;
}

/* A further question in the same conversation: what is known of who asks needs no asking. */
static enum step same_conversation(struct sitting *sitting)
{
	static const enum hvk_column known[] = { HVK_GEMEENTE, HVK_CHANNEL, HVK_ASKER, HVK_AGE };

	if (!has_last(sitting))
		return entry_refuse(sitting, TEXT_NO_LAST);
	for (size_t i = 0; i < COUNT(known); i++)
		field_repeat(sitting, known[i]);
	if (hvk_question_set(sitting->question, HVK_CONTACT, "same") < 0)
		return entry_refuse_store(sitting);
	sitting->begun = true;
	if (sitting->at < ENTRY_THEME && !sitting->locked[HVK_THEME])
		sitting->at = ENTRY_THEME;
	entry_say(sitting, TEXT_SAME, NULL);
	return STEP_AGAIN;
}

static enum step duration(struct sitting *sitting)
{
	enum step step;

	sitting->asking = true;
	sitting->listed = false;
	do
		step = field_ask(sitting, HVK_DURATION);
	while (step == STEP_AGAIN);
	sitting->asking = false;
	sitting->listed = false;
	return step == STEP_STOP ? step : STEP_AGAIN;
}

/* ---------------------------------------------------------------- help, and the end */

static enum step help(struct sitting *sitting)
{
	fprintf(stderr, "%s\n", entry_text(TEXT_HELP, sitting->command->lang));
	sitting->listed = false;
	return STEP_AGAIN;
}

static enum step quit(struct sitting *sitting)
{
	(void)sitting;
	return STEP_STOP;
}

/* ---------------------------------------------------------------- orders */

static const struct {
	const char *letter, *word;
	enum step (*run)(struct sitting *sitting);
	bool always; /* also where something besides the fields is asked */
} orders[] = {
	{ "u", "undo", undo, false },
	{ "e", "edit", edit, false },
	{ "r", "refer", order_refer, false },
	{ "d", "duration", duration, false },
	{ "s", "same", same_conversation, false },
	{ "=", "repeat", repeat, false },
	{ "h", "help", help, true },
	{ "q", "quit", quit, true },
};

/* What was typed is not repeated: it may be anything. */
static enum step refuse_order(struct sitting *sitting, const char *order)
{
	const char *words[COUNT(orders) + 1] = { NULL };
	const char *nearest;

	for (size_t i = 0; i < COUNT(orders); i++)
		words[i] = orders[i].word;
	nearest = hvk_text_nearest(order, words);
	if (!nearest)
		return entry_refuse(sitting, TEXT_UNKNOWN_ORDER);
	fprintf(stderr, "%s :%s?\n", entry_text(TEXT_DID_YOU_MEAN, sitting->command->lang), nearest);
	return entry_refuse(sitting, TEXT_UNKNOWN_ORDER);
}

enum step order_run(struct sitting *sitting, const char *order)
{
	for (size_t i = 0; i < COUNT(orders); i++) {
		if (strcmp(order, orders[i].letter) != 0 && strcmp(order, orders[i].word) != 0)
			continue;
		if (sitting->asking && !orders[i].always)
			return entry_refuse(sitting, TEXT_NOT_NOW);
		return orders[i].run(sitting);
	}
	return refuse_order(sitting, order);
}
