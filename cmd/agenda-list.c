/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda list: everything dated, as rows or as a calendar. */
#include "agenda.h"

#include <stdlib.h>
#include <string.h>

#include "agenda-event.h"
#include "common/dates.h"
#include "render/ics.h"

static const char *const formats[] = {
	"table", "csv", "tsv", "jsonl", "rec", "md", "html", "excel", "ids", "xlsx", "ics", NULL
};
static const char *const kinds[] = { "session", "meeting", "action", "milestone", "agreement", NULL };
static const char *const statuses[] = { "session_status", NULL };
static const char *const column_names[] = {
	"date", "start", "end", "kind", "slug", "type", "title", "place", "gemeente", "partner", "co_partner",
	"contact", "status", "reason", "done", "programme", "series", "theme", "audience", "target", "language", "age",
	"capacity", "cost", "enrolment", "website", "description", "uid", "changes", "changed_on", NULL
};
_Static_assert(COUNT(column_names) == HVK_EVENT_FIELDS + 1, "a name for each field");

const struct option_spec agenda_list_options[] = {
	{ "columns", 'c', VALUE_COLUMN, "COLUMNS", "a,b to choose; +a or -a to add or leave out; all; all,-slug; help",
	  false, column_names },
	{ "sort", 's', VALUE_COLUMN, "COLUMNS", "a,-b: by a, then by b descending (by date and hour)", false,
	  column_names },
	{ "public", 0, VALUE_NONE, NULL, "only what everybody may know: sessions, and meetings that are public", false,
	  NULL },
	{ "format", 'f', VALUE_FORMAT, "FORMAT",
	  "table csv tsv jsonl rec md html excel ids xlsx, ics for calendars; else by the extension of FILE, else "
	  "table on a terminal and csv elsewhere",
	  false, formats },
	{ "output", 'o', VALUE_FILE, "FILE", "write to FILE, which appears whole or not at all", false, NULL },
	{ "if-changed", 0, VALUE_NONE, NULL, "leave FILE as it is, with its date, when it would hold the same", false,
	  NULL },
	{ "labels", 0, VALUE_NONE, NULL, "labels instead of codes, whatever the format", false, NULL },
	{ 0 }
};

/* Named as the keys of the library's conditions. */
const struct option_spec agenda_filter_options[] = {
	{ "where", 'w', VALUE_TEXT, "CONDITION",
	  "'KEY OP VALUE' in one word; = != < <= > >= ~ ^=; repeated: all of them", true, NULL },
	{ "since", 0, VALUE_DATE, "DATE", "not before that day: a date, a month, today", false, NULL },
	{ "until", 0, VALUE_DATE, "DATE", "not after that day", false, NULL },
	{ "period", 'p', VALUE_PERIOD, "PERIOD", "in that time: 2026, 2026-10, 2026-Q4, sj2026 ...", false, NULL },
	{ "kind", 0, VALUE_DIMENSION, "KIND", "session, meeting, action, milestone, agreement", true, kinds },
	{ "gemeente", 'g', VALUE_GEMEENTE, "GEMEENTE", "name, NIS code, postcode or deelgemeente", true, NULL },
	{ "arrondissement", 0, VALUE_TEXT, "NAME", "all its gemeenten", true, NULL },
	{ "province", 0, VALUE_TEXT, "NAME", "all its gemeenten", true, NULL },
	{ "region", 0, VALUE_REGION, "NAME", "a set of gemeenten of your own", true, NULL },
	{ "partner", 0, VALUE_PARTNER, "PARTNER",
	  "who holds it, receives the others, does it or made the agreement", true, NULL },
	{ "programme", 0, VALUE_TEXT, "SLUG", "sessions announced in that season: najaar-2026", true, NULL },
	{ "series", 0, VALUE_TEXT, "SLUG", "of one series", true, NULL },
	{ "theme", 't', VALUE_CODE, "CODE", "sessions about that", true, NULL },
	{ "status", 0, VALUE_CODE, "CODE", "of sessions and meetings: planned, held or cancelled", true, statuses },
	{ "late", 0, VALUE_YES_NO, "[yes|no]", "actions and milestones due before today and not done", false, NULL },
	{ "open", 0, VALUE_YES_NO, "[yes|no]", "actions and milestones that are not done", false, NULL },
	{ 0 }
};

