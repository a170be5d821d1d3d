/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report year --split gemeente: a file for each gemeente, named after it, and one for all together. */
#include <stdlib.h>
#include <string.h>

#include "report-year.h"

/* Small letters and digits of ASCII, hyphens between them: what every file system and web server takes. */
static void make_slug(const char *text, char slug[128])
{
	/* What the letters U+00C0 to U+00FF are without their accents. */
	static const char plain[] = "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty";
	size_t length = 0;

	for (const unsigned char *at = (const unsigned char *)text; *at && length < 127; at++) {
		char c = '-';

		if ((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9'))
			c = (char)*at;
		else if (*at >= 'A' && *at <= 'Z')
			c = (char)(*at - 'A' + 'a');
		else if (*at == 0xc3 && (at[1] & 0xc0) == 0x80)
			c = plain[*++at & 0x3f];
		if (c != '-' || (length > 0 && slug[length - 1] != '-'))
			slug[length++] = c;
	}
	while (length > 0 && slug[length - 1] == '-')
		length--;
	slug[length] = '\0';
}

static int write_file(struct report *report, size_t gemeente, const char *folder, const struct render_format *format,
                      const char *name)
{
	struct command *command = report->command;
	struct output *output;
	char *path;
	int status;

	if (asprintf(&path, "%s/%s.%s", folder, name, format->extension ? format->extension : format->name) < 0)
		return fail_memory(command);
	report->gemeente = gemeente;
	status = output_open_file(command, format, path, &output);
	if (status == EXIT_DONE)
		status = output_close(command, output, year_write(report, output));
	free(path);
	return status;
}

int year_write_split(struct report *report)
{
	const struct render_format *format;
	const char *folder;
	char name[128];
	int status = output_folder(report->command, formats_but_ids, "html", &folder, &format);

	/* No two have one name: a later merger carries its NIS code. The name is Dutch, whatever the language. */
	for (size_t i = 0; i < report_members(report, SECTION_GEMEENTE) && status == EXIT_DONE; i++) {
		make_slug(report_label(report, SECTION_GEMEENTE, i, HVK_NL), name);
		status = write_file(report, i, folder, format, name);
	}
	return status == EXIT_DONE ? write_file(report, SIZE_MAX, folder, format, "index") : status;
}
