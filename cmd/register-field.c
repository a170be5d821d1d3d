/* SPDX-License-Identifier: EUPL-1.2 */
/* Asks for one column of the question in hand. */
#include "register-entry.h"

#include <stdlib.h>
#include <string.h>

/* The longest key is that of answers: every other character of what was typed a letter, each for a code. */
enum { GEMEENTEN_LISTED = 15, CODE_BYTES = 64, KEY_SIZE = ANSWER_SIZE / 2 * (CODE_BYTES + 1) };

/* What a mere Enter takes over from the last question. Never a theme: nobody would have said it. */
static bool is_sticky(enum hvk_column column)
{
	return column == HVK_MONTH || column == HVK_DESK || column == HVK_GEMEENTE || column == HVK_CHANNEL;
}

static bool is_required(enum hvk_column column)
{
	return column == HVK_MONTH || column == HVK_GEMEENTE || column == HVK_THEME;
}

/* Where the value comes from that Enter takes: the question in hand, or the last one; NULL: there is none. */
static struct hvk_question *standard_of(struct sitting *sitting, enum hvk_column column)
{
	if (hvk_question_key(sitting->question, column, NULL))
		return sitting->question;
	return is_sticky(column) && hvk_question_key(sitting->last, column, NULL) ? sitting->last : NULL;
}

/* ---------------------------------------------------------------- what stands before the answer */

/* "Kanaal [Telefoon]: "; with lines the list stands in it: "Kanaal (t Telefoon; e E-mail) [Telefoon]: ". standard:
 * what Enter takes, or NULL. To be freed; NULL when out of memory. */
static char *make_label(struct sitting *sitting, enum hvk_column column, const struct pick *pick, const char *standard)
{
	enum hvk_lang lang = sitting->command->lang;
	const char *title = register_header(column, lang).title;
	char *list = pick && sitting->prompt.lines ? pick_line(pick, entry_text(TEXT_MORE, lang)) : NULL;
	size_t fits = standard ? prompt_fit(standard, prompt_width(&sitting->prompt) / 2) : 0;
	const char *end = !standard ? "" : standard[fits] ? "…]" : "]";
	char *label = NULL, *printable;

	if (asprintf(&label, "%c%s%s%s%s%s%.*s%s: ", title[0] & ~32, title + 1, list ? " (" : "", list ? list : "",
	             list ? ")" : "", standard ? " [" : "", (int)fits, standard ? standard : "", end) < 0)
		label = NULL;
	free(list);
	printable = label ? hvk_text_printable(label) : NULL;
	free(label);
	return printable;
}

static char *make_field_label(struct sitting *sitting, enum hvk_column column, const struct pick *pick)
{
	struct hvk_question *standard = standard_of(sitting, column);

	return make_label(sitting, column, pick,
	                  standard ? hvk_question_label(standard, column, sitting->command->lang) : NULL);
}

/* Shows what an answer came to, and goes on. */
static enum step settle(struct sitting *sitting, enum hvk_column column)
{
	const char *shown = hvk_question_label(sitting->question, column, sitting->command->lang);
	char *title = make_label(sitting, column, NULL, NULL), *printable = hvk_text_printable(shown ? shown : "-");

	if (title && printable)
		prompt_settle(&sitting->prompt, title, printable);
	free(title);
	free(printable);
	sitting->draft[column][0] = '\0';
	if (column != HVK_MONTH && column != HVK_DESK)
		sitting->begun = true;
	return STEP_NEXT;
}

/* ---------------------------------------------------------------- setting */

/* Leaves the column as it was when the text is refused. */
static enum step set(struct sitting *sitting, enum hvk_column column, const char *text)
{
	const char *key = hvk_question_key(sitting->question, column, NULL);
	char before[KEY_SIZE];
	enum step step;

	snprintf(before, sizeof(before), "%s", key ? key : "");
	if (hvk_question_set(sitting->question, column, text) == HVK_OK)
		return settle(sitting, column);
	step = entry_refuse_store(sitting);
	hvk_question_set(sitting->question, column, before);
	return step;
}

bool field_repeat(struct sitting *sitting, enum hvk_column column)
{
	const char *key = hvk_question_key(sitting->last, column, NULL);

	return key && hvk_question_set(sitting->question, column, key) == HVK_OK;
}

/* Enter, '=' and '-', which mean the same for every column. STEP_NEXT when it was one of them, else STEP_SAVE. */
static enum step take_common(struct sitting *sitting, enum hvk_column column, const char *text)
{
	struct hvk_question *standard = standard_of(sitting, column);

