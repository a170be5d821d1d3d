/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Asks a person, one answer after the other: at a terminal key by key, with a line that can be mended, or in whole
 * lines that move no cursor, for screen readers and pipes. Prompts go to standard error.
 */
#ifndef HVK_COMMON_PROMPT_H
#define HVK_COMMON_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

enum { ANSWER_SIZE = 256 };

enum prompt_result {
	PROMPT_ANSWER,
	PROMPT_BACK,    /* '<' was typed */
	PROMPT_REFUSED, /* a line that is too long, or no text */
	PROMPT_END      /* of the input */
};

struct prompt {
	bool lines;     /* whole lines */
	bool person;    /* standard input is a terminal: who was refused can try again */
};

/* Whether there is a person to ask: standard input and standard error are terminals. */
bool prompt_possible(void);

/* Begins, by keys where that can be done and lines are not asked for; until prompt_close() the terminal is then in raw
 * mode. Signals that end or stop the program give the terminal back first. */
void prompt_open(struct prompt *prompt, bool lines);
void prompt_close(struct prompt *prompt);

/* Asks. text is what stands there to be mended, and becomes the answer; also after PROMPT_BACK. begin: the characters
 * that begin a line, any other being an answer by itself; NULL: all begin one but '=' and '?'. */
enum prompt_result prompt_ask(struct prompt *prompt, const char *label, const char *begin, char text[ANSWER_SIZE]);

/* Puts what an answer came to in the place of what was typed; NULL: clears it away. Lines are left as they are. */
void prompt_settle(const struct prompt *prompt, const char *label, const char *shown);

/* Columns that there are for a line; SIZE_MAX where nothing limits them. */
size_t prompt_width(const struct prompt *prompt);

/* The bytes of text that fit in width columns. */
size_t prompt_fit(const char *text, size_t width);

#endif
