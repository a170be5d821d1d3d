/* SPDX-License-Identifier: EUPL-1.2 */
/* Candidates for the shells' completions, from the same tables that drive the command line. */
#include "common/complete.h"

#include <ctype.h>
#include <string.h>

#include "render/render.h"

/* The word under the cursor, cut where a candidate has to begin: behind '--name=' and behind the last comma of a
 * list. */
struct target {
	const char *kept;     /* what stands before, to be printed again */
	size_t kept_length;
	const char *typed;
};

static void offer(const struct target *target, const char *candidate, const char *help)
{
	if (strncasecmp(candidate, target->typed, strlen(target->typed)) != 0)
		return;
	printf("%.*s%s%s%s\n", (int)target->kept_length, target->kept, candidate, help && *help ? "\t" : "",
	       help ? help : "");
}

/* Names are typed in lower case and with hyphens, which the programs take for the same. */
static void offer_name(const struct target *target, const char *name, const char *help)
{
	char typed[128];
	size_t length = 0;

	for (; *name != '\0' && length + 1 < sizeof(typed); name++, length++)
		typed[length] = *name == ' ' ? '-' : (char)tolower((unsigned char)*name);
	typed[length] = '\0';
	offer(target, typed, help);
}

static bool takes_list(enum value_kind kind)
{
	return kind == VALUE_GEMEENTE || kind == VALUE_DESK || kind == VALUE_CODE || kind == VALUE_COLUMN ||
	       kind == VALUE_DIMENSION || kind == VALUE_MEASURE || kind == VALUE_REGION ||
	       (kind >= VALUE_PARTNER && kind <= VALUE_MILESTONE);
}

static void offer_gemeenten(struct command *command, const struct target *target)
{
	const struct hvk_gemeente *gemeente, *now;

	for (size_t n = 0; (gemeente = hvk_gemeente_at(n)) != NULL; n++) {
		const char *nis = hvk_gemeente_text(gemeente, HVK_GEMEENTE_NIS);

		if (hvk_gemeente_text(gemeente, HVK_GEMEENTE_VALID_TO)[0] == '\0' &&
		    hvk_gemeente_find(command->store, nis, NULL, false, &now) == HVK_OK)
			offer_name(target, hvk_gemeente_text(gemeente, HVK_GEMEENTE_NAME),
			           hvk_gemeente_text(gemeente, HVK_GEMEENTE_PROVINCE));
	}
}

static void offer_codes(struct command *command, const struct target *target, const char *list)
{
	enum hvk_code_field label = command->lang == HVK_EN ? HVK_CODE_LABEL_EN : HVK_CODE_LABEL_NL;
	const struct hvk_code *code;

	for (size_t n = 0; (code = hvk_code_at(command->store, list, n)) != NULL; n++)
		offer(target, hvk_code_text(code, HVK_CODE_CODE), hvk_code_text(code, label));
}

/* What tells one record of a type from another, but never who a person is. */
static size_t describing_column(enum hvk_type type)
{
	static const char *const columns[HVK_TYPES] = {
		[HVK_PARTNER] = "name", [HVK_PERSON] = "function", [HVK_OFFER] = "name", [HVK_AGREEMENT] = "type",
		[HVK_HOUSE] = "gemeente", [HVK_MEMBERSHIP] = "role", [HVK_REFERRAL] = "status",
		[HVK_SESSION] = "title", [HVK_MEETING] = "date", [HVK_ATTENDANCE] = "partner", [HVK_ACTION] = "what",
		[HVK_MILESTONE] = "what"
	};

	return hvk_type_find_column(type, columns[type]);
}

/* The slugs of the store. Those that are desks already were offered. */
static void offer_records(struct command *command, const struct target *target, enum hvk_type type, bool besides_desks)
{
	size_t column = describing_column(type);
	struct hvk_records *records;
	struct hvk_record *record;
	const struct hvk_code *desk;

	if (hvk_records_new(command->store, type, &records) < 0)
		return;
	if (*target->typed == '\0' || type == HVK_REFERRAL ||
	    hvk_records_add(records, "slug", "^=", target->typed) == HVK_OK)
		while (hvk_records_next(records, &record) > 0) {
			const char *slug = hvk_record_key(record, 0, NULL);

			if (!besides_desks || hvk_code_find(command->store, "desk", slug, false, &desk) < 0)
				offer(target, slug, hvk_record_label(record, column, command->lang));
		}
	hvk_records_free(records);
}

static void offer_desks(struct command *command, const struct target *target, bool also_new)
{
	offer_codes(command, target, "desk");
	if (also_new)
		offer_records(command, target, HVK_PARTNER, true);
}

static void offer_lists(struct command *command, const struct target *target)
{
	const char *last = "";
	const struct hvk_code *code;

	for (size_t n = 0; (code = hvk_code_at(command->store, NULL, n)) != NULL; n++) {
		const char *list = hvk_code_text(code, HVK_CODE_LIST);

		if (strcmp(list, last) != 0)
			offer(target, list, NULL);
		last = list;
	}
}

