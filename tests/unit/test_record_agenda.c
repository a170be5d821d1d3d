/* SPDX-License-Identifier: EUPL-1.2 */
/* Sessions, meetings, attendance, actions, milestones: what is filled in, refused, found, imported, listed. */
#include "unit/record_store.h"

#include "csv_input.h"

static void refuse(struct hvk_record *record, const char *part)
{
	assert_int_equal(hvk_record_save(record, false), HVK_EINPUT);
	assert_failed(record->store, HVK_EINPUT, part);
}

/* Sets a column of a stored record and saves it; with a part of a message: it is refused so. */
static void change(struct fixture *f, enum hvk_type type, const char *slug, const char *column, const char *text,
                   const char *part)
{
	struct hvk_record *record = find(f, type, slug);

	set(record, column, text);
	if (part)
		refuse(record, part);
	else
		save(record);
	hvk_record_free(record);
}

#define assert_stored(f, type, slug, column, expected)                     \
	do {                                                               \
		struct hvk_record *stored_ = find(f, type, slug);          \
		assert_key(stored_, column, expected);                     \
		hvk_record_free(stored_);                                  \
	} while (0)

static void add_network(struct fixture *f)
{
	add(f, HVK_PARTNER, "slug", "huis", "name", "Huis Voorbeeld", "gemeente", "oostkamp", "stage", "active");
	add(f, HVK_PARTNER, "slug", "clb", "name", "CLB Fictief");
	add(f, HVK_PARTNER, "slug", "school", "name", "School Voorbeeld");
	add(f, HVK_PERSON, "slug", "huis-an", "partner", "huis", "name", "An Voorbeeld");
	add(f, HVK_OFFER, "slug", "weerbaar", "partner", "huis", "name", "Weerbaarheid", "form", "infotheek", "theme",
	    "slapen+eten", "pillar", "ontmoeting", "audience", "ouders", "target", "vaders", "language", "nl", "age",
	    "6-11", "cost", "gratis", "capacity", "12", "website", "https://huis.example", "gemeente", "oostkamp");
	add(f, HVK_OFFER, "slug", "overal", "partner", "clb", "name", "Overal", "gemeente", "oostkamp+brugge");
}

/* ---------------------------------------------------------------- sessions */

static void test_taken_from_offer(void **state)
{
	struct fixture *f = *state;

	add_network(f);
	add(f, HVK_SESSION, "title", "Avond", "date", "3/11/2026", "start", "19u30", "offer", "weerbaar", "capacity",
	    "9",
	    "co_partner", "school, clb, huis");
	assert_query(f, "SELECT slug || partner || form || theme || pillar || audience || target || language || age"
	                " || cost || capacity || website || gemeente || start || status || co_partner FROM v_session",
	             "avondhuisinfotheeklichaam.eten+slapenontmoetingoudersvadersnl6-11gratis9https://huis.example31022"
	             "19:30geplandclb+school");
	/* Only when it is added. */
	change(f, HVK_SESSION, "avond", "cost", "", NULL);
	change(f, HVK_SESSION, "avond", "title", "Andere avond", NULL);
	assert_stored(f, HVK_SESSION, "avond", "cost", "");
	/* Of several gemeenten none. */
	add(f, HVK_SESSION, "title", "Namiddag", "date", "3/11/2026", "offer", "overal", "partner", "huis");
	assert_stored(f, HVK_SESSION, "namiddag", "gemeente", "");
	assert_stored(f, HVK_SESSION, "namiddag", "partner", "huis");
}

static void test_session_slugs(void **state)
{
	struct fixture *f = *state;

	add_network(f);
	for (int i = 0; i < 10; i++)
		add(f, HVK_SESSION, "title", "Avond", "date", "2026-11-03", "partner", "huis", "series",
		    "Weerbaar 2026");
	assert_query(f, "SELECT count(*) || max(slug) FROM session WHERE slug GLOB 'weerbaar-2026-*'",
	             "10weerbaar-2026-9");
	assert_stored(f, HVK_SESSION, "weerbaar-2026-10", "series", "weerbaar-2026");
	/* Another series that begins alike does not count. */
	add(f, HVK_SESSION, "title", "Avond", "date", "2026-11-03", "partner", "huis", "series", "weerbaar");
	add(f, HVK_SESSION, "title", "Spelen", "date", "2026-10-03", "partner", "huis");
	add(f, HVK_SESSION, "title", "Spelen", "date", "2026-10-04", "partner", "huis");
	add(f, HVK_SESSION, "title", "Spelen", "date", "2026-10-04", "partner", "clb");
	assert_query(f, "SELECT group_concat(slug) FROM (SELECT slug FROM session WHERE slug NOT GLOB 'weerbaar-2026-*'"
	                " ORDER BY id)", "weerbaar-1,spelen,spelen-2026-10-04,spelen-2026-10-04-2");
}

