/* SPDX-License-Identifier: EUPL-1.2 */
/* What minutes tell of a meeting: what is known of it, who came, what was agreed, when the next is. */
#include "agenda-minutes.h"

#include <stdlib.h>
#include <string.h>

#include "agenda.h"
#include "common/dates.h"
#include "common/record-verbs.h"

static const char *label_of(const struct minutes *minutes, struct hvk_record *record, const char *column)
{
	size_t n = hvk_type_find_column(hvk_record_type(record), column);

	return hvk_record_label(record, n, minutes->command->lang);
}

static const char *key_of(struct hvk_record *record, const char *column)
{
	return hvk_record_key(record, hvk_type_find_column(hvk_record_type(record), column), NULL);
}

int minutes_add(const struct minutes *minutes, char **value, const char *text, const char *separator)
{
	char *longer;

	if (!text || !*text)
		return EXIT_DONE;
	if (asprintf(&longer, "%s%s%s", *value ? *value : "", *value ? separator : "", text) < 0)
		return fail_memory(minutes->command);
	free(*value);
	*value = longer;
	return EXIT_DONE;
}

static int read_columns(struct minutes *minutes)
{
	static const struct {
		enum minutes_place place;
		const char *column;
	} columns[] = {
		{ PLACE_TITLE, "title" }, { PLACE_TYPE, "type" }, { PLACE_START, "start" }, { PLACE_END, "end" },
		{ PLACE_PLACE, "place" }, { PLACE_GEMEENTE, "gemeente" },
		{ PLACE_HOUSE, "house" }, { PLACE_STATUS, "status" }, { PLACE_REASON, "reason" },
		{ PLACE_AGENDA, "agenda" }, { PLACE_DECISIONS, "decisions" }, { PLACE_NOTES, "notes" }
	};
	int status = EXIT_DONE;

	for (size_t i = 0; i < COUNT(columns) && status == EXIT_DONE; i++)
		status = minutes_add(minutes, &minutes->value[columns[i].place],
		                   label_of(minutes, minutes->meeting, columns[i].column), "");
	if (status == EXIT_DONE && !minutes->value[PLACE_TITLE])
		status = minutes_add(minutes, &minutes->value[PLACE_TITLE], minutes->value[PLACE_TYPE], "");
	return status;
}

/* The day of a meeting in words, as in a programme, and its hours if they are asked for. */
static int add_when(const struct minutes *minutes, struct hvk_record *meeting, bool hours, char **value)
{
	enum hvk_lang lang = minutes->command->lang;
	const char *start = key_of(meeting, "start"), *end = key_of(meeting, "end");
	char *text = NULL;
	size_t size = 0;
	struct tm day;
	FILE *stream = open_memstream(&text, &size);
	int status;

	if (stream && read_day(key_of(meeting, "date"), &day))
		write_day(stream, &day, 0, lang);
	if (stream && hours && (start || end)) {
		fputs(", ", stream);
		write_hours(stream, start, end, lang);
	}
	if (!stream || fclose(stream) != 0)
		status = fail_memory(minutes->command);
	else
		status = minutes_add(minutes, value, text, "");
	free(text);
	return status;
}

/* What a partner is called, a copy in *name; NULL of none. */
static int name_partner(const struct minutes *minutes, const char *slug, char **name)
{
	struct hvk_record *partner = NULL;
	int status = EXIT_DONE;

	*name = NULL;
	if (!slug)
		return EXIT_DONE;
	if (hvk_record_new(minutes->command->store, HVK_PARTNER, &partner) < 0 || hvk_record_find(partner, slug) < 0)
		status = fail_store(minutes->command);
	else
		status = minutes_add(minutes, name, key_of(partner, "name"), "");
	hvk_record_free(partner);
	return status;
}

/* The same of a person, who is named only when that is public or asked for. */
static int name_person(const struct minutes *minutes, const char *slug, char **name)
{
	struct hvk_record *person = NULL;
	const char *public;
	int status = EXIT_DONE;

	*name = NULL;
	if (!slug)
		return EXIT_DONE;
	if (hvk_record_new(minutes->command->store, HVK_PERSON, &person) < 0 || hvk_record_find(person, slug) < 0) {
		status = fail_store(minutes->command);
	} else {
		public = key_of(person, "public");
		if (option_given(minutes->command, "with-persons") || (public && strcmp(public, "yes") == 0))
			status = minutes_add(minutes, name, key_of(person, "name"), "");
	}
	hvk_record_free(person);
	return status;
}