static void offer_regions(struct command *command, const struct target *target)
{
	const char *region = "", *last = "";

	for (size_t n = 0; hvk_region_at(command->store, n, &region); n++) {
		if (strcmp(region, last) != 0)
			offer(target, region, NULL);
		last = region;
	}
}

static void offer_words(const struct target *target, const char *const *words)
{
	for (; words && *words; words++)
		offer(target, *words, NULL);
}

static void offer_columns(const struct target *target, const char *const *words)
{
	offer_words(target, words);
	for (enum hvk_column column = HVK_ID; column < HVK_COLUMNS && !words; column++)
		offer(target, hvk_column_name(column), hvk_column_help(column));
	offer(target, "all", "every column");
	offer(target, "help", "the list of columns");
}

static void offer_periods(const struct target *target)
{
	const char *word;

	for (size_t n = 0; (word = hvk_period_word(n)) != NULL; n++)
		offer(target, word, hvk_period_help(n));
}

static void offer_dimensions(const struct target *target, const char *const *words)
{
	const char *name;

	if (words)
		offer_words(target, words);
	for (size_t n = 0; !words && (name = hvk_dimension_name(n)) != NULL; n++)
		offer(target, name, hvk_dimension_help(n));
}

static void offer_measures(const struct target *target)
{
	for (enum hvk_measure measure = HVK_QUESTIONS; measure < HVK_MEASURES; measure++)
		offer(target, hvk_measure_name(measure), hvk_measure_help(measure));
}

static void offer_formats(const struct target *target)
{
	for (const struct render_format *const *format = render_formats; *format; format++)
		if (!((*format)->traits & (RENDER_PICTURE | RENDER_EVENTS)))
			offer(target, (*format)->name, (*format)->help);
}

/* The setting that a word names, which may have its value behind it; HVK_SETTINGS for none. */
static enum hvk_setting find_setting(const char *word, size_t length)
{
	enum hvk_setting setting = 0;

	for (; setting < HVK_SETTINGS; setting++) {
		const char *name = hvk_setting_name(setting);

		if (strlen(name) == length && strncmp(name, word, length) == 0)
			break;
	}
	return setting;
}

/* Keys up to their sign, for more to be typed behind it. bash hands over key and value as two words. */
static void offer_settings(const struct target *target, const char *before)
{
	enum hvk_setting setting = HVK_SETTINGS;
	const char *sign = strchr(target->typed, '=');
	char text[64];

	if (sign)
		setting = find_setting(target->typed, (size_t)(sign - target->typed));
	else if (before)
		setting = find_setting(before, strlen(before));
	if (setting == HVK_SETTING_PUBLIC_FOLDER)
		puts(":directory");
	for (int i = 0; i < HVK_SETTINGS && setting == HVK_SETTINGS; i++) {
		snprintf(text, sizeof(text), "%s=", hvk_setting_name((enum hvk_setting)i));
		offer(target, text, hvk_setting_help((enum hvk_setting)i));
	}
}

/* The values of an option, or the operands of a verb: spec has their kind. */
static void offer_values(struct command *command, const struct target *target, const struct option_spec *spec)
{
	static const char *const yes_no[] = { "yes", "no", NULL };
	const char *const *words = spec->words;

	switch (spec->kind) {
	case VALUE_FILE: puts(":file"); break;
	case VALUE_DIRECTORY: puts(":directory"); break;
	case VALUE_GEMEENTE: offer_gemeenten(command, target); break;
	case VALUE_DESK: offer_desks(command, target, !spec->repeats); break; /* a question may make a desk */
	case VALUE_CODE: offer_codes(command, target, words ? words[0] : spec->name); break;
	case VALUE_YES_NO: offer_words(target, yes_no); break;
	case VALUE_LIST: offer_lists(command, target); break;
	case VALUE_REGION: offer_regions(command, target); break;
	case VALUE_COLUMN: offer_columns(target, words); break;
	case VALUE_PERIOD: offer_periods(target); break;
	case VALUE_DIMENSION: offer_dimensions(target, words); break;
	case VALUE_MEASURE: offer_measures(target); break;
	case VALUE_FORMAT:
		if (words)
			offer_words(target, words);
		else
			offer_formats(target);
		break;
	case VALUE_WORD: offer_words(target, words); break;
	case VALUE_GUESTS:
		offer_records(command, target, command->operand_count == 0 ? HVK_MEETING : HVK_PARTNER, false);
		break;
	default:
		if (spec->kind >= VALUE_PARTNER && spec->kind <= VALUE_MILESTONE)
			offer_records(command, target, (enum hvk_type)(spec->kind - VALUE_PARTNER), false);
		break;
	}
}

static void offer_option_names(const struct target *target, const struct option_spec *group)
{
	char name[64];

	for (; group->name; group++) {
		snprintf(name, sizeof(name), "--%s", group->name);
		offer(target, name, group->help);
	}
}

static void offer_options(const struct command *command, const struct target *target)
{
	const struct option_spec *const *group = command->verb ? command->verb->options : NULL;

	for (; group && *group; group++)
		offer_option_names(target, *group);
	offer_option_names(target, common_options);
}

