/* SPDX-License-Identifier: EUPL-1.2 */
/* What a publication is called, and what its page says by itself. */
#include "report-publish-page.h"

#include <inttypes.h>
#include <string.h>

#include "report-view.h"

static const char *const texts[PAGE_TEXTS][2] = {
	[PAGE_NUMBER] = { "Publicatie", "Publication" },
	[PAGE_OF] = { "van", "of" },
	[PAGE_GEOGRAPHY] = { "Gemeenten zoals op", "Gemeenten as on" },
	[PAGE_ONLY] = { "Alleen", "Only" },
	[PAGE_WITHDRAWN] = { "Ingetrokken op", "Withdrawn on" },
	[PAGE_MEANING] = {
		"x: niet gepubliceerd. Aantallen van 1 tot # worden niet getoond, en ook andere niet waaruit ze te "
		"berekenen zouden zijn; welke van de twee een x is, is niet te zien.",
		"x: not published. Counts from 1 to # are not shown, nor others from which they could be worked "
		"out; which of the two an x is cannot be seen."
	},
	[PAGE_MEANING_ZEROS] = {
		"x: niet gepubliceerd. Aantallen van 0 tot # worden niet getoond, en ook andere niet waaruit ze te "
		"berekenen zouden zijn; welke van de twee een x is, is niet te zien.",
		"x: not published. Counts from 0 to # are not shown, nor others from which they could be worked "
		"out; which of the two an x is cannot be seen."
	},
	[PAGE_GUARANTEE] = {
		"Al wat gepubliceerd is samen, ook vroeger, laat voor elk zo verborgen klein aantal alles van 0 tot "
		"# open.",
		"All that was published, earlier too, together leaves every small count hidden so anything from 0 "
		"to #."
	},
	[PAGE_SHARE] = { "Verborgen: # van de # aantallen (# %).", "Hidden: # of the # counts (# %)." },
	[PAGE_LATE] = { "Een vraag die te laat kwam voor haar maand telt in een latere mee.",
		        "A question that came too late for its month counts in a later one." },
	[PAGE_NOT_APPLICABLE] = { "n.v.t.: kon niet voorkomen.", "n/a: could not occur." },
	[PAGE_NOT_COLLECTED] = { "–: toen was de registratie nog niet begonnen.",
	                         "–: registration had not begun then." },
	[PAGE_TOGETHER] = { "Samen", "Together" },
	[PAGE_LEVEL] = { "niveau", "level" },
	[PAGE_AND] = { " en ", " and " },
	[PAGE_QUESTIONS_BY] = { "Vragen per ", "Questions by " },
	[PAGE_QUESTIONS] = { "Vragen", "Questions" },
	[PAGE_FIGURES] = { "Cijfers", "Figures" }
};

const char *page_text(const struct command *command, enum page_text text)
{
	return texts[text][command->lang];
}

void page_write_numbers(const struct command *command, enum page_text text, const uint64_t numbers[], FILE *stream)
{
	for (const char *c = page_text(command, text); *c; c++)
		if (*c == '#')
			fprintf(stream, "%" PRIu64, *numbers++);
		else
			fputc(*c, stream);
}

static void write_level(const struct command *command, const char *level, size_t length, FILE *stream)
{
	const char *code;
	const struct hvk_code *found;
	char name[128];

	snprintf(name, sizeof(name), "%.*s", (int)length, level);
	if (strncmp(name, "answer=", strlen("answer=")) != 0) {
		fputs(report_dimension(command, name), stream);
		return;
	}
	code = name + strlen("answer=");
	fputs(report_dimension(command, "answer"), stream);
	if (hvk_code_find(command->store, "answer", code, false, &found) == HVK_OK)
		code = hvk_code_text(found, command->lang == HVK_EN ? HVK_CODE_LABEL_EN : HVK_CODE_LABEL_NL);
	fprintf(stream, " '%s'", code);
}

static void write_levels(const struct command *command, const char *by, FILE *stream)
{
	fputs(page_text(command, *by ? PAGE_QUESTIONS_BY : PAGE_QUESTIONS), stream);
	while (*by) {
		size_t length = strcspn(by, ",");
		bool more = by[length] == ',';

		write_level(command, by, length, stream);
		by += length + more;
		if (more)
			fputs(strchr(by, ',') ? ", " : page_text(command, PAGE_AND), stream);
	}
}

char *publish_title(struct command *command, const struct hvk_publication *publication, enum hvk_lang lang)
{
	struct command told = *command;
	struct text text;
	FILE *stream = text_open(&text);
	char period[64];

	if (!stream)
		return NULL;
	told.lang = lang;
	write_levels(&told, hvk_publication_text(publication, HVK_PUBLICATION_BY), stream);
	name_period(&told, hvk_publication_text(publication, HVK_PUBLICATION_PERIOD), period, sizeof(period));
	fprintf(stream, ", %s", period);
	return text_close(&text, stream);
}