/* ---------------------------------------------------------------- what is asked for */

static int add_filters(struct command *command, struct hvk_events *events)
{
	const char *text;
	int result = HVK_OK;

	for (size_t n = 0; (text = option_at(command, "where", n)) != NULL; n++)
		if (hvk_events_parse(events, text) < 0)
			return fail_store(command);
	for (const struct option_spec *spec = agenda_filter_options + 1; spec->name && result == HVK_OK; spec++) {
		char *value;

		if (!option_given(command, spec->name))
			continue;
		value = option_joined(command, spec->name);
		if (!value)
			return fail_memory(command);
		result = hvk_events_add(events, spec->name, "=", value);
		free(value);
	}
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int make_events(struct command *command, struct hvk_events **events)
{
	int status;

	if (hvk_events_new(command->store, events) < 0)
		return fail_store(command);
	if (option_given(command, "public") && hvk_events_set_public(*events) < 0)
		return fail_store(command);
	status = add_filters(command, *events);
	if (status == EXIT_DONE && hvk_events_set_sort(*events, option(command, "sort")) < 0)
		status = fail_store(command);
	return status;
}

/* human: for people, the standard columns; else all. */
static int choose(struct command *command, struct event_rows *rows, bool human, bool *done)
{
	const char *names[HVK_EVENT_FIELDS], *help[HVK_EVENT_FIELDS];
	size_t standard[HVK_EVENT_FIELDS], chosen[HVK_EVENT_FIELDS], count = 0;
	int status;

	for (enum hvk_event_field field = 0; field < HVK_EVENT_FIELDS; field++) {
		const struct hvk_record_column *column = hvk_event_column(field);

		names[field] = column->name;
		help[field] = column->help;
		if (!human || (column->traits & HVK_TRAIT_STANDARD))
			standard[count++] = field;
	}
	status = choose_columns(command, names, help, HVK_EVENT_FIELDS, standard, count, chosen, &rows->count, done);
	for (size_t i = 0; status == EXIT_DONE && i < rows->count; i++)
		rows->columns[i] = (enum hvk_event_field)chosen[i];
	return status;
}

/* ---------------------------------------------------------------- a calendar */

/* What is due says so, and what was done or cancelled: calendars show little else than this. */
static bool write_title(const struct command *command, struct hvk_event *event, FILE *stream)
{
	static const char *const cancelled[2] = { "Geannuleerd", "Cancelled" }, *const done[2] = { "Klaar", "Done" };
	const char *kind = hvk_event_key(event, HVK_EVENT_KIND), *title;
	char label[64];

	if (hvk_event_is_cancelled(event)) {
		fprintf(stream, "%s: ", cancelled[command->lang]);
	} else if (hvk_event_key(event, HVK_EVENT_DONE)) {
		fprintf(stream, "%s: ", done[command->lang]);
	} else if (strcmp(kind, "session") != 0 && strcmp(kind, "meeting") != 0) {
		snprintf(label, sizeof(label), "%s", hvk_event_label(event, HVK_EVENT_KIND, command->lang));
		fprintf(stream, "%s: ", event_capital(label));
	}
	title = hvk_event_label(event, HVK_EVENT_TITLE, command->lang);
	fputs(title ? title : "", stream);
	return true;
}

/* false when out of memory. */
static bool write_description(const struct command *command, struct hvk_event *event, FILE *stream)
{
	static const char *const hour[2] = { "Uur", "Hour" };
	const char *text = hvk_event_label(event, HVK_EVENT_DESCRIPTION, command->lang), *between = "";
	enum hvk_lang lang = command->lang;
	bool known = true;

	if (text) {
		fputs(text, stream);
		between = "\n";
	}
	/* All a calendar knows then is the day. */
	if (!hvk_event_key(event, HVK_EVENT_START) && hvk_event_key(event, HVK_EVENT_END)) {
		fprintf(stream, "%s%s: ", between, hour[lang]);
		write_hours(stream, NULL, hvk_event_key(event, HVK_EVENT_END), lang);
		between = "\n";
	}
	for (const struct event_fact *fact = event_facts; known && fact->word[0]; fact++) {
		char *told;

		known = event_fact(event, fact->field, lang, &told);
		if (told) {
			fprintf(stream, "%s%s: %s", between, event_fact_word(event, fact, lang), told);
			between = "\n";
		}
		free(told);
	}
	return known;
}

/* Text that is written piece by piece; to be freed, NULL when out of memory. */
static char *written(const struct command *command, struct hvk_event *event,
                     bool (*write)(const struct command *command, struct hvk_event *event, FILE *stream))
{
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&text, &length);
	bool failed;

	if (!stream)
		return NULL;
	failed = !write(command, event, stream) || ferror(stream);
	if (fclose(stream) != 0 || failed) {
		free(text);
		return NULL;
	}
	return text;
}

