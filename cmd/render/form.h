/* SPDX-License-Identifier: EUPL-1.2 */
/* A sheet to be filled in by people who know a spreadsheet and nothing else. */
#ifndef HVK_RENDER_FORM_H
#define HVK_RENDER_FORM_H

#include "render/render.h"

enum form_check {
	FORM_ANYTHING,
	FORM_MONTH,            /* a year and a month, 2026-10 */
	FORM_CHOICE,           /* one of the choices */
	FORM_SUGGESTION        /* a choice, or after a warning something else */
};

struct form_column {
	const char *title;     /* the header */
	const char *help;      /* what to enter */
	const char *example;
	enum form_check check;
	const char **choices;
	size_t count;
};

struct form {
	const char *title;     /* of the sheet */
	const char *lists;     /* of the sheet with the choices */
	const char *example;   /* what the row with the examples is, and what to do with it */
	const char *refused;   /* what is said of something that is no choice */
	const struct form_column *columns;
	size_t count;
};

/* Writes a form as the whole document; the renderer's format is xlsx. 0, or -1 when writing failed (errno tells). */
int form_render(struct renderer *renderer, const struct form *form);

#endif
