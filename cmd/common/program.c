/* SPDX-License-Identifier: EUPL-1.2 */
/* How every program starts, reads its command line and ends. */
#include "common/program.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/complete.h"
#include "common/help.h"
#include "common/translate.h"

enum {
	OPTIONS_MAX = 255,     /* in one verb, or of different names in all verbs of a program together */
	VERBS_MAX = 127,       /* among which the nearest is looked for */
	LONG_BASE = 256,       /* getopt_long() returns this plus the index of a long option */
	PARSED = -1            /* go on and run the verb */
};

/* Options in the form getopt_long() wants them. */
struct option_table {
	const struct option_spec *specs[OPTIONS_MAX];
	struct option longs[OPTIONS_MAX + 1];
	char letters[2 * OPTIONS_MAX + 4];
	size_t count;
};

static bool table_has(const struct option_table *table, const struct option_spec *spec)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->specs[i] == spec || strcmp(table->specs[i]->name, spec->name) == 0)
			return true;
	return false;
}

static int argument_of(const struct option_spec *spec)
{
	if (spec->kind == VALUE_NONE)
		return no_argument;
	return spec->kind == VALUE_YES_NO ? optional_argument : required_argument;
}

/* Verbs share groups, and have options of the same name in common. */
static void table_add(struct option_table *table, const struct option_spec *group)
{
	char *letter = table->letters + strlen(table->letters);

	for (; group->name && table->count < OPTIONS_MAX; group++) {
		int argument = argument_of(group);

		if (table_has(table, group))
			continue;
		table->specs[table->count] = group;
		table->longs[table->count] = (struct option){
			.name = group->name, .has_arg = argument, .val = LONG_BASE + (int)table->count
		};
		table->count++;
		if (group->letter == 0)
			continue;
		*letter++ = group->letter;
		if (argument == required_argument)
			*letter++ = ':';
	}
	table->longs[table->count] = (struct option){ 0 };
	*letter = '\0';
}

static void table_add_verb(struct option_table *table, const struct verb_spec *verb)
{
	for (const struct option_spec *const *group = verb->options; group && *group; group++)
		table_add(table, *group);
}

static const struct option_spec *table_letter(const struct option_table *table, int letter)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->specs[i]->letter == letter)
			return table->specs[i];
	return NULL;
}

static int unknown_option(const struct command *command, const struct option_table *table, const char *word)
{
	const char *names[OPTIONS_MAX + 1];
	char name[64];
	const char *nearest;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word + 2, "="), word + 2);
	for (size_t i = 0; i < table->count; i++)
		names[i] = table->specs[i]->name;
	names[table->count] = NULL;
	nearest = hvk_text_nearest(name, names);
	if (nearest)
		return usage(command, "unknown option --%s; did you mean --%s?", name, nearest);
	return usage(command, "unknown option --%s", name);
}

/* What getopt_long() just stumbled over. */
static int option_error(const struct command *command, const struct option_table *table, int found, char **argv)
{
	if (optopt >= LONG_BASE) {
		const struct option_spec *spec = table->specs[optopt - LONG_BASE];

		if (found == ':')
			return usage(command, "--%s needs a value: %s", spec->name, spec->value);
		return usage(command, "--%s takes no value", spec->name);
	}
	if (optopt == 0)
		return unknown_option(command, table, argv[optind - 1]);
	if (found == ':')
		return usage(command, "-%c needs a value: %s", optopt, table_letter(table, optopt)->value);
	return usage(command, "unknown option -%c", optopt);
}

bool is_yes_or_no(const char *word)
{
	return strcmp(word, "yes") == 0 || strcmp(word, "no") == 0 || strcmp(word, "ja") == 0 ||
	       strcmp(word, "nee") == 0;
}

/* '--public no' is '--public=no': getopt_long() does not look for a value that may be left out in the next word. */
static void take_yes_or_no(int argc, char **argv)
{
	static char yes[] = "yes";

	if (!optarg)
		optarg = optind < argc && is_yes_or_no(argv[optind]) ? argv[optind++] : yes;
}