/* In the order of ics_columns. */
static int put_event(struct command *command, struct renderer *renderer, struct hvk_event *event)
{
	char *title = written(command, event, write_title), *description = written(command, event, write_description);
	char *place;
	bool known = event_place(event, command->lang, &place);
	const struct cell cells[] = {
		cell_text(hvk_event_key(event, HVK_EVENT_UID)), cell_text(hvk_event_key(event, HVK_EVENT_DATE)),
		cell_text(hvk_event_key(event, HVK_EVENT_START)), cell_text(hvk_event_key(event, HVK_EVENT_END)),
		cell_whole(strtoll(hvk_event_key(event, HVK_EVENT_CHANGES), NULL, 10)),
		cell_text(hvk_event_key(event, HVK_EVENT_CHANGED_ON)),
		cell_text(hvk_event_is_cancelled(event) ? "yes" : NULL),
		cell_text(title), cell_text(place), cell_text(hvk_event_key(event, HVK_EVENT_WEBSITE)),
		cell_text(description), cell_text(hvk_event_label(event, HVK_EVENT_KIND, command->lang)),
	};
	int result = title && description && known ? render_row(renderer, cells) : -1;

	free(title);
	free(description);
	free(place);
	return result;
}

static int write_calendar(struct command *command, struct output *output, struct hvk_events *events, uint64_t *rows)
{
	struct render_column headers[HVK_EVENT_FIELDS];
	struct renderer *renderer = output_renderer(output);
	struct hvk_event *event;
	size_t count = 0;
	int more, result;

	for (; ics_columns[count]; count++)
		headers[count] = (struct render_column){ .key = ics_columns[count], .title = "" };
	result = render_table_begin(renderer, headers, count, "Agenda");
	while (result == 0 && (more = hvk_events_next(events, &event)) != 0) {
		if (more < 0)
			return fail_store(command);
		result = put_event(command, renderer, event);
		++*rows;
	}
	if (result == 0)
		result = render_table_end(renderer);
	return result < 0 ? output_fail(command, output) : EXIT_DONE;
}

/* ---------------------------------------------------------------- the verb */

static int write_list(struct command *command, struct output *output, struct hvk_events *events,
                      struct event_rows *rows)
{
	const struct render_format *format = output_format(output);
	bool done;
	int status;

	if (format->traits & RENDER_EVENTS)
		return write_calendar(command, output, events, &rows->written);
	if (strcmp(format->name, "ids") == 0) {
		rows->columns[0] = HVK_EVENT_SLUG;
		rows->count = 1;
		return event_write_rows(command, output, events, rows);
	}
	status = choose(command, rows, (format->traits & RENDER_TITLES) != 0, &done);
	return status == EXIT_DONE ? event_write_rows(command, output, events, rows) : status;
}

int agenda_list(struct command *command)
{
	struct event_rows rows = { .count = 0 };
	struct hvk_events *events = NULL;
	struct output *output = NULL;
	bool done;
	int status = choose(command, &rows, false, &done);

	if (status != EXIT_DONE || done)
		return status;
	status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE)
		status = make_events(command, &events);
	if (status == EXIT_DONE)
		status = output_open(command, formats, &output);
	if (status == EXIT_DONE)
		status = output_close(command, output, write_list(command, output, events, &rows));
	hvk_events_free(events);
	if (status == EXIT_DONE && option_given(command, "exit-status") && rows.written == 0)
		status = EXIT_NO;
	return status;
}
