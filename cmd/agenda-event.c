/* SPDX-License-Identifier: EUPL-1.2 */
/* What the listing, the calendar and the programme tell of events. */
#include "agenda-event.h"

#include <stdlib.h>
#include <string.h>

#include "common/records.h"

const struct event_fact event_facts[] = {
	{ HVK_EVENT_PARTNER, { "Organisatie", "Held by" } },
	{ HVK_EVENT_CO_PARTNER, { "Samen met", "Together with" } },
	{ HVK_EVENT_AUDIENCE, { "Voor wie", "For whom" } },
	{ HVK_EVENT_TARGET, { "In het bijzonder voor", "Especially for" } },
	{ HVK_EVENT_AGE, { "Leeftijd (jaar)", "Ages (years)" } },
	{ HVK_EVENT_LANGUAGE, { "Talen", "Languages" } },
	{ HVK_EVENT_CAPACITY, { "Plaatsen", "Places" } },
	{ HVK_EVENT_COST, { "Kostprijs", "Cost" } },
	{ HVK_EVENT_ENROLMENT, { "Inschrijven", "Enrolment" } },
	{ HVK_EVENT_CONTACT, { "Contact", "Contact" } },
	{ HVK_EVENT_REASON, { "Reden", "Reason" } },
	{ HVK_EVENT_FIELDS, { NULL, NULL } }
};

bool event_is_cancelled(struct hvk_event *event)
{
	const char *status = hvk_event_key(event, HVK_EVENT_STATUS);

	return status && strcmp(status, "geannuleerd") == 0;
}

char *event_place(struct hvk_event *event, enum hvk_lang lang)
{
	const char *place = hvk_event_key(event, HVK_EVENT_PLACE);
	const char *gemeente = hvk_event_label(event, HVK_EVENT_GEMEENTE, lang);
	char *text = NULL;

	if (!place || !gemeente || strcasestr(place, gemeente))
		return place || gemeente ? strdup(place ? place : gemeente) : NULL;
	return asprintf(&text, "%s, %s", place, gemeente) < 0 ? NULL : text;
}

char *event_capital(char *text)
{
	if (*text >= 'a' && *text <= 'z')
		*text = (char)(*text - 'a' + 'A');
	return text;
}

/* ---------------------------------------------------------------- rows */

static int put_row(struct command *command, struct output *output, const struct event_rows *rows,
                   const struct render_column *headers, struct hvk_event *event)
{
	struct cell cells[HVK_EVENT_FIELDS];
	char *texts[HVK_EVENT_FIELDS]; /* a label lives until the next */
	bool labels = output_labels(output);
	int result = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const char *text = labels ? hvk_event_label(event, rows->columns[i], command->lang)
		                          : hvk_event_key(event, rows->columns[i]);

		texts[i] = text ? strdup(text) : NULL;
		if (text && !texts[i])
			result = -1;
		cells[i] = texts[i] && headers[i].numeric ? cell_whole(strtoll(texts[i], NULL, 10))
		                                          : cell_text(texts[i]);
	}
	if (result == 0)
		result = render_row(output_renderer(output), cells);
	for (size_t i = 0; i < rows->count; i++)
		free(texts[i]);
	return result;
}

int event_write_rows(struct command *command, struct output *output, struct hvk_events *events,
                     struct event_rows *rows)
{
	struct render_column headers[HVK_EVENT_FIELDS];
	struct hvk_event *event;
	int more, result;

	for (size_t i = 0; i < rows->count; i++)
		headers[i] = record_header(hvk_event_column(rows->columns[i]), command->lang);
	result = render_table_begin(output_renderer(output), headers, rows->count, NULL);
	while (result == 0 && (more = hvk_events_next(events, &event)) != 0) {
		if (more < 0)
			return fail_store(command);
		result = put_row(command, output, rows, headers, event);
		rows->written++;
	}
	if (result == 0)
		result = render_table_end(output_renderer(output));
	return result < 0 ? output_fail(command, output) : EXIT_DONE;
}
