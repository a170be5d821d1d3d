/* SPDX-License-Identifier: EUPL-1.2 */
/* --help, in 80 columns, and --dump-options, made from a program's table. */
#include "common/help.h"

#include <string.h>

#include "common/records.h"
#include "common/translate.h"

enum { INDENT = 2, HELP_COLUMN = 28, WIDTH = 79 };

/* How many bytes of text, up to a blank or its end, fit in so many columns; the first word in any case. Characters
 * count, not bytes: what stands in a translation is one column wide each. */
static size_t fitting(const char *text, size_t columns)
{
	size_t length = strcspn(text, " "), width = 0;

	for (size_t i = 0; width <= columns; i++) {
		if (text[i] == ' ' || text[i] == '\0')
			length = i > length ? i : length;
		if (text[i] == '\0')
			break;
		width += ((unsigned char)text[i] & 0xc0) != 0x80;
	}
	return length;
}

/* Prints help from the column where the line stands, wrapped between words with a hanging indent. */
static void print_wrapped(size_t column, size_t indent, const char *help)
{
	while (*help != '\0') {
		size_t length = fitting(help, WIDTH - indent);

		printf("%*s%.*s\n", (int)(indent - column), "", (int)length, help);
		column = 0;
		help += length;
		help += strspn(help, " ");
	}
}

/* One line of a list in two columns; the right one goes on the next line when the left one is too long. */
static void print_item(const char *left, const char *help)
{
	int column = printf("%*s%s", INDENT, "", left);

	if (column + 2 > HELP_COLUMN) {
		putchar('\n');
		column = 0;
	}
	print_wrapped((size_t)column, HELP_COLUMN, help);
}

static void print_option(const struct option_spec *spec)
{
	char left[128], letter[8] = "    ";

	if (spec->letter != 0)
		snprintf(letter, sizeof(letter), "-%c, ", spec->letter);
	snprintf(left, sizeof(left), "%s--%s%s%s", letter, spec->name, spec->value ? " " : "",
	         spec->value ? spec->value : "");
	print_item(left, _(spec->help));
}

static const char *group_title(const struct option_spec *group)
{
	const char *title = records_group_title(group);

	if (title)
		return title;
	if (group == output_options)
		return N_("Output");
	if (group == filter_options)
		return N_("Filters (several values separated by commas: any of them)");
	if (group == intake_options)
		return N_("Reading CSV");
	if (group == common_options)
		return N_("Common options");
	return N_("Options");
}

/* previous: the group before, or NULL; the options of one verb may be several groups under one title. */
static void print_group(const struct option_spec *group, const struct option_spec *previous)
{
	const char *title = group_title(group);

	if (!previous || strcmp(group_title(previous), title) != 0)
		printf("\n%s:\n", _(title));
	for (; group->name; group++)
		print_option(group);
}

static void print_ending(const struct program_spec *program)
{
	printf(_("\nExit status:\n"
	         "  0 done   1 'no': findings, or nothing matched with -e   2 usage\n"
	         "  3 input refused   4 not found or ambiguous   5 store unusable\n"
	         "  6 busy, try again   7 output failed   70 a bug\n"
	         "\nEnvironment: HVK_DB HVK_LANG HVK_TODAY NO_COLOR SOURCE_DATE_EPOCH XDG_DATA_HOME\n"
	         "Manual: man %s, man 7 hvk\n"), program->name);
}

void print_program_help(const struct program_spec *program)
{
	size_t column = (size_t)printf("%s - ", program->name);

	print_wrapped(column, column, _(program->help));
	printf(_("\nUsage: %s VERB [options] [operands]\n\nVerbs:\n"), program->name);
	for (const struct verb_spec *verb = program->verbs; verb->name; verb++)
		print_item(verb->name, _(verb->help));
	printf(_("\n'%s VERB --help' tells the options of a verb.\n"), program->name);
	print_group(common_options, NULL);
	print_ending(program);
}

void print_verb_help(const struct program_spec *program, const struct verb_spec *verb)
{
	size_t column = (size_t)printf("%s %s - ", program->name, verb->name);

	print_wrapped(column, column, _(verb->help));
	printf(_("\nUsage: %s %s [options]%s%s\n"), program->name, verb->name, verb->operands[0] ? " " : "",
	       verb->operands);
	for (const struct option_spec *const *group = verb->options; group && *group; group++)
		print_group(*group, group == verb->options ? NULL : group[-1]);
	print_group(common_options, NULL);
	print_ending(program);
}

static const char *const kind_names[VALUE_KINDS] = {
	[VALUE_NONE] = "none", [VALUE_TEXT] = "text", [VALUE_FILE] = "file", [VALUE_DIRECTORY] = "directory",
	[VALUE_NUMBER] = "number", [VALUE_DATE] = "date", [VALUE_PERIOD] = "period", [VALUE_GEMEENTE] = "gemeente",
	[VALUE_DESK] = "desk", [VALUE_CODE] = "code", [VALUE_COLUMN] = "column", [VALUE_FORMAT] = "format",
	[VALUE_DIMENSION] = "dimension", [VALUE_MEASURE] = "measure", [VALUE_REGION] = "region", [VALUE_LIST] = "list",
	[VALUE_WORD] = "word", [VALUE_ID] = "id", [VALUE_YES_NO] = "yes-no", [VALUE_SETTING] = "setting",
	[VALUE_PARTNER] = "partner",
	[VALUE_PERSON] = "person", [VALUE_OFFER] = "offer", [VALUE_AGREEMENT] = "agreement", [VALUE_HOUSE] = "house",
	[VALUE_MEMBERSHIP] = "membership", [VALUE_REFERRAL] = "referral",
	[VALUE_SESSION] = "session", [VALUE_MEETING] = "meeting", [VALUE_ATTENDANCE] = "attendance",
	[VALUE_ACTION] = "action", [VALUE_MILESTONE] = "milestone", [VALUE_GUESTS] = "guests"
};

static void dump_group(const struct program_spec *program, const char *verb, const struct option_spec *group)
{
	for (; group->name; group++) {
		printf("%s\t%s\t\t%s\t%.1s\t%s\t%s\t%s\t", program->name, verb, group->name,
		       group->letter ? &group->letter : "", kind_names[group->kind], group->value ? group->value : "",
		       group->help);
		for (const char *const *word = group->words; word && *word; word++)
			printf("%s%s", word == group->words ? "" : " ", *word);
		putchar('\n');
	}
}

void dump_options(const struct program_spec *program)
{
	for (const struct verb_spec *verb = program->verbs; verb->name; verb++) {
		printf("%s\t%s\t%s\t\t\t%s\t\t%s\t\n", program->name, verb->name, verb->operands,
		       kind_names[verb->operand_kind], verb->help);
		for (const struct option_spec *const *group = verb->options; group && *group; group++)
			dump_group(program, verb->name, *group);
	}
	dump_group(program, "", common_options);
}