static void test_counting(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record;

	add_network(f);
	add(f, HVK_SESSION, "title", "Avond", "date", "2026-10-03", "partner", "huis", "start", "19:00");
	change(f, HVK_SESSION, "avond", "end", "18:59", "end: expected a time after 19:00");
	change(f, HVK_SESSION, "avond", "end", "19:00", "end: expected a time after 19:00");
	change(f, HVK_SESSION, "avond", "reason", "ziekte", "reason: expected nothing");
	change(f, HVK_SESSION, "avond", "participants", "14", NULL);
	assert_stored(f, HVK_SESSION, "avond", "status", "gehouden");
	change(f, HVK_SESSION, "avond", "new", "15", "new: expected at most the 14");
	change(f, HVK_SESSION, "avond", "origin", "Brugge=9, Oostkamp=6", "origin: expected at most the 14");
	change(f, HVK_SESSION, "avond", "origin", "Oostkamp=5+Brugge=9", NULL);
	change(f, HVK_SESSION, "avond", "participants", "13", "origin: expected at most the 13");
	change(f, HVK_SESSION, "avond", "status", "gepland", "status: it was held, since 14 took part");
	change(f, HVK_SESSION, "avond", "status", "geannuleerd", "participants: nobody took part");
	record = find(f, HVK_SESSION, "avond");
	assert_key(record, "origin", "31005=9+31022=5");
	assert_string_equal(hvk_record_label(record, HVK__SESSION_ORIGIN, HVK_NL), "Brugge 9, Oostkamp 5");
	set(record, "new", "5");
	save(record);
	/* The parts go with the whole. */
	set(record, "participants", "");
	set(record, "status", "geannuleerd");
	set(record, "reason", "ziekte");
	save(record);
	hvk_record_free(record);
	assert_stored(f, HVK_SESSION, "avond", "new", "");
	assert_stored(f, HVK_SESSION, "avond", "origin", "");
	change(f, HVK_SESSION, "avond", "participants", "5", "participants: nobody took part in what was cancelled");
	assert_stored(f, HVK_SESSION, "avond", "reason", "ziekte");
	change(f, HVK_SESSION, "avond", "origin", "Brugge=0", NULL);
	assert_stored(f, HVK_SESSION, "avond", "origin", "");
	/* Why is forgotten when it takes place after all. */
	change(f, HVK_SESSION, "avond", "status", "gepland", NULL);
	assert_stored(f, HVK_SESSION, "avond", "reason", "");
	change(f, HVK_SESSION, "avond", "origin", "Brugge=4", "origin: expected participants too");
	change(f, HVK_SESSION, "avond", "new", "4", "new: expected participants too");
	change(f, HVK_SESSION, "avond", "participants", "11", NULL);
	change(f, HVK_SESSION, "avond", "origin", "Brugge 11, Oostkamp 0", NULL);
	assert_stored(f, HVK_SESSION, "avond", "origin", "31005=11");
}

/* A title that several have is of none of them, but for a slug as it stands. */
static void test_titles(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record;

	add_network(f);
	add(f, HVK_SESSION, "title", "Samen spelen", "date", "2026-10-03", "partner", "huis");
	hvk_record_free(find(f, HVK_SESSION, "Samen spelen"));
	add(f, HVK_SESSION, "title", "Samen spelen", "date", "2026-10-04", "partner", "huis");
	assert_int_equal(hvk_record_new(f->store, HVK_SESSION, &record), HVK_OK);
	assert_int_equal(hvk_record_find(record, "Samen spelen"), HVK_EAMBIGUOUS);
	assert_failed(f->store, HVK_EAMBIGUOUS, "several of type session: samen-spelen, samen-spelen-2026-10-04");
	assert_int_equal(hvk_record_find(record, "samen-spelen"), HVK_OK);
	assert_key(record, "date", "2026-10-03");
	hvk_record_free(record);
}

