/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-agenda programme: what there is for families in a season, to be printed and handed out. Public facts only. */
#include "agenda.h"

#include <stdlib.h>
#include <string.h>

#include "agenda-event.h"
#include "agenda-item.h"
#include "common/dates.h"
#include "common/records.h"
#include "common/translate.h"

static const char *const formats[] = { "html", "md", "table", "csv", "tsv", "jsonl", "excel", "xlsx", NULL };
static const char *const groups[] = { "month", "gemeente", NULL };

const struct option_spec agenda_programme_options[] = {
	{ "by", 0, VALUE_WORD, "month|gemeente", "what the activities are grouped by (month)", false, groups },
	{ "format", 'f', VALUE_WORD, "html|md|table|csv|tsv|jsonl|excel|xlsx",
	  "else by the extension of FILE, else table", false, formats },
	{ "output", 'o', VALUE_FILE, "FILE", "write to FILE, which appears whole or not at all", false, NULL },
	{ "if-changed", 0, VALUE_NONE, NULL, "leave FILE as it is, with its date, when it would hold the same", false,
	  NULL },
	{ 0 }
};

const struct option_spec agenda_programme_filters[] = {
	{ "since", 0, VALUE_DATE, "DATE", "not before that day: a date, a month, today", false, NULL },
	{ "until", 0, VALUE_DATE, "DATE", "not after that day", false, NULL },
	{ "gemeente", 'g', VALUE_GEMEENTE, "GEMEENTE", "name, NIS code, postcode or deelgemeente", true, NULL },
	{ "region", 0, VALUE_REGION, "NAME", "a set of gemeenten of your own", true, NULL },
	{ "partner", 0, VALUE_PARTNER, "PARTNER", "who holds it", true, NULL },
	{ "theme", 't', VALUE_CODE, "CODE", "what it is about", true, NULL },
	{ 0 }
};

/* The columns for programs: what a family may know. */
static const enum hvk_event_field columns[] = {
	HVK_EVENT_DATE, HVK_EVENT_START, HVK_EVENT_END, HVK_EVENT_TITLE, HVK_EVENT_PLACE, HVK_EVENT_GEMEENTE,
	HVK_EVENT_PARTNER, HVK_EVENT_CO_PARTNER, HVK_EVENT_STATUS, HVK_EVENT_SERIES, HVK_EVENT_THEME,
	HVK_EVENT_AUDIENCE, HVK_EVENT_TARGET, HVK_EVENT_LANGUAGE, HVK_EVENT_AGE, HVK_EVENT_CAPACITY, HVK_EVENT_COST,
	HVK_EVENT_ENROLMENT, HVK_EVENT_CONTACT, HVK_EVENT_WEBSITE, HVK_EVENT_DESCRIPTION
};

/* ---------------------------------------------------------------- words */

enum word { WORD_HEADING, WORD_CANCELLED, WORD_WHERE, WORD_WEBSITE, WORD_ELSEWHERE, WORD_NOTHING, WORDS };
static const char *const words[WORDS][2] = {
	[WORD_HEADING] = { "Activiteiten voor gezinnen", "Activities for families" },
	[WORD_CANCELLED] = { "geannuleerd", "cancelled" },
	[WORD_WHERE] = { "Waar", "Where" },
	[WORD_WEBSITE] = { "Meer weten", "Read more" },
	[WORD_ELSEWHERE] = { "Elders", "Elsewhere" },
	[WORD_NOTHING] = { "Er zijn geen activiteiten.", "There are no activities." },
};

/* On one line. */
static void write_line(FILE *stream, const char *text)
{
	for (; *text; text++)
		putc(*text == '\n' ? ' ' : *text, stream);
}

/* What is not the same on all days; websites are told below, as links. */
static void write_differences(FILE *stream, const struct item *item, const struct item_day *day, enum hvk_lang lang)
{
	const char *text = item_day_text(item, day, ITEM_TITLE);

	if (text)
		fprintf(stream, ": %s", text);
	text = item_day_text(item, day, ITEM_PLACE);
	if (text)
		fprintf(stream, " (%s)", text);
	for (size_t n = 0; n < ITEM_FACTS_MAX && event_facts[n].word[0]; n++) {
		text = item_day_text(item, day, n);
		if (text)
			fprintf(stream, "; %s: %s", event_facts[n].word[lang], text);
	}
	text = item_day_text(item, day, ITEM_DESCRIPTION);
	if (text) {
		fputs("; ", stream);
		write_line(stream, text);
	}
}

/* "dinsdag 6 oktober, van 19.30 tot 21.30 uur", with what is not the same on all days; freed by the caller. year: the
 * one that goes without saying, 0: none. */
static char *describe_day(const struct item *item, const struct item_day *day, int year, enum hvk_lang lang)
{
	struct tm date;
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&text, &length);
	bool failed;

	if (!stream)
		return NULL;
	if (read_day(day->date, &date))
		write_day(stream, &date, year, lang);
	if (*day->start || *day->end)
		fputs(", ", stream);
	write_hours(stream, day->start, day->end, lang);
	write_differences(stream, item, day, lang);
	failed = ferror(stream);
	if (fclose(stream) == 0 && !failed)
		return text;
	free(text);
	return NULL;
}

