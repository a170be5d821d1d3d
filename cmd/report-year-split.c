/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report year --split gemeente: a file for each gemeente, named after it, and one for all together. */
#include <stdlib.h>
#include <string.h>

#include "report-year.h"

static const char index_name[] = "index";

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

/* Whether another file has that name. */
static bool is_taken(const struct report *report, size_t gemeente, const char *slug)
{
	const struct hvk_table *gemeenten = report->tables[SECTION_GEMEENTE];
	char other[128];

	for (size_t i = 0; i < hvk_table_members(gemeenten, 0); i++) {
		make_slug(hvk_table_label(gemeenten, 0, i, HVK_NL), other);
		if (i != gemeente && strcmp(other, slug) == 0)
			return true;
	}
	return strcmp(slug, index_name) == 0;
}

/* The name of the file of a gemeente, whatever the language: oostkamp, or where two have that name oostkamp-31022. */
static void name_file(const struct report *report, size_t gemeente, char name[260])
{
	const struct hvk_table *gemeenten = report->tables[SECTION_GEMEENTE];
	char slug[128], key[128];

	make_slug(hvk_table_label(gemeenten, 0, gemeente, HVK_NL), slug);
	make_slug(hvk_table_key(gemeenten, 0, gemeente), key);
	if (is_taken(report, gemeente, slug))
		snprintf(name, 260, "%s-%s", slug, key);
	else
		snprintf(name, 260, "%s", slug);
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
	char name[260];
	int status = output_folder(report->command, formats_but_ids, "html", &folder, &format);

	for (size_t i = 0; i < hvk_table_members(report->tables[SECTION_GEMEENTE], 0) && status == EXIT_DONE; i++) {
		name_file(report, i, name);
		status = write_file(report, i, folder, format, name);
	}
	return status == EXIT_DONE ? write_file(report, SIZE_MAX, folder, format, index_name) : status;
}
