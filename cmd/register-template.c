/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-register template: a sheet to be filled in elsewhere, which import takes: CSV with an example, or a workbook in
 * which the labels of codes are chosen from lists. */
#include "register.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "render/form.h"

enum { DUTCH_ENGLISH = 2 };

/* The columns, in their order; in enum hvk_lang's order what the workbook says of each. */
static const struct field {
	enum hvk_column column;
	const char *list;      /* of codes */
	const char *example;
	bool open;             /* something that is not in the list may be entered */
	const char *help[DUTCH_ENGLISH];
} fields[] = {
	{ HVK_MONTH, NULL, NULL, false,
	  { "Jaar en maand waarin de vraag gesteld is: 2026-10", "Year and month in which it was asked: 2026-10" } },
	{ HVK_GEMEENTE, NULL, "Gent", true,
	  { "Gemeente van het gezin. Een postcode of deelgemeente mag ook.",
	    "Gemeente of the family. A postcode or a deelgemeente will do too." } },
	{ HVK_DESK, "desk", "voorbeeld", true,
	  { "Balie waar de vraag gesteld is, met een korte naam: loket-noord",
	    "Desk where it was asked, by a short name: loket-noord" } },
	{ HVK_CHANNEL, "channel", "telefoon", false, { "Hoe de vraag binnenkwam", "How it came in" } },
	{ HVK_ASKER, "asker", "moeder", false, { "Wie de vraag stelt", "Who asks" } },
	{ HVK_AGE, "age", "3-5", false, { "Leeftijd van het kind", "Age of the child" } },
	{ HVK_THEME, "theme", "gedrag.driftbuien", false, { "Waarover de vraag gaat", "What it is about" } },
	{ HVK_KIND, "kind", "inhoudelijk", false, { "Soort vraag", "Kind of question" } },
	{ HVK_SEVERITY, "severity", "alledaags", false, { "Hoe ernstig het is", "How grave it is" } },
	{ HVK_ANSWER, "answer", "info", true,
	  { "Wat ermee gedaan is. Meer dan een antwoord: zet er + tussen, zonder iets anders.",
	    "What was done with it. More than one answer: with + between them, and nothing else." } },
	{ HVK_DURATION, "duration", "5-15", false, { "Hoe lang het duurde", "How long it took" } },
	{ HVK_CONTACT, "contact", "new", false,
	  { "Nieuw contact, of een volgende vraag in hetzelfde gesprek",
	    "A new contact, or a further question in the same conversation" } },
};

static const struct {
	const char *title, *lists, *example, *refused;
} texts[DUTCH_ENGLISH] = {
	[HVK_NL] = { "Vragen", "Lijsten", "Een voorbeeld: overschrijf deze rij, of verwijder ze.",
	             "Dit staat niet in de lijst. Kies een waarde uit de lijst, of laat de cel leeg." },
	[HVK_EN] = { "Questions", "Lists", "An example: write over this row, or delete it.",
	             "This is not in the list. Choose a value from the list, or leave the cell empty." }
};

/* ---------------------------------------------------------------- what can be chosen */

/* Texts that the store, the reference data or a table lends. */
struct choices {
	const char **texts;
	size_t count, capacity;
};

static bool add_choice(struct choices *choices, const char *text)
{
	if (choices->count == choices->capacity) {
		size_t capacity = 2 * choices->capacity + 64;
		const char **larger = realloc(choices->texts, capacity * sizeof(*larger));

		if (!larger)
			return false;
		choices->texts = larger;
		choices->capacity = capacity;
	}
	choices->texts[choices->count++] = text;
	return true;
}

/* Whether Excel can save text as CSV, which in Belgium is Windows-1252: Latin-1 and a few more. */
static bool survives_excel(const char *text)
{
	static const char more[] = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";

	while (*text != '\0') {
		unsigned char lead = (unsigned char)*text;
		size_t length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
		char character[5] = "";

		strncat(character, text, length);
		if (lead > 0xc3 && !strstr(more, character))
			return false;
		text += strlen(character);
	}
	return true;
}

/* Its label, as far as import takes it for this very code; else its name. */
static const char *code_choice(struct command *command, const char *list, const struct hvk_code *code)
{
	const char *name = hvk_code_text(code, HVK_CODE_CODE);
	const char *label = hvk_code_text(code, command->lang == HVK_NL ? HVK_CODE_LABEL_NL : HVK_CODE_LABEL_EN);
	const struct hvk_code *found;

	if (*label == '\0' || strchr(label, '+') || !survives_excel(label) ||
	    hvk_code_find(command->store, list, label, false, &found) < 0 ||
	    strcmp(hvk_code_text(found, HVK_CODE_CODE), name) != 0)
		return name;
	return label;
}

static bool on_day(const char *from, const char *to, const char *day)
{
	return (!*from || strcmp(from, day) <= 0) && (!*to || strcmp(day, to) <= 0);
}

/* example becomes what is chosen for it. */
static bool add_codes(struct command *command, const char *list, const char *day, struct choices *choices,
                      const char **example)
{
	const char *wanted = *example;
	const struct hvk_code *code;

	for (size_t n = 0; (code = hvk_code_at(command->store, list, n)) != NULL; n++) {
		const char *choice = code_choice(command, list, code);

		if (!on_day(hvk_code_text(code, HVK_CODE_VALID_FROM), hvk_code_text(code, HVK_CODE_VALID_TO), day))
			continue;
		if (!add_choice(choices, choice))
			return false;
		if (strcmp(hvk_code_text(code, HVK_CODE_CODE), wanted) == 0)
			*example = choice;
	}
	return true;
}