/* Verbs, or the second words of those that have two. */
static void offer_verbs(const struct command *command, const struct target *target, const char *first)
{
	size_t length = first ? strlen(first) : 0;
	char word[64] = "";

	for (const struct verb_spec *verb = command->program->verbs; verb->name; verb++) {
		const char *space = strchr(verb->name, ' ');
		size_t end = space ? (size_t)(space - verb->name) : strlen(verb->name);

		if (first) {
			if (space && end == length && strncmp(verb->name, first, length) == 0)
				offer(target, space + 1, verb->help);
		} else if (strncmp(word, verb->name, end) != 0 || word[end] != '\0') {
			snprintf(word, sizeof(word), "%.*s", (int)end, verb->name);
			offer(target, word, space ? NULL : verb->help);
		}
	}
}

static const struct option_spec *find_in_group(const struct option_spec *group, const char *word)
{
	for (; group->name; group++) {
		if (strncmp(word, "--", 2) == 0 && strcmp(group->name, word + 2) == 0)
			return group;
		if (group->letter != 0 && word[0] == '-' && word[1] == group->letter && word[2] == '\0')
			return group;
	}
	return NULL;
}

static const struct option_spec *find_option(const struct command *command, const char *word)
{
	const struct option_spec *const *group = command->verb ? command->verb->options : NULL;
	const struct option_spec *found = NULL;

	for (; !found && group && *group; group++)
		found = find_in_group(*group, word);
	return found ? found : find_in_group(common_options, word);
}

/* The verb of a word; the word before it may have been one by itself. Sets *first to a word that another can follow. */
static void read_verb(struct command *command, const char *word, const char **first)
{
	const struct verb_spec *longer = *first ? find_verb_words(command->program, *first, word) : NULL;

	if (!longer && !command->verb && !*first)
		command->verb = find_verb_words(command->program, word, NULL);
	else if (longer)
		command->verb = longer;
	*first = longer || (command->verb && *first) ? NULL : word;
}

/* Reads the words before the cursor: sets the verb, how many operands there are, and the store that --db names. Returns
 * the option that waits for its value, or NULL. *first is the word right before the cursor when it can be the first of a
 * verb of two. */
static const struct option_spec *read_words(struct command *command, int count, char **words, const char **first)
{
	const struct option_spec *waiting = NULL;

	for (int i = 0; i + 1 < count; i++) {
		if (waiting && (waiting->kind != VALUE_YES_NO || is_yes_or_no(words[i]))) {
			if (strcmp(waiting->name, "db") == 0)
				command_add_value(command, waiting, words[i]);
			waiting = NULL;
			continue;
		}
		waiting = words[i][0] == '-' ? find_option(command, words[i]) : NULL;
		if (waiting && waiting->kind == VALUE_NONE)
			waiting = NULL;
		if (words[i][0] == '-')
			*first = command->verb ? NULL : *first;
		else if (!command->verb || *first)
			read_verb(command, words[i], first);
		else
			command->operand_count++;
	}
	return waiting;
}

static struct target target_of(const char *word, const struct option_spec **waiting, const struct command *command)
{
	struct target target = { .kept = word, .typed = word };
	const char *equals = strchr(word, '=');
	char name[64];

	/* zsh and fish hand over '--name=value' as one word. */
	if (!*waiting && word[0] == '-' && word[1] == '-' && equals && (size_t)(equals - word) < sizeof(name)) {
		snprintf(name, sizeof(name), "%.*s", (int)(equals - word), word);
		*waiting = find_option(command, name);
		target.typed = equals + 1;
	}
	if (*waiting && takes_list((*waiting)->kind) && strrchr(target.typed, ','))
		target.typed = strrchr(target.typed, ',') + 1;
	/* '+a' adds a column to those shown, or a value to those of a record; '-a' leaves it out. */
	if (*waiting && takes_list((*waiting)->kind) && (target.typed[0] == '+' || target.typed[0] == '-'))
		target.typed++;
	target.kept_length = (size_t)(target.typed - word);
	return target;
}

int complete(struct command *command, int count, char **words)
{
	const char *word = count > 0 ? words[count - 1] : "", *first = NULL;
	const struct option_spec *waiting = read_words(command, count, words, &first);
	struct target target = target_of(word, &waiting, command);

	open_store_silently(command);
	/* Behind '--public' can stand its value, or what comes next. */
	if (waiting && waiting->kind == VALUE_YES_NO && word[0] == '-' && target.typed == word)
		waiting = NULL;
	if (waiting)
		offer_values(command, &target, waiting);
	else if (word[0] == '-')
		offer_options(command, &target);
	else if (!command->verb || first)
		offer_verbs(command, &target, first);
	if (!waiting && word[0] != '-' && command->verb && command->verb->operand_kind == VALUE_SETTING)
		offer_settings(&target, count > 1 ? words[count - 2] : NULL);
	else if (!waiting && word[0] != '-' && command->verb)
		offer_values(command, &target, &(struct option_spec){ .kind = command->verb->operand_kind });
	return EXIT_DONE;
}
