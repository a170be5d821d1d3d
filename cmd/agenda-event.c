/* SPDX-License-Identifier: EUPL-1.2 */
/* What the listing, the calendar and the programme tell of events. */
#include "agenda-event.h"

#include <stdlib.h>
#include <string.h>

#include "agenda.h"
#include "common/records.h"

const struct event_fact event_facts[] = {
	{ HVK_EVENT_PARTNER, { "Organisatie", "Held by" } },
	{ HVK_EVENT_CO_PARTNER, { "Samen met", "Together with" } },
	{ HVK_EVENT_AUDIENCE, { "Voor wie", "For whom" } },
	{ HVK_EVENT_TARGET, { "In het bijzonder voor", "Especially for" } },
	{ HVK_EVENT_AGE, { "Leeftijd", "Ages" } },
	{ HVK_EVENT_LANGUAGE, { "Talen", "Languages" } },
	{ HVK_EVENT_CAPACITY, { "Plaatsen", "Places" } },
	{ HVK_EVENT_COST, { "Kostprijs", "Cost" } },
	{ HVK_EVENT_ENROLMENT, { "Inschrijven", "Enrolment" } },
	{ HVK_EVENT_CONTACT, { "Contact", "Contact" } },
	{ HVK_EVENT_REASON, { "Reden", "Reason" } },
	{ HVK_EVENT_FIELDS, { NULL, NULL } }
};

const char *event_fact_word(struct hvk_event *event, const struct event_fact *fact, enum hvk_lang lang)
{
	/* What a partner has to do with it, by kind. */
	static const struct {
		const char *kind, *word[2];
	} others[] = {
		{ "meeting", { "Ontvangt", "Host" } }, { "action", { "Door", "By" } },
		{ "agreement", { "Partner", "Partner" } }
	};
	const char *kind = hvk_event_key(event, HVK_EVENT_KIND);

	for (size_t i = 0; fact->field == HVK_EVENT_PARTNER && i < COUNT(others); i++)
		if (kind && strcmp(kind, others[i].kind) == 0)
			return others[i].word[lang];
	return fact->word[lang];
}

/* ---------------------------------------------------------------- words for families */

/* Who takes part, where the label is one for a register; words NULL: tells a family nothing. */
static const struct wording {
	const char *code, *word[2];
} audiences[] = {
	{ "ouders", { "ouders en opvoeders", "parents" } }, { "professionelen", { "professionelen", "professionals" } },
	{ "groep", { NULL, NULL } }, { "doelgroep", { NULL, NULL } }
};

static const struct wording *find_audience(const char *code, size_t length)
{
	for (size_t i = 0; i < COUNT(audiences); i++)
		if (strlen(audiences[i].code) == length && memcmp(audiences[i].code, code, length) == 0)
			return &audiences[i];
	return NULL;
}

/* Codes joined by '+', all with words of ours; false when one has none. */
static bool write_audience(FILE *stream, const char *codes, enum hvk_lang lang)
{
	const char *between = "";

	for (const char *code = codes; *code; code += strcspn(code, "+"), code += *code == '+')
		if (!find_audience(code, strcspn(code, "+")))
			return false;
	for (const char *code = codes; *code; code += strcspn(code, "+"), code += *code == '+') {
		const char *word = find_audience(code, strcspn(code, "+"))->word[lang];

		if (word)
			fprintf(stream, "%s%s", between, word);
		between = word ? ", " : between;
	}
	return true;
}

static void write_age(FILE *stream, const char *age, enum hvk_lang lang)
{
	static const char before[] = "prenataal";
	static const char *const birth[2] = { "voor de geboorte", "before birth" };
	static const char *const from[2] = { "vanaf ", "from " }, *const to[2] = { " tot ", " to " };
	static const char *const years[2] = { " jaar", " years" };
	size_t length = strcspn(age, "+");
	bool unborn = strncmp(age, before, sizeof(before) - 1) == 0;
	const char *lower = age, *upper = age + (unborn ? sizeof(before) - 1 : strspn(age, "0123456789"));
	bool range = *upper == '-', open = range && upper + 1 == age + length;

	if (open)
		fputs(from[lang], stream);
	fprintf(stream, "%.*s", unborn ? (int)strlen(birth[lang]) : (int)(upper - lower), unborn ? birth[lang] : lower);
	if (range && !open)
		fprintf(stream, "%s%.*s", to[lang], (int)(age + length - upper - 1), upper + 1);
	if (!unborn || (range && !open))
		fputs(years[lang], stream);
}

/* Ranges as '0-6' and 'prenataal-2', joined by '+'. */
static void write_ages(FILE *stream, const char *ages, enum hvk_lang lang)
{
	const char *between = "";

	for (const char *age = ages; *age; age += strcspn(age, "+"), age += *age == '+') {
		fputs(between, stream);
		write_age(stream, age, lang);
		between = ", ";
	}
}

/* Labels joined by ' + ', with commas. */
static void write_labels(FILE *stream, const char *labels)
{
	const char *joint;

	while ((joint = strstr(labels, " + ")) != NULL) {
		fprintf(stream, "%.*s, ", (int)(joint - labels), labels);
		labels = joint + strlen(" + ");
	}
	fputs(labels, stream);
}

static void write_fact(FILE *stream, struct hvk_event *event, enum hvk_event_field field, enum hvk_lang lang)
{
	const char *key = hvk_event_key(event, field), *label;

	if (field == HVK_EVENT_AUDIENCE && key && write_audience(stream, key, lang))
		return;
	if (field == HVK_EVENT_AGE && key) {
		write_ages(stream, key, lang);
		return;
	}
	label = hvk_event_label(event, field, lang);
	if (label && hvk_event_column(field)->form == HVK_FORM_CODE)
		write_labels(stream, label);
	else if (label)
		fputs(label, stream);
}

bool event_fact(struct hvk_event *event, enum hvk_event_field field, enum hvk_lang lang, char **text)
{
	size_t length = 0;
	FILE *stream;
	bool failed;

	*text = NULL;
	stream = open_memstream(text, &length);
	if (!stream)
		return false;
	write_fact(stream, event, field, lang);
	failed = ferror(stream);
	if (fclose(stream) != 0)
		failed = true;
	if (!failed && length > 0)
		return true;
	free(*text);
	*text = NULL;
	return !failed;
}

/* ---------------------------------------------------------------- where */

/* A byte of a word: letters beyond ASCII too. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Whether a text has that word, or those. */
static bool has_words(const char *text, const char *words)
{
	size_t length = strlen(words);

	for (const char *at = text; (at = strcasestr(at, words)) != NULL; at++)
		if ((at == text || !is_letter(at[-1])) && !is_letter(at[length]))
			return true;
	return false;
}

bool event_place(struct hvk_event *event, enum hvk_lang lang, char **text)
{
	const char *place = hvk_event_key(event, HVK_EVENT_PLACE);
	const char *gemeente = hvk_event_label(event, HVK_EVENT_GEMEENTE, lang);

	*text = NULL;
	if (!place && !gemeente)
		return true;
	if (!place || !gemeente || has_words(place, gemeente))
		*text = strdup(place ? place : gemeente);
	else if (asprintf(text, "%s, %s", place, gemeente) < 0)
		*text = NULL;
	return *text;
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
