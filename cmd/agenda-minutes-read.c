/* SPDX-License-Identifier: EUPL-1.2 */
/* What minutes tell of a meeting: what is known of it, who came, what was agreed, when the next is. */
#include "agenda-minutes.h"

#include <stdlib.h>
#include <string.h>

#include "agenda.h"
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
		{ PLACE_TITLE, "title" }, { PLACE_TYPE, "type" }, { PLACE_DATE, "date" }, { PLACE_START, "start" },
		{ PLACE_END, "end" }, { PLACE_PLACE, "place" }, { PLACE_GEMEENTE, "gemeente" },
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

static int hold(const struct minutes *minutes, struct sparse_table *table, const struct cell *cells)
{
	return sparse_row(table, cells) < 0 ? fail_memory(minutes->command) : EXIT_DONE;
}

static int add_attendance(struct minutes *minutes, struct hvk_record *attendance, int64_t totals[2])
{
	const char *excused = key_of(attendance, "excused"), *people = key_of(attendance, "people");
	int64_t number = people ? strtoll(people, NULL, 10) : 0;
	char *name;
	int status = name_partner(minutes, key_of(attendance, "partner"), &name);

	if (status == EXIT_DONE && excused && strcmp(excused, "yes") == 0) {
		status = minutes_add(minutes, &minutes->value[PLACE_EXCUSED], name, ", ");
	} else if (status == EXIT_DONE && number > 0) {
		status = hold(minutes, &minutes->table[PLACE_ATTENDANCE],
		              (struct cell[]){ cell_text(name), cell_whole(number) });
		totals[0]++;
		totals[1] += number;
	}
	free(name);
	return status;
}

static int add_action(struct minutes *minutes, struct hvk_record *action, int64_t totals[2])
{
	char *who = NULL, *person = NULL;
	int status = name_partner(minutes, key_of(action, "who"), &who);

	(void)totals;
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
                          int (*add)(struct minutes *minutes, struct hvk_record *record, int64_t totals[2]),
                          int64_t totals[2])
{
	struct command *command = minutes->command;
	struct hvk_records *records = NULL;
	struct hvk_record *record;
	int more = 0, status = EXIT_DONE;

	if (hvk_records_new(command->store, type, &records) < 0 ||
	    hvk_records_add(records, "meeting", "=", record_slug(minutes->meeting)) < 0)
		status = fail_store(command);
	while (status == EXIT_DONE && (more = hvk_records_next(records, &record)) > 0)
		status = add(minutes, record, totals);
	if (status == EXIT_DONE && more < 0)
		status = fail_store(command);
	hvk_records_free(records);
	return status;
}

/* The next of its series; of one that is in none, of its type and house. */
static int read_next(struct minutes *minutes)
{
	struct command *command = minutes->command;
	const char *series = key_of(minutes->meeting, "series"), *house = key_of(minutes->meeting, "house");
	struct hvk_records *records = NULL;
	struct hvk_record *next;
	int more, status = EXIT_DONE;

	if (hvk_records_new(command->store, HVK_MEETING, &records) < 0 ||
	    hvk_records_add(records, series ? "series" : "type", "=",
	                    series ? series : key_of(minutes->meeting, "type")) < 0 ||
	    (!series && house && hvk_records_add(records, "house", "=", house) < 0) ||
	    hvk_records_add(records, "status", "=", "gepland") < 0 ||
	    hvk_records_add(records, "date", ">", key_of(minutes->meeting, "date")) < 0 ||
	    hvk_records_set_sort(records, "date") < 0)
		status = fail_store(command);
	more = status == EXIT_DONE ? hvk_records_next(records, &next) : 0;
	if (more < 0)
		status = fail_store(command);
	if (more > 0)
		status = minutes_add(minutes, &minutes->value[PLACE_NEXT], key_of(next, "date"), "");
	if (more > 0 && status == EXIT_DONE)
		status = minutes_add(minutes, &minutes->value[PLACE_NEXT], key_of(next, "start"), ", ");
	if (more > 0 && status == EXIT_DONE)
		status = minutes_add(minutes, &minutes->value[PLACE_NEXT], key_of(next, "place"), ", ");
	hvk_records_free(records);
	return status;
}

int minutes_read(struct minutes *minutes)
{
	enum hvk_lang lang = minutes->command->lang;
	int64_t totals[2] = { 0, 0 };
	char number[24];
	int status = read_columns(minutes);

	minutes->table[PLACE_ATTENDANCE] = (struct sparse_table){ .columns = attendance_headers[lang], .count = 2 };
	minutes->table[PLACE_ACTIONS] = (struct sparse_table){ .columns = action_headers[lang], .count = 5 };
	if (status == EXIT_DONE)
		status = name_partner(minutes, key_of(minutes->meeting, "partner"), &minutes->value[PLACE_HOST]);
	if (status == EXIT_DONE)
		status = read_belonging(minutes, HVK_ATTENDANCE, add_attendance, totals);
	for (size_t i = 0; i < 2 && totals[0] > 0 && status == EXIT_DONE; i++) {
		snprintf(number, sizeof(number), "%lld", (long long)totals[i]);
		status = minutes_add(minutes, &minutes->value[i == 0 ? PLACE_PARTNERS : PLACE_PEOPLE], number, "");
	}
	if (status == EXIT_DONE)
		status = read_belonging(minutes, HVK_ACTION, add_action, totals);
	return status == EXIT_DONE ? read_next(minutes) : status;
}
