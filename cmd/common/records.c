/* SPDX-License-Identifier: EUPL-1.2 */
/* Options, values and conditions of records, made from the columns that the library lists. */
#include "common/records.h"

#include <stdlib.h>
#include <string.h>

#include "common/ids.h"

/* ---------------------------------------------------------------- options */

struct option_spec record_column_options[HVK_TYPES][RECORD_OPTIONS_MAX];
struct option_spec record_filter_options[HVK_TYPES][RECORD_OPTIONS_MAX];
struct option_spec record_list_options[HVK_TYPES][3];

const struct option_spec person_options[] = {
	{ "with-persons", 0, VALUE_NONE, NULL, "also names, telephone numbers and addresses of people", false, NULL },
	{ 0 }
};

/* What the options point to: names, names of columns, names of code lists. */
static char option_names[HVK_TYPES][RECORD_COLUMNS_MAX][24];
static const char *column_names[HVK_TYPES][RECORD_COLUMNS_MAX + 1];
static const char *list_names[HVK_TYPES][RECORD_COLUMNS_MAX][2];
static const char *const partner_types[] = { "partner_type", NULL };

static const char *const type_words[HVK_TYPES] = {
	[HVK_PARTNER] = "PARTNER", [HVK_PERSON] = "PERSON", [HVK_OFFER] = "OFFER", [HVK_AGREEMENT] = "AGREEMENT",
	[HVK_HOUSE] = "HOUSE", [HVK_MEMBERSHIP] = "MEMBERSHIP", [HVK_REFERRAL] = "REFERRAL"
};

static const struct {
	enum value_kind kind;
	const char *value;
} forms[] = {
	[HVK_FORM_SLUG] = { VALUE_TEXT, "SLUG" }, [HVK_FORM_ID] = { VALUE_ID, "ID" },
	[HVK_FORM_TEXT] = { VALUE_TEXT, "TEXT" }, [HVK_FORM_LINES] = { VALUE_TEXT, "TEXT" },
	[HVK_FORM_EMAIL] = { VALUE_TEXT, "ADDRESS" }, [HVK_FORM_PHONE] = { VALUE_TEXT, "NUMBER" },
	[HVK_FORM_URL] = { VALUE_TEXT, "URL" }, [HVK_FORM_CODE] = { VALUE_CODE, "CODE" },
	[HVK_FORM_GEMEENTE] = { VALUE_GEMEENTE, "GEMEENTE" }, [HVK_FORM_RECORD] = { VALUE_PARTNER, NULL },
	[HVK_FORM_DATE] = { VALUE_DATE, "DATE" }, [HVK_FORM_MONTH] = { VALUE_DATE, "MONTH" },
	[HVK_FORM_YES_NO] = { VALUE_YES_NO, "[yes|no]" }, [HVK_FORM_NUMBER] = { VALUE_TEXT, "N" },
	[HVK_FORM_CENTS] = { VALUE_TEXT, "CENTS" }, [HVK_FORM_AGES] = { VALUE_TEXT, "AGES" },
};

static enum value_kind kind_of_type(enum hvk_type type)
{
	return (enum value_kind)(VALUE_PARTNER + (int)type);
}

/* The same letters in every program. */
static char letter_of(const char *name)
{
	if (strcmp(name, "gemeente") == 0)
		return 'g';
	return strcmp(name, "theme") == 0 ? 't' : '\0';
}

static struct option_spec column_option(enum hvk_type type, size_t n, bool repeats)
{
	const struct hvk_record_column *column = hvk_type_column(type, n);
	struct option_spec spec = {
		.name = option_names[type][n], .letter = letter_of(column->name), .kind = forms[column->form].kind,
		.value = forms[column->form].value, .help = column->help, .repeats = repeats
	};

	if (column->form == HVK_FORM_RECORD) {
		spec.kind = kind_of_type(column->type);
		spec.value = type_words[column->type];
	}
	if (column->list)
		spec.words = list_names[type][n];
	return spec;
}

static void prepare_names(enum hvk_type type, size_t n)
{
	const struct hvk_record_column *column = hvk_type_column(type, n);
	char *name = option_names[type][n];

	for (size_t i = 0; column->name[i] && i + 1 < sizeof(option_names[type][n]); i++)
		name[i] = column->name[i] == '_' ? '-' : column->name[i];
	column_names[type][n] = column->name;
	list_names[type][n][0] = column->list;
}

/* Conditions on what is not a column. */
static struct option_spec key_option(enum hvk_type type, size_t n)
{
	struct option_spec spec = {
		.name = hvk_records_key(type, n), .kind = VALUE_TEXT, .value = "NAME",
		.help = hvk_records_key_help(type, n), .repeats = true
	};

