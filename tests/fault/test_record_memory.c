/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory that runs out: records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "memory.h"

/* A new record with columns set: name, text ... NULL. */
static int make(struct hvk_store *store, enum hvk_type type, struct hvk_record **record, ...)
{
	int result = hvk_record_new(store, type, record);
	const char *column;
	va_list arguments;

	va_start(arguments, record);
	while (result == HVK_OK && (column = va_arg(arguments, const char *)))
		result = hvk_record_set(*record, hvk_type_find_column(type, column), va_arg(arguments, const char *));
	va_end(arguments);
	return result;
}

static void tell_counts(const struct hvk_record_counts *counts)
{
	tell_number(counts->added);
	tell_number(counts->changed);
	tell_number(counts->unchanged);
	tell_number(counts->removed);
}

static int save_new(struct hvk_store *store)
{
	struct hvk_record *records[2] = { NULL, NULL };
	struct hvk_record_counts counts;
	int result = make(store, HVK_PARTNER, &records[0], "name", "Leeshoek Voorbeeld", "gemeente", "brugge,gent",
	                  "keyword", "boeken", "type", "bibliotheek", "former_slug", "oude-leeshoek", NULL);

	if (result == HVK_OK)
		result = make(store, HVK_OFFER, &records[1], "partner", "winkel", "name", "Voorlezen", "theme",
		              "slapen,eten", "age", "0-3", "website", "https://voorbeeld.example/", NULL);
	if (result == HVK_OK)
		result = hvk_record_save_all(store, records, 2, NULL, false, &counts);
	if (result == HVK_OK) {
		tell_counts(&counts);
		tell(hvk_record_key(records[0], 0, NULL));
		tell(hvk_record_key(records[1], 0, NULL));
	}
	hvk_record_free(records[0]);
	hvk_record_free(records[1]);
	return result;
}

static int find(struct hvk_store *store, enum hvk_type type, const char *text, struct hvk_record **record)
{
	int result = hvk_record_new(store, type, record);

	return result == HVK_OK ? hvk_record_find(*record, text) : result;
}

/* The slug, the name and so the words of its offers; its desk. */
static int rename_partner(struct hvk_store *store)
{
	struct hvk_record *record = NULL;
	int result = find(store, HVK_PARTNER, "Winkel Voorbeeld", &record);

	if (result == HVK_OK)
		result = hvk_record_set(record, 0, "de-winkel");
	if (result == HVK_OK)
		result = hvk_record_set(record, hvk_type_find_column(HVK_PARTNER, "name"), "De Winkel");
	if (result == HVK_OK)
		result = hvk_record_set(record, hvk_type_find_column(HVK_PARTNER, "gemeente"), "oostkamp");
	if (result == HVK_OK)
		result = hvk_record_save(record, false);
	if (result == HVK_OK)
		tell(hvk_record_key(record, hvk_type_find_column(HVK_PARTNER, "former_slug"), NULL));
	hvk_record_free(record);
	return result;
}

static int remove_partner(struct hvk_store *store)
{
	struct hvk_record *record = NULL;
	struct hvk_record_counts counts;
	int result = find(store, HVK_PARTNER, "winkel", &record);

	if (result == HVK_OK)
		result = hvk_record_remove_all(store, &record, 1, false, &counts);
	if (result == HVK_OK)
		tell_counts(&counts);
	hvk_record_free(record);
	return result;
}

/* The last change removed an agreement from under an offer. */
static int undo(struct hvk_store *store)
{
	struct hvk_record_counts counts;
	const char *what;
	int result = hvk_record_undo(store, false, &counts, &what);

	if (result == HVK_OK) {
		tell(what);
		tell_counts(&counts);
	}
	return result;
}

static int read_history(struct hvk_store *store)
{
	struct hvk_history *history = NULL;
	struct hvk_record *record = NULL;
	int result = find(store, HVK_PARTNER, "winkel", &record);

	if (result == HVK_OK)
		result = hvk_history_open(record, true, &history);
	while (result >= 0 && (result = hvk_history_next(history)) == 1)
		for (enum hvk_history_field field = 0; field < HVK_HISTORY_FIELDS; field++)
			tell(hvk_history_text(history, field));
	hvk_history_free(history);
	hvk_record_free(record);
	return result;
}