/* ---------------------------------------------------------------- meetings */

static void test_meetings(void **state)
{
	struct fixture *f = *state;

	add_network(f);
	add(f, HVK_MEETING, "type", "netwerkmoment", "date", "2026-10-15", "partner", "huis");
	add(f, HVK_MEETING, "type", "netwerkmoment", "date", "2026-10-15");
	add(f, HVK_MEETING, "type", "netwerkmoment", "date", "2026-10-16");
	add(f, HVK_MEETING, "type", "stuurgroep", "date", "2026-10-01", "status", "geannuleerd", "reason", "staking");
	assert_query(f, "SELECT group_concat(slug || status, ' ') FROM (SELECT * FROM v_meeting ORDER BY slug)",
	             "netwerkmoment-2026-10-15gepland netwerkmoment-2026-10-15-2gepland netwerkmoment-2026-10-16gepland"
	             " stuurgroep-2026-10-01geannuleerd");
	/* An excuse alone does not hold it, nor does who is to come. */
	add(f, HVK_ATTENDANCE, "meeting", "netwerkmoment-2026-10-15", "partner", "clb", "excused", "ja");
	add(f, HVK_ATTENDANCE, "meeting", "netwerkmoment-2026-10-16", "partner", "clb");
	assert_query(f, "SELECT count(*) FROM v_meeting WHERE status = 'gehouden'", "0");
	add(f, HVK_ATTENDANCE, "meeting", "netwerkmoment-2026-10-15", "partner", "huis", "people", "3");
	assert_query(f, "SELECT group_concat(slug) FROM v_meeting WHERE status = 'gehouden'",
	             "netwerkmoment-2026-10-15");
	assert_query(f, "SELECT group_concat(slug || people || excused, ' ') FROM (SELECT * FROM v_attendance"
	                " WHERE meeting = 'netwerkmoment-2026-10-15' ORDER BY slug)",
	             "netwerkmoment-2026-10-15-clb0yes netwerkmoment-2026-10-15-huis3no");
}

static void test_attendance(void **state)
{
	struct fixture *f = *state;
	static const char slug[] = "stuurgroep-2026-10-01-clb";
	struct hvk_record *record;

	add_network(f);
	add(f, HVK_MEETING, "type", "stuurgroep", "date", "2026-10-01");
	add(f, HVK_ATTENDANCE, "meeting", "stuurgroep-2026-10-01", "partner", "clb");
	assert_stored(f, HVK_ATTENDANCE, slug, "people", "1");
	/* What is said last holds. */
	change(f, HVK_ATTENDANCE, slug, "excused", "ja", NULL);
	assert_stored(f, HVK_ATTENDANCE, slug, "people", "0");
	change(f, HVK_ATTENDANCE, slug, "people", "2", NULL);
	assert_stored(f, HVK_ATTENDANCE, slug, "excused", "no");
	record = find(f, HVK_ATTENDANCE, slug);
	set(record, "people", "2");
	set(record, "excused", "ja");
	refuse(record, "excused: expected no, since people of it came: 2");
	hvk_record_free(record);
	record = make(f, HVK_ATTENDANCE, "meeting", "stuurgroep-2026-10-01", "partner", "clb", NULL);
	refuse(record, "partner: it is known already whether it came: 'stuurgroep-2026-10-01-clb'");
	hvk_record_free(record);
	add(f, HVK_MEETING, "type", "overleg", "date", "2026-10-01", "status", "geannuleerd");
	change(f, HVK_MEETING, "stuurgroep-2026-10-01", "status", "geannuleerd", "status: people came to it: 2");
	record = make(f, HVK_ATTENDANCE, "meeting", "overleg-2026-10-01", "partner", "clb", NULL);
	refuse(record, "meeting: nobody came to what was cancelled");
	hvk_record_free(record);
	add(f, HVK_ATTENDANCE, "meeting", "overleg-2026-10-01", "partner", "clb", "excused", "ja");
}

