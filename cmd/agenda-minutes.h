/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the minutes of a meeting, what is known of it, and the template that says how they look. */
#ifndef HVK_AGENDA_MINUTES_H
#define HVK_AGENDA_MINUTES_H

#include "common/output.h"
#include "common/program.h"
#include "render/sparse.h"

/* What a template may name between {{ and }}. */
enum minutes_place {
	PLACE_TITLE, PLACE_TYPE, PLACE_DATE, PLACE_START, PLACE_END, PLACE_WHEN, PLACE_PLACE, PLACE_GEMEENTE,
	PLACE_HOUSE, PLACE_HOST, PLACE_STATUS, PLACE_REASON, PLACE_PARTNERS, PLACE_PEOPLE, PLACE_PRESENT,
	PLACE_EXCUSED, PLACE_AGENDA, PLACE_DECISIONS, PLACE_NOTES, PLACE_NEXT,
	PLACE_ATTENDANCE, PLACE_ACTIONS, /* tables, each on a line of its own */
	PLACES
};
extern const char *const minutes_places[PLACES + 1]; /* ends with NULL */

/* The template that is used unless another is given, by enum hvk_lang. */
extern const char *const minutes_templates[2];

enum { MINUTES_LEVELS = 3 };

/* The minutes while they are written. */
struct minutes {
	struct command *command;
	struct hvk_record *meeting;
	const char *name;               /* of the template, for messages */
	const char *template;
	char *read;                     /* one that was read from a file */
	char *value[PLACES];            /* of the places that are text; NULL: nothing is known */
	struct sparse_table table[PLACES];
	struct output *output;
	struct renderer *renderer;
	char *paragraph;                /* lines not written yet; NULL: none */
	char *heading[MINUTES_LEVELS];  /* headings with nothing below them so far */
	bool marked;                    /* as internal */
};

/* Reads what the places stand for. 0 or an exit status. */
int minutes_read(struct minutes *minutes);
/* Adds a copy of text, unless it is empty, to *value, behind what stands there and a separator. 0 or an exit status. */
int minutes_add(const struct minutes *minutes, char **value, const char *text, const char *separator);

#endif