	if (strcmp(spec.name, "on") == 0) {
		spec.kind = VALUE_DATE;
		spec.value = "DATE";
	} else if (strcmp(spec.name, "stale") == 0 || strcmp(spec.name, "due") == 0 ||
	           strcmp(spec.name, "overdue") == 0) {
		spec.value = "TIME";
	} else if (strcmp(spec.name, "region") == 0) {
		spec.kind = VALUE_REGION;
	} else if (strcmp(spec.name, "partner-type") == 0 || strcmp(spec.name, "stage") == 0) {
		spec.kind = VALUE_CODE;
		spec.value = "CODE";
		spec.words = spec.name[0] == 'p' ? partner_types : NULL;
	}
	return spec;
}

static void prepare_filters(enum hvk_type type)
{
	static const struct option_spec where = {
		"where", 'w', VALUE_TEXT, "CONDITION",
		"'KEY OP VALUE' in one word; = != < <= > >= ~ ^=; repeated: all of them", true, NULL
	};
	static const struct option_spec words = {
		"words", 0, VALUE_TEXT, "WORDS", "that have all these words, or their beginnings, in their texts", true,
		NULL
	};
	struct option_spec *filters = record_filter_options[type];
	size_t count = 0;

	filters[count++] = where;
	if (type == HVK_PARTNER || type == HVK_OFFER)
		filters[count++] = words;
	for (size_t n = 0; n < hvk_type_columns(type); n++) {
		if (hvk_type_column(type, n)->form == HVK_FORM_LINES)
			continue;
		filters[count] = column_option(type, n, true);
		if (n == 0) /* one that is known, not one to be made */
			filters[count].kind = kind_of_type(type);
		count++;
	}
	for (size_t n = 0; hvk_records_key(type, n); n++)
		filters[count++] = key_option(type, n);
}

static void prepare_list(enum hvk_type type)
{
	record_list_options[type][0] = (struct option_spec){
		"columns", 'c', VALUE_COLUMN, "COLUMNS",
		"a,b to choose; +a or -a to add or leave out; all; all,-slug; help", false, column_names[type]
	};
	record_list_options[type][1] = (struct option_spec){
		"sort", 's', VALUE_COLUMN, "COLUMNS", "a,-b: by a, then by b descending", false, column_names[type]
	};
}

void records_prepare(void)
{
	for (enum hvk_type type = HVK_PARTNER; type < HVK_TYPES; type++) {
		size_t count = 0;

		for (size_t n = 0; n < hvk_type_columns(type); n++) {
			prepare_names(type, n);
			if (!(hvk_type_column(type, n)->traits & HVK_TRAIT_FIXED))
				record_column_options[type][count++] =
					column_option(type, n, hvk_type_column(type, n)->traits & HVK_TRAIT_MANY);
		}
		prepare_filters(type);
		prepare_list(type);
	}
}

const char *records_group_title(const struct option_spec *group)
{
	for (enum hvk_type type = HVK_PARTNER; type < HVK_TYPES; type++) {
		if (group == record_column_options[type])
			return "Columns (several values: joined by + or repeated; '' empties)";
		if (group == record_filter_options[type])
			return "Filters (several values separated by commas: any of them)";
	}
	return NULL;
}

const char *record_option_name(enum hvk_type type, size_t column)
{
	return option_names[type][column];
}

/* ---------------------------------------------------------------- values */

static bool has_part(const char *joined, const char *part, size_t length)
{
	for (const char *at = joined; *at; at += at[strcspn(at, "+")] == '+') {
		size_t size = strcspn(at, "+");

		if (size == length && memcmp(at, part, length) == 0)
			return true;
		at += size;
	}
	return false;
}

/* The parts of one, joined by '+', that are not in other, and behind them those of more; NULL when out of memory. */
static char *combine(const char *one, const char *other, const char *more)
{
	char *result = malloc(strlen(one) + strlen(more) + 2), *end = result;

	for (const char *at = one; result && *at; at += at[strcspn(at, "+")] == '+') {
		size_t size = strcspn(at, "+");

		if (!has_part(other, at, size)) {
			if (end != result)
				*end++ = '+';
			end = mempcpy(end, at, size);
		}
		at += size;
	}
	if (result) {
		if (end != result && *more)
			*end++ = '+';
		strcpy(end, more);
	}
	return result;
}