static void test_actions_and_milestones(void **state)
{
	struct fixture *f = *state;

	add_network(f);
	add(f, HVK_MEETING, "type", "stuurgroep", "date", "2026-10-01");
	add(f, HVK_ACTION, "meeting", "stuurgroep-2026-10-01", "what", "Affiche", "who", "clb", "due", "2026-10-14");
	add(f, HVK_ACTION, "meeting", "stuurgroep-2026-10-01", "what", "Zaal", "due", "2026-10-15");
	add(f, HVK_ACTION, "what", "Los", "due", "2026-10-01", "done", "2026-09-01");
	add(f, HVK_MILESTONE, "house", "oostkamp", "phase", "start", "what", "Openingsdag", "due", "2027-02-01");
	add(f, HVK_MILESTONE, "house", "oostkamp", "phase", "start", "what", "Openingsdag");
	assert_query(f, "SELECT group_concat(slug) FROM (SELECT slug FROM action UNION SELECT slug FROM milestone"
	                " ORDER BY 1)",
	             "actie-1,oostkamp-openingsdag,oostkamp-openingsdag-2,"
	             "stuurgroep-2026-10-01-1,stuurgroep-2026-10-01-2");
}

/* ---------------------------------------------------------------- files */

/* What an import did, as 'added changed unchanged'. */
static const char *import(struct fixture *f, enum hvk_type type, const char *text)
{
	static char shown[64];
	struct hvk_input input = { "in.csv", input_of(text, strlen(text)) };
	struct hvk_record_counts counts;
	struct hvk_intake *intake;

	assert_int_equal(hvk_intake_new_records(f->store, type, &intake), HVK_OK);
	if (hvk_record_import(intake, &input, 0, -1, &counts) != HVK_OK)
		fail_msg("%s", hvk_store_error(f->store)->message);
	hvk_intake_free(intake);
	close(input.descriptor);
	snprintf(shown, sizeof(shown), "%d %d %d", (int)counts.added, (int)counts.changed, (int)counts.unchanged);
	return shown;
}

/* Without slugs the same file changes nothing, whatever the offer said. */
static void test_import_again(void **state)
{
	struct fixture *f = *state;
	static const struct {
		enum hvk_type type;
		const char *text, *added, *again;
	} files[] = {
		{ HVK_SESSION,
		  "titel;datum;van;aanbod;partner;thema;reeks;deelnemers\n"
		  "Avond 1;6/10/2026;19:30;weerbaar;;;weerbaar;14\nAvond 2;13/10/2026;19:30;weerbaar;;;weerbaar;\n"
		  "Spelen;3/10/2026;10:00;weerbaar;clb;;;\nSpelen;3/10/2026;14:00;weerbaar;clb;slapen;;\n",
		  "4 0 0", "0 0 4" },
		{ HVK_MEETING, "type,date,house\nstuurgroep,2026-10-01,\nstuurgroep,2026-10-01,oostkamp\n", "2 0 0",
		  "0 0 2" },
		{ HVK_ATTENDANCE, "meeting,partner,people\nstuurgroep-2026-10-01,clb,\nstuurgroep-2026-10-01,huis,2\n",
		  "2 0 0", "0 0 2" },
		{ HVK_ACTION, "meeting,what,due\nstuurgroep-2026-10-01,Affiche,\n,Affiche,2026-12-01\n", "2 0 0",
		  "0 0 2" },
		{ HVK_MILESTONE, "house,phase,what\noostkamp,start,Dag\noostkamp,verankering,Dag\n", "2 0 0", "0 0 2" },
	};

	add_network(f);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		assert_int_equal(hvk_store_set_today(f->store, TODAY), HVK_OK);
		assert_string_equal(import(f, files[i].type, files[i].text), files[i].added);
		assert_string_equal(import(f, files[i].type, files[i].text), files[i].again);
	}
	assert_query(f, "SELECT group_concat(slug || partner || theme, ' ') FROM (SELECT * FROM v_session"
	                " ORDER BY slug)",
	             "spelenclblichaam.eten+slapen spelen-2026-10-03clbslapen weerbaar-1huislichaam.eten+slapen"
	             " weerbaar-2huislichaam.eten+slapen");
	/* An hour may have been learnt; the status stays as counting made it. */
	assert_string_equal(import(f, HVK_SESSION, "titel,datum,partner\nAvond 1,2026-10-06,huis\n"), "0 0 1");
	assert_stored(f, HVK_SESSION, "weerbaar-1", "status", "gehouden");
}