	if (text[0] == '\0') {
		if (standard == sitting->last && !field_repeat(sitting, column))
			return entry_refuse_store(sitting);
		if (!standard && is_required(column))
			return entry_refuse(sitting, TEXT_REQUIRED);
		return settle(sitting, column);
	}
	if (strcmp(text, "=") == 0)
		return field_repeat(sitting, column) ? settle(sitting, column) :
		                                       entry_refuse(sitting, TEXT_NO_LAST);
	if (strcmp(text, "-") != 0)
		return STEP_SAVE;
	if (is_required(column))
		return entry_refuse(sitting, TEXT_REQUIRED);
	return set(sitting, column, "");
}

/* ---------------------------------------------------------------- lists */

/* The first characters of an answer that is not over with one key. */
static const char *beginnings(const struct pick *pick)
{
	return pick->numbers ? ":/0123456789&é\"'(§è!çà" : ":/";
}

/* A list, or a level of one, and what people answer to it. */
struct listing {
	struct pick pick;
	enum hvk_column column;
	char parent[ANSWER_SIZE]; /* "": the first level */
	size_t page;
};

static enum step read_listed(struct sitting *sitting, struct listing *listing, char text[ANSWER_SIZE])
{
	const char *list = hvk_column_name(listing->column), *more = entry_text(TEXT_MORE, sitting->command->lang);
	const char *month = hvk_question_key(sitting->question, HVK_MONTH, NULL);
	enum step step;
	char *label;

	pick_codes(&listing->pick, sitting->command, list, month ? month : "", listing->parent, listing->page);
	if (listing->parent[0])
		label = make_label(sitting, listing->column, &listing->pick,
		                   entry_text(TEXT_GROUP, sitting->command->lang));
	else
		label = make_field_label(sitting, listing->column, &listing->pick);
	if (!label)
		return entry_fail_memory(sitting);
	if (!sitting->prompt.lines && !sitting->listed)
		pick_show(&listing->pick, &sitting->prompt, more);
	sitting->listed = false;
	text[0] = '\0';
	step = entry_read(sitting, label, beginnings(&listing->pick), text);
	free(label);
	return step;
}

/* Goes to another page or level of the list when the answer asks for that. */
static bool turn(struct sitting *sitting, struct listing *listing, const char *text)
{
	const struct choice *choice = pick_find(&listing->pick, text);
	const char *month = hvk_question_key(sitting->question, HVK_MONTH, NULL);

	if (strcmp(text, ">") == 0) {
		listing->page = listing->pick.after ? listing->page + 1 : 0;
	} else if (choice && strcmp(choice->key, listing->parent) != 0 &&
	           pick_has_below(sitting->command, hvk_column_name(listing->column), month ? month : "",
	                          choice->key)) {
		snprintf(listing->parent, sizeof(listing->parent), "%s", choice->key);
		listing->page = 0;
	} else {
		return false;
	}
	prompt_settle(&sitting->prompt, "", NULL);
	return true;
}

/* Sets the column from what is no letter of the list: a name of a code. */
static enum step take_name(struct sitting *sitting, const struct listing *listing, char text[ANSWER_SIZE])
{
	bool named = text[0] == '/', key = prompt_fit(text, 1) == strlen(text), digit;

	pick_read_digits(text);
	digit = text[0] >= '0' && text[0] <= '9';
	if (key && !named && !(digit && listing->pick.numbers))
		return entry_refuse(sitting, TEXT_NO_CHOICE);
	return set(sitting, listing->column, text + named);
}

static enum step ask_listed(struct sitting *sitting, enum hvk_column column)
{
	struct listing listing = { .column = column };
	char text[ANSWER_SIZE] = "";
	enum step step;

	for (;;) {
		const struct choice *choice;

		step = read_listed(sitting, &listing, text);
		if (step == STEP_BACK && listing.parent[0]) {
			listing.parent[0] = '\0';
			continue;
		}
		if (step == STEP_NEXT && turn(sitting, &listing, text))
			continue;
		if (step != STEP_NEXT)
			return step;
		choice = pick_find(&listing.pick, text);
		if (choice)
			return set(sitting, column, choice->key);
		if (text[0] == '\0' && listing.parent[0])
			return set(sitting, column, listing.parent);
		step = take_common(sitting, column, text);
		return step == STEP_SAVE ? take_name(sitting, &listing, text) : step;
	}
}

/* ---------------------------------------------------------------- answers, of which there may be several */