/* The next option: 1 with *spec, 0 at the first operand or the end, or an exit status as a negative number. */
static int next_option(const struct command *command, const struct option_table *table, int argc, char **argv,
                       const struct option_spec **spec)
{
	int found = getopt_long(argc, argv, table->letters, table->longs, NULL);

	if (found == -1)
		return 0;
	if (found == '?' || found == ':')
		return -option_error(command, table, found, argv);
	if (found >= LONG_BASE) {
		const char *word = argv[optind - 1];
		size_t length;

		*spec = table->specs[found - LONG_BASE];
		if (optarg == word)
			word = argv[optind - 2];
		/* getopt_long() takes abbreviations; a script that relies on one breaks when an option is added. */
		length = strcspn(word + 2, "=");
		if (strlen((*spec)->name) != length)
			return -unknown_option(command, table, word);
		if ((*spec)->kind == VALUE_YES_NO)
			take_yes_or_no(argc, argv);
		return 1;
	}
	*spec = table_letter(table, found);
	return 1;
}

/* Where the verb stands in argv: behind the options, of whatever verb, that come before it. argc when there is none. */
static int find_verb_position(const struct command *command, int argc, char **argv)
{
	struct option_table table = { .letters = "+:" };
	const struct option_spec *spec;
	int more;

	if (argc > 1 && argv[1][0] != '-')
		return 1;
	table_add(&table, common_options);
	for (const struct verb_spec *verb = command->program->verbs; verb->name; verb++)
		table_add_verb(&table, verb);
	do
		more = next_option(command, &table, argc, argv, &spec);
	while (more > 0);
	return more < 0 ? more : optind;
}

const struct verb_spec *find_verb_words(const struct program_spec *program, const char *first, const char *second)
{
	char name[64];

	snprintf(name, sizeof(name), "%s%s%s", first, second ? " " : "", second ? second : "");
	for (const struct verb_spec *verb = program->verbs; verb->name; verb++)
		if (strcmp(verb->name, name) == 0)
			return verb;
	return NULL;
}

static bool verb_starts_with(const struct verb_spec *verb, const char *word)
{
	size_t length = strlen(word);

	return strncmp(verb->name, word, length) == 0 && verb->name[length] == ' ';
}

/* Whether the word is the first of verbs with two. */
static bool needs_second_word(const struct command *command, const char *word)
{
	for (const struct verb_spec *verb = command->program->verbs; verb->name; verb++)
		if (verb_starts_with(verb, word))
			return true;
	return false;
}

/* "publish plan, publish list": as many as there is room for. */
static void join_names(const char *const names[], char *text, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; names[i] && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%s", i ? ", " : "", names[i]);
}

static int unknown_verb(const struct command *command, const char *first, const char *second)
{
	const char *names[VERBS_MAX + 1];
	char text[128], known[512];
	size_t count = 0;
	bool two = needs_second_word(command, first);

	for (const struct verb_spec *verb = command->program->verbs; verb->name && count < VERBS_MAX; verb++)
		if (!two || verb_starts_with(verb, first))
			names[count++] = verb->name;
	names[count] = NULL;
	if (two && (!second || second[0] == '-'))
		return usage(command, "'%s' needs a second word right behind it, see --help", first);
	snprintf(text, sizeof(text), "%s%s%s", first, two ? " " : "", two ? second : "");
	if (!two || hvk_text_nearest(text, names))
		return usage_unknown(command, N_("verb"), text, names);
	join_names(names, known, sizeof(known));
	return usage(command, "unknown verb '%s'; known are %s", text, known);
}

/* Whether the word behind a verb of one word, which takes no operand, was meant to be the second of a longer one. */
static bool is_mistyped(const struct command *command, const char *first, const char *second)
{
	return second && second[0] != '-' && command->verb->operands_max == 0 && needs_second_word(command, first);
}

/* Sets command->verb from the words at position; returns how many words it took, or an exit status as a negative
 * number. */
static int find_verb(struct command *command, int argc, char **argv, int position)
{
	const char *first = argv[position];
	const char *second = position + 1 < argc ? argv[position + 1] : NULL;

	/* 'publish list' rather than 'publish' with an operand. */
	for (int words = second ? 2 : 1; words >= 1; words--) {
		command->verb = find_verb_words(command->program, first, words == 2 ? second : NULL);
		if (command->verb && words == 1 && is_mistyped(command, first, second))
			break;
		if (command->verb)
			return words;
	}
	/* 'codes --help': that of the program, which lists them all. */
	if (second && (strcmp(second, "--help") == 0 || strcmp(second, "-h") == 0) && needs_second_word(command, first))
		return 1;
	return -unknown_verb(command, first, second);
}