/* ---------------------------------------------------------------- who came, what was agreed */

static const struct render_column attendance_headers[2][2] = {
	[HVK_NL] = { { .key = "partner", .title = "partner" },
	             { .key = "people", .title = "aanwezigen", .numeric = true } },
	[HVK_EN] = { { .key = "partner", .title = "partner" }, { .key = "people", .title = "people", .numeric = true } }
};
static const struct render_column action_headers[2][5] = {
	[HVK_NL] = { { .key = "who", .title = "wie" }, { .key = "person", .title = "persoon" },
	             { .key = "what", .title = "wat" }, { .key = "due", .title = "tegen" },
	             { .key = "done", .title = "klaar op" } },
	[HVK_EN] = { { .key = "who", .title = "who" }, { .key = "person", .title = "person" },
	             { .key = "what", .title = "what" }, { .key = "due", .title = "due" },
	             { .key = "done", .title = "done" } }
};

/* Those of whom it is known whether they came. */
struct guests {
	struct guest {
		char *name;
		int64_t people;
		bool excused;
	} *guests;
	size_t count;
};

static int hold(const struct minutes *minutes, struct sparse_table *table, const struct cell *cells)
{
	return sparse_row(table, cells) < 0 ? fail_memory(minutes->command) : EXIT_DONE;
}

static int add_attendance(struct minutes *minutes, struct hvk_record *attendance, struct guests *guests)
{
	const char *excused = key_of(attendance, "excused"), *people = key_of(attendance, "people");
	struct guest *larger = realloc(guests->guests, (guests->count + 1) * sizeof(*larger));
	struct guest *guest;

	if (!larger)
		return fail_memory(minutes->command);
	guests->guests = larger;
	guest = &larger[guests->count++];
	*guest = (struct guest){
		.people = people ? strtoll(people, NULL, 10) : 0, .excused = excused && strcmp(excused, "yes") == 0
	};
	return name_partner(minutes, key_of(attendance, "partner"), &guest->name);
}

static int compare_guests(const void *a, const void *b)
{
	const struct guest *one = a, *other = b;
	int order = strcasecmp(one->name, other->name);

	return order != 0 ? order : strcmp(one->name, other->name);
}

/* How many came, in words. */
static int put_present(struct minutes *minutes, const int64_t totals[2])
{
	static const char *const words[2][2][2] = {
		[HVK_NL] = { { "aanwezige", "aanwezigen" }, { "partner", "partners" } },
		[HVK_EN] = { { "person", "people" }, { "partner", "partners" } }
	};
	enum hvk_lang lang = minutes->command->lang;
	char text[96];

	snprintf(text, sizeof(text), "%lld %s %s %lld %s", (long long)totals[1], words[lang][0][totals[1] != 1],
	         lang == HVK_NL ? "van" : "of", (long long)totals[0], words[lang][1][totals[0] != 1]);
	return minutes_add(minutes, &minutes->value[PLACE_PRESENT], text, "");
}

/* By their names: who came with how many, and who let know not to come. */
static int put_guests(struct minutes *minutes, struct guests *guests)
{
	int64_t totals[2] = { 0, 0 };
	char number[24];
	int status = EXIT_DONE;

	if (guests->count > 0)
		qsort(guests->guests, guests->count, sizeof(*guests->guests), compare_guests);
	for (size_t i = 0; i < guests->count && status == EXIT_DONE; i++) {
		const struct guest *guest = &guests->guests[i];

		if (guest->excused)
			status = minutes_add(minutes, &minutes->value[PLACE_EXCUSED], guest->name, ", ");
		if (guest->excused || guest->people == 0)
			continue;
		status = hold(minutes, &minutes->table[PLACE_ATTENDANCE],
		              (struct cell[]){ cell_text(guest->name), cell_whole(guest->people) });
		totals[0]++;
		totals[1] += guest->people;
	}
	for (size_t i = 0; i < 2 && totals[0] > 0 && status == EXIT_DONE; i++) {
		snprintf(number, sizeof(number), "%lld", (long long)totals[i]);
		status = minutes_add(minutes, &minutes->value[i == 0 ? PLACE_PARTNERS : PLACE_PEOPLE], number, "");
	}
	return status == EXIT_DONE && totals[0] > 0 ? put_present(minutes, totals) : status;
}

