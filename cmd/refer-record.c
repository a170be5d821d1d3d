/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-refer record and status: a family passed on, and what becomes of it. */
#include "refer.h"

#include <stdlib.h>
#include <string.h>

#include "common/records.h"

const struct option_spec record_options[] = {
	{ "with-question", 0, VALUE_NONE, NULL,
	  "register the question as well, in one go; nothing links the two. What follows is about it", false, NULL },
	{ "dry-run", 'n', VALUE_NONE, NULL, "check all, write nothing", false, NULL },
	{ 0 }
};

/* An offer says by itself whose it is. */
static int set_partner(struct command *command, struct hvk_record *referral)
{
	size_t partner = hvk_type_find_column(HVK_REFERRAL, "partner");
	struct hvk_record *offer;
	int status = EXIT_DONE;

	if (option_given(command, "partner") || !option_given(command, "offer"))
		return EXIT_DONE;
	if (hvk_record_new(command->store, HVK_OFFER, &offer) < 0)
		return fail_store(command);
	if (hvk_record_find(offer, option(command, "offer")) < 0 ||
	    hvk_record_set(referral, partner, refer_key(offer, "partner")) < 0)
		status = fail_store(command);
	hvk_record_free(offer);
	return status;
}

/* What the options say of the question; what was done is the referral, unless they say more. */
static int fill_question(struct command *command, struct hvk_record *referral, struct hvk_question *question)
{
	const char *warm = refer_key(referral, "warm");
	const char *answer = warm && strcmp(warm, "yes") == 0 ? "warme-doorverwijzing" : "doorverwijzing";
	const char *month = option(command, "month");
	char first[8], last[8];

	if (!month) {
		if (hvk_period_resolve(command->store, "this-month", first, last) < 0)
			return fail_store(command);
		month = first;
	}
	if (hvk_question_set(question, HVK_MONTH, month) < 0)
		return fail_store(command);
	for (int column = HVK_GEMEENTE; column < HVK_VOIDED; column++) {
		const char *value = option(command, hvk_column_name((enum hvk_column)column));

		if (column == HVK_ANSWER && !value)
			value = answer;
		if (value && hvk_question_set(question, (enum hvk_column)column, value) < 0)
			return fail_store(command);
	}
	return EXIT_DONE;
}

static int make_question(struct command *command, struct hvk_record *referral, struct hvk_question **question)
{
	int status;

	*question = NULL;
	if (!option_given(command, "with-question"))
		return EXIT_DONE;
	if (!option_given(command, "gemeente") || !option_given(command, "theme"))
		return usage(command, "a question needs a gemeente (--gemeente) and a theme (--theme)");
	if (hvk_question_new(command->store, question) < 0)
		return fail_store(command);
	status = fill_question(command, referral, *question);
	if (status != EXIT_DONE) {
		hvk_question_free(*question);
		*question = NULL;
	}
	return status;
}

/* Options about a question without one would be lost without a word. */
static int check_options(const struct command *command)
{
	for (const struct option_spec *spec = talk_options; spec->name; spec++)
		if (option_given(command, spec->name) && !option_given(command, "with-question"))
			return usage(command, "--%s is about a question: it needs --with-question", spec->name);
	if (!option_given(command, "partner") && !option_given(command, "offer"))
		return usage(command, "to whom? a referral needs a partner (--partner) or an offer (--offer)");
	return EXIT_DONE;
}

static int record_referral(struct command *command, struct hvk_record *referral)
{
	bool dry_run = option_given(command, "dry-run");
	struct hvk_question *question = NULL;
	size_t given;
	int status = set_partner(command, referral);

	if (status == EXIT_DONE)
		status = record_set_options(command, referral, &given);
	if (status == EXIT_DONE)
		status = make_question(command, referral, &question);
	if (status == EXIT_DONE && hvk_referral_add(referral, question, dry_run) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && dry_run && question)
		note(command, "dry run: 1 referral and its question would be recorded");
	else if (status == EXIT_DONE && dry_run)
		note(command, "dry run: 1 referral would be recorded");
	else if (status == EXIT_DONE)
		puts(hvk_record_key(referral, 0, NULL)); /* what a script goes on with, so also with --quiet */
	hvk_question_free(question);
	return status;
}

int refer_record(struct command *command)
{
	struct hvk_record *referral = NULL;
	int status = check_options(command);

	if (status == EXIT_DONE)
		status = open_store_to_change(command, false);
	if (status == EXIT_DONE && hvk_record_new(command->store, HVK_REFERRAL, &referral) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = record_referral(command, referral);
	hvk_record_free(referral);
	return status;
}

/* ---------------------------------------------------------------- status */

const struct option_spec status_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "since when (today)", false, NULL },
	{ "dry-run", 'n', VALUE_NONE, NULL, "check, write nothing", false, NULL },
	{ 0 }
};

/* Without a status: the trail. */
static int print_trail(struct command *command, struct hvk_record *referral)
{
	static const struct render_column headers[2][2] = {
		[HVK_NL] = { { "on", "op", false }, { "status", "status", false } },
		[HVK_EN] = { { "on", "on", false }, { "status", "status", false } },
	};
	enum hvk_code_field label = command->lang == HVK_NL ? HVK_CODE_LABEL_NL : HVK_CODE_LABEL_EN;
	struct output *output;
	const char *step, *on;
	int status = output_open(command, NULL, &output);

	if (status != EXIT_DONE)
		return status;
	if (render_table_begin(output_renderer(output), headers[command->lang], 2, NULL) < 0)
		status = output_fail(command, output);
	for (size_t n = 0; status == EXIT_DONE && (step = hvk_referral_step(referral, n, &on)) != NULL; n++) {
		struct cell cells[2] = { cell_text(on), cell_text(step) };
		const struct hvk_code *code;

		if (output_labels(output) &&
		    hvk_code_find(command->store, "referral_status", step, false, &code) == HVK_OK)
			cells[1] = cell_text(hvk_code_text(code, label));
		if (render_row(output_renderer(output), cells) < 0)
			status = output_fail(command, output);
	}
	if (status == EXIT_DONE && render_table_end(output_renderer(output)) < 0)
		status = output_fail(command, output);
	return output_close(command, output, status);
}

int refer_status(struct command *command)
{
	const char *word = command->operands[1];
	struct hvk_record *referral = NULL;
	int status;

	if (!word && (option_given(command, "on") || option_given(command, "dry-run")))
		return usage(command, "which status? hvk-refer status ID STATUS");
	for (const struct option_spec *spec = output_options; spec->name && word; spec++)
		if (option_given(command, spec->name))
			return usage(command, "--%s is for the trail: leave out '%s' to see it", spec->name, word);
	status = word ? open_store_to_change(command, false) : open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE && hvk_record_new(command->store, HVK_REFERRAL, &referral) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && hvk_record_find(referral, command->operands[0]) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && !word)
		status = print_trail(command, referral);
	else if (status == EXIT_DONE && hvk_referral_set_status(referral, word, option(command, "on"),
	                                                        option_given(command, "dry-run")) < 0)
		status = fail_store(command);
	hvk_record_free(referral);
	return status;
}