/* Whether the value is one that the kind of the option allows: PARSED or an exit status. */
static int check_value(const struct command *command, const struct option_spec *spec, const char *text)
{
	if (spec->kind == VALUE_NUMBER) {
		char *end;

		errno = 0;
		strtoul(text, &end, 10);
		if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0)
			return usage(command, "--%s: expected a whole number, found '%s'", spec->name, text);
	} else if (spec->kind == VALUE_WORD) {
		for (const char *const *word = spec->words; *word; word++)
			if (strcmp(*word, text) == 0)
				return PARSED;
		return usage(command, "--%s: expected %s, found '%s'", spec->name, spec->value, text);
	}
	return PARSED;
}

static int check_operands(const struct command *command)
{
	const struct verb_spec *verb = command->verb;

	if (command->operand_count < verb->operands_min)
		return usage(command, "%s: expected %s", verb->name, verb->operands);
	if (verb->operands_max < 0 || command->operand_count <= verb->operands_max)
		return PARSED;
	if (verb->operands_max == 0)
		return usage(command, "%s takes no operand; found '%s'", verb->name, command->operands[0]);
	return usage(command, "%s: one operand too many: '%s'", verb->name, command->operands[verb->operands_max]);
}

int command_add_value(struct command *command, const struct option_spec *spec, const char *text)
{
	struct option_value *values = command->values;
	size_t count = command->value_count;

	/* Room doubles whenever the count reaches a power of two. */
	if ((count & (count - 1)) == 0) {
		values = realloc(values, (count ? 2 * count : 1) * sizeof(*values));
		if (!values)
			return fail_memory(command);
		command->values = values;
	}
	values[command->value_count++] = (struct option_value){ spec, text };
	return PARSED;
}

/* Reads all options, once the verb is known. PARSED or an exit status. */
static int parse_options(struct command *command, int argc, char **argv)
{
	struct option_table table = { .letters = ":" };
	const struct option_spec *spec = NULL;
	int more, status;

	if (command->verb)
		table_add_verb(&table, command->verb);
	table_add(&table, common_options);
	optind = 0; /* start again */
	while ((more = next_option(command, &table, argc, argv, &spec)) > 0 && spec) {
		const char *text = spec->kind == VALUE_NONE ? "" : optarg;

		status = check_value(command, spec, text);
		if (status == PARSED)
			status = command_add_value(command, spec, text);
		if (status != PARSED)
			return status;
	}
	if (more < 0)
		return -more;
	command->operands = argv + optind;
	command->operand_count = argc - optind;
	return PARSED;
}

/* Prints what --help and --version ask for: EXIT_DONE when they did, else PARSED. */
static int answer_questions(const struct command *command)
{
	if (option_given(command, "version")) {
		printf("%s %s\n", command->program->name, hvk_version());
		return EXIT_DONE;
	}
	if (!option_given(command, "help"))
		return PARSED;
	if (command->verb)
		print_verb_help(command->program, command->verb);
	else
		print_program_help(command->program);
	return EXIT_DONE;
}

static int parse(struct command *command, int argc, char **argv)
{
	int position = find_verb_position(command, argc, argv), words, status;

	if (position < 0)
		return -position;
	if (position < argc) {
		words = find_verb(command, argc, argv, position);
		if (words < 0)
			return -words;
		memmove(argv + position, argv + position + words,
		        (size_t)(argc - position - words + 1) * sizeof(*argv));
		argc -= words;
	}
	status = parse_options(command, argc, argv);
	if (status == PARSED)
		status = answer_questions(command);
	if (status != PARSED)
		return status;
	if (!command->verb)
		return usage(command, "expected a verb");
	return check_operands(command);
}

/* The value of an option or, when it is not given, of an environment variable that is not empty; *name tells which. */
static const char *setting(const struct command *command, const char *long_name, const char *variable,
                           const char **name)
{
	const char *text = option(command, long_name);

	*name = long_name;
	if (text)
		return text;
	*name = variable;
	text = getenv(variable);
	return text && *text ? text : NULL;
}