/* Its name, as far as import takes it for this very gemeente; else its NIS code. None that is no gemeente that day. */
static bool add_gemeente(struct command *command, const struct hvk_gemeente *gemeente, const char *day,
                         struct choices *choices)
{
	const char *name = hvk_gemeente_text(gemeente, HVK_GEMEENTE_NAME);
	const char *nis = hvk_gemeente_text(gemeente, HVK_GEMEENTE_NIS);
	const struct hvk_gemeente *found;

	if (!on_day(hvk_gemeente_text(gemeente, HVK_GEMEENTE_VALID_FROM),
	            hvk_gemeente_text(gemeente, HVK_GEMEENTE_VALID_TO), day))
		return true;
	if (!survives_excel(name) || hvk_gemeente_find(command->store, name, NULL, false, &found) < 0 ||
	    strcmp(hvk_gemeente_text(found, HVK_GEMEENTE_NIS), nis) != 0)
		name = nis;
	return add_choice(choices, name);
}

static int compare_texts(const void *a, const void *b)
{
	const char *const *one = a, *const *other = b;

	return strcasecmp(*one, *other);
}

/* Regions overlap. */
static void sort_choices(struct choices *choices)
{
	size_t kept = 0;

	if (choices->count == 0)
		return;
	qsort(choices->texts, choices->count, sizeof(*choices->texts), compare_texts);
	for (size_t i = 1; i < choices->count; i++)
		if (strcmp(choices->texts[i], choices->texts[kept]) != 0)
			choices->texts[++kept] = choices->texts[i];
	choices->count = kept + 1;
}

/* Those of the store's regions; without regions those of Flanders and Brussels. */
static bool add_gemeenten(struct command *command, const char *day, struct choices *choices)
{
	const struct hvk_gemeente *gemeente;
	const char *region;
	bool regions;

	for (size_t n = 0; (gemeente = hvk_region_at(command->store, n, &region)) != NULL; n++)
		if (!add_gemeente(command, gemeente, day, choices))
			return false;
	regions = choices->count > 0;
	for (size_t n = 0; !regions && (gemeente = hvk_gemeente_at(n)) != NULL; n++)
		if (strcmp(hvk_gemeente_text(gemeente, HVK_GEMEENTE_GEWEST), "Waals Gewest") != 0 &&
		    !add_gemeente(command, gemeente, day, choices))
			return false;
	sort_choices(choices);
	return true;
}

/* ---------------------------------------------------------------- the workbook */

static bool make_column(struct command *command, const struct field *field, const char *day,
                        struct form_column *column)
{
	struct choices choices = { 0 };
	bool complete = true;

	*column = (struct form_column){
		.title = register_header(field->column, command->lang).title, .help = field->help[command->lang],
		.example = field->example ? field->example : day, .check = FORM_MONTH
	};
	if (field->list)
		complete = add_codes(command, field->list, day, &choices, &column->example);
	else if (field->column == HVK_GEMEENTE)
		complete = add_gemeenten(command, day, &choices);
	column->choices = choices.texts;
	column->count = choices.count;
	if (field->column != HVK_MONTH)
		column->check = choices.count == 0 ? FORM_ANYTHING : field->open ? FORM_SUGGESTION : FORM_CHOICE;
	return complete;
}

static int write_form(struct command *command, struct output *output, const char *month)
{
	struct form_column columns[COUNT(fields)] = { 0 };
	struct form form = {
		.title = texts[command->lang].title, .lists = texts[command->lang].lists,
		.example = texts[command->lang].example, .refused = texts[command->lang].refused,
		.columns = columns, .count = COUNT(fields)
	};
	int status = EXIT_DONE;
	char day[11];

	today(command, day);
	for (size_t i = 0; i < COUNT(fields) && status == EXIT_DONE; i++)
		if (!make_column(command, &fields[i], day, &columns[i]))
			status = fail_memory(command);
	columns[0].example = month;
	if (status == EXIT_DONE && form_render(output_renderer(output), &form) < 0)
		status = output_fail(command, output);
	for (size_t i = 0; i < COUNT(fields); i++)
		free(columns[i].choices);
	return status;
}

/* ---------------------------------------------------------------- the other formats */

static int write_example(struct command *command, struct output *output, const char *month)
{
	struct render_column headers[COUNT(fields)];
	struct cell cells[COUNT(fields)];
	struct renderer *renderer = output_renderer(output);

	for (size_t i = 0; i < COUNT(fields); i++) {
		headers[i] = register_header(fields[i].column, command->lang);
		/* A form is for people, whatever its format: its header is in their language. */
		headers[i].key = headers[i].title;
		cells[i] = cell_text(fields[i].example ? fields[i].example : month);
	}
	if (render_table_begin(renderer, headers, COUNT(headers), NULL) < 0 || render_row(renderer, cells) < 0 ||
	    render_table_end(renderer) < 0)
		return output_fail(command, output);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- the verb */

static const char *const template_formats[] = { "csv", "tsv", "excel", "xlsx", NULL };

int register_template(struct command *command)
{
	struct output *output;
	char first[8], last[8];
	int status = output_open_as(command, template_formats, "csv", &output);
	bool workbook = status == EXIT_DONE && strcmp(output_format(output)->name, "xlsx") == 0;

	if (status != EXIT_DONE)
		return status;
	/* Only the workbook has something of the store, if there is one; nothing is written there. */
	if (workbook)
		status = register_open(command, HVK_OPEN_CREATE, true);
	if (status == EXIT_DONE && hvk_period_resolve(command->store, "this-month", first, last) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && workbook)
		status = write_form(command, output, first);
	else if (status == EXIT_DONE)
		status = write_example(command, output, first);
	return output_close(command, output, status);
}
