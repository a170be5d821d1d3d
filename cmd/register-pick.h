/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Lists to choose from by one key. Every choice has a letter, a mnemonic of its label, that stays the same as long as
 * the list does; digits choose by place, also those of a Belgian keyboard that are typed without Shift.
 */
#ifndef HVK_REGISTER_PICK_H
#define HVK_REGISTER_PICK_H

#include "common/program.h"
#include "common/prompt.h"

enum { CHOICES_MAX = 26 }; /* on one page: as many as there are letters */

struct choice {
	const char *key, *label; /* borrowed of the store */
	char letter;
};

struct pick {
	struct choice choices[CHOICES_MAX];
	size_t count;
	size_t before, after;  /* choices on earlier and on later pages */
	bool numbers;          /* labels are numbers, so that a digit says what is meant and not which */
};

/* The codes of a list that are in use in a month, 'YYYY-MM', page by page. One that fits no page is shown in levels:
 * then those below the code parent ("": those below none). */
void pick_codes(struct pick *pick, struct command *command, const char *list, const char *month, const char *parent,
                size_t page);
/* Whether choosing this code of such a list leads to those below it. */
bool pick_has_below(struct command *command, const char *list, const char *month, const char *code);

/* The gemeenten of a month of whose name text is a part: when some are in a region of the store those alone, first
 * those that begin so. Returns how many there are; only as many as fit are in the list. */
size_t pick_gemeenten(struct pick *pick, struct command *command, const char *month, const char *text);

/* Adds a choice; texts are borrowed. Then letters are to be given. */
void pick_add(struct pick *pick, const char *key, const char *label);
void pick_letters(struct pick *pick);

/* The choice that one character means: its letter, or the digit of its place. NULL when none. */
const struct choice *pick_find(const struct pick *pick, const char *text);

/* The same text with the unshifted keys of a Belgian keyboard read as the digits on them, where it is nothing else but
 * hyphens, as in a month. */
void pick_read_digits(char text[ANSWER_SIZE]);

/* Writes the list to standard error, in columns as wide as the terminal. */
void pick_show(const struct pick *pick, const struct prompt *prompt, const char *more);
/* The same on one line, for a prompt: "t Telefoon; e E-mail"; to be freed. NULL when out of memory. */
char *pick_line(const struct pick *pick, const char *more);

#endif