/* What holds for every verb: language, today, how long to wait. PARSED or an exit status. */
static int apply_common_options(struct command *command)
{
	const char *name, *text;

	command->quiet = option_given(command, "quiet");
	command->verbose = option_given(command, "verbose");
	command->listener = (struct hvk_listener){ print_report, command };
	text = setting(command, "lang", "HVK_LANG", &name);
	if (text && strcmp(text, "en") == 0)
		command->lang = HVK_EN;
	else if (text && strcmp(text, "nl") != 0)
		return usage(command, "%s: expected nl or en, found '%s'", name, text);
	if (hvk_store_new(&command->store) < 0)
		return fail_memory(command);
	text = setting(command, "today", "HVK_TODAY", &name);
	if (text && hvk_store_set_today(command->store, text) < 0)
		return usage(command, "%s: expected a date such as 2026-10-31, found '%s'", name, text);
	if (option_given(command, "wait")) {
		uint64_t wait = option_number(command, "wait", 0);

		if (wait > UINT64_C(86400000))
			return usage(command, "--wait: expected at most a day, 86400000 milliseconds");
		hvk_store_set_wait(command->store, (int)wait);
	}
	return PARSED;
}

/* A program may be started with closed descriptors. The next file opened, the store perhaps, would then be taken for
 * standard output or standard error, and be written over. */
static void occupy_standard_descriptors(void)
{
	for (int descriptor = 0; descriptor <= 2; descriptor++)
		if (fcntl(descriptor, F_GETFD) < 0 && open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY) < 0)
			_exit(EXIT_BUG);
}

/* Nobody may believe that all was printed when it was not. */
static int close_output(const struct command *command, int status)
{
	bool failed = ferror(stdout) != 0;

	if (fclose(stdout) != 0)
		failed = true;
	else
		errno = 0;
	if (failed && status != EXIT_OUTPUT)
		return fail(command, EXIT_OUTPUT, "standard output: %s", errno ? strerror(errno) : _("write failed"));
	return status;
}

static void command_free(struct command *command)
{
	hvk_store_free(command->store);
	forget_dry_store(command);
	free(command->values);
	free(command->default_path);
}

int program_main(const struct program_spec *program, int argc, char **argv)
{
	struct command command = { .program = program };
	bool completing;
	int status;

	command.user_mask = umask(077);
	signal(SIGXFSZ, SIG_IGN); /* a file too large is a failed write like others: told, and cleaned up after */
	occupy_standard_descriptors();
	start_messages();
	opterr = 0;
	if (argc == 2 && strcmp(argv[1], "--dump-options") == 0) {
		dump_options(program);
		return close_output(&command, EXIT_DONE);
	}
	completing = argc > 1 && strcmp(argv[1], "--complete") == 0;
	status = completing ? PARSED : parse(&command, argc, argv);
	if (status == PARSED)
		status = apply_common_options(&command);
	if (status == PARSED)
		status = completing ? complete(&command, argc - 2, argv + 2) : command.verb->run(&command);
	status = close_output(&command, status);
	command_free(&command);
	return status;
}

const char *option(const struct command *command, const char *name)
{
	for (size_t i = command->value_count; i-- > 0;)
		if (strcmp(command->values[i].spec->name, name) == 0)
			return command->values[i].text;
	return NULL;
}

bool option_given(const struct command *command, const char *name)
{
	return option(command, name) != NULL;
}

const char *option_at(const struct command *command, const char *name, size_t n)
{
	for (size_t i = 0; i < command->value_count; i++)
		if (strcmp(command->values[i].spec->name, name) == 0 && n-- == 0)
			return command->values[i].text;
	return NULL;
}

char *option_joined(const struct command *command, const char *name)
{
	size_t size = 1, length = 0;
	const char *text;
	char *joined;

	for (size_t n = 0; (text = option_at(command, name, n)) != NULL; n++)
		size += strlen(text) + 1;
	joined = malloc(size);
	if (!joined)
		return NULL;
	joined[0] = '\0';
	for (size_t n = 0; (text = option_at(command, name, n)) != NULL; n++)
		length += (size_t)sprintf(joined + length, "%s%s", n ? "," : "", text);
	return joined;
}

void today(const struct command *command, char date[11])
{
	const char *name, *text = setting(command, "today", "HVK_TODAY", &name);
	time_t now = time(NULL);
	struct tm local;

	if (text) { /* the library took it for a date */
		snprintf(date, 11, "%s", text);
		return;
	}
	localtime_r(&now, &local);
	strftime(date, 11, "%Y-%m-%d", &local);
}

uint64_t option_number(const struct command *command, const char *name, uint64_t fallback)
{
	const char *text = option(command, name);

	return text ? strtoull(text, NULL, 10) : fallback;
}
