/* SPDX-License-Identifier: EUPL-1.2 */
/* A sitting at the desk: from field to field, question after question, each saved by itself. */
#include "register-entry.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const enum hvk_column entry_fields[ENTRY_FIELDS] = {
	HVK_MONTH, HVK_DESK, HVK_GEMEENTE, HVK_CHANNEL, HVK_ASKER, HVK_AGE, HVK_THEME, HVK_KIND, HVK_SEVERITY, HVK_ANSWER
};

/* ---------------------------------------------------------------- saying */

static void print(const char *text, const char *of)
{
	char *printable = hvk_text_printable(of ? of : "");

	fprintf(stderr, "%s%s%s\n", text, of ? ": " : "", printable ? printable : "");
	free(printable);
}

void entry_say(struct sitting *sitting, enum text text, const char *of)
{
	if (!sitting->command->quiet)
		print(entry_text(text, sitting->command->lang), of);
}

void entry_say_question(struct sitting *sitting, enum text text, struct hvk_question *question)
{
	char *line = NULL;
	size_t size, count = 0;
	FILE *stream = open_memstream(&line, &size);

	if (!stream)
		return;
	for (int column = HVK_GEMEENTE; column < HVK_VOIDED; column++) {
		const char *key = hvk_question_key(question, (enum hvk_column)column, NULL);

		if (!key || column == HVK_DESK || (column == HVK_CONTACT && strcmp(key, "new") == 0))
			continue;
		fprintf(stream, "%s%s", count++ ? "; " : ": ",
		        hvk_question_label(question, (enum hvk_column)column, sitting->command->lang));
	}
	if (fclose(stream) == 0 && !sitting->command->quiet) {
		char *printable = hvk_text_printable(line);

		fprintf(stderr, "%s%s\n", entry_text(text, sitting->command->lang), printable ? printable : "");
		free(printable);
	}
	free(line);
}

/* The month and the desk hold until somebody goes back to them, so it is told which they are. */
static void say_header(struct sitting *sitting)
{
	enum hvk_lang lang = sitting->command->lang;
	const char *titles[2], *month;
	char *desk;

	for (size_t i = 0; i < 2; i++)
		titles[i] = register_header(entry_fields[i], lang).title;
	month = hvk_question_key(sitting->question, HVK_DESK, NULL);
	desk = hvk_text_printable(month ? month : entry_text(TEXT_NO_DESK, lang));
	month = hvk_question_key(sitting->question, HVK_MONTH, NULL);
	if (!sitting->command->quiet)
		fprintf(stderr, "%c%s: %s; %s: %s. %s\n", titles[0][0] & ~32, titles[0] + 1, month ? month : "", titles[1],
		        desk ? desk : "", entry_text(TEXT_HINT, lang));
	free(desk);
	if (sitting->dry_run)
		entry_say(sitting, TEXT_DRY_RUN, NULL);
}

static enum step refused(struct sitting *sitting, int status)
{
	sitting->listed = true;
	if (sitting->prompt.person)
		return STEP_AGAIN;
	print(entry_text(TEXT_STOPPED, sitting->command->lang), NULL);
	sitting->status = status;
	return STEP_STOP;
}

enum step entry_refuse(struct sitting *sitting, enum text text)
{
	prompt_settle(&sitting->prompt, "", NULL);
	print(entry_text(text, sitting->command->lang), NULL);
	return refused(sitting, EXIT_REFUSED);
}

enum step entry_refuse_store(struct sitting *sitting)
{
	prompt_settle(&sitting->prompt, "", NULL);
	return refused(sitting, fail_store(sitting->command));
}

enum step entry_fail_memory(struct sitting *sitting)
{
	sitting->status = fail_memory(sitting->command);
	return STEP_STOP;
}

/* ---------------------------------------------------------------- reading */

enum step entry_read(struct sitting *sitting, const char *label, const char *begin, char text[ANSWER_SIZE])
{
	switch (prompt_ask(&sitting->prompt, label, begin, text)) {
	case PROMPT_BACK:
		prompt_settle(&sitting->prompt, "", NULL);
		return STEP_BACK;
	case PROMPT_REFUSED:
		return entry_refuse(sitting, TEXT_TOO_LONG);
	case PROMPT_END:
		prompt_settle(&sitting->prompt, "", NULL);
		if (sitting->begun)
			sitting->status = EXIT_REFUSED;
		return STEP_STOP;
	case PROMPT_ANSWER:
		break;
	}
	if (text[0] != ':' && strcmp(text, "?") != 0)
		return STEP_NEXT;
	prompt_settle(&sitting->prompt, "", NULL);
	return order_run(sitting, text[0] == ':' ? text + 1 : "help");
}