/* ---------------------------------------------------------------- the page */

struct page {
	struct command *command;
	struct renderer *renderer;
	struct items items;
	bool by_gemeente;
};

/* A website that an earlier day has too. */
static bool was_told(const struct item *item, size_t day)
{
	for (size_t i = 0; i < day; i++)
		if (item->days[i].texts[ITEM_WEBSITE] &&
		    strcmp(item->days[i].texts[ITEM_WEBSITE], item->days[day].texts[ITEM_WEBSITE]) == 0)
			return true;
	return false;
}

/* What is told of an item: where, what is in event_facts, each website. facts: has room for all. */
static size_t gather_facts(const struct item *item, enum hvk_lang lang, struct announced_fact *facts)
{
	const char *text = item_text(item, ITEM_PLACE);
	size_t count = 0;

	if (text)
		facts[count++] = (struct announced_fact){ words[WORD_WHERE][lang], text, false };
	for (size_t n = 0; n < ITEM_FACTS_MAX && event_facts[n].word[0]; n++) {
		text = item_text(item, n);
		if (text)
			facts[count++] = (struct announced_fact){ event_facts[n].word[lang], text, false };
	}
	for (size_t i = 0; i < item->day_count; i++) {
		text = item->days[i].texts[ITEM_WEBSITE];
		if (text && !was_told(item, i))
			facts[count++] = (struct announced_fact){ words[WORD_WEBSITE][lang], text, true };
	}
	return count;
}

static int put_announcement(struct page *page, const struct item *item, char **texts, struct announced_day *days,
                            struct announced_fact *facts)
{
	enum hvk_lang lang = page->command->lang;
	const char *title = item_text(item, ITEM_TITLE);
	struct announcement announcement = {
		/* Where each evening has a title of its own the first names them all. */
		.title = title ? title : item->days[0].texts[ITEM_TITLE],
		.cancelled = item_is_cancelled(item), .word = words[WORD_CANCELLED][lang], .days = days,
		.day_count = item->day_count, .text = item_text(item, ITEM_DESCRIPTION), .facts = facts,
		.fact_count = gather_facts(item, lang, facts)
	};
	int year = page->by_gemeente ? 0 : (int)strtol(item->days[0].date, NULL, 10);

	for (size_t i = 0; i < item->day_count; i++) {
		texts[i] = describe_day(item, &item->days[i], year, lang);
		if (!texts[i])
			return -1;
		days[i] = (struct announced_day){ texts[i], item->days[i].cancelled };
	}
	return render_announcement(page->renderer, &announcement);
}

static int put_item(struct page *page, const struct item *item)
{
	struct announced_day *days = calloc(item->day_count, sizeof(*days));
	struct announced_fact *facts = calloc(ITEM_FACTS_MAX + 1 + item->day_count, sizeof(*facts));
	char **texts = calloc(item->day_count, sizeof(*texts));
	int result = days && facts && texts ? put_announcement(page, item, texts, days, facts) : -1;

	for (size_t i = 0; texts && i < item->day_count; i++)
		free(texts[i]);
	free(texts);
	free(facts);
	free(days);
	return result;
}

/* What an item is grouped by, as a heading, in text. */
static const char *group_of(const struct page *page, const struct item *item, char text[32])
{
	enum hvk_lang lang = page->command->lang;
	struct tm date;

	if (page->by_gemeente)
		return item->gemeente ? item->gemeente : words[WORD_ELSEWHERE][lang];
	if (!read_day(item->days[0].date, &date))
		return "";
	snprintf(text, 32, "%s %d", month_names[lang][date.tm_mon], date.tm_year + 1900);
	return event_capital(text);
}

