/* SPDX-License-Identifier: EUPL-1.2 */
/* Texts that reports put together: sentences, numbers in them, and what a report is restricted to. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

FILE *text_open(struct text *text)
{
	*text = (struct text){ NULL, 0 };
	return open_memstream(&text->bytes, &text->length);
}

char *text_close(struct text *text, FILE *stream)
{
	if (stream && fclose(stream) == 0)
		return text->bytes;
	free(text->bytes);
	return NULL;
}

char *capitalize(char *text)
{
	if (text)
		*text = (char)toupper((unsigned char)*text);
	return text;
}

int report_put_text(struct renderer *renderer, char *text)
{
	int result = text ? 0 : -1;

	if (text && *text)
		result = render_paragraph(renderer, text);
	free(text);
	return result;
}

void report_write_number(const struct command *command, FILE *stream, double value, int decimals)
{
	char text[400], *point; /* as long as the largest double */

	snprintf(text, sizeof(text), "%.*f", decimals, value);
	point = command->lang == HVK_NL ? strchr(text, '.') : NULL;
	if (point)
		*point = ',';
	fputs(text, stream);
}

/* "Alleen: gemeente Brugge, periode 2026." or nothing. */
static void write_conditions(const struct command *command, FILE *stream)
{
	const char *value;
	bool any = false;

	for (const struct option_spec *spec = filter_options; spec->name; spec++) {
		for (size_t n = 0; (value = option_at(command, spec->name, n)) != NULL; n++) {
			bool where = strcmp(spec->name, "where") == 0;

			fprintf(stream, "%s%s%s%s", any ? ", " : report_text(command, TEXT_ONLY),
			        where ? "" : report_dimension(command, spec->name), where ? "" : " ", value);
			any = true;
		}
	}
	if (any)
		fputc('.', stream);
}

int report_put_conditions(const struct command *command, struct renderer *renderer)
{
	struct text text;
	FILE *stream = text_open(&text);

	if (stream)
		write_conditions(command, stream);
	return report_put_text(renderer, text_close(&text, stream));
}