/* Adds a piece to the keys in joined, or with toggle takes it out when it is there. */
static void add_piece(char joined[KEY_SIZE], const char *piece, bool toggle)
{
	size_t length = strlen(piece), used = strlen(joined);

	for (char *at = joined; toggle && *at; at += strcspn(at, "+"), at += *at == '+') {
		size_t after = strcspn(at, "+");

		if (after != length || strncmp(at, piece, length) != 0)
			continue;
		memmove(at, at + after + (at[after] == '+'), strlen(at + after + (at[after] == '+')) + 1);
		used = strlen(joined);
		if (used > 0 && joined[used - 1] == '+')
			joined[used - 1] = '\0';
		return;
	}
	snprintf(joined + used, KEY_SIZE - used, "%s%s", used ? "+" : "", piece);
}

/* Letters of the list and names of codes, joined by '+', as codes. */
static void read_pieces(const struct pick *pick, char *text, char joined[KEY_SIZE])
{
	joined[0] = '\0';
	for (char *piece = text, *end; piece; piece = end) {
		const struct choice *choice;

		end = strchr(piece, '+');
		if (end)
			*end++ = '\0';
		choice = pick_find(pick, piece);
		/* What is empty stays so, to be refused. */
		if (!choice && !*piece)
			strncat(joined, "+", KEY_SIZE - strlen(joined) - 1);
		else
			add_piece(joined, choice ? choice->key : piece, false);
	}
}

/* At a terminal one letter adds an answer or takes it away, and Enter ends; a line holds them all. */
static enum step ask_answers(struct sitting *sitting)
{
	struct listing listing = { .column = HVK_ANSWER };
	char text[ANSWER_SIZE] = "", joined[KEY_SIZE];
	enum step step;

	for (;;) {
		const struct choice *choice;
		const char *key;

		step = read_listed(sitting, &listing, text);
		if (step != STEP_NEXT)
			return step;
		if (strcmp(text, ">") == 0) {
			turn(sitting, &listing, text);
			continue;
		}
		step = take_common(sitting, HVK_ANSWER, text);
		if (step != STEP_SAVE)
			return step;
		choice = pick_find(&listing.pick, text);
		if (!choice && prompt_fit(text, 1) == strlen(text))
			return entry_refuse(sitting, TEXT_NO_CHOICE);
		if (!choice || sitting->prompt.lines) {
			read_pieces(&listing.pick, text + (text[0] == '/'), joined);
			return set(sitting, HVK_ANSWER, joined);
		}
		key = hvk_question_key(sitting->question, HVK_ANSWER, NULL);
		snprintf(joined, sizeof(joined), "%s", key ? key : "");
		add_piece(joined, choice->key, true);
		if (hvk_question_set(sitting->question, HVK_ANSWER, joined) < 0)
			return entry_refuse_store(sitting);
		sitting->listed = true;
	}
}

/* ---------------------------------------------------------------- typed */

/* Several gemeenten fit, or none that the library knows by a beginning. */
static enum step choose_gemeente(struct sitting *sitting, const char *text)
{
	const char *month = hvk_question_key(sitting->question, HVK_MONTH, NULL);
	enum hvk_lang lang = sitting->command->lang;
	const struct choice *choice;
	struct pick pick;
	size_t count = pick_gemeenten(&pick, sitting->command, month ? month : "", text);
	enum step step;

	if (count == 0)
		return set(sitting, HVK_GEMEENTE, text); /* which tells why not */
	if (count > GEMEENTEN_LISTED)
		return entry_refuse(sitting, TEXT_MANY);
	if (count == 1)
		return set(sitting, HVK_GEMEENTE, pick.choices[0].key);
	prompt_settle(&sitting->prompt, "", NULL);
	step = entry_choose(sitting, &pick, entry_text(TEXT_WHICH, lang), &choice);
	if (step == STEP_NEXT)
		return set(sitting, HVK_GEMEENTE, choice->key);
	return step == STEP_BACK ? STEP_AGAIN : step;
}

static enum step take_gemeente(struct sitting *sitting, char text[ANSWER_SIZE])
{
	struct hvk_question *trial;
	int result;

	pick_read_digits(text);
	if (hvk_question_new(sitting->command->store, &trial) < 0)
		return entry_fail_memory(sitting);
	/* Codes and gemeenten are those of the month. */
	result = hvk_question_set(trial, HVK_MONTH, hvk_question_key(sitting->question, HVK_MONTH, NULL));
	if (result == HVK_OK)
		result = hvk_question_set(trial, HVK_GEMEENTE, text);
	hvk_question_free(trial);
	if (result == HVK_ENOTFOUND || result == HVK_EAMBIGUOUS)
		return choose_gemeente(sitting, text);
	return set(sitting, HVK_GEMEENTE, text);
}