/* The season's file knows nothing of what came after it. */
static void test_import_later(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "titel;datum;partner;status;reden;deelnemers;nieuw;herkomst;notities;plaats\n"
	                           "Avond;6/10/2026;huis;;;;;;;\nOchtend;7/10/2026;huis;;;;;;;\n";
	struct hvk_record *record;

	add_network(f);
	assert_string_equal(import(f, HVK_SESSION, text), "2 0 0");
	record = find(f, HVK_SESSION, "avond");
	set(record, "participants", "14");
	set(record, "new", "5");
	set(record, "origin", "Brugge=9");
	set(record, "notes", "druk");
	save(record);
	hvk_record_free(record);
	record = find(f, HVK_SESSION, "ochtend");
	set(record, "status", "geannuleerd");
	set(record, "reason", "ziek");
	save(record);
	hvk_record_free(record);
	assert_string_equal(import(f, HVK_SESSION, text), "0 0 2");
	assert_query(f, "SELECT group_concat(status || ifnull(reason, '') ||"
	                " ifnull(participants || '/' || new || '/' || origin || notes, ''), ' ') FROM (SELECT * FROM v_session ORDER BY slug)",
	             "gehouden14/5/31005=9druk geannuleerdziek");
	change(f, HVK_SESSION, "ochtend", "place", "Zaal", NULL);
	assert_string_equal(import(f, HVK_SESSION, text), "0 1 1");
	assert_string_equal(import(f, HVK_MILESTONE, "house,phase,what,done\noostkamp,start,Dag,\n"), "1 0 0");
	change(f, HVK_MILESTONE, "oostkamp-dag", "done", "2026-10-01", NULL);
	assert_string_equal(import(f, HVK_MILESTONE, "house,phase,what,done\noostkamp,start,Dag,\n"), "0 0 1");
}

/* Why a row was refused does not stand in the column of why a session was cancelled. */
static void test_refused_rows(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "title,date,partner,status,reason\nAvond,2026-10-01,huis,geannuleerd,ziekte\n"
	                           "Ochtend,2026-10-01,nergens,geannuleerd,staking\n";
	struct hvk_input input = { "in.csv", input_of(text, strlen(text)) };
	int rejects = input_of("", 0);
	struct hvk_record_counts counts;
	struct hvk_intake *intake;
	char rejected[256];
	ssize_t length;

	add_network(f);
	assert_int_equal(hvk_intake_new_records(f->store, HVK_SESSION, &intake), HVK_OK);
	assert_int_equal(hvk_record_import(intake, &input, HVK_IMPORT_SKIP, rejects, &counts), HVK_OK);
	assert_int_equal(counts.refused, 1);
	assert_stored(f, HVK_SESSION, "avond", "reason", "ziekte");
	length = pread(rejects, rejected, sizeof(rejected) - 1, 0);
	assert_true(length > 0);
	rejected[length] = '\0';
	assert_string_equal(rejected, "refused,title,date,partner,status,reason\npartner: unknown partner 'nergens',"
	                              "Ochtend,2026-10-01,nergens,geannuleerd,staking\n");
	close(rejects);
	/* Mended and imported again. */
	assert_string_equal(import(f, HVK_SESSION, "refused,title,date,partner,status,reason\nx,Ochtend,2026-10-01,clb,"
	                                           "geannuleerd,staking\n"), "1 0 0");
	assert_stored(f, HVK_SESSION, "ochtend", "reason", "staking");
	hvk_intake_free(intake);
	close(input.descriptor);
}

/* ---------------------------------------------------------------- listing */

/* The slugs of what satisfies a condition, in the order of a column. */
static const char *list(struct fixture *f, enum hvk_type type, const char *condition, const char *sort)
{
	static char text[512];
	struct hvk_records *records;
	struct hvk_record *record;

	text[0] = '\0';
	assert_int_equal(hvk_records_new(f->store, type, &records), HVK_OK);
	if (hvk_records_parse(records, condition) != HVK_OK || hvk_records_set_sort(records, sort) != HVK_OK)
		fail_msg("%s: %s", condition, hvk_store_error(f->store)->message);
	while (hvk_records_next(records, &record) == 1)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", text[0] ? " " : "",
		         hvk_record_key(record, 0, NULL));
	hvk_records_free(records);
	return text;
}

