/* SPDX-License-Identifier: EUPL-1.2 */
/* Records through the public header: saving, renaming, removing, taking back, as a program would. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "hvk.h"

struct fixture {
	char folder[64], path[96];
	struct hvk_store *store;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->folder, "/tmp/hvk-api-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/hvk.db", f->folder);
	assert_int_equal(hvk_store_new(&f->store), HVK_OK);
	assert_int_equal(hvk_store_set_today(f->store, "2026-10-15"), HVK_OK);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_CREATE), HVK_OK);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	hvk_store_free(f->store);
	unlink(f->path);
	rmdir(f->folder);
	free(f);
	return 0;
}

static struct hvk_record *new_record(struct fixture *f, enum hvk_type type)
{
	struct hvk_record *record;

	assert_int_equal(hvk_record_new(f->store, type, &record), HVK_OK);
	return record;
}

static void set(struct fixture *f, struct hvk_record *record, const char *column, const char *text)
{
	size_t n = hvk_type_find_column(hvk_record_type(record), column);

	if (hvk_record_set(record, n, text) != HVK_OK)
		fail_msg("%s", hvk_store_error(f->store)->message);
}

static const char *key(struct hvk_record *record, const char *column)
{
	return hvk_record_key(record, hvk_type_find_column(hvk_record_type(record), column), NULL);
}

static void test_life_of_a_partner(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *partner = new_record(f, HVK_PARTNER), *offer = new_record(f, HVK_OFFER);
	struct hvk_record *both[2] = { partner, offer };
	struct hvk_record_counts counts;
	const char *what;

	set(f, partner, "name", "Opvoedingswinkel Voorbeeld");
	assert_int_equal(hvk_record_save(partner, false), HVK_OK);
	assert_int_equal(hvk_store_error(f->store)->code, HVK_OK);
	set(f, offer, "partner", "opvoedingswinkel voorbeeld");
	set(f, offer, "name", "Spreekuur");
	set(f, offer, "theme", "driftbuien");
	set(f, partner, "stage", "actief");
	assert_int_equal(hvk_record_save_all(f->store, both, 2, "een overleg", false, &counts), HVK_OK);
	assert_int_equal(counts.added, 1);
	assert_int_equal(counts.changed, 1);
	assert_string_equal(key(offer, "slug"), "opvoedingswinkel-voorbeeld-spreekuur");

	set(f, partner, "slug", "winkel");
	assert_int_equal(hvk_record_save(partner, false), HVK_OK);
	assert_int_equal(hvk_record_find(offer, "opvoedingswinkel-voorbeeld-spreekuur"), HVK_OK);
	assert_string_equal(key(offer, "partner"), "winkel");
	assert_int_equal(hvk_record_find(partner, "Opvoedingswinkel-Voorbeeld"), HVK_OK);
	assert_string_equal(key(partner, "slug"), "winkel");

	assert_int_equal(hvk_record_remove_all(f->store, &partner, 1, false, &counts), HVK_OK);
	assert_int_equal(counts.removed, 2);
	assert_false(hvk_record_is_stored(partner));
	assert_int_equal(hvk_record_find(offer, "opvoedingswinkel-voorbeeld-spreekuur"), HVK_ENOTFOUND);
	assert_false(hvk_record_is_stored(offer));
	assert_null(key(offer, "name"));

	/* Back, step by step. */
	assert_int_equal(hvk_record_undo(f->store, true, &counts, &what), HVK_OK);
	assert_int_equal(counts.added, 2);
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_OK);
	assert_string_equal(what, "removed partner winkel");
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_OK);
	assert_int_equal(hvk_record_find(partner, "opvoedingswinkel-voorbeeld"), HVK_OK);
	assert_string_equal(key(partner, "stage"), "active");
	assert_null(key(partner, "former_slug"));
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_OK);
	assert_string_equal(what, "een overleg");
	assert_int_equal(hvk_record_find(partner, "opvoedingswinkel-voorbeeld"), HVK_OK);
	assert_string_equal(key(partner, "stage"), "identified");
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_OK);
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_ENOTFOUND);
	assert_null(what);
	hvk_record_free(partner);
	hvk_record_free(offer);
}

/* Two coordinators edit the same partner: each column has what was last said of it. */
static void test_two_at_once(void **state)
{
	struct fixture *f = *state, other = *f;
	struct hvk_record *mine = new_record(f, HVK_PARTNER), *theirs;

	set(f, mine, "name", "Voorbeeld");
	assert_int_equal(hvk_record_save(mine, false), HVK_OK);
	assert_int_equal(hvk_store_new(&other.store), HVK_OK);
	assert_int_equal(hvk_store_open(other.store, f->path, HVK_OPEN_WRITE), HVK_OK);
	theirs = new_record(&other, HVK_PARTNER);
	assert_int_equal(hvk_record_find(theirs, "voorbeeld"), HVK_OK);
	set(f, mine, "phone", "050 00 00 01");
	set(&other, theirs, "slug", "anders");
	set(&other, theirs, "phone", "050 00 00 02");
	set(&other, theirs, "website", "https://voorbeeld.example/");
	assert_int_equal(hvk_record_save(theirs, false), HVK_OK);
	assert_int_equal(hvk_record_save(mine, false), HVK_OK);
	assert_string_equal(key(mine, "slug"), "anders");
	assert_string_equal(key(mine, "website"), "https://voorbeeld.example/");
	assert_int_equal(hvk_record_find(theirs, "voorbeeld"), HVK_OK);
	assert_string_equal(key(theirs, "phone"), key(mine, "phone"));
	hvk_record_free(mine);
	hvk_record_free(theirs);
	hvk_store_free(other.store);
}

