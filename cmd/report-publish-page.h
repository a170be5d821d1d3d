/* SPDX-License-Identifier: EUPL-1.2 */
/* The page of a publication: what its parts share. */
#ifndef HVK_REPORT_PUBLISH_PAGE_H
#define HVK_REPORT_PUBLISH_PAGE_H

#include "report-publish.h"

/* What it says by itself. # stands for a number. */
enum page_text {
	PAGE_NUMBER, PAGE_OF, PAGE_GEOGRAPHY, PAGE_ONLY, PAGE_WITHDRAWN, PAGE_MEANING, PAGE_MEANING_ZEROS,
	PAGE_GUARANTEE, PAGE_SHARE, PAGE_LATE, PAGE_NOT_APPLICABLE, PAGE_NOT_COLLECTED, PAGE_TOGETHER, PAGE_LEVEL,
	PAGE_AND, PAGE_QUESTIONS_BY, PAGE_QUESTIONS, PAGE_FIGURES, PAGE_TEXTS
};

/* A publication on its page. */
struct page {
	struct command *command;
	struct renderer *renderer;
	const struct hvk_publication *publication;
	size_t axes;
};

enum { NO_AXIS = PUBLISH_AXES_MAX };

/* ---- report-publish-title.c */

const char *page_text(const struct command *command, enum page_text text);
/* Writes a text with these numbers in it. */
void page_write_numbers(const struct command *command, enum page_text text, const uint64_t numbers[], FILE *stream);

/* ---- report-publish-page.c */

bool page_is_total(const struct page *page, size_t axis, size_t member);
const char *page_label(const struct page *page, size_t axis, size_t member);
/* Whether the members of an axis, its total and the rest without a row left out, are of several levels. */
bool page_has_levels(const struct page *page, size_t axis);

/* ---- report-publish-map.c */

/* The map of gemeenten with its figures; of two and more. 0, or -1 with errno. */
int page_put_places(const struct page *page);

#endif
