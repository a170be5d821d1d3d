/* SPDX-License-Identifier: EUPL-1.2 */
/* What the listing, the calendar and the programme tell of events. */
#include "agenda-event.h"

#include <stdlib.h>
#include <string.h>

const struct event_fact event_facts[] = {
	{ HVK_EVENT_PARTNER, { "Organisatie", "Held by" } },
	{ HVK_EVENT_CO_PARTNER, { "Samen met", "Together with" } },
	{ HVK_EVENT_AUDIENCE, { "Voor wie", "For whom" } },
	{ HVK_EVENT_TARGET, { "In het bijzonder voor", "Especially for" } },
	{ HVK_EVENT_AGE, { "Leeftijd van de kinderen (jaar)", "Age of the children (years)" } },
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
	const char *place = hvk_event_key(event, HVK_EVENT_PLACE), *gemeente = hvk_event_label(event, HVK_EVENT_GEMEENTE, lang);
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
