/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Entry at the desk: questions asked for one after the other. A sitting goes from field to field of the question in
 * hand (register-field.c), does the orders that begin with ':' (register-order.c), and saves each question by itself.
 */
#ifndef HVK_REGISTER_ENTRY_H
#define HVK_REGISTER_ENTRY_H

#include "common/prompt.h"
#include "register-pick.h"
#include "register.h"

/* What is said to people besides errors, in their language. */
enum text {
	TEXT_NO_DESK, TEXT_HINT, TEXT_HELP, TEXT_MORE, TEXT_WHICH, TEXT_SAVED, TEXT_CHECKED, TEXT_TOTAL, TEXT_LOST,
	TEXT_DRY_RUN, TEXT_NO_CHOICE, TEXT_REQUIRED, TEXT_NO_LAST, TEXT_TOO_LONG, TEXT_MANY, TEXT_NEW_DESK, TEXT_FUTURE,
	TEXT_FIRST, TEXT_STOPPED, TEXT_RETRY, TEXT_GROUP, TEXT_DESKS, TEXT_UNKNOWN_ORDER, TEXT_DID_YOU_MEAN,
	TEXT_NOT_NOW, TEXT_NOTHING_SAVED, TEXT_UNDONE, TEXT_MENDING, TEXT_NOT_MENDED, TEXT_BOTH, TEXT_SAME,
	TEXT_FOR_WHAT, TEXT_NO_OFFER, TEXT_OFFER, TEXT_WARM, TEXT_YES, TEXT_NO, TEXT_REFERRED, TEXT_REFERRED_WARM,
	TEXTS
};
const char *entry_text(enum text text, enum hvk_lang lang);

/* What comes after something was asked. */
enum step {
	STEP_NEXT,  /* the next field */
	STEP_BACK,  /* the field before */
	STEP_AGAIN, /* where the sitting now is */
	STEP_SAVE,  /* the question is complete */
	STEP_STOP   /* the sitting ends with its status */
};

struct sitting {
	struct command *command;
	struct prompt prompt;
	struct hvk_question *question;   /* in hand */
	struct hvk_question *last;       /* saved last; empty when none was */
	struct hvk_question *aside;      /* the one in hand before, while the last one is mended */
	size_t at, aside_at;             /* which field is asked; ENTRY_FIELDS: saving */
	bool begun, aside_begun;         /* whether anything of it was answered */
	bool mending;
	bool asking;                     /* something besides the fields, where orders have no place */
	bool listed;                     /* the list to choose from stands there already */
	bool dry_run;
	bool locked[HVK_COLUMNS];        /* not asked */
	char last_id[16];                /* "": none is saved in this sitting, or it is undone */
	char draft[HVK_COLUMNS][ANSWER_SIZE]; /* typed, then left by '<' */
	char new_desk[ANSWER_SIZE];      /* typed once: whoever types it again means it */
	unsigned long saved;
	int status;
};

/* The columns in the order in which they are asked. */
enum { ENTRY_FIELDS = 10, ENTRY_FIRST = 2, ENTRY_THEME = 6 };
extern const enum hvk_column entry_fields[ENTRY_FIELDS];

/* The whole of 'add' for whoever is asked: an exit status. */
int entry_run(struct command *command);

/* Says a line, and of what, or NULL, behind it; unless --quiet. */
void entry_say(struct sitting *sitting, enum text text, const char *of);
/* "Bewaard: Oostkamp; Telefoon; Driftbuien": what a question holds. */
void entry_say_question(struct sitting *sitting, enum text text, struct hvk_question *question);
/* The same in any case, and asks again; where nobody reads it the sitting stops, since what follows would answer other
 * questions. */
enum step entry_refuse(struct sitting *sitting, enum text text);
/* The same for the store's last failure. */
enum step entry_refuse_store(struct sitting *sitting);
enum step entry_fail_memory(struct sitting *sitting);

/* Where asking begins: the first field from the gemeente on that is asked. */
size_t entry_first(const struct sitting *sitting);

/* Reads an answer: STEP_NEXT with the text, else what came instead. begin as for prompt_ask(). */
enum step entry_read(struct sitting *sitting, const char *label, const char *begin, char text[ANSWER_SIZE]);
/* Asks for one of a list until it is answered: STEP_NEXT with the choice. */
enum step entry_choose(struct sitting *sitting, const struct pick *pick, const char *title,
                       const struct choice **choice);

/* Asks for one column of the question in hand. */
enum step field_ask(struct sitting *sitting, enum hvk_column column);
/* Takes what the question saved last has in a column, if it has any. */
bool field_repeat(struct sitting *sitting, enum hvk_column column);

/* Does what stands behind ':'. */
enum step order_run(struct sitting *sitting, const char *order);
/* Records a referral of the question in hand, or of the last one (register-refer.c). */
enum step order_refer(struct sitting *sitting);

#endif