/* Adds values to those of a column, or removes them. scratch: a record that reads what was typed. */
static int change_values(struct command *command, struct hvk_record *record, struct hvk_record *scratch, size_t column,
                         const char *text, bool removes)
{
	const char *typed, *known;
	char *joined;
	int result;

	if (hvk_record_set(scratch, column, text) < 0)
		return fail_store(command);
	typed = hvk_record_key(scratch, column, NULL);
	known = hvk_record_key(record, column, NULL);
	joined = combine(known ? known : "", typed ? typed : "", typed && !removes ? typed : "");
	if (!joined)
		return fail_memory(command);
	result = hvk_record_set(record, column, joined);
	free(joined);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int set_values(struct command *command, struct hvk_record *record, struct hvk_record *scratch, size_t column)
{
	const char *name = option_names[hvk_record_type(record)][column], *text;
	bool replaced = false;
	int status = EXIT_DONE;

	for (size_t n = 0; status == EXIT_DONE && (text = option_at(command, name, n)) != NULL; n++) {
		bool adds = text[0] == '+', removes = text[0] == '-';

		if (adds || removes || replaced)
			status = change_values(command, record, scratch, column, text + (adds || removes), removes);
		else if (hvk_record_set(record, column, text) < 0)
			status = fail_store(command);
		replaced |= !adds && !removes;
	}
	return status;
}

int record_set_options(struct command *command, struct hvk_record *record, size_t *given)
{
	enum hvk_type type = hvk_record_type(record);
	struct hvk_record *scratch;
	int status = EXIT_DONE;

	*given = 0;
	if (hvk_record_new(command->store, type, &scratch) < 0)
		return fail_store(command);
	for (size_t n = 0; n < hvk_type_columns(type) && status == EXIT_DONE; n++) {
		const struct hvk_record_column *column = hvk_type_column(type, n);

		if ((column->traits & HVK_TRAIT_FIXED) || !option_given(command, option_names[type][n]))
			continue;
		++*given;
		if (column->traits & HVK_TRAIT_MANY)
			status = set_values(command, record, scratch, n);
		else if (hvk_record_set(record, n, option(command, option_names[type][n])) < 0)
			status = fail_store(command);
	}
	hvk_record_free(scratch);
	return status;
}

/* ---------------------------------------------------------------- conditions */

static bool is_personal(enum hvk_type type, const char *name)
{
	size_t column = hvk_type_find_column(type, name);

	return column < hvk_type_columns(type) && (hvk_type_column(type, column)->traits & HVK_TRAIT_PERSONAL);
}

static int refuse_personal(const struct command *command, const char *name)
{
	return usage(command, "'%s' is about a person: add --with-persons", name);
}

/* The names of columns in a list such as 'a,-b'. */
static int check_list(const struct command *command, enum hvk_type type, const char *text, bool minus_removes)
{
	char name[32];

	while (text) {
		size_t length = strcspn(text, ","), sign = *text == '+' || *text == '-';

		snprintf(name, sizeof(name), "%.*s", (int)(length - sign), text + sign);
		if (is_personal(type, name) && !(*text == '-' && minus_removes))
			return refuse_personal(command, name);
		text = text[length] == ',' ? text + length + 1 : NULL;
	}
	return EXIT_DONE;
}

static int check_condition(const struct command *command, enum hvk_type type, const char *text)
{
	char name[32];

	text += strspn(text, " ");
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(text, " =!<>~^"), text);
	return is_personal(type, name) ? refuse_personal(command, name) : EXIT_DONE;
}

/* What a listing is looked through for or sorted by can be read from it. */
int check_persons(const struct command *command, enum hvk_type type)
{
	const char *condition;
	int status = EXIT_DONE;

	if (option_given(command, "with-persons"))
		return EXIT_DONE;
	for (size_t n = 0; status == EXIT_DONE && (condition = option_at(command, "where", n)) != NULL; n++)
		status = check_condition(command, type, condition);
	if (status == EXIT_DONE)
		status = check_list(command, type, option(command, "sort"), false);
	if (status == EXIT_DONE)
		status = check_list(command, type, option(command, "columns"), true);
	for (size_t n = 0; n < hvk_type_columns(type) && status == EXIT_DONE; n++)
		if ((hvk_type_column(type, n)->traits & HVK_TRAIT_PERSONAL) &&
		    option_given(command, option_names[type][n]))
			status = refuse_personal(command, option_names[type][n]);
	return status;
}

