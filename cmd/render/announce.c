/* SPDX-License-Identifier: EUPL-1.2 */
/* Announcements in formats that have nothing better for them than headings and paragraphs. */
#include <errno.h>
#include <stdlib.h>

#include "render/format.h"

/* "Kostprijs: gratis", or with the mark '(' "dinsdag 6 oktober (geannuleerd)". */
static int put_pair(struct renderer *renderer, char mark, const char *first, const char *second, int level)
{
	size_t size = strlen(first) + strlen(second) + sizeof(" ()");
	char *text = malloc(size);
	int result;

	if (!text) {
		errno = ENOMEM;
		return -1;
	}
	snprintf(text, size, mark == '(' ? "%s (%s)" : "%s: %s", first, second);
	result = level > 0 ? render_heading(renderer, level, text) : render_paragraph(renderer, text);
	free(text);
	return result;
}

static int put_plainly(struct renderer *renderer, const struct announcement *announcement)
{
	int result = announcement->cancelled ? put_pair(renderer, '(', announcement->title, announcement->word, 3)
	                                     : render_heading(renderer, 3, announcement->title);

	for (size_t i = 0; i < announcement->day_count && result == 0; i++) {
		const struct announced_day *day = &announcement->days[i];

		result = day->cancelled && !announcement->cancelled
		             ? put_pair(renderer, '(', day->text, announcement->word, 0)
		             : render_paragraph(renderer, day->text);
	}
	if (result == 0 && announcement->text)
		result = render_paragraph(renderer, announcement->text);
	for (size_t i = 0; i < announcement->fact_count && result == 0; i++)
		result = put_pair(renderer, ':', announcement->facts[i].word, announcement->facts[i].text, 0);
	return result;
}

int render_announcement(struct renderer *renderer, const struct announcement *announcement)
{
	return renderer->format->announcement ? renderer->format->announcement(renderer, announcement)
	                                      : put_plainly(renderer, announcement);
}
