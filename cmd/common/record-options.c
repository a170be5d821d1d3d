/* SPDX-License-Identifier: EUPL-1.2 */
/* Options of records, made from the columns that the library lists. */
#include <string.h>

#include "common/records.h"
#include "common/translate.h"

struct option_spec record_column_options[HVK_TYPES][RECORD_OPTIONS_MAX];
struct option_spec record_filter_options[HVK_TYPES][RECORD_OPTIONS_MAX];
struct option_spec record_list_options[HVK_TYPES][3];
struct option_spec record_choice_options[HVK_TYPES][2];

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
	[HVK_HOUSE] = "HOUSE", [HVK_MEMBERSHIP] = "MEMBERSHIP", [HVK_REFERRAL] = "REFERRAL",
	[HVK_SESSION] = "SESSION", [HVK_MEETING] = "MEETING", [HVK_ATTENDANCE] = "ATTENDANCE",
	[HVK_ACTION] = "ACTION", [HVK_MILESTONE] = "MILESTONE"
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
	[HVK_FORM_TIME] = { VALUE_TEXT, "HH:MM" }, [HVK_FORM_COUNTS] = { VALUE_TEXT, "GEMEENTE=N" },
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
	} else if (strcmp(spec.name, "since") == 0 || strcmp(spec.name, "until") == 0) {
		spec.kind = VALUE_DATE;
		spec.value = "DATE";
		spec.repeats = false;
	} else if (strcmp(spec.name, "period") == 0) {
		spec.letter = 'p';
		spec.kind = VALUE_PERIOD;
		spec.value = "PERIOD";
		spec.repeats = false;
	} else if (strcmp(spec.name, "late") == 0 || strcmp(spec.name, "open") == 0) {
		spec.kind = VALUE_YES_NO;
		spec.value = "[yes|no]";
		spec.repeats = false;
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
	record_choice_options[type][0] = record_list_options[type][0];
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
			return N_("Columns (several values: joined by + or repeated; '' empties)");
		if (group == record_filter_options[type])
			return N_("Filters (several values separated by commas: any of them)");
	}
	return NULL;
}

const char *record_option_name(enum hvk_type type, size_t column)
{
	return option_names[type][column];
}