/* A desk may be cut short; one that is not known may be misspelt, so that it is typed twice. */
static enum step take_desk(struct sitting *sitting, char text[ANSWER_SIZE])
{
	const struct hvk_code *code;
	int result = hvk_code_find(sitting->command->store, "desk", text, true, &code);

	if (result == HVK_OK)
		return set(sitting, HVK_DESK, hvk_code_text(code, HVK_CODE_CODE));
	if (result == HVK_ENOTFOUND && sitting->prompt.person && strcmp(text, sitting->new_desk) != 0) {
		struct hvk_question *trial;

		if (hvk_question_new(sitting->command->store, &trial) < 0)
			return entry_fail_memory(sitting);
		result = hvk_question_set(trial, HVK_DESK, text);
		hvk_question_free(trial);
		if (result < 0)
			return entry_refuse_store(sitting);
		snprintf(sitting->new_desk, ANSWER_SIZE, "%s", text);
		return entry_refuse(sitting, TEXT_NEW_DESK);
	}
	return set(sitting, HVK_DESK, text);
}

/* What was set before may not exist in another month: it is asked again. */
static void set_again(struct sitting *sitting)
{
	for (int column = HVK_GEMEENTE; column < HVK_VOIDED; column++) {
		const char *key = hvk_question_key(sitting->question, (enum hvk_column)column, NULL);
		char text[KEY_SIZE];

		snprintf(text, sizeof(text), "%s", key ? key : "");
		if (key && hvk_question_set(sitting->question, (enum hvk_column)column, text) < 0) {
			fail_store(sitting->command);
			hvk_question_set(sitting->question, (enum hvk_column)column, NULL);
		}
	}
}

static enum step take_month(struct sitting *sitting, char text[ANSWER_SIZE])
{
	char first[8], last[8];
	enum step step;

	pick_read_digits(text);
	if (hvk_period_resolve(sitting->command->store, "this-month", first, last) < 0)
		return entry_refuse_store(sitting);
	if (strlen(text) >= 7 && text[4] == '-' && strncmp(text, first, 7) > 0)
		return entry_refuse(sitting, TEXT_FUTURE);
	step = set(sitting, HVK_MONTH, text);
	if (step == STEP_NEXT)
		set_again(sitting);
	return step;
}

/* The desks there are, as long as they are few. */
static void list_desks(struct sitting *sitting)
{
	const struct hvk_code *code;

	if (sitting->listed || !hvk_code_at(sitting->command->store, "desk", 0) ||
	    hvk_code_at(sitting->command->store, "desk", CHOICES_MAX))
		return;
	fputs(entry_text(TEXT_DESKS, sitting->command->lang), stderr);
	for (size_t n = 0; (code = hvk_code_at(sitting->command->store, "desk", n)) != NULL; n++)
		fprintf(stderr, "%s %s", n ? "," : ":", hvk_code_text(code, HVK_CODE_CODE));
	fputc('\n', stderr);
}

static enum step ask_typed(struct sitting *sitting, enum hvk_column column)
{
	char text[ANSWER_SIZE], *label = make_field_label(sitting, column, NULL);
	enum step step;

	if (!label)
		return entry_fail_memory(sitting);
	if (column == HVK_DESK)
		list_desks(sitting);
	sitting->listed = false;
	strcpy(text, sitting->draft[column]);
	sitting->draft[column][0] = '\0';
	step = entry_read(sitting, label, NULL, text);
	free(label);
	if (step == STEP_BACK && text[0] != ':' && text[0] != '<')
		strcpy(sitting->draft[column], text);
	if (step != STEP_NEXT)
		return step;
	step = take_common(sitting, column, text);
	if (step != STEP_SAVE)
		return step;
	if (column == HVK_GEMEENTE)
		return take_gemeente(sitting, text);
	return column == HVK_DESK ? take_desk(sitting, text) : take_month(sitting, text);
}

enum step field_ask(struct sitting *sitting, enum hvk_column column)
{
	if (column == HVK_MONTH || column == HVK_DESK || column == HVK_GEMEENTE)
		return ask_typed(sitting, column);
	return column == HVK_ANSWER ? ask_answers(sitting) : ask_listed(sitting, column);
}