static void test_conditions(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *condition, *sort, *expected;
	} sessions[] = {
		{ "since=2026-10-10", "", "b c" },         { "until=2026-10-10", "", "a b" },
		{ "until=today", "", "a b" },              { "since=today", "", "c" },
		{ "period=2026-10", "", "a b" },           { "period!=sj2026", "", "" },
		{ "since=2026-11", "", "c" },              { "start>=14:00", "", "b" },
		{ "start=10u", "", "a" },                  { "start=", "", "c" },
		{ "programme=Najaar 2026", "", "a b" },    { "programme^=voor", "", "c" },
		{ "origin=oostkamp", "", "b" },            { "origin=brugge,oostkamp", "", "a b" },
		{ "origin!=brugge", "", "c" },             { "origin=", "", "c" },
		{ "co_partner=clb", "", "a b" },           { "co_partner!=clb", "", "c" },
		{ "co_partner=", "", "c" },                { "co_partner~fictief", "", "a b" },
		{ "stage=active", "", "a b c" },           { "province=west-vlaanderen", "", "a" },
		{ "status=gehouden", "-origin", "b a" },   { "since=2026", "co_partner,-start", "b a c" },
	}, actions[] = {
		{ "late=yes", "", "actie-1" },  { "late=no", "", "actie-2 actie-3 actie-4" },
		{ "open=yes", "", "actie-1 actie-2 actie-4" }, { "open!=yes", "", "actie-3" },
		{ "until=today", "due", "actie-3 actie-1 actie-2" }, { "stage=active", "", "actie-1" },
	};

	add_network(f);
	add(f, HVK_SESSION, "slug", "a", "title", "A", "date", "2026-10-01", "partner", "huis", "start", "10:00",
	    "programme",
	    "najaar-2026", "participants", "5", "origin", "brugge=5", "co_partner", "clb+school", "gemeente", "brugge");
	add(f, HVK_SESSION, "slug", "b", "title", "B", "date", "2026-10-10", "partner", "huis", "start", "14:00",
	    "programme",
	    "najaar-2026", "participants", "12", "origin", "oostkamp=9+brugge=1", "co_partner", "clb");
	add(f, HVK_SESSION, "slug", "c", "title", "C", "date", "2026-11-01", "partner", "huis", "programme",
	    "voorjaar-2027");
	add(f, HVK_ACTION, "what", "1", "due", "2026-10-14", "who", "huis");
	add(f, HVK_ACTION, "what", "2", "due", TODAY, "who", "clb");
	add(f, HVK_ACTION, "what", "3", "due", "2026-10-01", "done", "2026-10-02");
	add(f, HVK_ACTION, "what", "4");
	for (size_t i = 0; i < ARRAY_SIZE(sessions); i++)
		assert_string_equal(list(f, HVK_SESSION, sessions[i].condition, sessions[i].sort),
		                    sessions[i].expected);
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		assert_string_equal(list(f, HVK_ACTION, actions[i].condition, actions[i].sort), actions[i].expected);
}

static void test_refused_conditions(void **state)
{
	struct fixture *f = *state;
	static const struct {
		enum hvk_type type;
		const char *condition, *part;
	} refused[] = {
		{ HVK_SESSION, "since>2026", "since: expected '=' or '!='" },
		{ HVK_ACTION, "late=", "late: expected yes or no" },
		{ HVK_ACTION, "open=maybe", "open: expected yes or no" },
		{ HVK_SESSION, "start=noon", "a time such as" },
		{ HVK_SESSION, "start=2026", "a time such as" },
		{ HVK_SESSION, "late=yes", "cannot filter on 'late'" },
		{ HVK_SESSION, "origin=nergens", "origin: unknown 'nergens'" },
		{ HVK_SESSION, "origin>5", "'=', '!=', '~' or '^='" },
		{ HVK_PARTNER, "since=2026", "cannot filter" },
	};
	struct hvk_records *records;

	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		assert_int_equal(hvk_records_new(f->store, refused[i].type, &records), HVK_OK);
		assert_true(hvk_records_parse(records, refused[i].condition) < 0);
		if (!strstr(hvk_store_error(f->store)->message, refused[i].part))
			fail_msg("%s: %s", refused[i].condition, hvk_store_error(f->store)->message);
		hvk_records_free(records);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_taken_from_offer, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_session_slugs, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_titles, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_import_later, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_counting, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_meetings, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_attendance, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_actions_and_milestones, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_import_again, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_refused_rows, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_conditions, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_refused_conditions, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