/* By the names of gemeenten, what has none last; within one in order of time, as they came. */
static int compare_items(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order;

	if (!x->gemeente || !y->gemeente)
		order = !x->gemeente - !y->gemeente;
	else
		order = strcasecmp(x->gemeente, y->gemeente);
	return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

static int put_title(const struct page *page, const char *programme)
{
	char *title;
	int result;

	if (asprintf(&title, "%s: %s", words[WORD_HEADING][page->command->lang], programme) < 0)
		return -1;
	for (char *hyphen = title; (hyphen = strchr(hyphen, '-')) != NULL;)
		*hyphen = ' ';
	result = render_heading(page->renderer, 1, title);
	free(title);
	return result;
}

static int put_page(struct page *page, const char *programme)
{
	char last[128] = "", text[32];

	if (put_title(page, programme) < 0)
		return -1;
	if (page->items.count == 0)
		return render_paragraph(page->renderer, words[WORD_NOTHING][page->command->lang]);
	if (page->by_gemeente)
		qsort(page->items.items, page->items.count, sizeof(*page->items.items), compare_items);
	for (size_t i = 0; i < page->items.count; i++) {
		const char *group = group_of(page, &page->items.items[i], text);

		if (strcmp(group, last) != 0 && render_heading(page->renderer, 2, group) < 0)
			return -1;
		snprintf(last, sizeof(last), "%s", group);
		if (put_item(page, &page->items.items[i]) < 0)
			return -1;
	}
	return 0;
}

/* ---------------------------------------------------------------- sessions */

static int make_events(struct command *command, const char *programme, bool all, struct hvk_events **events)
{
	int result = hvk_events_new(command->store, events);

	if (result == HVK_OK)
		result = hvk_events_set_public(*events);
	if (result == HVK_OK && programme)
		result = hvk_events_add(*events, "programme", "=", programme);
	if (result == HVK_OK)
		result = hvk_events_add(*events, "kind", "=", "session");
	for (const struct option_spec *spec = agenda_programme_filters; !all && result == HVK_OK && spec->name;
	     spec++) {
		char *value = option_given(command, spec->name) ? option_joined(command, spec->name) : NULL;

		if (option_given(command, spec->name) && !value)
			return fail_memory(command);
		if (value)
			result = hvk_events_add(*events, spec->name, "=", value);
		free(value);
	}
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

/* Tells that there is no such programme, and which may have been meant. */
static int fail_unknown(struct command *command, const char *programme)
{
	struct hvk_events *events = NULL;
	struct hvk_event *event;
	char *names[64] = { NULL };
	const char *near;
	size_t count = 0;
	int more = 0, status = make_events(command, NULL, true, &events);

	while (status == EXIT_DONE && count + 1 < COUNT(names) && (more = hvk_events_next(events, &event)) > 0) {
		const char *name = hvk_event_key(event, HVK_EVENT_PROGRAMME);
		size_t i = 0;

		while (name && i < count && strcmp(names[i], name) != 0)
			i++;
		if (name && i == count && (names[count] = strdup(name)) != NULL)
			count++;
	}
	hvk_events_free(events);
	if (status == EXIT_DONE && more < 0)
		status = fail_store(command);
	near = hvk_text_nearest(programme, (const char *const *)names);
	if (status == EXIT_DONE)
		status = near ? fail(command, EXIT_NOT_FOUND, "no programme '%s'; did you mean %s?", programme, near)
		              : fail(command, EXIT_NOT_FOUND, "no session has the programme '%s'", programme);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	return status;
}

/* Whether a session has it, whatever else is asked for; its name as it stands there. */
static int find_programme(struct command *command, char **programme)
{
	struct hvk_events *events = NULL;
	struct hvk_event *event;
	const char *asked = command->operands[0];
	int more = 0, status = make_events(command, asked, true, &events);

	*programme = NULL;
	if (status == EXIT_DONE)
		more = hvk_events_next(events, &event);
	if (more < 0)
		status = fail_store(command);
	if (more > 0) {
		*programme = strdup(hvk_event_key(event, HVK_EVENT_PROGRAMME));
		status = *programme ? EXIT_DONE : fail_memory(command);
	}
	hvk_events_free(events);
	return status == EXIT_DONE && more == 0 ? fail_unknown(command, asked) : status;
}

/* ---------------------------------------------------------------- the verb */

static int write_page(struct command *command, struct output *output, struct hvk_events *events, const char *programme)
{
	struct page page = {
		.command = command, .renderer = output_renderer(output),
		.by_gemeente = option_given(command, "by") && strcmp(option(command, "by"), "gemeente") == 0
	};
	struct hvk_event *event;
	int more, status = EXIT_DONE;

	while (status == EXIT_DONE && (more = hvk_events_next(events, &event)) != 0)
		if (more < 0)
			status = fail_store(command);
		else if (!items_add(&page.items, event, command->lang, page.by_gemeente))
			status = fail_memory(command);
	if (status == EXIT_DONE && put_page(&page, programme) < 0)
		status = output_fail(command, output);
	items_free(&page.items);
	return status;
}

static int write_programme(struct command *command, struct output *output, struct hvk_events *events,
                           const char *programme)
{
	const struct render_format *format = output_format(output);
	struct event_rows rows = { .count = 0 };

	if ((format->traits & RENDER_TITLES) && !(format->traits & RENDER_BINARY))
		return write_page(command, output, events, programme);
	for (; rows.count < COUNT(columns); rows.count++)
		rows.columns[rows.count] = columns[rows.count];
	return event_write_rows(command, output, events, &rows);
}

int agenda_programme(struct command *command)
{
	struct hvk_events *events = NULL;
	struct output *output = NULL;
	char *programme = NULL;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status == EXIT_DONE)
		status = find_programme(command, &programme);
	if (status == EXIT_DONE)
		status = make_events(command, programme, false, &events);
	if (status == EXIT_DONE)
		status = output_open_as(command, formats, "table", &output);
	if (status == EXIT_DONE)
		status = output_close(command, output, write_programme(command, output, events, programme));
	hvk_events_free(events);
	free(programme);
	return status;
}