enum step entry_choose(struct sitting *sitting, const struct pick *pick, const char *title,
                       const struct choice **choice)
{
	const char *more = entry_text(TEXT_MORE, sitting->command->lang);
	char *list = sitting->prompt.lines ? pick_line(pick, more) : NULL, *label = NULL;
	char text[ANSWER_SIZE];
	enum step step;

	*choice = NULL;
	if (asprintf(&label, "%s%s%s%s: ", title, list ? " (" : "", list ? list : "", list ? ")" : "") < 0)
		label = NULL;
	sitting->asking = true;
	sitting->listed = false;
	do {
		if (!sitting->prompt.lines && !sitting->listed)
			pick_show(pick, &sitting->prompt, more);
		sitting->listed = false;
		text[0] = '\0';
		step = label ? entry_read(sitting, label, ":", text) : entry_fail_memory(sitting);
		*choice = step == STEP_NEXT ? pick_find(pick, text) : NULL;
		if (step == STEP_NEXT && !*choice)
			step = entry_refuse(sitting, TEXT_NO_CHOICE);
	} while (step == STEP_AGAIN);
	sitting->asking = false;
	sitting->listed = false;
	free(list);
	free(label);
	return step;
}

/* ---------------------------------------------------------------- saving */

size_t entry_first(const struct sitting *sitting)
{
	size_t at = ENTRY_FIRST;

	while (at < ENTRY_FIELDS && sitting->locked[entry_fields[at]])
		at++;
	return at;
}

static void swap(struct hvk_question **a, struct hvk_question **b)
{
	struct hvk_question *kept = *a;

	*a = *b;
	*b = kept;
}

/* What holds for the next question without being asked. */
static enum step begin_question(struct sitting *sitting)
{
	static const enum hvk_column kept[] = { HVK_MONTH, HVK_DAY, HVK_DESK };

	hvk_question_clear(sitting->question);
	for (size_t i = 0; i < COUNT(kept); i++)
		field_repeat(sitting, kept[i]);
	for (size_t i = ENTRY_FIRST; i < ENTRY_FIELDS; i++)
		if (sitting->locked[entry_fields[i]])
			field_repeat(sitting, entry_fields[i]);
	sitting->at = entry_first(sitting);
	sitting->begun = false;
	return STEP_AGAIN;
}

/* The question is in the store: it becomes the last one, and in the place of one that was mended. */
static enum step go_on(struct sitting *sitting)
{
	const char *id = hvk_question_key(sitting->question, HVK_ID, NULL);
	char mended[sizeof(sitting->last_id)];
	const char *const ids[] = { mended };

	memcpy(mended, sitting->last_id, sizeof(mended));
	snprintf(sitting->last_id, sizeof(sitting->last_id), "%s", id && !sitting->dry_run ? id : "");
	if (id && !sitting->dry_run && !sitting->command->quiet && !isatty(STDOUT_FILENO)) {
		puts(id);
		fflush(stdout); /* whoever reads both hears of it before the next is asked, and whatever happens there */
	}
	entry_say_question(sitting, sitting->dry_run ? TEXT_CHECKED : TEXT_SAVED, sitting->question);
	swap(&sitting->question, &sitting->last);
	if (!sitting->mending) {
		sitting->saved++;
		return begin_question(sitting);
	}
	if (hvk_question_void(sitting->command->store, ids, 1, false) < 0) {
		fail_store(sitting->command);
		print(entry_text(TEXT_BOTH, sitting->command->lang), mended);
	}
	sitting->mending = false;
	swap(&sitting->question, &sitting->aside);
	sitting->at = sitting->aside_at;
	sitting->begun = sitting->aside_begun;
	return STEP_AGAIN;
}

/* What is wrong with the question can be mended, what is wrong with the store perhaps be waited for: the answers are
 * kept. */
static enum step save(struct sitting *sitting)
{
	int result = hvk_question_add_all(sitting->command->store, &sitting->question, 1, sitting->dry_run);
	char text[ANSWER_SIZE] = "", *label;
	enum step step;