static int merge(struct hvk_store *store)
{
	struct hvk_record_counts records;
	struct hvk_counts counts;
	int result = hvk_store_merge(store, scene->other, false, &counts, &records);

	if (result == HVK_OK)
		tell_counts(&records);
	return result;
}

static int hear(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	(void)data;
	(void)severity;
	tell(error->message);
	return 0;
}

static int check(struct hvk_store *store)
{
	uint64_t findings;
	int result = hvk_store_check(store, &(struct hvk_listener){ hear, NULL }, &findings);

	if (result == HVK_OK)
		tell_number(findings);
	return result;
}

/* A session of an offer that partners hold together, and who came to a meeting, which is held by that. */
static int save_agenda(struct hvk_store *store)
{
	struct hvk_record *records[2] = { NULL, NULL };
	struct hvk_record_counts counts;
	const char *origin;
	int result = make(store, HVK_SESSION, &records[0], "title", "Spelen", "date", "2026-10-01", "offer",
	                  "winkel-spelen", "series", "spelen", "co_partner", "winkel", "participants", "14", "origin",
	                  "brugge=9,gent=5", NULL);

	if (result == HVK_OK)
		result = make(store, HVK_ATTENDANCE, &records[1], "meeting", "overleg", "partner", "winkel", NULL);
	if (result == HVK_OK) {
		origin = hvk_record_label(records[0], hvk_type_find_column(HVK_SESSION, "origin"), HVK_NL);
		tell(origin ? origin : "");
		result = origin ? HVK_OK : HVK_ENOMEM;
	}
	if (result == HVK_OK)
		result = hvk_record_save_all(store, records, 2, "agenda", false, &counts);
	if (result == HVK_OK) {
		tell_counts(&counts);
		tell(hvk_record_key(records[0], 0, NULL));
	}
	hvk_record_free(records[0]);
	hvk_record_free(records[1]);
	return result;
}

static int list_agenda(struct hvk_store *store)
{
	struct hvk_records *records = NULL;
	struct hvk_record *record;
	int result = hvk_records_new(store, HVK_SESSION, &records);

	if (result == HVK_OK)
		result = hvk_records_parse(records, "origin=brugge,gent");
	if (result == HVK_OK)
		result = hvk_records_parse(records, "since=2026-09");
	if (result == HVK_OK)
		result = hvk_records_parse(records, "co_partner!=winkel");
	if (result == HVK_OK)
		result = hvk_records_set_sort(records, "-origin,co_partner");
	while (result >= 0 && (result = hvk_records_next(records, &record)) == 1)
		tell(hvk_record_key(record, 0, NULL));
	hvk_records_free(records);
	return result;
}

/* Everything dated, with what calendars ask for. */
static int list_events(struct hvk_store *store)
{
	struct hvk_events *events = NULL;
	struct hvk_event *event;
	int result = hvk_events_new(store, &events);

	if (result == HVK_OK)
		result = hvk_events_parse(events, "since=2020-01");
	if (result == HVK_OK)
		result = hvk_events_parse(events, "gemeente!=oostende");
	if (result == HVK_OK)
		result = hvk_events_set_sort(events, "-title,partner");
	while (result >= 0 && (result = hvk_events_next(events, &event)) == 1)
		for (enum hvk_event_field field = 0; field < HVK_EVENT_FIELDS; field++) {
			const char *key = hvk_event_key(event, field);

			tell(key ? key : "");
		}
	hvk_events_free(events);
	return result;
}

static const struct operation operations[] = {
	{ .name = "save new records", .run = save_new },
	{ .name = "rename a partner", .run = rename_partner },
	{ .name = "remove a partner", .run = remove_partner },
	{ .name = "undo", .run = undo },
	{ .name = "history", .run = read_history },
	{ .name = "merge", .run = merge },
	{ .name = "check", .run = check },
	{ .name = "save what was in the agenda", .run = save_agenda },
	{ .name = "list what is in the agenda", .run = list_agenda },
	{ .name = "list everything dated", .run = list_events },
};

/* ---------------------------------------------------------------- the scene */

static void save(struct hvk_store *store, struct hvk_record *record)
{
	assert_well(store, hvk_record_save(record, false));
	hvk_record_free(record);
}