static void forget_guests(struct guests *guests)
{
	for (size_t i = 0; i < guests->count; i++)
		free(guests->guests[i].name);
	free(guests->guests);
}

static int add_action(struct minutes *minutes, struct hvk_record *action, struct guests *guests)
{
	char *who = NULL, *person = NULL;
	int status = name_partner(minutes, key_of(action, "who"), &who);

	(void)guests;
	if (status == EXIT_DONE)
		status = name_person(minutes, key_of(action, "person"), &person);
	if (status == EXIT_DONE)
		status = hold(minutes, &minutes->table[PLACE_ACTIONS], (struct cell[]){
			cell_text(who), cell_text(person), cell_text(key_of(action, "what")),
			cell_text(key_of(action, "due")), cell_text(key_of(action, "done")) });
	free(who);
	free(person);
	return status;
}

static int read_belonging(struct minutes *minutes, enum hvk_type type,
                          int (*add)(struct minutes *minutes, struct hvk_record *record, struct guests *guests),
                          struct guests *guests)
{
	struct command *command = minutes->command;
	struct hvk_records *records = NULL;
	struct hvk_record *record;
	int more = 0, status = EXIT_DONE;

	if (hvk_records_new(command->store, type, &records) < 0 ||
	    hvk_records_add(records, "meeting", "=", record_slug(minutes->meeting)) < 0)
		status = fail_store(command);
	while (status == EXIT_DONE && (more = hvk_records_next(records, &record)) > 0)
		status = add(minutes, record, guests);
	if (status == EXIT_DONE && more < 0)
		status = fail_store(command);
	hvk_records_free(records);
	return status;
}

static int read_next(struct minutes *minutes)
{
	struct hvk_record *next = NULL;
	char **value = &minutes->value[PLACE_NEXT];
	int more, status = EXIT_DONE;

	if (hvk_record_new(minutes->command->store, HVK_MEETING, &next) < 0)
		return fail_store(minutes->command);
	more = hvk_meeting_next(minutes->meeting, next);
	if (more < 0)
		status = fail_store(minutes->command);
	if (more > 0)
		status = add_when(minutes, next, true, value);
	if (more > 0 && status == EXIT_DONE)
		status = minutes_add(minutes, value, key_of(next, "place"), ", ");
	hvk_record_free(next);
	return status;
}

int minutes_read(struct minutes *minutes)
{
	enum hvk_lang lang = minutes->command->lang;
	struct guests guests = { 0 };
	int status = read_columns(minutes);

	minutes->table[PLACE_ATTENDANCE] = (struct sparse_table){ .columns = attendance_headers[lang], .count = 2 };
	minutes->table[PLACE_ACTIONS] = (struct sparse_table){ .columns = action_headers[lang], .count = 5 };
	if (status == EXIT_DONE)
		status = add_when(minutes, minutes->meeting, false, &minutes->value[PLACE_DATE]);
	if (status == EXIT_DONE)
		status = add_when(minutes, minutes->meeting, true, &minutes->value[PLACE_WHEN]);
	if (status == EXIT_DONE)
		status = name_partner(minutes, key_of(minutes->meeting, "partner"), &minutes->value[PLACE_HOST]);
	if (status == EXIT_DONE)
		status = read_belonging(minutes, HVK_ATTENDANCE, add_attendance, &guests);
	if (status == EXIT_DONE)
		status = put_guests(minutes, &guests);
	forget_guests(&guests);
	if (status == EXIT_DONE)
		status = read_belonging(minutes, HVK_ACTION, add_action, NULL);
	return status == EXIT_DONE ? read_next(minutes) : status;
}