	if (result == HVK_OK)
		return go_on(sitting);
	step = entry_refuse_store(sitting);
	sitting->listed = false;
	if (step != STEP_AGAIN)
		return step;
	if (result == HVK_EINPUT) {
		sitting->at = 0;
		return sitting->locked[entry_fields[0]] ? STEP_NEXT : STEP_AGAIN;
	}
	if (asprintf(&label, "%s: ", entry_text(TEXT_RETRY, sitting->command->lang)) < 0)
		return entry_fail_memory(sitting);
	step = entry_read(sitting, label, NULL, text);
	prompt_settle(&sitting->prompt, "", NULL);
	free(label);
	return step == STEP_NEXT ? STEP_AGAIN : step;
}

/* ---------------------------------------------------------------- the sitting */

static void go_back(struct sitting *sitting)
{
	size_t at = sitting->at;

	while (at > 0 && sitting->locked[entry_fields[at - 1]])
		at--;
	if (at == 0)
		entry_say(sitting, TEXT_FIRST, NULL);
	else
		sitting->at = at - 1;
}

static void sit(struct sitting *sitting)
{
	enum step step = STEP_AGAIN;

	say_header(sitting);
	while (step != STEP_STOP) {
		step = sitting->at < ENTRY_FIELDS ? field_ask(sitting, entry_fields[sitting->at]) : save(sitting);
		if (step == STEP_SAVE)
			sitting->at = ENTRY_FIELDS;
		else if (step == STEP_BACK)
			go_back(sitting);
		if (step == STEP_NEXT)
			do
				sitting->at++;
			while (sitting->at < ENTRY_FIELDS && sitting->locked[entry_fields[sitting->at]]);
	}
	if (sitting->begun || sitting->mending)
		print(entry_text(sitting->mending ? TEXT_NOT_MENDED : TEXT_LOST, sitting->command->lang), NULL);
	if (!sitting->command->quiet)
		fprintf(stderr, "%s: %lu\n", entry_text(TEXT_TOTAL, sitting->command->lang), sitting->saved);
}

/* What the options say is the first question's, and with --lock every question's. */
static int fill(struct sitting *sitting)
{
	struct command *command = sitting->command;
	size_t desks = register_count_desks(command);
	int status = register_fill(command, sitting->question, NULL);

	if (status != EXIT_DONE)
		return status;
	register_tell_new_desks(command, desks);
	if (option_given(command, "lock")) {
		sitting->locked[HVK_MONTH] = sitting->locked[HVK_DESK] = true;
		for (int column = HVK_GEMEENTE; column < HVK_VOIDED; column++)
			sitting->locked[column] |= option_given(command, hvk_column_name((enum hvk_column)column));
	}
	sitting->at = entry_first(sitting);
	if (sitting->at == ENTRY_FIELDS)
		return usage(command, "--lock: expected something left to ask, found all of it given");
	return EXIT_DONE;
}

/* A screen reader, a terminal that can do nothing, or no terminal: whole lines. */
static bool wants_lines(const struct command *command)
{
	const char *accessible = getenv("ACCESSIBLE"), *terminal = getenv("TERM");

	return option_given(command, "line") || (accessible && *accessible && strcmp(accessible, "0") != 0) ||
	       !terminal || !*terminal || strcmp(terminal, "dumb") == 0;
}

static int open_for_entry(struct command *command)
{
	const char *path = store_path(command);

	if (option_given(command, "dry-run") && path && access(path, F_OK) != 0 && errno == ENOENT)
		return register_open(command, HVK_OPEN_CREATE, true);
	return open_store_to_change(command, true);
}

int entry_run(struct command *command)
{
	struct sitting *sitting;
	int status = open_for_entry(command);

	if (status != EXIT_DONE)
		return status;
	sitting = calloc(1, sizeof(*sitting));
	if (!sitting)
		return fail_memory(command);
	sitting->command = command;
	sitting->dry_run = option_given(command, "dry-run");
	if (hvk_question_new(command->store, &sitting->question) < 0 ||
	    hvk_question_new(command->store, &sitting->last) < 0 ||
	    hvk_question_new(command->store, &sitting->aside) < 0)
		status = fail_memory(command);
	if (status == EXIT_DONE)
		status = fill(sitting);
	if (status == EXIT_DONE) {
		prompt_open(&sitting->prompt, wants_lines(command));
		sit(sitting);
		prompt_close(&sitting->prompt);
		status = sitting->status;
	}
	hvk_question_free(sitting->question);
	hvk_question_free(sitting->last);
	hvk_question_free(sitting->aside);
	free(sitting);
	return status;
}
