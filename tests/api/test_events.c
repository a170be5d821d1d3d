/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything dated, through the public interface. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hvk.h"

static struct hvk_store *store;
static char folder[] = "/tmp/hvk-events-XXXXXX";

static void set(struct hvk_record *record, const char *text)
{
	size_t length = strcspn(text, "=");
	char name[32] = "";

	memcpy(name, text, length);
	if (hvk_record_set(record, hvk_type_find_column(hvk_record_type(record), name), text + length + 1) != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
}

static void save(struct hvk_record *record)
{
	if (hvk_record_save(record, false) != HVK_OK)
		fail_msg("%s", hvk_store_error(store)->message);
	hvk_record_free(record);
}

/* Columns as 'name=value', up to NULL. */
static void add(enum hvk_type type, ...)
{
	struct hvk_record *record;
	const char *text;
	va_list values;

	assert_int_equal(hvk_record_new(store, type, &record), HVK_OK);
	va_start(values, type);
	while ((text = va_arg(values, const char *)))
		set(record, text);
	va_end(values);
	save(record);
}

static void change(enum hvk_type type, const char *slug, const char *value)
{
	struct hvk_record *record;

	assert_int_equal(hvk_record_new(store, type, &record), HVK_OK);
	assert_int_equal(hvk_record_find(record, slug), HVK_OK);
	set(record, value);
	save(record);
}

static int set_up(void **state)
{
	char path[64];

	(void)state;
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	assert_int_equal(hvk_store_set_today(store, "2026-11-15"), HVK_OK);
	assert_int_equal(hvk_store_create(store, path, HVK_PRECISION_MONTH, false), HVK_OK);
	add(HVK_PARTNER, "slug=winkel", "name=Opvoedwinkel Fictief", NULL);
	add(HVK_PARTNER, "slug=lijn", "name=Éénlijn Voorbeeld", NULL);
	add(HVK_PERSON, "slug=wie", "partner=winkel", "name=An Voorbeeld", "phone=050 00 00 01", "public=yes",
	    NULL);
	add(HVK_PERSON, "slug=stil", "partner=winkel", "name=Bo Geheim", NULL);
	add(HVK_AGREEMENT, "slug=akkoord", "partner=lijn", "type=engagementsverklaring", "house=brugge",
	    "until=2026-12-01", NULL);
	add(HVK_SESSION, "slug=praten", "partner=winkel", "co_partner=lijn", "title=Praatcafé", "date=2026-12-01",
	    "start=19:30", "end=21:30", "gemeente=brugge", "programme=winter-2026", "person=wie", NULL);
	add(HVK_SESSION, "slug=spelen", "partner=winkel", "title=Spelen", "date=2026-12-01", "start=9:00",
	    "status=geannuleerd", "reason=ziek", "person=stil", "notes=stil", NULL);
	add(HVK_MEETING, "slug=moment", "type=netwerkmoment", "date=2026-12-01", "house=oostkamp", "public=yes",
	    "agenda=punten", "place=Zaal", "partner=lijn", NULL);
	add(HVK_MEETING, "slug=stuur", "type=stuurgroep", "date=2026-10-01", "title=Stuurgroep herfst", NULL);
	add(HVK_ACTION, "slug=bellen", "what=Bellen", "who=lijn", "due=2026-11-01", NULL);
	add(HVK_ACTION, "slug=ooit", "what=Ooit", NULL);
	add(HVK_MILESTONE, "slug=steen", "house=oostkamp", "phase=start", "what=Openen", "due=2026-11-02",
	    "done=2026-11-01", NULL);
	return 0;
}

static int tear_down(void **state)
{
	char command[96];

	(void)state;
	hvk_store_free(store);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

static struct hvk_events *list(void)
{
	struct hvk_events *events;

	assert_int_equal(hvk_events_new(store, &events), HVK_OK);
	return events;
}

/* The slugs of what is left, which frees the listing. */
static void expect(struct hvk_events *events, const char *expected)
{
	char slugs[400] = "";
	struct hvk_event *event;
	int result;

	while ((result = hvk_events_next(events, &event)) == 1) {
		strcat(slugs, *slugs ? " " : "");
		strcat(slugs, hvk_event_key(event, HVK_EVENT_SLUG));
	}
	assert_int_equal(result, 0);
	assert_null(event);
	assert_string_equal(slugs, expected);
	hvk_events_free(events);
}

static void expect_with(const char *condition, const char *expected)
{
	struct hvk_events *events = list();

	if (hvk_events_parse(events, condition) != HVK_OK)
		fail_msg("%s: %s", condition, hvk_store_error(store)->message);
	expect(events, expected);
}

static void all_in_order(void **state)
{
	struct hvk_events *events = list();

	(void)state;
	expect(list(), "stuur bellen steen spelen praten moment akkoord");
	assert_int_equal(hvk_events_set_sort(events, "-title,slug"), HVK_OK);
	/* What has no title comes last. */
	expect(events, "stuur spelen praten steen bellen akkoord moment");
	events = list();
	assert_int_equal(hvk_events_set_sort(events, "-kind"), HVK_OK);
	expect(events, "akkoord steen bellen stuur moment spelen praten");
	events = list();
	assert_int_equal(hvk_events_set_sort(events, "-partner,-date"), HVK_OK);
	expect(events, "spelen praten moment akkoord bellen steen stuur");
}

static void conditions(void **state)
{
	(void)state;
	expect_with("since=today", "spelen praten moment akkoord");
	expect_with("since!=today", "stuur bellen steen");
	expect_with("until=2026-11", "stuur bellen steen");
	expect_with("until=2026-11-01", "stuur bellen");
	expect_with("period=2026-11", "bellen steen");
	expect_with("period!=2026-11", "stuur spelen praten moment akkoord");
	expect_with("date>=2026-12", "spelen praten moment akkoord");
	expect_with("kind=session,agreement", "spelen praten akkoord");
	expect_with("kind!=session", "stuur bellen steen moment akkoord");
	expect_with("late=yes", "bellen");
	expect_with("late=no", "steen");
	expect_with("open=yes", "bellen");
	expect_with("partner=lijn", "bellen praten moment akkoord");
	expect_with("gemeente=oostkamp", "steen moment");
	expect_with("gemeente=8000", "praten akkoord");
	expect_with("province=west-vlaanderen", "steen praten moment akkoord");
	expect_with("status=geannuleerd", "spelen");
	expect_with("status!=geannuleerd", "stuur praten moment");
	expect_with("programme=winter-2026", "praten");
	expect_with("type=netwerkmoment", "moment");
	expect_with("slug=steen", "steen");
	expect_with("title~praatcafe", "praten");
	expect_with("start>=12:00", "praten");
}

static void conditions_together(void **state)
{
	struct hvk_events *events = list();

	(void)state;
	assert_int_equal(hvk_events_add(events, "kind", "=", "session,meeting"), HVK_OK);
	assert_int_equal(hvk_events_add(events, "since", "=", "today"), HVK_OK);
	assert_int_equal(hvk_events_add(events, "partner", "=", "lijn"), HVK_OK);
	expect(events, "praten moment");
	/* What no kind is left for is nothing, not a mistake. */
	events = list();
	assert_int_equal(hvk_events_add(events, "kind", "=", "action"), HVK_OK);
	assert_int_equal(hvk_events_add(events, "programme", "=", "winter-2026"), HVK_OK);
	assert_int_equal(hvk_events_add(events, "partner", "=", "nergens"), HVK_ENOTFOUND);
	expect(events, "");
}

static void refused(struct hvk_events *events, const char *condition, int result, const char *message)
{
	assert_int_equal(hvk_events_parse(events, condition), result);
	if (!strstr(hvk_store_error(store)->message, message))
		fail_msg("%s: '%s'", condition, hvk_store_error(store)->message);
}

static void what_is_refused(void **state)
{
	struct hvk_events *events = list();
	struct hvk_event *event;

	(void)state;
	refused(events, "titel=x", HVK_EINVAL, "did you mean title?");
	refused(events, "uid=x", HVK_EINVAL, "cannot filter on 'uid'");
	refused(events, "title", HVK_EINVAL, "expected KEY OP VALUE");
	refused(events, "kind=sesion", HVK_ENOTFOUND, "did you mean session?");
	refused(events, "kind~s", HVK_EINVAL, "expected '=' or '!='");
	refused(events, "since>2026", HVK_EINVAL, "expected '=' or '!='");
	refused(events, "since=gisteren", HVK_EINVAL, "expected a date");
	refused(events, "late=soms", HVK_EINVAL, "expected yes or no");
	refused(events, "gemeente=nergenshuizen", HVK_ENOTFOUND, "nergenshuizen");
	refused(events, "type=onbekend", HVK_ENOTFOUND, "onbekend");
	refused(events, "slug=onbekend", HVK_ENOTFOUND, "onbekend");
	assert_int_equal(hvk_events_set_sort(events, "titel"), HVK_EINVAL);
	assert_int_equal(hvk_events_set_sort(events, "uid"), HVK_EINVAL);
	/* None of it has changed the listing. */
	assert_int_equal(hvk_events_next(events, &event), 1);
	assert_string_equal(hvk_event_key(event, HVK_EVENT_SLUG), "stuur");
	refused(events, "kind=session", HVK_EINVAL, "has begun");
	assert_int_equal(hvk_events_set_public(events), HVK_EINVAL);
	expect(events, "bellen steen spelen praten moment akkoord");
}

static void expect_field(struct hvk_event *event, enum hvk_event_field field, const char *key, const char *label)
{
	const char *found = hvk_event_key(event, field);

	if (key)
		assert_string_equal(found, key);
	else
		assert_null(found);
	found = hvk_event_label(event, field, HVK_NL);
	if (label)
		assert_string_equal(found, label);
	else
		assert_null(found);
}

/* The event of that slug; the listing is freed with the next. */
static struct hvk_event *find(const char *slug, bool public)
{
	static struct hvk_events *events;
	struct hvk_event *event = NULL;

	hvk_events_free(events);
	events = NULL;
	if (!slug)
		return NULL;
	events = list();
	if (public)
		assert_int_equal(hvk_events_set_public(events), HVK_OK);
	while (hvk_events_next(events, &event) == 1 && strcmp(hvk_event_key(event, HVK_EVENT_SLUG), slug) != 0)
		;
	return event;
}

static void fields(void **state)
{
	struct hvk_event *event = find("praten", false);

	(void)state;
	expect_field(event, HVK_EVENT_KIND, "session", "activiteit");
	expect_field(event, HVK_EVENT_PARTNER, "winkel", "Opvoedwinkel Fictief");
	expect_field(event, HVK_EVENT_CO_PARTNER, "lijn", "Éénlijn Voorbeeld");
	expect_field(event, HVK_EVENT_CONTACT, "An Voorbeeld, 050 00 00 01", "An Voorbeeld, 050 00 00 01");
	expect_field(event, HVK_EVENT_GEMEENTE, "31005", "Brugge");
	expect_field(event, HVK_EVENT_DONE, NULL, NULL);
	expect_field(find("spelen", false), HVK_EVENT_CONTACT, NULL, NULL);
	expect_field(find("spelen", false), HVK_EVENT_REASON, "ziek", "ziek");
	expect_field(find("moment", false), HVK_EVENT_TITLE, NULL, "Netwerkmoment");
	expect_field(find("moment", false), HVK_EVENT_DESCRIPTION, "punten", "punten");
	expect_field(find("moment", false), HVK_EVENT_GEMEENTE, "31022", "Oostkamp");
	expect_field(find("steen", false), HVK_EVENT_DONE, "2026-11-01", "2026-11-01");
	expect_field(find("bellen", false), HVK_EVENT_PARTNER, "lijn", "Éénlijn Voorbeeld");
	event = find("akkoord", false);
	expect_field(event, HVK_EVENT_TITLE, NULL, "Intentie- en engagementsverklaring Éénlijn Voorbeeld");
	expect_field(event, HVK_EVENT_DATE, "2026-12-01", "2026-12-01");
	find(NULL, false);
	assert_null(hvk_event_column(HVK_EVENT_FIELDS));
	assert_string_equal(hvk_event_column(HVK_EVENT_CHANGED_ON)->name, "changed_on");
}

static void what_is_for_everybody(void **state)
{
	struct hvk_events *events = list();
	struct hvk_event *event;

	(void)state;
	assert_int_equal(hvk_events_set_public(events), HVK_OK);
	expect(events, "spelen praten moment");
	event = find("spelen", true);
	expect_field(event, HVK_EVENT_REASON, NULL, NULL);
	expect_field(event, HVK_EVENT_CONTACT, NULL, NULL);
	expect_field(event, HVK_EVENT_STATUS, "geannuleerd", "Geannuleerd");
	expect_field(find("praten", true), HVK_EVENT_CONTACT, "An Voorbeeld, 050 00 00 01",
	             "An Voorbeeld, 050 00 00 01");
	event = find("moment", true);
	expect_field(event, HVK_EVENT_PLACE, "Zaal", "Zaal");
	expect_field(event, HVK_EVENT_DESCRIPTION, NULL, NULL);
	expect_field(event, HVK_EVENT_PARTNER, NULL, NULL);
	find(NULL, true);
}

static struct hvk_events *list_public(const char *condition, bool first)
{
	struct hvk_events *events = list();

	if (first)
		assert_int_equal(hvk_events_set_public(events), HVK_OK);
	assert_int_equal(hvk_events_parse(events, condition), HVK_OK);
	if (!first)
		assert_int_equal(hvk_events_set_public(events), HVK_OK);
	return events;
}

/* What is not told cannot be asked for, in whatever order that is said; nor is it sorted by. */
static void what_is_not_told_is_not_found(void **state)
{
	struct hvk_events *events;

	(void)state;
	for (int first = 0; first < 2; first++) {
		expect(list_public("reason=ziek", first), "");
		expect(list_public("description~punten", first), "");
		expect(list_public("partner=lijn", first), "praten");
		expect(list_public("gemeente=oostkamp", first), "moment");
		expect(list_public("since=2026-12-01", first), "spelen praten moment");
	}
	change(HVK_SESSION, "praten", "status=geannuleerd");
	change(HVK_SESSION, "praten", "reason=aa");
	events = list();
	assert_int_equal(hvk_events_set_sort(events, "reason"), HVK_OK);
	expect(events, "praten spelen stuur bellen steen moment akkoord");
	events = list_public("kind=session", false);
	assert_int_equal(hvk_events_set_sort(events, "reason"), HVK_OK);
	expect(events, "spelen praten");
}

/* Public, and there: now, and on the day. */
static void who_left_is_nobody_to_ring(void **state)
{
	static const struct {
		const char *person, *day;
		bool there;
	} cases[] = {
		{ "until=2026-11-30", "date=2026-12-01", false }, { "until=2026-12-01", "date=2026-12-01", true },
		{ "until=2026-11-14", "date=2026-11-01", false }, { "until=2026-11-15", "date=2026-11-01", true },
		{ "until=", "date=2026-12-01", true }, { "since=2026-12-02", "date=2026-12-01", false },
		{ "since=2026-12-01", "date=2026-12-01", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int public = 0; public < 2; public++) {
			change(HVK_PERSON, "wie", cases[i].person);
			change(HVK_SESSION, "praten", cases[i].day);
			if ((hvk_event_key(find("praten", public), HVK_EVENT_CONTACT) != NULL) != cases[i].there)
				fail_msg("%s, %s", cases[i].person, cases[i].day);
		}
	find(NULL, false);
}

static void what_is_cancelled_by_another_name(void **state)
{
	(void)state;
	assert_true(hvk_event_is_cancelled(find("spelen", false)));
	assert_false(hvk_event_is_cancelled(find("praten", false)));
	assert_false(hvk_event_is_cancelled(find("steen", false)));
	assert_int_equal(hvk_code_rename(store, "session_status", "geannuleerd", "afgelast", false), HVK_OK);
	assert_true(hvk_event_is_cancelled(find("spelen", false)));
	assert_string_equal(hvk_event_key(find("spelen", true), HVK_EVENT_STATUS), "afgelast");
	assert_true(hvk_event_is_cancelled(find("spelen", true)));
	assert_false(hvk_event_is_cancelled(find("praten", true)));
	change(HVK_MEETING, "moment", "status=afgelast");
	assert_true(hvk_event_is_cancelled(find("moment", true)));
	find(NULL, false);
}

/* Who holds it with others is asked for as well; what is of nobody is not of that one. */
static void together(void **state)
{
	(void)state;
	expect_with("partner=lijn", "bellen praten moment akkoord");
	expect_with("partner=winkel", "spelen praten");
	expect_with("partner=lijn,winkel", "bellen spelen praten moment akkoord");
	expect_with("partner!=lijn", "stuur spelen");
	expect_with("partner!=winkel", "stuur bellen moment akkoord");
	expect_with("co_partner=lijn", "praten");
}

static void what_calendars_ask_for(void **state)
{
	(void)state;
	expect_field(find("praten", false), HVK_EVENT_CHANGES, "0", "0");
	expect_field(find("praten", false), HVK_EVENT_CHANGED_ON, "2026-11-15", "2026-11-15");
	/* What no calendar shows is no change. */
	assert_int_equal(hvk_store_set_today(store, "2026-12-20"), HVK_OK);
	change(HVK_SESSION, "praten", "notes=stil");
	expect_field(find("praten", false), HVK_EVENT_CHANGES, "0", "0");
	expect_field(find("praten", false), HVK_EVENT_CHANGED_ON, "2026-11-15", "2026-11-15");
	change(HVK_SESSION, "praten", "place=Elders");
	expect_field(find("praten", false), HVK_EVENT_CHANGES, "1", "1");
	expect_field(find("praten", false), HVK_EVENT_CHANGED_ON, "2026-12-20", "2026-12-20");
	change(HVK_MEETING, "moment", "status=geannuleerd");
	expect_field(find("moment", false), HVK_EVENT_CHANGES, "1", "1");
	find(NULL, false);
}

static char *uid_of(const char *slug)
{
	char *uid = strdup(hvk_event_key(find(slug, false), HVK_EVENT_UID));

	assert_non_null(uid);
	return uid;
}

/* A uid stays what it was, and two records never have the same. */
static void uids(void **state)
{
	char *first = uid_of("praten"), *other;
	size_t length = strlen("session-1@");

	(void)state;
	assert_int_equal(strncmp(first, "session-1@", length), 0);
	assert_int_equal(strspn(first + length, "0123456789abcdef"), 16);
	assert_string_equal(first + length + 16, ".huisvanhetkind.hvk");
	change(HVK_SESSION, "praten", "slug=babbelen");
	change(HVK_SESSION, "babbelen", "slug=kletsen");
	expect_field(find("kletsen", false), HVK_EVENT_UID, first, first);
	expect_field(find("kletsen", false), HVK_EVENT_CHANGES, "0", "0");
	add(HVK_SESSION, "slug=praten", "partner=winkel", "title=Een ander", "date=2027-01-01", NULL);
	other = uid_of("praten");
	assert_string_not_equal(other, first);
	free(other);
	/* Of another kind it is another name. */
	add(HVK_MEETING, "slug=kletsen-2", "type=stuurgroep", "date=2027-01-02", NULL);
	other = uid_of("kletsen-2");
	assert_int_equal(strncmp(other, "meeting-", strlen("meeting-")), 0);
	free(other);
	free(first);
	find(NULL, false);
}

/* More than are read at a time, of which one goes while they are read. */
static void many(void **state)
{
	struct hvk_events *events;
	struct hvk_event *event;
	struct hvk_record *record;
	size_t count = 0;

	(void)state;
	for (int i = 0; i < 150; i++) {
		char slug[32];

		snprintf(slug, sizeof(slug), "slug=s%03d", i);
		add(HVK_SESSION, slug, "partner=winkel", "title=Veel", "date=2027-03-01", NULL);
	}
	events = list();
	assert_int_equal(hvk_events_add(events, "kind", "=", "session"), HVK_OK);
	assert_int_equal(hvk_events_next(events, &event), 1);
	assert_int_equal(hvk_record_new(store, HVK_SESSION, &record), HVK_OK);
	assert_int_equal(hvk_record_find(record, "s149"), HVK_OK);
	assert_int_equal(hvk_record_remove_all(store, &record, 1, false, NULL), HVK_OK);
	hvk_record_free(record);
	for (count = 1; hvk_events_next(events, &event) == 1;)
		count++;
	assert_int_equal(count, 151);
	hvk_events_free(events);
}

/* A meeting that is made internal after the listing began. */
static void made_internal(void **state)
{
	struct hvk_events *events;
	struct hvk_event *event;
	size_t count;

	(void)state;
	for (int i = 0; i < 70; i++) {
		char slug[32];

		snprintf(slug, sizeof(slug), "slug=m%02d", i);
		add(HVK_MEETING, slug, "type=overleg", "date=2027-03-01", "public=yes", NULL);
	}
	events = list_public("kind=meeting", true);
	assert_int_equal(hvk_events_next(events, &event), 1);
	change(HVK_MEETING, "m69", "public=no");
	for (count = 1; hvk_events_next(events, &event) == 1; count++)
		assert_string_not_equal(hvk_event_key(event, HVK_EVENT_SLUG), "m69");
	assert_int_equal(count, 70);
	hvk_events_free(events);
}

static void every_key_is_known(void **state)
{
	const char *key;
	size_t n;

	(void)state;
	for (n = 0; (key = hvk_events_key(n)); n++) {
		struct hvk_events *events = list();
		const char *value = strstr("late open", key) ? "yes" : strcmp(key, "province") == 0 ? "antwerpen" :
		                    strcmp(key, "arrondissement") == 0 ? "brugge" : "2026-10";

		assert_non_null(hvk_events_key_help(n));
		if (strcmp(key, "region") != 0)
			assert_int_equal(hvk_events_add(events, key, "=", value), HVK_OK);
		else
			assert_int_equal(hvk_events_add(events, key, "=", "nergens"), HVK_ENOTFOUND);
		hvk_events_free(events);
	}
	assert_null(hvk_events_key_help(n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(conditions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(conditions_together, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(fields, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_for_everybody, set_up, tear_down),
		cmocka_unit_test_setup_teardown(together, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_cancelled_by_another_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_left_is_nobody_to_ring, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_told_is_not_found, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_calendars_ask_for, set_up, tear_down),
		cmocka_unit_test_setup_teardown(uids, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many, set_up, tear_down),
		cmocka_unit_test_setup_teardown(made_internal, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_key_is_known, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