static void test_history(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *partner = new_record(f, HVK_PARTNER);
	struct hvk_history *history;

	set(f, partner, "name", "Voorbeeld");
	assert_int_equal(hvk_history_open(partner, false, &history), HVK_ENOTFOUND);
	assert_int_equal(hvk_record_save(partner, false), HVK_OK);
	set(f, partner, "website", "https://voorbeeld.example/");
	assert_int_equal(hvk_record_save(partner, false), HVK_OK);
	assert_int_equal(hvk_history_open(partner, false, &history), HVK_OK);
	assert_int_equal(hvk_history_next(history), 1);
	assert_string_equal(hvk_history_text(history, HVK_HISTORY_DATE), "2026-10-15");
	assert_string_equal(hvk_history_text(history, HVK_HISTORY_CHANGE), "changed partner voorbeeld");
	assert_string_equal(hvk_history_text(history, HVK_HISTORY_COLUMN), "website");
	assert_string_equal(hvk_history_text(history, HVK_HISTORY_BEFORE), "");
	assert_int_equal(hvk_history_next(history), 1);
	assert_string_equal(hvk_history_text(history, HVK_HISTORY_CHANGE), "added partner voorbeeld");
	assert_int_equal(hvk_history_next(history), 0);
	assert_int_equal(hvk_history_next(history), 0);
	hvk_history_free(history);
	hvk_record_free(partner);
}

static void test_reader(void **state)
{
	struct fixture *f = *state, reader = *f;
	struct hvk_record *record;
	struct hvk_record_counts counts;
	const char *what;

	assert_int_equal(hvk_store_new(&reader.store), HVK_OK);
	assert_int_equal(hvk_store_open(reader.store, f->path, HVK_OPEN_READ), HVK_OK);
	record = new_record(&reader, HVK_PARTNER);
	set(&reader, record, "name", "Voorbeeld");
	assert_int_equal(hvk_record_save(record, true), HVK_ESTORE);
	assert_int_equal(hvk_record_undo(reader.store, false, &counts, &what), HVK_ESTORE);
	hvk_record_free(record);
	record = new_record(&reader, HVK_REFERRAL);
	assert_int_equal(hvk_record_find(record, "0000000000000"), HVK_ENOTFOUND);
	hvk_record_free(record);
	hvk_store_free(reader.store);
}

/* Adds a record of columns: name, text ... NULL; it is the caller's. */
static struct hvk_record *add(struct fixture *f, enum hvk_type type, ...)
{
	struct hvk_record *record = new_record(f, type);
	const char *column;
	va_list arguments;

	va_start(arguments, type);
	while ((column = va_arg(arguments, const char *)))
		set(f, record, column, va_arg(arguments, const char *));
	va_end(arguments);
	if (hvk_record_save(record, false) != HVK_OK)
		fail_msg("%s", hvk_store_error(f->store)->message);
	return record;
}

/* A session of an offer, a meeting with who came, an action, a milestone: what is filled in, and what goes along. */
static void test_agenda(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *records[] = {
		add(f, HVK_PARTNER, "slug", "huis", "name", "Huis Voorbeeld", NULL),
		add(f, HVK_OFFER, "slug", "cursus", "name", "Cursus", "partner", "huis", "capacity", "12", NULL),
		add(f, HVK_SESSION, "title", "Avond", "date", "2026-10-06", "start", "19u30", "offer", "cursus",
		    "series",
		    "weerbaarheid", NULL),
		add(f, HVK_MEETING, "type", "netwerkmoment", "date", "2026-10-08", NULL),
		add(f, HVK_ATTENDANCE, "meeting", "netwerkmoment-2026-10-08", "partner", "huis", NULL),
		add(f, HVK_ACTION, "meeting", "netwerkmoment-2026-10-08", "what", "Affiche", NULL),
		add(f, HVK_MILESTONE, "house", "oostkamp", "phase", "start", "what", "Openingsdag", NULL),
	};
	static const char *const slugs[] = {
		"huis", "cursus", "weerbaarheid-1", "netwerkmoment-2026-10-08", "netwerkmoment-2026-10-08-huis",
		"netwerkmoment-2026-10-08-1", "oostkamp-openingsdag"
	};
	struct hvk_record *session = records[2], *meeting = records[3];
	struct hvk_record_counts counts;
	const char *what;

	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
		assert_string_equal(key(records[i], "slug"), slugs[i]);
	assert_string_equal(key(session, "partner"), "huis");
	assert_string_equal(key(session, "capacity"), "12");
	assert_string_equal(key(session, "start"), "19:30");
	assert_string_equal(key(session, "status"), "gepland");
	set(f, session, "participants", "14");
	set(f, session, "origin", "Brugge=9, Oostkamp=5");
	assert_int_equal(hvk_record_save(session, false), HVK_OK);
	assert_string_equal(key(session, "status"), "gehouden");
	assert_string_equal(hvk_record_label(session, hvk_type_find_column(HVK_SESSION, "origin"), HVK_EN),
	                    "Brugge 9, Oostkamp 5");
	assert_int_equal(hvk_record_find(meeting, "netwerkmoment-2026-10-08"), HVK_OK);
	assert_string_equal(key(meeting, "status"), "gehouden");
	/* Figures keep a partner; a meeting takes along who was there and what was agreed on. */
	assert_int_equal(hvk_record_remove_all(f->store, records, 1, false, &counts), HVK_EINPUT);
	assert_int_equal(hvk_record_remove_all(f->store, &meeting, 1, false, &counts), HVK_OK);
	assert_int_equal(counts.removed, 3);
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_OK);
	assert_int_equal(counts.added, 3);
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
		hvk_record_free(records[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_life_of_a_partner, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_two_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_history, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_reader, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_agenda, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