static void fill(struct hvk_store *store, const char *slug)
{
	struct hvk_record *record;
	const char *gemeente = strcmp(slug, "winkel") == 0 ? "gent" : "brugge";
	char name[64];

	snprintf(name, sizeof(name), "%s-subsidie", slug);
	assert_well(store, make(store, HVK_PARTNER, &record, "slug", slug, "name", "Winkel Voorbeeld", "gemeente",
	                        "gent", "keyword", "spel", NULL));
	save(store, record);
	assert_well(store, make(store, HVK_PERSON, &record, "partner", slug, "name", "An Voorbeeld", "theme", "slapen",
	                        NULL));
	save(store, record);
	assert_well(store, make(store, HVK_AGREEMENT, &record, "partner", slug, "type", "subsidie", NULL));
	save(store, record);
	assert_well(store, make(store, HVK_OFFER, &record, "partner", slug, "name", "Spelen", "agreement", name, NULL));
	save(store, record);
	assert_well(store, make(store, HVK_HOUSE, &record, "gemeente", gemeente, NULL));
	save(store, record);
	assert_well(store, make(store, HVK_MEMBERSHIP, &record, "partner", slug, "house", "gent", "role", "core",
	                        NULL));
	save(store, record);
}

/* A test of its own, since cmocka has the state of a group take the place of that of its tests. */
static void test_set_up(void **state)
{
	static const char more[] =
		"INSERT INTO referral (id, month, direction, partner, person, offer, desk, status, status_on)"
		" VALUES (5, '1970-01', 1, 1, 1, 1, 1, 1, '2026-10-01');"
		"INSERT INTO referral_step (referral, step, status, made_on) VALUES (5, 1, 1, '2026-10-01');"
		"INSERT INTO gap (month, gemeente, theme, age, reason, times) VALUES ('2026-10', 31005, 1, 0, 1, 3)";
	struct scene *made = NULL;
	struct hvk_record *record;
	struct hvk_store *store;
	sqlite3 *database;

	(void)state;
	assert_int_equal(scene_set_up((void **)&made), 0);
	scene = made;
	store = scene_store(scene->path, HVK_OPEN_WRITE);
	fill(store, "winkel");
	assert_well(store, make(store, HVK_MEETING, &record, "slug", "overleg", "type", "overleg", "date", "2026-10-01",
	                        NULL));
	save(store, record);
	assert_well(store, make(store, HVK_PARTNER, &record, "slug", "ander", "name", "Ander", NULL));
	save(store, record);
	assert_well(store, make(store, HVK_SESSION, &record, "slug", "open", "title", "Open deur", "date", "2026-10-01",
	                        "partner", "ander", "co_partner", "winkel", "participants", "1", "origin",
	                        "brugge=1", NULL));
	save(store, record);
	assert_well(store, hvk_code_rename(store, "desk", "balie-a", "winkel", false));
	assert_well(store, find(store, HVK_AGREEMENT, "winkel-subsidie", &record));
	assert_well(store, hvk_record_remove_all(store, &record, 1, false, NULL));
	hvk_record_free(record);
	hvk_store_free(store);
	store = scene_store(scene->other, HVK_OPEN_WRITE);
	fill(store, "daar");
	hvk_store_free(store);
	assert_int_equal(sqlite3_open(scene->other, &database), SQLITE_OK);
	assert_int_equal(sqlite3_exec(database, more, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(database), SQLITE_OK);
	image_take(made, 0);
	image_take(made, 1);
}

static int tear_down(void **state)
{
	(void)state;
	return scene_tear_down((void *[]){ (void *)(uintptr_t)scene });
}

int main(void)
{
	enum { OTHERS = 1, COUNT = sizeof(operations) / sizeof(operations[0]) };
	struct CMUnitTest tests[COUNT + OTHERS] = { cmocka_unit_test(test_set_up) };

	faults_install();
	for (size_t i = 0; i < COUNT; i++)
		tests[i + OTHERS] = (struct CMUnitTest){
			.name = operations[i].name,
			.test_func = test_operation,
			.initial_state = (void *)(uintptr_t)&operations[i],
		};
	return cmocka_run_group_tests_name("memory, records", tests, NULL, tear_down);
}