static int add_condition(struct command *command, struct hvk_records *records, const struct option_spec *spec,
                         const char *key)
{
	char *value;
	int result;

	if (!option_given(command, spec->name))
		return EXIT_DONE;
	value = option_joined(command, spec->name);
	if (!value)
		return fail_memory(command);
	result = hvk_records_add(records, key, "=", value);
	free(value);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int add_words(struct command *command, struct hvk_records *records)
{
	char *words = option_joined(command, "words");
	int result;

	if (!words)
		return fail_memory(command);
	for (char *comma = words; (comma = strchr(comma, ',')) != NULL;)
		*comma = ' ';
	result = *words ? hvk_records_set_words(records, words) : HVK_OK;
	free(words);
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int fill_records(struct command *command, enum hvk_type type, struct hvk_records *records)
{
	const char *text;
	int status = EXIT_DONE;

	for (size_t n = 0; (text = option_at(command, "where", n)) != NULL; n++)
		if (hvk_records_parse(records, text) < 0)
			return fail_store(command);
	for (const struct option_spec *spec = record_filter_options[type]; spec->name && status == EXIT_DONE; spec++) {
		size_t column = hvk_type_find_column(type, spec->name);

		if (strcmp(spec->name, "words") == 0)
			status = add_words(command, records);
		else if (strcmp(spec->name, "where") != 0)
			status = add_condition(command, records, spec,
			                       column < hvk_type_columns(type) ? column_names[type][column]
			                                                       : spec->name);
	}
	text = option(command, "sort");
	if (status == EXIT_DONE && text && hvk_records_set_sort(records, text) < 0)
		status = fail_store(command);
	return status;
}

int make_records(struct command *command, enum hvk_type type, struct hvk_records **records)
{
	int status = check_persons(command, type);

	*records = NULL;
	if (status != EXIT_DONE)
		return status;
	if (hvk_records_new(command->store, type, records) < 0)
		return fail_store(command);
	status = fill_records(command, type, *records);
	if (status != EXIT_DONE) {
		hvk_records_free(*records);
		*records = NULL;
	}
	return status;
}

/* ---------------------------------------------------------------- records by their slugs */

static int compare_slugs(const void *a, const void *b)
{
	return strcmp(hvk_record_key(*(struct hvk_record *const *)a, 0, NULL),
	              hvk_record_key(*(struct hvk_record *const *)b, 0, NULL));
}

static int find_all(struct command *command, enum hvk_type type, const struct ids *ids, struct record_set *set)
{
	set->records = calloc(ids->count + 1, sizeof(struct hvk_record *));
	if (!set->records)
		return fail_memory(command);
	for (size_t i = 0; i < ids->count; i++) {
		if (hvk_record_new(command->store, type, &set->records[i]) < 0)
			return fail_store(command);
		set->count++;
		if (hvk_record_find(set->records[i], ids->texts[i]) < 0)
			return fail_store(command);
	}
	return EXIT_DONE;
}

/* A record may be named by its slug and a former one. */
static void drop_repeated(struct record_set *set)
{
	size_t kept = 0;

	qsort(set->records, set->count, sizeof(struct hvk_record *), compare_slugs);
	for (size_t i = 0; i < set->count; i++) {
		if (kept > 0 && compare_slugs(&set->records[kept - 1], &set->records[i]) == 0)
			hvk_record_free(set->records[i]);
		else
			set->records[kept++] = set->records[i];
	}
	set->count = kept;
}

int records_find(struct command *command, enum hvk_type type, struct record_set *set)
{
	struct ids ids = { 0 };
	int status = ids_collect(command, 0, &ids);

	*set = (struct record_set){ 0 };
	if (status == EXIT_DONE)
		status = find_all(command, type, &ids, set);
	if (status == EXIT_DONE)
		drop_repeated(set);
	ids_free(&ids);
	return status;
}

void records_forget(struct record_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		hvk_record_free(set->records[i]);
	free(set->records);
	*set = (struct record_set){ 0 };
}

/* ---------------------------------------------------------------- counts */

const char *count_records(enum hvk_type type, uint64_t count, char text[64])
{
	const char *name = type < HVK_TYPES ? hvk_type_name(type) : "record";

	snprintf(text, 64, "%llu %s%s", (unsigned long long)count, name, count == 1 ? "" : "s");
	return text;
}

void tell_record_counts(const struct command *command, enum hvk_type type, const struct hvk_record_counts *counts)
{
	const struct {
		uint64_t count;
		const char *did;
	} parts[] = {
		{ counts->added, "added" }, { counts->changed, "changed" }, { counts->removed, "removed" },
		{ counts->unchanged, "unchanged" }, { counts->refused, "refused" },
		{ counts->blank, "empty, passed over" }
	};
	char text[256] = "", number[64];
	size_t length = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].count == 0)
			continue;
		if (length == 0)
			count_records(type, parts[i].count, number);
		else
			snprintf(number, sizeof(number), "%llu", (unsigned long long)parts[i].count);
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s %s", length ? ", " : "", number,
		                           parts[i].did);
	}
	if (length == 0)
		snprintf(text, sizeof(text), "nothing to do");
	note(command, "%s%s", option_given(command, "dry-run") ? "dry run: " : "", text);
}
